/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/recall.h"

#include <string.h>

#include "visit/lesson.h"
#include "visit/signin.h"
#include "visit/stage.h"

/* Questions of earlier weeks: which are offered, when, and that looking back leaves no statement. */

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

/* The lesson is passed with its first question wrong; how many were wrong is returned. */
static int pass_with_a_miss(struct stage *s)
{
	int n_wrong = 0;
	struct ks_session_input next = {.kind = KS_STEP_NEXT, .seed = 7};

	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(ks_lesson_open(&s->site, &s->visit, 0), KS_OK);
	while (s->visit.place == KS_VISIT_PAGE)
		assert_int_equal(ks_lesson_step(&s->site, &s->visit, &next), KS_OK);
	while (s->visit.place == KS_VISIT_QUESTION) {
		const struct ks_lesson_visit *lesson = &s->visit.lesson;
		const struct ks_question *question = ks_session_question(
			&lesson->session, &lesson->rules, lesson->session.item_index);
		bool is_wrong = n_wrong == 0 && !question->is_mandatory;

		n_wrong += is_wrong;
		assert_int_equal(stage_answer(s, !is_wrong), KS_OK);
	}
	assert_true(s->visit.lesson.session.has_passed);
	assert_int_equal(ks_lesson_leave(&s->site, &s->visit, false), KS_OK);
	return n_wrong;
}

static void come_back_after(struct stage *s, int64_t ms)
{
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	ks_clock_advance(&s->sample.clock, ms);
	stage_sign_in(s, STAGE_NUMBER);
}

/* The one at hand, and on behind its reason. */
static void look_back(struct stage *s, bool is_right)
{
	assert_int_equal(s->visit.place, KS_VISIT_QUESTION);
	assert_int_equal(stage_answer(s, is_right), KS_OK);
}

static void a_miss_is_offered_after_seven_days_and_not_before(void **state)
{
	struct stage *s = *state;

	assert_int_equal(pass_with_a_miss(s), 1);
	assert_int_equal(ks_signin_home(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.recall.n, 0);
	come_back_after(s, 7 * DAY_MS - 60000);
	assert_int_equal(s->visit.recall.n, 0);
	assert_int_equal(ks_recall_open(&s->site, &s->visit), KS_NOT_FOUND);
	assert_int_equal(s->visit.place, KS_VISIT_HOME);
	come_back_after(s, 60000);
	assert_int_equal(s->visit.recall.n, 1);
}

static void looking_back_rightly_ends_it_and_leaves_no_statement(void **state)
{
	struct stage *s = *state;
	int n_statements;

	pass_with_a_miss(s);
	come_back_after(s, 8 * DAY_MS);
	n_statements = stage_count(s, "");
	assert_int_equal(ks_recall_open(&s->site, &s->visit), KS_OK);
	look_back(s, true);
	assert_int_equal(s->visit.place, KS_VISIT_HOME);
	assert_false(s->visit.recall.is_on);
	assert_int_equal(s->visit.recall.n, 0);
	come_back_after(s, 30 * DAY_MS);
	assert_int_equal(s->visit.recall.n, 0);
	assert_int_equal(stage_count(s, ""), n_statements);
}

static void looking_back_wrongly_asks_again_a_week_later(void **state)
{
	struct stage *s = *state;

	pass_with_a_miss(s);
	come_back_after(s, 8 * DAY_MS);
	assert_int_equal(ks_recall_open(&s->site, &s->visit), KS_OK);
	look_back(s, false);
	assert_int_equal(s->visit.recall.n, 0);
	come_back_after(s, 6 * DAY_MS);
	assert_int_equal(s->visit.recall.n, 0);
	come_back_after(s, DAY_MS);
	assert_int_equal(s->visit.recall.n, 1);
}

static void what_was_missed_once_and_right_in_the_next_attempt_is_known(void **state)
{
	struct stage *s = *state;
	struct ks_session_input retry = {.kind = KS_STEP_RETRY, .seed = 7};

	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(stage_take_lesson(s, false), KS_OK);
	assert_int_equal(ks_lesson_step(&s->site, &s->visit, &retry), KS_OK);
	while (s->visit.place == KS_VISIT_QUESTION)
		assert_int_equal(stage_answer(s, true), KS_OK);
	assert_int_equal(ks_lesson_leave(&s->site, &s->visit, false), KS_OK);
	come_back_after(s, 8 * DAY_MS);
	for (size_t i = 0; i < s->visit.recall.n; i++) {
		const char *id = s->visit.recall.items[i].question;
		struct ks_session session;
		struct ks_session_rules rules = {.content = s->site.content,
						 .plan = s->visit.duties.items[0].plan,
						 .plan_lesson = s->visit.duties.items[0].lesson,
						 .lesson = &s->sample.course.lesson};

		assert_int_equal(ks_session_load(s->visit.progress[0].session_json, &rules, &session),
				 KS_OK);
		for (int k = 0; k < session.attempt.n_items; k++)
			assert_string_not_equal(session.attempt.items[k].question, id);
	}
	assert_true(s->visit.recall.n <= KS_RECALL_MAX);
}

/* Failed as a whole, then passed with two misses, one of which was wrong both times: each is asked once, one behind the other. */
static void what_was_missed_twice_is_asked_once(void **state)
{
	struct stage *s = *state;
	struct ks_session_input retry = {.kind = KS_STEP_RETRY, .seed = 7};
	int n_wrong = 0;

	s->sample.course.plan_lesson.pass_right = 3;
	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(stage_take_lesson(s, false), KS_OK);
	assert_int_equal(ks_lesson_step(&s->site, &s->visit, &retry), KS_OK);
	while (s->visit.place == KS_VISIT_QUESTION) {
		const struct ks_lesson_visit *lesson = &s->visit.lesson;
		bool is_wrong = n_wrong < 1 && !ks_session_question(&lesson->session, &lesson->rules,
								    lesson->session.item_index)
							->is_mandatory;

		n_wrong += is_wrong;
		assert_int_equal(stage_answer(s, !is_wrong), KS_OK);
	}
	assert_int_equal(n_wrong, 1);
	assert_true(s->visit.lesson.session.has_passed);
	assert_int_equal(ks_lesson_leave(&s->site, &s->visit, false), KS_OK);
	come_back_after(s, 8 * DAY_MS);
	assert_int_equal(s->visit.recall.n, 1);
	assert_int_equal(ks_recall_open(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.recall.at, 0);
	look_back(s, true);
	assert_int_equal(s->visit.place, KS_VISIT_HOME);
	assert_int_equal(s->visit.recall.n, 0);
}

/* A lesson that is failed asks again by itself, and nobody else's misses are offered. */
static void nothing_is_offered_of_what_is_still_owed_or_somebody_elses(void **state)
{
	struct stage *s = *state;

	stage_sign_in(s, STAGE_NUMBER);
	assert_int_equal(stage_take_lesson(s, false), KS_OK);
	assert_int_equal(ks_lesson_leave(&s->site, &s->visit, false), KS_OK);
	come_back_after(s, 8 * DAY_MS);
	assert_int_equal(s->visit.recall.n, 0);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	pass_with_a_miss(s);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	ks_clock_advance(&s->sample.clock, 8 * DAY_MS);
	stage_sign_in(s, STAGE_OTHER);
	assert_int_equal(s->visit.recall.n, 0);
}

/* The content changed while it was offered: what is asked nowhere any more is not asked. */
static void a_question_that_is_gone_is_not_asked(void **state)
{
	struct stage *s = *state;
	struct ks_sample *course = &s->sample.course;
	size_t n_questions = course->lesson.quiz.n_questions;

	pass_with_a_miss(s);
	come_back_after(s, 8 * DAY_MS);
	assert_int_equal(s->visit.recall.n, 1);
	for (int what = 0; what < 2; what++) {
		if (what == 0)
			course->lesson.quiz.n_questions = 0;
		else
			course->content.n_lessons = 0;
		assert_int_equal(ks_recall_open(&s->site, &s->visit), KS_NOT_FOUND);
		assert_int_equal(s->visit.place, KS_VISIT_HOME);
		assert_false(s->visit.recall.is_on);
		course->lesson.quiz.n_questions = n_questions;
		course->content.n_lessons = 1;
	}
	assert_int_equal(ks_recall_open(&s->site, &s->visit), KS_OK);
	look_back(s, true);
}

static void a_full_disk_moves_nothing(void **state)
{
	struct stage *s = *state;

	pass_with_a_miss(s);
	come_back_after(s, 8 * DAY_MS);
	assert_int_equal(ks_recall_open(&s->site, &s->visit), KS_OK);
	stage_fill(s);
	assert_int_equal(stage_answer(s, true), KS_FULL);
	assert_int_equal(s->visit.place, KS_VISIT_QUESTION);
	stage_empty(s);
	look_back(s, true);
	assert_int_equal(s->visit.place, KS_VISIT_HOME);
}

/* The step of a lesson is what comes of the same tap when no question is looked back at: it must not come of this one. */
static void what_cannot_be_read_behind_the_last_leaves_it_on_the_glass(void **state)
{
	struct stage *s = *state;
	const struct ks_lesson_visit *lesson = &s->visit.lesson;
	struct ks_session_input input = {.kind = KS_STEP_ANSWER};
	int n_statements;

	pass_with_a_miss(s);
	come_back_after(s, 8 * DAY_MS);
	n_statements = stage_count(s, "");
	assert_int_equal(ks_recall_open(&s->site, &s->visit), KS_OK);
	input.answer =
		ks_sample_answer(ks_session_question(&lesson->session, &lesson->rules, 0), true);
	assert_int_equal(ks_lesson_step(&s->site, &s->visit, &input), KS_OK);
	stage_break_table(s, "preference");
	for (int tap = 0; tap < 2; tap++) {
		assert_int_not_equal(stage_step(s, KS_STEP_NEXT), KS_OK);
		assert_int_equal(s->visit.place, KS_VISIT_REASON);
		assert_true(s->visit.recall.is_on);
	}
	assert_int_equal(stage_count(s, ""), n_statements);
}

#define on_stage(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_stage(a_miss_is_offered_after_seven_days_and_not_before),
		on_stage(looking_back_rightly_ends_it_and_leaves_no_statement),
		on_stage(looking_back_wrongly_asks_again_a_week_later),
		on_stage(what_was_missed_once_and_right_in_the_next_attempt_is_known),
		on_stage(nothing_is_offered_of_what_is_still_owed_or_somebody_elses),
		on_stage(what_was_missed_twice_is_asked_once),
		on_stage(a_question_that_is_gone_is_not_asked),
		on_stage(a_full_disk_moves_nothing),
		on_stage(what_cannot_be_read_behind_the_last_leaves_it_on_the_glass),
	};

	return ks_test_run(tests);
}
