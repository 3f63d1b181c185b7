/* SPDX-License-Identifier: Apache-2.0 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "record/gathering.h"
#include "record/progress.h"
#include "record/receipt.h"
#include "record/store_private.h"
#include "record/tail.h"
#include "record/verify.h"
#include "support/calls.h"
#include "support/record_sample.h"

/*
 * Every call to the system that can fail while a visit is recorded fails once, and in another run from then on. The tail is
 * flushed beside the commit, by a thread of its own.
 */

enum how { ONCE, FROM_THEN_ON };

/* ---- a visit ---- */

#define FACTS_MAX 16

struct acks {
	int64_t seqs[FACTS_MAX];
	char ids[FACTS_MAX][KS_UUID_TEXT];
	int n_acks, n_tried;
};

static void acknowledge(struct ks_record_sample *s, struct acks *acks, int64_t seq)
{
	struct ks_receipt *receipt = NULL;

	if (ks_receipt_take(s->ledger, seq, &receipt) != KS_OK)
		return;
	acks->seqs[acks->n_acks] = seq;
	memcpy(acks->ids[acks->n_acks++], ks_receipt_id(receipt), KS_UUID_TEXT);
	ks_receipt_close(receipt);
}

static void record(struct ks_record_sample *s, struct acks *acks, enum ks_fact_kind kind)
{
	struct ks_fact fact = ks_record_sample_fact(&s->course, kind, 0, &s->answer);
	struct ks_progress progress = {.progress_percent = 50};
	int64_t seq = 0;
	enum ks_rc rc = ks_ledger_begin(s->ledger);

	acks->n_tried++;
	if (rc != KS_OK)
		return;
	rc = ks_ledger_append(s->ledger, &fact, &seq);
	if (rc == KS_OK)
		rc = ks_progress_save(s->store, "000123", 2026, "annual", "m1", &progress);
	if (rc == KS_OK)
		rc = ks_ledger_commit(s->ledger);
	else
		ks_ledger_rollback(s->ledger);
	if (rc == KS_OK)
		acknowledge(s, acks, seq);
}

static void check_in(struct ks_record_sample *s, struct acks *acks)
{
	struct ks_fact fact = ks_record_sample_fact(&s->course, KS_FACT_CHECKED_IN, 0, &s->answer);
	struct ks_attendance attendance;

	acks->n_tried++;
	if (ks_attendance_check_in(s->ledger, &fact, &attendance) == KS_OK)
		acknowledge(s, acks, attendance.seq);
}

static bool start(struct ks_record_sample *s)
{
	char *why = NULL;
	enum ks_rc rc = ks_store_open(s->folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &s->store, &why);

	free(why);
	if (rc == KS_OK)
		rc = ks_ledger_open(s->store, &s->clock, "k-01", &s->ledger);
	if (rc == KS_OK)
		return true;
	ks_record_sample_close(s);
	return false;
}

static void visit(struct ks_record_sample *s, struct acks *acks)
{
	record(s, acks, KS_FACT_INITIALIZED);
	record(s, acks, KS_FACT_ANSWERED);
	record(s, acks, KS_FACT_PASSED);
	check_in(s, acks);
	(void)!ks_store_checkpoint(s->store);
	(void)!ks_store_probe(s->store);
	record(s, acks, KS_FACT_TERMINATED);
}

/* Everything acknowledged is there, once, as it was; nothing was made up. */
static void judge(struct ks_record_sample *s, const struct acks *acks)
{
	struct ks_ledger_counts counts;
	struct ks_ledger_fault found;
	size_t n_faults;
	int64_t n;

	assert_int_equal(ks_ledger_verify(s->store, &found, 1, &n_faults, &n), KS_OK);
	assert_int_equal(ks_ledger_counts(s->ledger, &counts), KS_OK);
	assert_in_range(counts.n_statements, acks->n_acks, acks->n_tried);
	for (int i = 0; i < acks->n_acks; i++) {
		struct ks_statement row;

		assert_int_equal(ks_ledger_read(s->ledger, acks->seqs[i], &row), KS_OK);
		assert_string_equal(row.id, acks->ids[i]);
		ks_statement_finish(&row);
	}
}

static void run(int at, enum how how, int error, int *n_calls)
{
	struct ks_record_sample *s = NULL;
	struct acks acks = {0};
	bool has_started;

	assert_int_equal(ks_record_sample_setup((void **)&s), 0);
	record(s, &acks, KS_FACT_RESUMED);
	ks_record_sample_close(s);
	ks_calls_fail(KS_CALLS_WRITE | KS_CALLS_SYNC, at, how == FROM_THEN_ON, error);
	has_started = start(s);
	if (has_started)
		visit(s, &acks);
	*n_calls = ks_calls_end();
	if (has_started) { /* it goes on without a restart */
		int n_acks = acks.n_acks;

		assert_int_equal(ks_store_probe(s->store), KS_OK);
		record(s, &acks, KS_FACT_SUSPENDED);
		assert_int_equal(acks.n_acks, n_acks + 1);
		ks_record_sample_close(s);
	}
	ks_record_sample_open(s);
	judge(s, &acks);
	record(s, &acks, KS_FACT_SUSPENDED);
	judge(s, &acks);
	assert_int_equal(ks_record_sample_teardown((void **)&s), 0);
}

static void every_call_fails(enum how how, int error)
{
	int n_calls = 0;

	run(0, how, error, &n_calls);
	print_message("%d calls\n", n_calls);
	assert_true(n_calls > 20);
	for (int at = 1; at <= n_calls; at++) {
		int n;

		run(at, how, error, &n);
		assert_true(n >= at); /* it was met */
	}
}

static void io_error_once_acknowledges_nothing_that_is_not_so(void **state)
{
	(void)state;
	every_call_fails(ONCE, EIO);
}

static void io_errors_from_then_on_acknowledge_nothing_and_end_without_a_restart(void **state)
{
	(void)state;
	every_call_fails(FROM_THEN_ON, EIO);
}

static void full_disk_from_then_on_acknowledges_nothing_and_ends_without_a_restart(void **state)
{
	(void)state;
	every_call_fails(FROM_THEN_ON, ENOSPC);
}

static void short_write_acknowledges_nothing_that_is_not_so(void **state)
{
	(void)state;
	every_call_fails(ONCE, 0);
}

static int64_t n_rows(struct ks_record_sample *s)
{
	struct ks_ledger_counts counts;

	assert_int_equal(ks_ledger_counts(s->ledger, &counts), KS_OK);
	return counts.n_statements;
}

/*
 * The one outcome that is neither: committed, and the tail does not take it though it was asked twice. The row stands,
 * nobody is told so, and nothing more is taken before the tail has caught up. By then the kiosk has signed its person
 * out and reads what was recorded from the store, so no second row of the same fact comes of it.
 */
static void commit_without_its_copy_is_not_told_and_nothing_follows_it_before_the_copy(void **state)
{
	struct ks_record_sample *s = NULL;
	struct acks acks = {0};

	(void)state;
	assert_int_equal(ks_record_sample_setup((void **)&s), 0);
	record(s, &acks, KS_FACT_RESUMED);
	assert_int_equal(acks.n_acks, 1);
	ks_calls.n_deaf = 2;
	ks_calls.deaf_fd = s->store->tail->fd;
	record(s, &acks, KS_FACT_ANSWERED);
	assert_int_equal(ks_calls.n_deaf, 0);
	assert_int_equal(acks.n_acks, 1);
	assert_int_equal(n_rows(s), 2);
	record(s, &acks, KS_FACT_ANSWERED); /* the disk is well, the tail still lacks one */
	assert_int_equal(acks.n_acks, 1);
	assert_int_equal(n_rows(s), 2);
	ks_calls.deaf_fd = -1;
	assert_int_equal(ks_store_probe(s->store), KS_OK);
	assert_int_equal(s->store->tail->last.seq, 2);
	record(s, &acks, KS_FACT_PASSED);
	assert_int_equal(acks.n_acks, 2);
	judge(s, &acks);
	ks_record_sample_close(s);
	ks_record_sample_open(s);
	judge(s, &acks);
	assert_int_equal(n_rows(s), 3);
	assert_int_equal(ks_record_sample_teardown((void **)&s), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(io_error_once_acknowledges_nothing_that_is_not_so),
		cmocka_unit_test(io_errors_from_then_on_acknowledge_nothing_and_end_without_a_restart),
		cmocka_unit_test(
			full_disk_from_then_on_acknowledges_nothing_and_ends_without_a_restart),
		cmocka_unit_test(short_write_acknowledges_nothing_that_is_not_so),
		cmocka_unit_test(
			commit_without_its_copy_is_not_told_and_nothing_follows_it_before_the_copy),
	};

	/* What a disk refuses is decided here, not by the disk. */
	if (access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	return ks_test_run(tests);
}
