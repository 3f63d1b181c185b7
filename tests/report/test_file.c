/* SPDX-License-Identifier: Apache-2.0 */
#include "report/file.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "support/test.h"

/* Files for spreadsheets; tests/flow/pages.test.sh reads the cells of a workbook back. */

static const struct ks_table_column columns[] = {
	{"職員番号", KS_CELL_TEXT},
	{"氏名", KS_CELL_TEXT},
	{"率", KS_CELL_PERCENT},
	{"日", KS_CELL_DATE},
};

static void fill(struct ks_table *table, const char *name)
{
	ks_table_init(table, columns, KS_COUNT(columns));
	ks_table_title(table, "見本");
	ks_table_text(table, "000123");
	ks_table_text(table, name);
	ks_table_rate(table, 1, 3);
	ks_table_date(table, (struct ks_date){2026, 12, 25});
}

static void the_same_table_is_the_same_workbook(void **state)
{
	struct ks_table table;
	struct ks_buf one = {0}, two = {0}, other = {0};

	(void)state;
	fill(&table, "=1+1");
	assert_int_equal(ks_table_xlsx(&table, NULL, &one), KS_OK);
	assert_int_equal(ks_table_xlsx(&table, NULL, &two), KS_OK);
	ks_table_finish(&table);
	fill(&table, "=1+2");
	assert_int_equal(ks_table_xlsx(&table, NULL, &other), KS_OK);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.data, two.data, one.len);
	assert_memory_equal(one.data, "PK", 2);
	assert_false(one.len == other.len && memcmp(one.data, other.data, one.len) == 0);
	ks_table_finish(&table);
	ks_buf_finish(&one);
	ks_buf_finish(&two);
	ks_buf_finish(&other);
}

static void what_cp932_does_not_have_is_told(void **state)
{
	struct ks_table table;
	struct ks_buf out = {0}, lost = {0};
	size_t bad_at;
	char *back;

	(void)state;
	fill(&table, "髙𠮷 﨑𠮷ｱ～");
	assert_int_equal(ks_table_csv_cp932(&table, &out, &lost), KS_OK);
	assert_string_equal(ks_buf_text(&lost), "𠮷");
	back = ks_cp932_to_utf8(out.data, out.len, &bad_at);
	assert_non_null(back);
	assert_string_equal(back, "職員番号,氏名,率,日\r\n000123,髙〓 﨑〓ｱ～,33.3%,2026-12-25\r\n");
	free(back);
	ks_buf_finish(&out);
	ks_buf_finish(&lost);
	ks_table_finish(&table);
}

/* The second sheet is in the file only when there are sums, and the same sums are the same bytes. */
static void sums_have_a_sheet_of_their_own(void **state)
{
	static const struct ks_table_column sum_columns[] = {
		{"区分", KS_CELL_TEXT}, {"修了", KS_CELL_NUMBER}, {"未受講", KS_CELL_NUMBER}};
	struct ks_buf without = {0}, one = {0}, two = {0};
	struct ks_table table, sums;
	const struct ks_table_sums picture = {&sums, 1, 2};

	(void)state;
	fill(&table, "見本");
	ks_table_init(&sums, sum_columns, KS_COUNT(sum_columns));
	ks_table_title(&sums, "所属ごと");
	for (size_t i = 0; i < 3; i++) {
		ks_table_text(&sums, i < 2 ? "総務課" : "合計");
		ks_table_number(&sums, i < 2 ? 1 : 2);
		ks_table_number(&sums, 0);
	}
	assert_int_equal(ks_table_xlsx(&table, NULL, &without), KS_OK);
	assert_int_equal(ks_table_xlsx(&table, &picture, &one), KS_OK);
	assert_int_equal(ks_table_xlsx(&table, &picture, &two), KS_OK);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.data, two.data, one.len);
	assert_non_null(memmem(one.data, one.len, "xl/charts/chart1.xml", 20));
	assert_non_null(memmem(one.data, one.len, "xl/worksheets/sheet2.xml", 24));
	assert_null(memmem(without.data, without.len, "xl/charts/chart1.xml", 20));
	ks_table_finish(&sums);
	ks_table_finish(&table);
	ks_buf_finish(&without);
	ks_buf_finish(&one);
	ks_buf_finish(&two);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_table_is_the_same_workbook),
		cmocka_unit_test(sums_have_a_sheet_of_their_own),
		cmocka_unit_test(what_cp932_does_not_have_is_told),
	};

	return ks_test_run(tests);
}
