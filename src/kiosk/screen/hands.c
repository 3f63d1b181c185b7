/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/present.h"

#include "kiosk/words/words.h"
#include "visit/present.h"

/*
 * A question to the room (design 46). Until the answer is told the two cards are alike; then the right one is told by colour, mark,
 * words and border, and why stands below. How many raised a hand stays in sight.
 */

#define BADGE_MM 6.6
#define STEM_MM 10.0
#define STEM_TOLD_MM 8.0 /* why stands below it then */
#define CARD_MM 30.0     /* of a card beside the other */
#define KEY_MM 16.0      /* of one more and one fewer */
#define COUNT_MM 18.0    /* of the figures */
#define UNIT_MM 8.0
#define CARD_GAP_MM 6.0
#define PAD_MM 5.0

static const struct {
	enum ks_icon icon;
	enum ks_word name;
} sides[] = {{KS_ICON_CIRCLE, KS_W_TRUE}, {KS_ICON_CROSS, KS_W_FALSE}};

static const struct ks_question *worded(const struct ks_app *app)
{
	const struct ks_question *question = app->visit.present.question;

	return app->is_easy && question->easy ? question->easy : question;
}

static bool is_right(const struct ks_app *app, int side)
{
	return app->visit.present.question->choices[side].is_right;
}

static void build_key(struct ks_scene *scene, struct ks_rect r, int side, bool is_more)
{
	struct ks_button key = {.kind = is_more ? KS_BUTTON_STRONG : KS_BUTTON_QUIET,
				.label = is_more ? "＋" : "－",
				.name = ks_say(ks_scene_arena(scene),
					       is_more ? KS_W_HANDS_MORE : KS_W_HANDS_LESS,
					       ks_word(sides[side].name)),
				.action = {KS_ACT_HAND, side * 2 + is_more}};

	ks_widget_button(scene, r, &key);
}

/* "正解はこちら", within @r. */
static void build_good(struct ks_app *app, struct ks_scene *scene, struct ks_rect r)
{
	struct ks_text_style style = ks_widget_heading_style(&app->ui, 6.0);
	int h = ks_widget_words_height(scene, ks_word(KS_W_RIGHT_SIDE), &style, r.w);

	style.color = KS_COLOR_OK;
	r.y += (r.h - h) / 2;
	ks_scene_words(scene, KS_ROLE_TEXT, r, ks_word(KS_W_RIGHT_SIDE), &style);
}

/* "○ － 7名 ＋", and once it is told without the keys. */
static void build_card(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, int side)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	bool is_told = app->visit.present.is_told, is_good = is_told && is_right(app, side);
	enum ks_color color = is_good ? KS_COLOR_OK : is_told ? KS_COLOR_INK2 : KS_COLOR_KEY;
	struct ks_box box = {.fill = is_good ? KS_COLOR_OK_SOFT : KS_COLOR_SURFACE,
			     .line = is_good ? KS_COLOR_OK : KS_COLOR_LINE,
			     .radius_px = ks_mm_fixed(metrics, 3.0),
			     .line_px = ks_mm_fixed(metrics, is_good ? 1.2 : 0.4)};
	struct ks_text_style count = ks_widget_heading_style(&app->ui, COUNT_MM);
	int key = ks_mm(metrics, KEY_MM), pad = ks_mm_fixed(metrics, PAD_MM), icon;
	struct ks_rect in = ks_rect_inset(r, pad), at;

	ks_scene_box(scene, r, &box);
	icon = in.h < key * 3 / 2 ? in.h : key * 3 / 2;
	ks_scene_icon(scene, (struct ks_rect){in.x, in.y + (in.h - icon) / 2, icon, icon},
		      sides[side].icon, color);
	at = (struct ks_rect){in.x + icon + pad, in.y + (in.h - key) / 2, key, key};
	if (!is_told) {
		build_key(scene, at, side, false);
		at.x = in.x + in.w - key;
		build_key(scene, at, side, true);
	}
	at = (struct ks_rect){in.x + icon + pad + key, in.y, in.w - icon - pad - 2 * key, in.h};
	if (is_told)
		at = (struct ks_rect){in.x + icon + pad, in.y, (in.w - icon - pad) / 2, in.h};
	if (is_good)
		build_good(app, scene, (struct ks_rect){at.x + at.w, in.y, at.w, in.h});
	count.align = KS_ALIGN_CENTRE;
	count.has_furigana = false;
	ks_scene_words_in(scene, KS_ROLE_TEXT, at,
			  ks_say(ks_scene_arena(scene), KS_W_HANDS_N, app->visit.present.hands[side]),
			  &count);
}

static void flow_cards(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	bool is_tall = ks_metrics_is_portrait(metrics);
	int gap = ks_mm_fixed(metrics, CARD_GAP_MM), h = ks_mm(metrics, CARD_MM);
	struct ks_rect r, card;

	if (!ks_flow_target(flow, is_tall ? 2 * h + gap : h, 0, &r))
		return;
	card = (struct ks_rect){r.x, r.y, is_tall ? r.w : (r.w - gap) / 2, h};
	for (int side = 0; side < (int)KS_COUNT(sides); side++) {
		build_card(app, flow->scene, card, side);
		if (is_tall)
			card.y += h + gap;
		else
			card.x += card.w + gap;
	}
}

static void flow_sum(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_present_visit *present = &app->visit.present;
	int n = present->hands[0] + present->hands[1], here = ks_present_here(&app->visit);
	struct ks_arena *arena = ks_scene_arena(flow->scene);

	ks_flow_words(flow, KS_ROLE_TEXT,
		      here > 0 && here >= n ? ks_say(arena, KS_W_HANDS_SUM, n, here - n)
					    : ks_say(arena, KS_W_HANDS_SUM_ONLY, n),
		      UNIT_MM);
}

/* Which one is right, and why. */
static void flow_told(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_question *question = worded(app);
	int right = is_right(app, 0) ? 0 : 1;
	const struct ks_rich *reason = &question->choices[right].reason;
	struct ks_quote quote = {.ground = KS_COLOR_OK_SOFT,
				 .bar = KS_COLOR_OK,
				 .text = reason,
				 .mm = 7.0,
				 .title = ks_scene_format(flow->scene, "%s　%s",
							  ks_word(KS_W_RIGHT_SIDE),
							  ks_word(sides[right].name))};

	ks_flow_quote(flow, &quote);
	if (app->visit.present.kept)
		ks_flow_words(flow, KS_ROLE_TEXT, ks_word(KS_W_HANDS_KEPT), 6.6);
	ks_flow_words(flow, KS_ROLE_TEXT, ks_word(KS_W_HANDS_THEN), 6.6);
}

static void flow_badge(struct ks_flow *flow)
{
	const char *words = ks_word(KS_W_HANDS_ASK);
	struct ks_rect size = ks_widget_badge_size(flow->scene, BADGE_MM, KS_ICON_QUESTION, words), r;

	if (ks_flow_room(flow, size.h, &r))
		ks_widget_badge(flow->scene, r.x, r.y, BADGE_MM, KS_TONE_NEUTRAL, KS_ICON_QUESTION,
				words);
}

void ks_hands_flow(struct ks_flow *flow, struct ks_app *app)
{
	struct ks_text_style stem = ks_widget_heading_style(
		&app->ui, app->visit.present.is_told ? STEM_TOLD_MM : STEM_MM);

	flow->gap_px = ks_mm_fixed(&app->ui.metrics, 4.0);
	if (!app->visit.present.is_told)
		flow_badge(flow);
	ks_flow_text(flow, KS_ROLE_HEADING, &worded(app)->stem, &stem, 0);
	flow_cards(flow, app);
	if (app->visit.present.is_told)
		flow_told(flow, app);
	else
		flow_sum(flow, app);
}
