/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/file.h"
#include "kiosk/parts.h"
#include "kiosk/screen/doors.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"

/*
 * Calm screens that tell something: 緊急連絡先, 困ったとき (design 16), and the countdown over whatever stands on the
 * glass (design 15).
 */

static void fill_emergency(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_organisation *organisation = &app->content.organisation;
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, KS_MM_HEADING);
	struct ks_text_style body = ks_widget_style(&app->ui, 9.0);
	struct ks_rich title = ks_rich_plain(ks_word(KS_W_EMERGENCY_NOTE));

	flow->gap_px = ks_mm_fixed(&app->ui.metrics, 6.0);
	ks_flow_text(flow, KS_ROLE_HEADING, &title, &heading, 0);
	for (size_t i = 0; i < organisation->n_emergency; i++)
		ks_flow_text(flow, KS_ROLE_TEXT, &organisation->emergency[i], &body, 0);
}

static void build_emergency(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head =
		ks_frame_door_head(ks_word(KS_W_EMERGENCY_TITLE), ks_word(KS_W_CLOSE));

	ks_parts_build(app, scene, &head, fill_emergency);
}

static enum ks_screen_id tap_emergency(struct ks_app *app, struct ks_action action)
{
	if (ks_parts_tap(app, action) || action.what != KS_ACT_CLOSE)
		return KS_SCREEN_SAME;
	ks_visit_end(app, false);
	return ks_app_base_screen(app);
}

/* What the trouble screen says, by what is wrong. */
struct trouble {
	enum ks_word badge, heading, body;
};

static struct trouble present_trouble(const struct ks_app *app)
{
	if (app->trouble == KS_FULL)
		return (struct trouble){KS_W_TROUBLE_BADGE_RECORD, KS_W_TROUBLE_RECORD,
					KS_W_TROUBLE_FULL};
	if (app->trouble != KS_OK)
		return (struct trouble){KS_W_TROUBLE_BADGE_RECORD, KS_W_TROUBLE_RECORD,
					KS_W_TROUBLE_IO};
	return (struct trouble){KS_W_TROUBLE_BADGE_CONTENT, KS_W_TROUBLE_CONTENT,
				app->plan && app->content.n_lessons > 0 ? KS_W_TROUBLE_CONTENT_SOME
									: KS_W_TROUBLE_CONTENT_ALL};
}

#define FAULTS_SHOWN 4

/* For the one who can mend it: the first faults by file and line, or the state of the disk. */
static const char *staff_words(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_diags *faults = &app->content_faults;
	struct ks_ledger_counts counts = {0};
	const char *words = ks_word(KS_W_TROUBLE_STAFF);
	size_t n_shown = 0;

	if (app->trouble != KS_OK) {
		if (ks_ledger_counts(app->ledger, &counts) != KS_OK)
			counts.n_statements = counts.n_delivered;
		return ks_say(ks_scene_arena(scene), KS_W_TROUBLE_RECORD_STAFF,
			      ks_file_free_mib(app->options->state),
			      (int)(counts.n_statements - counts.n_delivered),
			      ks_rc_name(app->trouble));
	}
	for (size_t i = 0; i < faults->n_items && n_shown < FAULTS_SHOWN; i++) {
		if (faults->items[i].severity != KS_SEVERITY_ERROR)
			continue;
		words = ks_scene_format(scene, "%s\n%s:%d　%s", words, faults->items[i].file,
					faults->items[i].line, faults->items[i].message);
		n_shown++;
	}
	if (faults->n_errors > n_shown)
		words = ks_scene_format(scene, "%s\n%s", words,
					ks_say(ks_scene_arena(scene), KS_W_TROUBLE_MORE,
					       (int)(faults->n_errors - n_shown)));
	return words;
}

static void fill_trouble(struct ks_flow *flow, struct ks_app *app)
{
	struct ks_scene *scene = flow->scene;
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, KS_MM_HEADING);
	struct ks_text_style body = ks_widget_style(&app->ui, 8.0);
	struct trouble trouble = present_trouble(app);
	struct ks_rich title = ks_rich_plain(ks_word(trouble.heading));
	struct ks_rich words = ks_rich_plain(ks_word(trouble.body));
	struct ks_rich staff = ks_rich_plain(staff_words(app, scene));
	struct ks_quote note = {
		.ground = KS_COLOR_SURFACE, .text = &staff, .ink = KS_COLOR_INK2, .mm = KS_MM_NOTE};
	struct ks_rect r;

	flow->gap_px = ks_mm_fixed(&app->ui.metrics, 7.0);
	if (ks_flow_room(flow,
			 ks_widget_badge_size(scene, 7.2, KS_ICON_BANG, ks_word(trouble.badge)).h, &r))
		ks_widget_badge(scene, r.x, r.y, 7.2,
				app->trouble == KS_OK ? KS_TONE_WARN : KS_TONE_BAD, KS_ICON_BANG,
				ks_word(trouble.badge));
	ks_flow_text(flow, KS_ROLE_HEADING, &title, &heading, 0);
	ks_flow_text(flow, KS_ROLE_TEXT, &words, &body, 0);
	ks_flow_quote(flow, &note);
}

/* The doors keep their place; what is for 係員 gives way to them when the text is large. */
static void build_trouble(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_rect all = ks_scene_rect(scene);
	int margin = ks_mm_fixed(metrics, ks_metrics_is_portrait(metrics) ? 14.0 : 28.0);
	int top = ks_mm_fixed(metrics, metrics->step_percent <= 100 ? 30.0 : 14.0);
	int foot = ks_mm_fixed(metrics, metrics->step_percent <= 100 ? 18.0 : 10.0);
	struct ks_rect doors = {margin, 0, all.w - 2 * margin, 0};
	struct ks_flow flow;

	ks_scene_fill(scene, all, KS_COLOR_BG);
	doors.h = ks_doors_height(app, scene, doors.w);
	doors.y = all.h - doors.h - foot;
	flow = ks_flow_begin(
		app, scene,
		(struct ks_rect){margin, top, doors.w, doors.y - ks_mm_fixed(metrics, 6.0) - top}, 0);
	fill_trouble(&flow, app);
	ks_doors_build(app, scene, doors, false);
}

/* Whoever stands here when the disk fails is signed out first; the doors that still work lead on. */
static void enter_trouble(struct ks_app *app)
{
	ks_visit_end(app, true);
}

static enum ks_screen_id tap_trouble(struct ks_app *app, struct ks_action action)
{
	return ks_doors_tap(app, action);
}

static void build_countdown_words(struct ks_app *app, struct ks_scene *scene, struct ks_rect r,
				  int seconds_left)
{
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, KS_MM_HEADING);
	struct ks_text_style number = ks_widget_heading_style(&app->ui, 40.0);
	struct ks_text_style note = ks_widget_style(&app->ui, 7.0);

	heading.align = number.align = note.align = KS_ALIGN_CENTRE;
	number.color = KS_COLOR_KEY;
	number.pitch_percent = 115;
	note.color = KS_COLOR_INK2;
	note.breaking = KS_BREAK_PHRASE;
	r.y += ks_scene_words(scene, KS_ROLE_HEADING, r, ks_word(KS_W_IDLE_HEADING), &heading);
	r.y += ks_scene_words(scene, KS_ROLE_TEXT, r, ks_scene_format(scene, "%d", seconds_left),
			      &number);
	ks_scene_words(scene, KS_ROLE_TEXT, r, ks_word(KS_W_IDLE_NOTE), &note);
}

void ks_countdown_build(struct ks_app *app, struct ks_scene *scene, int seconds_left)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_rect all = ks_scene_rect(scene);
	int w = ks_mm(metrics, 272.0) < all.w * 9 / 10 ? ks_mm(metrics, 272.0) : all.w * 9 / 10;
	int h = ks_mm(metrics, 176.0) < all.h * 9 / 10 ? ks_mm(metrics, 176.0) : all.h * 9 / 10;
	struct ks_rect card = {(all.w - w) / 2, (all.h - h) / 2, w, h},
		       in = ks_rect_inset(card, ks_mm(metrics, 15.0));
	struct ks_element dialog = {
		.role = KS_ROLE_DIALOG, .rect = card, .label = ks_word(KS_W_IDLE_HEADING)};
	struct ks_button leave = {.kind = KS_BUTTON_STRONG,
				  .label = ks_word(KS_W_SIGN_OUT),
				  .action = {KS_ACT_LEAVE, 0}};
	struct ks_button stay = {.kind = KS_BUTTON_PRIMARY,
				 .label = ks_word(KS_W_KEEP_GOING),
				 .action = {KS_ACT_KEEP_GOING, 0}};
	int gap = ks_mm_fixed(metrics, 7.0), button_h = ks_mm(metrics, 25.4), half = (in.w - gap) / 2;
	struct ks_rect button = {in.x, in.y + in.h - button_h, half, button_h};

	ks_scene_fill(scene, all, KS_COLOR_SHADE);
	ks_widget_panel(scene, card);
	ks_scene_element(scene, &dialog);
	build_countdown_words(app, scene, in, seconds_left);
	ks_widget_button(scene, button, &leave);
	button.x += half + gap;
	ks_widget_button(scene, button, &stay);
}

const struct ks_screen ks_screen_emergency = {
	.name = "emergency", .build = build_emergency, .tap = tap_emergency};
const struct ks_screen ks_screen_trouble = {.name = "trouble",
					    .enter = enter_trouble,
					    .build = build_trouble,
					    .tap = tap_trouble,
					    .never_idles = true,
					    .redraw_ms = 10000};
