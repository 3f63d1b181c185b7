/* SPDX-License-Identifier: Apache-2.0 */
#include "base/mem.h"
#include "report/table.h"
#include "tools/report.h"
#include "tools/tools.h"

/* 所属長フォロー, as the table of the report floor and as JSON. */

static void write_rows(struct ks_report *report, const struct ks_followup *followup)
{
	struct ks_table table;

	ks_followup_table(followup, &table);
	ks_report_table(report, &table);
}

static void put_person(struct ks_buf *out, const struct ks_person *person)
{
	ks_buf_puts(out, "{\"number\":");
	ks_buf_json(out, ks_person_typed(person));
	ks_report_field(out, "name", person->name);
}

static void put_row(struct ks_buf *out, const struct ks_followup_row *row)
{
	put_person(out, row->person);
	ks_report_field(out, "unit", row->appointment->unit);
	ks_report_field(out, "lesson", row->lesson->id);
	ks_report_field(out, "title", row->lesson->title);
	ks_buf_printf(out, ",\"failed\":%zu", row->n_failed);
	ks_report_moment(out, "last_failed", row->last_failed_ms);
	ks_buf_puts(out, ",\"heads\":[");
	for (size_t i = 0; i < row->n_heads; i++) {
		ks_buf_puts(out, i ? "," : "");
		put_person(out, row->heads[i]);
		ks_buf_puts(out, "}");
	}
	ks_buf_puts(out, "]}");
}

static void write_json(struct ks_report *report, const struct ks_followup *followup)
{
	struct ks_buf *out = &report->out;
	char today[16];

	ks_date_format(report->today, today);
	ks_buf_printf(out, "{\"nendo\":%d,\"as_of\":\"%s\",\"times\":%zu,\"people\":[",
		      report->nendo, today, report->times);
	for (size_t i = 0; i < followup->n_rows; i++) {
		ks_buf_puts(out, i ? ",\n" : "\n");
		put_row(out, &followup->rows[i]);
	}
	ks_buf_puts(out, "]}\n");
}

static void write_followup(struct ks_report *report, const struct ks_plans *plans,
			   const struct ks_followup *followup)
{
	bool is_table = report->format == KS_REPORT_TABLE;

	if (report->format == KS_REPORT_JSON) {
		write_json(report, followup);
		return;
	}
	if (is_table)
		ks_report_heading(report, plans, "所属長フォロー");
	if (is_table && followup->n_rows == 0)
		ks_buf_printf(&report->out, "%zu回以上不合格で、まだ合格していない人はいません。\n",
			      report->times);
	else
		write_rows(report, followup);
}

int ks_report_write_followup(struct ks_report *report)
{
	struct ks_followup followup = {0};
	struct ks_plans plans;
	int exit_code = ks_report_plans(report, &plans);
	enum ks_rc rc = KS_OK;

	if (exit_code == KS_EXIT_DONE)
		rc = ks_report_followup(report->store, plans.items, plans.n_items, report->nendo,
					report->today, report->times, &followup);
	if (rc != KS_OK)
		exit_code = ks_tools_failed(rc);
	else if (exit_code == KS_EXIT_DONE)
		write_followup(report, &plans, &followup);
	ks_followup_finish(&followup);
	ks_plans_finish(&plans);
	return exit_code;
}
