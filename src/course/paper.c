/* SPDX-License-Identifier: Apache-2.0 */
#include "course/paper.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/id.h"
#include "base/mem.h"
#include "content/lesson.h"
#include "course/attempt_private.h"

/* A drawing has no picture on paper, and a place in it cannot be circled and read by everybody in the same way. */
static bool has_picture(const struct ks_case *artefact)
{
	for (size_t i = 0; artefact && i < artefact->page.n_blocks; i++)
		if (artefact->page.blocks[i].kind == KS_BLOCK_FIGURE)
			return true;
	return false;
}

static bool is_printable(const struct ks_quiz *quiz, size_t at)
{
	const struct ks_question *question = &quiz->questions[at];

	if (question->kind == KS_QUESTION_FIND || has_picture(question->artefact))
		return false;
	/* a case is drawn whole, so it is printed whole */
	for (size_t i = 0; question->artefact && i < quiz->n_questions; i++)
		if (quiz->questions[i].artefact == question->artefact &&
		    quiz->questions[i].kind == KS_QUESTION_FIND)
			return false;
	return true;
}

static uint64_t seed_of(const char *gathering, const char *lesson)
{
	char *text = ks_format("%s/%s", gathering, lesson);
	uint8_t hash[KS_HASH_BYTES];
	uint64_t seed = 0;

	ks_sha256(text, strlen(text), hash);
	for (size_t i = 0; i < sizeof(seed); i++)
		seed = seed << 8 | hash[i];
	free(text);
	return seed;
}

void ks_paper_draw(const struct ks_session_rules *rules, const char *gathering, struct ks_attempt *out)
{
	const struct ks_quiz *quiz = &rules->lesson->quiz;
	struct ks_lesson lesson = *rules->lesson;
	struct ks_session_rules printed = *rules;

	printed.lesson = &lesson;
	lesson.quiz.n_questions = 0;
	lesson.quiz.questions = ks_alloc_zero(quiz->n_questions + 1, sizeof(*lesson.quiz.questions));
	for (size_t i = 0; i < quiz->n_questions; i++)
		if (is_printable(quiz, i))
			lesson.quiz.questions[lesson.quiz.n_questions++] = quiz->questions[i];
	ks_attempt_draw(&printed, seed_of(gathering, rules->lesson->id), 1, NULL, out);
	free(lesson.quiz.questions);
}

void ks_paper_mark(const struct ks_session_rules *rules, const struct ks_attempt *sheet,
		   char out[KS_PAPER_MARK])
{
	struct ks_buf text = {0};
	uint8_t hash[KS_HASH_BYTES];

	for (int i = 0; i < sheet->n_items; i++) {
		const struct ks_attempt_item *item = &sheet->items[i];
		const struct ks_question *question =
			ks_quiz_find(&rules->lesson->quiz, item->question);

		ks_buf_printf(&text, "%s\n%s\n", item->question, question->stem.text);
		for (size_t k = 0; k < question->n_boxes; k++)
			ks_buf_printf(&text, "=%s\n", question->boxes[k].text);
		for (size_t k = 0; k < question->n_choices; k++)
			ks_buf_printf(&text, "-%s\n", question->choices[item->order[k]].text.text);
	}
	ks_sha256(ks_buf_text(&text), text.len, hash);
	(void)snprintf(out, KS_PAPER_MARK, "%02X%X-%X%02X", hash[0], hash[1] >> 4, hash[1] & 15,
		       hash[2]);
	ks_buf_finish(&text);
}

void ks_session_take_sheet(struct ks_session *session, const struct ks_attempt *sheet)
{
	struct ks_attempt next = *sheet;

	ks_session_put_aside(session);
	next.number = session->last_attempt.number + 1;
	for (int i = 0; i < next.n_items; i++) {
		memset(&next.items[i].answer, 0, sizeof(next.items[i].answer));
		next.items[i].is_answered = next.items[i].is_right = false;
	}
	session->attempt = next;
	session->place = KS_PLACE_QUESTION;
	session->item_index = 0;
}
