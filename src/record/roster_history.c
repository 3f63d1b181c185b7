/* SPDX-License-Identifier: Apache-2.0 */
#include "record/roster_history.h"

#include <jansson.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/log.h"
#include "record/db.h"
#include "record/roster_private.h"

/*
 * What a list changed is kept as the people were before it, one document a person, so that the last list can be taken
 * back whole. A list ordered ahead is kept whole until its day, with the PINs hashed already.
 */

/* ---- what was ---- */

static enum ks_rc keep_before(struct ks_store *store, int64_t import, const char *number,
			      const struct ks_roster_entry *old)
{
	struct ks_buf json = {0};
	enum ks_rc rc;

	if (old)
		ks_roster_put_person(&json, old);
	rc = ks_db_run(store, "INSERT INTO roster_before(import, number, json) VALUES(?, ?, ?)",
		       "itt", import, number, ks_buf_text(&json));
	ks_buf_finish(&json);
	return rc;
}

/* Everybody whom @roster adds, changes or leaves out, as they are now. */
static enum ks_rc keep_all(struct ks_store *store, int64_t import, const struct ks_roster *roster)
{
	const struct ks_roster_entry *old, *new;
	struct ks_roster before;
	size_t i = 0, k = 0;
	enum ks_rc rc = ks_roster_load(store, true, &before);

	if (rc != KS_OK)
		return rc;
	while (rc == KS_OK && ks_roster_walk(&before, roster, &i, &k, &old, &new)) {
		if (old && new ? old->is_listed &&ks_roster_is_same_person(&old->person, &new->person)
			       : old && !old->is_listed)
			continue;
		rc = keep_before(store, import, old ? old->person.number : new->person.number, old);
	}
	ks_roster_finish(&before);
	return rc;
}

/* Inside a transaction. */
static enum ks_rc replace(struct ks_store *store, int64_t import, const struct ks_roster *roster,
			  char *const *hashes, struct ks_roster_change *change)
{
	enum ks_rc rc = keep_all(store, import, roster);

	return rc == KS_OK ? ks_roster_write(store, roster, hashes, change) : rc;
}

static enum ks_rc add_import(struct ks_store *store, int64_t wall_ms, struct ks_date from,
			     const char *state, const char *document, int64_t *import)
{
	char day[16];
	enum ks_rc rc;

	ks_date_format(from, day);
	rc = ks_db_run(store,
		       "INSERT INTO roster_import(at_ms, from_day, state, document)"
		       " VALUES(?, ?, ?, ?)",
		       "ittt", wall_ms, day, state, document);
	if (rc == KS_OK)
		rc = ks_db_number(store, import, "SELECT max(n) FROM roster_import", "");
	return rc;
}

/* ---- ahead ---- */

/* As it will be taken: an initial PIN is a hash in it. */
static char *make_document(const struct ks_roster *roster, char *const *hashes)
{
	struct ks_buf out = {.ceiling = (size_t)1 << 29};

	ks_buf_putc(&out, '[');
	for (size_t i = 0; i < roster->n_entries; i++) {
		struct ks_roster_entry entry = roster->entries[i];

		if (hashes[i]) {
			entry.pin_hash = hashes[i];
			entry.pin_source = "initial";
		}
		ks_buf_puts(&out, i > 0 ? "," : "");
		ks_roster_put_person(&out, &entry);
	}
	ks_buf_putc(&out, ']');
	return out.is_over ? NULL : ks_buf_take(&out);
}

static enum ks_rc wait_for(struct ks_store *store, const struct ks_roster *roster,
			   char *const *hashes, int64_t wall_ms, struct ks_date from)
{
	char *document = make_document(roster, hashes);
	int64_t import;
	enum ks_rc rc =
		document ? add_import(store, wall_ms, from, "waiting", document, &import) : KS_FULL;

	free(document);
	return rc;
}

enum ks_rc ks_roster_take(struct ks_store *store, const struct ks_roster *roster, int64_t wall_ms,
			  struct ks_date from, struct ks_date today, struct ks_roster_change *change)
{
	char **hashes = ks_alloc_zero(roster->n_entries + 1, sizeof(*hashes));
	bool is_ahead = ks_date_compare(from, today) > 0;
	int64_t import;
	enum ks_rc rc;

	memset(change, 0, sizeof(*change));
	ks_roster_hash_pins(roster, hashes);
	rc = ks_store_begin(store);
	if (rc == KS_OK) {
		if (is_ahead)
			rc = wait_for(store, roster, hashes, wall_ms, from);
		else
			rc = add_import(store, wall_ms, from, "taken", "", &import);
		if (rc == KS_OK && !is_ahead)
			rc = replace(store, import, roster, hashes, change);
		if (rc == KS_OK)
			rc = ks_store_commit(store);
		else
			ks_store_rollback(store);
	}
	for (size_t i = 0; i < roster->n_entries; i++)
		free(hashes[i]);
	free(hashes);
	return rc;
}

static enum ks_rc take_waiting(struct ks_store *store, int64_t import, const char *document)
{
	struct ks_roster roster = {0};
	struct ks_roster_change change;
	json_t *people = json_loads(document, 0, NULL);
	enum ks_rc rc = KS_INVALID;

	if (people && ks_roster_read_people(people, &roster))
		rc = replace(store, import, &roster, NULL, &change);
	if (rc == KS_OK)
		rc = ks_db_run(store,
			       "UPDATE roster_import SET state = 'taken', document = '' WHERE n = ?",
			       "i", import);
	if (rc == KS_OK)
		ks_log_info("roster", "a list that waited is taken: %zu people", change.n_people);
	ks_roster_finish(&roster);
	json_decref(people);
	return rc;
}

/* KS_NOT_FOUND when none is due. */
static enum ks_rc next_waiting(struct ks_store *store, const char *today, int64_t *import,
			       char **document)
{
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	*document = NULL;
	ks_db_lock(store);
	stmt = ks_db_query(store,
			   "SELECT n, document FROM roster_import WHERE state = 'waiting'"
			   " AND from_day <= ? ORDER BY from_day, n LIMIT 1",
			   "t", today);
	rc = ks_db_step(store, stmt);
	if (rc == KS_OK) {
		*import = sqlite3_column_int64(stmt, 0);
		*document = ks_strdup(ks_db_text(stmt, 1));
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc;
}

enum ks_rc ks_roster_turn(struct ks_store *store, struct ks_date today, size_t *n_taken)
{
	char day[16], *document;
	size_t n = 0;
	int64_t import = 0;
	enum ks_rc rc;

	ks_date_format(today, day);
	while ((rc = next_waiting(store, day, &import, &document)) == KS_OK) {
		rc = ks_store_begin(store);
		if (rc == KS_OK) {
			rc = take_waiting(store, import, document);
			if (rc == KS_OK)
				rc = ks_store_commit(store);
			else
				ks_store_rollback(store);
		}
		free(document);
		if (rc != KS_OK)
			break;
		n++;
	}
	if (n_taken)
		*n_taken = n;
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

enum ks_rc ks_roster_waiting(struct ks_store *store, struct ks_date *day)
{
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	*day = (struct ks_date){0};
	ks_db_lock(store);
	stmt = ks_db_query(store,
			   "SELECT min(from_day) FROM roster_import WHERE state = 'waiting'"
			   " HAVING count(*) > 0",
			   "");
	rc = ks_db_step(store, stmt);
	if (rc == KS_OK)
		(void)ks_date_parse(ks_db_text(stmt, 0), day);
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

/* ---- back ---- */

struct before {
	char *number, *json;
};

static enum ks_rc load_before(struct ks_store *store, int64_t import, struct before **out, size_t *n)
{
	size_t capacity = 0;
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	*out = NULL;
	*n = 0;
	ks_db_lock(store);
	stmt = ks_db_query(store, "SELECT number, json FROM roster_before WHERE import = ?", "i",
			   import);
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		ks_grow(out, *n, &capacity);
		(*out)[(*n)++] = (struct before){ks_strdup(ks_db_text(stmt, 0)),
						 ks_strdup(ks_db_text(stmt, 1))};
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static enum ks_rc restore(struct ks_store *store, const struct before *before)
{
	struct ks_roster_entry entry = {0};
	struct ks_arena arena = {0};
	json_t *json = json_loads(before->json, 0, NULL);
	enum ks_rc rc = KS_OK;

	if (json && !ks_roster_read_person(json, &arena, &entry))
		rc = KS_DAMAGED;
	else if (json)
		rc = ks_roster_write_entry(store, &entry, NULL);
	if (rc == KS_OK && (!json || !entry.is_listed))
		rc = ks_db_run(store, "UPDATE person SET is_listed = 0 WHERE number = ?", "t",
			       before->number);
	json_decref(json);
	ks_arena_finish(&arena);
	return rc;
}

static enum ks_rc restore_all(struct ks_store *store, int64_t import, size_t *n_people)
{
	struct before *before = NULL;
	enum ks_rc rc = load_before(store, import, &before, n_people);

	for (size_t i = 0; i < *n_people && rc == KS_OK; i++)
		rc = restore(store, &before[i]);
	if (rc == KS_OK)
		rc = ks_db_run(store,
			       "UPDATE roster_import SET state = 'undone', document = '' WHERE n = ?",
			       "i", import);
	for (size_t i = 0; i < *n_people; i++) {
		free(before[i].number);
		free(before[i].json);
	}
	free(before);
	return rc;
}

/* The last one that was not taken back yet, whether it was taken or waits. */
static enum ks_rc last_import(struct ks_store *store, int64_t *import)
{
	return ks_db_number(
		store, import,
		"SELECT n FROM roster_import WHERE state <> 'undone' ORDER BY n DESC LIMIT 1", "");
}

enum ks_rc ks_roster_undo(struct ks_store *store, size_t *n_people)
{
	int64_t import = 0;
	enum ks_rc rc;

	*n_people = 0;
	rc = ks_store_begin(store);
	if (rc != KS_OK)
		return rc;
	rc = last_import(store, &import);
	if (rc == KS_OK)
		rc = restore_all(store, import, n_people); /* nobody, while it waited */
	if (rc == KS_OK)
		return ks_store_commit(store);
	ks_store_rollback(store);
	return rc;
}

/* ---- as it stood on a day ---- */

/* Nobody is ever deleted, so everybody a document speaks of is in the list. */
static enum ks_rc go_back(struct ks_roster *roster, const struct before *before)
{
	struct ks_roster_entry *entry = ks_roster_entry(roster, before->number), old = {0};
	json_t *json;
	bool is_good;

	if (!entry)
		return KS_DAMAGED;
	entry->is_listed = false;
	if (!before->json[0])
		return KS_OK;
	json = json_loads(before->json, 0, NULL);
	is_good = json && ks_roster_read_person(json, &roster->arena, &old);
	if (is_good) {
		ks_roster_keep_texts(&roster->arena, &old);
		*entry = old;
	}
	json_decref(json);
	return is_good ? KS_OK : KS_DAMAGED;
}

static enum ks_rc go_back_all(struct ks_store *store, int64_t import, struct ks_roster *roster)
{
	struct before *before = NULL;
	size_t n = 0;
	enum ks_rc rc = load_before(store, import, &before, &n);

	for (size_t i = 0; i < n; i++) {
		if (rc == KS_OK)
			rc = go_back(roster, &before[i]);
		free(before[i].number);
		free(before[i].json);
	}
	free(before);
	return rc;
}

/* The lists that count only from after @day, the latest first; KS_NOT_FOUND behind the last. */
static enum ks_rc later_import(struct ks_store *store, const char *day, int64_t *import)
{
	return ks_db_number(store, import,
			    "SELECT n FROM roster_import WHERE state = 'taken' AND from_day > ?"
			    " AND n < ? ORDER BY n DESC LIMIT 1",
			    "ti", day, *import);
}

enum ks_rc ks_roster_load_on(struct ks_store *store, struct ks_date day, struct ks_roster *out)
{
	int64_t import = INT64_MAX;
	size_t n = 0;
	char text[16];
	enum ks_rc rc;

	ks_date_format(day, text);
	rc = ks_roster_load(store, true, out);
	while (rc == KS_OK && (rc = later_import(store, text, &import)) == KS_OK)
		rc = go_back_all(store, import, out);
	if (rc != KS_NOT_FOUND) {
		ks_roster_finish(out);
		return rc;
	}
	for (size_t i = 0; i < out->n_entries; i++)
		if (out->entries[i].is_listed)
			out->entries[n++] = out->entries[i];
	out->n_entries = n;
	return KS_OK;
}
