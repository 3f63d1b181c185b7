/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "base/rc.h"

/* One event, one line: whatever was in it. */

static char *logged_at(enum ks_log_level shown, enum ks_log_level level, const char *text)
{
	struct ks_test_stream err = ks_test_stream_begin(stderr);

	ks_log_set(shown);
	ks_log(level, "sync", "%s", text);
	ks_log_set(KS_LOG_WARN);
	return ks_test_stream_end(&err);
}

static void line_has_level_area_and_text(void **state)
{
	char *text = logged_at(KS_LOG_WARN, KS_LOG_ERROR, "endpoint answered 503");

	(void)state;
	assert_string_equal(text, "error: sync: endpoint answered 503\n");
	free(text);
}

static void what_is_below_the_shown_level_is_silent(void **state)
{
	char *quiet = logged_at(KS_LOG_WARN, KS_LOG_INFO, "x");
	char *shown = logged_at(KS_LOG_INFO, KS_LOG_INFO, "x");

	(void)state;
	assert_string_equal(quiet, "");
	assert_string_equal(shown, "info: sync: x\n");
	free(quiet);
	free(shown);
}

static void nothing_from_outside_forges_a_line(void **state)
{
	char *text = logged_at(KS_LOG_WARN, KS_LOG_WARN, "id\nerror: forged\x1b[2J");

	(void)state;
	assert_string_equal(text, "warn: sync: id error: forged [2J\n");
	free(text);
}

static void long_line_is_cut_and_still_one_line(void **state)
{
	char longer[5000];

	(void)state;
	memset(longer, 'x', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	char *text = logged_at(KS_LOG_WARN, KS_LOG_WARN, longer);

	assert_in_range(strlen(text), 500, 1024);
	assert_ptr_equal(strchr(text, '\n'), text + strlen(text) - 1);
	free(text);
}

static void only_controls_are_blanked(void **state)
{
	char *text = logged_at(KS_LOG_WARN, KS_LOG_WARN, "\x1f !~\x7f職\t.");

	(void)state;
	assert_string_equal(text, "warn: sync:   !~ 職 .\n");
	free(text);
}

/* An area is a word of ours: one that fills the line would hide what happened, and nothing is better than that. */
static void the_longest_area_that_leaves_room_is_logged(void **state)
{
	char area[1100];

	(void)state;
	for (size_t n = 1010; n < 1020; n++) { /* "warn: " and ": " around it, of 1023 */
		struct ks_test_stream err = ks_test_stream_begin(stderr);

		memset(area, 'a', n);
		area[n] = '\0';
		ks_log(KS_LOG_WARN, area, "xyz");
		char *text = ks_test_stream_end(&err);

		assert_int_equal(strlen(text), n > 1014 ? 0 : n + 12 < 1024 ? n + 12 : 1023);
		free(text);
	}
}

static void environment_chooses_the_level_and_nonsense_does_not(void **state)
{
	struct ks_test_stream err = ks_test_stream_begin(stderr);

	(void)state;
	setenv("KENSHU_LOG", "loud", 1);
	ks_log_from_env();
	ks_log_info("a", "not shown");
	setenv("KENSHU_LOG", "debug", 1);
	ks_log_from_env();
	ks_log_debug("a", "shown");
	unsetenv("KENSHU_LOG");
	ks_log_set(KS_LOG_WARN);
	char *text = ks_test_stream_end(&err);

	assert_string_equal(text, "debug: a: shown\n");
	free(text);
}

static void every_outcome_has_its_own_name(void **state)
{
	(void)state;
	for (int i = KS_OK; i <= KS_READ_ONLY; i++)
		for (int k = KS_OK; k < i; k++)
			assert_string_not_equal(ks_rc_name((enum ks_rc)i), ks_rc_name((enum ks_rc)k));
	assert_string_equal(ks_rc_name(KS_READ_ONLY), "read-only");
	assert_string_equal(ks_rc_name((enum ks_rc)(KS_READ_ONLY + 1)), "unknown");
	assert_string_equal(ks_rc_name((enum ks_rc)99), "unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(line_has_level_area_and_text),
		cmocka_unit_test(what_is_below_the_shown_level_is_silent),
		cmocka_unit_test(nothing_from_outside_forges_a_line),
		cmocka_unit_test(long_line_is_cut_and_still_one_line),
		cmocka_unit_test(only_controls_are_blanked),
		cmocka_unit_test(the_longest_area_that_leaves_room_is_logged),
		cmocka_unit_test(environment_chooses_the_level_and_nonsense_does_not),
		cmocka_unit_test(every_outcome_has_its_own_name),
	};

	return ks_test_run(tests);
}
