/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/home_row.h"

#include <stdio.h>
#include <string.h>

#include "kiosk/glass.h"
#include "support/test.h"

/* マイページ: one count wherever it stands, why and by when in each row, and something to do for everybody. */

/* What stands at the head of a lesson's row. */
static bool is_number(const char *label)
{
	return label && *label && label[strspn(label, "0123456789")] == '\0';
}

/* Ring, heading and the rows of all pages tell the same of @n_done lessons of @n. */
static void one_count(struct glass *glass, size_t n_done, size_t n)
{
	const struct ks_visit *visit = &glass->app.visit;
	size_t n_rows = 0;
	int minutes = 0;
	char words[96];

	for (size_t i = 0; i < n; i++)
		minutes += visit->progress[i].is_done ? 0 : visit->duties.items[i].lesson->minutes;
	glass->app.screen = KS_SCREEN_HOME;
	ks_home_first_row(&glass->app.view, 0);
	ks_app_draw(&glass->app);
	snprintf(words, sizeof(words), "\"%zu/%zu\"", n_done, n);
	assert_true(glass_shows(glass, words));
	snprintf(words, sizeof(words), "あと%zu科目、約%d分で終わります", n - n_done, minutes);
	assert_true(glass_shows(glass, words));
	for (int page = 0; page < 30; page++) {
		size_t n_elements;
		const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n_elements);

		for (size_t i = 0; i < n_elements; i++)
			n_rows += shown[i].action.what == 0 && is_number(shown[i].label);
		if (!glass_shows(glass, "次のページ"))
			break;
		for (size_t i = 0; i < n_elements; i++)
			if (shown[i].action.what == KS_ACT_ROWS && shown[i].action.arg > 0) {
				glass_tap(glass, KS_ACT_ROWS, shown[i].action.arg);
				break;
			}
	}
	assert_int_equal(n_rows, n - n_done);
}

static void ring_heading_and_rows_tell_the_same(void **state)
{
	struct glass *glass = *state;
	size_t n;

	for (int step = 100; step <= 150; step += 50) {
		glass_sign_in(glass);
		glass->app.ui.metrics.step_percent = step;
		n = glass->app.visit.duties.n_items;
		assert_true(n > 3);
		one_count(glass, 0, n);
		glass->app.visit.progress[0].is_done = true;
		glass->app.visit.progress[2].is_done = true;
		one_count(glass, 2, n);
		glass_rest(glass);
	}
	glass->app.ui.metrics.step_percent = 100;
}

static void what_is_done_stands_behind_a_button(void **state)
{
	struct glass *glass = *state;

	glass_sign_in(glass);
	assert_null(glass_find(glass, KS_ACT_DONE_ROWS, -1));
	glass->app.visit.progress[0].is_done = true;
	ks_app_draw(&glass->app);
	assert_null(glass_find(glass, KS_ACT_OPEN, 0));
	assert_true(glass_shows(glass, "修了した1科目"));
	glass_tap(glass, KS_ACT_DONE_ROWS, 1);
	assert_non_null(glass_find(glass, KS_ACT_OPEN, 0));
	assert_null(glass_find(glass, KS_ACT_OPEN, 1));
	glass_tap(glass, KS_ACT_DONE_ROWS, 0);
	assert_null(glass_find(glass, KS_ACT_OPEN, 0));
	assert_non_null(glass_find(glass, KS_ACT_OPEN, 1));
	glass_rest(glass);
}

/* By when, how many days that is, and why, in the first row; amber and told when it is near or over. */
static void a_row_says_why_and_by_when(void **state)
{
	struct glass *glass = *state;
	struct ks_duty *duty;
	int64_t today;

	glass_sign_in(glass);
	duty = &glass->app.visit.duties.items[0];
	today = ks_date_to_day(glass->app.visit.today);
	duty->due = ks_date_from_day(today + 20);
	ks_app_draw(&glass->app);
	assert_true(glass_shows(glass, "あと20日"));
	assert_true(glass_shows(glass, "日まで"));
	assert_true(glass_shows(glass, "が受けます（基本方針 "));
	duty->due = ks_date_from_day(today);
	ks_app_draw(&glass->app);
	assert_true(glass_shows(glass, "今日まで"));
	duty->due = ks_date_from_day(today - 1);
	ks_app_draw(&glass->app);
	assert_true(glass_shows(glass, "期限を過ぎています"));
	glass_rest(glass);
}

static void resize(struct glass *glass, int w, int h, int step)
{
	struct ks_input input = {.kind = KS_INPUT_RESIZE, .x = w, .y = h};

	glass->app.ui.metrics.step_percent = step;
	ks_app_input(&glass->app, &input);
}

/* The way on lies at the hand, below every row, whole and without another in its place. */
static void the_main_button_stands_below_the_rows_on_any_display(void **state)
{
	static const int sizes[][2] = {{1920, 1080}, {1280, 720}, {1080, 1920}};
	struct glass *glass = *state;

	glass_sign_in(glass);
	for (size_t i = 0; i < KS_COUNT(sizes); i++)
		for (int step = 100; step <= 150; step += 25) {
			const struct ks_element *main, *row;

			resize(glass, sizes[i][0], sizes[i][1], step);
			main = glass_find(glass, KS_ACT_RESUME, -1);
			row = glass_find(glass, KS_ACT_OPEN, -1);
			assert_non_null(main);
			assert_non_null(row);
			if (main->rect.y < row->rect.y + row->rect.h ||
			    main->rect.y * 100 < sizes[i][1] * 70)
				fail_msg("%dx%d at %d: y %d", sizes[i][0], sizes[i][1], step,
					 main->rect.y);
			assert_int_equal(main->layout ? main->layout->n_lines : 1, 1);
		}
	resize(glass, 1920, 1080, 100);
	glass_rest(glass);
}

/* Which page of how many is on the glass, in the bar or on a button that turns; false: it is not told. */
static bool tells_page(struct glass *glass, int *page, int *n_pages)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n);

	for (size_t i = 0; i < n; i++) {
		const char *at = shown[i].label ? strstr(shown[i].label, "（") : NULL;

		if (shown[i].label && sscanf(shown[i].label, "%d ／ %d ページ", page, n_pages) == 2)
			return true;
		if (at && shown[i].action.what == KS_ACT_ROWS &&
		    sscanf(at, "（%d／%d）", page, n_pages) == 2)
			return true;
	}
	return false;
}

/* The way on is there, and no row below it; where nothing turns, it is the last thing on the glass. */
static void asserts_way_on(struct glass *glass)
{
	const struct ks_element *main = glass_find(glass, KS_ACT_RESUME, -1);
	bool is_one_page = !glass_find(glass, KS_ACT_ROWS, -1);
	size_t n;
	const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n);

	assert_non_null(main);
	for (size_t i = 0; i < n; i++)
		if (shown[i].action.what == KS_ACT_OPEN ||
		    (is_one_page && shown[i].action.what == KS_ACT_OWN))
			assert_true(shown[i].rect.y < main->rect.y + main->rect.h / 2);
}

/* From each page of the list on the glass; @other: 1 what is done, 0 what is not. */
static void asserts_list(struct glass *glass, int other)
{
	int page = 0, n_pages = 0;

	asserts_way_on(glass);
	if (!tells_page(glass, &page, &n_pages)) {
		assert_null(glass_find(glass, KS_ACT_ROWS, -1)); /* there is one page */
		assert_non_null(glass_find(glass, KS_ACT_DONE_ROWS, other));
		return;
	}
	assert_int_equal(page, 1);
	for (int i = 1; i <= n_pages; i++) {
		int seen = 0, of = 0;

		assert_true(tells_page(glass, &seen, &of));
		assert_int_equal(seen, i);
		assert_int_equal(of, n_pages);
		assert_non_null(glass_find(glass, KS_ACT_DONE_ROWS, other));
		for (int by = 1; i < n_pages && by < 16; by++)
			if (glass_find(glass, KS_ACT_ROWS, by)) {
				glass_tap(glass, KS_ACT_ROWS, by);
				break;
			}
	}
}

/* Which page it is is told on every page of both lists, the last too, and the other list is one tap away. */
static void both_lists_say_their_page_and_lead_to_each_other(void **state)
{
	static const int sizes[][2] = {{1920, 1080}, {1280, 720}, {1080, 1920}};
	struct glass *glass = *state;
	struct ks_visit *visit = &glass->app.visit;

	glass_sign_in(glass);
	for (size_t i = 0; i < visit->duties.n_items; i += 2)
		visit->progress[i].is_done = true;
	for (int way = 0; way < 18; way++) {
		glass->app.ui.metrics.is_low = way >= 9;
		resize(glass, sizes[way % 3][0], sizes[way % 3][1], 100 + way / 3 % 3 * 25);
		asserts_list(glass, 1);
		glass_tap(glass, KS_ACT_DONE_ROWS, 1);
		asserts_list(glass, 0);
		glass_tap(glass, KS_ACT_DONE_ROWS, 0);
	}
	glass->app.ui.metrics.is_low = false;
	resize(glass, 1920, 1080, 100);
	glass_rest(glass);
}

/* All done: the certificate beside what was learnt, and that it is saved; on a narrow display below each other. */
static void who_has_done_everything_is_told_that_it_is_saved(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	glass_sign_in(glass);
	glass_tap(glass, KS_ACT_OPEN, -1); /* something is recorded */
	glass_tap(glass, KS_ACT_SUSPEND, 0);
	glass_tap(glass, KS_ACT_OWN, 1);
	assert_int_equal(app->screen, KS_SCREEN_OWN);
	assert_false(glass_shows(glass, "保存しました。お疲れさまでした。")); /* not all is done */
	app->visit.own.is_complete = true;
	ks_app_draw(app);
	assert_true(glass_shows(glass, "すべて、終わりました"));
	assert_false(glass_shows(glass, "保存しました。お疲れさまでした。")); /* without a receipt */
	assert_int_equal(ks_receipt_take(app->site.ledger, ks_ledger_last_seq(app->site.ledger),
					 &app->visit.own.end),
			 KS_OK);
	ks_app_draw(app);
	assert_true(glass_shows(glass, "保存しました。お疲れさまでした。"));
	assert_true(glass_shows(glass, "この1年で学んだこと"));
	assert_true(glass_shows(glass, "これまでの記録"));
	resize(glass, 1080, 1920, 150);
	assert_true(glass_shows(glass, "修了番号"));
	for (int i = 0; i < 10 && !glass_shows(glass, "保存しました。お疲れさまでした。"); i++)
		glass_tap(glass, KS_ACT_NEXT, 0);
	resize(glass, 1920, 1080, 100);
	glass_rest(glass);
}

static void turning_pages_and_the_next_lesson_have_other_names(void **state)
{
	struct glass *glass = *state;

	glass_sign_in(glass);
	assert_true(glass_shows(glass, "次のページ"));
	assert_false(glass_shows(glass, "次の研修"));
	glass_rest(glass);
}

/* 対象外: the policy can be read from here, and the way back is here. */
static void whom_nothing_is_asked_of_can_read_the_policy(void **state)
{
	struct glass *glass = *state;

	glass_sign_in(glass);
	glass->app.visit.duties.target = KS_TARGET_AWAY;
	glass->app.visit.duties.n_items = 0;
	ks_app_draw(&glass->app);
	glass_tap(glass, KS_ACT_POLICY, -1);
	assert_int_equal(glass->app.screen, KS_SCREEN_POLICY);
	glass_tap(glass, KS_ACT_CLOSE, -1);
	assert_int_equal(glass->app.screen, KS_SCREEN_HOME);
	assert_true(glass->app.visit.is_signed_in);
	glass_rest(glass);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(ring_heading_and_rows_tell_the_same, glass_begin),
		cmocka_unit_test_setup(what_is_done_stands_behind_a_button, glass_begin),
		cmocka_unit_test_setup(a_row_says_why_and_by_when, glass_begin),
		cmocka_unit_test_setup(the_main_button_stands_below_the_rows_on_any_display,
				       glass_begin),
		cmocka_unit_test_setup(both_lists_say_their_page_and_lead_to_each_other, glass_begin),
		cmocka_unit_test_setup(who_has_done_everything_is_told_that_it_is_saved, glass_begin),
		cmocka_unit_test_setup(turning_pages_and_the_next_lesson_have_other_names,
				       glass_begin),
		cmocka_unit_test_setup(whom_nothing_is_asked_of_can_read_the_policy, glass_begin),
	};

	return ks_test_run_in(tests, glass_setup, glass_teardown);
}
