/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/magnify.h"

#include "kiosk/artefact.h"
#include "kiosk/frame.h"
#include "kiosk/parts.h"
#include "kiosk/question/question.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"

/*
 * What is asked about is small beside the question: here it has the whole screen and larger type. Nothing on it tells what
 * is genuine.
 */

#define LARGER_PERCENT 140

struct magnify {
	enum ks_screen_id from;
	int from_part;
	bool has_clues;
};
KS_SCREEN_STATE(struct magnify, MAGNIFY)

enum ks_screen_id ks_magnify_open(struct ks_app *app, bool has_clues)
{
	*state_of(&app->view) = (struct magnify){
		.from = app->screen, .from_part = app->view.part, .has_clues = has_clues};
	app->view.part = 0;
	return KS_SCREEN_MAGNIFY;
}

enum ks_screen_id ks_magnify_leave(struct ks_app *app)
{
	app->view.part = state_in(&app->view)->from_part;
	return state_in(&app->view)->from;
}

static void recount(struct ks_view *view)
{
	state_of(view)->from_part = 0;
}

static void fill(struct ks_flow *flow, struct ks_app *app)
{
	struct ks_metrics *metrics = &app->ui.metrics;
	int step_percent = metrics->step_percent;

	metrics->step_percent = step_percent * LARGER_PERCENT / 100;
	ks_artefact_flow(flow, ks_question_asked(app), state_in(&app->view)->has_clues);
	metrics->step_percent = step_percent;
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	const char *back = ks_word(
		state_in(&app->view)->from == KS_SCREEN_REASON ? KS_W_TO_REASON : KS_W_TO_QUESTION);
	struct ks_frame_head head = ks_frame_person_head(
		ks_artefact_title(app, ks_question_asked(app)), back, KS_ACT_MAGNIFIED);
	struct ks_button done = {.kind = KS_BUTTON_PRIMARY,
				 .label = back,
				 .action = {KS_ACT_MAGNIFIED, 1}}; /* 0 is the one above */
	struct ks_frame frame;

	head.has_bottom = true;
	frame = ks_parts_build(app, scene, &head, fill);
	if (app->view.part + 1 >= app->view.n_parts)
		ks_frame_bottom_button(scene, &frame, KS_SLOT_RIGHT, &done);
	if (app->view.n_parts > 1)
		ks_parts_words(app, scene, &frame);
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	(void)ks_parts_tap(app, action);
	return KS_SCREEN_SAME;
}

const struct ks_screen ks_screen_magnify = {
	.name = "magnify", .build = build, .tap = tap, .recount = recount, .is_read = true};
