/* SPDX-License-Identifier: Apache-2.0 */
/* A screen that is one flow of words and rows: when it does not fit, it goes on behind 「次へ」. */
#ifndef KIOSK_PARTS_H
#define KIOSK_PARTS_H

#include "kiosk/flow.h"
#include "kiosk/frame.h"

typedef void (*ks_parts_fill)(struct ks_flow *flow, struct ks_app *app);

/** ks_parts_enter() - enter() of a screen that has nothing but parts: with the first. */
void ks_parts_enter(const struct ks_app *app, struct ks_view *view);
/**
 * ks_parts_build() - bars, what @fill puts into the body, and 戻る and 次へ where there are several parts
 * The lower bar appears only when it is needed, unless @head asks for it. Sets visit.n_parts.
 */
struct ks_frame ks_parts_build(struct ks_app *app, struct ks_scene *scene,
			       struct ks_frame_head *head, ks_parts_fill fill);
/** ks_parts_words() - "2 ／ 3 ページ"; a screen with buttons of its own in the lower bar calls it after them. */
void ks_parts_words(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame);
/** ks_parts_tap() - KS_ACT_BACK and KS_ACT_NEXT; false: the action is another one. */
bool ks_parts_tap(struct ks_app *app, struct ks_action action);

#endif
