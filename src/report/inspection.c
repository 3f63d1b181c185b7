/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/inspection.h"
#include "record/pseudonym.h"
#include "report/report.h"

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

struct member {
	const char *number, *group;
};

struct work {
	struct ks_inspection_tally *tally;
	enum ks_report_group group;
	struct member *members; /* by number */
	size_t n_members;
};

static int by_number(const void *a, const void *b)
{
	return strcmp(((const struct member *)a)->number, ((const struct member *)b)->number);
}

static const char *group_name(enum ks_report_group group, const struct ks_person *person,
			      struct ks_date day)
{
	const struct ks_appointment *a = ks_person_appointment_on(person, day);
	const char *name = "";

	if (a)
		name = group == KS_GROUP_UNIT ? a->unit : ks_employment_word(a->employment);
	return name && *name ? name : NO_GROUP;
}

/* By number, as a kiosk keeps its answers, and by pseudonym, as the centre does. */
static void list_members(struct work *work, const struct ks_pseudonyms *names, struct ks_date day)
{
	const struct ks_roster *roster = &work->tally->roster;

	work->members = ks_alloc_zero(2 * roster->n_entries + 1, sizeof(*work->members));
	for (size_t i = 0; i < roster->n_entries; i++) {
		const struct ks_person *person = &roster->entries[i].person;
		const char *group = group_name(work->group, person, day);
		char name[KS_ACTOR_MAX];

		work->members[work->n_members++] = (struct member){person->number, group};
		if (!names->has_key)
			continue;
		ks_pseudonyms_of(names, person->number, name);
		work->members[work->n_members++] =
			(struct member){ks_arena_strdup(&work->tally->arena, name), group};
	}
	qsort(work->members, work->n_members, sizeof(*work->members), by_number);
}

static const char *group_of(const struct work *work, const char *staff)
{
	struct member wanted = {.number = staff};
	const struct member *found;

	if (work->group == KS_GROUP_NONE)
		return "全員";
	found = bsearch(&wanted, work->members, work->n_members, sizeof(wanted), by_number);
	return found ? found->group : NO_GROUP;
}

/* Answers come item by item, so the cell is among the last ones. */
static void take(void *context, const struct ks_inspection_key *key,
		 const struct ks_inspection_answer *answer)
{
	struct work *work = context;
	struct ks_inspection_tally *tally = work->tally;
	const char *group = group_of(work, key->staff);
	size_t at = tally->n_cells;
	enum ks_response response = ks_response_find(answer->response);
	struct ks_inspection_cell *cell;

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
	*cell = (struct ks_inspection_cell){.checklist =
						    ks_arena_strdup(&tally->arena, key->checklist),
					    .item = ks_arena_strdup(&tally->arena, answer->item),
					    .text = ks_arena_strdup(&tally->arena, answer->text),
					    .group = group,
					    .n = 1};
	cell->counts[response] = 1;
}

static bool is_same_item(const struct ks_inspection_cell *a, const struct ks_inspection_cell *b)
{
	return strcmp(a->checklist, b->checklist) == 0 && strcmp(a->item, b->item) == 0;
}

static int by_item_and_group(const void *a, const void *b)
{
	const struct ks_inspection_cell *x = a, *y = b;
	int order = strcmp(x->checklist, y->checklist);

	if (order == 0)
		order = strcmp(x->item, y->item);
	return order ? order : strcmp(x->group, y->group);
}

/* The cells of one item. */
static void hide_few(struct ks_inspection_cell *cells, size_t n)
{
	size_t n_hidden = 0;

	for (size_t i = 0; i < n; i++) {
		cells[i].is_hidden = cells[i].n < PEOPLE_LEAST;
		n_hidden += cells[i].is_hidden ? cells[i].n : 0;
	}
	while (n_hidden > 0 && n_hidden < PEOPLE_LEAST) {
		struct ks_inspection_cell *least = NULL;

		for (size_t i = 0; i < n; i++)
			if (!cells[i].is_hidden && (!least || cells[i].n < least->n))
				least = &cells[i];
		if (!least)
			return;
		least->is_hidden = true;
		n_hidden += least->n;
	}
}

size_t ks_inspection_item_end(const struct ks_inspection_tally *tally, size_t from)
{
	size_t to = from + 1;

	while (to < tally->n_cells && is_same_item(&tally->cells[from], &tally->cells[to]))
		to++;
	return to;
}

enum ks_rc ks_report_inspection(struct ks_store *store, int nendo, struct ks_date today,
				enum ks_report_group group, struct ks_inspection_tally *out)
{
	struct work work = {.tally = out, .group = group};
	struct ks_pseudonyms names = {0};
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	rc = ks_pseudonyms_load(store, &names);
	if (rc == KS_OK)
		rc = ks_roster_load(store, false, &out->roster);
	if (rc == KS_OK) {
		list_members(&work, &names, ks_duties_day(nendo, today));
		rc = ks_inspection_each(store, nendo, take, &work);
	}
	if (rc == KS_OK && out->n_cells > 1)
		qsort(out->cells, out->n_cells, sizeof(*out->cells), by_item_and_group);
	for (size_t i = 0; rc == KS_OK && i < out->n_cells; i = ks_inspection_item_end(out, i))
		hide_few(&out->cells[i], ks_inspection_item_end(out, i) - i);
	ks_pseudonyms_end(&names);
	free(work.members);
	return rc;
}

void ks_inspection_tally_finish(struct ks_inspection_tally *tally)
{
	if (!tally)
		return;
	free(tally->cells);
	ks_roster_finish(&tally->roster);
	ks_arena_finish(&tally->arena);
	memset(tally, 0, sizeof(*tally));
}

void ks_inspection_table(const struct ks_inspection_tally *tally, struct ks_table *out)
{
	ks_table_init(out, columns, KS_COUNT(columns));
	for (size_t i = 0; i < tally->n_cells; i++) {
		const struct ks_inspection_cell *cell = &tally->cells[i];

		ks_table_text(out, cell->checklist);
		ks_table_text(out, cell->item);
		ks_table_text(out, cell->text);
		ks_table_text(out, cell->group);
		if (cell->is_hidden)
			ks_table_text(out, TOO_FEW);
		else
			ks_table_number(out, cell->n);
		for (int k = KS_RESPONSE_YES; k < KS_RESPONSE_COUNT; k++) {
			if (cell->is_hidden)
				ks_table_text(out, "");
			else
				ks_table_number(out, cell->counts[k]);
		}
	}
}
