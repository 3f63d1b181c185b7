/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/app.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/glass.h"
#include "kiosk/settings.h"
#include "support/test.h"

/*
 * Nothing of the last person stays: not in the struct of the visit, not in the scenes, not in the dump — and, counted in
 * the whole memory of the process, the name nowhere, the pages of the database included.
 */

/* Written so that the words themselves stand nowhere in writable memory. */
static const char family[] = "灯台", given[] = "みなと", number[] = GLASS_NUMBER;

static size_t count_in(const unsigned char *from, size_t len, const char *what)
{
	size_t n = 0, what_len = strlen(what);

	for (const unsigned char *at = from; len >= what_len; n++) {
		at = memmem(at, len - (size_t)(at - from), what, what_len);
		if (!at)
			break;
		at += what_len;
	}
	return n;
}

/* AddressSanitizer keeps freed memory and forbids looking at it. */
#ifdef __SANITIZE_ADDRESS__
#define CAN_SEARCH 0
#else
#define CAN_SEARCH 1
#endif

/* How often @what stands in memory that the process can write, stack and heap and all. */
static size_t count_in_process(const char *what)
{
	FILE *maps = fopen("/proc/self/maps", "re");
	char line[512];
	size_t n = 0;

	assert_non_null(maps);
	while (CAN_SEARCH && fgets(line, sizeof(line), maps)) {
		uintptr_t from, to;
		char may[8];

		if (sscanf(line, "%" SCNxPTR "-%" SCNxPTR " %7s", &from, &to, may) == 3 &&
		    strncmp(may, "rw", 2) == 0)
			n += count_in((const unsigned char *)from, to - from, what);
	}
	fclose(maps);
	return n;
}

static void assert_nothing_left(struct glass *glass)
{
	static const struct ks_visit nobody;
	struct ks_buf dump = {0};

	assert_memory_equal(&glass->app.visit, &nobody, sizeof(nobody));
	ks_scene_dump(glass->app.shown, &dump);
	assert_null(strstr(ks_buf_text(&dump), family));
	assert_null(strstr(ks_buf_text(&dump), given));
	assert_null(strstr(ks_buf_text(&dump), number));
	ks_buf_finish(&dump);
	assert_int_equal(count_in_process("灯台 みなと さん"), 0); /* as it stood in the top bar */
	assert_int_equal(count_in_process(given), 0);
	assert_int_equal(count_in_process("トウダイ"), 0);
}

static void read_some_pages(struct glass *glass)
{
	glass_sign_in(glass);
	assert_true(!CAN_SEARCH ||
		    count_in_process("灯台 みなと さん") > 0); /* the search can find it */
	glass_tap(glass, KS_ACT_OPEN, -1);
	glass_tap(glass, KS_ACT_NEXT, 0);
	ks_app_pump(&glass->app, 0); /* looks ahead */
}

static void nothing_stays_after_sign_out(void **state)
{
	struct glass *glass = *state;

	read_some_pages(glass);
	glass_tap(glass, KS_ACT_SUSPEND, 0);
	glass_tap(glass, KS_ACT_SIGN_OUT, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
	assert_nothing_left(glass);
}

static void nothing_stays_after_idling_out(void **state)
{
	struct glass *glass = *state;

	read_some_pages(glass);
	glass->app.input_mono_ms -= 151000; /* a page is read for longer */
	ks_app_pump(&glass->app, 0);
	assert_true(glass->app.is_counting_down);
	glass->app.input_mono_ms -= 20000;
	ks_app_pump(&glass->app, 0);
	assert_int_equal(glass->app.screen, KS_SCREEN_ATTRACT);
	assert_nothing_left(glass);
}

static void nothing_stays_of_a_number_that_was_only_typed(void **state)
{
	struct glass *glass = *state;

	glass_tap(glass, KS_ACT_TRAIN, 0);
	for (const char *digit = number; *digit; digit++)
		glass_tap(glass, KS_ACT_DIGIT, *digit);
	glass_tap(glass, KS_ACT_NEXT, 0);
	glass_tap(glass, KS_ACT_CLOSE, 0);
	assert_nothing_left(glass);
}

/* Repeated visits must not add up: each leaves no more than the one before. */
static void visits_do_not_add_up_in_memory(void **state)
{
	struct glass *glass = *state;
	size_t first, later;

	read_some_pages(glass);
	glass_rest(glass);
	first = count_in_process(given);
	for (int i = 0; i < 3; i++) {
		read_some_pages(glass);
		glass_rest(glass);
	}
	later = count_in_process(given);
	print_message("the given name stands %zu times in memory, after three more visits %zu\n",
		      first, later);
	assert_int_equal(first, 0);
	assert_int_equal(later, 0);
}

static void settings_are_kept_for_the_person_and_gone_for_the_next(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	glass_sign_in(glass);
	glass_set(glass, KS_SETTING_TEXT, 1);
	glass_set(glass, KS_SETTING_FURIGANA, 1);
	assert_int_equal(app->ui.metrics.step_percent, 125);
	glass_tap(glass, KS_ACT_SIGN_OUT, 0);
	assert_true(ks_settings_are_standard(app));
	assert_int_equal(app->ui.metrics.step_percent, 100);
	glass_sign_in(glass);
	assert_int_equal(app->ui.metrics.step_percent, 125);
	assert_true(app->ui.has_furigana);
	glass_set(glass, KS_SETTING_FURIGANA, 0);
	ks_settings_choose(app, KS_SETTING_TEXT, 0);
	glass_rest(glass);
}

static void a_choice_before_sign_in_stays_but_is_not_remembered(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	glass_set(glass, KS_SETTING_LOW, 1);
	assert_true(app->ui.metrics.is_low);
	glass_sign_in(glass);
	assert_true(app->ui.metrics.is_low);
	glass_rest(glass);
	glass_sign_in(glass);
	assert_false(app->ui.metrics.is_low);
	glass_rest(glass);
}

static void what_nobody_chose_on_the_idle_screen_is_undone_after_a_while(void **state)
{
	struct glass *glass = *state;
	struct ks_app *app = &glass->app;

	glass_set(glass, KS_SETTING_TEXT, 1);
	assert_false(ks_settings_are_standard(app));
	app->input_mono_ms -= 61000;
	ks_app_pump(app, 0);
	assert_true(ks_settings_are_standard(app));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(nothing_stays_after_sign_out, glass_begin),
		cmocka_unit_test_setup(nothing_stays_after_idling_out, glass_begin),
		cmocka_unit_test_setup(nothing_stays_of_a_number_that_was_only_typed, glass_begin),
		cmocka_unit_test_setup(visits_do_not_add_up_in_memory, glass_begin),
		cmocka_unit_test_setup(settings_are_kept_for_the_person_and_gone_for_the_next,
				       glass_begin),
		cmocka_unit_test_setup(a_choice_before_sign_in_stays_but_is_not_remembered,
				       glass_begin),
		cmocka_unit_test_setup(what_nobody_chose_on_the_idle_screen_is_undone_after_a_while,
				       glass_begin),
	};

	return ks_test_run_in(tests, glass_setup, glass_teardown);
}
