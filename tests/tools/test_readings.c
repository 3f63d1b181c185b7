/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "said.h"
#include "support/test.h"
#include "tools/mecab.h"
#include "tools/tools.h"

/*
 * `kenshu content readings` over a MeCab that knows a few words: this stands in for tools/mecab.c, so what is proposed does not
 * depend on anybody's dictionary (the real one: test_content.c, test_printed.c).
 */

struct ks_mecab {
	int n_open;
};

static struct ks_mecab only;
static bool is_installed;

/* Of a word the first whose place fits: what stands before it; "": anything. */
static const struct {
	const char *before, *word, *reading;
} words[] = {
	{"", "勤務", "きんむ"}, {"勤務", "中", "ちゅう"}, {"、", "中", "うち"},
	{"", "中", "なか"},     {"", "の", "の"},         {"", "情報", "じょうほう"},
	{"", "人", "ひと"},     {"", "行", "ぎょう"},     {"", "分", "ぶん"},
	{"", "既読", "きどく"},
};

struct ks_mecab *ks_mecab_open(void)
{
	only.n_open++;
	return is_installed ? &only : NULL;
}

void ks_mecab_each(struct ks_mecab *mecab, const char *text,
		   void (*each)(void *to, const char *word, const char *reading), void *to)
{
	const char *end = text + strlen(text);
	char last[32] = "";

	assert_ptr_equal(mecab, &only);
	while (*text) {
		const char *next = text, *reading = "";

		(void)ks_utf8_next(&next, end);
		for (size_t i = 0; i < KS_COUNT(words) && !*reading; i++)
			if (strncmp(words[i].word, text, strlen(words[i].word)) == 0 &&
			    (!words[i].before[0] || strcmp(words[i].before, last) == 0)) {
				next = text + strlen(words[i].word);
				reading = words[i].reading;
			}
		snprintf(last, sizeof(last), "%.*s", (int)(next - text), text);
		if (!*reading && !strstr("鬯鬲雨", last)) /* signs are read as themselves */
			reading = last;
		each(to, last, reading);
		text = next;
	}
}

void ks_mecab_close(struct ks_mecab *mecab)
{
	(void)mecab;
}

static int setup(void **state)
{
	char *folder = ks_test_folder(), *lesson = ks_path_join(folder, "T/lessons/m1");

	is_installed = true;
	assert_int_equal(ks_folder_make(lesson), KS_OK);
	free(ks_test_write(
		lesson, "lesson.md",
		"---\nid: m1\ntitle: だい\nminutes: 5\ngoals: [いえる]\n---\n# だい\n\n"
		"情報の中。の中。の中。勤務中。勤務中。、中。情報。\n\n3人、10分、A人、{既読|きどく}、鬯。\n"));
	free(ks_test_write(folder, "also", "勤務行の行\n\n行、行鬲\n雨"));
	free(ks_test_write(folder, "bytes", "\xFF\n"));
	free(lesson);
	*state = folder;
	return 0;
}

static int teardown(void **state)
{
	ks_test_folder_finish(*state);
	return 0;
}

/* Of the numbers with these counters: how each last digit is read. */
#define MINUTES(of, more)                                                                            \
	"0分" of ": 0ぷん" more "\n1分" of ": 1ぷん" more "\n2分" of ": 2ふん" more "\n3分" of       \
	": 3ぷん" more "\n4分" of ": 4ぷん" more "\n5分" of ": 5ふん" more "\n6分" of ": 6ぷん" more \
	"\n7分" of ": 7ふん" more "\n8分" of ": 8ぷん" more "\n9分" of ": 9ふん" more "\n"
#define PEOPLE                                                                                                                         \
	"0人: 0にん\n1人: ひとり\n2人: ふたり\n3人: 3にん\n4人: 4にん\n5人: 5にん\n6人: 6にん\n7人: 7にん\n" \
	"8人: 8にん\n9人: 9にん\n"
#define UNKNOWN(where) "# 読みが分かりません（%s/" where "）\n"
#define PROPOSED                                                                                                               \
	"# 漢字の読み。「漢字: かんじ」を一行に一つ（content/README.md）。\n"                            \
	"\n# ここから下は案です。読んで確かめ、正しい読みにしてから、この行を消してください。\n" MINUTES(                      \
		"", "") MINUTES("間", "かん") PEOPLE                                                                           \
		"中: なか\n# 中: うち もあります（%s/T/lessons/m1/lesson.md:9）\n勤務中: きんむちゅう\n" \
		"人: ひと\n勤務: きんむ\n情報: じょうほう\n行: ぎょう\n" UNKNOWN("also:4") "# 雨: \n" UNKNOWN(                 \
			"T/lessons/m1/lesson.md:11") "# 鬯: \n" UNKNOWN("also:3") "# 鬲: \n"

/* The commonest reading, each other one with the word before it where that helps; a number's counter in all its forms. */
static const struct said_step proposing[] = {
	{ks_tools_content,
	 {"readings", "@/T", "--also", "@/also", SAID_STATELESS},
	 1,
	 "@/T/readings.yaml に 8 語の案を書き足しました。読んで確かめてください。\n",
	 "*"},
	{ks_tools_content,
	 {"readings", "@/T", "--check", SAID_STATELESS},
	 1,
	 "@/T/lessons/m1/lesson.md:11: 「鬯」に読みがありません。\n読みのない所 1\n",
	 "*"},
	{ks_tools_content,
	 {"readings", "@/T", "--also", "@/bytes", SAID_STATELESS},
	 1,
	 NULL,
	 "*@/bytes を読めません。\n"},
	{ks_tools_content,
	 {"readings", "@/T", "--also", "@/none", SAID_STATELESS},
	 1,
	 NULL,
	 "*@/none を読めません。\n"},
};

static const struct said_step refused[] = {
	{ks_tools_content,
	 {"readings", "@/T", SAID_STATELESS},
	 1,
	 NULL,
	 "*@/T/readings.yaml に書けません。\n"},
};

static const struct said_step without_mecab[] = {
	{ks_tools_content,
	 {"readings", "@/T", SAID_STATELESS},
	 1,
	 NULL,
	 "*MeCab が入っていません。sudo apt-get install libmecab2 mecab-ipadic-utf8 で入れてください。\n"},
	{ks_tools_content, {"readings", "@/T", "--check", SAID_STATELESS}, 1, "*\n読みのない所 *\n", "*"},
};

static void the_usual_reading_is_proposed_and_the_others_where_they_stand(void **state)
{
	char *file = ks_path_join(*state, "T/readings.yaml"), *text;
	char *at = *state, *wanted = ks_format(PROPOSED, at, at, at, at);

	SAID_RUN(proposing, *state);
	text = ks_test_read(file);
	assert_string_equal(text, wanted);
	free(text);
	free(wanted);
	free(file);
}

static void what_cannot_be_proposed_or_kept_is_told(void **state)
{
	char *file = ks_path_join(*state, "T/readings.yaml");

	is_installed = false;
	SAID_RUN(without_mecab, *state);
	is_installed = true;
	assert_int_equal(ks_folder_make(file), KS_OK);
	SAID_RUN(refused, *state);
	free(file);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(the_usual_reading_is_proposed_and_the_others_where_they_stand),
		TEST(what_cannot_be_proposed_or_kept_is_told),
	};

	return ks_test_run(tests);
}
