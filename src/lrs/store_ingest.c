/* SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/log.h"
#include "base/mem.h"
#include "lrs/centre_private.h"
#include "record/db.h"
#include "record/inspection.h"
#include "xapi/completion.h"
#include "xapi/statement.h"
#include "xapi/statement_check.h"
#include "xapi/statement_same.h"

/*
 * Taking in what a kiosk sends: one transaction a request, and the answer goes out after its commit. The summary of who
 * finished what is kept in the same transaction, so a report never disagrees with the statements.
 */

static enum ks_rc refuse(struct ks_delivery *delivery, size_t index, const char *why, enum ks_rc rc)
{
	delivery->bad_index = index;
	free(delivery->why);
	delivery->why = ks_strdup(why);
	return rc;
}

/* What every statement says, before anything is locked. */
static enum ks_rc read_views(struct ks_delivery *delivery, struct ks_statement_view *views)
{
	for (size_t i = 0; i < delivery->n_statements; i++) {
		struct ks_statement_view *view = &views[i];

		if (ks_statement_read(delivery->bytes[i], delivery->lens[i], view) != KS_OK)
			return refuse(delivery, i,
				      "not a statement with id, actor, verb and object", KS_INVALID);
		/* With a signed head it is the key that says whose record this is; a kiosk's name may change. */
		if (ks_centre_is_client(delivery->kiosk))
			ks_centre_as_claim(view);
		else if (!delivery->head && view->kiosk[0] &&
			 strcmp(view->kiosk, delivery->kiosk) != 0 &&
			 strcmp(view->kiosk, "k-local") != 0)
			return refuse(delivery, i, "the statement is of another kiosk", KS_DENIED);
		ks_statement_lower(view->id);
	}
	return KS_OK;
}

/* A kiosk's retry is the very same bytes, and nothing need be parsed. */
static bool is_same_fact(const char *kept, size_t kept_len, const char *sent, size_t sent_len)
{
	return (kept_len == sent_len && memcmp(kept, sent, sent_len) == 0) ||
	       ks_statement_is_same(kept, kept_len, sent, sent_len);
}

/* KS_NOT_FOUND: new. KS_OK: the same fact is here. KS_CONFLICT: the id is here with another content. */
static enum ks_rc compare_known(struct ks_store *store, const struct ks_delivery *delivery,
				size_t i, const char *id)
{
	static const char select[] = "SELECT bytes FROM received WHERE id = ?";
	struct sqlite3_stmt *stmt = ks_db_query(store, select, "t", id);
	enum ks_rc rc = ks_db_step(store, stmt);

	if (rc == KS_OK &&
	    !is_same_fact(sqlite3_column_blob(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0),
			  delivery->bytes[i], delivery->lens[i]))
		rc = KS_CONFLICT;
	ks_db_end(stmt);
	return rc;
}

static bool is_done(const struct ks_statement_view *view)
{
	return strcmp(view->verb, "passed") == 0 || strcmp(view->verb, "completed") == 0 ||
	       strcmp(view->verb, "agree") == 0;
}

/* What somebody answered on a self-inspection sheet: for counts, never by name. */
static enum ks_rc keep_answer(struct ks_store *store, const struct ks_statement_view *view)
{
	struct ks_inspection_key key = {view->staff, view->nendo, view->checklist};
	struct ks_inspection_answer answer = {view->item, view->item_text, view->response,
					      view->wall_ms};

	if (!view->staff[0] || !view->item[0] || view->nendo == 0 ||
	    strcmp(view->verb, "answered") != 0 ||
	    ks_response_find(view->response) == KS_RESPONSE_NONE)
		return KS_OK;
	return ks_inspection_keep(store, &key, &answer, true);
}

/* The first completion counts; anything else said about a lesson means that it was begun; a claim outside the rules, nothing. */
static enum ks_rc sum_up(struct ks_store *store, const struct ks_statement_view *view)
{
	static const char upsert[] =
		"INSERT INTO standing(nendo, plan, staff, lesson, done_ms, clock)"
		" VALUES(?, ?, ?, ?, ?, ?)"
		" ON CONFLICT DO UPDATE SET done_ms = excluded.done_ms, clock = excluded.clock"
		" WHERE excluded.done_ms > 0 AND (done_ms = 0 OR excluded.done_ms < done_ms)";
	const char *fault = ks_completion_fault(&(struct ks_completion){
		view->staff, view->nendo, view->plan, view->lesson, view->wall_ms});

	if (!view->staff[0] || !view->plan[0] || !view->lesson[0] || view->nendo == 0)
		return KS_OK;
	if (fault) {
		ks_log_warn("collector", "statement %s counts for nothing: %s is outside the rules",
			    view->id, fault);
		return KS_OK;
	}
	return ks_db_run(store, upsert, "dtttit", view->nendo, view->plan, view->staff,
			 view->lesson, is_done(view) ? view->wall_ms : INT64_C(0),
			 is_done(view) ? view->clock : "");
}

/* How often a question was answered, and how often right: of nobody in particular. */
static enum ks_rc count_answer(struct ks_store *store, const struct ks_statement_view *view)
{
	static const char upsert[] =
		"INSERT INTO question_tally(nendo, lesson, question, revision, title, n_answers,"
		" n_right, last_ms) VALUES(?, ?, ?, ?, ?, 1, ?, ?)"
		" ON CONFLICT DO UPDATE SET n_answers = n_answers + 1,"
		" n_right = n_right + excluded.n_right, last_ms = max(last_ms, excluded.last_ms)";

	if (!view->question[0] || !view->lesson[0] || view->nendo == 0 || !view->has_success ||
	    strcmp(view->verb, "answered") != 0)
		return KS_OK;
	return ks_db_run(store, upsert, "dttttdi", view->nendo, view->lesson, view->question,
			 view->revision, view->question_title, (int)view->success, view->wall_ms);
}

static enum ks_rc insert_one(struct ks_store *store, const struct ks_delivery *delivery, size_t i,
			     const struct ks_statement_view *view, int64_t now_ms)
{
	static const char insert[] =
		"INSERT INTO received(id, kiosk, seq, prev, hash, staff, verb, object, plan,"
		" lesson, gathering, nendo, registration, wall_ms, clock, success, stored_ms, bytes)"
		" VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, nullif(?, -1), ?, ?)";
	uint8_t hash[KS_HASH_BYTES];
	enum ks_rc rc;

	ks_blake2b(delivery->bytes[i], delivery->lens[i], hash);
	rc = ks_db_run(store, insert, "ttitbttttttdtitdib", view->id, delivery->identity, view->seq,
		       view->prev, hash, sizeof(hash), view->staff, view->verb, view->object,
		       view->plan, view->lesson, view->gathering, view->nendo, view->registration,
		       view->wall_ms, view->clock, view->has_success ? (int)view->success : -1,
		       now_ms, delivery->bytes[i], delivery->lens[i]);
	if (rc == KS_OK)
		rc = sum_up(store, view);
	if (rc == KS_OK)
		rc = count_answer(store, view);
	return rc == KS_OK ? keep_answer(store, view) : rc;
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
				  const struct ks_statement_view *views, bool *changes_roster)
{
	int64_t now_ms = next_stored_ms(centre);

	for (size_t i = 0; i < delivery->n_statements; i++) {
		enum ks_rc rc = compare_known(centre->store, delivery, i, views[i].id);

		if (rc == KS_OK)
			continue;
		if (rc == KS_NOT_FOUND) {
			rc = insert_one(centre->store, delivery, i, &views[i], now_ms);
			*changes_roster |= views[i].staff[0] && is_done(&views[i]);
		}
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

static enum ks_rc take_in_transaction(struct ks_centre *centre, struct ks_delivery *delivery,
				      const struct ks_statement_view *views)
{
	bool changes_roster = false;
	enum ks_rc rc = ks_store_begin(centre->store);

	if (rc != KS_OK)
		return rc;
	if (delivery->head) {
		rc = ks_centre_pin_key(centre->store, delivery->kiosk, delivery->head->public_key);
		if (rc == KS_DENIED)
			rc = refuse(delivery, 0, "the head is signed with another key", KS_DENIED);
	}
	if (rc == KS_OK)
		rc = ks_centre_identity(centre->store, delivery->kiosk, delivery->identity);
	if (rc == KS_OK)
		rc = take_statements(centre, delivery, views, &changes_roster);
	if (rc == KS_OK && delivery->head)
		rc = keep_head(centre, delivery->kiosk, delivery->head);
	if (rc == KS_OK)
		rc = ks_store_commit(centre->store);
	if (rc != KS_OK)
		ks_store_rollback(centre->store);
	else if (changes_roster)
		ks_centre_touch(centre);
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
	if (rc == KS_OK)
		rc = ks_store_commit(centre->store);
	if (rc != KS_OK)
		ks_store_rollback(centre->store);
	return rc;
}

enum ks_rc ks_centre_deliver(struct ks_centre *centre, struct ks_delivery *delivery)
{
	struct ks_statement_view *views = ks_alloc_zero(delivery->n_statements + 1, sizeof(*views));
	bool is_foreign_key = false;
	enum ks_rc rc = KS_OK;

	if (delivery->head && !ks_head_is_valid(delivery->head, delivery->kiosk))
		rc = refuse(delivery, 0, "the head's signature is wrong", KS_DENIED);
	if (rc == KS_OK)
		rc = read_views(delivery, views);
	if (rc == KS_OK) {
		rc = take_in_transaction(centre, delivery, views);
		is_foreign_key = rc == KS_DENIED;
	}
	if (rc == KS_CONFLICT || is_foreign_key) {
		ks_log_error("collector", "kiosk %s: %s", delivery->kiosk,
			     delivery->why ? delivery->why : "conflict");
		if (delivery->why && keep_trace(centre, delivery, views, rc) != KS_OK)
			rc = KS_IO; /* not answered as settled before the evidence is */
	}
	free(views);
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
