/* SPDX-License-Identifier: Apache-2.0 */
#include "report/file.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/utf8.h"
#include "report/zip.h"
#include "support/golden.h"
#include "support/test.h"

/* Files for spreadsheets; tests/flow/pages.test.sh reads the cells of a workbook back. */

static const struct ks_table_column columns[] = {
	{"職員番号", KS_CELL_TEXT},
	{"氏名", KS_CELL_TEXT},
	{"率", KS_CELL_PERCENT},
	{"日", KS_CELL_DATE},
};

static void fill(struct ks_table *table, const char *name)
{
	ks_table_init(table, columns, KS_COUNT(columns));
	ks_table_title(table, "見本");
	ks_table_text(table, "000123");
	ks_table_text(table, name);
	ks_table_rate(table, 1, 3);
	ks_table_date(table, (struct ks_date){2026, 12, 25});
}

static void the_same_table_is_the_same_workbook(void **state)
{
	struct ks_table table;
	struct ks_buf one = {0}, two = {0}, other = {0};

	(void)state;
	fill(&table, "=1+1");
	assert_int_equal(ks_table_xlsx(&table, NULL, &one), KS_OK);
	assert_int_equal(ks_table_xlsx(&table, NULL, &two), KS_OK);
	ks_table_finish(&table);
	fill(&table, "=1+2");
	assert_int_equal(ks_table_xlsx(&table, NULL, &other), KS_OK);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.data, two.data, one.len);
	assert_memory_equal(one.data, "PK", 2);
	assert_false(one.len == other.len && memcmp(one.data, other.data, one.len) == 0);
	ks_table_finish(&table);
	ks_buf_finish(&one);
	ks_buf_finish(&two);
	ks_buf_finish(&other);
}

static void what_cp932_does_not_have_is_told(void **state)
{
	struct ks_table table;
	struct ks_buf out = {0}, lost = {0};
	size_t bad_at;
	char *back;

	(void)state;
	fill(&table, "髙𠮷 é𩸽é𠮷");
	assert_int_equal(ks_table_csv_cp932(&table, &out, &lost), KS_OK);
	assert_string_equal(ks_buf_text(&lost), "𠮷é𩸽"); /* each once */
	ks_buf_clear(&out);
	assert_int_equal(ks_table_csv_cp932(&table, &out, NULL), KS_OK);
	ks_table_finish(&table);
	ks_buf_finish(&out);
	ks_buf_finish(&lost);
	fill(&table, "髙𠮷 﨑𠮷ｱ～");
	assert_int_equal(ks_table_csv_cp932(&table, &out, &lost), KS_OK);
	assert_string_equal(ks_buf_text(&lost), "𠮷");
	assert_int_equal(strlen(out.data), out.len);
	back = ks_cp932_to_utf8(out.data, out.len, &bad_at);
	assert_non_null(back);
	assert_string_equal(back, "職員番号,氏名,率,日\r\n000123,髙〓 﨑〓ｱ～,33.3%,2026-12-25\r\n");
	free(back);
	ks_buf_finish(&out);
	ks_buf_finish(&lost);
	ks_table_finish(&table);
}

/* The second sheet is in the file only when there are sums, and the same sums are the same bytes. */
static void sums_have_a_sheet_of_their_own(void **state)
{
	static const struct ks_table_column sum_columns[] = {
		{"区分", KS_CELL_TEXT}, {"修了", KS_CELL_NUMBER}, {"未受講", KS_CELL_NUMBER}};
	struct ks_buf without = {0}, one = {0}, two = {0};
	struct ks_table table, sums;
	const struct ks_table_sums picture = {&sums, 1, 2};

	(void)state;
	fill(&table, "見本");
	ks_table_init(&sums, sum_columns, KS_COUNT(sum_columns));
	ks_table_title(&sums, "所属ごと");
	for (size_t i = 0; i < 3; i++) {
		ks_table_text(&sums, i < 2 ? "総務課" : "合計");
		ks_table_number(&sums, i < 2 ? 1 : 2);
		ks_table_number(&sums, 0);
	}
	assert_int_equal(ks_table_xlsx(&table, NULL, &without), KS_OK);
	assert_int_equal(ks_table_xlsx(&table, &picture, &one), KS_OK);
	assert_int_equal(ks_table_xlsx(&table, &picture, &two), KS_OK);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.data, two.data, one.len);
	assert_non_null(memmem(one.data, one.len, "xl/charts/chart1.xml", 20));
	assert_non_null(memmem(one.data, one.len, "xl/worksheets/sheet2.xml", 24));
	assert_null(memmem(without.data, without.len, "xl/charts/chart1.xml", 20));
	ks_table_finish(&sums);
	ks_table_finish(&table);
	ks_buf_finish(&without);
	ks_buf_finish(&one);
	ks_buf_finish(&two);
}

/* Every part of a workbook, unpacked, a line for each element. */
static char *parts_of(const struct ks_buf *book)
{
	struct ks_unzip *zip = ks_unzip_open(book->data, book->len);
	struct ks_buf out = {0}, part = {0};
	const char *name;

	assert_non_null(zip);
	for (size_t i = 0; (name = ks_unzip_name(zip, i)); i++) {
		assert_int_equal(ks_unzip_read(zip, name, &part), KS_OK);
		ks_buf_printf(&out, "==== %s\n", name);
		for (size_t k = 0; k < part.len; k++) {
			ks_buf_append(&out, part.data + k, 1);
			if (part.data[k] == '>' && k + 1 < part.len && part.data[k + 1] == '<')
				ks_buf_puts(&out, "\n");
		}
		ks_buf_puts(&out, "\n");
		ks_buf_finish(&part);
	}
	ks_unzip_close(zip);
	return ks_buf_take(&out);
}

/* Each kind of cell, long and odd texts, sums with their picture: what Excel would find in the file. */
static void a_workbook_is_as_it_was_read(void **state)
{
	static const struct ks_table_column all[] = {{"職員番号", KS_CELL_TEXT},
						     {"数", KS_CELL_NUMBER},
						     {"率", KS_CELL_PERCENT},
						     {"日", KS_CELL_DATE},
						     {"時刻", KS_CELL_MOMENT}};
	static const struct ks_table_column sum_columns[] = {
		{"区分", KS_CELL_TEXT}, {"修了", KS_CELL_NUMBER}, {"未受講", KS_CELL_NUMBER}};
	static const char *const texts[] = {
		"000123", "=1+1", "一行目\n二行目\t\x01", "",
		"ひとつの欄に入れるには長すぎるので、幅がそこで止まる、とてもとてもとてもとてもとてもとても長い文"};
	struct ks_table table, sums;
	struct ks_buf book = {0};
	char *parts;

	(void)state;
	ks_table_init(&table, all, KS_COUNT(all));
	ks_table_title(&table, "見本の表");
	ks_table_note(&table, "注。");
	for (size_t i = 0; i < KS_COUNT(texts); i++) {
		ks_table_text(&table, texts[i]);
		ks_table_number(&table, i * 1000);
		ks_table_rate(&table, i, 3);
		ks_table_date(&table, i ? (struct ks_date){2026, 12, 25} : (struct ks_date){0});
		ks_table_moment(&table, i ? KS_TEST_WALL_MS : 0);
	}
	ks_table_init(&sums, sum_columns, KS_COUNT(sum_columns));
	ks_table_title(&sums, "所属ごと");
	for (size_t i = 0; i < 4; i++) {
		ks_table_text(&sums, i < 3 ? "総務課" : "合計");
		ks_table_number(&sums, i < 3 ? i : 3);
		ks_table_number(&sums, 7 + i);
	}
	assert_int_equal(ks_table_xlsx(&table, &(struct ks_table_sums){&sums, 1, 2}, &book), KS_OK);
	parts = parts_of(&book);
	ks_test_golden("tests/data/golden/workbook.txt", parts);
	free(parts);
	ks_buf_finish(&book);
	ks_table_finish(&sums);
	ks_table_finish(&table);
}

/* How often @word stands in @text. */
static size_t times(const char *text, const char *word)
{
	size_t n = 0;

	for (const char *at = strstr(text, word); at; at = strstr(at + 1, word))
		n++;
	return n;
}

/* XML forbids most control characters, and a cell takes no more than 32767 UTF-16 units. */
static void a_cell_holds_what_a_cell_can_hold(void **state)
{
	static const struct {
		uint32_t c;
		const char *xml;
	} cases[] = {{0x08, "\xEF\xBF\xBD"},
		     {'\t', "\t"},
		     {'\n', "\n"},
		     {0x1f, "\xEF\xBF\xBD"},
		     {' ', " "},
		     {'!', "!"},
		     {0xfffd, "\xEF\xBF\xBD"},
		     {0xfffe, "\xEF\xBF\xBD"},
		     {0xffff, "\xEF\xBF\xBD"},
		     {0x10000, "\xF0\x90\x80\x80"}};
	static const struct {
		size_t n_small, n_large, n_kept;
	} lengths[] = {{32766, 0, 32766},
		       {32767, 0, 32767},
		       {32768, 0, 32767},
		       {32765, 1, 32766},
		       {32766, 1, 32766}};
	struct ks_table table;
	struct ks_buf out = {0};
	char *parts;

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char text[8] = {0}, *shown = ks_format(">x%sy<", cases[i].xml);

		text[0] = 'x';
		text[1 + ks_utf8_put(text + 1, cases[i].c)] = 'y';
		ks_table_init(&table, columns, 1);
		ks_table_text(&table, text);
		assert_int_equal(ks_table_xlsx(&table, NULL, &out), KS_OK);
		parts = parts_of(&out);
		assert_non_null(strstr(parts, shown));
		free(parts);
		free(shown);
		ks_buf_finish(&out);
		ks_table_finish(&table);
	}
	for (size_t i = 0; i < KS_COUNT(lengths); i++) {
		struct ks_buf text = {0};

		for (size_t k = 0; k < lengths[i].n_small; k++)
			ks_buf_puts(&text, "~");
		for (size_t k = 0; k < lengths[i].n_large; k++)
			ks_buf_puts(&text, "𠮷");
		ks_table_init(&table, columns, 1);
		ks_table_text(&table, ks_buf_text(&text));
		assert_int_equal(ks_table_xlsx(&table, NULL, &out), KS_OK);
		parts = parts_of(&out);
		assert_int_equal(times(parts, "~") + times(parts, "𠮷"), lengths[i].n_kept);
		free(parts);
		ks_buf_finish(&text);
		ks_buf_finish(&out);
		ks_table_finish(&table);
	}
}

/* A picture where there is more than the sum; its steps are whole people, about eight of them. */
static void sums_are_drawn_in_steps_of_whole_people(void **state)
{
	static const struct ks_table_column sum_columns[] = {{"区分", KS_CELL_TEXT},
							     {"修了", KS_CELL_NUMBER},
							     {"未受講", KS_CELL_NUMBER},
							     {"名簿", KS_CELL_NUMBER}};
	static const struct {
		size_t n_rows, one, other;
		const char *step; /* NULL: no picture */
	} cases[] = {{1, 3, 0, NULL}, {2, 3, 4, "1"}, {2, 3, 5, "2"},
		     {3, 8, 8, "3"},  {2, 0, 0, "1"}, {2, 70, 9, "10"}};
	struct ks_table table, sums;

	(void)state;
	fill(&table, "見本");
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_buf book = {0};
		char *parts, *step = ks_format("<c:majorUnit val=\"%s\"/>",
					       cases[i].step ? cases[i].step : "");

		ks_table_init(&sums, sum_columns, KS_COUNT(sum_columns));
		for (size_t r = 0; r < cases[i].n_rows; r++) {
			bool is_sum = r + 1 == cases[i].n_rows;

			ks_table_text(&sums, "課");
			ks_table_number(&sums, is_sum ? 900 : cases[i].one);
			ks_table_number(&sums, is_sum ? 900 : cases[i].other);
			ks_table_number(&sums, 500);
		}
		assert_int_equal(ks_table_xlsx(&table, &(struct ks_table_sums){&sums, 1, 2}, &book),
				 KS_OK);
		parts = parts_of(&book);
		assert_int_equal(!!strstr(parts, "xl/charts/chart1.xml"), !!cases[i].step);
		assert_int_equal(!!strstr(parts, step), !!cases[i].step);
		free(parts);
		free(step);
		ks_buf_finish(&book);
		ks_table_finish(&sums);
	}
	ks_table_finish(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_table_is_the_same_workbook),
		cmocka_unit_test(sums_have_a_sheet_of_their_own),
		cmocka_unit_test(a_workbook_is_as_it_was_read),
		cmocka_unit_test(what_cp932_does_not_have_is_told),
		cmocka_unit_test(a_cell_holds_what_a_cell_can_hold),
		cmocka_unit_test(sums_are_drawn_in_steps_of_whole_people),
	};

	return ks_test_run(tests);
}
