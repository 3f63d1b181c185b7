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
/** ks_roster_is_plain() - UTF-8 without control characters and marks that turn the direction of text around. */
bool ks_roster_is_plain(const char *text);
/** ks_roster_is_text() - plain, and not longer than a cell may be. */
bool ks_roster_is_text(const char *text);

/** ks_roster_write() - replace the list; inside a transaction. @hashes: of initial PINs by entry, or NULL. */
KS_MUST_USE enum ks_rc ks_roster_write(struct ks_store *store, const struct ks_roster *roster,
				       char *const *hashes, struct ks_roster_change *change);

/** ks_roster_hash_pins() - hash all initial PINs on all cores; @hashes[i] is NULL without one. */
void ks_roster_hash_pins(const struct ks_roster *roster, char **hashes);

struct json_t;
struct ks_buf;
struct ks_roster_diff;

/* One person as a document, for the kiosks and for what was before a list. */
void ks_roster_put_person(struct ks_buf *out, const struct ks_roster_entry *entry);
/** ks_roster_read_person() - false when it is none; texts stay @from's, appointments are @arena's. */
KS_MUST_USE bool ks_roster_read_person(const struct json_t *from, struct ks_arena *arena,
				       struct ks_roster_entry *entry);
/** ks_roster_keep_texts() - copy into @arena what @entry only points to. */
void ks_roster_keep_texts(struct ks_arena *arena, struct ks_roster_entry *entry);
/** ks_roster_read_people() - an array of them, sorted; false when any is none or one is there twice. */
KS_MUST_USE bool ks_roster_read_people(const struct json_t *people, struct ks_roster *out);
/** ks_roster_write_entry() - one person and what they hold; inside a transaction. */
KS_MUST_USE enum ks_rc ks_roster_write_entry(struct ks_store *store,
					     const struct ks_roster_entry *entry,
					     const char *initial_hash);

bool ks_roster_is_same_person(const struct ks_person *a, const struct ks_person *b);
void ks_roster_sort(struct ks_roster *roster); /* by number */
/** ks_roster_walk() - the next number of either sorted list, NULL where it is not in one; 0 at the end of both. */
int ks_roster_walk(const struct ks_roster *before, const struct ks_roster *after, size_t *i,
		   size_t *k, const struct ks_roster_entry **old, const struct ks_roster_entry **new);
/** ks_roster_list_changes() - added, changed, renamed and gone, between out->before and @roster. */
void ks_roster_list_changes(const struct ks_roster *roster, struct ks_roster_diff *out);

#endif
