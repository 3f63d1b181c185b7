/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/table.h"
#include "tools/report.h"
#include "tools/tools.h"

/* 出席簿: on the terminal one list a gathering, in CSV one row a person with the gathering behind it. */

static const struct ks_table_column columns[] = {
	{"受付時刻", KS_CELL_MOMENT},     {"職員番号", KS_CELL_TEXT}, {"氏名", KS_CELL_TEXT},
	{"所属", KS_CELL_TEXT},           {"任用区分", KS_CELL_TEXT}, {"端末", KS_CELL_TEXT},
	{"集合研修の番号", KS_CELL_TEXT}, {"集合研修", KS_CELL_TEXT}, {"日付", KS_CELL_DATE},
	{"開始", KS_CELL_TEXT},           {"終了", KS_CELL_TEXT},     {"場所", KS_CELL_TEXT},
	{"備考", KS_CELL_TEXT},
};
static const struct ks_table_column person_columns[] = {
	{"受付時刻", KS_CELL_MOMENT}, {"職員番号", KS_CELL_TEXT}, {"氏名", KS_CELL_TEXT},
	{"所属", KS_CELL_TEXT},       {"任用区分", KS_CELL_TEXT}, {"端末", KS_CELL_TEXT},
	{"備考", KS_CELL_TEXT},
};

/* As the kiosk told the person at the time. */
static const char *remark_of(const struct ks_attendance_row *row)
{
	switch (row->when) {
	case KS_GATHERING_OVER:
		return "終了後の受付";
	case KS_GATHERING_LATE:
		return "開始後の受付";
	case KS_GATHERING_IN_TIME:
		break;
	}
	return "";
}

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
	ks_table_text(table, ks_report_employment(row->employment));
	ks_table_text(table, row->kiosk);
}

static void add_clock(struct ks_table *table, int minute)
{
	char *text = ks_format("%02d:%02d", minute / 60, minute % 60);

	ks_table_text(table, text);
	free(text);
}

static void write_csv(struct ks_report *report, const struct ks_attendance_list *list)
{
	struct ks_table table;

	ks_table_init(&table, columns, KS_COUNT(columns));
	for (size_t i = 0; i < list->n_rows; i++) {
		const struct ks_attendance_row *row = &list->rows[i];

		if (!has_person(row))
			continue;
		add_person(&table, row);
		ks_table_text(&table, row->gathering_id);
		ks_table_text(&table, row->title);
		ks_table_date(&table, row->date);
		add_clock(&table, row->from_minute);
		add_clock(&table, row->to_minute);
		ks_table_text(&table, row->place);
		ks_table_text(&table, remark_of(row));
	}
	ks_table_csv(&table, &report->out);
	ks_table_finish(&table);
}

/* Rows of one gathering stand together: how many from @at on. */
static size_t count_rows(const struct ks_attendance_list *list, size_t at)
{
	size_t n = 1;

	while (at + n < list->n_rows &&
	       strcmp(list->rows[at + n].gathering_id, list->rows[at].gathering_id) == 0)
		n++;
	return n;
}

static void write_gathering(struct ks_report *report, const struct ks_attendance_row *rows, size_t n)
{
	char *day = ks_wareki_date_weekday(rows->date);
	size_t n_people = has_person(rows) ? n : 0;
	struct ks_table table;

	ks_buf_printf(&report->out, "%s %02d:%02d–%02d:%02d %s %s（%s）\n", day,
		      rows->from_minute / 60, rows->from_minute % 60, rows->to_minute / 60,
		      rows->to_minute % 60, rows->title, rows->place, rows->gathering_id);
	free(day);
	if (n_people > 0) {
		ks_table_init(&table, person_columns, KS_COUNT(person_columns));
		for (size_t i = 0; i < n; i++) {
			add_person(&table, &rows[i]);
			ks_table_text(&table, remark_of(&rows[i]));
		}
		ks_table_print(&table, &report->out);
		ks_table_finish(&table);
	}
	ks_buf_printf(&report->out, "出席 %zu名\n", n_people);
}

static void put_field(struct ks_buf *out, const char *name, const char *text)
{
	ks_buf_printf(out, "\"%s\":", name);
	ks_buf_json(out, text);
}

static void put_person(struct ks_buf *out, const struct ks_attendance_row *row)
{
	char at[32];

	ks_time_format_jst(row->at_ms, at);
	ks_buf_puts(out, "{");
	put_field(out, "at", at);
	ks_buf_puts(out, ",");
	put_field(out, "number", row->number);
	ks_buf_puts(out, ",");
	put_field(out, "name", row->name);
	ks_buf_puts(out, ",");
	put_field(out, "unit", row->unit);
	ks_buf_puts(out, ",\"employment\":{");
	put_field(out, "code", row->employment);
	ks_buf_puts(out, ",");
	put_field(out, "name", ks_report_employment(row->employment));
	ks_buf_puts(out, "},");
	put_field(out, "kiosk", row->kiosk);
	ks_buf_puts(out, ",");
	put_field(out, "remark", remark_of(row));
	ks_buf_puts(out, "}");
}

static void put_gathering(struct ks_buf *out, const struct ks_attendance_row *rows, size_t n)
{
	size_t n_people = has_person(rows) ? n : 0;
	char date[16];

	ks_date_format(rows->date, date);
	ks_buf_puts(out, "{");
	put_field(out, "id", rows->gathering_id);
	ks_buf_puts(out, ",");
	put_field(out, "title", rows->title);
	ks_buf_puts(out, ",");
	put_field(out, "place", rows->place);
	ks_buf_puts(out, ",");
	put_field(out, "date", date);
	ks_buf_printf(out,
		      ",\"from\":\"%02d:%02d\",\"to\":\"%02d:%02d\",\"present\":%zu,\"people\":[",
		      rows->from_minute / 60, rows->from_minute % 60, rows->to_minute / 60,
		      rows->to_minute % 60, n_people);
	for (size_t i = 0; i < n_people; i++) {
		ks_buf_puts(out, i ? ",\n" : "\n");
		put_person(out, &rows[i]);
	}
	ks_buf_puts(out, "]}");
}

int ks_report_write_attendance(struct ks_report *report)
{
	struct ks_attendance_list list;
	enum ks_rc rc = ks_report_attendance(report->store, report->nendo, &list);
	bool is_json = report->format == KS_REPORT_JSON;
	size_t n;

	if (rc == KS_OK && report->format == KS_REPORT_CSV) {
		write_csv(report, &list);
	} else if (rc == KS_OK) {
		if (is_json)
			ks_buf_printf(&report->out, "{\"nendo\":%d,\"gatherings\":[", report->nendo);
		for (size_t i = 0; i < list.n_rows; i += n) {
			n = count_rows(&list, i);
			if (i > 0)
				ks_buf_puts(&report->out, is_json ? ",\n" : "\n");
			if (is_json)
				put_gathering(&report->out, &list.rows[i], n);
			else
				write_gathering(report, &list.rows[i], n);
		}
		if (is_json)
			ks_buf_puts(&report->out, "]}\n");
		else if (list.n_rows == 0)
			ks_buf_puts(&report->out, "この年度に登録した集合研修はありません。\n");
	}
	ks_attendance_list_finish(&list);
	return rc == KS_OK ? KS_EXIT_DONE : ks_tools_failed(rc);
}
