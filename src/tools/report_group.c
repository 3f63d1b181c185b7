/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "course/person.h"
#include "report/table.h"
#include "tools/report.h"

/* The same people, counted by 所属 or 任用区分: in every row 名簿 = 対象 + 対象外, 対象 = 修了 + 受講中 + 未受講. */

static const char *group_of(const struct ks_completion_row *row, enum ks_report_group group)
{
	const char *name = "";

	if (row->appointment)
		name = group == KS_GROUP_UNIT ? row->appointment->unit
					      : ks_report_employment(row->appointment->employment);
	return name && *name ? name : "（なし）";
}

static void count(struct ks_group_row *group, enum ks_standing standing)
{
	group->n_listed++;
	group->n_exempt += standing == KS_STANDING_EXEMPT;
	group->n_target += standing != KS_STANDING_EXEMPT;
	group->n_done += standing == KS_STANDING_DONE;
	group->n_under_way += standing == KS_STANDING_UNDER_WAY;
	group->n_not_started += standing == KS_STANDING_NOT_STARTED;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct ks_group_row *)a)->name, ((const struct ks_group_row *)b)->name);
}

/* Employments stand in the order of their table, units in that of their names. */
static int by_employment(const void *a, const void *b)
{
	const struct ks_employment *x = ks_employment_find(((const struct ks_group_row *)a)->name);
	const struct ks_employment *y = ks_employment_find(((const struct ks_group_row *)b)->name);

	if (x && y)
		return strcmp(x->code, y->code);
	return x || y ? (x ? -1 : 1) : by_name(a, b);
}

struct ks_group_row *ks_group_rows(const struct ks_completion *completion,
				   enum ks_report_group group, size_t *n_rows)
{
	struct ks_group_row *rows = NULL;
	size_t capacity = 0, n = 0;

	for (size_t i = 0; i < completion->n_rows; i++) {
		const char *name = group_of(&completion->rows[i], group);
		size_t k = 0;

		while (k < n && strcmp(rows[k].name, name) != 0)
			k++;
		if (k == n) {
			ks_grow(&rows, n, &capacity);
			rows[n++] = (struct ks_group_row){.name = name};
		}
		count(&rows[k], completion->rows[i].standing);
	}
	if (n > 1)
		qsort(rows, n, sizeof(*rows), group == KS_GROUP_UNIT ? by_name : by_employment);
	*n_rows = n;
	return rows;
}

static void add_row(struct ks_table *table, const struct ks_group_row *row)
{
	ks_table_text(table, row->name);
	ks_table_number(table, row->n_listed);
	ks_table_number(table, row->n_target);
	ks_table_number(table, row->n_exempt);
	ks_table_number(table, row->n_done);
	ks_table_number(table, row->n_under_way);
	ks_table_number(table, row->n_not_started);
	ks_table_rate(table, row->n_done, row->n_target);
}

void ks_group_table(const struct ks_group_row *rows, size_t n_rows, bool has_total, bool is_csv,
		    struct ks_buf *out)
{
	static const struct ks_table_column columns[] = {
		{"区分", KS_CELL_TEXT},     {"名簿", KS_CELL_NUMBER},    {"対象", KS_CELL_NUMBER},
		{"対象外", KS_CELL_NUMBER}, {"修了", KS_CELL_NUMBER},    {"受講中", KS_CELL_NUMBER},
		{"未受講", KS_CELL_NUMBER}, {"修了率", KS_CELL_PERCENT},
	};
	struct ks_group_row total = {.name = "合計"};
	struct ks_table table;

	ks_table_init(&table, columns, KS_COUNT(columns));
	for (size_t i = 0; i < n_rows; i++) {
		add_row(&table, &rows[i]);
		total.n_listed += rows[i].n_listed;
		total.n_target += rows[i].n_target;
		total.n_exempt += rows[i].n_exempt;
		total.n_done += rows[i].n_done;
		total.n_under_way += rows[i].n_under_way;
		total.n_not_started += rows[i].n_not_started;
	}
	if (has_total)
		add_row(&table, &total);
	if (is_csv)
		ks_table_csv(&table, out);
	else
		ks_table_print(&table, out);
	ks_table_finish(&table);
}

void ks_group_json(const struct ks_group_row *rows, size_t n_rows, struct ks_buf *out)
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
