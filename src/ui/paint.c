/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/paint.h"

#include <assert.h>
#include <string.h>

#include "ui/paint_private.h"

/*
 * Spans and masks: everything that is rows of pixels. Curved edges are in paint_shape.c, pictures in runs.c. Each
 * pixel's value depends only on the item and the pixel, never on the clip, so that a repaint of a part
 * gives the very same picture as a repaint of the whole.
 */

/* Blocks of a fixed size become wide stores; gcc 12 makes none of the plain loop at -O2. */
#define BLOCK_PX 16

static void fill_solid(uint32_t *px, int n, uint32_t value)
{
	uint32_t block[BLOCK_PX];

	for (int i = 0; i < BLOCK_PX; i++)
		block[i] = value;
	for (; n >= BLOCK_PX; n -= BLOCK_PX, px += BLOCK_PX)
		memcpy(px, block, sizeof(block));
	for (int i = 0; i < n; i++)
		px[i] = value;
}

void ks_paint_span(uint32_t *px, int n, uint32_t argb)
{
	uint32_t alpha = argb >> 24;

	if (alpha == 255) {
		fill_solid(px, n, argb);
		return;
	}
	for (int i = 0; i < n; i++)
		px[i] = ks_paint_mix(px[i], argb, alpha);
}

void ks_paint_cover(uint32_t *px, double coverage, uint32_t argb)
{
	if (coverage <= 0)
		return;
	if (coverage > 1)
		coverage = 1;

	uint32_t alpha = ks_paint_scale((uint32_t)(coverage * 255 + 0.5), argb >> 24);

	*px = ks_paint_mix(*px, argb, alpha);
}

void ks_paint_fill(struct ks_canvas *canvas, struct ks_rect r, uint32_t argb)
{
	struct ks_rect part = ks_rect_meet(r, canvas->clip);

	if (ks_rect_is_empty(part) || argb >> 24 == 0)
		return;
	for (int y = part.y; y < part.y + part.h; y++)
		ks_paint_span(ks_paint_row(canvas, y) + part.x, part.w, argb);
}

/* Most of a glyph's box is empty: look at eight bytes at once. */
static int skip_empty(const uint8_t *coverage, int i, int n)
{
	while (i + 8 <= n) {
		uint64_t eight;

		memcpy(&eight, coverage + i, sizeof(eight));
		if (eight)
			break;
		i += 8;
	}
	return i;
}

void ks_paint_mask(struct ks_canvas *canvas, const struct ks_mask *mask, int x, int y, uint32_t argb)
{
	struct ks_rect part = ks_rect_meet((struct ks_rect){x, y, mask->w, mask->h}, canvas->clip);
	uint32_t alpha = argb >> 24, solid = argb | KS_OPAQUE;

	if (ks_rect_is_empty(part) || alpha == 0)
		return;
	for (int row = part.y; row < part.y + part.h; row++) {
		const uint8_t *coverage =
			mask->coverage + (long)(row - y) * mask->stride + (part.x - x);
		uint32_t *px = ks_paint_row(canvas, row) + part.x;

		for (int i = skip_empty(coverage, 0, part.w); i < part.w; i++) {
			uint32_t weight = coverage[i];

			if (weight == 0) {
				i = skip_empty(coverage, i + 1, part.w) - 1;
				continue;
			}
			if (alpha != 255)
				weight = ks_paint_scale(weight, alpha);
			px[i] = weight == 255 ? solid : ks_paint_mix(px[i], argb, weight);
		}
	}
}
