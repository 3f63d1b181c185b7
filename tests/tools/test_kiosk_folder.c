/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "record/incident.h"
#include "said.h"
#include "support/record_sample.h"
#include "support/test.h"
#include "tools/tools.h"

/* What the 係員 types at a kiosk that stands still: is its record whole, what was set aside, what was mended, what can be saved. */

/* A work folder whose C is a kiosk's, with three facts. */
static int setup(void **state)
{
	void *sample_state;
	struct ks_record_sample *s;
	char *folder = ks_test_folder();

	ks_record_sample_setup(&sample_state);
	s = sample_state;
	ks_record_sample_close(s);
	ks_test_folder_finish(s->folder);
	s->folder = ks_path_join(folder, "C");
	ks_record_sample_open(s);
	for (int i = 0; i < 3; i++)
		ks_record_sample_append(s, KS_FACT_INITIALIZED);
	*state = s;
	free(folder);
	return 0;
}

static char *folder_of(const struct ks_record_sample *s)
{
	return ks_strndup(s->folder, strlen(s->folder) - 2);
}

static int teardown(void **state)
{
	struct ks_record_sample *s = *state;
	char *folder = folder_of(s);

	ks_record_sample_close(s);
	free(s->folder);
	free(s);
	ks_test_folder_finish(folder);
	return 0;
}

#define WHOLE "端末 k-01: 3件\n"
#define VERIFIED "3件を確かめました。欠けも書き換えもありません。\n"
#define ASIDE                                                                                                                        \
	"  注意: 送り先に断られ、取り置いている記録が 1件あります。送信済みではありません。\n" \
	"    原因を直してから、端末を止めて kenshu kiosk resend で、もう一度送らせてください。\n"
#define MENDED "記録の控えのファイルが壊れていたため、作り直しました。記録は失われていません。\n"
#define SETTLED "  確認済み（*年*月*日、理由: 電源を確かめた）: " MENDED

static const struct said_step while_whole[] = {
	{ks_tools_verify, {NULL}, 0, WHOLE VERIFIED, NULL},
	{ks_tools_kiosk, {"resend"}, 0, "取り置いている記録はありません。\n", NULL},
	{ks_tools_kiosk,
	 {"settle", "--reason", "見た"},
	 0,
	 "確認を待っている記録の損傷はありません。\n",
	 NULL},
	{ks_tools_salvage,
	 {"--out", "@/N"},
	 0,
	 "救い出した記録: 3件（通し番号 3 まで）、名簿: 0人\n"
	 "欠けはありません。@/N を --state に指定して使えます。\n",
	 "warn: salvage: 3 statements saved, 0 numbers lost, the end is certain\n"},
	{ks_tools_salvage,
	 {"--out", "@/N"},
	 1,
	 NULL,
	 "@/N には、すでに記録があります。上書きしません。ほかのフォルダーを指定してください。\n"},
};

static void a_whole_folder_needs_nothing(void **state)
{
	struct ks_record_sample *s = *state;
	char *folder = folder_of(s);

	ks_record_sample_close(s);
	SAID_RUN(while_whole, folder);
	free(folder);
}

static const struct said_step once_mended[] = {
	{ks_tools_verify,
	 {NULL},
	 0,
	 WHOLE ASIDE
	 "  注意: " MENDED
	 "    確かめてから、端末を止めて kenshu kiosk settle で、確認済みにしてください。\n" VERIFIED,
	 NULL},
	{ks_tools_kiosk,
	 {"settle", "--reason", "一行\n二行"},
	 2,
	 NULL,
	 "--reason には、確かめたことと、したことを、改行のない文で書いてください（およそ 130字まで）。\n"},
	{ks_tools_kiosk, {"settle", "--reason", "電源を確かめた"}, 0, "確認済みにしました: " MENDED, NULL},
	{ks_tools_verify, {NULL}, 0, WHOLE ASIDE SETTLED VERIFIED, NULL},
	{ks_tools_kiosk,
	 {"resend"},
	 0,
	 "1件を、端末が次に動いたとき、もう一度送ります。\n",
	 "warn: ledger: 1 quarantined statements are offered again\n"},
	{ks_tools_verify, {NULL}, 0, WHOLE SETTLED VERIFIED, NULL},
};

static void what_was_mended_and_what_was_set_aside_are_told_until_settled(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_incident incident = {.kind = KS_INCIDENT_TAIL_REMADE, .wall_ms = KS_TEST_WALL_MS};
	char *folder = folder_of(s);

	assert_int_equal(ks_ledger_quarantine(s->ledger, 2, "HTTP 400"), KS_OK);
	assert_int_equal(ks_incident_note(s->store, &incident), KS_OK);
	ks_record_sample_close(s);
	SAID_RUN(once_mended, folder);
	free(folder);
}

/* One bit of a fact that only its hash covers. */
static void spoil(const struct ks_record_sample *s)
{
	static const char beginning[] = "{\"id\":\"";
	char *path = ks_path_join(s->folder, "kenshu.db"), *data, *at;
	size_t len = 0;

	assert_int_equal(ks_file_read(path, (size_t)64 << 20, &data, &len), KS_OK);
	at = memmem(data, len, beginning, strlen(beginning));
	assert_non_null(at);
	at[100] ^= 4;
	assert_int_equal(ks_file_write(path, data, len, 0600), KS_OK);
	free(data);
	free(path);
}

static const struct said_step once_spoiled[] = {
	{ks_tools_verify, {NULL}, 1, WHOLE "*通し番号 *", NULL},
	{ks_tools_salvage,
	 {"--out", "@/N"},
	 0,
	 "救い出した記録: 3件（通し番号 3 まで）、名簿: 0人\n"
	 "欠けはありません。@/N を --state に指定して使えます。\n",
	 "*warn: salvage: 3 statements saved, 0 numbers lost, the end is certain\n"},
};

static void a_flipped_bit_is_named_and_comes_back_from_the_second_copy(void **state)
{
	struct ks_record_sample *s = *state;
	char *folder = folder_of(s);

	ks_record_sample_close(s);
	spoil(s);
	SAID_RUN(once_spoiled, folder);
	free(folder);
}

#define HELD                                                                                                        \
	"状態フォルダー @/C は、ほかのプログラム（kenshu-kiosk など）が使っています。" \
	"終わらせてから、もう一度実行してください。\n"

static const struct said_step while_running[] = {
	{ks_tools_kiosk, {"resend"}, 75, NULL, HELD},
	{ks_tools_kiosk, {"settle", "--reason", "見た"}, 75, NULL, HELD},
	{ks_tools_salvage, {"--out", "@/N"}, 75, NULL, HELD},
	{ks_tools_verify, {NULL}, 75, NULL, HELD},
	{ks_tools_kiosk,
	 {"resend", "--state", "@/none"},
	 1,
	 NULL,
	 "error: store: open failed: not-found\n"
	 "error: store: open failed: not-found\n"
	 "状態フォルダー @/none に記録がありません。--state の指定を確かめてください。\n"},
	{ks_tools_salvage,
	 {"--out", "@/N", "--state", "@/none"},
	 1,
	 NULL,
	 "@/none に端末の記録がありません。--state の指定を確かめてください。\n"},
};

static void while_a_kiosk_runs_its_folder_is_left_alone(void **state)
{
	struct ks_record_sample *s = *state;
	char *folder = folder_of(s), *new = ks_path_join(folder, "N");

	SAID_RUN(while_running, folder);
	assert_false(ks_folder_exists(new));
	free(new);
	free(folder);
}

static const struct said_step set_aside = {
	ks_tools_kiosk,
	{"settle", "--reason", "電源を確かめた"},
	0,
	"確認済みにしました: *\n別に保管したファイル（名前の終わりが .bad-1）は、消さずに残しています。\n",
	NULL};

static void files_that_were_set_aside_are_named(void **state)
{
	struct ks_record_sample *s = *state;
	struct ks_incident incident = {
		.kind = KS_INCIDENT_RESTORED, .wall_ms = KS_TEST_WALL_MS, .aside = "1"};
	char *folder = folder_of(s);

	assert_int_equal(ks_incident_note(s->store, &incident), KS_OK);
	ks_record_sample_close(s);
	said_take(&set_aside, folder);
	free(folder);
}

static const struct said_step uncertain = {
	ks_tools_salvage,
	{"--out", "@/N"},
	1,
	"救い出した記録: 3件（通し番号 3 まで）、名簿: 0人\n"
	"記録の終わりを確かめられないため、同じ番号を二度使わないよう、新しい期として続けます。\n"
	"@/N を --state に指定して使えます。元のフォルダーは書き換えずに保管してください。\n",
	"*"};

/* Nothing is missing of what is there; but of what was behind it nobody can tell. */
static void an_end_that_is_not_certain_is_told(void **state)
{
	struct ks_record_sample *s = *state;
	char *folder = folder_of(s), **names = NULL;
	size_t n = 0;

	ks_record_sample_close(s);
	assert_int_equal(ks_folder_list(s->folder, NULL, &names, &n), KS_OK);
	for (size_t i = 0; i < n; i++) {
		char *path = ks_path_join(s->folder, names[i]);

		if (strcmp(names[i], "kenshu.db") != 0)
			(void)remove(path);
		free(path);
	}
	ks_folder_list_finish(names, n);
	said_take(&uncertain, folder);
	free(folder);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_whole_folder_needs_nothing),
		TEST(a_flipped_bit_is_named_and_comes_back_from_the_second_copy),
		TEST(while_a_kiosk_runs_its_folder_is_left_alone),
		TEST(files_that_were_set_aside_are_named),
		TEST(an_end_that_is_not_certain_is_told),
		TEST(what_was_mended_and_what_was_set_aside_are_told_until_settled),
	};

	return ks_test_run(tests);
}
