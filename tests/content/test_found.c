/* SPDX-License-Identifier: Apache-2.0 */
/* One lesson looked at before any course has it, and what a search of the policy finds. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/expect.h"
#include "content/preview.h"
#include "content/tell.h"
#include "support/golden.h"
#include "support/test.h"

static int setup(void **state)
{
	*state = ks_test_folder();
	return 0;
}

static int teardown(void **state)
{
	ks_test_folder_finish(*state);
	return 0;
}

/* ---- one lesson looked at ---- */

static void a_lesson_is_looked_at_without_a_course(void **state)
{
	static const int most[] = {0, 1, 2, 20};
	char *lesson = ks_path_join(*state, "lessons/m1"), *file = ks_path_join(lesson, "lesson.md");
	struct ks_content content;
	struct ks_diags diags = {0};

	tell_fill_up(*state);
	free(ks_test_write(
		lesson, "quiz.gift",
		"// [id:a] [tag:1]\n問? {T#a#b}\n\n// [id:b] [tag:1]\n問? {T#a#b}\n\n// [id:c] [tag:1]\n問? {T#a#b}\n"));
	for (size_t i = 0; i < KS_COUNT(most); i++) {
		int n = most[i] < 3 ? most[i] : 3;

		assert_int_equal(ks_preview_load(i % 2 ? lesson : file, NULL, most[i], &content,
						 &diags),
				 KS_OK);
		assert_int_equal(content.n_plans, 1);
		assert_string_equal(content.plans[0].id, "preview");
		assert_string_equal(content.plans[0].title, "題");
		assert_int_equal(content.plans[0].n_lessons, 1);
		assert_string_equal(content.plans[0].lessons[0].id, "m1");
		assert_string_equal(content.plans[0].lessons[0].title, "題");
		assert_int_equal(content.plans[0].lessons[0].minutes, 5);
		assert_true(content.plans[0].lessons[0].is_ready);
		assert_int_equal(content.plans[0].lessons[0].n_questions, n);
		assert_int_equal(content.plans[0].lessons[0].pass_right, (n * 80 + 99) / 100);
		ks_content_finish(&content);
	}
	assert_int_equal(ks_preview_load("/nonexistent/m1", NULL, 5, &content, &diags), KS_NOT_FOUND);
	expect_error_in(&diags, "/nonexistent/m1", 0, "科目のフォルダーがありません。");
	ks_content_finish(&content);
	assert_int_equal(ks_preview_load("/nonexistent/m1", *state, 5, &content, &diags),
			 KS_NOT_FOUND);
	assert_int_equal(diags.n_items, 2);
	ks_content_finish(&content);
	ks_diags_finish(&diags);
	free(ks_test_write(lesson, "quiz.gift", "// [id:a]\n問? {T#a#b}\n"));
	assert_int_equal(ks_preview_load(lesson, NULL, 5, &content, &diags), KS_INVALID);
	expect_error_in(&diags, "quiz.gift", 2, "問題「a」に条番号がありません。");
	assert_int_equal(content.n_lessons, 1);
	ks_content_finish(&content);
	ks_diags_finish(&diags);
	free(file);
	free(lesson);
}

/* One fault of each kind that a check finds: of pages, pictures, questions, places, telephone numbers, and what is taught. */
static void all_that_a_check_finds_in_a_lesson_is_told(void **state)
{
	char *lesson = ks_path_join(*state, "lessons/m1");
	struct ks_buf out = {0}, text = {0};
	struct ks_content content;
	struct ks_diags diags = {0};

	ks_buf_puts(&text,
		    "---\nid: m1\ntitle: 題\nminutes: 7\ngoals: [一つ]\nclauses: []\n---\n# 頁\n\n"
		    "<!-- clause: 1 -->\n\n");
	for (int i = 0; i < 430; i++)
		ks_buf_puts(&text, "字");
	ks_buf_puts(&text, "\n\n![絵](a.svg)\n\n{contact:fire}へ\n\n```local desk\n```\n");
	tell_fill_up(*state);
	free(ks_test_write(lesson, "lesson.md", ks_buf_text(&text)));
	free(ks_test_write(lesson, "quiz.gift",
			   "// [id:q1] [tag:1] [page:p09]\n問い? {\n=あ\n~い#ちがう\n}\n\n"
			   "// [id:q2]\n問い? {\n=あ#x\n~い#y\n}\n"));
	assert_int_equal(ks_preview_load(lesson, NULL, 3, &content, &diags), KS_INVALID);
	tell_diags(&diags, *state, &out);
	ks_test_golden("tests/data/golden/preview.txt", ks_buf_text(&out));
	ks_content_finish(&content);
	ks_diags_finish(&diags);
	ks_buf_finish(&text);
	ks_buf_finish(&out);
	free(lesson);
}

static void a_lesson_is_named_by_its_folder(void **state)
{
	static const struct {
		const char *given, *folder;
	} names[] = {{"a/m1/lesson.md", "a/m1"},
		     {"a/m1", "a/m1"},
		     {"a/m1/", "a/m1"},
		     {"a/m1//", "a/m1"},
		     {"/m1", "/m1"},
		     {"m1", "m1"},
		     {"a/m1/x.md", "a/m1"},
		     {"a.md/m1", "a.md/m1"},
		     {"../m1", "../m1"},
		     {".md", ".md"},
		     {"a.md/", "a.md"},
		     {"m1//x.md", "m1"},
		     {"/", "/"},
		     {"/lesson.md", "/"},
		     {"./no/such", "./no/such"}};
	static const char *const nameless[] = {".", "", "./", "././", "lesson.md", "./lesson.md"};
	char here[4096];

	(void)state;
	for (size_t i = 0; i < KS_COUNT(names); i++) {
		char *folder = ks_preview_folder(names[i].given);

		assert_string_equal(folder, names[i].folder);
		free(folder);
	}
	assert_non_null(getcwd(here, sizeof(here)));
	for (size_t i = 0; i < KS_COUNT(nameless); i++) { /* without a name of its own: the whole path */
		char *folder = ks_preview_folder(nameless[i]);

		assert_string_equal(folder, here);
		free(folder);
	}
}

/* ---- what a search finds ---- */

static void put_hits(const struct ks_policy *policy, const char *query, struct ks_buf *out)
{
	struct ks_policy_hit hits[20];
	struct ks_arena arena = {0};
	size_t n = ks_policy_search(policy, query, hits, 2), all;

	all = ks_policy_search(policy, query, hits, KS_COUNT(hits));
	ks_buf_printf(out, "「%s」 %zu, of two %zu\n", query, all, n);
	for (size_t k = 0; k < all; k++) {
		const struct ks_clause *clause = &policy->clauses[hits[k].clause];
		struct ks_quotation quotation = ks_policy_mark(
			policy, clause, hits[k].is_in_title ? clause->title : clause->text, &arena);
		struct ks_rich marked = ks_policy_mark_found(policy, query, &quotation.text, &arena);

		ks_buf_printf(out, " %s %s %zu+%zu", clause->id,
			      hits[k].is_in_title ? "title" : "text", hits[k].at, hits[k].len);
		tell_rich("", &marked, out);
	}
	ks_arena_finish(&arena);
}

static void a_search_finds_words_readings_and_katakana(void **state)
{
	static const char *const queries[] = {
		"",
		"情報",
		"あく",
		"あ",
		"アクセス",
		"あくせす",
		"たい",
		"たいさ",
		"たいさくの",
		"ウィルス",
		"うぃるす",
		"ない",
		"二",
		"の",
		"きみつ",
		"123456789012345678901234567890123456789012345678901234567890123",
		"1234567890123456789012345678901234567890123456789012345678901234"};
	struct ks_policy policy;
	struct ks_buf out = {0};
	struct ks_diags diags = {0};
	char *p = ks_path_join(*state, "p");

	assert_int_equal(ks_folder_make(p), KS_OK);
	sample_policy(p, &policy);
	ks_policy_finish(&policy);
	free(ks_test_write(
		p, "words.yaml",
		"- {word: 対策, reading: たいさく}\n- {word: 体制, reading: たいせい}\n"
		"- {word: 組織体制, reading: たいそしき}\n- {word: 機密, reading: きみつ}\n"));
	assert_int_equal(ks_policy_load(p, &policy, &diags), KS_OK);
	for (size_t i = 0; i < KS_COUNT(queries); i++)
		put_hits(&policy, queries[i], &out);
	ks_test_golden("tests/data/golden/searched.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
	ks_policy_finish(&policy);
	ks_diags_finish(&diags);
	free(p);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_lesson_is_looked_at_without_a_course),
		TEST(all_that_a_check_finds_in_a_lesson_is_told),
		TEST(a_lesson_is_named_by_its_folder),
		TEST(a_search_finds_words_readings_and_katakana),
	};

	return ks_test_run(tests);
}
