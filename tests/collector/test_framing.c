/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <string.h>

#include "base/mem.h"
#include "collector/framing.h"

/* An address is what it says to whoever reads it, us and a proxy before us. */

static void only_two_digits_of_a_character_are_one(void **state)
{
	static const char *const cases[][2] = {
		{"/a", "/a"},
		{"", ""},
		{"%41%5a%5A", "AZZ"},
		{"%e3%81%82", "あ"},
		{"%0a%09%7f%ff", "\n\t\x7F\xFF"},
		{"%10%01", "\x10\x01"},
		{"%2F%2e%2E", "/.."},
		{"%2541", "%41"}, /* once, and not what came of it */
		{"%00a%00", "%00a%00"},
		{"%1g%g1%1G%G1", "%1g%g1%1G%G1"},
		{"%1/%/1%1:%:1%1@%@1%1`%`1", "%1/%/1%1:%:1%1@%@1%1`%`1"},
		{"100%", "100%"},
		{"%4", "%4"},
		{"%%41", "%A"},
		{"+", "+"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char text[64];

		(void)snprintf(text, sizeof(text), "%s", cases[i][0]);
		assert_int_equal(ks_framing_unescape(NULL, NULL, text), strlen(cases[i][1]));
		assert_string_equal(text, cases[i][1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_two_digits_of_a_character_are_one),
	};

	return ks_test_run(tests);
}
