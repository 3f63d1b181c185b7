/* SPDX-License-Identifier: Apache-2.0 */
#ifndef KIOSK_GOODBYE_H
#define KIOSK_GOODBYE_H

#include "kiosk/words/words.h"

struct ks_receipt;

/** ks_goodbye() - the sentence for whoever leaves: that it is saved, or (NULL) that there was nothing to save. */
enum ks_word ks_goodbye(const struct ks_receipt *receipt);

#endif
