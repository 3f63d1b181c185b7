/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/app.h"

#include <string.h>

#include "base/log.h"
#include "kiosk/fade.h"
#include "kiosk/preview.h"
#include "kiosk/screen/screen.h"
#include "kiosk/settings.h"
#include "kiosk/trace.h"
#include "kiosk/words/words.h"

/*
 * The driver: waits for input, turns it into taps, asks the present screen where a tap leads, and paints what
 * changed. Everything with a deadline (idle, clock on the wall) is a time-out of the one wait.
 */

static const struct ks_screen *const screens[KS_SCREEN_COUNT] = {
	[KS_SCREEN_ATTRACT] = &ks_screen_attract,
	[KS_SCREEN_SIGNIN] = &ks_screen_signin,
	[KS_SCREEN_HOME] = &ks_screen_home,
	[KS_SCREEN_PAGE] = &ks_screen_page,
	[KS_SCREEN_QUESTION] = &ks_screen_question,
	[KS_SCREEN_REASON] = &ks_screen_reason,
	[KS_SCREEN_RESULT] = &ks_screen_result,
	[KS_SCREEN_REVIEW] = &ks_screen_review,
	[KS_SCREEN_GATHERINGS] = &ks_screen_gatherings,
	[KS_SCREEN_ATTENDED] = &ks_screen_attended,
	[KS_SCREEN_POLICY] = &ks_screen_policy,
	[KS_SCREEN_EMERGENCY] = &ks_screen_emergency,
	[KS_SCREEN_TROUBLE] = &ks_screen_trouble,
	[KS_SCREEN_SETTINGS] = &ks_screen_settings,
	[KS_SCREEN_SEARCH] = &ks_screen_search,
	[KS_SCREEN_INSPECT] = &ks_screen_inspect,
	[KS_SCREEN_HELP] = &ks_screen_help,
	[KS_SCREEN_INSPECTED] = &ks_screen_inspected,
	[KS_SCREEN_AGREE] = &ks_screen_agree,
	[KS_SCREEN_PREVIEW] = &ks_screen_preview,
};

const struct ks_screen *ks_screen_get(enum ks_screen_id id)
{
	return screens[id];
}

struct ks_date ks_app_today(struct ks_app *app)
{
	return ks_civil_from_ms(ks_clock_wall_ms(&app->clock)).date;
}

enum ks_screen_id ks_app_base_screen(const struct ks_app *app)
{
	return app->content_faults.n_errors > 0 || app->trouble != KS_OK ? KS_SCREEN_TROUBLE
									 : KS_SCREEN_ATTRACT;
}

static int64_t idle_ms(struct ks_app *app)
{
	return ks_clock_mono_ms(&app->clock) - app->input_mono_ms;
}

static int countdown_left_s(struct ks_app *app)
{
	int64_t over_ms = idle_ms(app) - app->options->idle_s * INT64_C(1000);
	int64_t left_ms = app->options->countdown_s * INT64_C(1000) - over_ms;

	return left_ms <= 0 ? 0 : (int)((left_ms + 999) / 1000);
}

void ks_app_draw(struct ks_app *app)
{
	struct ks_input input = {.kind = KS_INPUT_NONE};
	struct ks_fade fade = {0};
	struct ks_damage damage;
	struct ks_scene *swap;

	ks_scene_begin(app->scene, &app->ui, screens[app->screen]->name);
	screens[app->screen]->build(app, app->scene);
	if (app->is_counting_down)
		ks_countdown_build(app, app->scene, countdown_left_s(app));
	ks_scene_diff(app->has_shown ? app->shown : NULL, app->scene, &damage);
	if (app->is_poster_turned && app->has_shown && !app->options->is_still)
		ks_fade_begin(&fade, ks_window_canvas(app->window), &damage);
	app->is_poster_turned = false;
	for (int i = 0; i < damage.n_rects; i++)
		ks_scene_paint(app->scene, ks_window_canvas(app->window), damage.rects[i]);
	ks_fade_play(&fade, app->window, &input);
	if (damage.n_rects > 0) {
		ks_window_present(app->window, &damage);
		ks_trace_scene(app->scene);
	}
	swap = app->shown;
	app->shown = app->scene;
	app->scene = swap;
	app->has_shown = true;
	if (input.kind != KS_INPUT_NONE)
		ks_app_input(app, &input); /* a touch ended the fade */
}

static void go(struct ks_app *app, enum ks_screen_id to)
{
	if (app->is_preview)
		to = ks_preview_screen(app, to);
	if (to != KS_SCREEN_SAME) {
		app->screen = to;
		app->ui.focused = (struct ks_action){0, 0};
		if (screens[to]->enter)
			screens[to]->enter(app);
	}
	app->has_foreseen = screens[app->screen]->foresee == NULL;
	ks_app_draw(app);
}

/* The person walked away: save, sign out, rest. */
static void walk_away(struct ks_app *app)
{
	app->is_counting_down = false;
	ks_visit_end(app, true);
	go(app, ks_app_base_screen(app));
}

static void tap(struct ks_app *app, struct ks_action action)
{
	enum ks_screen_id to;
	enum ks_rc trouble;

	if (app->is_counting_down) {
		app->is_counting_down = false;
		if (action.what == KS_ACT_LEAVE) {
			ks_visit_end(app, false);
			go(app, ks_app_base_screen(app));
		} else {
			ks_app_draw(app);
		}
		return;
	}
	if (ks_settings_tap(app, action)) {
		go(app, KS_SCREEN_SAME);
		return;
	}
	trouble = app->trouble;
	to = screens[app->screen]->tap(app, action);
	go(app, app->trouble != trouble ? KS_SCREEN_TROUBLE : to);
}

/* Real digit keys type on the drawn keypad, when there is one. */
static bool key_to_action(struct ks_app *app, const struct ks_input *input, struct ks_action *action)
{
	size_t n;
	const struct ks_element *elements = ks_scene_elements(app->shown, &n);

	if (input->key == KS_KEY_DIGIT)
		*action = (struct ks_action){KS_ACT_DIGIT, input->digit};
	else if (input->key == KS_KEY_BACKSPACE)
		*action = (struct ks_action){KS_ACT_ERASE, 0};
	else
		return false;
	for (size_t i = 0; i < n; i++)
		if (elements[i].action.what == action->what && elements[i].action.arg == action->arg)
			return true;
	return false;
}

static void resize(struct ks_app *app, int width_px, int height_px)
{
	bool is_low = app->ui.metrics.is_low;

	app->ui.metrics = ks_metrics_make(width_px, height_px, app->options->display_long_mm,
					  app->ui.metrics.step_percent);
	app->ui.metrics.is_low = is_low;
	app->visit.part_index = app->visit.result_part = 0; /* parts are counted anew */
	app->visit.first_row = 0;
	ks_text_engine_trim(app->ui.text);
	ks_images_trim(app->ui.images);
	app->has_shown = false;
	ks_app_draw(app);
}

static void person_input(struct ks_app *app, const struct ks_input *input)
{
	struct ks_action action;

	app->input_mono_ms = ks_clock_mono_ms(&app->clock);
	if (input->kind == KS_INPUT_KEY && key_to_action(app, input, &action)) {
		tap(app, action);
		return;
	}
	switch (ks_touch_input(&app->touch, app->shown, &app->ui, input, &action)) {
	case KS_TOUCH_NOTHING:
		break;
	case KS_TOUCH_REDRAW:
		ks_app_draw(app);
		break;
	case KS_TOUCH_TAP:
		tap(app, action);
		break;
	}
}

void ks_app_input(struct ks_app *app, const struct ks_input *input)
{
	switch (input->kind) {
	case KS_INPUT_NONE:
		break;
	case KS_INPUT_DOWN:
	case KS_INPUT_MOVE:
	case KS_INPUT_UP:
	case KS_INPUT_CANCEL:
	case KS_INPUT_KEY:
		person_input(app, input);
		break;
	case KS_INPUT_WAKE:
		ks_app_draw(app);
		break;
	case KS_INPUT_RESIZE:
		resize(app, input->x, input->y);
		break;
	case KS_INPUT_EXPOSE:
		app->has_shown = false;
		ks_app_draw(app);
		break;
	case KS_INPUT_QUIT:
		app->is_quit = true;
		break;
	}
}

/* A full disk may have been emptied: try a small durable write now and then. */
static bool can_record_again(struct ks_app *app)
{
	return ks_store_set(app->store, "last-try", "1") == KS_OK;
}

/* What time alone brings: the countdown, the sign-out, a moving clock. Returns ms until the next of these. */
static int on_time(struct ks_app *app)
{
	const struct ks_screen *screen = screens[app->screen];
	int64_t idle_limit_ms = app->options->idle_s * INT64_C(1000);
	int64_t idle;

	if (app->is_preview)
		return ks_preview_on_time(app);
	if (app->trouble != KS_OK && app->screen == KS_SCREEN_TROUBLE && can_record_again(app)) {
		app->trouble = KS_OK;
		go(app, ks_app_base_screen(app));
		return 0;
	}
	if (screen->never_idles) {
		if (idle_ms(app) >= idle_limit_ms && !ks_settings_are_standard(app)) {
			ks_settings_reset(app); /* whoever chose them has gone */
			ks_app_draw(app);
		}
		if (screen->redraw_ms > 0)
			ks_app_draw(app);
		return screen->redraw_ms > 0 ? screen->redraw_ms : -1;
	}
	idle = idle_ms(app);
	if (idle < idle_limit_ms)
		return (int)(idle_limit_ms - idle);
	if (countdown_left_s(app) == 0) {
		walk_away(app);
		return 0;
	}
	app->is_counting_down = true;
	ks_app_draw(app);
	return 1000 - (int)((idle - idle_limit_ms) % 1000);
}

/*
 * Nobody taps right now: build the next screen into the spare scene, so that the tap finds its glyphs and
 * picture ready. The visit is only lent to foresee(): nothing of it is recorded or kept.
 */
static void foresee(struct ks_app *app)
{
	enum ks_screen_id (*look)(struct ks_app *) = screens[app->screen]->foresee;
	struct ks_visit now = app->visit;
	enum ks_screen_id next;

	/* once per tap: drawing alone (a countdown) does not call for it again */
	app->has_foreseen = true;
	next = app->is_counting_down || !look ? KS_SCREEN_SAME : look(app);
	if (next != KS_SCREEN_SAME) {
		ks_scene_begin(app->scene, &app->ui, "next");
		screens[next]->build(app, app->scene);
		ks_scene_warm(app->scene);
	}
	app->visit = now;
	explicit_bzero(&now, sizeof(now)); /* who it is must not stay on the stack */
}

void ks_app_pump(struct ks_app *app, int wait_ms)
{
	int64_t until_ms = ks_clock_mono_ms(&app->clock) + wait_ms;

	for (;;) {
		int64_t left_ms = until_ms - ks_clock_mono_ms(&app->clock);
		int next_ms = on_time(app);
		struct ks_input input = {.kind = KS_INPUT_NONE};

		if (wait_ms >= 0 && left_ms < 0)
			left_ms = 0;
		if (wait_ms >= 0 && (next_ms < 0 || next_ms > left_ms))
			next_ms = (int)left_ms;
		ks_window_wait(app->window, app->has_foreseen ? next_ms : 0, &input);
		if (!app->has_foreseen && input.kind == KS_INPUT_NONE) {
			foresee(app);
			continue;
		}
		ks_app_input(app, &input);
		if (app->is_quit)
			return;
		if (wait_ms >= 0 && input.kind == KS_INPUT_NONE &&
		    ks_clock_mono_ms(&app->clock) >= until_ms)
			return;
	}
}

int ks_app_run(struct ks_app *app)
{
	while (!app->is_quit)
		ks_app_pump(app, -1);
	return app->exit_code;
}
