/* SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/db.h"
#include "report/facts.h"
#include "xapi/statement.h"

/*
 * Both kinds of state folder in one query: a collector has `standing` and what else src/lrs/sum.h names, a kiosk has `progress`,
 * `elsewhere` and `statement`; the tables of the other role are there and empty. So `kenshu report` works the same on a
 * kiosk that stands alone.
 */

/* The last column is, on a kiosk, the statement that tells how far the clock could be trusted. */
static const char select_facts[] =
	"SELECT staff, lesson, done_ms, clock, NULL, plan FROM standing WHERE nendo = ?1"
	" UNION ALL"
	" SELECT p.staff, p.lesson, p.done_ms, '', s.bytes, p.plan FROM progress p"
	"  LEFT JOIN statement s ON s.seq = p.done_seq WHERE p.nendo = ?1"
	" UNION ALL"
	" SELECT staff, lesson, done_ms, '', NULL, plan FROM elsewhere WHERE nendo = ?1"
	" UNION ALL"
	" SELECT staff, lesson, done_ms, '', NULL, plan FROM beside WHERE nendo = ?1"
	" ORDER BY 1, 2";

/* On a kiosk what is wanted stands in the statement; false: there is none in this column. */
static bool read_statement(struct sqlite3_stmt *stmt, int column, struct ks_statement_view *view)
{
	return sqlite3_column_bytes(stmt, column) > 0 &&
	       ks_statement_read(sqlite3_column_blob(stmt, column),
				 (size_t)sqlite3_column_bytes(stmt, column), view) == KS_OK;
}

static bool has_doubt(struct sqlite3_stmt *stmt)
{
	const char *clock = ks_db_text(stmt, 3);
	struct ks_statement_view view;

	if (read_statement(stmt, 4, &view))
		clock = view.clock;
	return clock[0] && strcmp(clock, "synced") != 0;
}

static void add_fact(struct ks_standing_fact *facts, size_t *n, struct sqlite3_stmt *stmt,
		     struct ks_arena *arena)
{
	struct ks_standing_fact *last = *n ? &facts[*n - 1] : NULL;
	const char *staff = ks_db_text(stmt, 0), *lesson = ks_db_text(stmt, 1);
	int64_t done_ms = sqlite3_column_int64(stmt, 2);

	if (!last || strcmp(last->staff, staff) != 0 || strcmp(last->lesson, lesson) != 0) {
		bool is_same_person = last && strcmp(last->staff, staff) == 0;

		facts[*n] = (struct ks_standing_fact){
			.staff = is_same_person ? last->staff : ks_arena_strdup(arena, staff),
			.lesson = ks_arena_strdup(arena, lesson),
		};
		last = &facts[(*n)++];
	}
	/* Here and elsewhere: the earlier completion counts. */
	if (done_ms > 0 && (last->done_ms == 0 || done_ms < last->done_ms)) {
		last->done_ms = done_ms;
		last->has_clock_doubt = has_doubt(stmt);
	}
}

static bool is_among(const char *id, const struct ks_plan *plans, size_t n_plans, int nendo)
{
	for (size_t i = 0; i < n_plans; i++)
		if (plans[i].nendo == nendo && strcmp(plans[i].id, id) == 0)
			return true;
	return false;
}

enum ks_rc ks_report_facts(struct ks_store *store, const struct ks_plan *plans, size_t n_plans,
			   int nendo, struct ks_arena *arena, struct ks_standing_facts *out)
{
	struct ks_standing_fact *facts = NULL;
	size_t n = 0, capacity = 0;
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select_facts, "d", nendo);
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		if (!is_among(ks_db_text(stmt, 5), plans, n_plans, nendo))
			continue;
		ks_grow(&facts, n, &capacity);
		add_fact(facts, &n, stmt, arena);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	out->items = ks_arena_copy(arena, facts, n * sizeof(*facts));
	out->n_items = n;
	free(facts);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

enum ks_rc ks_report_credited(struct ks_store *store, int nendo, struct ks_arena *arena,
			      struct ks_standing_facts *out)
{
	struct ks_standing_fact *facts = NULL;
	size_t n = 0, capacity = 0;
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store,
			   "SELECT staff, lesson, min(done_ms) FROM credited WHERE nendo = ?"
			   " GROUP BY staff, lesson ORDER BY staff, lesson",
			   "d", nendo);
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		ks_grow(&facts, n, &capacity);
		facts[n++] = (struct ks_standing_fact){
			.staff = ks_arena_strdup(arena, ks_db_text(stmt, 0)),
			.lesson = ks_arena_strdup(arena, ks_db_text(stmt, 1)),
			.done_ms = sqlite3_column_int64(stmt, 2),
		};
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	out->items = ks_arena_copy(arena, facts, n * sizeof(*facts));
	out->n_items = n;
	free(facts);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

enum ks_rc ks_report_done(struct ks_store *store, const struct ks_plan *plans, size_t n_plans,
			  int nendo, const char *staff, const char *lesson, int64_t *done_ms)
{
	static const char select[] = "SELECT coalesce(min(done_ms), 0) FROM done"
				     " WHERE nendo = ? AND plan = ? AND staff = ? AND lesson = ?";
	enum ks_rc rc = KS_OK;

	*done_ms = 0;
	for (size_t i = 0; i < n_plans && rc == KS_OK; i++) {
		int64_t one = 0;

		if (plans[i].nendo != nendo)
			continue;
		rc = ks_db_number(store, &one, select, "dttt", nendo, plans[i].id, staff, lesson);
		if (one > 0 && (*done_ms == 0 || one < *done_ms))
			*done_ms = one;
	}
	return rc;
}

static const char select_failures[] =
	"SELECT staff, lesson, plan, nendo, n, last_ms, NULL FROM failure WHERE nendo = ?1"
	" UNION ALL"
	" SELECT staff, '', '', 0, 1, wall_ms, bytes FROM statement WHERE kind = 'failed'";

static void add_failures(struct ks_standing_facts *facts, struct sqlite3_stmt *stmt,
			 const struct ks_plan *plans, size_t n_plans, int nendo)
{
	const char *lesson = ks_db_text(stmt, 1), *plan = ks_db_text(stmt, 2);
	int64_t at_ms = sqlite3_column_int64(stmt, 5);
	int of_nendo = sqlite3_column_int(stmt, 3);
	struct ks_statement_view view;
	const struct ks_standing_fact *found;

	if (read_statement(stmt, 6, &view)) {
		lesson = view.lesson;
		plan = view.plan;
		of_nendo = view.nendo;
	}
	if (of_nendo != nendo || !is_among(plan, plans, n_plans, nendo))
		return;
	found = ks_report_fact(facts, ks_db_text(stmt, 0), lesson);
	if (!found)
		return;

	struct ks_standing_fact *fact = &facts->items[found - facts->items];

	fact->n_failed += (size_t)sqlite3_column_int64(stmt, 4);
	if (at_ms > fact->last_failed_ms)
		fact->last_failed_ms = at_ms;
}

enum ks_rc ks_report_add_failures(struct ks_store *store, const struct ks_plan *plans,
				  size_t n_plans, int nendo, struct ks_standing_facts *facts)
{
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select_failures, "d", nendo);
	while ((rc = ks_db_step(store, stmt)) == KS_OK)
		add_failures(facts, stmt, plans, n_plans, nendo);
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static const char select_answers[] =
	"SELECT lesson, question, revision, title, n_answers, n_right, last_ms, NULL"
	"  FROM question_tally WHERE nendo = ?1"
	" UNION ALL"
	" SELECT '', '', '', '', 1, 0, wall_ms, bytes FROM statement WHERE kind = 'answered'";

static bool read_answers(struct sqlite3_stmt *stmt, int nendo, struct ks_arena *arena,
			 struct ks_answer_fact *out)
{
	struct ks_statement_view view;
	bool is_one = read_statement(stmt, 7, &view);

	/* Of a self-inspection there is no right answer, nor a question. */
	if (is_one && (view.nendo != nendo || view.question[0] == '\0' || !view.has_success))
		return false;
	*out = (struct ks_answer_fact){
		.lesson = ks_arena_strdup(arena, is_one ? view.lesson : ks_db_text(stmt, 0)),
		.question = ks_arena_strdup(arena, is_one ? view.question : ks_db_text(stmt, 1)),
		.revision = ks_arena_strdup(arena, is_one ? view.revision : ks_db_text(stmt, 2)),
		.title = ks_arena_strdup(arena, is_one ? view.question_title : ks_db_text(stmt, 3)),
		.clauses = ks_arena_strdup(arena, is_one ? view.clauses : ""),
		.n_answers = (size_t)sqlite3_column_int64(stmt, 4),
		.n_right = is_one ? view.success : (size_t)sqlite3_column_int64(stmt, 5),
		.last_ms = sqlite3_column_int64(stmt, 6),
	};
	return true;
}

enum ks_rc ks_report_answers(struct ks_store *store, int nendo, struct ks_arena *arena,
			     struct ks_answer_fact **out, size_t *n_out)
{
	struct ks_answer_fact *facts = NULL;
	size_t n = 0, capacity = 0;
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select_answers, "d", nendo);
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		ks_grow(&facts, n, &capacity);
		n += read_answers(stmt, nendo, arena, &facts[n]);
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	*out = ks_arena_copy(arena, facts, n * sizeof(*facts));
	*n_out = n;
	free(facts);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}
