/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/mem.h"
#include "lrs/attachment.h"
#include "lrs/query.h"

/*
 * The statements resource, giving out. A kiosk's credentials write; they read back only what that kiosk sent, by id (to
 * settle a 409), and see its very bytes.
 */

static void get_own(const struct ks_request *request, struct ks_reply *reply)
{
	const char *id = ks_request_query(request, "statementId");
	char *bytes = NULL;
	size_t len = 0;
	enum ks_rc rc;

	if (!id) {
		ks_reply_error(reply, 403, "these credentials may not list statements");
		return;
	}
	if (!ks_uuid_is_valid(id)) {
		ks_reply_error(reply, 400, "statementId must be a UUID");
		return;
	}
	rc = ks_centre_read_own(request->centre, request->kiosk, id, &bytes, &len);
	if (rc != KS_OK) {
		ks_reply_rc(reply, rc);
		return;
	}
	reply->status = 200;
	reply->content_type = "application/json";
	ks_buf_append(&reply->body, bytes, len);
	free(bytes);
}

struct page {
	struct ks_show show;
	struct ks_buf statements; /* separated by commas */
	struct ks_sha2s attached; /* which attachments go with them */
	bool wants_attachments;
	size_t n;
	int64_t last_stored, last_ms;
};

static void take(void *context, int64_t stored, const struct ks_shown *statement)
{
	struct page *page = context;

	if (page->n++ > 0)
		ks_buf_putc(&page->statements, ',');
	ks_show_statement(&page->show, statement, &page->statements);
	if (page->wants_attachments)
		ks_attachment_list(statement->bytes, statement->len, &page->attached);
	page->last_stored = stored;
	page->last_ms = statement->stored_ms;
}

static void put_list(const struct ks_request *request, struct page *page, bool has_more,
		     struct ks_buf *out)
{
	ks_buf_puts(out, "{\"statements\":[");
	ks_buf_append(out, ks_buf_text(&page->statements), page->statements.len);
	ks_buf_puts(out, "],\"more\":\"");
	if (has_more) {
		char *word = ks_query_fold_more(&request->query, page->last_stored);

		ks_buf_printf(out, "/xAPI/statements?more=%s", word);
		free(word);
	}
	ks_buf_puts(out, "\"}");
}

static enum ks_rc answer(const struct ks_request *request, const struct ks_query *query,
			 struct page *page, struct ks_buf *out)
{
	bool has_more = false, is_one = query->id || query->voided_id;
	enum ks_rc rc = is_one ? ks_query_one(request->centre, query, take, page)
			       : ks_query_run(request->centre, query, take, page, &has_more);

	if (rc != KS_OK)
		return rc;
	if (is_one)
		ks_buf_append(out, ks_buf_text(&page->statements), page->statements.len);
	else
		put_list(request, page, has_more, out);
	return out->is_over || page->statements.is_over ? KS_FULL : KS_OK;
}

static void reply_page(const struct ks_request *request, const struct ks_query *query,
		       struct ks_reply *reply)
{
	struct page page = {.show = {.centre = request->centre,
				     .format = query->format,
				     .languages = ks_request_header(request, "Accept-Language"),
				     .is_2_0 = request->version[0] == '2'},
			    .wants_attachments = query->wants_attachments};
	struct ks_buf json = {0};
	enum ks_rc rc = answer(request, query, &page, &json);

	if (rc != KS_OK) {
		ks_reply_rc(reply, rc);
	} else if (query->wants_attachments) {
		ks_attachment_reply(request->centre, &json, &page.attached, reply);
	} else {
		reply->status = 200;
		reply->content_type = "application/json";
		ks_buf_append(&reply->body, ks_buf_text(&json), json.len);
	}
	if (rc == KS_OK && page.n == 1 && (query->id || query->voided_id))
		ks_reply_modified(reply, page.last_ms);
	ks_buf_finish(&json);
	ks_buf_finish(&page.statements);
	ks_sha2s_finish(&page.attached);
}

void ks_xapi_get_statements(const struct ks_request *request, struct ks_reply *reply)
{
	struct ks_request unfolded = *request; /* shares everything but the parameters it changes */
	struct ks_query query;
	const char *why = NULL;
	enum ks_rc rc;

	if (!request->client[0]) {
		get_own(request, reply);
		return;
	}
	unfolded.query.n = 0;
	for (size_t i = 0; i < request->query.n; i++)
		(void)ks_request_add(&unfolded.query, request->query.items[i].name,
				     request->query.items[i].value);
	rc = ks_index_catch_up(request->centre);
	if (rc == KS_OK && ks_query_unfold_more(&unfolded.query) != KS_OK) {
		why = "more was not made here";
		rc = KS_INVALID;
	}
	if (rc == KS_OK)
		rc = ks_query_read(&unfolded, &query, &why);
	if (rc == KS_INVALID)
		ks_reply_error(reply, 400, "%s", why);
	else if (rc != KS_OK)
		ks_reply_rc(reply, rc);
	else
		reply_page(&unfolded, &query, reply);
	unfolded.told.n = 0; /* the original's */
	ks_request_finish(&unfolded);
}

/* A client of 1.0.3 must not be told of what its rules do not know. */
void ks_xapi_about(const struct ks_request *request, struct ks_reply *reply)
{
	const char *asked = ks_request_header(request, "X-Experience-API-Version");

	reply->status = 200;
	reply->content_type = "application/json";
	ks_buf_puts(&reply->body, asked && strncmp(asked, "1.0", 3) == 0
					  ? "{\"version\":[\"1.0.3\"]}\n"
					  : "{\"version\":[\"1.0.3\",\"2.0.0\"]}\n");
}
