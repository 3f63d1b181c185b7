/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/app.h"

#include <stdlib.h>
#include <string.h>

#include "kiosk/glass.h"
#include "kiosk/settings.h"
#include "support/test.h"

/*
 * What hands may expect of the whole kiosk: pressed at once, no double taps, and everything reachable by keyboard in
 * reading order with a visible focus.
 */

#define TARGETS_MAX 128

static bool is_live(const struct ks_element *element)
{
	return element->action.what != 0 && !(element->state & KS_STATE_DISABLED);
}

/* The targets in the order the scene declares them, without what lies behind a dialogue. */
static size_t targets(struct glass *glass, struct ks_element *out)
{
	size_t n, n_out = 0;
	const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n);

	for (size_t i = 0; i < n; i++) {
		if (shown[i].role == KS_ROLE_DIALOG)
			n_out = 0;
		if (is_live(&shown[i]) && n_out < TARGETS_MAX)
			out[n_out++] = shown[i];
	}
	return n_out;
}

static const struct ks_element *focused(struct glass *glass)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n), *found = NULL;

	for (size_t i = 0; i < n; i++) {
		if (!(shown[i].state & KS_STATE_FOCUSED))
			continue;
		assert_null(found); /* one focus, not two */
		found = &shown[i];
	}
	return found;
}

static bool is_behind(const struct ks_rect *before, const struct ks_rect *after)
{
	return after->y + after->h > before->y || after->x >= before->x + before->w;
}

/* Tab from nothing through all targets and around to the first, then back once. */
static void tab_goes_round(struct glass *glass)
{
	struct ks_element order[TARGETS_MAX];
	size_t n = targets(glass, order);
	const char *screen = ks_scene_name(glass->app.shown);

	assert_true(n > 0);
	glass->app.ui.focused = (struct ks_action){0, 0};
	for (size_t i = 0; i <= n; i++) {
		const struct ks_element *at;

		glass_key(glass, KS_KEY_NEXT, 0);
		at = focused(glass);
		if (!at || at->action.what != order[i % n].action.what ||
		    at->action.arg != order[i % n].action.arg)
			fail_msg("%s: Tab %zu does not reach 「%s」 but 「%s」", screen, i + 1,
				 order[i % n].label, at ? at->label : "nothing");
		if (i > 0 && i < n && !is_behind(&order[i - 1].rect, &order[i].rect))
			fail_msg("%s: 「%s」 comes after 「%s」 but stands before it", screen,
				 order[i].label, order[i - 1].label);
	}
	glass_key(glass, KS_KEY_PREVIOUS, 0);
	assert_int_equal(focused(glass)->action.what, order[n - 1].action.what);
	glass_touch(glass, KS_INPUT_DOWN, 1, 1); /* a finger takes the ring away */
	glass_touch(glass, KS_INPUT_CANCEL, 1, 1);
	assert_null(focused(glass));
}

static void enter_on(struct glass *glass, int what, int arg)
{
	for (int i = 0; i < TARGETS_MAX; i++) {
		const struct ks_element *at;

		glass_key(glass, KS_KEY_NEXT, 0);
		at = focused(glass);
		if (at && at->action.what == what && (arg < 0 || at->action.arg == arg)) {
			glass_key(glass, KS_KEY_ENTER, 0);
			return;
		}
	}
	fail_msg("%s: the keyboard does not reach %d", ks_scene_name(glass->app.shown), what);
}

static void type_keys(struct glass *glass, const char *digits)
{
	for (; *digits; digits++)
		glass_key(glass, KS_KEY_DIGIT, *digits);
	enter_on(glass, KS_ACT_NEXT, 0);
}

static void the_keyboard_alone_leads_from_the_idle_screen_to_an_answer(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	tab_goes_round(glass);
	enter_on(glass, KS_ACT_TRAIN, 0);
	type_keys(glass, GLASS_NUMBER);
	tab_goes_round(glass);
	type_keys(glass, GLASS_PIN);
	assert_int_equal(app->screen, KS_SCREEN_HOME);
	tab_goes_round(glass);
	enter_on(glass, KS_ACT_SETTINGS, 0);
	tab_goes_round(glass);
	enter_on(glass, KS_ACT_HOME, 0);
	enter_on(glass, KS_ACT_OPEN, -1);
	for (int i = 0; i < 100 && app->screen == KS_SCREEN_PAGE; i++) {
		tab_goes_round(glass);
		enter_on(glass, KS_ACT_NEXT, 0);
	}
	assert_int_equal(app->screen, KS_SCREEN_QUESTION);
	tab_goes_round(glass);
	glass_rest(glass);
}

static void public_screens_go_round_by_tab(void **state)
{
	static const int doors[] = {KS_ACT_POLICY, KS_ACT_EMERGENCY, KS_ACT_ATTEND};
	struct glass *glass = *state;

	for (size_t i = 0; i < KS_COUNT(doors); i++) {
		enter_on(glass, doors[i], 0);
		tab_goes_round(glass);
		enter_on(glass, KS_ACT_CLOSE, 0);
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
		tab_goes_round(glass);
		glass_tap(glass, KS_ACT_CLOSE, 0);
		glass_sign_in(glass);
		tab_goes_round(glass);
		ks_app_input(&glass->app, &wide);
		ks_settings_choose(&glass->app, KS_SETTING_LOW, is_low);
		ks_app_draw(&glass->app);
		tab_goes_round(glass);
		glass_rest(glass);
	}
	ks_settings_reset(&glass->app);
}

static void a_dialogue_keeps_the_focus_to_itself(void **state)
{
	struct glass *glass = *state;

	glass_sign_in(glass);
	glass->app.input_mono_ms -= 61000;
	ks_app_pump(&glass->app, 0);
	assert_true(glass->app.is_counting_down);
	tab_goes_round(glass);
	enter_on(glass, KS_ACT_KEEP_GOING, 0);
	assert_false(glass->app.is_counting_down);
	assert_int_equal(glass->app.screen, KS_SCREEN_HOME);
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
	assert_string_equal(glass->app.visit.typed, "7");
	glass->now_ms += 1000;
	glass_tap(glass, KS_ACT_DIGIT, '7');
	assert_string_equal(glass->app.visit.typed, "77");
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

	assert_true(turn_poster(glass) >= 100);
	faded = pixels(canvas);
	glass->app.has_shown = false;
	ks_app_draw(&glass->app);
	painted = pixels(canvas);
	assert_memory_equal(faded, painted, bytes);
	free(faded);
	free(painted);
	glass->options.is_still = true;
	assert_true(turn_poster(glass) < 100); /* motion: off */
	glass->options.is_still = false;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(the_keyboard_alone_leads_from_the_idle_screen_to_an_answer,
				       glass_begin),
		cmocka_unit_test_setup(public_screens_go_round_by_tab, glass_begin),
		cmocka_unit_test_setup(the_order_holds_in_portrait_and_in_the_low_position,
				       glass_begin),
		cmocka_unit_test_setup(a_dialogue_keeps_the_focus_to_itself, glass_begin),
		cmocka_unit_test_setup(a_finger_is_answered_in_the_same_frame, glass_begin),
		cmocka_unit_test_setup(a_second_tap_at_once_counts_once, glass_begin),
		cmocka_unit_test_setup(the_door_does_not_tap_through_to_the_screen_behind,
				       glass_begin),
		cmocka_unit_test_setup(a_poster_fades_in_and_ends_as_painted, glass_begin),
	};

	return cmocka_run_group_tests_name(__FILE__, tests, glass_setup, glass_teardown);
}
