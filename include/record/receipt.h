/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The proof that a statement is on the disk. Whoever draws 「記録しました」 asks for one of these, and only a
 * row read back can make it: what is hoped has no type.
 */
#ifndef KS_RECORD_RECEIPT_H
#define KS_RECORD_RECEIPT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/rc.h"
#include "record/ledger.h"

struct ks_receipt; /* incomplete on purpose */
struct ks_statement_view;

/**
 * ks_receipt_take() - read statement @seq back from the disk, past SQLite's page cache, and check its hash
 * Not inside a transaction.
 * @out: on KS_OK, end with ks_receipt_close(); NULL otherwise
 * Return: KS_OK; KS_NOT_FOUND no such statement; KS_DAMAGED not what was recorded; KS_IO.
 */
KS_MUST_USE enum ks_rc ks_receipt_take(struct ks_ledger *ledger, int64_t seq,
				       struct ks_receipt **out);
/** ks_receipt_close() - wipes and frees; accepts NULL. */
void ks_receipt_close(struct ks_receipt *receipt);

/* What the row says; all of it lives as long as the receipt. */
int64_t ks_receipt_seq(const struct ks_receipt *receipt);
/** ks_receipt_wall_ms() - when it was recorded (Unix ms), as the row says. */
int64_t ks_receipt_wall_ms(const struct ks_receipt *receipt);
/** ks_receipt_id() - the statement's UUID; the receipt's own. */
const char *ks_receipt_id(const struct ks_receipt *receipt);
const uint8_t *ks_receipt_hash(const struct ks_receipt *receipt); /* KS_HASH_BYTES, of its bytes */
const struct ks_statement_view *ks_receipt_view(const struct ks_receipt *receipt);
/** ks_receipt_is_delivered() - has an endpoint confirmed it by now; asked of the ledger anew each time. */
KS_MUST_USE enum ks_rc ks_receipt_is_delivered(const struct ks_receipt *receipt,
					       struct ks_ledger *ledger, bool *is_delivered);

#endif
