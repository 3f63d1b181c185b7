/* SPDX-License-Identifier: Apache-2.0 */
/* A kiosk's folder that is damaged: set aside, and a new store made of what can be saved. */
#ifndef KS_RECORD_ASIDE_H
#define KS_RECORD_ASIDE_H

#include <stdbool.h>

#include "record/store.h"

/**
 * ks_aside_open() - open a kiosk's store, whatever its folder holds
 * Damage is no reason not to serve: the files are set aside as "….bad-<UTC>" and a new store is made with what could be
 * saved of them. Stopped at any point, the next start does it again.
 * Return: KS_OK; KS_DAMAGED a newer program's record; KS_CONFLICT the centre's; KS_FULL, KS_READ_ONLY, KS_IO. @why as
 * ks_store_open().
 */
KS_MUST_USE enum ks_rc ks_aside_open(struct ks_store *store, char **why);
/**
 * ks_aside_look_through() - is the database's file whole in itself? KS_DAMAGED when not
 * One too large to be looked through before the first screen is not looked at.
 */
KS_MUST_USE enum ks_rc ks_aside_look_through(struct ks_store *store);

#endif
