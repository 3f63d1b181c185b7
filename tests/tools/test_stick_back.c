/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/shelf.h"
#include "record/db.h"
#include "record/parcel.h"
#include "said.h"
#include "stick.h"
#include "support/test.h"
#include "tools/tools.h"

/* `kenshu courier import` and `receipt`: what comes back to the kiosk by stick, and what does not. */

static const struct said_step registered = {
	ks_tools_kiosk, {"add", "k-01", "--out", "@/c1"}, 0, "*", NULL};
static const struct said_step carried = {ks_tools_courier,
					 {"export", "@/S", AT_KIOSK, "--key", "@/key",
					  "--credentials", "@/c1"},
					 0,
					 "*",
					 NULL};
static const struct said_step taken = {
	ks_tools_courier,
	{"import", "@/S"},
	0,
	"k-01-3.kenshu-records: 端末 k-01 の記録 3件がセンターにあります。受領書を書きました。\n",
	NULL};
static const struct said_step list = {ks_tools_roster, {"import", "@/r.csv"}, 0, "*", NULL};

/* The kiosk's records are at the centre, which has a list of people. */
static void carry(void *state)
{
	free(ks_test_write(
		state, "r.csv",
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n"
		"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,407183\n"));
	said_take(&registered, state);
	said_take(&list, state);
	stick_write_key(state, "C", "key");
	said_take(&carried, state);
	said_take(&taken, state);
}

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

#define DELIVERED(n) "受領：新たに " n "件が、センターに届いたと確かめられました。\n"
#define PEOPLE "名簿と集合研修を、*年*月*日 *:* のものにしました。\n"

static const struct said_step twice[] = {
	{ks_tools_courier, {"receipt", "@/S", AT_KIOSK}, 0, DELIVERED("3") PEOPLE, NULL},
	{ks_tools_courier,
	 {"export", "@/S", AT_KIOSK},
	 0,
	 "発送する記録はありません。すべて受領済みです。\n",
	 NULL},
	{ks_tools_courier,
	 {"receipt", "@/S", AT_KIOSK},
	 0,
	 DELIVERED("0") "名簿は、この端末のほうが新しいので、替えませんでした。\n",
	 NULL},
};

static void an_older_list_is_told_and_not_taken(void **state)
{
	char *file = ks_format("%s/S/k-01" KS_PARCEL_PEOPLE, (char *)*state), *old = NULL;
	size_t len;

	carry(*state);
	assert_int_equal(ks_file_read(file, KS_PARCEL_MAX_BYTES, &old, &len), KS_OK);
	assert_int_equal(said_mode(*state, "S/k-01" KS_PARCEL_PEOPLE), 0644); /* another user reads it */
	said_take(&taken, *state);
	said_take(&twice[0], *state);
	said_take(&twice[1], *state);
	assert_int_equal(ks_file_write(file, old, len, 0644), KS_OK);
	said_take(&twice[2], *state);
	free(old);
	free(file);
}

static const struct said_step refused[] = {
	{ks_tools_courier,
	 {"import", "@/S"},
	 0,
	 "k-01-3.kenshu-records: 端末 k-01 の記録 2件がセンターにあります。受け取れない記録が1件あり、端末に残ります。受領書を書きました。\n",
	 "error: collector: kiosk k-01: the same id was sent with different content\n"},
	{ks_tools_courier,
	 {"receipt", "@/S", AT_KIOSK},
	 0,
	 DELIVERED("2") "センターが受け取らない記録が 1件あります。この端末に、隔離中として残しています。"
			"センターで kenshu verify を実行して確かめてください。もう一度届けるときは kenshu kiosk resend です。\n" PEOPLE,
	 "warn: ledger: statement 3 quarantined\n"},
};

static void what_the_centre_does_not_take_is_told_at_both_ends(void **state)
{
	carry(*state);
	run_at_centre(*state, "DROP TRIGGER received_no_update");
	run_at_centre(*state, "UPDATE received SET hash = zeroblob(32), bytes = CAST(replace("
			      "CAST(body(bytes) AS TEXT), '\"name\":\"s-', '\"name\":\"t-') AS BLOB)"
			      " WHERE id IN (SELECT id FROM received ORDER BY stored DESC LIMIT 1)");
	SAID_RUN(refused, *state);
}

/* ---- something else has the name of what is to be written ---- */

static const struct said_step in_the_way[] = {
	{ks_tools_courier,
	 {"import", "@/S"},
	 1,
	 NULL,
	 "k-01-3.kenshu-records: 記録は取り込みましたが、受領書を書けませんでした（*）。もう一度実行してください。\n"
	 "k-01-3.kenshu-records: 端末 k-01 の記録 3件がセンターにあります。受領書を書きました。\n"},
	{ks_tools_courier,
	 {"import", "@/S"},
	 1,
	 "k-01-3.kenshu-records: *\n",
	 "@/S: 教材を書けませんでした（*）。記録と受領書は済んでいます。空きを作って、もう一度実行してください。\n"},
};

/* A folder in place of the file on the stick, or the file there again. */
static void put_in_the_way(const char *folder, const char *name, bool is_there)
{
	char *path = ks_format("%s/S/%s", folder, name);

	(void)remove(path);
	if (is_there)
		assert_int_equal(ks_folder_make(path), KS_OK);
	free(path);
}

static void what_the_stick_does_not_take_is_told_and_tried_again(void **state)
{
	carry(*state);
	put_in_the_way(*state, "k-01-3" KS_PARCEL_RECEIPT, true);
	said_take(&in_the_way[0], *state);
	put_in_the_way(*state, "k-01-3" KS_PARCEL_RECEIPT, false);
	put_in_the_way(*state, "k-01" KS_PARCEL_PEOPLE, true);
	said_take(&in_the_way[0], *state);
	put_in_the_way(*state, "k-01" KS_PARCEL_PEOPLE, false);
	said_take(&taken, *state);
}

/* ---- content for a kiosk that knows whose it has to be ---- */

#define NO_RECEIPT \
	"@/S: この端末あての受領書がありません。センターの kenshu courier import のあとで実行してください。\n"
static const struct said_step published[] = {
	{ks_tools_content,
	 {"publish", "content", "--out", "@/r3", "--key", "@/sign", "--counter", "3", SAID_STATELESS},
	 0,
	 "*",
	 NULL},
	{ks_tools_content, {"offer", "@/r3"}, 0, "*", NULL},
	{ks_tools_courier, {"import", "@/S"}, 0, "*\n教材の版 3 も書きました。\n", NULL},
};
static const struct said_step content_alone[] = {
	{ks_tools_courier,
	 {"receipt", "@/S", AT_KIOSK},
	 0,
	 NULL,
	 "USBメモリーの教材は使いません。いまの教材のままです。*\n"},
	{ks_tools_courier,
	 {"receipt", "@/S", AT_KIOSK},
	 0,
	 "教材の版 3 を受け取りました。次に起動したときから使います。\n",
	 NULL},
	{ks_tools_courier, {"receipt", "@/S", AT_KIOSK}, 1, NULL, NO_RECEIPT},
};

/* The key that `kenshu content key` makes as @folder/sign is whose content the kiosk takes. Return: malloc'd */
static char *make_publisher(const char *folder)
{
	char *path = ks_path_join(folder, "sign"), *key;
	struct said said = said_by(ks_tools_content, 3, (const char *[]){"key", "--out", path});

	assert_int_equal(said.exit_code, 0);
	assert_memory_equal(said.out, "公開鍵: ", strlen("公開鍵: "));
	key = ks_strndup(said.out + strlen("公開鍵: "), KS_HASH_HEX - 1);
	said_finish(&said);
	free(path);
	return key;
}

static void content_of_the_publisher_is_taken_once(void **state)
{
	char *key = make_publisher(*state), *kiosk = ks_path_join(*state, "K"),
	     *stick = ks_path_join(*state, "S"), **names = NULL;
	const char *keys[] = {key};
	size_t n = 0;

	carry(*state);
	SAID_RUN(published, *state);
	put_in_the_way(*state, "k-01-3" KS_PARCEL_RECEIPT, false);
	put_in_the_way(*state, "k-01" KS_PARCEL_PEOPLE, false);
	said_take(&content_alone[0], *state);
	assert_int_equal(ks_shelf_pin(kiosk, keys, 1), KS_OK);
	said_take(&content_alone[1], *state);
	said_take(&content_alone[2], *state);

	assert_int_equal(ks_folder_list(stick, KS_SHELF_SUFFIX, &names, &n), KS_OK);
	assert_int_equal(n, 1);
	assert_int_equal(said_mode(stick, names[0]), 0644);
	put_in_the_way(*state, names[0], true);
	said_take(&in_the_way[1], *state);
	ks_folder_list_finish(names, n);
	free(stick);
	free(kiosk);
	free(key);
}

/* ---- whose key it was ---- */

/* What stands on the 係員's screen of @folder/K; malloc'd. */
static char *mark_of(const char *folder)
{
	char *kiosk = ks_path_join(folder, "K"), *mark;
	struct said said = said_by(ks_tools_kiosk, 3, (const char *[]){"key", "--state", kiosk});
	const char *at = strchr(said.out, '-');

	assert_int_equal(said.exit_code, 0);
	assert_true(at && at - said.out >= 4);
	mark = ks_strndup(at - 4, 19);
	said_finish(&said);
	free(kiosk);
	return mark;
}

static void a_key_is_confirmed_by_its_mark_alone(void **state)
{
	struct said_step
		wrong = {ks_tools_kiosk,
			 {"confirm", "k-01", "--key", "AAAA-BBBB-CCCC-DDDD"},
			 1,
			 NULL,
			 "端末 k-01 の鍵は、その印の鍵ではありません。*kenshu kiosk revoke k-01 で止めてください。\n"},
		right = {ks_tools_kiosk,
			 {"confirm", "k-01", "--key", NULL},
			 0,
			 "端末 k-01 の鍵を確認済みにしました。\n",
			 NULL},
		none = {ks_tools_kiosk,
			{"settle", "--kiosk", "k-01", "--reason", "見た"},
			1,
			NULL,
			"端末 k-01 に、確認を待っていることはありません。\n"};
	char *mark;

	carry(*state);
	mark = mark_of(*state);
	right.words[3] = mark;
	said_take(&wrong, *state);
	said_take(&right, *state);
	said_take(&none, *state);
	free(mark);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, stick_setup, stick_teardown)
	const struct CMUnitTest tests[] = {
		TEST(an_older_list_is_told_and_not_taken),
		TEST(what_the_centre_does_not_take_is_told_at_both_ends),
		TEST(what_the_stick_does_not_take_is_told_and_tried_again),
		TEST(content_of_the_publisher_is_taken_once),
		TEST(a_key_is_confirmed_by_its_mark_alone),
	};

	return ks_test_run(tests);
}
