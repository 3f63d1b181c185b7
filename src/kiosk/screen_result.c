/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "kiosk/acknowledge.h"
#include "kiosk/frame.h"
#include "kiosk/lesson.h"
#include "kiosk/result_side.h"
#include "kiosk/saved.h"
#include "kiosk/screen.h"
#include "kiosk/visit.h"
#include "kiosk/words.h"

/*
 * 結果 (design 07): the score, what the ledger says about it, and what was missed or learnt.
 */

/* The large number and what it means. */
static int build_score(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	const struct ks_visit *visit = &app->visit;
	int n = visit->session.attempt.n_items, right = ks_session_n_right(&visit->session);
	int points = n ? right * 100 / n : 100,
	    needed = n ? visit->rules.plan_lesson->pass_right * 100 / n : 0;
	bool has_passed = visit->session.has_passed;
	struct ks_text_style big = ks_widget_heading_style(&app->ui, 40.0);
	struct ks_text_style unit = ks_widget_style(&app->ui, 11.0);
	struct ks_text_style small = ks_widget_style(&app->ui, 7.0);
	const char *words = ks_scene_format(scene, "%d", points);
	struct ks_rich rich = ks_rich_plain(words);
	const struct ks_text_layout *layout;
	int h;

	big.color = has_passed ? KS_COLOR_KEY : KS_COLOR_INK;
	big.pitch_percent = 115;
	layout = ks_text_layout(app->ui.text, &rich, &big, 0);
	h = ks_scene_words(scene, KS_ROLE_HEADING, r, words, &big);
	r.x += layout->w + unit.em_px / 2;
	r.w -= layout->w + unit.em_px / 2;
	ks_scene_words(scene, KS_ROLE_TEXT,
		       (struct ks_rect){r.x, r.y + h - big.em_px / 5 - unit.em_px * 17 / 10,
					unit.em_px * 2, 0},
		       ks_word(KS_W_POINTS_UNIT), &unit);
	small.color = KS_COLOR_INK2;
	ks_scene_words(scene, KS_ROLE_TEXT,
		       (struct ks_rect){r.x + unit.em_px * 3 / 2,
					r.y + h - big.em_px / 5 - small.em_px * 19 / 10,
					r.w - unit.em_px * 3 / 2, 0},
		       ks_say(ks_scene_arena(scene),
			      has_passed ? KS_W_SCORE_PASSED : KS_W_SCORE_NOT_YET, needed, n, right),
		       &small);
	return h;
}

static void build_left(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	const struct ks_visit *visit = &app->visit;
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_text_style body = ks_widget_style(&app->ui, 7.4);
	bool has_passed = visit->session.has_passed;
	bool is_must = !has_passed &&
		       ks_session_n_right(&visit->session) >= visit->rules.plan_lesson->pass_right;

	r.y += ks_widget_badge(scene, r.x, r.y, 7.4, has_passed ? KS_TONE_OK : KS_TONE_WARN,
			       has_passed ? KS_ICON_CHECK : KS_ICON_NONE,
			       ks_word(has_passed ? KS_W_PASSED : KS_W_NOT_YET))
		       .h;
	if (visit->session.attempt.n_items > 0)
		r.y += build_score(app, scene, r);
	r.y += ks_mm_fixed(metrics, 3.0);
	if (!has_passed)
		r.y += ks_scene_words(scene, KS_ROLE_TEXT, r,
				      ks_word(is_must ? KS_W_MUST_HINT : KS_W_NOT_YET_HINT), &body) +
		       ks_mm_fixed(metrics, 3.0);
	ks_saved_build(app, scene, r, has_passed ? KS_W_DONE_AT : KS_W_TAKEN_AT, visit->result_seq);
}

static void build_bottom(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame)
{
	const struct ks_visit *visit = &app->visit;
	bool has_passed = visit->session.has_passed;
	bool is_all_done = ks_visit_n_done(visit) == visit->duties.n_items;
	bool is_agreement_owed = ks_acknowledge_owed(app) != NULL;
	struct ks_button left = {.kind = KS_BUTTON_STRONG,
				 .label = ks_word(has_passed ? KS_W_TO_LIST : KS_W_READ_AGAIN),
				 .action = {has_passed ? KS_ACT_HOME : KS_ACT_READ_AGAIN, 0}};
	struct ks_button right = {.kind = KS_BUTTON_PRIMARY,
				  .label = ks_word(has_passed ? KS_W_NEXT_LESSON : KS_W_RETRY),
				  .after = KS_ICON_ARROW_RIGHT,
				  .action = {has_passed ? KS_ACT_NEXT : KS_ACT_RETRY, 0}};

	if (has_passed && is_agreement_owed) {
		right.label = ks_word(KS_W_AGREE_OPEN);
		right.action.what = KS_ACT_AGREE;
	}
	ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &left);
	if (!has_passed || !is_all_done || is_agreement_owed)
		ks_frame_bottom_button(scene, frame, KS_SLOT_RIGHT, &right);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_frame_head head = ks_frame_person_head(ks_visit_lesson_title(app, scene),
							 ks_word(KS_W_SIGN_OUT), KS_ACT_SIGN_OUT);
	struct ks_frame frame = ks_frame_open(app, scene, &head);
	struct ks_rect left = frame.body, right = frame.body;
	bool is_tall = ks_metrics_is_portrait(metrics);
	int pad = ks_mm_fixed(metrics, 9.0);

	if (is_tall) {
		left.h = frame.body.h * 45 / 100;
		right.y += left.h;
		right.h -= left.h;
	} else {
		left.w = frame.body.w * 50 / 100 - pad;
		right.x += frame.body.w * 50 / 100;
		right.w -= frame.body.w * 50 / 100;
	}
	build_left(app, scene, left);
	ks_result_side_build(app, scene, right);
	build_bottom(app, scene, &frame);
}

static void enter(struct ks_app *app)
{
	app->visit.part_index = 0;
	app->visit.n_parts = 1;
}

static enum ks_screen_id leave_to(struct ks_app *app, enum ks_screen_id to)
{
	if (ks_lesson_leave(app, false) != KS_OK)
		app->trouble = KS_IO;
	return to;
}

/* Straight on to the next lesson that is still due. */
static enum ks_screen_id next_lesson(struct ks_app *app)
{
	leave_to(app, KS_SCREEN_HOME);
	for (size_t i = 0; i < app->visit.duties.n_items; i++) {
		if (app->visit.progress[i].is_done)
			continue;
		if (ks_lesson_open(app, i) == KS_OK)
			return ks_lesson_screen(app);
		break;
	}
	return KS_SCREEN_HOME;
}

static enum ks_screen_id step(struct ks_app *app, enum ks_session_input_kind kind)
{
	struct ks_session_input input = {.kind = kind, .page_index = -1};

	ks_random(&input.seed, sizeof(input.seed));
	if (ks_lesson_step(app, &input) != KS_OK) {
		app->trouble = KS_IO;
		return KS_SCREEN_TROUBLE;
	}
	app->visit.part_index = 0;
	app->visit.revealed = 0;
	return ks_lesson_screen(app);
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	switch ((enum ks_act)action.what) {
	case KS_ACT_HOME:
		return leave_to(app, KS_SCREEN_HOME);
	case KS_ACT_NEXT:
		return next_lesson(app);
	case KS_ACT_AGREE:
		return leave_to(app, KS_SCREEN_AGREE);
	case KS_ACT_RETRY:
		return step(app, KS_STEP_RETRY);
	case KS_ACT_READ_AGAIN:
		return step(app, KS_STEP_READ_AGAIN);
	case KS_ACT_ROWS:
		app->visit.part_index = (app->visit.part_index + 1) % app->visit.n_parts;
		return KS_SCREEN_SAME;
	case KS_ACT_SIGN_OUT:
		ks_visit_end(app, false);
		return ks_app_base_screen(app);
	default:
		return KS_SCREEN_SAME;
	}
}

const struct ks_screen ks_screen_result = {
	.name = "result", .enter = enter, .build = build, .tap = tap};
