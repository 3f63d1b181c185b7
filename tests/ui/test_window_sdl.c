/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/window.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/test.h"
#include "ui/window_private.h"

/* A window by SDL's driver without a display: how it opens, what it tells, and both ways of pixels. */

static struct ks_window *window_open(enum ks_window_mode mode, int w, int h)
{
	struct ks_window_options options = {
		.mode = mode, .width_px = w, .height_px = h, .title = "kenshu-test"};
	struct ks_window *window;

	setenv("SDL_VIDEODRIVER", "dummy", 1);
	assert_int_equal(ks_window_open(&options, &window), KS_OK);
	return window;
}

static void drain(struct ks_window *window)
{
	struct ks_input input;

	do
		ks_window_wait(window, 0, &input);
	while (input.kind != KS_INPUT_NONE);
}

static void a_window_has_the_asked_size_and_the_display_when_none_is_asked(void **state)
{
	struct ks_window *window = window_open(KS_WINDOW_FLOATING, 320, 200);
	SDL_DisplayMode mode;

	(void)state;
	assert_int_equal(ks_window_canvas(window)->w, 320);
	assert_int_equal(ks_window_canvas(window)->h, 200);
	assert_int_equal(ks_window_canvas(window)->clip.w, 320);
	assert_int_equal(ks_window_canvas(window)->clip.h, 200);
	assert_int_equal(ks_window_canvas(window)->clip.x, 0);
	assert_int_equal(ks_window_canvas(window)->clip.y, 0);
	assert_true(ks_window_canvas(window)->stride_px >= 320);
	assert_string_equal(SDL_GetWindowTitle(window->sdl), "kenshu-test");
	assert_string_equal(window->ops->name, "surface");
	assert_true(SDL_GetWindowFlags(window->sdl) & SDL_WINDOW_RESIZABLE);
	assert_false(SDL_GetWindowFlags(window->sdl) & SDL_WINDOW_HIDDEN);
	assert_int_equal(SDL_GetDesktopDisplayMode(0, &mode), 0);
	ks_window_close(window);
	assert_false(SDL_WasInit(SDL_INIT_VIDEO));

	window = window_open(KS_WINDOW_FLOATING, 0, 200);
	assert_int_equal(ks_window_canvas(window)->w, mode.w);
	assert_int_equal(ks_window_canvas(window)->h, mode.h);
	ks_window_close(window);
	window = window_open(KS_WINDOW_FLOATING, 320, 0);
	assert_int_equal(ks_window_canvas(window)->w, mode.w);
	ks_window_close(window);
}

static void the_whole_screen_is_taken_without_a_cursor(void **state)
{
	struct ks_window *window = window_open(KS_WINDOW_FULLSCREEN, 320, 200);
	SDL_DisplayMode mode;

	(void)state;
	assert_int_equal(SDL_GetDesktopDisplayMode(0, &mode), 0);
	assert_int_equal(ks_window_canvas(window)->w, mode.w);
	assert_int_equal(ks_window_canvas(window)->h, mode.h);
	assert_true(SDL_GetWindowFlags(window->sdl) & SDL_WINDOW_BORDERLESS);
	assert_true(SDL_GetWindowFlags(window->sdl) & SDL_WINDOW_FULLSCREEN_DESKTOP);
	assert_int_equal(SDL_ShowCursor(SDL_QUERY), SDL_DISABLE);
	ks_window_close(window);
	window = window_open(KS_WINDOW_FLOATING, 320, 200);
	assert_int_equal(SDL_ShowCursor(SDL_QUERY), SDL_ENABLE);
	ks_window_close(window);
}

static void the_locale_is_as_it_was(void **state)
{
	(void)state;
	setenv("LC_ALL", "ja_JP.UTF-8", 1);
	ks_window_close(window_open(KS_WINDOW_FLOATING, 32, 32));
	assert_string_equal(getenv("LC_ALL"), "ja_JP.UTF-8");
	unsetenv("LC_ALL");
	ks_window_close(window_open(KS_WINDOW_FLOATING, 32, 32));
	assert_null(getenv("LC_ALL"));
}

static void without_a_display_no_window_opens(void **state)
{
	struct ks_window_options options = {.mode = KS_WINDOW_FLOATING, .width_px = 9, .height_px = 9};
	struct ks_window *window = (struct ks_window *)&options;

	(void)state;
	setenv("SDL_VIDEODRIVER", "no-such-driver", 1);
	assert_int_equal(ks_window_open(&options, &window), KS_IO);
	assert_null(window);
	setenv("SDL_VIDEODRIVER", "dummy", 1);
	options = (struct ks_window_options){
		.mode = KS_WINDOW_FLOATING, .width_px = 1 << 20, .height_px = 9};
	assert_int_equal(ks_window_open(&options, &window), KS_IO); /* SDL makes none that wide */
	assert_null(window);
}

static void without_a_title_it_has_the_programs_name(void **state)
{
	struct ks_window_options options = {.mode = KS_WINDOW_FLOATING, .width_px = 9, .height_px = 9};
	struct ks_window *window;

	(void)state;
	assert_int_equal(ks_window_open(&options, &window), KS_OK);
	assert_string_equal(SDL_GetWindowTitle(window->sdl), "kenshu");
	ks_window_close(window);
}

/* ---- what it tells ---- */

static void waiting_ends_with_the_timeout_and_not_before(void **state)
{
	struct ks_window *window = window_open(KS_WINDOW_FLOATING, 32, 32);
	struct ks_input input;
	int64_t before;

	(void)state;
	drain(window);
	before = ks_window_now_ms();
	ks_window_wait(window, 40, &input);
	assert_int_equal(input.kind, KS_INPUT_NONE);
	assert_in_range(input.t_ms, before + 39, before + 30000);
	ks_window_close(window);
}

static void *wake_twice(void *context)
{
	ks_window_wake(context);
	ks_window_wake(context);
	return NULL;
}

static void all_news_are_one_waking(void **state)
{
	struct ks_window *window = window_open(KS_WINDOW_FLOATING, 32, 32);
	struct ks_input input;
	pthread_t thread;

	(void)state;
	drain(window);
	assert_int_equal(pthread_create(&thread, NULL, wake_twice, window), 0);
	pthread_join(thread, NULL);
	ks_window_wait(window, -1, &input);
	assert_int_equal(input.kind, KS_INPUT_WAKE);
	assert_true(input.t_ms > 0);
	ks_window_wait(window, 5, &input);
	assert_int_equal(input.kind, KS_INPUT_NONE);
	ks_window_close(window);
}

static void touches_come_and_what_no_screen_needs_does_not(void **state)
{
	struct ks_window *window = window_open(KS_WINDOW_FLOATING, 320, 200);
	SDL_Event down = {
		.button = {.type = SDL_MOUSEBUTTONDOWN, .button = SDL_BUTTON_LEFT, .x = 5, .y = 7}};
	SDL_Event none = {.type = SDL_CLIPBOARDUPDATE}, quit = {.type = SDL_QUIT};
	struct ks_input input;

	(void)state;
	drain(window);
	SDL_PushEvent(&none);
	SDL_PushEvent(&down);
	ks_window_wait(window, 10000, &input);
	assert_int_equal(input.kind, KS_INPUT_DOWN);
	assert_int_equal(input.x, 5);
	assert_int_equal(input.y, 7);
	SDL_PushEvent(&quit);
	ks_window_wait(window, 10000, &input);
	assert_int_equal(input.kind, KS_INPUT_QUIT);
	ks_window_close(window);
}

static void another_size_is_told_once_and_the_canvas_has_it(void **state)
{
	struct ks_window *window = window_open(KS_WINDOW_FLOATING, 320, 200);
	SDL_Event same = {.window = {.type = SDL_WINDOWEVENT,
				     .event = SDL_WINDOWEVENT_SIZE_CHANGED,
				     .data1 = 320,
				     .data2 = 200}};
	struct ks_input input;

	(void)state;
	drain(window);
	SDL_PushEvent(&same);
	ks_window_wait(window, 5, &input);
	assert_int_equal(input.kind, KS_INPUT_NONE);
	window->has_presented = true;
	SDL_SetWindowSize(window->sdl, 400, 240);
	ks_window_wait(window, 10000, &input);
	assert_int_equal(input.kind, KS_INPUT_RESIZE);
	assert_int_equal(input.x, 400);
	assert_int_equal(input.y, 240);
	assert_int_equal(ks_window_canvas(window)->w, 400);
	assert_int_equal(ks_window_canvas(window)->h, 240);
	assert_false(window->has_presented);
	ks_window_close(window);
}

/* What was presented is shown again by itself; before that the program has to draw. */
static void an_exposed_window_is_drawn_by_the_program_only_where_it_must(void **state)
{
	struct ks_window *window = window_open(KS_WINDOW_FLOATING, 320, 200);
	SDL_Event exposed = {.window = {.type = SDL_WINDOWEVENT, .event = SDL_WINDOWEVENT_EXPOSED}};
	struct ks_damage none = {.n_rects = 0}, outside = {.rects = {{400, 0, 5, 5}}, .n_rects = 1},
			 some = {.rects = {{1, 1, 5, 5}}, .n_rects = 1};
	struct ks_input input;

	(void)state;
	drain(window);
	ks_window_present(window, &none);
	assert_false(window->has_presented);
	ks_window_present(window, &outside);
	assert_false(window->has_presented);
	ks_window_present(window, &some);
	assert_true(window->has_presented);
	SDL_PushEvent(&exposed);
	ks_window_wait(window, 5, &input);
	assert_int_equal(input.kind, KS_INPUT_NONE);
	ks_window_close(window);
}

static SDL_Rect shown[KS_DAMAGE_MAX];
static int n_shown;

static void keep_shown(struct ks_window *window, const SDL_Rect *rects, int n_rects)
{
	(void)window;
	n_shown = n_rects;
	memcpy(shown, rects, (size_t)n_rects * sizeof(*rects));
}

/* From the first pixel to the last, and nothing beyond. */
static void of_the_damage_what_is_on_the_glass_is_shown(void **state)
{
	static const struct ks_window_ops ops = {.present = keep_shown};
	struct ks_window window = {
		.mode = KS_WINDOW_FLOATING, .ops = &ops, .canvas = {.w = 320, .h = 200}};
	static const struct ks_damage damage = {.rects = {{0, 0, 1, 1},
							  {-5, -7, 8, 9},
							  {319, 199, 5, 5},
							  {320, 0, 5, 5},
							  {0, 200, 5, 5}},
						.n_rects = 5};
	static const SDL_Rect expected[] = {{0, 0, 1, 1}, {0, 0, 3, 2}, {319, 199, 1, 1}};

	(void)state;
	ks_window_present(&window, &damage);
	assert_true(window.has_presented);
	assert_int_equal(n_shown, KS_COUNT(expected));
	assert_memory_equal(shown, expected, sizeof(expected));
}

/* A mouse brings the cursor back on a whole screen, a finger takes it away. */
static void the_cursor_is_there_for_a_mouse_and_not_for_a_finger(void **state)
{
	struct ks_window *window = window_open(KS_WINDOW_FULLSCREEN, 320, 200);
	SDL_Event finger = {.tfinger = {.type = SDL_FINGERDOWN, .fingerId = 1, .x = 0.5F, .y = 0.5F}};
	struct ks_input input;

	(void)state;
	drain(window);
	SDL_ShowCursor(SDL_ENABLE);
	window->pointer.is_cursor_hidden = false;
	SDL_PushEvent(&finger);
	ks_window_wait(window, 10000, &input);
	assert_int_equal(input.kind, KS_INPUT_DOWN);
	assert_int_equal(SDL_ShowCursor(SDL_QUERY),
			 window->pointer.is_cursor_hidden ? SDL_DISABLE : SDL_ENABLE);
	assert_true(window->pointer.is_cursor_hidden);
	ks_window_close(window);
}

/* ---- the other way of pixels ---- */

static void pixels_go_through_a_texture_where_there_is_no_surface(void **state)
{
	const struct ks_window_ops *ops = &ks_window_texture_ops;
	struct ks_window window = {.wake_fd = -1};
	SDL_Rect part = {2, 3, 4, 5};
	uint32_t seen[16 * 16];

	(void)state;
	setenv("SDL_VIDEODRIVER", "dummy", 1);
	assert_int_equal(SDL_InitSubSystem(SDL_INIT_VIDEO), 0);
	window.sdl = SDL_CreateWindow("t", 0, 0, 16, 16, 0);
	assert_true(ops->open(&window));
	assert_int_equal(window.canvas.w, 16);
	assert_int_equal(window.canvas.h, 16);
	assert_int_equal(window.canvas.stride_px, 16);
	assert_int_equal(window.canvas.clip.w, 16);
	assert_int_equal(window.canvas.clip.h, 16);
	assert_int_equal(window.canvas.clip.x, 0);
	assert_int_equal(window.canvas.clip.y, 0);
	for (int i = 0; i < 16 * 16; i++)
		window.canvas.px[i] = 0x112233;
	ops->present(&window, &(SDL_Rect){0, 0, 16, 16}, 1);
	for (int i = 0; i < 16 * 16; i++)
		window.canvas.px[i] = 0xaabbcc;
	ops->present(&window, &part, 1); /* no more than the damage */
	assert_int_equal(
		SDL_RenderReadPixels(window.renderer, NULL, SDL_PIXELFORMAT_RGB888, seen, 16 * 4), 0);
	for (int y = 0; y < 16; y++)
		for (int x = 0; x < 16; x++)
			assert_int_equal(seen[y * 16 + x] & 0xffffff,
					 x >= 2 && x < 6 && y >= 3 && y < 8 ? 0xaabbcc : 0x112233);
	assert_true(ops->exposed(&window));
	assert_int_equal(
		SDL_RenderReadPixels(window.renderer, NULL, SDL_PIXELFORMAT_RGB888, seen, 16 * 4), 0);
	assert_int_equal(seen[0] & 0xffffff, 0xaabbcc);
	assert_int_equal(seen[16 * 16 - 1] & 0xffffff, 0xaabbcc);
	assert_true(ops->resized(&window));
	assert_int_equal(window.canvas.px[0], 0); /* nothing of before */
	ops->close(&window);
	assert_null(window.texture);
	assert_null(window.renderer);
	assert_null(window.canvas.px);
	ops->close(&window); /* as after an opening that failed */
	SDL_DestroyWindow(window.sdl);
	SDL_QuitSubSystem(SDL_INIT_VIDEO);
}

/* A window that has a surface gets no renderer: then there is no way left, and none is pretended. */
static void a_way_that_is_not_there_says_so(void **state)
{
	struct ks_window window = {.wake_fd = -1};

	(void)state;
	assert_false(ks_window_surface_ops.open(&window)); /* no window */
	assert_null(window.canvas.px);
	assert_false(ks_window_texture_ops.open(&window));
	assert_null(window.canvas.px);
	ks_window_texture_ops.close(&window);
	ks_window_surface_ops.close(&window);
}

/* As SDL asks before it opens a window on Wayland: of the program itself, by name. */
static void a_window_for_vulkan_is_one_without_opengl(void **state)
{
	struct named {
		char name[256];
		uint32_t version;
	} found[2] = {{"", 0}, {"", 0}};
	void *(*ask)(void *instance, const char *name);
	int (*list)(const char *layer, uint32_t *n, struct named *out);
	void *program = SDL_LoadObject("");
	uint32_t n = 0;

	(void)state;
	assert_non_null(program);
	*(void **)&ask = SDL_LoadFunction(program, "vkGetInstanceProcAddr");
	assert_non_null(ask);
	assert_null(ask(NULL, "vkCreateInstance"));
	*(void **)&list = ask(NULL, "vkEnumerateInstanceExtensionProperties");
	assert_int_equal(list(NULL, &n, NULL), 0);
	assert_int_equal(n, KS_COUNT(found));
	n = 1;
	assert_int_equal(list(NULL, &n, found), 0);
	assert_string_equal(found[1].name, ""); /* never more than there is room for */
	assert_int_equal(list(NULL, &n, found), 0);
	assert_string_equal(found[0].name, "VK_KHR_surface");
	assert_string_equal(found[1].name, "VK_KHR_wayland_surface");
	assert_int_equal(ks_window_wayland_flags(), 0); /* another display has its own ways */
	SDL_UnloadObject(program);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_window_has_the_asked_size_and_the_display_when_none_is_asked),
		cmocka_unit_test(the_whole_screen_is_taken_without_a_cursor),
		cmocka_unit_test(the_locale_is_as_it_was),
		cmocka_unit_test(without_a_display_no_window_opens),
		cmocka_unit_test(without_a_title_it_has_the_programs_name),
		cmocka_unit_test(waiting_ends_with_the_timeout_and_not_before),
		cmocka_unit_test(all_news_are_one_waking),
		cmocka_unit_test(touches_come_and_what_no_screen_needs_does_not),
		cmocka_unit_test(another_size_is_told_once_and_the_canvas_has_it),
		cmocka_unit_test(an_exposed_window_is_drawn_by_the_program_only_where_it_must),
		cmocka_unit_test(of_the_damage_what_is_on_the_glass_is_shown),
		cmocka_unit_test(the_cursor_is_there_for_a_mouse_and_not_for_a_finger),
		cmocka_unit_test(pixels_go_through_a_texture_where_there_is_no_surface),
		cmocka_unit_test(a_way_that_is_not_there_says_so),
		cmocka_unit_test(a_window_for_vulkan_is_one_without_opengl),
	};

	return ks_test_run(tests);
}
