/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/report.h"

/*
 * 修了状況 and 未修了者: the same rows and columns, all of them or those still owing. The first nine columns are what
 * scripts read; new ones are only ever added behind.
 */

static const struct ks_table_column columns[] = {
	{"職員番号", KS_CELL_TEXT},       {"氏名", KS_CELL_TEXT},
	{"所属", KS_CELL_TEXT},           {"任用区分", KS_CELL_TEXT},
	{"対象科目数", KS_CELL_NUMBER},   {"修了科目数", KS_CELL_NUMBER},
	{"状態", KS_CELL_TEXT},           {"期限", KS_CELL_DATE},
	{"最終修了日時", KS_CELL_MOMENT}, {"理由", KS_CELL_TEXT},
	{"期限切れ", KS_CELL_TEXT},       {"時刻要確認", KS_CELL_TEXT},
	{"方針の確認", KS_CELL_TEXT},     {"追補", KS_CELL_TEXT},
	{"訂正", KS_CELL_TEXT},           {KS_FROM_PAPER, KS_CELL_TEXT},
};

static const char *employment_code(const struct ks_completion_row *row)
{
	return row->appointment ? row->appointment->employment : NULL;
}

static void add_row(struct ks_table *table, const struct ks_completion_row *row)
{
	char *paper;

	ks_table_text(table, ks_person_typed(row->person));
	ks_table_text(table, row->person->name);
	ks_table_text(table, row->appointment ? row->appointment->unit : "");
	ks_table_text(table, ks_employment_word(employment_code(row)));
	ks_table_number(table, row->n_target);
	ks_table_number(table, row->n_done);
	ks_table_text(table, ks_standing_word(row->standing));
	ks_table_date(table, row->due);
	ks_table_moment(table, row->last_done_ms);
	ks_table_text(table, row->why_word);
	ks_table_text(table, row->is_overdue ? "期限切れ" : "");
	ks_table_text(table, row->has_clock_doubt ? "要確認" : "");
	ks_table_text(table, row->lacks_agreement ? "未確認" : "");
	ks_table_text(table, row->addendum ? row->addendum : "");
	ks_table_text(table, row->correction ? row->correction : "");
	paper = row->n_from_paper ? ks_format("%zu科目", row->n_from_paper) : ks_strdup("");
	ks_table_text(table, paper);
	free(paper);
}

static void add_unlisted(struct ks_table *table, const struct ks_unlisted_row *row)
{
	ks_table_text(table, row->person ? ks_person_typed(row->person) : row->number);
	ks_table_text(table, row->person ? row->person->name : "");
	ks_table_text(table, "");
	ks_table_text(table, "");
	ks_table_number(table, 0);
	ks_table_number(table, row->n_done);
	ks_table_text(table, KS_STATUS_UNLISTED);
	ks_table_date(table, (struct ks_date){0});
	ks_table_moment(table, row->last_done_ms);
	ks_table_text(table, "名簿にありません");
	while (table->n_cells % table->n_columns != 0)
		ks_table_text(table, "");
}

void ks_completion_part(const struct ks_completion *completion, size_t from, size_t n,
			struct ks_table *out)
{
	ks_table_init(out, columns, KS_COUNT(columns));
	for (size_t i = from; i < completion->n_rows && i - from < n; i++)
		add_row(out, &completion->rows[i]);
	for (size_t i = 0; i < completion->n_unlisted && completion->n_rows <= from + n; i++)
		add_unlisted(out, &completion->unlisted[i]);
}

void ks_completion_table(const struct ks_completion *completion, struct ks_table *out)
{
	ks_completion_part(completion, 0, completion->n_rows, out);
}

/* --- which of them ---------------------------------------------------------------------------- */

static int by_due(const void *a, const void *b)
{
	const struct ks_completion_row *x = a, *y = b;
	int order = ks_date_compare(x->due, y->due);

	if (order == 0)
		order = strcmp(x->appointment ? x->appointment->unit : "",
			       y->appointment ? y->appointment->unit : "");
	return order ? order : strcmp(x->person->number, y->person->number);
}

void ks_completion_keep_outstanding(struct ks_completion *completion)
{
	size_t n = 0;

	for (size_t i = 0; i < completion->n_rows; i++) {
		enum ks_standing standing = completion->rows[i].standing;

		if (standing == KS_STANDING_UNDER_WAY || standing == KS_STANDING_NOT_STARTED)
			completion->rows[n++] = completion->rows[i];
	}
	completion->n_rows = n;
	completion->n_unlisted = 0;
	if (n > 1)
		qsort(completion->rows, n, sizeof(*completion->rows), by_due);
}

bool ks_report_filter_keeps(const struct ks_report_filter *filter, const struct ks_appointment *a)
{
	const char *code = a && a->employment ? a->employment : "";
	const struct ks_employment *wanted =
		filter->employment[0] ? ks_employment_find(filter->employment) : NULL;

	if (filter->unit[0] && strcmp(a && a->unit ? a->unit : "", filter->unit) != 0)
		return false;
	return !filter->employment[0] ||
	       strcmp(wanted ? wanted->code : filter->employment, code) == 0;
}

static bool is_kept(const struct ks_completion_row *row, const struct ks_report_filter *filter)
{
	if (!ks_report_filter_keeps(filter, row->appointment))
		return false;
	if (strcmp(filter->status, KS_STATUS_OVERDUE) == 0)
		return row->is_overdue;
	if (strcmp(filter->status, KS_STATUS_TARGET) == 0)
		return row->standing != KS_STANDING_EXEMPT;
	return !filter->status[0] || strcmp(filter->status, ks_standing_word(row->standing)) == 0;
}

void ks_completion_filter(struct ks_completion *completion, const struct ks_report_filter *filter)
{
	size_t n = 0;

	for (size_t i = 0; i < completion->n_rows; i++)
		if (is_kept(&completion->rows[i], filter))
			completion->rows[n++] = completion->rows[i];
	completion->n_rows = n;
	if (filter->unit[0] || filter->employment[0] ||
	    (filter->status[0] && strcmp(filter->status, KS_STATUS_UNLISTED) != 0))
		completion->n_unlisted = 0;
	ks_completion_count(completion);
}
