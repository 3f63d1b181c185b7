/* SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "lrs/centre_private.h"
#include "record/db.h"
#include "record/epoch.h"

/*
 * Meeting a kiosk, before anything is recorded on it: is it the one that is known by this account, and does its record go
 * on where ours ends? A kiosk is its key; an account is only a name. So a machine that was set up anew is refused before
 * anybody trains there, and two machines with one record are seen as soon as either of them asks for the people.
 */

#define TWIN_TOLD_MS (INT64_C(24) * 60 * 60 * 1000)

bool ks_head_read(const char *text, struct ks_head *head)
{
	char *copy = ks_strdup(text), *rest = copy, *word[4] = {0}, *end = NULL;
	uint8_t hash[KS_HASH_BYTES];
	bool is_good;

	for (size_t i = 0; i < 4; i++)
		word[i] = strsep(&rest, " ");
	is_good = word[3] && !rest && *word[0] && ks_unhex(word[1], hash, sizeof(hash));
	head->seq = is_good ? strtoll(word[0], &end, 10) : 0;
	is_good = is_good && !*end && head->seq >= 0;
	if (is_good) {
		ks_hex(hash, sizeof(hash), head->hash);
		head->public_key = ks_strdup(word[2]);
		head->signature = ks_strdup(word[3]);
	}
	free(copy);
	return is_good;
}

enum ks_rc ks_centre_identity(struct ks_store *store, const char *kiosk, char out[64])
{
	static const char select[] = "SELECT identity FROM kiosk WHERE id = ?";
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	snprintf(out, 64, "%s", kiosk);
	ks_db_lock(store);
	stmt = ks_db_query(store, select, "t", kiosk);
	rc = ks_db_step(store, stmt);
	if (rc == KS_OK && ks_db_text(stmt, 0)[0])
		snprintf(out, 64, "%s", ks_db_text(stmt, 0));
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

enum ks_rc ks_centre_pin_key(struct ks_store *store, const char *kiosk, const char *key)
{
	static const char select[] = "SELECT public_key FROM kiosk WHERE id = ?";
	static const char update[] =
		"UPDATE kiosk SET public_key = ?1, identity = coalesce("
		" (SELECT CASE identity WHEN '' THEN id ELSE identity END FROM kiosk"
		"  WHERE public_key = ?1 AND id <> ?2 ORDER BY added_ms, id LIMIT 1), '')"
		" WHERE id = ?2";
	bool is_first, is_same, is_expected = false, is_said = false;
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select, "t", kiosk);
	rc = ks_db_step(store, stmt);
	is_first = rc == KS_OK && sqlite3_column_type(stmt, 0) == SQLITE_NULL;
	is_same = rc == KS_OK && strcmp(ks_db_text(stmt, 0), key) == 0;
	ks_db_end(stmt);
	ks_db_unlock(store);
	if (rc == KS_NOT_FOUND)
		return KS_DENIED;
	if (rc != KS_OK || is_same)
		return rc;
	if (!is_first)
		return KS_DENIED;
	rc = ks_centre_is_expected_key(store, kiosk, key, &is_expected, &is_said);
	if (rc != KS_OK || !is_expected)
		return rc != KS_OK ? rc : KS_DENIED;
	rc = ks_db_run(store, update, "tt", key, kiosk);
	if (rc == KS_OK && is_said)
		rc = ks_db_run(store, "UPDATE kiosk SET key_by = 'hr' WHERE id = ?", "t", kiosk);
	return rc;
}

/* A key that is known under another account is this kiosk's; one that nobody knows is pinned with its first delivery. */
static enum ks_rc check_key(struct ks_store *store, const char *kiosk, const char *key)
{
	static const char is_other[] = "SELECT count(*) FROM kiosk WHERE id = ?1"
				       " AND public_key IS NOT NULL AND public_key <> ?2";
	static const char is_known[] = "SELECT count(*) FROM kiosk WHERE public_key = ?";
	int64_t n_other = 0, n_known = 0;
	bool is_expected = true, is_said;
	enum ks_rc rc = ks_db_number(store, &n_other, is_other, "tt", kiosk, key);

	if (rc == KS_OK)
		rc = ks_centre_is_expected_key(store, kiosk, key, &is_expected, &is_said);
	if (rc == KS_OK && (n_other > 0 || !is_expected)) {
		rc = ks_db_run(store, "UPDATE kiosk SET key_alarm = 1 WHERE id = ?", "t", kiosk);
		return rc == KS_OK ? KS_CONFLICT : rc;
	}
	if (rc == KS_OK)
		rc = ks_db_number(store, &n_known, is_known, "t", key);
	return rc == KS_OK && n_known > 0 ? ks_centre_pin_key(store, kiosk, key) : rc;
}

/* The numbers of the epoch that ?2 is of, 0 being of the first. */
#define OF_ITS_EPOCH " seq <= (max(?2, 1) - 1) / 1000000000 * 1000000000 + 1000000000"
_Static_assert(KS_EPOCH_SPAN == 1000000000, "as the text above says");

/*
 * An honest kiosk has all it ever sent. One that has less, or something else at its end, is a copy of it, or was put back
 * to an older state. Only where it would give numbers out again must it go on in another epoch: two that both stay running
 * are told each time, but once each goes on in an epoch of its own, neither pushes the other any further.
 */
static enum ks_rc compare_end(struct ks_store *store, const char *identity,
			      const struct ks_head *head, bool *is_twin, bool *must_move)
{
	static const char select[] =
		"SELECT EXISTS(SELECT 1 FROM kiosk_tally WHERE kiosk = ?1 AND last_seq > ?2),"
		" EXISTS(SELECT 1 FROM received WHERE kiosk = ?1 AND seq > ?2 AND" OF_ITS_EPOCH ")"
		" OR (EXISTS(SELECT 1 FROM received WHERE kiosk = ?1 AND seq = ?2)"
		"  AND NOT EXISTS(SELECT 1 FROM received WHERE kiosk = ?1 AND seq = ?2"
		"   AND lower(hex(hash)) = ?3))";
	struct sqlite3_stmt *stmt =
		ks_db_query(store, select, "tit", identity, head->seq, head->hash);
	enum ks_rc rc = ks_db_step(store, stmt);

	*must_move = rc == KS_OK && sqlite3_column_int(stmt, 1) != 0;
	*is_twin = *must_move || (rc == KS_OK && sqlite3_column_int(stmt, 0) != 0);
	ks_db_end(stmt);
	return rc;
}

#define ABOUT_WORD_MAX 32

/* Words of plain ASCII; anything else is not kept. */
static enum ks_rc note_about(struct ks_store *store, const struct ks_meeting *meeting, int64_t now_ms)
{
	char program[ABOUT_WORD_MAX + 1], revision[ABOUT_WORD_MAX + 1];
	long long clock_ms;
	int end = 0;

	if (!meeting->about ||
	    sscanf(meeting->about, "%18lld %32[!-~] %32[!-~]%n", &clock_ms, program, revision,
		   &end) != 3 ||
	    meeting->about[end])
		return KS_OK;
	return ks_db_run(store,
			 "UPDATE kiosk SET skew_ms = ?, program = ?, revision = ? WHERE id = ?",
			 "ittt", (int64_t)clock_ms - now_ms, program, revision, meeting->kiosk);
}

/*
 * Numbers that were used must not be given out again: it goes on in the epoch behind all that is here, so that what it records
 * from now on stands beside the rest and not in its place.
 */
static enum ks_rc next_epoch(struct ks_store *store, const char *identity, int64_t *epoch)
{
	int64_t last = 0;
	enum ks_rc rc =
		ks_db_number(store, &last,
			     "SELECT coalesce(max(last_seq), 0) FROM kiosk_tally WHERE kiosk = ?",
			     "t", identity);

	*epoch = ks_epoch_of(last) + 1;
	return rc;
}

static enum ks_rc note(struct ks_store *store, const struct ks_meeting *meeting,
		       const char *identity, bool is_twin, int64_t now_ms)
{
	enum ks_rc rc =
		ks_db_run(store, "UPDATE kiosk SET n_quarantined = ?, last_seen_ms = ? WHERE id = ?",
			  "iit", meeting->n_quarantined, now_ms, meeting->kiosk);

	if (rc == KS_OK)
		rc = note_about(store, meeting, now_ms);
	if (rc == KS_OK && is_twin)
		rc = ks_db_run(store, "UPDATE kiosk_tally SET twin_ms = ? WHERE kiosk = ?", "it",
			       now_ms, identity);
	return rc;
}

static enum ks_rc answer(struct ks_store *store, struct ks_meeting *meeting, const char *identity,
			 int64_t now_ms)
{
	int64_t twin_ms = 0;
	enum ks_rc rc = ks_db_number(store, &meeting->resend,
				     "SELECT max(resend) FROM kiosk WHERE id = ?1 OR id = ?2", "tt",
				     meeting->kiosk, identity);

	if (rc == KS_OK)
		rc = ks_db_number(store, &twin_ms,
				  "SELECT coalesce(max(twin_ms), 0) FROM kiosk_tally WHERE kiosk = ?",
				  "t", identity);
	meeting->is_twin = twin_ms > 0 && now_ms - twin_ms < TWIN_TOLD_MS;
	return rc;
}

static enum ks_rc meet(struct ks_centre *centre, struct ks_meeting *meeting)
{
	int64_t now_ms = ks_centre_now_ms(centre);
	bool is_twin = false, must_move = false;
	char identity[64];
	enum ks_rc rc = KS_OK;

	if (meeting->head)
		rc = check_key(centre->store, meeting->kiosk, meeting->head->public_key);
	if (rc == KS_OK)
		rc = ks_centre_identity(centre->store, meeting->kiosk, identity);
	if (rc == KS_OK && meeting->head)
		rc = compare_end(centre->store, identity, meeting->head, &is_twin, &must_move);
	meeting->epoch = 0;
	if (rc == KS_OK && must_move)
		rc = next_epoch(centre->store, identity, &meeting->epoch);
	if (rc == KS_OK)
		rc = note(centre->store, meeting, identity, is_twin, now_ms);
	return rc == KS_OK ? answer(centre->store, meeting, identity, now_ms) : rc;
}

enum ks_rc ks_centre_meet(struct ks_centre *centre, struct ks_meeting *meeting)
{
	enum ks_rc rc, stored;

	if (meeting->head && !ks_head_is_valid(meeting->head, meeting->kiosk))
		return KS_DENIED;
	rc = ks_store_begin(centre->store);
	if (rc != KS_OK)
		return rc;
	rc = meet(centre, meeting);
	if (rc == KS_OK || rc == KS_CONFLICT) { /* the alarm is kept, too */
		stored = ks_store_commit(centre->store);
		if (rc == KS_CONFLICT)
			ks_log_error("collector", "kiosk %s came with another key", meeting->kiosk);
		rc = stored == KS_OK ? rc : stored;
	}
	if (rc != KS_OK && rc != KS_CONFLICT)
		ks_store_rollback(centre->store);
	return rc;
}

enum ks_rc ks_centre_ask_resend(struct ks_centre *centre, const char *kiosk)
{
	int64_t n_known = 0;
	enum ks_rc rc = ks_db_number(centre->store, &n_known,
				     "SELECT count(*) FROM kiosk WHERE id = ?", "t", kiosk);

	if (rc == KS_OK && n_known == 0)
		return KS_NOT_FOUND;
	return rc == KS_OK
		       ? ks_db_run(centre->store,
				   "UPDATE kiosk SET resend = resend + 1 WHERE id = ?", "t", kiosk)
		       : rc;
}
