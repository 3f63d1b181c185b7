/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/visit.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "base/log.h"
#include "kiosk/acknowledge.h"
#include "kiosk/inspect.h"
#include "kiosk/lesson.h"
#include "kiosk/settings.h"
#include "kiosk/words/words.h"
#include "record/roster.h"

/*
 * One struct holds all that is known of the person at the screen, and one function wipes it: what is not in
 * struct ks_visit cannot be left behind for the next person to see.
 */

#define NUMBER_DIGITS_DEFAULT 6

enum ks_rc ks_visit_find(struct ks_app *app)
{
	struct ks_visit *visit = &app->visit;
	enum ks_rc rc = ks_roster_find(app->store, visit->typed, &visit->arena, &visit->person);
	char *family;

	if (rc != KS_OK)
		return rc;
	family = ks_person_family_name(&visit->person);
	snprintf(visit->family_name, sizeof(visit->family_name), "%s", family);
	explicit_bzero(family, strlen(family));
	free(family);
	return KS_OK;
}

/* How far along; a lesson that was done for another course of the 年度 is done for this one too. */
static void load_progress(struct ks_app *app, const struct ks_duty *duty, struct ks_progress *out)
{
	const char *staff = app->visit.person.number, *lesson = duty->lesson->id;
	enum ks_rc rc =
		ks_progress_load(app->store, staff, duty->plan->nendo, duty->plan->id, lesson, out);

	for (size_t i = 0; i < app->content.n_plans && !out->is_done; i++) {
		const struct ks_plan *plan = &app->content.plans[i];
		struct ks_progress other = {0};

		if (plan->nendo != duty->plan->nendo || plan == duty->plan ||
		    ks_plan_find(plan, lesson) == NULL)
			continue;
		if (ks_progress_load(app->store, staff, plan->nendo, plan->id, lesson, &other) ==
			    KS_OK &&
		    other.is_done) {
			ks_progress_finish(out);
			*out = other;
		} else {
			ks_progress_finish(&other);
		}
	}
	if (rc != KS_OK && rc != KS_NOT_FOUND)
		ks_log_error("kiosk", "progress not readable: %s", ks_store_last_error(app->store));
}

void ks_visit_duties(struct ks_app *app)
{
	struct ks_visit *visit = &app->visit;

	for (size_t i = 0; i < KS_DUTIES_MAX; i++)
		ks_progress_finish(&visit->progress[i]);
	memset(visit->progress, 0, sizeof(visit->progress));
	memset(&visit->duties, 0, sizeof(visit->duties));
	visit->duties.target = KS_TARGET_NO_LESSON;
	if (!app->plan)
		return;
	ks_duties_make(app->content.plans, app->content.n_plans, app->plan->nendo, &visit->person,
		       ks_app_today(app), &visit->duties);
	for (size_t i = 0; i < visit->duties.n_items; i++)
		load_progress(app, &visit->duties.items[i], &visit->progress[i]);
	ks_acknowledge_load(app);
	ks_inspect_load(app);
}

bool ks_visit_is_open(const struct ks_visit *visit, size_t index)
{
	const struct ks_duties *duties = &visit->duties;

	for (size_t i = 0; i < duties->n_items && !visit->progress[index].is_done; i++)
		if (!visit->progress[i].is_done &&
		    ks_duty_waits_for(&duties->items[index], &duties->items[i]))
			return false;
	return true;
}

size_t ks_visit_n_done(const struct ks_visit *visit)
{
	size_t n = 0;

	for (size_t i = 0; i < visit->duties.n_items; i++)
		n += visit->progress[i].is_done;
	return n;
}

int ks_visit_number_digits(struct ks_app *app)
{
	int digits = ks_roster_number_length(app->store);

	return digits > 0 && digits < KS_TYPED_MAX ? digits : NUMBER_DIGITS_DEFAULT;
}

const char *ks_visit_lesson_title(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_plan_lesson *lesson = app->visit.rules.plan_lesson;
	int number = 0;

	while (app->visit.duties.items[number].lesson != lesson)
		number++; /* a lesson is only ever opened from a duty */
	if (app->is_preview)
		return ks_say(ks_scene_arena(scene), KS_W_PREVIEW_TITLE, lesson->title);
	return ks_say(ks_scene_arena(scene), KS_W_LESSON_TITLE, number + 1, lesson->title);
}

const struct ks_appointment *ks_visit_appointment(struct ks_app *app)
{
	return ks_person_appointment_on(&app->visit.person, ks_app_today(app));
}

void ks_visit_end(struct ks_app *app, bool is_idle)
{
	struct ks_visit *visit = &app->visit;

	if (ks_lesson_leave(app, is_idle) != KS_OK)
		app->trouble = KS_IO;
	for (size_t i = 0; i < visit->n_gatherings; i++)
		ks_gathering_finish(&visit->gatherings[i]);
	free(visit->gatherings);
	for (size_t i = 0; i < KS_DUTIES_MAX; i++)
		ks_progress_finish(&visit->progress[i]);
	ks_arena_wipe(&visit->arena);
	sodium_memzero(visit, sizeof(*visit));
	ks_store_forget(app->store);
	ks_settings_reset(app);
	if (app->scene)
		ks_scene_wipe(app->scene);
	if (app->shown)
		ks_scene_wipe(app->shown);
	if (app->ui.text)
		ks_text_engine_trim(app->ui.text);
	malloc_trim(0);         /* a kiosk lives for months: give back what one person needed */
	app->has_shown = false; /* its layouts are gone: paint all of the next screen */
}

void ks_sync_poke_if(struct ks_sync *sync)
{
	if (sync)
		ks_sync_poke(sync);
}
