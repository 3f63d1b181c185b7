/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "collector/tls.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/calendar.h"
#include "base/file.h"
#include "base/mem.h"
#include "collector/server.h"
#include "support/centre_sample.h"
#include "support/real.h"
#include "sync/http.h"

/* What is shown over TLS is a pair that belongs together; whatever cannot be shown is told, and the last good pair stays. */

struct fixture {
	char *folder, *cert, *key, *note;
	gnutls_datum_t last; /* PEM of what make() made last */
};

static time_t held_s; /* 0: time goes by */

time_t time(time_t *out)
{
	time_t now_s = held_s ? held_s : KS_REAL(time_t, time, time_t *)(NULL);

	if (out)
		*out = now_s;
	return now_s;
}

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	f->folder = ks_test_folder();
	f->cert = ks_path_join(f->folder, "cert.pem");
	f->key = ks_path_join(f->folder, "key.pem");
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	held_s = 0;
	ks_tls_finish();
	gnutls_free(f->last.data);
	free(f->note);
	free(f->cert);
	free(f->key);
	ks_test_folder_finish(f->folder);
	free(f);
	return 0;
}

/* A pair of a new key, good for so many seconds from now. */
static void make(struct fixture *f, time_t good_s)
{
	const unsigned char serial = 1, loopback[] = {127, 0, 0, 1};
	gnutls_x509_privkey_t key;
	gnutls_x509_crt_t cert;
	gnutls_datum_t pem;

	assert_int_equal(gnutls_x509_privkey_init(&key), 0);
	assert_int_equal(
		gnutls_x509_privkey_generate(key, GNUTLS_PK_ECDSA,
					     GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1), 0),
		0);
	assert_int_equal(gnutls_x509_crt_init(&cert), 0);
	assert_int_equal(gnutls_x509_crt_set_version(cert, 3), 0);
	assert_int_equal(gnutls_x509_crt_set_serial(cert, &serial, 1), 0);
	assert_int_equal(gnutls_x509_crt_set_dn(cert, "CN=kenshu.example", NULL), 0);
	assert_int_equal(gnutls_x509_crt_set_subject_alt_name(cert, GNUTLS_SAN_IPADDRESS, loopback,
							      sizeof(loopback), GNUTLS_FSAN_SET),
			 0);
	assert_int_equal(gnutls_x509_crt_set_activation_time(cert, time(NULL) - 100 * 86400), 0);
	assert_int_equal(gnutls_x509_crt_set_expiration_time(cert, time(NULL) + good_s), 0);
	assert_int_equal(gnutls_x509_crt_set_key(cert, key), 0);
	assert_int_equal(gnutls_x509_crt_sign2(cert, cert, key, GNUTLS_DIG_SHA256, 0), 0);
	gnutls_free(f->last.data);
	assert_int_equal(gnutls_x509_crt_export2(cert, GNUTLS_X509_FMT_PEM, &f->last), 0);
	free(ks_test_write(f->folder, "cert.pem", (char *)f->last.data));
	assert_int_equal(gnutls_x509_privkey_export2(key, GNUTLS_X509_FMT_PEM, &pem), 0);
	free(ks_test_write(f->folder, "key.pem", (char *)pem.data));
	gnutls_free(pem.data);
	gnutls_x509_crt_deinit(cert);
	gnutls_x509_privkey_deinit(key);
}

static enum ks_rc load(struct fixture *f)
{
	free(f->note);
	return ks_tls_load(f->cert, f->key, &f->note);
}

static void expect_refused(struct fixture *f, const char *file, const char *words)
{
	assert_int_equal(load(f), KS_INVALID);
	assert_non_null(f->note);
	assert_int_equal(strncmp(f->note, file, strlen(file)), 0);
	if (!strstr(f->note, words))
		fail_msg("%s: %s", words, f->note);
}

/* What is shown is @pem, and @n of them. */
static void expect_shown(const char *pem, unsigned n)
{
	gnutls_certificate_retrieve_function2 *shows = ks_tls_callback();
	gnutls_datum_t der = {NULL, 0};
	gnutls_privkey_t key = NULL;
	gnutls_pcert_st *chain = NULL;
	unsigned n_chain = 0;

	assert_non_null(shows);
	assert_int_equal(shows(NULL, NULL, 0, NULL, 0, &chain, &n_chain, &key), 0);
	assert_int_equal(n_chain, n);
	assert_non_null(key);
	assert_int_equal(gnutls_pem_base64_decode2("CERTIFICATE",
						   &(gnutls_datum_t){(unsigned char *)pem,
								     (unsigned)strlen(pem)},
						   &der),
			 0);
	assert_int_equal(chain[0].cert.size, der.size);
	assert_memory_equal(chain[0].cert.data, der.data, der.size);
	gnutls_free(der.data);
}

static void a_pair_is_shown_and_a_renewed_one_in_its_place(void **state)
{
	struct fixture *f = *state;
	char *first;

	assert_null(ks_tls_callback());
	make(f, 400 * 86400);
	assert_int_equal(load(f), KS_OK);
	assert_null(f->note);
	first = ks_strdup((char *)f->last.data);
	expect_shown(first, 1);
	make(f, 400 * 86400);
	expect_shown(first, 1); /* until it is told */
	assert_int_equal(load(f), KS_OK);
	expect_shown((char *)f->last.data, 1);
	free(first);
	ks_tls_finish();
	assert_null(ks_tls_callback());
}

static void a_chain_is_shown_whole(void **state)
{
	struct fixture *f = *state;
	char *issuer, *both, *first;

	make(f, 400 * 86400);
	issuer = ks_strdup((char *)f->last.data);
	make(f, 400 * 86400);
	first = ks_strdup((char *)f->last.data);
	both = ks_format("%s%s", first, issuer);
	free(ks_test_write(f->folder, "cert.pem", both));
	assert_int_equal(load(f), KS_OK);
	expect_shown(first, 2);
	free(issuer);
	free(first);
	free(both);
}

static void what_cannot_be_shown_is_told_and_the_last_good_pair_stays(void **state)
{
	struct fixture *f = *state;
	char *long_file = ks_alloc((256 << 10) + 2), *first, *other_key;

	make(f, 400 * 86400);
	assert_int_equal(load(f), KS_OK);
	first = ks_strdup((char *)f->last.data);
	other_key = ks_test_read(f->key);
	make(f, 400 * 86400);
	free(ks_test_write(f->folder, "key.pem", other_key));
	expect_refused(f, f->key, "この鍵は、証明書");
	expect_shown(first, 1);

	free(ks_test_write(f->folder, "key.pem",
			   "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n"
			   "-----END ENCRYPTED PRIVATE KEY-----\n"));
	expect_refused(f, f->key, "合言葉のない鍵を指定してください");
	free(ks_test_write(f->folder, "key.pem", "no key\n"));
	expect_refused(f, f->key, "PEM の秘密鍵ではありません");
	free(ks_test_write(f->folder, "cert.pem", other_key));
	expect_refused(f, f->cert, "PEM の証明書ではありません");
	memset(long_file, 'x', (256 << 10) + 1);
	long_file[(256 << 10) + 1] = '\0';
	free(ks_test_write(f->folder, "cert.pem", long_file));
	expect_refused(f, f->cert, "TLS の証明書にしては長すぎます");
	free(f->cert);
	f->cert = ks_path_join(f->folder, "none.pem");
	expect_refused(f, f->cert, "TLS の証明書のファイルがありません");
	free(f->cert);
	f->cert = ks_strdup(f->folder);
	expect_refused(f, f->cert, "TLS の証明書を読めません");
	expect_shown(first, 1);
	free(first);
	free(other_key);
	free(long_file);
}

static void a_missing_key_is_told_as_a_key(void **state)
{
	struct fixture *f = *state;

	make(f, 400 * 86400);
	free(f->key);
	f->key = ks_path_join(f->folder, "none.pem");
	expect_refused(f, f->key, "TLS の鍵のファイルがありません");
	assert_null(ks_tls_callback());
}

/* To the second: it is good in its last one. */
static void what_ends_soon_or_has_ended_is_shown_and_told(void **state)
{
	static const struct {
		time_t good_s;
		const char *words;
	} cases[] = {
		{-1, "に過ぎました。端末はつなぎません。"},
		{0, "です。新しいものに替えてください。"},
		{30 * 86400 - 1, "です。新しいものに替えてください。"},
		{30 * 86400, NULL},
	};
	struct fixture *f = *state;

	held_s = time(NULL);

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_date on;
		char *day;

		make(f, cases[i].good_s);
		on = ks_civil_from_ms((int64_t)(time(NULL) + cases[i].good_s) * 1000).date;
		assert_int_equal(load(f), KS_OK);
		expect_shown((char *)f->last.data, 1);
		if (!cases[i].words) {
			assert_null(f->note);
			continue;
		}
		day = ks_format("注意: %s: 証明書の期限は %04d-%02d-%02d %s", f->cert, on.year,
				on.month, on.day, cases[i].words);
		assert_string_equal(f->note, day);
		free(day);
	}
}

/* A kiosk's own client at a centre that shows it. */
static enum ks_rc ask(const char *ca_file, int port, struct ks_http_response *response)
{
	char *url = ks_format("https://127.0.0.1:%d/xAPI/about", port);
	struct ks_http_request request = {.method = "GET", .url = url, .wants_certificate = true};
	struct ks_http http;
	enum ks_rc rc;

	assert_int_equal(ks_http_curl_open(ca_file, "", &http), KS_OK);
	rc = http.perform(&http, &request, response);
	ks_http_curl_close(&http);
	free(url);
	return rc;
}

static void who_trusts_it_learns_when_it_ends_and_nobody_else_gets_an_answer(void **state)
{
	struct fixture *f = *state;
	struct ks_sample_centre centre;
	struct ks_server *server;
	struct ks_http_response response;
	int64_t end_s;

	make(f, 400 * 86400);
	end_s = (int64_t)time(NULL) + 400 * 86400;
	assert_int_equal(load(f), KS_OK);
	ks_sample_centre_init(&centre);
	assert_int_equal(ks_server_start(centre.centre, "127.0.0.1:0", true, &server), KS_OK);
	assert_int_equal(ask(f->cert, ks_server_port(server), &response), KS_OK);
	assert_int_equal(response.status, 200);
	assert_string_equal(response.xapi_version, "1.0.3");
	assert_in_range(end_s * 1000 - response.certificate_end_ms, 0, 60000);
	assert_int_equal(response.certificate_end_ms % 1000, 0);
	ks_http_response_finish(&response);

	make(f, 400 * 86400); /* another one, that the centre was not told of */
	assert_int_equal(ask(f->cert, ks_server_port(server), &response), KS_IO);
	assert_int_equal(response.fault, KS_HTTP_FAULT_CERTIFICATE);
	assert_int_equal(response.certificate_end_ms, 0);
	ks_server_stop(server);
	ks_sample_centre_finish(&centre);
}

/* More than sixteen would not all be shown. */
static void a_chain_without_an_end_is_refused(void **state)
{
	struct fixture *f = *state;
	struct ks_buf chain = {0};

	make(f, 400 * 86400);
	for (int i = 1; i <= 17; i++) {
		ks_buf_puts(&chain, (char *)f->last.data);
		free(ks_test_write(f->folder, "cert.pem", ks_buf_text(&chain)));
		if (i == 16) {
			assert_int_equal(load(f), KS_OK);
			expect_shown((char *)f->last.data, 16);
		}
	}
	expect_refused(f, f->cert, "PEM の証明書ではありません");
	ks_buf_finish(&chain);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_pair_is_shown_and_a_renewed_one_in_its_place),
		TEST(a_chain_is_shown_whole),
		TEST(what_cannot_be_shown_is_told_and_the_last_good_pair_stays),
		TEST(a_missing_key_is_told_as_a_key),
		TEST(a_chain_without_an_end_is_refused),
		TEST(who_trusts_it_learns_when_it_ends_and_nobody_else_gets_an_answer),
		TEST(what_ends_soon_or_has_ended_is_shown_and_told),
	};

	return ks_test_run(tests);
}
