/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A short cross-fade from one poster to the next (config `motion: off` for none). Nothing that answers a finger fades:
 * a tap shows its result in the next frame, and a touch ends a fade at once.
 *
 * Both ends are kept as runs of equal pixels: a poster is words on a plain ground, and the two copies of a screen that
 * would do as well are 16 MiB of pages to be faulted in, most of what the idle screen costs.
 */
#ifndef KIOSK_FADE_H
#define KIOSK_FADE_H

#include "ui/window.h"

#define KS_FADE_FRAMES \
	3 /* between: enough to soften the change, too few to be called an animation */

struct ks_fade_run {
	uint32_t px, n;
};

/* The pixels of a rectangle, line after line. */
struct ks_fade_pixels {
	struct ks_fade_run *runs;
	size_t n, cap;
};

struct ks_fade {
	struct ks_fade_pixels before, after;
	struct ks_rect r; /* empty: nothing fades */
};

/** ks_fade_begin() - keep what is on the glass at @damage; call before painting. */
void ks_fade_begin(struct ks_fade *fade, const struct ks_canvas *canvas,
		   const struct ks_damage *damage);
/** ks_fade_end() - keep what was painted since: where the fade goes. */
void ks_fade_end(struct ks_fade *fade, const struct ks_canvas *canvas);
/** ks_fade_show() - the canvas at @part of KS_FADE_FRAMES + 1 of the way; all of them: as it was painted. */
void ks_fade_show(const struct ks_fade *fade, const struct ks_canvas *canvas, uint32_t part);
/**
 * ks_fade_play() - from the kept pixels to those painted since, which it leaves on the canvas to present
 * Frees what @fade holds.
 * @input: what ended it early, or KS_INPUT_NONE; the caller handles it after presenting
 */
void ks_fade_play(struct ks_fade *fade, struct ks_window *window, struct ks_input *input);
/** ks_fade_wipe() - free what it holds; @fade can be begun anew. */
void ks_fade_wipe(struct ks_fade *fade);

#endif
