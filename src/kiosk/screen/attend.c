/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "kiosk/card_reader.h"
#include "kiosk/parts.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"
#include "visit/attend.h"
#include "visit/desk.h"

/*
 * Two screens: which gathering (only when today has several, or none), and what was recorded: the receipt of the row, read
 * back from the disk (design 08). Attendance is a set: coming twice is told, not toggled.
 */

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

/* Why nobody is taken in now; NULL: whoever comes is. */
static const char *closed_words(struct ks_app *app, struct ks_scene *scene,
				const struct ks_gathering *gathering)
{
	int opens = gathering->from_minute - KS_GATHERING_OPENS_MIN;
	struct ks_arena *arena = ks_scene_arena(scene);

	switch (ks_attend_when(&app->site, &app->visit, gathering)) {
	case KS_GATHERING_EARLY:
		return ks_say(arena, KS_W_ATTEND_EARLY, opens / 60, opens % 60);
	case KS_GATHERING_OVER:
		return ks_say(arena, KS_W_ATTEND_ENDED, gathering->to_minute / 60,
			      gathering->to_minute % 60);
	default:
		return NULL;
	}
}

static bool is_any_open(struct ks_app *app)
{
	const struct ks_attend_visit *attend = &app->visit.attend;

	for (size_t i = 0; i < attend->n_gatherings; i++) {
		enum ks_gathering_when when =
			ks_attend_when(&app->site, &app->visit, &attend->gatherings[i]);

		if (when != KS_GATHERING_EARLY && when != KS_GATHERING_OVER)
			return true;
	}
	return false;
}

/* The gatherings flow: a day with many goes on with 「次へ」. */
static void flow_list(struct ks_flow *flow, struct ks_app *app)
{
	struct ks_scene *scene = flow->scene;

	flow->gap_px = ks_mm(&app->ui.metrics, 5.0);
	for (size_t i = 0; i < app->visit.attend.n_gatherings; i++) {
		const struct ks_gathering *gathering = &app->visit.attend.gatherings[i];
		const char *closed = closed_words(app, scene, gathering);
		const char *words = ks_scene_format(scene, "%s\n%s%s%s", gathering->title,
						    gathering_when(scene, gathering),
						    closed ? "　" : "", closed ? closed : "");
		struct ks_rich rich = ks_rich_plain(words);
		struct ks_choice_row row = {.mark = ks_scene_format(scene, "%zu", i + 1),
					    .text = &rich,
					    .state = closed ? KS_STATE_DISABLED : 0,
					    .action = {KS_ACT_CHOOSE, (int)i}};

		ks_flow_choice(flow, &row);
	}
}

static void fill_gatherings(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_attend_visit *attend = &app->visit.attend;
	bool is_none = attend->n_gatherings == 0;
	bool is_closed = !is_none && (attend->is_refused || !is_any_open(app));
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, KS_MM_HEADING);
	struct ks_text_style body = ks_widget_style(&app->ui, KS_MM_BODY);
	struct ks_rich title = ks_rich_plain(ks_word(is_none               ? KS_W_ATTEND_NONE
						     : is_closed           ? KS_W_ATTEND_CLOSED
						     : attend->is_doubtful ? KS_W_ATTEND_DOUBTFUL
									   : KS_W_ATTEND_WHICH));
	struct ks_rich hint =
		ks_rich_plain(ks_word(is_none ? KS_W_ATTEND_NONE_HINT : KS_W_ATTEND_CLOSED_HINT));

	ks_flow_text(flow, KS_ROLE_HEADING, &title, &heading, 0);
	if (is_none || is_closed)
		ks_flow_text(flow, KS_ROLE_TEXT, &hint, &body, 0);
	flow_list(flow, app);
}

static void build_gatherings(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head =
		ks_frame_door_head(ks_word(KS_W_ATTEND_TITLE), ks_word(KS_W_CLOSE));

	head.extra_label = ks_word(KS_W_DESK);
	head.extra = (struct ks_action){KS_ACT_DESK, 0};
	ks_parts_build(app, scene, &head, fill_gatherings);
}

static enum ks_screen_id begin_desk(struct ks_app *app)
{
	enum ks_screen_id rest = ks_app_sign_out(app, false);

	if (rest == KS_SCREEN_TROUBLE)
		return rest;
	ks_desk_begin(&app->visit);
	return ks_app_where(app, KS_OK);
}

static enum ks_screen_id tap_gatherings(struct ks_app *app, struct ks_action action)
{
	if (ks_parts_tap(app, action))
		return KS_SCREEN_SAME;
	switch ((enum ks_act)action.what) {
	case KS_ACT_CHOOSE:
		ks_attend_choose(&app->visit, (size_t)action.arg);
		return ks_app_where(app, KS_OK);
	case KS_ACT_DESK:
		return begin_desk(app);
	case KS_ACT_CLOSE:
		return ks_app_sign_out(app, false);
	default:
		return KS_SCREEN_SAME;
	}
}

/* What the green card says, from top to bottom. */
struct card_line {
	const char *words;
	struct ks_text_style style;
	enum ks_role role;
	int indent_px;
};

#define CARD_LINES_MAX 6
#define ATTENDED_MS 4000
#define BEHIND_CARD_MM 8.8
#define BAR_MS 250

/* Late, or after it was over: told here as in the 出席簿; NULL: in time. */
static const char *when_words(const struct ks_visit *visit, struct ks_scene *scene)
{
	const struct ks_gathering *gathering = ks_attend_gathering(visit);
	struct ks_arena *arena = ks_scene_arena(scene);

	if (visit->attend.has_left)
		return NULL;
	switch (ks_gathering_when(gathering, ks_receipt_wall_ms(visit->attend.receipt))) {
	case KS_GATHERING_OVER:
		return ks_say(arena, KS_W_ATTEND_OVER, gathering->to_minute / 60,
			      gathering->to_minute % 60);
	case KS_GATHERING_LATE:
		return ks_say(arena, KS_W_ATTEND_LATE, gathering->from_minute / 60,
			      gathering->from_minute % 60);
	case KS_GATHERING_EARLY:
	case KS_GATHERING_IN_TIME:
		break;
	}
	return NULL;
}

/* Late, unexpected: as it stands in the 出席簿. */
static size_t warn_lines(struct ks_app *app, struct ks_scene *scene, struct card_line *lines)
{
	const struct ks_visit *visit = &app->visit;
	const char *words[3] = {when_words(visit, scene), NULL, NULL};
	size_t n = 0;

	if (visit->attend.is_walk_in && !visit->attend.has_left)
		words[1] = ks_word(KS_W_ATTEND_WALK_IN);
	if (visit->card.is_bound)
		words[2] = ks_word(KS_W_CARD_BOUND);
	for (size_t i = 0; i < 3; i++) {
		if (!words[i])
			continue;
		lines[n] = (struct card_line){.words = words[i],
					      .style = ks_widget_style(&app->ui, 7.0)};
		lines[n++].style.color = KS_COLOR_WARN;
	}
	return n;
}

static const char *done_words(const struct ks_visit *visit, struct ks_arena *arena, struct ks_civil at)
{
	if (visit->attend.has_left)
		return ks_word(KS_W_ATTEND_LEFT);
	return visit->attend.is_repeat ? ks_say(arena, KS_W_ATTEND_AGAIN, at.hour, at.minute)
				       : ks_word(KS_W_ATTEND_RECORDED);
}

static const char *where_words(const struct ks_visit *visit, struct ks_arena *arena,
			       struct ks_civil at)
{
	const struct ks_appointment *appointment = ks_visit_appointment(visit);
	const struct ks_employment *employment =
		appointment ? ks_employment_find(appointment->employment) : NULL;
	const char *unit = appointment ? appointment->unit : "";

	if (visit->attend.has_left)
		return ks_say(arena, KS_W_ATTEND_LEFT_AT, unit, at.hour, at.minute);
	if (visit->attend.is_open_desk)
		return ks_say(arena, KS_W_ATTEND_IN_AT, unit, at.hour, at.minute);
	return ks_say(arena, KS_W_ATTEND_AT, unit, employment ? employment->brief : "", at.hour,
		      at.minute);
}

static size_t card_lines(struct ks_app *app, struct ks_scene *scene,
			 struct card_line lines[CARD_LINES_MAX])
{
	const struct ks_visit *visit = &app->visit;
	struct ks_civil at = ks_civil_from_ms(ks_receipt_wall_ms(visit->attend.receipt));
	struct ks_arena *arena = ks_scene_arena(scene);

	lines[0] = (struct card_line){.words = done_words(visit, arena, at),
				      .style = ks_widget_heading_style(&app->ui, 8.4)};
	lines[0].style.color = KS_COLOR_OK;
	lines[0].indent_px = lines[0].style.em_px * 3 / 2;
	/* Known by the number alone: others stand by, and it may be somebody else's. */
	lines[1] = (struct card_line){
		.words = ks_say(arena, KS_W_SAN,
				visit->attend.is_open_desk ? visit->family_name : visit->person.name),
		.style = ks_widget_heading_style(&app->ui, 15.0),
		.role = KS_ROLE_HEADING};
	lines[1].style.has_furigana = false;
	lines[2] = (struct card_line){.words = where_words(visit, arena, at),
				      .style = ks_widget_style(&app->ui, 7.0)};
	lines[2].style.color = KS_COLOR_INK2;
	return 3 + warn_lines(app, scene, &lines[3]);
}

static int stays_ms(const struct ks_app *app)
{
	return ATTENDED_MS * (app->is_slow || app->scan > 0 ? 2 : 1);
}

/* Whoever is checked in sits down: the next one finds the kiosk free. */
static int leaves_ms(struct ks_app *app)
{
	int64_t left_ms = app->visit.attend.mono_ms + stays_ms(app) - ks_clock_mono_ms(&app->clock);

	return left_ms > 0 ? (int)left_ms : 0;
}

/* The bar that says so. */
static int due_ms(struct ks_app *app)
{
	(void)app;
	return BAR_MS;
}

/* The green card: recorded (or: recorded before), who, where, when. */
static void flow_card(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct card_line lines[CARD_LINES_MAX];
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
	ks_widget_bar(flow->scene,
		      (struct ks_rect){r.x + pad, r.y + r.h - pad * 2 / 3, r.w - 2 * pad, pad / 4},
		      (double)leaves_ms(app) / stays_ms(app), "");
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
	const struct ks_gathering *gathering = ks_attend_gathering(&app->visit);
	struct ks_text_style small = ks_widget_style(&app->ui, 6.6);
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, KS_MM_HEADING);
	struct ks_rich when = ks_rich_plain(gathering_when(flow->scene, gathering));
	struct ks_rich title = ks_rich_plain(gathering->title);
	struct ks_rich next = ks_rich_plain(ks_word(
		ks_card_reader_state(app->reader) == KS_CARD_READER_READY ? KS_W_ATTEND_NEXT_CARD
									  : KS_W_ATTEND_NEXT));
	int gap = flow->gap_px;

	small.color = KS_COLOR_INK2;
	small.breaking = KS_BREAK_PHRASE; /* a place stays whole */
	if (is_card_first)
		flow_card(flow, app);
	flow->gap_px = 0;
	ks_flow_text(flow, KS_ROLE_TEXT, &when, &small, 0);
	flow->gap_px = gap;
	if (is_card_first) /* it heads nothing, and has one line at any size */
		heading = ks_widget_heading_style(&app->ui, BEHIND_CARD_MM);
	ks_flow_text(flow, is_card_first ? KS_ROLE_TEXT : KS_ROLE_HEADING, &title, &heading, 0);
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
	struct ks_button leave = {.kind = KS_BUTTON_STRONG,
				  .label = ks_word(KS_W_ATTEND_LEAVE),
				  .action = {KS_ACT_LEAVE, 0}};
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
	if (app->visit.attend.is_repeat && !app->visit.attend.has_left)
		ks_frame_bottom_button(scene, &frame, KS_SLOT_LEFT, &leave);
	ks_frame_bottom_button(scene, &frame, KS_SLOT_RIGHT, &next);
	if (ks_attendance_count(app->site.store, ks_attend_gathering(&app->visit)->id, &n_people) ==
	    KS_OK)
		ks_frame_bottom_words(scene, &frame,
				      ks_say(ks_scene_arena(scene), KS_W_ATTEND_COUNT, (int)n_people));
}

static enum ks_screen_id tap_attended(struct ks_app *app, struct ks_action action)
{
	enum ks_screen_id rest;

	switch ((enum ks_act)action.what) {
	case KS_ACT_ATTEND:
		rest = ks_app_sign_out(app, false);
		if (rest == KS_SCREEN_ATTRACT)
			return ks_app_where(app, ks_attend_begin(&app->site, &app->visit));
		if (rest != KS_SCREEN_RECEPTION)
			return rest;
		return ks_app_where(app, ks_attend_begin_at(&app->site, &app->visit,
							    app->reception_id, app->reception_by));
	case KS_ACT_LEAVE:
		return ks_app_where(app, ks_attend_leave(&app->site, &app->visit));
	case KS_ACT_CLOSE:
		return ks_app_sign_out(app, false);
	default:
		return KS_SCREEN_SAME;
	}
}

const struct ks_screen ks_screen_gatherings = {
	.name = "gatherings", .build = build_gatherings, .tap = tap_gatherings};
const struct ks_screen ks_screen_attended = {.name = "attended",
					     .build = build_attended,
					     .tap = tap_attended,
					     .due_ms = due_ms,
					     .leaves_ms = leaves_ms};
