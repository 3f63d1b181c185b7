/* SPDX-License-Identifier: Apache-2.0 */
#include "web/web.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/access.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* Every page as every role, and what somebody with bad intentions gets. Browser and HTTP are left out. */

#define EVIL "<script>alert(1)</script>"
#define FORMULA "=1+1"

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

struct fixture {
	struct ks_sample_centre sample;
	struct ks_web *web;
	struct ks_reply reply;
	char cookie[KS_USER_COUNT][128]; /* of a user of each role, logged in */
	const char *sent_cookie, *origin;
	char length[24];
};

static const char *const names[KS_USER_COUNT] = {"hr", "trainer", "head", "auditor", "it"};

static const char *header(const struct ks_request *request, const char *name)
{
	const struct fixture *f = request->context;

	if (strcmp(name, "Cookie") == 0)
		return f->sent_cookie;
	if (strcmp(name, "Host") == 0)
		return "127.0.0.1:8090";
	if (strcmp(name, "Origin") == 0)
		return f->origin;
	if (strcmp(name, "Content-Length") == 0)
		return f->length;
	if (strcmp(name, "Content-Type") == 0)
		return "application/x-www-form-urlencoded";
	return NULL;
}

/* @form NULL: GET. Return: the status; the page is in f->reply. */
static int ask(struct fixture *f, const char *cookie, const char *address, const char *form)
{
	char *path = ks_strdup(address), *query = strchr(path, '?');
	struct ks_request request = {
		.centre = f->sample.centre,
		.method = form ? "POST" : "GET",
		.header = header,
		.context = f,
		.body = form,
		.body_len = form ? strlen(form) : 0,
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
	if (ks_web_admit(f->web, &request, &f->reply) == KS_OK)
		ks_web_answer(f->web, &request, &f->reply);
	ks_request_finish(&request);
	free(path);
	return f->reply.status;
}

static const char *told(const struct fixture *f, const char *name)
{
	for (size_t i = 0; i < f->reply.headers.n; i++)
		if (strcmp(f->reply.headers.items[i].name, name) == 0)
			return f->reply.headers.items[i].value;
	return "";
}

static void enter(struct fixture *f, enum ks_user_role role)
{
	char *form = ks_format("user=%s&password=long+enough", names[role]);

	assert_int_equal(ask(f, NULL, "/login", form), 303);
	snprintf(f->cookie[role], sizeof(f->cookie[role]), "a=b; %.*s",
		 (int)strcspn(told(f, "Set-Cookie"), ";"), told(f, "Set-Cookie"));
	free(form);
}

static int setup(void **state)
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

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_reply_finish(&f->reply);
	ks_web_close(f->web);
	ks_sample_centre_finish(&f->sample);
	free(f);
	return 0;
}

/* What each role may do, written down a second time: 人事, 研修担当, 所属長, 監査, IT. */
static const struct cell {
	const char *path, *form;
	int statuses[KS_USER_COUNT];
} cells[] = {
	{"/", NULL, {303, 303, 303, 303, 303}},
	{"/completion", NULL, {200, 200, 200, 200, 403}},
	{"/outstanding", NULL, {200, 200, 200, 200, 403}},
	{"/outstanding", "staff=000001", {303, 303, 403, 403, 403}},
	{"/letters", NULL, {200, 200, 403, 403, 403}},
	{"/exemptions", NULL, {200, 200, 200, 200, 403}},
	{"/gatherings", NULL, {200, 200, 200, 200, 403}},
	{"/inspection", NULL, {200, 200, 200, 200, 403}},
	{"/questions", NULL, {200, 200, 403, 200, 403}},
	{"/roster", NULL, {200, 200, 200, 200, 403}},
	{"/people/000001", NULL, {200, 200, 200, 200, 403}},
	{"/people/000002", NULL, {200, 200, 404, 200, 403}},
	{"/kiosks", NULL, {200, 200, 403, 200, 200}},
	{"/audit", NULL, {200, 403, 403, 200, 403}},
	{"/style.css", NULL, {200, 200, 200, 200, 200}},
	{"/nowhere", NULL, {404, 404, 404, 404, 404}},
	{"/completion", "a=b", {405, 405, 405, 405, 405}},
};

/* The token of the session's forms, from a page that has one. */
static char *csrf_of(struct fixture *f, const char *cookie)
{
	static const char mark[] = "name=\"csrf\" value=\"";
	const char *at;

	(void)ask(f, cookie, "/nowhere", NULL);
	at = strstr(ks_buf_text(&f->reply.body), mark);
	assert_non_null(at);
	return ks_strndup(at + strlen(mark), 43);
}

static void every_role_gets_its_pages_and_no_others(void **state)
{
	struct fixture *f = *state;

	for (int role = 0; role < KS_USER_COUNT; role++) {
		char *csrf = csrf_of(f, f->cookie[role]);

		for (size_t i = 0; i < KS_COUNT(cells); i++) {
			char *form =
				cells[i].form ? ks_format("csrf=%s&%s", csrf, cells[i].form) : NULL;
			int status = ask(f, f->cookie[role], cells[i].path, form);

			if (status != cells[i].statuses[role])
				fail_msg("%s %s as %s: %d, not %d", form ? "POST" : "GET",
					 cells[i].path, names[role], status, cells[i].statuses[role]);
			assert_non_null(
				strstr(told(f, "Content-Security-Policy"), "default-src 'none'"));
			free(form);
			ks_clock_advance(&f->sample.clock, 1000);
		}
		free(csrf);
	}
}

static void who_is_not_logged_in_sees_the_way_in_alone(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(cells); i++) {
		int status = ask(f, NULL, cells[i].path, cells[i].form);

		if (strcmp(cells[i].path, "/style.css") == 0)
			continue;
		assert_true(status == 303 || status == 405);
		if (status == 303)
			assert_string_equal(told(f, "Location"), "/login");
		assert_null(strstr(ks_buf_text(&f->reply.body), "000001"));
	}
	assert_int_equal(ask(f, "__Host-kenshu=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
			     "/completion", NULL),
			 303);
}

static void a_head_sees_their_own_people_alone(void **state)
{
	static const char *const paths[] = {"/completion",
					    "/outstanding",
					    "/exemptions",
					    "/roster",
					    "/completion?unit=%E4%BC%9A%E8%A8%88%E8%AA%B2",
					    "/roster?format=csv",
					    "/outstanding?format=csv",
					    "/completion?format=csv&unit=",
					    "/gatherings"};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(paths); i++) {
		assert_int_equal(ask(f, f->cookie[KS_USER_HEAD], paths[i], NULL), 200);
		assert_null(strstr(ks_buf_text(&f->reply.body), "000002"));
		assert_null(strstr(ks_buf_text(&f->reply.body), "000003"));
		assert_null(strstr(ks_buf_text(&f->reply.body), "会計課"));
	}
}

static void nothing_somebody_wrote_becomes_markup_or_a_formula(void **state)
{
	static const char *const paths[] = {
		"/completion",
		"/outstanding",
		"/letters",
		"/exemptions",
		"/gatherings",
		"/inspection",
		"/questions",
		"/roster",
		"/people/000001",
		"/people/000002",
		"/people/000003",
		"/kiosks",
		"/audit?check=1",
		"/completion?unit=%22%3E%3Cscript%3Ealert(1)%3C/script%3E",
		"/completion?employment=%3Cscript%3E&status=%3Cscript%3E&page=%3Cscript%3E"};
	struct fixture *f = *state;

	(void)ask(f, f->cookie[KS_USER_HR],
		  "/roster?format=csv&reason=%3Cscript%3Ealert(1)%3C%2Fscript%3E", NULL);
	for (size_t i = 0; i < KS_COUNT(paths); i++) {
		assert_int_equal(ask(f, f->cookie[KS_USER_HR], paths[i], NULL), 200);
		assert_null(strstr(ks_buf_text(&f->reply.body), "<script"));
		assert_null(strstr(ks_buf_text(&f->reply.body), "<i title"));
	}
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/roster", NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "&lt;script&gt;alert(1)&lt;/script&gt;"));
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/roster?format=csv", NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "000002,'=1+1,"));
	assert_null(strstr(ks_buf_text(&f->reply.body), ",=1+1"));
}

static void a_form_needs_the_token_and_our_own_page(void **state)
{
	struct fixture *f = *state;
	const char *hr = f->cookie[KS_USER_HR];
	char *csrf = csrf_of(f, hr), *other = csrf_of(f, f->cookie[KS_USER_TRAINER]);
	char *good = ks_format("csrf=%s&staff=000002&how=%%E6%%96%%87&text=x", csrf);
	char *alien = ks_format("csrf=%s&staff=000001", other);

	assert_int_equal(ask(f, hr, "/outstanding?format=csv", NULL), 200);
	assert_null(strstr(ks_buf_text(&f->reply.body), ",1\r\n"));
	assert_int_equal(ask(f, hr, "/outstanding", "staff=000001"), 403);
	assert_int_equal(ask(f, hr, "/outstanding", alien), 403);
	f->origin = "https://evil.example";
	assert_int_equal(ask(f, hr, "/outstanding", good), 403);
	f->origin = "http://127.0.0.1:8090";
	assert_int_equal(ask(f, hr, "/outstanding", good), 303);
	assert_int_equal(ask(f, hr, "/outstanding?format=csv", NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), ",1\r\n"));
	free(csrf);
	free(other);
	free(good);
	free(alien);
}

static void a_session_ends_when_idle_when_old_and_when_left(void **state)
{
	struct fixture *f = *state;
	const char *hr = f->cookie[KS_USER_HR];
	char *csrf, *form;

	ks_clock_advance(&f->sample.clock, KS_WEB_IDLE_MS - 1000);
	assert_int_equal(ask(f, hr, "/kiosks", NULL), 200);
	ks_clock_advance(&f->sample.clock, KS_WEB_IDLE_MS + 1000);
	assert_int_equal(ask(f, hr, "/kiosks", NULL), 303);

	enter(f, KS_USER_HR);
	for (int64_t ms = 0; ms <= KS_WEB_SESSION_MS - KS_WEB_IDLE_MS; ms += KS_WEB_IDLE_MS) {
		assert_int_equal(ask(f, hr, "/kiosks", NULL), 200);
		ks_clock_advance(&f->sample.clock, KS_WEB_IDLE_MS);
	}
	ks_clock_advance(&f->sample.clock, 1000);
	assert_int_equal(ask(f, hr, "/kiosks", NULL), 303);

	enter(f, KS_USER_HR);
	csrf = csrf_of(f, hr);
	form = ks_format("csrf=%s", csrf);
	assert_int_equal(ask(f, hr, "/logout", form), 303);
	assert_int_equal(ask(f, hr, "/kiosks", NULL), 303);
	free(csrf);
	free(form);

	enter(f, KS_USER_IT);
	assert_int_equal(ks_user_remove(f->sample.store, "it", 1), KS_OK);
	assert_int_equal(ask(f, f->cookie[KS_USER_IT], "/kiosks", NULL), 303);
}

/* What is kept between two looks is never older than the store. */
static void a_page_shows_what_came_in_since_the_last_look(void **state)
{
	struct fixture *f = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	const char *address = "/completion?format=csv&unit=%E7%B7%8F%E5%8B%99%E8%AA%B2";
	static const char others[] =
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
		"000009,別 人,ベツ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n";

	assert_int_equal(ask(f, f->cookie[KS_USER_HR], address, NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), ",1,0,未受講,"));
	ks_sample_ingest(&f->sample, &kiosk, "000001", "failed", "course/annual/m1");
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], address, NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), ",1,0,受講中,"));
	ks_sample_ingest(&f->sample, &kiosk, "000001", "passed", "course/annual/m1");
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], address, NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), ",1,1,修了,"));
	ks_sample_import(f->sample.store, others);
	ks_centre_touch(f->sample.centre); /* as whoever imports a list does */
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], address, NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "000009"));
	assert_null(strstr(ks_buf_text(&f->reply.body), "000001"));
	/* Another 年度 and back: the one does not stand for the other. */
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/completion?nendo=2025", NULL), 200);
	assert_null(strstr(ks_buf_text(&f->reply.body), "000009"));
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], address, NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "000009"));
}

static void guessing_has_to_wait(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < KS_WEB_TRIES; i++)
		assert_int_equal(ask(f, NULL, "/login", "user=hr&password=wrong+one"), 403);
	assert_int_equal(ask(f, NULL, "/login", "user=hr&password=long+enough"), 429);
	assert_true(f->reply.retry_after_s > 0);
	ks_clock_advance(&f->sample.clock, KS_WEB_WAIT_MS + 1000);
	assert_int_equal(ask(f, NULL, "/login", "user=hr&password=long+enough"), 303);
}

static void every_look_at_personal_records_is_logged(void **state)
{
	struct fixture *f = *state;
	struct ks_arena arena = {0};
	struct ks_access *list;
	char head[KS_HASH_HEX];
	int64_t n, bad;
	size_t n_list;

	assert_int_equal(ask(f, f->cookie[KS_USER_AUDITOR], "/people/000001", NULL), 200);
	assert_int_equal(
		ask(f, f->cookie[KS_USER_HR], "/roster?format=xlsx&reason=year%20end", NULL), 200);
	assert_int_equal(ks_access_verify(f->sample.store, &n, &bad, head), KS_OK);
	assert_int_equal(bad, 0);
	assert_int_equal(ks_access_list(f->sample.store, n, 2, &arena, &list, &n_list), KS_OK);
	assert_string_equal(list[0].user, "hr");
	assert_int_equal(list[0].deed, KS_DEED_EXPORTED);
	assert_int_equal(list[0].n_people, 3);
	assert_string_equal(list[0].reason, "year end");
	assert_string_equal(list[1].user, "auditor");
	assert_non_null(strstr(list[1].what, "000001"));
	free(list);
	ks_arena_finish(&arena);
}

/* In this order, over one centre: the last ones change it, and a password's hash takes its time. */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_role_gets_its_pages_and_no_others),
		cmocka_unit_test(who_is_not_logged_in_sees_the_way_in_alone),
		cmocka_unit_test(a_head_sees_their_own_people_alone),
		cmocka_unit_test(nothing_somebody_wrote_becomes_markup_or_a_formula),
		cmocka_unit_test(every_look_at_personal_records_is_logged),
		cmocka_unit_test(a_form_needs_the_token_and_our_own_page),
		cmocka_unit_test(a_page_shows_what_came_in_since_the_last_look),
		cmocka_unit_test(a_session_ends_when_idle_when_old_and_when_left),
		cmocka_unit_test(guessing_has_to_wait),
	};

	return cmocka_run_group_tests_name(__FILE__, tests, setup, teardown);
}
