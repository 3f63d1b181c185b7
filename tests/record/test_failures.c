/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "record/backup_step.h"
#include "record/db.h"
#include "record/inspection.h"
#include "record/parcel.h"
#include "record/pin.h"
#include "record/pseudonym.h"
#include "record/roster.h"
#include "record/salvage.h"
#include "record/scratch.h"
#include "record/store_private.h"
#include "record/tail.h"
#include "support/cut.h"
#include "support/record_sample.h"

/* What fails outside of a statement: what is said of it, and what stands afterwards. */

/* ---- opening ---- */

static void each_failure_is_explained_to_who_starts_the_program(void **state)
{
	struct ks_record_sample *s = *state;
	const struct {
		enum ks_rc rc, said;
		bool is_reader;
		const char *words;
	} cases[] = {
		{KS_BUSY, KS_BUSY, false, "ほかのプログラム（kenshu-kiosk など）が使っています"},
		{KS_FULL, KS_FULL, false, "書き込めません（ディスクに空きがありません）"},
		{KS_FULL, KS_IO, true, "記録を読めません（開けません）"},
		{KS_DAMAGED, KS_DAMAGED, false, "壊れています"},
		{KS_IO, KS_IO, false, "書き込めません（開けません）"},
		{KS_IO, KS_IO, true, "記録を読めません（開けません）"},
	};

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *why = NULL;

		s->store->is_reader = cases[i].is_reader;
		assert_int_equal(ks_store_explain(s->store, cases[i].rc, &why), cases[i].said);
		if (!strstr(why, cases[i].words) || !strstr(why, s->folder))
			fail_msg("%zu: %s", i, why);
		free(why);
	}
	s->store->is_reader = false;
}

static void a_step_that_fails_leaves_the_version_as_it_was(void **state)
{
	sqlite3 *db;

	(void)state;
	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(ks_schema_migrate(db), KS_OK);
	assert_int_equal(ks_db_pragma(db, "PRAGMA user_version"), ks_schema_version());
	/* What the first step makes is there already. */
	assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 0", NULL, NULL, NULL), SQLITE_OK);
	assert_int_not_equal(ks_schema_migrate(db), KS_OK);
	assert_int_equal(sqlite3_get_autocommit(db), 1);
	assert_int_equal(ks_db_pragma(db, "PRAGMA user_version"), 0);
	assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 9999", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(ks_schema_migrate(db), KS_DAMAGED);
	assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = -1", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(ks_schema_migrate(db), KS_DAMAGED);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void a_scratch_that_cannot_be_made_is_none(void **state)
{
	struct ks_store *store = (void *)state;
	int64_t n = 0;

	assert_int_equal(ks_scratch_open("CREATE nothing", &store), KS_IO);
	assert_null(store);
	assert_int_equal(ks_scratch_open("CREATE TABLE a(b); INSERT INTO a VALUES(7)", &store),
			 KS_OK);
	assert_int_equal(ks_db_number(store, &n, "SELECT b FROM a", ""), KS_OK);
	assert_int_equal(n, 7);
	ks_store_close(store);
}

static void a_value_too_long_for_the_database_is_refused_and_the_next_is_not(void **state)
{
	struct ks_record_sample *s = *state;
	char *text = ks_alloc_zero(1, 2001), *value = NULL;

	memset(text, 'x', 2000);
	(void)sqlite3_limit(ks_db_handle(s->store), SQLITE_LIMIT_LENGTH, 1000);
	assert_int_not_equal(ks_store_set(s->store, "a", text), KS_OK);
	text[10] = '\0';
	assert_int_equal(ks_store_set(s->store, "a", text), KS_OK);
	assert_int_equal(ks_store_get(s->store, "a", &value), KS_OK);
	assert_string_equal(value, text);
	free(value);
	free(text);
}

static void a_record_whose_last_hash_is_none_does_not_go_on(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_ledger *again = NULL;
	struct ks_statement row;

	ks_record_sample_append(s, KS_FACT_INITIALIZED);
	/* As a spoiled disk would: the schema itself lets nobody write that. */
	assert_int_equal(ks_db_run(s->store, "DROP TRIGGER statement_no_update", ""), KS_OK);
	assert_int_equal(sqlite3_exec(ks_db_handle(s->store),
				      "PRAGMA ignore_check_constraints = 1;"
				      "UPDATE statement SET hash = x'00'",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(ks_ledger_read(s->ledger, 1, &row), KS_DAMAGED);
	assert_int_equal(ks_ledger_open(s->store, &s->clock, "k-01", &again), KS_DAMAGED);
	assert_null(again);
}

/* ---- what is made of the statements ---- */

static void take_away(struct ks_record_sample *s, const char *name)
{
	char *path = ks_path_join(s->folder, name);

	(void)unlink(path);
	free(path);
}

/* The database is lost; the second copy has the statements, and what people answered is made of them. */
static void a_sheet_is_gone_on_with_after_the_database_was_lost(void **state)
{
	static const struct ks_inspection_key key = {"000123", 2026, "self-inspection"};
	struct ks_record_sample *s = *state;
	struct ks_inspection_standing standing;
	uint8_t answers[KS_INSPECTION_MAX];
	int64_t done;

	ks_record_sample_append(s, KS_FACT_INSPECTED);
	done = ks_record_sample_append(s, KS_FACT_COMPLETED_CHECKLIST);
	ks_record_sample_close(s);
	take_away(s, "kenshu.db");
	take_away(s, "kenshu.db-wal");
	ks_record_sample_open(s);
	assert_int_equal(ks_inspection_load(s->store, &key, &standing), KS_OK);
	assert_int_equal(standing.done_seq, done);
	assert_int_equal(standing.done_ms, KS_TEST_WALL_MS);
	assert_string_equal(standing.item, "");
	assert_int_equal(ks_inspection_answers(s->store, &key, ks_record_sample_checklist(), answers),
			 KS_OK);
	assert_int_equal(answers[0], KS_RESPONSE_NONE);
	assert_int_equal(answers[1], KS_RESPONSE_UNKNOWN);
}

/* ---- a folder of any name ---- */

static void a_folder_of_any_name_is_looked_through(void **state)
{
	static const char *const names[] = {"kenshu.db", "kenshu.db-wal", KS_TAIL_NAME};
	struct ks_record_sample *s = *state;
	char *outside = ks_test_folder(), *folder = ks_path_join(outside, "保管 100%?#1");
	char *into = ks_path_join(outside, "into"), *why = NULL;
	struct ks_salvage salvage;
	struct ks_store *store;
	int64_t n = -1;

	assert_int_equal(ks_folder_make(folder), KS_OK);
	assert_int_equal(
		ks_db_run(s->store,
			  "INSERT INTO person(number, name, kana, is_listed) VALUES('7', 'x', 'x', 1)",
			  ""),
		KS_OK);
	for (int i = 0; i < 3; i++)
		ks_record_sample_append(s, KS_FACT_PASSED);
	for (size_t i = 0; i < KS_COUNT(names); i++) {
		char *from = ks_path_join(s->folder, names[i]), *to = ks_path_join(folder, names[i]);
		char *data = NULL;
		size_t len = 0;

		if (ks_file_read(from, 64 << 20, &data, &len) == KS_OK)
			assert_int_equal(ks_file_write(to, data, len, 0600), KS_OK);
		free(data);
		free(from);
		free(to);
	}
	assert_int_equal(ks_store_open(into, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &store, &why), KS_OK);
	assert_true(ks_salvage_has_files(folder));
	assert_false(ks_salvage_has_files(outside));
	assert_int_equal(ks_salvage_folder(folder, store, &salvage), KS_OK);
	assert_int_equal(salvage.n_saved, 3);
	assert_int_equal(salvage.n_lost, 0);
	assert_int_equal(salvage.last_seq, 3);
	assert_int_equal(salvage.n_gaps, 0);
	assert_int_equal(salvage.n_people, 1);
	assert_true(salvage.has_key);
	assert_int_equal(ks_db_number(store, &n, "SELECT count(*) FROM statement", ""), KS_OK);
	assert_int_equal(n, 3);
	ks_salvage_finish(&salvage);
	ks_store_close(store);
	ks_test_folder_finish(outside);
	free(folder);
	free(into);
}

/* ---- parcels as text ---- */

static void text_that_is_no_base64_is_no_parcel(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		bool is_good;
	} cases[] = {
		{"", 0, true},       {"AA", 1, true},    {"AAA", 2, true},   {"AAAA", 3, true},
		{"AAAAAA", 4, true}, {"%%%%", 3, false}, {"AA%A", 3, false}, {"AAA=", 3, false},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		size_t len = 99;
		uint8_t *bytes = ks_parcel_unpack(cases[i].text, &len);

		if (!bytes == cases[i].is_good || len != cases[i].len)
			fail_msg("%s: %zu bytes", cases[i].text, len);
		free(bytes);
	}
}

/* ---- a step of a backup that was written by nobody of us ---- */

#define BLOCK 4096

static enum ks_rc lay(const char *folder, const char *head, unsigned char number, size_t n_bytes)
{
	char *step = ks_path_join(folder, "a.step"), *target = ks_path_join(folder, "a.db");
	char *bytes = ks_alloc_zero(1, strlen(head) + 8 + BLOCK);
	enum ks_rc rc;
	FILE *file;

	memcpy(bytes, head, strlen(head));
	bytes[strlen(head) + 7] = (char)number;
	assert_int_equal(ks_file_write(step, bytes, strlen(head) + n_bytes, 0600), KS_OK);
	file = fopen(target, "w+");
	assert_non_null(file);
	rc = ks_backup_step_lay(step, fileno(file));
	(void)fseek(file, 0, SEEK_END);
	if (rc == KS_OK)
		assert_int_equal(ftell(file), 2 * BLOCK);
	else
		assert_true(ftell(file) <= 2 * BLOCK); /* nothing is written behind what it says */
	(void)fclose(file);
	free(bytes);
	free(step);
	free(target);
	return rc;
}

static void a_step_writes_only_where_its_head_says(void **state)
{
	uint8_t zeros[2 * BLOCK] = {0}, hash[KS_HASH_BYTES];
	char *folder = ks_test_folder(), hex[KS_HASH_HEX], *head, *base = NULL, *path;

	(void)state;
	ks_blake2b(zeros, sizeof(zeros), hash);
	ks_hex(hash, sizeof(hash), hex);
	head = ks_format("kenshu-step 1 one.db 8192 1 %s\n", hex);
	assert_int_equal(lay(folder, head, 0, 8 + BLOCK), KS_OK);
	assert_int_equal(lay(folder, head, 1, 8 + BLOCK), KS_OK);
	assert_int_equal(lay(folder, head, 2, 8 + BLOCK), KS_DAMAGED);
	assert_int_equal(lay(folder, head, 0, 8 + BLOCK - 1), KS_DAMAGED);
	assert_int_equal(lay(folder, head, 0, 0), KS_DAMAGED);
	path = ks_path_join(folder, "a.step");
	assert_int_equal(ks_backup_step_base(path, &base), KS_OK);
	assert_int_equal(strcmp(base + strlen(base) - strlen("/one.db"), "/one.db"), 0);
	free(base);
	free(head);
	static const char *const bad[] = {
		"kenshu-step 1 one.db 8192 1\n",    "kenshu-step 1 a/one.db 8192 1 00\n",
		"kenshu-step 1 one.db 8191 1 00\n", "kenshu-step 1 one.db -8192 1 00\n",
		"kenshu-step 2 one.db 8192 1 00\n", "kenshu-step 1 one.db 8192 1 00",
	};

	for (size_t i = 0; i < KS_COUNT(bad); i++) {
		if (lay(folder, bad[i], 'x', 0) != KS_DAMAGED)
			fail_msg("%s", bad[i]);
		assert_int_equal(ks_backup_step_base(path, &base), KS_DAMAGED);
		assert_null(base);
	}
	assert_int_equal(lay(folder, "SQLite format 3", 0, 0), KS_NOT_FOUND);
	assert_int_equal(lay(folder, "", 0, 0), KS_NOT_FOUND);
	assert_int_equal(ks_backup_step_base("/nowhere", &base), KS_NOT_FOUND);
	free(path);
	ks_test_folder_finish(folder);
}

/* ---- the record ---- */

/* Each of them is told of in full, or not at all. */
#define READ(of, act) ks_cut_read((of)->store, #act, act, of)

static enum ks_rc row(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_statement row = {0};
	enum ks_rc rc = ks_ledger_read(s->ledger, INT64_C(1), &row);

	if (rc == KS_OK)
		assert_int_equal(row.seq, INT64_C(1));
	ks_statement_finish(&row);
	return rc;
}

static enum ks_rc next(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_statement row = {0};
	enum ks_rc rc = ks_ledger_next_undelivered(s->ledger, 0, &row);

	if (rc == KS_OK)
		assert_int_equal(row.seq, INT64_C(1));
	ks_statement_finish(&row);
	return rc;
}

static enum ks_rc counts(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_ledger_counts counts = {0};
	enum ks_rc rc = ks_ledger_counts_in(s->store, &counts);

	if (rc == KS_OK)
		assert_int_equal(counts.n_statements, 1);
	return rc;
}

static enum ks_rc head(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_head head = {0};
	enum ks_rc rc = ks_ledger_head(s->ledger, &head);

	if (rc == KS_OK)
		assert_true(ks_head_is_valid(&head, "k-01"));
	ks_head_finish(&head);
	return rc;
}

static void the_record_is_read_whole_or_not_at_all(void **state)
{
	struct ks_record_sample *s = *state;

	ks_record_sample_append(s, KS_FACT_PASSED);
	READ(s, row);
	READ(s, next);
	READ(s, counts);
	READ(s, head);
}

#define TEST(test) \
	cmocka_unit_test_setup_teardown(test, ks_record_sample_setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_failure_is_explained_to_who_starts_the_program),
		cmocka_unit_test(a_step_that_fails_leaves_the_version_as_it_was),
		cmocka_unit_test(a_scratch_that_cannot_be_made_is_none),
		TEST(a_value_too_long_for_the_database_is_refused_and_the_next_is_not),
		TEST(a_record_whose_last_hash_is_none_does_not_go_on),
		TEST(a_sheet_is_gone_on_with_after_the_database_was_lost),
		TEST(a_folder_of_any_name_is_looked_through),
		cmocka_unit_test(text_that_is_no_base64_is_no_parcel),
		cmocka_unit_test(a_step_writes_only_where_its_head_says),
		TEST(the_record_is_read_whole_or_not_at_all),
	};

	return ks_test_run(tests);
}
