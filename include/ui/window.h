/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The window, its pixels and its events: with SDL's video on a display, or off screen in plain memory
 * (no display needed) for scripts, tours and tests.
 *
 * Why window surface and not SDL_Renderer: PERFORMANCE.md; without a GPU SDL's defaults are as slow as
 * a browser.
 */
#ifndef KS_UI_WINDOW_H
#define KS_UI_WINDOW_H

#include <stdbool.h>

#include "base/rc.h"
#include "ui/input.h"
#include "ui/paint.h"
#include "ui/scene.h"

enum ks_window_mode { KS_WINDOW_FULLSCREEN, KS_WINDOW_FLOATING, KS_WINDOW_OFFSCREEN };

struct ks_window_options {
	enum ks_window_mode mode;
	int width_px, height_px; /* 0: the display's (off screen: 1920×1080) */
	const char *title;
};

struct ks_window;

/** ks_window_open() - KS_IO with a logged reason when there is no display. */
KS_MUST_USE enum ks_rc ks_window_open(const struct ks_window_options *options,
				      struct ks_window **out);
/** ks_window_close() - takes the window off the glass and frees it; accepts NULL. */
void ks_window_close(struct ks_window *window);
/** ks_window_canvas() - pixels to paint into; may change after a RESIZE. */
struct ks_canvas *ks_window_canvas(struct ks_window *window);
/** ks_window_present() - put the damaged rectangles on the glass. */
void ks_window_present(struct ks_window *window, const struct ks_damage *damage);
/** ks_window_wait() - sleep until an input or @timeout_ms passed (-1: for ever); really sleeps. */
void ks_window_wait(struct ks_window *window, int timeout_ms, struct ks_input *out);
/** ks_window_wake() - from any thread: makes ks_window_wait() return KS_INPUT_WAKE. */
void ks_window_wake(struct ks_window *window);
/** ks_window_shot() - the canvas as a PNG file. */
KS_MUST_USE enum ks_rc ks_window_shot(struct ks_window *window, const char *png_path);

#endif
