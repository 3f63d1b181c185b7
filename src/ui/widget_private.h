/* SPDX-License-Identifier: Apache-2.0 */
/* Sizes and small steps that the widgets share, so that they look like one family. */
#ifndef KS_UI_WIDGET_PRIVATE_H
#define KS_UI_WIDGET_PRIVATE_H

#include "ui/scene_private.h"
#include "ui/widget.h"

#define KS_MM_RADIUS 4.0      /* buttons */
#define KS_MM_RADIUS_CARD 5.5 /* panels, choices, keys */
#define KS_MM_HAIRLINE 0.45
#define KS_MM_BORDER 0.75
#define KS_MM_BORDER_BOLD 1.4 /* selected, right, wrong, being filled */

/** ks_widget_layout() - @words within @width_px (0: one line). */
const struct ks_text_layout *ks_widget_layout(struct ks_scene *scene, const char *words,
					      const struct ks_text_style *style, int width_px);
/** ks_widget_put() - paint @layout with its ink centred in @r both ways. */
void ks_widget_put(struct ks_scene *scene, const struct ks_text_layout *layout, struct ks_rect r);
/** ks_widget_card() - a ground with a border of @line_mm. */
void ks_widget_card(struct ks_scene *scene, struct ks_rect r, enum ks_color fill,
		    enum ks_color line, double radius_mm, double line_mm);
/** ks_widget_square() - a square of @side centred at @x, @y. */
struct ks_rect ks_widget_square(int x, int y, int side);

#endif
