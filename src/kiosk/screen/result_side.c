/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/result_side.h"

#include <string.h>

#include "kiosk/flow.h"
#include "kiosk/question/question.h"
#include "kiosk/screen/review.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"

/*
 * Nobody leaves a result with an empty card: whoever missed something sees which questions and clauses, whoever
 * missed nothing sees the goals that were reached.
 */

#define PAD_MM 9.0
#define TURN_MM 17.6

static size_t n_missed(const struct ks_session *session)
{
	return (size_t)(session->attempt.n_items - ks_session_n_right(session));
}

/* The question, and below it what was answered and what is right. */
static struct ks_rich with_answer(struct ks_scene *scene, const struct ks_question *question,
				  const struct ks_answer *given)
{
	struct ks_rich text = question->stem;
	struct ks_buf answer = {0};

	ks_question_ops(question)->sum_up(scene, question, given, &answer);
	text.text = ks_scene_format(scene, "%s\n%s", question->stem.text, ks_buf_text(&answer));
	text.len = strlen(text.text); /* marks stay: they count from the front */
	ks_buf_finish(&answer);
	return text;
}

/* A missed question and, right below it, the way to the pages that teach it. */
static void flow_one(struct ks_flow *flow, struct ks_app *app, const struct ks_quote *quote, int item)
{
	struct ks_button pages = {.kind = KS_BUTTON_STRONG,
				  .label = ks_word(KS_W_REVIEW_PAGES),
				  .label_mm = 6.4,
				  .after = KS_ICON_ARROW_RIGHT,
				  .action = {KS_ACT_REVIEW, item}};
	int gap = ks_mm(&app->ui.metrics, 4.0), quote_h, button_h;
	struct ks_rect r;

	if (ks_review_n_pages(app, item) == 0) {
		ks_question_flow_quote(flow, quote);
		return;
	}
	quote_h = ks_widget_quote(flow->scene, flow->column, quote, true);
	button_h = ks_mm(&app->ui.metrics, TURN_MM);
	if (quote_h + gap + button_h > flow->column.h) {
		ks_question_flow_quote(flow, quote);
		quote_h = -gap;
	}
	if (!ks_flow_target(flow, quote_h + gap + button_h, quote_h + gap, &r))
		return;
	if (quote_h > 0)
		ks_widget_quote(flow->scene, r, quote, false);
	r.y += quote_h + gap;
	r.h = button_h;
	ks_widget_button(flow->scene, r, &pages);
}

/* At most @n of them. */
static void flow_missed(struct ks_flow *flow, struct ks_app *app, int n)
{
	const struct ks_visit *visit = &app->visit;

	for (int i = 0; n > 0 && i < visit->lesson.session.attempt.n_items; i++) {
		const struct ks_question *question =
			ks_session_question(&visit->lesson.session, &visit->lesson.rules, i);
		struct ks_quote quote = {.ground = KS_COLOR_KEY_SOFT, .bar = KS_COLOR_KEY, .mm = 6.6};
		struct ks_rich text;

		if (!question || visit->lesson.session.attempt.items[i].is_right)
			continue;
		question = ks_question_worded(app, question);
		text = with_answer(flow->scene, question,
				   &visit->lesson.session.attempt.items[i].answer);
		quote.text = &text;
		quote.title = ks_say(ks_scene_arena(flow->scene), KS_W_QUESTION_N, i + 1);
		if (question->n_clauses)
			quote.source = ks_flow_source(app, flow->scene, question->clauses[0]);
		flow_one(flow, app, &quote, i);
		n--;
	}
}

/* Behind all of them: the whole lesson once more. A test has no pages of its own. */
static void flow_read_again(struct ks_flow *flow, struct ks_app *app)
{
	struct ks_button again = {.kind = KS_BUTTON_QUIET,
				  .label = ks_word(KS_W_READ_AGAIN),
				  .label_mm = 6.4,
				  .action = {KS_ACT_READ_AGAIN, 1}}; /* 0 may be the main one */
	struct ks_rect r;

	if (!app->visit.lesson.rules.plan_lesson->is_test && !app->visit.lesson.session.has_passed &&
	    ks_flow_target(flow, ks_mm(&app->ui.metrics, TURN_MM), 0, &r))
		ks_widget_button(flow->scene, r, &again);
}

static void flow_goals(struct ks_flow *flow, const struct ks_lesson *lesson)
{
	struct ks_block list = {.kind = KS_BLOCK_LIST, .n_items = lesson->n_goals};

	list.items = ks_arena_alloc(ks_scene_arena(flow->scene),
				    (lesson->n_goals + 1) * sizeof(*list.items));
	for (size_t i = 0; i < lesson->n_goals; i++)
		list.items[i] = ks_rich_plain(lesson->goals[i]);
	ks_flow_block(flow, &list, 0);
}

/* Would the heading stand alone before the first of them? The button that turns says the same words. */
static bool is_left_behind(const struct ks_flow *flow, struct ks_app *app,
			   const struct ks_rich *title, const struct ks_text_style *style)
{
	struct ks_flow with = *flow, without = *flow;

	with.wanted = without.wanted = -1; /* only measured */
	ks_flow_text(&with, KS_ROLE_HEADING, title, style, 0);
	flow_missed(&with, app, 1);
	flow_missed(&without, app, 1);
	return with.part > without.part;
}

void ks_result_side_flow(struct ks_flow *flow, struct ks_app *app)
{
	bool has_missed = n_missed(&app->visit.lesson.session) > 0;
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, 8.8);
	bool is_test = app->visit.lesson.rules.plan_lesson->is_test;
	enum ks_word words = has_missed ? KS_W_MISSED : is_test ? KS_W_LEARNT_COURSE : KS_W_LEARNT;
	struct ks_rich title = ks_rich_plain(ks_word(words));

	flow->gap_px = ks_mm(&app->ui.metrics, 4.0);
	if (!has_missed || !is_left_behind(flow, app, &title, &heading))
		ks_flow_text(flow, KS_ROLE_HEADING, &title, &heading, 0);
	if (has_missed) {
		flow_missed(flow, app, KS_QUIZ_MAX);
		flow_read_again(flow, app);
	} else {
		flow_goals(flow, app->visit.lesson.rules.lesson);
	}
}

struct ks_button ks_result_side_turn(const struct ks_app *app, struct ks_scene *scene)
{
	bool has_missed = n_missed(&app->visit.lesson.session) > 0;
	int part = app->view.part + 1, n = app->view.n_parts;
	struct ks_button turn = {.kind = KS_BUTTON_QUIET,
				 .label_mm = 6.4,
				 .after = KS_ICON_ARROW_RIGHT,
				 .action = {KS_ACT_ROWS, 1}};

	turn.label = part >= n ? ks_word(KS_W_FROM_FIRST)
			       : ks_say(ks_scene_arena(scene),
					has_missed ? KS_W_MORE_MISSED : KS_W_MORE_LEARNT, part, n);
	return turn;
}

void ks_result_side_build(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	int pad = ks_mm_fixed(&app->ui.metrics, PAD_MM), turn_h = ks_mm(&app->ui.metrics, TURN_MM);
	struct ks_rect column = ks_rect_inset(r, pad);
	struct ks_flow measure = ks_flow_begin(app, scene, column, -1), flow;
	struct ks_button turn;

	ks_result_side_flow(&measure, app);
	if (ks_flow_n_parts(&measure) == 1) {
		r.h = measure.y + 2 * pad;
	} else {
		column.h -= turn_h + pad / 2;
		measure = ks_flow_begin(app, scene, column, -1);
		ks_result_side_flow(&measure, app);
	}
	app->view.n_parts = ks_flow_n_parts(&measure);
	ks_widget_panel(scene, r);
	flow = ks_flow_begin(app, scene, column, app->view.part);
	ks_result_side_flow(&flow, app);
	if (app->view.n_parts == 1)
		return;
	turn = ks_result_side_turn(app, scene);
	ks_widget_button(scene,
			 (struct ks_rect){column.x, r.y + r.h - pad - turn_h, column.w, turn_h},
			 &turn);
}
