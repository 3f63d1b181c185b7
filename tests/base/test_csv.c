/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/csv.h"
#include "base/decode.h"

/* What Excel writes, what Excel must not run, and what a person is told when a file is broken. */

static enum ks_rc read_text(const char *text, struct ks_csv *csv, struct ks_diags *diags)
{
	return ks_csv_read("名簿.csv", text, strlen(text), csv, diags);
}

/* All cells as "[a][b]/[c]", to compare a whole file at once. */
static void assert_cells(const char *text, const char *expected)
{
	struct ks_csv csv;
	struct ks_diags diags = {0};
	struct ks_buf seen = {0};

	assert_int_equal(read_text(text, &csv, &diags), KS_OK);
	assert_int_equal(diags.n_items, 0);
	for (size_t r = 0; r < csv.n_rows; r++) {
		if (r > 0)
			ks_buf_putc(&seen, '/');
		for (size_t c = 0; c < csv.rows[r].n_cells; c++)
			ks_buf_printf(&seen, "[%s]", csv.rows[r].cells[c]);
	}
	assert_string_equal(ks_buf_text(&seen), expected);
	ks_buf_finish(&seen);
	ks_csv_finish(&csv);
	ks_diags_finish(&diags);
}

static void assert_refused(const char *text, int line)
{
	struct ks_csv csv;
	struct ks_diags diags = {0};

	assert_int_equal(read_text(text, &csv, &diags), KS_INVALID);
	assert_true(diags.n_errors > 0);
	assert_int_equal(diags.items[0].line, line);
	assert_string_equal(diags.items[0].file, "名簿.csv");
	ks_csv_finish(&csv);
	ks_diags_finish(&diags);
}

static void every_line_ending_and_a_bom_read_the_same(void **state)
{
	(void)state;
	assert_cells("a,b\nc,d\n", "[a][b]/[c][d]");
	assert_cells("a,b\r\nc,d\r\n", "[a][b]/[c][d]");
	assert_cells("a,b\r\nc,d", "[a][b]/[c][d]");
	assert_cells("\xEF\xBB\xBF"
		     "a,b\nc,d\r",
		     "[a][b]/[c][d]");
	assert_cells("a,b\rc,d\r", "[a][b]/[c][d]"); /* Excel for the Mac */
	assert_cells("a,b\rc,d", "[a][b]/[c][d]");
}

static void tabs_part_cells_when_the_first_line_has_no_comma(void **state)
{
	(void)state;
	assert_cells("a\tb\nc,d\t\n", "[a][b]/[c,d][]");
	assert_cells("a\tb,c\n", "[a\tb][c]");
}

static void quoted_cells_keep_commas_quotes_and_breaks(void **state)
{
	(void)state;
	assert_cells("\"a,b\",\"say \"\"hi\"\"\",\"x\r\ny\"\n", "[a,b][say \"hi\"][x\r\ny]");
	assert_cells("\"\",\"\"\"\"\n", "[][\"]");
	assert_cells("5\" disk,b\n", "[5\" disk][b]");
}

static void empty_cells_are_cells_and_empty_lines_are_not_rows(void **state)
{
	(void)state;
	assert_cells("", "");
	assert_cells("\n\r\n\n", "");
	assert_cells("a,\n,\n\nb", "[a][]/[][]/[b]");
	assert_cells("\"\"\n", "[]");
	assert_cells("a,", "[a][]");
}

static void leading_zeros_and_spaces_stay(void **state)
{
	(void)state;
	assert_cells("000123, 山田 \n", "[000123][ 山田 ]");
}

static void rows_know_their_line_behind_a_quoted_break(void **state)
{
	struct ks_csv csv;
	struct ks_diags diags = {0};

	(void)state;
	assert_int_equal(read_text("h\n\n\"a\nb\"\nc\n", &csv, &diags), KS_OK);
	assert_int_equal(csv.n_rows, 3);
	assert_int_equal(csv.rows[0].line, 1);
	assert_int_equal(csv.rows[1].line, 3);
	assert_int_equal(csv.rows[2].line, 5);
	ks_csv_finish(&csv);
}

static void cp932_is_found_out_by_itself(void **state)
{
	(void)state;
	/* 氏名,髙﨑 */
	assert_cells("\x8E\x81\x96\xBC,\xFB\xFC\xFA\xB1\r\n", "[氏名][髙﨑]");
	/* half-width kana grow to three bytes each */
	assert_cells("\xB1\xB2\xB3\xB4\n", "[ｱｲｳｴ]");
}

static void what_is_neither_encoding_is_named_with_its_line(void **state)
{
	struct ks_csv csv;
	struct ks_diags diags = {0};

	(void)state;
	assert_refused("a\nb\n\xE3\x81,\xFF\n", 3);
	assert_refused("\xEF\xBB\xBF"
		       "a\n\x8E\x81\n",
		       2); /* the BOM said UTF-8 */
	assert_int_equal(ks_csv_read("名簿.csv", "a\nb\0c\n", 6, &csv, &diags), KS_INVALID);
	assert_int_equal(diags.items[0].line, 2);
	ks_csv_finish(&csv);
	ks_diags_finish(&diags);
}

static void broken_quotes_are_named_where_they_begin(void **state)
{
	(void)state;
	assert_refused("a,b\n\"c,d\ne,f\n", 2);
	assert_refused("a\n\"b\"c\n", 2);
	assert_refused("a\n\"b\"c", 2);
}

static void no_cell_runs_as_a_formula(void **state)
{
	static const struct {
		const char *text, *cell;
	} cases[] = {
		{"=1+1", "'=1+1"},
		{"+81", "'+81"},
		{"-5", "'-5"},
		{"@SUM(A1)", "'@SUM(A1)"},
		{"＝1", "'＝1"},
		{"＋1", "'＋1"},
		{"－1", "'－1"},
		{"＠a", "'＠a"},
		{"\t=1", "\"'\t=1\""},
		{"\r=1", "\"'\r=1\""},
		{"=\"a\"", "\"'=\"\"a\"\"\""},
		{"a=1", "a=1"},
		{"0012", "0012"},
		{"", ""},
		{"a,b", "\"a,b\""},
		{"a\nb", "\"a\nb\""},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_buf out = {0};

		ks_csv_cell(&out, 0, cases[i].text);
		assert_string_equal(ks_buf_text(&out), cases[i].cell);
		ks_buf_finish(&out);
	}
}

static void what_is_written_reads_back(void **state)
{
	struct ks_buf out = {0};
	struct ks_csv csv;
	struct ks_diags diags = {0};

	(void)state;
	ks_csv_bom(&out);
	ks_csv_cell(&out, 0, "000123");
	ks_csv_cell(&out, 1, "髙﨑 \"一郎\"");
	ks_csv_cell(&out, 2, "");
	ks_csv_end_row(&out);
	assert_memory_equal(ks_buf_text(&out),
			    "\xEF\xBB\xBF"
			    "000123,",
			    10);
	assert_string_equal(out.data + out.len - 3, ",\r\n");
	assert_int_equal(ks_csv_read("x", out.data, out.len, &csv, &diags), KS_OK);
	assert_int_equal(csv.n_rows, 1);
	assert_int_equal(csv.rows[0].n_cells, 3);
	assert_string_equal(csv.rows[0].cells[0], "000123");
	assert_string_equal(csv.rows[0].cells[1], "髙﨑 \"一郎\"");
	ks_csv_finish(&csv);
	ks_buf_finish(&out);
}

/* Long files come in pieces of 64 KiB that end behind lines, also behind one inside of a quoted cell. */
static void a_cell_of_many_lines_is_one_cell_in_a_long_file(void **state)
{
	static const char *const ends[] = {"\n", "\r\n", "\r"};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(ends); i++) {
		struct ks_buf text = {0}, cell = {0};
		struct ks_diags diags = {0};
		struct ks_csv csv;

		for (int line = 0; line < 30000; line++)
			ks_buf_printf(&cell, "氏名%d%s", line, ends[i]);
		ks_buf_printf(&text, "a,b%s1,\"%s\"%s2,c%s", ends[i], cell.data, ends[i], ends[i]);
		assert_int_equal(ks_csv_read("x", text.data, text.len, &csv, &diags), KS_OK);
		assert_int_equal(csv.n_rows, 3);
		assert_string_equal(csv.rows[1].cells[1], cell.data);
		assert_string_equal(csv.rows[2].cells[1], "c");
		assert_int_equal(csv.rows[2].line, 30003);
		ks_csv_finish(&csv);
		ks_buf_finish(&text);
		ks_buf_finish(&cell);
	}
}

static void lines_within_quotes_are_counted_whatever_ends_them(void **state)
{
	static const char *const texts[] = {"h\n\"a\rb\"\nc\n", "h\r\n\"a\r\nb\"\r\nc\r\n",
					    "h\r\"a\nb\"\rc\r"};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(texts); i++) {
		struct ks_diags diags = {0};
		struct ks_csv csv;

		assert_int_equal(read_text(texts[i], &csv, &diags), KS_OK);
		assert_int_equal(csv.n_rows, 3);
		assert_int_equal(csv.rows[1].line, 2);
		assert_int_equal(csv.rows[2].line, 4);
		ks_csv_finish(&csv);
	}
	assert_refused("a\n\"b\nc\"d,e\n", 3); /* where it closes, and not where it opens */
	assert_refused("a,\"b\nc", 1);
	assert_cells("\"a\"", "[a]");
	assert_cells("\"c\"\t\"d\"\n", "[c][d]");
}

struct rows {
	const char *path;
	size_t n;
	char last[16];
};

static void count_and_cut(void *context, const struct ks_csv_row *row)
{
	struct rows *rows = context;

	snprintf(rows->last, sizeof(rows->last), "%s", row->cells[0]);
	if (rows->n++ == 0)
		assert_int_equal(truncate(rows->path, 70004), 0);
}

/* No row is longer than a text may be; it is refused by its first line, and not handed on in part. */
static void a_row_longer_than_any_text_is_refused_where_it_begins(void **state)
{
	static const char line[] =
		"0123456789012345678901234567890123456789012345678901234567890123\n";
	const size_t n = KS_BUF_CEILING_DEFAULT / (sizeof(line) - 1) + 1;
	struct ks_buf text = {.ceiling = 2 * KS_BUF_CEILING_DEFAULT};
	struct ks_diags diags = {0};
	struct ks_csv csv;

	(void)state;
	ks_buf_puts(&text, "a\n\"");
	for (size_t i = 0; i < n; i++)
		ks_buf_append(&text, line, sizeof(line) - 1);
	ks_buf_puts(&text, "\"\nb\n");
	assert_int_equal(ks_csv_read("x", text.data, text.len, &csv, &diags), KS_INVALID);
	assert_int_equal(diags.n_items, 1);
	assert_int_equal(diags.items[0].line, 2);
	assert_string_equal(diags.items[0].message, "この行は長すぎて読めません。");
	assert_int_equal(csv.n_rows, 2);
	assert_string_equal(csv.rows[1].cells[0], "b");
	ks_csv_finish(&csv);
	ks_diags_finish(&diags);
	ks_buf_finish(&text);
}

/* Half a row is none: somebody's number would be another's. */
static void a_file_that_is_cut_while_it_is_read_gives_no_half_row(void **state)
{
	char *folder = ks_test_folder(), *path;
	struct rows rows = {0};
	struct ks_diags diags = {0};
	struct ks_buf text = {0};
	struct ks_bytes bytes;

	(void)state;
	for (int i = 0; i < 20000; i++)
		ks_buf_printf(&text, "%07d\n", i);
	rows.path = path = ks_test_write(folder, "list", text.data);
	assert_int_equal(ks_bytes_open(path, text.len, &bytes), KS_OK);
	assert_int_equal(ks_csv_each("x", &bytes, count_and_cut, &rows, &diags), KS_IO);
	assert_int_equal(rows.n, 70000 / 8);
	assert_string_equal(rows.last, "0008749");
	close(bytes.fd);
	ks_buf_finish(&text);
	free(path);
	ks_test_folder_finish(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_line_ending_and_a_bom_read_the_same),
		cmocka_unit_test(tabs_part_cells_when_the_first_line_has_no_comma),
		cmocka_unit_test(quoted_cells_keep_commas_quotes_and_breaks),
		cmocka_unit_test(empty_cells_are_cells_and_empty_lines_are_not_rows),
		cmocka_unit_test(leading_zeros_and_spaces_stay),
		cmocka_unit_test(rows_know_their_line_behind_a_quoted_break),
		cmocka_unit_test(cp932_is_found_out_by_itself),
		cmocka_unit_test(what_is_neither_encoding_is_named_with_its_line),
		cmocka_unit_test(broken_quotes_are_named_where_they_begin),
		cmocka_unit_test(no_cell_runs_as_a_formula),
		cmocka_unit_test(what_is_written_reads_back),
		cmocka_unit_test(a_cell_of_many_lines_is_one_cell_in_a_long_file),
		cmocka_unit_test(lines_within_quotes_are_counted_whatever_ends_them),
		cmocka_unit_test(a_row_longer_than_any_text_is_refused_where_it_begins),
		cmocka_unit_test(a_file_that_is_cut_while_it_is_read_gives_no_half_row),
	};

	return ks_test_run(tests);
}
