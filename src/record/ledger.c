/* SPDX-License-Identifier: Apache-2.0 */
#include "record/ledger.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "record/anchor.h"
#include "record/ballast.h"
#include "record/db.h"
#include "record/epoch.h"
#include "record/ledger_private.h"
#include "record/store_private.h"

/*
 * Appending: number, chain and time are given here, inside the transaction, and the end of the chain is
 * moved forward in memory only once COMMIT has succeeded. What happens to statements afterwards is in
 * ledger_deliver.c, the signed head in ledger_head.c.
 */

#define KIOSK_LOCAL "k-local"

/* Wall time may differ this much from monotonic time between two facts, plus what NTP may slew. */
#define STEP_MS 2000
#define SLEW_DIVISOR 1000

/* A new epoch begins behind numbers that may have been used, with a chain of its own. */
static enum ks_rc begin_epoch(struct ks_ledger *ledger)
{
	int64_t epoch;
	enum ks_rc rc = ks_store_get_number(ledger->store, KS_SETTING_EPOCH, &epoch);
	int64_t base = (epoch - 1) * KS_EPOCH_SPAN;

	if (base > ledger->committed.seq)
		ledger->committed = (struct ks_tail_mark){.seq = base};
	return rc;
}

enum ks_rc ks_ledger_begin_epoch(struct ks_ledger *ledger, int64_t epoch)
{
	enum ks_rc rc = KS_OK;

	if (epoch < 1 || epoch > KS_EPOCH_MAX)
		return KS_INVALID;
	ks_db_lock(ledger->store);
	if ((epoch - 1) * KS_EPOCH_SPAN > ledger->committed.seq) {
		rc = ks_store_set_number(ledger->store, KS_SETTING_EPOCH, epoch);
		if (rc == KS_OK)
			rc = begin_epoch(ledger);
		if (rc == KS_OK)
			ks_log_warn("ledger", "goes on in epoch %lld", (long long)epoch);
	}
	ks_db_unlock(ledger->store);
	return rc;
}

static enum ks_rc load_end(struct ks_ledger *ledger)
{
	ks_db_lock(ledger->store);
	sqlite3_stmt *stmt = ks_db_query(
		ledger->store, "SELECT seq, hash FROM statement ORDER BY seq DESC LIMIT 1", "");
	enum ks_rc rc = ks_db_step(ledger->store, stmt);

	if (rc == KS_OK) {
		ledger->committed.seq = sqlite3_column_int64(stmt, 0);
		if (sqlite3_column_bytes(stmt, 1) == KS_HASH_BYTES)
			memcpy(ledger->committed.hash, sqlite3_column_blob(stmt, 1), KS_HASH_BYTES);
		else
			rc = KS_DAMAGED;
	}
	ks_db_end(stmt);
	ks_db_unlock(ledger->store);
	if (rc != KS_OK && rc != KS_NOT_FOUND)
		return rc;
	ledger->head = ledger->committed;
	return begin_epoch(ledger);
}

static bool is_label(const char *kiosk)
{
	size_t len = strlen(kiosk);

	return len > 0 && len <= KS_LEDGER_KIOSK_MAX &&
	       strspn(kiosk, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._") ==
		       len;
}

/*
 * What is written into statements is a label for people; who this kiosk is, its key says. Another LRS's keys may be
 * of any kind (64 hexadecimal digits are usual): then the label is made of the kiosk's own key, and stays.
 */
static enum ks_rc take_label(struct ks_ledger *ledger, const char *kiosk)
{
	uint8_t hash[KS_HASH_BYTES];
	char hex[KS_HASH_HEX], *public_key = NULL;
	enum ks_rc rc;

	if (is_label(kiosk)) {
		ledger->kiosk = ks_strdup(kiosk);
		return KS_OK;
	}
	rc = ks_store_get(ledger->store, "identity_public", &public_key);
	if (rc == KS_OK) {
		ks_blake2b(public_key, strlen(public_key), hash);
		ks_hex(hash, sizeof(hash), hex);
		ledger->kiosk = ks_format("k-%.12s", hex);
	}
	free(public_key);
	return rc;
}

/* A new name is taken: identity is the key. Only no name at all, where there was one, is a mistake. */
static enum ks_rc claim_kiosk(struct ks_ledger *ledger)
{
	char *known = NULL;
	enum ks_rc rc = ks_store_get(ledger->store, "kiosk", &known);
	bool is_same = rc == KS_OK && strcmp(known, ledger->kiosk) == 0;
	bool is_local = strcmp(ledger->kiosk, KIOSK_LOCAL) == 0;

	if (rc == KS_OK && !is_same && !is_local && strcmp(known, KIOSK_LOCAL) != 0)
		ks_log_warn("ledger", "kiosk %s goes on as %s", known, ledger->kiosk);
	free(known);
	if (is_same || (rc != KS_OK && rc != KS_NOT_FOUND))
		return rc;
	if (rc == KS_OK && is_local)
		return KS_CONFLICT;
	return ks_store_set(ledger->store, "kiosk", ledger->kiosk);
}

enum ks_rc ks_ledger_open(struct ks_store *store, struct ks_clock *clock, const char *kiosk,
			  struct ks_ledger **out)
{
	struct ks_ledger *ledger = ks_alloc_zero(1, sizeof(*ledger));

	*out = NULL;
	ledger->store = store;
	ledger->clock = clock;
	enum ks_rc rc = ks_ledger_make_identity(store);

	if (rc == KS_OK)
		rc = take_label(ledger, kiosk);
	if (rc == KS_OK)
		rc = claim_kiosk(ledger);
	if (rc == KS_OK)
		rc = ks_anchor_attach(store);
	if (rc == KS_OK)
		rc = ks_anchor_identify(store);
	if (rc == KS_OK)
		rc = load_end(ledger);
	if (rc != KS_OK) {
		ks_log_error("ledger", "open failed: %s", ks_rc_name(rc));
		ks_ledger_close(ledger);
		return rc;
	}
	*out = ledger;
	return KS_OK;
}

void ks_ledger_close(struct ks_ledger *ledger)
{
	if (!ledger)
		return;
	ks_buf_finish(&ledger->bytes);
	free(ledger->kiosk);
	free(ledger);
}

struct ks_store *ks_ledger_store(struct ks_ledger *ledger)
{
	return ledger->store;
}

const char *ks_ledger_kiosk(const struct ks_ledger *ledger)
{
	return ledger->kiosk;
}

enum ks_rc ks_ledger_begin(struct ks_ledger *ledger)
{
	enum ks_rc rc;

	ks_ballast_look(ledger->store);
	rc = ks_store_begin(ledger->store);
	if (rc == KS_OK) {
		ledger->pending = ledger->committed;
		ledger->is_in_transaction = true;
	}
	return rc;
}

static void take_end(struct ks_ledger *ledger)
{
	if (ledger->pending.seq != ledger->committed.seq)
		ledger->head = ledger->pending;
	ledger->committed = ledger->pending;
}

enum ks_rc ks_ledger_commit(struct ks_ledger *ledger)
{
	struct ks_tail *tail = ledger->store->tail;
	enum ks_rc rc, settled;

	ks_db_lock(ledger->store);
	assert(ledger->is_in_transaction);
	/* What cannot stand in both files must be in neither (tail.c). */
	if (ledger->store->spoiled != KS_OK)
		ks_tail_drop(tail);
	rc = ks_tail_write(tail);
	if (rc == KS_OK) {
		rc = ks_store_commit(ledger->store);
		settled = ks_tail_settle(tail, rc == KS_OK);
		if (rc == KS_OK) {
			take_end(ledger); /* whatever the tail says */
			rc = settled;
		}
	} else {
		if (rc == KS_FULL)
			ks_ballast_drop(ledger->store);
		ks_store_rollback(ledger->store);
	}
	ledger->is_in_transaction = false;
	ks_db_unlock(ledger->store);
	return rc;
}

void ks_ledger_rollback(struct ks_ledger *ledger)
{
	ks_db_lock(ledger->store);
	if (ledger->is_in_transaction) {
		ks_tail_drop(ledger->store->tail);
		ks_store_rollback(ledger->store);
		ledger->is_in_transaction = false;
	}
	ks_db_unlock(ledger->store);
}

enum ks_rc ks_ledger_end(struct ks_ledger *ledger, enum ks_rc rc)
{
	if (rc == KS_OK)
		return ks_ledger_commit(ledger);
	ks_ledger_rollback(ledger);
	return rc;
}

/*
 * The clock marks a step only once, at the reading that met it, and somebody else may have taken that
 * reading. So facts are compared with the fact before.
 */
static struct ks_time read_clock(struct ks_ledger *ledger)
{
	struct ks_time now = ks_clock_now(ledger->clock);
	const struct ks_time *last = &ledger->last_time;
	int64_t mono = now.mono_ms - last->mono_ms;
	int64_t drift = now.wall_ms - last->wall_ms - mono;
	int64_t limit = STEP_MS + (mono > 0 ? mono / SLEW_DIVISOR : 0);

	if (last->boot[0] != '\0' && strcmp(now.boot, last->boot) == 0 &&
	    (drift > limit || drift < -limit))
		now.trust = KS_CLOCK_STEPPED;
	return now;
}

static enum ks_rc insert(struct ks_ledger *ledger, const struct ks_fact *fact,
			 const struct ks_stamp *stamp, const uint8_t *hash)
{
	return ks_db_run(ledger->store,
			 "INSERT INTO statement(seq, id, bytes, hash, wall_ms, kind, staff)"
			 " VALUES(?, ?, ?, ?, ?, ?, ?)",
			 "itbbitt", stamp->seq, stamp->id, ledger->bytes.data, ledger->bytes.len,
			 hash, (size_t)KS_HASH_BYTES, stamp->time.wall_ms,
			 ks_statement_verb(fact->kind), fact->staff);
}

enum ks_rc ks_ledger_append(struct ks_ledger *ledger, const struct ks_fact *fact, int64_t *seq)
{
	struct ks_stamp stamp = {.kiosk = ledger->kiosk};
	uint8_t hash[KS_HASH_BYTES];

	assert(ledger->is_in_transaction);
	stamp.seq = ledger->pending.seq + 1;
	stamp.time = read_clock(ledger);
	if (fact->id)
		memcpy(stamp.id, fact->id, KS_UUID_TEXT);
	else
		ks_uuid_v7(stamp.time.wall_ms, stamp.id);
	ks_hex(ledger->pending.hash, KS_HASH_BYTES, stamp.prev);
	ks_buf_clear(&ledger->bytes);
	ks_statement_build(fact, &stamp, &ledger->bytes);
	if (ledger->bytes.is_over)
		return KS_FULL;
	ks_blake2b(ledger->bytes.data, ledger->bytes.len, hash);

	enum ks_rc rc = insert(ledger, fact, &stamp, hash);

	if (rc != KS_OK)
		return rc;
	ledger->last_time = stamp.time;
	ledger->pending.seq = stamp.seq;
	memcpy(ledger->pending.hash, hash, KS_HASH_BYTES);
	ks_tail_add(ledger->store->tail, &ledger->pending, ledger->bytes.data, ledger->bytes.len);
	if (seq)
		*seq = stamp.seq;
	return KS_OK;
}
