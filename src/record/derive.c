/* SPDX-License-Identifier: Apache-2.0 */
#include "record/derive.h"

#include <string.h>

#include "base/id.h"
#include "record/card_fact.h"
#include "record/db.h"
#include "record/inspection.h"
#include "record/pseudonym.h"
#include "record/roll_fact.h"

/*
 * Attendance, completions, acknowledgements and self-inspections are indexes of the ledger, so a statement brought back
 * brings its row with it. The page somebody had come to is no statement: that person begins the page's lesson anew.
 */

static enum ks_rc derive_attendance(struct ks_store *store, const struct ks_statement_view *view)
{
	if (!view->gathering[0] || strcmp(view->verb, "checkin") != 0)
		return KS_OK;
	return ks_db_run(store,
			 "INSERT INTO attendance(gathering, staff, seq) VALUES(?, ?, ?)"
			 " ON CONFLICT DO NOTHING",
			 "tti", view->gathering, view->staff, view->seq);
}

/* The first completion counts. */
static enum ks_rc derive_done(struct ks_store *store, const struct ks_statement_view *view)
{
	static const char *const verbs[] = {"passed", "completed", "agree"};
	bool is_done = false;

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		is_done |= strcmp(view->verb, verbs[i]) == 0;
	if (!is_done || !view->plan[0] || !view->lesson[0] || view->nendo == 0)
		return KS_OK;
	return ks_db_run(store,
			 "INSERT INTO progress(staff, nendo, plan, lesson, session_json, done_ms,"
			 " done_seq, n_attempts, progress_percent)"
			 " VALUES(?, ?, ?, ?, NULL, ?, ?, 1, 100)"
			 " ON CONFLICT DO UPDATE SET done_ms = excluded.done_ms,"
			 " done_seq = excluded.done_seq, progress_percent = 100 WHERE done_ms = 0",
			 "tdttii", view->staff, view->nendo, view->plan, view->lesson,
			 view->wall_ms, view->seq);
}

/* On the kiosk itself whoever answers finds what they answered, so it stands under their number. */
static enum ks_rc derive_answer(struct ks_store *store, const struct ks_statement_view *view)
{
	char staff[KS_ACTOR_MAX];
	struct ks_inspection_key key = {view->staff, view->nendo, view->checklist};
	struct ks_inspection_answer answer = {view->item, view->item_text, view->response,
					      view->wall_ms};
	enum ks_rc rc = KS_OK;

	if (ks_response_find(view->response) == KS_RESPONSE_NONE)
		return KS_OK;
	if (ks_statement_is_pseudonym(view->staff)) {
		rc = ks_pseudonym_resolve(store, view->staff, staff);
		key.staff = staff;
	}
	if (rc == KS_NOT_FOUND)
		return KS_OK; /* nobody who could go on with the sheet here; the statement is kept all the same */
	return rc == KS_OK ? ks_inspection_keep(store, &key, &answer, false) : rc;
}

static enum ks_rc derive_inspection(struct ks_store *store, const struct ks_statement_view *view)
{
	if (!view->checklist[0] || view->nendo == 0)
		return KS_OK;
	if (view->item[0])
		return derive_answer(store, view);
	if (strcmp(view->verb, "completed") != 0)
		return KS_OK;
	return ks_db_run(store,
			 "INSERT INTO inspection(staff, nendo, checklist, item, is_help, done_ms,"
			 " done_seq) VALUES(?, ?, ?, '', 0, ?, ?) ON CONFLICT DO UPDATE SET"
			 " done_ms = excluded.done_ms, done_seq = excluded.done_seq",
			 "tdtii", view->staff, view->nendo, view->checklist, view->wall_ms,
			 view->seq);
}

enum ks_rc ks_derive_insert(struct ks_store *store, int64_t seq, const char *bytes, size_t len,
			    struct ks_statement_view *view)
{
	uint8_t hash[KS_HASH_BYTES];
	enum ks_rc rc;

	if (ks_statement_read(bytes, len, view) != KS_OK || view->seq != seq)
		return KS_INVALID;
	ks_blake2b(bytes, len, hash);
	rc = ks_db_run(store,
		       "INSERT INTO statement(seq, id, bytes, hash, wall_ms, kind, staff)"
		       " VALUES(?, ?, ?, ?, ?, ?, ?)",
		       "itbbitt", seq, view->id, bytes, len, hash, sizeof(hash), view->wall_ms,
		       view->verb, view->staff);
	if (rc == KS_OK)
		rc = derive_attendance(store, view);
	if (rc == KS_OK)
		rc = ks_roll_keep(store, view, "");
	if (rc == KS_OK)
		rc = ks_card_keep(store, view);
	if (rc == KS_OK)
		rc = derive_done(store, view);
	return rc == KS_OK ? derive_inspection(store, view) : rc;
}
