/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kiosk/question/question.h"
#include "kiosk/screen/screen.h"

/*
 * One or several of a list: rows to choose from (design 05). Choices are shown in the attempt's own order;
 * answers are kept in authored order.
 */

static struct ks_choice_row row_at(struct ks_app *app, struct ks_scene *scene, int place)
{
	const struct ks_question *question = ks_question_present(app);
	int authored = ks_question_item(app)->order[place];

	(void)scene;
	return (struct ks_choice_row){.mark = ks_choice_mark(place),
				      .text = &question->choices[authored].text,
				      .is_check = question->kind == KS_QUESTION_MULTIPLE,
				      .action = {KS_ACT_CHOOSE, authored}};
}

static struct ks_choice_row live_row_at(struct ks_app *app, struct ks_scene *scene, int place)
{
	struct ks_choice_row row = row_at(app, scene, place);

	if (ks_question_answer(app)->value[row.action.arg])
		row.state |= KS_STATE_SELECTED;
	return row;
}

static void build(struct ks_app *app, struct ks_scene *scene, struct ks_rect body)
{
	ks_question_build_rows(app, scene, body, live_row_at);
}

void ks_choose_touch(struct ks_app *app, struct ks_action action)
{
	struct ks_answer *answer = &ks_question_given_of(&app->view)->answer;
	uint8_t before;

	if (action.what != KS_ACT_CHOOSE)
		return;
	before = answer->value[action.arg];
	if (ks_question_present(app)->kind != KS_QUESTION_MULTIPLE)
		memset(answer, 0, sizeof(*answer));
	answer->value[action.arg] = !before;
}

/* Which choices are told about at first: the chosen and the right ones; all of a multiple choice. */
static bool is_told(const struct ks_app *app, const struct ks_choice *choice, bool is_chosen)
{
	return is_chosen || choice->is_right || app->view.revealed != 0 ||
	       ks_question_present(app)->kind == KS_QUESTION_MULTIPLE;
}

/* "あなたの答え　イ　…" with the words that fit what was chosen and what is right. */
static const char *told_title(struct ks_scene *scene, const struct ks_choice_row *row,
			      enum ks_told_kind kind, bool is_one_of_several, bool is_chosen)
{
	enum ks_word lead = KS_W_YOUR_ANSWER;

	if (kind == KS_TOLD_ASIDE)
		return ks_scene_format(scene, "%s　%s", row->mark, row->text->text);
	if (kind == KS_TOLD_MISSED)
		lead = KS_W_OVERLOOKED;
	else if (kind == KS_TOLD_RIGHT)
		lead = is_chosen ? KS_W_YOUR_RIGHT_ANSWER : KS_W_RIGHT_ANSWER;
	else if (is_one_of_several)
		lead = KS_W_TOO_MANY;
	return ks_scene_format(scene, "%s　%s　%s", ks_word(lead), row->mark, row->text->text);
}

static void tell(struct ks_flow *flow, struct ks_app *app, bool is_shown)
{
	const struct ks_question *question = ks_question_present(app);
	bool is_several = question->kind == KS_QUESTION_MULTIPLE;

	(void)is_shown;
	for (int place = 0; place < (int)question->n_choices; place++) {
		struct ks_choice_row row = row_at(app, flow->scene, place);
		const struct ks_choice *choice = &question->choices[row.action.arg];
		bool is_chosen = ks_question_item(app)->answer.value[row.action.arg] != 0;
		enum ks_told_kind kind =
			ks_question_told_kind(choice->is_right, is_chosen, is_several);
		struct ks_told told = {.kind = kind,
				       .title = told_title(flow->scene, &row, kind, is_several,
							   is_chosen),
				       .reason = &choice->reason};

		if (is_told(app, choice, is_chosen))
			ks_question_flow_told(flow, &told);
	}
}

/* Wrong: the first wrong one; nothing but right ones: one too few. */
void ks_choose_solve(const struct ks_question *question, bool is_right, struct ks_answer *out)
{
	size_t wrong = 0;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; is_right && i < question->n_choices; i++)
		out->value[i] = question->choices[i].is_right;
	while (wrong < question->n_choices && question->choices[wrong].is_right)
		wrong++;
	if (!is_right)
		out->value[wrong < question->n_choices ? wrong : 0] = 1;
}

static const char *texts_of(struct ks_scene *scene, const struct ks_question *question,
			    const struct ks_answer *answer)
{
	const char *list = "";

	for (size_t i = 0; i < question->n_choices; i++)
		if (answer->value[i])
			list = ks_scene_format(scene, "%s%s%s", list, *list ? "、" : "",
					       question->choices[i].text.text);
	return list;
}

static void sum_up(struct ks_scene *scene, const struct ks_question *question,
		   const struct ks_answer *given, struct ks_buf *out)
{
	struct ks_answer right;

	ks_choose_solve(question, true, &right);
	ks_question_put_sum(scene, texts_of(scene, question, given),
			    texts_of(scene, question, &right), out);
}

struct ks_action ks_choose_next_tap(const struct ks_app *app, const struct ks_answer *wanted)
{
	const struct ks_question *question = ks_question_present(app);
	bool is_multiple = question->kind == KS_QUESTION_MULTIPLE;

	for (size_t i = 0; i < question->n_choices; i++)
		if (ks_question_answer(app)->value[i] != wanted->value[i] &&
		    (is_multiple || wanted->value[i]))
			return (struct ks_action){KS_ACT_CHOOSE, (int)i};
	return (struct ks_action){0, 0};
}

const struct ks_question_ops ks_question_single = {KS_CHOOSE_OPS,     .ask = KS_W_CHOOSE_ONE,
						   .tells_one = true, .build = build,
						   .tell = tell,      .sum_up = sum_up};
const struct ks_question_ops ks_question_multiple = {KS_CHOOSE_OPS, .ask = KS_W_CHOOSE_N,
						     .build = build, .tell = tell, .sum_up = sum_up};
