/* SPDX-License-Identifier: Apache-2.0 */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "kiosk/glass.h"
#include "kiosk/question/question.h"
#include "record/db.h"
#include "record/gathering.h"
#include "support/golden.h"
#include "support/test.h"
#include "visit/attend.h"

/*
 * What stands where: every label, role and rectangle of the screens of one visit with the content of tests/data/kinds, at two
 * sizes. Nothing of it follows from content/, which authors change. A change of the layout is seen in `git diff` after
 * UPDATE_GOLDEN=1; whether it is a good one is judged by flow_walk and by eyes.
 */

#define TAPS_MAX 60
#define NOW INT64_C(1795827600000)

/* Chance is the same each time: in which order the questions and their choices come. */
void randombytes_buf(void *const buf, const size_t size)
{
	static uint32_t state = 1;

	for (size_t i = 0; i < size; i++) {
		state = state * 1664525U + 1013904223U;
		((uint8_t *)buf)[i] = (uint8_t)(state >> 24);
	}
}

struct album {
	struct glass *glass;
	struct ks_buf scenes;
};

static void look(struct album *album)
{
	struct ks_buf dump = {0};

	ks_scene_dump(album->glass->app.shown, &dump);
	ks_buf_printf(&album->scenes, "%s\n", ks_buf_text(&dump));
	ks_buf_finish(&dump);
}

static void tap(struct album *album, int what, int arg)
{
	glass_tap(album->glass, what, arg);
	look(album);
}

static void look_outside(struct album *album)
{
	static const int doors[] = {KS_ACT_EMERGENCY, KS_ACT_ATTEND};

	look(album);
	for (size_t i = 0; i < KS_COUNT(doors); i++) {
		tap(album, doors[i], 0);
		glass_tap(album->glass, KS_ACT_CLOSE, 0);
	}
	tap(album, KS_ACT_POLICY, 0);
	tap(album, KS_ACT_NEXT, 0);
	if (glass_find(album->glass, KS_ACT_CONTENTS, -1))
		tap(album, KS_ACT_CONTENTS, -1);
	glass_rest(album->glass);
	tap(album, KS_ACT_SETTINGS, 0);
	glass_rest(album->glass);
}

static void answer(struct album *album, bool is_right)
{
	struct ks_app *app = &album->glass->app;
	const struct ks_question *present = ks_question_present(app);
	const struct ks_question_ops *ops = ks_question_ops(present);
	struct ks_answer wanted;
	struct ks_action action;

	ops->solve(present, is_right, &wanted);
	for (int i = 0; i < TAPS_MAX && (action = ops->next_tap(app, &wanted)).what != 0; i++) {
		while (!glass_find(album->glass, action.what, action.arg))
			if (glass_find(album->glass, KS_ACT_NEXT, 0))
				glass_tap(album->glass, KS_ACT_NEXT, 0);
			else
				while (app->view.part > 0)
					glass_tap(album->glass, KS_ACT_BACK, 0);
		glass_tap(album->glass, action.what, action.arg);
	}
	look(album);
	while (!glass_find(album->glass, KS_ACT_ANSWER, 0))
		tap(album, KS_ACT_NEXT, 0);
	tap(album, KS_ACT_ANSWER, 0);
}

static void look_inside(struct album *album)
{
	struct ks_app *app = &album->glass->app;
	int n = 0;

	glass_sign_in(album->glass);
	look(album);
	tap(album, KS_ACT_OPEN, -1);
	for (int i = 0; i < TAPS_MAX && app->screen != KS_SCREEN_RESULT; i++) {
		if (app->screen == KS_SCREEN_QUESTION)
			answer(album, n++ % 2);
		else
			tap(album, KS_ACT_NEXT, 0);
	}
	assert_int_equal(app->screen, KS_SCREEN_RESULT);
	while (!glass_find(album->glass, KS_ACT_REVIEW, -1) &&
	       glass_find(album->glass, KS_ACT_NEXT, 0))
		tap(album, KS_ACT_NEXT, 0);
	if (glass_find(album->glass, KS_ACT_REVIEW, -1)) {
		tap(album, KS_ACT_REVIEW, -1);
		tap(album, KS_ACT_CLOSE, 0);
	}
	glass_rest(album->glass);
}

static void type(struct album *album, const char *digits)
{
	for (; *digits; digits++)
		glass_tap(album->glass, KS_ACT_DIGIT, *digits);
	tap(album, KS_ACT_NEXT, 0);
}

/* What the 係員 sees of a gathering, up to what a room is shown; not the machine's own room on disk. */
static void look_at_the_desk(struct album *album)
{
	struct ks_app *app = &album->glass->app;
	char title[] = "終日の集合研修", place[] = "大会議室";
	struct ks_gathering g = {
		.from_minute = 0, .to_minute = 23 * 60 + 59, .title = title, .place = place};

	assert_int_equal(ks_db_run(app->site.store, "UPDATE appointment SET roles = '研修担当'", ""),
			 KS_OK);
	assert_int_equal(ks_site_today(&app->site, &g.date), KS_OK);
	assert_int_equal(ks_gathering_add(app->site.store, &g), KS_OK);
	tap(album, KS_ACT_ATTEND, 0);
	glass_tap(album->glass, KS_ACT_DESK, 0);
	type(album, GLASS_NUMBER);
	type(album, GLASS_PIN);
	tap(album, KS_ACT_NEWLY, 0);
	glass_rest(album->glass);
	glass_tap(album->glass, KS_ACT_ATTEND, 0);
	glass_tap(album->glass, KS_ACT_DESK, 0);
	type(album, GLASS_NUMBER);
	type(album, GLASS_PIN);
	tap(album, KS_ACT_CHOOSE, 0);
	assert_int_equal(app->screen, KS_SCREEN_ROLL);
	tap(album, KS_ACT_COUNT, 0);
	glass_tap(album->glass, KS_ACT_DIGIT, '3');
	tap(album, KS_ACT_NEXT, 0);
	glass_rest(album->glass);
}

/* A folder of that content with the policy it is about. */
static char *content_of_kinds(void)
{
	static const char *const links[][2] = {{"lessons", "tests/data/kinds/lessons"},
					       {"courses", "tests/data/kinds/courses"},
					       {"organisation.yaml",
						"tests/data/kinds/organisation.yaml"},
					       {"policy", "content/policy"}};
	char *folder = ks_test_folder();

	for (size_t i = 0; i < KS_COUNT(links); i++) {
		char *from = realpath(links[i][1], NULL), *to = ks_path_join(folder, links[i][0]);

		assert_non_null(from);
		assert_int_equal(symlink(from, to), 0);
		free(from);
		free(to);
	}
	return folder;
}

static void play(const char *name, int width, int height, int text)
{
	struct glass *glass = NULL;
	void *state = NULL;
	struct album album = {0};
	char *content = content_of_kinds(),
	     *path = ks_format("tests/data/golden/glass/%s.json", name);

	(void)glass_setup_with(&state, content, width, height, 100);
	glass = state;
	album.glass = glass;
	glass->app.clock = ks_clock_fake(NOW);
	glass->app.input_mono_ms = ks_clock_mono_ms(&glass->app.clock);
	glass_rest(glass);
	if (text > 0)
		glass_set(glass, KS_SETTING_TEXT, text);
	look_outside(&album);
	if (text > 0)
		glass_set(glass, KS_SETTING_TEXT, text);
	look_inside(&album);
	if (text > 0)
		glass_set(glass, KS_SETTING_TEXT, text);
	look_at_the_desk(&album);
	ks_test_golden(path, ks_buf_text(&album.scenes));
	ks_buf_finish(&album.scenes);
	free(path);
	glass_teardown(&state);
	ks_test_folder_finish(content);
}

static void a_visit_on_a_wide_glass(void **state)
{
	(void)state;
	play("wide", 1280, 720, 0);
}

static void a_visit_on_a_tall_glass_in_large_letters(void **state)
{
	(void)state;
	play("tall", 1080, 1920, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_visit_on_a_wide_glass),
		cmocka_unit_test(a_visit_on_a_tall_glass_in_large_letters),
	};

	return ks_test_run(tests);
}
