/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/db.h"
#include "report/facts.h"
#include "report/question.h"
#include "report/tried.h"
#include "xapi/statement.h"

/* What lrs/tried.c keeps of tries, read: of one person, and of nobody in particular. A kiosk that stands alone has none. */

static const char *title_of(const struct ks_plan *plans, size_t n_plans, const char *lesson)
{
	for (size_t i = 0; i < n_plans; i++)
		for (size_t k = 0; k < plans[i].n_lessons; k++)
			if (strcmp(plans[i].lessons[k].id, lesson) == 0 && plans[i].lessons[k].title)
				return plans[i].lessons[k].title;
	return "";
}

enum ks_rc ks_report_tries(struct ks_store *store, const struct ks_plan *plans, size_t n_plans,
			   int nendo, const char *staff, struct ks_arena *arena,
			   struct ks_try **out, size_t *n)
{
	static const char select[] =
		"SELECT at_ms, lesson, kiosk, revision, raw, max, passed, duration_ms,"
		" EXISTS(SELECT 1 FROM credited c WHERE c.id = t.id), how FROM tried t"
		" WHERE staff = ? AND nendo = ? AND id <> '' ORDER BY at_ms DESC, lesson";
	size_t capacity = 0;
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	*out = NULL;
	*n = 0;
	ks_db_lock(store);
	stmt = ks_db_query(store, select, "td", staff, nendo);
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		ks_grow(out, *n, &capacity);
		(*out)[(*n)++] = (struct ks_try){
			.at_ms = sqlite3_column_int64(stmt, 0),
			.lesson = ks_arena_strdup(arena, ks_db_text(stmt, 1)),
			.title = ks_arena_strdup(arena, title_of(plans, n_plans, ks_db_text(stmt, 1))),
			.kiosk = ks_arena_strdup(arena, ks_db_text(stmt, 2)),
			.revision = ks_arena_strdup(arena, ks_db_text(stmt, 3)),
			.raw = sqlite3_column_int(stmt, 4),
			.max = sqlite3_column_int(stmt, 5),
			.has_passed = sqlite3_column_int(stmt, 6) != 0,
			.duration_ms = sqlite3_column_int64(stmt, 7),
			.is_credited = sqlite3_column_int(stmt, 8) != 0,
			.is_from_paper = strcmp(ks_db_text(stmt, 9), KS_FACT_PAPER) == 0,
		};
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

double ks_report_power_of(const struct ks_power_sums *sums)
{
	double n = sums->n, x = sums->right, y = sums->rest; /* x is 0 or 1: its square is itself */
	double both = sqrt((n * x - x * x) * (n * sums->rest_square - y * y));

	return n >= KS_QUESTION_ANSWERS_LEAST && both > 0 ? (n * sums->rest_right - x * y) / both
							  : NAN;
}

enum ks_rc ks_report_power(struct ks_store *store, int nendo, struct ks_arena *arena,
			   struct ks_question_row *row)
{
	static const char select[] =
		"SELECT w.clauses, coalesce(p.n, 0), p.n_right, p.rest, p.rest_right, p.rest_square"
		" FROM question_word w LEFT JOIN question_power p ON p.nendo = ?"
		"  AND p.question = w.question AND p.revision = w.revision"
		" WHERE w.question = ? AND w.revision = ?";
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select, "dtt", nendo, row->question, row->revision);
	rc = ks_db_step(store, stmt);
	if (rc == KS_OK) {
		row->clauses = ks_arena_strdup(arena, ks_db_text(stmt, 0));
		row->n_tries = (size_t)sqlite3_column_int64(stmt, 1);
		row->power = ks_report_power_of(&(struct ks_power_sums){
			(double)row->n_tries, sqlite3_column_double(stmt, 2),
			sqlite3_column_double(stmt, 3), sqlite3_column_double(stmt, 4),
			sqlite3_column_double(stmt, 5)});
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

enum ks_rc ks_report_sample(struct ks_store *store, const char *question, const char *revision,
			    struct ks_buf *out)
{
	static const char select[] =
		"SELECT body(r.bytes) FROM question_word w JOIN received r ON r.id = w.sample"
		" WHERE w.question = ? AND w.revision = ?";
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select, "tt", question, revision);
	rc = ks_db_step(store, stmt);
	if (rc == KS_OK)
		ks_buf_append(out, sqlite3_column_blob(stmt, 0),
			      (size_t)sqlite3_column_bytes(stmt, 0));
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc;
}

enum ks_rc ks_report_choices(struct ks_store *store, int nendo, const struct ks_question_row *row,
			     struct ks_arena *arena, struct ks_choice_row **out, size_t *n)
{
	static const char select[] =
		"SELECT answer, n FROM question_choice WHERE nendo = ? AND question = ?"
		" AND revision = ? AND n > 0 ORDER BY n DESC, answer LIMIT 200";
	size_t capacity = 0;
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	*out = NULL;
	*n = 0;
	ks_db_lock(store);
	stmt = ks_db_query(store, select, "dtt", nendo, row->question, row->revision);
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		ks_grow(out, *n, &capacity);
		(*out)[(*n)++] = (struct ks_choice_row){
			.id = ks_arena_strdup(arena, ks_db_text(stmt, 0)),
			.text = "",
			.n = (size_t)sqlite3_column_int64(stmt, 1),
		};
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}
