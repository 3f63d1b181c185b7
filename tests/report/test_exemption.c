/* SPDX-License-Identifier: Apache-2.0 */
#include "report/exemption.h"

#include "course/exemption.h"
#include "support/test.h"

static const struct ks_exemption_kind *kind_of(bool is_absence)
{
	const struct ks_exemption_kind *kinds;
	size_t n, i = 0;

	kinds = ks_exemption_kinds(&n);
	while (i < n && ks_exemption_is_absence(&kinds[i]) != is_absence)
		i++;
	assert_true(i < n);
	return &kinds[i];
}

static void an_absence_is_as_its_days_are(void **state)
{
	static const struct ks_date from = {2026, 5, 18}, last = {2026, 6, 17};
	static const struct {
		struct ks_date today;
		const char *ends, *open;
	} cases[] = {
		{{2026, 5, 17}, "これから", "これから"},
		{{2026, 5, 18}, "有効", "有効"},
		{{2026, 6, 2}, "有効", "有効"},
		{{2026, 6, 3}, "まもなく終わる", "有効"},
		{{2026, 6, 17}, "まもなく終わる", "有効"},
		{{2026, 6, 18}, "終わり", "有効"},
	};
	struct ks_exemption_entry row = {.what = {.kind = kind_of(true), .from = from}};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		row.what.to = last;
		assert_string_equal(ks_exemption_state(&row, cases[i].today), cases[i].ends);
		row.what.to = (struct ks_date){0};
		assert_string_equal(ks_exemption_state(&row, cases[i].today), cases[i].open);
	}
	row.is_withdrawn = true;
	assert_string_equal(ks_exemption_state(&row, from), "取消し");
}

static void what_has_no_days_holds_until_it_is_withdrawn(void **state)
{
	struct ks_exemption_entry row = {
		.what = {.kind = kind_of(false), .from = {2026, 5, 18}, .to = {2026, 5, 18}}};

	(void)state;
	assert_string_equal(ks_exemption_state(&row, (struct ks_date){2026, 5, 1}), "有効");
	assert_string_equal(ks_exemption_state(&row, (struct ks_date){2026, 6, 1}), "有効");
	row.is_withdrawn = true;
	assert_string_equal(ks_exemption_state(&row, (struct ks_date){2026, 6, 1}), "取消し");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_absence_is_as_its_days_are),
		cmocka_unit_test(what_has_no_days_holds_until_it_is_withdrawn),
	};

	return cmocka_run_group_tests_name(__FILE__, tests, NULL, NULL);
}
