/* SPDX-License-Identifier: Apache-2.0 */
#include "support/cut.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/store_private.h"
#include "support/real.h"
#include "support/test.h"

#define DENSITY 12 /* a try is by one in so many longer than the one before */

static int n_left;

/*
 * What ends a transaction fails of a disk (support/full_disk.h), not of itself; nor does what is over. A statement without a text
 * is one of SQLite's own, which reads the schema.
 */
static bool is_work(sqlite3 *db)
{
	static const char *const brackets[] = {"COMMIT", "ROLLBACK", "PRAGMA"};
	bool is_any = false;

	for (sqlite3_stmt *stmt = sqlite3_next_stmt(db, NULL); stmt;
	     stmt = sqlite3_next_stmt(db, stmt)) {
		const char *sql = sqlite3_sql(stmt);

		is_any = is_any || sqlite3_stmt_busy(stmt);
		for (size_t i = 0; i < KS_COUNT(brackets); i++)
			if (sqlite3_stmt_busy(stmt) && sql &&
			    strncmp(sql, brackets[i], strlen(brackets[i])) == 0)
				return false;
	}
	return is_any;
}

static int strike(void *context)
{
	return n_left > 0 && is_work(context) && --n_left == 0;
}

/* ---- calls that are refused: these stand before SQLite's own ---- */

static struct {
	sqlite3 *db;                   /* whose */
	int n_left;                    /* 0: none is counted */
	int as;                        /* what it is told then: one of SQLite's codes */
	bool is_commit_last, was_last; /* a commit is the last of them, whatever the number; it was */
	const char *words;             /* what has them is refused whenever it comes */
} refuse;

/* What takes back cannot be refused: it needs nothing. */
static bool is_refused(sqlite3 *db, const char *sql)
{
	if (db != refuse.db || !sql || strncmp(sql, "ROLLBACK", 8) == 0)
		return false;
	if (refuse.words && strstr(sql, refuse.words))
		return true;
	if (refuse.n_left == 0)
		return false;
	refuse.was_last = refuse.is_commit_last && strncmp(sql, "COMMIT", 6) == 0;
	refuse.n_left = refuse.was_last ? 0 : refuse.n_left - 1;
	return refuse.n_left == 0;
}

int sqlite3_step(sqlite3_stmt *stmt)
{
	return is_refused(sqlite3_db_handle(stmt), sqlite3_sql(stmt))
		       ? refuse.as
		       : KS_REAL(int, sqlite3_step, sqlite3_stmt *)(stmt);
}

int sqlite3_prepare_v3(sqlite3 *db, const char *sql, int len, unsigned flags, sqlite3_stmt **stmt,
		       const char **rest)
{
	return is_refused(db, sql)
		       ? refuse.as
		       : KS_REAL(int, sqlite3_prepare_v3, sqlite3 *, const char *, int, unsigned,
				 sqlite3_stmt **, const char **)(db, sql, len, flags, stmt, rest);
}

/* It calls the others itself, and believes them less. */
int sqlite3_exec(sqlite3 *db, const char *sql, int (*each)(void *, int, char **, char **),
		 void *context, char **why)
{
	int left, result = refuse.as;

	if (is_refused(db, sql))
		return result;
	left = refuse.n_left;
	refuse.n_left = 0;
	result = KS_REAL(int, sqlite3_exec, sqlite3 *, const char *,
			 int (*)(void *, int, char **, char **), void *,
			 char **)(db, sql, each, context, why);
	refuse.n_left = left;
	return result;
}

void ks_cut_words(struct ks_store *store, const char *words)
{
	refuse.db = store->db;
	refuse.as = SQLITE_CORRUPT;
	refuse.words = words;
}

/* ---- what stands in it ---- */

static uint64_t mix(uint64_t sum, const void *bytes, size_t len)
{
	const unsigned char *at = bytes;

	for (size_t i = 0; i < len; i++)
		sum = (sum ^ at[i]) * UINT64_C(1099511628211);
	return sum;
}

static uint64_t mix_rows(sqlite3 *db, const char *sql, uint64_t sum)
{
	sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		for (int i = 0; i < sqlite3_column_count(stmt); i++) {
			const void *bytes = sqlite3_column_blob(stmt, i);

			sum = mix(sum, "|", 1);
			if (bytes)
				sum = mix(sum, bytes, (size_t)sqlite3_column_bytes(stmt, i));
		}
	}
	assert_int_equal(sqlite3_finalize(stmt), SQLITE_OK);
	return sum;
}

/* All that stands in it. */
static uint64_t print_of(struct ks_store *store)
{
	uint64_t sum = UINT64_C(14695981039346656037);
	sqlite3_stmt *stmt;

	assert_int_equal(sqlite3_prepare_v2(store->db,
					    "SELECT 'SELECT * FROM ' || name FROM sqlite_master"
					    " WHERE type = 'table' ORDER BY name",
					    -1, &stmt, NULL),
			 SQLITE_OK);
	while (sqlite3_step(stmt) == SQLITE_ROW)
		sum = mix_rows(store->db, (const char *)sqlite3_column_text(stmt, 0), sum);
	assert_int_equal(sqlite3_finalize(stmt), SQLITE_OK);
	return sum;
}

static void expect_as_before(const struct ks_cut *cut, const char *how, int n, enum ks_rc rc,
			     uint64_t before)
{
	assert_false(cut->store->is_in_transaction);
	assert_int_equal(cut->store->n_held, 0); /* others wait for it */
	if (rc != KS_OK && !cut->leaves_trace && print_of(cut->store) != before)
		fail_msg("%s: %s %d (%s), it is half done", cut->name, how, n, ks_rc_name(rc));
}

static uint64_t begin(const struct ks_cut *cut)
{
	if (cut->begin)
		cut->begin(cut->context);
	return print_of(cut->store);
}

/* One try, whose @n-th call is refused @as; false: it did not come so far. */
static bool refuse_one(const struct ks_cut *cut, int n, int as, enum ks_rc *rc)
{
	uint64_t before = begin(cut);
	bool was_refused;

	refuse.db = cut->store->db;
	refuse.as = as;
	refuse.n_left = n;
	*rc = cut->act(cut->context);
	was_refused = refuse.n_left == 0;
	refuse.n_left = 0;
	expect_as_before(cut, "refused call", n, *rc, before);
	return was_refused;
}

/* Each call once, up to the commit, which always is, so that nothing comes of any of these tries. */
static void refuse_everywhere(const struct ks_cut *cut)
{
	bool was_refused = true;

	refuse.is_commit_last = true;
	refuse.was_last = false;
	for (int n = 1; was_refused && !refuse.was_last; n++) {
		enum ks_rc rc;

		ks_db_forget_statements(cut->store);
		was_refused = refuse_one(cut, n, SQLITE_READONLY, &rc);
		if (rc == KS_OK && was_refused && cut->tells_each)
			fail_msg("%s: refused call %d, and it does not say so", cut->name, n);
		if (rc != KS_OK && (rc != KS_READ_ONLY || !was_refused) && !cut->is_vague)
			fail_msg("%s: refused call %d, and it says %s", cut->name, n, ks_rc_name(rc));
	}
	refuse.is_commit_last = false;
}

static void expect_done(const struct ks_cut *cut, enum ks_rc rc)
{
	assert_int_equal(cut->store->n_held, 0);
	if (rc != KS_OK || cut->n_cut == 0)
		fail_msg("%s: %s after %d cuts", cut->name, ks_rc_name(rc), cut->n_cut);
}

void ks_cut_steps(struct ks_cut *cut)
{
	enum ks_rc rc;

	cut->n_cut = cut->n_refused = 0;
	for (int n = 1; refuse_one(cut, n, SQLITE_CORRUPT, &rc); n++) {
		cut->n_cut++;
		cut->n_refused += rc != KS_OK;
		if (rc != KS_OK && rc != KS_DAMAGED && rc != cut->also)
			fail_msg("%s: call %d finds damage, and it says %s", cut->name, n,
				 ks_rc_name(rc));
	}
	expect_done(cut, rc);
}

/* While another program writes to a centre's file, who wants to write is told so, and nothing of it happened. */
static void try_busy(const struct ks_cut *cut)
{
	sqlite3 *other;
	uint64_t before;
	enum ks_rc rc;

	if (cut->store->role != KS_ROLE_COLLECTOR || cut->is_vague)
		return;
	before = begin(cut);
	assert_int_equal(sqlite3_busy_timeout(cut->store->db, 0), SQLITE_OK);
	assert_int_equal(sqlite3_open_v2(cut->store->path, &other, SQLITE_OPEN_READWRITE, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	rc = cut->act(cut->context);
	assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(other);
	if ((rc != KS_BUSY && rc != KS_OK) || print_of(cut->store) != before)
		fail_msg("%s: %s while another writes", cut->name, ks_rc_name(rc));
}

void ks_cut_everywhere(struct ks_cut *cut)
{
	uint64_t before;
	enum ks_rc rc = KS_OK;

	try_busy(cut);
	if (!cut->is_one_way)
		refuse_everywhere(cut);
	cut->n_cut = cut->n_refused = 0;
	for (int n = 1;; n += 1 + n / DENSITY) {
		bool was_cut;

		n_left = 0;
		before = begin(cut);
		n_left = n;
		sqlite3_progress_handler(cut->store->db, 1, strike, cut->store->db);
		rc = cut->act(cut->context);
		sqlite3_progress_handler(cut->store->db, 0, NULL, NULL);
		was_cut = n_left == 0;
		if (!was_cut)
			break;
		cut->n_cut++;
		cut->n_refused += rc != KS_OK;
		expect_as_before(cut, "cut off after so many steps:", n, rc, before);
	}
	expect_done(cut, rc);
}

void ks_cut_read(struct ks_store *store, const char *name, enum ks_rc (*act)(void *), void *context)
{
	struct ks_cut cut = {
		.store = store, .act = act, .context = context, .name = name, .tells_each = true};

	ks_cut_everywhere(&cut);
	if (cut.n_refused != cut.n_cut)
		fail_msg("%s: of %d times it was cut off it said so %d times", name, cut.n_cut,
			 cut.n_refused);
}
