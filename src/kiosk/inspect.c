/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/inspect.h"

#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/log.h"
#include "kiosk/visit.h"
#include "kiosk/words/words.h"

/*
 * A step is applied to a copy; the answer, the place to take up at and the end go into one transaction with the
 * statements that say them; only then the screen sees the copy (DESIGN §5.6).
 */

static const struct ks_checklist *sheet_of(const struct ks_app *app)
{
	return app->content.n_checklists > 0 && app->plan ? &app->content.checklists[0] : NULL;
}

const struct ks_checklist *ks_inspect_checklist(const struct ks_app *app)
{
	return app->visit.inspection.n_items > 0 ? sheet_of(app) : NULL;
}

static struct ks_inspection_key key_of(const struct ks_app *app, int nendo)
{
	return (struct ks_inspection_key){app->visit.person.number, nendo, sheet_of(app)->id};
}

void ks_inspect_load(struct ks_app *app)
{
	const struct ks_checklist *checklist = sheet_of(app);
	struct ks_visit *visit = &app->visit;
	uint8_t answers[KS_INSPECTION_MAX];
	struct ks_inspection_key now, before;
	enum ks_rc rc;

	memset(&visit->inspection, 0, sizeof(visit->inspection));
	if (!checklist || visit->duties.target != KS_TARGET_YES)
		return;
	now = key_of(app, app->plan->nendo);
	before = key_of(app, app->plan->nendo - 1);
	rc = ks_inspection_load(app->store, &now, &visit->inspected);
	if (rc == KS_OK)
		rc = ks_inspection_answers(app->store, &now, checklist, answers);
	if (rc == KS_OK)
		rc = ks_inspection_answers(app->store, &before, checklist, visit->last_answers);
	if (rc != KS_OK) {
		ks_log_error("kiosk", "self-inspection not readable: %s",
			     ks_store_last_error(app->store));
		return;
	}
	ks_inspection_begin(&visit->inspection, checklist,
			    ks_inspection_is_manager(ks_visit_appointment(app)), answers,
			    visit->last_answers);
	visit->inspection.is_done = visit->inspected.done_ms != 0;
}

const struct ks_checklist_item *ks_inspect_item(const struct ks_app *app)
{
	return &sheet_of(app)->items[ks_inspection_item(&app->visit.inspection)];
}

/* What was answered before is marked when one comes back to it. */
static void show_recorded(struct ks_visit *visit)
{
	visit->response = KS_RESPONSE_NONE;
	if (visit->inspection.place == KS_INSPECTION_ITEM)
		visit->response =
			(enum ks_response)
				visit->inspection.answers[ks_inspection_item(&visit->inspection)];
	visit->part_index = 0;
	visit->n_parts = 1;
	visit->revealed = 0;
}

enum ks_screen_id ks_inspect_open(struct ks_app *app)
{
	struct ks_visit *visit = &app->visit;
	struct ks_time now = ks_clock_now(&app->clock);

	ks_inspect_load(app);
	if (!ks_inspect_checklist(app))
		return KS_SCREEN_SAME;
	if (!visit->inspection.is_done)
		ks_inspection_go_to(&visit->inspection, sheet_of(app), visit->inspected.item,
				    visit->inspected.is_help);
	ks_uuid_v7(now.wall_ms, visit->inspection_session);
	visit->step_mono_ms = visit->lesson_mono_ms = now.mono_ms;
	show_recorded(visit);
	return ks_inspect_screen(app);
}

const char *ks_inspect_title(struct ks_app *app, struct ks_scene *scene)
{
	char *nendo = ks_wareki_nendo(app->plan->nendo);
	const char *title =
		ks_say(ks_scene_arena(scene), KS_W_INSPECT_TITLE, sheet_of(app)->title, nendo);

	free(nendo);
	return title;
}

static struct ks_fact fact_of(struct ks_app *app, enum ks_fact_kind kind, int64_t since_mono_ms)
{
	return (struct ks_fact){.kind = kind,
				.staff = app->visit.person.number,
				.session_id = app->visit.inspection_session,
				.content = &app->content,
				.plan = app->plan,
				.checklist = sheet_of(app),
				.duration_ms = ks_clock_mono_ms(&app->clock) - since_mono_ms};
}

static enum ks_rc append_answer(struct ks_app *app, int item)
{
	const struct ks_checklist_item *at = &sheet_of(app)->items[item];
	struct ks_inspection_key key = key_of(app, app->plan->nendo);
	struct ks_fact fact = fact_of(app, KS_FACT_INSPECTED, app->visit.step_mono_ms);
	struct ks_inspection_answer answer = {.item = at->id,
					      .text = at->text.text,
					      .response = ks_response_id(app->visit.response),
					      .at_ms = ks_clock_wall_ms(&app->clock)};
	enum ks_rc rc;

	fact.item_index = item;
	fact.response = app->visit.response;
	rc = ks_ledger_append(app->ledger, &fact, NULL);
	return rc == KS_OK ? ks_inspection_keep(app->store, &key, &answer, false) : rc;
}

/* Everything of one step, inside an open transaction. */
static enum ks_rc write_step(struct ks_app *app, const struct ks_inspection *next,
			     const struct ks_inspection_events *events,
			     struct ks_inspection_standing *standing)
{
	struct ks_inspection_key key = key_of(app, app->plan->nendo);
	struct ks_fact end = fact_of(app, KS_FACT_COMPLETED_CHECKLIST, app->visit.lesson_mono_ms);
	enum ks_rc rc = events->is_answered ? append_answer(app, events->item) : KS_OK;

	if (rc == KS_OK && events->is_completed) {
		rc = ks_ledger_append(app->ledger, &end, &standing->done_seq);
		standing->done_ms = ks_clock_wall_ms(&app->clock);
	}
	snprintf(standing->item, sizeof(standing->item), "%s",
		 sheet_of(app)->items[ks_inspection_item(next)].id);
	standing->is_help = next->place == KS_INSPECTION_HELP;
	return rc == KS_OK ? ks_inspection_save(app->store, &key, standing) : rc;
}

static enum ks_rc commit_step(struct ks_app *app, const struct ks_inspection *next,
			      const struct ks_inspection_events *events)
{
	struct ks_visit *visit = &app->visit;
	struct ks_inspection_standing standing = visit->inspected;
	enum ks_rc rc = ks_ledger_begin(app->ledger);

	if (rc != KS_OK)
		return rc;
	rc = write_step(app, next, events, &standing);
	if (rc == KS_OK)
		rc = ks_ledger_commit(app->ledger);
	else
		ks_ledger_rollback(app->ledger);
	if (rc != KS_OK)
		return rc;
	visit->inspection = *next;
	visit->inspected = standing;
	visit->step_mono_ms = ks_clock_mono_ms(&app->clock);
	show_recorded(visit);
	ks_sync_poke_if(app->sync);
	return KS_OK;
}

enum ks_rc ks_inspect_next(struct ks_app *app)
{
	struct ks_inspection next = app->visit.inspection;
	struct ks_inspection_events events;
	enum ks_rc rc = ks_inspection_next(&next, app->visit.response, &events);

	return rc == KS_OK ? commit_step(app, &next, &events) : rc;
}

enum ks_rc ks_inspect_back(struct ks_app *app)
{
	struct ks_inspection next = app->visit.inspection;
	struct ks_inspection_events events = {0};
	enum ks_rc rc = ks_inspection_back(&next);

	return rc == KS_OK ? commit_step(app, &next, &events) : rc;
}

enum ks_screen_id ks_inspect_screen(const struct ks_app *app)
{
	static const enum ks_screen_id screens[] = {
		[KS_INSPECTION_ITEM] = KS_SCREEN_INSPECT,
		[KS_INSPECTION_HELP] = KS_SCREEN_HELP,
		[KS_INSPECTION_END] = KS_SCREEN_INSPECTED,
	};

	return screens[app->visit.inspection.place];
}
