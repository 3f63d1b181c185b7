/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/id.h"
#include "base/mem.h"
#include "record/db.h"
#include "record/store_private.h"
#include "support/calls.h"
#include "support/test.h"

/*
 * A folder that is opened, made or read on a disk that fails: whoever starts the program is told why in a sentence that names the
 * folder, nothing is left half made, and the next start finds it whole.
 */

struct fixture {
	char *folder, *state, *db;
};

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_id_init();
	f->folder = ks_test_folder();
	f->state = ks_path_join(f->folder, "S");
	f->db = ks_path_join(f->state, "kenshu.db");
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	free(f->db);
	free(f->state);
	ks_test_folder_finish(f->folder);
	free(f);
	return 0;
}

static enum ks_rc try(const struct fixture *f, enum ks_store_role role, enum ks_store_access access,
		      char **why)
{
	struct ks_store *store = (void *)why;
	enum ks_rc rc = ks_store_open(f->state, role, access, &store, why);

	if (rc != KS_OK) {
		assert_null(store);
		assert_non_null(*why);
		assert_non_null(strstr(*why, f->state));
	} else {
		assert_null(*why);
		ks_store_close(store);
	}
	return rc;
}

static void open_well(const struct fixture *f, enum ks_store_role role, enum ks_store_access access)
{
	char *why = NULL;

	if (try(f, role, access, &why) != KS_OK)
		fail_msg("%s", why);
}

static void expect(const struct fixture *f, enum ks_store_role role, enum ks_store_access access,
		   enum ks_rc expected, const char *words)
{
	char *why = NULL;
	enum ks_rc rc = try(f, role, access, &why);

	if (rc != expected || (words && !strstr(why, words)))
		fail_msg("%s: %s", ks_rc_name(rc), why ? why : "no reason");
	free(why);
}

static void expect_nothing_half_made(const struct fixture *f)
{
	char **names = NULL;
	size_t n = 0;

	if (!ks_folder_exists(f->state))
		return;
	assert_int_equal(ks_folder_list(f->state, NULL, &names, &n), KS_OK);
	for (size_t i = 0; i < n; i++)
		if (strstr(names[i], ".new"))
			fail_msg("%s is left", names[i]);
	ks_folder_list_finish(names, n);
}

/* The first failing call, the second, … of making a folder; each time in a new one. */
static void folder_that_cannot_be_made_is_told_and_made_the_next_time(void **state)
{
	static const struct {
		unsigned kinds;
		int error;
	} ways[] = {{KS_CALLS_WRITE, ENOSPC},
		    {KS_CALLS_WRITE, EIO},
		    {KS_CALLS_SYNC, EIO},
		    {KS_CALLS_OPEN, EACCES},
		    {KS_CALLS_RENAME, EIO}};
	static const enum ks_store_role roles[] = {KS_ROLE_KIOSK, KS_ROLE_COLLECTOR};
	struct fixture *f = *state;

	for (size_t i = 0; i < 2 * KS_COUNT(ways); i++) {
		enum ks_store_role role = roles[i % 2];
		int n_refused = 0;

		for (int at = 1;; at += 1 + at / 4) { /* the first ones one by one */
			char *why = NULL;
			enum ks_rc rc;

			ks_calls_fail(ways[i / 2].kinds, at, false, ways[i / 2].error);
			rc = try(f, role, KS_ACCESS_WRITE, &why);
			if (ks_calls_end() < at) {
				assert_int_equal(rc, KS_OK);
				free(why);
				break;
			}
			n_refused += rc != KS_OK;
			if (rc != KS_OK && ways[i / 2].error == ENOSPC && rc != KS_FULL)
				fail_msg("call %d: %s, %s", at, ks_rc_name(rc), why);
			free(why);
			expect_nothing_half_made(f);
			open_well(f, role, KS_ACCESS_WRITE);
			ks_folder_remove(f->state);
		}
		assert_true(n_refused > 0);
		ks_folder_remove(f->state);
	}
}

static void reason_is_in_the_words(void **state)
{
	struct fixture *f = *state;

	ks_calls_fail(KS_CALLS_RENAME, 2, false, EIO); /* of the database that was just made */
	expect(f, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, KS_IO, "故障");
	ks_calls_fail(KS_CALLS_RENAME, 1, false, EIO); /* its rights */
	expect(f, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, KS_IO, "故障");
	ks_calls_fail(KS_CALLS_OPEN, 1, false, EACCES); /* the lock */
	expect(f, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, KS_READ_ONLY, "権限がありません");
	ks_calls_end();
	open_well(f, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE);
	ks_calls_fail(KS_CALLS_OPEN, 1, true, EACCES);
	expect(f, KS_ROLE_ANY, KS_ACCESS_READ, KS_IO, "権限がありません");
	ks_calls_end();
	open_well(f, KS_ROLE_ANY, KS_ACCESS_READ);
	ks_folder_remove(f->state);
	expect(f, KS_ROLE_ANY, KS_ACCESS_READ, KS_NOT_FOUND, "記録がありません");
}

/* Behind our back, as another version would. */
static void run_sql(const struct fixture *f, const char *sql)
{
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(f->db, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static void version_and_role_decide_who_may_open(void **state)
{
	struct fixture *f = *state;
	char *sql;

	open_well(f, KS_ROLE_ANY, KS_ACCESS_WRITE); /* nobody's yet */
	open_well(f, KS_ROLE_KIOSK, KS_ACCESS_READ);
	open_well(f, KS_ROLE_COLLECTOR, KS_ACCESS_READ);
	open_well(f, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE);
	open_well(f, KS_ROLE_ANY, KS_ACCESS_WRITE);
	expect(f, KS_ROLE_KIOSK, KS_ACCESS_READ, KS_CONFLICT, "センター");
	expect(f, KS_ROLE_KIOSK, KS_ACCESS_WRITE, KS_CONFLICT, "センター");
	run_sql(f, "PRAGMA user_version = 1");
	expect(f, KS_ROLE_COLLECTOR, KS_ACCESS_READ, KS_IO, "前の版の形式です");
	expect(f, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, KS_IO,
	       "書き込めません"); /* what it would make is there */
	sql = ks_format("PRAGMA user_version = %d", ks_schema_version() + 1);
	run_sql(f, sql);
	expect(f, KS_ROLE_COLLECTOR, KS_ACCESS_READ, KS_DAMAGED, "新しい形式です");
	free(sql);
	run_sql(f, "PRAGMA user_version = 0");
	expect(f, KS_ROLE_COLLECTOR, KS_ACCESS_READ, KS_DAMAGED, "kenshu の記録ではありません");
	sql = ks_format("PRAGMA user_version = %d; PRAGMA application_id = 7", ks_schema_version());
	run_sql(f, sql);
	expect(f, KS_ROLE_COLLECTOR, KS_ACCESS_READ, KS_DAMAGED, "kenshu の記録ではありません");
	free(sql);
}

/* What a forged or damaged file may ask of SQLite, and what is a slip of the pen in our own words. */
static void connection_does_only_what_is_wanted(void **state)
{
	static const struct {
		const char *sql;
		int result;
	} cases[] = {
		{"SELECT \"no column\" FROM setting", SQLITE_ERROR},
		{"CREATE TEMP TABLE q(a CHECK(a <> \"no column\"))", SQLITE_ERROR},
		{"CREATE TEMP VIEW v AS SELECT load_extension('x') FROM setting", SQLITE_OK},
		{"PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = ''", SQLITE_ERROR},
		{"INSERT INTO appointment(number, position, unit, unit_kind, facility, employment, from_day,"
		 " to_day, status, roles) VALUES('7', 0, '', '', '', '', '', '', '', '')",
		 SQLITE_CONSTRAINT},
	};
	struct fixture *f = *state;
	struct ks_store *store = NULL;
	char *why = NULL;

	assert_int_equal(ks_store_open(f->state, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &store, &why),
			 KS_OK);
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		int result = sqlite3_exec(ks_db_handle(store), cases[i].sql, NULL, NULL, NULL) & 0xff;

		if (result != cases[i].result)
			fail_msg("%s: %d", cases[i].sql, result);
	}
	assert_int_equal(ks_db_pragma(ks_db_handle(store), "PRAGMA cell_size_check"), 1);
	assert_int_equal(ks_db_pragma(ks_db_handle(store), "PRAGMA temp_store"), 2);
	assert_int_equal(ks_db_pragma(ks_db_handle(store), "PRAGMA mmap_size"), 0);
	assert_int_equal(sqlite3_exec(ks_db_handle(store), "SELECT x", NULL, NULL, NULL),
			 SQLITE_ERROR);
	ks_store_close(store);
	open_well(f, KS_ROLE_ANY, KS_ACCESS_WRITE);
	assert_int_equal(ks_store_open(f->state, KS_ROLE_ANY, KS_ACCESS_READ, &store, &why), KS_OK);
	assert_int_equal(ks_store_set(store, "a", "b"), KS_READ_ONLY);
	assert_int_equal(
		sqlite3_exec(ks_db_handle(store), "CREATE TEMP TABLE q(a)", NULL, NULL, NULL) & 0xff,
		SQLITE_READONLY);
	ks_store_close(store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(folder_that_cannot_be_made_is_told_and_made_the_next_time),
		TEST(reason_is_in_the_words),
		TEST(version_and_role_decide_who_may_open),
		TEST(connection_does_only_what_is_wanted),
	};

	/* What a disk refuses is decided here, not by the disk. */
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	return ks_test_run(tests);
}
