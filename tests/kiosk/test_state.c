/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/state.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/id.h"
#include "base/mem.h"
#include "kiosk/driver.h"
#include "kiosk/open.h"
#include "kiosk/setup_file.h"
#include "kiosk/words/words.h"
#include "record/incident.h"
#include "support/calls.h"
#include "support/test.h"

/*
 * A kiosk that starts on a disk that is full, read-only or failing, for the first time and again: it stays no dark
 * screen, and needs no restart when the disk is well.
 */

/* ---- a start ---- */

struct start {
	struct ks_app app;
	struct ks_options options;
	char *folder;
};

static int begin(void **state)
{
	struct start *start = calloc(1, sizeof(*start));

	ks_id_init();
	(void)ks_calls_end();
	start->folder = ks_test_folder();
	start->options = (struct ks_options){.state = start->folder,
					     .content = "content",
					     .endpoint = "",
					     .kiosk = "k-test",
					     .mode = KS_WINDOW_OFFSCREEN,
					     .width_px = 1280,
					     .height_px = 720,
					     .display_long_mm = KS_DISPLAY_LONG_MM_DEFAULT,
					     .idle_s = 60,
					     .countdown_s = 20,
					     .step_percent = 100};
	*state = start;
	return 0;
}

static int end(void **state)
{
	struct start *start = *state;

	(void)ks_calls_end();
	ks_test_folder_finish(start->folder);
	free(start);
	return 0;
}

static void power_on(struct start *start)
{
	assert_int_equal(ks_app_open(&start->app, &start->options), -1);
	assert_int_equal(ks_app_show(&start->app), -1);
}

static void power_off(struct start *start)
{
	ks_app_close(&start->app);
	memset(&start->app, 0, sizeof(start->app));
}

static bool shows_text(struct start *start, const char *words)
{
	struct ks_buf dump = {0};
	bool is_there;

	ks_scene_dump(start->app.shown, &dump);
	is_there = strstr(ks_buf_text(&dump), words);
	ks_buf_finish(&dump);
	return is_there;
}

static bool shows(struct start *start, enum ks_word word)
{
	char words[64];

	snprintf(words, sizeof(words), "%.48s", ks_word(word)); /* 16 letters of its first line */
	return shows_text(start, words);
}

static const struct disk {
	enum ks_calls_kind kind;
	int error;
	enum ks_word word;
} disks[] = {
	{KS_CALLS_WRITE, ENOSPC, KS_W_TROUBLE_FULL},
	{KS_CALLS_OPEN_TO_WRITE, EROFS, KS_W_TROUBLE_READ_ONLY},
	{KS_CALLS_SYNC, EIO, KS_W_TROUBLE_IO},
};

/* Says it on the glass, and serves without a restart when the disk is well. */
static void expect_trouble(struct start *start, const struct disk *disk)
{
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	char *said, *told;

	ks_calls_fail(disk->kind, 1, true, disk->error);
	power_on(start);
	said = ks_test_stream_end(&stream);
	told = ks_format("nothing can be recorded: %s\n", ks_rc_name(start->app.trouble));
	assert_non_null(strstr(said, told));
	assert_null(strstr(strstr(said, told) + 1, told)); /* once */
	free(told);
	told = ks_format("%s cannot be opened: %s\n", start->folder, ks_rc_name(start->app.trouble));
	assert_int_equal(!strstr(said, told), start->app.site.store ? 1 : 0);
	free(told);
	free(said);
	assert_int_equal(start->app.screen, KS_SCREEN_TROUBLE);
	assert_true(shows(start, KS_W_TROUBLE_RECORD));
	assert_true(shows(start, disk->word));
	assert_false(shows_text(start, start->folder)); /* nobody here can follow a path; the log has it */
	/* how much waits to be sent nobody knows of a record that is not open */
	assert_int_equal(shows_text(start, "未送信"), start->app.site.ledger ? 1 : 0);
	assert_int_equal(ks_state_retry(&start->app), start->app.trouble);
	start->app.trouble_mono_ms -= 60000;
	ks_app_pump(&start->app, 0);
	assert_int_equal(start->app.screen, KS_SCREEN_TROUBLE);
	(void)ks_calls_end();
	start->app.trouble_mono_ms -= 60000;
	ks_app_pump(&start->app, 0);
	assert_int_equal(start->app.screen, KS_SCREEN_ATTRACT);
	assert_non_null(start->app.site.ledger ? 1 : 0);
	power_off(start);
}

static void first_start_on_a_bad_disk_is_on_the_glass(void **state)
{
	for (size_t i = 0; i < KS_COUNT(disks); i++) {
		(void)end(state);
		(void)begin(state);
		expect_trouble(*state, &disks[i]);
	}
}

static void start_of_a_kiosk_on_a_bad_disk_is_on_the_glass(void **state)
{
	struct start *start = *state;

	power_on(start);
	assert_int_equal(start->app.screen, KS_SCREEN_ATTRACT);
	power_off(start);
	for (size_t i = 0; i < KS_COUNT(disks); i++)
		expect_trouble(start, &disks[i]);
}

/* The disk is well again, but nothing can be sent: served all the same. */
static void what_cannot_be_sent_is_no_reason_not_to_serve(void **state)
{
	struct start *start = *state;
	struct ks_test_stream stream;
	char *said;

	start->options.endpoint = "https://lrs.example/xAPI";
	start->options.credentials = "k-test:secret";
	ks_calls_fail(KS_CALLS_OPEN_TO_WRITE, 1, true, EROFS);
	power_on(start);
	assert_int_equal(start->app.screen, KS_SCREEN_TROUBLE);
	assert_null(start->app.site.store);
	(void)ks_calls_end();
	stream = ks_test_stream_begin(stderr);
	ks_test_threads(false);
	assert_int_equal(ks_state_retry(&start->app), KS_OK);
	ks_test_threads(true);
	said = ks_test_stream_end(&stream);
	assert_null(start->app.sync);
	assert_non_null(start->app.site.ledger);
	assert_non_null(strstr(said, "送信を始められません。"));
	assert_non_null(strstr(said, "delivery does not begin\n"));
	free(said);
	power_off(start);
}

/* One that was there before screens asked where it stands and what it is: it is not asked. */
static void a_kiosk_of_before_is_recognised(void **state)
{
	struct start *start = *state;

	start->options.setup_step = KS_SETUP_KIND;
	power_on(start);
	assert_int_equal(start->options.setup_step, KS_SETUP_KIND);
	assert_int_equal(start->app.screen, KS_SCREEN_SETUP);
	power_off(start);
	power_on(start); /* now its name is in its folder */
	assert_int_equal(start->options.setup_step, KS_SETUP_NONE);
	assert_true(start->options.is_alone);
	assert_int_equal(start->app.screen, KS_SCREEN_ATTRACT);
	power_off(start);
}

/* Set aside, and served from the first frame on. */
static void damaged_folder_is_no_reason_not_to_serve(void **state)
{
	static const char noise[] = "this was a database";
	struct start *start = *state;
	char *path = ks_path_join(start->folder, "kenshu.db");

	assert_int_equal(ks_file_write(path, noise, sizeof(noise), 0600), KS_OK);
	power_on(start);
	assert_int_equal(start->app.screen, KS_SCREEN_ATTRACT);
	power_off(start);
	free(path);
}

/* What only the person at the keyboard can mend ends with a sentence. */
static void path_through_a_file_is_a_mistake_and_no_disk(void **state)
{
	struct start *start = *state;
	char *file = ks_path_join(start->folder, "file"), *path = ks_path_join(file, "K");

	assert_int_equal(ks_file_write(file, "", 0, 0600), KS_OK);
	start->options.state = path;
	assert_int_equal(ks_app_open(&start->app, &start->options), KS_EXIT_BAD_CONFIG);
	power_off(start);
	free(path);
	free(file);
}

/* ---- what ends with a sentence ---- */

/* The exit code of a start; *said receives what is told. */
static int start_code(struct start *start, char **said)
{
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	int code = ks_app_open(&start->app, &start->options);

	*said = ks_test_stream_end(&stream);
	power_off(start);
	return code;
}

static void a_folder_of_a_kiosk_with_a_name_is_no_nameless_ones(void **state)
{
	struct start *start = *state;
	char *said;

	power_on(start);
	power_off(start);
	start->options.kiosk = "k-local"; /* as without its credentials */
	assert_int_equal(start_code(start, &said), KS_EXIT_BAD_CONFIG);
	assert_non_null(strstr(said, "この状態フォルダーは別の端末のものです。"));
	assert_non_null(strstr(said, start->folder));
	free(said);
	start->options.kiosk = "k-test";
	assert_int_equal(start_code(start, &said), -1);
	free(said);
}

/* Another program holds it: later it may be free. */
static void a_folder_that_is_in_use_is_tried_again(void **state)
{
	struct start *start = *state, other = {.options = start->options};
	char *said;

	power_on(start);
	other.folder = start->folder;
	assert_int_equal(start_code(&other, &said), KS_EXIT_TRY_LATER);
	assert_true(said[0]);
	free(said);
	power_off(start);
}

/* A place of any form: what is there of it tells whether it is a disk that fails or a path that was typed wrong. */
static void a_place_is_good_where_it_could_be_made(void **state)
{
	static const struct {
		const char *path;
		int code;
	} places[] = {{"K/deep/er", -1}, {"file/K", KS_EXIT_BAD_CONFIG}, {"file", KS_EXIT_BAD_CONFIG}};
	struct start *start = *state;
	char *here = getcwd(NULL, 0);
	char *said, *file = ks_path_join(start->folder, "file");

	assert_int_equal(ks_file_write(file, "", 0, 0600), KS_OK);
	assert_int_equal(chdir(start->folder), 0);
	for (size_t i = 0; i < KS_COUNT(places); i++) {
		ks_calls_fail(KS_CALLS_OPEN_TO_WRITE, 1, true, EROFS);
		start->options.state = places[i].path;
		assert_int_equal(start_code(start, &said), places[i].code);
		(void)ks_calls_end();
		free(said);
	}
	assert_int_equal(chdir(here), 0);
	start->options.state = start->folder;
	free(file);
	free(here);
}

/* ---- what was lost, and what became of it ---- */

static void a_loss_stays_until_it_is_settled_and_is_remembered_then(void **state)
{
	static const enum ks_incident_kind kinds[] = {KS_INCIDENT_REBUILT, KS_INCIDENT_GAPS};
	struct start *start = *state;

	for (size_t i = 0; i < KS_COUNT(kinds); i++) {
		struct ks_incident lost = {.kind = kinds[i], .wall_ms = 1, .n_lost = 2};
		struct ks_test_stream stream;
		char *said;

		power_on(start);
		assert_int_equal(start->app.settled_ms, 0);
		assert_int_equal(ks_incident_note(start->app.site.store, &lost), KS_OK);
		power_off(start);
		stream = ks_test_stream_begin(stderr);
		power_on(start);
		said = ks_test_stream_end(&stream);
		assert_int_equal(start->app.incident, kinds[i]);
		assert_non_null(strstr(said, "2 lost"));
		free(said);
		assert_int_equal(ks_store_settle_incident(start->app.site.store, 77 + (int)i, "見た"),
				 KS_OK);
		power_off(start);
		stream = ks_test_stream_begin(stderr);
		power_on(start);
		said = ks_test_stream_end(&stream);
		assert_int_equal(start->app.incident, KS_INCIDENT_NONE);
		assert_null(strstr(said, "lost"));
		free(said);
		/* of what was mended without a loss nobody has to be told */
		assert_int_equal(start->app.settled_ms, kinds[i] >= KS_INCIDENT_GAPS ? 78 : 0);
		power_off(start);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(first_start_on_a_bad_disk_is_on_the_glass, begin, end),
		cmocka_unit_test_setup_teardown(start_of_a_kiosk_on_a_bad_disk_is_on_the_glass,
						begin, end),
		cmocka_unit_test_setup_teardown(what_cannot_be_sent_is_no_reason_not_to_serve,
						begin, end),
		cmocka_unit_test_setup_teardown(a_kiosk_of_before_is_recognised, begin, end),
		cmocka_unit_test_setup_teardown(damaged_folder_is_no_reason_not_to_serve, begin, end),
		cmocka_unit_test_setup_teardown(path_through_a_file_is_a_mistake_and_no_disk, begin,
						end),
		cmocka_unit_test_setup_teardown(a_folder_of_a_kiosk_with_a_name_is_no_nameless_ones,
						begin, end),
		cmocka_unit_test_setup_teardown(a_folder_that_is_in_use_is_tried_again, begin, end),
		cmocka_unit_test_setup_teardown(a_place_is_good_where_it_could_be_made, begin, end),
		cmocka_unit_test_setup_teardown(
			a_loss_stays_until_it_is_settled_and_is_remembered_then, begin, end),
	};

	return ks_test_run(tests);
}
