/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "record/pin.h"
#include "said.h"
#include "support/test.h"
#include "tools/tools.h"

/* A list over the list before: who is who, asked and answered one by one or by a file. */

#define HEAD \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n"
#define TAIL ",総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\n"

static int setup(void **state)
{
	char *folder = ks_test_folder();

	setenv("KENSHU_CONTENT", folder, 1); /* without courses: no list says what changes of them */
	free(ks_test_write(folder, "r.csv",
			   HEAD "000001,見本 一,ミホン イチ" TAIL "000002,見本 二,ミホン ニ" TAIL));
	free(ks_test_write(folder, "new.csv",
			   HEAD "000001,試験 花,シケン ハナ" TAIL "000002,例示 次,レイジ ツグ" TAIL));
	free(ks_test_write(folder, "few.csv", HEAD "000002,見本 二,ミホン ニ" TAIL));
	free(ks_test_write(folder, "answers",
			   "職員番号,前の職員番号,答え\n000001,, 同一人\n000002,,別人\n"));
	free(ks_test_write(folder, "unsure",
			   "職員番号,前の職員番号,答え\n000001,,同一人\n000002,,たぶん\n"));
	free(ks_test_write(folder, "map.yaml", "roles:\n  x: [\n"));
	free(ks_test_write(folder, "bad.csv", "\"000001\n"));
	*state = folder;
	return 0;
}

static int teardown(void **state)
{
	ks_test_folder_finish(*state);
	return 0;
}

#define NO_PINS(file, n)                                                                                                 \
	"@/" file ":2: 注意: 初期暗証番号が空の職員が " n "名います（最初はこの行）。新しい職員は、" \
	"このままではサインインできません。\n"

static const struct said_step lists[] = {
	{ks_tools_roster,
	 {"import", "@/none.csv"},
	 1,
	 NULL,
	 "@/none.csv がありません。ファイル名を確かめてください。\n"},
	{ks_tools_roster,
	 {"import", "@/bad.csv"},
	 1,
	 NULL,
	 "@/bad.csv:1: 誤り: ここで始まる「\"」が閉じていません。\n"
	 "@/bad.csv:1: 誤り: 必要な列がありません: 職員番号、氏名、氏名カナ、所属、任用区分、任用開始、任用終了、在籍状態。1行目に列の名前を書いてください。組合の名簿での呼び名は、organisation.yaml か --map のファイルの roster に columns として書きます。\n"
	 "誤りが 2件あります。名簿は取り込んでいません。直してから、もう一度実行してください。\n"},
	{ks_tools_roster,
	 {"import", "@/r.csv", "--map", "@/none"},
	 1,
	 NULL,
	 "@/none を読めません。ファイル名を確かめてください。\n"},
	{ks_tools_roster,
	 {"import", "@/r.csv", "--map", "@/map.yaml"},
	 1,
	 NULL,
	 "@/map.yaml:3: 誤り: YAML として読めません（did not find expected node content）。字下げと「:」のあとの空白を確かめてください。\n"
	 "誤りが 1件あります。名簿は取り込んでいません。直してから、もう一度実行してください。\n"},
	{ks_tools_roster,
	 {"import", "@/r.csv", "--allow-removals", "x"},
	 2,
	 NULL,
	 "--allow-removals には人数を書いてください。\n"},
	{ks_tools_roster,
	 {"import", "@/r.csv", "--allow-removals", "1000000"},
	 2,
	 NULL,
	 "--allow-removals には人数を書いてください。\n"},
	{ks_tools_roster,
	 {"import", "@/r.csv", "--from", "2026-13-01"},
	 1,
	 NULL,
	 "日付（--from）は 2027-04-01 の形で書いてください。\n"},
	{ks_tools_roster,
	 {"import", "@/r.csv", "--dry-run"},
	 0,
	 "試しに読みました。名簿は変わっていません。取り込むと、2名になります。\n"
	 "  追加 2名: 000001、000002\n",
	 NO_PINS("r.csv", "2")},
	{ks_tools_roster,
	 {"import", "@/r.csv"},
	 0,
	 "名簿を取り込みました。2名（新規 2名、変更 0名、名簿から外れた人 0名）です。\n"
	 "  追加 2名: 000001、000002\n",
	 NO_PINS("r.csv", "2")},
	{ks_tools_roster,
	 {"import", "@/new.csv"},
	 1,
	 NULL,
	 NO_PINS("new.csv",
		 "2") "確かめることがあります。名簿は取り込んでいません。\n"
		      "  職員番号 000001 は、氏名も氏名カナも前の名簿と違います。同じ人なら --same 000001、別の人に付けた番号なら --other 000001 を付けてください。\n"
		      "  職員番号 000002 は、氏名も氏名カナも前の名簿と違います。同じ人なら --same 000002、別の人に付けた番号なら --other 000002 を付けてください。\n"
		      "  変更 2名: 000001、000002\n"
		      "  氏名が変わった人 2名: 000001、000002\n"},
	{ks_tools_roster,
	 {"import", "@/new.csv", "--answers", "@/none"},
	 1,
	 NULL,
	 "@/none がありません。ファイル名を確かめてください。\n"},
	{ks_tools_roster,
	 {"import", "@/new.csv", "--answers", "@/unsure"},
	 1,
	 NULL,
	 "@/unsure:3: 誤り: 答えは「同一人」か「別人」にしてください。\n"},
	{ks_tools_roster,
	 {"import", "@/new.csv", "--answers", "@/bad.csv"},
	 1,
	 NULL,
	 "@/bad.csv:1: 誤り: ここで始まる「\"」が閉じていません。\n"},
	{ks_tools_roster,
	 {"import", "@/new.csv", "--answers", "@/answers", "--dry-run"},
	 0,
	 "試しに読みました。名簿は変わっていません。取り込むと、2名になります。\n"
	 "  追加 1名: 000002\n"
	 "  変更 1名: 000001\n"
	 "  氏名が変わった人 1名: 000001\n"
	 "  名簿から外れる人 1名: 000002\n",
	 NO_PINS("new.csv", "2")},
	{ks_tools_roster,
	 {"import", "@/new.csv", "--same", "000001", "--other", "000002"},
	 0,
	 "名簿を取り込みました。2名（新規 1名、変更 1名、名簿から外れた人 1名）です。\n"
	 "  追加 1名: 000002\n"
	 "  変更 1名: 000001\n"
	 "  氏名が変わった人 1名: 000001\n"
	 "  名簿から外れる人 1名: 000002\n",
	 NO_PINS("new.csv", "2")},
	{ks_tools_roster, {"undo"}, 0, "最後の取込みを元に戻しました（3名）。\n", NULL},
	{ks_tools_roster,
	 {"import", "@/new.csv", "--answers", "@/answers"},
	 0,
	 "名簿を取り込みました。2名（新規 1名、変更 1名、名簿から外れた人 1名）です。\n"
	 "  追加 1名: 000002\n"
	 "  変更 1名: 000001\n"
	 "  氏名が変わった人 1名: 000001\n"
	 "  名簿から外れる人 1名: 000002\n",
	 NO_PINS("new.csv", "2")},
	{ks_tools_roster,
	 {"import", "@/few.csv", "--other", "000002"},
	 0,
	 "名簿を取り込みました。1名（新規 1名、変更 0名、名簿から外れた人 2名）です。\n"
	 "  追加 1名: 000002\n"
	 "  名簿から外れる人 2名: 000001、000002\n",
	 NO_PINS("few.csv", "1")},
	{ks_tools_roster,
	 {"import", "@/few.csv", "--other", "000002", "--allow-removals", "1"},
	 0,
	 "名簿を取り込みました。1名（新規 1名、変更 0名、名簿から外れた人 1名）です。\n"
	 "  追加 1名: 000002\n"
	 "  名簿から外れる人 1名: 000002\n",
	 NO_PINS("few.csv", "1")},
	{ks_tools_roster,
	 {"import"},
	 2,
	 NULL,
	 "kenshu roster import: 指定が足りません: ROSTER.csv\n"
	 "使い方: kenshu roster import --state DIR [オプション] ROSTER.csv\n"},
};

static void who_is_who_is_asked_and_answered(void **state)
{
	SAID_RUN(lists, *state);
}

/* ---- answers, more than one ---- */

#define ROW(number, name, kana) \
	number "," name "," kana ",総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,407183\r\n"
#define HEADING \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\r\n"
#define ANSWERED(line) \
	"試しに読みました。名簿は変わっていません。取り込むと、4名になります。\n" line

static const struct said_step answered[] = {
	{ks_tools_roster, {"import", "@/four.csv"}, 0, "*", NULL},
	{ks_tools_roster,
	 {"import", "@/moved.csv", "--dry-run", "--allow-removals", "999999"},
	 1,
	 NULL,
	 "試しに読みました。名簿は変わっていません。取り込むと、4名になります。\n"
	 "  新しい職員番号 000011 の人は、名簿にいなくなった 000001 の人と、氏名と氏名カナが同じです。*--other 000011 *\n"
	 "  新しい職員番号 000012 の人は*\n"
	 "  新しい職員番号 000013 の人は*\n"
	 "  追加 3名: 000011、000012、000013\n"
	 "  名簿から外れる人 3名: 000001、000002、000003\n"},
	/* one by its option, two by a file: with blanks, with the number before, and for another */
	{ks_tools_roster,
	 {"import", "@/moved.csv", "--dry-run", "--allow-removals", "1", "--same", "000001=000011",
	  "--answers", "@/pairs"},
	 0,
	 ANSWERED("  追加 1名: 000013\n  変更 2名: 000011、000012\n  名簿から外れる人 1名: 000003\n"),
	 NULL},
	{ks_tools_roster,
	 {"import", "@/moved.csv", "--dry-run", "--allow-removals", "1", "--other", "000013",
	  "--answers", "@/both"},
	 0,
	 ANSWERED("  追加 1名: 000013\n  変更 2名: 000011、000012\n  名簿から外れる人 1名: 000003\n"),
	 NULL},
	{ks_tools_roster,
	 {"import", "@/moved.csv", "--dry-run", "--answers", "@/short"},
	 1,
	 NULL,
	 "@/short:2: 誤り: 答えは「同一人」か「別人」にしてください。\n"},
	{ks_tools_roster,
	 {"import", "@/moved.csv", "--dry-run", "--answers", "@/large"},
	 1,
	 NULL,
	 "@/large が大きすぎます。4 MiB までにしてください。\n"},
	{ks_tools_roster,
	 {"list", "--on", "2026-02-30"},
	 2,
	 NULL,
	 "「2026-02-30」は使えません。--on は 2026-10-01 の形で書いてください。\n"},
	{ks_tools_roster, {"list", "--on", "2009-12-31"}, 0, "\xEF\xBB\xBF職員番号,*\r\n", NULL},
	{ks_tools_roster,
	 {"list"},
	 0,
	 "\xEF\xBB\xBF職員番号,*\r\n000001,*\r\n000002,*\r\n000003,*\r\n000004,*\r\n",
	 NULL},
	{ks_tools_roster,
	 {"list", "--state", "@/none"},
	 1,
	 NULL,
	 "error: store: open failed: not-found\n"
	 "状態フォルダー @/none に記録がありません。--state の指定を確かめてください。\n"},
};

static void answers_of_an_option_and_a_file_count_together(void **state)
{
	char *large = ks_path_join(*state, "large");

	free(ks_test_write(*state, "four.csv",
			   HEADING ROW("000001", "見本 一", "ミホン イチ")
				   ROW("000002", "見本 二", "ミホン ニ")
					   ROW("000003", "見本 三", "ミホン サン")
						   ROW("000004", "見本 四", "ミホン ヨン")));
	free(ks_test_write(*state, "moved.csv",
			   HEADING ROW("000011", "見本 一", "ミホン イチ")
				   ROW("000012", "見本 二", "ミホン ニ")
					   ROW("000013", "見本 三", "ミホン サン")
						   ROW("000004", "見本 四", "ミホン ヨン")));
	free(ks_test_write(*state, "pairs",
			   "職員番号,前の職員番号,答え\n 000012 , 000002 , 同一人 \n000013,,別人\n"));
	free(ks_test_write(*state, "both",
			   "職員番号,前の職員番号,答え\n000011,000001,同一人\n000012,000002,同一人\n"));
	free(ks_test_write(*state, "short", "職員番号,前の職員番号,答え\n000012,000002\n"));
	free(ks_test_write(*state, "large", ""));
	assert_int_equal(truncate(large, ((off_t)4 << 20) + 1), 0);
	SAID_RUN(answered, *state);
	free(large);
}

/* ---- what no font has, line by line as Excel ends them ---- */

#define NOTE(line, code, more)                                        \
	"@/odd.csv:" line ": 注意: 端末のどの字体にもない文字（" code \
	"）があります。画面では〓になります。" more "\n"
#define OWN "外字は、ほかの端末では別の字になります。"

static const struct said_step odd[] = {
	{ks_tools_roster,
	 {"import", "@/odd.csv", "--dry-run", "--pins-once"},
	 0,
	 "*",
	 NOTE("3", "U+E01F0", "") NOTE("4", "U+E00FF", "") NOTE("5", "U+E000", OWN)
		 NOTE("7", "U+EFFFF", "") NOTE("8", "U+F0000", OWN) "*"},
};

static void each_line_is_told_its_first_character_that_no_font_has(void **state)
{
	free(ks_test_write(
		*state, "odd.csv",
		HEADING ROW("000001", "辻 葛\uFE00\uFE0F\U000E0100\U000E01EF",
			    "ミホン イチ") ROW("000002", "見本 \U000E01F0\uE000", "ミホン ニ")
			ROW("000003", "見本 \U000E00FF", "ミホン サン")
				ROW("000004", "見本 \uE000", "ミホン ヨン") ROW("000005", "見本 五",
										"ミホン ゴ")
					ROW("000006", "見本 \U000EFFFF", "ミホン ロク")
						ROW("000007", "見本 \U000F0000", "ミホン ナナ")));
	SAID_RUN(odd, *state);
}

static const struct said_step once = {
	ks_tools_roster, {"import", "@/once.csv", "--pins-once"}, 0, "*", NULL};

static void a_pin_of_the_list_is_once_when_that_is_said(void **state)
{
	struct ks_clock clock = ks_clock_fake(KS_TEST_WALL_MS);
	char *path = ks_path_join(*state, "C"), *why = NULL;
	struct ks_pin_verdict verdict;
	struct ks_store *store;

	free(ks_test_write(*state, "once.csv", HEADING ROW("000001", "見本 一", "ミホン イチ")));
	said_take(&once, *state);
	assert_int_equal(ks_store_open(path, KS_ROLE_ANY, KS_ACCESS_WRITE, &store, &why), KS_OK);
	assert_int_equal(ks_pin_check(store, &clock, "000001", "407183", &verdict), KS_OK);
	assert_true(verdict.is_once);
	ks_store_close(store);
	free(path);
}

/* Errors stand before notes, and of more than a thousand the rest is counted. */
static void of_very_many_mistakes_the_first_are_told_and_the_rest_counted(void **state)
{
	struct ks_buf csv = {0};
	char *file, *centre = ks_path_join(*state, "C");
	const char *note, *error;
	struct said said;

	ks_buf_puts(&csv, HEADING ROW("000001", "見本 \uE000", "ミホン イチ"));
	for (int i = 0; i < 1100; i++)
		ks_buf_puts(&csv, "1,,,,,,,,,,,\r\n");
	file = ks_test_write(*state, "many.csv", ks_buf_text(&csv));
	said = said_by(ks_tools_roster, 4, (const char *[]){"import", file, "--state", centre});
	assert_int_equal(said.exit_code, KS_EXIT_FAILED);
	note = strstr(said.err, "many.csv:2: 注意: 端末のどの字体にもない文字（U+E000）");
	error = strstr(said.err, "many.csv:3: 誤り: ");
	assert_true(note && error && error < note);
	assert_non_null(strstr(note, "\nほかに "));
	assert_non_null(strstr(note, " 件あります。\n誤りが "));
	said_finish(&said);
	free(file);
	free(centre);
	ks_buf_finish(&csv);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(who_is_who_is_asked_and_answered, setup, teardown),
		cmocka_unit_test_setup_teardown(answers_of_an_option_and_a_file_count_together,
						setup, teardown),
		cmocka_unit_test_setup_teardown(
			each_line_is_told_its_first_character_that_no_font_has, setup, teardown),
		cmocka_unit_test_setup_teardown(
			of_very_many_mistakes_the_first_are_told_and_the_rest_counted, setup,
			teardown),
		cmocka_unit_test_setup_teardown(a_pin_of_the_list_is_once_when_that_is_said, setup,
						teardown),
	};

	return ks_test_run(tests);
}
