/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PINs: six digits, Argon2id. Five wrong ones lock for 30 s, doubling to 15 min; the counter is committed
 * before the verdict, so pulling the plug buys no extra guess (RELIABILITY "Security in short").
 */
#ifndef KS_RECORD_PIN_H
#define KS_RECORD_PIN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/rc.h"
#include "record/store.h"

#define KS_PIN_DIGITS 6
#define KS_PIN_TRIES 5
#define KS_PIN_LOCK_MS 30000
#define KS_PIN_LOCK_MAX_MS (15 * 60 * 1000)

struct ks_pin_verdict {
	int tries_left;  /* before the next lock */
	int n_failed;    /* of a right one: how many wrong ones came right before it */
	int64_t wait_ms; /* > 0: locked for this long */
	bool is_once; /* of a right one: it is a code from HR, good for choosing an own PIN and nothing else */
};

/** ks_pin_hash() - malloc'd Argon2id string. */
char *ks_pin_hash(const char *pin);
#define KS_PIN_KEY_BYTES 32
/**
 * ks_pin_hash_code() - the same of a code that HR's list gives @number, marked as one: the same code from the same list again is
 * the same hash, so that it is known to be used. @key: this body's, secret. malloc'd.
 */
char *ks_pin_hash_code(const char *pin, const char *number, const uint8_t key[KS_PIN_KEY_BYTES]);
/** ks_pin_is_common() - one of those people guess first (123456, 000000, 112233 …). */
bool ks_pin_is_common(const char *pin);
/** ks_pin_is_weak() - common, a date, within @number (the 職員番号, or it with zeros before it), or no PIN at all. */
bool ks_pin_is_weak(const char *pin, const char *number);
/**
 * ks_pin_reset() - a code to choose a PIN by, never a weak one, in place of what @number (whose records) had; wrong tries are
 * forgotten
 * @typed: their 職員番号. @pin: receives it; nothing else keeps it. Return: KS_OK; KS_FULL, KS_IO …: the old one holds.
 */
KS_MUST_USE enum ks_rc ks_pin_reset(struct ks_store *store, const char *number, const char *typed,
				    char pin[KS_PIN_DIGITS + 1]);
/**
 * ks_pin_choose() - @pin is @number's own from now on, on this store; no list overwrites it but with a new code
 * @typed: their 職員番号. Return: KS_OK; KS_INVALID: ks_pin_is_weak(), or the code itself; KS_FULL, KS_IO …: what was holds.
 */
KS_MUST_USE enum ks_rc ks_pin_choose(struct ks_store *store, const char *number, const char *typed,
				     const char *pin);
/** ks_pin_is_answered() - whether @own was chosen by the code @hash, both as they are kept: that code is used up. */
bool ks_pin_is_answered(const char *own, const char *hash);
/**
 * ks_pin_check() - KS_OK right; KS_DENIED wrong (verdict.tries_left) or locked (verdict.wait_ms);
 * KS_FULL, KS_READ_ONLY, KS_IO: the counter could not be committed, no verdict. Somebody who is not there, or has no PIN, is denied, counted and locked
 * like anybody, after as long: whether a number exists is not to be learnt here.
 */
KS_MUST_USE enum ks_rc ks_pin_check(struct ks_store *store, struct ks_clock *clock,
				    const char *number, const char *pin,
				    struct ks_pin_verdict *verdict);

/** ks_pin_wait_ms() - for how long @number is locked now, 0: it is not; counts no try. */
KS_MUST_USE enum ks_rc ks_pin_wait_ms(struct ks_store *store, struct ks_clock *clock,
				      const char *number, int64_t *wait_ms);

#endif
