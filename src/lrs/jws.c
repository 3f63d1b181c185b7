/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/jws.h"

#include <gnutls/abstract.h>
#include <gnutls/x509.h>
#include <jansson.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

static const struct algorithm {
	const char *name;
	gnutls_sign_algorithm_t sign;
} algorithms[] = {
	{"RS256", GNUTLS_SIGN_RSA_SHA256},
	{"RS384", GNUTLS_SIGN_RSA_SHA384},
	{"RS512", GNUTLS_SIGN_RSA_SHA512},
};

struct bytes {
	unsigned char *data;
	size_t len;
};

/* @out: free(data) */
static bool decode(const char *text, size_t len, int variant, struct bytes *out)
{
	out->data = ks_alloc(len + 1);
	out->len = 0;
	return sodium_base642bin(out->data, len, text, len, NULL, &out->len, NULL, variant) == 0;
}

static json_t *decode_json(const char *text, size_t len)
{
	struct bytes plain;
	json_t *root = NULL;

	if (decode(text, len, sodium_base64_VARIANT_URLSAFE_NO_PADDING, &plain))
		root = json_loadb((char *)plain.data, plain.len, JSON_REJECT_DUPLICATES, NULL);
	free(plain.data);
	return root;
}

static const struct algorithm *find_algorithm(const json_t *head)
{
	const char *name = json_string_value(json_object_get(head, "alg"));

	for (size_t i = 0; name && i < KS_COUNT(algorithms); i++)
		if (strcmp(algorithms[i].name, name) == 0)
			return &algorithms[i];
	return NULL;
}

/* @der: a certificate. Its key, gnutls_pubkey_deinit(); NULL: it is none, or no RSA key. */
static gnutls_pubkey_t key_of(const struct bytes *der)
{
	const gnutls_datum_t datum = {der->data, (unsigned)der->len};
	gnutls_x509_crt_t certificate;
	gnutls_pubkey_t key = NULL;
	bool is_rsa = false;

	if (gnutls_x509_crt_init(&certificate) < 0)
		return NULL;
	if (gnutls_x509_crt_import(certificate, &datum, GNUTLS_X509_FMT_DER) >= 0 &&
	    gnutls_pubkey_init(&key) >= 0)
		is_rsa = gnutls_pubkey_import_x509(key, certificate, 0) >= 0 &&
			 gnutls_pubkey_get_pk_algorithm(key, NULL) == GNUTLS_PK_RSA;
	gnutls_x509_crt_deinit(certificate);
	if (is_rsa)
		return key;
	if (key)
		gnutls_pubkey_deinit(key);
	return NULL;
}

/* @text: head and payload as they stand there, which is what is signed. */
static const char *verify(const json_t *chain, const struct algorithm *algorithm, const char *text,
			  size_t len, const struct bytes *signature)
{
	const char *first = json_string_value(json_array_get(chain, 0));
	const gnutls_datum_t data = {(unsigned char *)text, (unsigned)len};
	const gnutls_datum_t sign = {signature->data, (unsigned)signature->len};
	struct bytes der = {0};
	gnutls_pubkey_t key = NULL;
	const char *why = NULL;

	if (first && decode(first, strlen(first), sodium_base64_VARIANT_ORIGINAL, &der))
		key = key_of(&der);
	free(der.data);
	if (!key)
		return "x5c does not begin with an X.509 certificate of an RSA key";
	if (gnutls_pubkey_verify_data2(key, algorithm->sign, 0, &data, &sign) < 0)
		why = "the signature is not that of the certificate in x5c";
	gnutls_pubkey_deinit(key);
	return why;
}

static const char *check(const json_t *head, const json_t *payload, const char *text, size_t len,
			 const struct bytes *signature)
{
	const struct algorithm *algorithm = find_algorithm(head);
	const json_t *chain = json_object_get(head, "x5c");

	if (!json_is_object(head) || !json_is_object(payload))
		return "the signature is not a JWS";
	if (!algorithm)
		return "a signature must be made by RS256, RS384 or RS512";
	return chain ? verify(chain, algorithm, text, len, signature) : NULL;
}

const char *ks_jws_read(const char *text, size_t len, json_t **payload)
{
	const char *first = memchr(text, '.', len), *end = text + len, *second, *why;
	struct bytes signature = {0};
	json_t *head;

	*payload = NULL;
	second = first ? memchr(first + 1, '.', (size_t)(end - first - 1)) : NULL;
	if (!second)
		return "the signature is not a JWS";
	head = decode_json(text, (size_t)(first - text));
	*payload = decode_json(first + 1, (size_t)(second - first - 1));
	if (decode(second + 1, (size_t)(end - second - 1), sodium_base64_VARIANT_URLSAFE_NO_PADDING,
		   &signature) &&
	    signature.len > 0)
		why = check(head, *payload, text, (size_t)(second - text), &signature);
	else
		why = "the signature is not a JWS";
	free(signature.data);
	json_decref(head);
	if (why) {
		json_decref(*payload);
		*payload = NULL;
	}
	return why;
}
