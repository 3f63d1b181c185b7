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
#define POINTS_MAX 13

struct stroke {
	enum ks_icon icon;
	double line; /* width in units */
	int n_points; /* 0: a circle around the first point, its radius and how many dashes behind it; 1: a dot */
	double points[2 * POINTS_MAX];
};

static const struct stroke strokes[] = {
	{KS_ICON_ARROW_LEFT, 2.4, 2, {3.5, 12, 20.5, 12}},
	{KS_ICON_ARROW_LEFT, 2.4, 3, {9.5, 5.5, 3.5, 12, 9.5, 18.5}},
	{KS_ICON_ARROW_RIGHT, 2.4, 2, {3.5, 12, 20.5, 12}},
	{KS_ICON_ARROW_RIGHT, 2.4, 3, {14.5, 5.5, 20.5, 12, 14.5, 18.5}},
	{KS_ICON_CHECK, 3.0, 3, {4.5, 12.8, 9.8, 18, 19.5, 6}},
	{KS_ICON_CIRCLE, 3.4, 0, {12, 12, 9}},
	{KS_ICON_CROSS, 3.4, 2, {5, 5, 19, 19}},
	{KS_ICON_CROSS, 3.4, 2, {19, 5, 5, 19}},
	{KS_ICON_BANG, 3.4, 2, {12, 4, 12, 13.5}},
	{KS_ICON_BANG, 4.0, 1, {12, 19.6}},
	{KS_ICON_FILE, 2.0, 6, {13.5, 2.5, 4.5, 2.5, 4.5, 21.5, 19.5, 21.5, 19.5, 8.5, 13.5, 2.5}},
	{KS_ICON_FILE, 2.0, 3, {13.5, 2.5, 13.5, 8.5, 19.5, 8.5}},
	{KS_ICON_CARD, 1.6, 5, {1.5, 4, 22.5, 4, 22.5, 20, 1.5, 20, 1.5, 4}},
	{KS_ICON_CARD, 4.6, 1, {7.2, 9.6}},
	{KS_ICON_CARD, 2.2, 2, {4.6, 16, 9.8, 16}},
	{KS_ICON_CARD, 1.6, 2, {14, 9, 19, 9}},
	{KS_ICON_CARD, 1.6, 2, {14, 13, 17.5, 13}},
	{KS_ICON_BACKSPACE, 2.0, 6, {8, 5, 22, 5, 22, 19, 8, 19, 2, 12, 8, 5}},
	{KS_ICON_BACKSPACE, 2.0, 2, {11.5, 9, 17.5, 15}},
	{KS_ICON_BACKSPACE, 2.0, 2, {17.5, 9, 11.5, 15}},
	{KS_ICON_CLOUD_WAIT,
	 2.0,
	 9,
	 {7, 16.5, 4, 15.8, 2.5, 13.5, 3, 10.8, 5.8, 9, 7.4, 6.2, 10, 4.8, 13, 4.9, 15.6, 6.6}},
	{KS_ICON_CLOUD_WAIT, 2.0, 3, {15.6, 6.6, 17, 9, 19.8, 10}},
	{KS_ICON_CLOUD_WAIT, 2.0, 0, {16, 17, 5.2}},
	{KS_ICON_CLOUD_WAIT, 1.8, 3, {16, 14.2, 16, 17, 18.2, 18.2}},
	{KS_ICON_TRIANGLE, 2.6, 4, {12, 4, 21, 20, 3, 20, 12, 4}},
	{KS_ICON_DASH, 2.6, 2, {3.5, 12, 20.5, 12}},
	{KS_ICON_QUESTION, 3.0, 12, {6.4,  8.2,  6.9,  5.7,  8.6,  3.9,  11.1, 3.0,
				     13.8, 3.2,  16.2, 4.7,  17.4, 7.1,  17.1, 9.4,
				     15.5, 11.2, 13.4, 12.5, 12.2, 13.9, 12,   15.6}},
	{KS_ICON_QUESTION, 3.8, 1, {12, 20.4}},
	{KS_ICON_MISSED, 2.6, 0, {12, 12, 9, 8}},
	{KS_ICON_FLAME, 1.8, 12, {12,  2.5, 13.2, 6.5,  17,  10,   18.5, 14.5, 16.5, 19, 12, 21.5,
				  7.5, 19,  5.5,  14.5, 7.5, 10.5, 9,    12.5, 10,   8,  12, 2.5}},
	{KS_ICON_SHIELD,
	 1.8,
	 9,
	 {12, 2.5, 20, 5.5, 20, 12, 17, 17.5, 12, 21.5, 7, 17.5, 4, 12, 4, 5.5, 12, 2.5}},
	{KS_ICON_MAIL, 1.8, 5, {2.5, 5, 21.5, 5, 21.5, 19, 2.5, 19, 2.5, 5}},
	{KS_ICON_MAIL, 1.8, 3, {2.5, 6.5, 12, 13, 21.5, 6.5}},
	{KS_ICON_PHONE, 1.8, 13, {5,  3,  9,  3,  11, 8,  8.5, 10, 10.5, 13.5, 14, 15.5, 16,
				  13, 21, 15, 20, 20, 14, 20,  7,  15,   4,    9,  5,    3}},
	{KS_ICON_PIN, 1.8, 11, {12,  21.5, 7, 15, 5,   11.5, 5,    8.5, 7,  5,  12,
				2.8, 17,   5, 19, 8.5, 19,   11.5, 17,  15, 12, 21.5}},
	{KS_ICON_PIN, 1.8, 0, {12, 10, 2.8}},
	{KS_ICON_LETTERS, 2.0, 3, {1.5, 19.5, 7.5, 4.5, 13.5, 19.5}},
	{KS_ICON_LETTERS, 2.0, 2, {3.6, 14.5, 11.4, 14.5}},
	{KS_ICON_LETTERS, 1.8, 3, {14.5, 19.5, 18.5, 9.5, 22.5, 19.5}},
	{KS_ICON_LETTERS, 1.8, 2, {16, 16.2, 21, 16.2}},
	{KS_ICON_BOOK, 1.8, 5, {12, 6.5, 8, 4, 2, 4, 2, 18.5, 8, 18.5}},
	{KS_ICON_BOOK, 1.8, 5, {12, 6.5, 16, 4, 22, 4, 22, 18.5, 16, 18.5}},
	{KS_ICON_BOOK, 1.8, 3, {8, 18.5, 12, 21, 16, 18.5}},
	{KS_ICON_BOOK, 1.8, 2, {12, 6.5, 12, 21}},
	{KS_ICON_SPEECH,
	 1.8,
	 8,
	 {2.5, 4, 21.5, 4, 21.5, 17, 11, 17, 6.5, 21.5, 6.5, 17, 2.5, 17, 2.5, 4}},
	{KS_ICON_SPEECH, 1.8, 2, {6.5, 8.8, 17.5, 8.8}},
	{KS_ICON_SPEECH, 1.8, 2, {6.5, 12.6, 14, 12.6}},
	{KS_ICON_CONTRAST, 1.8, 0, {12, 12, 9.5}},
	{KS_ICON_CONTRAST, 3.6, 2, {13.6, 5, 13.6, 19}},
	{KS_ICON_CONTRAST, 3.6, 2, {16.4, 7, 16.4, 17}},
	{KS_ICON_CONTRAST, 3.0, 2, {18.8, 10, 18.8, 14}},
	{KS_ICON_LOW, 2.0, 2, {12, 2.5, 12, 15.5}},
	{KS_ICON_LOW, 2.0, 3, {6.5, 10.5, 12, 16, 17.5, 10.5}},
	{KS_ICON_LOW, 2.0, 2, {3, 21, 21, 21}},
	{KS_ICON_HOURGLASS, 1.8, 2, {4.5, 2.5, 19.5, 2.5}},
	{KS_ICON_HOURGLASS, 1.8, 2, {4.5, 21.5, 19.5, 21.5}},
	{KS_ICON_HOURGLASS, 1.8, 7, {6.5, 2.5, 6.5, 7, 12, 12, 17.5, 17, 17.5, 21.5, 17.5, 17, 12, 12}},
	{KS_ICON_HOURGLASS, 1.8, 6, {17.5, 2.5, 17.5, 7, 12, 12, 6.5, 17, 6.5, 21.5, 6.5, 17}},
	{KS_ICON_SWITCH, 1.8, 5, {2.5, 13.5, 21.5, 13.5, 21.5, 21, 2.5, 21, 2.5, 13.5}},
	{KS_ICON_SWITCH, 2.4, 2, {8, 10, 16, 10}},
	{KS_ICON_SWITCH, 1.8, 2, {12, 2.5, 12, 7}},
	{KS_ICON_MAGNIFY, 2.2, 0, {10, 10, 7}},
	{KS_ICON_MAGNIFY, 2.8, 2, {15.4, 15.4, 21, 21}},
	{KS_ICON_MAGNIFY, 1.8, 2, {7, 10, 13, 10}},
	{KS_ICON_MAGNIFY, 1.8, 2, {10, 7, 10, 13}},
	{KS_ICON_BULB, 1.8, 13, {9.2,  17.6, 8.8,  15.2, 6.6,  12.8, 5.6,  9.4,  6.4,
				 6,    8.8,  3.4,  12,   2.4,  15.2, 3.4,  17.6, 6,
				 18.4, 9.4,  17.4, 12.8, 15.2, 15.2, 14.8, 17.6}},
	{KS_ICON_BULB, 1.8, 2, {9.2, 17.6, 14.8, 17.6}},
	{KS_ICON_BULB, 1.8, 2, {10, 21.4, 14, 21.4}},
};

/* The icon's square on the canvas. */
struct place {
	double left, top, unit;
};

/* Whole, or as dashes with gaps as long as they are (round ends take half a line of each gap). */
static void paint_circle(struct ks_canvas *canvas, const struct place *place,
			 const struct stroke *stroke, uint32_t argb)
{
	double x = place->left + stroke->points[0] * place->unit;
	double y = place->top + stroke->points[1] * place->unit;
	double radius = stroke->points[2] * place->unit, line = stroke->line * place->unit;
	int n = (int)stroke->points[3];

	if (n == 0)
		ks_paint_arc(canvas, x, y, radius, line, 0, 1, argb);
	for (int i = 0; i < n; i++)
		ks_paint_arc(canvas, x, y, radius, line, (i + 0.2) / n, (i + 0.6) / n, argb);
}

static void paint_stroke(struct ks_canvas *canvas, const struct place *place,
			 const struct stroke *stroke, uint32_t argb)
{
	double points[2 * POINTS_MAX], line = stroke->line * place->unit;

	for (int i = 0; i < stroke->n_points || i == 0; i++) {
		points[2 * i] = place->left + stroke->points[2 * i] * place->unit;
		points[2 * i + 1] = place->top + stroke->points[2 * i + 1] * place->unit;
	}
	if (stroke->n_points == 0)
		paint_circle(canvas, place, stroke, argb);
	else
		ks_paint_stroke(canvas, points, stroke->n_points, line, argb);
}

void ks_icons_paint(struct ks_canvas *canvas, struct ks_rect r, enum ks_icon icon, uint32_t argb)
{
	assert((unsigned)icon < KS_ICON_COUNT);

	double size = ks_least(r.w, r.h);
	struct place place = {r.x + (r.w - size) / 2, r.y + (r.h - size) / 2, size / GRID};

	for (size_t i = 0; i < KS_COUNT(strokes); i++) {
		if (strokes[i].icon == icon)
			paint_stroke(canvas, &place, &strokes[i], argb);
	}
}
