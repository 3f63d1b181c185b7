/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/settings.h"

#include <stdlib.h>
#include <string.h>

#include "kiosk/glass.h"
#include "kiosk/screen/magnify.h"
#include "kiosk/words/words.h"
#include "record/db.h"
#include "support/test.h"

/* 見やすさ: each setting acts, is kept for who chose it, comes back with them, and is nobody else's. */

static const char *const names[KS_SETTING_COUNT] = {"text", "furigana", "easy", "contrast",
						    "low",  "slow",     "scan"};
static const int n_values[KS_SETTING_COUNT] = {3, 2, 2, 2, 2, 2, 4};

static char *kept(struct glass *glass, int setting)
{
	char *text = NULL;

	if (ks_preference_get(glass->app.site.store, GLASS_NUMBER, names[setting], &text) != KS_OK)
		return NULL;
	return text;
}

static void expect_kept(struct glass *glass, int setting, int value)
{
	char *text = kept(glass, setting), wanted[] = {(char)('0' + value), '\0'};

	assert_non_null(text);
	assert_string_equal(text, wanted);
	free(text);
}

static int begin(void **state)
{
	struct glass *glass = *state;
	char zero[] = "0";

	glass_begin(state);
	ks_settings_reset(&glass->app);
	for (int i = 0; i < KS_SETTING_COUNT; i++)
		assert_int_equal(ks_preference_set(glass->app.site.store, GLASS_NUMBER, names[i],
						   zero),
				 KS_OK);
	return 0;
}

/* No other setting moves; only easy words, which keep their kanji, bring the readings. */
static void each_value_acts_is_kept_and_comes_back(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	for (int i = 0; i < KS_SETTING_COUNT; i++) {
		assert_int_equal(ks_settings_n_values((enum ks_setting)i), n_values[i]);
		for (int value = n_values[i] - 1; value >= 0; value--) {
			glass_sign_in(glass);
			ks_settings_choose(app, (enum ks_setting)i, value);
			for (int k = 0; k < KS_SETTING_COUNT; k++)
				assert_int_equal(ks_settings_value(app, (enum ks_setting)k),
						 k == i ? value
						 : k == KS_SETTING_FURIGANA && i == KS_SETTING_EASY &&
								 app->visit.is_signed_in
							 ? 1
							 : 0);
			expect_kept(glass, i, value);
			assert_int_equal(ks_settings_are_standard(app),
					 value == 0 && i != KS_SETTING_EASY);
			app->scan = 0; /* or a touch would be a switch */
			glass_rest(glass);
			assert_true(ks_settings_are_standard(app));
			assert_int_equal(app->view.chosen_settings, 0);
			glass_sign_in(glass);
			assert_int_equal(ks_settings_value(app, (enum ks_setting)i), value);
			app->scan = 0;
			if (i == KS_SETTING_EASY) /* its readings */
				ks_settings_choose(app, KS_SETTING_FURIGANA, value);
			glass_rest(glass);
		}
	}
}

static void what_each_is(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	ks_settings_show(app, KS_SETTING_TEXT, 2);
	assert_int_equal(app->ui.metrics.step_percent, 150);
	ks_settings_show(app, KS_SETTING_TEXT, 1);
	assert_int_equal(app->ui.metrics.step_percent, 125);
	ks_settings_show(app, KS_SETTING_CONTRAST, 1);
	assert_int_equal(app->ui.theme, KS_THEME_CONTRAST);
	ks_settings_show(app, KS_SETTING_CONTRAST, 0);
	assert_int_equal(app->ui.theme, KS_THEME_STANDARD);
	for (int i = 0; i < KS_SETTING_COUNT; i++) { /* those after which all is measured anew */
		app->is_recount_due = false;
		ks_settings_show(app, (enum ks_setting)i, 1);
		assert_int_equal(app->is_recount_due, i != KS_SETTING_SLOW && i != KS_SETTING_SCAN);
	}
	app->ui.has_focus_ring = true;
	ks_settings_show(app, KS_SETTING_SCAN, 2);
	assert_true(app->ui.has_focus_ring);
	ks_settings_show(app, KS_SETTING_SCAN, 0);
	assert_false(app->ui.has_focus_ring); /* nobody moves it on */
	assert_string_equal(ks_word(ks_settings_word(KS_SETTING_SCAN, 3)), ks_word(KS_W_SET_SCAN_4));
	assert_string_equal(ks_word(ks_settings_word(KS_SETTING_LOW, 1)), ks_word(KS_W_SET_ON));
	ks_settings_reset(app);
}

/* What was chosen before the sign-in stays, whatever was kept; what is kept and is no value is none. */
static void what_was_chosen_here_goes_before_what_was_kept(void **state)
{
	static const char *const wrong[] = {"3", "9", "/", "", "x"};
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;
	char two[] = "2", one[] = "1";

	assert_int_equal(ks_preference_set(app->site.store, GLASS_NUMBER, "text", two), KS_OK);
	assert_int_equal(ks_preference_set(app->site.store, GLASS_NUMBER, "low", one), KS_OK);
	glass_set(glass, KS_SETTING_TEXT, 1);
	glass_sign_in(glass);
	assert_int_equal(ks_settings_value(app, KS_SETTING_TEXT), 1);
	assert_int_equal(ks_settings_value(app, KS_SETTING_LOW), 1);
	expect_kept(glass, KS_SETTING_TEXT, 2); /* nobody was here when it was chosen */
	glass_rest(glass);
	for (size_t i = 0; i < KS_COUNT(wrong); i++) {
		char *text = strdup(wrong[i]);

		assert_int_equal(ks_preference_set(app->site.store, GLASS_NUMBER, "text", text),
				 KS_OK);
		glass_sign_in(glass);
		assert_int_equal(ks_settings_value(app, KS_SETTING_TEXT), 0);
		glass_rest(glass);
		free(text);
	}
}

/* 標準に戻す: of this machine, which may be of large letters and contrast. */
static void the_standard_is_the_machines(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;
	struct ks_action standard = {KS_ACT_STANDARD, 0}, none = {KS_ACT_NEXT, 0};

	app->options->step_percent = 125;
	app->options->is_contrast = true;
	glass_sign_in(glass);
	ks_settings_choose(app, KS_SETTING_LOW, 1);
	assert_false(ks_settings_are_standard(app));
	assert_false(ks_settings_tap(app, none));
	assert_true(ks_settings_tap(app, standard));
	assert_true(ks_settings_are_standard(app));
	assert_int_equal(ks_settings_value(app, KS_SETTING_TEXT), 1);
	assert_int_equal(ks_settings_value(app, KS_SETTING_CONTRAST), 1);
	assert_int_equal(ks_settings_value(app, KS_SETTING_LOW), 0);
	expect_kept(glass, KS_SETTING_LOW, 0);
	expect_kept(glass, KS_SETTING_TEXT, 1);
	app->options->step_percent = 100;
	app->options->is_contrast = false;
	glass_rest(glass);
}

/* A comfort that cannot be kept acts all the same, and is told in the log. */
static void what_cannot_be_kept_acts_today(void **state)
{
	struct glass *glass = *state;
	struct ks_test_stream stream;
	char *said;

	glass_sign_in(glass);
	assert_int_equal(ks_db_run(glass->app.site.store,
				   "CREATE TRIGGER full BEFORE INSERT ON preference BEGIN SELECT "
				   "RAISE(ABORT, 'full'); END",
				   ""),
			 KS_OK);
	stream = ks_test_stream_begin(stderr);
	ks_settings_choose(&glass->app, KS_SETTING_CONTRAST, 1);
	said = ks_test_stream_end(&stream);
	assert_int_equal(ks_settings_value(&glass->app, KS_SETTING_CONTRAST), 1);
	assert_non_null(strstr(said, "a preference was not saved"));
	assert_int_equal(ks_db_run(glass->app.site.store, "DROP TRIGGER full", ""), KS_OK);
	free(said);
	glass_rest(glass);
}

/* Of another size all is counted anew, and what was enlarged comes back to the first part. */
static void behind_another_size_one_begins_with_the_first_part(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	for (int is_resized = 0; is_resized < 2; is_resized++) {
		app->screen = KS_SCREEN_QUESTION;
		app->view.part = 2;
		assert_int_equal(ks_magnify_open(app, true), KS_SCREEN_MAGNIFY);
		assert_int_equal(app->view.part, 0);
		if (is_resized)
			ks_screen_get(KS_SCREEN_MAGNIFY)->recount(&app->view);
		assert_int_equal(ks_magnify_leave(app), KS_SCREEN_QUESTION);
		assert_int_equal(app->view.part, is_resized ? 0 : 2);
	}
	app->view.part = 0;
	glass_rest(glass);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(each_value_acts_is_kept_and_comes_back, begin),
		cmocka_unit_test_setup(what_each_is, begin),
		cmocka_unit_test_setup(what_was_chosen_here_goes_before_what_was_kept, begin),
		cmocka_unit_test_setup(the_standard_is_the_machines, begin),
		cmocka_unit_test_setup(what_cannot_be_kept_acts_today, begin),
		cmocka_unit_test_setup(behind_another_size_one_begins_with_the_first_part, begin),
	};

	return ks_test_run_in(tests, glass_setup, glass_teardown);
}
