/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "kiosk/glass.h"
#include "kiosk/question/question.h"
#include "kiosk/screen/home_row.h"
#include "kiosk/tour.h"
#include "support/test.h"
#include "visit/inspect.h"

/* The largest type on the smallest display loses nothing; what is empty or alone has its whole place. */

#define PARTS_MAX 20

static void resize(struct glass *glass, int w, int h, int step)
{
	struct ks_input input = {.kind = KS_INPUT_RESIZE, .x = w, .y = h};

	glass->app.ui.metrics.step_percent = step;
	ks_app_input(&glass->app, &input);
}

static int begin(void **state)
{
	glass_rest(*state);
	resize(*state, 1280, 720, 100);
	return 0;
}

/* The first signs of the question at hand, which stand in one line. */
static bool is_asked(struct glass *glass)
{
	const char *stem = ks_question_present(&glass->app)->stem.text;
	char words[25] = "";

	memcpy(words, stem, strlen(stem) < 24 ? strlen(stem) : 24);
	return glass_shows(glass, words);
}

static void answers_on_a_further_part_keep_their_question(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;
	int n_further = 0;

	glass_sign_in(glass);
	for (int i = 0; i < 30 && n_further < 3; i++) { /* those that come up need not be long */
		tour_to_rows(glass);
		resize(glass, 1280, 720, 150);
		for (int k = 0; k < PARTS_MAX && app->view.part + 1 < app->view.n_parts; k++) {
			assert_true(is_asked(glass));
			glass_tap(glass, KS_ACT_NEXT, 0);
			n_further++;
		}
		assert_true(is_asked(glass));
		resize(glass, 1280, 720, 100);
		tour_answer_wrong(glass);
	}
	assert_true(n_further > 0);
	glass_rest(glass);
}

static void an_item_of_the_inspection_names_its_clause_at_any_size(void **state)
{
	static const struct {
		int w, h;
	} sizes[] = {{1280, 720}, {1920, 1080}, {1080, 1920}};
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	glass_sign_in(glass);
	assert_int_equal(ks_inspect_open(&app->site, &app->visit), KS_OK);
	app->screen = KS_SCREEN_INSPECT;
	for (int i = 0; i < app->visit.inspect.walk.n_items; i++) {
		app->visit.inspect.walk.index = i;
		for (size_t s = 0; s < KS_COUNT(sizes); s++) {
			resize(glass, sizes[s].w, sizes[s].h, 150);
			if (!glass_shows(glass, "基本方針 "))
				fail_msg("item %d at %dx%d: no clause", i + 1, sizes[s].w,
					 sizes[s].h);
		}
	}
	app->visit.inspect.walk.index = 0;
	glass_rest(glass);
}

/* How many rows of lessons stand on the glass. */
static int n_rows(struct glass *glass)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n);
	int rows = 0;

	for (size_t i = 0; i < n; i++)
		rows += shown[i].action.what == KS_ACT_OPEN;
	return rows;
}

static void the_largest_type_has_two_rows_a_page_and_says_how_many_pages_there_are(void **state)
{
	struct glass *glass = *state;

	glass_sign_in(glass);
	resize(glass, 1280, 720, 150);
	assert_true(n_rows(glass) >= 2);
	assert_true(glass_shows(glass, "1 ／ "));
	assert_true(glass_shows(glass, "日まで"));
	resize(glass, 1080, 1920, 150);
	assert_true(n_rows(glass) >= 2);
	assert_true(glass_shows(glass, "日まで"));
	glass_rest(glass);
}

static void the_list_of_what_is_done_outlives_a_change_of_size(void **state)
{
	struct glass *glass = *state;

	glass_sign_in(glass);
	glass->app.visit.progress[0].is_done = true;
	ks_app_draw(&glass->app);
	glass_tap(glass, KS_ACT_DONE_ROWS, 1);
	resize(glass, 1280, 720, 150);
	assert_non_null(glass_find(glass, KS_ACT_DONE_ROWS, 0));
	glass_rest(glass);
}

static void a_door_that_stands_alone_in_portrait_is_as_wide_as_the_others(void **state)
{
	struct glass *glass = *state;

	glass->app.trouble = KS_FULL;
	glass->app.screen = KS_SCREEN_TROUBLE;
	resize(glass, 1080, 1920, 100);
	assert_int_equal(glass_find(glass, KS_ACT_POLICY, 0)->rect.w,
			 glass_find(glass, KS_ACT_EMERGENCY, 0)->rect.w);
	glass->app.trouble = KS_OK;
	glass_rest(glass);
	assert_true(glass_find(glass, KS_ACT_POLICY, 0)->rect.w <
		    glass_find(glass, KS_ACT_EMERGENCY, 0)->rect.w);
}

/* The smallest type in the first picture of the lesson that is open, on whichever part it stands. */
static int picture_em(struct glass *glass, int step)
{
	struct ks_app *app = &glass->app;

	resize(glass, 1920, 1080, step);
	for (app->view.part = 0; app->view.part < PARTS_MAX; app->view.part++) {
		size_t n;
		const struct ks_element *shown;

		ks_app_draw(app);
		shown = ks_scene_elements(app->shown, &n);
		for (size_t i = 0; i < n; i++) {
			struct ks_buf dump = {0};
			const char *at;
			int em = 0;

			if (shown[i].role != KS_ROLE_IMAGE)
				continue;
			ks_scene_dump(app->shown, &dump);
			at = strstr(ks_buf_text(&dump), "\"role\":\"image\"");
			at = at ? strstr(at, "\"em\":") : NULL;
			em = at ? (int)strtol(at + strlen("\"em\":"), NULL, 10) : 0;
			ks_buf_finish(&dump);
			app->view.part = 0;
			return em;
		}
		if (app->view.part + 1 >= app->view.n_parts)
			break;
	}
	app->view.part = 0;
	return 0;
}

static void words_of_a_picture_grow_with_the_step(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;
	int n_pictures = 0;

	glass_sign_in(glass);
	glass_tap(glass, KS_ACT_OPEN, 1);
	for (int i = 0; i < PARTS_MAX && app->screen == KS_SCREEN_PAGE; i++) {
		int standard = picture_em(glass, 100), large = picture_em(glass, 125),
		    largest = picture_em(glass, 150);

		if (standard > 0) {
			assert_true(large > standard);
			assert_true(largest * 100 >= standard * 125);
			n_pictures++;
		}
		resize(glass, 1280, 720, 100);
		while (app->screen == KS_SCREEN_PAGE && app->view.part + 1 < app->view.n_parts)
			glass_tap(glass, KS_ACT_NEXT, 0);
		if (app->screen == KS_SCREEN_PAGE)
			glass_tap(glass, KS_ACT_NEXT, 0);
	}
	assert_true(n_pictures > 0);
	glass_rest(glass);
}

static void no_words_are_painted_over(struct glass *glass)
{
	for (int step = 150; step >= 100; step -= 50) {
		resize(glass, 1280, 720, step);
		if (glass_shows(glass, "\"covered\":true"))
			fail_msg("%s: words are painted over", ks_scene_name(glass->app.shown));
	}
}

static void the_largest_type_hides_no_words(void **state)
{
	tour(*state, no_words_are_painted_over);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		/* first: the tour begins with the first page of a lesson */
		cmocka_unit_test_setup(the_largest_type_hides_no_words, begin),
		cmocka_unit_test_setup(answers_on_a_further_part_keep_their_question, begin),
		cmocka_unit_test_setup(an_item_of_the_inspection_names_its_clause_at_any_size, begin),
		cmocka_unit_test_setup(
			the_largest_type_has_two_rows_a_page_and_says_how_many_pages_there_are, begin),
		cmocka_unit_test_setup(the_list_of_what_is_done_outlives_a_change_of_size, begin),
		cmocka_unit_test_setup(a_door_that_stands_alone_in_portrait_is_as_wide_as_the_others,
				       begin),
		cmocka_unit_test_setup(words_of_a_picture_grow_with_the_step, begin),
	};

	return cmocka_run_group_tests_name(__FILE__, tests, glass_setup, glass_teardown);
}
