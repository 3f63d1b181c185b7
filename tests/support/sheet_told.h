/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A sheet of paper (report/sheet.h) that draws nothing and writes down, as text in place of the PDF, what it was told to draw.
 * It stands in for src/report/sheet.c in each program that calls ks_test_sheets_are_told().
 */
#ifndef KS_TESTS_SUPPORT_SHEET_TOLD_H
#define KS_TESTS_SUPPORT_SHEET_TOLD_H

/** ks_test_sheets_are_told() - called once, in main(): that it is called at all is what links them in. */
void ks_test_sheets_are_told(void);

#endif
