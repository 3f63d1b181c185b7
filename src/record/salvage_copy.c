/* SPDX-License-Identifier: Apache-2.0 */
#include <ctype.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "base/mem.h"
#include "record/db.h"
#include "record/salvage_private.h"

/*
 * The tables beside the ledger have no hashes, so they are only as good as the pages they stand in: copied row by row,
 * from both ends of each table, and what is spoiled is left out. Which tables there are, the new store says.
 */

/* Made anew from the statements, or about the damaged files themselves. */
static const char *const left_out[] = {"statement", "attendance", "gathering_fact", "sitting"};

/* Without a log nothing needs to be made beside it, not even for a moment; and the place may be read-only. */
static char *name_of(const char *path)
{
	struct ks_buf uri = {0};
	char *wal = ks_format("%s-wal", path);
	bool has_log = access(wal, F_OK) == 0;

	free(wal);
	ks_buf_puts(&uri, *path == '/' ? "file://" : "file:");
	for (const unsigned char *at = (const unsigned char *)path; *at; at++)
		if (isalnum(*at) || strchr("/._-", *at))
			ks_buf_putc(&uri, (char)*at);
		else
			ks_buf_printf(&uri, "%%%02X", *at);
	if (!has_log)
		ks_buf_puts(&uri, "?immutable=1");
	return ks_buf_take(&uri);
}

/* SQLite takes the log of an empty database away. */
static bool is_empty(const char *path)
{
	struct stat file;

	return stat(path, &file) != 0 || file.st_size == 0;
}

sqlite3 *ks_salvage_open_db(const char *path)
{
	char *name;
	sqlite3 *db = NULL;
	int result;

	if (is_empty(path))
		return NULL;
	name = name_of(path);
	result = sqlite3_open_v2(name, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_URI, NULL);
	free(name);
	/* Exclusive, so that the log is read without a -shm; no checkpoint, so that it stays. */
	if (result == SQLITE_OK &&
	    sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL) == SQLITE_OK &&
	    sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL) == SQLITE_OK &&
	    sqlite3_exec(db,
			 "PRAGMA locking_mode = EXCLUSIVE; PRAGMA query_only = ON;"
			 "PRAGMA mmap_size = 0",
			 NULL, NULL, NULL) == SQLITE_OK)
		return db;
	(void)sqlite3_close(db);
	return NULL;
}

/* Columns that both have, in the damaged database's order. */
static bool make_sql(sqlite3 *from, sqlite3 *to, const char *table, struct ks_buf *select,
		     struct ks_buf *insert)
{
	sqlite3_stmt *stmt = NULL;
	struct ks_buf names = {0}, marks = {0};
	int n = 0;

	if (sqlite3_prepare_v2(from, "SELECT name FROM pragma_table_info(?)", -1, &stmt, NULL) ==
	    SQLITE_OK)
		(void)sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
	while (stmt && sqlite3_step(stmt) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(stmt, 0);

		if (!name || sqlite3_table_column_metadata(to, "main", table, name, NULL, NULL,
							   NULL, NULL, NULL) != SQLITE_OK)
			continue;
		ks_buf_printf(&names, "%s\"%s\"", n > 0 ? ", " : "", name);
		ks_buf_puts(&marks, n > 0 ? ", ?" : "?");
		n++;
	}
	sqlite3_finalize(stmt);
	ks_buf_printf(select, "SELECT %s FROM \"%s\"", ks_buf_text(&names), table);
	ks_buf_printf(insert, "INSERT OR IGNORE INTO \"%s\"(%s) VALUES(%s)", table,
		      ks_buf_text(&names), ks_buf_text(&marks));
	ks_buf_finish(&names);
	ks_buf_finish(&marks);
	return n > 0;
}

/* A row that does not fit (a key without its person, a value out of range) is left out. */
static int copy_row(sqlite3_stmt *row, sqlite3_stmt *insert)
{
	int result = SQLITE_OK;

	for (int i = 0; i < sqlite3_column_count(row) && result == SQLITE_OK; i++)
		result = sqlite3_bind_value(insert, i + 1, sqlite3_column_value(row, i));
	if (result == SQLITE_OK)
		result = sqlite3_step(insert);
	(void)sqlite3_reset(insert);
	(void)sqlite3_clear_bindings(insert);
	return (result & 0xff) == SQLITE_CONSTRAINT ? SQLITE_DONE : result;
}

static int copy_ordered(sqlite3 *from, const char *select, sqlite3_stmt *insert)
{
	sqlite3_stmt *row = NULL;
	int result = SQLITE_DONE;

	if (sqlite3_prepare_v2(from, select, -1, &row, NULL) != SQLITE_OK)
		return SQLITE_DONE;
	while (sqlite3_step(row) == SQLITE_ROW && result == SQLITE_DONE)
		result = copy_row(row, insert);
	sqlite3_finalize(row);
	return result;
}

static int copy_table(sqlite3 *from, sqlite3 *to, const char *table)
{
	struct ks_buf select = {0}, insert = {0};
	sqlite3_stmt *stmt = NULL;
	int result = SQLITE_DONE;

	if (make_sql(from, to, table, &select, &insert) &&
	    sqlite3_prepare_v2(to, ks_buf_text(&insert), -1, &stmt, NULL) == SQLITE_OK) {
		result = copy_ordered(from, ks_buf_text(&select), stmt);
		ks_buf_puts(&select, " ORDER BY 1 DESC");
		if (result == SQLITE_DONE)
			result = copy_ordered(from, ks_buf_text(&select), stmt);
	}
	sqlite3_finalize(stmt);
	ks_buf_finish(&select);
	ks_buf_finish(&insert);
	return result;
}

static bool is_left_out(const char *table)
{
	for (size_t i = 0; i < KS_COUNT(left_out); i++)
		if (strcmp(left_out[i], table) == 0)
			return true;
	return false;
}

enum ks_rc ks_salvage_copy_tables(const char *path, struct ks_store *into)
{
	sqlite3 *to = ks_db_handle(into), *from = ks_salvage_open_db(path);
	sqlite3_stmt *tables = NULL;
	int result = SQLITE_DONE;

	if (!from)
		return KS_OK;
	/* In the order they were made: people before what refers to them. */
	if (sqlite3_prepare_v2(to,
			       "SELECT name FROM sqlite_schema WHERE type = 'table'"
			       " AND name NOT LIKE 'sqlite_%' ORDER BY rowid",
			       -1, &tables, NULL) != SQLITE_OK)
		result = SQLITE_ERROR;
	while (result == SQLITE_DONE && sqlite3_step(tables) == SQLITE_ROW) {
		const char *table = (const char *)sqlite3_column_text(tables, 0);

		if (!is_left_out(table))
			result = copy_table(from, to, table);
	}
	sqlite3_finalize(tables);
	(void)sqlite3_close(from);
	if (result == SQLITE_DONE)
		return KS_OK;
	ks_log_error("salvage", "a row cannot be written: %s", sqlite3_errmsg(to));
	return (result & 0xff) == SQLITE_FULL ? KS_FULL : KS_IO;
}
