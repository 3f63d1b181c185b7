/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/regrade.h"

#include <string.h>

#include "record/db.h"

/*
 * Answers and the result of a try are statements of their own; what they share is the kiosk, the lesson and the number of
 * the try. So a late or voided statement is counted again like all others.
 */

static enum ks_rc regrade_answer(struct ks_store *store, const struct ks_statement_view *view,
				 const char *sender)
{
	static const char insert[] =
		"INSERT OR IGNORE INTO regraded(id, nendo, staff, kiosk, plan, lesson, attempt,"
		" question, revision) SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?"
		" WHERE EXISTS(SELECT 1 FROM correction WHERE kind = 'key' AND state = 1"
		"  AND question = ?8 AND revision IN ('', ?9) AND answer IN ('*', ?10) AND nendo = ?2)";

	return ks_db_run(store, insert, "tdttttdttt", view->id, view->nendo, view->staff, sender,
			 view->plan, view->lesson, view->attempt, view->question, view->revision,
			 view->answer[0] ? view->answer : NULL);
}

static enum ks_rc regrade_try(struct ks_store *store, const struct ks_statement_view *view,
			      const char *sender)
{
	static const char count[] =
		"SELECT count(DISTINCT question) FROM regraded WHERE staff = ? AND kiosk = ?"
		" AND nendo = ? AND plan = ? AND lesson = ? AND attempt = ?";
	static const char insert[] =
		"INSERT OR IGNORE INTO credited(id, nendo, staff, plan, lesson, done_ms)"
		" VALUES(?, ?, ?, ?, ?, ?)";
	int64_t n_more = 0;
	enum ks_rc rc;

	/* From outside nothing says which answers are its; with enough points already, it was something else that failed. */
	if (view->attempt == 0 || view->score_max == 0 || view->score_raw >= view->score_pass)
		return KS_OK;
	rc = ks_db_number(store, &n_more, count, "ttdttd", view->staff, sender, view->nendo,
			  view->plan, view->lesson, view->attempt);
	if (rc != KS_OK || n_more == 0 || view->score_raw + n_more < view->score_pass)
		return rc;
	return ks_db_run(store, insert, "tdttti", view->id, view->nendo, view->staff, view->plan,
			 view->lesson, view->wall_ms);
}

enum ks_rc ks_regrade_add(struct ks_store *store, const struct ks_statement_view *view,
			  const char *sender)
{
	if (strcmp(view->verb, "answered") == 0 && view->question[0] && view->has_success &&
	    !view->success)
		return regrade_answer(store, view, sender);
	return strcmp(view->verb, "failed") == 0 ? regrade_try(store, view, sender) : KS_OK;
}
