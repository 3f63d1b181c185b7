/* SPDX-License-Identifier: Apache-2.0 */
/* From a GIFT block to a question. Private to src/content. */
#ifndef KS_CONTENT_QUIZ_READ_H
#define KS_CONTENT_QUIZ_READ_H

#include "content/gift.h"
#include "content/quiz.h"

/** ks_quiz_read_answers() - kind, choices, boxes, feedback of @out; KS_INVALID when diagnosed. */
KS_MUST_USE enum ks_rc ks_quiz_read_answers(struct ks_gift_reader *reader,
					    const struct ks_gift_block *block,
					    struct ks_question *out);
/** ks_quiz_read_reasons() - "- item: reason" lines of the comments and of the general feedback. */
void ks_quiz_read_reasons(struct ks_gift_reader *reader, const struct ks_gift_block *block,
			  struct ks_question *out);
/**
 * ks_quiz_pair_easy() - the questions of @easy become those in easy words of @quiz, one for one
 * Diagnosed in the easy file: a question too many, too few or out of order, another kind, other choices, boxes or right
 * answers. @easy's questions must live as long as @quiz.
 */
void ks_quiz_pair_easy(struct ks_quiz *quiz, const struct ks_quiz *easy, struct ks_diags *diags);

#endif
