/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Painting into memory: no SDL, no state but the canvas. Edges are anti-aliased. All functions clip to
 * canvas->clip and accept rectangles that lie outside.
 */
#ifndef KS_UI_PAINT_H
#define KS_UI_PAINT_H

#include <stdint.h>

#include "base/rc.h"
#include "ui/geom.h"

struct ks_canvas {
	uint32_t *px; /* 0xXXRRGGBB, alpha ignored */
	int w, h;
	int stride_px;
	struct ks_rect clip; /* always within 0,0,w,h */
};

/* An 8-bit coverage image (a glyph, an icon); borrowed. */
struct ks_mask {
	const uint8_t *coverage;
	int w, h, stride;
};

/** ks_paint_fill() - lay @argb (not premultiplied) over @r, as far as it is within the clip. */
void ks_paint_fill(struct ks_canvas *canvas, struct ks_rect r, uint32_t argb);
/** ks_paint_round() - filled rounded rectangle; radius 0 is a plain one. */
void ks_paint_round(struct ks_canvas *canvas, struct ks_rect r, int radius_px, uint32_t argb);
/** ks_paint_frame() - rounded outline of @line_px inside @r; @dash_px 0 for a solid line. */
void ks_paint_frame(struct ks_canvas *canvas, struct ks_rect r, int radius_px, int line_px,
		    int dash_px, uint32_t argb);
/** ks_paint_arc() - ring segment clockwise from 12 o'clock, @from and @to in turns (0 … 1), round ends. */
void ks_paint_arc(struct ks_canvas *canvas, double cx, double cy, double radius_px, double line_px,
		  double from, double to, uint32_t argb);
/** ks_paint_stroke() - polyline with round caps and joins; @points: x,y pairs in px. */
void ks_paint_stroke(struct ks_canvas *canvas, const double *points, int n_points, double line_px,
		     uint32_t argb);
/** ks_paint_mask() - lay @argb over the clip with @mask's coverage; its upper left pixel stands at @x, @y. */
void ks_paint_mask(struct ks_canvas *canvas, const struct ks_mask *mask, int x, int y, uint32_t argb);

#endif
