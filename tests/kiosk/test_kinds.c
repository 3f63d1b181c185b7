/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/album.h"
#include "kiosk/question/question.h"
#include "support/golden.h"
#include "support/test.h"
#include "visit/lesson.h"

/* What each kind of question makes of the same touches, as one list: what then stands there, what it says of it, and how it is told. */

#define TAPS_MAX 60

static void put_values(struct ks_buf *out, const struct ks_answer *answer, size_t n)
{
	for (size_t i = 0; i < n; i++)
		ks_buf_printf(out, "%s%d", i > 0 ? "," : "", answer->value[i]);
}

static void open(struct ks_app *app, const struct ks_question *question)
{
	struct ks_session *session = &app->visit.lesson.session;
	struct ks_attempt_item *item = &session->attempt.items[0];

	session->attempt.n_items = 2;
	session->item_index = 0;
	session->place = KS_PLACE_QUESTION;
	memset(item, 0, sizeof(*item));
	(void)snprintf(item->question, sizeof(item->question), "%s", question->id);
	for (int k = 0; k < KS_CHOICES_MAX; k++) /* shown the other way round */
		item->order[k] =
			(uint8_t)(k < (int)question->n_choices ? (int)question->n_choices - 1 - k
							       : k);
	app->screen = KS_SCREEN_QUESTION;
	ks_screen_get(KS_SCREEN_QUESTION)->enter(app, &app->view);
	ks_app_draw(app);
}

/* What stands there now, and what is said of it. */
static void put_state(struct ks_app *app, const char *what, int arg, struct ks_buf *out)
{
	const struct ks_question *question = ks_question_present(app);
	const struct ks_question_ops *ops = ks_question_ops(question);
	const char *status = ops->status ? ops->status(app, app->scene) : NULL;

	ks_buf_printf(out, "  %s %d: ", what, arg);
	put_values(out, ks_question_answer(app), question->n_choices);
	ks_buf_printf(out, " given %zu%s%s%s\n",
		      ks_question_n_given(question, ks_question_answer(app)),
		      ops->is_ready && ops->is_ready(app) ? ", ready" : "", status ? ", " : "",
		      status ? status : "");
}

static void touch(struct ks_app *app, int what, const char *name, int arg, struct ks_buf *out)
{
	ks_question_ops(ks_question_present(app))->touch(app, (struct ks_action){what, arg});
	ks_app_draw(app);
	put_state(app, name, arg, out);
}

static void play_towards(struct ks_app *app, bool is_right, struct ks_buf *out)
{
	const struct ks_question *question = ks_question_present(app);
	const struct ks_question_ops *ops = ks_question_ops(question);
	struct ks_answer wanted;
	struct ks_action action;

	ops->solve(question, is_right, &wanted);
	ks_buf_printf(out, " towards %s: ", is_right ? "right" : "wrong");
	put_values(out, &wanted, question->n_choices);
	ks_buf_puts(out, "\n");
	for (int i = 0; i < TAPS_MAX && (action = ops->next_tap(app, &wanted)).what != 0; i++)
		touch(app, action.what,
		      action.what == KS_ACT_UNDO  ? "undo"
		      : action.what == KS_ACT_BOX ? "box"
						  : "choose",
		      action.arg, out);
	assert_memory_equal(ks_question_answer(app)->value, wanted.value, question->n_choices);
}

/* Each one twice, the boxes, and back. */
static void touch_all(struct ks_app *app, struct ks_buf *out)
{
	const struct ks_question *question = ks_question_present(app);
	int n = (int)question->n_choices;

	for (int i = 0; i < n; i++) {
		touch(app, KS_ACT_CHOOSE, "choose", i, out);
		if (question->kind == KS_QUESTION_CLASSIFY)
			touch(app, KS_ACT_BOX, "box", i % 2, out);
	}
	for (int i = 1; i < n; i += 2)
		touch(app, KS_ACT_CHOOSE, "choose", i, out);
	for (int i = 0; i < 3; i++)
		touch(app, KS_ACT_UNDO, "undo", 0, out);
	touch(app, KS_ACT_NEXT, "something else", 0, out);
}

/* Each line of 答えの説明 as it is read, all reasons open or not. */
static void put_told(struct ks_app *app, const struct ks_answer *given, unsigned revealed,
		     struct ks_buf *out)
{
	struct ks_attempt_item *item = &app->visit.lesson.session.attempt.items[0];

	item->answer = *given;
	item->is_answered = true;
	item->is_right = ks_answer_is_right(ks_question_present(app), given);
	app->visit.lesson.session.place = KS_PLACE_REASON;
	app->screen = KS_SCREEN_REASON;
	app->view.revealed = revealed;
	app->view.part = 0;
	do {
		size_t n;
		const struct ks_element *shown;

		ks_app_draw(app);
		shown = ks_scene_elements(app->shown, &n);
		for (size_t i = 0; i < n; i++)
			ks_buf_printf(out, "%s%s", i > 0 ? "｜" : "   ", shown[i].label);
		ks_buf_puts(out, "\n");
		app->view.part++;
	} while (app->view.part < app->view.n_parts);
	app->view.part = 0;
	app->view.revealed = 0;
}

static void put_sum(struct ks_app *app, const char *name, const struct ks_answer *given,
		    struct ks_buf *out)
{
	const struct ks_question *question = ks_question_present(app);
	struct ks_buf sum = {0};

	ks_question_ops(question)->sum_up(app->scene, question, given, &sum);
	ks_buf_printf(out, " %s: %s\n", name, ks_buf_text(&sum));
	ks_buf_finish(&sum);
	for (unsigned revealed = 0; revealed < 2; revealed++)
		put_told(app, given, revealed, out);
	app->visit.lesson.session.place = KS_PLACE_QUESTION;
}

static void put_question(struct ks_app *app, const struct ks_question *question, struct ks_buf *out)
{
	struct ks_answer right, wrong, blank = {0}, first = {.value = {1}};

	ks_buf_printf(out, "== %s\n", question->id);
	open(app, question);
	play_towards(app, false, out);
	play_towards(app, true, out);
	play_towards(app, false, out);
	open(app, question);
	touch_all(app, out);
	play_towards(app, true, out);
	ks_question_ops(question)->solve(question, true, &right);
	ks_question_ops(question)->solve(question, false, &wrong);
	put_sum(app, "right", &right, out);
	put_sum(app, "wrong", &wrong, out);
	put_sum(app, "blank", &blank, out);
	put_sum(app, "only the first", &first, out);
}

static void each_kind_has_its_own_way(void **state)
{
	struct album album;
	struct ks_app *app;
	struct ks_buf out = {0};

	(void)state;
	album_open(&album, album_content_kinds(), 1280, 720, 0);
	app = &album.glass->app;
	glass_sign_in(album.glass);
	for (size_t d = 0; d < app->visit.duties.n_items; d++) {
		const struct ks_lesson *lesson =
			ks_content_lesson(&app->content, app->visit.duties.items[d].lesson->id);

		if (!lesson || ks_lesson_open(&app->site, &app->visit, d) != KS_OK)
			continue;
		for (size_t i = 0; i < lesson->quiz.n_questions; i++)
			put_question(app, &lesson->quiz.questions[i], &out);
		assert_int_equal(ks_lesson_leave(&app->site, &app->visit, false), KS_OK);
	}
	ks_test_golden("tests/data/golden/kinds.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
	glass_rest(album.glass);
	album_close(&album);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_kind_has_its_own_way),
	};

	return ks_test_run(tests);
}
