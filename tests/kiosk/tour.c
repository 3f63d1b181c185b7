/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/tour.h"

#include "kiosk/question/question.h"
#include "support/test.h"

#define TAPS_MAX 200

static void type(struct glass *glass, const char *digits)
{
	for (; *digits; digits++)
		glass_key(glass, KS_KEY_DIGIT, *digits);
}

static void tour_public(struct glass *glass, void (*look)(struct glass *glass))
{
	static const int doors[] = {KS_ACT_EMERGENCY, KS_ACT_ATTEND, KS_ACT_POLICY};

	look(glass);
	for (size_t i = 0; i < KS_COUNT(doors); i++) {
		glass_tap(glass, doors[i], 0);
		look(glass);
		if (doors[i] != KS_ACT_POLICY)
			glass_tap(glass, KS_ACT_CLOSE, 0);
	}
	glass_tap(glass, KS_ACT_NEXT, 0); /* a page on */
	look(glass);
	glass_tap(glass, KS_ACT_SEARCH, 0);
	glass_tap(glass, KS_ACT_KANA_ROW, 0);
	glass_tap(glass, KS_ACT_KANA, -1);
	look(glass);
	glass_tap(glass, KS_ACT_FIND, 0);
	look(glass);
	glass_rest(glass);
	glass->app.trouble = KS_FULL;
	glass->app.screen = KS_SCREEN_TROUBLE;
	ks_app_draw(&glass->app);
	look(glass);
	glass->app.trouble = KS_OK;
	glass_rest(glass);
}

static void tour_sign_in(struct glass *glass, void (*look)(struct glass *glass))
{
	glass_tap(glass, KS_ACT_TRAIN, 0);
	look(glass);
	type(glass, GLASS_NUMBER);
	look(glass);
	glass_key(glass, KS_KEY_ENTER, 0);
	type(glass, "4802");
	look(glass);
	type(glass, "16");
	glass_key(glass, KS_KEY_ENTER, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_HOME);
	look(glass);
}

/* Rows that do not fit are turned. */
static void to_row(struct glass *glass, int what)
{
	for (int by = 1; by < TAPS_MAX && !glass_find(glass, what, -1); by++)
		while (!glass_find(glass, what, -1) && glass_find(glass, KS_ACT_ROWS, by))
			glass_tap(glass, KS_ACT_ROWS, by);
}

static void answer_wrong(struct glass *glass, void (*look)(struct glass *glass))
{
	struct ks_app *app = &glass->app;
	const struct ks_question *present = ks_question_present(app);
	const struct ks_question_ops *ops = ks_question_ops(present);
	struct ks_action action;
	struct ks_answer wanted;

	ops->solve(present, false, &wanted);
	for (int i = 0; i < TAPS_MAX && (action = ops->next_tap(app, &wanted)).what != 0; i++) {
		while (!glass_find(glass, action.what, action.arg))
			if (glass_find(glass, KS_ACT_NEXT, 0))
				glass_tap(glass, KS_ACT_NEXT, 0);
			else /* it stands on an earlier part */
				while (app->view.part > 0)
					glass_tap(glass, KS_ACT_BACK, 0);
		glass_tap(glass, action.what, action.arg);
	}
	while (!glass_find(glass, KS_ACT_ANSWER, 0))
		glass_tap(glass, KS_ACT_NEXT, 0);
	if (look)
		look(glass);
	glass_tap(glass, KS_ACT_ANSWER, 0);
}

void tour_answer_wrong(struct glass *glass)
{
	answer_wrong(glass, NULL);
	for (int i = 0; i < TAPS_MAX && glass->app.screen == KS_SCREEN_REASON; i++)
		glass_tap(glass, KS_ACT_NEXT, 0);
}

void tour_to_rows(struct glass *glass)
{
	struct ks_app *app = &glass->app;

	if (app->screen == KS_SCREEN_HOME)
		glass_tap(glass, KS_ACT_OPEN, -1);
	for (int i = 0; i < TAPS_MAX; i++) {
		if (app->screen == KS_SCREEN_RESULT)
			glass_tap(glass, KS_ACT_RETRY, 0); /* other questions come up */
		else if (app->screen != KS_SCREEN_QUESTION)
			glass_tap(glass, KS_ACT_NEXT, 0);
		else if (!ks_question_ops(ks_question_present(app))->has_rows)
			answer_wrong(glass, NULL);
		else
			return;
	}
	fail_msg("no question with rows came up");
}

/* Two pages, a question before and behind its answer, the explanation, a result that is not yet passed, and a review. */
static void tour_lesson(struct glass *glass, void (*look)(struct glass *glass))
{
	struct ks_app *app = &glass->app;
	bool is_first = true;

	glass_tap(glass, KS_ACT_OPEN, -1);
	look(glass);
	glass_tap(glass, KS_ACT_NEXT, 0);
	look(glass);
	for (int i = 0; i < TAPS_MAX && app->screen == KS_SCREEN_PAGE; i++)
		glass_tap(glass, KS_ACT_NEXT, 0);
	for (int i = 0; i < TAPS_MAX && app->screen != KS_SCREEN_RESULT; i++) {
		if (app->screen == KS_SCREEN_QUESTION && is_first)
			look(glass);
		if (app->screen == KS_SCREEN_QUESTION)
			answer_wrong(glass, is_first ? look : NULL);
		if (is_first)
			look(glass);
		is_first = false;
		glass_tap(glass, KS_ACT_NEXT, 0);
	}
	assert_int_equal(app->screen, KS_SCREEN_RESULT);
	look(glass);
	to_row(glass, KS_ACT_REVIEW);
	glass_tap(glass, KS_ACT_REVIEW, -1);
	look(glass);
	glass_tap(glass, KS_ACT_CLOSE, 0);
}

static void tour_inspection(struct glass *glass, void (*look)(struct glass *glass))
{
	glass_sign_in(glass);
	to_row(glass, KS_ACT_INSPECT);
	glass_tap(glass, KS_ACT_INSPECT, -1);
	while (glass->app.screen == KS_SCREEN_HELP) /* where an earlier tour left */
		glass_tap(glass, KS_ACT_NEXT, 0);
	while (!glass_find(glass, KS_ACT_RESPOND, -1)) { /* what is told before the first answer */
		look(glass);
		glass_tap(glass, KS_ACT_NEXT, 0);
	}
	look(glass);
	glass_tap(glass, KS_ACT_RESPOND, KS_RESPONSE_NO);
	look(glass);
	glass_tap(glass, KS_ACT_NEXT, 0);
	look(glass);
	glass_rest(glass);
}

void tour(struct glass *glass, void (*look)(struct glass *glass))
{
	tour_public(glass, look);
	tour_sign_in(glass, look);
	tour_lesson(glass, look);
	glass_rest(glass);
	tour_inspection(glass, look);
}
