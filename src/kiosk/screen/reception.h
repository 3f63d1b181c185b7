/* SPDX-License-Identifier: Apache-2.0 */
/* 受付 that the 係員 opened at this kiosk: until it ends, the kiosk rests on its screen. */
#ifndef KIOSK_RECEPTION_H
#define KIOSK_RECEPTION_H

#include "kiosk/app.h"

/** ks_reception_load() - at start: as it was left. What cannot be read is no 受付. */
void ks_reception_load(struct ks_app *app);
/** ks_reception_set() - @id of the gathering, by the 係員 @by; "": it ends. Kept before it holds. */
KS_MUST_USE enum ks_rc ks_reception_set(struct ks_app *app, const char *id, const char *by);
/** ks_reception_is() - it is open here for @gathering. */
bool ks_reception_is(const struct ks_app *app, const struct ks_gathering *gathering);
/** ks_reception_switch() - the 係員 who is signed in begins it for the chosen gathering and leaves the screen to it, or ends it. */
enum ks_screen_id ks_reception_switch(struct ks_app *app, bool is_begin);

#endif
