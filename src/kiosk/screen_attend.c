/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "kiosk/attend.h"
#include "kiosk/frame.h"
#include "kiosk/screen.h"
#include "kiosk/visit.h"
#include "kiosk/words.h"

/*
 * Two screens: which gathering (only when today has several, or none), and what was recorded, read back from the
 * ledger (design 08). Attendance is a set: coming twice is told, not toggled.
 */

enum ks_screen_id ks_attend_begin(struct ks_app *app)
{
	struct ks_visit *visit = &app->visit;

	visit->gathering_index = 0;
	if (ks_gathering_on(app->store, ks_app_today(app), &visit->gatherings,
			    &visit->n_gatherings) != KS_OK)
		visit->n_gatherings = 0;
	return visit->n_gatherings == 1 ? KS_SCREEN_SIGNIN : KS_SCREEN_GATHERINGS;
}

static const char *gathering_when(struct ks_scene *scene, const struct ks_gathering *gathering)
{
	char *date = ks_wareki_date_weekday(gathering->date);
	const char *words =
		ks_say(ks_scene_arena(scene), KS_W_GATHERING_WHEN, date,
		       gathering->from_minute / 60, gathering->from_minute % 60,
		       gathering->to_minute / 60, gathering->to_minute % 60, gathering->place);

	free(date);
	return words;
}

static void build_list(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	int gap = ks_mm_fixed(&app->ui.metrics, 5.0);

	for (size_t i = 0; i < app->visit.n_gatherings; i++) {
		const struct ks_gathering *gathering = &app->visit.gatherings[i];
		const char *words = ks_scene_format(scene, "%s\n%s", gathering->title,
						    gathering_when(scene, gathering));
		struct ks_rich rich = ks_rich_plain(words);
		struct ks_choice_row row = {.mark = ks_scene_format(scene, "%zu", i + 1),
					    .text = &rich,
					    .action = {KS_ACT_CHOOSE, (int)i}};

		r.h = ks_widget_choice_height(scene, r.w, &row);
		ks_widget_choice(scene, r, &row);
		r.y += r.h + gap;
	}
}

static void build_gatherings(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame frame = ks_frame_begin(app, scene, ks_word(KS_W_ATTEND_TITLE), false);
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, KS_MM_HEADING);
	struct ks_text_style body = ks_widget_style(&app->ui, KS_MM_BODY);
	bool is_none = app->visit.n_gatherings == 0;
	struct ks_rect r = frame.body;
	int right = 0;

	ks_frame_top_button(scene, &frame, &right, ks_word(KS_W_CLOSE),
			    (struct ks_action){KS_ACT_CLOSE, 0});
	r.y += ks_scene_words(scene, KS_ROLE_HEADING, r,
			      ks_word(is_none ? KS_W_ATTEND_NONE : KS_W_ATTEND_WHICH), &heading);
	r.y += frame.gap_px;
	if (is_none)
		ks_scene_words(scene, KS_ROLE_TEXT, r, ks_word(KS_W_ATTEND_NONE_HINT), &body);
	else
		build_list(app, scene, r);
}

static enum ks_screen_id tap_gatherings(struct ks_app *app, struct ks_action action)
{
	switch ((enum ks_act)action.what) {
	case KS_ACT_CHOOSE:
		app->visit.gathering_index = (size_t)action.arg;
		return KS_SCREEN_SIGNIN;
	case KS_ACT_CLOSE:
		ks_visit_end(app, false);
		return ks_app_base_screen(app);
	default:
		return KS_SCREEN_SAME;
	}
}

static const struct ks_gathering *present_gathering(const struct ks_app *app)
{
	return &app->visit.gatherings[app->visit.gathering_index];
}

/* Signed in: record, and keep what the ledger then says. */
static void enter_attended(struct ks_app *app)
{
	struct ks_visit *visit = &app->visit;
	struct ks_fact fact = {.kind = KS_FACT_CHECKED_IN,
			       .staff = visit->person.number,
			       .content = &app->content,
			       .plan = app->plan,
			       .gathering_id = present_gathering(app)->id,
			       .gathering_title = present_gathering(app)->title};
	char session_id[KS_UUID_TEXT];
	enum ks_rc rc;

	ks_uuid_v7(ks_clock_wall_ms(&app->clock), session_id);
	fact.session_id = session_id;
	rc = ks_attendance_check_in(app->ledger, &fact, &visit->attendance);
	if (rc != KS_OK)
		app->trouble = rc;
	ks_sync_poke_if(app->sync);
}

/* The green card: recorded (or: recorded before), who, where, when. */
static int build_card(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	const struct ks_visit *visit = &app->visit;
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_civil at = ks_civil_from_ms(visit->attendance.wall_ms);
	const struct ks_appointment *appointment = ks_visit_appointment(app);
	const struct ks_employment *employment =
		appointment ? ks_employment_find(appointment->employment) : NULL;
	struct ks_text_style said = ks_widget_heading_style(&app->ui, 8.4);
	struct ks_text_style name = ks_widget_heading_style(&app->ui, 15.0);
	struct ks_text_style small = ks_widget_style(&app->ui, 7.0);
	struct ks_box box = {.fill = KS_COLOR_OK_SOFT,
			     .line = KS_COLOR_OK,
			     .radius_px = ks_mm_fixed(metrics, 4.0),
			     .line_px = ks_mm_fixed(metrics, 1.2)};
	int pad = ks_mm_fixed(metrics, 11.0), icon = said.em_px * 11 / 10;
	struct ks_rect in = ks_rect_inset(r, pad);

	r.h = 2 * pad + (said.em_px + name.em_px) * 14 / 10 + small.em_px * 2 +
	      ks_mm_fixed(metrics, 4.0);
	ks_scene_box(scene, r, &box);
	said.color = KS_COLOR_OK;
	ks_scene_icon(scene, (struct ks_rect){in.x, in.y + said.em_px / 6, icon, icon},
		      KS_ICON_CHECK, KS_COLOR_OK);
	in.y += ks_scene_words(
		scene, KS_ROLE_TEXT,
		(struct ks_rect){in.x + icon + icon / 3, in.y, in.w - icon * 4 / 3, 0},
		visit->attendance.is_repeat
			? ks_say(ks_scene_arena(scene), KS_W_ATTEND_AGAIN, at.hour, at.minute)
			: ks_word(KS_W_ATTEND_RECORDED),
		&said);
	in.y += ks_mm_fixed(metrics, 2.0);
	in.y += ks_scene_words(scene, KS_ROLE_HEADING, in,
			       ks_say(ks_scene_arena(scene), KS_W_SAN, visit->person.name), &name);
	small.color = KS_COLOR_INK2;
	ks_scene_words(scene, KS_ROLE_TEXT, in,
		       ks_say(ks_scene_arena(scene), KS_W_ATTEND_AT,
			      appointment ? appointment->unit : "",
			      employment ? employment->brief : "", at.hour, at.minute),
		       &small);
	return r.h;
}

static void build_attended(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_gathering *gathering = present_gathering(app);
	struct ks_frame frame = ks_frame_begin(app, scene, ks_word(KS_W_ATTEND_TITLE), true);
	struct ks_text_style small = ks_widget_style(&app->ui, 6.6);
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, KS_MM_HEADING);
	struct ks_button next = {.kind = KS_BUTTON_PRIMARY,
				 .label = ks_word(KS_W_NEXT_PERSON),
				 .action = {KS_ACT_ATTEND, 0}};
	struct ks_rect r = frame.body;
	size_t n_people = 0;
	int right = 0;

	ks_frame_top_button(scene, &frame, &right, ks_word(KS_W_SIGN_OUT),
			    (struct ks_action){KS_ACT_CLOSE, 0});
	small.color = KS_COLOR_INK2;
	r.y += ks_scene_words(scene, KS_ROLE_TEXT, r, gathering_when(scene, gathering), &small);
	r.y += ks_scene_words(scene, KS_ROLE_HEADING, r, gathering->title, &heading) + frame.gap_px;
	r.y += build_card(app, scene, r) + frame.gap_px;
	ks_scene_words(scene, KS_ROLE_TEXT, r, ks_word(KS_W_ATTEND_NEXT), &small);
	if (ks_attendance_count(app->store, gathering->id, &n_people) == KS_OK)
		ks_frame_bottom_words(scene, &frame,
				      ks_say(ks_scene_arena(scene), KS_W_ATTEND_COUNT, (int)n_people));
	ks_frame_bottom_button(scene, &frame, KS_SLOT_RIGHT, &next);
}

static enum ks_screen_id tap_attended(struct ks_app *app, struct ks_action action)
{
	switch ((enum ks_act)action.what) {
	case KS_ACT_ATTEND:
		ks_visit_end(app, false);
		app->visit.purpose = KS_PURPOSE_ATTEND;
		return ks_attend_begin(app);
	case KS_ACT_CLOSE:
		ks_visit_end(app, false);
		return ks_app_base_screen(app);
	default:
		return KS_SCREEN_SAME;
	}
}

const struct ks_screen ks_screen_gatherings = {
	.name = "gatherings", .build = build_gatherings, .tap = tap_gatherings};
const struct ks_screen ks_screen_attended = {
	.name = "attended", .enter = enter_attended, .build = build_attended, .tap = tap_attended};
