/* SPDX-License-Identifier: Apache-2.0 */
/* ふりがな and names of buttons on every text of the screen: the author's lexicon and the words in use, for ui/text. */
#ifndef KIOSK_READER_H
#define KIOSK_READER_H

#include "content/readings.h"
#include "ui/scene.h"

/** ks_reader_use() - from now on texts are laid out with them; again when the content changed or ふりがな was switched. */
void ks_reader_use(const struct ks_ui *ui, const struct ks_readings *readings);

#endif
