/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "record/db.h"
#include "record/pin.h"

/* A PIN in place of one that was forgotten: nobody can foresee it, and it is none that people try first. */

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

static enum ks_rc keep(struct ks_store *store, const char *number, const char *hash)
{
	enum ks_rc rc = ks_db_run(store,
				  "INSERT INTO pin(number, hash, source) VALUES(?, ?, 'initial')"
				  " ON CONFLICT(number) DO UPDATE SET hash = excluded.hash,"
				  " source = excluded.source",
				  "tt", number, hash);

	return rc == KS_OK ? ks_db_run(store, "DELETE FROM pin_try WHERE number = ?", "t", number)
			   : rc;
}

enum ks_rc ks_pin_reset(struct ks_store *store, const char *number, const char *typed,
			char pin[KS_PIN_DIGITS + 1])
{
	char *hash;
	enum ks_rc rc;

	draw(typed, pin);
	hash = ks_pin_hash(pin);
	rc = ks_store_begin(store);
	if (rc == KS_OK) {
		rc = keep(store, number, hash);
		if (rc == KS_OK)
			rc = ks_store_commit(store);
		else
			ks_store_rollback(store);
	}
	free(hash);
	return rc;
}
