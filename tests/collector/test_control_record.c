/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>

#include "base/mem.h"
#include "lrs/user.h"
#include "record/db.h"
#include "told.h"

/* What a command does to the record itself: voided, corrected, sealed. */

#define VOID "{'do':'statement.void','id':'%s','reason':'%s','by':'%s','approver':'%s'}"
#define BASE "'iri_base':'https://kenshu.example'"

static int setup(void **state)
{
	struct ks_sample_centre *sample;

	(void)ks_sample_setup(state);
	sample = *state;
	ks_sample_import(sample->store, ks_told_roster);
	return 0;
}

/* Without a password: none of them logs in here. */
static void add_users(struct ks_sample_centre *sample)
{
	assert_int_equal(ks_db_run(sample->store,
				   "INSERT INTO web_user(name, role, unit, hash, added_ms)"
				   " VALUES('hr1', '人事', '', '', 1), ('hr2', '人事', '', '', 1)",
				   ""),
			 KS_OK);
}

static void a_record_is_taken_back_once_by_two(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	char *good, *said, *again;

	add_users(sample);
	ks_sample_ingest(sample, &kiosk, "000001", "passed", "course/annual/m1");
	good = ks_format(VOID, kiosk.last_id, "別人の受講", "hr1", "hr2");
	said = ks_format("ID %s の記録を取り消しました。", kiosk.last_id);
	again = ks_format("ID %s の記録は、すでに取り消してあります。", kiosk.last_id);
	ks_told_unsaved(sample, good);
	ks_told_good(sample, said, good);
	ks_told_refused(sample, again, good);
	assert_int_equal(ks_told_count(sample, "SELECT count(*) FROM received"
					       " WHERE instr(body(bytes), '別人の受講')"
					       " AND instr(body(bytes), 'hr1（承認 hr2）')"),
			 1);
	free(again);
	free(said);
	free(good);
}

static void what_cannot_be_taken_back_is_told_why(void **state)
{
	static const char id[] = "0190f5a0-0000-7000-8000-000000000001";
	static const struct {
		const char *reason, *by, *approver, *words;
	} cases[] = {
		{"", "hr1", "hr2", "理由（--reason）と取り消す人（--by）を、改行を入れずに"},
		{"誤り", "", "hr2", "理由（--reason）と取り消す人（--by）を"},
		{"誤\\n字", "hr1", "hr2", "改行を入れずに"},
		{"誤\\u007f字", "hr1", "hr2", "改行を入れずに"},
		{"誤り", "hr1", "hr1",
		 "自分では承認できません。ほかの利用者が承認してください。何も変わっていません。"},
		{"誤り", "hr1", "nobody", "その利用者はいません。"},
		{"誤り", "hr1", "hr2", "ID 0190f5a0-0000-7000-8000-000000000001 の記録はありません。"},
		{"a b", "hr1", "hr2", "の記録はありません。"},
	};
	struct ks_sample_centre *sample = *state;
	char *reason = ks_format("%0401d", 0);
	char *over = ks_format(VOID, id, reason, "hr1", "hr2");
	char *fits = ks_format(VOID, id, reason + 1, "hr1", "hr2");

	add_users(sample);
	ks_told_refused(sample, "0191a8b0-… の形で", "{'do':'statement.void','id':'12'}");
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *request = ks_format(VOID, id, cases[i].reason, cases[i].by, cases[i].approver);

		ks_told_refused(sample, cases[i].words, request);
		free(request);
	}
	ks_told_refused(sample, "の記録はありません。", fits);
	ks_told_refused(sample, "短く書いてください。", over);
	assert_int_equal(ks_told_count(sample, "SELECT count(*) FROM received"), 0);
	free(reason);
	free(fits);
	free(over);
}

static void voiding_itself_is_not_taken_back(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	struct sqlite3_stmt *own;
	char *request;

	add_users(sample);
	ks_sample_ingest(sample, &kiosk, "000001", "passed", "course/annual/m1");
	request = ks_format(VOID, kiosk.last_id, "誤り", "hr1", "hr2");
	ks_told_good(sample, NULL, request);
	free(request);
	ks_db_lock(sample->store);
	own = ks_db_query(sample->store, "SELECT id FROM received WHERE kiosk <> 'k-01'", "");
	assert_int_equal(ks_db_step(sample->store, own), KS_OK);
	request = ks_format(VOID, ks_db_text(own, 0), "誤り", "hr1", "hr2");
	ks_db_end(own);
	ks_db_unlock(sample->store);
	ks_told_refused(sample, "取り消しの記録は、取り消せません。", request);
	free(request);
}

static void summaries_are_made_anew_and_a_pack_stands_in_the_log_before_it_is_made(void **state)
{
	struct ks_sample_centre *sample = *state;

	ks_told_unsaved(sample, "{'do':'summaries.rebuild'}");
	ks_told_good(sample, "集計を記録から作り直しました。", "{'do':'summaries.rebuild'}");
	ks_told_unsaved(sample, "{'do':'audit.pack','nendo':2026}");
	ks_told_good(sample, "閲覧の記録に残しました。",
		     "{'do':'audit.pack','nendo':2026,'reason':'定期監査'}");
	ks_told_access(sample, "kenshu audit-pack", "監査用の一式（2026年度）", "定期監査", -1);
	ks_told_good(sample, NULL, "{'do':'audit.pack','nendo':2025}");
	ks_told_access(sample, "kenshu audit-pack", "監査用の一式（2025年度）", "", -1);
}

static void a_correction_is_proposed_by_one_and_decided_by_another(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	char *approve, *reject, *same, *what;
	const char *id;
	json_t *answer;

	static const char propose[] =
		"{'do':'correct.propose','kind':'undone','nendo':2026,'number':'000001',"
		"'course':'annual','lesson':'m1','reason':'別人の受講','by':'hr1'," BASE "}";

	add_users(sample);
	ks_sample_ingest(sample, &kiosk, "000001", "passed", "course/annual/m1");
	ks_told_unsaved(sample, propose);
	answer = ks_told_with(sample, -1, true, "ほかの利用者が承認すると、有効になります。",
			      propose);
	id = json_string_value(json_object_get(answer, "id"));
	what = ks_format("訂正の申し出 %.13s（命令）", id);
	ks_told_access(sample, "hr1", what, "別人の受講", 1);
	free(what);
	same = ks_format("{'do':'correct.decide','id':'%s','by':'hr1','approved':'yes'," BASE "}",
			 id);
	approve = ks_format("{'do':'correct.decide','id':'%s','by':'hr2','approved':'yes',"
			    "'reason':'確認した'}",
			    id);
	reject = ks_format("{'do':'correct.decide','id':'%s','by':'hr2','approved':'no'}", id);
	ks_told_refused(sample, "自分では承認できません。", same);
	ks_told_unsaved(sample, approve);
	what = ks_format("%s を却下しました。記録は変わりません。", id);
	ks_told_good(sample, what, reject);
	free(what);
	what = ks_format("訂正の却下 %.13s（命令）", id);
	ks_told_access(sample, "hr2", what, "", 1);
	free(what);
	ks_told_refused(sample, "もう決まっています。何も変わっていません。", approve);
	json_decref(answer);
	free(same);
	free(approve);
	free(reject);
}

/* Without a 年度 it is that of today. */
static void an_approved_one_says_so_and_stands_in_the_log(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	char *approve, *said, *what;
	const char *id;
	json_t *answer;

	add_users(sample);
	ks_sample_ingest(sample, &kiosk, "000001", "passed", "course/annual/m1");
	answer = ks_told_with(sample, -1, true, "「修了の取消し」を申し出ました。番号は ",
			      "{'do':'correct.propose','kind':'undone','number':'000001',"
			      "'course':'annual','lesson':'m1','reason':'別人','by':'hr1'," BASE "}");
	id = json_string_value(json_object_get(answer, "id"));
	approve = ks_format("{'do':'correct.decide','id':'%s','by':'hr2','approved':'yes',"
			    "'reason':'確認した'}",
			    id);
	said = ks_format("%s を承認しました。どの一覧にも、訂正の前と後が出ます。", id);
	what = ks_format("訂正の承認 %.13s（命令）", id);
	ks_told_unsaved(sample, approve);
	ks_told_good(sample, said, approve);
	ks_told_access(sample, "hr2", what, "確認した", 1);
	free(what);
	free(said);
	free(approve);
	json_decref(answer);
}

static void who_corrects_is_set_by_the_command_and_stands_in_the_log(void **state)
{
	struct ks_sample_centre *sample = *state;

	ks_told_unsaved(sample, "{'do':'correct.rules','alone':'yes'}");
	ks_told_good(sample, "訂正の決まりを変えました。", "{'do':'correct.rules','alone':'yes'}");
	ks_told_access(sample, "kenshu correct", "訂正の申し出と承認の決まりを変更", "", -1);
}

static void a_year_is_sealed_when_it_is_over_and_once(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	char *plans = ks_told_plans("annual", 2026), *other = ks_told_plans("annual", 2025);
	char *close = ks_format("{'do':'nendo.close','nendo':2026,'plans':%s," BASE "}", plans);
	char *wrong = ks_format("{'do':'nendo.close','nendo':2026,'plans':%s," BASE "}", other);

	ks_sample_ingest(sample, &kiosk, "000001", "passed", "course/annual/m1");
	ks_sample_ingest(sample, &kiosk, "000001", "passed", "course/annual/m2");
	ks_told_refused(sample,
			"2026年度は、まだ終わっていません。2027年4月1日からあとに締めてください。",
			close);
	ks_clock_advance(&sample->clock, INT64_C(360) * 86400000);
	ks_told_refused(sample, "2026年度のコースか、教材の iri_base が分かりません。",
			"{'do':'nendo.close','nendo':2026," BASE "}");
	ks_told_refused(sample, "2026年度のコースか、教材の iri_base が分かりません。",
			"{'do':'nendo.close','nendo':2026,'plans':5," BASE "}");
	ks_told_refused(sample, "2026年度のコースか、", wrong);
	ks_told_unsaved(sample, close);
	ks_told_good(sample,
		     "2026年度を締めました。名簿 4名 ＝ 対象 4名 ＋ 対象外 0名、"
		     "対象 4名 ＝ 修了 1名 ＋ 受講中 0名 ＋ 未受講 3名です。",
		     close);
	ks_told_refused(sample, "2026年度は、もう締めてあります。何も変わっていません。", close);
	free(wrong);
	free(close);
	free(other);
	free(plans);
}

static void what_kiosks_told_of_a_year_stands_before_a_folder_on_a_desk(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *told = ks_told_plans("annual", 2026), *brought = ks_told_plans("other", 2026);
	char *close = ks_format("{'do':'nendo.close','nendo':2026,'plans':%s," BASE "}", brought);

	assert_int_equal(ks_centre_take_plans(sample->centre, "k-01", told), KS_OK);
	ks_clock_advance(&sample->clock, INT64_C(360) * 86400000);
	ks_told_good(sample, "研修計画の承認の記録は", close);
	free(close);
	free(brought);
	free(told);
}

/* What nobody could find in the log is not said to be done, whatever it is. */
static enum ks_rc find_user(struct ks_sample_centre *sample, const char *name)
{
	struct ks_user user;

	return ks_user_find(sample->store, name, &user);
}

static void what_the_access_log_does_not_take_is_no_success(void **state)
{
	static const char *const requests[] = {
		"{'do':'correct.rules','alone':'yes'}",
		"{'do':'user.add','user':'hr7','role':'人事','password':'correct-horse'}",
		"{'do':'user.password','user':'hr1','password':'correct-horse'}",
		"{'do':'user.totp','user':'hr1'}",
		"{'do':'user.number','user':'hr1','number':'000002'}",
		"{'do':'user.remove','user':'hr2'}",
		"{'do':'gathering.close','id':'2026-05-18-1','by':'000004','counted':'0'," BASE "}",
		"{'do':'gathering.paper','id':'2026-05-18-2','by':'000004','numbers':['000001']," BASE
		"}",
		"{'do':'correct.propose','kind':'undone','nendo':2026,'number':'000001',"
		"'course':'annual','lesson':'m1','reason':'別人','by':'hr1'," BASE "}"};
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");

	add_users(sample);
	ks_sample_ingest(sample, &kiosk, "000001", "passed", "course/annual/m1");
	ks_told_good(
		sample, NULL,
		"{'do':'gathering.add','title':'一','date':'2026-05-18','from':'09:00','to':'09:10'}");
	ks_told_good(
		sample, NULL,
		"{'do':'gathering.add','title':'二','date':'2026-05-18','from':'09:00','to':'09:10'}");
	ks_clock_advance(&sample->clock, 3600000);
	for (size_t i = 0; i < KS_COUNT(requests); i++)
		ks_told_unlogged(sample, "変更は済みましたが、閲覧の記録に残せませんでした（",
				 requests[i]);
	assert_int_equal(find_user(sample, "hr7"), KS_OK); /* as it says: it is there */
	assert_int_equal(find_user(sample, "hr2"), KS_NOT_FOUND);
	/* what is read is not made without */
	ks_told_unlogged(sample, "保存できませんでした（", "{'do':'audit.pack','nendo':2026}");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_record_is_taken_back_once_by_two),
		TEST(what_cannot_be_taken_back_is_told_why),
		TEST(voiding_itself_is_not_taken_back),
		TEST(summaries_are_made_anew_and_a_pack_stands_in_the_log_before_it_is_made),
		TEST(a_correction_is_proposed_by_one_and_decided_by_another),
		TEST(an_approved_one_says_so_and_stands_in_the_log),
		TEST(who_corrects_is_set_by_the_command_and_stands_in_the_log),
		TEST(what_the_access_log_does_not_take_is_no_success),
		TEST(a_year_is_sealed_when_it_is_over_and_once),
		TEST(what_kiosks_told_of_a_year_stands_before_a_folder_on_a_desk),
	};

	return ks_test_run(tests);
}
