/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands on the glass of a session when the program cannot run: no black screen, and no error text. Only where
 * kenshu-session started it ($KENSHU_SESSION): at a terminal the reason is printed, and that is all.
 */
#ifndef KIOSK_CALM_H
#define KIOSK_CALM_H

#include <stdbool.h>

#include "base/buf.h"
#include "ui/window.h"

#define KS_CALM_MS 30000 /* then the session tries again */

/** ks_calm_is_wanted() - this is a session, and @code says that somebody has to mend something. */
bool ks_calm_is_wanted(int code);
/**
 * ks_calm_show() - the sentence, for @ms or until it is stopped by a signal
 * @dump: receives what was shown (tests); may be NULL. Return: false where there is no display or no font.
 */
bool ks_calm_show(enum ks_window_mode mode, int ms, struct ks_buf *dump);

#endif
