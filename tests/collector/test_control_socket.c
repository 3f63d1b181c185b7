/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "collector/control.h"
#include "support/centre_sample.h"

/* A command and a running collector: one folder, one writer, and an answer that may be lost. */

#define ADD_KIOSK \
	"{\"do\":\"kiosk.add\",\"kiosk\":\"k-07\",\"secret\":\"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\"}"
#define ADD_OTHER \
	"{\"do\":\"kiosk.add\",\"kiosk\":\"k-07\",\"secret\":\"BBECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\"}"

static void a_command_reaches_the_running_collector_through_its_socket(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_control *control;
	char *answer, *why;

	assert_int_equal(ks_control_start(sample->centre, &control), KS_OK);
	/* again with the same secret: its first answer never came */
	for (int i = 0; i < 2; i++) {
		assert_int_equal(ks_control_ask(sample->folder, ADD_KIOSK, -1, &answer, &why), KS_OK);
		assert_non_null(strstr(answer, "\"ok\":true"));
		free(answer);
	}
	assert_int_equal(ks_control_ask(sample->folder, ADD_OTHER, -1, &answer, &why), KS_OK);
	assert_non_null(strstr(answer, "\"ok\":false"));
	free(answer);
	assert_int_equal(ks_control_ask(sample->folder, "{\"do\":\"kiosk.add\",\"kiosk\":\"k-08\"}",
					-1, &answer, &why),
			 KS_OK);
	assert_non_null(strstr(answer, "\"ok\":false")); /* no secret is no secret */
	free(answer);
	assert_int_equal(ks_control_ask(sample->folder, "garbage", -1, &answer, &why), KS_OK);
	assert_non_null(strstr(answer, "\"ok\":false"));
	free(answer);
	ks_control_stop(control);
}

static void a_held_folder_without_a_collector_is_busy(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *answer, *why;

	assert_int_equal(ks_control_ask(sample->folder, ADD_KIOSK, -1, &answer, &why), KS_BUSY);
	assert_non_null(strstr(why, sample->folder));
	assert_null(answer);
	free(why);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_command_reaches_the_running_collector_through_its_socket),
		TEST(a_held_folder_without_a_collector_is_busy),
	};

	return ks_test_run(tests);
}
