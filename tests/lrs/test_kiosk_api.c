/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "base/mem.h"
#include "lrs/centre_private.h"
#include "lrs/enrol.h"
#include "record/db.h"
#include "record/ledger.h"
#include "support/test.h"

/* What our own kiosks ask beside xAPI, and which refusal says what. */

#define ENROL "POST /kiosk/v1/enrol"
#define ROSTER "GET /kiosk/v1/roster"
#define PLAN "PUT /kiosk/v1/plan"
#define SHA "9999999999999999999999999999999999999999999999999999999999999999"

static void check_refused(struct ks_ask *ask, int status, const char *why)
{
	assert_int_equal(ask->reply.status, status);
	assert_string_equal(ask->reply.content_type, "application/json");
	if (!strstr(ks_ask_text(ask), why))
		fail_msg("%s is not in %s", why, ks_ask_text(ask));
}

static char *invite(struct ks_ask *ask, const char *kiosk)
{
	char code[KS_CODE_CHARS + 1];

	assert_int_equal(ks_centre_invite(ask->sample.centre, kiosk, "", KS_INVITE_HOURS, code),
			 KS_OK);
	return ks_strdup(code);
}

static void a_code_is_worth_one_kiosk(void **state)
{
	struct ks_ask *ask = *state;
	char *code = invite(ask, "k-07");
	char *body = ks_format("{\"code\":\"%s\",\"secret_sha256\":\"" SHA "\"}", code);

	assert_int_equal(ks_ask(ask, ENROL, NULL, body), 200);
	assert_string_equal(ks_ask_text(ask), "{\"kiosk\":\"k-07\"}");
	assert_string_equal(ask->reply.content_type, "application/json");
	free(body);
	body = ks_format("{\"code\":\"%s\",\"secret_sha256\":\"8%s\"}", code, &SHA[1]);
	assert_int_equal(ks_ask(ask, ENROL, NULL, body), 401);
	check_refused(ask, 401, "no such code, or it was used, or is too old");
	free(body);
	free(code);
}

static void what_is_no_enrolment_is_refused_and_the_code_stays_good(void **state)
{
	static const char *const forms[] = {
		"",
		"[]",
		"{\"code\":\"%s\"}",
		"{\"secret_sha256\":\"" SHA "\",\"kod\":\"%s\"}",
		"{\"code\":\"%.7s\",\"secret_sha256\":\"" SHA "\"}",
		"{\"code\":\"%s\",\"secret_sha256\":\"99\"}",
		"{\"code\":\"%s\",\"secret_sha256\":\"" SHA "\",\"key\":\"a\"}",
		"{\"code\":\"%s\",\"secret_sha256\":\"" SHA "\",\"signature\":\"a\"}",
		"{\"code\":\"%s\",\"secret_sha256\":\"" SHA "\",\"key\":\"a\",\"signature\":\"a\"}",
		"{\"code\":\"%s\",\"code\":\"x\",\"secret_sha256\":\"" SHA "\"}",
	};
	struct ks_ask *ask = *state;
	char *code = invite(ask, "k-07"), *body;

	for (size_t i = 0; i < KS_COUNT(forms); i++) {
		const char *at = strchr(forms[i], '%');

		body = at ? ks_format("%.*s%.*s%s", (int)(at - forms[i]), forms[i],
				      strncmp(at, "%.7s", 4) == 0 ? 7 : 8, code, strchr(at, 's') + 1)
			  : ks_strdup(forms[i]);
		if (ks_ask(ask, ENROL, NULL, body) != 400)
			fail_msg("%s: %d", body, ask->reply.status);
		check_refused(ask, 400, "code, secret_sha256, key and its signature are needed");
		free(body);
	}
	body = ks_format("{\"code\":\"%s\",\"secret_sha256\":\"" SHA "\"}", code);
	assert_int_equal(ks_ask(ask, ENROL, NULL, body), 200);
	free(body);
	free(code);
}

static void too_many_wrong_codes_have_to_wait(void **state)
{
	struct ks_ask *ask = *state;
	struct ks_centre *centre = ask->sample.centre;

	assert_int_equal(ks_ask(ask, ENROL, NULL,
				"{\"code\":\"AAAAAAAA\",\"secret_sha256\":\"" SHA "\"}"),
			 401);
	centre->n_enrol_wrong = KS_ENROL_WRONG_MAX; /* each costs what a password costs */
	assert_int_equal(ks_ask(ask, ENROL, NULL,
				"{\"code\":\"AAAAAAAA\",\"secret_sha256\":\"" SHA "\"}"),
			 429);
	check_refused(ask, 429, "too many wrong codes");
	assert_int_equal(ask->reply.retry_after_s, KS_ENROL_WINDOW_MS / 1000);
}

static void a_plan_is_an_object_or_an_array_of_them(void **state)
{
	struct ks_ask *ask = *state;

	ask->kiosk = "k-01";
	assert_int_equal(ks_ask(ask, PLAN, NULL, "[]"), 204);
	assert_int_equal(ks_ask(ask, PLAN, NULL, "{"), 400);
	check_refused(ask, 400, "neither a course plan nor an array of them");
	assert_int_equal(ks_ask(ask, PLAN, NULL, "7"), 400);
}

static void a_head_is_four_words_or_it_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"1",
		"1 " SHA " key",
		"x " SHA " key signature",
		"-1 " SHA " key signature",
		"1x " SHA " key signature",
		"1 99 key signature",
		"1 " SHA " key signature more",
	};
	struct ks_ask *ask = *state;

	ask->kiosk = "k-01";
	for (size_t i = 0; i < KS_COUNT(bad); i++) {
		const char *const headers[] = {"X-Kenshu-Head", bad[i], NULL};

		ask->headers = headers;
		if (ks_ask(ask, ROSTER, NULL, NULL) != 400)
			fail_msg("%s: %d", bad[i], ask->reply.status);
		check_refused(ask, 400, "X-Kenshu-Head must be: seq hash key signature");
	}
	ask->headers = NULL;
}

static int64_t n_quarantined(struct ks_ask *ask, const char *told)
{
	const char *const headers[] = {"X-Kenshu-Quarantined", told, NULL};
	struct ks_kiosk_health *health;
	int64_t n_told;
	size_t n;

	ask->headers = headers;
	assert_int_equal(ks_ask(ask, ROSTER, NULL, NULL), 200);
	ask->headers = NULL;
	assert_int_equal(ks_centre_health(ask->sample.store, &health, &n), KS_OK);
	assert_int_equal(n, 1);
	n_told = health[0].n_quarantined;
	free(health);
	return n_told;
}

static void people_are_told_and_not_twice(void **state)
{
	struct ks_ask *ask = *state;
	const char *headers[] = {"If-None-Match", NULL, NULL};
	char etag[sizeof(ask->reply.etag)], *secret;

	assert_int_equal(ks_centre_add_kiosk(ask->sample.centre, "k-01", &secret), KS_OK);
	free(secret);
	ask->kiosk = "k-01";
	assert_int_equal(n_quarantined(ask, "3"), 3);
	assert_int_equal(n_quarantined(ask, "3x"), 0);
	assert_int_equal(n_quarantined(ask, "999999999999999999"), INT64_C(999999999999999999));
	assert_int_equal(n_quarantined(ask, "1000000000000000000"), 0);
	assert_string_equal(ask->reply.content_type, "application/json");
	assert_true(ask->reply.tells_have);
	assert_int_equal(ask->reply.have, 0);
	memcpy(etag, ask->reply.etag, sizeof(etag));
	assert_int_equal(strlen(etag), 66);
	headers[1] = etag;
	ask->headers = headers;
	assert_int_equal(ks_ask(ask, ROSTER, NULL, NULL), 304);
	assert_string_equal(ks_ask_text(ask), "");
	ask->headers = NULL;
}

/* The list, asked for by who signs so. */
static int ask_signed(struct ks_ask *ask, const struct ks_head *head, bool is_sealed)
{
	char *told = ks_format("%lld %s %s %s", (long long)head->seq, head->hash, head->public_key,
			       head->signature);
	const char *const headers[] = {"X-Kenshu-Head", told, is_sealed ? "X-Kenshu-Sealed" : NULL,
				       "1", NULL};
	int status;

	ask->headers = headers;
	status = ks_ask(ask, ROSTER, NULL, NULL);
	ask->headers = NULL;
	free(told);
	return status;
}

/* Its key is what a kiosk is: it is told before anybody trains at a machine whose record nobody would take. */
static void who_asks_for_the_list_is_known_by_its_key(void **state)
{
	struct ks_ask *ask = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01"), other = ks_sample_kiosk("k-02");
	struct ks_sample_machine machine = ks_sample_machine();
	struct ks_head head, foreign, others = ks_sample_head(&other);
	struct ks_ledger *ledger;
	char mark[KS_MARK_CHARS + 1];

	ks_sample_ingest(&ask->sample, &kiosk, "000001", "initialized", "course/annual/m1");
	head = ks_sample_head(&kiosk);
	assert_int_equal(ks_ledger_open(machine.store, &ask->sample.clock, "k-01", &ledger), KS_OK);
	assert_int_equal(ks_ledger_head(ledger, &foreign), KS_OK);
	ask->kiosk = "k-01";
	assert_int_equal(ask_signed(ask, &head, false), 200);
	assert_null(strstr(ks_ask_text(ask), "\"sealed\""));
	assert_true(ask->reply.tells_have);
	assert_int_equal(ask->reply.have, 1);
	assert_false(ask->reply.is_twin);
	assert_int_equal(ask->reply.epoch, 0);
	assert_int_equal(ask_signed(ask, &head, true), 200);
	assert_null(strstr(ks_ask_text(ask), "\"sealed\"")); /* nobody has compared its mark yet */
	ks_code_of_key(head.public_key, mark);
	assert_int_equal(ks_centre_confirm_key(ask->sample.centre, "k-01", mark), KS_OK);
	assert_int_equal(ask_signed(ask, &head, false), 200);
	assert_null(strstr(ks_ask_text(ask), "\"sealed\""));
	assert_int_equal(ask_signed(ask, &head, true), 200);
	assert_non_null(strstr(ks_ask_text(ask), "\"sealed\""));
	assert_int_equal(ask_signed(ask, &foreign, true), 409);
	check_refused(ask, 409, "this account belongs to a kiosk with another key");
	assert_false(ask->reply.tells_have);
	assert_int_equal(ask_signed(ask, &others, true), 403); /* signed for another name */
	ks_ledger_close(ledger);
	ks_head_finish(&others);
	ks_head_finish(&foreign);
	ks_head_finish(&head);
	ks_sample_machine_finish(&machine);
}

static void each_failure_of_the_store_has_its_status(void **state)
{
	static const struct {
		enum ks_rc rc;
		int status, retry_after_s;
		const char *text;
	} cases[] = {
		{KS_NOT_FOUND, 404, 0, "there is no such thing here"},
		{KS_DENIED, 403, 0, "not allowed"},
		{KS_CONFLICT, 409, 0, "the same id with different content"},
		{KS_INVALID, 400, 0, "the request breaks a rule"},
		{KS_BUSY, 503, 5, "busy, please try again"},
		{KS_FULL, 503, 60, "no space left, please try again later"},
		{KS_IO, 500, 0, "the store failed"},
		{KS_DAMAGED, 500, 0, "the store failed"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_reply reply = {0};
		char *body = ks_format("{\"error\":\"%s\"}\n", cases[i].text);

		ks_buf_puts(&reply.body, "half an answer");
		ks_reply_rc(&reply, cases[i].rc);
		assert_int_equal(reply.status, cases[i].status);
		assert_int_equal(reply.retry_after_s, cases[i].retry_after_s);
		assert_string_equal(ks_buf_text(&reply.body), body);
		free(body);
		ks_reply_finish(&reply);
	}
}

/* Of 100,000 people who have passed a dozen lessons it is longer than what else the centre says. */
static void a_list_longer_than_other_answers_is_sent_whole(void **state)
{
	static const char many[] =
		"WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 600000)"
		" INSERT INTO standing(nendo, plan, staff, lesson, done_ms, clock, how)"
		" SELECT 2026, 'a-course-with-a-name-of-its-own', printf('%06d', i / 7), printf('a-lesson-with-an-even-longer-#name-%d', i % 7), ?,"
		" 'synced', '' FROM n";
	struct ks_ask *ask = *state;
	const char *text;
	size_t n = 0;
	char *secret;

	assert_int_equal(ks_centre_add_kiosk(ask->sample.centre, "k-01", &secret), KS_OK);
	free(secret);
	assert_int_equal(ks_db_run(ask->sample.store, many, "i", KS_TEST_WALL_MS), KS_OK);
	ask->kiosk = "k-01";
	assert_int_equal(ks_ask(ask, ROSTER, NULL, NULL), 200);
	text = ks_ask_text(ask);
	assert_true(strlen(text) > KS_BUF_CEILING_DEFAULT);
	assert_int_equal(text[strlen(text) - 1], '}');
	/* By a sign of theirs: a sanitizer's strstr() goes to the end of the text, each time. */
	for (const char *at = text; (at = strchr(at, '#')); at++)
		n++;
	assert_int_equal(n, 600000);
}

static void a_moment_is_written_as_http_wants_it(void **state)
{
	struct ks_reply reply = {0};

	(void)state;
	ks_reply_modified(&reply, KS_TEST_WALL_MS);
	assert_string_equal(reply.last_modified, "Mon, 18 May 2026 00:30:20 GMT");
	ks_reply_modified(&reply, INT64_C(1767225599999));
	assert_string_equal(reply.last_modified, "Wed, 31 Dec 2025 23:59:59 GMT");
	ks_reply_modified(&reply, INT64_C(951782400000));
	assert_string_equal(reply.last_modified, "Tue, 29 Feb 2000 00:00:00 GMT");
}

#define with_centre(test) cmocka_unit_test_setup_teardown(test, ks_ask_setup, ks_ask_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_centre(a_code_is_worth_one_kiosk),
		with_centre(what_is_no_enrolment_is_refused_and_the_code_stays_good),
		with_centre(too_many_wrong_codes_have_to_wait),
		with_centre(a_plan_is_an_object_or_an_array_of_them),
		with_centre(a_head_is_four_words_or_it_is_refused),
		with_centre(people_are_told_and_not_twice),
		with_centre(who_asks_for_the_list_is_known_by_its_key),
		with_centre(a_list_longer_than_other_answers_is_sent_whole),
		cmocka_unit_test(each_failure_of_the_store_has_its_status),
		cmocka_unit_test(a_moment_is_written_as_http_wants_it),
	};

	return ks_test_run(tests);
}
