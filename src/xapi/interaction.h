/* SPDX-License-Identifier: Apache-2.0 */
/* The part of an activity definition that describes a question (xAPI cmi.interaction). */
#ifndef KS_RECORD_INTERACTION_H
#define KS_RECORD_INTERACTION_H

#include "base/buf.h"
#include "content/checklist.h"
#include "content/quiz.h"

/** ks_interaction_put() - `,"interactionType":…` with description, right answer and components. */
void ks_interaction_put(struct ks_buf *out, const struct ks_question *question);
/** ks_interaction_put_item() - the same for an item of a self-inspection sheet: a choice without a right answer. */
void ks_interaction_put_item(struct ks_buf *out, const struct ks_checklist_item *item);
/** ks_interaction_put_words() - a language map with the one language there is. */
void ks_interaction_put_words(struct ks_buf *out, const char *words);

#endif
