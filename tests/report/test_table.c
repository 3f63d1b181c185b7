/* SPDX-License-Identifier: Apache-2.0 */
#include "report/table.h"

#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "support/test.h"

/* What people and spreadsheets see of a table. */

static const struct ks_table_column columns[] = {
	{"職員番号", KS_CELL_TEXT}, {"氏名", KS_CELL_TEXT}, {"数", KS_CELL_NUMBER}};

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

/* An id comes from outside: it must not colour, erase or rename what somebody at a terminal looks at. */
static void no_cell_commands_the_terminal(void **state)
{
	struct ks_table table;
	struct ks_buf out = {0};

	(void)state;
	ks_table_init(&table, columns, 2);
	ks_table_text(&table, "1\x1b[2J\r");
	ks_table_text(&table, "\xc2\x9b"
			      "31m\xe2\x80\xae逆");
	ks_table_print(&table, &out);
	assert_null(strpbrk(out.data, "\x1b\r"));
	assert_null(strstr(out.data, "\xc2\x9b"));
	assert_null(strstr(out.data, "\xe2\x80\xae"));
	assert_non_null(strstr(out.data, "\n1\xEF\xBF\xBD[2J\xEF\xBF\xBD    \xEF\xBF\xBD"
					 "31m"));
	ks_buf_finish(&out);
	ks_table_finish(&table);
}

/* `cat` of a file is a terminal too; line ends of a text stay, as one sign. */
static void no_file_commands_the_terminal(void **state)
{
	struct ks_table table;
	struct ks_buf out = {0};

	(void)state;
	ks_table_init(&table, columns, 2);
	ks_table_text(&table, "1\x1b[2J\r2");
	ks_table_text(&table, "一\r\n二\t\xe2\x80\xae\xe2\x80\xa6");
	ks_table_csv(&table, &out);
	assert_non_null(strstr(out.data, "1\xEF\xBF\xBD[2J\xEF\xBF\xBD"
					 "2,\"一\n二\t\xEF\xBF\xBD\xe2\x80\xa6\"\r\n"));
	ks_buf_finish(&out);
	ks_table_finish(&table);
}

/* The edges of what is taken out: C0, DEL and C1, and what breaks a line or turns it around. */
static void what_is_no_command_stays(void **state)
{
	static const struct {
		uint32_t c;
		bool stays;
	} cases[] = {{0x01, false},   {0x09, true},    {0x0a, true},    {0x0b, false},
		     {0x1f, false},   {0x20, true},    {0x7e, true},    {0x7f, false},
		     {0x80, false},   {0x9f, false},   {0xa0, true},    {0xbf, true},
		     {0x2027, true},  {0x2028, false}, {0x2029, false}, {0x202a, false},
		     {0x202e, false}, {0x202f, true},  {0x2065, true},  {0x2066, false},
		     {0x2069, false}, {0x206a, true},  {0x2080, true},  {0x3000, true}};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char text[8] = "a";
		struct ks_table table;

		text[1 + ks_utf8_put(text + 1, cases[i].c)] = 'b';
		ks_table_init(&table, columns, 1);
		ks_table_text(&table, text);
		assert_string_equal(table.cells[0].text, cases[i].stays ? text
									: "a\xEF\xBF\xBD"
									  "b");
		ks_table_finish(&table);
	}
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
	assert_string_equal(table.cells[0].text, "2026-05-18 09:30:20");
	assert_string_equal(table.cells[1].text, "");
	assert_string_equal(table.cells[2].text, "2.9%");
	assert_string_equal(table.cells[3].text, "");
	ks_table_finish(&table);
}

/* What a file for a spreadsheet is made of. */
static void a_cell_keeps_its_value_and_an_empty_one_is_no_zero(void **state)
{
	struct ks_table table;

	(void)state;
	ks_table_init(&table, columns, 2);
	ks_table_date(&table, (struct ks_date){2026, 12, 25});
	ks_table_rate(&table, 1, 4);
	ks_table_date(&table, (struct ks_date){0});
	ks_table_rate(&table, 0, 0);
	ks_table_text(&table, "000123");
	ks_table_moment(&table, KS_TEST_WALL_MS);
	assert_int_equal(ks_table_rows(&table), 3);
	assert_int_equal(ks_table_cell(&table, 0, 0)->type, KS_CELL_DATE);
	assert_true(ks_table_cell(&table, 0, 0)->value ==
		    (double)ks_date_to_day((struct ks_date){2026, 12, 25}));
	assert_true(ks_table_cell(&table, 0, 1)->value == 0.25);
	assert_int_equal(ks_table_cell(&table, 1, 0)->type, KS_CELL_TEXT);
	assert_int_equal(ks_table_cell(&table, 1, 1)->type, KS_CELL_TEXT);
	assert_int_equal(ks_table_cell(&table, 2, 0)->type, KS_CELL_TEXT);
	assert_true(ks_table_cell(&table, 2, 1)->value == (double)KS_TEST_WALL_MS);
	ks_table_finish(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_line_up_by_the_width_of_their_characters),
		cmocka_unit_test(no_cell_commands_the_terminal),
		cmocka_unit_test(no_file_commands_the_terminal),
		cmocka_unit_test(what_is_no_command_stays),
		cmocka_unit_test(an_empty_last_cell_leaves_no_spaces_behind),
		cmocka_unit_test(csv_opens_in_excel_and_runs_nothing),
		cmocka_unit_test(a_cell_keeps_its_value_and_an_empty_one_is_no_zero),
		cmocka_unit_test(moments_are_told_in_japan_and_rates_with_one_decimal),
	};

	return ks_test_run(tests);
}
