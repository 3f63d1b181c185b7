/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "said.h"
#include "support/test.h"
#include "tools/tools.h"

/* 集合研修 and the corrections of what was recorded there, as HR types them: how each ends, and every word it says. */

static int setup(void **state)
{
	char *folder = ks_test_folder();

	free(ks_test_write(
		folder, "r.csv",
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n"
		"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,407183\n"
		"000002,見本 二,ミホン ニ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,407184\n"
		"000003,見本 三,ミホン サン,会計課,事務局,本庁,01,2010-04-01,,在職,研修担当;端末利用,407185\n"));
	free(ks_test_write(folder, "pw", "as long as it must be\n"));
	free(ks_test_write(folder, "people", "職員番号\n000001\n\n000002\n"));
	free(ks_test_write(folder, "strange", "000001\n999999\n"));
	free(ks_test_write(folder, "short", "000001\n9\n"));
	free(ks_test_write(folder, "bad", "\"000001\n"));
	*state = folder;
	return 0;
}

static int teardown(void **state)
{
	ks_test_folder_finish(*state);
	return 0;
}

#define OF "--title", "研修", "--date", "2026-05-18", "--from", "09:00", "--to", "10:30"
static const struct said_step import = {ks_tools_roster, {"import", "@/r.csv"}, 0, "*", NULL};
static const struct said_step added = {
	ks_tools_gathering, {"add", OF, "--expected", "@/people"}, 0, "*", NULL};

static const struct said_step changes[] = {
	{ks_tools_gathering,
	 {"add", OF, "--expected", "@/people"},
	 0,
	 "集合研修 2026-05-18-1「研修」（令和8年5月18日（月））を登録しました。対象は2名です。\n",
	 NULL},
	{ks_tools_gathering,
	 {"add", OF, "--expected", "@/strange"},
	 1,
	 NULL,
	 "対象（--expected）の 2 人目、職員番号 999999 の人は、名簿にいません。何も変わっていません。\n"},
	{ks_tools_gathering,
	 {"add", OF, "--expected", "@/short"},
	 1,
	 NULL,
	 "対象（--expected）の 2 人目、職員番号 9 の人は、名簿にいません。何も変わっていません。\n"},
	{ks_tools_gathering,
	 {"add", OF, "--expected", "@/bad"},
	 1,
	 NULL,
	 "@/bad: ファイルを読めません。職員番号を1行に1人ずつ書いたファイルにしてください。\n"},
	{ks_tools_gathering,
	 {"add", OF, "--expected", "所属=会計課"},
	 1,
	 NULL,
	 "同じ日時・同じ名前の集合研修 2026-05-18-1 が、もう登録されています。内容を変えるときは、kenshu gathering change か、画面の「変更・締め」をお使いください。\n"},
	{ks_tools_gathering,
	 {"add", OF, "--expected", "所属=庶務課"},
	 1,
	 NULL,
	 "対象の決め方（--expected）「所属=庶務課」に当てはまる人が、その日の名簿にいません。\n"},
	{ks_tools_gathering,
	 {"add", OF, "--expected", "星座=乙女"},
	 1,
	 NULL,
	 "対象の決め方（--expected）「星座=乙女」が分かりません。全員、または 所属=総務課,役割=管理職 のように、所属・所属区分・施設・任用区分・役割で書くか、職員番号のファイルを示してください。\n"},
	{ks_tools_gathering,
	 {"change", "2026-05-18-1"},
	 0,
	 "集合研修 2026-05-18-1「研修」（令和8年5月18日（月））を変更しました。\n",
	 NULL},
	{ks_tools_gathering,
	 {"change", "2026-05-18-1", "--place", "会議室", "--to", "11:05", "--lessons", "m1,m4"},
	 0,
	 "集合研修 2026-05-18-1「研修」（令和8年5月18日（月））を変更しました。\n",
	 NULL},
	{ks_tools_gathering,
	 {"change", "2026-05-18-1", "--to", "08:00"},
	 1,
	 NULL,
	 "終わりの時刻（--to）は、始まり（--from）より後にしてください。\n"},
	{ks_tools_gathering,
	 {"change", "2026-05-18-1", "--from", "8時"},
	 1,
	 NULL,
	 "時刻（--from と --to）は 10:00 の形で書いてください。\n"},
	{ks_tools_gathering,
	 {"change", "2026-05-18-9", "--place", "会議室"},
	 1,
	 NULL,
	 "集合研修 2026-05-18-9 は登録されていません。kenshu gathering list で番号を確かめてください。\n"},
	{ks_tools_gathering,
	 {"cancel", "2026-05-18-2"},
	 1,
	 NULL,
	 "集合研修 2026-05-18-2 は登録されていません。kenshu gathering list で番号を確かめてください。\n"},
	{ks_tools_gathering,
	 {"cancel", "2026-05-18-9"},
	 1,
	 NULL,
	 "集合研修 2026-05-18-9 は登録されていません。kenshu gathering list で番号を確かめてください。\n"},
	{ks_tools_gathering,
	 {"list"},
	 0,
	 "番号          日付        時間         集合研修  場所    科目   対象  備考\n"
	 "------------  ----------  -----------  --------  ------  -----  ----  ----\n"
	 "2026-05-18-1  2026-05-18  09:00–11:05  研修      会議室  m1,m4  2名\n",
	 NULL},
	{ks_tools_gathering,
	 {"cancel", "2026-05-18-1"},
	 0,
	 "集合研修 2026-05-18-1「研修」（令和8年5月18日（月））を中止にしました。*\n",
	 NULL},
	{ks_tools_gathering,
	 {"list"},
	 0,
	 "番号          日付        時間         集合研修  場所    科目   対象  備考\n"
	 "------------  ----------  -----------  --------  ------  -----  ----  ----\n"
	 "2026-05-18-1  2026-05-18  09:00–11:05  研修      会議室  m1,m4  2名   中止\n",
	 NULL},
	{ks_tools_gathering,
	 {"change"},
	 2,
	 NULL,
	 "kenshu gathering change: 指定が足りません: 番号\n"
	 "使い方: kenshu gathering change --state DIR [オプション] 番号\n"},
	{ks_tools_gathering,
	 {"cancel"},
	 2,
	 NULL,
	 "kenshu gathering cancel: 指定が足りません: 番号\n"
	 "使い方: kenshu gathering cancel --state DIR 番号\n"},
	{ks_tools_gathering,
	 {"add", "x", OF},
	 2,
	 NULL,
	 "kenshu gathering add: 余分な指定があります: x\n"
	 "使い方: kenshu gathering add --state DIR --title TITLE --date YYYY-MM-DD --from HH:MM --to HH:MM [オプション]\n"},
	{ks_tools_gathering,
	 {"list", "--state", "@/none"},
	 1,
	 NULL,
	 "error: store: open failed: not-found\n"
	 "状態フォルダー @/none に記録がありません。--state の指定を確かめてください。\n"},
};
static const struct said_step closed[] = {
	{ks_tools_gathering,
	 {"paper", "2026-05-18-1", "--by", "000003", "--numbers", "@/strange", "--content", "content"},
	 1,
	 NULL,
	 "この職員番号の人は、名簿にいません：999999。何も変わっていません。\n"},
	{ks_tools_gathering,
	 {"paper", "2026-05-18-1", "--by", "000003", "--numbers", "@/none", "--content", "content"},
	 1,
	 NULL,
	 "@/none: ファイルを読めません。職員番号を1行に1人ずつ書いたファイルにしてください。\n"},
	{ks_tools_gathering,
	 {"paper", "2026-05-18-1", "--by", "000003", "--numbers", "@/people", "--content", "@/none"},
	 1,
	 NULL,
	 "@/none: 誤り: 教材のフォルダーがありません。\n"},
	{ks_tools_gathering,
	 {"paper", "2026-05-18-1", "--by", "000003", "--numbers", "@/people", "--content", "content"},
	 0,
	 "集合研修 2026-05-18-1 に、紙の出席簿から2名を転記しました。ほかの0名は、もう出席になっています。一覧には「紙から転記」と出ます。\n",
	 NULL},
	{ks_tools_gathering,
	 {"paper", "2026-05-18-9", "--by", "000003", "--numbers", "@/people", "--content", "content"},
	 1,
	 NULL,
	 "その番号の集合研修はありません。kenshu gathering list で確かめてください。何も変わっていません。\n"},
	{ks_tools_gathering,
	 {"close", "2026-05-18-1", "--by", "000003", "--counted", "x", "--content", "content"},
	 1,
	 NULL,
	 "会場で数えた人数を、0から9999までの数で書いてください。何も変わっていません。\n"},
	{ks_tools_gathering,
	 {"close", "2026-05-18-1", "--by", "999999", "--counted", "2", "--content", "content"},
	 1,
	 NULL,
	 "人数を数えた人（転記した人）の職員番号が、名簿にありません。番号を確かめてください。何も変わっていません。\n"},
	{ks_tools_gathering,
	 {"close", "2026-05-18-1", "--by", "000003", "--counted", "3", "--content", "content"},
	 1,
	 NULL,
	 "数えた人数が記録とちがいます。理由を、改行などの見えない文字を入れずに、120字までで書いてください。記録は2名です。何も変わっていません。\n"},
	{ks_tools_gathering,
	 {"close", "2026-05-18-1", "--by", "000003", "--counted", "3", "--reason", "講師も数えた",
	  "--content", "content"},
	 0,
	 "集合研修 2026-05-18-1 を閉じました。記録 2名、数えた人数 3名。出席の証明を、新たに2名に付けました。\n",
	 NULL},
	{ks_tools_gathering,
	 {"close", "2026-05-18-9", "--by", "000003", "--counted", "3", "--content", "content"},
	 1,
	 NULL,
	 "その番号の集合研修はありません。kenshu gathering list で確かめてください。何も変わっていません。\n"},
	{ks_tools_gathering,
	 {"close", "--by", "000003", "--counted", "3"},
	 2,
	 NULL,
	 "kenshu gathering close: 指定が足りません: 番号\n"
	 "使い方: kenshu gathering close --state DIR --by 職員番号 --counted N [オプション] 番号\n"},
	{ks_tools_gathering,
	 {"paper", "--by", "000003", "--numbers", "3"},
	 2,
	 NULL,
	 "kenshu gathering paper: 指定が足りません: 番号\n"
	 "使い方: kenshu gathering paper --state DIR --by 職員番号 --numbers FILE [オプション] 番号\n"},
};
#define SHEET "sheet", "2026-05-18-1", "--content", "content"
static const struct said_step sheets[] = {
	{ks_tools_gathering,
	 {SHEET, "--lesson", "m1", "--out", "@/a.pdf"},
	 0,
	 "用紙番号 * の解答用紙を @/a.pdf に作りました。\n",
	 NULL},
	{ks_tools_gathering,
	 {SHEET, "--lesson", "m1", "--course", "annual", "--out", "@/a.pdf"},
	 0,
	 "用紙番号 * の解答用紙を @/a.pdf に作りました。\n",
	 NULL},
	{ks_tools_gathering,
	 {SHEET, "--lesson", "m1", "--course", "nothing", "--out", "@/a.pdf"},
	 1,
	 NULL,
	 "m1: その年度のコースに、この科目はありません。kenshu content check で科目を確かめてください。\n"},
	{ks_tools_gathering,
	 {SHEET, "--lesson", "m99", "--out", "@/a.pdf"},
	 1,
	 NULL,
	 "m99: その年度のコースに、この科目はありません。kenshu content check で科目を確かめてください。\n"},
	{ks_tools_gathering,
	 {SHEET, "--lesson", "m1", "--out", "@/none/a.pdf"},
	 1,
	 NULL,
	 "@/none/a.pdf: 書けません。書ける場所を --out に書いてください。\n"},
	{ks_tools_gathering,
	 {"sheet", "2026-05-18-9", "--content", "content", "--lesson", "m1", "--out", "@/b.pdf"},
	 1,
	 NULL,
	 "2026-05-18-9: この番号の集合研修はありません。kenshu gathering list で番号を確かめてください。\n"},
	{ks_tools_gathering,
	 {"sheet", "2026-05-18-1", "--content", "@/none", "--lesson", "m1", "--out", "@/b.pdf"},
	 1,
	 NULL,
	 "@/none: 誤り: 教材のフォルダーがありません。\n"},
	{ks_tools_gathering,
	 {SHEET, "--lesson", "m1", "--out", "@/b.pdf", "--state", "@/none"},
	 1,
	 NULL,
	 "error: store: open failed: not-found\n"
	 "状態フォルダー @/none に記録がありません。--state の指定を確かめてください。\n"},
	{ks_tools_gathering,
	 {"sheet", "--lesson", "m1", "--out", "@/b.pdf"},
	 2,
	 NULL,
	 "kenshu gathering sheet: 指定が足りません: 番号\n"
	 "使い方: kenshu gathering sheet --state DIR --lesson m1 --out FILE [オプション] 番号\n"},
};
#define SAYS "--reason", "受付の誤り", "--content", "content", "--by"
static const struct said_step corrected[] = {
	{ks_tools_user, {"add", "hr", "--role", "人事", "--password-file", "@/pw"}, 0, "*", NULL},
	{ks_tools_user, {"add", "hr2", "--role", "人事", "--password-file", "@/pw"}, 0, "*", NULL},
	{ks_tools_user, {"add", "trainer", "--role", "研修担当", "--password-file", "@/pw"}, 0, "*", NULL},
	{ks_tools_correct,
	 {"rules"},
	 0,
	 "申し出る役割: 人事、研修担当\n"
	 "承認する役割: 人事\n"
	 "申し出た人が自分で承認すること: できない\n",
	 NULL},
	{ks_tools_correct,
	 {"rules", "--alone", "maybe"},
	 2,
	 NULL,
	 "--alone は yes か no にしてください。\n"},
	{ks_tools_correct,
	 {"rules", "--propose", "王様"},
	 1,
	 NULL,
	 "申し出と承認に、人事・研修担当を、少なくとも一つずつ指定してください（例 人事,研修担当）。何も変わっていません。\n"},
	{ks_tools_correct,
	 {"rules", "--approve", "人事,研修担当", "--alone", "yes"},
	 0,
	 "訂正の決まりを変えました。\n",
	 NULL},
	{ks_tools_correct,
	 {"rules"},
	 0,
	 "申し出る役割: 人事、研修担当\n"
	 "承認する役割: 人事、研修担当\n"
	 "申し出た人が自分で承認すること: できる\n",
	 NULL},
	{ks_tools_correct,
	 {"rules", "--approve", "人事", "--alone", "no"},
	 0,
	 "訂正の決まりを変えました。\n",
	 NULL},
	{ks_tools_correct,
	 {"attendance", "000001", "--gathering", "2026-05-18-1", SAYS, "trainer"},
	 0,
	 "「出席の記入」を申し出ました。番号は * です。ほかの利用者が承認すると、有効になります。\n",
	 NULL},
	{ks_tools_correct,
	 {"attendance", "000002", "--gathering", "2026-05-18-1", "--absent", SAYS, "trainer"},
	 1,
	 NULL,
	 "記録は、もうそのとおりです。何も変わっていません。\n"},
	{ks_tools_correct,
	 {"attendance", "000002", "--gathering", "2026-05-18-1", "--at", "25:00", SAYS, "trainer"},
	 1,
	 NULL,
	 "時刻（--at）は 10:05 の形で書いてください。何も変わっていません。\n"},
	{ks_tools_correct,
	 {"attendance", "999999", "--gathering", "2026-05-18-1", SAYS, "trainer"},
	 1,
	 NULL,
	 "その職員番号の人は、名簿にいません。番号を確かめてください。何も変わっていません。\n"},
	{ks_tools_correct,
	 {"attendance", "000001", "--gathering", "2026-05-18-9", SAYS, "trainer"},
	 1,
	 NULL,
	 "その番号の集合研修はありません。kenshu gathering list で確かめてください。何も変わっていません。\n"},
	{ks_tools_correct,
	 {"attendance", "000001", "--gathering", "2026-05-18-1", SAYS, "nobody"},
	 1,
	 NULL,
	 "その利用者はいません。kenshu user list で名前を確かめてください。何も変わっていません。\n"},
	{ks_tools_correct,
	 {"completion", "000001", "--course", "annual", "--lesson", "m1", "--nendo", "2026", SAYS,
	  "hr"},
	 1,
	 NULL,
	 "その年度・コース・科目の、端末での修了がありません。みなし受講の取消しは、対象外の画面か kenshu exempt end でできます。何も変わっていません。\n"},
	{ks_tools_correct,
	 {"completion", "000001", "--course", "annual", "--lesson", "m1", "--nendo", "26", SAYS, "hr"},
	 2,
	 NULL,
	 "--nendo は西暦の年度を 2026 のように書いてください。\n"},
	{ks_tools_correct,
	 {"key", "m1-q01", "--answer", "b", "--nendo", "2026", SAYS, "hr"},
	 1,
	 NULL,
	 "その年度に、その問題（版）への解答はありません。設問分析の番号を確かめてください。何も変わっていません。\n"},
	{ks_tools_correct,
	 {"approve", "00000000-0000-4000-8000-000000000000", "--by", "hr"},
	 1,
	 NULL,
	 "その番号の訂正はありません。kenshu correct list で確かめてください。何も変わっていません。\n"},
	{ks_tools_correct,
	 {"reject", "00000000-0000-4000-8000-000000000000", "--by", "hr", "--reason", "ちがう"},
	 1,
	 NULL,
	 "その番号の訂正はありません。kenshu correct list で確かめてください。何も変わっていません。\n"},
	{ks_tools_correct,
	 {"list"},
	 0,
	 "番号           状態      種類        年度  職員番号  氏名     何を                   訂正前  訂正後        理由        申し出た人  申し出た日時         決めた人  決めた日時  決めた理由\n"
	 "*\n"
	 "*  承認待ち  出席の記入  2026  000001    見本 一  集合研修 2026-05-18-1  欠席    出席（9:00）  受付の誤り  trainer     *\n",
	 NULL},
	{ks_tools_correct,
	 {"list", "--format", "csv"},
	 0,
	 "*番号,状態,種類,年度,職員番号,氏名,何を,訂正前,訂正後,理由,申し出た人,申し出た日時,決めた人,決めた日時,決めた理由\r\n"
	 "*,承認待ち,出席の記入,2026,000001,見本 一,集合研修 2026-05-18-1,欠席,出席（9:00）,受付の誤り,trainer,*,,,\r\n",
	 NULL},
	{ks_tools_correct,
	 {"list", "--state", "@/none"},
	 1,
	 NULL,
	 "error: store: open failed: not-found\n"
	 "状態フォルダー @/none に記録がありません。--state の指定を確かめてください。\n"},
	{ks_tools_correct,
	 {"rules", "--state", "@/none"},
	 1,
	 NULL,
	 "error: store: open failed: not-found\n"
	 "状態フォルダー @/none に記録がありません。--state の指定を確かめてください。\n"},
	{ks_tools_correct,
	 {"approve", "--by", "hr"},
	 2,
	 NULL,
	 "kenshu correct approve: 指定が足りません: ID\n"
	 "使い方: kenshu correct approve --state DIR --by NAME [オプション] ID\n"},
	{ks_tools_correct,
	 {"attendance", "--by", "hr"},
	 2,
	 NULL,
	 "kenshu correct attendance: 必ず指定してください: --gathering\n"
	 "使い方: kenshu correct attendance --state DIR --gathering ID --reason TEXT --by NAME [オプション] 職員番号\n"},
};

static void what_is_to_take_place_is_changed_by_its_number(void **state)
{
	said_take(&import, *state);
	SAID_RUN(changes, *state);
}

static void it_is_closed_by_the_people_that_were_counted(void **state)
{
	said_take(&import, *state);
	said_take(&added, *state);
	SAID_RUN(closed, *state);
}

static void a_sheet_is_of_a_lesson_that_its_year_has(void **state)
{
	char *path = ks_path_join(*state, "a.pdf"), *text;

	said_take(&import, *state);
	said_take(&added, *state);
	SAID_RUN(sheets, *state);
	text = ks_test_read(path);
	assert_memory_equal(text, "%PDF", 4);
	free(text);
	free(path);
	path = ks_path_join(*state, "b.pdf");
	assert_false(ks_file_exists(path));
	free(path);
}

/* The one that is open: its number is in the list. */
static void decide(const char *folder, const char *what, const char *by, int exit_code,
		   const char *out, const char *err)
{
	char *state = ks_path_join(folder, "C"), *id;
	const char *list[] = {"list", "--state", state, "--format", "csv"};
	struct said said = said_by(ks_tools_correct, 5, list);
	const char *row = strchr(said.out, '\n');
	struct said_step step = {ks_tools_correct, {what, NULL, "--by", by}, exit_code, out, err};

	assert_non_null(row);
	id = ks_strndup(row + 1, strcspn(row + 1, ","));
	step.words[1] = id;
	said_take(&step, folder);
	free(id);
	said_finish(&said);
	free(state);
}

static void a_correction_is_proposed_by_one_and_decided_by_another(void **state)
{
	said_take(&import, *state);
	said_take(&added, *state);
	SAID_RUN(corrected, *state);
	decide(*state, "approve", "trainer", 1, NULL, "その利用者の役割では、できません。*");
	decide(*state, "approve", "hr", 0,
	       "* を承認しました。どの一覧にも、訂正の前と後が出ます。\n", NULL);
	decide(*state, "reject", "hr2", 1, NULL, "*");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_is_to_take_place_is_changed_by_its_number),
		TEST(it_is_closed_by_the_people_that_were_counted),
		TEST(a_sheet_is_of_a_lesson_that_its_year_has),
		TEST(a_correction_is_proposed_by_one_and_decided_by_another),
	};

	return ks_test_run(tests);
}
