/* SPDX-License-Identifier: Apache-2.0 */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "record/progress.h"
#include "record/verify.h"
#include "support/record_sample.h"

/*
 * What an answer costs before the screen may move: building the statement, and the durable commit with its
 * progress row and the row read back. And what the daily walk along 10,000 statements takes, beside the kiosk: its own time,
 * and the longest that it keeps the store from who records. One `name value unit` a line. $TMPDIR decides which disk is meant.
 */

#define N_COMMITS 2000
#define N_BUILDS 20000
#define N_WALKED 10000
#define N_GROUP 500

static double now_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

static void need(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "bench_record: %s\n", what);
	exit(EXIT_FAILURE);
}

static int compare(const void *left, const void *right)
{
	const double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

static double record_once(struct ks_ledger *ledger, const struct ks_fact *fact)
{
	struct ks_progress progress = {.progress_percent = 50};
	struct ks_statement row;
	int64_t seq = 0;
	double from = now_us();

	need(ks_ledger_begin(ledger) == KS_OK && ks_ledger_append(ledger, fact, &seq) == KS_OK &&
		     ks_progress_save(ks_ledger_store(ledger), "000123", 2026, "annual", "m1",
				      &progress) == KS_OK &&
		     ks_ledger_commit(ledger) == KS_OK && ks_ledger_read(ledger, seq, &row) == KS_OK,
	     "record");
	ks_statement_finish(&row);
	return now_us() - from;
}

struct walk {
	double since_us, held_us, longest_us;
};

static bool breathe(void *of)
{
	struct walk *walk = of;
	double us = now_us() - walk->since_us;

	walk->held_us += us;
	walk->longest_us = us > walk->longest_us ? us : walk->longest_us;
	walk->since_us = now_us();
	return true;
}

static void bench_walk(struct ks_ledger *ledger, const struct ks_fact *fact)
{
	struct ks_ledger_fault first;
	struct walk walk = {0};
	struct ks_ledger_beside beside = {
		.faults = &first, .max = 1, .breathe = breathe, .context = &walk};
	int64_t seq = 0;

	while (seq < N_WALKED) {
		need(ks_ledger_begin(ledger) == KS_OK, "begin");
		for (int i = 0; i < N_GROUP; i++)
			need(ks_ledger_append(ledger, fact, &seq) == KS_OK, "append");
		need(ks_ledger_commit(ledger) == KS_OK, "commit");
	}
	ks_store_forget(ks_ledger_store(ledger));
	walk.since_us = now_us();
	need(ks_ledger_verify_beside(ks_ledger_store(ledger), &beside) == KS_OK, "walk");
	(void)breathe(&walk);
	need(beside.n_statements >= N_WALKED, "walked");
	printf("ledger_walk_ms %.1f ms\n", walk.held_us / 1e3);
	printf("ledger_walk_longest_hold_ms %.2f ms\n", walk.longest_us / 1e3);
}

static void bench_commits(const char *folder, const struct ks_fact *fact)
{
	static double us[N_COMMITS];
	struct ks_clock clock = ks_clock_system();
	struct ks_store *store;
	struct ks_ledger *ledger;
	char *why = NULL;

	need(ks_store_open(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &store, &why) == KS_OK, "store");
	need(ks_ledger_open(store, &clock, "k-01", &ledger) == KS_OK, "ledger");
	for (int i = 0; i < N_COMMITS; i++)
		us[i] = record_once(ledger, fact);
	qsort(us, N_COMMITS, sizeof(us[0]), compare);
	printf("ledger_commit_p50_ms %.3f ms\n", us[N_COMMITS / 2] / 1e3);
	printf("ledger_commit_p95_ms %.3f ms\n", us[N_COMMITS * 95 / 100] / 1e3);
	bench_walk(ledger, fact);
	ks_ledger_close(ledger);
	ks_store_close(store);
}

static void bench_builds(const struct ks_fact *fact)
{
	struct ks_stamp stamp = {.kiosk = "k-01", .seq = 4711, .time = {.wall_ms = KS_TEST_WALL_MS}};
	struct ks_buf out = {0};

	memset(stamp.prev, '0', KS_HASH_HEX - 1);
	ks_uuid_v7(stamp.time.wall_ms, stamp.id);
	double from = now_us();

	for (int i = 0; i < N_BUILDS; i++) {
		ks_buf_clear(&out);
		ks_statement_build(fact, &stamp, &out);
	}
	printf("statement_build_us %.2f us\n", (now_us() - from) / N_BUILDS);
	ks_buf_finish(&out);
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

int main(void)
{
	const char *tmp = getenv("TMPDIR");
	char *folder = ks_format("%s/kenshu-bench-XXXXXX", tmp ? tmp : "/tmp");
	struct ks_sample sample;
	struct ks_answer answer;

	ks_id_init();
	ks_record_sample_words(&sample);
	struct ks_fact fact = ks_record_sample_fact(&sample, KS_FACT_ANSWERED, 0, &answer);

	need(mkdtemp(folder), "folder");
	bench_builds(&fact);
	bench_commits(folder, &fact);
	(void)nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(folder);
	return 0;
}
