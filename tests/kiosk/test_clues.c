/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "kiosk/artefact.h"
#include "kiosk/glass.h"
#include "kiosk/question/question.h"
#include "kiosk/words/words.h"
#include "support/test.h"
#include "visit/lesson.h"

/*
 * Behind the last step of a case its clues are told (design 49): each beside the row of the artefact that it is about, in every
 * case of every lesson and test, at every size of type and display, in both wordings.
 */

static const struct ks_input sizes[] = {{.kind = KS_INPUT_RESIZE, .x = 1280, .y = 720},
					{.kind = KS_INPUT_RESIZE, .x = 1080, .y = 1920},
					{.kind = KS_INPUT_RESIZE, .x = 1920, .y = 1080}};

static bool shows(struct glass *glass, enum ks_role role, const char *label)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n);

	for (size_t i = 0; i < n; i++)
		if (shown[i].role == role && shown[i].label && strcmp(shown[i].label, label) == 0)
			return true;
	return false;
}

static bool is_numbered(struct glass *glass, size_t clue)
{
	char *number = ks_format("%zu", clue + 1);
	bool is_there = shows(glass, KS_ROLE_BADGE, number);

	free(number);
	return is_there;
}

static bool is_told(struct glass *glass, size_t clue)
{
	char *title = ks_format("手がかり %zu", clue + 1);
	bool is_there = glass_shows(glass, title);

	free(title);
	return is_there;
}

static bool marks_a_row(const struct ks_page *page, size_t clue)
{
	for (size_t i = 0; i < page->n_blocks; i++)
		if (ks_block_part(&page->blocks[i], page->clues[clue].region))
			return true;
	return false;
}

/* What was looked at, and what of it was missing. */
struct sum {
	size_t n_cases, n_clues, n_apart, n_late;
};

static void count_clue(struct glass *glass, const struct ks_question *question, size_t clue,
		       struct sum *sum)
{
	struct ks_app *app = &glass->app;
	bool is_beside = false, is_late = false;

	app->view.part = 0;
	do {
		ks_app_draw(app);
		is_late |= app->view.part == 0 && !is_numbered(glass, clue);
		is_beside |= is_told(glass, clue) && is_numbered(glass, clue);
		app->view.part++;
	} while (app->view.part < app->view.n_parts);
	if (!is_beside || (is_late && clue == 0))
		print_message("%s at %dx%d, %d %%%s: clue %zu\n", question->id,
			      app->ui.metrics.width_px, app->ui.metrics.height_px,
			      app->ui.metrics.step_percent, app->is_easy ? ", easy" : "", clue + 1);
	assert_false(is_late && clue == 0); /* the first always is at once */
	sum->n_clues++;
	sum->n_late += is_late;
	sum->n_apart += !is_beside;
}

static void count_case(struct glass *glass, const struct ks_question *question, struct sum *sum)
{
	struct ks_app *app = &glass->app;
	const struct ks_case *artefact = question->artefact;
	const struct ks_page *page =
		app->is_easy && artefact->page.easy ? artefact->page.easy : &artefact->page;

	sum->n_cases++;
	for (size_t i = 0; i < page->n_clues; i++)
		if (marks_a_row(page, i))
			count_clue(glass, question, i, sum);
}

static bool is_last_step(const struct ks_question *question)
{
	return question->artefact && question->step + 1 >= question->artefact->n_steps;
}

static void show_home(struct glass *glass, const struct ks_lesson *home, struct sum *sum)
{
	struct ks_app *app = &glass->app;
	struct ks_session *session = &app->visit.lesson.session;

	app->visit.lesson.rules.lesson = home;
	for (size_t i = 0; i < home->quiz.n_questions; i++) {
		const struct ks_question *question = &home->quiz.questions[i];

		if (!is_last_step(question) || ks_question_ops(question)->has_own_artefact)
			continue;
		ks_attempt_of_one(question, 1, &session->attempt);
		session->item_index = 0;
		session->place = KS_PLACE_REASON;
		app->screen = KS_SCREEN_REASON;
		count_case(glass, question, sum);
	}
}

static void every_clue_stands_beside_its_row(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;
	struct sum sum = {0};

	glass_sign_in(glass);
	assert_int_equal(ks_lesson_open(&app->site, &app->visit, 0), KS_OK);
	for (int easy = 0; easy < 2; easy++)
		for (int step = 0; step < 3; step++)
			for (size_t s = 0; s < KS_COUNT(sizes); s++) {
				app->screen = KS_SCREEN_ATTRACT;
				ks_settings_choose(app, KS_SETTING_TEXT, step);
				ks_settings_choose(app, KS_SETTING_EASY, easy);
				ks_settings_choose(app, KS_SETTING_FURIGANA, easy);
				ks_app_input(app, &sizes[s]);
				for (size_t i = 0; i < ks_content_n_homes(&app->content); i++)
					show_home(glass, ks_content_home_at(&app->content, i), &sum);
			}
	print_message("%zu looks at a case, %zu clues: %zu not beside, %zu not at once\n",
		      sum.n_cases, sum.n_clues, sum.n_apart, sum.n_late);
	assert_true(sum.n_cases >= 32 * 2 * 3 * KS_COUNT(sizes));
	assert_int_equal(sum.n_apart, 0); /* 9 where artefact and explanation turn on their own */
	assert_true(sum.n_late <= 18); /* of mails whose marked rows alone are higher than the glass */
	app->screen = KS_SCREEN_ATTRACT;
	ks_settings_choose(app, KS_SETTING_TEXT, 0);
	ks_settings_choose(app, KS_SETTING_EASY, 0);
	ks_settings_choose(app, KS_SETTING_FURIGANA, 0);
	ks_app_input(app, &sizes[0]);
	glass_rest(glass);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(every_clue_stands_beside_its_row, glass_begin),
	};

	return ks_test_run_in(tests, glass_setup, glass_teardown);
}
