/* SPDX-License-Identifier: Apache-2.0 */
/*
 * スイッチ1つで使う: the focus ring goes round by itself over everything that can be touched, and one press of anything,
 * a key or the glass anywhere, taps what it is on. How long it stays is chosen in 見やすさ.
 */
#ifndef KIOSK_SCAN_H
#define KIOSK_SCAN_H

#include "kiosk/app.h"

/** ks_scan_dwell_ms() - how long the ring stays on one thing; 0: nobody chose it. */
int ks_scan_dwell_ms(const struct ks_app *app);
/** ks_scan_begin() - after a tap: the ring begins anew, at what is most likely meant on this screen; true: draw it. */
bool ks_scan_begin(struct ks_app *app);
/** ks_scan_on_time() - moves the ring on when its time has come (@has_moved: draw it); ms until it moves again, -1: never. */
int ks_scan_on_time(struct ks_app *app, bool *has_moved);
/**
 * ks_scan_input() - while scanning every input is the switch's
 * @action: what it taps; what 0: nothing (the rest of a press, or a tremble right behind it)
 * Return: false when nobody scans and the input means what it always does.
 */
bool ks_scan_input(struct ks_app *app, const struct ks_input *input, struct ks_action *action);

#endif
