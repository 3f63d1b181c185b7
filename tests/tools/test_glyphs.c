/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include <string.h>

#include "base/fonts.h"
#include "base/mem.h"
#include "support/real.h"
#include "tools/content_commands.h"
#include "tools/glyphs.h"

/* Which characters the fonts of the kiosk can show: needs the Debian font packages, as the kiosk does. */

static size_t n_absent; /* so many of the chain, from its beginning */

FT_Error FT_New_Face(FT_Library library, const char *path, FT_Long index, FT_Face *face)
{
	for (size_t i = 0; i < n_absent && i < ks_font_chain_count; i++)
		if (strcmp(ks_font_chain[i].path, path) == 0)
			return FT_Err_Cannot_Open_Resource;
	return KS_REAL(FT_Error, FT_New_Face, FT_Library, const char *, FT_Long,
		       FT_Face *)(library, path, index, face);
}

/* What is told of the whole (line 0): @n of these words, the first of them of @file; empties the list. */
static void expect_warnings(struct ks_diags *diags, size_t n, const char *file, const char *words)
{
	size_t found = 0;

	for (size_t i = 0; i < diags->n_items; i++) {
		if (strcmp(diags->items[i].message, words) != 0)
			continue;
		assert_int_equal(diags->items[i].line, 0);
		if (found++ == 0)
			assert_string_equal(diags->items[i].file, file);
	}
	assert_int_equal(found, n);
	ks_diags_finish(diags);
}

static void the_chain_has_what_japanese_pages_need(void **state)
{
	static const uint32_t needed[] = {'A',    0x3042, 0x6F22, 0x2460,  0x25CB,
					  0x00D7, 0x203B, 0xFA11, 0x20BB7, 0x301C};
	struct ks_glyphs *glyphs = ks_glyphs_open();

	(void)state;
	assert_non_null(glyphs);
	assert_null(ks_glyphs_missing(glyphs, 0));
	for (size_t i = 0; i < sizeof(needed) / sizeof(needed[0]); i++)
		if (!ks_glyphs_has(glyphs, needed[i], 0))
			fail_msg("U+%04X is missing", (unsigned)needed[i]);
	ks_glyphs_close(glyphs);
}

static void signs_that_are_to_be_drawn_as_pictures_are_missing(void **state)
{
	struct ks_glyphs *glyphs = ks_glyphs_open();

	(void)state;
	assert_false(ks_glyphs_has(glyphs, 0x1F512, 0));  /* padlock */
	assert_false(ks_glyphs_has(glyphs, 0x10FFFD, 0)); /* private use */
	ks_glyphs_close(glyphs);
}

static void variants_of_names_are_looked_up_as_variants(void **state)
{
	struct ks_glyphs *glyphs = ks_glyphs_open();

	(void)state;
	assert_true(ks_glyphs_has(glyphs, 0x845B, 0xE0100));  /* 葛 and its variant */
	assert_false(ks_glyphs_has(glyphs, 0x845B, 0xE01EF)); /* a variant nobody registered */
	ks_glyphs_close(glyphs);
}

/* A machine without some of the fonts, the first that is asked for first; or without any. */
static void what_is_not_installed_is_named_and_the_rest_asked(void **state)
{
	struct ks_diags diags = {0};
	struct ks_glyphs *glyphs;

	(void)state;
	n_absent = 2;
	glyphs = ks_glyphs_open();
	assert_string_equal(ks_glyphs_missing(glyphs, 0), ks_font_chain[0].path);
	assert_string_equal(ks_glyphs_missing(glyphs, 1), ks_font_chain[1].path);
	assert_null(ks_glyphs_missing(glyphs, 2));
	assert_true(ks_glyphs_has(glyphs, 0x6F22, 0));
	ks_glyphs_close(glyphs);
	(void)!ks_content_check_all("content", &diags);
	assert_int_equal(diags.n_errors, 0);
	expect_warnings(&diags, 2, ks_font_chain[0].path,
			"この書体が入っていないため、ほかの書体だけで確かめました。");
	n_absent = 100;
	assert_null(ks_glyphs_open());
	(void)!ks_content_check_all("content", &diags);
	assert_int_equal(diags.n_errors, 0);
	expect_warnings(&diags, 1, "content",
			"書体が一つも入っていないため、文字が表せるかは確かめていません。");
	n_absent = 0;
	ks_glyphs_close(NULL);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(what_is_not_installed_is_named_and_the_rest_asked),
	cmocka_unit_test(the_chain_has_what_japanese_pages_need),
	cmocka_unit_test(signs_that_are_to_be_drawn_as_pictures_are_missing),
	cmocka_unit_test(variants_of_names_are_looked_up_as_variants),
};

int main(void)
{
	return ks_test_run(tests);
}
