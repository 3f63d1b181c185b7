/* SPDX-License-Identifier: Apache-2.0 */
#include "base/code.h"

#include <stdlib.h>
#include <string.h>

#include "base/id.h"
#include "base/mem.h"
#include "support/test.h"

static void a_code_is_read_as_people_type_it(void **state)
{
	static const char *const typed[] = {"ABCD2345", "abcd-2345", " AB CD 23 45 "};
	static const char *const none[] = {
		"ABCD234", "ABCD23456", "ABCD-2340", "ABCD234O", "ABCD-234\xe3\x82\xa2", ""};
	char code[KS_CODE_CHARS + 1];

	(void)state;
	for (size_t i = 0; i < KS_COUNT(typed); i++) {
		assert_true(ks_code_read(typed[i], KS_CODE_CHARS, code));
		assert_string_equal(code, "ABCD2345");
	}
	for (size_t i = 0; i < KS_COUNT(none); i++) {
		assert_false(ks_code_read(none[i], KS_CODE_CHARS, code));
		assert_string_equal(code, "");
	}
}

static void no_two_letters_look_alike_and_all_are_used(void **state)
{
	char code[KS_CODE_CHARS + 1], again[KS_CODE_CHARS + 1];
	size_t seen[256] = {0};

	(void)state;
	for (int i = 0; i < 2000; i++) {
		ks_code_make(code);
		assert_true(ks_code_read(code, KS_CODE_CHARS, again));
		for (size_t k = 0; k < KS_CODE_CHARS; k++)
			seen[(unsigned char)code[k]]++;
	}
	for (const char *at = KS_CODE_LETTERS; *at; at++)
		assert_in_range(seen[(unsigned char)*at], 380, 700); /* of 533 */
	assert_null(strpbrk(KS_CODE_LETTERS, "01OILU"));
}

static void a_key_has_one_mark_and_another_key_another(void **state)
{
	char one[KS_MARK_CHARS + 1], other[KS_MARK_CHARS + 1], *grouped;

	(void)state;
	ks_code_of_key("key", one);
	ks_code_of_key("key", other);
	assert_string_equal(one, other);
	ks_code_of_key("kez", other);
	assert_string_not_equal(one, other);
	grouped = ks_code_grouped(one);
	assert_int_equal(strlen(grouped), KS_MARK_CHARS + 3);
	assert_true(ks_code_read(grouped, KS_MARK_CHARS, other));
	assert_string_equal(other, one);
	free(grouped);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_is_read_as_people_type_it),
		cmocka_unit_test(no_two_letters_look_alike_and_all_are_used),
		cmocka_unit_test(a_key_has_one_mark_and_another_key_another),
	};

	ks_id_init();
	return ks_test_run(tests);
}
