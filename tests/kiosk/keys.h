/* SPDX-License-Identifier: Apache-2.0 */
/* A keyboard before the glass of a test. */
#ifndef KS_TESTS_KIOSK_KEYS_H
#define KS_TESTS_KIOSK_KEYS_H

#include "kiosk/glass.h"

/** keys_go_round() - Tab from nothing through all targets, in reading order with a ring each, around, and back once. */
void keys_go_round(struct glass *glass);
/** keys_enter() - Tab to the element with this action (arg -1: any), then Enter; fails the test when not reached. */
void keys_enter(struct glass *glass, int what, int arg);

#endif
