/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The summaries that reports read instead of all statements: who stands where (standing), how often what was failed
 * (failure), who was present (attended), what was said of a gathering (gathering_fact), how each question was answered
 * (question_tally), what was answered on the self-inspection sheets (inspection_answer), what 採点訂正 makes right (regraded)
 * and passed (credited), and each try at a quiz with what it says of its questions (tried.h). Kept in the transaction of the statement that counts.
 */
#ifndef KS_LRS_SUM_H
#define KS_LRS_SUM_H

#include "record/store.h"
#include "xapi/statement.h"

/** ks_sum_add() - @view, sent by @sender, counts from now on; within a transaction. */
KS_MUST_USE enum ks_rc ks_sum_add(struct ks_store *store, const struct ks_statement_view *view,
				  const char *sender);
/**
 * ks_sum_void() - HR took back the statement @id: what it had counted for is worked out anew without it
 * Within a transaction. KS_OK also when there is no such statement yet.
 */
KS_MUST_USE enum ks_rc ks_sum_void(struct ks_store *store, const char *id);
/** ks_sum_regrade() - an answer key of @question was approved: what it makes right among what counts; within a transaction. */
KS_MUST_USE enum ks_rc ks_sum_regrade(struct ks_store *store, const char *question);
/** ks_sum_anew() - all summaries anew from the statements that count, in the caller's transaction. */
KS_MUST_USE enum ks_rc ks_sum_anew(struct ks_store *store);
/** ks_sum_rebuild() - all summaries anew from the statements that count; a transaction of its own. */
KS_MUST_USE enum ks_rc ks_sum_rebuild(struct ks_store *store);
/**
 * ks_sum_check() - work everything out aside and compare; nothing is changed, a reader may do it too
 * @wrong: receives the name of the first summary that says something else than the statements, NULL: all is right
 */
KS_MUST_USE enum ks_rc ks_sum_check(struct ks_store *store, const char **wrong);

#endif
