/* SPDX-License-Identifier: Apache-2.0 */
#include "record/progress.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/db.h"
#include "xapi/statement.h"

/*
 * What is kept beside the ledger so that nobody has to begin anew: saved sessions, completions, lessons
 * open on the glass, small choices. All of it can be lost without losing a fact.
 */

void ks_progress_finish(struct ks_progress *progress)
{
	if (!progress)
		return;
	free(progress->session_json);
	memset(progress, 0, sizeof(*progress));
}

/* Column @column: the statement of a completion, NULL where it is not here. */
static bool is_from_paper(sqlite3_stmt *stmt, int column)
{
	struct ks_statement_view view;

	return sqlite3_column_bytes(stmt, column) > 0 &&
	       ks_statement_read(sqlite3_column_blob(stmt, column),
				 (size_t)sqlite3_column_bytes(stmt, column), &view) == KS_OK &&
	       strcmp(view.how, KS_FACT_PAPER) == 0;
}

static enum ks_rc load_here(struct ks_store *store, const char *staff, int nendo, const char *plan,
			    const char *lesson, struct ks_progress *out)
{
	sqlite3_stmt *stmt =
		ks_db_query(store,
			    "SELECT session_json, done_ms, done_seq, n_attempts, progress_percent,"
			    " (SELECT bytes FROM statement WHERE seq = done_seq) FROM progress"
			    " WHERE staff = ? AND nendo = ? AND plan = ? AND lesson = ?",
			    "tdtt", staff, nendo, plan, lesson);
	enum ks_rc rc = ks_db_step(store, stmt);

	if (rc == KS_OK) {
		if (sqlite3_column_type(stmt, 0) != SQLITE_NULL)
			out->session_json = ks_strdup(ks_db_text(stmt, 0));
		out->done_ms = sqlite3_column_int64(stmt, 1);
		out->done_seq = sqlite3_column_int64(stmt, 2);
		out->n_attempts = sqlite3_column_int(stmt, 3);
		out->progress_percent = sqlite3_column_int(stmt, 4);
		out->is_done = out->done_ms != 0;
		out->is_from_paper = out->is_done && is_from_paper(stmt, 5);
	}
	ks_db_end(stmt);
	return rc;
}

#define IS_ON_PAPER                                                                     \
	"EXISTS(SELECT 1 FROM on_paper o WHERE o.staff = e.staff AND o.nendo = e.nendo" \
	" AND o.plan = e.plan AND o.lesson = e.lesson)"

/* Where nothing was done here, and it is told that it was at another kiosk. */
static enum ks_rc load_elsewhere(struct ks_store *store, const char *staff, int nendo,
				 const char *plan, const char *lesson, struct ks_progress *out)
{
	sqlite3_stmt *stmt = ks_db_query(store,
					 "SELECT done_ms, " IS_ON_PAPER " FROM elsewhere e"
					 " WHERE staff = ? AND nendo = ? AND plan = ? AND lesson = ?",
					 "tdtt", staff, nendo, plan, lesson);
	enum ks_rc rc = ks_db_step(store, stmt);

	if (rc == KS_OK) {
		out->is_done = true;
		out->done_ms = sqlite3_column_int64(stmt, 0);
		out->is_from_paper = sqlite3_column_int(stmt, 1) != 0;
	}
	ks_db_end(stmt);
	return rc;
}

enum ks_rc ks_progress_load(struct ks_store *store, const char *staff, int nendo, const char *plan,
			    const char *lesson, struct ks_progress *out)
{
	memset(out, 0, sizeof(*out));
	ks_db_lock(store);
	enum ks_rc rc = load_here(store, staff, nendo, plan, lesson, out);

	if ((rc == KS_OK && !out->is_done) || rc == KS_NOT_FOUND) {
		enum ks_rc told = load_elsewhere(store, staff, nendo, plan, lesson, out);

		if (told != KS_NOT_FOUND)
			rc = told;
	}
	ks_db_unlock(store);
	if (rc != KS_OK)
		ks_progress_finish(out);
	return rc;
}

enum ks_rc ks_progress_save(struct ks_store *store, const char *staff, int nendo, const char *plan,
			    const char *lesson, const struct ks_progress *progress)
{
	return ks_db_run(store,
			 "INSERT INTO progress(staff, nendo, plan, lesson, session_json, done_ms, done_seq,"
			 " n_attempts, progress_percent) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)"
			 " ON CONFLICT(staff, nendo, plan, lesson) DO UPDATE SET"
			 " session_json = excluded.session_json, n_attempts = excluded.n_attempts,"
			 " progress_percent = excluded.progress_percent,"
			 " done_ms = iif(excluded.done_ms = 0, done_ms, excluded.done_ms),"
			 " done_seq = iif(excluded.done_ms = 0, done_seq, excluded.done_seq)",
			 "tdtttiidd", staff, nendo, plan, lesson, progress->session_json,
			 progress->done_seq != 0 ? progress->done_ms : INT64_C(0),
			 progress->done_seq, progress->n_attempts, progress->progress_percent);
}

enum ks_rc ks_progress_agreed(struct ks_store *store, const char *staff, int nendo, const char *key,
			      int64_t *at_ms)
{
	return ks_db_number(store, at_ms,
			    "SELECT coalesce(max(done_ms), 0) FROM ("
			    " SELECT staff, nendo, lesson, done_ms FROM progress UNION ALL"
			    " SELECT staff, nendo, lesson, done_ms FROM elsewhere)"
			    " WHERE staff = ?1 AND nendo = ?2 AND lesson GLOB 'policy/*'"
			    " AND (?3 IS NULL OR lesson = ?3)",
			    "tdt", staff, nendo, key);
}

/* Rows of one 年度 follow each other, and in it those of one lesson; @lesson: of the row before, NULL: of another 年度. */
static void add_row(struct ks_year *year, sqlite3_stmt *stmt, char **lesson, bool *is_counted)
{
	const char *name = ks_db_text(stmt, 1);
	bool is_lesson = strncmp(name, "policy/", 7) != 0;
	int64_t done_ms = sqlite3_column_int64(stmt, 2), seq = sqlite3_column_int64(stmt, 3);
	bool is_paper = sqlite3_column_int(stmt, 4) != 0 || is_from_paper(stmt, 5);

	if (!*lesson || strcmp(*lesson, name) != 0) {
		free(*lesson);
		*lesson = ks_strdup(name);
		*is_counted = false;
		year->n_lessons += is_lesson;
	}
	if (is_lesson && is_paper && !*is_counted) {
		*is_counted = true;
		year->n_from_paper++;
	}
	if (done_ms > year->last_ms)
		year->last_ms = done_ms;
	if (seq > year->last_seq)
		year->last_seq = seq;
}

enum ks_rc ks_progress_years(struct ks_store *store, const char *staff,
			     struct ks_year years[KS_YEARS_MAX], size_t *n_years)
{
	static const char select[] =
		"SELECT nendo, lesson, done_ms, done_seq, 0,"
		" (SELECT bytes FROM statement WHERE seq = done_seq) FROM progress"
		" WHERE done_ms <> 0 AND staff = ?1"
		" UNION ALL SELECT nendo, lesson, done_ms, 0, " IS_ON_PAPER ", NULL FROM elsewhere e"
		" WHERE staff = ?1 ORDER BY 1 DESC, 2";
	sqlite3_stmt *stmt;
	char *lesson = NULL;
	bool is_counted = false;
	enum ks_rc rc;

	*n_years = 0;
	ks_db_lock(store);
	stmt = ks_db_query(store, select, "t", staff);
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		int nendo = sqlite3_column_int(stmt, 0);

		if (*n_years == 0 || years[*n_years - 1].nendo != nendo) {
			if (*n_years == KS_YEARS_MAX)
				break;
			years[(*n_years)++] = (struct ks_year){.nendo = nendo};
			free(lesson);
			lesson = NULL;
		}
		add_row(&years[*n_years - 1], stmt, &lesson, &is_counted);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	free(lesson);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

/* ---- sittings ---- */

enum ks_rc ks_sitting_open(struct ks_store *store, const struct ks_sitting *sitting)
{
	return ks_db_run(store,
			 "INSERT OR REPLACE INTO sitting(session_id, staff, nendo, plan, lesson,"
			 " begun_ms, last_ms) VALUES(?, ?, ?, ?, ?, ?, ?)",
			 "ttdttii", sitting->session_id, sitting->staff, sitting->nendo,
			 sitting->plan, sitting->lesson, sitting->begun_ms, sitting->last_ms);
}

enum ks_rc ks_sitting_touch(struct ks_store *store, const char *session_id, int64_t now_ms)
{
	return ks_db_run(store, "UPDATE sitting SET last_ms = ? WHERE session_id = ?", "it", now_ms,
			 session_id);
}

enum ks_rc ks_sitting_close(struct ks_store *store, const char *session_id)
{
	return ks_db_run(store, "DELETE FROM sitting WHERE session_id = ?", "t", session_id);
}

static void copy_text(char *to, size_t room, sqlite3_stmt *stmt, int column)
{
	const char *text = ks_db_text(stmt, column);
	size_t len = strlen(text);

	/* They went in through members of the same size. */
	if (len >= room)
		len = room - 1;
	memcpy(to, text, len);
	to[len] = '\0';
}

static enum ks_rc take_sitting(struct ks_store *store, sqlite3_stmt *stmt, struct ks_sitting *out)
{
	enum ks_rc rc = ks_db_step(store, stmt);

	memset(out, 0, sizeof(*out));
	if (rc == KS_OK) {
		copy_text(out->session_id, sizeof(out->session_id), stmt, 0);
		copy_text(out->staff, sizeof(out->staff), stmt, 1);
		out->nendo = sqlite3_column_int(stmt, 2);
		copy_text(out->plan, sizeof(out->plan), stmt, 3);
		copy_text(out->lesson, sizeof(out->lesson), stmt, 4);
		out->begun_ms = sqlite3_column_int64(stmt, 5);
		out->last_ms = sqlite3_column_int64(stmt, 6);
	}
	ks_db_end(stmt);
	return rc;
}

enum ks_rc ks_sitting_any(struct ks_store *store, struct ks_sitting *out)
{
	ks_db_lock(store);
	sqlite3_stmt *stmt = ks_db_query(store,
					 "SELECT session_id, staff, nendo, plan, lesson, begun_ms,"
					 " last_ms FROM sitting ORDER BY begun_ms LIMIT 1",
					 "");
	enum ks_rc rc = take_sitting(store, stmt, out);

	ks_db_unlock(store);
	return rc;
}

enum ks_rc ks_sitting_after(struct ks_store *store, const char *session_id, struct ks_sitting *out)
{
	struct ks_sitting next;

	ks_db_lock(store);
	sqlite3_stmt *stmt = ks_db_query(store,
					 "SELECT session_id, staff, nendo, plan, lesson, begun_ms,"
					 " last_ms FROM sitting WHERE session_id > ?"
					 " ORDER BY session_id LIMIT 1",
					 "t", session_id);
	enum ks_rc rc = take_sitting(store, stmt, &next);

	ks_db_unlock(store);
	/* A damaged index may give any row: what does not lie behind would be met again for ever. */
	if (rc == KS_OK && strcmp(next.session_id, session_id) <= 0)
		rc = KS_DAMAGED;
	*out = next; /* which may be where @session_id stands */
	return rc;
}

/* ---- preferences ---- */

enum ks_rc ks_preference_get(struct ks_store *store, const char *staff, const char *name, char **value)
{
	*value = NULL;
	ks_db_lock(store);
	sqlite3_stmt *stmt =
		ks_db_query(store, "SELECT value FROM preference WHERE staff = ? AND name = ?",
			    "tt", staff, name);
	enum ks_rc rc = ks_db_step(store, stmt);

	if (rc == KS_OK)
		*value = ks_strdup(ks_db_text(stmt, 0));
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc;
}

enum ks_rc ks_preference_set(struct ks_store *store, const char *staff, const char *name,
			     const char *value)
{
	return ks_db_run(store,
			 "INSERT INTO preference(staff, name, value) VALUES(?, ?, ?)"
			 " ON CONFLICT(staff, name) DO UPDATE SET value = excluded.value",
			 "ttt", staff, name, value);
}
