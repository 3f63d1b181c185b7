/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "content/expect.h"
#include "content/plan.h"

/* A course file: read from YAML, sent as JSON, and the same plan again at the other end. */

#define HEAD                                                                                           \
	"id: annual\ntitle: 年次研修\nrevision: \"2026.1\"\nnendo: 2026\nopens: 2026-04-01\ndue: " \
	"2026-12-25\n"
#define TEST "test:\n  title: 確認テスト\n  minutes: 8\n"
#define LESSON "lessons:\n  - id: m1\n    title: 題\n    minutes: 5\n"

static enum ks_rc load(const char *text, struct ks_plan *plan, struct ks_diags *diags)
{
	char *folder = ks_test_folder(), *file = ks_test_write(folder, "annual.yaml", text);
	enum ks_rc rc = ks_plan_load(file, plan, diags);

	free(file);
	ks_test_folder_finish(folder);
	return rc;
}

static void load_sample(struct ks_plan *plan)
{
	struct ks_diags diags = {0};
	enum ks_rc rc = load(
		HEAD
		"mid_year_days: 10\nmin_days_left: 30\ndue_at_once: true\nmax_repeats: 2\n"
		"audience: {employment: [\"01\", \"05\"], roles: [管理職], without_roles: [休止], "
		"facilities: [本庁], joining: true, transferred: true}\n"
		"lessons:\n  - id: m1\n    title: 一つめ \"題\"\n    minutes: 5\n    ready: true\n"
		"    questions: 5\n    pass: 4\n    audience: {roles: [端末利用]}\n    pools:\n"
		"      - {clauses: [\"5\", \"6(5)\"], questions: 2}\n      - {questions: 1}\n"
		"  - id: m2\n    title: 二つめ\n    minutes: 6\n",
		plan, &diags);

	expect_none(&diags);
	assert_int_equal(rc, KS_OK);
}

static void assert_is_sample(const struct ks_plan *plan)
{
	const struct ks_plan_lesson *lesson = ks_plan_find(plan, "m1");

	assert_string_equal(plan->id, "annual");
	assert_string_equal(plan->title, "年次研修");
	assert_string_equal(plan->revision, "2026.1");
	assert_int_equal(plan->nendo, 2026);
	assert_int_equal(plan->opens.month, 4);
	assert_int_equal(plan->due.day, 25);
	assert_int_equal(plan->mid_year_days, 10);
	assert_int_equal(plan->min_days_left, 30);
	assert_true(plan->is_due_at_once);
	assert_int_equal(plan->max_repeats, 2);
	assert_int_equal(plan->audience.n_employment, 2);
	assert_string_equal(plan->audience.employment[1], "05"); /* its zero kept */
	assert_string_equal(plan->audience.roles[0], "管理職");
	assert_string_equal(plan->audience.without_roles[0], "休止");
	assert_string_equal(plan->audience.facilities[0], "本庁");
	assert_true(plan->audience.is_joining);
	assert_true(plan->audience.is_transferred);
	assert_int_equal(plan->n_lessons, 2);
	assert_string_equal(lesson->title, "一つめ \"題\"");
	assert_true(lesson->is_ready);
	assert_int_equal(lesson->n_questions, 5);
	assert_int_equal(lesson->pass_right, 4);
	assert_string_equal(lesson->audience.roles[0], "端末利用");
	assert_int_equal(lesson->n_pools, 2);
	assert_string_equal(lesson->pools[0].clauses[1], "6(5)");
	assert_int_equal(lesson->pools[0].n_questions, 2);
	assert_int_equal(lesson->pools[1].n_clauses, 0);
	assert_false(ks_plan_find(plan, "m2")->is_ready);
	assert_null(ks_plan_find(plan, "m3"));
}

static void a_course_file_is_read_whole(void **state)
{
	struct ks_plan plan;

	(void)state;
	load_sample(&plan);
	assert_is_sample(&plan);
	assert_int_equal(ks_plan_find(&plan, "m1")->line, 13);
	ks_plan_finish(&plan);
}

static void json_carries_the_same_plan_in_the_same_bytes(void **state)
{
	struct ks_plan plan, again;
	char *json, *json_again;

	(void)state;
	load_sample(&plan);
	json = ks_plan_to_json(&plan);
	assert_int_equal(ks_plan_from_json(json, &again), KS_OK);
	assert_is_sample(&again);
	json_again = ks_plan_to_json(&again);
	assert_string_equal(json, json_again);
	free(json);
	free(json_again);
	ks_plan_finish(&plan);
	ks_plan_finish(&again);
}

static void the_courses_of_a_year_travel_together(void **state)
{
	struct ks_plan two[2];
	struct ks_plans plans;
	char *json;

	(void)state;
	load_sample(&two[0]);
	load_sample(&two[1]);
	two[1].nendo = 2027;
	json = ks_plans_to_json(two, 2, 2026);
	assert_int_equal(ks_plans_from_json(json, &plans), KS_OK);
	assert_int_equal(plans.n_items, 1);
	assert_is_sample(&plans.items[0]);
	ks_plans_finish(&plans);
	free(json);
	json = ks_plan_to_json(&two[1]); /* one alone is also taken */
	assert_int_equal(ks_plans_from_json(json, &plans), KS_OK);
	assert_int_equal(plans.items[0].nendo, 2027);
	ks_plans_finish(&plans);
	free(json);
	assert_int_equal(ks_plans_from_json("[{}]", &plans), KS_INVALID);
	ks_plans_finish(&plans);
	assert_int_equal(ks_plans_from_json("[]", &plans), KS_OK);
	assert_int_equal(plans.n_items, 0);
	ks_plans_finish(&plans);
	ks_plan_finish(&two[0]);
	ks_plan_finish(&two[1]);
}

static void the_acknowledgement_is_asked_for_only_where_it_stands(void **state)
{
	struct ks_diags diags = {0};
	struct ks_plan plan, again;
	char *json;

	(void)state;
	assert_int_equal(load(HEAD LESSON, &plan, &diags), KS_OK);
	assert_false(plan.acknowledges);
	json = ks_plan_to_json(&plan);
	assert_null(strstr(json, "acknowledge")); /* other plans stay the bytes they were */
	free(json);
	ks_plan_finish(&plan);

	assert_int_equal(load(HEAD "acknowledge: true\nacknowledge_text: 守ります。\n" LESSON,
			      &plan, &diags),
			 KS_OK);
	expect_none(&diags);
	assert_true(plan.acknowledges);
	assert_string_equal(plan.acknowledge_text, "守ります。");
	plan.policy_sha256 = "c9a9";
	json = ks_plan_to_json(&plan);
	assert_int_equal(ks_plan_from_json(json, &again), KS_OK);
	assert_true(again.acknowledges);
	assert_string_equal(again.acknowledge_text, "守ります。");
	assert_string_equal(again.policy_sha256, "c9a9");
	free(json);
	ks_plan_finish(&again);
	ks_plan_finish(&plan);
}

static void json_that_is_no_plan_is_refused(void **state)
{
	struct ks_plan plan, again;
	char *json;
	static const struct {
		const char *what, *with;
	} cases[] = {
		{"{\"format\"", "[{\"format\""},
		{"kenshu-plan-1", "kenshu-plan-9"},
		{"\"nendo\":2026", "\"nendo\":\"2026\""},
		{"\"nendo\":2026", "\"nendo\":-1"},
		{"2026-12-25", "2026-12-32"},
		{"\"lessons\":[", "\"lessns\":["},
		{"\"ready\":true", "\"ready\":1"},
		{"\"pass\":4", "\"pass\":6"},
		{"[\"01\",\"05\"]", "[1,5]"},
		{"\"id\":\"m1\"", "\"id\":null"},
		{"\"audience\":{\"employment\":[\"01\"", "\"audienc\":{\"employment\":[\"01\""},
		{"]}]}", "]}]"},
	};

	(void)state;
	load_sample(&plan);
	json = ks_plan_to_json(&plan);
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *at = strstr(json, cases[i].what), *broken;

		assert_non_null(at);
		broken = ks_format("%.*s%s%s", (int)(at - json), json, cases[i].with,
				   at + strlen(cases[i].what));
		if (ks_plan_from_json(broken, &again) != KS_INVALID)
			fail_msg("taken: %s", broken);
		ks_plan_finish(&again);
		free(broken);
	}
	free(json);
	ks_plan_finish(&plan);
}

static void the_test_of_a_course_is_the_last_of_its_lessons(void **state)
{
	struct ks_plan plan, again;
	const struct ks_plan_lesson *test;
	struct ks_diags diags = {0};
	char *json, *json_again;

	(void)state;
	assert_int_equal(load(HEAD TEST "  questions: 10\n  pass: 8\n  must: [\"6(7)\"]\n"
					"  pools:\n    - {clauses: [\"6(7)\"], questions: 2}\n" LESSON,
			      &plan, &diags),
			 KS_OK);
	json = ks_plan_to_json(&plan);
	assert_int_equal(ks_plan_from_json(json, &again), KS_OK);
	json_again = ks_plan_to_json(&again);
	assert_string_equal(json, json_again);
	assert_int_equal(again.n_lessons, 2);
	assert_false(again.lessons[0].is_test);
	test = &again.lessons[1];
	assert_string_equal(test->id, "annual-test");
	assert_true(test->is_test && test->is_ready);
	assert_int_equal(test->n_questions, 10);
	assert_int_equal(test->pass_right, 8);
	assert_int_equal(test->n_must, 1);
	assert_string_equal(test->must[0], "6(7)");
	assert_string_equal(test->pools[0].clauses[0], "6(7)");
	free(json);
	free(json_again);
	ks_plan_finish(&plan);
	ks_plan_finish(&again);
}

static void every_mistake_is_told_with_its_line(void **state)
{
	static const struct {
		const char *text;
		int line;
		const char *words;
	} cases[] = {
		{"", 1, "「項目: 値」"},
		{"- a\n", 1, "「項目: 値」"},
		{HEAD, 1, "科目（lessons）がありません"},
		{HEAD "lessons: m1\n", 7, "「- 」で始まる並び"},
		{HEAD "lessons:\n  - m1\n", 8, "「項目: 値」"},
		{HEAD LESSON "  - id: m1\n    title: 題\n    minutes: 5\n", 11, "科目「m1」が二度"},
		{HEAD LESSON "    questions: 3\n    pass: 4\n", 8,
		 "合格（4 問）が、出題の数（3 問）より多く"},
		{HEAD LESSON "    questions: 3\n    pass: 0\n", 8, "1 問以上"},
		{HEAD LESSON "    questions: 3\n    pools: [{questions: 4}]\n", 12, "足すと 4 になり"},
		{HEAD LESSON "    redy: true\n", 11, "項目「redy」は知りません"},
		{HEAD "test: 10\n" LESSON, 7, "test には"},
		{HEAD TEST LESSON, 8, "questions）を 1 問以上"},
		{HEAD TEST "  questions: 3\n  pass: 4\n" LESSON, 8, "合格（4 問）が"},
		{HEAD TEST "  questions: 3\n  id: t\n" LESSON, 11, "項目「id」は知りません"},
		{HEAD TEST "  questions: 3\nlessons:\n  - {id: annual-test, title: 題, minutes: 5}\n",
		 8, "同じ番号の科目"},
		{HEAD "audience: {employment: [1]}\n" LESSON, 7, "任用区分「1」"},
		{HEAD "audience: 全員\n" LESSON, 7, "audience には"},
		{HEAD "max_repeats: -1\n" LESSON, 7, "0 から 100 まで"},
		{"id: a\ntitle: t\nrevision: r\nnendo: 2026\nopens: 2026-04-01\ndue: 2026-02-30\n" LESSON,
		 6, "2026-04-01 の形の日付"},
		{"id: a\ntitle: t\nrevision: r\nnendo: 2026\nopens: 2026-05-01\ndue: 2026-04-30\n" LESSON,
		 6, "始まる日（opens）より前"},
		{"id: a\ntitle: t\nrevision: r\nnendo: 2026\nopens: 2026-03-31\ndue: 2026-12-25\n" LESSON,
		 5, "2026 年度（2026-04-01 から 2027-03-31 まで）に収まって"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_plan plan;
		struct ks_diags diags = {0};

		if (load(cases[i].text, &plan, &diags) != KS_INVALID)
			fail_msg("taken: %s", cases[i].text);
		expect_error(&diags, cases[i].line, cases[i].words);
		ks_plan_finish(&plan);
		ks_diags_finish(&diags);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(a_course_file_is_read_whole),
	cmocka_unit_test(the_courses_of_a_year_travel_together),
	cmocka_unit_test(json_carries_the_same_plan_in_the_same_bytes),
	cmocka_unit_test(the_acknowledgement_is_asked_for_only_where_it_stands),
	cmocka_unit_test(json_that_is_no_plan_is_refused),
	cmocka_unit_test(the_test_of_a_course_is_the_last_of_its_lessons),
	cmocka_unit_test(every_mistake_is_told_with_its_line),
};

int main(void)
{
	return ks_test_run(tests);
}
