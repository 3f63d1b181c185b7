/* SPDX-License-Identifier: Apache-2.0 */
/* How the kiosk is, in words: only what was read for it. */
#ifndef KIOSK_DEVICE_SAY_H
#define KIOSK_DEVICE_SAY_H

#include "kiosk/app.h"

struct ks_device_line {
	const char *what, *how;
	bool is_good;
	bool is_absent; /* neither good nor bad: it is not there */
};
#define KS_DEVICE_LINES 9

/** ks_device_lines() - from top to bottom; returns how many. */
size_t ks_device_lines(struct ks_app *app, struct ks_arena *arena,
		       struct ks_device_line lines[KS_DEVICE_LINES]);

#endif
