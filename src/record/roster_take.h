/* SPDX-License-Identifier: Apache-2.0 */
/* One person under a list that is taken, whether it came now (roster_take.c) or waited (roster_history.c). */
#ifndef KS_RECORD_ROSTER_TAKE_H
#define KS_RECORD_ROSTER_TAKE_H

#include "record/roster_private.h"

/**
 * ks_roster_replace() - keep what @key is, under @import, and put @new in its place; inside a transaction
 * @new: with the hash of the initial PIN where the list has one; NULL: not listed any more
 */
KS_MUST_USE enum ks_rc ks_roster_replace(struct ks_store *store, int64_t import, const char *key,
					 const struct ks_roster_entry *new);

#endif
