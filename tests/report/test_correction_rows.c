/* SPDX-License-Identifier: Apache-2.0 */
#include "report/correction.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/test.h"

/* Corrections made by hand: which are whose, and in which words they stand beside other rows. */

#define CLOSED (KS_TEST_WALL_MS + 1000)

static struct ks_appointment posts[] = {{.unit = "総務課", .from = {2020, 4, 1}, .to = {2026, 5, 9}},
					{.unit = "会計課", .from = {2026, 5, 10}}};
static struct ks_roster_entry entries[] = {
	{.person = {.number = "000001", .name = "見本 一", .appointments = posts, .n_appointments = 2}},
	{.person = {.number = "000002",
		    .name = "見本 二",
		    .typed = "000222",
		    .appointments = posts,
		    .n_appointments = 1}}};

static struct ks_correction row(enum ks_correction_kind kind, enum ks_correction_step step,
				const char *staff, int64_t end_ms)
{
	return (struct ks_correction){.id = "019e388b-6500-7000-8000-000000000001",
				      .what = {.step = step,
					       .kind = kind,
					       .nendo = 2026,
					       .staff = staff,
					       .to_staff = "",
					       .plan = "annual",
					       .lesson = "m1",
					       .gathering = "",
					       .question = "",
					       .revision = "",
					       .answer = "",
					       .was = "前",
					       .becomes = "後",
					       .reason = "写し",
					       .by = "hr1",
					       .refers = "",
					       .targets = ""},
				      .by_ms = KS_TEST_WALL_MS,
				      .end_id = "",
				      .end_reason = "見た",
				      .end_user = "hr2",
				      .end_ms = end_ms};
}

static struct ks_correction_list list_of(struct ks_correction *rows, size_t n)
{
	return (struct ks_correction_list){.roster = {.entries = entries, .n_entries = 2},
					   .rows = rows,
					   .n_rows = n,
					   .sealed_ms = CLOSED};
}

static void every_correction_has_its_row(void **state)
{
	struct ks_correction rows[6];
	struct ks_correction_list list = list_of(rows, KS_COUNT(rows));
	struct ks_table table;
	struct ks_buf out = {0};

	(void)state;
	rows[0] =
		row(KS_CORRECTION_PRESENT, KS_CORRECTION_APPROVED, "000001", KS_TEST_WALL_MS + 1000);
	rows[0].what.gathering = "2026-05-18-1";
	rows[1] = row(KS_CORRECTION_UNDONE, KS_CORRECTION_REJECTED, "000002", KS_TEST_WALL_MS);
	rows[2] = row(KS_CORRECTION_KEY, KS_CORRECTION_PROPOSED, "", 0);
	rows[2].what.question = "m1-q01";
	rows[2].end_user = rows[2].end_reason = "";
	rows[3] = rows[2];
	rows[3].what.revision = "3";
	rows[4] = row(KS_CORRECTION_PLAN, KS_CORRECTION_REPLACED, "", KS_TEST_WALL_MS);
	rows[5] = row(KS_CORRECTION_EXEMPT, KS_CORRECTION_APPROVED, "000009", KS_TEST_WALL_MS);
	ks_correction_table(&list, &table);
	assert_string_equal(table.title, "訂正の記録");
	ks_table_csv(&table, &out);
	assert_string_equal(
		strchr(ks_buf_text(&out), '\n') + 1,
		"019e388b-6500,承認,出席の記入,2026,000001,見本 一,集合研修 2026-05-18-1,前,後,写し,hr1,"
		"2026-05-18 09:30:20,hr2,2026-05-18 09:30:21,見た\r\n"
		"019e388b-6500,却下,修了の取消し,2026,000222,見本 二,annual / m1,前,後,写し,hr1,"
		"2026-05-18 09:30:20,hr2,2026-05-18 09:30:20,見た\r\n"
		"019e388b-6500,承認待ち,採点訂正,2026,,,問題 m1-q01,前,後,写し,hr1,2026-05-18 09:30:20,,,\r\n"
		"019e388b-6500,承認待ち,採点訂正,2026,,,問題 m1-q01 版 3,前,後,写し,hr1,2026-05-18 09:30:20,,,\r\n"
		"019e388b-6500,今は無効（あとの承認あり）,研修計画の承認,2026,,,2026年度の研修計画,前,後,写し,hr1,"
		"2026-05-18 09:30:20,hr2,2026-05-18 09:30:20,見た\r\n"
		"019e388b-6500,承認,届出の登録,2026,000009,,対象外の台帳,前,後,写し,hr1,2026-05-18 09:30:20,hr2,"
		"2026-05-18 09:30:20,見た\r\n");
	ks_buf_finish(&out);
	ks_table_finish(&table);
}

/* Whose they are; of nobody (採点訂正) is of every 所属. */
static void a_list_of_one_person_or_one_unit(void **state)
{
	static const struct {
		const char *staff, *unit;
		struct ks_date day;
		size_t n;
	} cases[] = {
		{"000001", NULL, {0}, 2},           {"000002", NULL, {0}, 2},
		{"000003", NULL, {0}, 0},           {NULL, "総務課", {2026, 5, 9}, 3},
		{NULL, "総務課", {2026, 5, 10}, 2}, {NULL, "会計課", {2026, 5, 10}, 2},
		{NULL, "会計課", {2026, 5, 9}, 1},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_correction rows[4] = {
			row(KS_CORRECTION_UNDONE, KS_CORRECTION_APPROVED, "000001", 1),
			row(KS_CORRECTION_UNDONE, KS_CORRECTION_APPROVED, "000002", 1),
			row(KS_CORRECTION_KEY, KS_CORRECTION_APPROVED, "", 1),
			row(KS_CORRECTION_UNDONE, KS_CORRECTION_APPROVED, "999999", 1)};
		struct ks_correction_list list = list_of(rows, 4);

		rows[0].what.to_staff = "000002";
		rows[3].what.to_staff = "000001";
		if (cases[i].staff)
			ks_correction_list_keep(&list, cases[i].staff);
		else
			ks_correction_list_keep_unit(&list, cases[i].unit, cases[i].day);
		assert_int_equal(list.n_rows, cases[i].n);
	}
}

static void what_stands_beside_a_row(void **state)
{
	struct ks_correction rows[5];
	struct ks_correction_list list = list_of(rows, KS_COUNT(rows));
	struct ks_arena arena = {0};
	bool is_absent = false;

	(void)state;
	assert_string_equal(ks_correction_addendum(&list, CLOSED), "");
	assert_string_equal(ks_correction_addendum(&list, CLOSED + 1), "追補：");
	rows[0] = row(KS_CORRECTION_PRESENT, KS_CORRECTION_PROPOSED, "000001", CLOSED);
	rows[1] = row(KS_CORRECTION_ABSENT, KS_CORRECTION_APPROVED, "000001", CLOSED);
	rows[2] = row(KS_CORRECTION_PRESENT, KS_CORRECTION_APPROVED, "000002", CLOSED + 1000);
	rows[3] = row(KS_CORRECTION_KEY, KS_CORRECTION_APPROVED, "", CLOSED);
	rows[4] = row(KS_CORRECTION_KEY, KS_CORRECTION_APPROVED, "", CLOSED);
	for (size_t i = 0; i < 3; i++)
		rows[i].what.gathering = "g";
	rows[3].what.question = rows[4].what.question = "q";
	rows[4].what.revision = "2";
	rows[4].what.becomes = "あと";
	assert_string_equal(ks_correction_note(&list, &arena, "g", "000001", &is_absent),
			    "前 → 後（写し、hr1／hr2、2026-05-18）");
	assert_true(is_absent);
	assert_string_equal(ks_correction_note(&list, &arena, "g", "000002", &is_absent),
			    "追補：前 → 後（写し、hr1／hr2、2026-05-18）");
	assert_false(is_absent);
	assert_string_equal(ks_correction_note(&list, &arena, "h", "000001", &is_absent), "");
	assert_string_equal(ks_correction_note(&list, &arena, "g", "000003", &is_absent), "");
	assert_string_equal(ks_correction_note(&list, &arena, "", "", &is_absent), "");
	assert_string_equal(ks_correction_key_note(&list, &arena, "q", "1"),
			    "前 → 後（写し、hr1／hr2、2026-05-18）");
	assert_string_equal(
		ks_correction_key_note(&list, &arena, "q", "2"),
		"前 → 後（写し、hr1／hr2、2026-05-18）、前 → あと（写し、hr1／hr2、2026-05-18）");
	assert_string_equal(ks_correction_key_note(&list, &arena, "r", "1"), "");
	rows[3].what.step = KS_CORRECTION_REPLACED;
	assert_string_equal(ks_correction_key_note(&list, &arena, "q", "1"), "");
	list.sealed_ms = 0;
	assert_string_equal(ks_correction_addendum(&list, CLOSED + 1), "");
	ks_arena_finish(&arena);
}

static void how_the_plan_stands(void **state)
{
	struct ks_correction approved =
		row(KS_CORRECTION_PLAN, KS_CORRECTION_APPROVED, "", KS_TEST_WALL_MS);
	static const struct {
		bool is_approved, is_other;
		size_t n_waiting;
		const char *word;
	} cases[] = {
		{false, false, 0, "研修計画の承認の記録は、ありません。"},
		{false, false, 1, "研修計画は、承認を待っています。"},
		{true, false, 1, "研修計画は、令和8年5月18日 に hr2 が承認しました（申し出 hr1）。"},
		{true, true, 0,
		 "研修計画は、令和8年5月18日 に hr2 が承認しました（申し出 hr1）。承認のあとで、コースが変わっています。"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *word = ks_plan_standing_word(
			&(struct ks_plan_standing){cases[i].is_approved ? &approved : NULL,
						   cases[i].is_other, cases[i].n_waiting});

		assert_string_equal(word, cases[i].word);
		free(word);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_correction_has_its_row),
		cmocka_unit_test(a_list_of_one_person_or_one_unit),
		cmocka_unit_test(what_stands_beside_a_row),
		cmocka_unit_test(how_the_plan_stands),
	};

	return ks_test_run(tests);
}
