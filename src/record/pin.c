/* SPDX-License-Identifier: Apache-2.0 */
#include "record/pin.h"

#include <sodium.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "record/db.h"
#include "record/pin_mark.h"
#include "record/pin_news.h"

/*
 * Guessing must cost time even for somebody with a hand on the plug. A try is counted as wrong and
 * committed before the PIN is looked at, and taken back when it was right: so neither a power cut nor a full
 * disk gives a verdict for free.
 */

/*
 * One hash takes about 25 ms on a small x86 and 16 MiB: unnoticed at sign-in, yet a stolen list of six digit
 * PINs costs a core six hours for each person, and a kiosk with 512 MiB does not swap.
 */
#define PIN_PASSES 3
#define PIN_MEMORY_BYTES ((size_t)16 << 20)

/* Nobody's: no PIN fits it, and trying one takes as long. */
static const char nobody_hash[] = "$argon2id$v=19$m=16384,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA"
				  "$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

char *ks_pin_hash(const char *pin)
{
	char *hash = ks_alloc(crypto_pwhash_STRBYTES);

	if (crypto_pwhash_str_alg(hash, pin, strlen(pin), PIN_PASSES, PIN_MEMORY_BYTES,
				  crypto_pwhash_ALG_ARGON2ID13) != 0)
		abort(); /* out of memory, as everywhere (base/mem.h) */
	return hash;
}

char *ks_pin_hash_code(const char *pin, const char *number, const uint8_t key[KS_PIN_KEY_BYTES])
{
	uint8_t salt[crypto_pwhash_SALTBYTES], hash[32];
	char salt_text[32], hash_text[64];

	(void)crypto_generichash(salt, sizeof(salt), (const uint8_t *)number, strlen(number), key,
				 KS_PIN_KEY_BYTES);
	if (crypto_pwhash(hash, sizeof(hash), pin, strlen(pin), salt, PIN_PASSES, PIN_MEMORY_BYTES,
			  crypto_pwhash_ALG_ARGON2ID13) != 0)
		abort(); /* out of memory, as everywhere (base/mem.h) */
	(void)sodium_bin2base64(salt_text, sizeof(salt_text), salt, sizeof(salt),
				sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
	(void)sodium_bin2base64(hash_text, sizeof(hash_text), hash, sizeof(hash),
				sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
	return ks_format("$argon2id$v=19$m=%zu,t=%d,p=1$%s$%s" KS_PIN_MARK_ONCE,
			 PIN_MEMORY_BYTES >> 10, PIN_PASSES, salt_text, hash_text);
}

bool ks_pin_is_made_so(const char *hash)
{
	char *plain = ks_strdup(hash);
	bool is_so;

	(void)ks_pin_cut_mark(plain);
	is_so = crypto_pwhash_str_needs_rehash(plain, PIN_PASSES, PIN_MEMORY_BYTES) == 0;
	free(plain);
	return is_so;
}

static bool is_repeating(const char *pin, size_t period)
{
	for (size_t i = period; pin[i] != '\0'; i++)
		if (pin[i] != pin[i - period])
			return false;
	return true;
}

static bool is_run(const char *pin, int step)
{
	for (size_t i = 1; pin[i] != '\0'; i++)
		if ((pin[i] - '0') != (pin[i - 1] - '0' + step + 10) % 10)
			return false;
	return true;
}

static bool is_pairs(const char *pin)
{
	for (size_t i = 0; pin[i] != '\0' && pin[i + 1] != '\0'; i += 2)
		if (pin[i] != pin[i + 1])
			return false;
	return true;
}

bool ks_pin_is_common(const char *pin)
{
	/* On top of the shapes below: key pad patterns and what leaked lists hold first. */
	static const char *const known[] = {"159753", "147258", "258369", "147852", "789456",
					    "456123", "123654", "520131", "100000", "200000",
					    "123456", "102030", "112358", "314159", "420420"};

	for (size_t i = 0; i < KS_COUNT(known); i++)
		if (strcmp(pin, known[i]) == 0)
			return true;
	return is_repeating(pin, 1) || is_repeating(pin, 2) || is_repeating(pin, 3) ||
	       is_run(pin, 1) || is_run(pin, -1) || is_pairs(pin);
}

/* ---- counting ---- */

enum ks_rc ks_pin_load(struct ks_store *store, const char *number, char **hash)
{
	ks_db_lock(store);
	sqlite3_stmt *stmt = ks_db_query(store,
					 "SELECT pin.hash FROM pin JOIN person USING(number)"
					 " WHERE number = ? AND is_listed",
					 "t", number);
	enum ks_rc rc = ks_db_step(store, stmt);

	if (rc == KS_OK)
		*hash = ks_strdup(ks_db_text(stmt, 0));
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc;
}

enum ks_rc ks_pin_tries_load(struct ks_store *store, const char *number, struct ks_pin_tries *out)
{
	memset(out, 0, sizeof(*out));
	ks_db_lock(store);
	sqlite3_stmt *stmt = ks_db_query(store,
					 "SELECT n_wrong, lock_ms, lock_boot, lock_mono_ms"
					 " FROM pin_try WHERE number = ?",
					 "t", number);
	enum ks_rc rc = ks_db_step(store, stmt);

	if (rc == KS_OK) {
		out->n_wrong = sqlite3_column_int(stmt, 0);
		out->lock_ms = sqlite3_column_int64(stmt, 1);
		if (sqlite3_column_bytes(stmt, 2) < (int)sizeof(out->boot))
			memcpy(out->boot, ks_db_text(stmt, 2), strlen(ks_db_text(stmt, 2)));
		out->mono_ms = sqlite3_column_int64(stmt, 3);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

enum ks_rc ks_pin_tries_save(struct ks_store *store, const char *number,
			     const struct ks_pin_tries *tries)
{
	return ks_db_run(store,
			 "INSERT OR REPLACE INTO pin_try(number, n_wrong, lock_ms, lock_boot,"
			 " lock_mono_ms) VALUES(?, ?, ?, ?, ?)",
			 "tditi", number, tries->n_wrong, tries->lock_ms, tries->boot,
			 tries->mono_ms);
}

/*
 * Wall time can be set, so it does not count. Within one boot the monotonic clock tells how long the lock
 * has stood; after a reboot the time since that boot is the least that must have passed.
 */
int64_t ks_pin_tries_left(const struct ks_pin_tries *tries, const struct ks_time *now)
{
	bool is_same_boot = strcmp(tries->boot, now->boot) == 0 && now->mono_ms >= tries->mono_ms;
	int64_t passed = is_same_boot ? now->mono_ms - tries->mono_ms : now->mono_ms;

	return passed < tries->lock_ms ? tries->lock_ms - passed : 0;
}

static int64_t lock_length(int n_wrong)
{
	int64_t length = KS_PIN_LOCK_MS;

	for (int i = KS_PIN_TRIES; i < n_wrong && length < KS_PIN_LOCK_MAX_MS; i += KS_PIN_TRIES)
		length *= 2;
	return length < KS_PIN_LOCK_MAX_MS ? length : KS_PIN_LOCK_MAX_MS;
}

static void count_try(struct ks_pin_tries *tries, const struct ks_time *now)
{
	/* Far beyond the longest lock; keeps the number from running over. */
	if (tries->n_wrong < 100 * KS_PIN_TRIES)
		tries->n_wrong++;
	tries->lock_ms = 0;
	if (tries->n_wrong % KS_PIN_TRIES == 0) {
		tries->lock_ms = lock_length(tries->n_wrong);
		memcpy(tries->boot, now->boot, sizeof(tries->boot));
		tries->mono_ms = now->mono_ms;
	}
}

static enum ks_rc count_before_looking(struct ks_store *store, const char *number,
				       const struct ks_time *now, struct ks_pin_tries *tries,
				       struct ks_pin_verdict *verdict)
{
	enum ks_rc rc = ks_store_begin(store);

	if (rc != KS_OK)
		return rc;
	rc = ks_pin_tries_load(store, number, tries);
	if (rc == KS_OK) {
		verdict->wait_ms = ks_pin_tries_left(tries, now);
		if (verdict->wait_ms > 0)
			rc = KS_DENIED;
	}
	if (rc == KS_OK) {
		count_try(tries, now);
		rc = ks_pin_tries_save(store, number, tries);
	}
	if (rc == KS_OK && tries->lock_ms > 0)
		rc = ks_pin_news_note(store, number, false);
	return ks_store_end(store, rc);
}

/* It was right. Where a lock was told of, that it is over is told too. */
static enum ks_rc clear_count(struct ks_store *store, const char *number, bool is_told)
{
	enum ks_rc rc = ks_store_begin(store);

	if (rc != KS_OK)
		return rc;
	rc = ks_db_run(store, "DELETE FROM pin_try WHERE number = ?", "t", number);
	if (rc == KS_OK && is_told)
		rc = ks_pin_news_note(store, number, false);
	return ks_store_end(store, rc);
}

enum ks_rc ks_pin_check(struct ks_store *store, struct ks_clock *clock, const char *number,
			const char *pin, struct ks_pin_verdict *verdict)
{
	char *hash = NULL;
	struct ks_pin_tries tries;

	memset(verdict, 0, sizeof(*verdict));
	enum ks_rc rc = ks_pin_load(store, number, &hash);

	if (rc == KS_NOT_FOUND)
		hash = ks_strdup(nobody_hash);
	else if (rc != KS_OK)
		return rc;
	struct ks_time now = ks_clock_now(clock);

	rc = count_before_looking(store, number, &now, &tries, verdict);
	if (rc != KS_OK) {
		free(hash);
		return rc;
	}
	/* Outside any transaction: the sync thread need not wait for it. */
	bool is_once = ks_pin_cut_mark(hash);
	bool is_right = crypto_pwhash_str_verify(hash, pin, strlen(pin)) == 0;

	free(hash);
	if (is_right) {
		if (clear_count(store, number, tries.n_wrong > KS_PIN_TRIES) != KS_OK)
			ks_log_warn("pin", "could not clear the count of wrong tries");
		verdict->tries_left = KS_PIN_TRIES;
		verdict->is_once = is_once;
		verdict->n_failed =
			tries.n_wrong - 1; /* this one was counted before it was looked at */
		return KS_OK;
	}
	verdict->wait_ms = tries.lock_ms;
	if (tries.lock_ms == 0)
		verdict->tries_left = KS_PIN_TRIES - tries.n_wrong % KS_PIN_TRIES;
	return KS_DENIED;
}

enum ks_rc ks_pin_wait_ms(struct ks_store *store, struct ks_clock *clock, const char *number,
			  int64_t *wait_ms)
{
	struct ks_time now = ks_clock_now(clock);
	struct ks_pin_tries tries;
	enum ks_rc rc = ks_pin_tries_load(store, number, &tries);

	*wait_ms = rc == KS_OK ? ks_pin_tries_left(&tries, &now) : 0;
	return rc;
}
