/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/frame.h"

#include "kiosk/screen.h"
#include "kiosk/words.h"

/*
 * The same bars on every screen, so that the way out is always at the upper right and the way on always
 * at the lower right.
 */

#define TOP_MM 25.4
#define BOTTOM_MM 37.5
#define MARGIN_MM 24.0
#define BAR_MARGIN_MM 12.0
#define TOP_BUTTON_MM 17.6
#define MAIN_BUTTON_MM 25.4
#define GAP_MM 6.0

static int side_margin(const struct ks_metrics *metrics)
{
	return ks_mm_fixed(metrics, ks_metrics_is_portrait(metrics) ? 14.0 : MARGIN_MM);
}

static int bar_margin(const struct ks_metrics *metrics)
{
	return ks_mm_fixed(metrics, ks_metrics_is_portrait(metrics) ? 10.0 : BAR_MARGIN_MM);
}

/* Bars keep room for the body on a small display: they grow with the step, but not without end. */
static int bar_height(const struct ks_metrics *metrics, double mm)
{
	int h = ks_mm(metrics, mm), most = metrics->height_px / 6;

	return h < most ? h : most;
}

struct ks_frame ks_frame_begin(struct ks_app *app, struct ks_scene *scene, const char *title,
			       bool has_bottom)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_rect all = ks_scene_rect(scene);
	struct ks_text_style style = ks_widget_style(&app->ui, 6.8);
	int hair = ks_mm_fixed(metrics, 0.4), margin = bar_margin(metrics);
	struct ks_frame frame = {.margin_px = side_margin(metrics),
				 .gap_px = ks_mm_fixed(metrics, GAP_MM)};
	int top_h = bar_height(metrics, TOP_MM);
	int bottom_h = has_bottom ? bar_height(metrics, BOTTOM_MM) : 0;

	frame.top = (struct ks_rect){0, 0, all.w, top_h};
	frame.bottom = (struct ks_rect){0, all.h - bottom_h, all.w, bottom_h};
	frame.body = (struct ks_rect){frame.margin_px, top_h + ks_mm_fixed(metrics, 9.0),
				      all.w - 2 * frame.margin_px, 0};
	frame.body.h = frame.bottom.y - ks_mm_fixed(metrics, has_bottom ? 6.0 : 10.0) - frame.body.y;

	ks_scene_fill(scene, all, KS_COLOR_BG);
	ks_scene_fill(scene, frame.top, KS_COLOR_SURFACE);
	ks_scene_fill(scene, (struct ks_rect){0, top_h - hair, all.w, hair}, KS_COLOR_LINE);
	if (has_bottom) {
		ks_scene_fill(scene, frame.bottom, KS_COLOR_SURFACE);
		ks_scene_fill(scene, (struct ks_rect){0, frame.bottom.y, all.w, hair}, KS_COLOR_LINE);
	}
	style.face = KS_FACE_BOLD;
	ks_scene_words_in(scene, KS_ROLE_HEADING,
			  (struct ks_rect){margin, 0, all.w - 2 * margin, top_h - hair}, title,
			  &style);
	return frame;
}

void ks_frame_progress(struct ks_scene *scene, const struct ks_frame *frame, double part,
		       const char *label)
{
	int h = ks_mm_fixed(&ks_scene_ui(scene)->metrics, 2.6);

	ks_widget_bar(scene, (struct ks_rect){0, frame->top.y + frame->top.h, frame->top.w, h},
		      part, label);
}

static int free_right(const struct ks_scene *scene, const struct ks_frame *frame, int right_px,
		      int margin)
{
	(void)scene;
	return right_px > 0 ? right_px : frame->top.w - margin;
}

void ks_frame_top_button(struct ks_scene *scene, const struct ks_frame *frame, int *right_px,
			 const char *label, struct ks_action action)
{
	const struct ks_metrics *metrics = &ks_scene_ui(scene)->metrics;
	struct ks_button button = {
		.kind = KS_BUTTON_QUIET, .label = label, .label_mm = 6.2, .action = action};
	struct ks_text_style style = ks_widget_style(ks_scene_ui(scene), 6.2);
	struct ks_rich rich = ks_rich_plain(label);
	int right = free_right(scene, frame, *right_px, bar_margin(metrics));
	int h = bar_height(metrics, TOP_BUTTON_MM), w;

	style.face = KS_FACE_BOLD;
	w = ks_text_layout(ks_scene_ui(scene)->text, &rich, &style, 0)->w + 2 * ks_mm(metrics, 8.5);
	if (h > frame->top.h - ks_mm_fixed(metrics, 3.0))
		h = frame->top.h - ks_mm_fixed(metrics, 3.0);
	ks_widget_button(scene, (struct ks_rect){right - w, (frame->top.h - h) / 2, w, h}, &button);
	*right_px = right - w - ks_mm_fixed(metrics, 6.0);
}

void ks_frame_top_words(struct ks_scene *scene, const struct ks_frame *frame, int *right_px,
			const char *words)
{
	const struct ks_metrics *metrics = &ks_scene_ui(scene)->metrics;
	struct ks_text_style style = ks_widget_style(ks_scene_ui(scene), 6.4);
	struct ks_rich rich = ks_rich_plain(words);
	int right = free_right(scene, frame, *right_px, bar_margin(metrics));
	int w = ks_text_layout(ks_scene_ui(scene)->text, &rich, &style, 0)->w;

	style.color = KS_COLOR_INK2;
	ks_scene_words_in(scene, KS_ROLE_TEXT, (struct ks_rect){right - w, 0, w + 2, frame->top.h},
			  words, &style);
	*right_px = right - w - ks_mm_fixed(metrics, 6.0);
}

void ks_frame_person(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame,
		     const char *button, struct ks_action action)
{
	int right = 0;

	ks_frame_top_button(scene, frame, &right, button, action);
	if (!ks_metrics_is_portrait(&app->ui.metrics))
		ks_frame_top_words(scene, frame, &right,
				   ks_say(ks_scene_arena(scene), KS_W_SAN, app->visit.person.name));
}

void ks_frame_bottom_button(struct ks_scene *scene, const struct ks_frame *frame, enum ks_slot slot,
			    const struct ks_button *button)
{
	const struct ks_metrics *metrics = &ks_scene_ui(scene)->metrics;
	int margin = bar_margin(metrics), w = ks_widget_button_width(scene, button);
	int h = ks_mm(metrics, MAIN_BUTTON_MM), most = frame->bottom.h - ks_mm_fixed(metrics, 6.0);
	struct ks_rect r;

	if (h > most)
		h = most;
	if (w > frame->bottom.w / 2 - margin - margin / 2)
		w = frame->bottom.w / 2 - margin - margin / 2;
	r = (struct ks_rect){margin, frame->bottom.y + (frame->bottom.h - h) / 2, w, h};
	if (slot == KS_SLOT_RIGHT)
		r.x = frame->bottom.w - margin - w;
	ks_widget_button(scene, r, button);
}

void ks_frame_bottom_words(struct ks_scene *scene, const struct ks_frame *frame, const char *words)
{
	struct ks_text_style style = ks_widget_style(ks_scene_ui(scene), 7.2);
	int third = frame->bottom.w * 3 / 10;

	style.align = KS_ALIGN_CENTRE;
	style.color = KS_COLOR_INK2;
	ks_scene_words_in(scene, KS_ROLE_TEXT,
			  (struct ks_rect){third, frame->bottom.y, frame->bottom.w - 2 * third,
					   frame->bottom.h},
			  words, &style);
}
