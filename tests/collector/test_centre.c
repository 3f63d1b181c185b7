/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/centre.h"

#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/plan.h"
#include "record/db.h"
#include "record/verify.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* Kiosks, signed heads, gaps, verification, and the plan, without HTTP. */

static void a_kiosk_is_registered_once_under_a_plain_name(void **state)
{
	static const char *const bad[] = {"",     "K-01",
					  "k:01", "k 01",
					  "-k",   "k-local",
					  "端末", "k-0123456789-0123456789-0123456789"};
	struct ks_sample_centre *sample = *state;
	char *secret;

	assert_int_equal(ks_centre_add_kiosk(sample->centre, "k-01", &secret), KS_CONFLICT);
	for (size_t i = 0; i < KS_COUNT(bad); i++)
		assert_int_equal(ks_centre_add_kiosk(sample->centre, bad[i], &secret), KS_INVALID);
	assert_int_equal(ks_centre_add_kiosk(sample->centre, "k-02", &secret), KS_OK);
	assert_int_equal(strlen(secret), 43);
	assert_int_equal(ks_centre_check_kiosk(sample->centre, "k-02", secret), KS_OK);
	assert_int_equal(ks_centre_check_kiosk(sample->centre, "k-01", secret), KS_DENIED);
	assert_int_equal(ks_centre_check_kiosk(sample->centre, "k-03", secret), KS_DENIED);
	free(secret);
}

static struct ks_head sign(const struct ks_sample_kiosk *kiosk, const unsigned char *public_key,
			   const unsigned char *secret_key)
{
	struct ks_head head = {.seq = kiosk->seq};
	unsigned char signature[crypto_sign_BYTES];
	char *text = ks_format("kenshu-head-v1\n%s\n%lld\n%s\n", kiosk->name, (long long)kiosk->seq,
			       kiosk->prev);

	memcpy(head.hash, kiosk->prev, sizeof(head.hash));
	crypto_sign_detached(signature, NULL, (const unsigned char *)text, strlen(text), secret_key);
	head.public_key = ks_base64url(public_key, crypto_sign_PUBLICKEYBYTES);
	head.signature = ks_base64url(signature, sizeof(signature));
	free(text);
	return head;
}

static void who_was_revoked_stays_out_and_the_name_can_get_new_credentials(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_centre *centre = sample->centre;
	char *first, *second = ks_centre_make_secret();
	struct ks_kiosk_health *health;
	size_t n;

	assert_int_equal(ks_centre_add_kiosk(centre, "k-02", &first), KS_OK);
	assert_int_equal(ks_centre_revoke_kiosk(centre, "k-99"), KS_NOT_FOUND);
	assert_int_equal(ks_centre_revoke_kiosk(centre, KS_CENTRE_OWN), KS_NOT_FOUND);
	assert_int_equal(ks_centre_check_kiosk(centre, "k-02", first), KS_OK);
	assert_int_equal(ks_centre_revoke_kiosk(centre, "k-02"), KS_OK);
	assert_int_equal(ks_centre_check_kiosk(centre, "k-02", first), KS_DENIED);
	assert_int_equal(ks_centre_check_kiosk(centre, "k-02", ""), KS_DENIED);
	assert_int_equal(ks_centre_health(sample->store, &health, &n), KS_OK);
	assert_false(health[0].is_revoked);
	assert_true(health[1].is_revoked);
	free(health);
	assert_int_equal(ks_centre_register(centre, "k-02", NULL, second), KS_OK);
	assert_int_equal(ks_centre_register(centre, "k-02", NULL, second), KS_CONFLICT);
	assert_int_equal(ks_centre_check_kiosk(centre, "k-02", second), KS_OK);
	assert_int_equal(ks_centre_check_kiosk(centre, "k-02", first), KS_DENIED);
	assert_int_equal(ks_centre_register(centre, "k-03", NULL, "short"), KS_INVALID);
	free(first);
	free(second);
}

static void the_first_key_is_pinned_and_another_raises_the_alarm(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	unsigned char public_b[crypto_sign_PUBLICKEYBYTES], secret_b[crypto_sign_SECRETKEYBYTES];
	struct ks_kiosk_health *health;
	struct ks_head head;
	size_t n;

	crypto_sign_keypair(public_b, secret_b);
	ks_sample_ingest(sample, &kiosk, "1", "passed", "course/annual/m1");
	head = ks_sample_head(&kiosk);
	assert_int_equal(ks_centre_take_head(sample->centre, "k-01", &head), KS_OK);
	head.signature[5] = head.signature[5] == 'A' ? 'B' : 'A';
	assert_int_equal(ks_centre_take_head(sample->centre, "k-01", &head), KS_DENIED);
	ks_head_finish(&head);
	assert_int_equal(ks_centre_health(sample->store, &health, &n), KS_OK);
	assert_false(health[0].has_key_alarm);
	free(health);

	head = sign(&kiosk, public_b, secret_b);
	assert_int_equal(ks_centre_take_head(sample->centre, "k-01", &head), KS_DENIED);
	ks_head_finish(&head);
	assert_int_equal(ks_centre_health(sample->store, &health, &n), KS_OK);
	assert_true(health[0].has_key_alarm);
	assert_int_equal(health[0].head_seq, 1);
	free(health);
}

static void a_rewritten_ledger_with_the_same_length_leaves_evidence(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01"), forked = kiosk;
	struct ks_kiosk_health *health;
	struct ks_head head;
	size_t n;

	ks_sample_ingest(sample, &kiosk, "1", "passed", "course/annual/m1");
	head = ks_sample_head(&kiosk);
	assert_int_equal(ks_centre_take_head(sample->centre, "k-01", &head), KS_OK);
	ks_head_finish(&head);
	free(ks_sample_write(&forked, "1", "failed", "course/annual/m1", KS_TEST_WALL_MS, "synced"));
	head = ks_sample_head(&forked);
	assert_int_equal(ks_centre_take_head(sample->centre, "k-01", &head), KS_OK);
	ks_head_finish(&head);
	assert_int_equal(ks_centre_health(sample->store, &health, &n), KS_OK);
	assert_int_equal(health[0].n_conflicts, 1);
	free(health);
}

struct finding {
	char kiosk[64];
	int64_t seq;
	int fault;
};
struct findings {
	struct finding items[8];
	size_t n;
};

static void keep_finding(void *context, const char *kiosk, int64_t seq, int fault)
{
	struct findings *found = context;

	assert_true(found->n < KS_COUNT(found->items));
	snprintf(found->items[found->n].kiosk, sizeof(found->items[0].kiosk), "%s", kiosk);
	found->items[found->n].seq = seq;
	found->items[found->n++].fault = fault;
}

static struct findings verify(struct ks_sample_centre *sample, enum ks_rc expected)
{
	struct findings found = {0};
	int64_t n_statements;

	assert_int_equal(ks_centre_verify(sample->store, keep_finding, &found, &n_statements),
			 expected);
	return found;
}

static void ingest_text(struct ks_sample_centre *sample, const char *text)
{
	size_t len = strlen(text), bad_index;
	char *why;

	assert_int_equal(ks_centre_ingest(sample->centre, "k-01", &text, &len, 1, &bad_index, &why),
			 KS_OK);
}

static void a_gap_is_seen_and_closes_when_the_missing_one_arrives(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	char *late;
	struct ks_kiosk_health *health;
	struct findings found;
	size_t n;

	ks_sample_ingest(sample, &kiosk, "1", "initialized", "course/annual/m1");
	late = ks_sample_write(&kiosk, "1", "experienced", "course/annual/m1", KS_TEST_WALL_MS,
			       "synced");
	ks_sample_ingest(sample, &kiosk, "1", "passed", "course/annual/m1");
	assert_int_equal(ks_centre_health(sample->store, &health, &n), KS_OK);
	assert_int_equal(health[0].first_gap_seq, 2);
	free(health);
	found = verify(sample, KS_DAMAGED);
	assert_int_equal(found.items[0].seq, 3);
	assert_int_equal(found.items[0].fault, KS_CHAIN_GAP);

	ingest_text(sample, late);
	assert_int_equal(ks_centre_health(sample->store, &health, &n), KS_OK);
	assert_int_equal(health[0].first_gap_seq, 0);
	assert_int_equal(health[0].n_chain_faults, 0);
	free(health);
	(void)verify(sample, KS_OK);
	free(late);
}

/* Its files were damaged, so it goes on behind every number that it may have used (record/verify.h). */
static void new_epoch_of_a_kiosk_is_no_gap_and_its_own_chain(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct ks_kiosk_health *health;
	size_t n;

	ks_sample_ingest(sample, &kiosk, "1", "initialized", "course/annual/m1");
	ks_sample_ingest(sample, &kiosk, "1", "experienced", "course/annual/m1");
	kiosk.seq = KS_EPOCH_SPAN;
	memset(kiosk.prev, '0', KS_HASH_HEX - 1);
	ks_sample_ingest(sample, &kiosk, "1", "passed", "course/annual/m1");
	ks_sample_ingest(sample, &kiosk, "1", "terminated", "course/annual/m1");
	assert_int_equal(ks_centre_health(sample->store, &health, &n), KS_OK);
	assert_int_equal(health[0].first_gap_seq, 0);
	assert_int_equal(health[0].n_chain_faults, 0);
	assert_int_equal(health[0].last_seq, KS_EPOCH_SPAN + 2);
	free(health);
	(void)verify(sample, KS_OK);

	kiosk.seq += 1;
	ks_sample_ingest(sample, &kiosk, "1", "initialized", "course/annual/m1");
	assert_int_equal(ks_centre_health(sample->store, &health, &n), KS_OK);
	assert_int_equal(health[0].first_gap_seq, KS_EPOCH_SPAN + 3);
	free(health);
	(void)verify(sample, KS_DAMAGED);
}

static void what_the_kiosk_signed_but_did_not_deliver_is_a_gap(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct ks_kiosk_health *health;
	struct findings found;
	struct ks_head head;
	size_t n;

	ks_sample_ingest(sample, &kiosk, "1", "initialized", "course/annual/m1");
	free(ks_sample_write(&kiosk, "1", "passed", "course/annual/m1", KS_TEST_WALL_MS, "synced"));
	head = ks_sample_head(&kiosk);
	assert_int_equal(ks_centre_take_head(sample->centre, "k-01", &head), KS_OK);
	ks_head_finish(&head);
	assert_int_equal(ks_centre_health(sample->store, &health, &n), KS_OK);
	assert_int_equal(health[0].head_seq, 2);
	assert_int_equal(health[0].n_statements, 1);
	assert_int_equal(health[0].first_gap_seq, 2);
	free(health);
	found = verify(sample, KS_DAMAGED);
	assert_int_equal(found.n, 1);
	assert_int_equal(found.items[0].seq, 2);
}

static void a_head_taken_away_is_a_fault_and_not_one_still_to_come(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct ks_kiosk_health *health;
	struct findings found;
	struct ks_head head;
	size_t n;
	char *late;

	late = ks_sample_write(&kiosk, "1", "passed", "course/annual/m1", KS_TEST_WALL_MS, "synced");
	ingest_text(sample, late);
	free(late);
	found = verify(sample,
		       KS_DAMAGED); /* none came yet: nothing is missing, and nothing is proved */
	assert_int_equal(found.n, 1);
	assert_int_equal(found.items[0].fault, KS_CHAIN_UNSIGNED);
	head = ks_sample_head(&kiosk);
	assert_int_equal(ks_centre_take_head(sample->centre, "k-01", &head), KS_OK);
	ks_head_finish(&head);
	(void)verify(sample, KS_OK);
	assert_int_equal(ks_db_run(sample->store, "DELETE FROM received_head", ""), KS_OK);
	found = verify(sample, KS_DAMAGED);
	assert_int_equal(found.n, 1);
	assert_string_equal(found.items[0].kiosk, "k-01");
	assert_int_equal(found.items[0].fault, KS_CHAIN_NO_HEAD);
	assert_int_equal(ks_centre_health(sample->store, &health, &n), KS_OK);
	assert_true(health[0].has_key);
	free(health);
}

static void a_record_that_goes_on_in_two_places_is_one_fault(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01"), copied;
	struct ks_kiosk_health *health;
	struct findings found;
	size_t n;

	ks_sample_ingest(sample, &kiosk, "1", "initialized", "course/annual/m1");
	copied = kiosk;
	for (int i = 0; i < 12; i++) {
		ks_sample_ingest(sample, &kiosk, "1", "experienced", "course/annual/m1");
		if (i < 9)
			ks_sample_ingest(sample, &copied, "2", "experienced", "course/annual/m1");
	}
	found = verify(sample, KS_DAMAGED);
	assert_int_equal(found.n, 1);
	assert_int_equal(found.items[0].seq, 2);
	assert_int_equal(found.items[0].fault, KS_CHAIN_TWIN);
	assert_int_equal(ks_centre_health(sample->store, &health, &n), KS_OK);
	assert_true(ks_centre_has_twin(&health[0]));
	assert_int_equal(health[0].n_twice, 9);
	assert_int_equal(health[0].twice_seq, 2);
	assert_int_equal(health[0].first_gap_seq, 0);
	free(health);
}

/* As somebody with the file and a tool would: the triggers are no obstacle to them. */
static void tamper(struct ks_sample_centre *sample, const char *sql)
{
	char *path = ks_path_join(sample->folder, "kenshu.db");
	sqlite3 *db;

	/* packed is as good as altered to a tool that knows nothing of it */
	assert_int_equal(ks_db_run(sample->store, "UPDATE received SET bytes = body(bytes)", ""),
			 KS_OK);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "DROP TRIGGER received_no_update", NULL, NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_changes(db), 1);
	sqlite3_close(db);
	free(path);
}

static void an_altered_statement_is_named_by_its_number(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct findings found;

	for (int i = 0; i < 9; i++)
		ks_sample_ingest(sample, &kiosk, "1", "failed", "course/annual/m1");
	(void)verify(sample, KS_OK);
	tamper(sample, "UPDATE received SET bytes = CAST(replace(CAST(bytes AS TEXT), '/failed',"
		       " '/passed') AS BLOB) WHERE seq = 7");
	found = verify(sample, KS_DAMAGED);
	assert_int_equal(found.n, 2);
	assert_string_equal(found.items[0].kiosk, "k-01");
	assert_int_equal(found.items[0].seq, 7);
	assert_int_equal(found.items[0].fault, KS_CHAIN_BYTES);
	assert_string_equal(found.items[1].kiosk,
			    ""); /* and the summaries were kept from what it said before */
}

static void an_altered_column_is_found_although_the_bytes_are_right(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct findings found;

	for (int i = 0; i < 3; i++)
		ks_sample_ingest(sample, &kiosk, "1", "experienced", "course/annual/m1");
	tamper(sample, "UPDATE received SET staff = '2' WHERE seq = 2");
	found = verify(sample, KS_DAMAGED);
	assert_int_equal(found.items[0].seq, 2);
	assert_int_equal(found.items[0].fault, KS_CHAIN_INDEX);
}

static void an_altered_summary_is_found(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct findings found;

	ks_sample_ingest(sample, &kiosk, "1", "failed", "course/annual/m1");
	tamper(sample, "UPDATE standing SET done_ms = 5 WHERE staff = '1'");
	found = verify(sample, KS_DAMAGED);
	assert_int_equal(found.n, 1);
	assert_string_equal(found.items[0].kiosk, "");
}

static char *plan_json(const char *id, const char *revision)
{
	struct ks_plan_lesson lesson = {.id = "m1",
					.title = "t",
					.minutes = 5,
					.is_ready = true,
					.n_questions = 1,
					.pass_right = 1};
	struct ks_plan plan = {.id = id,
			       .title = "t",
			       .revision = revision,
			       .nendo = 2026,
			       .opens = {2026, 4, 1},
			       .due = {2026, 12, 25},
			       .lessons = &lesson,
			       .n_lessons = 1};

	return ks_plan_to_json(&plan);
}

static void the_newest_revision_of_a_plan_wins_whoever_tells_it_last(void **state)
{
	static const char *const told[] = {"2026.9", "2026.10", "2026.2"};
	struct ks_sample_centre *sample = *state;
	struct ks_plans plans;

	assert_int_equal(ks_centre_plans(sample->store, 2026, &plans), KS_NOT_FOUND);
	for (size_t i = 0; i < KS_COUNT(told); i++) {
		char *json = plan_json("annual", told[i]);

		assert_int_equal(ks_centre_take_plans(sample->centre, "k-01", json), KS_OK);
		free(json);
	}
	assert_int_equal(ks_centre_plans(sample->store, 2026, &plans), KS_OK);
	assert_int_equal(plans.n_items, 1);
	assert_string_equal(plans.items[0].revision, "2026.10");
	ks_plans_finish(&plans);
	assert_int_equal(ks_centre_plans(sample->store, 2027, &plans), KS_NOT_FOUND);
}

static void every_course_of_the_year_is_kept(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *a = plan_json("joining", "1"), *b = plan_json("annual", "7");
	char *both = ks_format("[%s,%s]", a, b), *bad = ks_format("[%s,{}]", a);
	struct ks_plans plans;

	assert_int_equal(ks_centre_take_plans(sample->centre, "k-01", bad), KS_INVALID);
	assert_int_equal(ks_centre_plans(sample->store, 2026, &plans), KS_NOT_FOUND);
	assert_int_equal(ks_centre_take_plans(sample->centre, "k-01", both), KS_OK);
	assert_int_equal(ks_centre_plans(sample->store, 2026, &plans), KS_OK);
	assert_int_equal(plans.n_items, 2);
	assert_string_equal(plans.items[0].id, "annual");
	assert_string_equal(plans.items[1].id, "joining");
	assert_string_equal(plans.items[1].revision, "1");
	ks_plans_finish(&plans);
	free(a);
	free(b);
	free(both);
	free(bad);
}

static void what_is_no_plan_is_not_kept(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_plans plans;

	assert_int_equal(ks_centre_take_plans(sample->centre, "k-01", "{\"nendo\":2026}"),
			 KS_INVALID);
	assert_int_equal(ks_centre_take_plans(sample->centre, "k-01", "["), KS_INVALID);
	assert_int_equal(ks_centre_plans(sample->store, 2026, &plans), KS_NOT_FOUND);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_kiosk_is_registered_once_under_a_plain_name),
		TEST(who_was_revoked_stays_out_and_the_name_can_get_new_credentials),
		TEST(the_first_key_is_pinned_and_another_raises_the_alarm),
		TEST(a_rewritten_ledger_with_the_same_length_leaves_evidence),
		TEST(a_gap_is_seen_and_closes_when_the_missing_one_arrives),
		TEST(new_epoch_of_a_kiosk_is_no_gap_and_its_own_chain),
		TEST(what_the_kiosk_signed_but_did_not_deliver_is_a_gap),
		TEST(a_head_taken_away_is_a_fault_and_not_one_still_to_come),
		TEST(a_record_that_goes_on_in_two_places_is_one_fault),
		TEST(an_altered_statement_is_named_by_its_number),
		TEST(an_altered_column_is_found_although_the_bytes_are_right),
		TEST(an_altered_summary_is_found),
		TEST(the_newest_revision_of_a_plan_wins_whoever_tells_it_last),
		TEST(every_course_of_the_year_is_kept),
		TEST(what_is_no_plan_is_not_kept),
	};

	return ks_test_run(tests);
}
