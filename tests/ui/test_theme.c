/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/theme.h"

#include "support/test.h"

/* Colours that occur together can be told apart, in both themes. */

static void every_pair_keeps_its_contrast_in(enum ks_theme theme)
{
	size_t n_pairs;
	const struct ks_color_pair *pairs = ks_theme_pairs(&n_pairs);
	int n_weak = 0;

	assert_true(n_pairs > 20);
	for (size_t i = 0; i < n_pairs; i++) {
		double contrast = ks_theme_contrast(ks_theme_argb(theme, pairs[i].front),
						    ks_theme_argb(theme, pairs[i].ground));

		if (contrast >= pairs[i].contrast_min)
			continue;
		print_error("theme %d: colour %d on %d is %.2f, must be %.1f\n", (int)theme,
			    (int)pairs[i].front, (int)pairs[i].ground, contrast,
			    pairs[i].contrast_min);
		n_weak++;
	}
	assert_int_equal(n_weak, 0);
}

static void every_pair_keeps_its_contrast_in_the_standard_theme(void **state)
{
	(void)state;
	every_pair_keeps_its_contrast_in(KS_THEME_STANDARD);
}

static void every_pair_keeps_its_contrast_in_the_contrast_theme(void **state)
{
	(void)state;
	every_pair_keeps_its_contrast_in(KS_THEME_CONTRAST);
}

static void contrast_is_that_of_wcag(void **state)
{
	(void)state;
	assert_int_equal((int)(ks_theme_contrast(0xFF000000, 0xFFFFFFFF) * 100 + 0.5), 2100);
	assert_int_equal((int)(ks_theme_contrast(0xFF777777, 0xFFFFFFFF) * 100 + 0.5), 448);
	assert_int_equal((int)(ks_theme_contrast(0xFF0B5D4B, 0xFF0B5D4B) * 100 + 0.5), 100);
}

static void contrast_does_not_depend_on_the_order(void **state)
{
	(void)state;
	assert_true(ks_theme_contrast(0xFF123456, 0xFFFEDCBA) ==
		    ks_theme_contrast(0xFFFEDCBA, 0xFF123456));
}

static void high_contrast_text_reaches_seven(void **state)
{
	static const enum ks_color inks[] = {KS_COLOR_INK, KS_COLOR_INK2, KS_COLOR_KEY,
					     KS_COLOR_LINK};

	(void)state;
	for (size_t i = 0; i < sizeof(inks) / sizeof(inks[0]); i++)
		assert_true(ks_theme_contrast(ks_theme_argb(KS_THEME_CONTRAST, inks[i]),
					      ks_theme_argb(KS_THEME_CONTRAST, KS_COLOR_SURFACE)) >=
			    7);
}

static void all_colours_are_opaque_but_the_shade(void **state)
{
	(void)state;
	for (int theme = 0; theme < KS_THEME_COUNT; theme++) {
		for (int color = KS_COLOR_NONE + 1; color < KS_COLOR_COUNT; color++) {
			uint32_t alpha =
				ks_theme_argb((enum ks_theme)theme, (enum ks_color)color) >> 24;

			if (color == KS_COLOR_SHADE)
				assert_in_range(alpha, 0x80, 0xE0);
			else
				assert_int_equal(alpha, 0xFF);
		}
	}
	assert_int_equal(ks_theme_argb(KS_THEME_STANDARD, KS_COLOR_NONE) >> 24, 0);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(every_pair_keeps_its_contrast_in_the_standard_theme),
	cmocka_unit_test(every_pair_keeps_its_contrast_in_the_contrast_theme),
	cmocka_unit_test(contrast_is_that_of_wcag),
	cmocka_unit_test(contrast_does_not_depend_on_the_order),
	cmocka_unit_test(high_contrast_text_reaches_seven),
	cmocka_unit_test(all_colours_are_opaque_but_the_shade),
};

int main(void)
{
	return ks_test_run(tests);
}
