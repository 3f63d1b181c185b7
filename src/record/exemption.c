/* SPDX-License-Identifier: Apache-2.0 */
#include "record/exemption.h"

#include <jansson.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/calendar.h"
#include "base/log.h"
#include "record/db.h"
#include "record/exemption_private.h"
#include "xapi/completion.h"
#include "xapi/exemption.h"

/* Statements in, and out of it what holds: for whoever reads the list, and for the kiosks. */

#define NOON_MS \
	(INT64_C(3) * 60 * 60 * 1000) /* in Japan: a day stays that day in every zone of the country */
#define DAY_MS (INT64_C(86400) * 1000)
#define ROWS_MAX 200000

/* ---- statements in ---- */

static enum ks_rc insert(struct ks_store *store, const struct ks_exemption_fact *fact,
			 const char *id, int64_t wall_ms)
{
	static const char sql[] =
		"INSERT INTO exemption(id, staff, kind, nendo, plan, lesson, from_day, to_day,"
		" done_ms, reason, by_staff, approver, at_ms, is_withdrawn, end_id, end_reason,"
		" end_by, end_approver, end_ms)"
		" VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, '', '', '', '', 0)";
	const struct ks_exemption *e = &fact->what;
	int64_t done_ms = e->kind->rule == KS_EXEMPTION_CREDITS
				  ? ks_date_to_day(e->from) * DAY_MS + NOON_MS
				  : 0;
	char from[16], to[16];

	ks_date_format(e->from, from);
	ks_date_format(e->to, to);
	return ks_db_run(store, sql, "tttdttttittti", id, fact->staff, e->kind->id, e->nendo, e->plan,
			 e->lesson, from, to, done_ms, e->reason, fact->by, fact->approver, wall_ms);
}

static enum ks_rc correct(struct ks_store *store, const struct ks_exemption_fact *fact,
			  const char *id, int64_t wall_ms)
{
	static const char sql[] =
		"UPDATE exemption SET is_withdrawn = max(is_withdrawn, ?),"
		" to_day = CASE WHEN ?1 THEN to_day ELSE ? END, end_id = ?, end_reason = ?,"
		" end_by = ?, end_approver = ?, end_ms = ? WHERE id = ?";
	char to[16];

	ks_date_format(fact->what.to, to);
	return ks_db_run(store, sql, "dtttttit", (int)fact->is_withdrawn, to, id, fact->what.reason,
			 fact->by, fact->approver, wall_ms, fact->refers);
}

enum ks_rc ks_exemption_keep(struct ks_store *store, const char *bytes, size_t len)
{
	struct ks_exemption_fact fact;
	struct ks_arena arena = {0};
	char id[KS_UUID_TEXT];
	int64_t wall_ms;
	enum ks_rc rc = ks_exemption_read(bytes, len, &arena, &fact, id, &wall_ms);

	if (rc == KS_OK)
		rc = fact.refers[0] ? correct(store, &fact, id, wall_ms)
				    : insert(store, &fact, id, wall_ms);
	ks_arena_finish(&arena);
	return rc;
}

/* ---- what holds ---- */

#define WHAT "kind, nendo, plan, lesson, from_day, to_day, reason, staff"

/* False: of a kind that this program does not know, which a newer centre may send. */
static bool read_what(sqlite3_stmt *stmt, struct ks_arena *arena, struct ks_exemption *out)
{
	memset(out, 0, sizeof(*out));
	out->kind = ks_exemption_kind_find(ks_db_text(stmt, 0));
	out->nendo = sqlite3_column_int(stmt, 1);
	out->plan = ks_arena_strdup(arena, ks_db_text(stmt, 2));
	out->lesson = ks_arena_strdup(arena, ks_db_text(stmt, 3));
	(void)ks_date_parse(ks_db_text(stmt, 4), &out->from);
	(void)ks_date_parse(ks_db_text(stmt, 5), &out->to);
	out->reason = ks_arena_strdup(arena, ks_db_text(stmt, 6));
	return out->kind;
}

enum ks_rc ks_exemption_of(struct ks_store *store, const char *staff, struct ks_arena *arena,
			   const struct ks_exemption **out, size_t *n_out)
{
	struct ks_exemption *rows = NULL;
	size_t n = 0, capacity = 0;
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store,
			   "SELECT " WHAT " FROM exemption WHERE staff = ? AND NOT is_withdrawn"
			   " ORDER BY at_ms, id",
			   "t", staff);
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		ks_grow(&rows, n, &capacity);
		n += read_what(stmt, arena, &rows[n]);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	*out = ks_arena_copy(arena, rows, n * sizeof(*rows));
	*n_out = n;
	free(rows);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

enum ks_rc ks_exemption_load(struct ks_store *store, struct ks_arena *arena,
			     struct ks_exemption_entry **out, size_t *n_out)
{
	struct ks_exemption_entry *rows = NULL;
	size_t n = 0, capacity = 0;
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store,
			   "SELECT " WHAT ", id, by_staff, approver, at_ms, is_withdrawn, end_id,"
			   " end_reason, end_by, end_approver, end_ms FROM exemption"
			   " ORDER BY staff, at_ms, id",
			   "");
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		struct ks_exemption_entry *row;

		ks_grow(&rows, n, &capacity);
		row = &rows[n];
		if (!read_what(stmt, arena, &row->what))
			continue;
		row->staff = ks_arena_strdup(arena, ks_db_text(stmt, 7));
		(void)snprintf(row->id, sizeof(row->id), "%s", ks_db_text(stmt, 8));
		row->by = ks_arena_strdup(arena, ks_db_text(stmt, 9));
		row->approver = ks_arena_strdup(arena, ks_db_text(stmt, 10));
		row->at_ms = sqlite3_column_int64(stmt, 11);
		row->is_withdrawn = sqlite3_column_int(stmt, 12) != 0;
		row->end_id = ks_arena_strdup(arena, ks_db_text(stmt, 13));
		row->end_reason = ks_arena_strdup(arena, ks_db_text(stmt, 14));
		row->end_by = ks_arena_strdup(arena, ks_db_text(stmt, 15));
		row->end_approver = ks_arena_strdup(arena, ks_db_text(stmt, 16));
		row->end_ms = sqlite3_column_int64(stmt, 17);
		n++;
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	*out = ks_arena_copy(arena, rows, n * sizeof(*rows));
	*n_out = n;
	free(rows);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

/* ---- with the list, to a kiosk ---- */

enum { ROW_STAFF, ROW_KIND, ROW_NENDO, ROW_PLAN, ROW_LESSON, ROW_FROM, ROW_TO, ROW_CELLS };

enum ks_rc ks_exemption_put(struct ks_store *store, struct ks_buf *out)
{
	static const char select[] =
		"SELECT staff, kind, nendo, plan, lesson, from_day, to_day FROM exemption"
		" WHERE NOT is_withdrawn AND done_ms = 0 ORDER BY staff, at_ms, id";
	const char *before = "[";
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select, "");
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		for (int i = 0; i < ROW_CELLS; i++) {
			ks_buf_puts(out, i > 0 ? "," : before);
			if (i == 0)
				ks_buf_putc(out, '[');
			if (i == ROW_NENDO)
				ks_buf_printf(out, "%d", sqlite3_column_int(stmt, i));
			else
				ks_buf_json(out, ks_db_text(stmt, i));
		}
		ks_buf_putc(out, ']');
		before = ",";
	}
	ks_buf_puts(out, before[0] == '[' ? "[]" : "]");
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static bool is_day(const char *text)
{
	struct ks_date day;

	return text[0] == '\0' || ks_date_parse(text, &day);
}

/* NULL for a row that breaks a rule. */
static const char *cell(const json_t *row, int i)
{
	const char *text = json_string_value(json_array_get(row, (size_t)i));

	return text && strlen(text) < KS_ID_MAX ? text : NULL;
}

static enum ks_rc take_row(struct ks_store *store, const json_t *row, size_t i)
{
	static const char sql[] =
		"INSERT INTO exemption(id, staff, kind, nendo, plan, lesson, from_day, to_day,"
		" done_ms, reason, by_staff, approver, at_ms, is_withdrawn, end_id, end_reason,"
		" end_by, end_approver, end_ms)"
		" VALUES(?, ?, ?, ?, ?, ?, ?, ?, 0, '', '', '', ?, 0, '', '', '', '', 0)";
	const char *cells[ROW_CELLS];
	json_int_t nendo = json_integer_value(json_array_get(row, ROW_NENDO));
	char *id;
	enum ks_rc rc;

	for (int k = 0; k < ROW_CELLS; k++) {
		cells[k] = k == ROW_NENDO ? "" : cell(row, k);
		if (!cells[k])
			return KS_INVALID;
	}
	if (!ks_person_is_key(cells[ROW_STAFF]) || !ks_exemption_kind_find(cells[ROW_KIND]) ||
	    nendo < 0 || nendo > KS_COMPLETION_NENDO_MAX || !is_day(cells[ROW_FROM]) ||
	    !is_day(cells[ROW_TO]))
		return KS_INVALID;
	id = ks_format("%zu", i);
	rc = ks_db_run(store, sql, "tttdtttti", id, cells[ROW_STAFF], cells[ROW_KIND], (int)nendo,
		       cells[ROW_PLAN], cells[ROW_LESSON], cells[ROW_FROM], cells[ROW_TO],
		       (int64_t)i);
	free(id);
	return rc;
}

enum ks_rc ks_exemption_take(struct ks_store *store, const json_t *rows)
{
	enum ks_rc rc = KS_OK;

	if (!rows)
		return KS_OK;
	rc = ks_db_run(store, "DELETE FROM exemption", "");
	for (size_t i = 0; i < json_array_size(rows) && i < ROWS_MAX && rc == KS_OK; i++) {
		rc = take_row(store, json_array_get(rows, i), i);
		if (rc == KS_INVALID) { /* the people and the other rows are no worse for it */
			ks_log_warn("roster", "exemption %zu of the document is left out", i + 1);
			rc = KS_OK;
		}
	}
	return rc;
}
