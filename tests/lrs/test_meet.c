/* SPDX-License-Identifier: Apache-2.0 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/centre_private.h"
#include "lrs/enrol.h"
#include "record/db.h"
#include "record/verify.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* A kiosk is its key: what another machine, a copy or another account of it is told before anybody trains there. */

struct key {
	unsigned char public_key[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
};

static int setup(void **state)
{
	static const char *const accounts[] = {"k-01", "k-02", "k-11"};
	struct ks_sample_centre *sample = ks_alloc_zero(1, sizeof(*sample));

	ks_sample_centre_init(sample);
	for (size_t i = 0; i < KS_COUNT(accounts); i++) {
		char *secret = NULL;

		assert_int_equal(ks_centre_add_kiosk(sample->centre, accounts[i], &secret), KS_OK);
		free(secret);
		ks_clock_advance(&sample->clock, 1000);
	}
	*state = sample;
	return 0;
}

static int teardown(void **state)
{
	ks_sample_centre_finish(*state);
	free(*state);
	return 0;
}

/* The end of a record, signed as @account. */
static struct ks_head sign_as(const struct ks_sample_kiosk *kiosk, const char *account,
			      const struct key *key)
{
	struct ks_head head = {.seq = kiosk->seq};
	unsigned char signature[crypto_sign_BYTES];
	char *text = ks_format("kenshu-head-v1\n%s\n%lld\n%s\n", account, (long long)kiosk->seq,
			       kiosk->prev);

	memcpy(head.hash, kiosk->prev, sizeof(head.hash));
	crypto_sign_detached(signature, NULL, (const unsigned char *)text, strlen(text), key->secret);
	head.public_key = ks_base64url(key->public_key, sizeof(key->public_key));
	head.signature = ks_base64url(signature, sizeof(signature));
	free(text);
	return head;
}

/* One more fact of @kiosk, delivered under @account. */
static enum ks_rc deliver(struct ks_sample_centre *sample, struct ks_sample_kiosk *kiosk,
			  const char *account, const struct key *key)
{
	char *text = ks_sample_write(kiosk, "000123", "experienced", "course/annual/m1",
				     ks_clock_wall_ms(&sample->clock), "synced");
	struct ks_head head = sign_as(kiosk, account, key);
	size_t len = strlen(text);
	struct ks_delivery delivery = {.kiosk = account,
				       .head = &head,
				       .bytes = (const char *const *)&text,
				       .lens = &len,
				       .n_statements = 1};
	enum ks_rc rc = ks_centre_deliver(sample->centre, &delivery);

	free(delivery.why);
	ks_head_finish(&head);
	free(text);
	return rc;
}

static enum ks_rc meet(struct ks_sample_centre *sample, const struct ks_sample_kiosk *kiosk,
		       const char *account, const struct key *key, struct ks_meeting *out)
{
	struct ks_head head = sign_as(kiosk, account, key);
	enum ks_rc rc;

	out->kiosk = account;
	out->head = &head;
	rc = ks_centre_meet(sample->centre, out);
	ks_head_finish(&head);
	out->head = NULL;
	return rc;
}

static struct ks_kiosk_health health_of(struct ks_sample_centre *sample, const char *account)
{
	struct ks_kiosk_health *all, one = {0};
	size_t n;

	assert_int_equal(ks_centre_health(sample->store, &all, &n), KS_OK);
	for (size_t i = 0; i < n; i++)
		if (strcmp(all[i].kiosk, account) == 0)
			one = all[i];
	free(all);
	assert_string_equal(one.kiosk, account);
	return one;
}

static void count_fault(void *context, const char *kiosk, int64_t seq, int fault)
{
	print_message("fault %d at %s %lld\n", fault, kiosk, (long long)seq);
	(*(size_t *)context)++;
}

static size_t count_faults(struct ks_sample_centre *sample)
{
	size_t n = 0;
	int64_t n_statements;

	(void)!ks_centre_verify(sample->store, count_fault, &n, &n_statements);
	return n;
}

static void the_known_kiosk_is_welcome_with_and_without_records(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct ks_meeting meeting = {0};
	struct key key;

	crypto_sign_keypair(key.public_key, key.secret);
	assert_int_equal(meet(sample, &kiosk, "k-01", &key, &meeting), KS_OK);
	for (int i = 0; i < 3; i++)
		assert_int_equal(deliver(sample, &kiosk, "k-01", &key), KS_OK);
	assert_int_equal(meet(sample, &kiosk, "k-01", &key, &meeting), KS_OK);
	free(ks_sample_write(&kiosk, "1", "passed", "course/annual/m1", KS_TEST_WALL_MS, "synced"));
	assert_int_equal(meet(sample, &kiosk, "k-01", &key, &meeting), KS_OK); /* not sent yet */
	assert_false(meeting.is_twin);
	assert_false(ks_centre_has_twin(&(struct ks_kiosk_health){0}));
	assert_int_equal(count_faults(sample), 0);
}

static void a_machine_that_was_set_up_anew_with_old_credentials_is_refused_at_once(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01"), anew = ks_sample_kiosk("k-01");
	struct ks_meeting meeting = {0};
	struct key key, other;

	crypto_sign_keypair(key.public_key, key.secret);
	crypto_sign_keypair(other.public_key, other.secret);
	assert_int_equal(deliver(sample, &kiosk, "k-01", &key), KS_OK);
	assert_int_equal(meet(sample, &anew, "k-01", &other, &meeting), KS_CONFLICT);
	assert_true(health_of(sample, "k-01").has_key_alarm);
}

static void what_was_recorded_under_old_credentials_comes_along_under_a_new_name(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk first = ks_sample_kiosk("k-01"), anew = ks_sample_kiosk("k-01");
	struct ks_meeting meeting = {0};
	struct key key, other;

	crypto_sign_keypair(key.public_key, key.secret);
	crypto_sign_keypair(other.public_key, other.secret);
	assert_int_equal(deliver(sample, &first, "k-01", &key), KS_OK);
	assert_int_equal(meet(sample, &anew, "k-11", &other, &meeting), KS_OK);
	for (int i = 0; i < 3; i++) /* its statements say k-01, and it is k-11 now */
		assert_int_equal(deliver(sample, &anew, "k-11", &other), KS_OK);
	assert_int_equal(health_of(sample, "k-11").n_statements, 3);
	assert_int_equal(health_of(sample, "k-01").n_statements, 1);
	assert_int_equal(count_faults(sample), 0);
}

/* A number of the second epoch is no count: 1,000,000,003 of them never were. */
static void what_a_kiosk_signed_is_counted_from_the_second_epoch_on_too(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct key key;

	crypto_sign_keypair(key.public_key, key.secret);
	for (int i = 0; i < 2; i++)
		assert_int_equal(deliver(sample, &kiosk, "k-01", &key), KS_OK);
	assert_int_equal(health_of(sample, "k-01").n_signed, 2);
	kiosk.seq = KS_EPOCH_SPAN;
	memset(kiosk.prev, '0', KS_HASH_HEX - 1);
	for (int i = 0; i < 3; i++)
		assert_int_equal(deliver(sample, &kiosk, "k-01", &key), KS_OK);
	assert_int_equal(health_of(sample, "k-01").head_seq, KS_EPOCH_SPAN + 3);
	assert_int_equal(health_of(sample, "k-01").n_signed, 5);
	assert_int_equal(health_of(sample, "k-01").n_statements, 5);
}

static void another_account_of_the_same_key_continues_the_same_record(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct ks_meeting meeting = {0};
	struct key key;
	char identity[64];

	crypto_sign_keypair(key.public_key, key.secret);
	for (int i = 0; i < 2; i++)
		assert_int_equal(deliver(sample, &kiosk, "k-01", &key), KS_OK);
	assert_int_equal(meet(sample, &kiosk, "k-02", &key, &meeting), KS_OK);
	assert_false(meeting.is_twin);
	memcpy(kiosk.name, "k-02", 5);
	for (int i = 0; i < 2; i++)
		assert_int_equal(deliver(sample, &kiosk, "k-02", &key), KS_OK);
	assert_int_equal(ks_centre_identity(sample->store, "k-02", identity), KS_OK);
	assert_string_equal(identity, "k-01");
	assert_string_equal(health_of(sample, "k-02").identity, "k-01");
	assert_int_equal(health_of(sample, "k-01").n_statements, 4);
	assert_int_equal(health_of(sample, "k-01").head_seq, 4);
	assert_int_equal(health_of(sample, "k-01").first_gap_seq, 0);
	assert_int_equal(health_of(sample, "k-02").first_gap_seq, 0);
	assert_int_equal(count_faults(sample), 0);
}

static void a_statement_of_another_kiosk_needs_a_signed_head(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	char *text = ks_sample_write(&kiosk, "1", "passed", "course/annual/m1", KS_TEST_WALL_MS,
				     "synced");
	size_t len = strlen(text), bad_index;
	char *why = NULL;

	assert_int_equal(ks_centre_ingest(sample->centre, "k-02", (const char *const *)&text, &len,
					  1, &bad_index, &why),
			 KS_DENIED);
	free(why);
	free(text);
}

/* @kiosk with a new key has delivered two; returned is a copy of it from between them. */
static struct ks_sample_kiosk part(struct ks_sample_centre *sample, struct ks_sample_kiosk *kiosk,
				   struct key *key)
{
	struct ks_sample_kiosk copy;

	crypto_sign_keypair(key->public_key, key->secret);
	assert_int_equal(deliver(sample, kiosk, "k-01", key), KS_OK);
	copy = *kiosk;
	assert_int_equal(deliver(sample, kiosk, "k-01", key), KS_OK);
	return copy;
}

static void a_copy_is_told_before_it_records_and_both_are_told_afterwards(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01"), copy;
	struct ks_meeting meeting = {0};
	struct key key;

	copy = part(sample, &kiosk, &key);
	assert_int_equal(meet(sample, &copy, "k-01", &key, &meeting), KS_OK);
	assert_true(meeting.is_twin);
	assert_int_equal(meeting.epoch, 2); /* it alone is to go on beside */
	assert_int_equal(meet(sample, &kiosk, "k-01", &key, &meeting), KS_OK);
	assert_true(meeting.is_twin);
	assert_int_equal(meeting.epoch, 0);
	assert_int_equal(deliver(sample, &copy, "k-01", &key), KS_OK); /* nothing is lost */
	assert_true(ks_centre_has_twin(&(struct ks_kiosk_health){.n_twice = 1}));
	assert_int_equal(health_of(sample, "k-01").twice_seq, 2);
	assert_int_equal(health_of(sample, "k-01").n_statements, 3);
	assert_int_equal(count_faults(sample), 1);
	/* the same number, another end */
	assert_int_equal(meet(sample, &copy, "k-01", &key, &meeting), KS_OK);
	assert_true(meeting.is_twin);
	/* two days after one of them was stopped, and the other went on */
	assert_int_equal(deliver(sample, &kiosk, "k-01", &key), KS_OK);
	ks_clock_advance(&sample->clock, INT64_C(48) * 3600 * 1000);
	assert_int_equal(meet(sample, &kiosk, "k-01", &key, &meeting), KS_OK);
	assert_false(meeting.is_twin);
}

static void what_went_on_in_a_new_epoch_is_sound_and_what_hr_settled_is_quiet(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01"), copy;
	struct ks_meeting meeting = {0};
	struct ks_kiosk_health health;
	struct key key;

	crypto_sign_keypair(key.public_key, key.secret);
	assert_int_equal(deliver(sample, &kiosk, "k-01", &key), KS_OK);
	copy = kiosk;
	assert_int_equal(ks_centre_settle_twin(sample->centre, "k-01", "何もない"), KS_NOT_FOUND);
	assert_int_equal(deliver(sample, &kiosk, "k-01", &key), KS_OK);
	assert_int_equal(meet(sample, &copy, "k-01", &key, &meeting), KS_OK);
	/* put back to an older state and told so in time: no number is there twice */
	copy = ks_sample_kiosk("k-01");
	copy.seq = (meeting.epoch - 1) * KS_EPOCH_SPAN;
	assert_int_equal(deliver(sample, &copy, "k-01", &key), KS_OK);
	assert_int_equal(count_faults(sample), 0);
	health = health_of(sample, "k-01");
	assert_int_equal(health.n_twice, 0);
	assert_int_equal(health.first_gap_seq, 0);
	assert_true(ks_centre_has_twin(&health)); /* and it is named */
	ks_clock_advance(&sample->clock, 1000);
	assert_int_equal(ks_centre_settle_twin(sample->centre, "k-01", ""), KS_INVALID);
	assert_int_equal(ks_centre_settle_twin(sample->centre, "k-01", "写しを止めた"), KS_OK);
	health = health_of(sample, "k-01");
	assert_false(ks_centre_has_twin(&health));
	/* two that went on by the same number are a finding until somebody has seen to it, and the next is one again */
	for (int i = 0; i < 2; i++) {
		kiosk = copy;
		assert_int_equal(deliver(sample, &kiosk, "k-01", &key), KS_OK);
		assert_int_equal(deliver(sample, &copy, "k-01", &key), KS_OK);
		assert_int_equal(count_faults(sample), 1);
		health = health_of(sample, "k-01");
		assert_true(ks_centre_has_twin(&health));
		ks_clock_advance(&sample->clock, 1000);
		assert_int_equal(ks_centre_settle_twin(sample->centre, "k-01", "一台を止めた"),
				 KS_OK);
		assert_int_equal(count_faults(sample), 0);
		health = health_of(sample, "k-01");
		assert_false(ks_centre_has_twin(&health));
	}
}

/* Each gets an epoch of its own once; that there are two is told for as long as both run. */
static void two_that_stay_running_push_each_other_no_further(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01"), copy;
	struct ks_meeting meeting = {0};
	struct ks_kiosk_health health;
	struct key key;

	copy = part(sample, &kiosk, &key);
	assert_int_equal(meet(sample, &copy, "k-01", &key, &meeting), KS_OK);
	assert_int_equal(meeting.epoch, 2);
	copy = ks_sample_kiosk("k-01");
	copy.seq = KS_EPOCH_SPAN;
	for (int day = 0; day < 20; day++) {
		assert_int_equal(deliver(sample, &copy, "k-01", &key), KS_OK);
		assert_int_equal(meet(sample, &kiosk, "k-01", &key, &meeting), KS_OK);
		assert_int_equal(meeting.epoch, 0);
		assert_true(meeting.is_twin);
		assert_int_equal(deliver(sample, &kiosk, "k-01", &key), KS_OK);
		assert_int_equal(meet(sample, &copy, "k-01", &key, &meeting), KS_OK);
		assert_int_equal(meeting.epoch, 0);
		assert_true(meeting.is_twin);
		ks_clock_advance(&sample->clock, INT64_C(24) * 3600 * 1000);
	}
	health = health_of(sample, "k-01");
	assert_true(ks_centre_has_twin(&health));
	assert_int_equal(health.n_statements, 42);
	assert_int_equal(health.n_twice, 0);
	assert_int_equal(health.first_gap_seq, 0);
	assert_int_equal(health.n_claims, 0);
	assert_int_equal(count_faults(sample), 0);
	/* The first put back once more: its numbers were used, so it moves, behind all there is. */
	kiosk.seq--;
	assert_int_equal(meet(sample, &kiosk, "k-01", &key, &meeting), KS_OK);
	assert_int_equal(meeting.epoch, 3);
}

static void keep_fault(void *context, const char *kiosk, int64_t seq, int fault)
{
	assert_string_equal(kiosk, "k-01");
	assert_int_equal(seq, 2);
	assert_int_equal(*(int *)context, 0);
	*(int *)context = fault;
}

static void a_number_that_is_there_twice_without_fitting_is_said_to_be_that(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01"), other = ks_sample_kiosk("k-01");
	int64_t n_statements;
	int fault = 0;

	ks_sample_ingest(sample, &kiosk, "1", "initialized", "course/annual/m1");
	ks_sample_ingest(sample, &kiosk, "1", "experienced", "course/annual/m1");
	other.seq = 1; /* behind nothing that is here */
	ks_sample_ingest(sample, &other, "2", "experienced", "course/annual/m1");
	assert_int_equal(ks_centre_verify(sample->store, keep_fault, &fault, &n_statements),
			 KS_DAMAGED);
	assert_int_equal(fault, KS_CHAIN_TWICE);
}

static void what_a_kiosk_has_set_aside_is_known_and_asked_for(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct ks_meeting meeting = {.n_quarantined = 3};
	struct key key;

	crypto_sign_keypair(key.public_key, key.secret);
	assert_int_equal(meet(sample, &kiosk, "k-01", &key, &meeting), KS_OK);
	assert_int_equal(meeting.resend, 0);
	assert_int_equal(health_of(sample, "k-01").n_quarantined, 3);
	assert_int_equal(ks_centre_ask_resend(sample->centre, "k-99"), KS_NOT_FOUND);
	for (int i = 1; i <= 2; i++) {
		assert_int_equal(ks_centre_ask_resend(sample->centre, "k-01"), KS_OK);
		meeting.n_quarantined = 0;
		assert_int_equal(meet(sample, &kiosk, "k-01", &key, &meeting), KS_OK);
		assert_int_equal(meeting.resend, i);
	}
	assert_int_equal(health_of(sample, "k-01").n_quarantined, 0);
}

/* What is kept beside the statements is what they come to, in whichever order they arrive. */
static void the_kept_numbers_are_what_counting_would_give(void **state)
{
	static const char wrong[] =
		"SELECT count(*) FROM kiosk_tally t WHERE n_statements <>"
		"  (SELECT count(*) FROM received r WHERE r.kiosk = t.kiosk)"
		" OR n_numbered <> (SELECT count(DISTINCT seq) FROM received r WHERE r.kiosk = t.kiosk)"
		" OR last_seq <> (SELECT max(seq) FROM received r WHERE r.kiosk = t.kiosk)"
		" OR n_twice <> n_statements - n_numbered OR n_breaks <> (SELECT count(*)"
		"  FROM received r JOIN received p ON p.kiosk = r.kiosk AND p.seq = r.seq - 1"
		"  WHERE r.kiosk = t.kiosk AND r.seq > 1 AND r.prev <> lower(hex(p.hash)))";
	struct ks_sample_centre *sample = *state;
	struct ks_shuffle random = {.state = 7};
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01"), copy = kiosk;
	char *texts[40];
	const char *told;
	int64_t n_wrong = -1;

	for (size_t i = 0; i < KS_COUNT(texts); i++) {
		if (i == 20)
			copy = kiosk;
		texts[i] = ks_sample_write(i % 3 == 0 ? &copy : &kiosk, "1", "experienced",
					   "course/annual/m1", KS_TEST_WALL_MS, "synced");
	}
	for (size_t i = KS_COUNT(texts); i > 0; i--) {
		size_t at = ks_shuffle_below(&random, (uint32_t)i), len = strlen(texts[at]), bad;
		char *why = NULL;

		assert_int_equal(ks_centre_ingest(sample->centre, "k-01",
						  (const char *const *)&texts[at], &len, 1, &bad,
						  &why),
				 KS_OK);
		free(texts[at]);
		texts[at] = texts[i - 1];
		assert_int_equal(ks_db_number(sample->store, &n_wrong, wrong, ""), KS_OK);
		assert_int_equal(n_wrong, 0);
		assert_int_equal(ks_centre_check_summaries(sample->store, &told), KS_OK);
		assert_null(told);
	}
}

static void what_a_kiosk_says_of_itself_is_kept_where_it_is_words(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	int64_t now_ms = ks_centre_now_ms(sample->centre);
	char *about = ks_format("%lld 0.1.0 2026.2", (long long)now_ms + 192000);
	struct ks_meeting meeting = {.about = about};
	struct key key;

	crypto_sign_keypair(key.public_key, key.secret);
	assert_int_equal(meet(sample, &kiosk, "k-01", &key, &meeting), KS_OK);
	assert_int_equal(health_of(sample, "k-01").skew_ms, 192000);
	assert_string_equal(health_of(sample, "k-01").revision, "2026.2");
	meeting.about = "soon 0.2.0 2027.1";
	assert_int_equal(meet(sample, &kiosk, "k-01", &key, &meeting), KS_OK);
	meeting.about = "1 0.2.0 2027.1 more";
	assert_int_equal(meet(sample, &kiosk, "k-01", &key, &meeting), KS_OK);
	assert_string_equal(health_of(sample, "k-01").program, "0.1.0");
	free(about);
}

#define RULE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
static const struct CMUnitTest tests[] = {
	RULE(the_known_kiosk_is_welcome_with_and_without_records),
	RULE(a_machine_that_was_set_up_anew_with_old_credentials_is_refused_at_once),
	RULE(what_was_recorded_under_old_credentials_comes_along_under_a_new_name),
	RULE(another_account_of_the_same_key_continues_the_same_record),
	RULE(what_a_kiosk_signed_is_counted_from_the_second_epoch_on_too),
	RULE(a_statement_of_another_kiosk_needs_a_signed_head),
	RULE(a_copy_is_told_before_it_records_and_both_are_told_afterwards),
	RULE(two_that_stay_running_push_each_other_no_further),
	RULE(what_went_on_in_a_new_epoch_is_sound_and_what_hr_settled_is_quiet),
	RULE(a_number_that_is_there_twice_without_fitting_is_said_to_be_that),
	RULE(what_a_kiosk_has_set_aside_is_known_and_asked_for),
	RULE(what_a_kiosk_says_of_itself_is_kept_where_it_is_words),
	RULE(the_kept_numbers_are_what_counting_would_give),
};

int main(void)
{
	return ks_test_run(tests);
}
