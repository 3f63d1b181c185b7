/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/expect.h"
#include "content/lesson.h"
#include "content/load.h"

/* Cases (事例) and the easy twins: what is tied to what, and what is told when it does not fit. */

#define LESSON \
	"---\nid: m1\ntitle: 題\nminutes: 5\ngoals: [言える]\nclauses: [\"1\"]\n---\n# 題\n\n本文\n"
#define CASES                                                                                                                         \
	"# 11月24日のメール\n\n<!-- case: m1-c1 -->\n<!-- clue: from ○ 本物です -->\n"                                    \
	"<!-- clue: body2 × にせ物の{番号|ばんごう}です -->\n\n"                                                         \
	"```mail\n差出人: 経理 <a@b.example>\n宛先: 会計課 <c@d.example>\nBcc: 全員\n日時: 9\\:12\n件名: 振込先\n" \
	"本文: 一\n本文: 二\n添付: 届.pdf\n署名: 経理\n```\n\n"                                                          \
	"# 電話のメモ\n\n<!-- case: m1-c2 -->\n\n```memo 電話メモ\n10時 保守会社\n折り返し\n```\n"
#define STEP(id, mark) "// [id:" id "] [tag:1] " mark "\n::題::問い{\n=正 #理由\n~誤 #理由\n}\n\n"
#define QUIZ           \
	STEP("q1", "") \
	STEP("q2", "[case:m1-c1]") STEP("q3", "[case:m1-c1]") STEP("q4", "[case:m1-c2]")

struct fixture {
	char *folder, *lesson_folder;
	struct ks_policy policy;
	struct ks_lesson lesson;
	struct ks_diags diags;
};

static int set_up(void **state)
{
	struct fixture *f = ks_alloc_zero(1, sizeof(*f));

	f->folder = ks_test_folder();
	f->lesson_folder = ks_path_join(f->folder, "m1");
	assert_int_equal(ks_folder_make(f->lesson_folder), KS_OK);
	sample_policy(f->folder, &f->policy);
	free(ks_test_write(f->lesson_folder, "lesson.md", LESSON));
	free(ks_test_write(f->lesson_folder, "cases.md", CASES));
	free(ks_test_write(f->lesson_folder, "quiz.gift", QUIZ));
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	ks_lesson_finish(&f->lesson);
	ks_policy_finish(&f->policy);
	ks_diags_finish(&f->diags);
	ks_test_folder_finish(f->folder);
	free(f->lesson_folder);
	free(f);
	return 0;
}

static enum ks_rc load(struct fixture *f)
{
	ks_lesson_finish(&f->lesson); /* of a load before */
	return ks_lesson_load(f->lesson_folder, &f->policy, &f->lesson, &f->diags);
}

static void load_good(struct fixture *f)
{
	if (load(f) != KS_OK)
		expect_none(&f->diags);
}

static void load_with(struct fixture *f, const char *file, const char *text)
{
	free(ks_test_write(f->lesson_folder, file, text));
	assert_int_equal(load(f), KS_INVALID);
}

static void a_case_is_an_artefact_and_the_questions_that_name_it(void **state)
{
	struct fixture *f = *state;
	const struct ks_question *questions;
	const struct ks_block *mail;

	load_good(f);
	questions = f->lesson.quiz.questions;
	assert_int_equal(f->lesson.n_cases, 2);
	assert_string_equal(f->lesson.cases[0].id, "m1-c1");
	assert_string_equal(f->lesson.cases[0].page.title.text, "11月24日のメール");
	assert_int_equal(f->lesson.cases[0].n_steps, 2);
	assert_int_equal(f->lesson.cases[1].n_steps, 1);
	assert_null(questions[0].artefact);
	assert_ptr_equal(questions[1].artefact, &f->lesson.cases[0]);
	assert_ptr_equal(questions[2].artefact, ks_lesson_case(&f->lesson, "m1-c1"));
	assert_int_equal(questions[1].step, 0);
	assert_int_equal(questions[2].step, 1);
	assert_ptr_equal(questions[3].artefact, &f->lesson.cases[1]);
	assert_null(ks_lesson_case(&f->lesson, "m1-c9"));
	mail = ks_page_artefact(&f->lesson.cases[0].page);
	assert_int_equal(mail->kind, KS_BLOCK_MAIL);
	assert_string_equal(ks_block_part(mail, "body2")->text.text, "二");
	assert_string_equal(ks_block_part(mail, "bcc")->label, "Bcc");
	assert_string_equal(ks_block_part(mail, "signature")->text.text, "経理");
	assert_null(ks_block_part(mail, "body3"));
}

static void clues_say_what_a_part_was_worth(void **state)
{
	struct fixture *f = *state;
	const struct ks_page *page;

	load_good(f);
	page = &f->lesson.cases[0].page;
	assert_int_equal(page->n_clues, 2);
	assert_string_equal(page->clues[0].region, "from");
	assert_int_equal(page->clues[0].sign, KS_CLUE_GOOD);
	assert_int_equal(page->clues[1].sign, KS_CLUE_BAD);
	assert_string_equal(page->clues[1].text.text, "にせ物の番号です");
	assert_int_equal(page->clues[1].text.n_spans, 1);
	assert_int_equal(f->lesson.cases[1].page.n_clues, 0);
	free(ks_test_write(f->lesson_folder, "cases.md",
			   "# 題\n\n<!-- case: m1-c1 -->\n<!-- clue: body9 × 言葉 -->\n\n"
			   "```memo\nメモ\n```\n\n<!-- clue: line -->\n"));
	assert_int_equal(load(f), KS_INVALID);
	expect_error_in(&f->diags, "cases.md", 4, "「body9」が、この事例の枠や絵にありません");
	expect_error_in(&f->diags, "cases.md", 10, "<!-- clue: link ×");
}

static void things_of_work_are_blocks_with_parts(void **state)
{
	static const struct {
		const char *fence;
		enum ks_block_kind kind;
		const char *heading, *id, *label, *text;
	} cases[] = {
		{"```memo 付箋\n15時 {来客|らいきゃく}\n\n二行目\n```\n", KS_BLOCK_MEMO, "付箋",
		 "line2", "", "二行目"},
		{"```chat\n班長 10:30: 来て\n  すぐに\n自分： はい\n```\n", KS_BLOCK_CHAT, "",
		 "say", "班長 10:30", "来て\nすぐに"},
		{"```chat\n班長: 来て\n自分： はい\n```\n", KS_BLOCK_CHAT, "", "say2", "自分", "はい"},
		{"```form 持出簿\n日付: 7月3日\n確認者:\n```\n", KS_BLOCK_FORM, "持出簿", "row2",
		 "確認者", ""},
		{"```log 計量端末\n2026-07-03 21:14 user=**x** NG\n```\n", KS_BLOCK_LOG, "計量端末",
		 "row", "", "2026-07-03 21:14 user=**x** NG"},
		{"```screen 認証\n本文: 許可しますか\nボタン: はい\nボタン: いいえ\n```\n",
		 KS_BLOCK_SCREEN, "認証", "button2", "", "いいえ"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *text = ks_format("# 題\n\n<!-- case: m1-c1 -->\n\n%s", cases[i].fence);
		const struct ks_block *block;

		free(ks_test_write(f->lesson_folder, "cases.md", text));
		free(ks_test_write(f->lesson_folder, "quiz.gift", STEP("q1", "[case:m1-c1]")));
		load_good(f);
		block = ks_page_artefact(&f->lesson.cases[0].page);
		assert_int_equal(block->kind, cases[i].kind);
		assert_string_equal(block->heading.text, cases[i].heading);
		assert_string_equal(ks_block_part(block, cases[i].id)->label, cases[i].label);
		assert_string_equal(ks_block_part(block, cases[i].id)->text.text, cases[i].text);
		ks_lesson_finish(&f->lesson);
		free(text);
	}
}

static void a_find_question_may_ask_about_the_artefact_of_its_case(void **state)
{
	struct fixture *f = *state;

	free(ks_test_write(f->lesson_folder, "quiz.gift",
			   "// [id:q1] [tag:1] [case:m1-c1]\n::題::問い{\n~%100%@body2 二 #理由\n"
			   "~%-100%@from 差出人 #理由\n}\n\n" STEP("q2", "[case:m1-c2]")));
	load_good(f);
	load_with(f, "quiz.gift",
		  "// [id:q1] [tag:1] [case:m1-c1]\n::題::問い{\n~%100%@link 二 #理由\n"
		  "~%-100%@from 差出人 #理由\n}\n\n" STEP("q2", "[case:m1-c2]"));
	expect_error_in(&f->diags, "quiz.gift", 2, "@link は「m1-c1」の枠にありません");
}

static void a_case_that_does_not_fit_its_questions_is_told(void **state)
{
	static const struct {
		const char *file, *text, *told_in;
		int line;
		const char *words;
	} cases[] = {
		{"quiz.gift", QUIZ STEP("q5", "[case:m1-c9]"), "quiz.gift", 26,
		 "事例「m1-c9」が cases.md にありません"},
		{"quiz.gift", QUIZ STEP("q5", "[case:m1-c1]"), "quiz.gift", 26, "問題が離れています"},
		{"quiz.gift", STEP("q1", "[case:m1-c1]"), "cases.md", 19,
		 "事例「m1-c2」を使う問題がありません"},
		{"cases.md", "# 題\n\n本文\n", "cases.md", 1, "事例の番号がありません"},
		{"cases.md", "# 題\n\n<!-- case: 事例 -->\n\n本文\n", "cases.md", 3,
		 "39 字までの英数字"},
		{"cases.md",
		 "# 題\n\n<!-- case: m1-c1 -->\n\n本文\n\n# 題\n\n<!-- case: m1-c1 -->\n\n本文\n",
		 "cases.md", 7, "同じ番号の事例"},
		{"cases.md", "# 題\n\n<!-- case: m1-c1 -->\n\n本文\n\n<!-- case: m1-c2 -->\n",
		 "cases.md", 7, "番号が二つあります"},
		{"cases.md", "# 題\n\n<!-- case: m1-c1 -->\n<!-- note -->\n\n本文\n", "cases.md", 4,
		 "HTML は使えません"},
		{"lesson.md", LESSON "\n<!-- case: m1-c1 -->\n", "lesson.md", 12, "HTML は使えません"},
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		free(ks_test_write(f->lesson_folder, "lesson.md", LESSON));
		free(ks_test_write(f->lesson_folder, "cases.md", CASES));
		free(ks_test_write(f->lesson_folder, "quiz.gift", QUIZ));
		load_with(f, cases[i].file, cases[i].text);
		expect_error_in(&f->diags, cases[i].told_in, cases[i].line, cases[i].words);
		ks_lesson_finish(&f->lesson);
		ks_diags_finish(&f->diags);
		f->diags = (struct ks_diags){0};
	}
}

static void easy_cases_stand_beside_theirs(void **state)
{
	struct fixture *f = *state;

	free(ks_test_write(f->lesson_folder, "cases.easy.md", CASES));
	load_good(f);
	assert_string_equal(f->lesson.cases[1].page.easy->id, "m1-c2");
	load_with(f, "cases.easy.md", "# 題\n\n<!-- case: m1-c2 -->\n\n本文\n");
	expect_error_in(&f->diags, "cases.easy.md", 0, "事例の数が cases.md と違います");
	expect_error_in(&f->diags, "cases.easy.md", 1, "順番か番号が cases.md と違います");
}

static void easy_words_stand_beside_each_question(void **state)
{
	struct fixture *f = *state;
	const struct ks_question *question;

	free(ks_test_write(
		f->lesson_folder, "quiz.easy.gift",
		STEP("q1", "") STEP("q2", "") STEP(
			"q3",
			"") "// [id:q4]\n::題::やさしい問い{\n=よい #わけ\n~よくない #わけ\n}\n"));
	load_good(f);
	question = &f->lesson.quiz.questions[3];
	assert_string_equal(question->easy->id, "q4");
	assert_string_equal(question->easy->stem.text, "やさしい問い");
	assert_string_equal(question->easy->choices[1].text.text, "よくない");
}

static void easy_words_that_change_the_question_are_told(void **state)
{
	static const struct {
		const char *text;
		int line;
		const char *words;
	} cases[] = {
		{"// [id:q1]\n問い{\n~誤 #理由\n=正 #理由\n}\n", 2, "1 番目の選択肢の正解か分け方"},
		{"// [id:q1]\n問い{\n=正 #理由\n~誤 #理由\n~誤二 #理由\n}\n", 2,
		 "数が quiz.gift と違います"},
		{"// [id:q1]\n問い{TRUE#a#b}\n", 2, "型が quiz.gift と違います"},
		{"// [id:q9]\n問い{\n=正 #理由\n~誤 #理由\n}\n", 2,
		 "「q9」の問題は quiz.gift にありません"},
		{"", 0, "問題「q1」（quiz.gift の 2 行目）のやさしい版がありません"},
	};
	struct fixture *f = *state;

	free(ks_test_write(f->lesson_folder, "cases.md", CASES));
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		load_with(f, "quiz.easy.gift", cases[i].text);
		expect_error_in(&f->diags, "quiz.easy.gift", cases[i].line, cases[i].words);
		ks_lesson_finish(&f->lesson);
		ks_diags_finish(&f->diags);
		f->diags = (struct ks_diags){0};
	}
}

#define with_fixture(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static const struct CMUnitTest tests[] = {
	with_fixture(a_case_is_an_artefact_and_the_questions_that_name_it),
	with_fixture(clues_say_what_a_part_was_worth),
	with_fixture(things_of_work_are_blocks_with_parts),
	with_fixture(a_find_question_may_ask_about_the_artefact_of_its_case),
	with_fixture(a_case_that_does_not_fit_its_questions_is_told),
	with_fixture(easy_cases_stand_beside_theirs),
	with_fixture(easy_words_stand_beside_each_question),
	with_fixture(easy_words_that_change_the_question_are_told),
};

int main(void)
{
	return ks_test_run(tests);
}
