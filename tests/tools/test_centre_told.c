/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/mem.h"
#include "lrs/enrol.h"
#include "record/db.h"
#include "said.h"
#include "support/centre_sample.h"
#include "support/test.h"
#include "tools/doctor.h"
#include "tools/tools.h"

/* What `verify`, `kiosk list` and `doctor` say of a centre where not all is well: each trouble in its own sentence. */

static void sql(struct ks_sample_centre *sample, const char *words)
{
	assert_int_equal(ks_db_run(sample->store, words, ""), KS_OK);
}

/* Both commands' words for k-01, one behind the other; malloc'd. */
static char *told_by(struct ks_sample_centre *sample, int verify_code)
{
	const char *argv[] = {"list", "--state", sample->folder};
	struct said verify = said_by(ks_tools_verify, 2, argv + 1);
	struct said list = said_by(ks_tools_kiosk, 3, argv);
	char *all = ks_format("%s%s", verify.out, list.out);

	assert_int_equal(verify.exit_code, verify_code);
	assert_int_equal(list.exit_code, 0);
	said_finish(&verify);
	said_finish(&list);
	return all;
}

static void expect(struct ks_sample_centre *sample, int verify_code, const char *in_verify,
		   const char *in_list)
{
	char *all = told_by(sample, verify_code);

	if (in_verify && !strstr(all, in_verify))
		fail_msg("verify does not say \"%s\": %s", in_verify, all);
	if (in_list && !strstr(all, in_list))
		fail_msg("list does not say \"%s\": %s", in_list, all);
	free(all);
}

static void confirm(struct ks_sample_centre *sample)
{
	struct ks_kiosk_health *health;
	size_t n;

	assert_int_equal(ks_centre_health(sample->store, &health, &n), KS_OK);
	assert_int_equal(ks_centre_confirm_key(sample->centre, "k-01", health[0].key_mark), KS_OK);
	free(health);
}

static void expect_not(struct ks_sample_centre *sample, const char *words)
{
	char *all = told_by(sample, 0);

	if (strstr(all, words))
		fail_msg("\"%s\" is said: %s", words, all);
	free(all);
}

static void a_kiosk_that_is_well_has_no_remark(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");

	expect(sample, 0, "端末 k-01: センター 0件（署名はまだ届いていません）、通し番号 0 まで\n",
	       NULL);
	ks_sample_ingest(sample, &kiosk, "000001", "passed", "course/annual/m1");
	confirm(sample);
	expect(sample, 0, "端末 k-01: この端末 1件／センター 1件、通し番号 1 まで\n", NULL);
	expect(sample, 0, "1件を確かめました。欠けも書き換えもありません。\n", NULL);
	expect_not(sample, "取り置いて");
	expect_not(sample, "別の鍵で");
	expect_not(sample, "未確認");
	expect_not(sample, "疑い");
	expect_not(sample, "確認済み");
	expect_not(sample, "食い違う");
}

static void each_trouble_of_a_kiosk_is_told_in_both(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");

	ks_sample_ingest(sample, &kiosk, "000001", "passed", "course/annual/m1");
	expect(sample, 0, "注意: 鍵は未確認です。", "鍵は未確認（");
	confirm(sample);
	sql(sample, "UPDATE kiosk SET n_quarantined = 3");
	expect(sample, 0,
	       "端末で取り置いている記録が 3件あります。原因を直してから、\n    kenshu kiosk resend"
	       " --kiosk k-01 で",
	       "受け取れず、端末で取り置いている記録が 3件あります。");
	sql(sample, "UPDATE kiosk SET key_alarm = 1, n_quarantined = 0");
	expect(sample, 0, "別の鍵で署名した送信を断りました。端末のすり替えがないか",
	       "別の鍵で署名した送信を断りました。\n");
	expect_not(sample, "取り置いて");
}

/* Two machines with one folder: what both wrote is there, and the chain goes on twice. */
static void a_twin_is_named_with_the_number_from_which_there_are_two(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01"), copied;
	char *all;

	ks_sample_ingest(sample, &kiosk, "1", "initialized", "course/annual/m1");
	copied = kiosk;
	for (int i = 0; i < 3; i++) {
		ks_sample_ingest(sample, &kiosk, "1", "experienced", "course/annual/m1");
		ks_sample_ingest(sample, &copied, "2", "experienced", "course/annual/m1");
	}
	expect(sample, 1,
	       "注意: 同じ端末の写しが二台で動いている疑いがあります（通し番号 2 から）。\n",
	       "同じ端末の写しが二台で動いている疑いがあります（通し番号 2 から）。一台を止め、");
	all = told_by(sample, 1);
	assert_non_null(strstr(all, "端末 k-01 通し番号 2: "));
	assert_non_null(
		strstr(all, "7件を確かめ、誤りを 1件見つけました。このフォルダーを書き換えずに"));
	assert_null(strstr(all, "つながらない記録が")); /* one cause, said once */
	free(all);
}

/* ---- doctor ---- */

static struct ks_doctor look(struct ks_sample_centre *sample, const char *backup)
{
	struct ks_doctor doctor = {0};
	struct ks_doctor_case at = {.root = "",
				    .state = sample->folder,
				    .backup = backup,
				    .now_ms = ks_clock_wall_ms(&sample->clock)};

	ks_doctor_record(&doctor, &at);
	return doctor;
}

static void expect_finding(struct ks_doctor *doctor, const char *id, enum ks_doctor_mark mark,
			   const char *seen)
{
	for (size_t i = 0; i < doctor->n; i++) {
		const struct ks_finding *finding = &doctor->findings[i];

		if (strcmp(finding->id, id) != 0)
			continue;
		assert_int_equal(finding->mark, mark);
		if (!strstr(finding->seen, seen))
			fail_msg("%s is \"%s\"", id, finding->seen);
		assert_int_equal(!finding->todo, mark == KS_DOCTOR_GOOD);
		ks_doctor_finish(doctor);
		return;
	}
	fail_msg("nothing is said of %s", id);
}

#define FINDS(id, mark, seen)                              \
	do {                                               \
		doctor = look(sample, backup);             \
		expect_finding(&doctor, (id), mark, seen); \
	} while (0)

static void the_doctor_counts_the_kiosks_that_need_somebody(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	const char *backup = NULL;
	struct ks_doctor doctor;
	char *secret;

	FINDS("kiosks", KS_DOCTOR_CARE, "一台も登録されていません");
	FINDS("record", KS_DOCTOR_GOOD, "0件、欠けも書き換えもありません");
	assert_int_equal(ks_centre_add_kiosk(sample->centre, "k-01", &secret), KS_OK);
	free(secret);
	FINDS("kiosks", KS_DOCTOR_GOOD, "1台、うち注意のあるもの 0台");
	ks_sample_ingest(sample, &kiosk, "1", "passed", "course/annual/m1");
	FINDS("kiosks", KS_DOCTOR_GOOD, "1台、うち注意のあるもの 0台");
	FINDS("record", KS_DOCTOR_GOOD, "1件、欠けも書き換えもありません");
	sql(sample, "UPDATE kiosk SET n_quarantined = 1");
	FINDS("kiosks", KS_DOCTOR_CARE, "1台、うち注意のあるもの 1台");
	sql(sample, "UPDATE kiosk SET n_quarantined = 0, key_alarm = 1");
	FINDS("kiosks", KS_DOCTOR_CARE, "うち注意のあるもの 1台");
	sql(sample, "UPDATE kiosk SET key_alarm = 0");
	FINDS("kiosks", KS_DOCTOR_GOOD, "うち注意のあるもの 0台");
}

static void the_doctor_knows_how_old_the_newest_copy_is(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *folder = ks_test_folder(), *backup = NULL;
	struct said copy;
	struct ks_doctor doctor;
	static const struct {
		int hours;
		enum ks_doctor_mark mark;
		const char *seen;
	} ages[] = {{49, KS_DOCTOR_CARE, "49時間前のものがあります"},
		    {48, KS_DOCTOR_GOOD, "48時間前のものがあります"},
		    {1, KS_DOCTOR_GOOD, "1時間前のものがあります"},
		    {-2, KS_DOCTOR_GOOD, "0時間前のものがあります"}};
	struct ks_clock real = ks_clock_system();
	int64_t made_ms;

	FINDS("backup", KS_DOCTOR_CARE, "どこにあるか分かりません");
	backup = folder;
	FINDS("backup", KS_DOCTOR_BAD, "に一つもありません");
	copy = said_by(ks_tools_backup, 4,
		       (const char *[]){"--state", sample->folder, "--to", folder});
	assert_int_equal(copy.exit_code, 0);
	said_finish(&copy);
	free(ks_tools_newest_backup(folder, &made_ms));
	assert_true(made_ms > 0 && made_ms <= ks_clock_wall_ms(&real));
	for (size_t i = 0; i < KS_COUNT(ages); i++) {
		struct ks_doctor_case at = {.root = "",
					    .state = sample->folder,
					    .backup = folder,
					    .now_ms = made_ms + ages[i].hours * INT64_C(3600000)};

		memset(&doctor, 0, sizeof(doctor));
		ks_doctor_record(&doctor, &at);
		expect_finding(&doctor, "backup", ages[i].mark, ages[i].seen);
	}
	ks_test_folder_finish(folder);
}

/* ---- slips of HR's list ---- */

#define SLIPS_HEAD \
	"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,初期暗証番号\n"
static const char good_list[] = SLIPS_HEAD
	"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,407183\n"
	"000002,見本 二,ミホン ニ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\n"
	"000003,見本 三,ミホン サン,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,407185\n";

static const struct said_step slips[] = {
	{ks_tools_pin,
	 {"slips", "--list", "@/none.csv", "--out", "@/a.pdf", SAID_STATELESS},
	 1,
	 NULL,
	 "@/none.csv を読めません。ファイル名と権限を確かめてください。\n"},
	{ks_tools_pin,
	 {"slips", "--list", "@/bad.csv", "--out", "@/a.pdf", SAID_STATELESS},
	 1,
	 NULL,
	 "@/bad.csv*"},
	{ks_tools_pin,
	 {"slips", "--list", "@/nobody.csv", "--out", "@/a.pdf", SAID_STATELESS},
	 1,
	 NULL,
	 "@/nobody.csv: 初期暗証番号のある人がいません。\n"},
	{ks_tools_pin,
	 {"slips", "--list", "@/good.csv", "--out", "@/none/a.pdf", SAID_STATELESS},
	 1,
	 NULL,
	 "*@/none/a.pdf: 書けません。書ける場所を --out に書いてください。\n"},
	{ks_tools_pin,
	 {"slips", "--list", "@/good.csv", "--out", "@/a.pdf", SAID_STATELESS},
	 0,
	 "2名に渡す紙を作りました。名簿は kenshu roster import --pins-once で取り込みます。\n",
	 NULL},
	{ks_tools_pin,
	 {"slips", "--list", "@/good.csv", "--out", "@/a.pdf", SAID_STATELESS},
	 1,
	 NULL,
	 "@/a.pdf: もうあります。ほかの名前にしてください。\n"},
	{ks_tools_pin,
	 {"slips", "--list", "@/good.csv", "--all", "--out", "@/b.pdf", SAID_STATELESS},
	 2,
	 NULL,
	 "--state か --list の、どちらか一つを*"},
	{ks_tools_pin,
	 {"slips", "--out", "@/b.pdf", SAID_STATELESS},
	 2,
	 NULL,
	 "--state か --list の、どちらか一つを*"},
};

static void slips_of_a_list_are_for_those_who_have_a_first_pin_there(void **state)
{
	char *folder = ks_test_folder();

	(void)state;
	free(ks_test_write(folder, "good.csv", good_list));
	free(ks_test_write(folder, "bad.csv", "職員番号\n1\n"));
	free(ks_test_write(
		folder, "nobody.csv",
		SLIPS_HEAD
		"000002,見本 二,ミホン ニ,会計課,事務局,本庁,01,2010-04-01,,在職,端末利用,\n"));
	SAID_RUN(slips, folder);
	ks_test_folder_finish(folder);
}

/* ---- the blind test ---- */

static void a_blind_test_prints_a_row_a_lesson_and_fails_without_content(void **state)
{
	struct said good = said_by(ks_tools_content, 2, (const char *[]){"blindtest", "content"});
	struct said easy =
		said_by(ks_tools_content, 3, (const char *[]){"blindtest", "--easy", "content"});
	struct said none =
		said_by(ks_tools_content, 2, (const char *[]){"blindtest", "/nonexistent"});

	(void)state;
	assert_string_equal(good.err, "");
	assert_int_equal(good.exit_code, 0);
	assert_non_null(strstr(good.out, "m1\t"));
	assert_non_null(strstr(good.out, " 問\t当てずっぽう "));
	assert_non_null(strstr(good.out, "一つ選ぶ "));
	assert_non_null(strstr(easy.out, "一つ選ぶ "));
	assert_string_not_equal(good.out, easy.out);
	assert_int_equal(none.exit_code, 1);
	assert_non_null(strstr(none.out, "一つ選ぶ 0 問"));
	said_finish(&good);
	said_finish(&easy);
	said_finish(&none);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup, ks_sample_teardown)
#define EMPTY(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup_empty, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_kiosk_that_is_well_has_no_remark),
		TEST(each_trouble_of_a_kiosk_is_told_in_both),
		TEST(a_twin_is_named_with_the_number_from_which_there_are_two),
		EMPTY(the_doctor_counts_the_kiosks_that_need_somebody),
		EMPTY(the_doctor_knows_how_old_the_newest_copy_is),
		EMPTY(slips_of_a_list_are_for_those_who_have_a_first_pin_there),
		EMPTY(a_blind_test_prints_a_row_a_lesson_and_fails_without_content),
	};

	return ks_test_run(tests);
}
