/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/preview.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "kiosk/glass.h"
#include "kiosk/question/question.h"
#include "kiosk/script/script.h"
#include "support/test.h"

/* A lesson on its author's glass: one with a question in a picture, or in a mail; and what a change of its files comes to. */

struct author {
	struct glass glass;
	char *folder, *lesson;
};

static void put(const struct author *author, const char *name, const char *text)
{
	free(ks_test_write(author->lesson, name, text));
}

/* A lesson of this repository with only the question @id, or with all of them (NULL). */
static void copy_lesson(struct author *author, const char *name, const char *id)
{
	char *from = ks_path_join("content/lessons", name), **names = NULL;
	size_t n = 0;

	author->lesson = ks_path_join(author->folder, name);
	assert_int_equal(ks_folder_make(author->lesson), KS_OK);
	assert_int_equal(ks_folder_list(from, NULL, &names, &n), KS_OK);
	for (size_t i = 0; i < n; i++) {
		char *path = ks_path_join(from, names[i]), *text = ks_test_read(path), *end;
		const char *at = text;

		if (strcmp(names[i], "quiz.gift") == 0 && id) {
			at = strstr(text, id);
			assert_non_null(at);
			while (at > text && at[-1] != '\n')
				at--;
			end = strstr(at, "\n}");
			end[2] = '\n';
			end[3] = '\0';
		}
		if (!strstr(names[i], "easy") && strcmp(names[i], "cases.md") != 0)
			put(author, names[i], at);
		free(text);
		free(path);
	}
	ks_folder_list_finish(names, n);
	free(from);
}

static struct author *author_begin(const char *name, const char *id, int w, int h)
{
	struct author *author = ks_alloc_zero(1, sizeof(*author));

	author->folder = ks_test_folder();
	copy_lesson(author, name, id);
	author->glass.now_ms = 1000;
	author->glass.folder = author->folder;
	author->glass.options = (struct ks_options){.preview = author->lesson,
						    .content = "content",
						    .mode = KS_WINDOW_OFFSCREEN,
						    .width_px = w,
						    .height_px = h,
						    .display_long_mm = KS_DISPLAY_LONG_MM_DEFAULT,
						    .idle_s = 60,
						    .countdown_s = 20,
						    .reading_idle_s = 150,
						    .step_percent = 100};
	assert_true(ks_app_open(&author->glass.app, &author->glass.options) < 0);
	assert_true(ks_app_show(&author->glass.app) < 0);
	return author;
}

static void author_end(struct author *author)
{
	ks_app_close(&author->glass.app);
	ks_test_folder_finish(author->folder);
	free(author->lesson);
	free(author);
}

static void play(struct author *author, const char *text)
{
	char *path = ks_test_write(author->folder, "script", text);

	assert_int_equal(ks_script_run(&author->glass.app, path), KS_EXIT_DONE);
	free(path);
}

static void save(struct author *author, const char *name, const char *text)
{
	int left_ms;

	put(author, name, text);
	author->glass.app.preview_mono_ms -= 1000; /* a second later */
	left_ms = ks_preview_on_time(&author->glass.app);
	assert_int_equal(left_ms, 1000);
}

/* ---- places in a picture ---- */

struct regions {
	const struct ks_element *at[KS_CHOICES_MAX];
	size_t n, n_selected;
};

static struct regions regions_of(struct glass *glass)
{
	struct regions out = {.n = 0};
	size_t n;
	const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n);

	for (size_t i = 0; i < n; i++)
		if (shown[i].role == KS_ROLE_REGION) {
			assert_true(out.n < KS_CHOICES_MAX);
			out.n_selected += (shown[i].state & KS_STATE_SELECTED) != 0;
			out.at[out.n++] = &shown[i];
		}
	return out;
}

static bool overlap(struct ks_rect a, struct ks_rect b)
{
	return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

/* Each can be touched, for itself, on the glass. */
static void expect_touchable(struct glass *glass, size_t n)
{
	struct regions regions = regions_of(glass);
	struct ks_rect screen = ks_scene_rect(glass->app.shown);
	int least = ks_mm_fixed(&glass->app.ui.metrics, 15.0);

	assert_int_equal(regions.n, n);
	for (size_t i = 0; i < n; i++) {
		struct ks_rect r = regions.at[i]->rect;

		assert_true(r.w >= least - 1 && r.h >= least - 1);
		assert_true(r.x >= 0 && r.y >= 0 && r.x + r.w <= screen.w && r.y + r.h <= screen.h);
		assert_int_equal(regions.at[i]->action.what, KS_ACT_CHOOSE);
		assert_true(regions.at[i]->label[0]);
		for (size_t k = 0; k < i; k++)
			assert_false(overlap(r, regions.at[k]->rect));
	}
}

static bool has_color(struct glass *glass, enum ks_color color)
{
	const struct ks_canvas *canvas = ks_window_canvas(glass->app.window);
	uint32_t wanted = ks_theme_argb(glass->app.ui.theme, color) & 0xffffff;

	for (int y = 0; y < canvas->h; y++)
		for (int x = 0; x < canvas->w; x++)
			if ((canvas->px[y * canvas->stride_px + x] & 0xffffff) == wanted)
				return true;
	return false;
}

/* As many as there are to find, each taken back by another touch, and none too many. */
static void choose_and_take_back(struct glass *glass, size_t n)
{
	bool has_hint = glass_shows(glass, "もう一度さわると取り消せます");

	assert_false(glass_shows(glass, "つ選びました"));
	for (size_t i = 0; i < 3; i++) {
		assert_null(glass_find(glass, KS_ACT_ANSWER, 0)); /* not before all are chosen */
		glass_tap(glass, KS_ACT_CHOOSE, (int)i);
		assert_int_equal(regions_of(glass).n_selected, i + 1);
	}
	glass_tap(glass, KS_ACT_CHOOSE, (int)n - 1);
	assert_int_equal(regions_of(glass).n_selected, 3);
	assert_int_equal(glass_shows(glass, "3つ選びました。"), has_hint);
	assert_non_null(glass_find(glass, KS_ACT_ANSWER, 0));
	glass_tap(glass, KS_ACT_CHOOSE, 1);
	assert_int_equal(regions_of(glass).n_selected, 2);
	assert_null(glass_find(glass, KS_ACT_ANSWER, 0));
	glass_tap(glass, KS_ACT_CHOOSE, (int)n - 1);
	assert_int_equal(regions_of(glass).n_selected, 3);
}

/* What is told on whichever part of the explanation. */
static void expect_told(struct glass *glass, const char *const *words, size_t n)
{
	bool found[8] = {false};

	for (int part = 0; part < 12 && glass->app.screen == KS_SCREEN_REASON; part++) {
		for (size_t i = 0; i < n; i++)
			found[i] |= glass_shows(glass, words[i]);
		glass_tap(glass, KS_ACT_NEXT, 0);
	}
	for (size_t i = 0; i < n; i++)
		if (!found[i])
			fail_msg("not told: %s", words[i]);
}

static void a_drawing_is_touched_where_its_places_are(void **state)
{
	static const int sizes[][2] = {{1280, 720}, {720, 1280}};
	static const char *const told[] = {"開いたままの画面（見つけました）",
					   "電卓（選びすぎました）",
					   "机に置いたままのUSBメモリ（見落としました）"};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(sizes); i++) {
		struct author *author = author_begin("m4", "id:m4-q01]", sizes[i][0], sizes[i][1]);
		struct glass *glass = &author->glass;

		assert_int_equal(glass->app.screen, KS_SCREEN_PAGE);
		play(author, "lesson");
		assert_int_equal(glass->app.screen, KS_SCREEN_QUESTION);
		expect_touchable(glass, 6);
		choose_and_take_back(glass, 6);
		play(author, "answer wrong");
		assert_int_equal(glass->app.screen, KS_SCREEN_REASON);
		assert_true(has_color(glass, KS_COLOR_OK) && has_color(glass, KS_COLOR_WARN));
		expect_told(glass, told, KS_COUNT(told));
		play(author, "quiz right");
		assert_int_equal(glass->app.screen, KS_SCREEN_RESULT);
		assert_true(glass->app.visit.lesson.session.has_passed);
		author_end(author);
	}
}

/* From the top down, then from left to right: by that they are numbered. */
static void places_are_numbered_as_they_are_read(void **state)
{
	struct author *author = author_begin("m4", "id:m4-q01]", 1920, 1080);
	struct glass *glass = &author->glass;
	int numbers[KS_CHOICES_MAX] = {0}, n = 0;
	struct ks_rect last = {0};
	struct regions regions;

	(void)state;
	play(author, "lesson\nanswer right");
	regions = regions_of(glass);
	assert_int_equal(regions.n, 6);
	for (int number = 1; number <= 6; number++) {
		char start[16];

		(void)snprintf(start, sizeof(start), "%d　", number);
		for (size_t i = 0; i < regions.n; i++) {
			char *title = ks_format("%s%s（", start, regions.at[i]->label);

			if (glass_shows(glass, title)) {
				struct ks_rect r = regions.at[i]->rect;

				assert_true(n == 0 || r.y + r.h > last.y);
				last = r;
				numbers[n++] = number;
			}
			free(title);
		}
	}
	assert_true(n >= 2);
	for (int i = 1; i < n; i++)
		assert_true(numbers[i] > numbers[i - 1]);
	author_end(author);
}

static void a_mail_is_touched_by_its_lines(void **state)
{
	static const int sizes[][2] = {{1280, 720}, {720, 1280}};
	static const char *const told[] = {"取引のない差出人（見つけました）",
					   "停電をおわびする文（選びすぎました）",
					   "差出人とも違うリンク先（見落としました）"};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(sizes); i++) {
		struct author *author = author_begin("m12", "id:m12-q16]", sizes[i][0], sizes[i][1]);
		struct glass *glass = &author->glass;
		struct regions regions;

		play(author, "lesson");
		assert_int_equal(glass->app.screen, KS_SCREEN_QUESTION);
		regions = regions_of(glass);
		for (size_t k = 1; k < regions.n;
		     k++) { /* rows, one below the other, as wide as each other */
			assert_true(regions.at[k]->rect.y >=
				    regions.at[k - 1]->rect.y + regions.at[k - 1]->rect.h);
			assert_int_equal(regions.at[k]->rect.x, regions.at[0]->rect.x);
			assert_int_equal(regions.at[k]->rect.w, regions.at[0]->rect.w);
		}
		assert_true(glass_shows(glass, "受信トレイ"));
		if (regions.n == 4) {
			expect_touchable(glass, 4);
			choose_and_take_back(glass, 4);
		}
		play(author, "answer wrong");
		assert_int_equal(glass->app.screen, KS_SCREEN_REASON);
		expect_told(glass, told, KS_COUNT(told));
		play(author, "quiz right");
		assert_true(glass->app.visit.lesson.session.has_passed);
		author_end(author);
	}
}

/* ---- files change under it ---- */

static void what_is_saved_stands_there_a_second_later(void **state)
{
	struct author *author = author_begin("m4", "id:m4-q01]", 1280, 720);
	struct glass *glass = &author->glass;
	char *path = ks_path_join(author->lesson, "lesson.md"), *text = ks_test_read(path);
	char *title = strstr(text, "title: "), *rest = strchr(title, '\n');
	char *other = ks_format("%.*stitle: べつの題%s", (int)(title - text), text, rest);
	int left_ms;

	(void)state;
	assert_true(glass->app.is_preview);
	glass_tap(glass, KS_ACT_NEXT, 0);
	assert_int_equal(glass->app.visit.lesson.session.page_index, 1);
	left_ms = ks_preview_on_time(&glass->app); /* it was looked at just now */
	assert_true(left_ms > 0 && left_ms <= 1000);
	put(author, "lesson.md", other);
	(void)ks_preview_on_time(&glass->app);
	assert_false(glass_shows(glass, "べつの題"));
	save(author, "lesson.md", other);
	assert_true(glass_shows(glass, "べつの題"));
	assert_int_equal(glass->app.screen, KS_SCREEN_PAGE);
	assert_int_equal(glass->app.visit.lesson.session.page_index, 1); /* the page stays */
	free(other);
	free(text);
	free(path);
	author_end(author);
}

static void what_is_wrong_stands_there_until_it_is_right(void **state)
{
	struct author *author = author_begin("m4", "id:m4-q01]", 1280, 720);
	struct glass *glass = &author->glass;
	char *path = ks_path_join(author->lesson, "quiz.gift"), *text = ks_test_read(path);
	struct ks_buf many = {0};

	(void)state;
	save(author, "quiz.gift", "// [id:m4-q01]\n::x::y\n");
	assert_int_equal(glass->app.screen, KS_SCREEN_PREVIEW);
	assert_true(glass_shows(glass, "直すところがあります"));
	assert_true(glass_shows(glass, "quiz.gift:"));
	assert_true(glass_shows(glass, "下見　"));
	assert_false(glass_shows(glass, "ほか"));
	/* more than are told: so many more */
	for (int i = 0; i < 40; i++)
		ks_buf_printf(&many, "// [id:m4-q%02d] [tag:6(4)]\n::x::y{\n\t=a#\n\t=b#\n}\n\n",
			      i + 10);
	save(author, "quiz.gift", ks_buf_text(&many));
	assert_int_equal(glass->app.screen, KS_SCREEN_PREVIEW);
	for (int i = 0; i < 40 && glass_find(glass, KS_ACT_NEXT, 0); i++)
		glass_tap(glass, KS_ACT_NEXT, 0);
	{
		char *more = ks_format("ほか%zu件", glass->app.content_faults.n_errors - 30);

		if (!glass_shows(glass, more))
			fail_msg("not told: %s", more);
		free(more);
	}
	save(author, "quiz.gift", text);
	assert_int_equal(glass->app.screen, KS_SCREEN_PAGE);
	assert_int_equal(glass->app.content_faults.n_errors, 0);
	ks_buf_finish(&many);
	free(text);
	free(path);
	author_end(author);
}

/* Nobody is signed in, nothing is recorded, and every way out of the lesson leads to its beginning. */
static void every_way_out_leads_to_the_beginning(void **state)
{
	struct author *author = author_begin("m4", "id:m4-q01]", 1280, 720);
	struct ks_app *app = &author->glass.app;

	(void)state;
	assert_int_equal(ks_preview_screen(app, KS_SCREEN_SETTINGS), KS_SCREEN_SETTINGS);
	assert_int_equal(ks_preview_screen(app, KS_SCREEN_RESULT), KS_SCREEN_RESULT);
	assert_int_equal(ks_preview_screen(app, KS_SCREEN_SAME), KS_SCREEN_SAME);
	glass_tap(&author->glass, KS_ACT_NEXT, 0);
	assert_int_equal(ks_preview_screen(app, KS_SCREEN_ATTRACT), KS_SCREEN_PAGE);
	assert_int_equal(app->visit.lesson.session.page_index, 0);
	assert_string_equal(app->visit.person.number, "");
	assert_int_equal(app->visit.duties.n_items, 1);
	assert_false(app->visit.is_signed_in);
	app->content_faults.n_errors = 1;
	assert_int_equal(ks_preview_screen(app, KS_SCREEN_HOME), KS_SCREEN_PREVIEW);
	app->content_faults.n_errors = 0;
	author_end(author);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_drawing_is_touched_where_its_places_are),
		cmocka_unit_test(places_are_numbered_as_they_are_read),
		cmocka_unit_test(a_mail_is_touched_by_its_lines),
		cmocka_unit_test(what_is_saved_stands_there_a_second_later),
		cmocka_unit_test(what_is_wrong_stands_there_until_it_is_right),
		cmocka_unit_test(every_way_out_leads_to_the_beginning),
	};

	return ks_test_run(tests);
}
