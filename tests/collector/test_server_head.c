/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "collector/server_private.h"
#include "record/db.h"
#include "support/centre_sample.h"

/* Heads of answers: what a kiosk is told and what it is not; and requests whose method is in the address. */

#define VERSION "X-Experience-API-Version: 1.0.3\r\n"
#define FORM "Content-Type: application/x-www-form-urlencoded\r\n"

struct fixture {
	struct ks_sample_centre sample;
	struct ks_server *server;
	int port;
	char *secret, *auth, *lms;
	struct ks_buf answer;
};

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_sample_centre_init(&f->sample);
	assert_int_equal(ks_centre_add_kiosk(f->sample.centre, "k-01", &f->secret), KS_OK);
	f->auth = ks_sample_basic("k-01", f->secret);
	assert_int_equal(ks_centre_register(f->sample.centre, "lms-1", "all", f->secret), KS_OK);
	f->lms = ks_sample_basic("lms-1", f->secret);
	assert_int_equal(ks_server_start(f->sample.centre, "127.0.0.1:0", false, &f->server), KS_OK);
	f->port = ks_server_port(f->server);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_server_stop(f->server);
	ks_sample_centre_finish(&f->sample);
	ks_buf_finish(&f->answer);
	free(f->secret);
	free(f->auth);
	free(f->lms);
	free(f);
	return 0;
}

static int ask(struct fixture *f, const char *method, const char *path, const char *headers,
	       const char *body)
{
	return ks_sample_http(f->port, method, path, headers, body, &f->answer);
}

static void expect_head(const struct fixture *f, const char *line, bool is_there)
{
	if (!!strstr(ks_buf_text(&f->answer), line) != is_there)
		fail_msg("%s: %s", line, ks_buf_text(&f->answer));
}

/* One ask for the roster by kiosk k-01, signed for @kiosk unless that is NULL. */
static void ask_roster(struct fixture *f, const struct ks_sample_kiosk *kiosk)
{
	struct ks_head head = {0};
	char *headers;

	if (kiosk)
		head = ks_sample_head(kiosk);
	headers = kiosk ? ks_format("%sX-Kenshu-Head: %lld %s %s %s\r\n", f->auth,
				    (long long)head.seq, head.hash, head.public_key, head.signature)
			: ks_strdup(f->auth);
	assert_int_equal(ask(f, "GET", "/kiosk/v1/roster", headers, NULL), 200);
	free(headers);
	if (kiosk)
		ks_head_finish(&head);
}

static void a_kiosk_is_told_of_itself_only_what_is_so(void **state)
{
	struct fixture *f = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01"), copied;

	ask_roster(f, NULL);
	expect_head(f, "X-Kenshu-Have: 0\r\n", true);
	expect_head(f, "X-Kenshu-Epoch", false);
	expect_head(f, "X-Kenshu-Resend", false);
	expect_head(f, "X-Kenshu-Twin", false);
	expect_head(f, "Retry-After", false);
	expect_head(f, "Allow:", false);
	expect_head(f, "WWW-Authenticate", false);
	expect_head(f, "Cache-Control: no-store\r\n", true);
	expect_head(f, "X-Content-Type-Options: nosniff\r\n", true);
	expect_head(f, "ETag: \"", true);

	assert_int_equal(ks_centre_ask_resend(f->sample.centre, "k-01"), KS_OK);
	ask_roster(f, NULL);
	expect_head(f, "X-Kenshu-Resend: 1\r\n", true);

	ks_sample_ingest(&f->sample, &kiosk, "000001", "initialized", "course/annual/m1");
	copied = kiosk;
	ks_sample_ingest(&f->sample, &kiosk, "000001", "experienced", "course/annual/m1");
	ask_roster(f, &kiosk);
	expect_head(f, "X-Kenshu-Have: 2\r\n", true);
	expect_head(f, "X-Kenshu-Twin", false);
	ks_sample_ingest(&f->sample, &copied, "000002", "experienced", "course/annual/m1");
	ask_roster(f, &kiosk);
	expect_head(f, "X-Kenshu-Twin: 1\r\n", true);
}

/* An old copy of its folder was put back: it goes on behind every number that it may have used. */
static void a_kiosk_that_is_behind_itself_is_told_where_to_go_on(void **state)
{
	struct fixture *f = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01"), old;

	ks_sample_ingest(&f->sample, &kiosk, "000001", "initialized", "course/annual/m1");
	old = kiosk;
	ks_sample_ingest(&f->sample, &kiosk, "000001", "experienced", "course/annual/m1");
	ask_roster(f, &kiosk);
	expect_head(f, "X-Kenshu-Epoch", false);
	ask_roster(f, &old);
	expect_head(f, "X-Kenshu-Epoch: ", true);
	expect_head(f, "X-Kenshu-Epoch: 0", false);
}

/* Up to when what is read is whole: the moment of the answer. */
static int64_t moment_told(const struct fixture *f)
{
	const char *at = strstr(ks_buf_text(&f->answer), "Consistent-Through: ");
	int64_t ms = 0;
	char *text;

	assert_non_null(at);
	at += strlen("Consistent-Through: ");
	text = ks_strndup(at, strcspn(at, "\r"));
	assert_true(ks_time_parse(text, &ms));
	free(text);
	return ms;
}

static void what_is_no_roster_tells_nothing_of_a_kiosk(void **state)
{
	struct ks_clock real = ks_clock_system();
	int64_t before_ms = ks_clock_wall_ms(&real);
	struct fixture *f = *state;

	assert_int_equal(ask(f, "GET", "/xAPI/about", "", NULL), 200);
	expect_head(f, "X-Kenshu-", false);
	expect_head(f, "X-Experience-API-Version: 1.0.3\r\n", true);
	expect_head(f, "X-Experience-API-Consistent-Through: ", true);
	assert_in_range(moment_told(f), before_ms, ks_clock_wall_ms(&real));
	expect_head(f, "Connection: close\r\n", true); /* asked for */
	assert_int_equal(ask(f, "GET", "/kiosk/v1/plan", f->auth, NULL), 405);
	expect_head(f, "Allow: PUT", true);
	assert_int_equal(ask(f, "GET", "/xAPI/nothing", f->auth, NULL), 404);
	expect_head(f, "Allow", false);
}

/* The server's end of a connection, in this very process. */
static int other_end(int fd)
{
	struct sockaddr_in own, peer;
	socklen_t len = sizeof(own);

	assert_int_equal(getsockname(fd, (struct sockaddr *)&own, &len), 0);
	for (int tries = 0; tries < 2000; tries++) {
		for (int other = 3; other < 1024; other++) {
			len = sizeof(peer);
			if (getpeername(other, (struct sockaddr *)&peer, &len) == 0 &&
			    peer.sin_family == AF_INET && peer.sin_port == own.sin_port)
				return other;
		}
		usleep(1000);
	}
	fail_msg("nobody took the connection");
	return -1;
}

/* Its time was noted under a number that is somebody else's by now: that one is not cut. */
static void who_left_before_its_time_takes_nobody_along(void **state)
{
	struct fixture *f = *state;
	struct ks_server_limits limits = ks_server_limits_default;
	int fd, number, pair[2];
	char byte;

	ks_server_stop(f->server);
	limits.request_ms = 100;
	assert_int_equal(ks_server_start_with(f->sample.centre, "127.0.0.1:0", &limits, &f->server),
			 KS_OK);
	fd = ks_sample_connect(ks_server_port(f->server));
	number = other_end(fd);
	close(fd);
	while (fcntl(number, F_GETFD) >= 0)
		usleep(1000);
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), 0);
	if (pair[1] == number) {
		pair[1] = pair[0];
	} else if (pair[0] != number) {
		assert_int_equal(dup2(pair[0], number), number);
		close(pair[0]);
	}
	for (int i = 0; i < 110; i++) { /* twice as long as it looks seldom */
		assert_int_equal(recv(pair[1], &byte, 1, 0), -1);
		usleep(10000);
	}
	close(pair[1]);
	close(number);
}

static void where_it_cannot_listen_nothing_else_is_closed(void **state)
{
	struct fixture *f = *state;
	struct ks_server *server = f->server;
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC), kept = dup(0);

	assert_int_equal(dup2(null, 0), 0);
	assert_int_equal(ks_server_start(f->sample.centre, "nowhere", false, &server), KS_INVALID);
	assert_null(server);
	assert_true(fcntl(0, F_GETFD) >= 0);
	if (kept >= 0)
		dup2(kept, 0);
	close(kept);
	close(null);
}

/* ---- POST ?method=GET, and everything else in the body ---- */

static char *escaped(const char *text)
{
	struct ks_buf out = {0};

	for (; *text; text++)
		ks_buf_printf(&out, "%%%02X", (unsigned char)*text);
	return ks_buf_take(&out);
}

static void the_method_may_stand_in_the_address(void **state)
{
	static const char id[] = "0190f5a0-0000-7000-8000-000000000001";
	static const char statement[] =
		"{\"actor\":{\"mbox\":\"mailto:a@b.example\"},\"verb\":{\"id\":\"http://v/x\"},"
		"\"object\":{\"id\":\"http://o/1\"}}";
	struct fixture *f = *state;
	char *content = escaped(statement), *auth = escaped(strchr(f->lms, ' ') + 1);
	char *put, *get;

	auth[strlen(auth) - 6] = '\0'; /* without its CRLF */
	put = ks_format("statementId=%s&content=%s&Authorization=%s&X-Experience-API-Version=1.0.3",
			id, content, auth);
	get = ks_format("statementId=%s&Authorization=%s&X-Experience-API-Version=1.0.3", id, auth);
	assert_int_equal(ask(f, "POST", "/xAPI/statements?method=PUT", FORM, put), 204);
	assert_int_equal(ask(f, "POST", "/xAPI/statements?method=GET", FORM, get), 200);
	expect_head(f, "mailto:a@b.example", true);
	assert_int_equal(ask(f, "POST", "/xAPI/statements?method=HEAD", FORM, get), 200);
	assert_int_equal(ask(f, "POST", "/xAPI/statements?method=DELETE", FORM, get), 405);
	free(content);
	free(auth);
	free(put);
	free(get);
}

static void what_is_no_such_form_is_refused_by_its_fault(void **state)
{
	static const struct {
		const char *path, *headers, *body, *words;
		int status;
	} cases[] = {
		{"/xAPI/statements?method=GET&limit=1", FORM, "limit=1",
		 "everything but method belongs into the form", 400},
		{"/xAPI/statements?method=GET", "Content-Type: application/json\r\n", "[]",
		 "the body must be a form", 400},
		{"/xAPI/statements?method=GET", "", "limit=1", "the body must be a form", 400},
		{"/xAPI/statements?method=PUT", FORM, "statementId=x", "no field named content", 400},
		{"/xAPI/statements?method=GET", FORM "X-Experience-API-Version: 2.0.0\r\n",
		 "limit=1", "xAPI 2.0 has no alternate syntax", 400},
		{"/xAPI/statements?method=GET", FORM VERSION, "limit=1", "", 401},
		/* none of ours: an ordinary POST */
		{"/xAPI/statements?method=PATCH", VERSION, "x", "", 401},
		{"/kiosk/v1/roster?method=GET", VERSION, "x", "", 405},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		int status = ask(f, "POST", cases[i].path, cases[i].headers, cases[i].body);

		if (status != cases[i].status)
			fail_msg("%s: %s", cases[i].path, ks_buf_text(&f->answer));
		expect_head(f, cases[i].words, true);
		if (status == 400)
			expect_head(f, "X-Experience-API-Version", true);
	}
	assert_int_equal(ask(f, "PUT", "/xAPI/statements?method=GET", FORM, "x"), 401);
}

/* The first line of what is answered to the head alone. */
static void expect_first(struct fixture *f, const char *head, const char *line)
{
	int fd = ks_sample_connect(f->port);
	char answer[64] = "";
	ssize_t n;

	assert_int_equal(send(fd, head, strlen(head), MSG_NOSIGNAL), (ssize_t)strlen(head));
	n = recv(fd, answer, sizeof(answer) - 1, 0);
	assert_true(n > 0);
	if (strncmp(answer, line, strlen(line)) != 0)
		fail_msg("%s: %s", line, answer);
	close(fd);
}

/* A form whose length nobody tells beforehand is one all the same. */
static void a_form_may_come_in_pieces(void **state)
{
	static const struct {
		const char *method, *form, *line;
	} cases[] = {{"GET", "limit=1", "HTTP/1.1 401"},
		     {"PUT", "limit=1", "HTTP/1.1 400"},
		     {"PUT", "", "HTTP/1.1 400"},
		     {"POST", "content=%5B%5D", "HTTP/1.1 401"}};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *piece = *cases[i].form ? ks_format("%zx\r\n%s\r\n", strlen(cases[i].form),
							 cases[i].form)
					     : ks_strdup("");
		char *request =
			ks_format("POST /xAPI/statements?method=%s HTTP/1.1\r\nHost: x\r\n" FORM
				  "Transfer-Encoding: chunked\r\n\r\n%s0\r\n\r\n",
				  cases[i].method, piece);

		expect_first(f, request, cases[i].line);
		free(request);
		free(piece);
	}
	assert_int_equal(ask(f, "GET", "/xAPI/about", "", NULL), 200);
}

/* What is in the form is known when it is here: it is read to its ceiling, thrown away beyond it, and cut off in the end. */
static void a_form_is_read_up_to_a_ceiling(void **state)
{
	static const struct {
		size_t len;
		int status;
	} cases[] = {{KS_SERVER_BODY_MAX_BYTES, 400},
		     {KS_SERVER_BODY_MAX_BYTES + 1, 413},
		     {4 * KS_SERVER_BODY_MAX_BYTES, 413},
		     {4 * KS_SERVER_BODY_MAX_BYTES + 1, 0}};
	struct fixture *f = *state;
	char *body = ks_alloc(4 * KS_SERVER_BODY_MAX_BYTES + 2);

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		memset(body, 'a', cases[i].len);
		body[cases[i].len] = '\0';
		assert_int_equal(ask(f, "POST", "/xAPI/statements?method=PUT", FORM, body),
				 cases[i].status);
		expect_head(f, "at most 4194304 bytes at a time", cases[i].status == 413);
	}
	free(body);
}

/* Where nobody's secret can be looked up, none is called wrong: the kiosk keeps its own and comes again. */
static void a_store_that_cannot_be_read_is_no_wrong_secret(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(ks_db_run(f->sample.store, "ALTER TABLE kiosk RENAME TO gone", ""), KS_OK);
	assert_int_equal(ask(f, "GET", "/kiosk/v1/roster", f->auth, NULL), 500);
	expect_head(f, "WWW-Authenticate", false);
	assert_int_equal(ks_db_run(f->sample.store, "ALTER TABLE gone RENAME TO kiosk", ""), KS_OK);
	assert_int_equal(ask(f, "GET", "/kiosk/v1/roster", f->auth, NULL), 200);
}

/* ---- before the body ---- */

static void who_waits_before_sending_is_refused_before_sending(void **state)
{
#define WAITS "Host: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n" VERSION
	struct fixture *f = *state;
	char *good = ks_format("POST /xAPI/statements HTTP/1.1\r\n" WAITS
			       "Content-Type: application/json\r\n%s\r\n",
			       f->auth);

	expect_first(f, good, "HTTP/1.1 100");
	expect_first(f, "POST /xAPI/statements HTTP/1.1\r\n" WAITS "\r\n", "HTTP/1.1 401");
	expect_first(f, "POST /xAPI/nothing HTTP/1.1\r\n" WAITS "\r\n", "HTTP/1.1 404");
	expect_first(f, "POST /xAPI/statements?method=PUT HTTP/1.1\r\n" WAITS "\r\n", "HTTP/1.1 100");
	free(good);
}

static void a_taken_port_is_busy_and_a_wrong_address_invalid(void **state)
{
	struct fixture *f = *state;
	struct ks_server *second = NULL;
	char *taken = ks_format("127.0.0.1:%d", f->port);

	assert_int_equal(ks_server_start(f->sample.centre, taken, false, &second), KS_BUSY);
	assert_null(second);
	assert_int_equal(ks_server_start(f->sample.centre, "here", false, &second), KS_INVALID);
	assert_null(second);
	ks_server_stop(NULL);
	free(taken);
}

static void a_client_reads_or_writes_by_its_scope(void **state)
{
	static const struct {
		const char *scope, *method;
		int status;
	} cases[] = {
		{"read", "GET", 200},   {"read", "POST", 403}, {"write", "GET", 403},
		{"write", "POST", 200}, {"all", "GET", 200},   {"all", "POST", 200},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *name = ks_format("lms-%s", cases[i].scope);
		char *auth = ks_sample_basic(name, f->secret);
		char *headers = ks_format("%s" VERSION "Content-Type: application/json\r\n", auth);
		enum ks_rc rc = ks_centre_register(f->sample.centre, name, cases[i].scope, f->secret);

		assert_true(rc == KS_OK || rc == KS_CONFLICT);
		assert_int_equal(ask(f, cases[i].method, "/xAPI/statements", headers,
				     strcmp(cases[i].method, "POST") == 0 ? "[]" : NULL),
				 cases[i].status);
		free(headers);
		free(auth);
		free(name);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_kiosk_is_told_of_itself_only_what_is_so),
		TEST(a_kiosk_that_is_behind_itself_is_told_where_to_go_on),
		TEST(who_left_before_its_time_takes_nobody_along),
		TEST(where_it_cannot_listen_nothing_else_is_closed),
		TEST(what_is_no_roster_tells_nothing_of_a_kiosk),
		TEST(the_method_may_stand_in_the_address),
		TEST(what_is_no_such_form_is_refused_by_its_fault),
		TEST(a_form_may_come_in_pieces),
		TEST(a_form_is_read_up_to_a_ceiling),
		TEST(a_store_that_cannot_be_read_is_no_wrong_secret),
		TEST(who_waits_before_sending_is_refused_before_sending),
		TEST(a_taken_port_is_busy_and_a_wrong_address_invalid),
		TEST(a_client_reads_or_writes_by_its_scope),
	};

	return ks_test_run(tests);
}
