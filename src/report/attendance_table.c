/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/report.h"

/* 出席簿: one list a gathering, or one row a person with the gathering behind it. */

static const struct ks_table_column columns[] = {
	{"受付時刻", KS_CELL_MOMENT},     {"職員番号", KS_CELL_TEXT}, {"氏名", KS_CELL_TEXT},
	{"所属", KS_CELL_TEXT},           {"任用区分", KS_CELL_TEXT}, {"端末", KS_CELL_TEXT},
	{"集合研修の番号", KS_CELL_TEXT}, {"集合研修", KS_CELL_TEXT}, {"日付", KS_CELL_DATE},
	{"開始", KS_CELL_TEXT},           {"終了", KS_CELL_TEXT},     {"場所", KS_CELL_TEXT},
	{"備考", KS_CELL_TEXT},           {"訂正", KS_CELL_TEXT},
};
static const struct ks_table_column person_columns[] = {
	{"受付時刻", KS_CELL_MOMENT}, {"職員番号", KS_CELL_TEXT}, {"氏名", KS_CELL_TEXT},
	{"所属", KS_CELL_TEXT},       {"任用区分", KS_CELL_TEXT}, {"端末", KS_CELL_TEXT},
	{"備考", KS_CELL_TEXT},       {"訂正", KS_CELL_TEXT},
};

static bool has_person(const struct ks_attendance_row *row)
{
	return row->number[0] != '\0';
}

static void add_person(struct ks_table *table, const struct ks_attendance_row *row)
{
	ks_table_moment(table, row->at_ms);
	ks_table_text(table, row->number);
	ks_table_text(table, row->name);
	ks_table_text(table, row->unit);
	ks_table_text(table, ks_employment_word(row->employment));
	ks_table_text(table, row->kiosk);
}

static void add_clock(struct ks_table *table, int minute)
{
	char *text = ks_format("%02d:%02d", minute / 60, minute % 60);

	ks_table_text(table, text);
	free(text);
}

void ks_attendance_table(const struct ks_attendance_list *list, struct ks_table *out)
{
	ks_table_init(out, columns, KS_COUNT(columns));
	for (size_t i = 0; i < list->n_rows; i++) {
		const struct ks_attendance_row *row = &list->rows[i];

		if (!has_person(row))
			continue;
		add_person(out, row);
		ks_table_text(out, row->gathering_id);
		ks_table_text(out, row->title);
		ks_table_date(out, row->date);
		add_clock(out, row->from_minute);
		add_clock(out, row->to_minute);
		ks_table_text(out, row->place);
		ks_table_text(out, row->remark);
		ks_table_text(out, row->correction);
	}
}

void ks_gathering_table(const struct ks_attendance_row *rows, size_t n_rows, struct ks_table *out)
{
	ks_table_init(out, person_columns, KS_COUNT(person_columns));
	for (size_t i = 0; i < n_rows && has_person(&rows[i]); i++) {
		add_person(out, &rows[i]);
		ks_table_text(out, rows[i].remark);
		ks_table_text(out, rows[i].correction);
	}
}

size_t ks_attendance_present(const struct ks_attendance_row *rows, size_t n_rows)
{
	size_t n = 0;

	for (size_t i = 0; i < n_rows; i++)
		n += rows[i].is_present;
	return n;
}

char *ks_attendance_sum(const struct ks_attendance_row *rows, size_t n_rows)
{
	size_t n_present = ks_attendance_present(rows, n_rows), n_expected = 0, n_walk_ins = 0;

	for (size_t i = 0; i < n_rows; i++) {
		n_expected += rows[i].is_expected;
		n_walk_ins += rows[i].is_walk_in;
	}
	if (n_expected == 0)
		return ks_format("出席 %zu名", n_present);
	return ks_format("対象 %zu名 ＝ 出席 %zu名 ＋ %s %zu名、予定外 %zu名", n_expected,
			 n_present - n_walk_ins, rows->is_over ? "欠席" : "未受付",
			 n_expected - (n_present - n_walk_ins), n_walk_ins);
}

/* Rows of one gathering stand together. */
size_t ks_attendance_rows_of(const struct ks_attendance_list *list, size_t at)
{
	size_t n = 1;

	while (at + n < list->n_rows &&
	       strcmp(list->rows[at + n].gathering_id, list->rows[at].gathering_id) == 0)
		n++;
	return n;
}
