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
#include "record/pin_news.h"

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

bool ks_pin_is_code(const char *hash)
{
	const char *mark = strchr(hash, KS_PIN_MARK);

	return mark && strcmp(mark, KS_PIN_MARK_ONCE) == 0;
}

bool ks_pin_cut_mark(char *hash)
{
	bool is_once = ks_pin_is_code(hash);

	hash[strcspn(hash, "!")] = '\0';
	return is_once;
}

void ks_pin_print(const char *hash, char out[KS_PIN_PRINT_DIGITS + 1])
{
	uint8_t bytes[KS_HASH_BYTES];

	ks_blake2b(hash, strlen(hash), bytes);
	ks_hex(bytes, KS_PIN_PRINT_DIGITS / 2, out);
}

bool ks_pin_answers(const char *own, const char *code)
{
	const char *mark = strchr(own, KS_PIN_MARK);
	char print[KS_PIN_PRINT_DIGITS + 1];

	ks_pin_print(code, print);
	return ks_pin_is_code(code) && mark &&
	       strncmp(mark, KS_PIN_MARK_OF, strlen(KS_PIN_MARK_OF)) == 0 &&
	       strcmp(mark + strlen(KS_PIN_MARK_OF), print) == 0;
}

bool ks_pin_is_beside(const char *hash, const char *other)
{
	const char *mark = strchr(hash, KS_PIN_MARK), *others = strchr(other, KS_PIN_MARK);

	return mark && others && strcmp(mark, others) == 0;
}

bool ks_pin_is_answered(const char *own, const char *hash)
{
	/* a list's PIN never takes the place of an own one */
	return !ks_pin_is_code(hash) || ks_pin_answers(own, hash);
}

enum ks_rc ks_pin_forget_tries(struct ks_store *store, const char *number)
{
	enum ks_rc rc = ks_db_run(store, "DELETE FROM pin_try WHERE number = ?", "t", number);

	if (rc == KS_OK)
		rc = ks_db_run(store, "DELETE FROM pin_state WHERE number = ?", "t", number);
	if (rc == KS_OK)
		rc = ks_db_run(store, "DELETE FROM pin_news WHERE number = ?", "t", number);
	return rc;
}

static enum ks_rc keep(struct ks_store *store, const char *number, const char *hash,
		       const char *source)
{
	enum ks_rc rc = ks_db_run(store,
				  "INSERT INTO pin(number, hash, source) VALUES(?, ?, ?)"
				  " ON CONFLICT(number) DO UPDATE SET hash = excluded.hash,"
				  " source = excluded.source",
				  "ttt", number, hash, source);

	if (rc == KS_OK)
		rc = ks_pin_forget_tries(store, number);
	if (rc == KS_OK && strcmp(source, "own") == 0)
		rc = ks_pin_news_note(store, number, true);
	return rc;
}

static enum ks_rc keep_alone(struct ks_store *store, const char *number, const char *hash,
			     const char *source)
{
	enum ks_rc rc = ks_store_begin(store);

	if (rc != KS_OK)
		return rc;
	return ks_store_end(store, keep(store, number, hash, source));
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
	char *code = NULL, *plain, *hash, *own, print[KS_PIN_PRINT_DIGITS + 1];
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
	ks_pin_print(code, print);
	own = ks_format("%s" KS_PIN_MARK_OF "%s", hash, print);
	rc = keep_alone(store, number, own, "own");
	free(own);
	free(hash);
	free(code);
	return rc;
}
