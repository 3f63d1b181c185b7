/* SPDX-License-Identifier: Apache-2.0 */
/* 出席を登録する: from today's gatherings to one recorded check-in. */
#ifndef KIOSK_ATTEND_H
#define KIOSK_ATTEND_H

#include "kiosk/app.h"

/** ks_attend_begin() - load today's gatherings; one leads straight to sign-in, several (or none) to the list. */
enum ks_screen_id ks_attend_begin(struct ks_app *app);

#endif
