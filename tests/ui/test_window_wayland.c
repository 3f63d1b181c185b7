/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/window.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <SDL_syswm.h>
#define WL_HIDE_DEPRECATED
#include <wayland-client.h>
#include <wayland-server.h>

#include "base/mem.h"
#include "support/test.h"
#include "ui/window_private.h"

/*
 * Shared memory with a compositor: a small one in a thread of its own, which takes what is committed and gives the buffers back
 * at once, late or never. What it has seen must be what the program drew.
 */

#define W 40
#define H 30
#define RECTS_MAX 8

enum release { AT_ONCE, WITH_THE_NEXT, NEVER };

static struct {
	struct wl_display *display;
	pthread_t thread;
	int stop, release; /* atomic */
	struct wl_resource *pending, *previous;
	SDL_Rect damage[RECTS_MAX], seen_damage[RECTS_MAX];
	int n_damage, n_seen_damage, n_commits;
	int w, h;
	uint32_t px[4 * W * H];
} glass;

static struct {
	struct wl_display *display;
	struct wl_compositor *compositor;
	struct wl_surface *surface;
} client;

static int window_w, window_h;
static bool is_wayland;

/* In place of SDL's, which has no such window here. */
SDL_bool SDL_GetWindowWMInfo(SDL_Window *window, SDL_SysWMinfo *info)
{
	(void)window;
	info->subsystem = is_wayland ? SDL_SYSWM_WAYLAND : SDL_SYSWM_X11;
	info->info.wl.display = client.display;
	info->info.wl.surface = client.surface;
	return SDL_TRUE;
}

void SDL_GetWindowSize(SDL_Window *window, int *w, int *h)
{
	(void)window;
	*w = window_w;
	*h = window_h;
}

/* ---- the compositor ---- */

static void attach(struct wl_client *of, struct wl_resource *surface, struct wl_resource *buffer,
		   int32_t x, int32_t y)
{
	(void)of, (void)surface, (void)x, (void)y;
	glass.pending = buffer;
}

static void damage(struct wl_client *of, struct wl_resource *surface, int32_t x, int32_t y,
		   int32_t w, int32_t h)
{
	(void)of, (void)surface;
	if (glass.n_damage < RECTS_MAX)
		glass.damage[glass.n_damage++] = (SDL_Rect){x, y, w, h};
}

static void commit(struct wl_client *of, struct wl_resource *surface)
{
	struct wl_shm_buffer *shm = glass.pending ? wl_shm_buffer_get(glass.pending) : NULL;
	int release = __atomic_load_n(&glass.release, __ATOMIC_RELAXED);

	(void)of, (void)surface;
	glass.n_commits++;
	memcpy(glass.seen_damage, glass.damage, sizeof(glass.damage));
	glass.n_seen_damage = glass.n_damage;
	glass.n_damage = 0;
	if (!shm || wl_shm_buffer_get_format(shm) != WL_SHM_FORMAT_XRGB8888)
		return;
	glass.w = wl_shm_buffer_get_width(shm);
	glass.h = wl_shm_buffer_get_height(shm);
	wl_shm_buffer_begin_access(shm);
	for (int y = 0; y < glass.h; y++)
		memcpy(glass.px + (size_t)y * (size_t)glass.w,
		       (char *)wl_shm_buffer_get_data(shm) + y * wl_shm_buffer_get_stride(shm),
		       (size_t)glass.w * 4);
	wl_shm_buffer_end_access(shm);
	if (release == AT_ONCE)
		wl_buffer_send_release(glass.pending);
	if (release == WITH_THE_NEXT && glass.previous && glass.previous != glass.pending)
		wl_buffer_send_release(glass.previous);
	glass.previous = release == WITH_THE_NEXT ? glass.pending : NULL;
}

static void let_go(struct wl_client *of, struct wl_resource *resource)
{
	(void)of;
	wl_resource_destroy(resource);
}

static const struct wl_surface_interface surface_calls = {
	.destroy = let_go, .attach = attach, .damage = damage, .commit = commit};

static void create_surface(struct wl_client *of, struct wl_resource *compositor, uint32_t id)
{
	struct wl_resource *surface = wl_resource_create(of, &wl_surface_interface, 1, id);

	(void)compositor;
	wl_resource_set_implementation(surface, &surface_calls, NULL, NULL);
}

static const struct wl_compositor_interface compositor_calls = {.create_surface = create_surface};

static void bind_compositor(struct wl_client *of, void *data, uint32_t version, uint32_t id)
{
	struct wl_resource *compositor = wl_resource_create(of, &wl_compositor_interface, 1, id);

	(void)data, (void)version;
	wl_resource_set_implementation(compositor, &compositor_calls, NULL, NULL);
}

static void *serve(void *context)
{
	struct wl_event_loop *loop = wl_display_get_event_loop(glass.display);

	(void)context;
	while (!__atomic_load_n(&glass.stop, __ATOMIC_RELAXED)) {
		wl_event_loop_dispatch(loop, 10);
		wl_display_flush_clients(glass.display);
	}
	return NULL;
}

/* ---- its client ---- */

static void found(void *of, struct wl_registry *registry, uint32_t name, const char *interface,
		  uint32_t version)
{
	(void)of, (void)version;
	if (strcmp(interface, wl_compositor_interface.name) == 0)
		client.compositor = wl_registry_bind(registry, name, &wl_compositor_interface, 1);
}

static void lost(void *of, struct wl_registry *registry, uint32_t name)
{
	(void)of, (void)registry, (void)name;
}

static void begin(bool has_shm)
{
	static const struct wl_registry_listener listener = {found, lost};
	struct wl_registry *registry;
	int pair[2];

	memset(&glass, 0, sizeof(glass));
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), 0);
	glass.display = wl_display_create();
	assert_non_null(glass.display);
	if (has_shm)
		assert_int_equal(wl_display_init_shm(glass.display), 0);
	wl_global_create(glass.display, &wl_compositor_interface, 1, NULL, bind_compositor);
	assert_non_null(wl_client_create(glass.display, pair[0]));
	assert_int_equal(pthread_create(&glass.thread, NULL, serve, NULL), 0);
	client.display = wl_display_connect_to_fd(pair[1]);
	registry = wl_display_get_registry(client.display);
	wl_registry_add_listener(registry, &listener, NULL);
	assert_true(wl_display_roundtrip(client.display) >= 0);
	assert_non_null(client.compositor);
	client.surface = wl_compositor_create_surface(client.compositor);
	wl_registry_destroy(registry);
	is_wayland = true;
	window_w = W;
	window_h = H;
}

static void end(void)
{
	wl_surface_destroy(client.surface);
	wl_compositor_destroy(client.compositor);
	assert_true(wl_display_roundtrip(client.display) >= 0); /* and no protocol error */
	wl_display_disconnect(client.display);
	__atomic_store_n(&glass.stop, 1, __ATOMIC_RELAXED);
	pthread_join(glass.thread, NULL);
	wl_display_destroy_clients(glass.display);
	wl_display_destroy(glass.display);
	memset(&client, 0, sizeof(client));
}

static const struct ks_window_ops *const ops = &ks_window_wayland_ops;

static int set_up(void **state)
{
	struct ks_window *window = ks_alloc_zero(1, sizeof(*window));

	begin(true);
	assert_true(ops->open(window));
	*state = window;
	return 0;
}

static int tear_down(void **state)
{
	struct ks_window *window = *state;

	ops->close(window);
	assert_null(window->wayland);
	assert_null(window->canvas.px);
	ops->close(window); /* as after an opening that failed */
	end();
	free(window);
	return 0;
}

/* Until the compositor did all that it was told, and what it said is here. */
static void settle(void)
{
	assert_true(wl_display_roundtrip(client.display) >= 0);
}

static void keep(enum release release)
{
	__atomic_store_n(&glass.release, (int)release, __ATOMIC_RELAXED);
}

static void paint(struct ks_window *window, SDL_Rect r, uint32_t argb)
{
	for (int y = r.y; y < r.y + r.h; y++)
		for (int x = r.x; x < r.x + r.w; x++)
			window->canvas.px[y * window->canvas.stride_px + x] = argb + (uint32_t)x;
}

static void present(struct ks_window *window, SDL_Rect r, uint32_t argb)
{
	paint(window, r, argb);
	ops->present(window, &r, 1);
	settle();
}

static void assert_seen(const struct ks_window *window)
{
	assert_int_equal(glass.w, window->canvas.w);
	assert_int_equal(glass.h, window->canvas.h);
	for (int y = 0; y < glass.h; y++)
		assert_memory_equal(glass.px + (size_t)y * (size_t)glass.w,
				    window->canvas.px + (long)y * window->canvas.stride_px,
				    (size_t)glass.w * 4);
}

static void assert_damage(int at, SDL_Rect r)
{
	assert_true(at < glass.n_seen_damage);
	assert_memory_equal(&glass.seen_damage[at], &r, sizeof(r));
}

static void what_is_presented_is_seen_with_its_damage(void **state)
{
	struct ks_window *window = *state;
	const SDL_Rect parts[] = {{1, 2, 3, 4}, {20, 10, 5, 6}};

	assert_int_equal(window->canvas.w, W);
	assert_int_equal(window->canvas.h, H);
	assert_int_equal(window->canvas.stride_px, W);
	assert_int_equal(window->canvas.clip.x + window->canvas.clip.y, 0);
	assert_int_equal(window->canvas.clip.w, W);
	assert_int_equal(window->canvas.clip.h, H);
	assert_int_equal(glass.n_commits, 0);
	present(window, (SDL_Rect){0, 0, W, H}, 0x112200);
	assert_int_equal(glass.n_commits, 1);
	assert_int_equal(glass.n_seen_damage, 1);
	assert_damage(0, (SDL_Rect){0, 0, W, H});
	assert_seen(window);
	paint(window, parts[0], 0x334400);
	paint(window, parts[1], 0x556600);
	ops->present(window, parts, 2);
	settle();
	assert_int_equal(glass.n_seen_damage, 2);
	assert_damage(0, parts[0]);
	assert_damage(1, parts[1]);
	assert_seen(window);
}

/* However late it gives a buffer back: each has what the other was shown meanwhile. */
static void a_compositor_that_keeps_buffers_sees_the_same(void **state)
{
	struct ks_window *window = *state;
	uint32_t seed = 1;

	for (int i = 0; i < 300; i++) {
		SDL_Rect r;

		seed = seed * 1664525u + 1013904223u;
		r = (SDL_Rect){(int)(seed >> 8) % 30, (int)(seed >> 16) % 20,
			       1 + (int)(seed >> 24) % 9, 1 + (int)(seed >> 20) % 9};
		keep((enum release)(i / 50 % 3));
		present(window, r, (uint32_t)i << 8);
		assert_int_equal(glass.n_commits, i + 1);
		assert_seen(window);
	}
	keep(AT_ONCE);
}

/* Nothing but the damage goes over: a screen's worth of bytes for each blink of a cursor would be too much. */
static void what_was_not_damaged_is_not_copied(void **state)
{
	struct ks_window *window = *state;

	for (int i = 0; i < 2; i++) { /* one after the other, so that both buffers have all */
		keep(WITH_THE_NEXT);
		present(window, (SDL_Rect){0, 0, W, H}, 0x112200);
	}
	present(window, (SDL_Rect){0, 0, 1, 1}, 0x990000);
	window->canvas.px[20 * W + 20] = 0x777777;
	present(window, (SDL_Rect){10, 10, 2, 2}, 0x880000);
	assert_int_equal(glass.px[20 * W + 20] & 0xffffff, 0x112200 + 20);
	assert_int_equal(glass.px[10 * W + 10] & 0xffffff, 0x880000 + 10);
	assert_int_equal(glass.px[0] & 0xffffff, 0x990000);
	assert_int_equal(glass.px[12 * W + 12] & 0xffffff, 0x112200 + 12);
	keep(AT_ONCE);
}

static void an_exposed_window_is_shown_again_by_itself(void **state)
{
	struct ks_window *window = *state;

	present(window, (SDL_Rect){0, 0, W, H}, 0x112200);
	memset(glass.px, 0, sizeof(glass.px));
	assert_true(ops->exposed(window));
	settle();
	assert_int_equal(glass.n_commits, 2);
	assert_damage(0, (SDL_Rect){0, 0, W, H});
	assert_seen(window);
}

static void another_size_has_buffers_of_its_own(void **state)
{
	static const int sizes[][2] = {{2 * W, 2 * H}, {7, 50}, {1, 1}};
	struct ks_window *window = *state;

	present(window, (SDL_Rect){0, 0, W, H}, 0x112200);
	for (size_t i = 0; i < KS_COUNT(sizes); i++) {
		window_w = sizes[i][0];
		window_h = sizes[i][1];
		assert_true(ops->resized(window));
		assert_int_equal(window->canvas.w, window_w);
		assert_int_equal(window->canvas.h, window_h);
		assert_int_equal(window->canvas.clip.w, window_w);
		assert_int_equal(window->canvas.clip.h, window_h);
		for (int k = 0; k < window_w * window_h; k++)
			assert_int_equal(window->canvas.px[k], 0);
		/* all of it goes over, whatever the program calls damaged */
		paint(window, (SDL_Rect){0, 0, window_w, window_h}, 0x445500);
		present(window, (SDL_Rect){0, 0, 1, 1}, 0x445500);
		assert_seen(window);
	}
}

static void a_size_that_is_none_changes_nothing(void **state)
{
	static const int sizes[][2] = {{0, H}, {W, 0}, {-1, H}};
	struct ks_window *window = *state;
	uint32_t *before = window->canvas.px;

	for (size_t i = 0; i < KS_COUNT(sizes); i++) {
		char *words = ks_format("a window of %d by %d", sizes[i][0], sizes[i][1]);

		window_w = sizes[i][0];
		window_h = sizes[i][1];
		assert_false(ops->resized(window));
		assert_string_equal(SDL_GetError(), words);
		assert_ptr_equal(window->canvas.px, before);
		free(words);
	}
	present(window, (SDL_Rect){0, 0, W, H}, 0x112200);
	assert_seen(window);
}

static void a_size_that_no_memory_holds_is_refused(void **state)
{
	struct ks_window *window = *state;

	(void)signal(SIGXFSZ, SIG_IGN); /* where a file may not even be asked to be as large */
	window_w = window_h = 1 << 25;
	assert_false(ops->resized(window));
	assert_string_equal(SDL_GetError(), "no shared memory");
	assert_null(window->canvas.px);
}

static void without_shared_memory_or_wayland_it_is_no_way(void **state)
{
	struct ks_window window = {.wake_fd = -1};

	(void)state;
	begin(false);
	assert_false(ops->open(&window));
	assert_string_equal(SDL_GetError(), "no shared memory with the compositor");
	ops->close(&window);
	assert_null(window.wayland);
	is_wayland = false;
	assert_false(ops->open(&window));
	assert_string_equal(SDL_GetError(), "no Wayland");
	assert_null(window.wayland);
	ops->close(&window);
	end();
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		TEST(what_is_presented_is_seen_with_its_damage),
		TEST(a_compositor_that_keeps_buffers_sees_the_same),
		TEST(what_was_not_damaged_is_not_copied),
		TEST(an_exposed_window_is_shown_again_by_itself),
		TEST(another_size_has_buffers_of_its_own),
		TEST(a_size_that_is_none_changes_nothing),
		TEST(a_size_that_no_memory_holds_is_refused),
		cmocka_unit_test(without_shared_memory_or_wayland_it_is_no_way),
	};

	return ks_test_run(tests);
}
