/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/mem.h"
#include "kiosk/album.h"
#include "kiosk/asleep.h"
#include "kiosk/card.h"
#include "kiosk/screen/reception.h"
#include "kiosk/watchdog.h"
#include "record/db.h"
#include "record/gathering.h"
#include "support/golden.h"
#include "support/test.h"

/*
 * What a kiosk does when nobody does anything: how long the loop sleeps each time, and what it wakes for, as one list. The clock goes
 * on only while it sleeps, by exactly as long as it wanted to.
 */

#define S INT64_C(1000)
#define MINUTE (60 * S)

static struct {
	struct ks_app *app;
	struct ks_buf *out;
	char line[256]; /* the last one */
	int n;          /* how often it came */
} tape;

static void put_last(void)
{
	if (tape.n > 1)
		ks_buf_printf(tape.out, "%s  x%d\n", tape.line, tape.n);
	else if (tape.n == 1)
		ks_buf_printf(tape.out, "%s\n", tape.line);
	tape.n = 0;
}

static void note(int wait_ms)
{
	const struct ks_app *app = tape.app;
	char line[256];

	(void)snprintf(line, sizeof(line), "%7d  %s%s%s%s%s%s%s", wait_ms,
		       ks_scene_name(app->shown), app->visit.is_signed_in ? ", somebody" : "",
		       app->is_counting_down ? ", counting down" : "", app->is_dark ? ", dark" : "",
		       app->ui.has_focus_ring ? ", ring" : "",
		       app->ui.metrics.step_percent > 100 ? ", large" : "",
		       app->has_foreseen ? "" : ", what comes is made ready");
	if (strcmp(line, tape.line) != 0)
		put_last();
	memcpy(tape.line, line, sizeof(line));
	tape.n++;
}

static void pass(struct album *album, struct ks_buf *out, int64_t ms)
{
	tape.app = &album->glass->app;
	tape.out = out;
	tape.line[0] = '\0';
	asleep_begin(&tape.app->clock, note);
	ks_app_pump(tape.app, (int)ms);
	asleep_end();
	put_last();
	ks_buf_printf(out, "         then %s%s\n", ks_scene_name(tape.app->shown),
		      tape.app->visit.is_signed_in ? ", somebody" : "");
}

/* ---- who or what is there before it waits ---- */

static void touched(struct glass *glass)
{
	glass->app.input_mono_ms = ks_clock_mono_ms(&glass->app.clock);
}

static void nobody(struct album *album)
{
	touched(album->glass);
}

static void nobody_for_long(struct album *album)
{
	album->glass->options.blank_min = 2;
	touched(album->glass);
}

static void somebody_chose_large_letters(struct album *album)
{
	glass_set(album->glass, KS_SETTING_TEXT, 2);
	touched(album->glass);
}

static void somebody_at_the_number(struct album *album)
{
	glass_tap(album->glass, KS_ACT_TRAIN, 0);
}

static void somebody_at_home(struct album *album)
{
	glass_sign_in(album->glass);
}

static void somebody_at_a_page(struct album *album)
{
	glass_sign_in(album->glass);
	glass_tap(album->glass, KS_ACT_OPEN, -1);
}

static void somebody_slow_at_a_page(struct album *album)
{
	somebody_at_a_page(album);
	album->glass->app.is_slow = true;
}

static void somebody_with_a_switch(struct album *album)
{
	somebody_at_home(album);
	ks_settings_show(&album->glass->app, KS_SETTING_SCAN, 3);
}

static void somebody_who_touches_again(struct album *album)
{
	struct ks_app *app = &album->glass->app;

	somebody_at_home(album);
	ks_clock_advance(&app->clock, 65 * S);
	ks_app_pump(app, 0);
	assert_true(app->is_counting_down);
	glass_touch(album->glass, KS_INPUT_DOWN, 1, 1);
	glass_touch(album->glass, KS_INPUT_UP, 1, 1);
	assert_false(app->is_counting_down);
}

static void somebody_with_a_card_while_it_counts(struct album *album)
{
	static const uint8_t card[] = {1, 2, 3, 4, 5, 6, 7, 8};
	struct ks_input wake = {.kind = KS_INPUT_WAKE};
	struct ks_app *app = &album->glass->app;

	somebody_at_the_number(album);
	ks_clock_advance(&app->clock, 65 * S);
	ks_app_pump(app, 0);
	assert_true(app->is_counting_down);
	ks_cards_post(app->cards, card, sizeof(card));
	ks_app_input(app, &wake);
	assert_false(app->is_counting_down);
}

static void somebody_locked_out(struct album *album)
{
	glass_tap(album->glass, KS_ACT_TRAIN, 0);
	album_type(album, GLASS_NUMBER);
	for (int i = 0; i < 5; i++)
		album_type(album, "000001");
}

static void somebody_who_left(struct album *album)
{
	somebody_at_home(album);
	ks_clock_advance(&album->glass->app.clock, MINUTE + 2350);
}

static void somebody_locked_out_before(struct album *album)
{
	somebody_locked_out(album);
	ks_clock_advance(&album->glass->app.clock, 350);
}

static void somebody_checked_in(struct album *album)
{
	glass_announce_today(album->glass, true);
	glass_tap(album->glass, KS_ACT_ATTEND, 0);
	album_type(album, GLASS_NUMBER);
	album_type(album, GLASS_PIN);
	assert_int_equal(album->glass->app.screen, KS_SCREEN_ATTENDED);
}

static void to_roll(struct album *album)
{
	glass_announce_today(album->glass, true);
	album_come_to_desk(album);
	album_find_part(album, KS_ACT_CHOOSE, 0);
	glass_tap(album->glass, KS_ACT_CHOOSE, 0);
}

static void a_reception(struct album *album)
{
	to_roll(album);
	glass_tap(album->glass, KS_ACT_RECEPTION, 1);
	assert_int_equal(album->glass->app.screen, KS_SCREEN_RECEPTION);
}

static void a_room_at_a_page(struct album *album)
{
	to_roll(album);
	album_find_part(album, KS_ACT_SHOW, 0);
	glass_tap(album->glass, KS_ACT_SHOW, 0);
	album_find_part(album, KS_ACT_SHOW, 0);
	glass_tap(album->glass, KS_ACT_SHOW, 0);
	assert_int_equal(album->glass->app.screen, KS_SCREEN_PRESENT);
	ks_clock_advance(&album->glass->app.clock, 59 * MINUTE);
}

static void a_room_at_a_drill(struct album *album)
{
	to_roll(album);
	album_find_part(album, KS_ACT_SHOW, 0);
	glass_tap(album->glass, KS_ACT_SHOW, 0);
	album_find_part(album, KS_ACT_DRILL, 0);
	glass_tap(album->glass, KS_ACT_DRILL, 0);
	while (!album->glass->app.visit.drill.is_begun)
		glass_tap(album->glass, KS_ACT_NEXT, 0);
	assert_int_equal(album->glass->app.screen, KS_SCREEN_DRILL);
	ks_clock_advance(&album->glass->app.clock, 59 * MINUTE + 50 * S);
}

static void a_disk_that_was_full(struct album *album)
{
	struct ks_app *app = &album->glass->app;

	app->screen = ks_app_trouble(app, KS_FULL);
	ks_app_draw(app);
}

static int systemd = -1; /* the end that listens */

static void a_watchdog(struct album *album)
{
	struct sockaddr_un at = {.sun_family = AF_UNIX};

	systemd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	(void)snprintf(at.sun_path, sizeof(at.sun_path), "%s/notify", album->glass->folder);
	assert_int_equal(bind(systemd, (const struct sockaddr *)&at, sizeof(at)), 0);
	setenv("NOTIFY_SOCKET", at.sun_path, 1);
	setenv("WATCHDOG_USEC", "14000000", 1);
	ks_watchdog_open();
	unsetenv("NOTIFY_SOCKET");
	unsetenv("WATCHDOG_USEC");
	touched(album->glass);
}

static const struct scene {
	const char *name;
	void (*begin)(struct album *album);
	int64_t ms;
} scenes[] = {
	{"nobody", nobody, 2 * MINUTE},
	{"nobody for long", nobody_for_long, 5 * MINUTE},
	{"somebody chose large letters and left", somebody_chose_large_letters, 2 * MINUTE},
	{"somebody at the number", somebody_at_the_number, 2 * MINUTE},
	{"somebody at home", somebody_at_home, 2 * MINUTE},
	{"somebody at a page", somebody_at_a_page, 3 * MINUTE},
	{"somebody at a page, slowly", somebody_slow_at_a_page, 6 * MINUTE},
	{"somebody with a switch", somebody_with_a_switch, 3 * MINUTE},
	{"somebody who touches again", somebody_who_touches_again, 2 * MINUTE},
	{"the loop comes late to who left", somebody_who_left, MINUTE},
	{"the loop comes late to a lock", somebody_locked_out_before, 3 * S},
	{"a card while it counts down", somebody_with_a_card_while_it_counts, 2 * MINUTE},
	{"somebody locked out", somebody_locked_out, 2 * MINUTE},
	{"somebody checked in", somebody_checked_in, 10 * S},
	{"a reception", a_reception, MINUTE},
	{"a room at a page", a_room_at_a_page, 2 * MINUTE},
	{"a room at a drill", a_room_at_a_drill, MINUTE},
	{"a disk that was full", a_disk_that_was_full, 15 * S},
	{"a watchdog", a_watchdog, MINUTE},
};

static void the_loop_sleeps_until_the_next_thing_and_no_longer(void **state)
{
	struct ks_buf out = {0};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(scenes); i++) {
		struct album album;

		album_open(&album, album_content_all(), 1280, 720, 0);
		scenes[i].begin(&album);
		ks_buf_printf(&out, "== %s\n", scenes[i].name);
		pass(&album, &out, scenes[i].ms);
		ks_watchdog_close();
		album_close(&album);
	}
	(void)close(systemd);
	ks_test_golden("tests/data/golden/waits.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_loop_sleeps_until_the_next_thing_and_no_longer),
	};

	return ks_test_run(tests);
}
