/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/sum.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/claim.h"
#include "lrs/own.h"
#include "lrs/regrade.h"
#include "lrs/replica_sender.h"
#include "lrs/row_id.h"
#include "lrs/tried.h"
#include "record/card_fact.h"
#include "record/db.h"
#include "record/inspection.h"
#include "record/pseudonym.h"
#include "record/roll_fact.h"
#include "xapi/completion.h"

/*
 * One way from a statement into the summaries, whether it comes in now, is proved later, is counted anew or is only
 * checked: for the last, temporary tables of the same names stand before the real ones.
 */

static bool is_verb(const struct ks_statement_view *view, const char *verb)
{
	return strcmp(view->verb, verb) == 0;
}

/*
 * What somebody answered on a self-inspection sheet: for counts, under their pseudonym, whether they were named by it or, as
 * kiosks without the key do, by their number: one person answers an item once.
 */
static enum ks_rc keep_answer(struct ks_store *store, const struct ks_statement_view *view)
{
	char name[KS_ACTOR_MAX];
	struct ks_inspection_key key = {name, view->nendo, view->checklist};
	struct ks_inspection_answer answer = {view->item, view->item_text, view->response,
					      view->wall_ms};
	enum ks_rc rc;

	if (!view->staff[0] || !view->item[0] || view->nendo == 0 || !is_verb(view, "answered") ||
	    ks_response_find(view->response) == KS_RESPONSE_NONE)
		return KS_OK;
	rc = ks_pseudonym_of(store, view->staff, name);
	return rc == KS_OK ? ks_inspection_keep(store, &key, &answer, true) : rc;
}

/* The first completion counts; anything else said about a lesson means that it was begun. */
static enum ks_rc keep_standing(struct ks_store *store, const struct ks_statement_view *view)
{
	static const char upsert[] =
		"INSERT INTO standing(nendo, plan, staff, lesson, done_ms, clock, how)"
		" VALUES(?, ?, ?, ?, ?, ?, ?)"
		" ON CONFLICT DO UPDATE SET done_ms = excluded.done_ms, clock = excluded.clock,"
		" how = excluded.how"
		" WHERE excluded.done_ms > 0 AND (done_ms = 0 OR excluded.done_ms < done_ms)";
	bool is_done = ks_claim_is_done(view);

	return ks_db_run(store, upsert, "dtttitt", view->nendo, view->plan, view->staff,
			 view->lesson, is_done ? view->wall_ms : INT64_C(0),
			 is_done ? view->clock : "", is_done ? view->how : "");
}

static enum ks_rc keep_failure(struct ks_store *store, const struct ks_statement_view *view)
{
	static const char upsert[] =
		"INSERT INTO failure(nendo, staff, lesson, plan, n, last_ms) VALUES(?, ?, ?, ?, 1, ?)"
		" ON CONFLICT DO UPDATE SET n = n + 1, last_ms = max(last_ms, excluded.last_ms)";

	if (!is_verb(view, "failed"))
		return KS_OK;
	return ks_db_run(store, upsert, "dttti", view->nendo, view->staff, view->lesson, view->plan,
			 view->wall_ms);
}

/* The first check-in counts. */
static enum ks_rc keep_attendance(struct ks_store *store, const struct ks_statement_view *view,
				  const char *sender)
{
	static const char upsert[] =
		"INSERT INTO attended(gathering, staff, kiosk, at_ms) VALUES(?, ?, ?, ?)"
		" ON CONFLICT DO UPDATE SET at_ms = excluded.at_ms, kiosk = excluded.kiosk"
		" WHERE excluded.at_ms < at_ms";

	if (!view->staff[0] || !view->gathering[0] || !is_verb(view, "checkin"))
		return KS_OK;
	return ks_db_run(store, upsert, "ttti", view->gathering, view->staff, sender, view->wall_ms);
}

/* How often a question was answered, and how often right: of nobody in particular. */
static enum ks_rc count_answer(struct ks_store *store, const struct ks_statement_view *view, int n)
{
	static const char upsert[] =
		"INSERT INTO question_tally(nendo, lesson, question, revision, title, n_answers,"
		" n_right, last_ms) VALUES(?, ?, ?, ?, ?, ?, ?, ?)"
		" ON CONFLICT DO UPDATE SET n_answers = n_answers + excluded.n_answers,"
		" n_right = n_right + excluded.n_right, last_ms = max(last_ms, excluded.last_ms)";
	enum ks_rc rc;

	if (!view->question[0] || !view->lesson[0] || view->nendo == 0 || !view->has_success ||
	    !is_verb(view, "answered"))
		return KS_OK;
	rc = ks_db_run(store, upsert, "dttttddi", view->nendo, view->lesson, view->question,
		       view->revision, view->question_title, n, view->success ? n : 0, view->wall_ms);
	return rc == KS_OK ? ks_tried_count(store, view, n) : rc;
}

enum ks_rc ks_sum_add(struct ks_store *store, const struct ks_statement_view *view, const char *sender)
{
	bool is_of_lesson = view->staff[0] && view->plan[0] && view->lesson[0] && view->nendo != 0;
	enum ks_rc rc = KS_OK;

	sender = ks_replica_kiosk(sender);
	if (is_of_lesson)
		rc = keep_standing(store, view);
	if (is_of_lesson && rc == KS_OK)
		rc = keep_failure(store, view);
	if (rc == KS_OK)
		rc = keep_attendance(store, view, sender);
	if (rc == KS_OK)
		rc = ks_roll_keep(store, view, sender);
	if (rc == KS_OK)
		rc = ks_card_keep(store, view);
	if (rc == KS_OK)
		rc = count_answer(store, view, 1);
	if (rc == KS_OK && is_of_lesson)
		rc = ks_regrade_add(store, view, sender);
	if (rc == KS_OK && is_of_lesson)
		rc = ks_tried_add(store, view, sender);
	return rc == KS_OK ? keep_answer(store, view) : rc;
}

/* --- from the statements ---------------------------------------------------------------------- */

#define SELECT_COUNTED                                                                \
	"SELECT r.kiosk, body(r.bytes) FROM received r"                               \
	" WHERE (r.kiosk <> '" KS_CENTRE_OWN "' OR r.gathering <> '') AND"            \
	" NOT EXISTS(SELECT 1 FROM claim c WHERE c.kiosk = r.kiosk AND c.seq = r.seq" \
	"  AND c.stored = r.stored AND NOT (c.reason = 1 AND"                         \
	"   EXISTS(SELECT 1 FROM source s WHERE s.name = r.kiosk)))"                  \
	" AND NOT EXISTS(SELECT 1 FROM void v WHERE v.target = " KS_ROW_ID(           \
		"r.id") ")"                                                           \
			" AND (r.kiosk NOT LIKE 'client:%' OR EXISTS(SELECT 1 FROM source s WHERE s.name = r.kiosk))"

/* Their rows name nobody (ks_centre_as_indexed()): only their bytes say of whom they are. */
#define OR_CLIENTS " OR r.kiosk IN (SELECT name FROM source WHERE name LIKE 'client:%')"
#define IN_ORDER " ORDER BY r.stored" /* a try is credited by its answers, which came before it */

/* Both names of a person: what was said under either is of the same rows. @other: "" where nobody knows whose pseudonym it is. */
struct names {
	const char *staff;
	char other[KS_ACTOR_MAX];
};

static bool is_named(const struct names *names, const char *staff)
{
	return strcmp(staff, names->staff) == 0 ||
	       (names->other[0] && strcmp(staff, names->other) == 0);
}

/* @only: of whom, without what is of nobody in particular; NULL: everybody's, whole. */
static enum ks_rc add_rows(struct ks_store *store, struct sqlite3_stmt *stmt, const struct names *only)
{
	struct ks_statement_view view;
	enum ks_rc rc;

	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		if (ks_statement_read(sqlite3_column_blob(stmt, 1),
				      (size_t)sqlite3_column_bytes(stmt, 1), &view) != KS_OK)
			continue; /* damaged: `verify` names it */
		if (only && !is_named(only, view.staff))
			continue;
		rc = ks_sum_add(store, &view, ks_db_text(stmt, 0));
		if (rc == KS_OK && only)
			rc = count_answer(store, &view, -1);
		if (rc != KS_OK)
			break;
	}
	ks_db_end(stmt);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static const struct {
	const char *name, *clear, *clear_person, *create, *compare;
} sums[] = {
#define SUM(table, columns)                                                            \
	"DELETE FROM main." table, "DELETE FROM main." table " WHERE staff = ?",       \
		"CREATE TEMP TABLE " table " AS SELECT * FROM main." table " LIMIT 0;" \
		"CREATE UNIQUE INDEX temp.t_" table " ON " table,                      \
		COMPARE(table, columns)
#define COMPARE(table, columns)                                                       \
	"SELECT EXISTS(SELECT " columns " FROM temp." table " EXCEPT SELECT " columns \
	" FROM main." table ") OR EXISTS(SELECT " columns " FROM main." table         \
	" EXCEPT SELECT " columns " FROM temp." table ")"
	{"standing", SUM("standing", "nendo, plan, staff, lesson, done_ms, how")},
	{"failure", SUM("failure", "nendo, staff, lesson, plan, n")},
	{"attended", SUM("attended", "gathering, staff, at_ms")},
	{"gathering_fact",
	 SUM("gathering_fact", "id, gathering, staff, verb, at_ms, how, by_staff, reason, n_counted")},
	{"inspection_answer", SUM("inspection_answer", "staff, nendo, checklist, item, at_ms")},
	{"regraded", SUM("regraded", "id, kiosk, attempt")},
	{"credited", SUM("credited", "id, nendo, staff, plan, lesson, done_ms")},
	{"tried", SUM("tried", "staff, nendo, plan, lesson, kiosk, attempt, other, id, at_ms, passed,"
			       " raw, max, duration_ms, how")},
	{"card", "DELETE FROM main.card WHERE source = 0", /* HR's word is no statement */
	 "DELETE FROM main.card WHERE source = 0 AND staff = ?",
	 "CREATE TEMP TABLE card AS SELECT * FROM main.card WHERE source <> 0;"
	 "CREATE UNIQUE INDEX temp.t_card ON card",
	 COMPARE("card", "id, staff, name, at_ms")},
	{"question_tally",
	 SUM("question_tally", "nendo, lesson, question, revision, n_answers, n_right")},
	{"question_choice", SUM("question_choice", "nendo, question, revision, answer, n")},
	{"question_word", SUM("question_word", "question, revision, clauses")},
	{"question_power", SUM("question_power", "nendo, question, revision, n, n_right, rest,"
						 " rest_right, rest_square")},
#undef SUM
#undef COMPARE
};
static const char *const keys[KS_COUNT(sums)] = {"(nendo, plan, staff, lesson)",
						 "(nendo, staff, lesson, plan)",
						 "(gathering, staff)",
						 "(id)",
						 "(staff, nendo, checklist, item)",
						 "(id)",
						 "(id)",
						 "(staff, nendo, plan, lesson, kiosk, attempt, other)",
						 "(id)",
						 "(nendo, lesson, question, revision)",
						 "(nendo, question, revision, answer)",
						 "(question, revision)",
						 "(nendo, question, revision)"};
#define N_BY_PERSON 9 /* the others are of nobody in particular */

enum ks_rc ks_sum_anew(struct ks_store *store)
{
	enum ks_rc rc = KS_OK;

	for (size_t i = 0; rc == KS_OK && i < KS_COUNT(sums); i++)
		rc = ks_db_run(store, sums[i].clear, "");
	if (rc == KS_OK) {
		ks_db_lock(store);
		rc = add_rows(store, ks_db_query(store, SELECT_COUNTED IN_ORDER, ""), NULL);
		ks_db_unlock(store);
	}
	if (rc == KS_OK)
		rc = ks_db_run(store, "DELETE FROM setting WHERE name = 'rebuild'", "");
	return rc;
}

enum ks_rc ks_sum_rebuild(struct ks_store *store)
{
	enum ks_rc rc = ks_store_begin(store);

	return rc == KS_OK ? ks_store_end(store, ks_sum_anew(store)) : rc;
}

/* --- taken back ------------------------------------------------------------------------------- */

static enum ks_rc find_names(struct ks_store *store, const char *staff, struct names *out)
{
	enum ks_rc rc = ks_statement_is_pseudonym(staff)
				? ks_pseudonym_resolve(store, staff, out->other)
				: ks_pseudonym_of(store, staff, out->other);

	out->staff = staff;
	if (rc != KS_OK)
		out->other[0] = '\0';
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static enum ks_rc sum_person(struct ks_store *store, const char *staff)
{
	struct names names;
	enum ks_rc rc = ks_tried_take_back(store, staff);

	if (rc == KS_OK)
		rc = find_names(store, staff, &names);
	for (size_t i = 0; rc == KS_OK && i < N_BY_PERSON; i++) {
		rc = ks_db_run(store, sums[i].clear_person, "t", staff);
		if (rc == KS_OK && names.other[0])
			rc = ks_db_run(store, sums[i].clear_person, "t", names.other);
	}
	if (rc != KS_OK)
		return rc;
	ks_db_lock(store);
	rc = add_rows(store,
		      ks_db_query(store,
				  SELECT_COUNTED " AND (r.staff IN (?, ?)" OR_CLIENTS ")" IN_ORDER,
				  "tt", staff, names.other[0] ? names.other : staff),
		      &names);
	ks_db_unlock(store);
	return rc;
}

enum ks_rc ks_sum_void(struct ks_store *store, const char *id)
{
	static const char select[] = SELECT_COUNTED
		" AND (r.id = ?1 OR (r.id > ?1 || '" KS_ROW_AGAIN "' AND r.id < ?1 || 'A'))";
	static const char keep[] = "INSERT OR IGNORE INTO void(target, stored)"
				   " SELECT ?, coalesce(max(stored), 0) FROM received";
	struct ks_statement_view view = {0};
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select, "t", id);
	rc = ks_db_step(store, stmt);
	if (rc == KS_OK && ks_statement_read(sqlite3_column_blob(stmt, 1),
					     (size_t)sqlite3_column_bytes(stmt, 1), &view) != KS_OK)
		rc = KS_NOT_FOUND;
	ks_db_end(stmt);
	ks_db_unlock(store);
	if (rc != KS_OK && rc != KS_NOT_FOUND)
		return rc;
	if (rc == KS_OK)
		rc = count_answer(store, &view, -1);
	else
		rc = KS_OK;
	if (rc == KS_OK)
		rc = ks_db_run(store, keep, "t", id);
	if (rc == KS_OK && view.staff[0])
		rc = sum_person(store, view.staff);
	/* Nobody's only answer is no row of zeros: counted anew there would be none. */
	if (rc == KS_OK)
		rc = ks_db_run(store, "DELETE FROM main.question_tally WHERE n_answers = 0", "");
	return rc == KS_OK ? ks_tried_clean(store) : rc;
}

/* --- an answer key ---------------------------------------------------------------------------- */

static enum ks_rc regrade_rows(struct ks_store *store, struct sqlite3_stmt *stmt)
{
	struct ks_statement_view view;
	enum ks_rc rc;

	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		if (ks_statement_read(sqlite3_column_blob(stmt, 1),
				      (size_t)sqlite3_column_bytes(stmt, 1), &view) != KS_OK)
			continue; /* damaged: `verify` names it */
		rc = ks_regrade_add(store, &view, ks_replica_kiosk(ks_db_text(stmt, 0)));
		if (rc != KS_OK)
			break;
	}
	ks_db_end(stmt);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

enum ks_rc ks_sum_regrade(struct ks_store *store, const char *question)
{
	static const char answers[] =
		SELECT_COUNTED " AND r.verb = 'answered' AND r.success = 0"
			       " AND substr(r.object, -length(?1) - 6) = '/quiz/' || ?1" IN_ORDER;
	static const char tries[] = SELECT_COUNTED
		" AND r.verb = 'failed' AND ((r.staff, r.lesson, r.nendo) IN"
		" (SELECT staff, lesson, nendo FROM regraded WHERE question = ?1)" OR_CLIENTS
		")" IN_ORDER;
	enum ks_rc rc;

	ks_db_lock(store);
	rc = regrade_rows(store, ks_db_query(store, answers, "t", question));
	if (rc == KS_OK)
		rc = regrade_rows(store, ks_db_query(store, tries, "t", question));
	ks_db_unlock(store);
	return rc;
}

/* --- compared --------------------------------------------------------------------------------- */

/*
 * What is worked out aside lies in a nameless file, of which few pages are in memory: a centre of a hundred thousand people
 * is checked with as much memory as one of a thousand. One savepoint over it, for a commit after each statement of a
 * million would be most of the work; it writes nothing to the record and keeps nobody from writing.
 */
#define ASIDE_IN_FILE \
	"PRAGMA temp_store = FILE; PRAGMA temp.cache_size = -4000" /* never within a transaction */
#define ASIDE "SAVEPOINT aside"
#define ASIDE_END "ROLLBACK TO aside; RELEASE aside"
#define ASIDE_IN_MEMORY "PRAGMA temp_store = MEMORY" /* this empties it too */

static enum ks_rc put_aside(struct ks_store *store)
{
	enum ks_rc rc = KS_OK;

	if (sqlite3_get_autocommit(ks_db_handle(store)))
		rc = ks_db_exec(store, ASIDE_IN_FILE);
	if (rc == KS_OK)
		rc = ks_db_exec(store, ASIDE);
	for (size_t i = 0; rc == KS_OK && i < KS_COUNT(sums); i++) {
		char *sql = ks_format("%s%s", sums[i].create, keys[i]);

		rc = ks_db_exec(store, sql);
		free(sql);
	}
	return rc;
}

enum ks_rc ks_sum_check(struct ks_store *store, const char **wrong)
{
	enum ks_rc rc = KS_OK, ends[2];
	int64_t differs = 0;
	sqlite3 *db;
	bool is_reader;

	*wrong = NULL;
	ks_db_lock(store);
	db = ks_db_handle(store);
	is_reader = sqlite3_db_readonly(db, "main") == 1;
	/* A reader's file is opened for reading; this only keeps it from its own temporary tables. */
	if (is_reader)
		rc = ks_db_exec(store, "PRAGMA query_only = OFF");
	if (rc == KS_OK)
		rc = put_aside(store);
	if (rc == KS_OK)
		rc = add_rows(store, ks_db_query(store, SELECT_COUNTED IN_ORDER, ""), NULL);
	for (size_t i = 0; rc == KS_OK && i < KS_COUNT(sums) && !*wrong; i++) {
		rc = ks_db_number(store, &differs, sums[i].compare, "");
		if (differs)
			*wrong = sums[i].name;
	}
	(void)ks_db_exec(store, ASIDE_END);
	ends[0] = sqlite3_get_autocommit(db) ? ks_db_exec(store, ASIDE_IN_MEMORY) : KS_OK;
	ends[1] = is_reader ? ks_db_exec(store, "PRAGMA query_only = ON") : KS_OK;
	ks_db_unlock(store);
	for (size_t i = 0; rc == KS_OK && i < KS_COUNT(ends); i++)
		rc = ends[i];
	return rc;
}
