/* SPDX-License-Identifier: Apache-2.0 */
/* The state folder of the running kiosk, and delivery from it: opened at start, and again when the disk is well again. */
#ifndef KIOSK_STATE_H
#define KIOSK_STATE_H

#include "kiosk/app.h"

/**
 * ks_state_open() - store and ledger of the options' folder
 * A folder that is full, damaged, or cannot be written though it was a kiosk's, or has the rights for it, is no reason to
 * stay dark: the kiosk opens without it, app.trouble says why, and ks_state_retry() tries again.
 * Return: -1, or an exit code for what only the person at the keyboard can mend (why was printed).
 */
int ks_state_open(struct ks_app *app);
/** ks_state_start() - behind the first frame: abandoned sittings are recorded, delivery begins. Return: -1, or an exit code. */
int ks_state_start(struct ks_app *app);
/**
 * ks_state_retry() - can something be recorded (again)? Writes and reads back; opens what is not open.
 * Return: KS_OK: app.trouble may be forgotten; else what is wrong now.
 */
KS_MUST_USE enum ks_rc ks_state_retry(struct ks_app *app);
/** ks_state_begin() - it has its name now: from here on it records under it, and delivers if there is a centre. */
void ks_state_begin(struct ks_app *app);
/** ks_state_enrolled() - the credentials were just written: from now on it records, and delivers, under its name. */
void ks_state_enrolled(struct ks_app *app);
/** ks_state_tell_plan() - the 年度 has turned, or the courses were just read: the centre is told those of this one. */
void ks_state_tell_plan(struct ks_app *app);
/** ks_state_turn_day() - a day may have begun: a stand-alone kiosk takes the lists that waited for it. */
void ks_state_turn_day(struct ks_app *app);
/** ks_state_stop() - delivery ends; nobody wakes the window any more. */
void ks_state_stop(struct ks_app *app);
/** ks_state_close() - ledger and store. */
void ks_state_close(struct ks_app *app);

#endif
