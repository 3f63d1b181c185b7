/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/exemption.h"
#include "report/exemption.h"

/* 対象外・休み・みなし受講 as they were said, whatever became of them. */

#define SOON_DAYS 14

enum ks_rc ks_report_exemptions(struct ks_store *store, struct ks_exemption_list *out)
{
	struct ks_exemption_entry *rows = NULL;
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	rc = ks_roster_load(store, true, &out->roster);
	if (rc == KS_OK)
		rc = ks_exemption_load(store, &out->arena, &rows, &out->n_rows);
	out->rows = rows;
	return rc;
}

void ks_exemption_list_finish(struct ks_exemption_list *list)
{
	if (!list)
		return;
	ks_roster_finish(&list->roster);
	ks_arena_finish(&list->arena);
	memset(list, 0, sizeof(*list));
}

const struct ks_person *ks_exemption_person(const struct ks_exemption_list *list, const char *staff)
{
	const struct ks_roster_entry *entry = ks_roster_entry(&list->roster, staff);

	return entry ? &entry->person : NULL;
}

static bool is_of_nendo(const struct ks_exemption *e, int nendo)
{
	if (!ks_exemption_is_absence(e->kind))
		return e->nendo == nendo;
	return ks_date_compare(e->from, ks_nendo_last(nendo)) <= 0 &&
	       (!ks_date_is_set(e->to) || ks_date_compare(e->to, ks_nendo_first(nendo)) >= 0);
}

void ks_exemption_list_keep(struct ks_exemption_list *list, int nendo, const char *unit,
			    struct ks_date day)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n_rows; i++) {
		const struct ks_person *person = ks_exemption_person(list, list->rows[i].staff);
		const struct ks_appointment *a =
			person ? ks_person_appointment_on(person, day) : NULL;

		if (is_of_nendo(&list->rows[i].what, nendo) &&
		    (!unit[0] || (a && a->unit && strcmp(a->unit, unit) == 0)))
			list->rows[n++] = list->rows[i];
	}
	list->n_rows = n;
}

const char *ks_exemption_state(const struct ks_exemption_entry *row, struct ks_date today)
{
	const struct ks_exemption *e = &row->what;

	if (row->is_withdrawn)
		return "取消し";
	if (!ks_exemption_is_absence(e->kind))
		return "有効";
	if (ks_date_compare(e->from, today) > 0)
		return "これから";
	if (!ks_date_is_set(e->to))
		return "有効";
	if (ks_date_compare(e->to, today) < 0)
		return "終わり";
	return ks_date_to_day(e->to) - ks_date_to_day(today) <= SOON_DAYS ? "まもなく終わる" : "有効";
}

static const char *typed_of(const struct ks_exemption_list *list, const char *staff)
{
	const struct ks_person *person = ks_exemption_person(list, staff);

	if (person)
		return ks_person_typed(person);
	return strncmp(staff, KS_EXEMPTION_USER, strlen(KS_EXEMPTION_USER)) == 0
		       ? staff + strlen(KS_EXEMPTION_USER)
		       : staff;
}

static void add_row(struct ks_table *table, const struct ks_exemption_list *list,
		    const struct ks_exemption_entry *row, struct ks_date today)
{
	const struct ks_person *person = ks_exemption_person(list, row->staff);
	const struct ks_appointment *a = person ? ks_person_appointment_on(person, today) : NULL;
	const struct ks_exemption *e = &row->what;
	char *id = ks_format("%.13s", row->id);
	char *nendo = e->nendo ? ks_format("%d", e->nendo) : ks_strdup("");

	ks_table_text(table, id);
	ks_table_text(table, typed_of(list, row->staff));
	ks_table_text(table, person ? person->name : "");
	ks_table_text(table, e->kind->word);
	ks_table_date(table, e->from);
	ks_table_date(table, e->to);
	ks_table_text(table, nendo);
	ks_table_text(table, e->plan);
	ks_table_text(table, e->lesson);
	ks_table_text(table, e->reason);
	ks_table_text(table, typed_of(list, row->by));
	ks_table_text(table, typed_of(list, row->approver));
	ks_table_moment(table, row->at_ms);
	ks_table_text(table, row->is_withdrawn ? "取消し" : row->end_ms ? "終わり" : "");
	ks_table_text(table, row->end_reason);
	ks_table_text(table, row->end_ms ? typed_of(list, row->end_by) : "");
	ks_table_text(table, row->end_ms ? typed_of(list, row->end_approver) : "");
	ks_table_moment(table, row->end_ms);
	ks_table_text(table, a ? a->unit : "");
	ks_table_text(table, ks_exemption_state(row, today));
	free(nendo);
	free(id);
}

void ks_exemption_table(const struct ks_exemption_list *list, struct ks_date today,
			struct ks_table *out)
{
	static const struct ks_table_column columns[] = {
		{"番号", KS_CELL_TEXT},       {"職員番号", KS_CELL_TEXT},
		{"氏名", KS_CELL_TEXT},       {"種類", KS_CELL_TEXT},
		{"始まり", KS_CELL_DATE},     {"終わり", KS_CELL_DATE},
		{"年度", KS_CELL_TEXT},       {"コース", KS_CELL_TEXT},
		{"科目", KS_CELL_TEXT},       {"理由", KS_CELL_TEXT},
		{"登録者", KS_CELL_TEXT},     {"承認者", KS_CELL_TEXT},
		{"登録日時", KS_CELL_MOMENT}, {"変更", KS_CELL_TEXT},
		{"変更理由", KS_CELL_TEXT},   {"変更者", KS_CELL_TEXT},
		{"変更承認者", KS_CELL_TEXT}, {"変更日時", KS_CELL_MOMENT},
		{"所属", KS_CELL_TEXT},       {"状態", KS_CELL_TEXT},
	};

	ks_table_init(out, columns, KS_COUNT(columns));
	ks_table_title(out, "対象外の台帳");
	for (size_t i = 0; i < list->n_rows; i++)
		add_row(out, list, &list->rows[i], today);
}
