/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"
#include "support/golden.h"

/*
 * What is asked for wrongly, each with its whole answer, in one file that can be read: who asked for what, the status, where it
 * leads, what the page says. And that nothing came of it but a line in the log.
 */

#define LEAVE "do=add&number=000001&kind=%E8%82%B2%E4%BC%91&reason=x"
#define LONG_20 "xxxxxxxxxxxxxxxxxxxx"
#define LONG_60 LONG_20 LONG_20 LONG_20
#define LONG_400 LONG_60 LONG_60 LONG_60 LONG_60 LONG_60 LONG_60 LONG_20 LONG_20
#define LONG_1200 LONG_400 LONG_400 LONG_400

static const struct request {
	enum ks_user_role role;
	const char *path, *form; /* NULL: it is looked at only */
} requests[] = {
	{KS_USER_HR, "/nowhere", NULL},
	{KS_USER_HR, "/people/", NULL},
	{KS_USER_HR, "/people/999999", NULL},
	{KS_USER_HEAD, "/people/000003", NULL},
	{KS_USER_HR, "/people/000001/more", NULL},
	{KS_USER_IT, "/completion", NULL},
	{KS_USER_TRAINER, "/audit", NULL},
	{KS_USER_HEAD, "/questions", NULL},
	{KS_USER_AUDITOR, "/letters", NULL},
	{KS_USER_HR, "/logout", NULL},
	{KS_USER_HR, "/audit", "do=x"},
	{KS_USER_HR, "/completion?format=doc", NULL},
	{KS_USER_HR, "/completion?format=csv", NULL},
	{KS_USER_HR, "/completion?format=xlsx&reason=+", NULL},
	{KS_USER_HEAD, "/completion?format=pdf&employment=01&status=%E4%BF%AE%E4%BA%86", NULL},
	{KS_USER_HR, "/roster?on=soon", NULL},
	{KS_USER_HR, "/roster?on=2026-04-01&format=pdf", NULL},
	{KS_USER_HR, "/roster/import", NULL},
	{KS_USER_HR, "/questions?question=m1-q01&revision=", NULL},
	{KS_USER_HR, "/audit?format=zip", NULL},
	{KS_USER_HR, "/gatherings?edit=2026-05-18-1&sheet=m1", NULL},
	{KS_USER_HR, "/plan", "do=x"},
	{KS_USER_HR, "/plan", "nendo=1999&do=propose&reason=x"},
	{KS_USER_HR, "/plan", "do=propose&reason="},
	{KS_USER_HR, "/plan", "do=approve&id=no"},
	{KS_USER_HR, "/corrections", "do=x"},
	{KS_USER_HR, "/corrections", "do=present&number=000001&gathering=2026-05-18-1&at=25:00"},
	{KS_USER_HR, "/corrections",
	 "do=present&number=000001&gathering=2026-05-18-1&at=10:00&reason=x"},
	{KS_USER_HR, "/corrections", "do=absent&number=000001&gathering=2026-05-18-1&reason=x"},
	{KS_USER_HR, "/corrections", "do=undone&number=999999&course=annual&lesson=m1&reason=x"},
	{KS_USER_HR, "/corrections", "do=undone&number=000001&course=annual&lesson=m1&reason=x"},
	{KS_USER_HR, "/corrections", "do=key&question=m1-q01&revision=&answer=a&reason=x"},
	{KS_USER_HR, "/corrections", "do=reject&id=no"},
	{KS_USER_HR, "/exemptions", LEAVE "&from=soon"},
	{KS_USER_HR, "/exemptions", LEAVE "&from=2026-11-01&to=later"},
	{KS_USER_HR, "/exemptions", LEAVE "&from=2026-11-02&to=2026-11-01"},
	{KS_USER_HR, "/exemptions", "do=add&number=000001&kind=none&from=2026-11-01&reason=x"},
	{KS_USER_HR, "/exemptions", "do=add&number=999999&kind=%E8%82%B2%E4%BC%91&reason=x"},
	{KS_USER_HR, "/exemptions", "do=end&id=no&on=soon&reason=x"},
	{KS_USER_HR, "/exemptions", "do=end&id=no&on=2026-11-01&reason=x"},
	{KS_USER_HR, "/gatherings", "do=x&id=2026-05-18-1"},
	{KS_USER_HR, "/gatherings", "do=add&id=2026-05-18-1"},
	{KS_USER_HR, "/gatherings", "do=change"},
	{KS_USER_HR, "/gatherings", "do=change&id=2026-05-18-1&title=x&date=2026-05-18"},
	{KS_USER_HR, "/gatherings", "do=add&title=x&date=2026-05-18&from=10:00&to=09:00"},
	{KS_USER_HR, "/gatherings",
	 "do=add&title=x&date=2026-05-18&from=10:00&to=11:00&expected=%E7%84%A1"},
	{KS_USER_HR, "/gatherings", "do=cancel&id=2026-05-18-1"},
	{KS_USER_HR, "/gatherings", "do=paper&id=2026-05-18-1&by=000002&numbers=000001"},
	{KS_USER_HR, "/gatherings", "do=close&id=2026-05-18-1&by=000002&counted=x"},
	{KS_USER_HR, "/inspection", "do=add&checklist=self-inspection&item=i03&group=x"},
	{KS_USER_HR, "/inspection", "do=done&measure=1&result="},
	{KS_USER_HR, "/inspection", "do=done&measure=1&result=x"},
	{KS_USER_HR, "/outstanding", "how=mail&text=x"},
	{KS_USER_HR, "/outstanding", "staff=999999&how=mail&text=x"},
	{KS_USER_HR, "/outstanding", "staff=000001&text=x&how=" LONG_60 "x"},
	{KS_USER_HR, "/outstanding", "staff=000001&how=mail&text=" LONG_1200 "x"},
	{KS_USER_HEAD, "/outstanding", "staff=000001&how=mail&text=x"},
	{KS_USER_HR, "/roster", "do=x&reason=x"},
	{KS_USER_HR, "/roster", "do=undo&reason=++"},
	{KS_USER_HR, "/roster/import", "do=take"},
	{KS_USER_HR, "/roster/import", "do=slips&reason=x"},
	{KS_USER_HR, "/roster/upload", "do=x"},
};

static void put_answer(struct ks_buf *out, const struct fixture *f, const char *who,
		       const char *path, const char *form)
{
	char *page = page_lines(f, false);

	ks_buf_printf(out, "==== %s %s %.120s\n%d %s\n%s", who, path, form ? form : "",
		      f->reply.status, told(f, "Location"), page);
	free(page);
}

static int64_t n_logged(struct fixture *f)
{
	int64_t n = 0;

	assert_int_equal(ks_access_count(f->sample.store, &n), KS_OK);
	return n;
}

static void each_is_refused_as_it_was_read(void **state)
{
	struct fixture *f = *state;
	struct ks_buf out = {0};
	int64_t n = n_logged(f);

	for (size_t i = 0; i < KS_COUNT(requests); i++) {
		const struct request *r = &requests[i];
		int status = r->form ? post(f, r->role, r->path, r->form)
				     : ask(f, f->cookie[r->role], r->path, NULL);

		assert_true(status >= 400 && status < 500);
		put_answer(&out, f, names[r->role], r->path, r->form);
	}
	ks_buf_printf(&out, "%lld lines in the log\n", (long long)(n_logged(f) - n));
	ks_test_golden("tests/data/golden/web/refusals.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
	assert_int_equal(ask(f, f->cookie[KS_USER_AUDITOR], "/audit?format=csv&reason=x", NULL), 200);
	ks_test_golden("tests/data/golden/web/refusals-log.csv", ks_buf_text(&f->reply.body));
}

/* Whose body is not even read, and who may look without any. */
static void what_cannot_be_taken_is_refused_before_its_body_is_read(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/plan", "do=x"), 403); /* for its token */
	assert_int_equal(f->admitted, KS_OK);
	assert_int_equal(ask(f, f->cookie[KS_USER_HEAD], "/plan", "do=x"), 403);
	assert_int_equal(f->admitted, KS_DENIED);
	assert_int_equal(ask(f, NULL, "/plan", "do=x"), 303);
	assert_int_equal(f->admitted, KS_DENIED);
	assert_string_equal(told(f, "X-Frame-Options"), "DENY");
	assert_int_equal(ask(f, NULL, "/plan", NULL), 303);
	assert_int_equal(f->admitted, KS_OK);
	f->origin = "https://other.example";
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/plan", "do=x"), 403);
	assert_int_equal(f->admitted, KS_DENIED);
	f->origin = NULL;
}

/* Over a way that others can read no password is taken, and none is asked for. */
static void a_way_that_is_not_private_asks_for_no_password(void **state)
{
	struct fixture *f = *state;
	char *page;

	f->host = "centre.example";
	assert_int_equal(ask(f, NULL, "/login", NULL), 200);
	page = page_lines(f, true);
	ks_test_golden("tests/data/golden/web/login-open.html", page);
	free(page);
	assert_int_equal(ask(f, NULL, "/login", "user=hr&password=long+enough"), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "この接続は暗号化されていません。"));
	assert_string_equal(told(f, "Set-Cookie"), "");
	assert_int_equal(ask(f, NULL, "/first", NULL), 303);
	assert_string_equal(told(f, "Location"), "/login");
	assert_int_equal(ask(f, NULL, "/first", "first=x"), 303);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/login", "user=hr&password=x"), 303);
	assert_string_equal(told(f, "Location"), "/");
	f->host = NULL;
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/login", NULL), 303);
	assert_string_equal(told(f, "Location"), "/");
}

/* Four may be wrong; after the fifth nobody comes in by this name for a quarter of an hour. */
static void the_fifth_wrong_password_shuts_the_name_for_a_while(void **state)
{
	static const char wrong[] = "user=it&password=wrong",
			  right[] = "user=it&password=long+enough";
	struct fixture *f = *state;

	for (int n = 1; n <= KS_WEB_TRIES; n++) {
		char *left = n < KS_WEB_TRIES ? ks_format("あと%d回まちがえると", KS_WEB_TRIES - n)
					      : ks_strdup("<p>15分のあいだ、入れません。</p>");

		assert_int_equal(ask(f, NULL, "/login", wrong), 403);
		assert_non_null(strstr(ks_buf_text(&f->reply.body), left));
		free(left);
	}
	assert_int_equal(ask(f, NULL, "/login", right), 429);
	assert_int_equal(f->reply.retry_after_s, KS_WEB_WAIT_MS / 1000);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "あと15分のあいだ、入れません。"));
	ks_clock_advance(&f->sample.clock, KS_WEB_WAIT_MS - 1);
	assert_int_equal(ask(f, NULL, "/login", right), 429);
	assert_int_equal(f->reply.retry_after_s, 1);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "あと1分のあいだ、入れません。"));
	ks_clock_advance(&f->sample.clock, 1);
	assert_int_equal(ask(f, NULL, "/login", right), 303);
	assert_int_equal(ask(f, NULL, "/login", wrong), 403); /* counted anew */
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "あと4回まちがえると"));
}

/* The longest that is taken, and what stands in the log of it. */
static void the_longest_reminder_is_noted(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(post(f, KS_USER_HR, "/outstanding",
			      "staff=000001&staff=999999&staff=000003&text=" LONG_1200
			      "&how=" LONG_60),
			 303);
	assert_string_equal(told(f, "Location"), "/outstanding?nendo=2026&noted=1");
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], told(f, "Location"), NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body),
			       "<p class=\"good\">督促したことを記録しました。</p>"));
	assert_int_equal(ask(f, f->cookie[KS_USER_AUDITOR], "/audit?format=csv&reason=x", NULL), 200);
	assert_non_null(strstr(ks_buf_text(&f->reply.body), "変えた,督促の記録,,2\r\n"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_refused_as_it_was_read),
		cmocka_unit_test(the_longest_reminder_is_noted),
		cmocka_unit_test(what_cannot_be_taken_is_refused_before_its_body_is_read),
		cmocka_unit_test(a_way_that_is_not_private_asks_for_no_password),
		cmocka_unit_test(the_fifth_wrong_password_shuts_the_name_for_a_while),
	};

	return ks_test_run_in(tests, setup, teardown);
}
