/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/db.h"
#include "said.h"
#include "support/test.h"
#include "tools/report.h"
#include "tools/report_from.h"
#include "tools/tools.h"

/* What is typed seldom: options that belong to one report alone, exemptions, a forgotten 暗証番号, other LRSs. */

#define HEAD \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n"
#define OF(employment, status) \
	",総務課,事務局,本庁," employment ",2010-04-01,," status ",端末利用,407183\n"

static int setup(void **state)
{
	char *folder = ks_test_folder();

	setenv("KENSHU_CONTENT", "content", 1);
	free(ks_test_write(
		folder, "r.csv",
		HEAD "000001,見本 一,ミホン イチ" OF("01", "在職") "000002,見本 二,ミホン ニ" OF(
			"01", "在職") "000003,見本 三,ミホン サン" OF("01", "在職")));
	free(ks_test_write(
		folder, "moved.csv",
		HEAD "000001,見本 一,ミホン イチ" OF("01", "在職") "000002,見本 二,ミホン ニ" OF(
			"01", "育休") "000003,見本 三,ミホン サン" OF("01", "在職")));
	free(ks_test_write(folder, "cred", "name:secret\n"));
	free(ks_test_write(folder, "half", "name\n"));
	free(ks_test_write(folder, "words", "番号を見る。\n123\n情報\n情報"));
	*state = folder;
	return 0;
}

static int teardown(void **state)
{
	ks_test_folder_finish(*state);
	return 0;
}

static const struct said_step import = {ks_tools_roster, {"import", "@/r.csv"}, 0, "*", NULL};

/* ---- reports ---- */

static const struct said_step options[] = {
	{ks_tools_duty, {"list", "--exempt", "--on", "2026-05-01"}, 0, "*000001*annual*2026-12-25*", NULL},
	{ks_tools_duty,
	 {"list", "--on", "2026-03-31"},
	 1,
	 NULL,
	 "令和7年度（2025）の研修計画がありません。*"},
	{ks_tools_duty, {"list", "--by", "所属"}, 2, NULL, "*--by*"},
	{ks_tools_report, {"completion", "--exempt"}, 2, NULL, "*--exempt*"},
	{ks_tools_report, {"outstanding", "--exempt"}, 2, NULL, "*--exempt*"},
	{ks_tools_report, {"outstanding", "--by", "所属"}, 2, NULL, "*--by*"},
	{ks_tools_report, {"followup", "--exempt"}, 2, NULL, "*--exempt*"},
	{ks_tools_report, {"followup", "--times", "2", "--content", "content"}, 0, "*", NULL},
	{ks_tools_report, {"followup", "--on", "2026-05-01"}, 2, NULL, "*--on*"},
	{ks_tools_report, {"attendance", "--format", "xlsx2"}, 2, NULL, "*"},
	{ks_tools_report,
	 {"attendance", "--nendo", "2026"},
	 0,
	 "*この年度に登録した集合研修はありません。\n",
	 NULL},
	{ks_tools_report, {"inspection", "--nendo", "2026"}, 0, "*まだ、だれも答えていません。\n", NULL},
};

static void each_report_has_its_own_options_and_no_other(void **state)
{
	said_take(&import, *state);
	SAID_RUN(options, *state);
}

/* ---- a list that changes who takes what ---- */

static const struct said_step moves[] = {
	{ks_tools_roster, {"import", "@/r.csv", "--content", "content"}, 0, "*", NULL},
	{ks_tools_roster,
	 {"import", "@/moved.csv", "--content", "content", "--dry-run"},
	 0,
	 "*変更 1名: 000002*",
	 NULL},
};

static void what_changes_of_courses_is_said_before_it_is_taken(void **state)
{
	struct said said;
	char *file = ks_format("%s/moved.csv", (char *)*state),
	     *c = ks_format("%s/C", (char *)*state);
	const char *argv[] = {"import", file, "--content", "content", "--dry-run", "--state", c};

	SAID_RUN(moves, *state);
	said = said_by(ks_tools_roster, KS_COUNT(argv), argv);
	assert_non_null(strstr(said.out, "\n  受けるコース: 情報セキュリティ年次研修"));
	assert_non_null(strstr(said.out, " → （なし）  1名"));
	assert_null(strstr(said.out, "調べられませんでした"));
	said_finish(&said);
	free(file);
	free(c);
}

/* ---- exemptions ---- */

#define BY "--reason", "産休", "--by", "000001", "--approved-by", "000003"
static const struct said_step exemptions[] = {
	{ks_tools_exempt,
	 {"add", "--number", "000002", "--kind", "育休", "--from", "2026-05-01", BY},
	 0,
	 "*",
	 NULL},
	{ks_tools_exempt,
	 {"add", "--number", "000002", "--kind", "星", "--from", "2026-05-01", BY},
	 1,
	 NULL,
	 "*"},
	{ks_tools_exempt, {"list", "--format", "csv"}, 0, "*000002*産休*", NULL},
	{ks_tools_exempt, {"list"}, 0, "*000002*産休*", NULL},
	{ks_tools_exempt,
	 {"list", "--format", "json"},
	 2,
	 NULL,
	 "--format は table か csv にしてください。\n"},
	{ks_tools_exempt, {"list", "--state", "@/none"}, 1, NULL, "*"},
	{ks_tools_exempt, {"end", "nothing", BY}, 1, NULL, "*"},
	{ks_tools_exempt, {"end", BY}, 2, NULL, "*指定が足りません: ID*"},
	{ks_tools_exempt,
	 {"add", "--help", SAID_STATELESS},
	 0,
	 "使い方: kenshu exempt add *種類と扱い:\n休職: その間は母数に入れない\n*\n紙受講: 修了とみなす\n*",
	 NULL},
};

static void an_exemption_is_entered_listed_and_refused(void **state)
{
	said_take(&import, *state);
	SAID_RUN(exemptions, *state);
}

/* ---- a forgotten PIN ---- */

static const struct said_step pins[] = {
	{ks_tools_pin, {"reset", "999999"}, 1, NULL, "*999999*"},
	{ks_tools_pin, {"reset"}, 2, NULL, "*指定が足りません: 職員番号*"},
	{ks_tools_pin, {"reset", "000001", "000002"}, 2, NULL, "*余分な指定があります: 000002*"},
};

static void a_forgotten_pin_is_one_line_of_digits_and_another_each_time(void **state)
{
	char *c = ks_format("%s/C", (char *)*state);
	const char *argv[] = {"reset", "000001", "--state", c};
	struct said first, second;

	said_take(&import, *state);
	SAID_RUN(pins, *state);
	first = said_by(ks_tools_pin, KS_COUNT(argv), argv);
	second = said_by(ks_tools_pin, KS_COUNT(argv), argv);
	assert_int_equal(first.exit_code, 0);
	for (int i = 0; i < 2; i++) { /* the last line, alone on it */
		const char *out = i == 0 ? first.out : second.out, *pin = out + strlen(out) - 7;

		assert_memory_equal(pin - 1, "\n", 1);
		assert_int_equal(strspn(pin, "0123456789"), 6);
		assert_string_equal(pin + 6, "\n");
	}
	said_finish(&first);
	said_finish(&second);
	free(c);
}

/* ---- words beside the content ---- */

static const struct said_step readings[] = {
	{ks_tools_content,
	 {"readings", "content", "--check", "--also", "@/words", SAID_STATELESS},
	 0,
	 "読みのない所 0\n",
	 NULL},
	{ks_tools_content,
	 {"readings", "content", "--check", "--also", "@/strange", SAID_STATELESS},
	 1,
	 "@/strange:2: 「鷽」に読みがありません。\n"
	 "@/strange:3: 「鷽」に読みがありません。\n"
	 "読みのない所 2\n",
	 NULL},
	{ks_tools_content,
	 {"readings", "content", "--check", "--also", "@/none", SAID_STATELESS},
	 1,
	 "*",
	 "@/none を読めません。\n"},
	{ks_tools_content,
	 {"readings", "content", "--check", "--also", "@/broken", SAID_STATELESS},
	 1,
	 "*",
	 "@/broken を読めません。\n"},
};

static void words_of_other_files_are_looked_at_line_by_line(void **state)
{
	free(ks_test_write(*state, "strange", "番号\n鷽の番号\n鷽"));
	free(ks_test_write(*state, "broken", "\xe3\x81\n"));
	SAID_RUN(readings, *state);
}

/* ---- other LRSs ---- */

static void fetch(const char *folder, const char *url, const char *credentials, int exit_code,
		  const char *words, bool is_open)
{
	struct ks_test_stream stream = ks_test_stream_begin(stderr);
	char *state = ks_format("%s/R", folder);
	char *file = credentials ? ks_format("%s/%s", folder, credentials) : NULL, *err;
	struct ks_report_from from = {.url = url, .credentials = file};
	int code = ks_report_fetch(state, &from);

	err = ks_test_stream_end(&stream);
	if (code != exit_code || !strstr(err, words) || !strstr(err, "暗号化していません") != !is_open)
		fail_msg("%s, %s: %d, %s", url, credentials ? credentials : "", code, err);
	free(err);
	free(file);
	free(state);
}

static void what_is_asked_of_another_lrs_is_checked_first(void **state)
{
	fetch(*state, "https://lrs.example/xAPI", NULL, KS_EXIT_USAGE, "--credentials で", false);
	fetch(*state, "ftp://lrs.example/xAPI", "cred", KS_EXIT_USAGE,
	      "--from は、https://lrs.example.jp/xAPI のように", false);
	fetch(*state, "lrs.example/xAPI", "cred", KS_EXIT_USAGE, "のように書いてください", false);
	fetch(*state, "http://127.0.0.1:1/xAPI", "half", KS_EXIT_BAD_CONFIG,
	      "half:1: 「名前:秘密」の形ではありません。", false);
	fetch(*state, "http://127.0.0.1:1/xAPI", "none", KS_EXIT_BAD_CONFIG, "none: 読めません",
	      false);
	fetch(*state, "http://lrs.example/xAPI", "half", KS_EXIT_BAD_CONFIG,
	      "注意: http://lrs.example/xAPI は暗号化していません。", true);
	fetch(*state, "http://127.0.0.1:1/xAPI", "cred", KS_EXIT_FAILED, "R に記録がありません",
	      false);
}

/* ---- a centre that is a copy, and sums that are not the record's ---- */

#define COPIED "https://far.example/xAPI から"
#define PARTLY COPIED "取り寄せる途中で、まだ全部ではありません。\n"
#define WHOLLY                                                                                                                  \
	COPIED " 2026-05-18 9:30 までに取り寄せた記録によります。端末の署名は付いて来ないので、" \
	       "その LRS の言うとおりに数えています。kenshu verify では確かめられません。\n"
#define NO_CREDENTIALS \
	"--from を使うときは、--credentials で「名前:秘密」のファイルも指定してください。\n"

static const struct {
	const char *sql;
	struct said_step step;
} stated[] = {
	{"", {ks_tools_report, {"questions"}, 0, "*まだ、だれも答えていません。\n", NULL}},
	{"",
	 {ks_tools_report, {"questions", "--from", "https://x.example/xAPI"}, 2, NULL, NO_CREDENTIALS}},
	{"INSERT INTO setting VALUES('replica_from', 'https://far.example/xAPI')",
	 {ks_tools_report, {"questions"}, 0, "*まだ、だれも答えていません。\n\n" PARTLY, NULL}},
	{"INSERT INTO setting VALUES('replica_at', '1779064220000')",
	 {ks_tools_report, {"questions"}, 0, "*まだ、だれも答えていません。\n\n" WHOLLY, NULL}},
	{"",
	 {ks_tools_report,
	  {"questions", "--format", "csv"},
	  0,
	  "\xEF\xBB\xBF科目,題,番号,問題,教材の版,解答数,正答数,正答率,判定,*\r\n",
	  WHOLLY}},
	{"",
	 {ks_tools_rebuild,
	  {"--check"},
	  0,
	  "集計を記録から作り直して比べました。すべて一致しています。\n",
	  NULL}},
	{"INSERT INTO question_tally VALUES(2026, 'm1', 'q', '1', 't', 1, 1, 1)",
	 {ks_tools_rebuild,
	  {"--check"},
	  1,
	  "集計（*）が記録と一致しません。kenshu verify で記録を確かめてから、--check を付けずに実行すると、記録から作り直します。\n",
	  NULL}},
	{"", {ks_tools_rebuild, {NULL}, 0, "集計を記録から作り直しました。\n", NULL}},
	{"",
	 {ks_tools_rebuild,
	  {"--check"},
	  0,
	  "集計を記録から作り直して比べました。すべて一致しています。\n",
	  NULL}},
	{"",
	 {ks_tools_rebuild,
	  {"--check", "--state", "@/none"},
	  1,
	  NULL,
	  "error: store: open failed: not-found\n"
	  "状態フォルダー @/none に記録がありません。--state の指定を確かめてください。\n"}},
};

static void run_at_centre(const char *folder, const char *sql)
{
	char *path = ks_path_join(folder, "C"), *why = NULL;
	struct ks_store *store;

	assert_int_equal(ks_store_open(path, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, &store, &why),
			 KS_OK);
	assert_int_equal(ks_db_run(store, sql, ""), KS_OK);
	ks_store_close(store);
	free(path);
}

static void a_copy_says_that_it_is_one_and_wrong_sums_are_told_and_made_anew(void **state)
{
	static const struct said_step centre = {
		ks_tools_kiosk, {"add", "k-01", "--out", "@/c1"}, 0, "*", NULL};

	said_take(&centre, *state);
	for (size_t i = 0; i < KS_COUNT(stated); i++) {
		if (stated[i].sql[0])
			run_at_centre(*state, stated[i].sql);
		said_take(&stated[i].step, *state);
	}
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(each_report_has_its_own_options_and_no_other),
		TEST(what_changes_of_courses_is_said_before_it_is_taken),
		TEST(an_exemption_is_entered_listed_and_refused),
		TEST(a_forgotten_pin_is_one_line_of_digits_and_another_each_time),
		TEST(words_of_other_files_are_looked_at_line_by_line),
		TEST(what_is_asked_of_another_lrs_is_checked_first),
		TEST(a_copy_says_that_it_is_one_and_wrong_sums_are_told_and_made_anew),
	};

	return ks_test_run(tests);
}
