/* SPDX-License-Identifier: Apache-2.0 */
/* What HR said beside the list, where it travels with the list. */
#ifndef KS_RECORD_EXEMPTION_PRIVATE_H
#define KS_RECORD_EXEMPTION_PRIVATE_H

#include "base/buf.h"
#include "record/exemption.h"

struct json_t;

/** ks_exemption_put() - what a kiosk must know: absences and what is not owed, as a JSON array without reasons or names. */
KS_MUST_USE enum ks_rc ks_exemption_put(struct ks_store *store, struct ks_buf *out);
/** ks_exemption_take() - replace all by such an array; a row that breaks a rule is left out. NULL: an older centre's. */
KS_MUST_USE enum ks_rc ks_exemption_take(struct ks_store *store, const struct json_t *rows);

#endif
