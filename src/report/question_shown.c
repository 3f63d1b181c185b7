/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "report/facts.h"
#include "report/question.h"

/* A question in the words it had when it was answered: they stand in each answer, whatever the content says today. */

const char *ks_question_note(const struct ks_question_row *row)
{
	if (row->is_few)
		return KS_QUESTION_FEW;
	if (row->verdict == KS_VERDICT_REVIEW)
		return row->n_right * 100 < row->n_answers * KS_QUESTION_LOW_PERCENT
			       ? "むずかしい"
			       : "やさしすぎる";
	return !isnan(row->power) && row->power < KS_QUESTION_POWER_LOW ? "見分ける力が弱い" : "";
}

/* Whether @id is one of "a[,]c", whose parts @mark divides. */
static bool is_among(const char *id, const char *list, const char *mark)
{
	size_t len = strlen(id);

	for (const char *at = list; at;) {
		const char *end = strstr(at, mark);
		size_t n = end ? (size_t)(end - at) : strlen(at);

		if (n == len && strncmp(at, id, len) == 0)
			return true;
		at = end ? end + strlen(mark) : NULL;
	}
	return false;
}

#define CLAUSE_MARK "、"  /* of the clauses of a question */
#define CHOICE_MARK "[,]" /* of xAPI's responses */

/* ---- clauses ---- */

static int by_rate(const void *a, const void *b)
{
	const struct ks_clause_row *x = a, *y = b;
	double rate = (double)x->n_right / (double)x->n_answers;
	double other = (double)y->n_right / (double)y->n_answers;

	return rate != other ? KS_ORDER(rate, other) : strcmp(x->clause, y->clause);
}

bool ks_question_is_about(const struct ks_question_row *row, const char *clause)
{
	return !clause[0] || is_among(clause, row->clauses, CLAUSE_MARK);
}

void ks_question_list_keep(struct ks_question_list *list, const char *lesson, const char *clause)
{
	size_t n = 0;

	for (size_t i = 0; i < list->n_rows; i++)
		if ((!lesson[0] || strcmp(list->rows[i].lesson, lesson) == 0) &&
		    ks_question_is_about(&list->rows[i], clause))
			list->rows[n++] = list->rows[i];
	list->n_rows = n;
}

void ks_question_clause_table(const struct ks_clause_row *rows, size_t n, struct ks_table *out)
{
	static const struct ks_table_column columns[] = {{"条項", KS_CELL_TEXT},
							 {"設問", KS_CELL_NUMBER},
							 {"解答", KS_CELL_NUMBER},
							 {"正答数", KS_CELL_NUMBER},
							 {"正答率", KS_CELL_PERCENT}};

	ks_table_init(out, columns, KS_COUNT(columns));
	ks_table_title(out, "条項ごとの正答率");
	for (size_t i = 0; i < n; i++) {
		ks_table_text(out, rows[i].clause);
		ks_table_number(out, rows[i].n_questions);
		ks_table_number(out, rows[i].n_answers);
		ks_table_number(out, rows[i].n_right);
		ks_table_rate(out, rows[i].n_right, rows[i].n_answers);
	}
}

struct ks_clause_row *ks_question_clauses(struct ks_question_list *list, size_t *n)
{
	static const char mark[] = CLAUSE_MARK;
	struct ks_clause_row *rows = NULL;
	size_t capacity = 0;

	*n = 0;
	for (size_t i = 0; i < list->n_rows; i++) {
		char *copy = ks_arena_strdup(&list->arena, list->rows[i].clauses), *next;

		for (char *at = copy; at && *at && list->rows[i].n_answers > 0; at = next) {
			size_t k = 0;

			next = strstr(at, mark);
			if (next) {
				*next = '\0';
				next += strlen(mark);
			}
			while (k < *n && strcmp(rows[k].clause, at) != 0)
				k++;
			if (k == *n) {
				ks_grow(&rows, *n, &capacity);
				rows[(*n)++] = (struct ks_clause_row){.clause = at};
			}
			rows[k].n_questions++;
			rows[k].n_answers += list->rows[i].n_answers;
			rows[k].n_right += list->rows[i].n_right;
		}
	}
	if (*n > 1)
		qsort(rows, *n, sizeof(*rows), by_rate);
	return rows;
}

/* ---- as it was shown ---- */

static const char *words_of(struct ks_arena *arena, const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(json_object_get(object, name), "ja-JP"));

	return ks_arena_strdup(arena, text ? text : "");
}

static const char *text_of(struct ks_arena *arena, const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return ks_arena_strdup(arena, text ? text : "");
}

static void add_choice(struct ks_question_shown *out, size_t *capacity, struct ks_choice_row row)
{
	ks_grow(&out->choices, out->n_choices, capacity);
	out->choices[out->n_choices++] = row;
}

static void read_choices(struct ks_question_shown *out, const json_t *definition, size_t *capacity)
{
	static const char *const truths[][2] = {{"true", "○"}, {"false", "×"}};
	const json_t *choices = json_object_get(definition, "choices");
	bool is_choice = strcmp(out->kind, "choice") == 0;

	for (size_t i = 0; is_choice && i < json_array_size(choices); i++) {
		const json_t *choice = json_array_get(choices, i);
		const char *id = text_of(&out->arena, choice, "id");

		add_choice(out, capacity,
			   (struct ks_choice_row){id, words_of(&out->arena, choice, "description"),
						  is_among(id, out->right, CHOICE_MARK), 0});
	}
	for (size_t i = 0; strcmp(out->kind, "true-false") == 0 && i < KS_COUNT(truths); i++)
		add_choice(out, capacity,
			   (struct ks_choice_row){truths[i][0], truths[i][1],
						  strcmp(truths[i][0], out->right) == 0, 0});
}

static void read_definition(struct ks_question_shown *out, const char *bytes, size_t len,
			    size_t *capacity)
{
	json_t *root = json_loadb(bytes, len, 0, NULL);
	const json_t *definition = json_object_get(json_object_get(root, "object"), "definition");
	const char *right = json_string_value(
		json_array_get(json_object_get(definition, "correctResponsesPattern"), 0));

	out->kind = text_of(&out->arena, definition, "interactionType");
	out->text = words_of(&out->arena, definition, "description");
	out->right = ks_arena_strdup(&out->arena, right ? right : "");
	read_choices(out, definition, capacity);
	json_decref(root);
}

/* Of several at once each counts; an order or a matching is an answer as a whole. */
static void count_answer(struct ks_question_shown *out, bool has_choices, const char *answer,
			 size_t n, size_t *capacity)
{
	for (size_t i = 0; has_choices && i < out->n_choices; i++)
		if (is_among(out->choices[i].id, answer, CHOICE_MARK))
			out->choices[i].n += n;
	if (!has_choices)
		add_choice(out, capacity,
			   (struct ks_choice_row){ks_arena_strdup(&out->arena, answer), "",
						  answer[0] && strcmp(answer, out->right) == 0, n});
}

enum ks_rc ks_report_question_shown(struct ks_store *store, int nendo,
				    const struct ks_question_row *row, struct ks_question_shown *out)
{
	struct ks_choice_row *answers = NULL;
	struct ks_buf sample = {0};
	size_t capacity = 0, n = 0;
	bool has_choices;
	enum ks_rc rc;

	*out = (struct ks_question_shown){.kind = "", .text = "", .right = ""};
	rc = ks_report_sample(store, row->question, row->revision, &sample);
	if (rc == KS_OK)
		read_definition(out, ks_buf_text(&sample), sample.len, &capacity);
	ks_buf_finish(&sample);
	has_choices = out->n_choices > 0;
	if (row->is_of_some)
		rc = rc == KS_NOT_FOUND ? KS_OK : rc;
	else if (rc == KS_OK || rc == KS_NOT_FOUND)
		rc = ks_report_choices(store, nendo, row, &out->arena, &answers, &n);
	for (size_t i = 0; i < n; i++)
		count_answer(out, has_choices, answers[i].id, answers[i].n, &capacity);
	for (size_t i = 0; i < row->n_chosen; i++)
		count_answer(out, has_choices, row->chosen[i].id, row->chosen[i].n, &capacity);
	free(answers);
	return rc;
}

void ks_question_shown_fold(struct ks_question_shown *shown)
{
	struct ks_choice_row right = {"", "正しい答え", true, 0},
			     other = {"", "ほかの答え", false, 0};

	if (shown->n_choices == 0 || shown->choices[0].text[0] || !shown->right[0])
		return;
	for (size_t i = 0; i < shown->n_choices; i++)
		*(shown->choices[i].is_right ? &right.n : &other.n) += shown->choices[i].n;
	shown->choices = ks_realloc(shown->choices, 2, sizeof(right));
	shown->choices[0] = right;
	shown->choices[1] = other;
	shown->n_choices = 2;
}

const char *ks_choice_words(const struct ks_choice_row *choice)
{
	const char *text = choice->text[0] ? choice->text : choice->id;

	return text[0] ? text : "（長い答え、または記録なし）";
}

static void put_chosen(struct ks_buf *out, const struct ks_question_shown *shown)
{
	for (size_t i = 0; i < shown->n_choices; i++)
		ks_buf_printf(out, "%s%s%s %zu", i ? KS_CHOSEN_MARK : "",
			      shown->choices[i].is_right ? KS_CHOSEN_RIGHT : "",
			      ks_choice_words(&shown->choices[i]), shown->choices[i].n);
}

enum ks_rc ks_report_question_chosen(struct ks_store *store, int nendo,
				     struct ks_question_list *list, size_t from, size_t n)
{
	enum ks_rc rc = KS_OK;

	for (size_t i = from; i < list->n_rows && i < from + n && rc == KS_OK; i++) {
		struct ks_question_row *row = &list->rows[i];
		struct ks_question_shown shown;
		struct ks_buf out = {0};

		rc = ks_report_question_shown(store, nendo, row, &shown);
		ks_question_shown_fold(&shown);
		if (!row->is_few)
			put_chosen(&out, &shown);
		row->chosen_words = ks_arena_strdup(&list->arena, ks_buf_text(&out));
		ks_buf_finish(&out);
		ks_question_shown_finish(&shown);
	}
	return rc;
}

void ks_question_shown_finish(struct ks_question_shown *shown)
{
	if (!shown)
		return;
	free(shown->choices);
	ks_arena_finish(&shown->arena);
	memset(shown, 0, sizeof(*shown));
}
