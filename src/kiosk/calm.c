/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/calm.h"

#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/rc.h"
#include "kiosk/words/words.h"
#include "ui/scene.h"
#include "ui/widget.h"

/* It needs neither state nor content nor configuration, since any of these may be what is wrong. */

bool ks_calm_is_wanted(int code)
{
	const char *session = getenv("KENSHU_SESSION");

	return session && *session && code != KS_EXIT_DONE;
}

static void build(struct ks_ui *ui, struct ks_scene *scene)
{
	struct ks_text_style heading = ks_widget_heading_style(ui, 11.0);
	struct ks_text_style text = ks_widget_style(ui, 7.6);
	int margin = ks_mm_fixed(&ui->metrics, 24.0);
	struct ks_rect r = {margin, ui->metrics.height_px / 3, ui->metrics.width_px - 2 * margin, 0};
	struct ks_box ground = {.fill = KS_COLOR_BG};

	ks_scene_begin(scene, ui, "calm");
	ks_scene_box(scene, (struct ks_rect){0, 0, ui->metrics.width_px, ui->metrics.height_px},
		     &ground);
	heading.align = text.align = KS_ALIGN_CENTRE;
	r.y += ks_scene_words(scene, KS_ROLE_HEADING, r, ks_word(KS_W_CALM), &heading);
	r.y += ks_mm_fixed(&ui->metrics, 6.0);
	ks_scene_words(scene, KS_ROLE_TEXT, r, ks_word(KS_W_CALM_HINT), &text);
}

static void paint(struct ks_scene *scene, struct ks_window *window)
{
	struct ks_damage damage;

	ks_scene_diff(NULL, scene, &damage);
	for (int i = 0; i < damage.n_rects; i++)
		ks_scene_paint(scene, ks_window_canvas(window), damage.rects[i]);
	ks_window_present(window, &damage);
}

/* Drawn again when the compositor asks, and at another size. */
static void stay(struct ks_ui *ui, struct ks_scene *scene, struct ks_window *window, int ms)
{
	struct ks_clock clock = ks_clock_system();
	int64_t until_ms = ks_clock_mono_ms(&clock) + ms;

	for (int64_t left = ms; left > 0; left = until_ms - ks_clock_mono_ms(&clock)) {
		struct ks_input input = {.kind = KS_INPUT_NONE};

		ks_window_wait(window, (int)left, &input);
		if (input.kind == KS_INPUT_QUIT)
			return; /* SIGTERM, which SDL makes this of; or the window was closed: the session tries again */
		if (input.kind == KS_INPUT_RESIZE) {
			ui->metrics =
				ks_metrics_make(input.x, input.y, KS_DISPLAY_LONG_MM_DEFAULT, 100);
			build(ui, scene);
		}
		if (input.kind == KS_INPUT_RESIZE || input.kind == KS_INPUT_EXPOSE)
			paint(scene, window);
	}
}

bool ks_calm_show(enum ks_window_mode mode, int ms, struct ks_buf *dump)
{
	struct ks_window_options options = {
		.mode = mode, .width_px = 0, .height_px = 0, .title = "kenshu"};
	struct ks_ui ui = {0};
	struct ks_window *window = NULL;
	struct ks_scene *scene = NULL;
	const struct ks_canvas *canvas;
	bool is_shown = ks_text_engine_open(&ui.text) == KS_OK &&
			ks_window_open(&options, &window) == KS_OK;

	if (is_shown) {
		canvas = ks_window_canvas(window);
		ui.images = ks_images_open(ui.text);
		ui.metrics = ks_metrics_make(canvas->w, canvas->h, KS_DISPLAY_LONG_MM_DEFAULT, 100);
		scene = ks_scene_open();
		build(&ui, scene);
		paint(scene, window);
		if (dump)
			ks_scene_dump(scene, dump);
		stay(&ui, scene, window, ms);
	}
	ks_scene_close(scene);
	ks_window_close(window);
	ks_images_close(ui.images);
	ks_text_engine_close(ui.text);
	return is_shown;
}
