/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/switch.h"

#include "support/test.h"

#define TARGETS_MAX 128

int switch_begin(void **state)
{
	struct glass *glass = *state;

	glass->app.clock = ks_clock_fake(INT64_C(1795827600000));
	glass->app.input_mono_ms = ks_clock_mono_ms(&glass->app.clock);
	glass->app.scan_mono_ms = 0;
	glass->app.trouble = KS_OK; /* of a test that failed */
	ks_settings_reset(&glass->app);
	glass_rest(glass);
	return 0;
}

void switch_pass(struct glass *glass, int64_t ms)
{
	ks_clock_advance(&glass->app.clock, ms);
	glass->app.trouble_mono_ms =
		ks_clock_mono_ms(&glass->app.clock); /* stays as long as looked at */
	ks_app_pump(&glass->app, 0);
}

struct ks_action switch_ringed(struct glass *glass)
{
	return glass->app.ui.has_focus_ring ? glass->app.ui.focused : (struct ks_action){0, 0};
}

static size_t n_live(struct glass *glass)
{
	size_t n, n_live = 0;
	const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n);

	for (size_t i = 0; i < n; i++)
		n_live += shown[i].action.what != 0 && !(shown[i].state & KS_STATE_DISABLED);
	return n_live;
}

void switch_goes_round(struct glass *glass)
{
	size_t n = n_live(glass), n_found = 0;
	struct ks_action seen[TARGETS_MAX], at;

	assert_true(n > 0 && n <= TARGETS_MAX);
	glass->app.scan = SWITCH_DWELL_VALUE;
	glass->app.input_mono_ms = ks_clock_mono_ms(&glass->app.clock);
	glass->app.scan_mono_ms = glass->app.input_mono_ms;
	for (size_t i = 0; i < n; i++) {
		switch_pass(glass, SWITCH_DWELL_MS);
		at = switch_ringed(glass);
		if (glass->app.is_counting_down)
			fail_msg("%s: asked after %zu of %zu whether anybody is there",
				 ks_scene_name(glass->app.shown), i, n);
		if (at.what == 0)
			fail_msg("%s: no ring", ks_scene_name(glass->app.shown));
		for (size_t k = 0; k < n_found; k++)
			if (seen[k].what == at.what && seen[k].arg == at.arg)
				fail_msg("%s: %d/%d twice in a round",
					 ks_scene_name(glass->app.shown), at.what, at.arg);
		seen[n_found++] = at;
	}
	glass->app.scan = 0;
	glass->app.ui.has_focus_ring = false;
	glass->app.ui.focused = (struct ks_action){0, 0};
	ks_app_draw(&glass->app);
}

void switch_press(struct glass *glass, int what, int arg)
{
	struct ks_app *app = &glass->app;

	for (size_t i = 0; i <= 2 * n_live(glass); i++) {
		struct ks_action at = switch_ringed(glass);

		if (at.what == what && (arg < 0 || at.arg == arg)) {
			app->input_mono_ms = ks_clock_mono_ms(&app->clock);
			glass_touch(glass, KS_INPUT_DOWN, 3, 3);
			glass_touch(glass, KS_INPUT_UP, 3, 3);
			glass->now_ms += 1000;
			return;
		}
		switch_pass(glass, SWITCH_DWELL_MS);
	}
	fail_msg("%s: the ring does not come to %d/%d", ks_scene_name(app->shown), what, arg);
}
