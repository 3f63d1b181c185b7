/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag.h"
#include "base/mem.h"
#include "kiosk/album.h"
#include "kiosk/screen/home_row.h"
#include "kiosk/setup_file.h"
#include "record/gathering.h"
#include "record/roster.h"
#include "support/test.h"
#include "visit/desk.h"

/* What stands where when something is typed or chosen that cannot be: whose sheet it is not, whose name it may be, where it stands. */

static const char roster_csv[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n" GLASS_NUMBER
	",灯台 みなと,トウダイ ミナト,受付係,事務局,本庁,07,2020-04-01,,在職,研修担当," GLASS_PIN "\n"
	"000001,見本 一,ミホン イチ,北の施設 管理棟1階,事務局,本庁,01,2010-04-01,,在職,端末利用,480217\n"
	"000002,見本 二,ミホン ニ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,480218\n"
	"000003,見本 三,ミホン サン,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\n"
	"000004,見本 四,ミホン シ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\n"
	"000005,見本 五,ミホン ゴ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\n"
	"000006,見本 六,ミホン ロク,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\n"
	"000007,見本 七,ミホン ナナ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\n"
	"000008,外野 八,ソトノ ハチ,会計課,事務局,本庁,10,2010-04-01,,在職,端末利用,\n";

/* ---- answers on paper ---- */

static void take_all_lessons(struct album *album, const char *number, const char *pin)
{
	struct glass *glass = album->glass;

	glass_tap(glass, KS_ACT_TRAIN, 0);
	album_type(album, number);
	album_type(album, pin);
	assert_int_equal(glass->app.screen, KS_SCREEN_HOME);
	glass_tap(glass, KS_ACT_OPEN, -1);
	album_take(album);
	glass_rest(glass);
}

static void to_the_sheets(struct album *album)
{
	struct glass *glass = album->glass;

	album_come_to_desk(album);
	album_find_part(album, KS_ACT_CHOOSE, 0);
	glass_tap(glass, KS_ACT_CHOOSE, 0);
	album_find_part(album, KS_ACT_PAPER, 0);
	glass_tap(glass, KS_ACT_PAPER, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_PAPER);
	album_look_parts(album);
	album_find_part(album, KS_ACT_CHOOSE, 0);
	glass_tap(glass, KS_ACT_CHOOSE, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_SIGNIN);
}

/* Each question is answered right, and left out every third time. */
static void key_in(struct album *album)
{
	struct glass *glass = album->glass;
	struct ks_app *app = &glass->app;

	for (int i = 0; i < 20 && app->screen == KS_SCREEN_QUESTION; i++)
		if (i % 3 == 2) {
			album_find_part(album, KS_ACT_BLANK, -1);
			glass_tap(glass, KS_ACT_BLANK, -1);
		} else {
			album_answer_right(album);
		}
	assert_int_equal(app->screen, KS_SCREEN_PAPER);
	album_look_parts(album);
}

static void look_at_the_sheets(struct album *album)
{
	struct glass *glass = album->glass;

	glass_import(glass, roster_csv);
	glass_announce_today(glass, false);
	take_all_lessons(album, "000002", "480218");
	to_the_sheets(album);
	album_type(album, "000002"); /* who has done it */
	album_type(album, "000008"); /* whom nobody asks for it */
	album_type(album, "999999"); /* nobody */
	glass_tap(glass, KS_ACT_HOME, 0);
	album_look(album);
	album_find_part(album, KS_ACT_CHOOSE, 0);
	glass_tap(glass, KS_ACT_CHOOSE, 0);
	album_type(album, "000001");
	album_tap(album, KS_ACT_HOME, 0); /* another sheet after all */
	album_find_part(album, KS_ACT_CHOOSE, 0);
	glass_tap(glass, KS_ACT_CHOOSE, 0);
	album_type(album, "000001");
	key_in(album);
	album_tap(album, KS_ACT_PAPER, 0); /* that was somebody else's */
	album_find_part(album, KS_ACT_CHOOSE, 0);
	glass_tap(glass, KS_ACT_CHOOSE, 0);
	album_type(album, "000001");
	key_in(album);
	album_find_part(album, KS_ACT_ANSWER, 0);
	glass_tap(glass, KS_ACT_ANSWER, 0);
	album_look_parts(album);
	glass_rest(glass);
}

static void sheets_that_are_keyed_in(void **state)
{
	(void)state;
	album_play("sheets", album_content_all, look_at_the_sheets);
}

static void sheets_with_every_kind_of_question(void **state)
{
	(void)state;
	album_play("sheets-kinds", album_content_kinds, look_at_the_sheets);
}

/* ---- who it may be ---- */

static void kana(struct album *album, int row, uint32_t sign)
{
	if (!glass_find(album->glass, KS_ACT_KANA, (int)sign))
		album_tap(album, KS_ACT_KANA_ROW, row);
	album_tap(album, KS_ACT_KANA, (int)sign);
}

static void look_at_the_names(struct album *album)
{
	struct glass *glass = album->glass;

	glass_import(glass, roster_csv);
	glass_announce_today(glass, false);
	glass_tap(glass, KS_ACT_ATTEND, 0);
	album_tap(album, KS_ACT_NAME, 0);
	kana(album, 6, 0x307F); /* み */
	kana(album, 5, 0x307B); /* ほ */
	kana(album, 9, 0x3093); /* ん: more than are told */
	kana(album, 0, 0x3044); /* い: one */
	if (glass_find(glass, KS_ACT_FIND, 0)) {
		album_tap(album, KS_ACT_FIND, 0);
		album_tap(album, KS_ACT_UNDO, 0);
		glass_tap(glass, KS_ACT_FIND, 0);
	}
	album_tap(album, KS_ACT_CHOOSE, 0);
	assert_true(glass->app.visit.is_named);
	glass_rest(glass);
	glass_tap(glass, KS_ACT_ATTEND, 0);
	glass_tap(glass, KS_ACT_NAME, 0);
	kana(album, 0, 0x3042); /* あ */
	kana(album, 0, 0x3042); /* nobody */
	album_tap(album, KS_ACT_ERASE, 0);
	album_tap(album, KS_ACT_HOME, 0);
	glass_tap(glass, KS_ACT_NAME, 0);
	glass_tap(glass, KS_ACT_CLOSE, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
}

static void names_that_may_be_meant(void **state)
{
	(void)state;
	album_play("names", album_content_all, look_at_the_names);
}

/* ---- マイページ where nothing is listed ---- */

static void draw_home(struct album *album)
{
	ks_home_first_row(&album->glass->app.view, 0);
	ks_app_draw(&album->glass->app);
	album_look(album);
}

static void look_at_the_homes(struct album *album)
{
	struct glass *glass = album->glass;
	struct ks_app *app = &glass->app;
	struct ks_duties *duties = &app->visit.duties;
	size_t n_plans = app->content.n_plans;

	glass_sign_in(glass);
	app->visit.recall.n = 1; /* something to look back at, where nothing else is owed */
	draw_home(album);
	for (size_t i = 0; i < duties->n_items; i++)
		app->visit.progress[i].is_done = true;
	draw_home(album);
	app->visit.agree.has_agreed = true;
	draw_home(album);
	duties->n_items = 0;
	draw_home(album);
	app->visit.recall.n = 0;
	draw_home(album);
	for (int target = KS_TARGET_NOT_STAFF; target <= KS_TARGET_NO_LESSON; target++) {
		duties->target = (enum ks_target)target;
		duties->word = target % 2 ? "育休" : "";
		draw_home(album);
	}
	app->content.n_plans = 0;
	draw_home(album);
	app->visit.nendo = 0;
	draw_home(album);
	app->content.n_plans = n_plans;
	glass_rest(glass);
}

static void homes_without_a_list(void **state)
{
	(void)state;
	album_play("homes", album_content_all, look_at_the_homes);
}

/* ---- a lesson once more ---- */

/* Who has passed reads it again, page by page to マイページ: no test, no opening question. */
static void look_again(struct album *album)
{
	struct glass *glass = album->glass;
	struct ks_app *app = &glass->app;

	glass_sign_in(glass);
	glass_tap(glass, KS_ACT_OPEN, 0);
	album_take(album);
	assert_true(app->visit.lesson.session.has_passed);
	glass_tap(glass, KS_ACT_HOME, 0);
	album_find_part(album, KS_ACT_DONE_ROWS, 1);
	album_tap(album, KS_ACT_DONE_ROWS, 1);
	album_find_part(album, KS_ACT_OPEN, 0);
	album_tap(album, KS_ACT_OPEN, 0);
	assert_true(app->visit.lesson.session.is_review);
	for (int i = 0; i < 60 && app->screen == KS_SCREEN_PAGE; i++) {
		while (glass_find(glass, KS_ACT_REVEAL, -1))
			album_tap(album, KS_ACT_REVEAL,
				  glass_find(glass, KS_ACT_REVEAL, -1)->action.arg);
		album_tap(album, KS_ACT_NEXT, 0);
		if (i == 3)
			album_tap(album, KS_ACT_BACK, 0);
	}
	assert_int_equal(app->screen, KS_SCREEN_HOME);
	glass_rest(glass);
}

static void a_lesson_that_was_passed_once_more(void **state)
{
	(void)state;
	album_play("again", album_content_all, look_again);
}

/* ---- where the machine stands ---- */

/* What the content says of places, and the 所属 of the people: each once. */
static void look_at_the_places(struct album *album)
{
	static char file[] = "/dev/null/setup";
	struct ks_app *app = &album->glass->app;
	const char *state = app->options->state;

	glass_import(album->glass, roster_csv);
	app->options->setup_step = KS_SETUP_PLACE;
	app->view.part = 0;
	album_show(album, KS_SCREEN_SETUP);
	album_look_parts(album);
	for (int step = KS_SETUP_KIND; step <= KS_SETUP_TOUCH; step++) {
		app->options->setup_step = step;
		app->options->state = file; /* which nothing can be kept in */
		app->screen = KS_SCREEN_SETUP;
		app->view.part = 0;
		ks_app_draw(app);
		if (step == KS_SETUP_KIND)
			glass_tap(album->glass, KS_ACT_CHOOSE, 0);
		else
			glass_tap(album->glass, KS_ACT_BACK, 0);
		album_look_parts(album);
		app->options->state = state;
	}
	app->options->setup_step = KS_SETUP_NONE;
	glass_rest(album->glass);
}

static void places_to_stand_at(void **state)
{
	(void)state;
	album_play("places", album_content_all, look_at_the_places);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sheets_that_are_keyed_in),
		cmocka_unit_test(sheets_with_every_kind_of_question),
		cmocka_unit_test(names_that_may_be_meant),
		cmocka_unit_test(homes_without_a_list),
		cmocka_unit_test(a_lesson_that_was_passed_once_more),
		cmocka_unit_test(places_to_stand_at),
	};

	return ks_test_run(tests);
}
