/* SPDX-License-Identifier: Apache-2.0 */
#include "support/look.h"

#include <stdio.h>

#include "kiosk/driver.h"
#include "kiosk/settings.h"
#include "support/hands.h"

/* The canvas is small, so that painting costs nothing: layout is what is looked at. */

#define TURNS_MAX 2000
#define ALIKE_MAX 8 /* pictures of one screen */

static const struct {
	int w, h;
} sizes[LOOK_SIZES] = {{1920, 1080}, {1280, 720}, {1280, 800}, {1080, 1920}, {3840, 2160}};

static struct ks_app *app;
static bool has_all_modes;

/* Pictures instead: of the canvas as it is, in one way of seeing. folder NULL: none. */
static struct {
	const char *folder;
	int step;
	enum look_mode mode;
	bool is_on; /* a look, not the way there */
	int n_alike[KS_SCREEN_COUNT];
} alone;

void look_begin(struct ks_app *kiosk, bool has_modes)
{
	app = kiosk;
	has_all_modes = has_modes;
	hands_begin(kiosk);
}

void look_alone(const char *folder, int step, enum look_mode mode)
{
	alone.folder = folder;
	alone.step = step;
	alone.mode = mode;
}

static void picture(void)
{
	char path[512];
	int nth = alone.n_alike[app->screen]++;

	if (nth >= ALIKE_MAX)
		return;
	snprintf(path, sizeof(path), "%s/%s-%d.png", alone.folder, ks_scene_name(app->shown), nth);
	if (ks_window_shot(app->window, path) != KS_OK)
		hands_die("no picture can be written", nth);
}

static void set_mode(enum look_mode mode)
{
	ks_settings_choose(app, KS_SETTING_FURIGANA, mode == LOOK_ALL);
	ks_settings_choose(app, KS_SETTING_EASY, mode == LOOK_ALL);
	ks_settings_choose(app, KS_SETTING_LOW, mode != LOOK_STANDARD);
}

static void look_in(int w, int h, int step, enum look_mode mode)
{
	struct ks_input input = {.kind = KS_INPUT_RESIZE, .x = w, .y = h};

	set_mode(mode);
	ks_settings_choose(app, KS_SETTING_TEXT, step);
	ks_app_input(app, &input);
}

void look_at(size_t size, int step, enum look_mode mode)
{
	look_in(sizes[size].w, sizes[size].h, step, mode);
}

void look_turn(void)
{
	if (app->screen == KS_SCREEN_INSPECT)
		return; /* an item has none: the count is that of the page that helped with the one before */
	for (int i = 0; i < TURNS_MAX && app->view.part + 1 < app->view.n_parts; i++) {
		bool is_turned = app->screen == KS_SCREEN_RESULT ? hands_try_tap(KS_ACT_ROWS, 1)
								 : hands_try_tap(KS_ACT_NEXT, 0);
		if (!is_turned)
			hands_die("a further part cannot be reached", app->view.n_parts);
		if (alone.is_on)
			picture();
	}
}

static void look_with(enum look_mode mode)
{
	for (size_t size = 0; size < LOOK_SIZES; size++)
		for (int step = 0; step < 3; step++) {
			look_at(size, step, mode);
			if (app->is_counting_down)
				continue;
			if (app->screen == KS_SCREEN_HOME)
				hands_turn_rows();
			else if (app->screen != KS_SCREEN_POLICY)
				look_turn();
		}
}

static void look_once(void)
{
	const struct ks_canvas *canvas = ks_window_canvas(app->window);

	look_in(canvas->w, canvas->h, alone.step, alone.mode);
	picture();
	if (!app->is_counting_down && app->screen != KS_SCREEN_HOME && app->screen != KS_SCREEN_POLICY)
		look_turn();
	while (app->screen == KS_SCREEN_HOME && hands_turn_row())
		picture();
}

void look(void)
{
	if (alone.folder) {
		alone.is_on = true;
		look_once();
		alone.is_on = false;
		look_at(0, 0, LOOK_STANDARD);
		return;
	}
	for (int mode = 0; mode < (has_all_modes ? LOOK_COUNT : LOOK_ALL); mode++)
		look_with((enum look_mode)mode);
	look_at(0, 0, LOOK_STANDARD);
}

void look_behind(int what, int arg)
{
	hands_tap(what, arg);
	look();
}
