/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>

#include "base/buf.h"
#include "course/attempt_private.h"
#include "support/course_sample.h"
#include "support/golden.h"

/*
 * What is drawn, in which order, from courses of many shapes: kept as a whole. A kiosk that draws otherwise after an update would
 * give another test to who is in the middle of one, and nobody would see it; here it is a line of `git diff`.
 */

enum { SHAPES = 48, SEEDS = 4 };

static uint32_t dice;

/* From 0 to @n - 1, the same on every machine. */
static int throw(int n)
{
	dice = dice * 1664525u + 1013904223u;
	return (int)((dice >> 8) % (uint32_t)n);
}

static void make_shape(struct ks_sample *sample, struct ks_case cases[4], struct ks_buf *out)
{
	static const char *const clauses[] = {"3(1)", "6", "6(6)", "6(7)", "9"};
	int n_wanted = 1 + throw(14), n_cases = throw(4), n_pools = throw(4);

	ks_sample_begin(sample);
	for (int i = 0; i < 12 + throw(14); i++) {
		struct ks_question *question =
			ks_sample_question(sample,
					   (enum ks_question_kind) throw(KS_QUESTION_FIND + 1),
					   3 + (size_t) throw(3), clauses[throw(5)]);

		question->is_mandatory = throw(8) == 0;
	}
	for (int c = 0; c < n_cases; c++) {
		int n_steps = 2 + throw(3);

		cases[c] = (struct ks_case){.n_steps = (size_t)n_steps};
		for (int i = 0; i < n_steps; i++)
			ks_sample_question(sample, KS_QUESTION_SINGLE, 3, clauses[throw(5)])->artefact =
				&cases[c];
	}
	for (int i = 0; i < n_pools; i++)
		ks_sample_pool(sample, clauses[throw(5)], 1 + throw(4));
	sample->plan.max_repeats = throw(4);
	sample->plan_lesson.n_questions = throw(3) ? n_wanted : 0;
	ks_buf_printf(out, "== %zu questions, %d cases, %d pools, %d wanted, %d repeats: size %d\n",
		      sample->lesson.quiz.n_questions, n_cases, n_pools,
		      sample->plan_lesson.n_questions, sample->plan.max_repeats,
		      ks_attempt_size(&sample->rules));
}

static void put_attempt(const struct ks_sample *sample, const struct ks_attempt *attempt,
			struct ks_buf *out)
{
	ks_buf_printf(out, "%d/%llu:", attempt->number, (unsigned long long)attempt->seed);
	for (int i = 0; i < attempt->n_items; i++) {
		const struct ks_attempt_item *item = &attempt->items[i];
		const struct ks_question *question =
			ks_quiz_find(&sample->lesson.quiz, item->question);

		ks_buf_printf(out, " %s%s-", item->question, question->is_mandatory ? "!" : "");
		for (size_t k = 0; k < question->n_choices; k++)
			ks_buf_printf(out, "%u", item->order[k]);
		assert_false(item->is_answered || item->is_right);
	}
	ks_buf_puts(out, "\n");
}

static void draws_stay_as_they_are(void **state)
{
	struct ks_sample *sample = calloc(1, sizeof(*sample));
	struct ks_buf out = {0};

	(void)state;
	assert_non_null(sample);
	for (int shape = 0; shape < SHAPES; shape++) {
		struct ks_case cases[4];
		struct ks_attempt attempt = {0}, last;

		dice = (uint32_t)shape;
		make_shape(sample, cases, &out);
		for (uint64_t seed = 0; seed < SEEDS; seed++) {
			last = attempt;
			ks_attempt_draw(&sample->rules, seed * 7 + 1, (int)seed + 1,
					seed ? &last : NULL, &attempt);
			put_attempt(sample, &attempt, &out);
		}
		last = attempt;
		ks_attempt_draw_with(&sample->rules, 99, 9, &last, &sample->questions[3], &attempt);
		put_attempt(sample, &attempt, &out);
		ks_attempt_of_one(&sample->questions[throw(12)], 5, &attempt);
		put_attempt(sample, &attempt, &out);
	}
	ks_test_golden("tests/data/golden/course/draws.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
	free(sample);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(draws_stay_as_they_are),
	};

	return ks_test_run(tests);
}
