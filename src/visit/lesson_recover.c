/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/log.h"
#include "visit/lesson.h"

/*
 * At start: sittings that a power cut left open. In a damaged database one of them may be found by an index and yet not
 * be there to be closed, so the loop has a bound and stops where it does not progress: a kiosk serves all the same.
 */

#define SITTINGS_MAX 1000

static enum ks_rc write_abandoned(struct ks_site *site, void *what)
{
	const struct ks_sitting *sitting = what;
	const struct ks_plan *plan =
		ks_content_plan_named(site->content, sitting->nendo, sitting->plan);
	struct ks_fact fact = {.kind = KS_FACT_ABANDONED,
			       .staff = sitting->staff,
			       .session_id = sitting->session_id,
			       .content = site->content,
			       .plan = plan,
			       .plan_lesson = plan ? ks_plan_find(plan, sitting->lesson) : NULL,
			       .lesson = ks_content_lesson_of(site->content, sitting->nendo,
							      sitting->lesson),
			       .duration_ms = sitting->last_ms - sitting->begun_ms};
	enum ks_rc rc = KS_OK;

	if (fact.plan_lesson && fact.lesson)
		rc = ks_ledger_append(site->ledger, &fact, NULL);
	return rc == KS_OK ? ks_sitting_close(site->store, sitting->session_id) : rc;
}

enum ks_rc ks_lesson_recover(struct ks_site *site, size_t *n_left)
{
	struct ks_sitting sitting;
	char last[KS_UUID_TEXT] = "";

	if (n_left)
		*n_left = 0;
	for (int i = 0;; i++) {
		enum ks_rc rc = ks_sitting_any(site->store, &sitting);

		if (rc != KS_OK)
			return rc == KS_NOT_FOUND ? KS_OK : rc;
		if (i == SITTINGS_MAX || strcmp(sitting.session_id, last) == 0)
			break;
		memcpy(last, sitting.session_id, sizeof(last));
		ks_log_info("visit", "sitting %s was cut off; recorded as abandoned", last);
		rc = site->record(site, write_abandoned, &sitting);
		if (rc != KS_OK)
			return rc;
	}
	ks_log_error("visit", "sitting %s cannot be closed; left alone", sitting.session_id);
	if (n_left)
		*n_left = 1;
	return KS_OK;
}
