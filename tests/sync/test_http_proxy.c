/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>

#include "base/mem.h"
#include "sync/http.h"
#include "sync/peer.h"

/* A proxy that answers and does not let us through is the proxy's fault; one that does, and nobody is behind it, is not. */

static void what_a_proxy_answers_is_its_fault_from_300_on(void **state)
{
	static const struct {
		const char *url;
		enum ks_http_fault fault;
	} rows[] = {
		{"https://200.centre.test/xAPI/about", KS_HTTP_FAULT_NONE},
		{"https://299.centre.test/xAPI/about", KS_HTTP_FAULT_NONE},
		{"https://300.centre.test/xAPI/about", KS_HTTP_FAULT_PROXY},
		{"https://407.centre.test/xAPI/about", KS_HTTP_FAULT_PROXY},
		{"https://502.centre.test/xAPI/about", KS_HTTP_FAULT_PROXY},
	};
	struct ks_peer peer;
	struct ks_http http;
	char *proxy;

	(void)state;
	ks_peer_start(&peer);
	proxy = ks_format("http://127.0.0.1:%d", peer.port);
	assert_int_equal(ks_http_curl_open(NULL, proxy, &http), KS_OK);
	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		struct ks_http_request request = {.method = "GET", .url = rows[i].url};
		struct ks_http_response response = {.retry_after_s = -1, .have = -1};

		assert_int_equal(http.perform(&http, &request, &response), KS_IO);
		if (response.fault != rows[i].fault)
			fail_msg("%s: fault %d", rows[i].url, (int)response.fault);
		ks_http_response_finish(&response);
	}
	ks_http_curl_close(&http);
	free(proxy);
	ks_peer_stop(&peer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_a_proxy_answers_is_its_fault_from_300_on),
	};

	return ks_test_run(tests);
}
