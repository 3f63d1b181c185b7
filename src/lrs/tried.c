/* SPDX-License-Identifier: Apache-2.0 */
#include "lrs/tried.h"

#include <string.h>

#include "record/db.h"

/*
 * The answers of a try are marks of its row, so that its result finds them and a try that is taken back takes its share of
 * the sums with it. The rest of the quiz is a share in thousandths: sums of whole numbers, the same in any order. Only
 * somebody's first try says how a question tells people apart; whoever tries again has seen the answers.
 */

#define SAME \
	" t.staff = ? AND t.nendo = ? AND t.plan = ? AND t.lesson = ? AND t.kiosk = ? AND t.attempt = ?"
/* x: right or not; y: the rest of the try's quiz, in thousandths. A result with fewer points than this answer is no score of it. */
#define INSERT_POWER                                                                            \
	"INSERT INTO question_power(nendo, question, revision, n, n_right, rest, rest_right,"   \
	" rest_square) SELECT nendo, question, revision, n, n * x, n * y, n * x * y, n * y * y" \
	" FROM (SELECT nendo, question, revision, n, x,"                                        \
	"  ((raw - x) * 1000 + (max - 1) / 2) / (max - 1) AS y FROM ("
#define ADD_POWER                                                                              \
	") WHERE max > 1 AND raw >= x) WHERE true"                                             \
	" ON CONFLICT DO UPDATE SET n = n + excluded.n, n_right = n_right + excluded.n_right," \
	" rest = rest + excluded.rest, rest_right = rest_right + excluded.rest_right,"         \
	" rest_square = rest_square + excluded.rest_square"
#define MARKS                                                                            \
	" json_extract(m.value, '$[0]') AS question,"                                    \
	" json_extract(m.value, '$[1]') AS revision, json_extract(m.value, '$[2]') AS x" \
	" FROM tried t, json_each('[' || t.marks || ']') m WHERE t.attempt = 1"

static enum ks_rc add_answer(struct ks_store *store, const struct ks_statement_view *view,
			     const char *sender)
{
	static const char note[] =
		"INSERT INTO tried(staff, nendo, plan, lesson, kiosk, attempt, other, id, at_ms,"
		" passed, raw, max, duration_ms, how, revision, marks)"
		" VALUES(?, ?, ?, ?, ?, ?, '', '', 0, 0, 0, 0, 0, '', ?7, json_array(?8, ?7, ?9, ?10))"
		" ON CONFLICT DO UPDATE SET marks = marks || iif(marks = '', '', ',') || excluded.marks";
	static const char count[] = INSERT_POWER
		"SELECT t.nendo, ? AS question, ? AS revision, 1 AS n, ? AS x, t.raw, t.max"
		" FROM tried t WHERE t.attempt = 1 AND" SAME ADD_POWER;
	enum ks_rc rc = ks_db_run(store, note, "tdtttdttdt", view->staff, view->nendo, view->plan,
				  view->lesson, sender, view->attempt, view->revision,
				  view->question, view->success, view->answer);

	if (rc != KS_OK || view->attempt != 1)
		return rc;
	return ks_db_run(store, count, "ttdtdtttd", view->question, view->revision, view->success,
			 view->staff, view->nendo, view->plan, view->lesson, sender, view->attempt);
}

/* The first result of a try is its result. From outside there may be no number of the try: each is one by itself. */
static enum ks_rc add_result(struct ks_store *store, const struct ks_statement_view *view,
			     const char *sender)
{
	static const char note[] =
		"INSERT INTO tried(staff, nendo, plan, lesson, kiosk, attempt, other, id, at_ms,"
		" passed, raw, max, duration_ms, how, revision, marks)"
		" VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', '')"
		" ON CONFLICT DO UPDATE SET id = excluded.id, at_ms = excluded.at_ms,"
		" passed = excluded.passed, raw = excluded.raw, max = excluded.max,"
		" duration_ms = excluded.duration_ms, how = excluded.how WHERE id = ''";
	static const char count[] = INSERT_POWER "SELECT t.nendo, 1 AS n, t.raw, t.max," MARKS
						 " AND t.id = ? AND" SAME ADD_POWER;
	enum ks_rc rc =
		ks_db_run(store, note, "tdtttdttidddit", view->staff, view->nendo, view->plan,
			  view->lesson, sender, view->attempt, view->attempt ? "" : view->id,
			  view->id, view->wall_ms, strcmp(view->verb, "passed") == 0,
			  view->score_raw, view->score_max, view->duration_ms, view->how);

	if (rc != KS_OK || view->attempt != 1)
		return rc;
	return ks_db_run(store, count, "ttdtttd", view->id, view->staff, view->nendo, view->plan,
			 view->lesson, sender, view->attempt);
}

enum ks_rc ks_tried_add(struct ks_store *store, const struct ks_statement_view *view,
			const char *sender)
{
	if (strcmp(view->verb, "answered") == 0 && view->question[0] && view->has_success &&
	    view->attempt > 0)
		return add_answer(store, view, sender);
	if (!view->question[0] &&
	    (strcmp(view->verb, "passed") == 0 || strcmp(view->verb, "failed") == 0))
		return add_result(store, view, sender);
	return KS_OK;
}

enum ks_rc ks_tried_take_back(struct ks_store *store, const char *staff)
{
	static const char count[] = INSERT_POWER "SELECT t.nendo, -1 AS n, t.raw, t.max," MARKS
						 " AND t.id <> '' AND t.staff = ?" ADD_POWER;

	return ks_db_run(store, count, "t", staff);
}

enum ks_rc ks_tried_count(struct ks_store *store, const struct ks_statement_view *view, int n)
{
	static const char word[] =
		"INSERT OR IGNORE INTO question_word(question, revision, clauses, sample)"
		" VALUES(?, ?, ?, ?)";
	static const char choice[] =
		"INSERT INTO question_choice(nendo, question, revision, answer, n)"
		" VALUES(?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET n = n + excluded.n";
	enum ks_rc rc = KS_OK;

	if (n > 0)
		rc = ks_db_run(store, word, "tttt", view->question, view->revision, view->clauses,
			       view->id);
	return rc == KS_OK ? ks_db_run(store, choice, "dtttd", view->nendo, view->question,
				       view->revision, view->answer, n)
			   : rc;
}

enum ks_rc ks_tried_clean(struct ks_store *store)
{
	enum ks_rc rc = ks_db_run(store, "DELETE FROM main.question_choice WHERE n = 0", "");

	if (rc == KS_OK)
		rc = ks_db_run(store, "DELETE FROM main.question_power WHERE n = 0", "");
	return rc == KS_OK
		       ? ks_db_run(store,
				   "DELETE FROM main.question_word WHERE NOT EXISTS(SELECT 1"
				   " FROM main.question_choice c WHERE c.question ="
				   " question_word.question AND c.revision = question_word.revision)",
				   "")
		       : rc;
}
