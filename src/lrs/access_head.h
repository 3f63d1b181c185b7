/* SPDX-License-Identifier: Apache-2.0 */
/* STATE/access.head: how far the access log went, outside the database. It only ever goes on from what it says. */
#ifndef KS_LRS_ACCESS_HEAD_H
#define KS_LRS_ACCESS_HEAD_H

#include <stdbool.h>

#include "base/id.h"
#include "record/store.h"

struct ks_access_head {
	int64_t n; /* 0: no entry was there yet */
	char hash[KS_HASH_HEX];
	bool is_missing; /* there was a file once */
};
/** ks_access_head_read() - KS_OK also without a file; KS_IO …. */
KS_MUST_USE enum ks_rc ks_access_head_read(struct ks_store *store, struct ks_access_head *out);
/** ks_access_head_begin() - before an entry is written, in its transaction: from now on there is a file. KS_IO: there cannot be. */
KS_MUST_USE enum ks_rc ks_access_head_begin(struct ks_store *store);
/**
 * ks_access_head_write() - entry @n was committed
 * Where the file says something else than the log, it is left as it is: verify is to see it.
 */
void ks_access_head_write(struct ks_store *store, int64_t n, const uint8_t hash[KS_HASH_BYTES]);

#endif
