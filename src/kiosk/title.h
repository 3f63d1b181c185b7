/* SPDX-License-Identifier: Apache-2.0 */
/* What stands in the bar above: the name of what is open. */
#ifndef KIOSK_TITLE_H
#define KIOSK_TITLE_H

#include "kiosk/app.h"

/** ks_title_lesson() - "1　この方針は…": number in マイページ's list and title of the open lesson; owned by the scene. */
const char *ks_title_lesson(struct ks_app *app, struct ks_scene *scene);
/** ks_title_inspection() - the sheet and its 年度; owned by the scene. */
const char *ks_title_inspection(struct ks_app *app, struct ks_scene *scene);
/** ks_title_item() - an item of the sheet in the words in use; never NULL, owned by the content. */
const struct ks_rich *ks_title_item(const struct ks_app *app, const struct ks_checklist_item *item);

#endif
