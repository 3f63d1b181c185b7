/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/table.h"
#include "tools/report.h"
#include "tools/tools.h"

/* `kenshu report completion` and `outstanding`: the table of the report floor, and the same as JSON. */

static void put_person(struct ks_buf *out, const struct ks_completion_row *row)
{
	const char *code = row->appointment ? row->appointment->employment : NULL;
	char due[16];

	ks_date_format(row->due, due);
	ks_buf_puts(out, "{\"number\":");
	ks_buf_json(out, ks_person_typed(row->person));
	ks_buf_puts(out, ",\"name\":");
	ks_buf_json(out, row->person->name);
	ks_report_field(out, "unit", row->appointment ? row->appointment->unit : NULL);
	ks_buf_puts(out, ",\"employment\":{\"code\":");
	ks_buf_json(out, code ? code : "");
	ks_buf_puts(out, ",\"name\":");
	ks_buf_json(out, ks_employment_word(code));
	ks_buf_printf(out, "},\"target\":%zu,\"done\":%zu,\"status\":\"%s\"", row->n_target,
		      row->n_done, ks_standing_word(row->standing));
	ks_report_field(out, "due", due);
	ks_report_moment(out, "last_done", row->last_done_ms);
	ks_report_field(out, "reason", row->why_word);
	ks_report_field(out, "addendum", row->addendum);
	ks_report_field(out, "correction", row->correction);
	ks_buf_printf(out,
		      ",\"overdue\":%s,\"clock_doubt\":%s,"
		      "\"agreement_owed\":%s,\"from_paper\":%zu}",
		      row->is_overdue ? "true" : "false", row->has_clock_doubt ? "true" : "false",
		      row->lacks_agreement ? "true" : "false", row->n_from_paper);
}

static void put_plan(struct ks_buf *out, const struct ks_plan *plan)
{
	ks_buf_puts(out, "{\"id\":");
	ks_buf_json(out, plan->id);
	ks_report_field(out, "title", plan->title);
	ks_report_field(out, "revision", plan->revision);
	ks_buf_puts(out, "}");
}

static void put_groups(struct ks_buf *out, const struct ks_group_row *rows, size_t n_rows)
{
	ks_buf_puts(out, "[");
	for (size_t i = 0; i < n_rows; i++) {
		ks_buf_puts(out, i ? ",\n{\"name\":" : "\n{\"name\":");
		ks_buf_json(out, rows[i].name);
		ks_buf_printf(out,
			      ",\"listed\":%zu,\"target\":%zu,\"exempt\":%zu,\"done\":%zu,"
			      "\"under_way\":%zu,\"not_started\":%zu}",
			      rows[i].n_listed, rows[i].n_target, rows[i].n_exempt, rows[i].n_done,
			      rows[i].n_under_way, rows[i].n_not_started);
	}
	ks_buf_puts(out, "]");
}

static void put_unlisted(struct ks_buf *out, const struct ks_completion *completion)
{
	ks_buf_puts(out, "\"unlisted\":[");
	for (size_t i = 0; i < completion->n_unlisted; i++) {
		const struct ks_unlisted_row *row = &completion->unlisted[i];

		ks_buf_puts(out, i ? ",\n{\"number\":" : "\n{\"number\":");
		ks_buf_json(out, row->person ? ks_person_typed(row->person) : row->number);
		ks_report_field(out, "name", row->person ? row->person->name : NULL);
		ks_buf_printf(out, ",\"done\":%zu", row->n_done);
		ks_report_moment(out, "last_done", row->last_done_ms);
		ks_buf_puts(out, "}");
	}
	ks_buf_puts(out, "]");
}

/* "plan" is the first of "plans": scripts from the time of one course a year read it. */
static void write_json(struct ks_report *report, const struct ks_plans *plans,
		       const struct ks_completion *completion)
{
	struct ks_buf *out = &report->out;
	char today[16];

	ks_date_format(report->today, today);
	ks_buf_printf(out, "{\"nendo\":%d,\"as_of\":\"%s\",\"plan\":", report->nendo, today);
	put_plan(out, &plans->items[0]);
	ks_buf_puts(out, ",\"plans\":[");
	for (size_t i = 0; i < plans->n_items; i++) {
		ks_buf_puts(out, i ? "," : "");
		put_plan(out, &plans->items[i]);
	}
	ks_buf_printf(out,
		      "],\n\"totals\":{\"listed\":%zu,\"target\":%zu,\"exempt\":%zu,\"done\":%zu,"
		      "\"under_way\":%zu,\"not_started\":%zu},\n",
		      completion->n_listed, completion->n_target, completion->n_exempt,
		      completion->n_done, completion->n_under_way, completion->n_not_started);
	if (report->group != KS_GROUP_NONE) {
		size_t n = 0;
		struct ks_group_row *rows = ks_group_rows(completion, report->group, &n);

		ks_buf_puts(out, "\"groups\":");
		put_groups(out, rows, n);
		ks_buf_puts(out, ",\n");
		free(rows);
	}
	if (completion->sealed_ms) {
		ks_buf_puts(out, "\"closed\":{\"nendo\":");
		ks_buf_printf(out, "%d", completion->nendo);
		ks_report_moment(out, "at", completion->sealed_ms);
		ks_buf_printf(out, ",\"addenda\":%zu,\"later_people\":%zu},\n",
			      completion->n_addenda, completion->n_unsealed);
	}
	ks_buf_puts(out, "\"people\":[");
	for (size_t i = 0; i < completion->n_rows; i++) {
		ks_buf_puts(out, i ? ",\n" : "\n");
		put_person(out, &completion->rows[i]);
	}
	ks_buf_puts(out, "],\n");
	put_unlisted(out, completion);
	ks_buf_puts(out, "}\n");
}

static void write_sums(struct ks_buf *out, const struct ks_completion *sums)
{
	ks_buf_printf(out, "\n名簿 %zu名 ＝ 対象 %zu名 ＋ 対象外 %zu名\n", sums->n_listed,
		      sums->n_target, sums->n_exempt);
	ks_buf_printf(out, "対象 %zu名 ＝ 修了 %zu名 ＋ 受講中 %zu名 ＋ 未受講 %zu名\n",
		      sums->n_target, sums->n_done, sums->n_under_way, sums->n_not_started);
	if (sums->n_target > 0)
		ks_buf_printf(out, "修了率 %.1f%%\n",
			      100.0 * (double)sums->n_done / (double)sums->n_target);
}

#define UNLISTED_NAMED_MAX 10

/* Below the sums, so that nobody takes these for all records there are. */
static void write_unlisted(struct ks_buf *out, const struct ks_completion *completion)
{
	size_t n = completion->n_unlisted;

	if (n == 0)
		return;
	ks_buf_printf(out, "記録があり、いまの名簿にない方 %zu名（上の人数に含みません）: ", n);
	for (size_t i = 0; i < n && i < UNLISTED_NAMED_MAX; i++) {
		const struct ks_unlisted_row *row = &completion->unlisted[i];

		ks_buf_printf(out, "%s%s%s%s", i ? "、" : "",
			      row->person ? ks_person_typed(row->person) : row->number,
			      row->person ? " " : "", row->person ? row->person->name : "");
	}
	if (n > UNLISTED_NAMED_MAX)
		ks_buf_printf(out, "、ほか %zu名", n - UNLISTED_NAMED_MAX);
	ks_buf_puts(out, "\n");
}

static void write_seal(struct ks_buf *out, const struct ks_completion *sums)
{
	char when[32];

	if (!sums->sealed_ms)
		return;
	ks_time_format_jst(sums->sealed_ms, when);
	ks_buf_printf(out,
		      "%s に締めた数です。追補のある人 %zu名、締めたあとに名簿に入った対象者 %zu名\n",
		      when, sums->n_addenda, sums->n_unsealed);
}

static void write_people(struct ks_report *report, const struct ks_completion *completion)
{
	struct ks_table table;

	ks_completion_table(completion, &table);
	ks_report_table(report, &table);
}

static void write_groups(struct ks_report *report, const struct ks_completion *completion)
{
	bool is_csv = report->format == KS_REPORT_CSV;
	struct ks_table table;

	if (!is_csv)
		ks_buf_puts(&report->out, "\n");
	ks_group_table(completion, report->group, !is_csv, &table);
	ks_report_table(report, &table);
	if (!is_csv && ks_group_shared(completion, report->group) > 0)
		ks_buf_printf(
			&report->out,
			"兼務などで二つ以上の区分に数えた人 %zu名。合計では、一人を一度だけ数えています。\n",
			ks_group_shared(completion, report->group));
}

static int load(struct ks_report *report, struct ks_plans *plans, struct ks_completion *completion)
{
	int exit_code = ks_report_plans(report, plans);
	enum ks_rc rc;

	if (exit_code != KS_EXIT_DONE)
		return exit_code;
	rc = ks_report_completion(report->store, plans->items, plans->n_items, report->nendo,
				  report->today, completion);
	return rc == KS_OK ? KS_EXIT_DONE : ks_tools_failed(rc);
}

int ks_report_write_completion(struct ks_report *report)
{
	struct ks_completion completion = {0};
	struct ks_plans plans = {0};
	int exit_code = load(report, &plans, &completion);

	if (exit_code == KS_EXIT_DONE && report->format == KS_REPORT_JSON) {
		write_json(report, &plans, &completion);
	} else if (exit_code == KS_EXIT_DONE && report->format == KS_REPORT_CSV) {
		if (report->group != KS_GROUP_NONE)
			write_groups(report, &completion);
		else
			write_people(report, &completion);
	} else if (exit_code == KS_EXIT_DONE) {
		ks_report_heading(report, &plans, "修了状況");
		write_people(report, &completion);
		write_sums(&report->out, &completion);
		write_unlisted(&report->out, &completion);
		write_seal(&report->out, &completion);
		if (report->group != KS_GROUP_NONE)
			write_groups(report, &completion);
	}
	ks_completion_finish(&completion);
	ks_plans_finish(&plans);
	return exit_code;
}

/* --- outstanding ------------------------------------------------------------------------------ */

int ks_report_write_outstanding(struct ks_report *report)
{
	struct ks_completion completion = {0};
	struct ks_plans plans = {0};
	int exit_code = load(report, &plans, &completion);
	size_t n_overdue = 0;

	ks_completion_keep_outstanding(&completion);
	for (size_t i = 0; i < completion.n_rows; i++)
		n_overdue += completion.rows[i].is_overdue;
	if (exit_code == KS_EXIT_DONE && report->format == KS_REPORT_JSON) {
		write_json(report, &plans, &completion);
	} else if (exit_code == KS_EXIT_DONE) {
		if (report->format == KS_REPORT_TABLE)
			ks_report_heading(report, &plans, "未修了者");
		write_people(report, &completion);
		if (report->format == KS_REPORT_TABLE)
			ks_buf_printf(&report->out,
				      "\n未修了 %zu名 ＝ 受講中 %zu名 ＋ 未受講 %zu名"
				      "（うち期限切れ %zu名）\n",
				      completion.n_rows, completion.n_under_way,
				      completion.n_not_started, n_overdue);
		if (report->format == KS_REPORT_TABLE)
			write_seal(&report->out, &completion);
	}
	ks_completion_finish(&completion);
	ks_plans_finish(&plans);
	return exit_code;
}
