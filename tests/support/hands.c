/* SPDX-License-Identifier: Apache-2.0 */
#include "support/hands.h"

#include <stdio.h>
#include <stdlib.h>

#include "kiosk/driver.h"

/* Real touches on what reached the glass, half a second apart: a program that is led has one pair of hands. */

#define TAPS_MOST 500000
#define ROWS_MOST 2000

static struct ks_app *app;
static int64_t now_ms = 1000;
static long n_taps;

void hands_begin(struct ks_app *kiosk)
{
	app = kiosk;
}

void hands_die(const char *why, int what)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(app->shown, &n);

	fprintf(stderr, "walk: %s (%d) on screen %s:\n", why, what, ks_scene_name(app->shown));
	for (size_t i = 0; i < n; i++)
		fprintf(stderr, "  %d/%d %s\n", shown[i].action.what, shown[i].action.arg,
			shown[i].label);
	exit(1);
}

void hands_touch(enum ks_input_kind kind, int x, int y)
{
	struct ks_input input = {.kind = kind, .x = x, .y = y, .t_ms = now_ms};

	now_ms += 500;
	ks_app_input(app, &input);
}

bool hands_try_tap(int what, int arg)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(app->shown, &n);

	for (size_t i = 0; i < n; i++) {
		struct ks_rect r = shown[i].rect;

		if (shown[i].action.what != what || (arg >= 0 && shown[i].action.arg != arg) ||
		    shown[i].state & KS_STATE_DISABLED)
			continue;
		if (++n_taps > TAPS_MOST)
			hands_die("too many taps", what);
		hands_touch(KS_INPUT_DOWN, r.x + r.w / 2, r.y + r.h / 2);
		hands_touch(KS_INPUT_UP, r.x + r.w / 2, r.y + r.h / 2);
		return true;
	}
	return false;
}

void hands_tap(int what, int arg)
{
	if (!hands_try_tap(what, arg))
		hands_die("nothing to tap", what);
}

void hands_keys(const char *digits)
{
	for (; *digits; digits++)
		hands_tap(KS_ACT_DIGIT, *digits);
}

bool hands_turn_row(void)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(app->shown, &n);

	for (size_t i = 0; i < n; i++)
		if (shown[i].action.what == KS_ACT_ROWS && shown[i].action.arg > 0)
			return hands_try_tap(KS_ACT_ROWS, shown[i].action.arg);
	return false;
}

void hands_turn_rows(void)
{
	for (int i = 0; i < ROWS_MOST && hands_turn_row(); i++)
		;
}

long hands_count(void)
{
	return n_taps;
}
