/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/tally.h"

#include <string.h>

#include "base/mem.h"
#include "lrs/centre_private.h"
#include "record/db.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* The numbers that are kept of each kiosk (that a trigger keeps them right in any order is test_meet.c's). */

static void a_number_of_a_kiosk_that_is_wrong_is_found_and_counted_anew(void **state)
{
	static const char *const harm[] = {
		"UPDATE kiosk_tally SET n_statements = n_statements + 1",
		"UPDATE kiosk_tally SET n_numbered = 0",
		"UPDATE kiosk_tally SET last_seq = last_seq - 1",
		"UPDATE kiosk_tally SET n_twice = 1",
		"UPDATE kiosk_tally SET twice_seq = 0",
		"UPDATE kiosk_tally SET n_breaks = 7",
		"DELETE FROM kiosk_tally",
		"INSERT INTO kiosk_tally VALUES('k-77', 1, 1, 1, 0, 0, 0, 0)",
	};
	static const char twin[] = "SELECT max(twin_ms) FROM kiosk_tally";
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01"), copy;
	const char *told;
	int64_t before = 0, after = 0;

	ks_sample_ingest(sample, &kiosk, "1", "passed", "course/annual/m1");
	copy = kiosk;
	for (int i = 0; i < 2; i++) {
		ks_sample_ingest(sample, &kiosk, "1", "passed", "course/annual/m2");
		ks_sample_ingest(sample, &copy, "2", "passed", "course/annual/m2");
	}
	assert_int_equal(ks_db_number(sample->store, &before, twin, ""), KS_OK);
	assert_true(before > 0);
	for (size_t i = 0; i < KS_COUNT(harm); i++) {
		assert_int_equal(ks_db_run(sample->store, harm[i], ""), KS_OK);
		assert_int_equal(ks_centre_check_summaries(sample->store, &told), KS_OK);
		if (!told || strcmp(told, "kiosk_tally") != 0)
			fail_msg("not found: %s", harm[i]);
		assert_int_equal(ks_centre_rebuild_summaries(sample->centre), KS_OK);
		assert_int_equal(ks_centre_check_summaries(sample->store, &told), KS_OK);
		assert_null(told);
		assert_int_equal(ks_db_number(sample->store, &after, twin, ""), KS_OK);
		if (!strstr(harm[i], "DELETE"))
			assert_int_equal(after, i < 6 ? before : 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			a_number_of_a_kiosk_that_is_wrong_is_found_and_counted_anew,
			ks_sample_setup_empty, ks_sample_teardown),
	};

	return ks_test_run(tests);
}
