/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/content.h"
#include "content/expect.h"
#include "content/load.h"
#include "content/nendo.h"

/* The test of a course: made of the questions of its lessons, and found out when it cannot be what it promises. */

#define COURSE                                                                                    \
	"id: own\ntitle: 自前の研修\nrevision: \"1\"\nnendo: 2026\nopens: 2026-04-01\ndue: " \
	"2027-03-31\nlessons:\n"                                                                  \
	"  - {id: m1, title: 一, minutes: 5, ready: true, questions: 5, pass: 4}\n"              \
	"  - {id: m5, title: 五, minutes: 6}\n"                                                  \
	"  - {id: m6, title: 六, minutes: 6, ready: true, questions: 5, pass: 4}\n"              \
	"test:\n  title: 終わりのテスト\n  minutes: 8\n  questions: 10\n  pass: 8\n"
#define TEST_LINE 12

static void write_course(struct copied *f, const char *more)
{
	char *courses = ks_path_join(f->folder, "courses"), *text = ks_format("%s%s", COURSE, more);

	free(ks_test_write(courses, "own.yaml", text));
	free(text);
	free(courses);
}

static void it_has_the_questions_of_the_ready_lessons_and_a_page_of_its_own(void **state)
{
	struct copied *f = *state;
	const struct ks_lesson *test, *m1, *m6;
	const struct ks_question *question;

	write_course(f, "  must: [\"6(7)\"]\n");
	assert_int_equal(ks_content_load(f->folder, &f->content, &f->diags), KS_OK);
	test = ks_content_lesson(&f->content, "own-test");
	m1 = ks_content_lesson(&f->content, "m1");
	m6 = ks_content_lesson(&f->content, "m6");
	assert_non_null(test);
	assert_string_equal(test->title, "終わりのテスト");
	assert_int_equal(test->quiz.n_questions, m1->quiz.n_questions + m6->quiz.n_questions);
	assert_null(ks_quiz_find(&test->quiz, "m5-q01"));
	question = ks_quiz_find(&test->quiz, "m6-q03");
	assert_ptr_equal(question->choices, ks_quiz_find(&m6->quiz, "m6-q03")->choices);
	assert_ptr_equal(ks_content_home(&f->content, "m6-q03"), m6);
	assert_null(ks_content_home(&f->content, "m99-q01"));
	assert_int_equal(test->n_goals, 2);
	assert_int_equal(test->n_pages, 1);
	assert_non_null(strstr(test->pages[0].blocks[0].text.text, "10問"));
	assert_non_null(strstr(test->pages[0].blocks[0].text.text, "8問以上"));
	assert_non_null(strstr(test->pages[0].blocks[1].items[0].text, "6(7)"));
}

static size_t n_mandatory(const struct ks_lesson *lesson)
{
	size_t n = 0;

	for (size_t i = 0; i < lesson->quiz.n_questions; i++)
		n += lesson->quiz.questions[i].is_mandatory;
	return n;
}

static void only_the_clauses_it_names_must_be_right(void **state)
{
	struct copied *f = *state;

	write_course(f, "  must: [\"6(7)\"]\n");
	assert_int_equal(ks_content_load(f->folder, &f->content, &f->diags), KS_OK);
	assert_int_equal(n_mandatory(ks_content_lesson(&f->content, "own-test")), 1);
	ks_content_finish(&f->content);
	write_course(f, "");
	assert_int_equal(ks_content_load(f->folder, &f->content, &f->diags), KS_OK);
	assert_int_equal(n_mandatory(ks_content_lesson(&f->content, "own-test")), 0);
	assert_int_equal(n_mandatory(ks_content_lesson(&f->content, "m6")), 1); /* there it stays so */
}

static void what_it_cannot_keep_is_told(void **state)
{
	static const struct {
		const char *more, *words;
	} cases[] = {
		{"  must: [\"5\"]\n", "must の条「5」に、[must] の付いた問題がありません"},
		{"  must: [\"9\"]\n", "must の条「9」は方針にありません"},
		{"  pools: [{clauses: [\"6(4)\"], questions: 5}]\n",
		 "条「6(4)」などから 5 問を求めて"},
		{"  pools: [{clauses: [\"6(99)\"], questions: 1}]\n", "pools の条「6(99)」は方針に"},
	};

	(void)state;
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct copied *f;
		void *inner;

		copied_set_up(&inner);
		f = inner;
		write_course(f, cases[i].more);
		assert_int_equal(ks_content_check(f->folder, NULL, &f->diags), KS_INVALID);
		expect_error_in(&f->diags, "courses/own.yaml", TEST_LINE, cases[i].words);
		copied_tear_down(&inner);
	}
}

static void it_is_no_lesson_where_lessons_are_counted(void **state)
{
	struct copied *f = *state;
	size_t n;

	assert_int_equal(ks_content_load(f->folder, &f->content, &f->diags), KS_OK);
	n = f->content.n_lessons;
	ks_content_finish(&f->content);
	write_course(f, "");
	assert_int_equal(ks_content_load(f->folder, &f->content, &f->diags), KS_OK);
	assert_int_equal(f->content.n_lessons, n);
}

static void its_own_questions_come_first_and_stand_in_no_lesson(void **state)
{
	struct copied *f = *state;
	const struct ks_lesson *test, *home;
	const struct ks_question *question;

	assert_int_equal(ks_content_load(f->folder, &f->content, &f->diags), KS_OK);
	test = ks_content_lesson(&f->content, "annual-test");
	home = ks_content_home(&f->content, "yt-q09");
	assert_non_null(home);
	assert_string_equal(home->id, "annual-test");
	assert_true(home != test);
	assert_non_null(strstr(home->folder, "courses/annual-test"));
	assert_true(home->quiz.n_questions >= 14);
	for (size_t i = 0; i < test->quiz.n_questions; i++)
		assert_int_equal(test->quiz.questions[i].is_own, i < home->quiz.n_questions);
	question = ks_quiz_find(&test->quiz, "yt-q09");
	assert_ptr_equal(question->artefact, ks_lesson_case(home, "yt-c1"));
	assert_non_null(question->easy);
	assert_true(ks_quiz_find(&test->quiz, "yt-q01")->is_mandatory);
	assert_false(ks_quiz_find(&test->quiz, "m6-q01")->is_mandatory);
	for (size_t i = 0; i < f->content.n_lessons; i++)
		assert_null(ks_quiz_find(&f->content.lessons[i].quiz, "yt-q09"));
}

static void what_is_wrong_with_its_own_questions_is_told(void **state)
{
	struct copied *f = *state;
	int same =
		replace_in(f->folder, "courses/annual-test/quiz.gift", "[id:yt-q02]", "[id:m1-q01]");
	int gone = replace_in(f->folder, "courses/annual-test/quiz.gift", "[page:m1/p04]",
			      "[page:p04]");

	replace_in(f->folder, "courses/annual-test/quiz.easy.gift", "[id:yt-q02]", "[id:m1-q01]");
	assert_int_equal(ks_content_check(f->folder, NULL, &f->diags), KS_INVALID);
	expect_error_in(&f->diags, "courses/annual-test/quiz.gift", same + 1, "「m1-q01」は");
	expect_error_in(&f->diags, "courses/annual-test/quiz.gift", gone + 1,
			"[page:p04] のページがありません");
}

static size_t n_own(const struct ks_lesson *test, const char *prefix)
{
	size_t n = 0;

	for (size_t i = 0; i < test->quiz.n_questions; i++)
		n += strncmp(test->quiz.questions[i].id, prefix, strlen(prefix)) == 0;
	return n;
}

/* Two years of one course: the older year's questions are not the newer one's, once that has its own. */
static void each_year_asks_its_own_questions(void **state)
{
	static const struct ks_nendo_approval nobody = {0};
	struct copied *f = *state;
	char *own = ks_path_join(f->folder, "courses/annual-test-2027");
	const struct ks_lesson *this_year, *next_year;
	size_t n = 0;

	assert_int_equal(ks_nendo_open(f->folder, 2026, 2027, &nobody, &f->diags, &n), KS_OK);
	assert_int_equal(ks_content_check(f->folder, NULL, &f->diags), KS_OK);
	assert_int_equal(ks_content_load(f->folder, &f->content, &f->diags), KS_OK);
	this_year = ks_content_lesson_of(&f->content, 2026, "annual-test");
	next_year = ks_content_lesson_of(&f->content, 2027, "annual-test");
	assert_true(n_own(this_year, "yt-") > 1);
	assert_int_equal(n_own(next_year, "yt-"), n_own(this_year, "yt-"));
	assert_null(ks_content_lesson_of(&f->content, 2028, "annual-test"));
	assert_ptr_equal(ks_content_lesson_of(&f->content, 2028, "m1"),
			 ks_content_lesson(&f->content, "m1"));
	ks_content_finish(&f->content);

	assert_int_equal(ks_folder_make(own), KS_OK);
	free(ks_test_write(own, "quiz.gift",
			   "// [id:yn-q01] [tag:3(1)] [page:m1/p04]\n::来年の問題::どれですか。{\n"
			   "=これ # はい。\n~あれ # いいえ。\n}\n"));
	assert_int_equal(ks_content_load(f->folder, &f->content, &f->diags), KS_OK);
	this_year = ks_content_lesson_of(&f->content, 2026, "annual-test");
	next_year = ks_content_lesson_of(&f->content, 2027, "annual-test");
	assert_int_equal(n_own(this_year, "yn-"), 0);
	assert_true(n_own(this_year, "yt-") > 1);
	assert_int_equal(n_own(next_year, "yn-"), 1);
	assert_int_equal(n_own(next_year, "yt-"), 0);
	free(own);
}

#define with_fixture(name) cmocka_unit_test_setup_teardown(name, copied_set_up, copied_tear_down)

static const struct CMUnitTest tests[] = {
	with_fixture(each_year_asks_its_own_questions),
	with_fixture(its_own_questions_come_first_and_stand_in_no_lesson),
	with_fixture(what_is_wrong_with_its_own_questions_is_told),
	with_fixture(it_has_the_questions_of_the_ready_lessons_and_a_page_of_its_own),
	with_fixture(only_the_clauses_it_names_must_be_right),
	cmocka_unit_test(what_it_cannot_keep_is_told),
	with_fixture(it_is_no_lesson_where_lessons_are_counted),
};

int main(void)
{
	return ks_test_run(tests);
}
