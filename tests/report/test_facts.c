/* SPDX-License-Identifier: Apache-2.0 */
#include "report/facts.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/db.h"
#include "support/centre_sample.h"
#include "support/test.h"
#include "xapi/statement.h"

/* Who did what, out of several courses and several tables: the earlier completion counts, with what stands behind it. */

static void keep(struct ks_sample_centre *sample, const char *sql)
{
	assert_int_equal(ks_db_run(sample->store, sql, ""), KS_OK);
}

static struct ks_plan plans[] = {{.id = "annual", .nendo = 2026},
				 {.id = "old", .nendo = 2025},
				 {.id = "second", .nendo = 2026}};

static void fill(struct ks_sample_centre *sample)
{
	assert_int_equal(ks_store_begin(sample->store), KS_OK);
	keep(sample, "INSERT INTO standing(nendo, plan, staff, lesson, done_ms, clock, how) VALUES"
		     " (2026, 'annual', '1', 'm1', 100, 'synced', ''),"
		     " (2026, 'annual', '1', 'm2', 0, '', ''),"
		     " (2026, 'annual', '2', 'm1', 300, 'unsynced', 'paper'),"
		     " (2026, 'annual', '4', 'm1', 0, 'unsynced', 'paper'),"
		     " (2026, 'second', '1', 'm1', 50, 'stepped', 'paper'),"
		     " (2026, 'second', '1', 'm3', 60, '', 'paper'),"
		     " (2026, 'second', '2', 'm1', 400, 'synced', ''),"
		     " (2026, 'third', '1', 'm1', 1, 'synced', ''),"
		     " (2025, 'old', '1', 'm1', 1, 'synced', ''),"
		     " (2026, 'old', '1', 'm1', 2, 'synced', '')");
	keep(sample, "INSERT INTO elsewhere(staff, nendo, plan, lesson, done_ms) VALUES"
		     " ('1', 2026, 'annual', 'm2', 70), ('2', 2026, 'second', 'm1', 200),"
		     " ('3', 2026, 'annual', 'm1', 80), ('3', 2026, 'second', 'm1', 90),"
		     " ('1', 2026, 'third', 'm1', 5), ('1', 2025, 'annual', 'm1', 5)");
	keep(sample, "INSERT INTO on_paper(staff, nendo, plan, lesson) VALUES"
		     " ('3', 2026, 'second', 'm1')");
	keep(sample, "INSERT INTO failure(nendo, staff, lesson, plan, n, last_ms) VALUES"
		     " (2026, '1', 'm1', 'annual', 2, 20), (2026, '1', 'm1', 'second', 3, 10),"
		     " (2026, '1', 'm1', 'third', 9, 99), (2025, '1', 'm1', 'annual', 9, 99),"
		     " (2026, '4', 'm1', 'annual', 1, 30), (2026, '5', 'm1', 'annual', 9, 99),"
		     " (2026, '4', 'm9', 'annual', 9, 99)");
	assert_int_equal(ks_store_commit(sample->store), KS_OK);
}

static void the_earlier_completion_counts(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_standing_facts facts;
	struct ks_arena arena = {0};
	struct ks_buf out = {0};

	fill(sample);
	assert_int_equal(ks_report_facts(sample->store, plans, KS_COUNT(plans), 2026, &arena, &facts),
			 KS_OK);
	assert_int_equal(ks_report_add_failures(sample->store, plans, KS_COUNT(plans), 2026, &facts),
			 KS_OK);
	for (size_t i = 0; i < facts.n_items; i++) {
		const struct ks_standing_fact *fact = &facts.items[i];

		ks_buf_printf(&out, "%s %s %lld%s%s, failed %u (%lld)\n", fact->staff, fact->lesson,
			      (long long)fact->done_ms, fact->has_clock_doubt ? " doubt" : "",
			      fact->is_from_paper ? " paper" : "", (unsigned)fact->n_failed,
			      (long long)fact->last_failed_ms);
	}
	assert_string_equal(ks_buf_text(&out), "1 m1 50 doubt paper, failed 5 (20)\n"
					       "1 m2 70, failed 0 (0)\n"
					       "1 m3 60 paper, failed 0 (0)\n"
					       "2 m1 200, failed 0 (0)\n"
					       "3 m1 80, failed 0 (0)\n"
					       "4 m1 0, failed 1 (30)\n");
	ks_buf_finish(&out);
	free(facts.items);
	assert_int_equal(ks_report_facts(sample->store, plans, KS_COUNT(plans), 2024, &arena, &facts),
			 KS_OK);
	assert_int_equal(facts.n_items, 0);
	free(facts.items);
	ks_arena_finish(&arena);
}

/* In whichever order people and lessons are asked for. */
static void a_fact_is_found_wherever_it_stands(void **state)
{
	static const char *const staff[] = {"1", "3", "2", "4", "1", "0", "9", "4"};
	static const size_t n[] = {3, 1, 1, 1, 3, 0, 0, 1};
	struct ks_sample_centre *sample = *state;
	struct ks_standing_facts facts, of_one;
	struct ks_arena arena = {0};

	fill(sample);
	assert_int_equal(ks_report_facts(sample->store, plans, KS_COUNT(plans), 2026, &arena, &facts),
			 KS_OK);
	for (size_t i = 0; i < KS_COUNT(staff); i++) {
		of_one = ks_report_facts_of(&facts, staff[i]);
		assert_int_equal(of_one.n_items, n[i]);
		if (n[i] > 0)
			assert_string_equal(of_one.items[0].staff, staff[i]);
	}
	of_one = ks_report_facts_of(&facts, "1");
	assert_int_equal(ks_report_fact(&of_one, "m3")->done_ms, 60);
	assert_int_equal(ks_report_fact(&of_one, "m1")->done_ms, 50);
	assert_int_equal(ks_report_fact(&of_one, "m2")->done_ms, 70);
	assert_int_equal(ks_report_fact(&of_one, "m2")->done_ms, 70);
	assert_null(ks_report_fact(&of_one, "m4"));
	assert_int_equal(ks_report_fact(&of_one, "m1")->done_ms, 50);
	free(facts.items);
	ks_arena_finish(&arena);
}

/* The same of one duty alone: by the lesson, or by what does for it. */
static void one_duty_is_as_in_the_list(void **state)
{
	static const struct ks_plan_lesson m1 = {.id = "m1"}, m3 = {.id = "m3"}, m9 = {.id = "m9"};
	static const struct {
		const char *staff;
		const struct ks_plan_lesson *lesson, *instead;
		int64_t done_ms;
		bool is_from_paper;
	} cases[] = {
		{"1", &m1, NULL, 50, true}, {"1", &m3, NULL, 60, true}, {"1", &m9, NULL, 0, false},
		{"1", &m9, &m3, 60, true},  {"1", &m1, &m3, 50, true},  {"2", &m1, NULL, 300, true},
		{"4", &m1, NULL, 0, false},
	};
	struct ks_sample_centre *sample = *state;

	fill(sample);
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_duty duty = {.lesson = cases[i].lesson, .instead = cases[i].instead};
		int64_t done_ms = -1;
		bool is_from_paper = true;

		assert_int_equal(ks_report_done(sample->store, plans, KS_COUNT(plans), 2026,
						cases[i].staff, &duty, &done_ms),
				 KS_OK);
		assert_int_equal(done_ms, cases[i].done_ms);
		assert_int_equal(ks_report_from_paper(sample->store, plans, KS_COUNT(plans), 2026,
						      cases[i].staff, &duty, done_ms, &is_from_paper),
				 KS_OK);
		assert_int_equal(is_from_paper, cases[i].is_from_paper);
	}
}

/* Of several courses: what is open first, and of who has done all the last of it. */
static void the_due_date_is_of_what_is_next(void **state)
{
	static const int months[][2] = {{5, 6}, {6, 5}};
	struct ks_sample_centre *sample = *state;
	struct ks_plan_lesson lessons[] = {{.id = "m1", .title = "一", .is_ready = true},
					   {.id = "m3", .title = "三", .is_ready = true}};

	ks_sample_import(
		sample->store,
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
		"1,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
		"9,見本 九,ミホン キュウ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n");
	fill(sample);
	for (size_t i = 0; i < KS_COUNT(months); i++) {
		struct ks_plan two[2] = {plans[0], plans[2]};
		struct ks_completion report;

		for (size_t k = 0; k < 2; k++) {
			two[k].opens = (struct ks_date){2026, 4, 1};
			two[k].due = (struct ks_date){2026, months[i][k], 25};
			two[k].lessons = &lessons[k];
			two[k].n_lessons = 1;
		}
		assert_int_equal(ks_report_completion(sample->store, two, 2, 2026,
						      (struct ks_date){2026, 5, 10}, &report),
				 KS_OK);
		assert_int_equal(report.n_rows, 2);
		assert_int_equal(report.rows[0].n_done, 2);
		assert_int_equal(report.rows[0].due.month, 6);
		assert_int_equal(report.rows[1].n_done, 0);
		assert_int_equal(report.rows[1].due.month, 5);
		ks_completion_finish(&report);
	}
}

/* A course behind those that are given is none of them, whatever was done for it. */
static void only_the_courses_that_are_given_count(void **state)
{
	static const char sha[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	struct ks_plan two[] = {{.id = "annual", .nendo = 2026}, {.id = "second", .nendo = 2026}};
	struct ks_plan asking = {
		.id = "annual", .nendo = 2026, .acknowledges = true, .policy_sha256 = sha};
	struct ks_plan_lesson lesson = {.id = "m3"};
	struct ks_duty duty = {.plan = &asking, .lesson = &lesson};
	struct ks_duties *duties = ks_alloc_zero(1, sizeof(*duties));
	struct ks_sample_centre *sample = *state;
	char key[KS_ID_MAX];

	fill(sample);
	duties->items[duties->n_items++] = duty;
	assert_true(ks_report_agreement_key(&duty, key));
	assert_int_equal(ks_db_run(sample->store,
				   "INSERT INTO standing(nendo, plan, staff, lesson, done_ms, clock, how)"
				   " VALUES(2026, 'second', '1', ?, 9, 'synced', '')",
				   "t", key),
			 KS_OK);
	for (size_t n = 1; n <= 2; n++) {
		struct ks_standing_facts facts, of_one;
		struct ks_arena arena = {0};
		bool is_from_paper, lacks;
		int64_t done_ms;

		assert_int_equal(ks_report_done(sample->store, two, n, 2026, "1", &duty, &done_ms),
				 KS_OK);
		assert_int_equal(done_ms, n == 1 ? 0 : 60);
		assert_int_equal(ks_report_from_paper(sample->store, two, n, 2026, "1", &duty, 60,
						      &is_from_paper),
				 KS_OK);
		assert_int_equal(is_from_paper, n == 2);
		assert_int_equal(ks_report_lacks_agreement(sample->store, two, n, 2026, "1", duties,
							   &lacks),
				 KS_OK);
		assert_int_equal(lacks, n == 1);
		assert_int_equal(ks_report_facts(sample->store, two, n, 2026, &arena, &facts), KS_OK);
		assert_int_equal(ks_report_add_failures(sample->store, two, n, 2026, &facts), KS_OK);
		of_one = ks_report_facts_of(&facts, "1");
		assert_int_equal(!!ks_report_fact(&of_one, "m3"), n == 2);
		assert_int_equal(ks_report_fact(&of_one, "m1")->n_failed, n == 1 ? 2 : 5);
		assert_int_equal(ks_report_fact(&of_one, "m1")->done_ms, n == 1 ? 100 : 50);
		free(facts.items);
		ks_arena_finish(&arena);
	}
	free(duties);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(the_earlier_completion_counts),
		TEST(a_fact_is_found_wherever_it_stands),
		TEST(one_duty_is_as_in_the_list),
		TEST(the_due_date_is_of_what_is_next),
		TEST(only_the_courses_that_are_given_count),
	};

	return ks_test_run(tests);
}
