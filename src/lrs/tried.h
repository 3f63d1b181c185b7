/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each try at a quiz (tried), and what tries say of its questions: which choice was taken how often (question_choice), which
 * clauses a question is about (question_word), and how it goes together with the rest of the same quiz (question_power).
 */
#ifndef KS_LRS_TRIED_H
#define KS_LRS_TRIED_H

#include "record/store.h"
#include "xapi/statement.h"

/** ks_tried_add() - an answer or a result, in whichever order they come; of somebody and a lesson, within a transaction. */
KS_MUST_USE enum ks_rc ks_tried_add(struct ks_store *store, const struct ks_statement_view *view,
				    const char *sender);
/** ks_tried_take_back() - what the tries of @staff say of the questions, before the tries are counted anew. */
KS_MUST_USE enum ks_rc ks_tried_take_back(struct ks_store *store, const char *staff);
/** ks_tried_count() - one answer to a question, @n times (-1: taken back); of nobody in particular. */
KS_MUST_USE enum ks_rc ks_tried_count(struct ks_store *store, const struct ks_statement_view *view,
				      int n);
/** ks_tried_clean() - rows of nothing: counted anew there would be none. */
KS_MUST_USE enum ks_rc ks_tried_clean(struct ks_store *store);

#endif
