/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/tls.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/calendar.h"
#include "base/file.h"
#include "base/lock.h"
#include "base/mem.h"

/*
 * Whoever renews a certificate replaces two files and sends SIGHUP. Handshakes under way may still hold what was shown
 * before, so nothing is freed until the end: a few kilobytes for each renewal.
 */

#define PEM_BYTES_MAX ((size_t)256 << 10)
#define CHAIN_MAX 16
#define SOON_DAYS 30

struct identity {
	gnutls_pcert_st chain[CHAIN_MAX];
	unsigned n_chain;
	gnutls_privkey_t key;
	struct identity *before;
};

static pthread_mutex_t mutex = KS_MUTEX_INIT;
static struct identity *shown; /* under mutex; what it points to never changes */

static void finish(struct identity *identity)
{
	for (unsigned i = 0; i < identity->n_chain; i++)
		gnutls_pcert_deinit(&identity->chain[i]);
	if (identity->key)
		gnutls_privkey_deinit(identity->key);
	free(identity);
}

static bool read_pem(const char *path, const char *what, char **data, size_t *len, char **note)
{
	enum ks_rc rc = ks_file_read(path, PEM_BYTES_MAX, data, len);

	if (rc == KS_OK)
		return true;
	*note = ks_format(
		rc == KS_NOT_FOUND ? "%s: TLS の%sのファイルがありません。場所を確かめてください。"
		: rc == KS_FULL ? "%s: TLS の%sにしては長すぎます。PEM のファイルを指定してください。"
				: "%s: TLS の%sを読めません。センターを動かす利用者が読める権限に"
				  "してください。",
		path, what);
	return false;
}

/* The key may be the certificate's file itself, or have a passphrase. */
static bool read_key(struct identity *identity, const char *path, const gnutls_datum_t *pem,
		     char **note)
{
	int code;

	gnutls_privkey_init(&identity->key);
	code = gnutls_privkey_import_x509_raw(identity->key, pem, GNUTLS_X509_FMT_PEM, NULL, 0);
	if (code == GNUTLS_E_SUCCESS)
		return true;
	*note = ks_format(strstr((const char *)pem->data, "ENCRYPTED")
				  ? "%s: 鍵に合言葉が付いています。合言葉のない鍵を指定してください。"
				  : "%s: PEM の秘密鍵ではありません。--tls-key を確かめてください。",
			  path);
	return false;
}

static bool read_chain(struct identity *identity, const char *path, const gnutls_datum_t *pem,
		       char **note)
{
	unsigned n = CHAIN_MAX;

	if (gnutls_pcert_list_import_x509_raw(identity->chain, &n, pem, GNUTLS_X509_FMT_PEM,
					      GNUTLS_X509_CRT_LIST_IMPORT_FAIL_IF_EXCEED) ==
		    GNUTLS_E_SUCCESS &&
	    n > 0) {
		identity->n_chain = n;
		return true;
	}
	*note = ks_format("%s: PEM の証明書ではありません。--tls-cert を確かめてください。", path);
	return false;
}

static bool belong_together(const struct identity *identity)
{
	gnutls_pubkey_t own;
	uint8_t a[64], b[64];
	size_t n_a = sizeof(a), n_b = sizeof(b);
	bool is_same;

	gnutls_pubkey_init(&own);
	is_same = gnutls_pubkey_import_privkey(own, identity->key, 0, 0) == GNUTLS_E_SUCCESS &&
		  gnutls_pubkey_get_key_id(own, GNUTLS_KEYID_USE_SHA256, a, &n_a) ==
			  GNUTLS_E_SUCCESS &&
		  gnutls_pubkey_get_key_id(identity->chain[0].pubkey, GNUTLS_KEYID_USE_SHA256, b,
					   &n_b) == GNUTLS_E_SUCCESS &&
		  n_a == n_b && memcmp(a, b, n_a) == 0;
	gnutls_pubkey_deinit(own);
	return is_same;
}

/* Kiosks refuse what is over, all of them on one day. */
static char *note_of_end(const struct identity *identity, const char *path)
{
	gnutls_x509_crt_t first;
	struct ks_date on;
	time_t end;
	char *note = NULL;

	if (gnutls_pcert_export_x509((gnutls_pcert_st *)&identity->chain[0], &first) !=
	    GNUTLS_E_SUCCESS)
		return NULL;
	end = gnutls_x509_crt_get_expiration_time(first);
	gnutls_x509_crt_deinit(first);
	on = ks_civil_from_ms((int64_t)end * 1000).date;
	if (end < time(NULL))
		note = ks_format(
			"注意: %s: 証明書の期限は %04d-%02d-%02d に過ぎました。端末はつなぎません。",
			path, on.year, on.month, on.day);
	else if (end < time(NULL) + (time_t)SOON_DAYS * 86400)
		note = ks_format(
			"注意: %s: 証明書の期限は %04d-%02d-%02d です。新しいものに替えてください。",
			path, on.year, on.month, on.day);
	return note;
}

static enum ks_rc show(struct identity *identity, const char *cert_file, const char *key_file,
		       char **note)
{
	if (!belong_together(identity)) {
		*note = ks_format(
			"%s: この鍵は、証明書 %s のものではありません。組を確かめてください。",
			key_file, cert_file);
		return KS_INVALID;
	}
	*note = note_of_end(identity, cert_file);
	ks_lock(&mutex);
	identity->before = shown;
	shown = identity;
	ks_unlock(&mutex);
	return KS_OK;
}

enum ks_rc ks_tls_load(const char *cert_file, const char *key_file, char **note)
{
	struct identity *identity = ks_alloc_zero(1, sizeof(*identity));
	char *cert = NULL, *key = NULL;
	size_t n_cert = 0, n_key = 0;
	enum ks_rc rc = KS_INVALID;

	*note = NULL;
	if (read_pem(cert_file, "証明書", &cert, &n_cert, note) &&
	    read_pem(key_file, "鍵", &key, &n_key, note) &&
	    read_chain(identity, cert_file,
		       &(gnutls_datum_t){(unsigned char *)cert, (unsigned)n_cert}, note) &&
	    read_key(identity, key_file, &(gnutls_datum_t){(unsigned char *)key, (unsigned)n_key},
		     note))
		rc = show(identity, cert_file, key_file, note);
	if (rc != KS_OK)
		finish(identity);
	if (key)
		explicit_bzero(key, n_key);
	free(key);
	free(cert);
	return rc;
}

static int retrieve(gnutls_session_t session, const gnutls_datum_t *issuers, int n_issuers,
		    const gnutls_pk_algorithm_t *algorithms, int n_algorithms,
		    gnutls_pcert_st **chain, unsigned *n_chain, gnutls_privkey_t *key)
{
	(void)session, (void)issuers, (void)n_issuers, (void)algorithms, (void)n_algorithms;
	ks_lock(&mutex);
	*chain = shown->chain;
	*n_chain = shown->n_chain;
	*key = shown->key;
	ks_unlock(&mutex);
	return 0;
}

void *ks_tls_callback(void)
{
	bool is_loaded;

	ks_lock(&mutex);
	is_loaded = shown;
	ks_unlock(&mutex);
	return is_loaded ? (void *)retrieve : NULL;
}

void ks_tls_finish(void)
{
	while (shown) {
		struct identity *before = shown->before;

		finish(shown);
		shown = before;
	}
}
