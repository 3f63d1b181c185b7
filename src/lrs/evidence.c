/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/evidence.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/mem.h"
#include "record/db.h"

/* Bytes go out as a JSON string: what was received is UTF-8, and comes back byte for byte. */

static void put_bytes(struct ks_buf *out, sqlite3_stmt *stmt, int column)
{
	const void *blob = sqlite3_column_blob(stmt, column);
	char *text = ks_strndup(blob ? blob : "", (size_t)sqlite3_column_bytes(stmt, column));

	ks_buf_json(out, text);
	free(text);
}

static void put_hash(struct ks_buf *out, sqlite3_stmt *stmt, int column)
{
	char hex[KS_HASH_HEX] = "";

	if (sqlite3_column_bytes(stmt, column) == KS_HASH_BYTES)
		ks_hex(sqlite3_column_blob(stmt, column), KS_HASH_BYTES, hex);
	ks_buf_printf(out, "\"%s\"", hex);
}

static void put_text(struct ks_buf *out, const char *name, sqlite3_stmt *stmt, int column)
{
	ks_buf_printf(out, "\"%s\":", name);
	ks_buf_json(out, ks_db_text(stmt, column));
}

static enum ks_rc write_rows(struct ks_store *store, sqlite3_stmt *stmt, struct ks_buf *out,
			     void (*put)(struct ks_buf *out, sqlite3_stmt *stmt))
{
	enum ks_rc rc;

	while ((rc = ks_db_step(store, stmt)) == KS_OK && !out->is_over) {
		ks_buf_putc(out, '{');
		put(out, stmt);
		ks_buf_puts(out, "}\n");
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	if (out->is_over)
		return KS_FULL;
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static void put_statement(struct ks_buf *out, sqlite3_stmt *stmt)
{
	put_text(out, "kiosk", stmt, 0);
	ks_buf_printf(out, ",\"seq\":%lld,\"hash\":", (long long)sqlite3_column_int64(stmt, 1));
	put_hash(out, stmt, 2);
	ks_buf_puts(out, ",\"statement\":");
	put_bytes(out, stmt, 3);
}

enum ks_rc ks_evidence_statements(struct ks_store *store, struct ks_buf *out)
{
	ks_db_lock(store);
	return write_rows(store,
			  ks_db_query(store,
				      "SELECT kiosk, seq, hash, body(bytes) FROM received"
				      " ORDER BY kiosk, seq, stored",
				      ""),
			  out, put_statement);
}

static void put_head(struct ks_buf *out, sqlite3_stmt *stmt)
{
	put_text(out, "kiosk", stmt, 0);
	ks_buf_putc(out, ',');
	put_text(out, "identity", stmt, 1);
	ks_buf_printf(out, ",\"seq\":%lld,", (long long)sqlite3_column_int64(stmt, 2));
	put_text(out, "hash", stmt, 3);
	ks_buf_putc(out, ',');
	put_text(out, "key", stmt, 4);
	ks_buf_putc(out, ',');
	put_text(out, "signature", stmt, 5);
}

enum ks_rc ks_evidence_heads(struct ks_store *store, struct ks_buf *out)
{
	ks_db_lock(store);
	return write_rows(
		store,
		ks_db_query(store,
			    "SELECT h.kiosk, coalesce(nullif(k.identity, ''), k.id), h.seq, h.hash,"
			    " coalesce(k.public_key, ''), h.signature"
			    " FROM received_head h JOIN kiosk k ON k.id = h.kiosk"
			    " ORDER BY h.kiosk",
			    ""),
		out, put_head);
}

static void put_access(struct ks_buf *out, sqlite3_stmt *stmt)
{
	ks_buf_printf(out, "\"n\":%lld,\"hash\":", (long long)sqlite3_column_int64(stmt, 0));
	put_hash(out, stmt, 1);
	ks_buf_puts(out, ",\"entry\":");
	put_bytes(out, stmt, 2);
}

enum ks_rc ks_evidence_access(struct ks_store *store, struct ks_buf *out)
{
	ks_db_lock(store);
	return write_rows(store,
			  ks_db_query(store, "SELECT n, hash, bytes FROM access_log ORDER BY n", ""),
			  out, put_access);
}

static void put_question(struct ks_buf *out, sqlite3_stmt *stmt)
{
	ks_buf_printf(out, "\"nendo\":%d,", sqlite3_column_int(stmt, 0));
	put_text(out, "lesson", stmt, 1);
	ks_buf_putc(out, ',');
	put_text(out, "question", stmt, 2);
	ks_buf_putc(out, ',');
	put_text(out, "revision", stmt, 3);
	ks_buf_puts(out, ",\"definition\":");
	ks_buf_puts(out, sqlite3_column_bytes(stmt, 4) > 0 ? ks_db_text(stmt, 4) : "null");
}

/* The wording stands in each answer: what was on the glass, whatever the content says today. */
enum ks_rc ks_evidence_questions(struct ks_store *store, int nendo, struct ks_buf *out)
{
	static const char select[] =
		"SELECT q.nendo, q.lesson, q.question, q.revision,"
		" (SELECT json_extract(CAST(body(r.bytes) AS TEXT), '$.object.definition') FROM received r"
		"  WHERE r.verb = 'answered' AND r.nendo = q.nendo AND r.lesson = q.lesson"
		"  AND substr(r.object, -length(q.question) - 6) = '/quiz/' || q.question"
		"  AND instr(CAST(body(r.bytes) AS TEXT), q.revision) > 0 LIMIT 1)"
		" FROM question_tally q WHERE q.nendo = ? ORDER BY q.lesson, q.question, q.revision";

	ks_db_lock(store);
	return write_rows(store, ks_db_query(store, select, "d", nendo), out, put_question);
}
