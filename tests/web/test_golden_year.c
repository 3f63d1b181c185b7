/* SPDX-License-Identifier: Apache-2.0 */
#include "desk.h"

#include "base/id.h"
#include "lrs/announce.h"
#include "record/db.h"
#include "record/inspection.h"
#include "report/seal.h"
#include "support/golden.h"
#include "support/packed.h"

/*
 * A 年度 in which everything happened that seldom does, seen in January, and again when it is closed: the pages, their files and
 * the auditor's pack, whole, in tests/data/golden/year/. What an ordinary day looks like is in test_golden.c.
 */

#define HEAD \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"

/* One of each kind; the last has left, and who counted is not listed. */
static const char people[] = HEAD
	"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,\"端末利用,管理職\",\r\n"
	"000002,見本 二,ミホン ニ,総務課,事務局,本庁,07,2026-04-01,2027-03-31,在職,端末利用,\r\n"
	"000002,見本 二,ミホン ニ,会計課,事務局,西館,01,2026-12-01,2027-01-10,在職,端末利用,\r\n"
	"000003,見本 三,ミホン サン,会計課,事務局,本庁,01,2010-04-01,,育休,端末利用,\r\n"
	"000004,見本 四,ミホン ヨン,会計課,事務局,西館,12,2026-04-01,,在職,端末利用,\r\n"
	"000005,見本 五,ミホン ゴ,,事務局,西館,13,2026-04-01,,在職,端末利用,\r\n"
	"A0006,見本 六,ミホン ロク,議会事務局,議会,本庁,06,2025-04-01,,在職,,\r\n"
	"000007,見本 七,ミホン ナナ,総務課,事務局,本庁,01,2026-10-01,,在職,端末利用,\r\n"
	"000007,見本 七,ミホン ナナ,議会事務局,議会,本庁,01,2027-01-11,,在職,端末利用,\r\n"
	"000008,見本 八,ミホン ハチ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000009,見本 九,ミホン キュウ,総務課,事務局,本庁,01,2010-04-01,2026-08-31,在職,端末利用,\r\n"
	"000010,見本 髙,ミホン ジュウ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000011,見本 𠮷,ミホン ヨシ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n";

#define AUDIENCE "\"audience\":{\"employment\":[],\"roles\":[],\"facilities\":[]}"
#define LESSON(id, title)                                                                   \
	"{\"id\":\"" id "\",\"title\":\"" title "\",\"minutes\":5,\"ready\":true," AUDIENCE \
	",\"pools\":[],\"questions\":5,\"pass\":4}"
#define PLAN(id, title, due, lessons)                                                  \
	"{\"format\":\"kenshu-plan-1\",\"id\":\"" id "\",\"title\":\"" title           \
	"\",\"revision\":\"1\",\"nendo\":2026,\"opens\":\"2026-04-01\",\"due\":\"" due \
	"\",\"mid_year_days\":14,\"max_repeats\":3," AUDIENCE ",\"lessons\":[" lessons "]}"

static const char plans[] =
	"[" PLAN("annual", "年次研修", "2026-12-25",
		 LESSON("m1", "方針") "," LESSON("m2", "分類") "," LESSON(
			 "m8", "委託")) "," PLAN("extra", "追加の研修", "2027-02-01",
						 LESSON("m5", "通信")) "]";

#define DAY_MS INT64_C(86400000)

static void later(struct fixture *f, int64_t ms)
{
	static const enum ks_user_role roles[] = {KS_USER_HR, KS_USER_TRAINER, KS_USER_HEAD,
						  KS_USER_AUDITOR};

	ks_clock_advance(&f->sample.clock, ms);
	for (size_t i = 0; i < KS_COUNT(roles); i++)
		enter(f, roles[i]);
}

/* ---- what happened ---- */

static void fact(struct fixture *f, const char *gathering, const char *staff, const char *verb,
		 const char *kiosk, int minute, const char *how, const char *by, const char *reason,
		 int64_t counts)
{
	static int n;
	char *id = ks_format("fact-%03d", ++n);

	assert_int_equal(ks_db_run(f->sample.store,
				   "INSERT INTO gathering_fact VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
				   "tttttitttdd", id, gathering, staff, verb, kiosk,
				   KS_TEST_WALL_MS + minute * INT64_C(60000), how, by, reason,
				   (int)(counts / 100), (int)(counts % 100)),
			 KS_OK);
	free(id);
}

static void announce(struct fixture *f, const char *title, const char *date, const char *expected)
{
	struct ks_announce_wish wish = {.id = "",
					.title = title,
					.place = "大会議室",
					.lessons = "m1,m8",
					.date = date,
					.from = "09:30",
					.to = "10:30",
					.expected = expected};
	char *said = NULL;

	assert_int_equal(ks_centre_announce(f->sample.centre, &wish, &said, NULL), KS_OK);
	free(said);
}

#define G "2026-05-18-1"

/* Minutes from 9:30. */
static void play_gatherings(struct fixture *f)
{
	announce(f, "春の集合研修", "2026-05-18", "全員");
	announce(f, "冬の集合研修", "2027-01-20", "所属=総務課");
	fact(f, G, "000001", "checkin", "k-01", -5, "card", "", "", 0);
	fact(f, G, "000002", "checkin", "k-01", 3, "pin", "", "", 0);
	fact(f, G, "000003", "excused", "k-01", -1, "", "000001", "育休", 0);
	fact(f, G, "000004", "checkin", "k-02", 70, "number", "", "", 0);
	fact(f, G, "000005", "admitted", "k-02", 20, "", "000001", "顔を確かめました", 0);
	fact(f, G, "000001", "leave", "k-01", 40, "", "", "", 0);
	fact(f, G, "000010", "checkin", "k-01", -3, "card", "", "", 0);
	fact(f, G, "000010", "removed", "k-01", 30, "", "000001", "まちがい", 0);
	fact(f, G, "000008", "checkin", "k-01", -2, "pin", "", "", 0);
	fact(f, G, "000008", "checkin", "k-02", 10, "pin", "", "", 0);
	fact(f, G, "999999", "checkin", "k-02", 5, "number", "", "", 0);
	fact(f, G, "000001", "polled", "k-01", 25, "", "000001", "○ 3名、× 1名", 504);
	fact(f, G, "000001", "drilled", "k-01", 30, "begun", "000001", "避難", 0);
	fact(f, G, "000001", "drilled", "k-01", 32, "", "000001", "電話する", 0);
	fact(f, G, "000001", "drilled", "k-01", 35, "ended", "000001", "避難", 0);
	fact(f, G, "000001", "closed", "k-01", 61, "", "000001", "", 404);
	fact(f, G, "999999", "closed", "k-02", 62, "", "", "一人が先に出た", 203);
}

static void play_quizzes(struct fixture *f)
{
	static const char definition[] =
		"\"name\":{\"ja-JP\":\"持ち出し\"},\"description\":{\"ja-JP\":\"持ち出す前にすることは?\"},"
		"\"choices\":[{\"id\":\"a\",\"description\":{\"ja-JP\":\"許可を得る\"}},"
		"{\"id\":\"b\",\"description\":{\"ja-JP\":\"あとで、所属長に、口頭で報告しておく\"}}],"
		"\"correctResponsesPattern\":[\"a\"],\"interactionType\":\"choice\"";
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	static const char *const passed[][2] = {{"000001", "annual/m1"}, {"000001", "annual/m2"},
						{"000001", "annual/m8"}, {"000001", "extra/m5"},
						{"000002", "annual/m1"}, {"000004", "annual/m8"},
						{"000005", "annual/m1"}, {"000009", "annual/m2"}};

	for (int i = 0; i < 6; i++)
		ks_sample_ingest_shown(&f->sample, &kiosk, "course/annual/m1/quiz/m1-q01", "1",
				       definition,
				       i % 3 ? "\"response\":\"a\",\"success\":true"
					     : "\"response\":\"b\",\"success\":false");
	for (int i = 0; i < 3; i++)
		ks_sample_ingest_answer(&f->sample, &kiosk,
					i ? "course/annual/m2/quiz/m1-q01"
					  : "course/annual/m1/quiz/m1-q01",
					i == 1 ? "1" : "2", i > 0);
	for (size_t i = 0; i < KS_COUNT(passed); i++) {
		char *path = ks_format("course/%s", passed[i][1]);

		ks_clock_advance(&f->sample.clock, 60000);
		ks_sample_ingest_told(
			&f->sample, &kiosk, passed[i][0], i == 4 ? "failed" : "passed", path,
			i == 4 ? "\"success\":false,\"score\":{\"raw\":2,\"min\":0,\"max\":5}"
			       : "\"success\":true,\"score\":{\"raw\":5,\"min\":0,\"max\":5}",
			"\"https://kenshu.example/xapi/ext/attempt\":1");
		free(path);
	}
	ks_sample_ingest_told(&f->sample, &kiosk, "000005", "passed", "course/annual/m2",
			      "\"success\":true",
			      "\"https://kenshu.example/xapi/ext/roll\":{\"how\":\"paper\"}");
}

static void play_inspection(struct fixture *f)
{
	static const struct {
		const char *item, *response;
		int n;
	} answers[] = {{"i03", "no", 3},  {"i03", "yes", 3}, {"i04", "unknown", 2},
		       {"i04", "yes", 2}, {"i04", "no", 2},  {"i05", "na", 6}};
	static const char *const staff[] = {"000001", "000002", "000007",
					    "000008", "000010", "000011"};
	static const char *const measures[] = {
		"item=i03&what=%E6%A3%9A&owner=%E4%BF%82%E9%95%B7&due=2026-06-30",
		"item=i04&what=%E9%8D%B5&owner=%E8%AA%B2%E9%95%B7&due=2026-12-01",
		"item=i04&what=%E7%AA%93&owner=%E8%AA%B2%E9%95%B7&due=2027-03-01"};
	const char *last = "";
	size_t at = 0;

	assert_int_equal(ks_store_begin(f->sample.store), KS_OK);
	for (size_t i = 0; i < KS_COUNT(answers); i++)
		for (int k = 0; k < answers[i].n; k++) {
			struct ks_inspection_answer given = {.item = answers[i].item,
							     .text = "机の上に、紙を残していません。",
							     .at_ms = KS_TEST_WALL_MS,
							     .response = answers[i].response};
			struct ks_inspection_key key = {NULL, 2026, "self-inspection"};

			at = strcmp(last, answers[i].item) == 0 ? at : 0;
			last = answers[i].item;
			key.staff = staff[at++];
			assert_int_equal(ks_inspection_keep(f->sample.store, &key, &given, false),
					 KS_OK);
		}
	assert_int_equal(ks_store_commit(f->sample.store), KS_OK);
	for (size_t i = 0; i < KS_COUNT(measures); i++) {
		char *form = ks_format("nendo=2026&do=add&checklist=self-inspection&group="
				       "%%E7%%B7%%8F%%E5%%8B%%99%%E8%%AA%%B2&%s",
				       measures[i]);

		must(f, KS_USER_HR, "/inspection", form);
		free(form);
	}
	must(f, KS_USER_HR, "/inspection", "nendo=2026&do=done&measure=1&result=%E6%B8%88");
}

static void play_decisions(struct fixture *f)
{
	static const struct {
		const char *page, *form, *act; /* act NULL: it waits */
	} decisions[] = {
		{"/plan", "do=propose&reason=%E8%B5%B7%E6%A1%88", "reject"},
		{"/plan", "do=propose&reason=%E8%B5%B7%E6%A1%88", "approve"},
		{"/exemptions",
		 "do=add&number=000003&kind=%E8%82%B2%E4%BC%91&from=2026-05-01&to=2027-03-31&reason=a",
		 "approve"},
		{"/exemptions",
		 "do=add&number=000008&kind=%E5%AF%BE%E8%B1%A1%E5%A4%96&from=2026-05-01&reason=b",
		 "approve"},
		{"/exemptions",
		 "do=add&number=000110&kind=%E7%B4%99%E5%8F%97%E8%AC%9B&from=2026-05-01"
		 "&course=annual&lesson=m1&reason=c",
		 "approve"},
		{"/exemptions",
		 "do=add&number=000011&kind=%E8%82%B2%E4%BC%91&from=2027-02-01&reason=d", NULL},
		{"/corrections",
		 "do=present&number=000011&gathering=" G "&at=09:40&reason=%E7%BD%B2%E5%90%8D",
		 "approve"},
		{"/corrections", "do=absent&number=000002&gathering=" G "&reason=f", "reject"},
		{"/corrections", "do=undone&number=000004&course=annual&lesson=m8&reason=g",
		 "approve"},
		{"/corrections", "do=key&question=m1-q01&revision=1&answer=b&reason=h", "approve"},
		{"/corrections",
		 "do=undone&number=000005&course=annual&lesson=m1&to=000007&reason=i", NULL},
	};

	for (size_t i = 0; i < KS_COUNT(decisions); i++) {
		char *form = ks_format("nendo=2026&%s", decisions[i].form);
		char *page = ks_format("%s?nendo=2026", decisions[i].page);

		ks_clock_advance(&f->sample.clock, 60000);
		must(f, KS_USER_TRAINER, decisions[i].page, form);
		if (decisions[i].act)
			decide_first(f, page, decisions[i].act, "");
		free(page);
		free(form);
	}
}

static void play_reminders(struct fixture *f)
{
	must(f, KS_USER_HR, "/outstanding",
	     "nendo=2026&staff=000002&staff=000004&how=%E6%96%87%E6%9B%B8&text=%E6%9C%9F%E9%99%90");
	ks_clock_advance(&f->sample.clock, 60000);
	must(f, KS_USER_TRAINER, "/outstanding",
	     "nendo=2026&staff=000002&how=%E9%9B%BB%E8%A9%B1&text=%E4%BA%8C%E5%9B%9E%E7%9B%AE");
}

static int play(void **state)
{
	struct fixture *f;

	assert_int_equal(setup(state), 0);
	f = *state;
	ks_sample_import(f->sample.store, people);
	assert_int_equal(ks_db_run(f->sample.store,
				   "UPDATE person SET typed = '000110' WHERE number = '000010'", ""),
			 KS_OK);
	assert_int_equal(ks_centre_take_plans(f->sample.centre, "k-01", plans), KS_OK);
	ks_centre_touch(f->sample.centre);
	play_gatherings(f);
	play_quizzes(f);
	play_inspection(f);
	play_decisions(f);
	play_reminders(f);
	return 0;
}

/* ---- what is seen of it ---- */

struct view {
	const char *name, *address;
	enum ks_user_role role;
};

static void see_all(struct fixture *f, const char *when, const struct view *views, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		bool is_file = strstr(views[i].address, "format=");
		char *path = ks_format("tests/data/golden/year/%s%s.%s", views[i].name, when,
				       is_file ? "csv" : "html");
		char *page;

		if (ask(f, f->cookie[views[i].role], views[i].address, NULL) != 200)
			fail_msg("%s: %d", views[i].address, f->reply.status);
		page = page_lines(f, is_file);
		ks_test_golden(path, page);
		free(page);
		free(path);
	}
}

static const struct view views[] = {
	{"completion", "/completion?nendo=2026", KS_USER_HR},
	{"completion-csv", "/completion?nendo=2026&format=csv&reason=x", KS_USER_HR},
	{"outstanding", "/outstanding?nendo=2026&noted=1", KS_USER_HR},
	{"outstanding-csv", "/outstanding?nendo=2026&format=csv&reason=x", KS_USER_HR},
	{"letters", "/letters?nendo=2026", KS_USER_HR},
	{"letters-csv", "/letters?nendo=2026&format=csv&reason=x", KS_USER_HR},
	{"plan", "/plan?nendo=2026&done=approved", KS_USER_TRAINER},
	{"exemptions", "/exemptions?nendo=2026&done=proposed&number=000001", KS_USER_HR},
	{"exemptions-csv", "/exemptions?nendo=2026&format=csv&reason=x", KS_USER_HR},
	{"corrections", "/corrections?nendo=2026&done=rejected", KS_USER_HR},
	{"corrections-csv", "/corrections?nendo=2026&format=csv&reason=x", KS_USER_HR},
	{"gatherings", "/gatherings?nendo=2026&done=close", KS_USER_HR},
	{"gatherings-change", "/gatherings?nendo=2026&edit=" G, KS_USER_HR},
	{"gatherings-head", "/gatherings?nendo=2026", KS_USER_HEAD},
	{"gatherings-csv", "/gatherings?nendo=2026&format=csv&reason=x", KS_USER_HR},
	{"inspection", "/inspection?nendo=2026&done=done", KS_USER_HEAD},
	{"inspection-csv", "/inspection?nendo=2026&format=csv&reason=x", KS_USER_HR},
	{"questions", "/questions?nendo=2026", KS_USER_HR},
	{"question", "/questions?nendo=2026&question=m1-q01&revision=1", KS_USER_HR},
	{"questions-csv", "/questions?nendo=2026&format=csv&reason=x", KS_USER_HR},
	{"roster", "/roster", KS_USER_HR},
	{"roster-csv", "/roster?format=csv-cp932&reason=x", KS_USER_HR},
	{"person-done", "/people/000001?nendo=2026", KS_USER_HR},
	{"person-late", "/people/000002?nendo=2026", KS_USER_AUDITOR},
	{"person-paper", "/people/000005?nendo=2026", KS_USER_HR},
	{"person-away", "/people/000003?nendo=2026", KS_USER_HR},
	{"person-credit", "/people/000110?nendo=2026", KS_USER_HR},
	{"person-new", "/people/000007?nendo=2026", KS_USER_HEAD},
	{"log-csv", "/audit?nendo=2026&format=csv&reason=x", KS_USER_AUDITOR}, /* of all these too */
};

/* The files of the pack that people read, one behind the other; the record itself is checked by its hashes. */
static void see_pack(struct fixture *f, const char *path)
{
	struct ks_buf out = {0};

	assert_int_equal(ask(f, f->cookie[KS_USER_AUDITOR], "/audit?nendo=2026&format=zip&reason=x",
			     NULL),
			 200);
	ks_test_unpacked(f->reply.body.data, f->reply.body.len, "記録/", &out);
	ks_test_golden(path, ks_buf_text(&out));
	ks_buf_finish(&out);
}

static void in_january_what_is_late_stands_on_every_page(void **state)
{
	struct fixture *f = *state;

	later(f, 237 * DAY_MS); /* the 10th */
	see_all(f, "", views, KS_COUNT(views));
	see_pack(f, "tests/data/golden/year/pack.txt");
}

static void a_closed_year_stands_with_what_came_later(void **state)
{
	static const struct view sealed[] = {
		{"completion", "/completion?nendo=2026", KS_USER_HR},
		{"completion-csv", "/completion?nendo=2026&format=csv&reason=x", KS_USER_HR},
		{"outstanding", "/outstanding?nendo=2026", KS_USER_AUDITOR},
		{"outstanding-csv", "/outstanding?nendo=2026&format=csv&reason=x", KS_USER_HR},
		{"exemptions-csv", "/exemptions?nendo=2026&format=csv&reason=x", KS_USER_HR},
		{"person", "/people/000002?nendo=2026", KS_USER_HR},
		{"corrections", "/corrections?nendo=2026", KS_USER_HR},
	};
	struct fixture *f = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-02");
	struct ks_completion report;
	struct ks_plans list = {0};

	later(f, 100 * DAY_MS);
	assert_int_equal(ks_centre_plans(f->sample.store, 2026, &list), KS_OK);
	assert_int_equal(ks_report_close(f->sample.centre, list.items, list.n_items, 2026, NULL,
					 &report),
			 KS_OK);
	ks_completion_finish(&report);
	ks_plans_finish(&list);
	ks_clock_advance(&f->sample.clock, 60000);
	ks_sample_ingest(&f->sample, &kiosk, "000002", "passed", "course/annual/m2");
	ks_sample_import(f->sample.store, HEAD
			 "000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,"
			 "\"端末利用,管理職\",\r\n"
			 "000002,見本 二,ミホン ニ,総務課,事務局,本庁,07,2026-04-01,2027-03-31,"
			 "在職,端末利用,\r\n"
			 "000012,見本 新,ミホン シン,総務課,事務局,本庁,01,2026-04-01,,在職,"
			 "端末利用,\r\n");
	ks_centre_touch(f->sample.centre);
	see_all(f, "-closed", sealed, KS_COUNT(sealed));
	see_pack(f, "tests/data/golden/year/pack-closed.txt");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_january_what_is_late_stands_on_every_page),
		cmocka_unit_test(a_closed_year_stands_with_what_came_later),
	};

	return ks_test_run_in(tests, play, teardown);
}
