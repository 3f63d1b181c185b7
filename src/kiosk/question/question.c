/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/question/question.h"

#include <assert.h>
#include <string.h>

#include "kiosk/artefact.h"
#include "kiosk/title.h"

/*
 * What every question has: its bars, its number, its words, and rows that flow to a further part when
 * they do not fit.
 */

#define ROW_MOST_MM 26.0
#define ROW_GAP_MM 3.2
#define NUMBER_MM 6.2
#define ASKED_MM 6.8
#define LOWER_PERCENT 40 /* of what is free in portrait stands above the question */

static const struct ks_question_ops *const kinds[] = {
	[KS_QUESTION_SINGLE] = &ks_question_single,
	[KS_QUESTION_MULTIPLE] = &ks_question_multiple,
	[KS_QUESTION_TRUE_FALSE] = &ks_question_true_false,
	[KS_QUESTION_CLASSIFY] = &ks_question_classify,
	[KS_QUESTION_ORDER] = &ks_question_order,
	[KS_QUESTION_FIND] = &ks_question_find,
};

const struct ks_question_ops *ks_question_ops(const struct ks_question *question)
{
	assert((size_t)question->kind < KS_COUNT(kinds));
	return kinds[question->kind];
}

KS_SCREEN_STATE(struct ks_question_given, QUESTION)

struct ks_question_given *ks_question_given_of(struct ks_view *view)
{
	return state_of(view);
}

const struct ks_question_given *ks_question_given_in(const struct ks_view *view)
{
	return state_in(view);
}

const struct ks_answer *ks_question_answer(const struct ks_app *app)
{
	return &state_in(&app->view)->answer;
}

const struct ks_question *ks_question_worded(const struct ks_app *app,
					     const struct ks_question *question)
{
	return question && app->is_easy && question->easy ? question->easy : question;
}

const struct ks_question *ks_question_asked(const struct ks_app *app)
{
	if (app->visit.lesson.session.place == KS_PLACE_PAGE)
		return ks_session_opening(&app->visit.lesson.rules);
	return ks_session_question(&app->visit.lesson.session, &app->visit.lesson.rules,
				   app->visit.lesson.session.item_index);
}

const struct ks_question *ks_question_present(const struct ks_app *app)
{
	return ks_question_worded(app, ks_question_asked(app));
}

const struct ks_lesson *ks_question_home(const struct ks_app *app, const struct ks_question *question)
{
	const struct ks_lesson *home = NULL;

	if (app->visit.lesson.rules.plan_lesson->is_test)
		home = ks_content_home(ks_app_content(app), question->id);
	return home ? home : app->visit.lesson.rules.lesson;
}

/* The question before the lesson was drawn by no attempt: its choices stand as authored. */
const struct ks_attempt_item *ks_question_item(const struct ks_app *app)
{
	static const struct ks_attempt_item as_authored = {.order = {0, 1, 2, 3, 4, 5, 6, 7}};
	_Static_assert(KS_CHOICES_MAX == 8, "as_authored");

	if (app->visit.lesson.session.place == KS_PLACE_PAGE)
		return &as_authored;
	return &app->visit.lesson.session.attempt.items[app->visit.lesson.session.item_index];
}

size_t ks_question_n_right(const struct ks_question *question)
{
	size_t n = 0;

	for (size_t i = 0; i < question->n_choices; i++)
		n += question->choices[i].is_right;
	return n;
}

size_t ks_question_n_given(const struct ks_question *question, const struct ks_answer *answer)
{
	size_t n = 0;

	for (size_t i = 0; i < question->n_choices; i++)
		n += answer->value[i] != 0;
	return n;
}

/* Which it is, and of how many. */
static int number_of(const struct ks_app *app, int *n)
{
	const struct ks_session *session = &app->visit.lesson.session;
	const struct ks_recall_visit *recall = &app->visit.recall;

	*n = recall->is_on ? (int)recall->n : session->attempt.n_items;
	return recall->is_on ? (int)recall->at + 1 : session->item_index + 1;
}

bool ks_question_is_last(const struct ks_app *app)
{
	int n, number = number_of(app, &n);

	return number >= n;
}

struct ks_frame_head ks_question_frame_head(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_plan_lesson *plan_lesson = app->visit.lesson.rules.plan_lesson;
	const struct ks_question *question = ks_question_asked(app);
	struct ks_arena *arena = ks_scene_arena(scene);
	struct ks_frame_head head = ks_frame_person_head("", ks_word(KS_W_SIGN_OUT), KS_ACT_SIGN_OUT);

	if (app->visit.paper.is_on) {
		head = ks_frame_person_head(ks_title_lesson(app, scene), ks_word(KS_W_PAPER_STOP),
					    KS_ACT_HOME);
		head.other_label = ks_word(KS_W_PAPER_BLANK_BUTTON);
		head.other = (struct ks_action){KS_ACT_BLANK, 0};
	} else if (app->visit.recall.is_on) {
		head = ks_frame_person_head("", ks_word(KS_W_TO_LIST), KS_ACT_HOME);
		head.title = ks_say(arena, KS_W_RECALL_TITLE, plan_lesson->title);
	} else {
		head.title = ks_title_lesson(app, scene);
		if (!plan_lesson->is_test)
			head.title = ks_say(arena, KS_W_QUIZ_TITLE, head.title);
	}
	if (app->ui.metrics.is_low && question->artefact &&
	    !ks_question_ops(question)->has_own_artefact) {
		head.extra_label = ks_word(KS_W_MAGNIFY);
		head.extra =
			(struct ks_action){KS_ACT_MAGNIFY, ks_artefact_shows_clues(app, question)};
	}
	return head;
}

struct ks_frame ks_question_frame(struct ks_app *app, struct ks_scene *scene,
				  const struct ks_frame_head *head)
{
	struct ks_frame frame = ks_frame_open(app, scene, head);
	int n, done = number_of(app, &n);

	ks_frame_progress(scene, &frame, done / (double)n,
			  ks_say(ks_scene_arena(scene), KS_W_QUESTION_OF, done, n));
	return frame;
}

static bool says_itself(const struct ks_question *question)
{
	return strstr(question->stem.text, ks_word(KS_W_SAYS_TOUCH));
}

/* Beside the number when one line is enough, else below it. */
static struct ks_rect head(struct ks_app *app, struct ks_scene *scene, struct ks_rect body,
			   bool is_dry)
{
	const struct ks_question *question = ks_question_present(app);
	int n, number = number_of(app, &n);
	struct ks_text_style small = ks_widget_style(&app->ui, NUMBER_MM);
	const char *ask = ks_say(ks_scene_arena(scene), ks_question_ops(question)->ask,
				 (int)ks_question_n_right(question));
	const char *label = n == 0 ? ks_word(KS_W_RECALL_BADGE) /* before the lesson */
				   : ks_say(ks_scene_arena(scene), KS_W_QUESTION_OF, number, n);
	struct ks_rect badge = ks_widget_badge_size(scene, NUMBER_MM, KS_ICON_NONE, label);
	int gap = ks_mm_fixed(&app->ui.metrics, 3.0), h = badge.h;
	struct ks_rect beside = {body.x + badge.w + small.em_px, body.y,
				 body.w - badge.w - small.em_px, badge.h};

	small.color = KS_COLOR_INK2;
	small.pitch_percent = 150;
	if (!is_dry)
		ks_widget_badge(scene, body.x, body.y, NUMBER_MM, KS_TONE_NEUTRAL, KS_ICON_NONE,
				label);
	if (says_itself(question)) {
		;
	} else if (ks_widget_words_width(scene, ask, &small) <= beside.w) {
		if (!is_dry)
			ks_scene_words_in(scene, KS_ROLE_TEXT, beside, ask, &small);
	} else {
		struct ks_rect below = {body.x, body.y + badge.h + gap / 2, body.w, 0};

		h = gap / 2 + badge.h + ks_widget_words_height(scene, ask, &small, body.w);
		if (!is_dry)
			ks_scene_words(scene, KS_ROLE_TEXT, below, ask, &small);
	}
	body.y += h + gap;
	body.h -= h + gap;
	return body;
}

struct ks_rect ks_question_head(struct ks_app *app, struct ks_scene *scene, struct ks_rect body)
{
	return head(app, scene, body, false);
}

struct ks_rect ks_question_column(struct ks_app *app, struct ks_scene *scene, struct ks_rect body)
{
	return head(app, scene, body, true);
}

struct ks_rect ks_question_lower(const struct ks_app *app, struct ks_rect body, int free_px)
{
	int by = ks_metrics_is_portrait(&app->ui.metrics) && !app->ui.metrics.is_low
			 ? free_px * LOWER_PERCENT / 100
			 : 0;

	body.y += by > 0 ? by : 0;
	body.h -= by > 0 ? by : 0;
	return body;
}

void ks_question_flow_stem(struct ks_flow *flow, const struct ks_question *question, double mm)
{
	struct ks_text_style style = ks_widget_heading_style(&flow->app->ui, mm);
	int gap = flow->gap_px;

	flow->gap_px = ks_mm_fixed(&flow->app->ui.metrics, 5.0);
	ks_flow_text(flow, KS_ROLE_TEXT, &question->stem, &style, 0);
	flow->gap_px = gap;
}

void ks_question_flow_asked(struct ks_flow *flow)
{
	struct ks_text_style style = ks_widget_style(&flow->app->ui, ASKED_MM);

	style.color = KS_COLOR_INK2;
	style.pitch_percent = 145;
	ks_flow_text(flow, KS_ROLE_TEXT, &ks_question_present(flow->app)->stem, &style, 0);
}

void ks_question_keep_asked(struct ks_flow *flow, int height_px)
{
	struct ks_flow on;

	if (ks_flow_has_room(flow, height_px))
		return;
	ks_flow_break(flow);
	on = *flow;
	on.wanted = -1;
	ks_question_flow_asked(&on);
	if (on.part == flow->part && ks_flow_has_room(&on, height_px))
		ks_question_flow_asked(flow);
}

int ks_question_turn_to(struct ks_app *app, int n)
{
	struct ks_view *view = &app->view;

	view->n_parts = n > view->n_parts_least ? n : view->n_parts_least;
	if (view->part >= view->n_parts)
		view->part = view->n_parts - 1;
	return view->part < n ? view->part : n - 1;
}

struct rows {
	ks_question_row_fn row_at;
	int n, most_px, spare_px;
};

static void flow_rows(struct ks_flow *flow, const struct rows *rows)
{
	ks_question_flow_stem(flow, ks_question_present(flow->app), KS_QUESTION_STEM_MM);
	for (int place = 0; place < rows->n; place++) {
		struct ks_choice_row row = rows->row_at(flow->app, flow->scene, place);
		int h = ks_widget_choice_height(flow->scene, flow->column.w, &row);
		struct ks_rect r;

		if (h < rows->most_px)
			h = h + rows->spare_px < rows->most_px ? h + rows->spare_px : rows->most_px;
		ks_question_keep_asked(flow, h);
		if (ks_flow_target(flow, h, 0, &r))
			ks_widget_choice(flow->scene, r, &row);
	}
}

/* Rows as high as the room allows, up to ROW_MOST_MM: large targets, and no empty half of a screen. */
void ks_question_build_rows(struct ks_app *app, struct ks_scene *scene, struct ks_rect body,
			    ks_question_row_fn row_at)
{
	struct rows rows = {.row_at = row_at,
			    .n = (int)ks_question_present(app)->n_choices,
			    .most_px = ks_mm(&app->ui.metrics, ROW_MOST_MM)};
	struct ks_rect column = ks_question_column(app, scene, body);
	int gap = ks_mm_fixed(&app->ui.metrics, ROW_GAP_MM);
	struct ks_flow flow = ks_flow_begin(app, scene, column, -1);

	flow.gap_px = gap;
	flow_rows(&flow, &rows);
	if (ks_flow_n_parts(&flow) == 1 && rows.n > 0) {
		rows.spare_px = (column.h - flow.y + gap) / rows.n;
		flow = ks_flow_begin(app, scene, column, -1);
		flow.gap_px = gap;
		flow_rows(&flow, &rows);
		body = ks_question_lower(app, body, column.h - flow.y + gap);
	}
	column = ks_question_head(app, scene, body);
	flow = ks_flow_begin(app, scene, column, ks_question_turn_to(app, ks_flow_n_parts(&flow)));
	flow.gap_px = gap;
	flow_rows(&flow, &rows);
}
