/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "said.h"
#include "support/test.h"
#include "sync/http.h"
#include "tools/doctor.h"
#include "tools/tools.h"

/*
 * What commands make of whatever may answer: this stands in for sync/http_curl.c, and no byte goes out. A real centre is asked
 * in test_doctor.c and test_enrol.c.
 */

static struct {
	bool has_no_curl;
	enum ks_rc rc;
	struct ks_http_response answer;
	char ca_file[64], proxy[64]; /* as the last one was opened */
} net;

static enum ks_rc perform(struct ks_http *http, const struct ks_http_request *request,
			  struct ks_http_response *response)
{
	(void)http;
	assert_memory_equal(request->url, "http", 4);
	*response = net.answer;
	return net.rc;
}

enum ks_rc ks_http_curl_open(const char *ca_file, const char *proxy, struct ks_http *out)
{
	*out = (struct ks_http){.perform = perform};
	(void)snprintf(net.ca_file, sizeof(net.ca_file), "%s", ca_file ? ca_file : "-");
	(void)snprintf(net.proxy, sizeof(net.proxy), "%s", proxy ? proxy : "-");
	return net.has_no_curl ? KS_IO : KS_OK;
}

void ks_http_curl_close(struct ks_http *http)
{
	*http = (struct ks_http){0};
}

void ks_http_response_finish(struct ks_http_response *response)
{
	ks_buf_finish(&response->body);
}

/* ---- doctor ---- */

#define NOW KS_TEST_WALL_MS
#define DAYS(n) (NOW + (n)*INT64_C(86400000))
#define CENTRE .status = 200, .xapi_version = "1.0.3"

/* Each finding as "sign id: seen", one behind the other; of a clock without a centre only that it is told of. */
static char *looked(const char *endpoint)
{
	struct ks_doctor_case at = {.root = "",
				    .endpoint = endpoint,
				    .ca_file = "ca.pem",
				    .proxy = "http://proxy:1",
				    .now_ms = NOW};
	struct ks_doctor doctor = {0};
	struct ks_buf out = {0};

	ks_doctor_network(&doctor, &at);
	for (size_t i = 0; i < doctor.n; i++) {
		const struct ks_finding *finding = &doctor.findings[i];
		bool is_alone = strstr(finding->seen, "時刻合わせを");

		ks_buf_printf(&out, "%s %s: %s\n", is_alone ? "" : ks_doctor_sign(finding->mark),
			      finding->id, is_alone ? "by itself" : finding->seen);
		assert_int_equal(!finding->todo, finding->mark == KS_DOCTOR_GOOD ||
							 finding->mark == KS_DOCTOR_NONE);
	}
	ks_doctor_finish(&doctor);
	return ks_buf_take(&out);
}

#define FAR "https://far/xAPI"
#define ANSWERS "○ network: " FAR " が答えました\n"
#define SILENT "× network: " FAR " が答えません\n"
#define APART(ms, said)                                                   \
	{                                                                 \
		KS_OK, {CENTRE, .date_ms = NOW + (ms)}, FAR, ANSWERS said \
	}

static const struct {
	enum ks_rc rc;
	struct ks_http_response answer;
	const char *endpoint, *told;
} answers[] = {
	{KS_OK,
	 {CENTRE, .certificate_end_ms = DAYS(100), .date_ms = NOW},
	 FAR,
	 ANSWERS "○ certificate: 期限は 2026-08-26（あと 100日）\n"
		 "○ clock: センターの時計と 0秒ちがいます\n"},
	{KS_OK,
	 {CENTRE, .certificate_end_ms = DAYS(3), .date_ms = NOW},
	 FAR,
	 ANSWERS "× certificate: 期限は 2026-05-21（あと 3日）\n"
		 "○ clock: センターの時計と 0秒ちがいます\n"},
	{KS_OK, {CENTRE}, FAR, ANSWERS " clock: by itself\n"},
	{KS_OK,
	 {CENTRE},
	 "http://far/xAPI",
	 "○ network: http://far/xAPI が答えました\n"
	 "－ certificate: 暗号化していません\n"
	 " clock: by itself\n"},
	{KS_OK,
	 {.status = 200, .date_ms = NOW},
	 FAR,
	 "× network: " FAR " は、センターとして答えません（200）\n"
	 "○ clock: センターの時計と 0秒ちがいます\n"},
	{KS_OK,
	 {.status = 503, .xapi_version = "1.0.3", .date_ms = NOW},
	 FAR,
	 "× network: " FAR " は、センターとして答えません（503）\n"
	 " clock: by itself\n"},
	{KS_IO,
	 {.fault = KS_HTTP_FAULT_CERTIFICATE},
	 FAR,
	 SILENT "× certificate: センターの証明書を確かめられません\n"
		" clock: by itself\n"},
	{KS_IO, {.fault = KS_HTTP_FAULT_PROXY}, FAR, SILENT " clock: by itself\n"},
	{KS_IO, {CENTRE, .date_ms = NOW}, FAR, SILENT " clock: by itself\n"},
	APART(10000, "○ clock: センターの時計と 10秒ちがいます\n"),
	APART(-10000, "○ clock: センターの時計と 10秒ちがいます\n"),
	APART(10001, "△ clock: センターの時計と 10秒ちがいます\n"),
	APART(-300000, "△ clock: センターの時計と 300秒ちがいます\n"),
	APART(300001, "× clock: センターの時計と 300秒ちがいます\n"),
};

static void a_centre_its_certificate_and_its_clock_are_told_by_what_answers(void **state)
{
	(void)state;
	net.has_no_curl = false;
	for (size_t i = 0; i < KS_COUNT(answers); i++) {
		char *told;

		net.rc = answers[i].rc;
		net.answer = answers[i].answer;
		told = looked(answers[i].endpoint);
		assert_string_equal(told, answers[i].told);
		assert_string_equal(net.ca_file, "ca.pem");
		assert_string_equal(net.proxy, "http://proxy:1");
		free(told);
	}
}

static void without_the_part_that_speaks_http_nobody_answers(void **state)
{
	char *told;

	(void)state;
	net.has_no_curl = true;
	net.rc = KS_OK;
	told = looked(FAR);
	assert_string_equal(told, SILENT " clock: by itself\n");
	free(told);
}

/* ---- commands ---- */

#define ENROLS                                                                                       \
	{                                                                                            \
		"enrol", "--endpoint", FAR, "--code", "ABCD-2345", "--out", "@/cred", SAID_STATELESS \
	}

static void a_kiosk_that_cannot_be_enrolled_is_told_why_and_whether_to_wait(void **state)
{
	static const struct {
		enum ks_rc rc;
		struct ks_http_response answer;
		struct said_step step;
	} cases[] = {
		{KS_OK,
		 {.status = 429, .xapi_version = "1.0.3"},
		 {ks_tools_kiosk, ENROLS, 75, NULL,
		  "まちがったコードが続いたので、センターは受け付けていません。"
		  "10分待って、もう一度実行してください。\n"}},
		{KS_IO,
		 {.fault = KS_HTTP_FAULT_CERTIFICATE},
		 {ks_tools_kiosk, ENROLS, 75, NULL,
		  FAR " の証明書を確かめられません。この機械の時計と、アドレスの名前を確かめてください。"
		      "組織の中の認証局なら、--ca で示します。\n"}},
		{KS_IO,
		 {.fault = KS_HTTP_FAULT_PROXY},
		 {ks_tools_kiosk, ENROLS, 75, NULL,
		  "プロキシーを通れません。環境変数 https_proxy を確かめてください。\n"}},
	};

	net.has_no_curl = false;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		net.rc = cases[i].rc;
		net.answer = cases[i].answer;
		said_take(&cases[i].step, *state);
	}
}

static void without_the_part_that_speaks_http_a_command_says_so(void **state)
{
	static const struct said_step steps[] = {
		{ks_tools_kiosk, ENROLS, 78, NULL,
		 "送信の準備ができません。--ca-file を確かめてください。\n"},
		{ks_tools_report,
		 {"completion", "--from", FAR, "--credentials", "@/lrs", "--nendo", "2026"},
		 78,
		 NULL,
		 "注意: @/lrs は、*を実行してください。\n通信の部品（libcurl）がありません。\n"},
	};

	net.has_no_curl = true;
	free(ks_test_write(*state, "lrs", "name:secret\n"));
	SAID_RUN(steps, *state);
}

static int in_folder(void **state)
{
	*state = ks_test_folder();
	return 0;
}

static int out_of_folder(void **state)
{
	ks_test_folder_finish(*state);
	return 0;
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, in_folder, out_of_folder)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_centre_its_certificate_and_its_clock_are_told_by_what_answers),
		cmocka_unit_test(without_the_part_that_speaks_http_nobody_answers),
		TEST(a_kiosk_that_cannot_be_enrolled_is_told_why_and_whether_to_wait),
		TEST(without_the_part_that_speaks_http_a_command_says_so),
	};

	return ks_test_run(tests);
}
