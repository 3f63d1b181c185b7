// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <string.h>

#include "base/mem.h"
#include "course/attempt_private.h"
#include "support/course_sample.h"

/* Cases in an attempt: all steps or none, one behind the other, and the number of questions stays what was promised. */

#define N_SEEDS 400

static struct ks_case cases[4];

static void add_case(struct ks_sample *sample, size_t nth, int n_steps, const char *clause)
{
	for (int i = 0; i < n_steps; i++)
		ks_sample_question(sample, KS_QUESTION_SINGLE, 3, clause)->artefact = &cases[nth];
	cases[nth].n_steps = (size_t)n_steps;
}

static void add_questions(struct ks_sample *sample, const char *clause, int n)
{
	for (int i = 0; i < n; i++)
		ks_sample_question(sample, KS_QUESTION_SINGLE, 4, clause);
}

static const struct ks_question *question_at(const struct ks_sample *sample,
					     const struct ks_attempt *attempt, int item)
{
	return ks_quiz_find(&sample->lesson.quiz, attempt->items[item].question);
}

/* Fails unless each case in @attempt stands whole, in its order; returns how many questions belong to cases. */
static int check_whole(const struct ks_sample *sample, const struct ks_attempt *attempt)
{
	int n = 0;

	for (int i = 0; i < attempt->n_items;) {
		const struct ks_question *first = question_at(sample, attempt, i);

		if (!first->artefact) {
			i++;
			continue;
		}
		assert_true(first == sample->questions || first[-1].artefact != first->artefact);
		for (size_t k = 0; k < first->artefact->n_steps; k++, i++, n++) {
			assert_true(i < attempt->n_items);
			assert_ptr_equal(question_at(sample, attempt, i), first + k);
		}
	}
	return n;
}

static void a_case_is_drawn_whole_and_in_order_or_not_at_all(void **state)
{
	struct ks_sample sample;
	struct ks_attempt attempt;
	int n_with = 0, n_without = 0;

	(void)state;
	ks_sample_begin(&sample);
	add_questions(&sample, "6(6)", 4);
	add_case(&sample, 0, 3, "3(1)");
	add_questions(&sample, "6(7)", 4);
	sample.plan_lesson.n_questions = 5;
	for (uint64_t seed = 0; seed < N_SEEDS; seed++) {
		int n;

		ks_attempt_draw(&sample.rules, seed, 1, NULL, &attempt);
		assert_int_equal(attempt.n_items, 5);
		n = check_whole(&sample, &attempt);
		assert_true(n == 0 || n == 3);
		n_with += n > 0;
		n_without += n == 0;
	}
	assert_true(n_with > N_SEEDS / 10 && n_without > N_SEEDS / 10);
}

static void two_cases_never_mix_their_steps(void **state)
{
	struct ks_sample sample;
	struct ks_attempt attempt;

	(void)state;
	ks_sample_begin(&sample);
	add_case(&sample, 0, 2, "3(1)");
	add_case(&sample, 1, 2, "3(1)");
	add_case(&sample, 2, 3, "3(1)");
	add_questions(&sample, "3(1)", 2);
	sample.plan_lesson.n_questions = 9;
	for (uint64_t seed = 0; seed < N_SEEDS; seed++) {
		ks_attempt_draw(&sample.rules, seed, 1, NULL, &attempt);
		assert_int_equal(attempt.n_items, 9);
		assert_int_equal(check_whole(&sample, &attempt), 7);
	}
}

static void steps_count_as_questions_so_the_number_stays_exact(void **state)
{
	struct ks_sample sample;
	struct ks_attempt attempt;

	(void)state;
	for (int n = 1; n <= 9; n++) {
		ks_sample_begin(&sample);
		add_case(&sample, 0, 4, "3(1)");
		add_case(&sample, 1, 3, "6(6)");
		add_questions(&sample, "6(7)", 2);
		sample.plan_lesson.n_questions = n;
		assert_int_equal(ks_attempt_size(&sample.rules), n);
		for (uint64_t seed = 0; seed < N_SEEDS / 4; seed++) {
			ks_attempt_draw(&sample.rules, seed, 1, NULL, &attempt);
			assert_int_equal(attempt.n_items, n);
			check_whole(&sample, &attempt);
		}
	}
}

static void a_number_that_cases_cannot_give_is_gone_below_never_to_nothing(void **state)
{
	struct ks_sample sample;
	struct ks_attempt attempt;

	(void)state;
	ks_sample_begin(&sample);
	add_case(&sample, 0, 3, "3(1)");
	add_case(&sample, 1, 3, "3(1)");
	sample.plan_lesson.n_questions = 5;
	assert_int_equal(ks_attempt_size(&sample.rules), 3);
	sample.plan_lesson.n_questions =
		2; /* a quiz that asks nothing would be passed by nobody's doing */
	assert_int_equal(ks_attempt_size(&sample.rules), 3);
	ks_attempt_draw(&sample.rules, 7, 1, NULL, &attempt);
	assert_int_equal(attempt.n_items, 3);
	assert_int_equal(check_whole(&sample, &attempt), 3);
}

static void pools_get_their_share_with_cases_too(void **state)
{
	struct ks_sample sample;
	struct ks_attempt attempt;

	(void)state;
	ks_sample_begin(&sample);
	add_case(&sample, 0, 3, "3(1)");
	add_case(&sample, 1, 2, "6(6)");
	add_questions(&sample, "3(1)", 4);
	add_questions(&sample, "6(6)", 4);
	ks_sample_pool(&sample, "3(1)", 3);
	ks_sample_pool(&sample, "6(6)", 2);
	sample.plan_lesson.n_questions = 5;
	for (uint64_t seed = 0; seed < N_SEEDS; seed++) {
		int n = 0;

		ks_attempt_draw(&sample.rules, seed, 1, NULL, &attempt);
		assert_int_equal(attempt.n_items, 5);
		check_whole(&sample, &attempt);
		for (int i = 0; i < 5; i++)
			n += strcmp(question_at(&sample, &attempt, i)->clauses[0], "3(1)") == 0;
		assert_int_equal(n, 3);
	}
}

static void a_mandatory_step_brings_its_whole_case(void **state)
{
	struct ks_sample sample;
	struct ks_attempt attempt;

	(void)state;
	ks_sample_begin(&sample);
	add_questions(&sample, "6(6)", 6);
	add_case(&sample, 0, 3, "3(1)");
	sample.questions[7].is_mandatory = true;
	ks_sample_pool(&sample, "6(6)", 4);
	sample.plan_lesson.n_questions = 4;
	for (uint64_t seed = 0; seed < N_SEEDS; seed++) {
		ks_attempt_draw(&sample.rules, seed, 1, NULL, &attempt);
		assert_int_equal(attempt.n_items, 4);
		assert_int_equal(check_whole(&sample, &attempt), 3);
	}
}

static void a_case_of_the_last_attempt_counts_as_that_many_repeats(void **state)
{
	struct ks_sample sample;
	struct ks_attempt last, attempt;

	(void)state;
	ks_sample_begin(&sample);
	add_case(&sample, 0, 3, "3(1)");
	add_questions(&sample, "3(1)", 9);
	sample.plan_lesson.n_questions = 5;
	sample.plan.max_repeats = 2;
	for (uint64_t seed = 0; seed < N_SEEDS; seed++) {
		ks_attempt_draw(&sample.rules, seed, 1, NULL, &last);
		ks_attempt_draw(&sample.rules, seed + 1, 2, &last, &attempt);
		assert_int_equal(attempt.n_items, 5);
		if (check_whole(&sample, &last) > 0)
			assert_int_equal(check_whole(&sample, &attempt), 0);
	}
}

static void a_case_with_a_useless_step_is_not_drawn(void **state)
{
	struct ks_sample sample;
	struct ks_attempt attempt;

	(void)state;
	ks_sample_begin(&sample);
	add_case(&sample, 0, 3, "3(1)");
	add_questions(&sample, "3(1)", 2);
	sample.questions[1].n_choices = 0;
	sample.plan_lesson.n_questions = 5;
	ks_attempt_draw(&sample.rules, 3, 1, NULL, &attempt);
	assert_int_equal(attempt.n_items, 2);
	assert_int_equal(check_whole(&sample, &attempt), 0);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(a_case_is_drawn_whole_and_in_order_or_not_at_all),
	cmocka_unit_test(two_cases_never_mix_their_steps),
	cmocka_unit_test(steps_count_as_questions_so_the_number_stays_exact),
	cmocka_unit_test(a_number_that_cases_cannot_give_is_gone_below_never_to_nothing),
	cmocka_unit_test(pools_get_their_share_with_cases_too),
	cmocka_unit_test(a_mandatory_step_brings_its_whole_case),
	cmocka_unit_test(a_case_of_the_last_attempt_counts_as_that_many_repeats),
	cmocka_unit_test(a_case_with_a_useless_step_is_not_drawn),
};

int main(void)
{
	return ks_test_run(tests);
}
