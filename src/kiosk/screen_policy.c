/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/flow.h"
#include "kiosk/frame.h"
#include "kiosk/screen.h"
#include "kiosk/visit.h"
#include "kiosk/words.h"

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

/* Words in the middle of a row's height; the row itself is the element. */
static void put_line(struct ks_scene *scene, struct ks_rect r, const char *words,
		     const struct ks_text_style *style)
{
	struct ks_rich rich = ks_rich_plain(words);
	const struct ks_text_layout *layout =
		ks_text_layout(ks_scene_ui(scene)->text, &rich, style, r.w);

	ks_scene_layout(scene, layout, r.x, r.y + (r.h - layout->h) / 2);
}

static void build_contents(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	const struct ks_policy *policy = &app->content.policy;
	const struct ks_metrics *metrics = &app->ui.metrics;
	size_t index[TOP_CLAUSES_MAX], n = top_clauses(policy, index, TOP_CLAUSES_MAX);
	int gap = ks_mm_fixed(metrics, 2.0), row_h = ks_mm(metrics, 18.0);
	int pad = ks_mm_fixed(metrics, 5.0);

	if ((int)n * (row_h + gap) > r.h)
		row_h = r.h / (int)n - gap;
	for (size_t i = 0; i < n; i++) {
		const struct ks_clause *clause = &policy->clauses[index[i]];
		struct ks_rect row = {r.x, r.y + (int)i * (row_h + gap), r.w, row_h};
		struct ks_text_style style = ks_widget_style(&app->ui, 6.8);
		bool is_present = i == app->clause_index;
		struct ks_element element = {.role = KS_ROLE_BUTTON,
					     .rect = row,
					     .action = {KS_ACT_CLAUSE, (int)i},
					     .label = ks_scene_format(scene, "%s %s", clause->mark,
								      clause->title)};
		struct ks_box box = {.fill = is_present ? KS_COLOR_KEY_SOFT : KS_COLOR_NONE,
				     .radius_px = ks_mm_fixed(metrics, 3.0)};

		element.state = ks_scene_state(scene, element.action) |
				(is_present ? KS_STATE_SELECTED : 0);
		if (element.state & KS_STATE_PRESSED)
			box.fill = KS_COLOR_KEY_LINE;
		ks_scene_box(scene, row, &box);
		if (element.state & KS_STATE_FOCUSED) {
			struct ks_box ring = {
				.line = KS_COLOR_FOCUS, .radius_px = box.radius_px, .line_px = 4};

			ks_scene_box(scene, row, &ring);
		}
		if (is_present) {
			style.face = KS_FACE_BOLD;
			style.color = KS_COLOR_KEY;
		}
		put_line(scene, (struct ks_rect){row.x + pad, row.y, style.em_px * 2, row.h},
			 clause->mark, &style);
		put_line(scene,
			 (struct ks_rect){row.x + pad + style.em_px * 2, row.y,
					  row.w - pad - style.em_px * 2, row.h},
			 clause->title, &style);
		ks_scene_element(scene, &element);
	}
}

static void flow_notes(struct ks_flow *flow, const struct ks_quotation *quotation)
{
	for (size_t i = 0; i < quotation->n_notes; i++) {
		struct ks_quote note = {.ground = KS_COLOR_WARN_SOFT,
					.text = &quotation->notes[i],
					.ink = KS_COLOR_WARN,
					.mm = KS_MM_NOTE};
		struct ks_rect r;

		if (ks_flow_room(flow, ks_widget_quote(flow->scene, flow->column, &note, true), &r))
			ks_widget_quote(flow->scene, r, &note, false);
	}
}

/* One clause: heading in its size by depth, text with errata marked, notes. */
static void flow_clause(struct ks_flow *flow, const struct ks_clause *clause)
{
	static const double heading_mm[] = {12.4, 8.6, 7.8};
	struct ks_app *app = flow->app;
	struct ks_quotation quotation = ks_policy_mark(&app->content.policy, clause, clause->text,
						       ks_scene_arena(flow->scene));
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, heading_mm[clause->depth]);
	struct ks_text_style body = ks_widget_style(&app->ui, 8.0);
	int gap = flow->gap_px, indent = clause->depth == 0 ? 0 : body.em_px * clause->depth;
	struct ks_rich title = ks_rich_plain(ks_scene_format(
		flow->scene, "%s%s%s", clause->mark, *clause->title ? "　" : "", clause->title));

	flow->gap_px = gap / 3;
	ks_flow_text(flow, KS_ROLE_HEADING, &title, &heading, indent);
	flow->gap_px = gap;
	if (quotation.text.len > 0)
		ks_flow_text(flow, KS_ROLE_TEXT, &quotation.text, &body, indent);
	flow_notes(flow, &quotation);
}

static int build_clause(struct ks_app *app, struct ks_scene *scene, struct ks_rect column)
{
	const struct ks_policy *policy = &app->content.policy;
	size_t index[TOP_CLAUSES_MAX], n = top_clauses(policy, index, TOP_CLAUSES_MAX);
	size_t from = index[app->clause_index];
	size_t to = app->clause_index + 1 < n ? index[app->clause_index + 1] : policy->n_clauses;
	struct ks_flow flow = ks_flow_begin(app, scene, column, (int)app->clause_part);

	for (size_t i = from; i < to; i++)
		flow_clause(&flow, &policy->clauses[i]);
	return ks_flow_n_parts(&flow);
}

static void build_bottom(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame,
			 size_t parts)
{
	const struct ks_policy *policy = &app->content.policy;
	size_t index[TOP_CLAUSES_MAX], n = top_clauses(policy, index, TOP_CLAUSES_MAX);
	struct ks_button back = {.kind = KS_BUTTON_QUIET,
				 .label = ks_word(KS_W_PREVIOUS_CLAUSE),
				 .before = KS_ICON_ARROW_LEFT,
				 .action = {KS_ACT_BACK, 0}};
	struct ks_button next = {.kind = KS_BUTTON_QUIET,
				 .label = ks_word(KS_W_NEXT_CLAUSE),
				 .after = KS_ICON_ARROW_RIGHT,
				 .action = {KS_ACT_NEXT, 0}};

	app->visit.n_parts = (int)parts;
	if (app->clause_index > 0 || app->clause_part > 0)
		ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &back);
	if (parts > 1)
		ks_frame_bottom_words(scene, frame,
				      ks_say(ks_scene_arena(scene), KS_W_PAGE_OF,
					     (int)app->clause_part + 1, (int)parts));
	if (app->clause_index + 1 < n || app->clause_part + 1 < parts)
		ks_frame_bottom_button(scene, frame, KS_SLOT_RIGHT, &next);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_frame_head head =
		ks_frame_door_head(ks_word(KS_W_POLICY_TITLE), ks_word(KS_W_CLOSE));
	struct ks_frame frame;
	struct ks_rect column;
	struct ks_text_style small = ks_widget_style(&app->ui, 6.2);
	int issued_h;

	head.has_bottom = true;
	frame = ks_frame_open(app, scene, &head);
	column = frame.body;
	if (!ks_metrics_is_portrait(metrics)) {
		int side = frame.top.w * 29 / 100, pad = ks_mm_fixed(metrics, 6.0);
		struct ks_rect contents = {0, frame.top.h, side, frame.bottom.y - frame.top.h};

		ks_scene_fill(scene, contents, KS_COLOR_SURFACE);
		ks_scene_fill(scene,
			      (struct ks_rect){side, contents.y, ks_mm_fixed(metrics, 0.4),
					       contents.h},
			      KS_COLOR_LINE);
		build_contents(app, scene, ks_rect_inset(contents, pad));
		column.x = side + ks_mm_fixed(metrics, 20.0);
		column.w = frame.top.w - column.x - frame.margin_px;
	}
	small.color = KS_COLOR_INK2;
	issued_h = ks_scene_words(scene, KS_ROLE_TEXT, column, app->content.policy.issued, &small);
	column.y += issued_h;
	column.h -= issued_h;
	build_bottom(app, scene, &frame, (size_t)build_clause(app, scene, column));
}

static void step(struct ks_app *app, int by)
{
	size_t n_parts = (size_t)app->visit.n_parts;

	if (by > 0 && app->clause_part + 1 < n_parts) {
		app->clause_part++;
	} else if (by < 0 && app->clause_part > 0) {
		app->clause_part--;
	} else {
		app->clause_index = (size_t)((int)app->clause_index + by);
		app->clause_part = 0;
	}
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	switch ((enum ks_act)action.what) {
	case KS_ACT_NEXT:
		step(app, 1);
		return KS_SCREEN_SAME;
	case KS_ACT_BACK:
		step(app, -1);
		return KS_SCREEN_SAME;
	case KS_ACT_CLAUSE:
		app->clause_index = (size_t)action.arg;
		app->clause_part = 0;
		return KS_SCREEN_SAME;
	case KS_ACT_CLOSE:
		if (app->visit.agree_plan)
			return KS_SCREEN_AGREE; /* it was read from there */
		ks_visit_end(app, false);
		return ks_app_base_screen(app);
	default:
		return KS_SCREEN_SAME;
	}
}

const struct ks_screen ks_screen_policy = {.name = "policy", .build = build, .tap = tap};
