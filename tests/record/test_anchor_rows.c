/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/anchor.h"
#include "record/db.h"
#include "record/store_private.h"
#include "record/tail.h"
#include "support/cut.h"
#include "support/record_sample.h"

/* Each row against its copy in the tail: whatever of it is no more what was recorded is met, and nothing else is. */

#define N_ROWS 5
#define ALTERED 3

static int setup(void **state)
{
	int rc = ks_record_sample_setup(state);

	for (int i = 0; i < N_ROWS; i++)
		ks_record_sample_append(*state, KS_FACT_ANSWERED);
	return rc;
}

/* What is said of the rows while @sql is so; all is as before, afterwards. */
static char *compare_after(struct ks_record_sample *s, const char *sql, enum ks_rc expected)
{
	struct ks_test_stream log;
	enum ks_rc rc;
	char *said;

	ks_record_sample_sql(
		s, "SAVEPOINT x; DROP TRIGGER statement_no_update; DROP TRIGGER statement_no_delete");
	ks_record_sample_sql(s, sql);
	log = ks_test_stream_begin(stderr);
	rc = ks_anchor_compare(s->store);
	said = ks_test_stream_end(&log);
	ks_record_sample_sql(s, "ROLLBACK TO x; RELEASE x");
	if (rc != expected)
		fail_msg("%s: %s", sql, ks_rc_name(rc));
	assert_int_equal(ks_anchor_compare(s->store), KS_OK);
	return said;
}

static const char *const columns[] = {"staff = '000124'",
				      "kind = 'failed'",
				      "wall_ms = wall_ms + 1000",
				      "id = '019e3879-0560-7000-8000-000000000001'",
				      "bytes = CAST('{}' AS BLOB)",
				      "bytes = CAST(CAST(bytes AS TEXT) || ' ' AS BLOB)",
				      "bytes = NULL",
				      "hash = zeroblob(32)"};

static void expect_each_column_is_met(struct ks_record_sample *s, int seq)
{
	ks_record_sample_sql(s, "PRAGMA ignore_check_constraints = 1");
	for (size_t i = 0; i < KS_COUNT(columns); i++) {
		char *sql = ks_format("UPDATE OR IGNORE statement SET %s WHERE seq = %d",
				      columns[i], seq);
		char *words = ks_format("1 rows are not what the tail says, the first is %d", seq),
		     *said;

		if (strstr(columns[i], "NULL")) { /* which the table does not take */
			free(sql);
			sql = ks_format("DELETE FROM statement WHERE seq = %d", seq);
		}
		said = compare_after(s, sql, KS_DAMAGED);
		if (!strstr(said, words))
			fail_msg("%s: %s", sql, said);
		free(said);
		free(words);
		free(sql);
	}
}

static void whatever_column_is_another_is_met_and_named(void **state)
{
	struct ks_record_sample *s = *state;
	char *said;

	assert_int_equal(ks_anchor_compare(s->store), KS_OK);
	expect_each_column_is_met(s, ALTERED);
	said = compare_after(s, "UPDATE statement SET staff = '000124' WHERE seq IN (2, 4)",
			     KS_DAMAGED);
	assert_non_null(strstr(said, "2 rows are not what the tail says, the first is 2"));
	free(said);
}

/* The chain says which of the two is right, not this. */
static void row_that_is_whole_though_another_is_left_to_the_chain(void **state)
{
	free(compare_after(*state,
			   "UPDATE statement SET (bytes, hash) ="
			   " (SELECT bytes, hash FROM statement WHERE seq = 1) WHERE seq = 3",
			   KS_OK));
}

/* A program that puts its JSON otherwise recorded the same. */
static void statement_of_another_program_is_read_and_compared(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_statement row;
	char *path = ks_path_join(s->folder, KS_TAIL_NAME), *text;
	uint8_t hash[KS_HASH_BYTES];
	json_t *json;

	assert_int_equal(ks_ledger_read(s->ledger, N_ROWS, &row), KS_OK);
	json = json_loads(row.bytes, 0, NULL);
	text = json_dumps(json, JSON_INDENT(1));
	ks_blake2b(text, strlen(text), hash);
	ks_record_sample_sql(s, "DROP TRIGGER statement_no_update");
	assert_int_equal(ks_db_run(s->store, "UPDATE statement SET bytes = ?, hash = ? WHERE seq = ?",
				   "bbi", text, strlen(text), hash, sizeof(hash), (int64_t)N_ROWS),
			 KS_OK);
	ks_record_sample_sql(s, "CREATE TRIGGER statement_no_update BEFORE UPDATE ON statement"
				" BEGIN SELECT RAISE(ABORT, 'append-only'); END");
	ks_record_sample_close(s);
	assert_int_equal(unlink(path), 0);
	ks_record_sample_open(s); /* and the tail is made of the rows */
	assert_int_equal(ks_anchor_compare(s->store), KS_OK);
	expect_each_column_is_met(s, N_ROWS);
	ks_statement_finish(&row);
	json_decref(json);
	free(text);
	free(path);
}

/* It may be on its way into the database, and nobody was told of it. */
static void group_under_way_is_not_compared(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_tail_mark mark = {.seq = N_ROWS + 1};

	ks_blake2b("{}", 2, mark.hash);
	ks_tail_add(s->store->tail, &mark, "{}", 2);
	assert_int_equal(ks_tail_write(s->store->tail), KS_OK);
	assert_int_equal(ks_anchor_compare(s->store), KS_OK);
	assert_int_equal(ks_tail_settle(s->store->tail, false), KS_OK);
}

#define LOOK_BYTES ((off_t)64 << 20)

/* More than can be looked through before the first screen is left to the walk of `verify`. */
static void tail_of_many_years_is_not_compared(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_tail *tail = s->store->tail;

	for (int i = 0; i < 2; i++) {
		tail->size = LOOK_BYTES + i;
		assert_int_equal(ftruncate(tail->fd, tail->size), 0);
		free(compare_after(s, "UPDATE statement SET staff = 'x' WHERE seq = 3",
				   i == 0 ? KS_DAMAGED : KS_OK));
	}
	s->store->tail = NULL; /* as a reader's */
	free(compare_after(s, "UPDATE statement SET staff = 'x' WHERE seq = 3", KS_OK));
	s->store->tail = tail;
}

static enum ks_rc compare(void *context)
{
	return ks_anchor_compare(((struct ks_record_sample *)context)->store);
}

static void comparison_that_is_cut_off_is_told(void **state)
{
	struct ks_record_sample *s = *state;

	ks_cut_read(s->store, "compare", compare, s);
}

#define with_rows(test) cmocka_unit_test_setup_teardown(test, setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_rows(whatever_column_is_another_is_met_and_named),
		with_rows(row_that_is_whole_though_another_is_left_to_the_chain),
		with_rows(statement_of_another_program_is_read_and_compared),
		with_rows(group_under_way_is_not_compared),
		with_rows(tail_of_many_years_is_not_compared),
		with_rows(comparison_that_is_cut_off_is_told),
	};

	return ks_test_run(tests);
}
