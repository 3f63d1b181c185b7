/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The first start of a machine that nobody configured: what somebody says on its glass is kept in STATE/setup, beside the
 * record, because a kiosk may not write into /etc. What the configuration says wins.
 */
#ifndef KIOSK_SETUP_H
#define KIOSK_SETUP_H

#include "kiosk/app.h"
#include "kiosk/setup_file.h"

/** ks_setup_go_on() - to @step, and keep what is known so far. False: it cannot be kept; it holds for as long as this runs. */
bool ks_setup_go_on(struct ks_app *app, enum ks_setup_step step);
/** ks_setup_use_width() - the long side of the display is @mm from now on. */
void ks_setup_use_width(struct ks_app *app, double mm);
/** ks_setup_stand_alone() - no centre: what is recorded begins now. */
void ks_setup_stand_alone(struct ks_app *app);

#endif
