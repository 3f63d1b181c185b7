/* SPDX-License-Identifier: Apache-2.0 */
/* Records of a kiosk whose key nobody vouched for, once its credentials are taken back: kept, and not counted. */
#ifndef KS_LRS_DISOWN_H
#define KS_LRS_DISOWN_H

#include "lrs/centre.h"

/** ks_disown() - unless somebody vouches for the key of @kiosk, what it sent counts no more. Within a transaction. */
KS_MUST_USE enum ks_rc ks_disown(struct ks_store *store, const char *kiosk, bool *is_changed);
/** ks_disown_undo() - its key is vouched for now: all of it counts again. Within a transaction. */
KS_MUST_USE enum ks_rc ks_disown_undo(struct ks_store *store, const char *kiosk, bool *is_changed);
/** ks_disown_count() - do @change to @kiosk in a transaction and, where it changes what counts, the summaries after it. */
KS_MUST_USE enum ks_rc ks_disown_count(struct ks_centre *centre, const char *kiosk,
				       const char *update,
				       enum ks_rc (*change)(struct ks_store *store,
							    const char *kiosk, bool *is_changed));

#endif
