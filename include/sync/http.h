/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One HTTP exchange with limits on everything (RELIABILITY "Limits"). A struct of one function, so that tests
 * put a scripted endpoint in its place.
 */
#ifndef KS_SYNC_HTTP_H
#define KS_SYNC_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/rc.h"

#define KS_HTTP_CONNECT_MS 10000
#define KS_HTTP_TOTAL_MS 60000
#define KS_HTTP_RESPONSE_MAX_BYTES ((size_t)1 << 20)

struct ks_http_request {
	const char *method; /* "GET", "POST", "PUT" */
	const char *url;
	const char *credentials; /* "key:secret" for Basic, NULL for none */
	const char **headers;    /* "Name: value" */
	size_t n_headers;
	const void *body;
	size_t body_len;
	size_t response_max_bytes; /* 0: KS_HTTP_RESPONSE_MAX_BYTES */
	bool wants_certificate;    /* look when the server's ends */
};
/* Why there is no answer, where somebody can mend it. */
enum ks_http_fault {
	KS_HTTP_FAULT_NONE, /* there is one, or nobody knows why not: refused, timeout, cut */
	KS_HTTP_FAULT_CERTIFICATE, /* TLS: not by a CA that is trusted here, another name, over */
	KS_HTTP_FAULT_PROXY,       /* the proxy is not there, or wants something else */
};

struct ks_http_response {
	int status; /* 0 when there was none */
	struct ks_buf body;
	char content_type[64];
	char etag[80];
	char xapi_version[16];
	int retry_after_s;        /* -1 when absent */
	enum ks_http_fault fault; /* of no answer; */
	bool is_twin;             /* X-Kenshu-Twin: the collector saw our record go on elsewhere */
	int64_t epoch; /* X-Kenshu-Epoch: our end is not what the collector has, go on in this one; 0: all is well */
	char resend[24]; /* X-Kenshu-Resend: the collector's wish to see again what was set aside; "" for none */
	char content[96]; /* X-Kenshu-Content: number, bytes and hash of what the collector offers; "" for none */
	int64_t certificate_end_ms; /* of the server's, where that was wanted and there is one; else 0 */
	int64_t date_ms;            /* Date, 0 when absent */
	int64_t consistent_ms;      /* X-Experience-API-Consistent-Through, 0 when absent */
	int64_t have; /* X-Kenshu-Have: up to which seq the collector has all of ours; -1 when absent */
};
/** ks_http_response_finish() - frees the body; the struct is empty afterwards. Accepts NULL. */
void ks_http_response_finish(struct ks_http_response *response);

struct ks_http {
	/* KS_OK: a whole answer of any status arrived. KS_IO: none (refused, timeout, cut, over the limit). */
	enum ks_rc (*perform)(struct ks_http *http, const struct ks_http_request *request,
			      struct ks_http_response *response);
	void *context;
	const bool *stop; /* when set to true an exchange under way ends soon; may be NULL */
};

/**
 * ks_http_curl_open() - the real one; no redirects are followed
 * @ca_file: PEM of the CAs that are trusted, NULL: the system's
 * @proxy: "http://host:port", NULL: the environment's (https_proxy), "": none
 * Return: KS_OK; KS_IO: there is no libcurl.
 */
KS_MUST_USE enum ks_rc ks_http_curl_open(const char *ca_file, const char *proxy, struct ks_http *out);
/** ks_http_curl_close() - ends its connections, frees; the struct is empty afterwards. Accepts NULL. */
void ks_http_curl_close(struct ks_http *http);

#endif
