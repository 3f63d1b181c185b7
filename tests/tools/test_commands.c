/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "lrs/user.h"
#include "said.h"
#include "support/test.h"
#include "tools/tools.h"

/*
 * What HR types at the centre, one command after the other on one folder: how each ends, and every word it says.
 */

static int setup(void **state)
{
	char *folder = ks_test_folder();

	free(ks_test_write(
		folder, "r.csv",
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n"
		"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,407183\n"
		"000002,見本 二,ミホン ニ,総務課,事務局,本庁,01,2010-04-01,,在職,管理職;端末利用,407184\n"
		"000003,見本 三,ミホン サン,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,407185\n"));
	free(ks_test_write(folder, "pw", "as long as it must be\n"));
	*state = folder;
	return 0;
}

static int teardown(void **state)
{
	ks_test_folder_finish(*state);
	return 0;
}

static const struct said_step import = {
	ks_tools_roster,
	{"import", "@/r.csv"},
	0,
	"名簿を取り込みました。3名（新規 3名、変更 0名、名簿から外れた人 0名）です。\n"
	"  追加 3名: 000001、000002、000003\n",
	NULL};

#define WRITTEN(name) \
	"認証情報を @/" name " に書きました。使う機械に移したら、このファイルは消してください。\n"
#define NOT_LISTED(name) name " は登録されていません。"
#define KIOSK_HEAD                                                                                    \
	"端末  この端末（件）  センター（件）  最後の通信  気づいたこと\n" \
	"----  --------------  --------------  ----------  ------------\n"

#define NO_BACKUP "注意: バックアップは、まだありません。kenshu backup で取ってください。\n"

static const struct said_step registering[] = {
	{ks_tools_kiosk, {"list"}, 0, KIOSK_HEAD "登録した端末はありません。\n" NO_BACKUP, NULL},
	{ks_tools_kiosk,
	 {"add", "k-01", "--out", "@/c1"},
	 0,
	 "端末 k-01 を登録しました。鍵を確かめる（kenshu kiosk confirm）まで、暗証番号は送りません。\n" WRITTEN(
		 "c1"),
	 NULL},
	{ks_tools_kiosk,
	 {"add", "k-01", "--out", "@/c2"},
	 1,
	 NULL,
	 "端末 k-01 は登録済みです。別の名前にしてください。\n"},
	{ks_tools_kiosk,
	 {"add", "k-02", "--out", "@/c1"},
	 1,
	 NULL,
	 "@/c1 は、すでにあります。上書きしません。ほかの名前にするか、先に片付けてください。\n"},
	{ks_tools_kiosk,
	 {"add", "K_2", "--out", "@/c3"},
	 1,
	 NULL,
	 "端末の名前「K_2」は使えません。k-01 のように、英小文字・数字・ハイフンで32字までに"
	 "してください（k-local は使えません）。\n"},
	{ks_tools_kiosk, {"list"}, 0, KIOSK_HEAD "k-01               0               0\n" NO_BACKUP, NULL},
	{ks_tools_kiosk,
	 {"resend", "--kiosk", "k-01"},
	 0,
	 "端末 k-01 に、次に通信したとき、取り置いている記録をもう一度送るよう伝えます。\n",
	 NULL},
	{ks_tools_kiosk,
	 {"resend", "--kiosk", "k-09"},
	 1,
	 NULL,
	 "端末 " NOT_LISTED("k-09") "kenshu kiosk list で名前を確かめてください。\n"},
	{ks_tools_client,
	 {"add", "lms-1", "--out", "@/l1"},
	 0,
	 "lms-1 を登録しました。\n" WRITTEN("l1"),
	 NULL},
	{ks_tools_client,
	 {"add", "lms-2", "--out", "@/l2", "--scope", "none"},
	 1,
	 NULL,
	 "--scope は all、read、write のどれかにしてください。\n"},
	{ks_tools_client,
	 {"count", "lms-1"},
	 0,
	 "lms-1 が送った記録を、これから（これまでのものも）修了などに数えます。\n",
	 NULL},
	{ks_tools_client,
	 {"count", "lms-1", "--off"},
	 0,
	 "lms-1 が送った記録を、修了などに数えません。端末の署名で確かめられる記録は、"
	 "そのまま数えます。\n",
	 NULL},
	{ks_tools_client, {"count", "nobody"}, 1, NULL, NOT_LISTED("nobody") "\n"},
	{ks_tools_void,
	 {"00000000-0000-4000-8000-000000000000", "--reason", "誤り", "--by", "見本",
	  "--approved-by", "手本"},
	 1,
	 NULL,
	 "その利用者はいません。kenshu user list で名前を確かめてください。何も変わっていません。\n"},
	{ks_tools_rebuild, {NULL}, 0, "集計を記録から作り直しました。\n", NULL},
	{ks_tools_rebuild,
	 {"--check"},
	 0,
	 "集計を記録から作り直して比べました。すべて一致しています。\n",
	 NULL},
	{ks_tools_verify,
	 {NULL},
	 0,
	 "端末 k-01: センター 0件（署名はまだ届いていません）、通し番号 0 まで\n"
	 "*0件を確かめました。欠けも書き換えもありません。\n",
	 NULL},
};

static void kiosks_and_clients_are_registered_once(void **state)
{
	char *c1 = ks_path_join(*state, "c1"), *text;

	said_take(&import, *state);
	SAID_RUN(registering, *state);
	text = ks_test_read(c1);
	assert_int_equal(strlen(text), strlen("k-01:") + 43 + 1);
	assert_memory_equal(text, "k-01:", 5);
	free(text);
	free(c1);
	for (int i = 2; i < 4; i++) {
		char *path = ks_format("%s/%c%d", (char *)*state, i == 2 ? 'c' : 'l', 2);

		assert_false(ks_file_exists(path)); /* of what was not registered */
		free(path);
	}
}

#define USER_LINES "-----  ------  ------  -------------------  ----------  --------\n"

static const struct said_step passwords[] = {
	{ks_tools_user, {"list"}, 0, "利用者はいません。kenshu user add で登録してください。\n", NULL},
	{ks_tools_user,
	 {"add", "hr", "--role", "人事"},
	 0,
	 "利用者 hr（人事）を登録しました。\nパスワード: *\n（一度だけ表示します。本人に渡してください。）\n",
	 NULL},
	{ks_tools_user,
	 {"list"},
	 0,
	 "名前  役割  所属  登録日時             認証アプリ  職員番号\n"
	 "----  ----  ----  -------------------  ----------  --------\n"
	 "hr    人事        *-*-* *:*:*\n",
	 NULL},
	{ks_tools_user,
	 {"totp", "hr"},
	 0,
	 "利用者 hr は、パスワードと認証アプリの番号で入ります。\n"
	 "認証アプリに入れる鍵: *\notpauth://totp/kenshu:hr?secret=*&issuer=kenshu\n"
	 "（一度だけ表示します。本人の認証アプリに入れてください。）\n",
	 NULL},
	{ks_tools_user,
	 {"number", "hr", "--number", "000003"},
	 0,
	 "利用者 hr の職員番号を登録しました。\n",
	 NULL},
	{ks_tools_user,
	 {"list"},
	 0,
	 "名前  役割  所属  登録日時             認証アプリ  職員番号\n"
	 "----  ----  ----  -------------------  ----------  --------\n"
	 "hr    人事        *-*-* *:*:*  使う        000003\n",
	 NULL},
	{ks_tools_user,
	 {"number", "hr", "--off"},
	 0,
	 "利用者 hr と職員番号の結びつきをやめました。\n",
	 NULL},
	{ks_tools_user,
	 {"number", "hr", "--off", "--number", "000003"},
	 1,
	 NULL,
	 "--number か --off の、どちらか一つを書いてください。\n"},
	{ks_tools_user,
	 {"number", "hr", "--number", "999999"},
	 1,
	 NULL,
	 "その職員番号の人は、名簿にいません。番号を確かめてください。\n"},
	{ks_tools_user, {"totp", "hr", "--off"}, 0, "利用者 hr は、パスワードだけで入ります。\n", NULL},
	{ks_tools_user,
	 {"password", "hr"},
	 0,
	 "利用者 hr のパスワードを変えました。\nパスワード: *\n（一度だけ表示します。本人に渡してください。）\n",
	 NULL},
	{ks_tools_user,
	 {"password", "hr", "--password-file", "@/pw"},
	 0,
	 "利用者 hr のパスワードを変えました。\n",
	 NULL},
	{ks_tools_user,
	 {"add", "chief", "--role", "所属長", "--unit", "総務課", "--password-file", "@/pw"},
	 0,
	 "利用者 chief（所属長 総務課）を登録しました。\n",
	 NULL},
	{ks_tools_user,
	 {"add", "chief", "--role", "所属長", "--unit", "総務課", "--password-file", "@/no"},
	 1,
	 NULL,
	 "@/no を読めません。パスワードだけを一行で書いたファイルを指定してください。\n"},
	{ks_tools_user,
	 {"add", "x", "--role", "王様"},
	 1,
	 NULL,
	 "役割は 人事・研修担当・所属長・監査・IT のどれかにしてください。\n"},
	{ks_tools_user,
	 {"password", "nobody"},
	 1,
	 NULL,
	 "利用者 nobody はいません。kenshu user list で名前を確かめてください。\n"},
	{ks_tools_user,
	 {"list"},
	 0,
	 "名前   役割    所属    登録日時             認証アプリ  職員番号\n" USER_LINES
	 "chief  所属長  総務課  *\nhr     人事            *\n",
	 NULL},
	{ks_tools_user,
	 {"remove", "hr"},
	 0,
	 "利用者 hr を消しました。この名前は、もう使えません。\n",
	 NULL},
	{ks_tools_user,
	 {"remove", "hr"},
	 1,
	 NULL,
	 "利用者 hr はいません。kenshu user list で名前を確かめてください。\n"},
};

static void a_password_is_shown_once_or_comes_from_a_file(void **state)
{
	char *path = ks_path_join(*state, "C"), *why = NULL;
	struct ks_store *store;
	struct ks_user user;

	said_take(&import, *state);
	SAID_RUN(passwords, *state);
	assert_int_equal(ks_store_open(path, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, &store, &why),
			 KS_OK);
	assert_int_equal(ks_user_check(store, "chief", "as long as it must be", &user), KS_OK);
	ks_store_close(store);
	free(path);
}

static const struct said_step lists[] = {
	{ks_tools_gathering,
	 {"list"},
	 0,
	 "番号  日付  時間  集合研修  場所  科目  対象  備考\n"
	 "----  ----  ----  --------  ----  ----  ----  ----\n"
	 "登録した集合研修はありません。\n",
	 NULL},
	{ks_tools_gathering,
	 {"add", "--title", "秋の研修", "--date", "2026-10-01", "--from", "09:00", "--to", "10:30",
	  "--place", "会議室"},
	 0,
	 "集合研修 2026-10-01-1「秋の研修」（令和8年10月1日（木））を登録しました。\n",
	 NULL},
	{ks_tools_gathering,
	 {"add", "--title", "秋の研修", "--date", "2026-13-01", "--from", "09:00", "--to", "10:30"},
	 1,
	 NULL,
	 "日付（--date）は 2026-11-24 の形で書いてください。\n"},
	{ks_tools_gathering,
	 {"list"},
	 0,
	 "番号          日付        時間         集合研修  場所    科目  対象  備考\n"
	 "------------  ----------  -----------  --------  ------  ----  ----  ----\n"
	 "2026-10-01-1  2026-10-01  09:00–10:30  秋の研修  会議室*\n",
	 NULL},
	{ks_tools_exempt, {"list"}, 0, "番号*\n*\n", NULL},
	{ks_tools_pin, {"slips", "--out", "@/slips.pdf"}, 1, NULL, "暗証番号のない人はいません。*\n"},
	{ks_tools_pin,
	 {"slips", "--all", "--out", "@/slips.pdf"},
	 0,
	 "3名の暗証番号を作りました。*\n",
	 NULL},
	{ks_tools_pin, {"slips", "--all", "--out", "@/slips.pdf"}, 1, NULL, "*: もうあります。*\n"},
	{ks_tools_pin,
	 {"slips", "--list", "content/roster.sample.csv", "--out", "@/list.pdf"},
	 2,
	 NULL,
	 "--state か --list の、*\n"},
	{ks_tools_card,
	 {"bind", "000001", "--id", "01:12:04:7A:B0:55:3F:21"},
	 0,
	 "職員番号 000001 に、職員証を結び付けました。*\n",
	 NULL},
	{ks_tools_card, {"bind", "000001", "--id", "3F21"}, 1, NULL, "カードの番号（--id）は*\n"},
	{ks_tools_card,
	 {"bind", "999999", "--id", "0112047AB0553F21"},
	 1,
	 NULL,
	 "職員番号 999999 の人は、名簿に*\n"},
	{ks_tools_card, {"lose", "000001"}, 0, "職員番号 000001 の職員証を、使えなくしました。*\n", NULL},
	{ks_tools_roster,
	 {"list"},
	 0,
	 "\xef\xbb\xbf職員番号,*\r\n000001,見本 一,ミホン イチ,総務課,*\r\n000002,見本 二,*\r\n000003,*\r\n",
	 NULL},
	{ks_tools_roster,
	 {"undo"},
	 0,
	 "最後の取込みを元に戻しました（3名）。\n  前は暗証番号がなかったので、暗証番号を消しました: 3名（*）\n",
	 NULL},
	{ks_tools_roster, {"undo"}, 1, NULL, "元に戻せる取込みがありません。\n"},
	{ks_tools_nendo, {"close", "20x5"}, 2, NULL, "*"},
};

static void lists_go_in_and_out_and_gatherings_are_told(void **state)
{
	said_take(&import, *state);
	SAID_RUN(lists, *state);
}

static const struct said_step left[] = {
	{ks_tools_kiosk, {"list"}, 0, "*", NULL},
	{ks_tools_kiosk,
	 {"add", "k-03", "--out", "@/short"},
	 1,
	 NULL,
	 "端末の秘密の形が違います（32バイトの base64url ではありません）。何も変わっていません。センターと同じ版の kenshu で、もう一度実行してください。\n"},
	{ks_tools_kiosk,
	 {"add", "k-03", "--out", "@/torn"},
	 1,
	 NULL,
	 "@/torn は、すでにあります。上書きしません。ほかの名前にするか、先に片付けてください。\n"},
	{ks_tools_kiosk,
	 {"add", "k-03", "--out", "@/busy"},
	 75,
	 NULL,
	 "@/C は、ほかのプログラム（研修端末など）が使っています。そのプログラムを終えてから、もう一度実行してください。\n"},
	{ks_tools_kiosk, {"add", "k-03", "--out", "@/busy"}, 0, "端末 k-03 を登録しました。*", NULL},
};

/* A file that was there stays whatever comes of it; one that was made stays where no answer came, and then is the one. */
static void credentials_that_may_be_in_use_are_not_taken_away(void **state)
{
	char *path = ks_path_join(*state, "C"), *why = NULL, *text;
	struct ks_store *store;

	said_take(&import, *state);
	free(ks_test_write(*state, "short", "k-03:short\n"));
	free(ks_test_write(*state, "torn", "k-03:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"));
	said_take(&left[0], *state);
	said_take(&left[1], *state);
	said_take(&left[2], *state);
	assert_int_equal(ks_store_open(path, KS_ROLE_ANY, KS_ACCESS_WRITE, &store, &why), KS_OK);
	said_take(&left[3], *state);
	ks_store_close(store);
	said_take(&left[4], *state);
	free(path);
	path = ks_path_join(*state, "short");
	text = ks_test_read(path);
	assert_string_equal(text, "k-03:short\n");
	free(text);
	free(path);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(kiosks_and_clients_are_registered_once),
		TEST(credentials_that_may_be_in_use_are_not_taken_away),
		TEST(a_password_is_shown_once_or_comes_from_a_file),
		TEST(lists_go_in_and_out_and_gatherings_are_told),
	};

	return ks_test_run(tests);
}
