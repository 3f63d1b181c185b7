/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/window_private.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <SDL_syswm.h>
#include <SDL_vulkan.h>

#include "base/log.h"
#include "base/mem.h"

/*
 * Shared memory with a Wayland compositor: SDL 2.26 opens the window and has no pixels for it but through OpenGL, which on a
 * machine without a GPU is slower than this. The canvas is our own memory; what changed is copied into one of two buffers, the
 * one that the compositor does not read. Our objects have a queue of their own, so that SDL, who reads the connection, never
 * meets their events.
 */

#ifdef SDL_VIDEO_DRIVER_WAYLAND
#include <wayland-client.h>

#define N_BUFFERS 2

struct buffer {
	struct wl_buffer *wl;
	uint32_t *px;
	bool is_busy;   /* the compositor may be reading it */
	SDL_Rect stale; /* what the canvas has, and this has not */
};

struct ks_window_wayland {
	struct wl_display *display;
	struct wl_surface *surface;
	struct wl_event_queue *queue;
	struct wl_registry *registry;
	struct wl_shm *shm;
	struct buffer buffers[N_BUFFERS];
	void *memory;
	size_t bytes;
};

static void found(void *of, struct wl_registry *registry, uint32_t name, const char *interface,
		  uint32_t version)
{
	struct ks_window_wayland *way = of;

	(void)version;
	if (!way->shm && strcmp(interface, wl_shm_interface.name) == 0)
		way->shm = wl_registry_bind(registry, name, &wl_shm_interface, 1);
}

static void lost(void *of, struct wl_registry *registry, uint32_t name)
{
	(void)of;
	(void)registry;
	(void)name;
}

static const struct wl_registry_listener registry_listener = {found, lost};

static void released(void *of, struct wl_buffer *wl)
{
	struct buffer *buffer = of;

	(void)wl;
	buffer->is_busy = false;
}

static const struct wl_buffer_listener buffer_listener = {released};

static void drop_buffers(struct ks_window *window)
{
	struct ks_window_wayland *way = window->wayland;

	for (int i = 0; i < N_BUFFERS; i++)
		if (way->buffers[i].wl)
			wl_buffer_destroy(way->buffers[i].wl);
	memset(way->buffers, 0, sizeof(way->buffers));
	if (way->memory)
		(void)munmap(way->memory, way->bytes);
	way->memory = NULL;
	free(window->canvas.px);
	window->canvas = (struct ks_canvas){.px = NULL};
}

static bool share(struct ks_window_wayland *way, int w, int h)
{
	size_t bytes = (size_t)w * (size_t)h * sizeof(uint32_t);
	int fd = memfd_create("kenshu", MFD_CLOEXEC);
	struct wl_shm_pool *pool;

	way->bytes = N_BUFFERS * bytes;
	if (fd < 0 || ftruncate(fd, (off_t)way->bytes) != 0)
		way->memory = MAP_FAILED;
	else
		way->memory = mmap(NULL, way->bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (way->memory == MAP_FAILED) {
		way->memory = NULL;
		if (fd >= 0)
			(void)close(fd);
		return SDL_SetError("no shared memory") == 0;
	}
	pool = wl_shm_create_pool(way->shm, fd, (int32_t)way->bytes);
	for (int i = 0; i < N_BUFFERS; i++) {
		struct buffer *buffer = &way->buffers[i];

		buffer->px = (uint32_t *)way->memory + (size_t)i * (bytes / sizeof(uint32_t));
		buffer->stale = (SDL_Rect){0, 0, w, h};
		buffer->wl = wl_shm_pool_create_buffer(pool, (int32_t)((size_t)i * bytes), w, h,
						       w * 4, WL_SHM_FORMAT_XRGB8888);
		wl_buffer_add_listener(buffer->wl, &buffer_listener, buffer);
	}
	wl_shm_pool_destroy(pool);
	(void)close(fd);
	return true;
}

static bool make_buffers(struct ks_window *window)
{
	int w, h;

	SDL_GetWindowSize(window->sdl, &w, &h);
	if (w <= 0 || h <= 0)
		return SDL_SetError("a window of %d by %d", w, h) == 0;
	drop_buffers(window);
	if (!share(window->wayland, w, h))
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

static bool open_wayland(struct ks_window *window)
{
	struct ks_window_wayland *way;
	struct wl_display *wrapper;
	SDL_SysWMinfo info;

	SDL_VERSION(&info.version);
	if (!SDL_GetWindowWMInfo(window->sdl, &info) || info.subsystem != SDL_SYSWM_WAYLAND)
		return SDL_SetError("no Wayland") == 0;
	way = window->wayland = ks_alloc_zero(1, sizeof(*way));
	way->display = info.info.wl.display;
	way->surface = info.info.wl.surface;
	way->queue = wl_display_create_queue(way->display);
	wrapper = wl_proxy_create_wrapper(way->display);
	wl_proxy_set_queue((struct wl_proxy *)wrapper, way->queue);
	way->registry = wl_display_get_registry(wrapper);
	wl_proxy_wrapper_destroy(wrapper);
	wl_registry_add_listener(way->registry, &registry_listener, way);
	if (wl_display_roundtrip_queue(way->display, way->queue) < 0 || !way->shm)
		return SDL_SetError("no shared memory with the compositor") == 0;
	return make_buffers(window);
}

static void close_wayland(struct ks_window *window)
{
	struct ks_window_wayland *way = window->wayland;

	if (!way)
		return;
	drop_buffers(window);
	if (way->shm)
		wl_shm_destroy(way->shm);
	wl_registry_destroy(way->registry);
	wl_event_queue_destroy(way->queue);
	free(way);
	window->wayland = NULL;
}

/* The one that is not read. Are both, it is asked whether one came back; a compositor that keeps them gets the older anew. */
static struct buffer *free_buffer(struct ks_window_wayland *way)
{
	(void)wl_display_dispatch_queue_pending(way->display, way->queue);
	for (int tries = 0; tries < 2; tries++) {
		for (int i = 0; i < N_BUFFERS; i++)
			if (!way->buffers[i].is_busy)
				return &way->buffers[i];
		(void)wl_display_roundtrip_queue(way->display, way->queue);
	}
	return SDL_RectEmpty(&way->buffers[0].stale) ? &way->buffers[1] : &way->buffers[0];
}

static void copy(const struct ks_canvas *canvas, struct buffer *buffer)
{
	const SDL_Rect *r = &buffer->stale;

	for (int y = r->y; y < r->y + r->h; y++)
		memcpy(buffer->px + (long)y * canvas->w + r->x,
		       canvas->px + (long)y * canvas->stride_px + r->x,
		       (size_t)r->w * sizeof(uint32_t));
	buffer->stale = (SDL_Rect){0, 0, 0, 0};
}

static void present_wayland(struct ks_window *window, const SDL_Rect *rects, int n_rects)
{
	struct ks_window_wayland *way = window->wayland;
	struct buffer *buffer;

	for (int i = 0; i < n_rects; i++)
		for (int b = 0; b < N_BUFFERS; b++)
			SDL_UnionRect(&way->buffers[b].stale, &rects[i], &way->buffers[b].stale);
	buffer = free_buffer(way);
	copy(&window->canvas, buffer);
	buffer->is_busy = true;
	wl_surface_attach(way->surface, buffer->wl, 0, 0);
	for (int i = 0; i < n_rects; i++)
		wl_surface_damage(way->surface, rects[i].x, rects[i].y, rects[i].w, rects[i].h);
	wl_surface_commit(way->surface);
	(void)wl_display_flush(way->display);
}

static bool expose_wayland(struct ks_window *window)
{
	SDL_Rect all = {0, 0, window->canvas.w, window->canvas.h};

	present_wayland(window, &all, 1);
	return true;
}
#else
static bool open_wayland(struct ks_window *window)
{
	(void)window;
	return SDL_SetError("no Wayland") == 0;
}

static void close_wayland(struct ks_window *window)
{
	(void)window;
}
#define present_wayland NULL
#define make_buffers NULL
#define expose_wayland NULL
#endif

/*
 * SDL 2.26 makes every window on Wayland one of OpenGL, and none where there is no Mesa ("EGL not initialized"), unless it is said
 * to be for Vulkan: then it leaves the surface to whoever asked. All it wants before is a Vulkan that names two extensions.
 * That is answered from the program itself (dlopen() of "": the Makefile exports the one name) and never used.
 */
struct extension {
	char name[256];
	uint32_t version;
};

static int name_extensions(const char *layer, uint32_t *n, struct extension *out)
{
	static const struct extension named[] = {{"VK_KHR_surface", 1},
						 {"VK_KHR_wayland_surface", 1}};

	(void)layer;
	if (out)
		memcpy(out, named, sizeof(named[0]) * (*n < KS_COUNT(named) ? *n : KS_COUNT(named)));
	*n = KS_COUNT(named);
	return 0;
}

typedef int (*extensions_fn)(const char *layer, uint32_t *n, struct extension *out);
extensions_fn vkGetInstanceProcAddr(void *instance, const char *name);

__attribute__((visibility("default"))) extensions_fn vkGetInstanceProcAddr(void *instance,
									   const char *name)
{
	(void)instance;
	return strcmp(name, "vkEnumerateInstanceExtensionProperties") == 0 ? name_extensions : NULL;
}

uint32_t ks_window_wayland_flags(void)
{
	const char *driver = SDL_GetCurrentVideoDriver();

	if (!driver || strcmp(driver, "wayland") != 0)
		return 0;
	if (SDL_Vulkan_LoadLibrary("") == 0)
		return SDL_WINDOW_VULKAN;
	ks_log_info("window", "Wayland through OpenGL: %s", SDL_GetError());
	return 0;
}

const struct ks_window_ops ks_window_wayland_ops = {
	.name = "shared memory",
	.open = open_wayland,
	.close = close_wayland,
	.present = present_wayland,
	.resized = make_buffers,
	.exposed = expose_wayland,
};
