/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "course/person.h"
#include "web/call.h"

/* 職員名簿 and 対象外: who is listed, and who of them owes nothing and why. */

static bool is_unit(const struct ks_call *call, const struct ks_appointment *a)
{
	return !call->filter.unit[0] || (a && a->unit && strcmp(a->unit, call->filter.unit) == 0);
}

/* --- 職員名簿 --------------------------------------------------------------------------------- */

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

/* --- 対象外 ----------------------------------------------------------------------------------- */

static const struct ks_table_column exempt_columns[] = {
	{"職員番号", KS_CELL_TEXT}, {"氏名", KS_CELL_TEXT}, {"所属", KS_CELL_TEXT},
	{"任用区分", KS_CELL_TEXT}, {"理由", KS_CELL_TEXT},
};

static void put_exemptions(struct ks_call *call, const struct ks_completion *sums,
			   const struct ks_table *table)
{
	static const enum ks_show shows[] = {KS_SHOW_PERSON, KS_SHOW_STRONG, KS_SHOW_PLAIN,
					     KS_SHOW_PLAIN, KS_SHOW_PLAIN};
	char *nendo = ks_wareki_nendo(call->nendo), *title = ks_format("%s 対象外", nendo);
	size_t n_rows = ks_table_rows(table);

	ks_page_begin(call, title);
	ks_page_filters(call, NULL, false);
	ks_html_open(&call->html, "p", "small");
	ks_html_printf(&call->html, "名簿 %zu名 − 対象外 %zu名 ＝ 母数 %zu名", sums->n_listed,
		       sums->n_exempt, sums->n_target);
	ks_html_close(&call->html, "p");
	if (n_rows == 0) {
		ks_page_empty(call,
			      "対象外の人はいません。名簿の任用区分・在籍状態・期間で決まります。");
	} else {
		ks_page_table(call, &(struct ks_page_table){table, shows, ks_page_from(call, n_rows),
							    KS_ROWS_A_PAGE, "対象外の人と理由"});
		ks_page_pager(call, n_rows, "名");
		ks_page_exports(call);
	}
	ks_page_end(call);
	free(nendo);
	free(title);
}

static void fill_exempt(const struct ks_completion *completion, struct ks_table *table)
{
	ks_table_init(table, exempt_columns, KS_COUNT(exempt_columns));
	ks_table_title(table, "対象外");
	for (size_t i = 0; i < completion->n_rows; i++) {
		const struct ks_completion_row *row = &completion->rows[i];

		if (row->standing != KS_STANDING_EXEMPT)
			continue;
		ks_table_text(table, ks_person_typed(row->person));
		ks_table_text(table, row->person->name);
		ks_table_text(table, row->appointment ? row->appointment->unit : "");
		ks_table_text(table, ks_employment_word(row->appointment ? row->appointment->employment
									 : NULL));
		ks_table_text(table, row->why_word);
	}
}

void ks_page_exemptions(struct ks_call *call)
{
	struct ks_completion rows;
	const struct ks_summary *summary = ks_summary_take(call, "対象外", &rows);
	struct ks_table table;
	int64_t n_people;

	if (!summary)
		return;
	ks_completion_filter(&rows, &call->filter);
	fill_exempt(&rows, &table);
	n_people = (int64_t)ks_table_rows(&table);
	if (!ks_call_export(call, &table, "対象外", n_people) &&
	    ks_call_log(call, KS_DEED_SAW, "対象外", n_people))
		put_exemptions(call, &rows, &table);
	ks_table_finish(&table);
	ks_summary_give(call, summary, &rows);
}
