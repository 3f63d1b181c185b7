/* SPDX-License-Identifier: Apache-2.0 */
#include "kiosk/screen/screen.h"

/* The table of all screens, made from the rows in id.h. */

#define ROW(id, name) [KS_SCREEN_##id] = &ks_screen_##name,
static const struct ks_screen *const screens[KS_SCREEN_COUNT] = {KS_SCREENS(ROW)};
#undef ROW

const struct ks_screen *ks_screen_get(enum ks_screen_id id)
{
	return screens[id];
}
