/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"
#include "support/golden.h"

/* What a request says of itself, and what becomes of it: over which way, from where, how much, of which 年度 and page. */

/* A password goes over TLS, behind a proxy that has it, or nowhere. */
static void a_password_is_asked_where_nobody_reads_along(void **state)
{
	static const struct {
		bool is_tls;
		const char *proto, *host;
		bool is_private;
	} ways[] = {
		{false, NULL, "centre.example", false},
		{true, NULL, "centre.example", true},
		{false, "https", "centre.example", true},
		{false, "http", "centre.example", false},
		{false, "", "centre.example", false},
		{true, "http", "centre.example", true},
		{false, NULL, NULL, true},
		{false, NULL, "", false},
		{false, "http", NULL, true},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(ways); i++) {
		f->is_tls = ways[i].is_tls;
		f->proto = ways[i].proto;
		f->host = ways[i].host;
		assert_int_equal(ask(f, NULL, "/login", NULL), 200);
		if (is_said(f, "name=\"password\"") != ways[i].is_private)
			fail_msg("way %zu", i);
		assert_int_equal(is_said(f, "この接続は暗号化されていません。"), !ways[i].is_private);
		assert_int_equal(ask(f, NULL, "/login", "user=hr&password=long+enough"),
				 ways[i].is_private ? 303 : 200);
		assert_int_equal(told(f, "Set-Cookie")[0] != '\0', ways[i].is_private);
	}
	f->is_tls = false;
	f->proto = f->host = NULL;
}

/* A form that another page sent is none of ours; a browser says which did. */
static void a_form_comes_from_our_own_page(void **state)
{
	static const struct {
		const char *origin, *host;
		bool is_own;
	} froms[] = {
		{NULL, NULL, true},
		{"http://127.0.0.1:8090", NULL, true},
		{"https://centre.example", "centre.example", true},
		{"https://Centre.Example", "centre.example", true},
		{"https://centre.example", "other.example", false},
		{"https://centre.example.evil", "centre.example", false},
		{"https://centre.example", "", false},
		{"null", NULL, false},
		{"", NULL, false},
		{"127.0.0.1:8090", NULL, false},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(froms); i++) {
		f->origin = froms[i].origin;
		f->host = froms[i].host;
		assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/plan", "do=x"), 403);
		if (f->admitted != (froms[i].is_own ? KS_OK : KS_DENIED))
			fail_msg("origin %zu", i);
		assert_int_equal(is_said(f, "ほかの画面から送られました。"), !froms[i].is_own);
		assert_int_equal(is_said(f, "画面が古くなっています。"), froms[i].is_own);
	}
	f->origin = f->host = NULL;
}

static void how_much_and_what_comes_is_said_before_it_comes(void **state)
{
	static const struct {
		const char *path, *size, *type;
		int status;
	} forms[] = {
		{"/plan", NULL, NULL, 403}, /* taken; it has no token */
		{"/plan", "", NULL, 413},
		{"/plan", "65536", NULL, 403},
		{"/plan", "65537", NULL, 413},
		{"/plan", "1x", NULL, 413},
		{"/plan", NULL, "", 415},
		{"/plan", NULL, "text/plain", 415},
		{"/plan", NULL, "APPLICATION/x-www-form-urlencoded; charset=utf-8", 403},
		{"/plan", NULL, "multipart/form-data; boundary=x", 415},
		{"/roster/upload", "8388608", "multipart/form-data; boundary=x", 400},
		{"/roster/upload", "8388609", "multipart/form-data; boundary=x", 413},
		{"/roster/upload", NULL, NULL, 415},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(forms); i++) {
		f->size = forms[i].size;
		f->type = forms[i].type;
		if (ask(f, f->cookie[KS_USER_HR], forms[i].path, "do=x") != forms[i].status)
			fail_msg("form %zu: %d", i, f->reply.status);
	}
	f->size = f->type = NULL;
	assert_int_equal(ks_web_body_max("/roster/upload"), KS_WEB_FILE_MAX_BYTES);
	assert_int_equal(ks_web_body_max("/roster/import"), KS_WEB_FORM_MAX_BYTES);
	assert_int_equal(ks_web_body_max("/nowhere"), KS_WEB_FORM_MAX_BYTES);
	assert_true(ks_web_owns("/") && ks_web_owns("/kiosks") && ks_web_owns("/xAPI"));
	assert_false(ks_web_owns("/xAPI/statements") || ks_web_owns("/kiosk/roster"));
}

/* A year or a page that is none is that of today, and the first. */
static void a_year_and_a_page_are_read_or_left_out(void **state)
{
	static const struct {
		const char *nendo, *shown;
	} years[] = {{"2025", "2025"}, {"2031", "2031"},  {"", "2026"},     {"0999", "2026"},
		     {"202", "2026"},  {"20255", "2026"}, {"202a", "2026"}, {"-202", "2026"},
		     {"+202", "2026"}, {"1000", "1000"}};
	static const struct {
		const char *page, *shown;
	} pages[] = {{"", "1～"},   {"1", "1～"},       {"2", "51～"},      {"0", "1～"},
		     {"-2", "1～"}, {"2x", "1～"},      {"999999", "51～"}, {"1000000", "1～"},
		     {"+2", "1～"}, {"000002", "51～"}, {"0000002", "1～"}};
	struct ks_buf list = {0};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(years); i++) {
		char *address = ks_format("/plan?nendo=%s", years[i].nendo);
		char *chosen = ks_format("<option value=\"%s\" selected=\"\">", years[i].shown);

		assert_int_equal(ask(f, f->cookie[KS_USER_HR], address, NULL), 200);
		if (!is_said(f, chosen))
			fail_msg("the year %s", years[i].nendo);
		free(chosen);
		free(address);
	}
	ks_buf_puts(&list, "職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,"
			   "在籍状態,役割,初期暗証番号\r\n");
	for (int i = 1; i <= 52; i++)
		ks_buf_printf(&list,
			      "%06d,見本 %d,ミホン バン%d,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,"
			      "\r\n",
			      i, i, i);
	ks_sample_import(f->sample.store, ks_buf_text(&list));
	ks_centre_touch(f->sample.centre);
	for (size_t i = 0; i < KS_COUNT(pages); i++) {
		char *address = ks_format("/roster?page=%s",
					  pages[i].page[0] == '+' ? "%2B2" : pages[i].page);
		char *shown = ks_format("<span>%s", pages[i].shown);

		assert_int_equal(ask(f, f->cookie[KS_USER_HR], address, NULL), 200);
		if (!is_said(f, shown))
			fail_msg("page %s", pages[i].page);
		free(shown);
		free(address);
	}
	ks_buf_finish(&list);
}

/* Which pages the frame leads to, by role, and which of them this one is. */
static void the_frame_leads_to_what_is_open_and_says_where_one_is(void **state)
{
	static const char *const paths[] = {"/completion", "/kiosks",        "/people/000001",
					    "/roster",     "/roster/import", "/nowhere",
					    "/letters"};
	struct fixture *f = *state;
	struct ks_buf out = {0};

	for (int role = 0; role < KS_USER_COUNT; role++)
		for (size_t i = 0; i < KS_COUNT(paths); i++) {
			const char *at, *end;

			(void)ask(f, f->cookie[role], paths[i], NULL);
			at = strstr(ks_buf_text(&f->reply.body), "<nav aria-label=\"画面\">");
			assert_non_null(at);
			end = strstr(at, "</nav>");
			ks_buf_printf(&out, "%s %s %d:", names[role], paths[i], f->reply.status);
			for (at = strstr(at, "<a "); at && at < end; at = strstr(at, "<a ")) {
				const char *close = strchr(at, '>');

				ks_buf_printf(&out, " %.*s", (int)(close - at - 2), at + 2);
				at = close;
			}
			ks_buf_puts(&out, "\n");
		}
	ks_test_golden("tests/data/golden/web/frames.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

/* What everybody did stands in the log, with of how many it was. */
static void a_day_stands_in_the_log(void **state)
{
	static const struct {
		enum ks_user_role role;
		const char *path, *form;
	} deeds[] = {
		{KS_USER_HR, "/completion?nendo=2026", NULL},
		{KS_USER_HEAD, "/completion?nendo=2026", NULL},
		{KS_USER_HR, "/completion?nendo=2026&employment=13", NULL},
		{KS_USER_HR, "/completion?nendo=2026&employment=13&format=csv", NULL}, /* of none: why? */
		{KS_USER_HR, "/completion?nendo=2026&employment=13&format=csv&reason=x", NULL},
		{KS_USER_HR, "/completion?nendo=2026&format=html", NULL},
		{KS_USER_HR, "/outstanding?nendo=2026", NULL},
		{KS_USER_HR, "/outstanding?nendo=2026&format=csv&reason=y", NULL},
		{KS_USER_HR, "/outstanding", "nendo=2026&staff=000001&staff=000002&how=mail&text=x"},
		{KS_USER_TRAINER, "/letters?nendo=2026", NULL},
		{KS_USER_AUDITOR, "/exemptions?nendo=2026", NULL},
		{KS_USER_AUDITOR, "/corrections?nendo=2026", NULL},
		{KS_USER_AUDITOR, "/gatherings?nendo=2026", NULL},
		{KS_USER_AUDITOR, "/people/000001?nendo=2026", NULL},
		{KS_USER_HR, "/people/000001?nendo=2026&format=csv&reason=z", NULL},
		{KS_USER_AUDITOR, "/roster", NULL},
		{KS_USER_AUDITOR, "/roster?unit=%E4%BC%9A%E8%A8%88%E8%AA%B2", NULL},
		{KS_USER_IT, "/kiosks", NULL}, /* of no person: not logged */
		{KS_USER_IT, "/kiosks?format=csv", NULL},
		{KS_USER_AUDITOR, "/audit?nendo=2026&format=zip&reason=w", NULL},
		{KS_USER_AUDITOR, "/audit?nendo=2026", NULL},
		{KS_USER_HR, "/roster/import", NULL},
		{KS_USER_HR, "/roster/import", "do=take"},
		{KS_USER_HR, "/roster", "do=undo&reason=v"},
		{KS_USER_IT, "/logout", "x=y"},
	};
	struct fixture *f = *state;

	assert_int_equal(
		post_file(f, KS_USER_HR, "/roster/upload", "new.csv",
			  "職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,"
			  "在籍状態,役割,初期暗証番号\r\n"
			  "000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,,\r\n"
			  "000002,=1+1,ミホン ニ,会計課,事務局,本庁,01,2010-04-01,,在職,,\r\n"
			  "000003,\"'\"\"quoted\"\"'\",ミホン サン,会計課,事務局,本庁,01,2010-04-01,"
			  ",育休,端末利用,\r\n"),
		303);
	for (size_t i = 0; i < KS_COUNT(deeds); i++) {
		ks_clock_advance(&f->sample.clock, 20000);
		if (deeds[i].form)
			(void)post(f, deeds[i].role, deeds[i].path, deeds[i].form);
		else
			(void)ask(f, f->cookie[deeds[i].role], deeds[i].path, NULL);
	}
	(void)ask(f, NULL, "/login", "user=it&password=wrong");
	(void)ask(f, NULL, "/login", "user=nobody&password=wrong");
	assert_int_equal(ask(f, f->cookie[KS_USER_AUDITOR], "/audit?format=csv", NULL), 200);
	ks_test_golden("tests/data/golden/web/day-log.csv", ks_buf_text(&f->reply.body));
	enter(f, KS_USER_IT);
}

/* Over one centre, in this order. */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_day_stands_in_the_log),
		cmocka_unit_test(the_frame_leads_to_what_is_open_and_says_where_one_is),
		cmocka_unit_test(a_password_is_asked_where_nobody_reads_along),
		cmocka_unit_test(a_form_comes_from_our_own_page),
		cmocka_unit_test(how_much_and_what_comes_is_said_before_it_comes),
		cmocka_unit_test(a_year_and_a_page_are_read_or_left_out),
	};

	return cmocka_run_group_tests_name(__FILE__, tests, setup, teardown);
}
