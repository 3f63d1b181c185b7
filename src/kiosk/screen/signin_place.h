/* SPDX-License-Identifier: Apache-2.0 */
/* Where the parts of サインイン stand. */
#ifndef KIOSK_SIGNIN_PLACE_H
#define KIOSK_SIGNIN_PLACE_H

#include "kiosk/frame.h"

/** ks_signin_keypad_width(), ks_signin_question_width() - of a body @body_w wide, pixels: side by side, or in portrait both. */
int ks_signin_keypad_width(const struct ks_metrics *metrics, int body_w);
int ks_signin_question_width(const struct ks_metrics *metrics, int body_w);
/** ks_signin_low_keys() - 低い位置, side by side: the keys stand in reach and reach down beside tray and help. */
struct ks_rect ks_signin_low_keys(struct ks_scene *scene, const struct ks_frame *frame,
				  struct ks_rect keys);
/** ks_signin_foot() - where the countdown would begin: the line of help stands above it as far as there is room. */
int ks_signin_foot(struct ks_scene *scene);

#endif
