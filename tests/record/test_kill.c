/* SPDX-License-Identifier: Apache-2.0 */
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "record/verify.h"
#include "support/record_sample.h"

/*
 * kill -9 at a random instant. The child says a statement's number and hash through a pipe once it has been
 * committed; whatever was said must be there afterwards. A child that speaks too early must be caught, or
 * the harness proves nothing. (It says nothing about power loss: that needs a VFS that drops writes.)
 */

#define ROUNDS 50
#define ACKS_MAX 100000

struct ack {
	int64_t seq;
	uint8_t hash[KS_HASH_BYTES];
};

struct tally {
	int64_t n_acks, lost, duplicated, unexpected, recovered;
};

enum honesty { HONEST, ACKS_BEFORE_COMMIT };

static void acknowledge(int fd, const struct ack *ack)
{
	if (write(fd, ack, sizeof(*ack)) != (ssize_t)sizeof(*ack))
		_exit(3);
}

static void append_for_ever(struct ks_record_sample *s, int fd, enum honesty honesty)
{
	struct ks_fact fact = ks_record_sample_fact(&s->course, KS_FACT_ANSWERED, 0, &s->answer);

	for (;;) {
		struct ks_statement row;
		struct ack ack;

		if (ks_ledger_begin(s->ledger) != KS_OK ||
		    ks_ledger_append(s->ledger, &fact, &ack.seq) != KS_OK ||
		    (honesty == HONEST && ks_ledger_commit(s->ledger) != KS_OK) ||
		    ks_ledger_read(s->ledger, ack.seq, &row) != KS_OK)
			_exit(2);
		memcpy(ack.hash, row.hash, KS_HASH_BYTES);
		ks_statement_finish(&row);
		acknowledge(fd, &ack);
		/* A disk that takes its time: the kernel keeps what was written when only the process dies. */
		if (honesty == ACKS_BEFORE_COMMIT)
			nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
		if (honesty == ACKS_BEFORE_COMMIT && ks_ledger_commit(s->ledger) != KS_OK)
			_exit(2);
	}
}

static pid_t start_child(struct ks_record_sample *s, int fd[2], enum honesty honesty)
{
	pid_t child = fork();

	assert_true(child >= 0);
	if (child > 0)
		return child;
	(void)close(fd[0]);
	char *why = NULL;

	if (ks_store_open(s->folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &s->store, &why) != KS_OK ||
	    ks_ledger_open(s->store, &s->clock, "k-01", &s->ledger) != KS_OK)
		_exit(1);
	append_for_ever(s, fd[1], honesty);
	_exit(0);
}

/* One life of a child; returns how many acknowledgements came out of it before it was killed. */
static size_t live_and_die(struct ks_record_sample *s, enum honesty honesty, long delay_us,
			   struct ack *acks)
{
	int fd[2], status;
	size_t n = 0;

	assert_int_equal(pipe(fd), 0);
	pid_t child = start_child(s, fd, honesty);

	(void)close(fd[1]);
	/* The clock starts at the first sign of life: dying while opening is another round's luck. */
	struct pollfd ready = {.fd = fd[0], .events = POLLIN};

	if (delay_us % 5 != 0)
		assert_int_equal(poll(&ready, 1, 10000), 1);
	nanosleep(&(struct timespec){.tv_nsec = delay_us * 1000}, NULL);
	assert_int_equal(kill(child, SIGKILL), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	while (n < ACKS_MAX && read(fd[0], &acks[n], sizeof(acks[n])) == (ssize_t)sizeof(acks[n]))
		n++;
	(void)close(fd[0]);
	return n;
}

static void count(struct ks_record_sample *s, const struct ack *acks, size_t n, int64_t seq_before,
		  struct tally *tally)
{
	struct ks_ledger_counts counts;
	struct ks_ledger_fault fault;
	size_t n_faults;
	int64_t n_statements;

	ks_record_sample_open(s);
	assert_int_equal(ks_ledger_verify(s->store, &fault, 1, &n_faults, &n_statements), KS_OK);
	assert_int_equal(ks_ledger_counts(s->ledger, &counts), KS_OK);
	for (size_t i = 0; i < n; i++) {
		struct ks_statement row = {0};
		enum ks_rc rc = ks_ledger_read(s->ledger, acks[i].seq, &row);

		if (rc != KS_OK || memcmp(row.hash, acks[i].hash, KS_HASH_BYTES) != 0)
			tally->lost++;
		if (acks[i].seq != seq_before + 1 + (int64_t)i)
			tally->duplicated++;
		ks_statement_finish(&row);
	}
	int64_t unsaid = counts.n_statements - seq_before - (int64_t)n;

	/* One may have been committed and not yet said. */
	if (unsaid == 1)
		tally->recovered++;
	else if (unsaid > 1)
		tally->unexpected += unsaid;
	tally->n_acks += (int64_t)n;
	ks_record_sample_close(s);
}

static struct tally run_rounds(struct ks_record_sample *s, enum honesty honesty)
{
	struct ks_shuffle random = {.state = (uint64_t)time(NULL)};
	struct ack *acks = malloc(ACKS_MAX * sizeof(*acks));
	struct tally tally = {0};

	assert_non_null(acks);
	print_message("seed %llu\n", (unsigned long long)random.state);
	ks_record_sample_close(s);
	for (int round = 0; round < ROUNDS; round++) {
		struct ks_head head;

		ks_record_sample_open(s);
		assert_int_equal(ks_ledger_head(s->ledger, &head), KS_OK);
		ks_record_sample_close(s);
		size_t n = live_and_die(s, honesty, 100 + ks_shuffle_below(&random, 20000), acks);

		count(s, acks, n, head.seq, &tally);
		ks_head_finish(&head);
	}
	free(acks);
	ks_record_sample_open(s);
	print_message("%lld acknowledged: lost %lld, duplicated %lld, unexpected %lld, recovered "
		      "%lld\n",
		      (long long)tally.n_acks, (long long)tally.lost, (long long)tally.duplicated,
		      (long long)tally.unexpected, (long long)tally.recovered);
	return tally;
}

static void killed_at_any_instant_nothing_acknowledged_is_lost(void **state)
{
	struct tally tally = run_rounds(*state, HONEST);

	assert_true(tally.n_acks > ROUNDS / 2);
	assert_int_equal(tally.lost, 0);
	assert_int_equal(tally.duplicated, 0);
	assert_int_equal(tally.unexpected, 0);
}

static void acknowledging_before_commit_is_caught(void **state)
{
	assert_true(run_rounds(*state, ACKS_BEFORE_COMMIT).lost > 0);
}

#define with_ledger(test) \
	cmocka_unit_test_setup_teardown(test, ks_record_sample_setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_ledger(killed_at_any_instant_nothing_acknowledged_is_lost),
		with_ledger(acknowledging_before_commit_is_caught),
	};

	return ks_test_run(tests);
}
