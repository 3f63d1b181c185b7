/* SPDX-License-Identifier: Apache-2.0 */
#include "content/preview.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/tell.h"
#include "support/golden.h"
#include "support/test.h"

/* What an author is told who looks at one lesson: all that a check would say of it, and a course made up for it. */

static void a_lesson_is_named_by_its_folder_or_a_file_in_it(void **state)
{
	static const char *const rows[][2] = {
		{"a/b/m1", "a/b/m1"},
		{"a/b/m1/lesson.md", "a/b/m1"},
		{"m1/", "m1"},
		{"m1///", "m1"},
		{"m1//x.md", "m1"},
		{".md", ".md"},
		{"../m1", "../m1"},
		{"a.md/", "a.md"},
		{"/", "/"},
		{"/lesson.md", "/"},
		{"./no/such/../place", "./no/such/../place"},
	};
	static const char *const here[] = {"", ".", "./", "x.md", "./x.md", "././"};
	char *folder = realpath(".", NULL), *above = realpath("..", NULL), *is;

	(void)state;
	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		is = ks_preview_folder(rows[i][0]);
		assert_string_equal(is, rows[i][1]);
		free(is);
	}
	for (size_t i = 0; i < KS_COUNT(here); i++) { /* a lesson is named like its folder */
		is = ks_preview_folder(here[i]);
		assert_string_equal(is, folder);
		free(is);
	}
	is = ks_preview_folder("..");
	assert_string_equal(is, above);
	free(is);
	free(folder);
	free(above);
}

#define FRONT "---\nid: m2\ntitle: 題\nminutes: 7\ngoals: [一つ]\nclauses: [\"1\"]\n---\n"

static void put_lesson(const char *folder, const char *lesson, const char *quiz)
{
	char *at = ks_path_join(folder, "lessons/m2");

	assert_int_equal(ks_folder_make(at), KS_OK);
	free(ks_test_write(at, "lesson.md", lesson));
	free(ks_test_write(at, "quiz.gift", quiz));
	free(at);
	tell_fill_up(folder);
}

static void tell_preview(const char *folder, const char *above, int n_max, struct ks_buf *out)
{
	char *lesson = ks_path_join(folder, "lessons/m2/lesson.md");
	struct ks_content content;
	struct ks_diags diags = {0};
	enum ks_rc rc = ks_preview_load(lesson, above, n_max, &content, &diags);

	ks_buf_printf(out, "%s, %zu lessons, %zu plans\n", ks_rc_name(rc), content.n_lessons,
		      content.n_plans);
	tell_diags(&diags, folder, out);
	for (size_t i = 0; i < content.n_plans; i++)
		tell_plan(&content.plans[i], out);
	ks_content_finish(&content);
	ks_diags_finish(&diags);
	free(lesson);
}

/* One fault of each kind that a check finds: of pages, pictures, questions, places, telephone numbers, and what is taught. */
static void all_that_a_check_finds_in_it_is_told(void **state)
{
	struct ks_buf out = {0}, lesson = {0};
	char *folder = ks_test_folder();

	(void)state;
	ks_buf_puts(&lesson, FRONT "# 頁\n\n<!-- clause: 1 -->\n\n");
	for (int i = 0; i < 430; i++)
		ks_buf_puts(&lesson, "字");
	ks_buf_puts(&lesson, "\n\n![絵](a.svg)\n\n{contact:fire}へ\n\n```local desk\n```\n");
	put_lesson(folder, ks_buf_text(&lesson),
		   "// [id:q1] [tag:1] [page:p09]\n問い? {\n=あ\n~い#ちがう\n}\n\n"
		   "// [id:q2]\n問い? {\n=あ#x\n~い#y\n}\n");
	tell_preview(folder, NULL, 3, &out);
	ks_test_golden("tests/data/golden/preview.txt", ks_buf_text(&out));
	ks_buf_finish(&lesson);
	ks_buf_finish(&out);
	ks_test_folder_finish(folder);
}

static void a_course_is_made_up_of_as_many_questions_as_are_wanted(void **state)
{
	static const struct {
		int n_max, n, n_right;
	} rows[] = {{0, 0, 0}, {1, 1, 1}, {4, 4, 4}, {5, 5, 4}, {6, 6, 5}, {9, 6, 5}};
	struct ks_buf quiz = {0};
	char *folder = ks_test_folder(), *lesson = ks_path_join(folder, "lessons/m2");

	(void)state;
	for (int i = 0; i < 6; i++)
		ks_buf_printf(&quiz, "// [id:q%d] [tag:1]\n問い%d? {\n=あ#x\n~い#y\n}\n\n", i, i);
	put_lesson(folder, FRONT "# 頁\n\n<!-- clause: 1 -->\n\n文。\n", ks_buf_text(&quiz));
	for (size_t i = 0; i < KS_COUNT(rows); i++) {
		struct ks_content content;
		struct ks_diags diags = {0};

		assert_int_equal(ks_preview_load(lesson, folder, rows[i].n_max, &content, &diags),
				 KS_OK);
		assert_int_equal(content.n_plans, 1);
		assert_int_equal(content.plans[0].n_lessons, 1);
		assert_int_equal(content.plans[0].lessons[0].n_questions, rows[i].n);
		assert_int_equal(content.plans[0].lessons[0].pass_right, rows[i].n_right);
		assert_int_equal(content.plans[0].lessons[0].minutes, 7);
		assert_true(content.plans[0].lessons[0].is_ready);
		assert_string_equal(content.lessons[0].title, "題");
		ks_content_finish(&content);
		ks_diags_finish(&diags);
	}
	ks_buf_finish(&quiz);
	free(lesson);
	ks_test_folder_finish(folder);
}

static void a_lesson_that_is_not_there_is_told(void **state)
{
	struct ks_buf out = {0};
	char *folder = ks_test_folder();

	(void)state;
	tell_preview(folder, folder, 3, &out);
	tell_preview(folder, NULL, 3, &out);
	assert_string_equal(ks_buf_text(&out),
			    "not-found, 0 lessons, 0 plans\n"
			    "! /lessons/m2/lesson.md:0 科目のフォルダーがありません。\n"
			    "not-found, 0 lessons, 0 plans\n"
			    "! /lessons/m2/lesson.md:0 科目のフォルダーがありません。\n");
	ks_buf_finish(&out);
	ks_test_folder_finish(folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_lesson_is_named_by_its_folder_or_a_file_in_it),
		cmocka_unit_test(all_that_a_check_finds_in_it_is_told),
		cmocka_unit_test(a_course_is_made_up_of_as_many_questions_as_are_wanted),
		cmocka_unit_test(a_lesson_that_is_not_there_is_told),
	};

	return ks_test_run(tests);
}
