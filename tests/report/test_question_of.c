/* SPDX-License-Identifier: Apache-2.0 */
#include "report/question.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/db.h"
#include "report/tried.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* Questions as they are told: of all and of some people, at the edges of what may be said. */

static struct ks_question_row row(const char *question, size_t n_answers, size_t n_right)
{
	return (struct ks_question_row){.lesson = "m1",
					.lesson_title = "一",
					.question = question,
					.title = "題",
					.revision = "1",
					.n_answers = n_answers,
					.n_right = n_right,
					.verdict = ks_question_judge(n_answers, n_right),
					.power = NAN,
					.correction = "",
					.clauses = ""};
}

static void why_a_question_is_looked_at_again(void **state)
{
	static const struct {
		size_t n, n_right;
		double power;
		const char *word;
	} cases[] = {
		{10, 3, NAN, "むずかしい"},          {10, 4, NAN, ""},
		{100, 39, 0.9, "むずかしい"},        {100, 98, 0.9, ""},
		{100, 99, 0.1, "やさしすぎる"},      {9, 0, NAN, ""},
		{9, 9, 0.1, "見分ける力が弱い"},     {100, 60, 0.2, ""},
		{100, 60, 0.19, "見分ける力が弱い"}, {100, 60, -0.5, "見分ける力が弱い"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_question_row r = row("q", cases[i].n, cases[i].n_right);

		r.power = cases[i].power;
		assert_string_equal(ks_question_note(&r), cases[i].word);
		r.is_few = true;
		assert_string_equal(ks_question_note(&r), KS_QUESTION_FEW);
	}
}

static void a_clause_is_one_of_those_named_and_no_part_of_one(void **state)
{
	static const struct {
		const char *clauses, *clause;
		bool is_about;
	} cases[] = {{"3(1)、6(6)", "3(1)", true},
		     {"3(1)、6(6)", "6(6)", true},
		     {"3(1)、6(6)", "3", false},
		     {"3(1)、6(6)", "6(6)、", false},
		     {"3(1)、6(6)", "", true},
		     {"", "3(1)", false},
		     {"", "", true},
		     {"13(1)", "3(1)", false},
		     {"3(1)2", "3(1)", false}};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_question_row rows[2] = {row("a", 1, 1), row("b", 1, 1)};
		struct ks_question_list list = {.rows = rows, .n_rows = 2};

		rows[0].lesson = "m2";
		rows[0].clauses = rows[1].clauses = cases[i].clauses;
		assert_int_equal(ks_question_is_about(&rows[0], cases[i].clause), cases[i].is_about);
		ks_question_list_keep(&list, "m1", cases[i].clause);
		assert_int_equal(list.n_rows, cases[i].is_about);
		if (list.n_rows)
			assert_string_equal(list.rows[0].question, "b");
		rows[0] = row("a", 1, 1);
		rows[0].clauses = rows[1].clauses = cases[i].clauses;
		list.n_rows = 2;
		ks_question_list_keep(&list, "", cases[i].clause);
		assert_int_equal(list.n_rows, 2 * cases[i].is_about);
	}
}

static void the_worst_clause_comes_first_and_equal_ones_by_name(void **state)
{
	struct ks_question_row rows[] = {row("a", 4, 2), row("b", 6, 3), row("c", 0, 0),
					 row("d", 2, 2), row("e", 4, 1), row("f", 1, 1)};
	static const char *const clauses[] = {"6(6)、3(1)", "3(1)", "9", "6(6)", "5、2", ""};
	struct ks_question_list list = {.rows = rows, .n_rows = KS_COUNT(rows)};
	struct ks_clause_row *found;
	struct ks_table table;
	struct ks_buf out = {0};
	size_t n;

	(void)state;
	for (size_t i = 0; i < KS_COUNT(rows); i++)
		rows[i].clauses = clauses[i];
	found = ks_question_clauses(&list, &n);
	ks_question_clause_table(found, n, &table);
	ks_table_csv(&table, &out);
	assert_string_equal(strchr(ks_buf_text(&out), '\n') + 1, "2,1,4,1,25.0%\r\n"
								 "5,1,4,1,25.0%\r\n"
								 "3(1),2,10,5,50.0%\r\n"
								 "6(6),2,6,4,66.7%\r\n");
	assert_string_equal(table.title, "条項ごとの正答率");
	ks_buf_finish(&out);
	ks_table_finish(&table);
	free(found);
	list.n_rows = 0;
	assert_null(ks_question_clauses(&list, &n));
	assert_int_equal(n, 0);
	ks_arena_finish(&list.arena);
}

static void every_column_of_a_question(void **state)
{
	struct ks_question_row rows[] = {row("a", 20, 5), row("b", 20, 15), row("c", 0, 0)};
	struct ks_question_list list = {.rows = rows, .n_rows = KS_COUNT(rows)};
	struct ks_table table;
	struct ks_buf out = {0};

	(void)state;
	rows[0].correction = "c → a";
	rows[0].n_regraded = 10;
	rows[0].clauses = "3(1)";
	rows[0].power = 0.125;
	rows[0].chosen_words = "○え 5";
	rows[2].is_few = true;
	rows[2].correction = "c → a";
	ks_question_table(&list, &table);
	ks_table_csv(&table, &out);
	assert_string_equal(strchr(ks_buf_text(&out), '\n') + 1,
			    "m1,一,a,題,1,20,5,25.0%,見直し,15,75.0%,c → a,3(1),0.12,むずかしい,○え 5\r\n"
			    "m1,一,b,題,1,20,15,75.0%,○,,,,,,,\r\n"
			    "m1,一,c,題,1,,,,少ない,,,c → a,,,5名より少ない,\r\n");
	ks_buf_finish(&out);
	ks_table_finish(&table);
}

/* An order has as many answers as people find: the right one and all others. */
static void whole_answers_are_two_rows(void **state)
{
	static const struct {
		const char *text, *right;
		size_t n;
		bool is_folded;
	} cases[] = {{"", "a[,]b", 3, true},
		     {"", "a[,]b", 1, true},
		     {"え", "a[,]b", 3, false},
		     {"", "", 3, false},
		     {"", "a", 0, false}};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct ks_question_shown shown = {.right = cases[i].right, .n_choices = cases[i].n};

		shown.choices = ks_alloc_zero(4, sizeof(*shown.choices));
		for (size_t k = 0; k < 3; k++)
			shown.choices[k] = (struct ks_choice_row){"x", cases[i].text, k == 1, k + 1};
		ks_question_shown_fold(&shown);
		assert_int_equal(shown.n_choices, cases[i].is_folded ? 2 : cases[i].n);
		if (cases[i].is_folded) {
			assert_string_equal(shown.choices[0].text, "正しい答え");
			assert_true(shown.choices[0].is_right);
			assert_int_equal(shown.choices[0].n, cases[i].n == 3 ? 2 : 0);
			assert_string_equal(shown.choices[1].text, "ほかの答え");
			assert_false(shown.choices[1].is_right);
			assert_int_equal(shown.choices[1].n, cases[i].n == 3 ? 4 : 1);
		}
		free(shown.choices);
	}
	assert_string_equal(ks_choice_words(&(struct ks_choice_row){"a", "え", false, 1}), "え");
	assert_string_equal(ks_choice_words(&(struct ks_choice_row){"a", "", false, 1}), "a");
	assert_string_equal(ks_choice_words(&(struct ks_choice_row){"", "", false, 1}),
			    "（長い答え、または記録なし）");
}

static void every_try_has_its_row(void **state)
{
	static const struct ks_try tries[] = {
		{KS_TEST_WALL_MS, "m1", "一", "k-01", "2026.1", 3, 5, false, true, true, 125999},
		{KS_TEST_WALL_MS, "m2", "", "k-02", "2026.2", 0, 0, true, false, false, 999},
		{KS_TEST_WALL_MS, "m3", "三", "k-02", "2026.2", 0, 1, true, false, false, 1000},
	};
	struct ks_table table;
	struct ks_buf out = {0};

	(void)state;
	ks_tries_table(tries, KS_COUNT(tries), &table);
	ks_table_csv(&table, &out);
	assert_string_equal(
		strchr(ks_buf_text(&out), '\n') + 1,
		"2026-05-18 09:30:20,m1,一,k-01,2026.1,3／5,不合格,2分05秒,不合格 → 合格（採点訂正）,紙から転記\r\n"
		"2026-05-18 09:30:20,m2,,k-02,2026.2,,合格,,,\r\n"
		"2026-05-18 09:30:20,m3,三,k-02,2026.2,0／1,合格,0分01秒,,\r\n");
	ks_buf_finish(&out);
	ks_table_finish(&table);
}

/* ---- of some people ---- */

static void try(struct ks_sample_centre *sample, int staff, int attempt, int raw, int max,
		const char *marks)
{
	char *number = ks_format("%06d", staff);

	assert_int_equal(
		ks_db_run(sample->store,
			  "INSERT INTO tried(staff, nendo, plan, lesson, kiosk, attempt, other, id,"
			  " at_ms, passed, raw, max, duration_ms, revision, marks)"
			  " VALUES(?, 2026, 'annual', 'm1', 'k-01', ?, '', 'x', 1, 0, ?, ?, 0, '1', ?)",
			  "tdddt", number, attempt, raw, max, marks),
		KS_OK);
	free(number);
}

static void ask(struct ks_sample_centre *sample, int n_people, struct ks_question_list *list)
{
	static const char *const staff[] = {"000001", "000002", "000003", "000004",
					    "000005", "000006", "000007", "000008",
					    "000009", "000010", "000011", "000012"};
	static const char *const questions[] = {"q3", "q1", "q2"};

	list->rows = ks_alloc_zero(4, sizeof(*list->rows));
	list->n_rows = KS_COUNT(questions);
	for (size_t i = 0; i < KS_COUNT(questions); i++)
		list->rows[i] = row(questions[i], 999, 999);
	assert_int_equal(ks_report_questions_of(sample->store, 2026, staff, (size_t)n_people, list),
			 KS_OK);
}

/* Five people are told of, four are not, however often they answered; nobody else's answers count. */
static void four_people_are_too_few_to_tell_of(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_question_list list = {0};

	assert_int_equal(ks_store_begin(sample->store), KS_OK);
	for (int i = 1; i <= 6; i++)
		try(sample, i, 1, 1, 3,
		    i % 2 ? "[\"q1\",\"1\",1,\"a\"],[\"q2\",\"1\",0,\"b\"],[\"q9\",\"1\",0,\"b\"]"
			  : "[\"q1\",\"1\",0,\"c\"],[\"q1\",\"2\",0,\"c\"],[\"q1\"]");
	try(sample, 1, 2, 1, 3, "[\"q1\",\"1\",0]");
	assert_int_equal(ks_store_commit(sample->store), KS_OK);

	ask(sample, 4, &list);
	assert_int_equal(list.n_rows, 2); /* nobody answered q3 */
	assert_int_equal(list.rows[0].n_people, 4);
	assert_true(list.rows[0].is_of_some);
	assert_true(list.rows[0].is_few);
	assert_int_equal(list.rows[0].n_answers, 0);
	assert_int_equal(list.rows[0].n_right, 0);
	assert_int_equal(list.rows[0].n_tries, 0);
	assert_int_equal(list.rows[0].n_chosen, 0);
	assert_true(isnan(list.rows[0].power));
	ks_question_list_finish(&list);

	ask(sample, 5, &list);
	assert_int_equal(list.rows[0].n_people, 5);
	assert_false(list.rows[0].is_few);
	assert_int_equal(list.rows[0].n_answers, 6);
	assert_int_equal(list.rows[0].n_right, 3);
	assert_int_equal(list.rows[0].n_tries, 5); /* first ones alone */
	assert_int_equal(list.rows[0].n_chosen, 3);
	assert_string_equal(list.rows[0].chosen[0].id, "a"); /* often ones first */
	assert_int_equal(list.rows[0].chosen[0].n, 3);
	assert_string_equal(list.rows[0].chosen[1].id, "c");
	assert_int_equal(list.rows[0].chosen[1].n, 2);
	assert_string_equal(list.rows[0].chosen[2].id, "");
	assert_true(list.rows[1].is_few);
	assert_string_equal(list.rows[1].question, "q2");
	ks_question_list_finish(&list);
}

/* 見分ける力: over first tries of at least ten, with what was right of the rest of the quiz. */
static void how_well_a_question_tells_people_apart(void **state)
{
	static const int right[] = {1, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 1};
	static const int rest[] = {3, 2, 1, 0, 1, 3, 2, 2, 0, 3, 1, 0};
	struct ks_sample_centre *sample = *state;
	struct ks_question_list list = {0};

	assert_int_equal(ks_store_begin(sample->store), KS_OK);
	for (int i = 0; i < 12; i++)
		try(sample, i + 1, 1, rest[i] + right[i], 4,
		    right[i] ? "[\"q1\",\"1\",1,\"a\"],[\"q3\",\"1\",1,\"a\"]"
			     : "[\"q1\",\"1\",0,\"b\"],[\"q3\",\"1\",1,\"a\"]");
	try(sample, 1, 3, 0, 4, "[\"q1\",\"1\",0,\"b\"]"); /* no first try */
	assert_int_equal(ks_store_commit(sample->store), KS_OK);
	ask(sample, 12, &list);
	assert_int_equal(list.rows[1].n_tries, 12);
	assert_true(fabs(list.rows[1].power - 0.5291955136632525) < 1e-9);
	assert_true(isnan(list.rows[0].power)); /* all answered alike */
	ks_question_list_finish(&list);
	ask(sample, 10, &list);
	assert_false(isnan(list.rows[1].power));
	ks_question_list_finish(&list);
	ask(sample, 9, &list);
	assert_true(isnan(list.rows[1].power));
	assert_int_equal(list.rows[1].n_tries, 9);
	ks_question_list_finish(&list);
}

/* Of one question there is no rest; a result that is less than the answer is none. */
static void a_try_without_a_rest_tells_nothing_apart(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_question_list list = {0};

	assert_int_equal(ks_store_begin(sample->store), KS_OK);
	for (int i = 1; i <= 6; i++)
		try(sample, i, 1, i == 6 ? 0 : 1, i < 4 ? 1 : 2, "[\"q1\",\"1\",1,\"a\"]");
	assert_int_equal(ks_store_commit(sample->store), KS_OK);
	ask(sample, 6, &list);
	assert_int_equal(list.rows[0].n_answers, 6);
	assert_int_equal(list.rows[0].n_tries, 2);
	ks_question_list_finish(&list);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(why_a_question_is_looked_at_again),
		cmocka_unit_test(a_clause_is_one_of_those_named_and_no_part_of_one),
		cmocka_unit_test(the_worst_clause_comes_first_and_equal_ones_by_name),
		cmocka_unit_test(every_column_of_a_question),
		cmocka_unit_test(whole_answers_are_two_rows),
		cmocka_unit_test(every_try_has_its_row),
		TEST(four_people_are_too_few_to_tell_of),
		TEST(how_well_a_question_tells_people_apart),
		TEST(a_try_without_a_rest_tells_nothing_apart),
	};

	return ks_test_run(tests);
}
