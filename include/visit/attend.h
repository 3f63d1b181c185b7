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
/** ks_attend_load() - today's gatherings that take place, under a doubtful clock all; KS_OK, else there is no list. */
KS_MUST_USE enum ks_rc ks_attend_load(struct ks_site *site, struct ks_visit *visit);
/**
 * ks_attend_begin_at() - 受付 that the 係員 opened: the number alone is enough, and its gathering is known
 * @by: whose word it is. KS_NOT_FOUND: it is not there (any more).
 */
KS_MUST_USE enum ks_rc ks_attend_begin_at(struct ks_site *site, struct ks_visit *visit,
					  const char *id, const char *by);
/** ks_attend_when() - how this moment lies to @gathering; under a clock in doubt nobody is early or late. */
enum ks_gathering_when ks_attend_when(const struct ks_site *site, const struct ks_visit *visit,
				      const struct ks_gathering *gathering);
/** ks_attend_choose() - the gathering at @index of the list; the number is asked next. */
void ks_attend_choose(struct ks_visit *visit, size_t index);
/** ks_attend_gathering() - the one that was chosen. */
const struct ks_gathering *ks_attend_gathering(const struct ks_visit *visit);
/**
 * ks_attend_check_in() - record it for the person of the visit, once, and read it back; place is ATTENDED
 * Where 受付 is not open nothing is recorded: place is GATHERINGS, attend.is_refused.
 */
KS_MUST_USE enum ks_rc ks_attend_check_in(struct ks_site *site, struct ks_visit *visit);
/** ks_attend_confirm() - it is me, at a 受付 the 係員 opened: as ks_attend_check_in(). */
KS_MUST_USE enum ks_rc ks_attend_confirm(struct ks_site *site, struct ks_visit *visit);
/** ks_attend_deny() - it is not: the number is asked again. */
void ks_attend_deny(struct ks_visit *visit);
/** ks_attend_leave() - who is checked in leaves: recorded and read back, attend.has_left. */
KS_MUST_USE enum ks_rc ks_attend_leave(struct ks_site *site, struct ks_visit *visit);

#endif
