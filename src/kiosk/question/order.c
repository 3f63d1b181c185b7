/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kiosk/question/question.h"
#include "kiosk/screen/screen.h"

/*
 * Putting in order (design 12): touch the rows one after the other; a second touch takes a row back and the later
 * ones move up. The rows themselves stay where they are, so that nobody loses sight of them.
 */

static struct ks_choice_row row_at(struct ks_app *app, struct ks_scene *scene, int place)
{
	int authored = ks_question_item(app)->order[place];
	int at = ks_question_answer(app)->value[authored];
	struct ks_choice_row row = {.text = &ks_question_present(app)->choices[authored].text,
				    .is_pending = at == 0,
				    .state = at ? KS_STATE_SELECTED : 0,
				    .action = {KS_ACT_CHOOSE, authored}};

	row.mark = at ? ks_scene_format(scene, "%d", at) : NULL;
	return row;
}

static void build(struct ks_app *app, struct ks_scene *scene, struct ks_rect body)
{
	ks_question_build_rows(app, scene, body, row_at);
}

static void take_back(struct ks_answer *answer, int place)
{
	for (size_t i = 0; i < KS_CHOICES_MAX; i++) {
		if (answer->value[i] == place)
			answer->value[i] = 0;
		else if (answer->value[i] > place)
			answer->value[i]--;
	}
}

static void touch(struct ks_app *app, struct ks_action action)
{
	struct ks_answer *answer = &ks_question_given_of(&app->view)->answer;
	int n = (int)ks_question_n_given(ks_question_present(app), answer);

	if (action.what == KS_ACT_UNDO && n > 0)
		take_back(answer, n);
	if (action.what != KS_ACT_CHOOSE)
		return;
	if (answer->value[action.arg])
		take_back(answer, answer->value[action.arg]);
	else
		answer->value[action.arg] = (uint8_t)(n + 1);
}

static const char *status(struct ks_app *app, struct ks_scene *scene)
{
	(void)scene;
	return ks_question_n_given(ks_question_present(app), ks_question_answer(app))
		       ? ks_word(KS_W_TAKE_BACK)
		       : NULL;
}

/* In the right order, each with the place it was given. */
static void tell(struct ks_flow *flow, struct ks_app *app, bool is_shown)
{
	const struct ks_question *question = ks_question_present(app);

	(void)is_shown;
	for (int i = 0; i < (int)question->n_choices; i++) {
		const struct ks_choice *choice = &question->choices[i];
		int given = ks_question_item(app)->answer.value[i];
		bool is_right = given == i + 1;
		const char *title = ks_say(ks_scene_arena(flow->scene),
					   is_right ? KS_W_SAME_PLACE : KS_W_OTHER_PLACE, i + 1,
					   choice->text.text, given);
		struct ks_told told = {.kind = is_right ? KS_TOLD_RIGHT : KS_TOLD_WRONG,
				       .title = title,
				       .reason = &choice->reason};

		ks_question_flow_told(flow, &told);
	}
}

/* The steps that stood elsewhere. */
static void sum_up(struct ks_scene *scene, const struct ks_question *question,
		   const struct ks_answer *given, struct ks_buf *out)
{
	for (size_t i = 0; i < question->n_choices; i++)
		if (given->value[i] != i + 1)
			ks_buf_printf(out, "%s%s", out->len ? "\n" : "",
				      ks_say(ks_scene_arena(scene), KS_W_OTHER_PLACE, (int)i + 1,
					     question->choices[i].text.text, given->value[i]));
}

/* Wrong: the first two the other way round. */
static void solve(const struct ks_question *question, bool is_right, struct ks_answer *out)
{
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < question->n_choices; i++)
		out->value[i] = (uint8_t)(i + 1);
	if (!is_right && question->n_choices > 1) {
		out->value[0] = 2;
		out->value[1] = 1;
	}
}

static struct ks_action next_tap(const struct ks_app *app, const struct ks_answer *wanted)
{
	const struct ks_question *question = ks_question_present(app);
	const struct ks_answer *answer = ks_question_answer(app);
	size_t n_given = ks_question_n_given(question, answer);

	for (size_t place = 1; place <= question->n_choices; place++)
		for (size_t i = 0; i < question->n_choices; i++) {
			if (wanted->value[i] != place || answer->value[i] == place)
				continue;
			if (n_given >= place) /* another one stands there */
				return (struct ks_action){KS_ACT_UNDO, 0};
			return (struct ks_action){KS_ACT_CHOOSE, (int)i};
		}
	return (struct ks_action){0, 0};
}

const struct ks_question_ops ks_question_order = {
	.ask = KS_W_ORDER,
	.undo = KS_W_UNDO,
	.build = build,
	.touch = touch,
	.status = status,
	.tell = tell,
	.sum_up = sum_up,
	.solve = solve,
	.next_tap = next_tap,
};
