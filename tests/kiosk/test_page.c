/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/app.h"

#include <string.h>

#include "kiosk/frame.h"
#include "kiosk/glass.h"
#include "kiosk/screen/page_body.h"
#include "support/test.h"
#include "visit/lesson.h"

/* How many turns a lesson takes: each is a touch, and a note alone on a further screen is a wasted one. */

static int parts_of(struct glass *glass, const struct ks_lesson *lesson, const struct ks_page *page)
{
	struct ks_app *app = &glass->app;
	struct ks_frame_head head = ks_frame_person_head(lesson->title, "中断する", KS_ACT_SUSPEND);
	struct ks_frame frame;

	ks_scene_begin(app->scene, &app->ui, "page");
	frame = ks_frame_open(app, app->scene, &head);
	app->view.part = 0;
	return ks_page_body_build(app, app->scene, frame.body, lesson, page);
}

/* Of 136 pages 6, when the room below a picture is used; 37 before. */
static void pages_run_on_only_where_there_is_no_room(void **state)
{
	struct glass *glass = *state;
	const struct ks_content *content = &glass->app.content;
	int n_pages = 0, n_more = 0;

	for (size_t i = 0; i < content->n_lessons; i++)
		for (size_t k = 0; k < content->lessons[i].n_pages; k++) {
			int n = parts_of(glass, &content->lessons[i], &content->lessons[i].pages[k]);

			n_pages++;
			n_more += n - 1;
		}
	assert_true(n_pages > 100);
	assert_true(n_more * 20 <= n_pages);
}

static int n_further(struct glass *glass)
{
	const struct ks_content *content = &glass->app.content;
	int n = 0;

	for (size_t i = 0; i < content->n_lessons; i++)
		for (size_t k = 0; k < content->lessons[i].n_pages; k++)
			n += parts_of(glass, &content->lessons[i], &content->lessons[i].pages[k]) - 1;
	return n;
}

/* In portrait in larger type a picture ends a screen with room for it, where its words are still as large as notes are. */
static void a_picture_in_portrait_takes_what_is_left_of_a_screen(void **state)
{
	static const struct {
		int step, is_easy, most;
	} rows[] = {
		{0, 0, 0},   /* 2 where the picture above keeps its size */
		{1, 0, 77},  /* 108 where a picture has to be as large as in 標準 */
		{1, 1, 1},   /* 8 */
		{2, 0, 136}, /* 137 */
		{2, 1, 108}, /* 128; 133 where it is always as large as it can be */
		{0, 1, 0},
	};
	struct glass *glass = *state;
	const struct ks_input portrait = {.kind = KS_INPUT_RESIZE, .x = 1080, .y = 1920},
			      back = {.kind = KS_INPUT_RESIZE, .x = 1920, .y = 1080};

	ks_app_input(&glass->app, &portrait);
	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		int n;

		ks_settings_choose(&glass->app, KS_SETTING_TEXT, rows[i].step);
		ks_settings_choose(&glass->app, KS_SETTING_EASY, rows[i].is_easy);
		n = n_further(glass);
		print_message("step %d%s: %d further screens\n", rows[i].step,
			      rows[i].is_easy ? ", easy" : "", n);
		assert_in_range(n, 0, rows[i].most);
	}
	ks_settings_choose(&glass->app, KS_SETTING_TEXT, 0);
	ks_settings_choose(&glass->app, KS_SETTING_EASY, 0);
	ks_settings_choose(&glass->app, KS_SETTING_FURIGANA, 0);
	ks_app_input(&glass->app, &back);
}

/* A quotation, its two notes and a picture: what is told last stands below the picture, within the body. */
static void the_last_note_stands_below_the_picture(void **state)
{
	struct glass *glass = *state;
	const struct ks_lesson *lesson = ks_content_lesson(&glass->app.content, "m1");
	const struct ks_element *note = NULL, *picture = NULL, *elements;
	size_t n;

	assert_int_equal(parts_of(glass, lesson, &lesson->pages[2]), 1);
	elements = ks_scene_elements(glass->app.scene, &n);
	for (size_t i = 0; i < n; i++) {
		if (elements[i].role == KS_ROLE_IMAGE)
			picture = &elements[i];
		if (elements[i].layout &&
		    strstr(elements[i].layout->rich.text, "続き方が整っていません"))
			note = &elements[i];
	}
	assert_non_null(note);
	assert_non_null(picture);
	assert_true(note->rect.y >= picture->rect.y + picture->rect.h);
	assert_true(note->rect.x >= picture->rect.x - ks_mm_fixed(&glass->app.ui.metrics, 5.0));
}

static int n_over_pictures(const struct ks_scene *scene)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(scene, &n);
	int n_over = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n; k++)
			n_over += shown[i].role == KS_ROLE_IMAGE && shown[k].layout &&
				  !ks_rect_is_empty(ks_rect_meet(shown[i].rect, shown[k].rect));
	return n_over;
}

/* Whatever stands below a picture or beside it: no words are written over it, on any page in any size. */
static void no_words_stand_over_a_picture(void **state)
{
	static const struct ks_input sizes[] = {
		{.kind = KS_INPUT_RESIZE, .x = 1280, .y = 720},
		{.kind = KS_INPUT_RESIZE, .x = 1366, .y = 768},
		{.kind = KS_INPUT_RESIZE, .x = 1280, .y = 1024},
		{.kind = KS_INPUT_RESIZE, .x = 1920, .y = 1080},
	};
	struct glass *glass = *state;
	const struct ks_content *content = &glass->app.content;

	for (size_t at = 0; at < 3 * KS_COUNT(sizes); at++) {
		ks_app_input(&glass->app, &sizes[at / 3]);
		ks_settings_choose(&glass->app, KS_SETTING_TEXT, (int)(at % 3));
		for (size_t i = 0; i < content->n_lessons; i++)
			for (size_t k = 0; k < content->lessons[i].n_pages; k++) {
				(void)parts_of(glass, &content->lessons[i],
					       &content->lessons[i].pages[k]);
				if (n_over_pictures(glass->app.scene) > 0)
					fail_msg("%dx%d, step %zu: page %zu of %s", sizes[at / 3].x,
						 sizes[at / 3].y, at % 3, k, content->lessons[i].id);
			}
	}
	ks_settings_choose(&glass->app, KS_SETTING_TEXT, 0);
	ks_app_input(&glass->app, &sizes[KS_COUNT(sizes) - 1]);
}

/* 戻る shows what was seen last: the further part of the page before, not its beginning. */
static void back_is_what_was_seen_last(void **state)
{
	struct glass *glass = *state;

	glass_set(glass, KS_SETTING_TEXT, 2);
	glass_sign_in(glass);
	glass_tap(glass, KS_ACT_OPEN, 0);
	while (glass->app.visit.lesson.session.page_index == 0)
		glass_tap(glass, KS_ACT_NEXT, -1);
	glass_tap(glass, KS_ACT_BACK, -1);
	assert_int_equal(glass->app.visit.lesson.session.page_index, 0);
	assert_true(glass->app.view.n_parts > 1);
	assert_int_equal(glass->app.view.part, glass->app.view.n_parts - 1);
	glass_set(glass, KS_SETTING_TEXT, 0);
}

/* The answer to a question of a page comes once one has said what one thinks, and stands beside it. */
static void an_answer_comes_to_who_has_thought(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;
	const struct ks_lesson *m5 = ks_content_lesson(&app->content, "m5");
	const struct ks_block *ask = NULL;

	glass_sign_in(glass);
	assert_int_equal(ks_lesson_open(&app->site, &app->visit, 0), KS_OK);
	app->visit.lesson.rules.lesson = m5;
	app->visit.lesson.session.page_index = 2;
	for (size_t i = 0; i < m5->pages[2].n_blocks; i++)
		if (m5->pages[2].blocks[i].kind == KS_BLOCK_ASK)
			ask = &m5->pages[2].blocks[i];
	assert_non_null(ask);
	assert_int_equal(ask->n_items, 3);
	for (int thought = 0; thought < 2; thought++) {
		const struct ks_element *first;

		app->view.part = 0;
		app->view.revealed = 0;
		app->screen = KS_SCREEN_PAGE;
		ks_app_draw(app);
		assert_false(glass_shows(glass, ask->items[0].text));
		assert_false(glass_shows(glass, "答えを見る"));
		first = glass_find(glass, KS_ACT_REVEAL, -1);
		assert_string_equal(first->label, ask->items[1].text);
		assert_string_equal(first[1].label, ask->items[2].text);
		glass_tap(glass, KS_ACT_REVEAL, first[thought].action.arg);
		assert_true(glass_shows(glass, ask->items[0].text));
		assert_true(glass_shows(glass, "考えたこと"));
		assert_true(glass_shows(glass, ask->items[1 + thought].text));
		assert_false(glass_shows(glass, ask->items[2 - thought].text));
	}
	glass_rest(glass);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(pages_run_on_only_where_there_is_no_room, glass_begin),
		cmocka_unit_test_setup(a_picture_in_portrait_takes_what_is_left_of_a_screen,
				       glass_begin),
		cmocka_unit_test_setup(the_last_note_stands_below_the_picture, glass_begin),
		cmocka_unit_test_setup(no_words_stand_over_a_picture, glass_begin),
		cmocka_unit_test_setup(back_is_what_was_seen_last, glass_begin),
		cmocka_unit_test_setup(an_answer_comes_to_who_has_thought, glass_begin),
	};
	return ks_test_run_in(tests, glass_setup, glass_teardown);
}
