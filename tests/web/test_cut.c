/* SPDX-License-Identifier: Apache-2.0 */
#include "support/cut.h"

#include "desk.h"
#include "lrs/announce.h"

/* A page whose database fails is no page: it says so, shows nobody's record, and is not half of one. */

#define ROSTER                                                                                                                                          \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n" \
	"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,123987\r\n"

struct asked {
	struct fixture *f;
	const char *path;
	char *whole; /* as it is when nothing fails */
};

/* Nothing is kept from the last look. */
static void touch(void *context)
{
	const struct asked *asked = context;

	ks_centre_touch(asked->f->sample.centre);
}

static enum ks_rc see(void *context)
{
	const struct asked *asked = context;
	int status = ask(asked->f, asked->f->cookie[KS_USER_HR], asked->path, NULL);
	const char *page = ks_buf_text(&asked->f->reply.body);

	if (status == 200) {
		if (asked->whole && strcmp(page, asked->whole) != 0)
			fail_msg("%s says what is not so", asked->path);
		return KS_OK;
	}
	if (status != 503 && status != 303) /* 303: who that is could not be read */
		fail_msg("%s: %d: %s", asked->path, status, page);
	assert_null(strstr(page, "quoted"));
	assert_null(strstr(page, "000003"));
	return KS_IO;
}

/* As HR sees them. */
static const char *const paths[] = {"/completion?nendo=2026",
				    "/outstanding?nendo=2026",
				    "/letters?nendo=2026",
				    "/plan?nendo=2026",
				    "/exemptions?nendo=2026",
				    "/corrections?nendo=2026",
				    "/gatherings?nendo=2026",
				    "/inspection?nendo=2026",
				    "/questions?nendo=2026",
				    "/roster",
				    "/people/000003?nendo=2026",
				    "/kiosks",
				    "/audit?nendo=2026",
				    "/roster?format=csv&reason=x",
				    "/roster?format=csv-cp932&reason=x",
				    "/roster?on=2026-05-01",
				    "/questions?nendo=2026&question=m1-q01&revision=1",
				    "/gatherings?nendo=2026&edit=2026-04-20-1",
				    "/outstanding?nendo=2026&format=pdf&reason=x",
				    "/outstanding?nendo=2026&format=xlsx&reason=x",
				    "/letters?nendo=2026&format=csv&reason=x",
				    "/questions?nendo=2026&format=csv&reason=x",
				    "/kiosks?format=csv",
				    "/people/000003?nendo=2026&format=csv&reason=x",
				    "/roster/import"};

/* Something of everything. */
static void fill(struct fixture *f)
{
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct ks_announce_wish wish = {.id = "",
					.title = "春の研修",
					.place = "",
					.lessons = "",
					.date = "2026-04-20",
					.from = "10:00",
					.to = "11:00",
					.expected = "全員"};
	char *said = NULL;

	assert_int_equal(ks_centre_announce(f->sample.centre, &wish, &said, NULL), KS_OK);
	free(said);
	ks_sample_ingest(&f->sample, &kiosk, "000003", "checkin", "session/2026-04-20-1");
	ks_sample_ingest(&f->sample, &kiosk, "000003", "passed", "course/annual/m1");
	ks_sample_ingest_answer(&f->sample, &kiosk, "course/annual/m1/quiz/m1-q01", "1", true);
	assert_int_equal(post_file(f, KS_USER_HR, "/roster/upload", "x.csv", ROSTER), 303);
}

static void a_page_is_whole_or_none(void **state)
{
	struct fixture *f = *state;

	fill(f);
	for (size_t i = 0; i < KS_COUNT(paths); i++) {
		struct asked asked = {f, paths[i], NULL};
		struct ks_cut cut = {.store = f->sample.store,
				     .begin = touch,
				     .act = see,
				     .context = &asked,
				     .name = paths[i],
				     .is_vague = true,
				     .leaves_trace = true,
				     .also = KS_IO};

		ks_clock_advance(&f->sample.clock, 20000); /* nothing that was kept for a moment */
		assert_int_equal(see(&asked), KS_OK);
		if (!strstr(paths[i], "audit") && !strstr(paths[i], "format=xlsx") &&
		    !strstr(paths[i], "format=pdf"))
			asked.whole = ks_strdup(ks_buf_text(&f->reply.body));
		ks_cut_everywhere(&cut);
		assert_true(cut.n_refused > 0);
		ks_cut_steps(&cut); /* what is read after it stands in the log, too */
		assert_true(cut.n_refused > 0);
		free(asked.whole);
	}
}

/* ---- what is changed ---- */

struct changed {
	struct fixture *f;
	const char *path, *form; /* form: its last value is another each time */
	bool has_list;
	char *csrf;
	int n;
};

static void begin(void *context)
{
	struct changed *changed = context;
	struct fixture *f = changed->f;

	if (changed->has_list)
		assert_int_equal(post_file(f, KS_USER_HR, "/roster/upload", "x.csv", ROSTER), 303);
	ks_clock_advance(&f->sample.clock, 1000);
	free(changed->csrf);
	changed->csrf = csrf_of(f, f->cookie[KS_USER_HR]);
}

static enum ks_rc change(void *context)
{
	struct changed *changed = context;
	struct fixture *f = changed->f;
	char *form = ks_format("csrf=%s&%s%d", changed->csrf, changed->form, ++changed->n);
	int status = ask(f, f->cookie[KS_USER_HR], changed->path, form);
	bool is_done = status == 303 && strcmp(told(f, "Location"), "/login") != 0;

	free(form);
	if (is_done)
		return KS_OK;
	if (status != 503 && status != 303)
		fail_msg("%s: %d: %s", changed->path, status, ks_buf_text(&f->reply.body));
	return KS_IO;
}

/* Who is told that it went wrong finds it undone. */
static void a_change_is_made_or_refused(void **state)
{
	static const struct {
		const char *path, *form;
		bool has_list;
	} changes[] = {
		{"/outstanding", "nendo=2026&staff=000001&staff=000003&how=mail&text=", false},
		{"/inspection",
		 "nendo=2026&do=add&checklist=c&item=i&group=g&owner=x&due=2026-06-30&what=", false},
		{"/gatherings",
		 "nendo=2026&do=change&id=2026-04-20-1&date=2026-04-20&from=10:00&to=11:00&title=",
		 false},
		{"/roster/import", "do=take&x=", true},
	};
	struct fixture *f = *state;

	fill(f);
	for (size_t i = 0; i < KS_COUNT(changes); i++) {
		struct changed changed = {
			f, changes[i].path, changes[i].form, changes[i].has_list, NULL, 0};
		struct ks_cut cut = {.store = f->sample.store,
				     .begin = begin,
				     .act = change,
				     .context = &changed,
				     .name = changes[i].path,
				     .is_vague = true,
				     .leaves_trace = true};

		ks_cut_everywhere(&cut);
		free(changed.csrf);
		assert_true(cut.n_refused > 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_page_is_whole_or_none, setup, teardown),
		cmocka_unit_test_setup_teardown(a_change_is_made_or_refused, setup, teardown),
	};

	return ks_test_run(tests);
}
