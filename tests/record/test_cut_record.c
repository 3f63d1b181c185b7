/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "record/verify.h"
#include "support/cut.h"
#include "support/record_sample.h"

/* The record itself, only half read: it says so. */

#define READ(s, act) ks_cut_read((s)->store, #act, act, s)

static int64_t attended;

static enum ks_rc row(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_statement row = {0};
	enum ks_rc rc = ks_ledger_read(s->ledger, attended, &row);

	if (rc == KS_OK)
		assert_int_equal(row.seq, attended);
	ks_statement_finish(&row);
	return rc;
}

static enum ks_rc next(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_statement row = {0};
	enum ks_rc rc = ks_ledger_next_undelivered(s->ledger, 0, &row);

	if (rc == KS_OK)
		assert_int_equal(row.seq, attended);
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

	attended = ks_record_sample_append(s, KS_FACT_CHECKED_IN);
	READ(s, row);
	READ(s, next);
	READ(s, counts);
	READ(s, head);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_record_is_read_whole_or_not_at_all,
						ks_record_sample_setup, ks_record_sample_teardown),
	};

	return ks_test_run(tests);
}
