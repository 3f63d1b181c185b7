/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the roster share: CSV, JSON, store. */
#ifndef KS_RECORD_ROSTER_PRIVATE_H
#define KS_RECORD_ROSTER_PRIVATE_H

#include <stdbool.h>

#include "record/roster.h"

/* A small body has a few hundred people; this only keeps a wrong file from filling the disk. */
#define KS_ROSTER_PEOPLE_MAX 100000
#define KS_ROSTER_FORMAT "kenshu-roster-1" /* of the document */
#define KS_ROSTER_CELL_MAX_BYTES 400
#define KS_ROSTER_APPOINTMENTS_MAX 64
#define KS_ROSTER_KEY_MAX (KS_PERSON_NUMBER_MAX + 4) /* bytes of "204101204101~999" */

/* Rules that hold for a list whether it comes as CSV or as JSON. */
/** ks_roster_is_plain() - UTF-8 without control characters and marks that turn the direction of text around. */
bool ks_roster_is_plain(const char *text);
/** ks_roster_is_text() - plain, and not longer than a cell may be. */
bool ks_roster_is_text(const char *text);

/** ks_roster_write() - replace the list; inside a transaction. @hashes: of initial PINs by entry, or NULL. @change: NULL: nobody asks. */
KS_MUST_USE enum ks_rc ks_roster_write(struct ks_store *store, const struct ks_roster *roster,
				       char *const *hashes, struct ks_roster_change *change);

/**
 * ks_roster_hash_pins() - hash @n initial PINs on all cores; @hashes[i] is NULL where @pins[i] is
 * @key: they are codes of these @numbers (ks_pin_hash_code()); NULL: PINs, and @numbers is not looked at.
 */
void ks_roster_hash_pins(const char *const *pins, const char *const *numbers, size_t n,
			 const uint8_t *key, char **hashes);

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
/** ks_roster_sort_each_once() - by number; false when one is there twice. */
KS_MUST_USE bool ks_roster_sort_each_once(struct ks_roster *roster);
/** ks_roster_write_entry() - one person and what they hold; inside a transaction. */
KS_MUST_USE enum ks_rc ks_roster_write_entry(struct ks_store *store,
					     const struct ks_roster_entry *entry,
					     const char *initial_hash);

/* Of the document, inside a transaction; an entry that breaks a rule is left out alone. */
/** ks_roster_write_gatherings() - in place of those that nobody attended here. */
KS_MUST_USE enum ks_rc ks_roster_write_gatherings(struct ks_store *store,
						  const struct json_t *gatherings);

bool ks_roster_is_same_person(const struct ks_person *a, const struct ks_person *b);
void ks_roster_sort(struct ks_roster *roster); /* by number */
/** ks_roster_is_pin() - may be kept as somebody's PIN; false for NULL. */
bool ks_roster_is_pin(const char *hash, const char *source);
/** ks_roster_write_pin() - @source "initial" never replaces one that its owner has chosen. */
KS_MUST_USE enum ks_rc ks_roster_write_pin(struct ks_store *store, const char *number,
					   const char *hash, const char *source);
/** ks_roster_list_changes() - added, changed, renamed and gone; kept in @list too, for ks_roster_take(). */
KS_MUST_USE enum ks_rc ks_roster_list_changes(struct ks_roster_list *list,
					      struct ks_roster_diff *out);

/* ---- people out of a database one after the other: the store's, or a list's that is being read (roster_list.h) ---- */

struct sqlite3_stmt;

/* A walk under way; all private to roster.c but `rc`, which says how the next step will end. */
struct ks_roster_rows {
	struct ks_store *store;
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;
	struct ks_arena *arena;
	struct ks_appointment *appointments; /* of one person */
	size_t n_appointments, capacity;
};
/** ks_roster_rows_begin() - @stmt: the columns of ks_roster_sql()->load, rows of one person together; under the store's lock. */
void ks_roster_rows_begin(struct ks_roster_rows *rows, struct ks_store *store,
			  struct sqlite3_stmt *stmt);
/** ks_roster_rows_next() - KS_OK; KS_NOT_FOUND behind the last; as ks_db_step(). @arena owns what @out points to. */
KS_MUST_USE enum ks_rc ks_roster_rows_next(struct ks_roster_rows *rows, struct ks_arena *arena,
					   struct ks_roster_entry *out);
void ks_roster_rows_end(struct ks_roster_rows *rows);

/** ks_roster_read_all() - all of them into @out, which is empty. */
KS_MUST_USE enum ks_rc ks_roster_read_all(struct ks_store *store, struct sqlite3_stmt *stmt,
					  struct ks_roster *out);
/** ks_roster_find_key() - whoever's records are under @key, listed or not; KS_NOT_FOUND. @arena owns what @out points to. */
KS_MUST_USE enum ks_rc ks_roster_find_key(struct ks_store *store, const char *key,
					  struct ks_arena *arena, struct ks_roster_entry *out);

/** ks_roster_read_fields() - the fields of an appointment, from the column @column on; texts are @arena's. */
void ks_roster_read_fields(struct sqlite3_stmt *stmt, int column, struct ks_arena *arena,
			   struct ks_appointment *out);
/** ks_roster_run_fields() - bind those of @a behind the first @after values, run and end @stmt; under the store's lock. */
KS_MUST_USE enum ks_rc ks_roster_run_fields(struct ks_store *store, struct sqlite3_stmt *stmt,
					    int after, const struct ks_appointment *a);

#endif
