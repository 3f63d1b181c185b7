/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/widget.h"

#include <stdlib.h>
#include <string.h>

#include "support/test.h"

/* Widgets: sizes that fingers need, states that can be read, and elements that scripts can name. */

#define W 1920
#define H 1080

struct stage {
	struct ks_ui ui;
	struct ks_scene *scene;
	uint32_t *px;
	struct ks_canvas canvas;
};

static void begin(struct stage *stage)
{
	ks_scene_begin(stage->scene, &stage->ui, "widgets");
	ks_scene_fill(stage->scene, ks_scene_rect(stage->scene), KS_COLOR_BG);
}

static int set_up(void **state)
{
	struct stage *stage = ks_alloc_zero(1, sizeof(*stage));

	stage->ui.metrics = ks_metrics_make(W, H, 480, 100); /* 4 px/mm */
	if (ks_text_engine_open(&stage->ui.text) != KS_OK)
		return -1;
	stage->scene = ks_scene_open();
	stage->px = ks_alloc_zero((size_t)W * H, sizeof(*stage->px));
	stage->canvas = (struct ks_canvas){stage->px, W, H, W, {0, 0, W, H}};
	begin(stage);
	*state = stage;
	return 0;
}

static int tear_down(void **state)
{
	struct stage *stage = *state;

	ks_scene_close(stage->scene);
	ks_text_engine_close(stage->ui.text);
	free(stage->px);
	free(stage);
	return 0;
}

static const struct ks_element *only_element(struct stage *stage)
{
	size_t n_elements;
	const struct ks_element *elements = ks_scene_elements(stage->scene, &n_elements);

	assert_int_equal(n_elements, 1);
	return elements;
}

static uint32_t pixel(struct stage *stage, int x, int y)
{
	ks_scene_paint(stage->scene, &stage->canvas, (struct ks_rect){x, y, 1, 1});
	return stage->px[y * W + x] | 0xFF000000u;
}

static uint32_t color(const struct stage *stage, enum ks_color which)
{
	return ks_theme_argb(stage->ui.theme, which);
}

static struct ks_button next_button(void)
{
	return (struct ks_button){.kind = KS_BUTTON_PRIMARY, .label = "次へ", .action = {1, 0}};
}

static void a_button_is_one_element_with_its_words(void **state)
{
	struct stage *stage = *state;
	struct ks_button button = next_button();

	ks_widget_button(stage->scene, (struct ks_rect){100, 100, 240, 96}, &button);
	assert_int_equal(only_element(stage)->role, KS_ROLE_BUTTON);
	assert_string_equal(only_element(stage)->label, "次へ");
	assert_non_null(only_element(stage)->layout);
	assert_int_equal(only_element(stage)->rect.w, 240);
}

static void a_pressed_button_changes_ground_and_border(void **state)
{
	struct stage *stage = *state;
	struct ks_button button = next_button();
	struct ks_rect r = {100, 100, 240, 96};

	ks_widget_button(stage->scene, r, &button);
	assert_int_equal(pixel(stage, 120, 140), color(stage, KS_COLOR_KEY));
	assert_int_equal(pixel(stage, 101, 140), color(stage, KS_COLOR_KEY));
	stage->ui.pressed = button.action;
	begin(stage);
	ks_widget_button(stage->scene, r, &button);
	assert_int_equal(pixel(stage, 120, 140), color(stage, KS_COLOR_KEY_PRESSED));
	assert_int_equal(pixel(stage, 101, 140), color(stage, KS_COLOR_KEY_LINE));
	assert_int_equal(only_element(stage)->state, KS_STATE_PRESSED | KS_STATE_MAIN);
}

static void every_kind_of_button_shows_that_it_is_pressed(void **state)
{
	struct stage *stage = *state;

	for (int kind = KS_BUTTON_PRIMARY; kind <= KS_BUTTON_DOOR_MAIN; kind++) {
		struct ks_button button = next_button();
		struct ks_rect r = {100, 100, 240, 96};
		uint32_t ground, border;

		button.kind = (enum ks_button_kind)kind;
		stage->ui.pressed = (struct ks_action){0, 0};
		begin(stage);
		ks_widget_button(stage->scene, r, &button);
		ground = pixel(stage, 110, 140);
		border = pixel(stage, 103, 140);
		stage->ui.pressed = button.action;
		begin(stage);
		ks_widget_button(stage->scene, r, &button);
		assert_int_not_equal(pixel(stage, 110, 140), ground);
		assert_int_not_equal(pixel(stage, 103, 140), border);
	}
}

static void a_disabled_button_cannot_be_hit_and_stays_readable(void **state)
{
	struct stage *stage = *state;
	struct ks_button button = next_button();

	button.is_disabled = true;
	stage->ui.pressed = button.action;
	ks_widget_button(stage->scene, (struct ks_rect){100, 100, 240, 96}, &button);
	assert_null(ks_scene_hit(stage->scene, 150, 150, 30));
	assert_int_equal(pixel(stage, 120, 140), color(stage, KS_COLOR_KEY_FADED));
	assert_true(ks_theme_contrast(color(stage, KS_COLOR_KEY_FADED),
				      color(stage, KS_COLOR_ON_KEY_FADED)) >= 4.5);
}

static void the_focus_ring_stands_outside_and_is_a_millimetre_thick(void **state)
{
	struct stage *stage = *state;
	struct ks_button button = next_button();
	int n_yellow = 0;

	stage->ui.focused = button.action;
	stage->ui.has_focus_ring = true;
	ks_widget_button(stage->scene, (struct ks_rect){100, 100, 240, 96}, &button);
	for (int x = 80; x < 100; x++)
		n_yellow += pixel(stage, x, 148) == color(stage, KS_COLOR_FOCUS);
	assert_true(n_yellow >= 4);
	assert_int_equal(pixel(stage, 100, 148), color(stage, KS_COLOR_KEY));
	stage->ui.has_focus_ring = false;
	begin(stage);
	ks_widget_button(stage->scene, (struct ks_rect){100, 100, 240, 96}, &button);
	assert_int_equal(pixel(stage, 95, 148), color(stage, KS_COLOR_BG));
}

static void a_main_button_is_at_least_60_mm_wide_and_grows_with_its_words(void **state)
{
	struct stage *stage = *state;
	struct ks_button button = next_button();

	assert_int_equal(ks_widget_button_width(stage->scene, &button), 240);
	button.label = "この内容で確認テストの答えを記録する";
	assert_true(ks_widget_button_width(stage->scene, &button) > 500);
}

static void words_of_a_button_stay_inside_the_width_it_asks_for(void **state)
{
	static const int steps[] = {100, 125, 150};
	struct stage *stage = *state;

	for (size_t i = 0; i < KS_COUNT(steps); i++) {
		struct ks_button button = next_button();
		struct ks_rect r = {100, 100, 0, 96};

		stage->ui.metrics = ks_metrics_make(1280, 720, 0, steps[i]);
		button.label = "前の問題へ戻る";
		button.before = KS_ICON_ARROW_LEFT;
		begin(stage);
		r.w = ks_widget_button_width(stage->scene, &button);
		ks_widget_button(stage->scene, r, &button);
		assert_int_equal(only_element(stage)->layout->n_lines, 1);
	}
}

static struct ks_choice_row choice_row(const struct ks_rich *text, unsigned state)
{
	return (struct ks_choice_row){.mark = "ア", .text = text, .action = {3, 0}, .state = state};
}

static void a_choice_is_at_least_18_mm_high_and_grows_with_its_lines(void **state)
{
	struct stage *stage = *state;
	struct ks_rich brief = ks_rich_plain("はい");
	struct ks_rich lengthy = ks_rich_plain(
		"自分で探し、翌朝までに見つからなければ、そのときに情報セキュリティ担当へ報告する");
	struct ks_choice_row row = choice_row(&brief, 0);
	int one = ks_widget_choice_height(stage->scene, 600, &row);

	assert_true(one >= 72);
	row.mark = NULL;
	assert_int_equal(ks_widget_choice_height(stage->scene, 600, &row), 72);
	row = choice_row(&lengthy, 0);
	assert_true(ks_widget_choice_height(stage->scene, 400, &row) > one);
}

static void the_whole_row_of_a_choice_is_the_target(void **state)
{
	struct stage *stage = *state;
	struct ks_rich text = ks_rich_plain("報告する");
	struct ks_choice_row row = choice_row(&text, KS_STATE_SELECTED);

	ks_widget_choice(stage->scene, (struct ks_rect){50, 200, 1500, 90}, &row);
	assert_int_equal(ks_scene_hit(stage->scene, 1549, 289, 0)->action.what, 3);
	assert_int_equal(only_element(stage)->role, KS_ROLE_CHOICE);
	assert_int_equal(only_element(stage)->state, KS_STATE_SELECTED);
	assert_string_equal(only_element(stage)->label, "報告する");
}

static bool has_ink(struct stage *stage, struct ks_rect r, uint32_t argb)
{
	ks_scene_paint(stage->scene, &stage->canvas, r);
	for (int y = r.y; y < r.y + r.h; y++) {
		for (int x = r.x; x < r.x + r.w; x++) {
			if ((stage->px[y * W + x] | 0xFF000000u) == argb)
				return true;
		}
	}
	return false;
}

static void right_and_wrong_differ_in_colour_border_sign_and_word(void **state)
{
	static const struct {
		unsigned state;
		enum ks_color fill, line;
	} cases[] = {
		{KS_STATE_RIGHT, KS_COLOR_OK_SOFT, KS_COLOR_OK},
		{KS_STATE_WRONG | KS_STATE_SELECTED, KS_COLOR_BAD_SOFT, KS_COLOR_BAD},
	};
	struct stage *stage = *state;
	struct ks_rich text = ks_rich_plain("報告する");

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_choice_row row = choice_row(&text, cases[i].state);

		begin(stage);
		ks_widget_choice(stage->scene, (struct ks_rect){50, 200, 1500, 90}, &row);
		assert_int_equal(pixel(stage, 1000, 245), color(stage, cases[i].fill));
		assert_int_equal(pixel(stage, 52, 245), color(stage, cases[i].line));
		assert_true(has_ink(stage, (struct ks_rect){1300, 210, 230, 70},
				    color(stage, cases[i].line)));
		assert_int_equal(only_element(stage)->state, cases[i].state);
	}
}

static void a_verdict_never_lies_over_the_words(void **state)
{
	struct stage *stage = *state;
	struct ks_rich text = ks_rich_plain(
		"すぐに上司と情報セキュリティ担当へ報告し、指示があるまで何も触らないで待つ");
	struct ks_choice_row row = choice_row(&text, KS_STATE_WRONG);
	const struct ks_text_layout *layout;

	ks_widget_choice(stage->scene, (struct ks_rect){0, 0, 800, 400}, &row);
	layout = only_element(stage)->layout;
	assert_true(layout->n_lines > 1);
	assert_true(layout->width_px < 800 - 200);
}

static void a_badge_has_the_size_it_announced(void **state)
{
	struct stage *stage = *state;
	struct ks_rect announced = ks_widget_badge_size(stage->scene, 6, KS_ICON_CHECK, "修了");
	struct ks_rect r =
		ks_widget_badge(stage->scene, 30, 40, 6, KS_TONE_OK, KS_ICON_CHECK, "修了");

	assert_int_equal(r.x, 30);
	assert_int_equal(r.w, announced.w);
	assert_int_equal(r.h, announced.h);
	assert_int_equal(only_element(stage)->role, KS_ROLE_BADGE);
	assert_int_equal(pixel(stage, 30 + r.w / 2, 42), color(stage, KS_COLOR_OK_SOFT));
}

static void a_bar_fills_by_its_part_and_never_over(void **state)
{
	struct stage *stage = *state;

	ks_widget_bar(stage->scene, (struct ks_rect){100, 100, 400, 20}, 0.5, "5/10");
	assert_int_equal(pixel(stage, 280, 110), color(stage, KS_COLOR_KEY));
	assert_int_equal(pixel(stage, 310, 110), color(stage, KS_COLOR_NEUTRAL_SOFT));
	ks_widget_bar(stage->scene, (struct ks_rect){100, 200, 400, 20}, 7, "");
	assert_int_equal(pixel(stage, 499 - 10, 210), color(stage, KS_COLOR_KEY));
	assert_int_equal(pixel(stage, 501, 210), color(stage, KS_COLOR_BG));
	ks_widget_bar(stage->scene, (struct ks_rect){100, 300, 400, 20}, -1, "");
	assert_int_equal(pixel(stage, 110, 310), color(stage, KS_COLOR_NEUTRAL_SOFT));
}

static void a_quote_is_as_high_as_its_dry_run_said(void **state)
{
	struct stage *stage = *state;
	struct ks_rich text = ks_rich_plain(
		"情報資産に対するセキュリティ侵害が発生した場合等に迅速かつ適正に対応する。");
	struct ks_quote quote = {.ground = KS_COLOR_KEY_SOFT,
				 .bar = KS_COLOR_KEY,
				 .text = &text,
				 .mm = 7,
				 .source = "基本方針 6 (7)",
				 .title = "基本方針"};
	struct ks_rect r = {100, 100, 600, 0};
	int dry = ks_widget_quote(stage->scene, r, &quote, true);
	size_t n_elements;

	ks_scene_elements(stage->scene, &n_elements);
	assert_int_equal(n_elements, 0);
	assert_int_equal(ks_widget_quote(stage->scene, r, &quote, false), dry);
	ks_scene_elements(stage->scene, &n_elements);
	assert_int_equal(n_elements, 3);
	assert_int_equal(pixel(stage, 102, 101), color(stage, KS_COLOR_KEY));
	assert_int_equal(pixel(stage, 690, 100 + dry / 2), color(stage, KS_COLOR_KEY_SOFT));
	assert_int_equal(pixel(stage, 400, 100 + dry), color(stage, KS_COLOR_BG));
}

static void the_box_to_fill_next_is_outlined_in_the_key_colour(void **state)
{
	struct stage *stage = *state;

	ks_widget_digits(stage->scene, (struct ks_rect){100, 100, 776, 140}, 6, "204", false,
			 "職員番号");
	/* boxes of 116 px and 16 px between */
	assert_int_equal(pixel(stage, 100 + 3 * 132 + 3, 170), color(stage, KS_COLOR_KEY));
	assert_int_equal(pixel(stage, 100 + 2 * 132 + 3, 170), color(stage, KS_COLOR_SURFACE));
	assert_int_equal(pixel(stage, 100 + 4 * 132 + 3, 170), color(stage, KS_COLOR_SURFACE));
	assert_string_equal(only_element(stage)->label, "職員番号 204");
}

static void a_pin_is_nowhere_in_the_scene(void **state)
{
	struct stage *stage = *state;
	struct ks_buf out = {0};

	ks_widget_digits(stage->scene, (struct ks_rect){100, 100, 500, 140}, 4, "4711", true,
			 "暗証番号");
	assert_null(strstr(only_element(stage)->label, "4711"));
	assert_true(only_element(stage)->state & KS_STATE_SECRET);
	ks_scene_dump(stage->scene, &out);
	assert_null(strstr(ks_buf_text(&out), "暗証番号"));
	ks_buf_finish(&out);
}

static struct ks_keypad keypad(bool can_go_on)
{
	return (struct ks_keypad){7, {8, 0}, {9, 0}, can_go_on, false, "1字消す", "次へ"};
}

static void the_keypad_has_twelve_keys_of_20_mm_with_3_mm_between(void **state)
{
	struct stage *stage = *state;
	struct ks_keypad keys = keypad(true);
	const struct ks_element *elements;
	size_t n_elements;

	ks_widget_keypad(stage->scene,
			 (struct ks_rect){0, 0, 600, ks_widget_keypad_height(stage->scene)}, &keys);
	elements = ks_scene_elements(stage->scene, &n_elements);
	assert_int_equal(n_elements, 12);
	for (size_t i = 0; i < n_elements; i++) {
		assert_int_equal(elements[i].role, KS_ROLE_KEY);
		assert_true(elements[i].rect.h >= 80);
		for (size_t k = 0; k < i; k++)
			assert_true(
				ks_rect_is_empty(ks_rect_meet(ks_rect_inset(elements[i].rect, -6),
							      ks_rect_inset(elements[k].rect, -6))));
	}
	assert_string_equal(elements[0].label, "1");
	assert_int_equal(elements[0].action.what, 7);
	assert_int_equal(elements[0].action.arg, '1');
	assert_int_equal(elements[9].action.what, 8);
	assert_int_equal(elements[10].action.arg, '0');
	assert_int_equal(elements[11].action.what, 9);
}

static void next_is_disabled_until_it_can_go_on(void **state)
{
	struct stage *stage = *state;
	struct ks_keypad keys = keypad(false);
	const struct ks_element *elements;
	size_t n_elements;

	ks_widget_keypad(stage->scene, (struct ks_rect){0, 0, 600, 400}, &keys);
	elements = ks_scene_elements(stage->scene, &n_elements);
	assert_int_equal(elements[11].state, KS_STATE_DISABLED | KS_STATE_MAIN);
	assert_null(ks_scene_hit(stage->scene, elements[11].rect.x + 5, elements[11].rect.y + 5, 0));
}

static void a_tap_on_a_key_changes_only_that_key(void **state)
{
	struct stage *stage = *state;
	struct ks_scene *before = stage->scene, *after = ks_scene_open();
	struct ks_keypad keys = keypad(true);
	struct ks_rect r = {1000, 200, 660, 620};
	const struct ks_element *elements;
	struct ks_damage damage;
	size_t n_elements;

	ks_widget_keypad(before, r, &keys);
	stage->ui.pressed = (struct ks_action){7, '5'};
	stage->scene = after;
	begin(stage);
	stage->scene = before;
	ks_widget_keypad(after, r, &keys);
	elements = ks_scene_elements(after, &n_elements);
	ks_scene_diff(before, after, &damage);
	assert_int_equal(damage.n_rects, 1);
	assert_memory_equal(&damage.rects[0], &elements[4].rect, sizeof(struct ks_rect));
	ks_scene_close(after);
}

/* Do two codes of three digits look the same? */
static bool look_alike(struct stage *stage, const char *one, const char *other, bool is_secret)
{
	struct ks_scene *before = stage->scene, *after = ks_scene_open();
	struct ks_rect r = {100, 100, 700, 160};
	struct ks_damage damage;

	begin(stage);
	ks_widget_digits(before, r, 6, one, is_secret, "番号");
	stage->scene = after;
	begin(stage);
	stage->scene = before;
	ks_widget_digits(after, r, 6, other, is_secret, "番号");
	ks_scene_diff(before, after, &damage);
	ks_scene_close(after);
	return damage.n_rects == 0;
}

static void a_secret_shows_how_many_digits_and_not_which(void **state)
{
	struct stage *stage = *state;

	assert_true(look_alike(stage, "407", "183", true));
	assert_false(look_alike(stage, "407", "4071", true));
	assert_false(look_alike(stage, "407", "183", false));
	assert_string_equal(only_element(stage)->label, "番号 407");
	assert_true(look_alike(stage, "407", "407", false));
}

#define widget_test(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
	widget_test(a_button_is_one_element_with_its_words),
	widget_test(a_pressed_button_changes_ground_and_border),
	widget_test(every_kind_of_button_shows_that_it_is_pressed),
	widget_test(a_disabled_button_cannot_be_hit_and_stays_readable),
	widget_test(the_focus_ring_stands_outside_and_is_a_millimetre_thick),
	widget_test(a_main_button_is_at_least_60_mm_wide_and_grows_with_its_words),
	widget_test(words_of_a_button_stay_inside_the_width_it_asks_for),
	widget_test(a_choice_is_at_least_18_mm_high_and_grows_with_its_lines),
	widget_test(the_whole_row_of_a_choice_is_the_target),
	widget_test(right_and_wrong_differ_in_colour_border_sign_and_word),
	widget_test(a_verdict_never_lies_over_the_words),
	widget_test(a_badge_has_the_size_it_announced),
	widget_test(a_bar_fills_by_its_part_and_never_over),
	widget_test(a_quote_is_as_high_as_its_dry_run_said),
	widget_test(the_box_to_fill_next_is_outlined_in_the_key_colour),
	widget_test(a_pin_is_nowhere_in_the_scene),
	widget_test(the_keypad_has_twelve_keys_of_20_mm_with_3_mm_between),
	widget_test(next_is_disabled_until_it_can_go_on),
	widget_test(a_tap_on_a_key_changes_only_that_key),
	widget_test(a_secret_shows_how_many_digits_and_not_which),
};

int main(void)
{
	return ks_test_run(tests);
}
