/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/agree.h"
#include "visit/attend.h"
#include "visit/day.h"
#include "visit/desk.h"
#include "visit/drill.h"
#include "visit/inspect.h"
#include "visit/lesson.h"
#include "visit/signin.h"

/*
 * Days at one kiosk (day.h): every statement that came of it is kept as a whole. tests/data/golden/visit: read `git diff` after UPDATE_GOLDEN=1.
 */

static void put_lesson(struct day *day, bool is_right)
{
	struct stage *s = day->s;

	put(day, "the lesson is opened", ks_lesson_open(&s->site, &s->visit, 0));
	while (s->visit.place == KS_VISIT_PAGE)
		put(day, "on from a page", stage_step(s, KS_STEP_NEXT));
	while (s->visit.place == KS_VISIT_QUESTION)
		put(day, "an answer", stage_answer(s, is_right));
	assert_int_equal(s->visit.place, KS_VISIT_RESULT);
	ks_buf_printf(&day->said, "result: %s, passed %d, done %d at %lld\n",
		      ks_receipt_view(s->visit.lesson.result)->verb,
		      s->visit.lesson.session.has_passed, s->visit.progress[0].is_done,
		      (long long)s->visit.progress[0].done_ms);
}

static void a_course_from_the_first_page_to_the_acknowledgement(void **state)
{
	struct stage *s = *state;
	struct day day = morning(s);

	stage_sign_in(s, STAGE_NUMBER);
	put(&day, "signed in", KS_OK);
	put_lesson(&day, false);
	put_lesson(&day, true);
	assert_true(ks_agree_is_open(&s->visit, &s->sample.course.plan));
	put(&day, "the sheet", ks_agree_open(&s->site, &s->visit));
	put(&day, "agreed", ks_agree(&s->site, &s->visit, "読んで、守ります。"));
	put(&day, "the self-inspection", ks_inspect_open(&s->site, &s->visit));
	s->visit.inspect.response = KS_RESPONSE_NO;
	put(&day, "no", ks_inspect_next(&s->site, &s->visit));
	put(&day, "help was read", ks_inspect_next(&s->site, &s->visit));
	s->visit.inspect.response = KS_RESPONSE_YES;
	put(&day, "yes", ks_inspect_next(&s->site, &s->visit));
	assert_int_equal(s->visit.place, KS_VISIT_INSPECTED);
	put(&day, "signed out", ks_signin_end(&s->site, &s->visit, true));
	evening(&day, "tests/data/golden/visit/course.txt");
}

/* What was left in the middle, taken up after a minute by the same person, and left by the time running out. */
static void a_lesson_left_and_taken_up(void **state)
{
	struct stage *s = *state;
	struct day day = morning(s);

	stage_sign_in(s, STAGE_NUMBER);
	put(&day, "the lesson is opened", ks_lesson_open(&s->site, &s->visit, 0));
	put(&day, "on from a page", stage_step(s, KS_STEP_NEXT));
	put(&day, "back to it", stage_step(s, KS_STEP_BACK));
	put(&day, "on again", stage_step(s, KS_STEP_NEXT));
	put(&day, "signed out", ks_signin_end(&s->site, &s->visit, true));
	stage_sign_in(s, STAGE_NUMBER);
	put(&day, "taken up", ks_lesson_open(&s->site, &s->visit, 0));
	assert_int_equal(s->visit.lesson.session.page_index, 1);
	while (s->visit.place == KS_VISIT_PAGE)
		put(&day, "on from a page", stage_step(s, KS_STEP_NEXT));
	put(&day, "an answer", stage_answer(s, true));
	put(&day, "nobody touched the glass", ks_signin_end(&s->site, &s->visit, false));
	stage_sign_in(s, STAGE_NUMBER);
	put(&day, "taken up", ks_lesson_open(&s->site, &s->visit, 0));
	while (s->visit.place == KS_VISIT_QUESTION)
		put(&day, "an answer", stage_answer(s, true));
	evening(&day, "tests/data/golden/visit/left.txt");
}

static void put_room(struct day *day)
{
	struct stage *s = day->s;

	ks_drill_open(&s->visit, stage_drill());
	put(day, "a drill", ks_drill_begin(&s->site, &s->visit));
	put(day, "decided", ks_drill_decide(&s->site, &s->visit, 1));
	put(day, "the next scene", ks_drill_next(&s->site, &s->visit));
	put(day, "something else", ks_drill_decide(&s->site, &s->visit, 2));
	put(day, "its end", ks_drill_next(&s->site, &s->visit));
	ks_buf_printf(&day->said, "elapsed %lld\n",
		      (long long)ks_drill_elapsed_ms(&s->site, &s->visit));
}

/* A reception by the number alone: opened, one comes and leaves, one is admitted, one taken off, closed; and a drill before it. */
static void a_reception_from_the_desk(void **state)
{
	struct stage *s = *state;
	struct day day = morning(s);
	char id[64];

	stage_open_desk(s);
	put(&day, "the desk", KS_OK);
	put(&day, "the roll", ks_desk_open(&s->site, &s->visit, 0));
	put_room(&day);
	(void)snprintf(id, sizeof(id), "%s", ks_attend_gathering(&s->visit)->id);
	put(&day, "left the desk", ks_signin_end(&s->site, &s->visit, true));
	put(&day, "受付", ks_attend_begin_at(&s->site, &s->visit, id, STAGE_NUMBER));
	put(&day, "a number", ks_signin_number(&s->site, &s->visit, STAGE_OTHER));
	put(&day, "it is that person", ks_attend_confirm(&s->site, &s->visit));
	ks_buf_printf(&day.said, "here %lld, repeat %d, walk-in %d, left %d\n",
		      (long long)ks_receipt_wall_ms(s->visit.attend.receipt),
		      s->visit.attend.is_repeat, s->visit.attend.is_walk_in,
		      s->visit.attend.has_left);
	put(&day, "and goes", ks_attend_leave(&s->site, &s->visit));
	evening(&day, "tests/data/golden/visit/reception.txt");
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_course_from_the_first_page_to_the_acknowledgement),
		TEST(a_lesson_left_and_taken_up),
		TEST(a_reception_from_the_desk),
	};

	return ks_test_run(tests);
}
