/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/policy.h"

#include <stdio.h>
#include <string.h>

#include "kiosk/parts.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"

/*
 * 基本方針を読む (design 14): the contents at the left, one clause at the right, byte for byte, with a note
 * where the text has a known erratum. Public: nobody has to sign in.
 */

/* Clauses of depth 0: the entries of the contents. */
static size_t top_clauses(const struct ks_policy *policy, size_t *index, size_t max)
{
	size_t n = 0;

	for (size_t i = 0; i < policy->n_clauses && n < max; i++)
		if (policy->clauses[i].depth == 0)
			index[n++] = i;
	return n;
}

#define TOP_CLAUSES_MAX 32

struct reader {
	size_t index, part;              /* the top clause on the glass, and which part of it */
	int wanted;                      /* open it at this one: index + 1 (0: as it was) */
	bool is_contents_open;           /* its 目次, where that does not stand beside */
	char found[KS_POLICY_QUERY_MAX]; /* marked; "" for nothing */
};
KS_SCREEN_STATE(struct reader, POLICY)
#define SIDE_PERCENT 29
#define SIDE_PAD_MM 6.0
#define ROW_GAP_MM 3.2

/* Words in the middle of a row's height; the row itself is the element. */
static void put_line(struct ks_scene *scene, struct ks_rect r, const char *words,
		     const struct ks_text_style *style)
{
	struct ks_rich rich = ks_rich_plain(words);
	const struct ks_text_layout *layout =
		ks_text_layout(ks_scene_ui(scene)->text, &rich, style, r.w);

	ks_scene_layout(scene, layout, r.x, r.y + (r.h - layout->h) / 2);
}

/* One entry of the contents: number and title, the whole row a target. */
static void build_entry(struct ks_app *app, struct ks_scene *scene, struct ks_rect row, size_t at,
			const struct ks_clause *clause)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_text_style style = ks_widget_style(&app->ui, 6.8);
	bool is_present = at == state_in(&app->view)->index;
	int pad = ks_mm_fixed(metrics, 4.0), number_w = style.em_px * 16 / 10;
	struct ks_rich title = ks_rich_plain(clause->title);
	struct ks_element element = {.role = KS_ROLE_BUTTON,
				     .rect = row,
				     .action = {KS_ACT_CLAUSE, (int)at},
				     .label = ks_scene_format(scene, "%s %s", clause->mark,
							      clause->title)};
	struct ks_box box = {.fill = is_present ? KS_COLOR_KEY_SOFT : KS_COLOR_NONE,
			     .radius_px = ks_mm_fixed(metrics, 3.0)};

	element.state = ks_scene_state(scene, element.action) | (is_present ? KS_STATE_SELECTED : 0);
	if (element.state & KS_STATE_PRESSED)
		box = (struct ks_box){.fill = KS_COLOR_KEY_SOFT,
				      .line = KS_COLOR_KEY,
				      .line_px = ks_mm_fixed(metrics, 0.8),
				      .radius_px = box.radius_px};
	ks_scene_box(scene, row, &box);
	style.pitch_percent = 125;
	style.breaking = KS_BREAK_PHRASE;
	if (is_present) {
		style.face = KS_FACE_BOLD;
		style.color = KS_COLOR_KEY;
	}
	row = (struct ks_rect){row.x + pad, row.y, row.w - 2 * pad, row.h};
	put_line(scene, (struct ks_rect){row.x, row.y, number_w, row.h}, clause->mark, &style);
	row.x += number_w;
	row.w -= number_w;
	put_line(scene, row, clause->title, &style);
	element.layout = ks_text_layout(app->ui.text, &title, &style, row.w);
	ks_scene_element(scene, &element);
}

/* Rows of 18 mm, or less down to a target's 15 where the display is low. 0: not even those fit. */
static int entry_height(struct ks_app *app, int n, int height_px)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	int gap = ks_mm_fixed(metrics, ROW_GAP_MM), most = ks_mm(metrics, 18.0);
	int h = (height_px + gap) / n - gap;

	if (h < ks_mm(metrics, 15.0))
		return 0;
	return h < most ? h : most;
}

static void build_contents(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	const struct ks_policy *policy = &app->content.policy;
	size_t index[TOP_CLAUSES_MAX], n = top_clauses(policy, index, TOP_CLAUSES_MAX);
	int gap = ks_mm_fixed(&app->ui.metrics, ROW_GAP_MM), row_h = entry_height(app, (int)n, r.h);

	for (size_t i = 0; i < n; i++)
		build_entry(app, scene,
			    (struct ks_rect){r.x, r.y + (int)i * (row_h + gap), r.w, row_h}, i,
			    &policy->clauses[index[i]]);
}

static void flow_notes(struct ks_flow *flow, const struct ks_quotation *quotation)
{
	for (size_t i = 0; i < quotation->n_notes; i++) {
		struct ks_quote note = {.ground = KS_COLOR_WARN_SOFT,
					.text = &quotation->notes[i],
					.ink = KS_COLOR_WARN,
					.mm = KS_MM_NOTE};

		ks_flow_quote(flow, &note);
	}
}

/* One clause: heading in its size by depth, text with errata marked, notes. */
static void flow_clause(struct ks_flow *flow, const struct ks_clause *clause)
{
	static const double heading_mm[] = {12.4, 8.6, 7.8};
	struct ks_app *app = flow->app;
	const struct ks_policy *policy = &app->content.policy;
	struct ks_arena *arena = ks_scene_arena(flow->scene);
	struct ks_quotation quotation = ks_policy_mark(policy, clause, clause->text, arena);
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, heading_mm[clause->depth]);
	struct ks_text_style body = ks_widget_style(&app->ui, 8.0);
	int gap = flow->gap_px, indent = clause->depth == 0 ? 0 : body.em_px * clause->depth;
	struct ks_rich title = ks_rich_plain(ks_scene_format(
		flow->scene, "%s%s%s", clause->mark, *clause->title ? "　" : "", clause->title));

	title = ks_policy_mark_found(policy, state_in(&app->view)->found, &title, arena);
	quotation.text =
		ks_policy_mark_found(policy, state_in(&app->view)->found, &quotation.text, arena);
	flow->gap_px = gap / 3;
	ks_flow_text(flow, KS_ROLE_HEADING, &title, &heading, indent);
	flow->mark_part = flow->part; /* where the heading stands */
	flow->gap_px = gap;
	if (quotation.text.len > 0)
		ks_flow_text(flow, KS_ROLE_TEXT, &quotation.text, &body, indent);
	flow_notes(flow, &quotation);
}

/* The top clause above @clause. */
static size_t top_of(const struct ks_policy *policy, int clause)
{
	size_t n = 0;

	while (policy->clauses[clause].parent >= 0)
		clause = policy->clauses[clause].parent;
	for (int i = 0; i < clause; i++)
		n += policy->clauses[i].depth == 0;
	return n;
}

/* Which part of its top clause @wanted begins on, or what was found in it; a walk without painting, as it will be painted. */
static size_t part_of(struct ks_app *app, struct ks_scene *scene, struct ks_rect column,
		      size_t from, size_t wanted)
{
	struct ks_flow flow = ks_flow_begin(app, scene, column, -1);

	for (size_t i = from; i <= wanted; i++) {
		flow.found_part = -1;
		flow_clause(&flow, &app->content.policy.clauses[i]);
	}
	return (size_t)(flow.found_part >= 0 ? flow.found_part : flow.mark_part);
}

static int build_clause(struct ks_app *app, struct ks_scene *scene, struct ks_rect column)
{
	const struct ks_policy *policy = &app->content.policy;
	size_t index[TOP_CLAUSES_MAX] = {0}, n = top_clauses(policy, index, TOP_CLAUSES_MAX);
	size_t from = index[state_in(&app->view)->index];
	size_t to = state_in(&app->view)->index + 1 < n ? index[state_in(&app->view)->index + 1]
							: policy->n_clauses;
	struct reader *state = state_of(&app->view);
	struct ks_flow flow;

	if (state->wanted > 0)
		state->part = part_of(app, scene, column, from, (size_t)state->wanted - 1);
	state->wanted = 0;
	flow = ks_flow_begin(app, scene, column, (int)state_in(&app->view)->part);
	for (size_t i = from; i < to; i++)
		flow_clause(&flow, &policy->clauses[i]);
	return ks_flow_n_parts(&flow);
}

/* "次　2 定義" at a clause's end, where that fits. */
static const char *next_label(struct ks_app *app, struct ks_scene *scene,
			      const struct ks_frame *frame, bool is_last_part)
{
	const struct ks_policy *policy = &app->content.policy;
	size_t index[TOP_CLAUSES_MAX], n = top_clauses(policy, index, TOP_CLAUSES_MAX);
	struct ks_button button = {.kind = KS_BUTTON_QUIET, .after = KS_ICON_ARROW_RIGHT};
	const struct ks_clause *clause;
	int room = frame->bottom.w * 4 / 10, most = ks_frame_bottom_most(scene, frame, KS_SLOT_RIGHT);

	if (!is_last_part || state_in(&app->view)->index + 1 >= n)
		return ks_word(KS_W_NEXT_CLAUSE);
	clause = &policy->clauses[index[state_in(&app->view)->index + 1]];
	button.label = ks_scene_format(scene, "%s　%s %s", ks_word(KS_W_NEXT_CLAUSE), clause->mark,
				       clause->title);
	return ks_widget_button_width(scene, &button) < (room < most ? room : most)
		       ? button.label
		       : ks_word(KS_W_NEXT_CLAUSE);
}

static void build_bottom(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame,
			 size_t parts)
{
	const struct ks_policy *policy = &app->content.policy;
	size_t index[TOP_CLAUSES_MAX], n = top_clauses(policy, index, TOP_CLAUSES_MAX);
	bool is_last_part = state_in(&app->view)->part + 1 >= parts;
	struct ks_button back = {.kind = KS_BUTTON_QUIET,
				 .label = ks_word(KS_W_PREVIOUS_CLAUSE),
				 .before = KS_ICON_ARROW_LEFT,
				 .action = {KS_ACT_BACK, 0}};
	struct ks_button next = {.kind = KS_BUTTON_QUIET,
				 .label = next_label(app, scene, frame, is_last_part),
				 .after = KS_ICON_ARROW_RIGHT,
				 .action = {KS_ACT_NEXT, 0},
				 .is_main = true};

	app->view.n_parts = (int)parts;
	if (state_in(&app->view)->index > 0 || state_in(&app->view)->part > 0)
		ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &back);
	if (state_in(&app->view)->index + 1 < n || !is_last_part)
		ks_frame_bottom_button(scene, frame, KS_SLOT_RIGHT, &next);
	if (parts > 1)
		ks_frame_bottom_words(scene, frame,
				      ks_say(ks_scene_arena(scene), KS_W_PAGE_OF,
					     (int)state_in(&app->view)->part + 1, (int)parts));
	ks_frame_tray(scene, frame);
}

/* The contents beside the clause, down to the edge of the screen. */
static void build_side(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame,
		       int side)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	int pad = ks_mm_fixed(metrics, SIDE_PAD_MM),
	    low = ks_metrics_reach_px(metrics) - frame->top.h;
	struct ks_rect r = {0, frame->top.h, side, ks_scene_rect(scene).h - frame->top.h};

	ks_scene_fill(scene, r, KS_COLOR_SURFACE);
	ks_scene_fill(scene, (struct ks_rect){side, r.y, ks_mm_fixed(metrics, 0.4), r.h},
		      KS_COLOR_LINE);
	r = ks_rect_inset(r, pad);
	r.y += low > pad ? low - pad : 0;
	r.h -= low > pad ? low - pad : 0;
	build_contents(app, scene, r);
}

/* 目次 as a screen of its own, where the contents do not stand beside the clause. */
static void fill_contents(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_policy *policy = &app->content.policy;
	size_t index[TOP_CLAUSES_MAX], n = top_clauses(policy, index, TOP_CLAUSES_MAX);
	struct ks_rect r;

	flow->gap_px = ks_mm(&app->ui.metrics, ROW_GAP_MM);
	for (size_t i = 0; i < n; i++)
		if (ks_flow_target(flow, ks_mm(&app->ui.metrics, 18.0), 0, &r))
			build_entry(app, flow->scene, r, i, &policy->clauses[index[i]]);
}

/* Above every page, the further parts of a clause too: which one it is. */
static const char *running_head(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_policy *policy = &app->content.policy;
	size_t index[TOP_CLAUSES_MAX] = {0};
	const struct ks_clause *clause;

	(void)top_clauses(policy, index, TOP_CLAUSES_MAX);
	clause = &policy->clauses[index[state_in(&app->view)->index]];
	return ks_say(ks_scene_arena(scene), KS_W_POLICY_RUNNING, clause->mark, clause->title,
		      policy->issued);
}

static void build_reader(struct ks_app *app, struct ks_scene *scene, struct ks_frame_head *head)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_text_style small = ks_widget_style(&app->ui, 6.2);
	struct ks_frame frame = ks_frame_open(app, scene, head);
	struct ks_rect column = frame.body;
	int issued_h;

	if (head->side_px > 0) {
		build_side(app, scene, &frame, head->side_px);
		column.x = head->side_px + ks_mm_fixed(metrics, 16.0);
		column.w = frame.top.w - column.x - frame.margin_px;
	}
	small.color = KS_COLOR_INK2;
	issued_h = ks_scene_words(scene, KS_ROLE_TEXT, column, running_head(app, scene), &small) +
		   ks_mm_fixed(metrics, 2.0);
	column.y += issued_h;
	column.h -= issued_h;
	build_bottom(app, scene, &frame, (size_t)build_clause(app, scene, column));
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_frame_head head = ks_policy_reader_head(app, ks_word(KS_W_POLICY_TITLE));
	struct ks_frame frame = ks_frame_measure(app, scene, &head);
	size_t index[TOP_CLAUSES_MAX];
	int n = (int)top_clauses(&app->content.policy, index, TOP_CLAUSES_MAX);
	int pad = ks_mm_fixed(metrics, SIDE_PAD_MM), above = frame.top.h + pad, room;

	if (above < ks_metrics_reach_px(metrics))
		above = ks_metrics_reach_px(metrics);
	room = metrics->height_px - above - pad;
	if (!ks_metrics_is_portrait(metrics) && entry_height(app, n, room) > 0) {
		head.side_px = frame.top.w * SIDE_PERCENT / 100;
	} else {
		head.extra_label =
			ks_word(state_in(&app->view)->is_contents_open ? KS_W_POLICY_TEXT
								       : KS_W_POLICY_CONTENTS);
		head.extra = (struct ks_action){KS_ACT_CONTENTS, 0};
	}
	head.other_label = ks_word(KS_W_SEARCH);
	head.other = (struct ks_action){KS_ACT_SEARCH, 0};
	if (state_in(&app->view)->is_contents_open && head.side_px == 0) {
		ks_parts_build(app, scene, &head, fill_contents);
		return;
	}
	head.has_bottom = true;
	build_reader(app, scene, &head);
}

static void step(struct ks_app *app, int by)
{
	struct reader *state = state_of(&app->view);
	size_t n_parts = (size_t)app->view.n_parts;

	if (by > 0 && state->part + 1 < n_parts) {
		state->part++;
	} else if (by < 0 && state->part > 0) {
		state->part--;
	} else {
		state->index = (size_t)((int)state->index + by);
		state->part = 0;
	}
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	if (state_in(&app->view)->is_contents_open && ks_parts_tap(app, action))
		return KS_SCREEN_SAME;
	switch ((enum ks_act)action.what) {
	case KS_ACT_SEARCH:
		return KS_SCREEN_SEARCH;
	case KS_ACT_CONTENTS:
		state_of(&app->view)->is_contents_open = !state_in(&app->view)->is_contents_open;
		app->view.part = 0;
		return KS_SCREEN_SAME;
	case KS_ACT_NEXT:
		step(app, 1);
		return KS_SCREEN_SAME;
	case KS_ACT_BACK:
		step(app, -1);
		return KS_SCREEN_SAME;
	case KS_ACT_CLAUSE:
		state_of(&app->view)->index = (size_t)action.arg;
		state_of(&app->view)->part = 0;
		state_of(&app->view)->is_contents_open = false;
		return KS_SCREEN_SAME;
	case KS_ACT_CLOSE:
		return ks_policy_reader_close(app);
	default:
		return KS_SCREEN_SAME;
	}
}

/* From the search: at the clause that was asked for. */
static void enter(const struct ks_app *app, struct ks_view *view)
{
	struct reader *state = state_of(view);

	if (state->wanted == 0)
		return;
	state->index = top_of(&app->content.policy, state->wanted - 1);
	state->is_contents_open = false;
}

static void recount(struct ks_view *view)
{
	state_of(view)->part = 0;
}

void ks_policy_reader_begin(struct ks_view *view)
{
	memset(state_of(view), 0, sizeof(struct reader));
}

/* Read on the way to the acknowledgement, or by anybody. */
struct ks_frame_head ks_policy_reader_head(const struct ks_app *app, const char *title)
{
	if (app->visit.agree.plan)
		return ks_frame_person_head(title, ks_word(KS_W_BACK_TO_AGREE), KS_ACT_CLOSE);
	if (app->visit.place == KS_VISIT_HOME)
		return ks_frame_person_head(title, ks_word(KS_W_TO_LIST), KS_ACT_CLOSE);
	return ks_frame_door_head(title, ks_word(KS_W_CLOSE));
}

enum ks_screen_id ks_policy_reader_close(struct ks_app *app)
{
	if (app->visit.agree.plan)
		return KS_SCREEN_AGREE;
	return app->visit.place == KS_VISIT_HOME ? KS_SCREEN_HOME : ks_app_sign_out(app, false);
}

void ks_policy_reader_seek(struct ks_view *view, size_t index, const char *found)
{
	struct reader *state = state_of(view);

	state->wanted = (int)index + 1;
	snprintf(state->found, sizeof(state->found), "%s", found);
}

void ks_policy_reader_unmark(struct ks_view *view)
{
	memset(state_of(view)->found, 0, KS_POLICY_QUERY_MAX);
}

const struct ks_screen ks_screen_policy = {.name = "policy",
					   .enter = enter,
					   .build = build,
					   .tap = tap,
					   .recount = recount,
					   .is_read = true};
