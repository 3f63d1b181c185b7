/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/album.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "kiosk/question/question.h"
#include "kiosk/screen/home_row.h"
#include "kiosk/settings.h"
#include "support/golden.h"
#include "support/painted.h"
#include "support/test.h"

#define ROWS_MAX 40
#define TAPS_MAX 90

/* ---- chance ---- */

static uint32_t chance_state;

static uint32_t next_chance(void)
{
	chance_state = chance_state * 1664525U + 1013904223U;
	return chance_state;
}

static void fill_by_chance(void *const bytes, const size_t size)
{
	for (size_t i = 0; i < size; i++)
		((uint8_t *)bytes)[i] = (uint8_t)(next_chance() >> 24);
}

static const char *name_of_chance(void)
{
	return "album";
}

static struct randombytes_implementation chance = {
	.implementation_name = name_of_chance, .random = next_chance, .buf = fill_by_chance};

/* ---- looks ---- */

void album_look(struct album *album)
{
	const struct ks_scene *shown = album->glass->app.shown;
	struct ks_buf scene = {0};

	ks_scene_dump(shown, &scene);
	ks_buf_puts(&scene, "\n");
	ks_painted_dump(shown, &scene);
	if (strstr(ks_buf_text(&album->scenes), ks_buf_text(&scene))) /* it was looked at before */
		ks_buf_printf(&album->scenes, "{\"again\":\"%s\"}\n", ks_scene_name(shown));
	else
		ks_buf_puts(&album->scenes, ks_buf_text(&scene));
	ks_buf_finish(&scene);
}

/* ---- content ---- */

char *album_content(const char *const links[][2], size_t n_links)
{
	char *folder = ks_test_folder();

	for (size_t i = 0; i < n_links; i++) {
		char *from = realpath(links[i][1], NULL), *to = ks_path_join(folder, links[i][0]);

		assert_non_null(from);
		assert_int_equal(symlink(from, to), 0);
		free(from);
		free(to);
	}
	return folder;
}

char *album_content_kinds(void)
{
	static const char *const links[][2] = {{"lessons", "tests/data/kinds/lessons"},
					       {"courses", "tests/data/kinds/courses"},
					       {"organisation.yaml",
						"tests/data/kinds/organisation.yaml"},
					       {"policy", "content/policy"}};

	return album_content(links, KS_COUNT(links));
}

char *album_content_all(void)
{
	static const char *const links[][2] = {{"lessons", "tests/data/album/lessons"},
					       {"courses", "tests/data/album/courses"},
					       {"drills", "tests/data/album/drills"},
					       {"checklists", "tests/data/album/checklists"},
					       {"posters", "tests/data/album/posters"},
					       {"readings.yaml", "tests/data/album/readings.yaml"},
					       {"organisation.yaml",
						"tests/data/album/organisation.yaml"},
					       {"policy", "content/policy"}};

	return album_content(links, KS_COUNT(links));
}

/* ---- the glass ---- */

void album_resize(struct album *album, int width, int height, int text)
{
	static const enum ks_setting special[] = {KS_SETTING_EASY, KS_SETTING_FURIGANA,
						  KS_SETTING_CONTRAST, KS_SETTING_LOW};
	struct ks_input input = {.kind = KS_INPUT_RESIZE, .x = width, .y = height};

	for (size_t i = 0; album->is_special && i < KS_COUNT(special); i++)
		ks_settings_show(&album->glass->app, special[i], 1);
	ks_settings_show(&album->glass->app, KS_SETTING_TEXT, text);
	ks_app_input(&album->glass->app, &input);
}

void album_begin(struct album *album, struct glass *glass, int width, int height, int text)
{
	chance_state = 1;
	randombytes_set_implementation(&chance);
	*album = (struct album){.glass = glass};
	glass->app.clock = ks_clock_fake(ALBUM_NOW);
	glass->app.input_mono_ms = glass->app.poster_mono_ms = ks_clock_mono_ms(&glass->app.clock);
	glass->options.is_still = true;
	glass_rest(glass);
	album_resize(album, width, height, text);
}

void album_open(struct album *album, char *content, int width, int height, int text)
{
	void *state = NULL;

	chance_state = 1;
	randombytes_set_implementation(&chance);
	assert_int_equal(glass_setup_with(&state, content, width, height, 100), 0);
	album_begin(album, state, width, height, text);
	album->content = content;
}

void album_show(struct album *album, enum ks_screen_id id)
{
	album->glass->app.screen = id;
	ks_app_draw(&album->glass->app);
	album_look(album);
}

void album_look_parts(struct album *album)
{
	struct ks_app *app = &album->glass->app;

	album_look(album);
	while (app->view.part + 1 < app->view.n_parts) {
		app->view.part++;
		ks_app_draw(app);
		album_look(album);
	}
	app->view.part = 0;
	ks_app_draw(app);
}

void album_tap(struct album *album, int what, int arg)
{
	glass_tap(album->glass, what, arg);
	album_look(album);
}

/* The rows of マイページ: round and round. */
static void find_row(struct album *album, int what, int arg)
{
	struct glass *glass = album->glass;

	for (int turns = 0; turns < ROWS_MAX && !glass_find(glass, what, arg); turns++) {
		size_t n, i = 0;
		const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n);

		while (i < n && (shown[i].action.what != KS_ACT_ROWS || shown[i].action.arg <= 0))
			i++;
		if (i < n)
			glass_tap(glass, KS_ACT_ROWS, shown[i].action.arg);
		else
			ks_home_first_row(&glass->app.view, 0);
		ks_app_draw(&glass->app);
	}
}

void album_find_part(struct album *album, int what, int arg)
{
	struct ks_app *app = &album->glass->app;
	bool is_back = false;

	if (app->screen == KS_SCREEN_HOME)
		find_row(album, what, arg);
	while (!glass_find(album->glass, what, arg))
		if (app->view.part + 1 < app->view.n_parts || app->view.part == 0) {
			glass_tap(album->glass, KS_ACT_NEXT, 0);
		} else { /* it stands on an earlier one */
			if (is_back)
				fail_msg("no element with action %d %d on %s", what, arg,
					 ks_scene_name(album->glass->app.shown));
			is_back = true;
			while (app->view.part > 0)
				glass_tap(album->glass, KS_ACT_BACK, 0);
		}
}

void album_type(struct album *album, const char *digits)
{
	for (; *digits; digits++)
		glass_tap(album->glass, KS_ACT_DIGIT, *digits);
	album_tap(album, KS_ACT_NEXT, 0);
}

void album_come_to_desk(struct album *album)
{
	glass_tap(album->glass, KS_ACT_ATTEND, 0);
	glass_tap(album->glass, KS_ACT_DESK, 0);
	album_type(album, GLASS_NUMBER);
	album_type(album, GLASS_PIN);
}

void album_answer_right(struct album *album)
{
	struct ks_app *app = &album->glass->app;
	const struct ks_question *present = ks_question_present(app);
	const struct ks_question_ops *ops = ks_question_ops(present);
	struct ks_answer wanted;
	struct ks_action action;

	ops->solve(present, true, &wanted);
	for (int i = 0; i < TAPS_MAX && (action = ops->next_tap(app, &wanted)).what != 0; i++) {
		album_find_part(album, action.what, action.arg);
		glass_tap(album->glass, action.what, action.arg);
	}
	album_find_part(album, KS_ACT_ANSWER, 0);
	glass_tap(album->glass, KS_ACT_ANSWER, 0);
	if (glass_find(album->glass, KS_ACT_REVEAL, -1)) /* the reasons of all of them */
		glass_tap(album->glass, KS_ACT_REVEAL, -1);
}

void album_take(struct album *album)
{
	struct ks_app *app = &album->glass->app;

	for (int i = 0; i < TAPS_MAX && app->screen != KS_SCREEN_RESULT; i++)
		if (app->screen == KS_SCREEN_QUESTION)
			album_answer_right(album);
		else
			glass_tap(album->glass, KS_ACT_NEXT, 0);
	assert_int_equal(app->screen, KS_SCREEN_RESULT);
}

void album_keep(struct album *album, const char *name)
{
	char *path = ks_format("tests/data/golden/glass/%s.json", name);

	ks_test_golden(path, ks_buf_text(&album->scenes));
	ks_buf_finish(&album->scenes);
	free(path);
}

static const struct {
	const char *name;
	int width, height, text;
	bool is_special;
} sizes[] = {{"wide", 1280, 720, 0, false},
	     {"tall", 1080, 1920, 2, false},
	     {"small", 1280, 720, 2, false},
	     {"special", 1920, 1080, 1, true},
	     {"low", 1280, 720, 2, true}};

void album_again(struct album *album)
{
	album_resize(album, album->width, album->height, album->text);
}

void album_play(const char *what, char *(*content)(void), void (*look)(struct album *album))
{
	for (size_t i = 0; i < KS_COUNT(sizes); i++) {
		struct album album;
		char *name = ks_format("%s%s%s", what, *what ? "-" : "", sizes[i].name);

		album_open(&album, content(), sizes[i].width, sizes[i].height, 0);
		album.is_special = sizes[i].is_special;
		album.width = sizes[i].width;
		album.height = sizes[i].height;
		album.text = sizes[i].text;
		album_again(&album);
		look(&album);
		album_keep(&album, name);
		album_close(&album);
		free(name);
	}
}

void album_close(struct album *album)
{
	void *state = album->glass;

	ks_buf_finish(&album->scenes);
	glass_teardown(&state);
	if (album->content)
		ks_test_folder_finish(album->content);
}
