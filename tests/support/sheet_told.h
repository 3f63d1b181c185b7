/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A sheet of paper (report/sheet.h) that draws nothing and writes down, as text in place of the PDF, what it was told to draw: it
 * stands in for src/report/sheet.c in the one file of a program that includes this. Header only, because in a library it would
 * stand in for it in programs that did not ask for that.
 */
#ifndef KS_TESTS_SUPPORT_SHEET_TOLD_H
#define KS_TESTS_SUPPORT_SHEET_TOLD_H

#include "report/sheet.h"

struct ks_sheet {
	struct ks_buf *told;
};

enum ks_rc ks_sheet_make(const char *title, const char *body, struct ks_date day, bool is_landscape,
			 void (*draw)(struct ks_sheet *sheet, const void *context),
			 const void *context, struct ks_buf *out)
{
	struct ks_sheet sheet = {out};

	ks_buf_printf(out, "「%s」 %s %d-%02d-%02d %s\n", title, body, day.year, day.month, day.day,
		      is_landscape ? "landscape" : "portrait");
	draw(&sheet, context);
	return KS_OK;
}

double ks_sheet_width(const struct ks_sheet *sheet)
{
	(void)sheet;
	return 500;
}

void ks_sheet_skip(struct ks_sheet *sheet, double points)
{
	ks_buf_printf(sheet->told, "skip %g\n", points);
}

void ks_sheet_next(struct ks_sheet *sheet)
{
	ks_buf_puts(sheet->told, "---- page\n");
}

void ks_sheet_to(struct ks_sheet *sheet, double points)
{
	ks_buf_printf(sheet->told, "to %g\n", points);
}

void ks_sheet_text(struct ks_sheet *sheet, double size, bool is_bold, enum ks_sheet_align align,
		   const char *text)
{
	static const char *const aligns[] = {"left", "centre", "right"};

	ks_buf_printf(sheet->told, "%s %g%s: %s\n", aligns[align], size, is_bold ? " bold" : "",
		      text);
}

void ks_sheet_pairs(struct ks_sheet *sheet, const char *const (*pairs)[2], size_t n)
{
	for (size_t i = 0; i < n; i++)
		ks_buf_printf(sheet->told, "| %s | %s |\n", pairs[i][0], pairs[i][1]);
}

void ks_sheet_boxes(struct ks_sheet *sheet, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		ks_buf_printf(sheet->told, "[%s] ", words[i]);
	ks_buf_puts(sheet->told, "\n");
}

void ks_sheet_mark(struct ks_sheet *sheet, const char *text, const char *words)
{
	ks_buf_printf(sheet->told, "QR %s\n%s\n", text, words);
}

void ks_sheet_table(struct ks_sheet *sheet, const struct ks_table *table, size_t from, size_t n,
		    double size)
{
	ks_buf_printf(sheet->told, "table %g, %zu rows from %zu:\n", size, n, from);
	ks_table_print(table, sheet->told);
}

#endif
