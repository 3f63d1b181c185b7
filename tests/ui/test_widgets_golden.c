/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "support/golden.h"
#include "support/painted.h"
#include "support/test.h"
#include "ui/scene_private.h"
#include "ui/widget.h"
#include "ui/widget_private.h"

/*
 * Each widget in each of its states, as it is painted and as it is declared: on a usual screen, with readings in large type on a high
 * one, and on a small one. tests/data/golden/ui/widgets-*.txt, read with `git diff` after UPDATE_GOLDEN=1.
 */

struct sheet {
	struct ks_ui ui;
	struct ks_scene *scene;
	struct ks_buf out;
};

static struct ks_rich read_readings(const void *context, const struct ks_rich *rich,
				    bool has_furigana, struct ks_arena *arena)
{
	const char *at = strstr(rich->text, "研修");
	struct ks_span *span;

	(void)context;
	if (!has_furigana || !at || rich->n_spans > 0)
		return *rich;
	span = ks_arena_alloc(arena, sizeof(*span));
	*span = (struct ks_span){(uint32_t)(at - rich->text), (uint32_t)(at - rich->text) + 6,
				 KS_MARK_RUBY, "けんしゅう"};
	return (struct ks_rich){rich->text, rich->len, span, 1};
}

static void begin(struct sheet *sheet)
{
	ks_scene_begin(sheet->scene, &sheet->ui, "sheet");
}

/* What was put into the scene since begin(), and the next begins. */
static void tell(struct sheet *sheet, const char *name)
{
	size_t n;
	const struct ks_element *elements = ks_scene_elements(sheet->scene, &n);

	ks_buf_printf(&sheet->out, "== %s\n", name);
	ks_painted_dump(sheet->scene, &sheet->out);
	for (size_t i = 0; i < n; i++) {
		const struct ks_element *e = &elements[i];

		ks_buf_printf(
			&sheet->out,
			"role %d state %#x %d,%d %dx%d action %d/%d ink %d,%d %dx%d lines %zu: %s\n",
			(int)e->role, e->state, e->rect.x, e->rect.y, e->rect.w, e->rect.h,
			e->action.what, e->action.arg, e->ink.x, e->ink.y, e->ink.w, e->ink.h,
			e->layout ? e->layout->n_lines : 0, e->label);
	}
	begin(sheet);
}

/* ---- what can be tapped, at rest, pressed and with the ring ---- */

static void touch(struct sheet *sheet, int how, struct ks_action action)
{
	sheet->ui.pressed = how == 1 ? action : (struct ks_action){0, 0};
	sheet->ui.focused = how == 2 ? action : (struct ks_action){0, 0};
	sheet->ui.has_focus_ring = how == 2;
}

static void put_buttons(struct sheet *sheet)
{
	static const struct ks_button buttons[] = {
		{.label = "次へ", .action = {1, 2}},
		{.kind = KS_BUTTON_STRONG,
		 .label = "研修を受ける",
		 .after = KS_ICON_ARROW_RIGHT,
		 .action = {1, 3}},
		{.kind = KS_BUTTON_QUIET,
		 .label = "もどる",
		 .name = "前のページ",
		 .before = KS_ICON_ARROW_LEFT,
		 .action = {1, 4}},
		{.kind = KS_BUTTON_DOOR, .label = "出席を登録する", .label_mm = 6, .action = {1, 5}},
		{.kind = KS_BUTTON_DOOR_MAIN,
		 .label = "研修をはじめる",
		 .label_mm = 12,
		 .action = {1, 6}},
		{.kind = KS_BUTTON_STRONG,
		 .label = "ふりがな",
		 .is_on = true,
		 .before = KS_ICON_BOOK,
		 .action = {1, 7}},
		{.kind = KS_BUTTON_QUIET,
		 .label = "終了する",
		 .is_exit = true,
		 .is_main = true,
		 .action = {1, 8}},
		{.label = "次へ", .is_disabled = true, .action = {1, 9}},
		{.kind = KS_BUTTON_QUIET,
		 .label = "送る",
		 .is_disabled = true,
		 .is_on = true,
		 .before = KS_ICON_MAIL,
		 .after = KS_ICON_PHONE},
	};

	for (size_t i = 0; i < KS_COUNT(buttons); i++)
		for (int how = 0; how < 3; how++) {
			const struct ks_button *button = &buttons[i];
			int w = ks_widget_button_width(sheet->scene, button), narrow = w * 2 / 3;

			touch(sheet, how, button->action);
			ks_widget_button(
				sheet->scene,
				(struct ks_rect){40, 40, w,
						 ks_widget_button_height(sheet->scene, button, w)},
				button);
			ks_widget_button(sheet->scene,
					 (struct ks_rect){60, 240, narrow,
							  ks_widget_button_height(sheet->scene,
										  button, narrow)},
					 button);
			tell(sheet, how == 0   ? "button"
				    : how == 1 ? "button, pressed"
					       : "button, focused");
		}
	ks_widget_button(sheet->scene, (struct ks_rect){60, 240, 150, 60}, &buttons[1]);
	tell(sheet, "a button that is too small");
}

static void put_choices(struct sheet *sheet)
{
	static const struct ks_span reading = {0, 6, KS_MARK_RUBY, "けんしゅう"};
	static const struct ks_rich texts[] = {
		{"研修を受けてから、情報担当へ電話で確かめる", 63, &reading, 1},
		{"はい", 6, NULL, 0},
	};
	static const unsigned states[] = {0,
					  KS_STATE_SELECTED,
					  KS_STATE_RIGHT,
					  KS_STATE_WRONG,
					  KS_STATE_DISABLED,
					  KS_STATE_SELECTED | KS_STATE_RIGHT,
					  KS_STATE_SELECTED | KS_STATE_WRONG};

	for (size_t i = 0; i < KS_COUNT(states); i++)
		for (int how = 0; how < 6; how++) {
			struct ks_choice_row row = {.mark = how % 3 == 1 ? "ア"
							    : how == 5   ? "1"
									 : NULL,
						    .text = &texts[how % 2],
						    .action = {how < 4 ? 2 : 0, how},
						    .state = states[i],
						    .is_check = how == 2,
						    .is_pending = how == 3,
						    .is_name = how == 4};
			int w = how == 5 ? 300 : 900;

			touch(sheet, (int)i % 3, row.action);
			ks_widget_choice(
				sheet->scene,
				(struct ks_rect){30, 50, w,
						 ks_widget_choice_height(sheet->scene, w, &row)},
				&row);
			tell(sheet, "choice");
		}
}

static void put_tiles(struct sheet *sheet)
{
	static const unsigned states[] = {0, KS_STATE_SELECTED, KS_STATE_RIGHT, KS_STATE_WRONG,
					  KS_STATE_DISABLED};

	for (size_t i = 0; i < KS_COUNT(states); i++)
		for (int how = 0; how < 3; how++) {
			struct ks_tile tile = {.icon = KS_ICON_CIRCLE,
					       .label = how == 1 ? "研修でしている" : "はい",
					       .caption = how == 2 ? "毎日している" : NULL,
					       .action = {3, how},
					       .state = states[i]};
			int w = 260;

			touch(sheet, how, tile.action);
			ks_widget_tile(sheet->scene,
				       (struct ks_rect){30, 50, w,
							ks_widget_tile_height(sheet->scene, w, &tile)},
				       &tile);
			tell(sheet, "tile");
		}
}

static void put_keys(struct sheet *sheet)
{
	struct ks_keypad keypad = {.digit_what = 4,
				   .erase = {5, 0},
				   .next = {6, 0},
				   .erase_label = "1字消す",
				   .next_label = "次へ"};
	int h = ks_widget_keypad_height(sheet->scene);

	for (int how = 0; how < 5; how++) {
		keypad.can_go_on = how > 0;
		keypad.is_dead = how == 4;
		touch(sheet,
		      how == 2   ? 1
		      : how == 3 ? 2
				 : 0,
		      how == 2 ? keypad.next : (struct ks_action){4, '5'});
		ks_widget_keypad(sheet->scene, (struct ks_rect){10, 20, 500, h}, &keypad);
		tell(sheet, "keypad");
	}
	for (int how = 0; how < 4; how++) {
		touch(sheet, how % 3, (struct ks_action){7, 1});
		ks_widget_key(sheet->scene, (struct ks_rect){10, 20, 120, 300 - how * 80}, "あ",
			      (struct ks_action){7, 1}, how == 3);
		tell(sheet, "key");
	}
	ks_widget_digits(sheet->scene, (struct ks_rect){10, 20, 700, 160}, 6, "0001", false,
			 "職員番号");
	tell(sheet, "digits");
	ks_widget_digits(sheet->scene, (struct ks_rect){10, 20, 500, 60}, 4, NULL, false, "年");
	tell(sheet, "no digits yet");
	ks_widget_digits(sheet->scene, (struct ks_rect){10, 20, 700, 160}, 6, "480216", true,
			 "暗証番号");
	tell(sheet, "secret digits");
	ks_widget_digits(sheet->scene, (struct ks_rect){10, 20, 700, 160}, 6, "1", false, NULL);
	tell(sheet, "digits of no name");
}

/* ---- what is only read ---- */

static void put_parts(struct sheet *sheet)
{
	static const double parts[] = {-0.5, 0, 0.01, 0.5, 1, 1.5};
	int w = sheet->ui.metrics.width_px;

	for (size_t i = 0; i < KS_COUNT(parts); i++) {
		ks_widget_bar(sheet->scene, (struct ks_rect){10, 20, 400, 30}, parts[i], "進み");
		ks_widget_bar(sheet->scene, (struct ks_rect){0, 0, w, 9}, parts[i], "進み");
		ks_widget_ring(sheet->scene, (struct ks_rect){100, 100, 200, 181}, parts[i],
			       i % 2 ? "3/8" : "1000/1200");
		tell(sheet, "bars and a ring");
	}
	for (int tone = 0; tone <= KS_TONE_ACCENT; tone++) {
		struct ks_rect size = ks_widget_badge_size(
			sheet->scene, 6, tone % 2 ? KS_ICON_CHECK : KS_ICON_NONE, "研修中");

		ks_widget_badge(sheet->scene, 30, 40, 6, (enum ks_tone)tone,
				tone % 2 ? KS_ICON_CHECK : KS_ICON_NONE, "研修中");
		ks_widget_panel(sheet->scene, size);
		tell(sheet, "badge");
	}
}

static void put_quotes(struct sheet *sheet)
{
	static const struct ks_span strong = {0, 6, KS_MARK_STRONG, NULL};
	static const struct ks_rich text = {"研修は、職員のすべてが毎年受けなければならない。", 72,
					    &strong, 1};
	const struct ks_quote quotes[] = {
		{.ground = KS_COLOR_NEUTRAL_SOFT, .text = &text},
		{.ground = KS_COLOR_WARN_SOFT,
		 .bar = KS_COLOR_WARN,
		 .text = &text,
		 .title = "注意",
		 .source = "方針 6(3)"},
		{.ground = KS_COLOR_KEY_SOFT,
		 .bar = KS_COLOR_KEY,
		 .ink = KS_COLOR_KEY,
		 .mm = 12,
		 .text = &text,
		 .source = "方針"},
		{.ground = KS_COLOR_KEY_SOFT,
		 .mm = 5,
		 .title = "題",
		 .source = "方針",
		 .breaking = KS_BREAK_PHRASE},
		{.ground = KS_COLOR_KEY_SOFT, .source = "方針だけ"},
	};

	for (size_t i = 0; i < KS_COUNT(quotes); i++) {
		struct ks_rect r = {20, 30, 600, 0};
		const struct ks_text_layout *layout =
			ks_widget_quote_text(sheet->scene, r.w, &quotes[i]);
		int h = ks_widget_quote(sheet->scene, r, &quotes[i], true);

		assert_int_equal(ks_widget_quote(sheet->scene, r, &quotes[i], false), h);
		ks_buf_printf(&sheet->out, "%d high, text %d wide in %d\n", h,
			      layout ? layout->w : 0, layout ? layout->width_px : 0);
		tell(sheet, "quote");
	}
}

/* The places of words in a box: in its middle, or where their readings fit. */
static void put_words(struct sheet *sheet)
{
	static const char *const words[] = {"研修", "研修を受けてから電話する", ""};

	for (size_t i = 0; i < KS_COUNT(words); i++)
		for (int h = 20; h <= 260; h += 80) {
			struct ks_text_style style = ks_widget_heading_style(&sheet->ui, KS_MM_LABEL);
			struct ks_rich rich = ks_rich_plain(words[i]);
			const struct ks_text_layout *layout =
				ks_text_layout(sheet->ui.text, &rich, &style, 260);
			struct ks_rect r = {10, 50, 260, h};

			ks_buf_printf(&sheet->out,
				      "%zu in %d: %d high, middle %d, fitting %d, readings %d\n", i,
				      h, layout->h, ks_scene_centre_y(layout, r),
				      ks_scene_fitting_y(layout, r),
				      layout->n_lines > 0 && ks_scene_has_readings(layout));
			ks_scene_words_in(sheet->scene, KS_ROLE_TEXT, r, words[i], &style);
			ks_scene_layout(sheet->scene, layout, r.x, ks_scene_fitting_y(layout, r));
			tell(sheet, "words");
		}
}

/* As a script and a judge read it. */
static void put_dump(struct sheet *sheet)
{
	static const struct ks_span spans[] = {{0, 6, KS_MARK_RUBY, "けんしゅう"},
					       {9, 12, KS_MARK_RUBY, "う"},
					       {12, 15, KS_MARK_STRONG, NULL},
					       {15, 18, KS_MARK_SMALL, NULL}};
	static const struct ks_rich rich = {"研修を受けるの", 21, spans, 4};
	struct ks_text_style style = ks_widget_style(&sheet->ui, KS_MM_BODY);
	static const struct ks_button button = {.label = "次へ", .is_exit = true, .action = {1, 2}};

	for (int is_low = 0; is_low < 2; is_low++) {
		sheet->ui.metrics.is_low = is_low;
		begin(sheet);
		ks_scene_text(sheet->scene, KS_ROLE_HEADING, (struct ks_rect){10, 10, 400, 0},
			      &rich, &style);
		ks_scene_words(sheet->scene, KS_ROLE_TEXT, (struct ks_rect){10, 200, 200, 0},
			       "引用「\"」と\n次の行", &style);
		ks_widget_button(sheet->scene, (struct ks_rect){10, 400, 300, 100}, &button);
		ks_widget_digits(sheet->scene, (struct ks_rect){10, 600, 400, 80}, 4, "12", true,
				 "暗証番号");
		ks_scene_element(sheet->scene,
				 &(struct ks_element){.role = KS_ROLE_REGION,
						      .state = KS_STATE_DISABLED | KS_STATE_SELECTED,
						      .rect = {9, 8, 7, 6},
						      .action = {3, 4},
						      .label = "所"});
		ks_scene_element(sheet->scene, &(struct ks_element){.role = KS_ROLE_IMAGE,
								    .rect = {1, 2, 3, 4},
								    .label = "絵"});
		ks_scene_dump(sheet->scene, &sheet->out);
	}
	sheet->ui.metrics.is_low = false;
	begin(sheet);
}

static void put_all(int w, int h, int h_mm, int percent, bool has_furigana, const char *path)
{
	struct sheet sheet = {.ui = {.metrics = ks_metrics_make(w, h, h_mm, percent),
				     .has_furigana = has_furigana}};

	assert_int_equal(ks_text_engine_open(&sheet.ui.text), KS_OK);
	ks_text_engine_read_with(sheet.ui.text, read_readings, NULL);
	sheet.scene = ks_scene_open();
	begin(&sheet);
	put_buttons(&sheet);
	put_choices(&sheet);
	put_tiles(&sheet);
	put_keys(&sheet);
	put_parts(&sheet);
	put_quotes(&sheet);
	put_words(&sheet);
	put_dump(&sheet);
	ks_scene_close(sheet.scene);
	ks_text_engine_close(sheet.ui.text);
	ks_test_golden(path, ks_buf_text(&sheet.out));
	ks_buf_finish(&sheet.out);
}

static void on_a_usual_screen(void **state)
{
	(void)state;
	put_all(1920, 1080, 480, 100, false, "tests/data/golden/ui/widgets.txt");
}

static void on_a_high_one_in_large_type_with_readings(void **state)
{
	(void)state;
	put_all(1080, 1920, 300, 150, true, "tests/data/golden/ui/widgets-large.txt");
}

static void on_a_small_one(void **state)
{
	(void)state;
	put_all(1024, 600, 220, 100, false, "tests/data/golden/ui/widgets-small.txt");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(on_a_usual_screen),
		cmocka_unit_test(on_a_high_one_in_large_type_with_readings),
		cmocka_unit_test(on_a_small_one),
	};

	return ks_test_run(tests);
}
