/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/anchor.h"
#include "record/db.h"
#include "record/store_private.h"
#include "support/calls.h"
#include "support/record_sample.h"

/* No file may grow beyond @bytes from here on. */
static void limit_files(rlim_t bytes)
{
	struct rlimit limit;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = bytes == RLIM_INFINITY ? limit.rlim_max : bytes;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static off_t size_of(const struct ks_record_sample *s, const char *name)
{
	char *path = ks_path_join(s->folder, name);
	struct stat file = {0};

	(void)stat(path, &file);
	free(path);
	return file.st_size;
}

/* The second full disk was hidden: a probe that stores what is there already writes nothing. */
static void probe_says_no_each_time_while_nothing_can_be_written(void **state)
{
	struct ks_record_sample *s = *state;

	for (int i = 0; i < 3; i++) {
		assert_int_equal(ks_store_probe(s->store), KS_OK);
		limit_files(4096);
		for (int k = 0; k < 3; k++)
			assert_int_not_equal(ks_store_probe(s->store), KS_OK);
		limit_files(RLIM_INFINITY);
	}
	assert_int_equal(ks_store_probe(s->store), KS_OK);
}

/* What a folder's disk has left is not ours to fill up in a test; that the space goes and comes again is. */
static void space_is_held_back_and_given_to_whoever_is_told_full(void **state)
{
	struct ks_record_sample *s = *state;

	assert_int_equal(size_of(s, "ballast"), 0);
	assert_int_equal(ks_store_probe(s->store), KS_OK);
	assert_int_equal(size_of(s, "ballast"), 2 << 20);
	assert_int_equal(sqlite3_exec(ks_db_handle(s->store), "PRAGMA max_page_count = 1", NULL,
				      NULL, NULL),
			 SQLITE_OK);
	char *big = ks_alloc_zero(1, 1 << 20);

	memset(big, 'x', (1 << 20) - 1);
	assert_int_equal(ks_store_set(s->store, "big", big), KS_FULL);
	assert_int_equal(size_of(s, "ballast"), 0);
	assert_int_equal(sqlite3_exec(ks_db_handle(s->store), "PRAGMA max_page_count = 100000",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(ks_store_probe(s->store), KS_OK);
	assert_int_equal(size_of(s, "ballast"), 2 << 20);
	free(big);
}

/* It goes before a statement fails, and comes only where a visit has room beside it. */
static void space_held_back_comes_and_goes_at_its_limits(void **state)
{
	struct ks_record_sample *s = *state;
	const uint64_t low = 1 << 20, enough = 6 << 20;

	assert_int_equal(ks_store_probe(s->store), KS_OK);
	ks_calls.free_bytes = low;
	ks_record_sample_append(s, KS_FACT_INITIALIZED);
	assert_int_equal(size_of(s, "ballast"), 2 << 20);
	ks_calls.free_bytes = low - 1;
	ks_record_sample_append(s, KS_FACT_TERMINATED);
	assert_int_equal(size_of(s, "ballast"), 0);
	ks_calls.free_bytes = enough - 1;
	assert_int_equal(ks_store_probe(s->store), KS_FULL); /* nobody new begins */
	assert_int_equal(size_of(s, "ballast"), 0);
	ks_calls.free_bytes = enough;
	assert_int_equal(ks_store_probe(s->store), KS_OK);
	assert_int_equal(size_of(s, "ballast"), 2 << 20);
	ks_calls.free_bytes = 0;
}

static void checkpoint_leaves_an_empty_log_and_every_statement(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_statement row;
	int64_t seq = ks_record_sample_append(s, KS_FACT_PASSED);

	assert_true(size_of(s, "kenshu.db-wal") > 0);
	assert_int_equal(ks_store_checkpoint(s->store), KS_OK);
	assert_int_equal(size_of(s, "kenshu.db-wal"), 0);
	ks_store_forget(s->store);
	assert_int_equal(ks_ledger_read(s->ledger, seq, &row), KS_OK);
	ks_statement_finish(&row);
}

/* After two failed fdatasyncs the tail takes no more; the probe behind the trouble screen mends it. */
static void broken_tail_is_mended_and_catches_up(void **state)
{
	struct ks_record_sample *s = *state;

	assert_int_equal(ks_anchor_mend(s->store), KS_OK); /* nothing to mend */
	assert_int_equal(ks_record_sample_append(s, KS_FACT_INITIALIZED), 1);
	s->store->tail->is_broken = true;
	assert_int_equal(ks_anchor_mend(s->store), KS_OK);
	assert_false(s->store->tail->is_broken);
	assert_int_equal(s->store->tail->last.seq, 1);
	assert_int_equal(ks_record_sample_append(s, KS_FACT_TERMINATED), 2);
	assert_int_equal(s->store->tail->last.seq, 2);
}

/* Where there is no room for a new one either, the broken one stays, and the reason is told: full is not damaged. */
static void tail_that_cannot_be_mended_stays_broken(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_tail *broken = s->store->tail;

	assert_int_equal(ks_record_sample_append(s, KS_FACT_INITIALIZED), 1);
	assert_int_equal(unlink(broken->path), 0);
	broken->is_broken = true;
	limit_files(0);
	assert_int_equal(ks_anchor_mend(s->store), KS_FULL);
	limit_files(RLIM_INFINITY);
	assert_ptr_equal(s->store->tail, broken);
	assert_true(broken->is_broken);
	assert_int_equal(ks_anchor_mend(s->store), KS_OK);
	assert_false(s->store->tail->is_broken);
	assert_int_equal(s->store->tail->last.seq, 1);
}

#define with_ledger(test) \
	cmocka_unit_test_setup_teardown(test, ks_record_sample_setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_ledger(probe_says_no_each_time_while_nothing_can_be_written),
		with_ledger(space_is_held_back_and_given_to_whoever_is_told_full),
		with_ledger(space_held_back_comes_and_goes_at_its_limits),
		with_ledger(checkpoint_leaves_an_empty_log_and_every_statement),
		with_ledger(broken_tail_is_mended_and_catches_up),
		with_ledger(tail_that_cannot_be_mended_stays_broken),
	};

	return ks_test_run(tests);
}
