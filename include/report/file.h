/* SPDX-License-Identifier: Apache-2.0 */
/* A table as a file for somebody's spreadsheet. The same table gives the same bytes. */
#ifndef KS_REPORT_FILE_H
#define KS_REPORT_FILE_H

#include "base/rc.h"
#include "report/table.h"

/* A second sheet 「集計」 with its picture. Borrowed. */
struct ks_table_sums {
	const struct ks_table *table; /* a name and numbers a row; the last row is the sum of the others */
	size_t first, n;              /* the columns that are drawn, as parts of one bar a row */
};
/**
 * ks_table_xlsx() - a workbook: typed cells, headings that stay and filter, widths of what is in it, no formulas
 * 職員番号 and whatever else is text stays text. @sums: its second sheet; may be NULL. Return: KS_OK; KS_IO.
 */
KS_MUST_USE enum ks_rc ks_table_xlsx(const struct ks_table *table, const struct ks_table_sums *sums,
				     struct ks_buf *out);
/**
 * ks_table_csv_cp932() - for old programs; no BOM, CRLF, no formulas
 * @lost: receives each character once that CP932 does not have and that became 〓, in UTF-8; may be NULL
 * Return: KS_OK; KS_IO: this machine's ICU does not know CP932.
 */
KS_MUST_USE enum ks_rc ks_table_csv_cp932(const struct ks_table *table, struct ks_buf *out,
					  struct ks_buf *lost);

#endif
