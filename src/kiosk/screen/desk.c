/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/desk.h"

#include <stdlib.h>

#include "kiosk/parts.h"
#include "kiosk/screen/reception.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"
#include "record/identity.h"
#include "ui/widget.h"
#include "visit/device.h"

/* 係員 (design 40): today's gatherings, and whether what this kiosk recorded has left it. */

#define MAIN_MM 24.0

static enum ks_gathering_when when_is(struct ks_app *app, const struct ks_gathering *g)
{
	return ks_gathering_when(g, ks_site_wall_ms(&app->site));
}

static void flow_gathering(struct ks_flow *flow, struct ks_app *app, size_t i)
{
	const struct ks_gathering *g = &app->visit.attend.gatherings[i];
	struct ks_arena *arena = ks_scene_arena(flow->scene);
	const char *people = g->n_expected > 0 ? ks_say(arena, KS_W_DESK_PEOPLE, (int)g->n_expected)
					       : ks_word(KS_W_DESK_ANYBODY);
	char *day = ks_wareki_date_weekday(g->date);
	const char *when =
		ks_say(arena, KS_W_GATHERING_WHEN, day, g->from_minute / 60, g->from_minute % 60,
		       g->to_minute / 60, g->to_minute % 60, g->place);
	int opens = g->from_minute - KS_GATHERING_OPENS_MIN;
	struct ks_rich rich;
	struct ks_choice_row row = {.mark = ks_scene_format(flow->scene, "%zu", i + 1),
				    .text = &rich,
				    .action = {KS_ACT_CHOOSE, (int)i}};

	if (when_is(app, g) == KS_GATHERING_EARLY)
		people = ks_scene_format(flow->scene, "%s　%s", people,
					 ks_say(arena, KS_W_ATTEND_EARLY, opens / 60, opens % 60));
	rich = ks_rich_plain(ks_say(arena, KS_W_DESK_ROW, g->title, when, people));
	ks_flow_choice(flow, &row);
	free(day);
}

/* The next one's, in one tap: the first that is not over. */
static void flow_begin(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_attend_visit *attend = &app->visit.attend;
	struct ks_button button = {.kind = KS_BUTTON_PRIMARY,
				   .label = ks_word(KS_W_ROLL_OPEN),
				   .after = KS_ICON_ARROW_RIGHT};
	struct ks_rect r;
	size_t i = 0;
	int h, w;

	while (i < attend->n_gatherings && when_is(app, &attend->gatherings[i]) == KS_GATHERING_OVER)
		i++;
	if (i == attend->n_gatherings || ks_reception_is(app, &attend->gatherings[i]))
		return;
	button.action = (struct ks_action){KS_ACT_RECEPTION, (int)i + 1};
	w = ks_widget_button_width(flow->scene, &button);
	w = w < flow->column.w ? w : flow->column.w;
	h = ks_widget_button_height(flow->scene, &button, w);
	if (h < ks_mm(&app->ui.metrics, MAIN_MM))
		h = ks_mm(&app->ui.metrics, MAIN_MM);
	if (ks_flow_target(flow, h, 0, &r)) {
		r.w = w;
		ks_widget_button(flow->scene, r, &button);
	}
}

/* What HR compares with the centre's list (kenshu kiosk confirm). */
static void flow_key(struct ks_flow *flow, struct ks_app *app)
{
	char *mark = ks_identity_mark(app->site.store);

	if (mark)
		ks_flow_words(flow, KS_ROLE_TEXT,
			      ks_say(ks_scene_arena(flow->scene), KS_W_DESK_KEY,
				     app->options->kiosk, mark),
			      6.8);
	free(mark);
}

/* Only what was read is said, and what is set aside only where there is any. */
static void flow_state(struct ks_flow *flow, struct ks_app *app)
{
	struct ks_arena *arena = ks_scene_arena(flow->scene);
	struct ks_sync_status status = {.state = KS_SYNC_OFF};
	struct ks_ledger_counts counts;

	if (ks_ledger_counts(app->site.ledger, &counts) != KS_OK)
		return;
	ks_flow_words(flow, KS_ROLE_TEXT,
		      ks_say(arena, KS_W_DESK_STATE,
			     (int)(counts.n_statements - counts.n_delivered - counts.n_quarantined)),
		      6.8);
	if (counts.n_quarantined > 0)
		ks_flow_words(flow, KS_ROLE_TEXT,
			      ks_say(arena, KS_W_DESK_ASIDE, (int)counts.n_quarantined), 6.8);
	if (app->sync)
		ks_sync_status(app->sync, &status);
	if (status.state >= KS_SYNC_WAITING)
		ks_flow_words(flow, KS_ROLE_TEXT, ks_word(KS_W_DESK_APART), 6.8);
	flow_key(flow, app);
}

static void flow_newly(struct ks_flow *flow)
{
	struct ks_rich rich = ks_rich_plain(ks_word(KS_W_NEW_TITLE));
	struct ks_choice_row row = {.text = &rich, .action = {KS_ACT_NEWLY, 0}};

	ks_flow_choice(flow, &row);
}

static void fill(struct ks_flow *flow, struct ks_app *app)
{
	size_t n = app->visit.attend.n_gatherings;

	flow->gap_px = ks_mm(&app->ui.metrics, 5.0);
	if (app->visit.desk.is_refused) {
		ks_flow_words(flow, KS_ROLE_HEADING, ks_word(KS_W_DESK_REFUSED), KS_MM_HEADING);
		ks_flow_words(flow, KS_ROLE_TEXT, ks_word(KS_W_DESK_REFUSED_HINT), KS_MM_BODY);
		return;
	}
	ks_flow_words(flow, KS_ROLE_HEADING,
		      n > 0 ? ks_say(ks_scene_arena(flow->scene), KS_W_DESK_TODAY, (int)n)
			    : ks_word(KS_W_ATTEND_NONE),
		      KS_MM_HEADING);
	flow_state(flow, app);
	for (size_t i = 0; i < n; i++)
		flow_gathering(flow, app, i);
	flow_begin(flow, app);
	flow_newly(flow);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head =
		ks_frame_person_head(ks_word(KS_W_DESK), ks_word(KS_W_SIGN_OUT), KS_ACT_SIGN_OUT);

	head.has_bottom = false;
	if (!app->visit.desk.is_refused) {
		head.extra_label = ks_word(KS_W_DEVICE_TITLE);
		head.extra = (struct ks_action){KS_ACT_DEVICE, 0};
	}
	ks_parts_build(app, scene, &head, fill);
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	if (ks_parts_tap(app, action))
		return KS_SCREEN_SAME;
	if (action.what == KS_ACT_CHOOSE)
		return ks_app_where(app, ks_desk_open(&app->site, &app->visit, (size_t)action.arg));
	if (action.what == KS_ACT_RECEPTION) {
		app->visit.attend.index = (size_t)action.arg - 1;
		return ks_reception_switch(app, true);
	}
	if (action.what == KS_ACT_NEWLY) {
		ks_desk_new(&app->visit);
		return ks_app_where(app, KS_OK);
	}
	if (action.what == KS_ACT_DEVICE) {
		ks_device_begin(&app->visit);
		return ks_app_where(app, KS_OK);
	}
	return KS_SCREEN_SAME;
}

const struct ks_screen ks_screen_desk = {
	.name = "desk", .enter = ks_parts_enter, .build = build, .tap = tap, .is_read = true};
