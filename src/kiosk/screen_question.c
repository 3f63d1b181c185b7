/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kiosk/frame.h"
#include "kiosk/lesson.h"
#include "kiosk/question.h"
#include "kiosk/screen.h"
#include "kiosk/visit.h"
#include "kiosk/words.h"

/*
 * One question of the quiz (design 05): stem, rows to choose from, 答える. Choices are shown in the attempt's own
 * order; answers are kept in authored order.
 */

#define CHOICE_MM 26.0

static const enum ks_word asks[] = {
	[KS_QUESTION_SINGLE] = KS_W_CHOOSE_ONE,
	[KS_QUESTION_MULTIPLE] = KS_W_CHOOSE_ALL,
	[KS_QUESTION_TRUE_FALSE] = KS_W_CHOOSE_TRUE_FALSE,
};

static void enter(struct ks_app *app)
{
	memset(&app->visit.answer, 0, sizeof(app->visit.answer));
	app->visit.part_index = 0;
}

struct ks_frame ks_question_frame(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_visit *visit = &app->visit;
	const char *title =
		ks_say(ks_scene_arena(scene), KS_W_QUIZ_TITLE, ks_visit_lesson_title(app, scene));
	struct ks_frame_head head =
		ks_frame_person_head(title, ks_word(KS_W_SIGN_OUT), KS_ACT_SIGN_OUT);
	struct ks_frame frame = ks_frame_open(app, scene, &head);
	int n = visit->session.attempt.n_items, done = visit->session.item_index + 1;

	ks_frame_progress(scene, &frame, done / (double)n,
			  ks_say(ks_scene_arena(scene), KS_W_QUESTION_OF, done, n));
	return frame;
}

const struct ks_question *ks_question_present(const struct ks_app *app)
{
	return ks_session_question(&app->visit.session, &app->visit.rules,
				   app->visit.session.item_index);
}

struct ks_choice_row ks_question_row(struct ks_app *app, int place)
{
	const struct ks_question *question = ks_question_present(app);
	const struct ks_attempt_item *item =
		&app->visit.session.attempt.items[app->visit.session.item_index];
	int authored = item->order[place];
	bool is_true_false = question->kind == KS_QUESTION_TRUE_FALSE;
	static struct ks_rich words[2]; /* ○ and × in words */
	struct ks_choice_row row = {.mark = ks_choice_mark(place),
				    .text = &question->choices[authored].text,
				    .is_check = question->kind == KS_QUESTION_MULTIPLE,
				    .action = {KS_ACT_CHOOSE, authored}};

	words[0] = ks_rich_plain(ks_word(KS_W_TRUE));
	words[1] = ks_rich_plain(ks_word(KS_W_FALSE));
	if (is_true_false) {
		row.mark = authored == 0 ? "○" : "×";
		row.text = &words[authored != 0];
	}
	return row;
}

/* Rows as high as the room allows, up to CHOICE_MM: large targets, and no empty half of a screen. */
static int spare_height(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, int gap)
{
	int n = (int)ks_question_present(app)->n_choices, natural = 0, spare;

	for (int place = 0; place < n; place++) {
		struct ks_choice_row row = ks_question_row(app, place);

		natural += ks_widget_choice_height(scene, r.w, &row) + gap;
	}
	spare = (r.h - natural) / n;
	return spare < 0 ? 0 : spare;
}

static void build_choices(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	const struct ks_question *question = ks_question_present(app);
	int gap = ks_mm_fixed(&app->ui.metrics, 3.2), most = ks_mm(&app->ui.metrics, CHOICE_MM);
	int spare = spare_height(app, scene, r, gap);

	for (int place = 0; place < (int)question->n_choices; place++) {
		struct ks_choice_row row = ks_question_row(app, place);

		if (app->visit.answer.value[row.action.arg])
			row.state |= KS_STATE_SELECTED;
		r.h = ks_widget_choice_height(scene, r.w, &row);
		if (r.h < most)
			r.h = r.h + spare < most ? r.h + spare : most;
		ks_widget_choice(scene, r, &row);
		r.y += r.h + gap;
	}
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_visit *visit = &app->visit;
	const struct ks_question *question = ks_question_present(app);
	struct ks_frame frame = ks_question_frame(app, scene);
	struct ks_rect r = frame.body, badge;
	struct ks_text_style stem = ks_widget_heading_style(&app->ui, 9.2);
	struct ks_text_style small = ks_widget_style(&app->ui, 6.2);
	struct ks_button answer = {.kind = KS_BUTTON_PRIMARY,
				   .label = ks_word(KS_W_ANSWER),
				   .action = {KS_ACT_ANSWER, 0},
				   .is_disabled = !ks_answer_is_complete(question, &visit->answer)};

	badge = ks_widget_badge(scene, r.x, r.y, 6.2, KS_TONE_NEUTRAL, KS_ICON_NONE,
				ks_say(ks_scene_arena(scene), KS_W_QUESTION_OF,
				       visit->session.item_index + 1, visit->session.attempt.n_items));
	small.color = KS_COLOR_INK2;
	ks_scene_words_in(scene, KS_ROLE_TEXT,
			  (struct ks_rect){badge.x + badge.w + small.em_px, badge.y, r.w - badge.w,
					   badge.h},
			  ks_word(asks[question->kind]), &small);
	r.y += badge.h + ks_mm_fixed(&app->ui.metrics, 3.0);
	r.y += ks_scene_text(scene, KS_ROLE_HEADING, r, &question->stem, &stem);
	r.y += ks_mm_fixed(&app->ui.metrics, 5.0);
	r.h = frame.body.y + frame.body.h - r.y;
	build_choices(app, scene, r);
	ks_frame_bottom_button(scene, &frame, KS_SLOT_RIGHT, &answer);
}

static void choose(struct ks_app *app, int authored)
{
	struct ks_answer *answer = &app->visit.answer;
	uint8_t before = answer->value[authored];

	if (ks_question_present(app)->kind != KS_QUESTION_MULTIPLE)
		memset(answer, 0, sizeof(*answer));
	answer->value[authored] = !before;
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	struct ks_session_input input = {.kind = KS_STEP_ANSWER, .answer = app->visit.answer};

	switch ((enum ks_act)action.what) {
	case KS_ACT_CHOOSE:
		choose(app, action.arg);
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
	.name = "question", .enter = enter, .build = build, .tap = tap};
