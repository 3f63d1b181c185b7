/* SPDX-License-Identifier: Apache-2.0 */
/* The four doors of the idle screen and the trouble screen: what can be done here without being known. */
#ifndef KIOSK_DOORS_H
#define KIOSK_DOORS_H

#include "kiosk/app.h"

/** ks_doors_height() - what a row (or in portrait: column) of doors needs in @width_px. */
int ks_doors_height(struct ks_app *app, struct ks_scene *scene, int width_px);
/** ks_doors_build() - only doors that lead somewhere; @is_dark for the idle screen's ground. */
void ks_doors_build(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, bool is_dark);
enum ks_screen_id ks_doors_tap(struct ks_app *app, struct ks_action action);

#endif
