/* SPDX-License-Identifier: Apache-2.0 */
#include "record/gathering.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "record/db.h"
#include "record/roll.h"

/*
 * Attendance is a set: the row (gathering, person) and the statement that says so are written together
 * or not at all, and a second card read finds the first.
 */

void ks_gathering_finish(struct ks_gathering *gathering)
{
	if (!gathering)
		return;
	free(gathering->title);
	free(gathering->place);
	free(gathering->lessons);
	memset(gathering, 0, sizeof(*gathering));
}

/* Announced already: the same title on the same day at the same time; @id receives which. KS_NOT_FOUND: it is new. */
static enum ks_rc find_twin(struct ks_store *store, const struct ks_gathering *g, const char *day,
			    char id[sizeof(g->id)])
{
	static const char select[] =
		"SELECT id FROM gathering WHERE day = ? AND from_minute = ? AND title = ?"
		" AND NOT is_cancelled AND id <> ? LIMIT 1";
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select, "tdtt", day, g->from_minute, g->title, g->id);
	rc = ks_db_step(store, stmt);
	if (rc == KS_OK)
		(void)snprintf(id, sizeof(g->id), "%s", ks_db_text(stmt, 0));
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc;
}

static const char *lessons_of(const struct ks_gathering *g)
{
	return g->lessons ? g->lessons : "";
}

static enum ks_rc add(struct ks_store *store, struct ks_gathering *g)
{
	char day[16];
	int64_t n = 0;
	enum ks_rc rc;

	ks_date_format(g->date, day);
	g->id[0] = '\0';
	rc = find_twin(store, g, day, g->id);
	if (rc != KS_NOT_FOUND)
		return rc == KS_OK ? KS_CONFLICT : rc;
	/* Ids are "day-n": the number behind the eleventh character. */
	rc = ks_db_number(store, &n,
			  "SELECT coalesce(max(CAST(substr(id, 12) AS INTEGER)), 0) + 1"
			  " FROM gathering WHERE substr(id, 1, 11) = ? || '-'",
			  "t", day);
	if (rc != KS_OK)
		return rc;
	(void)snprintf(g->id, sizeof(g->id), "%s-%lld", day, (long long)n);
	return ks_db_run(store,
			 "INSERT INTO gathering(id, day, from_minute, to_minute, title, place,"
			 " lessons, is_cancelled) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
			 "ttddtttd", g->id, day, g->from_minute, g->to_minute, g->title, g->place,
			 lessons_of(g), (int)g->is_cancelled);
}

static enum ks_rc change(struct ks_store *store, const struct ks_gathering *g)
{
	char day[16], twin[sizeof(g->id)];
	int64_t n = 0;
	enum ks_rc rc;

	ks_date_format(g->date, day);
	rc = find_twin(store, g, day, twin);
	if (rc != KS_NOT_FOUND)
		return rc == KS_OK ? KS_CONFLICT : rc;
	rc = ks_db_number(store, &n, "SELECT count(*) FROM gathering WHERE id = ?", "t", g->id);
	if (rc != KS_OK || n == 0)
		return rc == KS_OK ? KS_NOT_FOUND : rc;
	return ks_db_run(store,
			 "UPDATE gathering SET day = ?, from_minute = ?, to_minute = ?, title = ?,"
			 " place = ?, lessons = ?, is_cancelled = ? WHERE id = ?",
			 "tddtttdt", day, g->from_minute, g->to_minute, g->title, g->place,
			 lessons_of(g), (int)g->is_cancelled, g->id);
}

static bool is_sayable(const struct ks_gathering *g)
{
	return ks_gathering_is_text(g->title) && ks_gathering_is_text(g->place) &&
	       ks_gathering_is_text(lessons_of(g));
}

static enum ks_rc expect(struct ks_store *store, const char *id, const char *const *staff,
			 size_t n_staff)
{
	enum ks_rc rc =
		ks_db_run(store, "DELETE FROM gathering_expected WHERE gathering = ?", "t", id);

	for (size_t i = 0; i < n_staff && rc == KS_OK; i++)
		rc = ks_db_run(store,
			       "INSERT OR IGNORE INTO gathering_expected(gathering, staff)"
			       " VALUES(?, ?)",
			       "tt", id, staff[i]);
	return rc;
}

enum ks_rc ks_gathering_announce(struct ks_store *store, struct ks_gathering *gathering,
				 bool is_new, const char *const *staff, size_t n_staff)
{
	enum ks_rc rc;

	assert(ks_date_is_set(gathering->date));
	if (!is_sayable(gathering))
		return KS_INVALID;
	rc = ks_store_begin(store);
	if (rc != KS_OK)
		return rc;
	rc = is_new ? add(store, gathering) : change(store, gathering);
	if (rc == KS_OK && staff)
		rc = expect(store, gathering->id, staff, n_staff);
	return ks_store_end(store, rc);
}

enum ks_rc ks_gathering_add(struct ks_store *store, struct ks_gathering *gathering)
{
	return ks_gathering_announce(store, gathering, true, NULL, 0);
}

enum ks_rc ks_gathering_change(struct ks_store *store, struct ks_gathering *gathering)
{
	return ks_gathering_announce(store, gathering, false, NULL, 0);
}

enum ks_rc ks_gathering_expect(struct ks_store *store, const char *id, const char *const *staff,
			       size_t n_staff)
{
	enum ks_rc rc = ks_store_begin(store);

	return rc == KS_OK ? ks_store_end(store, expect(store, id, staff, n_staff)) : rc;
}

#define COLUMNS                                                                         \
	"SELECT id, day, from_minute, to_minute, title, place, lessons, is_cancelled,"  \
	" (SELECT count(*) FROM gathering_expected e WHERE e.gathering = gathering.id)" \
	" FROM gathering"

static enum ks_rc take_gathering(sqlite3_stmt *stmt, struct ks_gathering *out)
{
	const char *id = ks_db_text(stmt, 0);

	memset(out, 0, sizeof(*out));
	if (strlen(id) >= sizeof(out->id) || !ks_date_parse(ks_db_text(stmt, 1), &out->date))
		return KS_DAMAGED;
	memcpy(out->id, id, strlen(id) + 1);
	out->from_minute = sqlite3_column_int(stmt, 2);
	out->to_minute = sqlite3_column_int(stmt, 3);
	out->title = ks_strdup(ks_db_text(stmt, 4));
	out->place = ks_strdup(ks_db_text(stmt, 5));
	out->lessons = ks_strdup(ks_db_text(stmt, 6));
	out->is_cancelled = sqlite3_column_int(stmt, 7) != 0;
	out->n_expected = (size_t)sqlite3_column_int64(stmt, 8);
	return KS_OK;
}

enum ks_rc ks_gathering_find(struct ks_store *store, const char *id, struct ks_gathering *out)
{
	sqlite3_stmt *stmt;
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	ks_db_lock(store);
	stmt = ks_db_query(store, COLUMNS " WHERE id = ?", "t", id);
	rc = ks_db_step(store, stmt);
	if (rc == KS_OK)
		rc = take_gathering(stmt, out);
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc;
}

enum ks_rc ks_gathering_expects(struct ks_store *store, const char *id, const char *staff,
				bool *is_expected)
{
	int64_t n = 0;
	enum ks_rc rc = ks_db_number(
		store, &n,
		"SELECT count(*) FROM gathering_expected WHERE gathering = ? AND staff = ?", "tt",
		id, staff);

	*is_expected = n > 0;
	return rc;
}

enum ks_rc ks_gathering_on(struct ks_store *store, struct ks_date day, struct ks_gathering **out,
			   size_t *n_out)
{
	char text[16];
	size_t capacity = 0;
	enum ks_rc rc;

	*out = NULL;
	*n_out = 0;
	ks_date_format(day, text);
	ks_db_lock(store);
	sqlite3_stmt *stmt = ks_db_query(
		store, COLUMNS " WHERE ?1 = '' OR day = ?1 ORDER BY day, from_minute, id", "t", text);

	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		ks_grow(out, *n_out, &capacity);
		rc = take_gathering(stmt, &(*out)[*n_out]);
		if (rc != KS_OK)
			break;
		(*n_out)++;
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	if (rc == KS_NOT_FOUND)
		return KS_OK;
	for (size_t i = 0; i < *n_out; i++)
		ks_gathering_finish(&(*out)[i]);
	free(*out);
	*out = NULL;
	*n_out = 0;
	return rc;
}

enum ks_gathering_when ks_gathering_when(const struct ks_gathering *gathering, int64_t wall_ms)
{
	struct ks_civil at = ks_civil_from_ms(wall_ms);
	int minute = at.hour * 60 + at.minute;

	int order = ks_date_compare(at.date, gathering->date);

	if (order < 0 || (order == 0 && minute < gathering->from_minute - KS_GATHERING_OPENS_MIN))
		return KS_GATHERING_EARLY;
	if (order > 0 || minute > gathering->to_minute)
		return KS_GATHERING_OVER;
	return minute > gathering->from_minute ? KS_GATHERING_LATE : KS_GATHERING_IN_TIME;
}

/* ---- attendance ---- */

static enum ks_rc read_back(struct ks_ledger *ledger, struct ks_attendance *out)
{
	struct ks_statement row;
	enum ks_rc rc = ks_ledger_read(ledger, out->seq, &row);

	if (rc == KS_OK)
		out->wall_ms = row.wall_ms;
	ks_statement_finish(&row);
	return rc == KS_NOT_FOUND ? KS_DAMAGED : rc;
}

static enum ks_rc find_earlier(struct ks_ledger *ledger, const struct ks_fact *fact, int64_t *seq)
{
	return ks_db_number(ks_ledger_store(ledger), seq,
			    "SELECT seq FROM attendance WHERE gathering = ? AND staff = ?", "tt",
			    fact->gathering_id, fact->staff);
}

/* The index that makes a second card read find the first, and the roll. */
static enum ks_rc write_both(struct ks_ledger *ledger, const struct ks_fact *fact, int64_t *seq)
{
	enum ks_rc rc = ks_roll_append(ledger, fact, seq);

	if (rc != KS_OK)
		return rc;
	return ks_db_run(ks_ledger_store(ledger),
			 "INSERT INTO attendance(gathering, staff, seq) VALUES(?, ?, ?)", "tti",
			 fact->gathering_id, fact->staff, *seq);
}

enum ks_rc ks_attendance_check_in(struct ks_ledger *ledger, const struct ks_fact *fact,
				  struct ks_attendance *out)
{
	assert(fact->kind == KS_FACT_CHECKED_IN);
	memset(out, 0, sizeof(*out));
	enum ks_rc rc = ks_ledger_begin(ledger);

	if (rc != KS_OK)
		return rc;
	rc = find_earlier(ledger, fact, &out->seq);
	out->is_repeat = rc == KS_OK;
	if (rc == KS_NOT_FOUND)
		rc = write_both(ledger, fact, &out->seq);
	if (rc == KS_OK && !out->is_repeat)
		rc = ks_ledger_commit(ledger);
	else
		ks_ledger_rollback(ledger);
	return rc == KS_OK ? read_back(ledger, out) : rc;
}

enum ks_rc ks_attendance_count(struct ks_store *store, const char *gathering_id, size_t *n_people)
{
	int64_t n = 0;
	enum ks_rc rc = ks_db_number(store, &n, "SELECT count(*) FROM attendance WHERE gathering = ?",
				     "t", gathering_id);

	*n_people = (size_t)n;
	return rc;
}
