/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kiosk/glass.h"
#include "kiosk/question/question.h"
#include "kiosk/words/words.h"
#include "support/test.h"
#include "visit/lesson.h"

/* What is asked beside the test: before a lesson, and weeks behind it; and a closer look at what is asked about. */

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)

static int begin(void **state)
{
	struct glass *glass = *state;

	glass->app.clock = ks_clock_fake(INT64_C(1795827600000));
	glass->app.input_mono_ms = ks_clock_mono_ms(&glass->app.clock);
	glass_rest(glass);
	return 0;
}

/* 次へ as long as it turns @screen. */
static void turn(struct glass *glass, enum ks_screen_id screen)
{
	for (int i = 0; i < 200 && glass->app.screen == screen; i++)
		glass_tap(glass, KS_ACT_NEXT, 0);
}

/* The question at hand, on whichever of its parts its choices stand. */
static void choose(struct glass *glass, bool is_right)
{
	struct ks_app *app = &glass->app;
	const struct ks_question *present = ks_question_present(app);
	const struct ks_question_ops *ops = ks_question_ops(present);
	struct ks_answer wanted;
	struct ks_action action;

	ops->solve(present, is_right, &wanted);
	while ((action = ops->next_tap(app, &wanted)).what != 0) {
		while (app->view.part > 0 && !glass_find(glass, action.what, action.arg))
			glass_tap(glass, KS_ACT_BACK, 0);
		while (!glass_find(glass, action.what, action.arg))
			glass_tap(glass, KS_ACT_NEXT, 0);
		glass_tap(glass, action.what, action.arg);
	}
	while (!glass_find(glass, KS_ACT_ANSWER, 0))
		glass_tap(glass, KS_ACT_NEXT, 0);
}

static void take_quiz(struct glass *glass, const char *wrong)
{
	while (glass->app.screen == KS_SCREEN_QUESTION) {
		choose(glass, strcmp(ks_question_asked(&glass->app)->id, wrong) != 0);
		glass_tap(glass, KS_ACT_ANSWER, 0);
		if (strcmp(ks_question_asked(&glass->app)->id, wrong) == 0)
			assert_true(glass_shows(glass, "はじめに選んだもの"));
		turn(glass, KS_SCREEN_REASON);
	}
}

/* The whole way: thought about, read, asked again beside the first thought, and looked back at a week later. */
static void a_question_is_met_before_in_and_weeks_behind_the_lesson(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;
	char id[KS_ID_MAX];

	glass_sign_in(glass);
	glass_tap(glass, KS_ACT_OPEN, -1);
	glass_tap(glass, KS_ACT_OPENING, 0);
	assert_int_equal(app->screen, KS_SCREEN_OPENING);
	snprintf(id, sizeof(id), "%s", ks_question_asked(app)->id);
	choose(glass, false);
	glass_tap(glass, KS_ACT_ANSWER, 0);
	assert_int_equal(app->screen, KS_SCREEN_PAGE);
	turn(glass, KS_SCREEN_PAGE);
	take_quiz(glass, id);
	assert_int_equal(app->screen, KS_SCREEN_RESULT);
	assert_true(app->visit.lesson.session.has_passed);
	glass_tap(glass, KS_ACT_HOME, -1);
	assert_null(glass_find(glass, KS_ACT_RECALL, 0));
	glass_rest(glass);
	ks_clock_advance(&app->clock, 8 * DAY_MS);
	glass_sign_in(glass);
	glass_tap(glass, KS_ACT_RECALL, 0);
	assert_int_equal(app->screen, KS_SCREEN_QUESTION);
	assert_true(glass_shows(glass, "ふり返り"));
	assert_string_equal(ks_question_asked(app)->id, id);
	choose(glass, true);
	glass_tap(glass, KS_ACT_ANSWER, 0);
	assert_int_equal(app->screen, KS_SCREEN_REASON);
	assert_true(glass_shows(glass, ks_word(KS_W_TO_LIST)));
	turn(glass, KS_SCREEN_REASON);
	assert_int_equal(app->screen, KS_SCREEN_HOME);
	assert_null(glass_find(glass, KS_ACT_RECALL, 0));
	glass_rest(glass);
}

/* Reading at once costs no tap more than without the question. */
static void who_would_rather_read_is_not_stopped(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	glass_sign_in(glass);
	for (size_t i = 0; i < app->visit.duties.n_items; i++)
		if (!app->visit.progress[i].is_done && !app->visit.progress[i].session_json) {
			assert_int_equal(ks_lesson_open(&app->site, &app->visit, i), KS_OK);
			break;
		}
	app->screen = KS_SCREEN_PAGE;
	ks_app_draw(app);
	glass_tap(glass, KS_ACT_OPENING, 0);
	glass_tap(glass, KS_ACT_CLOSE, 0);
	assert_int_equal(app->screen, KS_SCREEN_PAGE);
	assert_int_equal(app->visit.lesson.session.opening, 0);
	while (app->view.part + 1 < app->view.n_parts)
		glass_tap(glass, KS_ACT_NEXT, 0);
	glass_tap(glass, KS_ACT_NEXT, 0);
	assert_int_equal(app->visit.lesson.session.page_index, 1);
	assert_null(glass_find(glass, KS_ACT_OPENING, 0));
	glass_rest(glass);
}

/* Puts the first step of a case on the glass. */
static void show_case(struct glass *glass)
{
	struct ks_app *app = &glass->app;
	struct ks_session *session = &app->visit.lesson.session;

	for (size_t d = 0; d < app->visit.duties.n_items; d++) {
		const struct ks_lesson *lesson =
			ks_content_lesson(&app->content, app->visit.duties.items[d].lesson->id);

		for (size_t i = 0; lesson && i < lesson->quiz.n_questions; i++) {
			const struct ks_question *question = &lesson->quiz.questions[i];

			if (!question->artefact || question->kind != KS_QUESTION_SINGLE)
				continue;
			assert_int_equal(ks_lesson_open(&app->site, &app->visit, d), KS_OK);
			ks_attempt_of_one(question, 1, &session->attempt);
			session->item_index = 0;
			session->place = KS_PLACE_QUESTION;
			app->view.part = 0;
			app->screen = KS_SCREEN_QUESTION;
			memset(ks_question_given_of(&app->view), 0, sizeof(struct ks_question_given));
			ks_app_draw(app);
			return;
		}
	}
	fail_msg("no case");
}

/* Of the first words of the artefact, in pixels; 0: they are not on the glass. */
static int em_of(struct glass *glass)
{
	const struct ks_case *artefact = ks_question_asked(&glass->app)->artefact;
	const char *words = ks_page_artefact(&artefact->page)->parts[0].text.text;
	size_t n;
	const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n);

	for (size_t i = 0; i < n; i++)
		if (shown[i].layout && strcmp(shown[i].label, words) == 0)
			return shown[i].layout->style.em_px;
	return 0;
}

static void what_is_asked_about_grows_and_nothing_is_lost(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;
	struct ks_answer before;
	int em;

	glass_sign_in(glass);
	show_case(glass);
	choose(glass, true);
	before = *ks_question_answer(app);
	em = em_of(glass);
	assert_true(em > 0);
	glass_tap(glass, KS_ACT_MAGNIFY, 0);
	assert_int_equal(app->screen, KS_SCREEN_MAGNIFY);
	assert_true(em_of(glass) >= em * 135 / 100);
	glass_tap(glass, KS_ACT_MAGNIFIED, 0);
	assert_int_equal(app->screen, KS_SCREEN_QUESTION);
	assert_memory_equal(&before, ks_question_answer(app), sizeof(before));
	assert_non_null(glass_find(glass, KS_ACT_ANSWER, 0));
	ks_settings_choose(app, KS_SETTING_LOW, 1); /* a button in reach stands for the whole artefact */
	ks_app_draw(app);
	assert_true(glass_find(glass, KS_ACT_MAGNIFY, 0)->rect.y >=
		    ks_metrics_reach_px(&app->ui.metrics));
	ks_settings_choose(app, KS_SETTING_LOW, 0);
	glass_rest(glass);
}

#define on_glass(name) cmocka_unit_test_setup(name, begin)

int main(void)
{
	const struct CMUnitTest tests[] = {
		on_glass(a_question_is_met_before_in_and_weeks_behind_the_lesson),
		on_glass(who_would_rather_read_is_not_stopped),
		on_glass(what_is_asked_about_grows_and_nothing_is_lost),
	};

	return ks_test_run_in(tests, glass_setup, glass_teardown);
}
