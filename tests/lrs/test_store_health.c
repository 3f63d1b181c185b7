/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "lrs/centre_private.h"
#include "record/verify.h"
#include "support/centre_sample.h"
#include "support/test.h"

static int64_t have(struct ks_sample_centre *sample)
{
	int64_t seq = 0;

	assert_int_equal(ks_centre_have(sample->centre, "k-01", &seq), KS_OK);
	return seq;
}

/* Told "nothing behind 2", a kiosk in its second epoch would send all of it again, for ever. */
static void what_is_had_goes_on_into_a_new_epoch_but_over_no_gap(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");

	ks_sample_ingest(sample, &kiosk, "1", "initialized", "course/annual/m1");
	ks_sample_ingest(sample, &kiosk, "1", "experienced", "course/annual/m1");
	assert_int_equal(have(sample), 2);
	kiosk.seq = KS_EPOCH_SPAN;
	memset(kiosk.prev, '0', KS_HASH_HEX - 1);
	ks_sample_ingest(sample, &kiosk, "1", "passed", "course/annual/m1");
	assert_int_equal(have(sample), KS_EPOCH_SPAN + 1);
	kiosk.seq += 1;
	ks_sample_ingest(sample, &kiosk, "1", "terminated", "course/annual/m1");
	assert_int_equal(have(sample), KS_EPOCH_SPAN + 1);
}

static void each_kiosk_is_told_what_is_had_of_itself(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk first = ks_sample_kiosk("k-01"), second = ks_sample_kiosk("k-02");
	int64_t seq = -1;

	for (int i = 0; i < 3; i++)
		ks_sample_ingest(sample, &first, "1", "experienced", "course/annual/m1");
	ks_sample_ingest(sample, &second, "1", "experienced", "course/annual/m1");
	for (int i = 0; i < 2; i++) {
		assert_int_equal(ks_centre_have(sample->centre, "k-01", &seq), KS_OK);
		assert_int_equal(seq, 3);
		assert_int_equal(ks_centre_have(sample->centre, "k-02", &seq), KS_OK);
		assert_int_equal(seq, 1);
		assert_int_equal(ks_centre_have(sample->centre, "k-03", &seq), KS_OK);
		assert_int_equal(seq, 0);
	}
}

static void keep_fault(void *context, const char *kiosk, int64_t seq, int fault)
{
	(void)kiosk;
	(void)seq;
	*(int *)context = fault;
}

/* Whoever begins a new epoch in the middle of a chain hides nothing by it. */
static void new_epoch_that_goes_on_with_the_old_chain_is_told(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	int fault = KS_CHAIN_OK;
	int64_t n;

	ks_sample_ingest(sample, &kiosk, "1", "initialized", "course/annual/m1");
	kiosk.seq = KS_EPOCH_SPAN;
	ks_sample_ingest(sample, &kiosk, "1", "passed", "course/annual/m1");
	assert_int_equal(ks_centre_verify(sample->store, keep_fault, &fault, &n), KS_DAMAGED);
	assert_int_equal(fault, KS_CHAIN_PREV);
}

#define with_centre(test) \
	cmocka_unit_test_setup_teardown(test, ks_sample_setup_empty, ks_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_centre(what_is_had_goes_on_into_a_new_epoch_but_over_no_gap),
		with_centre(each_kiosk_is_told_what_is_had_of_itself),
		with_centre(new_epoch_that_goes_on_with_the_old_chain_is_told),
	};

	return ks_test_run(tests);
}
