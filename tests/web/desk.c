/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

/* Browser and HTTP are left out. */

static const char roster_csv[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
	"000001," EVIL ",ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000002," FORMULA
	",ミホン ニ,\"<i title=\"\"x\"\">課\",事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000003,\"'\"\"quoted\"\"'\",ミホン サン,会計課,事務局,本庁,01,2010-04-01,,育休,端末利用,\r\n";

static const char plan_json[] =
	"{\"format\":\"kenshu-plan-1\",\"id\":\"annual\",\"title\":\"" EVIL "\",\"revision\":\"1\","
	"\"nendo\":2026,\"opens\":\"2026-04-01\",\"due\":\"2026-12-25\",\"mid_year_days\":14,"
	"\"max_repeats\":3,\"audience\":{\"employment\":[],\"roles\":[],\"facilities\":[]},"
	"\"lessons\":[{\"id\":\"m1\",\"title\":\"" EVIL "\",\"minutes\":5,\"ready\":true,"
	"\"audience\":{\"employment\":[],\"roles\":[],\"facilities\":[]},\"pools\":[],"
	"\"questions\":5,\"pass\":4}]}";

const char *const names[KS_USER_COUNT] = {"hr", "trainer", "head", "auditor", "it"};

static const char *header(const struct ks_request *request, const char *name)
{
	const struct fixture *f = request->context;

	if (strcmp(name, "Cookie") == 0)
		return f->sent_cookie;
	if (strcmp(name, "Host") == 0)
		return !f->host ? "127.0.0.1:8090" : f->host[0] ? f->host : NULL;
	if (strcmp(name, "X-Forwarded-Proto") == 0)
		return f->proto;
	if (strcmp(name, "Origin") == 0)
		return f->origin;
	if (strcmp(name, "Content-Length") == 0)
		return !f->size ? f->length : f->size[0] ? f->size : NULL;
	if (strcmp(name, "Content-Type") == 0)
		return !f->type ? "application/x-www-form-urlencoded" : f->type[0] ? f->type : NULL;
	return NULL;
}

/* @form NULL: GET. Return: the status; the page is in f->reply. */
int ask(struct fixture *f, const char *cookie, const char *address, const char *form)
{
	char *path = ks_strdup(address), *query = strchr(path, '?');
	struct ks_request request = {
		.centre = f->sample.centre,
		.method = form ? "POST" : "GET",
		.header = header,
		.context = f,
		.body = form,
		.body_len = form ? strlen(form) : 0,
		.is_tls = f->is_tls,
	};

	if (query)
		*query++ = '\0';
	request.path = path;
	if (query)
		assert_int_equal(ks_form_read(query, strlen(query), &request.query), KS_OK);
	snprintf(f->length, sizeof(f->length), "%zu", request.body_len);
	f->sent_cookie = cookie;
	ks_reply_finish(&f->reply);
	memset(&f->reply, 0, sizeof(f->reply));
	f->admitted = ks_web_admit(f->web, &request, &f->reply);
	if (f->admitted == KS_OK)
		ks_web_answer(f->web, &request, &f->reply);
	ks_request_finish(&request);
	free(path);
	return f->reply.status;
}

const char *told(const struct fixture *f, const char *name)
{
	for (size_t i = 0; i < f->reply.headers.n; i++)
		if (strcmp(f->reply.headers.items[i].name, name) == 0)
			return f->reply.headers.items[i].value;
	return "";
}

void enter(struct fixture *f, enum ks_user_role role)
{
	char *form = ks_format("user=%s&password=long+enough", names[role]);

	assert_int_equal(ask(f, NULL, "/login", form), 303);
	snprintf(f->cookie[role], sizeof(f->cookie[role]), "a=b; %.*s",
		 (int)strcspn(told(f, "Set-Cookie"), ";"), told(f, "Set-Cookie"));
	free(form);
}

int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));
	const char *why;

	ks_sample_centre_init(&f->sample);
	ks_sample_import(f->sample.store, roster_csv);
	assert_int_equal(ks_centre_take_plans(f->sample.centre, "k-01", plan_json), KS_OK);
	f->web = ks_web_open(f->sample.centre);
	for (int role = 0; role < KS_USER_COUNT; role++) {
		struct ks_user user = {.role = (enum ks_user_role)role};

		snprintf(user.name, sizeof(user.name), "%s", names[role]);
		snprintf(user.unit, sizeof(user.unit), "%s", role == KS_USER_HEAD ? "総務課" : "");
		assert_int_equal(ks_user_add(f->sample.store, &user, "long enough", &why), KS_OK);
		enter(f, (enum ks_user_role)role);
	}
	*state = f;
	return 0;
}

int teardown(void **state)
{
	struct fixture *f = *state;

	ks_reply_finish(&f->reply);
	ks_web_close(f->web);
	ks_sample_centre_finish(&f->sample);
	free(f);
	return 0;
}

/* The token of the session's forms, from a page that has one. */
char *csrf_of(struct fixture *f, const char *cookie)
{
	static const char mark[] = "name=\"csrf\" value=\"";
	const char *at;

	(void)ask(f, cookie, "/nowhere", NULL);
	at = strstr(ks_buf_text(&f->reply.body), mark);
	assert_non_null(at);
	return ks_strndup(at + strlen(mark), 43);
}

/* POST as @role, with the token; the status. */
int post(struct fixture *f, enum ks_user_role role, const char *path, const char *form)
{
	char *csrf = csrf_of(f, f->cookie[role]), *whole = ks_format("csrf=%s&%s", csrf, form);
	int status = ask(f, f->cookie[role], path, whole);

	free(csrf);
	free(whole);
	return status;
}

int post_file(struct fixture *f, enum ks_user_role role, const char *path, const char *name,
	      const char *list)
{
	char *csrf = csrf_of(f, f->cookie[role]);
	char *body =
		ks_format("--kenshu-part\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n"
			  "%s\r\n--kenshu-part\r\nContent-Disposition: form-data; name=\"list\";"
			  " filename=\"%s\"\r\nContent-Type: text/csv\r\n\r\n%s\r\n"
			  "--kenshu-part--\r\n",
			  csrf, name, list);
	int status;

	f->type = "multipart/form-data; boundary=kenshu-part";
	status = ask(f, f->cookie[role], path, body);
	f->type = NULL;
	free(csrf);
	free(body);
	return status;
}

/* The value that stands behind @mark on the page last shown; malloc'd. */
char *value_of(const struct fixture *f, const char *mark)
{
	const char *at = strstr(ks_buf_text(&f->reply.body), mark);

	assert_non_null(at);
	at += strlen(mark);
	return ks_strndup(at, strcspn(at, "\"&"));
}

int follow(struct fixture *f, enum ks_user_role role, const char *word)
{
	char *page = ks_strdup(ks_buf_text(&f->reply.body)), *mark = ks_format(">%s</a>", word);
	char *end = strstr(page, mark), *link = NULL, *amp;
	int status;

	assert_non_null(end);
	*end = '\0';
	for (char *at = strstr(page, "href=\""); at; at = strstr(at + 1, "href=\""))
		link = at + strlen("href=\"");
	assert_non_null(link);
	link[strcspn(link, "\"")] = '\0';
	while ((amp = strstr(link, "&amp;")))
		memmove(amp + 1, amp + 5, strlen(amp + 5) + 1);
	status = ask(f, f->cookie[role], link, NULL);
	free(mark);
	free(page);
	return status;
}

/* The value of an attribute, as the browser reads it. */
static void put_value(struct ks_buf *form, const char *name, size_t name_len, const char *value,
		      size_t len)
{
	static const char *const entities[][2] = {
		{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};

	ks_buf_printf(form, "%s%.*s=", form->len ? "&" : "", (int)name_len, name);
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)value[i];

		for (size_t e = 0; c == '&' && e < KS_COUNT(entities); e++) {
			size_t skip = strlen(entities[e][0]);

			if (strncmp(value + i, entities[e][0], skip) != 0)
				continue;
			c = (unsigned char)entities[e][1][0];
			i += skip - 1;
			break;
		}
		ks_buf_printf(form, "%%%02X", c);
	}
}

int press(struct fixture *f, enum ks_user_role role, const char *button, const char *typed)
{
	static const char hidden[] = "type=\"hidden\" name=\"";
	char *page = ks_strdup(ks_buf_text(&f->reply.body));
	char *mark = ks_format(" name=\"do\" value=\"%s\"", button), *action;
	char *form = NULL, *end = strstr(page, mark);
	struct ks_buf sent = {0};
	int status;

	assert_non_null(end);
	*end = '\0';
	for (char *at = strstr(page, "<form"); at; at = strstr(at + 1, "<form"))
		form = at;
	assert_non_null(form);
	for (char *at = strstr(form, hidden); at; at = strstr(at, hidden)) {
		char *name = at + strlen(hidden), *value = strstr(name, "\" value=\"");

		assert_non_null(value);
		at = value + strlen("\" value=\"");
		put_value(&sent, name, (size_t)(value - name), at, strcspn(at, "\""));
	}
	ks_buf_printf(&sent, "&do=%s%s%s", button, typed[0] ? "&" : "", typed);
	action = strstr(form, "action=\"");
	assert_non_null(action);
	action = ks_strndup(action + 8, strcspn(action + 8, "\""));
	status = ask(f, f->cookie[role], action, ks_buf_text(&sent));
	free(action);
	ks_buf_finish(&sent);
	free(mark);
	free(page);
	return status;
}

char *page_lines(const struct fixture *f, bool is_whole)
{
	const char *html = ks_buf_text(&f->reply.body);
	const char *from = is_whole ? NULL : strstr(html, "<main"), *to = strstr(html, "</main>");
	struct ks_buf out = {0};

	for (const char *at = from ? from : html; *at && !(from && at == to); at++) {
		ks_buf_append(&out, at, 1);
		if (at[0] == '>' && at[1] == '<')
			ks_buf_puts(&out, "\n");
	}
	ks_buf_puts(&out, "\n");
	return ks_buf_take(&out);
}

void put_lines(struct ks_buf *out, const struct fixture *f, bool is_whole, bool has_options)
{
	static const char *const same[] = {"<option", "</", "<label", "<col", "<p>\n"};
	char *page = page_lines(f, is_whole), *rest = page, *line;

	while ((line = strsep(&rest, "\n"))) {
		bool is_cell = strncmp(line, "<td", 3) == 0 || strncmp(line, "<th", 3) == 0;
		bool is_same = !line[0];

		for (size_t i = has_options; i < KS_COUNT(same); i++)
			is_same = is_same || strncmp(line, same[i], strlen(same[i])) == 0;
		is_same = is_same && !strstr(line, "selected");
		if (!is_same && !strstr(line, "name=\"csrf\""))
			ks_buf_printf(out, "%s%s", is_cell ? "" : "\n", line);
	}
	ks_buf_puts(out, "\n");
	free(page);
}

void must(struct fixture *f, enum ks_user_role role, const char *path, const char *form)
{
	int status = post(f, role, path, form);

	if (status != 303)
		fail_msg("%s %s: %d %s", path, form, status, page_lines(f, false));
}

void decide_first(struct fixture *f, const char *page, const char *act, const char *reason)
{
	char *id, *form;

	assert_int_equal(ask(f, f->cookie[KS_USER_HR], page, NULL), 200);
	id = value_of(f, "name=\"id\" value=\"");
	form = ks_format("nendo=2026&do=%s&id=%s&reason=%s", act, id, reason);
	must(f, KS_USER_HR, page, form);
	free(form);
	free(id);
}

bool is_said(const struct fixture *f, const char *words)
{
	return strstr(ks_buf_text(&f->reply.body), words);
}

void must_say(const struct fixture *f, const char *words)
{
	if (!is_said(f, words))
		fail_msg("\"%s\" is not on the page: %s", words, page_lines(f, false));
}
