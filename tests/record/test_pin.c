/* SPDX-License-Identifier: Apache-2.0 */
#include "record/pin.h"

#include <dlfcn.h>
#include <signal.h>
#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "record/db.h"
#include "record/pin_mark.h"
#include "record/roster.h"
#include "record/roster_private.h"
#include "support/record_sample.h"

#define RIGHT "918391"
#define WRONG "918392"
#define NUMBER "000101"

/* Stands before libsodium's own: how often a PIN was really tried, and the instant at which the plug is pulled. */
static struct {
	int n;
	bool dies;
} verify;

int crypto_pwhash_str_verify(const char hash[crypto_pwhash_STRBYTES], const char *pin,
			     unsigned long long len)
{
	int (*real)(const char *, const char *, unsigned long long);
	void *found = dlsym(RTLD_NEXT, "crypto_pwhash_str_verify");

	verify.n++;
	if (verify.dies)
		(void)raise(SIGKILL);
	memcpy(&real, &found, sizeof(real));
	return real(hash, pin, len);
}

static int setup_with_person(void **state)
{
	int rc = ks_record_sample_setup(state);
	struct ks_record_sample *s = *state;
	struct ks_appointment appointment = {.unit = "総務課",
					     .unit_kind = "",
					     .facility = "",
					     .employment = "01",
					     .from = {2008, 4, 1},
					     .status = "在職",
					     .roles = ""};
	struct ks_roster_entry entry = {.person = {.number = NUMBER,
						   .name = "環境 太郎",
						   .kana = "カンキョウ タロウ",
						   .appointments = &appointment,
						   .n_appointments = 1},
					.pin_initial = RIGHT,
					.is_listed = true};
	struct ks_roster roster = {.entries = &entry, .n_entries = 1};
	struct ks_roster_change change;

	assert_int_equal(ks_roster_store(s->store, &roster, &change), KS_OK);
	return rc;
}

static enum ks_rc check(struct ks_record_sample *s, const char *pin, struct ks_pin_verdict *verdict)
{
	enum ks_rc rc = ks_pin_check(s->store, &s->clock, NUMBER, pin, verdict);

	if (rc == KS_OK) { /* all of them are there again */
		assert_int_equal(verdict->tries_left, KS_PIN_TRIES);
		assert_int_equal(verdict->wait_ms, 0);
	}
	return rc;
}

/* Five wrong ones; the fifth tells how long to wait. */
static int64_t lock_by_guessing(struct ks_record_sample *s)
{
	struct ks_pin_verdict v;

	for (int left = KS_PIN_TRIES - 1; left > 0; left--) {
		assert_int_equal(check(s, WRONG, &v), KS_DENIED);
		assert_int_equal(v.tries_left, left);
		assert_int_equal(v.wait_ms, 0);
	}
	assert_int_equal(check(s, WRONG, &v), KS_DENIED);
	assert_int_equal(v.tries_left, 0);
	return v.wait_ms;
}

static void reopen(struct ks_record_sample *s)
{
	ks_record_sample_close(s);
	ks_record_sample_open(s);
}

static void right_pin_opens_and_clears_the_count(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_pin_verdict v;

	for (int round = 0; round < 3; round++) {
		for (int i = 1; i < KS_PIN_TRIES; i++)
			assert_int_equal(check(s, WRONG, &v), KS_DENIED);
		assert_int_equal(check(s, RIGHT, &v), KS_OK);
		assert_int_equal(v.wait_ms, 0);
	}
}

static void only_the_exact_pin_is_right(void **state)
{
	static const char *const wrong[] = {"", "91839", "9183911", " 918391", "918391 "};
	struct ks_record_sample *s = *state;
	struct ks_pin_verdict v;

	for (size_t i = 0; i < KS_COUNT(wrong); i++) {
		assert_int_equal(check(s, wrong[i], &v), KS_DENIED);
		if (v.wait_ms > 0)
			ks_clock_advance(&s->clock, v.wait_ms);
	}
	assert_int_equal(check(s, RIGHT, &v), KS_OK);
}

static void five_wrong_ones_lock_even_against_the_right_one(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_pin_verdict v;

	int64_t wait_ms;

	assert_int_equal(ks_pin_wait_ms(s->store, &s->clock, NUMBER, &wait_ms), KS_OK);
	assert_int_equal(wait_ms, 0);
	assert_int_equal(lock_by_guessing(s), KS_PIN_LOCK_MS);
	ks_clock_advance(&s->clock, KS_PIN_LOCK_MS - 1);
	assert_int_equal(ks_pin_wait_ms(s->store, &s->clock, NUMBER, &wait_ms), KS_OK);
	assert_int_equal(wait_ms, 1); /* asked for, and no longer for that */
	assert_int_equal(check(s, RIGHT, &v), KS_DENIED);
	assert_int_equal(v.wait_ms, 1);
	ks_clock_advance(&s->clock, 1);
	assert_int_equal(check(s, RIGHT, &v), KS_OK);
}

static void each_further_lock_is_twice_as_long_up_to_fifteen_minutes(void **state)
{
	static const int64_t expected[] = {30000, 60000, 120000, 240000, 480000, 900000, 900000};
	struct ks_record_sample *s = *state;

	for (size_t i = 0; i < KS_COUNT(expected); i++) {
		int64_t wait_ms = lock_by_guessing(s);

		assert_int_equal(wait_ms, expected[i]);
		ks_clock_advance(&s->clock, wait_ms);
	}
}

static void asking_while_locked_does_not_make_it_longer(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_pin_verdict v;

	lock_by_guessing(s);
	for (int i = 0; i < 20; i++)
		assert_int_equal(check(s, WRONG, &v), KS_DENIED);
	assert_int_equal(v.wait_ms, KS_PIN_LOCK_MS);
}

static void count_and_lock_survive_a_restart(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_pin_verdict v;

	assert_int_equal(check(s, WRONG, &v), KS_DENIED);
	reopen(s);
	assert_int_equal(check(s, WRONG, &v), KS_DENIED);
	assert_int_equal(v.tries_left, 3);
	for (int i = 0; i < 3; i++)
		assert_int_equal(check(s, WRONG, &v), KS_DENIED);
	reopen(s);
	assert_int_equal(check(s, RIGHT, &v), KS_DENIED);
	assert_int_equal(v.wait_ms, KS_PIN_LOCK_MS);
}

static void setting_the_clock_neither_opens_nor_lengthens_a_lock(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_pin_verdict v;

	lock_by_guessing(s);
	s->clock.last.wall_ms += INT64_C(86400000) * 365;
	assert_int_equal(check(s, RIGHT, &v), KS_DENIED);
	assert_int_equal(v.wait_ms, KS_PIN_LOCK_MS);
	s->clock.last.wall_ms = 0;
	assert_int_equal(check(s, RIGHT, &v), KS_DENIED);
	assert_int_equal(v.wait_ms, KS_PIN_LOCK_MS);
	s->clock.last.mono_ms += KS_PIN_LOCK_MS;
	assert_int_equal(check(s, RIGHT, &v), KS_OK);
}

/* After a reboot the lock began before time zero of that boot. */
static void reboot_neither_opens_a_lock_early_nor_keeps_it_for_ever(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_pin_verdict v;

	s->clock.last.mono_ms = INT64_C(86400000) * 30;
	lock_by_guessing(s);
	memcpy(s->clock.last.boot, "c", 1);
	s->clock.last.mono_ms = 20000;
	assert_int_equal(check(s, RIGHT, &v), KS_DENIED);
	assert_int_equal(v.wait_ms, KS_PIN_LOCK_MS - 20000);
	s->clock.last.mono_ms = KS_PIN_LOCK_MS;
	assert_int_equal(check(s, RIGHT, &v), KS_OK);
}

/* Else a full disk would be a place to guess without limit. */
static void no_verdict_when_the_count_cannot_be_committed(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_pin_verdict v;
	sqlite3 *db = ks_db_handle(s->store);

	assert_int_equal(sqlite3_exec(db, "PRAGMA query_only = ON", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(check(s, RIGHT, &v), KS_READ_ONLY);
	assert_int_equal(check(s, WRONG, &v), KS_READ_ONLY);
	assert_int_equal(sqlite3_exec(db, "PRAGMA query_only = OFF", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(check(s, RIGHT, &v), KS_OK);
}

/* The same words, the same count, the same lock and the same work, whoever is meant. */
static void whether_a_number_exists_is_told_by_nothing(void **state)
{
	static const char *const numbers[] = {NUMBER, "999999"};
	struct ks_record_sample *s = *state;
	struct ks_pin_verdict v[2];

	for (int i = 0; i < 2 * KS_PIN_TRIES + 1; i++) {
		int n_tried[2];

		for (int k = 0; k < 2; k++) {
			n_tried[k] = verify.n;
			assert_int_equal(ks_pin_check(s->store, &s->clock, numbers[k], WRONG, &v[k]),
					 KS_DENIED);
			n_tried[k] = verify.n - n_tried[k];
		}
		assert_int_equal(n_tried[0], i % (KS_PIN_TRIES + 1) < KS_PIN_TRIES ? 1 : 0);
		assert_int_equal(n_tried[0], n_tried[1]);
		assert_memory_equal(&v[0], &v[1], sizeof(v[0]));
		if (n_tried[0] == 0)
			ks_clock_advance(&s->clock, v[0].wait_ms);
	}
	assert_int_equal(ks_db_run(s->store, "UPDATE person SET is_listed = 0", ""), KS_OK);
	ks_clock_advance(&s->clock, KS_PIN_LOCK_MAX_MS);
	assert_int_equal(check(s, RIGHT, &v[0]), KS_DENIED);
}

/* Nobody's hash costs what anybody's does, or the clock would tell. */
static void nobody_takes_as_long_as_anybody(void **state)
{
	static const char *const numbers[] = {NUMBER, "999999"};
	struct ks_record_sample *s = *state;
	double best[2] = {1e9, 1e9};

	for (int i = 0; i < 8; i++) {
		struct timespec from, to;
		struct ks_pin_verdict v;

		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
		(void)!ks_pin_check(s->store, &s->clock, numbers[i % 2], WRONG, &v);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
		double ms = (double)(to.tv_sec - from.tv_sec) * 1e3 +
			    (double)(to.tv_nsec - from.tv_nsec) / 1e6;

		if (ms < best[i % 2])
			best[i % 2] = ms;
	}
	print_message("anybody %.1f ms, nobody %.1f ms\n", best[0], best[1]);
	assert_true(best[1] > best[0] / 2 && best[1] < best[0] * 2);
}

/* kill -9 between the try and its verdict: the try is counted all the same, and five of them lock. */
static void a_try_that_dies_before_its_verdict_is_counted(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_pin_verdict v;

	for (int i = 0; i < KS_PIN_TRIES; i++) {
		int status = 0;
		pid_t child;

		ks_record_sample_close(s);
		child = fork();
		assert_true(child >= 0);
		if (child == 0) {
			ks_record_sample_open(s);
			verify.dies = true;
			_exit(check(s, RIGHT, &v) == KS_OK ? 0 : 1); /* a verdict */
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
		ks_record_sample_open(s);
	}
	assert_int_equal(check(s, RIGHT, &v), KS_DENIED);
	assert_true(v.wait_ms > 0);
}

static void common_pins_are_known_by_shape(void **state)
{
	static const char *const common[] = {"000000", "999999", "123456", "654321", "234567",
					     "890123", "121212", "123123", "112233", "998877",
					     "159753", "147258", "200000"};
	static const char *const fine[] = {RIGHT, "026286", "827936", "384577", "033951", "123457"};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(common); i++)
		assert_true(ks_pin_is_common(common[i]));
	for (size_t i = 0; i < KS_COUNT(fine); i++)
		assert_false(ks_pin_is_common(fine[i]));
}

static void hash_is_argon2id_salted_and_costs_real_time(void **state)
{
	struct timespec from, to;
	char *a, *b;

	(void)state;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
	a = ks_pin_hash(RIGHT);
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
	b = ks_pin_hash(RIGHT);
	assert_int_equal(strncmp(a, "$argon2id$v=19$m=16384,t=3,p=1$", 31), 0);
	assert_string_not_equal(a, b);
	double ms =
		(double)(to.tv_sec - from.tv_sec) * 1e3 + (double)(to.tv_nsec - from.tv_nsec) / 1e6;

	print_message("one hash: %.1f ms\n", ms);
	assert_true(ms > 4);
	free(a);
	free(b);
}

static void a_reset_pin_opens_and_the_lock_is_forgotten(void **state)
{
	struct ks_record_sample *s = *state;
	char pin[KS_PIN_DIGITS + 1];
	struct ks_pin_verdict v;

	for (int i = 0; i < KS_PIN_TRIES; i++)
		assert_int_equal(check(s, WRONG, &v), KS_DENIED);
	assert_true(v.wait_ms > 0);
	assert_int_equal(ks_pin_reset(s->store, NUMBER, NUMBER, pin), KS_OK);
	assert_false(ks_pin_is_weak(pin, NUMBER));
	reopen(s);
	assert_int_equal(check(s, RIGHT, &v), strcmp(pin, RIGHT) == 0 ? KS_OK : KS_DENIED);
	assert_int_equal(check(s, pin, &v), KS_OK);
}

static enum ks_rc list_says(struct ks_record_sample *s, const char *hash)
{
	return ks_roster_write_pin(s->store, NUMBER, hash, "initial");
}

static char *kept(struct ks_record_sample *s)
{
	char *hash = NULL;

	assert_int_equal(ks_pin_load(s->store, NUMBER, &hash), KS_OK);
	return hash;
}

/* A code opens the choice of a PIN, once: then it is wrong, even where the list brings it again; a new one is not. */
static void a_code_is_good_for_one_choice(void **state)
{
	struct ks_record_sample *s = *state;
	char code[KS_PIN_DIGITS + 1], next[KS_PIN_DIGITS + 1];
	char *first, *second, *own;
	struct ks_pin_verdict v;

	assert_int_equal(check(s, RIGHT, &v), KS_OK);
	assert_false(v.is_once); /* HR's list gave that one out */
	assert_int_equal(ks_pin_reset(s->store, NUMBER, NUMBER, code), KS_OK);
	first = kept(s);
	assert_int_equal(check(s, code, &v), KS_OK);
	assert_true(v.is_once);
	assert_int_equal(ks_pin_choose(s->store, NUMBER, NUMBER, "123456"), KS_INVALID);
	assert_int_equal(ks_pin_choose(s->store, NUMBER, NUMBER, NUMBER), KS_INVALID);
	assert_int_equal(ks_pin_choose(s->store, NUMBER, NUMBER, code), KS_INVALID);
	assert_int_equal(ks_pin_choose(s->store, NUMBER, NUMBER, "850412"), KS_INVALID);
	assert_int_equal(check(s, code, &v), KS_OK); /* what was holds */
	assert_int_equal(ks_pin_choose(s->store, NUMBER, NUMBER, RIGHT), KS_OK);
	reopen(s);
	assert_int_equal(check(s, code, &v), KS_DENIED);
	assert_int_equal(check(s, RIGHT, &v), KS_OK);
	assert_false(v.is_once);
	assert_int_equal(list_says(s, first), KS_OK);
	assert_int_equal(check(s, code, &v), KS_DENIED);
	assert_int_equal(check(s, RIGHT, &v), KS_OK);
	own = kept(s);
	assert_int_equal(ks_pin_reset(s->store, NUMBER, NUMBER, next), KS_OK); /* as at the centre */
	second = kept(s);
	assert_int_equal(ks_roster_write_pin(s->store, NUMBER, own, "own"), KS_OK);
	assert_int_equal(list_says(s, second), KS_OK);
	assert_int_equal(check(s, next, &v), KS_OK);
	assert_true(v.is_once);
	free(first);
	free(second);
	free(own);
}

static void dates_and_the_number_are_weak(void **state)
{
	static const struct {
		const char *pin, *number;
		bool is_weak;
	} cases[] = {
		{"850412", "204101", true},  {"041285", "204101", true},
		{"310112", "204101", true},  {"198507", "204101", true},
		{"204101", "204101", true},  {"000123", "123", true},
		{"841957", "284195", false}, {"841957", "18419570", true},
		{"123456", "204101", true},  {"84195", "204101", true},
		{"84195x", "204101", true},  {"918391", "204101", false},
		{"480276", "204101", false},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++)
		if (ks_pin_is_weak(cases[i].pin, cases[i].number) != cases[i].is_weak)
			fail_msg("case %zu: %s of %s", i, cases[i].pin, cases[i].number);
}

#define with_person(test) \
	cmocka_unit_test_setup_teardown(test, setup_with_person, ks_record_sample_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_person(right_pin_opens_and_clears_the_count),
		with_person(only_the_exact_pin_is_right),
		with_person(five_wrong_ones_lock_even_against_the_right_one),
		with_person(each_further_lock_is_twice_as_long_up_to_fifteen_minutes),
		with_person(asking_while_locked_does_not_make_it_longer),
		with_person(count_and_lock_survive_a_restart),
		with_person(setting_the_clock_neither_opens_nor_lengthens_a_lock),
		with_person(reboot_neither_opens_a_lock_early_nor_keeps_it_for_ever),
		with_person(no_verdict_when_the_count_cannot_be_committed),
		with_person(whether_a_number_exists_is_told_by_nothing),
		with_person(nobody_takes_as_long_as_anybody),
		with_person(a_try_that_dies_before_its_verdict_is_counted),
		with_person(a_code_is_good_for_one_choice),
		cmocka_unit_test(dates_and_the_number_are_weak),
		with_person(a_reset_pin_opens_and_the_lock_is_forgotten),
		cmocka_unit_test(common_pins_are_known_by_shape),
		cmocka_unit_test(hash_is_argon2id_salted_and_costs_real_time),
	};

	return ks_test_run(tests);
}
