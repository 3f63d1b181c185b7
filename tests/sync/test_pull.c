/* SPDX-License-Identifier: Apache-2.0 */
#include "sync/pull.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/test.h"

/* Reading an LRS of somebody else's: which address is asked with our credentials, and whose answer it is. */

#define AT "https://lrs.example:8443/data/xAPI"
#define JSON "application/json; charset=utf-8"

static struct {
	enum ks_rc rc;
	int status;
	const char *type, *version, *body;
	char *asked;
	size_t max_bytes;
} peer;

static enum ks_rc perform(struct ks_http *http, const struct ks_http_request *request,
			  struct ks_http_response *response)
{
	(void)http;
	assert_int_equal(response->retry_after_s, -1);
	assert_int_equal(response->have, -1);
	free(peer.asked);
	peer.asked = ks_format("%s %s as %s, %s, %s", request->method, request->url,
			       request->credentials, request->headers[0], request->headers[1]);
	peer.max_bytes = request->response_max_bytes;
	if (peer.rc != KS_OK)
		return peer.rc;
	response->status = peer.status;
	snprintf(response->content_type, sizeof(response->content_type), "%s", peer.type);
	snprintf(response->xapi_version, sizeof(response->xapi_version), "%s", peer.version);
	ks_buf_puts(&response->body, peer.body);
	return KS_OK;
}

static struct ks_http http = {.perform = perform};

static void the_first_page_is_of_all_or_since_a_time(void **state)
{
	static const struct {
		int64_t since_ms;
		const char *rest;
	} cases[] = {{0, ""},
		     {-1, ""},
		     {1, "&since=1970-01-01T00:00:00.001Z"},
		     {KS_TEST_WALL_MS, "&since=2026-05-18T00:30:20.000Z"}};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *url = ks_pull_first(AT, cases[i].since_ms);
		char *expected =
			ks_format(AT "/statements?ascending=true&limit=200%s", cases[i].rest);

		assert_string_equal(url, expected);
		free(expected);
		free(url);
	}
}

/* Never at another server: it would be given the credentials. */
static void the_next_page_is_at_the_same_server(void **state)
{
	static const struct {
		const char *more, *url;
	} cases[] = {
		{"/data/xAPI/statements/more/7",
		 "https://lrs.example:8443/data/xAPI/statements/more/7"},
		{"more?from=7", AT "/more?from=7"},
		{"https://lrs.example:8443/other", "https://lrs.example:8443/other"},
		{"HTTPS://LRS.example:8443/other", "HTTPS://LRS.example:8443/other"},
		{"https://lrs.example:8444/other", NULL},
		{"https://lrs.example/other", NULL},
		{"http://lrs.example:8443/other", NULL},
		{"https://lrs.example:84430/other", NULL},
		{"https://lrs.example:8443?from=7", "https://lrs.example:8443?from=7"},
		{"//other.example/x", NULL},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *url = ks_pull_more(AT, cases[i].more);

		if (!url != !cases[i].url || (url && strcmp(url, cases[i].url) != 0))
			fail_msg("%s: %s", cases[i].more, url ? url : "none");
		free(url);
	}
}

static void answer(enum ks_rc rc, int status, const char *type, const char *version, const char *body)
{
	peer.rc = rc;
	peer.status = status;
	peer.type = type;
	peer.version = version;
	peer.body = body;
}

static void only_who_lists_2_alone_is_spoken_to_in_2(void **state)
{
	(void)state;
	answer(KS_OK, 200, JSON, "", "{\"version\":[\"2.0.0\"]}");
	assert_string_equal(ks_pull_version(&http, AT, "key:secret"), "2.0.0");
	assert_string_equal(peer.asked,
			    "GET " AT "/about as key:secret, X-Experience-API-Version: 1.0.3, "
			    "Accept: application/json");
	assert_int_equal(peer.max_bytes, KS_PULL_PAGE_MAX_BYTES);
	answer(KS_OK, 200, JSON, "", "{\"version\":[\"2.0.0\",\"1.0.3\"]}");
	assert_string_equal(ks_pull_version(&http, AT, ""), "1.0.3");
	answer(KS_OK, 201, JSON, "", "{\"version\":[\"2.0.0\"]}");
	assert_string_equal(ks_pull_version(&http, AT, ""), "1.0.3");
	answer(KS_OK, 200, JSON, "", "{}");
	assert_string_equal(ks_pull_version(&http, AT, ""), "1.0.3");
	answer(KS_IO, 200, JSON, "", "{\"version\":[\"2.0.0\"]}");
	assert_string_equal(ks_pull_version(&http, AT, ""), "1.0.3");
}

static void each_answer_to_a_page_means_one_thing(void **state)
{
	static const struct {
		int status;
		const char *type, *version;
		enum ks_pull_outcome outcome;
	} cases[] = {
		{200, JSON, "1.0.3", KS_PULL_PAGE},
		{200, JSON, "", KS_PULL_PAGE},
		{200, "text/html", "1.0.3", KS_PULL_NO_LRS},
		{201, JSON, "1.0.3", KS_PULL_NO_LRS},
		{302, JSON, "1.0.3", KS_PULL_NO_LRS},
		{399, JSON, "1.0.3", KS_PULL_NO_LRS},
		{400, JSON, "1.0.3", KS_PULL_STALE},
		{400, JSON, "", KS_PULL_NO_LRS},
		{401, "text/html", "", KS_PULL_REFUSED},
		{402, JSON, "1.0.3", KS_PULL_STALE},
		{403, JSON, "1.0.3", KS_PULL_REFUSED},
		{404, JSON, "1.0.3", KS_PULL_STALE},
		{404, "text/html", "", KS_PULL_NO_LRS},
		{408, JSON, "", KS_PULL_AGAIN},
		{429, JSON, "1.0.3", KS_PULL_AGAIN},
		{499, JSON, "1.0.3", KS_PULL_STALE},
		{500, JSON, "", KS_PULL_AGAIN},
		{599, "text/html", "1.0.3", KS_PULL_AGAIN},
	};
	struct ks_pull_answer page;

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		answer(KS_OK, cases[i].status, cases[i].type, cases[i].version, "{}");
		ks_pull_page(&http, AT "/statements", "key:secret", "2.0.0", &page);
		if (page.outcome != cases[i].outcome)
			fail_msg("%d %s: %d", cases[i].status, cases[i].type, (int)page.outcome);
		assert_string_equal(ks_buf_text(&page.response.body), "{}");
		ks_http_response_finish(&page.response);
	}
	assert_string_equal(peer.asked,
			    "GET " AT "/statements as key:secret, X-Experience-API-Version: "
			    "2.0.0, Accept: application/json");
	answer(KS_IO, 200, JSON, "", "{}");
	ks_pull_page(&http, AT, "", "1.0.3", &page);
	assert_int_equal(page.outcome, KS_PULL_AGAIN);
	ks_http_response_finish(&page.response);
	ks_http_response_finish(NULL); /* nothing */
	free(peer.asked);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_page_is_of_all_or_since_a_time),
		cmocka_unit_test(the_next_page_is_at_the_same_server),
		cmocka_unit_test(only_who_lists_2_alone_is_spoken_to_in_2),
		cmocka_unit_test(each_answer_to_a_page_means_one_thing),
	};

	return ks_test_run(tests);
}
