/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "content/coverage.h"
#include "content/expect.h"

/* A content of two pages and three questions over the sample policy (1, 2(1), 2(2), 3(1), 3(2)①, 3(2)②). */

#define ALL_OTHERS "  - {clauses: [\"2(2)\", \"3\"], pages: 0, questions: 0}\n"

struct fixture {
	char *folder;
	struct ks_content content;
	struct ks_lesson lesson;
	struct ks_page pages[2], easy;
	struct ks_question questions[3];
	const char *one[1], *two[2], *three[1];
	struct ks_coverage coverage;
	struct ks_diags diags;
};

static int set_up(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	f->folder = ks_test_folder();
	sample_policy(f->folder, &f->content.policy);
	f->one[0] = "1";
	f->two[0] = "2(1)";
	f->two[1] = "1";
	f->three[0] = "3(2)②";
	f->easy = (struct ks_page){.n_characters = 300};
	f->pages[0] = (struct ks_page){.clauses = f->one, .n_clauses = 1, .n_characters = 400};
	f->pages[1] = (struct ks_page){
		.clauses = f->two, .n_clauses = 2, .n_characters = 51, .easy = &f->easy};
	f->questions[0] =
		(struct ks_question){.kind = KS_QUESTION_SINGLE, .clauses = f->one, .n_clauses = 1};
	f->questions[1] =
		(struct ks_question){.kind = KS_QUESTION_FIND, .clauses = f->two, .n_clauses = 2};
	f->questions[2] =
		(struct ks_question){.kind = KS_QUESTION_ORDER, .clauses = f->three, .n_clauses = 1};
	f->lesson = (struct ks_lesson){.id = "m1", .pages = f->pages, .n_pages = 2};
	f->lesson.quiz = (struct ks_quiz){.questions = f->questions, .n_questions = 3};
	f->content.lessons = &f->lesson;
	f->content.n_lessons = 1;
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	ks_coverage_finish(&f->coverage);
	ks_policy_finish(&f->content.policy);
	ks_diags_finish(&f->diags);
	ks_test_folder_finish(f->folder);
	free(f);
	return 0;
}

static enum ks_rc load(struct fixture *f, const char *text)
{
	char *file = ks_test_write(f->folder, "coverage.yaml", text);
	enum ks_rc rc = ks_coverage_load(file, &f->content, &f->coverage, &f->diags);

	free(file);
	return rc;
}

static void pages_questions_and_kinds_count_for_each_of_their_clauses(void **state)
{
	struct fixture *f = *state;
	const struct ks_coverage_row *row;

	assert_int_equal(load(f, "pages: 2\nquestions: 3\nclauses:\n"
				 "  - {clauses: [\"1\"], pages: 2, questions: 2, kinds: [single, find]}\n"
				 "  - {clauses: [\"2(1)\"], pages: 1, questions: 1, kinds: [find]}\n"
				 "  - {clauses: [\"2(2)\"], pages: 0, questions: 0}\n"
				 "  - {clauses: [\"3\"], pages: 0, questions: 1, kinds: [order]}\n"),
			 KS_OK);
	expect_none(&f->diags);
	assert_int_equal(f->coverage.n_pages, 2);     /* once in the sum */
	assert_int_equal(f->coverage.n_questions, 3); /* although 1 and 2(1) share one */
	row = f->coverage.rows;
	assert_int_equal(row[0].n_pages, 2);
	assert_int_equal(row[0].n_questions, 2);
	assert_int_equal(row[0].kinds_found, 1u << KS_QUESTION_SINGLE | 1u << KS_QUESTION_FIND);
	assert_int_equal(row[1].n_pages, 1);
	assert_int_equal(row[3].n_questions, 1); /* 3(2)② is within 3 */
	for (size_t i = 0; i < f->coverage.n_rows; i++)
		assert_true(ks_coverage_is_met(&row[i]));
}

static void one_page_question_or_kind_too_few_is_not_met(void **state)
{
	static const char *const rows[] = {
		"pages: 3, questions: 2, kinds: [single]",
		"pages: 2, questions: 3, kinds: [single]",
		"pages: 2, questions: 2, kinds: [single, order]",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		char *text =
			ks_format("clauses:\n  - {clauses: [\"1\"], %s}\n"
				  "  - {clauses: [\"2(1)\"], pages: 0, questions: 0}\n" ALL_OTHERS,
				  rows[i]);

		assert_int_equal(load(f, text), KS_OK);
		assert_false(ks_coverage_is_met(&f->coverage.rows[0]));
		assert_true(ks_coverage_is_met(&f->coverage.rows[1]));
		ks_coverage_finish(&f->coverage);
		free(text);
	}
}

static void the_plan_must_name_every_clause_and_only_those(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(load(f, "clauses:\n  - {clauses: [\"1\", \"9\"], pages: 1, questions: x, "
				 "kinds: [maru]}\n" ALL_OTHERS),
			 KS_INVALID);
	expect_error(&f->diags, 0, "方針の 2(1) の行がありません");
	expect_error(&f->diags, 2, "条「9」は方針にありません");
	expect_error(&f->diags, 2, "（「x」は読めません）");
	expect_error(&f->diags, 2, "問題の型「maru」は知りません");
	assert_int_equal(f->diags.n_errors, 4);
}

static void a_missing_plan_is_said(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(ks_coverage_load("/nonexistent/coverage.yaml", &f->content, &f->coverage,
					  &f->diags),
			 KS_INVALID);
	expect_error(&f->diags, 0, "ファイルがありません");
}

static void characters_are_those_of_all_pages(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(ks_lesson_characters(&f->lesson, false), 451);
	assert_int_equal(ks_lesson_characters(&f->lesson, true), 300);
}

#define with_fixture(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
	with_fixture(pages_questions_and_kinds_count_for_each_of_their_clauses),
	with_fixture(one_page_question_or_kind_too_few_is_not_met),
	with_fixture(the_plan_must_name_every_clause_and_only_those),
	with_fixture(a_missing_plan_is_said),
	with_fixture(characters_are_those_of_all_pages),
};

int main(void)
{
	return ks_test_run(tests);
}
