/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "kiosk/glass.h"
#include "record/gathering.h"
#include "support/test.h"

/* 氏名から探す on the glass: by taps alone, at every size, and nothing of anybody where nobody was looked for. */

static int with_a_gathering(void **state)
{
	char title[] = "秋の集合研修", place[] = "大会議室";
	struct ks_gathering gathering = {
		.from_minute = 0, .to_minute = 23 * 60 + 59, .title = title, .place = place};
	struct glass *glass;
	int failed = glass_setup(state);

	if (failed)
		return failed;
	glass = *state;
	assert_int_equal(ks_site_today(&glass->app.site, &gathering.date), KS_OK);
	assert_int_equal(ks_gathering_add(glass->app.site.store, &gathering), KS_OK);
	return 0;
}

static void resize(struct glass *glass, int w, int h, int step)
{
	struct ks_input input = {.kind = KS_INPUT_RESIZE, .x = w, .y = h};

	ks_settings_choose(&glass->app, KS_SETTING_TEXT, step);
	ks_app_input(&glass->app, &input);
}

/* With the whole board by one tap, else by its row first. */
static void type(struct glass *glass, int c, int row)
{
	if (!glass_find(glass, KS_ACT_KANA, c))
		glass_tap(glass, KS_ACT_KANA_ROW, row);
	glass_tap(glass, KS_ACT_KANA, c);
}

static void to_name(struct glass *glass)
{
	glass_tap(glass, KS_ACT_ATTEND, 0);
	glass_tap(glass, KS_ACT_NAME, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_NAME);
}

static void who_forgot_the_number_is_found_by_two_kana_and_proves_it(void **state)
{
	static const struct {
		int w, h;
	} sizes[] = {{1920, 1080}, {1280, 720}, {1080, 1920}};
	struct glass *glass = *state;

	for (size_t i = 0; i < KS_COUNT(sizes); i++)
		for (int step = 0; step < 3; step++) {
			resize(glass, sizes[i].w, sizes[i].h, step);
			to_name(glass);
			assert_true(glass_shows(glass, "秋の集合研修"));
			type(glass, /* と */ 0x3068, 3);
			assert_false(glass_shows(glass, "灯台"));
			type(glass, /* う */ 0x3046, 0);
			if (glass_find(glass, KS_ACT_FIND, 0))
				glass_tap(glass, KS_ACT_FIND, 0);
			assert_true(glass_shows(glass, "灯台　受付係"));
			assert_false(glass_shows(glass, "みなと"));
			glass_tap(glass, KS_ACT_CHOOSE, 0);
			assert_int_equal(glass->app.screen, KS_SCREEN_SIGNIN);
			assert_true(glass_shows(glass, "暗証番号"));
			glass_rest(glass);
			resize(glass, 1280, 720, 0);
		}
}

static void what_was_typed_is_gone_for_the_next_one(void **state)
{
	struct glass *glass = *state;

	to_name(glass);
	type(glass, /* と */ 0x3068, 3);
	type(glass, /* う */ 0x3046, 0);
	glass_tap(glass, KS_ACT_ERASE, 0);
	assert_false(glass_shows(glass, "灯台"));
	type(glass, /* う */ 0x3046, 0);
	assert_true(glass_shows(glass, "とう"));
	glass_tap(glass, KS_ACT_HOME, 0); /* the number is asked again */
	assert_int_equal(glass->app.screen, KS_SCREEN_SIGNIN);
	glass_tap(glass, KS_ACT_CLOSE, 0);
	to_name(glass);
	assert_false(glass_shows(glass, "とう"));
	assert_false(glass_shows(glass, "灯台"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(who_forgot_the_number_is_found_by_two_kana_and_proves_it,
				       glass_begin),
		cmocka_unit_test_setup(what_was_typed_is_gone_for_the_next_one, glass_begin),
	};

	return ks_test_run_in(tests, with_a_gathering, glass_teardown);
}
