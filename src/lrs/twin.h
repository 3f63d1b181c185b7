/* SPDX-License-Identifier: Apache-2.0 */
/* A record that went on in two places, once HR has seen to it. */
#ifndef KS_LRS_TWIN_H
#define KS_LRS_TWIN_H

#include "record/store.h"

struct ks_twin_settlement {
	int64_t n_twice; /* so many numbers were there twice */
	int64_t at_ms;
	char reason[200];
};
/** ks_twin_settlement() - what HR said last of @kiosk; zeroed when nothing. KS_OK, or as ks_store_get(). */
KS_MUST_USE enum ks_rc ks_twin_settlement(struct ks_store *store, const char *kiosk,
					  struct ks_twin_settlement *out);

#endif
