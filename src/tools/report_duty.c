/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/mem.h"
#include "report/table.h"
#include "tools/report.h"
#include "tools/tools.h"

/* `kenshu duty list`: one row a duty, with the rule that made it. New columns are only ever added behind. */

static const struct ks_table_column columns[] = {
	{"職員番号", KS_CELL_TEXT}, {"氏名", KS_CELL_TEXT},   {"所属", KS_CELL_TEXT},
	{"任用区分", KS_CELL_TEXT}, {"コース", KS_CELL_TEXT}, {"科目", KS_CELL_TEXT},
	{"題", KS_CELL_TEXT},       {"期限", KS_CELL_DATE},   {"状態", KS_CELL_TEXT},
	{"修了日", KS_CELL_DATE},   {"理由", KS_CELL_TEXT},   {"規則", KS_CELL_TEXT},
};

static struct ks_date done_on(const struct ks_duty_row *row)
{
	return row->done_ms > 0 ? ks_civil_from_ms(row->done_ms).date : (struct ks_date){0};
}

static const char *state_of(const struct ks_duty_row *row, struct ks_date today)
{
	if (row->done_ms > 0)
		return "修了";
	if (row->is_missed)
		return "未受講（退職）";
	return ks_date_compare(row->duty.due, today) < 0 ? "期限切れ" : "未修了";
}

static void add_row(struct ks_table *table, const struct ks_duty_row *row, struct ks_date today)
{
	ks_table_text(table, ks_person_typed(row->person));
	ks_table_text(table, row->person->name);
	ks_table_text(table, row->appointment->unit);
	ks_table_text(table, ks_report_employment(row->appointment->employment));
	ks_table_text(table, row->duty.plan->id);
	ks_table_text(table, row->duty.lesson->id);
	ks_table_text(table, row->duty.lesson->title);
	ks_table_date(table, row->duty.due);
	ks_table_text(table, state_of(row, today));
	ks_table_date(table, done_on(row));
	ks_table_text(table, row->why);
	ks_table_text(table, row->rule);
}

/* Of one person behind the duties: 対象外（育休）, one row a course. */
static void add_waived(struct ks_table *table, const struct ks_waiver_row *row)
{
	const struct ks_appointment *a = row->appointment;
	char *state = ks_format("対象外（%s）", row->word);

	ks_table_text(table, ks_person_typed(row->person));
	ks_table_text(table, row->person->name);
	ks_table_text(table, a ? a->unit : "");
	ks_table_text(table, a ? ks_report_employment(a->employment) : "");
	ks_table_text(table, row->plan ? row->plan->id : "");
	ks_table_text(table, "");
	ks_table_text(table, row->plan ? row->plan->title : "");
	ks_table_text(table, "");
	ks_table_text(table, state);
	ks_table_text(table, "");
	ks_table_text(table, row->word);
	ks_table_text(table, "");
	free(state);
}

static void write_rows(struct ks_report *report, const struct ks_duty_list *list)
{
	struct ks_table table;

	ks_table_init(&table, columns, KS_COUNT(columns));
	for (size_t i = 0; i < list->n_rows; i++)
		add_row(&table, &list->rows[i], report->today);
	for (size_t i = 0; report->has_exempt && i < list->n_waived; i++)
		add_waived(&table, &list->waived[i]);
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
	ks_date_format(done_on(row), done);
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
	put_text(out, "status", state_of(row, today));
	put_text(out, "done", done);
	put_text(out, "why", row->why);
	put_text(out, "rule", row->rule);
	ks_buf_puts(out, "}");
}

static void write_json(struct ks_report *report, const struct ks_duty_list *list)
{
	struct ks_buf *out = &report->out;
	char today[16];

	ks_date_format(report->today, today);
	ks_buf_printf(out, "{\"nendo\":%d,\"as_of\":\"%s\",\"duties\":[", report->nendo, today);
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
