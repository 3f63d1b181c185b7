/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/routes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"

/*
 * Every address this server answers, in one table, with who may use it. What is decided here is decided before a
 * body is read: an unknown sender cannot make the collector parse anything.
 */

static void get_front_page(const struct ks_request *request, struct ks_reply *reply)
{
	(void)request;
	reply->status = 200;
	reply->content_type = "text/plain; charset=utf-8";
	ks_buf_puts(&reply->body,
		    "kenshu-collector です。研修の端末から、受講の記録を受け取ります。\n"
		    "\n"
		    "人事の方へ: 画面での一覧は、まだありません。今は次の命令をお使いください。\n"
		    "  kenshu report completion --state フォルダー\n"
		    "  kenshu report outstanding --state フォルダー\n"
		    "  kenshu report attendance --state フォルダー\n"
		    "\n"
		    "端末の送り先: /xAPI\n");
}

/*
 * Still to come, each an issue of its own: HR's web pages at /hr (sign-in, roles, access log); the rest of a learning
 * record store at /xAPI/{agents,agents/profile,activities,activities/state,activities/profile}, statement
 * lists, voiding, attachments (multipart/mixed) and the alternate request syntax.
 */
static const struct ks_route routes[] = {
	{"/", "GET", KS_ROUTE_OPEN, false, false, get_front_page},
	{"/xAPI/about", "GET", KS_ROUTE_OPEN, false, false, ks_xapi_about},
	{"/xAPI/statements", "POST", KS_ROUTE_KIOSK, true, true, ks_xapi_post_statements},
	{"/xAPI/statements", "PUT", KS_ROUTE_KIOSK, true, true, ks_xapi_put_statement},
	{"/xAPI/statements", "GET", KS_ROUTE_KIOSK, true, false, ks_xapi_get_statements},
	{"/kiosk/v1/roster", "GET", KS_ROUTE_KIOSK, false, false, ks_kiosk_get_roster},
	{"/kiosk/v1/plan", "PUT", KS_ROUTE_KIOSK, false, true, ks_kiosk_put_plan},
};

static const struct {
	const char *path, *methods;
} allowed[] = {
	{"/", "GET, HEAD"},
	{"/xAPI/about", "GET, HEAD"},
	{"/xAPI/statements", "GET, HEAD, POST, PUT"},
	{"/kiosk/v1/roster", "GET, HEAD"},
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

static bool is_json(const char *content_type)
{
	size_t len = strlen("application/json");

	return content_type && strncasecmp(content_type, "application/json", len) == 0 &&
	       strchr("; \t", content_type[len]); /* finds the NUL too */
}

static bool admit_body(const struct ks_request *request, struct ks_reply *reply)
{
	const char *length = request->header(request, "Content-Length");
	const char *coding = request->header(request, "Content-Encoding");
	char *end = NULL;

	if (!length && !request->header(request, "Transfer-Encoding")) {
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
	if (!is_json(request->header(request, "Content-Type"))) {
		ks_reply_error(reply, 415, "Content-Type must be application/json");
		return false;
	}
	return true;
}

static enum ks_rc admit_kiosk(struct ks_request *request, const char *user, const char *password,
			      struct ks_reply *reply)
{
	enum ks_rc rc = KS_DENIED;

	if (user && password && *user && strlen(user) < sizeof(request->kiosk))
		rc = ks_centre_check_kiosk(request->centre, user, password);
	if (rc == KS_OK)
		snprintf(request->kiosk, sizeof(request->kiosk), "%s", user);
	else if (rc == KS_DENIED)
		ks_reply_error(reply, 401, "unknown key or wrong secret");
	else
		ks_reply_rc(reply, rc);
	return rc;
}

enum ks_rc ks_route_admit(const struct ks_route *route, struct ks_request *request,
			  const char *user, const char *password, struct ks_reply *reply)
{
	const char *version = spoken_version(request->header(request, "X-Experience-API-Version"));

	request->version = version ? version : "1.0.3";
	/* Kiosks tell by these headers that no portal or gateway answers in our place. */
	reply->is_xapi = strncmp(route->path, "/xAPI/", strlen("/xAPI/")) == 0 ||
			 strncmp(route->path, "/kiosk/", strlen("/kiosk/")) == 0;
	if (route->access == KS_ROUTE_KIOSK) {
		enum ks_rc rc = admit_kiosk(request, user, password, reply);

		if (rc != KS_OK)
			return rc;
	}
	if (route->needs_version && !version) {
		ks_reply_error(reply, 400, "X-Experience-API-Version must be 1.0.x or 2.0.x");
		return KS_INVALID;
	}
	return route->has_body && !admit_body(request, reply) ? KS_INVALID : KS_OK;
}
