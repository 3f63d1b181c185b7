/* SPDX-License-Identifier: Apache-2.0 */
#include "record/identity.h"

#include <stdlib.h>
#include <string.h>

#include "base/code.h"
#include "base/mem.h"
#include "record/ledger.h"

/*
 * Enrolment binds three things in one act: the code that HR gave for a name, the secret that nobody but this kiosk has seen,
 * and its key. Whoever steals what is written down of it afterwards has a secret, but not the key.
 */

#define SECRET_BYTES 32

char *ks_identity_mark(struct ks_store *store)
{
	char mark[KS_MARK_CHARS + 1], *public_key = NULL;

	if (ks_store_get(store, "identity_public", &public_key) != KS_OK)
		return NULL;
	ks_code_of_key(public_key, mark);
	free(public_key);
	return ks_code_grouped(mark);
}

static char *message_of(const struct ks_enrolment *enrolment)
{
	return ks_format("kenshu-enrol-v1\n%s\n%s\n", enrolment->code, enrolment->secret_hex);
}

char *ks_enrolment_make_secret(struct ks_enrolment *enrolment)
{
	uint8_t random[SECRET_BYTES], hash[KS_HASH_BYTES];
	char *secret;

	ks_random(random, sizeof(random));
	secret = ks_base64url(random, sizeof(random));
	ks_sha256(secret, strlen(secret), hash);
	ks_hex(hash, sizeof(hash), enrolment->secret_hex);
	explicit_bzero(random, sizeof(random));
	return secret;
}

enum ks_rc ks_enrolment_sign(struct ks_store *store, struct ks_enrolment *enrolment, char **secret)
{
	enum ks_rc rc = ks_ledger_make_identity(store);
	char *message;

	*secret = ks_enrolment_make_secret(enrolment);
	message = message_of(enrolment);
	if (rc == KS_OK)
		rc = ks_identity_sign(store, message, &enrolment->public_key, &enrolment->signature);
	free(message);
	return rc;
}

bool ks_enrolment_is_signed(const struct ks_enrolment *enrolment)
{
	char *message = message_of(enrolment);
	bool is_signed = ks_identity_has_signed(message, enrolment->public_key, enrolment->signature);

	free(message);
	return is_signed;
}

void ks_enrolment_finish(struct ks_enrolment *enrolment)
{
	free(enrolment->public_key);
	free(enrolment->signature);
	*enrolment = (struct ks_enrolment){0};
}
