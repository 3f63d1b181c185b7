/* SPDX-License-Identifier: Apache-2.0 */
#include "tools/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/closing.h"
#include "lrs/correction.h"
#include "record/db.h"
#include "record/gathering.h"
#include "record/inspection.h"
#include "report/seal.h"
#include "support/centre_sample.h"
#include "support/golden.h"
#include "support/test.h"
#include "tools/tools.h"

/*
 * What the reports print for a small centre, to the letter: somebody's script reads these. UPDATE_GOLDEN=1 writes them anew;
 * then read what changed before committing.
 */

#define GOLDEN "tests/data/golden/reports.txt"

static const char roster_csv[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
	"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000002,見本 二,ミホン ニ,総務課,事務局,本庁,01,2010-04-01,,在職,管理職;端末利用,\r\n"
	"000003,見本 三,ミホン サン,総務課,事務局,本庁,01,2010-04-01,,在職,管理職,\r\n"
	"000004,見本 四,ミホン ヨン,会計課,事務局,本庁,01,2010-04-01,,育休,端末利用,\r\n"
	"000005,見本 五,ミホン ゴ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000006,見本 六,ミホン ロク,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n";

struct fixture {
	struct ks_sample_centre sample;
	struct ks_report report;
};

static char *plans_json(void)
{
	static const char *audience[] = {"01"};
	struct ks_plan_lesson lessons[] = {
		{.id = "m1",
		 .title = "一",
		 .minutes = 5,
		 .is_ready = true,
		 .n_questions = 5,
		 .pass_right = 4},
		{.id = "m5",
		 .title = "五",
		 .minutes = 5,
		 .is_ready = true,
		 .n_questions = 5,
		 .pass_right = 4},
	};
	struct ks_plan plans[] = {
		{.id = "annual",
		 .title = "年次研修",
		 .revision = "3",
		 .due = {2026, 12, 25},
		 .n_lessons = 2},
		{.id = "second",
		 .title = "もう一つ",
		 .revision = "1",
		 .due = {2027, 1, 31},
		 .n_lessons = 1},
	};
	char *json[KS_COUNT(plans)], *all;

	for (size_t i = 0; i < KS_COUNT(plans); i++) {
		plans[i].nendo = 2026;
		plans[i].opens = (struct ks_date){2026, 4, 1};
		plans[i].audience.employment = audience;
		plans[i].audience.n_employment = 1;
		plans[i].lessons = lessons;
		json[i] = ks_plan_to_json(&plans[i]);
	}
	all = ks_format("[%s,%s]", json[0], json[1]);
	free(json[0]);
	free(json[1]);
	return all;
}

/* Five of six answer what each is asked, two things of a list and one of another. */
static void inspect(struct ks_store *store)
{
	static const char *const responses[] = {"yes", "yes", "no", "unknown", "na"};
	static const struct {
		const char *checklist, *item;
		size_t n;
	} asked[] = {{"self-inspection", "i01", 5}, {"self-inspection", "i02", 2}, {"visit", "v1", 5}};

	assert_int_equal(ks_store_begin(store), KS_OK);
	for (size_t i = 0; i < KS_COUNT(asked); i++) {
		for (size_t k = 0; k < asked[i].n; k++) {
			char *staff = ks_format("%06zu", k + 1);
			struct ks_inspection_key key = {staff, 2026, asked[i].checklist};
			struct ks_inspection_answer answer = {.item = asked[i].item,
							      .text = "「はい」と\"言える\"",
							      .at_ms = 1,
							      .response = responses[(k + i) % 5]};

			assert_int_equal(ks_inspection_keep(store, &key, &answer, false), KS_OK);
			free(staff);
		}
	}
	assert_int_equal(ks_store_commit(store), KS_OK);
}

/* 1 passed all, 5 half of it, 2 and 6 failed three times, 9 is not on the list any more; 1 and 9 attended. */
static int setup(void **state)
{
	static const char *const failed[] = {"000002", "000006"};
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct ks_gathering gathering = {.date = {2026, 5, 18},
					 .from_minute = 9 * 60,
					 .to_minute = 10 * 60 + 30,
					 .title = ks_strdup("春の集合研修"),
					 .place = ks_strdup("会議室")};
	char *json = plans_json();

	ks_sample_centre_init(&f->sample);
	inspect(f->sample.store);
	ks_sample_import(f->sample.store, roster_csv);
	assert_int_equal(ks_centre_take_plans(f->sample.centre, "k-01", json), KS_OK);
	free(json);
	ks_sample_ingest(&f->sample, &kiosk, "000001", "passed", "course/annual/m1");
	ks_clock_advance(&f->sample.clock, 60000);
	ks_sample_ingest(&f->sample, &kiosk, "000001", "passed", "course/annual/m5");
	ks_sample_ingest(&f->sample, &kiosk, "000005", "passed", "course/annual/m5");
	for (size_t i = 0; i < 2 * 3; i++)
		ks_sample_ingest(&f->sample, &kiosk, failed[i % 2], "failed", "course/annual/m1");
	ks_sample_ingest(&f->sample, &kiosk, "000009", "passed", "course/annual/m1");
	assert_int_equal(ks_gathering_add(f->sample.store, &gathering), KS_OK);
	ks_gathering_finish(&gathering);
	ks_sample_ingest(&f->sample, &kiosk, "000001", "checkin", "session/2026-05-18-1");
	ks_sample_ingest(&f->sample, &kiosk, "000009", "checkin", "session/2026-05-18-1");
	for (int i = 0; i < 12; i++)
		ks_sample_ingest_answer(&f->sample, &kiosk, "course/annual/m1/quiz/m1-q01", "r1",
					i < 4);
	ks_sample_ingest_answer(&f->sample, &kiosk, "course/annual/m5/quiz/m5-q02", "r1", true);
	f->report = (struct ks_report){.store = f->sample.store,
				       .times = 3,
				       .today = {2026, 12, 26},
				       .nendo = 2026,
				       .now_ms = KS_TEST_WALL_MS + INT64_C(222) * 86400000};
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_buf_finish(&f->report.out);
	ks_sample_centre_finish(&f->sample);
	free(f);
	return 0;
}

static const struct {
	const char *name;
	int (*write)(struct ks_report *report);
	enum ks_report_group group;
	bool has_exempt;
} reports[] = {
	{"completion", ks_report_write_completion, KS_GROUP_NONE, false},
	{"completion by 所属", ks_report_write_completion, KS_GROUP_UNIT, false},
	{"completion by 任用区分", ks_report_write_completion, KS_GROUP_EMPLOYMENT, false},
	{"outstanding", ks_report_write_outstanding, KS_GROUP_NONE, false},
	{"attendance", ks_report_write_attendance, KS_GROUP_NONE, false},
	{"inspection", ks_report_write_inspection, KS_GROUP_NONE, false},
	{"followup", ks_report_write_followup, KS_GROUP_NONE, false},
	{"questions", ks_report_write_questions, KS_GROUP_NONE, false},
	{"duties", ks_report_write_duties, KS_GROUP_NONE, false},
	{"duties --exempt", ks_report_write_duties, KS_GROUP_NONE, true},
};

static void put_report(struct fixture *f, size_t i, size_t format)
{
	static const char *const formats[] = {"table", "csv", "json"};

	f->report.format = (enum ks_report_format)format;
	f->report.group = reports[i].group;
	f->report.has_exempt = reports[i].has_exempt;
	ks_buf_printf(&f->report.out, "### %s, %s\n", reports[i].name, formats[format]);
	assert_int_equal(reports[i].write(&f->report), KS_EXIT_DONE);
}

static void every_report_reads_as_it_did(void **state)
{
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(reports); i++)
		for (size_t k = 0; k < 3; k++)
			put_report(f, i, k);
	ks_test_golden(GOLDEN, ks_buf_text(&f->report.out));
}

/* The year is closed; then one more passes, one comes onto the list, and twelve who are on none. */
static void a_closed_year_says_when_and_what_came_later(void **state)
{
	struct fixture *f = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-02");
	struct ks_completion completion;
	struct ks_plans plans;
	char *csv;

	ks_clock_advance(&f->sample.clock, INT64_C(360) * 86400000);
	assert_int_equal(ks_centre_plans(f->sample.store, 2026, &plans), KS_OK);
	assert_int_equal(ks_report_close(f->sample.centre, plans.items, plans.n_items, 2026, NULL,
					 &completion),
			 KS_OK);
	ks_completion_finish(&completion);
	ks_plans_finish(&plans);
	ks_sample_ingest(&f->sample, &kiosk, "000005", "passed", "course/annual/m1");
	for (int i = 0; i < 12; i++) {
		char *number = ks_format("0001%02d", i);

		ks_sample_ingest(&f->sample, &kiosk, number, "passed", "course/annual/m1");
		free(number);
	}
	csv = ks_format(
		"%s000007,見本 七,ミホン ナナ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n",
		roster_csv);
	ks_sample_import(f->sample.store, csv);
	free(csv);
	f->report.today = (struct ks_date){2027, 5, 20};
	for (size_t i = 0; i < KS_COUNT(reports); i++)
		for (size_t k = 0; k < 3; k++)
			put_report(f, i, k);
	ks_test_golden("tests/data/golden/reports-closed.txt", ks_buf_text(&f->report.out));
}

/* ---- what only a fuller centre has ---- */

static void correct(struct fixture *f)
{
	struct ks_correction_wish wish = {.kind = KS_CORRECTION_UNDONE,
					  .nendo = 2026,
					  .number = "000001",
					  .to_number = "",
					  .plan = "annual",
					  .lesson = "m5",
					  .reason = "別人の受講",
					  .user = "hr1",
					  .iri_base = "https://kenshu.example"};
	enum ks_correction_fault fault;
	char id[KS_UUID_TEXT];

	assert_int_equal(ks_db_run(f->sample.store,
				   "INSERT INTO web_user(name, role, unit, hash, added_ms)"
				   " VALUES('hr1', '人事', '', '', 1), ('hr2', '人事', '', '', 1)",
				   ""),
			 KS_OK);
	assert_int_equal(ks_centre_correct(f->sample.centre, &wish, &fault, id), KS_OK);
	assert_int_equal(ks_centre_correct_decide(f->sample.centre, id, "hr2", true, "確認", &fault),
			 KS_OK);
}

/* Two gatherings, one of them closed by its head count; 5 has a second post, and keyed m1 in from paper; m5 of 1 is undone. */
static void enrich(struct fixture *f)
{
	struct ks_sample_kiosk desk = ks_sample_kiosk("k-02");
	struct ks_gathering gathering = {.date = {2026, 5, 18},
					 .from_minute = 11 * 60,
					 .to_minute = 11 * 60 + 5,
					 .title = ks_strdup("もう一度"),
					 .place = ks_strdup("別室"),
					 .lessons = ks_strdup("m1")};
	char *csv = ks_format(
		"%s000005,見本 五,ミホン ゴ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n",
		roster_csv);
	struct ks_closing_wish wish = {.gathering = "2026-05-18-1",
				       .by = "000002",
				       .n_counted = 5,
				       .reason = "講師も数えた",
				       .iri_base = "https://kenshu.example"};
	struct ks_closing_result result;
	enum ks_closing_fault fault;

	ks_sample_import(f->sample.store, csv);
	assert_int_equal(ks_gathering_add(f->sample.store, &gathering), KS_OK);
	ks_gathering_finish(&gathering);
	ks_sample_ingest(&f->sample, &desk, "000005", "passed", "course/annual/m1");
	assert_int_equal(ks_db_run(f->sample.store,
				   "UPDATE standing SET how = 'paper'"
				   " WHERE staff = '000005' AND lesson = 'm1'",
				   ""),
			 KS_OK);
	ks_clock_advance(&f->sample.clock, 4 * 3600000);
	assert_int_equal(ks_centre_close_gathering(f->sample.centre, &wish, &fault, &result), KS_OK);
	correct(f);
	assert_int_equal(
		ks_db_run(f->sample.store,
			  "INSERT INTO gathering_fact VALUES('fact-1', '2026-05-18-2',"
			  " '000002', 'polled', 'k-02', ?, '', '000002', '○ 3名、× 1名', 5, 4)",
			  "i", KS_TEST_WALL_MS),
		KS_OK);
	free(csv);
}

static void a_fuller_centre_reads_as_it_did(void **state)
{
	static const struct {
		const char *name;
		int (*write)(struct ks_report *report);
		enum ks_report_group group;
	} fuller[] = {{"completion by 所属", ks_report_write_completion, KS_GROUP_UNIT},
		      {"attendance", ks_report_write_attendance, KS_GROUP_NONE},
		      {"inspection by 所属", ks_report_write_inspection, KS_GROUP_UNIT},
		      {"duties", ks_report_write_duties, KS_GROUP_NONE}};
	struct fixture *f = *state;

	enrich(f);
	for (size_t i = 0; i < KS_COUNT(fuller); i++)
		for (int k = KS_REPORT_TABLE; k <= KS_REPORT_JSON; k++) {
			f->report.format = (enum ks_report_format)k;
			f->report.group = fuller[i].group;
			ks_buf_printf(&f->report.out, "### %s, %d\n", fuller[i].name, k);
			assert_int_equal(fuller[i].write(&f->report), KS_EXIT_DONE);
		}
	ks_test_golden("tests/data/golden/reports-fuller.txt", ks_buf_text(&f->report.out));
}

static void the_book_of_attendance_is_paper_and_workbook_too(void **state)
{
	struct fixture *f = *state;

	f->report.format = KS_REPORT_PDF;
	assert_int_equal(ks_report_write_attendance(&f->report), KS_EXIT_DONE);
	assert_memory_equal(f->report.out.data, "%PDF-", 5);
	ks_buf_clear(&f->report.out);
	f->report.format = KS_REPORT_XLSX;
	assert_int_equal(ks_report_write_attendance(&f->report), KS_EXIT_DONE);
	assert_memory_equal(f->report.out.data, "PK", 2);
}

/* A table that cannot be read fails the reports that need it, and each says so. */
static void what_cannot_be_read_is_no_report(void **state)
{
	static const char *const tables[] = {
		"person",         "appointment",     "plan",           "standing",
		"failure",        "attended",        "gathering",      "inspection_answer",
		"question_tally", "question_choice", "correction",     "exemption",
		"nendo_seal",     "received",        "gathering_fact", "gathering_expected",
		"setting"};
	struct ks_buf out = {0};

	(void)state;
	for (size_t k = 0; k < KS_COUNT(tables); k++) {
		void *made;
		struct fixture *f;
		char *drop = ks_format("DROP TABLE %s", tables[k]);

		setup(&made);
		f = made;
		assert_int_equal(ks_db_run(f->sample.store, "PRAGMA foreign_keys = OFF", ""), KS_OK);
		assert_int_equal(ks_db_run(f->sample.store, drop, ""), KS_OK);
		ks_buf_printf(&out, "==== without %s\n", tables[k]);
		for (size_t i = 0; i < KS_COUNT(reports); i++) {
			struct ks_test_stream err = ks_test_stream_begin(stderr);
			int exit_code;
			char *said;

			f->report.format = KS_REPORT_CSV;
			ks_buf_clear(&f->report.out);
			exit_code = reports[i].write(&f->report);
			said = ks_test_stream_end(&err);
			ks_buf_printf(&out, "%s: %d %s", reports[i].name, exit_code,
				      strstr(said, "記録を読め") ? strstr(said, "記録を読め") : "\n");
			free(said);
		}
		free(drop);
		teardown(&made);
	}
	ks_test_golden("tests/data/golden/reports-unread.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

/* 000009 is on no list, and more come. */
static void ten_who_are_on_no_list_are_named(void **state)
{
	struct fixture *f = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-02");
	char *number;

	for (int n = 1; n <= 12; n++) {
		f->report.format = KS_REPORT_TABLE;
		ks_buf_clear(&f->report.out);
		assert_int_equal(ks_report_write_completion(&f->report), KS_EXIT_DONE);
		if (n >= 10) {
			const char *at = strstr(ks_buf_text(&f->report.out), "記録があり、");
			char *wanted = ks_format(
				"記録があり、いまの名簿にない方 %d名（上の人数に含みません）: "
				"000009、000102、000103、000104、000105、000106、000107、000108、000109、000110%s\n",
				n,
				n == 10   ? ""
				: n == 11 ? "、ほか 1名"
					  : "、ほか 2名");

			assert_string_equal(at, wanted);
			free(wanted);
		}
		number = ks_format("0001%02d", n + 1);
		ks_sample_ingest(&f->sample, &kiosk, number, "passed", "course/annual/m1");
		free(number);
	}
}

/* Nobody answered, failed or came, and there is one course. */
static void an_empty_year_has_its_own_words(void **state)
{
	struct fixture *f = *state;
	char *json = plans_json(), *at;

	while ((at = strstr(json, "2026")))
		memcpy(at, "2025", 4);
	assert_int_equal(ks_centre_take_plans(f->sample.centre, "k-01", json), KS_OK);
	free(json);
	f->report.nendo = 2025;
	f->report.times = 1;
	for (size_t i = 0; i < KS_COUNT(reports); i++)
		for (size_t k = 0; k < 3; k++)
			put_report(f, i, k);
	ks_test_golden("tests/data/golden/reports-empty.txt", ks_buf_text(&f->report.out));
}

static void a_year_in_which_nobody_answered_says_so(void **state)
{
	struct fixture *f = *state;

	f->report.nendo = 2025;
	f->report.format = KS_REPORT_TABLE;
	assert_int_equal(ks_report_write_inspection(&f->report), KS_EXIT_DONE);
	assert_non_null(strstr(ks_buf_text(&f->report.out), "まだ、だれも答えていません。\n"));
	ks_buf_clear(&f->report.out);
	f->report.format = KS_REPORT_JSON;
	assert_int_equal(ks_report_write_inspection(&f->report), KS_EXIT_DONE);
	assert_string_equal(ks_buf_text(&f->report.out), "{\"nendo\":2025,\"items\":[]}\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_report_reads_as_it_did, setup, teardown),
		cmocka_unit_test_setup_teardown(a_closed_year_says_when_and_what_came_later, setup,
						teardown),
		cmocka_unit_test_setup_teardown(a_fuller_centre_reads_as_it_did, setup, teardown),
		cmocka_unit_test_setup_teardown(the_book_of_attendance_is_paper_and_workbook_too,
						setup, teardown),
		cmocka_unit_test_setup_teardown(ten_who_are_on_no_list_are_named, setup, teardown),
		cmocka_unit_test(what_cannot_be_read_is_no_report),
		cmocka_unit_test_setup_teardown(an_empty_year_has_its_own_words, setup, teardown),
		cmocka_unit_test_setup_teardown(a_year_in_which_nobody_answered_says_so, setup,
						teardown),
	};

	return ks_test_run(tests);
}
