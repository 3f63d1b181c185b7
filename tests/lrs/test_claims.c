/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "lrs/proof.h"
#include "lrs/sum.h"
#include "record/db.h"
#include "record/roster.h"
#include "record/verify.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* What anybody with a kiosk's credentials may say: it is kept, and where it is outside the rules it counts for nothing. */

static void rechain(struct ks_sample_kiosk *kiosk, const char *text)
{
	uint8_t hash[KS_HASH_BYTES];

	ks_blake2b(text, strlen(text), hash);
	ks_hex(hash, sizeof(hash), kiosk->prev);
}

/* One statement of "000123" with @from made into @to. */
static void ingest_changed(struct ks_sample_centre *sample, struct ks_sample_kiosk *kiosk,
			   const char *from, const char *to)
{
	char *text = ks_sample_write(kiosk, "000123", "passed", "course/annual/m1",
				     ks_clock_wall_ms(&sample->clock), "synced");
	char *at = strstr(text, from), *whole, *why = NULL;
	size_t len, bad_index;

	assert_non_null(at);
	whole = ks_format("%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
	len = strlen(whole);
	assert_int_equal(ks_centre_ingest(sample->centre, kiosk->name, (const char *const *)&whole,
					  &len, 1, &bad_index, &why),
			 KS_OK);
	rechain(kiosk, whole);
	ks_sample_sign(sample, kiosk);
	free(whole);
	free(text);
}

static void no_report(void *context, const char *kiosk, int64_t seq, int fault)
{
	(void)context;
	fail_msg("%s %lld: %d", kiosk, (long long)seq, fault);
}

static int64_t count(struct ks_store *store, const char *sql)
{
	int64_t n = -1;

	assert_int_equal(ks_db_number(store, &n, sql, ""), KS_OK);
	return n;
}

static void a_claim_outside_the_rules_is_kept_and_never_stops_the_roster(void **state)
{
	static const char *const claims[][2] = {
		{"s-000123", "s-guest@other.example"},
		{"/program/2026", "/program/9999"},
		{"/program/2026", "/program/1066"},
		{"course/annual/m1\"}", "course/an\\u001bnual/m1\"}"},
	};
	struct ks_sample_centre *sample = *state;
	char *folder = ks_test_folder(), *why = NULL, *completed = NULL, *json = NULL;
	struct ks_store *kiosk_store = NULL;
	int64_t n_statements = 0;

	for (size_t i = 0; i < KS_COUNT(claims); i++) {
		char *name = ks_format("x-%zu", i);
		struct ks_sample_kiosk other = ks_sample_kiosk(name);

		ingest_changed(sample, &other, claims[i][0], claims[i][1]);
		free(name);
	}
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");

	ks_sample_ingest(sample, &kiosk, "000123", "passed", "course/annual/m2");
	assert_int_equal(count(sample->store, "SELECT count(*) FROM received"), KS_COUNT(claims) + 1);
	assert_int_equal(ks_centre_completed_json(sample->store, 2026, &completed), KS_OK);
	assert_string_equal(completed,
			    "[[\"000123\",2026,\"annual\",\"m2\",\"2026-05-18T00:30:20.000Z\"]]");
	/* and a kiosk takes it */
	assert_int_equal(ks_store_open(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &kiosk_store, &why),
			 KS_OK);
	assert_int_equal(ks_roster_to_json(sample->store, completed, &json), KS_OK);
	assert_int_equal(ks_roster_store_json(kiosk_store, json, strlen(json)), KS_OK);
	assert_int_equal(count(kiosk_store, "SELECT count(*) FROM elsewhere"), 1);
	/* neither counted nor called a forgery */
	assert_int_equal(count(sample->store, "SELECT count(*) FROM standing"), 1);
	assert_int_equal(ks_centre_verify(sample->store, no_report, NULL, &n_statements), KS_OK);
	ks_store_close(kiosk_store);
	ks_test_folder_finish(folder);
	free(completed);
	free(json);
}

/* --- forged, altered, replayed, of another device: nothing of it is proof ----------------------------------------- */

#define N_BATCH 4

struct batch {
	char *texts[N_BATCH];
	size_t lens[N_BATCH];
	struct ks_head head;
};

/* N_BATCH completions of as many lessons, in a row, and the head that covers them. */
static struct batch write_batch(struct ks_sample_centre *sample, struct ks_sample_kiosk *kiosk)
{
	struct batch batch;

	for (size_t i = 0; i < N_BATCH; i++) {
		char *path = ks_format("course/annual/m%zu", i + 1);

		batch.texts[i] = ks_sample_write(kiosk, "000123", "passed", path,
						 ks_clock_wall_ms(&sample->clock), "synced");
		batch.lens[i] = strlen(batch.texts[i]);
		free(path);
	}
	batch.head = ks_sample_head(kiosk);
	return batch;
}

static void finish_batch(struct batch *batch)
{
	for (size_t i = 0; i < N_BATCH; i++)
		free(batch->texts[i]);
	ks_head_finish(&batch->head);
}

static enum ks_rc send_as(struct ks_sample_centre *sample, const char *account,
			  const struct batch *batch, const struct ks_head *head)
{
	struct ks_delivery delivery = {.kiosk = account,
				       .head = head,
				       .bytes = (const char *const *)batch->texts,
				       .lens = batch->lens,
				       .n_statements = N_BATCH};
	enum ks_rc rc = ks_centre_deliver(sample->centre, &delivery);

	free(delivery.why);
	return rc;
}

static void enrol(struct ks_sample_centre *sample, const char *name)
{
	char *secret = NULL;

	assert_int_equal(ks_centre_add_kiosk(sample->centre, name, &secret), KS_OK);
	free(secret);
}

static int64_t n_done(struct ks_sample_centre *sample)
{
	return count(sample->store, "SELECT count(*) FROM standing WHERE done_ms > 0");
}

static void check_sums(struct ks_sample_centre *sample)
{
	const char *wrong;

	assert_int_equal(ks_sum_check(sample->store, &wrong), KS_OK);
	assert_null(wrong);
}

static void count_unsigned(void *context, const char *kiosk, int64_t seq, int fault)
{
	(void)kiosk;
	(void)seq;
	*(size_t *)context += fault == KS_CHAIN_UNSIGNED;
}

/* How many rows `verify` names as claims. */
static size_t n_named(struct ks_sample_centre *sample)
{
	size_t n = 0;
	int64_t n_statements;

	(void)!ks_centre_verify(sample->store, count_unsigned, &n, &n_statements);
	return n;
}

static void what_the_signed_head_covers_counts(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct batch batch = write_batch(sample, &kiosk);

	enrol(sample, "k-01");
	assert_int_equal(send_as(sample, "k-01", &batch, &batch.head), KS_OK);
	assert_int_equal(n_done(sample), N_BATCH);
	assert_int_equal(count(sample->store, "SELECT count(*) FROM claim"), 0);
	assert_int_equal(n_named(sample), 0);
	check_sums(sample);
	finish_batch(&batch);
}

static void of_a_backlog_the_signed_end_of_each_part_counts(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct batch batch = write_batch(sample, &kiosk), later;
	struct ks_delivery delivery;

	enrol(sample, "k-01");
	later = write_batch(sample, &kiosk);
	delivery = (struct ks_delivery){.kiosk = "k-01",
					.head = &later.head,
					.batch_head = &batch.head,
					.bytes = (const char *const *)batch.texts,
					.lens = batch.lens,
					.n_statements = N_BATCH};
	assert_int_equal(ks_centre_deliver(sample->centre, &delivery), KS_OK);
	assert_int_equal(n_done(sample), N_BATCH);
	assert_int_equal(n_named(sample), 0);
	finish_batch(&batch);
	finish_batch(&later);
}

/* With a kiosk's secret alone, by curl: it is kept, and it is nothing. */
static void without_a_signature_nothing_counts_until_one_covers_it(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct batch batch = write_batch(sample, &kiosk);
	struct ks_kiosk_health *health;
	size_t n;

	enrol(sample, "k-01");
	assert_int_equal(send_as(sample, "k-01", &batch, NULL), KS_OK);
	assert_int_equal(n_done(sample), 0);
	assert_int_equal(n_named(sample), N_BATCH);
	assert_int_equal(ks_centre_health(sample->store, &health, &n), KS_OK);
	assert_int_equal(health[0].n_claims, N_BATCH);
	free(health);
	check_sums(sample);
	assert_int_equal(ks_centre_take_head(sample->centre, "k-01", &batch.head), KS_OK);
	assert_int_equal(n_done(sample), N_BATCH);
	assert_int_equal(n_named(sample), 0);
	check_sums(sample);
	finish_batch(&batch);
}

static void an_altered_statement_takes_the_proof_from_all_that_it_links(void **state)
{
	for (size_t altered = 0; altered < N_BATCH; altered++) {
		struct ks_sample_centre *sample = *state;
		char *name = ks_format("k-%zu", altered);
		struct ks_sample_kiosk kiosk = ks_sample_kiosk(name);
		struct batch batch = write_batch(sample, &kiosk);
		int64_t before = n_done(sample);

		enrol(sample, name);
		memcpy(strstr(batch.texts[altered], "s-000123"), "s-000999", strlen("s-000999"));
		assert_int_equal(send_as(sample, name, &batch, &batch.head), KS_OK);
		/* those behind it are linked to the head, it and those before are not */
		assert_int_equal(count(sample->store, "SELECT count(*) FROM claim"),
				 (int64_t)((altered + 1) * (altered + 2) / 2));
		assert_int_equal(count(sample->store,
				       "SELECT count(*) FROM standing WHERE staff = '000999'"),
				 0);
		assert_true(n_done(sample) - before <= (int64_t)(N_BATCH - 1 - altered));
		check_sums(sample);
		finish_batch(&batch);
		free(name);
	}
}

/* Heads were seen on the wire: they cover what they covered, and nothing else. */
static void a_replayed_head_proves_nothing_new(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01"), forger = kiosk;
	struct batch batch = write_batch(sample, &kiosk), forged;

	enrol(sample, "k-01");
	assert_int_equal(send_as(sample, "k-01", &batch, &batch.head), KS_OK);
	assert_int_equal(send_as(sample, "k-01", &batch, &batch.head), KS_OK); /* as it was: harmless */
	assert_int_equal(n_done(sample), N_BATCH);
	forged = write_batch(sample, &forger); /* the same numbers */
	assert_int_equal(send_as(sample, "k-01", &forged, &batch.head), KS_OK);
	assert_int_equal(count(sample->store, "SELECT count(*) FROM claim"), N_BATCH);
	finish_batch(&forged);
	forged = write_batch(sample, &kiosk); /* those that follow */
	assert_int_equal(send_as(sample, "k-01", &forged, &batch.head), KS_OK);
	assert_int_equal(count(sample->store, "SELECT count(*) FROM claim"), 2 * N_BATCH);
	assert_int_equal(count(sample->store, "SELECT sum(n_answers) IS NULL FROM question_tally"),
			 1);
	check_sums(sample);
	finish_batch(&forged);
	finish_batch(&batch);
}

static void another_devices_key_or_record_proves_nothing(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01"), other = ks_sample_kiosk("k-02");
	struct batch batch = write_batch(sample, &kiosk), own = write_batch(sample, &other), more;

	enrol(sample, "k-01");
	enrol(sample, "k-02");
	assert_int_equal(send_as(sample, "k-02", &own, &own.head), KS_OK);
	assert_int_equal(send_as(sample, "k-01", &batch, &batch.head), KS_OK);
	/* signed by the other one's key for this account, or under the other's name */
	more = write_batch(sample, &kiosk);
	assert_int_equal(send_as(sample, "k-01", &more, &own.head), KS_DENIED);
	assert_int_equal(send_as(sample, "k-02", &more, &more.head), KS_DENIED);
	/* another one's statements under an own account, without a signature or with the own, true one */
	assert_int_equal(send_as(sample, "k-02", &more, NULL), KS_DENIED);
	assert_int_equal(send_as(sample, "k-02", &more, &own.head), KS_OK);
	assert_int_equal(count(sample->store, "SELECT count(*) FROM claim WHERE kiosk = 'k-02'"),
			 N_BATCH);
	check_sums(sample);
	finish_batch(&batch);
	finish_batch(&own);
	finish_batch(&more);
}

static void what_closes_a_gap_is_proved_by_what_follows(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct batch batch = write_batch(sample, &kiosk);
	char *why = NULL;
	size_t bad;

	enrol(sample, "k-01");
	for (size_t i = 0; i < N_BATCH; i++)
		if (i != 1)
			assert_int_equal(ks_centre_ingest(sample->centre, "k-01",
							  (const char *const *)&batch.texts[i],
							  &batch.lens[i], 1, &bad, &why),
					 KS_OK);
	assert_int_equal(ks_centre_take_head(sample->centre, "k-01", &batch.head), KS_OK);
	assert_int_equal(n_done(sample), N_BATCH - 2); /* what lies before the gap waits */
	assert_int_equal(ks_centre_ingest(sample->centre, "k-01", (const char *const *)&batch.texts[1],
					  &batch.lens[1], 1, &bad, &why),
			 KS_OK);
	assert_int_equal(n_done(sample), N_BATCH);
	check_sums(sample);
	finish_batch(&batch);
}

/* --- signed, and nevertheless against the rules -------------------------------------------------------------------- */

static void passed_without_success_and_a_trusted_time_to_come_count_for_nothing(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	int64_t later = ks_clock_wall_ms(&sample->clock) + INT64_C(3) * 24 * 3600 * 1000;
	static const char *const clocks[] = {"synced", "unsynced"};

	ingest_changed(sample, &kiosk, "\"context\":", "\"result\":{\"success\":false},\"context\":");
	assert_int_equal(count(sample->store, "SELECT reason FROM claim"), KS_CLAIM_CONTRADICTS);
	for (size_t i = 0; i < KS_COUNT(clocks); i++) {
		char *text = ks_sample_write(&kiosk, "000123", "passed",
					     i ? "course/annual/m3" : "course/annual/m2", later,
					     clocks[i]),
		     *why = NULL;
		size_t len = strlen(text), bad;

		assert_int_equal(ks_centre_ingest(sample->centre, "k-01",
						  (const char *const *)&text, &len, 1, &bad, &why),
				 KS_OK);
		ks_sample_sign(sample, &kiosk);
		free(text);
	}
	assert_int_equal(count(sample->store, "SELECT count(*) FROM claim WHERE reason = 3"), 1);
	/* a kiosk that says itself that its clock is wrong is flagged, not refused */
	assert_int_equal(count(sample->store, "SELECT count(*) FROM standing WHERE done_ms > 0"), 1);
	assert_int_equal(
		count(sample->store, "SELECT lesson = 'm3' FROM standing WHERE done_ms > 0"), 1);
	assert_int_equal(n_named(sample), 0); /* no forgery */
	check_sums(sample);
}

/* --- HR's word ------------------------------------------------------------------------------------------------------ */

static void a_clients_claims_count_when_hr_says_so(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk pen = ks_sample_kiosk("k-09");
	struct batch batch = write_batch(sample, &pen);
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	char *secret = NULL, *said;

	assert_int_equal(ks_centre_add_client(sample->centre, "lms-1", KS_SCOPE_WRITE, &secret),
			 KS_OK);
	assert_int_equal(send_as(sample, "client:lms-1", &batch, NULL), KS_OK);
	assert_int_equal(n_done(sample), 0);
	assert_int_equal(n_named(sample), 0); /* it never pretended to be a kiosk */
	assert_int_equal(ks_centre_count_source(sample->centre, "nobody", true), KS_NOT_FOUND);
	ks_log_set(KS_LOG_INFO);
	assert_int_equal(ks_centre_count_source(sample->centre, "lms-1", true), KS_OK);
	assert_int_equal(n_done(sample), N_BATCH);
	check_sums(sample);
	assert_int_equal(ks_centre_count_source(sample->centre, "lms-1", false), KS_OK);
	ks_log_set(KS_LOG_WARN);
	said = ks_test_stream_end(&stream);
	assert_string_equal(said, "info: collector: claims of client:lms-1 count\n"
				  "info: collector: claims of client:lms-1 do not count\n");
	free(said);
	assert_int_equal(n_done(sample), 0);
	check_sums(sample);
	finish_batch(&batch);
	free(secret);
}

static void hr_takes_back_with_effect_in_every_summary(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	char id[KS_UUID_TEXT];

	ks_sample_ingest(sample, &kiosk, "000123", "passed", "course/annual/m1");
	memcpy(id, kiosk.last_id, sizeof(id));
	ks_sample_ingest(sample, &kiosk, "000123", "passed", "course/annual/m2");
	ks_sample_ingest(sample, &kiosk, "000123", "checkin", "session/2026-11-24-1");
	assert_int_equal(ks_centre_void(sample->centre, id, "人違い", "人事 見本"), KS_OK);
	assert_int_equal(count(sample->store, "SELECT count(*) FROM standing"), 1);
	assert_int_equal(ks_centre_void(sample->centre, id, "人違い", "人事 見本"), KS_CONFLICT);
	assert_int_equal(ks_centre_void(sample->centre, kiosk.last_id, "欠席", "人事 見本"), KS_OK);
	assert_int_equal(count(sample->store, "SELECT count(*) FROM attended"), 0);
	ks_sample_ingest_answer(sample, &kiosk, "course/annual/m1/quiz/m1-q01", "annual@1+aaaa",
				true);
	assert_int_equal(count(sample->store, "SELECT sum(n_answers) FROM question_tally"), 1);
	check_sums(sample);
	assert_int_equal(ks_centre_void(sample->centre, "0191a8b0-0000-7000-8000-000000000000", "x",
					"y"),
			 KS_NOT_FOUND);
	assert_int_equal(n_named(sample), 0);
	/* a kiosk or a client that says the same takes nothing back */
	ingest_changed(
		sample, &kiosk, "\"object\":{\"id\":\"https://kenshu.example/course/annual/m1\"",
		"\"object\":{\"objectType\":\"StatementRef\",\"id\":\"019e387d-a960-7520-97eb-36589113658f\"");
	assert_int_equal(count(sample->store, "SELECT count(*) FROM void"), 2);
	assert_int_equal(n_done(sample), 1);
}

static void rebuilding_mends_what_somebody_changed(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	static const char *const harm[][2] = {
		{"standing", "UPDATE standing SET done_ms = 5"},
		{"failure", "DELETE FROM failure"},
		{"attended", "INSERT INTO attended VALUES('g', '000123', 'k-01', 1)"},
		{"question_tally", "UPDATE question_tally SET n_right = 0"},
	};
	const char *wrong;
	int64_t n;

	ks_sample_ingest(sample, &kiosk, "000123", "failed", "course/annual/m1");
	ks_sample_ingest(sample, &kiosk, "000123", "passed", "course/annual/m1");
	ks_sample_ingest_answer(sample, &kiosk, "course/annual/m1/quiz/m1-q01", "annual@1+aaaa",
				true);
	check_sums(sample);
	for (size_t i = 0; i < KS_COUNT(harm); i++) {
		assert_int_equal(ks_db_run(sample->store, harm[i][1], ""), KS_OK);
		assert_int_equal(ks_sum_check(sample->store, &wrong), KS_OK);
		assert_string_equal(wrong, harm[i][0]);
		/* What was worked out aside is gone, and the connection as it was. */
		assert_int_equal(ks_db_number(sample->store, &n, "PRAGMA temp_store", ""), KS_OK);
		assert_int_equal(n, 2);
		assert_int_equal(ks_db_number(sample->store, &n,
					      "SELECT count(*) FROM temp.sqlite_master", ""),
				 KS_OK);
		assert_int_equal(n, 0);
		assert_int_equal(ks_sum_rebuild(sample->store), KS_OK);
		check_sums(sample);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_claim_outside_the_rules_is_kept_and_never_stops_the_roster,
			ks_sample_setup_empty, ks_sample_teardown),
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup_empty, ks_sample_teardown)
		TEST(what_the_signed_head_covers_counts),
		TEST(of_a_backlog_the_signed_end_of_each_part_counts),
		TEST(without_a_signature_nothing_counts_until_one_covers_it),
		TEST(an_altered_statement_takes_the_proof_from_all_that_it_links),
		TEST(a_replayed_head_proves_nothing_new),
		TEST(another_devices_key_or_record_proves_nothing),
		TEST(what_closes_a_gap_is_proved_by_what_follows),
		TEST(passed_without_success_and_a_trusted_time_to_come_count_for_nothing),
		TEST(a_clients_claims_count_when_hr_says_so),
		TEST(hr_takes_back_with_effect_in_every_summary),
		TEST(rebuilding_mends_what_somebody_changed),
	};

	return ks_test_run(tests);
}
