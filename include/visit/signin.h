/* SPDX-License-Identifier: Apache-2.0 */
/* From a typed number to マイページ (or to a recorded attendance), and out again to nobody. */
#ifndef KS_VISIT_SIGNIN_H
#define KS_VISIT_SIGNIN_H

#include "visit/visit.h"

/** ks_signin_begin() - somebody wants to train: the number is asked. @visit: zeroed or ended. */
void ks_signin_begin(struct ks_visit *visit);
/**
 * ks_signin_number() - the number is whole
 * Return: KS_OK: place is PIN; KS_NOT_FOUND: nobody has it; else the roster cannot be read.
 */
KS_MUST_USE enum ks_rc ks_signin_number(struct ks_site *site, struct ks_visit *visit,
					const char *number);
/**
 * ks_signin_typed() - the same for a number typed at the screen: nobody's goes on to the PIN like anybody's
 * Return: KS_OK; KS_NOT_FOUND only where no list is here yet, at a 受付 by the number alone, and for one that is shorter than
 * numbers are; else the roster cannot be read.
 */
KS_MUST_USE enum ks_rc ks_signin_typed(struct ks_site *site, struct ks_visit *visit,
				       const char *number);
/**
 * ks_signin_choose() - the own PIN, typed once and typed again, of who is here by a code from HR; then in, as ks_signin_pin()
 * Return: KS_OK: place is CHOOSE with `chosen` set: once more; or beyond, as ks_signin_pin(). KS_INVALID: one that others guess.
 * KS_CONFLICT: not the same twice, and it is asked from the beginning. Else: nothing is kept, or what was asked for is not.
 */
KS_MUST_USE enum ks_rc ks_signin_choose(struct ks_site *site, struct ks_visit *visit,
					const char *pin);
/**
 * ks_signin_pin() - the PIN is whole: in, and for a gathering recorded at once
 * @verdict: tries left or how long it is locked, behind KS_DENIED
 * Return: KS_OK: place is HOME, or ATTENDED with its receipt, or CHOOSE; KS_DENIED, also for nobody; else what was asked for
 * could not be read or recorded, and the person is told so.
 */
KS_MUST_USE enum ks_rc ks_signin_pin(struct ks_site *site, struct ks_visit *visit, const char *pin,
				     struct ks_pin_verdict *verdict);
/**
 * ks_signin_wait_ms() - for how long no PIN is taken for this person, 0: it is
 * A PIN that is right then is refused like any other, so nobody need type one.
 */
KS_MUST_USE enum ks_rc ks_signin_wait_ms(struct ks_site *site, const struct ks_visit *visit,
					 int64_t *wait_ms);
/**
 * ks_signin_home() - to マイページ: what the person owes today and how far they are, read anew
 * Return: KS_OK; else something of it cannot be read: nothing is claimed about it.
 */
KS_MUST_USE enum ks_rc ks_signin_home(struct ks_site *site, struct ks_visit *visit);
/**
 * ks_signin_end() - leave the lesson if one is open (recorded), wipe everything of the person
 * Return: KS_OK; else how the sitting ended is not recorded. The wipe is done in any case.
 */
KS_MUST_USE enum ks_rc ks_signin_end(struct ks_site *site, struct ks_visit *visit, bool is_idle);

/** ks_signin_number_digits() - length of staff numbers in the roster, 6 when it is empty or cannot be read. */
int ks_signin_number_digits(const struct ks_site *site);

#endif
