/* SPDX-License-Identifier: Apache-2.0 */
#include "sync/pull.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "base/secret.h"
#include "sync/sync_private.h"

/* Whose answer it is, is judged as for what is sent (sync_answer.c): a portal's 200 is no empty LRS. */

char *ks_pull_first(const char *endpoint, int64_t since_ms)
{
	char since[32];

	if (since_ms <= 0)
		return ks_format("%s/statements?ascending=true&limit=%d", endpoint,
				 KS_PULL_PAGE_STATEMENTS);
	ks_time_format_utc(since_ms, since);
	return ks_format("%s/statements?ascending=true&limit=%d&since=%s", endpoint,
			 KS_PULL_PAGE_STATEMENTS, since);
}

/* "https://host:port" of an address; its length. */
static size_t origin_len(const char *url)
{
	const char *host = strstr(url, "://");

	return host ? (size_t)(host + 3 - url) + strcspn(host + 3, "/?#") : 0;
}

char *ks_pull_more(const char *endpoint, const char *more)
{
	size_t len = origin_len(endpoint);

	if (ks_secret_host_of(more))
		return origin_len(more) == len && strncasecmp(more, endpoint, len) == 0
			       ? ks_strdup(more)
			       : NULL;
	if (more[0] == '/' && more[1] == '/') /* another host by the same scheme */
		return NULL;
	return more[0] == '/' ? ks_format("%.*s%s", (int)len, endpoint, more)
			      : ks_format("%s/%s", endpoint, more);
}

static enum ks_rc get(struct ks_http *http, const char *url, const char *credentials,
		      const char *version, struct ks_http_response *response)
{
	char *header = ks_format("X-Experience-API-Version: %s", version);
	const char *headers[] = {header, "Accept: application/json"};
	struct ks_http_request request = {.method = "GET",
					  .url = url,
					  .credentials = credentials,
					  .headers = headers,
					  .n_headers = KS_COUNT(headers),
					  .response_max_bytes = KS_PULL_PAGE_MAX_BYTES};
	enum ks_rc rc;

	*response = (struct ks_http_response){.retry_after_s = -1, .have = -1};
	rc = http->perform(http, &request, response);
	free(header);
	return rc;
}

const char *ks_pull_version(struct ks_http *http, const char *endpoint, const char *credentials)
{
	char *url = ks_format("%s/about", endpoint);
	struct ks_http_response response;
	struct ks_sync_about about = {0};
	bool is_only_new = get(http, url, credentials, "1.0.3", &response) == KS_OK &&
			   response.status == 200 && ks_sync_read_about(&response, &about) &&
			   about.is_only_new;

	ks_http_response_finish(&response);
	free(url);
	return is_only_new ? "2.0.0" : "1.0.3";
}

static enum ks_pull_outcome outcome_of(const struct ks_http_response *response)
{
	int status = response->status;
	bool is_json = ks_sync_is_json(response);

	if (status == 200)
		return is_json ? KS_PULL_PAGE : KS_PULL_NO_LRS;
	if (status == 401 || status == 403)
		return KS_PULL_REFUSED;
	if (status == 408 || status == 429 || status >= 500)
		return KS_PULL_AGAIN;
	return response->xapi_version[0] && status >= 400 ? KS_PULL_STALE : KS_PULL_NO_LRS;
}

void ks_pull_page(struct ks_http *http, const char *url, const char *credentials,
		  const char *version, struct ks_pull_answer *out)
{
	out->outcome = get(http, url, credentials, version, &out->response) == KS_OK
			       ? outcome_of(&out->response)
			       : KS_PULL_AGAIN;
}
