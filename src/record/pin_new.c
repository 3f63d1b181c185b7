/* SPDX-License-Identifier: Apache-2.0 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/mem.h"
#include "record/db.h"
#include "record/pin.h"
#include "record/pin_mark.h"

/*
 * A code in place of a PIN that was forgotten or never was: nobody can foresee it, and it is none that people try first. It opens
 * nothing but the choice of an own PIN, so what stood on paper, or was told by HR, is no PIN of anybody's.
 */

static int two(const char *at)
{
	return (at[0] - '0') * 10 + at[1] - '0';
}

static bool is_day(int month, int day)
{
	return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* A birthday in any of the usual ways: 850412, 041285, 120485; a year and a month: 198504. */
static bool is_date(const char *pin)
{
	int a = two(pin), b = two(pin + 2), c = two(pin + 4);

	return is_day(b, c) || is_day(a, b) || is_day(b, a) ||
	       ((a == 19 || a == 20) && c >= 1 && c <= 12);
}

bool ks_pin_is_weak(const char *pin, const char *number)
{
	size_t len = strlen(number), n_zeros = KS_PIN_DIGITS - len;

	if (strlen(pin) != KS_PIN_DIGITS || strspn(pin, "0123456789") != KS_PIN_DIGITS)
		return true;
	return ks_pin_is_common(pin) || is_date(pin) || strstr(number, pin) ||
	       (len <= KS_PIN_DIGITS && strspn(pin, "0") >= n_zeros &&
		strcmp(pin + n_zeros, number) == 0);
}

static void draw(const char *number, char pin[KS_PIN_DIGITS + 1])
{
	do {
		uint32_t random;

		do /* the same chance for each */
			ks_random(&random, sizeof(random));
		while (random >= UINT32_MAX - UINT32_MAX % 1000000);
		(void)snprintf(pin, KS_PIN_DIGITS + 1, "%06u", (unsigned)(random % 1000000));
	} while (ks_pin_is_weak(pin, number));
}

bool ks_pin_cut_mark(char *hash)
{
	char *mark = strchr(hash, KS_PIN_MARK);
	bool is_once = mark && strcmp(mark, KS_PIN_MARK_ONCE) == 0;

	if (mark)
		*mark = '\0';
	return is_once;
}

/* "!of…": which code a PIN was chosen by. malloc'd. */
static char *answer_to(const char *code)
{
	uint8_t hash[KS_HASH_BYTES];
	char hex[KS_HASH_HEX];

	ks_blake2b(code, strlen(code), hash);
	ks_hex(hash, sizeof(hash), hex);
	return ks_format(KS_PIN_MARK_OF "%.*s", KS_PIN_MARK_DIGITS, hex);
}

bool ks_pin_is_answered(const char *own, const char *hash)
{
	const char *mark = strchr(own, KS_PIN_MARK), *once = strchr(hash, KS_PIN_MARK);
	char *answer;
	bool is_it;

	if (!once || strcmp(once, KS_PIN_MARK_ONCE) != 0)
		return true; /* a list's PIN never takes the place of an own one */
	answer = answer_to(hash);
	is_it = mark && strcmp(mark, answer) == 0;
	free(answer);
	return is_it;
}

static enum ks_rc keep(struct ks_store *store, const char *number, const char *hash,
		       const char *source)
{
	enum ks_rc rc = ks_db_run(store,
				  "INSERT INTO pin(number, hash, source) VALUES(?, ?, ?)"
				  " ON CONFLICT(number) DO UPDATE SET hash = excluded.hash,"
				  " source = excluded.source",
				  "ttt", number, hash, source);

	return rc == KS_OK ? ks_db_run(store, "DELETE FROM pin_try WHERE number = ?", "t", number)
			   : rc;
}

static enum ks_rc keep_alone(struct ks_store *store, const char *number, const char *hash,
			     const char *source)
{
	enum ks_rc rc = ks_store_begin(store);

	if (rc != KS_OK)
		return rc;
	rc = keep(store, number, hash, source);
	if (rc == KS_OK)
		return ks_store_commit(store);
	ks_store_rollback(store);
	return rc;
}

enum ks_rc ks_pin_reset(struct ks_store *store, const char *number, const char *typed,
			char pin[KS_PIN_DIGITS + 1])
{
	char *hash, *code;
	enum ks_rc rc;

	draw(typed, pin);
	hash = ks_pin_hash(pin);
	code = ks_format("%s" KS_PIN_MARK_ONCE, hash);
	rc = keep_alone(store, number, code, "initial");
	free(code);
	free(hash);
	return rc;
}

enum ks_rc ks_pin_choose(struct ks_store *store, const char *number, const char *typed,
			 const char *pin)
{
	char *code = NULL, *plain, *hash, *answer, *own;
	bool is_same;
	enum ks_rc rc;

	if (ks_pin_is_weak(pin, typed))
		return KS_INVALID;
	rc = ks_pin_load(store, number, &code);
	if (rc != KS_OK)
		return rc;
	plain = ks_strdup(code);
	is_same = ks_pin_cut_mark(plain) && crypto_pwhash_str_verify(plain, pin, strlen(pin)) == 0;
	free(plain);
	if (is_same) {
		free(code);
		return KS_INVALID;
	}
	hash = ks_pin_hash(pin);
	answer = answer_to(code);
	own = ks_format("%s%s", hash, answer);
	rc = keep_alone(store, number, own, "own");
	free(own);
	free(answer);
	free(hash);
	free(code);
	return rc;
}
