/* SPDX-License-Identifier: Apache-2.0 */
/* From a missed question on 結果 or 答えの説明 to the pages that teach what it asks, and back (screen_review.c). */
#ifndef KIOSK_REVIEW_H
#define KIOSK_REVIEW_H

#include "kiosk/app.h"

/** ks_review_n_pages() - how many pages teach what item @item of the attempt asks; 0: none does. */
int ks_review_n_pages(const struct ks_app *app, int item);

/** ks_review_begin() - the next time it is shown: for @item, from the part on the glass of @from, 結果 or 答えの説明. */
void ks_review_begin(struct ks_view *view, int item, enum ks_screen_id from);

/** ks_review_part_of_result() - where 結果 begins when it is shown now: the part one left it at, once. */
int ks_review_part_of_result(struct ks_view *view);

#endif
