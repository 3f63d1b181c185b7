/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/dark.h"

#include "kiosk/words/words.h"
#include "ui/widget.h"

/* A display whose backlight stays on is no lamp saved; one that follows the picture, and every display's wear, is. */

#define LINE_MM 7.0
#define COLUMNS 3
#define ROWS 5

bool ks_dark_is_due(struct ks_app *app)
{
	int64_t idle_ms = ks_clock_mono_ms(&app->clock) - app->input_mono_ms;

	return app->options->blank_min > 0 && app->screen == KS_SCREEN_ATTRACT &&
	       !app->is_preview && idle_ms >= INT64_C(60000) * app->options->blank_min;
}

void ks_dark_build(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_box ground = {.fill = KS_COLOR_PRINT};
	struct ks_text_style style = ks_widget_style(&app->ui, LINE_MM);
	const char *words = ks_word(KS_W_DARK);
	int64_t turn = ks_clock_mono_ms(&app->clock) / KS_DARK_MOVES_MS;
	int column = (int)(turn % COLUMNS), row = (int)(turn % ROWS);
	int w = ks_widget_words_width(scene, words, &style);
	int h = ks_widget_words_height(scene, words, &style, metrics->width_px);
	struct ks_rect r = {(metrics->width_px - w) * (column + 1) / (COLUMNS + 1),
			    (metrics->height_px - h) * (row + 1) / (ROWS + 1), metrics->width_px, h};

	ks_scene_box(scene, (struct ks_rect){0, 0, metrics->width_px, metrics->height_px}, &ground);
	style.color = KS_COLOR_EDGE;
	style.has_furigana = false;
	r.x = r.x < 0 ? 0 : r.x;
	ks_scene_words(scene, KS_ROLE_TEXT, r, words, &style);
}
