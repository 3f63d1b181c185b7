/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading what an LRS of somebody else's has: GET /statements by `since`, page by page along `more`. One call is one
 * request; who calls keeps what came (lrs/replica.h) and so can go on where it stopped.
 */
#ifndef KS_SYNC_PULL_H
#define KS_SYNC_PULL_H

#include "sync/http.h"

#define KS_PULL_PAGE_STATEMENTS 200
#define KS_PULL_PAGE_MAX_BYTES ((size_t)16 << 20)

enum ks_pull_outcome {
	KS_PULL_PAGE,    /* a page of statements: body */
	KS_PULL_AGAIN,   /* nobody answered, or the server is busy or broken: later */
	KS_PULL_REFUSED, /* 401/403: other credentials, or more rights for these */
	KS_PULL_STALE, /* an LRS does not know this address (any more): a `more` that is over; begin anew by `since` */
	KS_PULL_NO_LRS, /* something answered that is none: an address of something else, a portal */
};

struct ks_pull_answer {
	enum ks_pull_outcome outcome;
	struct ks_http_response response; /* ks_http_response_finish() */
};

/** ks_pull_first() - the address of the first page of what came since @since_ms (0: of all), oldest first; malloc'd. */
char *ks_pull_first(const char *endpoint, int64_t since_ms);
/**
 * ks_pull_more() - the address behind a page's @more, which is relative to the server or a whole address; malloc'd
 * Return: NULL for one at another server: it would be given the credentials.
 */
char *ks_pull_more(const char *endpoint, const char *more);
/** ks_pull_version() - which version of xAPI to speak: 1.0.3, or 2.0.0 to who lists only that; a literal. */
const char *ks_pull_version(struct ks_http *http, const char *endpoint, const char *credentials);
/** ks_pull_page() - ask for the page at @url; finish @out->response in any case. */
void ks_pull_page(struct ks_http *http, const char *url, const char *credentials,
		  const char *version, struct ks_pull_answer *out);

#endif
