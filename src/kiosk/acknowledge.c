/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/acknowledge.h"

#include "base/log.h"
#include "kiosk/visit.h"
#include "kiosk/words.h"

/*
 * What somebody agreed to is one text, named by its sha256: a revised policy is asked anew. It stands beside the
 * lessons' progress under a name made of that hash, so it travels between kiosks like they do.
 */

void ks_acknowledge_load(struct ks_app *app)
{
	struct ks_visit *visit = &app->visit;
	char key[KS_ID_MAX];

	ks_statement_policy_key(app->content.policy.sha256, key);
	for (size_t i = 0; i < visit->duties.n_items; i++) {
		const struct ks_plan *plan = visit->duties.items[i].plan;
		struct ks_progress progress = {0};
		enum ks_rc rc;

		visit->has_agreed[i] = false;
		if (!plan->acknowledges)
			continue;
		rc = ks_progress_load(app->store, visit->person.number, plan->nendo, plan->id, key,
				      &progress);
		visit->has_agreed[i] = rc == KS_OK && progress.is_done;
		ks_progress_finish(&progress);
		if (rc != KS_OK && rc != KS_NOT_FOUND)
			ks_log_error("kiosk", "acknowledgement not readable: %s",
				     ks_store_last_error(app->store));
	}
}

bool ks_acknowledge_is_open(const struct ks_app *app, const struct ks_plan *plan)
{
	const struct ks_duties *duties = &app->visit.duties;

	if (!plan->acknowledges)
		return false;
	for (size_t i = 0; i < duties->n_items; i++)
		if (duties->items[i].plan == plan)
			return !app->visit.has_agreed[i];
	return false;
}

static bool has_lessons_done(const struct ks_visit *visit, const struct ks_plan *plan)
{
	for (size_t i = 0; i < visit->duties.n_items; i++)
		if (ks_plan_find(plan, visit->duties.items[i].lesson->id) &&
		    !visit->progress[i].is_done)
			return false;
	return true;
}

const struct ks_plan *ks_acknowledge_owed(const struct ks_app *app)
{
	const struct ks_visit *visit = &app->visit;

	for (size_t i = 0; i < visit->duties.n_items; i++) {
		const struct ks_plan *plan = visit->duties.items[i].plan;

		if (ks_acknowledge_is_open(app, plan) && has_lessons_done(visit, plan))
			return plan;
	}
	return NULL;
}

const char *ks_acknowledge_sentence(const struct ks_app *app)
{
	const struct ks_plan *plan = app->visit.agree_plan;

	return *plan->acknowledge_text ? plan->acknowledge_text : ks_word(KS_W_AGREE_SENTENCE);
}

/* The course is completed with it, unless it was already: then a revised policy was agreed to. */
static enum ks_rc append(struct ks_app *app, struct ks_progress *progress)
{
	const struct ks_plan *plan = app->visit.agree_plan;
	const char *staff = app->visit.person.number;
	char session[KS_UUID_TEXT], key[KS_ID_MAX];
	struct ks_fact fact = {.kind = KS_FACT_AGREED,
			       .staff = staff,
			       .session_id = session,
			       .content = &app->content,
			       .plan = plan,
			       .sentence = ks_acknowledge_sentence(app),
			       .duration_ms =
				       ks_clock_mono_ms(&app->clock) - app->visit.step_mono_ms};
	bool was_completed;
	enum ks_rc rc =
		ks_progress_has_agreed(app->store, staff, plan->nendo, plan->id, &was_completed);

	progress->done_ms = ks_clock_wall_ms(&app->clock);
	progress->progress_percent = 100;
	ks_uuid_v7(progress->done_ms, session);
	ks_statement_policy_key(app->content.policy.sha256, key);
	if (rc == KS_OK)
		rc = ks_ledger_append(app->ledger, &fact, &progress->done_seq);
	fact.kind = KS_FACT_COMPLETED_COURSE;
	if (rc == KS_OK && !was_completed)
		rc = ks_ledger_append(app->ledger, &fact, NULL);
	if (rc == KS_OK)
		rc = ks_progress_save(app->store, staff, plan->nendo, plan->id, key, progress);
	return rc;
}

enum ks_rc ks_acknowledge_agree(struct ks_app *app)
{
	struct ks_visit *visit = &app->visit;
	struct ks_progress progress = {0};
	enum ks_rc rc = ks_ledger_begin(app->ledger);

	if (rc != KS_OK)
		return rc;
	rc = append(app, &progress);
	if (rc == KS_OK)
		rc = ks_ledger_commit(app->ledger);
	else
		ks_ledger_rollback(app->ledger);
	if (rc != KS_OK)
		return rc;
	visit->agree_seq = progress.done_seq;
	for (size_t i = 0; i < visit->duties.n_items; i++)
		visit->has_agreed[i] |= visit->duties.items[i].plan == visit->agree_plan;
	ks_sync_poke_if(app->sync);
	return KS_OK;
}
