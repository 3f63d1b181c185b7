/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "content/shelf.h"
#include "kiosk/parts.h"
#include "kiosk/screen/device_say.h"
#include "kiosk/screen/screen.h"
#include "kiosk/stick.h"
#include "kiosk/words/words.h"
#include "visit/desk.h"
#include "visit/device.h"

/* 端末の状態 (design 40, right): what a 係員 can look at and do without a keyboard. What is done is recorded with their name. */

#define LINE_MM 6.8
#define ICON_GAP_MM 3.0

struct device {
	int sure;                  /* the deed that was asked about: tapped again, it is done */
	struct ks_stick_told told; /* of what went to the stick; has_told false: nothing did */
	bool has_told;
};
KS_SCREEN_STATE(struct device, DEVICE)

static void enter(const struct ks_app *app, struct ks_view *view)
{
	(void)app;
	memset(state_of(view), 0, sizeof(struct device));
	view->part = 0;
}

/* "✓ 時計　9:24（…）": what in grey, how behind it, or below where both do not stand beside each other. */
static void flow_line(struct ks_flow *flow, struct ks_app *app, const struct ks_device_line *line)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_text_style what = ks_widget_style(&app->ui, LINE_MM);
	struct ks_text_style how = what;
	int icon = what.em_px * 11 / 10, indent = icon + ks_mm_fixed(metrics, ICON_GAP_MM);
	int room = flow->column.w - indent;

	what.color = KS_COLOR_INK2;
	how.face = KS_FACE_BOLD;

	int what_w = ks_widget_words_width(flow->scene, line->what, &what) + what.em_px;
	int what_h = ks_widget_words_height(flow->scene, line->what, &what, room);
	bool is_beside = what_w + ks_widget_words_width(flow->scene, line->how, &how) <= room;
	int how_h = ks_widget_words_height(flow->scene, line->how, &how,
					   is_beside ? room - what_w : room);
	struct ks_rect r, at;

	how.color = line->is_good ? KS_COLOR_INK : KS_COLOR_WARN;
	if (!ks_flow_room(flow, is_beside ? (what_h > how_h ? what_h : how_h) : what_h + how_h, &r))
		return;
	ks_scene_icon(flow->scene, (struct ks_rect){r.x, r.y + (what_h - icon) / 2, icon, icon},
		      line->is_absent ? KS_ICON_DASH
		      : line->is_good ? KS_ICON_CHECK
				      : KS_ICON_BANG,
		      line->is_good ? KS_COLOR_OK : KS_COLOR_WARN);
	at = (struct ks_rect){r.x + indent, r.y, room, 0};
	ks_scene_words(flow->scene, KS_ROLE_TEXT, at, line->what, &what);
	if (is_beside)
		at.x += what_w;
	else
		at.y += what_h;
	at.w = is_beside ? room - what_w : room;
	ks_scene_words(flow->scene, KS_ROLE_TEXT, at, line->how, &how);
}

static void flow_deed(struct ks_flow *flow, enum ks_word word, enum ks_act act)
{
	struct ks_rich rich = ks_rich_plain(ks_word(word));
	struct ks_choice_row row = {.text = &rich, .action = {act, 0}};

	ks_flow_choice(flow, &row);
}

/* What came of the stick stands first: whoever waits for it looks there. */
static void flow_told(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_stick_told *told = &state_in(&app->view)->told;
	struct ks_arena *arena = ks_scene_arena(flow->scene);
	struct ks_shelf_told content;
	struct ks_rich text = ks_rich_plain(ks_say(arena, told->word, told->n_statements));
	bool is_good = told->is_good &&
		       told->n_refused == 0; /* what the centre does not take is no good news */
	struct ks_quote quote = {.ground = is_good ? KS_COLOR_OK_SOFT : KS_COLOR_WARN_SOFT,
				 .bar = is_good ? KS_COLOR_OK : KS_COLOR_WARN,
				 .text = &text,
				 .mm = LINE_MM};

	if (told->n_receipts > 0 && told->n_refused == 0)
		quote.source = ks_say(arena, KS_W_STICK_TAKEN, told->n_receipts, told->n_delivered);
	ks_flow_quote(flow, &quote);
	if (told->n_refused > 0)
		ks_flow_words(flow, KS_ROLE_TEXT,
			      ks_say(arena, KS_W_STICK_REFUSED, told->n_delivered, told->n_refused),
			      LINE_MM);
	if (told->is_content_refused) {
		ks_shelf_told(app->options->state, &content);
		ks_flow_words(flow, KS_ROLE_TEXT,
			      ks_say(arena, KS_W_STICK_CONTENT_NOT, content.words), LINE_MM);
	} else if (told->content > 0) {
		ks_flow_words(flow, KS_ROLE_TEXT, ks_say(arena, KS_W_STICK_CONTENT, told->content),
			      LINE_MM);
	}
	if (told->has_people)
		ks_flow_words(flow, KS_ROLE_TEXT, ks_word(KS_W_STICK_PEOPLE), LINE_MM);
}

static void fill(struct ks_flow *flow, struct ks_app *app)
{
	const struct device *device = state_in(&app->view);
	struct ks_device_line lines[KS_DEVICE_LINES];
	size_t n = ks_device_lines(app, ks_scene_arena(flow->scene), lines);

	if (device->has_told)
		flow_told(flow, app);
	flow->gap_px = ks_mm_fixed(&app->ui.metrics, 2.0);
	for (size_t i = 0; i < n; i++)
		flow_line(flow, app, &lines[i]);
	flow->gap_px = ks_mm(&app->ui.metrics, 4.0);
	if (app->sync)
		flow_deed(flow, KS_W_DEVICE_SEND, KS_ACT_SEND);
	if (app->options->courier)
		flow_deed(flow, KS_W_STICK_WRITE, KS_ACT_STICK);
	flow_deed(flow, KS_W_DEVICE_TOUCH, KS_ACT_TOUCH);
	flow_deed(flow, KS_W_DEVICE_TELL_CLOCK, KS_ACT_CLOCK);
	flow_deed(flow,
		  device->sure == KS_ACT_RESTART ? KS_W_DEVICE_RESTART_SURE : KS_W_DEVICE_RESTART,
		  KS_ACT_RESTART);
	flow_deed(flow, device->sure == KS_ACT_QUIT ? KS_W_DEVICE_LEAVE_SURE : KS_W_DEVICE_LEAVE,
		  KS_ACT_QUIT);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head = ks_frame_person_head(ks_word(KS_W_DEVICE_TITLE),
							 ks_word(KS_W_DESK_BACK), KS_ACT_DESK);

	head.has_bottom = false;
	ks_parts_build(app, scene, &head, fill);
}

/* The first tap asks, the second does it: whoever starts the program starts it again, unless it says that it was left. */
static enum ks_screen_id end(struct ks_app *app, int act)
{
	struct device *device = state_of(&app->view);
	enum ks_rc rc;

	if (device->sure != act) {
		device->sure = act;
		return KS_SCREEN_SAME;
	}
	rc = (act == KS_ACT_QUIT ? ks_device_leave : ks_device_restart)(&app->site, &app->visit);
	if (rc != KS_OK)
		return ks_app_trouble(app, rc);
	app->is_quit = true;
	app->exit_code = act == KS_ACT_QUIT ? KS_EXIT_LEFT : app->exit_code;
	return ks_app_sign_out(app, false);
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	if (action.what != KS_ACT_RESTART && action.what != KS_ACT_QUIT)
		state_of(&app->view)->sure = KS_ACT_NONE;
	if (ks_parts_tap(app, action))
		return KS_SCREEN_SAME;
	switch ((enum ks_act)action.what) {
	case KS_ACT_DESK:
		ks_desk_back(&app->visit);
		return ks_app_where(app, KS_OK);
	case KS_ACT_SEND:
		if (app->sync)
			ks_sync_poke(app->sync);
		return KS_SCREEN_SAME;
	case KS_ACT_STICK:
		ks_stick_exchange(app, &state_of(&app->view)->told);
		state_of(&app->view)->has_told = true;
		app->view.part = 0;
		return KS_SCREEN_SAME;
	case KS_ACT_TOUCH:
		return KS_SCREEN_TOUCH;
	case KS_ACT_CLOCK:
		ks_device_ask_clock(&app->visit);
		return ks_app_where(app, KS_OK);
	case KS_ACT_RESTART:
	case KS_ACT_QUIT:
		return end(app, action.what);
	default:
		return KS_SCREEN_SAME;
	}
}

const struct ks_screen ks_screen_device = {
	.name = "device", .enter = enter, .build = build, .tap = tap, .is_read = true};
