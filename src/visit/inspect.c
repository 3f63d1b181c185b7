/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/inspect.h"

#include <stdio.h>
#include <string.h>

#include "base/id.h"
#include "record/pseudonym.h"

/*
 * A step is applied to a copy; the answer, the place to take up at and the end go into one transaction with the
 * statements that say them; only then the visit sees the copy (DESIGN §5.6).
 */

static const struct ks_checklist *sheet_of(const struct ks_site *site)
{
	return site->content->n_checklists > 0 ? &site->content->checklists[0] : NULL;
}

const struct ks_checklist *ks_inspect_checklist(const struct ks_site *site,
						const struct ks_visit *visit)
{
	return visit->inspect.walk.n_items > 0 ? sheet_of(site) : NULL;
}

static struct ks_inspection_key key_of(const struct ks_site *site, const struct ks_visit *visit,
				       int nendo)
{
	return (struct ks_inspection_key){visit->person.number, nendo, sheet_of(site)->id};
}

enum ks_rc ks_inspect_load(struct ks_site *site, struct ks_visit *visit)
{
	const struct ks_checklist *checklist = sheet_of(site);
	struct ks_inspect_visit *inspect = &visit->inspect;
	uint8_t answers[KS_INSPECTION_MAX];
	struct ks_inspection_key now, before;
	enum ks_rc rc;

	memset(&inspect->walk, 0, sizeof(inspect->walk));
	if (!checklist || visit->duties.target != KS_TARGET_YES)
		return KS_OK;
	inspect->nendo = visit->nendo;
	now = key_of(site, visit, inspect->nendo);
	before = key_of(site, visit, inspect->nendo - 1);
	rc = ks_inspection_load(site->store, &now, &inspect->standing);
	if (rc == KS_OK)
		rc = ks_inspection_answers(site->store, &now, checklist, answers);
	if (rc == KS_OK)
		rc = ks_inspection_answers(site->store, &before, checklist, inspect->last_answers);
	if (rc != KS_OK)
		return rc;
	ks_inspection_begin(&inspect->walk, checklist,
			    ks_inspection_is_manager(ks_visit_appointment(visit)), answers,
			    inspect->last_answers);
	inspect->walk.is_done = inspect->standing.done_ms != 0;
	return KS_OK;
}

const struct ks_checklist_item *ks_inspect_item(const struct ks_site *site,
						const struct ks_visit *visit)
{
	return &sheet_of(site)->items[ks_inspection_item(&visit->inspect.walk)];
}

/* What was answered before is marked when one comes back to it. */
static void arrive(struct ks_visit *visit)
{
	static const enum ks_visit_place places[] = {
		[KS_INSPECTION_ITEM] = KS_VISIT_ITEM,
		[KS_INSPECTION_HELP] = KS_VISIT_HELP,
		[KS_INSPECTION_END] = KS_VISIT_INSPECTED,
	};
	struct ks_inspect_visit *inspect = &visit->inspect;

	inspect->response = KS_RESPONSE_NONE;
	if (inspect->walk.place == KS_INSPECTION_ITEM)
		inspect->response =
			(enum ks_response)inspect->walk.answers[ks_inspection_item(&inspect->walk)];
	visit->place = places[inspect->walk.place];
}

enum ks_rc ks_inspect_open(struct ks_site *site, struct ks_visit *visit)
{
	struct ks_inspect_visit *inspect = &visit->inspect;
	struct ks_time now = ks_clock_now(site->clock);
	enum ks_rc rc = ks_inspect_load(site, visit);

	if (rc != KS_OK)
		return rc;
	if (!ks_inspect_checklist(site, visit))
		return KS_NOT_FOUND;
	if (!inspect->walk.is_done)
		ks_inspection_go_to(&inspect->walk, sheet_of(site), inspect->standing.item,
				    inspect->standing.is_help);
	ks_uuid_v7(now.wall_ms, inspect->session);
	inspect->step_mono_ms = inspect->mono_ms = now.mono_ms;
	arrive(visit);
	return KS_OK;
}

/* What goes into one transaction. */
struct step {
	const struct ks_visit *visit;
	const struct ks_inspection *next;
	const struct ks_inspection_events *events;
	struct ks_inspection_standing standing;
};

static struct ks_fact fact_of(const struct ks_site *site, const struct ks_visit *visit,
			      enum ks_fact_kind kind, int64_t since_mono_ms)
{
	return (struct ks_fact){.kind = kind,
				.staff = visit->person.number,
				.session_id = visit->inspect.session,
				.content = site->content,
				.plan = ks_content_plan(site->content, visit->inspect.nendo),
				.checklist = sheet_of(site),
				.duration_ms = ks_clock_mono_ms(site->clock) - since_mono_ms};
}

static enum ks_rc append_answer(struct ks_site *site, const struct ks_visit *visit, int item)
{
	const struct ks_checklist_item *at = &sheet_of(site)->items[item];
	const struct ks_inspect_visit *inspect = &visit->inspect;
	struct ks_inspection_key key = key_of(site, visit, inspect->nendo);
	struct ks_fact fact = fact_of(site, visit, KS_FACT_INSPECTED, inspect->step_mono_ms);
	struct ks_inspection_answer answer = {.item = at->id,
					      .text = at->text.text,
					      .response = ks_response_id(inspect->response),
					      .at_ms = ks_clock_wall_ms(site->clock)};
	char name[KS_ACTOR_MAX];
	enum ks_rc rc = ks_pseudonym_of(site->store, fact.staff, name);

	fact.item_index = item;
	fact.response = inspect->response;
	fact.staff = name;
	if (ks_statement_is_pseudonym(name))
		fact.session_id =
			NULL; /* the sheet's end is of the same sitting, and says whose it is */
	if (rc == KS_OK)
		rc = ks_ledger_append(site->ledger, &fact, NULL);
	return rc == KS_OK ? ks_inspection_keep(site->store, &key, &answer, false) : rc;
}

static enum ks_rc write_step(struct ks_site *site, void *what)
{
	struct step *step = what;
	const struct ks_inspect_visit *inspect = &step->visit->inspect;
	struct ks_inspection_key key = key_of(site, step->visit, inspect->nendo);
	struct ks_fact end =
		fact_of(site, step->visit, KS_FACT_COMPLETED_CHECKLIST, inspect->mono_ms);
	enum ks_rc rc = step->events->is_answered
				? append_answer(site, step->visit, step->events->item)
				: KS_OK;

	if (rc == KS_OK && step->events->is_completed) {
		rc = ks_ledger_append(site->ledger, &end, &step->standing.done_seq);
		step->standing.done_ms = ks_clock_wall_ms(site->clock);
	}
	snprintf(step->standing.item, sizeof(step->standing.item), "%s",
		 sheet_of(site)->items[ks_inspection_item(step->next)].id);
	step->standing.is_help = step->next->place == KS_INSPECTION_HELP;
	return rc == KS_OK ? ks_inspection_save(site->store, &key, &step->standing) : rc;
}

static enum ks_rc commit_step(struct ks_site *site, struct ks_visit *visit,
			      const struct ks_inspection *next,
			      const struct ks_inspection_events *events)
{
	struct ks_inspect_visit *inspect = &visit->inspect;
	struct step step = {
		.visit = visit, .next = next, .events = events, .standing = inspect->standing};
	enum ks_rc rc = site->record(site, write_step, &step);

	if (rc != KS_OK)
		return rc;
	inspect->walk = *next;
	inspect->standing = step.standing;
	inspect->step_mono_ms = ks_clock_mono_ms(site->clock);
	arrive(visit);
	if (visit->place != KS_VISIT_INSPECTED || !step.standing.done_seq)
		return KS_OK;
	ks_receipt_close(inspect->done);
	return ks_receipt_take(site->ledger, step.standing.done_seq, &inspect->done);
}

enum ks_rc ks_inspect_next(struct ks_site *site, struct ks_visit *visit)
{
	struct ks_inspection next = visit->inspect.walk;
	struct ks_inspection_events events;
	enum ks_rc rc = ks_inspection_next(&next, visit->inspect.response, &events);

	return rc == KS_OK ? commit_step(site, visit, &next, &events) : rc;
}

enum ks_rc ks_inspect_back(struct ks_site *site, struct ks_visit *visit)
{
	struct ks_inspection next = visit->inspect.walk;
	struct ks_inspection_events events = {0};
	enum ks_rc rc = ks_inspection_back(&next);

	return rc == KS_OK ? commit_step(site, visit, &next, &events) : rc;
}
