/* SPDX-License-Identifier: Apache-2.0 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/db.h"
#include "record/pin.h"
#include "record/pin_mark.h"
#include "record/pin_news.h"
#include "record/roster_private.h"
#include "support/cut.h"
#include "support/record_sample.h"

/* Which PINs are weak, how tries add up, and what a kiosk may tell of them: each rule at its edge. */

#define NUMBER "000101"
#define RIGHT "918391"
#define WRONG "918392"

static void weak_is_what_is_guessed_first(void **state)
{
	/* One that is, beside one that just is not. */
	static const char *const weak[] = {
		"850131", "851231", "120185", "123185", "011285", "311285", "199801", "199812",
		"209812", "209801", "850101", "000000", "121212", "123123", "112233", "998877",
		"012345", "456789", "890123", "987654", "321098", "159753", "147258", "258369",
		"147852", "789456", "456123", "123654", "520131", "100000", "200000", "123456",
		"102030", "112358", "314159", "420420",
	};
	static const char *const strong[] = {
		"850032", "850132", "851331", "850031", "850100", "123285", "133285",
		"003185", "321385", "320085", "313285", "199800", "199813", "189899",
		"219899", "849599", "849484", "849495", "457689",
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(weak); i++)
		if (!ks_pin_is_weak(weak[i], "7"))
			fail_msg("%s is weak", weak[i]);
	for (size_t i = 0; i < KS_COUNT(strong); i++)
		if (ks_pin_is_weak(strong[i], "7"))
			fail_msg("%s is not weak", strong[i]);
	assert_true(ks_pin_is_common("420420"));
	assert_false(ks_pin_is_common("850131"));
}

static void number_itself_is_weak_however_it_is_filled_up(void **state)
{
	static const struct {
		const char *pin, *number;
		bool is_weak;
	} cases[] = {
		{"084957", "84957", true},    {"184957", "84957", false},
		{"008495", "8495", true},     {"018495", "8495", false},
		{"849570", "84957", false},   {"849571", "849571", true},
		{"849571", "8495712", true},  {"849571", "28495713", true},
		{"849572", "8495712", false}, {"849571", "", false},
		{"8495712", "1", true},       {"84957a", "1", true},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++)
		if (ks_pin_is_weak(cases[i].pin, cases[i].number) != cases[i].is_weak)
			fail_msg("%s of %s", cases[i].pin, cases[i].number);
}

static void time_of_a_lock_runs_by_one_clock_only(void **state)
{
	static const struct {
		const char *boot;
		int64_t mono_ms, left_ms;
	} cases[] = {
		{"a", 1000, 30000}, {"a", 1001, 29999}, {"a", 30999, 1},    {"a", 31000, 0},
		{"a", 31001, 0},    {"a", 999, 29001},  {"b", 1000, 29000}, {"b", 0, 30000},
		{"b", 30000, 0},    {"b", 29999, 1},
	};
	const struct ks_pin_tries tries = {.lock_ms = 30000, .boot = "a", .mono_ms = 1000};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_time now = {.mono_ms = cases[i].mono_ms};

		memcpy(now.boot, cases[i].boot, 1);
		if (ks_pin_tries_left(&tries, &now) != cases[i].left_ms)
			fail_msg("case %zu: %lld", i, (long long)ks_pin_tries_left(&tries, &now));
	}
}

static int setup(void **state)
{
	int rc = ks_record_sample_setup(state);
	struct ks_record_sample *s = *state;
	char *hash = ks_pin_hash(RIGHT);

	ks_record_sample_sql(s, "INSERT INTO person(number, typed, name, kana, is_listed)"
				" VALUES('" NUMBER "', '" NUMBER "', '見本', 'ミホン', 1)");
	assert_int_equal(ks_roster_write_pin(s->store, NUMBER, hash, "initial"), KS_OK);
	free(hash);
	return rc;
}

static struct ks_pin_tries tries_of(struct ks_record_sample *s)
{
	struct ks_pin_tries tries;

	assert_int_equal(ks_pin_tries_load(s->store, NUMBER, &tries), KS_OK);
	return tries;
}

/* Far beyond the longest lock it counts no further, and each fifth one still locks. */
static void count_of_tries_has_an_end(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_pin_tries tries = {.n_wrong = 100 * KS_PIN_TRIES - 1};
	struct ks_pin_verdict v;

	for (int i = 0; i < 2; i++) {
		assert_int_equal(ks_pin_tries_save(s->store, NUMBER, &tries), KS_OK);
		assert_int_equal(ks_pin_check(s->store, &s->clock, NUMBER, WRONG, &v), KS_DENIED);
		assert_int_equal(v.wait_ms, KS_PIN_LOCK_MAX_MS);
		assert_int_equal(tries_of(s).n_wrong, 100 * KS_PIN_TRIES);
		tries.n_wrong = 100 * KS_PIN_TRIES;
	}
}

static void name_of_a_boot_that_is_too_long_is_none(void **state)
{
	struct ks_record_sample *s = *state;

	ks_record_sample_sql(s, "INSERT INTO pin_try(number, n_wrong, lock_ms, lock_boot, lock_mono_ms)"
				" VALUES('" NUMBER
				"', 3, 4, 'b70000000000000000000000000000000036', 5)");
	assert_int_equal(strlen(tries_of(s).boot), 36);
	assert_int_equal(tries_of(s).n_wrong, 3);
	assert_int_equal(tries_of(s).lock_ms, 4);
	assert_int_equal(tries_of(s).mono_ms, 5);
	ks_record_sample_sql(s, "UPDATE pin_try SET lock_boot = lock_boot || 'x'");
	assert_string_equal(tries_of(s).boot, "");
}

static int64_t count(struct ks_record_sample *s, const char *sql)
{
	int64_t n = -1;

	assert_int_equal(ks_db_number(s->store, &n, sql, ""), KS_OK);
	return n;
}

#define N_TRIED                                                                                            \
	"SELECT (SELECT count(*) FROM pin_try) + (SELECT count(*) FROM pin_state) * 10 + (SELECT count(*)" \
	" FROM pin_news) * 100"

/* What was tried, told and heard of the one before is void. */
static void another_pin_begins_with_nothing(void **state)
{
	struct ks_record_sample *s = *state;
	char code[KS_PIN_DIGITS + 1], *hash;

	for (int i = 0; i < 3; i++) {
		ks_record_sample_sql(
			s,
			"INSERT OR REPLACE INTO pin_try(number, n_wrong, lock_ms, lock_boot, lock_mono_ms)"
			" VALUES('" NUMBER "', 3, 4, '', 5);"
			"INSERT OR REPLACE INTO pin_state(number, stamp, n_wrong, until_ms, chosen_ms)"
			" VALUES('" NUMBER "', 1, 1, 1, 1);"
			"INSERT OR REPLACE INTO pin_news(number, stamp, chosen_ms) VALUES('" NUMBER
			"', 1, 1)");
		assert_int_equal(count(s, N_TRIED), 111);
		if (i == 0) {
			assert_int_equal(ks_pin_reset(s->store, NUMBER, NUMBER, code), KS_OK);
		} else if (i == 1) {
			assert_int_equal(ks_pin_choose(s->store, NUMBER, NUMBER, RIGHT), KS_OK);
		} else {
			hash = ks_pin_hash_code("480276", NUMBER,
						(const uint8_t *)"0123456789abcdef0123456789abcdef");
			assert_int_equal(ks_roster_write_pin(s->store, NUMBER, hash, "initial"),
					 KS_OK);
			free(hash);
		}
		assert_int_equal(count(s, N_TRIED), i == 1 ? 100 : 0); /* a choice is news */
	}
}

/* ---- what is heard from the centre ---- */

static void hear(struct ks_record_sample *s, int64_t stamp, int n_wrong, int64_t left_ms)
{
	struct ks_time now = ks_clock_now(&s->clock);
	char *kept = NULL;
	struct ks_pin_word word = {
		.source = "initial", .stamp = stamp, .n_wrong = n_wrong, .left_ms = left_ms};

	assert_int_equal(ks_pin_load(s->store, NUMBER, &kept), KS_OK);
	word.hash = kept;
	assert_int_equal(ks_store_begin(s->store), KS_OK);
	assert_int_equal(ks_store_end(s->store, ks_pin_news_hear(s->store, NUMBER, &word, &now)),
			 KS_OK);
	free(kept);
}

static void expect_tries(struct ks_record_sample *s, int n_wrong, int64_t left_ms)
{
	struct ks_time now = ks_clock_now(&s->clock);
	struct ks_pin_tries tries = tries_of(s);

	assert_int_equal(tries.n_wrong, n_wrong);
	assert_int_equal(ks_pin_tries_left(&tries, &now), left_ms);
}

static void what_was_tried_elsewhere_counts_here(void **state)
{
	struct ks_record_sample *s = *state;

	hear(s, 0, 5, 1000); /* nothing was told */
	expect_tries(s, 0, 0);
	hear(s, 1, 5, 1000);
	expect_tries(s, 5, 1000);
	hear(s, 1, 7, 9000); /* the same once more */
	expect_tries(s, 5, 1000);
	hear(s, 2, 3, 500); /* neither fewer nor shorter */
	expect_tries(s, 5, 1000);
	hear(s, 3, 6, 1001);
	expect_tries(s, 6, 1001);
	hear(s, 4, 7, KS_PIN_LOCK_MAX_MS + 1); /* longer than any lock: not believed */
	hear(s, 4, 7, -1);
	expect_tries(s, 6, 1001);
	hear(s, 4, 7, KS_PIN_LOCK_MAX_MS);
	expect_tries(s, 7, KS_PIN_LOCK_MAX_MS);
	hear(s, 5, 0, 0); /* somebody got in */
	expect_tries(s, 0, 0);
	hear(s, 6, 1, 0);
	expect_tries(s, 1, 0);
	ks_record_sample_sql(s, "INSERT INTO pin_news(number, stamp, chosen_ms) VALUES('" NUMBER
				"', 9, 0)");
	hear(s, 7, 9, 900); /* what is still to be told from here is newer */
	expect_tries(s, 1, 0);
}

/* ---- what is told to the centre ---- */

#define ROW(number, stamp, print, wrong, left, own, chosen) \
	"[" number "," stamp "," print "," wrong "," left "," own "," chosen "]"
#define GOOD ROW("\"" NUMBER "\"", "5", "\"x\"", "1", "0", "null", "0")

static enum ks_rc tell(struct ks_record_sample *s, const char *json, struct ks_pin_news_got *got)
{
	memset(got, 0x5a, sizeof(*got));
	return ks_pin_news_take(s->store, json, strlen(json), "sender", "", KS_TEST_WALL_MS, got);
}

static void only_what_is_well_formed_is_taken(void **state)
{
#define PEOPLE(rows) "{\"people\":[" rows "]}"
	static const char *const good[] = {
		PEOPLE(""),
		PEOPLE(GOOD),
		PEOPLE(ROW("\"Z\"", "1", "\"\"", "0", "900000", "null", "9")),
		PEOPLE(ROW("\"" NUMBER "\"", "7", "\"x\"", "10000", "0", "null", "0")),
		"{\"people\":[" GOOD "],\"more\":1}",
	};
	static const char *const bad[] = {
		"",
		"[]",
		"{}",
		"{\"people\":{}}",
		PEOPLE(GOOD ",1"),
		PEOPLE(ROW("\"x y\"", "5", "\"x\"", "1", "0", "null", "0")),
		PEOPLE(ROW("7", "5", "\"x\"", "1", "0", "null", "0")),
		PEOPLE(ROW("\"" NUMBER "\"", "0", "\"x\"", "1", "0", "null", "0")),
		PEOPLE(ROW("\"" NUMBER "\"", "5", "7", "1", "0", "null", "0")),
		PEOPLE(ROW("\"" NUMBER "\"", "5", "\"x\"", "-1", "0", "null", "0")),
		PEOPLE(ROW("\"" NUMBER "\"", "5", "\"x\"", "10001", "0", "null", "0")),
		PEOPLE(ROW("\"" NUMBER "\"", "5", "\"x\"", "1", "-1", "null", "0")),
		PEOPLE(ROW("\"" NUMBER "\"", "5", "\"x\"", "1", "900001", "null", "0")),
		PEOPLE(ROW("\"" NUMBER "\"", "5", "\"x\"", "1", "0", "null", "-1")),
		PEOPLE(ROW("\"" NUMBER "\"", "5", "\"x\"", "1", "0", "\"y\"", "0")),
		PEOPLE(ROW("\"" NUMBER "\"", "5", "\"x\"", "1", "0", "7", "0")),
		PEOPLE(ROW("\"" NUMBER "\"", "5", "\"x\"", "1", "0", "null", "0,0")),
		PEOPLE("[\"" NUMBER "\",5,\"x\",1,0,null]"),
	};
	struct ks_record_sample *s = *state;
	struct ks_pin_news_got got;

	for (size_t i = 0; i < KS_COUNT(good); i++)
		if (tell(s, good[i], &got) != KS_OK)
			fail_msg("%s", good[i]);
	assert_int_equal(got.upto, 7);
	assert_int_equal(got.n_taken, 0); /* of another PIN than the one that holds */
	for (size_t i = 0; i < KS_COUNT(bad); i++) {
		if (tell(s, bad[i], &got) != KS_INVALID)
			fail_msg("%s", bad[i]);
		if (i < 4)
			assert_int_equal(got.n_taken + got.n_refused + (size_t)got.upto, 0);
	}
}

/* A hash that another kiosk could not try in its time, or that is a code, is nobody's own PIN. */
static void own_pin_is_made_as_ours_are(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_pin_news_got got;
	char *hash = ks_pin_hash(WRONG), cheap[crypto_pwhash_STRBYTES];
	const char *const owns[] = {hash, cheap};

	assert_int_equal(crypto_pwhash_str_alg(cheap, WRONG, strlen(WRONG), 1, 8192,
					       crypto_pwhash_ALG_ARGON2ID13),
			 0);
	assert_true(ks_pin_is_made_so(hash));
	assert_false(ks_pin_is_made_so(cheap));
	for (size_t i = 0; i < 2; i++)
		for (int is_code = 0; is_code < 2; is_code++) {
			char *json = ks_format("{\"people\":[[\"" NUMBER
					       "\",%zu,\"x\",1,0,\"%s%s\",7]]}",
					       i + 20, owns[i],
					       is_code ? KS_PIN_MARK_ONCE : KS_PIN_MARK_OF "00");

			assert_int_equal(tell(s, json, &got),
					 i == 0 && !is_code ? KS_OK : KS_INVALID);
			free(json);
		}
	free(hash);
}

static void two_hundred_people_are_enough_for_one_parcel(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_pin_news_got got;

	for (int n = KS_PIN_NEWS_MAX; n <= KS_PIN_NEWS_MAX + 1; n++) {
		struct ks_buf json = {0};

		ks_buf_puts(&json, "{\"people\":[");
		for (int i = 0; i < n; i++)
			ks_buf_puts(&json, i ? "," GOOD : GOOD);
		ks_buf_puts(&json, "]}");
		assert_int_equal(tell(s, ks_buf_text(&json), &got),
				 n == KS_PIN_NEWS_MAX ? KS_OK : KS_INVALID);
		ks_buf_finish(&json);
	}
}

/* ---- the store fails ---- */

static enum ks_rc wait(void *context)
{
	struct ks_record_sample *s = context;
	int64_t wait_ms = 9;
	enum ks_rc rc = ks_pin_wait_ms(s->store, &s->clock, NUMBER, &wait_ms);

	assert_int_equal(wait_ms, 0);
	return rc;
}

static enum ks_rc meet(void *context)
{
	return ks_pin_news_note(((struct ks_record_sample *)context)->store, NUMBER, true);
}

static void begin_try(void *context)
{
	ks_record_sample_sql(
		context, "DELETE FROM pin_try; UPDATE pin SET hash = 'x'"); /* which costs no time */
}

/* Nobody learns whether a PIN was right before the try is counted. */
static enum ks_rc try_once(void *context)
{
	struct ks_record_sample *s = context;
	struct ks_pin_verdict verdict;
	enum ks_rc rc = ks_pin_check(s->store, &s->clock, NUMBER, WRONG, &verdict);

	assert_int_equal(verdict.tries_left, rc == KS_DENIED ? KS_PIN_TRIES - 1 : 0);
	return rc == KS_DENIED ? KS_OK : rc;
}

static void tries_that_cannot_be_read_are_told(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_cut check = {.store = s->store,
			       .begin = begin_try,
			       .act = try_once,
			       .context = s,
			       .name = "check",
			       .tells_each = true};
	struct ks_cut cut = {
		.store = s->store, .act = meet, .context = s, .name = "note", .leaves_trace = true};

	ks_cut_read(s->store, "wait", wait, s);
	ks_cut_everywhere(&cut);
	ks_cut_everywhere(&check);
	assert_int_equal(check.n_refused, check.n_cut);
}

#define with_person(test) cmocka_unit_test_setup_teardown(test, setup, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(weak_is_what_is_guessed_first),
		cmocka_unit_test(number_itself_is_weak_however_it_is_filled_up),
		cmocka_unit_test(time_of_a_lock_runs_by_one_clock_only),
		with_person(count_of_tries_has_an_end),
		with_person(name_of_a_boot_that_is_too_long_is_none),
		with_person(another_pin_begins_with_nothing),
		with_person(what_was_tried_elsewhere_counts_here),
		with_person(only_what_is_well_formed_is_taken),
		with_person(own_pin_is_made_as_ours_are),
		with_person(two_hundred_people_are_enough_for_one_parcel),
		with_person(tries_that_cannot_be_read_are_told),
	};

	return ks_test_run(tests);
}
