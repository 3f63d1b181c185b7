/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/doors.h"

#include <stdlib.h>

#include "kiosk/screen/policy.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"
#include "ui/widget.h"
#include "visit/attend.h"
#include "visit/signin.h"

/*
 * One table of doors for both screens a kiosk rests on. A door is only shown when what is behind it
 * works: no feature on screen that does not. In the first frame, before the lessons are read, that is taken for granted:
 * no tap is looked at until they are.
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
		return app->trouble == KS_OK &&
		       (!app->is_content_whole || app->content.n_lessons > 0);
	case KS_ACT_ATTEND:
		return app->trouble == KS_OK;
	case KS_ACT_POLICY:
		return !app->is_content_whole || app->content.policy.n_clauses > 0;
	case KS_ACT_EMERGENCY:
		return ks_organisation_has_emergency(&app->content.organisation);
	default:
		return false;
	}
}

static double label_mm(enum ks_act act)
{
	return act == KS_ACT_TRAIN ? 10.4 : 8.4;
}

static bool is_wide(enum ks_act act)
{
	return act == KS_ACT_TRAIN || act == KS_ACT_EMERGENCY;
}

/* A half beside which no other stands. */
static bool is_alone(const struct ks_app *app, const struct door *door)
{
	int n_half = 0;
	const struct door *last = NULL;

	for (size_t i = 0; i < KS_COUNT(doors); i++) {
		if (is_wide(doors[i].act) || !leads_somewhere(app, doors[i].act))
			continue;
		n_half++;
		last = &doors[i];
	}
	return door == last && n_half % 2 == 1;
}

/* The share of a row of @width_px; in portrait one of two columns, or both. */
static int door_width(const struct ks_app *app, const struct door *door, int width_px)
{
	int gap = ks_mm_fixed(&app->ui.metrics, GAP_MM), shares = 0, n = 0;

	if (ks_metrics_is_portrait(&app->ui.metrics))
		return is_wide(door->act) || is_alone(app, door) ? width_px : (width_px - gap) / 2;
	for (size_t i = 0; i < KS_COUNT(doors); i++) {
		if (!leads_somewhere(app, doors[i].act))
			continue;
		shares += doors[i].share;
		n++;
	}
	return (width_px - (n - 1) * gap) * door->share / shares;
}

/* Of one door: its 41 mm (27 in portrait), or more where the words need it. */
static int door_height(struct ks_app *app, struct ks_scene *scene, int width_px)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	bool is_tall = ks_metrics_is_portrait(metrics);
	int h = is_tall ? ks_mm(metrics, DOOR_TALL_MM) : ks_mm_fixed(metrics, DOOR_MM);

	for (size_t i = 0; i < KS_COUNT(doors); i++) {
		struct ks_button button = {.label = ks_word(doors[i].label),
					   .label_mm = label_mm(doors[i].act)};
		int need;

		if (!leads_somewhere(app, doors[i].act))
			continue;
		need = ks_widget_button_height(scene, &button, door_width(app, &doors[i], width_px));
		h = need > h ? need : h;
	}
	return h;
}

static int n_tall_rows(const struct ks_app *app)
{
	int n_wide = 0, n_half = 0;

	for (size_t i = 0; i < KS_COUNT(doors); i++) {
		if (!leads_somewhere(app, doors[i].act))
			continue;
		n_wide += is_wide(doors[i].act);
		n_half += !is_wide(doors[i].act);
	}
	return n_wide + (n_half + 1) / 2;
}

int ks_doors_height(struct ks_app *app, struct ks_scene *scene, int width_px)
{
	int h = door_height(app, scene, width_px), n = n_tall_rows(app);

	if (!ks_metrics_is_portrait(&app->ui.metrics))
		return h;
	return n * h + (n - 1) * ks_mm_fixed(&app->ui.metrics, GAP_MM);
}

static const struct door *first_door(const struct ks_app *app)
{
	for (size_t i = 0; i < KS_COUNT(doors); i++)
		if (leads_somewhere(app, doors[i].act))
			return &doors[i];
	return NULL;
}

static void build_door(struct ks_app *app, struct ks_scene *scene, const struct door *door,
		       struct ks_rect r, bool is_dark)
{
	bool is_main = door->act == KS_ACT_TRAIN;
	struct ks_button button = {.label = ks_word(door->label),
				   .label_mm = label_mm(door->act),
				   .action = {door->act, 0},
				   .is_main = door == first_door(app)};

	if (is_dark)
		button.kind = is_main ? KS_BUTTON_DOOR_MAIN : KS_BUTTON_DOOR;
	else
		button.kind = is_main ? KS_BUTTON_PRIMARY : KS_BUTTON_STRONG;
	ks_widget_button(scene, r, &button);
}

/* Portrait: the main door over the whole width, the others below it, halves in two columns. */
static void build_tall(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, bool is_dark)
{
	int gap = ks_mm_fixed(&app->ui.metrics, GAP_MM), h = door_height(app, scene, r.w);
	int column = 0, y = r.y;

	for (size_t i = 0; i < KS_COUNT(doors); i++) {
		struct ks_rect place = {r.x, y, door_width(app, &doors[i], r.w), h};

		if (!leads_somewhere(app, doors[i].act))
			continue;
		if (is_wide(doors[i].act) && column == 1) {
			y += h + gap; /* a half that stands alone */
			place.y = y;
			column = 0;
		}
		place.x += column * (place.w + gap);
		build_door(app, scene, &doors[i], place, is_dark);
		column = is_wide(doors[i].act) ? 0 : !column;
		if (column == 0)
			y += h + gap;
	}
}

void ks_doors_build(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, bool is_dark)
{
	int gap = ks_mm_fixed(&app->ui.metrics, GAP_MM), x = r.x;

	if (ks_metrics_is_portrait(&app->ui.metrics)) {
		build_tall(app, scene, r, is_dark);
		return;
	}
	for (size_t i = 0; i < KS_COUNT(doors); i++) {
		int w;

		if (!leads_somewhere(app, doors[i].act))
			continue;
		w = door_width(app, &doors[i], r.w);
		build_door(app, scene, &doors[i], (struct ks_rect){x, r.y, w, r.h}, is_dark);
		x += w + gap;
	}
}

enum ks_screen_id ks_doors_tap(struct ks_app *app, struct ks_action action)
{
	switch ((enum ks_act)action.what) {
	case KS_ACT_TRAIN:
		ks_signin_begin(&app->visit);
		return ks_app_where(app, KS_OK);
	case KS_ACT_ATTEND:
		return ks_app_where(app, ks_attend_begin(&app->site, &app->visit));
	case KS_ACT_POLICY:
		ks_policy_reader_begin(&app->view);
		return KS_SCREEN_POLICY;
	case KS_ACT_EMERGENCY:
		return KS_SCREEN_EMERGENCY;
	default:
		return KS_SCREEN_SAME;
	}
}
