/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One request and its answer, without libmicrohttpd: resources see only this, so they can be tested on their own, and
 * the HTTP library could be exchanged in one file.
 */
#ifndef KS_LRS_HTTP_H
#define KS_LRS_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "lrs/centre.h"

#define KS_SERVER_BODY_MAX_BYTES ((size_t)4 << 20)
#define KS_SERVER_STATEMENTS_MAX 500 /* at a time */

struct ks_request {
	struct ks_centre *centre;
	const char *method; /* "GET" also for HEAD */
	const char *path;
	const char *version; /* what answers carry: "1.0.3" or "2.0.0" */
	char kiosk[64];      /* whose credentials these are; "" on open routes */
	const char *body;
	size_t body_len;
	/* A header or query parameter, NULL when absent. */
	const char *(*header)(const struct ks_request *request, const char *name);
	const char *(*query)(const struct ks_request *request, const char *name);
	void *context;
};

struct ks_reply {
	int status;
	const char *content_type;
	struct ks_buf body;
	char etag[80];     /* "" for none */
	const char *allow; /* with 405 */
	int retry_after_s; /* 0: none */
	bool tells_have;   /* X-Kenshu-Have */
	int64_t have;
	bool is_xapi; /* carries the xAPI headers, by which a kiosk knows us */
};

/** ks_reply_error() - {"error": …}; English, for programs. */
void ks_reply_error(struct ks_reply *reply, int status, const char *format, ...) KS_PRINTF(3, 4);
/** ks_reply_rc() - the status that belongs to a failure of the store. */
void ks_reply_rc(struct ks_reply *reply, enum ks_rc rc);

/* Resources: statements.c, kiosk_api.c. */
void ks_xapi_about(const struct ks_request *request, struct ks_reply *reply);
void ks_xapi_post_statements(const struct ks_request *request, struct ks_reply *reply);
void ks_xapi_put_statement(const struct ks_request *request, struct ks_reply *reply);
void ks_xapi_get_statements(const struct ks_request *request, struct ks_reply *reply);
void ks_kiosk_get_roster(const struct ks_request *request, struct ks_reply *reply);
void ks_kiosk_put_plan(const struct ks_request *request, struct ks_reply *reply);

#endif
