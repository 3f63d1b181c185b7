/* SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/calendar.h"
#include "base/id.h"
#include "base/mem.h"
#include "lrs/http.h"
#include "lrs/index.h"
#include "record/db.h"
#include "xapi/statement_check.h"
#include "xapi/validate.h"

/*
 * State, agent profile and activity profile: three folders of documents that differ in what a document is named by.
 * A document's tag (ETag) is its hash, so who writes can say which version it has seen, and two writers do not undo each
 * other.
 */

enum part {
	PART_ACTIVITY = 1 << 0,
	PART_AGENT = 1 << 1,
	PART_REGISTRATION = 1 << 2, /* may be left out */
};

static const struct folder {
	const char *path, *id_name;
	unsigned parts;
	bool deletes_all; /* DELETE without an id */
} folders[] = {
	{"/xAPI/activities/state", "stateId", PART_ACTIVITY | PART_AGENT | PART_REGISTRATION, true},
	{"/xAPI/activities/profile", "profileId", PART_ACTIVITY, false},
	{"/xAPI/agents/profile", "profileId", PART_AGENT, false},
};

/* What a request names. */
struct place {
	int kind; /* index of folders; stored, never renumber */
	const struct folder *folder;
	const char *activity; /* "" where the folder has none */
	char *agent;
	char *registration;
	const char *id; /* NULL: all of them */
	int64_t since_ms;
};

static void place_finish(struct place *place)
{
	free(place->agent);
	free(place->registration);
}

/* ---- what is named ---- */

static const char *read_who(const char *text, struct place *place)
{
	json_t *root = text ? json_loads(text, JSON_REJECT_DUPLICATES, NULL) : NULL;
	struct ks_finding finding;

	if (root && ks_validate_who(root, &finding) == KS_OK)
		place->agent = ks_index_agent(root);
	json_decref(root);
	return place->agent ? NULL : "agent must be an Agent in JSON";
}

static const char *read_parts(const struct ks_request *request, struct place *place)
{
	const char *activity = ks_request_query(request, "activityId");
	const char *registration = ks_request_query(request, "registration");
	const char *why = NULL;

	place->activity = "";
	if (place->folder->parts & PART_ACTIVITY) {
		if (!activity || !ks_validate_is_iri(activity))
			return "activityId must be an IRI";
		place->activity = activity;
	}
	if (place->folder->parts & PART_AGENT)
		why = read_who(ks_request_query(request, "agent"), place);
	else
		place->agent = ks_strdup("");
	if (!why && registration && !ks_uuid_is_valid(registration))
		why = "registration must be a UUID";
	place->registration = ks_strdup(registration && !why ? registration : "");
	ks_statement_lower(place->registration);
	return why;
}

static bool is_known(const struct folder *folder, const char *name)
{
	return strcmp(name, folder->id_name) == 0 || strcmp(name, "since") == 0 ||
	       ((folder->parts & PART_ACTIVITY) && strcmp(name, "activityId") == 0) ||
	       ((folder->parts & PART_AGENT) && strcmp(name, "agent") == 0) ||
	       ((folder->parts & PART_REGISTRATION) && strcmp(name, "registration") == 0);
}

static const char *read_place(const struct ks_request *request, struct place *place)
{
	const char *since = ks_request_query(request, "since"), *why;
	bool is_get = strcmp(request->method, "GET") == 0;

	*place = (struct place){.since_ms = -1};
	while (strcmp(folders[place->kind].path, request->path) != 0)
		place->kind++;
	place->folder = &folders[place->kind];
	for (size_t i = 0; i < request->query.n; i++)
		if (!is_known(place->folder, request->query.items[i].name))
			return "there is a parameter that this address does not know";
	why = read_parts(request, place);
	if (why)
		return why;
	place->id = ks_request_query(request, place->folder->id_name);
	if (since && !ks_time_parse(since, &place->since_ms))
		return "since must be an instant";
	if (!place->id && !is_get &&
	    !(place->folder->deletes_all && strcmp(request->method, "DELETE") == 0))
		return "the id of the document is missing";
	return NULL;
}

/* ---- one document ---- */

struct document {
	char *type, *bytes;
	size_t len;
	char etag[KS_HASH_HEX + 2]; /* with its quotes */
	int64_t updated_ms;
};

static void document_finish(struct document *document)
{
	free(document->type);
	free(document->bytes);
	*document = (struct document){0};
}

#define WHERE " WHERE kind = ? AND activity = ? AND agent = ? AND registration = ?"

static enum ks_rc load(struct ks_store *store, const struct place *p, struct document *out)
{
	static const char select[] =
		"SELECT type, bytes, etag, updated_ms FROM document" WHERE " AND id = ?";
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select, "dtttt", p->kind, p->activity, p->agent, p->registration,
			   p->id);
	rc = ks_db_step(store, stmt);
	if (rc == KS_OK) {
		out->type = ks_strdup(ks_db_text(stmt, 0));
		out->len = (size_t)sqlite3_column_bytes(stmt, 1);
		out->bytes = ks_strndup(out->len ? sqlite3_column_blob(stmt, 1) : "", out->len);
		(void)snprintf(out->etag, sizeof(out->etag), "%s", ks_db_text(stmt, 2));
		out->updated_ms = sqlite3_column_int64(stmt, 3);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc;
}

static enum ks_rc save(struct ks_centre *centre, const struct place *p, const char *type,
		       const char *bytes, size_t len)
{
	static const char upsert[] =
		"INSERT OR REPLACE INTO document(kind, activity, agent, registration, id, type, bytes,"
		" etag, updated_ms) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)";
	uint8_t hash[KS_HASH_BYTES];
	char hex[KS_HASH_HEX], etag[KS_HASH_HEX + 2];

	ks_blake2b(bytes, len, hash);
	ks_hex(hash, sizeof(hash), hex);
	hex[40] = '\0'; /* as long as the SHA-1 that 1.0.3 speaks of */
	(void)snprintf(etag, sizeof(etag), "\"%s\"", hex);
	return ks_db_run(ks_centre_store(centre), upsert, "dtttttbti", p->kind, p->activity,
			 p->agent, p->registration, p->id, type, len ? bytes : "", len, etag,
			 ks_centre_now_ms(centre));
}

/* ---- who may write over whom ---- */

static bool names_tag(const char *list, const char *etag)
{
	return strcmp(list, "*") == 0 || strstr(list, etag);
}

/*
 * 0, or the status that refuses. A profile is written over only by who says what was there; a state belongs to one
 * person at one activity, and 1.0.3 asks no such thing of it.
 */
static int check_tags(const struct ks_request *request, const struct place *place,
		      const struct document *known)
{
	const char *match = ks_request_header(request, "If-Match");
	const char *none_match = ks_request_header(request, "If-None-Match");
	bool is_put = strcmp(request->method, "PUT") == 0;
	bool is_lenient = place->folder->deletes_all && request->version[0] == '1';

	if (match && !(known->bytes && names_tag(match, known->etag)))
		return 412;
	if (none_match && known->bytes && names_tag(none_match, known->etag))
		return 412;
	if (match || none_match || !is_put || is_lenient)
		return 0;
	return known->bytes ? 409 : (place->folder->deletes_all ? 0 : 400);
}

/* ---- methods ---- */

static void reply_document(const struct document *document, struct ks_reply *reply)
{
	reply->status = 200;
	(void)snprintf(reply->own_type, sizeof(reply->own_type), "%s", document->type);
	reply->content_type = reply->own_type;
	(void)snprintf(reply->etag, sizeof(reply->etag), "%s", document->etag);
	ks_reply_modified(reply, document->updated_ms);
	ks_buf_append(&reply->body, document->bytes, document->len);
}

static enum ks_rc put_ids(struct ks_store *store, const struct place *p, struct ks_buf *out)
{
	static const char select[] =
		"SELECT DISTINCT id FROM document WHERE kind = ?1 AND activity = ?2 AND agent = ?3"
		" AND (registration = ?4 OR ?4 = '') AND updated_ms > ?5 ORDER BY id";
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_buf_puts(out, "[");
	ks_db_lock(store);
	stmt = ks_db_query(store, select, "dttti", p->kind, p->activity, p->agent, p->registration,
			   p->since_ms);
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		ks_buf_puts(out, out->len > 1 ? "," : "");
		ks_buf_json(out, ks_db_text(stmt, 0));
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	ks_buf_puts(out, "]");
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static void get(const struct ks_request *request, const struct place *place, struct ks_reply *reply)
{
	struct ks_store *store = ks_centre_store(request->centre);
	const char *known = ks_request_header(request, "If-None-Match");
	struct document document = {0};
	enum ks_rc rc =
		place->id ? load(store, place, &document) : put_ids(store, place, &reply->body);

	if (rc != KS_OK) {
		ks_reply_rc(reply, rc);
	} else if (!place->id) {
		reply->status = 200;
		reply->content_type = "application/json";
	} else {
		reply_document(&document, reply);
		if (known && names_tag(known, document.etag)) {
			reply->status = 304;
			ks_buf_clear(&reply->body);
		}
	}
	document_finish(&document);
}

static enum ks_rc remove_documents(struct ks_store *store, const struct place *p)
{
	if (p->id)
		return ks_db_run(store, "DELETE FROM document" WHERE " AND id = ?", "dtttt",
				 p->kind, p->activity, p->agent, p->registration, p->id);
	return ks_db_run(store,
			 "DELETE FROM document WHERE kind = ?1 AND activity = ?2 AND agent = ?3"
			 " AND (registration = ?4 OR ?4 = '')",
			 "dttt", p->kind, p->activity, p->agent, p->registration);
}

static bool is_json_type(const char *type)
{
	return type && strncasecmp(type, "application/json", 16) == 0;
}

/* What the document becomes: @out malloc'd, or NULL with @why. */
static char *merge(const struct ks_request *request, const struct document *known, const char *type,
		   const char **why)
{
	json_t *told = json_loadb(request->body, request->body_len, 0, NULL);
	json_t *before = known->bytes ? json_loadb(known->bytes, known->len, 0, NULL) : json_object();
	char *out = NULL;

	*why = "only JSON objects can be merged";
	if (!is_json_type(type) || (known->bytes && !is_json_type(known->type)))
		*why = "both documents must be application/json";
	else if (json_is_object(told) && json_is_object(before) &&
		 json_object_update(before, told) == 0)
		out = json_dumps(before, JSON_COMPACT | JSON_REAL_PRECISION(15));
	json_decref(told);
	json_decref(before);
	return out;
}

static enum ks_rc write_one(const struct ks_request *request, const struct place *place,
			    const struct document *known, struct ks_reply *reply)
{
	const char *type = ks_request_header(request, "Content-Type"), *why = NULL;
	bool is_post = strcmp(request->method, "POST") == 0;
	json_t *parsed = NULL;
	char *merged;
	enum ks_rc rc;

	type = type ? type : "application/octet-stream";
	if (!is_post || (!known->bytes && !is_json_type(type))) {
		if (is_json_type(type)) {
			parsed = json_loadb(request->body, request->body_len, JSON_DECODE_ANY, NULL);
			why = parsed ? NULL : "the document says it is JSON, and is not";
			json_decref(parsed);
		}
		if (!why)
			return save(request->centre, place, type, request->body, request->body_len);
		ks_reply_error(reply, 400, "%s", why);
		return KS_INVALID;
	}
	merged = merge(request, known, type, &why);
	if (!merged) {
		ks_reply_error(reply, 400, "%s", why);
		return KS_INVALID;
	}
	rc = save(request->centre, place, type, merged, strlen(merged));
	free(merged);
	return rc;
}

/* Looking at what is there and writing over it are one transaction. */
static void change(const struct ks_request *request, const struct place *place, struct ks_reply *reply)
{
	struct ks_store *store = ks_centre_store(request->centre);
	struct document known = {0};
	enum ks_rc rc = ks_store_begin(store);
	int status = 0;

	if (rc == KS_OK && place->id)
		rc = load(store, place, &known);
	if (rc == KS_OK || rc == KS_NOT_FOUND) {
		status = check_tags(request, place, &known);
		rc = status ? KS_INVALID : KS_OK;
	}
	if (status == 412)
		ks_reply_error(reply, 412, "the document is not what the request expects it to be");
	else if (status)
		ks_reply_error(reply, status,
			       "say which version you have seen: If-Match, or If-None-Match: *");
	if (rc == KS_OK && strcmp(request->method, "DELETE") == 0)
		rc = remove_documents(store, place);
	else if (rc == KS_OK)
		rc = write_one(request, place, &known, reply);
	rc = ks_store_end(store, rc);
	if (rc == KS_OK)
		reply->status = 204;
	else if (!reply->status)
		ks_reply_rc(reply, rc);
	document_finish(&known);
}

void ks_xapi_document(const struct ks_request *request, struct ks_reply *reply)
{
	struct place place;
	const char *why = read_place(request, &place);

	if (why)
		ks_reply_error(reply, 400, "%s", why);
	else if (strcmp(request->method, "GET") == 0)
		get(request, &place, reply);
	else
		change(request, &place, reply);
	place_finish(&place);
}
