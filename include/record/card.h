/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 職員証: which card is whose. A card's number is never kept, only its name: an HMAC with a key that the centre makes and the
 * list brings to its kiosks (a kiosk that stands alone makes its own). Each binding is a row that stays; the last word about
 * a card, and the last word about a person's card, decide, in whatever order they arrived: so a new card replaces a lost
 * one, and a card that was handed on is no longer its first owner's.
 */
#ifndef KS_RECORD_CARD_H
#define KS_RECORD_CARD_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "record/ledger.h"
#include "xapi/statement.h"

#define KS_CARD_ID_LEAST 4 /* bytes of a card's number */
#define KS_CARD_ID_MAX 32
#define KS_CARD_NAME KS_HASH_HEX /* room for its name */
#define KS_CARD_STAFF 24         /* room for whose records they are */

/** ks_card_name() - of the card with the number @id; makes the key where there is none. KS_INVALID: no such number. */
KS_MUST_USE enum ks_rc ks_card_name(struct ks_store *store, const uint8_t *id, size_t len,
				    char name[KS_CARD_NAME]);
/** ks_card_read_hex() - "0123456789ABCDEF" or "01:23:…" as bytes; returns how many, 0: it is no card's number. */
size_t ks_card_read_hex(const char *hex, uint8_t id[KS_CARD_ID_MAX]);
/** ks_card_find() - whose it is; KS_NOT_FOUND: nobody's (any more). */
KS_MUST_USE enum ks_rc ks_card_find(struct ks_store *store, const char *name,
				    char staff[KS_CARD_STAFF]);
/** ks_card_number() - the 職員番号 of whose it is, as it is typed; KS_NOT_FOUND: nobody's who is on the list. */
KS_MUST_USE enum ks_rc ks_card_number(struct ks_store *store, const char *name,
				      char number[KS_CARD_STAFF]);
/** ks_card_bind() - @fact (of kind CARD) and its row, in a transaction of their own. KS_FULL, KS_IO …: neither. */
KS_MUST_USE enum ks_rc ks_card_bind(struct ks_ledger *ledger, const struct ks_fact *fact,
				    int64_t *seq);
/** ks_card_say() - HR's word, no statement: @name is @staff's from @at_ms on; "": they have none. */
KS_MUST_USE enum ks_rc ks_card_say(struct ks_store *store, const char *staff, const char *name,
				   int64_t at_ms);

struct json_t;
/** ks_card_put_json() - key and last words, for the document to the kiosks. */
KS_MUST_USE enum ks_rc ks_card_put_json(struct ks_store *store, struct ks_buf *out);
/**
 * ks_card_take_json() - a centre's; inside a transaction. What was bound here and has not arrived there stays. NULL, or
 * what is none: a centre that knows of no cards; nothing changes.
 */
KS_MUST_USE enum ks_rc ks_card_take_json(struct ks_store *store, const struct json_t *cards);

#endif
