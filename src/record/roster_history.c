/* SPDX-License-Identifier: Apache-2.0 */
#include "record/roster_history.h"

#include <jansson.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "record/db.h"
#include "record/roster_take.h"

/*
 * Lists over time: one that waited is taken, the last one is taken back, one of a day is put together again. What is
 * written of each is told in roster_take.c.
 */

/* The document of the first person behind @number, "" for nobody yet; KS_NOT_FOUND behind the last. */
static enum ks_rc next_document(struct ks_store *store, int64_t import, char **number, char **json)
{
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store,
			   "SELECT number, json FROM roster_before WHERE import = ? AND number > ?"
			   " ORDER BY number LIMIT 1",
			   "it", import, *number ? *number : "");
	rc = ks_db_step(store, stmt);
	free(*number);
	free(*json);
	*number = *json = NULL;
	if (rc == KS_OK) {
		*number = ks_strdup(ks_db_text(stmt, 0));
		*json = ks_strdup(ks_db_text(stmt, 1));
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc;
}

/* What is done with the document of one person, whose number it is. */
typedef enum ks_rc use_document(struct ks_store *store, const char *number, const char *json,
				void *context);

static enum ks_rc each_document(struct ks_store *store, int64_t import, use_document *use,
				void *context)
{
	char *number = NULL, *json = NULL;
	enum ks_rc rc;

	while ((rc = next_document(store, import, &number, &json)) == KS_OK)
		if ((rc = use(store, number, json, context)) != KS_OK)
			break;
	free(number);
	free(json);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

/* ---- ahead ---- */

static bool is_changed(const struct ks_roster_entry *old, const struct ks_roster_entry *new)
{
	return !old->is_listed || new->pin_hash ||
	       !ks_roster_is_same_person(&old->person, &new->person);
}

static enum ks_rc take_document(struct ks_store *store, const char *number, const char *text,
				void *context)
{
	struct ks_roster_entry new = {0}, old = {0};
	struct ks_arena arena = {0}, old_arena = {0};
	json_t *json = json_loads(text, 0, NULL);
	enum ks_rc rc = KS_DAMAGED;

	if (json && ks_roster_read_person(json, &arena, &new))
		rc = ks_roster_find_key(store, number, &old_arena, &old);
	if (rc == KS_NOT_FOUND || (rc == KS_OK && is_changed(&old, &new)))
		rc = ks_roster_replace(store, *(int64_t *)context, number, &new);
	json_decref(json);
	ks_arena_finish(&arena);
	ks_arena_finish(&old_arena);
	return rc;
}

/* Whoever is listed, and of whom the list that waited as -@import says nothing. */
static enum ks_rc drop_unnamed(struct ks_store *store, int64_t import)
{
	char *number = ks_strdup("");
	enum ks_rc rc = KS_OK;

	while (rc == KS_OK) {
		sqlite3_stmt *stmt;

		ks_db_lock(store);
		stmt = ks_db_query(store,
				   "SELECT number FROM person WHERE is_listed AND number > ?"
				   " AND NOT EXISTS(SELECT 1 FROM roster_before b"
				   "  WHERE b.import = ? AND b.number = person.number)"
				   " ORDER BY number LIMIT 1",
				   "ti", number, -import);
		rc = ks_db_step(store, stmt);
		free(number);
		number = ks_strdup(rc == KS_OK ? ks_db_text(stmt, 0) : "");
		ks_db_end(stmt);
		ks_db_unlock(store);
		if (rc == KS_OK)
			rc = ks_roster_replace(store, import, number, NULL);
	}
	free(number);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static enum ks_rc drop_documents(struct ks_store *store, int64_t import)
{
	return ks_db_run(store, "DELETE FROM roster_before WHERE import = ?", "i", import);
}

/* A list that an older version left waiting is one document of all. */
static enum ks_rc spread(struct ks_store *store, int64_t import, const char *document)
{
	json_t *people = json_loads(document, 0, NULL), *person;
	enum ks_rc rc = json_is_array(people) ? KS_OK : KS_INVALID;
	size_t i;

	json_array_foreach(people, i, person)
	{
		char *text = json_dumps(person, JSON_COMPACT);

		if (rc == KS_OK)
			rc = ks_db_run(store,
				       "INSERT INTO roster_before(import, number, json)"
				       " VALUES(?, ?, ?)",
				       "itt", -import,
				       json_string_value(json_object_get(person, "number")), text);
		free(text);
	}
	json_decref(people);
	return rc;
}

static enum ks_rc take_waiting(struct ks_store *store, int64_t import, const char *document)
{
	enum ks_rc rc = document[0] ? spread(store, import, document) : KS_OK;

	if (rc == KS_OK)
		rc = each_document(store, -import, take_document, &import);
	if (rc == KS_OK)
		rc = drop_unnamed(store, import);
	if (rc == KS_OK)
		rc = drop_documents(store, -import);
	if (rc == KS_OK)
		rc = ks_db_run(store,
			       "UPDATE roster_import SET state = 'taken', document = '' WHERE n = ?",
			       "i", import);
	if (rc == KS_OK)
		ks_log_info("roster", "list %lld, which waited, is taken", (long long)import);
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
		if (rc == KS_OK)
			rc = ks_store_end(store, take_waiting(store, import, document));
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

static bool is_own(const struct ks_roster_entry *entry)
{
	return entry->pin_hash && strcmp(entry->pin_source, "own") == 0;
}

/* The PIN of the list goes with it, but never one that its owner has chosen since. */
static enum ks_rc restore_pin(struct ks_store *store, const char *number,
			      const struct ks_roster_entry *old, const struct ks_roster_entry *now,
			      struct ks_roster_undone *out)
{
	bool has_now = now->pin_hash, has_old = old->pin_hash;

	if (is_own(now)) {
		out->n_own += !is_own(old);
		return KS_OK;
	}
	if (has_now && has_old && strcmp(old->pin_hash, now->pin_hash) != 0)
		out->n_pins_back++; /* written with the person */
	if (!has_now || has_old)
		return KS_OK;
	out->n_pins_gone++;
	return ks_db_run(store, "DELETE FROM pin WHERE number = ?", "t", number);
}

static enum ks_rc restore(struct ks_store *store, const char *number, const char *text, void *context)
{
	struct ks_roster_entry old = {0}, now = {0};
	struct ks_arena arena = {0};
	struct ks_roster_undone *out = context;
	json_t *json = json_loads(text, 0, NULL);
	enum ks_rc rc = ks_roster_find_key(store, number, &arena, &now);

	if (rc == KS_NOT_FOUND || (json && !ks_roster_read_person(json, &arena, &old)))
		rc = KS_DAMAGED;
	if (rc == KS_OK && json)
		rc = ks_roster_write_entry(store, &old, NULL);
	if (rc == KS_OK && !old.is_listed)
		rc = ks_db_run(store, "UPDATE person SET is_listed = 0 WHERE number = ?", "t",
			       number);
	if (rc == KS_OK)
		rc = restore_pin(store, number, &old, &now, out);
	out->n_people++;
	json_decref(json);
	ks_arena_finish(&arena);
	return rc;
}

static enum ks_rc restore_all(struct ks_store *store, int64_t import, struct ks_roster_undone *out)
{
	enum ks_rc rc = each_document(store, import, restore, out);

	if (rc == KS_OK)
		rc = drop_documents(store, -import); /* of one that waits */
	if (rc == KS_OK)
		rc = ks_db_run(store,
			       "UPDATE roster_import SET state = 'undone', document = '' WHERE n = ?",
			       "i", import);
	return rc;
}

/* The last one that was not taken back yet, whether it was taken or waits. */
static enum ks_rc last_import(struct ks_store *store, int64_t *import)
{
	return ks_db_number(
		store, import,
		"SELECT n FROM roster_import WHERE state <> 'undone' ORDER BY n DESC LIMIT 1", "");
}

enum ks_rc ks_roster_undo(struct ks_store *store, struct ks_roster_undone *out)
{
	int64_t import = 0;
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	rc = ks_store_begin(store);
	if (rc != KS_OK)
		return rc;
	rc = last_import(store, &import);
	if (rc == KS_OK)
		rc = restore_all(store, import, out); /* nobody, while it waited */
	return ks_store_end(store, rc);
}

/* ---- as it stood on a day ---- */

/* Nobody is ever deleted, so everybody a document speaks of is in the list. */
static enum ks_rc go_back(struct ks_store *store, const char *number, const char *text, void *context)
{
	struct ks_roster *roster = context;
	struct ks_roster_entry *entry = ks_roster_entry(roster, number), old = {0};
	json_t *json;
	bool is_good;

	(void)store;
	if (!entry)
		return KS_DAMAGED;
	entry->is_listed = false;
	if (!text[0])
		return KS_OK;
	json = json_loads(text, 0, NULL);
	is_good = json && ks_roster_read_person(json, &roster->arena, &old);
	if (is_good) {
		ks_roster_keep_texts(&roster->arena, &old);
		*entry = old;
	}
	json_decref(json);
	return is_good ? KS_OK : KS_DAMAGED;
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
		rc = each_document(store, import, go_back, out);
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
