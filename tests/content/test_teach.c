/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "content/expect.h"
#include "content/load.h"
#include "content/teach.h"

/* From a question back to the page that teaches it, in the content we ship and where a page is not there. */

static void assert_leads_to(const struct ks_content *content, const char *id, const char *lesson_id,
			    const char *pages)
{
	const struct ks_lesson *home = ks_content_home(content, id), *lesson;
	const struct ks_question *question = home ? ks_quiz_find(&home->quiz, id) : NULL;
	const struct ks_page *page;
	struct ks_buf got = {0};

	assert_non_null(question);
	for (size_t i = 0; (page = ks_teach_page(content, question, i, &lesson)); i++) {
		assert_string_equal(lesson->id, lesson_id);
		ks_buf_printf(&got, "%s%s", i ? " " : "", page->id);
	}
	assert_string_equal(ks_buf_text(&got), pages);
	ks_buf_finish(&got);
}

static void a_question_leads_to_the_page_its_author_names(void **state)
{
	struct copied *f = *state;

	assert_int_equal(ks_content_load(f->folder, &f->content, &f->diags), KS_OK);
	assert_leads_to(&f->content, "m5-q06", "m5", "p03"); /* 振込先; its clause begins on p01 */
	assert_leads_to(&f->content, "m4g-q01", "m4g", "p03 p02");
	assert_leads_to(&f->content, "m8-q16", "m1", "p08"); /* another lesson's */
}

static void without_a_name_the_pages_of_its_clause_follow(void **state)
{
	struct copied *f = *state;
	int line =
		replace_in(f->folder, "lessons/m5/quiz.gift", "[tag:6(7)] [page:p10]", "[tag:6(7)]");

	assert_int_equal(ks_content_check(f->folder, NULL, &f->diags), KS_OK);
	assert_int_equal(f->diags.n_warnings, 0); /* one page teaches 6(7): nothing to name */
	replace_in(f->folder, "lessons/m5/quiz.gift", "[tag:3(1)] [tag:6(6)] [page:p02]\n::給与係",
		   "[tag:3(1)] [tag:6(6)]\n::給与係");
	assert_int_equal(ks_content_check(f->folder, NULL, &f->diags), KS_OK);
	expect_warning(&f->diags, 5, "問題「m5-q01」の条 3(1) は");
	assert_int_equal(ks_content_load(f->folder, &f->content, &f->diags), KS_OK);
	assert_leads_to(&f->content, "m5-q15", "m5", "p10");
	assert_leads_to(&f->content, "m5-q01", "m5", "p01 p02 p03 p04 p05 p06");
	assert_true(line > 0);
}

static void a_page_that_is_not_there_is_told_and_the_clause_stands_in(void **state)
{
	struct copied *f = *state;
	int own, other;

	own = replace_in(f->folder, "lessons/m5/quiz.gift", "[page:p10]", "[page:p11]");
	other = replace_in(f->folder, "lessons/m8/quiz.gift", "[page:m1/p08]", "[page:m99/p08]");
	assert_int_equal(ks_content_check(f->folder, NULL, &f->diags), KS_INVALID);
	expect_error_in(&f->diags, "lessons/m5/quiz.gift", own + 1,
			"[page:p11] のページがありません");
	expect_error_in(&f->diags, "lessons/m8/quiz.gift", other + 1,
			"[page:m99/p08] のページがありません");
	assert_int_equal(ks_content_load(f->folder, &f->content, &f->diags), KS_OK);
	assert_leads_to(&f->content, "m5-q15", "m5", "p10");
}

static void a_page_that_teaches_something_else_is_told(void **state)
{
	struct copied *f = *state;
	int line = replace_in(f->folder, "lessons/m5/quiz.gift", "[page:p10]", "[page:p08]");

	assert_int_equal(ks_content_check(f->folder, NULL, &f->diags), KS_OK);
	expect_warning(&f->diags, line + 1, "で教えていません");
}

#define with_fixture(name) cmocka_unit_test_setup_teardown(name, copied_set_up, copied_tear_down)

static const struct CMUnitTest tests[] = {
	with_fixture(a_question_leads_to_the_page_its_author_names),
	with_fixture(without_a_name_the_pages_of_its_clause_follow),
	with_fixture(a_page_that_is_not_there_is_told_and_the_clause_stands_in),
	with_fixture(a_page_that_teaches_something_else_is_told),
};

int main(void)
{
	return ks_test_run(tests);
}
