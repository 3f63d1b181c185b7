/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/centre_ledger.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/lock.h"
#include "base/mem.h"
#include "record/db.h"

/*
 * It goes in by the same door as what a kiosk sends (ks_centre_deliver()), so that chain, numbers, heads and index are
 * the same thing. The secret of its account is thrown away: nobody can send under it.
 */

#define SETTING_BASE "iri_base"

bool ks_centre_is_own(const char *kiosk)
{
	return strcmp(kiosk, KS_CENTRE_OWN) == 0;
}

static enum ks_rc open_account(struct ks_centre *centre)
{
	uint8_t secret[KS_HASH_BYTES];
	enum ks_rc rc = ks_ledger_make_identity(centre->store);

	ks_random(secret, sizeof(secret));
	return rc == KS_OK
		       ? ks_db_run(centre->store,
				   "INSERT INTO kiosk(id, secret_sha256, added_ms) VALUES(?, ?, ?)"
				   " ON CONFLICT DO NOTHING",
				   "tbi", KS_CENTRE_OWN, secret, sizeof(secret),
				   ks_centre_now_ms(centre))
		       : rc;
}

/* Where the chain goes on. */
static enum ks_rc find_end(struct ks_store *store, int64_t *seq, uint8_t hash[KS_HASH_BYTES])
{
	static const char select[] =
		"SELECT seq, hash FROM received WHERE kiosk = ? ORDER BY seq DESC LIMIT 1";
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	*seq = 0;
	memset(hash, 0, KS_HASH_BYTES);
	ks_db_lock(store);
	stmt = ks_db_query(store, select, "t", KS_CENTRE_OWN);
	rc = ks_db_step(store, stmt);
	if (rc == KS_OK && sqlite3_column_bytes(stmt, 1) == KS_HASH_BYTES) {
		*seq = sqlite3_column_int64(stmt, 0);
		memcpy(hash, sqlite3_column_blob(stmt, 1), KS_HASH_BYTES);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

struct written {
	char **bytes;
	size_t *lens;
	struct ks_head head;
	char id[KS_UUID_TEXT];
};

static enum ks_rc write_all(struct ks_centre *centre, const struct ks_centre_fact *facts,
			    size_t n_facts, struct written *out)
{
	struct ks_stamp stamp = {.kiosk = KS_CENTRE_OWN};
	uint8_t hash[KS_HASH_BYTES];
	enum ks_rc rc = find_end(centre->store, &stamp.seq, hash);

	ks_lock(&centre->clock_mutex);
	stamp.time = ks_clock_now(centre->clock);
	ks_unlock(&centre->clock_mutex);
	for (size_t i = 0; i < n_facts && rc == KS_OK; i++) {
		struct ks_buf bytes = {.ceiling = KS_STATEMENT_MAX_BYTES};

		stamp.seq++;
		if (facts[i].id)
			memcpy(stamp.id, facts[i].id, sizeof(stamp.id));
		else
			ks_uuid_v7(stamp.time.wall_ms, stamp.id);
		ks_hex(hash, KS_HASH_BYTES, stamp.prev);
		facts[i].build(facts[i].fact, &stamp, &bytes);
		if (i == 0)
			memcpy(out->id, stamp.id, sizeof(out->id));
		rc = bytes.is_over ? KS_FULL : KS_OK;
		out->lens[i] = bytes.len;
		out->bytes[i] = ks_buf_take(&bytes);
		ks_blake2b(out->bytes[i], out->lens[i], hash);
	}
	out->head.seq = stamp.seq;
	ks_hex(hash, KS_HASH_BYTES, out->head.hash);
	return rc == KS_OK ? ks_ledger_sign(centre->store, KS_CENTRE_OWN, &out->head) : rc;
}

/* Two callers at once would give out one number twice: the store's mutex is held from the end of the chain to its commit. */
enum ks_rc ks_centre_record(struct ks_centre *centre, const struct ks_centre_fact *facts,
			    size_t n_facts, char id[KS_UUID_TEXT])
{
	struct written w = {.bytes = ks_alloc_zero(n_facts + 1, sizeof(*w.bytes)),
			    .lens = ks_alloc_zero(n_facts + 1, sizeof(*w.lens))};
	enum ks_rc rc;

	ks_db_lock(centre->store);
	rc = open_account(centre);
	if (rc == KS_OK)
		rc = write_all(centre, facts, n_facts, &w);
	if (rc == KS_OK) {
		struct ks_delivery delivery = {.kiosk = KS_CENTRE_OWN,
					       .head = &w.head,
					       .bytes = (const char *const *)w.bytes,
					       .lens = w.lens,
					       .n_statements = n_facts};

		rc = ks_centre_deliver(centre, &delivery);
		free(delivery.why);
	}
	ks_db_unlock(centre->store);
	if (rc == KS_OK)
		ks_centre_touch(centre);
	if (id)
		memcpy(id, w.id, KS_UUID_TEXT);
	for (size_t i = 0; i < n_facts; i++)
		free(w.bytes[i]);
	free(w.bytes);
	free(w.lens);
	ks_head_finish(&w.head);
	return rc;
}

/* ---- whose IRIs ---- */

/* Of the newest statement a kiosk sent about somebody: what stands before "/staff" in the actor's homePage. */
static enum ks_rc told_by_kiosks(struct ks_store *store, char **out)
{
	static const char select[] =
		"SELECT json_extract(CAST(body(bytes) AS TEXT), '$.actor.account.homePage') FROM received"
		" WHERE staff <> '' ORDER BY stored DESC LIMIT 1";
	static const char tail[] = "/staff";
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select, "");
	rc = ks_db_step(store, stmt);
	if (rc == KS_OK) {
		const char *home = ks_db_text(stmt, 0);
		size_t len = strlen(home), tail_len = strlen(tail);

		if (len > tail_len && strcmp(home + len - tail_len, tail) == 0)
			*out = ks_strndup(home, len - tail_len);
		else
			rc = KS_NOT_FOUND;
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc;
}

enum ks_rc ks_centre_iri_base(struct ks_centre *centre, const char *told, char **out)
{
	enum ks_rc rc = told_by_kiosks(centre->store, out);

	if (rc != KS_NOT_FOUND)
		return rc;
	if (!told || !told[0])
		return ks_store_get(centre->store, SETTING_BASE, out);
	*out = ks_strdup(told);
	return ks_store_set(centre->store, SETTING_BASE, told);
}
