/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/id.h"
#include "base/mem.h"
#include "record/backup.h"
#include "support/calls.h"
#include "support/test.h"

/*
 * Copying and the way back with each call to the system failing once: it is told, what has a name is whole, what was there before
 * stays, and nothing is left half made.
 */

#define ALL (KS_CALLS_WRITE | KS_CALLS_SYNC | KS_CALLS_READ | KS_CALLS_OPEN | KS_CALLS_RENAME)

struct fixture {
	char *folder, *state, *base, *step, *whole, *again;
	struct ks_store *store;
};

static struct ks_store *open_store(const char *state, enum ks_store_access access)
{
	struct ks_store *store = NULL;
	char *why = NULL;

	assert_int_equal(ks_store_open(state, KS_ROLE_COLLECTOR, access, &store, &why), KS_OK);
	return store;
}

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_id_init();
	f->folder = ks_test_folder();
	f->state = ks_path_join(f->folder, "C");
	f->base = ks_path_join(f->folder, "one.db");
	f->step = ks_path_join(f->folder, "two.step");
	f->whole = ks_path_join(f->folder, "two.db");
	f->again = ks_path_join(f->folder, "C2");
	f->store = open_store(f->state, KS_ACCESS_WRITE);
	assert_int_equal(ks_store_set(f->store, "a", "1"), KS_OK);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_store_close(f->store);
	ks_test_folder_finish(f->folder);
	free(f->state);
	free(f->base);
	free(f->step);
	free(f->whole);
	free(f->again);
	free(f);
	return 0;
}

static void expect_a(const char *state, const char *expected)
{
	struct ks_store *store = open_store(state, KS_ACCESS_READ);
	char *value = NULL;

	assert_int_equal(ks_store_get(store, "a", &value), KS_OK);
	assert_string_equal(value, expected);
	free(value);
	ks_store_close(store);
}

/* It comes back with "a" as @expected, and the folder goes again. */
static void expect_copy(const struct fixture *f, const char *copy, const char *expected)
{
	assert_int_equal(ks_backup_restore(copy, f->again), KS_OK);
	expect_a(f->again, expected);
	ks_folder_remove(f->again);
}

static bool is_there(const char *path, const char *suffix)
{
	char *name = ks_format("%s%s", path, suffix);
	bool is = ks_file_exists(name);

	free(name);
	return is;
}

/* ---- what is tried, and what must be so afterwards ---- */

static enum ks_rc write_whole(const struct fixture *f)
{
	return ks_backup_write(f->store, f->whole);
}

static enum ks_rc write_step(const struct fixture *f)
{
	bool is_whole;

	return ks_backup_write_step(f->store, f->base, f->step, f->whole, &is_whole);
}

static enum ks_rc restore_whole(const struct fixture *f)
{
	return ks_backup_restore(f->base, f->again);
}

static enum ks_rc restore_step(const struct fixture *f)
{
	return ks_backup_restore(f->step, f->again);
}

/* Once it has its name only the folder's own entry may still not be on the disk. */
static void judge_copy(const struct fixture *f, enum ks_rc rc, bool is_unnamed)
{
	const char *const paths[] = {f->step, f->whole};
	int n = 0;

	for (size_t i = 0; i < KS_COUNT(paths); i++) {
		if (is_there(paths[i], "")) { /* whole, though perhaps not told so */
			expect_copy(f, paths[i], "2");
			assert_int_equal(unlink(paths[i]), 0);
			n++;
		}
		if (is_there(paths[i], ".part"))
			fail_msg("%s.part is left (%s)", paths[i], ks_rc_name(rc));
	}
	if (rc == KS_OK ? n != 1 : n > 0 && is_unnamed)
		fail_msg("%s, and %d copies", ks_rc_name(rc), n);
}

static void judge_folder(const struct fixture *f, enum ks_rc rc, const char *expected)
{
	char *path = ks_path_join(f->again, "kenshu.db");

	if (rc == KS_OK)
		expect_a(f->again, expected);
	else if (ks_file_exists(path))
		fail_msg("%s, and there is a database", ks_rc_name(rc));
	free(path);
	if (ks_folder_exists(f->again))
		ks_folder_remove(f->again);
}

static const struct {
	enum ks_rc (*act)(const struct fixture *f);
	const char *restored; /* NULL: it copies */
} acts[] = {{write_whole, NULL}, {write_step, NULL}, {restore_whole, "1"}, {restore_step, "2"}};

static void try_all(const struct fixture *f, size_t i, unsigned kinds, int error, enum ks_rc expected)
{
	int n_refused = 0, n_expected = 0, n_calls;
	enum ks_rc rc;

	for (int at = 1;; at++) {
		bool was_met;

		ks_calls_fail(kinds, at, false, error);
		rc = acts[i].act(f);
		n_calls = ks_calls_end();
		was_met = n_calls >= at;
		if (acts[i].restored)
			judge_folder(f, rc, acts[i].restored);
		else
			judge_copy(f, rc, !(kinds & (KS_CALLS_SYNC | KS_CALLS_OPEN)));
		if (!was_met)
			break;
		n_refused += rc != KS_OK;
		n_expected += rc == expected;
	}
	assert_int_equal(rc, KS_OK);
	if (error != EINTR)
		assert_true(n_refused > 0);
	if (expected != KS_OK && n_expected == 0)
		fail_msg("act %zu, calls %u: nobody says %s", i, kinds, ks_rc_name(expected));
}

static void prepare(struct fixture *f)
{
	char *filler = ks_alloc_zero(1, 300001);

	memset(filler, 'f', 300000);
	assert_int_equal(ks_store_set(f->store, "filler", filler), KS_OK);
	assert_int_equal(ks_backup_write(f->store, f->base), KS_OK);
	assert_int_equal(ks_store_set(f->store, "a", "2"), KS_OK);
	free(filler);
	assert_int_equal(write_step(f), KS_OK);
}

static void copying_that_fails_is_told_and_leaves_nothing_half_made(void **state)
{
	struct fixture *f = *state;

	prepare(f);
	assert_int_equal(unlink(f->step), 0);
	for (size_t i = 0; i < 2; i++) {
		try_all(f, i, KS_CALLS_WRITE, ENOSPC, KS_FULL);
		try_all(f, i, KS_CALLS_WRITE, EIO, KS_IO);
		try_all(f, i, KS_CALLS_SYNC, EIO, KS_IO);
		try_all(f, i, KS_CALLS_OPEN, ENOSPC, KS_FULL);
		try_all(f, i, KS_CALLS_OPEN, EACCES, KS_READ_ONLY);
		try_all(f, i, KS_CALLS_OPEN, EMFILE, KS_IO);
		try_all(f, i, KS_CALLS_READ, EIO, KS_IO);
		try_all(f, i, KS_CALLS_RENAME, EIO, KS_IO);
	}
	try_all(f, 1, KS_CALLS_WRITE, EDQUOT, KS_FULL);
	expect_copy(f, f->base, "1"); /* as it was */
}

static void the_way_back_that_fails_is_told_and_makes_no_folder(void **state)
{
	struct fixture *f = *state;

	prepare(f);
	for (size_t i = 2; i < 4; i++) {
		try_all(f, i, KS_CALLS_WRITE, ENOSPC, KS_FULL);
		try_all(f, i, KS_CALLS_WRITE, EIO, KS_IO);
		try_all(f, i, KS_CALLS_SYNC, EIO, KS_IO);
		try_all(f, i, KS_CALLS_OPEN, EMFILE, KS_IO);
		try_all(f, i, KS_CALLS_OPEN, ENOENT, KS_NOT_FOUND);
		try_all(f, i, KS_CALLS_READ, EIO, KS_OK);
	}
	expect_copy(f, f->base, "1");
	expect_copy(f, f->step, "2");
}

/* Half of it read or written at once, as from a slow disk: the rest follows. */
static void short_reads_and_writes_are_gone_on_with(void **state)
{
	struct fixture *f = *state;
	bool is_whole;

	prepare(f);
	for (int at = 1; at < 120; at++) {
		(void)unlink(f->step);
		ks_calls_fail(KS_CALLS_WRITE | KS_CALLS_READ, at, false, 0);
		if (ks_backup_write_step(f->store, f->base, f->step, f->whole, &is_whole) != KS_OK ||
		    ks_backup_restore(f->step, f->again) != KS_OK)
			judge_folder(f, KS_IO, "2"); /* SQLite gives up where it is short of anything */
		else
			judge_folder(f, KS_OK, "2");
		ks_calls_end();
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(copying_that_fails_is_told_and_leaves_nothing_half_made),
		TEST(the_way_back_that_fails_is_told_and_makes_no_folder),
		TEST(short_reads_and_writes_are_gone_on_with),
	};

	/* What a disk refuses is decided here, not by the disk. */
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	return ks_test_run(tests);
}
