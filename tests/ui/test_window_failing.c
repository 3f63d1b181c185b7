/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <SDL_image.h>
#include <SDL_ttf.h>

#include "base/log.h"
#include "base/mem.h"
#include "support/real.h"
#include "support/test.h"
#include "ui/failing.h"
#include "ui/image.h"
#include "ui/window_private.h"

/* A display that gives no surface, no renderer or no size, and pictures that cannot be drawn: another way is found, or it is told. */

static SDL_Surface *other_format(SDL_Surface *drawn)
{
	SDL_Surface *other = SDL_ConvertSurfaceFormat(drawn, SDL_PIXELFORMAT_RGBA8888, 0);

	SDL_FreeSurface(drawn);
	return other;
}

static bool is_other_format;
static int n_drawn;

static SDL_Surface *draw_svg(SDL_RWops *file, int w, int h)
{
	SDL_Surface *drawn =
		KS_REAL(SDL_Surface *, IMG_LoadSizedSVG_RW, SDL_RWops *, int, int)(file, w, h);

	return is_other_format ? other_format(drawn) : drawn;
}

SDL_Surface *IMG_LoadSizedSVG_RW(SDL_RWops *file, int w, int h)
{
	n_drawn++;
	return is_failing("IMG_LoadSizedSVG_RW") ? NULL : draw_svg(file, w, h);
}

FAILING(SDL_RWops *, SDL_RWFromConstMem, (const void *bytes, int len), (bytes, len), NULL)
FAILING(SDL_Surface *, TTF_RenderGlyph32_Blended, (TTF_Font * font, Uint32 c, SDL_Color color),
	(font, c, color), NULL)
FAILING(int, SDL_GetDesktopDisplayMode, (int display, SDL_DisplayMode *mode), (display, mode), -1)
FAILING(Uint32, SDL_GetWindowPixelFormat, (SDL_Window * window), (window), SDL_PIXELFORMAT_RGB565)
FAILING(SDL_Surface *, SDL_GetWindowSurface, (SDL_Window * window), (window), NULL)
FAILING(int, SDL_UpdateWindowSurface, (SDL_Window * window), (window), -1)
FAILING(SDL_Renderer *, SDL_CreateRenderer, (SDL_Window * window, int index, Uint32 flags),
	(window, index, flags), NULL)
FAILING(int, SDL_GetRendererOutputSize, (SDL_Renderer * renderer, int *w, int *h), (renderer, w, h),
	-1)
FAILING(SDL_Texture *, SDL_CreateTexture,
	(SDL_Renderer * renderer, Uint32 format, int access, int w, int h),
	(renderer, format, access, w, h), NULL)
FAILING(int, eventfd, (unsigned int initial, int flags), (initial, flags), -1)

static enum ks_rc open_as(enum ks_window_mode mode, struct ks_window **out)
{
	struct ks_window_options options = {
		.mode = mode, .width_px = 320, .height_px = 200, .title = "t"};

	setenv("SDL_VIDEODRIVER", "dummy", 1);
	return ks_window_open(&options, out);
}

static void what_no_window_can_be_made_of_is_told(void **state)
{
	static const struct {
		const char *name;
		enum ks_window_mode mode;
		const char *said;
	} faults[] = {
		{"SDL_GetDesktopDisplayMode", KS_WINDOW_FULLSCREEN, "no window: "},
		{"eventfd", KS_WINDOW_OFFSCREEN, "eventfd: errno"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(faults); i++) {
		struct ks_window *window = (struct ks_window *)&failing;
		struct ks_test_stream stream = ks_test_stream_begin(stderr);
		enum ks_rc rc;
		char *log;

		fail_at(faults[i].name, 0);
		rc = open_as(faults[i].mode, &window);
		FAIL_NONE();
		log = ks_test_stream_end(&stream);
		assert_int_equal(rc, KS_IO);
		assert_null(window);
		assert_non_null(strstr(log, faults[i].said));
		assert_false(SDL_WasInit(SDL_INIT_VIDEO));
		free(log);
	}
}

/* The texture, wherever there is no surface or one of another kind of pixels. */
static void without_a_surface_pixels_go_through_a_texture(void **state)
{
	static const char *const names[] = {"SDL_GetWindowPixelFormat", "SDL_GetWindowSurface"};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(names); i++) {
		struct ks_window *window;
		struct ks_test_stream stream;
		char *log;
		enum ks_rc rc;

		stream = ks_test_stream_begin(stderr);
		ks_log_set(KS_LOG_INFO);
		fail_at(names[i], 0);
		rc = open_as(KS_WINDOW_FLOATING, &window);
		FAIL_NONE();
		ks_log_set(KS_LOG_WARN);
		log = ks_test_stream_end(&stream);
		assert_int_equal(rc, KS_OK);
		assert_string_equal(window->ops->name, "texture");
		assert_int_equal(ks_window_canvas(window)->w, 320);
		assert_int_equal(ks_window_canvas(window)->h, 200);
		assert_non_null(strstr(log, "no shared memory: "));
		assert_non_null(strstr(log, "no surface: "));
		assert_non_null(strstr(log, "dummy by texture, 320x200"));
		free(log);
		ks_window_close(window);
	}
}

/* Whichever step of the last way fails. */
static void without_any_way_there_is_no_window(void **state)
{
	static const char *const names[] = {"SDL_CreateRenderer", "SDL_GetRendererOutputSize",
					    "SDL_CreateTexture"};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(names); i++) {
		struct ks_window window = {.wake_fd = -1};

		assert_int_equal(SDL_InitSubSystem(SDL_INIT_VIDEO), 0);
		window.sdl = SDL_CreateWindow("t", 0, 0, 16, 16, 0);
		fail_at(names[i], 0);
		assert_false(ks_window_texture_ops.open(&window));
		FAIL_NONE();
		assert_null(window.texture);
		assert_null(window.canvas.px);
		ks_window_texture_ops.close(&window);
		assert_null(window.renderer);
		SDL_DestroyWindow(window.sdl);
		SDL_QuitSubSystem(SDL_INIT_VIDEO);
	}
}

static void no_way_at_all_is_told(void **state)
{
	struct ks_window *window = (struct ks_window *)&failing;
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	enum ks_rc rc;
	char *log;

	(void)state;
	fail_at("SDL_GetWindowSurface SDL_CreateRenderer", 0);
	rc = open_as(KS_WINDOW_FLOATING, &window);
	FAIL_NONE();
	log = ks_test_stream_end(&stream);
	assert_int_equal(rc, KS_IO);
	assert_null(window);
	assert_non_null(strstr(log, "no way to show pixels"));
	assert_false(SDL_WasInit(SDL_INIT_VIDEO));
	free(log);
}

static struct ks_input next_of(struct ks_window *window, const SDL_Event *event)
{
	struct ks_input input;

	do
		ks_window_wait(window, 0, &input);
	while (input.kind != KS_INPUT_NONE);
	SDL_PushEvent((SDL_Event *)event);
	ks_window_wait(window, 1000, &input);
	return input;
}

/* Where the new size has no pixels the program ends: systemd starts it anew. */
static void a_size_that_has_no_pixels_ends_the_program(void **state)
{
	SDL_Event resized = {.window = {.type = SDL_WINDOWEVENT,
					.event = SDL_WINDOWEVENT_SIZE_CHANGED,
					.data1 = 320,
					.data2 = 240}};
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	struct ks_window *window;
	struct ks_input input;
	char *log;

	(void)state;
	if (open_as(KS_WINDOW_FLOATING, &window) == KS_OK) {
		FAIL(SDL_GetWindowSurface, 0);
		input = next_of(window, &resized);
		FAIL_NONE();
		ks_window_close(window);
	}
	log = ks_test_stream_end(&stream);
	assert_int_equal(input.kind, KS_INPUT_QUIT);
	assert_non_null(strstr(log, "resize: "));
	free(log);
}

/* What was presented and cannot be shown again by itself is drawn anew by the program; a texture is shown again. */
static void what_cannot_be_shown_again_is_drawn_anew(void **state)
{
	SDL_Event exposed = {.window = {.type = SDL_WINDOWEVENT, .event = SDL_WINDOWEVENT_EXPOSED}};
	struct ks_window *window;

	(void)state;
	assert_int_equal(open_as(KS_WINDOW_FLOATING, &window), KS_OK);
	FAIL(SDL_UpdateWindowSurface, 0);
	assert_int_equal(next_of(window, &exposed).kind, KS_INPUT_NONE); /* nothing to show yet */
	window->has_presented = true;
	assert_int_equal(next_of(window, &exposed).kind, KS_INPUT_EXPOSE);
	FAIL_NONE();
	assert_int_equal(next_of(window, &exposed).kind, KS_INPUT_NONE);
	ks_window_close(window);
}

/* A counter that is full has been heard of; anything else is told. */
static void a_waking_that_fails_is_told(void **state)
{
	struct ks_test_stream stream;
	struct ks_window *window;
	char *log;

	(void)state;
	assert_int_equal(open_as(KS_WINDOW_OFFSCREEN, &window), KS_OK);
	stream = ks_test_stream_begin(stderr);
	ks_window_wake(window);
	close(window->wake_fd);
	window->wake_fd = -1;
	ks_window_wake(window);
	log = ks_test_stream_end(&stream);
	assert_non_null(strstr(log, "wake: errno"));
	assert_null(strstr(strstr(log, "wake: errno") + 1, "wake: errno"));
	free(log);
	ks_window_close(window);
}

/* ---- pictures ---- */

#define W 40
#define H 20

static const char drawing[] =
	"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 20'>\n"
	"<rect x='0' y='0' width='20' height='20' fill='#0b5d4b'/>\n"
	"<rect x='24' y='0' width='8' height='20' fill='#b3261e' fill-opacity='0.5'/>\n</svg>\n";

static void paint(struct ks_images *images, const char *path, uint32_t px[W * H])
{
	struct ks_canvas canvas = {px, W, H, W, {0, 0, W, H}};

	ks_paint_fill(&canvas, canvas.clip, 0xFFFFFFFF);
	ks_images_draw(images, path, &canvas, canvas.clip, 100, KS_THEME_STANDARD);
}

static void a_picture_that_cannot_be_drawn_is_blank_and_not_tried_again(void **state)
{
	static const char *const names[] = {"IMG_LoadSizedSVG_RW", "SDL_RWFromConstMem"};
	static uint32_t px[W * H], blank[W * H];
	char *folder = ks_test_folder(), *path = ks_test_write(folder, "a.svg", drawing);
	struct ks_text_engine *text;

	(void)state;
	memset(blank, 0xFF, sizeof(blank));
	assert_int_equal(ks_text_engine_open(&text), KS_OK);
	for (size_t i = 0; i < KS_COUNT(names); i++) {
		struct ks_images *images = ks_images_open(text);
		struct ks_test_stream stream = ks_test_stream_begin(stderr);
		char *log;

		n_drawn = 0;
		fail_at(names[i], 0);
		paint(images, path, px);
		paint(images, path, px);
		FAIL_NONE();
		log = ks_test_stream_end(&stream);
		assert_memory_equal(px, blank, sizeof(px));
		assert_int_equal(n_drawn, i == 0); /* that it could not is remembered */
		assert_non_null(strstr(log, "a.svg: "));
		free(log);
		ks_images_close(images);
	}
	ks_text_engine_close(text);
	free(path);
	ks_test_folder_finish(folder);
}

/* However many sizes there were before: the last two are there, and turning back draws none anew. */
static void the_last_pictures_are_kept(void **state)
{
	static uint32_t px[W * H];
	char *folder = ks_test_folder(), *path = ks_test_write(folder, "a.svg", drawing);
	struct ks_canvas canvas = {px, W, H, W, {0, 0, W, H}};
	struct ks_text_engine *text;
	struct ks_images *images;
	int before = 0;

	(void)state;
	assert_int_equal(ks_text_engine_open(&text), KS_OK);
	images = ks_images_open(text);
	for (int i = 0; i < 404; i++) {
		int size = i < 400 ? 1000 + 2 * i : 300 + i % 2 * 100;

		before = i == 402 ? n_drawn : before;
		ks_images_draw(images, path, &canvas, (struct ks_rect){0, 0, size, size}, 100,
			       KS_THEME_STANDARD);
	}
	assert_int_equal(n_drawn, before);
	ks_images_close(images);
	ks_text_engine_close(text);
	free(path);
	ks_test_folder_finish(folder);
}

static void a_drawing_in_another_order_of_colours_looks_the_same(void **state)
{
	static uint32_t usual[W * H], other[W * H];
	char *folder = ks_test_folder(), *path = ks_test_write(folder, "a.svg", drawing);
	struct ks_text_engine *text;
	struct ks_images *images;

	(void)state;
	assert_int_equal(ks_text_engine_open(&text), KS_OK);
	images = ks_images_open(text);
	paint(images, path, usual);
	assert_int_equal(usual[5 * W + 5], 0xFF0B5D4B);
	ks_images_trim(images);
	is_other_format = true;
	paint(images, path, other);
	is_other_format = false;
	assert_memory_equal(usual, other, sizeof(usual));
	ks_images_close(images);
	ks_images_close(NULL);
	ks_text_engine_close(text);
	free(path);
	ks_test_folder_finish(folder);
}

/* What comes next is drawn while the page before it stands; what is not there is no trouble. */
static void a_warm_picture_is_drawn_already(void **state)
{
	static const char worded[] = "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 40 20'>\n"
				     "<rect x='0' y='0' width='20' height='20' fill='#0b5d4b'/>\n"
				     "<text x='20' y='18' font-size='8'>国</text>\n</svg>\n";
	static uint32_t px[W * H];
	char *folder = ks_test_folder(), *path = ks_test_write(folder, "a.svg", worded);
	struct ks_text_engine *text;
	struct ks_images *images;

	(void)state;
	assert_int_equal(ks_text_engine_open(&text), KS_OK);
	images = ks_images_open(text);
	n_drawn = 0;
	ks_images_warm(images, "/dev/null/none.svg", (struct ks_rect){0, 0, W, H}, 100);
	ks_images_warm(images, path, (struct ks_rect){0, 0, 0, H}, 100);
	assert_int_equal(n_drawn, 0);
	ks_images_warm(images, path, (struct ks_rect){0, 0, W, H}, 100);
	assert_int_equal(n_drawn, 1);
	FAIL(TTF_RenderGlyph32_Blended, 0);
	paint(images, path, px);
	assert_int_equal(failing.n_calls, 0); /* its words too */
	FAIL_NONE();
	assert_int_equal(n_drawn, 1);
	assert_int_equal(px[5 * W + 5], 0xFF0B5D4B);
	ks_images_close(images);
	ks_text_engine_close(text);
	free(path);
	ks_test_folder_finish(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_no_window_can_be_made_of_is_told),
		cmocka_unit_test(without_a_surface_pixels_go_through_a_texture),
		cmocka_unit_test(without_any_way_there_is_no_window),
		cmocka_unit_test(no_way_at_all_is_told),
		cmocka_unit_test(a_size_that_has_no_pixels_ends_the_program),
		cmocka_unit_test(what_cannot_be_shown_again_is_drawn_anew),
		cmocka_unit_test(a_waking_that_fails_is_told),
		cmocka_unit_test(a_picture_that_cannot_be_drawn_is_blank_and_not_tried_again),
		cmocka_unit_test(the_last_pictures_are_kept),
		cmocka_unit_test(a_warm_picture_is_drawn_already),
		cmocka_unit_test(a_drawing_in_another_order_of_colours_looks_the_same),
	};

	return ks_test_run(tests);
}
