/* SPDX-License-Identifier: Apache-2.0 */
#include "record/store.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/db.h"
#include "support/test.h"

static struct ks_store *open_ok(const char *folder, enum ks_store_role role, enum ks_store_access mode)
{
	struct ks_store *store = NULL;
	char *why = NULL;

	if (ks_store_open(folder, role, mode, &store, &why) != KS_OK)
		fail_msg("%s", why);
	return store;
}

/* Opens, expects @rc and a Japanese sentence that names the folder and holds @word. */
static void expect_refused(const char *folder, enum ks_store_role role, enum ks_store_access mode,
			   enum ks_rc rc, const char *word)
{
	struct ks_store *store = (struct ks_store *)1;
	char *why = NULL;

	assert_int_equal(ks_store_open(folder, role, mode, &store, &why), rc);
	assert_null(store);
	assert_non_null(why);
	if (!strstr(why, word) || !strstr(why, folder) || !strstr(why, "ください。"))
		fail_msg("「%s」 is not in: %s", word, why);
	free(why);
}

static char *text_of(struct ks_store *store, const char *sql)
{
	sqlite3_stmt *stmt = NULL;

	ks_db_lock(store);
	assert_int_equal(sqlite3_prepare_v2(ks_db_handle(store), sql, -1, &stmt, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	char *text = ks_strdup((const char *)sqlite3_column_text(stmt, 0));

	sqlite3_finalize(stmt);
	ks_db_unlock(store);
	return text;
}

static void expect_pragma(struct ks_store *store, const char *pragma, const char *value)
{
	char *is = text_of(store, pragma);

	if (strcmp(is, value) != 0)
		fail_msg("%s is %s, not %s", pragma, is, value);
	free(is);
}

static bool exists(const char *folder, const char *name)
{
	char *path = ks_path_join(folder, name);
	bool is = access(path, F_OK) == 0;

	free(path);
	return is;
}

static void writers_are_durable_and_a_kiosk_is_alone(void **state)
{
	char *folder = *state;
	struct ks_store *store = open_ok(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE);
	struct stat file;

	expect_pragma(store, "PRAGMA journal_mode", "wal");
	expect_pragma(store, "PRAGMA synchronous", "2");
	expect_pragma(store, "PRAGMA locking_mode", "exclusive");
	expect_pragma(store, "PRAGMA trusted_schema", "0");
	expect_pragma(store, "PRAGMA foreign_keys", "1");
	assert_int_equal(ks_store_set(store, "a", "b"), KS_OK);
	assert_false(exists(folder, "kenshu.db-shm"));
	char *path = ks_path_join(folder, "kenshu.db");

	assert_int_equal(stat(path, &file), 0);
	assert_int_equal(file.st_mode & 0777, 0600);
	free(path);
	ks_store_close(store);
	/* Closed in good order: one file and the lock, nothing half-made. */
	assert_false(exists(folder, "kenshu.db-wal"));
	assert_false(exists(folder, "kenshu.db.new"));
}

static void every_table_is_strict(void **state)
{
	struct ks_store *store = open_ok(*state, KS_ROLE_ANY, KS_ACCESS_WRITE);
	char *loose = text_of(store, "SELECT count(*) FROM pragma_table_list WHERE NOT strict"
				     " AND type = 'table' AND name NOT LIKE 'sqlite_%'");

	assert_string_equal(loose, "0");
	free(loose);
	ks_store_close(store);
}

static void first_program_claims_the_folder_and_the_other_is_refused(void **state)
{
	char *folder = *state;
	struct ks_store *store = open_ok(folder, KS_ROLE_ANY, KS_ACCESS_WRITE);

	assert_int_equal(ks_store_role(store), KS_ROLE_ANY);
	ks_store_close(store);
	store = open_ok(folder, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE);
	expect_pragma(store, "PRAGMA locking_mode", "normal");
	assert_int_equal(ks_store_role(store), KS_ROLE_COLLECTOR);
	ks_store_close(store);
	expect_refused(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, KS_CONFLICT, "センター");
	store = open_ok(folder, KS_ROLE_ANY, KS_ACCESS_READ);
	assert_int_equal(ks_store_role(store), KS_ROLE_COLLECTOR);
	ks_store_close(store);
}

static void second_writer_is_told_that_it_is_in_use(void **state)
{
	char *folder = *state;
	struct ks_store *store = open_ok(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE);

	expect_refused(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, KS_BUSY, "使っています");
	expect_refused(folder, KS_ROLE_ANY, KS_ACCESS_WRITE, KS_BUSY, "使っています");
	expect_refused(folder, KS_ROLE_ANY, KS_ACCESS_READ, KS_BUSY, "使っています");
	ks_store_close(store);
	ks_store_close(open_ok(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE));
}

static void collector_is_read_while_it_writes(void **state)
{
	char *folder = *state, *value = NULL;
	struct ks_store *writer = open_ok(folder, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE);
	struct ks_store *reader = open_ok(folder, KS_ROLE_COLLECTOR, KS_ACCESS_READ);

	assert_int_equal(ks_store_begin(writer), KS_OK);
	assert_int_equal(ks_store_set(writer, "a", "1"), KS_OK);
	assert_int_equal(ks_store_get(reader, "a", &value), KS_NOT_FOUND);
	assert_int_equal(ks_store_commit(writer), KS_OK);
	assert_int_equal(ks_store_get(reader, "a", &value), KS_OK);
	assert_string_equal(value, "1");
	free(value);
	assert_int_equal(ks_store_set(reader, "a", "2"), KS_READ_ONLY);
	ks_store_close(reader);
	ks_store_close(writer);
}

static void folder_that_cannot_be_used_is_named_with_the_reason(void **state)
{
	char *folder = *state;
	char *file = ks_test_write(folder, "file", "x");
	char *below = ks_path_join(file, "state");
	char *device = ks_strdup("/proc/kenshu-state");

	expect_refused(file, KS_ROLE_KIOSK, KS_ACCESS_WRITE, KS_IO, "フォルダーではなく");
	expect_refused(below, KS_ROLE_KIOSK, KS_ACCESS_WRITE, KS_IO, "書き込めません");
	expect_refused(device, KS_ROLE_KIOSK, KS_ACCESS_WRITE, KS_IO, "書き込めません");
	expect_refused(below, KS_ROLE_ANY, KS_ACCESS_READ, KS_NOT_FOUND, "記録がありません");
	free(device);
	free(below);
	free(file);
}

/* The five ways a file can be something else; each must survive untouched for whoever mends it. */
/* Reads as an ordinary user, for root may read everything. */
static void reader_is_never_told_about_writing(void **state)
{
	char *folder = ks_test_folder(), *path = ks_path_join(folder, "kenshu.db");
	bool is_root = geteuid() == 0;

	(void)state;
	ks_store_close(open_ok(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE));
	assert_int_equal(chmod(folder, 0755), 0);
	assert_int_equal(chmod(path, 0), 0);
	if (is_root)
		assert_int_equal(seteuid(65534), 0);
	expect_refused(folder, KS_ROLE_ANY, KS_ACCESS_READ, KS_IO,
		       "記録を読めません（権限がありません）");
	if (is_root)
		assert_int_equal(seteuid(0), 0);
	assert_int_equal(chmod(path, 0600), 0);
	free(path);
	ks_test_folder_finish(folder);
}

static void folder_without_the_right_to_write_is_told_apart_from_a_broken_disk(void **state)
{
	char *folder = ks_test_folder();
	bool is_root = geteuid() == 0;

	(void)state;
	assert_int_equal(chmod(folder, 0555), 0);
	if (is_root)
		assert_int_equal(seteuid(65534), 0);
	expect_refused(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, KS_READ_ONLY,
		       "書き込めません（権限がありません）");
	if (is_root)
		assert_int_equal(seteuid(0), 0);
	assert_int_equal(chmod(folder, 0700), 0);
	ks_test_folder_finish(folder);
}

/* A folder where the log's place is taken: SQLite says CANTOPEN, as in the moment when a kiosk ends. */
static void reader_beside_a_program_that_ends_is_told_to_try_again(void **state)
{
	char *folder = ks_test_folder(), *wal;
	struct ks_store *store = open_ok(folder, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE), *again;
	int lock;

	(void)state;
	ks_store_close(store);
	wal = ks_path_join(folder, "kenshu.db-wal");
	assert_int_equal(mkdir(wal, 0700), 0);
	expect_refused(folder, KS_ROLE_ANY, KS_ACCESS_READ, KS_IO, "読めません");
	char *path = ks_path_join(folder, "lock");

	lock = open(path, O_RDWR | O_CLOEXEC);
	assert_int_equal(flock(lock, LOCK_EX | LOCK_NB), 0);
	expect_refused(folder, KS_ROLE_ANY, KS_ACCESS_READ, KS_BUSY, "使っています");
	close(lock);
	assert_int_equal(rmdir(wal), 0);
	again = open_ok(folder, KS_ROLE_ANY, KS_ACCESS_READ);
	ks_store_close(again);
	free(path);
	free(wal);
	ks_test_folder_finish(folder);
}

static void damaged_or_foreign_file_is_refused_and_left_as_it_is(void **state)
{
	static const struct {
		const char *sql, *bytes, *word;
	} cases[] = {
		{NULL, "", "空になっています"},
		{NULL,
		 "this is no database, but it is long enough to be looked at by SQLite, "
		 "which reads one hundred bytes first of all, and then says so",
		 "壊れています"},
		{"CREATE TABLE t(x)", NULL, "kenshu の記録ではありません"},
		{"PRAGMA application_id = 1802725425; PRAGMA user_version = 99", NULL, "新しい形式"},
	};

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *folder = ks_format("%s/%zu", (char *)*state, i);

		assert_int_equal(mkdir(folder, 0700), 0);
		char *path = ks_path_join(folder, "kenshu.db");

		if (cases[i].bytes) {
			free(ks_test_write(folder, "kenshu.db", cases[i].bytes));
		} else {
			sqlite3 *db;

			assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
			assert_int_equal(sqlite3_exec(db, cases[i].sql, NULL, NULL, NULL), SQLITE_OK);
			sqlite3_close(db);
		}
		char *before = ks_test_read(path);

		expect_refused(folder, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, KS_DAMAGED, cases[i].word);
		char *after = ks_test_read(path);

		assert_string_equal(before, after);
		free(before);
		free(after);
		free(path);
		free(folder);
	}
}

static void record_of_a_newer_program_is_refused_by_a_kiosk_and_not_set_aside(void **state)
{
	char *folder = *state, *path = ks_path_join(folder, "kenshu.db");
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
				      "PRAGMA application_id = 1802725425; PRAGMA user_version = 99",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	sqlite3_close(db);
	expect_refused(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, KS_DAMAGED, "新しい形式");
	assert_true(exists(folder, "kenshu.db"));
	assert_false(exists(folder, "kenshu.damaged"));
	free(path);
}

static void lost_database_beside_its_log_is_not_begun_anew(void **state)
{
	char *folder = *state;

	free(ks_test_write(folder, "kenshu.db-wal", "left over"));
	expect_refused(folder, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, KS_DAMAGED, "なくなっています");
	assert_false(exists(folder, "kenshu.db"));
}

static void rollback_undoes_and_is_harmless_when_none_is_open(void **state)
{
	struct ks_store *store = open_ok(*state, KS_ROLE_KIOSK, KS_ACCESS_WRITE);
	char *value = NULL;

	ks_store_rollback(store);
	assert_int_equal(ks_store_begin(store), KS_OK);
	assert_int_equal(ks_store_set(store, "a", "1"), KS_OK);
	ks_store_rollback(store);
	ks_store_rollback(store);
	assert_int_equal(ks_store_get(store, "a", &value), KS_NOT_FOUND);
	assert_null(value);
	ks_store_close(store);
}

static void what_is_forgotten_is_still_on_the_disk(void **state)
{
	struct ks_store *store = open_ok(*state, KS_ROLE_KIOSK, KS_ACCESS_WRITE);
	char *value = NULL;

	assert_int_equal(ks_store_set(store, "a", "1"), KS_OK);
	ks_store_forget(store);
	assert_int_equal(ks_store_get(store, "a", &value), KS_OK);
	assert_string_equal(value, "1");
	free(value);
	assert_int_equal(ks_store_begin(store), KS_OK); /* what is not written yet stays */
	assert_int_equal(ks_store_set(store, "a", "2"), KS_OK);
	ks_store_forget(store);
	assert_int_equal(ks_store_commit(store), KS_OK);
	assert_int_equal(ks_store_get(store, "a", &value), KS_OK);
	assert_string_equal(value, "2");
	free(value);
	ks_store_close(store);
	ks_store_forget(NULL);
}

/* After SQLITE_FULL SQLite may have rolled back by itself; the rest must not commit on its own. */
static void spoiled_transaction_cannot_commit_its_second_half(void **state)
{
	struct ks_store *store = open_ok(*state, KS_ROLE_KIOSK, KS_ACCESS_WRITE);
	char *big = ks_alloc_zero(1, 1 << 20), *value = NULL;

	memset(big, 'x', (1 << 20) - 1);
	expect_pragma(store, "PRAGMA max_page_count = 100", "100");
	assert_int_equal(ks_store_begin(store), KS_OK);
	assert_int_equal(ks_store_set(store, "first", "1"), KS_OK);
	assert_int_equal(ks_store_set(store, "big", big), KS_FULL);
	assert_int_equal(ks_store_set(store, "second", "2"), KS_FULL);
	assert_int_equal(ks_store_get(store, "first", &value), KS_FULL);
	assert_int_equal(ks_store_commit(store), KS_FULL);
	assert_int_equal(ks_store_get(store, "first", &value), KS_NOT_FOUND);
	assert_int_equal(ks_store_get(store, "second", &value), KS_NOT_FOUND);
	assert_int_equal(ks_store_set(store, "small", "3"), KS_OK);
	assert_true(strlen(ks_store_last_error(store)) > 0);
	free(big);
	ks_store_close(store);
}

static void *set_many(void *context)
{
	struct ks_store *store = context;

	for (int i = 0; i < 50; i++) {
		char name[16];

		(void)snprintf(name, sizeof(name), "n%d", i);
		if (ks_store_begin(store) != KS_OK || ks_store_set(store, name, "x") != KS_OK ||
		    ks_store_set(store, "last", name) != KS_OK || ks_store_commit(store) != KS_OK)
			return store;
	}
	return NULL;
}

static void two_threads_take_turns_transaction_by_transaction(void **state)
{
	struct ks_store *store = open_ok(*state, KS_ROLE_KIOSK, KS_ACCESS_WRITE);
	pthread_t thread;
	void *failed;
	int64_t n = 0;

	assert_int_equal(pthread_create(&thread, NULL, set_many, store), 0);
	assert_null(set_many(store));
	assert_int_equal(pthread_join(thread, &failed), 0);
	assert_null(failed);
	assert_int_equal(
		ks_db_number(store, &n, "SELECT count(*) FROM setting WHERE value = 'x'", ""), KS_OK);
	assert_int_equal(n, 50);
	ks_store_close(store);
}

static int make_folder(void **state)
{
	*state = ks_test_folder();
	return 0;
}

static int remove_folder(void **state)
{
	ks_test_folder_finish(*state);
	return 0;
}

#define in_folder(test) cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

/* A centre's connection has no mutex of its own: who asks without the store's ends the program. */
static void threads_of_a_centre_ask_under_the_lock_or_not_at_all(void **state)
{
	struct ks_store *store = open_ok(*state, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE);
	int status;
	pid_t child = fork();

	assert_true(child >= 0);
	if (child == 0) {
		fclose(stderr);
		(void)signal(SIGABRT, SIG_DFL);
		(void)ks_db_query(store, "SELECT 1", "");
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	ks_db_lock(store);
	ks_db_end(ks_db_query(store, "SELECT 1", ""));
	ks_db_unlock(store);
	ks_store_close(store);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		in_folder(writers_are_durable_and_a_kiosk_is_alone),
		in_folder(every_table_is_strict),
		in_folder(first_program_claims_the_folder_and_the_other_is_refused),
		in_folder(second_writer_is_told_that_it_is_in_use),
		in_folder(collector_is_read_while_it_writes),
		in_folder(folder_that_cannot_be_used_is_named_with_the_reason),
		in_folder(reader_is_never_told_about_writing),
		in_folder(folder_without_the_right_to_write_is_told_apart_from_a_broken_disk),
		in_folder(reader_beside_a_program_that_ends_is_told_to_try_again),
		in_folder(damaged_or_foreign_file_is_refused_and_left_as_it_is),
		in_folder(record_of_a_newer_program_is_refused_by_a_kiosk_and_not_set_aside),
		in_folder(lost_database_beside_its_log_is_not_begun_anew),
		in_folder(rollback_undoes_and_is_harmless_when_none_is_open),
		in_folder(what_is_forgotten_is_still_on_the_disk),
		in_folder(spoiled_transaction_cannot_commit_its_second_half),
		in_folder(threads_of_a_centre_ask_under_the_lock_or_not_at_all),
		in_folder(two_threads_take_turns_transaction_by_transaction),
	};

	return ks_test_run(tests);
}
