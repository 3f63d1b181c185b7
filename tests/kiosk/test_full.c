/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "kiosk/album.h"
#include "kiosk/words/words.h"
#include "record/db.h"
#include "record/gathering.h"
#include "support/full_disk.h"
#include "support/test.h"
#include "visit/inspect.h"

/* A disk that is full at the moment of a tap: the glass says just that, whoever tapped what, and nobody is told that it was kept. */

/* ---- where somebody is ---- */

static void at_home(struct album *album)
{
	glass_sign_in(album->glass);
}

static void at_a_page(struct album *album)
{
	at_home(album);
	glass_tap(album->glass, KS_ACT_OPEN, 0);
	while (album->glass->app.view.part + 1 < album->glass->app.view.n_parts)
		glass_tap(album->glass, KS_ACT_NEXT, 0);
}

static void at_a_question(struct album *album)
{
	at_home(album);
	glass_tap(album->glass, KS_ACT_OPEN, 1);
	while (album->glass->app.screen == KS_SCREEN_PAGE)
		glass_tap(album->glass, KS_ACT_NEXT, 0);
	glass_tap(album->glass, KS_ACT_CHOOSE, 0);
	album_find_part(album, KS_ACT_ANSWER, 0);
}

static void at_an_item(struct album *album)
{
	struct glass *glass = album->glass;

	at_home(album);
	album_find_part(album, KS_ACT_INSPECT, -1);
	glass_tap(glass, KS_ACT_INSPECT, -1);
	while (!glass_find(glass, KS_ACT_RESPOND, -1))
		glass_tap(glass, KS_ACT_NEXT, 0);
	glass_tap(glass, KS_ACT_RESPOND, KS_RESPONSE_YES);
}

static void at_the_pin_of_a_gathering(struct album *album)
{
	glass_tap(album->glass, KS_ACT_ATTEND, 0);
	album_type(album, GLASS_NUMBER);
	for (const char *digit = GLASS_PIN; *digit; digit++)
		glass_tap(album->glass, KS_ACT_DIGIT, *digit);
}

static void at_the_roll(struct album *album)
{
	album_come_to_desk(album);
	album_find_part(album, KS_ACT_CHOOSE, 0);
	glass_tap(album->glass, KS_ACT_CHOOSE, 0);
}

static void at_a_reason(struct album *album)
{
	at_the_roll(album);
	glass_tap(album->glass, KS_ACT_ADMIT, 0);
	album_type(album, GLASS_NUMBER);
	album_find_part(album, KS_ACT_WHY, -1);
}

static void at_the_count(struct album *album)
{
	at_the_roll(album);
	glass_tap(album->glass, KS_ACT_COUNT, 0);
	glass_tap(album->glass, KS_ACT_DIGIT, '0');
}

static void at_the_hands(struct album *album)
{
	at_the_roll(album);
	album_find_part(album, KS_ACT_SHOW, 0);
	glass_tap(album->glass, KS_ACT_SHOW, 0);
	album_find_part(album, KS_ACT_SHOW, 0);
	glass_tap(album->glass, KS_ACT_SHOW, 0);
	while (!album->glass->app.visit.present.question)
		glass_tap(album->glass, KS_ACT_NEXT, 0);
	glass_tap(album->glass, KS_ACT_HAND, 1);
}

static void at_a_drill(struct album *album)
{
	at_the_roll(album);
	album_find_part(album, KS_ACT_SHOW, 0);
	glass_tap(album->glass, KS_ACT_SHOW, 0);
	album_find_part(album, KS_ACT_DRILL, 0);
	glass_tap(album->glass, KS_ACT_DRILL, 0);
	glass_tap(album->glass, KS_ACT_NEXT, 0);
}

static void at_the_machine(struct album *album)
{
	album_come_to_desk(album);
	glass_tap(album->glass, KS_ACT_DEVICE, 0);
}

static void asked_to_restart(struct album *album)
{
	at_the_machine(album);
	album_find_part(album, KS_ACT_RESTART, 0);
	glass_tap(album->glass, KS_ACT_RESTART, 0);
	album_find_part(album, KS_ACT_RESTART, 0);
}

static void asked_to_leave(struct album *album)
{
	at_the_machine(album);
	album_find_part(album, KS_ACT_QUIT, 0);
	glass_tap(album->glass, KS_ACT_QUIT, 0);
	album_find_part(album, KS_ACT_QUIT, 0);
}

static void at_what_was_keyed_in(struct album *album)
{
	at_the_roll(album);
	album_find_part(album, KS_ACT_PAPER, 0);
	glass_tap(album->glass, KS_ACT_PAPER, 0);
	album_find_part(album, KS_ACT_CHOOSE, 0);
	glass_tap(album->glass, KS_ACT_CHOOSE, 0);
	album_type(album, GLASS_NUMBER);
	while (album->glass->app.screen == KS_SCREEN_QUESTION) {
		album_find_part(album, KS_ACT_BLANK, -1);
		glass_tap(album->glass, KS_ACT_BLANK, -1);
	}
	album_find_part(album, KS_ACT_ANSWER, 0);
}

/* In this order: what is done behind one tap is not done yet at the next. */
static const struct tapped {
	void (*begin)(struct album *album);
	int what, arg;
} taps[] = {
	{at_home, KS_ACT_OPEN, 0},
	{at_a_page, KS_ACT_NEXT, 0},
	{at_a_page, KS_ACT_SUSPEND, 0},
	{at_a_question, KS_ACT_ANSWER, 0},
	{at_an_item, KS_ACT_NEXT, 0},
	{at_the_pin_of_a_gathering, KS_ACT_NEXT, 0},
	{at_the_roll, KS_ACT_RECEPTION, 1},
	{at_a_reason, KS_ACT_WHY, -1},
	{at_the_count, KS_ACT_NEXT, 0},
	{at_the_hands, KS_ACT_REVEAL, -1},
	{at_a_drill, KS_ACT_DECIDE, 0},
	{at_what_was_keyed_in, KS_ACT_ANSWER, 0},
	{asked_to_restart, KS_ACT_RESTART, 0},
	{asked_to_leave, KS_ACT_QUIT, 0},
};

static void a_full_disk_is_told_as_what_it_is(void **state)
{
	struct album album;
	struct ks_app *app;

	(void)state;
	ks_full_disk_use();
	album_open(&album, album_content_all(), 1280, 720, 0);
	app = &album.glass->app;
	glass_announce_today(album.glass, true);
	for (size_t i = 0; i < KS_COUNT(taps); i++) {
		int64_t seq;

		taps[i].begin(&album);
		seq = ks_ledger_last_seq(app->site.ledger);
		ks_full_disk_set(true);
		glass_tap(album.glass, taps[i].what, taps[i].arg);
		ks_full_disk_set(false);
		if (app->screen != KS_SCREEN_TROUBLE || app->trouble != KS_FULL)
			fail_msg("tap %zu: %s, trouble %s", i, ks_scene_name(app->shown),
				 ks_rc_name(app->trouble));
		assert_true(glass_shows(album.glass, "full"));
		assert_false(app->is_quit);
		assert_int_equal(ks_ledger_last_seq(app->site.ledger), seq);
		app->trouble = KS_OK;
		glass_rest(album.glass);
	}
	album_close(&album);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_full_disk_is_told_as_what_it_is),
	};

	return ks_test_run(tests);
}
