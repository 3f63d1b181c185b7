/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/scene.h"

#include <stdlib.h>
#include <string.h>

#include "support/test.h"

/* What a judge of contrast and of hidden words reads from a dump. */

#define W 320
#define H 200

struct stage {
	struct ks_ui ui;
	struct ks_scene *scene;
};

static int set_up(void **state)
{
	struct stage *stage = ks_alloc_zero(1, sizeof(*stage));

	stage->ui.metrics = ks_metrics_make(W, H, 80, 100);
	if (ks_text_engine_open(&stage->ui.text) != KS_OK)
		return -1;
	stage->scene = ks_scene_open();
	ks_scene_begin(stage->scene, &stage->ui, "one");
	ks_scene_fill(stage->scene, (struct ks_rect){0, 0, W, H}, KS_COLOR_SURFACE);
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

static bool dump_has(struct ks_scene *scene, const char *words)
{
	struct ks_buf out = {0};
	bool is_there;

	ks_scene_dump(scene, &out);
	is_there = strstr(ks_buf_text(&out), words);
	ks_buf_finish(&out);
	return is_there;
}

static void dump_tells_words_that_are_painted_over(void **state)
{
	struct stage *stage = *state;
	struct ks_text_style style = {.em_px = 20};

	ks_scene_words(stage->scene, KS_ROLE_TEXT, (struct ks_rect){10, 10, 200, 0}, "言葉", &style);
	assert_false(dump_has(stage->scene, "\"covered\""));
	ks_scene_fill(stage->scene, (struct ks_rect){40, 0, 10, H}, KS_COLOR_SURFACE);
	assert_true(dump_has(stage->scene, "\"covered\":true"));
}

/* By its line or by its ground, whichever stands out more from what lies around. */
static void dump_tells_the_contrast_of_a_targets_box(void **state)
{
	struct stage *stage = *state;
	struct ks_rect r = {20, 20, 80, 60};

	ks_scene_box(stage->scene, r, &(struct ks_box){.line = KS_COLOR_KEY_LINE, .line_px = 2});
	ks_scene_element(stage->scene, &(struct ks_element){.role = KS_ROLE_BUTTON,
							    .rect = r,
							    .action = {1, 0},
							    .label = "押す"});
	assert_true(dump_has(stage->scene, "\"edge\":1.9"));
	ks_scene_box(stage->scene, r, &(struct ks_box){.fill = KS_COLOR_PRINT});
	assert_true(dump_has(stage->scene, "\"edge\":21.00"));
}

/* A line of one pixel is an edge, of two it hides; only what is solid does, and what lies behind a dialogue is not read. */
static void only_what_is_solid_and_wider_than_a_line_hides_words(void **state)
{
	static const struct {
		struct ks_rect r;
		int kind; /* 0: fill, 1: box with a ground, 2: box without, 3: sign */
		bool is_covered;
	} cases[] = {
		{{40, 0, 1, H}, 0, false}, {{40, 0, 2, H}, 0, true},   {{0, 24, W, 1}, 0, false},
		{{0, 24, W, 2}, 0, true},  {{40, 0, 9, H}, 1, true},   {{40, 0, 9, H}, 2, false},
		{{40, 0, 9, H}, 3, false}, {{60, 90, 9, 9}, 0, false},
	};
	struct stage *stage = *state;
	struct ks_text_style style = {.em_px = 20};

	for (size_t i = 0; i < KS_COUNT(cases); i++)
		for (int is_behind = 0; is_behind < 2; is_behind++) {
			ks_scene_begin(stage->scene, &stage->ui, "one");
			ks_scene_words(stage->scene, KS_ROLE_TEXT, (struct ks_rect){10, 10, 200, 0},
				       "言葉", &style);
			if (cases[i].kind == 0)
				ks_scene_fill(stage->scene, cases[i].r, KS_COLOR_SURFACE);
			else if (cases[i].kind == 3)
				ks_scene_icon(stage->scene, cases[i].r, KS_ICON_CHECK, KS_COLOR_INK);
			else
				ks_scene_box(stage->scene, cases[i].r,
					     &(struct ks_box){.fill = cases[i].kind == 1
									      ? KS_COLOR_KEY
									      : KS_COLOR_NONE,
							      .line = KS_COLOR_KEY,
							      .line_px = 1});
			if (is_behind)
				ks_scene_element(stage->scene,
						 &(struct ks_element){.role = KS_ROLE_DIALOG,
								      .rect = {0, 0, W, H}});
			assert_int_equal(dump_has(stage->scene, "\"covered\":true"),
					 cases[i].is_covered && !is_behind);
		}
}

/* The ground is the last that holds all of the target, painted before it; a box of another place is another's. */
static void the_ground_of_a_target_is_what_holds_all_of_it(void **state)
{
	static const struct ks_rect r = {20, 20, 80, 60};
	static const struct {
		struct ks_rect ground; /* in the colour of print, on white */
		bool holds;
	} cases[] = {
		{{20, 20, 80, 60}, true},  {{10, 10, 100, 80}, true}, {{21, 20, 80, 60}, false},
		{{20, 21, 80, 60}, false}, {{20, 20, 79, 60}, false}, {{20, 20, 80, 59}, false},
	};
	struct stage *stage = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		ks_scene_begin(stage->scene, &stage->ui, "one");
		ks_scene_fill(stage->scene, (struct ks_rect){0, 0, W, H}, KS_COLOR_PAPER);
		ks_scene_box(stage->scene, cases[i].ground, &(struct ks_box){.fill = KS_COLOR_PRINT});
		ks_scene_box(stage->scene, r, &(struct ks_box){.fill = KS_COLOR_PAPER});
		ks_scene_box(stage->scene, (struct ks_rect){20, 20, 80, 61},
			     &(struct ks_box){.fill = KS_COLOR_KEY}); /* of something else */
		ks_scene_element(stage->scene, &(struct ks_element){.role = KS_ROLE_BUTTON,
								    .rect = r,
								    .action = {1, 0},
								    .label = "押す"});
		assert_int_equal(dump_has(stage->scene, "\"edge\":21.00"), cases[i].holds);
		assert_int_equal(dump_has(stage->scene, "\"edge\":1.00"), !cases[i].holds);
	}
}

/* What carries a reading, and the reading, of all that are drawn. */
static void readings_are_told_where_they_are_drawn(void **state)
{
	static const struct ks_span spans[] = {{0, 3, KS_MARK_RUBY, "かん"},
					       {0, 3, KS_MARK_STRONG, NULL},
					       {3, 6, KS_MARK_RUBY, "じ"},
					       {6, 9, KS_MARK_RUBY, NULL}};
	static const struct ks_rich rich = {"漢字と", 9, spans, 4};
	struct stage *stage = *state;
	struct ks_text_style style = {.em_px = 20, .has_furigana = true};

	ks_scene_text(stage->scene, KS_ROLE_TEXT, (struct ks_rect){10, 10, 200, 0}, &rich, &style);
	assert_true(dump_has(stage->scene, ",\"ruby\":[[\"漢\",\"かん\"],[\"字\",\"じ\"]]"));
	ks_scene_begin(stage->scene, &stage->ui, "one");
	style.has_furigana = false;
	ks_scene_text(stage->scene, KS_ROLE_TEXT, (struct ks_rect){10, 10, 200, 0}, &rich, &style);
	assert_false(dump_has(stage->scene, "ruby"));
}

static void what_was_never_begun_is_dumped_as_nothing(void **state)
{
	struct ks_scene *scene = ks_scene_open();
	struct ks_buf out = {0};

	(void)state;
	ks_scene_dump(scene, &out);
	assert_string_equal(ks_buf_text(&out),
			    "{\"screen\": \"\", \"size\":[0,0], \"px_per_mm\":0.0000, \"step\":0,"
			    " \"elements\":[\n]}\n");
	ks_buf_finish(&out);
	ks_scene_close(scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_never_begun_is_dumped_as_nothing),
		cmocka_unit_test_setup_teardown(dump_tells_words_that_are_painted_over, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(only_what_is_solid_and_wider_than_a_line_hides_words,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_ground_of_a_target_is_what_holds_all_of_it,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(dump_tells_the_contrast_of_a_targets_box, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(readings_are_told_where_they_are_drawn, set_up,
						tear_down),
	};

	return ks_test_run(tests);
}
