/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/attachment.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/id.h"
#include "base/mem.h"
#include "lrs/jws.h"
#include "record/db.h"
#include "xapi/statement_same.h"

/*
 * What a statement has attached is named by its SHA-2 and kept once, whoever sent it and however often. A part is only
 * taken when it is what it says: the digest is made anew over its bytes (of SHA-256; the longer ones are compared by
 * name alone).
 */

#define BOUNDARY "kenshu-8c1f2a6e-part"
#define SIGNATURE "http://adlnet.gov/expapi/attachments/signature"

void ks_sha2s_finish(struct ks_sha2s *list)
{
	for (size_t i = 0; i < list->n; i++) {
		free(list->items[i].sha2);
		free(list->items[i].type);
	}
	free(list->items);
	*list = (struct ks_sha2s){0};
}

/* Each attachment of a statement and of the SubStatement within it. */
static void each_attachment(const json_t *root, void (*see)(void *context, const json_t *one),
			    void *context)
{
	const json_t *holders[] = {root, json_object_get(root, "object")};

	for (size_t h = 0; h < KS_COUNT(holders); h++) {
		const json_t *list = json_object_get(holders[h], "attachments");

		for (size_t i = 0; i < json_array_size(list); i++)
			see(context, json_array_get(list, i));
	}
}

static const char *text_of(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

/* ---- out ---- */

static void add_sha2(void *context, const json_t *one)
{
	struct ks_sha2s *list = context;
	const char *sha2 = text_of(one, "sha2");

	for (size_t i = 0; i < list->n; i++)
		if (strcasecmp(list->items[i].sha2, sha2) == 0)
			return;
	ks_grow(&list->items, list->n, &list->capacity);
	list->items[list->n++] =
		(struct ks_sha2){ks_strdup(sha2), ks_strdup(text_of(one, "contentType"))};
}

void ks_attachment_list(const char *bytes, size_t len, struct ks_sha2s *list)
{
	json_t *root = json_loadb(bytes, len, 0, NULL);

	each_attachment(root, add_sha2, list);
	json_decref(root);
}

static char *lower_case(const char *text)
{
	char *copy = ks_strdup(text);

	for (char *c = copy; *c; c++)
		if (*c >= 'A' && *c <= 'F')
			*c = (char)(*c - 'A' + 'a');
	return copy;
}

static void put_kept(struct ks_centre *centre, const struct ks_sha2 *one, struct ks_buf *out)
{
	struct ks_store *store = ks_centre_store(centre);
	char *sha2 = lower_case(one->sha2);
	struct sqlite3_stmt *stmt;

	ks_db_lock(store);
	stmt = ks_db_query(store, "SELECT bytes FROM attachment WHERE sha2 = ?", "t", sha2);
	if (ks_db_step(store, stmt) == KS_OK) {
		ks_buf_printf(out,
			      "--" BOUNDARY "\r\nContent-Type: %s\r\n"
			      "Content-Transfer-Encoding: binary\r\nX-Experience-API-Hash: %s\r\n\r\n",
			      one->type, one->sha2);
		ks_buf_append(out, sqlite3_column_blob(stmt, 0),
			      (size_t)sqlite3_column_bytes(stmt, 0));
		ks_buf_puts(out, "\r\n");
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	free(sha2);
}

void ks_attachment_reply(struct ks_centre *centre, const struct ks_buf *json,
			 const struct ks_sha2s *list, struct ks_reply *reply)
{
	reply->status = 200;
	reply->content_type = "multipart/mixed; boundary=\"" BOUNDARY "\"";
	ks_buf_puts(&reply->body, "--" BOUNDARY "\r\nContent-Type: application/json\r\n\r\n");
	ks_buf_append(&reply->body, ks_buf_text(json), json->len);
	ks_buf_puts(&reply->body, "\r\n");
	for (size_t i = 0; i < list->n; i++)
		put_kept(centre, &list->items[i], &reply->body);
	ks_buf_puts(&reply->body, "--" BOUNDARY "--\r\n");
}

/* ---- in ---- */

struct matching {
	const struct ks_multipart *multipart; /* NULL: the request had no parts */
	const char *bytes;                    /* the statement whose attachments are looked at */
	size_t len;
	bool *is_wanted; /* by part */
	const char *why;
};

static const struct ks_part *find_part(struct matching *m, const char *sha2)
{
	const struct ks_part *found = NULL;

	for (size_t i = 1; m->multipart && i < m->multipart->n; i++) {
		if (strcasecmp(m->multipart->parts[i].hash, sha2) != 0)
			continue;
		m->is_wanted[i] = true;
		found = &m->multipart->parts[i];
	}
	return found;
}

/* A JWS (jws.h) over this very statement. */
static const char *check_signature(const struct matching *m, const struct ks_part *part)
{
	json_t *payload, *own;
	const char *why = ks_jws_read(part->bytes, part->len, &payload);
	char *text;

	if (why)
		return why;
	own = json_loadb(m->bytes, m->len, 0, NULL);
	/* The signed text may be without what the sender or the LRS gave later. */
	if (!json_object_get(payload, "id"))
		json_object_set(payload, "id", json_object_get(own, "id"));
	text = json_dumps(payload, JSON_COMPACT);
	if (json_object_get(own, "id") &&
	    (!text || !ks_statement_is_same(m->bytes, m->len, text, strlen(text))))
		why = "what is signed is another statement";
	free(text);
	json_decref(own);
	json_decref(payload);
	return why;
}

static void match_one(void *context, const json_t *one)
{
	struct matching *m = context;
	const struct ks_part *part = find_part(m, text_of(one, "sha2"));
	bool is_signature = strcmp(text_of(one, "usageType"), SIGNATURE) == 0;

	if (m->why)
		return;
	if (!part && !json_object_get(one, "fileUrl"))
		m->why = "an attachment has neither its part nor a fileUrl";
	else if (is_signature && strcmp(text_of(one, "contentType"), "application/octet-stream") != 0)
		m->why = "a signature must be application/octet-stream";
	else if (is_signature && part)
		m->why = check_signature(m, part);
}

static const char *check_parts(const struct ks_multipart *multipart)
{
	const char *type = multipart->parts[0].type;

	if (!type || strncasecmp(type, "application/json", 16) != 0)
		return "the first part must be application/json";
	for (size_t i = 1; i < multipart->n; i++) {
		const struct ks_part *part = &multipart->parts[i];
		uint8_t hash[KS_HASH_BYTES];
		char hex[KS_HASH_HEX];

		if (!part->encoding || strcasecmp(part->encoding, "binary") != 0)
			return "Content-Transfer-Encoding of an attachment must be binary";
		if (!part->hash || strlen(part->hash) > 128)
			return "an attachment needs X-Experience-API-Hash";
		ks_sha256(part->bytes, part->len, hash);
		ks_hex(hash, sizeof(hash), hex);
		if (strlen(part->hash) == KS_HASH_HEX - 1 && strcasecmp(part->hash, hex) != 0)
			return "an attachment is not what X-Experience-API-Hash says";
	}
	return NULL;
}

enum ks_rc ks_attachment_match(const struct ks_multipart *multipart, const char *const *bytes,
			       const size_t *lens, size_t n, const char **why)
{
	size_t n_parts = multipart ? multipart->n : 0;
	struct matching m = {.multipart = multipart,
			     .is_wanted = ks_alloc_zero(n_parts + 1, sizeof(bool)),
			     .why = multipart ? check_parts(multipart) : NULL};

	for (size_t i = 0; i < n && !m.why; i++) {
		json_t *root;

		/* Hardly any statement has one. */
		if (!memmem(bytes[i], lens[i], "\"attachments\"", 13))
			continue;
		root = json_loadb(bytes[i], lens[i], 0, NULL);
		m.bytes = bytes[i];
		m.len = lens[i];
		each_attachment(root, match_one, &m);
		json_decref(root);
	}
	for (size_t i = 1; i < n_parts && !m.why; i++)
		if (!m.is_wanted[i])
			m.why = "a part belongs to no attachment";
	free(m.is_wanted);
	*why = m.why;
	return m.why ? KS_INVALID : KS_OK;
}

enum ks_rc ks_attachment_keep(struct ks_centre *centre, const struct ks_multipart *multipart)
{
	enum ks_rc rc = KS_OK;

	for (size_t i = 1; i < multipart->n && rc == KS_OK; i++) {
		char *sha2 = lower_case(multipart->parts[i].hash);

		rc = ks_db_run(ks_centre_store(centre),
			       "INSERT OR IGNORE INTO attachment(sha2, bytes) VALUES(?, ?)", "tb",
			       sha2, multipart->parts[i].bytes, multipart->parts[i].len);
		free(sha2);
	}
	return rc;
}
