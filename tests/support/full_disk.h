/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A disk that can be full: SQLite's own VFS with a door that can be shut. Opened stores go through it from
 * ks_full_disk_use() on; a kiosk's (exclusive, so without shared memory) only.
 */
#ifndef KS_TESTS_SUPPORT_FULL_DISK_H
#define KS_TESTS_SUPPORT_FULL_DISK_H

#include <stdbool.h>

/** ks_full_disk_use() - before a store is opened; again and again is harmless. */
void ks_full_disk_use(void);
/** ks_full_disk_set() - whether every write that a database asks for is refused as SQLITE_FULL from now on. */
void ks_full_disk_set(bool is_full);

#endif
