/* SPDX-License-Identifier: Apache-2.0 */
/* How this machine is, told to the centre: the same lines that `kenshu doctor` prints, as far as the kiosk may see them. */
#ifndef KIOSK_CONDITION_H
#define KIOSK_CONDITION_H

#include "base/machine.h"
#include "kiosk/app.h"

/** ks_condition_tell() - now and then, while nobody is here: look, and let the sync thread tell what changed. */
void ks_condition_tell(struct ks_app *app);
/**
 * ks_condition_look() - what would be told now: clock, fonts, display, touch, reader, disk, record, delivery, copy, content
 * @out: lines are added; ks_doctor_finish() is the caller's.
 */
void ks_condition_look(struct ks_app *app, const struct ks_sync_status *status,
		       struct ks_doctor *out);

#endif
