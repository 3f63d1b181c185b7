/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where content lies while it is in use. A folder is used as it is. A bundle is verified and unpacked into a
 * private temporary folder (mode 0700, below TMPDIR or /tmp), which is removed again at the end; after a crash
 * it stays until the system cleans up, and nobody reads it again.
 */
#ifndef KS_CONTENT_UNPACKED_H
#define KS_CONTENT_UNPACKED_H

#include <stdbool.h>

#include "base/diag.h"
#include "base/rc.h"

struct ks_unpacked {
	char *folder;
	int version; /* 0: not published */
	bool is_unpacked;
};
/** ks_unpacked_open() - KS_OK; KS_NOT_FOUND; KS_DAMAGED, KS_IO, KS_FULL (diagnosed). Close it in any case. */
KS_MUST_USE enum ks_rc ks_unpacked_open(const char *path, struct ks_unpacked *out,
					struct ks_diags *diags);
/** ks_unpacked_close() - removes a folder that was unpacked (never one that was used as it is), frees. Accepts NULL. */
void ks_unpacked_close(struct ks_unpacked *place);

#endif
