/* SPDX-License-Identifier: Apache-2.0 */
/* What a kiosk signs with its own Ed25519 key beside its record (record/ledger.h): that it wants to be enrolled. */
#ifndef KS_RECORD_IDENTITY_H
#define KS_RECORD_IDENTITY_H

#include <stdbool.h>

#include "base/id.h"
#include "record/store.h"

/**
 * ks_identity_sign() - sign @message with the key of this folder
 * @public_key, @signature: base64url, malloc'd. KS_DAMAGED: no usable key; free() both in any case.
 */
KS_MUST_USE enum ks_rc ks_identity_sign(struct ks_store *store, const char *message,
					char **public_key, char **signature);
/** ks_identity_has_signed() - the signature fits message and key. */
bool ks_identity_has_signed(const char *message, const char *public_key, const char *signature);
/** ks_identity_mark() - the mark of this folder's key, grouped (base/code.h); malloc'd, NULL: there is no key yet. */
char *ks_identity_mark(struct ks_store *store);

/* A wish to be enrolled: "with this code I am to have this secret, and this is my key". */
struct ks_enrolment {
	const char *code;             /* as ks_code_read() gives it */
	char secret_hex[KS_HASH_HEX]; /* SHA-256 of the secret that it made itself */
	char *public_key, *signature; /* base64url; NULL: from a terminal that has no kiosk's folder */
};
/** ks_enrolment_sign() - make a secret (malloc'd), and sign the wish with the key of @store. KS_DAMAGED: no usable key. */
KS_MUST_USE enum ks_rc ks_enrolment_sign(struct ks_store *store, struct ks_enrolment *enrolment,
					 char **secret);
/** ks_enrolment_is_signed() - by the key that it names. */
bool ks_enrolment_is_signed(const struct ks_enrolment *enrolment);
/** ks_enrolment_make_secret() - base64url of 256 random bits, malloc'd, and its hash. */
char *ks_enrolment_make_secret(struct ks_enrolment *enrolment);
/** ks_enrolment_finish() - frees key and signature; the struct is empty afterwards. */
void ks_enrolment_finish(struct ks_enrolment *enrolment);

#endif
