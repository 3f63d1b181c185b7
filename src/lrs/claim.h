/* SPDX-License-Identifier: Apache-2.0 */
/* What keeps a statement from counting, by what it says alone: pure, and below everything that counts (proof.h, sum.h). */
#ifndef KS_LRS_CLAIM_H
#define KS_LRS_CLAIM_H

#include <stdbool.h>
#include <stdint.h>

#include "xapi/statement.h"

/* Stored in claim.reason: never renumber. */
enum ks_claim {
	KS_CLAIM_NONE = 0,
	KS_CLAIM_UNSIGNED = 1,    /* no signed head covers it (yet) */
	KS_CLAIM_CONTRADICTS = 2, /* passed without success, failed with it */
	KS_CLAIM_FUTURE = 3,      /* a trusted clock that is ahead of the centre's */
	KS_CLAIM_OUTSIDE = 4, /* staff number, 年度, course, lesson or time outside the rules */
	KS_CLAIM_DISOWNED = 5, /* its kiosk was revoked before anybody vouched for the key (disown.h) */
};

/** ks_claim_is_done() - it says that something is finished: passed, completed, acknowledged. */
bool ks_claim_is_done(const struct ks_statement_view *view);
/** ks_claim_rule() - what about it keeps it from counting, whoever says it; KS_CLAIM_NONE when nothing does. */
enum ks_claim ks_claim_rule(const struct ks_statement_view *view, int64_t now_ms);

#endif
