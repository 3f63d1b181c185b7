/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#include "course/inspection.h"
#include "lrs/announce.h"
#include "lrs/condition.h"
#include "record/inspection.h"
#include "support/golden.h"

/*
 * Each page as a whole, as HR, a head or an auditor gets it at a centre where something of everything happened: what a page lost,
 * gained or says twice is seen in the files of tests/data/golden/web/. What a page is for is asserted in the other files of this folder.
 */

#define ATTEMPT "\"https://kenshu.example/xapi/ext/attempt\":1"
#define TODAY "2026-05-18" /* of the sample's clock */

/* Where 000006 learned from the first; it is the first try by which questions are judged. */
static void play_again(struct fixture *f, struct ks_sample_kiosk *kiosk)
{
	static const char again[] = "\"https://kenshu.example/xapi/ext/attempt\":2";

	ks_clock_advance(&f->sample.clock, 60000);
	ks_sample_ingest_told(&f->sample, kiosk, "000006", "answered", "course/annual/m1/quiz/m1-q01",
			      "\"response\":\"a\",\"success\":true", again);
	ks_sample_ingest_told(&f->sample, kiosk, "000006", "answered", "course/annual/m1/quiz/m1-q02",
			      "\"response\":\"b\",\"success\":false", again);
	ks_sample_ingest_told(&f->sample, kiosk, "000006", "passed", "course/annual/m1",
			      "\"success\":true,\"score\":{\"raw\":4,\"min\":0,\"max\":5}", again);
}

static void play_quizzes(struct fixture *f)
{
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");

	for (int i = 0; i < 12; i++) {
		char *staff = ks_format("%06d", i + 1);
		bool is_good = i >= 6 || i == 0;
		char *result = ks_format("\"success\":%s,\"score\":{\"raw\":%d,\"min\":0,\"max\":5},"
					 "\"duration\":\"PT4M10S\"",
					 is_good ? "true" : "false", is_good ? 4 : 2);

		ks_clock_advance(&f->sample.clock, 60000);
		ks_sample_ingest_told(&f->sample, &kiosk, staff, "answered",
				      "course/annual/m1/quiz/m1-q01",
				      is_good ? "\"response\":\"a\",\"success\":true"
					      : "\"response\":\"b\",\"success\":false",
				      ATTEMPT);
		ks_sample_ingest_told(&f->sample, &kiosk, staff, "answered",
				      "course/annual/m1/quiz/m1-q02",
				      i ? "\"response\":\"a\",\"success\":true"
					: "\"response\":\"b\",\"success\":false",
				      ATTEMPT);
		ks_sample_ingest_told(&f->sample, &kiosk, staff, is_good ? "passed" : "failed",
				      "course/annual/m1", result, ATTEMPT);
		free(staff);
		free(result);
	}
	play_again(f, &kiosk);
}

static void play_gatherings(struct fixture *f)
{
	struct ks_announce_wish wish = {.id = "",
					.title = "集合研修",
					.place = "大会議室",
					.lessons = "m1",
					.date = TODAY,
					.from = "00:00",
					.to = "23:59",
					.expected = "全員"};
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-02");
	char *said = NULL;

	assert_int_equal(ks_centre_announce(f->sample.centre, &wish, &said, NULL), KS_OK);
	free(said);
	ks_sample_ingest(&f->sample, &kiosk, "000001", "checkin", "session/2026-05-18-1");
	assert_int_equal(post(f, KS_USER_HR, "/gatherings",
			      "do=close&id=2026-05-18-1&by=000002&counted=1&reason="),
			 303);
	assert_int_equal(post(f, KS_USER_TRAINER, "/gatherings",
			      "do=add&title=%E9%81%BF%E9%9B%A3%E8%A8%93%E7%B7%B4&date=2026-06-01&from=09:00"
			      "&to=10:00&place=&lessons=&expected=%E5%85%A8%E5%93%A1"),
			 303);
}

static void answer(struct fixture *f, const char *item, int n, const char *prefix,
		   const char *response)
{
	struct ks_inspection_answer given = {.item = item,
					     .text = "机の上に、紙を残していません。",
					     .at_ms = 1,
					     .response = response};

	assert_int_equal(ks_store_begin(f->sample.store), KS_OK);
	for (int i = 0; i < n; i++) {
		char *staff = ks_format("%s%d", prefix, i);
		struct ks_inspection_key key = {staff, 2026, "self-inspection"};

		assert_int_equal(ks_inspection_keep(f->sample.store, &key, &given, false), KS_OK);
		free(staff);
	}
	assert_int_equal(ks_store_commit(f->sample.store), KS_OK);
}

#define NONE "%EF%BC%88%E3%81%AA%E3%81%97%EF%BC%89" /* （なし） */

static void play_inspection(struct fixture *f)
{
	answer(f, "i03", 7, "91000", "no");
	answer(f, "i03", 3, "92000", "yes");
	answer(f, "i04", 6, "91000", "yes");
	answer(f, "i05", 2, "91000", "na");
	assert_int_equal(post(f, KS_USER_HR, "/inspection",
			      "nendo=2026&do=add&checklist=self-inspection&item=i03&group=" NONE
			      "&what=x&owner=y&due=2026-06-30"),
			 303);
}

static void play_decisions(struct fixture *f)
{
	static const char condition[] =
		"[{\"id\":\"content\",\"mark\":\"care\",\"title\":\"教材\",\"seen\":\"版 9\","
		"\"todo\":\"知らせる\"},"
		"{\"id\":\"fonts\",\"mark\":\"good\",\"title\":\"書体\",\"seen\":\"あります\"}]";
	char *id, *form;

	assert_int_equal(ks_condition_keep(f->sample.centre, "k-02", condition, strlen(condition)),
			 KS_OK);
	assert_int_equal(post(f, KS_USER_HR, "/outstanding", "nendo=2026&staff=000002&how=mail"),
			 303);
	assert_int_equal(post(f, KS_USER_TRAINER, "/plan", "nendo=2026&do=propose&reason=x"), 303);
	assert_int_equal(post(f, KS_USER_TRAINER, "/corrections",
			      "nendo=2026&do=undone&number=000001&course=annual&lesson=m1&reason=y"),
			 303);
	assert_int_equal(ask(f, f->cookie[KS_USER_HR], "/corrections?nendo=2026", NULL), 200);
	id = value_of(f, "name=\"id\" value=\"");
	form = ks_format("nendo=2026&do=approve&id=%s&reason=", id);
	assert_int_equal(post(f, KS_USER_HR, "/corrections", form), 303);
	free(form);
	free(id);
	assert_int_equal(post(f, KS_USER_TRAINER, "/corrections",
			      "nendo=2026&do=key&question=m1-q01&revision=&answer=*&reason=z"),
			 303);
	assert_int_equal(post(f, KS_USER_TRAINER, "/exemptions",
			      "nendo=2026&do=add&number=000002&kind=%E8%82%B2%E4%BC%91"
			      "&from=2026-11-01&reason=x"),
			 303);
}

static int play(void **state)
{
	assert_int_equal(setup(state), 0);
	play_quizzes(*state);
	play_gatherings(*state);
	play_inspection(*state);
	play_decisions(*state);
	return 0;
}

static const struct view {
	const char *name, *address;
	enum ks_user_role role;
} views[] = {
	{"audit", "/audit?nendo=2026", KS_USER_AUDITOR}, /* before looking at others stands in it */
	{"completion", "/completion?nendo=2026", KS_USER_HR},
	{"completion-head", "/completion?nendo=2026", KS_USER_HEAD},
	{"completion-of-nobody", "/completion?nendo=2026&unit=x", KS_USER_HR},
	{"completion-last-year", "/completion?nendo=2025", KS_USER_AUDITOR},
	{"completion-csv", "/completion?nendo=2026&format=csv&reason=x", KS_USER_HR},
	{"outstanding", "/outstanding?nendo=2026", KS_USER_HR},
	{"outstanding-auditor", "/outstanding?nendo=2026", KS_USER_AUDITOR},
	{"outstanding-csv", "/outstanding?nendo=2026&format=csv&reason=x", KS_USER_HR},
	{"letters", "/letters?nendo=2026", KS_USER_HR},
	{"plan", "/plan?nendo=2026", KS_USER_HR},
	{"plan-trainer", "/plan?nendo=2026", KS_USER_TRAINER},
	{"exemptions", "/exemptions?nendo=2026", KS_USER_HR},
	{"exemptions-head", "/exemptions?nendo=2026", KS_USER_HEAD},
	{"corrections", "/corrections?nendo=2026", KS_USER_HR},
	{"corrections-auditor", "/corrections?nendo=2026", KS_USER_AUDITOR},
	{"corrections-csv", "/corrections?nendo=2026&format=csv&reason=x", KS_USER_HR},
	{"gatherings", "/gatherings?nendo=2026", KS_USER_HR},
	{"gatherings-head", "/gatherings?nendo=2026", KS_USER_HEAD},
	{"gatherings-change", "/gatherings?nendo=2026&edit=2026-06-01-1", KS_USER_TRAINER},
	{"gatherings-closed", "/gatherings?nendo=2026&edit=2026-05-18-1", KS_USER_HR},
	{"gatherings-csv", "/gatherings?nendo=2026&format=csv&reason=x", KS_USER_HR},
	{"inspection", "/inspection?nendo=2026", KS_USER_HR},
	{"inspection-decide",
	 "/inspection?nendo=2026&checklist=self-inspection&item=i03&group=" NONE, KS_USER_HR},
	{"inspection-auditor", "/inspection?nendo=2026", KS_USER_AUDITOR},
	{"inspection-csv", "/inspection?nendo=2026&format=csv&reason=x", KS_USER_HR},
	{"questions", "/questions?nendo=2026", KS_USER_HR},
	{"question", "/questions?nendo=2026&question=m1-q01&revision=", KS_USER_TRAINER},
	{"questions-csv", "/questions?nendo=2026&format=csv&reason=x", KS_USER_HR},
	{"roster", "/roster", KS_USER_HR},
	{"roster-head", "/roster", KS_USER_HEAD},
	{"roster-as-of", "/roster?on=2026-04-01", KS_USER_HR},
	{"person", "/people/000001?nendo=2026", KS_USER_HR},
	{"person-auditor", "/people/000002?nendo=2026", KS_USER_AUDITOR},
	{"person-csv", "/people/000001?nendo=2026&format=csv&reason=x", KS_USER_HR},
	{"person-tries-csv", "/people/000001?nendo=2026&format=csv&of=tries&reason=x", KS_USER_HR},
	{"kiosks", "/kiosks", KS_USER_HR},
	{"kiosks-it", "/kiosks", KS_USER_IT},
};

/* All at the same moment. */
static void each_page_is_as_it_was_read(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(views); i++) {
		const struct view *view = &views[i];
		char *path = ks_format("tests/data/golden/web/%s.%s", view->name,
				       strstr(view->address, "csv") ? "csv" : "html");
		char *page;

		assert_int_equal(ask(f, f->cookie[view->role], view->address, NULL), 200);
		page = page_lines(f, strcmp(view->name, "completion") == 0);
		ks_test_golden(path, page);
		free(page);
		free(path);
	}
}

static void who_is_not_in_sees_the_ways_in(void **state)
{
	struct fixture *f = *state;
	char *page;

	assert_int_equal(ask(f, NULL, "/login", NULL), 200);
	page = page_lines(f, true);
	ks_test_golden("tests/data/golden/web/login.html", page);
	free(page);
	assert_int_equal(ask(f, NULL, "/login", "user=hr&password=wrong"), 403);
	page = page_lines(f, true);
	ks_test_golden("tests/data/golden/web/login-refused.html", page);
	free(page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_page_is_as_it_was_read),
		cmocka_unit_test(who_is_not_in_sees_the_ways_in),
	};

	return ks_test_run_in(tests, play, teardown);
}
