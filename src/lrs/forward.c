/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/forward.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/calendar.h"
#include "base/mem.h"
#include "lrs/row_id.h"
#include "record/db.h"

/*
 * `upto` is behind everything that was settled: each statement up to it is delivered or stands in forward_aside. A row there
 * waits (is_waiting) when it is to be offered again, as after a day.
 */

enum ks_rc ks_forward_begin(struct ks_store *store, const char *name)
{
	size_t len = strlen(name);

	if (len == 0 || len > KS_FORWARD_NAME_MAX ||
	    strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") != len)
		return KS_INVALID;
	return ks_db_run(store,
			 "INSERT OR IGNORE INTO forward(name, upto, delivered_ms) VALUES(?, 0, 0)",
			 "t", name);
}

/* --- what goes out ---------------------------------------------------------------------------- */

static enum ks_rc read_row(struct ks_store *store, struct sqlite3_stmt *stmt, struct ks_statement *out)
{
	enum ks_rc rc = ks_db_step(store, stmt);
	const char *bytes;

	if (rc != KS_OK)
		return rc;
	out->seq = sqlite3_column_int64(stmt, 0);
	(void)snprintf(out->id, sizeof(out->id), "%s", ks_db_text(stmt, 1));
	out->wall_ms = sqlite3_column_int64(stmt, 3);
	bytes = sqlite3_column_blob(stmt, 4);
	out->len = (size_t)sqlite3_column_bytes(stmt, 4);
	if (!bytes || out->len == 0 || sqlite3_column_bytes(stmt, 2) != KS_HASH_BYTES)
		return KS_DAMAGED;
	memcpy(out->hash, sqlite3_column_blob(stmt, 2), KS_HASH_BYTES);
	out->bytes = ks_strndup(bytes, out->len);
	return KS_OK;
}

/* A row whose bytes are not those that came must not go out. */
static enum ks_rc check_row(struct ks_statement *row)
{
	uint8_t hash[KS_HASH_BYTES];
	int64_t seq = row->seq;

	ks_blake2b(row->bytes, row->len, hash);
	if (memcmp(hash, row->hash, sizeof(hash)) == 0)
		return KS_OK;
	ks_statement_finish(row);
	row->seq = seq;
	return KS_DAMAGED;
}

/* Only rows that say again what an earlier one said are behind it: they are settled. */
static enum ks_rc pass_over(struct ks_store *store, const char *name)
{
	static const char update[] =
		"UPDATE forward SET upto = (SELECT max(stored) FROM received) WHERE name = ?1"
		" AND upto < (SELECT max(stored) FROM received)"
		" AND NOT EXISTS(SELECT 1 FROM received r WHERE r.stored > upto"
		"  AND instr(r.id, '" KS_ROW_AGAIN "') = 0)";
	enum ks_rc rc = ks_db_run(store, update, "t", name);

	return rc == KS_OK ? KS_NOT_FOUND : rc;
}

enum ks_rc ks_forward_next(struct ks_store *store, const char *name, int64_t after,
			   struct ks_statement *out)
{
	static const char select[] =
		"SELECT r.stored, r.id, r.hash, r.wall_ms, body(r.bytes) FROM received r"
		" WHERE r.stored = (SELECT min(stored) FROM ("
		"  SELECT min(a.stored) AS stored FROM forward_aside a"
		"   WHERE a.name = ?1 AND a.is_waiting = 1 AND a.stored > ?2"
		"  UNION ALL SELECT * FROM (SELECT r2.stored FROM received r2"
		"   WHERE r2.stored > max(?2, (SELECT upto FROM forward WHERE name = ?1))"
		"   AND instr(r2.id, '" KS_ROW_AGAIN "') = 0"
		"   AND NOT EXISTS(SELECT 1 FROM forward_aside a"
		"    WHERE a.name = ?1 AND a.stored = r2.stored)"
		"   ORDER BY r2.stored LIMIT 1)))";
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	ks_db_lock(store);
	stmt = ks_db_query(store, select, "ti", name, after);
	rc = read_row(store, stmt, out);
	ks_db_end(stmt);
	ks_db_unlock(store);
	if (rc == KS_OK)
		rc = check_row(out);
	return rc == KS_NOT_FOUND && after == 0 ? pass_over(store, name) : rc;
}

/* --- what came of it -------------------------------------------------------------------------- */

static enum ks_rc move_on(struct ks_store *store, const char *name, int64_t seq)
{
	return ks_db_run(store, "UPDATE forward SET upto = max(upto, ?) WHERE name = ?", "it", seq,
			 name);
}

enum ks_rc ks_forward_mark_delivered(struct ks_store *store, const char *name, const int64_t *seqs,
				     size_t n, int64_t now_ms)
{
	static const char now[] = "UPDATE forward SET trouble = '', delivered_ms = ? WHERE name = ?";
	enum ks_rc rc = ks_store_begin(store);

	if (rc != KS_OK)
		return rc;
	for (size_t i = 0; rc == KS_OK && i < n; i++)
		rc = ks_db_run(store, "DELETE FROM forward_aside WHERE name = ? AND stored = ?",
			       "ti", name, seqs[i]);
	for (size_t i = 0; rc == KS_OK && i < n; i++)
		rc = move_on(store, name, seqs[i]);
	if (rc == KS_OK)
		rc = ks_db_run(store, now, "it", now_ms, name);
	return ks_store_end(store, rc);
}

enum ks_rc ks_forward_quarantine(struct ks_store *store, const char *name, int64_t seq,
				 const char *reason, int64_t now_ms)
{
	static const char insert[] =
		"INSERT INTO forward_aside(name, stored, reason, at_ms, is_waiting) VALUES(?, ?, ?, ?, 0)"
		" ON CONFLICT DO UPDATE SET reason = excluded.reason, at_ms = excluded.at_ms,"
		" is_waiting = 0";
	enum ks_rc rc = ks_store_begin(store);

	if (rc != KS_OK)
		return rc;
	rc = ks_db_run(store, insert, "titi", name, seq, reason, now_ms);
	if (rc == KS_OK)
		rc = move_on(store, name, seq);
	return ks_store_end(store, rc);
}

enum ks_rc ks_forward_forget(struct ks_store *store, const char *name, int64_t after,
			     int64_t *n_forgotten)
{
	enum ks_rc rc = ks_store_begin(store);

	*n_forgotten = 0;
	if (rc != KS_OK)
		return rc;
	rc = ks_db_number(store, n_forgotten,
			  "SELECT max(0, upto - ?2) - (SELECT count(*) FROM forward_aside a"
			  " WHERE a.name = ?1 AND a.stored > ?2) FROM forward WHERE name = ?1",
			  "ti", name, after);
	if (rc == KS_OK)
		rc = ks_db_run(store, "UPDATE forward SET upto = min(upto, ?) WHERE name = ?", "it",
			       after, name);
	return ks_store_end(store, rc);
}

enum ks_rc ks_forward_retry(struct ks_store *store, const char *name, int64_t until_ms,
			    int64_t *n_released)
{
	static const char release[] = "UPDATE forward_aside SET is_waiting = 1"
				      " WHERE name = ? AND at_ms <= ? AND is_waiting = 0";
	enum ks_rc rc = ks_store_begin(store);

	*n_released = 0;
	if (rc != KS_OK)
		return rc;
	rc = ks_db_number(store, n_released,
			  "SELECT count(*) FROM forward_aside"
			  " WHERE name = ? AND at_ms <= ? AND is_waiting = 0",
			  "ti", name, until_ms);
	if (rc == KS_OK)
		rc = ks_db_run(store, release, "ti", name, until_ms);
	return ks_store_end(store, rc);
}

/* --- numbers ---------------------------------------------------------------------------------- */

int64_t ks_forward_last(struct ks_store *store)
{
	int64_t last = 0;

	if (ks_db_number(store, &last, "SELECT coalesce(max(stored), 0) FROM received", "") != KS_OK)
		return 0;
	return last;
}

enum ks_rc ks_forward_counts(struct ks_store *store, const char *name, struct ks_ledger_counts *out)
{
	static const char select[] =
		"SELECT (SELECT coalesce(max(stored), 0) FROM received), f.upto, f.delivered_ms,"
		" (SELECT count(*) FROM forward_aside a WHERE a.name = f.name AND a.is_waiting = 0),"
		" (SELECT count(*) FROM forward_aside a WHERE a.name = f.name AND a.stored <= f.upto),"
		" (SELECT coalesce(min(a.at_ms), 0) FROM forward_aside a WHERE a.name = f.name)"
		" FROM forward f WHERE f.name = ?";
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	*out = (struct ks_ledger_counts){0};
	ks_db_lock(store);
	stmt = ks_db_query(store, select, "t", name);
	rc = ks_db_step(store, stmt);
	if (rc == KS_OK) {
		out->last_seq = out->n_statements = sqlite3_column_int64(stmt, 0);
		out->last_delivered_ms = sqlite3_column_int64(stmt, 2);
		out->n_quarantined = sqlite3_column_int64(stmt, 3);
		out->n_delivered = sqlite3_column_int64(stmt, 1) - sqlite3_column_int64(stmt, 4);
		out->quarantined_ms = sqlite3_column_int64(stmt, 5);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc;
}

/* --- what is remembered of it ----------------------------------------------------------------- */

enum ks_rc ks_forward_get(struct ks_store *store, const char *name, const char *what, char **value)
{
	char *key = ks_format("forward/%s/%s", name, what);
	enum ks_rc rc = ks_store_get(store, key, value);

	free(key);
	return rc;
}

enum ks_rc ks_forward_set(struct ks_store *store, const char *name, const char *what,
			  const char *value)
{
	char *key = ks_format("forward/%s/%s", name, what);
	enum ks_rc rc = ks_store_set(store, key, value);

	free(key);
	return rc;
}

enum ks_rc ks_forward_tell_trouble(struct ks_store *store, const char *name, const char *trouble)
{
	return ks_db_run(store, "UPDATE forward SET trouble = ?1 WHERE name = ?2 AND trouble <> ?1",
			 "tt", trouble, name);
}

static void copy(char *out, size_t size, const char *text)
{
	(void)snprintf(out, size, "%s", text);
}

enum ks_rc ks_forward_states(struct ks_store *store, struct ks_forward_state **out, size_t *n_out)
{
	static const char select[] =
		"SELECT f.name, coalesce((SELECT value FROM setting WHERE name = 'forward/' || f.name"
		" || '/sync_endpoint'), ''), f.trouble FROM forward f ORDER BY f.name";
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	*out = NULL;
	*n_out = 0;
	ks_db_lock(store);
	stmt = ks_db_query(store, select, "");
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		struct ks_forward_state *state;

		*out = ks_realloc(*out, *n_out + 1, sizeof(**out));
		state = &(*out)[(*n_out)++];
		*state = (struct ks_forward_state){0};
		copy(state->name, sizeof(state->name), ks_db_text(stmt, 0));
		copy(state->endpoint, sizeof(state->endpoint), ks_db_text(stmt, 1));
		copy(state->trouble, sizeof(state->trouble), ks_db_text(stmt, 2));
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	rc = rc == KS_NOT_FOUND ? KS_OK : rc;
	for (size_t i = 0; rc == KS_OK && i < *n_out; i++) {
		struct ks_ledger_counts counts;

		rc = ks_forward_counts(store, (*out)[i].name, &counts);
		(*out)[i].n_quarantined = counts.n_quarantined;
		(*out)[i].n_pending = counts.n_statements - counts.n_delivered - counts.n_quarantined;
		(*out)[i].delivered_ms = counts.last_delivered_ms;
	}
	return rc;
}

char *ks_forward_words(const struct ks_forward_state *state, bool *is_bad)
{
	struct ks_buf out = {0};
	struct ks_civil last = ks_civil_from_ms(state->delivered_ms);
	char *when = ks_wareki_date(last.date);

	*is_bad = state->trouble[0] || state->n_quarantined > 0;
	ks_buf_printf(&out, "転送先 %s（%s）: 待っている記録 %lld件、", state->name,
		      state->endpoint, (long long)state->n_pending);
	if (state->delivered_ms > 0)
		ks_buf_printf(&out, "最後に届いたのは%s %d:%02d です。", when, last.hour,
			      last.minute);
	else
		ks_buf_puts(&out, "まだ何も届いていません。");
	free(when);
	if (state->trouble[0])
		ks_buf_printf(&out, "%s。記録は残っていて、つながれば送ります。", state->trouble);
	if (state->n_quarantined > 0)
		ks_buf_printf(
			&out,
			"転送先に断られ、取り置いている記録が %lld件あります（1日ごとに送り直します）。",
			(long long)state->n_quarantined);
	return ks_buf_take(&out);
}
