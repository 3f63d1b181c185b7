/* SPDX-License-Identifier: Apache-2.0 */
#include <sodium.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/id.h"
#include "base/mem.h"
#include "record/db.h"
#include "record/pin.h"
#include "record/roster_history.h"
#include "record/roster_list.h"
#include "record/roster_private.h"
#include "record/roster_take.h"

/*
 * A list taken: each whom it changes is kept as they were before it, one document a person, so that the last list can be
 * taken back whole. A list ordered ahead waits as such documents too, under its number with a minus before it, with the
 * PINs hashed already.
 */

#define HASHED_AT_ONCE 256
#define CODE_KEY "pin_code_key"

/* ---- one person ---- */

static enum ks_rc put_document(struct ks_store *store, int64_t import, const char *number,
			       const struct ks_roster_entry *entry)
{
	struct ks_buf json = {0};
	enum ks_rc rc;

	if (entry)
		ks_roster_put_person(&json, entry);
	rc = ks_db_run(store, "INSERT INTO roster_before(import, number, json) VALUES(?, ?, ?)",
		       "itt", import, number, ks_buf_text(&json));
	ks_buf_finish(&json);
	return rc;
}

enum ks_rc ks_roster_replace(struct ks_store *store, int64_t import, const char *key,
			     const struct ks_roster_entry *new)
{
	struct ks_arena arena = {0};
	struct ks_roster_entry old;
	enum ks_rc rc = ks_roster_find_key(store, key, &arena, &old);

	if (rc == KS_OK || rc == KS_NOT_FOUND)
		rc = put_document(store, import, key, rc == KS_OK ? &old : NULL);
	if (rc == KS_OK && new)
		rc = ks_roster_write_entry(store, new, NULL);
	else if (rc == KS_OK)
		rc = ks_db_run(store, "UPDATE person SET is_listed = 0 WHERE number = ?", "t", key);
	ks_arena_finish(&arena);
	return rc;
}

/* ---- PINs ---- */

struct batch {
	size_t n;
	char numbers[HASHED_AT_ONCE][KS_PERSON_NUMBER_MAX + 1];
	char texts[HASHED_AT_ONCE][8];
	const char *pins[HASHED_AT_ONCE], *of[HASHED_AT_ONCE];
	char *hashes[HASHED_AT_ONCE];
};

static enum ks_rc keep_batch(struct ks_roster_list *list, const uint8_t *key, struct batch *batch)
{
	enum ks_rc rc = KS_OK;

	ks_roster_hash_pins(batch->pins, batch->of, batch->n, key, batch->hashes);
	for (size_t i = 0; i < batch->n; i++) {
		if (rc == KS_OK)
			rc = ks_db_run(list->store,
				       "INSERT OR REPLACE INTO hash(number, hash) VALUES(?, ?)",
				       "tt", batch->numbers[i], batch->hashes[i]);
		free(batch->hashes[i]);
	}
	explicit_bzero(batch, sizeof(*batch));
	return rc;
}

/* This body's, made when it is first needed. */
static enum ks_rc load_key(struct ks_store *store, uint8_t key[KS_PIN_KEY_BYTES])
{
	char hex[2 * KS_PIN_KEY_BYTES + 1], *kept = NULL;
	enum ks_rc rc = ks_store_get(store, CODE_KEY, &kept);

	if (rc == KS_OK)
		rc = ks_unhex(kept, key, KS_PIN_KEY_BYTES) ? KS_OK : KS_DAMAGED;
	free(kept);
	if (rc != KS_NOT_FOUND)
		return rc;
	ks_random(key, KS_PIN_KEY_BYTES);
	ks_hex(key, KS_PIN_KEY_BYTES, hex);
	return ks_store_set(store, CODE_KEY, hex);
}

/* Who has chosen a PIN needs no code: HR gives them one by `pin reset`. */
static enum ks_rc has_own(struct ks_store *store, const char *typed, bool *has)
{
	int64_t n = 0;
	enum ks_rc rc = ks_db_number(store, &n,
				     "SELECT count(*) FROM pin JOIN person USING(number)"
				     " WHERE typed = ? AND is_listed AND source = 'own'",
				     "t", typed);

	*has = n > 0;
	return rc;
}

static enum ks_rc hash_pins(struct ks_store *store, struct ks_roster_list *list)
{
	uint8_t made[KS_PIN_KEY_BYTES], *key = list->is_once ? made : NULL;
	struct batch *batch = ks_alloc_zero(1, sizeof(*batch));
	sqlite3_stmt *stmt =
		ks_db_query(list->store,
			    "SELECT number, pin_at FROM who WHERE pin_at >= 0 ORDER BY number", "");
	enum ks_rc rc = key ? load_key(store, key) : KS_OK, has;

	while ((has = ks_db_step(list->store, stmt)) == KS_OK && rc == KS_OK) {
		size_t i = batch->n;
		bool needs_none = false;

		if (key)
			rc = has_own(store, ks_db_text(stmt, 0), &needs_none);
		if (rc != KS_OK || needs_none)
			continue;
		batch->n++;
		(void)snprintf(batch->numbers[i], sizeof(batch->numbers[i]), "%s",
			       ks_db_text(stmt, 0));
		batch->of[i] = batch->numbers[i];
		batch->pins[i] =
			ks_roster_list_pin(list, sqlite3_column_int64(stmt, 1), batch->texts[i]);
		if (batch->n == HASHED_AT_ONCE)
			rc = keep_batch(list, key, batch);
	}
	ks_db_end(stmt);
	if (rc == KS_OK && has != KS_NOT_FOUND)
		rc = has;
	if (rc == KS_OK)
		rc = keep_batch(list, key, batch);
	sodium_memzero(made, sizeof(made));
	free(batch);
	return rc;
}

/* ---- all of them ---- */

static enum ks_rc add_import(struct ks_store *store, int64_t wall_ms, struct ks_date from,
			     const char *state, int64_t *import)
{
	char day[16];
	enum ks_rc rc;

	ks_date_format(from, day);
	rc = ks_db_run(store,
		       "INSERT INTO roster_import(at_ms, from_day, state, document)"
		       " VALUES(?, ?, ?, '')",
		       "itt", wall_ms, day, state);
	if (rc == KS_OK)
		rc = ks_db_number(store, import, "SELECT max(n) FROM roster_import", "");
	return rc;
}

/* What is done with somebody of the list; as put_document() and ks_roster_replace(). */
typedef enum ks_rc take_one(struct ks_store *store, int64_t import, const char *key,
			    const struct ks_roster_entry *entry);

static enum ks_rc each(struct ks_roster_list *list, const char *people, struct ks_store *store,
		       int64_t import, take_one *take)
{
	struct ks_arena arena = {0};
	struct ks_roster_entry entry;
	struct ks_roster_rows rows;
	enum ks_rc rc;

	ks_roster_rows_begin(&rows, list->store, ks_db_query(list->store, people, ""));
	while ((rc = ks_roster_rows_next(&rows, &arena, &entry)) == KS_OK) {
		rc = take(store, import, entry.person.number, &entry);
		ks_arena_finish(&arena);
		if (rc != KS_OK)
			break;
	}
	ks_roster_rows_end(&rows);
	ks_arena_finish(&arena);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static enum ks_rc drop_gone(struct ks_roster_list *list, struct ks_store *store, int64_t import)
{
	sqlite3_stmt *stmt =
		ks_db_query(list->store, "SELECT key FROM change WHERE becomes = ? ORDER BY key",
			    "d", (int)KS_BECOMES_GONE);
	enum ks_rc rc;

	while ((rc = ks_db_step(list->store, stmt)) == KS_OK) {
		rc = ks_roster_replace(store, import, ks_db_text(stmt, 0), NULL);
		if (rc != KS_OK)
			break;
	}
	ks_db_end(stmt);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static enum ks_rc count(struct ks_roster_list *list, enum ks_roster_becomes what, size_t *n)
{
	int64_t value = 0;
	enum ks_rc rc = ks_db_number(list->store, &value,
				     "SELECT count(*) FROM change WHERE becomes = ?", "d", (int)what);

	*n = (size_t)value;
	return rc;
}

static enum ks_rc take_now(struct ks_roster_list *list, struct ks_store *store, int64_t import,
			   struct ks_roster_change *change)
{
	enum ks_rc rc = each(list, ks_roster_list_sql()->changed, store, import, ks_roster_replace);

	if (rc == KS_OK)
		rc = drop_gone(list, store, import);
	change->n_people = list->n_people;
	if (rc == KS_OK)
		rc = count(list, KS_BECOMES_NEW, &change->n_new);
	if (rc == KS_OK)
		rc = count(list, KS_BECOMES_OTHER, &change->n_changed);
	if (rc == KS_OK)
		rc = count(list, KS_BECOMES_GONE, &change->n_unlisted);
	return rc;
}

/* Inside a transaction. */
static enum ks_rc take(struct ks_store *store, struct ks_roster_list *list, int64_t wall_ms,
		       struct ks_date from, bool is_ahead, struct ks_roster_change *change)
{
	int64_t import = 0, edition = 0;
	enum ks_rc rc = ks_roster_list_edition(store, &edition);

	if (rc == KS_OK && edition != list->edition)
		rc = KS_BUSY; /* another list was taken since the two were compared */
	if (rc == KS_OK)
		rc = add_import(store, wall_ms, from, is_ahead ? "waiting" : "taken", &import);
	if (rc == KS_OK && is_ahead)
		return each(list, ks_roster_list_sql()->people, store, -import, put_document);
	return rc == KS_OK ? take_now(list, store, import, change) : rc;
}

enum ks_rc ks_roster_take(struct ks_store *store, struct ks_roster_list *list, int64_t wall_ms,
			  struct ks_date from, struct ks_date today, struct ks_roster_change *change)
{
	enum ks_rc rc = ks_store_begin(list->store);

	memset(change, 0, sizeof(*change));
	if (rc != KS_OK)
		return rc;
	rc = ks_store_end(list->store, hash_pins(store, list));
	if (rc != KS_OK)
		return rc;
	ks_db_lock(list->store); /* the list's before the store's, as where they are compared */
	rc = ks_store_begin(store);
	if (rc == KS_OK)
		rc = ks_store_end(store, take(store, list, wall_ms, from,
					      ks_date_compare(from, today) > 0, change));
	ks_db_unlock(list->store);
	return rc;
}
