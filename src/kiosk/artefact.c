/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/artefact.h"

#include <string.h>

#include "kiosk/words/words.h"

/*
 * An artefact is looked at, not read like a page: a frame with a name, one row for each part of it. Nothing on it hints
 * at what is genuine before the step is answered. What is too long for its place flows to a further part; the question
 * keeps its own place meanwhile.
 */

#define HEAD_MM 13.0
#define HEAD_READ_MM 15.5 /* with readings above its words */
#define PAD_MM 4.0
#define ROW_PAD_MM 1.6
#define ROW_GAP_MM 1.6
#define WIDE_PERCENT 48 /* of the width, in landscape */
#define TALL_PERCENT 44 /* of the height at most, in portrait */
#define NUMBER_MM 5.5
#define RADIUS_MM 5.5

static int head_px(const struct ks_app *app)
{
	return ks_mm(&app->ui.metrics, app->ui.has_furigana ? HEAD_READ_MM : HEAD_MM);
}

static const struct ks_page *page_of(const struct ks_app *app, const struct ks_case *artefact)
{
	return app->is_easy && artefact->page.easy ? artefact->page.easy : &artefact->page;
}

/* The number of the clue that names this part; 0: none does. */
static int clue_of(const struct ks_page *page, const char *region)
{
	for (size_t i = 0; i < page->n_clues; i++)
		if (strcmp(page->clues[i].region, region) == 0)
			return (int)i + 1;
	return 0;
}

static const struct tone {
	enum ks_color soft, strong;
	enum ks_tone badge;
	enum ks_icon icon;
} tones[] = {
	[KS_CLUE_GOOD] = {KS_COLOR_OK_SOFT, KS_COLOR_OK, KS_TONE_OK, KS_ICON_CIRCLE},
	[KS_CLUE_BAD] = {KS_COLOR_BAD_SOFT, KS_COLOR_BAD, KS_TONE_BAD, KS_ICON_CROSS},
	[KS_CLUE_NEUTRAL] = {KS_COLOR_WARN_SOFT, KS_COLOR_WARN, KS_TONE_WARN, KS_ICON_TRIANGLE},
};

/* A part is something to press or to fill in: it gets a frame, as on a screen. */
static bool is_framed(const struct ks_mail_part *part)
{
	return strncmp(part->id, "button", 6) == 0 || strncmp(part->id, "input", 5) == 0;
}

static void build_row(struct ks_flow *flow, struct ks_rect r, const struct ks_mail_part *part,
		      const struct ks_page *page, int clue)
{
	const struct ks_metrics *metrics = &flow->app->ui.metrics;
	int pad = ks_mm_fixed(metrics, ROW_PAD_MM), radius = ks_mm_fixed(metrics, 2.0);
	struct ks_rect words = {r.x + 2 * pad, r.y + pad, r.w - 4 * pad, 0};

	if (clue > 0) {
		const struct tone *tone = &tones[page->clues[clue - 1].sign];
		const char *number = ks_scene_format(flow->scene, "%d", clue);
		struct ks_rect size =
			ks_widget_badge_size(flow->scene, NUMBER_MM, tone->icon, number);

		ks_scene_box(flow->scene, r,
			     &(struct ks_box){.fill = tone->soft,
					      .line = tone->strong,
					      .radius_px = radius,
					      .line_px = ks_mm_fixed(metrics, 0.6)});
		words.w -= size.w + pad;
		ks_widget_badge(flow->scene, r.x + r.w - size.w - pad, r.y + (r.h - size.h) / 2,
				NUMBER_MM, tone->badge, tone->icon, number);
	} else if (is_framed(part)) {
		ks_scene_box(flow->scene, r,
			     &(struct ks_box){.line = KS_COLOR_INK2,
					      .radius_px = radius,
					      .line_px = ks_mm_fixed(metrics, 0.4)});
	}
	ks_mail_part(flow->app, flow->scene, words, part, false);
}

enum rows {
	ROWS_PLAIN,
	ROWS_MARKED, /* clues have their numbers */
	ROWS_SHORT,  /* only they, … for what is left out */
	ROWS_BARE    /* only they */
};

static void flow_omission(struct ks_flow *flow)
{
	struct ks_text_style style = ks_widget_style(&flow->app->ui, KS_MM_NOTE);
	struct ks_rich words = ks_rich_plain("…");

	style.color = KS_COLOR_INK2;
	ks_flow_text(flow, KS_ROLE_TEXT, &words, &style,
		     2 * ks_mm_fixed(&flow->app->ui.metrics, ROW_PAD_MM));
}

static void flow_parts(struct ks_flow *flow, const struct ks_block *block,
		       const struct ks_page *page, enum rows rows)
{
	const struct ks_metrics *metrics = &flow->app->ui.metrics;
	int pad = ks_mm_fixed(metrics, ROW_PAD_MM);
	struct ks_rect badge = ks_widget_badge_size(flow->scene, NUMBER_MM, KS_ICON_CIRCLE, "8");
	bool is_omitting = false;

	for (size_t i = 0; i < block->n_parts; i++) {
		const struct ks_mail_part *part = &block->parts[i];
		int clue = rows == ROWS_PLAIN ? 0 : clue_of(page, part->id), h;
		struct ks_rect words = flow->column, r;

		if (rows >= ROWS_SHORT && clue == 0) {
			if (rows == ROWS_SHORT && !is_omitting)
				flow_omission(flow);
			is_omitting = true;
			continue;
		}
		is_omitting = false;
		words.w -= 4 * pad + (clue ? badge.w + pad : 0);
		h = ks_mail_part(flow->app, flow->scene, words, part, true) + 2 * pad;
		if (clue && h < badge.h + pad)
			h = badge.h + pad;
		if (ks_flow_room(flow, h, &r))
			build_row(flow, r, part, page, clue);
		if (clue && clue == flow->mark)
			flow->mark_part = flow->part;
	}
}

static void flow_figure(struct ks_flow *flow, const struct ks_case *artefact,
			const struct ks_block *block)
{
	const char *path = ks_scene_format(flow->scene, "%s/%s", artefact->folder, block->file);
	struct ks_rect place = flow->column, r;
	int h = ks_images_fit(flow->app->ui.images, path, place).h;

	if (ks_flow_room(flow, h, &r))
		ks_scene_image(flow->scene, r, path, block->text.text);
}

static void flow_heading(struct ks_flow *flow, const struct ks_block *block)
{
	struct ks_text_style style = ks_widget_heading_style(&flow->app->ui, 6.6);

	if (block->heading.len > 0)
		ks_flow_text(flow, KS_ROLE_TEXT, &block->heading, &style,
			     2 * ks_mm_fixed(&flow->app->ui.metrics, ROW_PAD_MM));
}

bool ks_artefact_shows_clues(const struct ks_app *app, const struct ks_question *question)
{
	return app->visit.lesson.session.place == KS_PLACE_REASON && question->artefact &&
	       question->step + 1 >= question->artefact->n_steps;
}

const char *ks_artefact_title(const struct ks_app *app, const struct ks_question *question)
{
	return question->artefact ? page_of(app, question->artefact)->title.text : "";
}

static void flow_artefact(struct ks_flow *flow, const struct ks_question *question, enum rows rows)
{
	const struct ks_case *artefact = question->artefact;
	const struct ks_page *page;

	if (!artefact)
		return;
	page = page_of(flow->app, artefact);

	flow->gap_px = ks_mm_fixed(&flow->app->ui.metrics, ROW_GAP_MM);
	for (size_t i = 0; i < page->n_blocks; i++) {
		const struct ks_block *block = &page->blocks[i];

		if (block->n_parts > 0) {
			if (rows != ROWS_BARE)
				flow_heading(flow, block);
			flow_parts(flow, block, page, rows);
		} else if (block->kind == KS_BLOCK_FIGURE) {
			flow_figure(flow, artefact, block);
		} else {
			ks_flow_block(flow, block, (int)i);
		}
	}
}

void ks_artefact_flow(struct ks_flow *flow, const struct ks_question *question, bool has_clues)
{
	flow_artefact(flow, question, has_clues ? ROWS_MARKED : ROWS_PLAIN);
}

/* All of it is one target; in 低い位置 it begins too high, and a button of the frame stands for it (question.c). */
static void add_magnify(struct ks_scene *scene, struct ks_rect r, bool has_clues)
{
	const struct ks_ui *ui = ks_scene_ui(scene);
	struct ks_action action = {KS_ACT_MAGNIFY, has_clues};
	unsigned state = ks_scene_state(scene, action);
	struct ks_box box = {.line = KS_COLOR_EDGE,
			     .radius_px = ks_mm(&ui->metrics, RADIUS_MM),
			     .line_px = ks_mm_fixed(&ui->metrics, 0.4)};

	if (ui->metrics.is_low)
		return;
	if (state & (KS_STATE_PRESSED | KS_STATE_FOCUSED)) {
		box.line = state & KS_STATE_FOCUSED ? KS_COLOR_ACCENT : KS_COLOR_KEY;
		box.line_px = ks_mm_fixed(&ui->metrics, 1.0);
	}
	ks_scene_box(scene, r, &box);
	ks_scene_element(scene, &(struct ks_element){.role = KS_ROLE_BUTTON,
						     .rect = r,
						     .action = action,
						     .state = state,
						     .label = ks_word(KS_W_MAGNIFY)});
}

/* The frame with its name and "事例 1／2"; the rows stand in column_of(). */
static void build_frame(struct ks_app *app, struct ks_scene *scene, struct ks_rect r,
			const struct ks_question *question, bool has_clues)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_text_style style = ks_widget_style(&app->ui, 6.0);
	int pad = ks_mm_fixed(metrics, PAD_MM), head = head_px(app);
	int hair = ks_mm_fixed(metrics, 0.4);
	const char *step = ks_say(ks_scene_arena(scene), KS_W_CASE_STEP, (int)question->step + 1,
				  (int)question->artefact->n_steps);
	struct ks_rect name = {r.x + pad, r.y, r.w - 2 * pad, head};
	struct ks_rect badge = ks_widget_badge_size(scene, NUMBER_MM, KS_ICON_MAGNIFY, step);

	style.color = KS_COLOR_INK2;
	style.pitch_percent = 120;
	style.breaking = KS_BREAK_PHRASE;
	ks_widget_panel(scene, r);
	add_magnify(scene, r, has_clues);
	ks_scene_fill(scene, (struct ks_rect){r.x, r.y + head, r.w, hair}, KS_COLOR_LINE);
	name.w -= badge.w + pad;
	ks_scene_words_in(scene, KS_ROLE_TEXT, name, page_of(app, question->artefact)->title.text,
			  &style);
	ks_widget_badge(scene, name.x + name.w + pad, r.y + (head - badge.h) / 2, NUMBER_MM,
			KS_TONE_NEUTRAL, KS_ICON_MAGNIFY, step);
}

static struct ks_rect column_of(const struct ks_app *app, struct ks_rect r)
{
	int pad = ks_mm_fixed(&app->ui.metrics, PAD_MM), head = head_px(app);

	return (struct ks_rect){r.x + pad, r.y + head + pad, r.w - 2 * pad, r.h - head - 2 * pad};
}

static int count_parts(struct ks_app *app, struct ks_scene *scene, struct ks_rect column,
		       const struct ks_question *question, enum rows rows, int *used_px)
{
	struct ks_flow flow = ks_flow_begin(app, scene, column, -1);

	flow_artefact(&flow, question, rows);
	*used_px = flow.y - flow.gap_px;
	return ks_flow_n_parts(&flow);
}

static bool has_marked_rows(const struct ks_page *page)
{
	for (size_t i = 0; i < page->n_blocks; i++)
		for (size_t k = 0; k < page->blocks[i].n_parts; k++)
			if (clue_of(page, page->blocks[i].parts[k].id) > 0)
				return true;
	return false;
}

/* A clue that stands on a further part is not seen beside what is said of it: then the rows without one give way. */
static enum rows choose_rows(struct ks_app *app, struct ks_scene *scene, struct ks_rect column,
			     const struct ks_question *question, bool has_clues, int *n_parts,
			     int *used_px)
{
	enum rows best = has_clues ? ROWS_MARKED : ROWS_PLAIN;

	*n_parts = count_parts(app, scene, column, question, best, used_px);
	if (!has_clues || !has_marked_rows(page_of(app, question->artefact)))
		return best;
	for (int rows = ROWS_SHORT; rows <= ROWS_BARE && *n_parts > 1; rows++) {
		int used, n = count_parts(app, scene, column, question, (enum rows)rows, &used);

		if (n < *n_parts) {
			best = (enum rows)rows;
			*n_parts = n;
			*used_px = used;
		}
	}
	return best;
}

struct ks_artefact_place ks_artefact_place(struct ks_app *app, struct ks_scene *scene,
					   struct ks_rect body, const struct ks_question *question,
					   bool has_clues)
{
	bool is_tall = ks_metrics_is_portrait(&app->ui.metrics);
	int gap = ks_mm_fixed(&app->ui.metrics, is_tall ? 6.0 : 9.0), used_px;
	struct ks_artefact_place place = {
		.question = question, .r = body, .left = body, .has_clues = has_clues};

	if (!question->artefact)
		return place;
	if (is_tall)
		place.r.h = body.h * TALL_PERCENT / 100;
	else
		place.r.w = body.w * WIDE_PERCENT / 100;
	place.rows = choose_rows(app, scene, column_of(app, place.r), question, has_clues,
				 &place.n_parts, &used_px);
	if (place.n_parts == 1)
		place.r.h -= column_of(app, place.r).h - used_px;
	if (is_tall) {
		place.left.y += place.r.h + gap;
		place.left.h -= place.r.h + gap;
	} else {
		place.left.x += place.r.w + gap;
		place.left.w -= place.r.w + gap;
	}
	app->view.n_parts_least = place.n_parts;
	return place;
}

/* Which part of it stands beside the part at hand. */
static int part_of(struct ks_app *app, struct ks_scene *scene,
		   const struct ks_artefact_place *place, int clue)
{
	struct ks_flow flow = ks_flow_begin(app, scene, column_of(app, place->r), -1);

	flow.mark = clue;
	flow.mark_part = app->view.part < place->n_parts ? app->view.part : place->n_parts - 1;
	if (clue > 0 && place->n_parts > 1)
		flow_artefact(&flow, place->question, (enum rows)place->rows);
	return flow.mark_part;
}

void ks_artefact_paint(struct ks_app *app, struct ks_scene *scene,
		       const struct ks_artefact_place *place, int clue)
{
	struct ks_flow flow;

	if (!place->question->artefact)
		return;
	build_frame(app, scene, place->r, place->question, place->has_clues);
	flow = ks_flow_begin(app, scene, column_of(app, place->r), part_of(app, scene, place, clue));
	flow_artefact(&flow, place->question, (enum rows)place->rows);
}

void ks_artefact_flow_clues(struct ks_flow *flow, const struct ks_artefact_place *place)
{
	const struct ks_page *page;
	int beside = 0;

	if (!place->question->artefact)
		return;
	page = page_of(flow->app, place->question->artefact);
	for (size_t i = 0; i < page->n_clues; i++) {
		const struct tone *tone = &tones[page->clues[i].sign];
		int part = part_of(flow->app, flow->scene, place, (int)i + 1);
		struct ks_quote quote = {.ground = tone->soft,
					 .bar = tone->strong,
					 .text = &page->clues[i].text,
					 .mm = 6.8,
					 .title = ks_say(ks_scene_arena(flow->scene),
							 KS_W_CASE_CLUE, (int)i + 1)};

		if (i > 0 && part != beside)
			ks_flow_break(flow);
		beside = part;
		ks_flow_quote(flow, &quote);
		if (flow->mark == 0 && flow->part == flow->mark_part)
			flow->mark = (int)i + 1;
	}
}
