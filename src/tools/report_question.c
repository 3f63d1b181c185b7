/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "base/mem.h"
#include "report/question.h"
#include "report/table.h"
#include "tools/report.h"
#include "tools/tools.h"

/* How the questions do, as the table of the report floor and as JSON. */

static void write_rows(struct ks_report *report, const struct ks_question_list *list)
{
	struct ks_table table;

	ks_question_table(list, &table);
	ks_report_table(report, &table);
}

static void put_row(struct ks_buf *out, const struct ks_question_row *row)
{
	ks_buf_puts(out, "{\"question\":");
	ks_buf_json(out, row->question);
	ks_report_field(out, "lesson", row->lesson);
	ks_report_field(out, "lesson_title", row->lesson_title);
	ks_report_field(out, "title", row->title);
	ks_report_field(out, "revision", row->revision);
	ks_buf_printf(out, ",\"answers\":%zu,\"right\":%zu", row->n_answers, row->n_right);
	ks_report_field(out, "verdict", ks_question_verdict_word(row->verdict));
	ks_buf_printf(out, ",\"right_corrected\":%zu", row->n_right + row->n_regraded);
	ks_report_field(out, "correction", row->correction);
	ks_report_field(out, "clauses", row->clauses);
	ks_buf_printf(out, isnan(row->power) ? ",\"power\":null" : ",\"power\":%.3f", row->power);
	ks_report_field(out, "note", ks_question_note(row));
	ks_report_field(out, "chosen", row->chosen_words);
	ks_buf_puts(out, "}");
}

static void write_json(struct ks_report *report, const struct ks_question_list *list)
{
	ks_buf_printf(&report->out, "{\"nendo\":%d,\"questions\":[", report->nendo);
	for (size_t i = 0; i < list->n_rows; i++) {
		ks_buf_puts(&report->out, i ? ",\n" : "\n");
		put_row(&report->out, &list->rows[i]);
	}
	ks_buf_puts(&report->out, "]}\n");
}

static void write_questions(struct ks_report *report, const struct ks_plans *plans,
			    const struct ks_question_list *list)
{
	size_t n_review = 0;

	if (report->format == KS_REPORT_JSON) {
		write_json(report, list);
		return;
	}
	if (report->format == KS_REPORT_CSV) {
		write_rows(report, list);
		return;
	}
	ks_report_heading(report, plans, "問題ごとの正答率");
	if (list->n_rows == 0) {
		ks_buf_puts(&report->out, "まだ、だれも答えていません。\n");
		return;
	}
	write_rows(report, list);
	for (size_t i = 0; i < list->n_rows; i++)
		n_review += list->rows[i].verdict == KS_VERDICT_REVIEW;
	ks_buf_printf(&report->out, "\n見直し %zu問（全%zu問）\n", n_review, list->n_rows);
}

int ks_report_write_questions(struct ks_report *report)
{
	struct ks_question_list list = {0};
	struct ks_plans plans;
	int exit_code = ks_report_plans(report, &plans);
	enum ks_rc rc = KS_OK;

	if (exit_code == KS_EXIT_DONE)
		rc = ks_report_questions(report->store, plans.items, plans.n_items, report->nendo,
					 &list);
	if (exit_code == KS_EXIT_DONE && rc == KS_OK && report->format != KS_REPORT_TABLE)
		rc = ks_report_question_chosen(report->store, report->nendo, &list, 0, list.n_rows);
	if (rc != KS_OK)
		exit_code = ks_tools_failed(rc);
	else if (exit_code == KS_EXIT_DONE)
		write_questions(report, &plans, &list);
	ks_question_list_finish(&list);
	ks_plans_finish(&plans);
	return exit_code;
}
