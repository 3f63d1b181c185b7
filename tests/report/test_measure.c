/* SPDX-License-Identifier: Apache-2.0 */
#include "report/measure.h"

#include <string.h>

#include "support/test.h"

static const struct ks_measure measure = {.n = 1,
					  .nendo = 2026,
					  .checklist = "self-inspection-2026",
					  .item = "c03",
					  .unit = "総務課",
					  .what = "机の上を確かめます",
					  .owner = "課長補佐",
					  .due = {2026, 6, 30},
					  .by = "hr1",
					  .at_ms = KS_TEST_WALL_MS,
					  .result = "",
					  .done_by = ""};

static void its_state_is_of_today(void **state)
{
	struct ks_measure done = measure;

	(void)state;
	done.done_ms = 1;
	assert_string_equal(ks_measure_state(&measure, (struct ks_date){2026, 6, 29}), "これから");
	assert_string_equal(ks_measure_state(&measure, (struct ks_date){2026, 6, 30}), "これから");
	assert_string_equal(ks_measure_state(&measure, (struct ks_date){2026, 7, 1}), "期限切れ");
	assert_string_equal(ks_measure_state(&done, (struct ks_date){2026, 7, 1}), "済み");
}

static void each_is_a_row_with_all_that_is_known_of_it(void **state)
{
	struct ks_measure rows[] = {measure, measure};
	struct ks_buf csv = {0};
	struct ks_table table;

	(void)state;
	rows[1].item = "c04";
	rows[1].result = "鍵を付けた";
	rows[1].done_by = "hr2";
	rows[1].done_ms = KS_TEST_WALL_MS + 1000;
	ks_measure_table(rows, 2, (struct ks_date){2026, 7, 1}, &table);
	assert_int_equal(ks_table_rows(&table), 2);
	assert_string_equal(table.title, "自己点検の対応");
	ks_table_csv(&table, &csv);
	assert_string_equal(
		ks_buf_text(&csv) + 3,
		"状態,年度,点検票,番号,所属,対応,担当,期限,決めた人,決めた日時,結果,済ませた人,済ませた日時\r\n"
		"期限切れ,2026,self-inspection-2026,c03,総務課,机の上を確かめます,課長補佐,2026-06-30,hr1,"
		"2026-05-18 09:30:20,,,\r\n"
		"済み,2026,self-inspection-2026,c04,総務課,机の上を確かめます,課長補佐,2026-06-30,hr1,"
		"2026-05-18 09:30:20,鍵を付けた,hr2,2026-05-18 09:30:21\r\n");
	ks_buf_finish(&csv);
	ks_table_finish(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(its_state_is_of_today),
		cmocka_unit_test(each_is_a_row_with_all_that_is_known_of_it),
	};

	return ks_test_run(tests);
}
