/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/log.h"
#include "base/mem.h"
#include "web/call.h"

/*
 * Every page there is and what each role may do there, in one table. Whatever is not in it is refused, and nothing is
 * decided anywhere else: a page only asks whether it shows all or one 所属.
 */

struct ks_web {
	struct ks_centre *centre;
	struct ks_sessions *sessions;
	struct ks_summaries *summaries;
	struct ks_uploads *uploads;
};

#define NO KS_RIGHT_NONE
#define OWN KS_RIGHT_OWN
#define ALL KS_RIGHT_ALL
/* Open to whoever is not logged in: no right is asked. */
#define OPEN                            \
	{                               \
		ALL, ALL, ALL, ALL, ALL \
	}

static const struct ks_web_route routes[] = {
	/*                                               人事 研修 所属長 監査 IT */
	{"/", "GET", NULL, false, {ALL, ALL, OWN, ALL, ALL}, ks_page_front},
	{"/login", "GET", NULL, false, OPEN, ks_page_login},
	{"/login", "POST", NULL, false, OPEN, ks_page_enter},
	{"/first", "GET", NULL, false, OPEN, ks_page_first},
	{"/first", "POST", NULL, false, OPEN, ks_page_first_user},
	{"/style.css", "GET", NULL, false, OPEN, ks_page_style},
	{"/logout", "POST", NULL, false, {ALL, ALL, OWN, ALL, ALL}, ks_page_leave},
	{"/completion", "GET", "受講状況", false, {ALL, ALL, OWN, ALL, NO}, ks_page_completion},
	{"/outstanding", "GET", "未受講者", false, {ALL, ALL, OWN, ALL, NO}, ks_page_outstanding},
	{"/outstanding", "POST", NULL, false, {ALL, ALL, NO, NO, NO}, ks_page_remind},
	{"/letters", "GET", NULL, false, {ALL, ALL, NO, NO, NO}, ks_page_letters},
	{"/plan", "GET", "研修計画", false, {ALL, ALL, ALL, ALL, NO}, ks_page_plan},
	{"/plan", "POST", NULL, false, {ALL, ALL, NO, NO, NO}, ks_page_plan_say},
	{"/exemptions", "GET", "対象外", false, {ALL, ALL, OWN, ALL, NO}, ks_page_exemptions},
	{"/exemptions", "POST", NULL, false, {ALL, ALL, NO, NO, NO}, ks_page_exempt},
	{"/corrections", "GET", "訂正", false, {ALL, ALL, OWN, ALL, NO}, ks_page_corrections},
	{"/corrections", "POST", NULL, false, {ALL, ALL, NO, NO, NO}, ks_page_correct},
	{"/gatherings", "GET", "出席簿", false, {ALL, ALL, OWN, ALL, NO}, ks_page_gatherings},
	{"/gatherings", "POST", NULL, false, {ALL, ALL, NO, NO, NO}, ks_page_gather},
	{"/inspection", "GET", "自己点検", false, {ALL, ALL, OWN, ALL, NO}, ks_page_inspection},
	{"/inspection", "POST", NULL, false, {ALL, ALL, OWN, NO, NO}, ks_page_measure},
	{"/questions", "GET", "設問分析", false, {ALL, ALL, NO, ALL, NO}, ks_page_questions},
	{"/roster", "GET", "職員名簿", false, {ALL, ALL, OWN, ALL, NO}, ks_page_roster},
	{"/roster", "POST", NULL, false, {ALL, NO, NO, NO, NO}, ks_page_roster_undo},
	{"/roster/upload", "POST", NULL, false, {ALL, NO, NO, NO, NO}, ks_page_upload},
	{"/roster/import", "GET", NULL, false, {ALL, NO, NO, NO, NO}, ks_page_import},
	{"/roster/import", "POST", NULL, false, {ALL, NO, NO, NO, NO}, ks_page_import_take},
	{"/people/", "GET", NULL, true, {ALL, ALL, OWN, ALL, NO}, ks_page_person},
	{"/kiosks", "GET", "端末", false, {ALL, ALL, NO, ALL, ALL}, ks_page_kiosks},
	{"/audit", "GET", "監査", false, {ALL, NO, NO, ALL, NO}, ks_page_audit},
};

const struct ks_web_route *ks_web_route(size_t i)
{
	return i < KS_COUNT(routes) ? &routes[i] : NULL;
}

struct ks_web *ks_web_open(struct ks_centre *centre)
{
	struct ks_web *web = ks_alloc_zero(1, sizeof(*web));

	web->centre = centre;
	web->sessions = ks_sessions_open();
	web->summaries = ks_summaries_open();
	web->uploads = ks_uploads_open();
	return web;
}

void ks_web_close(struct ks_web *web)
{
	if (!web)
		return;
	ks_sessions_close(web->sessions);
	ks_summaries_close(web->summaries);
	ks_uploads_close(web->uploads);
	free(web);
}

struct ks_sessions *ks_web_sessions(struct ks_web *web)
{
	return web->sessions;
}

struct ks_summaries *ks_web_summaries(struct ks_web *web)
{
	return web->summaries;
}

struct ks_uploads *ks_web_uploads(struct ks_web *web)
{
	return web->uploads;
}

struct ks_centre *ks_web_centre(struct ks_web *web)
{
	return web->centre;
}

bool ks_web_owns(const char *path)
{
	return strncmp(path, "/xAPI/", 6) != 0 && strncmp(path, "/kiosk/", 7) != 0;
}

static bool is_at(const struct ks_web_route *route, const char *path)
{
	size_t len = strlen(route->path);

	return route->has_rest ? strncmp(route->path, path, len) == 0 && path[len] &&
					 !strchr(path + len, '/')
			       : strcmp(route->path, path) == 0;
}

/* @is_known: another method is there. */
static const struct ks_web_route *find(const char *path, const char *method, bool *is_known)
{
	*is_known = false;
	for (size_t i = 0; i < KS_COUNT(routes); i++) {
		if (!is_at(&routes[i], path))
			continue;
		if (strcmp(routes[i].method, method) == 0)
			return &routes[i];
		*is_known = true;
	}
	return NULL;
}

static bool is_open(const struct ks_web_route *route)
{
	return route->handle == ks_page_login || route->handle == ks_page_enter ||
	       route->handle == ks_page_style || route->handle == ks_page_first ||
	       route->handle == ks_page_first_user;
}

enum ks_right ks_web_right(const char *path, const char *method, enum ks_user_role role)
{
	bool is_known;
	const struct ks_web_route *route = find(path, method, &is_known);

	return route && role < KS_USER_COUNT ? route->rights[role] : KS_RIGHT_NONE;
}

const char *ks_call_query(const struct ks_call *call, const char *name)
{
	const char *value = ks_request_query(call->request, name);

	for (size_t i = 0; !value && i < call->form.n; i++)
		if (strcmp(call->form.items[i].name, name) == 0)
			value = call->form.items[i].value;
	return value ? value : "";
}

bool ks_call_token(const struct ks_request *request, char out[44])
{
	static const char name[] = "__Host-kenshu=";
	const char *at = ks_request_header(request, "Cookie");

	while (at) {
		at += strspn(at, " ;");
		if (strncmp(at, name, strlen(name)) == 0) {
			at += strlen(name);
			if (strcspn(at, "; ") != 43)
				return false;
			memcpy(out, at, 43);
			out[43] = '\0';
			return true;
		}
		at = strchr(at, ';');
	}
	return false;
}

/* Who is logged in, as they stand now: removed or moved to another role since, they are so at once. */
static void recognise(struct ks_call *call, struct ks_web_session *session)
{
	char token[44];

	call->csrf = "";
	call->user.name[0] = '\0';
	if (!ks_call_token(call->request, token) ||
	    !ks_sessions_find(call->web->sessions, token, call->now_ms, session))
		return;
	if (ks_user_find(call->store, session->user, &call->user) == KS_OK &&
	    call->user.role < KS_USER_COUNT)
		call->csrf = session->csrf;
	else
		call->user.name[0] = '\0';
}

static int read_nendo(const char *text, int other)
{
	if (strlen(text) != 4 || strspn(text, "0123456789") != 4 || text[0] == '0')
		return other;
	return (int)strtol(text, NULL, 10);
}

static void read_filters(struct ks_call *call)
{
	const char *page = ks_call_query(call, "page");

	call->nendo = read_nendo(ks_call_query(call, "nendo"), ks_nendo_of(call->today));
	call->filter.unit =
		call->right == KS_RIGHT_OWN ? call->user.unit : ks_call_query(call, "unit");
	call->filter.employment = ks_call_query(call, "employment");
	call->filter.status = ks_call_query(call, "status");
	call->format = ks_call_query(call, "format");
	call->on = ks_request_query(call->request, "on");
	call->on = call->on ? call->on : "";
	call->page = strspn(page, "0123456789") == strlen(page) && strlen(page) < 7 && page[0]
			     ? strtoul(page, NULL, 10)
			     : 1;
	call->page -= call->page > 0;
}

static void begin(struct ks_call *call, struct ks_web *web, const struct ks_request *request,
		  struct ks_reply *reply, struct ks_web_session *session)
{
	*call = (struct ks_call){
		.web = web,
		.request = request,
		.reply = reply,
		.store = ks_centre_store(web->centre),
		.now_ms = ks_centre_now_ms(web->centre),
		.on = "",
	};
	call->today = ks_civil_from_ms(call->now_ms).date;
	recognise(call, session);
}

/* The host that a browser's Origin names is the one it asks. */
static bool is_own_origin(const struct ks_request *request)
{
	const char *origin = ks_request_header(request, "Origin");
	const char *host = ks_request_header(request, "Host");
	const char *at = origin ? strstr(origin, "://") : NULL;

	return !origin || (at && host && strcasecmp(at + 3, host) == 0);
}

static bool takes_file(const struct ks_web_route *route)
{
	return route->handle == ks_page_upload;
}

size_t ks_web_body_max(const char *path)
{
	bool is_known;
	const struct ks_web_route *route = find(path, "POST", &is_known);

	return route && takes_file(route) ? KS_WEB_FILE_MAX_BYTES : KS_WEB_FORM_MAX_BYTES;
}

static bool admit_form(struct ks_call *call, bool has_file)
{
	const char *wanted = has_file ? "multipart/form-data;" : "application/x-www-form-urlencoded";
	const char *length = ks_request_header(call->request, "Content-Length");
	const char *type = ks_request_header(call->request, "Content-Type");
	char *end = NULL;

	if (!is_own_origin(call->request))
		ks_call_page_error(
			call, 403, "受け付けられません",
			"ほかの画面から送られました。もう一度、この画面からやり直してください。");
	else if (!length || strtoull(length, &end, 10) > ks_web_body_max(call->request->path) || *end)
		ks_call_page_error(call, 413, "長すぎます", "一度に送れる量を超えています。");
	else if (!type || strncasecmp(type, wanted, strlen(wanted)) != 0)
		ks_call_page_error(call, 415, "受け付けられません", "画面の書式で送ってください。");
	else
		return true;
	return false;
}

static bool refuse_role(struct ks_call *call)
{
	char *what = ks_format("%.200s", call->request->path);

	if (ks_call_log(call, KS_DEED_REFUSED, what, -1))
		ks_call_page_error(call, 403, "この画面は開けません",
				   "あなたの役割では見られない画面です。必要なときは、人事の担当へ。");
	free(what);
	return false;
}

/* Whether the page may be made; else the answer is there. */
static bool admit(struct ks_call *call, const struct ks_web_route **route)
{
	bool is_known;

	*route = find(call->request->path, call->request->method, &is_known);
	if (!*route && call->user.name[0] == '\0' && !is_known) {
		ks_call_redirect(call, "/login");
		return false;
	}
	if (!*route) {
		ks_call_page_error(call, is_known ? 405 : 404, "ページがありません",
				   "上の見出しから選び直してください。");
		if (is_known)
			call->reply->allow = "GET, HEAD, POST";
		return false;
	}
	if (!is_open(*route) && call->user.name[0] == '\0') {
		ks_call_redirect(call, "/login");
		return false;
	}
	call->right = is_open(*route) ? KS_RIGHT_ALL : (*route)->rights[call->user.role];
	if (call->right == KS_RIGHT_NONE)
		return refuse_role(call);
	read_filters(call);
	return strcmp((*route)->method, "POST") != 0 || admit_form(call, takes_file(*route));
}

static void add_headers(struct ks_reply *reply)
{
	static const char *const headers[][2] = {
		{"Content-Security-Policy",
		 "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';"
		 " frame-ancestors 'none'"},
		{"Referrer-Policy", "no-referrer"},
		{"X-Frame-Options", "DENY"},
		{"Cross-Origin-Resource-Policy", "same-origin"},
	};

	for (size_t i = 0; i < KS_COUNT(headers); i++)
		(void)ks_request_add(&reply->headers, headers[i][0], headers[i][1]);
}

enum ks_rc ks_web_admit(struct ks_web *web, const struct ks_request *request, struct ks_reply *reply)
{
	const struct ks_web_route *route;
	struct ks_web_session session;
	struct ks_call call;

	if (strcmp(request->method, "POST") != 0)
		return KS_OK;
	begin(&call, web, request, reply, &session);
	if (admit(&call, &route))
		return KS_OK;
	add_headers(reply);
	return KS_DENIED;
}

static bool has_csrf(const struct ks_call *call)
{
	const char *told = "";

	for (size_t i = 0; i < call->form.n; i++)
		if (strcmp(call->form.items[i].name, "csrf") == 0)
			told = call->form.items[i].value;
	return call->csrf[0] && strcmp(told, call->csrf) == 0;
}

static void post(struct ks_call *call, const struct ks_web_route *route)
{
	enum ks_rc rc = takes_file(route) ? ks_call_read_parts(call)
					  : ks_form_read(call->request->body,
							 call->request->body_len, &call->form);

	call->nendo = read_nendo(ks_call_query(call, "nendo"), call->nendo);
	if (rc != KS_OK)
		ks_call_page_error(call, 400, "読めませんでした",
				   "もう一度、画面からやり直してください。");
	else if (!is_open(route) && !has_csrf(call))
		ks_call_page_error(call, 403, "受け付けられません",
				   "画面が古くなっています。開き直して、もう一度送ってください。");
	else
		route->handle(call);
	ks_form_finish(&call->form);
	ks_upload_finish(&call->upload);
}

void ks_web_answer(struct ks_web *web, const struct ks_request *request, struct ks_reply *reply)
{
	const struct ks_web_route *route;
	struct ks_web_session session;
	struct ks_call call;

	begin(&call, web, request, reply, &session);
	if (admit(&call, &route)) {
		if (strcmp(route->method, "POST") == 0)
			post(&call, route);
		else
			route->handle(&call);
	}
	if (reply->status == 0)
		reply->status = 200;
	add_headers(reply);
}

bool ks_call_log(struct ks_call *call, enum ks_deed deed, const char *what, int64_t n_people)
{
	struct ks_access access = {
		.at_ms = call->now_ms,
		.user = call->user.name,
		.role = call->user.name[0] ? ks_user_role_word(call->user.role) : "",
		.deed = deed,
		.what = what,
		.reason = ks_call_query(call, "reason"),
		.n_people = n_people,
	};
	enum ks_rc rc = ks_access_add(call->store, &access);

	if (rc == KS_OK)
		return true;
	ks_log_error("web", "the access log cannot be written: %s", ks_rc_name(rc));
	ks_call_page_error(call, 503, "今は表示できません",
			   "だれが見たかを記録できないため、個人の記録を表示しません。"
			   "センターの空き容量を確かめてください。");
	return false;
}

void ks_call_redirect(struct ks_call *call, const char *path)
{
	call->reply->status = 303;
	(void)ks_request_add(&call->reply->headers, "Location", path);
}

void ks_call_failed(struct ks_call *call, enum ks_rc rc)
{
	call->unread = KS_OK;
	ks_log_error("web", "%s: %s", call->request->path, ks_rc_name(rc));
	ks_call_page_error(call, 503, "今は表示できません",
			   "記録を読めませんでした。しばらくして、もう一度開いてください。");
}

bool ks_call_read(struct ks_call *call, enum ks_rc rc)
{
	if (call->unread == KS_OK)
		call->unread = rc;
	return rc == KS_OK;
}
