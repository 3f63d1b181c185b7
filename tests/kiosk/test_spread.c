/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/spread.h"

#include "base/mem.h"
#include "support/test.h"

#define LEAST 60
#define GAP 12

static const struct ks_rect bounds = {100, 50, 800, 600};

static void expect_good(const struct ks_rect *rects, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		assert_true(rects[i].w >= LEAST && rects[i].h >= LEAST);
		assert_true(rects[i].x >= bounds.x && rects[i].y >= bounds.y);
		assert_true(rects[i].x + rects[i].w <= bounds.x + bounds.w);
		assert_true(rects[i].y + rects[i].h <= bounds.y + bounds.h);
		for (size_t k = i + 1; k < n; k++)
			assert_true(ks_rect_is_empty(ks_rect_meet(rects[i], rects[k])));
	}
}

static void what_is_large_and_apart_stays_as_it_is(void **state)
{
	struct ks_rect rects[] = {{200, 100, 80, 70}, {400, 100, 60, 60}};

	(void)state;
	ks_spread(rects, KS_COUNT(rects), LEAST, GAP, bounds);
	assert_int_equal(rects[0].x, 200);
	assert_int_equal(rects[0].w, 80);
	assert_int_equal(rects[1].x, 400);
	assert_int_equal(rects[1].h, 60);
}

static void a_small_one_grows_around_its_middle(void **state)
{
	struct ks_rect rects[] = {{300, 200, 20, 80}};

	(void)state;
	ks_spread(rects, 1, LEAST, GAP, bounds);
	assert_int_equal(rects[0].x, 280);
	assert_int_equal(rects[0].w, LEAST);
	assert_int_equal(rects[0].h, 80);
}

static void one_at_the_edge_grows_inwards(void **state)
{
	struct ks_rect rects[] = {{100, 50, 10, 10}, {890, 640, 10, 10}};

	(void)state;
	ks_spread(rects, KS_COUNT(rects), LEAST, GAP, bounds);
	expect_good(rects, KS_COUNT(rects));
}

static void a_large_neighbour_gives_way_to_a_small_one(void **state)
{
	struct ks_rect rects[] = {{200, 100, 300, 200}, {500, 180, 20, 20}};

	(void)state;
	ks_spread(rects, KS_COUNT(rects), LEAST, GAP, bounds);
	expect_good(rects, KS_COUNT(rects));
	assert_int_equal(rects[0].x, 200);
	assert_true(rects[0].w < 300 && rects[0].w > 250);
	assert_true(rects[1].x - (rects[0].x + rects[0].w) >= GAP);
}

/* Eight lids of a small panel, side by side in two rows: the hardest drawing an author may make. */
static void eight_small_neighbours_all_keep_a_finger_s_width(void **state)
{
	struct ks_rect rects[8];

	(void)state;
	for (int i = 0; i < 8; i++)
		rects[i] = (struct ks_rect){400 + i % 4 * 24, 300 + i / 4 * 24, 24, 24};
	ks_spread(rects, 8, LEAST, GAP, bounds);
	expect_good(rects, 8);
	for (int i = 0; i < 8; i++) /* and none wanders off to the other end of the picture */
		assert_true(ks_rect_distance(rects[i], 400 + i % 4 * 24 + 12,
					     300 + i / 4 * 24 + 12) < 2 * LEAST);
}

static void marks_move_apart_but_keep_their_size(void **state)
{
	struct ks_rect rects[] = {{300, 200, 70, 40}, {310, 205, 70, 40}, {60, 205, 50, 40}};

	(void)state;
	ks_spread_move(rects, KS_COUNT(rects), 4, bounds);
	for (size_t i = 0; i < KS_COUNT(rects); i++)
		assert_int_equal(rects[i].h, 40);
	assert_int_equal(rects[0].w, 70);
	assert_int_equal(rects[2].x, bounds.x);
	assert_true(ks_rect_is_empty(ks_rect_meet(rects[0], rects[1])));
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(what_is_large_and_apart_stays_as_it_is),
	cmocka_unit_test(a_small_one_grows_around_its_middle),
	cmocka_unit_test(one_at_the_edge_grows_inwards),
	cmocka_unit_test(a_large_neighbour_gives_way_to_a_small_one),
	cmocka_unit_test(eight_small_neighbours_all_keep_a_finger_s_width),
	cmocka_unit_test(marks_move_apart_but_keep_their_size),
};

int main(void)
{
	return ks_test_run(tests);
}
