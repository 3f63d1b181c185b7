/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Readers that type (keyboard_reader in kiosk.conf): a scanner types a 職員番号 and Enter, a card reader the card's number in hex
 * and Enter. Where one is set, digits of a keyboard are its own.
 */
#ifndef KIOSK_WEDGE_H
#define KIOSK_WEDGE_H

#include "kiosk/app.h"

#define KS_WEDGE_GAP_MS 500 /* so long after the last key, a new number begins */

enum ks_wedge_does {
	KS_WEDGE_NOTHING, /* the key means what it always does */
	KS_WEDGE_TAKEN, /* it was the reader's: part of a number, or an Enter that has nothing left to do */
	KS_WEDGE_CARD, /* a card was posted (card.h) */
	KS_WEDGE_BEGINS, /* a number begins: go to the screen it is asked on, then the key means what it always does there */
};

/** ks_wedge_input() - what @input is, as the options say what types here; @to: the screen, of BEGINS. */
enum ks_wedge_does ks_wedge_input(struct ks_app *app, const struct ks_input *input,
				  enum ks_screen_id *to);
/** ks_wedge_typed() - behind a digit of the scanner: it led on to another screen or step, so its Enter is spent. */
void ks_wedge_typed(struct ks_app *app, const struct ks_input *input, bool has_led_on);

#endif
