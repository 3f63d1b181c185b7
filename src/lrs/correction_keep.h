/* SPDX-License-Identifier: Apache-2.0 */
/* A correction said in the centre's own record takes effect. */
#ifndef KS_LRS_CORRECTION_KEEP_H
#define KS_LRS_CORRECTION_KEEP_H

#include <stddef.h>

#include "record/store.h"

/** ks_correction_keep() - what one statement of the centre's own says; inside a transaction. KS_INVALID: it is none. */
KS_MUST_USE enum ks_rc ks_correction_keep(struct ks_store *store, const char *bytes, size_t len);

#endif
