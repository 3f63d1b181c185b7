/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/open.h"

#include <stdio.h>

#include "base/secret.h"
#include "kiosk/card_reader.h"
#include "kiosk/checked.h"
#include "kiosk/driver.h"
#include "kiosk/enrolling.h"
#include "kiosk/preview.h"
#include "kiosk/reader.h"
#include "kiosk/revision.h"
#include "kiosk/settings.h"
#include "kiosk/state.h"
#include "kiosk/trace.h"
#include "kiosk/visiting.h"

/*
 * Starting in the order that lets every failure be told in time: state first (a kiosk that cannot record must not
 * open a window), then the window with what the idle screen shows. The rest of the content and sync follow when that
 * frame stands: a person needs longer to lift a hand than the lessons take to read.
 */

int ks_app_open(struct ks_app *app, struct ks_options *options)
{
	int code;

	app->options = options;
	app->clock = ks_clock_system();
	app->sync_clock = ks_clock_system();
	app->site.clock = &app->clock;
	app->site.content = &app->content;
	app->cards = ks_cards_open();
	if (options->preview) {
		ks_preview_open(app);
		return -1;
	}
	code = ks_state_open(app);
	if (code >= 0)
		return code;
	(void)ks_secret_tell_folder(options->state, stderr);
	ks_revision_open(app);
	return -1;
}

/* What the idle screen could stand without; it is drawn again where that changed it. */
static int finish_start(struct ks_app *app)
{
	int code;

	if (app->is_preview)
		return -1;
	ks_revision_read(app);
	code = ks_state_start(app);
	app->reader = ks_card_reader_start(app, NULL);
	app->screen = ks_app_base_screen(app);
	ks_app_draw(app);
	ks_visiting_tell(app); /* a reception that was open before */
	return code;
}

int ks_app_show(struct ks_app *app)
{
	struct ks_window_options window = {.mode = app->options->mode,
					   .width_px = app->options->width_px,
					   .height_px = app->options->height_px,
					   .title = "kenshu"};
	const struct ks_canvas *canvas;

	if (ks_text_engine_open(&app->ui.text) != KS_OK) {
		fprintf(stderr,
			"書体がありません。fonts-morisawa-bizud-gothic をインストールしてください。\n");
		return KS_EXIT_BAD_CONFIG;
	}
	app->ui.images = ks_images_open(app->ui.text);
	ks_reader_use(&app->ui, &app->content.readings);
	if (ks_window_open(&window, &app->window) != KS_OK) {
		fprintf(stderr,
			"画面を開けません。表示装置を確かめるか、--offscreen を付けてください。\n");
		return KS_EXIT_BAD_CONFIG;
	}
	canvas = ks_window_canvas(app->window);
	app->ui.metrics = ks_metrics_make(canvas->w, canvas->h, app->options->display_long_mm, 100);
	ks_settings_reset(app);
	app->scene = ks_scene_open();
	app->shown = ks_scene_open();
	app->screen = ks_app_base_screen(app);
	if (app->is_preview)
		app->screen = ks_preview_screen(app, app->screen);
	app->input_mono_ms = app->poster_mono_ms = ks_clock_mono_ms(&app->clock);
	ks_app_draw(app);
	ks_trace_at("first_frame");
	return finish_start(app);
}

void ks_app_close(struct ks_app *app)
{
	/* Whoever is still here: what they did is kept, and nothing of them stays. */
	if (app->site.ledger)
		(void)ks_app_sign_out(app, true);
	(void)ks_enrolling_end(app);
	ks_visiting_close(app);
	ks_state_stop(app);
	ks_card_reader_stop(app->reader);
	ks_checked_stop(app);
	ks_cards_close(app->cards);
	ks_scene_close(app->scene);
	ks_scene_close(app->shown);
	ks_window_close(app->window);
	ks_images_close(app->ui.images);
	ks_text_engine_close(app->ui.text);
	ks_revision_close(app);
	ks_state_close(app);
}
