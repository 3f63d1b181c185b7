/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/access.h"

#include <jansson.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/calendar.h"
#include "lrs/access_head.h"
#include "record/db.h"

/* What is hashed are the bytes as they lie in the database, so that a reader needs no rule of how JSON is written. */

static const struct {
	const char *id, *word;
} deeds[KS_DEED_COUNT] = {
	[KS_DEED_SAW] = {"saw", "見た"},
	[KS_DEED_EXPORTED] = {"exported", "書き出した"},
	[KS_DEED_CHANGED] = {"changed", "変えた"},
	[KS_DEED_ENTERED] = {"entered", "ログインした"},
	[KS_DEED_LEFT] = {"left", "ログアウトした"},
	[KS_DEED_REFUSED] = {"refused", "断った"},
};

const char *ks_deed_word(enum ks_deed deed)
{
	return deed < KS_DEED_COUNT ? deeds[deed].word : "";
}

static void put(struct ks_buf *out, const char *name, const char *text)
{
	ks_buf_printf(out, ",\"%s\":", name);
	ks_buf_json(out, text ? text : "");
}

static void write_entry(struct ks_buf *out, const struct ks_access *access, const char *prev)
{
	char at[32];

	ks_time_format_utc(access->at_ms, at);
	ks_buf_printf(out, "{\"n\":%lld", (long long)access->n);
	put(out, "at", at);
	put(out, "user", access->user);
	put(out, "role", access->role);
	put(out, "deed", deeds[access->deed].id);
	put(out, "what", access->what);
	put(out, "reason", access->reason);
	ks_buf_printf(out, ",\"people\":%lld", (long long)access->n_people);
	put(out, "prev", prev);
	ks_buf_puts(out, "}");
}

/* Number and hash of the newest entry; 0 and "" for none. Inside a transaction. */
static enum ks_rc read_head(struct ks_store *store, int64_t *n, char hex[KS_HASH_HEX])
{
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	*n = 0;
	hex[0] = '\0';
	ks_db_lock(store);
	stmt = ks_db_query(store, "SELECT n, hash FROM access_log ORDER BY n DESC LIMIT 1", "");
	rc = ks_db_step(store, stmt);
	if (rc == KS_OK) {
		*n = sqlite3_column_int64(stmt, 0);
		ks_hex(sqlite3_column_blob(stmt, 1), (size_t)sqlite3_column_bytes(stmt, 1), hex);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

enum ks_rc ks_access_add(struct ks_store *store, const struct ks_access *access)
{
	struct ks_access entry = *access;
	uint8_t hash[KS_HASH_BYTES];
	char prev[KS_HASH_HEX];
	struct ks_buf bytes = {0};
	enum ks_rc rc;

	ks_db_lock(store); /* until the head is written: two at once would write them out of order */
	rc = ks_store_begin(store);
	if (rc == KS_OK)
		rc = read_head(store, &entry.n, prev);
	if (rc == KS_OK)
		rc = ks_access_head_begin(store);
	if (rc == KS_OK) {
		entry.n++;
		write_entry(&bytes, &entry, prev);
		ks_blake2b(bytes.data, bytes.len, hash);
		rc = ks_db_run(store, "INSERT INTO access_log(n, hash, bytes) VALUES(?, ?, ?)",
			       "ibb", entry.n, hash, sizeof(hash), bytes.data, bytes.len);
	}
	rc = ks_store_end(store, rc);
	if (rc == KS_OK)
		ks_access_head_write(store, entry.n, hash);
	ks_db_unlock(store);
	ks_buf_finish(&bytes);
	return rc;
}

enum ks_rc ks_access_count(struct ks_store *store, int64_t *n)
{
	return ks_db_number(store, n, "SELECT coalesce(max(n), 0) FROM access_log", "");
}

static const char *member(const json_t *root, const char *name, struct ks_arena *arena)
{
	const char *text = json_string_value(json_object_get(root, name));

	return ks_arena_strdup(arena, text ? text : "");
}

static void read_entry(const json_t *root, struct ks_arena *arena, struct ks_access *out)
{
	const char *deed = json_string_value(json_object_get(root, "deed"));
	const char *at = json_string_value(json_object_get(root, "at"));

	*out = (struct ks_access){
		.n = json_integer_value(json_object_get(root, "n")),
		.user = member(root, "user", arena),
		.role = member(root, "role", arena),
		.what = member(root, "what", arena),
		.reason = member(root, "reason", arena),
		.n_people = json_integer_value(json_object_get(root, "people")),
		.deed = KS_DEED_COUNT,
	};
	if (at && !ks_time_parse(at, &out->at_ms))
		out->at_ms = 0;
	for (int i = 0; deed && i < KS_DEED_COUNT; i++)
		if (strcmp(deeds[i].id, deed) == 0)
			out->deed = (enum ks_deed)i;
}

enum ks_rc ks_access_list(struct ks_store *store, int64_t from, size_t n_most,
			  struct ks_arena *arena, struct ks_access **out, size_t *n_out)
{
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	*out = ks_alloc_zero(n_most + 1, sizeof(**out));
	*n_out = 0;
	ks_db_lock(store);
	stmt = ks_db_query(store, "SELECT bytes FROM access_log WHERE n <= ? ORDER BY n DESC LIMIT ?",
			   "ii", from, (int64_t)n_most);
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		json_t *root = json_loadb(sqlite3_column_blob(stmt, 0),
					  (size_t)sqlite3_column_bytes(stmt, 0), 0, NULL);

		read_entry(root, arena, &(*out)[(*n_out)++]);
		json_decref(root);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static bool is_as_written(struct sqlite3_stmt *stmt, int64_t expected, const char *prev,
			  char hex[KS_HASH_HEX])
{
	const void *bytes = sqlite3_column_blob(stmt, 2), *kept = sqlite3_column_blob(stmt, 1);
	size_t len = (size_t)sqlite3_column_bytes(stmt, 2);
	uint8_t hash[KS_HASH_BYTES];
	json_t *root = json_loadb(bytes, len, 0, NULL);
	const char *told = json_string_value(json_object_get(root, "prev"));
	bool is_linked = sqlite3_column_int64(stmt, 0) == expected && told &&
			 strcmp(told, prev) == 0 &&
			 json_integer_value(json_object_get(root, "n")) == expected;

	ks_blake2b(bytes, len, hash);
	ks_hex(hash, sizeof(hash), hex);
	json_decref(root);
	return is_linked && sqlite3_column_bytes(stmt, 1) == (int)sizeof(hash) &&
	       memcmp(hash, kept, sizeof(hash)) == 0;
}

enum ks_rc ks_access_verify(struct ks_store *store, int64_t *n, int64_t *first_bad,
			    char head[KS_HASH_HEX])
{
	char prev[KS_HASH_HEX] = "";
	struct ks_access_head last;
	struct sqlite3_stmt *stmt;
	enum ks_rc rc =
		ks_access_head_read(store, &last); /* before the log, which may grow meanwhile */

	*n = *first_bad = 0;
	head[0] = '\0';
	if (rc != KS_OK)
		return rc;
	ks_db_lock(store);
	stmt = ks_db_query(store, "SELECT n, hash, bytes FROM access_log ORDER BY n", "");
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		++*n;
		if (*first_bad == 0 && (!is_as_written(stmt, *n, prev, head) ||
					(*n == last.n && strcmp(head, last.hash) != 0)))
			*first_bad = *n;
		memcpy(prev, head, KS_HASH_HEX);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	if (*first_bad == 0 && (last.is_missing || last.n > *n))
		*first_bad = *n + 1;
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}
