/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/driver.h"

#include <dlfcn.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/card_reader.h"
#include "kiosk/checked.h"
#include "kiosk/glass.h"
#include "kiosk/screen/reception.h"
#include "kiosk/stop.h"
#include "record/gathering.h"
#include "support/test.h"
#include "visit/attend.h"

/* What the loop does when nobody touches: painted again, left by itself, ended; and what a start finds of the day before. */

#define NOW INT64_C(1795827600000) /* 10:00 */

static bool has_no_threads;

int pthread_create(pthread_t *thread, const pthread_attr_t *attr, void *(*run)(void *), void *of)
{
	static int (*real)(pthread_t *, const pthread_attr_t *, void *(*)(void *), void *);

	if (has_no_threads)
		return EAGAIN;
	if (!real)
		*(void **)(&real) = dlsym(RTLD_NEXT, "pthread_create");
	return real(thread, attr, run, of);
}

static void give(struct glass *glass, enum ks_input_kind kind)
{
	struct ks_input input = {.kind = kind, .x = 1280, .y = 720};

	ks_app_input(&glass->app, &input);
}

/* What lies on the display when a compositor lost it. */
static void spoil(struct ks_canvas *canvas)
{
	for (int y = 0; y < canvas->h; y++)
		memset(canvas->px + (ptrdiff_t)y * canvas->w, 0x55, (size_t)canvas->w * 4);
}

static void what_was_lost_of_the_picture_is_painted_again(void **state)
{
	static const enum ks_input_kind kinds[] = {KS_INPUT_EXPOSE, KS_INPUT_RESIZE};
	struct glass *glass = *state;
	struct ks_canvas *canvas = ks_window_canvas(glass->app.window);
	size_t bytes = (size_t)canvas->w * (size_t)canvas->h * 4;
	uint32_t *before = malloc(bytes);

	glass->app.clock = ks_clock_fake(NOW);
	ks_app_draw(&glass->app);
	memcpy(before, canvas->px, bytes);
	for (size_t i = 0; i < KS_COUNT(kinds); i++) {
		spoil(canvas);
		ks_app_draw(&glass->app); /* nothing changed: nothing is painted */
		assert_memory_not_equal(before, canvas->px, bytes);
		give(glass, kinds[i]);
		assert_memory_equal(before, canvas->px, bytes);
	}
	free(before);
}

/* A clock that runs for hours, as a drill's, makes other words each second: between two pictures they are forgotten. */
static void a_glass_that_moves_for_hours_forgets_what_it_showed(void **state)
{
	static const struct ks_text_style style = {.em_px = 20};
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	struct glass *glass = *state;
	char *log;

	for (int i = 0; i < 3 * 4096; i++) {
		char words[16];
		struct ks_rich rich;

		(void)snprintf(words, sizeof(words), "%d", i);
		rich = ks_rich_plain(words);
		(void)ks_text_layout(glass->app.ui.text, &rich, &style, 0);
		if (i % 4000 == 0)
			ks_app_draw(&glass->app);
	}
	glass_tap(glass, KS_ACT_EMERGENCY, 0); /* and serves as ever */
	assert_int_equal(glass->app.screen, KS_SCREEN_EMERGENCY);
	log = ks_test_stream_end(&stream);
	assert_null(strstr(log, "layouts and no trim"));
	free(log);
}

static void only_a_window_is_closed(void **state)
{
	struct glass *glass = *state;

	glass->options.mode = KS_WINDOW_FULLSCREEN;
	give(glass, KS_INPUT_QUIT);
	assert_false(glass->app.is_quit);
	glass->options.mode = KS_WINDOW_OFFSCREEN;
	give(glass, KS_INPUT_QUIT);
	assert_true(glass->app.is_quit);
	glass->app.is_quit = false;
}

static void it_runs_until_it_is_told_to_stop(void **state)
{
	struct glass *glass = *state;

	glass->app.exit_code = 7;
	__atomic_store_n(&glass->app.is_stopped, true, __ATOMIC_RELEASE);
	ks_window_wake(glass->app.window);
	assert_int_equal(ks_app_run(&glass->app), 7);
	assert_true(glass->app.is_quit);
	glass->app.exit_code = 0;
	glass->app.is_quit = glass->app.is_stopped = false;
}

/* ---- a gathering ---- */

static char id[64];

static void announce(struct glass *glass)
{
	char title[] = "終日の集合研修", place[] = "大会議室";
	struct ks_gathering g = {
		.from_minute = 0, .to_minute = 23 * 60 + 59, .title = title, .place = place};

	assert_int_equal(ks_site_today(&glass->app.site, &g.date), KS_OK);
	assert_int_equal(ks_gathering_add(glass->app.site.store, &g), KS_OK);
	memcpy(id, g.id, sizeof(id));
}

static void type(struct glass *glass, const char *digits)
{
	for (; *digits; digits++)
		glass_tap(glass, KS_ACT_DIGIT, *digits);
}

static void check_in(struct glass *glass)
{
	glass_tap(glass, KS_ACT_ATTEND, 0);
	type(glass, GLASS_NUMBER);
	if (glass->app.screen == KS_SCREEN_CONFIRM) {
		glass_tap(glass, KS_ACT_CONFIRM, 0);
	} else {
		glass_tap(glass, KS_ACT_NEXT, 0);
		type(glass, GLASS_PIN);
		glass_tap(glass, KS_ACT_NEXT, 0);
	}
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTENDED);
}

/* Who is checked in sits down; with ゆっくり, or one switch, twice as long after. */
static void the_one_who_is_checked_in_need_not_tap(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	app->clock = ks_clock_fake(NOW);
	app->input_mono_ms = ks_clock_mono_ms(&app->clock);
	announce(glass);
	for (int slow = 0; slow < 3; slow++) {
		int stays_ms = slow ? 8000 : 4000;

		check_in(glass);
		app->is_slow = slow == 1;
		app->scan = slow == 2;
		ks_clock_advance(&app->clock, stays_ms - 1);
		ks_app_pump(app, 0);
		assert_int_equal(app->screen, KS_SCREEN_ATTENDED);
		ks_clock_advance(&app->clock, 1);
		ks_app_pump(app, 0);
		assert_int_equal(app->screen, KS_SCREEN_ATTRACT);
		assert_false(app->visit.is_signed_in);
		app->is_slow = false;
		app->scan = 0;
	}
}

/* The power goes while 受付 is open: the next start rests on it, in the name of who opened it. */
static void an_open_reception_outlives_the_power(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	assert_int_equal(ks_reception_set(app, id, GLASS_NUMBER), KS_OK);
	ks_app_close(app);
	memset(app, 0, sizeof(*app));
	assert_int_equal(ks_app_open(app, &glass->options), -1);
	assert_int_equal(ks_app_show(app), -1);
	assert_string_equal(app->reception_id, id);
	assert_string_equal(app->reception_by, GLASS_NUMBER);
	assert_int_equal(app->screen, KS_SCREEN_RECEPTION);
	assert_int_equal(ks_reception_set(app, "", ""), KS_OK);
	ks_reception_load(app);
	assert_string_equal(app->reception_id, "");
	assert_int_equal(ks_store_set(app->site.store, "reception", "nobody's"), KS_OK);
	ks_reception_load(app); /* by whom is not told: it is none */
	assert_string_equal(app->reception_id, "");
	assert_string_equal(app->reception_by, "");
	glass_rest(glass);
}

/* ---- a machine that has no thread left ---- */

static void without_a_thread_the_kiosk_serves(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;
	struct ks_test_stream stream;
	char *said;

	ks_card_reader_stop(app->reader);
	ks_checked_stop(app);
	stream = ks_test_stream_begin(stderr);
	has_no_threads = true;
	app->reader = ks_card_reader_start(app, NULL);
	assert_null(app->reader);
	assert_int_equal(ks_card_reader_state(app->reader), KS_CARD_READER_OFF);
	app->checked = (struct ks_checked){0};
	assert_true(ks_checked_now_and_then(app)); /* told without: nothing is known of it */
	assert_null(app->checker);
	assert_int_equal(app->checked.wall_ms, 0);
	has_no_threads = false;
	said = ks_test_stream_end(&stream);
	assert_non_null(strstr(said, "no thread for the reader"));
	assert_non_null(strstr(said, "no thread to look at the record"));
	free(said);
	glass_sign_in(glass);
	glass_rest(glass);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(what_was_lost_of_the_picture_is_painted_again, glass_begin),
		cmocka_unit_test_setup(a_glass_that_moves_for_hours_forgets_what_it_showed,
				       glass_begin),
		cmocka_unit_test_setup(only_a_window_is_closed, glass_begin),
		cmocka_unit_test_setup(it_runs_until_it_is_told_to_stop, glass_begin),
		cmocka_unit_test_setup(the_one_who_is_checked_in_need_not_tap, glass_begin),
		cmocka_unit_test_setup(an_open_reception_outlives_the_power, glass_begin),
		cmocka_unit_test_setup(without_a_thread_the_kiosk_serves, glass_begin),
	};

	return ks_test_run_in(tests, glass_setup, glass_teardown);
}
