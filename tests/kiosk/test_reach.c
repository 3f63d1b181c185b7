/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kiosk/glass.h"
#include "kiosk/keys.h"
#include "kiosk/setup.h"
#include "kiosk/switch.h"
#include "record/db.h"
#include "record/pin.h"
#include "support/test.h"

/*
 * The screens behind the doors of everyday: choosing a 暗証番号, the 係員's, before a room, 端末の状態 and the first start. Tab
 * goes round each of them in reading order, and one switch alone reaches everything.
 */

#define TAPS_MAX 200

static int setup(void **state)
{
	int failed = glass_setup(state);
	struct glass *glass = *state;
	char title[] = "終日の集合研修", place[] = "大会議室";
	struct ks_gathering g = {
		.from_minute = 0, .to_minute = 23 * 60 + 59, .title = title, .place = place};

	/* of the day the fake clock tells */
	if (failed || switch_begin(state) != 0 || ks_site_today(&glass->app.site, &g.date) != KS_OK)
		return 1;
	return ks_db_run(glass->app.site.store, "UPDATE appointment SET roles = '研修担当'", "") !=
		       KS_OK ||
	       ks_gathering_add(glass->app.site.store, &g) != KS_OK;
}

/* Enter leads on, or a digit types or chooses. */
static void one_key_does_something(struct glass *glass)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n);
	bool is_found = ks_scene_main(glass->app.shown);

	for (size_t i = 0; i < n && !is_found; i++)
		is_found = shown[i].action.what != 0 &&
			   (shown[i].role == KS_ROLE_CHOICE || shown[i].role == KS_ROLE_KEY);
	if (!is_found)
		fail_msg("%s: no key does anything", ks_scene_name(glass->app.shown));
}

static void reach(struct glass *glass)
{
	one_key_does_something(glass);
	glass->app.input_mono_ms = ks_clock_mono_ms(&glass->app.clock);
	keys_go_round(glass);
	switch_goes_round(glass);
}

static void reach_behind(struct glass *glass, int what, int arg)
{
	while (!glass_find(glass, what, arg) && glass_find(glass, KS_ACT_BACK, 0))
		glass_tap(glass, KS_ACT_BACK, 0);
	while (!glass_find(glass, what, arg))
		glass_tap(glass, KS_ACT_NEXT, 0);
	glass_tap(glass, what, arg);
	reach(glass);
}

static void type(struct glass *glass, const char *digits)
{
	for (; *digits; digits++)
		glass_tap(glass, KS_ACT_DIGIT, *digits);
	glass_tap(glass, KS_ACT_NEXT, 0);
}

static void to_desk(struct glass *glass)
{
	glass_tap(glass, KS_ACT_ATTEND, 0);
	glass_tap(glass, KS_ACT_DESK, 0);
	type(glass, GLASS_NUMBER);
	type(glass, GLASS_PIN);
	assert_int_equal(glass->app.screen, KS_SCREEN_DESK);
}

static void the_desk_and_the_state_of_the_machine(void **state)
{
	struct glass *glass = *state;

	glass->options.courier = "/dev/null/stick";
	to_desk(glass);
	reach(glass);
	reach_behind(glass, KS_ACT_DEVICE, 0);
	while (glass->app.view.part + 1 < glass->app.view.n_parts) {
		glass_tap(glass, KS_ACT_NEXT, 0);
		reach(glass);
	}
	reach_behind(glass, KS_ACT_STICK, 0); /* no stick is in: said on the same screen */
	reach_behind(glass, KS_ACT_TOUCH, -1);
	glass_tap(glass, KS_ACT_DEVICE, 0);
	reach_behind(glass, KS_ACT_CLOCK, 0);
	glass->options.courier = NULL;
}

static void a_gathering_is_opened(void **state)
{
	struct glass *glass = *state;

	to_desk(glass);
	reach_behind(glass, KS_ACT_NEWLY, 0);
	reach_behind(glass, KS_ACT_CHOOSE, 0);
	reach_behind(glass, KS_ACT_CHOOSE, 0);
}

static void to_roll(struct glass *glass)
{
	to_desk(glass);
	glass_tap(glass, KS_ACT_CHOOSE, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_ROLL);
}

static void the_roll_and_reception(void **state)
{
	static const int deeds[] = {KS_ACT_ADMIT, KS_ACT_COUNT};
	struct glass *glass = *state;

	to_roll(glass);
	reach(glass);
	for (size_t i = 0; i < KS_COUNT(deeds); i++) {
		reach_behind(glass, deeds[i], -1);
		glass_tap(glass, KS_ACT_HOME, 0);
	}
	reach_behind(glass, KS_ACT_RECEPTION, 1);
	reach_behind(glass, KS_ACT_NAME, 0);
}

/* A page, a question, its hands and its answer. */
static void a_lesson_before_the_room(void **state)
{
	struct glass *glass = *state;

	to_roll(glass);
	reach_behind(glass, KS_ACT_SHOW, 0);
	reach_behind(glass, KS_ACT_SHOW, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_PRESENT);
	for (int i = 0; i < TAPS_MAX && !glass->app.visit.present.question; i++)
		glass_tap(glass, KS_ACT_NEXT, 0);
	reach(glass);
	reach_behind(glass, KS_ACT_HAND, 1);
	reach_behind(glass, KS_ACT_REVEAL, -1);
}

static void a_drill(void **state)
{
	struct glass *glass = *state;
	const struct ks_drill_visit *drill = &glass->app.visit.drill;

	to_roll(glass);
	glass_tap(glass, KS_ACT_SHOW, 0);
	reach_behind(glass, KS_ACT_DRILL, 0);
	for (int i = 0; i < TAPS_MAX && !drill->is_begun; i++)
		glass_tap(glass, KS_ACT_NEXT, 0);
	reach(glass);
	reach_behind(glass, KS_ACT_DECIDE, 0);
	for (int i = 0; i < TAPS_MAX && !drill->is_over; i++)
		glass_tap(glass, KS_ACT_NEXT, 0);
	assert_true(drill->is_over);
	reach(glass);
}

static void the_first_start(void **state)
{
	static const enum ks_setup_step steps[] = {KS_SETUP_KIND, KS_SETUP_WIDTH, KS_SETUP_TOUCH,
						   KS_SETUP_PLACE, KS_SETUP_ENROL};
	struct glass *glass = *state;
	struct ks_options kept = glass->options;

	for (size_t i = 0; i < KS_COUNT(steps); i++) {
		glass->options.setup_step = (int)steps[i];
		glass->options.wants_enrolment = steps[i] == KS_SETUP_ENROL;
		glass->app.screen =
			glass->options.wants_enrolment ? KS_SCREEN_ENROL : KS_SCREEN_SETUP;
		ks_screen_get(glass->app.screen)->enter(&glass->app, &glass->app.view);
		ks_app_draw(&glass->app);
		reach(glass);
	}
	glass->options = kept;
	glass->app.screen = KS_SCREEN_ATTRACT;
	ks_app_draw(&glass->app);
}

/* From HR's code to マイページ: by one switch alone, its own 暗証番号 twice. */
static void a_pin_is_chosen_by_one_switch(void **state)
{
	static const char chosen[] = "926174";
	struct glass *glass = *state;
	char code[KS_PIN_DIGITS + 1];
	const char *typed[] = {GLASS_NUMBER, code, chosen, chosen};

	assert_int_equal(ks_pin_reset(glass->app.site.store, GLASS_NUMBER, GLASS_NUMBER, code),
			 KS_OK);
	glass->app.scan = SWITCH_DWELL_VALUE;
	switch_press(glass, KS_ACT_TRAIN, 0);
	for (size_t i = 0; i < KS_COUNT(typed); i++) {
		assert_int_equal(glass->app.screen, KS_SCREEN_SIGNIN);
		assert_int_equal(glass_shows(glass, "決めてください"), i == 2);
		for (const char *digit = typed[i]; *digit; digit++)
			switch_press(glass, KS_ACT_DIGIT, *digit);
		switch_press(glass, KS_ACT_NEXT, 0);
	}
	assert_int_equal(glass->app.screen, KS_SCREEN_HOME);
	glass->app.scan = 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(the_desk_and_the_state_of_the_machine, switch_begin),
		cmocka_unit_test_setup(a_gathering_is_opened, switch_begin),
		cmocka_unit_test_setup(the_roll_and_reception, switch_begin),
		cmocka_unit_test_setup(a_lesson_before_the_room, switch_begin),
		cmocka_unit_test_setup(a_drill, switch_begin),
		cmocka_unit_test_setup(the_first_start, switch_begin),
		cmocka_unit_test_setup(a_pin_is_chosen_by_one_switch, switch_begin),
	};

	return ks_test_run_in(tests, setup, glass_teardown);
}
