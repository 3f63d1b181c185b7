/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/window_private.h"

#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/mem.h"

/*
 * Two ways of pixels to a display. The window surface is shared memory with the X server and by far the
 * fastest without a GPU (PERFORMANCE.md). SDL 2.26 has none on Wayland (window_wayland.c) and KMS: there the canvas is our own
 * memory, and damaged parts go into a streaming texture.
 */

/*
 * The surface is new memory, and the first frame touches all of it: one call takes what would be a fault for each of its
 * pages, two thousand at 1920x1080. On a virtual machine that was a sixth of the whole start. Where the kernel does not
 * know the call (before 5.14), nothing is lost.
 */
static void populate(void *px, size_t bytes)
{
	uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), from = (uintptr_t)px & ~(page - 1);

	(void)madvise((void *)from, (uintptr_t)px + bytes - from, MADV_POPULATE_WRITE);
}

static bool take_surface(struct ks_window *window)
{
	uint32_t format = SDL_GetWindowPixelFormat(window->sdl);
	SDL_Surface *surface;

	/* Asked before: a window that has a surface can get no renderer any more. */
	if (format != SDL_PIXELFORMAT_RGB888 && format != SDL_PIXELFORMAT_ARGB8888) {
		SDL_SetError("pixels are %s", SDL_GetPixelFormatName(format));
		return false;
	}
	surface = SDL_GetWindowSurface(window->sdl);
	if (!surface)
		return false;
	populate(surface->pixels, (size_t)surface->pitch * (size_t)surface->h);
	window->canvas = (struct ks_canvas){
		.px = surface->pixels,
		.w = surface->w,
		.h = surface->h,
		.stride_px = surface->pitch / 4,
		.clip = {0, 0, surface->w, surface->h},
	};
	return true;
}

static void leave_surface(struct ks_window *window)
{
	window->canvas = (struct ks_canvas){.px = NULL}; /* the surface dies with its window */
}

static void present_surface(struct ks_window *window, const SDL_Rect *rects, int n_rects)
{
	SDL_UpdateWindowSurfaceRects(window->sdl, rects, n_rects);
}

static bool expose_surface(struct ks_window *window)
{
	return SDL_UpdateWindowSurface(window->sdl) == 0;
}

const struct ks_window_ops ks_window_surface_ops = {
	.name = "surface",
	.open = take_surface,
	.close = leave_surface,
	.present = present_surface,
	.resized = take_surface,
	.exposed = expose_surface,
};

static void drop_texture(struct ks_window *window)
{
	if (window->texture)
		SDL_DestroyTexture(window->texture);
	window->texture = NULL;
	free(window->canvas.px);
	window->canvas = (struct ks_canvas){.px = NULL};
}

static bool make_texture(struct ks_window *window)
{
	int w, h;

	drop_texture(window);
	if (SDL_GetRendererOutputSize(window->renderer, &w, &h) != 0)
		return false;
	window->texture = SDL_CreateTexture(window->renderer, SDL_PIXELFORMAT_RGB888,
					    SDL_TEXTUREACCESS_STREAMING, w, h);
	if (!window->texture)
		return false;
	window->canvas = (struct ks_canvas){
		.px = ks_alloc_zero((size_t)w * (size_t)h, sizeof(uint32_t)),
		.w = w,
		.h = h,
		.stride_px = w,
		.clip = {0, 0, w, h},
	};
	return true;
}

static bool open_texture(struct ks_window *window)
{
	window->renderer = SDL_CreateRenderer(window->sdl, -1, 0);
	return window->renderer && make_texture(window);
}

static void close_texture(struct ks_window *window)
{
	drop_texture(window);
	if (window->renderer)
		SDL_DestroyRenderer(window->renderer);
	window->renderer = NULL;
}

static void show_texture(struct ks_window *window)
{
	SDL_RenderCopy(window->renderer, window->texture, NULL, NULL);
	SDL_RenderPresent(window->renderer);
}

static void present_texture(struct ks_window *window, const SDL_Rect *rects, int n_rects)
{
	const struct ks_canvas *canvas = &window->canvas;

	for (int i = 0; i < n_rects; i++)
		SDL_UpdateTexture(window->texture, &rects[i],
				  canvas->px + (long)rects[i].y * canvas->stride_px + rects[i].x,
				  canvas->stride_px * 4);
	show_texture(window);
}

static bool expose_texture(struct ks_window *window)
{
	SDL_Rect all = {0, 0, window->canvas.w, window->canvas.h};

	present_texture(window, &all, 1);
	return true;
}

const struct ks_window_ops ks_window_texture_ops = {
	.name = "texture",
	.open = open_texture,
	.close = close_texture,
	.present = present_texture,
	.resized = make_texture,
	.exposed = expose_texture,
};
