/* SPDX-License-Identifier: Apache-2.0 */
/* 対応 on bad answers of a self-inspection, as a table; new columns are only ever added behind. */
#ifndef KS_REPORT_MEASURE_H
#define KS_REPORT_MEASURE_H

#include "lrs/measure.h"
#include "report/table.h"

/** ks_measure_state() - 「これから」「期限切れ」「済み」 as of @today. */
const char *ks_measure_state(const struct ks_measure *measure, struct ks_date today);
/** ks_measure_table() - a row each, in the order of @list. */
void ks_measure_table(const struct ks_measure *list, size_t n, struct ks_date today,
		      struct ks_table *out);

#endif
