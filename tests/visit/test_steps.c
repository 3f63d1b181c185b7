/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "visit/agree.h"
#include "visit/attend.h"
#include "visit/inspect.h"
#include "visit/lesson.h"
#include "visit/own.h"
#include "visit/recall.h"
#include "visit/signin.h"
#include "visit/steps.h"

/* Everything a person does for themselves, with each step of the database failing (steps.h). */

/* ---- signing in ---- */

static enum ks_rc number_of_nobody(struct stage *s)
{
	if (s->visit.family_name)
		ks_attend_deny(&s->visit); /* of the try before */
	return ks_signin_typed(&s->site, &s->visit, "999999");
}

static enum ks_rc wait_ms(struct stage *s)
{
	int64_t ms;

	return ks_signin_wait_ms(&s->site, &s->visit, &ms);
}

static enum ks_rc home(struct stage *s)
{
	return ks_signin_home(&s->site, &s->visit);
}

static enum ks_rc end(struct stage *s)
{
	return ks_signin_end(&s->site, &s->visit, false);
}

static enum ks_rc choose(struct stage *s)
{
	memcpy(s->visit.chosen, "480276", KS_PIN_DIGITS);
	return ks_signin_choose(&s->site, &s->visit, "480276");
}

static void from_a_number_to_what_is_owed(void **state)
{
	struct stage *s = *state;
	struct ks_pin_verdict verdict;
	char code[KS_PIN_DIGITS + 1];

	ks_signin_begin(&s->visit);
	fail_each(s, "a number of nobody", number_of_nobody, NULL);
	assert_int_equal(end(s), KS_OK);
	ks_signin_begin(&s->visit);
	fail_each(s, "a number", act_number, "\nperson\n");
	fail_each(s, "how long is it locked", wait_ms, NULL);
	fail_each_or(s, "a PIN", act_pin, ENTERING, KS_IO);
	fail_each(s, "マイページ", home, "\nduties\nduty 0\nsheet\nanswers\nstanding\n");
	assert_int_equal(end(s), KS_OK);
	assert_int_equal(ks_pin_reset(s->site.store, STAGE_NUMBER, STAGE_NUMBER, code), KS_OK);
	ks_signin_begin(&s->visit);
	assert_int_equal(act_number(s), KS_OK);
	assert_int_equal(ks_signin_pin(&s->site, &s->visit, code, &verdict), KS_OK);
	fail_each_or(s, "a PIN of one's own", choose, ENTERING, KS_IO);
	assert_int_equal(s->visit.place, KS_VISIT_HOME);
}

/* ---- a lesson ---- */

static enum ks_rc open_lesson(struct stage *s)
{
	return ks_lesson_open(&s->site, &s->visit, 0);
}

static enum ks_rc next(struct stage *s)
{
	return stage_step(s, KS_STEP_NEXT);
}

static enum ks_rc answer_as(struct stage *s, bool is_right)
{
	const struct ks_session *session = &s->visit.lesson.session;
	struct ks_session_input input = {.kind = KS_STEP_ANSWER};

	input.answer = ks_sample_answer(
		ks_session_question(session, &s->visit.lesson.rules, session->item_index), is_right);
	return ks_lesson_step(&s->site, &s->visit, &input);
}

static enum ks_rc answer(struct stage *s)
{
	return answer_as(s, true);
}

static enum ks_rc leave_lesson(struct stage *s)
{
	return ks_lesson_leave(&s->site, &s->visit, false);
}

static enum ks_rc agree(struct stage *s)
{
	return ks_agree(&s->site, &s->visit, "読んで、守ります。");
}

static enum ks_rc own(struct stage *s)
{
	return ks_own_open(&s->site, &s->visit);
}

static enum ks_rc goodbye(struct stage *s)
{
	struct ks_receipt *last = NULL;
	enum ks_rc rc = ks_own_goodbye(&s->site, &s->visit, &last);

	ks_receipt_close(last);
	return rc;
}

static void a_course_to_its_end(void **state)
{
	struct stage *s = *state;

	stage_sign_in(s, STAGE_NUMBER);
	fail_each(s, "the lesson is opened", open_lesson, "\nlesson\nsession\nsitting\n");
	fail_each(s, "on from a page", next, NULL);
	while (s->visit.place == KS_VISIT_PAGE)
		assert_int_equal(next(s), KS_OK);
	for (int i = 0; s->visit.place == KS_VISIT_QUESTION; i++) {
		if (i == 0)
			fail_each(s, "an answer", answer, NULL);
		else
			assert_int_equal(answer_as(s, true), KS_OK);
		if (s->visit.lesson.session.item_index + 1 < s->visit.lesson.session.attempt.n_items)
			assert_int_equal(next(s), KS_OK);
	}
	fail_each(s, "on to the result", next, NULL);
	fail_each(s, "out of the lesson", leave_lesson, "\nlesson\n");
	assert_int_equal(home(s), KS_OK);
	assert_int_equal(ks_agree_open(&s->site, &s->visit), KS_OK);
	fail_each(s, "agreed", agree, NULL);
	fail_each(s, "one's own record", own, NULL);
	fail_each(s, "the last row", goodbye, NULL);
}

/* Whoever leaves at the reason of the last answer has answered everything. */
static void left_at_the_last_reason(void **state)
{
	struct stage *s = *state;

	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(open_lesson(s), KS_OK);
	while (s->visit.place == KS_VISIT_PAGE || s->visit.place == KS_VISIT_REASON)
		assert_int_equal(next(s), KS_OK);
	for (int i = 1; i < s->visit.lesson.session.attempt.n_items; i++)
		assert_int_equal(stage_answer(s, true), KS_OK);
	assert_int_equal(answer(s), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_REASON);
	fail_each(s, "out at the last reason", leave_lesson, "\nlesson\n");
}

static enum ks_rc recover(struct stage *s)
{
	size_t n_left;

	return ks_lesson_recover(&s->site, &n_left);
}

static void cut_off_and_found_at_the_next_start(void **state)
{
	struct stage *s = *state;

	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(open_lesson(s), KS_OK);
	s->visit.lesson.is_open = false; /* the power was cut */
	fail_each(s, "the next start", recover, NULL);
	assert_int_equal(stage_count(s, "abandoned"), 1);
}

static enum ks_rc recall(struct stage *s)
{
	return ks_recall_load(&s->site, &s->visit);
}

static void a_question_of_another_week(void **state)
{
	struct stage *s = *state;

	s->sample.course.plan_lesson.pass_right = 4;
	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(open_lesson(s), KS_OK);
	while (s->visit.place == KS_VISIT_PAGE)
		assert_int_equal(next(s), KS_OK);
	for (int n_wrong = 0; s->visit.place == KS_VISIT_QUESTION;) {
		const struct ks_lesson_visit *lesson = &s->visit.lesson;
		bool is_miss = n_wrong < 2 && !ks_session_question(&lesson->session, &lesson->rules,
								   lesson->session.item_index)
						       ->is_mandatory;

		n_wrong += is_miss;
		assert_int_equal(stage_answer(s, !is_miss), KS_OK);
	}
	assert_int_equal(end(s), KS_OK);
	ks_clock_advance(&s->sample.clock, INT64_C(8) * 24 * 3600 * 1000);
	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(s->visit.recall.n, 2);
	fail_each(s, "what is offered", recall, NULL);
	assert_int_equal(ks_recall_open(&s->site, &s->visit), KS_OK);
	fail_each(s, "looked back", answer, NULL);
	assert_int_equal(s->visit.place, KS_VISIT_REASON);
	assert_int_equal(next(s), KS_OK);
	assert_int_equal(answer(s), KS_OK);
	fail_each(s, "home from the last", next, NULL);
	assert_int_equal(s->visit.place, KS_VISIT_HOME);
}

/* ---- the self-inspection ---- */

static enum ks_rc inspect(struct stage *s)
{
	return ks_inspect_open(&s->site, &s->visit);
}

static enum ks_rc inspect_next(struct stage *s)
{
	return ks_inspect_next(&s->site, &s->visit);
}

static enum ks_rc inspect_back(struct stage *s)
{
	return ks_inspect_back(&s->site, &s->visit);
}

static void a_self_inspection(void **state)
{
	struct stage *s = *state;

	stage_sign_in(s, STAGE_NUMBER);
	fail_each(s, "the sheet", inspect, "\nsheet\nanswers\nstanding\n");
	s->visit.inspect.response = KS_RESPONSE_NO;
	fail_each(s, "no", inspect_next, NULL);
	fail_each(s, "back", inspect_back, NULL);
	assert_int_equal(inspect_next(s), KS_OK);
	fail_each(s, "help was read", inspect_next, NULL);
	s->visit.inspect.response = KS_RESPONSE_YES;
	fail_each(s, "the last", inspect_next, NULL);
	assert_int_equal(s->visit.place, KS_VISIT_INSPECTED);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(from_a_number_to_what_is_owed), TEST(a_course_to_its_end),
		TEST(left_at_the_last_reason),       TEST(cut_off_and_found_at_the_next_start),
		TEST(a_question_of_another_week),    TEST(a_self_inspection),
	};

	return ks_test_run(tests);
}
