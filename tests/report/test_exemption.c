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

/* An absence touches each 年度 it has a day of; all else belongs to the one it was said for. */
static void the_ledger_of_a_year_has_what_touches_it(void **state)
{
	static const struct {
		bool is_absence;
		struct ks_date from, to;
		int nendo;
		size_t n;
	} cases[] = {
		{true, {2027, 3, 31}, {2027, 5, 1}, 0, 1},
		{true, {2027, 4, 1}, {2027, 5, 1}, 0, 0},
		{true, {2026, 1, 1}, {2026, 4, 1}, 0, 1},
		{true, {2026, 1, 1}, {2026, 3, 31}, 0, 0},
		{true, {2026, 4, 2}, {2026, 4, 2}, 0, 1},
		{true, {2020, 1, 1}, {0}, 0, 1},
		{true, {2027, 4, 1}, {0}, 0, 0},
		{false, {0}, {0}, 2026, 1},
		{false, {2026, 5, 1}, {0}, 2025, 0},
	};
	static struct ks_appointment posts[] = {
		{.unit = "総務課", .from = {2020, 4, 1}, .to = {2026, 5, 9}},
		{.unit = "会計課", .from = {2026, 5, 10}}};
	struct ks_roster_entry entry = {
		.person = {.number = "000001", .appointments = posts, .n_appointments = 2}};
	struct ks_exemption_entry row;
	struct ks_exemption_list list = {.roster = {.entries = &entry, .n_entries = 1}, .rows = &row};
	static const struct ks_date before = {2026, 5, 9}, after = {2026, 5, 10};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		row = (struct ks_exemption_entry){.staff = "000001",
						  .what = {.kind = kind_of(cases[i].is_absence),
							   .from = cases[i].from,
							   .to = cases[i].to,
							   .nendo = cases[i].nendo}};
		list.n_rows = 1;
		ks_exemption_list_keep(&list, 2026, "", after);
		assert_int_equal(list.n_rows, cases[i].n);
	}
	row.what.nendo = 2026;
	for (int i = 0; i < 4; i++) {
		list.n_rows = 1;
		ks_exemption_list_keep(&list, 2026, i < 2 ? "総務課" : "会計課",
				       i % 2 ? after : before);
		assert_int_equal(list.n_rows, i == 0 || i == 3);
	}
	row.staff = "000002"; /* never listed: of no 所属 */
	list.n_rows = 1;
	ks_exemption_list_keep(&list, 2026, "", after);
	assert_int_equal(list.n_rows, 1);
	ks_exemption_list_keep(&list, 2026, "総務課", after);
	assert_int_equal(list.n_rows, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_absence_is_as_its_days_are),
		cmocka_unit_test(what_has_no_days_holds_until_it_is_withdrawn),
		cmocka_unit_test(the_ledger_of_a_year_has_what_touches_it),
	};

	return ks_test_run(tests);
}
