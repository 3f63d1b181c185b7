/* SPDX-License-Identifier: Apache-2.0 */
/* What the painting files share: blending of one pixel and one span. */
#ifndef KS_UI_PAINT_PRIVATE_H
#define KS_UI_PAINT_PRIVATE_H

#include <stdint.h>

#include "ui/paint.h"

#define KS_OPAQUE 0xFF000000u

/* @color over @ground with weight @alpha of 255, all channels rounded to nearest. */
static inline uint32_t ks_paint_mix(uint32_t ground, uint32_t color, uint32_t alpha)
{
	uint32_t rest = 255 - alpha;
	uint32_t rb = (color & 0xFF00FF) * alpha + (ground & 0xFF00FF) * rest + 0x800080;
	uint32_t g = (color >> 8 & 0xFF) * alpha + (ground >> 8 & 0xFF) * rest + 0x80;

	rb = ((rb + (rb >> 8 & 0xFF00FF)) >> 8) & 0xFF00FF;
	g = (g + (g >> 8)) >> 8 & 0xFF;
	return KS_OPAQUE | rb | g << 8;
}

/* @a × @b of 255. */
static inline uint32_t ks_paint_scale(uint32_t a, uint32_t b)
{
	uint32_t product = a * b + 0x80;

	return (product + (product >> 8)) >> 8;
}

/* Premultiplied @source over @ground. */
static inline uint32_t ks_paint_over(uint32_t ground, uint32_t source)
{
	uint32_t rest = 255 - (source >> 24);
	uint32_t rb = (ground & 0xFF00FF) * rest + 0x800080;
	uint32_t g = (ground >> 8 & 0xFF) * rest + 0x80;

	rb = ((rb + (rb >> 8 & 0xFF00FF)) >> 8) & 0xFF00FF;
	g = (g + (g >> 8)) >> 8 & 0xFF;
	return KS_OPAQUE | ((source & 0xFFFFFF) + (rb | g << 8));
}

static inline uint32_t *ks_paint_row(const struct ks_canvas *canvas, int y)
{
	return canvas->px + (long)y * canvas->stride_px;
}

/** ks_paint_span() - @n pixels from x in row y, which the caller has clipped. */
void ks_paint_span(uint32_t *px, int n, uint32_t argb);
/** ks_paint_cover() - one pixel the caller has clipped, with coverage 0 … 1 as well as the colour's alpha. */
void ks_paint_cover(uint32_t *px, double coverage, uint32_t argb);

#endif
