/* SPDX-License-Identifier: Apache-2.0 */
/* 教材を映す: pages for a room, and behind some of them a question with hands counted. */
#ifndef KIOSK_SCREEN_PRESENT_H
#define KIOSK_SCREEN_PRESENT_H

#include "kiosk/flow.h"

/** ks_present_enlarge() - the largest letters while a lesson is shown, what there was before behind it; nobody's choice. */
void ks_present_enlarge(struct ks_app *app, bool is_on);
/** ks_hands_flow() - the question behind a page (design 46): its words, a card for ○ and one for ×, and what was counted. */
void ks_hands_flow(struct ks_flow *flow, struct ks_app *app);

#endif
