/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

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

static int n_open(void)
{
	int n = 0;

	for (int fd = 0; fd < 1024; fd++)
		n += fcntl(fd, F_GETFD) >= 0;
	return n;
}

/* No file to be had, or no thread: nothing stays open of the attempt. */
static void a_start_that_fails_leaves_nothing_open(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_control *control;
	int n_before = n_open(), next = dup(0);
	pthread_attr_t usual, huge;
	struct rlimit all, few;

	(void)close(next);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &all), 0);
	few = all;
	few.rlim_cur = (rlim_t)next + 1;
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &few), 0);
	assert_int_equal(ks_control_start(sample->centre, &control), KS_IO);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &all), 0);
	assert_null(control);
	assert_int_equal(n_open(), n_before);

	assert_int_equal(pthread_getattr_default_np(&usual), 0);
	assert_int_equal(pthread_attr_init(&huge), 0);
	assert_int_equal(pthread_attr_setstacksize(&huge, (size_t)1 << 47), 0);
	assert_int_equal(pthread_setattr_default_np(&huge), 0);
	assert_int_equal(ks_control_start(sample->centre, &control), KS_IO);
	assert_int_equal(pthread_setattr_default_np(&usual), 0);
	assert_null(control);
	assert_int_equal(n_open(), n_before);

	assert_int_equal(ks_control_start(sample->centre, &control), KS_OK);
	ks_control_stop(control);
	assert_int_equal(n_open(), n_before);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_command_reaches_the_running_collector_through_its_socket),
		TEST(a_start_that_fails_leaves_nothing_open),
		TEST(a_held_folder_without_a_collector_is_busy),
	};

	return ks_test_run(tests);
}
