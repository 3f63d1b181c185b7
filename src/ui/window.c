/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/window.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include <SDL_image.h>

#include "base/log.h"
#include "base/mem.h"
#include "ui/window_private.h"

/*
 * The window as the program sees it. Off screen it is memory and an eventfd, without SDL's video, so that
 * tours and tests run where no display is; on a display see window_sdl.c.
 */

int64_t ks_window_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_BOOTTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static enum ks_rc open_memory(struct ks_window *window, const struct ks_window_options *options)
{
	int w = options->width_px > 0 ? options->width_px : 1920;
	int h = options->height_px > 0 ? options->height_px : 1080;

	window->wake_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (window->wake_fd < 0) {
		ks_log_error("window", "eventfd: errno %d", errno);
		return KS_IO;
	}
	window->canvas = (struct ks_canvas){
		.px = ks_alloc_zero((size_t)w * (size_t)h, sizeof(uint32_t)),
		.w = w,
		.h = h,
		.stride_px = w,
		.clip = {0, 0, w, h},
	};
	return KS_OK;
}

enum ks_rc ks_window_open(const struct ks_window_options *options, struct ks_window **out)
{
	struct ks_window *window = ks_alloc_zero(1, sizeof(*window));
	enum ks_rc rc;

	*out = NULL;
	window->mode = options->mode;
	window->wake_fd = -1;
	rc = options->mode == KS_WINDOW_OFFSCREEN ? open_memory(window, options)
						  : ks_window_sdl_open(window, options);
	if (rc != KS_OK) {
		ks_window_close(window);
		return rc;
	}
	*out = window;
	return KS_OK;
}

void ks_window_close(struct ks_window *window)
{
	if (!window)
		return;
	if (window->mode == KS_WINDOW_OFFSCREEN) {
		free(window->canvas.px);
		if (window->wake_fd >= 0)
			close(window->wake_fd);
	} else {
		ks_window_sdl_close(window);
	}
	free(window);
}

struct ks_canvas *ks_window_canvas(struct ks_window *window)
{
	return &window->canvas;
}

void ks_window_present(struct ks_window *window, const struct ks_damage *damage)
{
	SDL_Rect rects[KS_DAMAGE_MAX];
	int n_rects = 0;

	if (!window->ops)
		return;
	for (int i = 0; i < damage->n_rects; i++) {
		struct ks_rect r =
			ks_rect_meet(damage->rects[i],
				     (struct ks_rect){0, 0, window->canvas.w, window->canvas.h});

		if (!ks_rect_is_empty(r))
			rects[n_rects++] = (SDL_Rect){r.x, r.y, r.w, r.h};
	}
	if (n_rects == 0)
		return;
	window->ops->present(window, rects, n_rects);
	window->has_presented = true;
}

void ks_window_wait(struct ks_window *window, int timeout_ms, struct ks_input *out)
{
	if (window->ops) {
		ks_window_sdl_wait(window, timeout_ms, out);
		return;
	}

	struct pollfd wake = {.fd = window->wake_fd, .events = POLLIN};
	uint64_t times;

	*out = (struct ks_input){.kind = KS_INPUT_NONE};
	if (poll(&wake, 1, timeout_ms) > 0 &&
	    read(window->wake_fd, &times, sizeof(times)) == sizeof(times))
		out->kind = KS_INPUT_WAKE;
	out->t_ms = ks_window_now_ms();
}

void ks_window_wake(struct ks_window *window)
{
	uint64_t once = 1;

	if (window->mode != KS_WINDOW_OFFSCREEN)
		ks_window_sdl_wake(window);
	else if (write(window->wake_fd, &once, sizeof(once)) < 0 && errno != EAGAIN)
		ks_log_warn("window", "wake: errno %d", errno);
}

enum ks_rc ks_window_shot(struct ks_window *window, const char *png_path)
{
	const struct ks_canvas *canvas = &window->canvas;
	SDL_Surface *surface =
		SDL_CreateRGBSurfaceWithFormatFrom(canvas->px, canvas->w, canvas->h, 32,
						   canvas->stride_px * 4, SDL_PIXELFORMAT_RGB888);
	int failed = !surface || IMG_SavePNG(surface, png_path) != 0;

	if (failed)
		ks_log_error("window", "cannot write %s: %s", png_path, SDL_GetError());
	SDL_FreeSurface(surface);
	return failed ? KS_IO : KS_OK;
}
