/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/parts.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"

/*
 * 表示の設定, from マイページ: every setting with the value it has now. A tap shows the new value at once, so the
 * screen itself is the sample.
 */

#define ROW_MM 18.0
#define VALUE_MM 30.0
#define GAP_MM 3.2
#define VALUES_MOST 3

static const enum ks_word names[KS_SETTING_COUNT] = {
	[KS_SETTING_TEXT] = KS_W_SET_TEXT, [KS_SETTING_FURIGANA] = KS_W_SET_FURIGANA,
	[KS_SETTING_EASY] = KS_W_SET_EASY, [KS_SETTING_CONTRAST] = KS_W_SET_CONTRAST,
	[KS_SETTING_LOW] = KS_W_SET_LOW,
};

static void build_value(struct ks_app *app, struct ks_scene *scene, struct ks_rect r,
			enum ks_setting setting, int value)
{
	bool is_present = ks_settings_value(app, setting) == value;
	struct ks_button button = {.kind = KS_BUTTON_QUIET,
				   .label = ks_word(ks_settings_word(setting, value)),
				   .label_mm = 7.0,
				   .action = {KS_ACT_SET, KS_SETTING_ARG(setting, value)},
				   .is_on = is_present};

	ks_widget_button(scene, r, &button);
}

/* Name at the left, values at the right; the name above where both do not fit. */
static void flow_setting(struct ks_flow *flow, enum ks_setting setting)
{
	struct ks_app *app = flow->app;
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_text_style style = ks_widget_heading_style(&app->ui, 8.0);
	struct ks_rich name = ks_rich_plain(ks_word(names[setting]));
	int n = ks_settings_n_values(setting), gap = ks_mm(metrics, GAP_MM);
	int w = ks_mm(metrics, VALUE_MM), h = ks_mm(metrics, ROW_MM), row_h = h;
	int most_w = VALUES_MOST * w + (VALUES_MOST - 1) * gap; /* values stand in columns */
	int name_w = ks_text_layout(app->ui.text, &name, &style, 0)->w;
	bool is_above = name_w + 2 * gap + most_w > flow->column.w;
	int name_h = style.em_px * style.pitch_percent / 100;
	struct ks_rect r;

	if (is_above)
		row_h += name_h;
	if (!ks_flow_target(flow, row_h, row_h - h, &r))
		return;
	ks_scene_words_in(flow->scene, KS_ROLE_TEXT,
			  (struct ks_rect){r.x, r.y, r.w, is_above ? name_h : r.h},
			  ks_word(names[setting]), &style);
	if (is_above)
		r.y += name_h;
	else
		r.x += r.w - most_w < r.w * 2 / 5 ? r.w - most_w : r.w * 2 / 5;
	for (int value = 0; value < n; value++)
		build_value(app, flow->scene, (struct ks_rect){r.x + value * (w + gap), r.y, w, h},
			    setting, value);
}

static void fill(struct ks_flow *flow, struct ks_app *app)
{
	struct ks_text_style small = ks_widget_style(&app->ui, 6.6);
	struct ks_rich note = ks_rich_plain(ks_word(KS_W_SETTINGS_NOTE));
	bool is_low = app->ui.metrics.is_low; /* words above, what is touched below */

	small.color = KS_COLOR_INK2;
	flow->gap_px = ks_mm(&app->ui.metrics, 5.0);
	if (is_low)
		ks_flow_text(flow, KS_ROLE_TEXT, &note, &small, 0);
	for (int i = 0; i < KS_SETTING_COUNT; i++)
		flow_setting(flow, (enum ks_setting)i);
	if (!is_low)
		ks_flow_text(flow, KS_ROLE_TEXT, &note, &small, 0);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head = ks_frame_person_head(ks_word(KS_W_SETTINGS),
							 ks_word(KS_W_SIGN_OUT), KS_ACT_SIGN_OUT);
	struct ks_button home = {.kind = KS_BUTTON_PRIMARY,
				 .label = ks_word(KS_W_SETTINGS_BACK),
				 .action = {KS_ACT_HOME, 0}};
	struct ks_frame frame;

	head.n_settings = 0;
	head.has_bottom = true;
	frame = ks_parts_build(app, scene, &head, fill);
	if (app->view.part + 1 >= app->view.n_parts)
		ks_frame_bottom_button(scene, &frame, KS_SLOT_RIGHT, &home);
	ks_parts_words(app, scene, &frame);
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	if (ks_parts_tap(app, action))
		return KS_SCREEN_SAME;
	switch ((enum ks_act)action.what) {
	case KS_ACT_HOME:
		return ks_app_home(app);
	default:
		return KS_SCREEN_SAME;
	}
}

static void enter(const struct ks_app *app, struct ks_view *view)
{
	(void)app;
	view->part = 0;
}

const struct ks_screen ks_screen_settings = {
	.name = "settings", .enter = enter, .build = build, .tap = tap};
