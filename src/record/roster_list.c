/* SPDX-License-Identifier: Apache-2.0 */
#include "record/roster_list.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "record/db.h"
#include "record/pin.h"
#include "record/roster_field.h"
#include "record/roster_private.h"
#include "record/scratch.h"

/*
 * The tables of a list that is being read. What is asked of them stands here; who is who is found in
 * roster_identity.c, and what is different in roster_diff.c.
 */

/* ---- statements ---- */

static struct ks_roster_list_sql made;
static pthread_once_t made_once = PTHREAD_ONCE_INIT;

static char *make_tables(void)
{
	struct ks_buf out = {0};

	ks_buf_puts(&out, "CREATE TABLE line(number, name, kana, at, line");
	ks_roster_put_columns(&out, "");
	ks_buf_puts(&out, ", PRIMARY KEY(number, from_day, at)) WITHOUT ROWID;"
			  "CREATE TABLE who(number PRIMARY KEY, name, kana, pin_at) WITHOUT ROWID;"
			  "CREATE TABLE claim(key PRIMARY KEY, number UNIQUE) WITHOUT ROWID;"
			  "CREATE TABLE fresh(number PRIMARY KEY) WITHOUT ROWID;"
			  "CREATE TABLE was(number PRIMARY KEY, typed, name, kana, is_listed)"
			  " WITHOUT ROWID;"
			  "CREATE INDEX was_typed ON was(typed);"
			  "CREATE INDEX was_name ON was(name, kana);"
			  "CREATE TABLE was_post(number, position");
	ks_roster_put_columns(&out, "");
	ks_buf_puts(&out, ", PRIMARY KEY(number, position)) WITHOUT ROWID;"
			  "CREATE TABLE change(key PRIMARY KEY, becomes) WITHOUT ROWID;"
			  "CREATE TABLE hash(number PRIMARY KEY, hash) WITHOUT ROWID;");
	return ks_buf_take(&out);
}

/* @types: of the values before the fields. */
static char *make_insert(const char *head, const char *types, char **all_types)
{
	struct ks_buf out = {0}, letters = {0};

	ks_buf_printf(&out, "INSERT INTO %s", head);
	ks_roster_put_columns(&out, "");
	ks_buf_puts(&out, ") VALUES(?");
	for (size_t i = 1; types[i]; i++)
		ks_buf_puts(&out, ", ?");
	ks_buf_puts(&letters, types);
	for (int i = 0; i < KS_FIELD_COUNT; i++) {
		ks_buf_puts(&out, ks_roster_fields[i].column ? ", ?" : "");
		ks_buf_puts(&letters, ks_roster_fields[i].column ? "n" : "");
	}
	ks_buf_putc(&out, ')');
	*all_types = ks_buf_take(&letters);
	return ks_buf_take(&out);
}

static char *make_select(const char *head, const char *table, const char *tail)
{
	struct ks_buf out = {0};

	ks_buf_printf(&out, "SELECT %s", head);
	ks_roster_put_columns(&out, table);
	ks_buf_puts(&out, tail);
	return ks_buf_take(&out);
}

static void make_sql(void)
{
	made.tables = make_tables();
	made.put_line =
		make_insert("line(number, name, kana, at, line", "tttid", &made.put_line_types);
	made.put_post = make_insert("was_post(number, position", "td", &made.put_post_types);
	made.lines = make_select("number, name, kana, at, line", "",
				 " FROM line ORDER BY number, from_day, at");
	made.people = make_select("c.key, w.number, w.name, w.kana, 1, h.hash, 'initial', l.at", "l.",
				  " FROM claim c CROSS JOIN who w ON w.number = c.number"
				  " CROSS JOIN line l ON l.number = c.number"
				  " LEFT JOIN hash h ON h.number = c.number"
				  " ORDER BY c.key, l.from_day, l.at");
	made.changed =
		make_select("c.key, w.number, w.name, w.kana, 1, h.hash, 'initial', l.at", "l.",
			    " FROM change x CROSS JOIN claim c ON c.key = x.key"
			    " CROSS JOIN who w ON w.number = c.number"
			    " CROSS JOIN line l ON l.number = c.number"
			    " LEFT JOIN hash h ON h.number = c.number"
			    " ORDER BY x.key, l.from_day, l.at");
	made.people_before = make_select(
		"w.number, w.typed, w.name, w.kana, w.is_listed, NULL, NULL, p.position", "p.",
		" FROM was w LEFT JOIN was_post p ON p.number = w.number"
		" ORDER BY w.number, p.position");
}

const struct ks_roster_list_sql *ks_roster_list_sql(void)
{
	pthread_once(&made_once, make_sql);
	return &made;
}

/* ---- lines and people ---- */

struct ks_roster_list *ks_roster_list_open(void)
{
	struct ks_roster_list *list = ks_alloc_zero(1, sizeof(*list));

	if (ks_scratch_open(ks_roster_list_sql()->tables, &list->store) == KS_OK)
		return list;
	free(list);
	return NULL;
}

void ks_roster_list_close(struct ks_roster_list *list)
{
	if (!list)
		return;
	ks_store_close(list->store);
	if (list->pins)
		explicit_bzero(list->pins, list->pins_capacity * sizeof(*list->pins));
	free(list->pins);
	free(list);
}

size_t ks_roster_list_count(const struct ks_roster_list *list)
{
	return list->n_people;
}

void ks_roster_list_once(struct ks_roster_list *list)
{
	list->is_once = true;
}

enum ks_rc ks_roster_list_put(struct ks_roster_list *list, int line,
			      const struct ks_roster_entry *entry)
{
	const struct ks_roster_list_sql *sql = ks_roster_list_sql();
	const struct ks_person *person = &entry->person;
	const char *pin = entry->pin_initial;

	ks_grow(&list->pins, list->n_lines, &list->pins_capacity);
	list->pins[list->n_lines] = pin ? 1 + (uint32_t)strtoul(pin, NULL, 10) : 0;
	return ks_roster_run_fields(list->store,
				    ks_db_query(list->store, sql->put_line, sql->put_line_types,
						person->number, person->name, person->kana,
						(int64_t)list->n_lines++, line),
				    5, &person->appointments[0]);
}

enum ks_rc ks_roster_list_who(struct ks_roster_list *list, const struct ks_person *person,
			      int64_t pin_at)
{
	list->n_people++;
	/* A 職員番号 that stands there twice (an empty one) was told already. */
	return ks_db_run(list->store,
			 "INSERT OR IGNORE INTO who(number, name, kana, pin_at) VALUES(?, ?, ?, ?)",
			 "ttti", person->number, person->name, person->kana, pin_at);
}

enum ks_rc ks_roster_list_keys(struct ks_roster_list *list)
{
	enum ks_rc rc = ks_db_run(list->store, "DELETE FROM claim", "");

	return rc == KS_OK
		       ? ks_db_run(list->store,
				   "INSERT INTO claim(key, number) SELECT number, number FROM who",
				   "")
		       : rc;
}

const char *ks_roster_list_pin(const struct ks_roster_list *list, int64_t at, char text[8])
{
	if (at < 0 || (size_t)at >= list->n_lines || list->pins[at] == 0)
		return NULL;
	(void)snprintf(text, 8, "%0*u", KS_PIN_DIGITS, (unsigned)(list->pins[at] - 1) % 1000000);
	return text;
}

/* Whole in memory, initial PINs too. */
enum ks_rc ks_roster_list_load(struct ks_roster_list *list, struct ks_roster *out)
{
	enum ks_rc rc = ks_roster_list_keys(list);

	memset(out, 0, sizeof(*out));
	if (rc == KS_OK)
		rc = ks_roster_read_all(list->store,
					ks_db_query(list->store, ks_roster_list_sql()->people, ""),
					out);
	for (size_t i = 0; i < out->n_entries && rc == KS_OK; i++) {
		struct ks_roster_entry *entry = &out->entries[i];
		char pin[8];
		int64_t at = -1;

		rc = ks_db_number(list->store, &at, "SELECT pin_at FROM who WHERE number = ?", "t",
				  entry->person.number);
		entry->pin_hash = entry->pin_source = NULL;
		entry->person.typed = NULL;
		if (ks_roster_list_pin(list, at, pin))
			entry->pin_initial = ks_arena_strdup(&out->arena, pin);
	}
	if (rc != KS_OK)
		ks_roster_finish(out);
	return rc;
}

enum ks_rc ks_roster_list_edition(struct ks_store *store, int64_t *edition)
{
	return ks_db_number(store, edition,
			    "SELECT coalesce(sum(CASE state WHEN 'taken' THEN 1"
			    " WHEN 'undone' THEN 1000000 ELSE 0 END), 0) FROM roster_import",
			    "");
}

/* ---- beside the one that was there ---- */

void ks_roster_pairs_begin(struct ks_roster_pairs *pairs, struct ks_roster_list *list)
{
	const struct ks_roster_list_sql *sql = ks_roster_list_sql();

	*pairs = (struct ks_roster_pairs){.used_old = true, .used_new = true};
	ks_roster_rows_begin(&pairs->before, list->store,
			     ks_db_query(list->store, sql->people_before, ""));
	ks_roster_rows_begin(&pairs->after, list->store, ks_db_query(list->store, sql->people, ""));
}

static enum ks_rc advance(struct ks_roster_rows *rows, struct ks_arena *arena, bool is_used,
			  enum ks_rc has, struct ks_roster_entry *entry)
{
	if (!is_used)
		return has;
	ks_arena_finish(arena);
	return ks_roster_rows_next(rows, arena, entry);
}

enum ks_rc ks_roster_pairs_next(struct ks_roster_pairs *p, const struct ks_roster_entry **old,
				const struct ks_roster_entry **new)
{
	int order;

	*old = *new = NULL;
	p->has_old = advance(&p->before, &p->old_arena, p->used_old, p->has_old, &p->old);
	p->has_new = advance(&p->after, &p->new_arena, p->used_new, p->has_new, &p->new);
	p->used_old = p->used_new = false;
	if (p->has_old != KS_OK && p->has_old != KS_NOT_FOUND)
		return p->has_old;
	if (p->has_new != KS_OK)
		order = -1;
	else
		order = p->has_old == KS_OK ? strcmp(p->old.person.number, p->new.person.number) : 1;
	if (p->has_new != KS_OK && (p->has_new != KS_NOT_FOUND || p->has_old == KS_NOT_FOUND))
		return p->has_new;
	if (order <= 0) {
		*old = &p->old;
		p->used_old = true;
	}
	if (order >= 0) {
		*new = &p->new;
		p->used_new = true;
	}
	return KS_OK;
}

void ks_roster_pairs_end(struct ks_roster_pairs *pairs)
{
	ks_roster_rows_end(&pairs->before);
	ks_roster_rows_end(&pairs->after);
	ks_arena_finish(&pairs->old_arena);
	ks_arena_finish(&pairs->new_arena);
	memset(pairs, 0, sizeof(*pairs));
}
