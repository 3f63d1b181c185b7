// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <string.h>

#include "base/mem.h"
#include "walk.h"

static void a_page_counts_the_first_time_it_is_left_forwards(void **state)
{
	struct walk w;

	(void)state;
	walk_begin(&w);
	walk_step(&w, KS_STEP_NEXT);
	EVENTS(&w, KS_EVENT_PAGE_SEEN);
	assert_int_equal(w.events.items[0].index, 0);
	assert_int_equal(w.session.n_pages_seen, 1);
	walk_step(&w, KS_STEP_BACK);
	assert_int_equal(w.events.n_items, 0);
	assert_int_equal(w.session.n_pages_seen, 1);
	walk_step(&w, KS_STEP_NEXT);
	assert_int_equal(w.events.n_items, 0);
	walk_step(&w, KS_STEP_NEXT);
	EVENTS(&w, KS_EVENT_PAGE_SEEN);
	assert_int_equal(w.events.items[0].index, 1);
}

static void behind_the_last_page_the_quiz_begins(void **state)
{
	struct walk w;

	(void)state;
	walk_begin(&w);
	walk_pages(&w);
	EVENTS(&w, KS_EVENT_PAGE_SEEN);
	assert_int_equal(w.session.place, KS_PLACE_QUESTION);
	assert_int_equal(w.session.attempt.number, 1);
	assert_int_equal(w.session.attempt.n_items, 6);
	assert_int_equal(w.session.item_index, 0);
}

static void an_answer_leads_to_its_reason_and_stays(void **state)
{
	struct walk w;

	(void)state;
	walk_begin(&w);
	walk_pages(&w);
	assert_int_equal(walk_answer(&w, false), KS_OK);
	EVENTS(&w, KS_EVENT_ANSWERED);
	assert_int_equal(w.session.place, KS_PLACE_REASON);
	assert_true(w.session.attempt.items[0].is_answered);
	assert_false(w.session.attempt.items[0].is_right);
	walk_step(&w, KS_STEP_NEXT);
	assert_int_equal(w.session.place, KS_PLACE_QUESTION);
	assert_int_equal(w.session.item_index, 1);
}

static void an_incomplete_answer_changes_nothing(void **state)
{
	struct walk w;
	struct ks_session before;

	(void)state;
	walk_begin(&w);
	walk_pages(&w);
	before = w.session;
	assert_int_equal(walk_take(&w, KS_STEP_ANSWER, -1), KS_INVALID);
	assert_memory_equal(&before, &w.session, sizeof(before));
	assert_int_equal(w.events.n_items, 0);
}

static void inputs_that_do_not_fit_the_place_change_nothing(void **state)
{
	static const struct {
		enum ks_place place;
		enum ks_session_input_kind kind;
	} cases[] = {
		{KS_PLACE_PAGE, KS_STEP_ANSWER},     {KS_PLACE_PAGE, KS_STEP_RETRY},
		{KS_PLACE_PAGE, KS_STEP_READ_AGAIN}, {KS_PLACE_PAGE, KS_STEP_BACK},
		{KS_PLACE_QUESTION, KS_STEP_NEXT},   {KS_PLACE_QUESTION, KS_STEP_RETRY},
		{KS_PLACE_REASON, KS_STEP_ANSWER},   {KS_PLACE_REASON, KS_STEP_RETRY},
		{KS_PLACE_RESULT, KS_STEP_NEXT},     {KS_PLACE_RESULT, KS_STEP_BACK},
		{KS_PLACE_RESULT, KS_STEP_ANSWER},   {KS_PLACE_RESULT, KS_STEP_RETRY},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct walk w;
		struct ks_session before;

		walk_begin(&w);
		if (cases[i].place != KS_PLACE_PAGE)
			walk_pages(&w);
		if (cases[i].place == KS_PLACE_REASON)
			assert_int_equal(walk_answer(&w, true), KS_OK);
		if (cases[i].place == KS_PLACE_RESULT)
			walk_quiz(&w, NULL);
		assert_int_equal(w.session.place, cases[i].place);
		before = w.session;
		assert_int_equal(walk_take(&w, cases[i].kind, -1), KS_INVALID);
		assert_memory_equal(&before, &w.session, sizeof(before));
		assert_int_equal(w.events.n_items, 0);
	}
}

static void completed_stands_right_behind_the_first_pass(void **state)
{
	struct walk w;

	(void)state;
	walk_begin(&w);
	walk_pages(&w);
	walk_quiz(&w, "q1"); /* 5 of 6, the pass mark */
	EVENTS(&w, KS_EVENT_PASSED, KS_EVENT_COMPLETED);
	assert_true(w.session.has_passed);
	assert_int_equal(ks_session_n_right(&w.session), 5);
	assert_int_equal(ks_session_progress(&w.session, &w.sample.rules), 100);
}

static void a_wrong_mandatory_question_fails_whatever_the_count(void **state)
{
	struct walk w;

	(void)state;
	walk_begin(&w);
	walk_pages(&w);
	walk_quiz(&w, "q6");
	EVENTS(&w, KS_EVENT_FAILED);
	assert_int_equal(ks_session_n_right(&w.session), 5);
	assert_false(w.session.has_passed);
}

static void below_the_pass_mark_fails(void **state)
{
	struct walk w;

	(void)state;
	walk_begin(&w);
	w.sample.plan_lesson.pass_right = 6;
	walk_pages(&w);
	walk_quiz(&w, "q1");
	EVENTS(&w, KS_EVENT_FAILED);
}

static void retry_begins_a_new_attempt_and_keeps_the_last(void **state)
{
	struct walk w;
	struct ks_attempt failed;

	(void)state;
	walk_begin(&w);
	walk_pages(&w);
	walk_quiz(&w, "*");
	failed = w.session.attempt;
	walk_step(&w, KS_STEP_RETRY);
	assert_int_equal(w.session.place, KS_PLACE_QUESTION);
	assert_int_equal(w.session.attempt.number, 2);
	assert_memory_equal(&w.session.last_attempt, &failed, sizeof(failed));
	walk_quiz(&w, NULL);
	EVENTS(&w, KS_EVENT_PASSED, KS_EVENT_COMPLETED);
}

static void read_again_goes_to_the_page_asked_for_and_then_to_a_new_attempt(void **state)
{
	struct walk w;

	(void)state;
	walk_begin(&w);
	walk_pages(&w);
	walk_quiz(&w, "*");
	assert_int_equal(walk_take(&w, KS_STEP_READ_AGAIN, KS_SAMPLE_PAGES), KS_INVALID);
	assert_int_equal(walk_take(&w, KS_STEP_READ_AGAIN, 1), KS_OK);
	assert_int_equal(w.session.place, KS_PLACE_PAGE);
	assert_int_equal(w.session.page_index, 1);
	assert_int_equal(w.session.item_index, 0);
	assert_int_equal(w.session.last_attempt.number, 1);
	walk_pages(&w);
	assert_int_equal(w.session.place, KS_PLACE_QUESTION);
	assert_int_equal(w.session.attempt.number, 2);
}

static void back_to_the_pages_keeps_the_attempt(void **state)
{
	struct walk w;
	struct ks_attempt before;

	(void)state;
	walk_begin(&w);
	walk_pages(&w);
	assert_int_equal(walk_answer(&w, true), KS_OK);
	before = w.session.attempt;
	walk_step(&w, KS_STEP_BACK);
	assert_int_equal(w.session.place, KS_PLACE_PAGE);
	assert_int_equal(w.session.page_index, KS_SAMPLE_PAGES - 1);
	walk_step(&w, KS_STEP_BACK);
	walk_pages(&w);
	assert_int_equal(w.session.place, KS_PLACE_QUESTION);
	assert_int_equal(w.session.item_index, 1);
	assert_memory_equal(&before, &w.session.attempt, sizeof(before));
}

static void back_from_the_last_reason_still_ends_in_the_result(void **state)
{
	struct walk w;

	(void)state;
	walk_begin(&w);
	walk_pages(&w);
	while (w.session.item_index < 5) {
		assert_int_equal(walk_answer(&w, true), KS_OK);
		walk_step(&w, KS_STEP_NEXT);
	}
	assert_int_equal(walk_answer(&w, true), KS_OK);
	walk_step(&w, KS_STEP_BACK);
	walk_step(&w, KS_STEP_NEXT);
	assert_int_equal(w.session.place, KS_PLACE_REASON);
	walk_step(&w, KS_STEP_NEXT);
	EVENTS(&w, KS_EVENT_PASSED, KS_EVENT_COMPLETED);
}

static void a_review_is_never_judged_or_completed_again(void **state)
{
	struct walk w;

	(void)state;
	walk_begin(&w);
	walk_pages(&w);
	walk_quiz(&w, NULL);
	ks_session_review(&w.session);
	assert_true(w.session.is_review);
	assert_int_equal(w.session.place, KS_PLACE_PAGE);
	assert_int_equal(w.session.page_index, 0);
	assert_int_equal(w.session.n_pages_seen, 0);
	assert_int_equal(w.session.item_index, 0);
	assert_int_equal(w.session.last_attempt.number, 1);
	assert_int_equal(w.session.attempt.n_items, 0);
	walk_pages(&w);
	assert_int_equal(w.session.attempt.number, 2);
	walk_quiz(&w, NULL);
	assert_int_equal(w.events.n_items, 0);
	walk_step(&w, KS_STEP_READ_AGAIN);
	walk_pages(&w);
	walk_quiz(&w, "*");
	assert_int_equal(w.events.n_items, 0);
	assert_true(w.session.has_passed);
	walk_step(&w, KS_STEP_RETRY);
	assert_int_equal(w.session.attempt.number, 4);
}

static void a_lesson_without_quiz_is_done_behind_its_last_page(void **state)
{
	struct walk w;

	(void)state;
	walk_begin(&w);
	w.sample.lesson.quiz.n_questions = 0;
	walk_pages(&w);
	EVENTS(&w, KS_EVENT_PAGE_SEEN, KS_EVENT_COMPLETED);
	assert_int_equal(w.session.place, KS_PLACE_RESULT);
	assert_true(w.session.has_passed);
	ks_session_review(&w.session);
	walk_pages(&w);
	EVENTS(&w, KS_EVENT_PAGE_SEEN);
}

/* ---- the question before the lesson ---- */

static enum ks_rc answer_opening(struct walk *walk, int choice)
{
	struct ks_session_input input = {.kind = KS_STEP_OPENING};

	if (choice >= 0)
		input.answer.value[choice] = 1;
	return ks_session_apply(&walk->session, &walk->sample.rules, &input, &walk->events);
}

/* Twenty questions of which two are drawn: the first is the one before the lesson. */
static void begin_with_opening(struct walk *walk)
{
	ks_sample_begin(&walk->sample);
	for (int i = 0; i < 20; i++)
		ks_sample_question(&walk->sample, KS_QUESTION_SINGLE, 3, "1");
	walk->sample.questions[0].is_opening = true;
	walk->sample.plan_lesson.n_questions = 2;
	walk->sample.plan_lesson.pass_right = 2;
	ks_session_begin(&walk->session, &walk->sample.rules);
}

static bool draws_first(const struct walk *walk)
{
	for (int i = 0; i < walk->session.attempt.n_items; i++)
		if (strcmp(walk->session.attempt.items[i].question, "q1") == 0)
			return true;
	return false;
}

static int n_draws_of_first(bool is_answered)
{
	int n = 0;

	for (uint64_t seed = 1; seed <= 40; seed++) {
		struct walk w;
		struct ks_session_input next = {.kind = KS_STEP_NEXT, .seed = seed};

		begin_with_opening(&w);
		if (is_answered)
			assert_int_equal(answer_opening(&w, 2), KS_OK);
		for (int i = 0; i < KS_SAMPLE_PAGES; i++)
			assert_int_equal(ks_session_apply(&w.session, &w.sample.rules, &next,
							  &w.events),
					 KS_OK);
		assert_int_equal(w.session.attempt.n_items, 2);
		n += draws_first(&w);
	}
	return n;
}

static void who_answered_before_the_lesson_is_asked_again_and_nobody_else(void **state)
{
	(void)state;
	assert_int_equal(n_draws_of_first(true), 40);
	assert_true(n_draws_of_first(false) < 20);
}

static void an_opinion_before_the_lesson_is_no_fact_and_can_be_changed(void **state)
{
	struct walk w;

	(void)state;
	begin_with_opening(&w);
	assert_int_equal(answer_opening(&w, 1), KS_OK);
	assert_int_equal(w.events.n_items, 0);
	assert_int_equal(w.session.place, KS_PLACE_PAGE);
	assert_int_equal(w.session.opening, 2);
	assert_int_equal(answer_opening(&w, 0), KS_OK);
	assert_int_equal(w.session.opening, 1);
	assert_int_equal(answer_opening(&w, -1), KS_INVALID); /* nothing chosen */
	walk_pages(&w);
	assert_int_equal(answer_opening(&w, 2), KS_INVALID); /* the quiz has begun */
	w.session.place = KS_PLACE_PAGE;
	for (w.session.attempt.n_items = 2; w.session.attempt.n_items > 0; w.session.attempt.n_items--)
		assert_int_equal(answer_opening(&w, 2), KS_INVALID);
	w.session.has_passed = true;
	assert_int_equal(answer_opening(&w, 2), KS_INVALID);
	assert_int_equal(w.session.opening, 1);
	w.session.has_passed = false;
	assert_int_equal(answer_opening(&w, 2), KS_OK);
	assert_int_equal(w.session.opening, 3);
}

static void the_second_attempt_and_a_test_ask_what_they_like(void **state)
{
	struct walk w;
	int n = 0;

	(void)state;
	begin_with_opening(&w);
	assert_int_equal(answer_opening(&w, 2), KS_OK);
	walk_pages(&w);
	walk_quiz(&w, "*");
	w.sample.plan.max_repeats = 2;
	for (int i = 0; i < 20; i++) {
		struct ks_session again = w.session;
		struct ks_session_input retry = {.kind = KS_STEP_RETRY, .seed = (uint64_t)i};

		assert_int_equal(ks_session_apply(&again, &w.sample.rules, &retry, &w.events), KS_OK);
		for (int k = 0; k < again.attempt.n_items; k++)
			n += strcmp(again.attempt.items[k].question, "q1") == 0;
	}
	assert_true(n < 20);
	w.sample.plan_lesson.is_test = true;
	assert_null(ks_session_opening(&w.sample.rules));
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(a_page_counts_the_first_time_it_is_left_forwards),
	cmocka_unit_test(behind_the_last_page_the_quiz_begins),
	cmocka_unit_test(an_answer_leads_to_its_reason_and_stays),
	cmocka_unit_test(an_incomplete_answer_changes_nothing),
	cmocka_unit_test(inputs_that_do_not_fit_the_place_change_nothing),
	cmocka_unit_test(completed_stands_right_behind_the_first_pass),
	cmocka_unit_test(a_wrong_mandatory_question_fails_whatever_the_count),
	cmocka_unit_test(below_the_pass_mark_fails),
	cmocka_unit_test(retry_begins_a_new_attempt_and_keeps_the_last),
	cmocka_unit_test(read_again_goes_to_the_page_asked_for_and_then_to_a_new_attempt),
	cmocka_unit_test(back_to_the_pages_keeps_the_attempt),
	cmocka_unit_test(back_from_the_last_reason_still_ends_in_the_result),
	cmocka_unit_test(a_review_is_never_judged_or_completed_again),
	cmocka_unit_test(a_lesson_without_quiz_is_done_behind_its_last_page),
	cmocka_unit_test(who_answered_before_the_lesson_is_asked_again_and_nobody_else),
	cmocka_unit_test(an_opinion_before_the_lesson_is_no_fact_and_can_be_changed),
	cmocka_unit_test(the_second_attempt_and_a_test_ask_what_they_like),
};

int main(void)
{
	return ks_test_run(tests);
}
