/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/calendar.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "report/file.h"

/*
 * The only user of libxlsxwriter. Cells are written by their type, never through a call that guesses one, so that text
 * that looks like a formula stays text and a number that begins with 0 keeps it.
 */

#define EXCEL_DAY_OF_1970 25569
#define DAY_MS 86400000.0
#define COLUMN_MOST 60
#define CELL_MOST 32767 /* Excel's own limit, in UTF-16 units */

/* One sheet of the workbook; all share its formats. */
struct sheet {
	lxw_workbook *book;
	const char *name;
	const struct ks_table *table;
	lxw_worksheet *worksheet;
	lxw_format *heading, *texts, *dates, *moments, *percents, *numbers;
};

static lxw_format *format(lxw_workbook *book, const char *number_format)
{
	lxw_format *made = workbook_add_format(book);

	format_set_num_format(made, number_format);
	format_set_font_name(made, "游ゴシック");
	format_set_align(made, LXW_ALIGN_VERTICAL_TOP);
	return made;
}

/* XML takes no control characters; a cell takes no more than so much. */
static char *clean(const char *text)
{
	struct ks_buf out = {0};
	const char *end = text + strlen(text);
	size_t n_units = 0;

	while (text < end) {
		uint32_t c = ks_utf8_next(&text, end);
		char bytes[4];

		n_units += c > 0xffff ? 2 : 1;
		if (n_units > CELL_MOST)
			break;
		if ((c < 0x20 && c != '\n' && c != '\t') || c == 0xfffe || c == 0xffff)
			c = 0xfffd;
		ks_buf_append(&out, bytes, ks_utf8_put(bytes, c));
	}
	return out.len > 0 ? ks_buf_take(&out) : ks_strdup("");
}

static void write_text(const struct sheet *sheet, lxw_row_t row, lxw_col_t column, const char *text,
		       lxw_format *as)
{
	char *cleaned = clean(text);

	worksheet_write_string(sheet->worksheet, row, column, cleaned, as);
	free(cleaned);
}

static void write_cell(const struct sheet *sheet, lxw_row_t row, lxw_col_t column,
		       const struct ks_cell *cell)
{
	switch (cell->type) {
	case KS_CELL_TEXT:
		write_text(sheet, row, column, cell->text, sheet->texts);
		return;
	case KS_CELL_NUMBER:
		worksheet_write_number(sheet->worksheet, row, column, cell->value, sheet->numbers);
		return;
	case KS_CELL_DATE:
		worksheet_write_number(sheet->worksheet, row, column,
				       cell->value + EXCEL_DAY_OF_1970, sheet->dates);
		return;
	case KS_CELL_MOMENT:
		worksheet_write_number(sheet->worksheet, row, column,
				       (cell->value + 9 * 3600000.0) / DAY_MS + EXCEL_DAY_OF_1970,
				       sheet->moments);
		return;
	case KS_CELL_PERCENT:
		worksheet_write_number(sheet->worksheet, row, column, cell->value, sheet->percents);
		return;
	}
}

static void set_widths(const struct sheet *sheet)
{
	const struct ks_table *table = sheet->table;

	for (size_t c = 0; c < table->n_columns; c++) {
		int width = ks_utf8_columns(table->columns[c].heading) + 4; /* the filter's button */

		for (size_t r = 0; r < ks_table_rows(table); r++) {
			int own = ks_utf8_columns(ks_table_cell(table, r, c)->text);

			width = own > width ? own : width;
		}
		width = width < COLUMN_MOST ? width : COLUMN_MOST;
		worksheet_set_column(sheet->worksheet, (lxw_col_t)c, (lxw_col_t)c, width + 1, NULL);
	}
}

static void fill(struct sheet *sheet)
{
	const struct ks_table *table = sheet->table;
	size_t n_rows = ks_table_rows(table);

	for (size_t c = 0; c < table->n_columns; c++)
		write_text(sheet, 0, (lxw_col_t)c, table->columns[c].heading, sheet->heading);
	for (size_t r = 0; r < n_rows; r++)
		for (size_t c = 0; c < table->n_columns; c++)
			write_cell(sheet, (lxw_row_t)(r + 1), (lxw_col_t)c,
				   ks_table_cell(table, r, c));
	set_widths(sheet);
	worksheet_freeze_panes(sheet->worksheet, 1, 0);
	worksheet_autofilter(sheet->worksheet, 0, 0, (lxw_row_t)n_rows,
			     (lxw_col_t)(table->n_columns - 1));
	worksheet_repeat_rows(sheet->worksheet, 0, 0);
	worksheet_set_landscape(sheet->worksheet);
	worksheet_set_paper(sheet->worksheet, 9); /* A4 */
	worksheet_fit_to_pages(sheet->worksheet, 1, 0);
	worksheet_set_footer(sheet->worksheet, "&C&P / &N");
}

static void add_list(struct sheet *sheet, const char *name, const struct ks_table *table)
{
	sheet->name = name;
	sheet->table = table;
	sheet->worksheet = workbook_add_worksheet(sheet->book, name);
	fill(sheet);
}

/* A person is no fraction: about eight whole steps over the longest bar. */
static double step_of(const struct ks_table_sums *sums)
{
	double longest = 0;

	for (size_t r = 0; r + 1 < ks_table_rows(sums->table); r++) {
		double all = 0;

		for (size_t i = 0; i < sums->n; i++)
			all += ks_table_cell(sums->table, r, sums->first + i)->value;
		longest = all > longest ? all : longest;
	}
	return (double)((int)longest / 8 + 1);
}

/* As many bars as there are rows but the last one, which is their sum; each as long as its people. */
static void add_chart(const struct sheet *sheet, const struct ks_table_sums *sums)
{
	static const lxw_color_t colours[] = {0x0B5D4B, 0xF2B705, 0x8A9A92};
	lxw_row_t last = (lxw_row_t)ks_table_rows(sums->table) - 1;
	lxw_chart *chart = workbook_add_chart(sheet->book, LXW_CHART_BAR_STACKED);
	lxw_chart_options options = {.x_scale = 1.6, .y_scale = 0.5 + 0.08 * last};

	for (size_t i = 0; i < sums->n; i++) {
		lxw_col_t column = (lxw_col_t)(sums->first + i);
		lxw_chart_fill colour = {.color = colours[i % KS_COUNT(colours)]};
		lxw_chart_series *series = chart_add_series(chart, NULL, NULL);

		chart_series_set_categories(series, sheet->name, 1, 0, last, 0);
		chart_series_set_values(series, sheet->name, 1, column, last, column);
		chart_series_set_name_range(series, sheet->name, 0, column);
		chart_series_set_fill(series, &colour);
	}
	chart_set_series_gap(chart, 40);
	chart_title_set_name(chart, sums->table->title);
	chart_axis_set_reverse(chart->y_axis); /* the first row on top, as in the list */
	chart_axis_set_major_unit(chart->x_axis, step_of(sums));
	chart_axis_set_num_format(chart->x_axis, "0");
	chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
	worksheet_insert_chart_opt(sheet->worksheet, 1, (lxw_col_t)(sums->table->n_columns + 1),
				   chart, &options);
}

/* A fixed date of creation, so that the same table is the same file. */
static bool begin(struct sheet *sheet, const char *path, const char *title)
{
	lxw_doc_properties properties = {.title = (char *)title, .created = 1};
	lxw_workbook *book = sheet->book = workbook_new(path);

	if (!book)
		return false;
	workbook_set_properties(book, &properties);
	sheet->heading = format(book, "@");
	format_set_bold(sheet->heading);
	format_set_bg_color(sheet->heading, 0xE1F0EB);
	format_set_bottom(sheet->heading, LXW_BORDER_THIN);
	sheet->texts = format(book, "@");
	sheet->numbers = format(book, "0");
	sheet->dates = format(book, "yyyy-mm-dd");
	sheet->moments = format(book, "yyyy-mm-dd hh:mm:ss");
	sheet->percents = format(book, "0.0%");
	return true;
}

static enum ks_rc read_all(int fd, struct ks_buf *out)
{
	char piece[65536];
	off_t at = 0;
	ssize_t n;

	while ((n = pread(fd, piece, sizeof(piece), at)) > 0) {
		ks_buf_append(out, piece, (size_t)n);
		at += n;
	}
	if (n < 0)
		return KS_IO;
	return out->is_over ? KS_FULL : KS_OK;
}

/* The library of Debian 12 only writes to a path: this one is memory. */
enum ks_rc ks_table_xlsx(const struct ks_table *table, const struct ks_table_sums *sums,
			 struct ks_buf *out)
{
	struct sheet sheet = {0};
	int fd = memfd_create("kenshu.xlsx", MFD_CLOEXEC);
	char path[64];
	enum ks_rc rc = KS_IO;

	if (fd < 0)
		return KS_IO;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (begin(&sheet, path, table->title)) {
		add_list(&sheet, "一覧", table);
		if (sums) {
			add_list(&sheet, "集計", sums->table);
			if (ks_table_rows(sums->table) > 1)
				add_chart(&sheet, sums);
		}
		rc = workbook_close(sheet.book) == LXW_NO_ERROR ? read_all(fd, out) : KS_IO;
	}
	close(fd);
	return rc;
}
