/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/enrol.h"
#include "record/db.h"
#include "told.h"

/* `kenshu kiosk`: a kiosk's name from its registration to its end, as a command asks a collector for it. */

static int setup(void **state)
{
	(void)ks_sample_setup(state);
	ks_sample_import(((struct ks_sample_centre *)*state)->store, ks_told_roster);
	return 0;
}

static void expect_secret(struct ks_sample_centre *sample, bool ok, const char *words,
			  const char *request, const char *secret)
{
	char *whole = ks_format("%s,'secret':'%s'}", request, secret);

	json_decref(ks_told_with(sample, -1, ok, words, whole));
	free(whole);
}

static void expect_units(struct ks_sample_centre *sample, const char *kiosk, const char *expected)
{
	char *name = ks_format("kiosk_units/%s", kiosk), *units = NULL;

	if (ks_store_get(sample->store, name, &units) != KS_OK)
		units = ks_strdup("");
	assert_string_equal(units, expected);
	free(name);
	free(units);
}

static void it_is_registered_with_the_mark_and_the_units_that_were_told(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *secret = ks_centre_make_secret(), *other = ks_centre_make_secret();

	expect_secret(sample, false, "（k-local は使えません）",
		      "{'do':'kiosk.add','kiosk':'k-local'", secret);
	expect_secret(sample, false, "16文字の印です", "{'do':'kiosk.add','kiosk':'k-02','key':'A'",
		      secret);
	expect_secret(sample, false, "所属「人事課」の職員は、名簿にいません。",
		      "{'do':'kiosk.add','kiosk':'k-02','units':'総務課,人事課'", secret);
	assert_int_equal(ks_centre_check_kiosk(sample->centre, "k-02", secret), KS_DENIED);
	expect_secret(sample, true,
		      "鍵を確かめる（kenshu kiosk confirm）まで、暗証番号は送りません。",
		      "{'do':'kiosk.add','kiosk':'k-02','units':'総務課'", secret);
	assert_int_equal(ks_centre_check_kiosk(sample->centre, "k-02", secret), KS_OK);
	expect_units(sample, "k-02", "総務課");
	expect_secret(sample, false, "端末 k-02 は登録済みです。",
		      "{'do':'kiosk.add','kiosk':'k-02'", other);
	expect_secret(sample, true, "端末 k-03 を登録しました。",
		      "{'do':'kiosk.add','kiosk':'k-03','key':'ABCD-EFGH-JKMN-PQRS'", secret);
	expect_units(sample, "k-03", "");
	free(secret);
	free(other);
}

static void an_invitation_holds_for_the_hours_that_were_told(void **state)
{
	static const struct {
		const char *hours, *words;
	} cases[] = {
		{"", "端末 k-07 の登録コードです。24時間以内に"},
		{",'hours':0", "24時間以内に"},
		{",'hours':1", "1時間以内に"},
		{",'hours':168", "168時間以内に"},
		{",'hours':169", "24時間以内に"},
	};
	struct ks_sample_centre *sample = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *request = ks_format("{'do':'kiosk.invite','kiosk':'k-07'%s}", cases[i].hours);
		json_t *answer = ks_told_with(sample, -1, true, cases[i].words, request);
		const char *code = json_string_value(json_object_get(answer, "secret"));

		assert_int_equal(strlen(code), KS_CODE_CHARS + 1);
		assert_int_equal(code[4], '-');
		assert_null(strstr(json_string_value(json_object_get(answer, "message")), "無効"));
		json_decref(answer);
		free(request);
	}
	expect_units(sample, "k-07", "");
}

static void an_invitation_that_cannot_be_is_refused_by_its_reason(void **state)
{
	struct ks_sample_centre *sample = *state;

	ks_told_refused(sample, "端末の名前「K 7」は使えません。",
			"{'do':'kiosk.invite','kiosk':'K 7'}");
	ks_told_refused(sample, "端末 k-99 は登録されていません。",
			"{'do':'kiosk.invite','kiosk':'k-07','takes_over':'k-99'}");
	ks_told_refused(sample, "k-01 は使われている名前です。引き継ぐ端末には、",
			"{'do':'kiosk.invite','kiosk':'k-01','takes_over':'k-01'}");
	ks_told_refused(sample, "所属「人事課」の職員は、",
			"{'do':'kiosk.invite','kiosk':'k-07','units':'人事課'}");
	ks_told_unsaved(sample, "{'do':'kiosk.invite','kiosk':'k-07'}");
	ks_told_good(sample, "使われたときに、端末 k-01 の認証情報は無効になります。",
		     "{'do':'kiosk.invite','kiosk':'k-07','takes_over':'k-01','units':'会計課'}");
	expect_units(sample, "k-07", "会計課");
}

static void which_pins_it_gets_is_told_by_units_of_the_list(void **state)
{
	struct ks_sample_centre *sample = *state;

	ks_told_refused(sample, "所属「人事課」の職員は、名簿にいません。",
			"{'do':'kiosk.units','kiosk':'k-01','units':'人事課'}");
	ks_told_refused(sample, "端末 k-99 は登録されていません。",
			"{'do':'kiosk.units','kiosk':'k-99','units':'総務課'}");
	ks_told_unsaved(sample, "{'do':'kiosk.units','kiosk':'k-01','units':'総務課'}");
	expect_units(sample, "k-01", "");
	ks_told_good(sample, "端末 k-01 には、総務課,会計課 の職員の暗証番号を送ります。",
		     "{'do':'kiosk.units','kiosk':'k-01','units':'総務課,会計課'}");
	expect_units(sample, "k-01", "総務課\n会計課");
	ks_told_good(sample, "端末 k-01 には、すべての職員の暗証番号を送ります。",
		     "{'do':'kiosk.units','kiosk':'k-01','units':''}");
	expect_units(sample, "k-01", "");
}

static void where_the_list_cannot_be_read_no_unit_is_taken(void **state)
{
	struct ks_sample_centre *sample = *state;

	assert_int_equal(ks_db_run(sample->store, "ALTER TABLE appointment RENAME TO away", ""),
			 KS_OK);
	ks_told_refused(sample, "保存できませんでした",
			"{'do':'kiosk.units','kiosk':'k-01','units':'総務課'}");
}

static void another_secret_holds_from_its_first_use(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *secret = ks_centre_make_secret();
	char *request = ks_format("{'do':'kiosk.rotate','kiosk':'k-01','secret':'%s'}", secret);

	expect_secret(sample, false, "端末 k-99 は登録されていません。",
		      "{'do':'kiosk.rotate','kiosk':'k-99'", secret);
	ks_told_refused(sample, "端末の秘密の形が違います",
			"{'do':'kiosk.rotate','kiosk':'k-01','secret':'short'}");
	ks_told_refused(sample, "端末の秘密の形が違います", /* and not its name */
			"{'do':'kiosk.add','kiosk':'k-77','secret':'short'}");
	ks_told_unsaved(sample, request);
	assert_int_equal(ks_centre_check_kiosk(sample->centre, "k-01", secret), KS_DENIED);
	ks_told_good(sample, "端末 k-01 の新しい秘密を作りました。", request);
	assert_int_equal(ks_centre_check_kiosk(sample->centre, "k-01", secret), KS_OK);
	free(request);
	free(secret);
}

static char *mark_of(struct ks_sample_centre *sample)
{
	struct ks_kiosk_health *health;
	char *mark;
	size_t n;

	assert_int_equal(ks_centre_health(sample->store, &health, &n), KS_OK);
	assert_string_equal(health[0].kiosk, "k-01");
	mark = ks_strdup(health[0].key_mark);
	free(health);
	return mark;
}

static void its_key_is_confirmed_by_its_mark_and_by_no_other(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	char *mark, *good, *bad;

	ks_told_refused(sample, "端末 k-01 は登録されていないか、まだ通信していません。",
			"{'do':'kiosk.confirm','kiosk':'k-01','mark':'ABCDEFGHJKMNPQRS'}");
	ks_sample_ingest(sample, &kiosk, "000001", "passed", "course/annual/m1");
	mark = mark_of(sample);
	good = ks_format("{'do':'kiosk.confirm','kiosk':'k-01','mark':'%s'}", mark);
	mark[0] = mark[0] == 'A' ? 'B' : 'A';
	bad = ks_format("{'do':'kiosk.confirm','kiosk':'k-01','mark':'%s'}", mark);
	ks_told_refused(sample, "端末 k-01 の鍵は、その印の鍵ではありません。", bad);
	ks_told_unsaved(sample, good);
	ks_told_good(sample, "端末 k-01 の鍵を確認済みにしました。", good);
	free(mark);
	free(good);
	free(bad);
}

static void revoked_it_says_whether_its_record_still_counts(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	char *mark, *confirm;

	ks_told_refused(sample, "端末 k-99 は登録されていません。",
			"{'do':'kiosk.revoke','kiosk':'k-99'}");
	ks_told_unsaved(sample, "{'do':'kiosk.revoke','kiosk':'k-01'}");
	ks_sample_ingest(sample, &kiosk, "000001", "passed", "course/annual/m1");
	ks_told_good(sample,
		     "届いた記録は残りますが、鍵を確かめていなかったので、数えないことにしました。",
		     "{'do':'kiosk.revoke','kiosk':'k-01'}");
	mark = mark_of(sample);
	confirm = ks_format("{'do':'kiosk.confirm','kiosk':'k-01','mark':'%s'}", mark);
	ks_told_good(sample, NULL, confirm);
	ks_told_good(sample, "届いた記録は残ります。端末の中の記録も残り、",
		     "{'do':'kiosk.revoke','kiosk':'k-01'}");
	free(confirm);
	free(mark);
}

static void a_record_in_two_places_is_settled_with_a_reason(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01"), copied;

	ks_told_refused(sample, "端末 k-01 に、確認を待っていることはありません。",
			"{'do':'kiosk.settle','kiosk':'k-01','reason':'一台を止めた'}");
	ks_sample_ingest(sample, &kiosk, "000001", "initialized", "course/annual/m1");
	copied = kiosk;
	ks_sample_ingest(sample, &kiosk, "000001", "experienced", "course/annual/m1");
	ks_sample_ingest(sample, &copied, "000002", "experienced", "course/annual/m1");
	ks_told_refused(sample, "改行のない文で書いてください（60字まで）",
			"{'do':'kiosk.settle','kiosk':'k-01','reason':''}");
	ks_told_unsaved(sample, "{'do':'kiosk.settle','kiosk':'k-01','reason':'一台を止めた'}");
	ks_told_good(sample, "端末 k-01 の記録が二つに分かれたことを、確認済みにしました。",
		     "{'do':'kiosk.settle','kiosk':'k-01','reason':'一台を止めた'}");
}

static void what_it_kept_is_asked_for_again(void **state)
{
	struct ks_sample_centre *sample = *state;

	ks_told_refused(sample, "端末 k-99 は登録されていません。",
			"{'do':'kiosk.resend','kiosk':'k-99'}");
	ks_told_unsaved(sample, "{'do':'kiosk.resend','kiosk':'k-01'}");
	ks_told_good(sample, "端末 k-01 に、次に通信したとき、",
		     "{'do':'kiosk.resend','kiosk':'k-01'}");
}

static void an_lms_is_registered_once_with_its_scope(void **state)
{
	struct ks_sample_centre *sample = *state;
	char *secret = ks_centre_make_secret(), *other = ks_centre_make_secret();
	enum ks_scope scope;

	expect_secret(sample, false, "名前「LMS」は使えません。",
		      "{'do':'client.add','client':'LMS','scope':'read'", secret);
	expect_secret(sample, false, "--scope は all、read、write のどれかに",
		      "{'do':'client.add','client':'lms-1','scope':'some'", secret);
	expect_secret(sample, true, "lms-1 を登録しました。",
		      "{'do':'client.add','client':'lms-1','scope':'write'", secret);
	assert_int_equal(ks_centre_check_client(sample->centre, "lms-1", secret, &scope), KS_OK);
	assert_int_equal(scope, KS_SCOPE_WRITE);
	expect_secret(sample, false, "lms-1 は登録済みです。",
		      "{'do':'client.add','client':'lms-1','scope':'write'", other);
	ks_told_refused(sample, "lms-9 は登録されていません。",
			"{'do':'source.count','name':'lms-9','counts':true}");
	ks_told_unsaved(sample, "{'do':'source.count','name':'lms-1','counts':true}");
	ks_told_good(sample, "lms-1 が送った記録を、これから（これまでのものも）",
		     "{'do':'source.count','name':'lms-1','counts':true}");
	ks_told_good(sample, "lms-1 が送った記録を、修了などに数えません。",
		     "{'do':'source.count','name':'lms-1'}");
	free(secret);
	free(other);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(it_is_registered_with_the_mark_and_the_units_that_were_told),
		TEST(an_invitation_holds_for_the_hours_that_were_told),
		TEST(an_invitation_that_cannot_be_is_refused_by_its_reason),
		TEST(which_pins_it_gets_is_told_by_units_of_the_list),
		TEST(where_the_list_cannot_be_read_no_unit_is_taken),
		TEST(another_secret_holds_from_its_first_use),
		TEST(its_key_is_confirmed_by_its_mark_and_by_no_other),
		TEST(revoked_it_says_whether_its_record_still_counts),
		TEST(a_record_in_two_places_is_settled_with_a_reason),
		TEST(what_it_kept_is_asked_for_again),
		TEST(an_lms_is_registered_once_with_its_scope),
	};

	return ks_test_run(tests);
}
