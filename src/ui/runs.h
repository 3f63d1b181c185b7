/* SPDX-License-Identifier: Apache-2.0 */
/* A drawing kept as runs of one colour: flat pictures take a tenth of their pixels, and paint faster. */
#ifndef KS_UI_RUNS_H
#define KS_UI_RUNS_H

#include <stddef.h>
#include <stdint.h>

#include "ui/paint.h"

struct ks_run {
	uint32_t n;    /* pixels; a run ends with its row at the latest */
	uint32_t argb; /* premultiplied */
};

struct ks_runs {
	int w, h;
	struct ks_run *runs;
	size_t n_runs;
	size_t *row_starts; /* h of them, into runs */
};

/** ks_runs_pack() - from straight (not premultiplied) ARGB pixels; release with ks_runs_finish(). */
void ks_runs_pack(struct ks_runs *runs, const uint32_t *argb_px, int w, int h, int stride_px);
/** ks_runs_paint() - blend the drawing over @canvas with its corner at @x, @y. */
void ks_runs_paint(struct ks_canvas *canvas, const struct ks_runs *runs, int x, int y);
/** ks_runs_bytes() - memory held. */
size_t ks_runs_bytes(const struct ks_runs *runs);
void ks_runs_finish(struct ks_runs *runs);

#endif
