/* SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fold.h"
#include "base/mem.h"
#include "record/db.h"
#include "record/roster_diff.h"
#include "record/roster_field.h"
#include "record/roster_list.h"
#include "record/roster_private.h"

/*
 * Numbers are given anew, change with a new appointment and lose their zeros in Excel. What looks like any of these is
 * asked: a record that counts for somebody else is worse than a list that is not taken.
 */

/* Somebody who was there. */
struct holder {
	char number[KS_ROSTER_KEY_MAX + 1];
	char typed[KS_PERSON_NUMBER_MAX + 1];
	char *name, *kana;
	bool is_listed;
};

struct matching {
	struct ks_roster_list *list;
	struct ks_store *store; /* the list's */
	const struct ks_roster_answers *answers;
	struct ks_roster_diff *out;
	enum ks_rc rc; /* the first failure */
};

/* Somebody of the list. */
struct newcomer {
	char number[KS_PERSON_NUMBER_MAX + 1];
	char *name, *kana;
};

/* ---- what was answered ---- */

/* Calls for each "a" or "a=b" of @list; stops at true. */
static bool each_answer(const char *list,
			bool (*is)(const char *was, const char *now, void *context), void *context)
{
	bool found = false;

	for (const char *at = list ? list : ""; *at && !found;) {
		char was[64] = "", now[64] = "";
		size_t len = strcspn(at, ","), left = strcspn(at, "=,");

		(void)snprintf(was, sizeof(was), "%.*s", (int)left, at);
		(void)snprintf(now, sizeof(now), "%.*s", (int)(left < len ? len - left - 1 : len),
			       left < len ? at + left + 1 : at);
		found = is(was, now, context);
		at += len + (at[len] == ',');
	}
	return found;
}

struct question {
	const char *now;
	char was[64];
};

static bool is_about(const char *was, const char *now, void *context)
{
	struct question *question = context;

	if (strcmp(now, question->now) != 0)
		return false;
	(void)snprintf(question->was, sizeof(question->was), "%s", was);
	return true;
}

/* ---- who had a number, who has a name ---- */

static void forget(struct holder *holder)
{
	free(holder->name);
	free(holder->kana);
	memset(holder, 0, sizeof(*holder));
}

static void note(struct matching *m, enum ks_rc rc)
{
	if (m->rc == KS_OK && rc != KS_OK && rc != KS_NOT_FOUND)
		m->rc = rc;
}

/* The first row: number, typed, name, kana, is_listed. */
static bool read_holder(struct matching *m, sqlite3_stmt *stmt, struct holder *out)
{
	enum ks_rc rc = ks_db_step(m->store, stmt);

	memset(out, 0, sizeof(*out));
	if (rc == KS_OK) {
		(void)snprintf(out->number, sizeof(out->number), "%s", ks_db_text(stmt, 0));
		(void)snprintf(out->typed, sizeof(out->typed), "%s", ks_db_text(stmt, 1));
		out->name = ks_strdup(ks_db_text(stmt, 2));
		out->kana = ks_strdup(ks_db_text(stmt, 3));
		out->is_listed = sqlite3_column_int(stmt, 4) != 0;
	}
	note(m, rc);
	return rc == KS_OK;
}

/* Whoever is listed; of several who are gone the one who had it last: 204101~2 after 204101. */
static bool find_typed(struct matching *m, const char *typed, struct holder *out)
{
	sqlite3_stmt *stmt =
		ks_db_query(m->store,
			    "SELECT number, typed, name, kana, is_listed FROM was WHERE typed = ?"
			    " ORDER BY is_listed DESC, number DESC LIMIT 1",
			    "t", typed);
	bool is = read_holder(m, stmt, out);

	ks_db_end(stmt);
	return is;
}

/* Nobody's any more, with this very name. */
static bool find_name(struct matching *m, const struct newcomer *who, struct holder *out)
{
	sqlite3_stmt *stmt = ks_db_query(m->store,
					 "SELECT number, typed, name, kana, is_listed FROM was"
					 " WHERE name = ? AND kana = ?"
					 " AND NOT EXISTS(SELECT 1 FROM claim WHERE key = was.number)"
					 " ORDER BY number LIMIT 1",
					 "tt", who->name, who->kana);
	bool is = read_holder(m, stmt, out);

	ks_db_end(stmt);
	return is;
}

static bool is_there(struct matching *m, const char *sql, const char *value)
{
	int64_t n;
	enum ks_rc rc = ks_db_number(m->store, &n, sql, "t", value);

	note(m, rc);
	return rc == KS_OK;
}

static bool is_claimed(struct matching *m, const char *key)
{
	return is_there(m, "SELECT 1 FROM claim WHERE key = ?", key);
}

/* Of somebody who is in nobody's place yet: "101" was "000101". */
static bool find_with_zeros(struct matching *m, const char *number, struct holder *out)
{
	char longer[KS_PERSON_NUMBER_MAX + 1];
	size_t len = strlen(number);

	for (size_t zeros = 1; zeros + len <= KS_PERSON_NUMBER_MAX; zeros++) {
		memset(longer, '0', zeros);
		memcpy(longer + zeros, number, len + 1);
		if (!find_typed(m, longer, out))
			continue;
		if (out->is_listed && !is_claimed(m, out->number))
			return true;
		forget(out);
	}
	return false;
}

static bool is_alike(const char *a, const char *b)
{
	char *key_a, *key_b;
	bool is;

	if (strcmp(a, b) == 0)
		return true;
	key_a = ks_fold_key(a);
	key_b = ks_fold_key(b);
	is = strcmp(key_a, key_b) == 0;
	free(key_a);
	free(key_b);
	return is;
}

/* One of the two may change (改姓 changes both, and is asked). */
static bool may_be_same(const struct newcomer *a, const struct holder *b)
{
	return is_alike(a->name, b->name) || (a->kana[0] && is_alike(a->kana, b->kana));
}

/* ---- matching ---- */

static void doubt(struct matching *m, enum ks_roster_doubt_kind kind, const char *number,
		  const struct holder *before)
{
	struct ks_roster_diff *out = m->out;

	if (out->n_doubts < KS_ROSTER_NAMED_MAX) {
		struct ks_roster_doubt *item = &out->doubts[out->n_doubts];

		item->kind = kind;
		(void)snprintf(item->number, sizeof(item->number), "%s", number);
		(void)snprintf(item->before, sizeof(item->before), "%s", before->typed);
	}
	out->n_doubts++;
}

static void claim(struct matching *m, const char *number, const char *key)
{
	note(m,
	     ks_db_run(m->store, "INSERT INTO claim(key, number) VALUES(?, ?)", "tt", key, number));
}

/* The first of 204101, 204101~2, … under which there are no records of anybody. */
static void give_key(struct matching *m, const char *number)
{
	char key[KS_ROSTER_KEY_MAX + 1];
	unsigned n = 2;

	(void)snprintf(key, sizeof(key), "%s", number);
	while (is_there(m, "SELECT 1 FROM was WHERE number = ?", key) && n < 1000)
		(void)snprintf(key, sizeof(key), "%s~%u", number, n++ % 1000); /* three digits fit */
	claim(m, number, key);
}

/* Who had the number too, and is meant by this name: an earlier list that was taken back knew them. */
static bool find_namesake(struct matching *m, const struct newcomer *who, const char *first,
			  struct holder *out)
{
	sqlite3_stmt *stmt = ks_db_query(
		m->store,
		"SELECT number, typed, name, kana, is_listed FROM was WHERE typed = ? AND number <> ?"
		" AND NOT EXISTS(SELECT 1 FROM claim WHERE key = was.number) ORDER BY number",
		"tt", who->number, first);
	bool is = false;

	while (!is && read_holder(m, stmt, out)) {
		is = may_be_same(who, out);
		if (!is)
			forget(out);
	}
	ks_db_end(stmt);
	return is;
}

/* By an answer or by the number. False: this may be somebody new. */
static bool match_number(struct matching *m, const struct newcomer *who)
{
	struct question same = {.now = who->number}, other = same;
	struct holder holder, namesake;
	bool is = find_typed(m, who->number, &holder);

	if (each_answer(m->answers->same, is_about, &same)) {
		forget(&holder);
		is = find_typed(m, same.was, &holder);
	} else if (is && each_answer(m->answers->other, is_about, &other)) {
		is = find_namesake(m, who, holder.number, &namesake);
		forget(&holder);
		holder = namesake;
	} else if (is && !may_be_same(who, &holder)) {
		doubt(m, KS_DOUBT_NUMBER_REUSED, who->number, &holder);
	}
	is = is && !is_claimed(m, holder.number);
	if (is)
		claim(m, who->number, holder.number);
	forget(&holder);
	return is;
}

static void match_new(struct matching *m, const struct newcomer *who)
{
	struct question other = {.now = who->number};
	struct holder before = {0};

	give_key(m, who->number);
	if (each_answer(m->answers->other, is_about, &other))
		return;
	if (find_with_zeros(m, who->number, &before))
		doubt(m, KS_DOUBT_ZERO_LOST, who->number, &before);
	else if (find_name(m, who, &before))
		doubt(m, KS_DOUBT_NUMBER_CHANGED, who->number, &before);
	forget(&before);
}

static void read_newcomer(sqlite3_stmt *stmt, struct newcomer *out)
{
	(void)snprintf(out->number, sizeof(out->number), "%s", ks_db_text(stmt, 0));
	out->name = ks_strdup(ks_db_text(stmt, 1));
	out->kana = ks_strdup(ks_db_text(stmt, 2));
}

static void match_all(struct matching *m, const char *people, bool is_second)
{
	sqlite3_stmt *stmt = ks_db_query(m->store, people, "");
	enum ks_rc rc = KS_OK;

	while (m->rc == KS_OK && (rc = ks_db_step(m->store, stmt)) == KS_OK) {
		struct newcomer who;

		read_newcomer(stmt, &who);
		if (is_second)
			match_new(m, &who);
		else if (!match_number(m, &who))
			note(m, ks_db_run(m->store, "INSERT INTO fresh(number) VALUES(?)", "t",
					  who.number));
		free(who.name);
		free(who.kana);
	}
	if (m->rc == KS_OK)
		note(m, rc);
	ks_db_end(stmt);
}

/* ---- who was there ---- */

static enum ks_rc keep_before(struct ks_store *to, const struct ks_roster_entry *entry)
{
	const struct ks_roster_list_sql *sql = ks_roster_list_sql();
	const struct ks_person *person = &entry->person;
	enum ks_rc rc = ks_db_run(
		to, "INSERT INTO was(number, typed, name, kana, is_listed) VALUES(?, ?, ?, ?, ?)",
		"ttttd", person->number, ks_person_typed(person), person->name, person->kana,
		(int)entry->is_listed);

	for (size_t i = 0; i < person->n_appointments && rc == KS_OK; i++)
		rc = ks_roster_run_fields(to,
					  ks_db_query(to, sql->put_post, sql->put_post_types,
						      person->number, (int)i),
					  2, &person->appointments[i]);
	return rc;
}

/* Into the list's own tables, so that the store is free for others while the two are compared. */
static enum ks_rc copy_before(struct ks_store *store, struct ks_roster_list *list)
{
	struct ks_roster_rows rows;
	struct ks_roster_entry entry;
	struct ks_arena arena = {0};
	enum ks_rc rc;

	ks_db_lock(store);
	rc = ks_roster_list_edition(store, &list->edition);
	ks_roster_rows_begin(&rows, store, ks_db_query(store, ks_roster_sql()->load, "d", 1));
	while (rc == KS_OK && (rc = ks_roster_rows_next(&rows, &arena, &entry)) == KS_OK) {
		rc = keep_before(list->store, &entry);
		ks_arena_finish(&arena);
	}
	ks_roster_rows_end(&rows);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

/* Nothing of an earlier comparison. */
static enum ks_rc clear(struct ks_store *store)
{
	enum ks_rc rc = ks_db_run(store, "DELETE FROM claim", "");

	if (rc == KS_OK)
		rc = ks_db_run(store, "DELETE FROM fresh", "");
	if (rc == KS_OK)
		rc = ks_db_run(store, "DELETE FROM was", "");
	if (rc == KS_OK)
		rc = ks_db_run(store, "DELETE FROM was_post", "");
	return rc == KS_OK ? ks_db_run(store, "DELETE FROM change", "") : rc;
}

static enum ks_rc compare(struct matching *m, struct ks_store *store)
{
	m->rc = clear(m->store);
	if (m->rc == KS_OK)
		m->rc = copy_before(store, m->list);
	match_all(m, "SELECT number, name, kana FROM who ORDER BY number", false);
	/* Only when everybody who kept the number has their place. */
	match_all(m,
		  "SELECT number, name, kana FROM fresh CROSS JOIN who USING(number) ORDER BY number",
		  true);
	if (m->rc == KS_OK)
		m->rc = ks_roster_list_changes(m->list, m->out);
	return m->rc;
}

enum ks_rc ks_roster_compare(struct ks_store *store, struct ks_roster_list *list,
			     const struct ks_roster_answers *answers, struct ks_roster_diff *out)
{
	struct matching m = {.list = list, .store = list->store, .answers = answers, .out = out};
	enum ks_rc rc = ks_store_begin(list->store);

	memset(out, 0, sizeof(*out));
	if (rc != KS_OK)
		return rc;
	return ks_store_end(list->store, compare(&m, store));
}
