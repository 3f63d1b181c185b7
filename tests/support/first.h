/* SPDX-License-Identifier: Apache-2.0 */
/* The first start of a machine, looked at with the walk's own options: nothing of it stays. */
#ifndef KS_TESTS_SUPPORT_FIRST_H
#define KS_TESTS_SUPPORT_FIRST_H

#include "kiosk/app.h"

/** first_start() - every step of はじめの設定, from the idle screen and back to it. */
void first_start(struct ks_app *app);

#endif
