/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/album.h"
#include "kiosk/question/question.h"
#include "record/db.h"
#include "record/gathering.h"
#include "support/test.h"
#include "visit/attend.h"

/*
 * What stands where: every label, role and rectangle, and what is painted, of the screens of one visit with the content of
 * tests/data/kinds, at two sizes. Nothing of it follows from content/, which authors change. A change of the layout is seen in
 * `git diff` after UPDATE_GOLDEN=1; whether it is a good one is judged by flow_walk and by eyes.
 */

#define TAPS_MAX 60

static void look_outside(struct album *album)
{
	static const int doors[] = {KS_ACT_EMERGENCY, KS_ACT_ATTEND};

	album_look(album);
	for (size_t i = 0; i < KS_COUNT(doors); i++) {
		album_tap(album, doors[i], 0);
		glass_tap(album->glass, KS_ACT_CLOSE, 0);
	}
	album_tap(album, KS_ACT_POLICY, 0);
	album_tap(album, KS_ACT_NEXT, 0);
	if (glass_find(album->glass, KS_ACT_CONTENTS, -1))
		album_tap(album, KS_ACT_CONTENTS, -1);
	glass_rest(album->glass);
	album_tap(album, KS_ACT_SETTINGS, 0);
	glass_rest(album->glass);
}

static void answer(struct album *album, bool is_right)
{
	struct ks_app *app = &album->glass->app;
	const struct ks_question *present = ks_question_present(app);
	const struct ks_question_ops *ops = ks_question_ops(present);
	struct ks_answer wanted;
	struct ks_action action;

	ops->solve(present, is_right, &wanted);
	for (int i = 0; i < TAPS_MAX && (action = ops->next_tap(app, &wanted)).what != 0; i++) {
		if (i == 3 && glass_find(album->glass, KS_ACT_UNDO, -1)) {
			album_look(album);
			album_tap(album, KS_ACT_UNDO, -1); /* and what was taken back, again */
			continue;
		}
		while (!glass_find(album->glass, action.what, action.arg))
			if (glass_find(album->glass, KS_ACT_NEXT, 0))
				glass_tap(album->glass, KS_ACT_NEXT, 0);
			else
				while (app->view.part > 0)
					glass_tap(album->glass, KS_ACT_BACK, 0);
		glass_tap(album->glass, action.what, action.arg);
	}
	album_look(album);
	while (!glass_find(album->glass, KS_ACT_ANSWER, 0))
		album_tap(album, KS_ACT_NEXT, 0);
	album_tap(album, KS_ACT_ANSWER, 0);
}

static void look_inside(struct album *album)
{
	struct ks_app *app = &album->glass->app;
	int n = 0;

	glass_sign_in(album->glass);
	album_look(album);
	album_tap(album, KS_ACT_OPEN, -1);
	for (int i = 0; i < TAPS_MAX && app->screen != KS_SCREEN_RESULT; i++) {
		if (app->screen == KS_SCREEN_QUESTION)
			answer(album, n++ % 2);
		else
			album_tap(album, KS_ACT_NEXT, 0);
	}
	assert_int_equal(app->screen, KS_SCREEN_RESULT);
	while (!glass_find(album->glass, KS_ACT_REVIEW, -1) &&
	       glass_find(album->glass, KS_ACT_NEXT, 0))
		album_tap(album, KS_ACT_NEXT, 0);
	if (glass_find(album->glass, KS_ACT_REVIEW, -1)) {
		album_tap(album, KS_ACT_REVIEW, -1);
		album_tap(album, KS_ACT_CLOSE, 0);
	}
	glass_rest(album->glass);
}

/* What the 係員 sees of a gathering, up to what a room is shown; not the machine's own room on disk. */
static void look_at_the_desk(struct album *album)
{
	struct ks_app *app = &album->glass->app;
	char title[] = "終日の集合研修", place[] = "大会議室";
	struct ks_gathering g = {
		.from_minute = 0, .to_minute = 23 * 60 + 59, .title = title, .place = place};

	assert_int_equal(ks_db_run(app->site.store, "UPDATE appointment SET roles = '研修担当'", ""),
			 KS_OK);
	assert_int_equal(ks_site_today(&app->site, &g.date), KS_OK);
	assert_int_equal(ks_gathering_add(app->site.store, &g), KS_OK);
	album_tap(album, KS_ACT_ATTEND, 0);
	glass_tap(album->glass, KS_ACT_DESK, 0);
	album_type(album, GLASS_NUMBER);
	album_type(album, GLASS_PIN);
	album_find_part(album, KS_ACT_NEWLY, 0);
	album_tap(album, KS_ACT_NEWLY, 0);
	glass_rest(album->glass);
	album_come_to_desk(album);
	album_find_part(album, KS_ACT_CHOOSE, 0);
	album_tap(album, KS_ACT_CHOOSE, 0);
	assert_int_equal(app->screen, KS_SCREEN_ROLL);
	album_tap(album, KS_ACT_COUNT, 0);
	glass_tap(album->glass, KS_ACT_DIGIT, '3');
	album_tap(album, KS_ACT_NEXT, 0);
	glass_rest(album->glass);
}

static void look_at_all(struct album *album)
{
	look_outside(album);
	album_again(album);
	look_inside(album);
	album_again(album);
	look_at_the_desk(album);
}

static void a_visit_on_every_glass(void **state)
{
	(void)state;
	album_play("", album_content_kinds, look_at_all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_visit_on_every_glass),
	};

	return ks_test_run(tests);
}
