/* SPDX-License-Identifier: Apache-2.0 */
#include "report/report.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/db.h"
#include "support/centre_sample.h"
#include "support/record_sample.h"
#include "support/test.h"

/* Which questions are too hard or too easy, from all that was answered. */

struct fixture {
	struct ks_sample_centre sample;
	struct ks_sample_kiosk kiosk;
	struct ks_plan_lesson lessons[3];
	struct ks_plan plan;
	struct ks_question_list report;
};

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_sample_centre_init(&f->sample);
	f->kiosk = ks_sample_kiosk("k-01");
	f->lessons[0] = (struct ks_plan_lesson){.id = "m5", .title = "五", .is_ready = true};
	f->lessons[1] = (struct ks_plan_lesson){.id = "m1", .title = "一", .is_ready = true};
	f->lessons[2] = (struct ks_plan_lesson){
		.id = "annual-test", .title = "テスト", .is_ready = true, .is_test = true};
	f->plan = (struct ks_plan){
		.id = "annual", .nendo = 2026, .lessons = f->lessons, .n_lessons = 3};
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_question_list_finish(&f->report);
	ks_sample_centre_finish(&f->sample);
	free(f);
	return 0;
}

static size_t report(struct fixture *f)
{
	ks_question_list_finish(&f->report);
	assert_int_equal(ks_report_questions(f->sample.store, &f->plan, 1, 2026, &f->report), KS_OK);
	return f->report.n_rows;
}

/* @n answers, the first @n_right of them right. */
static void answer(struct fixture *f, const char *path, const char *revision, int n, int n_right)
{
	for (int i = 0; i < n; i++) {
		ks_clock_advance(&f->sample.clock, 1000);
		ks_sample_ingest_answer(&f->sample, &f->kiosk, path, revision, i < n_right);
	}
}

static void check_row(const struct fixture *f, size_t i, const char *question, const char *revision,
		      size_t n_answers, size_t n_right)
{
	assert_true(i < f->report.n_rows);
	assert_string_equal(f->report.rows[i].question, question);
	assert_string_equal(f->report.rows[i].revision, revision);
	assert_int_equal(f->report.rows[i].n_answers, n_answers);
	assert_int_equal(f->report.rows[i].n_right, n_right);
}

static void under_40_and_over_98_percent_of_ten_answers_are_looked_at_again(void **state)
{
	static const struct {
		size_t n_answers, n_right;
		enum ks_question_verdict verdict;
	} cases[] = {
		{0, 0, KS_VERDICT_FEW},         {9, 0, KS_VERDICT_FEW},
		{9, 9, KS_VERDICT_FEW},         {10, 0, KS_VERDICT_REVIEW},
		{10, 3, KS_VERDICT_REVIEW},     {10, 4, KS_VERDICT_FINE},
		{10, 9, KS_VERDICT_FINE},       {10, 10, KS_VERDICT_REVIEW},
		{50, 49, KS_VERDICT_FINE},      {100, 99, KS_VERDICT_REVIEW},
		{1000, 399, KS_VERDICT_REVIEW}, {1000, 400, KS_VERDICT_FINE},
		{1000, 980, KS_VERDICT_FINE},   {1000, 981, KS_VERDICT_REVIEW},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++)
		assert_int_equal(ks_question_judge(cases[i].n_answers, cases[i].n_right),
				 cases[i].verdict);
	assert_string_equal(ks_question_verdict_word(KS_VERDICT_REVIEW), "見直し");
}

static void answers_are_counted_by_question_in_the_order_of_the_lessons(void **state)
{
	struct fixture *f = *state;

	answer(f, "course/annual/m1/quiz/m1-q01", "annual@2026.1+aaaa", 10, 3);
	answer(f, "course/annual/m1/quiz/m1-q02", "annual@2026.1+aaaa", 2, 2);
	answer(f, "course/annual/m5/quiz/m5-q01", "annual@2026.1+aaaa", 12, 9);
	assert_int_equal(report(f), 3);
	check_row(f, 0, "m5-q01", "aaaa", 12, 9); /* as the plan has them */
	check_row(f, 1, "m1-q01", "aaaa", 10, 3);
	check_row(f, 2, "m1-q02", "aaaa", 2, 2);
	assert_string_equal(f->report.rows[0].lesson_title, "五");
	assert_string_equal(f->report.rows[1].title, "m1-q01 の題");
	assert_int_equal(f->report.rows[0].verdict, KS_VERDICT_FINE);
	assert_int_equal(f->report.rows[1].verdict, KS_VERDICT_REVIEW);
	assert_int_equal(f->report.rows[2].verdict, KS_VERDICT_FEW);
}

static void another_revision_is_another_row_and_the_newer_one_comes_first(void **state)
{
	struct fixture *f = *state;

	answer(f, "course/annual/m1/quiz/m1-q01", "annual@2026.1+aaaa", 4, 1);
	answer(f, "course/annual/m1/quiz/m1-q01", "annual@2026.2+bbbb", 3, 3);
	answer(f, "course/second/m1/quiz/m1-q01", "second@1+bbbb", 1, 0); /* the same content */
	assert_int_equal(report(f), 2);
	check_row(f, 0, "m1-q01", "bbbb", 4, 3);
	check_row(f, 1, "m1-q01", "aaaa", 4, 1);
	answer(f, "course/annual/m1/quiz/m1-q01", "annual@2026.1+aaaa", 1, 1);
	(void)report(f);
	check_row(f, 0, "m1-q01", "aaaa", 5, 2);
}

static void the_test_asks_the_same_question_and_the_lesson_names_it(void **state)
{
	struct fixture *f = *state;

	answer(f, "course/annual/test/quiz/m1-q01", "annual@2026.1+aaaa", 6, 6);
	assert_int_equal(report(f), 1);
	assert_string_equal(f->report.rows[0].lesson_title, "テスト");
	answer(f, "course/annual/m1/quiz/m1-q01", "annual@2026.1+aaaa", 6, 3);
	assert_int_equal(report(f), 1);
	check_row(f, 0, "m1-q01", "aaaa", 12, 9);
	assert_string_equal(f->report.rows[0].lesson, "m1");
	assert_string_equal(f->report.rows[0].lesson_title, "一");
}

static void only_answers_to_questions_of_the_year_count_and_each_once(void **state)
{
	struct fixture *f = *state;
	const char *bytes;
	size_t len, bad_index;
	char *text, *why = NULL;

	ks_sample_ingest(&f->sample, &f->kiosk, "000001", "answered", "course/annual/m1/quiz/m1-q01");
	answer(f, "checklist/self-inspection-2026/c01", "self-inspection@1+aaaa", 1, 1);
	answer(f, "course/annual/m1/p01", "annual@2026.1+aaaa", 1, 1);
	assert_int_equal(report(f), 0); /* without a result; of a sheet; no question */
	answer(f, "course/annual/m9/quiz/m9-q01", "annual@2026.1+aaaa", 1, 1);
	assert_int_equal(report(f), 1);
	assert_string_equal(f->report.rows[0].lesson, "m9"); /* of no plan: counted, without a title */
	assert_string_equal(f->report.rows[0].lesson_title, "");
	assert_int_equal(ks_centre_read(f->sample.centre, f->kiosk.last_id, &text, &len,
					&(int64_t){0}),
			 KS_OK);
	bytes = text;
	assert_int_equal(
		ks_centre_ingest(f->sample.centre, "k-01", &bytes, &len, 1, &bad_index, &why), KS_OK);
	ks_sample_sign(&f->sample, &f->kiosk);
	free(text);
	(void)report(f);
	check_row(f, 0, "m9-q01", "aaaa", 1, 1);
	ks_question_list_finish(&f->report);
	assert_int_equal(ks_report_questions(f->sample.store, &f->plan, 1, 2025, &f->report), KS_OK);
	assert_int_equal(f->report.n_rows, 0);
}

static void change_file(const struct fixture *f, const char *sql)
{
	char *path = ks_path_join(f->sample.folder, "kenshu.db");
	sqlite3 *db;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	free(path);
}

static void a_folder_of_an_older_version_is_counted_when_it_is_opened(void **state)
{
	struct fixture *f = *state;
	char *why = NULL;

	answer(f, "course/annual/m1/quiz/m1-q01", "annual@2026+1+aaaa", 4, 1);
	answer(f, "course/annual/m1/quiz/m1-q01", "bbbb", 3, 3);
	answer(f, "course/annual/test/quiz/m1-q01", "annual@2026.1+aaaa", 2, 1);
	answer(f, "course/annual/m1/p01", "annual@2026.1+aaaa", 1, 1);
	ks_sample_ingest(&f->sample, &f->kiosk, "000001", "failed", "course/annual/m1");
	/* That version packed nothing. */
	assert_int_equal(ks_db_run(f->sample.store, "UPDATE received SET bytes = body(bytes)", ""),
			 KS_OK);
	ks_centre_close(f->sample.centre);
	ks_store_close(f->sample.store);
	change_file(f, "DROP VIEW done; DROP VIEW beside; DROP VIEW present; DROP TABLE correction;"
		       "DROP TABLE regraded; DROP TABLE credited;"
		       "DROP TABLE claim; DROP TABLE proof; DROP TABLE source; DROP TABLE void;"
		       "DROP TABLE attended; DROP TABLE failure;"
		       "CREATE INDEX received_gathering ON received(gathering, staff);"
		       "DROP TRIGGER received_tally; DROP TABLE kiosk_tally;"
		       "ALTER TABLE kiosk DROP COLUMN identity;"
		       "ALTER TABLE kiosk DROP COLUMN n_quarantined;"
		       "ALTER TABLE kiosk DROP COLUMN resend;"
		       "DROP TABLE question_tally; DROP TABLE tried; DROP TABLE question_choice;"
		       "DROP TABLE question_word; DROP TABLE question_power;"
		       /* and what came later, which would stand in the way of the same steps again */
		       "DROP INDEX person_typed; ALTER TABLE person DROP COLUMN typed;"
		       "ALTER TABLE appointment DROP COLUMN leave_kind;"
		       "ALTER TABLE appointment DROP COLUMN leave_from;"
		       "ALTER TABLE appointment DROP COLUMN leave_to;"
		       "DROP TABLE roster_import; DROP TABLE roster_before;"
		       "DROP TABLE client; DROP TABLE name; DROP TABLE tag; DROP TABLE reference;"
		       "DROP TABLE activity; DROP TABLE person_name; DROP TABLE document;"
		       "DROP TABLE attachment; DROP TABLE web_user; DROP TABLE access_log;"
		       "DROP TABLE forward; DROP TABLE forward_aside;"
		       "DROP TABLE pin_news; DROP TABLE pin_state; DROP TABLE pin_code;"
		       "DROP TABLE reminder; DROP TABLE exemption; DROP TABLE nendo_seal;"
		       "DROP TABLE card; DROP TABLE gathering_fact; DROP TABLE gathering_expected;"
		       "ALTER TABLE gathering DROP COLUMN lessons;"
		       "ALTER TABLE gathering DROP COLUMN is_cancelled;"
		       "DROP TABLE invite; ALTER TABLE kiosk DROP COLUMN key_by;"
		       "ALTER TABLE kiosk DROP COLUMN next_sha256;"
		       "ALTER TABLE kiosk DROP COLUMN taken_over_by;"
		       "DROP TABLE measure_done; DROP TABLE measure;"
		       "ALTER TABLE kiosk DROP COLUMN skew_ms; ALTER TABLE kiosk DROP COLUMN program;"
		       "ALTER TABLE kiosk DROP COLUMN revision; DROP TABLE dictionary;"
		       "ALTER TABLE standing DROP COLUMN how; DROP TABLE on_paper;"
		       "PRAGMA user_version = 4");
	assert_int_equal(ks_store_open(f->sample.folder, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE,
				       &f->sample.store, &why),
			 KS_OK);
	assert_int_equal(ks_centre_open(f->sample.store, &f->sample.clock, &f->sample.centre), KS_OK);
	assert_int_equal(report(f), 2);
	check_row(f, 0, "m1-q01", "aaaa", 6, 2);
	check_row(f, 1, "m1-q01", "bbbb", 3, 3);
	assert_string_equal(f->report.rows[0].title, "m1-q01 の題");
	answer(f, "course/annual/m1/quiz/m1-q01", "annual@2026.1+aaaa", 1, 1);
	assert_int_equal(report(f), 2);
	check_row(f, 0, "m1-q01", "aaaa", 7, 3);
}

static void forget(void *context, const char *kiosk, int64_t seq, int fault)
{
	size_t *n_whole = context;

	(void)seq;
	(void)fault;
	*n_whole += kiosk[0] == '\0';
}

/* Of the file as a whole: these statements are not chained. */
static size_t verify(const struct fixture *f)
{
	size_t n_whole = 0;
	int64_t n_statements;
	enum ks_rc rc = ks_centre_verify(f->sample.store, forget, &n_whole, &n_statements);

	assert_true(rc == KS_OK || rc == KS_DAMAGED);
	return n_whole;
}

static void a_tally_that_the_statements_do_not_say_is_found(void **state)
{
	static const char *const lies[] = {
		"UPDATE question_tally SET n_right = 4", "UPDATE question_tally SET n_answers = 3",
		"UPDATE question_tally SET question = 'm1-q02'", "DELETE FROM question_tally",
		"INSERT INTO question_tally VALUES(2026, 'm1', 'm1-q09', '', '', 1, 1, 1)"};
	struct fixture *f = *state;

	answer(f, "course/annual/m1/quiz/m1-q01", "annual@2026.1+aaaa", 4, 1);
	assert_int_equal(verify(f), 0);
	for (size_t i = 0; i < KS_COUNT(lies); i++) {
		change_file(f, "CREATE TABLE kept AS SELECT * FROM question_tally");
		change_file(f, lies[i]);
		assert_int_equal(verify(f), 1);
		change_file(f, "DELETE FROM question_tally;"
			       " INSERT INTO question_tally SELECT * FROM kept; DROP TABLE kept");
		assert_int_equal(verify(f), 0);
	}
}

/* With the statements a kiosk really writes. */
static void a_kiosk_that_stands_alone_is_read_from_its_own_ledger(void **state)
{
	struct fixture *f = *state;
	struct ks_store *kept = f->sample.store;
	struct ks_record_sample *s;
	void *own;

	assert_int_equal(ks_record_sample_setup(&own), 0);
	s = own;
	s->course.plan.nendo = 2025;
	ks_record_sample_append(s, KS_FACT_ANSWERED); /* of last year: not counted */
	s->course.plan.nendo = 2026;
	for (int i = 0; i < 3; i++)
		ks_record_sample_append(s, KS_FACT_ANSWERED);
	ks_record_sample_append(s, KS_FACT_INSPECTED);
	f->sample.store = s->store;
	assert_int_equal(report(f), 1);
	assert_int_equal(f->report.rows[0].n_answers, 3);
	assert_int_equal(f->report.rows[0].n_right, 3);
	assert_string_equal(f->report.rows[0].lesson_title, "一");
	assert_string_equal(f->report.rows[0].title, "定義(6) 完全性");
	f->sample.store = kept;
	ks_record_sample_teardown(&own);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(under_40_and_over_98_percent_of_ten_answers_are_looked_at_again),
		TEST(answers_are_counted_by_question_in_the_order_of_the_lessons),
		TEST(another_revision_is_another_row_and_the_newer_one_comes_first),
		TEST(the_test_asks_the_same_question_and_the_lesson_names_it),
		TEST(only_answers_to_questions_of_the_year_count_and_each_once),
		TEST(a_folder_of_an_older_version_is_counted_when_it_is_opened),
		TEST(a_tally_that_the_statements_do_not_say_is_found),
		TEST(a_kiosk_that_stands_alone_is_read_from_its_own_ledger),
	};

	return ks_test_run(tests);
}
