/* SPDX-License-Identifier: Apache-2.0 */
#include "content/sign.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"

/* Ed25519 by libsodium; what is ours is the text form, and that a signature names what it is for. */

#define HEAD "kenshu-content-key "
#define KEY_BYTES_MAX 200

_Static_assert(crypto_sign_SEEDBYTES == KS_HASH_BYTES, "a seed is written like a hash");
_Static_assert(crypto_sign_PUBLICKEYBYTES == KS_HASH_BYTES, "and so is a public key");
_Static_assert(crypto_sign_BYTES == KS_SIGNATURE_BYTES, "Ed25519");

static void fill_public(struct ks_sign_key *key, uint8_t secret[crypto_sign_SECRETKEYBYTES])
{
	uint8_t public_key[crypto_sign_PUBLICKEYBYTES];

	crypto_sign_seed_keypair(public_key, secret, key->seed);
	ks_hex(public_key, sizeof(public_key), key->public_key);
}

void ks_sign_key_make(struct ks_sign_key *out)
{
	uint8_t secret[crypto_sign_SECRETKEYBYTES];

	ks_random(out->seed, sizeof(out->seed));
	fill_public(out, secret);
	sodium_memzero(secret, sizeof(secret));
}

enum ks_rc ks_sign_key_write(const struct ks_sign_key *key, const char *path)
{
	char hex[KS_HASH_HEX], text[sizeof(HEAD) + KS_HASH_HEX];
	enum ks_rc rc;
	int len;

	ks_hex(key->seed, sizeof(key->seed), hex);
	len = snprintf(text, sizeof(text), HEAD "%s\n", hex);
	rc = ks_file_create(path, text, (size_t)len, 0600);
	sodium_memzero(hex, sizeof(hex));
	sodium_memzero(text, sizeof(text));
	return rc;
}

enum ks_rc ks_sign_key_read(const char *path, struct ks_sign_key *out, struct ks_diags *diags)
{
	uint8_t secret[crypto_sign_SECRETKEYBYTES];
	char *text = NULL;
	size_t len = 0;
	enum ks_rc rc = ks_file_read(path, KEY_BYTES_MAX, &text, &len);

	memset(out, 0, sizeof(*out));
	if (rc == KS_NOT_FOUND || rc == KS_IO) {
		ks_diags_error(
			diags, path, 0,
			"署名の鍵を読めません。`kenshu content key` で作ったファイルを指定してください。");
		return rc;
	}
	if (rc == KS_OK)
		text[strcspn(text, "\r\n")] = '\0';
	if (rc != KS_OK || strncmp(text, HEAD, strlen(HEAD)) != 0 ||
	    !ks_unhex(text + strlen(HEAD), out->seed, sizeof(out->seed))) {
		ks_diags_error(
			diags, path, 0,
			"署名の鍵ではありません。`kenshu content key` で作ったファイルを指定してください。");
		rc = KS_INVALID;
	} else {
		fill_public(out, secret);
		sodium_memzero(secret, sizeof(secret));
	}
	if (text)
		sodium_memzero(text, len);
	free(text);
	return rc;
}

void ks_sign_key_finish(struct ks_sign_key *key)
{
	sodium_memzero(key, sizeof(*key));
}

bool ks_sign_is_public(const char *text)
{
	uint8_t bytes[KS_HASH_BYTES];

	return ks_unhex(text, bytes, sizeof(bytes));
}

/* What is signed is a hash of both, so that nothing large is copied. */
static void digest_of(const char *purpose, const void *bytes, size_t len, char out[KS_HASH_HEX + 64])
{
	uint8_t hash[KS_HASH_BYTES];
	char hex[KS_HASH_HEX];

	ks_sha256(bytes, len, hash);
	ks_hex(hash, sizeof(hash), hex);
	snprintf(out, KS_HASH_HEX + 64, "%.60s\n%s", purpose, hex);
}

void ks_sign(const struct ks_sign_key *key, const char *purpose, const void *bytes, size_t len,
	     char out[KS_SIGNATURE_HEX])
{
	uint8_t public_key[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
	uint8_t signature[crypto_sign_BYTES];
	char message[KS_HASH_HEX + 64];

	digest_of(purpose, bytes, len, message);
	crypto_sign_seed_keypair(public_key, secret, key->seed);
	crypto_sign_detached(signature, NULL, (const uint8_t *)message, strlen(message), secret);
	ks_hex(signature, sizeof(signature), out);
	sodium_memzero(secret, sizeof(secret));
}

bool ks_sign_fits(const char *public_key, const char *purpose, const void *bytes, size_t len,
		  const char *signature)
{
	uint8_t key[crypto_sign_PUBLICKEYBYTES], sig[crypto_sign_BYTES];
	char message[KS_HASH_HEX + 64];

	digest_of(purpose, bytes, len, message);
	return ks_unhex(public_key, key, sizeof(key)) && ks_unhex(signature, sig, sizeof(sig)) &&
	       crypto_sign_verify_detached(sig, (const uint8_t *)message, strlen(message), key) == 0;
}
