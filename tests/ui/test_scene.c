/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/scene.h"

#include <stdlib.h>
#include <string.h>

#include "support/test.h"

/* Scenes: what is under a finger, what must be painted, and what a script reads. */

#define W 320
#define H 200

struct stage {
	struct ks_ui ui;
	struct ks_scene *scene, *other;
};

static int set_up(void **state)
{
	struct stage *stage = ks_alloc_zero(1, sizeof(*stage));

	stage->ui.metrics = ks_metrics_make(W, H, 80, 100); /* 4 px/mm */
	if (ks_text_engine_open(&stage->ui.text) != KS_OK)
		return -1;
	stage->scene = ks_scene_open();
	stage->other = ks_scene_open();
	ks_scene_begin(stage->scene, &stage->ui, "one");
	*state = stage;
	return 0;
}

static int tear_down(void **state)
{
	struct stage *stage = *state;

	ks_scene_close(stage->scene);
	ks_scene_close(stage->other);
	ks_text_engine_close(stage->ui.text);
	free(stage);
	return 0;
}

static void put_button(struct ks_scene *scene, struct ks_rect r, int what, unsigned state)
{
	ks_scene_element(scene, &(struct ks_element){.role = KS_ROLE_BUTTON,
						     .state = state,
						     .rect = r,
						     .action = {what, 0},
						     .label = "押す"});
}

static int hit(const struct ks_scene *scene, int x, int y, int slack)
{
	const struct ks_element *element = ks_scene_hit(scene, x, y, slack);

	return element ? element->action.what : 0;
}

static void inside_beats_a_nearer_edge_outside(void **state)
{
	struct stage *stage = *state;

	put_button(stage->scene, (struct ks_rect){0, 0, 100, 50}, 1, 0);
	put_button(stage->scene, (struct ks_rect){105, 0, 100, 50}, 2, 0);
	assert_int_equal(hit(stage->scene, 99, 10, 30), 1);
	assert_int_equal(hit(stage->scene, 105, 10, 30), 2);
}

static void outside_all_the_nearest_within_the_slack_is_hit(void **state)
{
	struct stage *stage = *state;

	put_button(stage->scene, (struct ks_rect){0, 0, 100, 50}, 1, 0);
	put_button(stage->scene, (struct ks_rect){120, 0, 100, 50}, 2, 0);
	assert_int_equal(hit(stage->scene, 105, 10, 30), 1);
	assert_int_equal(hit(stage->scene, 114, 10, 30), 2);
	assert_int_equal(hit(stage->scene, 50, 79, 30), 1);
	assert_int_equal(hit(stage->scene, 50, 80, 30), 0);
}

static void what_lies_before_a_dialogue_cannot_be_hit(void **state)
{
	struct stage *stage = *state;

	put_button(stage->scene, (struct ks_rect){0, 0, 100, 50}, 1, 0);
	ks_scene_element(stage->scene, &(struct ks_element){.role = KS_ROLE_DIALOG,
							    .rect = {0, 0, 200, 150},
							    .label = "確認"});
	put_button(stage->scene, (struct ks_rect){150, 100, 40, 40}, 2, 0);
	assert_int_equal(hit(stage->scene, 50, 20, 10), 0);
	assert_int_equal(hit(stage->scene, 160, 110, 10), 2);
}

static void a_disabled_element_is_not_hit_and_shields_its_neighbour(void **state)
{
	struct stage *stage = *state;

	put_button(stage->scene, (struct ks_rect){0, 0, 100, 50}, 1, KS_STATE_DISABLED);
	put_button(stage->scene, (struct ks_rect){110, 0, 100, 50}, 2, 0);
	assert_int_equal(hit(stage->scene, 99, 10, 30), 0);
	assert_int_equal(hit(stage->scene, 102, 10, 30), 2);
}

static void the_element_on_top_is_hit(void **state)
{
	struct stage *stage = *state;

	put_button(stage->scene, (struct ks_rect){0, 0, 200, 100}, 1, 0);
	put_button(stage->scene, (struct ks_rect){50, 50, 20, 20}, 2, 0);
	assert_int_equal(hit(stage->scene, 60, 60, 10), 2);
	assert_int_equal(hit(stage->scene, 40, 60, 10), 1);
}

static int step(const struct ks_scene *scene, int from, int by)
{
	const struct ks_element *element =
		ks_scene_step_focus(scene, (struct ks_action){from, 0}, by);

	return element ? element->action.what : 0;
}

static void focus_steps_in_reading_order_over_disabled_ones_and_around(void **state)
{
	struct stage *stage = *state;

	put_button(stage->scene, (struct ks_rect){0, 0, 10, 10}, 1, 0);
	put_button(stage->scene, (struct ks_rect){20, 0, 10, 10}, 2, KS_STATE_DISABLED);
	put_button(stage->scene, (struct ks_rect){40, 0, 10, 10}, 3, 0);
	assert_int_equal(step(stage->scene, 0, 1), 1);
	assert_int_equal(step(stage->scene, 0, -1), 3);
	assert_int_equal(step(stage->scene, 1, 1), 3);
	assert_int_equal(step(stage->scene, 3, 1), 1);
	assert_int_equal(step(stage->scene, 3, -1), 1);
	assert_int_equal(step(stage->scene, 9, 1), 1);
	assert_int_equal(step(stage->scene, 2, 0), 0);
	assert_int_equal(step(stage->scene, 3, 0), 3);
}

static void an_empty_scene_has_no_focus(void **state)
{
	struct stage *stage = *state;

	assert_null(ks_scene_step_focus(stage->scene, (struct ks_action){1, 0}, 1));
	assert_null(ks_scene_hit(stage->scene, 5, 5, 1000));
}

static void pressed_and_focused_follow_the_ui(void **state)
{
	struct stage *stage = *state;

	stage->ui.pressed = (struct ks_action){4, 1};
	stage->ui.focused = (struct ks_action){4, 1};
	assert_int_equal(ks_scene_state(stage->scene, (struct ks_action){4, 1}), KS_STATE_PRESSED);
	assert_int_equal(ks_scene_state(stage->scene, (struct ks_action){4, 2}), 0);
	stage->ui.has_focus_ring = true;
	assert_int_equal(ks_scene_state(stage->scene, (struct ks_action){4, 1}),
			 KS_STATE_PRESSED | KS_STATE_FOCUSED);
	stage->ui.pressed = stage->ui.focused = (struct ks_action){0, 0};
	assert_int_equal(ks_scene_state(stage->scene, (struct ks_action){0, 0}), 0);
}

static void dump_has_one_element_per_line_with_its_lines_and_states(void **state)
{
	struct stage *stage = *state;
	struct ks_text_style style = {.em_px = 20, .color = KS_COLOR_INK};
	struct ks_buf out = {0};

	ks_scene_words(stage->scene, KS_ROLE_HEADING, (struct ks_rect){10, 20, 300, 0},
		       "\"見出し\"\n二行", &style);
	put_button(stage->scene, (struct ks_rect){1, 2, 3, 4}, 1, KS_STATE_SELECTED | KS_STATE_RIGHT);
	ks_scene_dump(stage->scene, &out);
	assert_non_null(strstr(ks_buf_text(&out),
			       "{\"screen\": \"one\", \"size\":[320,200], \"px_per_mm\":"));
	assert_non_null(
		strstr(ks_buf_text(&out),
		       "{\"role\":\"heading\",\"label\":\"\\\"見出し\\\"\\n二行\",\"rect\":[10,20,"));
	assert_non_null(strstr(ks_buf_text(&out), "\"state\":[],\"tap\":false,\"ink\":["));
	assert_non_null(strstr(ks_buf_text(&out), ",\"lines\":[\"\\\"見出し\\\"\",\"二行\"]},\n"));
	assert_non_null(strstr(ks_buf_text(&out), "],\"em\":"));
	assert_non_null(strstr(ks_buf_text(&out),
			       "{\"role\":\"button\",\"label\":\"押す\",\"rect\":[1,2,3,4],"
			       "\"state\":[\"selected\",\"right\"],\"tap\":true}\n]}\n"));
	ks_buf_finish(&out);
}

static void a_secret_label_is_not_in_the_dump(void **state)
{
	struct stage *stage = *state;
	struct ks_buf out = {0};

	ks_scene_element(stage->scene, &(struct ks_element){.role = KS_ROLE_FIELD,
							    .state = KS_STATE_SECRET,
							    .rect = {0, 0, 9, 9},
							    .label = "4711"});
	ks_scene_dump(stage->scene, &out);
	assert_null(strstr(ks_buf_text(&out), "4711"));
	assert_non_null(strstr(ks_buf_text(&out), "\"label\":\"\""));
	ks_buf_finish(&out);
}

static struct ks_damage diff(const struct stage *stage)
{
	struct ks_damage damage;

	ks_scene_diff(stage->other, stage->scene, &damage);
	return damage;
}

static void an_equal_scene_paints_nothing(void **state)
{
	struct stage *stage = *state;
	struct ks_text_style style = {.em_px = 20, .color = KS_COLOR_INK};
	struct ks_scene *scenes[] = {stage->scene, stage->other};

	for (int i = 0; i < 2; i++) {
		ks_scene_begin(scenes[i], &stage->ui, i == 0 ? "one" : "two");
		ks_scene_fill(scenes[i], (struct ks_rect){0, 0, W, H}, KS_COLOR_BG);
		ks_scene_words(scenes[i], KS_ROLE_TEXT, (struct ks_rect){10, 10, 200, 0}, "同じ",
			       &style);
	}
	assert_int_equal(diff(stage).n_rects, 0);
}

static void nothing_before_means_paint_all(void **state)
{
	struct stage *stage = *state;
	struct ks_damage damage;

	ks_scene_diff(NULL, stage->scene, &damage);
	assert_int_equal(damage.n_rects, 1);
	assert_int_equal(damage.rects[0].w, W);
	assert_int_equal(damage.rects[0].h, H);
	assert_int_equal(diff(stage).n_rects, 1); /* never begun */
}

static void another_theme_means_paint_all(void **state)
{
	struct stage *stage = *state;

	stage->ui.theme = KS_THEME_CONTRAST;
	ks_scene_begin(stage->other, &stage->ui, "one");
	assert_int_equal(diff(stage).n_rects, 1);
	assert_int_equal(diff(stage).rects[0].w, W);
}

static void an_insertion_damages_only_what_was_inserted(void **state)
{
	struct stage *stage = *state;

	ks_scene_begin(stage->other, &stage->ui, "one");
	for (int i = 0; i < 20; i++) {
		if (i == 3)
			ks_scene_fill(stage->scene, (struct ks_rect){200, 100, 5, 5}, KS_COLOR_KEY);
		ks_scene_fill(stage->scene, (struct ks_rect){i * 10, 0, 8, 8}, KS_COLOR_INK);
		ks_scene_fill(stage->other, (struct ks_rect){i * 10, 0, 8, 8}, KS_COLOR_INK);
	}

	struct ks_damage damage = diff(stage);

	assert_int_equal(damage.n_rects, 1);
	assert_int_equal(damage.rects[0].x, 200);
	assert_int_equal(damage.rects[0].w, 5);
}

static void a_swap_of_overlapping_items_is_damage(void **state)
{
	struct stage *stage = *state;

	ks_scene_begin(stage->other, &stage->ui, "one");
	ks_scene_fill(stage->other, (struct ks_rect){0, 0, 20, 20}, KS_COLOR_KEY);
	ks_scene_fill(stage->other, (struct ks_rect){10, 10, 20, 20}, KS_COLOR_INK);
	ks_scene_fill(stage->scene, (struct ks_rect){10, 10, 20, 20}, KS_COLOR_INK);
	ks_scene_fill(stage->scene, (struct ks_rect){0, 0, 20, 20}, KS_COLOR_KEY);
	assert_int_equal(diff(stage).n_rects, 1);
}

static void many_scattered_changes_fit_into_the_ceiling_without_overlap(void **state)
{
	struct stage *stage = *state;

	stage->ui.metrics = ks_metrics_make(4000, 3000, 0, 100);
	ks_scene_begin(stage->scene, &stage->ui, "one");
	ks_scene_begin(stage->other, &stage->ui, "one");
	for (int i = 0; i < 100; i++)
		ks_scene_fill(stage->scene, (struct ks_rect){i % 10 * 400, i / 10 * 300, 3, 3},
			      KS_COLOR_INK);

	struct ks_damage damage = diff(stage);

	assert_in_range(damage.n_rects, 1, KS_DAMAGE_MAX);
	for (int i = 0; i < damage.n_rects; i++) {
		for (int k = i + 1; k < damage.n_rects; k++)
			assert_true(ks_rect_is_empty(ks_rect_meet(damage.rects[i], damage.rects[k])));
	}
	for (int i = 0; i < 100; i++) {
		bool is_covered = false;

		for (int k = 0; k < damage.n_rects; k++)
			is_covered |=
				ks_rect_has(damage.rects[k], i % 10 * 400 + 2, i / 10 * 300 + 2);
		assert_true(is_covered);
	}
}

static uint32_t seed;

static int random_below(int n)
{
	seed = seed * 1664525u + 1013904223u;
	return (int)((seed >> 8) % (uint32_t)n);
}

struct recipe {
	int kind, x, y, w, h, a, b;
};

#define RECIPES_MAX 40

static struct recipe random_recipe(void)
{
	return (struct recipe){random_below(6),      random_below(W) - 20, random_below(H) - 20,
			       1 + random_below(90), 1 + random_below(60), random_below(1000),
			       random_below(1000)};
}

static void cook(struct ks_scene *scene, const struct recipe *r)
{
	static const char *const words[] = {"研修", "「確認」テスト", "あ",
					    "長い文章はここで折り返します。"};
	struct ks_rect rect = {r->x, r->y, r->w, r->h};
	enum ks_color color = (enum ks_color)(1 + r->a % (KS_COLOR_COUNT - 1)); /* the shade, too */
	struct ks_text_style style = {.em_px = 12 + r->b % 5 * 2, .color = color};

	switch (r->kind) {
	case 0:
		ks_scene_fill(scene, rect, color);
		break;
	case 1:
	case 2:
		ks_scene_box(scene, rect,
			     &(struct ks_box){color, (enum ks_color)(r->b % KS_COLOR_COUNT),
					      r->b % 25, r->a % 6, r->b % 4 == 0 ? 4 : 0});
		break;
	case 3:
		ks_scene_arc(scene, rect, 1 + r->b % 9, 0, r->a % 11 / 10.0, color);
		break;
	case 4:
		ks_scene_icon(scene, rect, (enum ks_icon)(r->b % KS_ICON_COUNT), color);
		break;
	default:
		ks_scene_words(scene, KS_ROLE_TEXT, rect, words[r->a % 4], &style);
		break;
	}
}

static void build(struct ks_scene *scene, struct ks_ui *ui, const struct recipe *recipes, int n)
{
	ks_scene_begin(scene, ui, "random");
	for (int i = 0; i < n; i++)
		cook(scene, &recipes[i]);
}

/* Some items go, some come, some change places. */
static int mutate(struct recipe *recipes, int n)
{
	int n_changes = random_below(5);

	for (int i = 0; i < n_changes; i++) {
		int a = random_below(n), b = random_below(n);
		struct recipe kept = recipes[a];

		switch (random_below(4)) {
		case 0:
			recipes[a] = random_recipe();
			break;
		case 1:
			recipes[a] = recipes[b];
			recipes[b] = kept;
			break;
		case 2:
			if (n > 2)
				memmove(&recipes[a], &recipes[a + 1],
					(size_t)(--n - a) * sizeof(*recipes));
			break;
		default:
			if (n < RECIPES_MAX) {
				memmove(&recipes[a + 1], &recipes[a],
					(size_t)(n++ - a) * sizeof(*recipes));
				recipes[a] = random_recipe();
			}
			break;
		}
	}
	return n;
}

static void painting_the_damage_gives_what_painting_all_gives(void **state)
{
	struct stage *stage = *state;
	static uint32_t glass[W * H], truth[W * H];
	struct ks_canvas on_glass = {glass, W, H, W, {0, 0, W, H}},
			 in_truth = {truth, W, H, W, {0, 0, W, H}};
	long painted_px = 0;

	seed = 2026;
	for (int round = 0; round < 500; round++) {
		struct recipe recipes[RECIPES_MAX + 1];
		int n = 2 + random_below(RECIPES_MAX - 4);

		for (int i = 0; i < n; i++)
			recipes[i] = random_recipe();
		if (round % 3 != 0) /* most screens begin with a ground */
			recipes[0] = (struct recipe){0, 0, 0, W, H, KS_COLOR_BG - 1, 0};
		build(stage->other, &stage->ui, recipes, n);
		ks_scene_paint(stage->other, &on_glass, ks_scene_rect(stage->other));
		n = mutate(recipes, n);
		build(stage->scene, &stage->ui, recipes, n);

		struct ks_damage damage = diff(stage);

		for (int i = 0; i < damage.n_rects; i++) {
			ks_scene_paint(stage->scene, &on_glass, damage.rects[i]);
			painted_px += (long)damage.rects[i].w * damage.rects[i].h;
		}
		ks_scene_paint(stage->scene, &in_truth, ks_scene_rect(stage->scene));
		assert_memory_equal(glass, truth, sizeof(glass));
	}
	assert_true(painted_px < 500L * W * H / 2);
}

static void damage_does_not_need_the_layouts_of_the_old_scene(void **state)
{
	struct stage *stage = *state;
	struct ks_text_style style = {.em_px = 20, .color = KS_COLOR_INK};

	ks_scene_begin(stage->other, &stage->ui, "one");
	ks_scene_words(stage->other, KS_ROLE_TEXT, (struct ks_rect){0, 0, 200, 0}, "古い", &style);
	ks_text_engine_trim(stage->ui.text);
	ks_scene_words(stage->scene, KS_ROLE_TEXT, (struct ks_rect){0, 0, 200, 0}, "新しい", &style);
	assert_int_equal(diff(stage).n_rects, 1);
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

#define scene_test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
	scene_test(inside_beats_a_nearer_edge_outside),
	scene_test(outside_all_the_nearest_within_the_slack_is_hit),
	scene_test(what_lies_before_a_dialogue_cannot_be_hit),
	scene_test(a_disabled_element_is_not_hit_and_shields_its_neighbour),
	scene_test(the_element_on_top_is_hit),
	scene_test(focus_steps_in_reading_order_over_disabled_ones_and_around),
	scene_test(an_empty_scene_has_no_focus),
	scene_test(pressed_and_focused_follow_the_ui),
	scene_test(dump_has_one_element_per_line_with_its_lines_and_states),
	scene_test(a_secret_label_is_not_in_the_dump),
	scene_test(an_equal_scene_paints_nothing),
	scene_test(nothing_before_means_paint_all),
	scene_test(another_theme_means_paint_all),
	scene_test(an_insertion_damages_only_what_was_inserted),
	scene_test(a_swap_of_overlapping_items_is_damage),
	scene_test(many_scattered_changes_fit_into_the_ceiling_without_overlap),
	scene_test(painting_the_damage_gives_what_painting_all_gives),
	scene_test(damage_does_not_need_the_layouts_of_the_old_scene),
	scene_test(words_in_a_box_stand_in_its_middle),
};

int main(void)
{
	return ks_test_run(tests);
}
