/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/touch.h"

#include <stdlib.h>

#include "support/test.h"

/* UI.md "Touch", rule by rule. 4 px are 1 mm: slack 32 px, movement 40 px. */

enum { LEFT = 1, RIGHT = 2, FADED = 3, DIALOG = 4, OUT = 5, ON = 6 };

struct stage {
	struct ks_ui ui;
	struct ks_scene *scene;
	struct ks_touch touch;
	struct ks_action action; /* of the last tap */
	int64_t now_ms;
};

static void put(struct stage *stage, int x, int w, int what, unsigned state)
{
	ks_scene_element(stage->scene, &(struct ks_element){.role = KS_ROLE_BUTTON,
							    .state = state,
							    .rect = {x, 100, w, 80},
							    .action = {what, 0},
							    .label = "押す"});
}

/* LEFT 100–299, RIGHT 320–519, FADED 700–799; all 100–179 high. */
static void build(struct stage *stage)
{
	ks_scene_begin(stage->scene, &stage->ui, "touch");
	put(stage, 100, 200, LEFT, 0);
	put(stage, 320, 200, RIGHT, 0);
	put(stage, 700, 100, FADED, KS_STATE_DISABLED);
}

static int set_up(void **state)
{
	struct stage *stage = ks_alloc_zero(1, sizeof(*stage));

	stage->ui.metrics = ks_metrics_make(1920, 1080, 480, 100);
	stage->scene = ks_scene_open();
	stage->now_ms = 100000;
	build(stage);
	*state = stage;
	return 0;
}

static int tear_down(void **state)
{
	struct stage *stage = *state;

	ks_scene_close(stage->scene);
	free(stage);
	return 0;
}

static enum ks_touch_result feed(struct stage *stage, enum ks_input_kind kind, int x, int y)
{
	struct ks_input input = {.kind = kind, .x = x, .y = y, .t_ms = stage->now_ms};

	stage->action = (struct ks_action){0, 0};
	return ks_touch_input(&stage->touch, stage->scene, &stage->ui, &input, &stage->action);
}

static enum ks_touch_result key(struct stage *stage, enum ks_key which)
{
	struct ks_input input = {.kind = KS_INPUT_KEY, .key = which, .t_ms = stage->now_ms};

	stage->action = (struct ks_action){0, 0};
	return ks_touch_input(&stage->touch, stage->scene, &stage->ui, &input, &stage->action);
}

/* What was tapped, 0 for nothing. */
static int tap_from_to(struct stage *stage, int x, int y, int to_x, int to_y)
{
	feed(stage, KS_INPUT_DOWN, x, y);
	if (to_x != x || to_y != y)
		feed(stage, KS_INPUT_MOVE, to_x, to_y);
	stage->now_ms += 80;
	return feed(stage, KS_INPUT_UP, to_x, to_y) == KS_TOUCH_TAP ? stage->action.what : 0;
}

static int tap(struct stage *stage, int x, int y)
{
	return tap_from_to(stage, x, y, x, y);
}

static void a_tap_counts_when_the_finger_lifts(void **state)
{
	struct stage *stage = *state;

	assert_int_equal(feed(stage, KS_INPUT_DOWN, 150, 150), KS_TOUCH_REDRAW);
	assert_int_equal(stage->action.what, 0);
	assert_int_equal(feed(stage, KS_INPUT_UP, 150, 150), KS_TOUCH_TAP);
	assert_int_equal(stage->action.what, LEFT);
}

static void the_element_is_pressed_from_touch_down_until_lift(void **state)
{
	struct stage *stage = *state;

	feed(stage, KS_INPUT_DOWN, 150, 150);
	assert_int_equal(stage->ui.pressed.what, LEFT);
	feed(stage, KS_INPUT_UP, 150, 150);
	assert_int_equal(stage->ui.pressed.what, 0);
}

static void a_lift_8_mm_outside_still_taps(void **state)
{
	struct stage *stage = *state;

	assert_int_equal(tap(stage, 150, 179 + 32), LEFT);
}

static void a_lift_more_than_8_mm_outside_taps_nothing(void **state)
{
	struct stage *stage = *state;

	assert_int_equal(tap(stage, 150, 179 + 33), 0);
}

static void movement_of_10_mm_is_still_a_tap(void **state)
{
	struct stage *stage = *state;

	assert_int_equal(tap_from_to(stage, 150, 150, 190, 150), LEFT);
}

static void movement_of_more_than_10_mm_is_none(void **state)
{
	struct stage *stage = *state;

	assert_int_equal(tap_from_to(stage, 150, 150, 191, 150), 0);
}

static void a_finger_that_went_away_and_came_back_taps_nothing(void **state)
{
	struct stage *stage = *state;

	feed(stage, KS_INPUT_DOWN, 150, 150);
	assert_int_equal(feed(stage, KS_INPUT_MOVE, 250, 150), KS_TOUCH_REDRAW);
	assert_int_equal(stage->ui.pressed.what, 0);
	feed(stage, KS_INPUT_MOVE, 150, 150);
	assert_int_equal(feed(stage, KS_INPUT_UP, 150, 150), KS_TOUCH_NOTHING);
}

static void drifting_to_the_neighbour_taps_what_is_shown_pressed(void **state)
{
	struct stage *stage = *state;

	feed(stage, KS_INPUT_DOWN, 295, 150);
	assert_int_equal(stage->ui.pressed.what, LEFT);
	feed(stage, KS_INPUT_MOVE, 325, 150);
	assert_int_equal(stage->ui.pressed.what, RIGHT);
	assert_int_equal(feed(stage, KS_INPUT_UP, 325, 150), KS_TOUCH_TAP);
	assert_int_equal(stage->action.what, RIGHT);
}

static void a_second_tap_on_the_spot_within_300_ms_is_ignored(void **state)
{
	struct stage *stage = *state;

	assert_int_equal(tap(stage, 150, 150), LEFT);
	stage->now_ms += 299 - 80;
	assert_int_equal(tap(stage, 155, 150), 0);
}

static void a_second_tap_on_the_spot_after_300_ms_counts(void **state)
{
	struct stage *stage = *state;

	assert_int_equal(tap(stage, 150, 150), LEFT);
	stage->now_ms += 300 - 80;
	assert_int_equal(tap(stage, 150, 150), LEFT);
}

static void a_quick_tap_on_another_spot_counts(void **state)
{
	struct stage *stage = *state;

	assert_int_equal(tap(stage, 150, 150), LEFT);
	assert_int_equal(tap(stage, 400, 150), RIGHT);
}

static void ignored_taps_do_not_prolong_the_wait(void **state)
{
	struct stage *stage = *state;

	assert_int_equal(tap(stage, 150, 150), LEFT);
	assert_int_equal(tap(stage, 150, 150), 0);
	assert_int_equal(tap(stage, 150, 150), 0);
	stage->now_ms += 100;
	assert_int_equal(tap(stage, 150, 150), LEFT);
}

static void a_long_press_is_a_tap(void **state)
{
	struct stage *stage = *state;

	feed(stage, KS_INPUT_DOWN, 150, 150);
	stage->now_ms += 5000;
	assert_int_equal(feed(stage, KS_INPUT_UP, 150, 150), KS_TOUCH_TAP);
}

static void a_cancelled_touch_taps_nothing(void **state)
{
	struct stage *stage = *state;

	feed(stage, KS_INPUT_DOWN, 150, 150);
	assert_int_equal(feed(stage, KS_INPUT_CANCEL, 0, 0), KS_TOUCH_REDRAW);
	assert_int_equal(stage->ui.pressed.what, 0);
	assert_int_equal(feed(stage, KS_INPUT_UP, 150, 150), KS_TOUCH_NOTHING);
}

static void a_lift_without_a_touch_taps_nothing(void **state)
{
	struct stage *stage = *state;

	assert_int_equal(feed(stage, KS_INPUT_UP, 150, 150), KS_TOUCH_NOTHING);
}

static void a_disabled_element_is_neither_pressed_nor_tapped(void **state)
{
	struct stage *stage = *state;

	assert_int_equal(feed(stage, KS_INPUT_DOWN, 750, 150), KS_TOUCH_NOTHING);
	assert_int_equal(stage->ui.pressed.what, 0);
	assert_int_equal(feed(stage, KS_INPUT_UP, 750, 150), KS_TOUCH_NOTHING);
}

static void a_dialogue_that_came_up_under_the_finger_is_not_tapped(void **state)
{
	struct stage *stage = *state;

	feed(stage, KS_INPUT_DOWN, 150, 150);
	ks_scene_element(stage->scene,
			 &(struct ks_element){.role = KS_ROLE_DIALOG, .rect = {0, 0, 900, 900}});
	put(stage, 100, 200, DIALOG, 0);
	assert_int_not_equal(feed(stage, KS_INPUT_UP, 150, 150), KS_TOUCH_TAP);
	assert_int_equal(stage->ui.pressed.what, 0);
}

static void a_button_that_came_up_under_a_finger_on_nothing_is_not_tapped(void **state)
{
	struct stage *stage = *state;

	feed(stage, KS_INPUT_DOWN, 1000, 150);
	put(stage, 950, 100, DIALOG, 0);
	assert_int_not_equal(feed(stage, KS_INPUT_UP, 1000, 150), KS_TOUCH_TAP);
}

/* Where the finger rests, not where it came down: to the right, or below. */
static void what_came_up_where_the_finger_moved_to_is_not_tapped(void **state)
{
	struct stage *stage = *state;

	for (int way = 0; way < 2; way++) {
		int x = 150 + (way == 0 ? 8 : 0), y = 150 + (way == 1 ? 8 : 0);

		build(stage);
		feed(stage, KS_INPUT_DOWN, 150, 150);
		assert_int_equal(feed(stage, KS_INPUT_MOVE, x, y), KS_TOUCH_NOTHING);
		put(stage, 100, 200, DIALOG, 0); /* before what was touched, which is still there */
		assert_int_equal(feed(stage, KS_INPUT_MOVE, x, y), KS_TOUCH_NOTHING);
		assert_int_not_equal(feed(stage, KS_INPUT_UP, x, y), KS_TOUCH_TAP);
	}
	build(stage);
	feed(stage, KS_INPUT_DOWN, 150, 150);
	ks_scene_begin(stage->scene, &stage->ui, "touch"); /* what was touched is gone */
	put(stage, 100, 200, RIGHT, 0);
	assert_int_not_equal(feed(stage, KS_INPUT_UP, 151, 150), KS_TOUCH_TAP);
	feed(stage, KS_INPUT_DOWN, 70, 150); /* and who came from nothing means what they come to */
	stage->now_ms += 1000;
	feed(stage, KS_INPUT_DOWN, 60, 150);
	assert_int_equal(feed(stage, KS_INPUT_UP, 75, 150), KS_TOUCH_TAP);
}

/* Onto it from where nothing is; not from what went away meanwhile. */
static void a_finger_that_slides_onto_a_button_taps_it(void **state)
{
	struct stage *stage = *state;

	assert_int_equal(tap_from_to(stage, 560, 140, 530, 140), RIGHT);
	stage->now_ms += 1000;
	feed(stage, KS_INPUT_DOWN, 295, 140);
	assert_int_equal(stage->ui.pressed.what, LEFT);
	ks_scene_begin(stage->scene, &stage->ui, "touch");
	put(stage, 320, 200, RIGHT, 0);
	feed(stage, KS_INPUT_MOVE, 325, 140);
	assert_int_equal(stage->ui.pressed.what, RIGHT);
	assert_int_equal(feed(stage, KS_INPUT_UP, 325, 140), KS_TOUCH_REDRAW);
	assert_int_equal(stage->action.what, 0);
}

static void a_screen_that_was_built_again_unchanged_keeps_the_touch(void **state)
{
	struct stage *stage = *state;

	feed(stage, KS_INPUT_DOWN, 150, 150);
	build(stage);
	assert_int_equal(feed(stage, KS_INPUT_UP, 151, 150), KS_TOUCH_TAP);
}

static void tab_shows_the_focus_and_goes_around(void **state)
{
	struct stage *stage = *state;

	assert_int_equal(key(stage, KS_KEY_NEXT), KS_TOUCH_REDRAW);
	assert_true(stage->ui.has_focus_ring);
	assert_int_equal(stage->ui.focused.what, LEFT);
	key(stage, KS_KEY_NEXT);
	assert_int_equal(stage->ui.focused.what, RIGHT);
	key(stage, KS_KEY_NEXT);
	assert_int_equal(stage->ui.focused.what, LEFT);
	key(stage, KS_KEY_PREVIOUS);
	assert_int_equal(stage->ui.focused.what, RIGHT);
}

static void enter_taps_what_is_focused(void **state)
{
	struct stage *stage = *state;

	key(stage, KS_KEY_NEXT);
	assert_int_equal(key(stage, KS_KEY_ENTER), KS_TOUCH_TAP);
	assert_int_equal(stage->action.what, LEFT);
}

static void enter_without_a_visible_focus_taps_nothing(void **state)
{
	struct stage *stage = *state;

	stage->ui.focused = (struct ks_action){LEFT, 0};
	assert_int_equal(key(stage, KS_KEY_ENTER), KS_TOUCH_NOTHING);
}

static void enter_on_a_focus_that_is_gone_taps_nothing(void **state)
{
	struct stage *stage = *state;

	key(stage, KS_KEY_NEXT);
	ks_scene_begin(stage->scene, &stage->ui, "other");
	put(stage, 100, 100, RIGHT, 0);
	assert_int_equal(key(stage, KS_KEY_ENTER), KS_TOUCH_NOTHING);
	assert_int_equal(key(stage, KS_KEY_NEXT), KS_TOUCH_REDRAW);
	assert_int_equal(stage->ui.focused.what, RIGHT);
}

static void enter_alone_means_the_main_action_else_the_way_out(void **state)
{
	struct stage *stage = *state;

	put(stage, 800, 100, OUT, KS_STATE_EXIT);
	assert_int_equal(key(stage, KS_KEY_ENTER), KS_TOUCH_TAP);
	assert_int_equal(stage->action.what, OUT);
	put(stage, 1000, 100, ON, KS_STATE_MAIN);
	assert_int_equal(key(stage, KS_KEY_ENTER), KS_TOUCH_TAP);
	assert_int_equal(stage->action.what, ON);
	assert_int_equal(key(stage, KS_KEY_ESCAPE), KS_TOUCH_TAP);
	assert_int_equal(stage->action.what, OUT);
	ks_scene_begin(stage->scene, &stage->ui, "other");
	put(stage, 800, 100, OUT, KS_STATE_EXIT);
	put(stage, 1000, 100, ON, KS_STATE_MAIN | KS_STATE_DISABLED);
	assert_int_equal(key(stage, KS_KEY_ENTER),
			 KS_TOUCH_NOTHING); /* not yet, and not out by mistake */
}

static void a_touch_hides_the_focus_ring(void **state)
{
	struct stage *stage = *state;

	key(stage, KS_KEY_NEXT);
	assert_int_equal(feed(stage, KS_INPUT_DOWN, 1500, 900), KS_TOUCH_REDRAW);
	assert_false(stage->ui.has_focus_ring);
}

static void digits_and_escape_are_left_to_the_screen(void **state)
{
	struct stage *stage = *state;

	key(stage, KS_KEY_NEXT);
	assert_int_equal(key(stage, KS_KEY_DIGIT), KS_TOUCH_NOTHING);
	assert_int_equal(key(stage, KS_KEY_ESCAPE), KS_TOUCH_NOTHING);
	assert_int_equal(key(stage, KS_KEY_BACKSPACE), KS_TOUCH_NOTHING);
	assert_int_equal(stage->ui.focused.what, LEFT);
}

static void other_inputs_are_no_touches(void **state)
{
	struct stage *stage = *state;

	feed(stage, KS_INPUT_DOWN, 150, 150);
	assert_int_equal(feed(stage, KS_INPUT_WAKE, 0, 0), KS_TOUCH_NOTHING);
	assert_int_equal(feed(stage, KS_INPUT_NONE, 0, 0), KS_TOUCH_NOTHING);
	assert_int_equal(feed(stage, KS_INPUT_QUIT, 0, 0), KS_TOUCH_NOTHING);
	assert_int_equal(stage->ui.pressed.what, LEFT);
}

#define touch_test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
	touch_test(a_tap_counts_when_the_finger_lifts),
	touch_test(the_element_is_pressed_from_touch_down_until_lift),
	touch_test(a_lift_8_mm_outside_still_taps),
	touch_test(a_lift_more_than_8_mm_outside_taps_nothing),
	touch_test(movement_of_10_mm_is_still_a_tap),
	touch_test(movement_of_more_than_10_mm_is_none),
	touch_test(a_finger_that_went_away_and_came_back_taps_nothing),
	touch_test(drifting_to_the_neighbour_taps_what_is_shown_pressed),
	touch_test(a_second_tap_on_the_spot_within_300_ms_is_ignored),
	touch_test(a_second_tap_on_the_spot_after_300_ms_counts),
	touch_test(a_quick_tap_on_another_spot_counts),
	touch_test(ignored_taps_do_not_prolong_the_wait),
	touch_test(a_long_press_is_a_tap),
	touch_test(a_cancelled_touch_taps_nothing),
	touch_test(a_lift_without_a_touch_taps_nothing),
	touch_test(a_disabled_element_is_neither_pressed_nor_tapped),
	touch_test(a_dialogue_that_came_up_under_the_finger_is_not_tapped),
	touch_test(a_button_that_came_up_under_a_finger_on_nothing_is_not_tapped),
	touch_test(what_came_up_where_the_finger_moved_to_is_not_tapped),
	touch_test(a_finger_that_slides_onto_a_button_taps_it),
	touch_test(a_screen_that_was_built_again_unchanged_keeps_the_touch),
	touch_test(tab_shows_the_focus_and_goes_around),
	touch_test(enter_taps_what_is_focused),
	touch_test(enter_without_a_visible_focus_taps_nothing),
	touch_test(enter_on_a_focus_that_is_gone_taps_nothing),
	touch_test(enter_alone_means_the_main_action_else_the_way_out),
	touch_test(a_touch_hides_the_focus_ring),
	touch_test(digits_and_escape_are_left_to_the_screen),
	touch_test(other_inputs_are_no_touches),
};

int main(void)
{
	return ks_test_run(tests);
}
