/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "kiosk/doors.h"
#include "kiosk/screen.h"
#include "kiosk/words.h"
#include "ui/widget.h"

/*
 * 待受 (design 01): what everybody may see, and four doors. Posters are public content; nothing here
 * depends on a person.
 */

#define POSTER_MS 10000
#define MARGIN_MM 24.0

static void build_clock(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	struct ks_civil now = ks_civil_from_ms(ks_clock_wall_ms(&app->clock));
	struct ks_text_style style = ks_widget_heading_style(&app->ui, 18.0);
	char *date = ks_wareki_date_weekday(now.date);
	const char *place = app->options->place ? app->options->place : "";
	int h;

	style.align = KS_ALIGN_RIGHT;
	style.color = KS_COLOR_ON_KEY;
	style.pitch_percent = 110;
	h = ks_scene_words(scene, KS_ROLE_TEXT, r,
			   ks_scene_format(scene, "%d:%02d", now.hour, now.minute), &style);
	style = ks_widget_style(&app->ui, 6.6);
	style.align = KS_ALIGN_RIGHT;
	style.color = KS_COLOR_KEY_SOFT;
	r.y += h;
	ks_scene_words(scene, KS_ROLE_TEXT, r, ks_scene_format(scene, "%s　%s", date, place), &style);
	free(date);
}

static void build_poster(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	const struct ks_poster *poster =
		&app->content.posters[app->poster_index % app->content.n_posters];
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_text_style style = ks_widget_heading_style(&app->ui, 23.0);
	bool is_tall = ks_metrics_is_portrait(metrics);
	struct ks_rect words = r, figure = r;
	struct ks_rect badge;

	if (is_tall) {
		figure.h = r.h * 2 / 5;
		words.y += figure.h + ks_mm_fixed(metrics, 6.0);
		words.h -= figure.h;
	} else {
		words.w = r.w * 62 / 100;
		figure.w = r.w * 30 / 100;
		figure.x = r.x + r.w - figure.w;
	}
	badge = ks_widget_badge(scene, words.x, words.y, 6.6, KS_TONE_ACCENT, KS_ICON_NONE,
				poster->badge);
	words.y += badge.h + ks_mm_fixed(metrics, 6.0);
	style.color = KS_COLOR_ON_KEY;
	words.y += ks_scene_text(scene, KS_ROLE_HEADING, words, &poster->text, &style);
	words.y += ks_mm_fixed(metrics, 6.0);
	style = ks_widget_style(&app->ui, 8.0);
	style.color = KS_COLOR_KEY_SOFT;
	ks_scene_text(scene, KS_ROLE_TEXT, words, &poster->small, &style);
	if (poster->figure && *poster->figure)
		ks_scene_image(scene, figure, poster->figure, "");
}

static void step_poster(struct ks_app *app)
{
	int64_t now = ks_clock_mono_ms(&app->clock);

	if (now - app->poster_mono_ms < POSTER_MS)
		return;
	app->poster_index++;
	app->poster_mono_ms = now;
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_rect all = ks_scene_rect(scene);
	int margin = ks_mm_fixed(metrics, ks_metrics_is_portrait(metrics) ? 14.0 : MARGIN_MM);
	struct ks_rect inner = {margin, ks_mm_fixed(metrics, 14.0), all.w - 2 * margin, 0};
	struct ks_rect doors = {margin, 0, inner.w, 0};
	struct ks_text_style style = ks_widget_style(&app->ui, 6.8);

	step_poster(app);
	ks_scene_fill(scene, all, KS_COLOR_KEY);
	build_clock(app, scene, inner);
	style.color = KS_COLOR_KEY_SOFT;
	ks_scene_words(scene, KS_ROLE_TEXT,
		       (struct ks_rect){margin, inner.y + ks_mm_fixed(metrics, 3.0), inner.w / 2, 0},
		       ks_scene_format(scene, "%s　%s", app->content.organisation.name,
				       app->content.organisation.system_name),
		       &style);
	doors.h = ks_doors_height(app, doors.w);
	doors.y = all.h - doors.h - ks_mm_fixed(metrics, 18.0);
	ks_doors_build(app, scene, doors, true);
	inner.y = ks_mm_fixed(metrics, 14.0) + ks_mm(metrics, 34.0);
	inner.h = doors.y - inner.y - ks_mm_fixed(metrics, 8.0);
	if (app->content.n_posters > 0)
		build_poster(app, scene, inner);
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	return ks_doors_tap(app, action);
}

const struct ks_screen ks_screen_attract = {
	.name = "attract", .build = build, .tap = tap, .never_idles = true, .redraw_ms = POSTER_MS};
