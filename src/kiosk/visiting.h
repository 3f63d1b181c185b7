/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Whether somebody is at the kiosk, for programs beside it: STATE/visit.lock is locked (flock) from the first touch until it
 * rests again, and while a reception is open. What updates the machine takes the lock, or comes another time.
 */
#ifndef KIOSK_VISITING_H
#define KIOSK_VISITING_H

#include "kiosk/app.h"

/** ks_visiting_tell() - another screen is shown, or a reception was opened or closed. */
void ks_visiting_tell(struct ks_app *app);
/** ks_visiting_close() - nobody is; also when it was never told. */
void ks_visiting_close(struct ks_app *app);

#endif
