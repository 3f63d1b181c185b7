/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/rc.h"
#include "said.h"
#include "tools/tools.h"

/* `kenshu content …` as an author meets it: exit codes, where the words go, and the closing line. */

static struct said run(int argc, const char **argv)
{
	return said_by(ks_tools_content, argc, argv);
}

static void good_content_ends_with_zero_and_a_count(void **state)
{
	const char *argv[] = {"check", "content"};
	struct said r = run(2, argv);

	(void)state;
	assert_int_equal(r.exit_code, KS_EXIT_DONE);
	assert_non_null(strstr(r.out, "科目 "));
	assert_non_null(strstr(r.out, "誤り 0、"));
	assert_string_equal(r.err, "");
	said_finish(&r);
}

static void bad_content_ends_with_one_and_says_where(void **state)
{
	char *folder = ks_test_folder();
	const char *argv[] = {"check", folder};
	struct said r;

	(void)state;
	free(ks_test_write(folder, "organisation.yaml", "name: 組合\nsystme_name: x\n"));
	r = run(2, argv);
	assert_int_equal(r.exit_code, KS_EXIT_FAILED);
	assert_non_null(strstr(r.out, "organisation.yaml:2: 誤り: 項目「systme_name」は知りません。"));
	assert_non_null(strstr(r.out, "科目 0、問題 0、誤り "));
	said_finish(&r);
	ks_test_folder_finish(folder);
}

static void questions_are_listed_one_a_line(void **state)
{
	const char *argv[] = {"questions", "content"};
	struct said r = run(2, argv);

	(void)state;
	assert_int_equal(r.exit_code, KS_EXIT_DONE);
	assert_non_null(strstr(r.out, "m1\tm1-q01\ttruefalse\t2\t1\t5\t"));
	said_finish(&r);
}

/* A folder with one lesson and no policy: other things are wrong with it, its words are looked at all the same. */
static char *folder_with_words(const char *words)
{
	char *folder = ks_test_folder(), *lesson = ks_format("%s/lessons/m1", folder);
	char *text = ks_format(
		"---\nid: m1\ntitle: だい\nminutes: 5\ngoals: [いえる]\n---\n# だい\n\n%s\n", words);

	assert_int_equal(ks_folder_make(lesson), KS_OK);
	free(ks_test_write(lesson, "lesson.md", text));
	free(text);
	free(lesson);
	return folder;
}

static void words_without_a_reading_are_told_with_file_and_line(void **state)
{
	char *folder = folder_with_words("{情報|じょうほう}と情報です。");
	const char *argv[] = {"readings", folder, "--check"};
	struct said r = run(3, argv);

	(void)state;
	assert_int_equal(r.exit_code, KS_EXIT_FAILED);
	assert_non_null(strstr(r.out, "/m1/lesson.md:9: 「情報」に読みがありません。\n"));
	assert_non_null(strstr(r.out, "読みのない所 1\n"));
	said_finish(&r);
	ks_test_folder_finish(folder);
}

/* One lesson without a question is content that gives nothing away; none is no content. */
static void a_blind_test_of_one_lesson_is_good(void **state)
{
	char *folder = folder_with_words("情報です。");
	struct said r = run(2, (const char *[]){"blindtest", folder});

	(void)state;
	assert_int_equal(r.exit_code, KS_EXIT_DONE);
	assert_non_null(strstr(r.out, "一つ選ぶ 0 問: "));
	said_finish(&r);
	ks_test_folder_finish(folder);
}

static void readings_are_proposed_once_and_counters_by_their_numbers(void **state)
{
	char *folder = folder_with_words("情報を2日で、一日中、勤務中に取り扱う。情報です。");
	char *file = ks_path_join(folder, "readings.yaml"), *first, *second;
	const char *argv[] = {"readings", folder};
	struct said r = run(2, argv);

	(void)state;
	first = ks_test_read(file);
	assert_non_null(strstr(first, "\n情報: じょうほう\n"));
	assert_non_null(strstr(first, "\n取り扱う: とりあつかう\n"));
	assert_non_null(strstr(first, "\n2日: ふつか\n"));
	assert_non_null(strstr(first, "\n12日: 12にち\n"));
	said_finish(&r);
	r = run(2, argv);
	assert_non_null(strstr(r.out, "読みのない漢字はありません"));
	second = ks_test_read(file);
	assert_string_equal(second, first);
	said_finish(&r);
	free(second);
	free(first);
	free(file);
	ks_test_folder_finish(folder);
}

static void errata_come_as_a_letter_or_as_csv(void **state)
{
	const char *letter[] = {"errata", "content"};
	const char *csv[] = {"errata", "content", "--format", "csv"};
	const char *wrong[] = {"errata", "content", "--format", "json"};
	struct said r = run(2, letter);

	(void)state;
	assert_int_equal(r.exit_code, KS_EXIT_DONE);
	assert_non_null(strstr(r.out, "照会票　くれさか環境事務組合"));
	assert_non_null(strstr(r.out, "SHA-256: c9a9d4346edd"));
	assert_non_null(strstr(r.out, "2(7)   必要ときに"));
	said_finish(&r);
	r = run(4, csv);
	assert_int_equal(r.exit_code, KS_EXIT_DONE);
	assert_memory_equal(r.out, "\xEF\xBB\xBF番号,箇所,原文,",
			    strlen("\xEF\xBB\xBF番号,箇所,原文,"));
	assert_non_null(strstr(r.out, "\r\n3,3(4),要因不足,要員不足,誤字,未照会,"));
	assert_non_null(strstr(r.out, "\r\n16,全体,,,欠落,未照会,"));
	said_finish(&r);
	r = run(4, wrong);
	assert_int_equal(r.exit_code, KS_EXIT_USAGE);
	said_finish(&r);
}

static void coverage_ends_with_one_where_the_plan_is_not_met(void **state)
{
	char *folder = ks_test_folder(), *plan;
	const char *argv[] = {"coverage", "content", "--plan", NULL};
	struct said r;

	(void)state;
	plan = ks_test_write(folder, "low.yaml",
			     "clauses:\n  - {clauses: [\"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\", "
			     "\"8\"], pages: 1, questions: 1, kinds: [single]}\n");
	argv[3] = plan;
	r = run(4, argv);
	assert_int_equal(r.exit_code, KS_EXIT_DONE);
	assert_non_null(strstr(r.out, "計画のとおりです"));
	assert_non_null(strstr(r.out, "\nm1 "));
	said_finish(&r);
	free(plan);
	plan = ks_test_write(folder, "high.yaml",
			     "questions: 9999\nclauses:\n  - {clauses: [\"1\", \"2\", \"3\", \"4\", \"5\", "
			     "\"6\", \"7\", \"8\"], pages: 1, questions: 1}\n");
	argv[3] = plan;
	r = run(4, argv);
	assert_int_equal(r.exit_code, KS_EXIT_FAILED);
	assert_non_null(strstr(r.out, "計画に足りないところがあります"));
	said_finish(&r);
	free(plan);
	argv[3] = "/nonexistent/coverage.yaml";
	r = run(4, argv);
	assert_int_equal(r.exit_code, KS_EXIT_FAILED);
	assert_non_null(strstr(r.err, "coverage.yaml: 誤り: ファイルがありません。"));
	said_finish(&r);
	ks_test_folder_finish(folder);
}

static void a_wrong_word_is_usage(void **state)
{
	const char *argv[] = {"chekc"};
	struct said r = run(1, argv);

	(void)state;
	assert_int_equal(r.exit_code, KS_EXIT_USAGE);
	assert_string_equal(r.out, "");
	assert_non_null(strstr(r.err, "check"));
	said_finish(&r);
}

static const struct CMUnitTest tests[] = {
	cmocka_unit_test(good_content_ends_with_zero_and_a_count),
	cmocka_unit_test(bad_content_ends_with_one_and_says_where),
	cmocka_unit_test(questions_are_listed_one_a_line),
	cmocka_unit_test(words_without_a_reading_are_told_with_file_and_line),
	cmocka_unit_test(a_blind_test_of_one_lesson_is_good),
	cmocka_unit_test(readings_are_proposed_once_and_counters_by_their_numbers),
	cmocka_unit_test(errata_come_as_a_letter_or_as_csv),
	cmocka_unit_test(coverage_ends_with_one_where_the_plan_is_not_met),
	cmocka_unit_test(a_wrong_word_is_usage),
};

int main(void)
{
	return ks_test_run(tests);
}
