/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/question/question.h"

#include <stdio.h>
#include <string.h>

#include "kiosk/glass.h"
#include "support/test.h"
#include "visit/lesson.h"

/* 答えの説明 tells right, partly right and wrong apart, and what was missed from what was too much. */

/* 答えの説明 of a question of @kind for which @fits, with @answer given; false: the content has none. */
static const struct ks_question *explain(struct glass *glass, enum ks_question_kind kind,
					 bool (*fits)(const struct ks_question *question))
{
	struct ks_visit *visit = &glass->app.visit;
	struct ks_session *session = &visit->lesson.session;

	for (size_t d = 0; d < visit->duties.n_items; d++) {
		const struct ks_lesson *lesson =
			ks_content_lesson(&glass->app.content, visit->duties.items[d].lesson->id);

		for (size_t i = 0; lesson && i < lesson->quiz.n_questions; i++) {
			const struct ks_question *question = &lesson->quiz.questions[i];
			struct ks_attempt_item *item = &session->attempt.items[0];

			if (question->kind != kind || question->artefact || !fits(question))
				continue;
			assert_int_equal(ks_lesson_open(&glass->app.site, visit, d), KS_OK);
			session->attempt.n_items = 2;
			session->item_index = 0;
			session->place = KS_PLACE_REASON;
			memset(item, 0, sizeof(*item));
			snprintf(item->question, sizeof(item->question), "%s", question->id);
			for (int k = 0; k < KS_CHOICES_MAX; k++)
				item->order[k] = (uint8_t)k;
			return question;
		}
	}
	fail_msg("no question of kind %d", (int)kind);
	return NULL;
}

static void show(struct glass *glass, const struct ks_question *question)
{
	struct ks_attempt_item *item = &glass->app.visit.lesson.session.attempt.items[0];

	item->is_answered = true;
	item->is_right = ks_answer_is_right(question, &item->answer);
	glass->app.view.part = 0;
	glass->app.screen = KS_SCREEN_REASON;
	ks_app_draw(&glass->app);
}

static uint8_t *given(struct glass *glass)
{
	return glass->app.visit.lesson.session.attempt.items[0].answer.value;
}

/* In which colour words that begin with @words stand on the glass, on any part of the explanation. */
static enum ks_color color_of(struct glass *glass, const char *words)
{
	for (;;) {
		size_t n;
		const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n);

		for (size_t i = 0; i < n; i++)
			if (shown[i].label && strstr(shown[i].label, words) && shown[i].layout)
				return shown[i].layout->style.color;
		if (glass->app.view.part + 1 >= glass->app.view.n_parts)
			return KS_COLOR_NONE;
		glass->app.view.part++;
		ks_app_draw(&glass->app);
	}
}

static bool has_two_right(const struct ks_question *question)
{
	return ks_question_n_right(question) >= 2 &&
	       ks_question_n_right(question) < question->n_choices;
}

static bool any(const struct ks_question *question)
{
	return question->n_choices > 1;
}

static void one_missed_and_one_too_many_is_partly_right(void **state)
{
	struct glass *glass = *state;
	const struct ks_question *question;
	size_t i = 0, k = 0;
	char words[64];

	glass_sign_in(glass);
	question = explain(glass, KS_QUESTION_MULTIPLE, has_two_right);
	while (!question->choices[i].is_right)
		i++;
	while (question->choices[k].is_right)
		k++;
	given(glass)[i] = given(glass)[k] = 1;
	show(glass, question);
	snprintf(words, sizeof(words), "%dつのうち1つ正解", (int)ks_question_n_right(question));
	assert_int_equal(color_of(glass, words), KS_COLOR_WARN);
	snprintf(words, sizeof(words), "%dつを見落とし、1つを選びすぎました",
		 (int)ks_question_n_right(question) - 1);
	assert_true(glass_shows(glass, words));
	assert_int_equal(color_of(glass, "見落とし　"), KS_COLOR_WARN);
	glass->app.view.part = 0;
	show(glass, question);
	assert_int_equal(color_of(glass, "選びすぎ　"), KS_COLOR_BAD);
	glass_rest(glass);
}

/* Only missed, or only too many: each by itself. */
static void what_is_off_is_counted_alone(void **state)
{
	struct glass *glass = *state;
	const struct ks_question *question;
	char words[64];

	glass_sign_in(glass);
	question = explain(glass, KS_QUESTION_MULTIPLE, has_two_right);
	for (size_t i = 0, n = 0; i < question->n_choices && n == 0; i++)
		n += given(glass)[i] = question->choices[i].is_right;
	show(glass, question);
	snprintf(words, sizeof(words), "%dつを見落としました",
		 (int)ks_question_n_right(question) - 1);
	assert_true(glass_shows(glass, words));
	assert_false(glass_shows(glass, "選びすぎ"));
	for (size_t i = 0; i < question->n_choices; i++)
		given(glass)[i] = 1;
	show(glass, question);
	snprintf(words, sizeof(words), "%dつを選びすぎました",
		 (int)(question->n_choices - ks_question_n_right(question)));
	assert_true(glass_shows(glass, words));
	assert_false(glass_shows(glass, "見落とし"));
	glass_rest(glass);
}

static void nothing_right_is_wrong_and_all_right_is_right(void **state)
{
	struct glass *glass = *state;
	const struct ks_question *question;
	struct ks_answer wanted;

	glass_sign_in(glass);
	question = explain(glass, KS_QUESTION_MULTIPLE, has_two_right);
	for (size_t i = 0; i < question->n_choices; i++)
		given(glass)[i] = !question->choices[i].is_right;
	show(glass, question);
	assert_int_equal(color_of(glass, "正解は、ほかにあります"), KS_COLOR_BAD);
	ks_question_ops(question)->solve(question, true, &wanted);
	memcpy(given(glass), wanted.value, sizeof(wanted.value));
	show(glass, question);
	assert_int_equal(color_of(glass, "正解です"), KS_COLOR_OK);
	assert_false(glass_shows(glass, "見落とし"));
	glass_rest(glass);
}

static void two_steps_the_other_way_round_are_partly_right(void **state)
{
	struct glass *glass = *state;
	const struct ks_question *question;
	struct ks_answer wanted;
	char words[64];

	glass_sign_in(glass);
	question = explain(glass, KS_QUESTION_ORDER, any);
	ks_question_ops(question)->solve(question, false, &wanted);
	memcpy(given(glass), wanted.value, sizeof(wanted.value));
	show(glass, question);
	snprintf(words, sizeof(words), "%zuつのうち%zuつ正解", question->n_choices,
		 question->n_choices - 2);
	assert_int_equal(color_of(glass, words), KS_COLOR_WARN);
	assert_true(glass_shows(glass, "2つが違います"));
	glass_rest(glass);
}

/* Two tiles, each saying whose it is; never 「正しい答え：正しくない」. */
static void true_and_false_are_two_tiles(void **state)
{
	struct glass *glass = *state;
	const struct ks_question *question;

	glass_sign_in(glass);
	question = explain(glass, KS_QUESTION_TRUE_FALSE, any);
	given(glass)[question->choices[0].is_right ? 1 : 0] = 1;
	show(glass, question);
	assert_true(glass_shows(glass, "正解はこちら"));
	assert_true(glass_shows(glass, "あなたの答え"));
	assert_false(glass_shows(glass, "正しい答え"));
	glass_rest(glass);
}

/* Every item of the attempt is this question; @n_right of them are right; as the result shows them. */
static void show_result(struct glass *glass, const struct ks_question *question, int n_right)
{
	struct ks_session *session = &glass->app.visit.lesson.session;
	int n = glass->app.visit.lesson.rules.plan_lesson->n_questions;

	session->attempt.n_items = n;
	for (int i = 0; i < n; i++) {
		session->attempt.items[i] = session->attempt.items[0];
		ks_question_ops(question)->solve(question, i >= n - n_right,
						 &session->attempt.items[i].answer);
		session->attempt.items[i].is_answered = true;
		session->attempt.items[i].is_right = i >= n - n_right;
	}
	session->place = KS_PLACE_RESULT;
	session->has_passed = false;
	glass->app.view.part = 0;
	glass->app.screen = KS_SCREEN_RESULT;
	ks_app_draw(&glass->app);
}

/* Walks the parts of the result for @words. */
static bool result_shows(struct glass *glass, const char *words)
{
	for (int part = 0; part < 20; part++) {
		if (glass_shows(glass, words))
			return true;
		if (!glass_find(glass, KS_ACT_ROWS, -1))
			return false;
		glass_tap(glass, KS_ACT_ROWS, -1);
	}
	return false;
}

static void only_who_missed_by_one_is_told_so(void **state)
{
	struct glass *glass = *state;
	const struct ks_question *question;
	int pass;

	glass_sign_in(glass);
	question = explain(glass, KS_QUESTION_SINGLE, any);
	pass = glass->app.visit.lesson.rules.plan_lesson->pass_right;
	for (int n_right = 0; n_right < pass; n_right++) {
		show_result(glass, question, n_right);
		assert_int_equal(glass_shows(glass, "もう一歩"), n_right + 1 == pass);
	}
	glass_rest(glass);
}

static void a_result_has_ones_own_answer_and_leads_to_the_page_that_helps(void **state)
{
	struct glass *glass = *state;
	const struct ks_question *question;

	glass_sign_in(glass);
	question = explain(glass, KS_QUESTION_TRUE_FALSE, any);
	show_result(glass, question, 1);
	assert_true(glass_shows(glass, "問1のページを読む"));
	assert_null(glass_find(glass, KS_ACT_NEXT, -1));
	assert_true(glass_shows(glass, "間違えた問題を見る（1／"));
	assert_false(glass_shows(glass, "続きを見る"));
	assert_true(result_shows(glass, question->choices[0].is_right
						? "あなたの答え：×　この文は正しくない"
						: "あなたの答え：○　この文は正しい"));
	assert_true(result_shows(glass, question->choices[0].is_right ? "正解：○" : "正解：×"));
	assert_true(result_shows(glass, "最初のページから読む"));
	show_result(glass, question, 1);
	glass_tap(glass, KS_ACT_OPEN, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_REVIEW);
	glass_tap(glass, KS_ACT_CLOSE, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_RESULT);
	glass_tap(glass, KS_ACT_HOME, 0); /* or something else first */
	assert_int_equal(glass->app.screen, KS_SCREEN_HOME);
	glass_rest(glass);
}

/* Whatever the display: once and whole, in the bar or among the small buttons; and from there back. */
static void the_page_it_was_learnt_on_can_be_opened_on_any_display(void **state)
{
	static const int sizes[][2] = {{1920, 1080}, {1280, 720}, {1080, 1920}};
	struct glass *glass = *state;
	const struct ks_question *question;

	glass_sign_in(glass);
	question = explain(glass, KS_QUESTION_SINGLE, any);
	for (size_t i = 0; i < question->n_choices; i++)
		given(glass)[i] = !question->choices[i].is_right;
	for (size_t i = 0; i < KS_COUNT(sizes); i++)
		for (int step = 100; step <= 150; step += 25) {
			struct ks_input input = {
				.kind = KS_INPUT_RESIZE, .x = sizes[i][0], .y = sizes[i][1]};

			glass->app.ui.metrics.step_percent = step;
			ks_app_input(&glass->app, &input);
			show(glass, question);
			glass_tap(glass, KS_ACT_REVIEW, -1);
			assert_int_equal(glass->app.screen, KS_SCREEN_REVIEW);
			glass_tap(glass, KS_ACT_CLOSE, 0);
			assert_int_equal(glass->app.screen, KS_SCREEN_REASON);
		}
	memset(given(glass), 0, KS_CHOICES_MAX);
	for (size_t i = 0; i < question->n_choices; i++)
		given(glass)[i] = question->choices[i].is_right;
	show(glass, question);
	assert_null(glass_find(glass, KS_ACT_REVIEW, -1)); /* who was right need not */
	glass->app.ui.metrics.step_percent = 100;
	ks_app_input(&glass->app, &(struct ks_input){.kind = KS_INPUT_RESIZE, .x = 1280, .y = 720});
	glass_rest(glass);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(one_missed_and_one_too_many_is_partly_right, glass_begin),
		cmocka_unit_test_setup(what_is_off_is_counted_alone, glass_begin),
		cmocka_unit_test_setup(nothing_right_is_wrong_and_all_right_is_right, glass_begin),
		cmocka_unit_test_setup(two_steps_the_other_way_round_are_partly_right, glass_begin),
		cmocka_unit_test_setup(true_and_false_are_two_tiles, glass_begin),
		cmocka_unit_test_setup(only_who_missed_by_one_is_told_so, glass_begin),
		cmocka_unit_test_setup(a_result_has_ones_own_answer_and_leads_to_the_page_that_helps,
				       glass_begin),
		cmocka_unit_test_setup(the_page_it_was_learnt_on_can_be_opened_on_any_display,
				       glass_begin),
	};

	return ks_test_run_in(tests, glass_setup, glass_teardown);
}
