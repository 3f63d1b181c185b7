/* SPDX-License-Identifier: Apache-2.0 */
/* For programs that lead a kiosk through its screens: whatever cannot be touched ends the program, telling what is shown. */
#ifndef KS_TESTS_SUPPORT_HANDS_H
#define KS_TESTS_SUPPORT_HANDS_H

#include "kiosk/app.h"

/** hands_begin() - the kiosk they are laid on. */
void hands_begin(struct ks_app *kiosk);
/** hands_die() - say why, and what is on the glass; exit 1. */
void hands_die(const char *why, int what);
/** hands_touch() - at a point; the clock of touches goes on by half a second. */
void hands_touch(enum ks_input_kind kind, int x, int y);
/** hands_try_tap() - press and lift on what has this action; arg -1: any. False: it is not there, or dead. */
bool hands_try_tap(int what, int arg);
/** hands_tap() - the same for what must be there. */
void hands_tap(int what, int arg);
/** hands_keys() - digits on the drawn keypad. */
void hands_keys(const char *digits);
/** hands_turn_row() - on to further rows of a list; false: there are no more. hands_turn_rows(): to its end. */
bool hands_turn_row(void);
void hands_turn_rows(void);
/** hands_count() - how many taps there were. */
long hands_count(void);

#endif
