/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/widget.h"
#include "ui/window.h"

/*
 * Not a test: paints all widgets in all states into a PNG, for people to look at beside the design.
 * test_show_main OUT.png [WIDTH HEIGHT [STEP [THEME]]]
 */

enum { WHAT_DIGIT = 1, WHAT_ERASE, WHAT_NEXT, WHAT_CHOICE, WHAT_BUTTON };

struct show {
	struct ks_ui ui;
	struct ks_scene *scene;
	int margin, width;
};

static int mm(struct show *show, double length)
{
	return ks_mm(&show->ui.metrics, length);
}

static int put_header(struct show *show)
{
	struct ks_scene *scene = show->scene;
	struct ks_rect all = ks_scene_rect(scene);
	int h = mm(show, 25);
	struct ks_text_style style = ks_widget_heading_style(&show->ui, 7.6);
	struct ks_button quiet = {KS_BUTTON_QUIET, "終了する", 0, 0, 6.6, {WHAT_BUTTON, 1}, false};
	int w = ks_widget_button_width(scene, &quiet), bh = mm(show, 17);

	ks_scene_fill(scene, (struct ks_rect){0, 0, all.w, h}, KS_COLOR_SURFACE);
	ks_scene_fill(scene, (struct ks_rect){0, h, all.w, 2}, KS_COLOR_LINE);
	ks_scene_words_in(scene, KS_ROLE_HEADING, (struct ks_rect){show->margin, 0, all.w / 2, h},
			  "3　標的型メールから守る", &style);
	ks_widget_button(scene, (struct ks_rect){all.w - show->margin - w, (h - bh) / 2, w, bh},
			 &quiet);
	ks_widget_bar(scene, (struct ks_rect){0, h, all.w, mm(show, 3)}, 0.44, "4/9");
	return h + mm(show, 3 + 6);
}

static int put_choices(struct show *show, struct ks_rect r)
{
	static const struct {
		const char *mark, *text;
		unsigned state;
		bool is_check, is_pending;
	} rows[] = {
		{"ア", "バス会社に電話し、見つかるまで様子を見る", 0, false, false},
		{"イ", "すぐに上司と情報セキュリティ担当へ報告する", KS_STATE_SELECTED, false, false},
		{"ウ", "すぐに上司と情報セキュリティ担当へ報告する",
		 KS_STATE_RIGHT | KS_STATE_SELECTED, false, false},
		{"エ",
		 "自分で探し、翌朝までに見つからなければ報告する。個人番号が入っていなければ、報告しなくてよい",
		 KS_STATE_WRONG, false, false},
		{NULL, "電源は切らずに、そのままにする", 0, false, true},
		{NULL, "ネットワークから切り離す", KS_STATE_SELECTED, true, false},
		{"カ", "使えない選択肢も読めます", KS_STATE_DISABLED, true, false},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct ks_rich rich = ks_rich_plain(rows[i].text);
		struct ks_choice_row row = {rows[i].mark,          &rich,
					    {WHAT_CHOICE, (int)i}, rows[i].state,
					    rows[i].is_check,      rows[i].is_pending};

		r.h = ks_widget_choice_height(show->scene, r.w, &row);
		ks_widget_choice(show->scene, r, &row);
		r.y += r.h + mm(show, 3);
	}
	return r.y;
}

static int put_badges(struct show *show, int x, int y, int right)
{
	static const struct {
		enum ks_tone tone;
		enum ks_icon icon;
		const char *words;
	} badges[] = {
		{KS_TONE_NEUTRAL, KS_ICON_NONE, "問 4 ／ 10"},
		{KS_TONE_OK, KS_ICON_CHECK, "修了"},
		{KS_TONE_WARN, KS_ICON_NONE, "受講中 6/9"},
		{KS_TONE_BAD, KS_ICON_BANG, "期限切れ"},
		{KS_TONE_ACCENT, KS_ICON_NONE, "今月の標語"},
		{KS_TONE_NEUTRAL, KS_ICON_CLOUD_WAIT, "送信待ち"},
	};
	int left = x, h = 0;

	for (size_t i = 0; i < sizeof(badges) / sizeof(badges[0]); i++) {
		struct ks_rect size =
			ks_widget_badge_size(show->scene, 6.6, badges[i].icon, badges[i].words);

		if (x > left && x + size.w > right) {
			x = left;
			y += size.h + mm(show, 2);
		}
		ks_widget_badge(show->scene, x, y, 6.6, badges[i].tone, badges[i].icon,
				badges[i].words);
		x += size.w + mm(show, 3);
		h = size.h;
	}
	return y + h + mm(show, 3);
}

static int put_buttons(struct show *show, int left, int y, int right)
{
	static const struct ks_button buttons[] = {
		{KS_BUTTON_STRONG, "戻る", KS_ICON_ARROW_LEFT, 0, 0, {WHAT_BUTTON, 2}, false},
		{KS_BUTTON_PRIMARY, "次へ", 0, KS_ICON_ARROW_RIGHT, 0, {WHAT_BUTTON, 3}, false},
		{KS_BUTTON_PRIMARY, "答える", 0, 0, 0, {WHAT_BUTTON, 4}, true},
		{KS_BUTTON_QUIET, "前の問題", KS_ICON_ARROW_LEFT, 0, 0, {WHAT_BUTTON, 5}, false},
		{KS_BUTTON_PRIMARY, "続きから", 0, 0, 0, {WHAT_BUTTON, 9}, false},
		{KS_BUTTON_DOOR_MAIN, "研修を受ける", 0, 0, 9, {WHAT_BUTTON, 6}, false},
		{KS_BUTTON_DOOR, "出席を登録する", 0, 0, 8, {WHAT_BUTTON, 7}, false},
		{KS_BUTTON_QUIET, "使えない", 0, 0, 0, {WHAT_BUTTON, 8}, true},
	};
	int x = left, h = mm(show, 24);

	for (size_t i = 0; i < sizeof(buttons) / sizeof(buttons[0]); i++) {
		int w = ks_widget_button_width(show->scene, &buttons[i]);

		if (x > left && x + w > right) {
			x = left;
			y += h + mm(show, 4);
		}
		if (buttons[i].kind >= KS_BUTTON_DOOR)
			ks_scene_fill(show->scene,
				      ks_rect_inset((struct ks_rect){x, y, w, h}, -mm(show, 2)),
				      KS_COLOR_KEY);
		ks_widget_button(show->scene, (struct ks_rect){x, y, w, h}, &buttons[i]);
		x += w + mm(show, 5);
	}
	return y + h + mm(show, 4);
}

static int put_quotes(struct show *show, struct ks_rect r)
{
	struct ks_rich text = ks_rich_plain(
		"不正アクセス、ウィルス攻撃、サービス不能攻撃等のサイバー攻撃や部外者の侵入等の"
		"意図的な要因による情報資産の漏えい・破壊・改ざん・消去…");
	struct ks_rich note =
		ks_rich_plain("原文は「可能性」ですが、用語から「可用性」の誤記と考えられます。");
	struct ks_quote quote = {KS_COLOR_KEY_SOFT,
				 KS_COLOR_KEY,
				 &text,
				 0,
				 7.2,
				 "基本方針 3 対象とする脅威 (1)",
				 NULL};
	struct ks_quote warning = {
		KS_COLOR_WARN_SOFT, KS_COLOR_NONE, &note, KS_COLOR_WARN, 6.4, NULL, NULL};

	r.y += ks_widget_quote(show->scene, r, &quote, false) + mm(show, 4);
	r.y += ks_widget_quote(show->scene, r, &warning, false) + mm(show, 4);
	return r.y;
}

static void put_left(struct show *show, struct ks_rect r)
{
	struct ks_text_style heading = ks_widget_heading_style(&show->ui, 11);

	r.y = put_badges(show, r.x, r.y, r.x + r.w);
	r.y += ks_scene_words(show->scene, KS_ROLE_HEADING, r,
			      "「不審なメール」は、どこを見れば分かる？", &heading);
	put_choices(show, r);
}

static void put_right(struct show *show, struct ks_rect r)
{
	struct ks_scene *scene = show->scene;
	struct ks_rect field = {r.x, r.y, r.w, mm(show, 30)};
	struct ks_keypad keypad = {WHAT_DIGIT, {WHAT_ERASE, 0}, {WHAT_NEXT, 0},
				   true,       "1字消す",       "次へ"};
	int ring = mm(show, 38);

	ks_widget_digits(scene, field, 6, "2041", false, "職員番号（6けた）");
	r.y += field.h + mm(show, 4);
	field.y = r.y;
	field.h = mm(show, 20);
	ks_widget_digits(scene, field, 4, "20", true, "暗証番号");
	r.y += field.h + mm(show, 4);
	ks_widget_keypad(scene,
			 (struct ks_rect){r.x, r.y, r.w - ring - mm(show, 6),
					  ks_widget_keypad_height(scene)},
			 &keypad);
	ks_widget_ring(scene, (struct ks_rect){r.x + r.w - ring, r.y, ring, ring}, 0.5, "4/8");
	ks_widget_bar(scene,
		      (struct ks_rect){r.x + r.w - ring, r.y + ring + mm(show, 4), ring, mm(show, 4)},
		      0.74, "23/31");
	ks_widget_tile(
		scene,
		(struct ks_rect){r.x + r.w - ring, r.y + ring + mm(show, 12), ring, mm(show, 40)},
		&(struct ks_tile){KS_ICON_TRIANGLE, "ときどき", {WHAT_CHOICE, 20}, KS_STATE_SELECTED});
	r.y += ks_widget_keypad_height(scene) + mm(show, 4);
	for (int i = KS_ICON_NONE + 1; i < KS_ICON_COUNT; i++)
		ks_scene_icon(scene,
			      (struct ks_rect){r.x + (i - 1) * mm(show, 15), r.y, mm(show, 10),
					       mm(show, 10)},
			      (enum ks_icon)i, KS_COLOR_INK2);
	r.y += mm(show, 14);
	put_quotes(show, r);
}

static void put_all(struct show *show, int page)
{
	struct ks_scene *scene = show->scene;
	struct ks_rect all, r;

	ks_scene_begin(scene, &show->ui, "widgets");
	all = ks_scene_rect(scene);
	ks_scene_fill(scene, all, KS_COLOR_BG);
	show->margin = ks_metrics_is_portrait(&show->ui.metrics) ? mm(show, 10) : mm(show, 16);
	r = (struct ks_rect){show->margin, put_header(show), all.w - 2 * show->margin, 0};
	if (page == 0) {
		put_left(show, r);
	} else if (page == 1) {
		put_right(show, r);
	} else {
		r.y = put_buttons(show, r.x, r.y + mm(show, 4), r.x + r.w);
		ks_widget_panel(scene, (struct ks_rect){r.x, r.y, r.w, mm(show, 30)});
		r.y += mm(show, 36);
		put_quotes(show, r);
	}
	if (page == 3)
		ks_scene_fill(scene, all, KS_COLOR_SHADE);
}

int main(int argc, char **argv)
{
	struct show show = {.ui.has_focus_ring = true};
	struct ks_window_options options = {.mode = KS_WINDOW_OFFSCREEN};
	struct ks_window *window;
	int page = argc > 6 ? (int)strtol(argv[6], NULL, 10) : 0;

	if (argc < 2)
		return 2;
	options.width_px = argc > 3 ? (int)strtol(argv[2], NULL, 10) : 1920;
	options.height_px = argc > 3 ? (int)strtol(argv[3], NULL, 10) : 1080;
	show.ui.metrics = ks_metrics_make(options.width_px, options.height_px, 0,
					  argc > 4 ? (int)strtol(argv[4], NULL, 10) : 100);
	show.ui.theme = argc > 5 && strcmp(argv[5], "contrast") == 0 ? KS_THEME_CONTRAST
								     : KS_THEME_STANDARD;
	show.ui.pressed = (struct ks_action){WHAT_BUTTON, 9};
	show.ui.focused =
		(struct ks_action){page == 0 ? WHAT_CHOICE : WHAT_BUTTON, page == 0 ? 0 : 3};
	if (ks_text_engine_open(&show.ui.text) != KS_OK || ks_window_open(&options, &window) != KS_OK)
		return 1;
	show.ui.images = ks_images_open(show.ui.text);
	show.scene = ks_scene_open();
	put_all(&show, page);
	ks_scene_paint(show.scene, ks_window_canvas(window), ks_scene_rect(show.scene));

	int failed = ks_window_shot(window, argv[1]) != KS_OK;

	ks_scene_close(show.scene);
	ks_images_close(show.ui.images);
	ks_text_engine_close(show.ui.text);
	ks_window_close(window);
	return failed;
}
