/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The driver: waits for input, turns it into taps, asks the present screen where a tap leads, and paints what changed.
 */
#ifndef KIOSK_DRIVER_H
#define KIOSK_DRIVER_H

#include "kiosk/app.h"

/** ks_app_run() - until quit; the exit code. */
int ks_app_run(struct ks_app *app);
/** ks_app_input() - one input, whether from the window or from a script. */
void ks_app_input(struct ks_app *app, const struct ks_input *input);
/** ks_app_pump() - handle what comes in until @wait_ms passed (0: only what is there). */
void ks_app_pump(struct ks_app *app, int wait_ms);
/** ks_app_draw() - build the present screen and paint what changed. */
void ks_app_draw(struct ks_app *app);

#endif
