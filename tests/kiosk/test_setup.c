/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/setup.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/id.h"
#include "base/mem.h"
#include "kiosk/glass.h"
#include "kiosk/words/words.h"
#include "support/test.h"

/* はじめの設定 on the glass: what is said there holds, also after the power went; and a configured machine is asked nothing. */

/* As the session starts it: by its command line, with no address. */
static void power_on(struct glass *glass, const char *config)
{
	static char cred[256]; /* options point into the command line */
	char *argv[] = {
		(char *)"kenshu-kiosk", (char *)"--state",       glass->folder, (char *)"--content",
		(char *)"content",      (char *)"--credentials", cred,          (char *)"--size",
		(char *)"1280x720",     (char *)"--offscreen",   NULL,          NULL};
	int argc = 10;

	(void)snprintf(cred, sizeof(cred), "%s/credentials", glass->folder);
	if (config) {
		argv[argc++] = (char *)"--config";
		argv[argc++] = (char *)config;
	}
	memset(&glass->options, 0, sizeof(glass->options));
	memset(&glass->app, 0, sizeof(glass->app));
	assert_int_equal(ks_options_read(&glass->options, argc, argv), -1);
	assert_int_equal(ks_app_open(&glass->app, &glass->options), -1);
	assert_int_equal(ks_app_show(&glass->app), -1);
}

static void power_off(struct glass *glass)
{
	ks_app_close(&glass->app);
	ks_options_finish(&glass->options);
}

static int set_up(void **state)
{
	struct glass *glass = calloc(1, sizeof(*glass));

	ks_id_init();
	glass->folder = ks_test_folder();
	glass->now_ms = 1000;
	*state = glass;
	return 0;
}

static int tear_down(void **state)
{
	struct glass *glass = *state;

	ks_test_folder_finish(glass->folder);
	free(glass);
	return 0;
}

static void assert_asks(struct glass *glass, enum ks_word word)
{
	if (!glass_shows(glass, ks_word(word)))
		fail_msg("「%s」 is not asked", ks_word(word));
}

static void a_machine_that_stands_alone_is_set_up_without_a_terminal(void **state)
{
	struct glass *glass = *state;
	double mm;

	power_on(glass, NULL);
	mm = glass->options.display_long_mm;
	assert_asks(glass, KS_W_SETUP_KIND);
	assert_null(glass->app.site.ledger);
	glass_tap(glass, KS_ACT_CHOOSE, 1);
	assert_asks(glass, KS_W_SETUP_WIDTH);
	glass_set(glass, KS_SETTING_LOW, 1);
	glass_set(glass, KS_SETTING_TEXT, 1);
	glass_tap(glass, KS_ACT_SIZE, 0);
	glass_tap(glass, KS_ACT_SIZE, 0);
	assert_true(glass->options.display_long_mm == mm); /* nothing moves under the finger */
	glass_tap(glass, KS_ACT_NEXT, 0);
	assert_true(glass->options.display_long_mm > mm * 1.2);
	assert_true(glass->app.ui.metrics.is_low); /* what was chosen stays */
	assert_int_equal(glass->app.ui.metrics.step_percent, 125);
	assert_int_equal(glass->app.ui.metrics.width_px, 1280);
	assert_int_equal(glass->app.ui.metrics.height_px, 720);
	assert_true(ks_mm_fixed(&glass->app.ui.metrics, 100.0) < 230);
	assert_asks(glass, KS_W_TOUCH_HEADING);
	for (int i = 0; i < 9; i++)
		glass_tap(glass, KS_ACT_TOUCH, i);
	assert_asks(glass, KS_W_TOUCH_DONE);
	glass_tap(glass, KS_ACT_NEXT, 0);
	assert_asks(glass, KS_W_SETUP_PLACE);
	assert_non_null(glass->app.site.ledger);
	glass_tap(glass, KS_ACT_CHOOSE, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
	assert_true(glass_shows(glass, "受付の前"));
	power_off(glass);
	power_on(glass, NULL);
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
	assert_true(glass_shows(glass, "受付の前"));
	assert_true(glass->options.display_long_mm > mm * 1.2);
	assert_string_equal(glass->options.endpoint, "");
	power_off(glass);
}

static void after_a_cut_of_power_it_goes_on_where_it_was(void **state)
{
	struct glass *glass = *state;

	power_on(glass, NULL);
	glass_tap(glass, KS_ACT_CHOOSE, 0);
	glass_tap(glass, KS_ACT_NEXT, 0);
	power_off(glass);
	power_on(glass, NULL);
	assert_asks(glass, KS_W_TOUCH_HEADING);
	glass_tap(glass, KS_ACT_BACK, 0);
	assert_asks(glass, KS_W_SETUP_WIDTH);
	glass_tap(glass, KS_ACT_BACK, 0);
	assert_asks(glass, KS_W_SETUP_KIND);
	glass_tap(glass, KS_ACT_CHOOSE, 0);
	glass_tap(glass, KS_ACT_NEXT, 0);
	glass_tap(glass, KS_ACT_NEXT, 0); /* a mark that does not answer is no dead end */
	assert_int_equal(glass->app.screen, KS_SCREEN_ENROL);
	power_off(glass);
	power_on(glass, NULL);
	assert_int_equal(glass->app.screen, KS_SCREEN_ENROL);
	glass_tap(glass, KS_ACT_SETUP, 0); /* there is no centre after all */
	assert_asks(glass, KS_W_SETUP_KIND);
	power_off(glass);
}

/* The power went behind the credentials: only where it stands is still asked. */
static void an_enrolled_machine_is_asked_where_it_stands(void **state)
{
	struct glass *glass = *state;

	free(ks_test_write(glass->folder, "setup", "step: enrol\nalone: no\ndisplay_mm: 600\n"));
	free(ks_test_write(glass->folder, "credentials", "k-03:secret\nhttp://127.0.0.1:1/xAPI\n"));
	power_on(glass, NULL);
	assert_asks(glass, KS_W_SETUP_PLACE);
	assert_string_equal(glass->options.endpoint, "http://127.0.0.1:1/xAPI");
	glass_tap(glass, KS_ACT_CHOOSE, -1);
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
	power_off(glass);
	power_on(glass, NULL);
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
	assert_true(glass->options.display_long_mm == 600);
	power_off(glass);
}

static void what_a_file_says_is_not_asked(void **state)
{
	struct glass *glass = *state;
	char *config = ks_test_write(glass->folder, "kiosk.conf", "display_mm: 700\nplace: 支所\n");

	power_on(glass, config);
	glass_tap(glass, KS_ACT_CHOOSE, 1);
	assert_asks(glass, KS_W_TOUCH_HEADING);
	glass_tap(glass, KS_ACT_NEXT, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
	assert_true(glass_shows(glass, "支所"));
	power_off(glass);
	free(config);
}

static void a_kiosk_from_before_is_asked_nothing(void **state)
{
	struct glass *glass = *state;

	free(ks_test_write(glass->folder, "credentials", "k-03:secret\nhttp://127.0.0.1:1/xAPI\n"));
	power_on(glass, NULL);
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
	power_off(glass);
}

/* From before, when a machine without an address stood alone. */
static void one_that_recorded_alone_goes_on_so(void **state)
{
	struct glass *glass = *state;
	char *file = ks_path_join(glass->folder, "setup");

	power_on(glass, NULL);
	glass_tap(glass, KS_ACT_CHOOSE, 1);
	glass_tap(glass, KS_ACT_NEXT, 0);
	glass_tap(glass, KS_ACT_NEXT, 0);
	power_off(glass);
	assert_int_equal(remove(file), 0);
	power_on(glass, NULL);
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
	assert_non_null(glass->app.site.ledger);
	power_off(glass);
	free(file);
}

static void where_nothing_can_be_kept_it_says_so_and_goes_on(void **state)
{
	struct glass *glass = *state;
	char *file = ks_path_join(glass->folder, "setup"), *said;
	struct ks_test_stream stream;

	assert_int_equal(mkdir(file, 0700), 0); /* in the way of the file */
	stream = ks_test_stream_begin(stderr);
	power_on(glass, NULL);
	glass_tap(glass, KS_ACT_CHOOSE, 1);
	said = ks_test_stream_end(&stream);
	assert_non_null(strstr(said, "/setup cannot be written: "));
	free(said);
	glass_tap(glass, KS_ACT_NEXT, 0);
	glass_tap(glass, KS_ACT_NEXT, 0);
	assert_asks(glass, KS_W_SETUP_PLACE);
	assert_true(glass_shows(glass, "設定をこの端末に書けません"));
	glass_tap(glass, KS_ACT_CHOOSE, -1);
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
	power_off(glass);
	free(file);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_machine_that_stands_alone_is_set_up_without_a_terminal, set_up, tear_down),
		cmocka_unit_test_setup_teardown(after_a_cut_of_power_it_goes_on_where_it_was,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_enrolled_machine_is_asked_where_it_stands,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_a_file_says_is_not_asked, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_kiosk_from_before_is_asked_nothing, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(one_that_recorded_alone_goes_on_so, set_up, tear_down),
		cmocka_unit_test_setup_teardown(where_nothing_can_be_kept_it_says_so_and_goes_on,
						set_up, tear_down),
	};

	return ks_test_run(tests);
}
