/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/dark.h"

#include <stdlib.h>

#include "kiosk/card.h"
#include "kiosk/glass.h"
#include "kiosk/words/words.h"
#include "support/test.h"

/* The glass at rest is dark, and whoever touches it finds the idle screen, not what lay below the finger. */

#define MINUTES 30

static void after(struct glass *glass, int64_t ms)
{
	ks_clock_advance(&glass->app.clock, ms);
	ks_app_pump(&glass->app, 0);
}

static int begin(void **state)
{
	struct glass *glass = *state;

	glass_begin(state);
	glass->app.clock = ks_clock_fake(ks_clock_wall_ms(&glass->app.clock));
	glass->app.input_mono_ms = ks_clock_mono_ms(&glass->app.clock);
	glass->options.blank_min = MINUTES;
	glass->options.keyboard_reader = KS_KEYBOARD_PERSON;
	glass->app.is_dark = false;
	ks_app_draw(&glass->app);
	return 0;
}

static bool is_dark(struct glass *glass)
{
	return glass_shows(glass, ks_word(KS_W_DARK)) && !glass_shows(glass, ks_word(KS_W_TRAIN));
}

static void darken(struct glass *glass)
{
	after(glass, INT64_C(60000) * MINUTES);
	assert_true(is_dark(glass));
}

static void it_is_dark_when_nobody_came_and_not_before(void **state)
{
	struct glass *glass = *state;

	after(glass, INT64_C(60000) * MINUTES - 1);
	assert_false(is_dark(glass));
	after(glass, 1);
	assert_true(is_dark(glass));
	after(glass, INT64_C(3600000));
	assert_true(is_dark(glass));
}

static void a_touch_lights_it_and_means_nothing_else(void **state)
{
	struct glass *glass = *state;
	struct ks_rect door = glass_find(glass, KS_ACT_TRAIN, 0)->rect;

	darken(glass);
	glass_touch(glass, KS_INPUT_DOWN, door.x + door.w / 2, door.y + door.h / 2);
	assert_false(is_dark(glass));
	glass_touch(glass, KS_INPUT_UP, door.x + door.w / 2, door.y + door.h / 2);
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
	glass_tap(glass, KS_ACT_TRAIN, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_SIGNIN);
}

static void a_key_of_a_person_lights_it_too(void **state)
{
	struct glass *glass = *state;

	darken(glass);
	glass_key(glass, KS_KEY_DIGIT, '7');
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
	assert_false(is_dark(glass));
}

static void a_reader_and_a_card_are_read_in_the_dark(void **state)
{
	struct glass *glass = *state;
	const uint8_t id[] = {1, 2, 3, 4};
	struct ks_input wake = {.kind = KS_INPUT_WAKE};

	darken(glass);
	glass->options.keyboard_reader = KS_KEYBOARD_NUMBER;
	glass_key(glass, KS_KEY_DIGIT, '7');
	assert_int_equal(glass->app.screen, KS_SCREEN_SIGNIN);
	assert_true(glass_shows(glass, "7"));
	glass_rest(glass);
	darken(glass);
	ks_cards_post(glass->app.cards, id, sizeof(id));
	ks_app_input(&glass->app, &wake);
	assert_false(is_dark(glass));
	assert_int_not_equal(glass->app.screen, KS_SCREEN_ATTRACT);
}

/* No sign burns in: three places across and five down, as far from one edge as from the other. */
static void what_stands_in_the_dark_moves(void **state)
{
	struct glass *glass = *state;
	int left = 1280, right = 0, top = 720, bottom = 0, n_places = 0;
	bool was_at[1280] = {false};

	darken(glass);
	for (int turn = 0; turn < 15; turn++) {
		size_t n;
		const struct ks_element *words;

		after(glass, KS_DARK_MOVES_MS);
		words = ks_scene_elements(glass->app.shown, &n);
		assert_int_equal(n, 1);
		assert_int_equal(words->layout->n_lines, 1);
		n_places += !was_at[words->rect.x];
		was_at[words->rect.x] = true;
		left = words->rect.x < left ? words->rect.x : left;
		top = words->rect.y < top ? words->rect.y : top;
		right = words->rect.x + words->layout->w > right ? words->rect.x + words->layout->w
								 : right;
		bottom = words->rect.y + words->layout->h > bottom ? words->rect.y + words->layout->h
								   : bottom;
	}
	assert_int_equal(n_places, 3);
	assert_in_range(left + right, 1277, 1283);
	assert_in_range(top + bottom, 717, 723);
	assert_true(left > 0 && top > 0 && right < 1280 && bottom < 720);
}

/* On a display of a few centimetres they take two lines, and none begins outside. */
static void on_the_smallest_glass_all_of_it_is_read(void **state)
{
	struct glass *glass = *state;
	const struct ks_input small = {.kind = KS_INPUT_RESIZE, .x = 640, .y = 480},
			      usual = {.kind = KS_INPUT_RESIZE, .x = 1280, .y = 720};
	double long_mm = glass->options.display_long_mm;

	glass->options.display_long_mm = 60;
	ks_app_input(&glass->app, &small);
	darken(glass);
	for (int turn = 0; turn < 3; turn++) {
		size_t n;
		const struct ks_element *words = ks_scene_elements(glass->app.shown, &n);

		assert_true(words->layout->n_lines > 1);
		assert_int_equal(words->rect.x, 0);
		assert_true(words->layout->w <= 640);
		after(glass, KS_DARK_MOVES_MS);
	}
	glass->options.display_long_mm = long_mm;
	ks_app_input(&glass->app, &usual);
}

/* News that is nobody's hand does not light an empty room; what must be said does. */
static void only_what_must_be_said_lights_it(void **state)
{
	struct glass *glass = *state;
	struct ks_input wake = {.kind = KS_INPUT_WAKE};

	darken(glass);
	ks_app_input(&glass->app, &wake);
	assert_true(is_dark(glass));
	after(glass, KS_DARK_MOVES_MS);
	assert_true(is_dark(glass));
}

static void it_stays_lit_where_somebody_is_or_is_told_so(void **state)
{
	struct glass *glass = *state;

	glass->options.blank_min = 0;
	after(glass, INT64_C(86400000));
	assert_false(is_dark(glass));
	glass->options.blank_min = 1;
	glass->options.reading_idle_s = 3600;
	glass_sign_in(glass);
	glass->app.input_mono_ms = ks_clock_mono_ms(&glass->app.clock);
	after(glass, INT64_C(59000));
	assert_false(is_dark(glass));
	assert_true(glass->app.visit.is_signed_in);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, begin)
	const struct CMUnitTest tests[] = {
		TEST(it_is_dark_when_nobody_came_and_not_before),
		TEST(a_touch_lights_it_and_means_nothing_else),
		TEST(a_key_of_a_person_lights_it_too),
		TEST(a_reader_and_a_card_are_read_in_the_dark),
		TEST(what_stands_in_the_dark_moves),
		TEST(on_the_smallest_glass_all_of_it_is_read),
		TEST(only_what_must_be_said_lights_it),
		TEST(it_stays_lit_where_somebody_is_or_is_told_so),
	};

	return ks_test_run_in(tests, glass_setup, glass_teardown);
}
