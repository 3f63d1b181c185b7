/* SPDX-License-Identifier: Apache-2.0 */
/* A database without a name: what is too much for memory, in a file that nobody else sees and that goes with it. */
#ifndef KS_RECORD_SCRATCH_H
#define KS_RECORD_SCRATCH_H

#include "record/store.h"

/**
 * ks_scratch_open() - an empty one, with the tables of @sql; for the calls of record/db.h, closed by ks_store_close()
 * Small ones stay in memory; a file lies in SQLite's folder for such ($SQLITE_TMPDIR, /var/tmp …).
 */
KS_MUST_USE enum ks_rc ks_scratch_open(const char *sql, struct ks_store **out);

#endif
