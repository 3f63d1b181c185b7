/* SPDX-License-Identifier: Apache-2.0 */
#include "report/course.h"

#include <stdlib.h>

#include "base/calendar.h"
#include "support/test.h"

/* Hands and drills in words: by time, with the time since the drill began, and nothing of who was there. */

#define AT KS_TEST_WALL_MS

static void each_fact_is_a_line(void **state)
{
	struct ks_roll_fact facts[] = {
		{.verb = "checkin", .staff = "000002", .at_ms = AT},
		{.verb = "polled",
		 .how = "m12",
		 .by = "000001",
		 .reason = "m12-q01「半日」 ○ 7名、× 16名",
		 .at_ms = AT,
		 .n_present = 25,
		 .n_counted = 23},
		{.verb = "drilled", .how = "begun", .by = "000001", .reason = "訓練", .at_ms = AT},
		{.verb = "drilled",
		 .how = "decided",
		 .by = "000001",
		 .reason = "場面1 → 電話する",
		 .at_ms = AT + 75000},
		{.verb = "drilled", .how = "ended", .by = "000001", .reason = "訓練", .at_ms = AT + 605000},
	};
	struct ks_roll roll = {.facts = facts, .n_facts = KS_COUNT(facts)};
	struct ks_roster roster = {0};
	struct ks_arena arena = {0};
	struct ks_civil at = ks_civil_from_ms(AT), later = ks_civil_from_ms(AT + 75000),
			end = ks_civil_from_ms(AT + 605000);
	char *expected = ks_format(
		"%d月%d日 %d:%02d　挙手 m12-q01「半日」 ○ 7名、× 16名（会場 25名、手を挙げた人 23名、係員 "
		"000001）\n%d月%d日 %d:%02d　訓練を始めました 訓練（係員 000001）\n"
		"%d月%d日 %d:%02d　訓練 1分15秒 場面1 → 電話する\n"
		"%d月%d日 %d:%02d　訓練を終えました 訓練（10分05秒）",
		at.date.month, at.date.day, at.hour, at.minute, at.date.month, at.date.day, at.hour,
		at.minute, later.date.month, later.date.day, later.hour, later.minute,
		end.date.month, end.date.day, end.hour, end.minute);

	(void)state;
	assert_string_equal(ks_report_course(&arena, &roster, &roll), expected);
	roll.n_facts = 1;
	assert_string_equal(ks_report_course(&arena, &roster, &roll), "");
	ks_arena_finish(&arena);
	free(expected);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(each_fact_is_a_line)};

	return ks_test_run(tests);
}
