/* SPDX-License-Identifier: Apache-2.0 */
/* 端末の登録: for the driver, which sees when the centre has answered. */
#ifndef KIOSK_SCREEN_ENROL_H
#define KIOSK_SCREEN_ENROL_H

#include "kiosk/app.h"

/** ks_enrol_screen_told() - the answer has come: to the idle screen as an enrolled kiosk, or the reason on this one. */
enum ks_screen_id ks_enrol_screen_told(struct ks_app *app);

#endif
