/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A claim is not a proof. What a kiosk's signed head covers counts: the statement that the head names, and backwards each
 * one whose hash is the next one's `prev` and whose number is the one before. All else is kept and answered as what it is,
 * and a row of `claim` says why it counts for nothing.
 */
#ifndef KS_LRS_PROOF_H
#define KS_LRS_PROOF_H

#include "lrs/centre_private.h"
#include "lrs/claim.h"

/** ks_proof_cover() - which statements of a delivery its heads cover; @covered: one bool each. Pure. */
void ks_proof_cover(const struct ks_delivery *delivery, const struct ks_statement_view *views,
		    const uint8_t (*hashes)[KS_HASH_BYTES], bool *covered);
/** ks_proof_by_next() - whether a statement that closes a gap is covered by the proved one behind it. */
KS_MUST_USE enum ks_rc ks_proof_by_next(struct ks_store *store, const char *sender, int64_t seq,
					const uint8_t hash[KS_HASH_BYTES], bool *covered);
/** ks_proof_counts() - whether claims of @sender count by HR's word. */
KS_MUST_USE enum ks_rc ks_proof_counts(struct ks_store *store, const char *sender, bool *counts);
/** ks_proof_claim() - keep that row @stored is a claim. */
KS_MUST_USE enum ks_rc ks_proof_claim(struct ks_store *store, const char *sender, int64_t seq,
				      int64_t stored, enum ks_claim reason);
/**
 * ks_proof_back() - what was a claim for want of a signature, from @seq with @hash (hex) backwards, is proof now
 * Each is counted. @n_proved grows by their number. Within a transaction.
 */
KS_MUST_USE enum ks_rc ks_proof_back(struct ks_store *store, const char *sender, int64_t seq,
				     const char *hash, size_t *n_proved);
/** ks_proof_keep_head() - @head's statement is here: until here all can be proved; a later one stays. */
KS_MUST_USE enum ks_rc ks_proof_keep_head(struct ks_store *store, const char *account,
					  const char *identity, const struct ks_head *head);

#endif
