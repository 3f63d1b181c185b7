/* SPDX-License-Identifier: Apache-2.0 */
#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/db.h"
#include "record/image.h"
#include "record/store_private.h"
#include "record/tail.h"
#include "record/verify.h"
#include "support/cut.h"
#include "support/record_sample.h"

/* What the rows alone do not tell: the second copy, what speaks of rows that are gone, the key, the file's structure. */

#define N_STATEMENTS 6
#define FAULTS_MAX 4

static int setup(void **state)
{
	static const enum ks_fact_kind kinds[N_STATEMENTS] = {
		KS_FACT_INITIALIZED, KS_FACT_EXPERIENCED,      KS_FACT_ANSWERED,
		KS_FACT_PASSED,      KS_FACT_COMPLETED_LESSON, KS_FACT_TERMINATED,
	};
	int rc = ks_record_sample_setup(state);

	for (size_t i = 0; i < N_STATEMENTS; i++)
		ks_record_sample_append(*state, kinds[i]);
	return rc;
}

static bool go_on(void *context)
{
	(void)context;
	return true;
}

/* The one fault of it all, however it is walked. */
static void expect_only(struct ks_record_sample *s, const char *what, int64_t seq,
			enum ks_chain_fault fault)
{
	for (int is_beside = 0; is_beside < 2; is_beside++) {
		struct ks_ledger_fault faults[FAULTS_MAX] = {{0, KS_CHAIN_OK}};
		struct ks_ledger_beside walk = {
			.faults = faults, .max = FAULTS_MAX, .breathe = is_beside ? go_on : NULL};
		enum ks_rc rc = ks_ledger_verify_beside(s->store, &walk);

		if (rc != (fault == KS_CHAIN_OK ? KS_OK : KS_DAMAGED) ||
		    walk.n_faults != (fault != KS_CHAIN_OK) || faults[0].fault != fault ||
		    faults[0].seq != seq)
			fail_msg("%s%s: %s, %zu faults, first %d at %lld", what,
				 is_beside ? " (in pieces)" : "", ks_rc_name(rc), walk.n_faults,
				 (int)faults[0].fault, (long long)faults[0].seq);
	}
}

/* @sql happens, is judged, and never was. */
static void expect_after(struct ks_record_sample *s, const char *sql, int64_t seq,
			 enum ks_chain_fault fault)
{
	ks_record_sample_sql(
		s, "SAVEPOINT x; DROP TRIGGER statement_no_update; DROP TRIGGER statement_no_delete;"
		   "PRAGMA ignore_check_constraints = 1");
	ks_record_sample_sql(s, sql);
	ks_record_sample_sql(s, "PRAGMA ignore_check_constraints = 0");
	expect_only(s, sql, seq, fault);
	ks_record_sample_sql(s, "ROLLBACK TO x; RELEASE x");
}

static void what_speaks_of_rows_that_are_gone_is_named(void **state)
{
	static const struct {
		const char *sql;
		int64_t seq;
		enum ks_chain_fault fault;
	} cases[] = {
		{"SELECT 1", 0, KS_CHAIN_OK},
		{"INSERT INTO delivery VALUES(6, 1)", 0, KS_CHAIN_OK},
		{"INSERT INTO delivery VALUES(7, 1)", 7, KS_CHAIN_GAP},
		{"INSERT INTO quarantine VALUES(7, 'x', 1)", 7, KS_CHAIN_GAP},
		{"INSERT INTO attendance VALUES('g', '1', 9)", 7, KS_CHAIN_GAP},
		/* nobody speaks of the last one but its copy */
		{"DELETE FROM statement WHERE seq = 6", 6, KS_CHAIN_TAIL},
		{"UPDATE statement SET hash = x'00' WHERE seq = 6", 6, KS_CHAIN_BYTES},
		{"UPDATE statement SET bytes = CAST('{}' AS BLOB) WHERE seq = 4;"
		 "INSERT INTO progress VALUES('000123', 2026, 'annual', 'm1', NULL, 5, 4, 1, 100)",
		 4, KS_CHAIN_BYTES}, /* and not the completion as well */
		{"INSERT INTO person(number, typed, name, kana, is_listed) VALUES('1', '1', 'x', 'x', 7)",
		 0, KS_CHAIN_INDEX},
		{"DELETE FROM setting WHERE name = 'kiosk'", 6, KS_CHAIN_HEAD},
		{"DELETE FROM setting WHERE name = 'identity_public'", 6, KS_CHAIN_HEAD},
		{"UPDATE setting SET value = 'no key' WHERE name = 'identity_secret'", 6,
		 KS_CHAIN_HEAD},
		{"UPDATE setting SET value = 'no key' WHERE name = 'identity_public'", 6,
		 KS_CHAIN_HEAD},
	};

	for (size_t i = 0; i < KS_COUNT(cases); i++)
		expect_after(*state, cases[i].sql, cases[i].seq, cases[i].fault);
}

/* Where frame @seq of the tail begins. */
static off_t place_of(struct ks_record_sample *s, int64_t seq)
{
	return s->store->tail->recent[seq % KS_TAIL_RECENT].offset;
}

static void spoil(struct ks_record_sample *s, off_t at)
{
	char byte;

	assert_int_equal(pread(s->store->tail->fd, &byte, 1, at), 1);
	byte ^= 4;
	assert_int_equal(pwrite(s->store->tail->fd, &byte, 1, at), 1);
}

static void spoiled_copy_is_named_where_it_has_a_number(void **state)
{
	struct ks_record_sample *s = *state;
	off_t third = place_of(s, 3);

	spoil(s, third + KS_TAIL_HEAD_BYTES + 9);
	expect_only(s, "bytes", 3, KS_CHAIN_TAIL);
	spoil(s, third + KS_TAIL_HEAD_BYTES + 9);
	spoil(s, third);
	expect_only(s, "head", 0, KS_CHAIN_TAIL);
	spoil(s, third);
	expect_only(s, "mended", 0, KS_CHAIN_OK);
	assert_int_equal(ks_store_probe(s->store), KS_OK); /* leaves something behind the end */
	expect_only(s, "probe", 0, KS_CHAIN_OK);
}

/* A copy of another statement with the same number. */
static void copy_that_says_something_else_is_named(void **state)
{
	struct ks_record_sample *s = *state;

	ks_record_sample_sql(s, "DROP TRIGGER statement_no_update; DROP TRIGGER statement_no_delete;"
				"DELETE FROM statement WHERE seq = 6");
	ks_record_sample_close(s);
	ks_record_sample_open(s); /* the tail gives it back */
	expect_only(s, "brought back", 0, KS_CHAIN_OK);
}

static void no_more_faults_are_told_than_there_is_room_for(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_ledger_fault faults[3] = {{0, KS_CHAIN_OK}, {0, KS_CHAIN_OK}, {77, KS_CHAIN_OK}};
	size_t n = 9;
	int64_t n_statements = 0;

	ks_record_sample_sql(
		s,
		"DROP TRIGGER statement_no_update; UPDATE statement SET staff = 'x' WHERE seq IN (2, 4, 5)");
	assert_int_equal(ks_ledger_verify(s->store, faults, 2, &n, &n_statements), KS_DAMAGED);
	assert_int_equal(n, 2);
	assert_int_equal(n_statements, N_STATEMENTS);
	assert_int_equal(faults[0].seq, 2);
	assert_int_equal(faults[1].seq, 4);
	assert_int_equal(faults[2].seq, 77);
	assert_int_equal(ks_ledger_verify(s->store, faults, 3, &n, &n_statements), KS_DAMAGED);
	assert_int_equal(n, 3);
	assert_int_equal(faults[2].seq, 5);
}

static void folder_that_no_ledger_was_opened_in_is_sound(void **state)
{
	char *folder = ks_test_folder(), *why = NULL;
	struct ks_store *store;
	struct ks_ledger_fault fault;
	size_t n = 9;
	int64_t n_statements = 9;

	(void)state;
	assert_int_equal(ks_store_open(folder, KS_ROLE_ANY, KS_ACCESS_WRITE, &store, &why), KS_OK);
	assert_int_equal(ks_ledger_verify(store, &fault, 1, &n, &n_statements), KS_OK);
	assert_int_equal(n, 0);
	assert_int_equal(n_statements, 0);
	assert_int_equal(ks_ledger_last(store), 0);
	ks_store_close(store);
	ks_test_folder_finish(folder);
}

/* ---- the chain itself, as whoever gets statements walks it ---- */

static enum ks_chain_fault step(struct ks_record_sample *s, struct ks_chain *chain, int64_t seq,
				int64_t called)
{
	struct ks_statement row;
	enum ks_chain_fault fault;

	assert_int_equal(ks_ledger_read(s->ledger, seq, &row), KS_OK);
	fault = ks_chain_step(chain, called, row.bytes, row.len, row.hash);
	ks_statement_finish(&row);
	return fault;
}

static void each_step_is_judged_by_the_one_before(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_chain chain = {0};

	assert_int_equal(ks_ledger_last(s->store), N_STATEMENTS);
	assert_int_equal(step(s, &chain, 1, 1), KS_CHAIN_OK);
	assert_int_equal(step(s, &chain, 2, 2), KS_CHAIN_OK);
	assert_int_equal(step(s, &chain, 2, 2), KS_CHAIN_TWICE);
	assert_int_equal(step(s, &chain, 3, 3), KS_CHAIN_OK);
	assert_int_equal(step(s, &chain, 5, 5), KS_CHAIN_GAP);
	assert_int_equal(step(s, &chain, 6, 6), KS_CHAIN_OK);
	assert_int_equal(step(s, &chain, 3, 7), KS_CHAIN_BYTES); /* says that it is another */
	assert_int_equal(chain.n_statements, 7);
	memset(&chain, 0, sizeof(chain));
	assert_int_equal(step(s, &chain, 1, 0), KS_CHAIN_GAP); /* there is no number 0 */
	memset(&chain, 0, sizeof(chain));
	assert_int_equal(step(s, &chain, 2, 2), KS_CHAIN_GAP);
	memset(&chain, 0, sizeof(chain));
	assert_int_equal(step(s, &chain, 1, 1), KS_CHAIN_OK);
	chain.last_seq = 2;
	assert_int_equal(step(s, &chain, 3, 3), KS_CHAIN_PREV);
}

static void epoch_begins_a_chain_of_its_own(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_chain chain = {0};

	assert_int_equal(ks_ledger_begin_epoch(s->ledger, 0), KS_INVALID);
	assert_int_equal(ks_ledger_begin_epoch(s->ledger, KS_EPOCH_MAX + 1), KS_INVALID);
	assert_int_equal(ks_ledger_begin_epoch(s->ledger, 1), KS_OK); /* it is the one */
	assert_int_equal(ks_record_sample_append(s, KS_FACT_PASSED), N_STATEMENTS + 1);
	assert_int_equal(ks_ledger_begin_epoch(s->ledger, 2), KS_OK);
	assert_int_equal(ks_record_sample_append(s, KS_FACT_PASSED), KS_EPOCH_SPAN + 1);
	assert_int_equal(ks_record_sample_append(s, KS_FACT_PASSED), KS_EPOCH_SPAN + 2);
	expect_only(s, "two epochs", 0, KS_CHAIN_OK);
	assert_int_equal(step(s, &chain, 1, 1), KS_CHAIN_OK);
	assert_int_equal(step(s, &chain, KS_EPOCH_SPAN + 1, KS_EPOCH_SPAN + 1), KS_CHAIN_OK);
	assert_int_equal(step(s, &chain, KS_EPOCH_SPAN + 2, KS_EPOCH_SPAN + 2), KS_CHAIN_OK);
	ks_record_sample_close(s);
	ks_record_sample_open(s);
	assert_int_equal(ks_ledger_begin_epoch(s->ledger, 2), KS_OK); /* not behind what is there */
	assert_int_equal(ks_record_sample_append(s, KS_FACT_PASSED), KS_EPOCH_SPAN + 3);
	expect_only(s, "after a restart", 0, KS_CHAIN_OK);
}

/* In the file, where the index on id has the entry of @seq: another id, or the same for another row. */
static void change_entry(struct ks_record_sample *s, int64_t seq, bool is_of_another_row)
{
	static const char where[] =
		"SELECT rootpage, (SELECT id FROM statement WHERE seq = ?) FROM sqlite_schema"
		" WHERE name = 'sqlite_autoindex_statement_1'";
	size_t size = (size_t)ks_db_pragma(ks_db_handle(s->store), "PRAGMA page_size");
	sqlite3_stmt *stmt = ks_db_query(s->store, where, "i", seq);
	char *id, *at;
	size_t page;

	assert_int_equal(ks_db_step(s->store, stmt), KS_OK);
	page = (size_t)sqlite3_column_int64(stmt, 0);
	id = ks_strdup(ks_db_text(stmt, 1));
	ks_db_end(stmt);
	ks_record_sample_close(s);

	struct ks_image image = ks_image_take(s->folder);

	at = memmem(image.data[KS_IMAGE_DB] + (page - 1) * size, size, id, strlen(id));
	assert_non_null(at);
	at[strlen(id) - !is_of_another_row] ^= 1; /* behind the id is the row's number */
	ks_image_put(s->folder, &image);
	ks_image_finish(&image);
	free(id);
	ks_record_sample_open(s);
}

static void expect_not_found(struct ks_record_sample *s, bool is_of_another_row)
{
	struct ks_ledger_fault faults[FAULTS_MAX] = {{0, KS_CHAIN_OK}};
	struct ks_ledger_beside walk = {.faults = faults, .max = FAULTS_MAX, .breathe = go_on};

	change_entry(s, 4, is_of_another_row);
	assert_int_equal(ks_ledger_verify_beside(s->store, &walk), KS_DAMAGED);
	assert_int_equal(walk.n_faults, 1);
	assert_int_equal(faults[0].fault, KS_CHAIN_INDEX);
	assert_int_equal(faults[0].seq, 4);
	walk.breathe = NULL; /* it looks through the file instead */
	assert_int_equal(ks_ledger_verify_beside(s->store, &walk), KS_DAMAGED);
	assert_int_equal(walk.n_faults, 1);
	assert_int_equal(faults[0].fault, KS_CHAIN_INDEX);
	assert_int_equal(faults[0].seq, 0);
}

static void row_that_is_not_found_by_its_id_is_named(void **state)
{
	expect_not_found(*state, false);
}

static void id_that_leads_to_another_row_is_named(void **state)
{
	expect_not_found(*state, true);
}

static enum ks_rc verify(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_ledger_fault fault;
	size_t n_faults;
	int64_t n;

	return ks_ledger_verify(s->store, &fault, 1, &n_faults, &n);
}

/* Damage at whichever step it is met: found, and named as what it is. */
static void damage_that_is_met_is_told(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_cut cut = {.store = s->store, .act = verify, .context = s, .name = "verify"};

	ks_cut_steps(&cut);
	assert_true(cut.n_refused > 5);
}

#define with_rows(test) cmocka_unit_test_setup_teardown(test, setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_rows(what_speaks_of_rows_that_are_gone_is_named),
		with_rows(spoiled_copy_is_named_where_it_has_a_number),
		with_rows(copy_that_says_something_else_is_named),
		with_rows(no_more_faults_are_told_than_there_is_room_for),
		cmocka_unit_test(folder_that_no_ledger_was_opened_in_is_sound),
		with_rows(each_step_is_judged_by_the_one_before),
		with_rows(epoch_begins_a_chain_of_its_own),
		with_rows(row_that_is_not_found_by_its_id_is_named),
		with_rows(id_that_leads_to_another_row_is_named),
		with_rows(damage_that_is_met_is_told),
	};

	return ks_test_run(tests);
}
