/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/geom.h"

#include <math.h>

#include "base/mem.h"
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

/* What is not known is the usual; and a square is no portrait. */
static void what_nobody_measured_is_the_usual_display(void **state)
{
	static const double lengths[] = {0, -1, NAN};
	const struct ks_metrics usual = ks_metrics_make(1920, 1080, KS_DISPLAY_LONG_MM_DEFAULT, 100);

	(void)state;
	for (size_t i = 0; i < KS_COUNT(lengths); i++) {
		struct ks_metrics metrics = ks_metrics_make(1920, 1080, lengths[i], 0);

		assert_true(metrics.px_per_mm == usual.px_per_mm);
		assert_int_equal(metrics.step_percent, 100);
	}
	assert_int_equal(ks_metrics_make(100, 100, 1, 1).step_percent, 1);
	assert_false(ks_metrics_is_portrait(&(struct ks_metrics){.width_px = 9, .height_px = 9}));
	assert_int_equal(ks_metrics_reach_px(&usual), 0);
	assert_int_equal(
		ks_metrics_reach_px(&(struct ks_metrics){.height_px = 1081, .is_low = true}), 433);
}

/* ---- rectangles, pixel by pixel ---- */

#define FIELD 9

static int n_pixels(struct ks_rect a, struct ks_rect b)
{
	int n = 0;

	for (int y = 0; y < FIELD; y++)
		for (int x = 0; x < FIELD; x++)
			n += ks_rect_has(a, x, y) && ks_rect_has(b, x, y);
	return n;
}

static struct ks_rect any(int i)
{
	static const int from[] = {1, 2, 4}, size[] = {0, 1, 2, 4};

	return (struct ks_rect){from[i % 3], from[i / 3 % 3], size[i / 9 % 4], size[i / 36]};
}

static void meeting_and_joining_hold_pixel_by_pixel(void **state)
{
	(void)state;
	for (int i = 0; i < 144; i++)
		for (int k = 0; k < 144; k++) {
			struct ks_rect a = any(i), b = any(k), met = ks_rect_meet(a, b);
			struct ks_rect joined = ks_rect_join(a, b);
			bool is_bare = ks_rect_is_empty(a) || ks_rect_is_empty(b);

			assert_int_equal(n_pixels(a, a), a.w * a.h);
			assert_int_equal(n_pixels(met, met), n_pixels(a, b));
			assert_int_equal(ks_rect_is_empty(met), n_pixels(a, b) == 0);
			assert_int_equal(n_pixels(joined, a), n_pixels(a, a));
			assert_int_equal(n_pixels(joined, b), n_pixels(b, b));
			if (is_bare) /* and no larger than it must be */
				assert_int_equal(n_pixels(joined, joined),
						 n_pixels(a, a) + n_pixels(b, b));
			else
				assert_true(joined.w <= a.w + b.w + 3 && joined.h <= a.h + b.h + 3);
		}
}

static void how_far_a_point_is_from_a_rectangle(void **state)
{
	(void)state;
	for (int i = 0; i < 144; i++)
		for (int at = 0; at < FIELD * FIELD; at++) {
			struct ks_rect r = any(i);
			double nearest = 1e9;

			if (ks_rect_is_empty(r))
				continue;
			for (int k = 0; k < FIELD * FIELD; k++)
				if (ks_rect_has(r, k % FIELD, k / FIELD))
					nearest = fmin(nearest, hypot(k % FIELD - at % FIELD,
								      k / FIELD - at / FIELD));
			assert_int_equal(ks_rect_distance(r, at % FIELD, at / FIELD),
					 (int)ceil(nearest));
		}
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
	cmocka_unit_test(what_nobody_measured_is_the_usual_display),
	cmocka_unit_test(meeting_and_joining_hold_pixel_by_pixel),
	cmocka_unit_test(how_far_a_point_is_from_a_rectangle),
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
