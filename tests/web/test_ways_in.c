/* SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>

#include "base/totp.h"
#include "desk.h"
#include "record/db.h"
#include "record/inspection.h"

/* Ways in beside a password, and what a 所属 does about a self-inspection. */

#define SECRET "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

static char *code_now(struct fixture *f)
{
	uint8_t key[KS_TOTP_SECRET_BYTES];
	char *code = ks_alloc(7);

	assert_true(ks_unbase32(SECRET, key, sizeof(key)));
	ks_totp_code(key, sizeof(key), ks_clock_wall_ms(&f->sample.clock) / KS_TOTP_STEP_MS, 6, code);
	return code;
}

static void a_code_is_asked_beside_the_password_and_is_good_once(void **state)
{
	struct fixture *f = *state;
	char *code = code_now(f), *form;

	assert_int_equal(ks_user_set_totp(f->sample.store, "auditor", SECRET), KS_OK);
	assert_int_equal(ask(f, NULL, "/login", "user=auditor&password=long+enough"), 403);
	assert_int_equal(ask(f, NULL, "/login", "user=auditor&password=long+enough&code=000000"),
			 403);
	form = ks_format("user=auditor&password=wrong+one&code=%s", code);
	assert_int_equal(ask(f, NULL, "/login", form), 403);
	free(form);
	form = ks_format("user=auditor&password=long+enough&code=%s", code);
	assert_int_equal(ask(f, NULL, "/login", form), 303);
	assert_int_equal(ask(f, NULL, "/login", form), 403); /* the same again */
	free(form);
	free(code);
	ks_clock_advance(&f->sample.clock, KS_TOTP_STEP_MS);
	code = code_now(f);
	form = ks_format("user=auditor&password=long+enough&code=%s", code);
	assert_int_equal(ask(f, NULL, "/login", form), 303);
	assert_int_equal(ks_user_set_totp(f->sample.store, "auditor", ""), KS_OK);
	assert_int_equal(ask(f, NULL, "/login", "user=auditor&password=long+enough"), 303);
	assert_int_equal(ks_user_set_totp(f->sample.store, "nobody", SECRET), KS_NOT_FOUND);
	free(form);
	free(code);
}

/* Nobody's record was seen by it, which is not the same as the records of none. */
static void expect_nobody_seen(struct ks_store *store, int64_t n_entries)
{
	struct ks_arena arena = {0};
	struct ks_access *list = NULL;
	size_t n = 0;

	assert_int_equal(ks_access_list(store, n_entries, (size_t)n_entries, &arena, &list, &n),
			 KS_OK);
	assert_int_equal(n, n_entries);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(list[i].n_people, -1);
	free(list);
	ks_arena_finish(&arena);
}

static void the_first_user_comes_in_by_a_code_once(void **state)
{
	struct ks_sample_centre sample;
	struct fixture f = {0};
	char code[KS_FIRST_CODE_TEXT], *form;

	(void)state;
	ks_sample_centre_init(&sample);
	f.sample = sample;
	f.web = ks_web_open(sample.centre);
	assert_int_equal(ask(&f, NULL, "/first", NULL), 303); /* no code was made */
	assert_int_equal(ks_user_first_code(sample.store, code), KS_OK);
	assert_int_equal(ask(&f, NULL, "/login", NULL), 200);
	assert_true(is_said(&f, "href=\"/first\""));
	assert_int_equal(ask(&f, NULL, "/first", NULL), 200);
	assert_int_equal(
		ask(&f, NULL, "/first",
		    "first=AAAA-BBBB-CCCC-DDDD&user=hr1&password=long+enough&again=long+enough"),
		403);
	form = ks_format("first=%s&user=hr1&password=long+enough&again=other+one", code);
	(void)ask(&f, NULL, "/first", form);
	assert_true(is_said(&f, "二つのパスワード"));
	free(form);
	form = ks_format("first=%s&user=hr1&password=short&again=short", code);
	assert_int_equal(ask(&f, NULL, "/first", form), 403);
	free(form);
	form = ks_format("first=%s&user=hr1&password=long+enough&again=long+enough", code);
	assert_int_equal(ask(&f, NULL, "/first", form), 303);
	free(form);
	form = ks_format("first=%s&user=hr2&password=long+enough&again=long+enough", code);
	assert_int_equal(ask(&f, NULL, "/first", form), 303); /* to the login: it is used up */
	free(form);
	assert_int_equal(ask(&f, NULL, "/login", "user=hr2&password=long+enough"), 403);
	assert_int_equal(ask(&f, NULL, "/login", "user=hr1&password=long+enough"), 303);
	assert_int_equal(ks_user_first_code(sample.store, code), KS_CONFLICT);
	expect_nobody_seen(sample.store, 4); /* refused, registered, refused, let in */
	ks_reply_finish(&f.reply);
	ks_web_close(f.web);
	ks_sample_centre_finish(&sample);
}

static void answer_item(struct fixture *f, int n, const char *unit_of, const char *item,
			const char *response)
{
	struct ks_inspection_answer given = {
		.item = item, .text = EVIL, .at_ms = 1, .response = response};

	assert_int_equal(ks_store_begin(f->sample.store), KS_OK);
	for (int i = 0; i < n; i++) {
		char *staff = ks_format("%s%d", unit_of, i);
		struct ks_inspection_key key = {staff, 2026, "self-inspection"};

		assert_int_equal(ks_inspection_keep(f->sample.store, &key, &given, false), KS_OK);
		free(staff);
	}
	assert_int_equal(ks_store_commit(f->sample.store), KS_OK);
}

static void answer(struct fixture *f, int n, const char *unit_of, const char *response)
{
	answer_item(f, n, unit_of, "i03", response);
}

/* Answers of people who are not on the list are those of 「（なし）」. */
static void what_is_decided_stays_until_it_is_done_and_is_seen_the_year_after(void **state)
{
	struct fixture *f = *state;
	static const char none[] = "%EF%BC%88%E3%81%AA%E3%81%97%EF%BC%89"; /* （なし） */
	char *form, *n;

	answer(f, 4, "9000", "no");
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/inspection?nendo=2026", NULL), 200);
	assert_false(is_said(f, "対応を決める")); /* four are too few to be seen */
	answer(f, 3, "9100", "no");
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/inspection?nendo=2026", NULL), 200);
	assert_true(is_said(f, "7／7"));
	assert_true(is_said(f, "対応を決める"));
	assert_int_equal(ask(f, f->cookie[KS_USER_AUDITOR], "/inspection?nendo=2026", NULL), 200);
	assert_true(is_said(f, "7／7"));
	assert_false(is_said(f, "対応を決める"));
	form = ks_format("nendo=2026&do=add&checklist=self-inspection&item=i03&group=%s&what="
			 "%%3Cscript%%3E&owner=x&due=2026-06-30",
			 none);
	assert_int_equal(post(f, KS_USER_HR, "/inspection", form), 303);
	free(form);
	form = ks_format("nendo=2026&do=add&checklist=self-inspection&item=i03&group=%s&what=x"
			 "&owner=x&due=soon",
			 none);
	assert_int_equal(post(f, KS_USER_HR, "/inspection", form), 400);
	free(form);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/inspection?nendo=2027", NULL), 200);
	assert_true(is_said(f, "これから"));
	assert_true(is_said(f, "&lt;script&gt;"));
	assert_false(is_said(f, "<script"));
	n = value_of(f, "name=\"measure\" value=\"");
	form = ks_format("nendo=2026&do=done&measure=%s&result=y", n);
	assert_int_equal(post(f, KS_USER_HEAD, "/inspection", form), 400); /* of another 所属 */
	assert_int_equal(post(f, KS_USER_HR, "/inspection", form), 303);
	assert_int_equal(post(f, KS_USER_HR, "/inspection", form), 400);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/inspection?nendo=2026", NULL), 200);
	assert_true(is_said(f, "済み"));
	assert_int_equal(ks_db_run(f->sample.store, "DELETE FROM measure", ""), KS_CONFLICT);
	free(form);
	free(n);
}

/* Where @after stands on the page last shown, behind @before. */
static bool is_in_order(const struct fixture *f, const char *before, const char *after)
{
	const char *first = strstr(ks_buf_text(&f->reply.body), before);

	return first && strstr(first, after);
}

/* By the page's own links and buttons alone: what is decided is of the row that was chosen. */
static void a_measure_is_decided_and_ended_by_what_the_page_offers(void **state)
{
	struct fixture *f = *state;

	answer_item(f, 6, "9200", "i07", "no");
	answer_item(f, 2, "9300", "i07", "yes");
	answer_item(f, 6, "9200", "i08", "yes");
	answer_item(f, 2, "9300", "i08", "unknown");
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/inspection?nendo=2026", NULL), 200);
	assert_true(is_said(f, "6／8"));
	assert_true(is_in_order(f, "self-inspection i07", "self-inspection i08")); /* worst first */
	assert_false(is_said(f, "対応 1件"));
	assert_int_equal(ask(f, f->cookie[KS_USER_AUDITOR], "/inspection?nendo=2026", NULL), 200);
	assert_true(is_said(f, "未決定"));
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/inspection?nendo=2026", NULL), 200);
	assert_false(is_said(f, "<h2>対応を決める"));
	assert_int_equal(follow(f, KS_USER_HR, "対応を決める"), 200);
	assert_true(is_said(f, "<h2>対応を決める"));
	assert_int_equal(press(f, KS_USER_HR, "add", "what=shelf&owner=me&due=2026-07-01"), 303);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/inspection?nendo=2026", NULL), 200);
	assert_true(is_said(f, "対応 1件"));
	assert_true(is_said(f, "<strong>shelf</strong>"));
	assert_true(is_said(f, "担当 me ／ 期限 令和8年7月1日 ／ 決めた人 hr"));
	assert_int_equal(ask(f, f->cookie[KS_USER_AUDITOR], "/inspection?nendo=2026", NULL), 200);
	assert_true(is_in_order(f, "self-inspection i08", "未決定"));
	assert_false(is_said(f, "済みにする"));
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/inspection?nendo=2026", NULL), 200);
	assert_int_equal(follow(f, KS_USER_HR, "CSV で"), 200); /* asks for what it is needed */
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/inspection?nendo=2026", NULL), 200);
	assert_int_equal(press(f, KS_USER_HR, "done", "result=moved"), 303);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/inspection?nendo=2026", NULL), 200);
	assert_true(is_said(f, "結果 moved（hr）"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_is_asked_beside_the_password_and_is_good_once),
		cmocka_unit_test(what_is_decided_stays_until_it_is_done_and_is_seen_the_year_after),
		cmocka_unit_test_setup_teardown(
			a_measure_is_decided_and_ended_by_what_the_page_offers, setup, teardown),
		cmocka_unit_test(the_first_user_comes_in_by_a_code_once),
	};

	return ks_test_run_in(tests, setup, teardown);
}
