/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/scan.h"

#include <stdlib.h>
#include <string.h>

#include "kiosk/glass.h"
#include "kiosk/question/question.h"
#include "kiosk/switch.h"
#include "kiosk/tour.h"
#include "support/test.h"

/*
 * Ways of use that need no aim: one key does what a screen is for, and one switch alone, with the ring going round by itself,
 * reaches everything. And how long each screen waits. The clock is a fake one.
 */

/* ---- one key ---- */

/* Enter alone is a main button or the way out; before an answer is chosen a digit chooses it, then Enter is 答える. */
static void enter_alone_has_a_meaning(struct glass *glass)
{
	const struct ks_element *main = ks_scene_main(glass->app.shown);
	bool is_waiting = glass->app.screen == KS_SCREEN_QUESTION ||
			  glass->app.screen == KS_SCREEN_INSPECT ||
			  glass->app.screen == KS_SCREEN_SIGNIN;

	if (!main && !is_waiting)
		fail_msg("%s: Enter does nothing", ks_scene_name(glass->app.shown));
	if (main && strcmp(ks_scene_name(glass->app.shown), "home") == 0)
		assert_true(main->action.what == KS_ACT_RESUME || main->action.what == KS_ACT_OPEN);
}

static void the_main_action_is_one_key_away_on_every_screen(void **state)
{
	tour(*state, enter_alone_has_a_meaning);
}

static void key(struct glass *glass, enum ks_key what, char digit)
{
	glass_key(glass, what, digit);
}

/* From the idle screen to an explanation with digits and Enter alone. */
static void digits_and_enter_lead_to_an_explanation(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	key(glass, KS_KEY_ENTER, 0);
	for (const char *at = GLASS_NUMBER; *at; at++)
		key(glass, KS_KEY_DIGIT, *at);
	key(glass, KS_KEY_ENTER, 0);
	for (const char *at = GLASS_PIN; *at; at++)
		key(glass, KS_KEY_DIGIT, *at);
	key(glass, KS_KEY_ENTER, 0);
	key(glass, KS_KEY_ENTER, 0); /* 始める */
	for (int i = 0; i < 100 && app->screen == KS_SCREEN_PAGE; i++)
		key(glass, KS_KEY_ENTER, 0);
	assert_int_equal(app->screen, KS_SCREEN_QUESTION);
	key(glass, KS_KEY_ENTER, 0); /* nothing chosen: nothing happens, least of all a way out */
	assert_int_equal(app->screen, KS_SCREEN_QUESTION);
	tour_to_rows(glass); /* cards and pictures are reached by Tab */
	while (!glass_find(glass, KS_ACT_CHOOSE, -1))
		key(glass, KS_KEY_ENTER, 0);
	key(glass, KS_KEY_DIGIT, '1');
	for (int i = 0; i < 5 && app->screen == KS_SCREEN_QUESTION; i++)
		key(glass, KS_KEY_ENTER, 0);
	assert_int_equal(app->screen, KS_SCREEN_REASON);
	glass_rest(glass);
}

static void escape_is_a_step_back_and_in_the_end_out(void **state)
{
	struct glass *glass = *state;

	glass_sign_in(glass);
	glass_tap(glass, KS_ACT_OPEN, 1);
	assert_int_equal(glass->app.screen, KS_SCREEN_PAGE);
	key(glass, KS_KEY_ESCAPE, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_HOME);
	key(glass, KS_KEY_ESCAPE, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
}

/* ---- one switch ---- */

static void scanning_reaches_everything_on_every_screen(void **state)
{
	tour(*state, switch_goes_round);
}

/* A finger turns it on; from then on the glass is the switch. */
static void begin_scanning(struct glass *glass)
{
	glass_tap(glass, KS_ACT_SETTINGS, 0);
	while (!glass_find(glass, KS_ACT_SET, KS_SETTING_ARG(KS_SETTING_SCAN, SWITCH_DWELL_VALUE)))
		glass_tap(glass, KS_ACT_NEXT, 0);
	glass_tap(glass, KS_ACT_SET, KS_SETTING_ARG(KS_SETTING_SCAN, SWITCH_DWELL_VALUE));
	assert_int_equal(ks_scan_dwell_ms(&glass->app), SWITCH_DWELL_MS);
	switch_press(glass, KS_ACT_SETTLED, 0);
}

static void type_by_switch(struct glass *glass, const char *digits)
{
	for (; *digits; digits++)
		switch_press(glass, KS_ACT_DIGIT, *digits);
	switch_press(glass, KS_ACT_NEXT, 0);
}

/* Whichever kind came up. */
static void answer_by_switch(struct glass *glass)
{
	struct ks_app *app = &glass->app;
	const struct ks_question *present = ks_question_present(app);
	const struct ks_question_ops *ops = ks_question_ops(present);
	struct ks_action action;
	struct ks_answer wanted;

	ops->solve(present, true, &wanted);
	while ((action = ops->next_tap(app, &wanted)).what != 0) {
		while (!glass_find(glass, action.what, action.arg))
			if (glass_find(glass, KS_ACT_NEXT, 0))
				switch_press(glass, KS_ACT_NEXT, 0);
			else
				while (app->view.part > 0)
					switch_press(glass, KS_ACT_BACK, 0);
		switch_press(glass, action.what, action.arg);
	}
	while (!glass_find(glass, KS_ACT_ANSWER, 0))
		switch_press(glass, KS_ACT_NEXT, 0);
	switch_press(glass, KS_ACT_ANSWER, 0);
}

static void one_switch_signs_in_answers_and_ends_scanning(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	begin_scanning(glass);
	switch_press(glass, KS_ACT_TRAIN, 0);
	type_by_switch(glass, GLASS_NUMBER);
	type_by_switch(glass, GLASS_PIN);
	assert_int_equal(app->screen, KS_SCREEN_HOME);
	switch_press(glass, KS_ACT_RESUME, -1);
	while (app->screen == KS_SCREEN_PAGE)
		switch_press(glass, KS_ACT_NEXT, 0);
	answer_by_switch(glass);
	assert_int_equal(app->screen, KS_SCREEN_REASON);
	switch_press(glass, KS_ACT_SETTINGS, 0);
	while (!glass_find(glass, KS_ACT_SET, KS_SETTING_ARG(KS_SETTING_SCAN, 0)))
		switch_press(glass, KS_ACT_NEXT, 0);
	switch_press(glass, KS_ACT_SET, KS_SETTING_ARG(KS_SETTING_SCAN, 0));
	assert_int_equal(ks_scan_dwell_ms(app), 0);
	assert_false(app->ui.has_focus_ring);
	glass_tap(glass, KS_ACT_SETTLED, 0); /* a finger counts where it is again */
	assert_int_equal(app->screen, KS_SCREEN_REASON);
	glass_rest(glass);
}

static void a_press_that_trembles_counts_once(void **state)
{
	struct glass *glass = *state;

	begin_scanning(glass);
	while (switch_ringed(glass).what != KS_ACT_EMERGENCY)
		switch_pass(glass, SWITCH_DWELL_MS);
	for (int i = 0; i < 3; i++) {
		struct ks_input input = {
			.kind = KS_INPUT_KEY, .key = KS_KEY_ENTER, .t_ms = glass->now_ms + 90 * i};

		ks_app_input(&glass->app, &input);
	}
	assert_int_equal(glass->app.screen, KS_SCREEN_EMERGENCY);
	glass->now_ms += 1000;
	ks_settings_reset(&glass->app);
	glass_rest(glass);
}

/* The ring is not there, or on something that is not there any more: the switch means nothing. */
static void a_press_without_a_ring_taps_nothing(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;
	struct ks_input press = {.kind = KS_INPUT_DOWN, .t_ms = glass->now_ms};
	struct ks_action action = {1, 1};

	app->scan = SWITCH_DWELL_VALUE;
	assert_true(ks_scan_begin(app));
	ks_app_draw(app);
	app->ui.has_focus_ring = false;
	assert_true(ks_scan_input(app, &press, &action));
	assert_int_equal(action.what, 0);
	app->ui.has_focus_ring = true;
	press.t_ms += KS_TOUCH_REPEAT_MS - 1; /* it trembles */
	assert_true(ks_scan_input(app, &press, &action));
	assert_int_equal(action.what, 0);
	press.t_ms++;
	assert_true(ks_scan_input(app, &press, &action));
	assert_int_not_equal(action.what, 0);
	app->ui.focused = (struct ks_action){KS_ACT_ANSWER, 99};
	press.t_ms += 1000;
	assert_true(ks_scan_input(app, &press, &action));
	assert_int_equal(action.what, 0);
	glass->now_ms += 4000;
	ks_settings_reset(app);
}

static void the_ring_stays_as_long_as_was_chosen(void **state)
{
	static const int dwell_ms[] = {0, 1000, 2000, 4000};
	struct glass *glass = *state;

	for (int value = 1; value < 4; value++) {
		struct ks_action from;

		glass->app.scan = value;
		assert_true(ks_scan_begin(&glass->app));
		ks_app_draw(&glass->app);
		from = switch_ringed(glass);
		switch_pass(glass, dwell_ms[value] - 1);
		assert_memory_equal(&from, &glass->app.ui.focused, sizeof(from));
		switch_pass(glass, 1);
		assert_memory_not_equal(&from, &glass->app.ui.focused, sizeof(from));
	}
	ks_settings_reset(&glass->app);
	assert_int_equal(switch_ringed(glass).what, 0);
}

/* ---- time ---- */

static void asserts_it_waits(struct glass *glass, int seconds, bool is_saving)
{
	struct ks_app *app = &glass->app;

	app->input_mono_ms = ks_clock_mono_ms(&app->clock);
	switch_pass(glass, INT64_C(1000) * seconds - 1);
	assert_false(app->is_counting_down);
	switch_pass(glass, 1);
	assert_true(app->is_counting_down);
	assert_true(glass_shows(glass, "あと20秒"));
	assert_int_equal(glass_shows(glass, "保存"), is_saving);
	glass_key(glass, KS_KEY_NEXT, 0);
	assert_false(app->is_counting_down);
}

static void pages_and_questions_wait_longer_and_slowly_doubles(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	glass_tap(glass, KS_ACT_TRAIN, 0);
	asserts_it_waits(glass, 60, false);
	glass_rest(glass);
	glass_tap(glass, KS_ACT_POLICY, 0);
	asserts_it_waits(glass, 150, false);
	glass_rest(glass);
	for (int is_slow = 0; is_slow < 2; is_slow++) {
		glass_sign_in(glass);
		glass_set(glass, KS_SETTING_SLOW, is_slow);
		asserts_it_waits(glass, 60 << is_slow, true);
		glass_tap(glass, KS_ACT_OPEN, -1);
		asserts_it_waits(glass, 150 << is_slow, true);
		while (app->screen == KS_SCREEN_PAGE)
			glass_tap(glass, KS_ACT_NEXT, 0);
		asserts_it_waits(glass, 150 << is_slow, true);
		glass_set(glass, KS_SETTING_SLOW, 0);
		glass_rest(glass);
	}
}

/* 出席: recorded at once, nothing is left to save. */
static void the_countdown_of_a_check_in_promises_nothing(void **state)
{
	struct glass *glass = *state;

	glass_sign_in(glass);
	glass->app.visit.purpose = KS_PURPOSE_ATTEND;
	asserts_it_waits(glass, 60, false);
	glass_rest(glass);
}

/* Alt+F4 and a closed window arrive as this; what ends a kiosk on the wall is the 係員 or SIGTERM. */
static void a_closed_window_ends_no_fullscreen_kiosk(void **state)
{
	struct glass *glass = *state;
	struct ks_input quit = {.kind = KS_INPUT_QUIT};

	glass->options.mode = KS_WINDOW_FULLSCREEN;
	ks_app_input(&glass->app, &quit);
	assert_false(glass->app.is_quit);
	glass->options.mode = KS_WINDOW_OFFSCREEN;
	ks_app_input(&glass->app, &quit);
	assert_true(glass->app.is_quit);
	glass->app.is_quit = false;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(the_main_action_is_one_key_away_on_every_screen, switch_begin),
		cmocka_unit_test_setup(digits_and_enter_lead_to_an_explanation, switch_begin),
		cmocka_unit_test_setup(escape_is_a_step_back_and_in_the_end_out, switch_begin),
		cmocka_unit_test_setup(scanning_reaches_everything_on_every_screen, switch_begin),
		cmocka_unit_test_setup(one_switch_signs_in_answers_and_ends_scanning, switch_begin),
		cmocka_unit_test_setup(a_press_that_trembles_counts_once, switch_begin),
		cmocka_unit_test_setup(a_press_without_a_ring_taps_nothing, switch_begin),
		cmocka_unit_test_setup(the_ring_stays_as_long_as_was_chosen, switch_begin),
		cmocka_unit_test_setup(pages_and_questions_wait_longer_and_slowly_doubles,
				       switch_begin),
		cmocka_unit_test_setup(the_countdown_of_a_check_in_promises_nothing, switch_begin),
		cmocka_unit_test_setup(a_closed_window_ends_no_fullscreen_kiosk, switch_begin),
	};

	return ks_test_run_in(tests, glass_setup, glass_teardown);
}
