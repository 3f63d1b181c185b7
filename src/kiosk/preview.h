/* SPDX-License-Identifier: Apache-2.0 */
/*
 * `--preview LESSON`: an author's lesson as it will be on the kiosk, read anew whenever a file is saved. Nobody is signed
 * in and nothing is recorded: there is no store and no ledger.
 */
#ifndef KIOSK_PREVIEW_H
#define KIOSK_PREVIEW_H

#include "kiosk/app.h"

/** ks_preview_open() - instead of store and content. What is wrong with the lesson is told on the screen. */
void ks_preview_open(struct ks_app *app);
/** ks_preview_screen() - where a tap to @to leads: screens that need a person become the lesson's first page. */
enum ks_screen_id ks_preview_screen(struct ks_app *app, enum ks_screen_id to);
/** ks_preview_on_time() - look for saved files; returns ms until the next look. */
int ks_preview_on_time(struct ks_app *app);

#endif
