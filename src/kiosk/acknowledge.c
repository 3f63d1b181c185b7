/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/acknowledge.h"

#include "base/log.h"
#include "kiosk/visit.h"
#include "kiosk/words/words.h"

/*
 * What somebody agreed to is one text, named by its sha256: a revised policy is asked anew. It stands beside the
 * lessons' progress under a name made of that hash, so it travels between kiosks like they do.
 */

void ks_acknowledge_load(struct ks_app *app)
{
	char key[KS_ID_MAX];
	int64_t at_ms = 0;

	ks_statement_policy_key(app->content.policy.sha256, key);
	if (ks_progress_agreed(app->store, app->visit.person.number, app->plan->nendo, key,
			       &at_ms) != KS_OK)
		ks_log_error("kiosk", "acknowledgement not readable: %s",
			     ks_store_last_error(app->store));
	app->visit.has_agreed = at_ms > 0;
}

bool ks_acknowledge_is_open(const struct ks_app *app, const struct ks_plan *plan)
{
	return plan->acknowledges && !app->visit.has_agreed;
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

/*
 * Every course that only waited for this is completed with it; not again when a revised policy is agreed to.
 * @agreed_ms: when another text was agreed to before, 0: never
 */
static enum ks_rc append_courses_done(struct ks_app *app, struct ks_fact *fact, int64_t agreed_ms)
{
	const struct ks_visit *visit = &app->visit;
	enum ks_rc rc = KS_OK;

	fact->kind = KS_FACT_COMPLETED_COURSE;
	for (size_t i = 0; i < visit->duties.n_items && rc == KS_OK; i++) {
		bool is_told = false;
		int64_t last_ms = 0;

		fact->plan = visit->duties.items[i].plan;
		for (size_t k = 0; k < visit->duties.n_items; k++) {
			is_told |= k < i && visit->duties.items[k].plan == fact->plan;
			if (ks_plan_find(fact->plan, visit->duties.items[k].lesson->id) &&
			    visit->progress[k].done_ms > last_ms)
				last_ms = visit->progress[k].done_ms;
		}
		if (!is_told && fact->plan->acknowledges && has_lessons_done(visit, fact->plan) &&
		    (agreed_ms == 0 || agreed_ms < last_ms))
			rc = ks_ledger_append(app->ledger, fact, NULL);
	}
	return rc;
}

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
	int64_t agreed_ms = 0;
	enum ks_rc rc = ks_progress_agreed(app->store, staff, plan->nendo, NULL, &agreed_ms);

	progress->done_ms = ks_clock_wall_ms(&app->clock);
	progress->progress_percent = 100;
	ks_uuid_v7(progress->done_ms, session);
	ks_statement_policy_key(app->content.policy.sha256, key);
	if (rc == KS_OK)
		rc = ks_ledger_append(app->ledger, &fact, &progress->done_seq);
	if (rc == KS_OK)
		rc = append_courses_done(app, &fact, agreed_ms);
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
	visit->has_agreed = true;
	ks_sync_poke_if(app->sync);
	return KS_OK;
}
