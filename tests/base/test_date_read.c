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
	check("9999/12/31", false, KS_DATE_READ_OK, "9999-12-31");
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
		"",           "2026-02-30", "2026/13/1",
		"0008-04-01", "2026/4",     "2026-04-01 9:30",
		"R123.4.1",   "R0.4.1",     "X8.4.1",
		"9999",       "2026/4/1x",  "４月１日",
		"123456789",  "99999",      "\xFF",
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(forms); i++)
		check(forms[i], true, KS_DATE_READ_NOT, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_usual_form_of_a_day_is_read),
		cmocka_unit_test(a_year_of_two_digits_is_refused_unless_it_was_said_what_it_means),
		cmocka_unit_test(what_is_no_day_is_not_made_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
