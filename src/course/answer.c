// SPDX-License-Identifier: Apache-2.0
#include "course/session.h"

#include <assert.h>

#include "base/mem.h"

/*
 * What an answer to each kind of question is: when it is whole, when it is right, and how xAPI writes it
 * (choice, true-false, matching, sequencing). One table, so that a new kind cannot miss one of the three.
 */

static size_t count_of(const struct ks_question *question)
{
	assert(question->n_choices <= KS_CHOICES_MAX);
	return question->n_choices;
}

static size_t count_chosen(const struct ks_question *question, const struct ks_answer *answer)
{
	size_t n = 0;

	for (size_t i = 0; i < count_of(question); i++)
		n += answer->value[i] != 0;
	return n;
}

static bool is_one_chosen(const struct ks_question *question, const struct ks_answer *answer)
{
	return count_chosen(question, answer) == 1;
}

static bool is_any_chosen(const struct ks_question *question, const struct ks_answer *answer)
{
	return count_chosen(question, answer) >= 1;
}

static bool is_all_boxed(const struct ks_question *question, const struct ks_answer *answer)
{
	for (size_t i = 0; i < count_of(question); i++)
		if (answer->value[i] == 0 || answer->value[i] > question->n_boxes)
			return false;
	return count_of(question) > 0;
}

static bool is_all_placed(const struct ks_question *question, const struct ks_answer *answer)
{
	unsigned places = 0;

	for (size_t i = 0; i < count_of(question); i++)
		if (answer->value[i] >= 1 && answer->value[i] <= count_of(question))
			places |= 1u << (answer->value[i] - 1);
	return count_of(question) > 0 && places == (1u << count_of(question)) - 1;
}

static uint8_t right_choice(const struct ks_question *question, size_t i)
{
	return question->choices[i].is_right ? 1 : 0;
}

static uint8_t right_box(const struct ks_question *question, size_t i)
{
	return (uint8_t)(question->choices[i].box + 1);
}

static uint8_t right_place(const struct ks_question *question, size_t i)
{
	(void)question;
	return (uint8_t)(i + 1);
}

static void separate(struct ks_buf *out, bool *is_first)
{
	if (!*is_first)
		ks_buf_puts(out, "[,]");
	*is_first = false;
}

static void put_chosen(const struct ks_question *question, const struct ks_answer *answer,
		       struct ks_buf *out)
{
	bool is_first = true;

	for (size_t i = 0; i < count_of(question); i++) {
		if (answer->value[i] == 0)
			continue;
		separate(out, &is_first);
		ks_buf_puts(out, question->choices[i].id);
	}
}

static void put_boxed(const struct ks_question *question, const struct ks_answer *answer,
		      struct ks_buf *out)
{
	bool is_first = true;

	for (size_t i = 0; i < count_of(question); i++) {
		if (answer->value[i] == 0)
			continue;
		separate(out, &is_first);
		ks_buf_printf(out, "%s[.]x%d", question->choices[i].id, answer->value[i]);
	}
}

static void put_placed(const struct ks_question *question, const struct ks_answer *answer,
		       struct ks_buf *out)
{
	bool is_first = true;

	for (size_t place = 1; place <= count_of(question); place++) {
		for (size_t i = 0; i < count_of(question); i++) {
			if (answer->value[i] != place)
				continue;
			separate(out, &is_first);
			ks_buf_puts(out, question->choices[i].id);
		}
	}
}

static const struct answer_kind {
	bool (*is_complete)(const struct ks_question *question, const struct ks_answer *answer);
	uint8_t (*right)(const struct ks_question *question, size_t i);
	void (*put)(const struct ks_question *question, const struct ks_answer *answer,
		    struct ks_buf *out);
} kinds[] = {
	[KS_QUESTION_SINGLE] = {is_one_chosen, right_choice, put_chosen},
	[KS_QUESTION_MULTIPLE] = {is_any_chosen, right_choice, put_chosen},
	[KS_QUESTION_TRUE_FALSE] = {is_one_chosen, right_choice, put_chosen},
	[KS_QUESTION_CLASSIFY] = {is_all_boxed, right_box, put_boxed},
	[KS_QUESTION_ORDER] = {is_all_placed, right_place, put_placed},
	[KS_QUESTION_FIND] = {is_any_chosen, right_choice, put_chosen},
};

static const struct answer_kind *kind_of(const struct ks_question *question)
{
	assert((size_t)question->kind < sizeof(kinds) / sizeof(kinds[0]));
	return &kinds[question->kind];
}

bool ks_answer_is_complete(const struct ks_question *question, const struct ks_answer *answer)
{
	return kind_of(question)->is_complete(question, answer);
}

bool ks_answer_is_right(const struct ks_question *question, const struct ks_answer *answer)
{
	const struct answer_kind *kind = kind_of(question);
	bool is_choice = kind->right == right_choice;

	if (!kind->is_complete(question, answer))
		return false;
	for (size_t i = 0; i < count_of(question); i++) {
		uint8_t given = is_choice ? answer->value[i] != 0 : answer->value[i];

		if (given != kind->right(question, i))
			return false;
	}
	return true;
}

struct ks_tally ks_answer_tally(const struct ks_question *question, const struct ks_answer *answer)
{
	const struct answer_kind *kind = kind_of(question);
	bool is_choice = kind->right == right_choice;
	struct ks_tally tally = {0};

	for (size_t i = 0; i < count_of(question); i++) {
		uint8_t given = is_choice ? answer->value[i] != 0 : answer->value[i];
		uint8_t right = kind->right(question, i);

		tally.n_wanted += !is_choice || right;
		tally.n_hit += given == right && right != 0;
		tally.n_missed += is_choice && right && !given;
		tally.n_extra += is_choice && given && !right;
	}
	return tally;
}

void ks_answer_response(const struct ks_question *question, const struct ks_answer *answer,
			struct ks_buf *out)
{
	kind_of(question)->put(question, answer, out);
}

void ks_answer_pattern(const struct ks_question *question, struct ks_buf *out)
{
	const struct answer_kind *kind = kind_of(question);
	struct ks_answer right = {0};

	for (size_t i = 0; i < count_of(question); i++)
		right.value[i] = kind->right(question, i);
	kind->put(question, &right, out);
}

const char *ks_choice_mark(int index)
{
	static const char *const marks[] = {"ア", "イ", "ウ", "エ", "オ", "カ", "キ", "ク"};

	assert(index >= 0 && (size_t)index < KS_COUNT(marks));
	return marks[index];
}
