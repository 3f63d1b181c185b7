// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/mem.h"
#include "sync/fixture.h"
#include "sync/model.h"
#include "sync/sync_private.h"

/*
 * Thousands of histories of one kiosk and one LRS with everything between them going wrong, from seeds. A history
 * ends when the faults end and the ledger has drained; then the records of both sides are compared.
 * KENSHU_HISTORIES=1000000 runs more; a failure prints the seed.
 */

#define HISTORIES 2000
#define HISTORIES_PER_LEDGER 20
#define RECORDS_MAX 70
#define STEPS_MAX 20000

struct tally {
	size_t n_statements, n_requests, n_faults;
	size_t n_lost, n_duplicated, n_unexpected, n_recovered, n_disordered;
	size_t n_aside; /* good ones that were quarantined, at the end of each history */
};

static bool is_clean(const struct tally *tally)
{
	return tally->n_lost + tally->n_duplicated + tally->n_unexpected + tally->n_disordered +
		       tally->n_aside ==
	       0;
}

/* A kiosk that records, sends, waits and restarts in the order the seed says. */
static void live(struct ks_fixture *f, struct ks_shuffle *random)
{
	int n_left = (int)ks_shuffle_below(random, RECORDS_MAX);

	for (int n_steps = 0; n_steps < 30; n_steps++) {
		int n = n_left > 0 ? (int)ks_shuffle_below(random, (uint32_t)n_left + 1) : 0;
		int64_t wait_ms;

		if (n > 0 && ks_shuffle_below(random, 4) == 0) {
			ks_fixture_record(f, n);
			n_left -= n;
		}
		if (ks_shuffle_below(random, 15) == 0)
			ks_fixture_open(f); /* power cut: all memory is lost */
		ks_sync_core_step(f->core, &wait_ms);
		if (wait_ms > 0)
			ks_clock_advance(&f->clock, wait_ms);
	}
}

static void drain(struct ks_fixture *f, struct ks_model *model, uint64_t seed)
{
	struct ks_sync_status status;
	int64_t wait_ms;

	model->fault_percent = 0;
	for (int n_steps = 0; n_steps < STEPS_MAX; n_steps++) {
		ks_sync_core_step(f->core, &wait_ms);
		ks_sync_core_status(f->core, &status);
		if (status.n_pending == 0)
			return;
		ks_clock_advance(&f->clock, wait_ms > 0 ? wait_ms : 0);
	}
	fail_msg("seed %llu: %lld statements never leave", (unsigned long long)seed,
		 (long long)status.n_pending);
}

static void count_aside(struct ks_fixture *f, struct tally *tally)
{
	struct ks_ledger_counts counts;
	int64_t n_poison = 0;

	assert_int_equal(ks_ledger_counts(f->ledger, &counts), KS_OK);
	for (int64_t seq = 1; seq <= counts.n_statements; seq++)
		n_poison += ks_model_is_poison(seq);
	if (counts.n_quarantined > n_poison)
		tally->n_aside += (size_t)(counts.n_quarantined - n_poison);
}

static void compare(struct ks_fixture *f, const struct ks_model *model, struct tally *tally)
{
	struct ks_ledger_counts counts;
	int64_t n_poison = 0;

	assert_int_equal(ks_ledger_counts(f->ledger, &counts), KS_OK);
	for (int64_t seq = 1; seq <= counts.n_statements; seq++) {
		const struct ks_model_row *row = &model->rows[seq];
		struct ks_statement statement;

		assert_int_equal(ks_ledger_read(f->ledger, seq, &statement), KS_OK);
		n_poison += ks_model_is_poison(seq);
		if (row->n_copies > 1)
			tally->n_duplicated++;
		if (row->n_copies == 0)
			tally->n_lost += !ks_model_is_poison(seq);
		else if (memcmp(row->hash, statement.hash, KS_HASH_BYTES) != 0)
			tally->n_unexpected++;
		ks_statement_finish(&statement);
	}
	if (model->mutant == KS_MUTANT_NONE)
		assert_int_equal(counts.n_quarantined, n_poison);
	for (size_t seq = (size_t)counts.n_statements + 1; seq < model->n_rows; seq++)
		tally->n_unexpected += model->rows[seq].n_copies > 0;
	tally->n_unexpected += model->n_unexpected;
	tally->n_disordered += model->n_disordered;
	tally->n_recovered += model->n_faults;
	tally->n_statements += (size_t)counts.n_statements;
	tally->n_requests += model->n_requests;
}

static void run_ledger(uint64_t first_seed, int n_histories, enum ks_mutant mutant,
		       struct tally *tally)
{
	struct ks_fixture f;
	struct ks_model model;

	ks_fixture_begin(&f);
	ks_model_init(&model, (size_t)n_histories * RECORDS_MAX);
	model.mutant = mutant;
	model.is_headerless = mutant == KS_MUTANT_NONE && first_seed / HISTORIES_PER_LEDGER % 4 == 3;
	f.options.http = ks_model_http(&model);
	for (int i = 0; i < n_histories; i++) {
		struct ks_shuffle random = {.state = first_seed + (uint64_t)i};

		f.options.seed = first_seed + (uint64_t)i + 1;
		ks_model_begin(&model, first_seed + (uint64_t)i);
		ks_fixture_open(&f);
		live(&f, &random);
		drain(&f, &model, first_seed + (uint64_t)i);
		count_aside(&f, tally);
	}
	compare(&f, &model, tally);
	if (mutant == KS_MUTANT_NONE && !is_clean(tally))
		fail_msg("seeds %llu … %llu: lost %zu duplicated %zu unexpected %zu disordered %zu "
			 "set aside %zu",
			 (unsigned long long)first_seed,
			 (unsigned long long)first_seed + (uint64_t)n_histories - 1, tally->n_lost,
			 tally->n_duplicated, tally->n_unexpected, tally->n_disordered,
			 tally->n_aside);
	ks_model_finish(&model);
	ks_fixture_finish(&f);
}

static int n_histories_wanted(void)
{
	const char *wanted = getenv("KENSHU_HISTORIES");
	long n = wanted ? strtol(wanted, NULL, 10) : 0;

	return n > 0 && n < 100000000 ? (int)n : HISTORIES;
}

static void nothing_is_lost_doubled_or_invented_in_any_history(void **state)
{
	struct tally tally = {0};
	int n = n_histories_wanted();

	(void)state;
	for (int at = 0; at < n; at += HISTORIES_PER_LEDGER)
		run_ledger((uint64_t)at + 1, HISTORIES_PER_LEDGER, KS_MUTANT_NONE, &tally);
	printf("%d histories, %zu statements, %zu requests, recovered %zu faults: "
	       "lost %zu duplicated %zu unexpected %zu disordered %zu set aside %zu\n",
	       n, tally.n_statements, tally.n_requests, tally.n_recovered, tally.n_lost,
	       tally.n_duplicated, tally.n_unexpected, tally.n_disordered, tally.n_aside);
	assert_true(is_clean(&tally));
	assert_true(tally.n_recovered > (size_t)n);
}

static void check_mutant(enum ks_mutant mutant, const char *name, struct tally *tally)
{
	memset(tally, 0, sizeof(*tally));
	run_ledger(1, 2 * HISTORIES_PER_LEDGER, mutant, tally);
	printf("mutant \"%s\": lost %zu duplicated %zu unexpected %zu set aside %zu\n", name,
	       tally->n_lost, tally->n_duplicated, tally->n_unexpected, tally->n_aside);
}

static void a_kiosk_that_notes_delivery_before_the_answer_is_caught(void **state)
{
	struct tally tally;

	(void)state;
	check_mutant(KS_MUTANT_ACK_BEFORE_ANSWER, "delivered before the answer", &tally);
	assert_true(tally.n_lost > 0);
}

static void a_kiosk_that_drops_a_batch_on_4xx_is_caught(void **state)
{
	struct tally tally;

	(void)state;
	check_mutant(KS_MUTANT_DROP_ON_4XX, "drop the batch on 4xx", &tally);
	assert_true(tally.n_lost > 0);
}

static void a_kiosk_that_makes_new_ids_on_retry_is_caught(void **state)
{
	struct tally tally;

	(void)state;
	check_mutant(KS_MUTANT_NEW_ID_ON_RETRY, "new id on retry", &tally);
	assert_true(tally.n_duplicated > 0);
}

static void a_kiosk_that_trusts_any_200_is_caught(void **state)
{
	struct tally tally;

	(void)state;
	check_mutant(KS_MUTANT_TRUST_ANY_200, "any 200 is delivery", &tally);
	assert_true(tally.n_lost > 0);
}

static void a_kiosk_that_trusts_a_gateways_json_is_caught(void **state)
{
	struct tally tally;

	(void)state;
	check_mutant(KS_MUTANT_TRUST_JSON_200, "any 200 with JSON is delivery", &tally);
	assert_true(tally.n_lost > 0);
}

static void a_kiosk_that_sets_aside_on_a_gateways_word_is_caught(void **state)
{
	struct tally tally;

	(void)state;
	check_mutant(KS_MUTANT_TRUST_ANY_4XX, "a gateway's 400 sets aside", &tally);
	assert_true(tally.n_aside > 0);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(nothing_is_lost_doubled_or_invented_in_any_history),
	cmocka_unit_test(a_kiosk_that_notes_delivery_before_the_answer_is_caught),
	cmocka_unit_test(a_kiosk_that_drops_a_batch_on_4xx_is_caught),
	cmocka_unit_test(a_kiosk_that_makes_new_ids_on_retry_is_caught),
	cmocka_unit_test(a_kiosk_that_trusts_any_200_is_caught),
	cmocka_unit_test(a_kiosk_that_trusts_a_gateways_json_is_caught),
	cmocka_unit_test(a_kiosk_that_sets_aside_on_a_gateways_word_is_caught),
};

int main(void)
{
	/* The ledger's own durability is tested elsewhere: here a disk in memory will do. */
	if (!getenv("TMPDIR") && access("/dev/shm", W_OK) == 0)
		setenv("TMPDIR", "/dev/shm", 1);
	ks_log_set((enum ks_log_level) - 1);
	return ks_test_run(tests);
}
