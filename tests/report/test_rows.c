/* SPDX-License-Identifier: Apache-2.0 */
#include "report/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/test.h"

/* Which rows are kept, in which order, and what they add up to: rows made by hand, at the edges of each rule. */

#define DAY ((struct ks_date){2026, 11, 28})

static struct ks_appointment posts[] = {
	{.unit = "総務課", .employment = "01", .from = {2010, 4, 1}},
	{.unit = "会計課", .employment = "06", .from = {2010, 4, 1}},
	{.unit = "総務課", .employment = "77", .from = {2010, 4, 1}},
};
static struct ks_person people[] = {
	{.number = "000001", .name = "見本 一"}, {.number = "000002", .name = "見本 二"},
	{.number = "000003", .name = "見本 三"}, {.number = "000004", .name = "見本 四"},
	{.number = "000005", .name = "見本 五"}, {.number = "000006", .name = "見本 六"},
};

struct kept {
	struct ks_completion_row rows[KS_COUNT(people)];
	struct ks_unlisted_row unlisted[2];
	struct ks_completion list;
};

static struct ks_completion_row row(size_t person, struct ks_appointment *post,
				    enum ks_standing standing, int month, int day)
{
	return (struct ks_completion_row){.person = &people[person],
					  .appointment = post,
					  .standing = standing,
					  .due = {2026, month, day},
					  .why_word = ""};
}

static void begin(struct kept *k)
{
	*k = (struct kept){
		.rows = {row(5, &posts[0], KS_STANDING_UNDER_WAY, 12, 25),
			 row(4, NULL, KS_STANDING_NOT_STARTED, 12, 25),
			 row(3, &posts[1], KS_STANDING_NOT_STARTED, 12, 25),
			 row(2, &posts[0], KS_STANDING_DONE, 5, 1),
			 row(1, &posts[0], KS_STANDING_UNDER_WAY, 12, 25),
			 row(0, &posts[2], KS_STANDING_EXEMPT, 4, 1)},
		.unlisted = {{.number = "888888"}, {.number = "999999", .n_done = 3}},
	};
	k->rows[4].is_overdue = true;
	k->list = (struct ks_completion){.rows = k->rows,
					 .n_rows = KS_COUNT(k->rows),
					 .unlisted = k->unlisted,
					 .n_unlisted = 2,
					 .nendo = 2026,
					 .day = DAY};
	ks_completion_count(&k->list);
}

/* The last digits of who is there, in the order of the rows. */
static void expect(const struct ks_completion *list, const char *digits)
{
	char has[16] = "";

	for (size_t i = 0; i < list->n_rows; i++)
		has[i] = list->rows[i].person->number[5];
	assert_string_equal(has, digits);
}

static void who_owes_stands_by_due_date_unit_and_number(void **state)
{
	struct kept k;

	(void)state;
	begin(&k);
	ks_completion_keep_outstanding(&k.list);
	expect(&k.list, "5426"); /* nobody's 所属 first, then 会計課 */
	assert_int_equal(k.list.n_unlisted, 0);
	assert_int_equal(k.list.n_done, 1); /* the sums stay those of all */
	k.rows[3].due = (struct ks_date){2026, 4, 1};
	k.rows[1].due = (struct ks_date){2026, 12, 26};
	k.list.n_rows = 4;
	ks_completion_keep_outstanding(&k.list);
	expect(&k.list, "6524");
}

static void a_filter_keeps_its_rows_and_counts_them_alone(void **state)
{
	static const struct {
		struct ks_report_filter filter;
		const char *kept;
		size_t n_unlisted, n_overdue, n_target;
	} cases[] = {
		{{"", "", ""}, "654321", 2, 1, 5},
		{{"総務課", "", ""}, "6321", 0, 1, 3},
		{{"課", "", ""}, "", 0, 0, 0},
		{{"", "01", ""}, "632", 0, 1, 3},
		{{"", "1", ""}, "632", 0, 1, 3},
		{{"", "77", ""}, "1", 0, 0, 0},
		{{"", "78", ""}, "", 0, 0, 0},
		{{"", "06", "未受講"}, "4", 0, 0, 1},
		{{"", "", KS_STATUS_OVERDUE}, "2", 0, 1, 1},
		{{"", "", KS_STATUS_TARGET}, "65432", 0, 1, 5},
		{{"", "", KS_STATUS_UNLISTED}, "", 2, 0, 0},
		{{"", "", "対象外"}, "1", 0, 0, 0},
		{{"", "", "修了"}, "3", 0, 0, 1},
		{{"総務課", "", "受講中"}, "62", 0, 1, 2},
		{{"総務課", "", KS_STATUS_UNLISTED}, "", 0, 0, 0},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct kept k;

		begin(&k);
		ks_completion_filter(&k.list, &cases[i].filter);
		expect(&k.list, cases[i].kept);
		assert_int_equal(k.list.n_unlisted, cases[i].n_unlisted);
		assert_int_equal(k.list.n_listed, strlen(cases[i].kept));
		assert_int_equal(k.list.n_overdue, cases[i].n_overdue);
		assert_int_equal(k.list.n_target, cases[i].n_target);
	}
}

/* Page by page: whoever is not listed stands behind the last row, on the last page alone. */
static void a_part_of_the_list_ends_with_the_list(void **state)
{
	static const struct {
		size_t from, n;
		const char *numbers;
	} cases[] = {{0, 6, "6 5 4 3 2 1 8 9 "},
		     {0, 5, "6 5 4 3 2 "},
		     {2, 2, "4 3 "},
		     {4, 2, "2 1 8 9 "},
		     {5, 1, "1 8 9 "},
		     {6, 2, "8 9 "},
		     {0, 0, ""},
		     {4, 1, "2 "}};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_table table;
		struct ks_buf has = {0};
		struct kept k;

		begin(&k);
		ks_completion_part(&k.list, cases[i].from, cases[i].n, &table);
		for (size_t r = 0; r < ks_table_rows(&table); r++)
			ks_buf_printf(&has, "%c ", ks_table_cell(&table, r, 0)->text[5]);
		assert_string_equal(ks_buf_text(&has), cases[i].numbers);
		ks_buf_finish(&has);
		ks_table_finish(&table);
	}
}

static void one_count_for_each_unit_and_each_kind_of_employment(void **state)
{
	struct ks_group_row *rows;
	struct kept k;
	size_t n;

	(void)state;
	begin(&k);
	rows = ks_group_rows(&k.list, KS_GROUP_UNIT, &n);
	assert_int_equal(n, 3);
	assert_string_equal(rows[0].name, "会計課");
	assert_string_equal(rows[1].name, "総務課");
	assert_string_equal(rows[2].name, "（なし）");
	assert_int_equal(rows[1].n_listed, 4);
	assert_int_equal(rows[1].n_target, 3);
	assert_int_equal(rows[1].n_exempt, 1);
	assert_int_equal(rows[1].n_done, 1);
	assert_int_equal(rows[1].n_under_way, 2);
	assert_int_equal(rows[1].n_not_started, 0);
	assert_int_equal(rows[1].n_overdue, 1);
	assert_int_equal(rows[2].n_not_started, 1);
	free(rows);
	/* In the order of their table; what is no 任用区分 behind it, by name. */
	rows = ks_group_rows(&k.list, KS_GROUP_EMPLOYMENT, &n);
	assert_int_equal(n, 4);
	assert_string_equal(rows[0].name, ks_employment_word("01"));
	assert_string_equal(rows[1].name, ks_employment_word("06"));
	assert_string_equal(rows[2].name, "77");
	assert_string_equal(rows[3].name, "（なし）");
	free(rows);
	k.list.n_rows = 0;
	assert_null(ks_group_rows(&k.list, KS_GROUP_UNIT, &n));
	assert_int_equal(n, 0);
}

/* A post counts from its first to its last day; nine at once are counted as eight, whoever holds so many. */
static void a_second_post_counts_on_the_days_it_is_held(void **state)
{
	static const struct {
		struct ks_date from, to;
		size_t n_shared;
	} cases[] = {
		{{2026, 11, 28}, {0, 0, 0}, 1},    {{2026, 11, 29}, {0, 0, 0}, 0},
		{{2026, 4, 1}, {2026, 11, 28}, 1}, {{2026, 4, 1}, {2026, 11, 27}, 0},
		{{2026, 4, 1}, {2026, 11, 29}, 1}, {{2026, 11, 28}, {2026, 11, 28}, 1},
	};
	static const char *const many[] = {"一課", "二課", "三課", "四課", "五課",
					   "六課", "七課", "八課", "九課"};
	struct ks_appointment two[2] = {posts[0], {.unit = "会計課", .employment = "01"}};
	struct ks_appointment nine[KS_COUNT(many)];
	struct ks_person person = {.number = "000001", .appointments = two, .n_appointments = 2};
	struct ks_completion_row one = {.person = &person, .appointment = &two[0]};
	struct ks_completion list = {.rows = &one, .n_rows = 1, .day = DAY};
	size_t n;

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_table table;

		two[1].from = cases[i].from;
		two[1].to = cases[i].to;
		assert_int_equal(ks_group_shared(&list, KS_GROUP_UNIT), cases[i].n_shared);
		assert_int_equal(ks_group_shared(&list, KS_GROUP_EMPLOYMENT), 0);
		ks_group_table(&list, KS_GROUP_UNIT, true, &table);
		assert_int_equal(ks_table_rows(&table), 2 + cases[i].n_shared);
		assert_int_equal(table.n_notes, cases[i].n_shared);
		ks_table_finish(&table);
		ks_group_table(&list, KS_GROUP_UNIT, false, &table);
		assert_int_equal(ks_table_rows(&table), 1 + cases[i].n_shared);
		assert_int_equal(table.n_notes, 0);
		ks_table_finish(&table);
	}
	for (size_t i = 0; i < KS_COUNT(many); i++)
		nine[i] = (struct ks_appointment){
			.unit = many[i], .employment = "01", .from = {2026, 4, 1}};
	person.appointments = nine;
	person.n_appointments = KS_COUNT(nine);
	one.appointment = &nine[0];
	free(ks_group_rows(&list, KS_GROUP_UNIT, &n));
	assert_int_equal(n, 8);
}

/* ---- duties ---- */

static void a_duty_is_open_to_the_end_of_its_day(void **state)
{
	static const struct {
		struct ks_date due;
		int64_t done_ms;
		bool is_missed;
		const char *sealed, *state;
	} cases[] = {
		{{2026, 11, 28}, 0, false, NULL, "未修了"},
		{{2026, 11, 27}, 0, false, NULL, "期限切れ"},
		{{2026, 11, 29}, 0, false, NULL, "未修了"},
		{{2026, 11, 27}, 0, true, NULL, "未受講（退職）"},
		{{2026, 11, 27}, KS_TEST_WALL_MS, true, NULL, "修了"},
		{{2026, 11, 27}, KS_TEST_WALL_MS, false, "未修了", "未修了"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_duty_row duty = {.duty = {.due = cases[i].due},
					   .done_ms = cases[i].done_ms,
					   .is_missed = cases[i].is_missed,
					   .state = cases[i].sealed};

		assert_string_equal(ks_duty_row_state(&duty, DAY), cases[i].state);
		assert_int_equal(ks_date_is_set(ks_duty_row_done(&duty)), cases[i].done_ms > 0);
	}
}

/* Each column of both kinds of rows; what is not owed only when it is asked for. */
static void every_duty_has_its_row(void **state)
{
	static struct ks_plan plan = {.id = "annual", .title = "年次"};
	static struct ks_plan_lesson lesson = {.id = "m1", .title = "一"};
	struct ks_duty_row duties[] = {
		{.person = &people[0],
		 .appointment = &posts[0],
		 .duty = {.plan = &plan, .lesson = &lesson, .due = {2026, 12, 25}},
		 .why = "なぜ",
		 .rule = "規則",
		 .done_ms = KS_TEST_WALL_MS,
		 .is_from_paper = true,
		 .addendum = "後から",
		 .correction = "直した"},
		{.person = &people[1],
		 .appointment = &posts[1],
		 .duty = {.plan = &plan, .lesson = &lesson, .due = {2026, 11, 1}},
		 .why = "",
		 .rule = ""}};
	struct ks_waiver_row waived[] = {{&people[2], &posts[0], &plan, &lesson, "免除"},
					 {&people[3], &posts[1], &plan, NULL, "育休"},
					 {&people[4], NULL, NULL, NULL, "任用なし"}};
	struct ks_duty_list list = {.rows = duties, .n_rows = 2, .waived = waived, .n_waived = 3};
	struct ks_table table;
	struct ks_buf out = {0};

	(void)state;
	ks_duty_table(&list, DAY, false, &table);
	assert_int_equal(ks_table_rows(&table), 2);
	ks_table_finish(&table);
	ks_duty_table(&list, DAY, true, &table);
	ks_table_csv(&table, &out);
	assert_string_equal(
		strchr(ks_buf_text(&out), '\n') + 1,
		"000001,見本 一,総務課,正規職員,annual,m1,一,2026-12-25,修了,2026-05-18,なぜ,規則,後から,直した,"
		"紙から転記\r\n"
		"000002,見本 二,会計課,会計年度任用職員（パートタイム）,annual,m1,一,2026-11-01,期限切れ,,,,,,\r\n"
		"000003,見本 三,総務課,正規職員,annual,m1,一,,対象外（免除）,,免除,,,,\r\n"
		"000004,見本 四,会計課,会計年度任用職員（パートタイム）,annual,,年次,,対象外（育休）,,育休,,,,\r\n"
		"000005,見本 五,,,,,,,対象外（任用なし）,,任用なし,,,,\r\n");
	ks_buf_finish(&out);
	ks_table_finish(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_owes_stands_by_due_date_unit_and_number),
		cmocka_unit_test(a_filter_keeps_its_rows_and_counts_them_alone),
		cmocka_unit_test(a_part_of_the_list_ends_with_the_list),
		cmocka_unit_test(one_count_for_each_unit_and_each_kind_of_employment),
		cmocka_unit_test(a_second_post_counts_on_the_days_it_is_held),
		cmocka_unit_test(a_duty_is_open_to_the_end_of_its_day),
		cmocka_unit_test(every_duty_has_its_row),
	};

	return ks_test_run(tests);
}
