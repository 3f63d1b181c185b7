/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/agree.h"

#include "base/id.h"

/*
 * What somebody agreed to is one text, named by its sha256: a revised policy is asked anew. It stands beside the
 * lessons' progress under a name made of that hash, so it travels between kiosks like they do.
 */

enum ks_rc ks_agree_load(struct ks_site *site, struct ks_visit *visit)
{
	char key[KS_ID_MAX];
	int64_t at_ms;
	enum ks_rc rc;

	ks_statement_policy_key(site->content->policy.sha256, key);
	rc = ks_progress_agreed(site->store, visit->person.number, visit->nendo, key, &at_ms);
	visit->agree.has_agreed = rc == KS_OK && at_ms > 0;
	return rc;
}

bool ks_agree_is_open(const struct ks_visit *visit, const struct ks_plan *plan)
{
	return plan->acknowledges && !visit->agree.has_agreed;
}

const struct ks_plan *ks_agree_owed(const struct ks_visit *visit)
{
	size_t n = visit->duties.n_items;

	for (size_t i = 0; i < n; i++) {
		const struct ks_plan *plan = visit->duties.items[i].plan;

		if (ks_agree_is_open(visit, plan) && ks_visit_has_lessons_done(visit, plan, n))
			return plan;
	}
	return NULL;
}

enum ks_rc ks_agree_open(struct ks_site *site, struct ks_visit *visit)
{
	const struct ks_plan *owed = ks_agree_owed(visit);

	if (!owed)
		return KS_NOT_FOUND;
	visit->agree.plan = owed;
	visit->agree.mono_ms = ks_clock_mono_ms(site->clock);
	visit->place = KS_VISIT_AGREE;
	return KS_OK;
}

/* What goes into one transaction. */
struct agreement {
	const struct ks_visit *visit;
	const char *sentence;
	int64_t seq;
};

/* The last of @plan's lessons that this person did; whether it was told for an earlier duty is in @is_told. */
static int64_t last_done_ms(const struct ks_visit *visit, const struct ks_plan *plan, size_t before,
			    bool *is_told)
{
	int64_t last_ms = 0;

	*is_told = false;
	for (size_t k = 0; k < visit->duties.n_items; k++) {
		*is_told |= k < before && visit->duties.items[k].plan == plan;
		if (ks_plan_find(plan, visit->duties.items[k].lesson->id) &&
		    visit->progress[k].done_ms > last_ms)
			last_ms = visit->progress[k].done_ms;
	}
	return last_ms;
}

/*
 * A course that only waited for this is completed by it; not again when a revised policy is agreed to.
 * @agreed_ms: when another text was agreed to before, 0: never
 */
static enum ks_rc append_courses_done(struct ks_site *site, const struct ks_visit *visit,
				      struct ks_fact *fact, int64_t agreed_ms)
{
	size_t n = visit->duties.n_items;
	enum ks_rc rc = KS_OK;

	fact->kind = KS_FACT_COMPLETED_COURSE;
	for (size_t i = 0; i < n && rc == KS_OK; i++) {
		bool is_told;
		int64_t last_ms;

		fact->plan = visit->duties.items[i].plan;
		last_ms = last_done_ms(visit, fact->plan, i, &is_told);
		if (!is_told && fact->plan->acknowledges &&
		    ks_visit_has_lessons_done(visit, fact->plan, n) && agreed_ms < last_ms)
			rc = ks_ledger_append(site->ledger, fact, NULL);
	}
	return rc;
}

static enum ks_rc write_agreement(struct ks_site *site, void *what)
{
	struct agreement *agreement = what;
	const struct ks_visit *visit = agreement->visit;
	const struct ks_plan *plan = visit->agree.plan;
	const char *staff = visit->person.number;
	char session[KS_UUID_TEXT], key[KS_ID_MAX];
	struct ks_fact fact = {.kind = KS_FACT_AGREED,
			       .staff = staff,
			       .session_id = session,
			       .content = site->content,
			       .plan = plan,
			       .sentence = agreement->sentence,
			       .duration_ms = ks_clock_mono_ms(site->clock) - visit->agree.mono_ms};
	struct ks_progress progress = {.done_ms = ks_clock_wall_ms(site->clock),
				       .progress_percent = 100};
	int64_t agreed_ms = 0;
	enum ks_rc rc = ks_progress_agreed(site->store, staff, plan->nendo, NULL, &agreed_ms);

	ks_uuid_v7(progress.done_ms, session);
	ks_statement_policy_key(site->content->policy.sha256, key);
	if (rc == KS_OK)
		rc = ks_ledger_append(site->ledger, &fact, &progress.done_seq);
	if (rc == KS_OK)
		rc = append_courses_done(site, visit, &fact, agreed_ms);
	agreement->seq = progress.done_seq;
	return rc == KS_OK
		       ? ks_progress_save(site->store, staff, plan->nendo, plan->id, key, &progress)
		       : rc;
}

enum ks_rc ks_agree(struct ks_site *site, struct ks_visit *visit, const char *sentence)
{
	struct agreement agreement = {.visit = visit, .sentence = sentence};
	struct ks_receipt *taken = NULL;
	enum ks_rc rc = site->record(site, write_agreement, &agreement);

	if (rc == KS_OK)
		rc = ks_receipt_take(site->ledger, agreement.seq, &taken);
	if (rc != KS_OK)
		return rc;
	ks_receipt_close(visit->agree.receipt);
	visit->agree.receipt = taken;
	visit->agree.has_agreed = true;
	return KS_OK;
}
