/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/geom.h"

#include "support/test.h"

/* Millimetres to pixels, and the algebra of rectangles that clipping and damage stand on. */

static void default_display_has_four_px_per_mm(void **state)
{
	(void)state;

	struct ks_metrics metrics = ks_metrics_make(1920, 1080, KS_DISPLAY_LONG_MM_DEFAULT, 100);

	assert_int_equal(ks_mm(&metrics, 20), 81);
	assert_int_equal(ks_mm(&metrics, 24), 97);
	assert_int_equal(ks_mm(&metrics, 18), 73);
}

static void portrait_measures_along_its_height(void **state)
{
	(void)state;

	struct ks_metrics metrics = ks_metrics_make(1080, 1920, KS_DISPLAY_LONG_MM_DEFAULT, 100);

	assert_true(ks_metrics_is_portrait(&metrics));
	assert_int_equal(ks_mm(&metrics, 20), 81);
}

static void text_step_scales_all_but_fixed_lengths(void **state)
{
	(void)state;

	struct ks_metrics metrics = ks_metrics_make(1920, 1080, 480, 150);

	assert_int_equal(ks_mm(&metrics, 10), 60);
	assert_int_equal(ks_mm_fixed(&metrics, 10), 40);
	assert_int_equal(ks_em(&metrics, 8), 48);
}

static void type_sizes_are_even_and_not_below_12(void **state)
{
	(void)state;

	struct ks_metrics metrics = ks_metrics_make(1280, 720, KS_DISPLAY_LONG_MM_DEFAULT, 125);

	for (double mm = 0.5; mm < 30; mm += 0.3) {
		assert_int_equal(ks_em(&metrics, mm) % 2, 0);
		assert_true(ks_em(&metrics, mm) >= 12);
	}
}

static void lengths_are_at_least_one_px(void **state)
{
	(void)state;

	struct ks_metrics metrics = ks_metrics_make(1280, 720, 1000, 100);

	assert_int_equal(ks_mm(&metrics, 0.01), 1);
	assert_int_equal(ks_mm_fixed(&metrics, 0), 1);
}

static void no_display_width_means_the_default(void **state)
{
	(void)state;
	assert_int_equal(ks_mm(&(struct ks_metrics){.px_per_mm = 4, .step_percent = 100}, 10), 40);
	assert_true(ks_metrics_make(1920, 1080, 0, 0).px_per_mm > 4);
	assert_int_equal(ks_metrics_make(1920, 1080, 0, 0).step_percent, 100);
}

static void touching_rectangles_do_not_meet(void **state)
{
	(void)state;

	struct ks_rect met =
		ks_rect_meet((struct ks_rect){0, 0, 10, 10}, (struct ks_rect){10, 0, 10, 10});

	assert_true(ks_rect_is_empty(met));
	assert_int_equal(met.w, 0);
}

static void meeting_is_what_both_cover(void **state)
{
	(void)state;

	struct ks_rect met =
		ks_rect_meet((struct ks_rect){-5, 2, 10, 10}, (struct ks_rect){0, 0, 3, 30});

	assert_int_equal(met.x, 0);
	assert_int_equal(met.y, 2);
	assert_int_equal(met.w, 3);
	assert_int_equal(met.h, 10);
}

static void empty_rectangles_do_not_count_in_a_join(void **state)
{
	(void)state;

	struct ks_rect r =
		ks_rect_join((struct ks_rect){500, 500, 0, 9}, (struct ks_rect){1, 2, 3, 4});

	assert_int_equal(r.x, 1);
	assert_int_equal(r.w, 3);
	r = ks_rect_join((struct ks_rect){0, 0, 1, 1}, (struct ks_rect){9, 4, 1, 1});
	assert_int_equal(r.w, 10);
	assert_int_equal(r.h, 5);
}

static void distance_is_zero_on_the_last_pixel_and_one_behind(void **state)
{
	(void)state;

	struct ks_rect r = {10, 10, 10, 10};

	assert_int_equal(ks_rect_distance(r, 19, 19), 0);
	assert_int_equal(ks_rect_distance(r, 20, 15), 1);
	assert_int_equal(ks_rect_distance(r, 9, 10), 1);
	assert_int_equal(ks_rect_distance(r, 22, 23), 5);
}

static void inset_shrinks_and_grows_around_the_middle(void **state)
{
	(void)state;

	struct ks_rect r = ks_rect_inset((struct ks_rect){10, 10, 10, 10}, -3);

	assert_int_equal(r.x, 7);
	assert_int_equal(r.w, 16);
	assert_true(ks_rect_is_empty(ks_rect_inset(r, 8)));
}

static void the_reach_of_the_low_position_begins_at_40_percent_of_the_height(void **state)
{
	struct ks_metrics metrics = ks_metrics_make(1920, 1080, 476.0, 100);

	(void)state;
	assert_int_equal(ks_metrics_reach_px(&metrics), 0);
	metrics.is_low = true;
	assert_int_equal(ks_metrics_reach_px(&metrics), 432);
	metrics = ks_metrics_make(1080, 1918, 476.0, 100);
	metrics.is_low = true;
	assert_int_equal(ks_metrics_reach_px(&metrics), 768); /* 767.2: never above the line */
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(default_display_has_four_px_per_mm),
	cmocka_unit_test(portrait_measures_along_its_height),
	cmocka_unit_test(text_step_scales_all_but_fixed_lengths),
	cmocka_unit_test(type_sizes_are_even_and_not_below_12),
	cmocka_unit_test(lengths_are_at_least_one_px),
	cmocka_unit_test(no_display_width_means_the_default),
	cmocka_unit_test(touching_rectangles_do_not_meet),
	cmocka_unit_test(meeting_is_what_both_cover),
	cmocka_unit_test(empty_rectangles_do_not_count_in_a_join),
	cmocka_unit_test(distance_is_zero_on_the_last_pixel_and_one_behind),
	cmocka_unit_test(inset_shrinks_and_grows_around_the_middle),
	cmocka_unit_test(the_reach_of_the_low_position_begins_at_40_percent_of_the_height),
};

int main(void)
{
	return ks_test_run(tests);
}
