/* SPDX-License-Identifier: Apache-2.0 */
/* One look at every screen that a person meets, in a state they would meet it in: half typed, half answered. */
#ifndef KS_TESTS_KIOSK_TOUR_H
#define KS_TESTS_KIOSK_TOUR_H

#include "kiosk/glass.h"

/** tour() - calls @look on each; it must leave the screen as it found it. Begins and ends on the idle screen. */
void tour(struct glass *glass, void (*look)(struct glass *glass));

/** tour_to_rows() - from マイページ on, or from where a lesson stands, by taps to a question with one row a choice. */
void tour_to_rows(struct glass *glass);
/** tour_answer_wrong() - the question on the glass, and past its explanation. */
void tour_answer_wrong(struct glass *glass);

#endif
