/* SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "base/mem.h"
#include "lrs/enrol.h"
#include "lrs/measure.h"
#include "lrs/user.h"
#include "record/db.h"
#include "support/test.h"

/* Nothing is answered as settled before what has to be kept of it is: a refusal's evidence, an attachment. And what is too much. */

#define STATEMENTS "/xAPI/statements"
#define ID "0190f5a0-0000-7000-8000-000000000001"
#define SAID(verb)                                                                         \
	"{\"id\":\"" ID "\",\"actor\":{\"mbox\":\"mailto:a@x.example\"},\"verb\":{\"id\":" \
	"\"" verb "\"},\"object\":{\"id\":\"a:x\"}}"
#define SHA "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae" /* of "foo" */
#define WITH_FILE                                                                                    \
	"--b\r\nContent-Type: application/json\r\n\r\n{\"id\":\"" ID "\",\"actor\":{\"mbox\":"       \
	"\"mailto:a@x.example\"},\"verb\":{\"id\":\"a:b\"},\"object\":{\"id\":\"a:x\"},"             \
	"\"attachments\":[{\"usageType\":\"a:u\",\"display\":{\"en\":\"f\"},\"contentType\":"        \
	"\"text/plain\",\"length\":3,\"sha2\":\"" SHA "\"}]}\r\n--b\r\nContent-Type: text/plain\r\n" \
	"Content-Transfer-Encoding: binary\r\nX-Experience-API-Hash: " SHA                           \
	"\r\n\r\nfoo\r\n--b--\r\n"

static void sql(struct ks_ask *ask, const char *text)
{
	assert_int_equal(ks_db_run(ask->sample.store, text, ""), KS_OK);
}

static int64_t count(struct ks_ask *ask, const char *text)
{
	int64_t n = -1;

	assert_int_equal(ks_db_number(ask->sample.store, &n, text, ""), KS_OK);
	return n;
}

static void a_conflict_is_told_when_its_evidence_is_kept(void **state)
{
	struct ks_ask *ask = *state;

	assert_int_equal(ks_ask(ask, "POST " STATEMENTS, NULL, SAID("a:b")), 200);
	assert_int_equal(ks_ask(ask, "POST " STATEMENTS, NULL, SAID("a:b")), 200); /* the same fact */
	sql(ask, "ALTER TABLE conflict RENAME TO gone");
	assert_int_equal(ks_ask(ask, "POST " STATEMENTS, NULL, SAID("a:c")), 500);
	sql(ask, "ALTER TABLE gone RENAME TO conflict");
	assert_int_equal(count(ask, "SELECT count(*) FROM conflict"), 0);
	for (int i = 0; i < 2; i++) { /* the same evidence is kept once */
		assert_int_equal(ks_ask(ask, "POST " STATEMENTS, NULL, SAID("a:c")), 409);
		assert_int_equal(count(ask, "SELECT count(*) FROM conflict"), 1);
	}
	assert_int_equal(ks_ask(ask, "POST " STATEMENTS, NULL, SAID("a:d")), 409);
	assert_int_equal(count(ask, "SELECT count(*) FROM conflict"), 2);
	assert_int_equal(count(ask, "SELECT count(*) FROM received"), 1);
}

static void a_statement_is_taken_when_its_attachment_is_kept(void **state)
{
	const char *const mixed[] = {"Content-Type", "multipart/mixed; boundary=\"b\"", NULL};
	struct ks_ask *ask = *state;

	ask->headers = mixed;
	sql(ask, "ALTER TABLE attachment RENAME TO gone");
	assert_int_equal(ks_ask(ask, "POST " STATEMENTS, NULL, WITH_FILE), 500);
	assert_int_equal(count(ask, "SELECT count(*) FROM received"), 0);
	sql(ask, "ALTER TABLE gone RENAME TO attachment");
	assert_int_equal(ks_ask(ask, "POST " STATEMENTS, NULL, WITH_FILE), 200);
	assert_int_equal(count(ask, "SELECT count(*) FROM received"), 1);
	assert_int_equal(count(ask, "SELECT count(*) FROM attachment"), 1);
}

/* @n of them, each without an id. */
static int post_many(struct ks_ask *ask, size_t n)
{
	struct ks_buf body = {0};
	int status;

	for (size_t i = 0; i < n; i++)
		ks_buf_printf(&body,
			      "%s{\"actor\":{\"mbox\":\"mailto:a@x.example\"},\"verb\":{\"id\":"
			      "\"a:b\"},\"object\":{\"id\":\"a:x\"}}",
			      i ? "," : "[");
	ks_buf_puts(&body, "]");
	status = ks_ask(ask, "POST " STATEMENTS, NULL, ks_buf_text(&body));
	ks_buf_finish(&body);
	return status;
}

static void so_many_at_a_time(void **state)
{
	struct ks_ask *ask = *state;

	assert_int_equal(post_many(ask, KS_SERVER_STATEMENTS_MAX + 1), 413);
	assert_non_null(strstr(ks_ask_text(ask), "at most 500 statements at a time"));
	assert_int_equal(count(ask, "SELECT count(*) FROM received"), 0);
	assert_int_equal(post_many(ask, KS_SERVER_STATEMENTS_MAX), 200);
	assert_int_equal(strlen(ks_ask_text(ask)), KS_SERVER_STATEMENTS_MAX * 39 + 1); /* each id */
	assert_int_equal(count(ask, "SELECT count(*) FROM received"), KS_SERVER_STATEMENTS_MAX);
}

static void a_kiosk_speaks_for_itself(void **state)
{
	struct ks_ask *ask = *state;
	struct ks_sample_kiosk other = ks_sample_kiosk("k-02");
	char *text = ks_sample_write(&other, "000001", "initialized", "course/annual/m1",
				     KS_TEST_WALL_MS, "synced");

	ask->kiosk = "k-01";
	assert_int_equal(ks_ask(ask, "POST " STATEMENTS, NULL, text), 403);
	assert_non_null(strstr(ks_ask_text(ask), "the statement is of another kiosk"));
	ask->kiosk = "k-02";
	assert_int_equal(ks_ask(ask, "POST " STATEMENTS, NULL, text), 200);
	assert_int_equal(ks_ask(ask, "POST " STATEMENTS, NULL, "[]"), 200);
	assert_string_equal(ks_ask_text(ask), "[]");
	free(text);
}

/* Another program writes for longer than we wait: nobody is told that anything is wrong, only when to come again. */
static void who_is_busy_says_when_to_come_again(void **state)
{
#define AGENT "agent", "{\"mbox\":\"mailto:a@x.example\"}"
	static const char *const place[] = {"activityId", "a:x", AGENT, "stateId", "s", NULL};
	static const char *const one[] = {"statementId", ID, NULL};
	static const struct {
		const char *kiosk, *line;
		const char *const *params;
		const char *body;
	} cases[] = {
		{NULL, "POST " STATEMENTS, NULL, SAID("a:b")},
		{NULL, "PUT " STATEMENTS, one, SAID("a:b")},
		{NULL, "PUT /xAPI/activities/state", place, "{}"},
		{NULL, "POST /xAPI/activities/state", place, "{}"},
		{NULL, "DELETE /xAPI/activities/state", place, NULL},
		{"k-01", "GET /kiosk/v1/roster", NULL, NULL},
		{"k-01", "PUT /kiosk/v1/condition", NULL, "[]"},
	};
	const char *const json[] = {"Content-Type", "application/json", NULL};
	struct ks_ask *ask = *state;
	char kiosk[64], *path = ks_format("%s/kenshu.db", ask->sample.folder), *secret = NULL;
	sqlite3 *other;

	assert_int_equal(ks_centre_add_kiosk(ask->sample.centre, "k-01", &secret), KS_OK);
	ks_db_lock(ask->sample.store);
	assert_int_equal(sqlite3_busy_timeout(ks_db_handle(ask->sample.store), 0), SQLITE_OK);
	ks_db_unlock(ask->sample.store);
	assert_int_equal(sqlite3_open(path, &other), SQLITE_OK);
	ask->headers = json;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		ask->kiosk = cases[i].kiosk;
		assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
		if (ks_ask(ask, cases[i].line, cases[i].params, cases[i].body) != 503)
			fail_msg("%s: %d %s", cases[i].line, ask->reply.status, ks_ask_text(ask));
		assert_int_equal(ask->reply.retry_after_s, 5);
		assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
		if (ks_ask(ask, cases[i].line, cases[i].params, cases[i].body) >= 300)
			fail_msg("%s: %d %s", cases[i].line, ask->reply.status, ks_ask_text(ask));
	}
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(ks_user_check_code(ask->sample.store, "hr", "000000", 1), KS_BUSY);
	assert_int_equal(ks_measure_end(ask->sample.store, 1, "済み", "hr", 1), KS_BUSY);
	assert_int_equal(ks_centre_adopt(ask->sample.centre, "key", "k-02", kiosk), KS_BUSY);
	assert_int_equal(ks_centre_revoke_kiosk(ask->sample.centre, "k-01"), KS_BUSY);
	sqlite3_close(other);
	free(secret);
	free(path);
}

/* Nobody is counted under a pseudonym without a key, and nothing is shown of summaries that could not be made. */
static void a_centre_that_cannot_begin_does_not_open(void **state)
{
	static const struct {
		const char *spoil, *mend;
		enum ks_rc rc;
	} cases[] = {
		{"ALTER TABLE setting RENAME TO gone", "ALTER TABLE gone RENAME TO setting", KS_IO},
		{"CREATE TRIGGER no BEFORE INSERT ON setting BEGIN SELECT RAISE(FAIL, 'no'); END",
		 "DROP TRIGGER no", KS_CONFLICT},
		{"ALTER TABLE standing RENAME TO gone", "ALTER TABLE gone RENAME TO standing", KS_IO},
	};
	struct ks_ask *ask = *state;
	struct ks_centre *centre;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		sql(ask, "DELETE FROM setting WHERE name LIKE '%pseudonym%'");
		sql(ask, "INSERT OR REPLACE INTO setting(name, value) VALUES('rebuild', '1')");
		sql(ask, cases[i].spoil);
		centre = ask->sample.centre;
		assert_int_equal(ks_centre_open(ask->sample.store, &ask->sample.clock, &centre),
				 cases[i].rc);
		assert_null(centre);
		sql(ask, cases[i].mend);
	}
	assert_int_equal(ks_centre_open(ask->sample.store, &ask->sample.clock, &centre), KS_OK);
	assert_int_equal(count(ask, "SELECT count(*) FROM setting WHERE name LIKE '%pseudonym%'"), 1);
	ks_centre_close(centre);
	ks_centre_close(NULL);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, ks_ask_setup, ks_ask_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_conflict_is_told_when_its_evidence_is_kept),
		TEST(a_statement_is_taken_when_its_attachment_is_kept),
		TEST(so_many_at_a_time),
		TEST(a_kiosk_speaks_for_itself),
		TEST(a_centre_that_cannot_begin_does_not_open),
		TEST(who_is_busy_says_when_to_come_again),
	};

	return ks_test_run(tests);
}
