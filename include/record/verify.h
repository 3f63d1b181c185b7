/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Walking a chain: seq without gaps, each statement's bytes give its hash, each carries the hash of the one
 * before, and the signed head fits the end. Used on a kiosk's ledger and per kiosk at the collector.
 */
#ifndef KS_RECORD_VERIFY_H
#define KS_RECORD_VERIFY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/id.h"
#include "record/epoch.h"
#include "record/ledger.h"
#include "xapi/statement.h"

/* Zeroed memory, then ks_chain_step() for each statement in seq order. */
struct ks_chain {
	int64_t last_seq;
	uint8_t last_hash[KS_HASH_BYTES];
	uint8_t other_hash[KS_HASH_BYTES]; /* differs from last_hash behind an altered statement */
	size_t n_statements;
};
enum ks_chain_fault {
	KS_CHAIN_OK,
	KS_CHAIN_GAP,      /* seq does not follow */
	KS_CHAIN_BYTES,    /* stored hash is not that of the bytes, or they are no statement */
	KS_CHAIN_PREV,     /* prev is not the hash of the statement before */
	KS_CHAIN_INDEX,    /* a column beside the bytes disagrees with them */
	KS_CHAIN_HEAD,     /* signed head: bad signature, or does not fit */
	KS_CHAIN_TWICE,    /* the number is there twice */
	KS_CHAIN_PROGRESS, /* a completion noted beside the ledger that no statement says */
	KS_CHAIN_NO_HEAD,  /* the kiosk's key is known, but its signed head is gone */
	KS_CHAIN_TAIL, /* a kiosk's second copy (kenshu.tail) is spoiled here, or tells otherwise */
	KS_CHAIN_TWIN, /* from here on there are two records of one kiosk, each sound */
	KS_CHAIN_UNSIGNED, /* no signed head covers it: anybody with the account's secret may have sent it */
	KS_CHAIN_FAULT_COUNT,
};
/** ks_chain_step() - the next statement: KS_CHAIN_OK, or what is wrong with it first; the walk may go on either way. */
enum ks_chain_fault ks_chain_step(struct ks_chain *chain, int64_t seq, const char *bytes,
				  size_t len, const uint8_t stored_hash[KS_HASH_BYTES]);
/** ks_chain_step_viewed() - the same; @view: what the statement says, where the bytes are those that were hashed, else zeroed. */
enum ks_chain_fault ks_chain_step_viewed(struct ks_chain *chain, int64_t seq, const char *bytes,
					 size_t len, const uint8_t stored_hash[KS_HASH_BYTES],
					 struct ks_statement_view *view);
/** ks_chain_fault_word() - Japanese, for `kenshu verify`. */
const char *ks_chain_fault_word(enum ks_chain_fault fault);

struct ks_ledger_fault {
	int64_t seq;
	enum ks_chain_fault fault;
};
/** ks_ledger_last() - the greatest number there is, 0: none, or it cannot be read. */
int64_t ks_ledger_last(struct ks_store *store);
/** ks_ledger_verify() - all of a kiosk's ledger, its second copy, and the completions noted beside it; KS_DAMAGED with the first faults (at most @max) in @faults. */
KS_MUST_USE enum ks_rc ks_ledger_verify(struct ks_store *store, struct ks_ledger_fault *faults,
					size_t max, size_t *n_faults, int64_t *n_statements);
struct ks_ledger_beside {
	struct ks_ledger_fault *faults; /* the first, at most @max */
	size_t max;
	/* Between two pieces, nothing locked: others use the store meanwhile. False: give up. NULL: all in one. */
	bool (*breathe)(void *context);
	void *context;
	size_t n_faults; /* out */
	int64_t n_statements;
};
/** ks_ledger_verify_beside() - the same in pieces, for a thread beside one that records; KS_BUSY: given up. */
KS_MUST_USE enum ks_rc ks_ledger_verify_beside(struct ks_store *store,
					       struct ks_ledger_beside *beside);

#endif
