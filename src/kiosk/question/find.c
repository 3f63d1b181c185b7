/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kiosk/picture.h"
#include "kiosk/question/question.h"
#include "kiosk/screen/screen.h"

/*
 * あやしい所さがし (design 13): the question and a row of circles at the left, the picture at the right; in
 * portrait one above the other. As many places are touched as there are to find.
 */

#define STEM_LARGE_MM 12.0
#define DISC_MM 15.0
#define DISC_GAP_MM 4.0
#define WORDS_PERCENT 33 /* of the width */
#define TOLD_PERCENT 52
#define TALL_PERCENT 45 /* of the height, in portrait, at most for the words */

static struct ks_picture picture_of(struct ks_app *app, struct ks_scene *scene)
{
	return (struct ks_picture){.app = app, .scene = scene, .question = ks_question_present(app)};
}

/* One disc a place to find; filled ones were touched. */
static void build_discs(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, int n_cols)
{
	const struct ks_metrics *metrics = &app->ui.metrics;
	const struct ks_question *question = ks_question_present(app);
	int n = (int)ks_question_n_right(question);
	int n_given = (int)ks_question_n_given(question, ks_question_answer(app));
	int disc = ks_mm(metrics, DISC_MM), gap = ks_mm_fixed(metrics, DISC_GAP_MM);

	for (int i = 0; i < n; i++) {
		struct ks_rect at = {r.x + i % n_cols * (disc + gap),
				     r.y + i / n_cols * (disc + gap), disc, disc};
		struct ks_box box = {.fill = i < n_given ? KS_COLOR_KEY : KS_COLOR_NONE,
				     .line = KS_COLOR_KEY,
				     .radius_px = disc / 2,
				     .line_px = ks_mm_fixed(metrics, 0.75),
				     .dash_px = i < n_given ? 0 : ks_mm_fixed(metrics, 1.5)};

		ks_scene_box(scene, at, &box);
		if (i < n_given)
			ks_scene_icon(scene, ks_rect_inset(at, disc / 5), KS_ICON_CHECK,
				      KS_COLOR_ON_KEY);
	}
}

static bool is_full(const struct ks_app *app)
{
	const struct ks_question *question = ks_question_present(app);

	return ks_question_n_given(question, ks_question_answer(app)) ==
	       ks_question_n_right(question);
}

/* Always as high as its longer form, so that nothing moves under a finger. */
static void flow_hint(struct ks_flow *flow, int n)
{
	struct ks_text_style small = ks_widget_style(&flow->app->ui, 6.2);
	const char *full = ks_say(ks_scene_arena(flow->scene), KS_W_FIND_FULL, n);
	struct ks_rich longer = ks_rich_plain(full);
	struct ks_rect r;

	small.color = KS_COLOR_INK2;
	small.pitch_percent = 155;
	if (ks_flow_room(flow,
			 ks_text_layout(flow->app->ui.text, &longer, &small, flow->column.w)->h, &r))
		ks_scene_words(flow->scene, KS_ROLE_TEXT, r,
			       is_full(flow->app) ? full : ks_word(KS_W_TAKE_BACK), &small);
}

static void flow_words(struct ks_flow *flow, double mm, bool has_hint)
{
	struct ks_app *app = flow->app;
	const struct ks_metrics *metrics = &app->ui.metrics;
	int n = (int)ks_question_n_right(ks_question_present(app));
	int disc = ks_mm(metrics, DISC_MM), gap = ks_mm_fixed(metrics, DISC_GAP_MM);
	int n_cols = (flow->column.w + gap) / (disc + gap), n_rows;
	struct ks_rect r;

	n_cols = n_cols < 1 ? 1 : n_cols;
	n_rows = (n + n_cols - 1) / n_cols;
	ks_question_flow_stem(flow, ks_question_present(app), mm);
	if (ks_flow_room(flow, n_rows * (disc + gap) - gap, &r))
		build_discs(app, flow->scene, r, n_cols);
	if (has_hint)
		flow_hint(flow, n);
}

static int n_word_parts(struct ks_app *app, struct ks_scene *scene, struct ks_rect words, double mm,
			bool has_hint)
{
	struct ks_flow flow = ks_flow_begin(app, scene, words, -1);

	flow_words(&flow, mm, has_hint);
	return ks_flow_n_parts(&flow);
}

/* Large type where it stays on one part and takes no more than half of it. */
static double stem_mm(struct ks_app *app, struct ks_scene *scene, struct ks_rect words)
{
	struct ks_flow flow = ks_flow_begin(app, scene, words, -1);

	flow_words(&flow, STEM_LARGE_MM, true);
	return ks_flow_n_parts(&flow) == 1 && flow.y < words.h * 3 / 4 ? STEM_LARGE_MM
								       : KS_QUESTION_STEM_MM;
}

/* Words and picture each have their parts; where one has fewer, its last stays. */
static void build_both(struct ks_app *app, struct ks_scene *scene, struct ks_rect words,
		       struct ks_rect place)
{
	struct ks_picture picture = picture_of(app, scene);
	double mm = stem_mm(app, scene, words);
	int lower = ks_metrics_reach_px(&app->ui.metrics) - place.y;
	int n_words = n_word_parts(app, scene, words, mm, false), n_picture, part;
	bool has_hint = n_word_parts(app, scene, words, mm, true) == n_words; /* not worth a turn */
	struct ks_flow flow;

	for (size_t i = 0; i < picture.question->n_choices; i++)
		picture.spots[i] = (struct ks_spot){
			.state = ks_question_answer(app)->value[i] ? KS_STATE_SELECTED : 0,
			.action = {KS_ACT_CHOOSE, (int)i}};
	if (lower > 0 && ks_picture_is_mail(&picture)) {
		place.y += lower; /* a mail flows; a drawing would shrink */
		place.h -= lower;
	}
	n_picture = ks_picture_n_parts(&picture, place);
	part = ks_question_turn_to(app, n_words > n_picture ? n_words : n_picture);
	flow = ks_flow_begin(app, scene, words, part < n_words ? part : n_words - 1);
	flow_words(&flow, mm, has_hint);
	ks_picture_build(&picture, place, part < n_picture ? part : n_picture - 1);
}

static void build_tall(struct ks_app *app, struct ks_scene *scene, struct ks_rect body)
{
	struct ks_rect words = ks_question_head(app, scene, body), place = words;
	int gap = ks_mm_fixed(&app->ui.metrics, 5.0), most = body.h * TALL_PERCENT / 100;
	struct ks_flow flow = ks_flow_begin(app, scene, words, -1);

	flow_words(&flow, KS_QUESTION_STEM_MM, true);
	words.h = flow.y < most && ks_flow_n_parts(&flow) == 1 ? flow.y : most;
	place.y += words.h + gap;
	place.h -= words.h + gap;
	build_both(app, scene, words, place);
}

static void build(struct ks_app *app, struct ks_scene *scene, struct ks_rect body)
{
	struct ks_rect words = body, place = body;
	int gap = ks_mm_fixed(&app->ui.metrics, 8.0);

	if (ks_metrics_is_portrait(&app->ui.metrics)) {
		build_tall(app, scene, body);
		return;
	}
	words.w = body.w * WORDS_PERCENT / 100;
	place.x += words.w + gap;
	place.w -= words.w + gap;
	words = ks_question_head(app, scene, words);
	build_both(app, scene, words, place);
}

static void touch(struct ks_app *app, struct ks_action action)
{
	uint8_t *value = &ks_question_given_of(&app->view)->answer.value[action.arg];

	if (action.what == KS_ACT_CHOOSE && (*value || !is_full(app)))
		*value = !*value;
}

/* ---- telling ---- */

static void number_spots(struct ks_app *app, struct ks_picture *picture, int order[KS_CHOICES_MAX])
{
	const struct ks_question *question = picture->question;

	ks_picture_order(picture, order);
	for (int k = 0; k < (int)question->n_choices; k++) {
		const struct ks_choice *choice = &question->choices[order[k]];
		bool is_given = ks_question_item(app)->answer.value[order[k]] != 0;

		picture->spots[order[k]] =
			(struct ks_spot){.number = k + 1,
					 .is_missed = choice->is_right && !is_given,
					 .state = choice->is_right ? KS_STATE_RIGHT
						  : is_given       ? KS_STATE_WRONG
								   : 0};
	}
}

/* A mail that does not fit beside the words comes before them. */
static struct ks_rect show(struct ks_app *app, struct ks_scene *scene, struct ks_rect column)
{
	struct ks_picture picture = picture_of(app, scene);
	struct ks_rect place = column, left = column;
	int gap = ks_mm_fixed(&app->ui.metrics, 6.0), order[KS_CHOICES_MAX];

	number_spots(app, &picture, order);
	if (ks_metrics_is_portrait(&app->ui.metrics)) {
		place.h = column.h * TALL_PERCENT / 100;
		left.y += place.h + gap;
		left.h -= place.h + gap;
	} else {
		left.w = column.w * TOLD_PERCENT / 100;
		place.x += left.w + gap;
		place.w -= left.w + gap;
	}
	if (ks_picture_n_parts(&picture, place) > 1)
		return column;
	ks_picture_build(&picture, place, 0);
	return left;
}

static void tell(struct ks_flow *flow, struct ks_app *app, bool is_shown)
{
	static const enum ks_word titles[] = {
		[KS_TOLD_ASIDE] = KS_W_NOT_HERE,
		[KS_TOLD_RIGHT] = KS_W_FOUND,
		[KS_TOLD_WRONG] = KS_W_TOO_MANY_HERE,
		[KS_TOLD_MISSED] = KS_W_ALSO_HERE,
	};
	struct ks_picture picture = picture_of(app, flow->scene);
	const struct ks_question *question = picture.question;
	int order[KS_CHOICES_MAX];

	number_spots(app, &picture, order);
	if (!is_shown)
		ks_picture_flow(&picture, flow);
	for (int k = 0; k < (int)question->n_choices; k++) {
		const struct ks_choice *choice = &question->choices[order[k]];
		bool is_given = ks_question_item(app)->answer.value[order[k]] != 0;
		enum ks_told_kind kind = ks_question_told_kind(choice->is_right, is_given, true);
		struct ks_told told = {.kind = kind,
				       .title = ks_say(ks_scene_arena(flow->scene), titles[kind],
						       k + 1, choice->text.text),
				       .reason = &choice->reason};

		ks_question_flow_told(flow, &told);
	}
}

static void sum_up(struct ks_scene *scene, const struct ks_question *question,
		   const struct ks_answer *given, struct ks_buf *out)
{
	ks_question_multiple.sum_up(scene, question, given, out);
}

/* Wrong: the last right place is missed, and one taken that is none. */
static void solve(const struct ks_question *question, bool is_right, struct ks_answer *out)
{
	size_t missed = question->n_choices, taken = question->n_choices;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < question->n_choices; i++) {
		out->value[i] = question->choices[i].is_right;
		if (question->choices[i].is_right)
			missed = i;
		else if (taken == question->n_choices)
			taken = i;
	}
	if (is_right || missed == question->n_choices || taken == question->n_choices)
		return;
	out->value[missed] = 0;
	out->value[taken] = 1;
}

/* First take back, then touch: there is never room for one too many. */
static struct ks_action next_tap(const struct ks_app *app, const struct ks_answer *wanted)
{
	const struct ks_question *question = ks_question_present(app);
	const uint8_t *given = ks_question_answer(app)->value;

	for (size_t i = 0; i < question->n_choices; i++)
		if (given[i] && !wanted->value[i])
			return (struct ks_action){KS_ACT_CHOOSE, (int)i};
	for (size_t i = 0; i < question->n_choices; i++)
		if (!given[i] && wanted->value[i])
			return (struct ks_action){KS_ACT_CHOOSE, (int)i};
	return (struct ks_action){0, 0};
}

const struct ks_question_ops ks_question_find = {
	.ask = KS_W_FIND,
	.has_own_artefact = true,
	.undo = KS_W_COUNT,
	.build = build,
	.touch = touch,
	.is_ready = is_full,
	.show = show,
	.tell = tell,
	.sum_up = sum_up,
	.solve = solve,
	.next_tap = next_tap,
};
