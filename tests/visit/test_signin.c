/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/signin.h"

#include <sqlite3.h>
#include <string.h>

#include "record/db.h"
#include "record/progress.h"
#include "record/roster.h"
#include "visit/lesson.h"
#include "visit/stage.h"

/* From a number to duties and back to nobody. */

static void an_unknown_number_is_nobody(void **state)
{
	struct stage *s = *state;

	ks_signin_begin(&s->visit);
	assert_int_equal(s->visit.place, KS_VISIT_NUMBER);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, "999999"), KS_NOT_FOUND);
	assert_int_equal(s->visit.place, KS_VISIT_NUMBER);
	assert_null(s->visit.family_name);
}

static void a_known_number_shows_the_family_name_alone(void **state)
{
	struct stage *s = *state;

	ks_signin_begin(&s->visit);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_NUMBER), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_PIN);
	assert_string_equal(s->visit.family_name, "見本");
	assert_false(s->visit.is_signed_in);
	assert_string_equal(ks_visit_appointment(&s->visit)->unit, "総務課");
}

static void a_wrong_pin_is_denied_and_so_is_any_where_there_is_none(void **state)
{
	struct stage *s = *state;
	struct ks_pin_verdict verdict = {0};

	ks_signin_begin(&s->visit);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_NUMBER), KS_OK);
	assert_int_equal(ks_signin_pin(&s->site, &s->visit, "111111", &verdict), KS_DENIED);
	assert_int_equal(verdict.tries_left, 4);
	assert_false(s->visit.is_signed_in);
	assert_int_equal(s->visit.place, KS_VISIT_PIN);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	ks_signin_begin(&s->visit);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_NO_PIN), KS_OK);
	assert_int_equal(ks_signin_pin(&s->site, &s->visit, STAGE_PIN, &verdict), KS_DENIED);
	assert_false(s->visit.is_signed_in);
}

/* Typed, nobody's number goes the way of anybody's, up to the lock. */
static void a_typed_number_of_nobody_is_asked_for_its_pin(void **state)
{
	struct stage *s = *state;
	struct ks_pin_verdict verdict = {0};
	int64_t wait_ms = 0;

	ks_signin_begin(&s->visit);
	assert_int_equal(ks_signin_typed(&s->site, &s->visit, "99999"), KS_NOT_FOUND);
	assert_int_equal(s->n_recorded, 0);
	assert_int_equal(ks_signin_typed(&s->site, &s->visit, "999999"), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_PIN);
	assert_false(s->visit.is_named);
	for (int i = 0; i < KS_PIN_TRIES; i++)
		assert_int_equal(ks_signin_pin(&s->site, &s->visit, STAGE_PIN, &verdict), KS_DENIED);
	assert_int_equal(s->n_recorded, 1); /* the lock alone is told */
	assert_int_equal(ks_signin_wait_ms(&s->site, &s->visit, &wait_ms), KS_OK);
	assert_int_equal(wait_ms, KS_PIN_LOCK_MS);
	assert_false(s->visit.is_signed_in);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	s->visit.attend.is_open_desk =
		true; /* 受付 by the number alone says who that is, or that it is nobody */
	assert_int_equal(ks_signin_typed(&s->site, &s->visit, "999999"), KS_NOT_FOUND);
	s->visit.attend.is_open_desk = false;
}

static void a_code_from_hr_leads_to_the_choice_of_a_pin_and_on(void **state)
{
	static const char own[] = "480276";
	struct stage *s = *state;
	struct ks_pin_verdict verdict = {0};
	char code[KS_PIN_DIGITS + 1];

	assert_int_equal(ks_pin_reset(s->site.store, STAGE_NUMBER, STAGE_NUMBER, code), KS_OK);
	ks_signin_begin(&s->visit);
	assert_int_equal(ks_signin_typed(&s->site, &s->visit, STAGE_NUMBER), KS_OK);
	assert_int_equal(ks_signin_pin(&s->site, &s->visit, code, &verdict), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_CHOOSE);
	assert_false(s->visit.is_signed_in);
	assert_int_equal(ks_signin_choose(&s->site, &s->visit, "111111"), KS_INVALID);
	assert_int_equal(ks_signin_choose(&s->site, &s->visit, own), KS_OK);
	assert_string_equal(s->visit.chosen, own);
	assert_int_equal(ks_signin_choose(&s->site, &s->visit, "480277"), KS_CONFLICT);
	assert_int_equal(s->visit.chosen[0], '\0');
	assert_int_equal(ks_signin_choose(&s->site, &s->visit, own), KS_OK);
	assert_false(s->visit.is_signed_in);
	stage_fill(s);
	assert_int_equal(ks_signin_choose(&s->site, &s->visit, own), KS_FULL);
	stage_empty(s);
	assert_int_equal(s->visit.place, KS_VISIT_CHOOSE);
	assert_int_equal(s->n_recorded, 0);
	assert_int_equal(ks_signin_choose(&s->site, &s->visit, own), KS_OK);
	assert_int_equal(ks_signin_choose(&s->site, &s->visit, own), KS_OK);
	assert_int_equal(s->n_recorded, 1); /* the other kiosks learn of the new PIN */
	assert_int_equal(s->visit.place, KS_VISIT_HOME);
	assert_true(s->visit.is_signed_in);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	ks_signin_begin(&s->visit);
	assert_int_equal(ks_signin_typed(&s->site, &s->visit, STAGE_NUMBER), KS_OK);
	assert_int_equal(ks_signin_pin(&s->site, &s->visit, code, &verdict), KS_DENIED);
	assert_int_equal(ks_signin_pin(&s->site, &s->visit, own, &verdict), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_HOME);
}

static void home_shows_what_is_owed_today(void **state)
{
	struct stage *s = *state;

	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(s->visit.nendo, 2026);
	assert_int_equal(s->visit.duties.n_items, 1);
	assert_int_equal(ks_visit_n_done(&s->visit), 0);
	assert_true(ks_visit_is_open(&s->visit, 0));
}

/* Else a person who has passed would read 未受講. */
static void what_cannot_be_read_is_no_empty_home(void **state)
{
	static const char *const tables[] = {"progress", "inspection"};
	struct stage *s = *state;
	struct ks_pin_verdict verdict;

	stage_break_table(s, tables[0]);
	ks_signin_begin(&s->visit);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_NUMBER), KS_OK);
	assert_int_not_equal(ks_signin_pin(&s->site, &s->visit, STAGE_PIN, &verdict), KS_OK);
	assert_int_not_equal(s->visit.place, KS_VISIT_HOME);
	assert_int_equal(s->visit.duties.n_items, 0);
	assert_int_equal(s->visit.duties.target, KS_TARGET_NO_LESSON);
}

static void an_unreadable_roster_is_not_an_unknown_number(void **state)
{
	struct stage *s = *state;
	enum ks_rc rc;

	stage_break_table(s, "person");
	ks_signin_begin(&s->visit);
	rc = ks_signin_number(&s->site, &s->visit, STAGE_NUMBER);
	assert_int_not_equal(rc, KS_OK);
	assert_int_not_equal(rc, KS_NOT_FOUND);
}

static void without_room_for_the_counter_there_is_no_verdict(void **state)
{
	struct stage *s = *state;
	struct ks_pin_verdict verdict;

	ks_signin_begin(&s->visit);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_NUMBER), KS_OK);
	stage_fill(s);
	assert_int_not_equal(ks_signin_pin(&s->site, &s->visit, "111111", &verdict), KS_OK);
	assert_false(s->visit.is_signed_in);
}

static void the_end_wipes_all_of_the_visit(void **state)
{
	static const struct ks_visit nobody;
	struct stage *s = *state;

	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(stage_take_lesson(s, true), KS_OK);
	assert_non_null(s->visit.lesson.result);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	assert_memory_equal(&s->visit, &nobody, sizeof(nobody));
	assert_int_equal(stage_count(s, "terminated"), 1);
}

/* Pages of the database that were read for them. */
static int page_bytes(struct stage *s)
{
	int used = 0, most = 0;

	assert_int_equal(sqlite3_db_status(ks_db_handle(s->site.store), SQLITE_DBSTATUS_CACHE_USED,
					   &used, &most, 0),
			 SQLITE_OK);
	return used;
}

static void at_the_end_no_page_of_the_database_stays_in_memory(void **state)
{
	struct stage *s = *state;
	int during;

	stage_sign_in(s, STAGE_NUMBER);
	during = page_bytes(s);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	assert_true(page_bytes(s) < during / 2);
}

static void the_end_on_a_full_disk_wipes_and_tells(void **state)
{
	static const struct ks_visit nobody;
	struct stage *s = *state;

	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(ks_lesson_open(&s->site, &s->visit, 0), KS_OK);
	stage_fill(s);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_FULL);
	assert_memory_equal(&s->visit, &nobody, sizeof(nobody));
	assert_int_equal(stage_count(s, "suspended"), 0);
}

static void the_year_turns_between_two_looks(void **state)
{
	struct stage *s = *state;

	stage_to(s, 2027, 3, 31, 23, 59);
	stage_sign_in(s, STAGE_OTHER);
	assert_int_equal(s->visit.nendo, 2026);
	assert_int_equal(s->visit.duties.n_items, 1);
	stage_to(s, 2027, 4, 1, 0, 1);
	assert_int_equal(ks_signin_home(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.nendo, 2027);
	assert_int_equal(s->visit.duties.n_items, 0);
	assert_int_equal(s->visit.duties.target, KS_TARGET_NO_LESSON);
	assert_null(ks_site_plan(&s->site)); /* last year's course is no duty of this one */
}

static void an_appointment_that_ended_yesterday_is_offered_nothing(void **state)
{
	struct stage *s = *state;
	struct ks_plan plans[2] = {s->sample.course.plan, s->sample.course.plan};

	plans[1].nendo = 2027;
	plans[1].opens = (struct ks_date){2027, 4, 1};
	plans[1].due = (struct ks_date){2027, 12, 25};
	s->sample.course.content.plans = plans;
	s->sample.course.content.n_plans = 2;
	stage_to(s, 2027, 4, 1, 9, 0);
	stage_sign_in(s, STAGE_OTHER);
	assert_int_equal(s->visit.duties.n_items, 0);
	assert_int_not_equal(s->visit.duties.target, KS_TARGET_YES);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(s->visit.duties.n_items, 1);
	assert_int_equal(s->visit.duties.items[0].plan->nendo, 2027);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
}

/* Number 7 of the people: appointed on 25 March, due on 8 April; the new year's course comes behind it. */
static void what_is_due_in_april_is_still_offered_after_31_march(void **state)
{
	static const char late[] =
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n" STAGE_NUMBER
		",見本 一郎,ミホン イチロウ,総務課,事務局,本庁,01,2027-03-25,,在職,端末利用," STAGE_PIN
		"\n";
	struct stage *s = *state;
	struct ks_plan plans[2] = {s->sample.course.plan, s->sample.course.plan};

	stage_import(s, late);
	plans[0].mid_year_days = plans[1].mid_year_days = 14;
	plans[0].acknowledges = plans[1].acknowledges = false;
	plans[1].nendo = 2027;
	plans[1].opens = (struct ks_date){2027, 4, 1};
	plans[1].due = (struct ks_date){2027, 12, 25};
	s->sample.course.content.plans = plans;
	s->sample.course.content.n_plans = 2;
	stage_to(s, 2027, 4, 1, 9, 0);
	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(s->visit.nendo, 2027);
	assert_int_equal(s->visit.duties.n_items, 1);
	assert_int_equal(s->visit.duties.items[0].plan->nendo, 2026);
	assert_int_equal(ks_date_compare(s->visit.duties.items[0].due, (struct ks_date){2027, 4, 8}),
			 0);
	assert_int_equal(stage_take_lesson(s, true), KS_OK);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(s->visit.duties.n_items, 1);
	assert_int_equal(s->visit.duties.items[0].plan->nendo, 2027);
	assert_int_equal(ks_visit_n_done(&s->visit), 0);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
}

/* From the office to the plant in May: the test of the plant's course is owed, unless the office's was passed. */
static void who_moved_is_tested_once(void **state)
{
	static const char moved[] =
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n" STAGE_NUMBER
		",見本 一郎,ミホン イチロウ,総務課,事務局,本庁,01,2020-04-01,2026-05-10,在職,端末利用," STAGE_PIN
		"\n" STAGE_NUMBER
		",見本 一郎,ミホン イチロウ,業務課,工場,工場,01,2026-05-11,,在職,," STAGE_PIN "\n";
	static const char *terminal[] = {"端末利用"};
	struct stage *s = *state;
	struct ks_plan_lesson *lesson = &s->sample.course.plan_lesson;
	struct ks_plan_lesson office[] = {*lesson, {.id = "annual-test"}};
	struct ks_plan_lesson plant[] = {*lesson, {.id = "field-test"}};
	struct ks_plan plans[2] = {s->sample.course.plan, s->sample.course.plan};
	struct ks_progress done = {.is_done = true, .done_ms = KS_TEST_WALL_MS, .done_seq = 1};

	office[1].is_test = office[1].is_ready = plant[1].is_test = plant[1].is_ready = true;
	office[1].title = plant[1].title = "確認テスト";
	plans[0].lessons = office;
	plans[1].lessons = plant;
	plans[0].n_lessons = plans[1].n_lessons = 2;
	plans[1].id = "field";
	plans[0].audience.roles = plans[1].audience.without_roles = terminal;
	plans[0].audience.n_roles = plans[1].audience.n_without_roles = 1;
	s->sample.course.content.plans = plans;
	s->sample.course.content.n_plans = 2;
	stage_import(s, moved);
	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(s->visit.duties.n_items, 2);
	assert_string_equal(s->visit.duties.items[1].lesson->id, "field-test");
	assert_false(s->visit.progress[1].is_done);
	assert_true(ks_visit_is_open(&s->visit, 0));
	assert_false(ks_visit_is_open(&s->visit, 1)); /* a test waits for its lessons */
	assert_int_equal(ks_lesson_open(&s->site, &s->visit, 1), KS_NOT_FOUND);
	s->visit.progress[0].is_done = true;
	assert_true(ks_visit_is_open(&s->visit, 1));
	assert_int_equal(ks_progress_save(s->site.store, STAGE_NUMBER, 2026, "annual",
					  "annual-test", &done),
			 KS_OK);
	assert_int_equal(ks_signin_home(&s->site, &s->visit), KS_OK);
	assert_true(s->visit.progress[1].is_done);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
}

static void digits_are_those_of_the_roster(void **state)
{
	struct stage *s = *state;

	assert_int_equal(ks_signin_number_digits(&s->site), 6);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(an_unknown_number_is_nobody),
		TEST(a_known_number_shows_the_family_name_alone),
		TEST(a_wrong_pin_is_denied_and_so_is_any_where_there_is_none),
		TEST(a_typed_number_of_nobody_is_asked_for_its_pin),
		TEST(a_code_from_hr_leads_to_the_choice_of_a_pin_and_on),
		TEST(home_shows_what_is_owed_today),
		TEST(what_cannot_be_read_is_no_empty_home),
		TEST(an_unreadable_roster_is_not_an_unknown_number),
		TEST(without_room_for_the_counter_there_is_no_verdict),
		TEST(the_end_wipes_all_of_the_visit),
		TEST(at_the_end_no_page_of_the_database_stays_in_memory),
		TEST(the_end_on_a_full_disk_wipes_and_tells),
		TEST(the_year_turns_between_two_looks),
		TEST(an_appointment_that_ended_yesterday_is_offered_nothing),
		TEST(what_is_due_in_april_is_still_offered_after_31_march),
		TEST(who_moved_is_tested_once),
		TEST(digits_are_those_of_the_roster),
	};

	return ks_test_run(tests);
}
