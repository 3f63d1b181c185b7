/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "record/db.h"
#include "visit/agree.h"
#include "visit/attend.h"
#include "visit/desk.h"
#include "visit/inspect.h"
#include "visit/lesson.h"
#include "visit/recall.h"
#include "visit/signin.h"
#include "visit/stage.h"

/* What the other tests of the visit meet only through others of its functions, asked by itself. */

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

static void pass(struct stage *s)
{
	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(stage_take_lesson(s, true), KS_OK);
	assert_int_equal(ks_lesson_leave(&s->site, &s->visit, false), KS_OK);
	assert_int_equal(ks_signin_home(&s->site, &s->visit), KS_OK);
}

static void a_course_has_its_lessons_done_when_none_but_one_is_left(void **state)
{
	struct stage *s = *state;
	const struct ks_plan *plan;
	size_t n;

	stage_sign_in(s, STAGE_NUMBER);
	n = s->visit.duties.n_items;
	plan = s->visit.duties.items[0].plan;
	assert_false(ks_visit_has_lessons_done(&s->visit, plan, n));
	assert_true(ks_visit_has_lessons_done(&s->visit, plan, 0));
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	pass(s);
	assert_true(ks_visit_has_lessons_done(&s->visit, plan, n));
}

static void who_agreed_is_read_anew_and_an_unreadable_note_is_no_agreement(void **state)
{
	struct stage *s = *state;
	const struct ks_plan *plan;

	pass(s);
	plan = s->visit.duties.items[0].plan;
	assert_true(ks_agree_is_open(&s->visit, plan));
	assert_int_equal(ks_agree_open(&s->site, &s->visit), KS_OK);
	assert_int_equal(ks_agree(&s->site, &s->visit, "読みました。"), KS_OK);
	assert_false(ks_agree_is_open(&s->visit, plan));
	s->visit.agree.has_agreed = false;
	assert_int_equal(ks_agree_load(&s->site, &s->visit), KS_OK);
	assert_true(s->visit.agree.has_agreed);
	s->visit.nendo++;
	assert_int_equal(ks_agree_load(&s->site, &s->visit), KS_OK);
	assert_false(s->visit.agree.has_agreed);
	s->visit.nendo--;
	stage_break_table(s, "progress");
	assert_int_not_equal(ks_agree_load(&s->site, &s->visit), KS_OK);
	assert_false(s->visit.agree.has_agreed);
}

static void a_plan_that_asks_for_no_acknowledgement_is_not_open_for_one(void **state)
{
	struct stage *s = *state;
	struct ks_plan plan = {.acknowledges = false};

	stage_sign_in(s, STAGE_NUMBER);
	assert_false(ks_agree_is_open(&s->visit, &plan));
}

static void a_moment_is_early_in_time_late_or_over_unless_the_clock_is_in_doubt(void **state)
{
	static const struct {
		int hour, minute;
		enum ks_gathering_when when;
	} moments[] = {{8, 29, KS_GATHERING_EARLY},
		       {8, 30, KS_GATHERING_IN_TIME},
		       {9, 30, KS_GATHERING_LATE},
		       {10, 30, KS_GATHERING_OVER}};
	struct stage *s = *state;

	for (size_t i = 0; i < KS_COUNT(moments); i++) {
		stage_to(s, 2026, 5, 18, moments[i].hour, moments[i].minute);
		assert_int_equal(ks_attend_when(&s->site, &s->visit, &s->gathering), moments[i].when);
	}
	s->visit.attend.is_doubtful = true;
	assert_int_equal(ks_attend_when(&s->site, &s->visit, &s->gathering), KS_GATHERING_IN_TIME);
}

static void the_list_is_of_today_and_read_as_often_as_asked(void **state)
{
	struct stage *s = *state;

	for (int i = 0; i < 2; i++) {
		assert_int_equal(ks_attend_load(&s->site, &s->visit), KS_OK);
		assert_int_equal(s->visit.attend.n_gatherings, 1);
	}
	stage_to(s, 2026, 5, 19, 9, 0);
	assert_int_equal(ks_attend_load(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.attend.n_gatherings, 0);
	stage_break_table(s, "gathering");
	assert_int_not_equal(ks_attend_load(&s->site, &s->visit), KS_OK);
}

static void the_desk_is_for_the_role_and_knows_names_and_units_until_it_is_left(void **state)
{
	static const char *const expected[] = {STAGE_OTHER};
	struct stage *s = *state;

	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(ks_desk_enter(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_DESK);
	assert_true(s->visit.desk.is_refused);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);

	assert_int_equal(ks_db_run(s->site.store,
				   "UPDATE appointment SET roles = '研修担当' WHERE number = ?",
				   "t", STAGE_NUMBER),
			 KS_OK);
	assert_int_equal(ks_gathering_expect(s->site.store, s->gathering.id, expected, 1), KS_OK);
	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(ks_desk_enter(&s->site, &s->visit), KS_OK);
	assert_false(s->visit.desk.is_refused);
	assert_int_equal(ks_desk_open(&s->site, &s->visit, 0), KS_OK);
	assert_string_equal(ks_desk_name(&s->visit, STAGE_OTHER), "見本 二郎");
	assert_string_equal(ks_desk_unit(&s->visit, STAGE_OTHER), "総務課");
	assert_string_equal(ks_desk_name(&s->visit, "999999"), "");
	assert_string_equal(ks_desk_unit(&s->visit, "999999"), "");
	ks_desk_leave(&s->visit);
	assert_int_equal(s->visit.desk.roll.n_people, 0);
	assert_string_equal(ks_desk_name(&s->visit, STAGE_OTHER), "");
}

static void how_far_the_sheet_is_stands_in_the_store(void **state)
{
	struct stage *s = *state;

	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(ks_inspect_open(&s->site, &s->visit), KS_OK);
	s->visit.inspect.response = KS_RESPONSE_YES;
	assert_int_equal(ks_inspect_next(&s->site, &s->visit), KS_OK);
	memset(&s->visit.inspect, 0, sizeof(s->visit.inspect));
	assert_int_equal(ks_inspect_load(&s->site, &s->visit), KS_OK);
	assert_string_equal(s->visit.inspect.standing.item, "i07");
	assert_int_equal(s->visit.inspect.standing.done_ms, 0);
	stage_break_table(s, "inspection");
	assert_int_not_equal(ks_inspect_load(&s->site, &s->visit), KS_OK);
}

static void each_place_of_a_session_is_one_of_the_visit(void **state)
{
	static const struct {
		enum ks_place place;
		enum ks_visit_place there;
	} places[] = {{KS_PLACE_PAGE, KS_VISIT_PAGE},
		      {KS_PLACE_QUESTION, KS_VISIT_QUESTION},
		      {KS_PLACE_REASON, KS_VISIT_REASON},
		      {KS_PLACE_RESULT, KS_VISIT_RESULT}};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(places); i++) {
		struct ks_session session = {.place = places[i].place};

		assert_int_equal(ks_lesson_place(&session), places[i].there);
	}
}

/* A lesson passed with one miss, and eight days later. */
static void come_back_with_a_miss(struct stage *s)
{
	struct ks_session_input next = {.kind = KS_STEP_NEXT, .seed = 7};
	bool has_missed = false;

	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(ks_lesson_open(&s->site, &s->visit, 0), KS_OK);
	while (s->visit.place == KS_VISIT_PAGE)
		assert_int_equal(ks_lesson_step(&s->site, &s->visit, &next), KS_OK);
	while (s->visit.place == KS_VISIT_QUESTION) {
		const struct ks_lesson_visit *lesson = &s->visit.lesson;
		const struct ks_question *question = ks_session_question(
			&lesson->session, &lesson->rules, lesson->session.item_index);
		bool is_miss = !has_missed && !question->is_mandatory;

		has_missed |= is_miss;
		assert_int_equal(stage_answer(s, !is_miss), KS_OK);
	}
	assert_int_equal(ks_lesson_leave(&s->site, &s->visit, false), KS_OK);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	ks_clock_advance(&s->sample.clock, 8 * DAY_MS);
	stage_sign_in(s, STAGE_NUMBER);
}

static void what_is_offered_is_read_anew_and_answered_once(void **state)
{
	struct stage *s = *state;
	struct ks_session_input input = {.kind = KS_STEP_BACK};

	come_back_with_a_miss(s);
	s->visit.recall.n = 0;
	assert_int_equal(ks_recall_load(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.recall.n, 1);
	assert_int_equal(ks_recall_open(&s->site, &s->visit), KS_OK);
	assert_int_equal(ks_recall_step(&s->site, &s->visit, &input), KS_INVALID);
	input = (struct ks_session_input){
		.kind = KS_STEP_ANSWER,
		.answer = ks_sample_answer(ks_session_question(&s->visit.lesson.session,
							       &s->visit.lesson.rules, 0),
					   true)};
	stage_fill(s);
	assert_int_not_equal(ks_recall_step(&s->site, &s->visit, &input), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_QUESTION);
	stage_empty(s);
	assert_int_equal(ks_recall_step(&s->site, &s->visit, &input), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_REASON);
	input.kind = KS_STEP_NEXT;
	assert_int_equal(ks_recall_step(&s->site, &s->visit, &input), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_HOME);
	assert_int_equal(ks_recall_load(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.recall.n, 0);
}

static void a_lock_is_waited_for_and_runs_out(void **state)
{
	struct stage *s = *state;
	struct ks_pin_verdict verdict;
	int64_t wait_ms = -1;

	ks_signin_begin(&s->visit);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_NUMBER), KS_OK);
	assert_int_equal(ks_signin_wait_ms(&s->site, &s->visit, &wait_ms), KS_OK);
	assert_int_equal(wait_ms, 0);
	for (int i = 0; i < 5; i++)
		assert_int_equal(ks_signin_pin(&s->site, &s->visit, "111112", &verdict), KS_DENIED);
	assert_int_equal(ks_signin_wait_ms(&s->site, &s->visit, &wait_ms), KS_OK);
	assert_int_equal(wait_ms, 30000);
	ks_clock_advance(&s->sample.clock, 30000);
	assert_int_equal(ks_signin_wait_ms(&s->site, &s->visit, &wait_ms), KS_OK);
	assert_int_equal(wait_ms, 0);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_course_has_its_lessons_done_when_none_but_one_is_left),
		TEST(who_agreed_is_read_anew_and_an_unreadable_note_is_no_agreement),
		TEST(a_plan_that_asks_for_no_acknowledgement_is_not_open_for_one),
		TEST(a_moment_is_early_in_time_late_or_over_unless_the_clock_is_in_doubt),
		TEST(the_list_is_of_today_and_read_as_often_as_asked),
		TEST(the_desk_is_for_the_role_and_knows_names_and_units_until_it_is_left),
		TEST(how_far_the_sheet_is_stands_in_the_store),
		TEST(each_place_of_a_session_is_one_of_the_visit),
		TEST(what_is_offered_is_read_anew_and_answered_once),
		TEST(a_lock_is_waited_for_and_runs_out),
	};

	return ks_test_run(tests);
}
