/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From inputs to taps (UI.md "Touch"): a tap counts where the finger lifts, inside the element or
 * ≤ 8 mm outside it; movement up to 10 mm is still a tap; a second tap on the same spot within
 * 300 ms is ignored. Keyboard: Tab and arrows move a focus, Enter taps it, or the main action while nothing is
 * focused; Escape is the way out; digits and Backspace are the screen's. Pure: no clock, no SDL.
 *
 * When the scene changes under a resting finger (a countdown comes up), lifting it taps nothing: nobody
 * means a button that was not there when they touched the glass.
 */
#ifndef KS_UI_TOUCH_H
#define KS_UI_TOUCH_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/input.h"
#include "ui/scene.h"

#define KS_TOUCH_SLACK_MM 8.0
#define KS_TOUCH_MOVE_MM 10.0
#define KS_TOUCH_REPEAT_MS 300

/* Zeroed memory is a fresh one. */
struct ks_touch {
	bool is_down;
	int down_x, down_y;
	struct ks_action down_on;
	int last_x, last_y;
	struct ks_action over; /* what the finger was on at the last event */
	bool has_moved_away;
	int tap_x, tap_y;
	int64_t tap_ms; /* 0: no tap yet */
};

enum ks_touch_result {
	KS_TOUCH_NOTHING,
	KS_TOUCH_REDRAW, /* pressed or focused changed in ks_ui */
	KS_TOUCH_TAP,    /* @action was tapped (pressed is cleared) */
};

/** ks_touch_input() - feed one DOWN, MOVE, UP, CANCEL or KEY; updates scene's ks_ui pressed/focused. */
enum ks_touch_result ks_touch_input(struct ks_touch *touch, const struct ks_scene *scene,
				    struct ks_ui *ui, const struct ks_input *input,
				    struct ks_action *action);

#endif
