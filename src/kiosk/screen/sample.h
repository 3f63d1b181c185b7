/* SPDX-License-Identifier: Apache-2.0 */
/* A piece of a lesson in the present settings, to look at while one chooses them (design 51). */
#ifndef KIOSK_SCREEN_SAMPLE_H
#define KIOSK_SCREEN_SAMPLE_H

#include "kiosk/app.h"

/** ks_sample_build() - into @r; what does not fit at a large text size is left out from below. */
void ks_sample_build(struct ks_app *app, struct ks_scene *scene, struct ks_rect r);

#endif
