/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/reception.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "kiosk/card_reader.h"
#include "kiosk/flow.h"
#include "kiosk/frame.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"
#include "visit/attend.h"
#include "visit/desk.h"
#include "visit/who.h"

/*
 * 出席受付 (design 41b): what the kiosk rests on while the 係員 takes people in. Nobody's name stands here, and never a
 * list; the count is read from the disk at each drawing.
 */

#define SETTING "reception"
#define REDRAW_MS 10000 /* the clock, and how long until it begins */

void ks_reception_load(struct ks_app *app)
{
	char *kept = NULL, *by;

	app->reception_id[0] = app->reception_by[0] = '\0';
	if (!app->site.store || ks_store_get(app->site.store, SETTING, &kept) != KS_OK)
		return;
	by = strchr(kept, ' ');
	if (by) {
		*by = '\0';
		(void)snprintf(app->reception_id, sizeof(app->reception_id), "%s", kept);
		(void)snprintf(app->reception_by, sizeof(app->reception_by), "%s", by + 1);
	}
	free(kept);
}

enum ks_rc ks_reception_set(struct ks_app *app, const char *id, const char *by)
{
	char *kept = id[0] ? ks_format("%s %s", id, by) : ks_strdup("");
	enum ks_rc rc = ks_store_set(app->site.store, SETTING, kept);

	free(kept);
	if (rc != KS_OK)
		return rc;
	(void)snprintf(app->reception_id, sizeof(app->reception_id), "%s", id);
	(void)snprintf(app->reception_by, sizeof(app->reception_by), "%s", by);
	return KS_OK;
}

bool ks_reception_is(const struct ks_app *app, const struct ks_gathering *gathering)
{
	return strcmp(app->reception_id, gathering->id) == 0;
}

enum ks_screen_id ks_reception_switch(struct ks_app *app, bool is_begin)
{
	enum ks_rc rc = ks_reception_set(app, is_begin ? ks_attend_gathering(&app->visit)->id : "",
					 is_begin ? app->visit.person.number : "");

	if (rc != KS_OK)
		return ks_app_trouble(app, rc);
	return is_begin ? ks_app_sign_out(app, false) : KS_SCREEN_SAME;
}

static const char *time_words(struct ks_app *app, struct ks_scene *scene,
			      const struct ks_gathering *g)
{
	int64_t now_ms = ks_clock_wall_ms(&app->clock);
	struct ks_civil now = ks_civil_from_ms(now_ms);
	int minute = now.hour * 60 + now.minute;
	struct ks_arena *arena = ks_scene_arena(scene);

	switch (ks_gathering_when(g, now_ms)) {
	case KS_GATHERING_EARLY:
		return ks_say(arena, KS_W_ATTEND_EARLY,
			      (g->from_minute - KS_GATHERING_OPENS_MIN) / 60,
			      (g->from_minute - KS_GATHERING_OPENS_MIN) % 60);
	case KS_GATHERING_IN_TIME:
		return ks_say(arena, KS_W_RECEPTION_BEGINS, g->from_minute - minute);
	case KS_GATHERING_LATE:
		return ks_say(arena, KS_W_RECEPTION_BEGUN, g->from_minute / 60, g->from_minute % 60,
			      g->to_minute / 60, g->to_minute % 60);
	case KS_GATHERING_OVER:
		break;
	}
	return ks_say(arena, KS_W_ATTEND_ENDED, g->to_minute / 60, g->to_minute % 60);
}

static void flow_words(struct ks_flow *flow, enum ks_role role, const char *words,
		       const struct ks_text_style *style)
{
	struct ks_rich rich = ks_rich_plain(words);

	ks_flow_text(flow, role, &rich, style, 0);
}

static void flow_gathering(struct ks_flow *flow, struct ks_app *app, const struct ks_gathering *g)
{
	struct ks_arena *arena = ks_scene_arena(flow->scene);
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, KS_MM_HEADING);
	struct ks_text_style come = ks_widget_heading_style(&app->ui, 10.0);
	struct ks_text_style count = ks_widget_heading_style(&app->ui, 20.0);
	struct ks_text_style small = ks_widget_style(&app->ui, 6.8);
	char *day = ks_wareki_date_weekday(g->date);
	struct ks_roll roll = {0};
	enum ks_rc rc = ks_roll_load(app->site.store, g->id, &roll);

	small.color = KS_COLOR_INK2;
	count.color = come.color = KS_COLOR_KEY;
	flow_words(flow, KS_ROLE_TEXT,
		   ks_say(arena, KS_W_GATHERING_WHEN, day, g->from_minute / 60, g->from_minute % 60,
			  g->to_minute / 60, g->to_minute % 60, g->place),
		   &small);
	flow_words(flow, KS_ROLE_HEADING, g->title, &heading);
	flow_words(flow, KS_ROLE_TEXT,
		   ks_word(ks_card_reader_state(app->reader) == KS_CARD_READER_READY
				   ? KS_W_CARD_COME
				   : KS_W_RECEPTION_COME),
		   &come);
	if (rc == KS_OK) {
		flow_words(flow, KS_ROLE_TEXT, ks_word(KS_W_RECEPTION_COUNT), &small);
		flow->gap_px = ks_mm_fixed(&app->ui.metrics, 1.0);
		flow_words(flow, KS_ROLE_TEXT,
			   g->n_expected > 0
				   ? ks_say(arena, KS_W_RECEPTION_OF, (int)roll.n_here,
					    (int)roll.n_expected)
				   : ks_say(arena, KS_W_RECEPTION_ONLY, (int)roll.n_walk_ins),
			   &count);
	}
	flow->gap_px = ks_mm_fixed(&app->ui.metrics, 4.0);
	flow_words(flow, KS_ROLE_TEXT, time_words(app, flow->scene, g), &small);
	flow_words(flow, KS_ROLE_TEXT, ks_word(KS_W_RECEPTION_STRANGER), &small);
	ks_roll_finish(&roll);
	free(day);
}

static void fill(struct ks_flow *flow, struct ks_app *app)
{
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, KS_MM_HEADING);
	struct ks_gathering gathering = {0};
	enum ks_rc rc = ks_gathering_find(app->site.store, app->reception_id, &gathering);

	flow->gap_px = ks_mm_fixed(&app->ui.metrics, 4.0);
	if (rc == KS_OK)
		flow_gathering(flow, app, &gathering);
	else /* what cannot be read now is not none: read again at the next drawing */
		flow_words(flow, KS_ROLE_HEADING,
			   ks_word(rc == KS_NOT_FOUND ? KS_W_ATTEND_NONE : KS_W_RECEPTION_COME),
			   &heading);
	ks_gathering_finish(&gathering);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_civil now = ks_civil_from_ms(ks_clock_wall_ms(&app->clock));
	struct ks_frame_head head = {.title = ks_scene_format(scene, "%s　%d:%02d",
							      ks_word(KS_W_RECEPTION_TITLE),
							      now.hour, now.minute),
				     .has_settings = true,
				     .has_bottom = true,
				     .extra_label = ks_word(KS_W_DESK),
				     .extra = {KS_ACT_DESK, 0}};
	struct ks_button number = {.kind = KS_BUTTON_PRIMARY,
				   .label = ks_word(KS_W_RECEPTION_NUMBER),
				   .action = {KS_ACT_ATTEND, 0}};
	struct ks_button name = {.kind = KS_BUTTON_STRONG,
				 .label = ks_word(KS_W_NAME_TITLE),
				 .action = {KS_ACT_NAME, 0}};
	struct ks_frame frame = ks_frame_open(app, scene, &head);
	struct ks_flow flow = ks_flow_begin(app, scene, frame.body, 0);

	/* What stands last gives way to large text: nobody turns pages here. */
	fill(&flow, app);
	ks_frame_bottom_button(scene, &frame, KS_SLOT_LEFT, &name);
	ks_frame_bottom_button(scene, &frame, KS_SLOT_RIGHT, &number);
}

static void enter(const struct ks_app *app, struct ks_view *view)
{
	(void)app;
	view->part = 0;
	view->n_parts = 1;
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	enum ks_rc rc;

	switch ((enum ks_act)action.what) {
	case KS_ACT_ATTEND:
	case KS_ACT_NAME:
		rc = ks_attend_begin_at(&app->site, &app->visit, app->reception_id,
					app->reception_by);
		if (rc == KS_OK && action.what == KS_ACT_NAME && app->visit.place == KS_VISIT_NUMBER)
			ks_who_begin(&app->visit);
		return ks_app_where(app, rc);
	case KS_ACT_DESK:
		ks_desk_begin(&app->visit);
		return ks_app_where(app, KS_OK);
	default:
		return KS_SCREEN_SAME;
	}
}

const struct ks_screen ks_screen_reception = {.name = "reception",
					      .enter = enter,
					      .build = build,
					      .tap = tap,
					      .never_idles = true,
					      .redraw_ms = REDRAW_MS};
