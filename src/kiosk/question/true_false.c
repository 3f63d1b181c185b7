/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/question/question.h"
#include "kiosk/screen/screen.h"

/*
 * ○ or ×: two large tiles beside each other, and on 答えの説明 the same two, the chosen one and the right one marked.
 */

#define TILE_LEAST_MM 34.0
#define TILE_MOST_MM 64.0
#define TOLD_MM 40.0
#define GAP_MM 8.0

/* Which of the two is meant: by its index, as the content parser orders them. */
static const struct {
	enum ks_icon icon;
	enum ks_word label, sentence;
} sides[] = {{KS_ICON_CIRCLE, KS_W_TRUE, KS_W_IS_TRUE}, {KS_ICON_CROSS, KS_W_FALSE, KS_W_IS_FALSE}};

static struct ks_rect half(const struct ks_app *app, struct ks_rect r, int i)
{
	int gap = ks_mm_fixed(&app->ui.metrics, GAP_MM);

	r.w = (r.w - gap) / 2;
	r.x += i * (r.w + gap);
	return r;
}

static void flow_tiles(struct ks_flow *flow, int height_px)
{
	struct ks_app *app = flow->app;
	struct ks_rect r;

	ks_question_flow_stem(flow, ks_question_present(app), KS_QUESTION_STEM_MM);
	ks_question_keep_asked(flow, height_px);
	if (!ks_flow_target(flow, height_px, 0, &r))
		return;
	for (int i = 0; i < (int)KS_COUNT(sides); i++) {
		struct ks_tile tile = {.icon = sides[i].icon,
				       .label = ks_word(sides[i].label),
				       .action = {KS_ACT_CHOOSE, i},
				       .state = ks_question_answer(app)->value[i] ? KS_STATE_SELECTED
										  : 0};

		ks_widget_tile(flow->scene, half(app, r, i), &tile);
	}
}

static void build(struct ks_app *app, struct ks_scene *scene, struct ks_rect body)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	struct ks_rect column = ks_question_column(app, scene, body);
	int least = ks_mm(metrics, TILE_LEAST_MM), most = ks_mm(metrics, TILE_MOST_MM), h;
	struct ks_flow flow = ks_flow_begin(app, scene, column, -1);

	flow_tiles(&flow, least);
	h = least;
	if (ks_flow_n_parts(&flow) == 1)
		h += column.h - (flow.y - flow.gap_px);
	h = h > most ? most : h;
	if (ks_flow_n_parts(&flow) == 1)
		body = ks_question_lower(app, body, column.h - (flow.y - flow.gap_px) - (h - least));
	column = ks_question_head(app, scene, body);
	flow = ks_flow_begin(app, scene, column, ks_question_turn_to(app, ks_flow_n_parts(&flow)));
	flow_tiles(&flow, h);
}

/* What stands below a tile: whose it is, and whether it is the right one. */
static const char *caption(bool is_right, bool is_chosen)
{
	if (is_chosen)
		return ks_word(is_right ? KS_W_YOUR_RIGHT_ANSWER : KS_W_YOUR_ANSWER);
	return is_right ? ks_word(KS_W_RIGHT_SIDE) : NULL;
}

static void tell(struct ks_flow *flow, struct ks_app *app, bool is_shown)
{
	const struct ks_question *question = ks_question_present(app);
	const uint8_t *given = ks_question_item(app)->answer.value;
	struct ks_tile tiles[KS_COUNT(sides)];
	int h = ks_mm(&app->ui.metrics, TOLD_MM);
	struct ks_rect r;

	(void)is_shown;
	for (int i = 0; i < (int)KS_COUNT(sides); i++) {
		bool is_right = question->choices[i].is_right;
		int least;

		tiles[i] = (struct ks_tile){.icon = sides[i].icon,
					    .label = ks_word(sides[i].label),
					    .caption = caption(is_right, given[i]),
					    .state = is_right   ? KS_STATE_RIGHT
						     : given[i] ? KS_STATE_WRONG
								: KS_STATE_DISABLED};
		least = ks_widget_tile_height(flow->scene, half(app, flow->column, i).w, &tiles[i]);
		h = h > least ? h : least;
	}
	if (ks_flow_room(flow, h, &r))
		for (int i = 0; i < (int)KS_COUNT(sides); i++)
			ks_widget_tile(flow->scene, half(app, r, i), &tiles[i]);
	for (int i = 0; i < (int)KS_COUNT(sides); i++) {
		const struct ks_choice *choice = &question->choices[i];
		struct ks_told told = {.kind = ks_question_told_kind(choice->is_right, given[i],
								     false),
				       .is_plain = true,
				       .reason = &choice->reason};

		if (choice->reason.len > 0 && (choice->is_right || given[i]))
			ks_question_flow_told(flow, &told);
	}
}

static void sum_up(struct ks_scene *scene, const struct ks_question *question,
		   const struct ks_answer *given, struct ks_buf *out)
{
	ks_question_put_sum(scene, ks_word(sides[given->value[0] ? 0 : 1].sentence),
			    ks_word(sides[question->choices[0].is_right ? 0 : 1].sentence), out);
}

const struct ks_question_ops ks_question_true_false = {KS_CHOOSE_OPS, .ask = KS_W_CHOOSE_TRUE_FALSE,
						       .build = build, .tell = tell,
						       .sum_up = sum_up};
