/* SPDX-License-Identifier: Apache-2.0 */
#include "course/person.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/test.h"

static struct ks_date day(const char *text)
{
	struct ks_date date = {0};

	if (text[0] != '\0')
		assert_true(ks_date_parse(text, &date));
	return date;
}

static void every_employment_is_found_by_code_name_and_brief(void **state)
{
	size_t n;
	const struct ks_employment *table = ks_employment_table(&n);

	(void)state;
	assert_int_equal(n, 15);
	for (size_t i = 0; i < n; i++) {
		assert_ptr_equal(ks_employment_find(table[i].code), &table[i]);
		assert_ptr_equal(ks_employment_find(table[i].name), &table[i]);
		assert_ptr_equal(ks_employment_find(table[i].brief), &table[i]);
	}
	for (char digit = '1'; digit <= '9'; digit++) /* as Excel leaves it */
		assert_ptr_equal(ks_employment_find((char[]){digit, '\0'}), &table[digit - '1']);
	for (const char *const *bad = (const char *const[]){"", "0", "00", "15", "006", "正", NULL};
	     *bad; bad++)
		assert_null(ks_employment_find(*bad));
}

static void a_code_has_its_name_and_another_stands_for_itself(void **state)
{
	(void)state;
	assert_string_equal(ks_employment_word("06"), "会計年度任用職員（パートタイム）");
	assert_string_equal(ks_employment_word("6"), "会計年度任用職員（パートタイム）");
	assert_string_equal(ks_employment_word("77"), "77");
	assert_string_equal(ks_employment_word(""), "");
	assert_string_equal(ks_employment_word(NULL), "");
}

static void policy_five_reaches_reappointed_and_fiscal_year_staff_but_not_contractors(void **state)
{
	static const char staff[] = "010203040506070809", others[] = "101112131499";

	(void)state;
	for (size_t i = 0; i + 2 < sizeof(staff); i += 2)
		assert_true(ks_employment_find((char[]){staff[i], staff[i + 1], 0})->is_staff);
	for (size_t i = 0; i + 2 < sizeof(others); i += 2)
		assert_false(ks_employment_find((char[]){others[i], others[i + 1], 0})->is_staff);
}

static void appointment_is_the_one_in_force_else_the_latest_begun_else_the_first(void **state)
{
	struct ks_appointment periods[] = {
		{.unit = "a", .from = day("2024-04-01"), .to = day("2025-03-31")},
		{.unit = "b", .from = day("2025-04-01"), .to = day("2026-03-31")},
		{.unit = "c", .from = day("2026-07-01")},
	};
	struct ks_person person = {.appointments = periods, .n_appointments = 3};
	static const struct {
		const char *day, *unit;
	} cases[] = {
		{"2023-01-01", "a"}, {"2024-04-01", "a"}, {"2025-03-31", "a"}, {"2025-04-01", "b"},
		{"2026-03-31", "b"}, {"2026-05-01", "b"}, {"2026-07-01", "c"}, {"2099-01-01", "c"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(ks_person_appointment_on(&person, day(cases[i].day))->unit,
				    cases[i].unit);
	/* A long one that is still in force wins over a later one that has ended. */
	periods[0].to = (struct ks_date){0};
	assert_string_equal(ks_person_appointment_on(&person, day("2026-05-01"))->unit, "a");
	periods[0].to = day("2026-05-18"); /* its last day is one of it */
	assert_string_equal(ks_person_appointment_on(&person, day("2026-05-18"))->unit, "a");
	assert_string_equal(ks_person_appointment_on(&person, day("2026-05-19"))->unit, "b");
	periods[2].from = day(""); /* nobody knows since when */
	assert_string_equal(ks_person_appointment_on(&person, day("2020-01-01"))->unit, "c");
	periods[0].from = day("2026-06-01"); /* who is still to come has the post to come */
	person.n_appointments = 1;
	assert_string_equal(ks_person_appointment_on(&person, day("2026-05-01"))->unit, "a");
	person.n_appointments = 0;
	assert_null(ks_person_appointment_on(&person, day("2026-05-01")));
}

static void whoever_types_a_number_sees_no_more_than_the_family_name(void **state)
{
	static const char *const cases[][2] = {
		{"環境 太郎", "環境"},
		{"環境　太郎", "環境"},
		{"塚　次 郎", "塚"},
		{"Tanaka", "T…"},
		{"・マリア", "・…"},
		{"環境太郎", "環…"}, /* who can tell where the family name ends? */
		{"葛\xF3\xA0\x84\x80城", "葛\xF3\xA0\x84\x80…"}, /* a variant is one character */
		{"マリア・フェルナンダ・デ・ラ・クルス・ゴンサレス・イ・ロドリゲス", "マリア…"},
		{" 太郎", " …"},
		{"", ""},
		{"あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほ 太郎",
		 "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふ…"},
		{"あいうえおかきくけこさしすせそたちつてとなにぬねのはひふ・太郎",
		 "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふ…"},
		{"あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへ・太郎", "あ…"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char *name = ks_person_family_name(&(struct ks_person){.name = cases[i][0]});

		assert_string_equal(name, cases[i][1]);
		free(name);
	}
}

/* Who has no space in the name is shown by one character: with what is written over or behind it, and nothing more. */
static void a_mark_belongs_to_the_character_before_it(void **state)
{
	static const char *const marks[] = {
		"\xCC\x80",     "\xCD\xAF",         "\xE3\x82\x99",
		"\xE3\x82\x9A", "\xE2\x80\x8D",     "\xEF\xB8\x80",
		"\xEF\xB8\x8F", "\xF3\xA0\x84\x80", "\xF3\xA0\x87\xAF",
	};
	static const char *const others[] = {
		"\xCB\xBF",         "\xCD\xB0",         "\xE3\x82\x98", "\xE3\x82\x9B",
		"\xE2\x80\x8C",     "\xE2\x80\x8E",     "\xEF\xB7\xBF", "\xEF\xB8\x90",
		"\xF3\xA0\x83\xBF", "\xF3\xA0\x87\xB0",
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(marks) + KS_COUNT(others); i++) {
		bool is_mark = i < KS_COUNT(marks);
		const char *sign = is_mark ? marks[i] : others[i - KS_COUNT(marks)];
		char *whole = ks_format("葛%s城", sign),
		     *seen = ks_format("葛%s…", is_mark ? sign : "");
		char *name = ks_person_family_name(&(struct ks_person){.name = whole});

		assert_string_equal(name, seen);
		free(name);
		free(seen);
		free(whole);
	}
}

static void a_key_is_a_number_or_that_of_a_later_holder(void **state)
{
	static const char *const good[] = {"000101",   "A-1", "1",
					   "000101~2", "1~1", "123456789012~999"};
	static const char *const bad[] = {
		"",        "~2",       "000101~",       "000101~02", "000101~1000",
		"0001 01", "000101~x", "1234567890123", "000101~2~3"};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(ks_person_is_key(good[i]));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(ks_person_is_key(bad[i]));
}

static void role_is_a_whole_word_between_semicolons(void **state)
{
	struct ks_appointment a = {.roles = "管理職; 端末利用 ;;個人番号取扱"};

	(void)state;
	assert_true(ks_appointment_has_role(&a, "管理職"));
	assert_true(ks_appointment_has_role(&a, "端末利用"));
	assert_true(ks_appointment_has_role(&a, "個人番号取扱"));
	assert_false(ks_appointment_has_role(&a, "端末"));
	assert_false(ks_appointment_has_role(&a, "個人番号取扱者"));
	assert_false(ks_appointment_has_role(&a, ""));
	a.roles = "";
	assert_false(ks_appointment_has_role(&a, "管理職"));
	a.roles = "A; B;";
	assert_true(ks_appointment_has_role(&a, "A"));
	assert_true(ks_appointment_has_role(&a, "B"));
	a.roles = NULL;
	assert_false(ks_appointment_has_role(&a, "A"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_employment_is_found_by_code_name_and_brief),
		cmocka_unit_test(a_code_has_its_name_and_another_stands_for_itself),
		cmocka_unit_test(
			policy_five_reaches_reappointed_and_fiscal_year_staff_but_not_contractors),
		cmocka_unit_test(appointment_is_the_one_in_force_else_the_latest_begun_else_the_first),
		cmocka_unit_test(whoever_types_a_number_sees_no_more_than_the_family_name),
		cmocka_unit_test(a_mark_belongs_to_the_character_before_it),
		cmocka_unit_test(a_key_is_a_number_or_that_of_a_later_holder),
		cmocka_unit_test(role_is_a_whole_word_between_semicolons),
	};

	return ks_test_run(tests);
}
