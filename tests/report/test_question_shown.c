/* SPDX-License-Identifier: Apache-2.0 */
#include "report/question.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* A question as it stood on the glass with what was chosen how often, and the clauses it is about. */

#define PATH "course/annual/m1/quiz/m1-q01"
#define REVISION "annual@2026.1+aaaa"
#define TEXT "\"name\":{\"ja-JP\":\"題\"},\"description\":{\"ja-JP\":\"どうしますか\"}"
#define CHOICE(id, text) "{\"id\":\"" id "\",\"description\":{\"ja-JP\":\"" text "\"}}"
#define ANSWER(text, success) "\"response\":\"" text "\",\"success\":" success

struct fixture {
	struct ks_sample_centre sample;
	struct ks_sample_kiosk kiosk;
	struct ks_question_row row;
	struct ks_question_shown shown;
};

static int setup(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_sample_centre_init(&f->sample);
	f->kiosk = ks_sample_kiosk("k-01");
	f->row.question = "m1-q01";
	f->row.revision = "aaaa";
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	ks_question_shown_finish(&f->shown);
	ks_sample_centre_finish(&f->sample);
	free(f);
	return 0;
}

static void answer(struct fixture *f, const char *definition, const char *result, int n)
{
	for (int i = 0; i < n; i++) {
		ks_clock_advance(&f->sample.clock, 1000);
		ks_sample_ingest_shown(&f->sample, &f->kiosk, PATH, REVISION, definition, result);
	}
}

static enum ks_rc show(struct fixture *f)
{
	ks_question_shown_finish(&f->shown);
	return ks_report_question_shown(f->sample.store, 2026, &f->row, &f->shown);
}

static void check_choice(const struct fixture *f, size_t i, const char *id, const char *text,
			 bool is_right, size_t n)
{
	const struct ks_choice_row *choice = &f->shown.choices[i];

	assert_true(i < f->shown.n_choices);
	assert_string_equal(choice->id, id);
	assert_string_equal(choice->text, text);
	assert_int_equal(choice->is_right, is_right);
	assert_int_equal(choice->n, n);
}

static void each_choice_stands_with_how_often_it_was_taken(void **state)
{
	static const char definition[] = TEXT
		",\"interactionType\":\"choice\",\"correctResponsesPattern\":[\"a[,]bb\"],\"choices\":[" CHOICE(
			"a", "一") "," CHOICE("b", "二") "," CHOICE("bb", "三") "]";
	struct fixture *f = *state;

	answer(f, definition, ANSWER("a[,]bb", "true"), 3);
	answer(f, definition, ANSWER("b", "false"), 2);
	answer(f, definition, ANSWER("bb[,]b", "false"), 1);
	assert_int_equal(show(f), KS_OK);
	assert_string_equal(f->shown.kind, "choice");
	assert_string_equal(f->shown.text, "どうしますか");
	assert_string_equal(f->shown.right, "a[,]bb");
	assert_int_equal(f->shown.n_choices, 3);
	check_choice(f, 0, "a", "一", true, 3);
	check_choice(f, 1, "b", "二", false, 3);
	check_choice(f, 2, "bb", "三", true, 4);
}

static void true_and_false_are_marks(void **state)
{
	static const char definition[] =
		TEXT ",\"interactionType\":\"true-false\",\"correctResponsesPattern\":[\"false\"]";
	struct fixture *f = *state;

	answer(f, definition, ANSWER("false", "true"), 2);
	answer(f, definition, ANSWER("true", "false"), 1);
	assert_int_equal(show(f), KS_OK);
	assert_int_equal(f->shown.n_choices, 2);
	check_choice(f, 0, "true", "○", false, 1);
	check_choice(f, 1, "false", "×", true, 2);
}

static void an_order_is_an_answer_as_a_whole(void **state)
{
	static const char definition[] =
		TEXT ",\"interactionType\":\"sequencing\",\"correctResponsesPattern\":[\"a[,]b\"],"
		     "\"choices\":[" CHOICE("a", "一") "," CHOICE("b", "二") "]";
	struct fixture *f = *state;

	answer(f, definition, ANSWER("a[,]b", "true"), 1);
	answer(f, definition, ANSWER("b[,]a", "false"), 2);
	assert_int_equal(show(f), KS_OK);
	assert_int_equal(f->shown.n_choices, 2);
	check_choice(f, 0, "b[,]a", "", false, 2);
	check_choice(f, 1, "a[,]b", "", true, 1);
}

static void nothing_is_known_of_what_nobody_answered(void **state)
{
	struct fixture *f = *state;

	(void)show(f);
	assert_string_equal(f->shown.kind, "");
	assert_string_equal(f->shown.text, "");
	assert_int_equal(f->shown.n_choices, 0);
	answer(f, TEXT, ANSWER("b", "false"), 1); /* without a kind */
	assert_int_equal(show(f), KS_OK);
	assert_string_equal(f->shown.text, "どうしますか");
	assert_int_equal(f->shown.n_choices, 1);
	check_choice(f, 0, "b", "", false, 1);
	ks_question_shown_finish(NULL);
}

static void clauses_are_told_the_worst_first(void **state)
{
	struct ks_question_row rows[] = {
		{.clauses = "第3条、第5条", .n_answers = 10, .n_right = 9},
		{.clauses = "第5条", .n_answers = 10, .n_right = 1},
		{.clauses = "第9条", .n_answers = 0, .n_right = 0}, /* nobody answered */
		{.clauses = "第2条、第3条", .n_answers = 10, .n_right = 9},
		{.clauses = "", .n_answers = 10, .n_right = 0},
	};
	struct ks_question_list list = {.rows = rows, .n_rows = KS_COUNT(rows)};
	struct ks_clause_row *clauses;
	size_t n;

	(void)state;
	clauses = ks_question_clauses(&list, &n);
	assert_int_equal(n, 3);
	assert_string_equal(clauses[0].clause, "第5条");
	assert_int_equal(clauses[0].n_questions, 2);
	assert_int_equal(clauses[0].n_answers, 20);
	assert_int_equal(clauses[0].n_right, 10);
	assert_string_equal(clauses[1].clause, "第2条"); /* as good as 第3条: by name */
	assert_string_equal(clauses[2].clause, "第3条");
	assert_int_equal(clauses[2].n_questions, 2);
	assert_int_equal(clauses[2].n_right, 18);
	free(clauses);
	ks_arena_finish(&list.arena);
	assert_string_equal(rows[0].clauses, "第3条、第5条");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		TEST(each_choice_stands_with_how_often_it_was_taken),
		TEST(true_and_false_are_marks),
		TEST(an_order_is_an_answer_as_a_whole),
		TEST(nothing_is_known_of_what_nobody_answered),
		cmocka_unit_test(clauses_are_told_the_worst_first),
	};

	return ks_test_run(tests);
}
