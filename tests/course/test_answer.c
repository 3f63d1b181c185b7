// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <string.h>

#include "base/mem.h"
#include "support/course_sample.h"

/* One row per answer: what it is taken for and how xAPI writes it. */
struct answer_case {
	enum ks_question_kind kind;
	size_t n_choices;
	uint8_t value[KS_CHOICES_MAX];
	bool is_complete, is_right;
	const char *response;
};

static void check_case(const struct answer_case *c)
{
	struct ks_sample sample;
	struct ks_answer answer;
	struct ks_buf out = {0};
	struct ks_question *question;

	ks_sample_begin(&sample);
	question = ks_sample_question(&sample, c->kind, c->n_choices, "1");
	if (c->kind == KS_QUESTION_MULTIPLE || c->kind == KS_QUESTION_FIND)
		question->choices[2].is_right = true;
	memcpy(answer.value, c->value, sizeof(answer.value));
	assert_int_equal(ks_answer_is_complete(question, &answer), c->is_complete);
	assert_int_equal(ks_answer_is_right(question, &answer), c->is_right);
	ks_answer_response(question, &answer, &out);
	assert_string_equal(ks_buf_text(&out), c->response);
	ks_buf_finish(&out);
}

#define CHECK_ALL(cases)                             \
	for (size_t i = 0; i < KS_COUNT(cases); i++) \
	check_case(&(cases)[i])

static void single_takes_exactly_one_choice(void **state)
{
	static const struct answer_case cases[] = {
		{KS_QUESTION_SINGLE, 3, {0, 0, 0}, false, false, ""},
		{KS_QUESTION_SINGLE, 3, {1, 0, 0}, true, true, "a"},
		{KS_QUESTION_SINGLE, 3, {0, 0, 1}, true, false, "c"},
		{KS_QUESTION_SINGLE, 3, {1, 1, 0}, false, false, "a[,]b"},
	};

	(void)state;
	CHECK_ALL(cases);
}

static void multiple_is_right_only_as_the_whole_set(void **state)
{
	static const struct answer_case cases[] = {
		{KS_QUESTION_MULTIPLE, 4, {0, 0, 0, 0}, false, false, ""},
		{KS_QUESTION_MULTIPLE, 4, {1, 0, 0, 0}, true, false, "a"},
		{KS_QUESTION_MULTIPLE, 4, {1, 0, 1, 0}, true, true, "a[,]c"},
		{KS_QUESTION_MULTIPLE, 4, {1, 1, 1, 0}, true, false, "a[,]b[,]c"},
		{KS_QUESTION_FIND, 4, {1, 0, 1, 0}, true, true, "a[,]c"},
		{KS_QUESTION_FIND, 4, {1, 1, 1, 1}, true, false, "a[,]b[,]c[,]d"},
	};

	(void)state;
	CHECK_ALL(cases);
}

static void true_false_says_true_or_false(void **state)
{
	static const struct answer_case cases[] = {
		{KS_QUESTION_TRUE_FALSE, 2, {1, 0}, true, true, "true"},
		{KS_QUESTION_TRUE_FALSE, 2, {0, 1}, true, false, "false"},
		{KS_QUESTION_TRUE_FALSE, 2, {0, 0}, false, false, ""},
	};

	(void)state;
	CHECK_ALL(cases);
}

static void classify_needs_a_box_for_every_item(void **state)
{
	static const struct answer_case cases[] = {
		{KS_QUESTION_CLASSIFY, 3, {1, 2, 3}, true, true, "a[.]x1[,]b[.]x2[,]c[.]x3"},
		{KS_QUESTION_CLASSIFY, 3, {1, 2, 2}, true, false, "a[.]x1[,]b[.]x2[,]c[.]x2"},
		{KS_QUESTION_CLASSIFY, 3, {1, 0, 3}, false, false, "a[.]x1[,]c[.]x3"},
		{KS_QUESTION_CLASSIFY, 3, {1, 2, 4}, false, false, "a[.]x1[,]b[.]x2[,]c[.]x4"},
		{KS_QUESTION_CLASSIFY, 1, {1}, true, true, "a[.]x1"},
		{KS_QUESTION_CLASSIFY, 0, {0}, false, false, ""},
	};

	(void)state;
	CHECK_ALL(cases);
}

static void order_needs_every_place_once(void **state)
{
	static const struct answer_case cases[] = {
		{KS_QUESTION_ORDER, 3, {1, 2, 3}, true, true, "a[,]b[,]c"},
		{KS_QUESTION_ORDER, 3, {2, 3, 1}, true, false, "c[,]a[,]b"},
		{KS_QUESTION_ORDER, 3, {1, 1, 3}, false, false, "a[,]b[,]c"},
		{KS_QUESTION_ORDER, 3, {0, 1, 2}, false, false, "b[,]c"},
		{KS_QUESTION_ORDER, 3, {9, 1, 2}, false, false, "b[,]c"},
		{KS_QUESTION_ORDER, 3, {4, 1, 2}, false, false, "b[,]c"},
		{KS_QUESTION_ORDER, 1, {1}, true, true, "a"},
		{KS_QUESTION_ORDER, 0, {0}, false, false, ""},
		{KS_QUESTION_ORDER, 8, {1, 2, 3, 4, 5, 6, 7, 8}, true, true, "a[,]b[,]c[,]d[,]e[,]f[,]g[,]h"},
	};

	(void)state;
	CHECK_ALL(cases);
}

static void values_behind_the_last_choice_do_not_count(void **state)
{
	static const struct answer_case cases[] = {
		{KS_QUESTION_SINGLE, 3, {1, 0, 0, 1, 1}, true, true, "a"},
	};

	(void)state;
	CHECK_ALL(cases);
}

/* How near: what is missed and what is too much are counted apart; of cards and steps only what is in place. */
static void a_tally_counts_hits_misses_and_extras(void **state)
{
	static const struct {
		enum ks_question_kind kind;
		uint8_t value[KS_CHOICES_MAX];
		struct ks_tally wanted;
	} cases[] = {
		{KS_QUESTION_SINGLE, {1, 0, 0, 0}, {1, 1, 0, 0}},
		{KS_QUESTION_SINGLE, {0, 1, 0, 0}, {1, 0, 1, 1}},
		{KS_QUESTION_FIND, {1, 0, 1, 0}, {2, 2, 0, 0}},
		{KS_QUESTION_FIND, {1, 1, 0, 0}, {2, 1, 1, 1}},
		{KS_QUESTION_MULTIPLE, {1, 0, 0, 0}, {2, 1, 1, 0}},
		{KS_QUESTION_MULTIPLE, {1, 1, 1, 0}, {2, 2, 0, 1}},
		{KS_QUESTION_MULTIPLE, {0, 1, 0, 1}, {2, 0, 2, 2}},
		{KS_QUESTION_ORDER, {1, 2, 3, 4}, {4, 4, 0, 0}},
		{KS_QUESTION_ORDER, {2, 1, 3, 4}, {4, 2, 0, 0}},
		{KS_QUESTION_ORDER, {0, 0, 0, 0}, {4, 0, 0, 0}},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_sample sample;
		struct ks_question *question;
		struct ks_answer answer;
		struct ks_tally tally;

		ks_sample_begin(&sample);
		question = ks_sample_question(&sample, cases[i].kind, 4, "1");
		if (cases[i].kind == KS_QUESTION_MULTIPLE || cases[i].kind == KS_QUESTION_FIND)
			question->choices[2].is_right = true;
		memcpy(answer.value, cases[i].value, sizeof(answer.value));
		tally = ks_answer_tally(question, &answer);
		assert_memory_equal(&tally, &cases[i].wanted, sizeof(tally));
	}
}

static void pattern_is_the_response_of_the_right_answer(void **state)
{
	struct ks_sample sample;

	(void)state;
	ks_sample_usual(&sample);
	for (size_t i = 0; i < sample.lesson.quiz.n_questions; i++) {
		const struct ks_question *question = &sample.questions[i];
		struct ks_answer right = ks_sample_answer(question, true);
		struct ks_buf pattern = {0}, response = {0};

		ks_answer_pattern(question, &pattern);
		ks_answer_response(question, &right, &response);
		assert_true(ks_answer_is_right(question, &right));
		assert_string_equal(ks_buf_text(&pattern), ks_buf_text(&response));
		ks_buf_finish(&pattern);
		ks_buf_finish(&response);
	}
}

static void each_choice_has_its_mark(void **state)
{
	static const char *const marks[KS_CHOICES_MAX] = {"ア", "イ", "ウ", "エ",
							  "オ", "カ", "キ", "ク"};

	(void)state;
	for (int i = 0; i < KS_CHOICES_MAX; i++)
		assert_string_equal(ks_choice_mark(i), marks[i]);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(each_choice_has_its_mark),
	cmocka_unit_test(single_takes_exactly_one_choice),
	cmocka_unit_test(multiple_is_right_only_as_the_whole_set),
	cmocka_unit_test(true_false_says_true_or_false),
	cmocka_unit_test(classify_needs_a_box_for_every_item),
	cmocka_unit_test(order_needs_every_place_once),
	cmocka_unit_test(values_behind_the_last_choice_do_not_count),
	cmocka_unit_test(a_tally_counts_hits_misses_and_extras),
	cmocka_unit_test(pattern_is_the_response_of_the_right_answer),
};

int main(void)
{
	return ks_test_run(tests);
}
