/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/calendar.h"
#include "base/id.h"
#include "base/mem.h"
#include "lrs/attachment.h"
#include "lrs/centre_private.h"
#include "lrs/http.h"
#include "xapi/json_split.h"
#include "xapi/statement_check.h"

/*
 * The statements resource, taking in: the bytes of each statement are cut out of the body and kept as
 * they are; only a client that leaves out id or timestamp gets them written in, behind the opening brace.
 */

struct incoming {
	size_t n;
	struct ks_json_range *ranges;
	const char **bytes; /* into the body, or into spliced */
	size_t *lens;
	char **spliced; /* what was written anew; mostly NULL */
	char (*ids)[KS_UUID_TEXT];
	struct ks_statement_view *views;
	bool has_attachments;
};

static void incoming_init(struct incoming *in)
{
	in->n = 0;
	in->ranges = ks_alloc_zero(KS_SERVER_STATEMENTS_MAX, sizeof(*in->ranges));
	in->bytes = ks_alloc_zero(KS_SERVER_STATEMENTS_MAX, sizeof(*in->bytes));
	in->lens = ks_alloc_zero(KS_SERVER_STATEMENTS_MAX, sizeof(*in->lens));
	in->spliced = ks_alloc_zero(KS_SERVER_STATEMENTS_MAX, sizeof(*in->spliced));
	in->views = NULL;
	in->has_attachments = false;
	in->ids = ks_alloc_zero(KS_SERVER_STATEMENTS_MAX, sizeof(*in->ids));
}

static void incoming_finish(struct incoming *in)
{
	for (size_t i = 0; i < in->n; i++)
		free(in->spliced[i]);
	free(in->ranges);
	free(in->bytes);
	free(in->lens);
	free(in->spliced);
	free(in->ids);
	free(in->views);
}

/* {"error":…,"index":3,"member":"verb.id"}: index counts from 0 in the array that was sent */
static void refuse(struct ks_reply *reply, int status, size_t index, const char *member,
		   const char *reason)
{
	char *text = ks_format("statement %zu%s%s: %s", index, *member ? ", " : "", member,
			       reason ? reason : "refused");

	reply->status = status;
	reply->content_type = "application/json";
	ks_buf_clear(&reply->body);
	ks_buf_puts(&reply->body, "{\"error\":");
	ks_buf_json(&reply->body, text);
	ks_buf_printf(&reply->body, ",\"index\":%zu,\"member\":", index);
	ks_buf_json(&reply->body, member);
	ks_buf_puts(&reply->body, "}\n");
	free(text);
}

static bool split_body(const struct ks_request *request, struct incoming *in, bool may_be_array,
		       struct ks_reply *reply)
{
	struct ks_json_parts parts = {.items = in->ranges, .max = KS_SERVER_STATEMENTS_MAX};
	enum ks_rc rc = ks_json_split(request->body, request->body_len, &parts);

	in->n = parts.n_items;
	in->views = ks_alloc_zero(in->n + 1, sizeof(*in->views));
	if (rc == KS_FULL)
		ks_reply_error(reply, 413, "at most %d statements at a time",
			       KS_SERVER_STATEMENTS_MAX);
	else if (rc != KS_OK)
		ks_reply_error(reply, 400, "malformed JSON at byte %zu: %s", parts.bad_at,
			       parts.reason);
	else if (parts.is_array && !may_be_array)
		ks_reply_error(reply, 400, "one statement was expected, not an array");
	else
		return true;
	return false;
}

/* Write in what the client left to the endpoint. */
static char *splice(const char *bytes, size_t len, const char *id, const char *timestamp)
{
	struct ks_buf out = {0};
	const char *rest = memchr(bytes, '{', len);

	ks_buf_puts(&out, "{");
	if (id)
		ks_buf_printf(&out, "\"id\":\"%s\",", id);
	if (timestamp)
		ks_buf_printf(&out, "\"timestamp\":\"%s\",", timestamp);
	ks_buf_append(&out, rest + 1, len - (size_t)(rest + 1 - bytes));
	return ks_buf_take(&out);
}

static enum ks_xapi_version version_of(const struct ks_request *request)
{
	return request->version[0] == '2' ? KS_XAPI_2_0_0 : KS_XAPI_1_0_3;
}

/* @wanted_id: of a PUT; NULL for a POST, where a fresh one is made */
static bool take_one(const struct ks_request *request, struct incoming *in, size_t i,
		     const char *wanted_id, struct ks_reply *reply)
{
	struct ks_statement_shape shape;
	bool is_new_id;
	char now[32];

	in->bytes[i] = request->body + in->ranges[i].from;
	in->lens[i] = in->ranges[i].len;
	if (ks_statement_check(in->bytes[i], in->lens[i], version_of(request), &shape,
			       &in->views[i]) != KS_OK) {
		refuse(reply, 400, i, shape.finding.member, shape.finding.reason);
		return false;
	}
	if (wanted_id && shape.id[0] && strcasecmp(shape.id, wanted_id) != 0) {
		refuse(reply, 400, i, "id", "differs from statementId");
		return false;
	}
	in->has_attachments |= shape.has_attachments;
	is_new_id = !shape.id[0];
	if (is_new_id && wanted_id)
		snprintf(shape.id, sizeof(shape.id), "%s", wanted_id);
	else if (is_new_id)
		ks_uuid_v7(ks_centre_now_ms(request->centre), shape.id);
	memcpy(in->ids[i], shape.id, sizeof(shape.id));
	for (size_t k = 0; k < i; k++) {
		if (strcmp(in->ids[k], in->ids[i]) == 0) {
			refuse(reply, 400, i, "id", "occurs twice in this request");
			return false;
		}
	}
	if (is_new_id || !shape.has_timestamp) {
		ks_time_format_utc(ks_centre_now_ms(request->centre), now);
		in->spliced[i] = splice(in->bytes[i], in->lens[i], is_new_id ? shape.id : NULL,
					shape.has_timestamp ? NULL : now);
		in->bytes[i] = in->spliced[i];
		in->lens[i] = strlen(in->spliced[i]);
		in->views[i].id[0] = '\0'; /* of the bytes before */
	}
	return true;
}

/* @name: a header with a signed head; false when it cannot be read. */
static bool read_head(const struct ks_request *request, const char *name, struct ks_head *head,
		      const struct ks_head **out)
{
	const char *told = ks_request_header(request, name);

	*out = told ? head : NULL;
	return !told || ks_head_read(told, head);
}

static void answer(struct ks_reply *reply, const struct ks_delivery *delivery, enum ks_rc rc)
{
	if (rc == KS_OK)
		reply->status = 200;
	else if (!delivery->why || (rc != KS_DENIED && rc != KS_CONFLICT && rc != KS_INVALID))
		ks_reply_rc(reply, rc);
	else if (rc == KS_DENIED)
		ks_reply_error(reply, 403, "%s", delivery->why);
	else
		refuse(reply, rc == KS_CONFLICT ? 409 : 400, delivery->bad_index, "", delivery->why);
}

static void deliver(const struct ks_request *request, struct incoming *in, struct ks_reply *reply)
{
	char client[sizeof(request->client) + 8];
	struct ks_delivery delivery = {.kiosk = request->client[0] ? client : request->kiosk,
				       .bytes = in->bytes,
				       .lens = in->lens,
				       .n_statements = in->n,
				       .views = in->views};
	struct ks_head head = {0}, batch_head = {0};

	(void)snprintf(client, sizeof(client), "client:%s", request->client);
	if (read_head(request, "X-Kenshu-Head", &head, &delivery.head) &&
	    read_head(request, "X-Kenshu-Batch-Head", &batch_head, &delivery.batch_head))
		answer(reply, &delivery, ks_centre_deliver(request->centre, &delivery));
	else
		ks_reply_error(reply, 400, "X-Kenshu-Head must be: seq hash key signature");
	ks_head_finish(&head);
	ks_head_finish(&batch_head);
	free(delivery.why);
}

static bool is_multipart(const struct ks_request *request)
{
	const char *type = ks_request_header(request, "Content-Type");

	return type && strncasecmp(type, "multipart/mixed", strlen("multipart/mixed")) == 0;
}

/* Everything is looked at before anything is written; attachments first, for one that nobody speaks of does no harm. */
static void take_body(const struct ks_request *request, const char *wanted_id,
		      const struct ks_multipart *parts, struct incoming *in, struct ks_reply *reply)
{
	const char *why = NULL;
	bool is_good = split_body(request, in, !wanted_id, reply);

	for (size_t i = 0; is_good && i < in->n; i++)
		is_good = take_one(request, in, i, wanted_id, reply);
	if (!is_good)
		return;
	if ((parts || in->has_attachments) &&
	    ks_attachment_match(parts, in->bytes, in->lens, in->n, &why) != KS_OK)
		ks_reply_error(reply, 400, "%s", why);
	else if (parts && ks_attachment_keep(request->centre, parts) != KS_OK)
		ks_reply_rc(reply, KS_IO);
	else
		deliver(request, in, reply);
}

static void take(const struct ks_request *request, const char *wanted_id, struct incoming *in,
		 struct ks_reply *reply)
{
	struct ks_request inner = *request; /* with the first part for its body */
	struct ks_multipart parts;
	const char *why = NULL;

	if (request->query.n > (wanted_id ? 1 : 0)) {
		ks_reply_error(reply, 400, "there is a parameter that this address does not know");
	} else if (!is_multipart(request)) {
		take_body(request, wanted_id, NULL, in, reply);
	} else {
		if (ks_multipart_split(request, &parts, &why) == KS_OK) {
			inner.body = parts.parts[0].bytes;
			inner.body_len = parts.parts[0].len;
			take_body(&inner, wanted_id, &parts, in, reply);
		} else {
			ks_reply_error(reply, 400, "%s", why);
		}
		ks_multipart_finish(&parts);
	}
}

void ks_xapi_post_statements(const struct ks_request *request, struct ks_reply *reply)
{
	struct incoming in;

	incoming_init(&in);
	take(request, NULL, &in, reply);
	if (reply->status == 200) {
		reply->content_type = "application/json";
		for (size_t i = 0; i < in.n; i++)
			ks_buf_printf(&reply->body, "%s\"%s\"", i ? "," : "[", in.ids[i]);
		ks_buf_puts(&reply->body, in.n ? "]" : "[]");
	}
	incoming_finish(&in);
}

void ks_xapi_put_statement(const struct ks_request *request, struct ks_reply *reply)
{
	const char *id = ks_request_query(request, "statementId");
	struct incoming in;

	if (!id || !ks_uuid_is_valid(id)) {
		ks_reply_error(reply, 400, "statementId must be a UUID");
		return;
	}
	incoming_init(&in);
	take(request, id, &in, reply);
	if (reply->status == 200)
		reply->status = 204;
	incoming_finish(&in);
}
