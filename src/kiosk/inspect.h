/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The self-inspection on the glass: where the pure walk (course/inspection.h) meets the ledger. As in lesson.h every
 * step is one transaction, and the walk moves only after it was committed.
 */
#ifndef KIOSK_INSPECT_H
#define KIOSK_INSPECT_H

#include "kiosk/app.h"

/** ks_inspect_checklist() - the sheet of this content; NULL when there is none, or nothing for this person on it. */
const struct ks_checklist *ks_inspect_checklist(const struct ks_app *app);
/** ks_inspect_load() - how far the person is, for マイページ and to go on. */
void ks_inspect_load(struct ks_app *app);
/** ks_inspect_open() - take up the sheet; when it is done, from its first item. */
enum ks_screen_id ks_inspect_open(struct ks_app *app);
/** ks_inspect_next() - record visit.response to the item at hand, or leave the help; on an error nothing moved. */
KS_MUST_USE enum ks_rc ks_inspect_next(struct ks_app *app);
/** ks_inspect_back() - KS_INVALID at the first item. */
KS_MUST_USE enum ks_rc ks_inspect_back(struct ks_app *app);
/** ks_inspect_screen() - the screen that fits the place. */
enum ks_screen_id ks_inspect_screen(const struct ks_app *app);
/** ks_inspect_title() - the sheet and its 年度, for the bar; owned by the scene. */
const char *ks_inspect_title(struct ks_app *app, struct ks_scene *scene);
/** ks_inspect_item() - the item at hand. */
const struct ks_checklist_item *ks_inspect_item(const struct ks_app *app);

#endif
