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

#endif
