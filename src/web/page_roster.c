/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "course/person.h"
#include "web/call.h"

/* 職員名簿: who is listed. */

static bool is_unit(const struct ks_call *call, const struct ks_appointment *a)
{
	return !call->filter.unit[0] || (a && a->unit && strcmp(a->unit, call->filter.unit) == 0);
}

static const struct ks_table_column roster_columns[] = {
	{"職員番号", KS_CELL_TEXT}, {"氏名", KS_CELL_TEXT},     {"氏名カナ", KS_CELL_TEXT},
	{"所属", KS_CELL_TEXT},     {"任用区分", KS_CELL_TEXT}, {"任用開始", KS_CELL_DATE},
	{"任用終了", KS_CELL_DATE}, {"在籍状態", KS_CELL_TEXT}, {"役割", KS_CELL_TEXT},
};

static void fill_roster(struct ks_call *call, const struct ks_roster *roster, struct ks_table *table)
{
	ks_table_init(table, roster_columns, KS_COUNT(roster_columns));
	ks_table_title(table, "職員名簿");
	for (size_t i = 0; i < roster->n_entries; i++) {
		const struct ks_person *person = &roster->entries[i].person;
		const struct ks_appointment *a = ks_person_appointment_on(person, call->today);

		if (!is_unit(call, a))
			continue;
		ks_table_text(table, ks_person_typed(person));
		ks_table_text(table, person->name);
		ks_table_text(table, person->kana);
		ks_table_text(table, a ? a->unit : "");
		ks_table_text(table, ks_employment_word(a ? a->employment : NULL));
		ks_table_date(table, a ? a->from : (struct ks_date){0});
		ks_table_date(table, a ? a->to : (struct ks_date){0});
		ks_table_text(table, a ? a->status : "");
		ks_table_text(table, a ? a->roles : "");
	}
}

static void put_roster(struct ks_call *call, const struct ks_table *table)
{
	static const enum ks_show shows[] = {KS_SHOW_PERSON, KS_SHOW_STRONG, KS_SHOW_PLAIN,
					     KS_SHOW_PLAIN,  KS_SHOW_PLAIN,  KS_SHOW_PLAIN,
					     KS_SHOW_PLAIN,  KS_SHOW_PLAIN,  KS_SHOW_PLAIN};
	size_t n_rows = ks_table_rows(table);

	ks_page_begin(call, "職員名簿");
	if (n_rows == 0) {
		ks_page_empty(
			call,
			call->right == KS_RIGHT_OWN
				? "あなたの所属の職員が、名簿にいません。所属の書き方が名簿と同じかを、人事に確かめてください。"
				: "職員がいません。名簿を kenshu roster import で取り込んでください。");
	} else {
		ks_page_table(call, &(struct ks_page_table){table, shows, ks_page_from(call, n_rows),
							    KS_ROWS_A_PAGE, "職員名簿"});
		ks_page_pager(call, n_rows, "名");
		ks_page_exports(call);
	}
	ks_page_end(call);
}

void ks_page_roster(struct ks_call *call)
{
	struct ks_roster roster;
	struct ks_table table;
	enum ks_rc rc = ks_roster_load(call->store, false, &roster);
	int64_t n_people;

	fill_roster(call, &roster, &table);
	n_people = (int64_t)ks_table_rows(&table);
	if (rc != KS_OK)
		ks_call_failed(call, rc);
	else if (!ks_call_export(call, &table, "職員名簿", n_people) &&
		 ks_call_log(call, KS_DEED_SAW, "職員名簿", n_people))
		put_roster(call, &table);
	ks_table_finish(&table);
	ks_roster_finish(&roster);
}
