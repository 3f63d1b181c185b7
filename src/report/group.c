/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "course/person.h"
#include "report/report.h"

#define NAMES_MAX 8 /* 所属 of one person at a time */

/* The same people, counted by 所属 or 任用区分: in every row 名簿 = 対象 + 対象外, 対象 = 修了 + 受講中 + 未受講. */

static const char *name_of(const struct ks_appointment *post, enum ks_report_group group)
{
	const char *name = "";

	if (post)
		name = group == KS_GROUP_UNIT ? post->unit : ks_employment_word(post->employment);
	return name && *name ? name : "（なし）";
}

static bool is_in_force(const struct ks_appointment *post, struct ks_date day)
{
	return ks_date_compare(post->from, day) <= 0 &&
	       (!ks_date_is_set(post->to) || ks_date_compare(post->to, day) >= 0);
}

/* The names a person is counted under: of the post that decides, then of the others held on the day, each once. */
static size_t names_of(const struct ks_completion *completion, const struct ks_completion_row *row,
		       enum ks_report_group group, const char *names[NAMES_MAX])
{
	size_t n = 0;

	names[n++] = name_of(row->appointment, group);
	for (size_t i = 0; i < row->person->n_appointments && n < NAMES_MAX; i++) {
		const struct ks_appointment *post = &row->person->appointments[i];
		const char *name = name_of(post, group);
		size_t k = 0;

		while (k < n && strcmp(names[k], name) != 0)
			k++;
		if (k == n && is_in_force(post, completion->day))
			names[n++] = name;
	}
	return n;
}

size_t ks_group_shared(const struct ks_completion *completion, enum ks_report_group group)
{
	const char *names[NAMES_MAX];
	size_t n = 0;

	for (size_t i = 0; i < completion->n_rows; i++)
		n += names_of(completion, &completion->rows[i], group, names) > 1;
	return n;
}

static void count(struct ks_group_row *group, const struct ks_completion_row *row)
{
	enum ks_standing standing = row->standing;

	group->n_listed++;
	group->n_exempt += standing == KS_STANDING_EXEMPT;
	group->n_target += standing != KS_STANDING_EXEMPT;
	group->n_done += standing == KS_STANDING_DONE;
	group->n_under_way += standing == KS_STANDING_UNDER_WAY;
	group->n_not_started += standing == KS_STANDING_NOT_STARTED;
	group->n_overdue += row->is_overdue;
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

static struct ks_group_row *row_named(struct ks_group_row **rows, size_t *n, size_t *capacity,
				      const char *name)
{
	for (size_t k = 0; k < *n; k++)
		if (strcmp((*rows)[k].name, name) == 0)
			return &(*rows)[k];
	ks_grow(rows, *n, capacity);
	(*rows)[*n] = (struct ks_group_row){.name = name};
	return &(*rows)[(*n)++];
}

struct ks_group_row *ks_group_rows(const struct ks_completion *completion,
				   enum ks_report_group group, size_t *n_rows)
{
	struct ks_group_row *rows = NULL;
	size_t capacity = 0, n = 0;

	for (size_t i = 0; i < completion->n_rows; i++) {
		const char *names[NAMES_MAX];
		size_t n_names = names_of(completion, &completion->rows[i], group, names);

		for (size_t k = 0; k < n_names; k++)
			count(row_named(&rows, &n, &capacity, names[k]), &completion->rows[i]);
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

void ks_group_table(const struct ks_completion *completion, enum ks_report_group group,
		    bool has_total, struct ks_table *out)
{
	static const struct ks_table_column columns[] = {
		{"区分", KS_CELL_TEXT},     {"名簿", KS_CELL_NUMBER},    {"対象", KS_CELL_NUMBER},
		{"対象外", KS_CELL_NUMBER}, {"修了", KS_CELL_NUMBER},    {"受講中", KS_CELL_NUMBER},
		{"未受講", KS_CELL_NUMBER}, {"修了率", KS_CELL_PERCENT},
	};
	struct ks_group_row total = {.name = "合計"};
	size_t n_rows = 0;
	struct ks_group_row *rows = ks_group_rows(completion, group, &n_rows);

	ks_table_init(out, columns, KS_COUNT(columns));
	for (size_t i = 0; i < n_rows; i++)
		add_row(out, &rows[i]);
	for (size_t i = 0; i < completion->n_rows; i++)
		count(&total, &completion->rows[i]);
	if (has_total && ks_group_shared(completion, group) > 0)
		ks_table_note(out, "兼務などで所属が二つ以上ある人は、どの所属にも数えました。"
				   "合計では、一人を一度だけ数えています。");
	if (has_total)
		add_row(out, &total);
	free(rows);
}
