/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The kiosk's append-only store of statements: gap-free seq, hash chain, "delivered" as a separate
 * fact (DESIGN §5.1–5.4). Nothing here updates or deletes a statement; triggers forbid it.
 *
 * Promise: once ks_ledger_commit() returned KS_OK, the rows survive power loss.
 */
#ifndef KS_RECORD_LEDGER_H
#define KS_RECORD_LEDGER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/clock.h"
#include "record/row.h"
#include "record/store.h"
#include "xapi/statement.h"

#define KS_LEDGER_KIOSK_MAX 32 /* bytes of a kiosk's label */

struct ks_ledger;

/**
 * ks_ledger_open() - the ledger of a kiosk's store
 * @kiosk: the account it sends under, or "k-local" before it has one. It becomes the label in what is recorded from now on;
 *         one that is no label (KS_LEDGER_KIOSK_MAX, letters, digits, "-._") is replaced by one made of the kiosk's own key.
 *         Identity is that key, so another account later is the same kiosk. KS_CONFLICT: "k-local" where there was an account.
 */
KS_MUST_USE enum ks_rc ks_ledger_open(struct ks_store *store, struct ks_clock *clock,
				      const char *kiosk, struct ks_ledger **out);
/** ks_ledger_close() - frees it, not the store. No transaction may be open. Accepts NULL. */
void ks_ledger_close(struct ks_ledger *ledger);
/** ks_ledger_store() - the one it was opened on; borrowed. */
struct ks_store *ks_ledger_store(struct ks_ledger *ledger);
/** ks_ledger_kiosk() - the label that stands in what is recorded; never NULL. */
const char *ks_ledger_kiosk(const struct ks_ledger *ledger);

/* Several facts and what goes with them (progress) in one transaction. */
KS_MUST_USE enum ks_rc ks_ledger_begin(struct ks_ledger *ledger);
/** ks_ledger_append() - within begin/commit. @seq receives the number (may be NULL). KS_FULL, KS_IO. */
KS_MUST_USE enum ks_rc ks_ledger_append(struct ks_ledger *ledger, const struct ks_fact *fact,
					int64_t *seq);
/**
 * ks_ledger_commit() - all of it, on the disk and in the tail
 * Return: KS_OK. KS_FULL, KS_READ_ONLY, KS_IO, KS_DAMAGED: nothing of it is promised. Only where the tail was not flushed though the
 * database was, the rows stand all the same: then nothing more is taken before ks_store_probe() has let the tail catch
 * up, and whoever goes on reads from the store what was recorded, not from what he holds.
 */
KS_MUST_USE enum ks_rc ks_ledger_commit(struct ks_ledger *ledger);
/** ks_ledger_rollback() - nothing of it happened; harmless when no transaction is open. */
void ks_ledger_rollback(struct ks_ledger *ledger);
/** ks_ledger_end() - committed when @rc is KS_OK, else rolled back. Return: what came of it; @rc where that is a failure. */
KS_MUST_USE enum ks_rc ks_ledger_end(struct ks_ledger *ledger, enum ks_rc rc);

/** ks_ledger_read() - row @seq as it stands on disk; its hash is checked (KS_DAMAGED). */
KS_MUST_USE enum ks_rc ks_ledger_read(struct ks_ledger *ledger, int64_t seq,
				      struct ks_statement *out);
/**
 * ks_ledger_next_undelivered() - the oldest behind @after_seq that is neither delivered nor quarantined
 * A row that does not fit its hash is taken from the tail. Return: KS_OK; KS_NOT_FOUND; KS_DAMAGED: the tail does not
 * have it either (@out->seq names it); KS_IO.
 */
KS_MUST_USE enum ks_rc ks_ledger_next_undelivered(struct ks_ledger *ledger, int64_t after_seq,
						  struct ks_statement *out);
/** ks_ledger_mark_delivered() - all of @seqs, in one transaction; marking twice is harmless. */
KS_MUST_USE enum ks_rc ks_ledger_mark_delivered(struct ks_ledger *ledger, const int64_t *seqs,
						size_t n_seqs);
/**
 * ks_ledger_forget_delivery() - the endpoint lost everything behind @after_seq: it is undelivered again
 * @n_forgotten: how many statements that were; what is quarantined stays so. Return: KS_OK; KS_FULL, KS_READ_ONLY, KS_IO: none.
 */
KS_MUST_USE enum ks_rc ks_ledger_forget_delivery(struct ks_ledger *ledger, int64_t after_seq,
						 int64_t *n_forgotten);
/** ks_ledger_quarantine() - the endpoint refuses this one for good; @reason is kept and shown. */
KS_MUST_USE enum ks_rc ks_ledger_quarantine(struct ks_ledger *ledger, int64_t seq,
					    const char *reason);
/**
 * ks_ledger_release_quarantine() - offer what was quarantined to the endpoint again
 * @seq: that statement, or 0 for all of them. What the endpoint refuses again is quarantined anew.
 */
KS_MUST_USE enum ks_rc ks_ledger_release_quarantine(struct ks_ledger *ledger, int64_t seq);
/**
 * ks_ledger_retry_quarantine() - release what has been quarantined since @until_ms (wall) or longer
 * @n_released: how many that were
 */
KS_MUST_USE enum ks_rc ks_ledger_retry_quarantine(struct ks_ledger *ledger, int64_t until_ms,
						  int64_t *n_released);

/**
 * ks_ledger_last_seq() - number of the newest committed statement, 0: none
 * From memory, so it costs nothing and cannot fail: what waits grows by as much as this did. Any thread.
 */
int64_t ks_ledger_last_seq(struct ks_ledger *ledger);

/**
 * ks_ledger_begin_epoch() - numbers may have been used elsewhere: what is recorded next is of @epoch (record/epoch.h)
 * Any thread; what is being recorded meanwhile still is of the present one. An earlier epoch than the present changes nothing.
 * Return: KS_OK; KS_INVALID: no epoch; KS_FULL, KS_READ_ONLY, KS_IO.
 */
KS_MUST_USE enum ks_rc ks_ledger_begin_epoch(struct ks_ledger *ledger, int64_t epoch);

struct ks_ledger_counts {
	int64_t last_seq; /* read in the same moment as the numbers below */
	int64_t n_statements, n_delivered, n_quarantined;
	int64_t last_delivered_ms; /* wall time of the last delivery, 0: never */
	int64_t quarantined_ms;    /* since when the longest quarantined is, 0: none */
};
/** ks_ledger_counts() - read from the database now; KS_OK, or as ks_db_step(). */
KS_MUST_USE enum ks_rc ks_ledger_counts(struct ks_ledger *ledger, struct ks_ledger_counts *out);
/** ks_ledger_counts_in() - the same of a store whose ledger is not open: for tools. */
KS_MUST_USE enum ks_rc ks_ledger_counts_in(struct ks_store *store, struct ks_ledger_counts *out);

/* The newest statement, signed with the kiosk's own Ed25519 key (made on first start, in the store). */
struct ks_head {
	int64_t seq; /* 0: empty ledger */
	char hash[KS_HASH_HEX];
	char *public_key; /* base64url */
	char *signature;  /* base64url over "kenshu-head-v1\n<kiosk>\n<seq>\n<hash>\n" */
};
/** ks_ledger_head() - the newest statement, signed now; end with ks_head_finish(). KS_DAMAGED: no usable key. */
KS_MUST_USE enum ks_rc ks_ledger_head(struct ks_ledger *ledger, struct ks_head *out);
/** ks_ledger_head_at() - the same for an earlier statement of this ledger, by its number and hash. */
KS_MUST_USE enum ks_rc ks_ledger_head_at(struct ks_ledger *ledger, int64_t seq,
					 const uint8_t hash[KS_HASH_BYTES], struct ks_head *out);
/** ks_head_finish() - frees key and signature; the struct is empty afterwards. Accepts NULL. */
void ks_head_finish(struct ks_head *head);
/** ks_ledger_make_identity() - the Ed25519 key pair of this folder, unless there is one. */
KS_MUST_USE enum ks_rc ks_ledger_make_identity(struct ks_store *store);
/** ks_ledger_sign() - sign a head with the store's key. KS_DAMAGED: no usable key. */
KS_MUST_USE enum ks_rc ks_ledger_sign(struct ks_store *store, const char *kiosk,
				      struct ks_head *head);
/** ks_head_is_valid() - signature fits key, kiosk, seq and hash. */
bool ks_head_is_valid(const struct ks_head *head, const char *kiosk);

#endif
