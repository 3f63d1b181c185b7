// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "course/attempt_private.h"
#include "drawn.h"

/* Attempts as short and as long as there are, and cases within them. */

static bool is_question(const struct ks_attempt *attempt, int item, const char *id)
{
	return strcmp(attempt->items[item].question, id) == 0;
}

/* Of what was asked the last time, a case that would go over the limit yields to questions that stay within it. */
static void a_case_over_the_limit_yields_to_single_questions(void **state)
{
	struct ks_case artefact = {.n_steps = 2};
	struct ks_sample sample;
	struct ks_attempt last, attempt;

	(void)state;
	ks_sample_begin(&sample);
	drawn_from(&sample, "1", 4);
	sample.questions[0].artefact = sample.questions[1].artefact = &artefact;
	sample.plan_lesson.n_questions = 4;
	ks_attempt_draw(&sample.rules, 1, 1, NULL, &last);
	sample.plan_lesson.n_questions = 2;
	sample.plan.max_repeats = 1;
	ks_sample_pool(&sample, "9", 2); /* which nothing fills */
	for (uint64_t seed = 0; seed < 40; seed++) {
		ks_attempt_draw(&sample.rules, seed, 2, &last, &attempt);
		assert_int_equal(attempt.n_items, 2);
		assert_true(drawn_holds(&attempt, "q3") && drawn_holds(&attempt, "q4"));
	}
}

/* Twenty places of a pool that holds nothing are filled with others. */
static void the_largest_attempt_is_filled_whatever_its_pools_want(void **state)
{
	struct ks_sample sample;
	struct ks_attempt attempt, last;

	(void)state;
	ks_sample_begin(&sample);
	drawn_from(&sample, "1", KS_QUIZ_MAX + 5);
	ks_sample_pool(&sample, "9", KS_QUIZ_MAX);
	sample.plan_lesson.n_questions = KS_QUIZ_MAX;
	ks_attempt_draw(&sample.rules, 3, 1, NULL, &attempt);
	assert_int_equal(attempt.n_items, KS_QUIZ_MAX);
	drawn_all_differ(&attempt);
	last = attempt;
	sample.plan.max_repeats = KS_QUIZ_MAX;
	ks_attempt_draw(&sample.rules, 4, 2, &last, &attempt);
	drawn_all_differ(&attempt);
	for (size_t i = 0; i < KS_QUIZ_MAX + 5; i++) /* what was not asked yet is asked now */
		if (!drawn_holds(&last, sample.questions[i].id))
			assert_true(drawn_holds(&attempt, sample.questions[i].id));
}

/* A test draws from as many questions as a course may have, and never from one more. */
static void a_test_draws_from_the_most_questions_there_may_be(void **state)
{
	enum { N = KS_TEST_QUESTIONS_MAX + 1 };
	struct ks_question *questions = ks_alloc_zero(N, sizeof(*questions));
	struct ks_choice choices[2] = {{.id = "a", .is_right = true}, {.id = "b"}};
	char(*ids)[16] = ks_alloc_zero(N, sizeof(*ids));
	struct ks_sample sample;
	struct ks_attempt attempt;

	(void)state;
	ks_sample_begin(&sample);
	for (int i = 0; i < N; i++) {
		snprintf(ids[i], sizeof(ids[i]), "q%d", i + 1);
		questions[i] = (struct ks_question){.id = ids[i], .choices = choices, .n_choices = 2};
	}
	questions[N - 2].is_mandatory = questions[N - 1].is_mandatory = true;
	sample.lesson.quiz.questions = questions;
	sample.plan_lesson.n_questions = 5;
	for (size_t n = N - 1; n <= N; n++) {
		sample.lesson.quiz.n_questions = n;
		assert_int_equal(ks_attempt_size(&sample.rules), 5);
		for (uint64_t seed = 0; seed < 20; seed++) {
			ks_attempt_draw(&sample.rules, seed, 1, NULL, &attempt);
			assert_int_equal(attempt.n_items, 5);
			assert_true(drawn_holds(&attempt, ids[N - 2]));
			assert_false(drawn_holds(&attempt, ids[N - 1]));
		}
	}
	free(ids);
	free(questions);
}

/* How many are asked: what was wanted, by number or by pools, as far as there are questions, and never over the limit. */
static void an_attempt_is_as_long_as_was_wanted_and_can_be(void **state)
{
	static const struct {
		int n_questions, n_pool, n_there, n_must, size;
	} rows[] = {
		{0, 0, 9, 0, 0},     {0, 3, 9, 0, 3},     {2, 3, 9, 0, 2},     {5, 0, 4, 0, 4},
		{5, 0, 0, 0, 0},     {1, 0, 9, 3, 3},     {3, 0, 9, 3, 3},     {4, 0, 9, 3, 4},
		{20, 0, 40, 0, 20},  {21, 0, 40, 0, 20},  {100, 0, 40, 0, 20}, {0, 84, 40, 0, 20},
		{20, 0, 40, 20, 20}, {20, 0, 40, 21, 20}, {19, 0, 40, 20, 20}, {-1, 0, 9, 2, 0},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		struct ks_sample sample;

		ks_sample_begin(&sample);
		drawn_from(&sample, "1", rows[i].n_there);
		for (int k = 0; k < rows[i].n_must; k++)
			sample.questions[k].is_mandatory = true;
		sample.plan_lesson.n_questions = rows[i].n_questions;
		if (rows[i].n_pool > 0)
			ks_sample_pool(&sample, "1", rows[i].n_pool);
		else
			sample.plan_lesson.pools = NULL; /* as where a course names none */
		if (ks_attempt_size(&sample.rules) != rows[i].size)
			fail_msg("row %zu: %d", i, ks_attempt_size(&sample.rules));
	}
}

/* A question that cannot be asked (no choices, too many, an id too long) is passed over, with its whole case. */
static void what_cannot_be_asked_is_passed_over(void **state)
{
	static char longer[KS_ID_MAX + 1], longest[KS_ID_MAX];
	struct ks_case artefact = {.n_steps = 2};
	struct ks_sample sample;
	struct ks_attempt attempt;

	(void)state;
	memset(longer, 'x', KS_ID_MAX);
	memset(longest, 'x', KS_ID_MAX - 1);
	ks_sample_begin(&sample);
	drawn_from(&sample, "1", 8);
	sample.questions[0].n_choices = 0;
	sample.questions[1].n_choices = 1;
	sample.questions[1].kind = KS_QUESTION_ORDER; /* of one there is one order */
	sample.questions[2].n_choices = KS_CHOICES_MAX + 1;
	sample.questions[3].id = longer;
	sample.questions[4].id = longest;
	sample.questions[5].artefact = sample.questions[6].artefact = &artefact;
	sample.questions[6].n_choices = 0;
	sample.plan_lesson.n_questions = 8;
	ks_attempt_draw(&sample.rules, 1, 1, NULL, &attempt);
	assert_int_equal(attempt.n_items, 3);
	assert_true(drawn_holds(&attempt, "q2") && drawn_holds(&attempt, longest) &&
		    drawn_holds(&attempt, "q8"));
}

/* As long as an attempt may be, it is the whole of it; one step more, and there is no attempt for it. */
static void a_case_may_be_as_long_as_an_attempt(void **state)
{
	struct ks_case artefact = {.n_steps = KS_QUIZ_MAX};

	(void)state;
	for (int n = KS_QUIZ_MAX; n <= KS_QUIZ_MAX + 1; n++) {
		struct ks_sample sample;
		struct ks_attempt attempt;

		ks_sample_begin(&sample);
		drawn_from(&sample, "1", n);
		for (int i = 0; i < n; i++)
			sample.questions[i].artefact = &artefact;
		sample.plan_lesson.n_questions = 3;
		assert_int_equal(ks_attempt_size(&sample.rules), n == KS_QUIZ_MAX ? n : 0);
		ks_attempt_draw(&sample.rules, 1, 1, NULL, &attempt);
		assert_int_equal(attempt.n_items, n == KS_QUIZ_MAX ? n : 0);
	}
}

/* A case's steps stand together and in order, wherever the draw began. */
static void steps_of_a_case_stand_in_their_order(void **state)
{
	struct ks_case artefact = {.n_steps = 3};
	struct ks_sample sample;
	struct ks_attempt attempt;

	(void)state;
	ks_sample_begin(&sample);
	drawn_from(&sample, "1", 6);
	for (size_t i = 3; i < 6; i++) /* the last of the quiz */
		sample.questions[i].artefact = &artefact;
	sample.questions[6] = sample.questions[5]; /* behind it */
	sample.plan_lesson.n_questions = 5;
	for (uint64_t seed = 0; seed < 60; seed++) {
		int at = 0;

		ks_attempt_draw(&sample.rules, seed, 1, NULL, &attempt);
		assert_int_equal(attempt.n_items, 5);
		while (!is_question(&attempt, at, "q4"))
			at++;
		assert_true(is_question(&attempt, at + 1, "q5"));
		assert_true(is_question(&attempt, at + 2, "q6"));
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(a_case_over_the_limit_yields_to_single_questions),
	cmocka_unit_test(the_largest_attempt_is_filled_whatever_its_pools_want),
	cmocka_unit_test(a_test_draws_from_the_most_questions_there_may_be),
	cmocka_unit_test(an_attempt_is_as_long_as_was_wanted_and_can_be),
	cmocka_unit_test(what_cannot_be_asked_is_passed_over),
	cmocka_unit_test(a_case_may_be_as_long_as_an_attempt),
	cmocka_unit_test(steps_of_a_case_stand_in_their_order),
};

int main(void)
{
	return ks_test_run(tests);
}
