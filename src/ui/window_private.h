/* SPDX-License-Identifier: Apache-2.0 */
/* The ways to a glass, and the translation of SDL's events. Only src/ui/window*.c and their test include it. */
#ifndef KS_UI_WINDOW_PRIVATE_H
#define KS_UI_WINDOW_PRIVATE_H

#include <SDL.h>

#include "ui/window.h"

/* One way to show pixels; chosen when the window opens. */
struct ks_window_ops {
	const char *name;
	/** @open: fill window->canvas; false with the reason in SDL_GetError() when this way is not there. */
	bool (*open)(struct ks_window *window);
	void (*close)(struct ks_window *window);
	void (*present)(struct ks_window *window, const SDL_Rect *rects, int n_rects);
	/** @resized: make the canvas fit the window again. */
	bool (*resized)(struct ks_window *window);
	/** @exposed: show again what was presented; true when that was possible. */
	bool (*exposed)(struct ks_window *window);
};

/* Shared memory with a Wayland compositor, SDL's software surface (X11), and a texture of whatever renderer there is (KMS). */
extern const struct ks_window_ops ks_window_wayland_ops, ks_window_surface_ops, ks_window_texture_ops;

/** ks_window_wayland_flags() - what SDL_CreateWindow() must be told so that it asks for no OpenGL; 0 on another display. */
uint32_t ks_window_wayland_flags(void);

/* Who holds the one touch that counts, and what was seen of the others. Zeroed memory is a fresh one. */
struct ks_window_pointer {
	enum { KS_POINTER_NONE, KS_POINTER_MOUSE, KS_POINTER_FINGER } owner;
	SDL_FingerID finger; /* the last that came down */
	bool is_touched;     /* its end was not seen yet */
	int64_t finger_ms;   /* when a finger was last seen; 0: never */
	bool is_cursor_hidden;
};

struct ks_window {
	enum ks_window_mode mode;
	struct ks_canvas canvas;
	int wake_fd; /* off screen: an eventfd; -1 with SDL */
	uint32_t wake_event;
	const struct ks_window_ops *ops; /* NULL off screen */
	SDL_Window *sdl;
	SDL_Renderer *renderer;
	SDL_Texture *texture;
	struct ks_window_wayland *wayland;
	bool has_presented;
	struct ks_window_pointer pointer;
};

/** ks_window_translate() - one SDL event; KS_INPUT_NONE for all that no screen needs. */
struct ks_input ks_window_translate(struct ks_window_pointer *pointer, const SDL_Event *event,
				    int width_px, int height_px, int64_t now_ms);
/** ks_window_now_ms() - the clock of ks_input.t_ms, which is also that of ks_clock_mono_ms(). */
int64_t ks_window_now_ms(void);

enum ks_rc ks_window_sdl_open(struct ks_window *window, const struct ks_window_options *options);
void ks_window_sdl_close(struct ks_window *window);
void ks_window_sdl_wait(struct ks_window *window, int timeout_ms, struct ks_input *out);
void ks_window_sdl_wake(struct ks_window *window);

#endif
