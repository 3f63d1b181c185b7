/* SPDX-License-Identifier: Apache-2.0 */
#include "record/store.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "record/db.h"
#include "record/store_private.h"

/*
 * One connection under one recursive mutex, and transactions that are whole or absent: shared by the
 * screen and the sync thread, so nobody else may begin before the one under way has ended.
 * Opening, which is mostly about what can be wrong with a folder, is in store_open.c.
 */

enum ks_store_role ks_store_role(struct ks_store *store)
{
	return store->role;
}

const char *ks_store_folder(const struct ks_store *store)
{
	return store->folder;
}

const char *ks_store_last_error(struct ks_store *store)
{
	return store->error;
}

enum ks_rc ks_store_begin(struct ks_store *store)
{
	ks_db_lock(store);
	assert(!store->is_in_transaction);
	int result = sqlite3_exec(store->db, store->is_reader ? "BEGIN" : "BEGIN IMMEDIATE", NULL,
				  NULL, NULL);

	if (result != SQLITE_OK) {
		enum ks_rc rc = ks_db_note(store, result);

		ks_db_unlock(store);
		return rc;
	}
	store->is_in_transaction = true;
	store->spoiled = KS_OK;
	return KS_OK;
}

void ks_store_rollback(struct ks_store *store)
{
	ks_db_lock(store);
	if (store->is_in_transaction) {
		/* A full disk may have rolled it back already. */
		if (!sqlite3_get_autocommit(store->db) &&
		    sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK)
			ks_log_error("store", "rollback: %s", sqlite3_errmsg(store->db));
		store->is_in_transaction = false;
		store->spoiled = KS_OK;
		ks_db_unlock(store);
	}
	ks_db_unlock(store);
}

enum ks_rc ks_store_commit(struct ks_store *store)
{
	ks_db_lock(store);
	assert(store->is_in_transaction);
	enum ks_rc rc = store->spoiled;

	if (rc == KS_OK) {
		int result = sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL);

		if (result != SQLITE_OK)
			rc = ks_db_note(store, result);
	}
	if (rc != KS_OK) {
		ks_store_rollback(store);
		ks_db_unlock(store);
		return rc;
	}
	store->is_in_transaction = false;
	ks_db_unlock(store); /* of ks_store_begin() */
	ks_db_unlock(store);
	return KS_OK;
}

enum ks_rc ks_store_end(struct ks_store *store, enum ks_rc rc)
{
	if (rc == KS_OK)
		return ks_store_commit(store);
	ks_store_rollback(store);
	return rc;
}

enum ks_rc ks_store_get(struct ks_store *store, const char *name, char **value)
{
	*value = NULL;
	ks_db_lock(store);
	sqlite3_stmt *stmt =
		ks_db_query(store, "SELECT value FROM setting WHERE name = ?", "t", name);
	enum ks_rc rc = ks_db_step(store, stmt);

	if (rc == KS_OK)
		*value = ks_strdup(ks_db_text(stmt, 0));
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc;
}

enum ks_rc ks_store_set(struct ks_store *store, const char *name, const char *value)
{
	return ks_db_run(store,
			 "INSERT INTO setting(name, value) VALUES(?, ?)"
			 " ON CONFLICT(name) DO UPDATE SET value = excluded.value",
			 "tt", name, value);
}

enum ks_rc ks_store_get_number(struct ks_store *store, const char *name, int64_t *out)
{
	char *text;
	enum ks_rc rc = ks_store_get(store, name, &text);

	*out = rc == KS_OK ? strtoll(text, NULL, 10) : 0;
	free(text);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

enum ks_rc ks_store_set_number(struct ks_store *store, const char *name, int64_t value)
{
	char text[24];

	(void)snprintf(text, sizeof(text), "%lld", (long long)value);
	return ks_store_set(store, name, text);
}
