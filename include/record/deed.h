/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was done to a kiosk's own folder from outside the kiosk, by a command: it is told by `kenshu verify`, and none replaces
 * another. What a 係員 does at the glass is a statement (visit/device.h); a command has neither a person nor a 年度 to say one.
 */
#ifndef KS_RECORD_DEED_H
#define KS_RECORD_DEED_H

#include <stdint.h>

#include "base/rc.h"
#include "record/store.h"

#define KS_DEED_BYTES_MAX 200

/** ks_deed_note() - @words: Japanese, one line, no name. KS_INVALID: empty or longer; as ks_store_set(). */
KS_MUST_USE enum ks_rc ks_deed_note(struct ks_store *store, int64_t wall_ms, const char *words);
/** ks_deeds() - each of them, the oldest first; the words are borrowed. KS_OK, or as ks_db_step(). */
KS_MUST_USE enum ks_rc ks_deeds(struct ks_store *store,
				void (*each)(void *context, int64_t wall_ms, const char *words),
				void *context);

#endif
