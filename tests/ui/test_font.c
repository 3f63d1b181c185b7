/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/fonts.h"
#include "base/log.h"
#include "base/mem.h"
#include "ui/atlas.h"
#include "ui/font.h"

/* Which font of the chain shows a sign, asked with the characters of real names; and its picture. */

enum { EM_PX = 40, N_SIGNS = 3000 };

static struct ks_fonts *fonts;

static enum ks_font_role role_of(const struct ks_font_pick *pick)
{
	return ks_font_chain[pick->font / 2].role;
}

static struct ks_font_pick pick(const char *cluster, bool is_latin)
{
	return ks_fonts_pick(fonts, KS_FACE_REGULAR, is_latin, cluster, strlen(cluster));
}

struct pick_case {
	const char *rule;
	const char *cluster;
	bool is_latin;
	enum ks_font_role role;
	bool is_shaped;
};

static const struct pick_case cases[] = {
	{"kana_come_from_the_square_face", "あ", false, KS_FONT_FIXED, false},
	{"latin_comes_from_the_proportional_face", "A", true, KS_FONT_TEXT, false},
	{"hashigo_taka_is_in_the_main_font", "髙", false, KS_FONT_FIXED, false},
	{"tatsu_saki_is_in_the_main_font", "﨑", false, KS_FONT_FIXED, false},
	{"tsuka_u_fa10_is_not_folded_into_its_twin", "\ufa10", false, KS_FONT_FIXED, false},
	{"tsuchi_yoshi_comes_from_noto", "𠮷", false, KS_FONT_FALLBACK, false},
	{"a_selector_the_main_font_has_stays_there", "葛\U000e0100", false, KS_FONT_FIXED, true},
	{"a_selector_only_noto_has_moves_the_whole_sign", "邉\U000e0102", false, KS_FONT_FALLBACK,
	 true},
	{"a_selector_only_the_name_font_has_moves_the_whole_sign", "邉\U000e0118", false,
	 KS_FONT_NAMES, true},
	{"nasal_ka_is_one_sign", "か\u309a", false, KS_FONT_FIXED, true},
	{"decomposed_ga_is_one_sign", "か\u3099", false, KS_FONT_FIXED, true},
	{"text_style_selectors_change_nothing", "○\ufe0e", false, KS_FONT_FIXED, false},
};

static void one_case(void **state)
{
	const struct pick_case *c = *state;
	struct ks_font_pick got = pick(c->cluster, c->is_latin);

	assert_int_equal(role_of(&got), c->role);
	assert_int_equal(got.is_shaped, c->is_shaped);
	assert_false(got.is_geta);
}

static void what_nobody_has_is_a_geta_and_one_line_in_the_log(void **state)
{
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	struct ks_font_pick first = pick("\U0010fffd", false), second = pick("\U0010fffd", false);
	char *log = ks_test_stream_end(&stream), *line = strstr(log, "U+10FFFD");

	(void)state;
	assert_true(first.is_geta && second.is_geta);
	assert_non_null(line);
	assert_null(strstr(line + 1, "U+10FFFD"));
	free(log);
}

static void an_unknown_sequence_is_drawn_as_its_base_and_logged(void **state)
{
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	struct ks_font_pick got = pick("山\U000e01ef", false);
	char *log = ks_test_stream_end(&stream);

	(void)state;
	assert_false(got.is_geta);
	assert_int_equal(got.len, 3);
	assert_int_equal(role_of(&got), KS_FONT_FIXED);
	assert_non_null(strstr(log, "U+5C71 with U+E01EF"));
	free(log);
}

static void coverage_is_told_for_sequences_too(void **state)
{
	(void)state;
	assert_true(ks_fonts_has(fonts, 0x9ad9, 0));
	assert_true(ks_fonts_has(fonts, 0x9089, 0xe0102));
	assert_false(ks_fonts_has(fonts, 0x5c71, 0xe01ef));
	assert_false(ks_fonts_has(fonts, 0x1f600, 0));
}

static struct ks_font_image draw(const char *cluster, enum ks_face face)
{
	struct ks_font_pick got = ks_fonts_pick(fonts, face, false, cluster, strlen(cluster));
	struct ks_font_image image;

	assert_int_equal(ks_fonts_raster(fonts, &got, EM_PX, cluster, &image), KS_OK);
	return image;
}

static bool is_same(const struct ks_font_image *a, const struct ks_font_image *b)
{
	return a->w == b->w && a->h == b->h &&
	       memcmp(a->coverage, b->coverage, (size_t)a->w * (size_t)a->h) == 0;
}

static void check_differs(const char *a, const char *b)
{
	struct ks_font_image one = draw(a, KS_FACE_REGULAR), other = draw(b, KS_FACE_REGULAR);

	assert_non_null(one.coverage);
	assert_false(is_same(&one, &other));
	free(one.coverage);
	free(other.coverage);
}

static void variants_and_marks_really_change_the_picture(void **state)
{
	(void)state;
	check_differs("葛\U000e0100", "葛");
	check_differs("邉\U000e0102", "邉");
	check_differs("邉\U000e0118", "邉\U000e0102");
	check_differs("か\u309a", "か");
	check_differs("\ufa10", "塚");
}

static void bold_is_a_face_of_its_own(void **state)
{
	struct ks_font_image regular = draw("永", KS_FACE_REGULAR), bold = draw("永", KS_FACE_BOLD);

	(void)state;
	assert_false(is_same(&regular, &bold));
	free(regular.coverage);
	free(bold.coverage);
}

static void ink_sits_in_the_em_square(void **state)
{
	static const char *const signs[] = {"国",       "永", "あ",           "鬱",
					    "か\u309a", "𠮷", "邉\U000e0118", "〓"};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(signs); i++) {
		struct ks_font_image image = draw(signs[i], KS_FACE_REGULAR);

		assert_in_range(image.left, 0, EM_PX / 3);
		assert_in_range(image.left + image.w, EM_PX / 2, EM_PX);
		assert_in_range(image.top, EM_PX / 2, EM_PX * 9 / 10);
		assert_true(image.top - image.h >= -EM_PX / 8 - 1);
		free(image.coverage);
	}
}

static void a_blank_has_no_ink(void **state)
{
	struct ks_font_image image = draw("　", KS_FACE_REGULAR);

	(void)state;
	assert_null(image.coverage);
}

static void widths_are_exact_at_every_size(void **state)
{
	struct ks_font_pick kana = pick("あ", false), letter = pick("A", true);

	(void)state;
	assert_int_equal(ks_fonts_advance_64(fonts, &kana, 34), 34 * 64);
	assert_int_equal(ks_fonts_advance_64(fonts, &kana, 120), 120 * 64);
	assert_in_range(ks_fonts_advance_64(fonts, &letter, 100), 70 * 64, 80 * 64);
}

static void full_pages_start_over_and_glyphs_come_back(void **state)
{
	struct ks_atlas *atlas = ks_atlas_open(fonts);
	struct ks_glyph *first = ks_atlas_find(atlas, KS_FACE_REGULAR, false, 200, "永", 3);
	uint8_t row[512];

	(void)state;
	ks_atlas_draw(atlas, first);
	assert_true(first->is_drawn);
	memcpy(row, first->mask.coverage + 20 * first->mask.stride, (size_t)first->mask.w);
	for (uint32_t c = 0x4e00; c < 0x4e00 + 300 && first->is_drawn; c++) {
		char text[4] = {(char)(0xe0 | c >> 12), (char)(0x80 | (c >> 6 & 63)),
				(char)(0x80 | (c & 63))};

		ks_atlas_draw(atlas, ks_atlas_find(atlas, KS_FACE_REGULAR, false, 240, text, 3));
	}
	assert_false(first->is_drawn); /* 32 pages of at most four such signs */
	ks_atlas_draw(atlas, first);
	assert_memory_equal(row, first->mask.coverage + 20 * first->mask.stride,
			    (size_t)first->mask.w);
	assert_ptr_equal(first, ks_atlas_find(atlas, KS_FACE_REGULAR, false, 200, "永", 3));
	ks_atlas_close(atlas);
	ks_atlas_close(NULL);
}

/* More signs than the table begins with: each is found again. */
static void find_all(struct ks_atlas *atlas, struct ks_glyph **found, bool is_again)
{
	for (unsigned i = 0; i < N_SIGNS; i++) {
		const unsigned c = 0x4E00 + i;
		const char text[3] = {(char)(0xE0 | c >> 12), (char)(0x80 | (c >> 6 & 0x3F)),
				      (char)(0x80 | (c & 0x3F))};
		struct ks_glyph *glyph = ks_atlas_find(atlas, KS_FACE_REGULAR, false, 20, text, 3);

		assert_int_equal(glyph->len, 3);
		assert_memory_equal(glyph->text, text, 3);
		if (!is_again)
			found[i] = glyph;
		assert_ptr_equal(glyph, found[i]);
	}
}

static void a_table_that_grew_finds_what_it_had_and_gives_the_old_one_back(void **state)
{
	struct ks_glyph **found = ks_alloc_zero(N_SIGNS, sizeof(struct ks_glyph *));
	size_t before = 0;

	(void)state;
	for (int i = 0; i < 2;
	     i++) { /* what the fonts keep for themselves is there from the first time on */
		struct ks_atlas *atlas = ks_atlas_open(fonts);

		find_all(atlas, found, false);
		find_all(atlas, found, true);
		ks_atlas_close(atlas);
		if (i == 0)
			before = ks_test_heap();
	}
	assert_true(ks_test_heap() < before + 4096); /* the first table alone is twice that */
	free(found);
}

static int open_fonts(void **state)
{
	(void)state;
	return ks_fonts_open(&fonts) != KS_OK;
}

static int close_fonts(void **state)
{
	(void)state;
	ks_fonts_close(fonts);
	ks_fonts_close(NULL);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest fixed[] = {
		cmocka_unit_test(what_nobody_has_is_a_geta_and_one_line_in_the_log),
		cmocka_unit_test(an_unknown_sequence_is_drawn_as_its_base_and_logged),
		cmocka_unit_test(coverage_is_told_for_sequences_too),
		cmocka_unit_test(variants_and_marks_really_change_the_picture),
		cmocka_unit_test(bold_is_a_face_of_its_own),
		cmocka_unit_test(ink_sits_in_the_em_square),
		cmocka_unit_test(a_blank_has_no_ink),
		cmocka_unit_test(widths_are_exact_at_every_size),
		cmocka_unit_test(a_table_that_grew_finds_what_it_had_and_gives_the_old_one_back),
		cmocka_unit_test(full_pages_start_over_and_glyphs_come_back),
	};
	struct CMUnitTest tests[KS_COUNT(cases) + KS_COUNT(fixed)];

	for (size_t i = 0; i < KS_COUNT(cases); i++)
		tests[i] =
			(struct CMUnitTest){cases[i].rule, one_case, NULL, NULL, (void *)&cases[i]};
	memcpy(tests + KS_COUNT(cases), fixed, sizeof(fixed));
	return ks_test_run_in(tests, open_fonts, close_fonts);
}
