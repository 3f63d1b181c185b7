/* SPDX-License-Identifier: Apache-2.0 */
/* The artefact of a case, large, over the question or its explanation; they stay as they were. */
#ifndef KIOSK_MAGNIFY_H
#define KIOSK_MAGNIFY_H

#include "kiosk/app.h"

/** ks_magnify_open() - from the present question or explanation; @has_clues: they are marked. Return: the screen to go to. */
enum ks_screen_id ks_magnify_open(struct ks_app *app, bool has_clues);
/** ks_magnify_leave() - the screen it was opened from, to be shown without entering it anew. */
enum ks_screen_id ks_magnify_leave(struct ks_app *app);

#endif
