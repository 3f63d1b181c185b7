/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/mem.h"
#include "record/gathering.h"
#include "report/report.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* What the 出席簿 says of who has not come, by the time it is asked. */

/* Nobody is absent from what is still to come. */
static void who_is_expected_is_absent_when_it_is_over(void **state)
{
	static const struct {
		int64_t minute;
		bool is_over;
	} cases[] = {{-1, false}, {60, false}, {61, true}};
	struct ks_sample_centre *sample = *state;
	struct ks_gathering gathering = {.date = {2026, 11, 24}, .from_minute = 600, .to_minute = 660};
	const char *const staff[] = {"000001"};

	gathering.title = ks_strdup("集合研修");
	gathering.place = ks_strdup("会議室");
	assert_int_equal(ks_gathering_announce(sample->store, &gathering, true, staff, 1), KS_OK);
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		int64_t ten = INT64_C(1795482000000); /* of that day */
		struct ks_attendance_list list;
		char *sum;

		assert_int_equal(ks_report_attendance(sample->store, 2026,
						      ten + cases[i].minute * 60000, &list),
				 KS_OK);
		assert_int_equal(list.n_rows, 1);
		assert_string_equal(list.rows[0].remark, cases[i].is_over ? "欠席" : "未受付");
		assert_int_equal(list.rows[0].is_over, cases[i].is_over);
		assert_string_equal(list.rows[0].absence, KS_ABSENT_SILENT);
		sum = ks_attendance_sum(list.rows, 1);
		assert_string_equal(sum, cases[i].is_over
						 ? "対象 1名 ＝ 出席 0名 ＋ 欠席 1名、予定外 0名"
						 : "対象 1名 ＝ 出席 0名 ＋ 未受付 1名、予定外 0名");
		free(sum);
		ks_attendance_list_finish(&list);
	}
	ks_gathering_finish(&gathering);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(who_is_expected_is_absent_when_it_is_over,
						ks_sample_setup, ks_sample_teardown),
	};

	return ks_test_run(tests);
}
