/* SPDX-License-Identifier: Apache-2.0 */
/* The card beside a result: what was missed, or what was learnt. */
#ifndef KIOSK_RESULT_SIDE_H
#define KIOSK_RESULT_SIDE_H

#include "kiosk/flow.h"

/** ks_result_side_build() - sets visit.n_parts; a card with more than one part has a button to turn it. */
void ks_result_side_build(struct ks_app *app, struct ks_scene *scene, struct ks_rect r);
/** ks_result_side_turn() - the button to its next part, saying of what there is more; behind the last to the first. */
struct ks_button ks_result_side_turn(const struct ks_app *app, struct ks_scene *scene);
/** ks_result_side_flow() - its contents without the card, for a screen that has no room beside. */
void ks_result_side_flow(struct ks_flow *flow, struct ks_app *app);

#endif
