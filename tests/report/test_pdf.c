/* SPDX-License-Identifier: Apache-2.0 */
#include "report/pdf.h"

#include <stdlib.h>
#include <string.h>

#include "support/fact_sample.h"

/* A PDF is the same twice, has as many pages as it needs, and its fonts with it. */

static const struct ks_date day = {2026, 11, 28};
static const struct ks_pdf_origin origin = {{2026, 11, 28}, "見本組合", "12-0123456789abcdef"};

static size_t count(const struct ks_buf *pdf, const char *word)
{
	size_t n = 0, len = strlen(word);

	for (size_t i = 0; i + len <= pdf->len; i++)
		n += memcmp(pdf->data + i, word, len) == 0;
	return n;
}

static void fill(struct ks_table *table, size_t n)
{
	static const struct ks_table_column columns[] = {
		{"職員番号", KS_CELL_TEXT}, {"氏名", KS_CELL_TEXT}, {"空", KS_CELL_TEXT}};

	ks_table_init(table, columns, KS_COUNT(columns));
	ks_table_title(table, "見本");
	for (size_t i = 0; i < n; i++) {
		ks_table_text(table, "000001");
		ks_table_text(table, "髙﨑 𠮷子");
		ks_table_text(table, "");
	}
}

static void the_same_table_is_the_same_bytes(void **state)
{
	struct ks_buf one = {0}, two = {0}, other = {0};
	struct ks_table table;

	(void)state;
	fill(&table, 3);
	assert_int_equal(ks_pdf_table(&table, &origin, &one), KS_OK);
	assert_int_equal(ks_pdf_table(&table, &origin, &two), KS_OK);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.data, two.data, one.len);
	assert_int_equal(
		ks_pdf_table(&table, &(struct ks_pdf_origin){{2026, 11, 29}, origin.body, origin.mark},
			     &other),
		KS_OK);
	assert_true(other.len != one.len || memcmp(one.data, other.data, one.len) != 0);
	assert_memory_equal(one.data, "%PDF-1.", 7);
	assert_int_equal(count(&one, "/Type /Page %"), 1);
	assert_true(count(&one, "/FontFile") > 0);
	ks_buf_finish(&one);
	ks_buf_finish(&two);
	ks_buf_finish(&other);
	ks_table_finish(&table);
}

static void a_long_list_takes_more_pages_and_none_is_lost(void **state)
{
	struct ks_buf pdf = {0};
	struct ks_table table;

	(void)state;
	fill(&table, 200);
	assert_int_equal(ks_pdf_table(&table, &origin, &pdf), KS_OK);
	assert_true(count(&pdf, "/Type /Page %") >= 5);
	ks_buf_finish(&pdf);
	pdf.ceiling = 2000;
	assert_int_equal(ks_pdf_table(&table, &origin, &pdf), KS_FULL);
	ks_buf_finish(&pdf);
	ks_table_finish(&table);
}

static void each_gathering_and_each_letter_is_a_sheet(void **state)
{
	struct ks_attendance_row rows[3] = {
		{.gathering_id = "2026-11-24-1", .title = "第1回", .number = "000001", .at_ms = 1},
		{.gathering_id = "2026-11-24-1", .title = "第1回", .number = "000002", .at_ms = 1},
		{.gathering_id = "2026-11-25-1", .title = "第2回", .number = ""},
	};
	struct ks_attendance_list list = {.rows = rows, .n_rows = 3};
	const struct ks_pdf_letter letters[] = {{"見本 一", "総務課", true, "一\n二"},
						{"見本 二", "総務課", false, "一"}};
	struct ks_buf pdf = {0}, again = {0};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		rows[i].date = day;
		rows[i].place = rows[i].name = rows[i].unit = rows[i].employment = "";
		rows[i].kiosk = rows[i].correction = rows[i].remark = rows[i].closing = "";
		rows[i].course = rows[i].how = rows[i].lessons = "";
		rows[i].digest = rows[i].heads = "";
	}
	assert_int_equal(ks_pdf_attendance(&list, &origin, &pdf), KS_OK);
	assert_int_equal(count(&pdf, "/Type /Page %"), 2);
	ks_buf_finish(&again);
	assert_int_equal(ks_pdf_attendance(&list, &origin, &again), KS_OK);
	assert_int_equal(again.len, pdf.len);
	assert_memory_equal(again.data, pdf.data, pdf.len);
	ks_buf_finish(&again);
	rows[0].digest = rows[1].digest = "0123456789abcdef"; /* another code on it */
	assert_int_equal(ks_pdf_attendance(&list, &origin, &again), KS_OK);
	assert_true(again.len != pdf.len || memcmp(again.data, pdf.data, pdf.len) != 0);
	ks_buf_finish(&again);
	ks_buf_finish(&pdf);
	assert_int_equal(ks_pdf_letters(letters, 2, &origin, &pdf), KS_OK);
	assert_int_equal(count(&pdf, "/Type /Page %"), 2);
	ks_buf_finish(&pdf);
	static const struct ks_pdf_slip slips[] = {{"見本 一", "総務課", "000001", "480216"},
						   {"見本 二", "施設課", "000002", "591327"},
						   {"見本 三", "", "000003", "702438"}};

	assert_int_equal(ks_pdf_slips(slips, 3, &origin, &pdf), KS_OK);
	assert_int_equal(count(&pdf, "/Type /Page %"), 3);
	ks_buf_finish(&pdf);
}

static void a_sheet_to_answer_on_is_the_same_bytes(void **state)
{
	struct ks_sample sample;
	char title[] = "秋の集合研修", mark[KS_PAPER_MARK], again[KS_PAPER_MARK];
	struct ks_gathering gathering = {.id = "2026-11-24-1", .title = title, .date = {2026, 11, 24}};
	const struct ks_pdf_answers what = {&gathering, &sample.rules};
	struct ks_buf one = {0}, two = {0}, none = {0};

	(void)state;
	ks_record_sample_words(&sample);
	assert_int_equal(ks_pdf_answers(&what, &origin, &one, mark), KS_OK);
	assert_int_equal(ks_pdf_answers(&what, &origin, &two, again), KS_OK);
	assert_string_equal(mark, again);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.data, two.data, one.len);
	assert_true(count(&one, "/Type /Page %") > 0);
	sample.lesson.quiz.questions[0] =
		sample.lesson.quiz.questions[5]; /* to be found in a picture */
	sample.lesson.quiz.n_questions = 1;
	assert_int_equal(ks_pdf_answers(&what, &origin, &none, mark), KS_NOT_FOUND);
	ks_buf_finish(&one);
	ks_buf_finish(&two);
	ks_buf_finish(&none);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_table_is_the_same_bytes),
		cmocka_unit_test(a_long_list_takes_more_pages_and_none_is_lost),
		cmocka_unit_test(each_gathering_and_each_letter_is_a_sheet),
		cmocka_unit_test(a_sheet_to_answer_on_is_the_same_bytes),
	};

	return ks_test_run(tests);
}
