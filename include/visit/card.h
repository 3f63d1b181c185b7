/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A card instead of the number. Where the 係員 opened 受付 it is enough by itself, as the number is there; anywhere else the PIN
 * follows. A card of nobody's is bound to whoever types number and PIN with it.
 */
#ifndef KS_VISIT_CARD_H
#define KS_VISIT_CARD_H

#include "visit/visit.h"

/** ks_card_is_asked() - would a card be taken now: a number (or who it is) is asked, and nobody is signed in. */
bool ks_card_is_asked(const struct ks_visit *visit);
/**
 * ks_card_read() - a card with the number @id was held to the reader; ks_card_is_asked()
 * Return: KS_OK: checked in (place ATTENDED, or GATHERINGS where 受付 is not open), or place is PIN, or card.is_unknown and the
 * number is asked; KS_INVALID: that is no card's number; else nothing could be read or recorded.
 */
KS_MUST_USE enum ks_rc ks_card_read(struct ks_site *site, struct ks_visit *visit, const uint8_t *id,
				    size_t len);

#endif
