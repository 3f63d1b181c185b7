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

#endif
