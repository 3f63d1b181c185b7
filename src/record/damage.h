/* SPDX-License-Identifier: Apache-2.0 */
/* The mark in a kiosk's folder that its record is damaged and must be made anew (aside.h). */
#ifndef KS_RECORD_DAMAGE_H
#define KS_RECORD_DAMAGE_H

#include <stdbool.h>

#include "base/rc.h"

struct ks_store;

/** ks_damage_met() - damage was met while running: the next start makes the store anew. */
void ks_damage_met(struct ks_store *store);
/** ks_damage_is_marked() - the folder bears the mark. */
bool ks_damage_is_marked(const struct ks_store *store);
/** ks_damage_mark() - set it, unless it is. KS_FULL, KS_READ_ONLY, KS_IO. */
KS_MUST_USE enum ks_rc ks_damage_mark(const struct ks_store *store);
/** ks_damage_unmark() - the store is whole again. KS_IO. */
KS_MUST_USE enum ks_rc ks_damage_unmark(const struct ks_store *store);

#endif
