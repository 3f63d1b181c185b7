/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/shelf.h"
#include "record/db.h"
#include "record/parcel.h"
#include "said.h"
#include "stick.h"
#include "support/centre_sample.h"
#include "support/test.h"
#include "tools/tools.h"

/* `kenshu courier …` as it is typed at a kiosk and at the centre: the kiosk is @/K, the centre @/C, the stick @/S. */

static const struct said_step at_first[] = {
	{ks_tools_kiosk, {"add", "k-01", "--out", "@/c1"}, 0, "*", NULL},
	{ks_tools_courier,
	 {"export", "@/S", AT_KIOSK},
	 1,
	 NULL,
	 "@/S: どのセンターあてか分かりません。センターの kenshu courier key の鍵を、--key で示してください。記録は端末に残っています。\n"},
	{ks_tools_courier,
	 {"export", "@/S", "--state", "@/none"},
	 1,
	 NULL,
	 "error: store: open failed: not-found\n"
	 "状態フォルダー @/none に記録がありません。--state の指定を確かめてください。\n"},
	{ks_tools_courier,
	 {"export", "@/S", "--state", "@/C"},
	 1,
	 NULL,
	 "error: store: open failed: conflict\n"
	 "状態フォルダー @/C はセンター（kenshu-collector）のものです。別のフォルダーを --state で指定してください。\n"},
	{ks_tools_courier,
	 {"export", "@/S", AT_KIOSK, "--key", "@/none"},
	 1,
	 NULL,
	 "@/none: 読めません。場所を確かめてください。\n"},
	{ks_tools_courier,
	 {"export", "@/S", AT_KIOSK, "--key", "@/no-key"},
	 1,
	 NULL,
	 "@/S: --key のファイルは、センターの kenshu courier key の鍵ではありません。記録は端末に残っています。\n"},
	{ks_tools_courier,
	 {"export", "@/S", AT_KIOSK, "--credentials", "@/no-key"},
	 1,
	 NULL,
	 "@/no-key: 「端末名:秘密」の形ではありません。\n"},
	{ks_tools_courier,
	 {"export", "@/S", AT_KIOSK, "--credentials", "@/none"},
	 1,
	 NULL,
	 "@/none: 読めません。場所を確かめてください。\n"},
	{ks_tools_courier,
	 {"export", "@/S", AT_KIOSK, "--content", "@/none"},
	 1,
	 NULL,
	 "@/none: 誤り: 教材のフォルダーがありません。\n"},
	{ks_tools_courier,
	 {"receipt", "@/S", AT_KIOSK},
	 1,
	 NULL,
	 "@/S: どのセンターあてか分かりません。センターの kenshu courier key の鍵を、--key で示してください。記録は端末に残っています。\n"},
	{ks_tools_courier,
	 {"receipt", "@/S", "--state", "@/none"},
	 1,
	 NULL,
	 "error: store: open failed: not-found\n"
	 "状態フォルダー @/none に記録がありません。--state の指定を確かめてください。\n"},
	{ks_tools_courier,
	 {"import", "@/S"},
	 1,
	 NULL,
	 "@/S: 端末の記録がありません。USBメモリーの場所を確かめてください。\n"},
	{ks_tools_courier,
	 {"key", "x"},
	 2,
	 NULL,
	 "kenshu courier key: 余分な指定があります: x\n"
	 "使い方: kenshu courier key --state DIR\n"},
	{ks_tools_courier,
	 {"export"},
	 2,
	 NULL,
	 "kenshu courier export: 指定が足りません: フォルダー\n"
	 "使い方: kenshu courier export --state DIR [オプション] フォルダー\n"},
	{ks_tools_courier,
	 {"import", "@/S", "@/S"},
	 2,
	 NULL,
	 "kenshu courier import: 余分な指定があります: @/S\n"
	 "使い方: kenshu courier import --state DIR フォルダー\n"},
	{ks_tools_courier,
	 {"receipt"},
	 2,
	 NULL,
	 "kenshu courier receipt: 指定が足りません: フォルダー\n"
	 "使い方: kenshu courier receipt --state DIR フォルダー\n"},
	{ks_tools_courier,
	 {"--help", SAID_STATELESS},
	 0,
	 "ネットワークのない端末の記録を、USBメモリーで運びます。\n"
	 "\n"
	 "使い方: kenshu courier 命令 …\n"
	 "\n"
	 "  key      センターの鍵を示します（センター）\n"
	 "  export   記録をUSBメモリーに書きます（端末）\n"
	 "  import   届いた記録を取り込み、受領書を書きます（センター）\n"
	 "  receipt  戻った受領書と名簿を読み込みます（端末）\n"
	 "\n"
	 "詳しい使い方は「kenshu courier 命令 --help」で見られます。\n",
	 NULL},
};
static const struct said_step there_and_back[] = {
	{ks_tools_courier,
	 {"export", "@/no-key/S", AT_KIOSK, "--key", "@/key"},
	 1,
	 NULL,
	 "@/no-key/S: USBメモリーに書けません。差し込みを確かめて、もう一度実行してください。記録は端末に残っています。\n"},
	{ks_tools_courier,
	 {"export", "@/S", AT_KIOSK, "--key", "@/key", "--credentials", "@/c1", "--content", "content"},
	 0,
	 "発送：記録 3件を @/S/k-01-3.kenshu-records に書きました。受領書が戻るまで、端末では未送信のままです。\n",
	 NULL},
	{ks_tools_courier,
	 {"receipt", "@/S", AT_KIOSK},
	 1,
	 NULL,
	 "@/S: この端末あての受領書がありません。センターの kenshu courier import のあとで実行してください。\n"},
	{ks_tools_courier,
	 {"import", "@/S"},
	 0,
	 "k-01-3.kenshu-records: 端末 k-01 の記録 3件がセンターにあります。受領書を書きました。\n",
	 NULL},
	{ks_tools_courier,
	 {"import", "@/S"},
	 0,
	 "k-01-3.kenshu-records: 端末 k-01 の記録 3件がセンターにあります。受領書を書きました。\n",
	 NULL},
	{ks_tools_courier,
	 {"receipt", "@/S", AT_KIOSK},
	 0,
	 "受領：新たに 3件が、センターに届いたと確かめられました。\n"
	 "名簿と集合研修を、* のものにしました。\n",
	 NULL},
	{ks_tools_courier,
	 {"receipt", "@/S", AT_KIOSK},
	 0,
	 "受領：新たに 0件が、センターに届いたと確かめられました。\n",
	 NULL},
	{ks_tools_courier,
	 {"export", "@/S", AT_KIOSK},
	 0,
	 "名簿を求めるファイル @/S/k-01-0.kenshu-records を書きました。記録はまだありません。\n",
	 NULL},
};
/* What the centre offers goes along once; a kiosk that was told no key of the publisher's leaves it. */
static const struct said_step with_content[] = {
	{ks_tools_content, {"key", "--out", "@/sign", SAID_STATELESS}, 0, "*", NULL},
	{ks_tools_content,
	 {"publish", "content", "--out", "@/r3", "--key", "@/sign", "--counter", "3", SAID_STATELESS},
	 0,
	 "*",
	 NULL},
	{ks_tools_content, {"offer", "@/r3"}, 0, "*", NULL},
	{ks_tools_courier,
	 {"import", "@/S"},
	 0,
	 "k-01-3.kenshu-records: *受領書を書きました。\n"
	 "教材の版 3 も書きました。\n",
	 NULL},
	{ks_tools_courier, {"import", "@/S"}, 0, "k-01-3.kenshu-records: *受領書を書きました。\n", NULL},
	{ks_tools_courier,
	 {"receipt", "@/S", AT_KIOSK},
	 0,
	 "受領：新たに 3件が、センターに届いたと確かめられました。\n*",
	 "*"},
};
/* A folder in which no kiosk ever ran, and one that runs without a name. */
static const struct said_step by_others[] = {
	{ks_tools_courier,
	 {"export", "@/S", "--state", "@/E"},
	 1,
	 NULL,
	 "@/E: 端末がまだ一度も動いていません。\n"},
	{ks_tools_courier,
	 {"export", "@/S", "--state", "@/L", "--key", "@/key"},
	 2,
	 NULL,
	 "この端末には、まだ名前がありません。センターで kenshu kiosk add が作った認証情報を、--credentials で示してください。\n"},
	{ks_tools_courier,
	 {"receipt", "@/S", "--state", "@/E"},
	 1,
	 NULL,
	 "@/E: 端末がまだ一度も動いていません。\n"},
	{ks_tools_courier,
	 {"export", "@/S", AT_KIOSK},
	 75,
	 NULL,
	 "状態フォルダー @/K は、ほかのプログラム（kenshu-kiosk など）が使っています。終わらせてから、もう一度実行してください。\n"},
};
static const struct said_step with_damage[] = {
	{ks_tools_courier,
	 {"import", "@/S"},
	 1,
	 "k-01-3.kenshu-records: 端末 k-01 の記録 3件がセンターにあります。受領書を書きました。\n",
	 "k-02-1.kenshu-records: 途中で切れているか、このセンターあてではありません。端末で、もう一度書き出してください。\n"},
	{ks_tools_courier,
	 {"receipt", "@/S", AT_KIOSK},
	 0,
	 "ほかの端末あてのファイルが 2個あります。その端末で読み込んでください。\n"
	 "受領：新たに 3件が、センターに届いたと確かめられました。\n"
	 "名簿と集合研修を、*年*月*日 *:* のものにしました。\n",
	 "途中で切れているか、このセンターのものではないファイルが 1個ありました。読んでいません。"
	 "センターで、もう一度書き出してください。\n"},
	{ks_tools_courier,
	 {"export", "@/S", AT_KIOSK, "--key", "@/other"},
	 1,
	 NULL,
	 "@/S: 前とちがうセンターの鍵です。センターの鍵を確かめてください。記録は端末に残っています。\n"},
};

static void what_is_missing_is_told_and_nothing_is_written(void **state)
{
	free(ks_test_write(*state, "no-key", "no key\n"));
	SAID_RUN(at_first, *state);
}

/* Which courses the kiosk runs came with its records. */
static void expect_plans(const char *folder)
{
	char *path = ks_path_join(folder, "C"), *why = NULL;
	struct ks_store *store;
	int64_t n = 0;

	assert_int_equal(ks_store_open(path, KS_ROLE_COLLECTOR, KS_ACCESS_READ, &store, &why), KS_OK);
	assert_int_equal(
		ks_db_number(store, &n, "SELECT count(*) FROM plan WHERE kiosk = 'k-01'", ""), KS_OK);
	assert_true(n > 0);
	ks_store_close(store);
	free(path);
}

static void records_go_by_stick_and_the_receipt_comes_back(void **state)
{
	free(ks_test_write(*state, "no-key", "no key\n"));
	said_take(&at_first[0], *state);
	stick_write_key(*state, "C", "key");
	SAID_RUN(there_and_back, *state);
	expect_plans(*state);
}

static void content_goes_along_on_the_stick(void **state)
{
	char *stick = ks_path_join(*state, "S"), **names = NULL;
	size_t n = 0;

	said_take(&at_first[0], *state);
	stick_write_key(*state, "C", "key");
	said_take(&there_and_back[1], *state);
	SAID_RUN(with_content, *state);
	assert_int_equal(ks_folder_list(stick, KS_SHELF_SUFFIX, &names, &n), KS_OK);
	assert_int_equal(n, 1);
	assert_memory_equal(names[0], "3-", 2);
	ks_folder_list_finish(names, n);
	free(stick);
}

/* A kiosk's folder @name, held by a kiosk of that name; NULL: in which none ran. */
static void make_folder(const char *folder, const char *name, const char *kiosk)
{
	struct ks_clock clock = ks_clock_fake(KS_TEST_WALL_MS);
	char *path = ks_path_join(folder, name), *why = NULL;
	struct ks_ledger *ledger = NULL;
	struct ks_store *store;

	assert_int_equal(ks_store_open(path, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &store, &why), KS_OK);
	if (kiosk)
		assert_int_equal(ks_ledger_open(store, &clock, kiosk, &ledger), KS_OK);
	ks_ledger_close(ledger);
	ks_store_close(store);
	free(path);
}

static void only_a_kiosk_that_ran_under_a_name_sends(void **state)
{
	char *busy = ks_path_join(*state, "K"), *why = NULL;
	struct ks_store *store;

	said_take(&at_first[0], *state);
	stick_write_key(*state, "C", "key");
	make_folder(*state, "E", NULL);
	make_folder(*state, "L", "k-local");
	assert_int_equal(ks_store_open(busy, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &store, &why), KS_OK);
	SAID_RUN(by_others, *state);
	ks_store_close(store);
	free(busy);
}

static void what_is_torn_or_foreign_is_not_read(void **state)
{
	char *stick = ks_path_join(*state, "S"), *text;

	said_take(&at_first[0], *state);
	stick_write_key(*state, "C", "key");
	stick_write_key(*state, "C2", "other");
	said_take(&there_and_back[1], *state);
	said_take(&there_and_back[3], *state);
	free(ks_test_write(stick, "k-02-1" KS_PARCEL_RECORDS, "torn"));
	free(ks_test_write(stick, "k-01-9" KS_PARCEL_RECEIPT, "torn"));
	free(ks_test_write(stick, "k-01-2" KS_PARCEL_PEOPLE, "another door's"));
	free(ks_test_write(stick, "k-04-9" KS_PARCEL_RECEIPT, "another door's"));
	SAID_RUN(with_damage, *state);
	text = ks_path_join(stick, "k-02-1" KS_PARCEL_RECEIPT);
	assert_false(ks_file_exists(text));
	free(text);
	free(stick);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, stick_setup, stick_teardown)
	const struct CMUnitTest tests[] = {
		TEST(what_is_missing_is_told_and_nothing_is_written),
		TEST(records_go_by_stick_and_the_receipt_comes_back),
		TEST(content_goes_along_on_the_stick),
		TEST(only_a_kiosk_that_ran_under_a_name_sends),
		TEST(what_is_torn_or_foreign_is_not_read),
	};

	return ks_test_run(tests);
}
