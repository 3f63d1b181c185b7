/* SPDX-License-Identifier: Apache-2.0 */
/* Of the centre's document: what people completed at other kiosks, and what of it was keyed in from paper. Private to src/record. */
#ifndef KS_RECORD_ELSEWHERE_H
#define KS_RECORD_ELSEWHERE_H

#include <jansson.h>

#include "base/buf.h"
#include "record/store.h"

/** ks_elsewhere_put_papers() - [[staff, 年度, plan, lesson], …] of what counts here and is from paper. */
KS_MUST_USE enum ks_rc ks_elsewhere_put_papers(struct ks_store *store, struct ks_buf *out);
/**
 * ks_elsewhere_take() - inside a transaction: @root's "completed" beside what is there, and "on_paper" in its place
 * An entry that breaks a rule is left out alone. A document without "on_paper" says nothing of it: what is known stays.
 */
KS_MUST_USE enum ks_rc ks_elsewhere_take(struct ks_store *store, const json_t *root);
/** ks_elsewhere_take_completion() - of "completed" the row @i (from 0), for who reads them one after the other. */
KS_MUST_USE enum ks_rc ks_elsewhere_take_completion(struct ks_store *store, const json_t *row,
						    size_t i);
/** ks_elsewhere_take_papers() - "on_paper" alone; NULL: the document has none. */
KS_MUST_USE enum ks_rc ks_elsewhere_take_papers(struct ks_store *store, const json_t *papers);

#endif
