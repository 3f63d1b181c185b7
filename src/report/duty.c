/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/correction.h"
#include "report/facts.h"
#include "report/seal.h"

/* Who owes what, by when and why: the completion report's denominators taken apart, down to the rule. */

static void add_duty(struct ks_duty_list *out, const struct ks_person *person,
		     const struct ks_duty *duty, bool is_missed, struct ks_standing_facts *of_person)
{
	const struct ks_standing_fact *fact = ks_report_duty_fact(of_person, duty);
	const struct ks_duty_row *before = out->n_rows ? &out->rows[out->n_rows - 1] : NULL;
	const char *why, *rule;

	if (before && ks_duty_is_told_alike(&before->duty, duty)) {
		why = before->why;
		rule = before->rule;
	} else {
		char *why_text = ks_duty_why(duty), *rule_text = ks_duty_rule(duty);

		why = ks_arena_strdup(&out->arena, why_text);
		rule = ks_arena_strdup(&out->arena, rule_text);
		free(why_text);
		free(rule_text);
	}
	ks_grow(&out->rows, out->n_rows, &out->capacity);
	out->rows[out->n_rows++] = (struct ks_duty_row){
		.person = person,
		.appointment = duty->post,
		.duty = *duty,
		.why = why,
		.rule = rule,
		.is_missed = is_missed,
		.done_ms = fact ? fact->done_ms : 0,
		.is_from_paper = fact && fact->done_ms > 0 && fact->is_from_paper,
	};
}

/* What would be owed, but for an absence, the end or the shortness of the appointment. */
static void add_waiver(struct ks_duty_list *out, const struct ks_person *person,
		       const struct ks_duties *duties, const struct ks_waiver *waiver)
{
	ks_grow(&out->waived, out->n_waived, &out->waived_capacity);
	out->waived[out->n_waived++] = (struct ks_waiver_row){
		person, duties->appointment, waiver->plan, waiver->lesson, waiver->word};
}

static enum ks_rc add_corrections(struct ks_store *store, int nendo, struct ks_duty_list *out)
{
	struct ks_lesson_notes notes;
	enum ks_rc rc = ks_report_lesson_notes(store, nendo, &notes);

	for (size_t i = 0; rc == KS_OK && notes.n > 0 && i < out->n_rows; i++) {
		struct ks_duty_row *row = &out->rows[i];

		row->correction =
			ks_arena_strdup(&out->arena, ks_lesson_note(&notes, row->person->number,
								    row->duty.lesson->id));
	}
	ks_lesson_notes_finish(&notes);
	return rc;
}

enum ks_rc ks_report_duties(struct ks_store *store, const struct ks_plan *plans, size_t n_plans,
			    int nendo, struct ks_date today, struct ks_duty_list *out)
{
	struct ks_standing_facts facts = {0};
	struct ks_arena arena = {0};
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	rc = ks_roster_load(store, false, &out->roster);
	if (rc == KS_OK)
		rc = ks_report_facts(store, plans, n_plans, nendo, &arena, &facts);
	for (size_t i = 0; rc == KS_OK && i < out->roster.n_entries; i++) {
		const struct ks_person *person = &out->roster.entries[i].person;
		struct ks_standing_facts of_person = ks_report_facts_of(&facts, person->number);
		struct ks_duties duties;

		ks_duties_make(plans, n_plans, nendo, person, today, &duties);
		for (size_t k = 0; k < duties.n_items + duties.n_missed; k++)
			add_duty(out, person, &duties.items[k], k >= duties.n_items, &of_person);
		for (size_t k = 0; k < duties.n_waivers; k++)
			add_waiver(out, person, &duties, &duties.waivers[k]);
		if (duties.n_items + duties.n_missed + duties.n_waivers == 0)
			add_waiver(out, person, &duties,
				   &(struct ks_waiver){.target = duties.target, .word = duties.word});
	}
	free(facts.items);
	ks_arena_finish(&arena);
	if (rc == KS_OK)
		rc = ks_report_duties_as_sealed(store, nendo, out);
	return rc == KS_OK ? add_corrections(store, nendo, out) : rc;
}

void ks_duty_list_finish(struct ks_duty_list *list)
{
	if (!list)
		return;
	free(list->rows);
	free(list->waived);
	ks_roster_finish(&list->roster);
	ks_arena_finish(&list->arena);
	memset(list, 0, sizeof(*list));
}
