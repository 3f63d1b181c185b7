/* SPDX-License-Identifier: Apache-2.0 */
/* What went on at a gathering beside who was there: hands raised to questions, the steps of a drill. */
#ifndef KS_REPORT_COURSE_H
#define KS_REPORT_COURSE_H

#include "base/mem.h"
#include "record/roll.h"
#include "record/roster.h"

/** ks_report_course() - a line for each such fact of @roll, by time, in words; "" for none. Lives in @arena. */
const char *ks_report_course(struct ks_arena *arena, const struct ks_roster *roster,
			     const struct ks_roll *roll);

#endif
