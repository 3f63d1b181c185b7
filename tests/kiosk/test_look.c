/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/settings.h"

#include <stdlib.h>
#include <string.h>

#include "kiosk/glass.h"
#include "kiosk/tour.h"
#include "support/test.h"

/* 見やすさ: from every screen and back to it as it was; carried into the sign-in; gone for the next one. */

static char *dump(struct glass *glass)
{
	struct ks_buf out = {0};
	char *text;

	ks_scene_dump(glass->app.shown, &out);
	text = ks_strdup(ks_buf_text(&out));
	ks_buf_finish(&out);
	return text;
}

static void open_and_close(struct glass *glass)
{
	enum ks_screen_id from = glass->app.screen;
	char *before = dump(glass), *after;

	glass_tap(glass, KS_ACT_SETTINGS, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_SETTINGS);
	glass_tap(glass, KS_ACT_SETTLED, 0);
	assert_int_equal(glass->app.screen, from);
	after = dump(glass);
	if (from != KS_SCREEN_TROUBLE) /* it tells the free space of the disk, which others use too */
		assert_string_equal(before, after);
	free(before);
	free(after);
}

static void it_opens_from_every_screen_and_leads_back_to_it_as_it_was(void **state)
{
	tour(*state, open_and_close);
}

/* Half an answer, then another size: the answer is still there. */
static void what_was_chosen_on_a_question_outlives_a_change_of_size(void **state)
{
	struct glass *glass = *state;
	const struct ks_element *row;

	glass_sign_in(glass);
	tour_to_rows(glass);
	while (!glass_find(glass, KS_ACT_CHOOSE, 1))
		glass_tap(glass, KS_ACT_NEXT, 0);
	glass_tap(glass, KS_ACT_CHOOSE, 1);
	glass_set(glass, KS_SETTING_TEXT, 2);
	while (!(row = glass_find(glass, KS_ACT_CHOOSE, 1)))
		glass_tap(glass, KS_ACT_NEXT, 0);
	assert_true(row->state & KS_STATE_SELECTED);
	glass_set(glass, KS_SETTING_TEXT, 0); /* it was kept for the person */
	glass_rest(glass);
}

static void it_shows_at_once_and_names_each_value_for_those_who_hear(void **state)
{
	struct glass *glass = *state;
	const struct ks_element *value;

	glass_tap(glass, KS_ACT_SETTINGS, 0);
	for (int i = 0; i < KS_SETTING_COUNT; i++) {
		enum ks_setting setting = (enum ks_setting)i;
		int last = ks_settings_n_values(setting) - 1;

		if (setting == KS_SETTING_TEXT || setting == KS_SETTING_SCAN)
			continue;
		glass_tap(glass, KS_ACT_SET, KS_SETTING_ARG(setting, last));
		assert_int_equal(ks_settings_value(&glass->app, setting), last);
		while (!(value = glass_find(glass, KS_ACT_SET, KS_SETTING_ARG(setting, last))))
			glass_tap(glass, KS_ACT_NEXT, 0);
		assert_true(value->state & KS_STATE_SELECTED);
		glass_tap(glass, KS_ACT_SET, KS_SETTING_ARG(setting, 0));
	}
	assert_true(glass_shows(glass, "ふりがな：あり"));
	assert_true(glass_shows(glass, "低い位置：なし"));
	glass_tap(glass, KS_ACT_SET, KS_SETTING_ARG(KS_SETTING_LOW, 1));
	while (!glass_find(glass, KS_ACT_STANDARD, 0))
		glass_tap(glass, KS_ACT_BACK, 0);
	glass_tap(glass, KS_ACT_STANDARD, 0);
	assert_true(ks_settings_are_standard(&glass->app));
	glass_rest(glass);
}

/* The doors stand low already; the keypad does not. */
static void a_setting_that_changes_nothing_on_the_screen_behind_says_so(void **state)
{
	struct glass *glass = *state;

	glass_tap(glass, KS_ACT_SETTINGS, 0);
	assert_true(glass_shows(glass, "いまの画面は同じです"));
	glass_tap(glass, KS_ACT_SETTLED, 0);
	glass_tap(glass, KS_ACT_TRAIN, 0);
	glass_tap(glass, KS_ACT_SETTINGS, 0);
	assert_false(glass_shows(glass, "いまの画面は同じです"));
	glass_rest(glass);
}

static void chosen_before_it_is_carried_into_the_sign_in_and_through_doors(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	glass_set(glass, KS_SETTING_TEXT, 2);
	glass_set(glass, KS_SETTING_SLOW, 1);
	glass_tap(glass, KS_ACT_EMERGENCY, 0); /* a look at another door, and back */
	glass_tap(glass, KS_ACT_CLOSE, 0);
	assert_int_equal(app->ui.metrics.step_percent, 150);
	glass_sign_in(glass);
	assert_int_equal(app->ui.metrics.step_percent, 150);
	assert_true(app->is_slow);
	glass_tap(glass, KS_ACT_SIGN_OUT, 0);
	assert_true(ks_settings_are_standard(app));
	glass_sign_in(glass); /* of that day only */
	assert_int_equal(app->ui.metrics.step_percent, 100);
	glass_rest(glass);
}

static const char *title_of(const struct ks_clause *clause)
{
	static char words[256];

	snprintf(words, sizeof(words), "\"%s　%s（", clause->mark, clause->title);
	return words;
}

/* Whoever turns to the second page of a section must not have to turn back to know which it is. */
static void every_page_of_the_policy_tells_its_section(void **state)
{
	struct glass *glass = *state;
	const struct ks_policy *policy = &glass->app.content.policy;
	size_t n_pages = 0, n_sections = 0, at = 0;

	for (size_t i = 0; i < policy->n_clauses; i++)
		n_sections += policy->clauses[i].depth == 0;
	glass_tap(glass, KS_ACT_POLICY, 0);
	for (;; n_pages++) {
		while (!glass_shows(glass, title_of(&policy->clauses[at])))
			do {
				at++;
				assert_true(at < policy->n_clauses);
			} while (policy->clauses[at].depth != 0);
		if (!glass_find(glass, KS_ACT_NEXT, 0))
			break;
		glass_key(glass, KS_KEY_ENTER, 0); /* one key: on */
		assert_int_equal(glass->app.screen, KS_SCREEN_POLICY);
	}
	assert_true(n_pages > n_sections);
	glass_rest(glass);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(it_opens_from_every_screen_and_leads_back_to_it_as_it_was,
				       glass_begin),
		cmocka_unit_test_setup(what_was_chosen_on_a_question_outlives_a_change_of_size,
				       glass_begin),
		cmocka_unit_test_setup(it_shows_at_once_and_names_each_value_for_those_who_hear,
				       glass_begin),
		cmocka_unit_test_setup(a_setting_that_changes_nothing_on_the_screen_behind_says_so,
				       glass_begin),
		cmocka_unit_test_setup(every_page_of_the_policy_tells_its_section, glass_begin),
		cmocka_unit_test_setup(chosen_before_it_is_carried_into_the_sign_in_and_through_doors,
				       glass_begin),
	};

	return ks_test_run_in(tests, glass_setup, glass_teardown);
}
