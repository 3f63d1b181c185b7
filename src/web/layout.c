/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "course/person.h"
#include "lrs/care.h"
#include "lrs/roster_in.h"
#include "web/call.h"

/* What all pages share: frame, filters, tables. Whole without JavaScript; every filter is in the address. */

static void put_head(struct ks_html *html, const char *title)
{
	ks_html_open(html, "head", NULL);
	ks_html_open(html, "meta", NULL);
	ks_html_attr(html, "charset", "utf-8");
	ks_html_close(html, "meta");
	ks_html_open(html, "meta", NULL);
	ks_html_attr(html, "name", "viewport");
	ks_html_attr(html, "content", "width=device-width, initial-scale=1");
	ks_html_close(html, "meta");
	ks_html_open(html, "title", NULL);
	ks_html_printf(html, "%s｜研修記録", title);
	ks_html_close(html, "title");
	ks_html_open(html, "link", NULL);
	ks_html_attr(html, "rel", "stylesheet");
	ks_html_attr(html, "href", "/style.css");
	ks_html_close(html, "link");
	ks_html_close(html, "head");
}

void ks_page_hidden(struct ks_call *call, const char *name, const char *value)
{
	ks_html_open(&call->html, "input", NULL);
	ks_html_attr(&call->html, "type", "hidden");
	ks_html_attr(&call->html, "name", name);
	ks_html_attr(&call->html, "value", value);
	ks_html_close(&call->html, "input");
}

static void put_who(struct ks_call *call)
{
	struct ks_html *html = &call->html;

	ks_html_open(html, "div", "who");
	ks_html_open(html, "span", NULL);
	ks_html_printf(html, "%s %s %s", ks_user_role_word(call->user.role), call->user.unit,
		       call->user.name);
	ks_html_close(html, "span");
	ks_html_open(html, "form", NULL);
	ks_html_attr(html, "method", "post");
	ks_html_attr(html, "action", "/logout");
	ks_page_hidden(call, "csrf", call->csrf);
	ks_html_open(html, "button", "plain");
	ks_html_attr(html, "type", "submit");
	ks_html_text(html, "ログアウト");
	ks_html_close(html, "button");
	ks_html_close(html, "form");
	ks_html_close(html, "div");
}

static bool is_here(const struct ks_web_route *route, const char *path)
{
	return strcmp(route->path, path) == 0 ||
	       (strcmp(route->path, "/roster") == 0 &&
		(strncmp(path, "/people/", 8) == 0 || strncmp(path, "/roster/", 8) == 0));
}

static void put_links(struct ks_call *call)
{
	struct ks_html *html = &call->html;
	const struct ks_web_route *route;

	ks_html_open(html, "header", NULL);
	ks_html_line(html, "span", "name", "研修記録");
	if (!call->user.name[0]) {
		ks_html_line(html, "p", NULL, "人事、研修担当、所属長、監査の方が使う画面です。");
		ks_html_line(html, "p", NULL, "研修を受けるときは、職場の端末をお使いください。");
	} else {
		ks_html_open(html, "nav", NULL);
		ks_html_attr(html, "aria-label", "画面");
		for (size_t i = 0; (route = ks_web_route(i)); i++) {
			if (!route->word || route->rights[call->user.role] == KS_RIGHT_NONE)
				continue;
			ks_html_open(html, "a", NULL);
			ks_html_attr(html, "href", route->path);
			if (is_here(route, call->request->path))
				ks_html_attr(html, "aria-current", "page");
			ks_html_text(html, route->word);
			ks_html_close(html, "a");
		}
		ks_html_close(html, "nav");
		put_who(call);
	}
	ks_html_close(html, "header");
}

/* To those who can have it done, on whichever page they are. */
static void put_room(struct ks_call *call)
{
	char *words;

	if (!call->store || !call->user.name[0] ||
	    (call->user.role != KS_USER_HR && call->user.role != KS_USER_IT))
		return;
	words = ks_care_room(call->store);
	if (words)
		ks_html_line(&call->html, "p", "wrong", words);
	free(words);
}

void ks_page_begin(struct ks_call *call, const char *title)
{
	struct ks_html *html = &call->html;

	call->reply->content_type = "text/html; charset=utf-8";
	ks_html_begin(html, &call->reply->body);
	ks_html_open(html, "html", NULL);
	ks_html_attr(html, "lang", "ja");
	put_head(html, title);
	ks_html_open(html, "body", call->user.name[0] ? NULL : "door");
	ks_html_link(html, "#main", "skip", "本文へ");
	put_links(call);
	ks_html_open(html, "main", NULL);
	ks_html_attr(html, "id", "main");
	ks_html_open(html, "div", "head");
	ks_html_line(html, "h1", NULL, title);
	ks_html_close(html, "div");
	put_room(call);
}

void ks_page_end(struct ks_call *call)
{
	struct ks_html *html = &call->html;
	struct ks_civil now = ks_civil_from_ms(call->now_ms);
	char *day, *body = NULL;

	if (call->unread != KS_OK) { /* not half a page, and not one that says "none" */
		ks_call_failed(call, call->unread);
		return;
	}
	day = ks_wareki_date(now.date);
	if (!call->store || ks_centre_body(call->store, &body) != KS_OK)
		body = NULL;
	ks_html_close(html, "main");
	ks_html_open(html, "footer", NULL);
	ks_html_open(html, "span", NULL);
	ks_html_printf(html, "研修記録%s%s", body && body[0] ? "　" : "", body ? body : "");
	ks_html_close(html, "span");
	ks_html_open(html, "span", NULL);
	ks_html_printf(html, "%s %d:%02d 現在 ／ 個人の記録を見たことは、監査の記録に残ります", day,
		       now.hour, now.minute);
	ks_html_close(html, "span");
	ks_html_close(html, "footer");
	ks_html_close(html, "body");
	ks_html_close(html, "html");
	ks_html_end(html);
	free(body);
	free(day);
}

void ks_call_page_error(struct ks_call *call, int status, const char *title, const char *text)
{
	ks_buf_clear(&call->reply->body);
	call->reply->status = status;
	ks_page_begin(call, title);
	ks_html_line(&call->html, "p", NULL, text);
	if (call->user.name[0])
		ks_html_link(&call->html, "/", "button", "最初の画面へ");
	ks_page_end(call);
}

char *ks_page_url(const struct ks_call *call, const char *name, const char *value)
{
	char nendo[16], *taken;
	struct ks_buf url = {0};

	snprintf(nendo, sizeof(nendo), "%d", call->nendo);
	ks_buf_puts(&url, call->request->path);
	ks_url_put(&url, "nendo", nendo);
	if (call->right == KS_RIGHT_ALL)
		ks_url_put(&url, "unit", call->filter.unit);
	ks_url_put(&url, "employment", call->filter.employment);
	ks_url_put(&url, "status", call->filter.status);
	ks_url_put(&url, "on", call->on);
	for (size_t i = 0; i < call->n_more; i++)
		ks_url_put(&url, call->more[i].name, call->more[i].chosen);
	ks_url_put(&url, name, value);
	taken = ks_buf_take(&url);
	return taken;
}

/* --- filters ---------------------------------------------------------------------------------- */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void ks_units_add(struct ks_units *units, const struct ks_appointment *a)
{
	if (a && a->unit && a->unit[0])
		units->names[units->n++] = a->unit;
}

void ks_units_sort(struct ks_units *units)
{
	size_t n = units->n;

	if (n > 1)
		qsort(units->names, n, sizeof(*units->names), by_text);
	units->n = 0;
	for (size_t i = 0; i < n; i++)
		if (units->n == 0 || strcmp(units->names[units->n - 1], units->names[i]) != 0)
			units->names[units->n++] = units->names[i];
}

struct ks_units ks_units_of(const struct ks_completion *completion)
{
	struct ks_units units = {.names = ks_alloc_zero(completion->n_rows + 1, sizeof(char *))};

	for (size_t i = 0; i < completion->n_rows; i++)
		ks_units_add(&units, completion->rows[i].appointment);
	ks_units_sort(&units);
	return units;
}

static void put_option(struct ks_html *html, const char *value, const char *word, const char *chosen)
{
	ks_html_open(html, "option", NULL);
	ks_html_attr(html, "value", value);
	if (strcmp(value, chosen) == 0)
		ks_html_attr(html, "selected", "");
	ks_html_text(html, word);
	ks_html_close(html, "option");
}

static void open_select(struct ks_html *html, const char *name, const char *word)
{
	ks_html_open(html, "div", NULL);
	ks_html_open(html, "label", NULL);
	ks_html_attr(html, "for", name);
	ks_html_text(html, word);
	ks_html_close(html, "label");
	ks_html_open(html, "select", NULL);
	ks_html_attr(html, "id", name);
	ks_html_attr(html, "name", name);
}

static void close_select(struct ks_html *html)
{
	ks_html_close(html, "select");
	ks_html_close(html, "div");
}

static void put_nendo(struct ks_html *html, int nendo, int chosen)
{
	char value[16], selected[16], *word = ks_wareki_nendo(nendo);

	snprintf(value, sizeof(value), "%d", nendo);
	snprintf(selected, sizeof(selected), "%d", chosen);
	put_option(html, value, word, selected);
	free(word);
}

/* Next year's, this one's and four past ones; whatever the address names as well. */
static void put_nendos(struct ks_call *call)
{
	int newest = ks_nendo_of(call->today) + 1, oldest = newest - 5;

	open_select(&call->html, "nendo", "年度");
	if (call->nendo > newest)
		put_nendo(&call->html, call->nendo, call->nendo);
	for (int nendo = newest; nendo >= oldest; nendo--)
		put_nendo(&call->html, nendo, call->nendo);
	if (call->nendo < oldest)
		put_nendo(&call->html, call->nendo, call->nendo);
	close_select(&call->html);
}

static void put_people_filters(struct ks_call *call, const struct ks_units *units)
{
	struct ks_html *html = &call->html;
	size_t n_employments;
	const struct ks_employment *employments = ks_employment_table(&n_employments);
	const struct ks_employment *chosen =
		call->filter.employment[0] ? ks_employment_find(call->filter.employment) : NULL;

	if (call->right == KS_RIGHT_ALL) {
		open_select(html, "unit", "所属");
		put_option(html, "", "すべての所属", call->filter.unit);
		for (size_t i = 0; i < units->n; i++)
			put_option(html, units->names[i], units->names[i], call->filter.unit);
		close_select(html);
	}
	open_select(html, "employment", "任用区分");
	put_option(html, "", "すべての任用区分", "");
	for (size_t i = 0; i < n_employments; i++)
		put_option(html, employments[i].code, employments[i].name,
			   chosen ? chosen->code : "");
	close_select(html);
}

static void put_choices(struct ks_html *html, const struct ks_choices *choices)
{
	open_select(html, choices->name, choices->word);
	put_option(html, "", choices->all, choices->chosen);
	for (size_t i = 0; i < choices->n; i++)
		put_option(html, choices->values[i], choices->words[i], choices->chosen);
	close_select(html);
}

void ks_page_filters(struct ks_call *call, const struct ks_units *units, bool has_status)
{
	static const char *const states[] = {
		"修了", "受講中", "未受講", KS_STATUS_OVERDUE, KS_STATUS_TARGET, "対象外"};
	struct ks_html *html = &call->html;

	ks_html_open(html, "div", "filters");
	ks_html_open(html, "form", NULL);
	ks_html_attr(html, "method", "get");
	ks_html_attr(html, "action", call->request->path);
	put_nendos(call);
	if (units)
		put_people_filters(call, units);
	if (has_status) {
		open_select(html, "status", "状況");
		put_option(html, "", "すべて", call->filter.status);
		for (size_t i = 0; i < KS_COUNT(states); i++)
			put_option(html, states[i], states[i], call->filter.status);
		close_select(html);
	}
	for (size_t i = 0; i < call->n_more; i++)
		put_choices(html, &call->more[i]);
	ks_html_open(html, "button", NULL);
	ks_html_attr(html, "type", "submit");
	ks_html_text(html, "絞り込む");
	ks_html_close(html, "button");
	ks_html_link(html, call->request->path, NULL, "条件を消す");
	ks_html_close(html, "form");
	ks_html_close(html, "div");
}

void ks_page_exports(struct ks_call *call)
{
	ks_page_exports_of(call, ks_call_query(call, "of"));
}

void ks_page_exports_of(struct ks_call *call, const char *of)
{
	static const char *const files[][2] = {{"xlsx", "Excel（.xlsx）"},
					       {"csv", "CSV"},
					       {"csv-cp932", "CSV（Shift_JIS）"},
					       {"pdf", "PDF"}};
	struct ks_html *html = &call->html;
	char nendo[16], *id = ks_format("reason%.20s", of);

	snprintf(nendo, sizeof(nendo), "%d", call->nendo);
	ks_html_open(html, "div", "filters exports");
	ks_html_open(html, "form", NULL);
	ks_html_attr(html, "method", "get");
	ks_html_attr(html, "action", call->request->path);
	ks_page_hidden(call, "nendo", nendo);
	if (call->right == KS_RIGHT_ALL && call->filter.unit[0])
		ks_page_hidden(call, "unit", call->filter.unit);
	if (call->filter.employment[0])
		ks_page_hidden(call, "employment", call->filter.employment);
	if (call->filter.status[0])
		ks_page_hidden(call, "status", call->filter.status);
	if (call->on[0])
		ks_page_hidden(call, "on", call->on);
	for (size_t i = 0; i < call->n_more; i++)
		if (call->more[i].chosen[0])
			ks_page_hidden(call, call->more[i].name, call->more[i].chosen);
	if (of[0])
		ks_page_hidden(call, "of", of);
	ks_html_open(html, "div", NULL);
	ks_html_open(html, "label", NULL);
	ks_html_attr(html, "for", id);
	ks_html_text(html, "書き出す理由（記録に残ります）");
	ks_html_close(html, "label");
	ks_html_open(html, "input", NULL);
	ks_html_attr(html, "id", id);
	ks_html_attr(html, "name", "reason");
	ks_html_attr(html, "type", "text");
	ks_html_attr(html, "maxlength", "120");
	ks_html_attr(html, "required", "");
	ks_html_close(html, "input");
	ks_html_close(html, "div");
	for (size_t i = 0; i < KS_COUNT(files); i++) {
		ks_html_open(html, "button", i == 0 ? "main" : NULL);
		ks_html_attr(html, "type", "submit");
		ks_html_attr(html, "name", "format");
		ks_html_attr(html, "value", files[i][0]);
		ks_html_text(html, files[i][1]);
		ks_html_close(html, "button");
	}
	ks_html_close(html, "form");
	ks_html_close(html, "div");
	free(id);
}
