/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/facts.h"
#include "report/report.h"

/*
 * 所属長フォロー: the duties of the completion report, those that were failed again and again. It starts from duties, so
 * nobody is named who passed since, left, or does not owe the lesson, and everybody named is also among the outstanding.
 */

#define HEAD_ROLE "管理職"

/* The 管理職 who are at work, once for all rows; there are few of them. */
struct heads {
	struct head {
		const struct ks_person *person;
		const char *unit;
	} * items;
	size_t n_items, capacity;
};

static void list_heads(const struct ks_roster *roster, struct ks_date day, struct heads *out)
{
	for (size_t i = 0; i < roster->n_entries; i++) {
		const struct ks_person *person = &roster->entries[i].person;
		const struct ks_appointment *a = ks_person_appointment_on(person, day);

		if (!a || !ks_duty_is_present(a, day) || !ks_appointment_has_role(a, HEAD_ROLE))
			continue;
		ks_grow(&out->items, out->n_items, &out->capacity);
		out->items[out->n_items++] = (struct head){person, a->unit};
	}
}

static void find_heads(const struct heads *heads, struct ks_arena *arena, struct ks_followup_row *row)
{
	const struct ks_person **found = NULL;
	size_t n = 0, capacity = 0;

	for (size_t i = 0; i < heads->n_items; i++) {
		if (strcmp(heads->items[i].unit, row->appointment->unit) != 0)
			continue;
		if (heads->items[i].person == row->person) {
			row->is_head = true;
			continue;
		}
		ks_grow(&found, n, &capacity);
		found[n++] = heads->items[i].person;
	}
	row->heads = ks_arena_copy(arena, found, n * sizeof(*found));
	row->n_heads = n;
	free(found);
}

static void add_person(struct ks_followup *out, const struct ks_person *person,
		       const struct ks_duties *duties, struct ks_standing_facts *of_person,
		       size_t times)
{
	for (size_t i = 0; i < duties->n_items; i++) {
		const struct ks_plan_lesson *lesson = duties->items[i].lesson;
		const struct ks_standing_fact *fact =
			ks_report_duty_fact(of_person, &duties->items[i]);

		if (!fact || fact->done_ms > 0 || fact->n_failed < times)
			continue;
		ks_grow(&out->rows, out->n_rows, &out->capacity);
		out->rows[out->n_rows++] = (struct ks_followup_row){
			.person = person,
			.appointment = duties->appointment,
			.lesson = lesson,
			.n_failed = fact->n_failed,
			.last_failed_ms = fact->last_failed_ms,
		};
	}
}

static int by_unit_and_person(const void *a, const void *b)
{
	const struct ks_followup_row *x = a, *y = b;
	int order = strcmp(x->appointment->unit, y->appointment->unit);

	if (order == 0)
		order = strcmp(x->person->number, y->person->number);
	return order ? order : strverscmp(x->lesson->id, y->lesson->id); /* m2 before m10 */
}

enum ks_rc ks_report_followup(struct ks_store *store, const struct ks_plan *plans, size_t n_plans,
			      int nendo, struct ks_date today, size_t times, struct ks_followup *out)
{
	struct ks_standing_facts facts = {0};
	struct heads heads = {0};
	struct ks_arena arena = {0};
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	rc = ks_roster_load(store, false, &out->roster);
	if (rc == KS_OK)
		rc = ks_report_facts(store, plans, n_plans, nendo, &arena, &facts);
	if (rc == KS_OK)
		rc = ks_report_add_failures(store, plans, n_plans, nendo, &facts);
	for (size_t i = 0; rc == KS_OK && i < out->roster.n_entries; i++) {
		const struct ks_person *person = &out->roster.entries[i].person;
		struct ks_standing_facts of_person = ks_report_facts_of(&facts, person->number);
		struct ks_duties duties;

		ks_duties_make(plans, n_plans, nendo, person, today, &duties);
		add_person(out, person, &duties, &of_person, times);
	}
	if (rc == KS_OK)
		list_heads(&out->roster, ks_duties_day(nendo, today), &heads);
	for (size_t i = 0; i < out->n_rows; i++)
		find_heads(&heads, &out->arena, &out->rows[i]);
	if (out->n_rows > 1)
		qsort(out->rows, out->n_rows, sizeof(*out->rows), by_unit_and_person);
	free(heads.items);
	free(facts.items);
	ks_arena_finish(&arena);
	return rc;
}

void ks_followup_finish(struct ks_followup *followup)
{
	if (!followup)
		return;
	free(followup->rows);
	ks_roster_finish(&followup->roster);
	ks_arena_finish(&followup->arena);
	memset(followup, 0, sizeof(*followup));
}

/* 所属長フォロー: one row a person and lesson. New columns are only ever added behind. */

static const struct ks_table_column columns[] = {
	{"職員番号", KS_CELL_TEXT},
	{"氏名", KS_CELL_TEXT},
	{"所属", KS_CELL_TEXT},
	{"科目", KS_CELL_TEXT},
	{"題", KS_CELL_TEXT},
	{"不合格の回数", KS_CELL_NUMBER},
	{"最後の受験日時", KS_CELL_MOMENT},
	{"所属長", KS_CELL_TEXT},
};

static void add_heads(struct ks_table *table, const struct ks_followup_row *row)
{
	struct ks_buf names = {0};

	for (size_t i = 0; i < row->n_heads; i++) {
		ks_buf_puts(&names, i ? "、" : "");
		ks_buf_puts(&names, row->heads[i]->name);
	}
	if (row->n_heads == 0)
		ks_buf_puts(&names, row->is_head ? "（本人のほかに管理職がいません）"
						 : "（名簿に管理職がいません）");
	ks_table_text(table, ks_buf_text(&names));
	ks_buf_finish(&names);
}

void ks_followup_table(const struct ks_followup *followup, struct ks_table *out)
{
	ks_table_init(out, columns, KS_COUNT(columns));
	for (size_t i = 0; i < followup->n_rows; i++) {
		const struct ks_followup_row *row = &followup->rows[i];

		ks_table_text(out, ks_person_typed(row->person));
		ks_table_text(out, row->person->name);
		ks_table_text(out, row->appointment->unit);
		ks_table_text(out, row->lesson->id);
		ks_table_text(out, row->lesson->title);
		ks_table_number(out, row->n_failed);
		ks_table_moment(out, row->last_failed_ms);
		add_heads(out, row);
	}
}
