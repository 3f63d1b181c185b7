/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/question/question.h"

/*
 * Cards of 答えの説明: ○ or × beside, a bar in its colour, what was chosen and what is right in words, and why.
 */

#define GUTTER_MM 14.5
#define ICON_MM 10.5
#define CARD_MM 7.6

void ks_question_put_sum(struct ks_scene *scene, const char *given, const char *right,
			 struct ks_buf *out)
{
	struct ks_arena *arena = ks_scene_arena(scene);

	ks_buf_printf(out, "%s\n%s", ks_say(arena, KS_W_YOUR_ANSWER_IS, given),
		      ks_say(arena, KS_W_RIGHT_ANSWER_IS, right));
}

/* Too high for one column: the words alone, which may break between lines. */
static void flow_plain(struct ks_flow *flow, const struct ks_quote *quote)
{
	struct ks_text_style title = ks_widget_heading_style(&flow->app->ui, quote->mm * 0.9);
	struct ks_text_style text = ks_widget_style(&flow->app->ui, quote->mm);
	int gap = flow->gap_px;

	flow->gap_px = gap / 3;
	if (quote->title) {
		struct ks_rich words = ks_rich_plain(quote->title);

		title.color = quote->bar;
		ks_flow_text(flow, KS_ROLE_TEXT, &words, &title, 0);
	}
	text.pitch_percent = 160;
	if (!quote->source)
		flow->gap_px = gap;
	if (quote->text)
		ks_flow_text(flow, KS_ROLE_TEXT, quote->text, &text, 0);
	flow->gap_px = gap;
	if (quote->source) {
		struct ks_text_style small = ks_widget_style(&flow->app->ui, KS_MM_NOTE);
		struct ks_rich words = ks_rich_plain(quote->source);

		small.color = KS_COLOR_INK2;
		ks_flow_text(flow, KS_ROLE_TEXT, &words, &small, 0);
	}
}

void ks_question_flow_quote(struct ks_flow *flow, const struct ks_quote *quote)
{
	int h = ks_widget_quote(flow->scene, flow->column, quote, true);
	struct ks_rect r;

	if (h > flow->column.h)
		flow_plain(flow, quote);
	else if (ks_flow_room(flow, h, &r))
		ks_widget_quote(flow->scene, r, quote, false);
}

enum ks_told_kind ks_question_told_kind(bool is_right, bool is_chosen, bool is_one_of_several)
{
	if (is_right)
		return is_chosen || !is_one_of_several ? KS_TOLD_RIGHT : KS_TOLD_MISSED;
	return is_chosen ? KS_TOLD_WRONG : KS_TOLD_ASIDE;
}

static const struct {
	enum ks_icon icon;
	enum ks_color color, ground;
} looks[] = {
	[KS_TOLD_ASIDE] = {KS_ICON_NONE, KS_COLOR_INK2, KS_COLOR_SURFACE},
	[KS_TOLD_RIGHT] = {KS_ICON_CIRCLE, KS_COLOR_OK, KS_COLOR_OK_SOFT},
	[KS_TOLD_WRONG] = {KS_ICON_CROSS, KS_COLOR_BAD, KS_COLOR_BAD_SOFT},
	[KS_TOLD_MISSED] = {KS_ICON_MISSED, KS_COLOR_WARN, KS_COLOR_WARN_SOFT},
};

void ks_question_flow_told(struct ks_flow *flow, const struct ks_told *told)
{
	struct ks_quote why = {.ground = looks[told->kind].ground,
			       .bar = looks[told->kind].color,
			       .text = told->reason && told->reason->len > 0 ? told->reason : NULL,
			       .title = told->title,
			       .mm = CARD_MM};
	int gutter = told->is_plain ? 0 : ks_mm(&flow->app->ui.metrics, GUTTER_MM);
	int icon = ks_mm(&flow->app->ui.metrics, ICON_MM), h;
	struct ks_rect r = flow->column;

	r.w -= gutter;
	h = ks_widget_quote(flow->scene, r, &why, true);
	if (h > flow->column.h) {
		flow_plain(flow, &why);
		return;
	}
	if (!ks_flow_room(flow, h, &r))
		return;
	if (!told->is_plain)
		ks_scene_icon(flow->scene,
			      (struct ks_rect){r.x, r.y + (r.h < 3 * icon ? r.h - icon : 2 * icon) / 2,
					       icon, icon},
			      looks[told->kind].icon, looks[told->kind].color);
	r.x += gutter;
	r.w -= gutter;
	ks_widget_quote(flow->scene, r, &why, false);
}
