/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/frame.h"
#include "kiosk/screen/page_body.h"
#include "kiosk/screen/screen.h"
#include "kiosk/title.h"
#include "kiosk/words/words.h"
#include "visit/lesson.h"

/*
 * A page of a lesson (design 04, 30): how it looks is in page_body.c, which other screens share; here is where one can go
 * from it.
 */

static const struct ks_page *present_page(const struct ks_app *app)
{
	return &app->visit.lesson.rules.lesson->pages[app->visit.lesson.session.page_index];
}

static const char *next_label(const struct ks_app *app)
{
	const struct ks_visit *visit = &app->visit;
	bool is_last =
		visit->lesson.session.page_index + 1 >= (int)visit->lesson.rules.lesson->n_pages &&
		app->view.part + 1 >= app->view.n_parts;

	if (!is_last)
		return ks_word(KS_W_NEXT);
	if (visit->lesson.rules.plan_lesson->is_test && !visit->lesson.session.is_review)
		return ks_word(KS_W_START);
	return ks_word(visit->lesson.rules.lesson->quiz.n_questions > 0 &&
				       !visit->lesson.session.is_review
			       ? KS_W_TO_QUIZ
			       : KS_W_FINISH_LESSON);
}

/* Before the first page, until the quiz has begun: it is asked, not demanded. */
static bool has_opening(const struct ks_app *app)
{
	const struct ks_session *session = &app->visit.lesson.session;

	return session->page_index == 0 && app->view.part == 0 && session->attempt.n_items == 0 &&
	       !session->has_passed && ks_session_opening(&app->visit.lesson.rules);
}

static void build_bottom(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame)
{
	const struct ks_visit *visit = &app->visit;
	struct ks_button back = ks_frame_back(), next = ks_frame_next(next_label(app));
	struct ks_button opening = {.kind = KS_BUTTON_STRONG,
				    .label = ks_word(KS_W_OPENING_OPEN),
				    .action = {KS_ACT_OPENING, 0}};

	if (visit->lesson.session.page_index > 0 || app->view.part > 0)
		ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &back);
	else if (has_opening(app))
		ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &opening);
	ks_frame_bottom_button(scene, frame, KS_SLOT_RIGHT, &next);
	ks_frame_bottom_words(scene, frame,
			      ks_say(ks_scene_arena(scene), KS_W_PAGE_OF,
				     visit->lesson.session.page_index + 1,
				     (int)visit->lesson.rules.lesson->n_pages));
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_visit *visit = &app->visit;
	struct ks_frame_head head = ks_frame_person_head(ks_title_lesson(app, scene),
							 ks_word(KS_W_SUSPEND), KS_ACT_SUSPEND);
	struct ks_frame frame = ks_frame_open(app, scene, &head);

	ks_frame_progress(
		scene, &frame,
		(visit->lesson.session.page_index + 1) / (double)visit->lesson.rules.lesson->n_pages,
		ks_say(ks_scene_arena(scene), KS_W_PAGE_OF, visit->lesson.session.page_index + 1,
		       (int)visit->lesson.rules.lesson->n_pages));
	app->view.n_parts = ks_page_body_build(app, scene, frame.body, visit->lesson.rules.lesson,
					       present_page(app));
	build_bottom(app, scene, &frame);
}

/* Another page, or the quiz: record first, then move. */
static enum ks_screen_id step(struct ks_app *app, enum ks_session_input_kind kind)
{
	struct ks_session_input input = {.kind = kind};
	enum ks_screen_id to;

	ks_random(&input.seed, sizeof(input.seed));
	if (app->visit.lesson.session.is_review && kind == KS_STEP_NEXT &&
	    app->visit.lesson.session.page_index + 1 >= (int)app->visit.lesson.rules.lesson->n_pages) {
		return ks_app_home(app);
	}
	app->view.part = 0;
	app->view.revealed = 0;
	to = ks_app_where(app, ks_lesson_step(&app->site, &app->visit, &input));
	if (to == KS_SCREEN_PAGE && kind == KS_STEP_BACK)
		app->view.part = KS_PART_LAST; /* as it was seen last */
	return to;
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	switch ((enum ks_act)action.what) {
	case KS_ACT_NEXT:
		if (app->view.part + 1 < app->view.n_parts) {
			app->view.part++;
			return KS_SCREEN_SAME;
		}
		return step(app, KS_STEP_NEXT);
	case KS_ACT_BACK:
		if (app->view.part > 0) {
			app->view.part--;
			return KS_SCREEN_SAME;
		}
		return step(app, KS_STEP_BACK);
	case KS_ACT_REVEAL:
		app->view.revealed |= (unsigned)action.arg;
		return KS_SCREEN_SAME;
	case KS_ACT_OPENING:
		return KS_SCREEN_OPENING;
	case KS_ACT_SUSPEND:
		return ks_app_home(app);
	default:
		return KS_SCREEN_SAME;
	}
}

/* The next part or page, as 次へ will show it. */
static enum ks_screen_id foresee(const struct ks_app *app, struct ks_visit *visit,
				 struct ks_view *view)
{
	(void)app;
	view->revealed = 0;
	if (view->part + 1 < view->n_parts) {
		view->part++;
		return KS_SCREEN_PAGE;
	}
	if (visit->lesson.session.page_index + 1 >= (int)visit->lesson.rules.lesson->n_pages)
		return KS_SCREEN_SAME;
	visit->lesson.session.page_index++;
	view->part = 0;
	return KS_SCREEN_PAGE;
}

const struct ks_screen ks_screen_page = {
	.name = "page", .build = build, .tap = tap, .foresee = foresee, .is_read = true};
