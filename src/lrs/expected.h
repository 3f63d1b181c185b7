/* SPDX-License-Identifier: Apache-2.0 */
/* Who is expected at a gathering. */
#ifndef KS_LRS_EXPECTED_H
#define KS_LRS_EXPECTED_H

#include "lrs/announce.h"

struct ks_expected {
	bool is_told; /* the wish says it */
	char **staff; /* whose records */
	size_t n_staff, capacity;
};
/** ks_expected_find() - KS_OK, also when nothing is told; KS_INVALID with @said, malloc'd. Finish @out in any case. */
KS_MUST_USE enum ks_rc ks_expected_find(struct ks_store *store, const struct ks_announce_wish *wish,
					struct ks_date day, struct ks_expected *out, char **said);
/** ks_expected_finish() - frees; empty afterwards. */
void ks_expected_finish(struct ks_expected *expected);

#endif
