/* SPDX-License-Identifier: Apache-2.0 */
#include "record/verify.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/db.h"
#include "support/record_sample.h"

#define N_STATEMENTS 6
#define FAULTS_MAX 8

struct verdict {
	enum ks_rc rc;
	struct ks_ledger_fault faults[FAULTS_MAX];
	size_t n_faults;
	int64_t n_statements;
};

static struct verdict verify(struct ks_store *store)
{
	struct verdict v = {0};

	v.rc = ks_ledger_verify(store, v.faults, FAULTS_MAX, &v.n_faults, &v.n_statements);
	return v;
}

static int setup_with_rows(void **state)
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

/* What somebody with the file and sqlite3 can do first. */
static void drop_triggers(struct ks_record_sample *s)
{
	ks_record_sample_sql(s, "DROP TRIGGER statement_no_update; DROP TRIGGER statement_no_delete;"
				"DROP TRIGGER statement_in_order");
}

static void set_blob(struct ks_record_sample *s, const char *column, int64_t seq, const void *bytes,
		     size_t len)
{
	char *sql = ks_format("UPDATE statement SET %s = ? WHERE seq = %d", column, (int)seq);
	sqlite3_stmt *stmt = NULL;

	assert_int_equal(sqlite3_prepare_v2(ks_db_handle(s->store), sql, -1, &stmt, NULL), SQLITE_OK);
	sqlite3_bind_blob64(stmt, 1, bytes, len, SQLITE_STATIC);
	assert_int_equal(sqlite3_step(stmt), SQLITE_DONE);
	sqlite3_finalize(stmt);
	free(sql);
}

static void expect_only(struct ks_record_sample *s, int64_t seq, enum ks_chain_fault fault,
			const char *what)
{
	struct verdict v = verify(s->store);

	if (v.rc != KS_DAMAGED || v.n_faults != 1 || v.faults[0].seq != seq ||
	    v.faults[0].fault != fault)
		fail_msg("%s: rc %d, %zu faults, first %d at %d", what, v.rc, v.n_faults,
			 v.n_faults > 0 ? (int)v.faults[0].fault : -1,
			 v.n_faults > 0 ? (int)v.faults[0].seq : -1);
}

static void sound_ledger_has_no_fault(void **state)
{
	struct ks_record_sample *s = *state;
	struct verdict v = verify(s->store);

	assert_int_equal(v.rc, KS_OK);
	assert_int_equal(v.n_faults, 0);
	assert_int_equal(v.n_statements, N_STATEMENTS);
}

/* prev is inside the bytes, so this covers it too. */
static void any_flipped_byte_of_a_statement_is_found_and_named(void **state)
{
	struct ks_record_sample *s = *state;
	size_t n_flips = 0;

	drop_triggers(s);
	for (int64_t seq = 1; seq <= N_STATEMENTS; seq++) {
		struct ks_statement row;

		assert_int_equal(ks_ledger_read(s->ledger, seq, &row), KS_OK);
		for (size_t at = (size_t)seq % 7; at < row.len; at += 7, n_flips++) {
			row.bytes[at] ^= (char)(1 << (at % 8));
			set_blob(s, "bytes", seq, row.bytes, row.len);
			expect_only(s, seq, KS_CHAIN_BYTES, "bytes");
			row.bytes[at] ^= (char)(1 << (at % 8));
		}
		set_blob(s, "bytes", seq, row.bytes, row.len);
		ks_statement_finish(&row);
	}
	assert_int_equal(verify(s->store).rc, KS_OK);
	print_message("%zu flips in bytes\n", n_flips);
}

static void any_flipped_byte_of_a_hash_is_found_and_named(void **state)
{
	struct ks_record_sample *s = *state;

	drop_triggers(s);
	for (int64_t seq = 1; seq <= N_STATEMENTS; seq++) {
		struct ks_statement row;

		assert_int_equal(ks_ledger_read(s->ledger, seq, &row), KS_OK);
		for (size_t at = 0; at < KS_HASH_BYTES; at++) {
			row.hash[at] ^= (uint8_t)(1 << (at % 8));
			set_blob(s, "hash", seq, row.hash, KS_HASH_BYTES);
			expect_only(s, seq, KS_CHAIN_BYTES, "hash");
			row.hash[at] ^= (uint8_t)(1 << (at % 8));
		}
		set_blob(s, "hash", seq, row.hash, KS_HASH_BYTES);
		ks_statement_finish(&row);
	}
}

/* The careful forger: bytes changed and the hash made to fit. The next statement still knows. */
static void altered_bytes_with_a_fitting_hash_break_the_chain(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_statement row;

	drop_triggers(s);
	assert_int_equal(ks_ledger_read(s->ledger, 3, &row), KS_OK);
	char *success = strstr(row.bytes, "\"raw\":1");

	assert_non_null(success);
	success[6] = '0';
	ks_blake2b(row.bytes, row.len, row.hash);
	set_blob(s, "bytes", 3, row.bytes, row.len);
	set_blob(s, "hash", 3, row.hash, KS_HASH_BYTES);
	expect_only(s, 4, KS_CHAIN_PREV, "forged");
	ks_statement_finish(&row);
}

static void missing_statement_is_a_gap_at_the_next(void **state)
{
	struct ks_record_sample *s = *state;

	drop_triggers(s);
	ks_record_sample_sql(s, "DELETE FROM statement WHERE seq = 4");
	expect_only(s, 5, KS_CHAIN_GAP, "gap");
	ks_record_sample_sql(s, "DELETE FROM statement WHERE seq = 5");
	expect_only(s, 6, KS_CHAIN_GAP, "wider gap");
}

static void statements_cut_off_at_the_end_are_missed_by_what_refers_to_them(void **state)
{
	struct ks_record_sample *s = *state;

	assert_int_equal(ks_ledger_mark_delivered(s->ledger, (int64_t[]){N_STATEMENTS}, 1), KS_OK);
	drop_triggers(s);
	ks_record_sample_sql(s, "DELETE FROM statement WHERE seq > 4");
	expect_only(s, 5, KS_CHAIN_GAP, "end");
}

static void swapped_statements_are_both_named(void **state)
{
	struct ks_record_sample *s = *state;

	drop_triggers(s);
	ks_record_sample_sql(s, "UPDATE statement SET seq = 99 WHERE seq = 2;"
				"UPDATE statement SET seq = 2 WHERE seq = 3;"
				"UPDATE statement SET seq = 3 WHERE seq = 99");
	struct verdict v = verify(s->store);

	assert_int_equal(v.rc, KS_DAMAGED);
	assert_int_equal(v.faults[0].seq, 2);
	assert_int_equal(v.faults[1].seq, 3);
}

static void column_that_disagrees_with_the_bytes_is_named(void **state)
{
	static const char *const changes[] = {"staff = '000124'", "kind = 'failed'",
					      "wall_ms = wall_ms + 1",
					      "id = '019e3879-0560-7000-8000-000000000001'"};
	struct ks_record_sample *s = *state;

	drop_triggers(s);
	for (size_t i = 0; i < KS_COUNT(changes); i++) {
		char *sql =
			ks_format("SAVEPOINT x; UPDATE statement SET %s WHERE seq = 4", changes[i]);

		ks_record_sample_sql(s, sql);
		expect_only(s, 4, KS_CHAIN_INDEX, changes[i]);
		ks_record_sample_sql(s, "ROLLBACK TO x; RELEASE x");
		free(sql);
	}
}

/* Statement 4 is 000123's "passed" of annual/m1 in 2026, statement 3 an answer. */
static void completion_that_no_statement_says_is_named(void **state)
{
	static const struct {
		const char *row;
		bool is_sound;
	} cases[] = {
		{"'000123', 2026, 'annual', 'm1', NULL, 5, 4, 1, 100", true},
		{"'000123', 2026, 'other', 'm1', NULL, 5, 4, 1, 100", true},
		{"'000123', 2026, 'annual', 'm1', NULL, 0, 0, 1, 40", true},
		{"'000124', 2026, 'annual', 'm1', NULL, 5, 4, 1, 100", false},
		{"'000123', 2027, 'annual', 'm1', NULL, 5, 4, 1, 100", false},
		{"'000123', 2026, 'annual', 'm2', NULL, 5, 4, 1, 100", false},
		{"'000123', 2026, 'annual', 'm1', NULL, 5, 3, 1, 100", false},
		{"'000123', 2026, 'annual', 'm1', NULL, 5, 0, 1, 100", false},
	};
	struct ks_record_sample *s = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *sql = ks_format("SAVEPOINT x; INSERT INTO progress VALUES(%s)", cases[i].row);
		struct verdict v;

		ks_record_sample_sql(s, sql);
		v = verify(s->store);
		assert_int_equal(v.rc, cases[i].is_sound ? KS_OK : KS_DAMAGED);
		assert_int_equal(v.n_faults, !cases[i].is_sound);
		if (!cases[i].is_sound)
			assert_int_equal(v.faults[0].fault, KS_CHAIN_PROGRESS);
		ks_record_sample_sql(s, "ROLLBACK TO x; RELEASE x");
		free(sql);
	}
	ks_record_sample_sql(
		s, "INSERT INTO elsewhere VALUES('000123', 2026, 'annual', 'm1', 5);"
		   "INSERT INTO progress VALUES('000123', 2026, 'annual', 'm1', NULL, 5, 0, 1, 100)");
	assert_int_equal(verify(s->store).rc, KS_OK);
}

static void key_that_does_not_fit_is_a_fault_of_the_head(void **state)
{
	struct ks_record_sample *s = *state;

	ks_record_sample_sql(s, "UPDATE setting SET value = replace(value, substr(value, 5, 1),"
				"  CASE substr(value, 5, 1) WHEN 'Q' THEN 'R' ELSE 'Q' END)"
				" WHERE name = 'identity_public'");
	expect_only(s, N_STATEMENTS, KS_CHAIN_HEAD, "public key");
	ks_record_sample_sql(s, "DELETE FROM setting WHERE name = 'identity_secret'");
	expect_only(s, N_STATEMENTS, KS_CHAIN_HEAD, "no key");
}

/* ---- flips in the raw file ---- */

/* Opening or verifying must notice, or nothing that is read may differ from what was recorded. */
static bool is_noticed_or_harmless(const char *folder, char *const *originals)
{
	struct ks_store *store = NULL;
	char *why = NULL;
	enum ks_rc rc = ks_store_open(folder, KS_ROLE_ANY, KS_ACCESS_READ, &store, &why);

	free(why);
	if (rc != KS_OK)
		return true;
	bool is_fine = verify(store).rc != KS_OK;

	if (!is_fine) {
		sqlite3_stmt *stmt =
			ks_db_query(store, "SELECT bytes FROM statement ORDER BY seq", "");
		int n = 0;

		is_fine = true;
		while (ks_db_step(store, stmt) == KS_OK)
			if (n >= N_STATEMENTS || strcmp(ks_db_text(stmt, 0), originals[n++]) != 0)
				is_fine = false;
		ks_db_end(stmt);
		is_fine = is_fine && n == N_STATEMENTS;
	}
	ks_store_close(store);
	return is_fine;
}

static void flip_in_the_file_never_changes_a_record_silently(void **state)
{
	struct ks_record_sample *s = *state;
	char *originals[N_STATEMENTS], *folder = ks_test_folder();
	char *from = ks_path_join(s->folder, "kenshu.db"), *to = ks_path_join(folder, "kenshu.db");
	struct ks_shuffle random = {.state = 20261124};
	size_t len, n_in_statements = 0;
	char *data;

	for (int64_t seq = 1; seq <= N_STATEMENTS; seq++) {
		struct ks_statement row;

		assert_int_equal(ks_ledger_read(s->ledger, seq, &row), KS_OK);
		originals[seq - 1] = row.bytes;
	}
	ks_record_sample_close(s);
	assert_int_equal(ks_file_read(from, 1 << 24, &data, &len), KS_OK);
	for (int round = 0; round < 300; round++) {
		size_t at = ks_shuffle_below(&random, (uint32_t)len);
		/* Every second one lands in a statement's text. */
		const char *text = originals[round % N_STATEMENTS];
		char *found = memmem(data, len, text + 40, 60);

		if (round % 2 == 0 && found) {
			at = (size_t)(found - data) + ks_shuffle_below(&random, 60);
			n_in_statements++;
		}
		char bit = (char)(1 << ks_shuffle_below(&random, 8));

		data[at] ^= bit;
		FILE *file = fopen(to, "wb");

		assert_non_null(file);
		assert_int_equal(fwrite(data, 1, len, file), len);
		fclose(file);
		data[at] ^= bit;
		if (!is_noticed_or_harmless(folder, originals))
			fail_msg("round %d: a flip at %zu went unnoticed", round, at);
	}
	assert_true(n_in_statements > 100);
	ks_record_sample_open(s);
	for (size_t i = 0; i < N_STATEMENTS; i++)
		free(originals[i]);
	free(data);
	free(from);
	free(to);
	ks_test_folder_finish(folder);
}

#define N_LONG 300

struct beside {
	struct ks_record_sample *sample;
	int n_breaths, breaths_max;
};

/* What a kiosk does meanwhile, on another thread: possible only when the walk has let go of the store. */
static void *record_one(void *of)
{
	(void)ks_record_sample_append(of, KS_FACT_ANSWERED);
	return NULL;
}

static bool breathe(void *of)
{
	struct beside *beside = of;
	pthread_t thread;

	assert_int_equal(pthread_create(&thread, NULL, record_one, beside->sample), 0);
	pthread_join(thread, NULL);
	return ++beside->n_breaths < beside->breaths_max;
}

static bool breathe_alone(void *of)
{
	struct beside *beside = of;

	return ++beside->n_breaths < beside->breaths_max;
}

static enum ks_rc verify_in_pieces(struct ks_record_sample *s, bool (*how)(void *of),
				   int breaths_max, struct ks_ledger_beside *walk)
{
	static struct ks_ledger_fault first;
	struct beside beside = {.sample = s, .breaths_max = breaths_max};

	*walk = (struct ks_ledger_beside){
		.faults = &first, .max = 1, .breathe = how, .context = &beside};
	return ks_ledger_verify_beside(s->store, walk);
}

static enum ks_rc verify_beside(struct ks_record_sample *s, int breaths_max,
				struct ks_ledger_beside *walk)
{
	return verify_in_pieces(s, breathe, breaths_max, walk);
}

static void in_pieces_the_verdict_is_the_same_and_others_record_meanwhile(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_ledger_beside walk;

	while (ks_record_sample_append(s, KS_FACT_ANSWERED) < N_LONG)
		;
	assert_int_equal(verify_beside(s, 1000, &walk), KS_OK);
	assert_true(walk.n_statements > N_LONG); /* what was recorded meanwhile was met too */
	assert_int_equal(verify_beside(s, 2, &walk), KS_BUSY);
	assert_int_equal(walk.n_statements, 2 * 64);
	drop_triggers(s);
	ks_record_sample_sql(s, "DELETE FROM statement WHERE seq = 200");
	assert_int_equal(verify_beside(s, 1000, &walk), KS_DAMAGED);
	assert_int_equal(walk.faults[0].seq, 201);
	assert_int_equal(walk.faults[0].fault, KS_CHAIN_GAP);
}

/* Up to the last table: nothing that was not looked at is called whole. */
static void who_gives_up_at_any_piece_is_told_so(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_ledger_beside walk;
	int n = 1;

	(void)ks_record_sample_append(s, KS_FACT_ANSWERED);
	while (verify_in_pieces(s, breathe_alone, n, &walk) == KS_BUSY)
		assert_true(++n < 1000);
	assert_true(n > 10); /* the tables are pieces too */
	assert_int_equal(verify_in_pieces(s, breathe_alone, n, &walk), KS_OK);
}

static void every_fault_has_its_own_word(void **state)
{
	(void)state;
	for (int a = 0; a < KS_CHAIN_FAULT_COUNT; a++)
		for (int b = 0; b < a; b++)
			assert_string_not_equal(ks_chain_fault_word((enum ks_chain_fault)a),
						ks_chain_fault_word((enum ks_chain_fault)b));
}

#define with_rows(test) \
	cmocka_unit_test_setup_teardown(test, setup_with_rows, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_rows(sound_ledger_has_no_fault),
		with_rows(any_flipped_byte_of_a_statement_is_found_and_named),
		with_rows(any_flipped_byte_of_a_hash_is_found_and_named),
		with_rows(altered_bytes_with_a_fitting_hash_break_the_chain),
		with_rows(missing_statement_is_a_gap_at_the_next),
		with_rows(statements_cut_off_at_the_end_are_missed_by_what_refers_to_them),
		with_rows(swapped_statements_are_both_named),
		with_rows(column_that_disagrees_with_the_bytes_is_named),
		with_rows(completion_that_no_statement_says_is_named),
		with_rows(key_that_does_not_fit_is_a_fault_of_the_head),
		with_rows(flip_in_the_file_never_changes_a_record_silently),
		with_rows(in_pieces_the_verdict_is_the_same_and_others_record_meanwhile),
		with_rows(who_gives_up_at_any_piece_is_told_so),
		cmocka_unit_test(every_fault_has_its_own_word),
	};

	return ks_test_run(tests);
}
