/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 出席を登録する: from today's gatherings to one recorded check-in. Attendance is a set (DESIGN §5.11): coming twice is
 * told, not toggled. The check-in itself is recorded by ks_signin_pin(), at the tap that proves who it is.
 */
#ifndef KS_VISIT_ATTEND_H
#define KS_VISIT_ATTEND_H

#include "visit/visit.h"

/**
 * ks_attend_begin() - somebody wants to check in: one gathering leads straight to the number, several (or none) to the list
 * @visit: zeroed or ended. Under a doubtful clock all gatherings are listed (attend.is_doubtful): the person knows which.
 * Return: KS_OK; else the list cannot be read: that is not "none today".
 */
KS_MUST_USE enum ks_rc ks_attend_begin(struct ks_site *site, struct ks_visit *visit);
/** ks_attend_choose() - the gathering at @index of the list; the number is asked next. */
void ks_attend_choose(struct ks_visit *visit, size_t index);
/** ks_attend_gathering() - the one that was chosen. */
const struct ks_gathering *ks_attend_gathering(const struct ks_visit *visit);
/** ks_attend_check_in() - record it for the person of the visit, once, and read it back; place is ATTENDED. */
KS_MUST_USE enum ks_rc ks_attend_check_in(struct ks_site *site, struct ks_visit *visit);

enum ks_attend_when {
	KS_ATTEND_IN_TIME,
	KS_ATTEND_LATE, /* it had begun */
	KS_ATTEND_OVER, /* it had ended, or was on another day: counted apart in the 出席簿 */
};
/** ks_attend_when() - a check-in at @wall_ms to @gathering. */
enum ks_attend_when ks_attend_when(const struct ks_gathering *gathering, int64_t wall_ms);

#endif
