// SPDX-License-Identifier: Apache-2.0
#include "sync/http_curl.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/calendar.h"
#include "base/log.h"
#include "base/mem.h"
#include "sync/curl_lib.h"

/*
 * The one file that speaks HTTP. The peer is not trusted: time, speed, headers and body all have an
 * end, nothing is followed, and what is not a whole HTTP answer is no answer. The multi interface is used
 * for one transfer only because its poll can be short, so that stopping never waits for a slow peer.
 */

#define POLL_MS 50
#define LOW_SPEED_BYTES 10L /* slower than this … */
#define LOW_SPEED_S 30L     /* … for so long is a dead peer */
#define HEADERS_MAX_BYTES ((size_t)64 << 10)
#define NO_PROXY_ALWAYS "localhost,127.0.0.1,::1"

#ifndef KENSHU_VERSION
#define KENSHU_VERSION "0"
#endif

struct curl_http {
	const struct ks_curl_lib *lib;
	CURL *easy;
	CURLM *multi;
	char *ca_file, *proxy;
	char *no_proxy;
	long connect_ms, total_ms;
	CURLcode last; /* said once, not at each try */
};

/* One exchange under way. */
struct exchange {
	struct ks_http_response *response;
	size_t n_header_bytes;
};

static size_t take_body(char *data, size_t size, size_t n, void *context)
{
	struct exchange *exchange = context;

	ks_buf_append(&exchange->response->body, data, size * n);
	return exchange->response->body.is_over ? 0 : size * n;
}

static void copy_value(const char *value, size_t len, char *out, size_t size)
{
	if (len >= size) /* a cut value would be a wrong one */
		len = 0;
	memcpy(out, value, len);
	out[len] = '\0';
}

/* Seconds, or a date (RFC 9110 §10.2.3); what is neither is absent. */
static int read_retry_after(const char *value)
{
	char *end;
	long seconds = strtol(value, &end, 10);

	if (end == value || *end != '\0') {
		time_t at = ks_curl_lib()->getdate(value, NULL);

		if (at == (time_t)-1)
			return -1;
		seconds = (long)(at - time(NULL));
	}
	if (seconds < 0)
		return 0;
	return seconds > 86400 ? 86400 : (int)seconds;
}

static int64_t read_date(const char *value)
{
	time_t at = ks_curl_lib()->getdate(value, NULL);

	return at > 0 ? (int64_t)at * 1000 : 0;
}

/* Digits and nothing else; what is not a number of a statement is absent. */
static int64_t read_have(const char *value)
{
	size_t len = strlen(value);

	if (len == 0 || len > 18 || strspn(value, "0123456789") != len)
		return -1;
	return strtoll(value, NULL, 10);
}

static void take_header(struct ks_http_response *response, const char *name, size_t name_len,
			const char *value, size_t len)
{
	char retry_after[64] = "", have[24] = "", date[64] = "", twin[4] = "", epoch[24] = "",
	     consistent[64] = "";
	const struct {
		const char *name;
		char *out;
		size_t size;
	} wanted[] = {
		{"Content-Type", response->content_type, sizeof(response->content_type)},
		{"ETag", response->etag, sizeof(response->etag)},
		{"X-Experience-API-Version", response->xapi_version, sizeof(response->xapi_version)},
		{"Retry-After", retry_after, sizeof(retry_after)},
		{"X-Kenshu-Have", have, sizeof(have)},
		{"X-Kenshu-Resend", response->resend, sizeof(response->resend)},
		{"X-Kenshu-Content", response->content, sizeof(response->content)},
		{"X-Kenshu-Twin", twin, sizeof(twin)},
		{"X-Kenshu-Epoch", epoch, sizeof(epoch)},
		{"Date", date, sizeof(date)},
		{"X-Experience-API-Consistent-Through", consistent, sizeof(consistent)},
	};

	for (size_t i = 0; i < KS_COUNT(wanted); i++)
		if (strlen(wanted[i].name) == name_len &&
		    strncasecmp(wanted[i].name, name, name_len) == 0)
			copy_value(value, len, wanted[i].out, wanted[i].size);
	if (retry_after[0] != '\0')
		response->retry_after_s = read_retry_after(retry_after);
	if (strcmp(twin, "1") == 0)
		response->is_twin = true;
	if (epoch[0] != '\0' && read_have(epoch) > 0)
		response->epoch = read_have(epoch);
	if (date[0] != '\0')
		response->date_ms = read_date(date);
	if (consistent[0] != '\0' && !ks_time_parse(consistent, &response->consistent_ms))
		response->consistent_ms = 0;
	if (have[0] != '\0')
		response->have = read_have(have);
}

static size_t take_header_line(char *data, size_t size, size_t n, void *context)
{
	struct exchange *exchange = context;
	size_t len = size * n;
	const char *colon = memchr(data, ':', len);
	const char *value, *end = data + len;

	exchange->n_header_bytes += len;
	if (exchange->n_header_bytes > HEADERS_MAX_BYTES)
		return 0;
	if (!colon)
		return len;
	for (value = colon + 1; value < end && (*value == ' ' || *value == '\t'); value++)
		;
	while (end > value && strchr(" \t\r\n", end[-1]))
		end--;
	take_header(exchange->response, data, (size_t)(colon - data), value, (size_t)(end - value));
	return len;
}

static void set_limits(const struct curl_http *curl)
{
	const struct {
		CURLoption option;
		long value;
	} limits[] = {
		{CURLOPT_NOSIGNAL, 1L},
		{CURLOPT_QUICK_EXIT, 1L},
		{CURLOPT_CONNECTTIMEOUT_MS, curl->connect_ms},
		{CURLOPT_TIMEOUT_MS, curl->total_ms},
		{CURLOPT_LOW_SPEED_LIMIT, LOW_SPEED_BYTES},
		{CURLOPT_LOW_SPEED_TIME, LOW_SPEED_S},
		{CURLOPT_FOLLOWLOCATION, 0L},
		{CURLOPT_SSL_VERIFYPEER, 1L},
		{CURLOPT_SSL_VERIFYHOST, 2L},
	};

	for (size_t i = 0; i < KS_COUNT(limits); i++)
		curl->lib->easy_setopt(curl->easy, limits[i].option, limits[i].value);
	curl->lib->easy_setopt(curl->easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl->lib->easy_setopt(curl->easy, CURLOPT_NOPROXY, curl->no_proxy);
	if (curl->proxy)
		curl->lib->easy_setopt(curl->easy, CURLOPT_PROXY, curl->proxy);
	if (curl->ca_file)
		curl->lib->easy_setopt(curl->easy, CURLOPT_CAINFO, curl->ca_file);
}

static void set_request(const struct curl_http *curl, const struct ks_http_request *request,
			struct curl_slist *headers)
{
	curl->lib->easy_setopt(curl->easy, CURLOPT_URL, request->url);
	curl->lib->easy_setopt(curl->easy, CURLOPT_USERAGENT, "kenshu-kiosk/" KENSHU_VERSION);
	curl->lib->easy_setopt(curl->easy, CURLOPT_HTTPHEADER, headers);
	if (request->credentials && request->credentials[0] != '\0')
		curl->lib->easy_setopt(curl->easy, CURLOPT_USERPWD, request->credentials);
	if (strcmp(request->method, "GET") == 0) /* as it is of itself */
		return;
	curl->lib->easy_setopt(curl->easy, CURLOPT_CUSTOMREQUEST, request->method);
	curl->lib->easy_setopt(curl->easy, CURLOPT_POSTFIELDSIZE_LARGE,
			       (curl_off_t)request->body_len);
	curl->lib->easy_setopt(curl->easy, CURLOPT_POSTFIELDS, request->body ? request->body : "");
}

static struct curl_slist *make_headers(const struct curl_http *curl,
				       const struct ks_http_request *request)
{
	/* No "100 Continue": some servers never send it, and bodies are small. */
	struct curl_slist *list = curl->lib->slist_append(NULL, "Expect:");

	for (size_t i = 0; i < request->n_headers; i++)
		list = curl->lib->slist_append(list, request->headers[i]);
	return list;
}

static CURLcode outcome_of(const struct curl_http *curl)
{
	CURLcode code = CURLE_RECV_ERROR;
	CURLMsg *message;
	int n_left;

	while ((message = curl->lib->multi_info_read(curl->multi, &n_left)))
		if (message->msg == CURLMSG_DONE)
			code = message->data.result;
	return code;
}

static CURLcode run(const struct curl_http *curl, const bool *stop)
{
	int n_running = 1;

	while (n_running > 0) {
		if (stop && __atomic_load_n(stop, __ATOMIC_RELAXED))
			return CURLE_ABORTED_BY_CALLBACK;
		if (curl->lib->multi_perform(curl->multi, &n_running) != CURLM_OK)
			return CURLE_RECV_ERROR;
		if (n_running > 0 &&
		    curl->lib->multi_poll(curl->multi, NULL, 0, POLL_MS, NULL) != CURLM_OK)
			return CURLE_RECV_ERROR;
	}
	return outcome_of(curl);
}

static enum ks_http_fault fault_of(const struct curl_http *curl, CURLcode code)
{
	long connect_status = 0;

	switch (code) {
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_INVALIDCERTSTATUS:
		return KS_HTTP_FAULT_CERTIFICATE;
	case CURLE_COULDNT_RESOLVE_PROXY:
	case CURLE_PROXY:
		return KS_HTTP_FAULT_PROXY;
	case CURLE_COULDNT_CONNECT:
		return curl->proxy && curl->proxy[0] != '\0' ? KS_HTTP_FAULT_PROXY
							     : KS_HTTP_FAULT_NONE;
	default:
		curl->lib->easy_getinfo(curl->easy, CURLINFO_HTTP_CONNECTCODE, &connect_status);
		return connect_status >= 300 ? KS_HTTP_FAULT_PROXY : KS_HTTP_FAULT_NONE;
	}
}

static void tell_no_answer(struct curl_http *curl, CURLcode code, enum ks_http_fault fault)
{
	const char *why = curl->lib->easy_strerror(code);

	if (fault != KS_HTTP_FAULT_NONE && code != curl->last)
		ks_log_warn("sync", "no answer: %s", why);
	else
		ks_log_info("sync", "no answer: %s", why);
}

/* Of the first in the chain: the server's own. */
static int64_t certificate_end_ms(const struct curl_http *curl)
{
	static const char name[] = "Expire date:";
	struct curl_certinfo *info = NULL;
	const struct curl_slist *line;

	if (curl->lib->easy_getinfo(curl->easy, CURLINFO_CERTINFO, &info) != CURLE_OK || !info ||
	    info->num_of_certs < 1)
		return 0;
	for (line = info->certinfo[0]; line; line = line->next)
		if (strncmp(line->data, name, strlen(name)) == 0)
			return read_date(line->data + strlen(name));
	return 0;
}

static enum ks_rc perform(struct ks_http *http, const struct ks_http_request *request,
			  struct ks_http_response *response)
{
	struct curl_http *curl = http->context;
	struct exchange exchange = {.response = response};
	struct curl_slist *headers = make_headers(curl, request);
	CURLcode code;
	long status = 0;

	memset(response, 0, sizeof(*response));
	response->retry_after_s = -1;
	response->have = -1;
	response->body.ceiling = request->response_max_bytes > 0 ? request->response_max_bytes
								 : KS_HTTP_RESPONSE_MAX_BYTES;
	curl->lib->easy_reset(curl->easy);
	set_limits(curl);
	set_request(curl, request, headers);
	curl->lib->easy_setopt(curl->easy, CURLOPT_WRITEFUNCTION, take_body);
	curl->lib->easy_setopt(curl->easy, CURLOPT_WRITEDATA, &exchange);
	curl->lib->easy_setopt(curl->easy, CURLOPT_HEADERFUNCTION, take_header_line);
	curl->lib->easy_setopt(curl->easy, CURLOPT_HEADERDATA, &exchange);
	if (request->wants_certificate)
		curl->lib->easy_setopt(curl->easy, CURLOPT_CERTINFO, 1L);
	curl->lib->multi_add_handle(curl->multi, curl->easy);
	code = run(curl, http->stop);
	curl->lib->multi_remove_handle(curl->multi, curl->easy);
	curl->lib->slist_free_all(headers);
	if (code == CURLE_OK)
		code = curl->lib->easy_getinfo(curl->easy, CURLINFO_RESPONSE_CODE, &status);
	if (code != CURLE_OK || status < 100) {
		enum ks_http_fault fault = fault_of(curl, code);

		tell_no_answer(curl, code, fault);
		curl->last = code;
		ks_http_response_finish(response);
		response->fault = fault;
		return KS_IO;
	}
	curl->last = CURLE_OK;
	response->status = (int)status;
	if (request->wants_certificate)
		response->certificate_end_ms = certificate_end_ms(curl);
	return KS_OK;
}

void ks_http_response_finish(struct ks_http_response *response)
{
	if (!response)
		return;
	ks_buf_finish(&response->body);
	memset(response, 0, sizeof(*response));
}

/* A proxy from the environment is used, but never for this machine itself. */
static char *make_no_proxy(void)
{
	const char *given = getenv("no_proxy");

	if (!given)
		given = getenv("NO_PROXY");
	if (!given || given[0] == '\0')
		return ks_strdup(NO_PROXY_ALWAYS);
	return strcmp(given, "*") == 0 ? ks_strdup(given) : ks_format("%s," NO_PROXY_ALWAYS, given);
}

enum ks_rc ks_http_curl_open(const char *ca_file, const char *proxy, struct ks_http *out)
{
	const struct ks_curl_lib *lib = ks_curl_lib();
	struct curl_http *curl;

	memset(out, 0, sizeof(*out));
	if (!lib)
		return KS_IO;
	curl = ks_alloc_zero(1, sizeof(*curl));
	*curl = (struct curl_http){
		.lib = lib,
		.easy = lib->easy_init(),
		.multi = lib->multi_init(),
		.ca_file = ca_file ? ks_strdup(ca_file) : NULL,
		.proxy = proxy ? ks_strdup(proxy) : NULL,
		.no_proxy = make_no_proxy(),
		.connect_ms = KS_HTTP_CONNECT_MS,
		.total_ms = KS_HTTP_TOTAL_MS,
	};
	out->perform = perform;
	out->context = curl;
	if (!curl->easy || !curl->multi) {
		ks_http_curl_close(out);
		return KS_IO;
	}
	return KS_OK;
}

void ks_http_curl_hurry(struct ks_http *http, long connect_ms, long total_ms)
{
	struct curl_http *curl = http->context;

	curl->connect_ms = connect_ms;
	curl->total_ms = total_ms;
}

void ks_http_curl_close(struct ks_http *http)
{
	struct curl_http *curl = http ? http->context : NULL;

	if (!curl)
		return;
	curl->lib->easy_cleanup(curl->easy);
	curl->lib->multi_cleanup(curl->multi);
	free(curl->ca_file);
	free(curl->proxy);
	free(curl->no_proxy);
	free(curl);
	memset(http, 0, sizeof(*http));
}
