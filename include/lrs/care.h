/* SPDX-License-Identifier: Apache-2.0 */
/* What whoever keeps the centre should do before something is lost: room on the disk, and when it was copied last. */
#ifndef KS_LRS_CARE_H
#define KS_LRS_CARE_H

#include <stdint.h>

#include "record/store.h"

/**
 * ks_care_room_words() - one sentence where the disk will soon be full; malloc'd, NULL: there is room
 * @free_mib: -1 unknown. @database_mib: as large as the copy that a backup makes, on the same disk or not.
 */
char *ks_care_room_words(long free_mib, long database_mib);
/** ks_care_room() - ks_care_room_words() of the disk that @store is on. */
char *ks_care_room(const struct ks_store *store);
/** ks_care_note_backup() - a backup of @store was written and looked through at @wall_ms. Return: as ks_file_write(). */
KS_MUST_USE enum ks_rc ks_care_note_backup(const struct ks_store *store, int64_t wall_ms);
/** ks_care_backup() - one sentence: when it was, or that there was none; malloc'd. @is_late: receives whether it is time. */
char *ks_care_backup(const struct ks_store *store, int64_t now_ms, bool *is_late);

#endif
