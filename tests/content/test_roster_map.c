/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <string.h>

#include "base/mem.h"
#include "content/roster_map.h"

/* The body's words for what our columns, kinds, roles and states are called. */

static enum ks_rc parse(const char *yaml, struct ks_roster_map *map, struct ks_diags *diags)
{
	return ks_roster_map_parse("m.yaml", yaml, strlen(yaml), map, diags);
}

static void words_are_found_by_ours_or_theirs_whatever_their_width(void **state)
{
	struct ks_diags diags = {0};
	struct ks_roster_map map;

	(void)state;
	assert_int_equal(parse("roles: {端末利用: [PC利用, パソコン], 管理職: 課長}\n", &map, &diags),
			 KS_OK);
	assert_string_equal(ks_roster_words_find(&map.roles, "端末利用"), "端末利用");
	assert_string_equal(ks_roster_words_find(&map.roles, " ＰＣ 利用"), "端末利用");
	assert_string_equal(ks_roster_words_find(&map.roles, "ﾊﾟｿｺﾝ"), "端末利用");
	assert_string_equal(ks_roster_words_find(&map.roles, "課長"), "管理職");
	assert_null(ks_roster_words_find(&map.roles, "課長補佐"));
	assert_null(ks_roster_words_find(&map.states, "課長"));
	assert_false(map.two_digits_are_reiwa);
	ks_roster_map_finish(&map);
	assert_memory_equal(&map, &(struct ks_roster_map){0}, sizeof(map));
	ks_diags_finish(&diags);
}

static void organisation_yaml_has_them_under_roster_or_not_at_all(void **state)
{
	struct ks_diags diags = {0};
	struct ks_roster_map map;

	(void)state;
	assert_int_equal(parse("name: x\niri_base: https://x\nroster:\n  two_digit_years: 令和\n",
			       &map, &diags),
			 KS_OK);
	assert_true(map.two_digits_are_reiwa);
	ks_roster_map_finish(&map);
	assert_int_equal(parse("name: x\niri_base: https://x\n", &map, &diags), KS_OK);
	assert_false(map.two_digits_are_reiwa);
	ks_roster_map_finish(&map);
	assert_int_equal(parse("", &map, &diags), KS_OK);
	ks_roster_map_finish(&map);
	assert_int_equal(diags.n_items, 0);
}

static void a_slip_of_the_pen_is_told(void **state)
{
	static const char *const cases[] = {"role: {a: b}\n", "roles: [a]\n",
					    "two_digit_years: 平成\n", "removals_max_percent: 0\n",
					    "roster: a\n"};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_diags diags = {0};
		struct ks_roster_map map;

		assert_int_equal(parse(cases[i], &map, &diags), KS_INVALID);
		assert_int_equal(diags.items[0].line, 1);
		ks_roster_map_finish(&map);
		ks_diags_finish(&diags);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_found_by_ours_or_theirs_whatever_their_width),
		cmocka_unit_test(organisation_yaml_has_them_under_roster_or_not_at_all),
		cmocka_unit_test(a_slip_of_the_pen_is_told),
	};

	return ks_test_run(tests);
}
