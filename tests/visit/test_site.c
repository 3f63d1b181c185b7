/* SPDX-License-Identifier: Apache-2.0 */
#include "visit/site.h"

#include "visit/stage.h"

/* Which day it is, and one transaction. */

static enum ks_rc write_two(struct ks_site *site, void *what)
{
	struct stage *s = what;
	struct ks_fact fact =
		ks_record_sample_fact(&s->sample.course, KS_FACT_EXPERIENCED, 0, &s->sample.answer);
	enum ks_rc rc = ks_ledger_append(site->ledger, &fact, NULL);

	return rc == KS_OK ? ks_ledger_append(site->ledger, &fact, NULL) : rc;
}

static enum ks_rc write_one_and_fail(struct ks_site *site, void *what)
{
	struct stage *s = what;
	struct ks_fact fact =
		ks_record_sample_fact(&s->sample.course, KS_FACT_EXPERIENCED, 0, &s->sample.answer);

	return ks_ledger_append(site->ledger, &fact, NULL) == KS_OK ? KS_INVALID : KS_OK;
}

static void what_is_recorded_is_told_once(void **state)
{
	struct stage *s = *state;

	assert_int_equal(ks_site_record(&s->site, write_two, s), KS_OK);
	assert_int_equal(stage_count(s, ""), 2);
	assert_int_equal(s->n_recorded, 1);
}

static void a_write_that_fails_leaves_nothing_and_tells_nobody(void **state)
{
	struct stage *s = *state;

	assert_int_equal(ks_site_record(&s->site, write_one_and_fail, s), KS_INVALID);
	assert_int_equal(stage_count(s, ""), 0);
	assert_int_equal(s->n_recorded, 0);
}

static void a_full_disk_keeps_its_name_and_recovers(void **state)
{
	struct stage *s = *state;

	stage_fill(s);
	assert_int_equal(ks_site_record(&s->site, write_two, s), KS_FULL);
	assert_int_equal(s->n_recorded, 0);
	assert_int_equal(stage_count(s, ""), 0);
	stage_empty(s);
	assert_int_equal(ks_site_record(&s->site, write_two, s), KS_OK);
	assert_int_equal(stage_count(s, ""), 2);
}

static void a_preview_records_nothing(void **state)
{
	struct stage *s = *state;

	assert_int_equal(ks_site_record_nothing(&s->site, write_two, s), KS_OK);
	assert_int_equal(stage_count(s, ""), 0);
	assert_int_equal(s->n_recorded, 0);
}

static void the_day_is_japans_and_turns_at_midnight(void **state)
{
	struct stage *s = *state;
	struct ks_date today;

	stage_to(s, 2027, 3, 31, 23, 59);
	assert_int_equal(ks_site_nendo(&s->site), 2026);
	stage_to(s, 2027, 4, 1, 0, 0);
	assert_int_equal(ks_site_nendo(&s->site), 2027);
	assert_int_equal(ks_site_today(&s->site, &today), KS_OK);
	assert_int_equal(today.day, 1);
}

static void no_year_is_guessed_by_a_clock_in_doubt(void **state)
{
	static const int years[] = {1970, 2000, 2099};
	struct stage *s = *state;

	for (size_t i = 0; i < KS_COUNT(years); i++) {
		struct ks_date today;

		stage_to(s, years[i], 6, 1, 9, 0);
		assert_int_equal(ks_site_today(&s->site, &today), KS_NOT_FOUND);
		assert_false(ks_date_is_set(today));
		assert_int_equal(ks_site_nendo(&s->site), 0);
		assert_null(ks_site_plan(&s->site));
	}
}

static void the_centres_time_settles_it(void **state)
{
	struct stage *s = *state;
	int64_t there = KS_TEST_WALL_MS;

	stage_to(s, 1970, 1, 1, 9, 0);
	s->site.is_centre_time_known = true;
	s->site.centre_mono_offset_ms = there - ks_clock_mono_ms(&s->sample.clock);
	assert_int_equal(ks_site_nendo(&s->site), 2026);
	assert_non_null(ks_site_plan(&s->site));
	/* seconds of drift move no midnight */
	stage_to(s, 2027, 3, 31, 23, 59);
	s->site.centre_mono_offset_ms =
		ks_clock_wall_ms(&s->sample.clock) + 90 * 1000 - ks_clock_mono_ms(&s->sample.clock);
	assert_int_equal(ks_site_nendo(&s->site), 2026);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, stage_setup, stage_teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_is_recorded_is_told_once),
		TEST(a_write_that_fails_leaves_nothing_and_tells_nobody),
		TEST(a_full_disk_keeps_its_name_and_recovers),
		TEST(a_preview_records_nothing),
		TEST(the_day_is_japans_and_turns_at_midnight),
		TEST(no_year_is_guessed_by_a_clock_in_doubt),
		TEST(the_centres_time_settles_it),
	};

	return ks_test_run(tests);
}
