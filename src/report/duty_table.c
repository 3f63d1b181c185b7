/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/mem.h"
#include "report/report.h"

/* One row a duty, with the rule that made it. New columns are only ever added behind. */

static const struct ks_table_column columns[] = {
	{"職員番号", KS_CELL_TEXT}, {"氏名", KS_CELL_TEXT},   {"所属", KS_CELL_TEXT},
	{"任用区分", KS_CELL_TEXT}, {"コース", KS_CELL_TEXT}, {"科目", KS_CELL_TEXT},
	{"題", KS_CELL_TEXT},       {"期限", KS_CELL_DATE},   {"状態", KS_CELL_TEXT},
	{"修了日", KS_CELL_DATE},   {"理由", KS_CELL_TEXT},   {"規則", KS_CELL_TEXT},
	{"追補", KS_CELL_TEXT},     {"訂正", KS_CELL_TEXT},   {KS_FROM_PAPER, KS_CELL_TEXT},
};

struct ks_date ks_duty_row_done(const struct ks_duty_row *row)
{
	return row->done_ms > 0 ? ks_civil_from_ms(row->done_ms).date : (struct ks_date){0};
}

const char *ks_duty_row_state(const struct ks_duty_row *row, struct ks_date today)
{
	if (row->state)
		return row->state;
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
	ks_table_text(table, ks_employment_word(row->appointment->employment));
	ks_table_text(table, row->duty.plan->id);
	ks_table_text(table, row->duty.lesson->id);
	ks_table_text(table, row->duty.lesson->title);
	ks_table_date(table, row->duty.due);
	ks_table_text(table, ks_duty_row_state(row, today));
	ks_table_date(table, ks_duty_row_done(row));
	ks_table_text(table, row->why);
	ks_table_text(table, row->rule);
	ks_table_text(table, row->addendum ? row->addendum : "");
	ks_table_text(table, row->correction ? row->correction : "");
	ks_table_text(table, row->is_from_paper ? KS_FROM_PAPER : "");
}

/* Of one person behind the duties: 対象外（育休）, one row a course. */
static void add_waived(struct ks_table *table, const struct ks_waiver_row *row)
{
	const struct ks_appointment *a = row->appointment;
	char *state = ks_format("対象外（%s）", row->word);

	ks_table_text(table, ks_person_typed(row->person));
	ks_table_text(table, row->person->name);
	ks_table_text(table, a ? a->unit : "");
	ks_table_text(table, a ? ks_employment_word(a->employment) : "");
	ks_table_text(table, row->plan ? row->plan->id : "");
	ks_table_text(table, row->lesson ? row->lesson->id : "");
	ks_table_text(table, row->lesson ? row->lesson->title : row->plan ? row->plan->title : "");
	ks_table_text(table, "");
	ks_table_text(table, state);
	ks_table_text(table, "");
	ks_table_text(table, row->word);
	for (int c = 0; c < 4; c++) /* 規則, 追補, 訂正, 紙から転記 */
		ks_table_text(table, "");
	free(state);
}

void ks_duty_table(const struct ks_duty_list *list, struct ks_date today, bool has_exempt,
		   struct ks_table *out)
{
	ks_table_init(out, columns, KS_COUNT(columns));
	for (size_t i = 0; i < list->n_rows; i++)
		add_row(out, &list->rows[i], today);
	for (size_t i = 0; has_exempt && i < list->n_waived; i++)
		add_waived(out, &list->waived[i]);
}
