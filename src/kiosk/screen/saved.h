/* SPDX-License-Identifier: Apache-2.0 */
/* "この端末に保存しました", said only of what was read back. */
#ifndef KIOSK_SAVED_H
#define KIOSK_SAVED_H

#include "kiosk/flow.h"
#include "kiosk/words/words.h"

/** ks_saved_build() - time (under the name @when), number and whereabouts of ledger row @seq; the height, 0 for no row. */
int ks_saved_build(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, enum ks_word when,
		   int64_t seq);
/** ks_saved_flow() - the same down a column that may go on in a further part. */
void ks_saved_flow(struct ks_flow *flow, enum ks_word when, int64_t seq);

#endif
