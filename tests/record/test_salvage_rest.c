/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "record/damaged.h"
#include "record/db.h"
#include "record/image.h"
#include "record/store_private.h"
#include "record/tail.h"
#include "support/cut.h"

/* What comes into the new store beside the statements: the tables, whose it is, and where it goes on. */

/* A log, a half-made file or another name is nothing that a record could come out of. */
static void what_a_salvage_looks_at_is_known_by_its_name(void **state)
{
	static const struct {
		const char *name;
		bool is;
	} cases[] = {
		{"kenshu.db", true},
		{"kenshu.tail", true},
		{"kenshu.db.bad-20260518T000000Z", true},
		{"kenshu.tail.bad-20260518T000000Z-2", true},
		{"kenshu.db-wal", false},
		{"kenshu.db.new", false},
		{"kenshu.db.bad", false},
		{"kenshu.db.bad-20260518T000000Z-wal", false},
		{"kenshu.db.bad-20260518T000000Z-shm", false},
		{"kenshu.db.bad-20260518T000000Z-journal", false},
		{"kenshu.dbx", false},
		{"my-kenshu.db", false},
		{"wal", false},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *folder = ks_test_folder(), *path = ks_path_join(folder, cases[i].name);

		assert_int_equal(ks_file_write(path, "x", 1, 0600), KS_OK);
		if (ks_salvage_has_files(folder) != cases[i].is)
			fail_msg("%s", cases[i].name);
		free(path);
		ks_test_folder_finish(folder);
	}
}

/* ---- the tables beside them ---- */

/* As far as both know it, and as far as it fits; a table that is gone costs nothing but itself. */
static void tables_are_carried_over_as_far_as_both_have_them(void **state)
{
	struct ks_damaged *f = *state;

	ks_record_sample_append(f->sample, KS_FACT_PASSED);
	ks_damaged_run_sql(
		f,
		"PRAGMA foreign_keys = OFF;"
		"INSERT INTO person(number, name, kana, is_listed) VALUES('1', 'a', 'b', 1), ('2', 'c', 'd', 0);"
		"ALTER TABLE person ADD COLUMN shoe TEXT DEFAULT '42';"
		"INSERT INTO appointment(number, position, unit, unit_kind, facility, employment, from_day,"
		" to_day, status, roles) VALUES('1', 0, 'u', '', '', '01', '2020-04-01', '', '在職', ''),"
		" ('7', 0, 'u', '', '', '01', '2020-04-01', '', '在職', '');"
		"INSERT INTO preference VALUES('1', 'text', '2'); DROP TABLE card; DROP TABLE pin_try;"
		"CREATE TABLE pin_try(other TEXT); INSERT INTO pin_try VALUES('x');"
		"INSERT INTO sitting(session_id, staff, nendo, plan, lesson, begun_ms, last_ms)"
		" VALUES('s', '1', 2026, 'a', 'm', 1, 2);"
		"INSERT INTO setting VALUES('incident', '3 1 2 3 x'), ('kept', 'yes')");
	ks_damaged_salvage(f);
	assert_int_equal(f->salvage.n_people, 2);
	assert_int_equal(
		ks_damaged_number_in(
			f, "SELECT count(*) FROM person WHERE number = '2' AND NOT is_listed"),
		1);
	assert_int_equal(
		ks_damaged_number_in(f, "SELECT count(*) FROM appointment WHERE number = '1'"), 1);
	assert_int_equal(ks_damaged_number_in(f, "SELECT count(*) FROM appointment"), 1);
	assert_int_equal(
		ks_damaged_number_in(f, "SELECT count(*) FROM preference WHERE value = '2'"), 1);
	assert_int_equal(ks_damaged_number_in(f, "SELECT count(*) FROM card"), 0);
	assert_int_equal(ks_damaged_number_in(f, "SELECT count(*) FROM pin_try"), 0);
	assert_int_equal(ks_damaged_number_in(f, "SELECT count(*) FROM sitting"), 0);
	assert_int_equal(
		ks_damaged_number_in(f, "SELECT count(*) FROM setting WHERE name = 'incident'"), 0);
	assert_int_equal(ks_damaged_number_in(f, "SELECT count(*) FROM setting WHERE name = 'kept'"),
			 1);
	ks_damaged_leave(f);
}

/* After a power cut the last of them stand in the log alone. It is read where it lies, and nothing is made beside it. */
static void tables_come_out_of_the_log_as_well(void **state)
{
	struct ks_damaged *f = *state;

	ks_damaged_run_sql(
		f, "INSERT INTO person(number, name, kana, is_listed) VALUES('1', 'a', 'b', 1)");
	assert_int_equal(ks_store_checkpoint(f->sample->store), KS_OK);
	for (int has_log = 0; has_log < 2; has_log++) {
		char *folder = ks_test_folder(), **names = NULL;
		size_t n_names = 0;
		struct ks_image image;

		if (has_log)
			ks_damaged_run_sql(
				f,
				"INSERT INTO person(number, name, kana, is_listed) VALUES('2', 'c', 'd', 0)");
		image = ks_image_take(f->sample->folder);
		assert_int_equal(image.len[KS_IMAGE_LOG] > 0, has_log);
		ks_image_put(folder, &image);
		if (!has_log) {
			char *log = ks_path_join(folder, ks_image_names[KS_IMAGE_LOG]);

			(void)unlink(log);
			free(log);
		}
		assert_int_equal(ks_salvage_folder(folder, f->into, &f->salvage), KS_OK);
		assert_int_equal(f->salvage.n_people, 1 + has_log);
		ks_salvage_finish(&f->salvage);
		assert_int_equal(ks_folder_list(folder, NULL, &names, &n_names), KS_OK);
		assert_int_equal(n_names, 2 + has_log);
		ks_folder_list_finish(names, n_names);
		ks_image_finish(&image);
		ks_test_folder_finish(folder);
	}
}

/* A folder by the name of a file, and a file of something else: nothing comes out of them, and the others are taken. */
static void what_cannot_be_opened_costs_nothing_but_itself(void **state)
{
	static const char *const names[] = {"kenshu.db.bad-1", "kenshu.tail.bad-1"};
	struct ks_damaged *f = *state;

	ks_record_sample_append(f->sample, KS_FACT_PASSED);
	for (size_t i = 0; i < KS_COUNT(names); i++) {
		char *path = ks_path_join(f->sample->folder, names[i]);

		assert_int_equal(mkdir(path, 0700), 0);
		free(path);
	}
	free(ks_test_write(f->sample->folder, "kenshu.db.bad-2", "this is no database\n"));
	free(ks_test_write(f->sample->folder, "kenshu.tail.bad-2", "nor a tail\n"));
	ks_damaged_salvage(f);
	assert_int_equal(f->salvage.n_saved, 1);
	assert_int_equal(f->salvage.n_lost, 0);
	ks_damaged_leave(f);
}

static void what_does_not_fit_on_the_disk_is_told_and_nothing_is_half_there(void **state)
{
	struct ks_damaged *f = *state;

	ks_record_sample_append(f->sample, KS_FACT_PASSED);
	ks_damaged_run_sql(
		f,
		"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
		" INSERT INTO person(number, name, kana, is_listed) SELECT i, 'n' || i, 'k', 1 FROM n");
	ks_record_sample_close(f->sample);
	assert_int_equal(sqlite3_exec(ks_db_handle(f->into), "PRAGMA max_page_count = 90", NULL,
				      NULL, NULL),
			 SQLITE_OK);
	memset(&f->salvage, 0x5a, sizeof(f->salvage));
	assert_int_equal(ks_salvage_folder(f->sample->folder, f->into, &f->salvage), KS_FULL);
	assert_int_equal(f->salvage.n_saved, 0);
	assert_null(f->salvage.gaps);
	assert_int_equal(ks_damaged_number_in(f, "SELECT count(*) FROM person"), 0);
	assert_int_equal(ks_damaged_number_in(f, "SELECT count(*) FROM statement"), 0);
	assert_int_equal(sqlite3_exec(ks_db_handle(f->into), "PRAGMA max_page_count = 9000", NULL,
				      NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(ks_salvage_folder(f->sample->folder, f->into, &f->salvage), KS_OK);
	assert_int_equal(f->salvage.n_people, 5000);
	ks_record_sample_open(f->sample);
}

static enum ks_rc save(void *context)
{
	struct ks_damaged *f = context;

	ks_salvage_finish(&f->salvage);
	return ks_salvage_folder(f->sample->folder, f->into, &f->salvage);
}

/* Out of the tail alone: why the new store takes it not comes through, and then nothing of it is there. */
static void why_the_new_store_fails_comes_through(void **state)
{
	struct ks_damaged *f = *state;
	char *path = ks_path_join(f->sample->folder, "kenshu.db");
	struct ks_cut cut = {.store = f->into, .act = save, .context = f, .name = "save"};

	ks_record_sample_append(f->sample, KS_FACT_PASSED);
	ks_record_sample_append(f->sample, KS_FACT_CHECKED_IN);
	ks_record_sample_append(f->sample, KS_FACT_AGREED);
	ks_record_sample_close(f->sample);
	assert_int_equal(unlink(path), 0);
	free(path);
	ks_cut_everywhere(&cut);
	assert_true(cut.n_refused > 0);
	assert_int_equal(f->salvage.n_saved, 3);
	assert_int_equal(ks_damaged_number_in(f, "SELECT count(*) FROM statement"), 3);
	assert_int_equal(ks_damaged_number_in(f, "SELECT count(*) FROM progress WHERE done_ms > 0"),
			 2);
	ks_damaged_leave(f);
}

static void append_as(struct ks_record_sample *s, const char *id)
{
	struct ks_fact fact = ks_record_sample_fact(&s->course, KS_FACT_ANSWERED, 0, &s->answer);

	fact.id = id;
	assert_int_equal(ks_ledger_begin(s->ledger), KS_OK);
	assert_int_equal(ks_ledger_append(s->ledger, &fact, NULL), KS_OK);
	assert_int_equal(ks_ledger_commit(s->ledger), KS_OK);
}

/* Of two kiosks' files in one folder: a fact that is there already under another number is not there twice, and stops nothing. */
static void fact_that_is_there_already_is_passed_over(void **state)
{
	static const char id[] = "019e3879-0560-7000-8000-000000000001";
	struct ks_damaged *f = *state;
	struct ks_record_sample *other;
	char *path;

	ks_record_sample_append(f->sample, KS_FACT_ANSWERED);
	append_as(f->sample, id);
	assert_int_equal(ks_record_sample_setup((void **)&other), 0);
	for (int i = 0; i < 2; i++)
		ks_record_sample_append(other, KS_FACT_ANSWERED);
	append_as(other, id);
	ks_record_sample_append(other, KS_FACT_ANSWERED);
	assert_int_equal(pwrite(other->store->tail->fd, "X", 1,
				other->store->tail->recent[2].offset + KS_TAIL_HEAD_BYTES + 3),
			 1);
	path = ks_path_join(other->folder, KS_TAIL_NAME);
	ks_record_sample_close(f->sample);
	assert_int_equal(rename(path, f->tail), 0);
	assert_int_equal(ks_salvage_folder(f->sample->folder, f->into, &f->salvage), KS_OK);
	assert_int_equal(f->salvage.n_saved, 3);
	assert_int_equal(f->salvage.n_lost, 1);
	assert_int_equal(f->salvage.gaps[0].from, 3);
	assert_int_equal(
		ks_damaged_number_in(f, "SELECT seq FROM statement WHERE id LIKE '%-000000000001'"),
		2);
	assert_int_equal(ks_record_sample_teardown((void **)&other), 0);
	free(path);
	ks_damaged_leave(f);
}

/* ---- whose it is ---- */

static void expect_key(struct ks_damaged *f, const char *sql, bool has_key, const char *kiosk)
{
	char *key = NULL, *found;

	ks_record_sample_append(f->sample, KS_FACT_PASSED);
	assert_int_equal(ks_store_get(f->sample->store, "identity_public", &key), KS_OK);
	ks_damaged_run_sql(f, sql);
	ks_damaged_salvage(f);
	assert_int_equal(f->salvage.has_key, has_key);
	found = ks_damaged_setting_in(f, "identity_public");
	if (has_key)
		assert_string_equal(found, key);
	else
		assert_null(found);
	free(found);
	found = ks_damaged_setting_in(f, "kiosk");
	assert_string_equal(found ? found : "", kiosk);
	free(found);
	free(key);
	ks_record_sample_open(f->sample);
}

static void key_of_the_tables_is_kept(void **state)
{
	expect_key(*state, "DELETE FROM setting WHERE name = 'kiosk'", true, "k-01");
}

static void key_that_is_half_gone_comes_from_the_tail(void **state)
{
	expect_key(*state, "UPDATE setting SET value = 'x' WHERE name = 'identity_secret'", true,
		   "k-01");
}

static void key_that_is_nowhere_is_none(void **state)
{
	struct ks_damaged *f = *state;

	ks_record_sample_append(f->sample, KS_FACT_PASSED);
	ks_damaged_run_sql(f, "DELETE FROM setting WHERE name = 'identity_secret'");
	assert_int_equal(unlink(f->tail), 0);
	ks_damaged_salvage(f);
	assert_false(f->salvage.has_key);
	assert_false(f->salvage.is_end_certain);
	assert_null(ks_damaged_setting_in(f, "identity_public"));
	assert_int_equal(f->salvage.n_saved, 1);
	ks_damaged_leave(f);
}

/* ---- where it goes on ---- */

static void expect_end(struct ks_damaged *f, const char *sql, bool is_certain, const char *epoch)
{
	char *found;

	for (int i = 0; i < 3; i++)
		ks_record_sample_append(f->sample, KS_FACT_ANSWERED);
	ks_damaged_run_sql(f, sql);
	if (!is_certain && !strstr(sql, "delivery"))
		assert_int_equal(unlink(f->tail), 0);
	ks_damaged_salvage(f);
	assert_int_equal(f->salvage.n_saved, 3);
	assert_int_equal(f->salvage.is_end_certain, is_certain);
	found = ks_damaged_setting_in(f, KS_SETTING_EPOCH);
	if (strcmp(found ? found : "", epoch) != 0)
		fail_msg("%s: epoch %s, not %s", sql, found ? found : "none", epoch);
	free(found);
	ks_damaged_leave(f);
}

/* No number that anything speaks of is given out again; one that no kiosk comes to is a flipped bit. */
static void new_epoch_begins_behind_every_number_that_was_given_out(void **state)
{
	static const struct {
		const char *sql;
		bool is_certain;
		const char *epoch;
	} cases[] = {
		{"SELECT 1", true, ""},
		{"SELECT 2", false, "2"},
		{"INSERT INTO delivery VALUES(3, 1)", true, ""},
		{"INSERT INTO delivery VALUES(4, 1)", false, "2"},
		{"INSERT INTO delivery VALUES(1000000005, 1)", false, "3"},
		{"INSERT INTO delivery VALUES(2000000000, 1)", false, "3"},
		{"INSERT INTO delivery VALUES(2000000001, 1)", true, ""},
		{"INSERT INTO setting VALUES('epoch', '1')", false, "2"},
		{"INSERT INTO setting VALUES('epoch', '2')", false, "3"},
		{"INSERT INTO setting VALUES('epoch', '999999')", false, "1000000"},
		{"INSERT INTO setting VALUES('epoch', '1000000')", false, "2"},
	};

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		if (i > 0) {
			assert_int_equal(ks_damaged_teardown(state), 0);
			assert_int_equal(ks_damaged_setup(state), 0);
		}
		expect_end(*state, cases[i].sql, cases[i].is_certain, cases[i].epoch);
	}
}

static void end_behind_which_something_stands_is_not_certain(void **state)
{
	struct ks_damaged *f = *state;
	off_t end;

	ks_record_sample_append(f->sample, KS_FACT_ANSWERED);
	end = f->sample->store->tail->end;
	ks_record_sample_close(f->sample);
	int fd = open(f->tail, O_WRONLY | O_CLOEXEC);

	assert_int_equal(pwrite(fd, "torn", 4, end + 8), 4);
	close(fd);
	assert_int_equal(ks_salvage_folder(f->sample->folder, f->into, &f->salvage), KS_OK);
	assert_int_equal(f->salvage.last_seq, 1);
	assert_false(f->salvage.is_end_certain);
	ks_record_sample_open(f->sample);
}

#define with_files(test) \
	cmocka_unit_test_setup_teardown(test, ks_damaged_setup, ks_damaged_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_salvage_looks_at_is_known_by_its_name),
		with_files(tables_are_carried_over_as_far_as_both_have_them),
		with_files(tables_come_out_of_the_log_as_well),
		with_files(what_cannot_be_opened_costs_nothing_but_itself),
		with_files(what_does_not_fit_on_the_disk_is_told_and_nothing_is_half_there),
		with_files(why_the_new_store_fails_comes_through),
		with_files(fact_that_is_there_already_is_passed_over),
		with_files(key_of_the_tables_is_kept),
		with_files(key_that_is_half_gone_comes_from_the_tail),
		with_files(key_that_is_nowhere_is_none),
		with_files(new_epoch_begins_behind_every_number_that_was_given_out),
		with_files(end_behind_which_something_stands_is_not_certain),
	};

	/* Nothing here is about waiting for a disk. */
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	return ks_test_run(tests);
}
