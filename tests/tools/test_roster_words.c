/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>

#include "base/mem.h"
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(who_is_who_is_asked_and_answered, setup, teardown),
	};

	return ks_test_run(tests);
}
