/* SPDX-License-Identifier: Apache-2.0 */
#include "base/buf.h"
#include "support/golden.h"
#include "support/test.h"
#include "ui/icons.h"
#include "ui/paint.h"
#include "ui/runs.h"

/*
 * What is painted, dot by dot, in white on black: " " is nothing, "1" … "e" are parts of it and "#" is all. tests/data/golden/ui: look
 * at what `git diff` shows after UPDATE_GOLDEN=1.
 */

#define W 34
#define H 26

struct sheet {
	uint32_t px[W * H];
	struct ks_canvas canvas;
	struct ks_buf art;
};

static void clear(struct sheet *sheet)
{
	for (int i = 0; i < W * H; i++)
		sheet->px[i] = 0;
	sheet->canvas = (struct ks_canvas){sheet->px, W, H, W, {0, 0, W, H}};
}

/* The rows down to the last that has anything; then the sheet is clear. */
static void put(struct sheet *sheet, const char *name)
{
	static const char levels[] = " 123456789abcde#";
	int last = 0;

	for (int i = 0; i < W * H; i++)
		last = sheet->px[i] & 0xFFFFFF ? i / W + 1 : last;
	ks_buf_printf(&sheet->art, "== %s\n", name);
	for (int y = 0; y < last; y++) {
		char row[W + 1];
		int n = 0;

		for (int x = 0; x < W; x++) {
			row[x] = levels[(sheet->px[y * W + x] & 0xFF) / 17];
			n = row[x] != ' ' ? x + 1 : n;
		}
		ks_buf_printf(&sheet->art, "%.*s\n", n, row);
	}
	clear(sheet);
}

#define WHITE 0xFFFFFFFF

static void rounded(void **state)
{
	static const struct {
		struct ks_rect r;
		int radius;
		uint32_t argb;
	} shapes[] = {
		{{1, 1, 9, 6}, 0, WHITE},      {{1, 1, 9, 6}, 1, WHITE},
		{{1, 1, 12, 9}, 3, WHITE},     {{2, 1, 20, 17}, 8, WHITE},
		{{1, 1, 21, 12}, 50, WHITE},   {{-4, -3, 20, 16}, 8, WHITE},
		{{20, 15, 20, 16}, 9, WHITE},  {{1, 1, 20, 8}, 4, 0x80FFFFFF},
		{{1, 1, 9, 6}, 2, 0x00FFFFFF}, {{1, 1, 9, 6}, -1, WHITE},
		{{1, 1, 1, 9}, 3, WHITE},      {{1, 1, 2, 2}, 1, WHITE},
		{{40, 1, 9, 6}, 2, WHITE},     {{1, 1, 0, 6}, 2, WHITE},
	};
	struct sheet sheet = {.art = {0}};

	(void)state;
	clear(&sheet);
	for (size_t i = 0; i < KS_COUNT(shapes); i++) {
		char name[64];

		ks_paint_round(&sheet.canvas, shapes[i].r, shapes[i].radius, shapes[i].argb);
		snprintf(name, sizeof(name), "round %d,%d %dx%d radius %d", shapes[i].r.x,
			 shapes[i].r.y, shapes[i].r.w, shapes[i].r.h, shapes[i].radius);
		put(&sheet, name);
	}
	ks_test_golden("tests/data/golden/ui/round.txt", ks_buf_text(&sheet.art));
	ks_buf_finish(&sheet.art);
}

static void framed(void **state)
{
	static const struct {
		struct ks_rect r;
		int radius, line, dash;
		uint32_t argb;
	} shapes[] = {
		{{1, 1, 14, 9}, 0, 1, 0, WHITE},    {{1, 1, 14, 9}, 0, 2, 0, WHITE},
		{{1, 1, 20, 15}, 4, 1, 0, WHITE},   {{1, 1, 20, 15}, 4, 3, 0, WHITE},
		{{1, 1, 20, 15}, 2, 4, 0, WHITE},   {{1, 1, 20, 15}, 50, 2, 0, WHITE},
		{{1, 1, 20, 15}, 6, 7, 0, WHITE},   {{1, 1, 20, 15}, 6, 8, 0, WHITE},
		{{-3, -2, 20, 15}, 5, 2, 0, WHITE}, {{1, 1, 20, 15}, 5, 2, 0, 0x80FFFFFF},
		{{1, 1, 20, 15}, 5, 0, 0, WHITE},   {{1, 1, 20, 15}, 5, 2, 0, 0x00FFFFFF},
		{{1, 1, 32, 24}, 0, 2, 3, WHITE},   {{1, 1, 32, 24}, 8, 2, 4, WHITE},
		{{1, 1, 32, 24}, 12, 3, 5, WHITE},  {{1, 1, 24, 24}, 12, 2, 2, WHITE},
		{{1, 1, 12, 9}, 2, 1, 50, WHITE},   {{1, 1, 12, 9}, 2, 1, 1, WHITE},
		{{5, 2, 24, 20}, 1, 4, 6, WHITE},
	};
	struct sheet sheet = {.art = {0}};

	(void)state;
	clear(&sheet);
	for (size_t i = 0; i < KS_COUNT(shapes); i++) {
		char name[96];

		ks_paint_frame(&sheet.canvas, shapes[i].r, shapes[i].radius, shapes[i].line,
			       shapes[i].dash, shapes[i].argb);
		snprintf(name, sizeof(name), "frame %d,%d %dx%d radius %d line %d dash %d",
			 shapes[i].r.x, shapes[i].r.y, shapes[i].r.w, shapes[i].r.h,
			 shapes[i].radius, shapes[i].line, shapes[i].dash);
		put(&sheet, name);
	}
	sheet.canvas.clip = (struct ks_rect){3, 4, 9, 7};
	ks_paint_frame(&sheet.canvas, (struct ks_rect){1, 1, 20, 15}, 5, 4, 3, WHITE);
	put(&sheet, "a part of a frame");
	ks_test_golden("tests/data/golden/ui/frame.txt", ks_buf_text(&sheet.art));
	ks_buf_finish(&sheet.art);
}

static void bent_and_drawn(void **state)
{
	static const double turns[][2] = {{0, 1},     {0, 0.25},  {0.125, 0.5}, {0.8, 1.2},
					  {0.5, 0.5}, {0.6, 0.4}, {0, 0.999}};
	static const double points[] = {4, 4, 14.5, 8, 6.25, 16};
	struct sheet sheet = {.art = {0}};
	char name[64];

	(void)state;
	clear(&sheet);
	for (size_t i = 0; i < KS_COUNT(turns); i++) {
		ks_paint_arc(&sheet.canvas, 12.5, 12, 8, 3, turns[i][0], turns[i][1], WHITE);
		snprintf(name, sizeof(name), "arc from %.3f to %.3f", turns[i][0], turns[i][1]);
		put(&sheet, name);
	}
	ks_paint_arc(&sheet.canvas, 12.5, 12, 8, 0, 0, 1, WHITE);
	put(&sheet, "arc without a line");
	ks_paint_arc(&sheet.canvas, 10, 10, 2, 6, 0, 1, WHITE);
	put(&sheet, "arc without a hole");
	ks_paint_arc(&sheet.canvas, 2, 3, 8, 2, 0, 1, WHITE);
	put(&sheet, "arc over the edge");
	for (int n = 0; n <= 3; n++) {
		ks_paint_stroke(&sheet.canvas, points, n, 3, WHITE);
		snprintf(name, sizeof(name), "stroke of %d points", n);
		put(&sheet, name);
	}
	ks_paint_stroke(&sheet.canvas, points, 3, 0, WHITE);
	put(&sheet, "stroke without a line");
	ks_paint_stroke(&sheet.canvas, points, 3, 1.2, 0x80FFFFFF);
	put(&sheet, "thin stroke");
	sheet.canvas.clip = (struct ks_rect){6, 5, 6, 8};
	ks_paint_stroke(&sheet.canvas, points, 3, 4, WHITE);
	put(&sheet, "a part of a stroke");
	ks_test_golden("tests/data/golden/ui/stroke.txt", ks_buf_text(&sheet.art));
	ks_buf_finish(&sheet.art);
}

/* Each in a square of the size it is drawn in beside words, and once in the middle of what is wider than high. */
static void icons(void **state)
{
	struct sheet sheet = {.art = {0}};
	char name[64];

	(void)state;
	clear(&sheet);
	for (int icon = KS_ICON_NONE + 1; icon < KS_ICON_COUNT; icon++) {
		ks_icons_paint(&sheet.canvas, (struct ks_rect){0, 0, 24, 24}, (enum ks_icon)icon,
			       WHITE);
		snprintf(name, sizeof(name), "icon %d", icon);
		put(&sheet, name);
	}
	ks_icons_paint(&sheet.canvas, (struct ks_rect){1, 2, 32, 16}, KS_ICON_MISSED, WHITE);
	put(&sheet, "dashes in a wide place");
	ks_icons_paint(&sheet.canvas, (struct ks_rect){1, 2, 16, 24}, KS_ICON_BANG, 0x80FFFFFF);
	put(&sheet, "a bang in a high place");
	ks_test_golden("tests/data/golden/ui/icons.txt", ks_buf_text(&sheet.art));
	ks_buf_finish(&sheet.art);
}

/* A mask of 19 columns: nothing, whole and in part, with more than eight of nothing in a row. */
static void masks(void **state)
{
	static const uint8_t coverage[3][20] = {
		{0, 255, 128, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 64, 255, 0, 99},
		{0, 0, 0, 0, 0, 0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0, 1, 200, 99},
		{16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 254, 99},
	};
	const struct ks_mask mask = {coverage[0], 19, 3, 20};
	struct sheet sheet = {.art = {0}};

	(void)state;
	clear(&sheet);
	ks_paint_mask(&sheet.canvas, &mask, 2, 1, WHITE);
	put(&sheet, "mask");
	ks_paint_mask(&sheet.canvas, &mask, -1, -1, WHITE);
	put(&sheet, "mask over the edge");
	ks_paint_mask(&sheet.canvas, &mask, W - 10, 1, 0x80FFFFFF);
	put(&sheet, "mask over the other edge, half");
	ks_paint_mask(&sheet.canvas, &mask, 2, 1, 0x00FFFFFF);
	put(&sheet, "mask of nothing");
	for (int w = 14; w <= 18; w++) {
		ks_paint_fill(&sheet.canvas, (struct ks_rect){1, w - 14, w, 1}, WHITE);
		ks_paint_fill(&sheet.canvas, (struct ks_rect){2, w - 14, w - 2, 1}, 0x80000000);
		ks_paint_fill(&sheet.canvas, (struct ks_rect){3, w - 14, w - 4, 1}, 0xFF000000);
	}
	put(&sheet, "fills");
	ks_test_golden("tests/data/golden/ui/mask.txt", ks_buf_text(&sheet.art));
	ks_buf_finish(&sheet.art);
}

static void runs_of_colour(void **state)
{
	static const uint32_t px[4][7] = {
		{WHITE, WHITE, WHITE, 0, 0, WHITE, 0x80FFFFFF},
		{0x40FFFFFF, 0x40FFFFFF, 0, 0, 0, 0, 0x0},
		{0, 0xFF808080, 0xFF808080, 0xFF808081, WHITE, 0, 0},
		{WHITE, 0x10FFFFFF, WHITE, 0, 0x7FFFFFFF, 0x7FFFFFFF, 0},
	};
	static const struct ks_rect places[] = {
		{2, 1, W, H}, {-2, -1, W, H}, {W - 4, H - 3, W, H}, {3, 1, 4, 2}, {30, 30, W, H}};
	struct ks_runs runs;
	struct sheet sheet = {.art = {0}};

	(void)state;
	clear(&sheet);
	ks_runs_pack(&runs, px[0], 6, 4, 7);
	ks_buf_printf(&sheet.art, "%zu runs, %zu bytes\n", runs.n_runs, ks_runs_bytes(&runs));
	for (size_t i = 0; i < KS_COUNT(places); i++) {
		char name[64];

		if (i == 3)
			sheet.canvas.clip = (struct ks_rect){4, 2, 4, 2};
		ks_runs_paint(&sheet.canvas, &runs, places[i].x, places[i].y);
		snprintf(name, sizeof(name), "runs at %d,%d", places[i].x, places[i].y);
		put(&sheet, name);
	}
	ks_runs_finish(&runs);
	assert_int_equal(ks_runs_bytes(&runs), 0);
	assert_int_equal(runs.w, 0);
	ks_runs_paint(&sheet.canvas, &runs, 0, 0); /* of nothing */
	ks_test_golden("tests/data/golden/ui/runs.txt", ks_buf_text(&sheet.art));
	ks_buf_finish(&sheet.art);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rounded),        cmocka_unit_test(framed),
		cmocka_unit_test(bent_and_drawn), cmocka_unit_test(icons),
		cmocka_unit_test(masks),          cmocka_unit_test(runs_of_colour),
	};

	return ks_test_run(tests);
}
