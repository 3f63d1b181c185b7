/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/window_private.h"

#include <stdlib.h>

#include <SDL_syswm.h>

#include "base/log.h"
#include "base/mem.h"

/*
 * A window on a display: fast to open, and asleep while nobody touches it. What SDL would start besides
 * (GL, text input, joysticks, an input method) costs more than the whole program and is kept away.
 */

static const struct {
	const char *name, *value;
} hints[] = {
	{SDL_HINT_FRAMEBUFFER_ACCELERATION, "0"}, /* else GL on the CPU: as slow as a browser */
	{SDL_HINT_TOUCH_MOUSE_EVENTS, "0"},
	{SDL_HINT_MOUSE_TOUCH_EVENTS, "0"},
	{SDL_HINT_VIDEO_ALLOW_SCREENSAVER, "0"},
	{SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0"},
	{SDL_HINT_VIDEO_MINIMIZE_ON_FOCUS_LOSS, "0"},
	{SDL_HINT_IME_SHOW_UI, "0"},
	{SDL_HINT_NO_SIGNAL_HANDLERS, "1"}, /* who may end the program is not for a window to say */
};

static bool is_set(const char *name)
{
	return getenv(name) && *getenv(name);
}

/*
 * Under LC_ALL=C no input method is looked for: 4 ms instead of 17. The environment is put back at once;
 * the program starts its threads only afterwards.
 */
static int init_video(enum ks_window_mode mode)
{
	const char *before = getenv("LC_ALL");
	char *kept = before ? ks_strdup(before) : NULL;
	int rc;

	for (size_t i = 0; i < KS_COUNT(hints); i++)
		SDL_SetHint(hints[i].name, hints[i].value);
	/* On the wall without Xwayland, which brings OpenGL; in a window with it, which brings a frame to move it by. */
	if (!getenv("SDL_VIDEODRIVER") && is_set("WAYLAND_DISPLAY") &&
	    (mode == KS_WINDOW_FULLSCREEN || !is_set("DISPLAY")))
		SDL_SetHint(SDL_HINT_VIDEODRIVER, "wayland,x11");
	else if (!getenv("SDL_VIDEODRIVER") && is_set("DISPLAY"))
		SDL_SetHint(SDL_HINT_VIDEODRIVER, "x11,wayland");
	setenv("LC_ALL", "C", 1);
	rc = SDL_InitSubSystem(SDL_INIT_VIDEO);
	if (kept)
		setenv("LC_ALL", kept, 1);
	else
		unsetenv("LC_ALL");
	free(kept);
	return rc;
}

#ifdef SDL_VIDEO_DRIVER_X11
struct x11 {
	unsigned long (*intern_atom)(Display *display, const char *name, int only_if_exists);
	int (*get_property)(Display *display, unsigned long window, unsigned long property,
			    long offset, long length, int is_delete, unsigned long type,
			    unsigned long *actual_type, int *format, unsigned long *n_items,
			    unsigned long *bytes_after, unsigned char **value);
	unsigned long (*root)(Display *display);
	int (*release)(void *data);
};

/* X11 is loaded by SDL and not linked here; the four functions are asked of the loaded library. */
static bool find_x11(void *library, struct x11 *x)
{
	*(void **)&x->intern_atom = SDL_LoadFunction(library, "XInternAtom");
	*(void **)&x->get_property = SDL_LoadFunction(library, "XGetWindowProperty");
	*(void **)&x->root = SDL_LoadFunction(library, "XDefaultRootWindow");
	*(void **)&x->release = SDL_LoadFunction(library, "XFree");
	return x->intern_atom && x->get_property && x->root && x->release;
}

static bool has_window_manager(SDL_Window *sdl)
{
	SDL_SysWMinfo info;
	struct x11 x;
	void *library;
	unsigned long type = 0, n_items = 0, rest = 0;
	unsigned char *value = NULL;
	int format = 0;
	bool has = false;

	SDL_VERSION(&info.version);
	if (!SDL_GetWindowWMInfo(sdl, &info) || info.subsystem != SDL_SYSWM_X11)
		return true;
	library = SDL_LoadObject("libX11.so.6");
	if (!library)
		return true;
	if (find_x11(library, &x)) {
		Display *display = info.info.x11.display;
		unsigned long check = x.intern_atom(display, "_NET_SUPPORTING_WM_CHECK", 0);

		has = x.get_property(display, x.root(display), check, 0, 1, 0, 0, &type, &format,
				     &n_items, &rest, &value) == 0 &&
		      n_items > 0;
		if (value)
			x.release(value);
	}
	SDL_UnloadObject(library);
	return has;
}
#else
static bool has_window_manager(SDL_Window *sdl)
{
	(void)sdl;
	return true;
}
#endif

static SDL_Window *create_window(const struct ks_window_options *options)
{
	int w = options->width_px, h = options->height_px, at = SDL_WINDOWPOS_CENTERED;
	uint32_t flags = SDL_WINDOW_HIDDEN;
	SDL_DisplayMode mode;

	if (options->mode == KS_WINDOW_FULLSCREEN || w <= 0 || h <= 0) {
		if (SDL_GetDesktopDisplayMode(0, &mode) != 0)
			return NULL;
		w = mode.w;
		h = mode.h;
	}
	if (options->mode == KS_WINDOW_FULLSCREEN) {
		flags |= SDL_WINDOW_BORDERLESS;
		at = 0;
	} else {
		flags |= SDL_WINDOW_RESIZABLE;
	}
	return SDL_CreateWindow(options->title ? options->title : "kenshu", at, at, w, h,
				flags | ks_window_wayland_flags());
}

static bool choose_way(struct ks_window *window)
{
	static const struct ks_window_ops *const ways[] = {
		&ks_window_wayland_ops, &ks_window_surface_ops, &ks_window_texture_ops};

	for (size_t i = 0; i < KS_COUNT(ways); i++) {
		if (ways[i]->open(window)) {
			window->ops = ways[i];
			ks_log_info("window", "%s by %s, %dx%d", SDL_GetCurrentVideoDriver(),
				    ways[i]->name, window->canvas.w, window->canvas.h);
			return true;
		}
		ks_log_info("window", "no %s: %s", ways[i]->name, SDL_GetError());
		ways[i]->close(window);
	}
	return false;
}

enum ks_rc ks_window_sdl_open(struct ks_window *window, const struct ks_window_options *options)
{
	if (init_video(options->mode) != 0) {
		ks_log_error("window", "no display: %s", SDL_GetError());
		return KS_IO;
	}
	window->wake_event = SDL_RegisterEvents(1);
	window->sdl = create_window(options);
	if (!window->sdl) {
		ks_log_error("window", "no window: %s", SDL_GetError());
		return KS_IO;
	}
	SDL_StopTextInput();
	SDL_DisableScreenSaver();
	/* Borderless is 100 ms faster, but under a window manager a panel may stay above it. */
	if (options->mode == KS_WINDOW_FULLSCREEN && has_window_manager(window->sdl))
		SDL_SetWindowFullscreen(window->sdl, SDL_WINDOW_FULLSCREEN_DESKTOP);
	if (options->mode == KS_WINDOW_FULLSCREEN)
		SDL_ShowCursor(SDL_DISABLE);
	SDL_ShowWindow(window->sdl);
	if (!choose_way(window)) {
		ks_log_error("window", "no way to show pixels");
		return KS_IO;
	}
	return KS_OK;
}

void ks_window_sdl_close(struct ks_window *window)
{
	if (window->ops)
		window->ops->close(window);
	if (window->sdl)
		SDL_DestroyWindow(window->sdl);
	SDL_QuitSubSystem(SDL_INIT_VIDEO);
}

static void show_cursor(const struct ks_window *window, bool was_hidden)
{
	if (window->mode == KS_WINDOW_FULLSCREEN && was_hidden != window->pointer.is_cursor_hidden)
		SDL_ShowCursor(window->pointer.is_cursor_hidden ? SDL_DISABLE : SDL_ENABLE);
}

/* Returns whether the program should see it. */
static bool take_event(struct ks_window *window, const SDL_Event *event, struct ks_input *out)
{
	bool was_hidden = window->pointer.is_cursor_hidden;

	if (event->type == window->wake_event) {
		SDL_FlushEvent(window->wake_event); /* all news are one wake-up */
		*out = (struct ks_input){.kind = KS_INPUT_WAKE, .t_ms = ks_window_now_ms()};
		return true;
	}
	*out = ks_window_translate(&window->pointer, event, window->canvas.w, window->canvas.h,
				   ks_window_now_ms());
	show_cursor(window, was_hidden);
	if (out->kind == KS_INPUT_RESIZE) {
		if (out->x == window->canvas.w && out->y == window->canvas.h)
			return false;
		if (!window->ops->resized(window)) {
			ks_log_error("window", "resize: %s", SDL_GetError());
			out->kind = KS_INPUT_QUIT;
			return true;
		}
		window->has_presented = false;
		out->x = window->canvas.w;
		out->y = window->canvas.h;
		return true;
	}
	if (out->kind == KS_INPUT_EXPOSE)
		return window->has_presented && !window->ops->exposed(window);
	return out->kind != KS_INPUT_NONE;
}

void ks_window_sdl_wait(struct ks_window *window, int timeout_ms, struct ks_input *out)
{
	int64_t until = ks_window_now_ms() + timeout_ms;
	int left = timeout_ms;

	for (;;) {
		SDL_Event event;
		int got = timeout_ms < 0 ? SDL_WaitEvent(&event) : SDL_WaitEventTimeout(&event, left);

		if (got && take_event(window, &event, out))
			return;
		if (timeout_ms >= 0) {
			left = (int)(until - ks_window_now_ms());
			if (left <= 0) {
				*out = (struct ks_input){.kind = KS_INPUT_NONE,
							 .t_ms = ks_window_now_ms()};
				return;
			}
		}
	}
}

void ks_window_sdl_wake(struct ks_window *window)
{
	SDL_Event event = {.type = window->wake_event};

	SDL_PushEvent(&event);
}
