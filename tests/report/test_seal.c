/* SPDX-License-Identifier: Apache-2.0 */
#include "report/seal.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/exemption.h"
#include "lrs/nendo.h"
#include "record/db.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* A closed 年度: its numbers do not move, and what comes later stands beside them. */

static const char roster_csv[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
	"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000002,見本 二,ミホン ニ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000003,見本 三,ミホン サン,会計課,事務局,本庁,01,2010-04-01,,休職,端末利用,\r\n";

struct fixture {
	struct ks_sample_centre sample;
	struct ks_sample_kiosk kiosk;
	struct ks_plan_lesson lesson;
	struct ks_plan plan;
	struct ks_completion report;
};

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_sample_centre_init(&f->sample);
	ks_sample_import(f->sample.store, roster_csv);
	f->kiosk = ks_sample_kiosk("k-01");
	f->lesson = (struct ks_plan_lesson){.id = "m1", .title = "一", .is_ready = true};
	f->plan = (struct ks_plan){.id = "annual",
				   .nendo = 2026,
				   .opens = {2026, 4, 1},
				   .due = {2026, 12, 25},
				   .mid_year_days = 14,
				   .lessons = &f->lesson,
				   .n_lessons = 1};
	ks_sample_ingest(&f->sample, &f->kiosk, "000001", "passed", "course/annual/m1");
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

static void to_may_2027(struct fixture *f)
{
	ks_clock_advance(&f->sample.clock, INT64_C(360) * 86400000);
}

static enum ks_rc seal(struct fixture *f)
{
	ks_completion_finish(&f->report);
	return ks_report_close(f->sample.centre, &f->plan, 1, 2026, NULL, &f->report);
}

static void report(struct fixture *f)
{
	ks_completion_finish(&f->report);
	assert_int_equal(ks_report_completion(f->sample.store, &f->plan, 1, 2026,
					      (struct ks_date){2027, 5, 20}, &f->report),
			 KS_OK);
}

static const struct ks_completion_row *row_of(const struct fixture *f, const char *number)
{
	for (size_t i = 0; i < f->report.n_rows; i++)
		if (strcmp(f->report.rows[i].person->number, number) == 0)
			return &f->report.rows[i];
	fail_msg("no row for %s", number);
	return NULL;
}

static void count_fault(void *context, const char *kiosk, int64_t seq, int fault)
{
	(void)kiosk;
	(void)seq;
	(void)fault;
	(*(size_t *)context)++;
}

static size_t faults(struct fixture *f)
{
	size_t n_faults = 0;
	int64_t n_statements = 0;
	enum ks_rc rc = ks_centre_verify(f->sample.store, count_fault, &n_faults, &n_statements);

	assert_int_equal(rc, n_faults > 0 ? KS_DAMAGED : KS_OK);
	return n_faults;
}

static void a_year_is_closed_once_and_not_before_its_end(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(seal(f), KS_INVALID);
	to_may_2027(f);
	assert_int_equal(seal(f), KS_OK);
	assert_int_equal(f->report.n_done, 1);
	assert_int_equal(f->report.n_target, 2);
	assert_int_equal(seal(f), KS_CONFLICT);
	assert_int_equal(faults(f), 0);
}

static void what_comes_later_moves_no_number_and_is_told(void **state)
{
	struct fixture *f = *state;

	to_may_2027(f);
	assert_int_equal(seal(f), KS_OK);
	ks_sample_ingest(&f->sample, &f->kiosk, "000002", "passed", "course/annual/m1");
	report(f);
	assert_true(f->report.sealed_ms > 0);
	assert_int_equal(f->report.n_done, 1);
	assert_int_equal(f->report.n_not_started, 1);
	assert_int_equal(f->report.n_exempt, 1);
	assert_int_equal(row_of(f, "000002")->standing, KS_STANDING_NOT_STARTED);
	assert_string_equal(row_of(f, "000002")->addendum, "未受講（0/1）→ 修了（1/1）");
	assert_string_equal(row_of(f, "000001")->addendum, "");
	assert_int_equal(f->report.n_addenda, 1);
	assert_string_equal(row_of(f, "000003")->why_word, "休職");
	assert_string_equal(row_of(f, "000003")->person->name, "見本 三");
}

static void a_back_dated_exemption_and_another_course_move_none_either(void **state)
{
	struct fixture *f = *state;
	struct ks_exemption_wish wish = {.number = "000002",
					 .kind = "対象外",
					 .nendo = 2026,
					 .plan = "",
					 .lesson = "",
					 .reason = "あとからの届出",
					 .by = "000001",
					 .approver = "000003"};
	enum ks_exemption_fault fault;
	char id[KS_UUID_TEXT];
	size_t n;

	to_may_2027(f);
	assert_int_equal(seal(f), KS_OK);
	assert_int_equal(ks_centre_exempt(f->sample.centre, &wish, &fault, id, &n), KS_OK);
	report(f);
	assert_int_equal(f->report.n_target, 2);
	assert_string_equal(row_of(f, "000002")->addendum, "未受講（0/1）→ 対象外（0/0）");
	f->lesson.id = "m2";
	report(f);
	assert_int_equal(f->report.n_done, 1);
}

static void people_that_leave_or_come_to_the_list_later_move_none(void **state)
{
	struct fixture *f = *state;

	to_may_2027(f);
	assert_int_equal(seal(f), KS_OK);
	ks_sample_import(
		f->sample.store,
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
		"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
		"000009,見本 九,ミホン ク,総務課,事務局,本庁,01,2026-05-01,,在職,端末利用,\r\n");
	report(f);
	assert_int_equal(f->report.n_listed, 3);
	assert_int_equal(f->report.n_target, 2);
	assert_int_equal(f->report.n_unsealed, 1);
	assert_string_equal(row_of(f, "000002")->addendum, "名簿から外れた");
}

static const struct ks_duty_row *duty_of(const struct ks_duty_list *list, const char *number)
{
	for (size_t i = 0; i < list->n_rows; i++)
		if (strcmp(list->rows[i].person->number, number) == 0)
			return &list->rows[i];
	fail_msg("no duty of %s", number);
	return NULL;
}

static void duties_of(struct fixture *f, struct ks_duty_list *out)
{
	assert_int_equal(ks_report_duties(f->sample.store, &f->plan, 1, 2026,
					  (struct ks_date){2027, 5, 20}, out),
			 KS_OK);
}

static void the_duties_of_a_closed_year_are_those_of_then(void **state)
{
	struct fixture *f = *state;
	struct ks_duty_list list;

	to_may_2027(f);
	assert_int_equal(seal(f), KS_OK);
	duties_of(f, &list);
	assert_true(list.sealed_ms > 0);
	assert_int_equal(list.n_rows, 2);
	assert_int_equal(list.n_addenda, 0);
	assert_string_equal(duty_of(&list, "000001")->addendum, "");
	f->plan.due = (struct ks_date){2027, 1, 31}; /* of today's course alone */
	ks_duty_list_finish(&list);
	duties_of(f, &list);
	assert_int_equal(list.n_addenda, 2);
	assert_string_equal(duty_of(&list, "000001")->addendum, "期限 → 2027-01-31");
	assert_int_equal(duty_of(&list, "000001")->duty.due.month, 12);
	assert_string_equal(ks_duty_row_state(duty_of(&list, "000002"), (struct ks_date){2027, 5, 20}),
			    "期限切れ");
	assert_string_equal(duty_of(&list, "000002")->rule, "受講期間の終わり");
	assert_int_equal(list.n_waived, 1);
	assert_string_equal(list.waived[0].word, "休職");
	assert_string_equal(list.waived[0].person->name, "見本 三");
	ks_duty_list_finish(&list);

	ks_sample_ingest(&f->sample, &f->kiosk, "000002", "passed", "course/annual/m1");
	ks_sample_import(
		f->sample.store,
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
		"000002,見本 二,ミホン ニ,環境課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
		"000009,見本 九,ミホン ク,総務課,事務局,本庁,01,2026-05-01,,在職,端末利用,\r\n");
	f->plan.title = "別の名前";
	duties_of(f, &list);
	assert_int_equal(list.n_rows, 3);
	assert_int_equal(list.n_addenda, 3);
	assert_string_equal(duty_of(&list, "000001")->addendum,
			    "いまの名簿とコースでは、受けなくてよい");
	assert_string_equal(duty_of(&list, "000002")->addendum, "期限切れ → 修了");
	assert_string_equal(duty_of(&list, "000002")->appointment->unit, "総務課");
	assert_int_equal(duty_of(&list, "000002")->duty.due.month, 12);
	assert_int_equal(duty_of(&list, "000002")->done_ms, 0);
	assert_string_equal(duty_of(&list, "000009")->addendum, "締めたあとに加わった");
	assert_ptr_equal(duty_of(&list, "000009"), &list.rows[2]);
	ks_duty_list_finish(&list);
}

/* The course is part of what was owed: its lesson under another one is not the same duty. */
static void a_lesson_that_moved_to_another_course_is_another_duty(void **state)
{
	struct fixture *f = *state;
	struct ks_duty_list list;

	to_may_2027(f);
	assert_int_equal(seal(f), KS_OK);
	f->plan.id = "more";
	duties_of(f, &list);
	assert_int_equal(list.n_rows, 4);
	for (size_t i = 0; i < list.n_rows; i++)
		assert_string_equal(list.rows[i].addendum,
				    strcmp(list.rows[i].duty.plan->id, "more") == 0
					    ? "締めたあとに加わった"
					    : "いまの名簿とコースでは、受けなくてよい");
	ks_duty_list_finish(&list);
}

static void a_planted_change_of_the_sealed_numbers_is_found(void **state)
{
	static const char *const changes[] = {
		"UPDATE nendo_seal SET document = replace(document, '見本 二', '見本 弐')",
		"UPDATE nendo_seal SET sha256 = replace(sha256, substr(sha256, 1, 1), 'x')",
		"DELETE FROM nendo_seal",
	};

	for (size_t i = 0; i < KS_COUNT(changes); i++) {
		struct fixture *f = *state;

		if (i == 0)
			to_may_2027(f);
		assert_int_equal(seal(f), i == 0 ? KS_OK : KS_CONFLICT);
		assert_int_equal(faults(f), 0);
		assert_int_equal(ks_store_begin(f->sample.store), KS_OK);
		assert_int_equal(ks_db_run(f->sample.store, changes[i], ""), KS_OK);
		assert_int_equal(faults(f), 1);
		ks_completion_finish(&f->report);
		if (i == 0)
			assert_int_equal(ks_report_completion(f->sample.store, &f->plan, 1, 2026,
							      (struct ks_date){2027, 5, 20},
							      &f->report),
					 KS_DAMAGED);
		ks_store_rollback(f->sample.store);
	}
}

/* ---- what is read back ---- */

#define HEAD \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
#define BASE "https://kenshu.example"

/* One of each kind: on paper, overdue, away, with a doubtful clock, left, not staff, without the agreement, of no post. */
static const char everybody[] = HEAD
	"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000002,見本 二,ミホン ニ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000003,見本 三,ミホン サン,会計課,事務局,本庁,01,2010-04-01,,休職,端末利用,\r\n"
	"000004,見本 四,ミホン ヨン,,事務局,本庁,06,2026-04-01,2027-03-31,在職,端末利用,\r\n"
	"000005,見本 五,ミホン ゴ,会計課,事務局,本庁,01,2010-04-01,2027-01-31,在職,端末利用,\r\n"
	"000006,見本 六,ミホン ロク,組合議会,議会,本庁,10,2024-04-01,,在職,,\r\n"
	"000007,見本 七,ミホン ナナ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000008,見本 八,ミホン ハチ,総務課,事務局,本庁,01,2010-04-01,2025-03-31,在職,端末利用,\r\n";

static char *everything(struct fixture *f, const struct ks_plan *plan, struct ks_date day)
{
	struct ks_completion completion;
	struct ks_duty_list duties;
	struct ks_buf out = {0};
	struct ks_table table;

	assert_int_equal(ks_report_completion(f->sample.store, plan, 1, 2026, day, &completion),
			 KS_OK);
	ks_completion_table(&completion, &table);
	ks_table_csv(&table, &out);
	ks_buf_printf(&out, "%zu %zu %zu %zu %zu %zu %zu\n", completion.n_listed,
		      completion.n_target, completion.n_exempt, completion.n_done,
		      completion.n_under_way, completion.n_not_started, completion.n_overdue);
	ks_table_finish(&table);
	ks_completion_finish(&completion);
	assert_int_equal(ks_report_duties(f->sample.store, plan, 1, 2026, day, &duties), KS_OK);
	ks_duty_table(&duties, day, true, &table);
	ks_table_csv(&table, &out);
	for (size_t i = 0; i < duties.n_rows; i++)
		ks_buf_printf(&out, "%s %d %d\n", duties.rows[i].duty.plan->revision,
			      duties.rows[i].is_missed, duties.rows[i].is_from_paper);
	for (size_t i = 0; i < duties.n_waived; i++)
		ks_buf_printf(&out, "%d\n", !duties.waived[i].appointment);
	ks_table_finish(&table);
	ks_duty_list_finish(&duties);
	return ks_buf_take(&out);
}

static void pass(struct fixture *f, const char *staff, const char *path, const char *how)
{
	ks_sample_ingest_told(&f->sample, &f->kiosk, staff, "passed", path, "\"success\":true", how);
}

static void take_in_doubt(struct fixture *f)
{
	char *text =
		ks_sample_write(&f->kiosk, "000004", "passed", "course/annual/m1", 1000, "unsynced");
	const char *bytes = text;
	size_t len = strlen(text), bad_index;
	char *why;

	assert_int_equal(
		ks_centre_ingest(f->sample.centre, "k-01", &bytes, &len, 1, &bad_index, &why), KS_OK);
	ks_sample_sign(&f->sample, &f->kiosk);
	free(text);
}

/* Every cell of both lists, the moment before and the moment after; and the day after that. */
static void a_closed_year_says_what_it_said_then(void **state)
{
	static const char paper[] = "\"" BASE "/xapi/ext/roll\":{\"how\":\"paper\"}";
	static const char *audience[] = {"01", "06"};
	struct fixture *f = *state;
	struct ks_plan_lesson lessons[] = {{.id = "m1", .title = "一", .is_ready = true},
					   {.id = "m2", .title = "二", .is_ready = true}};
	struct ks_plan plan = f->plan;
	static const struct ks_date day = {2027, 5, 13}, later = {2027, 6, 13};
	struct ks_completion sealed;
	char *before, *after;

	plan.revision = "2026.3";
	plan.title = "年次";
	plan.lessons = lessons;
	plan.n_lessons = 2;
	plan.acknowledges = true;
	plan.policy_sha256 = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	plan.audience.employment = audience;
	plan.audience.n_employment = 2;
	ks_sample_import(f->sample.store, everybody);
	pass(f, "000001", "course/annual/m2", paper);
	ks_sample_agree(&f->sample, &f->kiosk, "000001", "annual", plan.policy_sha256);
	pass(f, "000007", "course/annual/m1", paper);
	ks_clock_advance(&f->sample.clock, 60000);
	pass(f, "000007", "course/annual/m2", paper);
	take_in_doubt(f);
	to_may_2027(f);
	before = everything(f, &plan, day);
	assert_non_null(strstr(before, ",修了,"));
	assert_non_null(strstr(before, ",要確認,"));
	assert_non_null(strstr(before, ",未確認,"));
	assert_non_null(strstr(before, ",1科目\r\n"));
	assert_non_null(strstr(before, ",2科目\r\n"));
	assert_non_null(strstr(before, ",未受講（退職）,"));
	assert_non_null(strstr(before, ",対象外（休職）,"));
	assert_int_equal(ks_report_close(f->sample.centre, &plan, 1, 2026, BASE, &sealed), KS_OK);
	ks_completion_finish(&sealed);
	after = everything(f, &plan, day);
	assert_string_equal(after, before);
	free(after);
	after = everything(f, &plan, later);
	assert_string_equal(after, before);
	free(after);
	free(before);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_year_is_closed_once_and_not_before_its_end),
		TEST(what_comes_later_moves_no_number_and_is_told),
		TEST(a_back_dated_exemption_and_another_course_move_none_either),
		TEST(people_that_leave_or_come_to_the_list_later_move_none),
		TEST(the_duties_of_a_closed_year_are_those_of_then),
		TEST(a_lesson_that_moved_to_another_course_is_another_duty),
		TEST(a_planted_change_of_the_sealed_numbers_is_found),
		TEST(a_closed_year_says_what_it_said_then),
	};

	return ks_test_run(tests);
}
