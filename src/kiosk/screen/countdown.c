/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/countdown.h"

#include "kiosk/words/words.h"
#include "ui/widget.h"

/*
 * The countdown stands at the foot, over the bar whose buttons mean nothing meanwhile, and covers no text of the page. Any
 * touch or key is 続ける (driver.c); the button only says so. It promises to save only where there is something to save.
 */

#define BUTTON_MM 24.0

static const char *words_of(const struct ks_app *app, struct ks_scene *scene, int seconds_left)
{
	/* a check-in is recorded already, and nothing was begun */
	bool is_under_way = app->visit.is_signed_in && app->visit.purpose == KS_PURPOSE_TRAIN;
	enum ks_word word = is_under_way ? KS_W_IDLE_SAVES : KS_W_IDLE_CLOSES;

	return ks_say(ks_scene_arena(scene), word, seconds_left);
}

void ks_countdown_build(struct ks_app *app, struct ks_scene *scene, int seconds_left)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_rect all = ks_scene_rect(scene), bar = all, text, button_at;
	const char *words = words_of(app, scene, seconds_left);
	struct ks_text_style style = ks_widget_heading_style(&app->ui, 8.0);
	struct ks_button stay = {.kind = KS_BUTTON_PRIMARY,
				 .label = ks_word(KS_W_KEEP_GOING),
				 .action = {KS_ACT_KEEP_GOING, 0}};
	struct ks_element dialog = {.role = KS_ROLE_DIALOG, .label = words};
	int margin = ks_mm_fixed(metrics, ks_metrics_is_portrait(metrics) ? 10.0 : 12.0);
	int button_w = ks_widget_button_width(scene, &stay), button_h = ks_mm(metrics, BUTTON_MM);
	int words_w = all.w - 3 * margin - button_w, words_h;

	style.pitch_percent = 135;
	style.color = KS_COLOR_WARN;
	words_h = ks_widget_words_height(scene, words, &style, words_w);
	bar.h = ks_mm_fixed(metrics, KS_COUNTDOWN_MM);
	if (bar.h < button_h + margin)
		bar.h = button_h + margin;
	if (bar.h < words_h + margin)
		bar.h = words_h + margin;
	bar.y = all.h - bar.h;
	dialog.rect = bar;
	text = (struct ks_rect){margin, bar.y, words_w, bar.h};
	button_at = (struct ks_rect){all.w - margin - button_w, bar.y + (bar.h - button_h) / 2,
				     button_w, button_h};
	ks_scene_fill(scene, bar, KS_COLOR_WARN_SOFT);
	ks_scene_fill(scene, (struct ks_rect){0, bar.y, bar.w, ks_mm_fixed(metrics, 1.0)},
		      KS_COLOR_WARN);
	ks_scene_element(scene, &dialog);
	ks_scene_words_in(scene, KS_ROLE_TEXT, text, words, &style);
	ks_widget_button(scene, button_at, &stay);
}
