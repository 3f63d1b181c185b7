/* SPDX-License-Identifier: Apache-2.0 */
#include "record/ledger.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#include "base/mem.h"
#include "record/db.h"
#include "record/progress.h"
#include "record/verify.h"
#include "support/record_sample.h"

static struct ks_fact fact_of(struct ks_record_sample *s, enum ks_fact_kind kind)
{
	return ks_record_sample_fact(&s->course, kind, 0, &s->answer);
}

static struct ks_statement read_row(struct ks_record_sample *s, int64_t seq)
{
	struct ks_statement row;

	assert_int_equal(ks_ledger_read(s->ledger, seq, &row), KS_OK);
	return row;
}

static void expect_sound(struct ks_record_sample *s, int64_t n_expected)
{
	struct ks_ledger_fault faults[4];
	size_t n_faults;
	int64_t n = 0;

	assert_int_equal(ks_ledger_verify(s->store, faults, 4, &n_faults, &n), KS_OK);
	assert_int_equal(n, n_expected);
}

static void each_statement_carries_the_hash_of_the_one_before(void **state)
{
	struct ks_record_sample *s = *state;
	char prev[KS_HASH_HEX];

	memset(prev, '0', sizeof(prev) - 1);
	prev[sizeof(prev) - 1] = '\0';
	for (int64_t seq = 1; seq <= 5; seq++) {
		struct ks_statement_view view;

		assert_int_equal(ks_record_sample_append(s, KS_FACT_EXPERIENCED), seq);
		struct ks_statement row = read_row(s, seq);

		assert_int_equal(ks_statement_read(row.bytes, row.len, &view), KS_OK);
		assert_int_equal(view.seq, seq);
		assert_string_equal(view.prev, prev);
		assert_string_equal(view.id, row.id);
		ks_hex(row.hash, KS_HASH_BYTES, prev);
		ks_statement_finish(&row);
	}
	expect_sound(s, 5);
}

static void numbers_and_chain_go_on_after_a_restart(void **state)
{
	struct ks_record_sample *s = *state;

	assert_int_equal(ks_record_sample_append(s, KS_FACT_INITIALIZED), 1);
	ks_record_sample_close(s);
	ks_record_sample_open(s);
	assert_int_equal(ks_record_sample_append(s, KS_FACT_TERMINATED), 2);
	expect_sound(s, 2);
}

static void rolled_back_facts_leave_no_gap(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_fact fact = fact_of(s, KS_FACT_ANSWERED);
	int64_t seq;

	assert_int_equal(ks_record_sample_append(s, KS_FACT_INITIALIZED), 1);
	assert_int_equal(ks_ledger_begin(s->ledger), KS_OK);
	assert_int_equal(ks_ledger_append(s->ledger, &fact, &seq), KS_OK);
	assert_int_equal(ks_ledger_append(s->ledger, &fact, &seq), KS_OK);
	assert_int_equal(seq, 3);
	ks_ledger_rollback(s->ledger);
	assert_int_equal(ks_record_sample_append(s, KS_FACT_ANSWERED), 2);
	expect_sound(s, 2);
}

static void several_facts_and_progress_are_one_transaction(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_fact fact = fact_of(s, KS_FACT_PASSED);
	struct ks_progress progress = {.progress_percent = 7};

	assert_int_equal(ks_ledger_begin(s->ledger), KS_OK);
	assert_int_equal(ks_ledger_append(s->ledger, &fact, NULL), KS_OK);
	assert_int_equal(ks_progress_save(s->store, "000123", 2026, "annual", "m1", &progress),
			 KS_OK);
	ks_ledger_rollback(s->ledger);
	assert_int_equal(ks_progress_load(s->store, "000123", 2026, "annual", "m1", &progress),
			 KS_NOT_FOUND);
}

static void statements_cannot_be_changed_deleted_or_replaced(void **state)
{
	static const char *const attempts[] = {
		"UPDATE statement SET staff = 'x'",
		"DELETE FROM statement",
		"INSERT OR REPLACE INTO statement SELECT * FROM statement",
		"INSERT OR REPLACE INTO statement SELECT seq + 9, id, bytes, hash, wall_ms, kind, staff"
		" FROM statement",
		"REPLACE INTO statement SELECT seq, 'other', bytes, hash, wall_ms, kind, staff"
		" FROM statement",
	};
	struct ks_record_sample *s = *state;

	ks_record_sample_append(s, KS_FACT_PASSED);
	for (size_t i = 0; i < KS_COUNT(attempts); i++)
		assert_int_equal(sqlite3_exec(ks_db_handle(s->store), attempts[i], NULL, NULL, NULL),
				 SQLITE_CONSTRAINT_TRIGGER);
	expect_sound(s, 1);
}

/* Large facts until the file may not grow; then room is made again. */
static void full_disk_is_told_and_the_ledger_goes_on_afterwards(void **state)
{
	struct ks_record_sample *s = *state;
	sqlite3 *db = ks_db_handle(s->store);
	struct ks_fact fact = fact_of(s, KS_FACT_CHECKED_IN);
	char *title = ks_alloc_zero(1, 20001);
	int64_t n = 1;
	enum ks_rc rc = KS_OK;

	memset(title, 't', 20000);
	fact.gathering_title = title;
	ks_record_sample_append(s, KS_FACT_INITIALIZED);
	assert_int_equal(sqlite3_exec(db, "PRAGMA max_page_count = 99", NULL, NULL, NULL), SQLITE_OK);
	while (rc == KS_OK) {
		assert_int_equal(ks_ledger_begin(s->ledger), KS_OK);
		rc = ks_ledger_append(s->ledger, &fact, NULL);
		if (rc == KS_OK) {
			rc = ks_ledger_commit(s->ledger);
			n++;
		}
	}
	assert_int_equal(rc, KS_FULL);
	assert_int_equal(ks_ledger_commit(s->ledger), KS_FULL);
	ks_ledger_rollback(s->ledger);
	assert_in_range(n, 2, 50);
	expect_sound(s, n);
	assert_int_equal(sqlite3_exec(db, "PRAGMA max_page_count = 10000", NULL, NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(ks_record_sample_append(s, KS_FACT_TERMINATED), n + 1);
	expect_sound(s, n + 1);
	ks_record_sample_close(s);
	ks_record_sample_open(s);
	expect_sound(s, n + 1);
	free(title);
}

/* A file size limit makes write() itself fail, in the log, at COMMIT or before. */
static void failed_write_is_told_and_the_ledger_goes_on_afterwards(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_fact fact = fact_of(s, KS_FACT_PASSED);
	struct rlimit old, low;

	ks_record_sample_append(s, KS_FACT_INITIALIZED);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &old), 0);
	signal(SIGXFSZ, SIG_IGN);
	low = old;
	low.rlim_cur = 4096;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &low), 0);
	assert_int_equal(ks_ledger_begin(s->ledger), KS_OK);
	enum ks_rc rc = ks_ledger_append(s->ledger, &fact, NULL);

	if (rc == KS_OK)
		rc = ks_ledger_commit(s->ledger);
	ks_ledger_rollback(s->ledger);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &old), 0);
	assert_true(rc == KS_IO || rc == KS_FULL);
	expect_sound(s, 1);
	assert_int_equal(ks_record_sample_append(s, KS_FACT_TERMINATED), 2);
	ks_record_sample_close(s);
	ks_record_sample_open(s);
	expect_sound(s, 2);
}

static void open_as(struct ks_record_sample *s, const char *account, const char *label)
{
	ks_ledger_close(s->ledger);
	s->ledger = NULL;
	assert_int_equal(ks_ledger_open(s->store, &s->clock, account, &s->ledger), KS_OK);
	assert_string_equal(ks_ledger_kiosk(s->ledger), label);
}

static char *public_key_of(struct ks_record_sample *s)
{
	struct ks_head head;
	char *key;

	assert_int_equal(ks_ledger_head(s->ledger, &head), KS_OK);
	assert_true(ks_head_is_valid(&head, ks_ledger_kiosk(s->ledger)));
	key = ks_strdup(head.public_key);
	ks_head_finish(&head);
	return key;
}

static void another_account_is_the_same_kiosk_with_the_same_key(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_ledger *other = NULL;
	char *before, *after;

	assert_int_equal(ks_record_sample_append(s, KS_FACT_INITIALIZED), 1);
	before = public_key_of(s);
	open_as(s, "k-02", "k-02");
	assert_int_equal(ks_record_sample_append(s, KS_FACT_TERMINATED), 2);
	after = public_key_of(s);
	assert_string_equal(before, after);
	expect_sound(s, 2);
	/* started without its credentials, which must be noticed */
	assert_int_equal(ks_ledger_open(s->store, &s->clock, "k-local", &other), KS_CONFLICT);
	assert_null(other);
	free(before);
	free(after);
}

/* Keys of a foreign LRS: 64 hexadecimal digits, or anything at all. */
static void an_account_that_is_no_name_gives_a_label_from_the_kiosks_own_key(void **state)
{
	static const char account[] =
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	struct ks_record_sample *s = *state;
	struct ks_statement row;
	struct ks_statement_view view;
	char label[KS_LEDGER_KIOSK_MAX + 1];

	ks_ledger_close(s->ledger);
	assert_int_equal(ks_ledger_open(s->store, &s->clock, account, &s->ledger), KS_OK);
	assert_true(strlen(ks_ledger_kiosk(s->ledger)) == strlen("k-") + 12);
	memcpy(label, ks_ledger_kiosk(s->ledger), strlen("k-") + 12 + 1);
	open_as(s, "人事の 鍵", label);
	open_as(s, account, label);
	assert_int_equal(ks_record_sample_append(s, KS_FACT_INITIALIZED), 1);
	expect_sound(s, 1);
	assert_int_equal(ks_ledger_read(s->ledger, 1, &row), KS_OK);
	assert_int_equal(ks_statement_read(row.bytes, row.len, &view), KS_OK);
	assert_string_equal(view.kiosk, label);
	assert_int_equal(view.seq, 1);
	ks_statement_finish(&row);
}

static const char *clock_of(struct ks_record_sample *s, int64_t seq, char out[16])
{
	struct ks_statement row = read_row(s, seq);
	struct ks_statement_view view;

	assert_int_equal(ks_statement_read(row.bytes, row.len, &view), KS_OK);
	ks_statement_finish(&row);
	memcpy(out, view.clock, sizeof(view.clock));
	return out;
}

/* Somebody else may have taken the reading that met the step. */
static void jumped_clock_marks_the_next_fact_and_only_that(void **state)
{
	struct ks_record_sample *s = *state;
	char clock[16];

	ks_record_sample_append(s, KS_FACT_INITIALIZED);
	ks_clock_advance(&s->clock, INT64_C(8) * 3600 * 1000);
	s->clock.last.wall_ms += 10000; /* eight hours of slewing */
	ks_record_sample_append(s, KS_FACT_EXPERIENCED);
	s->clock.last.wall_ms -= INT64_C(86400000) * 365;
	ks_record_sample_append(s, KS_FACT_EXPERIENCED);
	ks_clock_advance(&s->clock, 5000);
	ks_record_sample_append(s, KS_FACT_EXPERIENCED);
	/* Another boot starts its own monotonic clock. */
	s->clock.last.boot[0] = 'c';
	s->clock.last.mono_ms = 3;
	ks_record_sample_append(s, KS_FACT_EXPERIENCED);
	assert_string_equal(clock_of(s, 2, clock), "synced");
	assert_string_equal(clock_of(s, 3, clock), "stepped");
	assert_string_equal(clock_of(s, 4, clock), "synced");
	assert_string_equal(clock_of(s, 5, clock), "synced");
	expect_sound(s, 5);
}

static void undelivered_come_in_order_without_delivered_and_quarantined(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_statement row;
	struct ks_ledger_counts counts;
	static const int64_t expected[] = {2, 5, 6};

	for (int i = 0; i < 6; i++)
		ks_record_sample_append(s, KS_FACT_EXPERIENCED);
	assert_int_equal(ks_ledger_mark_delivered(s->ledger, (int64_t[]){1, 3}, 2), KS_OK);
	ks_clock_advance(&s->clock, 1000);
	assert_int_equal(ks_ledger_mark_delivered(s->ledger, (int64_t[]){3, 1}, 2), KS_OK);
	assert_int_equal(ks_ledger_quarantine(s->ledger, 4, "400 by the endpoint"), KS_OK);
	assert_int_equal(ks_ledger_quarantine(s->ledger, 4, "again"), KS_OK);
	for (int round = 0; round < 2; round++) {
		int64_t after = 0;

		for (size_t i = 0; i < KS_COUNT(expected); i++) {
			assert_int_equal(ks_ledger_next_undelivered(s->ledger, after, &row), KS_OK);
			assert_int_equal(row.seq, expected[i]);
			assert_false(row.is_delivered);
			after = row.seq;
			ks_statement_finish(&row);
		}
		assert_int_equal(ks_ledger_next_undelivered(s->ledger, after, &row), KS_NOT_FOUND);
		assert_null(row.bytes);
	}
	row = read_row(s, 3);
	assert_true(row.is_delivered);
	ks_statement_finish(&row);
	assert_int_equal(ks_ledger_counts(s->ledger, &counts), KS_OK);
	assert_int_equal(counts.n_statements, 6);
	assert_int_equal(counts.n_delivered, 2);
	assert_int_equal(counts.n_quarantined, 1);
	assert_int_equal(counts.last_delivered_ms, KS_TEST_WALL_MS); /* the first time counts */
}

static void forgotten_delivery_is_sent_again_but_not_what_was_refused(void **state)
{
	static const int64_t all[] = {1, 2, 3, 4, 6};
	struct ks_record_sample *s = *state;
	struct ks_ledger_counts counts;
	struct ks_statement row;
	int64_t n = -1;

	for (int i = 0; i < 6; i++)
		ks_record_sample_append(s, KS_FACT_EXPERIENCED);
	assert_int_equal(ks_ledger_mark_delivered(s->ledger, all, KS_COUNT(all)), KS_OK);
	assert_int_equal(ks_ledger_quarantine(s->ledger, 5, "400 by the endpoint"), KS_OK);
	/* The walk over what is settled has gone by. */
	assert_int_equal(ks_ledger_next_undelivered(s->ledger, 0, &row), KS_NOT_FOUND);
	assert_int_equal(ks_ledger_forget_delivery(s->ledger, 6, &n), KS_OK);
	assert_int_equal(n, 0);
	assert_int_equal(ks_ledger_forget_delivery(s->ledger, 3, &n), KS_OK);
	assert_int_equal(n, 2);
	assert_int_equal(ks_ledger_counts(s->ledger, &counts), KS_OK);
	assert_int_equal(counts.n_delivered, 3);
	for (int64_t seq = 4; seq <= 6; seq += 2) {
		assert_int_equal(ks_ledger_next_undelivered(s->ledger, seq - 1, &row), KS_OK);
		assert_int_equal(row.seq, seq);
		ks_statement_finish(&row);
	}
}

static void released_quarantine_is_offered_again_from_the_first_on(void **state)
{
	static const int64_t all[] = {1, 3, 4};
	struct ks_record_sample *s = *state;
	struct ks_ledger_counts counts;
	struct ks_statement row;
	int64_t n = -1;

	for (int i = 0; i < 5; i++)
		ks_record_sample_append(s, KS_FACT_EXPERIENCED);
	assert_int_equal(ks_ledger_counts(s->ledger, &counts), KS_OK);
	assert_int_equal(counts.quarantined_ms, 0);
	assert_int_equal(ks_ledger_mark_delivered(s->ledger, all, KS_COUNT(all)), KS_OK);
	assert_int_equal(ks_ledger_quarantine(s->ledger, 2, "HTTP 400"), KS_OK);
	ks_clock_advance(&s->clock, 1000);
	assert_int_equal(ks_ledger_quarantine(s->ledger, 5, "HTTP 400"), KS_OK);
	assert_int_equal(ks_ledger_counts(s->ledger, &counts), KS_OK);
	assert_int_equal(counts.quarantined_ms, KS_TEST_WALL_MS);
	/* The walk over what is settled has gone by. */
	assert_int_equal(ks_ledger_next_undelivered(s->ledger, 0, &row), KS_NOT_FOUND);
	assert_int_equal(ks_ledger_release_quarantine(s->ledger, 5), KS_OK);
	assert_int_equal(ks_ledger_next_undelivered(s->ledger, 0, &row), KS_OK);
	assert_int_equal(row.seq, 5);
	ks_statement_finish(&row);
	assert_int_equal(ks_ledger_quarantine(s->ledger, 5, "HTTP 400"), KS_OK);
	assert_int_equal(ks_ledger_retry_quarantine(s->ledger, KS_TEST_WALL_MS - 1, &n), KS_OK);
	assert_int_equal(n, 0);
	assert_int_equal(ks_ledger_retry_quarantine(s->ledger, KS_TEST_WALL_MS, &n), KS_OK);
	assert_int_equal(n, 1);
	assert_int_equal(ks_ledger_next_undelivered(s->ledger, 0, &row), KS_OK);
	assert_int_equal(row.seq, 2);
	ks_statement_finish(&row);
	assert_int_equal(ks_ledger_release_quarantine(s->ledger, 0), KS_OK);
	assert_int_equal(ks_ledger_counts(s->ledger, &counts), KS_OK);
	assert_int_equal(counts.n_quarantined, 0);
	assert_int_equal(counts.quarantined_ms, 0);
}

static void delivered_bytes_are_the_recorded_bytes_after_a_restart(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_statement before, after;

	ks_record_sample_append(s, KS_FACT_ANSWERED);
	before = read_row(s, 1);
	ks_record_sample_close(s);
	ks_record_sample_open(s);
	assert_int_equal(ks_ledger_next_undelivered(s->ledger, 0, &after), KS_OK);
	assert_int_equal(before.len, after.len);
	assert_memory_equal(before.bytes, after.bytes, before.len);
	ks_statement_finish(&before);
	ks_statement_finish(&after);
}

static void altered_row_is_not_handed_out(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_statement row;

	ks_record_sample_append(s, KS_FACT_FAILED);
	assert_int_equal(sqlite3_exec(ks_db_handle(s->store),
				      "DROP TRIGGER statement_no_update;"
				      "UPDATE statement SET bytes = CAST(replace(CAST(bytes AS TEXT),"
				      " 'failed', 'passed') AS BLOB)",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(ks_ledger_read(s->ledger, 1, &row), KS_DAMAGED);
	assert_null(row.bytes);
	assert_int_equal(ks_ledger_next_undelivered(s->ledger, 0, &row), KS_OK);
	assert_non_null(strstr(row.bytes, "failed")); /* the tail's */
	ks_statement_finish(&row);
	assert_int_equal(ks_ledger_read(s->ledger, 2, &row), KS_NOT_FOUND);
}

static void head_is_signed_with_the_kiosks_own_key(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_head head, later;

	assert_int_equal(ks_ledger_head(s->ledger, &head), KS_OK);
	assert_int_equal(head.seq, 0);
	assert_true(ks_head_is_valid(&head, "k-01"));
	ks_record_sample_append(s, KS_FACT_INITIALIZED);
	ks_record_sample_close(s);
	ks_record_sample_open(s);
	assert_int_equal(ks_ledger_head(s->ledger, &later), KS_OK);
	assert_int_equal(later.seq, 1);
	assert_string_equal(later.public_key, head.public_key);
	assert_true(ks_head_is_valid(&later, "k-01"));
	assert_false(ks_head_is_valid(&later, "k-02"));
	later.seq = 2;
	assert_false(ks_head_is_valid(&later, "k-01"));
	later.seq = 1;
	later.hash[0] = later.hash[0] == 'a' ? 'b' : 'a';
	assert_false(ks_head_is_valid(&later, "k-01"));
	char *mine = later.signature;

	later.signature = head.signature;
	assert_false(ks_head_is_valid(&later, "k-01"));
	later.signature = NULL;
	assert_false(ks_head_is_valid(&later, "k-01"));
	later.signature = mine;
	ks_head_finish(&head);
	ks_head_finish(&later);
}

static void uncommitted_facts_are_not_in_the_head(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_fact fact = fact_of(s, KS_FACT_INITIALIZED);
	struct ks_head head;

	assert_int_equal(ks_ledger_begin(s->ledger), KS_OK);
	assert_int_equal(ks_ledger_append(s->ledger, &fact, NULL), KS_OK);
	assert_int_equal(ks_ledger_head(s->ledger, &head), KS_OK);
	assert_int_equal(head.seq, 0);
	ks_head_finish(&head);
	ks_ledger_rollback(s->ledger);
}

#define with_ledger(test) \
	cmocka_unit_test_setup_teardown(test, ks_record_sample_setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_ledger(each_statement_carries_the_hash_of_the_one_before),
		with_ledger(numbers_and_chain_go_on_after_a_restart),
		with_ledger(rolled_back_facts_leave_no_gap),
		with_ledger(several_facts_and_progress_are_one_transaction),
		with_ledger(statements_cannot_be_changed_deleted_or_replaced),
		with_ledger(full_disk_is_told_and_the_ledger_goes_on_afterwards),
		with_ledger(failed_write_is_told_and_the_ledger_goes_on_afterwards),
		with_ledger(another_account_is_the_same_kiosk_with_the_same_key),
		with_ledger(an_account_that_is_no_name_gives_a_label_from_the_kiosks_own_key),
		with_ledger(jumped_clock_marks_the_next_fact_and_only_that),
		with_ledger(undelivered_come_in_order_without_delivered_and_quarantined),
		with_ledger(forgotten_delivery_is_sent_again_but_not_what_was_refused),
		with_ledger(released_quarantine_is_offered_again_from_the_first_on),
		with_ledger(delivered_bytes_are_the_recorded_bytes_after_a_restart),
		with_ledger(altered_row_is_not_handed_out),
		with_ledger(head_is_signed_with_the_kiosks_own_key),
		with_ledger(uncommitted_facts_are_not_in_the_head),
	};

	return ks_test_run(tests);
}
