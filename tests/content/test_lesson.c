/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/expect.h"
#include "content/lesson.h"
#include "content/load.h"

/* lesson.md: each element becomes its block, and everything else is refused by name and line. */

#define FRONT "---\nid: m1\ntitle: 題\nminutes: 5\ngoals: [言える]\nclauses: [\"1\"]\n---\n"
#define FRONT_LINES 7

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

static enum ks_rc load(struct fixture *f, const char *front, const char *body)
{
	char *text = ks_format("%s%s", front, body);
	enum ks_rc rc;

	free(ks_test_write(f->lesson_folder, "lesson.md", text));
	free(text);
	ks_lesson_finish(&f->lesson);
	ks_diags_finish(&f->diags);
	f->diags = (struct ks_diags){0};
	rc = ks_lesson_load(f->lesson_folder, &f->policy, &f->lesson, &f->diags);
	return rc;
}

static const struct ks_block *good_block(struct fixture *f, const char *body)
{
	char *page = ks_format("# 題\n\n%s", body);

	if (load(f, FRONT, page) != KS_OK)
		expect_none(&f->diags);
	free(page);
	assert_int_equal(f->lesson.n_pages, 1);
	assert_int_equal(f->lesson.pages[0].n_blocks, 1);
	assert_int_equal(f->lesson.pages[0].blocks[0].line, FRONT_LINES + 3);
	return &f->lesson.pages[0].blocks[0];
}

static void pages_begin_at_each_heading(void **state)
{
	struct fixture *f = *state;

	assert_int_equal(
		load(f,
		     "---\r\nid: m1\r\ntitle: 題名\r\nminutes: 6\r\npublic: true\r\ngoals:\r\n  - 一\r\n"
		     "  - 二\r\nclauses: [\"1\", \"2(1)\"]\r\n---\r\n",
		     "# 一\r\n\r\n本文\r\n\r\n# 二の**太**\r\n\r\n<!-- clause: 2(1) 3(2)② -->\r\n\r\n## 小\r\n\r\n本文\r\n"),
		KS_OK);
	expect_none(&f->diags);
	assert_string_equal(f->lesson.id, "m1");
	assert_string_equal(f->lesson.title, "題名");
	assert_int_equal(f->lesson.minutes, 6);
	assert_true(f->lesson.is_public);
	assert_int_equal(f->lesson.n_goals, 2);
	assert_string_equal(f->lesson.clauses[1], "2(1)");
	assert_int_equal(f->lesson.n_pages, 2);
	assert_string_equal(f->lesson.pages[0].id, "p01");
	assert_string_equal(f->lesson.pages[1].id, "p02");
	assert_int_equal(f->lesson.pages[1].line, 15);
	assert_string_equal(f->lesson.pages[1].title.text, "二の太");
	assert_int_equal(f->lesson.pages[1].n_clauses, 2);
	assert_string_equal(f->lesson.pages[1].clauses[1], "3(2)②");
	assert_int_equal(f->lesson.pages[1].blocks[0].kind, KS_BLOCK_SUBHEADING);
	assert_int_equal(f->lesson.pages[1].n_characters, 3);
	assert_int_equal(f->lesson.quiz.n_questions, 0);
}

static void a_paragraph_keeps_its_marks_and_joins_japanese_lines_without_a_blank(void **state)
{
	const struct ks_block *block = good_block(
		*state,
		"**守る**のは\n{遵守|じゅんしゅ}と `a@b.example` です。USB\nMemory  \n次の行。\n");

	assert_int_equal(block->kind, KS_BLOCK_PARAGRAPH);
	assert_string_equal(block->text.text,
			    "守るのは遵守と a@b.example です。USB Memory\n次の行。");
	assert_int_equal(block->text.n_spans, 3);
	assert_int_equal(block->text.spans[0].mark, KS_MARK_STRONG);
	assert_int_equal(block->text.spans[0].to, strlen("守る"));
	assert_int_equal(block->text.spans[1].mark, KS_MARK_RUBY);
	assert_string_equal(block->text.spans[1].aux, "じゅんしゅ");
	assert_int_equal(block->text.spans[2].mark, KS_MARK_CODE);
}

static void braces_without_a_reading_are_only_braces(void **state)
{
	const struct ks_block *block = good_block(*state, "{一} と {二 は | 三 です。\n");

	assert_string_equal(block->text.text, "{一} と {二 は | 三 です。");
	assert_int_equal(block->text.n_spans, 0);
}

static void a_list_has_one_text_for_each_item(void **state)
{
	const struct ks_block *block = good_block(*state, "1. 一\n2. 二の\n   続き\n");

	assert_int_equal(block->kind, KS_BLOCK_LIST);
	assert_true(block->is_ordered);
	assert_int_equal(block->n_items, 2);
	assert_string_equal(block->items[1].text, "二の続き");
}

static void a_quotation_marks_the_known_erratum_and_notes_it(void **state)
{
	const struct ks_block *block =
		good_block(*state, "```policy 1\n…完全性及び可能性を\n維持する。\n```\n");
	const struct ks_span *span = block->text.spans;

	assert_int_equal(block->kind, KS_BLOCK_POLICY);
	assert_string_equal(block->clause, "1");
	assert_string_equal(block->text.text, "…完全性及び可能性〔ママ〕を維持する。");
	assert_int_equal(block->text.n_spans, 2);
	assert_int_equal(span[0].mark, KS_MARK_ERRATUM);
	assert_memory_equal(block->text.text + span[0].from, "可能性", strlen("可能性"));
	assert_int_equal(span[0].to - span[0].from, strlen("可能性"));
	assert_int_equal(span[1].mark, KS_MARK_SMALL);
	assert_int_equal(span[1].from, span[0].to);
	assert_int_equal(block->n_items, 1);
	assert_string_equal(block->items[0].text, "可用性と読みます。");
}

static void a_remark_without_a_reading_is_noted_but_not_marked(void **state)
{
	const struct ks_block *block =
		good_block(*state, "```policy 3(2)\n② 無害化通信を導入する。\n```\n");

	assert_string_equal(block->text.text, "② 無害化通信を導入する。");
	assert_int_equal(block->text.n_spans, 0);
	assert_int_equal(block->n_items, 1);
}

static void a_quotation_is_taught_by_its_page(void **state)
{
	struct fixture *f = *state;

	good_block(f, "```policy 1\n情報資産\n```\n");
	assert_int_equal(f->lesson.pages[0].n_clauses, 1);
	assert_string_equal(f->lesson.pages[0].clauses[0], "1");
}

static void ask_parts_question_and_answer(void **state)
{
	const struct ks_block *block =
		good_block(*state, "```ask\n任期が短いと？\nいいえ。\n**全員**です。\n```\n");

	assert_int_equal(block->kind, KS_BLOCK_ASK);
	assert_string_equal(block->text.text, "任期が短いと？");
	assert_string_equal(block->items[0].text, "いいえ。全員です。");
	assert_int_equal(block->items[0].spans[0].mark, KS_MARK_STRONG);
}

/* What one may think stands between question and answer: two, or none. */
static void ask_may_have_two_thoughts(void **state)
{
	const struct ks_block *block = good_block(
		*state, "```ask\n線を抜く？\n- すぐに抜く\n- 先に電話\n電話が先。\n二行目。\n```\n");

	assert_int_equal(block->n_items, 3);
	assert_string_equal(block->text.text, "線を抜く？");
	assert_string_equal(block->items[0].text, "電話が先。二行目。");
	assert_string_equal(block->items[1].text, "すぐに抜く");
	assert_string_equal(block->items[2].text, "先に電話");
}

static void steps_are_one_a_line_with_indented_continuation(void **state)
{
	const struct ks_block *block =
		good_block(*state, "```steps\n1. 抜く\n電話する\n  内線で\n- 待つ\n```\n");

	assert_int_equal(block->kind, KS_BLOCK_STEPS);
	assert_int_equal(block->n_items, 3);
	assert_string_equal(block->items[0].text, "抜く");
	assert_string_equal(block->items[1].text, "電話する内線で");
	assert_string_equal(block->items[2].text, "待つ");
}

static void a_mail_has_parts_with_ids_for_find_questions(void **state)
{
	const struct ks_block *block = good_block(
		*state,
		"```mail\n差出人: 情報担当 <support@a.example>\n件名：【至急】容量\n本文: 一つめ。\n  続き。\n"
		"本文: 二つめ。\nリンク: http://a.example/x\n添付: 手順書.zip\n```\n");
	static const char *const ids[] = {"from", "subject", "body", "body2", "link", "file"};
	static const char *const labels[] = {"差出人", "件名", "", "", "", "添付"};

	assert_int_equal(block->kind, KS_BLOCK_MAIL);
	assert_int_equal(block->n_parts, KS_COUNT(ids));
	for (size_t i = 0; i < KS_COUNT(ids); i++) {
		assert_string_equal(block->parts[i].id, ids[i]);
		assert_string_equal(block->parts[i].label, labels[i]);
	}
	assert_string_equal(block->parts[0].text.text, "情報担当 <support@a.example>");
	assert_int_equal(block->parts[0].text.spans[0].mark, KS_MARK_CODE);
	assert_string_equal(block->parts[2].text.text, "一つめ。続き。");
	assert_int_equal(block->parts[4].text.spans[0].mark, KS_MARK_LINK);
}

static void local_and_general_have_their_own_frames(void **state)
{
	assert_int_equal(good_block(*state, "```local\n届け先は総務課。\n```\n")->kind,
			 KS_BLOCK_LOCAL);
	assert_int_equal(good_block(*state, "```general\n一つ。\n二つ。\n\n三つ。\n```\n")->kind,
			 KS_BLOCK_GENERAL);
	assert_string_equal(
		good_block(*state, "```general\n一つ。\n二つ。\n\n三つ。\n```\n")->text.text,
		"一つ。二つ。\n三つ。");
}

static void an_image_alone_is_a_figure(void **state)
{
	const struct ks_block *block = good_block(*state, "![三本の柱](pillars.svg)\n");

	assert_int_equal(block->kind, KS_BLOCK_FIGURE);
	assert_string_equal(block->file, "pillars.svg");
	assert_string_equal(block->text.text, "三本の柱");
}

static void everything_else_is_refused_by_name_and_line(void **state)
{
	static const struct {
		const char *body;
		int line; /* within the body */
		const char *words;
	} cases[] = {
		{"本文\n", 1, "最初に # で"},
		{"", 0, "ページがありません"},
		{"# 題\n", 1, "中身がありません"},
		{"# 題\n\n### 深い\n", 3, "見出しは #"},
		{"# 題\n\n```policy 1\n情報資産の可用性\n```\n", 4, "方針の 1 にない文です"},
		{"# 題\n\n本文\n\n```policy 6(10)\n情報資産\n```\n", 5,
		 "条「6(10)」は方針にありません"},
		{"# 題\n\n```policy\n情報資産\n```\n", 3, "引用する条がありません"},
		{"# 題\n\n```polcy 1\n情報資産\n```\n", 3, "枠の種類「polcy 1」は知りません"},
		{"# 題\n\n```ask 1\n問い\n答え\n```\n", 3, "言葉は一つだけ"},
		{"# 題\n\n```ask\n問いだけ\n```\n", 3, "ask"},
		{"# 題\n\n```ask\n問い\n- 一つだけ\n答え\n```\n", 5, "二つ"},
		{"# 題\n\n```ask\n問い\n- 一\n- 二\n- 三\n答え\n```\n", 7, "二つまで"},
		{"# 題\n\n```ask\n問い\n- 一二三四五六七八九十一二三四五\n- 二\n答え\n```\n", 5,
		 "14字"},
		{"# 題\n\n```ask\n問い\n- 一\n- 二\n```\n", 3, "答え"},
		{"# 題\n\n```steps\n```\n", 3, "手順がありません"},
		{"# 題\n\n```local\n\n```\n", 3, "枠の中が空"},
		{"# 題\n\n```mail\n件名: a\n```\n", 3, "差出人"},
		{"# 題\n\n```mail\n差出人: a\n敬具: b\n```\n", 5, "mail の行は"},
		{"# 題\n\n    字下げの枠\n", 3, "行頭の四つの空白"},
		{"# 題\n\n本文と[外](https://a.example)。\n", 3, "リンクは使えません"},
		{"# 題\n\n本文と![絵](a.svg)。\n", 3, "絵だけの段落"},
		{"# 題\n\n![絵](a.png)\n", 3, ".svg ファイル"},
		{"# 題\n\n![](a.svg)\n", 3, "絵の説明がありません"},
		{"# 題\n\n![絵](../a.svg)\n", 3, "同じ場所"},
		{"# 題\n\n*斜体*です。\n", 3, "* 一つの強調"},
		{"# 題\n\n**「約束」**を守る。\n", 3, "強調になっていません"},
		{"# 題\n\n{|かんじ}\n", 3, "ふりがなは"},
		{"# 題\n\n<b>太</b>\n", 3, "HTML は使えません"},
		{"# 題\n\n<div>\n箱\n</div>\n", 3, "HTML は使えません"},
		{"# 題\n\n<!-- メモ -->\n\n本文\n", 3, "HTML は使えません"},
		{"# 題\n\n<!-- clause: 9 -->\n\n本文\n", 3, "条「9」は方針にありません"},
		{"# 題\n\n<!-- clause: -->\n\n本文\n", 3, "条番号がありません"},
		{"# 題\n\n- 一\n  - 入れ子\n", 3, "入れ子"},
		{"# 題\n\n> 引用\n", 3, "> の引用"},
		{"# 題\n\n---\n\n本文\n", 3, "区切り線"},
		{"# 題\n\n| a | b |\n|---|---|\n", 3, "表は使えません"},
	};

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct fixture *f = *state;

		if (load(f, FRONT, cases[i].body) != KS_INVALID)
			fail_msg("taken: %s", cases[i].body);
		expect_error_in(&f->diags, "m1/lesson.md",
				cases[i].line > 0 ? FRONT_LINES + cases[i].line : 0, cases[i].words);
	}
}

static void front_matter_mistakes_are_told_with_their_line(void **state)
{
	static const struct {
		const char *front;
		int line;
		const char *words;
	} cases[] = {
		{"", 1, "--- で囲んだ"},
		{"---\nid: m2\ntitle: 題\nminutes: 5\ngoals: [a]\n---\n", 2,
		 "フォルダーの名前「m1」と違います"},
		{"---\nid: m1\nminutes: 5\ngoals: [a]\n---\n", 2, "項目「title」がありません"},
		{"---\nid: m1\ntitle: 題\nminutes: 五\ngoals: [a]\n---\n", 4, "1 から 60 までの数"},
		{"---\nid: m1\ntitle: 題\nminutes: 5\npublic: yes\ngoals: [a]\n---\n", 5,
		 "true か false"},
		{"---\nid: m1\ntitle: 題\nminutes: 5\n---\n", 2, "学習目標 goals がありません"},
		{"---\nid: m1\ntitle: 題\nminutes: 5\ngoals: [a]\nclauses: [\"9\"]\n---\n", 6,
		 "条「9」は方針にありません"},
		{"---\nid: m1\ntitle: 題\nminuts: 5\n---\n", 4, "項目「minuts」は知りません"},
		{"---\nid: m1\ntitle: [\n---\n", 4, "YAML として読めません"},
		{"---\nid: m1\nid: m1\n---\n", 3, "二度書かれています"},
		{"---\nid: &a m1\n---\n", 2, "&、*、! で始まる"},
	};

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		struct fixture *f = *state;

		assert_int_equal(load(f, cases[i].front, "# 題\n\n本文\n"), KS_INVALID);
		expect_error(&f->diags, cases[i].line, cases[i].words);
	}
}

static void the_easy_twin_has_as_many_pages(void **state)
{
	struct fixture *f = *state;

	free(ks_test_write(f->lesson_folder, "lesson.easy.md",
			   "# やさしい題\n\nみんなの 約束です。\n"));
	assert_int_equal(load(f, FRONT, "# 題\n\n本文\n"), KS_OK);
	assert_non_null(f->lesson.pages[0].easy);
	assert_string_equal(f->lesson.pages[0].easy->title.text, "やさしい題");
	assert_int_equal(load(f, FRONT, "# 題\n\n本文\n\n# 次\n\n本文\n"), KS_INVALID);
	expect_error_in(&f->diags, "lesson.easy.md", 0,
			"ページの数が lesson.md と違います（1 と 2）");
}

static void find_questions_need_their_places(void **state)
{
	static const char body[] = "# 題\n\n```mail\n差出人: a\n件名: b\n本文: c\n```\n";
	static const char svg[] =
		"<svg viewBox=\"0 0 9 9\"><rect id=\"door\" class=\"region\" width=\"1\" height=\"1\"/></svg>";
	static const struct {
		const char *gift;
		const char *words; /* NULL: taken */
	} cases[] = {
		{"// [id:q] [tag:1] [mail:p01]\n問い{\n~%100%@from 甲 #a\n~@body 乙 #b\n}", NULL},
		{"// [id:q] [tag:1] [asset:a.svg]\n問い{\n=@door 甲 #a\n~@window 乙 #b\n}",
		 "@window は絵「a.svg」にありません"},
		{"// [id:q] [tag:1] [mail:p01]\n問い{\n=@from 甲 #a\n~@link 乙 #b\n}",
		 "@link は「p01」の枠にありません"},
		{"// [id:q] [tag:1] [mail:p02]\n問い{\n=@from 甲 #a\n~@body 乙 #b\n}",
		 "ページか事例「p02」に ```mail"},
		{"// [id:q] [tag:1] [asset:b.svg]\n問い{\n=@door 甲 #a\n~@x 乙 #b\n}",
		 "絵「b.svg」がありません"},
		{"// [id:q] [tag:1]\n問い{\n=@from 甲 #a\n~@body 乙 #b\n}",
		 "[asset:絵.svg] か [mail:p03] か [case:…] が要ります"},
		{"// [id:q] [tag:9]\n文。{T#a#b}", "条「9」は方針にありません"},
	};
	struct fixture *f = *state;

	free(ks_test_write(f->lesson_folder, "a.svg", svg));
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		free(ks_test_write(f->lesson_folder, "quiz.gift", cases[i].gift));
		assert_int_equal(load(f, FRONT, body), !cases[i].words ? KS_OK : KS_INVALID);
		if (cases[i].words)
			expect_error_in(&f->diags, "quiz.gift", 2, cases[i].words);
	}
}

#define with_fixture(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

static const struct CMUnitTest tests[] = {
	with_fixture(pages_begin_at_each_heading),
	with_fixture(a_paragraph_keeps_its_marks_and_joins_japanese_lines_without_a_blank),
	with_fixture(braces_without_a_reading_are_only_braces),
	with_fixture(a_list_has_one_text_for_each_item),
	with_fixture(a_quotation_marks_the_known_erratum_and_notes_it),
	with_fixture(a_remark_without_a_reading_is_noted_but_not_marked),
	with_fixture(a_quotation_is_taught_by_its_page),
	with_fixture(ask_parts_question_and_answer),
	with_fixture(ask_may_have_two_thoughts),
	with_fixture(steps_are_one_a_line_with_indented_continuation),
	with_fixture(a_mail_has_parts_with_ids_for_find_questions),
	with_fixture(local_and_general_have_their_own_frames),
	with_fixture(an_image_alone_is_a_figure),
	with_fixture(everything_else_is_refused_by_name_and_line),
	with_fixture(front_matter_mistakes_are_told_with_their_line),
	with_fixture(the_easy_twin_has_as_many_pages),
	with_fixture(find_questions_need_their_places),
};

int main(void)
{
	return ks_test_run(tests);
}
