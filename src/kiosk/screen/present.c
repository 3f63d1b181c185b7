/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/present.h"

#include "kiosk/frame.h"
#include "kiosk/screen/page_body.h"
#include "kiosk/screen/screen.h"
#include "kiosk/settings.h"
#include "kiosk/words/words.h"
#include "visit/present.h"

/*
 * 教材を映す (design 46): the pages of a lesson as everybody reads them alone, in letters for a room. What a page asks is told by
 * the same tap as there; a question behind it has its hands counted, ○× neutral until 「答えを見る」.
 */

#define STAYS_S 3600
#define CLOCK_MS 20000

struct present {
	bool is_large;
	int text; /* of the letters before */
};
KS_SCREEN_STATE(struct present, PRESENT)

void ks_present_enlarge(struct ks_app *app, bool is_on)
{
	struct present *present = state_of(&app->view);
	int largest = ks_settings_n_values(KS_SETTING_TEXT) - 1;

	if (is_on == present->is_large)
		return;
	if (is_on)
		present->text = ks_settings_value(app, KS_SETTING_TEXT);
	present->is_large = is_on;
	ks_settings_show(app, KS_SETTING_TEXT, is_on ? largest : present->text);
}

static const struct ks_page *present_page(const struct ks_app *app)
{
	return &app->visit.present.lesson->pages[app->visit.present.page];
}

static bool is_asking(const struct ks_app *app)
{
	return app->visit.present.question && !app->visit.present.is_told;
}

static bool has_next(const struct ks_app *app)
{
	return app->view.part + 1 < app->view.n_parts || is_asking(app) ||
	       ks_present_at(&app->visit) + 1 < ks_present_n_slides(&app->visit);
}

static void build_bottom(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame)
{
	bool is_last_part = app->view.part + 1 >= app->view.n_parts;
	struct ks_button back = ks_frame_back();
	struct ks_button next = ks_frame_next(ks_word(KS_W_NEXT));
	struct ks_button tell = ks_frame_next(ks_word(KS_W_SHOW_ANSWER));
	struct ks_button others = {.kind = KS_BUTTON_PRIMARY,
				   .label = ks_word(KS_W_SHOW_AGAIN),
				   .action = {KS_ACT_SHOW, 1}};

	tell.action = (struct ks_action){KS_ACT_REVEAL, -1};
	if (ks_present_at(&app->visit) > 0 || app->view.part > 0)
		ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &back);
	ks_frame_bottom_button(scene, frame, KS_SLOT_RIGHT,
			       is_asking(app) && is_last_part ? &tell
			       : has_next(app)                ? &next
							      : &others);
	ks_frame_bottom_words(scene, frame,
			      ks_say(ks_scene_arena(scene), KS_W_PRESENT_OF,
				     (int)ks_present_at(&app->visit) + 1,
				     (int)ks_present_n_slides(&app->visit)));
}

static int build_hands(struct ks_app *app, struct ks_scene *scene, struct ks_rect body)
{
	struct ks_flow flow = ks_flow_begin(app, scene, body, -1);

	ks_hands_flow(&flow, app);
	if (app->view.part == KS_PART_LAST || app->view.part >= ks_flow_n_parts(&flow))
		app->view.part = ks_flow_n_parts(&flow) - 1;
	flow = ks_flow_begin(app, scene, body, app->view.part);
	ks_hands_flow(&flow, app);
	return ks_flow_n_parts(&flow);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_present_visit *present = &app->visit.present;
	struct ks_civil now = ks_civil_from_ms(ks_site_wall_ms(&app->site));
	struct ks_frame_head head = ks_frame_person_head(
		ks_say(ks_scene_arena(scene), KS_W_PRESENT_TITLE, present->lesson->title, now.hour,
		       now.minute, ks_present_here(&app->visit)),
		ks_word(KS_W_SHOW_AGAIN), KS_ACT_SHOW);
	struct ks_frame frame;

	head.has_person = false; /* it is for the room */
	head.has_bottom = true;
	frame = ks_frame_open(app, scene, &head);
	ks_frame_progress(
		scene, &frame,
		(double)(ks_present_at(&app->visit) + 1) / (double)ks_present_n_slides(&app->visit),
		ks_say(ks_scene_arena(scene), KS_W_PRESENT_OF, (int)ks_present_at(&app->visit) + 1,
		       (int)ks_present_n_slides(&app->visit)));
	app->view.n_parts = present->question
				    ? build_hands(app, scene, frame.body)
				    : ks_page_body_build(app, scene, frame.body, present->lesson,
							 present_page(app));
	build_bottom(app, scene, &frame);
}

static enum ks_screen_id step(struct ks_app *app, int by)
{
	if (!ks_present_step(&app->visit, by))
		return KS_SCREEN_SAME;
	app->view.part = by < 0 ? KS_PART_LAST : 0;
	app->view.revealed = 0;
	return KS_SCREEN_SAME;
}

static enum ks_screen_id turn(struct ks_app *app, int by)
{
	int part = app->view.part + by;

	if (part < 0 || part >= app->view.n_parts)
		return step(app, by);
	app->view.part = part;
	return KS_SCREEN_SAME;
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	enum ks_rc rc;

	switch ((enum ks_act)action.what) {
	case KS_ACT_NEXT:
	case KS_ACT_BACK:
		return turn(app, action.what == KS_ACT_NEXT ? 1 : -1);
	case KS_ACT_HAND:
		ks_present_hand(&app->visit, action.arg / 2, action.arg % 2 ? 1 : -1);
		return KS_SCREEN_SAME;
	case KS_ACT_REVEAL:
		if (action.arg >= 0) {
			app->view.revealed |= (unsigned)action.arg;
			return KS_SCREEN_SAME;
		}
		rc = ks_present_tell(&app->site, &app->visit);
		return rc == KS_OK ? KS_SCREEN_SAME : ks_app_trouble(app, rc);
	case KS_ACT_SHOW:
		ks_present_enlarge(app, false);
		ks_present_back(&app->visit);
		return ks_app_where(app, KS_OK);
	default:
		return KS_SCREEN_SAME;
	}
}

static void enter(const struct ks_app *app, struct ks_view *view)
{
	(void)app;
	view->part = 0;
	view->revealed = 0;
}

static int due_ms(struct ks_app *app)
{
	(void)app;
	return CLOCK_MS;
}

const struct ks_screen ks_screen_present = {.name = "present",
					    .enter = enter,
					    .build = build,
					    .tap = tap,
					    .due_ms = due_ms,
					    .stays_s = STAYS_S,
					    .is_read = true};
