/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "kiosk/question.h"
#include "kiosk/screen.h"
#include "kiosk/script.h"
#include "record/roster.h"

/*
 * Script commands that play more than one tap: a lesson's pages, a whole quiz, waiting for delivery. They know the
 * right answers from the content, but give them with taps like everybody.
 */

#define TAPS_MAX 500
#define SYNC_MS 30000
#define SYNC_STEP_MS 50

enum ks_rc ks_script_lesson(struct ks_script *script, const char *argument)
{
	struct ks_app *app = script->app;

	(void)argument;
	if (app->screen != KS_SCREEN_PAGE && app->screen != KS_SCREEN_QUESTION)
		return ks_script_fail(script, "科目のページが開いていません。");
	for (int i = 0; i < TAPS_MAX && app->screen == KS_SCREEN_PAGE; i++)
		if (ks_script_tap_action(script, (struct ks_action){KS_ACT_NEXT, 0}) != KS_OK)
			return ks_script_fail(script, "次のページへ進めません。");
	return KS_OK;
}

/* Does choice @authored belong to the answer to give? Wrong: the first wrong one; nothing but right ones: one too few. */
static bool is_wanted(const struct ks_question *question, size_t authored, bool is_right)
{
	size_t first_wrong = question->n_choices;

	if (is_right)
		return question->choices[authored].is_right;
	for (size_t i = 0; i < question->n_choices && first_wrong == question->n_choices; i++)
		if (!question->choices[i].is_right)
			first_wrong = i;
	return first_wrong < question->n_choices ? authored == first_wrong : authored == 0;
}

static enum ks_rc answer(struct ks_script *script, bool is_right)
{
	const struct ks_question *question = ks_question_present(script->app);

	for (size_t i = 0; i < question->n_choices; i++) {
		if (!is_wanted(question, i, is_right) || script->app->visit.answer.value[i])
			continue;
		if (ks_script_tap_action(script, (struct ks_action){KS_ACT_CHOOSE, (int)i}) != KS_OK)
			return ks_script_fail(script, "選択肢をさわれません（%s）。", question->id);
	}
	if (ks_script_tap_action(script, (struct ks_action){KS_ACT_ANSWER, 0}) != KS_OK)
		return ks_script_fail(script, "答えられません（%s）。", question->id);
	return KS_OK;
}

/* right, wrong, or how many right ones come first; -1 for anything else. */
static int read_n_right(const char *argument)
{
	char *end;
	long n;

	if (strcmp(argument, "right") == 0)
		return KS_QUIZ_MAX;
	if (strcmp(argument, "wrong") == 0)
		return 0;
	n = strtol(argument, &end, 10);
	return end == argument || *end != '\0' || n < 0 || n > KS_QUIZ_MAX ? -1 : (int)n;
}

enum ks_rc ks_script_quiz(struct ks_script *script, const char *argument)
{
	struct ks_app *app = script->app;
	int n_right = read_n_right(argument);
	enum ks_rc rc = KS_OK;

	if (n_right < 0)
		return ks_script_fail(script, "quiz の後は right、wrong、または正解する数です。");
	if (app->screen == KS_SCREEN_RESULT && !app->visit.session.has_passed)
		rc = ks_script_tap_action(script, (struct ks_action){KS_ACT_RETRY, 0});
	if (rc == KS_OK && app->screen == KS_SCREEN_PAGE)
		rc = ks_script_lesson(script, "");
	if (rc == KS_OK && app->screen != KS_SCREEN_QUESTION && app->screen != KS_SCREEN_REASON)
		return ks_script_fail(script, "確認テストが開いていません。");
	for (int i = 0; i < TAPS_MAX && rc == KS_OK; i++) {
		if (app->screen == KS_SCREEN_QUESTION)
			rc = answer(script, app->visit.session.item_index < n_right);
		else if (app->screen == KS_SCREEN_REASON)
			rc = ks_script_tap_action(script, (struct ks_action){KS_ACT_NEXT, 0});
		else
			break;
	}
	return rc;
}

static bool is_synced(struct ks_app *app)
{
	struct ks_sync_status status;
	size_t n_people = 0;

	if (!app->sync)
		return ks_roster_count(app->store, &n_people) == KS_OK && n_people > 0;
	ks_sync_status(app->sync, &status);
	return status.has_roster && status.is_roster_fresh && status.n_pending == 0;
}

enum ks_rc ks_script_sync(struct ks_script *script, const char *argument)
{
	(void)argument;
	for (int waited_ms = 0; waited_ms <= SYNC_MS; waited_ms += SYNC_STEP_MS) {
		if (is_synced(script->app)) {
			ks_app_draw(script->app); /* the news may still be on its way to the screen */
			return KS_OK;
		}
		if (script->app->sync && waited_ms == 0)
			ks_sync_poke(script->app->sync);
		ks_app_pump(script->app, SYNC_STEP_MS);
	}
	return ks_script_fail(script, "30秒待ちましたが、名簿が届かないか、送り終わりません。");
}
