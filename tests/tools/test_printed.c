/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What `kenshu content …` prints and writes for one small folder, to the letter (tests/data/golden/content-printed.txt): its
 * questions, a page and each question again, coverage, errata, the blind test, what changed, readings, another body's policy.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "said.h"
#include "support/golden.h"
#include "support/test.h"
#include "tools/tools.h"

static const struct {
	const char *path, *text;
} files[] = {
	{"T/organisation.yaml",
	 "name: 見本組合\nsystem_name: 研修\niri_base: https://kenshu.example\n"},
	{"T/courses/annual.yaml",
	 "id: annual\ntitle: 年次\nrevision: \"2026.2\"\nnendo: 2026\nopens: 2026-04-01\ndue: 2026-12-25\n"
	 "lessons:\n  - {id: m1, title: だい, minutes: 1, ready: true, questions: 2, pass: 1}\n"
	 "  - {id: m2, title: つぎ, minutes: 5, ready: true}\n"
	 "  - {id: m3, title: まだ, minutes: 9}\n"},
	{"T/courses/next.yaml",
	 "id: next\ntitle: 来月\nrevision: \"2026.1\"\nnendo: 2026\nopens: 2026-05-01\ndue: 2026-12-25\n"
	 "lessons:\n  - {id: m1, title: だい, minutes: 1, ready: true, questions: 2, pass: 1}\n"
	 "  - {id: m2, title: つぎ, minutes: 5, ready: false}\n"},
	{"T/policy/p/policy.txt",
	 "見本組合 情報セキュリティ基本方針\n\n令和8年3月策定\n\n1 目的\n\n情報資産を守り、維持することを目的とする。\n\n"
	 "2 脅威\n\n以下の脅威を想定する。\n\n- (1) 不正アクセス、ウィルス攻撃\n- (2) 操作の誤りと、機器の故障\n\n"
	 "3 罰則\n\n違反した者を処分する。\n"},
	{"T/policy/p/errata.yaml",
	 "- {number: 1, clause: \"2(1)\", original: ウィルス, reading: ウイルス, kind: 表記, note: 注一, status: 照会中}\n"
	 "- {number: 3, clause: \"1\", original: 情報資産, kind: 用語, note: 注三, status: 未照会}\n"
	 "- {number: 12, original: 見本組合, kind: 用語, note: 注二, status: 未照会}\n"},
	{"T/coverage.yaml",
	 "pages: 3\nquestions: 4\nclauses:\n  - {clauses: [\"1\"], pages: 2, questions: 1, kinds: [single]}\n"
	 "  - {clauses: [\"2(1)\", \"2(2)\"], pages: 1, questions: 1}\n"
	 "  - {clauses: [\"3\"], pages: 0, questions: 0}\n"},
	{"T/short.yaml",
	 "pages: 4\nquestions: 5\nclauses:\n  - {clauses: [\"1\"], pages: 4, questions: 3, kinds: [single, order, find]}\n"
	 "  - {clauses: [\"2(1)\", \"2(2)\"], pages: 1, questions: 1}\n"
	 "  - {clauses: [\"3\"], pages: 1, questions: 0}\n"},
	{"T/lessons/m1/lesson.md",
	 "---\nid: m1\ntitle: だい\nminutes: 1\ngoals: [いえる]\nclauses: [\"1\"]\n---\n# はじめ\n\n"
	 "<!-- clause: 1 2(1) -->\n\n**守る**のは{遵守|じゅんしゅ}です。\n\n```policy 2(1)\n不正アクセス、ウィルス攻撃\n```\n\n"
	 "# つぎ\n\n<!-- clause: 1 -->\n\n二枚目の鷽の本文を2日と10分で読む。\n"},
	{"T/lessons/m1/lesson.easy.md",
	 "# はじめ\n\nやさしい文。\n\n# つぎ\n\n<!-- clause: 1 -->\n\nにまいめ。\n"},
	{"T/lessons/m1/quiz.gift",
	 "// [id:m1-q01] [tag:1] [tag:2(1)] [must] [page:p01]\n::一::どうしますか。{\n=よい #そう\n~わるい #ちがう\n####まとめ\n}\n\n"
	 "// [id:m1-q02] [tag:1] [page:p02]\n::x::文です。{TRUE#×の人へ#○の人へ}\n\n"
	 "// [id:m1-q03] [tag:3] [tag:2(2)] [page:p01]\n無題の問い{\n=よい #そう\n~わるい #ちがう\n}\n\n"
	 "// [id:m1-q04] [tag:2(2)] [page:p01]\n無題{\n=よい #そう\n~わるい #ちがう\n}\n"},
	{"T/lessons/m1/quiz.easy.gift",
	 "// [id:m1-q01]\n::一::どうする。{\n=いい #そう\n~だめ #ちがう\n}\n\n"
	 "// [id:m1-q02]\nぶん。{TRUE#a#b}\n\n// [id:m1-q04]\nよん{\n=いい #そう\n~だめ #ちがう\n}\n\n// [id:m1-q03]\nとい{\n=いい #そう\n~だめ #ちがう\n}\n"},
	{"T/lessons/m2/lesson.md",
	 "---\nid: m2\ntitle: つぎ\nminutes: 5\ngoals: [いえる]\nclauses: [\"3\"]\n---\n# 罰\n\n<!-- clause: 3 -->\n\n文。\n"},
	{"U/policy.txt",
	 "別の組合 方針\n令和9年\n1 目的\n情報資産を守り、維持することを目的とする。\n2 対策\n(1) 体制\n"
	 "体制を整える。\n(2) 不正なアクセスと、ウイルスによる攻撃\n3 見直し\n毎年見直す。\n"},
};

static int setup(void **state)
{
	char *folder = ks_test_folder();

	for (size_t i = 0; i < KS_COUNT(files); i++) {
		char *path = ks_path_join(folder, files[i].path), *slash = strrchr(path, '/');

		*slash = '\0';
		assert_int_equal(ks_folder_make(path), KS_OK);
		free(path);
		free(ks_test_write(folder, files[i].path, files[i].text));
	}
	*state = folder;
	return 0;
}

static int teardown(void **state)
{
	ks_test_folder_finish(*state);
	return 0;
}

static void put_placed(struct ks_buf *out, const char *words, const char *folder)
{
	for (const char *at = words, *found; *at; at = found ? found + strlen(folder) : "") {
		found = strstr(at, folder);
		ks_buf_append(out, at, found ? (size_t)(found - at) : strlen(at));
		ks_buf_puts(out, found ? "@" : "");
	}
}

/* @words[0] … of `kenshu content`, an @ at the head of one for the folder. */
static void run(struct ks_buf *out, const char *folder, const char *const words[10])
{
	const char *argv[10];
	char *made[10] = {NULL};
	int n = 0;
	struct said said;

	ks_buf_puts(out, "==== content");
	for (; n < 10 && words[n]; n++) {
		ks_buf_printf(out, " %s", words[n]);
		made[n] = words[n][0] == '@' ? ks_format("%s%s", folder, words[n] + 1)
					     : ks_strdup(words[n]);
		argv[n] = made[n];
	}
	said = said_by(ks_tools_content, n, argv);
	ks_buf_printf(out, ": %d\n", said.exit_code);
	put_placed(out, said.out, folder);
	if (said.err[0])
		ks_buf_puts(out, "---- err\n");
	put_placed(out, said.err, folder);
	said_finish(&said);
	for (int i = 0; i < n; i++)
		free(made[i]);
}

static void put_file(struct ks_buf *out, const char *folder, const char *name)
{
	char *path = ks_path_join(folder, name), *text = ks_test_read(path);

	ks_buf_printf(out, "==== %s\n", name);
	put_placed(out, text, folder);
	free(text);
	free(path);
}

static const char *const commands[][10] = {
	{"questions", "@/T"},
	{"questions", "@/none"},
	{"coverage", "@/T"},
	{"coverage", "--plan", "@/T/short.yaml", "@/T"},
	{"coverage", "--plan", "@/T/none.yaml", "@/T"},
	{"coverage", "@/none"},
	{"errata", "@/T"},
	{"errata", "--format", "csv", "@/T"},
	{"errata", "--format", "json", "@/T"},
	{"errata", "@/none"},
	{"blindtest", "@/T"},
	{"blindtest", "--easy", "@/T"},
	{"show", "@/T", "m1-q01"},
	{"show", "@/T", "m1-q02"},
	{"show", "@/T", "m1-q03"},
	{"show", "@/T", "m1-q09"},
	{"show", "@/T", "m1/p01"},
	{"show", "@/T", "m1/p02"},
	{"show", "@/T", "m1/p03"},
	{"show", "@/T", "m9/p01"},
	{"show", "@/none", "m1/p01"},
	{"readings", "--check", "@/T"},
	{"readings", "--check", "--also", "@/U/policy.txt", "@/T"},
	{"adopt", "--content", "@/T", "--policy", "@/U/policy.txt", "--name", "別の組合", "--out",
	 "@/A"},
	{"check", "@/A"},
	{"changes", "@/T", "@/A"},
	{"changes", "@/T", "@/T"},
	{"changes", "@/T", "@/none"},
	{"nothing"},
};

static void all_it_prints_of_a_small_folder(void **state)
{
	static const char *const made[] = {"A/adopt.md",
					   "A/organisation.yaml",
					   "A/policy/adopted/policy.txt",
					   "A/policy/adopted/original.txt",
					   "A/policy/adopted/errata.yaml",
					   "A/lessons/m1/lesson.md",
					   "A/lessons/m1/quiz.gift",
					   "A/coverage.yaml",
					   "A/courses/annual.yaml"};
	struct ks_buf out = {0};

	for (size_t i = 0; i < KS_COUNT(commands); i++)
		run(&out, *state, commands[i]);
	for (size_t i = 0; i < KS_COUNT(made); i++)
		put_file(&out, *state, made[i]);
	for (size_t i = 0; i < KS_COUNT(made); i++) /* for others to go on with */
		assert_int_equal(said_mode(*state, made[i]), 0644);
	ks_test_golden("tests/data/golden/content-printed.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

/* 中 twice as なか and twice as ちゅう, behind a word and behind none; what no dictionary has, twice. */
static const char doubtful[] =
	"---\nid: m2\ntitle: つぎ\nminutes: 5\ngoals: [いえる]\nclauses: [\"3\"]\n---\n# 罰\n\n"
	"<!-- clause: 3 -->\n\n仕事の中を見る。中で、勤務中に、会議中に見る。市場に行く。市場価格。"
	"人気のない所に人気が集まる。𩸽𠮟龘と龘。5分10分間、3日。\n";

/* MeCab proposes, and what it does not know stands there as such; a folder in the way is no list. */
static void readings_are_proposed_behind_what_is_there(void **state)
{
	struct ks_buf out = {0};
	char *in_the_way = ks_path_join(*state, "T/readings.yaml");

	run(&out, *state, (const char *const[10]){"readings", "@/T"});
	put_file(&out, *state, "T/readings.yaml");
	free(ks_test_write(*state, "T/readings.yaml", "# 前から\n情報: じょうほう\n2日: ふつか\n"));
	free(ks_test_write(*state, "T/lessons/m2/lesson.md", doubtful));
	run(&out, *state, (const char *const[10]){"readings", "@/T"});
	put_file(&out, *state, "T/readings.yaml");
	assert_int_equal(said_mode(*state, "T/readings.yaml"), 0644);
	assert_int_equal(remove(in_the_way), 0);
	assert_int_equal(ks_folder_make(in_the_way), KS_OK);
	run(&out, *state, (const char *const[10]){"readings", "@/T"});
	ks_test_golden("tests/data/golden/readings-proposed.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
	free(in_the_way);
}

/* A policy that is no text, a name that leads elsewhere, and one that is too long for what is made beside it. */
static void another_bodys_content_is_made_whole_or_not_at_all(void **state)
{
	struct ks_buf out = {0};
	char *link = ks_path_join(*state, "link"), *folder = ks_path_join(*state, ""),
	     *name = ks_format("@/%0250d", 0), **names = NULL;
	const char *outs[][2] = {{"@/U/bad.txt", "@/B"},
				 {"@/U/policy.txt", "@/link"},
				 {"@/U/policy.txt", name},
				 {"@/U/policy.txt", "@/new/deep/B"}};
	size_t n;

	free(ks_test_write(*state, "U/bad.txt", "\x81\xFF\xFE\x81"));
	assert_int_equal(symlink("nowhere", link), 0);
	for (size_t i = 0; i < KS_COUNT(outs); i++)
		run(&out, *state,
		    (const char *const[10]){"adopt", "--content", "@/T", "--policy", outs[i][0],
					    "--name", "別の組合", "--out", outs[i][1]});
	assert_int_equal(ks_folder_list(folder, NULL, &names, &n), KS_OK);
	for (size_t i = 0; i < n; i++)
		ks_buf_printf(&out, "%s\n", names[i]);
	ks_test_golden("tests/data/golden/adopt-refused.txt", ks_buf_text(&out));
	ks_folder_list_finish(names, n);
	ks_buf_finish(&out);
	free(name);
	free(folder);
	free(link);
}

/* Questions of lesson @id that may be answered by their words: who is careful is right. */
static void put_tells(const char *folder, const char *id)
{
	static const char *const things[] = {"扉", "鍵", "机", "棚", "箱", "紙", "傘", "車"};
	struct ks_buf gift = {0};
	char *name = ks_format("T/lessons/%s", id), *path = ks_path_join(folder, name), *text;

	assert_int_equal(ks_folder_make(path), KS_OK);
	text = ks_format("---\nid: %s\ntitle: だい\nminutes: 5\ngoals: [いえる]\nclauses: [\"1\"]\n---\n"
			 "# はじめ\n\n<!-- clause: 1 -->\n\n文。\n",
			 id);
	free(ks_test_write(path, "lesson.md", text));
	free(text);
	for (size_t i = 0; i < KS_COUNT(things); i++)
		ks_buf_printf(
			&gift,
			"// [id:%s-q%02zu] [tag:1] [page:p01]\n::%s::%sをどうしますか。{\n"
			"=%sを確かめてから閉じます #そう\n~%sはそのままでかまいません #ちがう\n}\n\n"
			"// [id:%s-q%02zu] [tag:1] [page:p01]\n::%s%zu::%sは%s。{%s#a#b}\n\n",
			id, i + 1, things[i], things[i], things[i], things[i], id, i + 21, things[i],
			i, things[i], i % 2 ? "かならず確かめます" : "放っておいてかまいません",
			i % 2 ? "TRUE" : "FALSE");
	free(ks_test_write(path, "quiz.gift", ks_buf_text(&gift)));
	ks_buf_finish(&gift);
	free(path);
	free(name);
}

/* Which words give it away, and where: for the author, lesson by lesson. */
static void words_that_give_answers_away_are_printed_with_their_lines(void **state)
{
	struct ks_buf out = {0};

	put_tells(*state, "m4");
	put_tells(*state, "m2");
	put_tells(*state, "m3");
	run(&out, *state, (const char *const[10]){"blindtest", "@/T"});
	ks_test_golden("tests/data/golden/content-blind.txt", ks_buf_text(&out));
	ks_buf_finish(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(all_it_prints_of_a_small_folder, setup, teardown),
		cmocka_unit_test_setup_teardown(readings_are_proposed_behind_what_is_there, setup,
						teardown),
		cmocka_unit_test_setup_teardown(another_bodys_content_is_made_whole_or_not_at_all,
						setup, teardown),
		cmocka_unit_test_setup_teardown(
			words_that_give_answers_away_are_printed_with_their_lines, setup, teardown),
	};

	return ks_test_run(tests);
}
