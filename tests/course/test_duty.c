// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <string.h>

#include "base/mem.h"
#include "course/duty.h"

/* The annual course of 令和8年度: 4/1–12/25, appointed later: 14 days; m2 is not ready, m3 is for 管理職. */
struct fixture {
	struct ks_plan plan;
	struct ks_plan_lesson lessons[3];
};

static const char *const employment[] = {"01", "02", "03", "04", "05", "06", "07", "08", "09"};
static const char *const managers[] = {"管理職"};

static void fixture_init(struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	f->plan = (struct ks_plan){
		.id = "annual",
		.nendo = 2026,
		.opens = {2026, 4, 1},
		.due = {2026, 12, 25},
		.mid_year_days = 14,
		.audience = {.employment = (const char **)employment,
			     .n_employment = KS_COUNT(employment)},
		.lessons = f->lessons,
		.n_lessons = KS_COUNT(f->lessons),
	};
	f->lessons[0] = (struct ks_plan_lesson){.id = "m1", .is_ready = true};
	f->lessons[1] = (struct ks_plan_lesson){.id = "m2"};
	f->lessons[2] = (struct ks_plan_lesson){
		.id = "m3",
		.is_ready = true,
		.audience = {.roles = (const char **)managers, .n_roles = 1},
	};
}

static struct ks_date date(const char *text)
{
	struct ks_date out = {0};

	if (text)
		assert_true(ks_date_parse(text, &out));
	return out;
}

static struct ks_appointment appointment(const char *from, const char *to)
{
	return (struct ks_appointment){
		.unit = "総務課",
		.unit_kind = "本庁",
		.facility = "本庁舎",
		.employment = "01",
		.from = date(from),
		.to = date(to),
		.status = "在職",
		.roles = "",
	};
}

static void make(struct fixture *f, struct ks_appointment *appointments, size_t n,
		 const char *today, struct ks_duties *out)
{
	struct ks_person person = {
		.number = "0012", .name = "見本", .appointments = appointments, .n_appointments = n};

	memset(out, 0x5a, sizeof(*out));
	ks_duties_make(&f->plan, 1, 2026, &person, date(today), out);
}

static void assert_due(const struct ks_duties *duties, const char *due, bool is_mid_year)
{
	assert_int_equal(duties->target, KS_TARGET_YES);
	assert_true(duties->n_items >= 1);
	assert_int_equal(ks_date_compare(duties->items[0].due, date(due)), 0);
	assert_int_equal(duties->items[0].is_mid_year, is_mid_year);
}

/* from, to, today → whether somebody is a target, and until when. */
struct period_case {
	const char *from, *to, *today;
	enum ks_target target;
	const char *due;
	bool is_mid_year;
};

static void check_periods(const struct period_case *cases, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct fixture f;
		struct ks_duties duties;
		struct ks_appointment a = appointment(cases[i].from, cases[i].to);

		fixture_init(&f);
		make(&f, &a, 1, cases[i].today, &duties);
		if (duties.target != cases[i].target)
			fail_msg("case %zu: target %d", i, duties.target);
		if (cases[i].due)
			assert_due(&duties, cases[i].due, cases[i].is_mid_year);
		else
			assert_int_equal(duties.n_items, 0);
	}
}

static void the_nendo_begins_on_1_april_and_ends_on_31_march(void **state)
{
	static const struct period_case cases[] = {
		{"2020-04-01", "2026-03-31", "2026-04-01", KS_TARGET_NOT_APPOINTED, NULL, false},
		{"2020-04-01", "2026-04-01", "2026-04-01", KS_TARGET_YES, "2026-04-01", false},
		{"2020-04-01", "2026-04-01", "2026-04-02", KS_TARGET_LEFT, NULL, false},
		{"2026-04-01", NULL, "2026-04-01", KS_TARGET_YES, "2026-12-25", false},
		{"2026-04-01", "2027-03-31", "2027-03-31", KS_TARGET_YES, "2026-12-25", false},
		{"2027-03-31", NULL, "2027-03-31", KS_TARGET_YES, "2027-04-14", true},
		{"2027-04-01", NULL, "2027-04-01", KS_TARGET_NOT_APPOINTED, NULL, false},
		{"2027-04-01", NULL, "2027-03-31", KS_TARGET_NOT_APPOINTED, NULL, false},
	};

	(void)state;
	check_periods(cases, KS_COUNT(cases));
}

static void who_is_appointed_shortly_before_it_is_due_has_an_own_due_date(void **state)
{
	static const struct period_case cases[] = {
		{"2026-04-02", NULL, "2026-05-18", KS_TARGET_YES, "2026-12-25", false},
		{"2026-12-11", NULL, "2026-12-11", KS_TARGET_YES, "2026-12-25", false},
		{"2026-12-12", NULL, "2026-12-12", KS_TARGET_YES, "2026-12-26", true},
		{"2026-12-20", NULL, "2026-12-21", KS_TARGET_YES, "2027-01-03", true},
		{"2026-10-01", NULL, "2026-09-30", KS_TARGET_NOT_APPOINTED, NULL, false},
	};

	(void)state;
	check_periods(cases, KS_COUNT(cases));
}

static void a_past_nendo_is_read_as_of_its_last_day(void **state)
{
	static const struct period_case cases[] = {
		{"2026-04-01", "2027-03-31", "2027-05-10", KS_TARGET_YES, "2026-12-25", false},
		{"2026-04-01", "2026-09-30", "2027-05-10", KS_TARGET_LEFT, NULL, false},
		{"2026-04-01", NULL, "2026-03-20", KS_TARGET_YES, "2026-12-25", false},
	};

	(void)state;
	check_periods(cases, KS_COUNT(cases));
}

static void employment_outside_clause_5_is_no_target(void **state)
{
	static const struct {
		const char *code;
		enum ks_target target;
	} cases[] = {
		{"01", KS_TARGET_YES},       {"06", KS_TARGET_YES},
		{"6", KS_TARGET_YES},        {"09", KS_TARGET_YES},
		{"10", KS_TARGET_NOT_STAFF}, {"11", KS_TARGET_NOT_STAFF},
		{"12", KS_TARGET_NOT_STAFF}, {"13", KS_TARGET_NOT_STAFF},
		{"99", KS_TARGET_NOT_STAFF}, {"??", KS_TARGET_NOT_STAFF},
	};

	(void)state;
	for (int named = 0; named <= 1; named++) {
		for (size_t i = 0; i < KS_COUNT(cases); i++) {
			struct fixture f;
			struct ks_duties duties;
			struct ks_appointment a = appointment("2026-04-01", NULL);

			fixture_init(&f);
			if (!named)
				f.plan.audience.n_employment = 0;
			a.employment = cases[i].code;
			make(&f, &a, 1, "2026-05-18", &duties);
			assert_int_equal(duties.target, cases[i].target);
		}
	}
}

static void a_course_may_name_others_than_staff(void **state)
{
	static const char *const contractors[] = {"12", "13"};
	struct fixture f;
	struct ks_duties duties;
	struct ks_appointment a = appointment("2026-04-01", NULL);

	(void)state;
	fixture_init(&f);
	f.plan.audience.employment = (const char **)contractors;
	f.plan.audience.n_employment = KS_COUNT(contractors);
	a.employment = "13";
	make(&f, &a, 1, "2026-05-18", &duties);
	assert_int_equal(duties.target, KS_TARGET_YES);
}

static void absence_is_told_from_leaving(void **state)
{
	static const struct {
		const char *status;
		enum ks_target target;
	} cases[] = {
		{"在職", KS_TARGET_YES},    {"休職", KS_TARGET_AWAY}, {"育休", KS_TARGET_AWAY},
		{"派遣出", KS_TARGET_AWAY}, {"退職", KS_TARGET_LEFT}, {"", KS_TARGET_YES},
		{NULL, KS_TARGET_YES},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct fixture f;
		struct ks_duties duties;
		struct ks_appointment a = appointment("2020-04-01", NULL);

		fixture_init(&f);
		a.status = cases[i].status;
		make(&f, &a, 1, "2026-05-18", &duties);
		assert_int_equal(duties.target, cases[i].target);
		assert_true(duties.appointment == &a);
	}
}

static void who_is_present_works_under_the_appointment_that_day(void **state)
{
	static const struct {
		const char *status, *day;
		bool is_present;
	} cases[] = {
		{"在職", "2026-04-01", true},  {"在職", "2027-03-31", true},
		{"在職", "2026-03-31", false}, {"在職", "2027-04-01", false},
		{"育休", "2026-05-01", false}, {"退職", "2026-05-01", false},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_appointment a = appointment("2026-04-01", "2027-03-31");

		a.status = cases[i].status;
		assert_int_equal(ks_duty_is_present(&a, date(cases[i].day)), cases[i].is_present);
	}
	assert_int_equal(
		ks_date_compare(ks_duties_day(2026, date("2028-05-01")), date("2027-03-31")), 0);
	assert_int_equal(
		ks_date_compare(ks_duties_day(2026, date("2025-05-01")), date("2026-04-01")), 0);
	assert_int_equal(
		ks_date_compare(ks_duties_day(2026, date("2026-05-01")), date("2026-05-01")), 0);
}

static void the_appointment_in_force_decides(void **state)
{
	struct fixture f;
	struct ks_duties duties;
	struct ks_appointment two[] = {
		appointment("2026-04-01", "2026-06-30"),
		appointment("2026-09-01", "2027-03-31"),
	};

	(void)state;
	fixture_init(&f);
	make(&f, two, 2, "2026-05-18", &duties);
	assert_true(duties.appointment == &two[0]);
	assert_due(&duties, "2026-06-30", false);
	make(&f, two, 2, "2026-08-01", &duties);
	assert_true(duties.appointment == &two[0]);
	assert_int_equal(duties.target, KS_TARGET_LEFT);
	make(&f, two, 2, "2026-09-01", &duties);
	assert_true(duties.appointment == &two[1]);
	assert_due(&duties, "2026-12-25", false);
}

static void last_years_appointment_does_not_decide_this_year(void **state)
{
	struct fixture f;
	struct ks_duties duties;
	struct ks_appointment two[] = {
		appointment("2025-04-01", "2026-03-31"),
		appointment("2026-07-01", "2027-03-31"),
	};

	(void)state;
	fixture_init(&f);
	make(&f, two, 2, "2026-05-18", &duties);
	assert_true(duties.appointment == &two[1]);
	assert_int_equal(duties.target, KS_TARGET_NOT_APPOINTED);
	make(&f, two, 2, "2026-07-01", &duties);
	assert_due(&duties, "2026-12-25", false);
}

static void a_transfer_without_a_gap_is_no_new_appointment(void **state)
{
	struct fixture f;
	struct ks_duties duties;
	struct ks_appointment three[] = {
		appointment("2025-04-01", "2026-03-31"),
		appointment("2026-04-01", "2026-12-19"),
		appointment("2026-12-20", NULL),
	};

	(void)state;
	fixture_init(&f);
	make(&f, three, 3, "2026-12-21", &duties);
	assert_true(duties.appointment == &three[2]);
	assert_due(&duties, "2026-12-25", false);
	three[1].employment = "12"; /* 労働者派遣 until then */
	make(&f, three, 3, "2026-12-21", &duties);
	assert_due(&duties, "2027-01-03", true);
}

static void lessons_have_an_audience_of_their_own(void **state)
{
	struct fixture f;
	struct ks_duties duties;
	struct ks_appointment a = appointment("2026-04-01", NULL);

	(void)state;
	fixture_init(&f);
	make(&f, &a, 1, "2026-05-18", &duties);
	assert_int_equal(duties.n_items, 1);
	assert_string_equal(duties.items[0].lesson->id, "m1");
	a.roles = "端末利用;管理職";
	make(&f, &a, 1, "2026-05-18", &duties);
	assert_int_equal(duties.n_items, 2);
	assert_string_equal(duties.items[1].lesson->id, "m3");
	f.lessons[0].is_ready = f.lessons[2].is_ready = false;
	make(&f, &a, 1, "2026-05-18", &duties);
	assert_int_equal(duties.target, KS_TARGET_NO_LESSON);
}

static void a_facility_is_named_by_kind_or_by_name(void **state)
{
	static const char *const plants[] = {"施設"};
	static const char *const north[] = {"北部クリーンセンター"};
	struct fixture f;
	struct ks_duties duties;
	struct ks_appointment a = appointment("2026-04-01", NULL);

	(void)state;
	fixture_init(&f);
	f.plan.audience.facilities = (const char **)plants;
	f.plan.audience.n_facilities = 1;
	make(&f, &a, 1, "2026-05-18", &duties);
	assert_int_equal(duties.target, KS_TARGET_NOT_STAFF);
	a.unit_kind = "施設";
	a.facility = "北部クリーンセンター";
	make(&f, &a, 1, "2026-05-18", &duties);
	assert_int_equal(duties.target, KS_TARGET_YES);
	f.plan.audience.facilities = (const char **)north;
	make(&f, &a, 1, "2026-05-18", &duties);
	assert_int_equal(duties.target, KS_TARGET_YES);
}

static void a_person_without_appointments_is_not_appointed(void **state)
{
	struct fixture f;
	struct ks_duties duties;

	(void)state;
	fixture_init(&f);
	make(&f, NULL, 0, "2026-05-18", &duties);
	assert_int_equal(duties.target, KS_TARGET_NOT_APPOINTED);
	assert_null(duties.appointment);
}

static void standing_follows_from_counts(void **state)
{
	struct ks_duties duties = {.target = KS_TARGET_YES, .n_items = 3};

	(void)state;
	assert_int_equal(ks_standing_of(&duties, 0, false), KS_STANDING_NOT_STARTED);
	assert_int_equal(ks_standing_of(&duties, 0, true), KS_STANDING_UNDER_WAY);
	assert_int_equal(ks_standing_of(&duties, 2, false), KS_STANDING_UNDER_WAY);
	assert_int_equal(ks_standing_of(&duties, 3, true), KS_STANDING_DONE);
	duties.target = KS_TARGET_AWAY;
	assert_int_equal(ks_standing_of(&duties, 3, true), KS_STANDING_EXEMPT);
	assert_string_equal(ks_standing_word(KS_STANDING_DONE), "修了");
	assert_string_equal(ks_target_word(KS_TARGET_YES), "");
	assert_string_equal(ks_target_word(KS_TARGET_AWAY), "休職・育休など");
}

static void a_test_is_owed_last_and_only_with_a_lesson(void **state)
{
	struct fixture f;
	struct ks_duties duties;
	struct ks_appointment a = appointment("2010-04-01", NULL);
	struct ks_person person = {.number = "000123", .appointments = &a, .n_appointments = 1};

	(void)state;
	fixture_init(&f);
	f.lessons[2] =
		(struct ks_plan_lesson){.id = "annual-test", .is_ready = true, .is_test = true};
	ks_duties_make(&f.plan, 1, 2026, &person, date("2026-05-01"), &duties);
	assert_int_equal(duties.n_items, 2);
	assert_string_equal(duties.items[1].lesson->id, "annual-test");
	f.lessons[0].is_ready = false;
	ks_duties_make(&f.plan, 1, 2026, &person, date("2026-05-01"), &duties);
	assert_int_equal(duties.n_items, 0);
	assert_int_equal(duties.target, KS_TARGET_NO_LESSON);
}

static struct ks_date of_2026(int month_day)
{
	return month_day ? (struct ks_date){2026, month_day / 100, month_day % 100}
			 : (struct ks_date){0, 0, 0};
}

/* Of several appointments: one that holds on the day, the latest begun; else one that ended; else what begins first. */
static void one_appointment_decides_on_a_day(void **state)
{
	static const struct {
		int from[3], to[3], day, wanted; /* 401: 1 April; to 0: open */
	} cases[] = {
		{{401, 701, 1001}, {630, 930, 0}, 501, 0},
		{{401, 701, 1001}, {630, 930, 0}, 630, 0},
		{{401, 701, 1001}, {630, 930, 0}, 701, 1},
		{{401, 701, 1001}, {630, 930, 0}, 1201, 2},
		{{401, 501, 1001}, {0, 630, 0}, 601, 1},    /* both hold */
		{{401, 501, 1001}, {0, 630, 0}, 701, 0},    /* the later begun has ended */
		{{401, 601, 1201}, {531, 831, 0}, 1001, 1}, /* between two */
		{{1101, 1115, 1201}, {0, 0, 0}, 1001, 0},   /* none has begun */
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_appointment three[3] = {0};
		struct ks_person person = {.number = "1", .appointments = three, .n_appointments = 3};
		struct ks_duties duties;

		for (size_t k = 0; k < 3; k++) {
			three[k].from = of_2026(cases[i].from[k]);
			three[k].to = of_2026(cases[i].to[k]);
			three[k].employment = "01";
			three[k].roles = three[k].unit = three[k].facility = "";
			three[k].status = "在職";
		}
		ks_duties_make(NULL, 0, 2026, &person, of_2026(cases[i].day), &duties);
		assert_ptr_equal(duties.appointment, &three[cases[i].wanted]);
	}
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(one_appointment_decides_on_a_day),
	cmocka_unit_test(a_test_is_owed_last_and_only_with_a_lesson),
	cmocka_unit_test(the_nendo_begins_on_1_april_and_ends_on_31_march),
	cmocka_unit_test(who_is_appointed_shortly_before_it_is_due_has_an_own_due_date),
	cmocka_unit_test(a_past_nendo_is_read_as_of_its_last_day),
	cmocka_unit_test(employment_outside_clause_5_is_no_target),
	cmocka_unit_test(a_course_may_name_others_than_staff),
	cmocka_unit_test(absence_is_told_from_leaving),
	cmocka_unit_test(who_is_present_works_under_the_appointment_that_day),
	cmocka_unit_test(the_appointment_in_force_decides),
	cmocka_unit_test(last_years_appointment_does_not_decide_this_year),
	cmocka_unit_test(a_transfer_without_a_gap_is_no_new_appointment),
	cmocka_unit_test(lessons_have_an_audience_of_their_own),
	cmocka_unit_test(a_facility_is_named_by_kind_or_by_name),
	cmocka_unit_test(a_person_without_appointments_is_not_appointed),
	cmocka_unit_test(standing_follows_from_counts),
};

int main(void)
{
	return ks_test_run(tests);
}
