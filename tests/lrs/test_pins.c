/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "base/log.h"
#include "base/mem.h"
#include "lrs/centre_private.h"
#include "lrs/enrol.h"
#include "lrs/roster_document.h"
#include "record/db.h"
#include "record/parcel.h"
#include "record/pin.h"
#include "record/pin_news.h"
#include "record/roster.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* What is chosen and locked at one kiosk holds at the others, and nobody but a kiosk that serves a person can say so. */

#define HEAD "職員番号,氏名,氏名カナ,所属,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n"
#define GENERAL "000101,見本 一,ミホン,総務課,01,2020-04-01,,在職,,918391\n"
#define BUILDING "000102,見本 二,ミホン,施設課,01,2020-04-01,,在職,,026286\n"
#define WHO "000101"
#define OWN "480276"
#define OTHER "839217"

struct kiosk {
	struct ks_sample_machine machine;
	struct ks_store *store; /* the machine's */
	const char *name;
	char *key, tag[KS_HASH_HEX + 2];
	struct ks_clock clock;
	struct ks_buf told; /* the last parcel */
	int64_t upto;
};

/* Two kiosks whose keys HR compared, and the people of two offices. */
struct world {
	struct ks_sample_centre *sample;
	struct kiosk a, b;
	char code[KS_PIN_DIGITS + 1]; /* of WHO, from HR */
};

static struct kiosk begin(struct ks_sample_centre *sample, const char *name)
{
	struct kiosk k = {.machine = ks_sample_machine(), .name = name, .clock = ks_clock_system()};
	char mark[KS_MARK_CHARS + 1], *secret = NULL;
	enum ks_rc rc = ks_centre_add_kiosk(sample->centre, name, &secret);

	assert_true(rc == KS_OK || rc == KS_CONFLICT);
	free(secret);
	k.store = k.machine.store;
	assert_int_equal(ks_parcel_key(k.store, &k.key), KS_OK);
	ks_code_of_key(k.key, mark);
	assert_int_equal(ks_centre_expect_key(sample->centre, name, mark), KS_OK);
	return k;
}

static void end(struct kiosk *k)
{
	ks_buf_finish(&k->told);
	free(k->key);
	ks_sample_machine_finish(&k->machine);
}

/* The list as it is now, whole or as a difference; false: nothing is new. */
static bool fetch(struct world *w, struct kiosk *k)
{
	struct ks_roster_wish wish = {.kiosk = k->name, .key = k->key, .takes_delta = true};
	struct ks_buf document = {0};
	char known[KS_HASH_HEX + 2];
	enum ks_rc rc;

	memcpy(known, k->tag, sizeof(known));
	wish.known = known[0] ? known : NULL;
	rc = ks_centre_roster(w->sample->centre, &wish, k->tag, &document);
	if (rc == KS_OK) {
		assert_null(strstr(ks_buf_text(&document), "argon2"));
		assert_int_equal(
			ks_roster_is_delta(ks_buf_text(&document))
				? ks_roster_store_delta(k->store, document.data, document.len, known)
				: ks_roster_store_json(k->store, document.data, document.len),
			KS_OK);
	}
	ks_buf_finish(&document);
	assert_true(rc == KS_OK || rc == KS_NOT_FOUND);
	return rc == KS_OK;
}

static enum ks_rc deliver(struct world *w, const struct kiosk *k, const char *as,
			  struct ks_pin_news_got *got)
{
	return ks_centre_take_pins(w->sample->centre, as, k->told.data, k->told.len, got);
}

static enum ks_rc seal(struct kiosk *k)
{
	ks_buf_clear(&k->told);
	return ks_pin_news_seal(k->store, &k->clock, NULL, &k->told, &k->upto);
}

/* Tells the centre; how many choices it refuses. */
static size_t tell(struct world *w, struct kiosk *k)
{
	struct ks_pin_news_got got;

	assert_int_equal(seal(k), KS_OK);
	assert_null(memmem(k->told.data, k->told.len, "argon2", 6));
	assert_int_equal(deliver(w, k, k->name, &got), KS_OK);
	assert_int_equal(got.upto, k->upto);
	assert_int_equal(ks_pin_news_settle(k->store, k->upto), KS_OK);
	assert_false(ks_pin_news_is_any(k->store));
	return got.n_refused;
}

static enum ks_rc try(struct kiosk *k, const char *pin, struct ks_pin_verdict *verdict)
{
	return ks_pin_check(k->store, &k->clock, WHO, pin, verdict);
}

static bool opens(struct kiosk *k, const char *pin)
{
	struct ks_pin_verdict verdict;

	return try(k, pin, &verdict) == KS_OK && !verdict.is_once;
}

static void choose(struct kiosk *k, const char *pin)
{
	assert_int_equal(ks_pin_choose(k->store, WHO, WHO, pin), KS_OK);
	assert_true(ks_pin_news_is_any(k->store));
}

static int64_t wait_ms(struct kiosk *k)
{
	int64_t ms = -1;

	assert_int_equal(ks_pin_wait_ms(k->store, &k->clock, WHO, &ms), KS_OK);
	return ms;
}

static void lock(struct kiosk *k)
{
	struct ks_pin_verdict verdict;

	for (int i = 0; i < KS_PIN_TRIES; i++)
		assert_int_equal(try(k, "111119", &verdict), KS_DENIED);
	assert_true(wait_ms(k) > 0);
}

static void reset(struct world *w)
{
	assert_int_equal(ks_pin_reset(w->sample->store, WHO, WHO, w->code), KS_OK);
	ks_centre_touch(w->sample->centre);
}

static struct world enter(void **state)
{
	struct world w = {.sample = *state};
	struct ks_clock machine = ks_clock_system(); /* choices are made by it */

	w.sample->clock = ks_clock_fake(ks_clock_wall_ms(&machine) + 60000);
	ks_sample_import(w.sample->store, HEAD GENERAL BUILDING);
	ks_centre_touch(w.sample->centre);
	w.a = begin(w.sample, "k-01");
	w.b = begin(w.sample, "k-02");
	reset(&w);
	assert_true(fetch(&w, &w.a));
	assert_true(fetch(&w, &w.b));
	return w;
}

static void leave(struct world *w)
{
	end(&w->a);
	end(&w->b);
}

static void what_is_chosen_at_one_kiosk_is_asked_at_the_other(void **state)
{
	struct world w = enter(state);
	struct ks_pin_verdict verdict;

	choose(&w.a, OWN);
	assert_int_equal(tell(&w, &w.a), 0);
	assert_true(fetch(&w, &w.b));
	assert_true(opens(&w.b, OWN));
	assert_int_equal(try(&w.b, w.code, &verdict), KS_DENIED); /* the code is dead here too */
	(void)fetch(&w, &w.a);
	assert_true(opens(&w.a, OWN));
	assert_false(fetch(&w, &w.a));
	assert_false(ks_pin_news_is_any(w.b.store));
	leave(&w);
}

static void a_lock_its_end_and_a_reset_travel(void **state)
{
	struct world w = enter(state);
	struct ks_pin_verdict verdict;

	choose(&w.a, OWN);
	assert_int_equal(tell(&w, &w.a), 0);
	assert_true(fetch(&w, &w.b));
	lock(&w.a);
	assert_int_equal(wait_ms(&w.b), 0);
	assert_int_equal(tell(&w, &w.a), 0);
	assert_true(fetch(&w, &w.b));
	assert_true(wait_ms(&w.b) > 0 && wait_ms(&w.b) <= KS_PIN_LOCK_MS);
	assert_int_equal(try(&w.b, OWN, &verdict), KS_DENIED);
	assert_true(verdict.wait_ms > 0);
	/* its end: the owner gets in at A, and B counts from the beginning */
	assert_int_equal(ks_db_run(w.a.store, "UPDATE pin_try SET lock_ms = 0", ""), KS_OK);
	assert_true(opens(&w.a, OWN));
	assert_int_equal(tell(&w, &w.a), 0);
	assert_true(fetch(&w, &w.b));
	assert_int_equal(wait_ms(&w.b), 0);
	assert_int_equal(try(&w.b, "111119", &verdict), KS_DENIED);
	assert_int_equal(verdict.tries_left, KS_PIN_TRIES - 1);
	assert_true(opens(&w.b, OWN));
	/* HR's reset unlocks both, whatever A has still to tell */
	lock(&w.a);
	assert_int_equal(tell(&w, &w.a), 0);
	assert_true(fetch(&w, &w.b));
	lock(&w.a);
	reset(&w);
	assert_true(fetch(&w, &w.a));
	assert_true(fetch(&w, &w.b));
	assert_int_equal(wait_ms(&w.a), 0);
	assert_int_equal(wait_ms(&w.b), 0);
	assert_int_equal(try(&w.a, w.code, &verdict), KS_OK);
	assert_int_equal(try(&w.b, w.code, &verdict), KS_OK);
	leave(&w);
}

/* Guessing here and there is guessing: the sixth wrong one is the sixth, at whatever kiosk. */
static void wrong_tries_add_up_over_kiosks(void **state)
{
	struct world w = enter(state);

	lock(&w.a);
	assert_int_equal(tell(&w, &w.a), 0);
	assert_true(fetch(&w, &w.b));
	assert_int_equal(ks_db_run(w.b.store, "UPDATE pin_try SET lock_ms = 0", ""), KS_OK);
	lock(&w.b);
	assert_true(wait_ms(&w.b) > KS_PIN_LOCK_MS);
	leave(&w);
}

static void a_choice_by_an_older_code_does_not_hold(void **state)
{
	struct world w = enter(state);
	struct ks_pin_verdict verdict;

	choose(&w.a, OWN); /* not told: A is offline, and HR makes a new code meanwhile */
	assert_int_equal(seal(&w.a), KS_OK);
	reset(&w);
	assert_int_equal(tell(&w, &w.a), 1);
	assert_true(fetch(&w, &w.a));
	assert_true(fetch(&w, &w.b));
	assert_false(opens(&w.a, OWN));
	assert_int_equal(try(&w.a, w.code, &verdict), KS_OK);
	assert_true(verdict.is_once);
	assert_int_equal(try(&w.b, w.code, &verdict), KS_OK);
	leave(&w);
}

static void of_two_choices_by_one_code_the_later_holds(void **state)
{
	struct world w = enter(state);

	choose(&w.a, OWN);
	choose(&w.b, OTHER);
	assert_int_equal(ks_db_run(w.a.store, "UPDATE pin_news SET chosen_ms = chosen_ms - 5000", ""),
			 KS_OK);
	assert_int_equal(tell(&w, &w.b), 0);
	(void)fetch(&w, &w.a);
	assert_true(opens(&w.a, OWN)); /* until the centre said which */
	assert_int_equal(tell(&w, &w.a), 1);
	w.a.tag[0] = '\0';
	assert_true(fetch(&w, &w.a));
	assert_true(opens(&w.a, OTHER));
	assert_false(opens(&w.a, OWN));
	(void)fetch(&w, &w.b);
	assert_true(opens(&w.b, OTHER));
	leave(&w);
}

static void what_was_told_before_changes_nothing_when_it_is_told_again(void **state)
{
	struct world w = enter(state);
	struct ks_buf older = {0};
	struct ks_pin_news_got got;

	choose(&w.a, OWN);
	lock(&w.a);
	assert_int_equal(seal(&w.a), KS_OK);
	ks_buf_append(&older, w.a.told.data, w.a.told.len);
	assert_int_equal(tell(&w, &w.a), 0);
	assert_int_equal(ks_db_run(w.a.store, "UPDATE pin_try SET lock_ms = 0", ""), KS_OK);
	assert_true(opens(&w.a, OWN));
	assert_int_equal(tell(&w, &w.a), 0);
	assert_true(fetch(&w, &w.b));
	assert_int_equal(wait_ms(&w.b), 0);
	ks_buf_clear(&w.a.told);
	ks_buf_append(&w.a.told, older.data, older.len);
	assert_int_equal(deliver(&w, &w.a, "k-01", &got), KS_OK);
	assert_int_equal(got.n_taken, 0);
	assert_false(fetch(&w, &w.b));
	ks_buf_finish(&older);
	leave(&w);
}

static void only_a_kiosk_of_this_name_and_key_that_serves_them_is_heard(void **state)
{
	struct world w = enter(state);
	struct kiosk stranger = {.machine = ks_sample_machine(), .clock = ks_clock_system()};
	struct ks_pin_news_got got;

	choose(&w.a, OWN);
	assert_int_equal(seal(&w.a), KS_OK);
	/* another kiosk's signature; a name that is none; a bit of it turned; meant for somebody else */
	assert_int_equal(deliver(&w, &w.a, "k-02", &got), KS_DENIED);
	assert_int_equal(deliver(&w, &w.a, "k-99", &got), KS_DENIED);
	w.a.told.data[w.a.told.len - 1] ^= 1;
	assert_int_equal(deliver(&w, &w.a, "k-01", &got), KS_INVALID);
	ks_buf_clear(&w.a.told);
	assert_int_equal(ks_pin_news_seal(w.a.store, &w.a.clock, w.b.key, &w.a.told, &w.a.upto),
			 KS_OK);
	assert_int_equal(deliver(&w, &w.a, "k-01", &got), KS_INVALID);
	/* a kiosk that HR gave to another office since */
	assert_int_equal(ks_centre_set_units(w.sample->centre, "k-01", "施設課"), KS_OK);
	assert_int_equal(tell(&w, &w.a), 1);
	assert_false(fetch(&w, &w.b));
	assert_true(fetch(&w, &w.a));
	assert_false(opens(&w.b, OWN));
	/* one that never had a centre, or has another LRS, keeps what it has to tell */
	stranger.store = stranger.machine.store;
	ks_sample_import(stranger.store, HEAD GENERAL);
	assert_int_equal(ks_pin_reset(stranger.store, WHO, WHO, w.code), KS_OK);
	assert_int_equal(ks_pin_choose(stranger.store, WHO, WHO, OWN), KS_OK);
	assert_false(ks_pin_news_is_any(stranger.store));
	assert_int_equal(seal(&stranger), KS_NOT_FOUND);
	end(&stranger);
	leave(&w);
}

static void what_is_not_well_formed_is_refused_whole(void **state)
{
	static const char *const bad[] = {
		"",
		"{}",
		"{\"people\":{}}",
		"{\"people\":[[]]}",
		"{\"people\":[[\"000101\",1,\"x\",5,900001,null,0]]}",
		"{\"people\":[[\"000101\",1,\"x\",-1,0,null,0]]}",
		"{\"people\":[[\"000101\",0,\"x\",5,0,null,0]]}",
		"{\"people\":[[\"000101\",1,\"x\",0,0,\"480276\",5]]}",
		/* it would cost a kiosk 4 GiB to try */
		("{\"people\":[[\"000101\",1,\"x\",0,0,\"$argon2id$v=19$m=4194304,t=3,p=1$"
		 "AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA!of0\",5]]}"),
	};
	struct world w = enter(state);
	struct ks_pin_news_got got;

	for (size_t i = 0; i < KS_COUNT(bad); i++)
		if (ks_pin_news_take(w.sample->store, bad[i], strlen(bad[i]), "key", "", 1, &got) !=
		    KS_INVALID)
			fail_msg("case %zu", i);
	leave(&w);
}

/* The request that tells of it. */
static char *sealed_choice(struct kiosk *k, const char *pin)
{
	char *text, *body;

	choose(k, pin);
	assert_int_equal(seal(k), KS_OK);
	text = ks_base64url((const uint8_t *)k->told.data, k->told.len);
	body = ks_format("{\"sealed\":\"%s\"}", text);
	free(text);
	return body;
}

/* What a kiosk hears: how many choices do not hold, and whether it need not come again with this parcel. */
static void a_kiosk_is_told_what_became_of_its_parcel(void **state)
{
	static const struct {
		const char *kiosk;
		int status;
		const char *told, *said;
	} cases[] = {
		{"k-02", 403, "nobody vouches for the key that signed this", ""},
		{"k-01", 200, "{\"refused\":0}", "info: pin: k-01 told of 1, 0 refused\n"},
		{"k-01", 200, "{\"refused\":0}",
		 "info: pin: k-01 told of 0, 0 refused\n"}, /* the answer was lost, and it comes again */
	};
	struct ks_ask *ask = *state; /* begins with its sample */
	struct world w = enter(state);
	char *body = sealed_choice(&w.a, OWN);

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_test_stream stream = ks_test_stream_begin(stderr);
		char *said;

		ask->kiosk = cases[i].kiosk;
		ks_log_set(KS_LOG_INFO);
		assert_int_equal(ks_ask(ask, "PUT /kiosk/v1/pins", NULL, body), cases[i].status);
		ks_log_set(KS_LOG_WARN);
		said = ks_test_stream_end(&stream);
		assert_string_equal(said, cases[i].said);
		free(said);
		assert_string_equal(ask->reply.content_type, "application/json");
		assert_non_null(strstr(ks_ask_text(ask), cases[i].told));
	}
	free(body);
	assert_true(fetch(&w, &w.b));
	assert_true(opens(&w.b, OWN));
	assert_int_equal(ks_ask(ask, "PUT /kiosk/v1/pins", NULL, "{\"sealed\":\"x\"}"), 400);
	assert_non_null(strstr(ks_ask_text(ask), "no parcel of PINs for this centre"));
	body = sealed_choice(&w.a, OTHER);
	reset(&w); /* before it came */
	assert_int_equal(ks_db_run(w.sample->store, "ALTER TABLE pin_state RENAME TO gone", ""),
			 KS_OK);
	assert_int_equal(ks_ask(ask, "PUT /kiosk/v1/pins", NULL, body), 500);
	assert_int_equal(ks_db_run(w.sample->store, "ALTER TABLE gone RENAME TO pin_state", ""),
			 KS_OK);
	assert_int_equal(ks_ask(ask, "PUT /kiosk/v1/pins", NULL, body), 200);
	assert_string_equal(ks_ask_text(ask), "{\"refused\":1}");
	free(body);
	leave(&w);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_is_chosen_at_one_kiosk_is_asked_at_the_other),
		TEST(a_lock_its_end_and_a_reset_travel),
		TEST(wrong_tries_add_up_over_kiosks),
		TEST(a_choice_by_an_older_code_does_not_hold),
		TEST(of_two_choices_by_one_code_the_later_holds),
		TEST(what_was_told_before_changes_nothing_when_it_is_told_again),
		TEST(only_a_kiosk_of_this_name_and_key_that_serves_them_is_heard),
		TEST(what_is_not_well_formed_is_refused_whole),
		cmocka_unit_test_setup_teardown(a_kiosk_is_told_what_became_of_its_parcel,
						ks_ask_setup, ks_ask_teardown),
	};

	return ks_test_run(tests);
}
