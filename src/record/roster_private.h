/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the roster share: CSV, JSON, store. */
#ifndef KS_RECORD_ROSTER_PRIVATE_H
#define KS_RECORD_ROSTER_PRIVATE_H

#include <stdbool.h>

#include "record/roster.h"

/* A small body has a few hundred people; this only keeps a wrong file from filling the disk. */
#define KS_ROSTER_PEOPLE_MAX 100000
#define KS_ROSTER_CELL_MAX_BYTES 400
#define KS_ROSTER_APPOINTMENTS_MAX 64

/* Rules that hold for a list whether it comes as CSV or as JSON. */
bool ks_roster_is_status(const char *text); /* 在籍状態 */
/** ks_roster_is_plain() - UTF-8 without control characters and marks that turn the direction of text around. */
bool ks_roster_is_plain(const char *text);
/** ks_roster_is_text() - plain, and not longer than a cell may be. */
bool ks_roster_is_text(const char *text);

/** ks_roster_write() - replace the list; inside a transaction. @hashes: of initial PINs by entry, or NULL. */
KS_MUST_USE enum ks_rc ks_roster_write(struct ks_store *store, const struct ks_roster *roster,
				       char *const *hashes, struct ks_roster_change *change);

/** ks_roster_hash_pins() - hash all initial PINs on all cores; @hashes[i] is NULL without one. */
void ks_roster_hash_pins(const struct ks_roster *roster, char **hashes);

#endif
