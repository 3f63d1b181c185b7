/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "content/quiz.h"

/*
 * Any bytes as a quiz. Whatever is taken must be a question that can be asked: choices within the ceiling, a
 * right one among them, boxes that exist.
 */

static void check_question(const struct ks_question *question)
{
	size_t n_right = 0;

	assert(question->id && question->stem.text);
	assert(question->n_choices >= 2 && question->n_choices <= KS_CHOICES_MAX);
	for (size_t i = 0; i < question->n_choices; i++) {
		const struct ks_choice *choice = &question->choices[i];

		n_right += choice->is_right;
		assert(choice->text.len == strlen(choice->text.text) || choice->text.len > 0);
		assert(choice->box < (int)question->n_boxes);
		assert((!choice->region) == (question->kind != KS_QUESTION_FIND));
		for (size_t k = 0; k < choice->text.n_spans; k++)
			assert(choice->text.spans[k].from <= choice->text.spans[k].to &&
			       choice->text.spans[k].to <= choice->text.len);
	}
	assert(n_right > 0);
	assert(question->kind != KS_QUESTION_CLASSIFY || question->n_boxes >= 2);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct ks_arena arena = {0};
	struct ks_diags diags = {0};
	struct ks_quiz quiz = {0};
	enum ks_rc rc = ks_quiz_parse("fuzz", (const char *)data, size, &arena, &quiz, &diags);

	assert((rc == KS_OK) == (diags.n_errors == 0));
	for (size_t i = 0; i < quiz.n_questions; i++)
		check_question(&quiz.questions[i]);
	ks_diags_finish(&diags);
	ks_arena_finish(&arena);
	return 0;
}
