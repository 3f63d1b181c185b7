/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/calm.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/rc.h"
#include "kiosk/words/words.h"
#include "support/golden.h"
#include "support/test.h"

/* A session whose program cannot run says so; a terminal is left alone. */

static void a_session_shows_a_sentence(void **state)
{
	struct ks_buf dump = {0};

	(void)state;
	assert_true(ks_calm_show(KS_WINDOW_OFFSCREEN, 0, &dump));
	assert_non_null(strstr(ks_buf_text(&dump), ks_word(KS_W_CALM)));
	assert_non_null(strstr(ks_buf_text(&dump), "係員"));
	ks_test_golden("tests/data/golden/glass/calm.json", ks_buf_text(&dump));
	ks_buf_finish(&dump);
}

static int64_t now_ms(void)
{
	struct ks_clock clock = ks_clock_system();

	return ks_clock_mono_ms(&clock);
}

/* Long enough to be read; then the session tries again. */
static void it_stays_as_long_as_it_should(void **state)
{
	int64_t from = now_ms();

	(void)state;
	assert_true(ks_calm_show(KS_WINDOW_OFFSCREEN, 150, NULL));
	assert_true(now_ms() - from >= 150);
	assert_true(now_ms() - from < 60000);
}

static void only_a_session_and_only_a_fault(void **state)
{
	(void)state;
	unsetenv("KENSHU_SESSION");
	assert_false(ks_calm_is_wanted(KS_EXIT_BAD_CONFIG));
	setenv("KENSHU_SESSION", "1", 1);
	assert_true(ks_calm_is_wanted(KS_EXIT_BAD_CONFIG));
	assert_true(ks_calm_is_wanted(KS_EXIT_TRY_LATER));
	assert_false(ks_calm_is_wanted(KS_EXIT_DONE));
	unsetenv("KENSHU_SESSION");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_session_shows_a_sentence),
		cmocka_unit_test(it_stays_as_long_as_it_should),
		cmocka_unit_test(only_a_session_and_only_a_fault),
	};

	return ks_test_run(tests);
}
