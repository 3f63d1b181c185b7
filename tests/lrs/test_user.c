/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/user.h"

#include <stdlib.h>
#include <string.h>

#include "support/centre_sample.h"
#include "support/test.h"

/* Who may open the pages. */

static enum ks_rc add(struct ks_sample_centre *sample, struct ks_user user, const char *password,
		      const char **why)
{
	user.added_ms = KS_TEST_WALL_MS;
	return ks_user_add(sample->store, &user, password, why);
}

static void only_the_right_password_lets_in_and_the_role_comes_along(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_user user = {.name = "kacho", .role = KS_USER_HEAD, .unit = "総務課"}, found;
	const char *why;

	assert_int_equal(add(sample, user, "correct horse", &why), KS_OK);
	assert_int_equal(ks_user_check(sample->store, "kacho", "correct horse", &found), KS_OK);
	assert_int_equal(found.role, KS_USER_HEAD);
	assert_string_equal(found.unit, "総務課");
	assert_int_equal(ks_user_check(sample->store, "kacho", "correct hors", &found), KS_DENIED);
	assert_int_equal(ks_user_check(sample->store, "kacho", "", &found), KS_DENIED);
	assert_int_equal(ks_user_check(sample->store, "nobody", "correct horse", &found), KS_DENIED);
}

static void what_a_user_must_be_is_said_in_words(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_user hr = {.name = "hr", .role = KS_USER_HR};
	struct ks_user head = {.name = "head", .role = KS_USER_HEAD};
	struct ks_user with_unit = {.name = "it", .role = KS_USER_IT, .unit = "総務課"};
	struct ks_user odd = {.name = "a<b", .role = KS_USER_HR};
	const char *why = NULL;

	assert_int_equal(add(sample, hr, "short", &why), KS_INVALID);
	assert_non_null(strstr(why, "8文字"));
	assert_int_equal(add(sample, head, "long enough", &why), KS_INVALID);
	assert_non_null(strstr(why, "--unit"));
	assert_int_equal(add(sample, with_unit, "long enough", &why), KS_INVALID);
	assert_int_equal(add(sample, odd, "long enough", &why), KS_INVALID);
	assert_int_equal(add(sample, hr, "long enough", &why), KS_OK);
	assert_int_equal(add(sample, hr, "long enough", &why), KS_CONFLICT);
}

static void who_is_removed_is_out_and_the_name_is_never_given_again(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_user hr = {.name = "hr", .role = KS_USER_HR}, found, *list;
	const char *why;
	size_t n;

	assert_int_equal(add(sample, hr, "long enough", &why), KS_OK);
	assert_int_equal(ks_user_set_password(sample->store, "hr", "another one", &why), KS_OK);
	assert_int_equal(ks_user_check(sample->store, "hr", "long enough", &found), KS_DENIED);
	assert_int_equal(ks_user_check(sample->store, "hr", "another one", &found), KS_OK);
	assert_int_equal(ks_user_remove(sample->store, "hr", KS_TEST_WALL_MS), KS_OK);
	assert_int_equal(ks_user_find(sample->store, "hr", &found), KS_NOT_FOUND);
	assert_int_equal(ks_user_check(sample->store, "hr", "another one", &found), KS_DENIED);
	assert_int_equal(ks_user_remove(sample->store, "hr", KS_TEST_WALL_MS), KS_NOT_FOUND);
	assert_int_equal(add(sample, hr, "long enough", &why), KS_CONFLICT);
	assert_int_equal(ks_user_list(sample->store, &list, &n), KS_OK);
	assert_int_equal(n, 0);
	free(list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(only_the_right_password_lets_in_and_the_role_comes_along,
						ks_sample_setup, ks_sample_teardown),
		cmocka_unit_test_setup_teardown(what_a_user_must_be_is_said_in_words,
						ks_sample_setup, ks_sample_teardown),
		cmocka_unit_test_setup_teardown(who_is_removed_is_out_and_the_name_is_never_given_again,
						ks_sample_setup, ks_sample_teardown),
	};

	return ks_test_run(tests);
}
