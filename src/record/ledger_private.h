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

/** ks_ledger_make_identity() - the Ed25519 key pair of this kiosk, unless there is one. */
KS_MUST_USE enum ks_rc ks_ledger_make_identity(struct ks_store *store);
/** ks_ledger_sign() - sign a head with the store's key. KS_DAMAGED: no usable key. */
KS_MUST_USE enum ks_rc ks_ledger_sign(struct ks_store *store, const char *kiosk,
				      struct ks_head *head);

#endif
