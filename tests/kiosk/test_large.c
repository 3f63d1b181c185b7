/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "kiosk/glass.h"
#include "kiosk/keys.h"
#include "kiosk/tour.h"
#include "support/test.h"

/* The largest text, on a small screen and on a tall one: what does not fit goes on on further parts, and nothing is lost. */

#define PARTS_MAX 40

static int small(void **state)
{
	return glass_setup_at(state, 1280, 720, 150);
}

static int tall(void **state)
{
	return glass_setup_at(state, 1080, 1920, 150);
}

static char *dump(struct glass *glass)
{
	struct ks_buf out = {0};

	ks_scene_dump(glass->app.shown, &out);
	return ks_buf_take(&out);
}

static bool is_inside(const struct ks_rect *r, const struct ks_rect *all)
{
	return r->x >= all->x && r->y >= all->y && r->x + r->w <= all->x + all->w &&
	       r->y + r->h <= all->y + all->h;
}

static bool is_apart(const struct ks_rect *a, const struct ks_rect *b)
{
	return a->x + a->w <= b->x || b->x + b->w <= a->x || a->y + a->h <= b->y ||
	       b->y + b->h <= a->y;
}

/* Every character on the glass, every target with a name, and no two of them at one place. */
static void stands_well(struct glass *glass)
{
	size_t n;
	const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n);
	struct ks_rect all = ks_scene_rect(glass->app.shown);
	const char *screen = ks_scene_name(glass->app.shown);

	assert_true(n > 0);
	for (size_t i = 0; i < n; i++) {
		if (shown[i].layout && shown[i].ink.w > 0 && !is_inside(&shown[i].ink, &all))
			fail_msg("%s: 「%s」 leaves the glass", screen, shown[i].label);
		if (shown[i].action.what == 0)
			continue;
		if (!is_inside(&shown[i].rect, &all) || shown[i].rect.w <= 0 || shown[i].rect.h <= 0)
			fail_msg("%s: the target 「%s」 leaves the glass", screen, shown[i].label);
		if (!shown[i].label || !*shown[i].label)
			fail_msg("%s: a target without a name", screen);
		for (size_t k = i + 1; k < n; k++)
			if (shown[k].action.what != 0 && !is_apart(&shown[i].rect, &shown[k].rect) &&
			    shown[i].role == shown[k].role && shown[i].role == KS_ROLE_BUTTON)
				fail_msg("%s: 「%s」 and 「%s」 at one place", screen,
					 shown[i].label, shown[k].label);
	}
}

/* To the last part and back: each shows something else, and the first is as it was. */
static void every_part_stands_well(struct glass *glass)
{
	struct ks_view *view = &glass->app.view;
	int part = view->part, n_parts = view->n_parts, n_turned = 0;
	enum ks_screen_id screen = glass->app.screen;
	char *first = dump(glass), *before = ks_strdup(first), *now;

	stands_well(glass);
	while (screen != KS_SCREEN_POLICY /* which goes on with the next clause */ &&
	       view->part + 1 < n_parts && n_turned < PARTS_MAX && glass_find(glass, KS_ACT_NEXT, 0)) {
		glass_tap(glass, KS_ACT_NEXT, 0);
		if (glass->app.screen != screen || view->part == part)
			fail_msg("%d: a part on was none", (int)screen);
		n_turned++;
		assert_int_equal(view->n_parts, n_parts);
		stands_well(glass);
		now = dump(glass);
		assert_string_not_equal(now, before);
		free(before);
		before = now;
	}
	for (int i = 0; i < n_turned; i++)
		glass_tap(glass, KS_ACT_BACK, 0);
	now = dump(glass);
	assert_int_equal(view->part, part);
	if (screen != KS_SCREEN_TROUBLE) /* the free space of the disk */
		assert_string_equal(now, first);
	free(now);
	free(before);
	free(first);
}

static void every_screen_stands_well(void **state)
{
	tour(*state, every_part_stands_well);
}

static void tab_goes_round_every_screen_in_reading_order(void **state)
{
	tour(*state, keys_go_round);
}

/* ---- the policy's contents, where there is no room beside the clause ---- */

static size_t n_entries(struct glass *glass, int *last)
{
	size_t n, n_found = 0;
	const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n);

	for (size_t i = 0; i < n; i++)
		if (shown[i].action.what == KS_ACT_CLAUSE) {
			n_found++;
			*last = shown[i].action.arg;
		}
	return n_found;
}

static void the_contents_lead_to_each_clause(void **state)
{
	struct glass *glass = *state;
	char *text, *contents, *again;
	size_t n_found = 0;
	int last = -1;

	glass_tap(glass, KS_ACT_POLICY, 0);
	text = dump(glass);
	glass_tap(glass, KS_ACT_CONTENTS, 0);
	contents = dump(glass);
	assert_string_not_equal(text, contents);
	for (int i = 0; i < PARTS_MAX; i++) {
		n_found += n_entries(glass, &last);
		if (glass->app.view.part + 1 >= glass->app.view.n_parts)
			break;
		glass_tap(glass, KS_ACT_NEXT, 0);
	}
	assert_true(n_found > 5);
	assert_int_equal(last, (int)n_found - 1); /* each once, in their order */
	glass_tap(glass, KS_ACT_CLAUSE, last);
	assert_false(glass_find(glass, KS_ACT_CLAUSE, -1)); /* the text again */
	again = dump(glass);
	assert_string_not_equal(again, text);
	for (int i = 0; i < PARTS_MAX && glass_find(glass, KS_ACT_NEXT, 0); i++)
		glass_tap(glass, KS_ACT_NEXT, 0);
	assert_null(glass_find(glass, KS_ACT_NEXT, 0)); /* behind the last there is none */
	glass_tap(glass, KS_ACT_CONTENTS, 0);
	glass_tap(glass, KS_ACT_CLAUSE, 0);
	free(again);
	again = dump(glass);
	assert_string_equal(again, text); /* the first clause, where the reader begins */
	assert_null(glass_find(glass, KS_ACT_BACK, 0));
	glass_tap(glass, KS_ACT_NEXT, 0);
	glass_tap(glass, KS_ACT_BACK, 0);
	free(again);
	again = dump(glass);
	assert_string_equal(again, text);
	glass_tap(glass, KS_ACT_CONTENTS, 0);
	glass_tap(glass, KS_ACT_CONTENTS, 0); /* and back by the same button */
	free(again);
	again = dump(glass);
	assert_string_equal(again, text);
	free(again);
	free(contents);
	free(text);
}

/* ---- はじめに ---- */

static void to_opening(struct glass *glass)
{
	glass_sign_in(glass);
	glass_tap(glass, KS_ACT_OPEN, -1);
	assert_int_equal(glass->app.screen, KS_SCREEN_PAGE);
	glass_tap(glass, KS_ACT_OPENING, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_OPENING);
}

static void choose(struct glass *glass, int arg)
{
	while (!glass_find(glass, KS_ACT_CHOOSE, arg))
		glass_tap(glass, KS_ACT_NEXT, 0);
	glass_tap(glass, KS_ACT_CHOOSE, arg);
}

static void to_the_last_part(struct glass *glass)
{
	for (int i = 0; i < PARTS_MAX && glass->app.view.part + 1 < glass->app.view.n_parts; i++)
		glass_tap(glass, KS_ACT_NEXT, 0);
}

/* Asked before the first page, never demanded; answered, it shows what was chosen when it is asked again. */
static void what_would_you_do_is_asked_and_may_be_passed_over(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	to_opening(glass);
	every_part_stands_well(glass);
	to_the_last_part(glass);
	assert_null(glass_find(glass, KS_ACT_ANSWER, 0)); /* nothing is chosen */
	while (app->view.part > 0)
		glass_tap(glass, KS_ACT_BACK, 0);
	glass_tap(glass, KS_ACT_CLOSE, 0);
	assert_int_equal(app->screen, KS_SCREEN_PAGE);
	assert_int_equal(app->visit.lesson.session.opening, 0);
	glass_tap(glass, KS_ACT_OPENING, 0);
	choose(glass, 1);
	to_the_last_part(glass);
	glass_tap(glass, KS_ACT_ANSWER, 0);
	assert_int_equal(app->screen, KS_SCREEN_PAGE);
	assert_int_equal(app->visit.lesson.session.opening, 2);
	glass_tap(glass, KS_ACT_OPENING, 0);
	to_the_last_part(glass);
	assert_non_null(glass_find(glass, KS_ACT_ANSWER, 0));
	while (!glass_find(glass, KS_ACT_CHOOSE, 1))
		glass_tap(glass, KS_ACT_BACK, 0);
	assert_true(glass_find(glass, KS_ACT_CHOOSE, 1)->state & KS_STATE_SELECTED);
	glass_rest(glass);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup(name, glass_begin)
	const struct CMUnitTest tests[] = {
		TEST(every_screen_stands_well),
		TEST(what_would_you_do_is_asked_and_may_be_passed_over),
	};
	const struct CMUnitTest of_tall[] = {
		TEST(tab_goes_round_every_screen_in_reading_order),
		TEST(the_contents_lead_to_each_clause),
	};

	return ks_test_run_in(of_tall, tall, glass_teardown) +
	       ks_test_run_in(tests, small, glass_teardown) +
	       ks_test_run_in(tests, tall, glass_teardown);
}
