/* SPDX-License-Identifier: Apache-2.0 */
#include "report/pdf.h"

#include <stdlib.h>
#include <string.h>

#include "support/fact_sample.h"
#include "support/golden.h"
#include "support/sheet_told.h"

/* What is put on each sheet of paper, word by word, in its order (support/sheet_told.h): tests/data/golden/papers/. */

static const struct ks_pdf_origin origin = {{2026, 11, 28}, "見本組合", "12-01234567"},
				  nobodys = {{2026, 11, 28}, "", ""};

static void expect(struct ks_buf *drawn, const char *name)
{
	char *path = ks_format("tests/data/golden/papers/%s.txt", name);

	ks_test_golden(path, ks_buf_text(drawn));
	ks_buf_finish(drawn);
	free(path);
}

static void a_table_with_its_notes_and_whose_it_is(void **state)
{
	static const struct ks_table_column columns[] = {{"職員番号", KS_CELL_TEXT},
							 {"数", KS_CELL_NUMBER}};
	struct ks_buf drawn = {0};
	struct ks_table table;

	(void)state;
	ks_table_init(&table, columns, KS_COUNT(columns));
	ks_table_title(&table, "見本の表");
	ks_table_note(&table, "一つめの注。");
	ks_table_note(&table, "二つめの注。");
	ks_table_text(&table, "000001");
	ks_table_number(&table, 7);
	assert_int_equal(ks_pdf_table(&table, &origin, &drawn), KS_OK);
	expect(&drawn, "table");
	ks_table_finish(&table);

	ks_table_init(&table, columns, KS_COUNT(columns));
	assert_int_equal(ks_pdf_table(&table, &nobodys, &drawn), KS_OK);
	expect(&drawn, "table-of-nothing");
	ks_table_finish(&table);
}

/* 9:05 of that day, in Japan. */
#define AT_MS ((INT64_C(1795478700000)))

static struct ks_attendance_row row(const char *id, const char *number, const char *name)
{
	return (struct ks_attendance_row){.gathering_id = id,
					  .title = "秋の集合研修",
					  .place = "大会議室",
					  .date = {2026, 11, 24},
					  .from_minute = 9 * 60 + 5,
					  .to_minute = 10 * 60,
					  .number = number,
					  .name = name,
					  .unit = "総務課",
					  .employment = "01",
					  .kiosk = "k-01",
					  .correction = "",
					  .remark = "",
					  .absence = "",
					  .closing = "",
					  .course = "",
					  .how = "職員証",
					  .lessons = "",
					  .digest = "",
					  .heads = ""};
}

static void a_book_of_who_was_there(void **state)
{
	struct ks_attendance_row rows[] = {
		row("2026-11-24-1", "000001", "見本 一"), row("2026-11-24-1", "000002", "見本 二"),
		row("2026-11-24-1", "000003", "見本 三"), row("2026-11-24-1", "000004", "見本 四"),
		row("2026-11-24-2", "000005", "見本 五"), row("2026-11-24-3", "", "")};
	struct ks_attendance_list list = {.rows = rows, .n_rows = KS_COUNT(rows)};
	struct ks_buf drawn = {0};

	(void)state;
	rows[0].at_ms = rows[1].at_ms = rows[3].at_ms = AT_MS;
	rows[0].is_present = rows[1].is_present = true;
	rows[0].is_expected = rows[2].is_expected = rows[3].is_expected = true;
	rows[1].is_walk_in = true;
	rows[1].remark = "予定外";
	rows[2].remark = "公欠";
	rows[3].correction = "出席 → 取消し";
	for (size_t i = 0; i < 4; i++) {
		rows[i].closing = "000009 が締めました。人数一致。";
		rows[i].is_over = true;
		rows[i].course = "質問1 手を挙げた人 3名";
		rows[i].lessons = "m1 この方針は";
		rows[i].digest = "98765432";
		rows[i].heads = "k-01 12";
	}
	assert_int_equal(ks_pdf_attendance(&list, &origin, &drawn), KS_OK);
	expect(&drawn, "attendance");

	/* The same while it goes on, of people nobody expected. */
	rows[0].is_expected = rows[2].is_expected = rows[3].is_expected = false;
	for (size_t i = 0; i < 4; i++)
		rows[i].closing = rows[i].course = rows[i].digest = "";
	list.n_rows = 4;
	assert_int_equal(ks_pdf_attendance(&list, &nobodys, &drawn), KS_OK);
	expect(&drawn, "attendance-open");
}

static void a_letter_a_slip_and_a_certificate(void **state)
{
	static const struct ks_table_column columns[] = {
		{"題", KS_CELL_TEXT}, {"状態", KS_CELL_TEXT}, {"修了日時", KS_CELL_TEXT}};
	static const struct ks_pdf_letter letters[] = {{"見本 一", "総務課", true, "一\n二"},
						       {"見本 二", "施設課", false, "三"}};
	static const struct ks_pdf_slip slips[] = {{"見本 一", "総務課", "000001", "480216"},
						   {"見本 二", "施設課", "000002", "591327"}};
	struct ks_table lessons;
	struct ks_buf drawn = {0};

	(void)state;
	assert_int_equal(ks_pdf_letters(letters, KS_COUNT(letters), &origin, &drawn), KS_OK);
	expect(&drawn, "letters");
	assert_int_equal(ks_pdf_slips(slips, KS_COUNT(slips), &origin, &drawn), KS_OK);
	expect(&drawn, "slips");
	ks_table_init(&lessons, columns, KS_COUNT(columns));
	ks_table_text(&lessons, "はじめに");
	ks_table_text(&lessons, "修了");
	ks_table_text(&lessons, "2026-11-24 9:05");
	assert_int_equal(ks_pdf_certificate(&(struct ks_pdf_certificate){"見本 一", "000001", "総務課",
									 2026, true, &lessons},
					    &origin, &drawn),
			 KS_OK);
	expect(&drawn, "certificate");
	assert_int_equal(ks_pdf_certificate(&(struct ks_pdf_certificate){"見本 一", "000001", "総務課",
									 2026, false, &lessons},
					    &nobodys, &drawn),
			 KS_OK);
	expect(&drawn, "certificate-under-way");
	ks_table_finish(&lessons);
}

static void the_year_in_sums(void **state)
{
	struct ks_appointment post = {.unit = "総務課", .employment = "01"};
	struct ks_appointment two[] = {{.unit = "総務課", .employment = "01"},
				       {.unit = "会計課", .employment = "01"}};
	struct ks_person people[] = {{.number = "000001", .name = "見本 一"},
				     {.number = "000002", .name = "見本 二"},
				     {.number = "000003", .name = "見本 三"}};
	struct ks_completion_row rows[KS_COUNT(people)];
	struct ks_completion completion = {
		.rows = rows, .n_rows = KS_COUNT(rows), .nendo = 2026, .day = {2026, 11, 28}};
	struct ks_buf drawn = {0};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(people); i++) {
		people[i].appointments = &post;
		people[i].n_appointments = 1;
		rows[i] = (struct ks_completion_row){.person = &people[i],
						     .appointment = &post,
						     .n_target = 2,
						     .standing = KS_STANDING_UNDER_WAY,
						     .why_word = ""};
	}
	people[2].appointments = two; /* counted in both, and once in all */
	people[2].n_appointments = KS_COUNT(two);
	rows[0].standing = KS_STANDING_DONE;
	rows[0].correction = "未修了 → 修了";
	rows[1].correction = "";
	rows[2].is_overdue = true;
	ks_completion_count(&completion);
	assert_int_equal(ks_pdf_annual(&(struct ks_pdf_annual){&completion,
							       "承認の記録は、ありません。",
							       "督促は 1名に のべ2回。"},
				       &origin, &drawn),
			 KS_OK);
	expect(&drawn, "annual");
}

static void a_sheet_to_answer_on(void **state)
{
	struct ks_sample sample;
	char title[] = "秋の集合研修", mark[KS_PAPER_MARK];
	struct ks_gathering gathering = {.id = "2026-11-24-1", .title = title, .date = {2026, 11, 24}};
	const struct ks_pdf_answers what = {&gathering, &sample.rules};
	struct ks_buf drawn = {0};

	(void)state;
	ks_record_sample_words(&sample);
	assert_int_equal(ks_pdf_answers(&what, &origin, &drawn, mark), KS_OK);
	expect(&drawn, "answers");
	assert_int_equal(ks_pdf_answers(&what, &nobodys, &drawn, mark), KS_OK);
	expect(&drawn, "answers-of-nobody");
}

/* What a case is about stands once, before its first step; a question without one ends it. */
static void a_case_stands_before_its_first_step(void **state)
{
	struct ks_rich items[2];
	struct ks_mail_part parts[2] = {{.label = "差出人"}, {.label = ""}};
	struct ks_block blocks[3] = {{.items = items, .n_items = 2}, {.parts = parts, .n_parts = 2}};
	struct ks_case first = {.id = "m1-c1", .n_steps = 2}, second = {.id = "m1-c2", .n_steps = 1};
	struct ks_sample sample;
	char title[] = "秋の集合研修", mark[KS_PAPER_MARK], words[4][KS_CHOICES_MAX][48];
	struct ks_gathering gathering = {.id = "2026-11-24-1", .title = title, .date = {2026, 11, 24}};
	const struct ks_pdf_answers what = {&gathering, &sample.rules};
	struct ks_buf drawn = {0};

	(void)state;
	ks_record_sample_words(&sample);
	sample.lesson.quiz.n_questions = 4;
	sample.plan_lesson.n_questions = 4;
	for (size_t q = 0; q < 4; q++)
		for (size_t i = 0; i < sample.questions[q].n_choices; i++) {
			snprintf(words[q][i], sizeof(words[q][i]), "えらび%zu-%zu", q, i);
			sample.choices[q][i].text = ks_rich_plain(words[q][i]);
		}
	items[0] = ks_rich_plain("一つめ");
	items[1] = ks_rich_plain("二つめ");
	parts[0].text = ks_rich_plain("見本 <a@example.jp>");
	parts[1].text = ks_rich_plain("本文");
	blocks[0].text = ks_rich_plain("地の文");
	blocks[1].heading = ks_rich_plain("見出し");
	first.page.title = ks_rich_plain("届いたメール");
	first.page.blocks = blocks;
	first.page.n_blocks = 3;
	second.page.title = ks_rich_plain("もう一つ");
	sample.questions[0].artefact = sample.questions[1].artefact = &first;
	sample.questions[2].artefact = &second;
	assert_int_equal(ks_pdf_answers(&what, &origin, &drawn, mark), KS_OK);
	expect(&drawn, "answers-cases");
}

/* Who signs, and what stands where one came, one was corrected or nobody is listed. */
static void a_book_before_during_and_after(void **state)
{
	struct ks_attendance_row rows[] = {
		row("2026-11-24-1", "000001", "見本 一"), row("2026-11-24-1", "000002", "見本 二"),
		row("2026-11-24-2", "000003", "見本 三"), row("2026-11-24-2", "000004", "見本 四"),
		row("2026-11-24-3", "5", "見本 五"),      row("2026-11-24-4", "", "")};
	struct ks_attendance_list list = {.rows = rows, .n_rows = KS_COUNT(rows)};
	struct ks_buf drawn = {0};

	(void)state;
	rows[0].correction = "欠席 → 出席"; /* present without having come to a kiosk */
	rows[0].is_present = true;
	rows[0].remark = "予定外";
	rows[3].at_ms = AT_MS; /* came, and was taken back */
	rows[4].correction = "出席 → 欠席";
	rows[4].closing = rows[5].closing = "000009 が締めました。人数一致。";
	assert_int_equal(ks_pdf_attendance(&list, &origin, &drawn), KS_OK);
	expect(&drawn, "attendance-edges");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_table_with_its_notes_and_whose_it_is),
		cmocka_unit_test(a_book_of_who_was_there),
		cmocka_unit_test(a_letter_a_slip_and_a_certificate),
		cmocka_unit_test(the_year_in_sums),
		cmocka_unit_test(a_sheet_to_answer_on),
		cmocka_unit_test(a_case_stands_before_its_first_step),
		cmocka_unit_test(a_book_before_during_and_after),
	};

	return ks_test_run(tests);
}
