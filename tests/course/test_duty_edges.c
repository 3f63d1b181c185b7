/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <string.h>

#include "base/mem.h"
#include "course/duty.h"

/* Days on which a duty begins to be one, or ceases to: one course, one person, one day. */

static struct ks_plan_lesson lesson[] = {{.id = "m1", .is_ready = true}};

static struct ks_date day(const char *text)
{
	struct ks_date date = {0};

	if (text[0])
		assert_true(ks_date_parse(text, &date));
	return date;
}

struct row {
	const char *from, *to, *leave, *leave_from, *leave_to, *today;
	int mid_year_days, min_days_left;
	enum ks_target target;
	const char *due; /* "" where nothing is owed */
};

static void check(const struct row *row)
{
	struct ks_plan plan = {.id = "annual",
			       .nendo = 2026,
			       .opens = {2026, 4, 1},
			       .due = {2026, 12, 25},
			       .mid_year_days = row->mid_year_days,
			       .min_days_left = row->min_days_left,
			       .lessons = lesson,
			       .n_lessons = 1};
	struct ks_appointment post = {.unit = "課",
				      .employment = "01",
				      .from = day(row->from),
				      .to = day(row->to),
				      .status = "在職",
				      .roles = "",
				      .leave = row->leave,
				      .leave_from = day(row->leave_from),
				      .leave_to = day(row->leave_to)};
	struct ks_person person = {.number = "1", .appointments = &post, .n_appointments = 1};
	struct ks_duties duties;
	char due[16] = "";

	ks_duties_make(&plan, 1, 2026, &person, day(row->today), &duties);
	if (duties.n_items > 0)
		ks_date_format(duties.items[0].due, due);
	if (duties.target != row->target || strcmp(due, row->due) != 0)
		fail_msg("since %s, %s %s..%s, on %s: %d %s", row->from, row->leave,
			 row->leave_from, row->leave_to, row->today, (int)duties.target, due);
}

static void an_absence_lasts_from_its_first_day_to_its_last(void **state)
{
	static const struct row rows[] = {
		{"2010-04-01", "", "育休", "2026-07-01", "2026-09-30", "2026-06-30", 14, 0,
		 KS_TARGET_YES, "2026-12-25"},
		{"2010-04-01", "", "育休", "2026-07-01", "2026-09-30", "2026-07-01", 14, 0,
		 KS_TARGET_AWAY, ""},
		{"2010-04-01", "", "育休", "2026-07-01", "2026-09-30", "2026-09-30", 14, 0,
		 KS_TARGET_AWAY, ""},
		{"2010-04-01", "", "育休", "2026-07-01", "2026-09-30", "2026-10-01", 14, 0,
		 KS_TARGET_YES, "2026-12-25"},
		{"2010-04-01", "", "育休", "2026-07-01", "2026-12-11", "2026-12-12", 14, 0,
		 KS_TARGET_YES, "2026-12-26"},
		{"2010-04-01", "", "育休", "2026-07-01", "2026-12-10", "2026-12-12", 14, 0,
		 KS_TARGET_YES, "2026-12-25"},
		{"2010-04-01", "", "育休", "", "2026-09-30", "2026-09-30", 14, 0, KS_TARGET_AWAY, ""},
		{"2010-04-01", "", "育休", "2026-07-01", "", "2026-07-01", 14, 0, KS_TARGET_AWAY, ""},
		{"2010-04-01", "", "育休", "2026-07-01", "", "2026-06-30", 14, 0, KS_TARGET_YES,
		 "2026-12-25"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(rows); i++)
		check(&rows[i]);
}

/* Care leave is taken by the day: it moves the date as soon as it begins, and its people stay in the denominator. */
static void what_only_moves_dates_moves_them_from_its_first_day(void **state)
{
	static const struct row rows[] = {
		{"2010-04-01", "", "介護休暇", "2026-12-01", "2027-01-10", "2026-11-30", 14, 0,
		 KS_TARGET_YES, "2026-12-25"},
		{"2010-04-01", "", "介護休暇", "2026-12-01", "2027-01-10", "2026-12-01", 14, 0,
		 KS_TARGET_YES, "2027-01-25"},
		{"2010-04-01", "", "介護休暇", "2026-12-01", "2027-01-10", "2027-01-11", 14, 0,
		 KS_TARGET_YES, "2027-01-25"},
		{"2010-04-01", "", "介護休暇", "2026-12-01", "", "2026-12-01", 14, 0,
		 KS_TARGET_AWAY, ""},
		/* back only after the 年度: without a least time it is owed all the same */
		{"2010-04-01", "", "介護休暇", "2027-03-01", "2027-03-31", "2027-03-10", 14, 0,
		 KS_TARGET_YES, "2027-04-15"},
		{"2010-04-01", "", "介護休暇", "2027-03-01", "2027-03-31", "2027-03-10", 14, 1,
		 KS_TARGET_TOO_SHORT, ""},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(rows); i++)
		check(&rows[i]);
}

static void a_course_that_wants_time_is_owed_where_there_is_just_enough(void **state)
{
	static const struct row rows[] = {
		{"2027-03-30", "", "", "", "", "2027-03-30", 0, 1, KS_TARGET_YES, "2027-03-30"},
		{"2027-03-31", "", "", "", "", "2027-03-31", 0, 1, KS_TARGET_TOO_SHORT, ""},
		{"2027-03-31", "", "", "", "", "2027-03-31", 0, 0, KS_TARGET_YES, "2027-03-31"},
		{"2026-06-01", "2026-07-01", "", "", "", "2026-06-01", 14, 30, KS_TARGET_YES,
		 "2026-07-01"},
		{"2026-06-01", "2026-06-30", "", "", "", "2026-06-01", 14, 30, KS_TARGET_TOO_SHORT,
		 ""},
		{"2026-06-01", "2026-06-01", "", "", "", "2026-06-01", 14, 0, KS_TARGET_YES,
		 "2026-06-01"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(rows); i++)
		check(&rows[i]);
}

/* Of two posts that began on one day the first of the list speaks for the person. */
static void of_equal_posts_the_first_decides(void **state)
{
	struct ks_plan plan = {.id = "annual",
			       .nendo = 2026,
			       .opens = {2026, 4, 1},
			       .due = {2026, 12, 25},
			       .lessons = lesson,
			       .n_lessons = 1};
	struct ks_appointment posts[2] = {
		{.unit = "一", .employment = "01", .from = {2026, 6, 1}, .status = "在職", .roles = ""},
		{.unit = "二", .employment = "01", .from = {2026, 6, 1}, .status = "在職", .roles = ""}};
	struct ks_person person = {.number = "1", .appointments = posts, .n_appointments = 2};
	struct ks_duties duties;

	(void)state;
	ks_duties_make(&plan, 1, 2026, &person, day("2026-07-01"), &duties);
	assert_ptr_equal(duties.appointment, &posts[0]);
	ks_duties_make(&plan, 1, 2026, &person, day("2026-05-01"), &duties); /* not begun yet */
	assert_ptr_equal(duties.appointment, &posts[0]);
	posts[1].from = day("2026-06-02");
	ks_duties_make(&plan, 1, 2026, &person, day("2026-07-01"), &duties);
	assert_ptr_equal(duties.appointment, &posts[1]);
	ks_duties_make(&plan, 1, 2026, &person, day("2026-05-01"), &duties); /* the next to begin */
	assert_ptr_equal(duties.appointment, &posts[0]);
}

/* An order renews what was due before it, and not what is due on its very day or later. */
static void an_order_renews_what_was_due_before_it(void **state)
{
	static const struct {
		const char *ordered, *course;
	} rows[] = {{"2026-06-29", "annual"}, {"2026-06-30", "annual"}, {"2026-07-01", "transfer"}};

	(void)state;
	for (int is_first = 0; is_first < 2; is_first++)
		for (size_t i = 0; i < KS_COUNT(rows); i++) {
			struct ks_plan annual = {.id = "annual",
						 .nendo = 2026,
						 .opens = {2026, 4, 1},
						 .due = {2026, 6, 30},
						 .lessons = lesson,
						 .n_lessons = 1};
			struct ks_plan transfer = {.id = "transfer",
						   .nendo = 2026,
						   .opens = {2026, 4, 1},
						   .due = {2026, 6, 30},
						   .mid_year_days = 90,
						   .audience = {.is_transferred = true},
						   .lessons = lesson,
						   .n_lessons = 1};
			struct ks_plan plans[2] = {is_first ? transfer : annual,
						   is_first ? annual : transfer};
			struct ks_appointment post = {.unit = "課",
						      .employment = "01",
						      .from = {2010, 4, 1},
						      .status = "在職",
						      .roles = "",
						      .ordered = day(rows[i].ordered)};
			struct ks_person person = {
				.number = "1", .appointments = &post, .n_appointments = 1};
			struct ks_duties duties;

			ks_duties_make(plans, 2, 2026, &person, day("2026-07-01"), &duties);
			assert_int_equal(duties.n_items, 1);
			assert_string_equal(duties.items[0].plan->id, rows[i].course);
		}
}

/* The former post is that of the day before the order: what it had is not new, what was before a gap is. */
static void what_the_post_of_the_day_before_had_is_not_new(void **state)
{
	static const struct {
		const char *from, *to;
		size_t n_owed;
	} rows[] = {{"2010-04-01", "2026-06-30", 0},
		    {"2010-04-01", "2026-06-29", 1},
		    {"2026-06-30", "2026-06-30", 0}};
	static const char *before[] = {"甲"}, *after[] = {"乙"};
	const struct ks_plan plans[2] = {
		{.id = "known",
		 .nendo = 2026,
		 .opens = {2026, 4, 1},
		 .due = {2026, 12, 25},
		 .audience = {.roles = before, .n_roles = 1},
		 .lessons = lesson,
		 .n_lessons = 1},
		{.id = "transfer",
		 .nendo = 2026,
		 .opens = {2026, 4, 1},
		 .due = {2026, 12, 25},
		 .audience = {.roles = after, .n_roles = 1, .is_transferred = true},
		 .lessons = lesson,
		 .n_lessons = 1}};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		struct ks_appointment posts[2] = {{.unit = "一",
						   .employment = "01",
						   .from = day(rows[i].from),
						   .to = day(rows[i].to),
						   .status = "在職",
						   .roles = "甲"},
						  {.unit = "二",
						   .employment = "01",
						   .from = {2026, 7, 1},
						   .ordered = {2026, 7, 1},
						   .status = "在職",
						   .roles = "乙"}};
		struct ks_person person = {.number = "1", .appointments = posts, .n_appointments = 2};
		struct ks_duties duties;

		ks_duties_make(plans, 2, 2026, &person, day("2026-07-02"), &duties);
		if (duties.n_items != rows[i].n_owed)
			fail_msg("%s..%s: %zu", rows[i].from, rows[i].to, duties.n_items);
	}
}

/* A day without a post is a gap: service begins anew behind it, though nobody joins by that. */
static void a_day_between_two_posts_is_a_gap(void **state)
{
	static const struct {
		const char *to, *from, *began, *due;
	} rows[] = {{"2026-12-19", "2026-12-20", "2010-04-01", "2026-12-25"},
		    {"2026-12-18", "2026-12-20", "2026-12-20", "2027-01-03"}};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		struct ks_plan plan = {.id = "annual",
				       .nendo = 2026,
				       .opens = {2026, 4, 1},
				       .due = {2026, 12, 25},
				       .mid_year_days = 14,
				       .lessons = lesson,
				       .n_lessons = 1};
		struct ks_appointment posts[2] = {
			{.unit = "一",
			 .employment = "01",
			 .from = {2010, 4, 1},
			 .status = "在職",
			 .roles = ""},
			{.unit = "二", .employment = "01", .status = "在職", .roles = ""}};
		struct ks_person person = {.number = "1", .appointments = posts, .n_appointments = 2};
		struct ks_duties duties;
		char text[16];

		posts[0].to = day(rows[i].to);
		posts[1].from = day(rows[i].from);
		ks_duties_make(&plan, 1, 2026, &person, day("2027-01-10"), &duties);
		assert_int_equal(duties.n_items, 1);
		ks_date_format(duties.items[0].began, text);
		assert_string_equal(text, rows[i].began);
		ks_date_format(duties.items[0].due, text);
		assert_string_equal(text, rows[i].due);
	}
}

/* Two absences from one post stand on two lines, in whatever order: who is away by one is not there by the other. */
static void an_absence_on_any_line_of_a_post_counts(void **state)
{
	static const char *const days[][2] = {{"2026-05-01", "2026-06-30"},
					      {"2026-11-01", "2026-12-20"}};

	(void)state;
	for (int first = 0; first < 2; first++)
		for (int is_other_post = 0; is_other_post < 2; is_other_post++) {
			struct ks_plan plan = {.id = "annual",
					       .nendo = 2026,
					       .opens = {2026, 4, 1},
					       .due = {2026, 12, 25},
					       .lessons = lesson,
					       .n_lessons = 1};
			struct ks_appointment posts[2];
			struct ks_person person = {
				.number = "1", .appointments = posts, .n_appointments = 2};
			struct ks_duties duties;

			for (int i = 0; i < 2; i++)
				posts[i] = (struct ks_appointment){
					.unit = is_other_post && i ? "別の課" : "課",
					.facility = "",
					.employment = "01",
					.from = {2010, 4, 1},
					.status = "在職",
					.roles = "",
					.leave = "病気休暇",
					.leave_from = day(days[i ^ first][0]),
					.leave_to = day(days[i ^ first][1])};
			ks_duties_make(&plan, 1, 2026, &person, day("2026-11-15"), &duties);
			assert_int_equal(duties.target,
					 is_other_post ? KS_TARGET_YES : KS_TARGET_AWAY);
		}
}

/* Who owes nothing may take a lesson all the same: then it is all they owe. */
static void a_duty_that_is_carried_is_owed(void **state)
{
	struct ks_plan plan = {.id = "annual",
			       .nendo = 2026,
			       .opens = {2026, 4, 1},
			       .due = {2026, 6, 25},
			       .lessons = lesson,
			       .n_lessons = 1};
	struct ks_appointment post = {.unit = "課",
				      .employment = "01",
				      .from = {2010, 4, 1},
				      .to = {2026, 6, 30},
				      .status = "在職",
				      .roles = ""};
	struct ks_person person = {.number = "1", .appointments = &post, .n_appointments = 1};
	struct ks_plan_lesson other[] = {{.id = "m2", .is_ready = true}};
	struct ks_duties duties;
	struct ks_duty carried;

	(void)state;
	ks_duties_make(&plan, 1, 2026, &person, day("2026-07-01"), &duties);
	assert_int_equal(duties.n_items, 0);
	assert_int_equal(duties.n_missed, 1);
	assert_int_equal(duties.target, KS_TARGET_LEFT);
	carried = duties.items[0];
	carried.lesson = other;
	ks_duties_carry(&duties, &carried);
	assert_int_equal(duties.n_items, 1);
	assert_int_equal(duties.n_missed, 0);
	assert_ptr_equal(duties.items[0].lesson, other);
	assert_int_equal(duties.target, KS_TARGET_YES);
	assert_string_equal(duties.word, "");
	assert_int_equal(ks_standing_of(&duties, 0, false), KS_STANDING_NOT_STARTED);
}

/* More than a person can owe, and more than is waived: the first are kept, none is written beyond. */
static void what_is_too_much_is_cut_off(void **state)
{
	static struct ks_plan_lesson many[KS_DUTIES_MAX + 3];
	static char ids[KS_DUTIES_MAX + 3][8];
	static struct ks_plan plans[KS_WAIVERS_MAX + 3];
	struct ks_appointment post = {
		.unit = "課", .employment = "01", .from = {2010, 4, 1}, .status = "在職", .roles = ""};
	struct ks_person person = {.number = "1", .appointments = &post, .n_appointments = 1};
	struct ks_duties duties;

	(void)state;
	for (size_t i = 0; i < KS_COUNT(many); i++) {
		snprintf(ids[i], sizeof(ids[i]), "m%zu", i);
		many[i] = (struct ks_plan_lesson){.id = ids[i], .is_ready = true};
	}
	for (size_t i = 0; i < KS_COUNT(plans); i++)
		plans[i] = (struct ks_plan){.id = "annual",
					    .nendo = 2026,
					    .opens = {2026, 4, 1},
					    .due = {2026, 12, 25},
					    .lessons = many,
					    .n_lessons = KS_COUNT(many)};
	ks_duties_make(plans, 1, 2026, &person, day("2026-07-01"), &duties);
	assert_int_equal(duties.n_items, KS_DUTIES_MAX);
	assert_string_equal(duties.items[KS_DUTIES_MAX - 1].lesson->id, ids[KS_DUTIES_MAX - 1]);
	post.status = "育休";
	ks_duties_make(plans, KS_COUNT(plans), 2026, &person, day("2026-07-01"), &duties);
	assert_int_equal(duties.n_items, 0);
	assert_int_equal(duties.n_waivers, KS_WAIVERS_MAX);
	post.status = "在職";
	post.to = day("2027-01-31"); /* gone after all of it was due */
	ks_duties_make(plans, 1, 2026, &person, day("2027-02-15"), &duties);
	assert_int_equal(duties.n_items, 0);
	assert_int_equal(duties.n_missed, KS_DUTIES_MAX);
}

/* Owed by one post, and missed in another that somebody is away from: what is owed comes first, and both have room together. */
static void what_was_missed_stands_behind_what_is_owed_while_there_is_room(void **state)
{
	static struct ks_plan_lesson owed[KS_DUTIES_MAX],
		missed[] = {{.id = "x1", .is_ready = true}, {.id = "x2", .is_ready = true}};
	static char ids[KS_DUTIES_MAX][8];
	static const char *one[] = {"甲"}, *other[] = {"乙"};
	struct ks_appointment posts[] = {
		{.unit = "課", .employment = "01", .from = {2010, 4, 1}, .status = "在職", .roles = "甲"},
		{.unit = "課",
		 .employment = "01",
		 .from = {2010, 4, 1},
		 .status = "在職",
		 .roles = "乙",
		 .leave = "育休",
		 .leave_from = {2027, 1, 10}},
	};
	struct ks_plan plans[2] = {
		{.id = "a", .audience = {.roles = one, .n_roles = 1}, .lessons = owed},
		{.id = "b",
		 .audience = {.roles = other, .n_roles = 1},
		 .lessons = missed,
		 .n_lessons = 2},
	};
	struct ks_person person = {.number = "1", .appointments = posts, .n_appointments = 2};
	struct ks_duties duties;

	(void)state;
	for (size_t i = 0; i < KS_DUTIES_MAX; i++) {
		snprintf(ids[i], sizeof(ids[i]), "m%zu", i);
		owed[i] = (struct ks_plan_lesson){.id = ids[i], .is_ready = true};
	}
	for (size_t i = 0; i < KS_COUNT(plans); i++) {
		plans[i].nendo = 2026;
		plans[i].opens = day("2026-04-01");
		plans[i].due = day("2026-12-25");
	}
	for (size_t n = KS_DUTIES_MAX - 3; n <= KS_DUTIES_MAX; n++) {
		size_t n_left = KS_DUTIES_MAX - n;

		plans[0].n_lessons = n;
		ks_duties_make(plans, 2, 2026, &person, day("2027-02-01"), &duties);
		assert_int_equal(duties.n_items, n);
		assert_int_equal(duties.n_missed, n_left < 2 ? n_left : 2);
		for (size_t i = 0; i < duties.n_missed; i++)
			assert_string_equal(duties.items[n + i].lesson->id, missed[i].id);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_absence_lasts_from_its_first_day_to_its_last),
		cmocka_unit_test(what_only_moves_dates_moves_them_from_its_first_day),
		cmocka_unit_test(a_course_that_wants_time_is_owed_where_there_is_just_enough),
		cmocka_unit_test(of_equal_posts_the_first_decides),
		cmocka_unit_test(an_order_renews_what_was_due_before_it),
		cmocka_unit_test(what_the_post_of_the_day_before_had_is_not_new),
		cmocka_unit_test(a_day_between_two_posts_is_a_gap),
		cmocka_unit_test(an_absence_on_any_line_of_a_post_counts),
		cmocka_unit_test(a_duty_that_is_carried_is_owed),
		cmocka_unit_test(what_is_too_much_is_cut_off),
		cmocka_unit_test(what_was_missed_stands_behind_what_is_owed_while_there_is_room),
	};

	return ks_test_run(tests);
}
