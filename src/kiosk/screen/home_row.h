/* SPDX-License-Identifier: Apache-2.0 */
/* The rows of マイページ: lessons, then the acknowledgement when it is owed, then the self-inspection. */
#ifndef KIOSK_HOME_ROW_H
#define KIOSK_HOME_ROW_H

#include "kiosk/frame.h"

/**
 * ks_home_rows_build() - as many rows from visit.first_row on as fit into @r, in 低い位置 into what is in reach
 * @go_on: button for the right end of the bottom bar, where that is too narrow for the foot of @r; or NULL
 * @has_other: the way to the other list stands in that bar
 * Return: are there more, with buttons and words in the bottom bar to turn to them?
 */
bool ks_home_rows_build(struct ks_app *app, struct ks_scene *scene, const struct ks_frame *frame,
			struct ks_rect r, const struct ks_button *go_on, bool has_other);
/** ks_home_has_done_list() - what is done can be asked for, as long as something else stands first. */
bool ks_home_has_done_list(const struct ks_visit *visit);
/** ks_home_is_done_shown() - is that the list on the glass? */
bool ks_home_is_done_shown(const struct ks_app *app);
/**
 * ks_home_can_open() - can duty @index be opened?
 * One whose files have a fault, or whose turn has not come, is still owed, but cannot.
 */
bool ks_home_can_open(const struct ks_app *app, size_t index);

/** ks_home_show_done() - the list of what is done, or of what is not, from its first row. */
void ks_home_show_done(struct ks_view *view, bool is_done_shown);
/** ks_home_first_row() - the list of what is not done begins with its row @index. */
void ks_home_first_row(struct ks_view *view, size_t index);
/** ks_home_first_shown() - with which row it begins. */
size_t ks_home_first_shown(const struct ks_view *view);
/** ks_home_turn() - it begins @by rows further down (or up, at most to the first). */
void ks_home_turn(struct ks_view *view, int by);

#endif
