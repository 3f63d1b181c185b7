/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/measure.h"

#include <sqlite3.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "record/db.h"

/* The SQL of what was decided; that a row is never changed is a trigger of the schema. */

static bool is_text(const char *text, size_t most)
{
	return text[strspn(text, " ")] && strlen(text) <= most;
}

enum ks_rc ks_measure_add(struct ks_store *store, const struct ks_measure *measure)
{
	static const char insert[] =
		"INSERT INTO measure(nendo, checklist, item, unit, what, owner, due_day, by, at_ms)"
		" VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)";
	char due[16];

	if (!is_text(measure->what, KS_MEASURE_TEXT_MAX) ||
	    !is_text(measure->owner, KS_MEASURE_TEXT_MAX / 4) || !ks_date_is_set(measure->due) ||
	    !is_text(measure->item, KS_MEASURE_TEXT_MAX / 4) ||
	    !is_text(measure->checklist, KS_MEASURE_TEXT_MAX / 4) ||
	    !is_text(measure->unit, KS_MEASURE_TEXT_MAX))
		return KS_INVALID;
	ks_date_format(measure->due, due);
	return ks_db_run(store, insert, "dttttttti", measure->nendo, measure->checklist,
			 measure->item, measure->unit, measure->what, measure->owner, due,
			 measure->by, measure->at_ms);
}

enum ks_rc ks_measure_end(struct ks_store *store, int64_t n, const char *result, const char *by,
			  int64_t now_ms)
{
	static const char insert[] =
		"INSERT INTO measure_done(measure, result, by, at_ms) VALUES(?, ?, ?, ?)";
	int64_t is_there = 0, is_done = 0;
	enum ks_rc rc;

	if (!is_text(result, KS_MEASURE_TEXT_MAX))
		return KS_INVALID;
	rc = ks_store_begin(store);
	if (rc == KS_OK)
		rc = ks_db_number(store, &is_there, "SELECT count(*) FROM measure WHERE n = ?", "i",
				  n);
	if (rc == KS_OK && !is_there)
		rc = KS_NOT_FOUND;
	if (rc == KS_OK)
		rc = ks_db_number(store, &is_done,
				  "SELECT count(*) FROM measure_done WHERE measure = ?", "i", n);
	if (rc == KS_OK && is_done)
		rc = KS_CONFLICT;
	if (rc == KS_OK)
		rc = ks_db_run(store, insert, "itti", n, result, by, now_ms);
	return ks_store_end(store, rc);
}

static const char *keep(struct ks_arena *arena, struct sqlite3_stmt *stmt, int column)
{
	return ks_arena_strdup(arena, ks_db_text(stmt, column));
}

static struct ks_measure read_row(struct sqlite3_stmt *stmt, struct ks_arena *arena)
{
	struct ks_measure row = {
		.n = sqlite3_column_int64(stmt, 0),
		.nendo = sqlite3_column_int(stmt, 1),
		.checklist = keep(arena, stmt, 2),
		.item = keep(arena, stmt, 3),
		.unit = keep(arena, stmt, 4),
		.what = keep(arena, stmt, 5),
		.owner = keep(arena, stmt, 6),
		.by = keep(arena, stmt, 8),
		.at_ms = sqlite3_column_int64(stmt, 9),
		.result = keep(arena, stmt, 10),
		.done_by = keep(arena, stmt, 11),
		.done_ms = sqlite3_column_int64(stmt, 12),
	};

	(void)ks_date_parse(ks_db_text(stmt, 7), &row.due);
	return row;
}

enum ks_rc ks_measure_list(struct ks_store *store, int nendo, const char *unit,
			   struct ks_arena *arena, struct ks_measure **out, size_t *n_out)
{
	static const char select[] =
		"SELECT m.n, m.nendo, m.checklist, m.item, m.unit, m.what, m.owner, m.due_day, m.by,"
		" m.at_ms, coalesce(d.result, ''), coalesce(d.by, ''), coalesce(d.at_ms, 0)"
		" FROM measure m LEFT JOIN measure_done d ON d.measure = m.n"
		" WHERE (m.nendo = ?1 OR (m.nendo < ?1 AND (d.at_ms IS NULL OR d.at_ms >= ?2)))"
		" AND (?3 = '' OR m.unit = ?3) ORDER BY d.at_ms IS NOT NULL, m.due_day, m.n";
	struct ks_civil start = {.date = {nendo, 4, 1}};
	size_t capacity = 0;
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	*out = NULL;
	*n_out = 0;
	ks_db_lock(store);
	stmt = ks_db_query(store, select, "dit", nendo, ks_civil_to_ms(&start), unit);
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		ks_grow(out, *n_out, &capacity);
		(*out)[(*n_out)++] = read_row(stmt, arena);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}
