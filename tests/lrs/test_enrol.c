/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/enrol.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "lrs/centre_private.h"
#include "record/db.h"
#include "record/ledger.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* Who may become a kiosk, with which key, and for how long what was given out holds. */

#define HOUR_MS (INT64_C(3600) * 1000)

static enum ks_rc enrol(struct ks_sample_centre *sample, struct ks_sample_machine *m,
			const char *code, char **secret)
{
	struct ks_enrolment enrolment = {.code = code};
	char kiosk[64], *made = NULL;
	enum ks_rc rc;

	assert_int_equal(ks_enrolment_sign(m->store, &enrolment, &made), KS_OK);
	rc = ks_centre_enrol(sample->centre, &enrolment, kiosk);
	ks_enrolment_finish(&enrolment);
	if (rc == KS_OK && secret)
		*secret = made;
	else
		free(made);
	return rc;
}

static void invite(struct ks_sample_centre *sample, const char *kiosk, const char *old,
		   char code[KS_CODE_CHARS + 1])
{
	assert_int_equal(ks_centre_invite(sample->centre, kiosk, old, KS_INVITE_HOURS, code), KS_OK);
}

static enum ks_rc meet(struct ks_sample_centre *sample, struct ks_sample_machine *m, const char *kiosk)
{
	struct ks_head head = {0};
	struct ks_meeting meeting = {.kiosk = kiosk, .head = &head};
	enum ks_rc rc;

	memset(head.hash, '0', KS_HASH_HEX - 1);
	assert_int_equal(ks_ledger_sign(m->store, kiosk, &head), KS_OK);
	rc = ks_centre_meet(sample->centre, &meeting);
	ks_head_finish(&head);
	return rc;
}

static struct ks_kiosk_health health_of(struct ks_sample_centre *sample, const char *kiosk)
{
	struct ks_kiosk_health *health, found = {0};
	size_t n;

	assert_int_equal(ks_centre_health(sample->store, &health, &n), KS_OK);
	for (size_t i = 0; i < n; i++)
		if (strcmp(health[i].kiosk, kiosk) == 0)
			found = health[i];
	free(health);
	assert_string_equal(found.kiosk, kiosk);
	return found;
}

static void a_code_makes_one_kiosk_with_its_key_and_no_other(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_machine m = ks_sample_machine(), thief = ks_sample_machine();
	char code[KS_CODE_CHARS + 1], told[KS_MARK_CHARS + 1];
	char *secret = NULL, *again = NULL, *mark, *said;
	struct ks_test_stream stream;

	invite(sample, "k-07", "", code);
	assert_int_equal(enrol(sample, &m, "AAAAAAAA", NULL), KS_DENIED);
	stream = ks_test_stream_begin(stderr);
	ks_log_set(KS_LOG_INFO);
	assert_int_equal(enrol(sample, &m, code, &secret), KS_OK);
	ks_log_set(KS_LOG_WARN);
	said = ks_test_stream_end(&stream);
	assert_string_equal(said, "info: collector: kiosk k-07 is enrolled\n");
	free(said);
	assert_int_equal(ks_centre_check_kiosk(sample->centre, "k-07", secret), KS_OK);
	/* its key is known before it sent anything: stolen credentials are of no use to another */
	assert_int_equal(meet(sample, &thief, "k-07"), KS_CONFLICT);
	assert_int_equal(meet(sample, &m, "k-07"), KS_OK);
	assert_int_equal(enrol(sample, &thief, code, NULL), KS_DENIED);
	/* the answer never came: the same machine asks again, and what it has now holds */
	assert_int_equal(enrol(sample, &m, code, &again), KS_OK);
	assert_int_equal(ks_centre_check_kiosk(sample->centre, "k-07", secret), KS_DENIED);
	assert_int_equal(ks_centre_check_kiosk(sample->centre, "k-07", again), KS_OK);
	assert_false(health_of(sample, "k-07").is_key_unconfirmed);
	mark = ks_identity_mark(m.store); /* what the 係員 sees is what HR sees */
	assert_true(ks_code_read(mark, KS_MARK_CHARS, told));
	assert_string_equal(health_of(sample, "k-07").key_mark, told);
	free(mark);
	free(secret);
	free(again);
	ks_sample_machine_finish(&m);
	ks_sample_machine_finish(&thief);
}

static void a_code_ends_and_a_later_one_takes_its_place(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_machine m = ks_sample_machine();
	char code[KS_CODE_CHARS + 1], later[KS_CODE_CHARS + 1];

	invite(sample, "k-07", "", code);
	invite(sample, "k-07", "", later);
	assert_int_equal(enrol(sample, &m, code, NULL), KS_DENIED);
	ks_clock_advance(&sample->clock, KS_INVITE_HOURS * HOUR_MS);
	assert_int_equal(enrol(sample, &m, later, NULL), KS_DENIED);
	invite(sample, "k-07", "", later);
	ks_clock_advance(&sample->clock, KS_INVITE_HOURS * HOUR_MS - 1);
	assert_int_equal(enrol(sample, &m, later, NULL), KS_OK);
	ks_sample_machine_finish(&m);
}

/* Without it no code could be told from another: nobody is let in, and none is given out. */
static void a_salt_that_is_none_is_damage(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_machine m = ks_sample_machine();
	char code[KS_CODE_CHARS + 1], again[KS_CODE_CHARS + 1], *salt = NULL;

	invite(sample, "k-07", "", code);
	assert_int_equal(ks_store_get(sample->store, "invite_salt", &salt), KS_OK);
	assert_int_equal(ks_store_set(sample->store, "invite_salt", "x"), KS_OK);
	assert_int_equal(enrol(sample, &m, code, NULL), KS_DAMAGED);
	assert_int_equal(ks_centre_invite(sample->centre, "k-08", "", KS_INVITE_HOURS, again),
			 KS_DAMAGED);
	assert_int_equal(ks_store_set(sample->store, "invite_salt", salt), KS_OK);
	assert_int_equal(enrol(sample, &m, code, NULL), KS_OK);
	free(salt);
	ks_sample_machine_finish(&m);
}

static void nothing_of_a_code_is_kept_in_the_clear(void **state)
{
	struct ks_sample_centre *sample = *state;
	char code[KS_CODE_CHARS + 1];
	int64_t n = -1;

	invite(sample, "k-07", "", code);
	assert_int_equal(ks_db_number(sample->store, &n,
				      "SELECT count(*) FROM invite WHERE instr(CAST(hash AS TEXT), ?1)"
				      " OR instr(kiosk || used_by, ?1)",
				      "t", code),
			 KS_OK);
	assert_int_equal(n, 0);
}

static void a_wish_that_its_key_did_not_sign_is_refused(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_machine m = ks_sample_machine(), other = ks_sample_machine();
	char code[KS_CODE_CHARS + 1], kiosk[64], *secret = NULL, *key = NULL, *signature = NULL;
	struct ks_enrolment enrolment = {.code = code};

	invite(sample, "k-07", "", code);
	assert_int_equal(ks_enrolment_sign(m.store, &enrolment, &secret), KS_OK);
	enrolment.secret_hex[0] = enrolment.secret_hex[0] == '0' ? '1' : '0'; /* another secret */
	assert_int_equal(ks_centre_enrol(sample->centre, &enrolment, kiosk), KS_INVALID);
	ks_enrolment_finish(&enrolment);
	free(secret);
	/* another's key */
	enrolment.code = code;
	assert_int_equal(ks_enrolment_sign(m.store, &enrolment, &secret), KS_OK);
	assert_int_equal(ks_identity_sign(other.store, "x", &key, &signature), KS_OK);
	free(enrolment.public_key);
	enrolment.public_key = key;
	assert_int_equal(ks_centre_enrol(sample->centre, &enrolment, kiosk), KS_INVALID);
	assert_int_equal(enrol(sample, &m, code, NULL), KS_OK); /* and the code was not spent */
	ks_enrolment_finish(&enrolment);
	free(signature);
	free(secret);
	ks_sample_machine_finish(&m);
	ks_sample_machine_finish(&other);
}

static void guessing_ends_for_everybody_for_a_while(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_machine m = ks_sample_machine();
	char code[KS_CODE_CHARS + 1];

	invite(sample, "k-07", "", code);
	assert_int_equal(enrol(sample, &m, "AAAAAAAA", NULL), KS_DENIED);
	assert_int_equal(sample->centre->n_enrol_wrong, 1);
	sample->centre->n_enrol_wrong = KS_ENROL_WRONG_MAX - 1; /* as after so many more */
	assert_int_equal(enrol(sample, &m, "AAAAAAAA", NULL), KS_DENIED);
	assert_int_equal(enrol(sample, &m, code, NULL), KS_BUSY);
	ks_clock_advance(&sample->clock, KS_ENROL_WINDOW_MS);
	assert_int_equal(enrol(sample, &m, code, NULL), KS_OK);
	ks_sample_machine_finish(&m);
}

static void a_name_with_another_key_is_not_given_again(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_machine m = ks_sample_machine(), anew = ks_sample_machine();
	char code[KS_CODE_CHARS + 1], *secret = NULL;

	invite(sample, "k-07", "", code);
	assert_int_equal(enrol(sample, &m, code, &secret), KS_OK);
	invite(sample, "k-07", "", code);
	assert_int_equal(enrol(sample, &anew, code, NULL), KS_CONFLICT);
	assert_int_equal(ks_centre_check_kiosk(sample->centre, "k-07", secret), KS_OK);
	assert_int_equal(enrol(sample, &m, code, NULL), KS_OK); /* it alone: a new secret by code */
	assert_int_equal(ks_centre_check_kiosk(sample->centre, "k-07", secret), KS_DENIED);
	free(secret);
	ks_sample_machine_finish(&m);
	ks_sample_machine_finish(&anew);
}

static void who_takes_over_ends_the_other_in_the_same_act(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_machine old = ks_sample_machine(), anew = ks_sample_machine();
	char code[KS_CODE_CHARS + 1], *secret = NULL, *later = NULL;

	invite(sample, "k-07", "", code);
	assert_int_equal(enrol(sample, &old, code, &secret), KS_OK);
	assert_int_equal(ks_centre_invite(sample->centre, "k-08", "k-99", 1, code), KS_NOT_FOUND);
	assert_int_equal(ks_centre_invite(sample->centre, "k-07", "k-07", 1, code), KS_CONFLICT);
	invite(sample, "k-08", "k-07", code);
	assert_int_equal(ks_centre_check_kiosk(sample->centre, "k-07", secret), KS_OK);
	assert_int_equal(enrol(sample, &anew, code, &later), KS_OK);
	assert_int_equal(ks_centre_check_kiosk(sample->centre, "k-07", secret), KS_DENIED);
	assert_int_equal(ks_centre_check_kiosk(sample->centre, "k-08", later), KS_OK);
	assert_string_equal(health_of(sample, "k-07").taken_over_by, "k-08");
	free(secret);
	free(later);
	ks_sample_machine_finish(&old);
	ks_sample_machine_finish(&anew);
}

/* src/README.md, of a centre put back to a day before k-08 took the place of k-07. */
static void who_took_over_after_the_backup_does_so_again_by_a_new_code(void **state)
{
	struct ks_sample_centre *restored = *state, lost;
	struct ks_sample_machine old = ks_sample_machine(), anew = ks_sample_machine();
	char code[KS_CODE_CHARS + 1], *secret = NULL, *before = NULL, *later = NULL;

	ks_sample_centre_init(&lost);
	invite(&lost, "k-07", "", code);
	assert_int_equal(enrol(&lost, &old, code, NULL), KS_OK);
	invite(&lost, "k-08", "k-07", code);
	assert_int_equal(enrol(&lost, &anew, code, &before), KS_OK);
	ks_sample_centre_finish(&lost);
	invite(restored, "k-07", "", code);
	assert_int_equal(enrol(restored, &old, code, &secret), KS_OK);
	assert_int_equal(ks_centre_check_kiosk(restored->centre, "k-08", before), KS_DENIED);
	assert_int_equal(ks_centre_check_kiosk(restored->centre, "k-07", secret), KS_OK);
	invite(restored, "k-08", "k-07", code);
	assert_int_equal(enrol(restored, &anew, code, &later), KS_OK);
	assert_int_equal(ks_centre_check_kiosk(restored->centre, "k-08", later), KS_OK);
	assert_int_equal(ks_centre_check_kiosk(restored->centre, "k-07", secret), KS_DENIED);
	assert_int_equal(meet(restored, &anew, "k-08"), KS_OK);
	assert_string_equal(health_of(restored, "k-07").taken_over_by, "k-08");
	assert_false(health_of(restored, "k-08").is_key_unconfirmed);
	free(secret);
	free(before);
	free(later);
	ks_sample_machine_finish(&old);
	ks_sample_machine_finish(&anew);
}

static void a_new_secret_is_in_force_when_it_is_used(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *secret = NULL, *next = ks_centre_make_secret();

	assert_int_equal(ks_centre_add_kiosk(sample->centre, "k-07", &secret), KS_OK);
	assert_int_equal(ks_centre_rotate(sample->centre, "k-99", next), KS_NOT_FOUND);
	assert_int_equal(ks_centre_rotate(sample->centre, "k-07", "short"), KS_INVALID);
	assert_int_equal(ks_centre_rotate(sample->centre, "k-07", next), KS_OK);
	assert_true(health_of(sample, "k-07").is_rotating);
	assert_int_equal(ks_centre_check_kiosk(sample->centre, "k-07", secret), KS_OK);
	assert_int_equal(ks_centre_check_kiosk(sample->centre, "k-07", next), KS_OK);
	assert_int_equal(ks_centre_check_kiosk(sample->centre, "k-07", secret), KS_DENIED);
	assert_int_equal(ks_centre_check_kiosk(sample->centre, "k-07", next), KS_OK);
	assert_false(health_of(sample, "k-07").is_rotating);
	free(secret);
	free(next);
}

/* What `kiosk add` wrote was stolen before anybody used it. */
static void the_first_key_of_written_credentials_is_told_until_hr_has_compared_it(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-09");
	struct ks_head head;
	char mark[KS_MARK_CHARS + 1];

	ks_sample_ingest(sample, &kiosk, "000123", "experienced", "course/annual/m1");
	head = ks_sample_head(&kiosk);
	assert_true(health_of(sample, "k-09").is_key_unconfirmed);
	ks_code_of_key(head.public_key, mark);
	assert_string_equal(health_of(sample, "k-09").key_mark, mark);
	assert_int_equal(ks_centre_confirm_key(sample->centre, "k-99", mark), KS_NOT_FOUND);
	mark[0] = mark[0] == 'A' ? 'B' : 'A';
	assert_int_equal(ks_centre_confirm_key(sample->centre, "k-09", mark), KS_CONFLICT);
	assert_true(health_of(sample, "k-09").is_key_unconfirmed);
	ks_code_of_key(head.public_key, mark);
	assert_int_equal(ks_centre_confirm_key(sample->centre, "k-09", mark), KS_OK);
	assert_false(health_of(sample, "k-09").is_key_unconfirmed);
	ks_head_finish(&head);
}

static int64_t n_done(struct ks_sample_centre *sample)
{
	int64_t n = -1;

	assert_int_equal(ks_db_number(sample->store, &n,
				      "SELECT count(*) FROM standing WHERE done_ms > 0", ""),
			 KS_OK);
	return n;
}

/* Whoever had the file first may have been somebody else: taken back, it counts no more, and nothing of it is lost. */
static void what_an_unconfirmed_key_brought_stops_counting_when_it_is_revoked(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-09"), other = ks_sample_kiosk("k-10");
	struct ks_head head;
	char mark[KS_MARK_CHARS + 1];
	bool is_disowned;

	ks_sample_ingest(sample, &kiosk, "000123", "passed", "course/annual/m1");
	ks_sample_ingest(sample, &other, "000124", "passed", "course/annual/m1");
	assert_int_equal(n_done(sample), 2);
	assert_int_equal(ks_centre_revoke_kiosk(sample->centre, "k-09"), KS_OK);
	assert_int_equal(n_done(sample), 1);
	assert_int_equal(ks_sample_n_faults(sample->store), 0); /* verify counts the same */
	assert_int_equal(health_of(sample, "k-09").n_disowned, 1);
	assert_int_equal(health_of(sample, "k-09").n_claims, 0);
	assert_int_equal(health_of(sample, "k-09").n_statements, 1);
	assert_int_equal(ks_centre_is_disowned(sample->centre, "k-09", &is_disowned), KS_OK);
	assert_true(is_disowned);
	assert_int_equal(ks_centre_revoke_kiosk(sample->centre, "k-09"), KS_OK); /* twice is harmless */

	head = ks_sample_head(&kiosk);
	ks_code_of_key(head.public_key, mark);
	assert_int_equal(ks_centre_confirm_key(sample->centre, "k-09", mark), KS_OK);
	assert_int_equal(n_done(sample), 2);
	assert_int_equal(health_of(sample, "k-09").n_disowned, 0);
	/* of one that HR has looked at, the record stays counted when it retires */
	assert_int_equal(ks_centre_revoke_kiosk(sample->centre, "k-09"), KS_OK);
	assert_int_equal(n_done(sample), 2);
	ks_head_finish(&head);
}

/* One passed lesson of @kiosk under its account, with its own, true signature or (@is_signed false) without any. */
static enum ks_rc deliver(struct ks_sample_centre *sample, struct ks_sample_kiosk *kiosk,
			  bool is_signed)
{
	char *text = ks_sample_write(kiosk, "000123", "passed", "course/annual/m1",
				     ks_clock_wall_ms(&sample->clock), "synced");
	struct ks_head head = ks_sample_head(kiosk);
	size_t len = strlen(text);
	struct ks_delivery delivery = {.kiosk = kiosk->name,
				       .head = is_signed ? &head : NULL,
				       .bytes = (const char *const *)&text,
				       .lens = &len,
				       .n_statements = 1};
	enum ks_rc rc = ks_centre_deliver(sample->centre, &delivery);

	free(delivery.why);
	ks_head_finish(&head);
	free(text);
	return rc;
}

/* Whoever stole credentials before they were used comes first, with a key of their own. */
static void stolen_unused_credentials_prove_nothing_where_hr_said_whose_key_it_is(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk thief = ks_sample_kiosk("k-02"), kiosk = ks_sample_kiosk("k-03");
	struct ks_sample_machine m = ks_sample_machine();
	char *secret = NULL, *mark = ks_identity_mark(m.store), its[KS_MARK_CHARS + 1];
	struct ks_head head = ks_sample_head(&thief), own = ks_sample_head(&kiosk);
	struct ks_meeting meeting = {.kiosk = "k-02", .head = &head};

	assert_int_equal(ks_centre_add_kiosk(sample->centre, "k-02", &secret), KS_OK);
	assert_int_equal(ks_centre_expect_key(sample->centre, "k-02", "nonsense"), KS_INVALID);
	assert_int_equal(ks_centre_expect_key(sample->centre, "k-02", mark), KS_OK);
	assert_int_equal(ks_centre_meet(sample->centre, &meeting), KS_CONFLICT); /* nor the people */
	assert_int_equal(deliver(sample, &thief, true), KS_DENIED);
	assert_int_equal(deliver(sample, &thief, false), KS_OK); /* kept, and nothing */
	assert_int_equal(n_done(sample), 0);
	assert_int_equal(health_of(sample, "k-02").n_claims, 1);
	assert_int_equal(meet(sample, &m, "k-02"), KS_OK);
	/* whose key it is counts, and needs no further word */
	free(secret);
	assert_int_equal(ks_centre_add_kiosk(sample->centre, "k-03", &secret), KS_OK);
	ks_code_of_key(own.public_key, its);
	assert_int_equal(ks_centre_expect_key(sample->centre, "k-03", its), KS_OK);
	assert_int_equal(deliver(sample, &kiosk, true), KS_OK);
	assert_int_equal(n_done(sample), 1);
	assert_false(health_of(sample, "k-03").is_key_unconfirmed);
	ks_head_finish(&head);
	ks_head_finish(&own);
	free(secret);
	free(mark);
	ks_sample_machine_finish(&m);
}

/* As if it went on a record that is not its own: what should lie before is missing, and told. */
static void another_kiosks_numbers_are_a_gap_and_touch_nothing_of_the_other(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk one = ks_sample_kiosk("k-04"), other = ks_sample_kiosk("k-05");
	char *secret = NULL;

	for (int i = 0; i < 2; i++) {
		free(secret);
		assert_int_equal(ks_centre_add_kiosk(sample->centre, i ? "k-05" : "k-04", &secret),
				 KS_OK);
	}
	assert_int_equal(deliver(sample, &one, true), KS_OK);
	other.seq = one.seq;
	memcpy(other.prev, one.prev, sizeof(other.prev));
	assert_int_equal(deliver(sample, &other, true), KS_OK);
	assert_int_equal(health_of(sample, "k-05").first_gap_seq, 1);
	assert_int_equal(health_of(sample, "k-04").n_statements, 1);
	assert_int_equal(health_of(sample, "k-04").n_twice, 0);
	free(secret);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_code_makes_one_kiosk_with_its_key_and_no_other),
		TEST(a_code_ends_and_a_later_one_takes_its_place),
		TEST(a_salt_that_is_none_is_damage),
		TEST(nothing_of_a_code_is_kept_in_the_clear),
		TEST(a_wish_that_its_key_did_not_sign_is_refused),
		TEST(guessing_ends_for_everybody_for_a_while),
		TEST(a_name_with_another_key_is_not_given_again),
		TEST(who_takes_over_ends_the_other_in_the_same_act),
		TEST(who_took_over_after_the_backup_does_so_again_by_a_new_code),
		TEST(a_new_secret_is_in_force_when_it_is_used),
		TEST(stolen_unused_credentials_prove_nothing_where_hr_said_whose_key_it_is),
		TEST(another_kiosks_numbers_are_a_gap_and_touch_nothing_of_the_other),
		TEST(the_first_key_of_written_credentials_is_told_until_hr_has_compared_it),
		TEST(what_an_unconfirmed_key_brought_stops_counting_when_it_is_revoked),
	};

	return ks_test_run(tests);
}
