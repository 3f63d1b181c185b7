/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "collector/control.h"
#include "record/db.h"
#include "said.h"
#include "support/centre_sample.h"
#include "support/test.h"
#include "tools/tools.h"

/* What HR does about one person, one record or one year, from the word that is typed to what then stands in the list. */

static int setup(void **state)
{
	char *folder = ks_test_folder(), *courses = ks_path_join(folder, "T/courses");

	free(ks_test_write(
		folder, "r.csv",
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n"
		"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,407183\n"
		"000002,見本 二,ミホン ニ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,407184\n"
		"000003,見本 三,ミホン サン,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,407185\n"));
	assert_int_equal(ks_folder_make(courses), KS_OK);
	free(ks_test_write(
		courses, "annual.yaml",
		"id: annual\ntitle: 年次\nrevision: \"1\"\nnendo: 2020\nopens: 2020-04-01\ndue: 2020-12-25\n"
		"lessons:\n  - {id: m1, title: 一, minutes: 5, ready: true}\n"));
	free(ks_test_write(
		courses, "other.yaml",
		"id: other\ntitle: ほか\nrevision: \"1\"\nnendo: 2020\nopens: 2020-04-01\ndue: 2020-12-25\n"
		"lessons:\n  - {id: m2, title: 二, minutes: 5, ready: true}\n"));
	free(ks_test_write(folder, "T/organisation.yaml",
			   "name: 見本組合\nsystem_name: 研修\niri_base: https://kenshu.example\n"));
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

/* ---- one person ---- */

#define WHO "--reason", "届出のとおり", "--by", "000001", "--approved-by", "000002"
#define AT_T "--content", "@/T"

#define OF_3 "add", "--number", "000003"
static const struct said_step entered[] = {
	{ks_tools_exempt,
	 {OF_3, "--kind", "育休", "--from", "6月", WHO, AT_T},
	 1,
	 NULL,
	 "日付（--from と --to）は 2026-07-01 の形で書いてください。何も変わっていません。\n"},
	{ks_tools_exempt,
	 {OF_3, "--kind", "育休", "--from", "2020-06-01", "--to", "2020-07-31", WHO, AT_T},
	 0,
	 "000003 の「育休」を登録しました（1件、*）。番号は * です。\n",
	 NULL},
};
static const struct said_step entered_later[] = {
	{ks_tools_exempt,
	 {OF_3, "--kind", "紙受講", "--course", "annual", "--lesson", "m1", "--from", "2020-05-10",
	  WHO, AT_T},
	 0,
	 "000003 の「紙受講」を登録しました（1件、*）。番号は * です。\n",
	 NULL},
	{ks_tools_exempt,
	 {OF_3, "--kind", "対象外", "--nendo", "2020", "--course", "other", WHO, AT_T},
	 0,
	 "000003 の「対象外」を登録しました（1件、*）。番号は * です。\n",
	 NULL},
};
static const struct said_step listed[] = {
	{ks_tools_exempt,
	 {"list", "--format", "csv"},
	 0,
	 "*番号,*\r\n*,000003,見本 三,*育休*2020-06-01*2020-07-15*\r\n",
	 NULL},
	{ks_tools_exempt, {"list", "--format", "csv"}, 0, "*番号,*\r\n*\r\n*\r\n*\r\n", NULL},
	{ks_tools_exempt,
	 {"list", "--format", "json"},
	 2,
	 NULL,
	 "--format は table か csv にしてください。\n"},
};

/* The number of the first that stands in the list; malloc'd. */
static char *first_in_list(const char *folder)
{
	char *state = ks_path_join(folder, "C"), *id;
	struct said said = said_by(ks_tools_exempt, 5,
				   (const char *[]){"list", "--state", state, "--format", "csv"});
	const char *row = strchr(said.out, '\n');

	assert_non_null(row);
	id = ks_strndup(row + 1, strcspn(row + 1, ","));
	said_finish(&said);
	free(state);
	return id;
}

static void expect_end(const char *folder, const char *id, const char *on, const char *out)
{
	struct said_step step = {ks_tools_exempt,
				 {"end", id, "--reason", "復帰", "--by", "000001", "--approved-by",
				  "000002", on ? "--on" : NULL, on},
				 0,
				 out,
				 NULL};

	said_take(&step, folder);
}

static void a_leave_is_entered_ended_and_withdrawn_and_stays_in_the_list(void **state)
{
	char *id;

	said_take(&import, *state);
	SAID_RUN(entered, *state);
	id = first_in_list(*state);
	expect_end(*state, id, "2020-07-15", "* は、2020-07-15 で終わりになりました。\n");
	said_take(&listed[0], *state);
	expect_end(*state, id, NULL, "* を取り消しました。記録には残ります。\n");
	SAID_RUN(entered_later, *state);
	said_take(&listed[1], *state);
	said_take(&listed[2], *state);
	free(id);
}

/* ---- one record ---- */

static void a_record_is_taken_back_by_two_through_the_running_centre(void **state)
{
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct ks_sample_centre sample;
	struct ks_control *control;
	const char *argv[] = {"--state",       NULL, NULL, "--reason", "別人の受講", "--by", "hr1",
			      "--approved-by", "hr2"};
	struct said said;
	char *wanted;

	(void)state;
	ks_sample_centre_init(&sample);
	ks_sample_ingest(&sample, &kiosk, "000001", "passed", "course/annual/m1");
	assert_int_equal(ks_db_run(sample.store,
				   "INSERT INTO web_user(name, role, unit, hash, added_ms)"
				   " VALUES('hr1', '人事', '', '', 1), ('hr2', '人事', '', '', 1)",
				   ""),
			 KS_OK);
	assert_int_equal(ks_control_start(sample.centre, &control), KS_OK);
	argv[1] = sample.folder;
	argv[2] = kiosk.last_id;
	said = said_by(ks_tools_void, 9, argv);
	wanted = ks_format(
		"ID %s の記録を取り消しました。もとの記録は残り、どの一覧にも数えられなくなりました。\n",
		kiosk.last_id);
	assert_string_equal(said.err, "");
	assert_string_equal(said.out, wanted);
	free(wanted);
	said_finish(&said);
	ks_control_stop(control);
	ks_sample_centre_finish(&sample);
}

/* ---- one year ---- */

#define NO_PLAN                                                                                                            \
	"注意: @/T に 2020年度の研修計画（training-plan/2020.yaml）がありません。承認の記録は、" \
	"別に保管してください。\n"

static const struct said_step closed[] = {
	{ks_tools_nendo,
	 {"close", "2020", AT_T},
	 0,
	 "2020年度を締めました。名簿 3名 ＝ 対象 3名 ＋ 対象外 0名、対象 3名 ＝ 修了 0名 ＋ 受講中 0名 ＋ 未受講 3名です。\n"
	 "この数は、もう動きません。あとから届いた記録と訂正は、追補として並びます。\n*\n",
	 NO_PLAN},
	{ks_tools_nendo,
	 {"close", "2020", AT_T},
	 1,
	 NULL,
	 NO_PLAN "2020年度は、もう締めてあります。何も変わっていません。\n"},
	{ks_tools_nendo,
	 {"close", "2021", AT_T},
	 1,
	 NULL,
	 "*2021年度のコースか、教材の iri_base が分かりません。--content で教材を示してください。\n"},
	{ks_tools_nendo,
	 {"close", "3020", AT_T},
	 2,
	 NULL,
	 "「3020」は使えません。年度は、西暦で 2027 のように書いてください。\n"},
};

static void a_year_is_closed_once(void **state)
{
	said_take(&import, *state);
	SAID_RUN(closed, *state);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_leave_is_entered_ended_and_withdrawn_and_stays_in_the_list),
		TEST(a_record_is_taken_back_by_two_through_the_running_centre),
		TEST(a_year_is_closed_once),
	};

	return ks_test_run(tests);
}
