/* SPDX-License-Identifier: Apache-2.0 */
#include "report/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/progress.h"
#include "support/centre_sample.h"
#include "support/record_sample.h"
#include "support/test.h"

/* Whom a section head should speak to, and whom not any more. */

static const char roster_csv[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
	"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000002,見本 二,ミホン ニ,総務課,事務局,本庁,01,2010-04-01,,在職,管理職;端末利用,\r\n"
	"000003,見本 三,ミホン サン,総務課,事務局,本庁,01,2010-04-01,,育休,管理職,\r\n"
	"000004,見本 四,ミホン ヨン,会計課,事務局,本庁,01,2010-04-01,,在職,管理職,\r\n"
	"000005,見本 五,ミホン ゴ,車庫,施設,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000006,見本 六,ミホン ロク,組合議会,議会,本庁,10,2024-04-01,,在職,,\r\n"
	"000123,見本 七,ミホン ナナ,車庫,施設,本庁,01,2010-04-01,,在職,端末利用,\r\n";

struct fixture {
	struct ks_sample_centre sample;
	struct ks_sample_kiosk kiosk;
	struct ks_plan_lesson lessons[3];
	struct ks_plan plans[2];
	struct ks_followup report;
};

static const struct ks_date may = {2026, 5, 20};

static int setup(void **state)
{
	static const char *audience[] = {"01"};
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_sample_centre_init(&f->sample);
	ks_sample_import(f->sample.store, roster_csv);
	f->kiosk = ks_sample_kiosk("k-01");
	f->lessons[0] = (struct ks_plan_lesson){.id = "m1", .title = "一", .is_ready = true};
	f->lessons[1] = (struct ks_plan_lesson){.id = "m5", .title = "五", .is_ready = true};
	f->lessons[2] = (struct ks_plan_lesson){
		.id = "annual-test", .title = "テスト", .is_ready = true, .is_test = true};
	for (size_t i = 0; i < 2; i++)
		f->plans[i] =
			(struct ks_plan){.id = i ? "second" : "annual",
					 .nendo = 2026,
					 .opens = {2026, 4, 1},
					 .due = {2026, 12, 25},
					 .audience = {.employment = audience, .n_employment = 1},
					 .lessons = f->lessons,
					 .n_lessons = i ? 1 : 3};
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_followup_finish(&f->report);
	ks_sample_centre_finish(&f->sample);
	free(f);
	return 0;
}

static size_t report(struct fixture *f, size_t times)
{
	ks_followup_finish(&f->report);
	assert_int_equal(ks_report_followup(f->sample.store, f->plans, 2, 2026, may, times,
					    &f->report),
			 KS_OK);
	return f->report.n_rows;
}

static void say(struct fixture *f, const char *staff, const char *verb, const char *path, int n)
{
	for (int i = 0; i < n; i++) {
		ks_clock_advance(&f->sample.clock, 60000);
		ks_sample_ingest(&f->sample, &f->kiosk, staff, verb, path);
	}
}

static void who_failed_three_times_and_has_not_passed_is_named_with_the_last_time(void **state)
{
	struct fixture *f = *state;

	say(f, "000001", "failed", "course/annual/m5", 3);
	say(f, "000001", "passed", "course/annual/m1", 1);
	say(f, "000001", "suspended", "course/annual/m5", 1);
	assert_int_equal(report(f, KS_FOLLOWUP_TIMES), 1);
	assert_string_equal(f->report.rows[0].person->number, "000001");
	assert_string_equal(f->report.rows[0].appointment->unit, "総務課");
	assert_string_equal(f->report.rows[0].lesson->title, "五");
	assert_int_equal(f->report.rows[0].n_failed, 3);
	assert_int_equal(f->report.rows[0].last_failed_ms, KS_TEST_WALL_MS + 3 * 60000);
}

static void fewer_failures_are_not_named_and_how_many_can_be_chosen(void **state)
{
	struct fixture *f = *state;

	say(f, "000001", "failed", "course/annual/m5", 2);
	say(f, "000001", "failed", "course/annual/m1", 2);
	assert_int_equal(report(f, 3), 0); /* each lesson for itself */
	assert_int_equal(report(f, 2), 2);
	assert_int_equal(report(f, 1), 2);
}

static void they_stand_by_unit_person_and_lesson(void **state)
{
	static const char *const order[][2] = {{"000004", "m1"},
					       {"000001", "m5"},
					       {"000002", "m1"},
					       {"000002", "m5"},
					       {"000005", "m1"}};
	struct fixture *f = *state;

	say(f, "000005", "failed", "course/annual/m1", 1);
	say(f, "000002", "failed", "course/annual/m5", 1);
	say(f, "000002", "failed", "course/annual/m1", 1);
	say(f, "000001", "failed", "course/annual/m5", 1);
	say(f, "000004", "failed", "course/annual/m1", 1);
	assert_int_equal(report(f, 1), KS_COUNT(order));
	for (size_t i = 0; i < KS_COUNT(order); i++) {
		assert_string_equal(f->report.rows[i].person->number, order[i][0]);
		assert_string_equal(f->report.rows[i].lesson->id, order[i][1]);
	}
}

static void the_test_of_a_course_is_followed_up_like_a_lesson(void **state)
{
	struct fixture *f = *state;

	say(f, "000001", "failed", "course/annual/test", 3);
	assert_int_equal(report(f, 3), 1);
	assert_string_equal(f->report.rows[0].lesson->title, "テスト");
}

static void who_passes_later_falls_off(void **state)
{
	struct fixture *f = *state;

	say(f, "000001", "failed", "course/annual/m1", 4);
	assert_int_equal(report(f, 3), 1);
	say(f, "000001", "passed", "course/annual/m1", 1);
	assert_int_equal(report(f, 3), 0);
	say(f, "000001", "failed", "course/annual/m1", 3); /* of a kiosk that did not know yet */
	assert_int_equal(report(f, 3), 0);
}

static void a_lesson_failed_for_two_courses_at_two_kiosks_is_one_lesson(void **state)
{
	struct fixture *f = *state;
	struct ks_sample_kiosk other = ks_sample_kiosk("k-02");

	say(f, "000001", "failed", "course/annual/m1", 2);
	f->kiosk = other;
	say(f, "000001", "failed", "course/second/m1", 1);
	assert_int_equal(report(f, 3), 1);
	assert_int_equal(f->report.rows[0].n_failed, 3);
	say(f, "000001", "passed", "course/second/m1", 1);
	assert_int_equal(report(f, 3), 0);
}

static void what_is_not_owed_is_not_followed_up(void **state)
{
	struct fixture *f = *state;

	say(f, "000003", "failed", "course/annual/m1", 3); /* on leave */
	say(f, "000006", "failed", "course/annual/m1", 3); /* outside the audience */
	say(f, "999999", "failed", "course/annual/m1", 3); /* not in the list */
	say(f, "000001", "failed", "course/other/m1", 3);  /* a course of no plan */
	say(f, "000001", "failed", "course/annual/m9", 3); /* a lesson of no plan */
	assert_int_equal(report(f, 3), 0);
	f->plans[0].nendo = f->plans[1].nendo = 2027;
	say(f, "000001", "failed", "course/annual/m1", 3);
	ks_followup_finish(&f->report);
	assert_int_equal(ks_report_followup(f->sample.store, f->plans, 2, 2027,
					    (struct ks_date){2027, 5, 1}, 3, &f->report),
			 KS_OK);
	assert_int_equal(f->report.n_rows, 0); /* the failures are of 2026 */
}

static void the_heads_are_the_managers_of_the_same_unit_who_are_at_work(void **state)
{
	struct fixture *f = *state;

	say(f, "000001", "failed", "course/annual/m1", 3);
	say(f, "000002", "failed", "course/annual/m1", 3);
	say(f, "000005", "failed", "course/annual/m1", 3);
	assert_int_equal(report(f, 3), 3);
	assert_string_equal(f->report.rows[0].person->number, "000001");
	assert_int_equal(f->report.rows[0].n_heads, 1); /* neither 育休 nor another 所属 */
	assert_string_equal(f->report.rows[0].heads[0]->number, "000002");
	assert_false(f->report.rows[0].is_head);
	assert_int_equal(f->report.rows[1].n_heads, 0); /* nobody is their own head */
	assert_true(f->report.rows[1].is_head);
	assert_string_equal(f->report.rows[2].person->number, "000005");
	assert_int_equal(f->report.rows[2].n_heads, 0);
	assert_false(f->report.rows[2].is_head);
}

static void the_same_failure_delivered_again_counts_once(void **state)
{
	struct fixture *f = *state;
	char *text = ks_sample_write(&f->kiosk, "000001", "failed", "course/annual/m1",
				     KS_TEST_WALL_MS, "synced");
	const char *bytes = text;
	size_t len = strlen(text), bad_index;
	char *why = NULL;

	for (int i = 0; i < 3; i++)
		assert_int_equal(ks_centre_ingest(f->sample.centre, "k-01", &bytes, &len, 1,
						  &bad_index, &why),
				 KS_OK);
	ks_sample_sign(&f->sample, &f->kiosk);
	free(text);
	assert_int_equal(report(f, 1), 1);
	assert_int_equal(f->report.rows[0].n_failed, 1);
}

/* With the statements a kiosk really writes. */
static void a_kiosk_that_stands_alone_is_read_from_its_own_ledger(void **state)
{
	struct fixture *f = *state;
	struct ks_progress progress = {.progress_percent = 90};
	struct ks_store *kept = f->sample.store;
	struct ks_record_sample *s;
	void *own;

	assert_int_equal(ks_record_sample_setup(&own), 0);
	s = own;
	ks_sample_import(s->store, roster_csv);
	s->course.plan.nendo = 2025;
	ks_record_sample_append(s, KS_FACT_FAILED); /* of last year: not counted */
	s->course.plan.nendo = 2026;
	for (int i = 0; i < 3; i++)
		ks_record_sample_append(s, KS_FACT_FAILED);
	assert_int_equal(ks_progress_save(s->store, "000123", 2026, "annual", "m1", &progress),
			 KS_OK);
	f->sample.store = s->store;
	assert_int_equal(report(f, 3), 1);
	assert_string_equal(f->report.rows[0].person->number, "000123");
	assert_int_equal(f->report.rows[0].last_failed_ms, KS_TEST_WALL_MS);
	assert_int_equal(report(f, 4), 0);
	progress = (struct ks_progress){.is_done = true, .done_ms = KS_TEST_WALL_MS, .done_seq = 4};
	ks_record_sample_append(s, KS_FACT_PASSED);
	assert_int_equal(ks_progress_save(s->store, "000123", 2026, "annual", "m1", &progress),
			 KS_OK);
	assert_int_equal(report(f, 3), 0);
	f->sample.store = kept;
	ks_record_sample_teardown(&own);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(who_failed_three_times_and_has_not_passed_is_named_with_the_last_time),
		TEST(fewer_failures_are_not_named_and_how_many_can_be_chosen),
		TEST(they_stand_by_unit_person_and_lesson),
		TEST(the_test_of_a_course_is_followed_up_like_a_lesson),
		TEST(who_passes_later_falls_off),
		TEST(a_lesson_failed_for_two_courses_at_two_kiosks_is_one_lesson),
		TEST(what_is_not_owed_is_not_followed_up),
		TEST(the_heads_are_the_managers_of_the_same_unit_who_are_at_work),
		TEST(the_same_failure_delivered_again_counts_once),
		TEST(a_kiosk_that_stands_alone_is_read_from_its_own_ledger),
	};

	return ks_test_run(tests);
}
