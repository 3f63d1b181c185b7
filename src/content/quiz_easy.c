/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "content/quiz_read.h"

/*
 * quiz.easy.gift beside quiz.gift. An answer is recorded by the choice's place, so a twin with other choices, or in
 * another order, would record what nobody chose: everything but the words must be the same.
 */

static bool is_same_choice(const struct ks_choice *a, const struct ks_choice *b)
{
	if ((!a->region) != (!b->region))
		return false;
	return a->is_right == b->is_right && a->box == b->box &&
	       (!a->region || strcmp(a->region, b->region) == 0);
}

static void compare(const struct ks_question *question, const struct ks_question *easy,
		    const char *file, struct ks_diags *diags)
{
	if (question->kind != easy->kind) {
		ks_diags_error(diags, file, easy->line,
			       "問題「%s」の型が quiz.gift と違います（%s と %s）。", easy->id,
			       ks_question_kind_word(easy->kind),
			       ks_question_kind_word(question->kind));
		return;
	}
	if (question->n_choices != easy->n_choices || question->n_boxes != easy->n_boxes) {
		ks_diags_error(
			diags, file, easy->line,
			"問題「%s」の選択肢や分ける先の数が quiz.gift と違います（%zu と %zu）。",
			easy->id, easy->n_choices + easy->n_boxes,
			question->n_choices + question->n_boxes);
		return;
	}
	for (size_t i = 0; i < easy->n_choices; i++)
		if (!is_same_choice(&question->choices[i], &easy->choices[i]))
			ks_diags_error(
				diags, file, easy->line,
				"問題「%s」の %zu 番目の選択肢の正解か分け方が quiz.gift と違います。順番も同じにしてください。",
				easy->id, i + 1);
}

void ks_quiz_pair_easy(struct ks_quiz *quiz, const struct ks_quiz *easy, struct ks_diags *diags)
{
	for (size_t i = 0; i < quiz->n_questions; i++) {
		struct ks_question *question = &quiz->questions[i];

		for (size_t k = 0; k < easy->n_questions && !question->easy; k++)
			if (strcmp(easy->questions[k].id, question->id) == 0)
				question->easy = &easy->questions[k];
		if (!question->easy)
			ks_diags_error(diags, easy->file, 0,
				       "問題「%s」（quiz.gift の %d 行目）のやさしい版がありません。",
				       question->id, question->line);
		else
			compare(question, question->easy, easy->file, diags);
	}
	for (size_t i = 0; i < easy->n_questions; i++)
		if (!ks_quiz_find(quiz, easy->questions[i].id))
			ks_diags_error(diags, easy->file, easy->questions[i].line,
				       "番号「%s」の問題は quiz.gift にありません。",
				       easy->questions[i].id);
}
