/* SPDX-License-Identifier: Apache-2.0 */
#include "report/report.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/gathering.h"
#include "record/progress.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* The sums that HR hands on: 名簿 = 対象 + 対象外, 対象 = 修了 + 受講中 + 未受講. */

static const char roster_csv[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
	"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000002,見本 二,ミホン ニ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000003,髙𠮷 三,タカヨシ サン,会計課,事務局,本庁,06,2026-05-01,2027-03-31,在職,端末利用,\r\n"
	"000004,見本 四,ミホン ヨン,会計課,事務局,本庁,01,2010-04-01,,育休,端末利用,\r\n"
	"000005,見本 五,ミホン ゴ,組合議会,議会,本庁,10,2024-04-01,,在職,,\r\n";

struct fixture {
	struct ks_sample_centre sample;
	struct ks_sample_kiosk kiosk;
	struct ks_plan_lesson lessons[3];
	struct ks_plan plan;
	struct ks_completion report;
};

static int setup(void **state)
{
	static const char *audience[] = {"01", "06"};
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_sample_centre_init(&f->sample);
	ks_sample_import(f->sample.store, roster_csv);
	f->kiosk = ks_sample_kiosk("k-01");
	f->lessons[0] = (struct ks_plan_lesson){.id = "m1", .title = "一", .is_ready = true};
	f->lessons[1] = (struct ks_plan_lesson){.id = "m2", .title = "準備中", .is_ready = false};
	f->lessons[2] = (struct ks_plan_lesson){.id = "m5", .title = "五", .is_ready = true};
	f->plan = (struct ks_plan){
		.id = "annual",
		.nendo = 2026,
		.opens = {2026, 4, 1},
		.due = {2026, 12, 25},
		.mid_year_days = 14,
		.audience = {.employment = audience, .n_employment = 2},
		.lessons = f->lessons,
		.n_lessons = 3,
	};
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_completion_finish(&f->report);
	ks_sample_centre_finish(&f->sample);
	free(f);
	return 0;
}

static void report(struct fixture *f, struct ks_date today)
{
	ks_completion_finish(&f->report);
	assert_int_equal(ks_report_completion(f->sample.store, &f->plan, 1, 2026, today, &f->report),
			 KS_OK);
	assert_int_equal(f->report.n_listed, f->report.n_target + f->report.n_exempt);
	assert_int_equal(f->report.n_target,
			 f->report.n_done + f->report.n_under_way + f->report.n_not_started);
}

static const struct ks_completion_row *row_of(const struct fixture *f, const char *number)
{
	for (size_t i = 0; i < f->report.n_rows; i++)
		if (strcmp(f->report.rows[i].person->number, number) == 0)
			return &f->report.rows[i];
	fail_msg("no row for %s", number);
	return NULL;
}

static const struct ks_date may = {2026, 5, 10}, january = {2027, 1, 10};

static void everybody_listed_has_one_row_and_the_sums_add_up(void **state)
{
	struct fixture *f = *state;

	report(f, may);
	assert_int_equal(f->report.n_rows, 5);
	assert_int_equal(f->report.n_target, 3);
	assert_int_equal(f->report.n_not_started, 3);
	assert_int_equal(row_of(f, "000004")->why_exempt, KS_TARGET_AWAY);
	assert_int_equal(row_of(f, "000005")->why_exempt, KS_TARGET_NOT_STAFF);
	assert_string_equal(row_of(f, "000003")->person->name, "髙𠮷 三");
	/* By 所属, then number. */
	assert_string_equal(f->report.rows[0].person->number, "000003");
}

static void done_is_who_passed_every_ready_lesson_and_each_counts_once(void **state)
{
	struct fixture *f = *state;

	ks_sample_ingest(&f->sample, &f->kiosk, "000001", "passed", "course/annual/m1");
	ks_clock_advance(&f->sample.clock, 60000);
	ks_sample_ingest(&f->sample, &f->kiosk, "000001", "completed", "course/annual/m1");
	report(f, may);
	assert_int_equal(row_of(f, "000001")->n_done, 1);
	assert_int_equal(row_of(f, "000001")->standing, KS_STANDING_UNDER_WAY);
	assert_int_equal(row_of(f, "000001")->last_done_ms, KS_TEST_WALL_MS);

	ks_clock_advance(&f->sample.clock, 60000);
	ks_sample_ingest(&f->sample, &f->kiosk, "000001", "passed", "course/annual/m5");
	report(f, may);
	assert_int_equal(row_of(f, "000001")->n_target, 2);
	assert_int_equal(row_of(f, "000001")->n_done, 2);
	assert_int_equal(row_of(f, "000001")->standing, KS_STANDING_DONE);
	assert_int_equal(row_of(f, "000001")->last_done_ms, KS_TEST_WALL_MS + 120000);
	assert_int_equal(f->report.n_done, 1);
}

/* Taken off the list in the middle of a lesson, and passed all the same: in no sum, and not gone. */
static void who_passed_and_is_no_longer_listed_is_named(void **state)
{
	struct fixture *f = *state;
	char *less = ks_strdup(roster_csv), *line = strstr(less, "000001,");
	char *next = strchr(line, '\n') + 1;
	struct ks_report_filter unit = {.unit = "総務課", .employment = "", .status = ""};
	struct ks_table table;

	ks_sample_ingest(&f->sample, &f->kiosk, "000001", "passed", "course/annual/m1");
	ks_sample_ingest(&f->sample, &f->kiosk, "000002", "passed", "course/annual/m1");
	ks_sample_ingest(&f->sample, &f->kiosk, "999999", "experienced", "course/annual/m1");
	report(f, may);
	assert_int_equal(f->report.n_unlisted, 1); /* a number that never was on it */
	memmove(line, next, strlen(next) + 1);
	ks_sample_import(f->sample.store, less);
	free(less);
	report(f, may);
	assert_int_equal(f->report.n_rows, 4);
	assert_int_equal(f->report.n_listed, 4);
	assert_int_equal(f->report.n_under_way, 1);
	assert_int_equal(f->report.n_unlisted, 2);
	assert_string_equal(f->report.unlisted[0].number, "000001");
	assert_string_equal(f->report.unlisted[0].person->name, "見本 一");
	assert_int_equal(f->report.unlisted[0].n_done, 1);
	assert_int_equal(f->report.unlisted[0].last_done_ms, KS_TEST_WALL_MS);
	assert_string_equal(f->report.unlisted[1].number, "999999");
	assert_null(f->report.unlisted[1].person);
	assert_int_equal(f->report.unlisted[1].n_done, 0);

	ks_completion_table(&f->report, &table);
	assert_int_equal(ks_table_rows(&table), 6);
	assert_string_equal(ks_table_cell(&table, 4, 0)->text, "000001");
	assert_string_equal(ks_table_cell(&table, 4, 6)->text, KS_STATUS_UNLISTED);
	ks_table_finish(&table);
	ks_completion_filter(&f->report, &unit);
	assert_int_equal(f->report.n_unlisted, 0);
}

static void an_answer_or_a_failure_is_under_way(void **state)
{
	struct fixture *f = *state;

	ks_sample_ingest(&f->sample, &f->kiosk, "000001", "failed", "course/annual/m1");
	ks_sample_ingest(&f->sample, &f->kiosk, "000002", "answered", "course/annual/m5/q1");
	report(f, may);
	assert_int_equal(f->report.n_under_way, 2);
	assert_int_equal(f->report.n_done, 0);
}

static void what_does_not_belong_to_the_plan_does_not_count(void **state)
{
	struct fixture *f = *state;

	ks_sample_ingest(&f->sample, &f->kiosk, "000001", "passed", "course/other/m1");
	ks_sample_ingest(&f->sample, &f->kiosk, "000002", "passed", "course/annual/m2");
	ks_sample_ingest(&f->sample, &f->kiosk, "000005", "passed", "course/annual/m1");
	ks_sample_ingest(&f->sample, &f->kiosk, "999999", "passed", "course/annual/m1");
	report(f, may);
	assert_int_equal(f->report.n_rows, 5);
	assert_int_equal(row_of(f, "000001")->standing, KS_STANDING_NOT_STARTED);
	assert_int_equal(row_of(f, "000002")->n_done, 0);
	assert_int_equal(row_of(f, "000005")->standing, KS_STANDING_EXEMPT);
}

static void a_doubtful_clock_is_marked_and_not_refused(void **state)
{
	struct fixture *f = *state;
	char *text =
		ks_sample_write(&f->kiosk, "000001", "passed", "course/annual/m1", 1000, "unsynced");
	const char *bytes = text;
	size_t len = strlen(text), bad_index;
	char *why;

	assert_int_equal(
		ks_centre_ingest(f->sample.centre, "k-01", &bytes, &len, 1, &bad_index, &why), KS_OK);
	ks_sample_sign(&f->sample, &f->kiosk);
	report(f, may);
	assert_true(row_of(f, "000001")->has_clock_doubt);
	assert_false(row_of(f, "000002")->has_clock_doubt);
	free(text);
}

static void a_lesson_done_for_one_course_is_done_for_all(void **state)
{
	struct fixture *f = *state;
	struct ks_plan plans[2] = {f->plan, f->plan};
	struct ks_duty_list list;

	plans[1].id = "joining";
	plans[1].audience.is_joining = true;
	ks_sample_ingest(&f->sample, &f->kiosk, "000003", "passed", "course/annual/m1");
	ks_sample_ingest(&f->sample, &f->kiosk, "000003", "passed", "course/joining/m5");
	assert_int_equal(ks_report_completion(f->sample.store, plans, 2, 2026, may, &f->report),
			 KS_OK);
	assert_int_equal(row_of(f, "000003")->n_target, 2);
	assert_int_equal(row_of(f, "000003")->standing, KS_STANDING_DONE);
	assert_int_equal(ks_report_duties(f->sample.store, plans, 2, 2026, may, &list), KS_OK);
	assert_int_equal(list.n_rows, 6); /* three people, two lessons each */
	assert_string_equal(list.rows[0].person->number, "000001");
	assert_string_equal(list.rows[0].duty.plan->id, "annual");
	assert_int_equal(list.rows[0].done_ms, 0);
	assert_string_equal(list.rows[4].person->number, "000003");
	assert_string_equal(list.rows[4].duty.plan->id, "joining");
	assert_int_equal(list.rows[4].done_ms, KS_TEST_WALL_MS);
	assert_non_null(strstr(list.rows[4].why, "今年度の任用"));
	assert_string_equal(list.rows[4].rule, "受講期間の終わり");
	assert_int_equal(list.n_waived, 2);
	assert_string_equal(list.waived[0].word, "育休");
	assert_string_equal(list.waived[0].plan->id, "annual");
	assert_null(list.waived[1].plan); /* a councillor: no course of these two */
	ks_duty_list_finish(&list);
}

/* Each course's facts are read by themselves and put together: nobody is missed and nobody there twice. */
static void people_of_several_courses_stand_in_one_row_with_the_earlier_completion(void **state)
{
	struct fixture *f = *state;
	struct ks_plan plans[3] = {f->plan, f->plan, f->plan};
	static const struct {
		const char *staff, *course_lesson;
	} in_turn[] = {
		{"000003", "course/second/m1"}, {"000001", "course/third/m5"},
		{"000003", "course/annual/m1"}, {"000002", "course/annual/m1"},
		{"000001", "course/annual/m5"}, {"000002", "course/second/m5"},
		{"000001", "course/last/m1"},
	};

	plans[1].id = "second";
	plans[2].id = "third";
	for (size_t i = 0; i < KS_COUNT(in_turn); i++) {
		ks_sample_ingest(&f->sample, &f->kiosk, in_turn[i].staff, "passed",
				 in_turn[i].course_lesson);
		ks_clock_advance(&f->sample.clock, 60000);
	}
	assert_int_equal(ks_report_completion(f->sample.store, plans, 3, 2026, may, &f->report),
			 KS_OK);
	assert_int_equal(row_of(f, "000001")->n_done, 1); /* the last is of no course that is asked */
	assert_int_equal(row_of(f, "000001")->last_done_ms, KS_TEST_WALL_MS + 60000);
	assert_int_equal(row_of(f, "000002")->n_done, 2);
	assert_int_equal(row_of(f, "000002")->last_done_ms, KS_TEST_WALL_MS + 5 * 60000);
	assert_int_equal(row_of(f, "000003")->n_done, 1);
	assert_int_equal(row_of(f, "000003")->last_done_ms, KS_TEST_WALL_MS);
	assert_int_equal(f->report.n_unlisted, 0);
}

/* The agreement stands beside the lessons, under a name made of the policy's sha256 (xapi/statement.h). */
static void a_course_that_asks_for_it_is_done_with_the_agreement_to_the_present_policy(void **state)
{
	struct fixture *f = *state;

	f->plan.acknowledges = true;
	f->plan.policy_sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	ks_sample_ingest(&f->sample, &f->kiosk, "000001", "passed", "course/annual/m1");
	report(f, may);
	assert_false(row_of(f, "000001")->lacks_agreement); /* lessons are still open */
	ks_sample_ingest(&f->sample, &f->kiosk, "000001", "passed", "course/annual/m5");
	report(f, may);
	assert_int_equal(row_of(f, "000001")->n_done, 2);
	assert_true(row_of(f, "000001")->lacks_agreement);
	assert_int_equal(row_of(f, "000001")->standing, KS_STANDING_UNDER_WAY);

	ks_sample_agree(&f->sample, &f->kiosk, "000001", "annual", f->plan.policy_sha256);
	report(f, may);
	assert_false(row_of(f, "000001")->lacks_agreement);
	assert_int_equal(row_of(f, "000001")->standing, KS_STANDING_DONE);

	f->plan.policy_sha256 = "f123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	report(f, may);
	assert_true(row_of(f, "000001")->lacks_agreement); /* a revised policy asks anew */
	f->plan.policy_sha256 = "";
	report(f, may);
	assert_false(row_of(f, "000001")->lacks_agreement); /* which one is not known: any */
}

static void overdue_is_behind_the_persons_own_due_date(void **state)
{
	struct fixture *f = *state;

	f->plan.due = (struct ks_date){2026, 5, 10};
	report(f, may);
	assert_false(row_of(f, "000001")->is_overdue); /* that day is still in time */
	report(f, (struct ks_date){2026, 5, 11});
	assert_true(row_of(f, "000001")->is_overdue);
	report(f, (struct ks_date){2026, 5, 14});
	assert_int_equal(row_of(f, "000003")->due.day, 15); /* 14 days from 1 May */
	assert_false(row_of(f, "000003")->is_overdue);
	assert_true(row_of(f, "000001")->is_overdue);
	report(f, (struct ks_date){2026, 5, 20});
	assert_true(row_of(f, "000003")->is_overdue);
	report(f, january);
	assert_true(row_of(f, "000001")->is_overdue);
	assert_false(row_of(f, "000004")->is_overdue);
}

static struct ks_attendance_list attendance(struct fixture *f)
{
	struct ks_attendance_list list;

	assert_int_equal(ks_report_attendance(f->sample.store, 2026,
					      KS_TEST_WALL_MS + INT64_C(400) * 86400000, &list),
			 KS_OK);
	return list;
}

static void a_second_check_in_counts_once_and_the_first_time_stands(void **state)
{
	struct fixture *f = *state;
	struct ks_gathering gathering = {.date = {2026, 11, 24}, .from_minute = 600, .to_minute = 660};
	struct ks_attendance_list list;
	char *path;

	gathering.title = ks_strdup("集合研修");
	gathering.place = ks_strdup("会議室");
	assert_int_equal(ks_gathering_add(f->sample.store, &gathering), KS_OK);
	list = attendance(f);
	assert_int_equal(list.n_rows, 1); /* the gathering itself, with nobody */
	assert_string_equal(list.rows[0].number, "");
	ks_attendance_list_finish(&list);

	path = ks_format("session/%s", gathering.id);
	ks_sample_ingest(&f->sample, &f->kiosk, "000002", "checkin", path);
	ks_clock_advance(&f->sample.clock, 1000);
	ks_sample_ingest(&f->sample, &f->kiosk, "000003", "checkin", path);
	ks_sample_ingest(&f->sample, &f->kiosk, "000002", "checkin", path);
	list = attendance(f);
	assert_int_equal(list.n_rows, 2);
	assert_string_equal(list.rows[0].number, "000002");
	assert_int_equal(list.rows[0].at_ms, KS_TEST_WALL_MS);
	assert_string_equal(list.rows[0].kiosk, "k-01");
	assert_string_equal(list.rows[1].name, "髙𠮷 三");
	assert_string_equal(list.rows[1].employment, "06");
	ks_attendance_list_finish(&list);
	assert_int_equal(ks_report_attendance(f->sample.store, 2025,
					      KS_TEST_WALL_MS + INT64_C(400) * 86400000, &list),
			 KS_OK);
	assert_int_equal(list.n_rows, 0);
	ks_attendance_list_finish(&list);
	ks_gathering_finish(&gathering);
	free(path);
}

static void a_kiosk_that_stands_alone_is_reported_from_its_own_progress(void **state)
{
	struct fixture *f = *state;
	char *folder = ks_test_folder(), *why = NULL;
	struct ks_progress done = {.is_done = true, .done_ms = KS_TEST_WALL_MS, .done_seq = 1};
	struct ks_progress begun = {.progress_percent = 10};
	struct ks_store *store, *kept = f->sample.store;
	struct ks_ledger *ledger;

	assert_int_equal(ks_store_open(folder, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &store, &why), KS_OK);
	ks_sample_import(store, roster_csv);
	assert_int_equal(ks_ledger_open(store, &f->sample.clock, "k-local", &ledger), KS_OK);
	assert_int_equal(ks_ledger_begin(ledger), KS_OK);
	assert_int_equal(ks_progress_save(store, "000001", 2026, "annual", "m1", &done), KS_OK);
	assert_int_equal(ks_progress_save(store, "000001", 2026, "annual", "m5", &done), KS_OK);
	assert_int_equal(ks_progress_save(store, "000002", 2026, "annual", "m1", &begun), KS_OK);
	assert_int_equal(ks_ledger_commit(ledger), KS_OK);
	f->sample.store = store;
	report(f, may);
	f->sample.store = kept;
	assert_int_equal(f->report.n_done, 1);
	assert_int_equal(f->report.n_under_way, 1);
	assert_int_equal(row_of(f, "000001")->last_done_ms, KS_TEST_WALL_MS);
	ks_ledger_close(ledger);
	ks_store_close(store);
	ks_test_folder_finish(folder);
}

/* Two posts: one row a person, each 所属 has them, the total once, and it says so. */
static void who_holds_two_posts_is_in_both_units_and_once_in_the_total(void **state)
{
	struct fixture *f = *state;
	struct ks_group_row *rows;
	struct ks_table table;
	size_t n = 0, n_sum = 0;

	ks_sample_import(
		f->sample.store,
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
		"000001,見本 一,ミホン イチ,総務課,事務局,本庁,06,2025-04-01,2027-03-31,在職,端末利用,\r\n"
		"000001,見本 一,ミホン イチ,会計課,事務局,本庁,06,2026-04-15,2027-03-31,在職,,\r\n"
		"000002,見本 二,ミホン ニ,総務課,事務局,本庁,06,2025-04-01,2026-04-30,在職,端末利用,\r\n"
		"000002,見本 二,ミホン ニ,会計課,事務局,本庁,06,2026-05-01,2027-03-31,在職,端末利用,\r\n");
	report(f, may);
	assert_int_equal(f->report.n_listed, 2);
	assert_int_equal(ks_group_shared(&f->report, KS_GROUP_UNIT), 1);
	assert_int_equal(ks_group_shared(&f->report, KS_GROUP_EMPLOYMENT), 0);
	rows = ks_group_rows(&f->report, KS_GROUP_UNIT, &n);
	assert_int_equal(n, 2);
	for (size_t i = 0; i < n; i++)
		n_sum += rows[i].n_listed;
	assert_int_equal(n_sum, 3); /* the second has moved: one post on the day */
	free(rows);
	ks_group_table(&f->report, KS_GROUP_UNIT, true, &table);
	assert_int_equal(ks_table_rows(&table), 3);
	assert_string_equal(ks_table_cell(&table, 2, 0)->text, "合計");
	assert_string_equal(ks_table_cell(&table, 2, 1)->text, "2");
	ks_table_finish(&table);
}

/* From the office to the plant within the 年度: the plant's test is owed, and done where the office's was passed. */
static void one_test_is_enough_for_who_moved(void **state)
{
	static const char moved[] =
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
		"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,2026-04-30,在職,端末利用,\r\n"
		"000001,見本 一,ミホン イチ,業務課,事務局,工場,01,2026-05-01,,在職,,\r\n";
	static const char *terminal[] = {"端末利用"};
	struct ks_plan_lesson office[] = {{.id = "m1", .title = "一", .is_ready = true},
					  {.id = "annual-test", .is_ready = true, .is_test = true}};
	struct ks_plan_lesson plant[] = {{.id = "m1", .title = "一", .is_ready = true},
					 {.id = "field-test", .is_ready = true, .is_test = true}};
	struct fixture *f = *state;
	struct ks_plan plans[] = {f->plan, f->plan};
	struct ks_duty duty = {.lesson = &plant[1], .instead_plan = plans, .instead = &office[1]};
	int64_t done_ms;

	plans[0].lessons = office;
	plans[1].lessons = plant;
	plans[0].n_lessons = plans[1].n_lessons = 2;
	plans[1].id = "field";
	plans[0].audience.roles = plans[1].audience.without_roles = terminal;
	plans[0].audience.n_roles = plans[1].audience.n_without_roles = 1;
	ks_sample_import(f->sample.store, moved);
	ks_sample_ingest(&f->sample, &f->kiosk, "000001", "passed", "course/annual/m1");
	assert_int_equal(ks_report_completion(f->sample.store, plans, 2, 2026, may, &f->report),
			 KS_OK);
	assert_int_equal(row_of(f, "000001")->n_target, 2);
	assert_int_equal(row_of(f, "000001")->n_done, 1);
	ks_completion_finish(&f->report);
	ks_sample_ingest(&f->sample, &f->kiosk, "000001", "passed", "course/annual/annual-test");
	assert_int_equal(ks_report_completion(f->sample.store, plans, 2, 2026, may, &f->report),
			 KS_OK);
	assert_int_equal(row_of(f, "000001")->n_target, 2);
	assert_int_equal(row_of(f, "000001")->standing, KS_STANDING_DONE);
	assert_int_equal(ks_report_done(f->sample.store, plans, 2, 2026, "000001", &duty, &done_ms),
			 KS_OK);
	assert_true(done_ms > 0);
	duty.instead = NULL;
	assert_int_equal(ks_report_done(f->sample.store, plans, 2, 2026, "000001", &duty, &done_ms),
			 KS_OK);
	assert_true(done_ms == 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(everybody_listed_has_one_row_and_the_sums_add_up),
		TEST(done_is_who_passed_every_ready_lesson_and_each_counts_once),
		TEST(who_passed_and_is_no_longer_listed_is_named),
		TEST(an_answer_or_a_failure_is_under_way),
		TEST(what_does_not_belong_to_the_plan_does_not_count),
		TEST(a_doubtful_clock_is_marked_and_not_refused),
		TEST(people_of_several_courses_stand_in_one_row_with_the_earlier_completion),
		TEST(a_lesson_done_for_one_course_is_done_for_all),
		TEST(a_course_that_asks_for_it_is_done_with_the_agreement_to_the_present_policy),
		TEST(overdue_is_behind_the_persons_own_due_date),
		TEST(a_second_check_in_counts_once_and_the_first_time_stands),
		TEST(a_kiosk_that_stands_alone_is_reported_from_its_own_progress),
		TEST(one_test_is_enough_for_who_moved),
		TEST(who_holds_two_posts_is_in_both_units_and_once_in_the_total),
	};

	return ks_test_run(tests);
}
