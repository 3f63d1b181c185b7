/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/mark.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/id.h"
#include "lrs/own.h"
#include "record/db.h"

/* The head names a statement that names those before it: whoever holds the paper can tell whether the record still says the same. */

#define HEAD_DIGITS 16

struct head {
	char kiosk[64];
	long long seq;
	char hash[KS_HASH_HEX];
};

static void put_head(struct ks_buf *out, const struct head *head, const char *own)
{
	const char *name = head->kiosk;

	if (!name[0])
		name = own;
	else if (strcmp(name, KS_CENTRE_OWN) == 0)
		name = "センター";
	if (head->seq > 0)
		ks_buf_printf(out, "%s%s %lld番 %.*s", out->len > 0 ? "、" : "", name, head->seq,
			      HEAD_DIGITS, head->hash);
}

static void take(sqlite3_stmt *stmt, struct ks_buf *all, struct ks_buf *heads, struct head *last,
		 const char *own)
{
	struct head head = {.seq = sqlite3_column_int64(stmt, 1)};

	(void)snprintf(head.kiosk, sizeof(head.kiosk), "%s", ks_db_text(stmt, 0));
	(void)snprintf(head.hash, sizeof(head.hash), "%s", ks_db_text(stmt, 2));
	ks_buf_printf(all, "%s %lld %s\n", head.kiosk, head.seq, head.hash);
	if (strcmp(head.kiosk, last->kiosk) != 0)
		put_head(heads, last, own);
	*last = head;
}

/* "1234-…"; 0: it is none. */
static int64_t count_of(const char *text)
{
	char *end;
	long long n = strtoll(text, &end, 10);

	return n > 0 && *end == '-' && strlen(end + 1) == HEAD_DIGITS ? n : 0;
}

/* Statements are numbered as they are stored, and never go: what was the last of each record then can be found again. */
static enum ks_rc digest_at(struct ks_store *store, int64_t n, char digest[KS_HASH_HEX])
{
	static const char select[] =
		"WITH RECURSIVE k(name) AS (SELECT min(kiosk) FROM received UNION ALL"
		"  SELECT (SELECT min(kiosk) FROM received WHERE kiosk > name) FROM k WHERE name <> '')"
		" SELECT r.kiosk, r.seq, lower(hex(r.hash)) FROM k JOIN received r ON r.stored ="
		"  (SELECT stored FROM received WHERE kiosk = k.name AND stored <= ?"
		"   ORDER BY seq DESC, stored DESC LIMIT 1) ORDER BY 1";
	struct ks_buf all = {0};
	uint8_t hash[KS_HASH_BYTES];
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select, "d", n);
	while ((rc = ks_db_step(store, stmt)) == KS_OK)
		ks_buf_printf(&all, "%s %s %s\n", ks_db_text(stmt, 0), ks_db_text(stmt, 1),
			      ks_db_text(stmt, 2));
	ks_db_end(stmt);
	ks_db_unlock(store);
	ks_blake2b(ks_buf_text(&all), all.len, hash);
	ks_hex(hash, sizeof(hash), digest);
	ks_buf_finish(&all);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

enum ks_rc ks_centre_mark(struct ks_store *store, const char *text, struct ks_arena *arena,
			  const char **out)
{
	char digest[KS_HASH_HEX];
	int64_t n_all = 0, n = text[0] ? count_of(text) : 0;
	enum ks_rc rc =
		ks_db_number(store, &n_all, "SELECT coalesce(max(stored), 0) FROM received", "");

	*out = "";
	if (rc == KS_OK && text[0] && (n == 0 || n > n_all))
		return KS_INVALID;
	n = n > 0 ? n : n_all;
	if (rc == KS_OK && n > 0)
		rc = digest_at(store, n, digest);
	if (rc == KS_OK && n > 0)
		*out = ks_arena_format(arena, "%lld-%.*s", (long long)n, HEAD_DIGITS, digest);
	return rc;
}

enum ks_rc ks_gathering_mark(struct ks_store *store, const char *id, const char *own,
			     struct ks_arena *arena, struct ks_gathering_mark *out)
{
	static const char select[] =
		"SELECT r.kiosk, r.seq, lower(hex(r.hash)) FROM gathering_fact f"
		"  JOIN received r ON r.id = f.id WHERE f.gathering = ?1"
		" UNION SELECT r.kiosk, r.seq, lower(hex(r.hash)) FROM correction c"
		"  JOIN received r ON r.id = c.id OR r.id = c.end_id WHERE c.gathering = ?1"
		" UNION SELECT '', s.seq, lower(hex(s.hash)) FROM gathering_fact f"
		"  JOIN statement s ON s.id = f.id WHERE f.gathering = ?1 ORDER BY 1, 2";
	struct ks_buf all = {0}, heads = {0};
	struct head last = {0};
	uint8_t hash[KS_HASH_BYTES];
	char digest[KS_HASH_HEX];
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select, "t", id);
	while ((rc = ks_db_step(store, stmt)) == KS_OK)
		take(stmt, &all, &heads, &last, own);
	ks_db_end(stmt);
	ks_db_unlock(store);
	put_head(&heads, &last, own);
	ks_blake2b(ks_buf_text(&all), all.len, hash);
	ks_hex(hash, sizeof(hash), digest);
	out->digest = all.len > 0 ? ks_arena_strndup(arena, digest, HEAD_DIGITS) : "";
	out->heads = ks_arena_strdup(arena, ks_buf_text(&heads));
	ks_buf_finish(&all);
	ks_buf_finish(&heads);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}
