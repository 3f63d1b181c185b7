/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "ui/text.h"

/* Layouts and their pixels: lines, furigana, marks, and that asking twice costs nothing. */

enum { EM_PX = 32, SIDE_PX = 640, ORIGIN_PX = 100 };

static struct ks_text_engine *engine;
static uint32_t px[SIDE_PX * SIDE_PX];
static struct ks_canvas canvas;

static struct ks_text_style body(void)
{
	return (struct ks_text_style){.em_px = EM_PX, .pitch_percent = 170, .has_furigana = true};
}

static const struct ks_text_layout *lay(const char *text, struct ks_text_style style, int width_px)
{
	struct ks_rich rich = ks_rich_plain(text);

	return ks_text_layout(engine, &rich, &style, width_px);
}

/* @base within @text carries @mark (and a reading). */
static const struct ks_text_layout *lay_marked(const char *text, const char *base,
					       enum ks_mark mark, const char *aux,
					       struct ks_text_style style, int width_px)
{
	uint32_t from = (uint32_t)(strstr(text, base) - text);
	struct ks_span span = {from, from + (uint32_t)strlen(base), mark, aux};
	struct ks_rich rich = {text, strlen(text), &span, 1};

	return ks_text_layout(engine, &rich, &style, width_px);
}

static void paint(const struct ks_text_layout *layout)
{
	for (size_t i = 0; i < KS_COUNT(px); i++)
		px[i] = 0xffffffff;
	canvas = (struct ks_canvas){px, SIDE_PX, SIDE_PX, SIDE_PX, {0, 0, SIDE_PX, SIDE_PX}};
	ks_text_draw(engine, layout, &canvas, ORIGIN_PX, ORIGIN_PX, KS_THEME_STANDARD);
}

static bool row_has_ink(int y)
{
	for (int x = 0; x < SIDE_PX; x++)
		if ((px[y * SIDE_PX + x] & 0xffffff) != 0xffffff)
			return true;
	return false;
}

static bool has_pixel(uint32_t argb)
{
	for (size_t i = 0; i < KS_COUNT(px); i++)
		if ((px[i] & 0xffffff) == (argb & 0xffffff))
			return true;
	return false;
}

static void assert_line(const struct ks_text_layout *layout, size_t i, const char *expected)
{
	char line[256] = {0};

	assert_true(i < layout->n_lines);
	memcpy(line, layout->rich.text + layout->lines[i].from,
	       layout->lines[i].to - layout->lines[i].from);
	assert_string_equal(line, expected);
}

static void asking_again_returns_the_same_layout(void **state)
{
	const struct ks_text_layout *layout = lay("同じ問い", body(), 300);
	struct ks_text_style bold = body();

	(void)state;
	bold.face = KS_FACE_BOLD;
	assert_ptr_equal(layout, lay("同じ問い", body(), 300));
	assert_ptr_not_equal(layout, lay("同じ問い", body(), 301));
	assert_ptr_not_equal(layout, lay("同じ問い", bold, 300));
	assert_ptr_not_equal(layout, lay("同じ間い", body(), 300));
	assert_ptr_not_equal(lay_marked("学ぶ", "学", KS_MARK_RUBY, "まな", body(), 300),
			     lay_marked("学ぶ", "学", KS_MARK_RUBY, "がく", body(), 300));
}

static void a_layout_keeps_its_own_copy_of_the_text(void **state)
{
	char text[] = "消える文字";
	const struct ks_text_layout *layout = lay(text, body(), 0);

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	assert_line(layout, 0, "消える文字");
}

static void many_layouts_are_all_found_again(void **state)
{
	static const struct ks_text_layout *made[600];

	(void)state;
	for (int i = 0; i < 600; i++)
		made[i] = lay("増える", body(), 100 + i);
	for (int i = 0; i < 600; i++)
		assert_ptr_equal(made[i], lay("増える", body(), 100 + i));
}

static void trim_forgets_layouts_and_new_ones_work(void **state)
{
	(void)state;
	lay("忘れる", body(), 300);
	ks_text_engine_trim(engine);
	paint(lay("忘れる", body(), 300));
	assert_true(row_has_ink(ORIGIN_PX + EM_PX));
}

static void no_width_means_one_line_per_newline(void **state)
{
	const struct ks_text_layout *layout =
		lay("どこまでも続く一行はどこまでも続き、折り返さない。\n次の行", body(), 0);

	(void)state;
	assert_int_equal(layout->n_lines, 2);
	assert_line(layout, 1, "次の行");
}

static void an_empty_text_is_one_empty_line(void **state)
{
	const struct ks_text_layout *layout = lay("", body(), 100);

	(void)state;
	assert_int_equal(layout->n_lines, 1);
	assert_int_equal(layout->w, 0);
	paint(layout);
}

static void a_comma_may_hang_into_the_margin_by_its_blank_half(void **state)
{
	(void)state;
	assert_line(lay("あいうえ、おかき", body(), EM_PX * 9 / 2), 0, "あいうえ、");
	assert_line(lay("あいうえ、おかき", body(), EM_PX * 9 / 2 - 1), 0, "あいう");
}

static void the_last_line_is_never_one_sign(void **state)
{
	const struct ks_text_layout *layout = lay("確かめましょう。", body(), EM_PX * 6);

	(void)state;
	assert_int_equal(layout->n_lines, 2);
	assert_line(layout, 0, "確かめま");
	assert_line(layout, 1, "しょう。");
	assert_line(lay("あいうえおか", body(), EM_PX * 5), 0, "あいうえ");
}

static void a_word_wider_than_the_line_is_broken_not_cut(void **state)
{
	const struct ks_text_layout *layout =
		lay("Donaudampfschifffahrtsgesellschaftskapitän", body(), 200);
	uint32_t covered = 0;

	(void)state;
	assert_true(layout->n_lines > 3);
	for (size_t i = 0; i < layout->n_lines; i++) {
		assert_true(layout->lines[i].w <= 200);
		assert_int_equal(layout->lines[i].from, covered);
		covered = layout->lines[i].to;
	}
	assert_int_equal(covered, layout->rich.len);
}

static void even_a_width_below_one_sign_ends(void **state)
{
	(void)state;
	assert_int_equal(lay("あいう", body(), 3)->n_lines, 3);
}

static void headings_do_not_leave_a_small_rest(void **state)
{
	struct ks_text_style heading = body();
	const struct ks_text_layout *layout;

	(void)state;
	heading.breaking = KS_BREAK_PHRASE;
	layout = lay("開かずに、担当に電話で確かめてから消す", heading, EM_PX * 17);
	assert_int_equal(layout->n_lines, 2);
	assert_true(layout->lines[1].w * 2 > layout->lines[0].w);
}

static void a_phrase_too_long_for_the_line_breaks_like_running_text(void **state)
{
	struct ks_text_style heading = body();

	(void)state;
	heading.breaking = KS_BREAK_PHRASE;
	assert_line(lay("サイバーセキュリティ", heading, EM_PX * 6), 0, "サイバーセ");
}

static void lines_align_within_the_width(void **state)
{
	struct ks_text_style style = body();

	(void)state;
	style.align = KS_ALIGN_CENTRE;
	assert_int_equal(lay("あい", style, EM_PX * 6)->lines[0].x, EM_PX * 2);
	style.align = KS_ALIGN_RIGHT;
	assert_int_equal(lay("あい」", style, EM_PX * 6)->lines[0].x, EM_PX * 7 / 2);
}

static void odd_sizes_become_even(void **state)
{
	struct ks_text_style style = body();

	(void)state;
	style.em_px = 33;
	assert_int_equal(lay("あいう", style, 0)->w, 96);
}

static void pitch_is_the_same_with_and_without_furigana(void **state)
{
	struct ks_text_style with = body(), without = body();
	const struct ks_text_layout *a, *b;

	(void)state;
	without.has_furigana = false;
	a = lay_marked("守る手順\nを守る", "手順", KS_MARK_RUBY, "てじゅん", with, 400);
	b = lay_marked("守る手順\nを守る", "手順", KS_MARK_RUBY, "てじゅん", without, 400);
	assert_int_equal(a->h, b->h);
	assert_int_equal(a->lines[1].baseline, b->lines[1].baseline);
	assert_int_equal(a->lines[1].y - a->lines[0].y, (EM_PX * 170 + 50) / 100);
	paint(b);
	assert_false(row_has_ink(ORIGIN_PX + b->lines[0].baseline - EM_PX));
	paint(a);
	assert_true(row_has_ink(ORIGIN_PX + a->lines[0].baseline - EM_PX * 11 / 10));
}

static void check_reading_is_clear(int em_px, int pitch_percent, enum ks_face face)
{
	struct ks_text_style style = {
		.em_px = em_px, .pitch_percent = pitch_percent, .face = face, .has_furigana = true};
	const struct ks_text_layout *layout =
		lay_marked("鬱g\n修行", "修行", KS_MARK_RUBY, "しゅぎょう", style, 0);
	int base, clear = 0;

	paint(layout);
	base = ORIGIN_PX + layout->lines[1].baseline;
	for (int y = base - em_px * pitch_percent / 100; y < base - em_px * 11 / 10; y++)
		clear += !row_has_ink(y);
	if (clear < 1)
		fail_msg("em %d, pitch %d: the reading touches the line above", em_px, pitch_percent);
	for (int y = 0; y < SIDE_PX; y++)
		if (y < ORIGIN_PX || y >= ORIGIN_PX + layout->h)
			assert_false(row_has_ink(y));
}

static void a_reading_never_touches_the_line_above_nor_leaves_the_box(void **state)
{
	static const int sizes[] = {24, 34, 42, 56, 84};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(sizes); i++)
		for (int face = KS_FACE_REGULAR; face <= KS_FACE_BOLD; face++) {
			check_reading_is_clear(sizes[i], 170, (enum ks_face)face);
			check_reading_is_clear(sizes[i], 140, (enum ks_face)face);
		}
}

static void a_reading_of_the_first_line_stays_in_the_box(void **state)
{
	(void)state;
	for (int pitch = 140; pitch <= 170; pitch += 30) {
		struct ks_text_style style = body();
		const struct ks_text_layout *layout;

		style.pitch_percent = pitch;
		layout = lay_marked("守るg", "守", KS_MARK_RUBY, "まも", style, 0);
		paint(layout);
		for (int y = 0; y < SIDE_PX; y++)
			if (y < ORIGIN_PX || y >= ORIGIN_PX + layout->h)
				assert_false(row_has_ink(y));
	}
}

static int reading_width(const char *text, const char *base, const char *reading)
{
	return lay_marked(text, base, KS_MARK_RUBY, reading, body(), 0)->lines[0].w;
}

static void a_short_reading_changes_no_width(void **state)
{
	(void)state;
	assert_int_equal(reading_width("を守る", "守", "まも"), 3 * EM_PX);
}

/* うけたまわ is 2.5 em over a base of one: 1.5 em too wide. */
static void a_wide_reading_reaches_over_kana_by_half_a_sign_of_its_own(void **state)
{
	(void)state;
	assert_int_equal(reading_width("を承る", "承", "うけたまわ"),
			 3 * EM_PX + EM_PX * 3 / 2 - EM_PX / 2);
	assert_int_equal(reading_width("山承る", "承", "うけたまわ"),
			 3 * EM_PX + EM_PX * 3 / 2 - EM_PX / 4);
}

static void a_wide_reading_never_reaches_over_kanji_or_the_edge(void **state)
{
	(void)state;
	assert_int_equal(reading_width("山承山", "承", "うけたまわ"), 3 * EM_PX + EM_PX * 3 / 2);
	assert_int_equal(reading_width("承", "承", "うけたまわ"), EM_PX * 5 / 2);
}

static void a_reading_and_its_base_are_never_torn(void **state)
{
	const struct ks_text_layout *layout =
		lay_marked("これは基本方針です", "基本方針", KS_MARK_RUBY, "きほんほうしん", body(),
			   EM_PX * 6);

	(void)state;
	assert_line(layout, 0, "これは");
	assert_line(layout, 1, "基本方針です");
}

static void strong_is_bold_in_the_key_colour(void **state)
{
	uint32_t key = ks_theme_argb(KS_THEME_STANDARD, KS_COLOR_KEY);

	(void)state;
	paint(lay("これは重要です", body(), 0));
	assert_false(has_pixel(key));
	paint(lay_marked("これは重要です", "重要", KS_MARK_STRONG, NULL, body(), 0));
	assert_true(has_pixel(key));
	assert_true(has_pixel(ks_theme_argb(KS_THEME_STANDARD, KS_COLOR_INK)));
}

static void an_erratum_has_dots_below_and_the_words_unchanged(void **state)
{
	uint32_t warn = ks_theme_argb(KS_THEME_STANDARD, KS_COLOR_WARN);
	const struct ks_text_layout *layout =
		lay_marked("必要ときに", "ときに", KS_MARK_ERRATUM, NULL, body(), 0);
	int base = ORIGIN_PX + layout->lines[0].baseline, dots = 0, gaps = 0;

	(void)state;
	paint(layout);
	assert_true(has_pixel(warn));
	for (int x = ORIGIN_PX + 2 * EM_PX; x < ORIGIN_PX + 5 * EM_PX; x++) {
		bool has_dot = false;

		for (int y = base + EM_PX * 14 / 100; y < base + EM_PX * 3 / 10; y++)
			has_dot = has_dot || (px[y * SIDE_PX + x] & 0xffffff) != 0xffffff;
		dots += has_dot;
		gaps += !has_dot;
	}
	assert_true(dots > EM_PX && gaps > EM_PX / 2);
}

static void a_link_is_underlined_in_its_colour_on_every_line(void **state)
{
	const struct ks_text_layout *layout =
		lay_marked("kyuyo@kuresaka-kankyo.example", "kyuyo@kuresaka-kankyo.example",
			   KS_MARK_LINK, NULL, body(), 250);
	uint32_t link = ks_theme_argb(KS_THEME_STANDARD, KS_COLOR_LINK) & 0xffffff;

	(void)state;
	paint(layout);
	assert_true(layout->n_lines >= 2);
	for (size_t i = 0; i < layout->n_lines; i++) {
		int y = ORIGIN_PX + layout->lines[i].baseline + EM_PX * 16 / 100;

		assert_int_equal(px[y * SIDE_PX + ORIGIN_PX + 5] & 0xffffff, link);
		assert_int_equal(px[y * SIDE_PX + ORIGIN_PX + layout->lines[i].w - 5] & 0xffffff,
				 link);
	}
}

static void nothing_is_drawn_outside_the_clip(void **state)
{
	const struct ks_text_layout *layout = lay("描かない所には何も描かない", body(), 300);

	(void)state;
	paint(lay("", body(), 0));
	canvas.clip = (struct ks_rect){ORIGIN_PX + 40, ORIGIN_PX + 20, 50, 30};
	ks_text_draw(engine, layout, &canvas, ORIGIN_PX, ORIGIN_PX, KS_THEME_STANDARD);
	for (int y = 0; y < SIDE_PX; y++)
		for (int x = 0; x < SIDE_PX; x++)
			if (x < ORIGIN_PX + 40 || x >= ORIGIN_PX + 90 || y < ORIGIN_PX + 20 ||
			    y >= ORIGIN_PX + 50)
				assert_int_equal(px[y * SIDE_PX + x] & 0xffffff, 0xffffff);
	assert_true(row_has_ink(ORIGIN_PX + 35));
}

static void hostile_bytes_and_spans_are_survived(void **state)
{
	static const struct ks_span spans[] = {
		{0, 4000, KS_MARK_RUBY, "ながすぎる"},
		{1, 2, KS_MARK_STRONG, NULL},
		{2, 1, KS_MARK_RUBY, ""},
		{3, 3, KS_MARK_SMALL, NULL},
		{4, 9, KS_MARK_CODE, NULL},
	};
	struct ks_rich rich = {
		"\xff\xe3\x81い\xf0\x9f\n\t\x01か\u309a\u309a\u309a\u309a\u309a\u309a\u309a\u309a\u309a",
		0, spans, KS_COUNT(spans)};
	struct ks_text_style style = body();

	(void)state;
	rich.len = strlen(rich.text);
	paint(ks_text_layout(engine, &rich, &style, 60));
	style.em_px = -3;
	paint(ks_text_layout(engine, &rich, &style, 60));
	style.em_px = 100000;
	paint(ks_text_layout(engine, &rich, &style, 60));
}

static void a_text_over_the_ceiling_is_cut_at_a_sign(void **state)
{
	size_t n = 30000;
	char *text = ks_alloc(n * 3 + 1);
	struct ks_rich rich = {text, n * 3, NULL, 0};
	struct ks_text_style style = body();
	struct ks_test_stream log = ks_test_stream_begin(stderr);
	const struct ks_text_layout *layout;
	char *said;

	(void)state;
	for (size_t i = 0; i < n; i++)
		memcpy(text + 3 * i, "字", 3);
	text[n * 3] = '\0';
	layout = ks_text_layout(engine, &rich, &style, 600);
	said = ks_test_stream_end(&log);
	assert_non_null(strstr(said, "a text of 90000 bytes is cut"));
	free(said);
	assert_int_equal(layout->rich.len % 3, 0);
	assert_in_range(layout->rich.len, 65000, 65536);
	free(text);
}

static int open_engine(void **state)
{
	(void)state;
	return ks_text_engine_open(&engine) != KS_OK;
}

static int close_engine(void **state)
{
	(void)state;
	ks_text_engine_close(engine);
	ks_text_engine_close(NULL);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(asking_again_returns_the_same_layout),
		cmocka_unit_test(a_layout_keeps_its_own_copy_of_the_text),
		cmocka_unit_test(many_layouts_are_all_found_again),
		cmocka_unit_test(trim_forgets_layouts_and_new_ones_work),
		cmocka_unit_test(no_width_means_one_line_per_newline),
		cmocka_unit_test(an_empty_text_is_one_empty_line),
		cmocka_unit_test(a_comma_may_hang_into_the_margin_by_its_blank_half),
		cmocka_unit_test(the_last_line_is_never_one_sign),
		cmocka_unit_test(a_word_wider_than_the_line_is_broken_not_cut),
		cmocka_unit_test(even_a_width_below_one_sign_ends),
		cmocka_unit_test(headings_do_not_leave_a_small_rest),
		cmocka_unit_test(a_phrase_too_long_for_the_line_breaks_like_running_text),
		cmocka_unit_test(lines_align_within_the_width),
		cmocka_unit_test(odd_sizes_become_even),
		cmocka_unit_test(pitch_is_the_same_with_and_without_furigana),
		cmocka_unit_test(a_reading_never_touches_the_line_above_nor_leaves_the_box),
		cmocka_unit_test(a_reading_of_the_first_line_stays_in_the_box),
		cmocka_unit_test(a_short_reading_changes_no_width),
		cmocka_unit_test(a_wide_reading_reaches_over_kana_by_half_a_sign_of_its_own),
		cmocka_unit_test(a_wide_reading_never_reaches_over_kanji_or_the_edge),
		cmocka_unit_test(a_reading_and_its_base_are_never_torn),
		cmocka_unit_test(strong_is_bold_in_the_key_colour),
		cmocka_unit_test(an_erratum_has_dots_below_and_the_words_unchanged),
		cmocka_unit_test(a_link_is_underlined_in_its_colour_on_every_line),
		cmocka_unit_test(nothing_is_drawn_outside_the_clip),
		cmocka_unit_test(hostile_bytes_and_spans_are_survived),
		cmocka_unit_test(a_text_over_the_ceiling_is_cut_at_a_sign),
	};

	return ks_test_run_in(tests, open_engine, close_engine);
}
