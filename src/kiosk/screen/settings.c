/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/settings.h"

#include <string.h>

#include "kiosk/parts.h"
#include "kiosk/screen/sample.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"

/*
 * 見やすさ (design 51), from every screen: every setting with the value it has now. A tap shows the new value at once, on
 * a sample and on the screen itself. The screen behind keeps what was typed or chosen there. A setting that would change
 * nothing there says so: that screen is built both ways, and compared.
 */

#define ROW_MM 18.0
#define VALUE_MM 31.0
#define GAP_MM 3.2
#define ROW_GAP_MM 4.0
#define NAME_MM 8.0
#define ICON_MM 8.0
#define ICON_GAP_MM 4.0
#define ABOUT_MM 76.0 /* name and hint, at ease and at least */
#define ABOUT_LEAST_MM 60.0
#define VALUES_MOST 4
#define ROWS_PERCENT 58   /* of the body's width; the sample stands beside */
#define SAMPLE_PERCENT 34 /* of the body's height, in portrait */

static const struct {
	enum ks_word name, hint;
	enum ks_icon icon;
} rows[] = {
	[KS_SETTING_TEXT] = {KS_W_SET_TEXT, KS_W_SET_TEXT_HINT, KS_ICON_LETTERS},
	[KS_SETTING_FURIGANA] = {KS_W_FURIGANA, KS_W_SET_FURIGANA_HINT, KS_ICON_BOOK},
	[KS_SETTING_EASY] = {KS_W_EASY, KS_W_SET_EASY_HINT, KS_ICON_SPEECH},
	[KS_SETTING_CONTRAST] = {KS_W_SET_CONTRAST, KS_W_SET_CONTRAST_HINT, KS_ICON_CONTRAST},
	[KS_SETTING_LOW] = {KS_W_SET_LOW, KS_W_SET_LOW_HINT, KS_ICON_LOW},
	[KS_SETTING_SLOW] = {KS_W_SET_SLOW, KS_W_SET_SLOW_HINT, KS_ICON_HOURGLASS},
	[KS_SETTING_SCAN] = {KS_W_SET_SCAN, KS_W_SET_SCAN_HINT, KS_ICON_SWITCH},
};
_Static_assert(KS_COUNT(rows) == KS_SETTING_COUNT, "a row for every setting");

struct settings {
	enum ks_screen_id from;
	int from_part;
	unsigned nothing_here; /* bit s: setting s changes nothing on the screen behind */
};
KS_SCREEN_STATE(struct settings, SETTINGS)

/* ---- the screen behind ---- */

static void build_behind(struct ks_app *app, struct ks_scene *scene, enum ks_screen_id from)
{
	ks_scene_begin(scene, &app->ui, "behind");
	ks_screen_get(from)->build(app, scene);
}

/* What flipping each setting would change there. Works on the glass's own state and puts it back. */
static unsigned find_nothing_here(struct ks_app *app, enum ks_screen_id from)
{
	struct ks_scene *now = ks_scene_open(), *other = ks_scene_open();
	struct ks_view view = app->view;
	bool is_recount_due = app->is_recount_due;
	unsigned nothing = 0;

	build_behind(app, now, from);
	for (int i = KS_SETTING_TEXT; i <= KS_SETTING_LOW; i++) {
		enum ks_setting setting = (enum ks_setting)i;
		int value = ks_settings_value(app, setting);
		struct ks_damage damage;

		ks_settings_show(app, setting, (value + 1) % ks_settings_n_values(setting));
		build_behind(app, other, from);
		ks_scene_diff(now, other, &damage);
		if (damage.n_rects == 0)
			nothing |= 1u << i;
		ks_settings_show(app, setting, value);
		app->view = view;
	}
	app->is_recount_due = is_recount_due;
	ks_scene_wipe(now);
	ks_scene_wipe(other);
	ks_scene_close(now);
	ks_scene_close(other);
	explicit_bzero(&view, sizeof(view));
	return nothing;
}

enum ks_screen_id ks_settings_screen_open(struct ks_app *app)
{
	struct settings state = {.from = app->screen, .from_part = app->view.part};

	state.nothing_here = find_nothing_here(app, app->screen);
	*state_of(&app->view) = state;
	app->view.part = 0;
	return KS_SCREEN_SETTINGS;
}

enum ks_screen_id ks_settings_screen_leave(struct ks_app *app)
{
	app->view.part = state_in(&app->view)->from_part;
	return state_in(&app->view)->from;
}

static void recount(struct ks_view *view)
{
	state_of(view)->from_part = 0;
}

/* ---- rows ---- */

static void build_value(struct ks_app *app, struct ks_scene *scene, struct ks_rect r,
			enum ks_setting setting, int value)
{
	const char *word = ks_word(ks_settings_word(setting, value));
	struct ks_button button = {.kind = KS_BUTTON_QUIET,
				   .label = word,
				   .name = ks_say(ks_scene_arena(scene), KS_W_SET_CALLED,
						  ks_word(rows[setting].name), word),
				   .label_mm = 7.0,
				   .action = {KS_ACT_SET, KS_SETTING_ARG(setting, value)},
				   .is_on = ks_settings_value(app, setting) == value};

	ks_widget_button(scene, r, &button);
}

/* What stands beside the values, and how high that is. */
struct about {
	enum ks_icon icon;
	int icon_px;
	const char *name, *hint;
	struct ks_text_style name_style, hint_style;
	int w, name_h, h;
};

static struct about about_of(struct ks_flow *flow, enum ks_setting setting, int width_px)
{
	struct ks_app *app = flow->app;
	bool is_idle = state_in(&app->view)->nothing_here & 1u << setting;
	struct about about = {
		.icon = rows[setting].icon,
		.icon_px = ks_mm(&app->ui.metrics, ICON_MM),
		.name = ks_word(rows[setting].name),
		.hint = ks_word(is_idle ? KS_W_SET_NOTHING_HERE : rows[setting].hint),
		.name_style = ks_widget_heading_style(&app->ui, NAME_MM),
		.hint_style = ks_widget_style(&app->ui, KS_MM_NOTE),
		.w = width_px - ks_mm(&app->ui.metrics, ICON_MM + ICON_GAP_MM),
	};

	width_px = about.w;
	about.hint_style.breaking = KS_BREAK_PHRASE;
	about.hint_style.color = KS_COLOR_INK2;
	about.hint_style.pitch_percent = 145;
	about.name_h = ks_widget_words_height(flow->scene, about.name, &about.name_style, width_px);
	about.h = about.name_h +
		  ks_widget_words_height(flow->scene, about.hint, &about.hint_style, width_px);
	return about;
}

static void build_about(struct ks_scene *scene, struct ks_rect r, const struct about *about)
{
	int beside = about->icon_px * 3 / 2;

	ks_scene_icon(scene,
		      (struct ks_rect){r.x, r.y + (r.h - about->icon_px) / 2, about->icon_px,
				       about->icon_px},
		      about->icon, KS_COLOR_KEY);
	r = (struct ks_rect){r.x + beside, r.y + (r.h - about->h) / 2, about->w, about->name_h};
	ks_scene_words(scene, KS_ROLE_TEXT, r, about->name, &about->name_style);
	r.y += about->name_h;
	ks_scene_words(scene, KS_ROLE_TEXT, r, about->hint, &about->hint_style);
}

static int block_width(const struct ks_metrics *metrics, int n_values)
{
	return n_values * ks_mm(metrics, VALUE_MM) + (n_values - 1) * ks_mm(metrics, GAP_MM);
}

/* How wide the values of a row are together: all rows alike, or each no wider than it needs where room is dear. */
static int values_width(const struct ks_flow *flow, int n_values)
{
	const struct ks_metrics *metrics = &flow->app->ui.metrics;
	int alike = block_width(metrics, VALUES_MOST), w;

	if (flow->column.w - alike >= ks_mm(metrics, ABOUT_MM))
		return alike;
	w = block_width(metrics, n_values);
	return w < flow->column.w ? w : flow->column.w;
}

static void build_values(struct ks_app *app, struct ks_scene *scene, struct ks_rect r,
			 enum ks_setting setting)
{
	int n = ks_settings_n_values(setting), gap = ks_mm(&app->ui.metrics, GAP_MM);
	int w = (r.w - (n - 1) * gap) / n;

	for (int value = 0; value < n; value++)
		build_value(app, scene, (struct ks_rect){r.x + value * (w + gap), r.y, w, r.h},
			    setting, value);
}

/* Name at the left, values at the right; the name above where both do not fit. */
static void flow_setting(struct ks_flow *flow, enum ks_setting setting)
{
	const struct ks_metrics *metrics = &flow->app->ui.metrics;
	int gap = ks_mm(metrics, GAP_MM), h = ks_mm(metrics, ROW_MM), row_h = h;
	int w = values_width(flow, ks_settings_n_values(setting));
	int beside = flow->column.w - w - gap;
	bool is_above = beside < ks_mm(metrics, ABOUT_LEAST_MM);
	struct about about = about_of(flow, setting, is_above ? flow->column.w : beside);
	struct ks_rect r;

	if (is_above)
		row_h = h + about.h + gap;
	else if (about.h > row_h)
		row_h = about.h;
	if (!ks_flow_target(flow, row_h, is_above ? row_h - h : 0, &r))
		return;
	build_about(flow->scene, (struct ks_rect){r.x, r.y, r.w, is_above ? about.h : r.h}, &about);
	r.y += is_above ? row_h - h : (row_h - h) / 2;
	r.x += is_above ? 0 : r.w - w;
	r = (struct ks_rect){r.x, r.y, is_above ? r.w : w, h};
	build_values(flow->app, flow->scene, r, setting);
}

static struct ks_rect rows_of(const struct ks_app *app, struct ks_rect body)
{
	if (!ks_metrics_is_portrait(&app->ui.metrics)) {
		body.w = body.w * ROWS_PERCENT / 100;
	} else {
		body.y += body.h * SAMPLE_PERCENT / 100;
		body.h -= body.h * SAMPLE_PERCENT / 100;
	}
	return body;
}

static struct ks_rect sample_of(const struct ks_app *app, struct ks_rect body)
{
	int gap = ks_mm_fixed(&app->ui.metrics, 8.0);

	if (!ks_metrics_is_portrait(&app->ui.metrics)) {
		body.x += body.w * ROWS_PERCENT / 100 + gap;
		body.w -= body.w * ROWS_PERCENT / 100 + gap;
	} else {
		body.h = body.h * SAMPLE_PERCENT / 100 - gap;
	}
	return body;
}

static void fill(struct ks_flow *flow, struct ks_app *app)
{
	flow->column = rows_of(app, flow->column);
	flow->gap_px = ks_mm(&app->ui.metrics, ROW_GAP_MM);
	for (int i = 0; i < KS_SETTING_COUNT; i++)
		flow_setting(flow, (enum ks_setting)i);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head = {.title = ks_word(KS_W_SETTINGS), .has_bottom = true};
	struct ks_button done = {.kind = KS_BUTTON_PRIMARY,
				 .label = ks_word(KS_W_SETTINGS_DONE),
				 .after = KS_ICON_ARROW_RIGHT,
				 .action = {KS_ACT_SETTLED, 0},
				 .is_exit = true};
	struct ks_button standard = {.kind = KS_BUTTON_QUIET,
				     .label = ks_word(KS_W_SETTINGS_STANDARD),
				     .action = {KS_ACT_STANDARD, 0},
				     .is_disabled = ks_settings_are_standard(app)};
	struct ks_frame frame = ks_parts_build(app, scene, &head, fill);

	ks_sample_build(app, scene, sample_of(app, frame.body));
	if (app->view.part == 0)
		ks_frame_bottom_button(scene, &frame, KS_SLOT_LEFT, &standard);
	if (app->view.part + 1 >= app->view.n_parts)
		ks_frame_bottom_button(scene, &frame, KS_SLOT_RIGHT, &done);
	if (app->view.n_parts > 1)
		ks_parts_words(app, scene, &frame);
	else
		ks_frame_bottom_words(scene, &frame,
				      ks_word(app->visit.is_signed_in ? KS_W_SETTINGS_NOTE_KEPT
								      : KS_W_SETTINGS_NOTE));
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	(void)ks_parts_tap(app, action);
	return KS_SCREEN_SAME;
}

const struct ks_screen ks_screen_settings = {
	.name = "settings", .build = build, .tap = tap, .recount = recount};
