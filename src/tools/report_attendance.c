/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/file.h"
#include "report/pdf.h"
#include "report/table.h"
#include "tools/report.h"
#include "tools/tools.h"

/* 出席簿: on the terminal one list a gathering, in CSV one row a person with the gathering behind it. */

static enum ks_rc write_rows(struct ks_report *report, const struct ks_attendance_list *list)
{
	struct ks_table table;
	enum ks_rc rc = KS_OK;

	ks_attendance_table(list, &table);
	ks_table_title(&table, "出席簿");
	if (report->format == KS_REPORT_XLSX)
		rc = ks_table_xlsx(&table, NULL, &report->out);
	else
		ks_table_csv(&table, &report->out);
	ks_table_finish(&table);
	return rc;
}

static void write_gathering(struct ks_report *report, const struct ks_attendance_row *rows, size_t n)
{
	char *day = ks_wareki_date_weekday(rows->date);
	size_t n_people = rows->number[0] ? n : 0;
	char *sum = ks_attendance_sum(rows, n_people);
	struct ks_table table;

	ks_buf_printf(&report->out, "%s %02d:%02d–%02d:%02d %s %s（%s）\n", day,
		      rows->from_minute / 60, rows->from_minute % 60, rows->to_minute / 60,
		      rows->to_minute % 60, rows->title, rows->place, rows->gathering_id);
	free(day);
	if (n_people > 0) {
		ks_gathering_table(rows, n_people, &table);
		ks_table_print(&table, &report->out);
		ks_table_finish(&table);
	}
	ks_buf_printf(&report->out, "%s\n", sum);
	free(sum);
	if (rows->closing[0])
		ks_buf_printf(&report->out, "%s\n", rows->closing);
	if (rows->course[0])
		ks_buf_printf(&report->out, "%s\n", rows->course);
}

static void put_field(struct ks_buf *out, const char *name, const char *text)
{
	ks_buf_printf(out, "\"%s\":", name);
	ks_buf_json(out, text);
}

static void put_person(struct ks_buf *out, const struct ks_attendance_row *row)
{
	char at[32] = "";

	if (row->at_ms)
		ks_time_format_jst(row->at_ms, at);
	ks_buf_puts(out, "{");
	put_field(out, "at", at);
	ks_buf_printf(out, ",\"present\":%s,\"expected\":%s,\"walk_in\":%s",
		      row->is_present ? "true" : "false", row->is_expected ? "true" : "false",
		      row->is_walk_in ? "true" : "false");
	ks_buf_puts(out, ",");
	put_field(out, "number", row->number);
	ks_buf_puts(out, ",");
	put_field(out, "name", row->name);
	ks_buf_puts(out, ",");
	put_field(out, "unit", row->unit);
	ks_buf_puts(out, ",\"employment\":{");
	put_field(out, "code", row->employment);
	ks_buf_puts(out, ",");
	put_field(out, "name", ks_employment_word(row->employment));
	ks_buf_puts(out, "},");
	put_field(out, "kiosk", row->kiosk);
	ks_buf_puts(out, ",");
	put_field(out, "remark", row->remark);
	ks_buf_puts(out, ",");
	put_field(out, "correction", row->correction);
	ks_buf_puts(out, "}");
}

static void put_gathering(struct ks_buf *out, const struct ks_attendance_row *rows, size_t n)
{
	size_t n_people = rows->number[0] ? n : 0;
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
		      rows->to_minute % 60, ks_attendance_present(rows, n_people));
	for (size_t i = 0; i < n_people; i++) {
		ks_buf_puts(out, i ? ",\n" : "\n");
		put_person(out, &rows[i]);
	}
	ks_buf_puts(out, "],");
	put_field(out, "closing", rows->closing);
	ks_buf_puts(out, ",");
	put_field(out, "course", rows->course);
	ks_buf_puts(out, "}");
}

static enum ks_rc write_pdf(struct ks_report *report, const struct ks_attendance_list *list)
{
	struct ks_pdf_origin origin;
	struct ks_arena arena = {0};
	enum ks_rc rc = ks_report_origin(report->store, report->today, &arena, &origin);

	if (rc == KS_OK)
		rc = ks_pdf_attendance(list, &origin, &report->out);
	ks_arena_finish(&arena);
	return rc;
}

int ks_report_write_attendance(struct ks_report *report)
{
	struct ks_attendance_list list;
	enum ks_rc rc = ks_report_attendance(report->store, report->nendo, report->now_ms, &list);
	bool is_json = report->format == KS_REPORT_JSON;
	size_t n;

	if (rc == KS_OK && report->format == KS_REPORT_PDF) {
		rc = write_pdf(report, &list);
	} else if (rc == KS_OK &&
		   (report->format == KS_REPORT_CSV || report->format == KS_REPORT_XLSX)) {
		rc = write_rows(report, &list);
	} else if (rc == KS_OK) {
		if (is_json)
			ks_buf_printf(&report->out, "{\"nendo\":%d,\"gatherings\":[", report->nendo);
		for (size_t i = 0; i < list.n_rows; i += n) {
			n = ks_attendance_rows_of(&list, i);
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
