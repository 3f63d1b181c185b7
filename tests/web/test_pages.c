/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"
#include "lrs/care.h"

/* Every page as every role, and what somebody with bad intentions gets. Browser and HTTP are left out. */

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
	{"/plan", NULL, {200, 200, 200, 200, 403}},
	{"/plan", "do=propose", {400, 400, 403, 403, 403}},
	{"/exemptions", NULL, {200, 200, 200, 200, 403}},
	{"/exemptions", "do=add", {400, 400, 403, 403, 403}},
	{"/corrections", NULL, {200, 200, 200, 200, 403}},
	{"/corrections", "do=present", {400, 400, 403, 403, 403}},
	{"/gatherings", NULL, {200, 200, 200, 200, 403}},
	{"/gatherings", "do=add", {400, 400, 403, 403, 403}},
	{"/inspection", NULL, {200, 200, 200, 200, 403}},
	{"/inspection", "do=add", {400, 400, 400, 403, 403}},
	{"/first", NULL, {303, 303, 303, 303, 303}},
	{"/questions", NULL, {200, 200, 403, 200, 403}},
	{"/roster", NULL, {200, 200, 200, 200, 403}},
	{"/roster?on=2026-05-01", NULL, {200, 200, 200, 200, 403}},
	{"/roster?on=tomorrow", NULL, {400, 400, 400, 400, 403}},
	{"/roster", "do=undo", {400, 403, 403, 403, 403}},
	{"/roster/upload", "do=upload", {415, 403, 403, 403, 403}},
	{"/roster/import", NULL, {400, 403, 403, 403, 403}},
	{"/roster/import", "do=take", {400, 403, 403, 403, 403}},
	{"/people/000001", NULL, {200, 200, 200, 200, 403}},
	{"/people/000002", NULL, {200, 200, 404, 200, 403}},
	{"/kiosks", NULL, {200, 200, 403, 200, 200}},
	{"/audit", NULL, {200, 403, 403, 200, 403}},
	{"/style.css", NULL, {200, 200, 200, 200, 200}},
	{"/nowhere", NULL, {404, 404, 404, 404, 404}},
	{"/completion", "a=b", {405, 405, 405, 405, 405}},
};

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
					    "/roster?format=csv&reason=x",
					    "/outstanding?format=csv&reason=x",
					    "/completion?format=csv&reason=x&unit=",
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
		"/plan",
		"/exemptions",
		"/corrections",
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
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/roster?format=csv&reason=x", NULL), 200);
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

	assert_int_equal(ask(f, hr, "/outstanding?format=csv&reason=x", NULL), 200);
	assert_null(strstr(ks_buf_text(&f->reply.body), ",1,\r\n"));
	assert_int_equal(ask(f, hr, "/outstanding", "staff=000001"), 403);
	assert_int_equal(ask(f, hr, "/outstanding", alien), 403);
	f->origin = "https://evil.example";
	assert_int_equal(ask(f, hr, "/outstanding", good), 403);
	f->origin = "http://127.0.0.1:8090";
	assert_int_equal(ask(f, hr, "/outstanding", good), 303);
	assert_int_equal(ask(f, hr, "/outstanding?format=csv&reason=x", NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), ",1,\r\n"));
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

static void the_page_of_kiosks_tells_how_old_the_backup_is(void **state)
{
	struct fixture *f = *state;
	const char *hr = f->cookie[KS_USER_HR];

	assert_int_equal(ask(f, hr, "/kiosks", NULL), 200);
	assert_non_null(
		strstr(ks_buf_text(&f->reply.body), "<p class=\"notice\">バックアップは、まだ"));
	assert_int_equal(ks_care_note_backup(f->sample.store, ks_clock_wall_ms(&f->sample.clock)),
			 KS_OK);
	ks_clock_advance(&f->sample.clock, 1000);
	assert_int_equal(ask(f, hr, "/kiosks", NULL), 200);
	assert_non_null(
		strstr(ks_buf_text(&f->reply.body), "<p class=\"small\">最後のバックアップは"));
}

/* What is kept between two looks is never older than the store. */
static void a_page_shows_what_came_in_since_the_last_look(void **state)
{
	struct fixture *f = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	const char *address = "/completion?format=csv&reason=x&unit=%E7%B7%8F%E5%8B%99%E8%AA%B2";
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

/* Who wants the file does not scroll past the table for it; and whose pages these are stands at their foot. */
static void files_stand_above_the_table_and_the_body_at_the_foot(void **state)
{
	static const char *const pages[][2] = {
		{"/audit", "閲覧と書き出しの記録</caption>"},
		{"/kiosks", "端末の一覧</caption>"},
	};
	struct fixture *f = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-09");

	ks_sample_ingest(&f->sample, &kiosk, "000001", "passed", "course/annual/m1");
	enter(f, KS_USER_HR);
	assert_int_equal(ks_store_set(f->sample.store, "body name", "架空市<b>"), KS_OK);
	for (size_t i = 0; i < KS_COUNT(pages); i++) {
		const char *text, *files, *table;

		assert_int_equal(ask(f, f->cookie[KS_USER_HR], pages[i][0], NULL), 200);
		text = ks_buf_text(&f->reply.body);
		files = strstr(text, "filters exports");
		table = strstr(text, pages[i][1]);
		assert_non_null(files);
		assert_non_null(table);
		assert_true(files < table);
		assert_non_null(strstr(text, "<footer><span>研修記録　架空市&lt;b&gt;</span>"));
	}
	assert_int_equal(ask(f, NULL, "/login", NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "架空市&lt;b&gt;"));
}

static void a_file_of_people_asks_for_a_reason(void **state)
{
	static const char *const paths[] = {"/completion",   "/outstanding", "/exemptions",
					    "/corrections",  "/gatherings",  "/roster",
					    "/people/000001"};
	static const char *const formats[] = {"csv", "csv-cp932", "xlsx", "pdf"};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(paths); i++)
		for (size_t k = 0; k < KS_COUNT(formats); k++) {
			char *bare = ks_format("%s?format=%s", paths[i], formats[k]);
			char *blank = ks_format("%s&reason=%%20", bare);
			char *told_why = ks_format("%s&reason=audit", bare);

			assert_int_equal(ask(f, f->cookie[KS_USER_HR], bare, NULL), 400);
			assert_string_equal(told(f, "Content-Disposition"), "");
			assert_null(strstr(ks_buf_text(&f->reply.body), "000002"));
			assert_int_equal(ask(f, f->cookie[KS_USER_HR], blank, NULL), 400);
			assert_int_equal(ask(f, f->cookie[KS_USER_HR], told_why, NULL), 200);
			free(bare);
			free(blank);
			free(told_why);
		}
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
		cmocka_unit_test(a_file_of_people_asks_for_a_reason),
		cmocka_unit_test(a_form_needs_the_token_and_our_own_page),
		cmocka_unit_test(the_page_of_kiosks_tells_how_old_the_backup_is),
		cmocka_unit_test(a_page_shows_what_came_in_since_the_last_look),
		cmocka_unit_test(a_session_ends_when_idle_when_old_and_when_left),
		cmocka_unit_test(guessing_has_to_wait),
		cmocka_unit_test(files_stand_above_the_table_and_the_body_at_the_foot), /* adds a kiosk */
	};

	return ks_test_run_in(tests, setup, teardown);
}
