/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/own.h"
#include "record/db.h"
#include "record/gathering.h"
#include "report/report.h"
#include "support/centre_sample.h"
#include "support/golden.h"
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

/* ---- everything that a sheet can say ---- */

static void fact(struct ks_sample_centre *sample, const char *gathering, const char *staff,
		 const char *verb, const char *kiosk, int64_t second, const char *how,
		 const char *by, const char *reason, int counts)
{
	static int n;
	char *id = ks_format("fact-%03d", ++n);

	assert_int_equal(
		ks_db_run(sample->store,
			  "INSERT INTO gathering_fact VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			  "tttttitttdd", id, gathering, staff, verb, kiosk,
			  INT64_C(1779062400000) + second * 1000, /* 9:00 of the 18th of May */
			  how, by, reason, counts / 100, counts % 100),
		KS_OK);
	free(id);
}

#define G "2026-05-18-1"
#define H "2026-05-18-2"

static void happen(struct ks_sample_centre *sample)
{
	static const int minute = 60;

	fact(sample, G, "000001", "checkin", "k-01", 0, "card", "", "", 0);
	fact(sample, G, "000002", "checkin", "k-01", 2, "pin", "", "", 0);
	fact(sample, G, "000003", "checkin", "", 10 * minute, "number", "", "", 0);
	fact(sample, G, "000004", "checkin", "k-01", 60 * minute, "other", "", "1", 0);
	fact(sample, G, "000005", "checkin", "k-01", 61 * minute, "pin", "", "", 0);
	fact(sample, G, "000006", "admitted", "k-01", 20 * minute, "", "000001", "顔見知り", 0);
	fact(sample, G, "000006", "removed", "k-01", 21 * minute, "", "000002", "人違い", 0);
	fact(sample, G, "000006", "admitted", "k-01", 22 * minute, "", "999999", "確かめた", 0);
	fact(sample, G, "000007", "excused", "k-01", -1, "", "000001", "休暇", 0);
	fact(sample, G, "000008", "admitted", "k-02", 30 * minute, "paper", "000001", "署名", 0);
	fact(sample, G, "000001", "leave", "k-01", 45 * minute, "", "", "", 0);
	fact(sample, G, "000001", "drilled", "k-01", 30 * minute, "", "000001", "始まりのない手順",
	     0);
	fact(sample, G, "000001", "drilled", "k-01", 31 * minute, "begun", "000001", "地震", 0);
	fact(sample, G, "000001", "drilled", "k-01", 32 * minute + 5, "", "000001", "机の下", 0);
	fact(sample, G, "000001", "drilled", "k-01", 42 * minute + 59, "ended", "999999", "地震", 0);
	fact(sample, G, "000001", "polled", "k-01", 50 * minute, "", "000002", "質問", 705);
	fact(sample, H, "000002", "closed", "k-01", 121 * minute, "", "", "一人が先に出た", 102);
	fact(sample, H, "000001", "closed", KS_CENTRE_OWN, 122 * minute, "", "000001", "", 202);
}

/* Each row with all that stands in it; what is of the gathering once. */
static void put_list(const struct ks_attendance_list *list, struct ks_buf *out)
{
	for (size_t i = 0; i < list->n_rows; i++) {
		const struct ks_attendance_row *row = &list->rows[i];
		struct ks_civil at = ks_civil_from_ms(row->at_ms),
				left = ks_civil_from_ms(row->out_ms);

		if (i == 0 || strcmp(list->rows[i - 1].gathering_id, row->gathering_id) != 0) {
			size_t n = ks_attendance_rows_of(list, i);
			char *sum = ks_attendance_sum(row, n);

			ks_buf_printf(out, "==== %s %s %s %d..%d %s\n%s\n%s\n%s\n",
				      row->gathering_id, row->title, row->place, row->from_minute,
				      row->to_minute, row->lessons, sum, row->closing, row->course);
			free(sum);
		}
		ks_buf_printf(out, "%s|%s|%s|%s|", row->number, row->name, row->unit,
			      row->employment);
		ks_buf_printf(out, "%d:%02d|%d:%02d|", row->at_ms ? at.hour : 0,
			      row->at_ms ? at.minute : 0, row->out_ms ? left.hour : 0,
			      row->out_ms ? left.minute : 0);
		ks_buf_printf(out, "%s|%s|%s%s%s|%s|%s|%s\n", row->kiosk, row->how,
			      row->is_present ? "P" : "", row->is_expected ? "E" : "",
			      row->is_walk_in ? "W" : "", row->remark, row->absence, row->correction);
	}
}

static void a_sheet_says_all_that_happened(void **state)
{
	static const char *const expected[] = {"000001", "000003", "000006", "000007", "000009"};
	struct ks_sample_centre *sample = *state;
	struct ks_gathering gatherings[] = {
		{.date = {2026, 5, 18}, .from_minute = 9 * 60 + 1, .to_minute = 10 * 60},
		{.date = {2026, 5, 18}, .from_minute = 600, .to_minute = 660},
		{.date = {2027, 4, 1}, .from_minute = 600, .to_minute = 660}};
	struct ks_attendance_list list;
	struct ks_table table;
	struct ks_buf out = {0};

	ks_sample_import(
		sample->store,
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
		"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
		"000002,見本 二,ミホン ニ,会計課,事務局,本庁,06,2010-04-01,,在職,端末利用,\r\n"
		"000007,見本 七,ミホン ナナ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
		"000009,見本 九,ミホン キュウ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n");
	for (size_t i = 0; i < KS_COUNT(gatherings); i++) {
		gatherings[i].title = ks_format("集合研修%zu", i);
		gatherings[i].place = ks_strdup(i ? "" : "会議室");
		gatherings[i].lessons = ks_strdup(i ? "" : "m1, m4");
		gatherings[i].is_cancelled = i == 1;
		assert_int_equal(ks_gathering_announce(sample->store, &gatherings[i], true,
						       expected, i ? 0 : KS_COUNT(expected)),
				 KS_OK);
		ks_gathering_finish(&gatherings[i]);
	}
	happen(sample);
	assert_int_equal(ks_store_set(sample->store, "kiosk", "k-77"), KS_OK); /* whose folder it is */
	assert_int_equal(ks_report_attendance(sample->store, 2026, INT64_C(1779066001000), &list),
			 KS_OK); /* a second after ten */
	put_list(&list, &out);
	ks_attendance_table(&list, &table);
	ks_table_csv(&table, &out);
	ks_table_finish(&table);
	ks_gathering_table(list.rows, list.n_rows, &table);
	ks_table_csv(&table, &out);
	ks_table_finish(&table);
	ks_attendance_list_finish(&list);
	ks_test_golden("tests/data/golden/attendance.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(who_is_expected_is_absent_when_it_is_over,
						ks_sample_setup, ks_sample_teardown),
		cmocka_unit_test_setup_teardown(a_sheet_says_all_that_happened, ks_sample_setup,
						ks_sample_teardown),
	};

	return ks_test_run(tests);
}
