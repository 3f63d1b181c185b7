/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "content/content.h"
#include "content/expect.h"
#include "content/load.h"

/*
 * The content we ship, and what becomes of it when one thing in it is broken: each of these has to be found
 * with file and line, or a learner would be the one to find it.
 */

/* A font that lacks the padlock and every variant. */
static bool has_glyph(void *fonts, uint32_t c, uint32_t selector)
{
	(void)fonts;
	return c != 0x1F512 && selector == 0;
}

static enum ks_rc check(struct copied *f)
{
	static const struct ks_check_options options = {.has_glyph = has_glyph};

	return ks_content_check(f->folder, &options, &f->diags);
}

static void the_content_we_ship_has_no_mistake(void **state)
{
	struct copied *f = *state;
	enum ks_rc rc = check(f);

	if (rc != KS_OK)
		ks_diags_print(&f->diags, stdout);
	assert_int_equal(rc, KS_OK);
	assert_int_equal(f->diags.n_errors, 0);
}

static void the_content_we_ship_loads_whole(void **state)
{
	struct copied *f = *state;
	const struct ks_plan *plan;

	assert_int_equal(ks_content_load(f->folder, &f->content, &f->diags), KS_OK);
	assert_string_equal(f->content.organisation.name, "くれさか環境事務組合");
	assert_true(f->content.organisation.n_contacts > 0);
	plan = ks_content_plan(&f->content, 2026);
	assert_non_null(plan);
	assert_ptr_equal(ks_content_plan(&f->content, 1999), plan); /* else the newest */
	for (size_t i = 0; i < plan->n_lessons; i++)
		if (plan->lessons[i].is_ready)
			assert_non_null(ks_content_lesson(&f->content, plan->lessons[i].id));
	assert_null(ks_content_lesson(&f->content, "m99"));
}

static void the_digest_names_one_state_of_the_folder(void **state)
{
	struct copied *f = *state;
	struct ks_content other;

	assert_int_equal(ks_content_load(f->folder, &f->content, &f->diags), KS_OK);
	assert_int_equal(strlen(f->content.digest), KS_HASH_HEX - 1);
	free(ks_test_write(f->folder, "README.md",
			   "the author's guide is not part of what is taught\n"));
	assert_int_equal(ks_content_load(f->folder, &other, &f->diags), KS_OK);
	assert_string_equal(other.digest, f->content.digest);
	ks_content_finish(&other);
	replace_in(f->folder, "organisation.yaml", "くれさか", "くれさカ");
	assert_int_equal(ks_content_load(f->folder, &other, &f->diags), KS_OK);
	assert_string_not_equal(other.digest, f->content.digest);
	ks_content_finish(&other);
}

static void a_faulty_lesson_is_left_out_and_the_others_stay(void **state)
{
	struct copied *f = *state;

	replace_in(f->folder, "lessons/m1/lesson.md", "```policy 1\n", "```policy 6(10)\n");
	assert_int_equal(ks_content_load(f->folder, &f->content, &f->diags), KS_INVALID);
	assert_null(ks_content_lesson(&f->content, "m1"));
	assert_non_null(ks_content_lesson(&f->content, "m5"));
	assert_non_null(ks_content_plan(&f->content, 2026));
	expect_error_in(&f->diags, "courses/annual.yaml",
			ks_plan_find(ks_content_plan(&f->content, 2026), "m1")->line,
			"科目「m1」が使えません");
}

static void no_folder_is_told_apart_from_bad_content(void **state)
{
	struct copied *f = *state;

	assert_int_equal(ks_content_load("/nonexistent/content", &f->content, &f->diags),
			 KS_NOT_FOUND);
	expect_error(&f->diags, 0, "教材のフォルダーがありません");
}

/* What is changed in the shipped content, and what has to be said about it, @down lines below. */
static const struct mutation {
	const char *name, *file, *what, *with;
	int down;
	const char *words;
} mutations[] = {
	{"an unknown clause", "lessons/m1/lesson.md", "```policy 1\n", "```policy 6(10)\n", 0,
	 "条「6(10)」は方針にありません。条番号を直してください。"},
	{"a mended quotation", "lessons/m1/lesson.md", "完全性及び可能性を維持するため",
	 "完全性及び可用性を維持するため", 0, "方針の 1 にない文です"},
	{"a question without a reason", "lessons/m1/quiz.gift",
	 "\t=先輩と時間を分け、自分の番に研修を受ける #",
	 "\t=先輩と時間を分け、自分の番に研修を受ける \\#", -2, "問題「m1-q02」の選択肢「先輩と"},
	{"two right answers", "lessons/m1/quiz.gift", "\t~今年は窓口", "\t=今年は窓口", 0,
	 "正解（=）が二つ以上"},
	{"no right answer", "lessons/m1/quiz.gift", "\t=先輩と時間", "\t~先輩と時間", -1,
	 "正解がありません"},
	{"an id used twice in a file", "lessons/m1/quiz.gift", "[id:m1-q02]", "[id:m1-q01]", 1,
	 "と同じです"},
	{"an id used twice in two files", "lessons/m5/quiz.gift", "[id:m5-q01]", "[id:m1-q01]", 1,
	 "と同じです"},
	{"two questions before a lesson", "lessons/m1/quiz.gift", "[id:m1-q05]",
	 "[opening] [id:m1-q05]", 1, "は、一つの科目に一つです。8 行目"},
	{"a sentence before a lesson", "lessons/m1/quiz.gift", "[id:m1-q01]",
	 "[opening] [id:m1-q01]", 1, "一つを選ぶ、事例でない問題に"},
	{"an unknown tag", "lessons/m1/quiz.gift", "[tag:4(1)]", "[tag:4(3)]", 1,
	 "条「4(3)」は方針にありません"},
	{"a question without a clause", "lessons/m1/quiz.gift", "// [id:m1-q01] [tag:5]",
	 "// [id:m1-q01]", 1, "問題「m1-q01」に条番号がありません"},
	{"a character no font has", "lessons/m1/lesson.md", "ごみの重さ", "🔒ごみの重さ", 0,
	 "（U+1F512）を表せる書体がありません"},
	{"a variant no font has", "organisation.yaml", "くれさか", "く\xF3\xA0\x84\x80れさか", 0,
	 "U+E0100"},
	{"a drawing that is not there", "lessons/m1/lesson.md", "(work.svg)", "(wrok.svg)", 0,
	 "絵「wrok.svg」がありません"},
	{"an organisation without a name", "organisation.yaml", "name: くれさか環境事務組合",
	 "nam: x", 0, "項目「nam」は知りません"},
	{"more questions than an attempt holds", "courses/annual.yaml", "    questions: 5\n",
	 "    questions: 50\n", 0, "0 から 20 までの数"},
	{"a pool that cannot be filled", "courses/annual.yaml",
	 "    questions: 5\n    pass: 4\n    pools:\n      - clauses: [\"5\"]\n        questions: 2",
	 "    questions: 20\n    pass: 4\n    pools:\n      - clauses: [\"5\"]\n        questions: 17",
	 -4, "条「5」などから 17 問を求めていますが"},
	{"a ready lesson that is not there", "courses/annual.yaml", "  - id: m1\n", "  - id: m99\n",
	 0, "科目「m99」が使えません"},
	{"an erratum that is not in the text", "policy/kuresaka-2026-03/errata.yaml",
	 "original: 可能性", "original: 可用性", -2,
	 "original「可用性」は方針の条 1の原文にありません"},
	{"a policy that was retyped", "policy/kuresaka-2026-03/policy.txt", "(2) 情報システム\n",
	 "（2） 情報システム\n", 4, "条番号が続いていません（1 の次に 3）"},
	{"a lost header of a drawing", "lessons/m1/work.svg", "<svg", "<svgx", 0,
	 "SVG の絵ではありません"},
};

static void one_broken_thing_is_found_with_file_and_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < KS_COUNT(mutations); i++) {
		const struct mutation *m = &mutations[i];
		void *inner;
		struct copied *f;
		int line;

		copied_set_up(&inner);
		f = inner;
		line = replace_in(f->folder, m->file, m->what, m->with);
		print_message("%s\n", m->name);
		assert_int_equal(check(f), KS_INVALID);
		expect_error_in(&f->diags, m->file, line + m->down, m->words);
		copied_tear_down(&inner);
	}
}

static void a_page_that_does_not_fit_is_an_error(void **state)
{
	struct copied *f = *state;
	struct ks_buf long_text = {0};
	int line;

	for (int i = 0; i < 43; i++)
		ks_buf_puts(&long_text, "十字の文を並べました。");
	ks_buf_puts(&long_text, "\n\nごみの重さ");
	line = replace_in(f->folder, "lessons/m1/lesson.md", "ごみの重さ", ks_buf_text(&long_text));
	assert_int_equal(check(f), KS_INVALID);
	expect_error_in(&f->diags, "lessons/m1/lesson.md", line - 4, "画面に収まりません");
	ks_buf_finish(&long_text);
}

static void a_place_the_body_fills_in_is_not_for_the_public(void **state)
{
	struct copied *f = *state;
	int line = replace_in(f->folder, "lessons/m1/lesson.md", "ごみの重さ",
			      "```local\n届け先は総務課です。\n```\n\nごみの重さ");

	assert_int_equal(check(f), KS_INVALID);
	expect_error_in(&f->diags, "lessons/m1/lesson.md", line, "は書けません");
}

static void a_poster_has_at_most_sixty_characters_in_three_lines(void **state)
{
	struct copied *f = *state;
	char *posters = ks_format("%s/posters", f->folder);

	free(ks_test_write(posters, "98-long.yaml", "badge: 標語\ntext: |\n  一\n  二\n  三\n  四\n"));
	free(ks_test_write(posters, "99-good.yaml",
			   "badge: 標語\ntext: |\n  一\n  二\nsmall: 小さな文字\neasy_text: 三\n"));
	free(ks_test_write(posters, "97-easy.yaml",
			   "badge: 標語\ntext: 一\neasy_text: |\n  一\n  二\n  三\n  四\n"));
	assert_int_equal(check(f), KS_INVALID);
	expect_error_in(&f->diags, "posters/98-long.yaml", 2, "今は 4 字・4 行");
	expect_error_in(&f->diags, "posters/97-easy.yaml", 3, "今は 4 字・4 行");
	assert_int_equal(ks_content_load(f->folder, &f->content, &f->diags), KS_INVALID);
	assert_string_equal(f->content.posters[f->content.n_posters - 1].id, "99-good");
	assert_string_equal(f->content.posters[f->content.n_posters - 1].text.text, "一\n二");
	assert_string_equal(f->content.posters[f->content.n_posters - 1].easy_text.text, "三");
	assert_string_equal(f->content.posters[f->content.n_posters - 1].easy_small.text,
			    "小さな文字");
	free(posters);
}

static void a_lesson_judged_otherwise_in_another_course_is_told(void **state)
{
	struct copied *f = *state;
	int line = replace_in(f->folder, "courses/field.yaml", "  - id: m6\n", "  - id: m6\n");

	replace_in(f->folder, "courses/annual.yaml",
		   "      - clauses: [\"3(2)\"]\n        questions: 1\n      - clauses: [\"6(1)\", \"6(9)\"]",
		   "      - clauses: [\"3(2)\"]\n        questions: 1\n      - clauses: [\"6(1)\"]");
	assert_int_equal(check(f), KS_OK);
	expect_warning(&f->diags, line, "科目「m6」の出題か合格が");
}

static void clauses_nobody_teaches_are_listed(void **state)
{
	struct copied *f = *state;
	char *lessons = ks_path_join(f->folder, "lessons");
	char **names;
	size_t n_names;

	assert_int_equal(ks_folder_list(lessons, NULL, &names, &n_names), KS_OK);
	for (size_t i = 0; i < n_names; i++)
		if (strcmp(names[i], "m1") != 0)
			ks_test_folder_finish(ks_path_join(lessons, names[i]));
	ks_folder_list_finish(names, n_names);
	free(lessons);
	(void)check(f);
	expect_warning(&f->diags, 0, "6(4)");
}

/* Two cases of three steps can give three questions or six, never five. */
static void a_number_that_no_set_of_cases_gives_is_an_error(void **state)
{
	struct copied *f = *state;
	char *lesson = ks_format("%s/lessons/m1", f->folder);
	struct ks_buf quiz = {0};
	int line = replace_in(f->folder, "courses/annual.yaml", "  - id: m1\n", "  - id: m1\n");

	for (int i = 0; i < 6; i++)
		ks_buf_printf(
			&quiz,
			"// [id:m1-x%d] [tag:5] [tag:1] [case:m1-c%d]\n問い{\n=正 #理由\n~誤 #理由\n}\n\n",
			i, i / 3);
	free(ks_test_write(lesson, "quiz.gift", ks_buf_text(&quiz)));
	free(ks_test_write(lesson, "cases.md",
			   "# 一\n\n<!-- case: m1-c0 -->\n\n```memo\nメモ\n```\n\n"
			   "# 二\n\n<!-- case: m1-c1 -->\n\n```memo\nメモ\n```\n\n![絵](none.svg)\n"));
	assert_int_equal(check(f), KS_INVALID);
	expect_error_in(&f->diags, "courses/annual.yaml", line,
			"「m1」の出題の数を 5 問にできません");
	expect_error_in(&f->diags, "lessons/m1/cases.md", 17, "絵「none.svg」がありません");
	ks_buf_finish(&quiz);
	free(lesson);
}

static void a_case_id_is_one_of_all_lessons(void **state)
{
	static const char *const lessons[] = {"m1", "m5"};
	struct copied *f = *state;

	for (size_t i = 0; i < KS_COUNT(lessons); i++) {
		char *folder = ks_format("%s/lessons/%s", f->folder, lessons[i]);
		char *mark = ks_format("[id:%s-q01] [case:same]", lessons[i]);
		char *what = ks_format("[id:%s-q01]", lessons[i]);
		char *quiz = ks_format("lessons/%s/quiz.gift", lessons[i]);

		free(ks_test_write(folder, "cases.md", "# 題\n\n<!-- case: same -->\n\n本文\n"));
		replace_in(f->folder, quiz, what, mark);
		free(quiz);
		free(what);
		free(mark);
		free(folder);
	}
	assert_int_equal(check(f), KS_INVALID);
	expect_error_in(&f->diags, "lessons/m5/cases.md", 1, "「same」は科目「m1」と同じです");
}

#define with_fixture(name) cmocka_unit_test_setup_teardown(name, copied_set_up, copied_tear_down)

static const struct CMUnitTest tests[] = {
	with_fixture(the_content_we_ship_has_no_mistake),
	with_fixture(the_content_we_ship_loads_whole),
	with_fixture(the_digest_names_one_state_of_the_folder),
	with_fixture(a_faulty_lesson_is_left_out_and_the_others_stay),
	with_fixture(no_folder_is_told_apart_from_bad_content),
	cmocka_unit_test(one_broken_thing_is_found_with_file_and_line),
	with_fixture(a_page_that_does_not_fit_is_an_error),
	with_fixture(a_place_the_body_fills_in_is_not_for_the_public),
	with_fixture(a_poster_has_at_most_sixty_characters_in_three_lines),
	with_fixture(a_lesson_judged_otherwise_in_another_course_is_told),
	with_fixture(clauses_nobody_teaches_are_listed),
	with_fixture(a_number_that_no_set_of_cases_gives_is_an_error),
	with_fixture(a_case_id_is_one_of_all_lessons),
};

int main(void)
{
	return ks_test_run(tests);
}
