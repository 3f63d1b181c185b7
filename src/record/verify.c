/* SPDX-License-Identifier: Apache-2.0 */
#include "record/verify.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/db.h"
#include "record/ledger_private.h"
#include "record/store.h"
#include "record/store_private.h"
#include "record/tail.h"

/*
 * The auditor's question: is anything missing or altered, and where. Each statement is blamed for what is wrong
 * with itself only: behind an altered one the chain is taken up again.
 */

static const char *const fault_words[] = {
	[KS_CHAIN_OK] = "異常はありません",
	[KS_CHAIN_GAP] = "番号が続いていません（欠けている記録があります）",
	[KS_CHAIN_BYTES] = "記録の内容が、記録したときのものと違います",
	[KS_CHAIN_PREV] = "一つ前の記録とのつながりが合いません",
	[KS_CHAIN_INDEX] = "索引の値が、記録の内容と違います",
	[KS_CHAIN_HEAD] = "署名が、端末の鍵または最後の記録と合いません",
	[KS_CHAIN_TWICE] = "同じ番号の記録が二つあります",
	[KS_CHAIN_PROGRESS] = "修了の控えに、そのもとになる合格または修了の記録がありません",
	[KS_CHAIN_TAIL] = "控えのファイル（kenshu.tail）が壊れているか、記録と合いません",
	[KS_CHAIN_TWIN] = "ここから記録が二つに分かれています（同じ端末の写しが二台で動いている疑い）",
	[KS_CHAIN_NO_HEAD] = "届いていたはずの、端末の署名がありません",
	[KS_CHAIN_UNSIGNED] =
		"端末の署名で確かめられない記録です（数えると決めた送り元の分しか、修了などに数えません）",
};
_Static_assert(KS_COUNT(fault_words) == KS_CHAIN_FAULT_COUNT, "a word for every fault");

const char *ks_chain_fault_word(enum ks_chain_fault fault)
{
	assert((size_t)fault < KS_COUNT(fault_words));
	return fault_words[fault];
}

static bool is_hash(const char *hex, const uint8_t hash[KS_HASH_BYTES])
{
	char expected[KS_HASH_HEX];

	ks_hex(hash, KS_HASH_BYTES, expected);
	return strcmp(hex, expected) == 0;
}

static enum ks_chain_fault step(struct ks_chain *chain, int64_t seq, const char *bytes, size_t len,
				const uint8_t *hash, const uint8_t *stored_hash,
				struct ks_statement_view *view)
{
	/* The first of a new epoch follows whatever there was, and its chain begins anew. */
	bool begins = seq % KS_EPOCH_SPAN == 1 && seq > chain->last_seq;
	static const uint8_t nothing[KS_HASH_BYTES];
	bool is_gap = seq != chain->last_seq + 1 && !begins;

	if (chain->n_statements > 0 && seq == chain->last_seq)
		return KS_CHAIN_TWICE;
	if (memcmp(hash, stored_hash, KS_HASH_BYTES) != 0 ||
	    ks_statement_read(bytes, len, view) != KS_OK || view->seq != seq)
		return is_gap ? KS_CHAIN_GAP : KS_CHAIN_BYTES;
	if (is_gap)
		return KS_CHAIN_GAP;
	if (begins)
		return is_hash(view->prev, nothing) ? KS_CHAIN_OK : KS_CHAIN_PREV;
	if (!is_hash(view->prev, chain->last_hash) && !is_hash(view->prev, chain->other_hash))
		return KS_CHAIN_PREV;
	return KS_CHAIN_OK;
}

enum ks_chain_fault ks_chain_step_viewed(struct ks_chain *chain, int64_t seq, const char *bytes,
					 size_t len, const uint8_t stored_hash[KS_HASH_BYTES],
					 struct ks_statement_view *view)
{
	uint8_t hash[KS_HASH_BYTES];

	memset(view, 0, sizeof(*view));
	ks_blake2b(bytes, len, hash);
	enum ks_chain_fault fault = step(chain, seq, bytes, len, hash, stored_hash, view);

	/* Whether the bytes or the stored hash was altered, the next one names the true one. */
	memcpy(chain->last_hash, hash, KS_HASH_BYTES);
	memcpy(chain->other_hash, stored_hash, KS_HASH_BYTES);
	chain->last_seq = seq;
	chain->n_statements++;
	return fault;
}

enum ks_chain_fault ks_chain_step(struct ks_chain *chain, int64_t seq, const char *bytes,
				  size_t len, const uint8_t stored_hash[KS_HASH_BYTES])
{
	struct ks_statement_view view;

	return ks_chain_step_viewed(chain, seq, bytes, len, stored_hash, &view);
}

/* ---- a kiosk's whole ledger ---- */

#define PIECE 64 /* rows between two breaths: a millisecond or two */

struct walk {
	struct ks_ledger_fault *faults;
	size_t max, n_faults;
	struct ks_chain chain;
	int64_t last_row;
	struct ks_store *store;
	bool (*breathe)(void *context);
	void *context;
};

/* Others may use the store meanwhile. KS_BUSY: the walk is given up. */
static enum ks_rc breathe(struct walk *walk)
{
	bool goes_on;

	if (!walk->breathe)
		return KS_OK;
	ks_db_unlock(walk->store);
	goes_on = walk->breathe(walk->context);
	ks_db_lock(walk->store);
	return goes_on ? KS_OK : KS_BUSY;
}

static void blame(struct walk *walk, int64_t seq, enum ks_chain_fault fault)
{
	if (walk->n_faults < walk->max)
		walk->faults[walk->n_faults] = (struct ks_ledger_fault){seq, fault};
	walk->n_faults++;
}

/* Columns of the query below. */
enum { COLUMN_SEQ, COLUMN_ID, COLUMN_BYTES, COLUMN_HASH, COLUMN_WALL, COLUMN_KIND, COLUMN_STAFF };

static bool is_found_by_id(struct ks_store *store, const char *id, int64_t seq)
{
	int64_t found = 0;

	return ks_db_number(store, &found, "SELECT seq FROM statement WHERE id = ?", "t", id) ==
		       KS_OK &&
	       found == seq;
}

static void check_row(struct walk *walk, sqlite3_stmt *stmt)
{
	int64_t seq = sqlite3_column_int64(stmt, COLUMN_SEQ);
	const char *bytes = sqlite3_column_blob(stmt, COLUMN_BYTES);
	size_t len = (size_t)sqlite3_column_bytes(stmt, COLUMN_BYTES);
	const uint8_t *hash = sqlite3_column_blob(stmt, COLUMN_HASH);
	static const uint8_t none[KS_HASH_BYTES];
	struct ks_statement_view view;

	if (sqlite3_column_bytes(stmt, COLUMN_HASH) != KS_HASH_BYTES)
		hash = none;
	enum ks_chain_fault fault =
		ks_chain_step_viewed(&walk->chain, seq, bytes ? bytes : "", len, hash, &view);

	if (fault == KS_CHAIN_OK && walk->breathe && !is_found_by_id(walk->store, view.id, seq))
		fault = KS_CHAIN_INDEX;
	if (fault == KS_CHAIN_OK && (strcmp(view.id, ks_db_text(stmt, COLUMN_ID)) != 0 ||
				     view.wall_ms != sqlite3_column_int64(stmt, COLUMN_WALL) ||
				     strcmp(view.verb, ks_db_text(stmt, COLUMN_KIND)) != 0 ||
				     strcmp(view.staff, ks_db_text(stmt, COLUMN_STAFF)) != 0))
		fault = KS_CHAIN_INDEX;
	if (fault != KS_CHAIN_OK)
		blame(walk, seq, fault);
}

/* KS_NOT_FOUND: these were the last. */
static enum ks_rc check_some_rows(struct walk *walk)
{
	struct ks_store *store = walk->store;
	int n = 0, most = walk->breathe ? PIECE : -1;
	enum ks_rc rc;
	sqlite3_stmt *stmt = ks_db_query(store,
					 "SELECT seq, id, bytes, hash, wall_ms, kind, staff"
					 " FROM statement NOT INDEXED WHERE seq > ? ORDER BY seq"
					 " LIMIT ?",
					 "ii", walk->last_row, (int64_t)most);

	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		check_row(walk, stmt);
		n++;
	}
	ks_db_end(stmt);
	if (rc == KS_NOT_FOUND && n == most && walk->chain.last_seq > walk->last_row)
		rc = KS_OK;
	walk->last_row = walk->chain.last_seq;
	return rc;
}

static enum ks_rc check_rows(struct walk *walk)
{
	enum ks_rc rc;

	while ((rc = check_some_rows(walk)) == KS_OK && (rc = breathe(walk)) == KS_OK)
		;
	if (rc != KS_DAMAGED)
		return rc == KS_NOT_FOUND ? KS_OK : rc;
	/* The file itself is broken: what lies behind cannot be read. */
	blame(walk, walk->chain.last_seq + 1, KS_CHAIN_BYTES);
	return KS_OK;
}

/* Rows cut off at the end break no chain, but others still speak of them. */
static enum ks_rc check_end(struct ks_store *store, struct walk *walk)
{
	int64_t known = 0;
	enum ks_rc rc = ks_db_number(store, &known,
				     "SELECT max((SELECT coalesce(max(seq), 0) FROM delivery),"
				     " (SELECT coalesce(max(seq), 0) FROM quarantine),"
				     " (SELECT coalesce(max(seq), 0) FROM attendance),"
				     " (SELECT coalesce(max(done_seq), 0) FROM progress))",
				     "");

	if (rc == KS_OK && known > walk->chain.last_seq)
		blame(walk, walk->chain.last_seq + 1, KS_CHAIN_GAP);
	return rc;
}

/* Columns of the query below. */
enum { DONE_SEQ, DONE_STAFF, DONE_NENDO, DONE_LESSON, DONE_BYTES };

static bool says_done(sqlite3_stmt *stmt)
{
	static const char *const verbs[] = {"passed", "completed", "agree"};
	const char *bytes = sqlite3_column_blob(stmt, DONE_BYTES);
	size_t len = (size_t)sqlite3_column_bytes(stmt, DONE_BYTES);
	struct ks_statement_view view;
	bool is_done = false;

	if (!bytes)
		return false;
	if (ks_statement_read(bytes, len, &view) != KS_OK)
		return true; /* blamed already */
	for (size_t i = 0; i < KS_COUNT(verbs); i++)
		is_done |= strcmp(view.verb, verbs[i]) == 0;
	return is_done && strcmp(view.staff, ks_db_text(stmt, DONE_STAFF)) == 0 &&
	       view.nendo == sqlite3_column_int(stmt, DONE_NENDO) &&
	       strcmp(view.lesson, ks_db_text(stmt, DONE_LESSON)) == 0;
}

/* The kiosk believes this table when it says 修了; what the centre told of elsewhere has no statement here. */
static enum ks_rc check_progress(struct ks_store *store, struct walk *walk)
{
	enum ks_rc rc;
	sqlite3_stmt *stmt =
		ks_db_query(store,
			    "SELECT p.done_seq, p.staff, p.nendo, p.lesson, s.bytes FROM progress p"
			    " LEFT JOIN statement s ON s.seq = p.done_seq WHERE p.done_ms <> 0"
			    " AND NOT (p.done_seq = 0 AND EXISTS(SELECT 1 FROM elsewhere e"
			    "  WHERE e.staff = p.staff AND e.nendo = p.nendo AND e.lesson = p.lesson))"
			    " ORDER BY p.done_seq",
			    "");

	while ((rc = ks_db_step(store, stmt)) == KS_OK)
		if (!says_done(stmt))
			blame(walk, sqlite3_column_int64(stmt, DONE_SEQ), KS_CHAIN_PROGRESS);
	ks_db_end(stmt);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static enum ks_rc check_head(struct ks_store *store, struct walk *walk)
{
	struct ks_head head = {.seq = walk->chain.last_seq};
	char *kiosk = NULL;
	enum ks_rc rc = ks_store_get(store, "kiosk", &kiosk);

	/* No ledger was ever opened here. */
	if (rc == KS_NOT_FOUND && walk->chain.n_statements == 0)
		return KS_OK;
	if (rc == KS_OK) {
		ks_hex(walk->chain.last_hash, KS_HASH_BYTES, head.hash);
		rc = ks_ledger_sign(store, kiosk, &head);
	}
	if (rc == KS_NOT_FOUND || rc == KS_DAMAGED ||
	    (rc == KS_OK && !ks_head_is_valid(&head, kiosk))) {
		blame(walk, walk->chain.last_seq, KS_CHAIN_HEAD);
		rc = KS_OK;
	}
	ks_head_finish(&head);
	free(kiosk);
	return rc;
}

/* ---- the second copy ---- */

struct copy_walk {
	struct ks_store *store;
	struct walk *walk;
	off_t end;
	size_t n;
	enum ks_rc rc;
};

static bool check_copy(void *context, const struct ks_tail_met *met)
{
	struct copy_walk *copy = context;
	const struct ks_tail_frame *frame = met->frame;

	if (frame->offset >= copy->end)
		return false; /* never acknowledged */
	if (frame->kind != KS_TAIL_STATEMENT && met->is_whole)
		return true;
	sqlite3_stmt *stmt = ks_db_query(copy->store, "SELECT hash FROM statement WHERE seq = ?",
					 "i", frame->seq);

	copy->rc = ks_db_step(copy->store, stmt);
	if (copy->rc == KS_NOT_FOUND || !met->is_whole ||
	    (copy->rc == KS_OK &&
	     (sqlite3_column_bytes(stmt, 0) != KS_HASH_BYTES ||
	      memcmp(sqlite3_column_blob(stmt, 0), frame->hash, KS_HASH_BYTES) != 0))) {
		blame(copy->walk, frame->seq, KS_CHAIN_TAIL);
		copy->rc = KS_OK;
	}
	ks_db_end(stmt);
	if (copy->rc == KS_OK && ++copy->n % PIECE == 0)
		copy->rc = breathe(copy->walk);
	return copy->rc == KS_OK;
}

/* A missing one is no fault: it is made anew when the kiosk starts. Frames that cannot be met at all have no number. */
static enum ks_rc check_tail(struct ks_store *store, struct walk *walk)
{
	struct copy_walk copy = {.store = store, .walk = walk};
	char *path = ks_path_join(store->folder, KS_TAIL_NAME);
	size_t n_damaged = 0, n_before = walk->n_faults;
	struct ks_tail *tail = NULL;
	enum ks_rc rc = ks_tail_open(path, true, &tail);

	if (rc == KS_OK) {
		copy.end = tail->end;
		rc = ks_tail_each(tail, check_copy, &copy, &n_damaged);
	}
	ks_tail_close(tail);
	free(path);
	if (rc == KS_OK && n_damaged > 0 && walk->n_faults == n_before)
		blame(walk, 0, KS_CHAIN_TAIL);
	if (rc == KS_OK)
		rc = copy.rc;
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

/* The table behind *name, but for that of the statements; false: there is none. */
static bool next_table(struct ks_store *store, char **name)
{
	sqlite3_stmt *stmt =
		ks_db_query(store,
			    "SELECT name FROM sqlite_schema WHERE type = 'table'"
			    " AND name <> 'statement' AND name > ? ORDER BY name LIMIT 1",
			    "t", *name ? *name : "");
	bool is_there = ks_db_step(store, stmt) == KS_OK;

	free(*name);
	*name = is_there ? ks_strdup(ks_db_text(stmt, 0)) : NULL;
	ks_db_end(stmt);
	return is_there;
}

/* What PRAGMA integrity_check answers; a disk that cannot be read says nothing of it. Ends @stmt. */
static bool is_sound(struct ks_store *store, sqlite3_stmt *stmt)
{
	enum ks_rc rc = ks_db_step(store, stmt);
	bool is_good = rc == KS_IO || (rc == KS_OK && strcmp(ks_db_text(stmt, 0), "ok") == 0);

	ks_db_end(stmt);
	return is_good;
}

/* In one go SQLite keeps the store for as long as its largest table is large; that one's rows were all read, and found by id. */
static enum ks_rc check_tables(struct ks_store *store, struct walk *walk)
{
	static const char check[] = "SELECT integrity_check FROM pragma_integrity_check(?)";
	enum ks_rc rc = KS_OK;
	char *name = NULL;
	bool is_good = true;

	while (is_good && next_table(store, &name) && (rc = breathe(walk)) == KS_OK)
		is_good = is_sound(store, ks_db_query(store, check, "t", name));
	free(name);
	if (!is_good)
		blame(walk, 0, KS_CHAIN_INDEX);
	return rc;
}

/* The structure of the file, and that the index on id holds what the rows hold. */
static enum ks_rc check_structure(struct ks_store *store, struct walk *walk)
{
	if (walk->breathe)
		return check_tables(store, walk);
	if (!is_sound(store, ks_db_query(store, "PRAGMA integrity_check(1)", "")))
		blame(walk, 0, KS_CHAIN_INDEX);
	return KS_OK;
}

int64_t ks_ledger_last(struct ks_store *store)
{
	int64_t seq = 0;

	if (ks_db_number(store, &seq, "SELECT coalesce(max(seq), 0) FROM statement", "") != KS_OK)
		return 0;
	return seq;
}

static enum ks_rc check_all(struct ks_store *store, struct walk *walk)
{
	enum ks_rc rc = check_rows(walk);

	if (rc == KS_OK)
		rc = check_end(store, walk);
	if (rc == KS_OK)
		rc = breathe(walk);
	if (rc == KS_OK)
		rc = check_progress(store, walk);
	if (rc == KS_OK)
		rc = check_head(store, walk);
	if (rc == KS_OK)
		rc = breathe(walk);
	/* Where the database is wrong already, the second copy differs for that very reason. */
	if (rc == KS_OK && walk->n_faults == 0)
		rc = check_tail(store, walk);
	if (rc != KS_BUSY && walk->n_faults == 0) {
		enum ks_rc given_up = check_structure(store, walk);

		rc = given_up == KS_OK ? rc : given_up;
	}
	return rc;
}

enum ks_rc ks_ledger_verify_beside(struct ks_store *store, struct ks_ledger_beside *beside)
{
	struct walk walk = {.faults = beside->faults,
			    .max = beside->max,
			    .last_row = INT64_MIN,
			    .store = store,
			    .breathe = beside->breathe,
			    .context = beside->context};
	enum ks_rc rc;

	ks_db_lock(store);
	rc = check_all(store, &walk);
	ks_db_unlock(store);
	beside->n_faults = walk.n_faults < walk.max ? walk.n_faults : walk.max;
	beside->n_statements = (int64_t)walk.chain.n_statements;
	return rc == KS_OK && walk.n_faults > 0 ? KS_DAMAGED : rc;
}

enum ks_rc ks_ledger_verify(struct ks_store *store, struct ks_ledger_fault *faults, size_t max,
			    size_t *n_faults, int64_t *n_statements)
{
	struct ks_ledger_beside whole = {.faults = faults, .max = max};
	enum ks_rc rc = ks_ledger_verify_beside(store, &whole);

	*n_faults = whole.n_faults;
	*n_statements = whole.n_statements;
	return rc;
}
