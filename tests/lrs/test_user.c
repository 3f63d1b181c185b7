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

/* Counted in characters at least, in bytes at most. */
static void a_password_is_long_enough_and_not_too_long(void **state)
{
	static const struct {
		const char *piece;
		int n;
		bool is_good;
	} cases[] = {
		{"x", KS_PASSWORD_MIN - 1, false},  {"x", KS_PASSWORD_MIN, true},
		{"あ", KS_PASSWORD_MIN - 1, false}, {"あ", KS_PASSWORD_MIN, true},
		{"x", KS_PASSWORD_MAX, true},       {"x", KS_PASSWORD_MAX + 1, false},
		{"\xff", KS_PASSWORD_MIN, false},
	};
	struct ks_sample_centre *sample = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_user user = {.role = KS_USER_HR}, found;
		struct ks_buf password = {0};
		const char *why = NULL;

		(void)snprintf(user.name, sizeof(user.name), "u%zu", i);
		for (int k = 0; k < cases[i].n; k++)
			ks_buf_puts(&password, cases[i].piece);
		if (add(sample, user, ks_buf_text(&password), &why) !=
		    (cases[i].is_good ? KS_OK : KS_INVALID))
			fail_msg("%zu: %s", i, why ? why : "taken");
		assert_int_equal(!why, cases[i].is_good);
		if (!cases[i].is_good)
			assert_string_equal(why,
					    "パスワードは8文字以上、256バイトまでにしてください。");
		assert_int_equal(ks_user_check(sample->store, user.name, ks_buf_text(&password),
					       &found),
				 cases[i].is_good ? KS_OK : KS_DENIED);
		ks_buf_finish(&password);
	}
}

static void a_user_is_read_back_as_they_were_added(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_user user = {
		.name = "A.b-c_9", .role = KS_USER_HEAD, .unit = "総務課", .staff = "000101"};
	struct ks_user found;
	const char *why;

	assert_int_equal(add(sample, user, "long enough", &why), KS_OK);
	assert_int_equal(ks_user_find(sample->store, "A.b-c_9", &found), KS_OK);
	assert_string_equal(found.name, "A.b-c_9");
	assert_int_equal(found.role, KS_USER_HEAD);
	assert_string_equal(found.unit, "総務課");
	assert_string_equal(found.staff, "000101");
	assert_int_equal(found.added_ms, KS_TEST_WALL_MS);
	assert_false(found.has_totp);
	assert_int_equal(ks_user_set_staff(sample->store, "A.b-c_9", "000102"), KS_OK);
	assert_int_equal(ks_user_set_totp(sample->store, "A.b-c_9",
					  "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"),
			 KS_OK);
	assert_int_equal(ks_user_find(sample->store, "A.b-c_9", &found), KS_OK);
	assert_string_equal(found.staff, "000102");
	assert_true(found.has_totp);
	assert_int_equal(ks_user_check_code(sample->store, "A.b-c_9", "000000", 0), KS_DENIED);
	assert_int_equal(ks_user_check_code(sample->store, "nobody", "000000", 0), KS_DENIED);
	assert_int_equal(ks_user_set_totp(sample->store, "A.b-c_9", ""), KS_OK);
	assert_int_equal(ks_user_check_code(sample->store, "A.b-c_9", "", 0), KS_OK); /* none is asked */
	assert_int_equal(ks_user_set_staff(sample->store, "nobody", "7"), KS_NOT_FOUND);
	assert_int_equal(ks_user_set_totp(sample->store, "nobody", "7"), KS_NOT_FOUND);
	assert_int_equal(ks_user_set_password(sample->store, "nobody", "long enough", &why),
			 KS_NOT_FOUND);
	assert_int_equal(ks_user_set_password(sample->store, "A.b-c_9", "short", &why), KS_INVALID);
}

static void each_role_has_a_word_and_a_word_one_role(void **state)
{
	static const char *const words[] = {"人事", "研修担当", "所属長", "監査", "IT"};

	(void)state;
	assert_int_equal(KS_COUNT(words), KS_USER_COUNT);
	for (int i = 0; i < KS_USER_COUNT; i++) {
		assert_int_equal(ks_user_role_find(ks_user_role_word((enum ks_user_role)i)), i);
		assert_true(ks_user_role_find(words[i]) < KS_USER_COUNT);
	}
	assert_string_equal(ks_user_role_word(KS_USER_COUNT), "");
	assert_int_equal(ks_user_role_find("係員"), KS_USER_COUNT);
	assert_int_equal(ks_user_role_find(""), KS_USER_COUNT);
}

static void the_first_user_comes_in_by_a_code_once(void **state)
{
	struct ks_sample_centre *sample = *state;
	char code[KS_FIRST_CODE_TEXT], plain[KS_FIRST_CODE_TEXT], too_long[64];
	const char *why = NULL;
	struct ks_user found;
	size_t n = 0;

	assert_false(ks_user_first_is_open(sample->store));
	assert_int_equal(ks_user_first(sample->store, "", "hr", "long enough", 7, &why), KS_DENIED);
	assert_int_equal(ks_user_first_code(sample->store, code), KS_OK);
	assert_int_equal(strlen(code), 19);
	assert_true(code[4] == '-' && code[9] == '-' && code[14] == '-');
	assert_true(ks_user_first_is_open(sample->store));
	/* As it may be typed: without the lines, in small letters. */
	for (const char *at = code; *at; at++)
		if (*at != '-')
			plain[n++] = (char)(*at >= 'A' && *at <= 'Z' ? *at - 'A' + 'a' : *at);
	plain[n] = '\0';
	memset(too_long, 'x', sizeof(too_long));
	too_long[sizeof(found.name)] = '\0';
	assert_int_equal(ks_user_first(sample->store, plain, too_long, "long enough", 7, &why),
			 KS_INVALID);
	assert_string_equal(why, "利用者の名前は、32字までにしてください。");
	too_long[sizeof(found.name) - 1] = '\0';
	plain[0] = plain[0] == 'a' ? 'b' : 'a';
	assert_int_equal(ks_user_first(sample->store, plain, too_long, "long enough", 7, &why),
			 KS_DENIED);
	plain[0] = (char)(code[0] >= 'A' && code[0] <= 'Z' ? code[0] - 'A' + 'a' : code[0]);
	assert_int_equal(ks_user_first(sample->store, plain, too_long, "short", 7, &why), KS_INVALID);
	assert_int_equal(ks_user_first(sample->store, plain, too_long, "long enough", 7, &why),
			 KS_OK);
	assert_int_equal(ks_user_find(sample->store, too_long, &found), KS_OK);
	assert_int_equal(found.role, KS_USER_HR);
	assert_int_equal(found.added_ms, 7);
	assert_false(ks_user_first_is_open(sample->store));
	assert_int_equal(ks_user_first(sample->store, code, "hr2", "long enough", 7, &why),
			 KS_DENIED);
	assert_int_equal(ks_user_first_code(sample->store, code), KS_CONFLICT);
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
		cmocka_unit_test_setup_teardown(a_password_is_long_enough_and_not_too_long,
						ks_sample_setup, ks_sample_teardown),
		cmocka_unit_test_setup_teardown(a_user_is_read_back_as_they_were_added,
						ks_sample_setup, ks_sample_teardown),
		cmocka_unit_test(each_role_has_a_word_and_a_word_one_role),
		cmocka_unit_test_setup_teardown(the_first_user_comes_in_by_a_code_once,
						ks_sample_setup, ks_sample_teardown),
	};

	return ks_test_run(tests);
}
