// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"
#include "sync/http_curl.h"
#include "sync/peer.h"

#define TOTAL_MS 1500

static struct ks_peer peer;

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static int setup(void **state)
{
	struct ks_http *http = ks_alloc_zero(1, sizeof(*http));

	assert_int_equal(ks_http_curl_open(NULL, NULL, http), KS_OK);
	*state = http;
	return 0;
}

static int teardown(void **state)
{
	ks_http_curl_close(*state);
	free(*state);
	return 0;
}

static enum ks_rc ask(struct ks_http *http, const char *method, const char *url, const char *body,
		      struct ks_http_response *response)
{
	const char *headers[] = {"Content-Type: application/json", "X-Experience-API-Version: 1.0.3"};
	struct ks_http_request request = {
		.method = method,
		.url = url,
		.credentials = "key:secret",
		.headers = headers,
		.n_headers = KS_COUNT(headers),
		.body = body,
		.body_len = body ? strlen(body) : 0,
	};

	return http->perform(http, &request, response);
}

static enum ks_rc post_to(struct ks_http *http, const char *mode, struct ks_http_response *response)
{
	char *root = ks_peer_url(&peer, mode);
	char *url = ks_format("%s/statements", root);
	enum ks_rc rc = ask(http, "POST", url, "[{\"id\":\"one\",\"actor\":{}}]", response);

	free(url);
	free(root);
	return rc;
}

/* For whoever set it up: nobody else can tell it from a centre that is down. */
static void a_proxy_that_is_not_there_is_named(void **state)
{
	struct ks_http http;
	struct ks_http_response response;
	char *proxy = ks_format("http://127.0.0.1:%d", ks_peer_closed_port());

	(void)state;
	assert_int_equal(ks_http_curl_open(NULL, proxy, &http), KS_OK);
	assert_int_equal(ask(&http, "GET", "http://centre.test/xAPI/about", NULL, &response), KS_IO);
	assert_int_equal(response.fault, KS_HTTP_FAULT_PROXY);
	ks_http_curl_close(&http);
	free(proxy);
}

static void a_closed_port_is_nobodys_fault(void **state)
{
	struct ks_http_response response;
	char *url = ks_format("http://127.0.0.1:%d/xAPI/about", ks_peer_closed_port());

	assert_int_equal(ask(*state, "GET", url, NULL, &response), KS_IO);
	assert_int_equal(response.fault, KS_HTTP_FAULT_NONE);
	free(url);
}

static void a_whole_answer_comes_with_what_is_read_of_it(void **state)
{
	struct ks_http_response response;

	assert_int_equal(post_to(*state, NULL, &response), KS_OK);
	assert_int_equal(response.status, 200);
	assert_string_equal(response.content_type, "application/json");
	assert_string_equal(response.xapi_version, "1.0.3");
	assert_string_equal(ks_buf_text(&response.body), "[\"one\"]");
	assert_int_equal(response.retry_after_s, -1);
	ks_http_response_finish(&response);
}

static void every_status_is_an_answer(void **state)
{
	static const struct {
		const char *mode;
		int status, retry_after_s;
	} cases[] = {
		{"status:204", 204, -1},   {"status:304", 304, -1},
		{"status:400", 400, -1},   {"status:401", 401, -1},
		{"status:429:7", 429, 7},  {"status:503:0", 503, 0},
		{"status:503:x", 503, -1}, {"status:503:Wed,%20x", 503, -1},
		{"html", 200, -1},
	};

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_http_response response;

		assert_int_equal(post_to(*state, cases[i].mode, &response), KS_OK);
		assert_int_equal(response.status, cases[i].status);
		assert_int_equal(response.retry_after_s, cases[i].retry_after_s);
		ks_http_response_finish(&response);
	}
}

static void only_a_plain_number_says_what_the_collector_has(void **state)
{
	static const struct {
		const char *mode;
		int64_t have;
	} cases[] = {
		{"have:0", 0},   {"have:12345678901", 12345678901}, {"have:-3", -1},
		{"have:1x", -1}, {"have:9999999999999999999", -1},  {"status:200", -1},
	};

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_http_response response;

		assert_int_equal(post_to(*state, cases[i].mode, &response), KS_OK);
		assert_int_equal(response.have, cases[i].have);
		ks_http_response_finish(&response);
	}
}

/* Answer with one header, where a space is %20. */
static struct ks_http_response answer_with(struct ks_http *http, const char *header)
{
	struct ks_http_response response;
	char *mode = ks_format("head:%s", header);

	assert_int_equal(post_to(http, mode, &response), KS_OK);
	assert_int_equal(response.status, 200);
	free(mode);
	return response;
}

static void waiting_is_told_in_seconds_or_as_a_date_and_ends_at_a_day(void **state)
{
	static const struct {
		const char *header;
		int seconds;
	} cases[] = {
		{"Retry-After:86399", 86399},
		{"Retry-After:86400", 86400},
		{"Retry-After:86401", 86400},
		{"retry-after:%20%209%20%20", 9},
		{"Retry-After:-5", 0},
		{"Retry-After:1", 1},
		{"Retry-After:Wed,%2021%20Oct%202015%2007:28:00%20GMT", 0},
		{"Retry-After:Wed,%2021%20Oct%202099%2007:28:00%20GMT", 86400},
		{"Retry-After:12%20s", -1},
		{"Retry-Afterward:7", -1},
		{"Retry-Afte:7", -1},
	};

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_http_response response = answer_with(*state, cases[i].header);

		if (response.retry_after_s != cases[i].seconds)
			fail_msg("%s: %d", cases[i].header, response.retry_after_s);
		ks_http_response_finish(&response);
	}
}

static void numbers_and_marks_of_the_collector_are_read(void **state)
{
	static const struct {
		const char *header;
		bool is_twin;
		int64_t epoch, have, consistent_ms;
	} cases[] = {
		{"X-Kenshu-Twin:1", true, 0, -1, 0},
		{"X-Kenshu-Twin:0", false, 0, -1, 0},
		{"X-Kenshu-Twin:11", false, 0, -1, 0},
		{"X-Kenshu-Twin:1111", false, 0, -1, 0}, /* has no room */
		{"X-Kenshu-Epoch:1", false, 1, -1, 0},
		{"X-Kenshu-Epoch:0", false, 0, -1, 0},
		{"X-Kenshu-Epoch:x", false, 0, -1, 0},
		{"X-Kenshu-Have:123456789012345678", false, 0, INT64_C(123456789012345678), 0},
		{"X-Kenshu-Have:1234567890123456789", false, 0, -1, 0},
		{"X-Kenshu-Have:", false, 0, -1, 0},
		{"X-Experience-API-Consistent-Through:1970-01-01T00:00:02Z", false, 0, -1, 2000},
		{"X-Experience-API-Consistent-Through:yesterday", false, 0, -1, 0},
	};

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_http_response response = answer_with(*state, cases[i].header);

		if (response.is_twin != cases[i].is_twin || response.epoch != cases[i].epoch ||
		    response.have != cases[i].have ||
		    response.consistent_ms != cases[i].consistent_ms)
			fail_msg("%s", cases[i].header);
		ks_http_response_finish(&response);
	}
}

/* Half a tag, half a version would be another one. */
static void a_text_that_has_no_room_is_absent(void **state)
{
	static const struct {
		const char *name;
		size_t at, size;
	} cases[] = {
#define TEXT(name, field)                                \
	{name, offsetof(struct ks_http_response, field), \
	 sizeof(((struct ks_http_response *)NULL)->field)}
		TEXT("ETag", etag),
		TEXT("X-Experience-API-Version", xapi_version),
		TEXT("X-Kenshu-Resend", resend),
		TEXT("X-Kenshu-Content", content),
	};

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		for (size_t len = cases[i].size - 1; len <= cases[i].size; len++) {
			char text[128] = "", *header;
			struct ks_http_response response;

			memset(text, 'x', len);
			header = ks_format("%s:%s", cases[i].name, text);
			response = answer_with(*state, header);
			assert_string_equal((const char *)&response + cases[i].at,
					    len < cases[i].size ? text : "");
			ks_http_response_finish(&response);
			free(header);
		}
	}
}

/* The peer is the proxy, too: it answers for whatever server is asked. */
static enum ks_rc ask_by_proxy(const char *proxy, const char *url)
{
	struct ks_http http;
	struct ks_http_response response;
	enum ks_rc rc;

	assert_int_equal(ks_http_curl_open(NULL, proxy, &http), KS_OK);
	ks_http_curl_hurry(&http, 1000, TOTAL_MS);
	rc = ask(&http, "GET", url, NULL, &response);
	ks_http_response_finish(&response);
	ks_http_curl_close(&http);
	return rc;
}

static void set_env(const char *name, const char *value)
{
	assert_int_equal(value ? setenv(name, value, 1) : unsetenv(name), 0);
}

static void a_proxy_is_passed_by_for_whom_the_environment_says(void **state)
{
	static const struct {
		const char *small, *large;
		bool is_passed_by;
	} cases[] = {
		{NULL, NULL, false},
		{"", NULL, false},
		{"centre.invalid", NULL, true},
		{"other.invalid", NULL, false},
		{"*", NULL, true},
		{NULL, "centre.invalid", true},
		{"other.invalid", "centre.invalid", false}, /* the small one is asked first */
		{"", "centre.invalid", false},
	};
	char *proxy = ks_format("http://127.0.0.1:%d", peer.port);
	char *nobody = ks_format("http://127.0.0.1:%d", ks_peer_closed_port());
	char *here = ks_format("http://127.0.0.1:%d/mode/status:204/xAPI", peer.port);

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		set_env("no_proxy", cases[i].small);
		set_env("NO_PROXY", cases[i].large);
		if ((ask_by_proxy(proxy, "http://centre.invalid/xAPI/about") != KS_OK) !=
		    cases[i].is_passed_by)
			fail_msg("case %zu", i);
		assert_int_equal(ask_by_proxy(nobody, here), KS_OK); /* for this machine, never */
	}
	set_env("no_proxy", NULL);
	set_env("NO_PROXY", NULL);
	free(here);
	free(nobody);
	free(proxy);
}

static void the_answers_own_time_is_read(void **state)
{
	struct ks_http_response response;
	struct timespec ts;

	assert_int_equal(post_to(*state, NULL, &response), KS_OK);
	clock_gettime(CLOCK_REALTIME, &ts);
	assert_in_range((int64_t)ts.tv_sec * 1000 + 2000 - response.date_ms, 0, 10000);
	ks_http_response_finish(&response);
}

static void a_gateways_answer_names_no_version(void **state)
{
	static const char *const modes[] = {"html", "redirect", "gateway:200", "gateway:400"};

	for (size_t i = 0; i < KS_COUNT(modes); i++) {
		struct ks_http_response response;

		assert_int_equal(post_to(*state, modes[i], &response), KS_OK);
		assert_string_equal(response.xapi_version, "");
		ks_http_response_finish(&response);
	}
}

static void redirects_are_not_followed(void **state)
{
	struct ks_http_response response;

	assert_int_equal(post_to(*state, "redirect", &response), KS_OK);
	assert_int_equal(response.status, 302);
	ks_http_response_finish(&response);
}

/* Every one ends without an answer, and within its time. */
static void hostile_peers_are_no_answer_and_end_in_time(void **state)
{
	static const char *const modes[] = {"drop", "lose",    "rst",     "half",   "hang",
					    "slow", "endless", "headers", "garbage"};

	ks_http_curl_hurry(*state, 1000, TOTAL_MS);
	for (size_t i = 0; i < KS_COUNT(modes); i++) {
		struct ks_http_response response;
		int64_t began_ms = now_ms();
		enum ks_rc rc = post_to(*state, modes[i], &response);

		if (rc != KS_IO)
			fail_msg("%s was taken for an answer", modes[i]);
		assert_int_equal(response.status, 0);
		assert_in_range(now_ms() - began_ms, 0, TOTAL_MS + 5000);
		ks_http_response_finish(&response);
	}
}

static void a_refused_connection_is_told_at_once(void **state)
{
	char *url = ks_format("http://127.0.0.1:%d/xAPI/about", ks_peer_closed_port());
	struct ks_http_response response;
	int64_t began_ms = now_ms();

	assert_int_equal(ask(*state, "GET", url, NULL, &response), KS_IO);
	assert_in_range(now_ms() - began_ms, 0, KS_HTTP_CONNECT_MS / 2);
	free(url);
}

static void only_http_and_https_are_spoken(void **state)
{
	static const char *const urls[] = {"file:///etc/hostname", "ftp://127.0.0.1/", "gopher://x",
					   ""};

	for (size_t i = 0; i < KS_COUNT(urls); i++) {
		struct ks_http_response response;

		assert_int_equal(ask(*state, "GET", urls[i], NULL, &response), KS_IO);
	}
}

static void plain_http_behind_https_is_no_answer(void **state)
{
	char *url = ks_format("https://127.0.0.1:%d/xAPI/about", peer.port);
	struct ks_http_response response;

	assert_int_equal(ask(*state, "GET", url, NULL, &response), KS_IO);
	free(url);
}

static void after_a_failure_the_next_exchange_works(void **state)
{
	static const char *const modes[] = {"rst", "half", "slow", "endless"};

	for (size_t i = 0; i < KS_COUNT(modes); i++) {
		struct ks_http_response response;

		ks_http_curl_hurry(*state, 1000, TOTAL_MS);
		assert_int_equal(post_to(*state, modes[i], &response), KS_IO);
		ks_http_curl_hurry(*state, KS_HTTP_CONNECT_MS, KS_HTTP_TOTAL_MS);
		assert_int_equal(post_to(*state, NULL, &response), KS_OK);
		assert_int_equal(response.status, 200);
		ks_http_response_finish(&response);
	}
}

static void a_body_over_its_own_limit_is_no_answer(void **state)
{
	char *url = ks_format("http://127.0.0.1:%d/_control/requests", peer.port);
	struct ks_http_request request = {.method = "GET", .url = url, .response_max_bytes = 64};
	struct ks_http *http = *state;
	struct ks_http_response response;

	assert_int_equal(http->perform(http, &request, &response), KS_IO);
	request.response_max_bytes = 0;
	assert_int_equal(http->perform(http, &request, &response), KS_OK);
	assert_true(response.body.len > 64);
	ks_http_response_finish(&response);
	free(url);
}

static void *stop_soon(void *stop)
{
	usleep(200 * 1000);
	__atomic_store_n((bool *)stop, true, __ATOMIC_RELAXED);
	return NULL;
}

static void stop_ends_an_exchange_under_way(void **state)
{
	struct ks_http *http = *state;
	struct ks_http_response response;
	bool stop = false;
	pthread_t thread;
	int64_t began_ms = now_ms();

	http->stop = &stop;
	assert_int_equal(pthread_create(&thread, NULL, stop_soon, &stop), 0);
	assert_int_equal(post_to(http, "hang", &response), KS_IO);
	assert_in_range(now_ms() - began_ms, 150, KS_HTTP_CONNECT_MS);
	pthread_join(thread, NULL);
	http->stop = NULL;
}

static int start_peer(void **state)
{
	(void)state;
	ks_peer_start(&peer);
	return 0;
}

static int stop_peer(void **state)
{
	(void)state;
	ks_peer_stop(&peer);
	return 0;
}

#define RULE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
static const struct CMUnitTest tests[] = {
	RULE(a_proxy_that_is_not_there_is_named),
	RULE(a_closed_port_is_nobodys_fault),
	RULE(a_whole_answer_comes_with_what_is_read_of_it),
	RULE(every_status_is_an_answer),
	RULE(only_a_plain_number_says_what_the_collector_has),
	RULE(waiting_is_told_in_seconds_or_as_a_date_and_ends_at_a_day),
	RULE(numbers_and_marks_of_the_collector_are_read),
	RULE(a_text_that_has_no_room_is_absent),
	cmocka_unit_test(a_proxy_is_passed_by_for_whom_the_environment_says),
	RULE(the_answers_own_time_is_read),
	RULE(a_gateways_answer_names_no_version),
	RULE(redirects_are_not_followed),
	RULE(hostile_peers_are_no_answer_and_end_in_time),
	RULE(a_refused_connection_is_told_at_once),
	RULE(only_http_and_https_are_spoken),
	RULE(plain_http_behind_https_is_no_answer),
	RULE(after_a_failure_the_next_exchange_works),
	RULE(a_body_over_its_own_limit_is_no_answer),
	RULE(stop_ends_an_exchange_under_way),
};

int main(void)
{
	return ks_test_run_in(tests, start_peer, stop_peer);
}
