/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/driver.h"

#include <stdlib.h>
#include <string.h>

#include "kiosk/glass.h"
#include "kiosk/settings.h"
#include "support/test.h"

/*
 * Sign-in for whoever typed a digit too few, or cannot remember: nothing typed is lost, nothing on the glass moves when
 * something is said, and a lock tells how long it lasts.
 */

static const struct {
	int w, h;
} sizes[] = {{1920, 1080}, {1280, 720}, {1080, 1920}};

static void type(struct glass *glass, const char *digits)
{
	for (; *digits; digits++)
		glass_key(glass, KS_KEY_DIGIT, *digits);
}

static void go_on(struct glass *glass)
{
	glass_key(glass, KS_KEY_ENTER, 0);
}

static void a_digit_too_few_is_told_and_what_was_typed_stays(void **state)
{
	struct glass *glass = *state;

	glass_tap(glass, KS_ACT_TRAIN, 0);
	for (int i = 0; i < 5; i++)
		glass_tap(glass, KS_ACT_DIGIT, GLASS_NUMBER[i]);
	glass_tap(glass, KS_ACT_NEXT, 0);
	assert_true(glass_shows(glass, "あと1けた"));
	assert_true(glass_shows(glass, "けた） 77123\""));
	glass_tap(glass, KS_ACT_DIGIT, GLASS_NUMBER[5]);
	assert_false(glass_shows(glass, "あと1けた"));
	glass_tap(glass, KS_ACT_NEXT, 0);
	assert_true(glass_shows(glass, GLASS_NUMBER));
	assert_false(glass_shows(glass, "灯台"));
	type(glass, "48021");
	go_on(glass);
	assert_true(glass_shows(glass, "あと1けた"));
	type(glass, "6");
	go_on(glass);
	assert_int_equal(glass->app.screen, KS_SCREEN_HOME);
}

/* Said in the words chosen afterwards too. */
static void a_message_changes_its_words_with_the_setting(void **state)
{
	struct glass *glass = *state;

	glass_tap(glass, KS_ACT_TRAIN, 0);
	type(glass, "77123");
	go_on(glass);
	assert_true(glass_shows(glass, "あと1けた"));
	glass_set(glass, KS_SETTING_EASY, 1);
	assert_false(glass_shows(glass, "あと1けた"));
	assert_true(glass_shows(glass, "あと 1つ"));
	assert_true(glass_shows(glass, "77123"));
	glass_set(glass, KS_SETTING_EASY, 0);
}

static void a_scanner_types_number_and_enter(void **state)
{
	struct glass *glass = *state;

	glass_key(glass, KS_KEY_ENTER, 0); /* the first door */
	assert_int_equal(glass->app.screen, KS_SCREEN_SIGNIN);
	glass_key(glass, KS_KEY_NEXT, 0); /* a ring from before must not catch the Enter */
	type(glass, GLASS_NUMBER);
	go_on(glass);
	assert_true(glass_shows(glass, GLASS_NUMBER));
	assert_false(glass_shows(glass, "灯台"));
	type(glass, GLASS_PIN);
	go_on(glass);
	assert_int_equal(glass->app.screen, KS_SCREEN_HOME);
}

/* Everything on the glass but the message and what was typed: role, words and place. */
static char *standing(struct glass *glass)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n);
	struct ks_buf out = {0};
	char *text;

	for (size_t i = 0; i < n; i++) {
		struct ks_rect r = shown[i].rect;

		if (shown[i].role == KS_ROLE_FIELD || !shown[i].layout)
			continue;
		if (shown[i].role == KS_ROLE_TEXT && shown[i].layout->style.color == KS_COLOR_WARN)
			continue;
		ks_buf_printf(&out, "%d %s %d %d %d %d\n", shown[i].role, shown[i].label, r.x, r.y,
			      r.w, r.h);
	}
	text = ks_strdup(ks_buf_text(&out));
	ks_buf_finish(&out);
	return text;
}

static void assert_nothing_moved(struct glass *glass, char *before, const char *said)
{
	char *after = standing(glass);

	assert_true(glass_shows(glass, said));
	assert_string_equal(before, after);
	free(before);
	free(after);
}

static void show_at(struct glass *glass, size_t size, int step)
{
	struct ks_input input = {.kind = KS_INPUT_RESIZE, .x = sizes[size].w, .y = sizes[size].h};

	ks_settings_choose(&glass->app, KS_SETTING_TEXT, step);
	ks_app_input(&glass->app, &input);
}

/* Words, places and what is said afterwards: all the same but for the number that was typed. */
static void what_the_glass_shows_tells_not_whether_a_number_exists(void **state)
{
	static const char *const numbers[] = {GLASS_NUMBER, "771235"};
	struct glass *glass = *state;
	char *shown[2][2];

	for (int k = 0; k < 2; k++) {
		glass_tap(glass, KS_ACT_TRAIN, 0);
		type(glass, numbers[k]);
		go_on(glass);
		for (int i = 0; i < 2; i++) {
			char *at;

			shown[k][i] = standing(glass);
			at = strstr(shown[k][i], numbers[k]);
			assert_non_null(at);
			memset(at, '#', strlen(numbers[k]));
			assert_int_equal(glass_shows(glass, "職員番号か暗証番号が違います"), i);
			type(glass, "000001");
			go_on(glass);
		}
		glass_rest(glass);
	}
	for (int i = 0; i < 2; i++) {
		assert_string_equal(shown[0][i], shown[1][i]);
		free(shown[0][i]);
		free(shown[1][i]);
	}
}

static void nothing_moves_when_something_is_said(void **state)
{
	struct glass *glass = *state;
	char *before;

	for (size_t i = 0; i < KS_COUNT(sizes) * 3; i++) {
		glass_tap(glass, KS_ACT_TRAIN, 0);
		show_at(glass, i / 3, (int)(i % 3));
		type(glass, "77123");
		assert_true(glass_shows(glass, "総務課")); /* the line of help */
		before = standing(glass);
		go_on(glass);
		assert_nothing_moved(glass, before, "あと1けた");
		type(glass, "4");
		go_on(glass);
		type(glass, "48021");
		assert_true(glass_shows(glass, GLASS_NUMBER));
		before = standing(glass);
		go_on(glass);
		assert_nothing_moved(glass, before, "あと1けた");
		glass_rest(glass);
	}
	show_at(glass, 1, 0);
	glass_rest(glass);
}

static void a_lock_counts_its_seconds_down_with_dead_keys(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;
	struct ks_clock system = app->clock;

	app->clock = ks_clock_fake(INT64_C(1795827600000));
	app->input_mono_ms = 0;
	glass_tap(glass, KS_ACT_TRAIN, 0);
	type(glass, GLASS_NUMBER);
	go_on(glass);
	for (int i = 0; i < KS_PIN_TRIES; i++) {
		type(glass, "000001");
		go_on(glass);
	}
	assert_true(glass_shows(glass, "あと30秒"));
	assert_null(glass_find(glass, KS_ACT_DIGIT, '1'));
	type(glass, "4");
	go_on(glass);
	for (int left = 29; left > 0; left--) {
		char words[32];

		ks_clock_advance(&app->clock, 1000);
		app->input_mono_ms = ks_clock_mono_ms(&app->clock);
		ks_app_pump(app, 0);
		snprintf(words, sizeof(words), "あと%d秒", left);
		assert_true(glass_shows(glass, words));
		assert_null(glass_find(glass, KS_ACT_DIGIT, '1'));
	}
	glass_tap(glass, KS_ACT_CLOSE, 0); /* やめる lives; whoever comes back is told at once */
	glass_tap(glass, KS_ACT_TRAIN, 0);
	type(glass, GLASS_NUMBER);
	go_on(glass);
	assert_true(glass_shows(glass, "あと1秒"));
	ks_clock_advance(&app->clock, 1000);
	ks_app_pump(app, 0);
	assert_false(glass_shows(glass, "お待ちください"));
	type(glass, GLASS_PIN);
	go_on(glass);
	assert_int_equal(app->screen, KS_SCREEN_HOME);
	app->clock = system;
	app->input_mono_ms = ks_clock_mono_ms(&app->clock);
}

static void the_countdown_covers_no_words(void **state)
{
	struct glass *glass = *state;

	for (size_t s = 0; s < KS_COUNT(sizes); s++) {
		struct ks_input input = {.kind = KS_INPUT_RESIZE, .x = sizes[s].w, .y = sizes[s].h};
		struct ks_rect bar = {0};
		size_t n;
		const struct ks_element *shown;

		glass_tap(glass, KS_ACT_TRAIN, 0);
		ks_app_input(&glass->app, &input);
		glass->app.is_counting_down = true;
		ks_app_draw(&glass->app);
		shown = ks_scene_elements(glass->app.shown, &n);
		for (size_t i = 0; i < n; i++)
			if (shown[i].role == KS_ROLE_DIALOG)
				bar = shown[i].rect;
		assert_true(bar.h > 0);
		for (size_t i = 0; i < n && shown[i].role != KS_ROLE_DIALOG; i++)
			if (shown[i].role == KS_ROLE_TEXT &&
			    !ks_rect_is_empty(ks_rect_meet(shown[i].ink, bar)))
				fail_msg("%dx%d: %s", sizes[s].w, sizes[s].h, shown[i].label);
		glass->app.is_counting_down = false;
		glass_rest(glass);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(a_digit_too_few_is_told_and_what_was_typed_stays, glass_begin),
		cmocka_unit_test_setup(what_the_glass_shows_tells_not_whether_a_number_exists,
				       glass_begin),
		cmocka_unit_test_setup(a_message_changes_its_words_with_the_setting, glass_begin),
		cmocka_unit_test_setup(a_scanner_types_number_and_enter, glass_begin),
		cmocka_unit_test_setup(nothing_moves_when_something_is_said, glass_begin),
		cmocka_unit_test_setup(a_lock_counts_its_seconds_down_with_dead_keys, glass_begin),
		cmocka_unit_test_setup(the_countdown_covers_no_words, glass_begin),
	};

	return ks_test_run_in(tests, glass_setup, glass_teardown);
}
