/* SPDX-License-Identifier: Apache-2.0 */
/* Marks to touch in the corners, at the edges and in the middle: of 端末の状態, and of the first start. */
#ifndef KIOSK_SCREEN_TOUCH_MARKS_H
#define KIOSK_SCREEN_TOUCH_MARKS_H

#include "kiosk/frame.h"

/** ks_touch_marks() - heading and marks in @r; bit i of @touched: mark i was. A tap on one is KS_ACT_TOUCH with its number. */
void ks_touch_marks(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, unsigned touched);
/** ks_touch_marks_are_all() - every one was touched. */
bool ks_touch_marks_are_all(unsigned touched);

#endif
