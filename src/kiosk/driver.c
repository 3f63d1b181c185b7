/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/driver.h"

#include <stdlib.h>
#include <string.h>

#include "kiosk/card.h"
#include "kiosk/condition.h"
#include "kiosk/dark.h"
#include "kiosk/enrolling.h"
#include "kiosk/fade.h"
#include "kiosk/preview.h"
#include "kiosk/revision.h"
#include "kiosk/scan.h"
#include "kiosk/screen/countdown.h"
#include "kiosk/screen/enrol.h"
#include "kiosk/screen/magnify.h"
#include "kiosk/screen/screen.h"
#include "kiosk/screen/settings.h"
#include "kiosk/settings.h"
#include "kiosk/state.h"
#include "kiosk/trace.h"
#include "kiosk/visiting.h"
#include "kiosk/watchdog.h"
#include "kiosk/wedge.h"

/*
 * The driver: waits for input, turns it into taps, asks the present screen where a tap leads, and paints what
 * changed. Everything with a deadline (idle, clock on the wall) is a time-out of the one wait.
 */

/* Long enough to be read by whoever stands there. */
#define TROUBLE_LEAST_MS 10000

static int64_t idle_ms(struct ks_app *app)
{
	return ks_clock_mono_ms(&app->clock) - app->input_mono_ms;
}

/* How long nobody may touch anything here; twice that with ゆっくり, and for whoever waits for the ring to come round. */
static int64_t idle_limit_ms(const struct ks_app *app)
{
	const struct ks_options *options = app->options;
	const struct ks_screen *screen = ks_screen_get(app->screen);
	int s = screen->is_read ? options->reading_idle_s : options->idle_s;

	if (screen->stays_s > s)
		s = screen->stays_s;

	return INT64_C(1000) * s * (app->is_slow || app->scan > 0 ? 2 : 1);
}

static int countdown_left_s(struct ks_app *app)
{
	int64_t over_ms = idle_ms(app) - idle_limit_ms(app);
	int64_t left_ms = app->options->countdown_s * INT64_C(1000) - over_ms;

	return left_ms <= 0 ? 0 : (int)((left_ms + 999) / 1000);
}

/* Another size: parts and rows begin with the first. */
static void recount(struct ks_app *app)
{
	app->is_recount_due = false;
	app->view.part = 0;
	for (int id = KS_SCREEN_SAME + 1; id < KS_SCREEN_COUNT; id++)
		if (ks_screen_get((enum ks_screen_id)id)->recount)
			ks_screen_get((enum ks_screen_id)id)->recount(&app->view);
}

void ks_app_draw(struct ks_app *app)
{
	struct ks_input input = {.kind = KS_INPUT_NONE};
	struct ks_fade fade = {0};
	struct ks_damage damage;
	struct ks_scene *swap;

	if (app->is_recount_due)
		recount(app);
	ks_text_engine_keep_few(app->ui.text);
	ks_scene_begin(app->scene, &app->ui, ks_screen_get(app->screen)->name);
	if (app->is_dark)
		ks_dark_build(app, app->scene);
	else
		ks_screen_get(app->screen)->build(app, app->scene);
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
	app->is_dark = false;
	if (app->is_preview)
		to = ks_preview_screen(app, to);
	if (to == KS_SCREEN_TROUBLE && app->visit.place != KS_VISIT_NOBODY)
		(void)ks_app_sign_out(app, true); /* the doors that still work are anybody's */
	if (to != KS_SCREEN_SAME) {
		app->screen = to;
		app->ui.focused = (struct ks_action){0, 0};
		if (ks_screen_get(to)->enter)
			ks_screen_get(to)->enter(app, &app->view);
	}
	app->has_foreseen = !ks_screen_get(app->screen)->foresee;
	ks_app_draw(app);
	ks_visiting_tell(app);
}

/* Back to a screen as it was left: it is not entered anew. */
static void go_back(struct ks_app *app, enum ks_screen_id to)
{
	app->screen = to;
	app->ui.focused = (struct ks_action){0, 0};
	go(app, KS_SCREEN_SAME);
}

static void tap(struct ks_app *app, struct ks_action action)
{
	if (ks_settings_tap(app, action))
		go(app, KS_SCREEN_SAME);
	else if (action.what == KS_ACT_SETTINGS)
		go(app, ks_settings_screen_open(app));
	else if (action.what == KS_ACT_SETTLED)
		go_back(app, ks_settings_screen_leave(app));
	else if (action.what == KS_ACT_MAGNIFY)
		go(app, ks_magnify_open(app, action.arg != 0));
	else if (action.what == KS_ACT_MAGNIFIED)
		go_back(app, ks_magnify_leave(app));
	else if (action.what == KS_ACT_SIGN_OUT)
		go(app, ks_app_sign_out(app, false));
	else
		go(app, ks_screen_get(app->screen)->tap(app, action));
}

static bool is_live(const struct ks_element *element)
{
	return element->action.what != 0 && !(element->state & KS_STATE_DISABLED);
}

/* Real digit keys type on the drawn keypad; where there is none, they choose: 1 is the first row to choose from. */
static bool key_to_action(struct ks_app *app, const struct ks_input *input, struct ks_action *action)
{
	size_t n;
	const struct ks_element *elements = ks_scene_elements(app->shown, &n);
	int nth = input->digit - '0';

	if (input->key == KS_KEY_DIGIT)
		*action = (struct ks_action){KS_ACT_DIGIT, input->digit};
	else if (input->key == KS_KEY_BACKSPACE)
		*action = (struct ks_action){KS_ACT_ERASE, 0};
	else
		return false;
	for (size_t i = 0; i < n; i++)
		if (elements[i].action.what == action->what && elements[i].action.arg == action->arg)
			return is_live(&elements[i]);
	for (size_t i = 0; i < n && input->key == KS_KEY_DIGIT; i++) {
		if (elements[i].role != KS_ROLE_CHOICE || !is_live(&elements[i]) || --nth != 0)
			continue;
		*action = elements[i].action;
		return true;
	}
	return false;
}

/*
 * Any touch or key says 続ける while the countdown runs, and lights a glass that is dark; it means nothing else, wherever it was.
 * What a reader types to a dark glass is its number.
 */
static bool is_spent(struct ks_app *app, const struct ks_input *input)
{
	bool is_read = app->is_dark && input->kind == KS_INPUT_KEY &&
		       app->options->keyboard_reader != KS_KEYBOARD_PERSON;

	if (!app->is_counting_down && !app->is_dark)
		return false;
	app->is_counting_down = app->is_dark = false;
	app->is_touch_spent = input->kind == KS_INPUT_DOWN;
	app->ui.pressed = (struct ks_action){0, 0};
	app->touch.is_down = false;
	ks_app_draw(app);
	return !is_read;
}

static void wake(struct ks_app *app);

/* A key is a reader's where one types; true: it was taken. */
static bool is_typed_by_reader(struct ks_app *app, const struct ks_input *input)
{
	enum ks_screen_id to = KS_SCREEN_SAME;

	switch (ks_wedge_input(app, input, &to)) {
	case KS_WEDGE_NOTHING:
		return false;
	case KS_WEDGE_TAKEN:
		return true;
	case KS_WEDGE_CARD:
		wake(app);
		return true;
	case KS_WEDGE_BEGINS:
		go(app, to);
		return false;
	}
	return false;
}

static void person_input(struct ks_app *app, const struct ks_input *input)
{
	struct ks_action action;

	app->input_mono_ms = ks_clock_mono_ms(&app->clock);
	if (is_spent(app, input))
		return;
	if (app->is_touch_spent && input->kind != KS_INPUT_DOWN && input->kind != KS_INPUT_KEY)
		return; /* the rest of a touch that said 続ける */
	app->is_touch_spent = false;
	if (is_typed_by_reader(app, input))
		return;
	if (ks_scan_input(app, input, &action)) {
		if (action.what == 0)
			return;
		tap(app, action);
		if (ks_scan_begin(app))
			ks_app_draw(app);
		return;
	}
	if (input->kind == KS_INPUT_KEY && key_to_action(app, input, &action)) {
		enum ks_visit_place place = app->visit.place;

		app->ui.has_focus_ring = false; /* whoever types means by Enter: go on */
		tap(app, action);
		ks_wedge_typed(app, input, app->visit.place != place);
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

/* Another thread has news: a card was read, or something is to be drawn. A card is somebody's hand, as a touch is. */
static void wake(struct ks_app *app)
{
	enum ks_screen_id to;

	while (ks_cards_take(app, &to)) {
		app->input_mono_ms = ks_clock_mono_ms(&app->clock);
		app->is_counting_down = false;
		go(app, to);
		ks_cards_shown(app);
	}
	ks_app_draw(app); /* which costs nothing where nothing changed */
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
		app->is_quit |= __atomic_load_n(&app->is_stopped, __ATOMIC_ACQUIRE);
		wake(app);
		break;
	case KS_INPUT_RESIZE:
		ks_app_measure(app, input->x, input->y);
		ks_app_draw(app);
		break;
	case KS_INPUT_EXPOSE:
		app->has_shown = false;
		ks_app_draw(app);
		break;
	case KS_INPUT_QUIT:
		/* A closed window or Alt+F4 is no way out of a kiosk; SIGTERM is (main.c). */
		app->is_quit = app->options->mode != KS_WINDOW_FULLSCREEN;
		break;
	}
}

/* What the centre's clock says, for a kiosk whose own is wrong. */
static void take_centre_time(struct ks_app *app)
{
	struct ks_sync_status status;

	if (!app->sync)
		return;
	ks_sync_status(app->sync, &status);
	app->site.is_centre_time_known = status.is_centre_time_known;
	app->site.centre_mono_offset_ms = status.centre_mono_offset_ms;
}

/* A full disk may have been emptied: try now and then, but never so fast that nobody read what was wrong. */
static bool can_record_again(struct ks_app *app)
{
	return ks_clock_mono_ms(&app->clock) - app->trouble_mono_ms >= TROUBLE_LEAST_MS &&
	       ks_state_retry(app) == KS_OK;
}

/* The idle screen, or another that is nobody's. Returns ms until it is drawn again, -1: when something happens. */
static int on_time_unattended(struct ks_app *app, const struct ks_screen *screen)
{
	if (idle_ms(app) >= idle_limit_ms(app) && !ks_settings_are_standard(app)) {
		ks_settings_reset(app); /* whoever chose them has gone */
		ks_app_draw(app);
	}
	if (ks_revision_turn(app))
		ks_app_draw(app);
	ks_condition_tell(app);
	app->is_dark = app->is_dark || ks_dark_is_due(app);
	if (screen->redraw_ms > 0)
		ks_app_draw(app);
	if (app->is_dark)
		return KS_DARK_MOVES_MS;
	return screen->redraw_ms > 0 ? screen->redraw_ms : -1;
}

/* A screen that somebody stands before: what on it moves by itself, until nobody does. */
static int on_time_attended(struct ks_app *app, const struct ks_screen *screen, int64_t left_ms)
{
	int due_ms = screen->due_ms ? screen->due_ms(app) : -1;

	if (due_ms >= 0)
		ks_app_draw(app);
	return due_ms > 0 && due_ms < left_ms ? due_ms : (int)left_ms;
}

/* Of two times until something happens, -1: never. */
static int sooner(int one_ms, int other_ms)
{
	return one_ms < 0 || (other_ms >= 0 && other_ms < one_ms) ? other_ms : one_ms;
}

/* What time alone brings: the countdown, the sign-out, a moving clock. Returns ms until the next of these. */
static int on_time(struct ks_app *app)
{
	const struct ks_screen *screen = ks_screen_get(app->screen);
	int64_t limit_ms, idle;
	int leaves_ms;

	if (app->is_preview)
		return ks_preview_on_time(app);
	if (ks_enrolling_is_over(app)) {
		go(app, ks_enrol_screen_told(app));
		return 0;
	}
	take_centre_time(app);
	ks_state_tell_plan(app);
	ks_state_turn_day(app);
	if (app->trouble != KS_OK && app->screen == KS_SCREEN_TROUBLE && can_record_again(app)) {
		app->trouble = KS_OK;
		go(app, ks_app_base_screen(app));
		return 0;
	}
	if (screen->never_idles)
		return on_time_unattended(app, screen);
	leaves_ms = screen->leaves_ms ? screen->leaves_ms(app) : -1;
	if (leaves_ms == 0) {
		go(app, ks_app_sign_out(app, false));
		return 0;
	}
	limit_ms = idle_limit_ms(app);
	idle = idle_ms(app);
	if (idle < limit_ms)
		return sooner(on_time_attended(app, screen, limit_ms - idle), leaves_ms);
	if (countdown_left_s(app) == 0) {
		app->is_counting_down = false;
		go(app, ks_app_sign_out(app, true));
		return 0;
	}
	app->is_counting_down = true;
	ks_app_draw(app);
	return 1000 - (int)((idle - limit_ms) % 1000);
}

/*
 * Nobody taps right now: build the next screen into the spare scene, so that the tap finds its glyphs and picture
 * ready. The screen makes it of copies; what is shown is put back before anything else looks at it.
 */
static void foresee(struct ks_app *app)
{
	const struct ks_screen *screen = ks_screen_get(app->screen);
	struct ks_visit visit = app->visit, now = app->visit;
	struct ks_view view = app->view, shown = app->view;
	enum ks_screen_id next = KS_SCREEN_SAME;

	/* once per tap: drawing alone (a countdown) does not call for it again */
	app->has_foreseen = true;
	if (!app->is_counting_down && screen->foresee)
		next = screen->foresee(app, &visit, &view);
	if (next != KS_SCREEN_SAME) {
		app->visit = visit;
		app->view = view;
		ks_scene_begin(app->scene, &app->ui, "next");
		ks_screen_get(next)->build(app, app->scene);
		ks_scene_warm(app->scene);
		app->visit = now;
		app->view = shown;
	}
	explicit_bzero(&visit, sizeof(visit)); /* who it is must not stay on the stack */
	explicit_bzero(&now, sizeof(now));
	explicit_bzero(&view, sizeof(view));
	explicit_bzero(&shown, sizeof(shown));
}

/* The next deadline of any, in ms from now; -1: none. */
static int next_deadline(struct ks_app *app)
{
	int own_ms = on_time(app);
	bool has_moved;
	int scan_ms = ks_scan_on_time(app, &has_moved);

	if (has_moved)
		ks_app_draw(app);
	return sooner(sooner(own_ms, scan_ms), ks_watchdog_turn(ks_clock_mono_ms(&app->clock)));
}

void ks_app_pump(struct ks_app *app, int wait_ms)
{
	int64_t until_ms = ks_clock_mono_ms(&app->clock) + wait_ms;

	for (;;) {
		int64_t left_ms = until_ms - ks_clock_mono_ms(&app->clock);
		int next_ms = next_deadline(app);
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
