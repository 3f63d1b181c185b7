/* SPDX-License-Identifier: Apache-2.0 */
/* The reader of the policy, as other screens open it. */
#ifndef KIOSK_SCREEN_POLICY_H
#define KIOSK_SCREEN_POLICY_H

#include "kiosk/app.h"
#include "kiosk/frame.h"

/** ks_policy_reader_begin() - the next time it is shown it begins at the first clause, nothing marked. */
void ks_policy_reader_begin(struct ks_view *view);
/** ks_policy_reader_seek() - the next time it is shown: at clause @index, with the words @found marked. */
void ks_policy_reader_seek(struct ks_view *view, size_t index, const char *found);

/** ks_policy_reader_head() - bar of the reader and its search: 閉じる, or back to the acknowledgement or マイページ it was opened from. */
struct ks_frame_head ks_policy_reader_head(const struct ks_app *app, const char *title);
/** ks_policy_reader_close() - KS_ACT_CLOSE on them. */
enum ks_screen_id ks_policy_reader_close(struct ks_app *app);
/** ks_policy_reader_unmark() - what was found is no longer marked. */
void ks_policy_reader_unmark(struct ks_view *view);

#endif
