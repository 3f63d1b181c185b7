/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/test.h"
#include "ui/scene.h"
#include "ui/scene_private.h"

/* Where words stand in a box of their own: a button, a badge, a headline. */

#define W 320
#define H 200

struct stage {
	struct ks_ui ui;
	struct ks_scene *scene;
};

static int set_up(void **state)
{
	struct stage *stage = ks_alloc_zero(1, sizeof(*stage));

	stage->ui.metrics = ks_metrics_make(W, H, 80, 100); /* 4 px/mm */
	if (ks_text_engine_open(&stage->ui.text) != KS_OK)
		return -1;
	stage->scene = ks_scene_open();
	ks_scene_begin(stage->scene, &stage->ui, "one");
	*state = stage;
	return 0;
}

static int tear_down(void **state)
{
	struct stage *stage = *state;

	ks_scene_close(stage->scene);
	ks_text_engine_close(stage->ui.text);
	free(stage);
	return 0;
}

static void words_in_a_box_stand_in_its_middle(void **state)
{
	struct stage *stage = *state;
	static uint32_t px[W * H];
	struct ks_canvas canvas = {px, W, H, W, {0, 0, W, H}};
	struct ks_text_style style = {.em_px = 60, .color = KS_COLOR_INK, .align = KS_ALIGN_CENTRE};
	int top = H, bottom = 0, left = W, right = 0;

	ks_scene_fill(stage->scene, (struct ks_rect){0, 0, W, H}, KS_COLOR_SURFACE);
	ks_scene_words_in(stage->scene, KS_ROLE_TEXT, (struct ks_rect){0, 0, W, H}, "国国", &style);
	ks_scene_paint(stage->scene, &canvas, (struct ks_rect){0, 0, W, H});
	for (int y = 0; y < H; y++) {
		for (int x = 0; x < W; x++) {
			if ((px[y * W + x] & 0xFF) > 128)
				continue;
			top = y < top ? y : top;
			bottom = y > bottom ? y : bottom;
			left = x < left ? x : left;
			right = x > right ? x : right;
		}
	}
	assert_in_range(top + bottom, H - 1 - 4, H - 1 + 4);
	assert_in_range(left + right, W - 1 - 4, W - 1 + 4);
}

/* Readings stand above the first line: in a box that has just the room, none is left outside it. */
static void readings_of_words_in_a_box_stand_in_it_too(void **state)
{
	struct stage *stage = *state;
	struct ks_span span = {0, 6, KS_MARK_RUBY, "かんじ"};
	struct ks_rich rich = {"漢字\nを読む", strlen("漢字\nを読む"), &span, 1};
	struct ks_text_style style = {.em_px = 20, .pitch_percent = 170, .has_furigana = true};
	const struct ks_text_layout *layout = ks_text_layout(stage->ui.text, &rich, &style, 200);
	int last = layout->lines[1].baseline, h = last + style.em_px / 5;
	struct ks_rect tight = {0, 100, 200, h}, high = {0, 100, 200, 3 * h};

	assert_int_equal(layout->n_lines, 2);
	assert_int_equal(ks_scene_centre_y(layout, tight), 100);
	style.has_furigana = false;
	layout = ks_text_layout(stage->ui.text, &rich, &style, 200);
	assert_true(ks_scene_centre_y(layout, tight) < 100); /* its characters stand in the middle */
	assert_true(ks_scene_centre_y(layout, high) > 100 + h / 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(words_in_a_box_stand_in_its_middle, set_up, tear_down),
		cmocka_unit_test_setup_teardown(readings_of_words_in_a_box_stand_in_it_too, set_up,
						tear_down),
	};

	return ks_test_run(tests);
}
