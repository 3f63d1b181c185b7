/* SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>

#include "base/totp.h"
#include "desk.h"
#include "record/db.h"
#include "record/inspection.h"

/* Ways in beside a password, and what a 所属 does about a self-inspection. */

#define SECRET "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

static bool is_said(const struct fixture *f, const char *text)
{
	return strstr(ks_buf_text(&f->reply.body), text);
}

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
	ks_reply_finish(&f.reply);
	ks_web_close(f.web);
	ks_sample_centre_finish(&sample);
}

static void answer(struct fixture *f, int n, const char *unit_of, const char *response)
{
	static const struct ks_inspection_answer sample = {.item = "i03", .text = EVIL, .at_ms = 1};
	struct ks_inspection_answer given = sample;

	given.response = response;
	assert_int_equal(ks_store_begin(f->sample.store), KS_OK);
	for (int i = 0; i < n; i++) {
		char *staff = ks_format("%s%d", unit_of, i);
		struct ks_inspection_key key = {staff, 2026, "self-inspection"};

		assert_int_equal(ks_inspection_keep(f->sample.store, &key, &given, false), KS_OK);
		free(staff);
	}
	assert_int_equal(ks_store_commit(f->sample.store), KS_OK);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_is_asked_beside_the_password_and_is_good_once),
		cmocka_unit_test(what_is_decided_stays_until_it_is_done_and_is_seen_the_year_after),
		cmocka_unit_test(the_first_user_comes_in_by_a_code_once),
	};

	return cmocka_run_group_tests_name(__FILE__, tests, setup, teardown);
}
