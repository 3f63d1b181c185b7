/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The glass at rest: when nobody has come for long (blank_min), the idle screen is black but for a dim line that moves, so that it
 * burns nothing in and lights no empty room. The first touch or key brings the idle screen back and means nothing else; a card
 * counts as it always does.
 */
#ifndef KIOSK_DARK_H
#define KIOSK_DARK_H

#include "kiosk/app.h"

/* While it is dark: how long until it is drawn again, elsewhere. */
#define KS_DARK_MOVES_MS 60000

/** ks_dark_is_due() - nobody has been here for so long, and nothing stands on the glass but the idle screen */
bool ks_dark_is_due(struct ks_app *app);
/** ks_dark_build() - in the place of the screen. */
void ks_dark_build(struct ks_app *app, struct ks_scene *scene);

#endif
