/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kiosk/artefact.h"
#include "kiosk/parts.h"
#include "kiosk/question/question.h"
#include "kiosk/screen/screen.h"
#include "visit/lesson.h"
#include "visit/paper.h"

/*
 * One question of the quiz (design 05, 11–13): what the kind builds between the bars, 答える at the lower right once
 * the answer is whole. A question that does not fit has further parts, and 答える stands on the last.
 */

static void enter(const struct ks_app *app, struct ks_view *view)
{
	(void)app;
	memset(ks_question_given_of(view), 0, sizeof(struct ks_question_given));
	view->part = 0;
}

static bool is_ready(const struct ks_app *app)
{
	const struct ks_question *question = ks_question_present(app);
	const struct ks_question_ops *ops = ks_question_ops(question);

	return ks_answer_is_complete(question, ks_question_answer(app)) &&
	       (!ops->is_ready || ops->is_ready(app));
}

/* Back on a further part, else take back what was given. */
static void build_left_button(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame)
{
	const struct ks_question *question = ks_question_present(app);
	enum ks_word undo = ks_question_ops(question)->undo;
	struct ks_button button = ks_frame_back();

	if (app->view.part == 0 && undo == KS_W_COUNT)
		return;
	if (app->view.part == 0)
		button = (struct ks_button){
			.kind = KS_BUTTON_QUIET,
			.label = ks_word(undo),
			.action = {KS_ACT_UNDO, 0},
			.is_disabled = ks_question_n_given(question, ks_question_answer(app)) == 0 &&
				       !ks_question_given_in(&app->view)->held};
	ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &button);
}

static void build_right_button(struct ks_app *app, struct ks_scene *scene,
			       const struct ks_frame *frame)
{
	struct ks_button button = {.kind = KS_BUTTON_PRIMARY,
				   .label = ks_word(app->visit.paper.is_on ? KS_W_NEXT : KS_W_ANSWER),
				   .action = {KS_ACT_ANSWER, 0},
				   .is_disabled = !is_ready(app)};

	if (app->view.part + 1 < app->view.n_parts)
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
	int n_parts = app->view.n_parts;

	if (n_parts > 1)
		status = ks_scene_format(scene, "%s%s%d／%d", status ? status : "",
					 status ? "　" : "", app->view.part + 1, n_parts);
	if (status)
		ks_frame_bottom_words(scene, frame, status);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_question *question = ks_question_present(app);
	struct ks_frame_head head = ks_question_frame_head(app, scene);
	struct ks_frame frame = ks_question_frame(app, scene, &head);
	struct ks_rect rest = frame.body;

	app->view.n_parts_least = 1;
	if (!ks_question_ops(question)->has_own_artefact) {
		struct ks_artefact_place place =
			ks_artefact_place(app, scene, frame.body, ks_question_asked(app), false);

		ks_artefact_paint(app, scene, &place, 0);
		rest = place.left;
	}
	ks_question_ops(question)->build(app, scene, rest);
	build_left_button(app, scene, &frame);
	build_right_button(app, scene, &frame);
	build_status(app, scene, &frame);
}

/* The explanation, with all reasons: whichever row is chosen, its words are ready. */
static enum ks_screen_id foresee(const struct ks_app *app, struct ks_visit *visit,
				 struct ks_view *view)
{
	const struct ks_question *question = ks_question_present(app);
	struct ks_session *session = &visit->lesson.session;
	struct ks_attempt_item *item = &session->attempt.items[session->item_index];

	if (!ks_question_ops(question)->has_rows || visit->paper.is_on)
		return KS_SCREEN_SAME;
	for (size_t i = 0; i < question->n_choices; i++)
		item->answer.value[i] = question->choices[i].is_right;
	item->is_answered = item->is_right = true;
	session->place = KS_PLACE_REASON;
	view->part = 0;
	view->revealed = 1;
	return KS_SCREEN_REASON;
}

/* From what is looked back at, or from what somebody answered on paper. */
static enum ks_screen_id leave(struct ks_app *app)
{
	if (!app->visit.paper.is_on)
		return ks_app_home(app);
	ks_paper_list(&app->visit);
	return ks_app_where(app, KS_OK);
}

/* On paper one question follows the other on the same screen, which forgets what was given. */
static enum ks_screen_id step(struct ks_app *app, const struct ks_session_input *input)
{
	enum ks_rc rc;

	if (!app->visit.paper.is_on)
		return ks_app_where(app, ks_lesson_step(&app->site, &app->visit, input));
	rc = ks_paper_step(&app->visit, input);
	if (rc == KS_OK)
		enter(app, &app->view);
	return ks_app_where(app, rc);
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	struct ks_session_input input = {.kind = KS_STEP_ANSWER, .answer = *ks_question_answer(app)};

	if (ks_parts_tap(app, action))
		return KS_SCREEN_SAME;
	switch ((enum ks_act)action.what) {
	case KS_ACT_CHOOSE:
	case KS_ACT_BOX:
	case KS_ACT_UNDO:
		ks_question_ops(ks_question_present(app))->touch(app, action);
		return KS_SCREEN_SAME;
	case KS_ACT_HOME:
		return leave(app);
	case KS_ACT_BLANK:
		input.kind = KS_STEP_BLANK;
		return step(app, &input);
	case KS_ACT_ANSWER:
		return step(app, &input);
	default:
		return KS_SCREEN_SAME;
	}
}

const struct ks_screen ks_screen_question = {.name = "question",
					     .enter = enter,
					     .build = build,
					     .tap = tap,
					     .foresee = foresee,
					     .is_read = true};
