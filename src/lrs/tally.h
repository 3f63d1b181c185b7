/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How many statements of each kiosk are here, up to which number, which of them twice, and where one does not fit the one
 * before it: kept beside the statements by a trigger (record/schema.c), for whoever asks how kiosks stand.
 */
#ifndef KS_LRS_TALLY_H
#define KS_LRS_TALLY_H

#include "record/store.h"

/** ks_tally_check() - count, and compare; *is_right says whether all is as it is kept. KS_OK, or as ks_db_step(). */
KS_MUST_USE enum ks_rc ks_tally_check(struct ks_store *store, bool *is_right);
/** ks_tally_rebuild() - counted anew; when a twin was met, which no statement says, stays. */
KS_MUST_USE enum ks_rc ks_tally_rebuild(struct ks_store *store);

#endif
