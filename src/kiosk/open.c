/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "kiosk/app.h"
#include "kiosk/lesson.h"
#include "kiosk/preview.h"
#include "kiosk/screen/screen.h"
#include "kiosk/settings.h"
#include "kiosk/trace.h"
#include "kiosk/words/words.h"

/*
 * Starting in the order that lets every failure be told in time: state first (a kiosk that cannot record must not
 * open a window), then the window with what the idle screen shows. The rest of the content and sync follow when that
 * frame stands: a person needs longer to lift a hand than the lessons take to read.
 */

static int open_store(struct ks_app *app)
{
	char *why = NULL;
	enum ks_rc rc = ks_store_open(app->options->state, KS_ROLE_KIOSK, KS_ACCESS_WRITE,
				      &app->store, &why);

	if (rc == KS_OK)
		rc = ks_ledger_open(app->store, &app->clock, app->options->kiosk, &app->ledger);
	if (rc == KS_OK)
		return -1;
	if (why)
		fprintf(stderr, "%s\n", why);
	else if (rc == KS_CONFLICT)
		fprintf(stderr,
			"%s: この状態フォルダーは別の端末のものです。認証情報と --state の組み合わせを確かめてください。"
			"--credentials を付け忘れていませんか。\n",
			app->options->state);
	else
		fprintf(stderr, "%s: 記録を開けません（%s）。\n", app->options->state,
			ks_rc_name(rc));
	free(why);
	return rc == KS_BUSY ? KS_EXIT_TRY_LATER : KS_EXIT_BAD_CONFIG;
}

static void open_content(struct ks_app *app)
{
	enum ks_rc rc = ks_content_open(app->options->content, &app->content, &app->content_faults);

	if (rc == KS_NOT_FOUND)
		ks_diags_error(&app->content_faults, app->options->content, 0,
			       "教材のフォルダーがありません。--content の場所を確かめてください。");
	app->is_content_whole = rc != KS_OK && rc != KS_INVALID; /* there is no more of it */
}

static void read_content(struct ks_app *app)
{
	if (!app->is_content_whole)
		(void)!ks_content_read(&app->content, &app->content_faults); /* the faults are shown */
	app->is_content_whole = true;
	if (app->content_faults.n_items > 0)
		ks_diags_print(&app->content_faults, stderr);
	app->plan = ks_content_plan(&app->content, ks_nendo_of(ks_app_today(app)));
	if (app->plan)
		app->plan_json =
			ks_plans_to_json(app->content.plans, app->content.n_plans, app->plan->nendo);
}

static void sync_changed(void *context)
{
	struct ks_app *app = context;

	if (app->window)
		ks_window_wake(app->window);
}

static int open_sync(struct ks_app *app)
{
	struct ks_sync_options sync = {.ledger = app->ledger,
				       .clock = &app->sync_clock,
				       .endpoint = app->options->endpoint,
				       .credentials = app->options->credentials,
				       .plan_json = app->plan_json,
				       .changed = sync_changed,
				       .context = app};

	if (*app->options->endpoint == '\0')
		return -1;
	if (ks_http_curl_open(app->options->ca_file, &app->http) != KS_OK) {
		fprintf(stderr, "送信の準備ができません。ca_file を確かめてください。\n");
		return KS_EXIT_BAD_CONFIG;
	}
	sync.http = app->http;
	if (ks_sync_start(&sync, &app->sync) != KS_OK) {
		fprintf(stderr, "送信を始められません。--endpoint と ca_file を確かめてください。\n");
		return KS_EXIT_BAD_CONFIG;
	}
	return -1;
}

int ks_app_open(struct ks_app *app, const struct ks_options *options)
{
	int code;

	app->options = options;
	app->clock = ks_clock_system();
	app->sync_clock = ks_clock_system();
	if (options->preview) {
		ks_preview_open(app);
		return -1;
	}
	code = open_store(app);
	if (code >= 0)
		return code;
	open_content(app);
	return -1;
}

/* What the idle screen could stand without; it is drawn again where that changed it. */
static int finish_start(struct ks_app *app)
{
	if (app->is_preview)
		return -1;
	read_content(app);
	if (ks_lesson_recover(app) != KS_OK) {
		ks_log_error("kiosk", "cannot record abandoned sittings: %s",
			     ks_store_last_error(app->store));
		app->trouble = KS_IO;
	}
	app->screen = ks_app_base_screen(app);
	ks_app_draw(app);
	return open_sync(app);
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
	if (app->ledger && app->visit.is_lesson_open)
		ks_visit_end(app, true);
	ks_sync_stop(app->sync);
	ks_http_curl_close(&app->http);
	ks_scene_close(app->scene);
	ks_scene_close(app->shown);
	ks_window_close(app->window);
	ks_images_close(app->ui.images);
	ks_text_engine_close(app->ui.text);
	free(app->plan_json);
	ks_content_finish(&app->content);
	ks_diags_finish(&app->content_faults);
	ks_ledger_close(app->ledger);
	ks_store_close(app->store);
}
