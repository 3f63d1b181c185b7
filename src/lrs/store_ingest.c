/* SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/log.h"
#include "base/mem.h"
#include "lrs/centre_ledger.h"
#include "lrs/correction_keep.h"
#include "lrs/proof.h"
#include "lrs/replica_sender.h"
#include "lrs/sum.h"
#include "record/db.h"
#include "record/exemption.h"
#include "xapi/statement.h"
#include "xapi/statement_check.h"
#include "xapi/statement_same.h"

/*
 * Taking in what a kiosk sends: one transaction a request, and the answer goes out after its commit. The summaries of what
 * counts are kept in the same transaction, so a report never disagrees with the statements.
 */

static enum ks_rc refuse(struct ks_delivery *delivery, size_t index, const char *why, enum ks_rc rc)
{
	delivery->bad_index = index;
	free(delivery->why);
	delivery->why = ks_strdup(why);
	return rc;
}

static bool is_kiosk(const char *sender)
{
	return !ks_centre_is_client(sender) && !ks_centre_is_hr(sender);
}

/* What is known of the statements of one delivery before anything is locked. */
struct reading {
	struct ks_statement_view *views;
	uint8_t (*hashes)[KS_HASH_BYTES];
	bool *covered;
	size_t n_proved; /* claims from before that count now */
	bool counts;     /* claims of this sender do, by HR's word */
	bool has_voids;
	bool changes_roster;
};

static enum ks_rc read_views(struct ks_delivery *delivery, const struct reading *reading)
{
	for (size_t i = 0; i < delivery->n_statements; i++) {
		struct ks_statement_view *view = &reading->views[i];

		if (!view->id[0] &&
		    ks_statement_read(delivery->bytes[i], delivery->lens[i], view) != KS_OK)
			return refuse(delivery, i,
				      "not a statement with id, actor, verb and object", KS_INVALID);
		/* With a signed head it is the key that says whose record this is; a kiosk's name may change. */
		if (is_kiosk(delivery->kiosk) && !delivery->head && view->kiosk[0] &&
		    strcmp(view->kiosk, delivery->kiosk) != 0 && strcmp(view->kiosk, "k-local") != 0)
			return refuse(delivery, i, "the statement is of another kiosk", KS_DENIED);
		ks_statement_lower(view->id);
		ks_blake2b(delivery->bytes[i], delivery->lens[i], reading->hashes[i]);
	}
	ks_proof_cover(delivery, reading->views, (const uint8_t(*)[KS_HASH_BYTES])reading->hashes,
		       reading->covered);
	return KS_OK;
}

/* A kiosk's retry is the very same bytes, and nothing need be parsed. */
static bool is_same_fact(const char *kept, size_t kept_len, const char *sent, size_t sent_len)
{
	return (kept_len == sent_len && memcmp(kept, sent, sent_len) == 0) ||
	       ks_statement_is_same(kept, kept_len, sent, sent_len);
}

/* Where the statement stands in the sender's own record, which has to be whole. */
static bool is_chained(const struct ks_delivery *delivery, const struct ks_statement_view *view)
{
	return view->seq > 0 && !ks_centre_is_client(delivery->kiosk) &&
	       !ks_centre_is_hr(delivery->kiosk);
}

/* KS_OK: row @id has these bytes, or says the same from the same place. KS_CONFLICT: something else; *is_again: the same fact. */
static enum ks_rc compare_row(struct ks_store *store, const struct ks_delivery *delivery, size_t i,
			      const struct ks_statement_view *view, const char *id, bool *is_again)
{
	static const char select[] = "SELECT body(bytes), kiosk, seq FROM received WHERE id = ?";
	struct sqlite3_stmt *stmt = ks_db_query(store, select, "t", id);
	enum ks_rc rc = ks_db_step(store, stmt);

	*is_again = false;
	if (rc == KS_OK) {
		const char *kept = sqlite3_column_blob(stmt, 0);
		bool is_same = is_same_fact(kept, (size_t)sqlite3_column_bytes(stmt, 0),
					    delivery->bytes[i], delivery->lens[i]);
		bool is_here = sqlite3_column_int64(stmt, 2) == view->seq &&
			       strcmp(ks_db_text(stmt, 1), delivery->identity) == 0;

		*is_again = is_same && !is_here && is_chained(delivery, view);
		rc = is_same && !*is_again ? KS_OK : KS_CONFLICT;
	}
	ks_db_end(stmt);
	return rc;
}

/*
 * @id: receives under which the row is kept. KS_NOT_FOUND: new. KS_OK: the same fact is here. KS_CONFLICT: the id is here
 * with another content. What another record says too keeps its place in that record's chain, as a row that is not its first.
 */
static enum ks_rc compare_known(struct ks_store *store, const struct ks_delivery *delivery,
				size_t i, const struct ks_statement_view *view, char **id)
{
	bool is_again;
	enum ks_rc rc;

	*id = ks_strdup(view->id);
	rc = compare_row(store, delivery, i, view, *id, &is_again);
	if (!is_again)
		return rc;
	free(*id);
	*id = ks_format("%s" KS_ROW_AGAIN "%s %lld", view->id, delivery->identity,
			(long long)view->seq);
	return compare_row(store, delivery, i, view, *id, &is_again);
}

/* @id: under which; @stored: its row. What is no kiosk's own gets no index columns: it has no chain. */
static enum ks_rc insert_row(struct ks_store *store, const struct ks_delivery *delivery, size_t i,
			     const struct ks_statement_view *view, const char *id,
			     const uint8_t *hash, int64_t now_ms, int64_t *stored)
{
	static const char insert[] =
		"INSERT INTO received(id, kiosk, seq, prev, hash, staff, verb, object, plan,"
		" lesson, gathering, nendo, registration, wall_ms, clock, success, stored_ms, bytes)"
		" VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, -1), ?, packed(?))";
	struct ks_statement_view row = *view;
	enum ks_rc rc;

	ks_centre_as_indexed(delivery->kiosk, &row);
	rc = ks_db_run(store, insert, "ttitbttttttdtitdib", id, delivery->identity, row.seq,
		       row.prev, hash, (size_t)KS_HASH_BYTES, row.staff, row.verb, row.object,
		       row.plan, row.lesson, row.gathering, row.nendo, row.registration,
		       row.wall_ms, row.clock, row.has_success ? (int)row.success : -1, now_ms,
		       delivery->bytes[i], delivery->lens[i]);
	*stored = sqlite3_last_insert_rowid(ks_db_handle(store));
	return rc;
}

/* Why the new statement @i counts for nothing. An LRS client's are claims as a whole, without a row for each. */
static enum ks_rc judge(struct ks_store *store, const struct ks_delivery *delivery,
			struct reading *reading, size_t i, int64_t now_ms, enum ks_claim *reason)
{
	const struct ks_statement_view *view = &reading->views[i];
	bool *covered = &reading->covered[i];
	enum ks_rc rc = KS_OK;

	if (is_kiosk(delivery->kiosk) && !*covered && view->seq > 0)
		rc = ks_proof_by_next(store, delivery->identity, view->seq, reading->hashes[i],
				      covered);
	if (is_kiosk(delivery->kiosk) && !*covered)
		*reason = KS_CLAIM_UNSIGNED;
	else
		*reason = ks_claim_rule(view, now_ms);
	return rc;
}

/* HR took it back before it came. */
static enum ks_rc drop_voided(struct ks_store *store, const char *id, bool *counts)
{
	int64_t n = 0;
	enum ks_rc rc =
		ks_db_number(store, &n, "SELECT count(*) FROM void WHERE target = ?", "t", id);

	*counts = n == 0;
	return rc;
}

/* What is said at the centre is of nobody's learning, but perhaps of a gathering; what is no exemption only stands there. */
static enum ks_rc take_own(struct ks_store *store, const struct ks_statement_view *view,
			   const char *bytes, size_t len)
{
	enum ks_rc rc;

	if (view->gathering[0])
		return ks_sum_add(store, view, KS_CENTRE_OWN);
	rc = ks_exemption_keep(store, bytes, len);
	if (rc == KS_INVALID)
		rc = ks_correction_keep(store, bytes, len);
	if (rc == KS_INVALID)
		rc = ks_nendo_keep(store, bytes, len);
	return rc == KS_INVALID ? KS_OK : rc;
}

/* What another LRS has as a void it has carried out: it gives the target back no more. */
static bool may_void(const char *sender)
{
	return ks_centre_is_hr(sender) || ks_replica_is_sender(sender);
}

static enum ks_rc insert_one(struct ks_store *store, const struct ks_delivery *delivery,
			     struct reading *reading, size_t i, const char *id, int64_t now_ms)
{
	const struct ks_statement_view *view = &reading->views[i];
	bool is_client = ks_centre_is_client(delivery->kiosk), counts;
	enum ks_claim reason = KS_CLAIM_NONE;
	int64_t stored = 0;
	enum ks_rc rc = insert_row(store, delivery, i, view, id, reading->hashes[i], now_ms, &stored);

	if (rc == KS_OK && ks_centre_is_own(delivery->kiosk))
		return take_own(store, view, delivery->bytes[i], delivery->lens[i]);
	if (rc == KS_OK)
		rc = judge(store, delivery, reading, i, now_ms, &reason);
	if (rc == KS_OK && reason != KS_CLAIM_NONE)
		rc = ks_proof_claim(store, delivery->identity, is_client ? 0 : view->seq, stored,
				    reason);
	counts = reason == KS_CLAIM_NONE ? !is_client || reading->counts
					 : reason == KS_CLAIM_UNSIGNED && reading->counts &&
						   ks_claim_rule(view, now_ms) == KS_CLAIM_NONE;
	if (rc == KS_OK && counts && reading->has_voids)
		rc = drop_voided(store, view->id, &counts);
	if (rc == KS_OK && counts) {
		rc = ks_sum_add(store, view, delivery->identity);
		reading->changes_roster |=
			view->staff[0] && (ks_claim_is_done(view) || view->card[0]);
	}
	if (rc == KS_OK && may_void(delivery->kiosk) && strcmp(view->verb, "voided") == 0) {
		rc = ks_sum_void(store, view->object);
		reading->changes_roster = true;
	}
	/* This one is proof, and what led to it may have come before. */
	if (rc == KS_OK && reading->covered[i] && (i == 0 || !reading->covered[i - 1]))
		rc = ks_proof_back(store, delivery->identity, view->seq - 1, view->prev,
				   &reading->n_proved);
	return rc;
}

/* One instant for one transaction, later than that of any before it: who asks for what came since misses nothing. */
static int64_t next_stored_ms(struct ks_centre *centre)
{
	static const char select[] = "SELECT stored_ms FROM received ORDER BY stored DESC LIMIT 1";
	int64_t now_ms = ks_centre_now_ms(centre), last_ms = 0;

	if (ks_db_number(centre->store, &last_ms, select, "") == KS_OK && last_ms >= now_ms)
		now_ms = last_ms + 1;
	return now_ms;
}

static enum ks_rc take_statements(struct ks_centre *centre, struct ks_delivery *delivery,
				  struct reading *reading)
{
	int64_t now_ms = next_stored_ms(centre);

	for (size_t i = 0; i < delivery->n_statements; i++) {
		char *id;
		enum ks_rc rc = compare_known(centre->store, delivery, i, &reading->views[i], &id);

		if (rc == KS_NOT_FOUND)
			rc = insert_one(centre->store, delivery, reading, i, id, now_ms);
		free(id);
		if (rc == KS_CONFLICT)
			return refuse(delivery, i, "the same id was sent with different content",
				      KS_CONFLICT);
		if (rc != KS_OK)
			return rc;
	}
	return ks_db_run(centre->store, "UPDATE kiosk SET last_seen_ms = ? WHERE id = ?", "it",
			 now_ms, delivery->kiosk);
}

/* --- heads ------------------------------------------------------------------------------------ */

static enum ks_rc keep_evidence(struct ks_store *store, const char *kiosk, const char *id,
				const char *bytes, size_t len, int64_t now_ms)
{
	static const char insert[] =
		"INSERT INTO conflict(kiosk, id, bytes, at_ms) SELECT ?1, ?2, ?3, ?4"
		" WHERE NOT EXISTS(SELECT 1 FROM conflict"
		"  WHERE kiosk = ?1 AND id = ?2 AND bytes = ?3)";

	return ks_db_run(store, insert, "ttbi", kiosk, id, bytes, len, now_ms);
}

/*
 * A head lower than one we have is a request that came late. The same number with another hash is a ledger that was
 * rewritten after it left: the first head stays, the second is kept as evidence.
 */
static enum ks_rc keep_head(struct ks_centre *centre, const char *kiosk, const struct ks_head *head)
{
	static const char select[] = "SELECT seq, hash FROM received_head WHERE kiosk = ?";
	static const char upsert[] =
		"INSERT INTO received_head(kiosk, seq, hash, signature, received_ms)"
		" VALUES(?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET seq = excluded.seq,"
		" hash = excluded.hash, signature = excluded.signature,"
		" received_ms = excluded.received_ms";
	int64_t now_ms = ks_centre_now_ms(centre), known_seq = -1;
	struct sqlite3_stmt *stmt = ks_db_query(centre->store, select, "t", kiosk);
	enum ks_rc rc = ks_db_step(centre->store, stmt);
	bool is_other = false;
	char *evidence;

	if (rc == KS_OK) {
		known_seq = sqlite3_column_int64(stmt, 0);
		is_other = strcmp(ks_db_text(stmt, 1), head->hash) != 0;
	}
	ks_db_end(stmt);
	if (rc != KS_OK && rc != KS_NOT_FOUND)
		return rc;
	if (head->seq > known_seq)
		return ks_db_run(centre->store, upsert, "titti", kiosk, head->seq, head->hash,
				 head->signature, now_ms);
	if (head->seq < known_seq || !is_other)
		return KS_OK;
	ks_log_error("collector", "kiosk %s signed two heads for seq %lld", kiosk,
		     (long long)head->seq);
	evidence = ks_format("%lld %s %s", (long long)head->seq, head->hash, head->signature);
	rc = keep_evidence(centre->store, kiosk, "head", evidence, strlen(evidence), now_ms);
	free(evidence);
	return rc;
}

/* --- one delivery ----------------------------------------------------------------------------- */

/* Only the key that is known for this account can prove anything. */
static enum ks_rc check_keys(struct ks_centre *centre, struct ks_delivery *delivery)
{
	const struct ks_head *heads[] = {delivery->head, delivery->batch_head};
	enum ks_rc rc = KS_OK;

	for (size_t i = 0; i < KS_COUNT(heads) && rc == KS_OK; i++)
		if (heads[i])
			rc = ks_centre_pin_key(centre->store, delivery->kiosk, heads[i]->public_key);
	return rc == KS_DENIED
		       ? refuse(delivery, 0, "the head is signed with another key", KS_DENIED)
		       : rc;
}

static enum ks_rc keep_heads(struct ks_centre *centre, struct ks_delivery *delivery,
			     struct reading *reading)
{
	const struct ks_head *heads[] = {delivery->head, delivery->batch_head};
	enum ks_rc rc = KS_OK;

	for (size_t i = 0; i < KS_COUNT(heads) && rc == KS_OK; i++) {
		if (!heads[i])
			continue;
		rc = keep_head(centre, delivery->kiosk, heads[i]);
		if (rc == KS_OK)
			rc = ks_proof_back(centre->store, delivery->identity, heads[i]->seq,
					   heads[i]->hash, &reading->n_proved);
		if (rc == KS_OK)
			rc = ks_proof_keep_head(centre->store, delivery->kiosk, delivery->identity,
						heads[i]);
	}
	return rc;
}

static enum ks_rc take_in_transaction(struct ks_centre *centre, struct ks_delivery *delivery,
				      struct reading *reading)
{
	int64_t n_voids = 0;
	enum ks_rc rc = ks_store_begin(centre->store);

	if (rc != KS_OK)
		return rc;
	rc = check_keys(centre, delivery);
	if (rc == KS_OK)
		rc = ks_centre_identity(centre->store, delivery->kiosk, delivery->identity);
	if (rc == KS_OK)
		rc = ks_proof_counts(centre->store, delivery->identity, &reading->counts);
	if (rc == KS_OK)
		rc = ks_db_number(centre->store, &n_voids, "SELECT count(*) FROM void", "");
	reading->has_voids = n_voids > 0;
	if (rc == KS_OK)
		rc = take_statements(centre, delivery, reading);
	if (rc == KS_OK)
		rc = keep_heads(centre, delivery, reading);
	rc = ks_store_end(centre->store, rc);
	if (rc == KS_OK && (reading->changes_roster || reading->n_proved > 0))
		ks_centre_touch_later(centre);
	return rc;
}

/* What was refused leaves a trace, in a transaction of its own. */
static enum ks_rc keep_trace(struct ks_centre *centre, const struct ks_delivery *delivery,
			     const struct ks_statement_view *views, enum ks_rc refused)
{
	enum ks_rc rc = ks_store_begin(centre->store);

	if (rc == KS_OK && refused == KS_CONFLICT)
		rc = keep_evidence(centre->store, delivery->kiosk, views[delivery->bad_index].id,
				   delivery->bytes[delivery->bad_index],
				   delivery->lens[delivery->bad_index], ks_centre_now_ms(centre));
	else if (rc == KS_OK)
		rc = ks_db_run(centre->store, "UPDATE kiosk SET key_alarm = 1 WHERE id = ?", "t",
			       delivery->kiosk);
	return ks_store_end(centre->store, rc);
}

static bool are_signed(const struct ks_delivery *delivery)
{
	return (!delivery->head || ks_head_is_valid(delivery->head, delivery->kiosk)) &&
	       (!delivery->batch_head || ks_head_is_valid(delivery->batch_head, delivery->kiosk));
}

enum ks_rc ks_centre_deliver(struct ks_centre *centre, struct ks_delivery *delivery)
{
	size_t n = delivery->n_statements + 1;
	struct reading reading = {.views = delivery->views ? delivery->views
							   : ks_alloc_zero(n, sizeof(*reading.views)),
				  .hashes = ks_alloc_zero(n, sizeof(*reading.hashes)),
				  .covered = ks_alloc_zero(n, sizeof(*reading.covered))};
	bool is_foreign_key = false;
	enum ks_rc rc = KS_OK;

	if (!are_signed(delivery))
		rc = refuse(delivery, 0, "the head's signature is wrong", KS_DENIED);
	if (rc == KS_OK)
		rc = read_views(delivery, &reading);
	if (rc == KS_OK) {
		rc = take_in_transaction(centre, delivery, &reading);
		is_foreign_key = rc == KS_DENIED;
	}
	if (rc == KS_CONFLICT || is_foreign_key) {
		ks_log_error("collector", "kiosk %s: %s", delivery->kiosk,
			     delivery->why ? delivery->why : "conflict");
		if (delivery->why && keep_trace(centre, delivery, reading.views, rc) != KS_OK)
			rc = KS_IO; /* not answered as settled before the evidence is */
	}
	if (reading.views != delivery->views)
		free(reading.views);
	free(reading.hashes);
	free(reading.covered);
	return rc;
}

enum ks_rc ks_centre_ingest(struct ks_centre *centre, const char *kiosk, const char *const *bytes,
			    const size_t *lens, size_t n_statements, size_t *bad_index, char **why)
{
	struct ks_delivery delivery = {
		.kiosk = kiosk, .bytes = bytes, .lens = lens, .n_statements = n_statements};
	enum ks_rc rc = ks_centre_deliver(centre, &delivery);

	*bad_index = delivery.bad_index;
	*why = delivery.why;
	return rc;
}

enum ks_rc ks_centre_take_head(struct ks_centre *centre, const char *kiosk, const struct ks_head *head)
{
	struct ks_delivery delivery = {.kiosk = kiosk, .head = head};
	enum ks_rc rc = ks_centre_deliver(centre, &delivery);

	free(delivery.why);
	return rc;
}
