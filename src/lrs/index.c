/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/index.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/lock.h"
#include "base/log.h"
#include "base/mem.h"
#include "lrs/roster_document.h"
#include "record/body.h"
#include "record/db.h"
#include "xapi/statement_check.h"

/*
 * Names are interned as numbers, and a tag says "statement S is about name N in way K". A statement that points at
 * another one (StatementRef) is found by whatever its target is found by, so it gets the target's tags too, whichever
 * of the two came first.
 */

#define CHUNK 500 /* statements in one transaction, so that ingest is never held up for long */

struct indexer {
	struct ks_store *store;
	int64_t stored;
	enum ks_rc rc; /* the first failure; everything after it does nothing */
};

char *ks_index_agent(const json_t *agent)
{
	static const char *const plain[] = {"mbox", "mbox_sha1sum", "openid"};
	const json_t *account = json_object_get(agent, "account");
	const char *type = json_string_value(json_object_get(agent, "objectType"));
	const char *what = type && strcmp(type, "Group") == 0 ? "group" : "agent";

	for (size_t i = 0; i < KS_COUNT(plain); i++) {
		const char *text = json_string_value(json_object_get(agent, plain[i]));

		if (text)
			return ks_format("%s %s %s", what, plain[i], text);
	}
	if (!account)
		return NULL;
	return ks_format("%s account %s %s", what,
			 json_string_value(json_object_get(account, "homePage")),
			 json_string_value(json_object_get(account, "name")));
}

enum ks_rc ks_index_find(struct ks_store *store, const char *text, int64_t *n)
{
	return ks_db_number(store, n, "SELECT n FROM name WHERE text = ?", "t", text);
}

static int64_t intern(struct indexer *ix, const char *text)
{
	int64_t n = 0;

	if (ix->rc != KS_OK)
		return 0;
	ix->rc = ks_index_find(ix->store, text, &n);
	if (ix->rc == KS_NOT_FOUND)
		ix->rc = ks_db_number(ix->store, &n, "INSERT INTO name(text) VALUES(?) RETURNING n",
				      "t", text);
	return n;
}

static void tag_number(struct indexer *ix, enum ks_tag kind, int64_t name)
{
	if (ix->rc == KS_OK)
		ix->rc = ks_db_run(ix->store,
				   "INSERT OR IGNORE INTO tag(kind, name, stored) VALUES(?, ?, ?)",
				   "dii", (int)kind, name, ix->stored);
}

/* ---- activities: what is known of each, put together from all statements ---- */

static enum ks_rc read_definition(struct ks_store *store, int64_t name, json_t **out)
{
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	*out = NULL;
	ks_db_lock(store);
	stmt = ks_db_query(store, "SELECT definition FROM activity WHERE name = ?", "i", name);
	rc = ks_db_step(store, stmt);
	if (rc == KS_OK)
		*out = json_loads(ks_db_text(stmt, 0), 0, NULL);
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc;
}

/* Maps of languages grow, everything else is what was said last. */
static void merge_definition(json_t *known, const json_t *told)
{
	const char *name;
	json_t *value;

	json_object_foreach((json_t *)told, name, value)
	{
		json_t *before = json_object_get(known, name);

		if (json_is_object(before) && json_is_object(value) &&
		    (strcmp(name, "name") == 0 || strcmp(name, "description") == 0))
			json_object_update(before, value);
		else
			json_object_set(known, name, value);
	}
}

static void keep_definition(struct indexer *ix, int64_t activity, const json_t *told)
{
	json_t *known = NULL, *merged;
	enum ks_rc rc;
	char *text;

	if (!json_is_object(told) || ix->rc != KS_OK)
		return;
	rc = read_definition(ix->store, activity, &known);
	if (rc != KS_OK && rc != KS_NOT_FOUND)
		ix->rc = rc;
	merged = known ? json_deep_copy(known) : json_object();
	merge_definition(merged, told);
	if (ix->rc == KS_OK && (!known || !json_equal(known, merged))) {
		text = json_dumps(merged, JSON_COMPACT);
		ix->rc = ks_db_run(ix->store,
				   "INSERT INTO activity(name, definition) VALUES(?, ?)"
				   " ON CONFLICT DO UPDATE SET definition = excluded.definition",
				   "it", activity, text);
		free(text);
	}
	json_decref(known);
	json_decref(merged);
}

static void tag_activity(struct indexer *ix, const json_t *activity, bool is_object)
{
	const char *iri = json_string_value(json_object_get(activity, "id"));
	int64_t n;

	if (!iri)
		return;
	n = intern(ix, iri);
	if (is_object)
		tag_number(ix, KS_TAG_ACTIVITY, n);
	tag_number(ix, KS_TAG_ACTIVITY_RELATED, n);
	keep_definition(ix, n, json_object_get(activity, "definition"));
}

/* ---- agents ---- */

static void keep_name(struct indexer *ix, int64_t agent, const json_t *who)
{
	const char *name = json_string_value(json_object_get(who, "name"));

	if (name && ix->rc == KS_OK)
		ix->rc = ks_db_run(ix->store,
				   "INSERT OR IGNORE INTO person_name(agent, text) VALUES(?, ?)",
				   "it", agent, name);
}

static void tag_agent(struct indexer *ix, const json_t *agent, bool is_main)
{
	const json_t *members = json_object_get(agent, "member");
	char *text = ks_index_agent(agent);

	if (text) {
		int64_t n = intern(ix, text);

		if (is_main)
			tag_number(ix, KS_TAG_AGENT, n);
		tag_number(ix, KS_TAG_AGENT_RELATED, n);
		keep_name(ix, n, agent);
	}
	free(text);
	/* Who is a member did it too. */
	for (size_t i = 0; i < json_array_size(members); i++)
		tag_agent(ix, json_array_get(members, i), is_main);
}

/* ---- one statement ---- */

static void tag_context(struct indexer *ix, const json_t *context)
{
	static const char *const relations[] = {"parent", "grouping", "category", "other"};
	static const char *const people[][2] = {{"contextAgents", "agent"},
						{"contextGroups", "group"}};
	const json_t *activities = json_object_get(context, "contextActivities");

	for (size_t i = 0; i < KS_COUNT(relations); i++) {
		const json_t *value = json_object_get(activities, relations[i]);

		for (size_t k = 0; k < json_array_size(value); k++)
			tag_activity(ix, json_array_get(value, k), false);
		if (json_is_object(value))
			tag_activity(ix, value, false);
	}
	tag_agent(ix, json_object_get(context, "instructor"), false);
	tag_agent(ix, json_object_get(context, "team"), false);
	for (size_t i = 0; i < KS_COUNT(people); i++) {
		const json_t *list = json_object_get(context, people[i][0]);

		for (size_t k = 0; k < json_array_size(list); k++)
			tag_agent(ix, json_object_get(json_array_get(list, k), people[i][1]), false);
	}
}

static void tag_object(struct indexer *ix, const json_t *object, bool is_main)
{
	const char *type = json_string_value(json_object_get(object, "objectType"));

	if (!type || strcmp(type, "Activity") == 0) {
		tag_activity(ix, object, is_main);
	} else if (strcmp(type, "Agent") == 0 || strcmp(type, "Group") == 0) {
		tag_agent(ix, object, is_main);
	} else if (strcmp(type, "SubStatement") == 0) {
		tag_agent(ix, json_object_get(object, "actor"), false);
		tag_object(ix, json_object_get(object, "object"), false);
		tag_context(ix, json_object_get(object, "context"));
	}
}

static void tag_statement(struct indexer *ix, const json_t *root)
{
	const json_t *context = json_object_get(root, "context");
	const char *verb = json_string_value(json_object_get(json_object_get(root, "verb"), "id"));
	const char *registration = json_string_value(json_object_get(context, "registration"));

	tag_agent(ix, json_object_get(root, "actor"), true);
	tag_agent(ix, json_object_get(root, "authority"), false);
	tag_object(ix, json_object_get(root, "object"), true);
	tag_context(ix, context);
	if (verb)
		tag_number(ix, KS_TAG_VERB, intern(ix, verb));
	if (registration) {
		char *lower = ks_strdup(registration);

		ks_statement_lower(lower);
		tag_number(ix, KS_TAG_REGISTRATION, intern(ix, lower));
		free(lower);
	}
}

/* ---- references ---- */

#define CHAIN_MAX 8
#define POINTING_MAX 1000

/* What a statement points at, lower case, malloc'd; NULL when it is about something else. */
static char *target_of(const json_t *root)
{
	const json_t *object = json_object_get(root, "object");
	const char *type = json_string_value(json_object_get(object, "objectType"));
	const char *id = json_string_value(json_object_get(object, "id"));
	char *lower;

	if (!type || !id || strcmp(type, "StatementRef") != 0)
		return NULL;
	lower = ks_strdup(id);
	ks_statement_lower(lower);
	return lower;
}

static json_t *load_by_id(struct indexer *ix, const char *id)
{
	struct sqlite3_stmt *stmt;
	json_t *root = NULL;
	enum ks_rc rc;

	ks_db_lock(ix->store);
	stmt = ks_db_query(ix->store, "SELECT body(bytes) FROM received WHERE id = ?", "t", id);
	rc = ks_db_step(ix->store, stmt);
	if (rc == KS_OK)
		root = json_loadb(sqlite3_column_blob(stmt, 0),
				  (size_t)sqlite3_column_bytes(stmt, 0), 0, NULL);
	else if (rc != KS_NOT_FOUND)
		ix->rc = rc;
	ks_db_end(stmt);
	ks_db_unlock(ix->store);
	return root;
}

/* The statement, what it points at, what that points at … @roots[0] is borrowed, the others are owned. */
static size_t follow(struct indexer *ix, json_t *root, json_t *roots[CHAIN_MAX])
{
	size_t n = 0;

	roots[n++] = root;
	while (n < CHAIN_MAX && ix->rc == KS_OK) {
		char *target = target_of(roots[n - 1]);
		json_t *next = target ? load_by_id(ix, target) : NULL;

		free(target);
		if (!next)
			break;
		roots[n++] = next;
	}
	return n;
}

/* Which statements point at @id, and at those. */
static size_t find_pointing(struct indexer *ix, const char *id, int64_t out[POINTING_MAX])
{
	static const char select[] =
		"WITH RECURSIVE pointing(stored) AS ("
		" SELECT stored FROM reference WHERE target = ?1 UNION"
		" SELECT r.stored FROM pointing p JOIN received s ON s.stored = p.stored"
		"  JOIN reference r ON r.target = s.id) SELECT stored FROM pointing LIMIT 1000";
	struct sqlite3_stmt *stmt;
	size_t n = 0;
	enum ks_rc rc;

	ks_db_lock(ix->store);
	stmt = ks_db_query(ix->store, select, "t", id);
	while ((rc = ks_db_step(ix->store, stmt)) == KS_OK && n < POINTING_MAX)
		out[n++] = sqlite3_column_int64(stmt, 0);
	ks_db_end(stmt);
	ks_db_unlock(ix->store);
	if (rc != KS_OK && rc != KS_NOT_FOUND)
		ix->rc = rc;
	return n;
}

/* Whose word takes a statement back: a client's, what came from clients; HR's, everything (query.c). */
static int void_power(const char *sender)
{
	return ks_centre_is_hr(sender) ? 2 : ks_centre_is_client(sender) ? 1 : 0;
}

static void keep_reference(struct indexer *ix, const json_t *root, int power)
{
	const char *verb = json_string_value(json_object_get(json_object_get(root, "verb"), "id"));
	char *target = target_of(root);
	int is_void = verb && strcmp(verb, KS_VERB_VOIDED) == 0 ? power : 0;

	if (target && ix->rc == KS_OK)
		ix->rc = ks_db_run(ix->store,
				   "INSERT OR IGNORE INTO reference(target, stored, is_void)"
				   " VALUES(?, ?, ?)",
				   "tid", target, ix->stored, is_void);
	free(target);
}

static void index_one(struct indexer *ix, const char *id, json_t *root, int power)
{
	json_t *roots[CHAIN_MAX];
	int64_t pointing[POINTING_MAX];
	size_t n_roots, n_pointing;

	keep_reference(ix, root, power);
	n_roots = follow(ix, root, roots);
	n_pointing = find_pointing(ix, id, pointing);
	for (size_t i = 0; i < n_roots; i++) {
		int64_t stored = ix->stored;

		tag_statement(ix, roots[i]);
		for (size_t k = 0; k < n_pointing; k++) {
			ix->stored = pointing[k];
			tag_statement(ix, roots[i]);
		}
		ix->stored = stored;
	}
	for (size_t i = 1; i < n_roots; i++)
		json_decref(roots[i]);
}

/* ---- behind the statements ---- */

struct row {
	int64_t stored;
	char *id;
	json_t *root;
	int power;
};

static enum ks_rc read_rows(struct ks_store *store, int64_t after, struct row *rows, size_t *n)
{
	static const char select[] =
		"SELECT stored, id, kiosk, body(bytes) FROM received WHERE stored > ? ORDER BY stored LIMIT ?";
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select, "id", after, CHUNK);
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		rows[(*n)++] = (struct row){
			.stored = sqlite3_column_int64(stmt, 0),
			.id = ks_strdup(ks_db_text(stmt, 1)),
			.power = void_power(ks_db_text(stmt, 2)),
			.root = json_loadb(sqlite3_column_blob(stmt, 3),
					   (size_t)sqlite3_column_bytes(stmt, 3), 0, NULL),
		};
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

/* One chunk in one transaction; @n: how many there were. */
static enum ks_rc index_chunk(struct ks_store *store, int64_t *upto, size_t *n)
{
	static const char keep[] = "INSERT INTO setting(name, value) VALUES('indexed', ?)"
				   " ON CONFLICT DO UPDATE SET value = excluded.value";
	struct row *rows = ks_alloc_zero(CHUNK, sizeof(*rows));
	struct indexer ix = {.store = store};

	*n = 0;
	ix.rc = read_rows(store, *upto, rows, n);
	if (ix.rc == KS_OK && *n > 0)
		ix.rc = ks_store_begin(store);
	if (ix.rc == KS_OK && *n > 0) {
		char number[24];

		for (size_t i = 0; i < *n; i++) {
			ix.stored = rows[i].stored;
			if (strstr(rows[i].id, KS_ROW_AGAIN))
				continue; /* its first row is found */
			index_one(&ix, rows[i].id, rows[i].root, rows[i].power);
		}
		(void)snprintf(number, sizeof(number), "%lld", (long long)ix.stored);
		if (ix.rc == KS_OK)
			ix.rc = ks_db_run(store, keep, "t", number);
		ix.rc = ks_store_end(store, ix.rc);
		if (ix.rc == KS_OK)
			*upto = ix.stored;
	}
	for (size_t i = 0; i < *n; i++) {
		free(rows[i].id);
		json_decref(rows[i].root);
	}
	free(rows);
	return ix.rc;
}

/* At most @n_chunks of them. */
static enum ks_rc catch_up(struct ks_centre *centre, int64_t n_chunks)
{
	static const char select[] =
		"SELECT coalesce((SELECT CAST(value AS INTEGER) FROM setting WHERE name = 'indexed'), 0)";
	size_t n = CHUNK;
	enum ks_rc rc = KS_OK;

	ks_lock(&centre->index_mutex);
	if (centre->indexed < 0)
		rc = ks_db_number(centre->store, &centre->indexed, select, "");
	while (rc == KS_OK && n == CHUNK && n_chunks-- > 0)
		rc = index_chunk(centre->store, &centre->indexed, &n);
	ks_unlock(&centre->index_mutex);
	return rc;
}

enum ks_rc ks_index_catch_up(struct ks_centre *centre)
{
	return catch_up(centre, INT64_MAX);
}

void ks_centre_tend(struct ks_centre *centre)
{
	int64_t newest = centre->tended;
	enum ks_rc rc = ks_db_number(centre->store, &newest,
				     "SELECT coalesce(max(stored), 0) FROM received", "");
	bool is_quiet = newest == centre->tended, is_done = false;

	ks_roster_document_tend(centre);
	centre->tended = newest;
	if (rc == KS_OK)
		rc = catch_up(centre, is_quiet ? 20 : 1);
	for (int i = is_quiet ? 20 : 1; rc == KS_OK && !is_done && i > 0; i--)
		rc = ks_body_tend(centre->store, &is_done);
	if (rc != KS_OK)
		ks_log_warn("lrs", "the index could not be carried on: %s", ks_rc_name(rc));
}
