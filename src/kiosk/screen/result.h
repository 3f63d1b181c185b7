/* SPDX-License-Identifier: Apache-2.0 */
/* 結果, as the review of a missed question comes back to it. */
#ifndef KIOSK_SCREEN_RESULT_H
#define KIOSK_SCREEN_RESULT_H

#include "kiosk/view.h"

/** ks_result_come_back() - the next time it is shown it begins at @part. */
void ks_result_come_back(struct ks_view *view, int part);

#endif
