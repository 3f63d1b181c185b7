/* SPDX-License-Identifier: Apache-2.0 */
/* Text, rules and tables on A4 sheets; the only user of pango and cairo. Lengths are points. */
#ifndef KS_REPORT_SHEET_H
#define KS_REPORT_SHEET_H

#include <stdbool.h>

#include "report/table.h"

#define KS_SHEET_MARGIN 48.0

enum ks_sheet_align { KS_SHEET_LEFT, KS_SHEET_CENTRE, KS_SHEET_RIGHT };

struct ks_sheet; /* a document while it is made */

/**
 * ks_sheet_make() - a document of @title as of @day, drawn twice: to count its pages, and for good
 * @body: at the foot of each page, "" for nothing; @draw: draws it from the first page on. Return: KS_OK; KS_IO; KS_FULL: @out's ceiling.
 */
KS_MUST_USE enum ks_rc ks_sheet_make(const char *title, const char *body, struct ks_date day,
				     bool is_landscape,
				     void (*draw)(struct ks_sheet *sheet, const void *context),
				     const void *context, struct ks_buf *out);
/** ks_sheet_width() - between the margins. */
double ks_sheet_width(const struct ks_sheet *sheet);
/** ks_sheet_skip() - go down by @points. */
void ks_sheet_skip(struct ks_sheet *sheet, double points);
/** ks_sheet_next() - a new page, unless this one is still empty. */
void ks_sheet_next(struct ks_sheet *sheet);
/** ks_sheet_to() - go to @points above the bottom margin, or to a new page when that is behind us. */
void ks_sheet_to(struct ks_sheet *sheet, double points);
/** ks_sheet_text() - a paragraph, wrapped; goes down by its height. */
void ks_sheet_text(struct ks_sheet *sheet, double size, bool is_bold, enum ks_sheet_align align,
		   const char *text);
/** ks_sheet_pairs() - a framed list of names and values; goes down behind it. */
void ks_sheet_pairs(struct ks_sheet *sheet, const char *const (*pairs)[2], size_t n);
/** ks_sheet_boxes() - empty boxes for seals with a word above each, at the right. */
void ks_sheet_boxes(struct ks_sheet *sheet, const char *const *words, size_t n);
/** ks_sheet_mark() - @text as a QR code and @words beside it, at the left of the boxes to come; does not go down. */
void ks_sheet_mark(struct ks_sheet *sheet, const char *text, const char *words);
/** ks_sheet_table() - rows @from to @from + @n, with the headings again on each page; empty columns are left out. */
void ks_sheet_table(struct ks_sheet *sheet, const struct ks_table *table, size_t from, size_t n,
		    double size);

#endif
