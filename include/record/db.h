/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store's SQL, for src/record and the collector's store only. Statements are prepared once and
 * kept; every value is bound; every failure becomes an enum ks_rc at this one place.
 *
 * A failure that spoils a transaction (full disk, I/O) is remembered: everything after it until
 * rollback answers with the same code, and so does commit. Half a transaction cannot get through.
 */
#ifndef KS_RECORD_DB_H
#define KS_RECORD_DB_H

#include <stddef.h>
#include <stdint.h>

#include "base/rc.h"
#include "record/store.h"

struct sqlite3;
struct sqlite3_stmt;

/** ks_db_lock() - the store's recursive mutex: hold it from ks_db_query() to the last column read. */
void ks_db_lock(struct ks_store *store);
/** ks_db_unlock() - what ks_db_lock() took; as often as it was taken. */
void ks_db_unlock(struct ks_store *store);
/** ks_db_handle() - the connection itself, for what the calls below do not cover. */
struct sqlite3 *ks_db_handle(struct ks_store *store);

/**
 * ks_db_query() - prepare (or take from the cache), bind, and stand before the first row
 * @sql:   a string literal: the cache goes by its address
 * @types: one letter per value: t const char * (NULL binds null), i int64_t, d int,
 *         b const void * and size_t, n nothing (null)
 * Return: the statement, NULL on failure (ks_db_failure() says which). End it with ks_db_end().
 */
struct sqlite3_stmt *ks_db_query(struct ks_store *store, const char *sql, const char *types, ...);
/** ks_db_step() - KS_OK: a row; KS_NOT_FOUND: no more; else a failure. Accepts NULL (a failed query). */
KS_MUST_USE enum ks_rc ks_db_step(struct ks_store *store, struct sqlite3_stmt *stmt);
void ks_db_end(struct sqlite3_stmt *stmt); /* accepts NULL */
/** ks_db_run() - query, step to the end, end. Rows are ignored. Takes the lock itself. */
KS_MUST_USE enum ks_rc ks_db_run(struct ks_store *store, const char *sql, const char *types, ...);
/** ks_db_exec() - every statement of @sql, without values, uncached: for what is made of many parts. Take the lock before. */
enum ks_rc ks_db_exec(struct ks_store *store, const char *sql);
/** ks_db_number() - the first column of the first row as a number; KS_NOT_FOUND without a row. */
KS_MUST_USE enum ks_rc ks_db_number(struct ks_store *store, int64_t *out, const char *sql,
				    const char *types, ...);
/** ks_db_text() - a text column, "" for null; owned by the statement until it moves on. */
const char *ks_db_text(struct sqlite3_stmt *stmt, int column);
/** ks_db_failure() - code of the last failure; KS_FULL, KS_READ_ONLY, KS_IO, KS_BUSY, KS_CONFLICT, KS_DAMAGED. */
enum ks_rc ks_db_failure(struct ks_store *store);

#endif
