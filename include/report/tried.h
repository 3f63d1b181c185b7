/* SPDX-License-Identifier: Apache-2.0 */
/* テストの記録: each try at a quiz of one person. */
#ifndef KS_REPORT_TRIED_H
#define KS_REPORT_TRIED_H

#include "report/report.h"

struct ks_try {
	int64_t at_ms;
	const char *lesson, *title; /* title "" for a lesson of no plan */
	const char *kiosk, *revision;
	int raw, max; /* points; max 0 when they were not told */
	bool has_passed, is_from_paper;
	bool is_credited;    /* failed, and passes by a corrected answer key */
	int64_t duration_ms; /* 0: not told */
};
/** ks_report_tries() - those of @staff that have a result in @nendo, the newest first; texts in @arena, *out to free(). */
KS_MUST_USE enum ks_rc ks_report_tries(struct ks_store *store, const struct ks_plan *plans,
				       size_t n_plans, int nendo, const char *staff,
				       struct ks_arena *arena, struct ks_try **out, size_t *n);
/** ks_tries_table() - one row each. */
void ks_tries_table(const struct ks_try *tries, size_t n, struct ks_table *out);

#endif
