/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/db.h"
#include "report/correction.h"
#include "report/facts.h"
#include "report/question.h"
#include "report/report.h"

/*
 * How the questions do: what was counted in a lesson's quiz and in the course's test is put together, because it is the
 * same question; another revision of the content is not, because its wording may be another.
 */

enum ks_question_verdict ks_question_judge(size_t n_answers, size_t n_right)
{
	if (n_answers < KS_QUESTION_ANSWERS_LEAST)
		return KS_VERDICT_FEW;
	if (n_right * 100 < n_answers * KS_QUESTION_LOW_PERCENT ||
	    n_right * 100 > n_answers * KS_QUESTION_HIGH_PERCENT)
		return KS_VERDICT_REVIEW;
	return KS_VERDICT_FINE;
}

const char *ks_question_verdict_word(enum ks_question_verdict verdict)
{
	static const char *const words[] = {
		[KS_VERDICT_FEW] = "少ない",
		[KS_VERDICT_FINE] = "○",
		[KS_VERDICT_REVIEW] = "見直し",
	};

	assert((size_t)verdict < KS_COUNT(words));
	return words[verdict];
}

/* Where a lesson stands in the plans. The test of a course borrows its questions: it comes behind all lessons. */
static size_t find_lesson(const struct ks_plan *plans, size_t n_plans, const char *id,
			  const struct ks_plan_lesson **found)
{
	size_t at = 0, n_lessons = 0;

	*found = NULL;
	for (size_t i = 0; i < n_plans; i++)
		n_lessons += plans[i].n_lessons;
	for (size_t i = 0; i < n_plans; i++)
		for (size_t k = 0; k < plans[i].n_lessons; k++, at++) {
			if (strcmp(plans[i].lessons[k].id, id) != 0)
				continue;
			*found = &plans[i].lessons[k];
			return at + ((*found)->is_test ? n_lessons : 0);
		}
	return 2 * n_lessons;
}

static struct ks_question_row make_row(const struct ks_answer_fact *fact,
				       const struct ks_plan *plans, size_t n_plans)
{
	const struct ks_plan_lesson *lesson;
	struct ks_question_row row = {
		.lesson = fact->lesson,
		.lesson_title = "",
		.question = fact->question,
		.title = fact->title,
		.revision = fact->revision,
		.clauses = fact->clauses,
		.power = NAN,
		.n_answers = fact->n_answers,
		.n_right = fact->n_right,
		.last_ms = fact->last_ms,
	};

	row.lesson_at = find_lesson(plans, n_plans, fact->lesson, &lesson);
	if (lesson && lesson->title)
		row.lesson_title = lesson->title;
	return row;
}

static int by_question_and_revision(const void *a, const void *b)
{
	const struct ks_answer_fact *x = a, *y = b;
	int order = strcmp(x->question, y->question);

	if (order == 0)
		order = strcmp(x->revision, y->revision);
	return order ? order : strcmp(x->lesson, y->lesson);
}

static int by_place(const void *a, const void *b)
{
	const struct ks_question_row *x = a, *y = b;
	int order;

	if (x->lesson_at != y->lesson_at)
		return KS_ORDER(x->lesson_at, y->lesson_at);
	order = strcmp(x->lesson, y->lesson);
	if (order == 0)
		order = strcmp(x->question, y->question);
	if (order == 0 && x->last_ms != y->last_ms)
		return KS_ORDER(y->last_ms, x->last_ms);
	return order ? order : strcmp(x->revision, y->revision);
}

/* @same: a row of the same question and revision; the lesson that teaches it names it. */
static void add_to(struct ks_question_row *same, const struct ks_question_row *more)
{
	if (more->lesson_at < same->lesson_at) {
		same->lesson_at = more->lesson_at;
		same->lesson = more->lesson;
		same->lesson_title = more->lesson_title;
	}
	same->n_answers += more->n_answers;
	same->n_right += more->n_right;
	if (more->last_ms > same->last_ms)
		same->last_ms = more->last_ms;
}

static enum ks_rc add_corrections(struct ks_store *store, int nendo, struct ks_question_list *out)
{
	static const char regraded[] =
		"SELECT count(*) FROM regraded WHERE nendo = ? AND question = ?"
		" AND revision = ?";
	struct ks_correction_list list;
	enum ks_rc rc = ks_report_corrections(store, nendo, &list);

	for (size_t i = 0; i < out->n_rows; i++) {
		struct ks_question_row *row = &out->rows[i];
		int64_t n = 0;

		row->correction =
			ks_correction_key_note(&list, &out->arena, row->question, row->revision);
		if (rc == KS_OK && row->correction[0])
			rc = ks_db_number(store, &n, regraded, "dtt", nendo, row->question,
					  row->revision);
		row->n_regraded = (size_t)n;
	}
	ks_correction_list_finish(&list);
	return rc;
}

static enum ks_rc add_powers(struct ks_store *store, int nendo, struct ks_question_list *out)
{
	enum ks_rc rc = KS_OK;

	for (size_t i = 0; i < out->n_rows && rc == KS_OK; i++)
		rc = ks_report_power(store, nendo, &out->arena, &out->rows[i]);
	return rc;
}

enum ks_rc ks_report_questions(struct ks_store *store, const struct ks_plan *plans, size_t n_plans,
			       int nendo, struct ks_question_list *out)
{
	struct ks_answer_fact *facts = NULL;
	size_t n_facts = 0;
	enum ks_rc rc;

	memset(out, 0, sizeof(*out));
	rc = ks_report_answers(store, nendo, &out->arena, &facts, &n_facts);
	if (n_facts > 1)
		qsort(facts, n_facts, sizeof(*facts), by_question_and_revision);
	out->rows = ks_alloc_zero(n_facts + 1, sizeof(*out->rows));
	for (size_t i = 0; i < n_facts; i++) {
		struct ks_question_row row = make_row(&facts[i], plans, n_plans);
		struct ks_question_row *last = out->n_rows ? &out->rows[out->n_rows - 1] : NULL;

		if (last && strcmp(last->question, row.question) == 0 &&
		    strcmp(last->revision, row.revision) == 0)
			add_to(last, &row);
		else
			out->rows[out->n_rows++] = row;
	}
	if (out->n_rows > 1)
		qsort(out->rows, out->n_rows, sizeof(*out->rows), by_place);
	for (size_t i = 0; i < out->n_rows; i++)
		out->rows[i].verdict =
			ks_question_judge(out->rows[i].n_answers, out->rows[i].n_right);
	if (rc == KS_OK)
		rc = add_powers(store, nendo, out);
	return rc == KS_OK ? add_corrections(store, nendo, out) : rc;
}

void ks_question_list_finish(struct ks_question_list *list)
{
	if (!list)
		return;
	free(list->rows);
	ks_arena_finish(&list->arena);
	memset(list, 0, sizeof(*list));
}

/* How the questions do, for whoever writes them: counts of nobody in particular. New columns are only ever added behind. */

static const struct ks_table_column columns[] = {
	{"科目", KS_CELL_TEXT},
	{"題", KS_CELL_TEXT},
	{"番号", KS_CELL_TEXT},
	{"問題", KS_CELL_TEXT},
	{"教材の版", KS_CELL_TEXT},
	{"解答数", KS_CELL_NUMBER},
	{"正答数", KS_CELL_NUMBER},
	{"正答率", KS_CELL_PERCENT},
	{"判定", KS_CELL_TEXT},
	{"訂正後の正答数", KS_CELL_NUMBER},
	{"訂正後の正答率", KS_CELL_PERCENT},
	{"採点訂正", KS_CELL_TEXT},
	{"条項", KS_CELL_TEXT},
	{"見分ける力", KS_CELL_TEXT},
	{"見直す理由", KS_CELL_TEXT},
	{"選ばれた数", KS_CELL_TEXT},
};

void ks_question_table(const struct ks_question_list *list, struct ks_table *out)
{
	ks_table_init(out, columns, KS_COUNT(columns));
	for (size_t i = 0; i < list->n_rows; i++) {
		const struct ks_question_row *row = &list->rows[i];
		char *power;

		ks_table_text(out, row->lesson);
		ks_table_text(out, row->lesson_title);
		ks_table_text(out, row->question);
		ks_table_text(out, row->title);
		ks_table_text(out, row->revision);
		if (row->is_few) {
			for (int c = 0; c < 3; c++)
				ks_table_text(out, "");
		} else {
			ks_table_number(out, row->n_answers);
			ks_table_number(out, row->n_right);
			ks_table_rate(out, row->n_right, row->n_answers);
		}
		ks_table_text(out, ks_question_verdict_word(row->verdict));
		if (row->correction[0] && !row->is_few) {
			ks_table_number(out, row->n_right + row->n_regraded);
			ks_table_rate(out, row->n_right + row->n_regraded, row->n_answers);
		} else {
			ks_table_text(out, "");
			ks_table_text(out, "");
		}
		ks_table_text(out, row->correction);
		ks_table_text(out, row->clauses);
		power = isnan(row->power) ? ks_strdup("") : ks_format("%.2f", row->power);
		ks_table_text(out, power);
		free(power);
		ks_table_text(out, ks_question_note(row));
		ks_table_text(out, row->chosen_words ? row->chosen_words : "");
	}
}
