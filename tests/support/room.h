/* SPDX-License-Identifier: Apache-2.0 */
/* The walk through what the 係員 shows a room and opens: stops of flow_walk.c. */
#ifndef KS_TESTS_SUPPORT_ROOM_H
#define KS_TESTS_SUPPORT_ROOM_H

#include "kiosk/app.h"

/** room_tap() - tap @action on whichever part of the screen it stands. */
void room_tap(struct ks_app *app, struct ks_action action);
/** room_walk() - from the roll: a lesson, a question with hands, a drill, somebody by name; back to the roll. */
void room_walk(struct ks_app *app);
/** room_newly() - from the desk: a gathering nobody announced, up to where it would begin. */
void room_newly(void);

#endif
