/* SPDX-License-Identifier: Apache-2.0 */
#include "tools/report_from.h"

#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "foreign_lrs.h"
#include "lrs/replica.h"
#include "record/db.h"
#include "record/gathering.h"
#include "said.h"
#include "support/centre_sample.h"
#include "support/test.h"
#include "tools/tools.h"

/*
 * What a centre of ours says and what a copy says of an LRS that was sent the same must be the same in every report; and the
 * copy gets there whatever happens on the way.
 */

#define URL "http://foreign.invalid/xAPI"

static const char roster_csv[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
	"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000002,見本 二,ミホン ニ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000003,見本 三,ミホン サン,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n";

struct fixture {
	struct ks_sample_centre centre; /* of ours, where kiosks sent the same */
	struct ks_sample_kiosk kiosks[2];
	struct foreign_lrs lrs;
	char *copy; /* the folder */
};

static void take_plans(struct ks_centre *centre)
{
	static const char *audience[] = {"01"};
	struct ks_plan_lesson lesson = {.id = "m1",
					.title = "一",
					.minutes = 5,
					.is_ready = true,
					.n_questions = 5,
					.pass_right = 4};
	struct ks_plan plan = {.id = "annual",
			       .title = "年次研修",
			       .revision = "3",
			       .nendo = 2026,
			       .opens = {2026, 4, 1},
			       .due = {2026, 12, 25},
			       .audience = {.employment = audience, .n_employment = 1},
			       .lessons = &lesson,
			       .n_lessons = 1};
	char *one = ks_plan_to_json(&plan), *all = ks_format("[%s]", one);

	assert_int_equal(ks_centre_take_plans(centre, "k-01", all), KS_OK);
	free(one);
	free(all);
}

static void prepare(struct ks_store *store, struct ks_centre *centre)
{
	struct ks_gathering gathering = {.date = {2026, 5, 18},
					 .from_minute = 9 * 60,
					 .to_minute = 10 * 60,
					 .title = ks_strdup("集合研修"),
					 .place = ks_strdup("会議室")};

	ks_sample_import(store, roster_csv);
	take_plans(centre);
	assert_int_equal(ks_gathering_add(store, &gathering), KS_OK);
	ks_gathering_finish(&gathering);
}

static void train(struct fixture *f, size_t kiosk, const char *staff, const char *verb,
		  const char *path)
{
	ks_clock_advance(&f->centre.clock, 60000);
	ks_sample_ingest(&f->centre, &f->kiosks[kiosk], staff, verb, path);
}

static struct ks_store *open_copy(const struct fixture *f, enum ks_store_access access)
{
	struct ks_store *store = NULL;
	char *why = NULL;

	assert_int_equal(ks_store_open(f->copy, KS_ROLE_COLLECTOR, access, &store, &why), KS_OK);
	free(why);
	return store;
}

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));
	struct ks_store *store;
	struct ks_centre *centre = NULL;

	ks_sample_centre_init(&f->centre);
	f->kiosks[0] = ks_sample_kiosk("k-01");
	f->kiosks[1] = ks_sample_kiosk("k-02");
	prepare(f->centre.store, f->centre.centre);
	foreign_lrs_begin(&f->lrs);
	f->copy = ks_test_folder();
	store = open_copy(f, KS_ACCESS_WRITE);
	assert_int_equal(ks_centre_open(store, &f->centre.clock, &centre), KS_OK);
	prepare(store, centre);
	ks_centre_close(centre);
	ks_store_close(store);
	for (int i = 0; i < 3; i++) {
		train(f, i % 2, "000002", "failed", "course/annual/m1");
		train(f, 1, "000003", "checkin", "session/2026-05-18-1");
	}
	train(f, 0, "000001", "passed", "course/annual/m1");
	for (int i = 0; i < 12; i++)
		ks_sample_ingest_answer(&f->centre, &f->kiosks[i % 2],
					"course/annual/m1/quiz/m1-q01", "r1", i < 4);
	foreign_lrs_send(&f->lrs, f->centre.store, 1000);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	foreign_lrs_finish(&f->lrs);
	ks_sample_centre_finish(&f->centre);
	ks_test_folder_finish(f->copy);
	free(f);
	return 0;
}

/* @err: receives what was said, malloc'd; NULL: nothing must be. */
static int fetch(struct fixture *f, char **err)
{
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	int exit_code = ks_report_fetch_over(&f->lrs.http, f->copy, URL "/", "reader:secret");
	char *said = ks_test_stream_end(&stream);

	if (err) {
		*err = said;
		return exit_code;
	}
	assert_string_equal(said, "");
	free(said);
	return exit_code;
}

static struct said report(const char *state, const char *name)
{
	const char *argv[] = {name, "--state", state, "--nendo", "2026", "--format", "csv"};

	return said_by(ks_tools_report, (int)KS_COUNT(argv), argv);
}

/* The centre's store is open for writing, which a report may read beside. */
static void assert_same_reports(const struct fixture *f)
{
	static const char *const names[] = {"completion", "outstanding", "followup",
					    "attendance", "inspection",  "questions"};

	for (size_t i = 0; i < KS_COUNT(names); i++) {
		struct said ours = report(f->centre.folder, names[i]);
		struct said copied = report(f->copy, names[i]);

		assert_int_equal(ours.exit_code, KS_EXIT_DONE);
		assert_int_equal(copied.exit_code, KS_EXIT_DONE);
		assert_true(strlen(ours.out) > 60);
		assert_string_equal(copied.out, ours.out);
		assert_string_equal(ours.err, "");
		assert_non_null(strstr(copied.err, URL " から "));
		assert_non_null(strstr(copied.err, "言うとおりに数えています"));
		said_finish(&ours);
		said_finish(&copied);
	}
}

static int64_t number(const struct fixture *f, const char *sql)
{
	struct ks_store *store = open_copy(f, KS_ACCESS_READ);
	int64_t n = -1;

	assert_int_equal(ks_db_number(store, &n, sql, ""), KS_OK);
	ks_store_close(store);
	return n;
}

static void assert_complete(const struct fixture *f)
{
	struct ks_store *store = open_copy(f, KS_ACCESS_READ);
	const char *wrong = NULL;

	assert_int_equal(ks_centre_check_summaries(store, &wrong), KS_OK);
	assert_null(wrong);
	ks_store_close(store);
	assert_int_equal(number(f, "SELECT count(*) FROM received"),
			 json_array_size(f->lrs.statements));
}

static void every_report_says_what_a_centre_of_ours_says(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(fetch(f, NULL), KS_EXIT_DONE);
	assert_complete(f);
	assert_same_reports(f);
}

static void again_only_what_is_new_is_asked_for(void **state)
{
	struct fixture *f = *state;
	size_t n_before;

	assert_int_equal(fetch(f, NULL), KS_EXIT_DONE);
	n_before = f->lrs.n_given;
	f->lrs.stored_ms += 2 * KS_REPLICA_OVERLAP_MS;
	train(f, 1, "000002", "passed", "course/annual/m1");
	foreign_lrs_send(&f->lrs, f->centre.store, 1000);
	assert_int_equal(fetch(f, NULL), KS_EXIT_DONE);
	assert_complete(f);
	assert_same_reports(f);
	/* Once more: the overlap has only that one. */
	n_before = f->lrs.n_given;
	assert_int_equal(fetch(f, NULL), KS_EXIT_DONE);
	assert_int_equal(f->lrs.n_given - n_before, 1);
	assert_complete(f);
}

/* Its moment was before that of others which were seen earlier: who asks strictly from the last one never gets it. */
static void what_shows_late_is_not_missed(void **state)
{
	struct fixture *f = *state;
	int64_t stored_ms = f->lrs.stored_ms - KS_REPLICA_OVERLAP_MS / 2;
	char *text = ks_sample_write(&f->kiosks[0], "000003", "passed", "course/annual/m1",
				     ks_clock_wall_ms(&f->centre.clock), "synced");

	assert_int_equal(fetch(f, NULL), KS_EXIT_DONE);
	foreign_lrs_add(&f->lrs, json_loads(text, 0, NULL), stored_ms);
	free(text);
	assert_int_equal(fetch(f, NULL), KS_EXIT_DONE);
	assert_complete(f);
	assert_int_equal(number(f, "SELECT count(*) FROM standing WHERE done_ms > 0"), 2);
}

/* Cut at each request in turn, by each kind of cut: nothing is lost, nothing is there twice, and it goes on where it was. */
static void cut_anywhere_it_goes_on(void **state)
{
	static const int statuses[] = {0, 500, 503, 429};
	struct fixture *f = *state;

	for (int i = 0; i < 6; i++) {
		size_t n_before = f->lrs.n_given;
		char *err = NULL;

		f->lrs.fails_at = 1;
		f->lrs.status = statuses[i % 4];
		assert_int_equal(fetch(f, &err), KS_EXIT_TRY_LATER);
		assert_non_null(
			strstr(err, f->lrs.status ? "いま応じられません" : "返事がありません"));
		assert_non_null(strstr(err, "続きから取り寄せます"));
		assert_int_equal(f->lrs.n_given - n_before, 3);
		free(err);
	}
	assert_int_equal(number(f, "SELECT count(*) FROM received"), 18);
	train(f, 0, "000003", "passed", "course/annual/m1"); /* comes while it goes on */
	foreign_lrs_send(&f->lrs, f->centre.store, 1000);
	assert_int_equal(fetch(f, NULL), KS_EXIT_DONE);
	assert_complete(f);
	assert_same_reports(f);
}

static void a_forgotten_more_is_begun_anew(void **state)
{
	struct fixture *f = *state;
	char *err = NULL;

	f->lrs.fails_at = 2;
	f->lrs.status = 0;
	assert_int_equal(fetch(f, &err), KS_EXIT_TRY_LATER);
	free(err);
	f->lrs.forgets = true;
	f->lrs.page_max = 100;
	assert_int_equal(fetch(f, NULL), KS_EXIT_DONE);
	assert_complete(f);
	assert_same_reports(f);
}

/* An LRS that does not know `ascending`: what was cut is gone on with by `more`, never by the newest moment seen. */
static void newest_first_loses_nothing(void **state)
{
	struct fixture *f = *state;
	char *err = NULL;

	f->lrs.is_descending = true;
	f->lrs.fails_at = 2;
	assert_int_equal(fetch(f, &err), KS_EXIT_TRY_LATER);
	free(err);
	f->lrs.forgets = true;
	f->lrs.page_max = 100;
	assert_int_equal(fetch(f, NULL), KS_EXIT_DONE);
	assert_complete(f);
}

static void what_is_voided_there_counts_nowhere(void **state)
{
	struct fixture *f = *state;
	size_t i;

	assert_int_equal(fetch(f, NULL), KS_EXIT_DONE);
	assert_int_equal(number(f, "SELECT count(*) FROM standing WHERE done_ms > 0"), 1);
	for (i = 0; i < json_array_size(f->lrs.statements); i++) {
		const json_t *verb = json_object_get(json_array_get(f->lrs.statements, i), "verb");

		if (strstr(json_string_value(json_object_get(verb, "id")), "/passed"))
			break;
	}
	foreign_lrs_void(&f->lrs, i);
	assert_int_equal(fetch(f, NULL), KS_EXIT_DONE);
	assert_complete(f);
	assert_int_equal(number(f, "SELECT count(*) FROM standing WHERE done_ms > 0"), 0);
	assert_int_equal(number(f, "SELECT count(*) FROM failure"), 1);
}

/* One statement that is none, and one that is another than what was here: the others come, and it is told. */
static void what_is_no_statement_is_left_out_and_told(void **state)
{
	struct fixture *f = *state;
	json_t *changed = json_deep_copy(json_array_get(f->lrs.statements, 0));
	char *err = NULL;

	assert_int_equal(fetch(f, NULL), KS_EXIT_DONE);
	f->lrs.stored_ms += 1;
	json_object_set_new(changed, "timestamp", json_string("2026-05-01T00:00:00Z"));
	foreign_lrs_add(&f->lrs, changed, f->lrs.stored_ms);
	foreign_lrs_add(&f->lrs, json_pack("{s:s}", "id", "none"), f->lrs.stored_ms);
	train(f, 0, "000003", "passed", "course/annual/m1");
	f->lrs.stored_ms += 1;
	{
		char *text = ks_sample_write(&f->kiosks[0], "000002", "passed", "course/annual/m1",
					     ks_clock_wall_ms(&f->centre.clock), "synced");

		foreign_lrs_add(&f->lrs, json_loads(text, 0, NULL), f->lrs.stored_ms);
		free(text);
	}
	assert_int_equal(fetch(f, &err), KS_EXIT_DONE);
	assert_non_null(strstr(err, "2件あり、数えていません"));
	free(err);
	assert_int_equal(number(f, "SELECT count(*) FROM received"),
			 json_array_size(f->lrs.statements) - 2);
	assert_int_equal(number(f, "SELECT count(*) FROM standing WHERE done_ms > 0"), 2);
}

static void expect(struct fixture *f, int exit_code, const char *words)
{
	char *err = NULL;

	assert_int_equal(fetch(f, &err), exit_code);
	assert_non_null(strstr(err, words));
	free(err);
	f->lrs.type = NULL;
	f->lrs.fails_at = -1;
}

static void each_fault_has_its_words_and_its_code(void **state)
{
	struct fixture *f = *state;
	struct ks_clock clock = ks_clock_system();
	static const int refusals[] = {401, 403};

	for (size_t i = 0; i < KS_COUNT(refusals); i++) {
		f->lrs.fails_at = 0;
		f->lrs.status = refusals[i];
		expect(f, KS_EXIT_BAD_CONFIG, "権限");
	}
	f->lrs.fails_at = 0;
	f->lrs.status = 404;
	expect(f, KS_EXIT_BAD_CONFIG, "LRS として答えません");
	f->lrs.type = "text/html";
	expect(f, KS_EXIT_BAD_CONFIG, "LRS として答えません");
	f->lrs.date_ms = ks_clock_wall_ms(&clock) + INT64_C(86400000);
	expect(f, KS_EXIT_BAD_CONFIG, "時計");
	f->lrs.date_ms = 0;
	assert_int_equal(number(f, "SELECT count(*) FROM received"), 0);
	f->lrs.leads_elsewhere = true;
	expect(f, KS_EXIT_BAD_CONFIG, "別のサーバー（http://elsewhere.invalid/");
	f->lrs.leads_elsewhere = false;
	assert_int_equal(f->lrs.n_requests, 6); /* nobody else was asked */
}

static void a_list_without_an_end_ends(void **state)
{
	struct fixture *f = *state;

	f->lrs.is_endless = true;
	expect(f, KS_EXIT_FAILED, "終わりのない一覧");
	assert_true(f->lrs.n_requests < 5);
	f->lrs.is_endless = false;
	f->lrs.is_hollow = true;
	f->lrs.n_requests = 0;
	expect(f, KS_EXIT_FAILED, "終わりのない一覧");
	assert_int_equal(f->lrs.n_requests, 101); /* a hundred empty pages are borne */
}

static void a_folder_is_one_copy_and_no_centre_of_kiosks(void **state)
{
	struct fixture *f = *state;
	struct ks_store *store;
	struct ks_centre *centre = NULL;
	char *secret = NULL, *err = NULL;
	struct ks_test_stream stream;

	assert_int_equal(fetch(f, NULL), KS_EXIT_DONE);
	stream = ks_test_stream_begin(stderr);
	assert_int_equal(ks_report_fetch_over(&f->lrs.http, f->copy, "http://foreign.invalid/other",
					      "reader:secret"),
			 KS_EXIT_BAD_CONFIG);
	err = ks_test_stream_end(&stream);
	assert_non_null(strstr(err, "別のフォルダー"));
	free(err);
	store = open_copy(f, KS_ACCESS_WRITE);
	assert_int_equal(ks_centre_open(store, &f->centre.clock, &centre), KS_OK);
	assert_int_equal(ks_centre_add_kiosk(centre, "k-09", &secret), KS_OK);
	ks_centre_close(centre);
	ks_store_close(store);
	free(secret);
	expect(f, KS_EXIT_BAD_CONFIG, "端末が登録されている");
}

static void verify_says_that_it_is_a_copy(void **state)
{
	struct fixture *f = *state;
	const char *argv[] = {"--state", f->copy};
	struct said said;

	assert_int_equal(fetch(f, NULL), KS_EXIT_DONE);
	said = said_by(ks_tools_verify, 2, argv);
	assert_int_equal(said.exit_code, KS_EXIT_DONE);
	assert_non_null(strstr(said.out, URL " の写しです"));
	said_finish(&said);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(every_report_says_what_a_centre_of_ours_says),
		TEST(again_only_what_is_new_is_asked_for),
		TEST(what_shows_late_is_not_missed),
		TEST(cut_anywhere_it_goes_on),
		TEST(a_forgotten_more_is_begun_anew),
		TEST(newest_first_loses_nothing),
		TEST(what_is_voided_there_counts_nowhere),
		TEST(what_is_no_statement_is_left_out_and_told),
		TEST(each_fault_has_its_words_and_its_code),
		TEST(a_list_without_an_end_ends),
		TEST(a_folder_is_one_copy_and_no_centre_of_kiosks),
		TEST(verify_says_that_it_is_a_copy),
	};

	return ks_test_run(tests);
}
