/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "support/test.h"
#include "ui/widget.h"

/* A tile whose words need more than one line below its icon. */

#define W 960
#define H 540

struct stage {
	struct ks_ui ui;
	struct ks_scene *scene;
	uint32_t *px;
};

static struct stage begin(void)
{
	struct stage stage = {.scene = ks_scene_open(),
			      .px = ks_alloc_zero((size_t)W * H, sizeof(uint32_t))};

	stage.ui.metrics = ks_metrics_make(W, H, 240, 100); /* 4 px/mm */
	assert_int_equal(ks_text_engine_open(&stage.ui.text), KS_OK);
	return stage;
}

static void end(struct stage *stage)
{
	ks_scene_close(stage->scene);
	ks_text_engine_close(stage->ui.text);
	free(stage->px);
}

static void paint(struct stage *stage, struct ks_rect r, const struct ks_tile *tile)
{
	struct ks_canvas canvas = {stage->px, W, H, W, {0, 0, W, H}};

	ks_scene_begin(stage->scene, &stage->ui, "tile");
	ks_scene_fill(stage->scene, ks_scene_rect(stage->scene), KS_COLOR_BG);
	ks_widget_tile(stage->scene, r, tile);
	ks_scene_paint(stage->scene, &canvas, ks_scene_rect(stage->scene));
}

/* Do words stand right above the lower frame of a tile? */
static bool has_ink_at_the_edge(const struct stage *stage, struct ks_rect r)
{
	int line = 8;

	for (int x = r.x + r.w / 4; x < r.x + r.w * 3 / 4; x++)
		for (int k = 0; k < 4; k++)
			if ((stage->px[(r.y + r.h - line - 1 - k) * W + x] & 0xffffff) !=
			    (stage->px[(r.y + r.h / 2) * W + r.x + line + 2] & 0xffffff))
				return true;
	return false;
}

static void a_tile_can_be_as_high_as_its_words_need(void **state)
{
	struct stage stage = begin();
	struct ks_tile tile = {.icon = KS_ICON_CIRCLE,
			       .label = "ただしい",
			       .caption = "あなたの こたえ（ただしいです）",
			       .state = KS_STATE_RIGHT};
	struct ks_rect r = {100, 100, 220, 0};
	int wide;

	(void)state;
	ks_scene_begin(stage.scene, &stage.ui, "tile");
	wide = ks_widget_tile_height(stage.scene, 900, &tile);
	r.h = ks_widget_tile_height(stage.scene, r.w, &tile);
	assert_true(r.h > wide);
	paint(&stage, r, &tile);
	assert_false(has_ink_at_the_edge(&stage, r));
	r.h = wide;
	paint(&stage, r, &tile);
	assert_true(has_ink_at_the_edge(&stage, r)); /* what it is for */
	end(&stage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_tile_can_be_as_high_as_its_words_need),
	};

	return ks_test_run(tests);
}
