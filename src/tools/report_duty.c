/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/mem.h"
#include "report/table.h"
#include "tools/report.h"
#include "tools/tools.h"

/* `kenshu duty list`, as the table of the report floor and as JSON. */

static void write_rows(struct ks_report *report, const struct ks_duty_list *list)
{
	struct ks_table table;

	if (list->sealed_ms && report->format == KS_REPORT_TABLE) {
		char when[32];

		ks_time_format_jst(list->sealed_ms, when);
		ks_buf_printf(&report->out, "%s に締めた一覧です。追補のある行 %zu行\n\n", when,
			      list->n_addenda);
	}
	ks_duty_table(list, report->today, report->has_exempt, &table);
	ks_report_table(report, &table);
}

static void put_text(struct ks_buf *out, const char *name, const char *text)
{
	ks_buf_printf(out, ",\"%s\":", name);
	ks_buf_json(out, text ? text : "");
}

static void put_row(struct ks_buf *out, const struct ks_duty_row *row, struct ks_date today)
{
	char due[16], done[16];

	ks_date_format(row->duty.due, due);
	ks_date_format(ks_duty_row_done(row), done);
	ks_buf_puts(out, "{\"number\":");
	ks_buf_json(out, ks_person_typed(row->person));
	put_text(out, "name", row->person->name);
	put_text(out, "unit", row->appointment->unit);
	put_text(out, "employment", row->appointment->employment);
	put_text(out, "plan", row->duty.plan->id);
	put_text(out, "revision", row->duty.plan->revision);
	put_text(out, "lesson", row->duty.lesson->id);
	put_text(out, "title", row->duty.lesson->title);
	put_text(out, "due", due);
	put_text(out, "status", ks_duty_row_state(row, today));
	put_text(out, "done", done);
	put_text(out, "why", row->why);
	put_text(out, "rule", row->rule);
	if (row->addendum)
		put_text(out, "addendum", row->addendum);
	if (row->correction && row->correction[0])
		put_text(out, "correction", row->correction);
	if (row->is_from_paper)
		ks_buf_puts(out, ",\"from_paper\":true");
	ks_buf_puts(out, "}");
}

static void write_json(struct ks_report *report, const struct ks_duty_list *list)
{
	struct ks_buf *out = &report->out;
	char today[16];

	ks_date_format(report->today, today);
	ks_buf_printf(out, "{\"nendo\":%d,\"as_of\":\"%s\",", report->nendo, today);
	if (list->sealed_ms) {
		ks_buf_printf(out, "\"closed\":{\"addenda\":%zu", list->n_addenda);
		ks_report_moment(out, "at", list->sealed_ms);
		ks_buf_puts(out, "},");
	}
	ks_buf_puts(out, "\"duties\":[");
	for (size_t i = 0; i < list->n_rows; i++) {
		ks_buf_puts(out, i ? ",\n" : "\n");
		put_row(out, &list->rows[i], report->today);
	}
	ks_buf_puts(out, "]");
	for (size_t i = 0; report->has_exempt && i < list->n_waived; i++) {
		const struct ks_waiver_row *row = &list->waived[i];

		ks_buf_puts(out, i ? ",\n{\"number\":" : ",\"exempt\":[\n{\"number\":");
		ks_buf_json(out, ks_person_typed(row->person));
		put_text(out, "plan", row->plan ? row->plan->id : "");
		put_text(out, "lesson", row->lesson ? row->lesson->id : "");
		put_text(out, "reason", row->word);
		ks_buf_puts(out, i + 1 < list->n_waived ? "}" : "}]");
	}
	ks_buf_puts(out, "}\n");
}

int ks_report_write_duties(struct ks_report *report)
{
	struct ks_duty_list list = {0};
	struct ks_plans plans;
	int exit_code = ks_report_plans(report, &plans);
	enum ks_rc rc = KS_OK;

	if (exit_code == KS_EXIT_DONE)
		rc = ks_report_duties(report->store, plans.items, plans.n_items, report->nendo,
				      report->today, &list);
	if (rc != KS_OK)
		exit_code = ks_tools_failed(rc);
	else if (exit_code == KS_EXIT_DONE && report->format == KS_REPORT_JSON)
		write_json(report, &list);
	else if (exit_code == KS_EXIT_DONE)
		write_rows(report, &list);
	ks_duty_list_finish(&list);
	ks_plans_finish(&plans);
	return exit_code;
}
