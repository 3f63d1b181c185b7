/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/question/question.h"

/* An opinion held before reading is met again beside the answer: no judgement, only the words that were chosen then. */

void ks_question_flow_then(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_lesson_visit *lesson = &app->visit.lesson;
	const struct ks_question *question = ks_question_present(app);
	struct ks_quote quote = {.ground = KS_COLOR_KEY_SOFT, .bar = KS_COLOR_KEY_LINE, .mm = 6.8};
	struct ks_rich words;

	if (app->visit.recall.is_on || lesson->session.opening == 0 ||
	    ks_question_asked(app) != ks_session_opening(&lesson->rules))
		return;
	words = ks_rich_plain(ks_say(ks_scene_arena(flow->scene), KS_W_OPENING_THEN,
				     question->choices[lesson->session.opening - 1].text.text));
	quote.text = &words;
	ks_question_flow_quote(flow, &quote);
}
