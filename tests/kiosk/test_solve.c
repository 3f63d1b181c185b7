/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "kiosk/question/question.h"
#include "support/test.h"

/*
 * The answers that a script gives by taps: right or wrong as it was told, to every choice of the question and to no other, of every kind
 * and of every number of choices.
 */

#define BOXES 3

struct kind {
	enum ks_question_kind kind;
	size_t least, most; /* choices */
	size_t n_right;     /* of them, the first; 0: all */
};

static const struct kind kinds[] = {
	{KS_QUESTION_SINGLE, 2, 8, 1},   {KS_QUESTION_MULTIPLE, 3, 8, 2},
	{KS_QUESTION_MULTIPLE, 4, 4, 0}, {KS_QUESTION_TRUE_FALSE, 2, 2, 1},
	{KS_QUESTION_CLASSIFY, 2, 8, 0}, {KS_QUESTION_ORDER, 2, 8, 0},
	{KS_QUESTION_FIND, 3, 8, 2},
};

/* @n choices and no more, or with one behind them that is another question's. */
static struct ks_question make(const struct kind *kind, size_t n, bool has_more)
{
	static struct ks_rich boxes[BOXES];
	struct ks_choice *choices = calloc(n + has_more, sizeof(*choices));

	assert_non_null(choices);
	for (size_t i = 0; i < n + has_more; i++)
		choices[i] = (struct ks_choice){
			.is_right = i >= n || kind->n_right == 0 || i < kind->n_right,
			.box = kind->kind == KS_QUESTION_CLASSIFY ? (int)(i % BOXES) : -1};
	return (struct ks_question){.id = "q1",
				    .kind = kind->kind,
				    .choices = choices,
				    .n_choices = n,
				    .boxes = boxes,
				    .n_boxes = kind->kind == KS_QUESTION_CLASSIFY ? BOXES : 0};
}

static void is_solved(const struct kind *kind, size_t n, bool has_more)
{
	struct ks_question question = make(kind, n, has_more);
	struct ks_answer right, wrong;

	memset(&right, 0xFF, sizeof(right));
	memset(&wrong, 0xFF, sizeof(wrong));
	ks_question_ops(&question)->solve(&question, true, &right);
	ks_question_ops(&question)->solve(&question, false, &wrong);
	assert_true(ks_answer_is_right(&question, &right));
	assert_true(ks_answer_is_complete(&question, &wrong));
	assert_false(ks_answer_is_right(&question, &wrong));
	for (size_t i = n; i < KS_CHOICES_MAX; i++)
		assert_int_equal(right.value[i] | wrong.value[i], 0);
	assert_int_equal(ks_question_n_right(&question), kind->n_right ? kind->n_right : n);
	right.value[n % KS_CHOICES_MAX] = 1; /* which is no choice of it */
	assert_int_equal(ks_question_n_given(&question, &right), kind->n_right ? kind->n_right : n);
	free(question.choices);
}

static void a_question_is_answered_as_it_is_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < KS_COUNT(kinds); i++)
		for (size_t n = kinds[i].least; n <= kinds[i].most; n++) {
			is_solved(&kinds[i], n, false);
			is_solved(&kinds[i], n, true);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_question_is_answered_as_it_is_told),
	};

	return ks_test_run(tests);
}
