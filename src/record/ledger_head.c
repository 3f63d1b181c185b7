/* SPDX-License-Identifier: Apache-2.0 */
#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/db.h"
#include "record/identity.h"
#include "record/ledger_private.h"

/*
 * The kiosk's own key and the head it signs: with it the collector can prove that nothing is missing
 * at the end of a chain, which the chain alone cannot. The secret stays in the store and in no log.
 */

#define SETTING_SECRET "identity_secret"
#define SETTING_PUBLIC "identity_public"

static enum ks_rc store_pair(struct ks_store *store)
{
	uint8_t public_key[crypto_sign_PUBLICKEYBYTES], secret_key[crypto_sign_SECRETKEYBYTES];

	crypto_sign_keypair(public_key, secret_key);
	char *public_text = ks_base64url(public_key, sizeof(public_key));
	char *secret_text = ks_base64url(secret_key, sizeof(secret_key));
	enum ks_rc rc = ks_store_begin(store);

	if (rc == KS_OK) {
		rc = ks_store_set(store, SETTING_SECRET, secret_text);
		if (rc == KS_OK)
			rc = ks_store_set(store, SETTING_PUBLIC, public_text);
		rc = ks_store_end(store, rc);
	}
	sodium_memzero(secret_key, sizeof(secret_key));
	sodium_memzero(secret_text, strlen(secret_text));
	free(secret_text);
	free(public_text);
	return rc;
}

enum ks_rc ks_ledger_make_identity(struct ks_store *store)
{
	char *public_text = NULL;
	enum ks_rc rc = ks_store_get(store, SETTING_PUBLIC, &public_text);

	free(public_text);
	return rc == KS_NOT_FOUND ? store_pair(store) : rc;
}

static char *message_of(const char *kiosk, const struct ks_head *head)
{
	return ks_format("kenshu-head-v1\n%s\n%" PRId64 "\n%s\n", kiosk, head->seq, head->hash);
}

enum ks_rc ks_ledger_keys(struct ks_store *store, uint8_t public_key[crypto_sign_PUBLICKEYBYTES],
			  uint8_t secret_key[crypto_sign_SECRETKEYBYTES])
{
	char *secret = NULL, *public_text = NULL;
	enum ks_rc rc = ks_store_get(store, SETTING_SECRET, &secret);

	if (rc == KS_OK)
		rc = ks_store_get(store, SETTING_PUBLIC, &public_text);
	if (rc == KS_OK && (!ks_unbase64url(secret, secret_key, crypto_sign_SECRETKEYBYTES) ||
			    !ks_unbase64url(public_text, public_key, crypto_sign_PUBLICKEYBYTES)))
		rc = KS_DAMAGED;
	if (secret)
		sodium_memzero(secret, strlen(secret));
	free(secret);
	free(public_text);
	return rc == KS_NOT_FOUND ? KS_DAMAGED : rc;
}

enum ks_rc ks_identity_sign(struct ks_store *store, const char *message, char **public_key,
			    char **signature)
{
	uint8_t secret_key[crypto_sign_SECRETKEYBYTES], bytes[crypto_sign_BYTES];
	char *secret_text = NULL;
	enum ks_rc rc = ks_store_get(store, SETTING_SECRET, &secret_text);

	*public_key = *signature = NULL;
	if (rc == KS_OK)
		rc = ks_store_get(store, SETTING_PUBLIC, public_key);
	if (rc == KS_OK && !ks_unbase64url(secret_text, secret_key, sizeof(secret_key)))
		rc = KS_DAMAGED;
	if (rc == KS_OK) {
		crypto_sign_detached(bytes, NULL, (const uint8_t *)message, strlen(message),
				     secret_key);
		*signature = ks_base64url(bytes, sizeof(bytes));
	}
	if (secret_text)
		sodium_memzero(secret_text, strlen(secret_text));
	sodium_memzero(secret_key, sizeof(secret_key));
	free(secret_text);
	return rc == KS_NOT_FOUND ? KS_DAMAGED : rc;
}

bool ks_identity_has_signed(const char *message, const char *public_key, const char *signature)
{
	uint8_t key[crypto_sign_PUBLICKEYBYTES], bytes[crypto_sign_BYTES];

	return ks_unbase64url(public_key, key, sizeof(key)) &&
	       ks_unbase64url(signature, bytes, sizeof(bytes)) &&
	       crypto_sign_verify_detached(bytes, (const uint8_t *)message, strlen(message), key) ==
		       0;
}

enum ks_rc ks_ledger_sign(struct ks_store *store, const char *kiosk, struct ks_head *head)
{
	char *message = message_of(kiosk, head);
	enum ks_rc rc = ks_identity_sign(store, message, &head->public_key, &head->signature);

	free(message);
	return rc;
}

enum ks_rc ks_ledger_head_at(struct ks_ledger *ledger, int64_t seq,
			     const uint8_t hash[KS_HASH_BYTES], struct ks_head *out)
{
	memset(out, 0, sizeof(*out));
	out->seq = seq;
	ks_hex(hash, KS_HASH_BYTES, out->hash);
	enum ks_rc rc = ks_ledger_sign(ledger->store, ledger->kiosk, out);

	if (rc != KS_OK)
		ks_head_finish(out);
	return rc;
}

enum ks_rc ks_ledger_head(struct ks_ledger *ledger, struct ks_head *out)
{
	struct ks_tail_mark end;

	ks_db_lock(ledger->store);
	end = ledger->head;
	ks_db_unlock(ledger->store);
	return ks_ledger_head_at(ledger, end.seq, end.hash, out);
}

void ks_head_finish(struct ks_head *head)
{
	if (!head)
		return;
	free(head->public_key);
	free(head->signature);
	memset(head, 0, sizeof(*head));
}

bool ks_head_is_valid(const struct ks_head *head, const char *kiosk)
{
	uint8_t hash[KS_HASH_BYTES];
	char *message;
	bool is_valid;

	if (!head->public_key || !head->signature || !ks_unhex(head->hash, hash, sizeof(hash)))
		return false;
	message = message_of(kiosk, head);
	is_valid = ks_identity_has_signed(message, head->public_key, head->signature);
	free(message);
	return is_valid;
}
