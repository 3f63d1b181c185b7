/* SPDX-License-Identifier: Apache-2.0 */
/* What a copy differs in from an earlier whole one. Private to src/record; backup.h is what is called. */
#ifndef KS_RECORD_BACKUP_STEP_H
#define KS_RECORD_BACKUP_STEP_H

#include "base/rc.h"

/**
 * ks_backup_step_make() - write what @now differs in from @base as the file @path, on the disk when it returns
 * Return: KS_OK; KS_NOT_FOUND: it differs in so much that a whole copy is better (nothing was written); KS_FULL, KS_IO.
 */
KS_MUST_USE enum ks_rc ks_backup_step_make(const char *base, const char *now, const char *path);
/** ks_backup_step_base() - the whole copy that the step @path needs, beside it (malloc'd). KS_NOT_FOUND: it is no step. */
KS_MUST_USE enum ks_rc ks_backup_step_base(const char *path, char **base);
/** ks_backup_step_lay() - make @target, a copy of the base, what the step says. KS_DAMAGED: it does not come out so. */
KS_MUST_USE enum ks_rc ks_backup_step_lay(const char *path, int target);

#endif
