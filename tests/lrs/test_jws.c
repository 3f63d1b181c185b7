/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/jws.h"

#include <gnutls/abstract.h>
#include <gnutls/x509.h>
#include <jansson.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "ask.h"
#include "base/id.h"
#include "base/mem.h"
#include "support/test.h"

/* Signed statements, with keys and certificates made here: what is right is kept, whatever was touched is refused with 400. */

#define ID "0190a000-0000-7000-8000-000000000abc"
#define SIGNATURE "http://adlnet.gov/expapi/attachments/signature"
#define BOUNDARY "b7"
#define KEY_BITS 2048

struct signer {
	gnutls_x509_privkey_t key;
	gnutls_privkey_t hand;
	char *certificate; /* DER, base64 */
};

static struct signer rsa, other, elliptic;

static const char statement[] =
	"{\"id\":\"" ID "\",\"actor\":{\"mbox\":\"mailto:a@x.example\"},"
	"\"verb\":{\"id\":\"http://verbs.example/signed\"},"
	"\"object\":{\"id\":\"https://a.example/x\"},\"timestamp\":\"2026-05-18T00:00:00.000Z\"}";

static char *encode(const void *bytes, size_t len, int variant)
{
	size_t size = sodium_base64_encoded_len(len, variant);
	char *out = ks_alloc(size);

	return sodium_bin2base64(out, size, bytes, len, variant);
}

static char *url64(const void *bytes, size_t len)
{
	return encode(bytes, len, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static void make_signer(struct signer *signer, gnutls_pk_algorithm_t algorithm, unsigned bits)
{
	gnutls_x509_crt_t certificate;
	gnutls_datum_t der;
	time_t now = time(NULL);

	assert_int_equal(gnutls_x509_privkey_init(&signer->key), 0);
	assert_int_equal(gnutls_x509_privkey_generate(signer->key, algorithm, bits, 0), 0);
	assert_int_equal(gnutls_privkey_init(&signer->hand), 0);
	assert_int_equal(gnutls_privkey_import_x509(signer->hand, signer->key, 0), 0);
	assert_int_equal(gnutls_x509_crt_init(&certificate), 0);
	assert_int_equal(gnutls_x509_crt_set_version(certificate, 3), 0);
	assert_int_equal(gnutls_x509_crt_set_serial(certificate, "\1", 1), 0);
	assert_int_equal(gnutls_x509_crt_set_dn(certificate, "CN=signer", NULL), 0);
	assert_int_equal(gnutls_x509_crt_set_activation_time(certificate, now - 60), 0);
	assert_int_equal(gnutls_x509_crt_set_expiration_time(certificate, now + 3600), 0);
	assert_int_equal(gnutls_x509_crt_set_key(certificate, signer->key), 0);
	assert_int_equal(gnutls_x509_crt_sign2(certificate, certificate, signer->key,
					       GNUTLS_DIG_SHA256, 0),
			 0);
	assert_int_equal(gnutls_x509_crt_export2(certificate, GNUTLS_X509_FMT_DER, &der), 0);
	signer->certificate = encode(der.data, der.size, sodium_base64_VARIANT_ORIGINAL);
	gnutls_free(der.data);
	gnutls_x509_crt_deinit(certificate);
}

static void drop_signer(struct signer *signer)
{
	gnutls_privkey_deinit(signer->hand);
	gnutls_x509_privkey_deinit(signer->key);
	free(signer->certificate);
}

static int make_keys(void **state)
{
	(void)state;
	make_signer(&rsa, GNUTLS_PK_RSA, KEY_BITS);
	make_signer(&other, GNUTLS_PK_RSA, KEY_BITS);
	make_signer(&elliptic, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1));
	return 0;
}

static int drop_keys(void **state)
{
	(void)state;
	drop_signer(&rsa);
	drop_signer(&other);
	drop_signer(&elliptic);
	return 0;
}

/* @certificate: in x5c, NULL: there is none. */
static char *make_jws(const struct signer *signer, const char *alg,
		      gnutls_digest_algorithm_t digest, const char *certificate, const char *payload)
{
	char *head = certificate ? ks_format("{\"alg\":\"%s\",\"x5c\":[\"%s\"]}", alg, certificate)
				 : ks_format("{\"alg\":\"%s\"}", alg);
	char *head64 = url64(head, strlen(head)), *payload64 = url64(payload, strlen(payload));
	char *text = ks_format("%s.%s", head64, payload64), *sign64, *jws;
	gnutls_datum_t data = {(unsigned char *)text, (unsigned)strlen(text)}, sign;

	assert_int_equal(gnutls_privkey_sign_data(signer->hand, digest, 0, &data, &sign), 0);
	sign64 = url64(sign.data, sign.size);
	jws = ks_format("%s.%s", text, sign64);
	gnutls_free(sign.data);
	free(sign64);
	free(text);
	free(payload64);
	free(head64);
	free(head);
	return jws;
}

/* The status of the statement with @jws attached; takes @jws over. */
static int post(struct ks_ask *ask, char *jws)
{
	static const char *const headers[] = {"Content-Type", "multipart/mixed; boundary=" BOUNDARY,
					      "X-Experience-API-Version", "1.0.3", NULL};
	uint8_t hash[KS_HASH_BYTES];
	char sha2[KS_HASH_HEX], *body;
	int status;

	ks_sha256(jws, strlen(jws), hash);
	ks_hex(hash, sizeof(hash), sha2);
	body = ks_format(
		"--" BOUNDARY "\r\nContent-Type: application/json\r\n\r\n"
		"%.*s,\"attachments\":[{\"usageType\":\"" SIGNATURE "\",\"display\":{\"en\":\"s\"},"
		"\"contentType\":\"application/octet-stream\",\"length\":%zu,\"sha2\":\"%s\"}]}\r\n"
		"--" BOUNDARY "\r\nContent-Type: application/octet-stream\r\n"
		"Content-Transfer-Encoding: binary\r\nX-Experience-API-Hash: %s\r\n\r\n%s\r\n"
		"--" BOUNDARY "--\r\n",
		(int)(sizeof(statement) - 2), statement, strlen(jws), sha2, sha2, jws);
	ask->headers = headers;
	status = ks_ask(ask, "POST /xAPI/statements", NULL, body);
	ask->headers = NULL;
	free(body);
	free(jws);
	return status;
}

static bool is_kept(struct ks_ask *ask)
{
	return ks_ask(ask, "GET /xAPI/statements", KS_PARAMS("statementId", ID), NULL) == 200;
}

static const struct {
	const char *name;
	gnutls_digest_algorithm_t digest;
} algorithms[] = {
	{"RS256", GNUTLS_DIG_SHA256}, {"RS384", GNUTLS_DIG_SHA384}, {"RS512", GNUTLS_DIG_SHA512}};

static void what_is_rightly_signed_is_kept(void **state)
{
	struct ks_ask *ask = *state;

	for (size_t i = 0; i < KS_COUNT(algorithms); i++)
		assert_int_equal(post(ask, make_jws(&rsa, algorithms[i].name, algorithms[i].digest,
						    rsa.certificate, statement)),
				 200);
	assert_true(is_kept(ask));
}

/* Nobody here knows whose key it is: kept, and for who reads it to verify. */
static void without_a_certificate_it_is_kept_unread(void **state)
{
	struct ks_ask *ask = *state;

	assert_int_equal(post(ask, make_jws(&rsa, "RS256", GNUTLS_DIG_SHA256, NULL, statement)), 200);
	assert_true(is_kept(ask));
}

static void a_wrong_signature_is_refused(void **state)
{
	struct ks_ask *ask = *state;

	/* by another key, by another digest than it says, by no RSA at all, of no certificate */
	assert_int_equal(
		post(ask, make_jws(&other, "RS256", GNUTLS_DIG_SHA256, rsa.certificate, statement)),
		400);
	assert_non_null(strstr(ks_ask_text(ask), "not that of the certificate"));
	assert_int_equal(
		post(ask, make_jws(&rsa, "RS512", GNUTLS_DIG_SHA256, rsa.certificate, statement)),
		400);
	assert_int_equal(post(ask, make_jws(&elliptic, "RS256", GNUTLS_DIG_SHA256,
					    elliptic.certificate, statement)),
			 400);
	assert_non_null(strstr(ks_ask_text(ask), "RSA key"));
	assert_int_equal(post(ask, make_jws(&rsa, "RS256", GNUTLS_DIG_SHA256, "AAAA", statement)),
			 400);
	assert_int_equal(
		post(ask, make_jws(&rsa, "none", GNUTLS_DIG_SHA256, rsa.certificate, statement)),
		400);
	assert_int_equal(
		post(ask, make_jws(&rsa, "HS256", GNUTLS_DIG_SHA256, rsa.certificate, statement)),
		400);
	assert_false(is_kept(ask));
}

static void what_is_signed_must_be_this_statement(void **state)
{
	struct ks_ask *ask = *state;
	char *changed = ks_strdup(statement);

	memcpy(strstr(changed, "verbs.example/signed"), "verbs.example/forged", 20);
	assert_int_equal(
		post(ask, make_jws(&rsa, "RS256", GNUTLS_DIG_SHA256, rsa.certificate, changed)), 400);
	assert_non_null(strstr(ks_ask_text(ask), "another statement"));
	assert_false(is_kept(ask));
	free(changed);
}

/* One letter anywhere in it. */
static void whatever_was_touched_is_refused(void **state)
{
	struct ks_ask *ask = *state;
	char *whole = make_jws(&rsa, "RS256", GNUTLS_DIG_SHA256, rsa.certificate, statement);
	size_t len = strlen(whole);

	for (size_t i = 0; i + 3 < len; i += len / 40) {
		char *touched = ks_strdup(whole);

		touched[i] = touched[i] == 'A' ? 'B' : 'A';
		assert_int_equal(post(ask, touched), 400);
	}
	assert_int_equal(post(ask, ks_strndup(whole, len / 2)), 400);
	assert_int_equal(post(ask, ks_strndup(whole, (size_t)(strrchr(whole, '.') + 1 - whole))),
			 400);
	assert_false(is_kept(ask));
	assert_int_equal(post(ask, whole), 200);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_ask_setup, ks_ask_teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_is_rightly_signed_is_kept),
		TEST(without_a_certificate_it_is_kept_unread),
		TEST(a_wrong_signature_is_refused),
		TEST(what_is_signed_must_be_this_statement),
		TEST(whatever_was_touched_is_refused),
	};

	return ks_test_run_in(tests, make_keys, drop_keys);
}
