/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "sync/http.h"
#include "sync/http_curl.h"
#include "sync/peer.h"

/* What the other end sees of who asks, and what the operator reads of a proxy that is not there. */

static struct ks_peer peer;

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

static enum ks_rc ask(struct ks_http *http, const char *method, const char *url,
		      const char *credentials, const char *body, struct ks_http_response *response)
{
	struct ks_http_request request = {.method = method,
					  .url = url,
					  .credentials = credentials,
					  .body = body,
					  .body_len = body ? strlen(body) : 0};

	return http->perform(http, &request, response);
}

static enum ks_http_fault fault_of(struct ks_http *http, const char *url)
{
	struct ks_http_response response;
	enum ks_http_fault fault;

	assert_int_equal(ask(http, "GET", url, NULL, NULL, &response), KS_IO);
	fault = response.fault;
	ks_http_response_finish(&response);
	return fault;
}

static const char *text_of(const json_t *row, const char *name)
{
	return json_string_value(json_object_get(row, name));
}

static void the_other_end_sees_our_name_and_the_credentials_that_there_are(void **state)
{
	static const struct {
		const char *method, *credentials, *body, *authorization;
	} cases[] = {
		{"GET", "key:secret", NULL, "Basic a2V5OnNlY3JldA=="},
		{"GET", "", NULL, ""},
		{"POST", NULL, "[1]", ""},
		{"PUT", "key:", "[12]", "Basic a2V5Og=="},
		{"POST", NULL, NULL, ""},
		{"GET", NULL, NULL, ""},
	};
	char *url = ks_format("http://127.0.0.1:%d/mode/status:204/x", peer.port);
	char *control = ks_format("http://127.0.0.1:%d/_control/requests", peer.port);
	struct ks_http_response response;
	struct ks_http http;
	json_t *rows;

	(void)state;
	assert_int_equal(ks_http_curl_open(NULL, NULL, &http), KS_OK);
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		assert_int_equal(ask(&http, cases[i].method, url, cases[i].credentials,
				     cases[i].body, &response),
				 KS_OK);
		assert_int_equal(response.status, 204);
		ks_http_response_finish(&response);
	}
	assert_int_equal(ask(&http, "GET", control, NULL, NULL, &response), KS_OK);
	rows = json_loads(ks_buf_text(&response.body), 0, NULL);
	assert_int_equal(json_array_size(rows), KS_COUNT(cases));
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		const json_t *row = json_array_get(rows, i);

		assert_string_equal(text_of(row, "method"), cases[i].method);
		assert_string_equal(text_of(row, "authorization"), cases[i].authorization);
		assert_string_equal(text_of(row, "agent"), "kenshu-kiosk/" KENSHU_VERSION);
		assert_int_equal(json_integer_value(json_object_get(row, "bytes")),
				 cases[i].body ? strlen(cases[i].body) : 0);
	}
	json_decref(rows);
	ks_http_response_finish(&response);
	ks_http_curl_close(&http);
	free(control);
	free(url);
}

static void who_has_no_proxy_blames_none(void **state)
{
	char *url = ks_format("http://127.0.0.1:%d/x", ks_peer_closed_port());
	struct ks_http http;

	(void)state;
	assert_int_equal(ks_http_curl_open(NULL, "", &http), KS_OK);
	assert_int_equal(fault_of(&http, url), KS_HTTP_FAULT_NONE);
	ks_http_curl_close(&http);
	assert_int_equal(ks_http_curl_open(NULL, "http://proxy.invalid:3128", &http), KS_OK);
	assert_int_equal(fault_of(&http, "http://centre.test/x"), KS_HTTP_FAULT_PROXY);
	ks_http_curl_close(&http);
	ks_http_curl_close(&http); /* closed is closed */
	free(url);
}

/* At warn, where a journal is read: once, and again when it went well in between; each time at info, for who looks for it. */
static void a_proxy_that_is_not_there_is_told_once_each_time(void **state)
{
	static const bool is_told[] = {true, false, false, true, false};
	char *proxy = ks_format("http://127.0.0.1:%d", ks_peer_closed_port());
	char *here = ks_format("http://127.0.0.1:%d/mode/status:204/x", peer.port);
	struct ks_http_response response;
	struct ks_http http;

	(void)state;
	assert_int_equal(ks_http_curl_open(NULL, proxy, &http), KS_OK);
	for (size_t i = 0; i < KS_COUNT(is_told); i++) {
		struct ks_test_stream stream = ks_test_stream_begin(stderr);
		char *said;

		ks_log_set(KS_LOG_INFO);
		assert_int_equal(fault_of(&http, "http://centre.test/x"), KS_HTTP_FAULT_PROXY);
		ks_log_set(KS_LOG_WARN);
		said = ks_test_stream_end(&stream);
		assert_ptr_equal(strstr(said, is_told[i] ? "warn: sync: no answer: "
							 : "info: sync: no answer: "),
				 said);
		free(said);
		if (i == 2) { /* past the proxy */
			assert_int_equal(ask(&http, "GET", here, NULL, NULL, &response), KS_OK);
			ks_http_response_finish(&response);
		}
	}
	ks_http_curl_close(&http);
	free(here);
	free(proxy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_other_end_sees_our_name_and_the_credentials_that_there_are),
		cmocka_unit_test(who_has_no_proxy_blames_none),
		cmocka_unit_test(a_proxy_that_is_not_there_is_told_once_each_time),
	};

	return ks_test_run_in(tests, start_peer, stop_peer);
}
