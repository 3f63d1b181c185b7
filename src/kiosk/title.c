/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/title.h"

#include <stdlib.h>

#include "kiosk/words/words.h"
#include "visit/inspect.h"

/* The same name for one thing on every screen that shows a part of it. */

const char *ks_title_lesson(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_plan_lesson *lesson = app->visit.lesson.rules.plan_lesson;
	int number = (int)app->visit.lesson.duty;

	if (app->is_preview)
		return ks_say(ks_scene_arena(scene), KS_W_PREVIEW_TITLE, lesson->title);
	return ks_say(ks_scene_arena(scene), KS_W_LESSON_TITLE, number + 1, lesson->title);
}

const char *ks_title_inspection(struct ks_app *app, struct ks_scene *scene)
{
	char *nendo = ks_wareki_nendo(app->visit.inspect.nendo);
	const char *title = ks_say(ks_scene_arena(scene), KS_W_INSPECT_TITLE,
				   ks_inspect_checklist(&app->site, &app->visit)->title, nendo);

	free(nendo);
	return title;
}

const struct ks_rich *ks_title_item(const struct ks_app *app, const struct ks_checklist_item *item)
{
	return app->is_easy ? &item->easy : &item->text;
}
