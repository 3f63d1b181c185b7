/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "kiosk/glass.h"
#include "kiosk/screen/reception.h"
#include "record/roster.h"
#include "support/test.h"
#include "visit/attend.h"

/* 出席簿: who is here and who is not, by 所属, what the 係員 says of each, and the closing. */

static const char roster_csv[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n" GLASS_NUMBER
	",灯台 みなと,トウダイ ミナト,受付係,事務局,本庁,07,2020-04-01,,在職,研修担当," GLASS_PIN
	"\r\n"
	"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000002,見本 二,ミホン ニ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
	"000003,見本 三,ミホン サン,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n";

static int setup(void **state)
{
	static const char *const expected[] = {"000001", "000002"};
	int failed = glass_setup(state);
	struct glass *glass = *state;
	char title[] = "終日の集合研修", place[] = "大会議室";
	struct ks_gathering g = {
		.from_minute = 0, .to_minute = 23 * 60 + 59, .title = title, .place = place};

	if (failed)
		return failed;
	glass_import(glass, roster_csv);
	assert_int_equal(ks_site_today(&glass->app.site, &g.date), KS_OK);
	assert_int_equal(ks_gathering_add(glass->app.site.store, &g), KS_OK);
	assert_int_equal(ks_gathering_expect(glass->app.site.store, g.id, expected, 2), KS_OK);
	return 0;
}

static void type(struct glass *glass, const char *digits)
{
	for (; *digits; digits++)
		glass_tap(glass, KS_ACT_DIGIT, *digits);
	glass_tap(glass, KS_ACT_NEXT, 0);
}

static void to_roll(struct glass *glass)
{
	glass_tap(glass, KS_ACT_ATTEND, 0);
	glass_tap(glass, KS_ACT_DESK, 0);
	type(glass, GLASS_NUMBER);
	type(glass, GLASS_PIN);
	assert_int_equal(glass->app.screen, KS_SCREEN_DESK);
	glass_tap(glass, KS_ACT_CHOOSE, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_ROLL);
}

/* On one of the parts. */
static bool is_said(struct glass *glass, const char *words)
{
	bool is_there = false;

	for (glass->app.view.part = 0; glass->app.view.part < glass->app.view.n_parts;
	     glass->app.view.part++) {
		ks_app_draw(&glass->app);
		is_there |= glass_shows(glass, words);
	}
	glass->app.view.part = 0;
	ks_app_draw(&glass->app);
	return is_there;
}

static void expect_said(struct glass *glass, const char *words)
{
	if (!is_said(glass, words))
		fail_msg("not said: %s", words);
}

/* The row of @name, on the glass now; turns on until it is there. */
static struct ks_element row_of(struct glass *glass, const char *name)
{
	for (int part = 0; part < 9; part++) {
		size_t n;
		const struct ks_element *shown = ks_scene_elements(glass->app.shown, &n);

		for (size_t i = 0; i < n; i++)
			if (shown[i].action.what == KS_ACT_PERSON &&
			    strstr(shown[i].label, name) == shown[i].label)
				return shown[i];
		glass_tap(glass, KS_ACT_NEXT, 0);
	}
	fail_msg("no row of %s", name);
	return (struct ks_element){0};
}

static void tap_row(struct glass *glass, const char *name)
{
	struct ks_element row = row_of(glass, name);

	glass_tap(glass, KS_ACT_PERSON, row.action.arg);
}

/* The first of the reasons that are offered. */
static void give_reason(struct glass *glass)
{
	assert_int_equal(glass->app.screen, KS_SCREEN_WHY);
	glass_tap(glass, KS_ACT_WHY, -1);
	assert_int_equal(glass->app.screen, KS_SCREEN_ROLL);
}

static void who_is_missing_stands_by_unit_beside_each_other(void **state)
{
	struct glass *glass = *state;
	struct ks_element one, two;

	to_roll(glass);
	expect_said(glass, "対象 2名 ＝ 出席 0名 ＋ まだ来ていない人 2名");
	expect_said(glass, "予定外の参加 0名　会場にいるはずの人 0名");
	expect_said(glass, "終日の集合研修");
	expect_said(glass, "まだ来ていない人");
	assert_false(is_said(glass, "出席した人"));
	assert_false(is_said(glass, "見本 三"));
	assert_false(is_said(glass, "に閉じました"));
	two = row_of(glass, "見本 二"); /* of 会計課, which comes before 総務課 */
	one = row_of(glass, "見本 一");
	assert_non_null(strstr(one.label, "総務課"));
	assert_non_null(strstr(one.label, "理由を選ぶ"));
	assert_int_equal(one.rect.y, two.rect.y);
	assert_int_equal(one.rect.w, two.rect.w);
	assert_true(two.rect.x + two.rect.w < one.rect.x);
	expect_said(glass, "会計課 1名・総務課 1名");
	assert_false(is_said(glass, "訂正の記録"));
	glass_rest(glass);
}

static void who_is_missing_gets_a_reason_and_who_signed_by_hand_is_here(void **state)
{
	struct glass *glass = *state;

	to_roll(glass);
	tap_row(glass, "見本 二");
	give_reason(glass);
	assert_null(strstr(row_of(glass, "見本 二").label, "理由を選ぶ"));
	glass->app.view.part = 0;
	ks_app_draw(&glass->app);
	expect_said(glass, "出席 0名 ＋ まだ来ていない人 2名");
	glass_tap(glass, KS_ACT_ADMIT, 0);
	type(glass, "000001");
	give_reason(glass);
	expect_said(glass, "対象 2名 ＝ 出席 1名 ＋ まだ来ていない人 1名");
	expect_said(glass, "出席した人");
	assert_non_null(strstr(row_of(glass, "見本 一").label, "係員が出席にしました（"));
	glass->app.view.part = 0;
	ks_app_draw(&glass->app);
	glass_tap(glass, KS_ACT_ADMIT, 0);
	type(glass, "000003"); /* nobody expected them */
	give_reason(glass);
	expect_said(glass, "予定外の参加 1名　会場にいるはずの人 2名");
	expect_said(glass, "見本 三");
	tap_row(glass, "見本 三");
	give_reason(glass);
	expect_said(glass, "出席を取り消しました（");
	expect_said(glass, "予定外の参加 0名　会場にいるはずの人 1名");
	/* Each word of the 係員 stays: whose, why, by whom, when. */
	expect_said(glass, "訂正の記録 3件");
	expect_said(glass, "見本 一　出席にした（番号や暗証番号を忘れた）　灯台 みなと ");
	expect_said(glass, "見本 三　出席にした（");
	expect_said(glass, "見本 三　取り消し（別の人の番号で受付した）　灯台 みなと ");
	glass_rest(glass);
}

static void as_many_as_are_here_close_it_at_once(void **state)
{
	struct glass *glass = *state;

	to_roll(glass);
	glass_tap(glass, KS_ACT_COUNT, 0);
	assert_false(glass_shows(glass, "ちがいます"));
	glass_tap(glass, KS_ACT_DIGIT, '4');
	assert_true(glass_shows(glass, "3名ちがいます。次に、その理由を選びます。"));
	glass_tap(glass, KS_ACT_DIGIT, '9');
	assert_true(glass_shows(glass, "48名ちがいます。"));
	glass_tap(glass, KS_ACT_ERASE, 0);
	glass_tap(glass, KS_ACT_ERASE, 0);
	assert_false(glass_shows(glass, "ちがいます"));
	glass_tap(glass, KS_ACT_DIGIT, '1');
	assert_true(glass_shows(glass, "人数が合いました。"));
	assert_false(glass_shows(glass, "理由がまだです")); /* 見本 二 has one */
	glass_tap(glass, KS_ACT_NEXT, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_ROLL);
	expect_said(glass, "に閉じました　記録 1名　数えた人数 1名　人数一致");
	glass_rest(glass);
}

static void the_count_says_who_has_no_reason_yet(void **state)
{
	struct glass *glass = *state;

	to_roll(glass);
	glass_tap(glass, KS_ACT_COUNT, 0);
	glass_tap(glass, KS_ACT_DIGIT, '0');
	assert_true(glass_shows(glass,
				"人数が合いました。まだ来ていない 2名のうち 2名は、理由がまだです"));
	glass_tap(glass, KS_ACT_HOME, 0);
	glass_rest(glass);
}

/* The desk: the next gathering's 受付 in one tap, and of what is set aside nothing where there is nothing. */
static void the_desk_begins_the_next_reception(void **state)
{
	struct glass *glass = *state;

	to_roll(glass);
	glass_tap(glass, KS_ACT_DESK, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_DESK);
	assert_true(glass_shows(glass, "まだ送っていない記録 "));
	assert_false(glass_shows(glass, "隔離中"));
	glass_tap(glass, KS_ACT_RECEPTION, 1);
	assert_false(glass->app.visit.is_signed_in);
	assert_true(glass->app.reception_id[0]);
	glass_rest(glass);
	glass_tap(glass, KS_ACT_ATTEND, 0);
	glass_tap(glass, KS_ACT_DESK, 0);
	type(glass, GLASS_NUMBER);
	type(glass, GLASS_PIN);
	assert_null(glass_find(glass, KS_ACT_RECEPTION, 1)); /* it is open */
	assert_int_equal(ks_reception_set(&glass->app, "", ""), KS_OK);
	ks_app_draw(&glass->app);
	assert_non_null(glass_find(glass, KS_ACT_RECEPTION, 1));
	glass_rest(glass);
}

static void the_reception_is_begun_and_ended_from_here(void **state)
{
	struct glass *glass = *state;

	to_roll(glass);
	assert_true(glass_shows(glass, "出席受付を始める"));
	glass_tap(glass, KS_ACT_RECEPTION, 1);
	assert_false(glass->app.visit.is_signed_in);
	assert_true(glass->app.reception_id[0]);
	assert_int_equal(ks_reception_set(&glass->app, "", ""), KS_OK);
	glass_rest(glass);
	to_roll(glass);
	assert_int_equal(ks_reception_set(&glass->app, ks_attend_gathering(&glass->app.visit)->id,
					  GLASS_NUMBER),
			 KS_OK);
	ks_app_draw(&glass->app);
	assert_true(glass_shows(glass, "出席受付を終える"));
	glass_tap(glass, KS_ACT_RECEPTION, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_ROLL);
	assert_string_equal(glass->app.reception_id, "");
	assert_true(glass_shows(glass, "出席受付を始める"));
	glass_rest(glass);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(who_is_missing_stands_by_unit_beside_each_other, glass_begin),
		cmocka_unit_test_setup(the_count_says_who_has_no_reason_yet, glass_begin),
		cmocka_unit_test_setup(who_is_missing_gets_a_reason_and_who_signed_by_hand_is_here,
				       glass_begin),
		cmocka_unit_test_setup(as_many_as_are_here_close_it_at_once, glass_begin),
		cmocka_unit_test_setup(the_desk_begins_the_next_reception, glass_begin),
		cmocka_unit_test_setup(the_reception_is_begun_and_ended_from_here, glass_begin),
	};

	return ks_test_run_in(tests, setup, glass_teardown);
}
