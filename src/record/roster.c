/* SPDX-License-Identifier: Apache-2.0 */
#include "record/roster.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "record/db.h"
#include "record/exemption.h"
#include "record/roster_field.h"
#include "record/roster_private.h"

/*
 * The list in the store: read in one pass, replaced in one transaction. Who is missing from a new list
 * stays, marked as no longer listed, because their statements stay too.
 */

/* The columns before those of the field table (roster_field.c). */
enum {
	COLUMN_NUMBER,
	COLUMN_TYPED,
	COLUMN_NAME,
	COLUMN_KANA,
	COLUMN_LISTED,
	COLUMN_PIN_HASH,
	COLUMN_PIN_SOURCE,
	COLUMN_POSITION,
};

void ks_roster_finish(struct ks_roster *roster)
{
	if (!roster)
		return;
	ks_arena_finish(&roster->arena);
	memset(roster, 0, sizeof(*roster));
}

/* ---- reading ---- */

static const char *keep(const struct ks_roster_rows *rows, int column)
{
	if (sqlite3_column_type(rows->stmt, column) == SQLITE_NULL)
		return NULL;
	return ks_arena_strdup(rows->arena, ks_db_text(rows->stmt, column));
}

void ks_roster_rows_begin(struct ks_roster_rows *rows, struct ks_store *store, sqlite3_stmt *stmt)
{
	*rows = (struct ks_roster_rows){.store = store, .stmt = stmt};
	rows->rc = ks_db_step(store, stmt);
}

void ks_roster_read_fields(sqlite3_stmt *stmt, int column, struct ks_arena *arena,
			   struct ks_appointment *out)
{
	memset(out, 0, sizeof(*out));
	for (int i = 0; i < KS_FIELD_COUNT; i++) {
		const struct ks_roster_field *field = &ks_roster_fields[i];
		const char *text;

		if (!field->column)
			continue;
		text = ks_db_text(stmt, column++);
		/* What is in the store was checked when it came; a day keeps no pointer. */
		(void)ks_roster_field_put(
			out, field,
			field->kind == KS_ROSTER_DAY ? text : ks_arena_strdup(arena, text));
	}
}

static void add_appointment(struct ks_roster_rows *rows)
{
	ks_grow(&rows->appointments, rows->n_appointments, &rows->capacity);
	ks_roster_read_fields(rows->stmt, ks_roster_sql()->first, rows->arena,
			      &rows->appointments[rows->n_appointments++]);
}

enum ks_rc ks_roster_rows_next(struct ks_roster_rows *rows, struct ks_arena *arena,
			       struct ks_roster_entry *out)
{
	rows->arena = arena;
	if (rows->rc != KS_OK)
		return rows->rc;
	*out = (struct ks_roster_entry){
		.person = {.number = keep(rows, COLUMN_NUMBER),
			   .typed = keep(rows, COLUMN_TYPED),
			   .name = keep(rows, COLUMN_NAME),
			   .kana = keep(rows, COLUMN_KANA)},
		.pin_hash = keep(rows, COLUMN_PIN_HASH),
		.pin_source = keep(rows, COLUMN_PIN_SOURCE),
		.is_listed = sqlite3_column_int(rows->stmt, COLUMN_LISTED) != 0,
	};
	rows->n_appointments = 0;
	/* Rows of one person follow each other. */
	do {
		if (sqlite3_column_type(rows->stmt, COLUMN_POSITION) != SQLITE_NULL)
			add_appointment(rows);
		rows->rc = ks_db_step(rows->store, rows->stmt);
	} while (rows->rc == KS_OK &&
		 strcmp(out->person.number, ks_db_text(rows->stmt, COLUMN_NUMBER)) == 0);
	out->person.n_appointments = rows->n_appointments;
	out->person.appointments = ks_arena_copy(arena, rows->appointments,
						 rows->n_appointments * sizeof(*rows->appointments));
	return KS_OK;
}

void ks_roster_rows_end(struct ks_roster_rows *rows)
{
	ks_db_end(rows->stmt);
	free(rows->appointments);
	*rows = (struct ks_roster_rows){0};
}

enum ks_rc ks_roster_read_all(struct ks_store *store, sqlite3_stmt *stmt, struct ks_roster *out)
{
	struct ks_roster_entry *entries = NULL, entry;
	struct ks_roster_rows rows;
	size_t capacity = 0;
	enum ks_rc rc;

	ks_roster_rows_begin(&rows, store, stmt);
	while ((rc = ks_roster_rows_next(&rows, &out->arena, &entry)) == KS_OK) {
		ks_grow(&entries, out->n_entries, &capacity);
		entries[out->n_entries++] = entry;
	}
	ks_roster_rows_end(&rows);
	out->entries = ks_arena_copy(&out->arena, entries, out->n_entries * sizeof(*entries));
	free(entries);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static int by_number(const void *key, const void *entry)
{
	return strcmp(key, ((const struct ks_roster_entry *)entry)->person.number);
}

/* To everybody what HR said beside the list. Few people have any: those are asked for one by one. */
static enum ks_rc attach_exemptions(struct ks_store *store, struct ks_roster *roster)
{
	struct ks_arena names = {0};
	const char **staff = NULL;
	size_t n = 0, capacity = 0;
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, "SELECT DISTINCT staff FROM exemption WHERE NOT is_withdrawn", "");
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		ks_grow(&staff, n, &capacity);
		staff[n++] = ks_arena_strdup(&names, ks_db_text(stmt, 0));
	}
	ks_db_end(stmt);
	rc = rc == KS_NOT_FOUND ? KS_OK : rc;
	for (size_t i = 0; i < n && rc == KS_OK && roster->n_entries > 0; i++) {
		struct ks_roster_entry *entry = bsearch(staff[i], roster->entries, roster->n_entries,
							sizeof(*entry), by_number);

		if (entry)
			rc = ks_exemption_of(store, staff[i], &roster->arena,
					     &entry->person.exemptions, &entry->person.n_exemptions);
	}
	ks_db_unlock(store);
	free(staff);
	ks_arena_finish(&names);
	return rc;
}

enum ks_rc ks_roster_load(struct ks_store *store, bool with_unlisted, struct ks_roster *out)
{
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	ks_db_lock(store);
	rc = ks_roster_read_all(
		store, ks_db_query(store, ks_roster_sql()->load, "d", (int)with_unlisted), out);
	ks_db_unlock(store);
	if (rc == KS_OK)
		rc = attach_exemptions(store, out);
	if (rc != KS_OK)
		ks_roster_finish(out);
	return rc;
}

/* The one person of whom @sql, bound to @key, tells. */
static enum ks_rc find_one(struct ks_store *store, const char *sql, const char *key,
			   struct ks_arena *arena, struct ks_roster_entry *out)
{
	struct ks_roster_rows rows;
	enum ks_rc rc;

	ks_db_lock(store);
	ks_roster_rows_begin(&rows, store, ks_db_query(store, sql, "t", key));
	rc = ks_roster_rows_next(&rows, arena, out);
	if (rc == KS_OK && rows.rc != KS_OK && rows.rc != KS_NOT_FOUND)
		rc = rows.rc; /* not all of what they hold could be read */
	ks_roster_rows_end(&rows);
	ks_db_unlock(store);
	return rc;
}

enum ks_rc ks_roster_find(struct ks_store *store, const char *number, struct ks_arena *arena,
			  struct ks_person *out)
{
	struct ks_roster_entry entry;
	enum ks_rc rc = find_one(store, ks_roster_sql()->find, number, arena, &entry);

	memset(out, 0, sizeof(*out));
	if (rc == KS_OK)
		*out = entry.person;
	if (rc == KS_OK)
		rc = ks_exemption_of(store, out->number, arena, &out->exemptions, &out->n_exemptions);
	return rc;
}

enum ks_rc ks_roster_find_key(struct ks_store *store, const char *key, struct ks_arena *arena,
			      struct ks_roster_entry *out)
{
	return find_one(store, ks_roster_sql()->one, key, arena, out);
}

struct ks_roster_entry *ks_roster_entry(const struct ks_roster *roster, const char *number)
{
	size_t low = 0, high = roster->n_entries;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(roster->entries[middle].person.number, number);

		if (order == 0)
			return &roster->entries[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}

enum ks_rc ks_roster_count(struct ks_store *store, size_t *n_people)
{
	int64_t n = 0;
	enum ks_rc rc = ks_db_number(store, &n, "SELECT count(*) FROM person WHERE is_listed", "");

	*n_people = (size_t)n;
	return rc;
}

int ks_roster_number_length(struct ks_store *store)
{
	int64_t n = 0;

	if (ks_db_number(store, &n,
			 "SELECT coalesce(max(length(typed)), 0) FROM person WHERE is_listed",
			 "") != KS_OK)
		return 0;
	return (int)n;
}

/* ---- writing ---- */

const struct ks_person *ks_roster_typed(const struct ks_roster *roster, const char *number)
{
	for (size_t i = 0; number && number[0] && i < roster->n_entries; i++)
		if (strcmp(ks_person_typed(&roster->entries[i].person), number) == 0)
			return &roster->entries[i].person;
	return NULL;
}

bool ks_roster_is_same_person(const struct ks_person *a, const struct ks_person *b)
{
	if (strcmp(ks_person_typed(a), ks_person_typed(b)) != 0 || strcmp(a->name, b->name) != 0 ||
	    strcmp(a->kana, b->kana) != 0 || a->n_appointments != b->n_appointments)
		return false;
	for (size_t i = 0; i < a->n_appointments; i++)
		if (!ks_roster_is_same(&a->appointments[i], &b->appointments[i]))
			return false;
	return true;
}

/* Both lists are sorted by number: one walk over the two. */
static void count_changes(const struct ks_roster *before, const struct ks_roster *after,
			  struct ks_roster_change *change)
{
	size_t i = 0, k = 0;

	memset(change, 0, sizeof(*change));
	change->n_people = after->n_entries;
	while (i < before->n_entries || k < after->n_entries) {
		int order = i == before->n_entries  ? 1
			    : k == after->n_entries ? -1
						    : strcmp(before->entries[i].person.number,
							     after->entries[k].person.number);

		if (order < 0) {
			change->n_unlisted++;
			i++;
		} else if (order > 0) {
			change->n_new++;
			k++;
		} else {
			change->n_changed += !ks_roster_is_same_person(&before->entries[i++].person,
								       &after->entries[k++].person);
		}
	}
}

enum ks_rc ks_roster_run_fields(struct ks_store *store, sqlite3_stmt *stmt, int after,
				const struct ks_appointment *a)
{
	int result = SQLITE_OK;
	enum ks_rc rc;

	for (int k = 0; k < KS_FIELD_COUNT && stmt && result == SQLITE_OK; k++) {
		char day[16];
		const char *text;

		if (!ks_roster_fields[k].column)
			continue;
		text = ks_roster_field_text(a, &ks_roster_fields[k], day);
		result = sqlite3_bind_text64(stmt, ++after, text, strlen(text), SQLITE_TRANSIENT,
					     SQLITE_UTF8);
	}
	rc = result == SQLITE_OK ? ks_db_step(store, stmt) : KS_IO;
	ks_db_end(stmt);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static enum ks_rc write_appointment(struct ks_store *store, const struct ks_person *person, int i)
{
	const struct ks_roster_sql *sql = ks_roster_sql();
	enum ks_rc rc;

	ks_db_lock(store);
	rc = ks_roster_run_fields(store,
				  ks_db_query(store, sql->insert, sql->types, person->number, i), 2,
				  &person->appointments[i]);
	ks_db_unlock(store);
	return rc;
}

static enum ks_rc write_appointments(struct ks_store *store, const struct ks_person *person)
{
	enum ks_rc rc =
		ks_db_run(store, "DELETE FROM appointment WHERE number = ?", "t", person->number);

	for (size_t i = 0; i < person->n_appointments && rc == KS_OK; i++)
		rc = write_appointment(store, person, (int)i);
	return rc;
}

enum ks_rc ks_roster_write_entry(struct ks_store *store, const struct ks_roster_entry *entry,
				 const char *initial_hash)
{
	const struct ks_person *person = &entry->person;
	enum ks_rc rc = ks_db_run(
		store,
		"INSERT INTO person(number, typed, name, kana, is_listed) VALUES(?, ?, ?, ?, 1)"
		" ON CONFLICT(number) DO UPDATE SET typed = excluded.typed, name = excluded.name,"
		" kana = excluded.kana, is_listed = 1",
		"tttt", person->number, ks_person_typed(person), person->name, person->kana);

	if (rc == KS_OK)
		rc = write_appointments(store, person);
	if (rc == KS_OK && initial_hash)
		rc = ks_roster_write_pin(store, person->number, initial_hash, "initial");
	else if (rc == KS_OK && entry->pin_hash)
		rc = ks_roster_write_pin(store, person->number, entry->pin_hash,
					 entry->pin_source ? entry->pin_source : "initial");
	return rc;
}

enum ks_rc ks_roster_write(struct ks_store *store, const struct ks_roster *roster,
			   char *const *hashes, struct ks_roster_change *change)
{
	struct ks_roster before = {0};
	enum ks_rc rc = change ? ks_roster_load(store, false, &before) : KS_OK;

	if (rc != KS_OK)
		return rc;
	if (change)
		count_changes(&before, roster, change);
	ks_roster_finish(&before);
	rc = ks_db_run(store, "UPDATE person SET is_listed = 0 WHERE is_listed", "");
	for (size_t i = 0; i < roster->n_entries && rc == KS_OK; i++)
		rc = ks_roster_write_entry(store, &roster->entries[i], hashes ? hashes[i] : NULL);
	return rc;
}

enum ks_rc ks_roster_store(struct ks_store *store, const struct ks_roster *roster,
			   struct ks_roster_change *change)
{
	const char **pins = ks_alloc_zero(roster->n_entries + 1, sizeof(*pins));
	char **hashes = ks_alloc_zero(roster->n_entries + 1, sizeof(*hashes));

	for (size_t i = 0; i < roster->n_entries; i++)
		pins[i] = roster->entries[i].pin_initial;
	ks_roster_hash_pins(pins, NULL, roster->n_entries, NULL, hashes);
	free(pins);
	enum ks_rc rc = ks_store_begin(store);

	if (rc == KS_OK)
		rc = ks_store_end(store, ks_roster_write(store, roster, hashes, change));
	for (size_t i = 0; i < roster->n_entries; i++)
		free(hashes[i]);
	free(hashes);
	return rc;
}
