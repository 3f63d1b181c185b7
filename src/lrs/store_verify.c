/* SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/centre_private.h"
#include "record/db.h"
#include "record/verify.h"
#include "xapi/completion.h"
#include "xapi/statement.h"

/*
 * The proof that nothing here was altered: every kiosk's chain is walked over the stored bytes, and the columns beside
 * them are read anew from the bytes, for a report believes the columns.
 */

struct walk {
	struct ks_store *store;
	void (*report)(void *context, const char *kiosk, int64_t seq, int fault);
	void *context;
	int64_t n_statements;
	bool has_fault;
};

/*
 * A record that was copied to a second machine goes on twice from the same place. Each part is sound in itself, and one
 * fault says what it is; without this every number behind it would be told as broken.
 */
#define BRANCHES_MAX 4
struct branches {
	struct ks_chain now[BRANCHES_MAX], before[BRANCHES_MAX]; /* and before its last step */
	size_t n;
	bool is_head_met, is_head_missed;
};

struct kiosk_head {
	char *kiosk, *public_key;
	char *signer; /* the account it was signed under; its name may have changed */
	bool has_head;
	int64_t seq;
	char hash[KS_HASH_HEX];
	char *signature;
};

static void tell(struct walk *walk, const char *kiosk, int64_t seq, int fault)
{
	walk->has_fault = true;
	walk->report(walk->context, kiosk, seq, fault);
}

static bool is_text(struct sqlite3_stmt *stmt, int column, const char *text)
{
	return strcmp(ks_db_text(stmt, column), text) == 0;
}

/* Ids are kept in lower case, whatever the sender wrote. */
static bool is_id(struct sqlite3_stmt *stmt, int column, const char *text)
{
	return sqlite3_stricmp(ks_db_text(stmt, column), text) == 0;
}

static bool fits_columns(struct sqlite3_stmt *stmt, const char *kiosk, const char *bytes, size_t len)
{
	struct ks_statement_view view;
	int success =
		sqlite3_column_type(stmt, 15) == SQLITE_NULL ? -1 : sqlite3_column_int(stmt, 15);

	if (ks_statement_read(bytes, len, &view) != KS_OK)
		return false;
	if (ks_centre_is_client(kiosk))
		ks_centre_as_claim(&view);
	return is_id(stmt, 3, view.id) && is_text(stmt, 4, view.staff) &&
	       is_text(stmt, 5, view.verb) && is_text(stmt, 6, view.object) &&
	       is_text(stmt, 7, view.plan) && is_text(stmt, 8, view.lesson) &&
	       is_text(stmt, 9, view.gathering) && sqlite3_column_int64(stmt, 10) == view.nendo &&
	       is_text(stmt, 11, view.registration) &&
	       sqlite3_column_int64(stmt, 12) == view.wall_ms && is_text(stmt, 13, view.clock) &&
	       is_text(stmt, 14, view.prev) && sqlite3_column_int64(stmt, 0) == view.seq &&
	       success == (view.has_success ? (int)view.success : -1);
}

/* A statement without a number came from another client: it has a hash, but no chain. */
static enum ks_chain_fault check_unchained(const char *bytes, size_t len, const uint8_t *stored)
{
	uint8_t hash[KS_HASH_BYTES];

	ks_blake2b(bytes, len, hash);
	return memcmp(hash, stored, sizeof(hash)) == 0 ? KS_CHAIN_OK : KS_CHAIN_BYTES;
}

static bool goes_on(const struct ks_chain *chain, int64_t seq, const char *prev)
{
	char last[KS_HASH_HEX], other[KS_HASH_HEX];

	ks_hex(chain->last_hash, KS_HASH_BYTES, last);
	ks_hex(chain->other_hash, KS_HASH_BYTES, other);
	return chain->last_seq == seq - 1 && (strcmp(prev, last) == 0 || strcmp(prev, other) == 0);
}

/* The part of the record that this statement continues; a new one where it leaves the others. */
static size_t find_branch(struct walk *walk, const char *kiosk, struct branches *branches,
			  int64_t seq, const char *prev)
{
	for (size_t i = 0; i < branches->n; i++)
		if (goes_on(&branches->now[i], seq, prev))
			return i;
	for (size_t i = 0; i < branches->n && branches->n < BRANCHES_MAX; i++) {
		if (!goes_on(&branches->before[i], seq, prev))
			continue;
		if (branches->n == 1)
			tell(walk, kiosk, seq, KS_CHAIN_TWIN);
		branches->now[branches->n] = branches->before[i];
		return branches->n++;
	}
	return 0;
}

static enum ks_chain_fault step(struct walk *walk, const char *kiosk, struct branches *branches,
				struct sqlite3_stmt *stmt, const uint8_t *stored)
{
	int64_t seq = sqlite3_column_int64(stmt, 0);
	const char *bytes = sqlite3_column_blob(stmt, 1);
	size_t len = (size_t)sqlite3_column_bytes(stmt, 1), i;

	if (seq <= 0)
		return check_unchained(bytes ? bytes : "", len, stored);
	i = find_branch(walk, kiosk, branches, seq, ks_db_text(stmt, 14));
	branches->before[i] = branches->now[i];
	return ks_chain_step(&branches->now[i], seq, bytes ? bytes : "", len, stored);
}

static void check_row(struct walk *walk, const char *kiosk, struct branches *branches,
		      struct sqlite3_stmt *stmt, const struct kiosk_head *head)
{
	int64_t seq = sqlite3_column_int64(stmt, 0);
	const char *bytes = sqlite3_column_blob(stmt, 1);
	size_t len = (size_t)sqlite3_column_bytes(stmt, 1);
	uint8_t stored[KS_HASH_BYTES] = {0};
	enum ks_chain_fault fault;
	char hex[KS_HASH_HEX];

	walk->n_statements++;
	if (sqlite3_column_bytes(stmt, 2) == KS_HASH_BYTES)
		memcpy(stored, sqlite3_column_blob(stmt, 2), sizeof(stored));
	fault = step(walk, kiosk, branches, stmt, stored);
	if (fault == KS_CHAIN_OK && !fits_columns(stmt, kiosk, bytes ? bytes : "", len))
		fault = KS_CHAIN_INDEX;
	if (fault == KS_CHAIN_OK && head->has_head && seq == head->seq) {
		ks_hex(stored, sizeof(stored), hex);
		if (strcmp(hex, head->hash) == 0)
			branches->is_head_met = true;
		else
			branches->is_head_missed = true;
	}
	if (fault != KS_CHAIN_OK)
		tell(walk, kiosk, seq, (int)fault);
}

static int64_t last_seq_of(const struct branches *branches)
{
	int64_t last = 0;

	for (size_t i = 0; i < branches->n; i++)
		if (branches->now[i].last_seq > last)
			last = branches->now[i].last_seq;
	return last;
}

static void check_head(struct walk *walk, const struct kiosk_head *head,
		       const struct branches *branches)
{
	int64_t last_seq = last_seq_of(branches);
	struct ks_head told = {
		.seq = head->seq, .public_key = head->public_key, .signature = head->signature};

	/* Key and head come together, so a key alone means that the head was taken away, and with it the end. */
	if (!head->has_head && head->public_key[0] != '\0')
		tell(walk, head->kiosk, last_seq, KS_CHAIN_NO_HEAD);
	if (!head->has_head)
		return;
	memcpy(told.hash, head->hash, sizeof(told.hash));
	if (!ks_head_is_valid(&told, head->signer) ||
	    (branches->is_head_missed && !branches->is_head_met))
		tell(walk, head->kiosk, head->seq, KS_CHAIN_HEAD);
	if (head->seq > last_seq)
		tell(walk, head->kiosk, last_seq + 1, KS_CHAIN_GAP);
}

static enum ks_rc walk_kiosk(struct walk *walk, const struct kiosk_head *head)
{
	static const char select[] =
		"SELECT seq, bytes, hash, id, staff, verb, object, plan, lesson, gathering, nendo,"
		" registration, wall_ms, clock, prev, success"
		" FROM received WHERE kiosk = ? ORDER BY seq, stored";
	struct branches branches = {.n = 1};
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(walk->store);
	stmt = ks_db_query(walk->store, select, "t", head->kiosk);
	while ((rc = ks_db_step(walk->store, stmt)) == KS_OK)
		check_row(walk, head->kiosk, &branches, stmt, head);
	ks_db_end(stmt);
	ks_db_unlock(walk->store);
	check_head(walk, head, &branches);
	if (rc == KS_DAMAGED) {
		/* The file itself is broken: what lies behind cannot be read. */
		tell(walk, head->kiosk, last_seq_of(&branches) + 1, KS_CHAIN_BYTES);
		return KS_OK;
	}
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static void read_head(struct sqlite3_stmt *stmt, struct kiosk_head *head)
{
	memset(head, 0, sizeof(*head));
	head->kiosk = ks_strdup(ks_db_text(stmt, 0));
	head->public_key = ks_strdup(ks_db_text(stmt, 1));
	head->has_head = sqlite3_column_type(stmt, 2) != SQLITE_NULL;
	head->seq = sqlite3_column_int64(stmt, 2);
	if (strlen(ks_db_text(stmt, 3)) == KS_HASH_HEX - 1)
		memcpy(head->hash, ks_db_text(stmt, 3), KS_HASH_HEX);
	head->signature = ks_strdup(ks_db_text(stmt, 4));
	head->signer = ks_strdup(ks_db_text(stmt, 5));
}

/* Kiosks, and whoever else statements are kept of: nobody's record escapes the walk. */
static enum ks_rc list_kiosks(struct ks_store *store, struct kiosk_head **out, size_t *n_out)
{
	static const char select[] =
		"SELECT n.id, k.public_key, h.seq, h.hash, h.signature, h.kiosk FROM"
		" (SELECT id FROM kiosk WHERE identity = '' UNION SELECT kiosk FROM received) n"
		" LEFT JOIN kiosk k ON k.id = n.id LEFT JOIN received_head h ON h.kiosk ="
		"  coalesce((SELECT h2.kiosk FROM received_head h2 JOIN kiosk a ON a.id = h2.kiosk"
		"   WHERE a.id = n.id OR a.identity = n.id ORDER BY h2.seq DESC LIMIT 1), n.id)"
		" ORDER BY n.id";
	struct sqlite3_stmt *stmt;
	size_t capacity = 0;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select, "");
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		ks_grow(out, *n_out, &capacity);
		read_head(stmt, &(*out)[(*n_out)++]);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

/* What the statements say, and what the summary that reports read says of it (NULL: nothing). */
static const char select_sums[] =
	"WITH truth AS (SELECT nendo, plan, staff, lesson, coalesce(min("
	"  CASE WHEN verb IN ('passed', 'completed', 'agree') THEN wall_ms END), 0) AS ms"
	" FROM received NOT INDEXED WHERE staff <> '' AND plan <> '' AND lesson <> ''"
	" AND nendo <> 0 AND wall_ms BETWEEN 0 AND ?1 GROUP BY nendo, plan, staff, lesson)"
	" SELECT staff, nendo, plan, lesson, ms, done_ms"
	" FROM truth LEFT JOIN standing USING(nendo, plan, staff, lesson)";

/* A claim outside the rules has no row, but for one that was taken before there was the rule. */
static enum ks_rc check_sums(struct ks_store *store, bool *is_wrong)
{
	struct sqlite3_stmt *stmt;
	int64_t n_rows = 0, n_standing = 0;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select_sums, "i", KS_COMPLETION_TIME_MAX_MS);
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		struct ks_completion c = {ks_db_text(stmt, 0), sqlite3_column_int64(stmt, 1),
					  ks_db_text(stmt, 2), ks_db_text(stmt, 3), 0};

		if (sqlite3_column_type(stmt, 5) == SQLITE_NULL)
			*is_wrong |= ks_completion_fault(&c) == NULL;
		else if (sqlite3_column_int64(stmt, 4) != sqlite3_column_int64(stmt, 5))
			*is_wrong = true;
		n_rows += sqlite3_column_type(stmt, 5) != SQLITE_NULL;
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	if (rc == KS_NOT_FOUND)
		rc = ks_db_number(store, &n_standing, "SELECT count(*) FROM standing", "");
	*is_wrong |= n_rows != n_standing;
	return rc;
}

static const char select_wrong_tallies[] =
	"WITH answer AS (SELECT nendo, lesson, object, success,"
	"  substr(object, length(rtrim(object, replace(object, '/', ''))) + 1) AS question"
	"  FROM received WHERE verb = 'answered' AND lesson <> '' AND nendo <> 0"
	"  AND success IS NOT NULL),"
	" truth AS (SELECT nendo, lesson, question, count(*), sum(success) FROM answer"
	"  WHERE length(CAST(question AS BLOB)) BETWEEN 1 AND 39"
	"  AND substr(object, -length(question) - 6) = '/quiz/' || question"
	"  GROUP BY nendo, lesson, question),"
	" told AS (SELECT nendo, lesson, question, sum(n_answers), sum(n_right)"
	"  FROM question_tally GROUP BY nendo, lesson, question)"
	" SELECT EXISTS(SELECT * FROM truth EXCEPT SELECT * FROM told)"
	" OR EXISTS(SELECT * FROM told EXCEPT SELECT * FROM truth)";

/* What belongs to no statement: the summaries, and the indexes within the file. */
static enum ks_rc check_whole(struct walk *walk)
{
	struct sqlite3_stmt *stmt;
	int64_t is_wrong_tally = 0;
	bool is_sound, is_wrong = false;
	enum ks_rc rc = check_sums(walk->store, &is_wrong);

	if (rc == KS_OK)
		rc = ks_db_number(walk->store, &is_wrong_tally, select_wrong_tallies, "");
	if (rc != KS_OK && rc != KS_DAMAGED)
		return rc;
	ks_db_lock(walk->store);
	stmt = ks_db_query(walk->store, "PRAGMA integrity_check(1)", "");
	is_sound = ks_db_step(walk->store, stmt) == KS_OK && strcmp(ks_db_text(stmt, 0), "ok") == 0;
	ks_db_end(stmt);
	ks_db_unlock(walk->store);
	if (rc == KS_DAMAGED || is_wrong || is_wrong_tally || !is_sound)
		tell(walk, "", 0, KS_CHAIN_INDEX);
	return KS_OK;
}

enum ks_rc ks_centre_verify(struct ks_store *store,
			    void (*report)(void *context, const char *kiosk, int64_t seq, int fault),
			    void *context, int64_t *n_statements)
{
	struct walk walk = {.store = store, .report = report, .context = context};
	struct kiosk_head *heads = NULL;
	size_t n_heads = 0;
	enum ks_rc rc = list_kiosks(store, &heads, &n_heads);

	for (size_t i = 0; i < n_heads; i++) {
		if (rc == KS_OK)
			rc = walk_kiosk(&walk, &heads[i]);
		free(heads[i].kiosk);
		free(heads[i].public_key);
		free(heads[i].signature);
		free(heads[i].signer);
	}
	free(heads);
	if (rc == KS_OK)
		rc = check_whole(&walk);
	*n_statements = walk.n_statements;
	if (rc != KS_OK)
		return rc;
	return walk.has_fault ? KS_DAMAGED : KS_OK;
}
