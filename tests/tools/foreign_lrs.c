/* SPDX-License-Identifier: Apache-2.0 */
#include "foreign_lrs.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "record/db.h"
#include "support/test.h"

#define BASE "http://foreign.invalid"

static const char *text_of(const json_t *statement, const char *name)
{
	const char *text = json_string_value(json_object_get(statement, name));

	return text ? text : "";
}

static bool is_voided(const struct foreign_lrs *lrs, const char *id)
{
	for (size_t i = 0; i < json_array_size(lrs->statements); i++) {
		const json_t *object = json_object_get(json_array_get(lrs->statements, i), "object");

		if (strcmp(text_of(object, "objectType"), "StatementRef") == 0 &&
		    strcmp(text_of(object, "id"), id) == 0)
			return true;
	}
	return false;
}

/* From the @from-th of those it shows that are later than @since_ms. */
static char *page_of(struct foreign_lrs *lrs, int64_t since_ms, size_t from)
{
	json_t *page = json_array(), *root;
	size_t n = json_array_size(lrs->statements), seen = 0;
	char *text, *more = ks_strdup("");

	for (size_t k = 0; k < n; k++) {
		json_t *one = json_array_get(lrs->statements, lrs->is_descending ? n - 1 - k : k);
		int64_t stored_ms = 0;

		if (is_voided(lrs, text_of(one, "id")) ||
		    (ks_time_parse(text_of(one, "stored"), &stored_ms) && stored_ms <= since_ms))
			continue;
		if (seen++ < from && !lrs->is_hollow)
			continue;
		if (!lrs->is_hollow && json_array_size(page) < lrs->page_max) {
			json_array_append(page, one);
			continue;
		}
		free(more);
		more = ks_format("%s/xAPI/more/%lld/%zu",
				 lrs->leads_elsewhere ? "http://elsewhere.invalid" : "",
				 (long long)since_ms,
				 lrs->is_endless  ? from
				 : lrs->is_hollow ? lrs->n_requests
						  : seen - 1);
		break;
	}
	lrs->n_given += json_array_size(page);
	root = json_pack("{s:s, s:o}", "more", more, "statements", page);
	text = json_dumps(root, JSON_SORT_KEYS | JSON_INDENT(1));
	json_decref(root);
	free(more);
	return text;
}

static enum ks_rc perform(struct ks_http *http, const struct ks_http_request *request,
			  struct ks_http_response *response)
{
	struct foreign_lrs *lrs = http->context;
	const char *since = strstr(request->url, "since="), *more = strstr(request->url, "/more/");
	long long since_ms = 0;
	size_t from = 0;
	char *text;

	assert_int_equal(strncmp(request->url, BASE, strlen(BASE)), 0);
	assert_string_equal(request->credentials, "reader:secret");
	response->status = 200;
	response->date_ms = lrs->date_ms;
	(void)snprintf(response->content_type, sizeof(response->content_type), "%s",
		       lrs->type ? lrs->type : "application/json");
	(void)snprintf(response->xapi_version, sizeof(response->xapi_version), "1.0.3");
	if (strstr(request->url, "/about")) {
		ks_buf_puts(&response->body, "{\"version\":[\"1.0.3\"]}");
		return KS_OK;
	}
	lrs->n_requests++;
	if (lrs->fails_at >= 0 && lrs->fails_at-- == 0) {
		response->status = lrs->status;
		return lrs->status == 0 ? KS_IO : KS_OK;
	}
	if (more && lrs->forgets) {
		response->status = 404;
		return KS_OK;
	}
	if (more)
		assert_int_equal(sscanf(more, "/more/%lld/%zu", &since_ms, &from), 2);
	else if (since)
		assert_true(ks_time_parse(since + strlen("since="), (int64_t *)&since_ms));
	text = page_of(lrs, since_ms, from);
	ks_buf_puts(&response->body, text);
	free(text);
	return KS_OK;
}

void foreign_lrs_begin(struct foreign_lrs *lrs)
{
	*lrs = (struct foreign_lrs){.http = {.perform = perform, .context = lrs},
				    .statements = json_array(),
				    .page_max = 3,
				    .stored_ms = KS_TEST_WALL_MS,
				    .fails_at = -1};
}

void foreign_lrs_finish(struct foreign_lrs *lrs)
{
	json_decref(lrs->statements);
}

void foreign_lrs_add(struct foreign_lrs *lrs, json_t *statement, int64_t stored_ms)
{
	char when[32];

	assert_non_null(statement);
	ks_time_format_utc(stored_ms, when);
	json_object_set_new(statement, "stored", json_string(when));
	json_object_set_new(statement, "version", json_string("1.0.0"));
	json_object_set_new(statement, "authority",
			    json_pack("{s:s, s:s}", "objectType", "Agent", "mbox",
				      "mailto:lrs@foreign.invalid"));
	json_array_append_new(lrs->statements, statement);
}

void foreign_lrs_send(struct foreign_lrs *lrs, struct ks_store *store, int64_t apart_ms)
{
	struct sqlite3_stmt *stmt;

	ks_db_lock(store);
	stmt = ks_db_query(store, "SELECT body(bytes) FROM received WHERE stored > ? ORDER BY stored",
			   "i", (int64_t)json_array_size(lrs->statements));
	while (ks_db_step(store, stmt) == KS_OK) {
		lrs->stored_ms += apart_ms;
		foreign_lrs_add(lrs,
				json_loadb(sqlite3_column_blob(stmt, 0),
					   (size_t)sqlite3_column_bytes(stmt, 0), 0, NULL),
				lrs->stored_ms);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
}

void foreign_lrs_void(struct foreign_lrs *lrs, size_t i)
{
	const char *id = text_of(json_array_get(lrs->statements, i), "id");

	lrs->stored_ms++;
	foreign_lrs_add(lrs,
			json_pack("{s:s, s:{s:s}, s:{s:s}, s:{s:s, s:s}, s:s}", "id",
				  "0190a000-0000-7000-8000-0000000000ff", "actor", "mbox",
				  "mailto:hr@foreign.invalid", "verb", "id",
				  "http://adlnet.gov/expapi/verbs/voided", "object", "objectType",
				  "StatementRef", "id", id, "timestamp", "2026-05-18T01:00:00Z"),
			lrs->stored_ms);
}
