/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/code.h"
#include "lrs/centre_private.h"
#include "lrs/enrol.h"
#include "record/db.h"
#include "record/verify.h"
#include "support/centre_sample.h"
#include "support/golden.h"
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

static int64_t since(int64_t ms)
{
	return ms ? ms - KS_TEST_WALL_MS : 0;
}

static void put_row(struct ks_buf *out, const struct ks_kiosk_health *h)
{
	ks_buf_printf(
		out, "%s%s%s: %lld here up to %lld, signed %lld at %lld, first gap %lld, seen %lld\n",
		h->kiosk, h->identity[0] ? " as " : "", h->identity, (long long)h->n_statements,
		(long long)h->last_seq, (long long)h->n_signed, (long long)h->head_seq,
		(long long)h->first_gap_seq, (long long)since(h->last_seen_ms));
	ks_buf_printf(out, "  %lld conflicts, %lld breaks, %lld disowned, %lld aside, %lld claims\n",
		      (long long)h->n_conflicts, (long long)h->n_chain_faults,
		      (long long)h->n_disowned, (long long)h->n_quarantined, (long long)h->n_claims);
	ks_buf_printf(out, "  twice %lld from %lld, twin %lld, settled %lld at %lld%s\n",
		      (long long)h->n_twice, (long long)h->twice_seq, (long long)since(h->twin_ms),
		      (long long)h->n_twice_settled, (long long)since(h->twin_settled_ms),
		      ks_centre_has_twin(h) ? ", a twin" : "");
	ks_buf_printf(out, " %s%s%s%s%s units %d, mark \"%s\", by \"%s\", skew %lld, %s of %s\n",
		      h->has_key ? " key" : "", h->is_key_unconfirmed ? " unconfirmed" : "",
		      h->has_key_alarm ? " alarm" : "", h->is_revoked ? " revoked" : "",
		      h->is_rotating ? " rotating" : "", h->n_units, h->key_mark, h->taken_over_by,
		      (long long)h->skew_ms, h->revision, h->program);
}

static void put_health(struct ks_sample_centre *sample, struct ks_buf *out, const char *when)
{
	struct ks_kiosk_health *rows;
	size_t n;

	ks_buf_printf(out, "== %s\n", when);
	assert_int_equal(ks_centre_health(sample->store, &rows, &n), KS_OK);
	for (size_t i = 0; i < n; i++)
		put_row(out, &rows[i]);
	free(rows);
}

/* Everything that HR and IT read of a kiosk: tests/data/golden/lrs/health.txt. */
static void how_each_kiosk_stands(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk first = ks_sample_kiosk("k-01"), second = ks_sample_kiosk("k-02"),
			       copy;
	struct ks_meeting meeting = {
		.kiosk = "k-01", .about = "1779064225000 0.2.0 2026.1#7", .n_quarantined = 4};
	char *secret = ks_centre_make_secret(), *lost, mark[KS_MARK_CHARS + 1];
	struct ks_head head;
	struct ks_buf out = {0};

	put_health(sample, &out, "nobody");
	ks_sample_ingest(sample, &first, "1", "initialized", "course/annual/m1");
	ks_sample_ingest(sample, &first, "1", "experienced", "course/annual/m1");
	ks_sample_ingest(sample, &second, "1", "initialized", "course/annual/m1");
	ks_clock_advance(&sample->clock, 1000);
	assert_int_equal(ks_centre_meet(sample->centre, &meeting), KS_OK);
	put_health(sample, &out, "two, of whom one said how it is");
	head = ks_sample_head(&first);
	ks_code_of_key(head.public_key, mark);
	ks_head_finish(&head);
	assert_int_equal(ks_centre_confirm_key(sample->centre, "k-01", mark), KS_OK);
	assert_int_equal(ks_centre_rotate(sample->centre, "k-02", secret), KS_OK);
	assert_int_equal(ks_centre_set_units(sample->centre, "k-02", "総務課,会計課"), KS_OK);
	put_health(sample, &out, "a key was compared, a secret made anew, its people limited");
	copy = second;
	ks_clock_advance(&sample->clock, 1000);
	ks_sample_ingest(sample, &second, "1", "experienced", "course/annual/m1");
	ks_sample_ingest(sample, &copy, "2", "experienced", "course/annual/m1");
	lost = ks_sample_write(&first, "1", "passed", "course/annual/m1", KS_TEST_WALL_MS, "synced");
	free(lost);
	ks_sample_ingest(sample, &first, "1", "terminated", "course/annual/m1");
	put_health(sample, &out, "a copy, and one that is missing");
	assert_int_equal(
		ks_db_run(sample->store,
			  "UPDATE kiosk SET key_alarm = 1, taken_over_by = 'k-09' WHERE id = 'k-02'",
			  ""),
		KS_OK);
	assert_int_equal(
		ks_db_run(sample->store,
			  "INSERT INTO conflict(kiosk, id, bytes, at_ms) VALUES('k-01', 'x', x'', 1)",
			  ""),
		KS_OK);
	assert_int_equal(ks_db_run(sample->store,
				   "INSERT INTO claim(kiosk, seq, stored, reason) VALUES('k-01', 2, 2, 5),"
				   " ('k-01', 1, 1, 1), ('k-02', 1, 3, 2)",
				   ""),
			 KS_OK);
	assert_int_equal(ks_centre_revoke_kiosk(sample->centre, "k-02"), KS_OK);
	put_health(sample, &out, "alarms, claims, a conflict, one taken over and revoked");
	ks_test_golden("tests/data/golden/lrs/health.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
	free(secret);
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
		with_centre(how_each_kiosk_stands),
		with_centre(new_epoch_that_goes_on_with_the_old_chain_is_told),
	};

	return ks_test_run(tests);
}
