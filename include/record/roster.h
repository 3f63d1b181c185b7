/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The people. HR's CSV comes in at the collector (or at a stand-alone kiosk) and travels to the kiosks as
 * JSON with the PIN hashes. Names are kept byte for byte (DESIGN §5.9). Nobody is deleted: who is
 * missing from a new list is marked as no longer listed.
 */
#ifndef KS_RECORD_ROSTER_H
#define KS_RECORD_ROSTER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/decode.h"
#include "base/diag.h"
#include "base/mem.h"
#include "base/rc.h"
#include "content/plan.h"
#include "content/roster_map.h"
#include "course/person.h"
#include "record/store.h"

struct ks_roster_entry {
	struct ks_person person;
	const char *pin_initial; /* from CSV; NULL from elsewhere */
	const char *pin_hash;    /* from the store or JSON; NULL from CSV */
	const char *pin_source;  /* beside pin_hash: "initial" (from HR's list) or "own" (chosen) */
	bool is_listed;
};
struct ks_roster {
	struct ks_arena arena;
	struct ks_roster_entry *entries; /* by number */
	size_t n_entries;
};
/** ks_roster_finish() - frees entries and texts; the struct is empty afterwards. Accepts NULL. */
void ks_roster_finish(struct ks_roster *roster);

/** ks_roster_entry() - the entry with this number; NULL when there is none. The roster's own. */
struct ks_roster_entry *ks_roster_entry(const struct ks_roster *roster, const char *number);
/** ks_roster_typed() - the person on the list who types @number; NULL: nobody, or @number is NULL or "". The roster's own. */
const struct ks_person *ks_roster_typed(const struct ks_roster *roster, const char *number);

/* What a list is read by, besides our own words. */
struct ks_roster_reading {
	const struct ks_roster_map *map; /* the body's words; NULL: none */
	const struct ks_plan *plans; /* the courses, which say what roles there are; NULL: not known */
	size_t n_plans;
	const char *const *columns; /* by place: ours, "" for a column to leave out, NULL: by its header; may be NULL */
	size_t n_columns;
};
/** ks_roster_column() - the i-th of our columns, NULL behind the last. */
const char *ks_roster_column(size_t i);
/** ks_roster_column_find() - which of our columns a header means, by @map (may be NULL) and by common names; NULL: none. */
const char *ks_roster_column_find(const struct ks_roster_map *map, const char *header);
#define KS_ROSTER_MAX_BYTES ((size_t)64 << 20) /* of HR's file */

/* HR's list as it was read: large ones lie in a file without a name, so that they need no more memory than small ones. */
struct ks_roster_list;
/**
 * ks_roster_list_read() - the CSV of HR, in any encoding and with any separator ks_csv_each() knows
 * Headers may stand in any order; width and blanks make no difference to them, nor blanks at the ends of a value.
 * Every bad line is diagnosed, and no message repeats a name or a PIN.
 * Lines with one 職員番号 are appointments of one person: same 氏名 and 氏名カナ; at the same time only as two posts.
 * Return: KS_OK; KS_INVALID: diagnosed; KS_FULL, KS_IO: there is no room for it. @out is NULL but with KS_OK.
 */
KS_MUST_USE enum ks_rc ks_roster_list_read(const char *file, const struct ks_bytes *bytes,
					   const struct ks_roster_reading *how,
					   struct ks_roster_list **out, struct ks_diags *diags);
/**
 * ks_roster_list_once() - its 初期暗証番号 are codes from HR: each leads to the choice of an own PIN and is good for nothing else
 * Who has an own PIN keeps it, and a code that came before does not come again.
 */
void ks_roster_list_once(struct ks_roster_list *list);
/** ks_roster_list_count() - how many people are in it. */
size_t ks_roster_list_count(const struct ks_roster_list *list);
/** ks_roster_list_close() - frees it, and its file; accepts NULL. */
void ks_roster_list_close(struct ks_roster_list *list);

/** ks_roster_parse_as() - ks_roster_list_read() of a list that is small enough for memory, into @out. */
KS_MUST_USE enum ks_rc ks_roster_parse_as(const char *file, const char *bytes, size_t len,
					  const struct ks_roster_reading *how,
					  struct ks_roster *out, struct ks_diags *diags);
/** ks_roster_parse() - the same, with our own words alone. */
KS_MUST_USE enum ks_rc ks_roster_parse(const char *file, const char *bytes, size_t len,
				       struct ks_roster *out, struct ks_diags *diags);

/** ks_roster_to_csv() - a whole file for Excel, which reads back the same: BOM, our headers, no PINs. */
void ks_roster_to_csv(const struct ks_roster *roster, struct ks_buf *out);

struct ks_roster_change {
	size_t n_people, n_new, n_changed, n_unlisted;
};
/** ks_roster_store() - replace the list, in one transaction; hashes initial PINs (Argon2id). */
KS_MUST_USE enum ks_rc ks_roster_store(struct ks_store *store, const struct ks_roster *roster,
				       struct ks_roster_change *change);
/** ks_roster_load() - everybody listed (and, with @with_unlisted, who was once). */
KS_MUST_USE enum ks_rc ks_roster_load(struct ks_store *store, bool with_unlisted,
				      struct ks_roster *out);
/** ks_roster_find() - one listed person; KS_NOT_FOUND. @arena owns what @out points to. */
KS_MUST_USE enum ks_rc ks_roster_find(struct ks_store *store, const char *number,
				      struct ks_arena *arena, struct ks_person *out);
/**
 * ks_roster_search() - listed people whose 氏名カナ begins with @kana (ks_fold_kana()'s), by it, @max at most
 * @out: room for @max; texts are @arena's. @n_found: how many there are, also beyond @max. Return: KS_OK, or as ks_db_step().
 */
KS_MUST_USE enum ks_rc ks_roster_search(struct ks_store *store, const char *kana, size_t max,
					struct ks_arena *arena, struct ks_person *out,
					size_t *n_found);
/**
 * ks_roster_units() - the 所属 of the people who are listed now, each once, in the order of their names, @max at most
 * @out: texts and array are @arena's. Return: KS_OK, or as ks_db_step() with *n 0.
 */
KS_MUST_USE enum ks_rc ks_roster_units(struct ks_store *store, struct ks_arena *arena, size_t max,
				       const char ***out, size_t *n);
/** ks_roster_count() - how many people are listed now; KS_OK, or as ks_db_step() with *n_people 0. */
KS_MUST_USE enum ks_rc ks_roster_count(struct ks_store *store, size_t *n_people);
/** ks_roster_number_length() - characters of the longest listed 職員番号 (boxes to draw), 0 without people. */
int ks_roster_number_length(struct ks_store *store);

/*
 * Who makes the document, who sends and who takes it: all up to here. 978 bytes a person who has passed twelve lessons
 * (make bench-limits), of 100,000 people 98 MB; the sealed PINs come on top.
 */
#define KS_ROSTER_DOCUMENT_MAX_BYTES ((size_t)256 << 20)

/**
 * ks_roster_to_json() - for GET /kiosk/v1/roster: people, gatherings, completions; of a PIN only whether it is another one
 * @completed: JSON array made by the collector, [[staff, 年度, plan, lesson, timestamp], …], or NULL
 */
KS_MUST_USE enum ks_rc ks_roster_to_json(struct ks_store *store, const char *completed, char **json);
/** ks_roster_store_json() - take such a document into a kiosk's store, whole or not at all; KS_INVALID. */
KS_MUST_USE enum ks_rc ks_roster_store_json(struct ks_store *store, const char *json, size_t len);
/** ks_roster_is_delta() - the text is a difference to an earlier document, and no document. */
bool ks_roster_is_delta(const char *json);
/**
 * ks_roster_store_delta() - take the difference to the document whose tag is @base, whole or not at all; again is harmless
 * Return: KS_OK; KS_INVALID: not well formed; KS_CONFLICT: to another document; as ks_store_commit().
 */
KS_MUST_USE enum ks_rc ks_roster_store_delta(struct ks_store *store, const char *json, size_t len,
					     const char *base);

#endif
