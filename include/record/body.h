/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The statements of a centre as they lie in its database: packed with a dictionary that was learned from the statements
 * themselves and stands beside them. Two functions of SQL are the one way in and out:
 *   packed(bytes)  what is to be stored; plain where there is no dictionary or nothing is gained
 *   body(bytes)    the very bytes that came, whatever is stored
 * What cannot be unpacked is given as it lies there, so that its hash does not fit and `kenshu verify` names its row.
 */
#ifndef KS_RECORD_BODY_H
#define KS_RECORD_BODY_H

#include <stdbool.h>

#include "base/rc.h"
#include "record/store.h"

/**
 * ks_body_learn() - make a dictionary of the newest statements of `received`, and keep it when it is better than the last
 * Takes about a second and holds the store's lock only to read and to write. What is stored from now on is packed with it.
 * Return: KS_OK whether or not one was kept (with too few statements none is).
 */
KS_MUST_USE enum ks_rc ks_body_learn(struct ks_store *store);
/**
 * ks_body_tend() - learn when it is time, and pack a few hundred of what lies there plain; called when nothing else is to do
 * Each row is packed only when it comes back byte for byte (a trigger asks too).
 * @is_done: nothing is left to do for now.
 */
KS_MUST_USE enum ks_rc ks_body_tend(struct ks_store *store, bool *is_done);

#endif
