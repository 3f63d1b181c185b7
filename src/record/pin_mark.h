/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Behind the hash of a PIN may stand what it is: a code from HR, or a PIN that was chosen by such a code, and which. So it goes
 * wherever the hash goes, and an older kiosk takes no code for a PIN.
 */
#ifndef RECORD_PIN_MARK_H
#define RECORD_PIN_MARK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"
#include "record/store.h"

#define KS_PIN_MARK '!'
#define KS_PIN_MARK_ONCE "!once"
#define KS_PIN_MARK_OF "!of" /* and the code's own print: */
#define KS_PIN_PRINT_DIGITS 16

/** ks_pin_load() - what is kept of @number, who is on the list, with its mark: malloc'd; KS_NOT_FOUND; as ks_db_step(). */
KS_MUST_USE enum ks_rc ks_pin_load(struct ks_store *store, const char *number, char **hash);
/** ks_pin_cut_mark() - leaves of @hash what can be verified; whether it is a code from HR. */
bool ks_pin_cut_mark(char *hash);
/** ks_pin_is_code() - @hash is of a code from HR. */
bool ks_pin_is_code(const char *hash);
/** ks_pin_print() - tells one hash from another and nothing of the PIN: who reads it does not know the salt. */
void ks_pin_print(const char *hash, char out[KS_PIN_PRINT_DIGITS + 1]);
/** ks_pin_answers() - @own was chosen by @code, both as they are kept. */
bool ks_pin_answers(const char *own, const char *code);
/** ks_pin_is_beside() - two hashes are marked alike: both are choices by one code. */
bool ks_pin_is_beside(const char *hash, const char *other);
/** ks_pin_is_made_so() - @hash, marked or not, is made as ks_pin_hash() makes them: no other costs a kiosk more to try. */
bool ks_pin_is_made_so(const char *hash);

/* The wrong tries at one person's PIN. */
struct ks_pin_tries {
	int n_wrong;
	int64_t lock_ms; /* length of the lock in force, 0: none */
	char boot[37];
	int64_t mono_ms; /* when it began, by that boot's clock */
};
KS_MUST_USE enum ks_rc ks_pin_tries_load(struct ks_store *store, const char *number,
					 struct ks_pin_tries *out);
KS_MUST_USE enum ks_rc ks_pin_tries_save(struct ks_store *store, const char *number,
					 const struct ks_pin_tries *tries);
/** ks_pin_tries_left() - for how long nobody gets in. */
int64_t ks_pin_tries_left(const struct ks_pin_tries *tries, const struct ks_time *now);
/** ks_pin_forget_tries() - @number's PIN is another one: what was tried, told and heard of the one before is void. */
KS_MUST_USE enum ks_rc ks_pin_forget_tries(struct ks_store *store, const char *number);

#endif
