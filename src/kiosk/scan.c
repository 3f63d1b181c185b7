/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/scan.h"

/*
 * Reading order, like Tab, so that nothing is left out; only where the round begins is chosen, to save whole rounds: at
 * the keys, the rows to choose from, else the main action.
 */

int ks_scan_dwell_ms(const struct ks_app *app)
{
	static const int dwell_ms[] = {0, 1000, 2000, 4000};

	return dwell_ms[app->scan];
}

static const struct ks_element *first_of_role(const struct ks_app *app, enum ks_role role)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(app->shown, &n);

	for (size_t i = 0; i < n; i++)
		if (shown[i].role == role && ks_scene_step_focus(app->shown, shown[i].action, 0))
			return &shown[i];
	return NULL;
}

static const struct ks_element *first(const struct ks_app *app)
{
	static const enum ks_role asked[] = {KS_ROLE_CHOICE, KS_ROLE_REGION};
	const struct ks_element *at = first_of_role(app, KS_ROLE_KEY);

	if (!at)
		at = ks_scene_main(app->shown);
	for (size_t i = 0; i < KS_COUNT(asked) && !at; i++)
		at = first_of_role(app, asked[i]);
	return at ? at : ks_scene_step_focus(app->shown, (struct ks_action){0, 0}, 1);
}

static void put_ring(struct ks_app *app, const struct ks_element *at)
{
	app->ui.has_focus_ring = at;
	app->ui.focused = at ? at->action : (struct ks_action){0, 0};
	app->scan_mono_ms = ks_clock_mono_ms(&app->clock);
}

bool ks_scan_begin(struct ks_app *app)
{
	if (ks_scan_dwell_ms(app) == 0)
		return false;
	put_ring(app, first(app));
	return true;
}

int ks_scan_on_time(struct ks_app *app, bool *has_moved)
{
	int dwell_ms = ks_scan_dwell_ms(app);
	int64_t stood_ms = ks_clock_mono_ms(&app->clock) - app->scan_mono_ms;

	*has_moved = false;
	if (dwell_ms == 0 || app->is_counting_down)
		return -1;
	if (stood_ms < dwell_ms)
		return (int)(dwell_ms - stood_ms);
	put_ring(app, ks_scene_step_focus(app->shown, app->ui.focused, 1));
	*has_moved = true;
	return dwell_ms;
}

bool ks_scan_input(struct ks_app *app, const struct ks_input *input, struct ks_action *action)
{
	const struct ks_element *at;
	bool is_press = input->kind == KS_INPUT_DOWN || input->kind == KS_INPUT_KEY;

	*action = (struct ks_action){0, 0};
	if (ks_scan_dwell_ms(app) == 0)
		return false;
	if (!is_press ||
	    (app->scan_press_ms != 0 && input->t_ms - app->scan_press_ms < KS_TOUCH_REPEAT_MS))
		return true;
	app->scan_press_ms = input->t_ms;
	at = ks_scene_step_focus(app->shown, app->ui.focused, 0);
	if (app->ui.has_focus_ring && at)
		*action = at->action;
	return true;
}
