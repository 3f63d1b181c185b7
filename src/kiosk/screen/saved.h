/* SPDX-License-Identifier: Apache-2.0 */
/* "この端末に保存しました": said only of what was read back from the disk, which is what a receipt is. */
#ifndef KIOSK_SAVED_H
#define KIOSK_SAVED_H

#include "kiosk/flow.h"
#include "kiosk/words/words.h"

/** ks_saved_build() - time (under the name @when), number and whereabouts of what @receipt stands for; the height, 0 for NULL. */
int ks_saved_build(struct ks_app *app, struct ks_scene *scene, struct ks_rect r, enum ks_word when,
		   const struct ks_receipt *receipt);
/** ks_saved_number() - "2026-0057-7K3D", the record number of a receipt. Owned by the scene. */
const char *ks_saved_number(struct ks_scene *scene, const struct ks_receipt *receipt);
/** ks_saved_flow() - the same down a column that may go on in a further part. */
void ks_saved_flow(struct ks_flow *flow, enum ks_word when, const struct ks_receipt *receipt);

#endif
