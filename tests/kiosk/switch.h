/* SPDX-License-Identifier: Apache-2.0 */
/* One switch before the glass of a test: the ring goes round by the clock, which is a fake one, and a press takes what it is on. */
#ifndef KS_TESTS_KIOSK_SWITCH_H
#define KS_TESTS_KIOSK_SWITCH_H

#include "kiosk/glass.h"

#define SWITCH_DWELL_MS 2000
#define SWITCH_DWELL_VALUE 2 /* of KS_SETTING_SCAN */

/** switch_begin() - setup of each test: on the idle screen, nothing set, the clock a fake one. */
int switch_begin(void **state);
/** switch_pass() - so much time, and what the kiosk does in it. */
void switch_pass(struct glass *glass, int64_t ms);
/** switch_ringed() - what the ring is on; what 0: there is none. */
struct ks_action switch_ringed(struct glass *glass);
/** switch_goes_round() - every live thing once in a round, before anybody is asked whether they are still there. */
void switch_goes_round(struct glass *glass);
/** switch_press() - wait for the ring, then press: on any place of the glass. @arg -1: any. Fails when it does not come. */
void switch_press(struct glass *glass, int what, int arg);

#endif
