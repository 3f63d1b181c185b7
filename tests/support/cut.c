/* SPDX-License-Identifier: Apache-2.0 */
#include "support/cut.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/store_private.h"
#include "support/test.h"

#define DENSITY 12 /* a try is by one in so many longer than the one before */

static int n_left;

/* What begins and ends a transaction fails of a disk (support/full_disk.h), not of itself; nor does what is over. */
static bool is_work(sqlite3 *db)
{
	static const char *const brackets[] = {"BEGIN", "COMMIT", "ROLLBACK", "PRAGMA"};
	bool is_any = false;

	for (sqlite3_stmt *stmt = sqlite3_next_stmt(db, NULL); stmt;
	     stmt = sqlite3_next_stmt(db, stmt)) {
		is_any = is_any || sqlite3_stmt_busy(stmt);
		for (size_t i = 0; i < KS_COUNT(brackets); i++)
			if (sqlite3_stmt_busy(stmt) &&
			    strncmp(sqlite3_sql(stmt), brackets[i], strlen(brackets[i])) == 0)
				return false;
	}
	return is_any;
}

static int strike(void *context)
{
	return n_left > 0 && is_work(context) && --n_left == 0;
}

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

void ks_cut_everywhere(struct ks_cut *cut)
{
	uint64_t before;
	enum ks_rc rc = KS_OK;

	cut->n_cut = cut->n_refused = 0;
	for (int n = 1;; n += 1 + n / DENSITY) {
		bool was_cut;

		n_left = 0;
		if (cut->begin)
			cut->begin(cut->context);
		before = print_of(cut->store);
		n_left = n;
		sqlite3_progress_handler(cut->store->db, 1, strike, cut->store->db);
		rc = cut->act(cut->context);
		sqlite3_progress_handler(cut->store->db, 0, NULL, NULL);
		was_cut = n_left == 0;
		if (!was_cut)
			break;
		cut->n_cut++;
		cut->n_refused += rc != KS_OK;
		assert_false(cut->store->is_in_transaction);
		if (rc != KS_OK && !cut->leaves_trace && print_of(cut->store) != before)
			fail_msg("%s: cut off after %d steps (%s), it is half done", cut->name, n,
				 ks_rc_name(rc));
	}
	if (rc != KS_OK || cut->n_cut == 0)
		fail_msg("%s: %s after %d cuts", cut->name, ks_rc_name(rc), cut->n_cut);
}

void ks_cut_read(struct ks_store *store, const char *name, enum ks_rc (*act)(void *), void *context)
{
	struct ks_cut cut = {.store = store, .act = act, .context = context, .name = name};

	ks_cut_everywhere(&cut);
	if (cut.n_refused != cut.n_cut)
		fail_msg("%s: of %d times it was cut off it said so %d times", name, cut.n_cut,
			 cut.n_refused);
}
