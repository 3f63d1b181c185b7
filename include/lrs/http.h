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
#define KS_PARAMS_MAX 64             /* in one request */

/* Decoded; the value may be "". */
struct ks_param {
	char *name, *value;
};
struct ks_params {
	struct ks_param items[KS_PARAMS_MAX];
	size_t n;
};

struct ks_request {
	struct ks_centre *centre;
	bool is_tls;        /* it came over TLS to this very program */
	const char *method; /* "GET" also for HEAD */
	const char *path;
	const char *version; /* what answers carry: "1.0.3" or "2.0.0" */
	char kiosk[64];  /* whose credentials these are; "" on open routes and for an LRS client */
	char client[64]; /* name of an LRS client, "" for none */
	enum ks_scope scope; /* of the client */
	const char *body;
	size_t body_len;
	struct ks_params query; /* owned; ks_request_finish() */
	struct ks_params told;  /* headers that a body of the alternate syntax told; owned */
	const char *(*header)(const struct ks_request *request,
			      const char *name); /* of the connection */
	void *context;
};

struct ks_reply {
	int status;
	const char *content_type;
	char own_type[128]; /* room for a content type that is no literal */
	struct ks_buf body;
	char etag[80];          /* "" for none */
	char last_modified[40]; /* "" for none */
	const char *allow;      /* with 405 */
	int retry_after_s;      /* 0: none */
	bool tells_have;        /* X-Kenshu-Have */
	int64_t have;
	int64_t resend;           /* X-Kenshu-Resend; 0: not told */
	bool is_twin;             /* X-Kenshu-Twin */
	int64_t epoch;            /* X-Kenshu-Epoch; 0: not told */
	bool is_xapi;             /* carries the xAPI headers, by which a kiosk knows us */
	struct ks_params headers; /* further ones, of a page; owned, ks_reply_finish() */
};

/** ks_request_query() - a parameter of the address, NULL when absent. */
const char *ks_request_query(const struct ks_request *request, const char *name);
/** ks_request_header() - a header, or what a body of the alternate syntax told in its place; NULL when absent. */
const char *ks_request_header(const struct ks_request *request, const char *name);
/** ks_request_add() - one more parameter; false when there are too many. */
bool ks_request_add(struct ks_params *params, const char *name, const char *value);
/** ks_request_drop() - without the parameter @name. */
void ks_request_drop(struct ks_params *params, const char *name);
/**
 * ks_request_unfold() - what a body of xAPI 1.0.3's alternate syntax means: headers, parameters, content
 * @form: application/x-www-form-urlencoded; @body: receives the content, "" when there is none, malloc'd
 * Return: KS_OK; KS_INVALID with @why (English).
 */
KS_MUST_USE enum ks_rc ks_request_unfold(struct ks_request *request, const char *form, size_t len,
					 char **body, const char **why);
/** ks_request_finish() - frees parameters and headers, not the body. The struct is empty afterwards. */
void ks_request_finish(struct ks_request *request);
/** ks_form_read() - the fields of application/x-www-form-urlencoded; KS_INVALID, KS_FULL. Finish @out in any case. */
KS_MUST_USE enum ks_rc ks_form_read(const char *form, size_t len, struct ks_params *out);
/** ks_form_finish() - frees names and values; there are none afterwards. */
void ks_form_finish(struct ks_params *params);
/** ks_reply_finish() - frees the body and what else it holds. */
void ks_reply_finish(struct ks_reply *reply);

/** ks_reply_error() - {"error": …}; English, for programs. */
void ks_reply_error(struct ks_reply *reply, int status, const char *format, ...) KS_PRINTF(3, 4);
/** ks_reply_modified() - Last-Modified. */
void ks_reply_modified(struct ks_reply *reply, int64_t wall_ms);
/** ks_reply_rc() - the status that belongs to a failure of the store. */
void ks_reply_rc(struct ks_reply *reply, enum ks_rc rc);

/* Resources: statements.c, statements_get.c, document.c, people.c, kiosk_api.c. */
void ks_xapi_about(const struct ks_request *request, struct ks_reply *reply);
/** ks_xapi_post_statements() - one or an array of them, all or none: 200 with their ids in that order. */
void ks_xapi_post_statements(const struct ks_request *request, struct ks_reply *reply);
/** ks_xapi_put_statement() - one under its statementId: 204. */
void ks_xapi_put_statement(const struct ks_request *request, struct ks_reply *reply);
/** ks_xapi_get_statements() - one by its id, or a page of those that match; a kiosk sees only its own. */
void ks_xapi_get_statements(const struct ks_request *request, struct ks_reply *reply);
/** ks_xapi_get_activity() - what is known of an activity by its activityId: 200, 400. */
void ks_xapi_get_activity(const struct ks_request *request, struct ks_reply *reply);
/** ks_xapi_get_person() - all names the agent is known by, as a Person: 200, 400. */
void ks_xapi_get_person(const struct ks_request *request, struct ks_reply *reply);
/** ks_xapi_document() - state and profile documents, every method. */
void ks_xapi_document(const struct ks_request *request, struct ks_reply *reply);
/** ks_kiosk_get_roster() - the list for kiosks, by ETag: 200, or 304 when it has not changed. */
void ks_kiosk_get_roster(const struct ks_request *request, struct ks_reply *reply);
/** ks_kiosk_tell_offer() - X-Kenshu-Content: number, bytes and SHA-256 of the content that is offered, if any is. */
void ks_kiosk_tell_offer(const struct ks_request *request, struct ks_reply *reply);
/**
 * ks_kiosk_get_content() - a piece of the bundle that is offered (lrs/offer.h), from where Range says
 * 206; 400, 404: nothing is offered, 412: another one than If-Match names, 416, 503.
 */
void ks_kiosk_get_content(const struct ks_request *request, struct ks_reply *reply);
/** ks_kiosk_put_condition() - how its machine is (lrs/condition.h): 204; 400 when the body is no list of findings. */
void ks_kiosk_put_condition(const struct ks_request *request, struct ks_reply *reply);
/**
 * ks_kiosk_put_pins() - PINs chosen and locks at this kiosk, sealed (record/pin_news.h): 200 with how many do not hold; 400: no
 * parcel for this centre; 403: signed with a key that nobody vouches for as this kiosk's.
 */
void ks_kiosk_put_pins(const struct ks_request *request, struct ks_reply *reply);
/** ks_kiosk_put_plan() - the courses this kiosk runs: 204; 400 when the body is none. */
void ks_kiosk_put_plan(const struct ks_request *request, struct ks_reply *reply);
/** ks_kiosk_enrol() - a kiosk with a code of HR's and nothing else: 200 {"kiosk":NAME}; 400, 401, 409, 429. */
void ks_kiosk_enrol(const struct ks_request *request, struct ks_reply *reply);

#endif
