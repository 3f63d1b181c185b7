/* SPDX-License-Identifier: Apache-2.0 */
#include "record/gathering.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "record/db.h"
#include "record/roster_private.h"

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
	memset(gathering, 0, sizeof(*gathering));
}

/* One rule for who writes and who reads: what is taken here, a kiosk takes too. */
bool ks_gathering_is_text(const char *text)
{
	return ks_roster_is_plain(text) && ks_utf8_count(text, strlen(text)) <= KS_GATHERING_TEXT_MAX;
}

static enum ks_rc add(struct ks_store *store, struct ks_gathering *g)
{
	char day[16];
	int64_t n = 0;

	ks_date_format(g->date, day);
	/* Ids are "day-n": the number behind the eleventh character. */
	enum ks_rc rc = ks_db_number(store, &n,
				     "SELECT coalesce(max(CAST(substr(id, 12) AS INTEGER)), 0) + 1"
				     " FROM gathering WHERE substr(id, 1, 11) = ? || '-'",
				     "t", day);

	if (rc != KS_OK)
		return rc;
	(void)snprintf(g->id, sizeof(g->id), "%s-%lld", day, (long long)n);
	return ks_db_run(store,
			 "INSERT INTO gathering(id, day, from_minute, to_minute, title, place)"
			 " VALUES(?, ?, ?, ?, ?, ?)",
			 "ttddtt", g->id, day, g->from_minute, g->to_minute, g->title, g->place);
}

enum ks_rc ks_gathering_add(struct ks_store *store, struct ks_gathering *gathering)
{
	assert(ks_date_is_set(gathering->date));
	if (!ks_gathering_is_text(gathering->title) || !ks_gathering_is_text(gathering->place))
		return KS_INVALID;
	enum ks_rc rc = ks_store_begin(store);

	if (rc != KS_OK)
		return rc;
	rc = add(store, gathering);
	if (rc == KS_OK)
		return ks_store_commit(store);
	ks_store_rollback(store);
	return rc;
}

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
	return KS_OK;
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
	sqlite3_stmt *stmt =
		ks_db_query(store,
			    "SELECT id, day, from_minute, to_minute, title, place FROM gathering"
			    " WHERE ?1 = '' OR day = ?1 ORDER BY day, from_minute, id",
			    "t", text);

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

	if (ks_date_compare(at.date, gathering->date) != 0 || minute > gathering->to_minute)
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

static enum ks_rc write_both(struct ks_ledger *ledger, const struct ks_fact *fact, int64_t *seq)
{
	enum ks_rc rc = ks_ledger_append(ledger, fact, seq);

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
