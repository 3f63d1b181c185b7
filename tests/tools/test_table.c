/* SPDX-License-Identifier: Apache-2.0 */
#include "tools/table.h"

#include <string.h>

#include "base/mem.h"
#include "support/test.h"

/* What people and spreadsheets see of a table. */

static const struct ks_table_column columns[] = {{"職員番号", false}, {"氏名", false}, {"数", true}};

static void columns_line_up_by_the_width_of_their_characters(void **state)
{
	struct ks_table table;
	struct ks_buf out = {0};

	(void)state;
	ks_table_init(&table, columns, KS_COUNT(columns));
	ks_table_text(&table, "000123");
	ks_table_text(&table, "髙橋 𠮷子");
	ks_table_number(&table, 7);
	ks_table_text(&table, "9");
	ks_table_text(&table, "");
	ks_table_number(&table, 120);
	ks_table_print(&table, &out);
	assert_string_equal(out.data, "職員番号  氏名        数\n"
				      "--------  ---------  ---\n"
				      "000123    髙橋 𠮷子    7\n"
				      "9                    120\n");
	ks_buf_finish(&out);
	ks_table_finish(&table);
}

static void an_empty_last_cell_leaves_no_spaces_behind(void **state)
{
	struct ks_table table;
	struct ks_buf out = {0};

	(void)state;
	ks_table_init(&table, columns, 2);
	ks_table_text(&table, "1");
	ks_table_text(&table, "");
	ks_table_print(&table, &out);
	assert_non_null(strstr(out.data, "\n1\n"));
	ks_buf_finish(&out);
	ks_table_finish(&table);
}

static void csv_opens_in_excel_and_runs_nothing(void **state)
{
	struct ks_table table;
	struct ks_buf out = {0};

	(void)state;
	ks_table_init(&table, columns, KS_COUNT(columns));
	ks_table_text(&table, "000123");
	ks_table_text(&table, "=HYPERLINK(\"x\",\"𠮷\")");
	ks_table_number(&table, 7);
	ks_table_csv(&table, &out);
	assert_string_equal(out.data, "\xef\xbb\xbf職員番号,氏名,数\r\n"
				      "000123,\"'=HYPERLINK(\"\"x\"\",\"\"𠮷\"\")\",7\r\n");
	ks_buf_finish(&out);
	ks_table_finish(&table);
}

static void moments_are_told_in_japan_and_rates_with_one_decimal(void **state)
{
	struct ks_table table;

	(void)state;
	ks_table_init(&table, columns, KS_COUNT(columns));
	ks_table_moment(&table, KS_TEST_WALL_MS);
	ks_table_moment(&table, 0);
	ks_table_rate(&table, 1, 34);
	ks_table_rate(&table, 0, 0);
	assert_string_equal(table.cells[0], "2026-05-18 09:30:20");
	assert_string_equal(table.cells[1], "");
	assert_string_equal(table.cells[2], "2.9%");
	assert_string_equal(table.cells[3], "");
	ks_table_finish(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_line_up_by_the_width_of_their_characters),
		cmocka_unit_test(an_empty_last_cell_leaves_no_spaces_behind),
		cmocka_unit_test(csv_opens_in_excel_and_runs_nothing),
		cmocka_unit_test(moments_are_told_in_japan_and_rates_with_one_decimal),
	};

	return ks_test_run(tests);
}
