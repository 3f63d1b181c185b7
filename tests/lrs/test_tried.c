/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/tried.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/sum.h"
#include "record/db.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* Tries and what they say of their questions, in any order, taken back and counted anew. */

#define ATTEMPT(n) "\"https://kenshu.example/xapi/ext/attempt\":" n

static int64_t count(struct ks_store *store, const char *sql)
{
	int64_t n = -1;

	assert_int_equal(ks_db_number(store, &n, sql, ""), KS_OK);
	return n;
}

static void check_whole(struct ks_store *store)
{
	const char *wrong = NULL;

	assert_int_equal(ks_sum_check(store, &wrong), KS_OK);
	if (wrong)
		print_error("%s\n", wrong);
	assert_null(wrong);
}

struct
try {
	struct ks_sample_centre *sample;
	struct ks_sample_kiosk *kiosk;
	const char *staff, *attempt;
};

static void answer(const struct try *try, const char *question, const char *choice, bool is_right)
{
	char *path = ks_format("course/annual/m1/quiz/%s", question);
	char *result =
		ks_format("\"response\":\"%s\",\"success\":%s", choice, is_right ? "true" : "false");

	ks_sample_ingest_told(try->sample, try->kiosk, try->staff, "answered", path, result,
			      try->attempt);
	free(path);
	free(result);
}

static void result(const struct try *try, bool has_passed, int raw, int max)
{
	char *text = ks_format("\"success\":%s,\"score\":{\"raw\":%d,\"min\":0,\"max\":%d},"
			       "\"duration\":\"PT4M10S\"",
			       has_passed ? "true" : "false", raw, max);

	ks_sample_ingest_told(try->sample, try->kiosk, try->staff, has_passed ? "passed" : "failed",
			      "course/annual/m1", text, try->attempt);
	free(text);
}

static void a_try_is_kept_with_its_result_and_says_how_its_questions_go_with_the_rest(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	const struct try good = {sample, &kiosk, "000001", ATTEMPT("1")};
	const struct try bad = {sample, &kiosk, "000002", ATTEMPT("1")};
	const struct try again = {sample, &kiosk, "000002", ATTEMPT("2")};

	answer(&good, "m1-q01", "a", true);
	answer(&good, "m1-q02", "b", true);
	assert_int_equal(count(sample->store, "SELECT count(*) FROM question_power"), 0);
	result(&good, true, 3, 3);
	result(&bad, false, 1, 3); /* before its answers, as a late claim would be */
	answer(&bad, "m1-q01", "c", false);
	answer(&bad, "m1-q02", "b", true);
	answer(&again, "m1-q01", "a", true); /* a second try says nothing */
	result(&again, true, 3, 3);
	assert_int_equal(count(sample->store, "SELECT count(*) FROM tried"), 3);
	assert_int_equal(count(sample->store, "SELECT duration_ms FROM tried WHERE staff = '000001'"),
			 250000);
	assert_int_equal(count(sample->store, "SELECT sum(n) FROM question_choice"), 5);
	assert_int_equal(count(sample->store, "SELECT n FROM question_choice WHERE answer = 'c'"), 1);
	/* q01: right with 1.0 of the rest, wrong with 0.5 of it; q02: right with 1.0 and with 0 */
	assert_int_equal(
		count(sample->store, "SELECT n FROM question_power WHERE question = 'm1-q01'"), 2);
	assert_int_equal(count(sample->store,
			       "SELECT rest FROM question_power WHERE question = 'm1-q01'"),
			 1500);
	assert_int_equal(count(sample->store,
			       "SELECT rest_right FROM question_power WHERE question = 'm1-q01'"),
			 1000);
	assert_int_equal(count(sample->store,
			       "SELECT rest FROM question_power WHERE question = 'm1-q02'"),
			 1000);
	check_whole(sample->store);
}

static void a_try_that_is_taken_back_takes_its_share_with_it(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	const struct try one = {sample, &kiosk, "000001", ATTEMPT("1")};
	const struct try two = {sample, &kiosk, "000002", ATTEMPT("1")};
	char answered[KS_UUID_TEXT];

	answer(&one, "m1-q01", "a", true);
	result(&one, true, 4, 5);
	answer(&two, "m1-q01", "b", false);
	memcpy(answered, kiosk.last_id, sizeof(answered));
	result(&two, false, 2, 5);
	assert_int_equal(count(sample->store, "SELECT n FROM question_power"), 2);
	assert_int_equal(ks_store_begin(sample->store), KS_OK);
	assert_int_equal(ks_sum_void(sample->store, kiosk.last_id), KS_OK);
	assert_int_equal(ks_store_commit(sample->store), KS_OK);
	assert_int_equal(count(sample->store, "SELECT n FROM question_power"), 1);
	assert_int_equal(count(sample->store, "SELECT sum(n) FROM question_choice"), 2);
	check_whole(sample->store);
	assert_int_equal(ks_store_begin(sample->store), KS_OK);
	assert_int_equal(ks_sum_void(sample->store, answered), KS_OK);
	assert_int_equal(ks_store_commit(sample->store), KS_OK);
	assert_int_equal(count(sample->store, "SELECT count(*) FROM question_choice"), 1);
	check_whole(sample->store);
	assert_int_equal(ks_centre_rebuild_summaries(sample->centre), KS_OK);
	check_whole(sample->store);
}

static void what_the_statements_do_not_say_is_found(void **state)
{
	static const char *const lies[][2] = {
		{"tried", "UPDATE tried SET raw = raw - 1"},
		{"tried", "UPDATE tried SET passed = 0"},
		{"question_choice", "UPDATE question_choice SET n = 7"},
		{"question_word", "UPDATE question_word SET clauses = '9(9)'"},
		{"question_power", "UPDATE question_power SET rest = rest + 1"},
		{"question_power", "DELETE FROM question_power"},
	};
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	const struct try one = {sample, &kiosk, "000001", ATTEMPT("1")};

	answer(&one, "m1-q01", "a", true);
	result(&one, true, 4, 5);
	for (size_t i = 0; i < KS_COUNT(lies); i++) {
		const char *wrong = NULL;

		assert_int_equal(ks_db_run(sample->store, lies[i][1], ""), KS_OK);
		assert_int_equal(ks_sum_check(sample->store, &wrong), KS_OK);
		assert_non_null(wrong);
		assert_string_equal(wrong, lies[i][0]);
		assert_int_equal(ks_centre_rebuild_summaries(sample->centre), KS_OK);
		check_whole(sample->store);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_try_is_kept_with_its_result_and_says_how_its_questions_go_with_the_rest),
		TEST(a_try_that_is_taken_back_takes_its_share_with_it),
		TEST(what_the_statements_do_not_say_is_found),
	};

	return ks_test_run(tests);
}
