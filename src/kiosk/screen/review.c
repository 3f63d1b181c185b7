/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/review.h"
#include "content/teach.h"
#include "kiosk/frame.h"
#include "kiosk/parts.h"
#include "kiosk/question/question.h"
#include "kiosk/screen/page_body.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"

/*
 * Who missed a question reads again what it asks: the pages that teach it (content/teach.h), nothing else. The
 * attempt stays judged; the way back, to 結果 or to 答えの説明, is always one tap away.
 */

struct review {
	int item, page;         /* a missed question, and which of the pages that teach it */
	enum ks_screen_id from; /* 結果 or 答えの説明 */
	int result_part;        /* of 結果, to come back to */
	bool is_coming_back;
};
KS_SCREEN_STATE(struct review, REVIEW)

/* Page @index of those for item @item; NULL behind the last. */
static const struct ks_page *page_at(const struct ks_app *app, int item, int index,
				     const struct ks_lesson **lesson)
{
	const struct ks_visit *visit = &app->visit;
	const struct ks_question *question =
		ks_session_question(&visit->lesson.session, &visit->lesson.rules, item);

	return question ? ks_teach_page(ks_app_content(app), question, (size_t)index, lesson) : NULL;
}

int ks_review_n_pages(const struct ks_app *app, int item)
{
	const struct ks_lesson *lesson;
	int n = 0;

	while (page_at(app, item, n, &lesson))
		n++;
	return n;
}

static const char *back_words(const struct ks_app *app)
{
	return ks_word(state_in(&app->view)->from == KS_SCREEN_REASON ? KS_W_BACK_TO_REASON
								      : KS_W_BACK_TO_RESULT);
}

static bool is_last(const struct ks_app *app, int n_pages)
{
	return state_in(&app->view)->page + 1 >= n_pages && app->view.part + 1 >= app->view.n_parts;
}

static void build_bottom(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame,
			 const struct ks_lesson *lesson)
{
	int n = ks_review_n_pages(app, state_in(&app->view)->item);
	struct ks_button back = ks_frame_back(), next = ks_frame_next(ks_word(KS_W_NEXT));

	if (is_last(app, n)) {
		next.label = back_words(app);
		next.action = (struct ks_action){KS_ACT_CLOSE, 1}; /* 0 is the one above */
	}
	if (state_in(&app->view)->page > 0 || app->view.part > 0)
		ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &back);
	ks_frame_bottom_button(scene, frame, KS_SLOT_RIGHT, &next);
	ks_frame_bottom_words(scene, frame,
			      ks_say(ks_scene_arena(scene), KS_W_REVIEW_OF, lesson->title,
				     state_in(&app->view)->page + 1, n));
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_lesson *lesson;
	const struct ks_page *page =
		page_at(app, state_in(&app->view)->item, state_in(&app->view)->page, &lesson);
	struct ks_frame_head head = ks_frame_person_head(
		ks_say(ks_scene_arena(scene), KS_W_QUESTION_N, state_in(&app->view)->item + 1),
		back_words(app), KS_ACT_CLOSE);
	struct ks_frame frame = ks_frame_open(app, scene, &head);

	if (!page)
		return; /* the lesson was changed under a preview: the way back is above */
	if (app->is_easy && page->easy)
		page = page->easy;
	app->view.n_parts = ks_page_body_build(app, scene, frame.body, lesson, page);
	build_bottom(app, scene, &frame, lesson);
}

void ks_review_begin(struct ks_view *view, int item, enum ks_screen_id from)
{
	*state_of(view) = (struct review){.item = item, .from = from, .result_part = view->part};
	view->part = 0;
	view->revealed = 0;
}

int ks_review_part_of_result(struct ks_view *view)
{
	struct review *state = state_of(view);
	int part = state->is_coming_back ? state->result_part : 0;

	state->is_coming_back = false;
	return part;
}

static void recount(struct ks_view *view)
{
	state_of(view)->result_part = 0;
}

static enum ks_screen_id turn_to(struct ks_view *view, int page)
{
	state_of(view)->page = page;
	view->part = 0;
	view->revealed = 0;
	return KS_SCREEN_SAME;
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	if (ks_parts_tap(app, action))
		return KS_SCREEN_SAME;
	switch ((enum ks_act)action.what) {
	case KS_ACT_NEXT:
		return turn_to(&app->view, state_in(&app->view)->page + 1);
	case KS_ACT_BACK:
		return turn_to(&app->view, state_in(&app->view)->page - 1);
	case KS_ACT_REVEAL:
		app->view.revealed |= (unsigned)action.arg;
		return KS_SCREEN_SAME;
	case KS_ACT_CLOSE:
		app->view.revealed = 0;
		state_of(&app->view)->is_coming_back = state_in(&app->view)->from == KS_SCREEN_RESULT;
		return state_in(&app->view)->from;
	default:
		return KS_SCREEN_SAME;
	}
}

const struct ks_screen ks_screen_review = {
	.name = "review", .build = build, .tap = tap, .recount = recount, .is_read = true};
