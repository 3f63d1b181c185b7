/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "kiosk/parts.h"
#include "kiosk/screen/attend.h"
#include "kiosk/screen/screen.h"
#include "kiosk/visit.h"
#include "kiosk/words/words.h"

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

/* The gatherings flow: a day with many goes on with 「次へ」. */
static void flow_list(struct ks_flow *flow, struct ks_app *app)
{
	struct ks_scene *scene = flow->scene;

	flow->gap_px = ks_mm(&app->ui.metrics, 5.0);
	for (size_t i = 0; i < app->visit.n_gatherings; i++) {
		const struct ks_gathering *gathering = &app->visit.gatherings[i];
		struct ks_rect r = flow->column;
		const char *words = ks_scene_format(scene, "%s\n%s", gathering->title,
						    gathering_when(scene, gathering));
		struct ks_rich rich = ks_rich_plain(words);
		struct ks_choice_row row = {.mark = ks_scene_format(scene, "%zu", i + 1),
					    .text = &rich,
					    .action = {KS_ACT_CHOOSE, (int)i}};

		if (ks_flow_target(flow, ks_widget_choice_height(scene, r.w, &row), 0, &r))
			ks_widget_choice(scene, r, &row);
	}
}

static void fill_gatherings(struct ks_flow *flow, struct ks_app *app)
{
	bool is_none = app->visit.n_gatherings == 0;
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, KS_MM_HEADING);
	struct ks_text_style body = ks_widget_style(&app->ui, KS_MM_BODY);
	struct ks_rich title = ks_rich_plain(ks_word(is_none ? KS_W_ATTEND_NONE : KS_W_ATTEND_WHICH));
	struct ks_rich hint = ks_rich_plain(ks_word(KS_W_ATTEND_NONE_HINT));

	ks_flow_text(flow, KS_ROLE_HEADING, &title, &heading, 0);
	if (is_none)
		ks_flow_text(flow, KS_ROLE_TEXT, &hint, &body, 0);
	else
		flow_list(flow, app);
}

static void build_gatherings(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head =
		ks_frame_door_head(ks_word(KS_W_ATTEND_TITLE), ks_word(KS_W_CLOSE));

	ks_parts_build(app, scene, &head, fill_gatherings);
}

static enum ks_screen_id tap_gatherings(struct ks_app *app, struct ks_action action)
{
	if (ks_parts_tap(app, action))
		return KS_SCREEN_SAME;
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

/* What the green card says, from top to bottom. */
struct card_line {
	const char *words;
	struct ks_text_style style;
	enum ks_role role;
	int indent_px;
};

static size_t card_lines(struct ks_app *app, struct ks_scene *scene, struct card_line lines[3])
{
	const struct ks_visit *visit = &app->visit;
	struct ks_civil at = ks_civil_from_ms(visit->attendance.wall_ms);
	const struct ks_appointment *appointment = ks_visit_appointment(app);
	const struct ks_employment *employment =
		appointment ? ks_employment_find(appointment->employment) : NULL;
	struct ks_arena *arena = ks_scene_arena(scene);

	lines[0] = (struct card_line){.words = visit->attendance.is_repeat
						       ? ks_say(arena, KS_W_ATTEND_AGAIN, at.hour,
								at.minute)
						       : ks_word(KS_W_ATTEND_RECORDED),
				      .style = ks_widget_heading_style(&app->ui, 8.4)};
	lines[0].style.color = KS_COLOR_OK;
	lines[0].indent_px = lines[0].style.em_px * 3 / 2;
	lines[1] = (struct card_line){.words = ks_say(arena, KS_W_SAN, visit->person.name),
				      .style = ks_widget_heading_style(&app->ui, 15.0),
				      .role = KS_ROLE_HEADING};
	lines[2] = (struct card_line){
		.words = ks_say(arena, KS_W_ATTEND_AT, appointment ? appointment->unit : "",
				employment ? employment->brief : "", at.hour, at.minute),
		.style = ks_widget_style(&app->ui, 7.0)};
	lines[2].style.color = KS_COLOR_INK2;
	return 3;
}

/* The green card: recorded (or: recorded before), who, where, when. */
static void flow_card(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct card_line lines[3];
	size_t n = card_lines(app, flow->scene, lines);
	struct ks_box box = {.fill = KS_COLOR_OK_SOFT,
			     .line = KS_COLOR_OK,
			     .radius_px = ks_mm_fixed(metrics, 4.0),
			     .line_px = ks_mm_fixed(metrics, 1.2)};
	int pad = ks_mm_fixed(metrics, 9.0), h = 2 * pad, w = flow->column.w - 2 * pad, icon;
	struct ks_rect r, in;

	for (size_t i = 0; i < n; i++) {
		struct ks_rich rich = ks_rich_plain(lines[i].words);

		h += ks_text_layout(app->ui.text, &rich, &lines[i].style, w - lines[i].indent_px)->h;
	}
	if (!ks_flow_room(flow, h, &r))
		return;
	ks_scene_box(flow->scene, r, &box);
	in = ks_rect_inset(r, pad);
	icon = lines[0].style.em_px * 11 / 10;
	ks_scene_icon(flow->scene, (struct ks_rect){in.x, in.y + icon / 6, icon, icon},
		      KS_ICON_CHECK, KS_COLOR_OK);
	for (size_t i = 0; i < n; i++) {
		struct ks_rect at = {in.x + lines[i].indent_px, in.y, w - lines[i].indent_px, 0};

		in.y += ks_scene_words(flow->scene, lines[i].role, at, lines[i].words,
				       &lines[i].style);
	}
}

static void fill_attended(struct ks_flow *flow, struct ks_app *app, bool is_card_first)
{
	const struct ks_gathering *gathering = present_gathering(app);
	struct ks_text_style small = ks_widget_style(&app->ui, 6.6);
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, KS_MM_HEADING);
	struct ks_rich when = ks_rich_plain(gathering_when(flow->scene, gathering));
	struct ks_rich title = ks_rich_plain(gathering->title);
	struct ks_rich next = ks_rich_plain(ks_word(KS_W_ATTEND_NEXT));
	int gap = flow->gap_px;

	small.color = KS_COLOR_INK2;
	if (is_card_first)
		flow_card(flow, app);
	flow->gap_px = 0;
	ks_flow_text(flow, KS_ROLE_TEXT, &when, &small, 0);
	flow->gap_px = gap;
	ks_flow_text(flow, KS_ROLE_HEADING, &title, &heading, 0);
	if (!is_card_first)
		flow_card(flow, app);
	ks_flow_text(flow, KS_ROLE_TEXT, &next, &small, 0);
}

/* What was recorded is what people look for: where not everything fits, it stands first. */
static void build_attended(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head =
		ks_frame_door_head(ks_word(KS_W_ATTEND_TITLE), ks_word(KS_W_SIGN_OUT));
	struct ks_button next = {.kind = KS_BUTTON_PRIMARY,
				 .label = ks_word(KS_W_NEXT_PERSON),
				 .action = {KS_ACT_ATTEND, 0}};
	struct ks_frame frame;
	struct ks_flow flow;
	size_t n_people = 0;

	head.has_bottom = true;
	frame = ks_frame_open(app, scene, &head);
	flow = ks_flow_begin(app, scene, frame.body, -1);
	fill_attended(&flow, app, false);
	bool is_card_first = ks_flow_n_parts(&flow) > 1;

	flow = ks_flow_begin(app, scene, frame.body, 0);
	fill_attended(&flow, app, is_card_first);
	ks_frame_bottom_button(scene, &frame, KS_SLOT_RIGHT, &next);
	if (ks_attendance_count(app->store, present_gathering(app)->id, &n_people) == KS_OK)
		ks_frame_bottom_words(scene, &frame,
				      ks_say(ks_scene_arena(scene), KS_W_ATTEND_COUNT, (int)n_people));
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
