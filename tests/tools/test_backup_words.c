/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "said.h"
#include "support/test.h"
#include "tools/tools.h"

/* What is taken away from the centre and brought back: copies, the auditor's pack, and the end of a year. */

static int setup(void **state)
{
	char *folder = ks_test_folder(), *kiosk = ks_path_join(folder, "K"), *courses, *why = NULL;
	struct ks_store *store;

	free(ks_test_write(
		folder, "r.csv",
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n"
		"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,407183\n"));
	free(ks_test_write(folder, "file", "no pack\n"));
	assert_int_equal(ks_store_open(kiosk, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &store, &why), KS_OK);
	ks_store_close(store);
	free(kiosk);
	courses = ks_path_join(folder, "T/courses");
	assert_int_equal(ks_folder_make(courses), KS_OK);
	free(ks_test_write(
		courses, "annual.yaml",
		"id: annual\ntitle: 年次\nrevision: \"2196.2\"\nnendo: 2196\nopens: 2196-04-01\ndue: 2196-12-25\n"
		"lessons:\n  - id: m1\n    title: だい\n    minutes: 5\n    ready: true\n    questions: 2\n    pass: 1\n"));
	free(courses);
	*state = folder;
	return 0;
}

static int teardown(void **state)
{
	ks_test_folder_finish(*state);
	return 0;
}

static const struct said_step import = {ks_tools_roster, {"import", "@/r.csv"}, 0, "*", NULL};

static const struct said_step first = {ks_tools_backup, {"--to", "@/B", "--whole"}, 0, "*", NULL};

static const struct said_step copies[] = {
	{ks_tools_restore,
	 {"--from", "@/B", "--to", "@/R", SAID_STATELESS},
	 1,
	 NULL,
	 "@/B がありません。場所を確かめてください。\n"},
	{ks_tools_backup,
	 {"--to", "@/B"},
	 0,
	 "@/B/kenshu-*.db に書き、読み直して確かめました（* MiB）。\n"
	 "@/B の最初のバックアップです。\n",
	 NULL},
	{ks_tools_backup, {"--to", "@/file/B"}, 1, NULL, "@/file/B/kenshu-*.db に書けません（io）。\n"},
	{ks_tools_backup,
	 {"--to", "@/B2", "--state", "@/K"},
	 1,
	 NULL,
	 "@/K は、端末のフォルダーです。端末の記録は、センターに届いて残ります。センターのほうを写してください。\n"},
	{ks_tools_backup,
	 {"--to", "@/B2", "--state", "@/none"},
	 1,
	 NULL,
	 "error: store: open failed: not-found\n"
	 "状態フォルダー @/none に記録がありません。--state の指定を確かめてください。\n"},
	{ks_tools_backup,
	 {"x", "--to", "@/B"},
	 2,
	 NULL,
	 "kenshu backup: 余分な指定があります: x\n"
	 "使い方: kenshu backup --state DIR --to DIR [オプション]\n"},
	{ks_tools_restore,
	 {"--from", "@/B", "--to", "@/R", "--check", SAID_STATELESS},
	 0,
	 "@/B/kenshu-*.db から @/R を作りました。\n"
	 "写した日時: *（0時間前）\n"
	 "0件を確かめました。欠けも書き換えもありません。\n",
	 NULL},
	{ks_tools_restore,
	 {"--from", "@/B", "--to", "@/R", SAID_STATELESS},
	 1,
	 NULL,
	 "@/R は、もうあります。上書きしません。\n"},
	{ks_tools_restore,
	 {"--from", "@/none", "--to", "@/R2", SAID_STATELESS},
	 1,
	 NULL,
	 "@/none がありません。場所を確かめてください。\n"},
	{ks_tools_restore,
	 {"--from", "@/file", "--to", "@/R2", SAID_STATELESS},
	 1,
	 NULL,
	 "@/file は壊れているか、もとの写し（.db）と合わないので、戻しませんでした。ほかの写しのファイルを --from で指定してください。\n"},
	{ks_tools_restore,
	 {"--to", "@/R2", SAID_STATELESS},
	 2,
	 NULL,
	 "kenshu restore: 必ず指定してください: --from\n"
	 "使い方: kenshu restore --from DIR --to DIR [オプション]\n"},
};
/* Of a folder with what others leave there; the newest of ours is years old. */
static const struct said_step old_copies[] = {
	{ks_tools_restore,
	 {"--from", "@/O", "--to", "@/R3", SAID_STATELESS},
	 1,
	 NULL,
	 "@/O/kenshu-*.step は壊れているか、もとの写し（.db）と合わないので、戻しませんでした。ほかの写しのファイルを --from で指定してください。\n"},
	{ks_tools_backup,
	 {"--to", "@/O"},
	 0,
	 "@/O/kenshu-*.step に、変わったところだけを書きました（* MiB）。戻すときは、もとの写し @/O/kenshu-*.db も要ります。\n"
	 "その前のバックアップ: *（*時間前）\n",
	 NULL},
	{ks_tools_restore,
	 {"--from", "@/O/kenshu-20200102T030405Z.step", "--to", "@/R4", SAID_STATELESS},
	 1,
	 NULL,
	 "@/O/kenshu-*.step は壊れているか、もとの写し（.db）と合わないので、戻しませんでした。ほかの写しのファイルを --from で指定してください。\n"},
};
static const struct said_step packs[] = {
	{ks_tools_audit_pack,
	 {"--nendo", "2026", "--out", "@/a.zip"},
	 0,
	 "書き出すことを、閲覧の記録に残しました。\n"
	 "@/a.zip を作りました（* バイト）。kenshu verify @/a.zip で確かめられます。\n",
	 NULL},
	{ks_tools_audit_pack,
	 {"--nendo", "26", "--out", "@/a.zip"},
	 2,
	 NULL,
	 "--nendo は西暦の年度を 2026 のように書いてください。\n"},
	{ks_tools_audit_pack,
	 {"--nendo", "202a", "--out", "@/a.zip"},
	 2,
	 NULL,
	 "--nendo は西暦の年度を 2026 のように書いてください。\n"},
	{ks_tools_audit_pack,
	 {"--nendo", "2026", "--out", "@/none/a.zip"},
	 1,
	 "書き出すことを、閲覧の記録に残しました。\n",
	 "一式を作れませんでした（not-found）。空き容量と、書き込む場所を確かめてください。\n"},
	{ks_tools_audit_pack,
	 {"--nendo", "2026", "--out", "@/b.zip", "--content", "@/none"},
	 1,
	 "書き出すことを、閲覧の記録に残しました。\n",
	 "教材 @/none を読めません。kenshu content check で確かめてください。\n"},
	{ks_tools_audit_pack,
	 {"--nendo", "2026", "--out", "@/b.zip", "--content", "content"},
	 0,
	 "書き出すことを、閲覧の記録に残しました。\n"
	 "@/b.zip を作りました（* バイト）。kenshu verify @/b.zip で確かめられます。\n",
	 NULL},
	{ks_tools_audit_pack,
	 {"--nendo", "2026", "--out", "@/c.zip", "--reason", ""},
	 2,
	 NULL,
	 "kenshu audit-pack: オプションの値がありません: --reason\n"
	 "使い方: kenshu audit-pack --state DIR --nendo YYYY --out FILE [オプション]\n"},
	{ks_tools_verify,
	 {"@/a.zip", SAID_STATELESS},
	 0,
	 "ファイル 32、記録 0件、端末の署名 0、閲覧の記録 1件\n"
	 "署名した鍵 *\n"
	 "どのファイルも作ったときのままで、記録はすべてつながっています。\n",
	 NULL},
	{ks_tools_verify,
	 {"@/b.zip", SAID_STATELESS},
	 0,
	 "ファイル *、記録 0件、端末の署名 0、閲覧の記録 4件\n"
	 "署名した鍵 *\n"
	 "どのファイルも作ったときのままで、記録はすべてつながっています。\n",
	 NULL},
	{ks_tools_verify,
	 {"@/file", SAID_STATELESS},
	 1,
	 "@/file は、監査用の一式ではないか、こわれています。\n",
	 NULL},
	{ks_tools_verify, {"@/none.zip", SAID_STATELESS}, 1, NULL, "@/none.zip を読めません。\n"},
};
static const struct said_step years[] = {
	{ks_tools_nendo,
	 {"open", "2197", "--from", "2196", "--content", "@/T", SAID_STATELESS},
	 0,
	 "2197年度のコースを 1件、研修計画 training-plan/2197.yaml を作りました。\n"
	 "期間と研修計画を直し、承認を受けてください。端末は、2197年4月1日に自分で替わります。\n"
	 "確かめる: kenshu content check @/T\n"
	 "承認者と承認日は、まだ空です（approver、approved_on）。\n",
	 NULL},
	{ks_tools_nendo,
	 {"open", "2197", "--from", "2196", "--content", "@/T", SAID_STATELESS},
	 1,
	 NULL,
	 "2197年度のコースか研修計画が、もうあります。何も変わっていません。\n"},
	{ks_tools_nendo,
	 {"open", "2199", "--from", "2198", "--content", "@/T", SAID_STATELESS},
	 1,
	 NULL,
	 "@/T に 2198年度のコースがありません。何も変わっていません。\n"},
	{ks_tools_nendo,
	 {"open", "2198", "--from", "2197", "--content", "@/T", "--approver", "局長 見本",
	  "--approved-on", "2198-03-10", SAID_STATELESS},
	 0,
	 "2198年度のコースを 1件、研修計画 training-plan/2198.yaml を作りました。\n"
	 "期間と研修計画を直し、承認を受けてください。端末は、2198年4月1日に自分で替わります。\n"
	 "確かめる: kenshu content check @/T\n",
	 NULL},
	{ks_tools_nendo,
	 {"open", "2198", "--from", "2198", "--content", "@/T", SAID_STATELESS},
	 2,
	 NULL,
	 "年度は別々に、承認の日は 2027-03-10 の形で書いてください。\n"},
	{ks_tools_nendo,
	 {"open", "2180", "--from", "2198", "--content", "@/T", "--approved-on", "3月", SAID_STATELESS},
	 2,
	 NULL,
	 "年度は別々に、承認の日は 2027-03-10 の形で書いてください。\n"},
	{ks_tools_nendo,
	 {"open", "1999", "--from", "2198", "--content", "@/T", SAID_STATELESS},
	 2,
	 NULL,
	 "「1999」は使えません。年度は、西暦で 2027 のように書いてください。\n"},
	{ks_tools_nendo,
	 {"open", "2180", "--from", "28", "--content", "@/T", SAID_STATELESS},
	 2,
	 NULL,
	 "「28」は使えません。年度は、西暦で 2027 のように書いてください。\n"},
	{ks_tools_nendo,
	 {"close", "2197", "--content", "@/T"},
	 1,
	 NULL,
	 "@/T/training-plan/2197.yaml:6: 誤り: 研修計画の承認者（approver）が空です。書き入れてください。\n"
	 "@/T/training-plan/2197.yaml:7: 誤り: 研修計画の承認日（approved_on）が空です。書き入れてください。\n"
	 "2197年度の研修計画に、空の欄があります。書き入れてから、もう一度締めてください。何も変わっていません。\n"},
	{ks_tools_nendo,
	 {"close", "2196", "--content", "@/T"},
	 1,
	 NULL,
	 "注意: @/T に 2196年度の研修計画（training-plan/2196.yaml）がありません。承認の記録は、別に保管してください。\n"
	 "2196年度は、まだ終わっていません。2197年4月1日からあとに締めてください。\n"},
	{ks_tools_nendo,
	 {"close", "2196", "--content", "@/none"},
	 1,
	 NULL,
	 "注意: @/none に 2196年度の研修計画（training-plan/2196.yaml）がありません。承認の記録は、別に保管してください。\n"
	 "@/none: 誤り: 教材のフォルダーがありません。\n"},
	{ks_tools_nendo,
	 {"close"},
	 2,
	 NULL,
	 "kenshu nendo close: 指定が足りません: YYYY\n"
	 "使い方: kenshu nendo close --state DIR [オプション] YYYY\n"},
	{ks_tools_report,
	 {"completion", "--nendo", "2196", "--content", "@/T"},
	 0,
	 "令和178年度 年次 修了状況（* 現在）\n"
	 "\n"
	 "職員番号  氏名     所属    任用区分  対象科目数  修了科目数  状態    期限        最終修了日時  理由  期限切れ  時刻要確認  方針の確認  追補  訂正  紙から転記\n"
	 "--------  -------  ------  --------  ----------  ----------  ------  ----------  ------------  ----  --------  ----------  ----------  ----  ----  ----------\n"
	 "000001    見本 一  総務課  正規職員           1           0  未受講  2196-12-25\n"
	 "\n"
	 "名簿 1名 ＝ 対象 1名 ＋ 対象外 0名\n"
	 "対象 1名 ＝ 修了 0名 ＋ 受講中 0名 ＋ 未受講 1名\n"
	 "修了率 0.0%\n",
	 NULL},
	{ks_tools_report,
	 {"completion", "--nendo", "2181", "--content", "@/T"},
	 1,
	 NULL,
	 "令和163年度（2181）の研修計画がありません。計画を届けた端末はなく、@/T にもありません。令和180年度の計画ならあります。--nendo 2198 を付けて、もう一度実行してください。\n"},
	{ks_tools_report,
	 {"completion", "--nendo", "2196", "--content", "@/none"},
	 1,
	 NULL,
	 "令和178年度（2196）の研修計画がありません。計画を届けた端末はなく、@/none にもありません。--content で教材のフォルダーを指定してください。\n"},
	{ks_tools_report,
	 {"inspection", "--nendo", "2196"},
	 0,
	 "令和178年度 自己点検の集計（* 現在）\n"
	 "\n"
	 "まだ、だれも答えていません。\n",
	 NULL},
	{ks_tools_report,
	 {"inspection", "--nendo", "2196", "--format", "json"},
	 0,
	 "{\"nendo\":2196,\"items\":[]}\n",
	 NULL},
	{ks_tools_report,
	 {"inspection", "--nendo", "2196", "--format", "csv"},
	 0,
	 "*点検票,番号,項目,区分,回答,はい,いいえ,仕事に関係ない,分からない\r\n",
	 NULL},
};

static void a_copy_is_made_and_brought_back_beside_what_is_there(void **state)
{
	said_take(&import, *state);
	SAID_RUN(copies, *state);
}

static void an_old_copy_is_told_and_a_step_without_its_whole_refused(void **state)
{
	char *from = ks_path_join(*state, "B"), *to = ks_path_join(*state, "O"), **names, *file,
	     *old, *bytes;
	size_t n, len;

	said_take(&import, *state);
	said_take(&first, *state);
	assert_int_equal(ks_folder_list(from, ".db", &names, &n), KS_OK);
	assert_int_equal(n, 1);
	file = ks_path_join(from, names[0]);
	assert_int_equal(ks_folder_make(to), KS_OK);
	old = ks_path_join(to, "kenshu-20200102T030405Z.db");
	assert_int_equal(ks_file_read(file, (size_t)1 << 26, &bytes, &len), KS_OK);
	assert_int_equal(ks_file_write(old, bytes, len, 0600), KS_OK);
	free(ks_test_write(to, "kenshu-20300102T030405Z.txt", "another's"));
	free(ks_test_write(to, "kenshu-20301302T030405Z.db", "no such month"));
	free(ks_test_write(to, "zzz", "another's"));
	free(ks_test_write(to, "kenshu-20200102T030405Z.step", "no step"));
	SAID_RUN(old_copies, *state);
	free(bytes);
	free(old);
	free(file);
	ks_folder_list_finish(names, n);
	free(to);
	free(from);
}

static void a_pack_is_made_and_found_whole(void **state)
{
	said_take(&import, *state);
	SAID_RUN(packs, *state);
}

static void a_year_is_opened_from_the_one_before_and_closed_by_its_plan(void **state)
{
	said_take(&import, *state);
	SAID_RUN(years, *state);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_copy_is_made_and_brought_back_beside_what_is_there),
		TEST(an_old_copy_is_told_and_a_step_without_its_whole_refused),
		TEST(a_pack_is_made_and_found_whole),
		TEST(a_year_is_opened_from_the_one_before_and_closed_by_its_plan),
	};

	return ks_test_run(tests);
}
