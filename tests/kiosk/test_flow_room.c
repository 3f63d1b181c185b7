/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/flow.h"

#include "kiosk/glass.h"
#include "support/test.h"

/* Where a thing stands that cannot be divided: on this part if it fits to the pixel, else at the top of the next; in 低い位置 within reach. */

#define TOP 60
#define HIGH 300
#define GAP 9

static struct ks_flow at(struct glass *glass, int y)
{
	struct ks_rect column = {100, TOP, 700, HIGH};
	struct ks_flow flow = ks_flow_begin(&glass->app, glass->app.scene, column, 0);

	flow.gap_px = GAP;
	flow.y = y;
	return flow;
}

/* ---- a thing to look at ---- */

static void what_fits_to_the_pixel_stays_on_its_part(void **state)
{
	static const struct {
		int y, high, part, from;
	} cases[] = {
		{0, 10, 0, 0},    {0, HIGH, 0, 0},    {0, HIGH + 1, 0, 0}, /* on a part of its own */
		{1, HIGH, 1, 0},  {100, 199, 0, 100}, {100, 200, 0, 100},    {100, 201, 1, 0},
		{299, 1, 0, 299}, {300, 1, 1, 0},     {100, HIGH + 1, 1, 0},
	};

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_flow flow = at(*state, cases[i].y);
		struct ks_rect r;
		bool is_wanted = ks_flow_room(&flow, cases[i].high, &r);

		assert_int_equal(is_wanted, cases[i].part == 0);
		assert_int_equal(flow.part, cases[i].part);
		assert_int_equal(ks_flow_n_parts(&flow), cases[i].part + 1);
		assert_int_equal(r.x, 100);
		assert_int_equal(r.y, TOP + cases[i].from);
		assert_int_equal(r.w, 700);
		assert_int_equal(r.h, cases[i].high);
		assert_int_equal(flow.y, cases[i].from + cases[i].high + GAP);
	}
}

static void no_part_is_left_empty(void **state)
{
	struct ks_flow flow = at(*state, 0);

	ks_flow_break(&flow);
	assert_int_equal(flow.part, 0);
	flow.y = 1;
	ks_flow_break(&flow);
	ks_flow_break(&flow);
	assert_int_equal(flow.part, 1);
	assert_int_equal(flow.y, 0);
}

/* ---- a thing to touch ---- */

static int most(int a, int b)
{
	return a > b ? a : b;
}

/* @reach: how far down the column a hand begins to reach; no further than that nothing is cut off. */
static void stands_within_reach(struct glass *glass, int reach, int y, int high, int above)
{
	struct ks_flow flow = at(glass, y);
	int lowest = HIGH - high, top = reach - above < lowest ? reach - above : lowest;
	bool fits = y == 0 || most(y, top) + high <= HIGH;
	struct ks_rect r;

	if (above == 0)
		assert_int_equal(ks_flow_has_room(&flow, high), fits);
	(void)ks_flow_target(&flow, high, above, &r);
	assert_int_equal(flow.part, !fits);
	assert_int_equal(r.y - TOP, most(fits ? y : 0, top));
	assert_int_equal(r.h, high);
}

static void what_is_touched_stands_within_reach(void **state)
{
	struct glass *glass = *state;
	struct ks_metrics *metrics = &glass->app.ui.metrics;
	int reach;

	for (int is_low = 0; is_low < 2; is_low++) {
		metrics->is_low = is_low;
		reach = ks_metrics_reach_px(metrics) - TOP;
		assert_int_equal(reach > 0, is_low);
		assert_true(reach < HIGH);
		for (int y = 0; y <= HIGH + 1; y++)
			for (int high = 1; high <= HIGH + 20; high += y % 3 + 1) {
				stands_within_reach(glass, reach, y, high, 0);
				stands_within_reach(glass, reach, y, high, 40);
			}
	}
	metrics->is_low = false;
}

/* ---- beside the column ---- */

/* A paragraph, or a quotation, that the column cannot hold any more stands beside it if it can as a whole. */
static struct ks_flow put(struct glass *glass, bool is_quote, int y, struct ks_rect aside, int *high)
{
	struct ks_rich words =
		ks_rich_plain("この文は、となりの欄に入ります。長くて、二行になります。");
	struct ks_text_style style = {.em_px = 30};
	struct ks_quote quote = {.ground = KS_COLOR_SURFACE, .text = &words, .mm = 7.0};
	struct ks_flow flow = at(glass, y);

	*high = is_quote ? ks_widget_quote(flow.scene, aside, &quote, true)
			 : ks_text_layout(glass->app.ui.text, &words, &style, aside.w)->h;
	flow.aside = aside;
	if (is_quote)
		ks_flow_quote(&flow, &quote);
	else
		ks_flow_text(&flow, KS_ROLE_TEXT, &words, &style, 0);
	return flow;
}

static void what_the_column_cannot_hold_stands_beside_it_as_a_whole(void **state)
{
	struct glass *glass = *state;
	struct ks_rect aside = {900, TOP + 50, 300, 5000};

	ks_scene_begin(glass->app.scene, &glass->app.ui, "flow");
	for (int is_quote = 0; is_quote < 2; is_quote++) {
		struct ks_flow flow;
		int high, own;

		flow = put(glass, is_quote, 0, aside, &high);
		assert_int_equal(flow.column.x, 100); /* there is room */
		own = flow.y - GAP;
		flow = put(glass, is_quote, HIGH - own, aside, &high);
		assert_int_equal(flow.column.x, 100); /* to the pixel */
		flow = put(glass, is_quote, HIGH - own + 1, aside, &high);
		assert_int_equal(flow.column.x, aside.x);
		assert_int_equal(flow.part, 0);
		assert_int_equal(flow.y, high + GAP);
		aside.h = high;
		flow = put(glass, is_quote, HIGH - own + 1, aside, &high);
		assert_int_equal(flow.column.x, aside.x);
		aside.h = high - 1;
		flow = put(glass, is_quote, HIGH - own + 1, aside, &high);
		assert_int_equal(flow.column.x, 100);
		assert_int_equal(flow.part, 1);
		aside.h = 5000;
	}
}

/* A further part begins in its own column again. */
static void behind_what_stands_beside_it_comes_a_further_part(void **state)
{
	struct glass *glass = *state;
	struct ks_rect aside = {900, TOP + 50, 300, 0};
	struct ks_rich words = ks_rich_plain("もう一つの文です。");
	struct ks_text_style style = {.em_px = 30};
	struct ks_flow flow;
	int high;

	ks_scene_begin(glass->app.scene, &glass->app.ui, "flow");
	aside.h = 5000;
	(void)put(glass, false, HIGH, aside, &high);
	aside.h = high + GAP;
	flow = put(glass, false, HIGH, aside, &high);
	assert_int_equal(flow.column.x, aside.x);
	ks_flow_text(&flow, KS_ROLE_TEXT, &words, &style, 0);
	assert_int_equal(flow.part, 1);
	assert_int_equal(flow.column.x, 100);
	assert_int_equal(flow.column.h, HIGH);
	assert_true(flow.y > GAP && flow.y < high);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_fits_to_the_pixel_stays_on_its_part),
		cmocka_unit_test(no_part_is_left_empty),
		cmocka_unit_test(what_is_touched_stands_within_reach),
		cmocka_unit_test(what_the_column_cannot_hold_stands_beside_it_as_a_whole),
		cmocka_unit_test(behind_what_stands_beside_it_comes_a_further_part),
	};

	return cmocka_run_group_tests_name(__FILE__, tests, glass_setup, glass_teardown);
}
