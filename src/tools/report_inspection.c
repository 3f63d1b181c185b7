/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/inspection.h"
#include "record/roster.h"
#include "report/table.h"
#include "tools/report.h"
#include "tools/tools.h"

/*
 * 自己点検 in counts. Few answers would tell whose they are, so a count below the least is left out, and where the ones
 * left out could be had by taking the shown ones from the whole, the smallest of those is left out too.
 */

#define PEOPLE_LEAST 5
#define TOO_FEW "人数が少ないため表示しません"
#define NO_GROUP "（なし）"

static const struct ks_table_column columns[] = {
	{"点検票", KS_CELL_TEXT},       {"番号", KS_CELL_TEXT},
	{"項目", KS_CELL_TEXT},         {"区分", KS_CELL_TEXT},
	{"回答", KS_CELL_NUMBER},       {"はい", KS_CELL_NUMBER},
	{"いいえ", KS_CELL_NUMBER},     {"仕事に関係ない", KS_CELL_NUMBER},
	{"分からない", KS_CELL_NUMBER},
};

/* One item, of one group. */
struct cell {
	const char *checklist, *item, *text, *group;
	size_t n, counts[KS_RESPONSE_COUNT];
	bool is_hidden;
};

struct member {
	const char *number, *group;
};

struct tally {
	const struct ks_report *report;
	struct ks_arena arena;
	struct ks_roster roster;
	struct member *members; /* by number */
	size_t n_members;
	struct cell *cells;
	size_t n_cells, capacity;
};

static int by_number(const void *a, const void *b)
{
	return strcmp(((const struct member *)a)->number, ((const struct member *)b)->number);
}

static const char *group_name(const struct ks_report *report, const struct ks_person *person,
			      struct ks_date day)
{
	const struct ks_appointment *a = ks_person_appointment_on(person, day);
	const char *name = "";

	if (a)
		name = report->group == KS_GROUP_UNIT ? a->unit : ks_report_employment(a->employment);
	return name && *name ? name : NO_GROUP;
}

static void list_members(struct tally *tally)
{
	const struct ks_report *report = tally->report;
	struct ks_date day = ks_duties_day(report->nendo, report->today);

	tally->members = ks_alloc_zero(tally->roster.n_entries + 1, sizeof(*tally->members));
	for (size_t i = 0; i < tally->roster.n_entries; i++) {
		const struct ks_person *person = &tally->roster.entries[i].person;

		tally->members[tally->n_members++] =
			(struct member){person->number, group_name(report, person, day)};
	}
	qsort(tally->members, tally->n_members, sizeof(*tally->members), by_number);
}

static const char *group_of(const struct tally *tally, const char *staff)
{
	struct member wanted = {.number = staff};
	const struct member *found;

	if (tally->report->group == KS_GROUP_NONE)
		return "全員";
	found = bsearch(&wanted, tally->members, tally->n_members, sizeof(wanted), by_number);
	return found ? found->group : NO_GROUP;
}

/* Answers come item by item, so the cell is among the last ones. */
static void take(void *context, const struct ks_inspection_key *key,
		 const struct ks_inspection_answer *answer)
{
	struct tally *tally = context;
	const char *group = group_of(tally, key->staff);
	size_t at = tally->n_cells;
	enum ks_response response = ks_response_find(answer->response);
	struct cell *cell;

	while (at > 0 && strcmp(tally->cells[at - 1].item, answer->item) == 0 &&
	       strcmp(tally->cells[at - 1].checklist, key->checklist) == 0) {
		at--;
		if (strcmp(tally->cells[at].group, group) != 0)
			continue;
		tally->cells[at].n++;
		tally->cells[at].counts[response]++;
		return;
	}
	ks_grow(&tally->cells, tally->n_cells, &tally->capacity);
	cell = &tally->cells[tally->n_cells++];
	*cell = (struct cell){.checklist = ks_arena_strdup(&tally->arena, key->checklist),
			      .item = ks_arena_strdup(&tally->arena, answer->item),
			      .text = ks_arena_strdup(&tally->arena, answer->text),
			      .group = group,
			      .n = 1};
	cell->counts[response] = 1;
}

static bool is_same_item(const struct cell *a, const struct cell *b)
{
	return strcmp(a->checklist, b->checklist) == 0 && strcmp(a->item, b->item) == 0;
}

static int by_item_and_group(const void *a, const void *b)
{
	const struct cell *x = a, *y = b;
	int order = strcmp(x->checklist, y->checklist);

	if (order == 0)
		order = strcmp(x->item, y->item);
	return order ? order : strcmp(x->group, y->group);
}

/* The cells of one item. */
static void hide_few(struct cell *cells, size_t n)
{
	size_t n_hidden = 0;

	for (size_t i = 0; i < n; i++) {
		cells[i].is_hidden = cells[i].n < PEOPLE_LEAST;
		n_hidden += cells[i].is_hidden ? cells[i].n : 0;
	}
	while (n_hidden > 0 && n_hidden < PEOPLE_LEAST) {
		struct cell *least = NULL;

		for (size_t i = 0; i < n; i++)
			if (!cells[i].is_hidden && (!least || cells[i].n < least->n))
				least = &cells[i];
		if (!least)
			return;
		least->is_hidden = true;
		n_hidden += least->n;
	}
}

static size_t item_end(const struct tally *tally, size_t from)
{
	size_t to = from + 1;

	while (to < tally->n_cells && is_same_item(&tally->cells[from], &tally->cells[to]))
		to++;
	return to;
}

static void put_table(struct ks_report *report, const struct tally *tally)
{
	struct ks_table table;

	ks_table_init(&table, columns, KS_COUNT(columns));
	for (size_t i = 0; i < tally->n_cells; i++) {
		const struct cell *cell = &tally->cells[i];

		ks_table_text(&table, cell->checklist);
		ks_table_text(&table, cell->item);
		ks_table_text(&table, cell->text);
		ks_table_text(&table, cell->group);
		if (cell->is_hidden)
			ks_table_text(&table, TOO_FEW);
		else
			ks_table_number(&table, cell->n);
		for (int k = KS_RESPONSE_YES; k < KS_RESPONSE_COUNT; k++) {
			if (cell->is_hidden)
				ks_table_text(&table, "");
			else
				ks_table_number(&table, cell->counts[k]);
		}
	}
	ks_report_table(report, &table);
}

static void put_cell(struct ks_buf *out, const struct cell *cell)
{
	ks_buf_puts(out, "{\"name\":");
	ks_buf_json(out, cell->group);
	if (cell->is_hidden) {
		ks_buf_puts(out, ",\"suppressed\":true}");
		return;
	}
	ks_buf_printf(out, ",\"answers\":%zu", cell->n);
	for (int k = KS_RESPONSE_YES; k < KS_RESPONSE_COUNT; k++)
		ks_buf_printf(out, ",\"%s\":%zu", ks_response_id((enum ks_response)k),
			      cell->counts[k]);
	ks_buf_puts(out, "}");
}

static void put_json(struct ks_report *report, const struct tally *tally)
{
	struct ks_buf *out = &report->out;

	ks_buf_printf(out, "{\"nendo\":%d,\"items\":[", report->nendo);
	for (size_t i = 0; i < tally->n_cells; i = item_end(tally, i)) {
		ks_buf_puts(out, i ? ",\n{\"checklist\":" : "\n{\"checklist\":");
		ks_buf_json(out, tally->cells[i].checklist);
		ks_buf_puts(out, ",\"item\":");
		ks_buf_json(out, tally->cells[i].item);
		ks_buf_puts(out, ",\"text\":");
		ks_buf_json(out, tally->cells[i].text);
		ks_buf_puts(out, ",\"groups\":[");
		for (size_t k = i; k < item_end(tally, i); k++) {
			if (k > i)
				ks_buf_putc(out, ',');
			put_cell(out, &tally->cells[k]);
		}
		ks_buf_puts(out, "]}");
	}
	ks_buf_puts(out, "]}\n");
}

static void put_heading(struct ks_report *report, const struct tally *tally)
{
	char *nendo = ks_wareki_nendo(report->nendo), *day = ks_wareki_date(report->today);

	ks_buf_printf(&report->out, "%s 自己点検の集計（%s 現在）\n\n", nendo, day);
	if (tally->n_cells == 0)
		ks_buf_puts(&report->out, "まだ、だれも答えていません。\n");
	free(nendo);
	free(day);
}

int ks_report_write_inspection(struct ks_report *report)
{
	struct tally tally = {.report = report};
	enum ks_rc rc = ks_roster_load(report->store, false, &tally.roster);

	if (rc == KS_OK) {
		list_members(&tally);
		rc = ks_inspection_each(report->store, report->nendo, take, &tally);
	}
	if (rc == KS_OK) {
		if (tally.n_cells > 1)
			qsort(tally.cells, tally.n_cells, sizeof(*tally.cells), by_item_and_group);
		for (size_t i = 0; i < tally.n_cells; i = item_end(&tally, i))
			hide_few(&tally.cells[i], item_end(&tally, i) - i);
		if (report->format == KS_REPORT_TABLE)
			put_heading(report, &tally);
		if (report->format == KS_REPORT_JSON)
			put_json(report, &tally);
		else if (tally.n_cells > 0 || report->format == KS_REPORT_CSV)
			put_table(report, &tally);
	}
	free(tally.members);
	free(tally.cells);
	ks_roster_finish(&tally.roster);
	ks_arena_finish(&tally.arena);
	return rc == KS_OK ? KS_EXIT_DONE : ks_tools_failed(rc);
}
