/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/proof.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "lrs/sum.h"
#include "record/db.h"

/*
 * A kiosk sends its record in order and signs the end of each batch, so in ordinary life everything is proved within its
 * own request and `claim` stays empty. Only what came without a head waits there for one that covers it.
 */

static bool is_head_of(const struct ks_head *head, int64_t seq, const char *hash)
{
	return head && head->seq == seq && strcmp(head->hash, hash) == 0;
}

void ks_proof_cover(const struct ks_delivery *delivery, const struct ks_statement_view *views,
		    const uint8_t (*hashes)[KS_HASH_BYTES], bool *covered)
{
	for (size_t i = delivery->n_statements; i-- > 0;) {
		bool has_next = i + 1 < delivery->n_statements && covered[i + 1] &&
				views[i + 1].seq == views[i].seq + 1;
		char hash[KS_HASH_HEX];

		ks_hex(hashes[i], KS_HASH_BYTES, hash);
		covered[i] =
			views[i].seq > 0 && (is_head_of(delivery->head, views[i].seq, hash) ||
					     is_head_of(delivery->batch_head, views[i].seq, hash) ||
					     (has_next && strcmp(views[i + 1].prev, hash) == 0));
	}
}

enum ks_rc ks_proof_counts(struct ks_store *store, const char *sender, bool *counts)
{
	int64_t n = 0;
	enum ks_rc rc =
		ks_db_number(store, &n, "SELECT count(*) FROM source WHERE name = ?", "t", sender);

	*counts = n > 0;
	return rc;
}

enum ks_rc ks_proof_claim(struct ks_store *store, const char *sender, int64_t seq, int64_t stored,
			  enum ks_claim reason)
{
	return ks_db_run(store, "INSERT INTO claim(kiosk, seq, stored, reason) VALUES(?, ?, ?, ?)",
			 "tiid", sender, seq, stored, (int)reason);
}

struct claimed {
	int64_t stored, stored_ms;
	bool is_void;
	struct ks_statement_view view;
};

static enum ks_rc find_claim(struct ks_store *store, const char *sender, int64_t seq,
			     const char *hash, struct claimed *out)
{
	static const char select[] =
		"SELECT r.stored, r.stored_ms, body(r.bytes), EXISTS(SELECT 1 FROM void v WHERE v.target = " KS_ROW_ID(
			"r.id") ")"
				" FROM claim c JOIN received r ON r.stored = c.stored"
				" WHERE c.kiosk = ? AND c.seq = ? AND c.reason = 1 AND lower(hex(r.hash)) = ?";
	struct sqlite3_stmt *stmt = ks_db_query(store, select, "tit", sender, seq, hash);
	enum ks_rc rc = ks_db_step(store, stmt);

	if (rc == KS_OK) {
		out->stored = sqlite3_column_int64(stmt, 0);
		out->stored_ms = sqlite3_column_int64(stmt, 1);
		out->is_void = sqlite3_column_int(stmt, 3) != 0;
		if (ks_statement_read(sqlite3_column_blob(stmt, 2),
				      (size_t)sqlite3_column_bytes(stmt, 2), &out->view) != KS_OK)
			rc = KS_NOT_FOUND;
	}
	ks_db_end(stmt);
	return rc;
}

enum ks_rc ks_proof_by_next(struct ks_store *store, const char *sender, int64_t seq,
			    const uint8_t hash[KS_HASH_BYTES], bool *covered)
{
	static const char select[] =
		"SELECT count(*) FROM received r WHERE r.kiosk = ?1 AND r.seq = ?2 + 1 AND r.prev = ?3"
		" AND NOT EXISTS(SELECT 1 FROM claim c WHERE c.kiosk = ?1 AND c.seq = r.seq"
		"  AND c.stored = r.stored AND c.reason = 1)";
	char hex[KS_HASH_HEX];
	int64_t n = 0;
	enum ks_rc rc;

	ks_hex(hash, KS_HASH_BYTES, hex);
	rc = ks_db_number(store, &n, select, "tit", sender, seq, hex);
	*covered = n > 0;
	return rc;
}

static enum ks_rc accept(struct ks_store *store, const char *sender, const struct claimed *row,
			 bool counts)
{
	static const char update[] =
		"UPDATE claim SET reason = ? WHERE kiosk = ? AND seq = ? AND stored = ?";
	static const char drop[] = "DELETE FROM claim WHERE kiosk = ? AND seq = ? AND stored = ?";
	enum ks_claim rule = ks_claim_rule(&row->view, row->stored_ms);
	enum ks_rc rc;

	if (rule != KS_CLAIM_NONE)
		return ks_db_run(store, update, "dtii", (int)rule, sender, row->view.seq,
				 row->stored);
	rc = ks_db_run(store, drop, "tii", sender, row->view.seq, row->stored);
	/* Where claims count by HR's word, it has been counted already. */
	return rc == KS_OK && !row->is_void && !counts ? ks_sum_add(store, &row->view, sender) : rc;
}

enum ks_rc ks_proof_back(struct ks_store *store, const char *sender, int64_t seq, const char *hash,
			 size_t *n_proved)
{
	struct claimed row;
	char wanted[KS_HASH_HEX];
	bool counts = false;
	enum ks_rc rc = ks_proof_counts(store, sender, &counts);

	snprintf(wanted, sizeof(wanted), "%s", hash);
	for (; rc == KS_OK && seq > 0; seq--) {
		rc = find_claim(store, sender, seq, wanted, &row);
		if (rc == KS_NOT_FOUND)
			return KS_OK;
		if (rc == KS_OK)
			rc = accept(store, sender, &row, counts);
		*n_proved += rc == KS_OK;
		snprintf(wanted, sizeof(wanted), "%s", row.view.prev);
	}
	return rc;
}

enum ks_rc ks_proof_keep_head(struct ks_store *store, const char *account, const char *identity,
			      const struct ks_head *head)
{
	static const char upsert[] =
		"INSERT INTO proof(kiosk, seq, hash, signature) SELECT ?1, ?2, ?3, ?4"
		" WHERE EXISTS(SELECT 1 FROM received WHERE kiosk = ?5 AND seq = ?2"
		"  AND lower(hex(hash)) = ?3)"
		" ON CONFLICT DO UPDATE SET seq = excluded.seq, hash = excluded.hash,"
		" signature = excluded.signature WHERE excluded.seq > seq";

	return ks_db_run(store, upsert, "tittt", account, head->seq, head->hash, head->signature,
			 identity);
}
