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
}

static void progress_rises_with_every_page_and_answer(void **state)
{
	struct walk w;
	int last = 0;

	(void)state;
	walk_begin(&w);
	assert_int_equal(ks_session_progress(&w.session, &w.sample.rules), 0);
	for (int i = 0; i < KS_SAMPLE_PAGES; i++) {
		walk_step(&w, KS_STEP_NEXT);
		assert_true(ks_session_progress(&w.session, &w.sample.rules) > last);
		last = ks_session_progress(&w.session, &w.sample.rules);
	}
	assert_int_equal(last, 33);
	while (w.session.place == KS_PLACE_QUESTION) {
		assert_int_equal(walk_answer(&w, true), KS_OK);
		assert_true(ks_session_progress(&w.session, &w.sample.rules) > last);
		last = ks_session_progress(&w.session, &w.sample.rules);
		walk_step(&w, KS_STEP_NEXT);
	}
	assert_int_equal(last, 99);
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
	cmocka_unit_test(a_copy_is_a_snapshot),
};

int main(void)
{
	return ks_test_run(tests);
}
