/* SPDX-License-Identifier: Apache-2.0 */
/* 見やすさ: opens from every screen and leads back to it as it was left, with what was typed or chosen there. */
#ifndef KIOSK_SCREEN_SETTINGS_H
#define KIOSK_SCREEN_SETTINGS_H

#include "kiosk/app.h"

/** ks_settings_screen_open() - from the present screen. Return: the screen to go to. */
enum ks_screen_id ks_settings_screen_open(struct ks_app *app);
/** ks_settings_screen_leave() - the screen it was opened from, to be shown without entering it anew. */
enum ks_screen_id ks_settings_screen_leave(struct ks_app *app);

#endif
