/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/driver.h"

#include <stdlib.h>
#include <string.h>

#include "kiosk/glass.h"
#include "kiosk/keys.h"
#include "kiosk/question/question.h"
#include "kiosk/screen/home_row.h"
#include "kiosk/settings.h"
#include "support/test.h"

/*
 * What hands may expect of the whole kiosk: pressed at once, no double taps, and everything reachable by keyboard in
 * reading order with a visible focus.
 */

static void type_keys(struct glass *glass, const char *digits)
{
	for (; *digits; digits++)
		glass_key(glass, KS_KEY_DIGIT, *digits);
	keys_enter(glass, KS_ACT_NEXT, 0);
}

static void the_keyboard_alone_leads_from_the_idle_screen_to_an_answer(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	keys_go_round(glass);
	keys_enter(glass, KS_ACT_TRAIN, 0);
	type_keys(glass, GLASS_NUMBER);
	keys_go_round(glass);
	type_keys(glass, GLASS_PIN);
	assert_int_equal(app->screen, KS_SCREEN_HOME);
	keys_go_round(glass);
	keys_enter(glass, KS_ACT_SETTINGS, 0);
	keys_go_round(glass);
	keys_enter(glass, KS_ACT_SETTLED, 0);
	keys_enter(glass, KS_ACT_OPEN, -1);
	for (int i = 0; i < 100 && app->screen == KS_SCREEN_PAGE; i++) {
		keys_go_round(glass);
		keys_enter(glass, KS_ACT_NEXT, 0);
	}
	assert_int_equal(app->screen, KS_SCREEN_QUESTION);
	keys_go_round(glass);
	glass_rest(glass);
}

/* @action on whichever part of the question it stands. */
static void enter_on_some_part(struct glass *glass, struct ks_action action)
{
	while (!glass_find(glass, action.what, action.arg) && glass->app.view.part > 0)
		keys_enter(glass, KS_ACT_BACK, 0);
	while (!glass_find(glass, action.what, action.arg))
		keys_enter(glass, KS_ACT_NEXT, 0);
	keys_enter(glass, action.what, action.arg);
}

static void answer_by_keys(struct glass *glass, bool is_right)
{
	struct ks_app *app = &glass->app;
	const struct ks_question *present = ks_question_present(app);
	const struct ks_question_ops *ops = ks_question_ops(present);
	struct ks_action action;
	struct ks_answer wanted;

	ops->solve(present, is_right, &wanted);
	while ((action = ops->next_tap(app, &wanted)).what != 0)
		enter_on_some_part(glass, action);
	keys_go_round(glass);
	enter_on_some_part(glass, (struct ks_action){KS_ACT_ANSWER, 0});
	assert_int_equal(app->screen, KS_SCREEN_REASON);
}

/* 答えの説明 with all its reasons, and on. */
static void read_reason_by_keys(struct glass *glass)
{
	struct ks_app *app = &glass->app;

	keys_go_round(glass);
	if (glass_find(glass, KS_ACT_REVEAL, -1)) {
		keys_enter(glass, KS_ACT_REVEAL, -1);
		keys_go_round(glass);
	}
	for (int i = 0; i < 20 && app->screen == KS_SCREEN_REASON; i++)
		keys_enter(glass, KS_ACT_NEXT, 0);
}

static void take_quiz_by_keys(struct glass *glass, bool is_right)
{
	struct ks_app *app = &glass->app;

	for (int i = 0; i < 100 && app->screen == KS_SCREEN_PAGE; i++)
		keys_enter(glass, KS_ACT_NEXT, 0);
	for (int i = 0; i < 100 && app->screen == KS_SCREEN_QUESTION; i++) {
		answer_by_keys(glass, is_right);
		read_reason_by_keys(glass);
	}
	assert_int_equal(app->screen, KS_SCREEN_RESULT);
	keys_go_round(glass);
}

/* Everything a result that is not yet passed offers, and the passed one. */
static void the_keyboard_alone_leads_through_explanations_and_results(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	glass_sign_in(glass);
	keys_enter(glass, KS_ACT_OPEN, -1);
	take_quiz_by_keys(glass, false);
	keys_enter(glass, KS_ACT_OPEN, -1); /* the main button: the page that helps */
	assert_int_equal(app->screen, KS_SCREEN_REVIEW);
	keys_enter(glass, KS_ACT_CLOSE, 0);
	keys_enter(glass, KS_ACT_REVIEW, -1);
	assert_int_equal(app->screen, KS_SCREEN_REVIEW);
	keys_go_round(glass);
	keys_enter(glass, KS_ACT_CLOSE, 0);
	assert_int_equal(app->screen, KS_SCREEN_RESULT);
	for (int i = 0; i < 20 && !glass_find(glass, KS_ACT_READ_AGAIN, -1); i++) {
		keys_enter(glass, KS_ACT_ROWS, -1);
		keys_go_round(glass);
	}
	keys_enter(glass, KS_ACT_READ_AGAIN, -1);
	assert_int_equal(app->screen, KS_SCREEN_PAGE);
	take_quiz_by_keys(glass, false);
	keys_enter(glass, KS_ACT_RETRY, 0);
	take_quiz_by_keys(glass, true);
	assert_true(app->visit.lesson.session.has_passed);
	keys_enter(glass, KS_ACT_NEXT, 0);
	assert_int_equal(app->screen, KS_SCREEN_PAGE); /* of the next lesson */
	keys_enter(glass, KS_ACT_SUSPEND, 0);
	assert_int_equal(app->screen, KS_SCREEN_HOME);
	keys_enter(glass, KS_ACT_SIGN_OUT, 0);
	assert_int_equal(app->screen, KS_SCREEN_ATTRACT);
}

/* By how many rows 次の研修 turns on, 0: it is not there. */
static int rows_onward(struct glass *glass)
{
	size_t n;
	const struct ks_element *elements = ks_scene_elements(glass->app.shown, &n);

	for (size_t i = 0; i < n; i++)
		if (elements[i].action.what == KS_ACT_ROWS && elements[i].action.arg > 0)
			return elements[i].action.arg;
	return 0;
}

/* The row of マイページ, perhaps behind others. */
static void open_row_by_keys(struct glass *glass, int act)
{
	while (!glass_find(glass, act, -1)) {
		size_t first = ks_home_first_shown(&glass->app.view);

		keys_enter(glass, KS_ACT_ROWS, rows_onward(glass));
		assert_true(ks_home_first_shown(&glass->app.view) > first);
	}
	keys_enter(glass, act, -1);
}

static void the_keyboard_alone_leads_through_the_self_inspection(void **state)
{
	static const int all[] = {KS_RESPONSE_YES, KS_RESPONSE_NO, KS_RESPONSE_NA,
				  KS_RESPONSE_UNKNOWN};
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	glass_sign_in(glass);
	open_row_by_keys(glass, KS_ACT_INSPECT);
	for (int i = 0; i < 200 && app->screen != KS_SCREEN_INSPECTED; i++) {
		keys_go_round(glass);
		if (glass_find(glass, KS_ACT_RESPOND, -1)) {
			keys_enter(glass, KS_ACT_RESPOND, all[(i + 1) % 4]);
			keys_enter(glass, KS_ACT_RESPOND, all[i % 4]);
			assert_int_equal(app->visit.inspect.response, all[i % 4]);
		}
		if (i == 5) { /* leave, come back to the same item */
			keys_enter(glass, KS_ACT_SUSPEND, 0);
			open_row_by_keys(glass, KS_ACT_INSPECT);
			if (app->screen == KS_SCREEN_INSPECT)
				keys_enter(glass, KS_ACT_RESPOND, all[i % 4]);
		}
		keys_enter(glass, KS_ACT_NEXT, 0);
	}
	assert_int_equal(app->screen, KS_SCREEN_INSPECTED);
	keys_go_round(glass);
	for (int i = 0; i < 20 && !glass_find(glass, KS_ACT_HOME, 0); i++)
		keys_enter(glass, KS_ACT_NEXT, 0);
	keys_enter(glass, KS_ACT_HOME, 0);
	assert_int_equal(app->screen, KS_SCREEN_HOME);
	glass_rest(glass);
}

static void the_keyboard_alone_searches_the_policy(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	keys_enter(glass, KS_ACT_POLICY, 0);
	keys_enter(glass, KS_ACT_SEARCH, 0);
	assert_int_equal(app->screen, KS_SCREEN_SEARCH);
	keys_go_round(glass);
	keys_enter(glass, KS_ACT_KANA_ROW, 5);
	keys_go_round(glass);
	keys_enter(glass, KS_ACT_KANA_ROW, 0);
	keys_enter(glass, KS_ACT_KANA, 0x3044); /* い */
	keys_enter(glass, KS_ACT_KANA_ROW, 3);
	keys_enter(glass, KS_ACT_KANA, 0x305f); /* た */
	glass_key(glass, KS_KEY_BACKSPACE, 0);
	assert_true(glass_shows(glass, "い"));
	assert_false(glass_shows(glass, "いた"));
	keys_enter(glass, KS_ACT_KANA, 0x305f);
	keys_enter(glass, KS_ACT_KANA_ROW, 1);
	keys_enter(glass, KS_ACT_KANA, 0x304f); /* く */
	assert_true(glass_shows(glass, "いたく"));
	keys_go_round(glass);
	keys_enter(glass, KS_ACT_FIND, 0);
	assert_non_null(glass_find(glass, KS_ACT_UNDO, -1));
	keys_go_round(glass);
	keys_enter(glass, KS_ACT_UNDO, 0);
	assert_null(glass_find(glass, KS_ACT_UNDO, -1));
	for (int i = 0; i < 3; i++)
		keys_enter(glass, KS_ACT_ERASE, 0);
	assert_false(glass_shows(glass, "いたく"));
	keys_enter(glass, KS_ACT_WORD, -1); /* a suggested one */
	keys_go_round(glass);
	keys_enter(glass, KS_ACT_HIT, -1);
	assert_int_equal(app->screen, KS_SCREEN_POLICY);
	keys_go_round(glass);
	keys_enter(glass, KS_ACT_SEARCH, 0);
	keys_enter(glass, KS_ACT_POLICY, 0); /* 本文に戻る */
	keys_enter(glass, KS_ACT_CLOSE, 0);
	assert_int_equal(app->screen, KS_SCREEN_ATTRACT);
}

static void public_screens_go_round_by_tab(void **state)
{
	static const int doors[] = {KS_ACT_POLICY, KS_ACT_EMERGENCY, KS_ACT_ATTEND};
	struct glass *glass = *state;

	for (size_t i = 0; i < KS_COUNT(doors); i++) {
		keys_enter(glass, doors[i], 0);
		keys_go_round(glass);
		keys_enter(glass, KS_ACT_CLOSE, 0);
		assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
	}
}

/* In portrait and in 低い位置 the small buttons stand below the body: Tab reaches them there. */
static void the_order_holds_in_portrait_and_in_the_low_position(void **state)
{
	struct glass *glass = *state;
	struct ks_input tall = {.kind = KS_INPUT_RESIZE, .x = 1080, .y = 1920};
	struct ks_input wide = {.kind = KS_INPUT_RESIZE, .x = 1280, .y = 720};

	for (int is_low = 0; is_low < 2; is_low++) {
		ks_settings_choose(&glass->app, KS_SETTING_LOW, is_low);
		ks_app_input(&glass->app, &tall);
		glass_tap(glass, KS_ACT_TRAIN, 0);
		keys_go_round(glass);
		glass_tap(glass, KS_ACT_CLOSE, 0);
		glass_sign_in(glass);
		keys_go_round(glass);
		ks_app_input(&glass->app, &wide);
		ks_settings_choose(&glass->app, KS_SETTING_LOW, is_low);
		ks_app_draw(&glass->app);
		keys_go_round(glass);
		glass_rest(glass);
	}
	ks_settings_reset(&glass->app);
}

static void let_it_count_down(struct glass *glass)
{
	glass->app.input_mono_ms -= 61000;
	ks_app_pump(&glass->app, 0);
	assert_true(glass->app.is_counting_down);
}

static void any_key_ends_the_countdown_and_means_nothing_else(void **state)
{
	struct glass *glass = *state;

	glass_sign_in(glass);
	for (int key = KS_KEY_NEXT; key <= KS_KEY_DIGIT; key++) {
		let_it_count_down(glass);
		glass_key(glass, (enum ks_key)key, '1');
		assert_false(glass->app.is_counting_down);
		assert_int_equal(glass->app.screen, KS_SCREEN_HOME);
	}
	glass_rest(glass);
}

static void any_touch_ends_the_countdown_and_means_nothing_else(void **state)
{
	struct glass *glass = *state;
	struct ks_rect row, out;

	glass_sign_in(glass);
	row = glass_find(glass, KS_ACT_OPEN, -1)->rect;
	out = glass_find(glass, KS_ACT_SIGN_OUT, -1)->rect;
	for (int i = 0; i < 3; i++) {
		int x = i == 0 ? 1 : i == 1 ? row.x + 9 : out.x + 9;
		int y = i == 0 ? 1 : i == 1 ? row.y + 9 : out.y + 9;

		let_it_count_down(glass);
		glass_touch(glass, KS_INPUT_DOWN, x, y);
		assert_false(glass->app.is_counting_down);
		glass_touch(glass, KS_INPUT_UP, x, y);
		assert_int_equal(glass->app.screen, KS_SCREEN_HOME);
	}
	glass_tap(glass, KS_ACT_SIGN_OUT, -1); /* the next touch is heard again */
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
	glass_rest(glass);
}

static void the_countdown_promises_to_save_only_what_there_is(void **state)
{
	struct glass *glass = *state;

	glass_tap(glass, KS_ACT_TRAIN, 0);
	let_it_count_down(glass);
	assert_false(glass_shows(glass, "保存"));
	glass_rest(glass);
	glass_sign_in(glass);
	let_it_count_down(glass);
	assert_true(glass_shows(glass, "保存"));
	glass_rest(glass);
}

static void a_finger_is_answered_in_the_same_frame(void **state)
{
	struct glass *glass = *state;
	struct ks_rect r = glass_find(glass, KS_ACT_TRAIN, 0)->rect;

	glass_touch(glass, KS_INPUT_DOWN, r.x + 5, r.y + 5);
	assert_true(glass_find(glass, KS_ACT_TRAIN, 0)->state & KS_STATE_PRESSED);
	glass_touch(glass, KS_INPUT_CANCEL, r.x + 5, r.y + 5);
	assert_false(glass_find(glass, KS_ACT_TRAIN, 0)->state & KS_STATE_PRESSED);
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
}

static void a_second_tap_at_once_counts_once(void **state)
{
	struct glass *glass = *state;
	struct ks_rect r;

	glass_tap(glass, KS_ACT_TRAIN, 0);
	r = glass_find(glass, KS_ACT_DIGIT, '7')->rect;
	for (int i = 0; i < 2; i++) {
		struct ks_input down = {.kind = KS_INPUT_DOWN,
					.x = r.x + 9,
					.y = r.y + 9,
					.t_ms = glass->now_ms + 100 * i};
		struct ks_input up = down;

		up.kind = KS_INPUT_UP;
		ks_app_input(&glass->app, &down);
		ks_app_input(&glass->app, &up);
	}
	assert_true(glass_shows(glass, "けた） 7"));
	assert_false(glass_shows(glass, "けた） 77"));
	glass->now_ms += 1000;
	glass_tap(glass, KS_ACT_DIGIT, '7');
	assert_true(glass_shows(glass, "けた） 77"));
	glass_rest(glass);
}

static void the_door_does_not_tap_through_to_the_screen_behind(void **state)
{
	struct glass *glass = *state;
	struct ks_rect r = glass_find(glass, KS_ACT_EMERGENCY, 0)->rect;

	for (int i = 0; i < 2; i++) {
		struct ks_input down = {.kind = KS_INPUT_DOWN,
					.x = r.x + r.w / 2,
					.y = r.y + r.h / 2,
					.t_ms = glass->now_ms + 100 * i};
		struct ks_input up = down;

		up.kind = KS_INPUT_UP;
		ks_app_input(&glass->app, &down);
		ks_app_input(&glass->app, &up);
	}
	assert_int_equal(glass->app.screen, KS_SCREEN_EMERGENCY);
	glass->now_ms += 1000;
	glass_rest(glass);
}

static uint32_t *pixels(const struct ks_canvas *canvas)
{
	uint32_t *copy = malloc((size_t)canvas->w * (size_t)canvas->h * sizeof(*copy));

	for (int y = 0; y < canvas->h; y++)
		memcpy(copy + (size_t)y * (size_t)canvas->w,
		       canvas->px + (size_t)y * (size_t)canvas->stride_px,
		       (size_t)canvas->w * sizeof(*copy));
	return copy;
}

/* Time goes by for the fade; the minute that stands on the glass does not. */
static void read_within_a_minute(struct ks_clock *clock, struct ks_time *out)
{
	static struct ks_clock system;

	if (!system.now)
		system = ks_clock_system();
	*out = ks_clock_now(&system);
	out->wall_ms = clock->last.wall_ms;
}

static int64_t turn_poster(struct glass *glass)
{
	int64_t from = ks_clock_mono_ms(&glass->app.clock);

	glass->app.poster_mono_ms -= 3600000;
	ks_app_draw(&glass->app);
	return ks_clock_mono_ms(&glass->app.clock) - from;
}

static void a_poster_fades_in_and_ends_as_painted(void **state)
{
	struct glass *glass = *state;
	const struct ks_canvas *canvas = ks_window_canvas(glass->app.window);
	size_t bytes = (size_t)canvas->w * (size_t)canvas->h * sizeof(uint32_t);
	uint32_t *faded, *painted;
	struct ks_input input;

	glass->app.clock.now = read_within_a_minute;
	assert_true(turn_poster(glass) >= 100);
	faded = pixels(canvas);
	glass->app.has_shown = false;
	ks_app_draw(&glass->app);
	painted = pixels(canvas);
	assert_memory_equal(faded, painted, bytes);
	free(faded);
	free(painted);
	glass->options.is_still = true;
	ks_window_wake(glass->app.window);
	(void)turn_poster(glass); /* motion: off; nothing waited, so nobody took the call */
	ks_window_wait(glass->app.window, 0, &input);
	assert_int_equal(input.kind, KS_INPUT_WAKE);
	glass->options.is_still = false;
	glass->app.clock = ks_clock_system();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(the_keyboard_alone_leads_from_the_idle_screen_to_an_answer,
				       glass_begin),
		cmocka_unit_test_setup(the_keyboard_alone_leads_through_explanations_and_results,
				       glass_begin),
		cmocka_unit_test_setup(the_keyboard_alone_leads_through_the_self_inspection,
				       glass_begin),
		cmocka_unit_test_setup(the_keyboard_alone_searches_the_policy, glass_begin),
		cmocka_unit_test_setup(public_screens_go_round_by_tab, glass_begin),
		cmocka_unit_test_setup(the_order_holds_in_portrait_and_in_the_low_position,
				       glass_begin),
		cmocka_unit_test_setup(any_key_ends_the_countdown_and_means_nothing_else, glass_begin),
		cmocka_unit_test_setup(any_touch_ends_the_countdown_and_means_nothing_else,
				       glass_begin),
		cmocka_unit_test_setup(the_countdown_promises_to_save_only_what_there_is, glass_begin),
		cmocka_unit_test_setup(a_finger_is_answered_in_the_same_frame, glass_begin),
		cmocka_unit_test_setup(a_second_tap_at_once_counts_once, glass_begin),
		cmocka_unit_test_setup(the_door_does_not_tap_through_to_the_screen_behind,
				       glass_begin),
		cmocka_unit_test_setup(a_poster_fades_in_and_ends_as_painted, glass_begin),
	};

	return ks_test_run_in(tests, glass_setup, glass_teardown);
}
