/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kiosk/flow.h"
#include "kiosk/frame.h"
#include "kiosk/parts.h"
#include "kiosk/screen/page_body.h"
#include "kiosk/screen/saved.h"
#include "kiosk/screen/screen.h"
#include "kiosk/title.h"
#include "kiosk/words/words.h"
#include "visit/inspect.h"

/*
 * Behind いいえ and 分からない: the page that helps, as in its lesson, and one tap to go on. And the end of the sheet: that
 * it is recorded, and what to begin with.
 */

static const struct ks_page *help_page(const struct ks_app *app, const struct ks_lesson **lesson)
{
	const struct ks_checklist_item *item = ks_inspect_item(&app->site, &app->visit);

	*lesson = ks_content_lesson(&app->content, item->lesson);
	for (size_t i = 0; *lesson && i < (*lesson)->n_pages; i++) {
		const struct ks_page *page = &(*lesson)->pages[i];

		if (strcmp(page->id, item->page) == 0)
			return app->is_easy && page->easy ? page->easy : page;
	}
	return NULL;
}

/* The lesson may be in repair: then the clauses themselves have to help. */
static int build_clauses(struct ks_app *app, struct ks_scene *scene, struct ks_rect body)
{
	const struct ks_checklist_item *item = ks_inspect_item(&app->site, &app->visit);
	struct ks_flow flow = ks_flow_begin(app, scene, body, app->view.part);

	for (size_t i = 0; i < item->n_clauses; i++) {
		const struct ks_clause *clause =
			ks_policy_find(&app->content.policy, item->clauses[i]);
		struct ks_block block = {.kind = KS_BLOCK_POLICY, .clause = item->clauses[i]};
		struct ks_quotation marked;

		if (!clause || *clause->text == '\0')
			continue;
		marked = ks_policy_mark(&app->content.policy, clause, clause->text,
					ks_scene_arena(scene));
		block.text = marked.text;
		block.items = marked.notes;
		block.n_items = marked.n_notes;
		ks_flow_block(&flow, &block, 0);
	}
	return ks_flow_n_parts(&flow);
}

static const char *why_words(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_inspection *at = &app->visit.inspect.walk;
	bool is_no = at->answers[ks_inspection_item(at)] == KS_RESPONSE_NO;

	return ks_say(ks_scene_arena(scene), KS_W_INSPECT_HELP_FOR,
		      ks_word(is_no ? KS_W_INSPECT_NO : KS_W_INSPECT_UNKNOWN),
		      ks_title_item(app, ks_inspect_item(&app->site, &app->visit))->text);
}

static void build_bottom(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame)
{
	struct ks_button back = ks_frame_back(), next = ks_frame_next(ks_word(KS_W_NEXT));

	ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &back);
	ks_frame_bottom_button(scene, frame, KS_SLOT_RIGHT, &next);
	ks_frame_bottom_words(scene, frame,
			      app->view.n_parts > 1 ? ks_say(ks_scene_arena(scene), KS_W_PAGE_OF,
							     app->view.part + 1, app->view.n_parts)
						    : why_words(app, scene));
}

static void build_help(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_inspection *at = &app->visit.inspect.walk;
	const struct ks_lesson *lesson;
	const struct ks_page *page = help_page(app, &lesson);
	struct ks_frame_head head =
		ks_frame_person_head(ks_word(page ? KS_W_INSPECT_HELP : KS_W_INSPECT_HELP_POLICY),
				     ks_word(KS_W_SUSPEND), KS_ACT_SUSPEND);
	struct ks_frame frame = ks_frame_open(app, scene, &head);

	ks_frame_progress(scene, &frame, (at->index + 1) / (double)at->n_items,
			  ks_say(ks_scene_arena(scene), KS_W_INSPECT_ITEM_OF, at->index + 1,
				 at->n_items));
	app->view.n_parts = page ? ks_page_body_build(app, scene, frame.body, lesson, page)
				 : build_clauses(app, scene, frame.body);
	build_bottom(app, scene, &frame);
}

static enum ks_screen_id after(struct ks_app *app, enum ks_rc rc)
{
	app->view.part = 0;
	app->view.revealed = 0;
	return ks_app_where(app, rc);
}

static enum ks_screen_id tap_help(struct ks_app *app, struct ks_action action)
{
	if (ks_parts_tap(app, action))
		return KS_SCREEN_SAME;
	switch ((enum ks_act)action.what) {
	case KS_ACT_NEXT:
		return after(app, ks_inspect_next(&app->site, &app->visit));
	case KS_ACT_BACK:
		return after(app, ks_inspect_back(&app->site, &app->visit));
	case KS_ACT_REVEAL:
		app->view.revealed |= (unsigned)action.arg;
		return KS_SCREEN_SAME;
	case KS_ACT_SUSPEND:
		return ks_app_home(app);
	default:
		return KS_SCREEN_SAME;
	}
}

/* ---- the end ---- */

static void fill_end(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_inspection *at = &app->visit.inspect.walk;
	const struct ks_checklist *checklist = ks_inspect_checklist(&app->site, &app->visit);
	struct ks_text_style heading = ks_widget_heading_style(&app->ui, KS_MM_HEADING);
	struct ks_text_style body = ks_widget_style(&app->ui, 7.4);
	struct ks_rich title = ks_rich_plain(ks_word(KS_W_INSPECT_END)), words;
	bool has_no = false;
	struct ks_rect r;

	ks_flow_text(flow, KS_ROLE_HEADING, &title, &heading, 0);
	if (ks_flow_room(flow, body.em_px * 8, &r)) /* four lines */
		ks_saved_build(app, flow->scene, r, KS_W_INSPECT_DONE_AT, app->visit.inspect.done);
	for (int i = 0; i < at->n_items; i++)
		has_no |= at->answers[at->order[i]] == KS_RESPONSE_NO;
	words = ks_rich_plain(ks_word(has_no ? KS_W_INSPECT_END_NO : KS_W_INSPECT_END_ALL));
	ks_flow_text(flow, KS_ROLE_TEXT, &words, &body, 0);
	for (int i = 0; i < at->n_items; i++) {
		const struct ks_checklist_item *item = &checklist->items[at->order[i]];
		struct ks_quote quote = {.ground = KS_COLOR_SURFACE,
					 .bar = KS_COLOR_ACCENT,
					 .text = ks_title_item(app, item),
					 .mm = 7.0};

		if (at->answers[at->order[i]] == KS_RESPONSE_NO &&
		    ks_flow_room(flow, ks_widget_quote(flow->scene, flow->column, &quote, true), &r))
			ks_widget_quote(flow->scene, r, &quote, false);
	}
}

static void build_end(struct ks_app *app, struct ks_scene *scene)
{
	struct ks_frame_head head = ks_frame_person_head(ks_title_inspection(app, scene),
							 ks_word(KS_W_SIGN_OUT), KS_ACT_SIGN_OUT);
	struct ks_frame frame;
	struct ks_button home = {.kind = KS_BUTTON_PRIMARY,
				 .label = ks_word(KS_W_TO_LIST),
				 .action = {KS_ACT_HOME, 0}};

	head.has_bottom = true;
	frame = ks_parts_build(app, scene, &head, fill_end);
	if (app->view.part + 1 >= app->view.n_parts) {
		ks_frame_bottom_button(scene, &frame, KS_SLOT_RIGHT, &home);
	} else if (app->view.part == 0) {
		home.kind = KS_BUTTON_STRONG;
		ks_frame_bottom_button(scene, &frame, KS_SLOT_LEFT, &home);
	}
	ks_parts_words(app, scene, &frame);
}

static enum ks_screen_id tap_end(struct ks_app *app, struct ks_action action)
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

const struct ks_screen ks_screen_help = {
	.name = "help", .is_read = true, .build = build_help, .tap = tap_help};
const struct ks_screen ks_screen_inspected = {.name = "inspected", .build = build_end, .tap = tap_end};
