/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"
#include "record/db.h"
#include "support/calls.h"
#include "support/cut.h"
#include "web/call.h"

/* Pages on a machine that has no room, of a record that cannot be read, and beside somebody who was quicker. */

#define HEAD \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
#define REST ",総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
#define OTHERS                                                                                         \
	"000002,=1+1,ミホン ニ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n" \
	"000003,見本 三,ミホン サン" REST

static int look(struct fixture *f, const char *address)
{
	return ask(f, f->cookie[KS_USER_HR], address, NULL);
}

static void run(struct fixture *f, const char *sql)
{
	assert_int_equal(ks_db_run(f->sample.store, sql, ""), KS_OK);
}

/* ---- no room ---- */

/* On each of their pages, and on no one else's. */
static void a_centre_that_fills_up_says_so_to_who_can_help(void **state)
{
	static const char words[] = "<p class=\"wrong\">センターの空き容量が、あと 3 MiB です。";
	struct fixture *f = *state;

	for (int is_full = 0; is_full < 2; is_full++) {
		ks_calls.free_bytes = is_full ? UINT64_C(3) << 20 : 0;
		for (int role = 0; role < KS_USER_COUNT; role++) {
			bool is_told = is_full && (role == KS_USER_HR || role == KS_USER_IT);

			assert_int_equal(ask(f, f->cookie[role], "/nowhere", NULL), 404);
			assert_int_equal(is_said(f, words), is_told);
		}
		assert_int_equal(ask(f, NULL, "/login", NULL), 200);
		assert_false(is_said(f, "空き容量"));
	}
	ks_calls.free_bytes = 0;
}

/* ---- what cannot be read ---- */

/* The operator reads which page it was, or that the log is the trouble. */
static bool is_logged(const char *log, const char *path, const char *words)
{
	char *line = ks_format("web: %.*s: damaged\n", (int)strcspn(path, "?"), path);
	bool is_page = strstr(log, line),
	     is_access = strstr(log, "web: the access log cannot be written: damaged\n");

	free(line);
	return strstr(words, "INTO access_log") ? is_access && !is_page : is_page && !is_access;
}

/* Each way that leads to what cannot be read says that it cannot be shown now, and does nothing. */
static void what_cannot_be_read_is_told_as_that(void **state)
{
	static const struct {
		const char *words, *path, *form;
	} ways[] = {
		{"FROM web_user", "/login", "user=hr&password=long+enough"},
		{"FROM statement", "/audit?nendo=2026&format=zip&reason=x", NULL},
		{"FROM standing", "/completion?nendo=2026", NULL},
		{"FROM roster_import", "/roster", "do=undo&reason=x"},
		{"FROM roster_import", "/roster/import", "do=take"},
		{"INTO roster_import", "/roster/import", "do=take"},
		{"INTO access_log", "/roster", NULL}, /* who saw it could not be told */
		{"INTO access_log", "/roster?format=csv&reason=x", NULL},
		{"INTO access_log", "/audit?nendo=2026&format=zip&reason=x", NULL},
	};
	struct fixture *f = *state;
	struct ks_test_stream err;
	char *log;

	for (size_t i = 0; i < KS_COUNT(ways); i++) {
		bool is_login = strcmp(ways[i].path, "/login") == 0;
		const char *cookie = is_login ? NULL : f->cookie[KS_USER_HR];
		char *form = NULL;

		assert_int_equal(post_file(f, KS_USER_HR, "/roster/upload", "x.csv",
					   HEAD "000001,見本 壱,ミホン イチ" REST OTHERS),
				 303);
		if (ways[i].form) {
			char *csrf = csrf_of(f, f->cookie[KS_USER_HR]);

			form = ks_format("csrf=%s&%s", csrf, ways[i].form);
			free(csrf);
		}
		ks_centre_touch(f->sample.centre);
		ks_cut_words(f->sample.store, ways[i].words);
		err = ks_test_stream_begin(stderr);
		(void)ask(f, cookie, ways[i].path, form);
		log = ks_test_stream_end(&err);
		ks_cut_words(f->sample.store, NULL);
		if (f->reply.status != 503 || !is_logged(log, ways[i].path, ways[i].words))
			fail_msg("%s without %s: %d, %s", ways[i].path, ways[i].words,
				 f->reply.status, log);
		free(log);
		must_say(f, "<h1>今は表示できません</h1>");
		assert_string_equal(told(f, "Set-Cookie"), "");
		assert_string_equal(told(f, "Content-Disposition"), "");
		free(form);
	}
	assert_int_equal(look(f, "/roster?format=csv&reason=x"), 200);
	assert_false(is_said(f, "見本 壱"));
}

/* What could not be checked is not called whole, and what could is told beside it. */
static void a_check_that_cannot_be_made_says_so(void **state)
{
	static const struct {
		const char *words, *told, *beside;
	} ways[] = {
		{"bytes FROM access_log ORDER BY n",
		 "<div class=\"wrong\"><strong>閲覧の記録を確かめられませんでした</strong>",
		 "<div class=\"good\"><strong>1件の記録が、すべてつながっています</strong>"},
		{"proof.signature", "<div class=\"wrong\"><strong>確かめられませんでした</strong>",
		 "<div class=\"good\"><strong>閲覧と書き出しの記録 "},
	};
	struct fixture *f = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-03");

	ks_sample_ingest(&f->sample, &kiosk, "000001", "initialized", "course/annual/m1");
	for (size_t i = 0; i < KS_COUNT(ways); i++) {
		ks_cut_words(f->sample.store, ways[i].words);
		assert_int_equal(look(f, "/audit?nendo=2026&check=1"), 200);
		ks_cut_words(f->sample.store, NULL);
		must_say(f, ways[i].told);
		must_say(f, ways[i].beside);
	}
	assert_false(is_said(f, "消えた記録、書き換えられた記録"));
}

static void the_first_of_several_faults_is_named(void **state)
{
	struct fixture *f = *state;
	static const char *const twice[] = {"k-01", "k-02"};

	for (size_t i = 0; i < KS_COUNT(twice); i++) {
		struct ks_sample_kiosk kiosk = ks_sample_kiosk(twice[i]), copied;

		ks_sample_ingest(&f->sample, &kiosk, "000001", "initialized", "course/annual/m1");
		copied = kiosk;
		ks_sample_ingest(&f->sample, &kiosk, "000001", "experienced", "course/annual/m1");
		ks_sample_ingest(&f->sample, &copied, "000002", "experienced", "course/annual/m1");
	}
	assert_int_equal(look(f, "/audit?nendo=2026&check=1"), 200);
	must_say(f, "7件の記録のうち、2件の異常があります");
	must_say(f, "最初の異常は、端末 k-01 の 2番です。");
}

/* ---- what nobody told ---- */

/* Until a kiosk spoke, a centre does not know under which names to record; it says where that stands. */
static void a_centre_that_knows_no_names_says_what_is_missing(void **state)
{
	static const struct {
		const char *path, *form;
	} ways[] = {
		{"/gatherings", "do=close&id=2026-05-17-1&by=000002&counted=0&reason=x"},
		{"/gatherings", "do=paper&id=2026-05-17-1&by=000002&numbers=000001"},
		{"/corrections", "do=present&number=000001&gathering=2026-05-17-1&at=10:00&reason=x"},
		{"/exemptions",
		 "do=add&number=000001&kind=%E8%82%B2%E4%BC%91&from=2026-11-01&reason=x"},
	};
	struct fixture *f = *state;

	assert_int_equal(post(f, KS_USER_HR, "/gatherings",
			      "do=add&title=x&date=2026-05-17&from=10:00&to=11:00"),
			 303);
	for (size_t i = 0; i < KS_COUNT(ways); i++) {
		assert_int_equal(post(f, KS_USER_HR, ways[i].path, ways[i].form), 400);
		must_say(f, KS_NO_BASE_WORD);
		assert_false(is_said(f, "organisation.yaml の iri_base が分かりません"));
	}
}

/* ---- somebody else was quicker ---- */

static void a_list_that_another_overtook_is_not_taken(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(post_file(f, KS_USER_HR, "/roster/upload", "x.csv",
				   HEAD "000001,見本 壱,ミホン イチ" REST OTHERS),
			 303);
	/* Between what this one is compared with and its own transaction. */
	run(f, "CREATE TEMP TRIGGER meanwhile AFTER INSERT ON access_log BEGIN"
	       " INSERT INTO roster_import(at_ms, from_day, state, document)"
	       " VALUES(1, '2026-04-01', 'taken', '{}'); END");
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=take"), 409);
	must_say(f, "<h1>取り込んでいません</h1>");
	must_say(f, "ほかの名簿が先に取り込まれました。もう一度確かめてください。");
	run(f, "DROP TRIGGER meanwhile");
	assert_int_equal(look(f, "/roster?format=csv&reason=x"), 200);
	assert_false(is_said(f, "見本 壱"));
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=take"), 303); /* it is still there */
	assert_int_equal(look(f, "/roster?format=csv&reason=x"), 200);
	must_say(f, "見本 壱");
}

/* ---- lists that are odd ---- */

static void an_odd_list_is_shown_for_what_it_is(void **state)
{
	struct fixture *f = *state;

	/* The first person's line is cut short: the next one's cells are the examples. */
	assert_int_equal(post_file(f, KS_USER_HR, "/roster/upload", "x.csv",
				   HEAD "000009,見本 九\r\n000001,見本 壱,ミホン イチ" REST),
			 303);
	assert_int_equal(look(f, "/roster/import"), 200);
	assert_false(is_said(f, " 例: 見本 九"));
	must_say(f, " 例: 見本 壱");
	must_say(f, "state bad\">誤り");
	assert_false(is_said(f, "value=\"take\""));
	/* One that is no list at all. */
	assert_int_equal(post_file(f, KS_USER_HR, "/roster/upload", "x.csv", HEAD "\"000001,見本"),
			 303);
	assert_int_equal(look(f, "/roster/import"), 200);
	must_say(f, "state bad\">誤り");
	assert_int_equal(post(f, KS_USER_HR, "/roster/import", "do=take"), 400);
	must_say(f, "誤りと確かめることを片付けてください。");
}

/* ---- too much ---- */

static void a_form_is_taken_up_to_its_size(void **state)
{
	struct fixture *f = *state;
	char *form = ks_alloc_zero(KS_WEB_FORM_MAX_BYTES + 2, 1);

	memset(form, 'x', KS_WEB_FORM_MAX_BYTES);
	form[1] = '=';
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/plan", form), 403); /* read: it has no token */
	form[KS_WEB_FORM_MAX_BYTES] = 'x';
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/plan", form), 413);
	assert_int_equal(f->admitted, KS_DENIED);
	must_say(f, "<h1>長すぎます</h1>");
	free(form);
}

/* Fifty wait on the page; the rest come when these are decided. */
static void more_than_a_page_may_wait_for_a_second_user(void **state)
{
	static const char more[] = "先に上の申し出を決めると、続きが出ます。";
	struct fixture *f = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");

	for (int i = 1; i <= 51; i++) {
		char *path = ks_format("course/annual/m1/quiz/m1-q%02d", i);
		char *form = ks_format(
			"nendo=2026&do=key&question=m1-q%02d&revision=1&answer=a&reason=x", i);

		ks_sample_ingest_answer(&f->sample, &kiosk, path, "1", true);
		free(path);
		if (post(f, KS_USER_TRAINER, "/corrections", form) != 303)
			fail_msg("%d: %s", i, ks_buf_text(&f->reply.body));
		free(form);
		if (i < 50)
			continue;
		assert_int_equal(look(f, "/corrections?nendo=2026"), 200);
		assert_int_equal(is_said(f, more), i == 51);
	}
}

/* ---- what is kept for the next look ---- */

/* Two look at once while the record changes: each keeps what it began with, and gives it back. */
static void sums_that_are_shown_stay_until_the_last_look(void **state)
{
	struct fixture *f = *state;
	struct ks_request request = {.path = "/completion", .method = "GET"};
	struct ks_call call = {.web = f->web,
			       .request = &request,
			       .store = f->sample.store,
			       .now_ms = ks_clock_wall_ms(&f->sample.clock),
			       .today = {2026, 5, 18},
			       .nendo = 2026};
	struct ks_completion rows[4];
	const struct ks_summary *shown[4];

	for (size_t i = 0; i < KS_COUNT(shown); i++) {
		shown[i] = ks_summary_take(&call, "受講状況", &rows[i]);
		assert_non_null(shown[i]);
		if (i % 2 == 1)
			assert_ptr_equal(shown[i], shown[i - 1]); /* nothing changed between */
		else
			assert_true(i == 0 || shown[i] != shown[i - 1]);
		if (i % 2 == 1)
			ks_centre_touch(f->sample.centre);
	}
	for (int i = 0; i < 3; i++) { /* both make room */
		struct ks_completion more;
		const struct ks_summary *made;

		ks_centre_touch(f->sample.centre);
		made = ks_summary_take(&call, "受講状況", &more);
		assert_int_equal(more.n_rows, 3);
		ks_summary_give(&call, made, &more);
	}
	for (size_t i = 0; i < KS_COUNT(shown); i++) {
		assert_int_equal(shown[i]->completion.n_rows, 3);
		assert_string_equal(rows[i].rows[0].person->name, "=1+1");
		assert_int_equal(shown[i]->units.n, 3);
		ks_summary_give(&call, shown[i], &rows[i]);
	}
}

/* Over one centre, in this order. */
int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sums_that_are_shown_stay_until_the_last_look),
		cmocka_unit_test(a_centre_that_fills_up_says_so_to_who_can_help),
		cmocka_unit_test(a_form_is_taken_up_to_its_size),
		cmocka_unit_test(a_centre_that_knows_no_names_says_what_is_missing),
		cmocka_unit_test(what_cannot_be_read_is_told_as_that),
		cmocka_unit_test(a_check_that_cannot_be_made_says_so),
		cmocka_unit_test(the_first_of_several_faults_is_named),
		cmocka_unit_test(a_list_that_another_overtook_is_not_taken),
		cmocka_unit_test(an_odd_list_is_shown_for_what_it_is),
		cmocka_unit_test(more_than_a_page_may_wait_for_a_second_user),
	};

	return cmocka_run_group_tests_name(__FILE__, tests, setup, teardown);
}
