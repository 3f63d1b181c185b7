/* SPDX-License-Identifier: Apache-2.0 */
#include "report/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/correction.h"
#include "report/facts.h"
#include "report/seal.h"
#include "xapi/statement.h"

/*
 * The roster says who should, the statements say who did, and the plans say what: this file puts the three together.
 * Every listed person gets exactly one row, so the denominators add up by construction.
 */

/* Where @staff's facts begin; they stand together. */
static size_t first_fact(const struct ks_standing_facts *facts, const char *staff)
{
	size_t low = 0, high = facts->n_items;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(facts->items[middle].staff, staff) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool is_of(const struct ks_standing_facts *facts, size_t at, const char *staff)
{
	return at < facts->n_items && strcmp(facts->items[at].staff, staff) == 0;
}

struct ks_standing_facts ks_report_facts_of(struct ks_standing_facts *facts, const char *staff)
{
	size_t first = is_of(facts, facts->near, staff) ? facts->near : first_fact(facts, staff), end;

	if (!is_of(facts, first, staff))
		return (struct ks_standing_facts){0};
	/* The name of one person is mostly one text. */
	for (end = first + 1; end < facts->n_items; end++)
		if (facts->items[end].staff != facts->items[first].staff && !is_of(facts, end, staff))
			break;
	facts->near = end;
	return (struct ks_standing_facts){.items = &facts->items[first], .n_items = end - first};
}

/* Lessons are asked for one after the other, mostly as they stand here: each is looked for behind the one before it. */
const struct ks_standing_fact *ks_report_fact(struct ks_standing_facts *of_person, const char *lesson)
{
	for (size_t i = 0, at = of_person->near; i < of_person->n_items; i++, at++) {
		if (at >= of_person->n_items)
			at = 0;
		if (strcmp(of_person->items[at].lesson, lesson) == 0) {
			of_person->near = at + 1;
			return &of_person->items[at];
		}
	}
	return NULL;
}

const struct ks_standing_fact *ks_report_duty_fact(struct ks_standing_facts *of_person,
						   const struct ks_duty *duty)
{
	const struct ks_standing_fact *own = ks_report_fact(of_person, duty->lesson->id), *other;

	if (!duty->instead || (own && own->done_ms > 0))
		return own;
	other = ks_report_fact(of_person, duty->instead->id);
	return other && other->done_ms > 0 ? other : own;
}

static void count_duties(struct ks_standing_facts *of_person, const struct ks_duties *duties,
			 struct ks_completion_row *row)
{
	struct ks_date last = {0}, open = {0};

	for (size_t i = 0; i < duties->n_items + duties->n_missed; i++) {
		const struct ks_duty *duty = &duties->items[i];
		const struct ks_standing_fact *fact = ks_report_duty_fact(of_person, duty);

		if (!ks_date_is_set(last) || ks_date_compare(duty->due, last) > 0)
			last = duty->due;
		if (fact && fact->done_ms) {
			row->n_done++;
			row->has_clock_doubt |= fact->has_clock_doubt;
			row->n_from_paper += fact->is_from_paper;
			if (fact->done_ms > row->last_done_ms)
				row->last_done_ms = fact->done_ms;
		} else if (!ks_date_is_set(open) || ks_date_compare(duty->due, open) < 0) {
			open = duty->due;
		}
	}
	row->due = ks_date_is_set(open) ? open : last;
}

/* What all rows of a report are judged by. */
struct judged_by {
	const struct ks_plan *plans;
	size_t n_plans;
	struct ks_date today;
	struct ks_standing_facts facts;
};

static bool has_agreed(const struct ks_standing_facts *of_person, const char *key)
{
	for (size_t i = 0; i < of_person->n_items; i++)
		if (of_person->items[i].done_ms > 0 &&
		    strncmp(of_person->items[i].lesson, key, strlen(key)) == 0)
			return true;
	return false;
}

/* A course that asks for it is completed only when the policy, as the kiosks have it now, was agreed to. */
static bool lacks_agreement(const struct ks_standing_facts *of_person, const struct ks_duties *duties)
{
	for (size_t i = 0; i < duties->n_items; i++) {
		char key[KS_ID_MAX];

		if (ks_report_agreement_key(&duties->items[i], key) && !has_agreed(of_person, key))
			return true;
	}
	return false;
}

static void fill_row(struct ks_completion *report, struct judged_by *by,
		     const struct ks_person *person)
{
	struct ks_completion_row *row = &report->rows[report->n_rows++];
	struct ks_standing_facts facts = ks_report_facts_of(&by->facts, person->number);
	struct ks_duties duties;

	ks_duties_make(by->plans, by->n_plans, report->nendo, person, by->today, &duties);
	row->person = person;
	row->appointment = duties.appointment;
	row->why_exempt = duties.target;
	row->why_word = duties.word;
	row->n_target = duties.n_items + duties.n_missed;
	if (row->n_target > 0)
		count_duties(&facts, &duties, row);
	row->lacks_agreement = row->n_target > 0 && row->n_done == row->n_target &&
			       lacks_agreement(&facts, &duties);
	row->standing =
		ks_standing_of(&duties, row->n_done - row->lacks_agreement, facts.n_items > 0);
	row->is_overdue = row->standing != KS_STANDING_DONE && row->standing != KS_STANDING_EXEMPT &&
			  ks_date_is_set(row->due) && ks_date_compare(row->due, by->today) < 0;
}

void ks_completion_count(struct ks_completion *report)
{
	size_t counts[KS_STANDING_DONE + 1] = {0};

	report->n_listed = report->n_rows;
	report->n_overdue = 0;
	for (size_t i = 0; i < report->n_rows; i++) {
		counts[report->rows[i].standing]++;
		report->n_overdue += report->rows[i].is_overdue;
	}
	report->n_exempt = counts[KS_STANDING_EXEMPT];
	report->n_not_started = counts[KS_STANDING_NOT_STARTED];
	report->n_under_way = counts[KS_STANDING_UNDER_WAY];
	report->n_done = counts[KS_STANDING_DONE];
	report->n_target = report->n_done + report->n_under_way + report->n_not_started;
}

static bool is_of_plans(const struct judged_by *by, const char *lesson)
{
	for (size_t i = 0; i < by->n_plans; i++)
		if (ks_plan_find(&by->plans[i], lesson))
			return true;
	return false;
}

/* A record does not vanish with its person: whoever reads the sums must see that there are more. */
static void list_unlisted(struct ks_completion *report, const struct judged_by *by)
{
	struct ks_unlisted_row *row = NULL;
	const char *last = "";

	for (size_t i = 0; i < by->facts.n_items; i++) {
		const struct ks_standing_fact *fact = &by->facts.items[i];

		if (fact->staff != last && strcmp(fact->staff, last) != 0) {
			const struct ks_roster_entry *entry =
				ks_roster_entry(&report->roster, fact->staff);

			last = fact->staff;
			row = NULL;
			if (entry && entry->is_listed)
				continue;
			ks_grow(&report->unlisted, report->n_unlisted, &report->unlisted_capacity);
			row = &report->unlisted[report->n_unlisted++];
			*row = (struct ks_unlisted_row){
				.number = ks_arena_strdup(&report->roster.arena, fact->staff),
				.person = entry ? &entry->person : NULL,
			};
		}
		if (!row || fact->done_ms == 0 || !is_of_plans(by, fact->lesson))
			continue;
		row->n_done++;
		if (fact->done_ms > row->last_done_ms)
			row->last_done_ms = fact->done_ms;
	}
}

static const char *unit_of(const struct ks_completion_row *row)
{
	return row->appointment && row->appointment->unit ? row->appointment->unit : "";
}

static int by_unit_and_number(const void *a, const void *b)
{
	const struct ks_completion_row *left = a, *right = b;
	int order = strcmp(unit_of(left), unit_of(right));

	return order ? order : strcmp(left->person->number, right->person->number);
}

enum ks_rc ks_report_completion(struct ks_store *store, const struct ks_plan *plans, size_t n_plans,
				int nendo, struct ks_date today, struct ks_completion *out)
{
	struct judged_by by = {.plans = plans, .n_plans = n_plans, .today = today};
	struct ks_arena arena = {0};
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	out->nendo = nendo;
	out->day = ks_duties_day(nendo, today);
	rc = ks_roster_load(store, true, &out->roster);
	if (rc == KS_OK)
		rc = ks_report_facts(store, plans, n_plans, nendo, &arena, &by.facts);
	if (rc == KS_OK) {
		out->rows = ks_alloc_zero(out->roster.n_entries + 1, sizeof(*out->rows));
		for (size_t i = 0; i < out->roster.n_entries; i++)
			if (out->roster.entries[i].is_listed)
				fill_row(out, &by, &out->roster.entries[i].person);
		qsort(out->rows, out->n_rows, sizeof(*out->rows), by_unit_and_number);
		ks_completion_count(out);
		rc = ks_report_as_sealed(store, out);
		if (rc == KS_OK)
			rc = ks_completion_add_corrections(store, out);
		if (!out->sealed_ms) /* a sealed row stays, whoever left the list since */
			list_unlisted(out, &by);
	}
	free(by.facts.items);
	ks_arena_finish(&arena);
	return rc;
}

void ks_completion_finish(struct ks_completion *completion)
{
	if (!completion)
		return;
	free(completion->rows);
	free(completion->unlisted);
	ks_roster_finish(&completion->roster);
	memset(completion, 0, sizeof(*completion));
}
