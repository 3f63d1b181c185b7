/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/parts.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"
#include "visit/attend.h"

/*
 * 受付 by the number alone: family name and 所属, no more, so that somebody else's number typed by mistake is noticed. The
 * 係員 stands by; that no PIN was typed is part of what is recorded.
 */

static void fill(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_appointment *appointment = ks_visit_appointment(&app->visit);
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, KS_MM_HEADING);
	struct ks_text_style who = ks_widget_heading_style(&app->ui, 15.0);
	struct ks_text_style unit = ks_widget_style(&app->ui, KS_MM_BODY);
	struct ks_arena *arena = ks_scene_arena(flow->scene);
	struct ks_rich title = ks_rich_plain(ks_word(KS_W_CONFIRM_HEADING));
	struct ks_rich name = ks_rich_plain(ks_say(arena, KS_W_SAN, app->visit.family_name));
	struct ks_rich place = ks_rich_plain(appointment ? appointment->unit : "");

	who.has_furigana = false;
	flow->gap_px = ks_mm_fixed(&app->ui.metrics, 6.0);
	ks_flow_text(flow, KS_ROLE_HEADING, &title, &heading, 0);
	ks_flow_text(flow, KS_ROLE_TEXT, &name, &who, 0);
	ks_flow_text(flow, KS_ROLE_TEXT, &place, &unit, 0);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head =
		ks_frame_door_head(ks_say(ks_scene_arena(scene), KS_W_ATTEND_FOR,
					  ks_attend_gathering(&app->visit)->title),
				   ks_word(KS_W_QUIT_SIGNIN));
	struct ks_button no = {.kind = KS_BUTTON_STRONG,
			       .label = ks_word(KS_W_CONFIRM_NO),
			       .action = {KS_ACT_BACK, 0}};
	struct ks_button yes = {.kind = KS_BUTTON_PRIMARY,
				.label = ks_word(KS_W_CONFIRM_YES),
				.action = {KS_ACT_CONFIRM, 0}};
	struct ks_frame frame;

	head.has_bottom = true;
	frame = ks_parts_build(app, scene, &head, fill);
	if (app->view.part == 0)
		ks_frame_bottom_button(scene, &frame, KS_SLOT_LEFT, &no);
	if (app->view.part + 1 >= app->view.n_parts)
		ks_frame_bottom_button(scene, &frame, KS_SLOT_RIGHT, &yes);
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	if (ks_parts_tap(app, action))
		return KS_SCREEN_SAME;
	switch ((enum ks_act)action.what) {
	case KS_ACT_CONFIRM:
		return ks_app_where(app, ks_attend_confirm(&app->site, &app->visit));
	case KS_ACT_BACK:
		ks_attend_deny(&app->visit);
		return ks_app_where(app, KS_OK);
	case KS_ACT_CLOSE:
		return ks_app_sign_out(app, false);
	default:
		return KS_SCREEN_SAME;
	}
}

const struct ks_screen ks_screen_confirm = {.name = "confirm", .build = build, .tap = tap};
