/* SPDX-License-Identifier: Apache-2.0 */
#include "xapi/completion.h"

#include <string.h>

#include "base/mem.h"
#include "support/test.h"

/* The one rule for a row of "who finished what". */

#define LONGEST "a23456789012345678901234567890123456789" /* with its NUL as long as an id may be */
#define LONG "a234567890123456789012345678901234567890123456789012345678901234567890123456789"

static void a_completion_of_ours_fits(void **state)
{
	static const struct ks_completion good[] = {
		{"000123", 2026, "annual", "m1", KS_TEST_WALL_MS},
		{"1", KS_COMPLETION_NENDO_MIN, LONGEST, "x", 0},
		{"1", KS_COMPLETION_NENDO_MAX, "~ ", LONGEST, 1},
		{"A-1", 2000, "annual", "annual-test", 0},
		{"000123", 2200, "annual", "policy/99999999999999999999999999999999",
		 KS_COMPLETION_TIME_MAX_MS},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(good); i++)
		assert_null(ks_completion_fault(&good[i]));
}

static void what_is_outside_the_rules_is_named(void **state)
{
	static const struct {
		struct ks_completion c;
		const char *fault;
	} cases[] = {
		{{"", 2026, "annual", "m1", 1}, "staff"},
		{{NULL, 2026, "annual", "m1", 1}, "staff"},
		{{"guest@other.example", 2026, "annual", "m1", 1}, "staff"},
		{{"0000000000001", 2026, "annual", "m1", 1}, "staff"},
		{{"職員", 2026, "annual", "m1", 1}, "staff"},
		{{"000123", KS_COMPLETION_NENDO_MIN - 1, "annual", "m1", 1}, "nendo"},
		{{"000123", KS_COMPLETION_NENDO_MAX + 1, "annual", "m1", 1}, "nendo"},
		{{"000123", 2026, "a\x1f", "m1", 1}, "course"},
		{{"000123", 2026, "a\x7f", "m1", 1}, "course"},
		{{"000123", 2026, LONGEST "0", "m1", 1}, "course"},
		{{"000123", 2026, "annual", "\n", 1}, "lesson"},
		{{"000123", 1999, "annual", "m1", 1}, "nendo"},
		{{"000123", 9999, "annual", "m1", 1}, "nendo"},
		{{"000123", 2026, "", "m1", 1}, "course"},
		{{"000123", 2026, NULL, "m1", 1}, "course"},
		{{"000123", 2026, "a\x1b[2J", "m1", 1}, "course"},
		{{"000123", 2026, "annual", LONG, 1}, "lesson"},
		{{"000123", 2026, "annual", NULL, 1}, "lesson"},
		{{"000123", 2026, "annual", "m1", -1}, "time"},
		{{"000123", 2026, "annual", "m1", KS_COMPLETION_TIME_MAX_MS + 1}, "time"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		const char *fault = ks_completion_fault(&cases[i].c);

		assert_non_null(fault);
		assert_string_equal(fault, cases[i].fault);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_completion_of_ours_fits),
		cmocka_unit_test(what_is_outside_the_rules_is_named),
	};

	return ks_test_run(tests);
}
