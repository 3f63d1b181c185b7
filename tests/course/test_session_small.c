// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <string.h>

#include "base/mem.h"
#include "walk.h"

/* Lessons of few pages and few questions, and how far somebody is. */

/* A lesson that is all test has no page to go back to. */
static void without_pages_there_is_nothing_to_read_again(void **state)
{
	struct walk w;

	(void)state;
	walk_begin(&w);
	w.sample.lesson.n_pages = 0;
	walk_step(&w, KS_STEP_NEXT);
	assert_int_equal(w.events.n_items, 0);
	assert_int_equal(w.session.n_pages_seen, 0);
	assert_int_equal(w.session.place, KS_PLACE_QUESTION);
	assert_int_equal(walk_take(&w, KS_STEP_BACK, -1), KS_INVALID);
	assert_int_equal(w.session.place, KS_PLACE_QUESTION);
	walk_quiz(&w, "*");
	assert_int_equal(walk_take(&w, KS_STEP_READ_AGAIN, 1), KS_INVALID);
	assert_int_equal(walk_take(&w, KS_STEP_READ_AGAIN, 0), KS_OK);
	assert_int_equal(w.session.page_index, 0);
}

/* A quiz smaller than its pass mark is passed with all of it, and not with less. */
static void a_small_quiz_is_passed_with_all_of_it(void **state)
{
	struct walk w;

	(void)state;
	for (int is_right = 0; is_right < 2; is_right++) {
		walk_begin(&w);
		w.sample.plan_lesson.n_questions = 3;
		w.sample.plan_lesson.pass_right = 5;
		walk_pages(&w);
		assert_int_equal(w.session.attempt.n_items, 3);
		walk_quiz(&w, is_right ? NULL : w.session.attempt.items[1].question);
		assert_int_equal(w.session.has_passed, is_right);
	}
}

static void no_item_but_those_of_the_attempt_has_a_question(void **state)
{
	struct walk w;

	(void)state;
	walk_begin(&w);
	assert_null(ks_session_question(&w.session, &w.sample.rules, 0));
	walk_pages(&w);
	assert_non_null(ks_session_question(&w.session, &w.sample.rules, 0));
	assert_non_null(ks_session_question(&w.session, &w.sample.rules, 5));
	assert_null(ks_session_question(&w.session, &w.sample.rules, 6));
	assert_null(ks_session_question(&w.session, &w.sample.rules, -1));
	w.session.attempt.n_items = 2; /* what stands behind them is no item */
	assert_non_null(ks_session_question(&w.session, &w.sample.rules, 1));
	assert_null(ks_session_question(&w.session, &w.sample.rules, 2));
}

/* Of pages and questions together; all of them are 99, and 100 is who has passed. */
static void progress_rises_with_every_page_and_answer(void **state)
{
	static const int six[] = {0, 11, 22, 33, 44, 55, 66, 77, 88, 99},
			 five[] = {0, 12, 25, 37, 50, 62, 75, 87, 99};

	(void)state;
	for (int n = 5; n <= 6; n++) {
		const int *percent = n == 6 ? six : five;
		struct walk w;

		walk_begin(&w);
		w.sample.plan_lesson.n_questions = n;
		assert_int_equal(ks_session_progress(&w.session, &w.sample.rules), *percent++);
		for (int i = 0; i < KS_SAMPLE_PAGES; i++) {
			walk_step(&w, KS_STEP_NEXT);
			assert_int_equal(ks_session_progress(&w.session, &w.sample.rules),
					 *percent++);
		}
		for (int i = 0; i < n; i++) {
			assert_int_equal(walk_answer(&w, true), KS_OK);
			assert_int_equal(ks_session_progress(&w.session, &w.sample.rules),
					 *percent++);
			walk_step(&w, KS_STEP_NEXT);
		}
		assert_int_equal(ks_session_progress(&w.session, &w.sample.rules), 100);
	}
}

static void a_lesson_of_nothing_has_not_begun(void **state)
{
	struct walk w;

	(void)state;
	walk_begin(&w);
	w.sample.lesson.n_pages = 0;
	w.sample.plan_lesson.n_questions = 0;
	assert_int_equal(ks_session_progress(&w.session, &w.sample.rules), 0);
}

static void a_copy_is_a_snapshot(void **state)
{
	struct walk w;
	struct ks_session copy;

	(void)state;
	walk_begin(&w);
	walk_pages(&w);
	copy = w.session;
	assert_int_equal(walk_answer(&w, true), KS_OK);
	assert_false(copy.attempt.items[0].is_answered);
	w.session = copy;
	assert_int_equal(walk_answer(&w, false), KS_OK);
	assert_false(w.session.attempt.items[0].is_right);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(without_pages_there_is_nothing_to_read_again),
	cmocka_unit_test(a_small_quiz_is_passed_with_all_of_it),
	cmocka_unit_test(no_item_but_those_of_the_attempt_has_a_question),
	cmocka_unit_test(progress_rises_with_every_page_and_answer),
	cmocka_unit_test(a_lesson_of_nothing_has_not_begun),
	cmocka_unit_test(a_copy_is_a_snapshot),
};

int main(void)
{
	return ks_test_run(tests);
}
