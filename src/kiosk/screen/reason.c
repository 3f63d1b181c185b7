/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kiosk/artefact.h"
#include "kiosk/flow.h"
#include "kiosk/frame.h"
#include "kiosk/question/question.h"
#include "kiosk/screen/review.h"
#include "kiosk/screen/screen.h"
#include "visit/lesson.h"

/*
 * 答えの説明 (design 06, 49): right, partly right or wrong — told by colour, ○×, words and border —, what was chosen, what would have
 * been right, and why, with the clause.
 */

/* The clause itself, literally, errata marked: where there is room for it. The reasons cite it by number, so nobody has
 * to turn over for it alone. */
static void flow_clause(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_question *question = ks_question_present(app);
	const struct ks_clause *clause =
		question->n_clauses
			? ks_policy_find(&ks_app_content(app)->policy, question->clauses[0])
			: NULL;
	struct ks_rich text;
	struct ks_quote quote = {
		.ground = KS_COLOR_KEY_SOFT, .bar = KS_COLOR_KEY, .text = &text, .mm = 7.0};

	if (!clause || *clause->text == '\0')
		return;
	text = ks_policy_mark(&ks_app_content(app)->policy, clause, clause->text,
			      ks_scene_arena(flow->scene))
		       .text;
	quote.source = ks_flow_source(app, flow->scene, clause->id);
	if (flow->y + ks_widget_quote(flow->scene, flow->column, &quote, true) <= flow->column.h)
		ks_question_flow_quote(flow, &quote);
}

/* The explanation, in its column. */
struct told {
	struct ks_artefact_place artefact; /* beside it; no place of its own where the question draws it */
	struct ks_rect column;
	bool is_shown; /* the answer, beside the words */
	bool is_asked; /* what was asked stays in sight where it costs no further part */
};

static void flow_told(struct ks_flow *flow, struct ks_app *app, const struct told *told)
{
	const struct ks_question *question = ks_question_present(app);

	if (told->is_asked)
		ks_question_flow_asked(flow);
	flow->gap_px = ks_mm(&app->ui.metrics, 3.6);
	ks_question_flow_then(flow, app);
	ks_question_ops(question)->tell(flow, app, told->is_shown);
	if (question->feedback.len > 0) {
		struct ks_text_style style = ks_widget_style(&app->ui, 7.4);

		ks_flow_text(flow, KS_ROLE_TEXT, &question->feedback, &style, 0);
	}
	if (ks_artefact_shows_clues(app, ks_question_asked(app)))
		ks_artefact_flow_clues(flow, &told->artefact);
	flow_clause(flow, app);
}

static int count_told(struct ks_app *app, struct ks_scene *scene, const struct told *told)
{
	struct ks_flow flow = ks_flow_begin(app, scene, told->column, -1);

	flow_told(&flow, app, told);
	return ks_flow_n_parts(&flow);
}

/* The number of the first clue that is told on part @part; 0: none is, or behind the last the artefact turns alone. */
static int clue_at_hand(struct ks_app *app, struct ks_scene *scene, const struct told *told, int part)
{
	struct ks_flow flow;

	if (part != app->view.part || !told->artefact.has_clues || told->artefact.n_parts < 2)
		return 0;
	flow = ks_flow_begin(app, scene, told->column, -1);
	flow.mark_part = part;
	flow_told(&flow, app, told);
	return flow.mark;
}

static void build_reasons(struct ks_app *app, struct ks_scene *scene, struct ks_rect column)
{
	const struct ks_question *asked = ks_question_asked(app);
	const struct ks_question_ops *ops = ks_question_ops(ks_question_present(app));
	struct told told = {.artefact = {.question = asked, .left = column}};
	struct ks_rect *left = &told.artefact.left;
	struct ks_flow flow;
	int n, part;

	if (!ops->has_own_artefact)
		told.artefact = ks_artefact_place(app, scene, column, asked,
						  ks_artefact_shows_clues(app, asked));
	told.column = ops->show ? ops->show(app, scene, *left) : *left;
	told.is_shown = told.column.w != left->w || told.column.h != left->h;
	n = count_told(app, scene, &told);
	told.is_asked = true;
	told.is_asked = count_told(app, scene, &told) == n;
	part = ks_question_turn_to(app, n);
	if (!ops->has_own_artefact)
		ks_artefact_paint(app, scene, &told.artefact, clue_at_hand(app, scene, &told, part));
	flow = ks_flow_begin(app, scene, told.column, part);
	flow_told(&flow, app, &told);
}

static void enter(const struct ks_app *app, struct ks_view *view)
{
	(void)app;
	view->part = 0;
	view->revealed = 0;
}

static bool has_more_reasons(const struct ks_app *app)
{
	const struct ks_question *question = ks_question_present(app);

	return app->view.revealed == 0 && ks_question_ops(question)->tells_one;
}

static struct ks_button more_button(void)
{
	return (struct ks_button){.kind = KS_BUTTON_QUIET,
				  .label = ks_word(KS_W_ALL_REASONS),
				  .action = {KS_ACT_REVEAL, 1}};
}

/* The page this was learnt on, for whom it was not right. */
static bool describe_page(const struct ks_app *app, struct ks_button *page)
{
	int item = app->visit.lesson.session.item_index;

	*page = (struct ks_button){.kind = KS_BUTTON_QUIET,
				   .label = ks_word(KS_W_LEARNT_PAGE),
				   .before = KS_ICON_BOOK,
				   .action = {KS_ACT_REVIEW, item}};
	return !app->is_preview && !app->visit.recall.is_on && !ks_question_item(app)->is_right &&
	       ks_review_n_pages(app, item) > 0;
}

/* Beside whatever stands at both ends of the bar on any part: it must not jump from part to part. */
static bool fits_in_bar(struct ks_app *app, struct ks_scene *scene,
			const struct ks_frame_head *head, const struct ks_button *page)
{
	static const enum ks_word nexts[] = {KS_W_MORE, KS_W_NEXT_QUESTION, KS_W_TO_RESULT};
	struct ks_frame frame = ks_frame_measure(app, scene, head);
	struct ks_button back = ks_frame_back(), more = more_button();
	int left = ks_widget_button_width(scene, &back), right = 0;

	if (ks_question_ops(ks_question_present(app))->tells_one)
		left = ks_most(left, ks_widget_button_width(scene, &more));
	for (size_t i = 0; i < KS_COUNT(nexts); i++) {
		struct ks_button next = ks_frame_next(ks_word(nexts[i]));

		right = ks_most(right, ks_widget_button_width(scene, &next));
	}
	return left + frame.gap_px + ks_widget_button_width(scene, page) <=
	       ks_frame_bottom_free(scene, &frame, right);
}

/* Back or further reasons; beside them @page, or NULL. */
static void build_left(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame,
		       const struct ks_button *page)
{
	struct ks_button more = more_button(), back = ks_frame_back();

	if (app->view.part > 0)
		ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &back);
	else if (has_more_reasons(app))
		ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &more);
	if (page)
		ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, page);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head = ks_question_frame_head(app, scene);
	struct ks_button next = ks_frame_next(NULL), page;
	bool has_page = describe_page(app, &page);
	bool is_in_bar = has_page && fits_in_bar(app, scene, &head, &page);
	struct ks_frame frame;
	struct ks_rect r;
	int verdict_h;

	if (has_page && !is_in_bar) { /* small, among the others */
		head.other_label = page.label;
		head.other = page.action;
	}
	frame = ks_question_frame(app, scene, &head);
	r = frame.body;
	app->view.n_parts_least = 1;
	verdict_h = ks_verdict_build(app, scene, r) + ks_mm_fixed(&app->ui.metrics, 4.0);

	r.y += verdict_h;
	r.h -= verdict_h;
	build_reasons(app, scene, r);
	next.label = ks_word(app->view.part + 1 < app->view.n_parts ? KS_W_MORE
			     : !ks_question_is_last(app)            ? KS_W_NEXT_QUESTION
			     : app->visit.recall.is_on              ? KS_W_TO_LIST
								    : KS_W_TO_RESULT);
	build_left(app, scene, &frame, is_in_bar ? &page : NULL);
	ks_frame_bottom_button(scene, &frame, KS_SLOT_RIGHT, &next);
}

static enum ks_screen_id go_on(struct ks_app *app)
{
	struct ks_session_input input = {.kind = KS_STEP_NEXT};

	if (app->view.part + 1 < app->view.n_parts) {
		app->view.part++;
		return KS_SCREEN_SAME;
	}
	return ks_app_where(app, ks_lesson_step(&app->site, &app->visit, &input));
}

/* The next question, or more of this explanation. */
static enum ks_screen_id foresee(const struct ks_app *app, struct ks_visit *visit,
				 struct ks_view *view)
{
	(void)app;
	if (view->part + 1 < view->n_parts) {
		view->part++;
		return KS_SCREEN_REASON;
	}
	if (visit->lesson.session.item_index + 1 >= visit->lesson.session.attempt.n_items)
		return KS_SCREEN_SAME;
	visit->lesson.session.item_index++;
	visit->lesson.session.place = KS_PLACE_QUESTION;
	view->part = 0;
	memset(ks_question_given_of(view), 0, sizeof(struct ks_question_given));
	return KS_SCREEN_QUESTION;
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	switch ((enum ks_act)action.what) {
	case KS_ACT_REVEAL:
		app->view.revealed = 1;
		return KS_SCREEN_SAME;
	case KS_ACT_BACK:
		app->view.part--;
		return KS_SCREEN_SAME;
	case KS_ACT_REVIEW:
		ks_review_begin(&app->view, action.arg, KS_SCREEN_REASON);
		return KS_SCREEN_REVIEW;
	case KS_ACT_NEXT:
		return go_on(app);
	case KS_ACT_HOME:
		return ks_app_home(app); /* from what is looked back at */
	default:
		return KS_SCREEN_SAME;
	}
}

const struct ks_screen ks_screen_reason = {.name = "reason",
					   .enter = enter,
					   .build = build,
					   .tap = tap,
					   .foresee = foresee,
					   .is_read = true};
