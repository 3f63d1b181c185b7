/* SPDX-License-Identifier: Apache-2.0 */
/* Space held back on a kiosk's disk, so that whoever is at the screen when it fills up can end what they began. */
#ifndef KS_RECORD_BALLAST_H
#define KS_RECORD_BALLAST_H

#include "base/rc.h"

struct ks_store;

/** ks_ballast_drop() - give the space back now; harmless when there is none. */
void ks_ballast_drop(struct ks_store *store);
/** ks_ballast_look() - before a transaction: drop it when the disk is all but full. */
void ks_ballast_look(struct ks_store *store);
/** ks_ballast_make() - hold the space back, unless it is; KS_FULL: there is not enough for it. */
KS_MUST_USE enum ks_rc ks_ballast_make(struct ks_store *store);

#endif
