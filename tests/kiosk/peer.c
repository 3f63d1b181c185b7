/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/peer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/test.h"

struct peer peer = {.lock = PTHREAD_MUTEX_INITIALIZER};

/* [id, …] of the statements in @body */
static void put_ids(const struct ks_http_request *request, struct ks_buf *out)
{
	static const char mark[] = "{\"id\":\"";
	char *body = ks_strndup(request->body, request->body_len);

	ks_buf_puts(out, "[");
	for (char *at = strstr(body, mark); at; at = strstr(at + 1, mark)) {
		const char *id = at + strlen(mark);

		if (strcspn(id, "\"") == 36 && id[8] == '-')
			ks_buf_printf(out, "%s\"%.36s\"", out->len > 1 ? "," : "", id);
	}
	ks_buf_puts(out, "]");
	free(body);
}

static void hear_condition(const struct ks_http_request *request)
{
	pthread_mutex_lock(&peer.lock);
	assert_true(request->body_len < sizeof(peer.condition));
	memcpy(peer.condition, request->body, request->body_len);
	peer.condition[request->body_len] = '\0';
	peer.n_conditions++;
	pthread_mutex_unlock(&peer.lock);
}

static enum ks_rc perform(struct ks_http *http, const struct ks_http_request *request,
			  struct ks_http_response *response)
{
	bool is_statements = strstr(request->url, "/statements");
	enum peer_way way;

	(void)http;
	memset(response, 0, sizeof(*response));
	response->retry_after_s = -1;
	response->have = -1;
	pthread_mutex_lock(&peer.lock);
	way = peer.way;
	peer.n_asked++;
	peer.n_posts += is_statements && strcmp(request->method, "POST") == 0;
	pthread_mutex_unlock(&peer.lock);
	if (way == PEER_SILENT || way == PEER_NO_CERTIFICATE || way == PEER_NO_PROXY) {
		response->fault = way == PEER_NO_CERTIFICATE ? KS_HTTP_FAULT_CERTIFICATE
				  : way == PEER_NO_PROXY     ? KS_HTTP_FAULT_PROXY
							     : KS_HTTP_FAULT_NONE;
		return KS_IO;
	}
	snprintf(response->content_type, sizeof(response->content_type), "application/json");
	snprintf(response->xapi_version, sizeof(response->xapi_version), "1.0.3");
	response->status = 404;
	response->is_twin = way == PEER_TWIN;
	if (way == PEER_COLLECTS && strstr(request->url, "/condition")) {
		hear_condition(request);
		response->status = 204;
	} else if ((way == PEER_COLLECTS || way == PEER_TWIN) && strstr(request->url, "/roster")) {
		response->status = 304; /* a kenshu collector, whose list is the one that is here */
		response->date_ms = PEER_MS;
	} else if (way == PEER_KEY_OF_ANOTHER && strstr(request->url, "/roster")) {
		response->status = 409;
	} else if (way == PEER_UNKNOWN_KEY) {
		response->status = 401;
	} else if (strstr(request->url, "/about")) {
		response->status = 200;
		ks_buf_puts(&response->body, "{\"version\":[\"1.0.3\"]}");
	} else if (is_statements && request->body_len > 0 && way == PEER_REFUSES_ALL) {
		response->status = 400;
		ks_buf_puts(&response->body, "{\"error\":\"no\"}");
	} else if (is_statements && request->body_len > 0) {
		response->status = 200;
		put_ids(request, &response->body);
	}
	return KS_OK;
}

void peer_say(enum peer_way way)
{
	pthread_mutex_lock(&peer.lock);
	peer.way = way;
	pthread_mutex_unlock(&peer.lock);
}

void peer_begin(struct glass *glass, enum peer_way way)
{
	struct ks_sync_options options = {.ledger = glass->app.site.ledger,
					  .clock = &glass->app.sync_clock,
					  .http = {.perform = perform},
					  .endpoint = "https://lrs.example/xAPI",
					  .credentials = "k-test:secret",
					  .seed = 1};

	peer_say(way);
	peer.n_posts = peer.n_asked = 0;
	assert_int_equal(ks_sync_start(&options, &glass->app.sync), KS_OK);
}

void peer_end(struct glass *glass)
{
	ks_sync_stop(glass->app.sync);
	glass->app.sync = NULL;
}
