/* SPDX-License-Identifier: Apache-2.0 */
/* A copy of a state folder's database while somebody else writes to it, and a folder made of such a copy. */
#ifndef KS_RECORD_BACKUP_H
#define KS_RECORD_BACKUP_H

#include <stdbool.h>

#include "record/store.h"

/**
 * ks_backup_write() - everything that is committed by now, as the new file @path; whole and looked through, or absent
 * @store: open for reading is enough; writers go on meanwhile
 * Return: KS_OK; KS_CONFLICT: @path is there; KS_DAMAGED: the copy does not hold together; KS_FULL, KS_IO ….
 */
KS_MUST_USE enum ks_rc ks_backup_write(struct ks_store *store, const char *path);
/**
 * ks_backup_write_step() - the same, but only what differs from @base, a whole copy in the same folder, as the new file @step
 * For a while the folder needs room for a whole copy. Stopped at any moment it leaves what was there before.
 * @is_whole: more than a quarter differs, so @whole was written and @step was not.
 * Return: as ks_backup_write(); KS_IO also when @base cannot be read.
 */
KS_MUST_USE enum ks_rc ks_backup_write_step(struct ks_store *store, const char *base,
					    const char *step, const char *whole, bool *is_whole);
/**
 * ks_backup_restore() - make the folder @state of the file @path, a whole copy or a step with its base beside it
 * Return: KS_OK; KS_CONFLICT: @state has a record already; KS_NOT_FOUND: no such file, or its base is gone; KS_DAMAGED: it
 * does not give what was copied; KS_FULL, KS_IO ….
 */
KS_MUST_USE enum ks_rc ks_backup_restore(const char *path, const char *state);

#endif
