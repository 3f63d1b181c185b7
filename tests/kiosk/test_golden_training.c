/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kiosk/album.h"
#include "kiosk/question/question.h"
#include "record/pin.h"
#include "support/test.h"
#include "visit/inspect.h"

/* What stands where from the poster to the certificate: a year of one person, with a little of each thing content may have. */

#define DAY_MS (INT64_C(24) * 60 * 60 * 1000)
#define TAPS_MAX 80

static void advance(struct album *album, int64_t ms)
{
	struct ks_app *app = &album->glass->app;

	ks_clock_advance(&app->clock, ms);
	app->input_mono_ms = ks_clock_mono_ms(&app->clock);
}

/* ---- before anybody comes ---- */

static void look_outside(struct album *album)
{
	struct glass *glass = album->glass;

	album_look(album);
	advance(album, 20000);
	album_show(album, KS_SCREEN_ATTRACT); /* the next poster */
	album_tap(album, KS_ACT_EMERGENCY, 0);
	album_look_parts(album);
	glass_tap(glass, KS_ACT_CLOSE, 0);
	album_tap(album, KS_ACT_SETTINGS, 0);
	album_look_parts(album);
	glass_rest(glass);
	album_tap(album, KS_ACT_POLICY, 0);
	album_tap(album, KS_ACT_SEARCH, 0);
	album_tap(album, KS_ACT_KANA_ROW, 0);
	album_tap(album, KS_ACT_KANA, 0x3042); /* あ */
	album_tap(album, KS_ACT_ERASE, 0);
	album_tap(album, KS_ACT_KANA_ROW, 2);
	album_tap(album, KS_ACT_KANA, 0x3055); /* さ */
	if (glass_find(glass, KS_ACT_FIND, 0)) {
		glass_tap(glass, KS_ACT_FIND, 0);
		album_look_parts(album);
		album_tap(album, KS_ACT_HIT, -1);
	}
	glass_rest(glass);
}

/* ---- a lesson ---- */

static void answer(struct album *album, bool is_right)
{
	struct glass *glass = album->glass;
	struct ks_app *app = &glass->app;
	const struct ks_question *present = ks_question_present(app);
	const struct ks_question_ops *ops = ks_question_ops(present);
	struct ks_answer wanted;
	struct ks_action action;

	album_look_parts(album);
	if (glass_find(glass, KS_ACT_MAGNIFY, -1)) {
		glass_tap(glass, KS_ACT_MAGNIFY, -1);
		album_look_parts(album);
		glass_tap(glass, KS_ACT_MAGNIFIED, -1);
	}
	ops->solve(present, is_right, &wanted);
	for (int i = 0; i < TAPS_MAX && (action = ops->next_tap(app, &wanted)).what != 0; i++) {
		album_find_part(album, action.what, action.arg);
		album_tap(album, action.what, action.arg);
	}
	album_find_part(album, KS_ACT_ANSWER, 0);
	glass_tap(glass, KS_ACT_ANSWER, 0);
	album_look_parts(album);
	if (glass_find(glass, KS_ACT_MAGNIFY, -1)) {
		glass_tap(glass, KS_ACT_MAGNIFY, -1);
		album_look_parts(album);
		glass_tap(glass, KS_ACT_MAGNIFIED, -1);
	}
}

/* Page by page to the result, the first @n_wrong answers wrong; what is asked within a page is told. */
static void walk(struct album *album, int n_wrong)
{
	struct glass *glass = album->glass;
	struct ks_app *app = &glass->app;

	for (int i = 0; i < TAPS_MAX && app->screen != KS_SCREEN_RESULT; i++) {
		const struct ks_element *reveal = glass_find(glass, KS_ACT_REVEAL, -1);

		if (app->screen == KS_SCREEN_PAGE)
			album_look(album);
		if (app->screen == KS_SCREEN_QUESTION)
			answer(album, n_wrong-- <= 0);
		else if (reveal)
			glass_tap(glass, KS_ACT_REVEAL, reveal->action.arg);
		else
			glass_tap(glass, KS_ACT_NEXT, 0);
	}
	assert_int_equal(app->screen, KS_SCREEN_RESULT);
	for (int i = 0; i < app->view.n_parts; i++) {
		album_look(album);
		if (glass_find(glass, KS_ACT_ROWS, 1))
			glass_tap(glass, KS_ACT_ROWS, 1);
	}
}

static void look_at_the_opening(struct album *album)
{
	album_tap(album, KS_ACT_OPENING, 0);
	album_tap(album, KS_ACT_CHOOSE, 1);
	album_find_part(album, KS_ACT_ANSWER, 0);
	album_tap(album, KS_ACT_ANSWER, 0);
	album_look_parts(album);
	while (album->glass->app.screen == KS_SCREEN_OPENING)
		glass_tap(album->glass, KS_ACT_NEXT, 0);
}

static void look_at_the_review(struct album *album)
{
	struct glass *glass = album->glass;

	for (int i = 0; i < TAPS_MAX && !glass_find(glass, KS_ACT_REVIEW, -1) &&
			!glass_find(glass, KS_ACT_OPEN, -1);
	     i++)
		glass_tap(glass, KS_ACT_ROWS, 1);
	glass_tap(glass, glass_find(glass, KS_ACT_REVIEW, -1) ? KS_ACT_REVIEW : KS_ACT_OPEN, -1);
	assert_int_equal(glass->app.screen, KS_SCREEN_REVIEW);
	for (int i = 0; i < TAPS_MAX && !glass_find(glass, KS_ACT_CLOSE, 1); i++) {
		const struct ks_element *reveal = glass_find(glass, KS_ACT_REVEAL, -1);

		album_look(album);
		if (reveal)
			album_tap(album, KS_ACT_REVEAL, reveal->action.arg);
		glass_tap(glass, KS_ACT_NEXT, 0);
	}
	album_look(album);
	if (glass_find(glass, KS_ACT_BACK, 0))
		album_tap(album, KS_ACT_BACK, 0);
	album_tap(album, KS_ACT_CLOSE, 0);
}

static void look_at_the_lessons(struct album *album)
{
	struct glass *glass = album->glass;

	glass_sign_in(glass);
	album_look(album);
	album_tap(album, KS_ACT_OPEN, 0);
	look_at_the_opening(album);
	album_tap(album, KS_ACT_SUSPEND, 0); /* under way */
	album_tap(album, KS_ACT_RESUME, -1);
	walk(album, TAPS_MAX);
	look_at_the_review(album);
	glass_tap(glass, KS_ACT_RETRY, 0);
	walk(album, 1); /* which is asked again, weeks later */
	album_tap(album, KS_ACT_HOME, 0);
	album_tap(album, KS_ACT_DONE_ROWS, 1);
	album_tap(album, KS_ACT_DONE_ROWS, 0);
	glass_tap(glass, KS_ACT_RESUME, -1);
	walk(album, 1); /* what no page teaches: the lesson again */
	album_tap(album, KS_ACT_READ_AGAIN, 0);
	walk(album, 0);
	advance(album, 150 * DAY_MS); /* the 年度 ends before the next is called */
	album_show(album, KS_SCREEN_RESULT);
	glass->app.clock = ks_clock_fake(ALBUM_NOW);
	album_show(album, KS_SCREEN_RESULT);
}

/* ---- behind the lessons ---- */

/* As many as are ever told. */
static void look_at_the_years(struct album *album)
{
	struct ks_own_visit *own = &album->glass->app.visit.own, was = *own;

	for (own->n_years = 0; own->n_years < KS_YEARS_MAX; own->n_years++)
		own->years[own->n_years] =
			(struct ks_year){.nendo = 2026 - (int)own->n_years,
					 .n_lessons = (int)own->n_years + 1,
					 .n_from_paper = own->n_years % 2 ? (int)own->n_years : 0,
					 .last_ms = ALBUM_NOW - (int64_t)own->n_years * 365 * DAY_MS};
	ks_app_draw(&album->glass->app);
	while (glass_find(album->glass, KS_ACT_NEXT, 0))
		album_tap(album, KS_ACT_NEXT, 0);
	while (glass_find(album->glass, KS_ACT_BACK, 0))
		album_tap(album, KS_ACT_BACK, 0);
	*own = was;
	ks_app_draw(&album->glass->app);
}

static void look_at_the_end(struct album *album)
{
	struct glass *glass = album->glass;

	album_tap(album, KS_ACT_AGREE, 0);
	album_look_parts(album);
	album_find_part(album, KS_ACT_AGREE, 0);
	glass_tap(glass, KS_ACT_AGREE, 0);
	album_look_parts(album);
	glass_tap(glass, KS_ACT_HOME, 0);
	album_look(album);
	glass_tap(glass, KS_ACT_OWN, 0);
	album_look_parts(album);
	look_at_the_years(album);
	album_tap(album, KS_ACT_HOME, 0);
	glass_tap(glass, KS_ACT_SIGN_OUT, 0);
	album_look(album); /* what is said to who leaves */
	advance(album, 12000);
	album_show(album, KS_SCREEN_ATTRACT);
}

/* Offered when the first lesson is a week past. */
static void look_back(struct album *album)
{
	struct glass *glass = album->glass;

	advance(album, 8 * DAY_MS);
	glass_rest(glass);
	glass_sign_in(glass);
	album_look(album);
	album_find_part(album, KS_ACT_RECALL, 0);
	glass_tap(glass, KS_ACT_RECALL, 0);
	for (int i = 0; i < TAPS_MAX && glass->app.screen != KS_SCREEN_HOME; i++)
		if (glass->app.screen == KS_SCREEN_QUESTION)
			answer(album, false);
		else
			glass_tap(glass, KS_ACT_NEXT, 0);
	album_look(album);
	glass_rest(glass);
}

static void look_at_the_inspection(struct album *album)
{
	static const enum ks_response given[] = {KS_RESPONSE_NO, KS_RESPONSE_UNKNOWN};
	struct glass *glass = album->glass;
	struct ks_app *app = &glass->app;

	glass_sign_in(glass);
	album_find_part(album, KS_ACT_INSPECT, -1);
	glass_tap(glass, KS_ACT_INSPECT, -1);
	album_look_parts(album);
	album_find_part(album, KS_ACT_NEXT, 0);
	app->visit.inspect.last_answers[0] = KS_RESPONSE_NO; /* a year ago */
	for (int i = 0; i < TAPS_MAX && app->screen != KS_SCREEN_INSPECTED; i++) {
		album_look(album);
		if (glass_find(glass, KS_ACT_RESPOND, -1))
			album_tap(album, KS_ACT_RESPOND,
				  (int)given[app->visit.inspect.walk.index % 2]);
		glass_tap(glass, KS_ACT_NEXT, 0);
	}
	album_look_parts(album);
	album_find_part(album, KS_ACT_HOME, 0);
	glass_tap(glass, KS_ACT_HOME, 0);
	album_look(album);
	glass_rest(glass);
}

/* Where the lesson that would help is in repair the clauses stand for it. */
static void look_at_the_clauses(struct album *album)
{
	struct glass *glass = album->glass;
	struct ks_app *app = &glass->app;

	glass_sign_in(glass);
	assert_int_equal(ks_inspect_open(&app->site, &app->visit), KS_OK);
	app->visit.inspect.walk.place = KS_INSPECTION_HELP;
	app->visit.inspect.walk.index = 0;
	app->content.n_lessons = 0;
	app->view.part = 0;
	app->screen = KS_SCREEN_HELP;
	ks_app_draw(app);
	album_look_parts(album);
	app->content.n_lessons = 2;
	glass_rest(glass);
}

/* A code from HR: an own PIN is chosen. */
static void look_at_the_choice(struct album *album)
{
	struct glass *glass = album->glass;
	static const char own[] = "480276";
	char code[KS_PIN_DIGITS + 1];

	assert_int_equal(ks_pin_reset(glass->app.site.store, GLASS_NUMBER, GLASS_NUMBER, code),
			 KS_OK);
	glass_tap(glass, KS_ACT_TRAIN, 0);
	album_type(album, GLASS_NUMBER);
	album_type(album, code);
	assert_int_equal(glass->app.visit.place, KS_VISIT_CHOOSE);
	album_type(album, "1111"); /* two too few */
	album_type(album, "11");   /* which anybody guesses */
	album_type(album, own);
	album_type(album, "480277"); /* another one the second time */
	album_type(album, own);
	album_type(album, own);
	assert_int_equal(glass->app.screen, KS_SCREEN_HOME);
	glass_rest(glass);
}

static void look_at_all(struct album *album)
{
	look_outside(album);
	album_again(album);
	look_at_the_lessons(album);
	look_at_the_end(album);
	album_again(album);
	look_back(album);
	album_again(album);
	look_at_the_inspection(album);
	album_again(album);
	look_at_the_clauses(album);
	album_again(album);
	look_at_the_choice(album);
}

static void a_year_on_every_glass(void **state)
{
	(void)state;
	album_play("year", album_content_all, look_at_all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_year_on_every_glass),
	};

	return ks_test_run(tests);
}
