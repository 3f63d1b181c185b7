/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lrs/forward.h"
#include "support/centre_sample.h"
#include "support/cut.h"
#include "support/test.h"

/* What goes on to another LRS, cut off at each step: it is known how far it went, or it is sent again. */

#define READ(of, act) ks_cut_read((of)->store, #act, act, of)

static enum ks_rc forward_states(void *context)
{
	struct ks_sample_centre *f = context;
	struct ks_forward_state *list = NULL;
	size_t n = 0;
	enum ks_rc rc = ks_forward_states(f->store, &list, &n);

	if (rc == KS_OK) {
		assert_int_equal(n, 1);
		assert_string_equal(list[0].name, "lms");
		assert_int_equal(list[0].n_quarantined, 1);
	}
	free(list);
	return rc;
}

static enum ks_rc forward_next(void *context)
{
	struct ks_sample_centre *f = context;
	struct ks_statement row = {0};
	enum ks_rc rc = ks_forward_next(f->store, "lms", 0, &row);

	if (rc == KS_OK)
		assert_int_equal(row.seq, 2);
	ks_statement_finish(&row);
	return rc;
}

static enum ks_rc forward_retry(void *context)
{
	struct ks_sample_centre *f = context;
	int64_t n = 0;
	enum ks_rc rc = ks_forward_retry(f->store, "lms", 5, &n);

	if (rc == KS_OK)
		assert_int_equal(n, 1);
	return rc;
}

static enum ks_rc forward_forget(void *context)
{
	struct ks_sample_centre *f = context;
	int64_t n = 0;

	return ks_forward_forget(f->store, "lms", 0, &n);
}

static enum ks_rc forward_quarantine(void *context)
{
	struct ks_sample_centre *f = context;

	return ks_forward_quarantine(f->store, "lms", 2, "HTTP 413", 6);
}

static enum ks_rc forward_mark(void *context)
{
	static const int64_t seqs[] = {1, 2, 3};
	struct ks_sample_centre *f = context;

	return ks_forward_mark_delivered(f->store, "lms", seqs, 3, 9);
}

static void what_is_sent_on_is_known_or_sent_again(void **state)
{
	struct ks_sample_centre *f = *state;
	struct ks_ledger_counts counts;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	int64_t n = -1;

	for (int i = 0; i < 3; i++)
		ks_sample_ingest(f, &kiosk, "000101", "experienced", "course/annual/m1");
	assert_int_equal(ks_forward_begin(f->store, "lms"), KS_OK);
	assert_int_equal(ks_forward_quarantine(f->store, "lms", 1, "HTTP 400", 5), KS_OK);
	READ(f, forward_states);
	READ(f, forward_next);
	assert_int_equal(ks_forward_retry(f->store, "lms", 4, &n), KS_OK);
	assert_int_equal(n, 0); /* it was set aside after that */
	READ(f, forward_retry);
	READ(f, forward_quarantine);
	READ(f, forward_mark);
	assert_int_equal(ks_forward_counts(f->store, "lms", &counts), KS_OK);
	assert_int_equal(counts.n_quarantined, 0);
	assert_int_equal(counts.last_delivered_ms, 9);
	READ(f, forward_forget);
	assert_int_equal(ks_forward_counts(f->store, "lms", &counts), KS_OK);
	assert_int_equal(counts.n_delivered, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_is_sent_on_is_known_or_sent_again,
						ks_sample_setup, ks_sample_teardown),
	};

	return ks_test_run(tests);
}
