/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/device.h"

#include <string.h>

#include "visit/attend.h"
#include "visit/desk.h"
#include "visit/signin.h"
#include "visit/stage.h"

/* What a 係員 tells a kiosk whose battery is empty: recorded first, good until the machine is switched off. */

static void sign_in(struct stage *s)
{
	stage_sign_in(s, STAGE_NUMBER);
	ks_device_begin(&s->visit);
	ks_device_ask_clock(&s->visit);
	assert_int_equal(s->visit.place, KS_VISIT_KEYS);
}

static void the_time_that_was_told_says_which_day_it_is(void **state)
{
	struct stage *s = *state;
	struct ks_date today;

	sign_in(s);
	stage_to(s, 1970, 1, 1, 9, 0);
	assert_int_equal(ks_site_today(&s->site, &today), KS_NOT_FOUND);
	assert_int_equal(ks_device_tell_clock(&s->site, &s->visit, "202605180905"), KS_OK);
	assert_int_equal(s->visit.place, KS_VISIT_DEVICE);
	assert_int_equal(stage_count(s, "operated"), 1);
	assert_int_equal(ks_site_today(&s->site, &today), KS_OK);
	assert_int_equal(today.year * 10000 + today.month * 100 + today.day, 20260518);
	ks_clock_advance(&s->sample.clock, INT64_C(24) * 3600 * 1000);
	assert_int_equal(ks_site_today(&s->site, &today), KS_OK);
	assert_int_equal(today.day, 19);
}

/* 受付 of a gathering that is on, by that time. */
static void a_gathering_opens_by_it(void **state)
{
	struct stage *s = *state;

	sign_in(s);
	stage_to(s, 1970, 1, 1, 9, 0);
	assert_int_equal(ks_device_tell_clock(&s->site, &s->visit, "202605180905"), KS_OK);
	assert_int_equal(ks_signin_end(&s->site, &s->visit, false), KS_OK);
	assert_int_equal(ks_attend_begin(&s->site, &s->visit), KS_OK);
	assert_false(s->visit.attend.is_doubtful);
	assert_int_equal(s->visit.place, KS_VISIT_NUMBER);
}

static void it_outlives_the_program_but_not_the_boot(void **state)
{
	struct stage *s = *state;
	int64_t told_ms;

	sign_in(s);
	assert_int_equal(ks_device_tell_clock(&s->site, &s->visit, "202605180905"), KS_OK);
	told_ms = s->site.told_mono_offset_ms;
	s->site.is_time_told = false;
	s->site.told_mono_offset_ms = 0;
	ks_device_load_clock(&s->site);
	assert_true(s->site.is_time_told);
	assert_int_equal(s->site.told_mono_offset_ms, told_ms);
	s->site.is_time_told = false;
	memset(s->sample.clock.last.boot, '7', 8);
	ks_device_load_clock(&s->site);
	assert_false(s->site.is_time_told);
}

static void what_is_no_time_is_refused(void **state)
{
	static const char *const bad[] = {"",
					  "20260518090",
					  "202613180905",
					  "202605320905",
					  "202602310905",
					  "202605182460",
					  "202605182400",
					  "000000000000",
					  "197001010900",
					  "209905180905"};
	struct stage *s = *state;

	sign_in(s);
	for (size_t i = 0; i < KS_COUNT(bad); i++) {
		assert_int_equal(ks_device_tell_clock(&s->site, &s->visit, bad[i]), KS_NOT_FOUND);
		assert_false(s->site.is_time_told);
	}
	assert_int_equal(stage_count(s, "operated"), 0);
}

static void what_cannot_be_recorded_does_not_hold(void **state)
{
	struct stage *s = *state;

	sign_in(s);
	stage_fill(s);
	assert_int_not_equal(ks_device_tell_clock(&s->site, &s->visit, "202605180905"), KS_OK);
	assert_false(s->site.is_time_told);
	assert_int_not_equal(ks_device_restart(&s->site, &s->visit), KS_OK);
	assert_int_not_equal(ks_device_leave(&s->site, &s->visit), KS_OK);
	stage_empty(s);
	assert_int_equal(stage_count(s, "operated"), 0);
	assert_int_equal(ks_device_restart(&s->site, &s->visit), KS_OK);
	assert_int_equal(ks_device_leave(&s->site, &s->visit), KS_OK);
	assert_int_equal(stage_count(s, "operated"), 2);
}

/* Who looks after the kiosks reads who did it, and what could not be recorded. */
static void the_log_says_who_and_what_was_not_recorded(void **state)
{
	struct stage *s = *state;
	struct ks_test_stream stream;
	char *log;

	sign_in(s);
	stream = ks_test_stream_begin(stderr);
	(void)!ks_device_tell_clock(&s->site, &s->visit, "202605180905");
	(void)!ks_device_restart(&s->site, &s->visit);
	stage_fill(s);
	(void)!ks_device_leave(&s->site, &s->visit);
	stage_empty(s);
	log = ks_test_stream_end(&stream);
	assert_non_null(strstr(log, "the time was told by " STAGE_NUMBER));
	assert_non_null(strstr(log, "restart by " STAGE_NUMBER));
	assert_non_null(strstr(log, "leave by " STAGE_NUMBER));
	assert_non_null(strstr(log, "not recorded (full): "));
	free(log);
}

static void a_step_back_leads_where_it_came_from(void **state)
{
	struct stage *s = *state;

	sign_in(s);
	ks_desk_back(&s->visit);
	assert_int_equal(s->visit.place, KS_VISIT_DEVICE);
	ks_desk_back(&s->visit);
	assert_int_equal(s->visit.place, KS_VISIT_DESK);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(the_time_that_was_told_says_which_day_it_is),
		TEST(a_gathering_opens_by_it),
		TEST(it_outlives_the_program_but_not_the_boot),
		TEST(what_is_no_time_is_refused),
		TEST(what_cannot_be_recorded_does_not_hold),
		TEST(the_log_says_who_and_what_was_not_recorded),
		TEST(a_step_back_leads_where_it_came_from),
	};

	return ks_test_run(tests);
}
