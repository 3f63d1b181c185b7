/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/report.h"
#include "support/centre_sample.h"
#include "support/record_sample.h"
#include "support/test.h"

/* Every try of one person, and of nobody else. */

struct fixture {
	struct ks_sample_centre sample;
	struct ks_sample_kiosk kiosk;
	struct ks_plan_lesson lesson;
	struct ks_plan plan;
	struct ks_attempt_list list;
};

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_sample_centre_init(&f->sample);
	f->kiosk = ks_sample_kiosk("k-01");
	f->lesson = (struct ks_plan_lesson){.id = "m1", .title = "一", .is_ready = true};
	f->plan = (struct ks_plan){
		.id = "annual", .nendo = 2026, .lessons = &f->lesson, .n_lessons = 1};
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_attempt_list_finish(&f->list);
	ks_sample_centre_finish(&f->sample);
	free(f);
	return 0;
}

static void take(struct fixture *f, const char *staff, const char *verb, int raw)
{
	char *result = ks_format("\"score\":{\"raw\":%d,\"min\":0,\"max\":5,\"scaled\":%.1f}", raw,
				 raw / 5.0);

	ks_sample_ingest_told(&f->sample, &f->kiosk, staff, verb, "course/annual/m1", result,
			      "\"https://w3id.org/xapi/cmi5/context/extensions/masteryscore\":0.8");
	ks_clock_advance(&f->sample.clock, 60000);
	free(result);
}

static size_t attempts(struct fixture *f)
{
	ks_attempt_list_finish(&f->list);
	assert_int_equal(ks_report_attempts(f->sample.store, &f->plan, 1, 2026, "000001", &f->list),
			 KS_OK);
	return f->list.n_rows;
}

static void each_try_is_there_in_its_order_with_its_score(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(attempts(f), 0);
	take(f, "000001", "failed", 2);
	take(f, "000002", "passed", 5);
	take(f, "000001", "passed", 4);
	assert_int_equal(attempts(f), 2);
	assert_false(f->list.rows[0].is_passed);
	assert_int_equal(f->list.rows[0].score, 2);
	assert_true(f->list.rows[1].is_passed);
	assert_int_equal(f->list.rows[1].score, 4);
	assert_int_equal(f->list.rows[1].score_max, 5);
	assert_int_equal(f->list.rows[1].score_pass, 4);
	assert_string_equal(f->list.rows[1].kiosk, "k-01");
	assert_string_equal(f->list.rows[1].lesson_title, "一");
	assert_true(f->list.rows[0].at_ms < f->list.rows[1].at_ms);
}

static void what_was_taken_back_stays_and_is_marked(void **state)
{
	struct fixture *f = *state;
	struct ks_table table;

	take(f, "000001", "passed", 4);
	assert_int_equal(ks_centre_void(f->sample.centre, f->kiosk.last_id, "別の人の番号", "000002"),
			 KS_OK);
	assert_int_equal(attempts(f), 1);
	assert_true(f->list.rows[0].is_voided);
	ks_attempt_table(&f->list, &table);
	assert_string_equal(ks_table_cell(&table, 0, 6)->text, "取消");
	ks_table_finish(&table);
}

static void another_year_and_a_plan_unknown_here_are_not_counted(void **state)
{
	struct fixture *f = *state;

	take(f, "000001", "passed", 4);
	f->plan.id = "other";
	assert_int_equal(attempts(f), 0);
	f->plan.id = "annual";
	assert_int_equal(ks_report_attempts(f->sample.store, &f->plan, 1, 2025, "000001", &f->list),
			 KS_OK);
	assert_int_equal(f->list.n_rows, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_try_is_there_in_its_order_with_its_score,
						setup, teardown),
		cmocka_unit_test_setup_teardown(what_was_taken_back_stays_and_is_marked, setup,
						teardown),
		cmocka_unit_test_setup_teardown(another_year_and_a_plan_unknown_here_are_not_counted,
						setup, teardown),
	};

	return ks_test_run(tests);
}
