/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/sample.h"

#include "kiosk/flow.h"
#include "kiosk/words/words.h"
#include "ui/widget.h"

/* The sample of 見やすさ: heading, text and rows as a lesson and a question have them, nothing to touch. */

#define PAD_MM 6.0

static void flow_words(struct ks_flow *flow, enum ks_role role, enum ks_word word,
		       const struct ks_text_style *style)
{
	struct ks_rich rich = ks_rich_plain(ks_word(word));
	int h = ks_text_layout(flow->app->ui.text, &rich, style, flow->column.w)->h;
	struct ks_rect r;

	if (ks_flow_room(flow, h, &r)) /* whole or not at all */
		ks_scene_words(flow->scene, role, r, ks_word(word), style);
}

static void flow_row(struct ks_flow *flow, int index, enum ks_word word)
{
	struct ks_rich rich = ks_rich_plain(ks_word(word));
	struct ks_choice_row row = {.mark = ks_choice_mark(index),
				    .text = &rich,
				    .state = index == 0 ? KS_STATE_SELECTED : 0};
	struct ks_rect r;

	if (ks_flow_room(flow, ks_widget_choice_height(flow->scene, flow->column.w, &row), &r))
		ks_widget_choice(flow->scene, r, &row);
}

void ks_sample_build(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_text_style small = ks_widget_style(&app->ui, 6.2);
	struct ks_text_style title = ks_widget_heading_style(&app->ui, 6.8);
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, 11.0);
	struct ks_text_style body = ks_widget_style(&app->ui, KS_MM_BODY);
	int pad = ks_mm_fixed(metrics, PAD_MM), h;
	struct ks_flow flow;

	small.color = KS_COLOR_INK2;
	title.color = KS_COLOR_INK2;
	h = ks_scene_words(scene, KS_ROLE_TEXT, r, ks_word(KS_W_SAMPLE), &small);
	r.y += h + ks_mm_fixed(metrics, 2.0);
	r.h -= h + ks_mm_fixed(metrics, 2.0);
	ks_widget_panel(scene, r);
	flow = ks_flow_begin(app, scene, ks_rect_inset(r, pad), 0);
	flow.gap_px = ks_mm(metrics, 3.6);
	flow_words(&flow, KS_ROLE_TEXT, KS_W_SAMPLE_TITLE, &title);
	flow_words(&flow, KS_ROLE_HEADING, KS_W_SAMPLE_HEADING, &heading);
	flow_words(&flow, KS_ROLE_TEXT, KS_W_SAMPLE_TEXT, &body);
	flow_row(&flow, 0, KS_W_SAMPLE_CHOSEN);
	flow_row(&flow, 1, KS_W_SAMPLE_OTHER);
}
