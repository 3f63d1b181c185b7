/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A short cross-fade from one poster to the next (config `motion: off` for none). Nothing that answers a finger fades:
 * a tap shows its result in the next frame, and a touch ends a fade at once.
 */
#ifndef KIOSK_FADE_H
#define KIOSK_FADE_H

#include "ui/window.h"

/* The pixels before, where they will change. */
struct ks_fade {
	uint32_t *before; /* NULL: none */
	struct ks_rect r;
};

/** ks_fade_begin() - keep what is on the glass at @damage; call before painting. */
void ks_fade_begin(struct ks_fade *fade, const struct ks_canvas *canvas,
		   const struct ks_damage *damage);
/**
 * ks_fade_play() - from the kept pixels to those painted since, which it leaves on the canvas to present
 * @input: what ended it early, or KS_INPUT_NONE; the caller handles it after presenting
 */
void ks_fade_play(struct ks_fade *fade, struct ks_window *window, struct ks_input *input);

#endif
