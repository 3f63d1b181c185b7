/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/widget.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/test.h"
#include "ui/atlas.h"
#include "ui/font.h"
#include "ui/widget_private.h"

/* Whatever is told of a thing on the glass is seen when it changes, and only then. */

#define W 320
#define H 200

struct stage {
	struct ks_ui ui;
	struct ks_scene *old, *now;
	uint32_t px[W * H];
	struct ks_canvas canvas;
};

static int set_up(void **state)
{
	struct stage *stage = ks_alloc_zero(1, sizeof(*stage));

	stage->ui.metrics = ks_metrics_make(W, H, 80, 100); /* 4 px/mm */
	if (ks_text_engine_open(&stage->ui.text) != KS_OK)
		return -1;
	stage->old = ks_scene_open();
	stage->now = ks_scene_open();
	stage->canvas = (struct ks_canvas){stage->px, W, H, W, {0, 0, W, H}};
	*state = stage;
	return 0;
}

static int tear_down(void **state)
{
	struct stage *stage = *state;

	ks_scene_close(stage->old);
	ks_scene_close(stage->now);
	ks_text_engine_close(stage->ui.text);
	free(stage);
	return 0;
}

static void begin(struct stage *stage)
{
	ks_scene_begin(stage->old, &stage->ui, "one");
	ks_scene_begin(stage->now, &stage->ui, "one");
}

static int n_news(const struct stage *stage)
{
	struct ks_damage damage;

	ks_scene_diff(stage->old, stage->now, &damage);
	return damage.n_rects;
}

static void every_part_of_a_box_is_news(void **state)
{
	static const struct ks_box boxes[] = {
		{KS_COLOR_BG, KS_COLOR_LINE, 8, 4, 0}, {KS_COLOR_KEY, KS_COLOR_LINE, 8, 4, 0},
		{KS_COLOR_BG, KS_COLOR_KEY, 8, 4, 0},  {KS_COLOR_BG, KS_COLOR_LINE, 9, 4, 0},
		{KS_COLOR_BG, KS_COLOR_LINE, 8, 5, 0}, {KS_COLOR_BG, KS_COLOR_LINE, 8, 4, 6},
	};
	struct stage *stage = *state;

	for (size_t a = 0; a < KS_COUNT(boxes); a++)
		for (size_t b = 0; b < KS_COUNT(boxes); b++) {
			begin(stage);
			ks_scene_box(stage->old, (struct ks_rect){20, 20, 90, 50}, &boxes[a]);
			ks_scene_box(stage->now, (struct ks_rect){20, 20, 90, 50}, &boxes[b]);
			assert_int_equal(n_news(stage), a != b);
		}
}

static void every_part_of_an_arc_is_news(void **state)
{
	static const struct {
		int line_px;
		double from, to;
		enum ks_color color;
	} arcs[] = {{4, 0, 0.5, KS_COLOR_KEY},
		    {5, 0, 0.5, KS_COLOR_KEY},
		    {4, 0.25, 0.5, KS_COLOR_KEY},
		    {4, 0, 0.625, KS_COLOR_KEY},
		    {4, 0, 0.5, KS_COLOR_INK}};
	struct stage *stage = *state;

	for (size_t a = 0; a < KS_COUNT(arcs); a++)
		for (size_t b = 0; b < KS_COUNT(arcs); b++) {
			begin(stage);
			ks_scene_arc(stage->old, (struct ks_rect){20, 20, 60, 60}, arcs[a].line_px,
				     arcs[a].from, arcs[a].to, arcs[a].color);
			ks_scene_arc(stage->now, (struct ks_rect){20, 20, 60, 60}, arcs[b].line_px,
				     arcs[b].from, arcs[b].to, arcs[b].color);
			assert_int_equal(n_news(stage), a != b);
		}
}

static void every_part_of_the_style_of_words_is_news(void **state)
{
	static const struct ks_text_style base = {.em_px = 20,
						  .pitch_percent = 170,
						  .color = KS_COLOR_INK,
						  .strong_color = KS_COLOR_KEY,
						  .note_em_px = 16};
	struct ks_text_style styles[10];
	struct stage *stage = *state;

	for (size_t i = 0; i < KS_COUNT(styles); i++)
		styles[i] = base;
	styles[1].em_px = 22;
	styles[2].pitch_percent = 140;
	styles[3].color = KS_COLOR_KEY;
	styles[4].strong_color = KS_COLOR_WARN;
	styles[5].note_em_px = 18;
	styles[6].face = KS_FACE_BOLD;
	styles[7].align = KS_ALIGN_CENTRE;
	styles[8].has_furigana = true;
	styles[9].argb_override = 0xff123456;
	for (size_t a = 0; a < KS_COUNT(styles); a++)
		for (size_t b = 0; b < KS_COUNT(styles); b++) {
			begin(stage);
			ks_scene_words(stage->old, KS_ROLE_TEXT, (struct ks_rect){10, 10, 200, 0},
				       "同じ", &styles[a]);
			ks_scene_words(stage->now, KS_ROLE_TEXT, (struct ks_rect){10, 10, 200, 0},
				       "同じ", &styles[b]);
			if ((n_news(stage) > 0) != (a != b))
				fail_msg("%zu and %zu", a, b);
		}
}

static void every_part_of_a_mark_is_news(void **state)
{
	static const struct ks_span spans[][2] = {
		{{0, 3, KS_MARK_STRONG, NULL}, {3, 6, KS_MARK_LINK, NULL}},
		{{0, 3, KS_MARK_LINK, NULL}, {3, 6, KS_MARK_LINK, NULL}},
		{{0, 6, KS_MARK_STRONG, NULL}, {6, 6, KS_MARK_LINK, NULL}},
		{{0, 3, KS_MARK_RUBY, "おな"}, {3, 6, KS_MARK_LINK, NULL}},
		{{0, 3, KS_MARK_RUBY, "どう"}, {3, 6, KS_MARK_LINK, NULL}},
		{{0, 3, KS_MARK_STRONG, NULL}, {3, 6, KS_MARK_ERRATUM, NULL}},
	};
	static const struct ks_text_style style = {.em_px = 20, .has_furigana = true};
	struct stage *stage = *state;

	for (size_t a = 0; a < KS_COUNT(spans); a++)
		for (size_t b = 0; b < KS_COUNT(spans); b++) {
			struct ks_rich one = {"同じ", 6, spans[a], 2},
				       other = {"同じ", 6, spans[b], 2};

			begin(stage);
			ks_scene_text(stage->old, KS_ROLE_TEXT, (struct ks_rect){10, 10, 200, 0},
				      &one, &style);
			ks_scene_text(stage->now, KS_ROLE_TEXT, (struct ks_rect){10, 10, 200, 0},
				      &other, &style);
			if ((n_news(stage) > 0) != (a != b))
				fail_msg("%zu and %zu", a, b);
		}
}

/* Of long ones the first sign as well as the last. */
static void every_sign_of_words_is_news(void **state)
{
	static const char *const words[] = {"あいうえおかきくけこ", "んいうえおかきくけこ",
					    "あいうえおかんくけこ", "あいうえおかきくけん",
					    "あいうえおかきくけ"};
	static const struct ks_text_style style = {.em_px = 20};
	struct stage *stage = *state;

	for (size_t a = 0; a < KS_COUNT(words); a++)
		for (size_t b = 0; b < KS_COUNT(words); b++) {
			begin(stage);
			ks_scene_words(stage->old, KS_ROLE_TEXT, (struct ks_rect){10, 10, 300, 0},
				       words[a], &style);
			ks_scene_words(stage->now, KS_ROLE_TEXT, (struct ks_rect){10, 10, 300, 0},
				       words[b], &style);
			if ((n_news(stage) > 0) != (a != b))
				fail_msg("%zu and %zu", a, b);
		}
}

static void icons_and_fills_are_news_by_kind_place_and_colour(void **state)
{
	static const struct {
		struct ks_rect r;
		int icon; /* 0: a fill */
		enum ks_color color;
	} things[] = {
		{{20, 20, 40, 40}, KS_ICON_CHECK, KS_COLOR_INK},
		{{20, 20, 40, 40}, KS_ICON_CROSS, KS_COLOR_INK},
		{{20, 20, 40, 40}, KS_ICON_CHECK, KS_COLOR_KEY},
		{{21, 20, 40, 40}, KS_ICON_CHECK, KS_COLOR_INK},
		{{20, 21, 40, 40}, KS_ICON_CHECK, KS_COLOR_INK},
		{{20, 20, 41, 40}, KS_ICON_CHECK, KS_COLOR_INK},
		{{20, 20, 40, 41}, KS_ICON_CHECK, KS_COLOR_INK},
		{{20, 20, 40, 40}, 0, KS_COLOR_INK},
		{{20, 20, 40, 40}, 0, KS_COLOR_KEY},
	};
	struct stage *stage = *state;

	for (size_t a = 0; a < KS_COUNT(things); a++)
		for (size_t b = 0; b < KS_COUNT(things); b++) {
			begin(stage);
			for (int k = 0; k < 2; k++) {
				struct ks_scene *scene = k ? stage->now : stage->old;
				size_t at = k ? b : a;

				if (things[at].icon)
					ks_scene_icon(scene, things[at].r,
						      (enum ks_icon)things[at].icon,
						      things[at].color);
				else
					ks_scene_fill(scene, things[at].r, things[at].color);
			}
			if ((n_news(stage) > 0) != (a != b))
				fail_msg("%zu and %zu", a, b);
		}
}

/* Two that are alike are two, and each has its own place behind the other. */
static void of_things_that_are_alike_each_is_found_again(void **state)
{
	struct stage *stage = *state;

	begin(stage);
	for (int i = 0; i < 3; i++) {
		ks_scene_fill(stage->old, (struct ks_rect){10, 10, 30, 30}, KS_COLOR_KEY);
		ks_scene_fill(stage->now, (struct ks_rect){10, 10, 30, 30}, KS_COLOR_KEY);
		ks_scene_fill(stage->old, (struct ks_rect){20, 20, 30, 30}, KS_COLOR_INK);
		ks_scene_fill(stage->now, (struct ks_rect){20, 20, 30, 30}, KS_COLOR_INK);
	}
	assert_int_equal(n_news(stage), 0);
	ks_scene_fill(stage->now, (struct ks_rect){10, 10, 30, 30}, KS_COLOR_KEY);
	assert_int_equal(n_news(stage), 1); /* one more covers what lay on top */
}

static void nothing_of_a_colour_without_ink_is_painted(void **state)
{
	struct stage *stage = *state;

	ks_paint_fill(&stage->canvas, stage->canvas.clip, 0xff123456);
	ks_paint_fill(&stage->canvas, stage->canvas.clip, 0x00ffffff);
	for (size_t i = 0; i < KS_COUNT(stage->px); i++)
		assert_int_equal(stage->px[i] & 0xffffff, 0x123456);
	ks_paint_fill(&stage->canvas, (struct ks_rect){0, 0, 1, 1}, 0xff800000);
	assert_int_equal(stage->px[0] & 0xffffff, 0x800000);
	assert_int_equal(stage->px[1] & 0xffffff, 0x123456);
}

static int count(struct stage *stage, enum ks_color which)
{
	uint32_t argb = ks_theme_argb(stage->ui.theme, which) & 0xffffff;
	int n = 0;

	for (size_t i = 0; i < KS_COUNT(stage->px); i++)
		n += (stage->px[i] & 0xffffff) == argb;
	return n;
}

/* In pixels of the key's colour. */
static int ring(struct stage *stage, double part, const char *words)
{
	ks_scene_begin(stage->now, &stage->ui, "one");
	ks_scene_fill(stage->now, (struct ks_rect){0, 0, W, H}, KS_COLOR_BG);
	ks_widget_ring(stage->now, (struct ks_rect){0, 0, 180, 180}, part, words);
	ks_scene_paint(stage->now, &stage->canvas, stage->canvas.clip);
	return count(stage, KS_COLOR_KEY);
}

static void a_ring_is_as_long_as_its_part(void **state)
{
	struct stage *stage = *state;
	int none = ring(stage, 0, "4"), half = ring(stage, 0.5, "4"), whole = ring(stage, 1, "4");

	assert_int_equal(ring(stage, -1, "4"), none);
	assert_int_equal(ring(stage, 7, "4"), whole);
	assert_true(half > none + 3000);
	/* a half has round ends, and a whole none */
	assert_in_range(whole - none, 2 * (half - none) - 800, 2 * (half - none));
}

static void long_words_grow_smaller_until_they_stand_in_the_ring(void **state)
{
	static const int room = (180 - 2 * (180 / 9)) * 8 / 10;
	struct stage *stage = *state;
	const struct ks_element *element;
	struct ks_text_style style;
	size_t n;

	ring(stage, 0.5, "2/4");
	element = ks_scene_elements(stage->now, &n);
	assert_int_equal(element->layout->style.em_px, 180 * 3 / 10 / 2 * 2);
	ring(stage, 0.5, "1000/2000");
	element = ks_scene_elements(stage->now, &n);
	assert_int_equal(n, 1);
	assert_in_range(element->layout->w, 1, room);
	style = element->layout->style;
	assert_int_equal(style.em_px % 2, 0);
	style.em_px += 2; /* and no smaller than they must be */
	assert_true(ks_widget_layout(stage->now, "1000/2000", &style, 0)->w > room);
}

static void a_bar_of_nothing_has_nothing_in_it(void **state)
{
	static const struct {
		double part;
		int px;
	} cases[] = {{0, 0}, {-1, 0}, {0.5, 100 * 8}, {1, 200 * 8}, {2, 200 * 8}};
	struct stage *stage = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		int seen;

		ks_scene_begin(stage->now, &stage->ui, "one");
		ks_scene_fill(stage->now, (struct ks_rect){0, 0, W, H}, KS_COLOR_BG);
		ks_widget_bar(stage->now, (struct ks_rect){20, 20, 200, 8}, cases[i].part, "進み");
		ks_scene_paint(stage->now, &stage->canvas, stage->canvas.clip);
		seen = count(stage, KS_COLOR_KEY);
		assert_in_range(seen, cases[i].px ? cases[i].px - 40 : 0, cases[i].px);
	}
}

/* ---- glyphs ---- */

static size_t find_many(struct ks_atlas *atlas, size_t n)
{
	size_t k = 0;

	for (int em_px = 20; k < n; em_px++)
		for (unsigned c = 0x4E00; c < 0x4E00 + 4000 && k < n; c++, k++) {
			const char text[3] = {(char)(0xE0 | c >> 12), (char)(0x80 | (c >> 6 & 0x3F)),
					      (char)(0x80 | (c & 0x3F))};

			(void)ks_atlas_find(atlas, KS_FACE_REGULAR, false, em_px, text, 3);
		}
	return k;
}

static void glyphs_without_an_end_are_forgotten_all_at_once(void **state)
{
	enum { KEPT = 16384, TABLE = 1024, PAGE = 512 * 512 };
	struct ks_fonts *fonts;
	struct ks_atlas *atlas;
	struct ks_glyph *glyph;

	(void)state;
	assert_int_equal(ks_fonts_open(&fonts), KS_OK);
	atlas = ks_atlas_open(fonts);
	assert_int_equal(ks_atlas_bytes(atlas), TABLE * sizeof(struct ks_glyph *));
	glyph = ks_atlas_find(atlas, KS_FACE_REGULAR, false, 20, "一", 3);
	ks_atlas_draw(atlas, glyph);
	assert_int_equal(ks_atlas_bytes(atlas),
			 TABLE * sizeof(struct ks_glyph *) + sizeof(*glyph) + PAGE);
	assert_false(ks_atlas_trim(atlas));
	(void)find_many(atlas, KEPT);
	assert_int_equal(ks_atlas_bytes(atlas),
			 KEPT * (sizeof(struct ks_glyph *) + sizeof(*glyph)) + PAGE);
	assert_false(ks_atlas_trim(atlas));
	(void)find_many(atlas, KEPT + 1);
	assert_true(ks_atlas_trim(atlas));
	assert_int_equal(ks_atlas_bytes(atlas), 2 * KEPT * sizeof(struct ks_glyph *) + PAGE);
	assert_false(ks_atlas_trim(atlas));
	glyph = ks_atlas_find(atlas, KS_FACE_REGULAR, false, 20, "一", 3); /* goes on as before */
	assert_false(glyph->is_drawn);
	ks_atlas_draw(atlas, glyph);
	assert_true(glyph->is_drawn && glyph->mask.coverage);
	ks_atlas_close(atlas);
	ks_fonts_close(fonts);
}

static void a_sign_whose_width_nobody_knows_is_a_square(void **state)
{
	struct ks_fonts *fonts;
	struct ks_font_pick pick;

	(void)state;
	assert_int_equal(ks_fonts_open(&fonts), KS_OK);
	pick = ks_fonts_pick(fonts, KS_FACE_REGULAR, false, "一", 3);
	pick.glyph = 1 << 24;
	assert_int_equal(ks_fonts_advance_64(fonts, &pick, 10), 10 * 64);
	ks_fonts_close(fonts);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
	static const struct CMUnitTest tests[] = {
		TEST(every_part_of_a_box_is_news),
		TEST(every_part_of_an_arc_is_news),
		TEST(every_part_of_the_style_of_words_is_news),
		TEST(every_part_of_a_mark_is_news),
		TEST(every_sign_of_words_is_news),
		TEST(icons_and_fills_are_news_by_kind_place_and_colour),
		TEST(of_things_that_are_alike_each_is_found_again),
		TEST(nothing_of_a_colour_without_ink_is_painted),
		TEST(a_ring_is_as_long_as_its_part),
		TEST(long_words_grow_smaller_until_they_stand_in_the_ring),
		TEST(a_bar_of_nothing_has_nothing_in_it),
		cmocka_unit_test(glyphs_without_an_end_are_forgotten_all_at_once),
		cmocka_unit_test(a_sign_whose_width_nobody_knows_is_a_square),
	};

	return ks_test_run(tests);
}
