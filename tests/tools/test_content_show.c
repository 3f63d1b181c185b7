/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "said.h"
#include "support/test.h"
#include "tools/tools.h"

/* `kenshu content show` and `adopt`: every kind of block and of question as its author, or an auditor, reads it again. */

static const char lesson[] =
	"---\nid: m1\ntitle: だい\nminutes: 5\ngoals: [いえる]\nclauses: [\"1\"]\n---\n"
	"# はじめ\n\n<!-- clause: 1 2(1) -->\n\n**守る**のは{遵守|じゅんしゅ}です。  \n次の行。\n\n## 小見出し\n\n"
	"- 一\n- 二\n\n```ask\n任期が短いと？\n全員です。\n```\n\n```steps\n1. 抜く\n2. 電話する\n```\n\n"
	"```general\n気をつける。\n```\n\n```local\n届け先は総務課。\n```\n\n![絵の説明](a.svg)\n\n"
	"# つぎ\n\n<!-- clause: 1 -->\n\n二枚目の本文。\n";
static const char easy[] = "# {始|はじ}め\n\n<!-- clause: 1 2(1) -->\n\nやさしい{文|ぶん}。\n\n"
			   "# {次|つぎ}\n\n<!-- clause: 1 -->\n\n{二枚|にまい}め。\n";
static const char cases[] =
	"# メール\n\n<!-- case: m1-c1 -->\n<!-- clue: from ○ 本物です -->\n<!-- clue: body × にせ物です -->\n"
	"<!-- clue: subject △ どちらとも -->\n\n"
	"```mail\n差出人: 経理 <a@b.example>\n件名: 振込先\n本文: 一\n```\n\n"
	"# メモ\n\n<!-- case: m1-c2 -->\n\n```memo 電話メモ\n10時 保守会社\n折り返し\n```\n";
static const char quiz[] =
	"// [id:m1-q01] [tag:1] [tag:2(1)] [must]\n::一つ::どうしますか。{\n=正しい\\{方|ほう\\} #正しい理由\n~誤り #誤りの理由\n####まとめの文\n}\n\n"
	"// [id:m1-q02] [tag:1]\n::いくつか::選ぶ{\n~%50%甲 #a\n~%50%乙 #b\n~%-100%丙 #c\n}\n\n"
	"// [id:m1-q03] [tag:1]\n::○×::文です。{TRUE#×の人へ#○の人へ}\n\n"
	"// [id:m1-q04] [tag:1]\n::仕分け::分ける{\n=改ざん -> 完全性\n=停電 -> 可用性\n####\n- 停電\\: 使えません。\n- 改ざん\\: 変わりました。\n}\n\n"
	"// [id:m1-q05] [tag:1] [asset:a.svg]\n::さがす::さがす{\n~%100%@screen 画面 #a\n~%-100%@cup 湯のみ #b\n}\n\n"
	"// [id:m1-q06] [tag:1] [case:m1-c1]\n::事例::問い{\n=正 #理由\n~誤 #理由\n}\n\n"
	"// [id:m1-q07] [tag:1] [case:m1-c1]\n::事例の二::問い{\n=正 #理由\n~誤 #理由\n}\n\n"
	"// [id:m1-q08] [tag:1] [case:m1-c2]\n::メモ::問い{\n=正 #理由\n~誤 #理由\n}\n\n"
	"// [id:m1-q09] [tag:1]\n// - 抜く: はじめに。\n// - 電話する: つぎに。\n::順::並べる{>2 ALL VERTICAL ABSOLUTE_POSITION\n抜く\n電話する\n}\n";
static const char course[] =
	"id: annual\ntitle: 年次\nrevision: \"2026.2\"\nnendo: 2026\nopens: 2026-04-01\ndue: 2026-12-25\n"
	"lessons:\n  - id: m1\n    title: だい\n    minutes: 5\n    ready: true\n    questions: 2\n    pass: 1\n";
static const char figure[] =
	"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 100\">"
	"<rect id=\"screen\" class=\"region\" x=\"0\" y=\"0\" width=\"40\" height=\"40\"/><rect id=\"cup\" class=\"region\" x=\"50\" y=\"50\" width=\"40\" height=\"40\"/></svg>\n";

static const char policy[] =
	"見本組合 情報セキュリティ基本方針\n\n令和8年3月策定\n\n1 目的\n\n情報資産を維持する。\n\n2 脅威\n\n"
	"以下の脅威を想定する。\n\n- (1) 不正アクセス\n- (2) 操作ミス等\n";
static const char organisation[] =
	"name: 見本組合\nsystem_name: 研修\niri_base: https://kenshu.example\n";

static void put(const char *folder, const char *place, const char *name, const char *text)
{
	char *path = ks_path_join(folder, place);

	assert_int_equal(ks_folder_make(path), KS_OK);
	free(ks_test_write(path, name, text));
	free(path);
}

static int setup(void **state)
{
	char *folder = ks_test_folder();

	put(folder, "T/lessons/m1", "lesson.md", lesson);
	put(folder, "T/lessons/m1", "lesson.easy.md", easy);
	put(folder, "T/lessons/m1", "cases.md", cases);
	put(folder, "T/lessons/m1", "quiz.gift", quiz);
	put(folder, "T/lessons/m1", "a.svg", figure);
	put(folder, "T/policy/p", "policy.txt", policy);
	put(folder, "T/policy/p", "errata.yaml", "[]\n");
	put(folder, "T", "organisation.yaml", organisation);
	put(folder, "T/courses", "annual.yaml", course);
	*state = folder;
	return 0;
}

static int teardown(void **state)
{
	ks_test_folder_finish(*state);
	return 0;
}

/* An @ would be the folder. */
#define OF_REVISION                                                                                                  \
	"科目: m1 だい\n教材: 公開前のフォルダー\nダイジェスト: *\n署名: なし\n方針: p\n" \
	"記録での版: annual*2026.2+3f1130a652df\n"

static const struct said_step questions[] = {
	{ks_tools_content,
	 {"show", "@/T", "m1-q01", SAID_STATELESS},
	 0,
	 "問題 m1-q01（一つ選ぶ）必ず正解する問題\n" OF_REVISION "条: 1、2(1)\n"
	 "ページ: \n"
	 "題: 一つ\n"
	 "\n"
	 "問い: どうしますか。\n"
	 "\n"
	 "選択肢（書かれた順。画面では毎回入れ替わります）:\n"
	 "  a ［正解］正しい方（ほう）\n"
	 "      理由: 正しい理由\n"
	 "  b ［　　］誤り\n"
	 "      理由: 誤りの理由\n"
	 "\n"
	 "まとめ: まとめの文\n",
	 NULL},
	{ks_tools_content,
	 {"show", "@/T", "m1-q02", SAID_STATELESS},
	 0,
	 "問題 m1-q02（いくつか選ぶ）\n" OF_REVISION "条: 1\n"
	 "ページ: \n"
	 "題: いくつか\n"
	 "\n"
	 "問い: 選ぶ\n"
	 "\n"
	 "選択肢（書かれた順。画面では毎回入れ替わります）:\n"
	 "  a ［正解］甲\n"
	 "      理由: a\n"
	 "  b ［正解］乙\n"
	 "      理由: b\n"
	 "  c ［　　］丙\n"
	 "      理由: c\n",
	 NULL},
	{ks_tools_content,
	 {"show", "@/T", "m1-q03", SAID_STATELESS},
	 0,
	 "問題 m1-q03（○×）\n" OF_REVISION "条: 1\n"
	 "ページ: \n"
	 "題: ○×\n"
	 "\n"
	 "問い: 文です。\n"
	 "\n"
	 "選択肢（書かれた順。画面では毎回入れ替わります）:\n"
	 "  true ［正解］○\n"
	 "      理由: ○の人へ\n"
	 "  false ［　　］×\n"
	 "      理由: ×の人へ\n",
	 NULL},
	{ks_tools_content,
	 {"show", "@/T", "m1-q04", SAID_STATELESS},
	 0,
	 "問題 m1-q04（仕分け）\n" OF_REVISION "条: 1\n"
	 "ページ: \n"
	 "題: 仕分け\n"
	 "\n"
	 "問い: 分ける\n"
	 "\n"
	 "選択肢（書かれた順。画面では毎回入れ替わります）:\n"
	 "  a 改ざん → 完全性\n"
	 "      理由: 変わりました。\n"
	 "  b 停電 → 可用性\n"
	 "      理由: 使えません。\n"
	 "\n"
	 "仕分け先: 完全性\n"
	 "　　　　  可用性\n",
	 NULL},
	{ks_tools_content,
	 {"show", "@/T", "m1-q05", SAID_STATELESS},
	 0,
	 "問題 m1-q05（絵の中をさがす）\n" OF_REVISION "条: 1\n"
	 "ページ: \n"
	 "題: さがす\n"
	 "絵・メール: a.svg\n"
	 "\n"
	 "問い: さがす\n"
	 "\n"
	 "選択肢（書かれた順。画面では毎回入れ替わります）:\n"
	 "  a ［正解］（*screen）画面\n"
	 "      理由: a\n"
	 "  b ［　　］（*cup）湯のみ\n"
	 "      理由: b\n",
	 NULL},
	{ks_tools_content,
	 {"show", "@/T", "m1-q07", SAID_STATELESS},
	 0,
	 "問題 m1-q07（一つ選ぶ）\n" OF_REVISION "条: 1\n"
	 "ページ: \n"
	 "題: 事例の二\n"
	 "事例: m1-c1 の 2 問目\n"
	 "\n"
	 "問い: 問い\n"
	 "\n"
	 "選択肢（書かれた順。画面では毎回入れ替わります）:\n"
	 "  a ［正解］正\n"
	 "      理由: 理由\n"
	 "  b ［　　］誤\n"
	 "      理由: 理由\n",
	 NULL},
	{ks_tools_content,
	 {"show", "@/T", "m1-q09", SAID_STATELESS},
	 0,
	 "問題 m1-q09（並べ替え）\n" OF_REVISION "条: 1\n"
	 "ページ: \n"
	 "題: 順\n"
	 "\n"
	 "問い: 並べる\n"
	 "\n"
	 "選択肢（書かれた順。画面では毎回入れ替わります）:\n"
	 "  a ［1 番目］抜く\n"
	 "      理由: はじめに。\n"
	 "  b ［2 番目］電話する\n"
	 "      理由: つぎに。\n",
	 NULL},
};
static const struct said_step pages[] = {
	{ks_tools_content,
	 {"show", "@/T", "m1/p01", SAID_STATELESS},
	 0,
	 "ページ m1/p01\n" OF_REVISION "条: 1、2(1)\n"
	 "\n"
	 "# はじめ\n"
	 "守るのは遵守（じゅんしゅ）です。\n"
	 "　次の行。\n"
	 "■ 小見出し\n"
	 "\n"
	 "・一\n"
	 "・二\n"
	 "［問いかけ］任期が短いと？\n"
	 "答え: 全員です。\n"
	 "［手順］\n"
	 "→ 抜く\n"
	 "→ 電話する\n"
	 "［一般的な注意］気をつける。\n"
	 "［組合で決めること］届け先は総務課。\n"
	 "［絵］a.svg 絵の説明\n"
	 "\n"
	 "--- やさしい日本語 ---\n"
	 "\n"
	 "# 始（はじ）め\n"
	 "やさしい文（ぶん）。\n",
	 NULL},
	{ks_tools_content,
	 {"show", "@/T", "m1/p02", SAID_STATELESS},
	 0,
	 "ページ m1/p02\n" OF_REVISION "条: 1\n"
	 "\n"
	 "# つぎ\n"
	 "二枚目の本文。\n"
	 "\n"
	 "--- やさしい日本語 ---\n"
	 "\n"
	 "# 次（つぎ）\n"
	 "二枚（にまい）め。\n",
	 NULL},
	{ks_tools_content,
	 {"show", "@/T", "m1-c1", SAID_STATELESS},
	 0,
	 "事例 m1-c1（問題 2 問）\n" OF_REVISION "\n"
	 "# メール\n"
	 "［メール］\n"
	 "  *from 差出人: 経理 <a*b.example>\n"
	 "  *subject 件名: 振込先\n"
	 "  *body : 一\n"
	 "  手がかり *from ○ 本物です\n"
	 "  手がかり *body × にせ物です\n"
	 "  手がかり *subject △ どちらとも\n"
	 "\n"
	 "問題 m1-q06（一つ選ぶ）\n" OF_REVISION "条: 1\n"
	 "ページ: \n"
	 "題: 事例\n"
	 "事例: m1-c1 の 1 問目\n"
	 "\n"
	 "問い: 問い\n"
	 "\n"
	 "選択肢（書かれた順。画面では毎回入れ替わります）:\n"
	 "  a ［正解］正\n"
	 "      理由: 理由\n"
	 "  b ［　　］誤\n"
	 "      理由: 理由\n"
	 "\n"
	 "問題 m1-q07（一つ選ぶ）\n" OF_REVISION "条: 1\n"
	 "ページ: \n"
	 "題: 事例の二\n"
	 "事例: m1-c1 の 2 問目\n"
	 "\n"
	 "問い: 問い\n"
	 "\n"
	 "選択肢（書かれた順。画面では毎回入れ替わります）:\n"
	 "  a ［正解］正\n"
	 "      理由: 理由\n"
	 "  b ［　　］誤\n"
	 "      理由: 理由\n",
	 NULL},
	{ks_tools_content,
	 {"show", "@/T", "m1-c2", SAID_STATELESS},
	 0,
	 "事例 m1-c2（問題 1 問）\n" OF_REVISION "\n"
	 "# メモ\n"
	 "［メモ］電話メモ\n"
	 "  *line : 10時 保守会社\n"
	 "  *line2 : 折り返し\n"
	 "\n"
	 "問題 m1-q08（一つ選ぶ）\n" OF_REVISION "条: 1\n"
	 "ページ: \n"
	 "題: メモ\n"
	 "事例: m1-c2 の 1 問目\n"
	 "\n"
	 "問い: 問い\n"
	 "\n"
	 "選択肢（書かれた順。画面では毎回入れ替わります）:\n"
	 "  a ［正解］正\n"
	 "      理由: 理由\n"
	 "  b ［　　］誤\n"
	 "      理由: 理由\n",
	 NULL},
};
static const struct said_step nothing[] = {
	{ks_tools_content,
	 {"show", "@/T", "m1/p03", SAID_STATELESS},
	 1,
	 NULL,
	 "「m1/p03」は @/T にありません。\n"},
	{ks_tools_content,
	 {"show", "@/T", "m/p01", SAID_STATELESS},
	 1,
	 NULL,
	 "「m/p01」は @/T にありません。\n"},
	{ks_tools_content,
	 {"show", "@/T", "m1-q99", SAID_STATELESS},
	 1,
	 NULL,
	 "「m1-q99」は @/T にありません。\n"},
	{ks_tools_content,
	 {"show", "@/none", "m1-q01", SAID_STATELESS},
	 1,
	 NULL,
	 "@/none: 誤り: 教材のフォルダーがありません。\n"},
	{ks_tools_content,
	 {"show", "@/T", SAID_STATELESS},
	 2,
	 NULL,
	 "kenshu content show: 指定が足りません: 版のファイルか教材のフォルダー、問題かページか事例の番号\n"
	 "使い方: kenshu content show 版のファイルか教材のフォルダー、問題かページか事例の番号\n"},
	{ks_tools_content,
	 {"show", "@/T", "a", "b", SAID_STATELESS},
	 2,
	 NULL,
	 "kenshu content show: 余分な指定があります: b\n"
	 "使い方: kenshu content show 版のファイルか教材のフォルダー、問題かページか事例の番号\n"},
};

static const struct said_step adopted[] = {
	{ks_tools_content,
	 {"adopt", "--policy", "@/new.txt", "--name", "別の組合", "--out", "@/A", "--content",
	  "@/T", SAID_STATELESS},
	 0,
	 "@/A を作りました。そのまま使えるページと問題 11、書き直す 0、教えていない条 1 です。\n"
	 "直す所: @/A/adopt.md　確かめる: kenshu content check @/A\n",
	 NULL},
	{ks_tools_content,
	 {"adopt", "--policy", "@/new.txt", "--name", "別の組合", "--out", "@/A", "--content",
	  "@/T", SAID_STATELESS},
	 1,
	 NULL,
	 "@/A は、もうあります。別の名前にしてください。\n"},
	{ks_tools_content,
	 {"adopt", "--policy", "@/new.txt", "--name", "別の組合", "--out", "@/new.txt", "--content",
	  "@/T", SAID_STATELESS},
	 1,
	 NULL,
	 "@/new.txt は、もうあります。別の名前にしてください。\n"},
	{ks_tools_content,
	 {"adopt", "--policy", "@/none", "--name", "別の組合", "--out", "@/B", "--content", "@/T",
	  SAID_STATELESS},
	 1,
	 NULL,
	 "@/none を読めません。ファイル名を確かめてください。\n"},
	{ks_tools_content,
	 {"adopt", "--policy", "@/new.txt", "--name", "別の組合", "--out", "@/B", "--content",
	  "@/none", SAID_STATELESS},
	 1,
	 NULL,
	 "@/none: 誤り: 教材のフォルダーがありません。\n"},
	{ks_tools_content,
	 {"adopt", "--policy", "@/empty.txt", "--name", "別の組合", "--out", "@/B", "--content",
	  "@/T", SAID_STATELESS},
	 1,
	 NULL,
	 "@/empty.txt: 誤り: 条を一つも見つけられないか、多すぎます。「1 目的」の形の見出しが要ります。\n"
	 "@/empty.txt:1: 誤り: 一つめの条の前に、表題と「令和8年3月策定」の形の行が要ります。\n"},
	{ks_tools_content,
	 {"adopt", "--policy", "@/new.txt", "--name", "別の組合", "--out", "@/new.txt/B",
	  "--content", "@/T", SAID_STATELESS},
	 1,
	 NULL,
	 "@/new.txt/B に書けませんでした（io）。\n"},
	{ks_tools_content,
	 {"adopt", "x", SAID_STATELESS},
	 2,
	 NULL,
	 "kenshu content adopt: 余分な指定があります: x\n"
	 "使い方: kenshu content adopt --policy FILE --name TEXT --out DIR [オプション]\n"},
};

/* @folder/@name holds @words. */
static void holds(const char *folder, const char *name, const char *words)
{
	char *path = ks_path_join(folder, name), *text = ks_test_read(path);

	if (!strstr(text, words))
		fail_msg("%s: %s", name, text);
	free(text);
	free(path);
}

/* The second clause has become the third, 2(2) is gone, and one is new. */
static void another_body_gets_the_same_lessons_by_its_own_clauses(void **state)
{
	char *path = ks_path_join(*state, "A"), **names;
	size_t n;

	free(ks_test_write(
		*state, "new.txt",
		"別の組合 情報セキュリティ基本方針\n\n令和8年4月策定\n\n1 目的\n\n情報資産を維持する。\n\n"
		"2 組織\n\n組織体制を確立する。\n\n3 脅威\n\n以下の脅威を想定する。\n\n(1) 不正アクセス\n"));
	free(ks_test_write(*state, "empty.txt", "題だけ\n"));
	SAID_RUN(adopted, *state);
	assert_int_equal(ks_folder_list(*state, NULL, &names, &n), KS_OK);
	for (size_t i = 0; i < n; i++)
		assert_int_not_equal(names[i][0], 'B'); /* nothing half made, under no name */
	ks_folder_list_finish(names, n);
	holds(path, "organisation.yaml", "name: \"別の組合\"\nsystem_name: 研修\n");
	holds(path, "lessons/m1/lesson.md", "<!-- clause: 1 3(1) -->");
	holds(path, "lessons/m1/quiz.gift", "[id:m1-q01] [tag:1] [tag:3(1)] [must]");
	holds(path, "lessons/m1/a.svg", "viewBox");
	holds(path, "policy/adopted/original.txt", "3 脅威");
	holds(path, "adopt.md", "## どの科目も教えていない条");
	holds(path, "adopt.md", "- 2 組織 組織体制を確立する。");
	free(path);
	path = ks_path_join(*state, "A/policy/p");
	assert_false(ks_folder_exists(path));
	free(path);
}

static void a_question_is_shown_with_what_is_right_and_why(void **state)
{
	SAID_RUN(questions, *state);
}

static void a_page_and_a_case_are_shown_as_they_were_read(void **state)
{
	SAID_RUN(pages, *state);
}

static void what_is_not_there_is_told(void **state)
{
	SAID_RUN(nothing, *state);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_question_is_shown_with_what_is_right_and_why),
		TEST(a_page_and_a_case_are_shown_as_they_were_read),
		TEST(what_is_not_there_is_told),
		TEST(another_body_gets_the_same_lessons_by_its_own_clauses),
	};

	return ks_test_run(tests);
}
