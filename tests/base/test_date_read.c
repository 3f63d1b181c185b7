/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <string.h>

#include "base/date_read.h"
#include "base/mem.h"

/* A date is read as what it can only mean, or not at all. */

static void check(const char *text, bool is_reiwa, enum ks_date_read result, const char *date)
{
	struct ks_date out;
	char is[16];

	if (ks_date_read(text, is_reiwa, &out) != result)
		fail_msg("%s", text);
	ks_date_format(out, is);
	assert_string_equal(is, date);
}

static void every_usual_form_of_a_day_is_read(void **state)
{
	static const char *const forms[] = {
		"2026-04-01",     "2026/4/1",      "2026.4.1",         "2026年4月1日",
		"20260401",       "46113",         "令和8年4月1日",    "R8.4.1",
		"r8/4/1",         "Ｒ８．４．１",  "令和 8年 4月 1日", "2026/04/01 0:00:00",
		"2026-4-1T00:00", " 2026-04-01　", "㋿8年4月1日",  "平成38年4月1日",
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(forms); i++)
		check(forms[i], false, KS_DATE_READ_OK, "2026-04-01");
	check("令和元年5月1日", false, KS_DATE_READ_OK, "2019-05-01");
	check("H31.4.30", false, KS_DATE_READ_OK, "2019-04-30");
	check("昭和64年1月7日", false, KS_DATE_READ_OK, "1989-01-07");
	check("T15/12/25", false, KS_DATE_READ_OK, "1926-12-25");
	check("99991231", false, KS_DATE_READ_OK, "9999-12-31");
	check("9999/12/31", false, KS_DATE_READ_OK, "9999-12-31");
	check("2026 / 4 / 1", false, KS_DATE_READ_OK, "2026-04-01");
	check("令和8 年4 月1日", false, KS_DATE_READ_OK, "2026-04-01");
	check("R 元 年 5 月 1日", false, KS_DATE_READ_OK, "2019-05-01");
	check("R元.5.1", false, KS_DATE_READ_OK, "2019-05-01");
	check("昭和1年12月25日", false, KS_DATE_READ_OK, "1926-12-25");
	check("m45.7.29", false, KS_DATE_READ_OK, "1912-07-29");
	check("2026年4月1", false, KS_DATE_READ_OK, "2026-04-01");
	check("2026-04-01T00:00:00.000Z", false, KS_DATE_READ_OK, "2026-04-01");
	check("18680101", false, KS_DATE_READ_OK, "1868-01-01");
	check("1868-01-01", false, KS_DATE_READ_OK, "1868-01-01");
	check("10000", false, KS_DATE_READ_OK, "1927-05-18"); /* what Excel counts */
	check("80000", false, KS_DATE_READ_OK, "2119-01-11");
}

static void a_year_of_two_digits_is_refused_unless_it_was_said_what_it_means(void **state)
{
	static const char *const forms[] = {"8/4/1", "08/04/01", "8.4.1", "26-04-01"};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(forms); i++)
		check(forms[i], false, KS_DATE_READ_TWO_DIGITS, "");
	check("260401", false, KS_DATE_READ_TWO_DIGITS, "");
	check("260401", true, KS_DATE_READ_TWO_DIGITS, "");
	check("8/4/1", true, KS_DATE_READ_OK, "2026-04-01");
}

static void what_is_no_day_is_not_made_one(void **state)
{
	static const char *const forms[] = {
		"",           "2026-02-30",  "2026/13/1",
		"0008-04-01", "2026/4",      "2026-04-01 9:30",
		"R123.4.1",   "R0.4.1",      "X8.4.1",
		"9999",       "2026/4/1x",   "４月１日",
		"123456789",  "99999",       "\xFF",
		"1867-12-31", "18671231",    "1867/12/31",
		"09999",      "80001",       "1234567",
		"123/4/1",    "2026/004/1",  "2026/4/001",
		"20260229",   "20260001",    "20260100",
		"元年5月1日", "2026-04-01Z", "2026-04-01 x",
		"2026/4/",    "2026//1",     "年4月1日",
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(forms); i++) {
		check(forms[i], true, KS_DATE_READ_NOT, "");
		check(forms[i], false, KS_DATE_READ_NOT, "");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_usual_form_of_a_day_is_read),
		cmocka_unit_test(a_year_of_two_digits_is_refused_unless_it_was_said_what_it_means),
		cmocka_unit_test(what_is_no_day_is_not_made_one),
	};

	return ks_test_run(tests);
}
