/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "kiosk/driver.h"
#include "kiosk/question/question.h"
#include "kiosk/screen/screen.h"
#include "kiosk/script/script.h"
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

/* Tap @action on whichever part of the question it stands. */
static enum ks_rc tap_on_some_part(struct ks_script *script, struct ks_action action)
{
	const struct ks_action next = {KS_ACT_NEXT, 0}, back = {KS_ACT_BACK, 0};

	if (ks_script_tap_action(script, action) == KS_OK)
		return KS_OK;
	while (script->app->view.part > 0)
		if (ks_script_tap_action(script, back) != KS_OK)
			return KS_NOT_FOUND;
	while (ks_script_tap_action(script, action) != KS_OK)
		if (ks_script_tap_action(script, next) != KS_OK)
			return KS_NOT_FOUND;
	return KS_OK;
}

/* Tap towards @wanted; with @n_most not negative only the first so many taps. */
static enum ks_rc play_towards(struct ks_script *script, const struct ks_answer *wanted, int n_most)
{
	const struct ks_question *question = ks_question_present(script->app);
	const struct ks_question_ops *ops = ks_question_ops(question);
	struct ks_action action;

	for (int n = 0; n < TAPS_MAX && n != n_most; n++) {
		action = ops->next_tap(script->app, wanted);
		if (action.what == 0)
			return KS_OK;
		if (tap_on_some_part(script, action) != KS_OK)
			return ks_script_fail(script, "選択肢をさわれません（%s）。", question->id);
	}
	return KS_OK;
}

static enum ks_rc answer(struct ks_script *script, bool is_right)
{
	const struct ks_question *question = ks_question_present(script->app);
	struct ks_answer wanted;
	enum ks_rc rc;

	ks_question_ops(question)->solve(question, is_right, &wanted);
	rc = play_towards(script, &wanted, -1);
	if (rc == KS_OK && tap_on_some_part(script, (struct ks_action){KS_ACT_ANSWER, 0}) != KS_OK)
		return ks_script_fail(script, "答えられません（%s）。", question->id);
	return rc;
}

/* From the reason of one question to whatever follows it. */
static enum ks_rc go_on(struct ks_script *script)
{
	for (int i = 0; i < TAPS_MAX && script->app->screen == KS_SCREEN_REASON; i++)
		if (ks_script_tap_action(script, (struct ks_action){KS_ACT_NEXT, 0}) != KS_OK)
			return ks_script_fail(script, "次の問題へ進めません。");
	return KS_OK;
}

enum ks_rc ks_script_answer(struct ks_script *script, const char *argument)
{
	const struct ks_question *question;
	struct ks_answer wanted;

	if (strcmp(argument, "next") == 0)
		return go_on(script);
	if (script->app->screen != KS_SCREEN_QUESTION)
		return ks_script_fail(script, "問題が開いていません。");
	if (strcmp(argument, "right") == 0 || strcmp(argument, "wrong") == 0)
		return answer(script, *argument == 'r');
	if (strcmp(argument, "half") != 0)
		return ks_script_fail(script, "answer の後は right、wrong、half、next です。");
	question = ks_question_present(script->app);
	ks_question_ops(question)->solve(question, true, &wanted);
	return play_towards(script, &wanted, (int)ks_question_n_given(question, &wanted) / 2 + 1);
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
	if (app->screen == KS_SCREEN_REVIEW)
		rc = ks_script_tap_action(script, (struct ks_action){KS_ACT_CLOSE, 0});
	if (rc == KS_OK && app->screen == KS_SCREEN_RESULT && !app->visit.lesson.session.has_passed)
		rc = ks_script_tap_action(script, (struct ks_action){KS_ACT_RETRY, 0});
	if (rc == KS_OK && app->screen == KS_SCREEN_PAGE)
		rc = ks_script_lesson(script, "");
	if (rc == KS_OK && app->screen != KS_SCREEN_QUESTION && app->screen != KS_SCREEN_REASON)
		return ks_script_fail(script, "確認テストが開いていません。");
	for (int i = 0; i < TAPS_MAX && rc == KS_OK; i++) {
		if (app->screen == KS_SCREEN_QUESTION)
			rc = answer(script, app->visit.lesson.session.item_index < n_right);
		else if (app->screen == KS_SCREEN_REASON)
			rc = ks_script_tap_action(script, (struct ks_action){KS_ACT_NEXT, 0});
		else
			break;
	}
	return rc;
}

static bool is_synced(struct ks_app *app)
{
	struct ks_ledger_counts counts;
	struct ks_sync_status status;
	size_t n_people = 0;

	if (!app->sync)
		return ks_roster_count(app->site.store, &n_people) == KS_OK && n_people > 0;
	ks_sync_status(app->sync, &status);
	/* the ledger knows what is pending; the thread may not have looked since the last tap */
	return status.has_roster && status.is_roster_fresh &&
	       ks_ledger_counts(app->site.ledger, &counts) == KS_OK &&
	       counts.n_statements == counts.n_delivered + counts.n_quarantined;
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
