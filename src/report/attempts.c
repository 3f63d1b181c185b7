/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/facts.h"
#include "report/report.h"

/*
 * Each try of one person at a quiz or a test, as it was recorded: also those that were voided later, marked. What a claim of
 * an outside system says is none.
 */

static const struct ks_table_column columns[] = {
	{"日時", KS_CELL_MOMENT}, {"科目", KS_CELL_TEXT},     {"題", KS_CELL_TEXT},
	{"点数", KS_CELL_NUMBER}, {"問題数", KS_CELL_NUMBER}, {"合格点", KS_CELL_NUMBER},
	{"結果", KS_CELL_TEXT},   {"端末", KS_CELL_TEXT},
};

static int by_time(const void *a, const void *b)
{
	const struct ks_attempt_row *x = a, *y = b;

	if (x->at_ms != y->at_ms)
		return x->at_ms < y->at_ms ? -1 : 1;
	return strcmp(x->lesson, y->lesson);
}

enum ks_rc ks_report_attempts(struct ks_store *store, const struct ks_plan *plans, size_t n_plans,
			      int nendo, const char *staff, struct ks_attempt_list *out)
{
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	rc = ks_report_attempt_facts(store, plans, n_plans, nendo, staff, out);
	if (out->n_rows > 1)
		qsort(out->rows, out->n_rows, sizeof(*out->rows), by_time);
	return rc;
}

void ks_attempt_list_finish(struct ks_attempt_list *list)
{
	if (!list)
		return;
	free(list->rows);
	ks_arena_finish(&list->arena);
	memset(list, 0, sizeof(*list));
}

void ks_attempt_table(const struct ks_attempt_list *list, struct ks_table *out)
{
	ks_table_init(out, columns, KS_COUNT(columns));
	ks_table_title(out, "確認テストの記録");
	for (size_t i = 0; i < list->n_rows; i++) {
		const struct ks_attempt_row *row = &list->rows[i];

		ks_table_moment(out, row->at_ms);
		ks_table_text(out, row->lesson);
		ks_table_text(out, row->lesson_title);
		if (row->score_max > 0) {
			ks_table_number(out, (size_t)row->score);
			ks_table_number(out, (size_t)row->score_max);
			ks_table_number(out, (size_t)row->score_pass);
		} else {
			for (int k = 0; k < 3; k++)
				ks_table_text(out, "");
		}
		ks_table_text(out, row->is_voided ? "取消" : row->is_passed ? "合格" : "不合格");
		ks_table_text(out, row->kiosk);
	}
}
