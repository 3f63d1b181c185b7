/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/access.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "support/calls.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* The access log: only grows, and tells when somebody changed it behind our back. */

static int setup(void **state)
{
	struct ks_sample_centre *sample = ks_alloc_zero(1, sizeof(*sample));

	ks_sample_centre_init(sample);
	for (int i = 0; i < 5; i++)
		assert_int_equal(ks_access_add(sample->store,
					       &(struct ks_access){.at_ms = KS_TEST_WALL_MS + i,
								   .user = "hr\"1",
								   .role = "人事",
								   .deed = KS_DEED_EXPORTED,
								   .what = "受講状況.xlsx",
								   .reason = "監査のため",
								   .n_people = 231}),
				 KS_OK);
	*state = sample;
	return 0;
}

static int teardown(void **state)
{
	ks_sample_centre_finish(*state);
	free(*state);
	return 0;
}

/* Return: whether SQLite did it. */
static bool change_file(struct ks_sample_centre *sample, const char *sql)
{
	char *path = ks_format("%s/kenshu.db", sample->folder);
	sqlite3 *db = NULL;
	bool is_done;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	is_done = sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;
	sqlite3_close(db);
	free(path);
	return is_done;
}

static int64_t first_bad(struct ks_sample_centre *sample)
{
	char head[KS_HASH_HEX];
	int64_t n = 0, bad = 0;

	assert_int_equal(ks_access_verify(sample->store, &n, &bad, head), KS_OK);
	return bad;
}

static void entries_come_back_the_newest_first(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_arena arena = {0};
	struct ks_access *list;
	char head[KS_HASH_HEX];
	int64_t n = 0, bad = 0;
	size_t n_list;

	assert_int_equal(ks_access_list(sample->store, 4, 3, &arena, &list, &n_list), KS_OK);
	assert_int_equal(n_list, 3);
	assert_int_equal(list[0].n, 4);
	assert_int_equal(list[2].n, 2);
	assert_string_equal(list[0].user, "hr\"1");
	assert_string_equal(list[0].reason, "監査のため");
	assert_int_equal(list[0].deed, KS_DEED_EXPORTED);
	assert_int_equal(list[0].n_people, 231);
	assert_int_equal(list[0].at_ms, KS_TEST_WALL_MS + 3);
	assert_int_equal(ks_access_verify(sample->store, &n, &bad, head), KS_OK);
	assert_int_equal(n, 5);
	assert_int_equal(bad, 0);
	assert_int_equal(strlen(head), 64);
	free(list);
	ks_arena_finish(&arena);
}

static void nothing_can_be_changed_taken_away_or_put_between(void **state)
{
	struct ks_sample_centre *sample = *state;

	assert_false(change_file(sample, "UPDATE access_log SET bytes = x'7b7d' WHERE n = 2"));
	assert_false(change_file(sample, "DELETE FROM access_log WHERE n = 5"));
	assert_false(change_file(sample, "INSERT OR REPLACE INTO access_log SELECT * FROM access_log"
					 " WHERE n = 2"));
	assert_int_equal(first_bad(sample), 0);
}

#define UNGUARDED "DROP TRIGGER access_log_no_update; DROP TRIGGER access_log_no_delete;"

static void a_changed_entry_is_told(void **state)
{
	assert_true(change_file(*state, UNGUARDED
				"UPDATE access_log SET bytes = CAST(replace(CAST(bytes AS TEXT),"
				" '231', '2') AS BLOB) WHERE n = 3"));
	assert_int_equal(first_bad(*state), 3);
}

static void a_missing_entry_is_told(void **state)
{
	assert_true(change_file(*state, UNGUARDED "DELETE FROM access_log WHERE n = 2"));
	assert_int_equal(first_bad(*state), 2);
}

/* The newest ones: the chain itself cannot tell, and what is written later does not hide it. */
static void newest_entries_that_are_cut_off_are_told(void **state)
{
	struct ks_sample_centre *sample = *state;

	assert_true(change_file(sample, UNGUARDED "DELETE FROM access_log WHERE n >= 4"));
	assert_int_equal(first_bad(sample), 4);
	for (int i = 0; i < 4; i++)
		assert_int_equal(ks_access_add(sample->store, &(struct ks_access){.at_ms = 1,
										  .user = "x",
										  .role = "",
										  .what = "",
										  .reason = ""}),
				 KS_OK);
	assert_int_equal(first_bad(sample), 5); /* entry 5 is another one than it was */
}

static void a_log_without_its_head_is_told(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *path = ks_format("%s/access.head", sample->folder);

	assert_int_equal(unlink(path), 0);
	assert_int_equal(first_bad(sample), 6);
	assert_int_equal(
		ks_access_add(sample->store,
			      &(struct ks_access){
				      .at_ms = 1, .user = "x", .role = "", .what = "", .reason = ""}),
		KS_OK);
	assert_int_equal(first_bad(sample), 7); /* and is not made anew as if nothing had been */
	free(path);
}

/* What stands in that file is the last entry, to the last letter; anything else is told. */
static void a_head_of_another_form_is_told(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *path = ks_format("%s/access.head", sample->folder), *line = ks_test_read(path);

	assert_int_equal(strlen(line), 86);
	assert_int_equal(first_bad(sample), 0);
	for (int i = 0; i < 5; i++) {
		char *other = ks_strdup(line);
		FILE *file = fopen(path, "w");

		assert_non_null(file);
		if (i == 0)
			other[85] = '\0'; /* one letter short */
		else if (i == 1)
			other[0] = '-';
		else if (i == 2)
			other[30] = ' '; /* half a hash */
		else if (i == 3)
			other[19]++; /* an entry that is not there */
		else
			other[21] = other[21] == '0' ? '1' : '0';
		fputs(other, file);
		fclose(file);
		assert_int_equal(first_bad(sample), i == 4 ? 5 : 6);
		free(other);
	}
	free(line);
	free(path);
}

static void add_one(struct ks_sample_centre *sample)
{
	static const struct ks_access access = {
		.at_ms = 1, .user = "x", .role = "", .what = "", .reason = ""};

	assert_int_equal(ks_access_add(sample->store, &access), KS_OK);
}

/* What was looked at is in the log, which nobody may see as altered; the next look makes up for the line. */
static void a_head_that_cannot_be_written_is_told_and_made_up_for(void **state)
{
	static const enum ks_calls_kind kinds[] = {KS_CALLS_OPEN_TO_WRITE, KS_CALLS_WRITE,
						   KS_CALLS_SYNC};
	struct ks_sample_centre *sample = *state;
	char *path = ks_format("%s/access.head", sample->folder);

	for (size_t i = 0; i < KS_COUNT(kinds); i++) {
		struct ks_test_stream stream;
		char *before, *after, *said;
		int last;

		ks_calls_fail(kinds[i], 0, false, 0);
		add_one(sample);
		last = ks_calls_end(); /* behind what the log itself needs */
		before = ks_test_read(path);
		stream = ks_test_stream_begin(stderr);
		ks_calls_fail(kinds[i], last, false, EDQUOT);
		add_one(sample);
		(void)ks_calls_end();
		said = ks_test_stream_end(&stream);
		assert_string_equal(
			said, "error: web: access.head cannot be written: Disk quota exceeded\n");
		assert_int_equal(first_bad(sample), 0);
		after = ks_test_read(path);
		if (kinds[i] != KS_CALLS_SYNC) /* there it is written, and perhaps not kept */
			assert_string_equal(after, before);
		free(after);
		add_one(sample);
		after = ks_test_read(path);
		assert_int_equal(strtol(after, NULL, 10), 5 + 3 * (i + 1));
		assert_int_equal(first_bad(sample), 0);
		free(after);
		free(before);
		free(said);
	}
	free(path);
}

/* Entries of an older program, or of a damaged one: what can be read of them is shown. */
static void an_entry_that_says_less_is_shown_as_it_is(void **state)
{
	static const char *const entries[] = {"{}", "x",
					      "{\"n\":8,\"at\":\"yesterday\",\"deed\":\"x\"}"};
	struct ks_sample_centre *sample = *state;
	struct ks_arena arena = {0};
	struct ks_access *list;
	size_t n;

	for (size_t i = 0; i < KS_COUNT(entries); i++) {
		char *sql =
			ks_format("INSERT INTO access_log(n, hash, bytes) VALUES(%zu, zeroblob(32),"
				  " CAST('%s' AS BLOB))",
				  6 + i, entries[i]);

		assert_true(change_file(sample, sql));
		free(sql);
	}
	assert_int_equal(ks_access_list(sample->store, 100, 3, &arena, &list, &n), KS_OK);
	assert_int_equal(n, 3);
	assert_int_equal(list[0].n, 8);
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(list[i].at_ms, 0);
		assert_int_equal(list[i].deed, KS_DEED_COUNT);
		assert_string_equal(list[i].user, "");
	}
	free(list);
	ks_arena_finish(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(entries_come_back_the_newest_first, setup, teardown),
		cmocka_unit_test_setup_teardown(nothing_can_be_changed_taken_away_or_put_between,
						setup, teardown),
		cmocka_unit_test_setup_teardown(a_changed_entry_is_told, setup, teardown),
		cmocka_unit_test_setup_teardown(a_missing_entry_is_told, setup, teardown),
		cmocka_unit_test_setup_teardown(newest_entries_that_are_cut_off_are_told, setup,
						teardown),
		cmocka_unit_test_setup_teardown(a_log_without_its_head_is_told, setup, teardown),
		cmocka_unit_test_setup_teardown(a_head_of_another_form_is_told, setup, teardown),
		cmocka_unit_test_setup_teardown(
			a_head_that_cannot_be_written_is_told_and_made_up_for, setup, teardown),
		cmocka_unit_test_setup_teardown(an_entry_that_says_less_is_shown_as_it_is, setup,
						teardown),
	};

	return ks_test_run(tests);
}
