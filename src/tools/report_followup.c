/* SPDX-License-Identifier: Apache-2.0 */
#include "base/mem.h"
#include "report/table.h"
#include "tools/report.h"
#include "tools/tools.h"

/* 所属長フォロー: one row a person and lesson. New columns are only ever added behind. */

static const struct ks_table_column columns[] = {
	{"職員番号", KS_CELL_TEXT},
	{"氏名", KS_CELL_TEXT},
	{"所属", KS_CELL_TEXT},
	{"科目", KS_CELL_TEXT},
	{"題", KS_CELL_TEXT},
	{"不合格の回数", KS_CELL_NUMBER},
	{"最後の受験日時", KS_CELL_MOMENT},
	{"所属長", KS_CELL_TEXT},
};

static void add_heads(struct ks_table *table, const struct ks_followup_row *row)
{
	struct ks_buf names = {0};

	for (size_t i = 0; i < row->n_heads; i++) {
		ks_buf_puts(&names, i ? "、" : "");
		ks_buf_puts(&names, row->heads[i]->name);
	}
	if (row->n_heads == 0)
		ks_buf_puts(&names, row->is_head ? "（本人のほかに管理職がいません）"
						 : "（名簿に管理職がいません）");
	ks_table_text(table, ks_buf_text(&names));
	ks_buf_finish(&names);
}

static void write_rows(struct ks_report *report, const struct ks_followup *followup)
{
	struct ks_table table;

	ks_table_init(&table, columns, KS_COUNT(columns));
	for (size_t i = 0; i < followup->n_rows; i++) {
		const struct ks_followup_row *row = &followup->rows[i];

		ks_table_text(&table, ks_person_typed(row->person));
		ks_table_text(&table, row->person->name);
		ks_table_text(&table, row->appointment->unit);
		ks_table_text(&table, row->lesson->id);
		ks_table_text(&table, row->lesson->title);
		ks_table_number(&table, row->n_failed);
		ks_table_moment(&table, row->last_failed_ms);
		add_heads(&table, row);
	}
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
