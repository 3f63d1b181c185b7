/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/fade.h"

#include "support/test.h"

#define W 7
#define H 5

/* A canvas wider than its lines, so that a wrong stride shows. */
struct glass {
	uint32_t px[H][W + 3];
	struct ks_canvas canvas;
};

static void fill(struct glass *glass, uint32_t seed)
{
	for (int y = 0; y < H; y++)
		for (int x = 0; x < W + 3; x++)
			glass->px[y][x] = 0xFF000000u | ((uint32_t)(x / 3 + y) * seed & 0xFFFFFF);
	glass->canvas = (struct ks_canvas){.px = glass->px[0], .w = W, .h = H, .stride_px = W + 3};
}

static const struct ks_damage whole = {.rects = {{0, 0, W, H}}, .n_rects = 1};

static uint32_t channel(uint32_t px, int shift)
{
	return px >> shift & 0xFF;
}

static void every_channel_goes_part_of_the_way(void **state)
{
	struct glass from, to, glass;
	struct ks_fade fade;

	(void)state;
	fill(&from, 0x1F3A57);
	fill(&to, 0x9B06F1);
	fill(&glass, 0x1F3A57);
	ks_fade_begin(&fade, &glass.canvas, &whole);
	fill(&glass, 0x9B06F1);
	ks_fade_end(&fade, &glass.canvas);
	for (uint32_t part = 1; part <= KS_FADE_FRAMES + 1; part++) {
		ks_fade_show(&fade, &glass.canvas, part);
		for (int i = 0; i < W * H; i++)
			for (int shift = 0; shift < 24; shift += 8) {
				uint32_t a = channel(from.px[i / W][i % W], shift);
				uint32_t b = channel(to.px[i / W][i % W], shift);

				assert_int_equal(channel(glass.px[i / W][i % W], shift),
						 (a * (KS_FADE_FRAMES + 1 - part) + b * part) /
							 (KS_FADE_FRAMES + 1));
			}
	}
	assert_memory_equal(glass.px, to.px, sizeof(to.px));
	ks_fade_wipe(&fade);
}

static void what_is_the_same_and_what_lies_outside_is_not_touched(void **state)
{
	struct ks_damage part = {.rects = {{1, 1, 3, 2}}, .n_rects = 1};
	struct glass glass;
	struct ks_fade fade;

	(void)state;
	fill(&glass, 0x1F3A57);
	ks_fade_begin(&fade, &glass.canvas, &part);
	glass.px[1][2] = 0xFFFFFFFFu;
	ks_fade_end(&fade, &glass.canvas);
	glass.px[2][2] = 0xFF123456u; /* stands for "not written" */
	glass.px[1][4] = 0xFF654321u;
	ks_fade_show(&fade, &glass.canvas, 2);
	assert_int_equal(glass.px[2][2], 0xFF123456u);
	assert_int_equal(glass.px[1][4], 0xFF654321u);
	assert_int_not_equal(glass.px[1][2], 0xFFFFFFFFu);
	ks_fade_show(&fade, &glass.canvas, KS_FADE_FRAMES + 1);
	assert_int_equal(glass.px[1][2], 0xFFFFFFFFu);
	ks_fade_wipe(&fade);
}

static void a_plain_ground_is_kept_in_a_run_a_line(void **state)
{
	struct glass glass;
	struct ks_fade fade;

	(void)state;
	fill(&glass, 0);
	ks_fade_begin(&fade, &glass.canvas, &whole);
	assert_int_equal(fade.before.n, H + 1);
	ks_fade_wipe(&fade);
}

static void a_long_plain_stretch_ends_where_it_ends(void **state)
{
	uint32_t px[2][300];
	struct ks_canvas canvas = {.px = px[0], .w = 300, .h = 2, .stride_px = 300};
	struct ks_damage all = {.rects = {{0, 0, 300, 2}}, .n_rects = 1};
	struct ks_fade fade;

	(void)state;
	for (int i = 0; i < 600; i++)
		px[i / 300][i % 300] = i % 300 < 129 ? 1 : i % 300 < 193 ? 2 : 3;
	ks_fade_begin(&fade, &canvas, &all);
	assert_int_equal(fade.before.n, 7);
	assert_int_equal(fade.before.runs[0].n, 129);
	assert_int_equal(fade.before.runs[1].n, 64);
	assert_int_equal(fade.before.runs[2].n, 107);
	ks_fade_wipe(&fade);
}

static void where_nothing_changed_nothing_is_kept(void **state)
{
	struct ks_damage nothing = {.n_rects = 0};
	struct ks_window *window;
	struct ks_input input;
	struct ks_fade fade;

	(void)state;
	assert_int_equal(ks_window_open(&(struct ks_window_options){.mode = KS_WINDOW_OFFSCREEN,
								    .width_px = W,
								    .height_px = H},
					&window),
			 KS_OK);
	ks_fade_begin(&fade, ks_window_canvas(window), &nothing);
	ks_fade_play(&fade, window, &input);
	assert_null(fade.before.runs);
	ks_window_close(window);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_channel_goes_part_of_the_way),
		cmocka_unit_test(what_is_the_same_and_what_lies_outside_is_not_touched),
		cmocka_unit_test(a_plain_ground_is_kept_in_a_run_a_line),
		cmocka_unit_test(a_long_plain_stretch_ends_where_it_ends),
		cmocka_unit_test(where_nothing_changed_nothing_is_kept),
	};

	return ks_test_run(tests);
}
