/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/icons.h"

#include <assert.h>

#include "base/mem.h"
#include "ui/paint.h"

/*
 * Each icon is a few polylines with round ends on a square of 24 units, like the strokes one would draw
 * by hand. Characters are not used: what a font makes of ✓ or → differs in weight and width.
 */

#define GRID 24.0
#define POINTS_MAX 16

struct stroke {
	int n_points; /* 0: a circle at (x, y) with radius */
	double points[2 * POINTS_MAX];
	double line; /* width in units; 0: the icon's usual one */
};

struct drawing {
	double line;
	int n_strokes;
	struct stroke strokes[6];
};

#define CIRCLE(x, y, radius) {.n_points = 0, .points = {(x), (y), (radius)}}
#define DOT(x, y, size) {.n_points = 1, .points = {(x), (y)}, .line = (size)}

static const struct drawing drawings[KS_ICON_COUNT] = {
	[KS_ICON_ARROW_LEFT] = {2.4, 2, {{2, {3.5, 12, 20.5, 12}, 0},
					 {3, {9.5, 5.5, 3.5, 12, 9.5, 18.5}, 0}}},
	[KS_ICON_ARROW_RIGHT] = {2.4, 2, {{2, {3.5, 12, 20.5, 12}, 0},
					  {3, {14.5, 5.5, 20.5, 12, 14.5, 18.5}, 0}}},
	[KS_ICON_CHECK] = {3.0, 1, {{3, {4.5, 12.8, 9.8, 18, 19.5, 6}, 0}}},
	[KS_ICON_CIRCLE] = {3.4, 1, {CIRCLE(12, 12, 9)}},
	[KS_ICON_CROSS] = {3.4, 2, {{2, {5, 5, 19, 19}, 0}, {2, {19, 5, 5, 19}, 0}}},
	[KS_ICON_BANG] = {3.4, 2, {{2, {12, 4, 12, 13.5}, 0}, DOT(12, 19.6, 4.0)}},
	[KS_ICON_FILE] = {2.0, 2, {{6, {13.5, 2.5, 4.5, 2.5, 4.5, 21.5, 19.5, 21.5, 19.5, 8.5, 13.5, 2.5}, 0},
				   {3, {13.5, 2.5, 13.5, 8.5, 19.5, 8.5}, 0}}},
	[KS_ICON_CARD] = {1.6, 5, {{5, {1.5, 4, 22.5, 4, 22.5, 20, 1.5, 20, 1.5, 4}, 0},
				   DOT(7.2, 9.6, 4.6),
				   {2, {4.6, 16, 9.8, 16}, 2.2},
				   {2, {14, 9, 19, 9}, 0},
				   {2, {14, 13, 17.5, 13}, 0}}},
	[KS_ICON_BACKSPACE] = {2.0, 3, {{6, {8, 5, 22, 5, 22, 19, 8, 19, 2, 12, 8, 5}, 0},
					{2, {11.5, 9, 17.5, 15}, 0},
					{2, {17.5, 9, 11.5, 15}, 0}}},
	[KS_ICON_CLOUD_WAIT] = {2.0, 3, {{13, {7.5, 16.5, 5, 16.2, 3, 14.6, 2.5, 12.2, 3.6, 9.8, 6, 8.8, 7.4, 6.2, 10,
						4.8, 13, 4.9, 15.6, 6.4, 17, 9, 19.6, 10.2, 20.8, 11.6}, 0},
					 CIRCLE(16, 17, 5.2),
					 {3, {16, 14.2, 16, 17, 18.2, 18.2}, 0}}},
	[KS_ICON_TRIANGLE] = {2.6, 1, {{4, {12, 4, 21, 20, 3, 20, 12, 4}, 0}}},
	[KS_ICON_DASH] = {2.6, 1, {{2, {3.5, 12, 20.5, 12}, 0}}},
};

void ks_icons_paint(struct ks_canvas *canvas, struct ks_rect r, enum ks_icon icon, uint32_t argb)
{
	assert((unsigned)icon < KS_ICON_COUNT);

	const struct drawing *drawing = &drawings[icon];
	double size = r.w < r.h ? r.w : r.h, unit = size / GRID;
	double left = r.x + (r.w - size) / 2, top = r.y + (r.h - size) / 2;

	for (int i = 0; i < drawing->n_strokes; i++) {
		const struct stroke *stroke = &drawing->strokes[i];
		double line = (stroke->line > 0 ? stroke->line : drawing->line) * unit;
		double points[2 * POINTS_MAX];

		if (stroke->n_points == 0) {
			ks_paint_arc(canvas, left + stroke->points[0] * unit, top + stroke->points[1] * unit,
				     stroke->points[2] * unit, line, 0, 1, argb);
			continue;
		}
		for (int k = 0; k < stroke->n_points; k++) {
			points[2 * k] = left + stroke->points[2 * k] * unit;
			points[2 * k + 1] = top + stroke->points[2 * k + 1] * unit;
		}
		ks_paint_stroke(canvas, points, stroke->n_points, line, argb);
	}
}
