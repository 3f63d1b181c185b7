/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/runs.h"

#include <stdlib.h>

#include "base/mem.h"
#include "ui/paint_private.h"

/*
 * The content's pictures are flat: a row of 655 pixels has some twenty colours in a row. Kept as runs, all pictures of
 * several lessons fit where four rasters did, so that turning back never draws an SVG again.
 */

static uint32_t premultiply(uint32_t argb)
{
	uint32_t alpha = argb >> 24;
	uint32_t rb = (argb & 0xFF00FF) * alpha + 0x800080;
	uint32_t g = (argb >> 8 & 0xFF) * alpha + 0x80;

	rb = ((rb + (rb >> 8 & 0xFF00FF)) >> 8) & 0xFF00FF;
	g = (g + (g >> 8)) >> 8 & 0xFF;
	return alpha << 24 | rb | g << 8;
}

static int run_length(const uint32_t *px, int n)
{
	int length = 1;

	while (length < n && px[length] == px[0])
		length++;
	return length;
}

static size_t count_runs(const uint32_t *argb_px, int w, int h, int stride_px)
{
	size_t n = 0;

	for (int y = 0; y < h; y++)
		for (int x = 0; x < w; n++)
			x += run_length(argb_px + (long)y * stride_px + x, w - x);
	return n;
}

void ks_runs_pack(struct ks_runs *runs, const uint32_t *argb_px, int w, int h, int stride_px)
{
	size_t n_runs = count_runs(argb_px, w, h, stride_px);

	*runs = (struct ks_runs){
		.w = w,
		.h = h,
		.runs = ks_alloc_zero(n_runs, sizeof(struct ks_run)),
		.row_starts = ks_alloc_zero((size_t)h, sizeof(size_t)),
	};
	for (int y = 0; y < h; y++) {
		const uint32_t *px = argb_px + (long)y * stride_px;

		runs->row_starts[y] = runs->n_runs;
		for (int x = 0; x < w;) {
			int n = run_length(px + x, w - x);

			runs->runs[runs->n_runs++] =
				(struct ks_run){.n = (uint32_t)n, .argb = premultiply(px[x])};
			x += n;
		}
	}
}

static void paint_run(uint32_t *px, int n, uint32_t argb)
{
	uint32_t alpha = argb >> 24;

	if (alpha == 255)
		ks_paint_span(px, n, argb);
	else if (alpha != 0)
		for (int i = 0; i < n; i++)
			px[i] = ks_paint_over(px[i], argb);
}

void ks_runs_paint(struct ks_canvas *canvas, const struct ks_runs *runs, int x, int y)
{
	struct ks_rect part = ks_rect_meet((struct ks_rect){x, y, runs->w, runs->h}, canvas->clip);
	int right = part.x + part.w;

	for (int row = part.y; row < part.y + part.h && part.w > 0; row++) {
		const struct ks_run *run = runs->runs + runs->row_starts[row - y];
		uint32_t *px = ks_paint_row(canvas, row);

		for (int at = x; at < right; at += (int)run->n, run++) {
			int from = ks_most(at, part.x), to = ks_least(at + (int)run->n, right);

			if (to > from)
				paint_run(px + from, to - from, run->argb);
		}
	}
}

size_t ks_runs_bytes(const struct ks_runs *runs)
{
	return runs->n_runs * sizeof(struct ks_run) + (size_t)runs->h * sizeof(size_t);
}

void ks_runs_finish(struct ks_runs *runs)
{
	free(runs->runs);
	free(runs->row_starts);
	*runs = (struct ks_runs){.w = 0};
}
