/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Behind the hash of a PIN may stand what it is: a code from HR, or a PIN that was chosen by such a code, and which. So it goes
 * wherever the hash goes, and an older kiosk takes no code for a PIN.
 */
#ifndef RECORD_PIN_MARK_H
#define RECORD_PIN_MARK_H

#include <stdbool.h>

#include "record/store.h"

#define KS_PIN_MARK '!'
#define KS_PIN_MARK_ONCE "!once"
#define KS_PIN_MARK_OF "!of" /* and so many digits of the code's own hash: */
#define KS_PIN_MARK_DIGITS 16

/** ks_pin_load() - what is kept of @number, who is on the list, with its mark: malloc'd; KS_NOT_FOUND; as ks_db_step(). */
KS_MUST_USE enum ks_rc ks_pin_load(struct ks_store *store, const char *number, char **hash);
/** ks_pin_cut_mark() - leaves of @hash what can be verified; whether it is a code from HR. */
bool ks_pin_cut_mark(char *hash);

#endif
