/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>
#include <sys/types.h>

#include "base/calendar.h"
#include "base/log.h"
#include "record/anchor.h"
#include "record/db.h"
#include "record/store_private.h"
#include "xapi/statement.h"

/*
 * Every row against its copy. That both files end alike says nothing of their middle: where a page of the database was
 * cut or came back with other bits, its structure can be sound and a row in it no more what was recorded.
 */

#define LOOK_BYTES ((off_t)64 << 20)

struct comparison {
	struct ks_store *store;
	off_t end;
	size_t n_spoiled;
	int64_t first_seq; /* of them */
	enum ks_rc rc;
};

/* Columns of the query below. */
enum { COLUMN_BYTES, COLUMN_HASH, COLUMN_ID, COLUMN_WALL, COLUMN_KIND, COLUMN_STAFF };

static bool is_blob(sqlite3_stmt *stmt, int column, const void *bytes, size_t len)
{
	const void *stored = sqlite3_column_blob(stmt, column);

	return stored && (size_t)sqlite3_column_bytes(stmt, column) == len &&
	       memcmp(stored, bytes, len) == 0;
}

/* Whole in itself, though not the tail's: which of the two is right, the chain says (verify.c). */
static bool is_another(sqlite3_stmt *stmt)
{
	const void *bytes = sqlite3_column_blob(stmt, COLUMN_BYTES);
	uint8_t hash[KS_HASH_BYTES];

	ks_blake2b(bytes ? bytes : "", (size_t)sqlite3_column_bytes(stmt, COLUMN_BYTES), hash);
	return is_blob(stmt, COLUMN_HASH, hash, sizeof(hash));
}

static bool has(const struct ks_tail_met *met, const char *before, const char *value,
		const char *behind)
{
	char words[128];
	int n = snprintf(words, sizeof(words), "%s%s%s", before, value, behind);

	return n > 0 && (size_t)n < sizeof(words) &&
	       memmem(met->bytes, met->frame->len, words, (size_t)n);
}

/* As this program writes them. Twenty times cheaper than reading JSON, and this stands before the first screen. */
static bool has_columns(sqlite3_stmt *stmt, const struct ks_tail_met *met)
{
	char time[32];

	ks_time_format_utc(sqlite3_column_int64(stmt, COLUMN_WALL), time);
	return has(met, "{\"id\":\"", ks_db_text(stmt, COLUMN_ID), "\",") &&
	       has(met, "\"timestamp\":\"", time, "\"}") &&
	       has(met, "/", ks_db_text(stmt, COLUMN_KIND), "\",\"display\"") &&
	       has(met, "\"name\":\"s-", ks_db_text(stmt, COLUMN_STAFF), "\"");
}

static bool is_spoiled(sqlite3_stmt *stmt, const struct ks_tail_met *met)
{
	struct ks_statement_view view;

	if (!is_blob(stmt, COLUMN_BYTES, met->bytes, met->frame->len) ||
	    !is_blob(stmt, COLUMN_HASH, met->frame->hash, KS_HASH_BYTES))
		return !is_another(stmt);
	if (has_columns(stmt, met))
		return false;
	return ks_statement_read(met->bytes, met->frame->len, &view) == KS_OK &&
	       (strcmp(view.id, ks_db_text(stmt, COLUMN_ID)) != 0 ||
		view.wall_ms != sqlite3_column_int64(stmt, COLUMN_WALL) ||
		strcmp(view.verb, ks_db_text(stmt, COLUMN_KIND)) != 0 ||
		strcmp(view.staff, ks_db_text(stmt, COLUMN_STAFF)) != 0);
}

static bool compare(void *context, const struct ks_tail_met *met)
{
	struct comparison *comparison = context;

	if (met->frame->offset >= comparison->end)
		return false; /* never acknowledged */
	if (met->frame->kind != KS_TAIL_STATEMENT || !met->is_whole)
		return true;
	sqlite3_stmt *stmt = ks_db_query(comparison->store,
					 "SELECT bytes, hash, id, wall_ms, kind, staff"
					 " FROM statement WHERE seq = ?",
					 "i", met->frame->seq);
	enum ks_rc rc = ks_db_step(comparison->store, stmt);

	if (rc == KS_NOT_FOUND || (rc == KS_OK && is_spoiled(stmt, met))) {
		if (comparison->n_spoiled++ == 0)
			comparison->first_seq = met->frame->seq;
		rc = KS_OK;
	}
	ks_db_end(stmt);
	comparison->rc = rc;
	return rc == KS_OK;
}

enum ks_rc ks_anchor_compare(struct ks_store *store)
{
	struct ks_tail *tail = store->tail;
	struct comparison comparison = {.store = store};
	enum ks_rc rc;

	if (!tail || tail->size > LOOK_BYTES)
		return KS_OK;
	comparison.end = tail->end;
	ks_db_lock(store);
	rc = ks_tail_each(tail, compare, &comparison, NULL);
	ks_db_unlock(store);
	if (rc == KS_OK)
		rc = comparison.rc;
	if (rc != KS_OK || comparison.n_spoiled == 0)
		return rc;
	ks_log_error("ledger", "%zu rows are not what the tail says, the first is %lld",
		     comparison.n_spoiled, (long long)comparison.first_seq);
	return KS_DAMAGED;
}
