/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/control.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/centre.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* The socket through which the command `kenshu` has things done by a running collector. */

static void expect_answer(const char *folder, const char *secret, const char *words)
{
	char *request =
		ks_format("{\"do\":\"kiosk.add\",\"kiosk\":\"k-07\",\"secret\":\"%s\"}", secret);
	char *answer, *why;

	assert_int_equal(ks_control_ask(folder, request, -1, &answer, &why), KS_OK);
	assert_non_null(strstr(answer, words));
	free(answer);
	free(request);
}

static void a_command_reaches_the_running_collector_through_its_socket(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_control *control;
	char *secret = ks_centre_make_secret(), *other = ks_centre_make_secret();
	char *answer, *why;

	assert_int_equal(ks_control_start(sample->centre, &control), KS_OK);
	expect_answer(sample->folder, secret, "\"ok\":true");
	expect_answer(sample->folder, secret,
		      "\"ok\":true"); /* asked again: its answer may have been lost */
	expect_answer(sample->folder, other, "\"ok\":false");
	assert_int_equal(ks_control_ask(sample->folder, "garbage", -1, &answer, &why), KS_OK);
	assert_non_null(strstr(answer, "\"ok\":false"));
	free(answer);
	free(secret);
	free(other);
	ks_control_stop(control);
}

static void expect_client(const char *folder, const char *secret, const char *scope, const char *words)
{
	char *request = ks_format(
		"{\"do\":\"client.add\",\"client\":\"lms-1\",\"scope\":\"%s\",\"secret\":\"%s\"}",
		scope, secret);
	char *answer, *why;

	assert_int_equal(ks_control_ask(folder, request, -1, &answer, &why), KS_OK);
	assert_non_null(strstr(answer, words));
	free(answer);
	free(request);
}

static void the_same_client_asked_for_with_another_scope_is_refused_by_the_one_it_has(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_control *control;
	char *secret = ks_centre_make_secret();
	enum ks_scope scope;

	assert_int_equal(ks_control_start(sample->centre, &control), KS_OK);
	expect_client(sample->folder, secret, "read", "\"ok\":true");
	expect_client(sample->folder, secret, "read", "\"ok\":true");
	expect_client(sample->folder, secret, "all", "--scope read で登録済み");
	assert_int_equal(ks_centre_check_client(sample->centre, "lms-1", secret, &scope), KS_OK);
	assert_int_equal(scope, KS_SCOPE_READ);
	free(secret);
	ks_control_stop(control);
}

/* A collector runs for years: whatever is asked of it a thousand times a day may keep nothing. */
static void commands_leave_nothing_on_the_heap(void **state)
{
	static const char *const requests[] = {
		"{\"do\":\"kiosk.add\",\"kiosk\":\"k-01\"}",
		"{\"do\":\"client.add\",\"client\":\"x\",\"scope\":\"none\"}",
		"{\"do\":\"gathering.add\",\"title\":\"t\"}",
		"{\"do\":\"nothing\"}",
		"garbage",
	};
	struct ks_sample_centre *sample = *state;
	struct ks_control *control;
	size_t before = 0;

	assert_int_equal(ks_control_start(sample->centre, &control), KS_OK);
	for (int i = 0; i < 200 + 20; i++) {
		if (i == 20)
			before = ks_test_heap();
		for (size_t k = 0; k < KS_COUNT(requests); k++) {
			char *answer, *why;

			assert_int_equal(ks_control_ask(sample->folder, requests[k], -1, &answer,
							&why),
					 KS_OK);
			assert_non_null(strstr(answer, "\"ok\":false"));
			free(answer);
			free(why);
		}
	}
	ks_control_stop(control);
	assert_true(ks_test_heap() < before + 200 * 16);
}

static void a_held_folder_without_a_collector_is_busy(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *answer, *why;

	assert_int_equal(ks_control_ask(sample->folder, "{\"do\":\"kiosk.add\",\"kiosk\":\"k-07\"}",
					-1, &answer, &why),
			 KS_BUSY);
	assert_non_null(strstr(why, sample->folder));
	assert_null(answer);
	free(why);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_command_reaches_the_running_collector_through_its_socket),
		TEST(the_same_client_asked_for_with_another_scope_is_refused_by_the_one_it_has),
		TEST(commands_leave_nothing_on_the_heap),
		TEST(a_held_folder_without_a_collector_is_busy),
	};

	return ks_test_run(tests);
}
