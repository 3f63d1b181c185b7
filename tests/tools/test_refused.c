/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a command says when the machine is in its way: a file where a folder should be, a disk that takes nothing, a list too
 * large, a record that others hold, settings that lead to nobody.
 */
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "report/pack.h"
#include "said.h"
#include "support/record_sample.h"
#include "support/test.h"
#include "sync/http.h"
#include "tools/report_from.h"
#include "tools/tools.h"

#define HEAD \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n"
#define OF(unit) "," unit ",事務局,本庁,01,2010-04-01,,在職,端末利用,407183\n"

static int setup(void **state)
{
	char *folder = ks_test_folder(), *kiosk = ks_path_join(folder, "K"),
	     *sub = ks_path_join(folder, "T/courses"), *why = NULL;
	struct ks_store *store;

	free(ks_test_write(folder, "r.csv",
			   HEAD "000001,見本 一,ミホン イチ" OF(
				   "総務課") "000002,見本 二,ミホン ニ" OF("会計課")));
	free(ks_test_write(
		folder, "gaiji.csv",
		HEAD
		"000001,見本 \xEE\x80\x80,ミホン イチ" OF("総務課") "000002,見本 \xEF\xA3\xBF,ミホン ニ" OF("会計課") "000003,見本 \xF3\xB0\x80\x80,ミホン サン" OF(
			"会計課") "000004,見本 \xEF\xA3\xBF\xEE\x80\x80,ミホン ヨン" OF("会計課")));
	free(ks_test_write(folder, "file", "x\n"));
	assert_int_equal(ks_folder_make(sub), KS_OK);
	free(ks_test_write(
		sub, "annual.yaml",
		"id: annual\ntitle: 年次\nrevision: \"1\"\nnendo: 2196\nopens: 2196-04-01\n"
		"due: 2196-12-25\nlessons:\n  - {id: m1, title: 一, minutes: 5, ready: true}\n"));
	assert_int_equal(ks_store_open(kiosk, KS_ROLE_KIOSK, KS_ACCESS_WRITE, &store, &why), KS_OK);
	ks_store_close(store);
	free(sub);
	free(kiosk);
	*state = folder;
	return 0;
}

static int teardown(void **state)
{
	ks_test_folder_finish(*state);
	return 0;
}

/* ---- what every command says ---- */

static char *failed_with(enum ks_rc rc, int exit_code)
{
	struct ks_test_stream err = ks_test_stream_begin(stderr);
	int code = ks_tools_failed(rc);
	char *text = ks_test_stream_end(&err);

	assert_int_equal(code, exit_code);
	return text;
}

static void a_record_that_others_hold_is_tried_later(void **state)
{
	char *text = failed_with(KS_BUSY, KS_EXIT_TRY_LATER);

	(void)state;
	assert_string_equal(
		text,
		"記録を、ほかのプログラムが使っています。少し待って、もう一度実行してください。\n");
	free(text);
	text = failed_with(KS_IO, KS_EXIT_FAILED);
	assert_string_equal(text, "記録を読めませんでした（io）。\n");
	free(text);
	text = failed_with(KS_DAMAGED, KS_EXIT_FAILED);
	assert_string_equal(text, "記録を読めませんでした（damaged）。\n");
	free(text);
}

static char *print_to(const char *path, const struct ks_buf *out, int exit_code)
{
	struct ks_test_stream err = ks_test_stream_begin(stderr);
	FILE *kept = stdout;
	int code;
	char *text;

	stdout = fopen(path, "w");
	assert_non_null(stdout);
	code = ks_tools_print(out);
	(void)fclose(stdout);
	stdout = kept;
	text = ks_test_stream_end(&err);
	assert_int_equal(code, exit_code);
	return text;
}

static void a_list_that_cannot_be_written_is_no_success(void **state)
{
	struct ks_buf out = {0}, over = {.ceiling = 4};
	char *path = ks_path_join(*state, "out"), *text;

	ks_buf_puts(&out, "一覧\n");
	ks_buf_puts(&over, "一覧\n");
	text = print_to(path, &out, KS_EXIT_DONE);
	assert_string_equal(text, "");
	free(text);
	text = ks_test_read(path);
	assert_string_equal(text, "一覧\n");
	free(text);
	text = print_to("/dev/full", &out, KS_EXIT_FAILED);
	assert_string_equal(text, "一覧を書き出せませんでした。空き容量を確かめてください。\n");
	free(text);
	text = print_to(path, &over, KS_EXIT_FAILED);
	assert_string_equal(text, "一覧が大きすぎて作れませんでした。\n");
	free(text);
	free(path);
	ks_buf_finish(&out);
	ks_buf_finish(&over);
}

static void content_is_what_is_named_or_lies_beside_the_program(void **state)
{
	char *program = ks_program_folder(), *beside = ks_format("%s/../content", program);
	char *kept = getenv("KENSHU_CONTENT") ? ks_strdup(getenv("KENSHU_CONTENT")) : NULL, *found;

	(void)state;
	setenv("KENSHU_CONTENT", "/srv/content", 1);
	found = ks_tools_content_folder();
	assert_string_equal(found, "/srv/content");
	free(found);
	assert_int_equal(ks_folder_make(beside), KS_OK); /* where the tests of that floor lie too */
	setenv("KENSHU_CONTENT", "", 1);
	found = ks_tools_content_folder();
	assert_string_equal(found, beside);
	free(found);
	unsetenv("KENSHU_CONTENT");
	found = ks_tools_content_folder();
	assert_string_equal(found, beside);
	free(found);
	if (kept)
		setenv("KENSHU_CONTENT", kept, 1);
	free(kept);
	free(beside);
	free(program);
}

/* ---- files in the way ---- */

static const struct said_step in_the_way[] = {
	{ks_tools_client,
	 {"add", "lms", "--state", "@/C", "--out", "@/none/c"},
	 1,
	 NULL,
	 "@/none/c を作れません。場所と権限を確かめてください。\n"},
	{ks_tools_client,
	 {"add", "lms", "--state", "@/K", "--out", "@/c"},
	 78,
	 NULL,
	 "error: store: open failed: conflict\n*"},
	{ks_tools_roster,
	 {"import", "@/none.csv"},
	 1,
	 NULL,
	 "@/none.csv がありません。ファイル名を確かめてください。\n"},
	{ks_tools_roster, {"import", "@/T"}, 1, NULL, "@/T を読めません。権限を確かめてください。\n"},
	{ks_tools_roster,
	 {"import", "@/large.csv"},
	 1,
	 NULL,
	 "@/large.csv が大きすぎます。* MiB までにしてください。\n"},
	{ks_tools_roster, {"import", "@/r.csv", "--content", "@/damaged"}, 1, NULL, "@/damaged: 誤り: *"},
	{ks_tools_roster,
	 {"import", "@/r.csv", "--map", "@/none"},
	 1,
	 NULL,
	 "@/none を読めません。ファイル名を確かめてください。\n"},
	{ks_tools_roster,
	 {"import", "@/gaiji.csv", "--dry-run"},
	 0,
	 "*",
	 "@/gaiji.csv:2: 注意: 端末のどの字体にもない文字（U+E000）があります。画面では〓になります。外字は、ほかの端末では別の字になります。\n"
	 "@/gaiji.csv:3: 注意: 端末のどの字体にもない文字（U+F8FF）があります。画面では〓になります。外字は、ほかの端末では別の字になります。\n"
	 "@/gaiji.csv:4: 注意: 端末のどの字体にもない文字（U+F0000）があります。画面では〓になります。外字は、ほかの端末では別の字になります。\n"
	 "@/gaiji.csv:5: 注意: 端末のどの字体にもない文字（U+F8FF）があります。画面では〓になります。外字は、ほかの端末では別の字になります。\n*"},
	{ks_tools_roster, {"import", "@/r.csv"}, 0, "*", NULL},
	{ks_tools_content, {"key", "--out", "@/key", SAID_STATELESS}, 0, "*", NULL},
	{ks_tools_roster,
	 {"publish", "--key", "@/key", "--out", "@/none/list"},
	 1,
	 "2名の名簿です。\n",
	 "@/none/list を書けません（*）。場所と空き容量を確かめてください。\n"},
	{ks_tools_nendo,
	 {"open", "2197", "--from", "2196", "--content", "@/T", SAID_STATELESS},
	 1,
	 NULL,
	 "@/T に書けませんでした（*）。\n"},
	{ks_tools_client, {"add", "lms", "--out", "@/lms"}, 0, "*", NULL}, /* now it is a centre's */
	{ks_tools_kiosk, {"key", "--state", "@/C"}, 1, NULL, "*はセンター（kenshu-collector）のものです。*"},
	{ks_tools_kiosk,
	 {"enrol", "--endpoint", "http://127.0.0.1:1/xAPI", "--code", "ABCD-2345", "--out", "@/o",
	  "--state", "@/C"},
	 1,
	 NULL,
	 "*状態フォルダー @/C はセンター（kenshu-collector）のものです。*"},
	{ks_tools_kiosk,
	 {"enrol", "--endpoint", "http://127.0.0.1:1/xAPI", "--code", "ABCD-234", "--out", "@/o",
	  SAID_STATELESS},
	 2,
	 NULL,
	 "登録コードは、ABCD-2345 のような8文字です。*"},
	{ks_tools_report,
	 {"completion", "--by", "所属", "--nendo", "2196", "--content", "@/T", "--format", "csv"},
	 0,
	 "\xEF\xBB\xBF区分,名簿,対象,対象外,修了,受講中,未受講,修了率\r\n"
	 "会計課,1,1,0,0,0,1,0.0%\r\n総務課,1,1,0,0,0,1,0.0%\r\n",
	 NULL},
	{ks_tools_report,
	 {"completion", "--by", "任用区分", "--nendo", "2196", "--content", "@/T", "--format", "csv"},
	 0,
	 "\xEF\xBB\xBF区分,名簿,対象,対象外,修了,受講中,未受講,修了率\r\n正規職員,2,2,0,0,0,2,0.0%\r\n",
	 NULL},
	{ks_tools_report,
	 {"completion", "--by", "星", "--nendo", "2196", "--content", "@/T"},
	 2,
	 NULL,
	 "「星」は使えません。--by は 所属 か 任用区分 にしてください。\n"},
	{ks_tools_report,
	 {"completion", "--format", "pdf", "--nendo", "2196", "--content", "@/T"},
	 2,
	 NULL,
	 "「pdf」は使えません。pdf と xlsx があるのは、出席簿（attendance）だけです。\n"},
	{ks_tools_report,
	 {"questions", "--nendo", "2196", "--content", "@/T"},
	 0,
	 "*まだ、だれも答えていません。\n",
	 NULL},
	{ks_tools_report,
	 {"followup", "--nendo", "2196", "--content", "@/T", "--times", "0"},
	 2,
	 NULL,
	 "「0」は使えません。--times は 1 から 99 までの数を書いてください。\n"},
	{ks_tools_report,
	 {"followup", "--nendo", "2196", "--content", "@/T", "--times", "100"},
	 2,
	 NULL,
	 "「100」は使えません。--times は 1 から 99 までの数を書いてください。\n"},
	{ks_tools_report,
	 {"followup", "--nendo", "2196", "--content", "@/T", "--times", "99"},
	 0,
	 "*99回以上不合格で、まだ合格していない人はいません。\n",
	 NULL},
	{ks_tools_report,
	 {"completion", "--nendo", "0999", "--content", "@/T"},
	 2,
	 NULL,
	 "「0999」は使えません。--nendo は西暦の年度を 2026 のように書いてください。\n"},
	{ks_tools_report,
	 {"completion", "--nendo", "20261", "--content", "@/T"},
	 2,
	 NULL,
	 "「20261」は使えません。*"},
	{ks_tools_duty,
	 {"list", "--on", "2196-13-01", "--content", "@/T"},
	 2,
	 NULL,
	 "「2196-13-01」は使えません。--on は 2026-10-01 の形で書いてください。\n"},
};

static void what_is_in_the_way_is_named(void **state)
{
	char *large = ks_path_join(*state, "large.csv"),
	     *plan = ks_path_join(*state, "T/training-plan"),
	     *damaged = ks_path_join(*state, "damaged");

	free(ks_test_write(*state, "large.csv", ""));
	free(ks_test_write(*state, "damaged", "no bundle\n"));
	free(ks_test_write(*state, "T/training-plan", "in the way\n"));
	assert_int_equal(truncate(large, (off_t)1 << 30), 0);
	SAID_RUN(in_the_way, *state);
	free(damaged);
	free(plan);
	free(large);
}

/* Somebody's file has the name of next year's course: nothing is written, the plan neither. */
static void a_year_is_opened_whole_or_not(void **state)
{
	static const struct said_step steps[] = {
		{ks_tools_nendo,
		 {"open", "2197", "--from", "2196", "--content", "@/T", SAID_STATELESS},
		 1,
		 NULL,
		 "2197年度のコースか研修計画が、もうあります。何も変わっていません。\n"}};
	char *plan = ks_path_join(*state, "T/training-plan");

	free(ks_test_write(*state, "T/courses/annual-2197.yaml",
			   "id: old\ntitle: 昔\nrevision: \"1\"\nnendo: 2195\nopens: 2195-04-01\n"
			   "due: 2195-12-25\nlessons:\n  - {id: m1, title: 一, minutes: 5}\n"));
	SAID_RUN(steps, *state);
	assert_false(ks_folder_exists(plan));
	free(plan);
}

/* No temporary folder can be made. */
static void an_old_folder_needs_room_beside(void **state)
{
	char *kept = getenv("TMPDIR") ? ks_strdup(getenv("TMPDIR")) : NULL;
	static const struct said_step steps[] = {
		{ks_tools_kiosk,
		 {"adopt", "@/K"},
		 1,
		 NULL,
		 "/dev/null/nonexistent/kenshu-adopt-* を作れません。TMPDIR に、書ける場所を指定してください。\n"},
		{ks_tools_kiosk,
		 {"adopt", "@/T"},
		 1,
		 NULL,
		 "@/T に端末の記録がありません。フォルダーの指定を確かめてください。\n"}};

	setenv("TMPDIR", "/dev/null/nonexistent", 1);
	SAID_RUN(steps, *state);
	if (kept)
		setenv("TMPDIR", kept, 1);
	else
		unsetenv("TMPDIR");
	free(kept);
}

/* ---- a pack that is not what was packed ---- */

/* The archive at @from with one bit of it, behind the name of the first CSV file in it, altered, written to @to. */
static void alter(const char *from, const char *to)
{
	char *bytes = NULL, *name;
	size_t len = 0;

	assert_int_equal(ks_file_read(from, KS_PACK_MAX_BYTES, &bytes, &len), KS_OK);
	name = memmem(bytes, len, ".csv", 4);
	assert_non_null(name);
	name[40] ^= 1;
	assert_int_equal(ks_file_write(to, bytes, len, 0600), KS_OK);
	free(bytes);
}

static void a_pack_that_was_altered_is_told_file_by_file(void **state)
{
	static const struct said_step before[] = {
		{ks_tools_roster, {"import", "@/r.csv"}, 0, "*", NULL},
		{ks_tools_audit_pack, {"--nendo", "2026", "--out", "@/a.zip"}, 0, "*", NULL},
	};
	static const struct said_step after[] = {
		{ks_tools_verify,
		 {"@/b.zip", SAID_STATELESS},
		 1,
		 "*.csv: *\nファイル *、記録 0件、端末の署名 0、閲覧の記録 *件\n署名した鍵 *\n*件の異常があります。\n",
		 NULL},
	};
	char *a = ks_path_join(*state, "a.zip"), *b = ks_path_join(*state, "b.zip");

	SAID_RUN(before, *state);
	alter(a, b);
	SAID_RUN(after, *state);
	free(a);
	free(b);
}

/* ---- another LRS behind a proxy that lets nobody through ---- */

static enum ks_rc through_no_proxy(struct ks_http *http, const struct ks_http_request *request,
				   struct ks_http_response *response)
{
	(void)http;
	(void)request;
	response->fault = KS_HTTP_FAULT_PROXY;
	return KS_IO;
}

static enum ks_rc no_certificate(struct ks_http *http, const struct ks_http_request *request,
				 struct ks_http_response *response)
{
	(void)http;
	(void)request;
	response->fault = KS_HTTP_FAULT_CERTIFICATE;
	return KS_IO;
}

static void what_is_in_the_way_of_another_lrs_is_told(void **state)
{
	static const struct {
		enum ks_rc (*perform)(struct ks_http *http, const struct ks_http_request *request,
				      struct ks_http_response *response);
		const char *words;
	} ways[] = {
		{through_no_proxy,
		 "プロキシを通れません。環境変数 https_proxy を確かめてください。\n"},
		{no_certificate,
		 "https://lrs.invalid/xAPI の証明書を確かめられません。期限と名前を確かめてください。"
		 "組織の中の認証局のものなら、--ca で示します。\n"},
	};
	static const struct said_step before[] = {
		{ks_tools_roster, {"import", "@/r.csv"}, 0, "*", NULL}};
	char *centre = ks_path_join(*state, "C");

	SAID_RUN(before, *state);
	for (size_t i = 0; i < KS_COUNT(ways); i++) {
		struct ks_http http = {.perform = ways[i].perform};
		struct ks_test_stream err = ks_test_stream_begin(stderr);
		int code = ks_report_fetch_over(&http, centre, "https://lrs.invalid/xAPI/", "a:b");
		char *text = ks_test_stream_end(&err);

		assert_int_equal(code, KS_EXIT_BAD_CONFIG);
		assert_string_equal(text, ways[i].words);
		free(text);
	}
	free(centre);
}

/* ---- the doctor's own settings ---- */

static void the_doctor_reads_what_the_kiosk_reads(void **state)
{
	char *kiosk = ks_path_join(*state, "K");
	char *config = ks_test_write(*state, "kiosk.conf", "other: x\nca_file:  /nonexistent/ca\n");
	char *credentials =
		ks_test_write(*state, "typed", "k-01:secret\r\nhttps://127.0.0.1:1/typed\n");
	char *text = ks_format("KENSHU_STATE=%s\nKENSHU_ENDPOINT=-\nKENSHU_CREDENTIALS=%s\n"
			       "KENSHU_CONFIG=%s\nKENSHU_STATE=/nonexistent\n",
			       kiosk, credentials, config);
	char *session = ks_test_write(*state, "session.env", text);
	struct said said = said_by(ks_tools_doctor, 2, (const char *[]){"--session", session});

	assert_int_equal(said.exit_code, KS_EXIT_FAILED);
	assert_non_null(strstr(said.out, "https://127.0.0.1:1/typed が答えません\n"));
	assert_non_null(strstr(said.out, "0件、欠けも書き換えもありません\n"));
	said_finish(&said);
	said = said_by(ks_tools_doctor, 4,
		       (const char *[]){"--session", session, "--endpoint",
					"http://127.0.0.1:1/other"});
	assert_non_null(strstr(said.out, "http://127.0.0.1:1/other が答えません\n"));
	assert_non_null(strstr(said.out, "暗号化していません\n"));
	said_finish(&said);
	free(session);
	free(text);
	free(credentials);
	free(config);
	free(kiosk);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_record_that_others_hold_is_tried_later),
		TEST(a_list_that_cannot_be_written_is_no_success),
		TEST(content_is_what_is_named_or_lies_beside_the_program),
		TEST(what_is_in_the_way_is_named),
		TEST(a_year_is_opened_whole_or_not),
		TEST(an_old_folder_needs_room_beside),
		TEST(a_pack_that_was_altered_is_told_file_by_file),
		TEST(what_is_in_the_way_of_another_lrs_is_told),
		TEST(the_doctor_reads_what_the_kiosk_reads),
	};

	return ks_test_run(tests);
}
