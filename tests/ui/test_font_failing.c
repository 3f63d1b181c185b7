/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include <SDL_ttf.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_ADVANCES_H
#include <unicode/ubrk.h>
#include <unicode/utext.h>

#include "base/fonts.h"
#include "base/mem.h"
#include "support/test.h"
#include "ui/atlas.h"
#include "ui/failing.h"
#include "ui/text_private.h"

/* Fonts that cannot be opened, sized or drawn, and ICU without its rules: what can be shown is shown, and the log says what is missing. */

FAILING(FT_Error, FT_Init_FreeType, (FT_Library * library), (library), 1)
FAILING_SO(FT_Error, FT_New_Face,
	   (FT_Library library, const char *path, FT_Long index, FT_Face *face),
	   (library, path, index, face), 1, *face = (FT_Face)(void *)&failing)
FAILING(FT_Error, FT_Get_Advance, (FT_Face face, FT_UInt glyph, FT_Int32 flags, FT_Fixed *advance),
	(face, glyph, flags, advance), 1)
FAILING(int, TTF_Init, (void), (), -1)
FAILING_SO(TTF_Font *, TTF_OpenFontIndexRW, (SDL_RWops * file, int is_ours, int size, long index),
	   (file, is_ours, size, index), NULL, (void)(is_ours &&SDL_RWclose(file)))
FAILING(int, TTF_SetFontSize, (TTF_Font * font, int size), (font, size), -1)
FAILING(int, TTF_SizeUTF8, (TTF_Font * font, const char *text, int *w, int *h), (font, text, w, h),
	-1)
FAILING(SDL_Surface *, TTF_RenderGlyph32_Blended, (TTF_Font * font, Uint32 c, SDL_Color color),
	(font, c, color), NULL)
FAILING(int, TTF_GlyphMetrics32,
	(TTF_Font * font, Uint32 c, int *min_x, int *max_x, int *min_y, int *max_y, int *advance),
	(font, c, min_x, max_x, min_y, max_y, advance), -1)

FAILING_SO(UBreakIterator *, ubrk_open,
	   (UBreakIteratorType type, const char *locale, const UChar *text, int32_t length,
	    UErrorCode *code),
	   (type, locale, text, length, code), NULL, *code = U_MISSING_RESOURCE_ERROR)
FAILING_SO(UText *, utext_openUTF8, (UText * ut, const char *s, int64_t length, UErrorCode *code),
	   (ut, s, length, code), NULL, *code = U_INVALID_FORMAT_ERROR)

#define EM_PX 40

/* How many lines of what @log says have @word in them. */
static int n_lines(const char *log, const char *word)
{
	int n = 0;

	for (const char *at = strstr(log, word); at; at = strstr(at + 1, word))
		n++;
	return n;
}

/* Where lines may begin in @text, as bits. */
static unsigned breaks_of(const char *text, enum ks_breaking breaking)
{
	struct ks_rich rich = ks_rich_plain(text);
	struct ks_text_breaks breaks;
	unsigned found = 0;

	ks_text_find_breaks(&rich, breaking, &breaks);
	for (size_t i = 0; i <= breaks.len; i++)
		found |= breaks.allowed[i] ? 1u << i : 0;
	ks_text_breaks_finish(&breaks);
	return found;
}

/* The first of the program that asks ICU. */
static void without_icus_rules_only_a_newline_breaks(void **state)
{
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	char *log;

	(void)state;
	FAIL(ubrk_open, 0);
	assert_int_equal(breaks_of("あい\nう", KS_BREAK_STRICT), 1 << 7);
	assert_int_equal(breaks_of("あい\nう", KS_BREAK_PHRASE), 1 << 7);
	FAIL(utext_openUTF8, 0);
	assert_int_equal(breaks_of("あい\nう", KS_BREAK_STRICT), 1 << 7);
	FAIL_NONE();
	log = ks_test_stream_end(&stream);
	assert_int_equal(n_lines(log, "ICU line breaking (ja@lb=strict) cannot be opened"), 1);
	assert_int_equal(n_lines(log, "ICU line breaking (ja@lb=strict;lw=phrase) cannot"), 1);
	assert_int_equal(n_lines(log, "ICU line breaking: "), 1);
	free(log);
	assert_int_equal(breaks_of("あい\nう", KS_BREAK_STRICT), 1 << 3 | 1 << 7);
}

static void without_a_main_font_there_is_no_text(void **state)
{
	struct ks_text_engine *engine = (struct ks_text_engine *)&failing;
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	char *log;

	(void)state;
	FAIL(FT_Init_FreeType, 0);
	assert_int_equal(ks_text_engine_open(&engine), KS_NOT_FOUND);
	assert_null(engine);
	FAIL(TTF_Init, 0);
	assert_int_equal(ks_text_engine_open(&engine), KS_NOT_FOUND);
	assert_int_equal(TTF_WasInit(), 0);
	FAIL(FT_New_Face, 0);
	assert_int_equal(ks_text_engine_open(&engine), KS_NOT_FOUND);
	assert_int_equal(failing.n_calls, 2); /* proportional and square: one of them would do */
	assert_int_equal(TTF_WasInit(), 0);
	FAIL_NONE();
	log = ks_test_stream_end(&stream);
	assert_int_equal(n_lines(log, "does not start"), 2);
	assert_int_equal(n_lines(log, "BIZUDPGothic-Regular.ttf cannot be opened"), 1);
	assert_int_equal(n_lines(log, "no main font: install fonts-morisawa-bizud-gothic"), 1);
	free(log);
}

/* The proportional face alone: the square one is asked for once, and kana come from what there is. */
static void one_main_font_is_enough(void **state)
{
	struct ks_test_stream stream;
	struct ks_fonts *fonts;
	struct ks_font_pick pick;
	char *log;

	(void)state;
	assert_int_equal(ks_fonts_open(&fonts), KS_OK);
	stream = ks_test_stream_begin(stderr);
	FAIL(FT_New_Face, 0);
	for (int i = 0; i < 2; i++) {
		pick = ks_fonts_pick(fonts, KS_FACE_REGULAR, false, "あ", 3);
		if (ks_font_chain[pick.font / 2].role != KS_FONT_TEXT || pick.is_geta)
			break;
	}
	log = ks_test_stream_end(&stream);
	assert_int_equal(n_lines(log, "cannot be opened"), 1);
	free(log);
	assert_int_equal(failing.n_calls, 1);
	FAIL_NONE();
	assert_int_equal(ks_font_chain[pick.font / 2].role, KS_FONT_TEXT);
	assert_false(pick.is_geta);
	ks_fonts_close(fonts);
}

static struct ks_font_pick pick_of(struct ks_fonts *fonts, const char *text)
{
	return ks_fonts_pick(fonts, KS_FACE_REGULAR, false, text, strlen(text));
}

static void what_cannot_be_drawn_is_left_blank_and_told(void **state)
{
	static const char *const names[] = {"TTF_OpenFontIndexRW", "TTF_SetFontSize",
					    "TTF_RenderGlyph32_Blended", "TTF_GlyphMetrics32"};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(names); i++) {
		struct ks_font_image image;
		struct ks_test_stream stream;
		struct ks_fonts *fonts;
		struct ks_font_pick pick;
		char *log;

		assert_int_equal(ks_fonts_open(&fonts), KS_OK);
		pick = pick_of(fonts, "永");
		if (i > 0) { /* at another size than before */
			assert_int_equal(ks_fonts_raster(fonts, &pick, 20, "永", &image), KS_OK);
			free(image.coverage);
		}
		fail_at(names[i], 0);
		stream = ks_test_stream_begin(stderr);
		for (int again = 0; again < 2; again++) {
			assert_int_equal(ks_fonts_raster(fonts, &pick, EM_PX, "永", &image), KS_IO);
			assert_null(image.coverage);
		}
		log = ks_test_stream_end(&stream);
		assert_int_equal(n_lines(log, "BIZUDGothic-Regular.ttf: "), i == 0); /* asked for once */
		assert_int_equal(n_lines(log, "U+6C38 cannot be drawn"), i >= 2 ? 2 : 0);
		free(log);
		FAIL_NONE();
		if (i > 0) {
			assert_int_equal(ks_fonts_raster(fonts, &pick, EM_PX, "永", &image), KS_OK);
			assert_true(image.w > EM_PX / 2);
			free(image.coverage);
		}
		ks_fonts_close(fonts);
	}
}

/* And the glyph is not asked for again at each paint. */
static void a_glyph_without_ink_is_drawn_once(void **state)
{
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	struct ks_fonts *fonts;
	struct ks_atlas *atlas;
	struct ks_glyph *glyph;
	char *log;

	(void)state;
	assert_int_equal(ks_fonts_open(&fonts), KS_OK);
	atlas = ks_atlas_open(fonts);
	glyph = ks_atlas_find(atlas, KS_FACE_REGULAR, false, EM_PX, "永", 3);
	FAIL(TTF_RenderGlyph32_Blended, 0);
	ks_atlas_draw(atlas, glyph);
	ks_atlas_draw(atlas, glyph);
	FAIL_NONE();
	assert_true(glyph->is_drawn);
	assert_null(glyph->mask.coverage);
	log = ks_test_stream_end(&stream);
	assert_int_equal(n_lines(log, "cannot be drawn"), 1);
	free(log);
	ks_atlas_close(atlas);
	ks_fonts_close(fonts);
}

static void a_width_that_is_not_told_is_an_em(void **state)
{
	struct ks_fonts *fonts;
	struct ks_font_pick pick;

	(void)state;
	assert_int_equal(ks_fonts_open(&fonts), KS_OK);
	pick = ks_fonts_pick(fonts, KS_FACE_REGULAR, true, "i", 1);
	assert_true(ks_fonts_advance_64(fonts, &pick, EM_PX) < EM_PX * 64 / 2);
	FAIL(FT_Get_Advance, 0);
	assert_int_equal(ks_fonts_advance_64(fonts, &pick, EM_PX), EM_PX * 64);
	FAIL_NONE();
	ks_fonts_close(fonts);
}

/* か with its ゜ has a width only as it is shaped: where that is not told, the font counts as one that can. */
static void shaped_widths_are_per_mille_of_an_em(void **state)
{
	struct ks_fonts *fonts;
	char long_text[KS_CLUSTER_BYTES_MAX + 2];
	int font;

	(void)state;
	memset(long_text, 'a', sizeof(long_text));
	assert_int_equal(ks_fonts_open(&fonts), KS_OK);
	font = pick_of(fonts, "か").font;
	assert_int_equal(ks_font_shaped_width(fonts, font, "かか", 6), 2000);
	assert_true(ks_font_shaped_width(fonts, font, long_text, KS_CLUSTER_BYTES_MAX) > 0);
	assert_int_equal(ks_font_shaped_width(fonts, font, long_text, KS_CLUSTER_BYTES_MAX + 1), 0);
	FAIL(TTF_SizeUTF8, 0);
	assert_int_equal(ks_font_shaped_width(fonts, font, "かか", 6), 0);
	FAIL_NONE();
	assert_int_equal(ks_font_glyph(fonts, KS_FONT_SLOTS_MAX, 'A', 0), 0);
	ks_fonts_close(fonts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_icus_rules_only_a_newline_breaks),
		cmocka_unit_test(without_a_main_font_there_is_no_text),
		cmocka_unit_test(one_main_font_is_enough),
		cmocka_unit_test(what_cannot_be_drawn_is_left_blank_and_told),
		cmocka_unit_test(a_glyph_without_ink_is_drawn_once),
		cmocka_unit_test(a_width_that_is_not_told_is_an_em),
		cmocka_unit_test(shaped_widths_are_per_mille_of_an_em),
	};

	return ks_test_run(tests);
}
