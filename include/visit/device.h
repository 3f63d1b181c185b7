/* SPDX-License-Identifier: Apache-2.0 */
/* What a 係員 does to the kiosk itself. Each deed is a statement that names them, behind which it holds. */
#ifndef KS_VISIT_DEVICE_H
#define KS_VISIT_DEVICE_H

#include "visit/visit.h"

#define KS_DEVICE_CLOCK_DIGITS 12 /* 202611241005 */

/** ks_device_begin() - from the desk to how the kiosk is; place is DEVICE. */
void ks_device_begin(struct ks_visit *visit);
/** ks_device_ask_clock() - the time is asked; place is KEYS. */
void ks_device_ask_clock(struct ks_visit *visit);
/**
 * ks_device_tell_clock() - @typed is the time in Japan now: it holds until the machine is switched off
 * The machine's own clock is not touched, and what is recorded keeps its reading, flagged; only which day it is is known again.
 * Return: KS_OK: place is DEVICE; KS_NOT_FOUND: that is no time, or none in a 年度 near; else nothing was recorded, nothing holds.
 */
KS_MUST_USE enum ks_rc ks_device_tell_clock(struct ks_site *site, struct ks_visit *visit,
					    const char *typed);
/** ks_device_load_clock() - at start: what was told since the machine was switched on, if anything. */
void ks_device_load_clock(struct ks_site *site);
/** ks_device_restart() - the program is about to end, to be started again: recorded first. As ks_site_record(). */
KS_MUST_USE enum ks_rc ks_device_restart(struct ks_site *site, struct ks_visit *visit);
/** ks_device_leave() - the program is about to end and to stay off: recorded first. As ks_site_record(). */
KS_MUST_USE enum ks_rc ks_device_leave(struct ks_site *site, struct ks_visit *visit);

#endif
