/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The content that the centre offers its kiosks: one bundle in its folder, under a name that says number and hash. The
 * centre verifies it before it offers it, and is trusted with nothing: each kiosk verifies it again.
 */
#ifndef KS_LRS_OFFER_H
#define KS_LRS_OFFER_H

#include <stddef.h>

#include "base/diag.h"
#include "base/id.h"
#include "base/rc.h"

#define KS_OFFER_PIECE_BYTES ((size_t)256 << 10)

struct ks_offer {
	int version; /* 0: nothing is offered */
	char sha256[KS_HASH_HEX];
	size_t bytes;
};
/** ks_offer_read() - what the centre in the folder @state offers; version 0 where there is nothing. */
void ks_offer_read(const char *state, struct ks_offer *out);
/** ks_offer_load() - the bundle itself, *bytes to free(); KS_NOT_FOUND: nothing is offered, KS_DAMAGED: it is not that one. */
KS_MUST_USE enum ks_rc ks_offer_load(const char *state, char **bytes, size_t *len);
/**
 * ks_offer_put() - offer the bundle @path from now on
 * @out: what is offered then (or still). Return: KS_OK; KS_CONFLICT: that number or a higher one is offered already (the
 * same file is no conflict); KS_DENIED: not signed, or not rightly; KS_NOT_FOUND, KS_DAMAGED, KS_FULL, KS_READ_ONLY, KS_IO.
 * All are diagnosed.
 */
KS_MUST_USE enum ks_rc ks_offer_put(const char *state, const char *path, struct ks_offer *out,
				    struct ks_diags *diags);

#endif
