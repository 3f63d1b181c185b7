/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "base/secret.h"
#include "web/call.h"

/*
 * The way in and out. The cookie is a __Host- one, so browsers keep it only over TLS, or from this very machine: over plain
 * HTTP from elsewhere the page says so, and takes no password.
 */

/* TLS ends in the collector, or at a proxy in front of it. */
static bool is_private(const struct ks_request *request)
{
	const char *proto = ks_request_header(request, "X-Forwarded-Proto");

	return request->is_tls || (proto && strcmp(proto, "https") == 0) ||
	       ks_secret_stays_here(ks_request_header(request, "Host"));
}

static void put_field(struct ks_html *html, const char *name, const char *word, const char *type,
		      const char *autocomplete, const char *value)
{
	bool is_code = strcmp(autocomplete, "one-time-code") == 0;

	ks_html_open(html, "label", NULL);
	ks_html_attr(html, "for", name);
	ks_html_text(html, word);
	ks_html_close(html, "label");
	ks_html_open(html, "input", NULL);
	ks_html_attr(html, "id", name);
	ks_html_attr(html, "name", name);
	ks_html_attr(html, "type", type);
	ks_html_attr(html, "autocomplete", autocomplete);
	ks_html_attr(html, "maxlength", "256");
	if (is_code)
		ks_html_attr(html, "inputmode", "numeric");
	else
		ks_html_attr(html, "required", "");
	ks_html_attr(html, "value", value);
	ks_html_close(html, "input");
}

static void put_form(struct ks_html *html, const char *user)
{
	ks_html_open(html, "form", NULL);
	ks_html_attr(html, "method", "post");
	ks_html_attr(html, "action", "/login");
	put_field(html, "user", "利用者の名前", "text", "username", user);
	put_field(html, "password", "パスワード", "password", "current-password", "");
	put_field(html, "code", "認証アプリの6けたの番号（使う人だけ）", "text", "one-time-code", "");
	ks_html_open(html, "button", "main");
	ks_html_attr(html, "type", "submit");
	ks_html_text(html, "ログイン");
	ks_html_close(html, "button");
	ks_html_close(html, "form");
}

static void put_page(struct ks_call *call, const char *user, const char *trouble, const char *hint)
{
	struct ks_html *html = &call->html;

	ks_page_begin(call, "ログイン");
	if (trouble) {
		ks_html_open(html, "div", "notice");
		ks_html_attr(html, "role", "alert");
		ks_html_line(html, "strong", NULL, trouble);
		ks_html_line(html, "p", NULL, hint);
		ks_html_close(html, "div");
	}
	if (is_private(call->request))
		put_form(html, user);
	if (ks_user_first_is_open(call->store))
		ks_html_link(html, "/first", NULL, "最初の利用者を登録する");
	ks_html_line(html, "p", "small",
		     "15分使わないと、自動でログアウトします。入ったこと、見たことは記録に残ります。");
	ks_html_line(
		html, "p", "small",
		"パスワードが分からないときは、センターの担当が kenshu user password で作り直します。");
	ks_page_end(call);
}

void ks_page_login(struct ks_call *call)
{
	if (call->user.name[0])
		ks_call_redirect(call, "/");
	else if (!is_private(call->request))
		put_page(call, "", "この接続は暗号化されていません。",
			 "パスワードを盗まれるおそれがあるため、ログインできません。https:// で開くか、"
			 "センターの機械で開いてください。");
	else
		put_page(call, "", NULL, NULL);
}

static void put_wait(struct ks_call *call, const char *user, int64_t wait_ms)
{
	char *hint = ks_format("あと%d分のあいだ、入れません。", (int)((wait_ms + 59999) / 60000));

	call->reply->status = 429;
	call->reply->retry_after_s = (int)((wait_ms + 999) / 1000);
	put_page(call, user, "まちがいが続きました。", hint);
	free(hint);
}

static void refuse(struct ks_call *call, const char *user, int n_left)
{
	char *hint = n_left > 0 ? ks_format("あと%d回まちがえると、15分のあいだ入れなくなります。",
					    n_left)
				: ks_strdup("15分のあいだ、入れません。");

	call->reply->status = 403;
	put_page(call, user, "名前か、パスワードか、番号がちがいます。", hint);
	free(hint);
}

static void let_in(struct ks_call *call)
{
	char token[44], cookie[160];

	ks_sessions_begin(ks_web_sessions(call->web), call->user.name, call->now_ms, token);
	snprintf(cookie, sizeof(cookie),
		 "__Host-kenshu=%s; Path=/; Secure; HttpOnly; SameSite=Strict", token);
	(void)ks_request_add(&call->reply->headers, "Set-Cookie", cookie);
	ks_call_redirect(call, "/");
}

/* A name that was typed, for the log: a password typed in its place must not come to lie there. */
static void log_refused(struct ks_call *call, const char *user)
{
	struct ks_user known;
	bool is_known = ks_user_find(call->store, user, &known) == KS_OK;
	char *what = ks_format("ログイン（%s）", is_known ? known.name : "知らない名前");

	(void)ks_call_log(call, KS_DEED_REFUSED, what, -1);
	free(what);
}

void ks_page_enter(struct ks_call *call)
{
	struct ks_sessions *sessions = ks_web_sessions(call->web);
	const char *user = ks_call_query(call, "user"), *password = ks_call_query(call, "password");
	int64_t wait_ms = ks_sessions_wait(sessions, user, call->now_ms);
	struct ks_user found;
	enum ks_rc rc;
	int n_left;

	if (!is_private(call->request)) {
		ks_page_login(call);
		return;
	}
	if (wait_ms > 0) {
		put_wait(call, user, wait_ms);
		return;
	}
	/* Counted as wrong before it is looked at: guesses sent side by side are not for free. */
	n_left = ks_sessions_tried(sessions, user, false, call->now_ms);
	rc = ks_user_check(call->store, user, password, &found);
	if (rc == KS_OK)
		rc = ks_user_check_code(call->store, found.name, ks_call_query(call, "code"),
					call->now_ms);
	if (rc == KS_OK) {
		(void)ks_sessions_tried(sessions, user, true, call->now_ms);
		call->user = found;
		if (ks_call_log(call, KS_DEED_ENTERED, "ログイン", -1))
			let_in(call);
	} else if (rc == KS_DENIED) {
		log_refused(call, user);
		if (call->reply->status == 0)
			refuse(call, user, n_left);
	} else {
		ks_call_failed(call, rc);
	}
}

/* --- the first user --------------------------------------------------------------------------- */

#define FIRST "first user" /* no name of a user: it has a blank */

static void put_first(struct ks_call *call, const char *trouble)
{
	struct ks_html *html = &call->html;

	ks_page_begin(call, "最初の利用者を登録する");
	if (trouble) {
		ks_html_open(html, "div", "notice");
		ks_html_attr(html, "role", "alert");
		ks_html_line(html, "strong", NULL, trouble);
		ks_html_close(html, "div");
	}
	ks_html_line(html, "p", "small",
		     "センターを作ったとき（kenshu-collector init）に出た番号で、人事の利用者を一人登録します。"
		     "番号は、一度だけ使えます。");
	ks_html_open(html, "form", NULL);
	ks_html_attr(html, "method", "post");
	ks_html_attr(html, "action", "/first");
	put_field(html, "first", "番号（ABCD-EFGH-IJKL-MNOP の形）", "text", "off", "");
	put_field(html, "user", "利用者の名前（英数字）", "text", "username", "");
	put_field(html, "password", "パスワード（8文字以上）", "password", "new-password", "");
	put_field(html, "again", "パスワード（もう一度）", "password", "new-password", "");
	ks_html_open(html, "button", "main");
	ks_html_attr(html, "type", "submit");
	ks_html_text(html, "登録する");
	ks_html_close(html, "button");
	ks_html_close(html, "form");
	ks_page_end(call);
}

void ks_page_first(struct ks_call *call)
{
	if (!is_private(call->request) || !ks_user_first_is_open(call->store))
		ks_call_redirect(call, "/login");
	else
		put_first(call, NULL);
}

static void register_first(struct ks_call *call)
{
	struct ks_sessions *sessions = ks_web_sessions(call->web);
	const char *user = ks_call_query(call, "user"), *why = NULL;
	enum ks_rc rc;

	(void)ks_sessions_tried(sessions, FIRST, false, call->now_ms);
	rc = ks_user_first(call->store, ks_call_query(call, "first"), user,
			   ks_call_query(call, "password"), call->now_ms, &why);
	call->reply->status = rc == KS_OK ? 0 : 403;
	if (rc == KS_OK) {
		(void)ks_sessions_tried(sessions, FIRST, true, call->now_ms);
		if (ks_call_log(call, KS_DEED_CHANGED, "最初の利用者の登録", -1))
			ks_call_redirect(call, "/login");
	} else if (rc == KS_DENIED) {
		if (ks_call_log(call, KS_DEED_REFUSED, "最初の利用者の登録", -1))
			put_first(call, "番号がちがいます。");
	} else if (rc == KS_INVALID) {
		put_first(call, why);
	} else {
		ks_call_failed(call, rc);
	}
}

void ks_page_first_user(struct ks_call *call)
{
	int64_t wait_ms = ks_sessions_wait(ks_web_sessions(call->web), FIRST, call->now_ms);

	if (!is_private(call->request) || !ks_user_first_is_open(call->store))
		ks_call_redirect(call, "/login");
	else if (wait_ms > 0)
		put_wait(call, "", wait_ms);
	else if (strcmp(ks_call_query(call, "password"), ks_call_query(call, "again")) != 0)
		put_first(call, "二つのパスワードが、同じではありません。");
	else
		register_first(call);
}

void ks_page_leave(struct ks_call *call)
{
	char token[44];

	ks_uploads_drop(ks_web_uploads(call->web), call->user.name, call->now_ms);
	if (ks_call_token(call->request, token))
		ks_sessions_end(ks_web_sessions(call->web), token);
	(void)ks_request_add(&call->reply->headers, "Set-Cookie",
			     "__Host-kenshu=; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=0");
	if (ks_call_log(call, KS_DEED_LEFT, "ログアウト", -1))
		ks_call_redirect(call, "/login");
}

/* The first page that is the role's. */
void ks_page_front(struct ks_call *call)
{
	const struct ks_web_route *route;

	for (size_t i = 0; (route = ks_web_route(i)); i++) {
		if (!route->word || route->rights[call->user.role] == KS_RIGHT_NONE)
			continue;
		ks_call_redirect(call, route->path);
		return;
	}
	ks_call_page_error(call, 403, "開ける画面がありません", "人事の担当へ。");
}
