/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/sum.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/centre_private.h"
#include "record/db.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* What is taken back or graded anew afterwards comes to the same as all of it counted from the statements. */

#define ATTEMPT "\"https://kenshu.example/xapi/ext/attempt\":1"

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

/* A client that counts says that @staff passed @lesson. */
static void say_passed(struct ks_sample_centre *sample, struct ks_sample_kiosk *pen,
		       const char *staff, const char *lesson)
{
	char *path = ks_format("course/annual/%s", lesson);
	char *text = ks_sample_write(pen, staff, "passed", path, ks_clock_wall_ms(&sample->clock),
				     "synced");
	size_t len = strlen(text);
	struct ks_delivery delivery = {.kiosk = "client:lms-1",
				       .bytes = (const char *const *)&text,
				       .lens = &len,
				       .n_statements = 1};

	assert_int_equal(ks_centre_deliver(sample->centre, &delivery), KS_OK);
	free(delivery.why);
	free(text);
	free(path);
}

static void what_a_counted_client_said_stays_when_something_else_is_taken_back(void **state)
{
	static const char done[] = "SELECT count(*) FROM standing WHERE done_ms > 0";
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk client = ks_sample_kiosk("k-09"), kiosk = ks_sample_kiosk("k-01");
	char *secret;

	assert_int_equal(ks_centre_add_client(sample->centre, "lms-1", KS_SCOPE_WRITE, &secret),
			 KS_OK);
	free(secret);
	assert_int_equal(ks_centre_count_source(sample->centre, "lms-1", true), KS_OK);
	say_passed(sample, &client, "000123", "m1");
	say_passed(sample, &client, "000124", "m1");
	say_passed(sample, &client, "000123", "m2");
	ks_sample_ingest(sample, &kiosk, "000123", "passed", "course/annual/m3");
	assert_int_equal(count(sample->store, done), 4);
	check_whole(sample->store);
	/* the client's */
	assert_int_equal(ks_centre_void(sample->centre, client.last_id, "誤り", "見本"), KS_OK);
	assert_int_equal(count(sample->store, done), 3);
	check_whole(sample->store);
	/* a kiosk's of the same person */
	assert_int_equal(ks_centre_void(sample->centre, kiosk.last_id, "誤り", "見本"), KS_OK);
	assert_int_equal(count(sample->store, done), 2);
	check_whole(sample->store);
}

/* Of a question that nobody has answered any more there is no row. */
static void an_answer_that_was_the_only_one_leaves_nothing(void **state)
{
	static const char rows[] = "SELECT count(*) FROM question_tally";
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	char first[KS_UUID_TEXT];

	ks_sample_ingest_answer(sample, &kiosk, "course/annual/m1/quiz/m1-q01", "1", true);
	memcpy(first, kiosk.last_id, sizeof(first));
	ks_sample_ingest_answer(sample, &kiosk, "course/annual/m1/quiz/m1-q02", "1", true);
	ks_sample_ingest_answer(sample, &kiosk, "course/annual/m1/quiz/m1-q02", "1", false);
	assert_int_equal(count(sample->store, rows), 2);
	assert_int_equal(ks_centre_void(sample->centre, first, "誤り", "見本"), KS_OK);
	assert_int_equal(count(sample->store, rows), 1);
	check_whole(sample->store);
	assert_int_equal(ks_centre_void(sample->centre, kiosk.last_id, "誤り", "見本"), KS_OK);
	assert_int_equal(count(sample->store, "SELECT n_answers * 10 + n_right FROM question_tally"),
			 11);
	check_whole(sample->store);
}

/* ---- an answer key ---- */

#define KEY                                                                                           \
	"INSERT INTO correction(id, kind, nendo, staff, to_staff, plan, lesson, gathering, question," \
	" revision, answer, at_ms, was, becomes, targets, reason, by_user, by_ms, state)"             \
	" VALUES('0', 'key', 2026, '', '', '', '', '', 'm1-q01', '', 'b', 0, '', '', '', 'x', 'hr', 0, 1)"

static void try_and_fail(struct ks_sample_centre *sample, struct ks_sample_kiosk *kiosk,
			 const char *staff, const char *choice)
{
	char *answer = ks_format("\"response\":\"%s\",\"success\":false", choice);

	ks_sample_ingest_told(sample, kiosk, staff, "answered", "course/annual/m1/quiz/m1-q01",
			      answer, ATTEMPT);
	ks_sample_ingest_told(sample, kiosk, staff, "failed", "course/annual/m1",
			      "\"success\":false,\"score\":{\"raw\":2,\"min\":0,\"max\":3}",
			      ATTEMPT
			      ",\"https://w3id.org/xapi/cmi5/context/extensions/masteryscore\":1.0");
	free(answer);
}

static void an_answer_key_that_comes_later_makes_right_what_it_would_have_made_right(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");

	try_and_fail(sample, &kiosk, "000001", "b");
	try_and_fail(sample, &kiosk, "000002", "c"); /* wrong by that key too */
	assert_int_equal(ks_store_begin(sample->store), KS_OK);
	assert_int_equal(ks_db_run(sample->store, KEY, ""), KS_OK);
	assert_int_equal(ks_sum_regrade(sample->store, "m1-q01"), KS_OK);
	assert_int_equal(ks_store_commit(sample->store), KS_OK);
	assert_int_equal(count(sample->store, "SELECT count(*) FROM regraded"), 1);
	assert_int_equal(count(sample->store, "SELECT count(*) FROM credited"), 1);
	assert_int_equal(
		count(sample->store, "SELECT count(*) FROM credited WHERE staff = '000001'"), 1);
	check_whole(sample->store);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_a_counted_client_said_stays_when_something_else_is_taken_back),
		TEST(an_answer_that_was_the_only_one_leaves_nothing),
		TEST(an_answer_key_that_comes_later_makes_right_what_it_would_have_made_right),
	};

	return ks_test_run(tests);
}
