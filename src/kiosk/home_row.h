/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of マイページ: lessons, then the acknowledgement when it is owed, then the self-inspection. */
#ifndef KIOSK_HOME_ROW_H
#define KIOSK_HOME_ROW_H

#include "kiosk/app.h"

size_t ks_home_n_rows(const struct ks_app *app);
/** ks_home_row_build() - row @index into @r. */
void ks_home_row_build(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, size_t index);
/** ks_home_has_content() - can duty @index be opened? One whose files have a fault is still owed, but cannot. */
bool ks_home_has_content(const struct ks_app *app, size_t index);

#endif
