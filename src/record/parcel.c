/* SPDX-License-Identifier: Apache-2.0 */
#include "record/parcel.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/ledger_private.h"

/*
 * Behind one line that says what it is: a sealed box (nobody can tell who made it) of key, signature and payload. The
 * signature covers kind and recipient, so that no parcel can be passed on as another.
 */

#define MAGIC "KENSHU-PARCEL-1 "
#define INNER (crypto_sign_PUBLICKEYBYTES + crypto_sign_BYTES)

void ks_parcel_finish(struct ks_parcel *parcel)
{
	if (!parcel)
		return;
	if (parcel->payload)
		sodium_memzero(parcel->payload, parcel->len);
	free(parcel->payload);
	free(parcel->sender);
	memset(parcel, 0, sizeof(*parcel));
}

bool ks_parcel_is_key(const char *text)
{
	uint8_t key[crypto_sign_PUBLICKEYBYTES], curve[crypto_box_PUBLICKEYBYTES];

	return ks_unbase64url(text, key, sizeof(key)) &&
	       crypto_sign_ed25519_pk_to_curve25519(curve, key) == 0;
}

enum ks_rc ks_parcel_key(struct ks_store *store, char **out)
{
	uint8_t public_key[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
	enum ks_rc rc = ks_ledger_make_identity(store);

	*out = NULL;
	if (rc == KS_OK)
		rc = ks_ledger_keys(store, public_key, secret);
	if (rc == KS_OK)
		*out = ks_base64url(public_key, sizeof(public_key));
	sodium_memzero(secret, sizeof(secret));
	return rc;
}

void ks_parcel_proof(const uint8_t secret[KS_HASH_BYTES], const char *text, char out[KS_HASH_HEX])
{
	uint8_t hash[KS_HASH_BYTES];

	(void)crypto_generichash(hash, sizeof(hash), (const uint8_t *)text, strlen(text), secret,
				 KS_HASH_BYTES);
	ks_hex(hash, sizeof(hash), out);
}

/* What is signed: a digest, so that long payloads are not copied. */
static void digest(const char *kind, const uint8_t to[crypto_sign_PUBLICKEYBYTES],
		   const void *payload, size_t len, uint8_t out[KS_HASH_BYTES])
{
	crypto_generichash_state state;

	(void)crypto_generichash_init(&state, NULL, 0, KS_HASH_BYTES);
	(void)crypto_generichash_update(&state, (const uint8_t *)MAGIC, strlen(MAGIC));
	(void)crypto_generichash_update(&state, (const uint8_t *)kind, strlen(kind) + 1);
	(void)crypto_generichash_update(&state, to, crypto_sign_PUBLICKEYBYTES);
	(void)crypto_generichash_update(&state, payload, len);
	(void)crypto_generichash_final(&state, out, KS_HASH_BYTES);
}

enum ks_rc ks_parcel_seal(struct ks_store *store, const char *kind, const char *to,
			  const void *payload, size_t len, struct ks_buf *out)
{
	uint8_t to_key[crypto_sign_PUBLICKEYBYTES], curve[crypto_box_PUBLICKEYBYTES];
	uint8_t public_key[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
	uint8_t hash[KS_HASH_BYTES], *inner, *sealed;
	enum ks_rc rc;

	if (!ks_unbase64url(to, to_key, sizeof(to_key)) ||
	    crypto_sign_ed25519_pk_to_curve25519(curve, to_key) != 0)
		return KS_INVALID;
	rc = ks_ledger_keys(store, public_key, secret);
	if (rc != KS_OK)
		return rc;
	inner = ks_alloc(INNER + len);
	sealed = ks_alloc(INNER + len + crypto_box_SEALBYTES);
	digest(kind, to_key, payload, len, hash);
	memcpy(inner, public_key, sizeof(public_key));
	(void)crypto_sign_detached(inner + sizeof(public_key), NULL, hash, sizeof(hash), secret);
	memcpy(inner + INNER, payload, len);
	(void)crypto_box_seal(sealed, inner, INNER + len, curve);
	ks_buf_printf(out, MAGIC "%s\n", kind);
	ks_buf_append(out, sealed, INNER + len + crypto_box_SEALBYTES);
	sodium_memzero(secret, sizeof(secret));
	sodium_memzero(inner, INNER + len);
	free(inner);
	free(sealed);
	return out->is_over ? KS_FULL : KS_OK;
}

/* The sealed box of @bytes when they say they are of @kind. */
static const uint8_t *find_box(const char *kind, const void *bytes, size_t len, size_t *box_len)
{
	char *head = ks_format(MAGIC "%s\n", kind);
	size_t head_len = strlen(head);
	bool is = len >= head_len + INNER + crypto_box_SEALBYTES && len <= KS_PARCEL_MAX_BYTES &&
		  memcmp(bytes, head, head_len) == 0;

	free(head);
	*box_len = is ? len - head_len : 0;
	return is ? (const uint8_t *)bytes + head_len : NULL;
}

static enum ks_rc take_inner(const char *kind, const uint8_t *inner, size_t len,
			     const uint8_t own[crypto_sign_PUBLICKEYBYTES], struct ks_parcel *out)
{
	uint8_t hash[KS_HASH_BYTES];

	digest(kind, own, inner + INNER, len - INNER, hash);
	if (crypto_sign_verify_detached(inner + crypto_sign_PUBLICKEYBYTES, hash, sizeof(hash),
					inner) != 0)
		return KS_INVALID;
	out->sender = ks_base64url(inner, crypto_sign_PUBLICKEYBYTES);
	out->len = len - INNER;
	out->payload = ks_alloc(out->len + 1);
	memcpy(out->payload, inner + INNER, out->len);
	out->payload[out->len] = '\0';
	return KS_OK;
}

enum ks_rc ks_parcel_open(struct ks_store *store, const char *kind, const void *bytes, size_t len,
			  struct ks_parcel *out)
{
	uint8_t public_key[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
	uint8_t curve[crypto_box_PUBLICKEYBYTES], curve_secret[crypto_box_SECRETKEYBYTES], *inner;
	size_t box_len, inner_len;
	const uint8_t *box = find_box(kind, bytes, len, &box_len);
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	if (!box)
		return KS_INVALID;
	rc = ks_ledger_keys(store, public_key, secret);
	if (rc != KS_OK)
		return rc;
	inner_len = box_len - crypto_box_SEALBYTES;
	inner = ks_alloc(inner_len);
	if (crypto_sign_ed25519_pk_to_curve25519(curve, public_key) != 0 ||
	    crypto_sign_ed25519_sk_to_curve25519(curve_secret, secret) != 0)
		rc = KS_DAMAGED;
	else if (crypto_box_seal_open(inner, box, box_len, curve, curve_secret) != 0)
		rc = KS_INVALID;
	else
		rc = take_inner(kind, inner, inner_len, public_key, out);
	sodium_memzero(secret, sizeof(secret));
	sodium_memzero(curve_secret, sizeof(curve_secret));
	sodium_memzero(inner, inner_len);
	free(inner);
	return rc;
}

uint8_t *ks_parcel_unpack(const char *text, size_t *len)
{
	size_t text_len = strlen(text), rest = text_len % 4;
	uint8_t *bytes;

	*len = text_len / 4 * 3 + (rest ? rest - 1 : 0);
	bytes = ks_alloc(*len + 1);
	if (ks_unbase64url(text, bytes, *len))
		return bytes;
	free(bytes);
	return NULL;
}

/* ---- lines ---- */

char *ks_parcel_line(struct ks_parcel_reader *reader, const char *name)
{
	size_t name_len = strlen(name), left = (size_t)(reader->end - reader->at);
	char *rest = reader->at + name_len + 1;
	char *newline = left > name_len + 1 ? memchr(reader->at, '\n', left) : NULL;

	if (!newline || newline < rest || memcmp(reader->at, name, name_len) != 0 || rest[-1] != ' ')
		return NULL;
	*newline = '\0';
	reader->at = newline + 1;
	return rest;
}

char *ks_parcel_bytes(struct ks_parcel_reader *reader, const char *name, size_t *len)
{
	struct ks_parcel_reader before = *reader;
	char *text = ks_parcel_line(reader, name), *end = NULL, *bytes = reader->at;
	unsigned long long n = text ? strtoull(text, &end, 10) : 0;

	if (!text || end == text || *end || n >= (size_t)(reader->end - bytes) || bytes[n] != '\n') {
		*reader = before;
		return NULL;
	}
	bytes[n] = '\0';
	*len = (size_t)n;
	reader->at = bytes + n + 1;
	return bytes;
}

void ks_parcel_put_bytes(struct ks_buf *out, const char *name, const void *bytes, size_t len)
{
	ks_buf_printf(out, "%s %zu\n", name, len);
	ks_buf_append(out, bytes, len);
	ks_buf_putc(out, '\n');
}
