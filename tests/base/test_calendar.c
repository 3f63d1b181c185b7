/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/mem.h"

/* The borders of days, 年度 and eras: where a due date would be wrong by one. */

static struct ks_date date(int year, int month, int day)
{
	return (struct ks_date){.year = year, .month = month, .day = day};
}

static void assert_date(struct ks_date a, struct ks_date b)
{
	assert_int_equal(ks_date_compare(a, b), 0);
}

static void assert_words(char *words, const char *expected)
{
	assert_string_equal(words, expected);
	free(words);
}

static void every_day_of_four_centuries_has_its_own_number(void **state)
{
	int64_t first = ks_date_to_day(date(1800, 1, 1)), last = ks_date_to_day(date(2200, 12, 31));
	struct ks_date before = ks_date_from_day(first - 1);

	(void)state;
	for (int64_t day = first; day <= last; day++) {
		struct ks_date d = ks_date_from_day(day);

		assert_int_equal(ks_date_to_day(d), day);
		assert_int_equal(ks_date_compare(before, d), -1);
		before = d;
	}
	assert_int_equal(ks_date_to_day(date(1970, 1, 1)), 0);
	assert_date(ks_date_from_day(ks_date_to_day(date(2000, 2, 28)) + 1), date(2000, 2, 29));
	assert_date(ks_date_from_day(ks_date_to_day(date(2100, 2, 28)) + 1), date(2100, 3, 1));
}

static void only_real_iso_dates_are_taken(void **state)
{
	static const char *const bad[] = {
		"2026-02-29",  "2026-02-30",    "2100-02-29",  "2026-04-31", "2026-13-01",
		"2026-00-10",  "2026-01-00",    "0000-01-01",  "2026-1-01",  "2026/01/01",
		"2026-01-01 ", " 2026-01-01",   "2026-01-011", "20260101",   "",
		"-026-01-01",  "令和8年1月1日",
	};
	struct ks_date d = date(1, 2, 3);

	(void)state;
	for (size_t i = 0; i < KS_COUNT(bad); i++)
		assert_false(ks_date_parse(bad[i], &d));
	assert_date(d, date(1, 2, 3));
	assert_true(ks_date_parse("2028-02-29", &d));
	assert_date(d, date(2028, 2, 29));
}

static void no_date_is_written_as_nothing(void **state)
{
	char text[16];

	(void)state;
	memset(text, 'x', sizeof(text)); /* whatever stood there before */
	ks_date_format((struct ks_date){0}, text);
	assert_string_equal(text, "");
	ks_date_format(date(2026, 4, 1), text);
	assert_string_equal(text, "2026-04-01");
}

static void nendo_turns_at_midnight_before_the_first_of_april_in_japan(void **state)
{
	int64_t turn;

	(void)state;
	assert_true(ks_time_parse("2026-03-31T15:00:00Z", &turn));
	assert_int_equal(ks_nendo_of(ks_civil_from_ms(turn - 1).date), 2025);
	assert_int_equal(ks_nendo_of(ks_civil_from_ms(turn).date), 2026);
	assert_date(ks_nendo_first(2026), date(2026, 4, 1));
	assert_date(ks_nendo_last(2026), date(2027, 3, 31));
	assert_int_equal(ks_nendo_of(ks_nendo_last(2027)), 2027); /* with a 29 February in it */
}

static void the_zone_of_the_machine_moves_nothing(void **state)
{
	(void)state;
	setenv("TZ", "America/New_York", 1);
	struct ks_civil c = ks_civil_from_ms(KS_TEST_WALL_MS);

	unsetenv("TZ");
	assert_date(c.date, date(2026, 5, 18));
	assert_int_equal(c.hour, 9);
	assert_int_equal(c.minute, 30);
	assert_int_equal(c.second, 20);
	assert_int_equal(c.weekday, 1);
	assert_int_equal(ks_civil_to_ms(&c), KS_TEST_WALL_MS);
}

static void instants_before_1970_round_down(void **state)
{
	struct ks_civil c = ks_civil_from_ms(-1 - INT64_C(9) * 3600000);

	(void)state;
	assert_date(c.date, date(1969, 12, 31));
	assert_int_equal(c.hour, 23);
	assert_int_equal(c.ms, 999);
	assert_int_equal(c.weekday, 3);
}

static void one_instant_has_one_meaning_in_any_spelling(void **state)
{
	static const char *const same[] = {
		"2026-05-18T00:30:20Z",     "2026-05-18T00:30:20.000Z", "2026-05-18T09:30:20+09:00",
		"2026-05-17T20:30:20-0400", "2026-05-18t09:30:20+09",   "2026-05-18 00:30:20.0009z",
		"2026-05-19T00:29:20+2359", "2026-05-18T00:30:20,000Z",
	};
	static const struct {
		const char *text;
		int64_t ms; /* later than those */
	} others[] = {
		{"2026-05-18T00:30Z", -20000},
		{"2026-05-18T00:30:20.1Z", 100},
		{"2026-05-18T00:30:20.12Z", 120},
		{"2026-05-18T00:30:20,1239Z", 123},
		{"2026-05-18T00:30:60Z", 40000}, /* a leap second */
		{"2026-05-18T23:59:59.999Z", INT64_C(84579999)},
	};
	char text[32];

	(void)state;
	for (size_t i = 0; i < KS_COUNT(same); i++) {
		int64_t ms = 0;

		assert_true(ks_time_parse(same[i], &ms));
		assert_int_equal(ms, KS_TEST_WALL_MS);
	}
	for (size_t i = 0; i < KS_COUNT(others); i++) {
		int64_t ms = 0;

		assert_true(ks_time_parse(others[i].text, &ms));
		assert_int_equal(ms - KS_TEST_WALL_MS, others[i].ms);
	}
	ks_time_format_utc(KS_TEST_WALL_MS + 7, text);
	assert_string_equal(text, "2026-05-18T00:30:20.007Z");
	ks_time_format_jst(KS_TEST_WALL_MS, text);
	assert_string_equal(text, "2026-05-18T09:30:20+09:00");
}

static void an_instant_without_a_zone_is_refused(void **state)
{
	static const char *const bad[] = {
		"2026-05-18T00:30:20",       "2026-05-18",
		"2026-05-18T24:00:00Z",      "2026-05-18T00:60:00Z",
		"2026-02-30T00:00:00Z",      "2026-05-18T00:30:20.Z",
		"2026-05-18T00:30:20Zx",     "2026-05-18T00:30:20+25:00",
		"2026-05-18T00:30:20+0",     "",
		"2026-05-18T00:30:61Z",      "2026-05-18T00:30:2Z",
		"2026-05-18T0:30:20Z",       "2026-05-18T00-30:20Z",
		"2026-05-18T00:3:20Z",       "2026-05-18T00:30:20+24:00",
		"2026-05-18T00:30:20+23:60", "2026-05-18x00:30:20Z",
		"2026-05-18T00:30:20+09:",   "2026-05-18T00:30:20.5",
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(bad); i++) {
		int64_t ms;

		assert_false(ks_time_parse(bad[i], &ms));
	}
}

static void clock_times_are_read_as_people_write_them(void **state)
{
	static const char *const bad[] = {"24:00", "9:60",  "9:3", "009:03",
					  "9",     "9:03x", ":30", ""};
	int minute = -1;

	(void)state;
	assert_true(ks_time_parse_clock("9:03", &minute));
	assert_int_equal(minute, 543);
	assert_true(ks_time_parse_clock("09:03", &minute));
	assert_true(ks_time_parse_clock("23:59", &minute));
	assert_int_equal(minute, 1439);
	for (size_t i = 0; i < KS_COUNT(bad); i++)
		assert_false(ks_time_parse_clock(bad[i], &minute));
}

static void eras_change_on_their_day(void **state)
{
	(void)state;
	assert_words(ks_wareki_date(date(2019, 4, 30)), "平成31年4月30日");
	assert_words(ks_wareki_date(date(2019, 5, 1)), "令和元年5月1日");
	assert_words(ks_wareki_date(date(1989, 1, 7)), "昭和64年1月7日");
	assert_words(ks_wareki_date_weekday(date(2026, 11, 24)), "令和8年11月24日（火）");
	assert_words(ks_time_words(INT64_C(1779064500000)), "2026年5月18日 9:35");
	assert_words(ks_wareki_date_weekday(date(2027, 2, 28)), "令和9年2月28日（日）");
}

static void nendo_carries_the_year_it_began_in(void **state)
{
	(void)state;
	assert_words(ks_wareki_nendo(2026), "令和8年度");
	assert_words(ks_wareki_nendo(2018), "平成30年度");
	assert_words(ks_wareki_nendo(2019), "令和元年度"); /* although 1 April was still 平成31年 */
	assert_words(ks_wareki_nendo(1988), "昭和63年度");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_day_of_four_centuries_has_its_own_number),
		cmocka_unit_test(only_real_iso_dates_are_taken),
		cmocka_unit_test(no_date_is_written_as_nothing),
		cmocka_unit_test(nendo_turns_at_midnight_before_the_first_of_april_in_japan),
		cmocka_unit_test(the_zone_of_the_machine_moves_nothing),
		cmocka_unit_test(instants_before_1970_round_down),
		cmocka_unit_test(one_instant_has_one_meaning_in_any_spelling),
		cmocka_unit_test(an_instant_without_a_zone_is_refused),
		cmocka_unit_test(clock_times_are_read_as_people_write_them),
		cmocka_unit_test(eras_change_on_their_day),
		cmocka_unit_test(nendo_carries_the_year_it_began_in),
	};

	return ks_test_run(tests);
}
