/* SPDX-License-Identifier: Apache-2.0 */
#include "record/db.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <string.h>

#include "base/lock.h"
#include "base/log.h"
#include "record/ballast.h"
#include "record/damage.h"
#include "record/store_private.h"

/*
 * The narrow gate to SQLite: statements are prepared once and kept, values are always bound, and an
 * error code is turned into an enum ks_rc here and nowhere else.
 */

void ks_db_lock(struct ks_store *store)
{
	ks_lock(&store->mutex);
	store->holder = pthread_self();
	store->n_held++;
}

void ks_db_unlock(struct ks_store *store)
{
	store->n_held--;
	ks_unlock(&store->mutex);
}

/* Two threads at once in a connection without mutexes of its own would damage more than an answer. */
static void must_hold(const struct ks_store *store)
{
	assert(!store->is_shared ||
	       (store->n_held > 0 && pthread_equal(store->holder, pthread_self())));
}

sqlite3 *ks_db_handle(struct ks_store *store)
{
	must_hold(store);
	return store->db;
}

/* What the system said of a file that could not be opened, read or written. */
static enum ks_rc code_of_system(sqlite3 *db)
{
	return ks_rc_of_write(db ? sqlite3_system_errno(db) : 0);
}

enum ks_rc ks_db_code(sqlite3 *db, int result)
{
	switch (result & 0xff) {
	case SQLITE_OK:
	case SQLITE_ROW:
	case SQLITE_DONE:
		return KS_OK;
	case SQLITE_FULL:
	case SQLITE_TOOBIG:
		return KS_FULL;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return KS_BUSY;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return KS_DAMAGED;
	case SQLITE_CONSTRAINT:
		return KS_CONFLICT;
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return KS_READ_ONLY;
	case SQLITE_IOERR:
	case SQLITE_CANTOPEN:
		return code_of_system(db);
	default:
		return KS_IO;
	}
}

enum ks_rc ks_db_note(struct ks_store *store, int result)
{
	enum ks_rc rc = ks_db_code(store->db, result);

	store->failure = rc;
	/* A constraint undoes only its own statement. All else may have lost part of the transaction. */
	if (store->is_in_transaction && rc != KS_CONFLICT && store->spoiled == KS_OK)
		store->spoiled = rc;
	sqlite3_snprintf((int)sizeof(store->error), store->error, "%s (%d)",
			 sqlite3_errmsg(store->db), result);
	ks_log_error("store", "%s", store->error);
	if (rc == KS_DAMAGED)
		ks_damage_met(store);
	if (rc == KS_FULL)
		ks_ballast_drop(store);
	return rc;
}

int64_t ks_db_pragma(sqlite3 *db, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	int64_t value = -1;

	if (sqlite3_prepare_v2(db, sql, -1, &stmt, NULL) == SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW)
		value = sqlite3_column_int64(stmt, 0);
	sqlite3_finalize(stmt);
	return value;
}

/* What stood at that address then; SQLite keeps it up to where the statement ends. */
static bool is_text_of(sqlite3_stmt *stmt, const char *sql)
{
	return strncmp(sqlite3_sql(stmt), sql, strlen(sqlite3_sql(stmt))) == 0;
}

static sqlite3_stmt *prepared(struct ks_store *store, const char *sql)
{
	for (size_t i = 0; i < store->n_cached; i++)
		if (store->cache[i].sql == sql) {
			assert(is_text_of(store->cache[i].stmt, sql));
			return store->cache[i].stmt;
		}
	assert(store->n_cached < KS_DB_CACHE_MAX);

	sqlite3_stmt *stmt = NULL;
	int result = sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);

	if (result != SQLITE_OK) {
		(void)ks_db_note(store, result);
		return NULL;
	}
	store->cache[store->n_cached++] = (struct ks_db_cached){sql, stmt};
	return stmt;
}

static int bind_text(sqlite3_stmt *stmt, int at, const char *text)
{
	if (!text)
		return sqlite3_bind_null(stmt, at);
	return sqlite3_bind_text64(stmt, at, text, strlen(text), SQLITE_TRANSIENT, SQLITE_UTF8);
}

static int bind_one(sqlite3_stmt *stmt, int at, char type, va_list *values)
{
	switch (type) {
	case 't':
		return bind_text(stmt, at, va_arg(*values, const char *));
	case 'i':
		return sqlite3_bind_int64(stmt, at, va_arg(*values, int64_t));
	case 'd':
		return sqlite3_bind_int(stmt, at, va_arg(*values, int));
	case 'b': {
		const void *bytes = va_arg(*values, const void *);
		size_t len = va_arg(*values, size_t);

		return sqlite3_bind_blob64(stmt, at, bytes, len, SQLITE_TRANSIENT);
	}
	default:
		assert(type == 'n');
		return sqlite3_bind_null(stmt, at);
	}
}

static sqlite3_stmt *query(struct ks_store *store, const char *sql, const char *types, va_list *values)
{
	must_hold(store);
	/* After a failure SQLite may have rolled back by itself: what follows would commit alone. */
	if (store->is_in_transaction && store->spoiled != KS_OK) {
		store->failure = store->spoiled;
		return NULL;
	}
	sqlite3_stmt *stmt = prepared(store, sql);

	if (!stmt)
		return NULL;
	assert(!sqlite3_stmt_busy(stmt));
	assert((size_t)sqlite3_bind_parameter_count(stmt) == strlen(types));
	for (int i = 0; types[i] != '\0'; i++) {
		int result = bind_one(stmt, i + 1, types[i], values);

		if (result != SQLITE_OK) {
			(void)ks_db_note(store, result);
			ks_db_end(stmt);
			return NULL;
		}
	}
	return stmt;
}

sqlite3_stmt *ks_db_query(struct ks_store *store, const char *sql, const char *types, ...)
{
	va_list values;

	va_start(values, types);
	sqlite3_stmt *stmt = query(store, sql, types, &values);

	va_end(values);
	return stmt;
}

enum ks_rc ks_db_step(struct ks_store *store, sqlite3_stmt *stmt)
{
	if (!stmt)
		return store->failure;
	int result = sqlite3_step(stmt);

	if (result == SQLITE_ROW)
		return KS_OK;
	if (result == SQLITE_DONE)
		return KS_NOT_FOUND;
	return ks_db_note(store, result);
}

void ks_db_end(sqlite3_stmt *stmt)
{
	if (!stmt)
		return;
	(void)sqlite3_reset(stmt);
	(void)sqlite3_clear_bindings(stmt);
}

enum ks_rc ks_db_run(struct ks_store *store, const char *sql, const char *types, ...)
{
	va_list values;
	enum ks_rc rc;

	ks_db_lock(store);
	va_start(values, types);
	sqlite3_stmt *stmt = query(store, sql, types, &values);

	va_end(values);
	do
		rc = ks_db_step(store, stmt);
	while (rc == KS_OK);
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

enum ks_rc ks_db_number(struct ks_store *store, int64_t *out, const char *sql, const char *types, ...)
{
	va_list values;

	ks_db_lock(store);
	va_start(values, types);
	sqlite3_stmt *stmt = query(store, sql, types, &values);

	va_end(values);
	enum ks_rc rc = ks_db_step(store, stmt);

	if (rc == KS_OK)
		*out = sqlite3_column_int64(stmt, 0);
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc;
}

const char *ks_db_text(sqlite3_stmt *stmt, int column)
{
	const unsigned char *text = sqlite3_column_text(stmt, column);

	return text ? (const char *)text : "";
}

enum ks_rc ks_db_exec(struct ks_store *store, const char *sql)
{
	return ks_db_code(store->db, sqlite3_exec(store->db, sql, NULL, NULL, NULL));
}

enum ks_rc ks_db_failure(struct ks_store *store)
{
	return store->failure;
}

void ks_db_forget_statements(struct ks_store *store)
{
	for (size_t i = 0; i < store->n_cached; i++) {
		assert(!sqlite3_stmt_busy(store->cache[i].stmt)); /* whoever asked ended it */
		sqlite3_finalize(store->cache[i].stmt);
	}
	store->n_cached = 0;
}
