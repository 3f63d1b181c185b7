/* SPDX-License-Identifier: Apache-2.0 */
#include "sync/enrol.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/log.h"
#include "base/mem.h"
#include "support/test.h"

/* What the first start is told of whoever answers, or does not: each by its own name, and nothing written but by a centre. */

static struct {
	enum ks_rc rc;
	int status;
	enum ks_http_fault fault;
	const char *version, *type, *body;
} peer;

static enum ks_rc perform(struct ks_http *http, const struct ks_http_request *request,
			  struct ks_http_response *response)
{
	(void)http;
	(void)request;
	response->status = peer.status;
	response->fault = peer.fault;
	snprintf(response->xapi_version, sizeof(response->xapi_version), "%s", peer.version);
	snprintf(response->content_type, sizeof(response->content_type), "%s", peer.type);
	ks_buf_puts(&response->body, peer.body);
	return peer.rc;
}

static enum ks_enrolled ask(const char *file)
{
	struct ks_http http = {.perform = perform};
	struct ks_enrol_wish wish = {
		.endpoint = "https://training.example/xAPI", .code = "ABCD2345", .file = file};

	return ks_enrol(&http, &wish);
}

static void no_answer_is_told_by_its_cause(void **state)
{
	char *folder = ks_test_folder(), *file = ks_path_join(folder, "credentials");
	static const enum ks_enrolled told[] = {
		[KS_HTTP_FAULT_NONE] = KS_ENROL_NO_CENTRE,
		[KS_HTTP_FAULT_CERTIFICATE] = KS_ENROL_CERTIFICATE,
		[KS_HTTP_FAULT_PROXY] = KS_ENROL_PROXY,
	};

	(void)state;
	memset(&peer, 0, sizeof(peer));
	peer.rc = KS_IO;
	peer.version = peer.type = peer.body = "";
	for (size_t i = 0; i < KS_COUNT(told); i++) {
		peer.fault = (enum ks_http_fault)i;
		assert_int_equal(ask(file), told[i]);
	}
	assert_false(ks_file_exists(file));
	free(file);
	ks_test_folder_finish(folder);
}

static void an_answer_is_told_by_what_it_is(void **state)
{
	static const struct {
		int status;
		const char *version, *type, *body;
		enum ks_enrolled told;
	} cases[] = {
		{200, "", "text/html", "<p>portal", KS_ENROL_NOT_OURS},
		{401, "", "text/html", "<p>log in", KS_ENROL_NOT_OURS},
		{302, "", "", "", KS_ENROL_NOT_OURS},
		{503, "", "text/html", "<p>bad gateway", KS_ENROL_NO_CENTRE},
		{200, "1.0.3", "text/html", "<p>", KS_ENROL_NOT_OURS},
		{200, "1.0.3", "application/json", "{}", KS_ENROL_NO_CENTRE},
		{500, "1.0.3", "application/json", "{}", KS_ENROL_NO_CENTRE},
		{400, "1.0.3", "application/json", "{}", KS_ENROL_WRONG_CODE},
		{401, "1.0.3", "application/json", "{}", KS_ENROL_WRONG_CODE},
		{409, "1.0.3", "application/json", "{}", KS_ENROL_OTHER_KEY},
		{429, "1.0.3", "application/json", "{}", KS_ENROL_WAIT},
		{200, "1.0.3", "application/json", "{\"kiosk\":\"k-01\"}", KS_ENROLLED},
	};
	char *folder = ks_test_folder(), *file = ks_path_join(folder, "credentials");

	(void)state;
	memset(&peer, 0, sizeof(peer));
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_test_stream stream;
		char *said, *wanted;

		assert_false(ks_file_exists(file));
		peer.status = cases[i].status;
		peer.version = cases[i].version;
		peer.type = cases[i].type;
		peer.body = cases[i].body;
		stream = ks_test_stream_begin(stderr);
		ks_log_set(KS_LOG_INFO);
		assert_int_equal(ask(file), cases[i].told);
		ks_log_set(KS_LOG_WARN);
		said = ks_test_stream_end(&stream);
		wanted = ks_format("info: sync: enrolment: HTTP %d, outcome %d\n", cases[i].status,
				   (int)cases[i].told);
		assert_string_equal(said, wanted);
		free(wanted);
		free(said);
	}
	assert_true(ks_file_exists(file));
	free(file);
	ks_test_folder_finish(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_answer_is_told_by_its_cause),
		cmocka_unit_test(an_answer_is_told_by_what_it_is),
	};

	return ks_test_run(tests);
}
