/* SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/centre_ledger.h"
#include "lrs/centre_private.h"
#include "lrs/sum.h"
#include "lrs/twin.h"
#include "record/db.h"
#include "record/verify.h"
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
	bool is_twin_settled; /* of the kiosk that is being walked: HR has seen to it */
};

/*
 * A record that was copied to a second machine goes on twice from the same place. Each part is sound in itself, and one
 * fault says what it is; without this every number behind it would be told as broken.
 */
#define BRANCHES_MAX 4
struct branches {
	struct ks_chain now[BRANCHES_MAX], before[BRANCHES_MAX]; /* and before its last step */
	size_t n;
};

/* A place in the record that the kiosk signed. */
struct signed_place {
	bool is_there, is_met, is_missed;
	int64_t seq;
	char hash[KS_HASH_HEX];
	char *signature;
	char *signer; /* the account it was signed under; its name may have changed */
};

struct kiosk_head {
	char *kiosk, *public_key;
	struct signed_place tip, proof; /* what it signed last; the last of it that is here */
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
	const char *row = ks_db_text(stmt, column);
	size_t len = strcspn(row, KS_ROW_AGAIN);

	return len == strlen(text) && sqlite3_strnicmp(row, text, (int)len) == 0;
}

/* @read: what the bytes say; changed. */
static bool fits_columns(struct sqlite3_stmt *stmt, const char *kiosk, struct ks_statement_view *read)
{
	int success =
		sqlite3_column_type(stmt, 15) == SQLITE_NULL ? -1 : sqlite3_column_int(stmt, 15);

	if (!read->id[0])
		return false;
	ks_centre_as_indexed(kiosk, read);
	return is_id(stmt, 3, read->id) && is_text(stmt, 4, read->staff) &&
	       is_text(stmt, 5, read->verb) && is_text(stmt, 6, read->object) &&
	       is_text(stmt, 7, read->plan) && is_text(stmt, 8, read->lesson) &&
	       is_text(stmt, 9, read->gathering) && sqlite3_column_int64(stmt, 10) == read->nendo &&
	       is_text(stmt, 11, read->registration) &&
	       sqlite3_column_int64(stmt, 12) == read->wall_ms && is_text(stmt, 13, read->clock) &&
	       is_text(stmt, 14, read->prev) && sqlite3_column_int64(stmt, 0) == read->seq &&
	       success == (read->has_success ? (int)read->success : -1);
}

/* A statement without a number came from another client: it has a hash, but no chain. */
static enum ks_chain_fault check_unchained(const char *bytes, size_t len, const uint8_t *stored,
					   struct ks_statement_view *view)
{
	uint8_t hash[KS_HASH_BYTES];

	ks_blake2b(bytes, len, hash);
	if (ks_statement_read(bytes, len, view) != KS_OK)
		memset(view, 0, sizeof(*view));
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
		if (branches->n == 1 && !walk->is_twin_settled)
			tell(walk, kiosk, seq, KS_CHAIN_TWIN);
		branches->now[branches->n] = branches->before[i];
		return branches->n++;
	}
	return 0;
}

static enum ks_chain_fault step(struct walk *walk, const char *kiosk, struct branches *branches,
				struct sqlite3_stmt *stmt, const uint8_t *stored,
				struct ks_statement_view *view)
{
	int64_t seq = sqlite3_column_int64(stmt, 0);
	const char *bytes = sqlite3_column_blob(stmt, 1);
	size_t len = (size_t)sqlite3_column_bytes(stmt, 1), i;

	if (seq <= 0)
		return check_unchained(bytes ? bytes : "", len, stored, view);
	i = find_branch(walk, kiosk, branches, seq, ks_db_text(stmt, 14));
	branches->before[i] = branches->now[i];
	return ks_chain_step_viewed(&branches->now[i], seq, bytes ? bytes : "", len, stored, view);
}

static void pass_place(struct signed_place *place, int64_t seq, const uint8_t *stored)
{
	char hex[KS_HASH_HEX];

	if (!place->is_there || seq != place->seq)
		return;
	ks_hex(stored, KS_HASH_BYTES, hex);
	if (strcmp(hex, place->hash) == 0)
		place->is_met = true;
	else
		place->is_missed = true;
}

/* Behind the last signed place that is here nothing is proved; before it, the chain does it. */
static bool is_unsigned(const struct kiosk_head *head, int64_t seq)
{
	return !ks_centre_is_client(head->kiosk) && !ks_centre_is_hr(head->kiosk) &&
	       (seq <= 0 || !head->proof.is_there || seq > head->proof.seq);
}

static void check_row(struct walk *walk, struct kiosk_head *head, struct branches *branches,
		      struct sqlite3_stmt *stmt)
{
	int64_t seq = sqlite3_column_int64(stmt, 0);
	uint8_t stored[KS_HASH_BYTES] = {0};
	struct ks_statement_view view;
	enum ks_chain_fault fault;

	walk->n_statements++;
	if (sqlite3_column_bytes(stmt, 2) == KS_HASH_BYTES)
		memcpy(stored, sqlite3_column_blob(stmt, 2), sizeof(stored));
	fault = step(walk, head->kiosk, branches, stmt, stored, &view);
	if (fault == KS_CHAIN_OK && !fits_columns(stmt, head->kiosk, &view))
		fault = KS_CHAIN_INDEX;
	if (fault != KS_CHAIN_BYTES) {
		pass_place(&head->tip, seq, stored);
		pass_place(&head->proof, seq, stored);
	}
	if (fault == KS_CHAIN_OK && is_unsigned(head, seq))
		fault = KS_CHAIN_UNSIGNED;
	if (fault != KS_CHAIN_OK)
		tell(walk, head->kiosk, seq, (int)fault);
}

static int64_t last_seq_of(const struct branches *branches)
{
	int64_t last = 0;

	for (size_t i = 0; i < branches->n; i++)
		if (branches->now[i].last_seq > last)
			last = branches->now[i].last_seq;
	return last;
}

static bool is_good_place(const struct kiosk_head *head, const struct signed_place *place)
{
	struct ks_head told = {
		.seq = place->seq, .public_key = head->public_key, .signature = place->signature};

	memcpy(told.hash, place->hash, sizeof(told.hash));
	return ks_head_is_valid(&told, place->signer) && (!place->is_missed || place->is_met);
}

static void check_head(struct walk *walk, const struct kiosk_head *head,
		       const struct branches *branches)
{
	int64_t last_seq = last_seq_of(branches);

	/* Key and head come together, so a key alone means that the head was taken away, and with it the end. */
	if (!head->tip.is_there && head->public_key[0] != '\0')
		tell(walk, head->kiosk, last_seq, KS_CHAIN_NO_HEAD);
	if (head->tip.is_there && !is_good_place(head, &head->tip))
		tell(walk, head->kiosk, head->tip.seq, KS_CHAIN_HEAD);
	else if (head->proof.is_there && (!is_good_place(head, &head->proof) || !head->proof.is_met))
		tell(walk, head->kiosk, head->proof.seq, KS_CHAIN_HEAD);
	if (head->tip.is_there && head->tip.seq > last_seq)
		tell(walk, head->kiosk, last_seq + 1, KS_CHAIN_GAP);
}

static enum ks_rc look_up_settlement(struct walk *walk, const char *kiosk)
{
	struct ks_twin_settlement settled;
	int64_t n_twice = 0;
	enum ks_rc rc = ks_twin_settlement(walk->store, kiosk, &settled);

	if (rc == KS_OK)
		rc = ks_db_number(walk->store, &n_twice,
				  "SELECT coalesce(max(n_twice), 0) FROM kiosk_tally WHERE kiosk = ?",
				  "t", kiosk);
	walk->is_twin_settled = n_twice > 0 && settled.n_twice == n_twice;
	return rc;
}

static enum ks_rc walk_kiosk(struct walk *walk, struct kiosk_head *head)
{
	static const char select[] =
		"SELECT seq, body(bytes), hash, id, staff, verb, object, plan, lesson, gathering, nendo,"
		" registration, wall_ms, clock, prev, success"
		" FROM received WHERE kiosk = ? ORDER BY seq, stored";
	struct branches branches = {.n = 1};
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	rc = look_up_settlement(walk, head->kiosk);
	if (rc != KS_OK)
		return rc;
	ks_db_lock(walk->store);
	stmt = ks_db_query(walk->store, select, "t", head->kiosk);
	while ((rc = ks_db_step(walk->store, stmt)) == KS_OK)
		check_row(walk, head, &branches, stmt);
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

static void read_place(struct sqlite3_stmt *stmt, int column, struct signed_place *place)
{
	place->is_there = sqlite3_column_type(stmt, column) != SQLITE_NULL;
	place->seq = sqlite3_column_int64(stmt, column);
	if (strlen(ks_db_text(stmt, column + 1)) == KS_HASH_HEX - 1)
		memcpy(place->hash, ks_db_text(stmt, column + 1), KS_HASH_HEX);
	place->signature = ks_strdup(ks_db_text(stmt, column + 2));
	place->signer = ks_strdup(ks_db_text(stmt, column + 3));
}

static void read_head(struct sqlite3_stmt *stmt, struct kiosk_head *head)
{
	memset(head, 0, sizeof(*head));
	head->kiosk = ks_strdup(ks_db_text(stmt, 0));
	head->public_key = ks_strdup(ks_db_text(stmt, 1));
	read_place(stmt, 2, &head->tip);
	read_place(stmt, 6, &head->proof);
}

static void finish_head(struct kiosk_head *head)
{
	free(head->kiosk);
	free(head->public_key);
	free(head->tip.signature);
	free(head->tip.signer);
	free(head->proof.signature);
	free(head->proof.signer);
}

/* Kiosks, and whoever else statements are kept of: nobody's record escapes the walk. */
static enum ks_rc list_kiosks(struct ks_store *store, struct kiosk_head **out, size_t *n_out)
{
#define LAST_OF(table)                                                                   \
	" LEFT JOIN " table " ON " table ".kiosk = coalesce((SELECT x.kiosk FROM " table \
	" x JOIN kiosk a ON a.id = x.kiosk WHERE a.id = n.id OR a.identity = n.id"       \
	" ORDER BY x.seq DESC LIMIT 1), n.id)"
	static const char select[] =
		"SELECT n.id, k.public_key, received_head.seq, received_head.hash,"
		" received_head.signature, received_head.kiosk, proof.seq, proof.hash,"
		" proof.signature, proof.kiosk FROM"
		" (SELECT id FROM kiosk WHERE identity = '' UNION SELECT kiosk FROM received) n"
		" LEFT JOIN kiosk k ON k.id = n.id" LAST_OF("received_head")
			LAST_OF("proof") " ORDER BY n.id";
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

/* What HR said, as its statements leave it, and what the table says that reports and kiosks go by. */
static const char select_wrong_exemptions[] =
	"WITH said AS (SELECT r.id AS id, r.seq AS seq, e.value AS v,"
	"  json_extract(e.value, '$.refers') AS refers, json_extract(e.value, '$.withdrawn') AS gone"
	"  FROM received r, json_each(CAST(body(r.bytes) AS TEXT), '$.context.extensions') e"
	"  WHERE r.kiosk = '" KS_CENTRE_OWN "' AND e.key LIKE '%/xapi/ext/exemption'),"
	" truth AS (SELECT id, json_extract(v, '$.staff'), json_extract(v, '$.kind'),"
	"  json_extract(v, '$.nendo'), json_extract(v, '$.plan'), json_extract(v, '$.lesson'),"
	"  json_extract(v, '$.from'), coalesce((SELECT json_extract(s.v, '$.to') FROM said s"
	"   WHERE s.refers = f.id AND NOT s.gone ORDER BY s.seq DESC LIMIT 1),"
	"   json_extract(v, '$.to')), json_extract(v, '$.reason'), json_extract(v, '$.by'),"
	"  json_extract(v, '$.approver'),"
	"  EXISTS(SELECT 1 FROM said s WHERE s.refers = f.id AND s.gone)"
	"  FROM said f WHERE refers = ''),"
	" told AS (SELECT id, staff, kind, nendo, plan, lesson, from_day, to_day, reason,"
	"  by_staff, approver, is_withdrawn FROM exemption)"
	" SELECT EXISTS(SELECT * FROM truth EXCEPT SELECT * FROM told)"
	" OR EXISTS(SELECT * FROM told EXCEPT SELECT * FROM truth)";

/* KS_DAMAGED: SQLite finds a fault in its file. */
static enum ks_rc check_file(struct ks_store *store)
{
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, "PRAGMA integrity_check(1)", "");
	rc = ks_db_step(store, stmt);
	if (rc == KS_OK && strcmp(ks_db_text(stmt, 0), "ok") != 0)
		rc = KS_DAMAGED;
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc;
}

/* What belongs to no statement: the summaries, and the indexes within the file. */
static enum ks_rc check_whole(struct walk *walk)
{
	const char *wrong = NULL;
	int64_t is_wrong_exemption = 0;
	bool is_wrong = false;
	enum ks_rc rc = ks_sum_check(walk->store, &wrong);

	if (rc == KS_OK)
		rc = ks_db_number(walk->store, &is_wrong_exemption, select_wrong_exemptions, "");
	if (rc == KS_OK)
		rc = ks_nendo_verify(walk->store, &is_wrong);
	if (rc == KS_OK)
		rc = check_file(walk->store);
	if (rc != KS_OK && rc != KS_DAMAGED)
		return rc;
	if (rc == KS_DAMAGED || wrong || is_wrong || is_wrong_exemption)
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
		finish_head(&heads[i]);
	}
	free(heads);
	if (rc == KS_OK)
		rc = check_whole(&walk);
	*n_statements = walk.n_statements;
	if (rc != KS_OK)
		return rc;
	return walk.has_fault ? KS_DAMAGED : KS_OK;
}
