/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "base/diag.h"
#include "kiosk/album.h"
#include "kiosk/screen/reception.h"
#include "record/gathering.h"
#include "record/roster.h"
#include "support/calls.h"
#include "support/test.h"
#include "visit/attend.h"

/* What stands where at a gathering: who comes in, and the 係員 before the list, the room and the machine. */

#define MINUTE_MS (INT64_C(60) * 1000)
#define HOUR_MS (60 * MINUTE_MS)
#define N_GATHERINGS 4

static const char roster_csv[] =
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n" GLASS_NUMBER
	",灯台 みなと,トウダイ ミナト,受付係,事務局,本庁,07,2020-04-01,,在職,研修担当," GLASS_PIN "\n"
	"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,480217\n"
	"000002,見本 二,ミホン ニ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\n"
	"000003,見本 三,ミホン サン,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\n"
	"000004,見本 四,ミホン シ,施設課,施設,北の施設,01,2010-04-01,,在職,端末利用,\n";

static const char *const expected[] = {"000001", "000002", "000003"};

static char ids[N_GATHERINGS][64]; /* over, begun, about to begin, later */

static void announce(struct glass *glass)
{
	static const struct {
		const char *title, *place, *lessons;
		int from, to;
	} days[N_GATHERINGS] = {{"朝の研修", "小会議室", "", 8 * 60, 9 * 60},
				{"着任者の研修", "大会議室", "a1", 9 * 60 + 40, 10 * 60 + 40},
				{"全員の研修", "講堂", "", 10 * 60 + 10, 11 * 60 + 5},
				{"午後の研修", "大会議室", "", 13 * 60, 14 * 60 + 30}};

	for (int i = 0; i < N_GATHERINGS; i++) {
		char title[64], place[32], lessons[8];
		struct ks_gathering g = {.from_minute = days[i].from,
					 .to_minute = days[i].to,
					 .title = title,
					 .place = place,
					 .lessons = lessons};

		(void)snprintf(title, sizeof(title), "%s", days[i].title);
		(void)snprintf(place, sizeof(place), "%s", days[i].place);
		(void)snprintf(lessons, sizeof(lessons), "%s", days[i].lessons);
		assert_int_equal(ks_site_today(&glass->app.site, &g.date), KS_OK);
		assert_int_equal(ks_gathering_add(glass->app.site.store, &g), KS_OK);
		memcpy(ids[i], g.id, sizeof(ids[i]));
	}
	assert_int_equal(ks_gathering_expect(glass->app.site.store, ids[1], expected,
					     KS_COUNT(expected)),
			 KS_OK);
}

static void at(struct album *album, int64_t ms)
{
	struct ks_app *app = &album->glass->app;

	app->clock = ks_clock_fake(ALBUM_NOW + ms);
	app->input_mono_ms = ks_clock_mono_ms(&app->clock);
}

/* ---- who comes ---- */

static void look_at_the_doors(struct album *album)
{
	struct glass *glass = album->glass;

	album_tap(album, KS_ACT_ATTEND, 0);
	at(album, 10 * HOUR_MS); /* all are over */
	album_show(album, KS_SCREEN_GATHERINGS);
	at(album, -INT64_C(9) * 365 * 24 * HOUR_MS);
	glass_rest(glass);
	album_tap(album, KS_ACT_ATTEND, 0); /* whatever day it may be */
	at(album, 0);
	glass_rest(glass);
}

/* By number and PIN: each thing that is said on the way. */
static void look_at_a_late_one(struct album *album)
{
	struct glass *glass = album->glass;

	glass_tap(glass, KS_ACT_ATTEND, 0);
	album_find_part(album, KS_ACT_CHOOSE, 1);
	album_tap(album, KS_ACT_CHOOSE, 1);
	album_type(album, "0000");
	album_type(album, "00"); /* nobody's: that is not told */
	album_type(album, "480");
	album_type(album, "000"); /* wrong */
	glass_tap(glass, KS_ACT_CLOSE, 0);
	glass_tap(glass, KS_ACT_ATTEND, 0);
	album_find_part(album, KS_ACT_CHOOSE, 1);
	glass_tap(glass, KS_ACT_CHOOSE, 1);
	album_type(album, "000001");
	album_type(album, "480217");
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTENDED);
	album_tap(album, KS_ACT_ATTEND, 0);
	album_find_part(album, KS_ACT_CHOOSE, 1);
	glass_tap(glass, KS_ACT_CHOOSE, 1);
	album_type(album, "000001");
	album_type(album, "480217"); /* again */
	album_tap(album, KS_ACT_LEAVE, 0);
	glass_rest(glass);
}

/* Who is no 係員. */
static void look_at_a_stranger(struct album *album)
{
	struct glass *glass = album->glass;

	glass_tap(glass, KS_ACT_ATTEND, 0);
	glass_tap(glass, KS_ACT_DESK, 0);
	album_type(album, "000001");
	album_type(album, "480217");
	assert_int_equal(glass->app.screen, KS_SCREEN_DESK);
	album_look_parts(album);
	glass_rest(glass);
}

static void lock_out(struct album *album)
{
	struct glass *glass = album->glass;

	glass_tap(glass, KS_ACT_ATTEND, 0);
	album_find_part(album, KS_ACT_CHOOSE, 1);
	glass_tap(glass, KS_ACT_CHOOSE, 1);
	album_type(album, "000002");
	for (int i = 0; i < 5; i++)
		for (const char *digit = "000001"; *digit || glass_find(glass, KS_ACT_NEXT, 0);
		     digit++)
			if (!*digit) {
				glass_tap(glass, KS_ACT_NEXT, 0);
				break;
			} else if (glass_find(glass, KS_ACT_DIGIT, *digit)) {
				glass_tap(glass, KS_ACT_DIGIT, *digit);
			}
	album_look(album);
	glass_rest(glass);
}

/* ---- 受付 that is open ---- */

static void open_reception(struct album *album, const char *id)
{
	assert_int_equal(ks_reception_set(&album->glass->app, id, GLASS_NUMBER), KS_OK);
	album_show(album, KS_SCREEN_RECEPTION);
}

static void look_at_the_reception(struct album *album)
{
	struct glass *glass = album->glass;

	for (int i = 0; i < N_GATHERINGS; i++)
		open_reception(album, ids[i]);
	open_reception(album, "2026-11-28-9"); /* gone */
	open_reception(album, ids[2]);
	album_tap(album, KS_ACT_ATTEND, 0);
	album_type(album, "00000");
	album_tap(album, KS_ACT_DIGIT, '9'); /* the last digit is enough; nobody's */
	for (const char *digit = "000002"; *digit; digit++)
		glass_tap(glass, KS_ACT_DIGIT, *digit);
	assert_int_equal(glass->app.screen, KS_SCREEN_CONFIRM);
	album_look(album);
	album_tap(album, KS_ACT_BACK, 0);
	for (const char *digit = "000002"; *digit; digit++)
		glass_tap(glass, KS_ACT_DIGIT, *digit);
	album_tap(album, KS_ACT_CONFIRM, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTENDED);
	glass_rest(glass);
}

/* A sign of the reading, on whichever row of the table it stands. */
static void kana(struct album *album, int row, uint32_t sign)
{
	if (!glass_find(album->glass, KS_ACT_KANA, (int)sign))
		glass_tap(album->glass, KS_ACT_KANA_ROW, row);
	album_tap(album, KS_ACT_KANA, (int)sign);
}

static void look_by_name(struct album *album)
{
	struct glass *glass = album->glass;

	open_reception(album, ids[1]);
	album_tap(album, KS_ACT_DESK, 0);
	glass_tap(glass, KS_ACT_CLOSE, 0);
	album_tap(album, KS_ACT_NAME, 0);
	kana(album, 6, 0x307F); /* み */
	kana(album, 5, 0x307B); /* ほ */
	kana(album, 9, 0x3093); /* ん */
	if (glass_find(glass, KS_ACT_FIND, 0)) {
		album_tap(album, KS_ACT_FIND, 0);
		album_look_parts(album);
		album_tap(album, KS_ACT_UNDO, 0);
	}
	album_tap(album, KS_ACT_ERASE, 0);
	glass_rest(glass);
	assert_int_equal(ks_reception_set(&glass->app, "", ""), KS_OK);
	glass_rest(glass);
}

/* ---- the 係員 ---- */

static void to_desk(struct album *album)
{
	struct glass *glass = album->glass;

	album_come_to_desk(album);
	assert_int_equal(glass->app.screen, KS_SCREEN_DESK);
	album_look_parts(album);
}

static void person(struct album *album, int what, int arg)
{
	album_find_part(album, what, arg);
	album_tap(album, what, arg);
}

static void first_reason(struct album *album)
{
	struct glass *glass = album->glass;

	assert_int_equal(glass->app.screen, KS_SCREEN_WHY);
	album_look_parts(album);
	album_find_part(album, KS_ACT_WHY, -1);
	glass_tap(glass, KS_ACT_WHY, -1);
	assert_int_equal(glass->app.screen, KS_SCREEN_ROLL);
	album_look_parts(album);
}

static void look_at_the_roll(struct album *album)
{
	struct glass *glass = album->glass;

	person(album, KS_ACT_CHOOSE, 1);
	album_look_parts(album);
	person(album, KS_ACT_PERSON, 2); /* excused */
	first_reason(album);
	person(album, KS_ACT_PERSON, 0); /* here: taken back */
	first_reason(album);
	album_tap(album, KS_ACT_ADMIT, 0);
	album_type(album, "999999");
	album_type(album, "000004"); /* nobody expected them */
	first_reason(album);
	person(album, KS_ACT_NAME, 0);
	album_tap(album, KS_ACT_HOME, 0);
	person(album, KS_ACT_COUNT, 0);
	album_tap(album, KS_ACT_DIGIT, '1');
	glass_tap(glass, KS_ACT_ERASE, 0);
	album_tap(album, KS_ACT_DIGIT, '3');
	glass_tap(glass, KS_ACT_NEXT, 0);
	first_reason(album);
}

static void look_at_the_room(struct album *album)
{
	struct glass *glass = album->glass;

	person(album, KS_ACT_SHOW, 0);
	album_look_parts(album);
	album_find_part(album, KS_ACT_SHOW, 0);
	glass_tap(glass, KS_ACT_SHOW, 0);
	for (int i = 0; i < 40 && !glass_find(glass, KS_ACT_SHOW, 1); i++) {
		album_look(album);
		if (glass_find(glass, KS_ACT_HAND, 1)) {
			glass_tap(glass, KS_ACT_HAND, 1);
			album_tap(album, KS_ACT_HAND, 3);
		}
		if (glass_find(glass, KS_ACT_REVEAL, -1))
			glass_tap(glass, KS_ACT_REVEAL, -1); /* what a page asks, or which was right */
		else
			glass_tap(glass, KS_ACT_NEXT, 0);
	}
	album_look(album);
	glass_tap(glass, KS_ACT_SHOW, 1);
	person(album, KS_ACT_DRILL, 0);
	album_tap(album, KS_ACT_NEXT, 0);
	ks_clock_advance(&glass->app.clock, 95000);
	person(album, KS_ACT_DECIDE, 1);
	album_tap(album, KS_ACT_UNDO, 0);
	person(album, KS_ACT_DECIDE, 2); /* something else */
	album_find_part(album, KS_ACT_NEXT, 0);
	for (int i = 0; i < 9 && !glass->app.visit.drill.is_over; i++)
		album_tap(album, KS_ACT_NEXT, 0);
	album_look_parts(album);
	while (glass->app.screen == KS_SCREEN_DRILL)
		glass_tap(glass, KS_ACT_NEXT, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_ROLL); /* the room is done */
}

static void look_at_paper(struct album *album)
{
	struct glass *glass = album->glass;

	person(album, KS_ACT_PAPER, 0);
	album_tap(album, KS_ACT_CHOOSE, 0);
	album_type(album, "000003");
	for (int i = 0; i < 9 && glass->app.screen == KS_SCREEN_QUESTION; i++) {
		if (i != 1 && glass_find(glass, KS_ACT_CHOOSE, 0)) {
			album_tap(album, KS_ACT_CHOOSE, 0);
			album_find_part(album, KS_ACT_ANSWER, 0);
			album_tap(album, KS_ACT_ANSWER, 0);
		} else {
			album_find_part(album, KS_ACT_BLANK, -1);
			album_tap(album, KS_ACT_BLANK, -1);
		}
	}
	assert_int_equal(glass->app.screen, KS_SCREEN_PAPER);
	album_look_parts(album);
	album_tap(album, KS_ACT_RETRY, 0); /* all of it anew */
	if (glass_find(glass, KS_ACT_SUSPEND, 0)) {
		album_tap(album, KS_ACT_SUSPEND, 0); /* or not */
		album_tap(album, KS_ACT_CHOOSE, 0);
		album_type(album, "000003");
	}
	while (glass->app.screen == KS_SCREEN_QUESTION) {
		album_find_part(album, KS_ACT_BLANK, -1);
		glass_tap(glass, KS_ACT_BLANK, -1);
	}
	album_find_part(album, KS_ACT_ANSWER, 0);
	album_tap(album, KS_ACT_ANSWER, 0);
	album_tap(album, KS_ACT_PERSON, 0);
	album_type(album, "000003"); /* it is done */
	glass_rest(glass);
}

static void look_at_the_machine(struct album *album)
{
	struct glass *glass = album->glass;

	(void)snprintf(glass->app.content.digest, sizeof(glass->app.content.digest), "abc");
	to_desk(album);
	album_tap(album, KS_ACT_DEVICE, 0);
	album_look_parts(album);
	person(album, KS_ACT_TOUCH, 0);
	album_tap(album, KS_ACT_TOUCH, 4);
	album_tap(album, KS_ACT_DEVICE, 0);
	person(album, KS_ACT_RESTART, 0);
	if (glass_find(glass, KS_ACT_BACK, 0)) { /* something else in between: it is asked anew */
		album_tap(album, KS_ACT_BACK, 0);
		person(album, KS_ACT_RESTART, 0);
	}
	person(album, KS_ACT_QUIT, 0);
	person(album, KS_ACT_CLOCK, 0);
	album_type(album, "2599");
	album_tap(album, KS_ACT_HOME, -1);
	album_tap(album, KS_ACT_DESK, 0);
	person(album, KS_ACT_NEWLY, 0);
	album_tap(album, KS_ACT_DESK, 0);
	for (int i = 0; i < 2; i++) {
		person(album, KS_ACT_NEWLY, 0);
		album_tap(album, KS_ACT_CHOOSE, 0);
		album_tap(album, KS_ACT_CHOOSE, 0);
		if (i == 0) {
			at(album, -INT64_C(9) * 365 * 24 * HOUR_MS); /* whatever day it is */
			album_tap(album, KS_ACT_CHOOSE, 1);
			at(album, 14 * HOUR_MS - MINUTE_MS); /* one minute too few are left of the day */
		}
		person(album, KS_ACT_CHOOSE, i == 0 ? 3 : 1);
		if (i > 0) /* there is one of this name now */
			continue;
		assert_int_equal(glass->app.screen, KS_SCREEN_OPENED);
		at(album, 0);
		person(album, KS_ACT_CHOOSE, 1);
		assert_int_equal(glass->app.screen, KS_SCREEN_ROLL);
		glass_tap(glass, KS_ACT_DESK, 0);
	}
	glass_rest(glass);
}

static void look_at_all(struct album *album)
{
	glass_import(album->glass, roster_csv);
	announce(album->glass);
	look_at_the_doors(album);
	album_again(album);
	look_at_a_late_one(album);
	album_again(album);
	look_at_a_stranger(album);
	album_again(album);
	lock_out(album);
	look_at_the_reception(album);
	look_by_name(album);
	album_again(album);
	to_desk(album);
	look_at_the_roll(album);
	look_at_the_room(album);
	look_at_paper(album);
	album_again(album);
	look_at_the_machine(album);
}

static void a_gathering_on_every_glass(void **state)
{
	(void)state;
	album_play("desk", album_content_all, look_at_all);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_gathering_on_every_glass),
	};

	ks_calls.free_bytes = UINT64_C(25) << 30; /* the disk of every machine */
	return ks_test_run(tests);
}
