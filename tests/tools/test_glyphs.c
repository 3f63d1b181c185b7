/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include "tools/glyphs.h"

/* Which characters the fonts of the kiosk can show: needs the Debian font packages, as the kiosk does. */

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

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(the_chain_has_what_japanese_pages_need),
	cmocka_unit_test(signs_that_are_to_be_drawn_as_pictures_are_missing),
	cmocka_unit_test(variants_of_names_are_looked_up_as_variants),
};

int main(void)
{
	return ks_test_run(tests);
}
