/* SPDX-License-Identifier: Apache-2.0 */
#include "record/copied.h"

#include <string.h>

#include "support/record_sample.h"

#define DAY_MS INT64_C(86400000)

static void expect(struct ks_record_sample *s, int64_t now_ms, enum ks_doctor_mark mark,
		   const char *seen)
{
	struct ks_doctor doctor = {0};
	struct ks_ledger_counts counts;

	assert_int_equal(ks_ledger_counts_in(s->store, &counts), KS_OK);
	ks_copied_look(&doctor, &counts, now_ms);
	assert_int_equal(doctor.n, 1);
	assert_string_equal(doctor.findings[0].id, "backup");
	assert_int_equal(doctor.findings[0].mark, mark);
	assert_non_null(strstr(doctor.findings[0].seen, seen));
	assert_int_equal(!doctor.findings[0].todo, mark == KS_DOCTOR_GOOD);
	ks_doctor_finish(&doctor);
}

static void how_many_stand_here_alone_and_since_when(void **state)
{
	struct ks_record_sample *s = *state;
	int64_t now_ms = KS_TEST_WALL_MS, seqs[2];

	expect(s, now_ms, KS_DOCTOR_GOOD, "まだ記録がありません");
	for (int i = 0; i < 2; i++)
		seqs[i] = ks_record_sample_append(s, KS_FACT_ANSWERED);
	expect(s, now_ms, KS_DOCTOR_CARE, "2件のうち 2件は");
	expect(s, now_ms, KS_DOCTOR_CARE, "まだ一度も届いていません");
	assert_int_equal(ks_ledger_mark_delivered(s->ledger, seqs, 1), KS_OK);
	expect(s, now_ms, KS_DOCTOR_CARE, "2件のうち 1件は");
	expect(s, now_ms, KS_DOCTOR_CARE, "最後に届いたのは");
	expect(s, now_ms + 8 * DAY_MS, KS_DOCTOR_BAD, "2件のうち 1件は"); /* nobody fetches it */
	assert_int_equal(ks_ledger_mark_delivered(s->ledger, &seqs[1], 1), KS_OK);
	expect(s, now_ms + 8 * DAY_MS, KS_DOCTOR_GOOD, "2件とも、センターにあります");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(how_many_stand_here_alone_and_since_when,
						ks_record_sample_setup, ks_record_sample_teardown),
	};

	return ks_test_run(tests);
}
