/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a kiosk tells the centre of PINs, and what comes back to the other kiosks: the hash of one that was chosen, how many wrong
 * tries there were and how long nobody gets in. It waits on the disk until the centre has it; it stands in no statement.
 */
#ifndef KS_RECORD_PIN_NEWS_H
#define KS_RECORD_PIN_NEWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/clock.h"
#include "base/rc.h"
#include "record/store.h"

#define KS_PIN_NEWS_PARCEL ".kenshu-pins" /* kind of the parcel it travels in (record/parcel.h) */
#define KS_PIN_NEWS_MAX 200               /* people in one */

/**
 * ks_pin_news_note() - something of @number is to be told: a choice, or wrong tries; in the transaction that makes it so
 * Of who has no PIN here nothing is.
 */
KS_MUST_USE enum ks_rc ks_pin_news_note(struct ks_store *store, const char *number, bool is_choice);
/**
 * ks_pin_news_seal() - the oldest KS_PIN_NEWS_MAX of what is to be told, as a parcel for @centre, which is appended to @out
 * @centre: its public key, base64url; NULL: the one whose list is here. @clock: NULL where it travels longer than a lock lasts.
 * @upto: for ks_pin_news_settle(). Return: KS_OK; KS_NOT_FOUND: nothing is to be told, or nobody is known to tell it to.
 */
KS_MUST_USE enum ks_rc ks_pin_news_seal(struct ks_store *store, struct ks_clock *clock,
					const char *centre, struct ks_buf *out, int64_t *upto);
/** ks_pin_news_is_any() - something is to be told, and who to is known. */
bool ks_pin_news_is_any(struct ks_store *store);
/** ks_pin_news_settle() - the centre has what was told up to @upto. */
KS_MUST_USE enum ks_rc ks_pin_news_settle(struct ks_store *store, int64_t upto);
/** ks_pin_news_meet() - the list of the centre with this key is here: what is to be told is told to it. */
KS_MUST_USE enum ks_rc ks_pin_news_meet(struct ks_store *store, const char *centre);

/* ---- at the centre ---- */

struct ks_pin_news_got {
	size_t n_taken;   /* that changed something here */
	size_t n_refused; /* choices that do not hold: the kiosk fetches what does */
	int64_t upto;     /* for that kiosk's ks_pin_news_settle() */
};
/**
 * ks_pin_news_take() - what the kiosk with the key @sender told, all of it or nothing
 * A choice counts that was made by the code which holds here, and where two were, the later; tries at the PIN which holds. What
 * this kiosk told before, and people it does not serve, change nothing.
 * @units: the 所属 it serves, one a line; "": all. Return: KS_OK; KS_INVALID: not well formed; as ks_db_run().
 */
KS_MUST_USE enum ks_rc ks_pin_news_take(struct ks_store *store, const char *json, size_t len,
					const char *sender, const char *units, int64_t now_ms,
					struct ks_pin_news_got *out);

/* ---- back at a kiosk ---- */

/* Of one person, as the centre has it. */
struct ks_pin_word {
	const char *hash, *source;
	int64_t stamp; /* rises with each news of them; 0: kiosks told nothing */
	int n_wrong;
	int64_t left_ms; /* for how long nobody gets in */
};
/** ks_pin_news_hear() - in a transaction; what this kiosk has still to tell is newer, and stays. */
KS_MUST_USE enum ks_rc ks_pin_news_hear(struct ks_store *store, const char *number,
					const struct ks_pin_word *word, const struct ks_time *now);

#endif
