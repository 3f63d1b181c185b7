/* SPDX-License-Identifier: Apache-2.0 */
/* Opening a kiosk and closing it, in the order that lets every failure be told in time. */
#ifndef KIOSK_OPEN_H
#define KIOSK_OPEN_H

#include "kiosk/app.h"

/** ks_app_open() - everything but the window; on failure the reason was printed. Return: -1, or an exit code. */
int ks_app_open(struct ks_app *app, struct ks_options *options);
/** ks_app_show() - open fonts and window, and draw the first screen. Return: -1, or an exit code. */
int ks_app_show(struct ks_app *app);
/** ks_app_close() - leave the lesson if one is open, and close everything; also after a failed ks_app_open(). */
void ks_app_close(struct ks_app *app);

#endif
