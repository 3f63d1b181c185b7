/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A date as Japanese personnel systems and Excel write it: 2026-04-01, 2026/4/1, 2026.4.1, 2026年4月1日, 20260401,
 * 令和8年4月1日, R8.4.1, Excel's day numbers (46113), with or without 0:00:00 behind it.
 */
#ifndef KS_BASE_DATE_READ_H
#define KS_BASE_DATE_READ_H

#include <stdbool.h>

#include "base/calendar.h"

enum ks_date_read {
	KS_DATE_READ_OK,
	KS_DATE_READ_NOT,       /* no date, or a day that does not exist */
	KS_DATE_READ_TWO_DIGITS /* 8/4/1, 26-04-01, 260401: which year is meant nobody can say */
};

/**
 * ks_date_read() - @text, half or full width
 * @two_digits_are_reiwa: the body has said that a year of one or two digits counts in 令和
 * Never a year before 1868 or after 9999.
 */
enum ks_date_read ks_date_read(const char *text, bool two_digits_are_reiwa, struct ks_date *out);

#endif
