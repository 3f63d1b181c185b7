/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/enrol.h"
#include "lrs/roster_document.h"
#include "record/db.h"
#include "record/parcel.h"
#include "record/pin.h"
#include "record/pseudonym.h"
#include "record/roster.h"
#include "record/secrets.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* PINs reach a kiosk that somebody vouches for, sealed to its key, and only of the people it serves. */

#define HEAD "職員番号,氏名,氏名カナ,所属,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n"
#define GENERAL "000101,見本 一,ミホン,総務課,01,2020-04-01,,在職,,918391\n"
#define BUILDING "000102,見本 二,ミホン,施設課,01,2020-04-01,,在職,,026286\n"
#define MOVED "000102,見本 二,ミホン,総務課,01,2020-04-01,,在職,,026286\n"
#define DESK "000103,見本 三,ミホン,会計課,01,2020-04-01,,在職,管理職;研修担当,827936\n"

struct kiosk {
	struct ks_sample_machine machine;
	struct ks_store *store; /* the machine's */
	char *key, tag[KS_HASH_HEX + 2];
	struct ks_clock clock;
	struct ks_buf document; /* the last answer */
};

static struct kiosk begin(void)
{
	struct kiosk k = {.machine = ks_sample_machine(), .clock = ks_clock_fake(KS_TEST_WALL_MS)};

	k.store = k.machine.store;
	assert_int_equal(ks_parcel_key(k.store, &k.key), KS_OK);
	return k;
}

static void finish(struct kiosk *k)
{
	ks_buf_finish(&k->document);
	free(k->key);
	ks_sample_machine_finish(&k->machine);
}

/* KS_NOT_FOUND: nothing is new. */
static enum ks_rc fetch(struct ks_sample_centre *sample, struct kiosk *k, const char *key)
{
	char known[KS_HASH_HEX + 2];
	enum ks_rc rc;

	memcpy(known, k->tag, sizeof(known));
	ks_buf_clear(&k->document);
	rc = ks_centre_roster(sample->centre,
			      &(struct ks_roster_wish){.kiosk = "k-01",
						       .key = key,
						       .known = known[0] ? known : NULL,
						       .takes_delta = true},
			      k->tag, &k->document);
	if (rc != KS_OK)
		return rc;
	assert_null(strstr(ks_buf_text(&k->document), "argon2"));
	return ks_roster_is_delta(ks_buf_text(&k->document))
		       ? ks_roster_store_delta(k->store, k->document.data, k->document.len, known)
		       : ks_roster_store_json(k->store, k->document.data, k->document.len);
}

static enum ks_rc sign_in(struct kiosk *k, const char *number, const char *pin)
{
	struct ks_pin_verdict verdict;

	return ks_pin_check(k->store, &k->clock, number, pin, &verdict);
}

static void import(struct ks_sample_centre *sample, const char *csv)
{
	ks_sample_import(sample->store, csv);
	ks_centre_touch(sample->centre);
}

/* What HR does after it compared the marks. */
static void vouch(struct ks_sample_centre *sample, const struct kiosk *k)
{
	char mark[KS_MARK_CHARS + 1];

	ks_code_of_key(k->key, mark);
	assert_int_equal(ks_centre_expect_key(sample->centre, "k-01", mark), KS_OK);
}

/* As HR sees it in the list of kiosks. */
static int n_units(struct ks_sample_centre *sample)
{
	struct ks_kiosk_health *health;
	size_t n;
	int units = -1;

	assert_int_equal(ks_centre_health(sample->store, &health, &n), KS_OK);
	for (size_t i = 0; i < n; i++)
		if (strcmp(health[i].kiosk, "k-01") == 0)
			units = health[i].n_units;
	free(health);
	return units;
}

static void a_key_nobody_vouches_for_gets_no_pins(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct kiosk thief = begin(), k = begin();

	import(sample, HEAD GENERAL BUILDING);
	assert_int_equal(fetch(sample, &thief, thief.key), KS_OK);
	assert_null(strstr(ks_buf_text(&thief.document), "sealed"));
	assert_int_equal(sign_in(&thief, "000101", "918391"), KS_DENIED);
	vouch(sample, &k);
	assert_int_equal(fetch(sample, &thief, thief.key), KS_NOT_FOUND);
	assert_int_equal(fetch(sample, &k, k.key), KS_OK);
	assert_int_equal(sign_in(&k, "000101", "918391"), KS_OK);
	assert_int_equal(sign_in(&k, "000102", "026286"), KS_OK); /* without 所属: everybody's */
	/* Whoever reads the answer meant for it, or asks in its name, has nothing either. */
	assert_int_equal(ks_roster_store_json(thief.store, k.document.data, k.document.len), KS_OK);
	assert_int_equal(sign_in(&thief, "000101", "918391"), KS_DENIED);
	finish(&k);
	finish(&thief);
}

static void what_was_known_before_a_word_of_hr_is_sent_whole_after_it(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct kiosk k = begin();

	import(sample, HEAD GENERAL BUILDING);
	assert_int_equal(fetch(sample, &k, k.key), KS_OK);
	assert_int_equal(fetch(sample, &k, k.key), KS_NOT_FOUND);
	vouch(sample, &k);
	assert_int_equal(fetch(sample, &k, k.key), KS_OK);
	assert_false(ks_roster_is_delta(ks_buf_text(&k.document)));
	assert_int_equal(sign_in(&k, "000101", "918391"), KS_OK);
	assert_int_equal(fetch(sample, &k, k.key), KS_NOT_FOUND);
	/* A program of before asks without a word of seals: people, and no PINs. */
	assert_int_equal(fetch(sample, &k, NULL), KS_OK);
	assert_null(strstr(ks_buf_text(&k.document), "sealed"));
	assert_int_equal(sign_in(&k, "000101", "918391"), KS_OK); /* it keeps those it has */
	finish(&k);
}

static void a_kiosk_of_a_place_has_the_pins_of_that_place_and_of_the_desk(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct kiosk k = begin();
	char *strange = NULL, *units = NULL;

	import(sample, HEAD GENERAL BUILDING DESK);
	vouch(sample, &k);
	assert_int_equal(ks_centre_strange_unit(sample->centre, "総務課、無い課", &strange), KS_OK);
	assert_string_equal(strange, "無い課");
	free(strange);
	assert_int_equal(ks_centre_strange_unit(sample->centre, "総務課, 会計課", &strange), KS_OK);
	assert_null(strange);
	assert_int_equal(ks_centre_set_units(sample->centre, "k-99", "総務課"), KS_NOT_FOUND);
	assert_int_equal(ks_centre_set_units(sample->centre, "k-01", "総務課, 会計課"), KS_OK);
	assert_int_equal(ks_centre_units(sample->store, "k-01", &units), KS_OK);
	assert_string_equal(units, "総務課\n会計課");
	free(units);
	assert_int_equal(ks_centre_set_units(sample->centre, "k-01", "総務課"), KS_OK);
	assert_int_equal(n_units(sample), 1);
	assert_int_equal(fetch(sample, &k, k.key), KS_OK);
	assert_int_equal(sign_in(&k, "000101", "918391"), KS_OK);
	assert_int_equal(sign_in(&k, "000102", "026286"), KS_DENIED);
	assert_int_equal(sign_in(&k, "000103", "827936"), KS_OK);
	assert_int_equal(ks_centre_set_units(sample->centre, "k-01", "総務課,会計課"), KS_OK);
	assert_int_equal(n_units(sample), 2);
	assert_int_equal(ks_centre_set_units(sample->centre, "k-01", ""), KS_OK);
	assert_int_equal(n_units(sample), 0);
	assert_int_equal(fetch(sample, &k, k.key), KS_OK);
	assert_int_equal(sign_in(&k, "000102", "026286"), KS_OK);
	finish(&k);
}

static void who_moves_in_brings_the_pin_and_who_moves_out_takes_it_along(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct kiosk k = begin();

	import(sample, HEAD GENERAL BUILDING DESK);
	vouch(sample, &k);
	assert_int_equal(ks_centre_set_units(sample->centre, "k-01", "総務課"), KS_OK);
	assert_int_equal(fetch(sample, &k, k.key), KS_OK);
	for (int i = 0; i < 2; i++) {
		import(sample, i == 0 ? HEAD GENERAL MOVED DESK : HEAD GENERAL BUILDING DESK);
		assert_int_equal(fetch(sample, &k, k.key), KS_OK);
		assert_true(ks_roster_is_delta(ks_buf_text(&k.document)));
		assert_int_equal(sign_in(&k, "000102", "026286"), i == 0 ? KS_OK : KS_DENIED);
		assert_int_equal(sign_in(&k, "000101", "918391"), KS_OK);
	}
	finish(&k);
}

static void a_new_pin_travels_as_a_difference(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct kiosk k = begin();
	char pin[KS_PIN_DIGITS + 1];

	import(sample, HEAD GENERAL BUILDING);
	vouch(sample, &k);
	assert_int_equal(fetch(sample, &k, k.key), KS_OK);
	assert_int_equal(ks_pin_reset(sample->store, "000101", "000101", pin), KS_OK);
	ks_centre_touch(sample->centre);
	assert_int_equal(fetch(sample, &k, k.key), KS_OK);
	assert_true(ks_roster_is_delta(ks_buf_text(&k.document)));
	assert_int_equal(sign_in(&k, "000101", "918391"), KS_DENIED);
	assert_int_equal(sign_in(&k, "000101", pin), KS_OK);
	finish(&k);
}

/* HR took the kiosk's credentials back; of its own word too, no key but the one that is known. */
static void another_key_under_a_known_name_is_not_vouched_for(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct kiosk k = begin(), other = begin();
	bool is_so = true;

	vouch(sample, &k);
	assert_int_equal(ks_centre_vouches(sample->store, "k-01", other.key, &is_so), KS_OK);
	assert_false(is_so);
	assert_int_equal(ks_centre_vouches(sample->store, "k-99", k.key, &is_so), KS_OK);
	assert_false(is_so);
	assert_int_equal(ks_centre_vouches(sample->store, "k-01", k.key, &is_so), KS_OK);
	assert_true(is_so);
	assert_int_equal(ks_centre_pin_key(sample->store, "k-01", k.key), KS_OK);
	assert_int_equal(ks_centre_vouches(sample->store, "k-01", k.key, &is_so), KS_OK);
	assert_true(is_so);
	assert_int_equal(ks_centre_vouches(sample->store, "k-01", other.key, &is_so), KS_OK);
	assert_false(is_so);
	finish(&other);
	finish(&k);
}

/* An older centre puts the hashes into the document itself: they are taken as before, and the key of pseudonyms stays away. */
static void an_older_centre_is_understood(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct kiosk k = begin();
	char *hash = ks_pin_hash("918391"), name[KS_ACTOR_MAX];
	char *document = ks_format(
		"{\"format\":\"kenshu-roster-1\",\"people\":[{\"number\":\"000101\",\"name\":\"見本\","
		"\"kana\":\"ミホン\",\"pin\":{\"hash\":\"%s\",\"source\":\"initial\"},"
		"\"appointments\":[]}],\"gatherings\":[],\"completed\":[]}",
		hash);

	(void)sample;
	assert_int_equal(ks_roster_store_json(k.store, document, strlen(document)), KS_OK);
	assert_int_equal(sign_in(&k, "000101", "918391"), KS_OK);
	assert_int_equal(ks_pseudonym_of(k.store, "000101", name), KS_OK);
	assert_string_equal(name, "000101");
	free(document);
	free(hash);
	finish(&k);
}

static void the_key_of_pseudonyms_comes_with_it(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct kiosk k = begin();
	char here[KS_ACTOR_MAX], there[KS_ACTOR_MAX];

	import(sample, HEAD GENERAL);
	assert_int_equal(fetch(sample, &k, k.key), KS_OK);
	assert_int_equal(ks_pseudonym_of(k.store, "000101", there), KS_OK);
	assert_string_equal(there, "000101"); /* not to a key that nobody vouches for */
	vouch(sample, &k);
	assert_int_equal(fetch(sample, &k, k.key), KS_OK);
	assert_int_equal(ks_pseudonym_of(sample->store, "000101", here), KS_OK);
	assert_int_equal(ks_pseudonym_of(k.store, "000101", there), KS_OK);
	assert_true(ks_statement_is_pseudonym(there));
	assert_string_equal(here, there);
	finish(&k);
}

/* `kenshu roster import --state KIOSK/` of a kiosk that stands alone goes by the same object, and makes no key there. */
static void a_kiosk_that_stands_alone_has_no_key_of_pseudonyms(void **state)
{
	struct kiosk k = begin();
	struct ks_centre *centre;
	char name[KS_ACTOR_MAX];

	(void)state;
	assert_int_equal(ks_centre_open(k.store, &k.clock, &centre), KS_OK);
	ks_centre_close(centre);
	assert_int_equal(ks_pseudonym_of(k.store, "000101", name), KS_OK);
	assert_string_equal(name, "000101");
	finish(&k);
}

static void what_is_no_document_gets_nothing_sealed(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct kiosk k = begin();
	struct ks_buf out = {0};

	assert_int_equal(ks_secrets_add(sample->store, k.key, "", 0, &out), KS_INVALID);
	ks_buf_puts(&out, "{\"a\":1}");
	assert_int_equal(ks_secrets_add(sample->store, "no key", "", 0, &out), KS_INVALID);
	assert_string_equal(ks_buf_text(&out), "{\"a\":1}");
	ks_buf_finish(&out);
	finish(&k);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_key_nobody_vouches_for_gets_no_pins),
		TEST(what_was_known_before_a_word_of_hr_is_sent_whole_after_it),
		TEST(a_kiosk_of_a_place_has_the_pins_of_that_place_and_of_the_desk),
		TEST(who_moves_in_brings_the_pin_and_who_moves_out_takes_it_along),
		TEST(a_new_pin_travels_as_a_difference),
		TEST(another_key_under_a_known_name_is_not_vouched_for),
		TEST(an_older_centre_is_understood),
		TEST(the_key_of_pseudonyms_comes_with_it),
		TEST(a_kiosk_that_stands_alone_has_no_key_of_pseudonyms),
		TEST(what_is_no_document_gets_nothing_sealed),
	};

	return ks_test_run(tests);
}
