/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/decode.h"
#include "base/mem.h"

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
		cmocka_unit_test(anything_else_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
