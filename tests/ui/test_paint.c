/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/paint.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/test.h"
#include "ui/runs.h"

/* Pixels: exact where edges are straight, plausible where they are curved, and never outside the clip. */

#define W 120
#define H 100
#define WHITE 0xFFFFFFFFu
#define BLACK 0xFF000000u
#define SENTINEL 0xFFABCDEFu

struct board {
	struct ks_canvas canvas;
	uint32_t px[W * H];
};

static struct board *board_new(uint32_t ground)
{
	struct board *board = ks_alloc(sizeof(*board));

	for (int i = 0; i < W * H; i++)
		board->px[i] = ground;
	board->canvas = (struct ks_canvas){board->px, W, H, W, {0, 0, W, H}};
	return board;
}

static uint32_t at(const struct board *board, int x, int y)
{
	return board->px[y * W + x] | 0xFF000000u;
}

/* How much ink of black on white there is, in pixels. */
static double ink(const struct board *board)
{
	double sum = 0;

	for (int i = 0; i < W * H; i++)
		sum += 1 - (board->px[i] & 0xFF) / 255.0;
	return sum;
}

static void fill_is_exact_to_the_pixel(void **state)
{
	struct board *board = board_new(WHITE);

	(void)state;
	ks_paint_fill(&board->canvas, (struct ks_rect){10, 20, 5, 4}, BLACK);
	assert_int_equal(at(board, 10, 20), BLACK);
	assert_int_equal(at(board, 14, 23), BLACK);
	assert_int_equal(at(board, 9, 20), WHITE);
	assert_int_equal(at(board, 15, 23), WHITE);
	assert_int_equal((int)lround(ink(board)), 20);
	free(board);
}

static void half_transparent_black_on_white_is_middle_grey(void **state)
{
	struct board *board = board_new(WHITE);

	(void)state;
	ks_paint_fill(&board->canvas, (struct ks_rect){0, 0, 1, 1}, 0x80000000u);
	assert_int_equal(at(board, 0, 0), 0xFF7F7F7Fu);
	ks_paint_fill(&board->canvas, (struct ks_rect){1, 0, 1, 1}, 0x00123456u);
	assert_int_equal(at(board, 1, 0), WHITE);
	free(board);
}

static void a_colour_over_itself_stays_itself(void **state)
{
	(void)state;
	for (uint32_t alpha = 0; alpha < 256; alpha++) {
		struct board *board = board_new(0xFF1B6E3Cu);

		ks_paint_fill(&board->canvas, (struct ks_rect){0, 0, 2, 1}, alpha << 24 | 0x1B6E3C);
		assert_int_equal(at(board, 0, 0), 0xFF1B6E3Cu);
		free(board);
	}
}

static void round_corner_covers_the_quarter_disc(void **state)
{
	struct board *board = board_new(WHITE);
	int radius = 20;

	(void)state;
	ks_paint_round(&board->canvas, (struct ks_rect){10, 10, 80, 60}, radius, BLACK);
	assert_int_equal(at(board, 10, 10), WHITE);
	assert_int_equal(at(board, 30, 10), BLACK);
	assert_int_equal(at(board, 10, 40), BLACK);
	assert_int_equal(at(board, 50, 40), BLACK);

	double expected = 80 * 60 - (4 - M_PI) * radius * radius;

	assert_true(fabs(ink(board) - expected) < expected * 0.002);
	free(board);
}

static void round_corner_has_grey_edges_and_is_symmetric(void **state)
{
	struct board *board = board_new(WHITE);
	int n_grey = 0;

	(void)state;
	ks_paint_round(&board->canvas, (struct ks_rect){10, 10, 61, 41}, 13, BLACK);
	for (int y = 0; y < 41; y++) {
		for (int x = 0; x < 61; x++) {
			uint32_t value = at(board, 10 + x, 10 + y);

			assert_int_equal(value, at(board, 10 + 60 - x, 10 + y));
			assert_int_equal(value, at(board, 10 + x, 10 + 40 - y));
			n_grey += value != WHITE && value != BLACK;
		}
	}
	assert_true(n_grey > 20);
	free(board);
}

static void a_radius_larger_than_the_side_makes_a_pill(void **state)
{
	struct board *board = board_new(WHITE);

	(void)state;
	ks_paint_round(&board->canvas, (struct ks_rect){10, 10, 60, 30}, 999, BLACK);

	double expected = 30 * 30 + M_PI * 15 * 15;

	assert_true(fabs(ink(board) - expected) < expected * 0.005);
	free(board);
}

static void radius_zero_is_a_plain_rectangle(void **state)
{
	struct board *board = board_new(WHITE);

	(void)state;
	ks_paint_round(&board->canvas, (struct ks_rect){1, 1, 7, 5}, 0, BLACK);
	assert_int_equal((int)lround(ink(board)), 35);
	assert_int_equal(at(board, 1, 1), BLACK);
	free(board);
}

static void frame_is_the_ring_between_two_round_rectangles(void **state)
{
	struct board *board = board_new(WHITE);
	struct board *full = board_new(WHITE), *hole = board_new(WHITE);
	struct ks_rect r = {10, 10, 80, 60};

	(void)state;
	ks_paint_frame(&board->canvas, r, 16, 4, 0, BLACK);
	ks_paint_round(&full->canvas, r, 16, BLACK);
	ks_paint_round(&hole->canvas, ks_rect_inset(r, 4), 12, BLACK);
	assert_true(fabs(ink(board) - (ink(full) - ink(hole))) < 3);
	assert_int_equal(at(board, 50, 13), BLACK);
	assert_int_equal(at(board, 50, 14), WHITE);
	assert_int_equal(at(board, 13, 40), BLACK);
	assert_int_equal(at(board, 14, 40), WHITE);
	free(board);
	free(full);
	free(hole);
}

static void frame_thicker_than_half_the_side_fills(void **state)
{
	struct board *board = board_new(WHITE);

	(void)state;
	ks_paint_frame(&board->canvas, (struct ks_rect){5, 5, 20, 10}, 0, 5, 0, BLACK);
	assert_int_equal((int)lround(ink(board)), 200);
	free(board);
}

static void dashes_leave_about_half_of_the_frame(void **state)
{
	struct board *solid = board_new(WHITE), *dashed = board_new(WHITE);

	(void)state;
	ks_paint_frame(&solid->canvas, (struct ks_rect){10, 10, 80, 80}, 40, 3, 0, BLACK);
	ks_paint_frame(&dashed->canvas, (struct ks_rect){10, 10, 80, 80}, 40, 3, 6, BLACK);

	double part = ink(dashed) / ink(solid);

	assert_true(part > 0.45 && part < 0.65);
	free(solid);
	free(dashed);
}

static void dashes_go_evenly_around_all_sides(void **state)
{
	struct board *board = board_new(WHITE);
	double sides[4] = {0};

	(void)state;
	ks_paint_frame(&board->canvas, (struct ks_rect){10, 10, 80, 80}, 10, 3, 5, BLACK);
	for (int i = 20; i < 80; i++) {
		sides[0] += at(board, i, 11) != WHITE;
		sides[1] += at(board, i, 88) != WHITE;
		sides[2] += at(board, 11, i) != WHITE;
		sides[3] += at(board, 88, i) != WHITE;
	}
	for (int i = 0; i < 4; i++)
		assert_true(sides[i] > 25 && sides[i] < 50);
	free(board);
}

static void half_an_arc_is_the_right_half_of_the_ring(void **state)
{
	struct board *board = board_new(WHITE);

	(void)state;
	ks_paint_arc(&board->canvas, 50, 50, 30, 8, 0, 0.5, BLACK);
	assert_int_equal(at(board, 79, 50), BLACK);
	assert_int_equal(at(board, 20, 50), WHITE);
	assert_int_equal(at(board, 50, 50), WHITE);
	assert_int_equal(at(board, 48, 20), BLACK); /* the round end reaches over 12 o'clock */
	assert_int_equal(at(board, 44, 20), WHITE);

	double expected = M_PI * 30 * 8 + M_PI * 4 * 4;

	assert_true(fabs(ink(board) - expected) < expected * 0.02);
	free(board);
}

static void a_whole_turn_closes_the_ring(void **state)
{
	struct board *board = board_new(WHITE);

	(void)state;
	ks_paint_arc(&board->canvas, 50, 50, 30, 8, 0, 1, BLACK);
	assert_true(fabs(ink(board) - 2 * M_PI * 30 * 8) < 15);
	free(board);
}

static void an_arc_over_nothing_paints_nothing(void **state)
{
	struct board *board = board_new(WHITE);

	(void)state;
	ks_paint_arc(&board->canvas, 50, 50, 30, 8, 0.3, 0.3, BLACK);
	assert_true(ink(board) == 0);
	free(board);
}

static void stroke_joins_without_a_dark_spot(void **state)
{
	struct board *board = board_new(WHITE);
	const double points[] = {20, 20, 60, 20, 60, 60};

	(void)state;
	ks_paint_stroke(&board->canvas, points, 3, 6, 0x80000000u);
	assert_int_equal(at(board, 40, 20), 0xFF7F7F7Fu);
	assert_int_equal(at(board, 59, 20), 0xFF7F7F7Fu);
	assert_int_equal(at(board, 40, 40), WHITE);
	free(board);
}

static void one_point_is_a_dot(void **state)
{
	struct board *board = board_new(WHITE);
	const double points[] = {50, 50};

	(void)state;
	ks_paint_stroke(&board->canvas, points, 1, 20, BLACK);
	assert_true(fabs(ink(board) - M_PI * 100) < 3);
	free(board);
}

static void mask_weighs_the_colour_by_coverage(void **state)
{
	struct board *board = board_new(WHITE);
	uint8_t coverage[3 * 20] = {0};
	struct ks_mask mask = {coverage, 18, 3, 20};

	(void)state;
	coverage[0] = 255;
	coverage[17] = 128;
	coverage[20 + 9] = 255;
	ks_paint_mask(&board->canvas, &mask, 30, 30, BLACK);
	assert_int_equal(at(board, 30, 30), BLACK);
	assert_int_equal(at(board, 31, 30), WHITE);
	assert_int_equal(at(board, 47, 30), 0xFF7F7F7Fu);
	assert_int_equal(at(board, 39, 31), BLACK);
	assert_true(fabs(ink(board) - 2.5) < 0.01);
	free(board);
}

static void a_drawing_lies_over_the_ground(void **state)
{
	struct board *board = board_new(WHITE);
	const uint32_t px[] = {0xFF102030u, 0x80000000u, 0x00FFFFFFu, 0x80FF0000u};
	struct ks_runs runs;

	(void)state;
	ks_runs_pack(&runs, px, 4, 1, 4);
	ks_runs_paint(&board->canvas, &runs, 7, 8);
	ks_runs_finish(&runs);
	assert_int_equal(at(board, 7, 8), 0xFF102030u);
	assert_int_equal(at(board, 8, 8), 0xFF7F7F7Fu);
	assert_int_equal(at(board, 9, 8), WHITE);
	assert_int_equal(at(board, 10, 8), 0xFFFF7F7Fu);
	free(board);
}

static const uint8_t full_coverage[64 * 64] = {[0 ... 64 * 64 - 1] = 200};

/* Any item, anywhere, also far outside. */
static void paint_any(struct ks_canvas *canvas, int kind, const int v[8], uint32_t argb)
{
	static uint32_t image[32 * 32];
	struct ks_rect r = {v[0], v[1], v[2], v[3]};
	struct ks_mask mask = {full_coverage, 64, 50, 64};
	const double points[] = {v[0], v[1], v[2], v[3], v[4], v[5]};

	struct ks_runs runs;

	for (int i = 0; i < 32 * 32; i++)
		image[i] = i % 7 < 3 ? 0x40408040u : i % 5 ? 0xFF0B5D4Bu : 0;
	switch (kind) {
	case 0:
		ks_paint_fill(canvas, r, argb);
		break;
	case 1:
		ks_paint_round(canvas, r, v[6] % 60, argb);
		break;
	case 2:
		ks_paint_frame(canvas, r, v[6] % 60, v[7] % 12, v[5] % 3 == 0 ? 5 : 0, argb);
		break;
	case 3:
		ks_paint_arc(canvas, v[0], v[1], abs(v[2]), 1 + abs(v[7] % 15), (v[5] % 7) / 7.0,
			     (v[5] % 7) / 7.0 + (v[4] % 9) / 8.0, argb);
		break;
	case 4:
		ks_paint_stroke(canvas, points, 1 + abs(v[6]) % 3, 1 + abs(v[7] % 15), argb);
		break;
	case 5:
		ks_paint_mask(canvas, &mask, v[0], v[1], argb);
		break;
	default:
		ks_runs_pack(&runs, image, 32, 32, 32);
		ks_runs_paint(canvas, &runs, v[0], v[1]);
		ks_runs_finish(&runs);
		break;
	}
}

static uint32_t seed;

static int random_below(int n)
{
	seed = seed * 1664525u + 1013904223u;
	return (int)((seed >> 8) % (uint32_t)n);
}

/* Every kind of item: with a clip, the pixels inside are those of a paint without, and none outside. */
static void a_clip_changes_nothing_inside_and_guards_everything_outside(void **state)
{
	(void)state;
	seed = 7;
	for (int round = 0; round < 700; round++) {
		struct board *whole = board_new(SENTINEL), *part = board_new(SENTINEL);
		struct ks_rect clip = {random_below(W), random_below(H), 1 + random_below(W),
				       1 + random_below(H)};
		uint32_t argb =
			(random_below(2) ? 0xFFu : (uint32_t)random_below(256)) << 24 | 0x336699;
		int v[8];

		part->canvas.clip = ks_rect_meet(clip, part->canvas.clip);
		for (int i = 0; i < 8; i++)
			v[i] = random_below(200) - (i < 2 ? 60 : 20);
		paint_any(&whole->canvas, round % 7, v, argb);
		paint_any(&part->canvas, round % 7, v, argb);
		for (int y = 0; y < H; y++) {
			for (int x = 0; x < W; x++) {
				bool is_inside = ks_rect_has(part->canvas.clip, x, y);

				assert_int_equal(at(part, x, y),
						 is_inside ? at(whole, x, y) : SENTINEL);
			}
		}
		free(whole);
		free(part);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(fill_is_exact_to_the_pixel),
	cmocka_unit_test(half_transparent_black_on_white_is_middle_grey),
	cmocka_unit_test(a_colour_over_itself_stays_itself),
	cmocka_unit_test(round_corner_covers_the_quarter_disc),
	cmocka_unit_test(round_corner_has_grey_edges_and_is_symmetric),
	cmocka_unit_test(a_radius_larger_than_the_side_makes_a_pill),
	cmocka_unit_test(radius_zero_is_a_plain_rectangle),
	cmocka_unit_test(frame_is_the_ring_between_two_round_rectangles),
	cmocka_unit_test(frame_thicker_than_half_the_side_fills),
	cmocka_unit_test(dashes_leave_about_half_of_the_frame),
	cmocka_unit_test(dashes_go_evenly_around_all_sides),
	cmocka_unit_test(half_an_arc_is_the_right_half_of_the_ring),
	cmocka_unit_test(a_whole_turn_closes_the_ring),
	cmocka_unit_test(an_arc_over_nothing_paints_nothing),
	cmocka_unit_test(stroke_joins_without_a_dark_spot),
	cmocka_unit_test(one_point_is_a_dot),
	cmocka_unit_test(mask_weighs_the_colour_by_coverage),
	cmocka_unit_test(a_drawing_lies_over_the_ground),
	cmocka_unit_test(a_clip_changes_nothing_inside_and_guards_everything_outside),
};

int main(void)
{
	return ks_test_run(tests);
}
