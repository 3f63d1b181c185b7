/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 採点訂正: what an approved answer key (kind "key" of the table correction) makes right among wrong answers, and which failed
 * tries pass with them. Nothing that was right becomes wrong. Two of the summaries of lrs/sum.h.
 */
#ifndef KS_LRS_REGRADE_H
#define KS_LRS_REGRADE_H

#include "record/store.h"
#include "xapi/statement.h"

/**
 * ks_regrade_add() - @view, which counts, by the answer keys of this moment; within a transaction
 * A failed try must come behind its answers.
 */
KS_MUST_USE enum ks_rc ks_regrade_add(struct ks_store *store, const struct ks_statement_view *view,
				      const char *sender);

#endif
