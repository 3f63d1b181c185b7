/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/attend.h"

#include <string.h>

#include "visit/signin.h"
#include "visit/stage.h"

/* Checking in: recorded at the tap, and only what is on the disk is said. */

static enum ks_rc check_in(struct stage *s, const char *number)
{
	struct ks_pin_verdict verdict;

	assert_int_equal(ks_attend_begin(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_NUMBER);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, number), KS_OK);
	return ks_signin_pin(&s->site, &s->visit, STAGE_PIN, &verdict);
}

static void one_gathering_leads_to_the_number_several_to_the_list(void **state)
{
	struct stage *s = *state;
	struct ks_gathering other = s->gathering;

	assert_int_equal(ks_attend_begin(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_NUMBER);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	char later[] = "午後の集合研修";

	other.title = later;
	assert_int_equal(ks_gathering_add(s->site.store, &other), KS_OK);
	assert_int_equal(ks_attend_begin(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_GATHERINGS);
	assert_int_equal(s->visit.attend.n_gatherings, 2);
	ks_attend_choose(&s->visit, 1);
	assert_int_equal(s->visit.place, KS_VISIT_NUMBER);
	assert_ptr_equal(ks_attend_gathering(&s->visit), &s->visit.attend.gatherings[1]);
}

static void none_today_is_a_list_of_none(void **state)
{
	struct stage *s = *state;

	stage_to(s, 2026, 5, 19, 9, 0);
	assert_int_equal(ks_attend_begin(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_GATHERINGS);
	assert_int_equal(s->visit.attend.n_gatherings, 0);
}

static void an_unreadable_list_is_not_none_today(void **state)
{
	struct stage *s = *state;

	stage_break_table(s, "gathering");
	assert_int_not_equal(ks_attend_begin(&s->site, &s->visit), KS_OK);
	assert_int_not_equal(s->visit.place, KS_VISIT_GATHERINGS);
}

static void under_a_clock_in_doubt_the_person_says_which(void **state)
{
	struct stage *s = *state;

	stage_to(s, 1970, 1, 1, 9, 0);
	assert_int_equal(ks_attend_begin(&s->site, &s->visit), KS_OK);
	assert_true(s->visit.attend.is_doubtful);
	assert_int_equal(s->visit.place, KS_VISIT_GATHERINGS);
	assert_int_equal(s->visit.attend.n_gatherings, 1);
}

static void a_check_in_is_recorded_by_the_tap_and_read_back(void **state)
{
	struct stage *s = *state;

	assert_int_equal(check_in(s, STAGE_NUMBER), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_ATTENDED);
	assert_non_null(s->visit.attend.receipt);
	assert_false(s->visit.attend.is_repeat);
	assert_string_equal(ks_receipt_view(s->visit.attend.receipt)->staff, STAGE_NUMBER);
	assert_int_equal(stage_count(s, "checkin"), 1);
	assert_int_equal(s->n_recorded, 1);
}

static void coming_twice_is_told_with_the_first_time(void **state)
{
	struct stage *s = *state;
	int64_t first_ms;

	assert_int_equal(check_in(s, STAGE_NUMBER), KS_OK);
	first_ms = ks_receipt_wall_ms(s->visit.attend.receipt);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	ks_clock_advance(&s->sample.clock, 60000);
	assert_int_equal(check_in(s, STAGE_NUMBER), KS_OK);
	assert_true(s->visit.attend.is_repeat);
	assert_int_equal(ks_receipt_wall_ms(s->visit.attend.receipt), first_ms);
	assert_int_equal(stage_count(s, "checkin"), 1);
}

/* The green card of today's incident: 「9:00 受付」 with nothing stored. */
static void with_a_full_disk_nothing_is_said_to_be_recorded(void **state)
{
	struct stage *s = *state;
	struct ks_pin_verdict verdict;

	assert_int_equal(ks_attend_begin(&s->site, &s->visit), KS_OK);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_NUMBER), KS_OK);
	s->visit.is_signed_in = true; /* the PIN was right while there was still room */
	stage_fill(s);
	assert_int_equal(ks_attend_check_in(&s->site, &s->visit), KS_FULL);
	assert_int_not_equal(s->visit.place, KS_VISIT_ATTENDED);
	assert_null(s->visit.attend.receipt);
	assert_int_equal(stage_count(s, "checkin"), 0);
	stage_empty(s);
	assert_int_equal(ks_signin_pin(&s->site, &s->visit, STAGE_PIN, &verdict), KS_OK);
	assert_int_equal(stage_count(s, "checkin"), 1);
}

/* 18 hours after the end, or the day before: a list with a sentence, and nothing recorded. */
static void out_of_its_time_nobody_is_taken(void **state)
{
	struct stage *s = *state;
	struct ks_pin_verdict verdict;

	assert_int_equal(ks_attend_begin(&s->site, &s->visit), KS_OK);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_NUMBER), KS_OK);
	stage_to(s, 2026, 5, 18, 10, 1); /* while the PIN was typed */
	assert_int_equal(ks_signin_pin(&s->site, &s->visit, STAGE_PIN, &verdict), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_GATHERINGS);
	assert_true(s->visit.attend.is_refused);
	assert_null(s->visit.attend.receipt);
	assert_int_equal(stage_count(s, "checkin"), 0);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	assert_int_equal(ks_attend_begin(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_GATHERINGS);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	stage_to(s, 2026, 5, 18, 8, 29);
	assert_int_equal(ks_attend_begin(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_GATHERINGS);
}

static void a_cancelled_one_is_not_there(void **state)
{
	struct stage *s = *state;
	struct ks_gathering gathering = s->gathering;

	gathering.is_cancelled = true;
	assert_int_equal(ks_gathering_change(s->site.store, &gathering), KS_OK);
	assert_int_equal(ks_attend_begin(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.attend.n_gatherings, 0);
	assert_int_equal(s->visit.place, KS_VISIT_GATHERINGS);
}

/* Told to who reads the 出席簿, not to who stands there. */
static void wrong_pins_right_before_are_part_of_the_record(void **state)
{
	struct stage *s = *state;
	struct ks_pin_verdict verdict;

	assert_int_equal(ks_attend_begin(&s->site, &s->visit), KS_OK);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_NUMBER), KS_OK);
	assert_int_equal(ks_signin_pin(&s->site, &s->visit, "000001", &verdict), KS_DENIED);
	assert_int_equal(ks_signin_pin(&s->site, &s->visit, "000002", &verdict), KS_DENIED);
	assert_int_equal(ks_signin_pin(&s->site, &s->visit, STAGE_PIN, &verdict), KS_OK);
	assert_string_equal(ks_receipt_view(s->visit.attend.receipt)->reason,
			    "暗証番号を2回まちがえたあと");
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	assert_int_equal(check_in(s, STAGE_OTHER), KS_OK);
	assert_string_equal(ks_receipt_view(s->visit.attend.receipt)->reason, "");
	struct ks_roll roll;

	assert_int_equal(ks_roll_load(s->site.store, s->gathering.id, &roll), KS_OK);
	assert_true(ks_roll_find(&roll, STAGE_NUMBER)->notes & KS_ROLL_FAILED_FIRST);
	assert_false(ks_roll_find(&roll, STAGE_OTHER)->notes & KS_ROLL_FAILED_FIRST);
	ks_roll_finish(&roll);
}

static void by_the_number_alone_only_where_the_desk_opened(void **state)
{
	static const char *const expected[] = {STAGE_OTHER};
	struct stage *s = *state;

	assert_int_equal(ks_gathering_expect(s->site.store, s->gathering.id, expected, 1), KS_OK);
	assert_int_equal(ks_attend_begin_at(&s->site, &s->visit, "2026-05-18-9", "000001"),
			 KS_NOT_FOUND);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	assert_int_equal(ks_attend_begin_at(&s->site, &s->visit, s->gathering.id, "000001"), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_NUMBER);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_OTHER), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_CONFIRM);
	ks_attend_deny(&s->visit);
	assert_int_equal(s->visit.place, KS_VISIT_NUMBER);
	assert_null(s->visit.family_name);
	assert_int_equal(stage_count(s, "checkin"), 0);
	assert_int_equal(ks_signin_number(&s->site, &s->visit, STAGE_NUMBER), KS_OK);
	assert_int_equal(ks_attend_confirm(&s->site, &s->visit), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_ATTENDED);
	assert_true(s->visit.attend.is_walk_in);
	assert_string_equal(ks_receipt_view(s->visit.attend.receipt)->how, "number");
	assert_string_equal(ks_receipt_view(s->visit.attend.receipt)->by, "000001");
	assert_int_equal(ks_attend_leave(&s->site, &s->visit), KS_OK);
	assert_true(s->visit.attend.has_left);
	assert_int_equal(stage_count(s, "leave"), 1);
}

static void late_and_over_are_told_from_in_time(void **state)
{
	struct stage *s = *state;
	static const struct {
		int day, hour, minute;
		enum ks_gathering_when when;
	} cases[] = {
		{17, 9, 0, KS_GATHERING_EARLY},    {18, 8, 29, KS_GATHERING_EARLY},
		{18, 8, 30, KS_GATHERING_IN_TIME}, {18, 9, 0, KS_GATHERING_IN_TIME},
		{18, 9, 1, KS_GATHERING_LATE},     {18, 10, 0, KS_GATHERING_LATE},
		{18, 10, 1, KS_GATHERING_OVER},    {18, 18, 28, KS_GATHERING_OVER},
		{19, 9, 0, KS_GATHERING_OVER},
	};

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_civil at = {.date = {2026, 5, cases[i].day},
				      .hour = cases[i].hour,
				      .minute = cases[i].minute};

		assert_int_equal(ks_gathering_when(&s->gathering, ks_civil_to_ms(&at)),
				 cases[i].when);
	}
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(one_gathering_leads_to_the_number_several_to_the_list),
		TEST(none_today_is_a_list_of_none),
		TEST(an_unreadable_list_is_not_none_today),
		TEST(under_a_clock_in_doubt_the_person_says_which),
		TEST(a_check_in_is_recorded_by_the_tap_and_read_back),
		TEST(coming_twice_is_told_with_the_first_time),
		TEST(with_a_full_disk_nothing_is_said_to_be_recorded),
		TEST(out_of_its_time_nobody_is_taken),
		TEST(a_cancelled_one_is_not_there),
		TEST(wrong_pins_right_before_are_part_of_the_record),
		TEST(by_the_number_alone_only_where_the_desk_opened),
		TEST(late_and_over_are_told_from_in_time),
	};

	return ks_test_run(tests);
}
