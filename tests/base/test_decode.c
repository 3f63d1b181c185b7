/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/decode.h"
#include "base/mem.h"
#include "base/utf8.h"

/* Every encoding that a menu of Excel offers gives the same text; anything else is refused with its line. */

static void check(const char *bytes, size_t len, const char *text)
{
	struct ks_diags diags = {0};
	size_t n = 0;
	char *is = ks_decode_text("x", bytes, len, &n, &diags);

	if (!text) {
		assert_null(is);
		assert_int_equal(diags.n_errors, 1);
	} else {
		assert_non_null(is);
		assert_string_equal(is, text);
		assert_int_equal(n, strlen(text));
	}
	free(is);
	ks_diags_finish(&diags);
}

#define CHECK(bytes, text) check(bytes, sizeof(bytes) - 1, text)

static void utf_8_is_read_without_its_marks(void **state)
{
	(void)state;
	CHECK("氏名\n", "氏名\n");
	CHECK("\xEF\xBB\xBF"
	      "氏名\n",
	      "氏名\n");
	CHECK("\xEF\xBB\xBF\xEF\xBB\xBF"
	      "氏名\n",
	      "氏名\n");
	CHECK("", "");
}

static void utf_16_of_both_orders_is_read_with_and_without_a_mark(void **state)
{
	(void)state;
	CHECK("\xFF\xFE\x0F\x6C\x0D\x54\t\0\x7B\xD8\xB7\xDF\r\0\n\0", "氏名\t\xF0\xAE\xBE\xB7\r\n");
	CHECK("\xFE\xFF\x6C\x0F\x54\x0D\0\t\0\r\0\n", "氏名\t\r\n");
	CHECK("\x0F\x6C\x0D\x54\t\0\r\0\n\0", "氏名\t\r\n");
	CHECK("\x6C\x0F\x54\x0D\0,\0\n", "氏名,\n");
}

static void cp932_is_read_when_it_is_not_utf_8(void **state)
{
	(void)state;
	CHECK("\x8E\x81\x96\xBC,\xFB\xFC\r\n", "氏名,髙\r\n");
}

/* Long texts are read in pieces of 64 KiB, which end behind lines: no character and no line end is cut. */
static void long_texts_are_the_same_in_pieces(void **state)
{
	static const char *const ends[] = {"\n", "\r\n", "\r"};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(ends); i++) {
		struct ks_buf utf8 = {0}, cp932 = {0}, utf16 = {0};

		ks_buf_append(&utf16, "\xFF\xFE", 2);
		for (int line = 0; line < 20000; line++) {
			ks_buf_printf(&utf8, "%d,氏名%s", line, ends[i]);
			ks_buf_printf(&cp932, "%d,\x8E\x81\x96\xBC%s", line, ends[i]);
		}
		for (const char *at = utf8.data, *end = at + utf8.len; at < end;) {
			uint32_t c = ks_utf8_next(&at, end);
			const char unit[2] = {(char)c, (char)(c >> 8)};

			ks_buf_append(&utf16, unit, 2);
		}
		check(utf8.data, utf8.len, utf8.data);
		check(cp932.data, cp932.len, utf8.data);
		check(utf16.data, utf16.len, utf8.data);
		cp932.data[cp932.len - 4] =
			(char)0xFF; /* the last piece is looked at before the first is given */
		check(cp932.data, cp932.len, NULL);
		ks_buf_finish(&utf8);
		ks_buf_finish(&cp932);
		ks_buf_finish(&utf16);
	}
}

static void a_line_longer_than_a_piece_is_one_piece(void **state)
{
	struct ks_buf text = {0};

	(void)state;
	for (int i = 0; i < 30000; i++)
		ks_buf_puts(&text, "氏名");
	ks_buf_puts(&text, "\nend");
	check(text.data, text.len, text.data);
	ks_buf_finish(&text);
}

static void anything_else_is_refused(void **state)
{
	(void)state;
	CHECK("a\nb\0c\n", NULL);                /* not text */
	CHECK("\xFF\xFE\x0F\x6C\x0D", NULL);     /* half a character */
	CHECK("\xFF\xFE\x00\xD8\n\0", NULL);     /* half a pair */
	CHECK("\xFF\xFE\x0F\x6C\0\0\n\0", NULL); /* NUL */
	CHECK("\xE3\x81,\xFF\n", NULL);
	CHECK("\xEF\xBB\xBF\x8E\x81", NULL); /* the mark said UTF-8 */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf_8_is_read_without_its_marks),
		cmocka_unit_test(utf_16_of_both_orders_is_read_with_and_without_a_mark),
		cmocka_unit_test(cp932_is_read_when_it_is_not_utf_8),
		cmocka_unit_test(long_texts_are_the_same_in_pieces),
		cmocka_unit_test(a_line_longer_than_a_piece_is_one_piece),
		cmocka_unit_test(anything_else_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
