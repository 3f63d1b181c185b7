/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kiosk/frame.h"
#include "kiosk/lesson.h"
#include "kiosk/question/question.h"
#include "kiosk/screen/screen.h"
#include "kiosk/visit.h"

/*
 * One question of the quiz (design 05, 11–13): what the kind builds between the bars, 答える at the lower right once
 * the answer is whole. A question that does not fit has further parts, and 答える stands on the last.
 */

static void enter(struct ks_app *app)
{
	memset(&app->visit.answer, 0, sizeof(app->visit.answer));
	app->visit.held = 0;
	app->visit.part_index = 0;
}

static bool is_ready(const struct ks_app *app)
{
	const struct ks_question *question = ks_question_present(app);
	const struct ks_question_ops *ops = ks_question_ops(question);

	return ks_answer_is_complete(question, &app->visit.answer) &&
	       (!ops->is_ready || ops->is_ready(app));
}

/* Back on a further part, else take back what was given. */
static void build_left_button(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame)
{
	const struct ks_question *question = ks_question_present(app);
	enum ks_word undo = ks_question_ops(question)->undo;
	struct ks_button button = {.kind = KS_BUTTON_STRONG,
				   .label = ks_word(KS_W_BACK),
				   .before = KS_ICON_ARROW_LEFT,
				   .action = {KS_ACT_BACK, 0}};

	if (app->visit.part_index == 0 && undo == KS_W_COUNT)
		return;
	if (app->visit.part_index == 0)
		button = (struct ks_button){
			.kind = KS_BUTTON_QUIET,
			.label = ks_word(undo),
			.action = {KS_ACT_UNDO, 0},
			.is_disabled = ks_question_n_given(question, &app->visit.answer) == 0 &&
				       !app->visit.held};
	ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &button);
}

static void build_right_button(struct ks_app *app, struct ks_scene *scene,
			       const struct ks_frame *frame)
{
	struct ks_button button = {.kind = KS_BUTTON_PRIMARY,
				   .label = ks_word(KS_W_ANSWER),
				   .action = {KS_ACT_ANSWER, 0},
				   .is_disabled = !is_ready(app)};

	if (app->visit.part_index + 1 < app->visit.n_parts)
		button = (struct ks_button){.kind = KS_BUTTON_PRIMARY,
					    .label = ks_word(KS_W_NEXT),
					    .after = KS_ICON_ARROW_RIGHT,
					    .action = {KS_ACT_NEXT, 0}};
	ks_frame_bottom_button(scene, frame, KS_SLOT_RIGHT, &button);
}

static void build_status(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame)
{
	const struct ks_question_ops *ops = ks_question_ops(ks_question_present(app));
	const char *status = ops->status ? ops->status(app, scene) : NULL;
	int n_parts = app->visit.n_parts;

	if (n_parts > 1)
		status = ks_scene_format(scene, "%s%s%d／%d", status ? status : "",
					 status ? "　" : "", app->visit.part_index + 1, n_parts);
	if (status)
		ks_frame_bottom_words(scene, frame, status);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame frame = ks_question_frame(app, scene);

	ks_question_ops(ks_question_present(app))->build(app, scene, frame.body);
	build_left_button(app, scene, &frame);
	build_right_button(app, scene, &frame);
	build_status(app, scene, &frame);
}

/* The explanation, with all reasons: whichever row is chosen, its words are ready. */
static enum ks_screen_id foresee(struct ks_app *app)
{
	const struct ks_question *question = ks_question_present(app);
	struct ks_session *session = &app->visit.session;
	struct ks_attempt_item *item = &session->attempt.items[session->item_index];

	if (question->kind != KS_QUESTION_SINGLE && question->kind != KS_QUESTION_MULTIPLE &&
	    question->kind != KS_QUESTION_TRUE_FALSE)
		return KS_SCREEN_SAME;
	for (size_t i = 0; i < question->n_choices; i++)
		item->answer.value[i] = question->choices[i].is_right;
	item->is_answered = item->is_right = true;
	session->place = KS_PLACE_REASON;
	app->visit.part_index = 0;
	app->visit.revealed = 1;
	return KS_SCREEN_REASON;
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	struct ks_session_input input = {.kind = KS_STEP_ANSWER, .answer = app->visit.answer};

	switch ((enum ks_act)action.what) {
	case KS_ACT_CHOOSE:
	case KS_ACT_BOX:
	case KS_ACT_UNDO:
		ks_question_ops(ks_question_present(app))->touch(app, action);
		return KS_SCREEN_SAME;
	case KS_ACT_NEXT:
		app->visit.part_index++;
		return KS_SCREEN_SAME;
	case KS_ACT_BACK:
		app->visit.part_index--;
		return KS_SCREEN_SAME;
	case KS_ACT_ANSWER:
		if (ks_lesson_step(app, &input) != KS_OK) {
			app->trouble = KS_IO;
			return KS_SCREEN_TROUBLE;
		}
		return ks_lesson_screen(app);
	case KS_ACT_SIGN_OUT:
		ks_visit_end(app, false);
		return ks_app_base_screen(app);
	default:
		return KS_SCREEN_SAME;
	}
}

const struct ks_screen ks_screen_question = {
	.name = "question", .enter = enter, .build = build, .tap = tap, .foresee = foresee};
