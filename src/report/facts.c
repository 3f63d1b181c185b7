/* SPDX-License-Identifier: Apache-2.0 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/db.h"
#include "report/facts.h"
#include "xapi/statement.h"

/*
 * Both kinds of state folder: a collector has `standing` and what else src/lrs/sum.h names, a kiosk has `progress`,
 * `elsewhere` and `statement`; the tables of the other role are there and empty. So `kenshu report` works the same on a
 * kiosk that stands alone.
 *
 * `standing` has a row for everybody and every lesson, so it is read in the order in which it lies there, plan by plan,
 * and put together here: sorting it took longer than all the rest of a report.
 */

/* What stands behind a completion, as one number: a column less in a row is a twelfth of a report. */
#define CLOCK_DOUBT 1
#define FROM_PAPER 2

static const char select_standing[] =
	"SELECT staff, lesson, done_ms,"
	" CASE WHEN clock = 'synced' AND how = '' THEN 0"
	" ELSE (clock NOT IN ('', 'synced')) + 2 * (how = '" KS_FACT_PAPER "') END FROM standing"
	" WHERE nendo = ?1 AND plan = ?2 ORDER BY staff, lesson";
/* `bytes`: on a kiosk the statement tells how far the clock could be trusted, and whether it was keyed in from paper. */
static const char select_others[] =
	"SELECT p.staff, p.lesson, p.done_ms, 0, p.plan, s.bytes FROM progress p"
	"  LEFT JOIN statement s ON s.seq = p.done_seq WHERE p.nendo = ?1"
	" UNION ALL"
	" SELECT e.staff, e.lesson, done_ms, 2 * (o.staff IS NOT NULL), e.plan, NULL FROM elsewhere e"
	"  LEFT JOIN on_paper o USING(staff, nendo, plan, lesson) WHERE nendo = ?1"
	" UNION ALL"
	" SELECT staff, lesson, done_ms, 0, plan, NULL FROM beside WHERE nendo = ?1"
	" ORDER BY 1, 2";
#define OTHERS_PLAN 4
#define OTHERS_BYTES 5

/* On a kiosk what is wanted stands in the statement; false: there is none in this column. */
static bool read_statement(struct sqlite3_stmt *stmt, int column, struct ks_statement_view *view)
{
	return sqlite3_column_bytes(stmt, column) > 0 &&
	       ks_statement_read(sqlite3_column_blob(stmt, column),
				 (size_t)sqlite3_column_bytes(stmt, column), view) == KS_OK;
}

static int flags_of(struct sqlite3_stmt *stmt, bool is_other)
{
	struct ks_statement_view view;

	if (!is_other || !read_statement(stmt, OTHERS_BYTES, &view))
		return sqlite3_column_int(stmt, 3);
	return (view.clock[0] && strcmp(view.clock, "synced") != 0 ? CLOCK_DOUBT : 0) +
	       (strcmp(view.how, KS_FACT_PAPER) == 0 ? FROM_PAPER : 0);
}

/* Facts in order, while they are put together. */
struct run {
	struct ks_standing_fact *items;
	size_t n, capacity;
};

/* What lessons are called: a few names, told again and again in the same order. */
struct names {
	const char **items;
	size_t n, capacity, next;
};
#define NAMES_MAX 256 /* whoever sends more of them has each kept by itself */

static const char *keep_name(struct names *names, const char *name, struct ks_arena *arena)
{
	for (size_t i = 0; i < names->n; i++) {
		size_t at = (names->next + i) % names->n;

		if (strcmp(names->items[at], name) == 0) {
			names->next = at + 1;
			return names->items[at];
		}
	}
	if (names->n == NAMES_MAX)
		return ks_arena_strdup(arena, name);
	ks_grow(&names->items, names->n, &names->capacity);
	return names->items[names->n++] = ks_arena_strdup(arena, name);
}

static int by_staff_and_lesson(const struct ks_standing_fact *a, const struct ks_standing_fact *b)
{
	int order = a->staff == b->staff ? 0 : strcmp(a->staff, b->staff);

	if (order == 0 && a->lesson != b->lesson)
		order = strcmp(a->lesson, b->lesson);
	return order;
}

static void append(struct run *run, const struct ks_standing_fact *fact)
{
	ks_grow(&run->items, run->n, &run->capacity);
	run->items[run->n++] = *fact;
}

/* Here and elsewhere, by this plan and that: the earlier completion counts. */
static void add_fact(struct run *run, const struct ks_standing_fact *fact)
{
	struct ks_standing_fact *last = run->n ? &run->items[run->n - 1] : NULL;

	if (!last || by_staff_and_lesson(last, fact) != 0) {
		append(run, fact);
	} else if (fact->done_ms > 0 && (last->done_ms == 0 || fact->done_ms < last->done_ms)) {
		last->done_ms = fact->done_ms;
		last->has_clock_doubt = fact->has_clock_doubt;
		last->is_from_paper = fact->is_from_paper;
	}
}

static struct ks_standing_fact read_fact(struct sqlite3_stmt *stmt, bool is_other,
					 const struct run *run, struct names *names,
					 struct ks_arena *arena)
{
	const char *staff = ks_db_text(stmt, 0);
	const char *before = run->n ? run->items[run->n - 1].staff : NULL;
	struct ks_standing_fact fact = {.done_ms = sqlite3_column_int64(stmt, 2)};

	fact.staff = before && strcmp(before, staff) == 0 ? before : ks_arena_strdup(arena, staff);
	fact.lesson = keep_name(names, ks_db_text(stmt, 1), arena);
	if (fact.done_ms > 0) {
		int flags = flags_of(stmt, is_other);

		fact.has_clock_doubt = flags & CLOCK_DOUBT;
		fact.is_from_paper = flags & FROM_PAPER;
	}
	return fact;
}

/* Two runs into one; @more is empty after it. */
static void merge(struct run *all, struct run *more)
{
	struct run both = {0};
	size_t i = 0, k = 0;

	if (all->n == 0 || more->n == 0) {
		struct run *full = all->n ? all : more;

		both = *full;
		*full = (struct run){0};
	}
	while (i < all->n || k < more->n) {
		bool is_old =
			k == more->n ||
			(i < all->n && by_staff_and_lesson(&all->items[i], &more->items[k]) <= 0);

		add_fact(&both, is_old ? &all->items[i++] : &more->items[k++]);
	}
	free(all->items);
	free(more->items);
	*all = both;
	*more = (struct run){0};
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
	struct run all = {0};
	struct names names = {0};
	enum ks_rc rc = KS_NOT_FOUND;

	ks_db_lock(store);
	for (size_t i = 0; i <= n_plans && rc == KS_NOT_FOUND; i++) {
		bool is_other = i == n_plans;
		struct run more = {0};
		struct sqlite3_stmt *stmt;

		if (!is_other && plans[i].nendo != nendo)
			continue;
		stmt = is_other ? ks_db_query(store, select_others, "d", nendo)
				: ks_db_query(store, select_standing, "dt", nendo, plans[i].id);
		while ((rc = ks_db_step(store, stmt)) == KS_OK) {
			struct ks_standing_fact fact;

			if (is_other &&
			    !is_among(ks_db_text(stmt, OTHERS_PLAN), plans, n_plans, nendo))
				continue;
			fact = read_fact(stmt, is_other, &more, &names, arena);
			if (is_other)
				add_fact(&more, &fact);
			else
				append(&more, &fact); /* no two rows of a plan are of the same */
		}
		ks_db_end(stmt);
		merge(&all, &more);
	}
	ks_db_unlock(store);
	*out = (struct ks_standing_facts){.items = all.items, .n_items = all.n};
	free(names.items);
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
	*out = (struct ks_standing_facts){.items = facts, .n_items = n};
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static enum ks_rc done_of(struct ks_store *store, const struct ks_plan *plans, size_t n_plans,
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

enum ks_rc ks_report_done(struct ks_store *store, const struct ks_plan *plans, size_t n_plans,
			  int nendo, const char *staff, const struct ks_duty *duty, int64_t *done_ms)
{
	enum ks_rc rc = done_of(store, plans, n_plans, nendo, staff, duty->lesson->id, done_ms);

	if (rc == KS_OK && *done_ms == 0 && duty->instead)
		rc = done_of(store, plans, n_plans, nendo, staff, duty->instead->id, done_ms);
	return rc;
}

enum ks_rc ks_report_from_paper(struct ks_store *store, const struct ks_plan *plans, size_t n_plans,
				int nendo, const char *staff, const struct ks_duty *duty,
				int64_t done_ms, bool *is_from_paper)
{
	static const char select[] =
		"SELECT count(*) FROM standing WHERE nendo = ? AND plan = ? AND staff = ?"
		" AND lesson IN (?, ?) AND done_ms = ? AND how = '" KS_FACT_PAPER "'";
	int64_t n = 0;
	enum ks_rc rc = KS_OK;

	*is_from_paper = false;
	for (size_t i = 0; i < n_plans && rc == KS_OK && done_ms > 0; i++) {
		if (plans[i].nendo == nendo)
			rc = ks_db_number(store, &n, select, "dtttti", nendo, plans[i].id, staff,
					  duty->lesson->id, duty->instead ? duty->instead->id : "",
					  done_ms);
		*is_from_paper = *is_from_paper || n > 0;
	}
	return rc;
}

bool ks_report_agreement_key(const struct ks_duty *duty, char key[KS_ID_MAX])
{
	const char *sha256 = duty->plan->policy_sha256;

	ks_statement_policy_key(sha256 ? sha256 : "", key);
	return duty->plan->acknowledges;
}

static enum ks_rc has_agreed(struct ks_store *store, const struct ks_plan *plans, size_t n_plans,
			     int nendo, const char *staff, const char *key, bool *has)
{
	static const char select[] = "SELECT count(*) FROM done WHERE nendo = ? AND plan = ?"
				     " AND staff = ? AND substr(lesson, 1, length(?4)) = ?4";
	enum ks_rc rc = KS_OK;

	*has = false;
	for (size_t i = 0; i < n_plans && rc == KS_OK; i++) {
		int64_t n = 0;

		if (plans[i].nendo == nendo)
			rc = ks_db_number(store, &n, select, "dttt", nendo, plans[i].id, staff, key);
		*has = *has || n > 0;
	}
	return rc;
}

enum ks_rc ks_report_lacks_agreement(struct ks_store *store, const struct ks_plan *plans,
				     size_t n_plans, int nendo, const char *staff,
				     const struct ks_duties *duties, bool *lacks)
{
	enum ks_rc rc = KS_OK;

	*lacks = false;
	for (size_t i = 0; i < duties->n_items && rc == KS_OK && !*lacks; i++) {
		char key[KS_ID_MAX];
		bool has = true;

		if (ks_report_agreement_key(&duties->items[i], key))
			rc = has_agreed(store, plans, n_plans, nendo, staff, key, &has);
		*lacks = !has;
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
	struct ks_standing_facts of_person;

	if (read_statement(stmt, 6, &view)) {
		lesson = view.lesson;
		plan = view.plan;
		of_nendo = view.nendo;
	}
	if (of_nendo != nendo || !is_among(plan, plans, n_plans, nendo))
		return;
	of_person = ks_report_facts_of(facts, ks_db_text(stmt, 0));
	found = ks_report_fact(&of_person, lesson);
	if (!found)
		return;

	struct ks_standing_fact *fact = &facts->items[found - facts->items];

	fact->n_failed += (uint32_t)sqlite3_column_int64(stmt, 4);
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
