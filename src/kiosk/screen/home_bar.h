/* SPDX-License-Identifier: Apache-2.0 */
/* What stands in the lower bar of マイページ. */
#ifndef KIOSK_HOME_BAR_H
#define KIOSK_HOME_BAR_H

#include "kiosk/frame.h"

/* Which rows of which list are on the glass. */
struct ks_home_bar {
	int first, per_page, n_rows;
	int n_done;         /* lessons */
	bool has_other;     /* the way to the other list stands here; */
	bool is_done_shown; /* it is the present one that tells what is done */
};

/** ks_home_bar_has_room() - for @go_on whole, and beside it whichever button leads to other rows; @n_done: lessons. */
bool ks_home_bar_has_room(struct ks_scene *scene, const struct ks_frame *frame, int n_done,
			  const struct ks_button *go_on);
/** ks_home_bar_other() - the button to what is done, or back to what is not. */
struct ks_button ks_home_bar_other(struct ks_scene *scene, int n_done, bool is_done_shown);
/** ks_home_bar_takes_other() - has the bar room for it on every page? Else it stands among the small buttons. */
bool ks_home_bar_takes_other(struct ks_scene *scene, const struct ks_frame *frame, int n_done,
			     const struct ks_button *go_on);
/** ks_home_bar_least() - what the widest of these needs, with the words that say which page it is beside it. */
int ks_home_bar_least(struct ks_scene *scene, int n_done);
/** ks_home_bar_build() - @go_on at the right end, or NULL; the buttons that turn; how many pages there are. */
void ks_home_bar_build(struct ks_scene *scene, const struct ks_frame *frame,
		       const struct ks_home_bar *bar, const struct ks_button *go_on);

#endif
