/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/db.h"
#include "report/facts.h"
#include "report/question.h"

/*
 * How the questions do among some people: the sums of all are in tables, those of a 所属 are counted from the marks of each
 * try. Fewer than five people would be known by their answers, so there is no number of them.
 */

struct tally {
	struct ks_question_row *row;
	const char *last; /* of whom an answer was counted: they come one after another */
	size_t n_people, n, n_right, capacity;
	struct ks_power_sums sums;
	struct ks_choice_row *answers;
	size_t n_answers;
};
struct tallies {
	struct ks_arena *arena;
	struct tally *items; /* by question and revision */
	size_t n;
};

static int by_question(const void *a, const void *b)
{
	const struct ks_question_row *x = ((const struct tally *)a)->row,
				     *y = ((const struct tally *)b)->row;
	int order = strcmp(x->question, y->question);

	return order ? order : strcmp(x->revision, y->revision);
}

static struct tally *find(const struct tallies *tallies, const char *question, const char *revision)
{
	struct ks_question_row row = {.question = question, .revision = revision};
	struct tally key = {.row = &row};

	return bsearch(&key, tallies->items, tallies->n, sizeof(key), by_question);
}

static void add_choice(struct tallies *tallies, struct tally *tally, const char *answer)
{
	size_t i = 0;

	while (i < tally->n_answers && strcmp(tally->answers[i].id, answer) != 0)
		i++;
	if (i == tally->n_answers) {
		ks_grow(&tally->answers, i, &tally->capacity);
		tally->answers[tally->n_answers++] = (struct ks_choice_row){
			.id = ks_arena_strdup(tallies->arena, answer), .text = ""};
	}
	tally->answers[i].n++;
}

/* One try: of whom, its number, whether it has a result, that, and its marks. */
struct one_try {
	const char *staff;
	bool is_first;
	int raw, max;
};

static void add_mark(struct tallies *tallies, const struct one_try *one, const json_t *mark)
{
	const char *question = json_string_value(json_array_get(mark, 0));
	const char *revision = json_string_value(json_array_get(mark, 1));
	const char *answer = json_string_value(json_array_get(mark, 3));
	int x = json_integer_value(json_array_get(mark, 2)) != 0;
	struct tally *tally = question && revision ? find(tallies, question, revision) : NULL;

	if (!tally)
		return;
	tally->n++;
	tally->n_right += (size_t)x;
	tally->n_people += tally->last != one->staff;
	tally->last = one->staff;
	add_choice(tallies, tally, answer ? answer : "");
	if (one->is_first && one->max > 1 && one->raw >= x) {
		double y = ((one->raw - x) * 1000 + (one->max - 1) / 2) / (one->max - 1);

		tally->sums.n++;
		tally->sums.right += x;
		tally->sums.rest += y;
		tally->sums.rest_right += x * y;
		tally->sums.rest_square += y * y;
	}
}

static void add_marks(struct tallies *tallies, const struct one_try *one, const char *marks)
{
	char *text = ks_format("[%s]", marks);
	json_t *root = json_loads(text, 0, NULL);

	for (size_t i = 0; i < json_array_size(root); i++)
		add_mark(tallies, one, json_array_get(root, i));
	json_decref(root);
	free(text);
}

static enum ks_rc count_tries(struct ks_store *store, int nendo, const char *people,
			      struct tallies *tallies)
{
	static const char select[] =
		"SELECT t.staff, t.attempt = 1 AND t.id <> '', t.raw, t.max, t.marks"
		" FROM json_each(?) p CROSS JOIN tried t"
		" WHERE t.staff = p.value AND t.nendo = ? AND t.marks <> ''";
	const char *staff = "";
	struct sqlite3_stmt *stmt;
	enum ks_rc rc;

	ks_db_lock(store);
	stmt = ks_db_query(store, select, "td", people, nendo);
	while ((rc = ks_db_step(store, stmt)) == KS_OK) {
		struct one_try one = {.is_first = sqlite3_column_int(stmt, 1) != 0,
				      .raw = sqlite3_column_int(stmt, 2),
				      .max = sqlite3_column_int(stmt, 3)};

		if (strcmp(staff, ks_db_text(stmt, 0)) != 0)
			staff = ks_arena_strdup(tallies->arena, ks_db_text(stmt, 0));
		one.staff = staff;
		add_marks(tallies, &one, ks_db_text(stmt, 4));
	}
	ks_db_end(stmt);
	ks_db_unlock(store);
	return rc == KS_NOT_FOUND ? KS_OK : rc;
}

static enum ks_rc count_regraded(struct ks_store *store, int nendo, const char *people,
				 struct ks_question_row *row)
{
	static const char select[] =
		"SELECT count(*) FROM regraded WHERE nendo = ? AND question = ? AND revision = ?"
		" AND staff IN (SELECT value FROM json_each(?))";
	int64_t n = 0;
	enum ks_rc rc = KS_OK;

	if (row->correction[0] && !row->is_few)
		rc = ks_db_number(store, &n, select, "dttt", nendo, row->question, row->revision,
				  people);
	row->n_regraded = (size_t)n;
	return rc;
}

static int often_first(const void *a, const void *b)
{
	const struct ks_choice_row *x = a, *y = b;

	return x->n != y->n ? KS_ORDER(y->n, x->n) : strcmp(x->id, y->id);
}

static void tell(struct tallies *tallies, struct tally *tally)
{
	struct ks_question_row *row = tally->row;
	bool is_few = tally->n_people < KS_QUESTION_PEOPLE_LEAST;

	row->n_people = tally->n_people;
	row->is_of_some = true;
	row->is_few = is_few;
	row->n_answers = is_few ? 0 : tally->n;
	row->n_right = is_few ? 0 : tally->n_right;
	row->n_tries = is_few ? 0 : (size_t)tally->sums.n;
	row->power = is_few ? (double)NAN : ks_report_power_of(&tally->sums);
	row->verdict = ks_question_judge(row->n_answers, row->n_right);
	if (!is_few && tally->n_answers > 1)
		qsort(tally->answers, tally->n_answers, sizeof(*tally->answers), often_first);
	row->n_chosen = is_few ? 0 : tally->n_answers;
	row->chosen = ks_arena_copy(tallies->arena, tally->answers,
				    row->n_chosen * sizeof(*tally->answers));
	free(tally->answers);
}

static char *write_people(const char *const *staff, size_t n_staff)
{
	struct ks_buf out = {0};

	ks_buf_puts(&out, "[");
	for (size_t i = 0; i < n_staff; i++) {
		ks_buf_puts(&out, i ? "," : "");
		ks_buf_json(&out, staff[i]);
	}
	ks_buf_puts(&out, "]");
	return ks_buf_take(&out);
}

enum ks_rc ks_report_questions_of(struct ks_store *store, int nendo, const char *const *staff,
				  size_t n_staff, struct ks_question_list *list)
{
	struct tallies tallies = {.arena = &list->arena, .n = list->n_rows};
	char *people = write_people(staff, n_staff);
	size_t n = 0;
	enum ks_rc rc;

	tallies.items = ks_alloc_zero(list->n_rows + 1, sizeof(*tallies.items));
	for (size_t i = 0; i < list->n_rows; i++)
		tallies.items[i].row = &list->rows[i];
	if (tallies.n > 1)
		qsort(tallies.items, tallies.n, sizeof(*tallies.items), by_question);
	rc = count_tries(store, nendo, people, &tallies);
	for (size_t i = 0; i < tallies.n; i++)
		tell(&tallies, &tallies.items[i]);
	for (size_t i = 0; i < list->n_rows && rc == KS_OK; i++)
		rc = count_regraded(store, nendo, people, &list->rows[i]);
	for (size_t i = 0; i < list->n_rows; i++)
		if (list->rows[i].n_people > 0)
			list->rows[n++] = list->rows[i];
	list->n_rows = n;
	free(tallies.items);
	free(people);
	return rc;
}
