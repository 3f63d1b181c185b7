/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "lrs/centre.h"
#include "said.h"
#include "support/centre_sample.h"
#include "support/test.h"
#include "tools/tools.h"

/* A kiosk's name at the centre, from the code that is given out to the day it is revoked: what is said, and what is refused. */

static int setup(void **state)
{
	char *folder = ks_test_folder(), *kiosk = ks_path_join(folder, "E"), *why = NULL;
	struct ks_store *store;

	free(ks_test_write(
		folder, "r.csv",
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n"
		"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,407183\n"
		"000002,見本 二,ミホン ニ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,407184\n"));
	free(ks_test_write(folder, "file", ""));
	assert_int_equal(ks_store_open(kiosk, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &store, &why), KS_OK);
	ks_store_close(store);
	free(kiosk);
	*state = folder;
	return 0;
}

static int teardown(void **state)
{
	ks_test_folder_finish(*state);
	return 0;
}

static const struct said_step import = {ks_tools_roster, {"import", "@/r.csv"}, 0, "*", NULL};

static const struct said_step invited[] = {
	{ks_tools_kiosk,
	 {"invite", "k-01"},
	 0,
	 "端末 k-01 の登録コードです。24時間以内に、その端末の画面で入れてください。一台で一度だけ使えます。二度は表示しません。\n"
	 "登録コード: *\n",
	 NULL},
	{ks_tools_kiosk,
	 {"invite", "k-01", "--hours", "168"},
	 0,
	 "端末 k-01 の登録コードです。168時間以内に、その端末の画面で入れてください。一台で一度だけ使えます。二度は表示しません。\n"
	 "登録コード: *\n",
	 NULL},
	{ks_tools_kiosk,
	 {"invite", "k-01", "--hours", "1"},
	 0,
	 "端末 k-01 の登録コードです。1時間以内に、その端末の画面で入れてください。一台で一度だけ使えます。二度は表示しません。\n"
	 "登録コード: *\n",
	 NULL},
	{ks_tools_kiosk,
	 {"invite", "k-01", "--hours", "169"},
	 2,
	 NULL,
	 "--hours は、1 から 168 までの数で書いてください。\n"},
	{ks_tools_kiosk,
	 {"invite", "k-01", "--hours", "0"},
	 2,
	 NULL,
	 "--hours は、1 から 168 までの数で書いてください。\n"},
	{ks_tools_kiosk,
	 {"invite", "k-01", "--hours", "2h"},
	 2,
	 NULL,
	 "--hours は、1 から 168 までの数で書いてください。\n"},
	{ks_tools_kiosk,
	 {"invite", "k-01", "--unit", "庶務課"},
	 1,
	 NULL,
	 "所属「庶務課」の職員は、名簿にいません。名簿にあるとおりに、「,」で区切って書いてください。\n"},
	{ks_tools_kiosk,
	 {"invite", "k-01", "--unit", "総務課,庶務課"},
	 1,
	 NULL,
	 "所属「庶務課」の職員は、名簿にいません。名簿にあるとおりに、「,」で区切って書いてください。\n"},
	{ks_tools_kiosk,
	 {"invite", "K"},
	 1,
	 NULL,
	 "端末の名前「K」は使えません。k-01 のように、英小文字・数字・ハイフンで32字までにしてください（k-local は使えません）。\n"},
	{ks_tools_kiosk,
	 {"invite", "k-02", "--takes-over", "k-09"},
	 1,
	 NULL,
	 "端末 k-09 は登録されていません。kenshu kiosk list で名前を確かめてください。\n"},
	{ks_tools_kiosk,
	 {"add", "k-01", "--out", "@/c1", "--unit", "庶務課"},
	 1,
	 NULL,
	 "所属「庶務課」の職員は、名簿にいません。名簿にあるとおりに、「,」で区切って書いてください。\n"},
	{ks_tools_kiosk,
	 {"add", "k-01", "--out", "@/c1", "--unit", "総務課"},
	 0,
	 "端末 k-01 を登録しました。鍵を確かめる（kenshu kiosk confirm）まで、暗証番号は送りません。\n"
	 "認証情報を @/c1 に書きました。使う機械に移したら、このファイルは消してください。\n",
	 NULL},
	{ks_tools_kiosk,
	 {"list"},
	 0,
	 "*\nk-01               0               0              暗証番号を送るのは 1 つの所属の職員だけです。\n*",
	 NULL},
	{ks_tools_kiosk,
	 {"invite", "k-02", "--takes-over", "k-01", "--unit", "総務課"},
	 0,
	 "端末 k-02 の登録コードです。24時間以内に、その端末の画面で入れてください。一台で一度だけ使えます。二度は表示しません。使われたときに、端末 k-01 の認証情報は無効になります。\n"
	 "登録コード: *\n",
	 NULL},
	{ks_tools_kiosk,
	 {"invite", "k-01", "--takes-over", "k-01"},
	 1,
	 NULL,
	 "k-01 は使われている名前です。引き継ぐ端末には、新しい名前を付けてください。\n"},
	{ks_tools_kiosk,
	 {"invite"},
	 2,
	 NULL,
	 "kenshu kiosk invite: 指定が足りません: NAME\n"
	 "使い方: kenshu kiosk invite --state DIR [オプション] NAME\n"},
};
static const struct said_step looked_after[] = {
	{ks_tools_kiosk, {"add", "k-01", "--out", "@/c1"}, 0, "*", NULL},
	{ks_tools_kiosk,
	 {"add", "k-05", "--out", "@/c5", "--key", "12"},
	 1,
	 NULL,
	 "--key は、端末で kenshu kiosk key が示す、16文字の印です。\n"},
	{ks_tools_kiosk,
	 {"units", "k-01", "--unit", "総務課,会計課"},
	 0,
	 "端末 k-01 には、総務課,会計課 の職員の暗証番号を送ります。\n",
	 NULL},
	{ks_tools_kiosk,
	 {"list"},
	 0,
	 "端末  この端末（件）  センター（件）  最後の通信  気づいたこと\n"
	 "----  --------------  --------------  ----------  ---------------------------------------------\n"
	 "k-01               0               0              暗証番号を送るのは 2 つの所属の職員だけです。\n"
	 "注意: バックアップは、まだありません。kenshu backup で取ってください。\n",
	 NULL},
	{ks_tools_kiosk,
	 {"units", "k-01", "--unit", "庶務課"},
	 1,
	 NULL,
	 "所属「庶務課」の職員は、名簿にいません。名簿にあるとおりに、「,」で区切って書いてください。\n"},
	{ks_tools_kiosk,
	 {"units", "k-09", "--unit", "総務課"},
	 1,
	 NULL,
	 "端末 k-09 は登録されていません。kenshu kiosk list で名前を確かめてください。\n"},
	{ks_tools_kiosk,
	 {"units", "k-01"},
	 0,
	 "端末 k-01 には、すべての職員の暗証番号を送ります。\n",
	 NULL},
	{ks_tools_kiosk,
	 {"list"},
	 0,
	 "端末  この端末（件）  センター（件）  最後の通信  気づいたこと\n"
	 "----  --------------  --------------  ----------  ------------\n"
	 "k-01               0               0\n"
	 "注意: バックアップは、まだありません。kenshu backup で取ってください。\n",
	 NULL},
	{ks_tools_kiosk,
	 {"units", "k-01", "--unit", "会計課"},
	 0,
	 "端末 k-01 には、会計課 の職員の暗証番号を送ります。\n",
	 NULL},
	{ks_tools_kiosk,
	 {"units", "k-01", "--unit", ""},
	 2,
	 NULL,
	 "kenshu kiosk units: オプションの値がありません: --unit\n"
	 "使い方: kenshu kiosk units --state DIR [オプション] NAME\n"},
	{ks_tools_kiosk,
	 {"confirm", "k-01", "--key", "AAAA-BBBB-CCCC-DDDD"},
	 1,
	 NULL,
	 "端末 k-01 は登録されていないか、まだ通信していません。\n"},
	{ks_tools_kiosk,
	 {"confirm", "k-09", "--key", "AAAA-BBBB-CCCC-DDDD"},
	 1,
	 NULL,
	 "端末 k-09 は登録されていないか、まだ通信していません。\n"},
	{ks_tools_kiosk,
	 {"confirm", "k-01", "--key", "AB"},
	 1,
	 NULL,
	 "端末 k-01 は登録されていないか、まだ通信していません。\n"},
	{ks_tools_kiosk,
	 {"rotate", "k-01", "--out", "@/c1"},
	 0,
	 "端末 k-01 の新しい秘密を作りました。端末が新しい認証情報で初めて通信したときに、前の秘密は使えなくなります。\n"
	 "認証情報を @/c1 に書きました。使う機械に移したら、このファイルは消してください。\n",
	 NULL},
	{ks_tools_kiosk,
	 {"rotate", "k-01", "--out", "@/c2"},
	 0,
	 "端末 k-01 の新しい秘密を作りました。端末が新しい認証情報で初めて通信したときに、前の秘密は使えなくなります。\n"
	 "認証情報を @/c2 に書きました。使う機械に移したら、このファイルは消してください。\n",
	 NULL},
	{ks_tools_kiosk,
	 {"rotate", "k-09", "--out", "@/c3"},
	 1,
	 NULL,
	 "端末 k-09 は登録されていません。kenshu kiosk list で名前を確かめてください。\n"},
	{ks_tools_kiosk,
	 {"list"},
	 0,
	 "端末  この端末（件）  センター（件）  最後の通信  気づいたこと\n"
	 "----  --------------  --------------  ----------  -----------------------------------------------------------------------------------\n"
	 "k-01               0               0              新しい認証情報を、まだ使っていません。暗証番号を送るのは 1 つの所属の職員だけです。\n"
	 "注意: バックアップは、まだありません。kenshu backup で取ってください。\n",
	 NULL},
	{ks_tools_kiosk,
	 {"settle", "--reason", "見た", "--kiosk", "k-01"},
	 1,
	 NULL,
	 "端末 k-01 に、確認を待っていることはありません。\n"},
	{ks_tools_kiosk,
	 {"settle", "--reason", "見た", "--kiosk", "k-09"},
	 1,
	 NULL,
	 "端末 k-09 に、確認を待っていることはありません。\n"},
	{ks_tools_kiosk,
	 {"settle", "--reason", "見た"},
	 1,
	 NULL,
	 "error: store: open failed: conflict\n"
	 "状態フォルダー @/C はセンター（kenshu-collector）のものです。別のフォルダーを --state で指定してください。\n"},
	{ks_tools_kiosk,
	 {"revoke", "k-01"},
	 0,
	 "端末 k-01 の認証情報を取り消しました。届いた記録は残ります。端末の中の記録も残り、kenshu kiosk add k-01 で新しい認証情報を渡すと、続きから届きます。\n",
	 NULL},
	{ks_tools_kiosk,
	 {"revoke", "k-09"},
	 1,
	 NULL,
	 "端末 k-09 は登録されていません。kenshu kiosk list で名前を確かめてください。\n"},
	{ks_tools_kiosk,
	 {"list"},
	 0,
	 "端末  この端末（件）  センター（件）  最後の通信  気づいたこと\n"
	 "----  --------------  --------------  ----------  -----------------------------------------------------------------------\n"
	 "k-01               0               0              認証情報を取り消しました。暗証番号を送るのは 1 つの所属の職員だけです。\n"
	 "注意: バックアップは、まだありません。kenshu backup で取ってください。\n",
	 NULL},
	{ks_tools_kiosk,
	 {"resend"},
	 2,
	 NULL,
	 "センターの記録のフォルダーです。どの端末かを --kiosk で選んでください。\n"},
};
static const struct said_step at_kiosk[] = {
	{ks_tools_kiosk, {"resend", "--state", "@/E"}, 0, "取り置いている記録はありません。\n", NULL},
	{ks_tools_kiosk,
	 {"resend", "--state", "@/none"},
	 1,
	 NULL,
	 "error: store: open failed: not-found\n"
	 "error: store: open failed: not-found\n"
	 "状態フォルダー @/none に記録がありません。--state の指定を確かめてください。\n"},
	{ks_tools_kiosk,
	 {"settle", "--reason", "見た", "--state", "@/E"},
	 0,
	 "確認を待っている記録の損傷はありません。\n",
	 NULL},
	{ks_tools_kiosk,
	 {"settle", "--reason", "見た", "--state", "@/none"},
	 1,
	 NULL,
	 "error: store: open failed: not-found\n"
	 "error: store: open failed: not-found\n"
	 "状態フォルダー @/none に記録がありません。--state の指定を確かめてください。\n"},
	{ks_tools_kiosk,
	 {"settle", "--reason", "", "--state", "@/E"},
	 2,
	 NULL,
	 "--reason には、確かめたことと、したことを、改行のない文で書いてください（およそ 130字まで）。\n"},
	{ks_tools_kiosk, {"key", "--state", "@/E"}, 0, "*\n", NULL},
	{ks_tools_kiosk, {"key", "--state", "@/new"}, 0, "*\n", NULL},
	{ks_tools_kiosk,
	 {"key", "--state", "@/file"},
	 1,
	 NULL,
	 "error: store: open failed: io\n"
	 "状態フォルダー @/file に書き込めません（フォルダーではなく、同じ名前のファイルがあります）。場所と権限、ディスクの空きを確かめてください。\n"},
	{ks_tools_kiosk,
	 {"list", "--state", "@/E"},
	 0,
	 "端末  この端末（件）  センター（件）  最後の通信  気づいたこと\n"
	 "----  --------------  --------------  ----------  ------------\n"
	 "登録した端末はありません。\n",
	 NULL},
	{ks_tools_kiosk,
	 {"list", "--state", "@/none"},
	 1,
	 NULL,
	 "error: store: open failed: not-found\n"
	 "状態フォルダー @/none に記録がありません。--state の指定を確かめてください。\n"},
	{ks_tools_kiosk,
	 {"nothing", SAID_STATELESS},
	 2,
	 NULL,
	 "kenshu kiosk: 「nothing」という命令はありません。\n"
	 "使い方: kenshu kiosk 命令 …\n"
	 "\n"
	 "  invite   端末の画面で一度だけ入れる、登録コードを作ります\n"
	 "  enrol    登録コードで、この端末の認証情報を作ります\n"
	 "  add      端末を登録し、認証情報を書き出します\n"
	 "  key      端末で: この端末の鍵の印を示します\n"
	 "  units    暗証番号を送る所属を決めます\n"
	 "  confirm  端末の鍵を、人事が確かめたことにします\n"
	 "  rotate   端末の秘密を新しくします\n"
	 "  revoke   端末の認証情報を取り消します\n"
	 "  adopt    古いフォルダーにある記録を、センターに入れます\n"
	 "  resend   受け取られなかった記録を、もう一度送らせます\n"
	 "  settle   記録が壊れて直されたことを、係員が確認済みにします\n"
	 "  list     登録した端末と、届いた記録の件数を示します\n"
	 "\n"
	 "詳しい使い方は「kenshu kiosk 命令 --help」で見られます。\n"},
	{ks_tools_kiosk,
	 {SAID_STATELESS},
	 2,
	 NULL,
	 "kenshu kiosk: 命令を書いてください。\n"
	 "使い方: kenshu kiosk 命令 …\n"
	 "\n"
	 "  invite   端末の画面で一度だけ入れる、登録コードを作ります\n"
	 "  enrol    登録コードで、この端末の認証情報を作ります\n"
	 "  add      端末を登録し、認証情報を書き出します\n"
	 "  key      端末で: この端末の鍵の印を示します\n"
	 "  units    暗証番号を送る所属を決めます\n"
	 "  confirm  端末の鍵を、人事が確かめたことにします\n"
	 "  rotate   端末の秘密を新しくします\n"
	 "  revoke   端末の認証情報を取り消します\n"
	 "  adopt    古いフォルダーにある記録を、センターに入れます\n"
	 "  resend   受け取られなかった記録を、もう一度送らせます\n"
	 "  settle   記録が壊れて直されたことを、係員が確認済みにします\n"
	 "  list     登録した端末と、届いた記録の件数を示します\n"
	 "\n"
	 "詳しい使い方は「kenshu kiosk 命令 --help」で見られます。\n"},
};

static void a_code_is_for_a_name_some_hours_and_units_that_are_there(void **state)
{
	said_take(&import, *state);
	SAID_RUN(invited, *state);
}

static void a_name_is_looked_after_until_it_is_revoked(void **state)
{
	said_take(&import, *state);
	SAID_RUN(looked_after, *state);
}

static void at_a_kiosk_its_own_folder_answers(void **state)
{
	SAID_RUN(at_kiosk, *state);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_code_is_for_a_name_some_hours_and_units_that_are_there),
		TEST(a_name_is_looked_after_until_it_is_revoked),
		TEST(at_a_kiosk_its_own_folder_answers),
	};

	return ks_test_run(tests);
}
