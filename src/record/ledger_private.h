/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the ledger share: appending, delivering, the signed head. */
#ifndef KS_RECORD_LEDGER_PRIVATE_H
#define KS_RECORD_LEDGER_PRIVATE_H

#include "record/ledger.h"
#include "record/tail.h"

struct ks_ledger {
	struct ks_store *store;
	struct ks_clock *clock;
	char *kiosk;
	bool is_in_transaction;
	struct ks_tail_mark committed, pending; /* where the chain goes on */
	struct ks_tail_mark head;               /* the newest statement that there is */
	struct ks_time last_time;               /* of the fact before */
	struct ks_buf bytes;                    /* reused for every statement */
	int64_t settled_seq;                    /* all up to here are delivered or quarantined */
};

/** ks_ledger_keys() - @store's own pair (Ed25519): 32 and 64 bytes; wipe the second. KS_DAMAGED: no usable one. */
KS_MUST_USE enum ks_rc ks_ledger_keys(struct ks_store *store, uint8_t public_key[32],
				      uint8_t secret_key[64]);

#endif
