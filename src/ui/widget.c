/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/widget.h"

#include "ui/widget_private.h"

/* Type styles and the plain parts: cards, bars, rings. */

struct ks_text_style ks_widget_style(const struct ks_ui *ui, double mm)
{
	return (struct ks_text_style){
		.face = KS_FACE_REGULAR,
		.em_px = ks_em(&ui->metrics, mm),
		.pitch_percent = 170,
		.breaking = KS_BREAK_STRICT,
		.align = KS_ALIGN_LEFT,
		.color = KS_COLOR_INK,
		.strong_color = KS_COLOR_KEY,
		.has_furigana = ui->has_furigana,
		.note_em_px = ks_em(&ui->metrics, KS_MM_NOTE),
	};
}

struct ks_text_style ks_widget_heading_style(const struct ks_ui *ui, double mm)
{
	struct ks_text_style style = ks_widget_style(ui, mm);

	style.face = KS_FACE_BOLD;
	style.pitch_percent = 140;
	style.breaking = KS_BREAK_PHRASE;
	return style;
}

const struct ks_text_layout *ks_widget_layout(struct ks_scene *scene, const char *words,
					      const struct ks_text_style *style, int width_px)
{
	struct ks_rich rich = ks_rich_plain(words ? words : "");

	return ks_text_layout(ks_scene_ui(scene)->text, &rich, style, width_px);
}

int ks_widget_words_width(struct ks_scene *scene, const char *words, const struct ks_text_style *style)
{
	return ks_widget_layout(scene, words, style, 0)->w;
}

int ks_widget_words_height(struct ks_scene *scene, const char *words,
			   const struct ks_text_style *style, int width_px)
{
	return ks_widget_layout(scene, words, style, width_px)->h;
}

void ks_widget_put(struct ks_scene *scene, const struct ks_text_layout *layout, struct ks_rect r)
{
	struct ks_rect ink = ks_scene_text_bounds(layout, 0, 0);

	ks_scene_layout(scene, layout, r.x + (r.w - ink.w) / 2 - ink.x, ks_scene_centre_y(layout, r));
}

void ks_widget_card(struct ks_scene *scene, struct ks_rect r, enum ks_color fill,
		    enum ks_color line, double radius_mm, double line_mm)
{
	const struct ks_metrics *metrics = &ks_scene_ui(scene)->metrics;

	ks_scene_box(scene, r,
		     &(struct ks_box){
			     .fill = fill,
			     .line = line,
			     .radius_px = ks_mm(metrics, radius_mm),
			     .line_px = ks_mm_fixed(metrics, line_mm),
		     });
}

struct ks_rect ks_widget_square(int x, int y, int side)
{
	return (struct ks_rect){x - side / 2, y - side / 2, side, side};
}

void ks_widget_panel(struct ks_scene *scene, struct ks_rect r)
{
	ks_widget_card(scene, r, KS_COLOR_SURFACE, KS_COLOR_LINE, KS_MM_RADIUS_CARD, KS_MM_HAIRLINE);
}

static double within_one(double part)
{
	return part > 0 ? (part < 1 ? part : 1) : 0;
}

void ks_widget_bar(struct ks_scene *scene, struct ks_rect r, double part, const char *label)
{
	/* From edge to edge of the screen it is a line, elsewhere a thing with round ends. */
	int radius = r.w >= ks_scene_rect(scene).w ? 0 : r.h / 2;
	struct ks_rect done = r;

	done.w = (int)(r.w * within_one(part) + 0.5);
	if (done.w > 0 && done.w < 2 * radius)
		done.w = 2 * radius;
	ks_scene_box(scene, r, &(struct ks_box){.fill = KS_COLOR_NEUTRAL_SOFT, .radius_px = radius});
	ks_scene_box(scene, done, &(struct ks_box){.fill = KS_COLOR_KEY, .radius_px = radius});
	ks_scene_element(scene,
			 &(struct ks_element){.role = KS_ROLE_PROGRESS, .rect = r, .label = label});
}

void ks_widget_ring(struct ks_scene *scene, struct ks_rect r, double part, const char *words)
{
	struct ks_ui *ui = ks_scene_ui(scene);
	int side = ks_least(r.w, r.h), line = side / 9;
	struct ks_rect square = ks_widget_square(r.x + r.w / 2, r.y + r.h / 2, side);
	struct ks_text_style style = ks_widget_heading_style(ui, KS_MM_BODY);
	const struct ks_text_layout *layout;

	style.em_px = side * 3 / 10 / 2 * 2;
	layout = ks_widget_layout(scene, words, &style, 0);
	while (layout->w > (side - 2 * line) * 8 / 10 && style.em_px > 2) { /* "10/12" within the ring */
		style.em_px -= 2;
		layout = ks_widget_layout(scene, words, &style, 0);
	}
	ks_scene_arc(scene, square, line, 0, 1, KS_COLOR_NEUTRAL_SOFT);
	if (part > 0)
		ks_scene_arc(scene, square, line, 0, within_one(part), KS_COLOR_KEY);
	ks_widget_put(scene, layout, square);
	ks_scene_element(scene, &(struct ks_element){.role = KS_ROLE_PROGRESS,
						     .rect = square,
						     .label = words,
						     .layout = layout});
}
