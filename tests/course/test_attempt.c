// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <string.h>

#include "base/mem.h"
#include "course/attempt_private.h"
#include "drawn.h"

#define N_SEEDS 300

static int index_of(const struct ks_sample *sample, const struct ks_attempt *attempt, int item)
{
	for (size_t i = 0; i < sample->lesson.quiz.n_questions; i++)
		if (strcmp(sample->questions[i].id, attempt->items[item].question) == 0)
			return (int)i;
	fail_msg("an attempt names a question that is not there");
	return -1;
}

static int count_within(const struct ks_sample *sample, const struct ks_attempt *attempt,
			const char *clause)
{
	int n = 0;

	for (int i = 0; i < attempt->n_items; i++)
		n += ks_clause_is_within(sample->clauses[index_of(sample, attempt, i)][0], clause);
	return n;
}

static void clause_prefixes_end_at_boundaries(void **state)
{
	static const struct {
		const char *clause, *prefix;
		bool is_within;
	} cases[] = {
		{"6(7)", "6", true},      {"6(3)②", "6(3)", true},  {"6(3)②", "6", true},
		{"6", "6", true},         {"3(10)", "3(1)", false}, {"3(1)", "3(10)", false},
		{"61", "6", false},       {"6", "6(7)", false},     {"16", "6", false},
		{"2(10)", "2(1)", false}, {"6(3)", "6(3)②", false},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++)
		assert_int_equal(ks_clause_is_within(cases[i].clause, cases[i].prefix),
				 cases[i].is_within);
}

static void every_pool_gets_its_share(void **state)
{
	struct ks_sample sample;
	struct ks_attempt attempt;

	(void)state;
	ks_sample_begin(&sample);
	drawn_from(&sample, "3(1)", 6);
	drawn_from(&sample, "6(6)", 4);
	drawn_from(&sample, "6(7)", 3);
	ks_sample_pool(&sample, "3(1)", 2);
	ks_sample_pool(&sample, "6(6)", 2);
	ks_sample_pool(&sample, "6(7)", 1);
	sample.plan_lesson.n_questions = 5;
	for (uint64_t seed = 0; seed < N_SEEDS; seed++) {
		ks_attempt_draw(&sample.rules, seed, 1, NULL, &attempt);
		assert_int_equal(attempt.n_items, 5);
		drawn_all_differ(&attempt);
		assert_int_equal(count_within(&sample, &attempt, "3(1)"), 2);
		assert_int_equal(count_within(&sample, &attempt, "6(6)"), 2);
		assert_int_equal(count_within(&sample, &attempt, "6(7)"), 1);
	}
}

static void a_wide_pool_never_starves_a_narrow_one(void **state)
{
	struct ks_sample sample;
	struct ks_attempt attempt;

	(void)state;
	ks_sample_begin(&sample);
	drawn_from(&sample, "6(7)", 1);
	drawn_from(&sample, "6(1)", 3);
	ks_sample_pool(&sample, "6", 2);
	ks_sample_pool(&sample, "6(7)", 1);
	sample.plan_lesson.n_questions = 3;
	for (uint64_t seed = 0; seed < N_SEEDS; seed++) {
		ks_attempt_draw(&sample.rules, seed, 1, NULL, &attempt);
		assert_int_equal(attempt.n_items, 3);
		assert_true(drawn_holds(&attempt, "q1"));
	}
}

/* A course's test asks what no lesson has shown as far as its pools let it, and what it asked last yields. */
static void own_questions_come_before_those_of_the_lessons(void **state)
{
	struct ks_sample sample;
	struct ks_attempt first, second;

	(void)state;
	ks_sample_begin(&sample);
	drawn_from(&sample, "3(1)", 4);
	drawn_from(&sample, "6(7)", 2);
	for (size_t i = 0; i < 6; i++)
		sample.questions[i].is_own = true;
	drawn_from(&sample, "3(1)", 12);
	drawn_from(&sample, "6(7)", 12);
	ks_sample_pool(&sample, "3(1)", 3);
	ks_sample_pool(&sample, "6(7)", 3);
	sample.plan_lesson.n_questions = 6;
	sample.plan.max_repeats = 2;
	for (uint64_t seed = 0; seed < N_SEEDS; seed++) {
		int n_own = 0, n_again = 0;

		ks_attempt_draw(&sample.rules, seed, 1, NULL, &first);
		for (int i = 0; i < first.n_items; i++)
			n_own += sample.questions[index_of(&sample, &first, i)].is_own;
		assert_int_equal(n_own, 5); /* 3 of 4, and both of 6(7): its third is a lesson's */
		ks_attempt_draw(&sample.rules, seed + 1, 2, &first, &second);
		for (int i = 0; i < second.n_items; i++)
			n_again += drawn_holds(&first, second.items[i].question);
		assert_true(n_again <= 2);
	}
}

static void mandatory_questions_are_always_in(void **state)
{
	struct ks_sample sample;
	struct ks_attempt attempt = {0}, last;

	(void)state;
	ks_sample_begin(&sample);
	drawn_from(&sample, "6(7)", 10);
	drawn_from(&sample, "8", 2);
	sample.questions[4].is_mandatory = true;  /* in a pool */
	sample.questions[11].is_mandatory = true; /* in none */
	ks_sample_pool(&sample, "6(7)", 5);
	sample.plan_lesson.n_questions = 5;
	for (uint64_t seed = 0; seed < N_SEEDS; seed++) {
		last = attempt;
		ks_attempt_draw(&sample.rules, seed, 1, &last, &attempt);
		assert_int_equal(attempt.n_items, 5);
		assert_true(drawn_holds(&attempt, "q5"));
		assert_true(drawn_holds(&attempt, "q12"));
	}
}

static void at_most_max_repeats_come_again(void **state)
{
	struct ks_sample sample;
	struct ks_attempt attempt, last;

	(void)state;
	ks_sample_begin(&sample);
	drawn_from(&sample, "6(7)", 3); /* the pool wants 3, so all would repeat */
	drawn_from(&sample, "3(1)", 9);
	ks_sample_pool(&sample, "6(7)", 3);
	ks_sample_pool(&sample, "3(1)", 2);
	sample.plan_lesson.n_questions = 5;
	for (int max_repeats = 0; max_repeats <= 3; max_repeats++) {
		sample.plan.max_repeats = max_repeats;
		ks_attempt_draw(&sample.rules, 1, 1, NULL, &attempt);
		for (uint64_t seed = 0; seed < N_SEEDS; seed++) {
			int n_again = 0;

			last = attempt;
			ks_attempt_draw(&sample.rules, seed, 2, &last, &attempt);
			assert_int_equal(attempt.n_items, 5);
			for (int i = 0; i < attempt.n_items; i++)
				n_again += drawn_holds(&last, attempt.items[i].question);
			assert_true(n_again <= max_repeats);
		}
	}
}

static void a_pool_without_questions_takes_others(void **state)
{
	struct ks_sample sample;
	struct ks_attempt attempt;

	(void)state;
	ks_sample_begin(&sample);
	drawn_from(&sample, "1", 6);
	ks_sample_pool(&sample, "9", 2);
	ks_sample_pool(&sample, "1", 2);
	sample.plan_lesson.n_questions = 4;
	ks_attempt_draw(&sample.rules, 7, 1, NULL, &attempt);
	assert_int_equal(attempt.n_items, 4);
	drawn_all_differ(&attempt);
}

static void a_small_quiz_repeats_rather_than_shrinks(void **state)
{
	struct ks_sample sample;
	struct ks_attempt attempt, last;

	(void)state;
	ks_sample_begin(&sample);
	drawn_from(&sample, "1", 4);
	sample.plan_lesson.n_questions = 5;
	sample.plan.max_repeats = 1;
	ks_attempt_draw(&sample.rules, 1, 1, NULL, &last);
	ks_attempt_draw(&sample.rules, 2, 2, &last, &attempt);
	assert_int_equal(last.n_items, 4);
	assert_int_equal(attempt.n_items, 4);
	drawn_all_differ(&attempt);
}

static void the_same_seed_gives_the_same_attempt(void **state)
{
	struct ks_sample sample;
	struct ks_attempt one, two, other;
	bool is_any_different = false;

	(void)state;
	ks_sample_usual(&sample);
	for (uint64_t seed = 0; seed < N_SEEDS; seed++) {
		ks_attempt_draw(&sample.rules, seed, 3, NULL, &one);
		memset(&two, 0xa5, sizeof(two));
		ks_attempt_draw(&sample.rules, seed, 3, NULL, &two);
		ks_attempt_draw(&sample.rules, seed + 1, 3, NULL, &other);
		assert_memory_equal(&one, &two, sizeof(one));
		assert_int_equal(one.number, 3);
		assert_true(one.seed == seed);
		is_any_different |= memcmp(one.items, other.items, sizeof(one.items)) != 0;
	}
	assert_true(is_any_different);
}

static void choices_are_shuffled_but_true_stays_before_false(void **state)
{
	struct ks_sample sample;
	struct ks_attempt attempt;
	int n_moved[KS_QUESTION_FIND + 1] = {0};

	(void)state;
	ks_sample_usual(&sample);
	for (uint64_t seed = 0; seed < N_SEEDS; seed++) {
		ks_attempt_draw(&sample.rules, seed, 1, NULL, &attempt);
		for (int i = 0; i < attempt.n_items; i++) {
			const struct ks_question *question =
				&sample.questions[index_of(&sample, &attempt, i)];
			unsigned seen = 0;
			bool is_moved = false;

			for (size_t k = 0; k < question->n_choices; k++) {
				seen |= 1u << attempt.items[i].order[k];
				is_moved |= attempt.items[i].order[k] != k;
			}
			assert_int_equal(seen, (1u << question->n_choices) - 1);
			n_moved[question->kind] += is_moved;
		}
	}
	assert_int_equal(n_moved[KS_QUESTION_TRUE_FALSE], 0);
	assert_int_equal(n_moved[KS_QUESTION_FIND], 0); /* regions have their place in the picture */
	assert_true(n_moved[KS_QUESTION_SINGLE] > N_SEEDS / 2);
	assert_true(n_moved[KS_QUESTION_MULTIPLE] > N_SEEDS / 2);
	assert_true(n_moved[KS_QUESTION_CLASSIFY] > N_SEEDS / 2);
	assert_int_equal(n_moved[KS_QUESTION_ORDER], N_SEEDS);
}

static void an_order_of_two_is_always_shown_the_wrong_way(void **state)
{
	struct ks_sample sample;
	struct ks_attempt attempt;

	(void)state;
	ks_sample_begin(&sample);
	ks_sample_question(&sample, KS_QUESTION_ORDER, 2, "1");
	sample.plan_lesson.n_questions = 1;
	for (uint64_t seed = 0; seed < N_SEEDS; seed++) {
		ks_attempt_draw(&sample.rules, seed, 1, NULL, &attempt);
		assert_int_equal(attempt.items[0].order[0], 1);
	}
}

static void every_question_has_its_turn(void **state)
{
	struct ks_sample sample;
	struct ks_attempt attempt;
	int n_drawn[12] = {0};

	(void)state;
	ks_sample_begin(&sample);
	drawn_from(&sample, "1", 12);
	sample.plan_lesson.n_questions = 3;
	for (uint64_t seed = 0; seed < 1200; seed++) {
		ks_attempt_draw(&sample.rules, seed, 1, NULL, &attempt);
		for (int i = 0; i < attempt.n_items; i++)
			n_drawn[index_of(&sample, &attempt, i)]++;
	}
	for (size_t i = 0; i < KS_COUNT(n_drawn); i++) /* 300 each; far outside chance is a bias */
		assert_in_range(n_drawn[i], 220, 380);
}

static void a_quiz_is_never_longer_than_an_attempt_can_hold(void **state)
{
	struct ks_sample sample;
	struct ks_attempt attempt;

	(void)state;
	ks_sample_begin(&sample);
	drawn_from(&sample, "1", KS_SAMPLE_QUESTIONS_MAX);
	for (size_t i = 0; i < KS_SAMPLE_QUESTIONS_MAX; i++)
		sample.questions[i].is_mandatory = true;
	sample.plan_lesson.n_questions = 30;
	ks_attempt_draw(&sample.rules, 1, 1, NULL, &attempt);
	assert_int_equal(attempt.n_items, KS_QUIZ_MAX);
	drawn_all_differ(&attempt);
}

static void an_attempt_of_one_is_the_first_of_that_question(void **state)
{
	struct ks_sample sample;
	struct ks_attempt attempt;
	bool seen[4] = {false}, is_moved = false;

	(void)state;
	ks_sample_begin(&sample);
	drawn_from(&sample, "3(1)", 2);
	for (uint64_t seed = 0; seed < 20; seed++) {
		ks_attempt_of_one(&sample.questions[1], seed, &attempt);
		assert_int_equal(attempt.number, 1);
		assert_true(attempt.seed == seed);
		assert_int_equal(attempt.n_items, 1);
		assert_string_equal(attempt.items[0].question, sample.questions[1].id);
		is_moved |= attempt.items[0].order[0] != 0;
		memset(seen, 0, sizeof(seen));
		for (size_t i = 0; i < 4; i++)
			seen[attempt.items[0].order[i]] = true;
		assert_true(seen[0] && seen[1] && seen[2] && seen[3]);
	}
	assert_true(is_moved);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(an_attempt_of_one_is_the_first_of_that_question),
	cmocka_unit_test(clause_prefixes_end_at_boundaries),
	cmocka_unit_test(every_pool_gets_its_share),
	cmocka_unit_test(a_wide_pool_never_starves_a_narrow_one),
	cmocka_unit_test(own_questions_come_before_those_of_the_lessons),
	cmocka_unit_test(mandatory_questions_are_always_in),
	cmocka_unit_test(at_most_max_repeats_come_again),
	cmocka_unit_test(a_pool_without_questions_takes_others),
	cmocka_unit_test(a_small_quiz_repeats_rather_than_shrinks),
	cmocka_unit_test(the_same_seed_gives_the_same_attempt),
	cmocka_unit_test(choices_are_shuffled_but_true_stays_before_false),
	cmocka_unit_test(an_order_of_two_is_always_shown_the_wrong_way),
	cmocka_unit_test(every_question_has_its_turn),
	cmocka_unit_test(a_quiz_is_never_longer_than_an_attempt_can_hold),
};

int main(void)
{
	return ks_test_run(tests);
}
