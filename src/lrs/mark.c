/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/mark.h"

#include <sqlite3.h>
#include <stdio.h>
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
