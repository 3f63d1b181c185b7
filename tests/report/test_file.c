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
	assert_int_equal(ks_table_xlsx(&table, &one), KS_OK);
	assert_int_equal(ks_table_xlsx(&table, &two), KS_OK);
	ks_table_finish(&table);
	fill(&table, "=1+2");
	assert_int_equal(ks_table_xlsx(&table, &other), KS_OK);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_table_is_the_same_workbook),
		cmocka_unit_test(what_cp932_does_not_have_is_told),
	};

	return ks_test_run(tests);
}
