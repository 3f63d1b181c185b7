/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/image.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/test.h"

/* SVG pictures: shapes from nanosvg, words from our own engine, at the place and size they fit. */

#define W 200
#define H 120

static const char drawing[] =
	"<svg xmlns='http://www.w3.org/2000/svg' width='100' height='50' viewBox='0 0 100 50'>\n"
	"<title>封筒</title>\n"
	"<rect x='0' y='0' width='50' height='50' fill='#0b5d4b'/>\n"
	"<rect x='60' y='0' width='20' height='50' fill='#000000' fill-opacity='0.5'/>\n"
	"<rect id='from' class='region' x='10' y='10' width='20' height='5' fill='none'/>\n"
	"</svg>\n";

static const char with_words[] =
	"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 60'>\n"
	"<text x='50' y='40' font-size='20' text-anchor='middle' fill='#b3261e'>{国|くに}国</text>\n"
	"</svg>\n";

struct stage {
	char *folder;
	struct ks_text_engine *text;
	struct ks_images *images;
	uint32_t px[W * H];
	struct ks_canvas canvas;
};

static int set_up(void **state)
{
	struct stage *stage = ks_alloc_zero(1, sizeof(*stage));

	stage->folder = ks_test_folder();
	if (ks_text_engine_open(&stage->text) != KS_OK)
		return -1;
	stage->images = ks_images_open(stage->text);
	stage->canvas = (struct ks_canvas){stage->px, W, H, W, {0, 0, W, H}};
	ks_paint_fill(&stage->canvas, stage->canvas.clip, 0xFFFFFFFF);
	*state = stage;
	return 0;
}

static int tear_down(void **state)
{
	struct stage *stage = *state;

	ks_images_close(stage->images);
	ks_text_engine_close(stage->text);
	ks_test_folder_finish(stage->folder);
	free(stage);
	return 0;
}

static uint32_t at(const struct stage *stage, int x, int y)
{
	return stage->px[y * W + x] | 0xFF000000u;
}

static void a_picture_is_fitted_into_the_middle(void **state)
{
	struct stage *stage = *state;
	char *path = ks_test_write(stage->folder, "a.svg", drawing);
	struct ks_rect r = ks_images_fit(stage->images, path, (struct ks_rect){10, 0, 100, 120});

	assert_int_equal(r.x, 10);
	assert_int_equal(r.y, 35);
	assert_int_equal(r.w, 100);
	assert_int_equal(r.h, 50);
	r = ks_images_fit(stage->images, path, (struct ks_rect){0, 0, 400, 100});
	assert_int_equal(r.w, 200);
	assert_int_equal(r.x, 100);
	free(path);
}

static void shapes_are_painted_at_the_fitted_size(void **state)
{
	struct stage *stage = *state;
	char *path = ks_test_write(stage->folder, "a.svg", drawing);

	ks_images_draw(stage->images, path, &stage->canvas, (struct ks_rect){0, 0, W, H}, 100,
		       KS_THEME_STANDARD);
	assert_int_equal(at(stage, 50, 60), 0xFF0B5D4B);
	assert_int_equal(at(stage, 105, 60), 0xFFFFFFFF);
	assert_in_range(at(stage, 140, 60) & 0xFF, 0x7E, 0x80);
	assert_int_equal(at(stage, 50, 5), 0xFFFFFFFF);
	assert_int_equal(at(stage, 50, 115), 0xFFFFFFFF);
	free(path);
}

/* A ring as optimisers write it, the flags of its arcs without blanks. */
static void arcs_without_blanks_are_a_ring(void **state)
{
	struct stage *stage = *state;
	char *path = ks_test_write(
		stage->folder, "ring.svg",
		"<svg viewBox='0 0 24 24'><path d=\"M12 2a10 10 0 100 20 10 10 0 000-20zm0 18a8 8 0 "
		"110-16 8 8 0 010 16z\"/></svg>");

	/* 120 px for 24 units: the ring is 10 wide, its outer edge at x = 50 and x = 150 */
	ks_images_draw(stage->images, path, &stage->canvas, (struct ks_rect){0, 0, W, H}, 100,
		       KS_THEME_STANDARD);
	assert_int_equal(at(stage, 100, 15), 0xFF000000);
	assert_int_equal(at(stage, 100, 105), 0xFF000000);
	assert_int_equal(at(stage, 55, 60), 0xFF000000);
	assert_int_equal(at(stage, 145, 60), 0xFF000000);
	assert_int_equal(at(stage, 100, 60), 0xFFFFFFFF);
	assert_int_equal(at(stage, 46, 60), 0xFFFFFFFF);
	free(path);
}

static void nothing_is_painted_outside_the_rectangle_or_the_clip(void **state)
{
	struct stage *stage = *state;
	char *path = ks_test_write(stage->folder, "a.svg", drawing);

	stage->canvas.clip = (struct ks_rect){0, 0, W, 50};
	ks_images_draw(stage->images, path, &stage->canvas, (struct ks_rect){0, 0, 100, 120}, 100,
		       KS_THEME_STANDARD);
	assert_int_equal(at(stage, 25, 45), 0xFF0B5D4B);
	assert_int_equal(at(stage, 25, 55), 0xFFFFFFFF);
	free(path);
}

static void words_stand_at_their_anchor_in_their_own_colour(void **state)
{
	struct stage *stage = *state;
	char *path = ks_test_write(stage->folder, "b.svg", with_words);
	int left = W, right = 0, top = H, bottom = 0, n_red = 0;

	ks_images_draw(stage->images, path, &stage->canvas, (struct ks_rect){0, 0, 200, 120}, 100,
		       KS_THEME_CONTRAST);
	for (int y = 0; y < H; y++) {
		for (int x = 0; x < W; x++) {
			if ((at(stage, x, y) & 0xFF) > 0x80)
				continue;
			left = x < left ? x : left;
			right = x > right ? x : right;
			top = y < top ? y : top;
			bottom = y > bottom ? y : bottom;
			n_red += at(stage, x, y) == 0xFFB3261E;
		}
	}
	assert_true(n_red > 100);
	assert_in_range(left + right, 190, 210); /* two kanji of 40 px around x = 100 */
	assert_in_range(right - left, 66, 84);
	assert_in_range(bottom, 78, 88); /* base line at 80 */
	assert_in_range(top, 40, 52);    /* and no reading above */
	free(path);
}

static struct ks_rich with_reading(const void *context, const char *words, struct ks_arena *arena)
{
	static const struct ks_span ruby = {0, 3, KS_MARK_RUBY, "くに"};

	assert_string_equal(words, "{国|くに}国");
	(void)context;
	return (struct ks_rich){ks_arena_strdup(arena, "国国"), 6, &ruby, 1};
}

static size_t n_dark_above(const struct stage *stage, int y)
{
	size_t n = 0;

	for (int i = 0; i < y * W; i++)
		n += (stage->px[i] | 0xFF000000u) != 0xFFFFFFFF;
	return n;
}

/* The word's own top is at about y = 46: what stands above it is the reading. */
static void readings_stand_over_words_only_when_they_are_asked_for(void **state)
{
	struct stage *stage = *state;
	char *path = ks_test_write(stage->folder, "a.svg", with_words);

	ks_images_draw(stage->images, path, &stage->canvas, (struct ks_rect){0, 0, W, H}, 100,
		       KS_THEME_STANDARD);
	assert_int_equal(n_dark_above(stage, 40), 0);
	ks_images_set_words(stage->images, with_reading, NULL);
	ks_images_draw(stage->images, path, &stage->canvas, (struct ks_rect){0, 0, W, H}, 100,
		       KS_THEME_STANDARD);
	assert_true(n_dark_above(stage, 40) > 10);
	free(path);
}

static void regions_and_title_can_be_asked_for(void **state)
{
	struct stage *stage = *state;
	char *path = ks_test_write(stage->folder, "a.svg", drawing);
	const struct ks_svg *svg = ks_images_svg(stage->images, path);

	assert_non_null(svg);
	assert_string_equal(svg->title, "封筒");
	assert_non_null(ks_svg_region(svg, "from"));
	free(path);
}

static void an_unreadable_picture_is_empty_and_paints_nothing(void **state)
{
	struct stage *stage = *state;
	char *path = ks_test_write(stage->folder, "bad.svg", "<svg><rect");
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	char *log;

	for (int i = 0; i < 2; i++) {
		struct ks_rect r = ks_images_fit(stage->images, path, (struct ks_rect){3, 4, 9, 9});

		assert_int_equal(r.x * 10 + r.y, 34);
		assert_int_equal(r.w, 0);
		assert_int_equal(r.h, 0);
		assert_int_equal(ks_images_least_em(stage->images, path, r, 100), 0);
		assert_null(ks_images_svg(stage->images, "/nowhere.svg"));
		ks_images_draw(stage->images, path, &stage->canvas, (struct ks_rect){0, 0, W, H},
			       100, KS_THEME_STANDARD);
	}
	log = ks_test_stream_end(&stream);
	assert_int_equal(at(stage, 50, 60), 0xFFFFFFFF);
	assert_non_null(strstr(log, "bad.svg: not a drawing we can read"));
	assert_null(strstr(strstr(log, "bad.svg") + 1, "bad.svg")); /* told once */
	assert_non_null(strstr(log, "/nowhere.svg: not-found"));
	free(log);
	free(path);
}

/* Two words of 40 px: alone they may be half as large again, side by side only until they would touch. */
static void words_grow_as_far_as_there_is_room(void **state)
{
	static const char near[] =
		"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 100 60'>\n"
		"<text x='28' y='40' font-size='20' text-anchor='middle'>国国</text>\n"
		"<text x='74' y='40' font-size='20' text-anchor='middle'>国国</text>\n"
		"</svg>\n";
	struct stage *stage = *state;
	struct ks_rect all = {0, 0, W, H};
	char *alone = ks_test_write(stage->folder, "b.svg", with_words);
	char *beside = ks_test_write(stage->folder, "near.svg", near);

	assert_int_equal(ks_images_least_em(stage->images, alone, all, 100), 40);
	assert_int_equal(ks_images_least_em(stage->images, alone, all, 150), 60);
	assert_int_equal(ks_images_least_em(stage->images, alone, all, 300), 88); /* its edges */
	assert_int_equal(ks_images_least_em(stage->images, beside, all, 100), 40);
	assert_in_range(ks_images_least_em(stage->images, beside, all, 150), 40, 44);
	ks_images_draw(stage->images, alone, &stage->canvas, all, 150, KS_THEME_STANDARD);
	assert_true(n_dark_above(stage, 44) > 10); /* at 100 nothing stands above y = 46 */
	free(beside);
	free(alone);
}

static void many_sizes_do_not_pile_up_and_stay_right(void **state)
{
	struct stage *stage = *state;
	char *path = ks_test_write(stage->folder, "a.svg", drawing);
	size_t before = 0;

	for (int i = 0; i < 3 * 60; i++) { /* more sizes than are kept, again and again */
		if (i == 60)
			before = ks_test_heap();
		ks_images_draw(stage->images, path, &stage->canvas,
			       (struct ks_rect){0, 0, 40 + i % 60, 60}, 100, KS_THEME_STANDARD);
	}
	assert_true(ks_test_heap() < before + (128 << 10)); /* left behind, they are twice that */
	ks_images_trim(stage->images);
	ks_images_draw(stage->images, path, &stage->canvas, (struct ks_rect){0, 0, 100, 50}, 100,
		       KS_THEME_STANDARD);
	assert_int_equal(at(stage, 25, 25), 0xFF0B5D4B);
	free(path);
}

#define image_test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
	image_test(a_picture_is_fitted_into_the_middle),
	image_test(shapes_are_painted_at_the_fitted_size),
	image_test(arcs_without_blanks_are_a_ring),
	image_test(nothing_is_painted_outside_the_rectangle_or_the_clip),
	image_test(words_stand_at_their_anchor_in_their_own_colour),
	image_test(readings_stand_over_words_only_when_they_are_asked_for),
	image_test(regions_and_title_can_be_asked_for),
	image_test(an_unreadable_picture_is_empty_and_paints_nothing),
	image_test(words_grow_as_far_as_there_is_room),
	image_test(many_sizes_do_not_pile_up_and_stay_right),
};

int main(void)
{
	return ks_test_run(tests);
}
