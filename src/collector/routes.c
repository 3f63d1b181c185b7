/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/routes.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

/*
 * Every address this server answers, in one table, with who may use it. What is decided here is decided before a
 * body is read: an unknown sender cannot make the collector parse anything.
 */

#define DOCUMENTS(path)                                                               \
	{path, "GET", KS_ROUTE_CLIENT, true, KS_BODY_NONE, ks_xapi_document},         \
		{path, "PUT", KS_ROUTE_CLIENT, true, KS_BODY_ANY, ks_xapi_document},  \
		{path, "POST", KS_ROUTE_CLIENT, true, KS_BODY_ANY, ks_xapi_document}, \
	{                                                                             \
		path, "DELETE", KS_ROUTE_CLIENT, true, KS_BODY_NONE, ks_xapi_document \
	}

/* Whatever is not below /xAPI/ or /kiosk/ is a page: web/routes.c. */
static const struct ks_route routes[] = {
	{"/xAPI/about", "GET", KS_ROUTE_OPEN, false, KS_BODY_NONE, ks_xapi_about},
	{"/xAPI/statements", "POST", KS_ROUTE_STATEMENTS, true, KS_BODY_STATEMENTS,
	 ks_xapi_post_statements},
	{"/xAPI/statements", "PUT", KS_ROUTE_STATEMENTS, true, KS_BODY_STATEMENTS,
	 ks_xapi_put_statement},
	{"/xAPI/statements", "GET", KS_ROUTE_STATEMENTS, true, KS_BODY_NONE, ks_xapi_get_statements},
	{"/xAPI/activities", "GET", KS_ROUTE_CLIENT, true, KS_BODY_NONE, ks_xapi_get_activity},
	{"/xAPI/agents", "GET", KS_ROUTE_CLIENT, true, KS_BODY_NONE, ks_xapi_get_person},
	DOCUMENTS("/xAPI/activities/state"),
	DOCUMENTS("/xAPI/activities/profile"),
	DOCUMENTS("/xAPI/agents/profile"),
	{"/kiosk/v1/roster", "GET", KS_ROUTE_KIOSK, false, KS_BODY_NONE, ks_kiosk_get_roster},
	{"/kiosk/v1/content", "GET", KS_ROUTE_KIOSK, false, KS_BODY_NONE, ks_kiosk_get_content},
	{"/kiosk/v1/condition", "PUT", KS_ROUTE_KIOSK, false, KS_BODY_JSON, ks_kiosk_put_condition},
	{"/kiosk/v1/enrol", "POST", KS_ROUTE_OPEN, false, KS_BODY_JSON, ks_kiosk_enrol},
	{"/kiosk/v1/pins", "PUT", KS_ROUTE_KIOSK, false, KS_BODY_JSON, ks_kiosk_put_pins},
	{"/kiosk/v1/plan", "PUT", KS_ROUTE_KIOSK, false, KS_BODY_JSON, ks_kiosk_put_plan},
};

static const struct {
	const char *path, *methods;
} allowed[] = {
	{"/xAPI/about", "GET, HEAD"},
	{"/xAPI/statements", "GET, HEAD, POST, PUT"},
	{"/xAPI/activities", "GET, HEAD"},
	{"/xAPI/agents", "GET, HEAD"},
	{"/xAPI/activities/state", "GET, HEAD, PUT, POST, DELETE"},
	{"/xAPI/activities/profile", "GET, HEAD, PUT, POST, DELETE"},
	{"/xAPI/agents/profile", "GET, HEAD, PUT, POST, DELETE"},
	{"/kiosk/v1/roster", "GET, HEAD"},
	{"/kiosk/v1/content", "GET, HEAD"},
	{"/kiosk/v1/condition", "PUT"},
	{"/kiosk/v1/enrol", "POST"},
	{"/kiosk/v1/pins", "PUT"},
	{"/kiosk/v1/plan", "PUT"},
};

const struct ks_route *ks_route_find(const char *path, const char *method, const char **allow)
{
	*allow = NULL;
	for (size_t i = 0; i < KS_COUNT(routes); i++)
		if (strcmp(routes[i].path, path) == 0 && strcmp(routes[i].method, method) == 0)
			return &routes[i];
	for (size_t i = 0; i < KS_COUNT(allowed); i++)
		if (strcmp(allowed[i].path, path) == 0)
			*allow = allowed[i].methods;
	return NULL;
}

/* Answers carry the newest patch of the version that was asked for. */
static const char *spoken_version(const char *asked)
{
	static const struct {
		const char *prefix, *answer;
	} versions[] = {{"1.0", "1.0.3"}, {"2.0", "2.0.0"}};

	for (size_t i = 0; asked && i < KS_COUNT(versions); i++) {
		const char *rest = asked + strlen(versions[i].prefix);

		if (strncmp(asked, versions[i].prefix, strlen(versions[i].prefix)) != 0)
			continue;
		if (!*rest ||
		    (*rest == '.' && rest[1] && strspn(rest + 1, "0123456789") == strlen(rest + 1)))
			return versions[i].answer;
	}
	return NULL;
}

static bool is_type(const char *content_type, const char *wanted)
{
	size_t len = strlen(wanted);

	return content_type && strncasecmp(content_type, wanted, len) == 0 &&
	       strchr("; \t", content_type[len]); /* finds the NUL too */
}

static bool admit_body(const struct ks_route *route, const struct ks_request *request,
		       struct ks_reply *reply)
{
	const char *length = ks_request_header(request, "Content-Length");
	const char *coding = ks_request_header(request, "Content-Encoding");
	const char *type = ks_request_header(request, "Content-Type");
	char *end = NULL;

	if (!length && !ks_request_header(request, "Transfer-Encoding")) {
		ks_reply_error(reply, 411, "Content-Length is needed");
		return false;
	}
	if (length && (strtoull(length, &end, 10) > KS_SERVER_BODY_MAX_BYTES || *end)) {
		ks_reply_error(reply, 413, "at most %zu bytes at a time", KS_SERVER_BODY_MAX_BYTES);
		return false;
	}
	if (coding && strcasecmp(coding, "identity") != 0) {
		ks_reply_error(reply, 415, "Content-Encoding is not supported");
		return false;
	}
	if (route->body == KS_BODY_ANY || is_type(type, "application/json") ||
	    (route->body == KS_BODY_STATEMENTS && is_type(type, "multipart/mixed")))
		return true;
	/* xAPI wants 400 of its own resources. */
	ks_reply_error(reply, route->body == KS_BODY_STATEMENTS ? 400 : 415,
		       "Content-Type must be application/json");
	return false;
}

/* "Basic …" of the head, or of the alternate syntax's form. */
static bool read_credentials(const struct ks_request *request, char *text, size_t room,
			     char **password)
{
	const char *told = ks_request_header(request, "Authorization");
	size_t len = 0;
	char *colon;

	if (!told || strncasecmp(told, "Basic ", 6) != 0 ||
	    sodium_base642bin((unsigned char *)text, room - 1, told + 6, strlen(told + 6), " ",
			      &len, NULL, sodium_base64_VARIANT_ORIGINAL) != 0 ||
	    memchr(text, '\0', len))
		return false;
	text[len] = '\0';
	colon = strchr(text, ':');
	if (!colon || colon == text)
		return false;
	*colon = '\0';
	*password = colon + 1;
	return true;
}

static bool may(enum ks_scope scope, const char *method)
{
	return scope == KS_SCOPE_ALL || (strcmp(method, "GET") == 0) == (scope == KS_SCOPE_READ);
}

static enum ks_rc admit_sender(const struct ks_route *route, struct ks_request *request,
			       struct ks_reply *reply)
{
	char text[400], *password = NULL;
	bool is_read = read_credentials(request, text, sizeof(text), &password);
	enum ks_rc rc = KS_DENIED;

	if (is_read && strlen(text) < sizeof(request->kiosk))
		rc = ks_centre_check_kiosk(request->centre, text, password);
	if (rc == KS_OK && route->access == KS_ROUTE_CLIENT) {
		ks_reply_error(reply, 403, "a kiosk has no business here");
		return KS_DENIED;
	}
	if (rc == KS_OK)
		memcpy(request->kiosk, text, strlen(text) + 1);
	if (is_read && rc == KS_DENIED && route->access != KS_ROUTE_KIOSK &&
	    strlen(text) < sizeof(request->client)) {
		rc = ks_centre_check_client(request->centre, text, password, &request->scope);
		if (rc == KS_OK)
			memcpy(request->client, text, strlen(text) + 1);
	}
	if (rc == KS_DENIED)
		ks_reply_error(reply, 401, "unknown key or wrong secret");
	else if (rc != KS_OK)
		ks_reply_rc(reply, rc);
	if (rc == KS_OK && request->client[0] && !may(request->scope, request->method)) {
		ks_reply_error(reply, 403, "these credentials may not do that");
		rc = KS_DENIED;
	}
	return rc;
}

enum ks_rc ks_route_admit(const struct ks_route *route, struct ks_request *request,
			  struct ks_reply *reply)
{
	const char *version = spoken_version(ks_request_header(request, "X-Experience-API-Version"));

	request->version = version ? version : ks_centre_version(request->centre);
	/* Kiosks tell by these headers that no portal or gateway answers in our place. */
	reply->is_xapi = strncmp(route->path, "/xAPI/", strlen("/xAPI/")) == 0 ||
			 strncmp(route->path, "/kiosk/", strlen("/kiosk/")) == 0;
	if (route->access != KS_ROUTE_OPEN) {
		enum ks_rc rc = admit_sender(route, request, reply);

		if (rc != KS_OK)
			return rc;
	}
	if (route->needs_version && !version) {
		ks_reply_error(reply, 400, "X-Experience-API-Version must be 1.0.x or 2.0.x");
		return KS_INVALID;
	}
	return route->body && !admit_body(route, request, reply) ? KS_INVALID : KS_OK;
}
