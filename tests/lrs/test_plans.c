/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "content/plan.h"
#include "lrs/centre.h"
#include "record/db.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* Which courses count where kiosks tell several revisions, and what of the completions goes out to the other kiosks. */

static char *plan_json(const char *id, const char *revision)
{
	struct ks_plan_lesson lesson = {.id = "m1",
					.title = "t",
					.minutes = 5,
					.is_ready = true,
					.n_questions = 1,
					.pass_right = 1};
	struct ks_plan plan = {.id = id,
			       .title = "t",
			       .revision = revision,
			       .nendo = 2026,
			       .opens = {2026, 4, 1},
			       .due = {2026, 12, 25},
			       .lessons = &lesson,
			       .n_lessons = 1};

	return ks_plan_to_json(&plan);
}

static void of_one_course_the_newest_revision_counts_in_whatever_order_they_come(void **state)
{
	static const char *const told[][3] = {
		{"2026.9", "2026.10", "2026.2"},
		{"2026.10", "2026.9", "2026.2"},
		{"2026.2", "2026.9", "2026.10"},
	};
	struct ks_sample_centre *sample = *state;

	for (size_t i = 0; i < KS_COUNT(told); i++) {
		struct ks_plans plans;
		int nendo = 0;

		assert_int_equal(ks_db_run(sample->store, "DELETE FROM plan", ""), KS_OK);
		assert_int_equal(ks_centre_plan_nendo(sample->store, &nendo), KS_NOT_FOUND);
		assert_int_equal(nendo, 0);
		for (size_t k = 0; k < KS_COUNT(told[i]); k++) {
			char *json = plan_json("annual", told[i][k]);
			char *other = plan_json("joining", "1");

			ks_clock_advance(&sample->clock, 1000);
			assert_int_equal(ks_centre_take_plans(sample->centre, "k-01", json), KS_OK);
			assert_int_equal(ks_centre_take_plans(sample->centre, "k-01", other), KS_OK);
			free(other);
			free(json);
		}
		assert_int_equal(ks_centre_plans(sample->store, 2026, &plans), KS_OK);
		assert_int_equal(plans.n_items, 2);
		assert_string_equal(plans.items[0].revision, "2026.10");
		assert_string_equal(plans.items[1].id, "joining");
		ks_plans_finish(&plans);
		assert_int_equal(ks_centre_plan_nendo(sample->store, &nendo), KS_OK);
		assert_int_equal(nendo, 2026);
	}
}

static void a_course_that_is_damaged_in_the_store_is_told(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *json = plan_json("annual", "1");
	struct ks_plans plans;

	assert_int_equal(ks_centre_take_plans(sample->centre, "k-01", json), KS_OK);
	assert_int_equal(ks_db_run(sample->store, "UPDATE plan SET json = '{}'", ""), KS_OK);
	assert_int_equal(ks_centre_plans(sample->store, 2026, &plans), KS_DAMAGED);
	ks_plans_finish(&plans);
	free(json);
}

static void complete(struct ks_sample_centre *sample, int nendo, const char *plan,
		     const char *staff, const char *lesson, int64_t done_ms)
{
	assert_int_equal(ks_db_run(sample->store,
				   "INSERT INTO standing(nendo, plan, staff, lesson, done_ms, clock, how)"
				   " VALUES(?, ?, ?, ?, ?, 'synced', '')",
				   "dttti", nendo, plan, staff, lesson, done_ms),
			 KS_OK);
}

/* The year before, this one and the next: by the centre's clock, for a kiosk's may be ahead. */
static void what_was_completed_in_three_years_goes_out(void **state)
{
	static const char *const rows[][2] = {
		{"000001", "2025,\"annual\",\"m1\""}, {"000001", "2026,\"annual\",\"m1\""},
		{"000002", "2026,\"annual\",\"m1\""}, {"000001", "2026,\"joining\",\"m1\""},
		{"000001", "2027,\"annual\",\"m1\""},
	};
	struct ks_sample_centre *sample = *state;
	struct ks_buf expected = {0};
	struct ks_test_stream stream;
	char *json = NULL, *said;

	complete(sample, 2024, "annual", "000001", "m1", KS_TEST_WALL_MS);
	complete(sample, 2025, "annual", "000001", "m1", KS_TEST_WALL_MS);
	complete(sample, 2026, "annual", "000001", "m1", KS_TEST_WALL_MS);
	complete(sample, 2026, "annual", "000001", "m2", 0);
	complete(sample, 2026, "annual", "a\nb", "m1", KS_TEST_WALL_MS);
	complete(sample, 2026, "annual", "000002", "m1", KS_TEST_WALL_MS);
	complete(sample, 2026, "joining", "000001", "m1", KS_TEST_WALL_MS);
	complete(sample, 2027, "annual", "000001", "m1", KS_TEST_WALL_MS);
	complete(sample, 2028, "annual", "000001", "m1", KS_TEST_WALL_MS);
	complete(sample, 2026, "two\nlines", "000001", "m1", KS_TEST_WALL_MS);
	stream = ks_test_stream_begin(stderr);
	assert_int_equal(ks_centre_completed_json(sample->store, 2026, &json), KS_OK);
	said = ks_test_stream_end(&stream);
	for (size_t i = 0; i < KS_COUNT(rows); i++)
		ks_buf_printf(&expected, "%s[\"%s\",%s,\"2026-05-18T00:30:20.000Z\"]",
			      i ? "," : "[", rows[i][0], rows[i][1]);
	ks_buf_puts(&expected, "]");
	assert_string_equal(json, ks_buf_text(&expected));
	ks_buf_finish(&expected);
	assert_string_equal(said, "warn: collector: 2 completions outside the rules are not sent\n");
	free(said);
	free(json);
}

static void where_nothing_was_completed_the_list_is_empty(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *json = NULL;

	assert_int_equal(ks_centre_completed_json(sample->store, 2026, &json), KS_OK);
	assert_string_equal(json, "[]");
	free(json);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(of_one_course_the_newest_revision_counts_in_whatever_order_they_come),
		TEST(a_course_that_is_damaged_in_the_store_is_told),
		TEST(what_was_completed_in_three_years_goes_out),
		TEST(where_nothing_was_completed_the_list_is_empty),
	};

	return ks_test_run(tests);
}
