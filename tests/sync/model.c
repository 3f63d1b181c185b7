// SPDX-License-Identifier: Apache-2.0
#include "sync/model.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

/*
 * Each exchange draws one fault. Storing and answering are separate, because the difference between a lost
 * request and a lost answer is what the whole design of delivery is about.
 */

#define POISON_EVERY 97

enum stores { STORES_NOTHING, STORES_HALF, STORES_ALL, STORES_TWICE };

static const struct fault {
	enum stores stores;
	int status; /* 0: no answer arrives; -1: what the LRS says; others but 401 and 413: not the LRS */
	const char *type;
	int retry_after_s;
} faults[] = {
	{STORES_NOTHING, 0, "", -1},                /* request lost */
	{STORES_ALL, 0, "", -1},                    /* answer lost */
	{STORES_HALF, 0, "", -1},                   /* died in the middle */
	{STORES_TWICE, -1, "application/json", -1}, /* request delivered twice */
	{STORES_TWICE, 0, "", -1},
	{STORES_NOTHING, 500, "application/json", -1},
	{STORES_ALL, 500, "text/html", -1},
	{STORES_HALF, 502, "text/html", -1},
	{STORES_NOTHING, 503, "text/html", 3},
	{STORES_NOTHING, 429, "", 1},
	{STORES_NOTHING, 413, "", -1},
	{STORES_NOTHING, 200, "text/html", -1}, /* captive portal */
	{STORES_NOTHING, 302, "text/html", -1},
	{STORES_NOTHING, 401, "application/json", -1}, /* credentials being changed */
	{STORES_NOTHING, 404, "", -1},
	{STORES_NOTHING, 200, "application/json", -1}, /* a gateway's {"error":…}, whatever the status */
	{STORES_ALL, 200, "application/json", -1},
	{STORES_NOTHING, 400, "text/html", -1},
	{STORES_NOTHING, 400, "application/json", -1},
	{STORES_ALL, 400, "text/html", -1},
	{STORES_NOTHING, 403, "text/html", -1},
	{STORES_NOTHING, 409, "application/json", -1},
};

/* In the LRS's own name; an LRS without the header answers with the ids of what it took. */
static void sign(const struct ks_model *model, struct ks_http_response *response)
{
	if (!model->is_headerless)
		memcpy(response->xapi_version, "1.0.3", 6);
	else if (response->status == 200)
		ks_buf_puts(&response->body, "[\"0190a2b4-0000-7000-8000-000000000001\"]");
}

bool ks_model_is_poison(int64_t seq)
{
	return seq % POISON_EVERY == 13;
}

void ks_model_init(struct ks_model *model, size_t capacity)
{
	memset(model, 0, sizeof(*model));
	model->n_rows = capacity + 1;
	model->rows = ks_alloc_zero(model->n_rows, sizeof(*model->rows));
	model->bytes = ks_alloc_zero(model->n_rows, sizeof(*model->bytes));
}

void ks_model_finish(struct ks_model *model)
{
	for (size_t i = 0; i < model->n_rows; i++)
		free(model->bytes[i]);
	free(model->bytes);
	free(model->rows);
	memset(model, 0, sizeof(*model));
}

void ks_model_begin(struct ks_model *model, uint64_t seed)
{
	model->random.state = seed;
	model->fault_percent = (int)ks_shuffle_below(&model->random, 10) * 10;
	model->is_strict = ks_shuffle_below(&model->random, 4) == 0;
}

/* One statement of a body: from its { to the matching }. */
static const char *end_of_object(const char *at, const char *end)
{
	int depth = 0;
	bool is_text = false;

	for (; at < end; at++) {
		if (is_text && *at == '\\')
			at++;
		else if (*at == '"')
			is_text = !is_text;
		else if (!is_text && *at == '{')
			depth++;
		else if (!is_text && *at == '}' && --depth == 0)
			return at + 1;
	}
	return end;
}

static int64_t seq_of(const char *at, size_t len)
{
	const char *found = memmem(at, len, "\"seq\":", 6);

	return found ? strtoll(found + 6, NULL, 10) : 0;
}

static void store_one(struct ks_model *model, const char *at, size_t len)
{
	int64_t seq = seq_of(at, len);
	struct ks_model_row *row;

	if (seq <= 0 || (size_t)seq >= model->n_rows || len < 50) {
		model->n_unexpected++;
		return;
	}
	row = &model->rows[seq];
	if (row->id[0] != '\0') {
		row->n_copies += memcmp(row->id, at + 7, KS_UUID_TEXT - 1) != 0;
		return;
	}
	memcpy(row->id, at + 7, KS_UUID_TEXT - 1);
	ks_blake2b(at, len, row->hash);
	row->n_copies = 1;
	model->bytes[seq] = ks_strndup(at, len);
	model->n_disordered += seq < model->newest_seq;
	model->newest_seq = seq > model->newest_seq ? seq : model->newest_seq;
}

/* The LRS's own verdict on a body, as XAPI.md tells of real ones. */
static int judge(const struct ks_model *model, const char *body, size_t len)
{
	const char *at = body + 1, *end = body + len;
	int status = 200;

	while (at < end && *at == '{') {
		const char *next = end_of_object(at, end);
		int64_t seq = seq_of(at, (size_t)(next - at));
		bool is_known = seq > 0 && (size_t)seq < model->n_rows &&
				memcmp(model->rows[seq].id, at + 7, KS_UUID_TEXT - 1) == 0;

		if (ks_model_is_poison(seq))
			return 400;
		if (is_known && model->is_strict)
			status = 409;
		at = next + 1;
	}
	return status;
}

static void store_body(struct ks_model *model, const char *body, size_t len, enum stores stores)
{
	const char *at = body + 1, *end = body + len;
	size_t n = 0, n_wanted = SIZE_MAX;

	if (stores == STORES_NOTHING || judge(model, body, len) != 200)
		return;
	if (stores == STORES_HALF)
		n_wanted = ks_shuffle_below(&model->random, 25);
	while (at < end && *at == '{' && n++ < n_wanted) {
		const char *next = end_of_object(at, end);

		store_one(model, at, (size_t)(next - at));
		at = next + 1;
	}
	if (stores == STORES_TWICE)
		store_body(model, body, len, STORES_ALL);
}

static void post(struct ks_model *model, const char *body, size_t len,
		 struct ks_http_response *response)
{
	bool is_faulty = (int)ks_shuffle_below(&model->random, 100) < model->fault_percent;
	struct fault fault = {STORES_ALL, -1, "application/json", -1};

	while (is_faulty && fault.status == -1 && fault.stores == STORES_ALL)
		fault = faults[ks_shuffle_below(&model->random, KS_COUNT(faults))];
	if (model->is_headerless && strcmp(fault.type, "application/json") == 0 &&
	    fault.status != -1) /* a gateway that looks like such an LRS cannot be told from it */
		fault.type = "text/html";
	model->n_faults += is_faulty;
	response->status = fault.status == -1 ? judge(model, body, len) : fault.status;
	response->retry_after_s = fault.retry_after_s;
	memcpy(response->content_type, fault.type, strlen(fault.type) + 1);
	if (fault.status == -1 || fault.status == 401)
		sign(model, response);
	else if (fault.status != 0)
		ks_buf_puts(&response->body, "{\"error\":\"blocked\"}");
	store_body(model, body, len, fault.stores);
}

static void get(const struct ks_model *model, const char *url, struct ks_http_response *response)
{
	const char *id = strchr(url, '=') + 1;

	response->status = 404;
	memcpy(response->content_type, "application/json", 17);
	for (size_t i = 0; i < model->n_rows; i++) {
		if (strcmp(model->rows[i].id, id) != 0)
			continue;
		response->status = 200;
		ks_buf_puts(&response->body, model->bytes[i]);
	}
}

/* The mutants change what passes between an honest kiosk and the LRS, which is the same as a wrong kiosk. */
static void give_new_ids(char *body, size_t len, size_t n_requests)
{
	for (char *at = body + 1; at < body + len && *at == '{';
	     at = (char *)end_of_object(at, body + len) + 1)
		at[7 + 35] = "0123456789abcdef"[n_requests % 16];
}

static void about(const struct ks_model *model, struct ks_http_response *response)
{
	response->status = 200;
	memcpy(response->content_type, "application/json", 17);
	ks_buf_puts(&response->body, "{\"version\":[\"1.0.3\"]}");
	if (!model->is_headerless)
		memcpy(response->xapi_version, "1.0.3", 6);
}

static void pretend(struct ks_model *model, struct ks_http_response *response)
{
	bool is_json = strcmp(response->content_type, "application/json") == 0;
	bool is_pretended =
		model->mutant == KS_MUTANT_ACK_BEFORE_ANSWER ||
		(model->mutant == KS_MUTANT_TRUST_JSON_200 && is_json && response->status == 200) ||
		(model->mutant == KS_MUTANT_DROP_ON_4XX && response->status >= 400 &&
		 response->status < 500) ||
		(model->mutant == KS_MUTANT_TRUST_ANY_200 && response->status == 200);

	if (model->mutant == KS_MUTANT_TRUST_ANY_4XX && response->status >= 400 &&
	    response->status < 500)
		memcpy(response->xapi_version, "1.0.3", 6);
	if (!is_pretended)
		return;
	response->status = 204;
}

static enum ks_rc perform(struct ks_http *http, const struct ks_http_request *request,
			  struct ks_http_response *response)
{
	struct ks_model *model = http->context;
	char *body = ks_strndup(request->body ? request->body : "", request->body_len);

	memset(response, 0, sizeof(*response));
	response->retry_after_s = -1;
	response->have = -1;
	model->n_requests++;
	if (model->mutant == KS_MUTANT_NEW_ID_ON_RETRY)
		give_new_ids(body, request->body_len, model->n_requests);
	if (strcmp(request->method, "POST") == 0) {
		post(model, body, request->body_len, response);
		pretend(model, response);
	} else if (strstr(request->url, "tatementId=")) {
		get(model, request->url, response);
		if (!model->is_headerless)
			memcpy(response->xapi_version, "1.0.3", 6);
	} else if (strstr(request->url, "/about")) {
		about(model, response);
	} else {
		response->status = 404;
	}
	free(body);
	return response->status == 0 ? KS_IO : KS_OK;
}

struct ks_http ks_model_http(struct ks_model *model)
{
	return (struct ks_http){.perform = perform, .context = model};
}
