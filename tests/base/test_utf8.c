/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"

/* Unicode 15, table 3-7, from both sides of every border; and CP932 as Windows reads it. */

static void assert_bad_at(const char *text, size_t len, size_t expected)
{
	size_t bad_at = SIZE_MAX;

	assert_false(ks_utf8_is_valid(text, len, &bad_at));
	assert_int_equal(bad_at, expected);
}

static void first_and_last_of_every_row_are_valid(void **state)
{
	static const char *const good[] = {
		"\x7F",
		"\xC2\x80",
		"\xDF\xBF",
		"\xE0\xA0\x80",
		"\xE0\xBF\xBF",
		"\xE1\x80\x80",
		"\xEC\xBF\xBF",
		"\xED\x80\x80",
		"\xED\x9F\xBF",
		"\xEE\x80\x80",
		"\xEF\xBF\xBF",
		"\xF0\x90\x80\x80",
		"\xF0\xBF\xBF\xBF",
		"\xF1\x80\x80\x80",
		"\xF3\xBF\xBF\xBF",
		"\xF4\x80\x80\x80",
		"\xF4\x8F\xBF\xBF",
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(good); i++) {
		const char *at = good[i], *end = at + strlen(at);
		char again[4];
		uint32_t c = ks_utf8_next(&at, end);

		assert_true(ks_utf8_is_valid(good[i], strlen(good[i]), NULL));
		assert_ptr_equal(at, end);
		assert_int_equal(ks_utf8_put(again, c), strlen(good[i]));
		assert_memory_equal(again, good[i], strlen(good[i]));
	}
	assert_true(ks_utf8_is_valid("a\0b", 3, NULL));
}

static void overlong_surrogate_and_too_high_are_refused(void **state)
{
	static const char *const bad[] = {
		"\x80",
		"\xBF",
		"\xC0\x80",
		"\xC1\xBF",
		"\xE0\x80\x80",
		"\xE0\x9F\xBF",
		"\xED\xA0\x80",
		"\xED\xBF\xBF",
		"\xF0\x80\x80\x80",
		"\xF0\x8F\xBF\xBF",
		"\xF4\x90\x80\x80",
		"\xF5\x80\x80\x80",
		"\xFE",
		"\xFF",
		"\xC2\x7F",
		"\xE1\x80\xC0",
		"\xF1\x80\x80\x7F",
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(bad); i++)
		assert_bad_at(bad[i], strlen(bad[i]), 0);
}

static void cut_off_sequence_is_bad_where_it_begins(void **state)
{
	(void)state;
	assert_bad_at("ab\xE3\x81", 4, 2);
	assert_bad_at("\xE3\x81\x82\xF0\x9F\x98", 6, 3);
	assert_bad_at("\xC2", 1, 0);
}

static void bad_byte_becomes_one_replacement_and_the_rest_is_read(void **state)
{
	const char *at = "\xE3\x41", *end = at + 2;

	(void)state;
	assert_int_equal(ks_utf8_next(&at, end), 0xFFFD);
	assert_int_equal(ks_utf8_next(&at, end), 'A');
	assert_ptr_equal(at, end);
	assert_int_equal(ks_utf8_count("\xFF\xFE"
				       "A",
				       3),
			 3);
}

static void nothing_may_be_at_no_address(void **state)
{
	(void)state;
	assert_int_equal(ks_utf8_count(NULL, 0), 0);
	assert_true(ks_utf8_is_valid(NULL, 0, NULL));
	assert_int_equal(ks_utf8_count("ab", 0), 0);
}

static void surrogate_is_never_written(void **state)
{
	char out[4];

	(void)state;
	assert_int_equal(ks_utf8_put(out, 0xD800), 3);
	assert_memory_equal(out, "\xEF\xBF\xBD", 3);
	assert_int_equal(ks_utf8_put(out, 0xDFFF), 3);
	assert_memory_equal(out, "\xEF\xBF\xBD", 3);
	assert_int_equal(ks_utf8_put(out, 0x110000), 3);
	assert_memory_equal(out, "\xEF\xBF\xBD", 3);
}

static void columns_count_kanji_twice_and_marks_not_at_all(void **state)
{
	(void)state;
	assert_int_equal(ks_utf8_columns("--help"), 6);
	assert_int_equal(ks_utf8_columns("職員番号"), 8);
	assert_int_equal(ks_utf8_columns("ｱｲ"), 2);
	assert_int_equal(ks_utf8_columns("か\u3099"), 2);
	assert_int_equal(ks_utf8_columns("葛\U000E0100"), 2); /* variant selector */
	assert_int_equal(ks_utf8_columns("Ａ１"), 4);
	assert_int_equal(ks_utf8_columns("1\u20DD"), 1);  /* a circle around it */
	assert_int_equal(ks_utf8_columns("a\u200Db"), 2); /* a joiner */
	assert_int_equal(ks_utf8_columns("a\tb\x7F"), 2); /* controls */
}

static void assert_cp932(const char *bytes, const char *expected)
{
	char *text = ks_cp932_to_utf8(bytes, strlen(bytes), NULL);

	assert_non_null(text);
	assert_string_equal(text, expected);
	free(text);
}

static void cp932_decodes_what_windows_wrote(void **state)
{
	(void)state;
	assert_cp932("\x87\x40", "①");                      /* NEC row 13 */
	assert_cp932("\xFB\xFC\xFA\xB1", "髙﨑");           /* IBM extensions */
	assert_cp932("\xEE\xE0\xED\x95", "髙﨑");           /* the same, NEC selected */
	assert_cp932("\x81\x60\x81\x7C", "～－");           /* not U+301C, U+2212 */
	assert_cp932("\\~", "\\~");                         /* no yen sign, no overline */
	assert_cp932("\x83\x5C\x95\x5C\x94\x5C", "ソ表能"); /* second byte is a backslash */
	assert_cp932("\xB1\xDE", "ｱﾞ");
	assert_cp932("", "");
}

static void cp932_names_the_first_bad_byte(void **state)
{
	static const struct {
		const char *bytes;
		size_t bad_at;
	} cases[] = {
		{"ab\x81", 2},
		{"\x80", 0},
		{"\xA0", 0},
		{"\xFD", 0},
		{"\xFF", 0},
		{"a\x81\x20", 1},
		{"\x82\xA0\x85\x40", 2},
		{"\x81\xAD", 0},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		size_t bad_at = SIZE_MAX;

		assert_null(ks_cp932_to_utf8(cases[i].bytes, strlen(cases[i].bytes), &bad_at));
		assert_int_equal(bad_at, cases[i].bad_at);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(first_and_last_of_every_row_are_valid),
		cmocka_unit_test(overlong_surrogate_and_too_high_are_refused),
		cmocka_unit_test(cut_off_sequence_is_bad_where_it_begins),
		cmocka_unit_test(bad_byte_becomes_one_replacement_and_the_rest_is_read),
		cmocka_unit_test(nothing_may_be_at_no_address),
		cmocka_unit_test(surrogate_is_never_written),
		cmocka_unit_test(columns_count_kanji_twice_and_marks_not_at_all),
		cmocka_unit_test(cp932_decodes_what_windows_wrote),
		cmocka_unit_test(cp932_names_the_first_bad_byte),
	};

	return ks_test_run(tests);
}
