/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A state folder and its one database, STATE/kenshu.db. Kiosk and collector share the schema (a roster
 * can be imported before either ever ran); the first program to open it claims the role, and the other
 * refuses it from then on.
 *
 * One process, one write connection (DESIGN §5.5): journal_mode=WAL, synchronous=FULL, for a kiosk also
 * locking_mode=EXCLUSIVE, all asserted after open; trusted_schema=OFF, defensive, prepared statements
 * only, STRICT tables, migrations by user_version in one transaction each.
 * Threads: the connection is under a recursive mutex; ks_store_begin() keeps it until commit or rollback.
 */
#ifndef KS_RECORD_STORE_H
#define KS_RECORD_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/rc.h"
#include "record/role.h"

enum ks_store_access {
	KS_ACCESS_WRITE, /* creates the folder and database when absent; holds STATE/lock */
	KS_ACCESS_READ,  /* query_only; KS_NOT_FOUND when there is no database */
};

struct ks_store;

/**
 * ks_store_open() - open the state folder
 * @why: on failure a Japanese sentence for the person who started the program; free()
 * Return: KS_OK; KS_BUSY another process holds it; KS_READ_ONLY no right to write; KS_FULL no room to make it; KS_IO; KS_CONFLICT other role;
 * KS_DAMAGED not a database or a newer schema; KS_NOT_FOUND (READ only).
 */
KS_MUST_USE enum ks_rc ks_store_open(const char *state, enum ks_store_role role,
				     enum ks_store_access access, struct ks_store **out, char **why);
/** ks_store_close() - ends every statement, lets go of the lock, frees. No transaction may be open. Accepts NULL. */
void ks_store_close(struct ks_store *store);
/** ks_store_role() - what the folder is by now; KS_ROLE_ANY when nobody claimed it. */
enum ks_store_role ks_store_role(struct ks_store *store);
/** ks_store_folder() - the state folder's path; the store's own. */
const char *ks_store_folder(const struct ks_store *store);

/* One transaction; nests are refused by assert. rollback is harmless when none is open. */
KS_MUST_USE enum ks_rc ks_store_begin(struct ks_store *store);
/** ks_store_commit() - KS_OK: on the disk. Else (KS_FULL, KS_READ_ONLY, KS_IO, KS_DAMAGED) it is rolled back. */
KS_MUST_USE enum ks_rc ks_store_commit(struct ks_store *store);
/** ks_store_rollback() - nothing of it happened; harmless when none is open. */
void ks_store_rollback(struct ks_store *store);
/** ks_store_end() - committed when @rc is KS_OK, else rolled back. Return: what came of it; @rc where that is a failure. */
KS_MUST_USE enum ks_rc ks_store_end(struct ks_store *store, enum ks_rc rc);

/** ks_store_last_error() - the last database error in English, for the log. */
const char *ks_store_last_error(struct ks_store *store);

/**
 * ks_store_forget() - let go of the rows the database keeps in memory, overwritten with zeros; NULL is accepted
 * For the end of a visit. What is read next comes from the file again.
 */
void ks_store_forget(struct ks_store *store);

/**
 * ks_store_probe() - can it record now? Answered by the disk, not by a cache
 * A value that was never there before is committed and read back past the page cache. Not inside a transaction.
 * Return: KS_OK; KS_FULL, KS_READ_ONLY, KS_IO, KS_DAMAGED: nothing can be recorded, and why.
 */
KS_MUST_USE enum ks_rc ks_store_probe(struct ks_store *store);
/**
 * ks_store_checkpoint() - bring what stands in the log into the database and begin the log anew
 * For the end of a visit: the log is where a single bad bit costs most. The first time in a process the second copy is
 * looked through as well, and made anew where it is spoiled. Not inside a transaction.
 */
KS_MUST_USE enum ks_rc ks_store_checkpoint(struct ks_store *store);

/* Small named values (kiosk id, ETag of the roster, plan JSON …). *value: malloc'd. */
KS_MUST_USE enum ks_rc ks_store_get(struct ks_store *store, const char *name, char **value);
/** ks_store_set() - keep @value under @name, in place of what was kept. KS_FULL, KS_READ_ONLY, KS_IO. */
KS_MUST_USE enum ks_rc ks_store_set(struct ks_store *store, const char *name, const char *value);
/** ks_store_get_number() - likewise of one that is a number; 0: none is kept. One that cannot be read is not 0, it is why not. */
KS_MUST_USE enum ks_rc ks_store_get_number(struct ks_store *store, const char *name, int64_t *out);
/** ks_store_set_number() - as ks_store_set(). */
KS_MUST_USE enum ks_rc ks_store_set_number(struct ks_store *store, const char *name, int64_t value);

#endif
