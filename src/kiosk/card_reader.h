/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The readers of this kiosk, through pcscd: a thread of its own that waits for cards and posts their numbers (card.h), and
 * nothing else. Readers and pcscd itself may come and go.
 */
#ifndef KIOSK_CARD_READER_H
#define KIOSK_CARD_READER_H

#include "kiosk/card.h"
#include "kiosk/card_lib.h"

enum ks_card_reader_state {
	KS_CARD_READER_OFF,      /* not wanted, or libpcsclite is not installed */
	KS_CARD_READER_NO_PCSCD, /* it is not running; asked again now and then */
	KS_CARD_READER_NONE,     /* it runs, no reader is plugged in */
	KS_CARD_READER_READY,
};

/**
 * ks_card_reader_start() - posts to app->cards and wakes the window
 * @lib: what asks pcscd, which outlives the reader; NULL: libpcsclite (card_lib.h), opened by the reader's thread.
 * Return: NULL: none is wanted, or no thread can be had.
 */
struct ks_card_reader *ks_card_reader_start(struct ks_app *app, const struct ks_card_lib *lib);
/** ks_card_reader_stop() - ends it before cards and window are closed; accepts NULL. */
void ks_card_reader_stop(struct ks_card_reader *reader);
/** ks_card_reader_state() - now; OFF for NULL. From any thread. */
enum ks_card_reader_state ks_card_reader_state(const struct ks_card_reader *reader);

/**
 * ks_card_reply() - the number out of a card's answer to "what is your UID": the bytes before 90 00
 * Return: how many, 0: that was none.
 */
size_t ks_card_reply(const uint8_t *reply, size_t len, uint8_t id[KS_CARD_ID_MAX]);

#endif
