/* SPDX-License-Identifier: Apache-2.0 */
#include "support/wire.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "collector/routes.h"
#include "lrs/http.h"

/* What the other side hears: the sender's headers, and those that an HTTP library adds. */
struct heard {
	const struct ks_http_request *sent;
	char *authorization, length[24];
	struct ks_arena values; /* a caller may hold several */
};

static const char *header(const struct ks_request *request, const char *name)
{
	struct heard *heard = request->context;
	size_t len = strlen(name);

	if (strcasecmp(name, "Authorization") == 0)
		return heard->authorization;
	if (strcasecmp(name, "Content-Length") == 0)
		return heard->length;
	for (size_t i = 0; i < heard->sent->n_headers; i++) {
		const char *line = heard->sent->headers[i];

		if (strncasecmp(line, name, len) != 0 || line[len] != ':')
			continue;
		return ks_arena_strdup(&heard->values, line + len + 1 + (line[len + 1] == ' '));
	}
	return NULL;
}

static char *basic(const char *credentials)
{
	size_t len = strlen(credentials);
	size_t size = sodium_base64_encoded_len(len, sodium_base64_VARIANT_ORIGINAL);
	char *text = ks_alloc(size), *out;

	sodium_bin2base64(text, size, (const unsigned char *)credentials, len,
			  sodium_base64_VARIANT_ORIGINAL);
	out = ks_format("Basic %s", text);
	free(text);
	return out;
}

static void answer(const struct wire_end *end, const struct ks_request *request,
		   const struct ks_reply *reply, struct ks_http_response *response)
{
	response->status = reply->status;
	ks_buf_append(&response->body, ks_buf_text(&reply->body), reply->body.len);
	(void)snprintf(response->content_type, sizeof(response->content_type), "%s",
		       reply->content_type ? reply->content_type : "");
	(void)snprintf(response->etag, sizeof(response->etag), "%s", reply->etag);
	if (reply->is_xapi)
		(void)snprintf(response->xapi_version, sizeof(response->xapi_version), "%s",
			       request->version ? request->version : "1.0.3");
	response->retry_after_s = reply->retry_after_s > 0 ? reply->retry_after_s : -1;
	response->have = reply->tells_have && !end->is_deaf ? reply->have : -1;
	response->epoch = reply->epoch;
	response->is_twin = reply->is_twin;
	if (reply->resend > 0)
		(void)snprintf(response->resend, sizeof(response->resend), "%lld",
			       (long long)reply->resend);
}

static const char forged[] =
	"{\"id\":\"0190a000-0000-7000-8000-00000000dead\",\"actor\":{\"mbox\":\"mailto:x@x.example\"},"
	"\"verb\":{\"id\":\"http://verbs.example/forged\"},\"object\":{\"id\":\"https://a.example/x\"},"
	"\"timestamp\":\"2026-05-18T00:00:00.000Z\"}";

static void forge(struct wire_end *end)
{
	const char *bytes = forged;
	size_t len = sizeof(forged) - 1, bad;
	char *why = NULL;

	if (ks_centre_ingest(end->centre, "client:x", &bytes, &len, 1, &bad, &why) != KS_OK)
		abort();
	free(why);
}

static void handle(struct wire_end *end, struct ks_request *request, struct ks_reply *reply)
{
	bool is_post = strcmp(request->method, "POST") == 0 &&
		       strcmp(request->path, "/xAPI/statements") == 0;
	const char *allow;
	const struct ks_route *route = ks_route_find(request->path, request->method, &allow);

	end->n_posts += is_post;
	if (!route)
		reply->status = 404;
	else if (ks_route_admit(route, request, reply) != KS_OK)
		return;
	else if (is_post && end->drops && end->n_posts == 3)
		reply->status = 204;
	else
		route->handle(request, reply);
	if (is_post && end->forges && end->n_posts == 3)
		forge(end);
}

static void serve(struct wire_end *end, const struct ks_http_request *sent,
		  struct ks_http_response *response)
{
	const char *at = strstr(sent->url, "://"), *path = at ? strchr(at + 3, '/') : NULL;
	const char *query = path ? strchr(path, '?') : NULL;
	struct heard heard = {.sent = sent,
			      .authorization = sent->credentials ? basic(sent->credentials) : NULL};
	char *own_path =
		query ? ks_strndup(path, (size_t)(query - path)) : ks_strdup(path ? path : "/");
	struct ks_request request = {.centre = end->centre,
				     .is_tls = true,
				     .method = sent->method,
				     .path = own_path,
				     .body = sent->body ? sent->body : "",
				     .body_len = sent->body_len,
				     .header = header,
				     .context = &heard};
	struct ks_reply reply = {0};

	(void)snprintf(heard.length, sizeof(heard.length), "%zu", sent->body_len);
	if (query && ks_form_read(query + 1, strlen(query + 1), &request.query) != KS_OK)
		abort();
	handle(end, &request, &reply);
	answer(end, &request, &reply, response);
	ks_reply_finish(&reply);
	ks_request_finish(&request);
	ks_arena_finish(&heard.values);
	free(heard.authorization);
	free(own_path);
}

static bool is_lost(const struct wire *wire)
{
	return wire->loss_percent > 0 && ks_shuffle_below(wire->chance, 100) < wire->loss_percent;
}

static enum ks_rc perform(struct ks_http *http, const struct ks_http_request *request,
			  struct ks_http_response *response)
{
	struct wire *wire = http->context;
	struct wire_end *end = wire->end;

	response->retry_after_s = -1;
	response->have = -1;
	if (end->is_out) {
		end->n_out++;
		return KS_IO;
	}
	if (is_lost(wire)) {
		end->n_requests_lost++;
		return KS_IO;
	}
	serve(end, request, response);
	if (!is_lost(wire))
		return KS_OK;
	end->n_answers_lost++; /* it has been done, and nobody hears of it */
	return KS_IO;
}

struct ks_http wire_http(struct wire *wire)
{
	return (struct ks_http){.perform = perform, .context = wire};
}
