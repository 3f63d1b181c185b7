/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/doors.h"

#include <stdlib.h>

#include "kiosk/attend.h"
#include "kiosk/screen.h"
#include "kiosk/words.h"
#include "ui/widget.h"

/*
 * One table of doors for both screens a kiosk rests on. A door is only shown when what is behind it
 * works: no feature on screen that does not.
 */

#define DOOR_MM 41.0
#define DOOR_TALL_MM 27.0
#define GAP_MM 8.0

struct door {
	enum ks_word label;
	enum ks_act act;
	int share; /* of the row's width */
};

static const struct door doors[] = {
	{KS_W_TRAIN, KS_ACT_TRAIN, 150},
	{KS_W_ATTEND, KS_ACT_ATTEND, 86},
	{KS_W_READ_POLICY, KS_ACT_POLICY, 86},
	{KS_W_EMERGENCY, KS_ACT_EMERGENCY, 86},
};

static bool leads_somewhere(const struct ks_app *app, enum ks_act act)
{
	switch (act) {
	case KS_ACT_TRAIN:
		return app->trouble == KS_OK && app->plan && app->content.n_lessons > 0;
	case KS_ACT_ATTEND:
		return app->trouble == KS_OK;
	case KS_ACT_POLICY:
		return app->content.policy.n_clauses > 0;
	case KS_ACT_EMERGENCY:
		return app->content.organisation.n_emergency > 0;
	default:
		return false;
	}
}

int ks_doors_height(struct ks_app *app, int width_px)
{
	const struct ks_metrics *metrics = &app->ui.metrics;

	(void)width_px;
	if (ks_metrics_is_portrait(metrics))
		return 3 * ks_mm(metrics, DOOR_TALL_MM) + 2 * ks_mm_fixed(metrics, GAP_MM);
	return ks_mm(metrics, DOOR_MM) < metrics->height_px / 4 ? ks_mm(metrics, DOOR_MM)
								: metrics->height_px / 4;
}

static void build_door(struct ks_app *app, struct ks_scene *scene, const struct door *door,
		       struct ks_rect r, bool is_dark)
{
	bool is_main = door->act == KS_ACT_TRAIN;
	struct ks_button button = {.label = ks_word(door->label),
				   .label_mm = is_main ? 10.4 : 8.4,
				   .action = {door->act, 0}};

	(void)app;
	if (is_dark)
		button.kind = is_main ? KS_BUTTON_DOOR_MAIN : KS_BUTTON_DOOR;
	else
		button.kind = is_main ? KS_BUTTON_PRIMARY : KS_BUTTON_STRONG;
	ks_widget_button(scene, r, &button);
}

/* Portrait: the main door over the whole width, the others below it in two columns. */
static void build_tall(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, bool is_dark)
{
	int gap = ks_mm_fixed(&app->ui.metrics, GAP_MM), h = ks_mm(&app->ui.metrics, DOOR_TALL_MM);
	int column = 0, y = r.y;

	for (size_t i = 0; i < KS_COUNT(doors); i++) {
		bool is_wide = doors[i].act == KS_ACT_TRAIN || doors[i].act == KS_ACT_EMERGENCY;
		struct ks_rect place = {r.x, y, r.w, h};

		if (!leads_somewhere(app, doors[i].act))
			continue;
		if (!is_wide) {
			place.w = (r.w - gap) / 2;
			place.x += column * (place.w + gap);
		}
		build_door(app, scene, &doors[i], place, is_dark);
		column = is_wide ? 0 : !column;
		if (column == 0)
			y += h + gap;
	}
}

void ks_doors_build(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, bool is_dark)
{
	int gap = ks_mm_fixed(&app->ui.metrics, GAP_MM), shares = 0, n = 0, x = r.x;

	if (ks_metrics_is_portrait(&app->ui.metrics)) {
		build_tall(app, scene, r, is_dark);
		return;
	}
	for (size_t i = 0; i < KS_COUNT(doors); i++) {
		if (!leads_somewhere(app, doors[i].act))
			continue;
		shares += doors[i].share;
		n++;
	}
	for (size_t i = 0; i < KS_COUNT(doors); i++) {
		int w;

		if (!leads_somewhere(app, doors[i].act))
			continue;
		w = (r.w - (n - 1) * gap) * doors[i].share / shares;
		build_door(app, scene, &doors[i], (struct ks_rect){x, r.y, w, r.h}, is_dark);
		x += w + gap;
	}
}

enum ks_screen_id ks_doors_tap(struct ks_app *app, struct ks_action action)
{
	struct ks_visit *visit = &app->visit;

	switch ((enum ks_act)action.what) {
	case KS_ACT_TRAIN:
		visit->purpose = KS_PURPOSE_TRAIN;
		return KS_SCREEN_SIGNIN;
	case KS_ACT_ATTEND:
		visit->purpose = KS_PURPOSE_ATTEND;
		return ks_attend_begin(app);
	case KS_ACT_POLICY:
		app->clause_index = app->clause_part = 0;
		return KS_SCREEN_POLICY;
	case KS_ACT_EMERGENCY:
		return KS_SCREEN_EMERGENCY;
	default:
		return KS_SCREEN_SAME;
	}
}
