/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/glass.h"
#include "kiosk/question/question.h"
#include "kiosk/screen/home_row.h"
#include "kiosk/tour.h"
#include "support/test.h"
#include "visit/inspect.h"
#include "visit/lesson.h"

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

/* Does the heading above what was missed have something of it below? True too where it is not shown. */
static bool heads_something(struct glass *glass)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n), *head = NULL;

	for (size_t i = 0; i < n; i++) {
		if (shown[i].role == KS_ROLE_HEADING && strcmp(shown[i].label, "間違えた問題") == 0)
			head = &shown[i];
		else if (head && shown[i].role == KS_ROLE_TEXT && shown[i].rect.y > head->rect.y)
			return true;
	}
	return !head;
}

static void the_heading_of_what_was_missed_stands_on_no_part_alone(void **state)
{
	static const int sizes[][2] = {{1920, 1080}, {1280, 720}, {1080, 1920}};
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	glass_sign_in(glass);
	tour_to_rows(glass);
	while (app->screen != KS_SCREEN_RESULT) {
		tour_answer_wrong(glass);
		if (app->screen == KS_SCREEN_PAGE)
			glass_tap(glass, KS_ACT_NEXT, 0);
	}
	for (size_t s = 0; s < KS_COUNT(sizes); s++)
		for (int step = 100; step <= 150; step += 25) {
			bool is_shown = false;

			resize(glass, sizes[s][0], sizes[s][1], step);
			for (int k = 0; k < PARTS_MAX; k++) {
				if (!heads_something(glass))
					fail_msg("%dx%d at %d: part %d", sizes[s][0], sizes[s][1],
						 step, k + 1);
				is_shown = is_shown || glass_find(glass, KS_ACT_REVIEW, -1);
				if (app->view.part + 1 >= app->view.n_parts)
					break;
				glass_tap(glass, KS_ACT_ROWS, 1);
			}
			assert_true(is_shown);
		}
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
	memset(app->visit.inspect.walk.answers, 0, sizeof(app->visit.inspect.walk.answers));
	app->visit.inspect.walk.place = KS_INSPECTION_ITEM;
	app->screen = KS_SCREEN_INSPECT;
	ks_app_draw(app);
	assert_true(glass_shows(glass, "答える前に"));
	assert_true(glass_shows(glass, "仮の名前")); /* how answers are kept is told before the first */
	assert_null(glass_find(glass, KS_ACT_RESPOND, -1));
	glass_tap(glass, KS_ACT_NEXT, 0);
	assert_false(glass_shows(glass, ks_inspect_item(&app->site, &app->visit)->easy.text));
	app->is_easy = true;
	ks_app_draw(app);
	assert_true(glass_shows(glass, ks_inspect_item(&app->site, &app->visit)->easy.text));
	app->is_easy = false;
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

static bool has_drawing(const struct ks_question *question)
{
	return question->kind == KS_QUESTION_FIND && question->asset &&
	       strstr(question->asset, ".svg");
}

/* Each of them, whoever has to take its lesson, has room for its words to grow by a quarter. */
static void every_drawing_to_find_something_in_has_room_for_larger_words(void **state)
{
	struct glass *glass = *state;
	const struct ks_content *content = &glass->app.content;
	struct ks_rect place = {0, 0, 984, 738};
	int n_drawings = 0;

	for (size_t i = 0; i < content->n_lessons; i++)
		for (size_t k = 0; k < content->lessons[i].quiz.n_questions; k++) {
			const struct ks_question *question = &content->lessons[i].quiz.questions[k];
			char path[512];
			int standard, largest;

			if (!has_drawing(question))
				continue;
			snprintf(path, sizeof(path), "%s/%s", content->lessons[i].folder,
				 question->asset);
			standard = ks_images_least_em(glass->app.ui.images, path, place, 100);
			largest = ks_images_least_em(glass->app.ui.images, path, place, 125);
			if (largest * 100 < standard * 120)
				fail_msg("%s: %d px become %d", path, standard, largest);
			n_drawings++;
		}
	assert_true(n_drawings >= 7);
}

/* A question in whose drawing something is to be found, asked; false: it is no such. */
static bool ask_drawing(struct glass *glass, size_t duty, const struct ks_question *question)
{
	struct ks_visit *visit = &glass->app.visit;
	struct ks_session *session = &visit->lesson.session;
	struct ks_attempt_item *item = &session->attempt.items[0];

	if (!has_drawing(question) || !ks_visit_is_open(visit, duty))
		return false;
	glass_rest(glass);
	glass_sign_in(glass);
	assert_int_equal(ks_lesson_open(&glass->app.site, visit, duty), KS_OK);
	session->attempt.n_items = 1;
	session->item_index = 0;
	session->place = KS_PLACE_QUESTION;
	*item = (struct ks_attempt_item){.order = {0, 1, 2, 3, 4, 5, 6, 7}};
	snprintf(item->question, sizeof(item->question), "%s", question->id);
	glass->app.view.part = 0;
	glass->app.screen = KS_SCREEN_QUESTION;
	return true;
}

/* Where the middles of its spots are, in thousandths of the drawing, across and down; returns how many. */
static size_t spots_of(struct glass *glass, int spots[][2])
{
	size_t n, n_spots = 0;
	const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n);
	struct ks_rect drawing = {0};

	for (size_t i = 0; i < n; i++) {
		struct ks_rect r = shown[i].rect;

		if (shown[i].role == KS_ROLE_IMAGE)
			drawing = r;
		if (shown[i].role != KS_ROLE_REGION)
			continue;
		assert_true(drawing.w > 0 && n_spots < KS_CHOICES_MAX);
		spots[n_spots][0] = (2 * (r.x - drawing.x) + r.w) * 500 / drawing.w;
		spots[n_spots++][1] = (2 * (r.y - drawing.y) + r.h) * 500 / drawing.h;
	}
	return n_spots;
}

/* The words of the drawing are larger at each step; its spots stay where the things they are about stand. */
static void look_at_drawing(struct glass *glass, const char *id)
{
	static const int steps[] = {100, 125, 150};
	int em[3] = {0}, spots[3][KS_CHOICES_MAX][2];

	for (size_t i = 0; i < KS_COUNT(steps); i++) {
		size_t n_spots;

		em[i] = picture_em(glass, steps[i]);
		ks_app_draw(&glass->app);
		n_spots = spots_of(glass, spots[i]);
		assert_true(n_spots > 1);
		for (size_t k = 0; k < n_spots; k++)
			for (int axis = 0; axis < 2; axis++)
				if (abs(spots[i][k][axis] - spots[0][k][axis]) > 15)
					fail_msg("%s at %d: a spot has moved", id, steps[i]);
	}
	if (em[1] <= em[0] || em[2] <= em[1] || em[2] * 100 < em[0] * 120)
		fail_msg("%s: %d, %d, %d px", id, em[0], em[1], em[2]);
}

static void words_of_a_drawing_to_find_something_in_grow_too(void **state)
{
	struct glass *glass = *state;
	struct ks_visit *visit = &glass->app.visit;
	int n_drawings = 0;

	glass_sign_in(glass);
	for (size_t d = 0; d < visit->duties.n_items; d++) {
		const struct ks_lesson *lesson =
			ks_content_lesson(&glass->app.content, visit->duties.items[d].lesson->id);

		for (size_t i = 0; lesson && i < lesson->quiz.n_questions; i++)
			if (ask_drawing(glass, d, &lesson->quiz.questions[i])) {
				look_at_drawing(glass, lesson->quiz.questions[i].id);
				n_drawings++;
			}
	}
	assert_true(n_drawings >= 3);
	resize(glass, 1280, 720, 100);
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
		cmocka_unit_test_setup(the_heading_of_what_was_missed_stands_on_no_part_alone, begin),
		cmocka_unit_test_setup(words_of_a_picture_grow_with_the_step, begin),
		cmocka_unit_test_setup(every_drawing_to_find_something_in_has_room_for_larger_words,
				       begin),
		cmocka_unit_test_setup(words_of_a_drawing_to_find_something_in_grow_too, begin),
	};

	return ks_test_run_in(tests, glass_setup, glass_teardown);
}
