/* SPDX-License-Identifier: Apache-2.0 */
/* Who may end the kiosk: SIGTERM (the session, an update), and at a desk Ctrl+C too. Nobody by a key or a closed window. */
#ifndef KIOSK_STOP_H
#define KIOSK_STOP_H

#include "kiosk/app.h"

/** ks_stop_block() - before any thread is started: they inherit that SIGTERM and SIGINT wait for ks_stop_watch(). */
void ks_stop_block(void);
/**
 * ks_stop_watch() - with an open window: from now on SIGTERM ends the driver's loop, and the sitting is recorded before the
 * program goes; SIGINT only where the kiosk does not fill the screen
 */
void ks_stop_watch(struct ks_app *app);
/** ks_stop_unblock() - they are heard as usual again: where no thread waits for them. */
void ks_stop_unblock(void);
/** ks_stop_end() - before the window is closed; accepts that nothing watches. */
void ks_stop_end(struct ks_app *app);

#endif
