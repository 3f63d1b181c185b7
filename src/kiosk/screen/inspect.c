/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kiosk/flow.h"
#include "kiosk/frame.h"
#include "kiosk/parts.h"
#include "kiosk/screen/screen.h"
#include "kiosk/title.h"
#include "kiosk/words/words.h"
#include "visit/inspect.h"

/*
 * One item of the self-inspection (design 10): the statement, the clause it comes from, four tiles. Where a large text
 * size leaves no room, the tiles become rows, then the clause its name.
 */

#define TILE_MM 69.0
#define TILE_LEAST_MM 34.0
#define ROW_LEAST_MM 18.0
#define STATEMENT_MM 13.0
#define BADGE_MM 6.2
#define QUOTE_MM 7.2
#define N_TILES 4

static const struct {
	enum ks_response response;
	enum ks_word label;
	enum ks_icon icon;
} tiles[N_TILES] = {
	{KS_RESPONSE_YES, KS_W_INSPECT_YES, KS_ICON_CIRCLE},
	{KS_RESPONSE_NO, KS_W_INSPECT_NO, KS_ICON_CROSS},
	{KS_RESPONSE_NA, KS_W_INSPECT_NA, KS_ICON_DASH},
	{KS_RESPONSE_UNKNOWN, KS_W_INSPECT_UNKNOWN, KS_ICON_QUESTION},
};

/* What gives way where there is no room, first to last: the tiles become rows, then the clause is its name alone. */
static const struct way {
	bool has_rows, has_text, has_quote;
} ways[] = {
	{false, true, true}, {true, true, true},   {false, false, true},
	{true, false, true}, {true, false, false},
};

/* How the body is shared out. */
struct plan {
	struct ks_quote quote;
	bool has_quote, has_rows;
	int columns, tile_h, statement_h, badge_h, quote_h, gap;
	int least_above; /* 低い位置: the tiles begin as far down the body */
};

static struct ks_frame open_frame(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_inspection *at = &app->visit.inspect.walk;
	struct ks_frame_head head = ks_frame_person_head(ks_title_inspection(app, scene),
							 ks_word(KS_W_SUSPEND), KS_ACT_SUSPEND);
	struct ks_frame frame = ks_frame_open(app, scene, &head);

	ks_frame_progress(scene, &frame, (at->index + 1) / (double)at->n_items,
			  ks_say(ks_scene_arena(scene), KS_W_INSPECT_ITEM_OF, at->index + 1,
				 at->n_items));
	return frame;
}

static void build_buttons(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame,
			  bool can_go_on)
{
	const struct ks_visit *visit = &app->visit;
	struct ks_button back = ks_frame_back(), next = ks_frame_next(ks_word(KS_W_NEXT));

	next.is_disabled = !can_go_on;
	if (visit->inspect.walk.index > 0 || visit->inspect.walk.place == KS_INSPECTION_HELP)
		ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &back);
	ks_frame_bottom_button(scene, frame, KS_SLOT_RIGHT, &next);
	ks_frame_bottom_words(scene, frame, ks_word(KS_W_INSPECT_NOTE));
}

/* The first sentence of the clause; … stands for what is left out. Owned by the scene; NULL for none. */
static const struct ks_rich *quotation(struct ks_app *app, struct ks_scene *scene,
				       const struct ks_checklist_item *item)
{
	const struct ks_policy *policy = &app->content.policy;
	struct ks_arena *arena = ks_scene_arena(scene);
	struct ks_rich marked;

	for (size_t i = 0; i < item->n_clauses; i++) {
		const struct ks_clause *clause = ks_policy_find(policy, item->clauses[i]);
		const char *text = clause ? clause->text : "", *end = strstr(text, "。");
		size_t len = end ? (size_t)(end - text) + strlen("。") : strlen(text);

		if (len == 0)
			continue;
		text = ks_scene_format(scene, "%.*s%s", (int)len, text, text[len] ? "…" : "");
		marked = ks_policy_mark(policy, clause, text, arena).text;
		return ks_arena_copy(arena, &marked, sizeof(marked));
	}
	return NULL;
}

static int rows_of(const struct plan *plan)
{
	return N_TILES / plan->columns;
}

/* What is left for the tiles, per row of them. */
static int tile_room(const struct plan *plan, int body_h)
{
	int used = plan->badge_h + plan->gap / 2 + plan->statement_h + plan->gap +
		   (plan->has_quote ? plan->quote_h + plan->gap : 0);

	if (used < plan->least_above)
		used = plan->least_above;
	return (body_h - used - (rows_of(plan) - 1) * plan->gap / 2) / rows_of(plan);
}

static struct plan plan_way(struct ks_app *app, struct ks_scene *scene, struct ks_rect body,
			    const struct way *way)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	const struct ks_checklist_item *item = ks_inspect_item(&app->site, &app->visit);
	struct ks_text_style style = ks_widget_heading_style(&app->ui, STATEMENT_MM);
	int most = ks_mm(metrics, way->has_rows ? ROW_LEAST_MM * 1.3 : TILE_MM);
	struct plan plan = {.has_quote = way->has_quote,
			    .has_rows = way->has_rows,
			    .columns = way->has_rows || ks_metrics_is_portrait(metrics) ? 2 : N_TILES,
			    .gap = ks_mm_fixed(metrics, way->has_rows ? 6.4 : 9.0),
			    .least_above = ks_metrics_reach_px(metrics) - body.y};

	plan.quote = (struct ks_quote){.ground = KS_COLOR_KEY_SOFT,
				       .bar = KS_COLOR_KEY,
				       .text = way->has_text ? quotation(app, scene, item) : NULL,
				       .mm = QUOTE_MM,
				       .source = ks_flow_source(app, scene, item->clauses[0])};
	plan.badge_h = ks_widget_badge_size(scene, BADGE_MM, KS_ICON_NONE, "8").h;
	plan.statement_h = ks_text_layout(app->ui.text, ks_title_item(app, item), &style, body.w)->h;
	plan.quote_h = ks_widget_quote(scene, body, &plan.quote, true);
	plan.tile_h = tile_room(&plan, body.h) < most ? tile_room(&plan, body.h) : most;
	return plan;
}

static int tile_width(const struct plan *plan, int body_w)
{
	return (body_w - (plan->columns - 1) * (plan->gap * 2 / 3)) / plan->columns;
}

/* As low as a tile may be: its words may need two lines. */
static int least_tile(struct ks_scene *scene, const struct plan *plan, int body_w)
{
	int least =
		ks_mm(&ks_scene_ui(scene)->metrics, plan->has_rows ? ROW_LEAST_MM : TILE_LEAST_MM);

	for (int i = 0; i < N_TILES && !plan->has_rows; i++) {
		struct ks_tile tile = {.label = ks_word(tiles[i].label)};
		int h = ks_widget_tile_height(scene, tile_width(plan, body_w), &tile);

		least = h > least ? h : least;
	}
	return least;
}

static struct plan make_plan(struct ks_app *app, struct ks_scene *scene, struct ks_rect body)
{
	struct plan plan = {0};

	for (size_t i = 0; i < KS_COUNT(ways); i++) {
		plan = plan_way(app, scene, body, &ways[i]);
		if (plan.tile_h >= least_tile(scene, &plan, body.w))
			break;
	}
	return plan;
}

/* Beside the number: that last year it was no; where the clause has no room below, its name. */
static void build_beside(struct ks_app *app, struct ks_scene *scene, struct ks_rect r,
			 const struct plan *plan)
{
	const struct ks_inspection *at = &app->visit.inspect.walk;
	struct ks_text_style small = ks_widget_style(&app->ui, BADGE_MM);
	struct ks_rect badge;

	if (app->visit.inspect.last_answers[ks_inspection_item(at)] == KS_RESPONSE_NO) {
		badge = ks_widget_badge(scene, r.x, r.y, BADGE_MM, KS_TONE_WARN, KS_ICON_NONE,
					ks_word(KS_W_INSPECT_LAST_YEAR));
		r.x += badge.w + plan->gap / 2;
		r.w -= badge.w + plan->gap / 2;
	}
	small.color = KS_COLOR_INK2;
	if (!plan->has_quote && ks_widget_words_width(scene, plan->quote.source, &small) <= r.w)
		ks_scene_words_in(scene, KS_ROLE_TEXT, r, plan->quote.source, &small);
}

static void build_tiles(struct ks_app *app, struct ks_scene *scene, struct ks_rect r,
			const struct plan *plan)
{
	int gap = plan->gap * 2 / 3, w = tile_width(plan, r.w);

	for (int i = 0; i < N_TILES; i++) {
		struct ks_rect place = {r.x + i % plan->columns * (w + gap),
					r.y + i / plan->columns * (plan->tile_h + plan->gap / 2), w,
					plan->tile_h};
		struct ks_action action = {KS_ACT_RESPOND, (int)tiles[i].response};
		unsigned state =
			app->visit.inspect.response == tiles[i].response ? KS_STATE_SELECTED : 0;
		struct ks_tile tile = {.icon = tiles[i].icon,
				       .label = ks_word(tiles[i].label),
				       .action = action,
				       .state = state};
		struct ks_rich label = ks_rich_plain(tile.label);
		struct ks_choice_row row = {.text = &label, .action = action, .state = state};

		if (plan->has_rows)
			ks_widget_choice(scene, place, &row);
		else
			ks_widget_tile(scene, place, &tile);
	}
}

/* ---- before the first answer: what はい means here, and how the answers are kept ---- */

struct inspect {
	bool has_read;
};

KS_SCREEN_STATE(struct inspect, INSPECT)

static bool is_intro(const struct ks_app *app)
{
	const struct ks_inspection *at = &app->visit.inspect.walk;

	return at->index == 0 && ks_inspection_n_answered(at) == 0 &&
	       !state_in(&app->view)->has_read &&
	       ks_inspect_checklist(&app->site, &app->visit)->intro.text[0] != '\0';
}

static void fill_intro(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_checklist *sheet = ks_inspect_checklist(&app->site, &app->visit);
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, KS_MM_HEADING);
	struct ks_text_style body = ks_widget_style(&app->ui, KS_MM_BODY);
	struct ks_rich title = ks_rich_plain(ks_word(KS_W_INSPECT_BEGIN));

	ks_flow_text(flow, KS_ROLE_HEADING, &title, &heading, 0);
	ks_flow_text(flow, KS_ROLE_TEXT, app->is_easy ? &sheet->easy_intro : &sheet->intro, &body, 0);
}

static void build_intro(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head = ks_frame_person_head(ks_title_inspection(app, scene),
							 ks_word(KS_W_SUSPEND), KS_ACT_SUSPEND);
	struct ks_button next = ks_frame_next(ks_word(KS_W_NEXT));
	struct ks_frame frame;

	head.has_bottom = true;
	frame = ks_parts_build(app, scene, &head, fill_intro);
	if (app->view.part + 1 >= app->view.n_parts)
		ks_frame_bottom_button(scene, &frame, KS_SLOT_RIGHT, &next);
	ks_parts_words(app, scene, &frame);
}

/* ---- an item ---- */

static void build_item(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_inspection *at = &app->visit.inspect.walk;
	struct ks_frame frame = open_frame(app, scene);
	struct ks_rect r = frame.body;
	struct plan plan = make_plan(app, scene, r);
	struct ks_text_style style = ks_widget_heading_style(&app->ui, STATEMENT_MM);
	struct ks_rect badge = ks_widget_badge(
		scene, r.x, r.y, BADGE_MM, KS_TONE_NEUTRAL, KS_ICON_NONE,
		ks_say(ks_scene_arena(scene), KS_W_INSPECT_ITEM_OF, at->index + 1, at->n_items));

	app->view.n_parts = 1; /* the help before it may have had more */
	build_beside(app, scene,
		     (struct ks_rect){badge.x + badge.w + plan.gap / 2, r.y,
				      r.w - badge.w - plan.gap / 2, badge.h},
		     &plan);
	r.y += badge.h + plan.gap / 2;
	r.y += ks_scene_text(scene, KS_ROLE_HEADING, r,
			     ks_title_item(app, ks_inspect_item(&app->site, &app->visit)), &style) +
	       plan.gap;
	if (plan.has_quote)
		r.y += ks_widget_quote(scene, r, &plan.quote, false) + plan.gap;
	if (r.y < frame.body.y + plan.least_above)
		r.y = frame.body.y + plan.least_above;
	build_tiles(app, scene, r, &plan);
	build_buttons(app, scene, &frame, app->visit.inspect.response != KS_RESPONSE_NONE);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	if (is_intro(app))
		build_intro(app, scene);
	else
		build_item(app, scene);
}

static enum ks_screen_id after(struct ks_app *app, enum ks_rc rc)
{
	app->view.part = 0;
	app->view.revealed = 0;
	return ks_app_where(app, rc);
}

/* Nothing is answered by reading it. */
static enum ks_screen_id tap_intro(struct ks_app *app, struct ks_action action)
{
	if (ks_parts_tap(app, action) || action.what != KS_ACT_NEXT)
		return action.what == KS_ACT_SUSPEND ? ks_app_home(app) : KS_SCREEN_SAME;
	state_of(&app->view)->has_read = true;
	app->view.part = 0;
	return KS_SCREEN_SAME;
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	if (is_intro(app))
		return tap_intro(app, action);
	switch ((enum ks_act)action.what) {
	case KS_ACT_RESPOND:
		app->visit.inspect.response = (enum ks_response)action.arg;
		return KS_SCREEN_SAME;
	case KS_ACT_NEXT:
		return after(app, ks_inspect_next(&app->site, &app->visit));
	case KS_ACT_BACK:
		return after(app, ks_inspect_back(&app->site, &app->visit));
	case KS_ACT_SUSPEND:
		return ks_app_home(app);
	default:
		return KS_SCREEN_SAME;
	}
}

const struct ks_screen ks_screen_inspect = {
	.name = "inspect", .build = build, .tap = tap, .is_read = true};
