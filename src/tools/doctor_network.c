/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/clock.h"
#include "base/mem.h"
#include "sync/http.h"
#include "tools/doctor.h"

/* The way to the centre, and the clock, which is right when it agrees with somebody else's. */

#define APART_BAD_MS INT64_C(300000)
#define APART_CARE_MS INT64_C(10000)
#define YEAR_MIN 2026
#define YEAR_MAX 2100

static const char *const todo_clock =
	"timedatectl で時刻合わせ（NTP）を入にするか、正しい時刻を入れてください。";

/* Without a centre the kernel's own word is all there is. */
static void tell_clock_alone(struct ks_doctor *doctor, int64_t now_ms)
{
	struct ks_clock clock = ks_clock_system();
	struct ks_time now = ks_clock_now(&clock);
	int year = ks_civil_from_ms(now_ms).date.year;
	char *when = ks_time_words(now_ms);

	if (year < YEAR_MIN || year > YEAR_MAX)
		ks_doctor_add(doctor, "clock", "時計", KS_DOCTOR_BAD, todo_clock, "%s", when);
	else if (now.trust != KS_CLOCK_SYNCED)
		ks_doctor_add(doctor, "clock", "時計", KS_DOCTOR_CARE, todo_clock,
			      "%s、時刻合わせをしていません", when);
	else
		ks_doctor_add(doctor, "clock", "時計", KS_DOCTOR_GOOD, NULL,
			      "%s、時刻合わせをしています", when);
	free(when);
}

static void tell_clock_beside(struct ks_doctor *doctor, int64_t now_ms, int64_t centre_ms)
{
	int64_t apart_ms = now_ms > centre_ms ? now_ms - centre_ms : centre_ms - now_ms;
	enum ks_doctor_mark mark = KS_DOCTOR_GOOD;

	if (apart_ms > APART_BAD_MS)
		mark = KS_DOCTOR_BAD;
	else if (apart_ms > APART_CARE_MS)
		mark = KS_DOCTOR_CARE;
	ks_doctor_add(doctor, "clock", "時計", mark, mark == KS_DOCTOR_GOOD ? NULL : todo_clock,
		      "センターの時計と %lld秒ちがいます", (long long)(apart_ms / 1000));
}

static void tell_answer(struct ks_doctor *doctor, const struct ks_doctor_case *at, enum ks_rc rc,
			const struct ks_http_response *response)
{
	if (rc != KS_OK)
		ks_doctor_add(
			doctor, "network", "センター", KS_DOCTOR_BAD,
			"アドレス、ネットワーク、証明書を確かめてください。記録は端末に残り、つながれば送られます。",
			"%s が答えません", at->endpoint);
	else if (response->status != 200 || !*response->xapi_version)
		ks_doctor_add(
			doctor, "network", "センター", KS_DOCTOR_BAD,
			"アドレスの終わりが /xAPI か、途中の機器がほかの頁を返していないかを確かめてください。",
			"%s は、センターとして答えません（%d）", at->endpoint, response->status);
	else
		ks_doctor_add(doctor, "network", "センター", KS_DOCTOR_GOOD, NULL,
			      "%s が答えました", at->endpoint);
}

/* Kiosks refuse what is over, all of them on one day. */
static void tell_certificate(struct ks_doctor *doctor, const struct ks_doctor_case *at,
			     enum ks_rc rc, const struct ks_http_response *response)
{
	if (rc != KS_OK && response->fault == KS_HTTP_FAULT_CERTIFICATE)
		ks_doctor_add(
			doctor, "certificate", "証明書", KS_DOCTOR_BAD,
			"期限と名前を確かめてください。組織の中の認証局のものなら、kiosk.conf に ca_file を書きます。",
			"センターの証明書を確かめられません");
	else if (rc == KS_OK && response->certificate_end_ms > 0)
		ks_machine_look_at_certificate(doctor, response->certificate_end_ms, at->now_ms);
	else if (strncmp(at->endpoint, "https:", strlen("https:")) != 0)
		ks_doctor_add(doctor, "certificate", "証明書", KS_DOCTOR_NONE, NULL,
			      "暗号化していません");
}

void ks_doctor_network(struct ks_doctor *doctor, const struct ks_doctor_case *at)
{
	struct ks_http http;
	struct ks_http_response response = {0};
	struct ks_http_request request = {.method = "GET", .wants_certificate = true};
	char *url;
	enum ks_rc rc;

	if (!at->endpoint || !*at->endpoint) {
		ks_doctor_add(doctor, "network", "センター", KS_DOCTOR_NONE, NULL,
			      "指定がありません（この端末だけで使います）");
		tell_clock_alone(doctor, at->now_ms);
		return;
	}
	url = ks_format("%s/about", at->endpoint);
	request.url = url;
	rc = ks_http_curl_open(at->ca_file, at->proxy, &http);
	if (rc == KS_OK)
		rc = http.perform(&http, &request, &response);
	tell_answer(doctor, at, rc, &response);
	tell_certificate(doctor, at, rc, &response);
	if (rc == KS_OK && response.status == 200 && response.date_ms > 0)
		tell_clock_beside(doctor, at->now_ms, response.date_ms);
	else
		tell_clock_alone(doctor, at->now_ms);
	ks_http_response_finish(&response);
	ks_http_curl_close(&http);
	free(url);
}
