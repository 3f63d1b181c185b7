/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kiosk/question/question.h"
#include "kiosk/screen/screen.h"

/*
 * Sorting cards into boxes (design 11) without dragging: touch a card, then a box. A placed card leaves a dashed
 * slot; touching that takes it in hand again. Cards flow to a further part when there are many; the boxes
 * stand on every part.
 */

#define GAP_MM 5.0
#define CARD_MM 24.0      /* high, where there is room */
#define BOX_LEAST_MM 56.0 /* wide */
#define BOX_MOST_MM 90.0  /* high */
#define BOX_PAD_MM 5.0
#define CHIP_MM 6.4
#define NOTE_MM 6.0

struct grid {
	int n_cols, n_rows, w, h, gap; /* of one cell */
};

static int higher_of(int a, int b)
{
	return a > b ? a : b;
}

static struct ks_rect cell(const struct grid *grid, struct ks_rect r, int index)
{
	return (struct ks_rect){r.x + index % grid->n_cols * (grid->w + grid->gap),
				r.y + index / grid->n_cols * (grid->h + grid->gap), grid->w, grid->h};
}

static int grid_height(const struct grid *grid)
{
	return grid->n_rows * grid->h + (grid->n_rows - 1) * grid->gap;
}

/* ---- boxes ---- */

static struct ks_text_style title_style(const struct ks_app *app)
{
	struct ks_text_style style = ks_widget_heading_style(&app->ui, KS_MM_CHOICE);

	style.align = KS_ALIGN_CENTRE;
	style.color = KS_COLOR_KEY;
	return style;
}

static const struct ks_text_layout *title_layout(struct ks_app *app, const struct ks_rich *title,
						 int box_w)
{
	struct ks_text_style style = title_style(app);

	return ks_text_layout(app->ui.text, title, &style,
			      box_w - 2 * ks_mm(&app->ui.metrics, BOX_PAD_MM));
}

static int note_height(const struct ks_app *app)
{
	return ks_em(&app->ui.metrics, NOTE_MM) * 15 / 10;
}

/* As many beside each other as have room; as low as title and a line below it allow. */
static struct grid plan_boxes(struct ks_app *app, int width_px)
{
	const struct ks_question *question = ks_question_present(app);
	const struct ks_metrics *metrics = &app->ui.metrics;
	int n = (int)question->n_boxes, most = 4, title_h = 0;
	struct grid grid = {.gap = ks_mm_fixed(metrics, GAP_MM)};

	while (most > 1 && most * (ks_mm(metrics, BOX_LEAST_MM) + grid.gap) - grid.gap > width_px)
		most--;
	grid.n_rows = (n + most - 1) / most;
	grid.n_cols = (n + grid.n_rows - 1) / grid.n_rows;
	grid.w = (width_px - (grid.n_cols - 1) * grid.gap) / grid.n_cols;
	for (int i = 0; i < n; i++) {
		int h = title_layout(app, &question->boxes[i], grid.w)->h;

		title_h = h > title_h ? h : title_h;
	}
	grid.h = title_h + note_height(app) + ks_mm(metrics, BOX_PAD_MM * 1.1) +
		 ks_mm_fixed(metrics, 1.0);
	return grid;
}

static int build_chip(struct ks_app *app, struct ks_scene *scene, struct ks_rect r,
		      const struct ks_rich *text, int bottom)
{
	int pad = ks_mm(&app->ui.metrics, 3.0);
	struct ks_text_style style = ks_widget_style(&app->ui, CHIP_MM);
	const struct ks_text_layout *layout;
	struct ks_box box = {.fill = KS_COLOR_SURFACE,
			     .line = KS_COLOR_EDGE,
			     .radius_px = pad,
			     .line_px = ks_mm_fixed(&app->ui.metrics, 0.45)};

	style.pitch_percent = 145;
	style.breaking = KS_BREAK_PHRASE;
	layout = ks_text_layout(app->ui.text, text, &style, r.w - 2 * pad);
	r.h = layout->h + pad;
	if (r.y + r.h > bottom)
		return 0;
	ks_scene_box(scene, r, &box);
	ks_scene_text(scene, KS_ROLE_TEXT,
		      (struct ks_rect){r.x + pad, r.y + pad / 2, r.w - 2 * pad, 0}, text, &style);
	return r.h;
}

/* What is in box @index, as far as there is room; how many more in words. */
static void build_contents(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, int index)
{
	const struct ks_question *question = ks_question_present(app);
	struct ks_text_style note = ks_widget_style(&app->ui, NOTE_MM);
	int gap = ks_mm_fixed(&app->ui.metrics, 2.0), bottom = r.y + r.h;
	int n_in = 0, n_shown = 0, note_h = note_height(app);

	for (size_t i = 0; i < question->n_choices; i++)
		n_in += ks_question_answer(app)->value[i] == index + 1;
	for (size_t i = 0; i < question->n_choices && n_shown >= 0; i++) {
		bool is_last = n_shown + 1 == n_in;
		int h;

		if (ks_question_answer(app)->value[i] != index + 1)
			continue;
		h = build_chip(app, scene, r, &question->choices[i].text,
			       is_last ? bottom : bottom - note_h - gap);
		if (h == 0)
			break;
		n_shown++;
		r.y += h + gap;
	}
	if (n_shown == n_in || bottom - r.y < note_h)
		return;
	note.color = KS_COLOR_INK2;
	note.align = KS_ALIGN_CENTRE;
	note.pitch_percent = 150;
	ks_scene_words(scene, KS_ROLE_TEXT, r,
		       ks_say(ks_scene_arena(scene), n_shown ? KS_W_MORE_CARDS : KS_W_CARDS,
			      n_in - n_shown),
		       &note);
}

/* A box can be touched while a card is in hand. */
static void build_box(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, int index)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	const struct ks_rich *title = &ks_question_present(app)->boxes[index];
	const struct ks_text_layout *layout = title_layout(app, title, r.w);
	struct ks_action action = {ks_question_given_in(&app->view)->held ? KS_ACT_BOX : 0, index};
	unsigned state = ks_scene_state(scene, action);
	bool is_pressed = state & KS_STATE_PRESSED;
	struct ks_box box = {.fill = is_pressed ? KS_COLOR_KEY_SOFT : KS_COLOR_SURFACE,
			     .line = ks_question_given_in(&app->view)->held ? KS_COLOR_KEY
									    : KS_COLOR_EDGE,
			     .radius_px = ks_mm(metrics, 5.5),
			     .line_px = ks_mm_fixed(metrics, is_pressed ? 1.4 : 0.6)};
	int pad = ks_mm(metrics, BOX_PAD_MM), top = ks_mm(metrics, BOX_PAD_MM * 0.6);

	ks_scene_box(scene, r, &box);
	ks_scene_layout(scene, layout, r.x + pad, r.y + top);
	ks_scene_element(scene, &(struct ks_element){.role = KS_ROLE_BUTTON,
						     .state = state,
						     .rect = r,
						     .action = action,
						     .label = title->text,
						     .layout = layout});
	top += layout->h + ks_mm_fixed(metrics, 1.0);
	build_contents(app, scene,
		       (struct ks_rect){r.x + pad, r.y + top, r.w - 2 * pad, r.h - top - pad / 2},
		       index);
}

/* ---- cards ---- */

static struct ks_choice_row card_at(struct ks_app *app, int place)
{
	int authored = ks_question_item(app)->order[place];
	struct ks_choice_row row = {.text = &ks_question_present(app)->choices[authored].text,
				    .action = {KS_ACT_CHOOSE, authored}};

	if (ks_question_given_in(&app->view)->held == authored + 1)
		row.state |= KS_STATE_SELECTED;
	return row;
}

static struct ks_text_style slot_style(const struct ks_app *app)
{
	struct ks_text_style style = ks_widget_style(&app->ui, 6.8);

	style.pitch_percent = 150;
	style.color = KS_COLOR_INK2;
	return style;
}

/* Where a card was: it can be taken out of its box again here. */
static void build_slot(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, int authored)
{
	const struct ks_question *question = ks_question_present(app);
	const struct ks_metrics *metrics = &app->ui.metrics;
	const char *where =
		ks_say(ks_scene_arena(scene), KS_W_PUT_INTO,
		       question->boxes[ks_question_answer(app)->value[authored] - 1].text);
	struct ks_action action = {KS_ACT_CHOOSE, authored};
	unsigned state = ks_scene_state(scene, action);
	struct ks_box box = {.fill = state & KS_STATE_PRESSED ? KS_COLOR_KEY_SOFT : KS_COLOR_BG,
			     .line = state & KS_STATE_PRESSED ? KS_COLOR_KEY : KS_COLOR_EDGE,
			     .radius_px = ks_mm(metrics, 5.5),
			     .line_px = ks_mm_fixed(metrics, 0.6),
			     .dash_px = ks_mm_fixed(metrics, 1.5)};
	struct ks_text_style style = slot_style(app);
	int side = ks_mm(metrics, 6.5);

	ks_scene_box(scene, r, &box);
	ks_scene_element(scene, &(struct ks_element){.role = KS_ROLE_CHOICE,
						     .state = state,
						     .rect = r,
						     .action = action,
						     .label = ks_scene_format(
							     scene, "%s%s",
							     question->choices[authored].text.text,
							     where)});
	ks_scene_words_in(scene, KS_ROLE_TEXT,
			  (struct ks_rect){r.x + side, r.y, r.w - 2 * side, r.h}, where, &style);
}

/* A slot's words may be longer than the card's: as high as the longest box's name needs. */
static int slot_height(struct ks_app *app, struct ks_scene *scene, int width_px)
{
	const struct ks_question *question = ks_question_present(app);
	struct ks_text_style style = slot_style(app);
	int most = 0, side = ks_mm(&app->ui.metrics, 6.5), pad = ks_mm(&app->ui.metrics, 3.0);

	for (size_t i = 0; i < question->n_boxes; i++) {
		struct ks_rich words = ks_rich_plain(
			ks_say(ks_scene_arena(scene), KS_W_PUT_INTO, question->boxes[i].text));
		int h = ks_text_layout(app->ui.text, &words, &style, width_px - 2 * side)->h;

		most = h > most ? h : most;
	}
	return most + 2 * pad;
}

static void build_card(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, int place)
{
	struct ks_choice_row row = card_at(app, place);

	if (ks_question_answer(app)->value[row.action.arg])
		build_slot(app, scene, r, row.action.arg);
	else
		ks_widget_choice(scene, r, &row);
}

static struct grid plan_cards(struct ks_app *app, int width_px)
{
	struct grid grid = {.n_cols = ks_metrics_is_portrait(&app->ui.metrics) ? 1 : 2,
			    .gap = ks_mm_fixed(&app->ui.metrics, GAP_MM)};

	grid.w = (width_px - (grid.n_cols - 1) * grid.gap) / grid.n_cols;
	return grid;
}

/* As high as the highest card of the row that begins at place @first. */
static int row_height(struct ks_app *app, struct ks_scene *scene, const struct grid *grid, int first)
{
	int n = (int)ks_question_present(app)->n_choices, most = slot_height(app, scene, grid->w);

	for (int place = first; place < first + grid->n_cols && place < n; place++) {
		struct ks_choice_row row = card_at(app, place);
		int h = ks_widget_choice_height(scene, grid->w, &row);

		most = h > most ? h : most;
	}
	return most;
}

static int highest_row(struct ks_app *app, struct ks_scene *scene, int width_px)
{
	struct grid grid = plan_cards(app, width_px);
	int n = (int)ks_question_present(app)->n_choices, most = 0;

	for (int first = 0; first < n; first += grid.n_cols) {
		int h = row_height(app, scene, &grid, first);

		most = h > most ? h : most;
	}
	return most;
}

static void flow_cards(struct ks_flow *flow, int least_px)
{
	struct ks_app *app = flow->app;
	int n = (int)ks_question_present(app)->n_choices;
	struct grid grid = plan_cards(app, flow->column.w);

	for (int first = 0; first < n; first += grid.n_cols) {
		struct ks_rect r;

		grid.h = row_height(app, flow->scene, &grid, first);
		grid.h = least_px > grid.h ? least_px : grid.h;
		if (!ks_flow_target(flow, grid.h, 0, &r))
			continue;
		for (int k = 0; k < grid.n_cols && first + k < n; k++)
			build_card(app, flow->scene, cell(&grid, r, k), first + k);
	}
}

static void flow_all(struct ks_flow *flow, int least_px)
{
	flow->gap_px = ks_mm_fixed(&flow->app->ui.metrics, GAP_MM);
	ks_question_flow_stem(flow, ks_question_present(flow->app), KS_QUESTION_STEM_MM);
	flow_cards(flow, least_px);
}

static void build(struct ks_app *app, struct ks_scene *scene, struct ks_rect body)
{
	const struct ks_question *question = ks_question_present(app);
	struct ks_rect column = ks_question_head(app, scene, body), boxes = column;
	struct grid grid = plan_boxes(app, column.w);
	int gap = ks_mm_fixed(&app->ui.metrics, GAP_MM), bottom = column.y + column.h, spare;
	int least = ks_mm(&app->ui.metrics, CARD_MM);
	struct ks_flow flow;

	if (bottom - higher_of(column.y, ks_metrics_reach_px(&app->ui.metrics)) -
		    grid_height(&grid) - gap <
	    highest_row(app, scene, column.w))
		grid.h -= note_height(app); /* rather no count than a card without room */
	column.h -= grid_height(&grid) + gap;
	flow = ks_flow_begin(app, scene, column, -1);
	flow_all(&flow, least);
	if (ks_flow_n_parts(&flow) > 1 || flow.y > column.h * 3 / 4) {
		least = 0;
		flow = ks_flow_begin(app, scene, column, -1);
		flow_all(&flow, least);
	}
	boxes.y = column.y + column.h + gap;
	if (ks_flow_n_parts(&flow) == 1)
		boxes.y = column.y + flow.y;
	spare = (bottom - boxes.y - grid_height(&grid)) / grid.n_rows;
	if (grid.h + spare > ks_mm(&app->ui.metrics, BOX_MOST_MM))
		spare = ks_mm(&app->ui.metrics, BOX_MOST_MM) - grid.h;
	grid.h += spare > 0 ? spare : 0;
	flow = ks_flow_begin(app, scene, column, ks_question_turn_to(app, ks_flow_n_parts(&flow)));
	flow_all(&flow, least);
	for (int i = 0; i < (int)question->n_boxes; i++)
		build_box(app, scene, cell(&grid, boxes, i), i);
}

/* ---- answering ---- */

static void touch(struct ks_app *app, struct ks_action action)
{
	struct ks_question_given *given = ks_question_given_of(&app->view);

	switch (action.what) {
	case KS_ACT_CHOOSE:
		given->answer.value[action.arg] = 0;
		given->held = given->held == action.arg + 1 ? 0 : action.arg + 1;
		break;
	case KS_ACT_BOX:
		if (given->held)
			given->answer.value[given->held - 1] = (uint8_t)(action.arg + 1);
		given->held = 0;
		break;
	case KS_ACT_UNDO:
		memset(&given->answer, 0, sizeof(given->answer));
		given->held = 0;
		break;
	default:
		break;
	}
}

static const char *status(struct ks_app *app, struct ks_scene *scene)
{
	const struct ks_question *question = ks_question_present(app);
	int n_left =
		(int)(question->n_choices - ks_question_n_given(question, ks_question_answer(app)));

	return n_left ? ks_say(ks_scene_arena(scene), KS_W_CARDS_LEFT, n_left)
		      : ks_word(KS_W_TAKE_BACK);
}

/* ---- telling ---- */

static void tell(struct ks_flow *flow, struct ks_app *app, bool is_shown)
{
	const struct ks_question *question = ks_question_present(app);

	(void)is_shown;
	for (int place = 0; place < (int)question->n_choices; place++) {
		int i = ks_question_item(app)->order[place];
		const struct ks_choice *choice = &question->choices[i];
		int given = ks_question_item(app)->answer.value[i] - 1;
		bool is_right = given == choice->box;
		const char *title = ks_say(ks_scene_arena(flow->scene),
					   is_right ? KS_W_SAME_BOX : KS_W_OTHER_BOX,
					   choice->text.text, question->boxes[choice->box].text,
					   question->boxes[given < 0 ? choice->box : given].text);
		struct ks_told told = {.kind = is_right ? KS_TOLD_RIGHT : KS_TOLD_WRONG,
				       .title = title,
				       .reason = &choice->reason};

		ks_question_flow_told(flow, &told);
	}
}

/* The cards that went elsewhere; the others need no second look. */
static void sum_up(struct ks_scene *scene, const struct ks_question *question,
		   const struct ks_answer *given, struct ks_buf *out)
{
	for (size_t i = 0; i < question->n_choices; i++) {
		const struct ks_choice *choice = &question->choices[i];
		int box = given->value[i] - 1;

		if (box >= 0 && box != choice->box)
			ks_buf_printf(out, "%s%s", out->len ? "\n" : "",
				      ks_say(ks_scene_arena(scene), KS_W_OTHER_BOX,
					     choice->text.text, question->boxes[choice->box].text,
					     question->boxes[box].text));
	}
}

/* Wrong: the first card in another box. */
static void solve(const struct ks_question *question, bool is_right, struct ks_answer *out)
{
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < question->n_choices; i++)
		out->value[i] = (uint8_t)(question->choices[i].box + 1);
	if (!is_right)
		out->value[0] =
			(uint8_t)((question->choices[0].box + 1) % (int)question->n_boxes + 1);
}

static struct ks_action next_tap(const struct ks_app *app, const struct ks_answer *wanted)
{
	const struct ks_question *question = ks_question_present(app);

	for (int i = 0; i < (int)question->n_choices; i++) {
		if (ks_question_answer(app)->value[i] == wanted->value[i])
			continue;
		if (ks_question_given_in(&app->view)->held == i + 1)
			return (struct ks_action){KS_ACT_BOX, wanted->value[i] - 1};
		return (struct ks_action){KS_ACT_CHOOSE, i};
	}
	return (struct ks_action){0, 0};
}

const struct ks_question_ops ks_question_classify = {
	.ask = KS_W_CLASSIFY,
	.undo = KS_W_CLEAR,
	.build = build,
	.touch = touch,
	.status = status,
	.tell = tell,
	.sum_up = sum_up,
	.solve = solve,
	.next_tap = next_tap,
};
