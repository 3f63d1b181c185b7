/* SPDX-License-Identifier: Apache-2.0 */
#include "record/inspection.h"

#include <sqlite3.h>
#include <string.h>

#include "record/db.h"

/*
 * The same two tables on a kiosk and at the centre: a kiosk fills them as people answer, the centre as their
 * statements come in. Either can be rebuilt from the statements.
 */

enum ks_rc ks_inspection_load(struct ks_store *store, const struct ks_inspection_key *key,
			      struct ks_inspection_standing *out)
{
	memset(out, 0, sizeof(*out));
	ks_db_lock(store);
	sqlite3_stmt *stmt = ks_db_query(store,
					 "SELECT item, is_help, done_ms, done_seq FROM inspection"
					 " WHERE staff = ? AND nendo = ? AND checklist = ?",
					 "tdt", key->staff, key->nendo, key->checklist);
	enum ks_rc rc = ks_db_step(store, stmt);

	if (rc == KS_OK) {
		const char *item = ks_db_text(stmt, 0);

		if (strlen(item) < sizeof(out->item))
			memcpy(out->item, item, strlen(item) + 1);
		out->is_help = sqlite3_column_int(stmt, 1) != 0;
		out->done_ms = sqlite3_column_int64(stmt, 2);
		out->done_seq = sqlite3_column_int64(stmt, 3);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

enum ks_rc ks_inspection_save(struct ks_store *store, const struct ks_inspection_key *key,
			      const struct ks_inspection_standing *standing)
{
	return ks_db_run(store,
			 "INSERT INTO inspection(staff, nendo, checklist, item, is_help, done_ms,"
			 " done_seq) VALUES(?, ?, ?, ?, ?, ?, ?)"
			 " ON CONFLICT(staff, nendo, checklist) DO UPDATE SET item = excluded.item,"
			 " is_help = excluded.is_help, done_ms = excluded.done_ms,"
			 " done_seq = excluded.done_seq",
			 "tdttdii", key->staff, key->nendo, key->checklist, standing->item,
			 (int)standing->is_help, standing->done_ms, standing->done_seq);
}

enum ks_rc ks_inspection_answers(struct ks_store *store, const struct ks_inspection_key *key,
				 const struct ks_checklist *checklist, uint8_t *out)
{
	enum ks_rc rc;

	memset(out, 0, KS_INSPECTION_MAX);
	ks_db_lock(store);
	sqlite3_stmt *stmt = ks_db_query(store,
					 "SELECT item, response FROM inspection_answer"
					 " WHERE staff = ? AND nendo = ? AND checklist = ?",
					 "tdt", key->staff, key->nendo, key->checklist);

	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		const struct ks_checklist_item *item =
			ks_checklist_find(checklist, ks_db_text(stmt, 0));

		if (item && item - checklist->items < KS_INSPECTION_MAX)
			out[item - checklist->items] = (uint8_t)ks_response_find(ks_db_text(stmt, 1));
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

enum ks_rc ks_inspection_keep(struct ks_store *store, const struct ks_inspection_key *key,
			      const struct ks_inspection_answer *answer, bool only_later)
{
	return ks_db_run(store,
			 "INSERT INTO inspection_answer(staff, nendo, checklist, item, text, response,"
			 " at_ms) VALUES(?, ?, ?, ?, ?, ?, ?)"
			 " ON CONFLICT(staff, nendo, checklist, item) DO UPDATE SET"
			 " text = excluded.text, response = excluded.response, at_ms = excluded.at_ms"
			 " WHERE excluded.at_ms >= at_ms OR NOT ?",
			 "tdttttid", key->staff, key->nendo, key->checklist, answer->item,
			 answer->text, answer->response, answer->at_ms, (int)only_later);
}

enum ks_rc ks_inspection_each(struct ks_store *store, int nendo,
			      void (*take)(void *context, const struct ks_inspection_key *key,
					   const struct ks_inspection_answer *answer),
			      void *context)
{
	enum ks_rc rc;

	ks_db_lock(store);
	sqlite3_stmt *stmt = ks_db_query(store,
					 "SELECT staff, checklist, item, text, response, at_ms"
					 " FROM inspection_answer WHERE nendo = ?"
					 " ORDER BY checklist, item, at_ms DESC, staff",
					 "d", nendo);

	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		struct ks_inspection_key key = {ks_db_text(stmt, 0), nendo, ks_db_text(stmt, 1)};
		struct ks_inspection_answer answer = {ks_db_text(stmt, 2), ks_db_text(stmt, 3),
						      ks_db_text(stmt, 4),
						      sqlite3_column_int64(stmt, 5)};

		take(context, &key, &answer);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}
