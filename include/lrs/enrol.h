/* SPDX-License-Identifier: Apache-2.0 */
/* The life of a kiosk's name: invited by a code, enrolled with its key, given another secret, followed by another kiosk. */
#ifndef KS_LRS_ENROL_H
#define KS_LRS_ENROL_H

#include <stdint.h>

#include "base/code.h"
#include "lrs/centre.h"
#include "record/identity.h"

#define KS_INVITE_HOURS 24
#define KS_INVITE_HOURS_MAX 168

/* A code is of 39 bits; so many wrong ones are looked at in a window, from all addresses together. */
#define KS_ENROL_WRONG_MAX 300
#define KS_ENROL_WINDOW_MS (INT64_C(10) * 60 * 1000)

/**
 * ks_centre_invite() - a code with which one kiosk can become @kiosk; an earlier one for that name is void
 * @takes_over: the kiosk that it replaces, whose credentials end when the code is used; "": none
 * Return: KS_OK; KS_INVALID: no name; KS_CONFLICT: the name is a client's, or, taking over, in use; KS_NOT_FOUND: nobody to
 * take over from; as ks_db_run().
 */
KS_MUST_USE enum ks_rc ks_centre_invite(struct ks_centre *centre, const char *kiosk,
					const char *takes_over, int hours,
					char code[KS_CODE_CHARS + 1]);
/**
 * ks_centre_enrol() - what a kiosk asks for with a code: its secret and its key are known from now on, in one transaction
 * The same kiosk may ask again while the code holds (its answer may have been lost), nobody else.
 * @kiosk: receives its name. Return: KS_OK; KS_DENIED: no such code, or used, or too old; KS_INVALID: not signed by that
 * key; KS_CONFLICT: the name is another key's; KS_BUSY: too many wrong codes, ask later; as ks_db_run().
 */
KS_MUST_USE enum ks_rc ks_centre_enrol(struct ks_centre *centre,
				       const struct ks_enrolment *enrolment, char kiosk[64]);

/**
 * ks_centre_rotate() - @secret takes the place of the kiosk's when it is first used; until then both hold
 * Return: KS_OK; KS_INVALID: no secret; KS_NOT_FOUND.
 */
KS_MUST_USE enum ks_rc ks_centre_rotate(struct ks_centre *centre, const char *kiosk,
					const char *secret);
/**
 * ks_centre_confirm_key() - HR has compared @mark with what the kiosk shows; what was taken out by revoking counts again
 * Return: KS_OK; KS_NOT_FOUND: no such kiosk, or it has no key yet; KS_CONFLICT: the key has another mark.
 */
KS_MUST_USE enum ks_rc ks_centre_confirm_key(struct ks_centre *centre, const char *kiosk,
					     const char *mark);
/**
 * ks_centre_expect_key() - only the key with this mark may become the kiosk's: told when it is registered by file
 * Return: KS_OK; KS_INVALID: @mark is none; as ks_store_set().
 */
KS_MUST_USE enum ks_rc ks_centre_expect_key(struct ks_centre *centre, const char *kiosk,
					    const char *mark);
/** ks_centre_strange_unit() - the first of @units (names with commas between them) where nobody of the list works; malloc'd, NULL: none. */
KS_MUST_USE enum ks_rc ks_centre_strange_unit(struct ks_centre *centre, const char *units,
					      char **strange);
/**
 * ks_centre_set_units() - of which 所属 @kiosk, known or invited, gets the PINs; who is 研修担当 can sign in at every kiosk
 * @units: names with commas between them; "": everybody's. Return: KS_OK; KS_NOT_FOUND: no such kiosk; as ks_store_set().
 */
KS_MUST_USE enum ks_rc ks_centre_set_units(struct ks_centre *centre, const char *kiosk,
					   const char *units);
/**
 * ks_centre_settle_twin() - that the record of @kiosk went on in two places is put right: told no more, unless it happens again
 * @reason: one line. Return: KS_OK; KS_NOT_FOUND: it did not; KS_INVALID: no reason, or too long; as ks_store_set().
 */
KS_MUST_USE enum ks_rc ks_centre_settle_twin(struct ks_centre *centre, const char *kiosk,
					     const char *reason);
/**
 * ks_centre_adopt() - under which account what an old folder with this key holds is taken in
 * @public_key: of the folder. @name: where the key is not known yet, the name it gets: nobody can use it over the network
 * @kiosk: receives the account. Return: KS_OK; KS_CONFLICT: the name is another's; KS_INVALID: it is none; as ks_db_run().
 */
KS_MUST_USE enum ks_rc ks_centre_adopt(struct ks_centre *centre, const char *public_key,
				       const char *name, char kiosk[64]);

#endif
