/* SPDX-License-Identifier: Apache-2.0 */
/* 「あと 20 秒で終わります」 at the foot of whatever stands on the glass, when nobody touched it for a while. */
#ifndef KIOSK_SCREEN_COUNTDOWN_H
#define KIOSK_SCREEN_COUNTDOWN_H

#include "kiosk/app.h"

#define KS_COUNTDOWN_MM 37.5 /* its height, more where its words need more */
/** ks_countdown_build() - over the present screen, as the last thing built. */
void ks_countdown_build(struct ks_app *app, struct ks_scene *scene, int seconds_left);

#endif
