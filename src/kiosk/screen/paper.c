/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kiosk/parts.h"
#include "kiosk/question/question.h"
#include "kiosk/screen/screen.h"
#include "kiosk/words/words.h"
#include "visit/desk.h"
#include "visit/paper.h"

/*
 * 紙から転記: which sheet lies there; behind its questions what was keyed in, to compare with the paper before it is recorded;
 * and what came of it. Nothing here tells which answers are right before it is.
 */

#define HEADING_MM 10.0

static void flow_sheets(struct ks_flow *flow, struct ks_app *app)
{
	struct ks_arena *arena = ks_scene_arena(flow->scene);
	struct ks_paper_sheet sheets[KS_PAPER_SHEETS_MAX];
	size_t n = ks_paper_sheets(&app->site, &app->visit, sheets);

	ks_flow_words(flow, KS_ROLE_HEADING, ks_word(n > 0 ? KS_W_PAPER_WHICH : KS_W_PAPER_NONE),
		      HEADING_MM);
	if (n > 0)
		ks_flow_words(flow, KS_ROLE_TEXT, ks_word(KS_W_PAPER_WHICH_HINT), KS_MM_LABEL);
	for (size_t i = 0; i < n; i++) {
		struct ks_rich rich = ks_rich_plain(
			ks_say(arena, KS_W_PAPER_SHEET, sheets[i].mark, sheets[i].n_questions,
			       sheets[i].lesson->title, sheets[i].plan->title));
		struct ks_choice_row row = {.text = &rich, .action = {KS_ACT_CHOOSE, (int)i}};

		ks_flow_choice(flow, &row);
	}
}

/* What was chosen, by the signs that stand on the paper, in its order. */
static const char *given_words(struct ks_scene *scene, const struct ks_question *question,
			       const struct ks_attempt_item *item)
{
	bool is_one = question->kind != KS_QUESTION_CLASSIFY && question->kind != KS_QUESTION_ORDER;
	const char *list = "";

	if (!ks_answer_is_complete(question, &item->answer))
		return ks_word(KS_W_PAPER_BLANK);
	for (int place = 0; place < (int)question->n_choices; place++) {
		int authored = item->order[place], value = item->answer.value[authored];
		const char *before = *list ? "、" : "";

		if (is_one && !value)
			continue;
		if (question->kind == KS_QUESTION_TRUE_FALSE)
			list = authored == 0 ? "○" : "×";
		else if (is_one)
			list = ks_scene_format(scene, "%s%s%s", list, before, ks_choice_mark(place));
		else
			list = ks_scene_format(scene, "%s%s%s%d", list, before,
					       ks_choice_mark(place), value);
	}
	return list;
}

static void flow_answers(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_session *session = &app->visit.lesson.session;
	struct ks_arena *arena = ks_scene_arena(flow->scene);

	for (int i = 0; i < session->attempt.n_items; i++) {
		const struct ks_question *question =
			ks_session_question(session, &app->visit.lesson.rules, i);

		ks_flow_words(flow, KS_ROLE_TEXT,
			      ks_say(arena, KS_W_PAPER_ANSWER, i + 1,
				     given_words(flow->scene, question, &session->attempt.items[i])),
			      KS_MM_BODY);
	}
}

static void flow_result(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_statement_view *view = ks_receipt_view(app->visit.paper.kept);
	struct ks_arena *arena = ks_scene_arena(flow->scene);

	ks_flow_words(flow, KS_ROLE_HEADING, ks_word(KS_W_PAPER_KEPT), HEADING_MM);
	ks_flow_words(
		flow, KS_ROLE_TEXT,
		ks_say(arena, KS_W_PAPER_RESULT, view->score_max, view->score_raw,
		       ks_word(strcmp(view->verb, "passed") == 0 ? KS_W_PASSED : KS_W_PAPER_FAILED)),
		KS_MM_BODY);
}

static void fill(struct ks_flow *flow, struct ks_app *app)
{
	const struct ks_visit *visit = &app->visit;
	struct ks_arena *arena = ks_scene_arena(flow->scene);

	flow->gap_px = ks_mm(&app->ui.metrics, 4.0);
	if (!visit->paper.lesson) {
		flow_sheets(flow, app);
		return;
	}
	ks_flow_words(flow, KS_ROLE_TEXT,
		      ks_say(arena, KS_W_PAPER_WHOSE, ks_desk_name(visit, visit->desk.staff),
			     ks_desk_unit(visit, visit->desk.staff), visit->paper.lesson->title,
			     visit->paper.mark),
		      KS_MM_LABEL);
	if (visit->paper.kept) {
		flow_result(flow, app);
		return;
	}
	ks_flow_words(flow, KS_ROLE_HEADING, ks_word(KS_W_PAPER_COMPARE), HEADING_MM);
	flow_answers(flow, app);
}

static void build_buttons(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame)
{
	bool is_kept = app->visit.paper.kept;
	struct ks_button right = {.kind = KS_BUTTON_PRIMARY,
				  .label = ks_word(is_kept ? KS_W_PAPER_NEXT : KS_W_PAPER_RECORD),
				  .action = {is_kept ? KS_ACT_PERSON : KS_ACT_ANSWER, 0}};
	struct ks_button left = {.kind = KS_BUTTON_QUIET,
				 .label = ks_word(KS_W_PAPER_AGAIN),
				 .action = {KS_ACT_RETRY, 0}};

	if (app->view.part + 1 >= app->view.n_parts)
		ks_frame_bottom_button(scene, frame, KS_SLOT_RIGHT, &right);
	if (!is_kept && app->view.part == 0)
		ks_frame_bottom_button(scene, frame, KS_SLOT_LEFT, &left);
	ks_parts_words(app, scene, frame);
}

static void build(struct ks_app *app, struct ks_scene *scene)
{
	bool is_list = !app->visit.paper.lesson;
	struct ks_frame_head head =
		ks_frame_person_head(ks_word(KS_W_PAPER_TITLE),
				     ks_word(is_list ? KS_W_ROLL_BACK : KS_W_PAPER_OTHER),
				     is_list ? KS_ACT_HOME : KS_ACT_PAPER);
	struct ks_frame frame;

	head.has_bottom = !is_list;
	frame = ks_parts_build(app, scene, &head, fill);
	if (!is_list)
		build_buttons(app, scene, &frame);
}

static enum ks_screen_id choose(struct ks_app *app, size_t at)
{
	struct ks_paper_sheet sheets[KS_PAPER_SHEETS_MAX];

	if (at < ks_paper_sheets(&app->site, &app->visit, sheets))
		ks_paper_choose(&app->visit, &sheets[at]);
	return ks_app_where(app, KS_OK);
}

/* Somebody answered it at another kiosk meanwhile, or the list changed: then it is no one's to record. */
static enum ks_screen_id record(struct ks_app *app)
{
	enum ks_rc rc = ks_paper_record(&app->site, &app->visit);

	if (rc == KS_CONFLICT || rc == KS_INVALID || rc == KS_DENIED || rc == KS_NOT_FOUND)
		ks_paper_list(&app->visit);
	else if (rc != KS_OK)
		return ks_app_trouble(app, rc);
	return ks_app_where(app, KS_OK);
}

static enum ks_screen_id tap(struct ks_app *app, struct ks_action action)
{
	struct ks_visit *visit = &app->visit;

	if (ks_parts_tap(app, action))
		return KS_SCREEN_SAME;
	switch ((enum ks_act)action.what) {
	case KS_ACT_CHOOSE:
		return choose(app, (size_t)action.arg);
	case KS_ACT_ANSWER:
		return record(app);
	case KS_ACT_RETRY:
		ks_paper_again(visit);
		break;
	case KS_ACT_PERSON: {
		struct ks_paper_sheet sheet = {.lesson = visit->paper.lesson};

		memcpy(sheet.mark, visit->paper.mark, sizeof(sheet.mark));
		ks_paper_choose(visit, &sheet);
		break;
	}
	case KS_ACT_PAPER:
		ks_paper_list(visit);
		break;
	case KS_ACT_HOME:
		ks_desk_back(visit);
		break;
	default:
		return KS_SCREEN_SAME;
	}
	return ks_app_where(app, KS_OK);
}

const struct ks_screen ks_screen_paper = {
	.name = "paper", .enter = ks_parts_enter, .build = build, .tap = tap, .is_read = true};
