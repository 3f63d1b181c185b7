/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cards held to a reader: whoever reads one (the thread of card_reader.h, a touch script) posts its number and wakes the
 * window; what it means is decided where taps are.
 */
#ifndef KIOSK_CARD_H
#define KIOSK_CARD_H

#include "kiosk/app.h"

#define KS_CARD_AGAIN_MS 5000 /* the same card is not looked at again so soon */

/** ks_cards_open() - the place where numbers wait. ks_cards_close() - accepts NULL. */
struct ks_cards *ks_cards_open(void);
void ks_cards_close(struct ks_cards *cards);
/** ks_cards_post() - from any thread; the caller wakes the window. What nobody came to take is dropped, the oldest first. */
void ks_cards_post(struct ks_cards *cards, const uint8_t *id, size_t len);
/** ks_cards_post_from() - the same of a card that lay there since @from_us (ks_trace_now()), before it was read. */
void ks_cards_post_from(struct ks_cards *cards, const uint8_t *id, size_t len, int64_t from_us);
/** ks_cards_tried() - the end of the number of the card held there last, if that was on 端末の状態; "". */
const char *ks_cards_tried(const struct ks_cards *cards);
/**
 * ks_cards_ask() - from a screen that waits for somebody to where a number or a card is asked
 * @to: receives the screen, trouble included. Return: false: where the person stands something else is done.
 */
bool ks_cards_ask(struct ks_app *app, enum ks_screen_id *to);
/**
 * ks_cards_take() - what the oldest card that waits means where the person stands now
 * @to: receives the screen. Return: false: none waits.
 */
bool ks_cards_take(struct ks_app *app, enum ks_screen_id *to);
/** ks_cards_shown() - what it led to is painted: for the trace, from the reader to the glass. */
void ks_cards_shown(struct ks_app *app);

#endif
