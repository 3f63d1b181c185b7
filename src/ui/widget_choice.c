/* SPDX-License-Identifier: Apache-2.0 */
#include "ui/widget.h"

#include "ui/widget_private.h"

/*
 * Answers to touch. The whole row is the target. Right and wrong are told by colour, sign, word and
 * border, so that none of them is needed alone.
 */

#define HEIGHT_MIN_MM 18.0
#define PAD_MM 4.0
#define SIDE_MM 6.5
#define MARK_MM 14.0
#define MARK_GAP_MM 5.5
#define TILE_CAPTION_MM 6.2

struct look {
	enum ks_color fill, line, ink;
	enum ks_color tone; /* of mark and verdict */
	double line_mm;
	enum ks_icon icon;
	const char *verdict;
};

static const struct look looks[] = {
	{KS_COLOR_SURFACE, KS_COLOR_EDGE, KS_COLOR_INK, KS_COLOR_KEY, KS_MM_HAIRLINE, 0, NULL},
	{KS_COLOR_KEY_SOFT, KS_COLOR_KEY, KS_COLOR_INK, KS_COLOR_KEY, KS_MM_BORDER_BOLD, 0, NULL},
	{KS_COLOR_KEY_SOFT, KS_COLOR_KEY, KS_COLOR_INK, KS_COLOR_KEY, KS_MM_BORDER, 0, NULL},
	{KS_COLOR_OK_SOFT, KS_COLOR_OK, KS_COLOR_INK, KS_COLOR_OK, KS_MM_BORDER_BOLD,
	 KS_ICON_CIRCLE, "正しい答え"},
	{KS_COLOR_BAD_SOFT, KS_COLOR_BAD, KS_COLOR_INK, KS_COLOR_BAD, KS_MM_BORDER_BOLD,
	 KS_ICON_CROSS, "ちがいます"},
	{KS_COLOR_BG, KS_COLOR_LINE, KS_COLOR_INK2, KS_COLOR_INK2, KS_MM_HAIRLINE, 0, NULL},
};

/* The first state that applies decides. */
static const struct {
	unsigned state;
	const struct look *look;
} order[] = {
	{KS_STATE_RIGHT, &looks[3]},    {KS_STATE_WRONG, &looks[4]},
	{KS_STATE_SELECTED, &looks[1]}, {KS_STATE_DISABLED, &looks[5]},
	{KS_STATE_PRESSED, &looks[2]},
};

static const struct look *look_of(unsigned state)
{
	for (size_t i = 0; i < KS_COUNT(order); i++) {
		if (state & order[i].state)
			return order[i].look;
	}
	return &looks[0];
}

/* Where the parts of a row stand, from its left edge. */
struct plan {
	int text_x, text_w;
	int verdict_w; /* 0: none */
	int icon, mark;
	int drop; /* how much lower words with readings stand, which need their room above */
	const struct look *look;
	const struct ks_text_layout *text, *verdict;
};

static bool has_mark(const struct ks_choice_row *row)
{
	return row->mark || row->is_pending || row->is_check;
}

static bool has_readings(const struct ks_text_style *style, const struct ks_rich *rich)
{
	for (size_t i = 0; i < rich->n_spans && style->has_furigana; i++) {
		if (rich->spans[i].mark == KS_MARK_RUBY)
			return true;
	}
	return false;
}

static void plan_verdict(struct ks_scene *scene, struct plan *plan)
{
	struct ks_ui *ui = ks_scene_ui(scene);
	struct ks_text_style style = ks_widget_heading_style(ui, 6.4);

	if (!plan->look->verdict)
		return;
	style.color = plan->look->tone;
	plan->verdict = ks_widget_layout(scene, plan->look->verdict, &style, 0);
	plan->icon = style.em_px * 11 / 10;
	plan->verdict_w =
		plan->verdict->w + plan->icon + style.em_px / 3 + ks_mm(&ui->metrics, SIDE_MM);
}

static struct plan plan_row(struct ks_scene *scene, int width_px, const struct ks_choice_row *row,
			    unsigned state)
{
	struct ks_ui *ui = ks_scene_ui(scene);
	struct ks_text_style style = ks_widget_style(ui, KS_MM_CHOICE);
	int side = ks_mm(&ui->metrics, SIDE_MM);
	struct plan plan = {.look = look_of(state), .mark = ks_mm(&ui->metrics, MARK_MM)};

	style.pitch_percent = 155;
	style.breaking = KS_BREAK_PHRASE;
	style.color = plan.look->ink;
	style.has_furigana &= !row->is_name;
	plan_verdict(scene, &plan);
	plan.drop = has_readings(&style, row->text) ? style.em_px / 5 : 0;
	plan.text_x = side;
	if (has_mark(row))
		plan.text_x += plan.mark + ks_mm(&ui->metrics, MARK_GAP_MM);
	plan.text_w = ks_most(style.em_px, width_px - plan.text_x - plan.verdict_w - side);
	plan.text = ks_text_layout(ui->text, row->text, &style, plan.text_w);
	return plan;
}

int ks_widget_choice_height(struct ks_scene *scene, int width_px, const struct ks_choice_row *row)
{
	const struct ks_metrics *metrics = &ks_scene_ui(scene)->metrics;
	struct plan plan = plan_row(scene, width_px, row, row->state);
	int pad = ks_mm(metrics, PAD_MM), height = ks_mm(metrics, HEIGHT_MIN_MM);

	if (has_mark(row))
		height = ks_most(height, plan.mark + 2 * pad);
	return ks_most(height, plan.text->h + 2 * plan.drop + 2 * ks_mm(metrics, PAD_MM * 0.7));
}

static void put_mark(struct ks_scene *scene, struct ks_rect at, const struct ks_choice_row *row,
		     unsigned state, enum ks_color tone)
{
	struct ks_ui *ui = ks_scene_ui(scene);
	bool is_filled = state & KS_STATE_SELECTED && !row->is_pending;
	struct ks_box box = {
		.fill = is_filled ? tone : KS_COLOR_NONE,
		.line = tone,
		.radius_px = row->is_check ? ks_mm(&ui->metrics, 2.6) : at.w / 2,
		.line_px = ks_mm_fixed(&ui->metrics, KS_MM_BORDER),
		.dash_px = row->is_pending ? ks_mm_fixed(&ui->metrics, 1.5) : 0,
	};
	enum ks_color on_tone = tone == KS_COLOR_KEY ? KS_COLOR_ON_KEY : KS_COLOR_SURFACE;

	ks_scene_box(scene, at, &box);
	if (row->mark && !row->is_pending) {
		struct ks_text_style style = ks_widget_heading_style(ui, MARK_MM * 0.5);

		style.color = is_filled ? on_tone : tone;
		ks_widget_put(scene, ks_widget_layout(scene, row->mark, &style, 0), at);
	} else if (row->is_check && is_filled) {
		ks_scene_icon(scene, ks_rect_inset(at, at.w / 6), KS_ICON_CHECK, on_tone);
	}
}

static void put_verdict(struct ks_scene *scene, struct ks_rect r, const struct plan *plan)
{
	int right = r.x + r.w - ks_mm(&ks_scene_ui(scene)->metrics, SIDE_MM),
	    x = right - plan->verdict->w;

	ks_scene_icon(scene,
		      (struct ks_rect){x - plan->icon - plan->verdict->style.em_px / 3,
				       r.y + (r.h - plan->icon) / 2, plan->icon, plan->icon},
		      plan->look->icon, plan->look->tone);
	ks_widget_put(scene, plan->verdict, (struct ks_rect){x, r.y, plan->verdict->w, r.h});
}

void ks_widget_choice(struct ks_scene *scene, struct ks_rect r, const struct ks_choice_row *row)
{
	const struct ks_metrics *metrics = &ks_scene_ui(scene)->metrics;
	unsigned state = row->state;
	struct plan plan;

	if (!(state & KS_STATE_DISABLED))
		state |= ks_scene_state(scene, row->action);
	plan = plan_row(scene, r.w, row, state);
	ks_widget_card(scene, r, plan.look->fill, plan.look->line, KS_MM_RADIUS_CARD,
		       plan.look->line_mm);
	if (has_mark(row)) {
		int x = r.x + ks_mm(metrics, SIDE_MM) + plan.mark / 2;

		put_mark(scene, ks_widget_square(x, r.y + r.h / 2, plan.mark / 2 * 2), row, state,
			 plan.look->tone);
	}
	ks_scene_layout(scene, plan.text, r.x + plan.text_x,
			ks_scene_centre_y(plan.text, r) + plan.drop);
	if (plan.verdict)
		put_verdict(scene, r, &plan);
	ks_scene_element(scene, &(struct ks_element){.role = KS_ROLE_CHOICE,
						     .state = state,
						     .rect = r,
						     .action = row->action,
						     .label = plan.text->rich.text,
						     .layout = plan.text});
}

/* A tile's words: those below its icon, and the small ones below them. */
struct tile_words {
	const struct ks_text_layout *label, *caption; /* NULL: none */
	int icon_percent;                             /* of the tile's height */
	int gap, inset;
};

static struct tile_words tile_words(struct ks_scene *scene, int width_px,
				    const struct ks_tile *tile, const struct look *look)
{
	struct ks_ui *ui = ks_scene_ui(scene);
	struct ks_text_style style = ks_widget_heading_style(ui, KS_MM_CHOICE);
	struct ks_text_style small = ks_widget_heading_style(ui, TILE_CAPTION_MM);
	struct tile_words words = {.icon_percent = tile->caption ? 30 : 36,
				   .gap = style.em_px / 2,
				   .inset = ks_mm(&ui->metrics, 2)};

	style.align = small.align = KS_ALIGN_CENTRE;
	style.color = look->ink;
	small.color = look->tone;
	words.label = ks_widget_layout(scene, tile->label, &style, width_px - 2 * words.inset);
	if (tile->caption)
		words.caption =
			ks_widget_layout(scene, tile->caption, &small, width_px - 2 * words.inset);
	return words;
}

static int tile_words_height(const struct tile_words *words)
{
	return words->gap + words->label->h + (words->caption ? words->caption->h : 0);
}

int ks_widget_tile_height(struct ks_scene *scene, int width_px, const struct ks_tile *tile)
{
	struct tile_words words = tile_words(scene, width_px, tile, look_of(tile->state));

	return (tile_words_height(&words) + 2 * words.inset) * 100 / (100 - words.icon_percent);
}

void ks_widget_tile(struct ks_scene *scene, struct ks_rect r, const struct ks_tile *tile)
{
	unsigned state = tile->state;
	const struct look *look;
	struct tile_words words;
	int icon, top;

	if (!(state & KS_STATE_DISABLED))
		state |= ks_scene_state(scene, tile->action);
	look = look_of(state);
	words = tile_words(scene, r.w, tile, look);
	icon = r.h * words.icon_percent / 100;
	top = r.y + (r.h - icon - tile_words_height(&words)) / 2;
	ks_widget_card(scene, r, look->fill, look->line, KS_MM_RADIUS_CARD, look->line_mm);
	ks_scene_icon(scene, ks_widget_square(r.x + r.w / 2, top + icon / 2, icon), tile->icon,
		      state == 0 || state & KS_STATE_DISABLED ? KS_COLOR_INK2 : look->tone);
	top += icon + words.gap;
	ks_widget_put(scene, words.label, (struct ks_rect){r.x, top, r.w, words.label->h});
	if (words.caption)
		ks_scene_layout(scene, words.caption, r.x + words.inset, top + words.label->h);
	ks_scene_element(scene,
			 &(struct ks_element){
				 .role = KS_ROLE_CHOICE,
				 .state = state,
				 .rect = r,
				 .action = tile->action,
				 .label = tile->caption ? ks_scene_format(scene, "%s　%s",
									  tile->label, tile->caption)
							: tile->label,
				 .layout = words.label});
}
