/* SPDX-License-Identifier: Apache-2.0 */
/* A copy of a state folder's database while somebody else writes to it, and a folder made of such a copy. */
#ifndef KS_RECORD_BACKUP_H
#define KS_RECORD_BACKUP_H

#include "record/store.h"

/**
 * ks_backup_write() - everything that is committed by now, as the new file @path; whole and looked through, or absent
 * @store: open for reading is enough; writers go on meanwhile
 * Return: KS_OK; KS_CONFLICT: @path is there; KS_DAMAGED: the copy does not hold together; KS_FULL, KS_IO ….
 */
KS_MUST_USE enum ks_rc ks_backup_write(struct ks_store *store, const char *path);
/**
 * ks_backup_restore() - make the folder @state of the file @path
 * Return: KS_OK; KS_CONFLICT: @state has a record already; KS_NOT_FOUND: no such file; KS_FULL, KS_IO ….
 */
KS_MUST_USE enum ks_rc ks_backup_restore(const char *path, const char *state);

#endif
