/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "kiosk/flow.h"
#include "kiosk/frame.h"
#include "kiosk/screen/home_row.h"
#include "kiosk/screen/result_side.h"
#include "kiosk/screen/review.h"
#include "kiosk/screen/saved.h"
#include "kiosk/screen/screen.h"
#include "kiosk/title.h"
#include "kiosk/words/words.h"
#include "visit/agree.h"
#include "visit/lesson.h"
#include "visit/own.h"

/*
 * 結果 (design 07): the score, what the ledger says about it, and what was missed or learnt.
 */

#define SIDE_LEAST_MM 120.0

/* What the large number is made of. */
static const char *score_words(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_visit *visit = &app->visit;
	int n = visit->lesson.session.attempt.n_items;

	return ks_say(ks_scene_arena(scene),
		      visit->lesson.session.has_passed ? KS_W_SCORE_PASSED : KS_W_SCORE_NOT_YET,
		      visit->lesson.rules.plan_lesson->pass_right * 100 / n, n,
		      ks_session_n_right(&visit->lesson.session));
}

/* The large number, its unit, and what it means: beside it, or below where there is no room. */
static void flow_score(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_visit *visit = &app->visit;
	struct ks_text_style big = ks_widget_heading_style(&app->ui, 40.0);
	struct ks_text_style unit = ks_widget_style(&app->ui, 11.0);
	struct ks_text_style small = ks_widget_style(&app->ui, 7.0);
	struct ks_rich number =
		ks_rich_plain(ks_scene_format(flow->scene, "%d",
					      ks_session_n_right(&visit->lesson.session) * 100 /
						      visit->lesson.session.attempt.n_items));
	struct ks_rich words = ks_rich_plain(score_words(app, flow->scene));
	int big_w, unit_w, beside, h;
	bool is_below;
	struct ks_rect r;

	big.em_px = ks_mm_fixed(&app->ui.metrics, 40.0) / 2 * 2; /* large enough at any step */
	big.color = visit->lesson.session.has_passed ? KS_COLOR_KEY : KS_COLOR_INK;
	big.pitch_percent = 115;
	small.color = KS_COLOR_INK2;
	big_w = ks_text_layout(app->ui.text, &number, &big, 0)->w;
	unit_w = ks_widget_words_width(flow->scene, ks_word(KS_W_POINTS_UNIT), &unit);
	beside = big_w + unit_w + unit.em_px;
	is_below = beside + ks_text_layout(app->ui.text, &words, &small, 0)->w > flow->column.w;
	h = big.em_px * big.pitch_percent / 100;
	if (is_below)
		h += ks_text_layout(app->ui.text, &words, &small, flow->column.w)->h;
	flow->gap_px = ks_mm_fixed(&app->ui.metrics, 3.0);
	if (!ks_flow_room(flow, h, &r))
		return;
	h = ks_scene_text(flow->scene, KS_ROLE_HEADING, r, &number, &big);
	ks_scene_words(flow->scene, KS_ROLE_TEXT,
		       (struct ks_rect){r.x + big_w + unit.em_px / 2,
					r.y + h - big.em_px / 5 - unit.em_px * 17 / 10, unit_w + 2, 0},
		       ks_word(KS_W_POINTS_UNIT), &unit);
	if (is_below)
		r.y += h;
	else
		r = (struct ks_rect){r.x + beside, r.y + h - big.em_px / 5 - small.em_px * 19 / 10,
				     r.w - beside, 0};
	ks_scene_text(flow->scene, KS_ROLE_TEXT, r, &words, &small);
}

/* 「もう一歩」 is said only to whom one more right answer would have been enough. */
static enum ks_word hint_of(const struct ks_visit *visit)
{
	int n_right = ks_session_n_right(&visit->lesson.session);
	int pass = visit->lesson.rules.plan_lesson->pass_right;

	if (n_right >= pass)
		return KS_W_MUST_HINT;
	return n_right > 0 && n_right + 1 == pass ? KS_W_NOT_YET_HINT : KS_W_FAR_HINT;
}

static void flow_verdict(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_visit *visit = &app->visit;
	struct ks_text_style body = ks_widget_style(&app->ui, 7.4);
	bool has_passed = visit->lesson.session.has_passed;
	enum ks_icon icon = has_passed ? KS_ICON_CHECK : KS_ICON_NONE;
	const char *badge = ks_word(has_passed ? KS_W_PASSED : KS_W_NOT_YET);
	struct ks_rich hint = ks_rich_plain(ks_word(hint_of(visit)));
	struct ks_rect r;

	flow->gap_px = 0;
	if (ks_flow_room(flow, ks_widget_badge_size(flow->scene, 7.4, icon, badge).h, &r))
		ks_widget_badge(flow->scene, r.x, r.y, 7.4, has_passed ? KS_TONE_OK : KS_TONE_WARN,
				icon, badge);
	if (visit->lesson.session.attempt.n_items > 0)
		flow_score(flow, app);
	body.pitch_percent = 155;
	flow->gap_px = ks_mm_fixed(&app->ui.metrics, 4.0);
	if (!has_passed)
		ks_flow_text(flow, KS_ROLE_TEXT, &hint, &body, 0);
}

static void flow_left(struct ks_flow *flow, struct ks_app *app)
{
	flow_verdict(flow, app);
	ks_saved_flow(flow, app->visit.lesson.session.has_passed ? KS_W_DONE_AT : KS_W_TAKEN_AT,
		      app->visit.lesson.result);
}

static int left_height(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	struct ks_flow flow = ks_flow_begin(app, scene, r, -1);

	flow.column.h *= 8; /* all in one part */
	flow_left(&flow, app);
	return flow.y;
}

/* Where a side by side does not fit: one column, part by part, with a button to turn it. */
static void build_narrow(struct ks_app *app, struct ks_scene *scene, struct ks_rect body)
{
	struct ks_button turn = ks_result_side_turn(app, scene);
	int turn_h = ks_widget_button_height(scene, &turn, body.w);
	struct ks_rect r = {body.x, body.y + body.h - turn_h, body.w, turn_h};
	struct ks_flow flow;

	body.h -= turn_h + ks_mm_fixed(&app->ui.metrics, 4.0);
	flow = ks_flow_begin(app, scene, body, app->view.part);
	flow_left(&flow, app);
	ks_flow_break(&flow);
	ks_result_side_flow(&flow, app);
	app->view.n_parts = ks_flow_n_parts(&flow);
	turn = ks_result_side_turn(app, scene); /* now it is known how many there are */
	ks_widget_button(scene, r, &turn);
}

/* The first missed question that pages teach; n_items: there is none. */
static int first_taught(const struct ks_app *app)
{
	const struct ks_attempt *attempt = &app->visit.lesson.session.attempt;
	int i = 0;

	while (i < attempt->n_items && (attempt->items[i].is_right || ks_review_n_pages(app, i) == 0))
		i++;
	return i;
}

/* Not yet: first of all the page that helps, then once more. */
static void build_again(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame)
{
	int missed = first_taught(app);
	struct ks_button again = {
		.kind = KS_BUTTON_STRONG, .label = ks_word(KS_W_RETRY), .action = {KS_ACT_RETRY, 0}};
	struct ks_button help = {.kind = KS_BUTTON_PRIMARY,
				 .label = ks_say(ks_scene_arena(scene), KS_W_HELP_PAGE, missed + 1),
				 .after = KS_ICON_ARROW_RIGHT,
				 .action = {KS_ACT_OPEN, missed}};

	if (missed == app->visit.lesson.session.attempt.n_items) {
		help.label = ks_word(KS_W_READ_AGAIN);
		help.action = (struct ks_action){KS_ACT_READ_AGAIN, 0};
	}
	ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &again);
	ks_frame_bottom_button(scene, frame, KS_SLOT_RIGHT, &help);
}

static void build_on(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame)
{
	const struct ks_visit *visit = &app->visit;
	bool is_agreement_owed = ks_agree_owed(visit);
	struct ks_button left = {.kind = KS_BUTTON_STRONG,
				 .label = ks_word(KS_W_TO_LIST),
				 .action = {KS_ACT_HOME, 0}};
	struct ks_button right = {.kind = KS_BUTTON_PRIMARY,
				  .label = ks_word(KS_W_NEXT_LESSON),
				  .after = KS_ICON_ARROW_RIGHT,
				  .action = {KS_ACT_NEXT, 0}};

	if (is_agreement_owed) {
		right.label = ks_word(KS_W_AGREE_OPEN);
		right.action.what = KS_ACT_AGREE;
	}
	if (ks_own_is_complete(visit)) {
		right.label = ks_word(KS_W_OWN_SHOW);
		right.action = (struct ks_action){KS_ACT_OWN, 0};
	}
	ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &left);
	if (!app->is_preview)
		ks_frame_bottom_button(scene, frame, KS_SLOT_RIGHT, &right);
	ks_frame_tray(scene, frame);
}

/* Who has not passed yet may also do something else first. */
static struct ks_frame open_frame(struct ks_app *app, struct ks_scene *scene,
				  struct ks_frame_head *head)
{
	if (!app->visit.lesson.session.has_passed) {
		head->extra_label = ks_word(KS_W_TO_LIST);
		head->extra = (struct ks_action){KS_ACT_HOME, 0};
	}
	return ks_frame_open(app, scene, head);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_frame_head head = ks_frame_person_head(ks_title_lesson(app, scene),
							 ks_word(KS_W_SIGN_OUT), KS_ACT_SIGN_OUT);
	struct ks_frame frame = open_frame(app, scene, &head);
	struct ks_rect left = frame.body, right = frame.body;
	bool is_tall = ks_metrics_is_portrait(metrics);
	int pad = ks_mm_fixed(metrics, 9.0), left_h;
	struct ks_flow flow;

	if (!is_tall)
		left.w = frame.body.w * 50 / 100 - pad;
	left_h = left_height(app, scene, left);
	if (is_tall) {
		right.y += left_h + pad;
		right.h -= left_h + pad;
	} else {
		right.x += frame.body.w * 50 / 100;
		right.w -= frame.body.w * 50 / 100;
	}
	if (left_h > left.h || right.h < ks_mm(metrics, SIDE_LEAST_MM)) {
		build_narrow(app, scene, frame.body);
	} else {
		flow = ks_flow_begin(app, scene, left, 0);
		flow_left(&flow, app);
		ks_result_side_build(app, scene, right);
	}
	if (app->visit.lesson.session.has_passed)
		build_on(app, scene, &frame);
	else
		build_again(app, scene, &frame);
}

static void enter(const struct ks_app *app, struct ks_view *view)
{
	(void)app;
	view->part = ks_review_part_of_result(view);
	view->n_parts = 1;
}

/* The next lesson that is still due and can be opened; duties.n_items: none. */
static size_t next_due(const struct ks_app *app)
{
	size_t i = 0;

	while (i < app->visit.duties.n_items &&
	       (app->visit.progress[i].is_done || !ks_home_can_open(app, i)))
		i++;
	return i;
}

/* Straight on to it. */
static enum ks_screen_id next_lesson(struct ks_app *app)
{
	size_t next = next_due(app);
	enum ks_screen_id home = ks_app_home(app);

	if (home != KS_SCREEN_HOME || next >= app->visit.duties.n_items)
		return home;
	home = ks_app_where(app, ks_lesson_open(&app->site, &app->visit, next));
	return home == KS_SCREEN_SAME ? KS_SCREEN_HOME : home;
}

/* The first page of the lesson that 次の研修へ leads to. */
static enum ks_screen_id foresee(const struct ks_app *app, struct ks_visit *visit,
				 struct ks_view *view)
{
	size_t next = next_due(app);

	if (!app->visit.lesson.session.has_passed || next == app->visit.duties.n_items)
		return KS_SCREEN_SAME;
	return ks_app_foresee_lesson(app, visit, view, next);
}

static enum ks_screen_id step(struct ks_app *app, enum ks_session_input_kind kind)
{
	struct ks_session_input input = {.kind = kind, .page_index = -1};

	ks_random(&input.seed, sizeof(input.seed));
	app->view.part = 0;
	app->view.revealed = 0;
	return ks_app_where(app, ks_lesson_step(&app->site, &app->visit, &input));
}

static enum ks_screen_id to_agreement(struct ks_app *app)
{
	enum ks_screen_id home = ks_app_home(app);

	return home == KS_SCREEN_HOME ? ks_app_where(app, ks_agree_open(&app->site, &app->visit))
				      : home;
}

static enum ks_screen_id to_own(struct ks_app *app)
{
	enum ks_screen_id home = ks_app_home(app);

	return home == KS_SCREEN_HOME ? ks_app_where(app, ks_own_open(&app->site, &app->visit))
				      : home;
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	switch ((enum ks_act)action.what) {
	case KS_ACT_HOME:
		return ks_app_home(app);
	case KS_ACT_NEXT:
		return next_lesson(app);
	case KS_ACT_AGREE:
		return to_agreement(app);
	case KS_ACT_OWN:
		return to_own(app);
	case KS_ACT_RETRY:
		return step(app, KS_STEP_RETRY);
	case KS_ACT_REVIEW:
	case KS_ACT_OPEN:
		ks_review_begin(&app->view, action.arg, KS_SCREEN_RESULT);
		return KS_SCREEN_REVIEW;
	case KS_ACT_READ_AGAIN:
		return step(app, KS_STEP_READ_AGAIN);
	case KS_ACT_ROWS:
		app->view.part = (app->view.part + 1) % app->view.n_parts;
		return KS_SCREEN_SAME;
	default:
		return KS_SCREEN_SAME;
	}
}

const struct ks_screen ks_screen_result = {
	.name = "result", .enter = enter, .build = build, .tap = tap, .foresee = foresee};
