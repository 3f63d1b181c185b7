/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/server.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "collector/server_private.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* Over real HTTP on a free loopback port: what a kiosk, a clumsy client and a hostile one get to see. */

#define JSON "Content-Type: application/json\r\n"
#define VERSION "X-Experience-API-Version: 1.0.3\r\n"

struct fixture {
	struct ks_sample_centre sample;
	struct ks_server *server;
	int port;
	char *auth, *other_auth;
	struct ks_sample_kiosk kiosk;
	struct ks_buf answer;
};

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));
	struct ks_server_limits limits = ks_server_limits_default;
	char *secret;

	limits.request_ms = 1500;
	limits.n_per_address = 8;
	ks_sample_centre_init(&f->sample);
	assert_int_equal(ks_centre_add_kiosk(f->sample.centre, "k-01", &secret), KS_OK);
	f->auth = ks_sample_basic("k-01", secret);
	free(secret);
	assert_int_equal(ks_centre_add_kiosk(f->sample.centre, "k-02", &secret), KS_OK);
	f->other_auth = ks_sample_basic("k-02", secret);
	free(secret);
	assert_int_equal(ks_server_start_with(f->sample.centre, "127.0.0.1:0", &limits, &f->server),
			 KS_OK);
	f->port = ks_server_port(f->server);
	f->kiosk = ks_sample_kiosk("k-01");
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_server_stop(f->server);
	ks_sample_centre_finish(&f->sample);
	ks_buf_finish(&f->answer);
	free(f->auth);
	free(f->other_auth);
	free(f);
	return 0;
}

static char *write_one(struct fixture *f)
{
	return ks_sample_write(&f->kiosk, "000123", "passed", "course/annual/m1", KS_TEST_WALL_MS,
			       "synced");
}

static int send_as(struct fixture *f, const char *auth, const char *method, const char *path,
		   const char *body)
{
	char *headers = ks_format("%s" VERSION "%s", auth, body ? JSON : "");
	int status = ks_sample_http(f->port, method, path, headers, body, &f->answer);

	free(headers);
	return status;
}

static int post(struct fixture *f, const char *body)
{
	return send_as(f, f->auth, "POST", "/xAPI/statements", body);
}

static void statements_are_kept_byte_for_byte_and_their_ids_answered(void **state)
{
	struct fixture *f = *state;
	char *first = write_one(f), *first_id = ks_strdup(f->kiosk.last_id);
	char *second = write_one(f);
	char *body = ks_format("[ %s ,\n\t%s]", first, second);
	char *ids = ks_format("[\"%s\",\"%s\"]", first_id, f->kiosk.last_id);
	char *path = ks_format("/xAPI/statements?statementId=%s", first_id);

	assert_int_equal(post(f, body), 200);
	assert_string_equal(ks_sample_body(&f->answer), ids);
	assert_non_null(strstr(f->answer.data, "X-Experience-API-Version: 1.0.3\r\n"));
	assert_int_equal(send_as(f, f->auth, "GET", path, NULL), 200);
	assert_string_equal(ks_sample_body(&f->answer), first);
	free(first);
	free(first_id);
	free(second);
	free(body);
	free(ids);
	free(path);
}

static void the_same_statement_again_is_harmless(void **state)
{
	struct fixture *f = *state;
	char *one = write_one(f);
	struct ks_kiosk_health *health;
	size_t n;

	for (int i = 0; i < 3; i++)
		assert_int_equal(post(f, one), 200);
	assert_int_equal(ks_centre_health(f->sample.store, &health, &n), KS_OK);
	assert_int_equal(health[0].n_statements, 1);
	assert_int_equal(health[0].n_conflicts, 0);
	free(health);
	free(one);
}

static void the_same_id_with_other_content_is_409_and_kept_as_evidence(void **state)
{
	struct fixture *f = *state;
	char *one = write_one(f), *other = ks_strdup(one);
	char *fresh, *body;
	struct ks_kiosk_health *health;
	size_t n;

	memcpy(strstr(other, "/passed"), "/failed", strlen("/failed"));
	assert_int_equal(post(f, one), 200);
	fresh = write_one(f);
	body = ks_format("[%s,%s]", fresh, other);
	assert_int_equal(post(f, body), 409);
	/* A kiosk finds by index and words which one to set aside, and why. */
	assert_string_equal(ks_sample_body(&f->answer),
			    "{\"error\":\"statement 1: the same id was sent with different content\","
			    "\"index\":1,\"member\":\"\"}\n");
	assert_int_equal(post(f, body), 409);
	assert_int_equal(ks_centre_health(f->sample.store, &health, &n), KS_OK);
	assert_int_equal(health[0].n_statements, 1); /* none of the refused batch */
	assert_int_equal(health[0].n_conflicts, 1);  /* the same evidence once */
	free(health);
	free(one);
	free(other);
	free(fresh);
	free(body);
}

static void a_put_takes_one_statement_under_its_id(void **state)
{
	struct fixture *f = *state;
	char *one = write_one(f);
	char *path = ks_format("/xAPI/statements?statementId=%s", f->kiosk.last_id);

	assert_int_equal(send_as(f, f->auth, "PUT", path, one), 204);
	assert_int_equal(send_as(f, f->auth, "PUT", path, one), 204);
	assert_int_equal(send_as(f, f->auth, "PUT",
				 "/xAPI/statements?statementId=0190f5a0-0000-7000-8000-000000000001",
				 one),
			 400);
	assert_int_equal(send_as(f, f->auth, "PUT", "/xAPI/statements", one), 400);
	free(path);
	free(one);
}

static void a_missing_id_and_timestamp_are_written_in(void **state)
{
	struct fixture *f = *state;
	const char *body =
		"{\"actor\":{\"mbox\":\"mailto:a@b.example\"},\"verb\":{\"id\":\"http://v/x\"},"
		"\"object\":{\"id\":\"http://o/1\"}}";
	char id[KS_UUID_TEXT];
	char *path;

	assert_int_equal(post(f, body), 200);
	memcpy(id, ks_sample_body(&f->answer) + 2, KS_UUID_TEXT - 1);
	id[KS_UUID_TEXT - 1] = '\0';
	assert_true(ks_uuid_is_valid(id));
	path = ks_format("/xAPI/statements?statementId=%s", id);
	assert_int_equal(send_as(f, f->auth, "GET", path, NULL), 200);
	assert_non_null(strstr(ks_sample_body(&f->answer), id));
	assert_non_null(strstr(ks_sample_body(&f->answer), "\"timestamp\":\"2026-05-18T"));
	free(path);
}

static void only_the_right_secret_gets_in(void **state)
{
	struct fixture *f = *state;
	char *wrong = ks_sample_basic("k-01", "wrong"), *unknown = ks_sample_basic("k-99", "wrong");
	char *one = write_one(f);

	assert_int_equal(send_as(f, wrong, "POST", "/xAPI/statements", one), 401);
	assert_non_null(strstr(f->answer.data, "WWW-Authenticate: Basic"));
	assert_int_equal(send_as(f, unknown, "POST", "/xAPI/statements", one), 401);
	assert_int_equal(send_as(f, "", "POST", "/xAPI/statements", one), 401);
	assert_int_equal(send_as(f, "", "GET", "/kiosk/v1/roster", NULL), 401);
	assert_int_equal(send_as(f, "", "GET", "/xAPI/about", NULL), 200);
	free(wrong);
	free(unknown);
	free(one);
}

static void who_goes_on_guessing_is_told_to_wait_and_the_right_secret_still_gets_in(void **state)
{
	struct fixture *f = *state;
	char *wrong = ks_sample_basic("k-01", "wrong");
	int i = 0;

	while (i < 50 && send_as(f, wrong, "GET", "/kiosk/v1/roster", NULL) == 401)
		i++;
	assert_int_equal(i, 20);
	assert_non_null(strstr(f->answer.data, "HTTP/1.1 429"));
	assert_non_null(strstr(f->answer.data, "Retry-After: 60"));
	assert_null(strstr(f->answer.data, "wrong secret")); /* one answer, not two */
	assert_int_equal(send_as(f, f->auth, "GET", "/kiosk/v1/roster", NULL), 200);
	assert_int_equal(send_as(f, "", "GET", "/kiosk/v1/roster", NULL), 401);
	ks_clock_advance(&f->sample.clock, 60000);
	assert_int_equal(send_as(f, wrong, "GET", "/kiosk/v1/roster", NULL), 401);
	free(wrong);
}

static void a_kiosk_may_write_and_read_only_what_is_its_own(void **state)
{
	struct fixture *f = *state;
	char *one = write_one(f);
	char *path = ks_format("/xAPI/statements?statementId=%s", f->kiosk.last_id);

	assert_int_equal(send_as(f, f->other_auth, "POST", "/xAPI/statements", one), 403);
	assert_int_equal(post(f, one), 200);
	assert_int_equal(send_as(f, f->other_auth, "GET", path, NULL), 404);
	assert_int_equal(send_as(f, f->auth, "GET", "/xAPI/statements", NULL), 403);
	free(path);
	free(one);
}

static void what_was_written_before_enrolment_is_taken(void **state)
{
	struct fixture *f = *state;
	struct ks_sample_kiosk local = ks_sample_kiosk("k-local");
	char *one = ks_sample_write(&local, "1", "passed", "course/annual/m1", KS_TEST_WALL_MS,
				    "synced");

	assert_int_equal(post(f, one), 200);
	free(one);
}

static void a_request_that_breaks_a_rule_is_told_which(void **state)
{
	static const struct {
		const char *method, *path, *headers, *body;
		int status;
	} cases[] = {
		{"POST", "/xAPI/statements", VERSION JSON, "[", 400},
		{"POST", "/xAPI/statements", VERSION JSON, "[{\"id\":1}]", 400},
		{"POST", "/xAPI/statements", VERSION JSON, "", 400},
		{"POST", "/xAPI/statements", JSON, "[]", 400},
		{"POST", "/xAPI/statements", "X-Experience-API-Version: 3.0\r\n" JSON, "[]", 400},
		{"POST", "/xAPI/statements", VERSION, "[]", 400},
		{"POST", "/xAPI/statements", VERSION "Content-Type: text/plain\r\n", "[]", 400},
		{"POST", "/xAPI/statements", VERSION JSON "Content-Encoding: gzip\r\n", "[]", 415},
		{"POST", "/xAPI/statements", VERSION JSON, NULL, 411},
		{"POST", "/xAPI/statements", VERSION JSON, "[]", 200},
		{"POST", "/xAPI/statements", "X-Experience-API-Version: 2.0.0\r\n" JSON, "[]", 200},
		{"POST", "/xAPI/statements", VERSION JSON "X-Kenshu-Head: 1 2 3\r\n", "[]", 400},
		{"DELETE", "/xAPI/statements", VERSION, NULL, 405},
		{"GET", "/xAPI/agents", VERSION, NULL, 403},
		{"GET", "/kiosk/v1/plan", "", NULL, 405},
		{"PUT", "/kiosk/v1/plan", JSON, "{}", 400},
		{"HEAD", "/xAPI/about", "", NULL, 200},
		{"GET", "/", "", NULL, 303},
		/* where the body ends must not be a question */
		{"POST", "/xAPI/statements", VERSION JSON "Content-Length: 2\r\n", "[]", 400},
		{"POST", "/xAPI/statements", VERSION JSON "Content-Length: 20\r\n", "[]", 400},
		{"POST", "/xAPI/statements", VERSION JSON "Transfer-Encoding: chunked\r\n", "[]", 400},
		{"POST", "/xAPI/statements", VERSION JSON "Content-Length: +2\r\n", NULL, 400},
		{"POST", "/xAPI/statements", VERSION JSON "Transfer-Encoding: gzip\r\n", NULL, 400},
		{"POST", "/login", "Content-Length: 2\r\n", "ab", 400},
		/* nor where a path or a value does */
		{"GET", "/xAPI/about%00", "", NULL, 404},
		{"GET", "/xAPI/about%00/x", "", NULL, 404},
		{"GET", "/xAPI/%61bout", "", NULL, 200},
		{"GET", "/xAPI/statements?statementId=%00", VERSION, NULL, 400},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *headers = ks_format("%s%s", f->auth, cases[i].headers);

		print_message("%s %s %s\n", cases[i].method, cases[i].path, cases[i].headers);
		assert_int_equal(ks_sample_http(f->port, cases[i].method, cases[i].path, headers,
						cases[i].body, &f->answer),
				 cases[i].status);
		free(headers);
	}
}

static void an_error_names_the_statement_and_its_member(void **state)
{
	struct fixture *f = *state;
	char *one = write_one(f);
	char *body =
		ks_format("[%s,{\"actor\":{\"mbox\":\"mailto:a@b\"},\"verb\":{\"id\":\"x\"}}]", one);

	assert_int_equal(post(f, body), 400);
	assert_non_null(strstr(ks_sample_body(&f->answer), "\"index\":1"));
	assert_non_null(strstr(ks_sample_body(&f->answer), "\"member\":\"verb.id\""));
	free(body);
	body = ks_format("[%s,%s]", one, one);
	assert_int_equal(post(f, body), 400); /* one id twice in one request */
	free(body);
	free(one);
}

static void a_body_beyond_the_ceiling_is_413_and_the_sender_sees_it(void **state)
{
	struct fixture *f = *state;
	size_t len = KS_SERVER_BODY_MAX_BYTES + 1;
	char *body = ks_alloc(len + 1);

	memset(body, ' ', len);
	body[len] = '\0';
	assert_int_equal(post(f, body), 413);
	body[0] = '[';
	body[len - 2] = ']';
	body[len - 1] = '\0';
	assert_int_equal(post(f, body), 200); /* exactly at the ceiling */
	free(body);
}

static void too_many_statements_at_once_are_413(void **state)
{
	struct fixture *f = *state;
	struct ks_buf body = {0};

	for (int i = 0; i <= KS_SERVER_STATEMENTS_MAX; i++)
		ks_buf_puts(&body, i ? ",{}" : "[{}");
	ks_buf_puts(&body, "]");
	assert_int_equal(post(f, body.data), 413);
	ks_buf_finish(&body);
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void a_client_that_sends_a_byte_at_a_time_is_cut_off(void **state)
{
	static const struct timespec pause = {.tv_nsec = 100 * 1000000};
	struct fixture *f = *state;
	int fd = ks_sample_connect(f->port);
	int64_t began = now_ms();

	while (send(fd, "G", 1, MSG_NOSIGNAL) == 1 && now_ms() - began < 15000)
		nanosleep(&pause, NULL);
	assert_true(now_ms() - began < 5000);
	close(fd);
	assert_int_equal(send_as(f, "", "GET", "/xAPI/about", NULL), 200);
}

static void forty_idle_connections_do_not_keep_a_good_client_of_the_same_address_out(void **state)
{
	struct fixture *f = *state;
	int sockets[40], slow = ks_sample_connect(f->port);
	int64_t began = now_ms();

	/* one in the middle of its head is idle too */
	assert_int_equal(send(slow, "GET /xAPI", 9, MSG_NOSIGNAL), 9);
	for (size_t i = 0; i < KS_COUNT(sockets); i++) {
		sockets[i] = ks_sample_connect(f->port);
		assert_int_equal(send_as(f, "", "GET", "/xAPI/about", NULL), 200);
	}
	assert_true(now_ms() - began < 1400); /* none of them had to come to its end by itself */
	for (size_t i = 0; i < KS_COUNT(sockets); i++)
		close(sockets[i]);
	close(slow);
}

/* A request that was refused for its length is the last one of its connection. */
static void what_follows_an_unclear_body_is_no_request(void **state)
{
	static const char two[] =
		"POST /xAPI/statements HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n"
		"Transfer-Encoding: chunked\r\n\r\nGET /xAPI/about HTTP/1.1\r\nHost: x\r\n\r\n";
	struct fixture *f = *state;
	int fd = ks_sample_connect(f->port);
	char answer[4096] = "";
	ssize_t n;
	size_t len = 0;

	assert_int_equal(send(fd, two, sizeof(two) - 1, MSG_NOSIGNAL), sizeof(two) - 1);
	while (len < sizeof(answer) - 1 &&
	       (n = recv(fd, answer + len, sizeof(answer) - 1 - len, 0)) > 0)
		len += (size_t)n;
	answer[len] = '\0';
	assert_non_null(strstr(answer, "HTTP/1.1 400"));
	assert_null(strstr(answer, "HTTP/1.1 200"));
	close(fd);
}

/* The value of a header, malloc'd. */
static char *header_value(const struct ks_buf *answer, const char *name)
{
	const char *at = strstr(answer->data, name);

	assert_non_null(at);
	at += strlen(name);
	return ks_strndup(at, strcspn(at, "\r"));
}

static void the_roster_is_sent_again_only_when_it_changed(void **state)
{
	struct fixture *f = *state;
	char *etag, *headers, *one = write_one(f);

	assert_int_equal(send_as(f, f->auth, "GET", "/kiosk/v1/roster", NULL), 200);
	etag = header_value(&f->answer, "ETag: ");
	headers = ks_format("%sIf-None-Match: %s\r\n", f->auth, etag);
	assert_int_equal(
		ks_sample_http(f->port, "GET", "/kiosk/v1/roster", headers, NULL, &f->answer), 304);
	assert_string_equal(ks_sample_body(&f->answer), "");
	/* A completion at this kiosk is news for the others. */
	assert_int_equal(post(f, one), 200);
	ks_sample_sign(&f->sample, &f->kiosk);
	assert_int_equal(
		ks_sample_http(f->port, "GET", "/kiosk/v1/roster", headers, NULL, &f->answer), 200);
	assert_non_null(strstr(ks_sample_body(&f->answer), "\"000123\",2026,\"annual\",\"m1\""));
	free(etag);
	free(headers);
	free(one);
}

static void expect_have(struct fixture *f, const char *headers, int status, const char *have)
{
	char *told;

	assert_int_equal(ks_sample_http(f->port, "GET", "/kiosk/v1/roster", headers, NULL, &f->answer),
			 status);
	told = header_value(&f->answer, "X-Kenshu-Have: ");
	assert_string_equal(told, have);
	free(told);
}

/* The second statement comes after the third: the number waits at the gap and then passes it. */
static void every_roster_tells_how_far_the_kiosks_statements_are_here(void **state)
{
	struct fixture *f = *state;
	char *etag, *headers, *one, *two, *three;

	expect_have(f, f->auth, 200, "0");
	one = write_one(f), two = write_one(f), three = write_one(f);
	assert_int_equal(post(f, one), 200);
	expect_have(f, f->auth, 200, "1");
	assert_int_equal(post(f, three), 200);
	expect_have(f, f->auth, 200, "1");
	assert_int_equal(post(f, two), 200);
	expect_have(f, f->auth, 200, "3");
	etag = header_value(&f->answer, "ETag: ");
	headers = ks_format("%sIf-None-Match: %s\r\n", f->auth, etag);
	expect_have(f, headers, 304, "3");
	free(etag);
	free(headers);
	free(one);
	free(two);
	free(three);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(statements_are_kept_byte_for_byte_and_their_ids_answered),
		TEST(the_same_statement_again_is_harmless),
		TEST(the_same_id_with_other_content_is_409_and_kept_as_evidence),
		TEST(a_put_takes_one_statement_under_its_id),
		TEST(a_missing_id_and_timestamp_are_written_in),
		TEST(only_the_right_secret_gets_in),
		TEST(who_goes_on_guessing_is_told_to_wait_and_the_right_secret_still_gets_in),
		TEST(a_kiosk_may_write_and_read_only_what_is_its_own),
		TEST(what_was_written_before_enrolment_is_taken),
		TEST(a_request_that_breaks_a_rule_is_told_which),
		TEST(an_error_names_the_statement_and_its_member),
		TEST(a_body_beyond_the_ceiling_is_413_and_the_sender_sees_it),
		TEST(too_many_statements_at_once_are_413),
		TEST(a_client_that_sends_a_byte_at_a_time_is_cut_off),
		TEST(forty_idle_connections_do_not_keep_a_good_client_of_the_same_address_out),
		TEST(what_follows_an_unclear_body_is_no_request),
		TEST(the_roster_is_sent_again_only_when_it_changed),
		TEST(every_roster_tells_how_far_the_kiosks_statements_are_here),
	};

	return ks_test_run(tests);
}
