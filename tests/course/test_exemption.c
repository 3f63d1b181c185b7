/* SPDX-License-Identifier: Apache-2.0 */
#include "course/exemption.h"

#include <string.h>

#include "course/duty.h"
#include "support/test.h"

/* What HR says of one person beside the list: each kind has one rule, and the rule decides the denominator and the date. */

struct fixture {
	struct ks_plan_lesson lessons[2];
	struct ks_plan plan;
	struct ks_appointment post;
	struct ks_exemption e[2];
	struct ks_person person;
	struct ks_duties duties;
};

static struct ks_date day(const char *text)
{
	struct ks_date out = {0};

	if (text[0])
		assert_true(ks_date_parse(text, &out));
	return out;
}

static void fixture_init(struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	f->lessons[0] = (struct ks_plan_lesson){.id = "m1", .is_ready = true};
	f->lessons[1] = (struct ks_plan_lesson){.id = "m2", .is_ready = true};
	f->plan = (struct ks_plan){.id = "annual",
				   .nendo = 2026,
				   .opens = {2026, 4, 1},
				   .due = {2026, 12, 25},
				   .mid_year_days = 30,
				   .min_days_left = 30,
				   .lessons = f->lessons,
				   .n_lessons = 2};
	f->post = (struct ks_appointment){
		.employment = "01", .from = {2010, 4, 1}, .status = "在職", .roles = ""};
	f->person = (struct ks_person){.number = "000101",
				       .name = "試験",
				       .appointments = &f->post,
				       .n_appointments = 1,
				       .exemptions = f->e};
}

static void add(struct fixture *f, const char *kind, const char *from, const char *to)
{
	f->e[f->person.n_exemptions++] = (struct ks_exemption){.kind = ks_exemption_kind_find(kind),
							       .nendo = 2026,
							       .plan = "",
							       .lesson = "",
							       .from = day(from),
							       .to = day(to),
							       .reason = ""};
}

static void on(struct fixture *f, const char *today)
{
	ks_duties_make(&f->plan, 1, 2026, &f->person, day(today), &f->duties);
}

static void owes(struct fixture *f, const char *today, const char *due)
{
	on(f, today);
	assert_int_equal(f->duties.target, KS_TARGET_YES);
	assert_int_equal(f->duties.n_items, 2);
	assert_int_equal(ks_date_compare(f->duties.items[0].due, day(due)), 0);
}

static void is_out(struct fixture *f, const char *today, const char *word)
{
	on(f, today);
	assert_int_equal(f->duties.target, KS_TARGET_AWAY);
	assert_int_equal(f->duties.n_items, 0);
	assert_string_equal(f->duties.word, word);
}

static void every_absence_of_the_table_follows_its_rule(void **state)
{
	size_t n, n_seen = 0;
	const struct ks_exemption_kind *kinds = ks_exemption_kinds(&n);

	(void)state;
	for (size_t i = 0; i < n; i++) {
		struct fixture f;

		if (!ks_exemption_is_absence(&kinds[i]))
			continue;
		n_seen++;
		assert_true(ks_state_is_away(kinds[i].word));
		fixture_init(&f);
		add(&f, kinds[i].word, "2026-11-20", "2027-01-10");
		owes(&f, "2026-11-19", "2026-12-25");
		if (kinds[i].rule == KS_EXEMPTION_MOVES)
			owes(&f, "2026-12-01", "2027-02-10");
		else
			is_out(&f, "2026-12-01", kinds[i].word);
		owes(&f, "2027-01-11", "2027-02-10");
		fixture_init(&f);
		add(&f, kinds[i].word, "2026-11-20", "");
		is_out(&f, "2027-03-01", kinds[i].word); /* no last day: nothing to count from */
	}
	assert_int_equal(n_seen, 10);
}

static void an_absence_that_is_over_in_time_moves_nothing(void **state)
{
	struct fixture f;

	(void)state;
	fixture_init(&f);
	add(&f, "病気休暇", "2026-05-01", "2026-06-30");
	owes(&f, "2026-07-01", "2026-12-25");
}

static void what_was_due_before_the_absence_is_missed_and_counts(void **state)
{
	struct fixture f;

	(void)state;
	fixture_init(&f);
	add(&f, "育休", "2027-01-10", "");
	on(&f, "2027-02-01");
	assert_int_equal(f.duties.n_items, 0);
	assert_int_equal(f.duties.n_missed, 2);
}

static void who_is_excused_owes_it_not_and_the_reason_is_told(void **state)
{
	struct fixture f;

	(void)state;
	fixture_init(&f);
	add(&f, "対象外", "", "");
	f.e[0].reason = "別の法令の研修による";
	on(&f, "2026-05-01");
	assert_int_equal(f.duties.target, KS_TARGET_EXCUSED);
	assert_int_equal(f.duties.n_items + f.duties.n_missed, 0);
	assert_string_equal(f.duties.word, "別の法令の研修による");
	assert_int_equal(ks_standing_of(&f.duties, 0, false), KS_STANDING_EXEMPT);
	f.e[0].nendo = 2025;
	owes(&f, "2026-05-01", "2026-12-25");
	f.e[0].nendo = 2026;
	f.e[0].plan = "field";
	owes(&f, "2026-05-01", "2026-12-25");
}

static void of_one_lesson_the_others_are_still_owed(void **state)
{
	struct fixture f;

	(void)state;
	fixture_init(&f);
	add(&f, "対象外", "", "");
	f.e[0].plan = "annual";
	f.e[0].lesson = "m2";
	on(&f, "2026-05-01");
	assert_int_equal(f.duties.target, KS_TARGET_YES);
	assert_int_equal(f.duties.n_items, 1);
	assert_string_equal(f.duties.items[0].lesson->id, "m1");
	assert_int_equal(f.duties.n_waivers, 1);
	assert_ptr_equal(f.duties.waivers[0].lesson, &f.lessons[1]);
	f.lessons[0].is_test = false;
	f.lessons[1].is_test = true; /* a test alone is owed by nobody */
	f.e[0].lesson = "m1";
	on(&f, "2026-05-01");
	assert_int_equal(f.duties.n_items, 0);
}

static void taken_elsewhere_changes_no_duty(void **state)
{
	struct fixture f;

	(void)state;
	fixture_init(&f);
	add(&f, "紙受講", "2026-06-10", "");
	f.e[0].plan = "annual";
	f.e[0].lesson = "m1";
	owes(&f, "2026-07-01", "2026-12-25");
	assert_false(ks_state_is_away("紙受講"));
	assert_false(ks_state_is_away("対象外"));
	assert_null(ks_exemption_kind_find("長期休暇"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_absence_of_the_table_follows_its_rule),
		cmocka_unit_test(an_absence_that_is_over_in_time_moves_nothing),
		cmocka_unit_test(what_was_due_before_the_absence_is_missed_and_counts),
		cmocka_unit_test(who_is_excused_owes_it_not_and_the_reason_is_told),
		cmocka_unit_test(of_one_lesson_the_others_are_still_owed),
		cmocka_unit_test(taken_elsewhere_changes_no_duty),
	};

	return ks_test_run(tests);
}
