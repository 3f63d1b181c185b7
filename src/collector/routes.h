/* SPDX-License-Identifier: Apache-2.0 */
/* Which addresses there are and who may use them; asked before a body is read. */
#ifndef KS_COLLECTOR_ROUTES_H
#define KS_COLLECTOR_ROUTES_H

#include "lrs/http.h"

enum ks_route_access {
	KS_ROUTE_OPEN,
	KS_ROUTE_KIOSK,      /* kiosks alone */
	KS_ROUTE_STATEMENTS, /* kiosks, and LRS clients whose scope allows the method */
	KS_ROUTE_CLIENT,     /* LRS clients alone */
};
enum ks_route_body {
	KS_BODY_NONE,
	KS_BODY_JSON,
	KS_BODY_STATEMENTS, /* JSON, or multipart/mixed with attachments */
	KS_BODY_ANY,        /* a document */
};

struct ks_route {
	const char *path, *method;
	enum ks_route_access access;
	bool needs_version;      /* X-Experience-API-Version must be there and be one we speak */
	enum ks_route_body body; /* of at most KS_SERVER_BODY_MAX_BYTES */
	void (*handle)(const struct ks_request *request, struct ks_reply *reply);
};

/** ks_route_find() - NULL when there is none; then @allow lists the path's methods (NULL: unknown path). */
const struct ks_route *ks_route_find(const char *path, const char *method, const char **allow);

/**
 * ks_route_admit() - everything that can be told from the head of a request, before its body is read
 * On success fills request->kiosk or client, and version. Return: KS_OK, else @reply says why.
 */
KS_MUST_USE enum ks_rc ks_route_admit(const struct ks_route *route, struct ks_request *request,
				      struct ks_reply *reply);

#endif
