/* SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "record/damage.h"
#include "record/db.h"
#include "record/ledger_private.h"
#include "record/store_private.h"
#include "record/tail.h"

/*
 * Reading statements back and noting what the endpoint said of them. "Delivered" and "refused" are facts of
 * their own beside the ledger; nothing here can touch a statement. Called by the sync thread too.
 */

static enum ks_rc take_row(sqlite3_stmt *stmt, struct ks_statement *out)
{
	const void *bytes = sqlite3_column_blob(stmt, 2);
	size_t len = (size_t)sqlite3_column_bytes(stmt, 2);
	const void *stored = sqlite3_column_blob(stmt, 3);
	uint8_t hash[KS_HASH_BYTES];

	out->seq = sqlite3_column_int64(stmt, 0);
	if (!bytes || sqlite3_column_bytes(stmt, 3) != KS_HASH_BYTES)
		return KS_DAMAGED;
	ks_blake2b(bytes, len, hash);
	if (memcmp(hash, stored, KS_HASH_BYTES) != 0)
		return KS_DAMAGED;
	memcpy(out->hash, hash, KS_HASH_BYTES);
	out->bytes = ks_strndup(bytes, len);
	out->len = len;
	out->wall_ms = sqlite3_column_int64(stmt, 4);
	out->is_delivered = sqlite3_column_int(stmt, 5) != 0;
	const char *id = ks_db_text(stmt, 1);

	if (!ks_uuid_is_valid(id))
		return KS_DAMAGED;
	memcpy(out->id, id, KS_UUID_TEXT);
	return KS_OK;
}

static enum ks_rc take_one(struct ks_store *store, sqlite3_stmt *stmt, struct ks_statement *out)
{
	memset(out, 0, sizeof(*out));
	enum ks_rc rc = ks_db_step(store, stmt);

	if (rc == KS_OK)
		rc = take_row(stmt, out);
	ks_db_end(stmt);
	if (rc == KS_DAMAGED) {
		int64_t seq = out->seq;

		ks_log_error("ledger", "statement %lld does not fit its hash", (long long)seq);
		ks_damage_met(store);
		ks_statement_finish(out);
		out->seq = seq; /* so that the caller can name it */
	}
	return rc;
}

enum ks_rc ks_ledger_read(struct ks_ledger *ledger, int64_t seq, struct ks_statement *out)
{
	ks_db_lock(ledger->store);
	sqlite3_stmt *stmt =
		ks_db_query(ledger->store,
			    "SELECT s.seq, s.id, s.bytes, s.hash, s.wall_ms, d.seq IS NOT NULL"
			    " FROM statement s LEFT JOIN delivery d ON d.seq = s.seq WHERE s.seq = ?",
			    "i", seq);
	enum ks_rc rc = take_one(ledger->store, stmt, out);

	ks_db_unlock(ledger->store);
	return rc;
}

/* A spoiled row stops no delivery: the tail says what it was. KS_DAMAGED when that does not, either. */
static enum ks_rc take_copy(struct ks_store *store, struct ks_statement *out)
{
	struct ks_statement_view view;
	struct ks_statement copy;

	if (!store->tail || ks_tail_read(store->tail, out->seq, &copy) != KS_OK)
		return KS_DAMAGED;
	if (ks_statement_read(copy.bytes, copy.len, &view) != KS_OK || view.seq != out->seq) {
		ks_statement_finish(&copy);
		return KS_DAMAGED;
	}
	copy.wall_ms = view.wall_ms;
	memcpy(copy.id, view.id, sizeof(copy.id));
	*out = copy;
	return KS_OK;
}

enum ks_rc ks_ledger_next_undelivered(struct ks_ledger *ledger, int64_t after_seq,
				      struct ks_statement *out)
{
	ks_db_lock(ledger->store);
	bool is_from_start = after_seq <= ledger->settled_seq;
	int64_t from = is_from_start ? ledger->settled_seq : after_seq;
	sqlite3_stmt *stmt = ks_db_query(
		ledger->store,
		"SELECT s.seq, s.id, s.bytes, s.hash, s.wall_ms, 0 FROM statement s"
		" WHERE s.seq > ? AND NOT EXISTS(SELECT 1 FROM delivery d WHERE d.seq = s.seq)"
		" AND NOT EXISTS(SELECT 1 FROM quarantine q WHERE q.seq = s.seq)"
		" ORDER BY s.seq LIMIT 1",
		"i", from);
	enum ks_rc rc = take_one(ledger->store, stmt, out);

	if (rc == KS_DAMAGED && out->seq > 0)
		rc = take_copy(ledger->store, out);
	/* Years of delivered rows need not be walked again. */
	if (is_from_start && rc == KS_OK)
		ledger->settled_seq = out->seq - 1;
	ks_db_unlock(ledger->store);
	return rc;
}

enum ks_rc ks_ledger_mark_delivered(struct ks_ledger *ledger, const int64_t *seqs, size_t n_seqs)
{
	int64_t now_ms = ks_clock_wall_ms(ledger->clock);
	enum ks_rc rc = ks_store_begin(ledger->store);

	if (rc != KS_OK)
		return rc;
	for (size_t i = 0; i < n_seqs && rc == KS_OK; i++)
		rc = ks_db_run(ledger->store,
			       "INSERT INTO delivery(seq, at_ms) VALUES(?, ?)"
			       " ON CONFLICT(seq) DO NOTHING",
			       "ii", seqs[i], now_ms);
	/* By another way than the one that refused it. */
	if (rc == KS_OK)
		rc = ks_db_run(ledger->store,
			       "DELETE FROM quarantine WHERE EXISTS("
			       "SELECT 1 FROM delivery d WHERE d.seq = quarantine.seq)",
			       "");
	return ks_store_end(ledger->store, rc);
}

static enum ks_rc forget(struct ks_store *store, int64_t after_seq, int64_t *n_forgotten)
{
	enum ks_rc rc = ks_db_number(store, n_forgotten,
				     "SELECT count(*) FROM delivery WHERE seq > ?", "i", after_seq);

	if (rc != KS_OK || *n_forgotten == 0)
		return rc;
	return ks_db_run(store, "DELETE FROM delivery WHERE seq > ?", "i", after_seq);
}

enum ks_rc ks_ledger_forget_delivery(struct ks_ledger *ledger, int64_t after_seq, int64_t *n_forgotten)
{
	enum ks_rc rc = ks_store_begin(ledger->store);

	*n_forgotten = 0;
	if (rc != KS_OK)
		return rc;
	rc = forget(ledger->store, after_seq, n_forgotten);
	if (rc == KS_OK && *n_forgotten > 0 && ledger->settled_seq > after_seq)
		ledger->settled_seq = after_seq;
	if (rc == KS_OK && *n_forgotten > 0)
		rc = ks_store_commit(ledger->store);
	else
		ks_store_rollback(ledger->store);
	if (rc == KS_OK && *n_forgotten > 0)
		ks_log_warn("ledger",
			    "the endpoint has nothing after %lld: %lld statements are sent again",
			    (long long)after_seq, (long long)*n_forgotten);
	if (rc != KS_OK)
		*n_forgotten = 0;
	return rc;
}

enum ks_rc ks_ledger_quarantine(struct ks_ledger *ledger, int64_t seq, const char *reason)
{
	ks_log_warn("ledger", "statement %lld quarantined", (long long)seq);
	return ks_db_run(ledger->store,
			 "INSERT INTO quarantine(seq, reason, at_ms) VALUES(?, ?, ?)"
			 " ON CONFLICT(seq) DO NOTHING",
			 "iti", seq, reason, ks_clock_wall_ms(ledger->clock));
}

/* @seq 0: whichever; at or before @until_ms. */
static enum ks_rc release(struct ks_store *store, int64_t seq, int64_t until_ms, int64_t *first,
			  int64_t *n)
{
	enum ks_rc rc = ks_db_number(store, first,
				     "SELECT coalesce(min(seq), 0) FROM quarantine"
				     " WHERE (?1 = 0 OR seq = ?1) AND at_ms <= ?2",
				     "ii", seq, until_ms);

	if (rc == KS_OK)
		rc = ks_db_number(store, n,
				  "SELECT count(*) FROM quarantine"
				  " WHERE (?1 = 0 OR seq = ?1) AND at_ms <= ?2",
				  "ii", seq, until_ms);
	if (rc == KS_OK)
		rc = ks_db_run(store,
			       "DELETE FROM quarantine WHERE (?1 = 0 OR seq = ?1) AND at_ms <= ?2",
			       "ii", seq, until_ms);
	return rc;
}

static enum ks_rc release_some(struct ks_ledger *ledger, int64_t seq, int64_t until_ms,
			       int64_t *n_released)
{
	int64_t first = 0;
	enum ks_rc rc = ks_store_begin(ledger->store);

	*n_released = 0;
	if (rc != KS_OK)
		return rc;
	rc = release(ledger->store, seq, until_ms, &first, n_released);
	/* Whoever asks next must meet them: the mutex is held until the commit. */
	if (rc == KS_OK && *n_released > 0 && ledger->settled_seq >= first)
		ledger->settled_seq = first - 1;
	rc = ks_store_end(ledger->store, rc);
	if (rc != KS_OK)
		*n_released = 0;
	else if (*n_released > 0)
		ks_log_warn("ledger", "%lld quarantined statements are offered again",
			    (long long)*n_released);
	return rc;
}

enum ks_rc ks_ledger_release_quarantine(struct ks_ledger *ledger, int64_t seq)
{
	int64_t n;

	return release_some(ledger, seq, INT64_MAX, &n);
}

enum ks_rc ks_ledger_retry_quarantine(struct ks_ledger *ledger, int64_t until_ms, int64_t *n_released)
{
	return release_some(ledger, 0, until_ms, n_released);
}

int64_t ks_ledger_last_seq(struct ks_ledger *ledger)
{
	int64_t seq;

	ks_db_lock(ledger->store);
	seq = ledger->committed.seq;
	ks_db_unlock(ledger->store);
	return seq;
}

enum ks_rc ks_ledger_counts_in(struct ks_store *store, struct ks_ledger_counts *out)
{
	memset(out, 0, sizeof(*out));
	ks_db_lock(store);
	sqlite3_stmt *stmt = ks_db_query(store,
					 "SELECT (SELECT count(*) FROM statement),"
					 " (SELECT count(*) FROM delivery),"
					 " (SELECT count(*) FROM quarantine),"
					 " (SELECT coalesce(max(at_ms), 0) FROM delivery),"
					 " (SELECT coalesce(min(at_ms), 0) FROM quarantine),"
					 " (SELECT coalesce(max(seq), 0) FROM statement)",
					 "");
	enum ks_rc rc = ks_db_step(store, stmt);

	if (rc == KS_OK) {
		out->n_statements = sqlite3_column_int64(stmt, 0);
		out->n_delivered = sqlite3_column_int64(stmt, 1);
		out->n_quarantined = sqlite3_column_int64(stmt, 2);
		out->last_delivered_ms = sqlite3_column_int64(stmt, 3);
		out->quarantined_ms = sqlite3_column_int64(stmt, 4);
		out->last_seq = sqlite3_column_int64(stmt, 5);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc;
}

enum ks_rc ks_ledger_counts(struct ks_ledger *ledger, struct ks_ledger_counts *out)
{
	return ks_ledger_counts_in(ledger->store, out);
}
