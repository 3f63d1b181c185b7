/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kiosk/parts.h"
#include "kiosk/question/question.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"
#include "visit/lesson.h"

/*
 * はじめに: what would you do? One question of the lesson before its first page, without a score; whoever would rather read
 * passes it over with one tap. The quiz asks it again, and its explanation shows both answers (question/then.c).
 */

static void enter(const struct ks_app *app, struct ks_view *view)
{
	struct ks_question_given *given = ks_question_given_of(view);
	uint8_t opening = app->visit.lesson.session.opening;

	memset(given, 0, sizeof(*given));
	if (opening > 0)
		given->answer.value[opening - 1] = 1;
	view->part = 0;
}

static void build_bottom(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame)
{
	const struct ks_question *question = ks_question_present(app);
	struct ks_button left = {.kind = KS_BUTTON_QUIET,
				 .label = ks_word(KS_W_OPENING_SKIP),
				 .action = {KS_ACT_CLOSE, 0}};
	struct ks_button right = {.kind = KS_BUTTON_PRIMARY,
				  .label = ks_word(KS_W_OPENING_DONE),
				  .after = KS_ICON_ARROW_RIGHT,
				  .action = {KS_ACT_ANSWER, 0},
				  .is_disabled =
					  !ks_answer_is_complete(question, ks_question_answer(app))};

	if (app->view.part + 1 < app->view.n_parts) {
		right.label = ks_word(KS_W_NEXT);
		right.action = (struct ks_action){KS_ACT_NEXT, 0};
		right.is_disabled = false;
	}
	if (app->view.part > 0) {
		left.kind = KS_BUTTON_STRONG;
		left.label = ks_word(KS_W_BACK);
		left.before = KS_ICON_ARROW_LEFT;
		left.action = (struct ks_action){KS_ACT_BACK, 0};
	}
	ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &left);
	ks_frame_bottom_button(scene, frame, KS_SLOT_RIGHT, &right);
	ks_frame_bottom_words(scene, frame, ks_word(KS_W_OPENING_NOTE));
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head = ks_frame_person_head(ks_word(KS_W_OPENING_TITLE),
							 ks_word(KS_W_SUSPEND), KS_ACT_SUSPEND);
	struct ks_frame frame;

	head.has_bottom = true;
	frame = ks_frame_open(app, scene, &head);
	app->view.n_parts_least = 1;
	ks_question_ops(ks_question_present(app))->build(app, scene, frame.body);
	build_bottom(app, scene, &frame);
}

/* Back to the first page, where it was asked from. */
static enum ks_screen_id to_page(struct ks_app *app)
{
	app->view.part = 0;
	return KS_SCREEN_PAGE;
}

static enum ks_screen_id answer(struct ks_app *app)
{
	struct ks_session_input input = {.kind = KS_STEP_OPENING, .answer = *ks_question_answer(app)};

	app->view.part = 0;
	return ks_app_where(app, ks_lesson_step(&app->site, &app->visit, &input));
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	if (ks_parts_tap(app, action))
		return KS_SCREEN_SAME;
	switch ((enum ks_act)action.what) {
	case KS_ACT_CHOOSE:
		ks_question_ops(ks_question_present(app))->touch(app, action);
		return KS_SCREEN_SAME;
	case KS_ACT_ANSWER:
		return answer(app);
	case KS_ACT_CLOSE:
		return to_page(app);
	case KS_ACT_SUSPEND:
		return ks_app_home(app);
	default:
		return KS_SCREEN_SAME;
	}
}

const struct ks_screen ks_screen_opening = {
	.name = "opening", .enter = enter, .build = build, .tap = tap, .is_read = true};
