/* SPDX-License-Identifier: Apache-2.0 */
#include "report/measure.h"

#include "base/mem.h"

/* What was decided and what came of it, for the page, the files and the auditor's pack. */

static const struct ks_table_column columns[] = {
	{"状態", KS_CELL_TEXT},           {"年度", KS_CELL_NUMBER}, {"点検票", KS_CELL_TEXT},
	{"番号", KS_CELL_TEXT},           {"所属", KS_CELL_TEXT},   {"対応", KS_CELL_TEXT},
	{"担当", KS_CELL_TEXT},           {"期限", KS_CELL_DATE},   {"決めた人", KS_CELL_TEXT},
	{"決めた日時", KS_CELL_MOMENT},   {"結果", KS_CELL_TEXT},   {"済ませた人", KS_CELL_TEXT},
	{"済ませた日時", KS_CELL_MOMENT},
};

const char *ks_measure_state(const struct ks_measure *measure, struct ks_date today)
{
	if (measure->done_ms > 0)
		return "済み";
	return ks_date_compare(measure->due, today) < 0 ? "期限切れ" : "これから";
}

void ks_measure_table(const struct ks_measure *list, size_t n, struct ks_date today,
		      struct ks_table *out)
{
	ks_table_init(out, columns, KS_COUNT(columns));
	ks_table_title(out, "自己点検の対応");
	for (size_t i = 0; i < n; i++) {
		ks_table_text(out, ks_measure_state(&list[i], today));
		ks_table_number(out, (size_t)list[i].nendo);
		ks_table_text(out, list[i].checklist);
		ks_table_text(out, list[i].item);
		ks_table_text(out, list[i].unit);
		ks_table_text(out, list[i].what);
		ks_table_text(out, list[i].owner);
		ks_table_date(out, list[i].due);
		ks_table_text(out, list[i].by);
		ks_table_moment(out, list[i].at_ms);
		ks_table_text(out, list[i].result);
		ks_table_text(out, list[i].done_by);
		ks_table_moment(out, list[i].done_ms);
	}
}
