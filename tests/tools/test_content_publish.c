/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/mem.h"
#include "content/sign.h"
#include "said.h"
#include "support/content_copy.h"
#include "support/test.h"
#include "tools/tools.h"

/* From a folder to the kiosks: publish, sign, offer, and what changed between two revisions. */

static int setup(void **state)
{
	*state = ks_test_folder();
	return 0;
}

static int teardown(void **state)
{
	ks_test_folder_finish(*state);
	return 0;
}

static const struct said_step unsigned_ones[] = {
	{ks_tools_content,
	 {"publish", "content", "--out", "@/r1", SAID_STATELESS},
	 0,
	 "版 1 として公開しました: @/r1\n"
	 "ダイジェスト: *\n",
	 NULL},
	{ks_tools_content,
	 {"publish", "content", "--out", "@/r1", SAID_STATELESS},
	 0,
	 "@/r1 は、この内容の版 1 です。変わったところはありません。\n",
	 NULL},
	{ks_tools_content,
	 {"publish", "@/T", "--out", "@/r1", SAID_STATELESS},
	 1,
	 NULL,
	 "@/r1 はすでにあります。公開した版は書き換えません。別の名前にしてください。\n"},
	{ks_tools_content,
	 {"publish", "@/T", "--out", "@/r2", SAID_STATELESS},
	 0,
	 "版 2 として公開しました: @/r2\n"
	 "ダイジェスト: *\n",
	 NULL},
	{ks_tools_content,
	 {"publish", "content", "--out", "@/again", SAID_STATELESS},
	 0,
	 "版 1 として公開しました: @/again\n"
	 "ダイジェスト: *\n",
	 NULL},
	{ks_tools_content,
	 {"publish", "@/r1", "--out", "@/r3", SAID_STATELESS},
	 2,
	 NULL,
	 "@/r1 はフォルダーではありません。\n"},
	{ks_tools_content,
	 {"publish", "@/none", "--out", "@/r3", SAID_STATELESS},
	 1,
	 NULL,
	 "誤りがあるため、公開しませんでした。直してから、もう一度実行してください。\n"
	 "@/none: 誤り: 教材のフォルダーがありません。\n"},
	{ks_tools_content,
	 {"publish", "content", "--out", "@/none/r3", SAID_STATELESS},
	 1,
	 NULL,
	 "@/none/r3 を書けません（not-found）。場所と空き容量を確かめてください。\n"},
	{ks_tools_content,
	 {"changes", "@/r1", "@/r2", SAID_STATELESS},
	 0,
	 "# 去年から変わったこと\n"
	 "\n"
	 "## *\n"
	 "\n"
	 "- ページ「*」を直しました。\n",
	 NULL},
	{ks_tools_content,
	 {"changes", "@/r1", "@/r2", "--format", "csv", SAID_STATELESS},
	 0,
	 "*種類,変更,科目,番号,題\r\n"
	 "ページ,変更,m1,p*,*\r\n",
	 NULL},
	{ks_tools_content,
	 {"changes", "@/r1", "@/r1", "--format", "csv", SAID_STATELESS},
	 0,
	 "*種類,変更,科目,番号,題\r\n",
	 NULL},
	{ks_tools_content,
	 {"changes", "@/r1", "@/r2", "--format", "json", SAID_STATELESS},
	 2,
	 NULL,
	 "「json」は使えません。--format は markdown・csv のどちらかにしてください。\n"},
	{ks_tools_content,
	 {"changes", "@/none", "@/r2", SAID_STATELESS},
	 1,
	 NULL,
	 "@/none: 誤り: 教材のフォルダーがありません。\n"},
	{ks_tools_content,
	 {"changes", "@/r1", "@/none", SAID_STATELESS},
	 1,
	 NULL,
	 "@/none: 誤り: 教材のフォルダーがありません。\n"},
	{ks_tools_content,
	 {"changes", "@/r1", SAID_STATELESS},
	 2,
	 NULL,
	 "kenshu content changes: 指定が足りません: 前の版 新しい版（ファイルかフォルダー）\n"
	 "使い方: kenshu content changes [オプション] 前の版 新しい版（ファイルかフォルダー）\n"},
};
#define SIGNED "--key", "@/key", "--counter"
static const struct said_step signed_ones[] = {
	{ks_tools_content,
	 {"key", "--out", "@/key", SAID_STATELESS},
	 0,
	 "公開鍵: *\n"
	 "端末の設定ファイルに content_key: 公開鍵 と書きます。@/key は、公開する人だけが持ち、控えを取ってください。\n",
	 NULL},
	{ks_tools_content,
	 {"key", "--out", "@/key", SAID_STATELESS},
	 1,
	 NULL,
	 "@/key はすでにあります。鍵は上書きしません。\n"},
	{ks_tools_content,
	 {"key", "--out", "@/none/key", SAID_STATELESS},
	 1,
	 NULL,
	 "@/none/key を書けません（not-found）。場所と空き容量を確かめてください。\n"},
	{ks_tools_content,
	 {"publish", "content", "--out", "@/s3", "--key", "@/key", SAID_STATELESS},
	 2,
	 NULL,
	 "署名するときは、--key と --counter の両方を指定してください。\n"},
	{ks_tools_content,
	 {"publish", "content", "--out", "@/s3", "--counter", "3", SAID_STATELESS},
	 2,
	 NULL,
	 "署名するときは、--key と --counter の両方を指定してください。\n"},
	{ks_tools_content,
	 {"publish", "content", "--out", "@/s3", "--next-key", "3", SAID_STATELESS},
	 2,
	 NULL,
	 "署名するときは、--key と --counter の両方を指定してください。\n"},
	{ks_tools_content,
	 {"publish", "content", "--out", "@/s3", SIGNED, "0", SAID_STATELESS},
	 2,
	 NULL,
	 "--counter は 1 から 1000000 までの数です。\n"},
	{ks_tools_content,
	 {"publish", "content", "--out", "@/s3", SIGNED, "1000001", SAID_STATELESS},
	 2,
	 NULL,
	 "--counter は 1 から 1000000 までの数です。\n"},
	{ks_tools_content,
	 {"publish", "content", "--out", "@/s3", SIGNED, "4294967299", SAID_STATELESS},
	 2,
	 NULL,
	 "--counter は 1 から 1000000 までの数です。\n"},
	{ks_tools_content,
	 {"publish", "content", "--out", "@/s3", SIGNED, "3x", SAID_STATELESS},
	 2,
	 NULL,
	 "--counter は 1 から 1000000 までの数です。\n"},
	{ks_tools_content,
	 {"publish", "content", "--out", "@/s3", SIGNED, "", SAID_STATELESS},
	 2,
	 NULL,
	 "--counter は 1 から 1000000 までの数です。\n"},
	{ks_tools_content,
	 {"publish", "content", "--out", "@/s3", SIGNED, "3", "--next-key", "abc", SAID_STATELESS},
	 2,
	 NULL,
	 "--next-key は `kenshu content key` が示した公開鍵（64文字）です。\n"},
	{ks_tools_content,
	 {"publish", "content", "--out", "@/s3", "--key", "@/none", "--counter", "3", SAID_STATELESS},
	 1,
	 NULL,
	 "@/none: 誤り: 署名の鍵を読めません。`kenshu content key` で作ったファイルを指定してください。\n"},
	{ks_tools_content,
	 {"publish", "content", "--out", "@/s3", SIGNED, "3", SAID_STATELESS},
	 0,
	 "版 3 として公開しました: @/s3\n"
	 "ダイジェスト: *\n"
	 "署名: *\n",
	 NULL},
	{ks_tools_content,
	 {"publish", "content", "--out", "@/s3", SIGNED, "3", SAID_STATELESS},
	 0,
	 "@/s3 は、この内容の版 3 です。変わったところはありません。\n",
	 NULL},
	{ks_tools_content,
	 {"publish", "content", "--out", "@/s3", SIGNED, "4", SAID_STATELESS},
	 1,
	 NULL,
	 "@/s3 はすでにあります。公開した版は書き換えません。別の名前にしてください。\n"},
	{ks_tools_content,
	 {"publish", "content", "--out", "@/s4", SIGNED, "3", SAID_STATELESS},
	 1,
	 NULL,
	 "@/s4: 誤り: 同じフォルダーに版 3 があります。--counter を 4 以上にしてください。\n"},
	{ks_tools_content,
	 {"publish", "content", "--out", "@/s4", SIGNED, "1000000", SAID_STATELESS},
	 0,
	 "版 1000000 として公開しました: @/s4\n"
	 "ダイジェスト: *\n"
	 "署名: *\n",
	 NULL},
};
static const struct said_step offers[] = {
	{ks_tools_kiosk, {"add", "k-01", "--out", "@/c1"}, 0, "*", NULL},
	{ks_tools_content,
	 {"publish", "content", "--out", "@/u/r1", SAID_STATELESS},
	 0,
	 "版 1 として*",
	 NULL},
	{ks_tools_content,
	 {"offer", "@/u/r1"},
	 1,
	 NULL,
	 "@/u/r1: 誤り: 署名がありません。`kenshu content publish --key` で公開してください。\n"},
	{ks_tools_content,
	 {"offer", "@/s4"},
	 0,
	 "版 1000000 を配ります（* KiB）。端末は次の通信で受け取り、使う人がいない間に切り替えます。どの端末に届いたかは `kenshu kiosk list` で分かります。\n",
	 NULL},
	{ks_tools_content,
	 {"offer", "@/s3"},
	 1,
	 NULL,
	 "@/s3: 誤り: 版 3 は配れません。版 1000000 を配っています。--counter を 1000001 以上にして公開し直してください。\n"
	 "これまでどおり、版 1000000 を配ります。\n"},
	{ks_tools_content,
	 {"offer", "@/none"},
	 1,
	 NULL,
	 "@/none: 誤り: ファイルがありません。\n"
	 "これまでどおり、版 1000000 を配ります。\n"},
	{ks_tools_content,
	 {"offer", "@/s3", "--state", "@/none"},
	 1,
	 NULL,
	 "error: store: open failed: not-found\n"
	 "状態フォルダー @/none に記録がありません。--state の指定を確かめてください。\n"},
	{ks_tools_content,
	 {"offer", "@/s3", "--state", "@/K"},
	 1,
	 NULL,
	 "@/K は端末のフォルダーです。センターのフォルダーを指定してください。\n"},
	{ks_tools_content,
	 {"offer", "--state", "@/K"},
	 2,
	 NULL,
	 "kenshu content offer: 指定が足りません: 版のファイル\n"
	 "使い方: kenshu content offer --state DIR 版のファイル\n"},
};

static const struct said_step again[] = {
	{ks_tools_content,
	 {"publish", "@/T", "--out", "@/w/b", SAID_STATELESS},
	 0,
	 "版 2 として公開しました: *\n",
	 NULL},
	{ks_tools_content,
	 {"publish", "@/T", "--out", "@/w", SAID_STATELESS},
	 1,
	 NULL,
	 "@/w はすでにあります。公開した版は書き換えません。別の名前にしてください。\n"},
	{ks_tools_content, {"show", "@/w/a", "m1-q01", SAID_STATELESS}, 0, "*\n教材: 版 2\n*", NULL},
};

static char *read_bytes(const char *folder, const char *name, size_t *len)
{
	char *path = ks_path_join(folder, name), *bytes = NULL;

	assert_int_equal(ks_file_read(path, (size_t)64 << 20, &bytes, len), KS_OK);
	free(path);
	return bytes;
}

static void copy_file(const char *folder, const char *from, const char *to)
{
	size_t len;
	char *bytes = read_bytes(folder, from, &len), *path = ks_path_join(folder, to);

	assert_int_equal(ks_file_write(path, bytes, len, 0644), KS_OK);
	free(path);
	free(bytes);
}

/* Whoever lost the file publishes it again: it is what kiosks have, byte for byte, whichever of its neighbours is read first. */
static void expect_same_again(const char *folder)
{
	char *shelf = ks_path_join(folder, "w"), *first, *second;
	size_t first_len, second_len;

	assert_int_equal(ks_folder_make(shelf), KS_OK);
	copy_file(folder, "r1", "w/c");
	copy_file(folder, "r2", "w/a");
	SAID_RUN(again, folder);
	first = read_bytes(shelf, "a", &first_len);
	second = read_bytes(shelf, "b", &second_len);
	assert_int_equal(first_len, second_len);
	assert_memory_equal(first, second, first_len);
	free(first);
	free(second);
	free(shelf);
}

static void a_revision_is_published_once_and_told_from_the_next(void **state)
{
	char *other = ks_path_join(*state, "T"),
	     *lesson = ks_path_join(other, "lessons/m1/lesson.md");
	char *path = ks_path_join(*state, "r1"), *text, *longer;
	struct stat st;

	copy_content(other);
	text = ks_test_read(lesson);
	longer = ks_format("%s\nもう一つあります。\n", text);
	assert_int_equal(ks_file_write(lesson, longer, strlen(longer), 0600), KS_OK);
	SAID_RUN(unsigned_ones, *state);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0444);
	expect_same_again(*state);
	free(longer);
	free(text);
	free(path);
	free(lesson);
	free(other);
}

static void make_kiosk(const char *folder)
{
	char *path = ks_path_join(folder, "K"), *published = ks_path_join(folder, "u"), *why = NULL;
	struct ks_store *store;

	assert_int_equal(ks_store_open(path, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &store, &why), KS_OK);
	ks_store_close(store);
	assert_int_equal(ks_folder_make(published), KS_OK);
	free(published);
	free(path);
}

static void a_signed_revision_has_a_number_that_only_rises(void **state)
{
	SAID_RUN(signed_ones, *state);
	make_kiosk(*state);
	SAID_RUN(offers, *state);
}

/* ---- in the auditor's pack ---- */

static const struct said_step packed[] = {
	{ks_tools_kiosk, {"add", "k-01", "--out", "@/c1"}, 0, "*", NULL},
	{ks_tools_content, {"publish", "content", "--out", "@/r1", SAID_STATELESS}, 0, "*", NULL},
	{ks_tools_audit_pack, {"--nendo", "2026", "--out", "@/none.zip"}, 0, "*", NULL},
	{ks_tools_audit_pack,
	 {"--nendo", "2026", "--content", "@/r1", "--out", "@/r1.zip"},
	 0,
	 "書き出すことを、閲覧の記録に残しました。\n@/r1.zip を作りました（* バイト）。kenshu verify @/r1.zip で確かめられます。\n",
	 NULL},
	{ks_tools_audit_pack,
	 {"--nendo", "2026", "--content", "@/none", "--out", "@/n.zip"},
	 1,
	 "*",
	 "教材 @/none を読めません。kenshu content check で確かめてください。\n"},
	{ks_tools_verify,
	 {"@/r1.zip", SAID_STATELESS},
	 0,
	 "*\nどのファイルも作ったときのままで、記録はすべてつながっています。\n",
	 NULL},
};

static long n_files_in(const char *folder, const char *name)
{
	char *path = ks_path_join(folder, name);
	struct said said = said_by(ks_tools_verify, 1, (const char *[]){path});
	long n;

	assert_memory_equal(said.out, "ファイル ", strlen("ファイル "));
	n = strtol(said.out + strlen("ファイル "), NULL, 10);
	said_finish(&said);
	free(path);
	return n;
}

/* What was taught goes into the auditor's pack: as it was published, and as words. */
static void a_revision_that_is_named_is_in_the_pack(void **state)
{
	SAID_RUN(packed, *state);
	assert_true(n_files_in(*state, "r1.zip") > n_files_in(*state, "none.zip"));
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_revision_is_published_once_and_told_from_the_next),
		TEST(a_signed_revision_has_a_number_that_only_rises),
		TEST(a_revision_that_is_named_is_in_the_pack),
	};

	return ks_test_run(tests);
}
