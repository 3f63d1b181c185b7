/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kiosk's own walk along its chain: once after each update of the program, before anything is shown, and once a day, in a
 * thread of its own that takes the store for a millisecond at a time and leaves its outcome, nothing else.
 */
#ifndef KIOSK_CHECKED_H
#define KIOSK_CHECKED_H

#include "kiosk/app.h"

/**
 * ks_checked_after_update() - the store is open: was it another version that ran here last, all of the record is looked at
 * What does not fit is an incident (record/incident.h), which stays on the glass until the 係員 has settled it.
 */
void ks_checked_after_update(struct ks_app *app);
/**
 * ks_checked_now_and_then() - nobody is here: once a day the same, beside whatever the kiosk does
 * Return: app->checked is of today; false: the walk is under way, and wakes the window when it ends.
 */
bool ks_checked_now_and_then(struct ks_app *app);
/** ks_checked_stop() - give up a walk that is under way, before the store is closed. */
void ks_checked_stop(struct ks_app *app);

#endif
