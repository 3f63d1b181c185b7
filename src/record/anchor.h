/* SPDX-License-Identifier: Apache-2.0 */
/* Database and tail of one folder, made to agree (tail.h says what the tail is). */
#ifndef KS_RECORD_ANCHOR_H
#define KS_RECORD_ANCHOR_H

#include "record/store.h"
#include "record/tail.h"

/**
 * ks_anchor_attach() - open the folder's tail and make it and the database agree; nothing to do when it is open
 * What the database lost comes back from the tail; what the tail lacks (it is new, or an older program wrote) is
 * copied into it. What was found is noted as an incident.
 * Return: KS_OK; KS_DAMAGED the database must be rebuilt; KS_FULL, KS_READ_ONLY, KS_IO.
 */
KS_MUST_USE enum ks_rc ks_anchor_attach(struct ks_store *store);
/** ks_anchor_mend() - a tail that is_broken is opened anew and catches up; it stays broken when that fails. */
KS_MUST_USE enum ks_rc ks_anchor_mend(struct ks_store *store);
/**
 * ks_anchor_walk() - once a process: look through all of the tail, and make it anew where it is spoiled
 * The ends are compared at every start; in the middle a bad bit would lie unseen until it is needed. Not inside a
 * transaction. Return: KS_OK; KS_DAMAGED: the database is spoiled, the next start makes it anew; KS_FULL, KS_READ_ONLY,
 * KS_IO.
 */
KS_MUST_USE enum ks_rc ks_anchor_walk(struct ks_store *store);
/**
 * ks_anchor_compare() - every row against its copy in the tail: is it there, and what was recorded?
 * A record too large to be looked through before the first screen is not looked at; what is whole in itself and only
 * another than the copy is left to verify. Return: KS_OK; KS_DAMAGED: to be rebuilt, the tail has it; KS_IO.
 */
KS_MUST_USE enum ks_rc ks_anchor_compare(struct ks_store *store);
/** ks_anchor_identify() - let the tail say whose ledger this is, unless it does already. */
KS_MUST_USE enum ks_rc ks_anchor_identify(struct ks_store *store);
/** ks_anchor_wall_ms() - of the system's clock: a store that is being opened has been given none yet. */
int64_t ks_anchor_wall_ms(void);
/** ks_anchor_utc() - "20261128T110000Z", for the names of files set aside. */
void ks_anchor_utc(char out[32]);

#endif
