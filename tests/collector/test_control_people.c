/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/user.h"
#include "record/deed.h"
#include "record/pin.h"
#include "told.h"

/* `kenshu pin`, `kenshu card` and `kenshu user`: secrets are made, told once, and kept as hashes. */

static int setup(void **state)
{
	(void)ks_sample_setup(state);
	ks_sample_import(((struct ks_sample_centre *)*state)->store, ks_told_roster);
	return 0;
}

static const char *secret_of(const json_t *answer)
{
	const char *secret = json_string_value(json_object_get(answer, "secret"));

	assert_non_null(secret);
	return secret;
}

static void expect_pin(struct ks_store *store, struct ks_clock *clock, const char *number,
		       const char *pin)
{
	struct ks_pin_verdict verdict;

	assert_int_equal(ks_pin_check(store, clock, number, pin, &verdict), KS_OK);
	assert_true(verdict.is_once);
}

static void a_forgotten_pin_is_made_anew_and_told_once(void **state)
{
	struct ks_sample_centre *sample = *state;
	json_t *answer;

	ks_told_refused(sample, "職員番号 999999 の人は、名簿にいません。",
			"{'do':'pin.reset','number':'999999'}");
	ks_told_unsaved(sample, "{'do':'pin.reset','number':'000001'}");
	answer = ks_told_with(sample, -1, true, "端末には、次に通信したときに届きます。",
			      "{'do':'pin.reset','number':'000001'}");
	expect_pin(sample->store, &sample->clock, "000001", secret_of(answer));
	json_decref(answer);
}

static void keep_words(void *context, int64_t wall_ms, const char *words)
{
	char **last = context;

	assert_true(wall_ms > 0);
	free(*last);
	*last = ks_strdup(words);
}

/* There nobody keeps an access log: it stands among what was done to the folder. */
static void at_a_kiosk_it_is_noted_before_it_is_made(void **state)
{
	struct ks_sample_machine machine = ks_sample_machine();
	struct ks_clock clock = ks_clock_fake(KS_TEST_WALL_MS);
	struct ks_sample_centre sample = {.store = machine.store};
	char *last = NULL;
	json_t *answer;

	(void)state;
	ks_sample_import(machine.store, ks_told_roster);
	assert_int_equal(ks_centre_open(machine.store, &clock, &sample.centre), KS_OK);
	ks_told_good(&sample, NULL,
		     "{'do':'roster.document'}"); /* who completed what, only a centre knows */
	ks_told_unsaved(&sample, "{'do':'pin.reset','number':'000001'}");
	answer = ks_told_with(&sample, -1, true, "作ったことは、この端末の控えに残ります。",
			      "{'do':'pin.reset','number':'000001'}");
	assert_int_equal(ks_deeds(machine.store, keep_words, &last), KS_OK);
	assert_string_equal(last, "職員番号 000001 の人が暗証番号を決めるための番号を作った");
	expect_pin(machine.store, &clock, "000001", secret_of(answer));
	json_decref(answer);
	free(last);
	ks_centre_close(sample.centre);
	ks_sample_machine_finish(&machine);
}

static void slips_are_for_who_has_no_pin_and_with_all_for_everybody(void **state)
{
	struct ks_sample_centre *sample = *state;
	json_t *answer, *slips;

	ks_told_good(sample, NULL, "{'do':'pin.reset','number':'000002'}");
	ks_told_unsaved(sample, "{'do':'pin.slips'}");
	answer = ks_told_with(sample, -1, true, "3名の暗証番号を作りました。", "{'do':'pin.slips'}");
	slips = json_loads(secret_of(answer), 0, NULL);
	assert_int_equal(json_array_size(slips), 3);
	for (size_t i = 0; i < 3; i++) {
		static const char *const numbers[] = {"000001", "000003", "000004"};
		static const char *const units[] = {"総務課", "会計課", "会計課"};
		const char *text[4];

		assert_int_equal(json_unpack(json_array_get(slips, i), "[s,s,s,s]", &text[0],
					     &text[1], &text[2], &text[3]),
				 0);
		assert_string_equal(text[0], numbers[i]);
		assert_non_null(strstr(text[1], "見本"));
		assert_string_equal(text[2], units[i]);
		assert_int_equal(strspn(text[3], "0123456789"), KS_PIN_DIGITS);
		if (i == 1)
			expect_pin(sample->store, &sample->clock, text[0], text[3]);
	}
	json_decref(slips);
	json_decref(answer);
	ks_told_refused(sample, "暗証番号のない人はいません。", "{'do':'pin.slips'}");
	ks_told_good(sample, "4名の暗証番号を作りました。", "{'do':'pin.slips','all':'y'}");
}

static void a_card_is_somebodys_or_nobodys(void **state)
{
	struct ks_sample_centre *sample = *state;

	ks_told_refused(sample, "職員番号 999999 の人は、名簿にいません。",
			"{'do':'card.bind','number':'999999','id':'0112047AB0553F21'}");
	ks_told_refused(sample, "16進数（8けた以上）",
			"{'do':'card.bind','number':'000001','id':'012'}");
	ks_told_unsaved(sample, "{'do':'card.bind','number':'000001','id':'0112047AB0553F21'}");
	ks_told_good(sample, "職員番号 000001 に、職員証を結び付けました。",
		     "{'do':'card.bind','number':'000001','id':'0112047AB0553F21'}");
	ks_told_good(sample, "職員番号 000001 の職員証を、使えなくしました。",
		     "{'do':'card.lose','number':'000001'}");
}

static void a_users_own_number_is_one_of_the_list(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_user user;

	ks_told_refused(sample, "その職員番号の人は、名簿にいません。",
			"{'do':'user.add','user':'hr7','role':'研修担当','number':'999999'}");
	assert_int_equal(ks_user_find(sample->store, "hr7", &user), KS_NOT_FOUND);
	ks_told_refused(sample, "その職員番号の人は、名簿にいません。",
			"{'do':'user.add','user':'hr7','role':'研修担当','number':'9'}");
	ks_told_good(sample, "利用者 hr7（研修担当）を登録しました。",
		     "{'do':'user.add','user':'hr7','role':'研修担当','number':'000003'}");
	assert_int_equal(ks_user_find(sample->store, "hr7", &user), KS_OK);
	assert_string_equal(user.staff, "000003");
	assert_string_equal(user.unit, "");
	ks_told_refused(sample, "どちらか一つを書いてください。",
			"{'do':'user.number','user':'hr7'}");
	ks_told_refused(sample, "どちらか一つを書いてください。",
			"{'do':'user.number','user':'hr7','number':'9','off':'1'}");
	ks_told_refused(sample, "その職員番号の人は、名簿にいません。",
			"{'do':'user.number','user':'hr7','number':'9'}");
	ks_told_good(sample, "結びつきをやめました。", "{'do':'user.number','user':'hr7','off':'1'}");
	assert_int_equal(ks_user_find(sample->store, "hr7", &user), KS_OK);
	assert_string_equal(user.staff, "");
}

/* However short the body's numbers are. */
static void a_users_number_of_one_letter_is_a_number(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_user user;

	ks_sample_import(
		sample->store,
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,在籍状態,役割,"
		"初期暗証番号\n"
		"7,見本 七,ミホン ナナ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\n");
	ks_told_good(sample, NULL, "{'do':'user.add','user':'hr7','role':'研修担当','number':'7'}");
	assert_int_equal(ks_user_find(sample->store, "hr7", &user), KS_OK);
	assert_string_equal(user.staff, "7");
	ks_told_good(sample, NULL, "{'do':'user.number','user':'hr7','off':'1'}");
	ks_told_refused(sample, "どちらか一つを書いてください。",
			"{'do':'user.number','user':'hr7','number':'7','off':'1'}");
	ks_told_good(sample, "利用者 hr7 の職員番号を登録しました。",
		     "{'do':'user.number','user':'hr7','number':'7'}");
	ks_told_access(sample, "kenshu user", "利用者 hr7 を職員番号ありに変更", "", -1);
}

static void a_user_has_the_password_that_was_told_or_one_that_is_made(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_user user;
	json_t *answer =
		ks_told_with(sample, -1, true, "利用者 head1（所属長 総務課）を登録しました。",
			     "{'do':'user.add','user':'head1','role':'所属長','unit':'総務課'}");

	ks_told_access(sample, "kenshu user", "利用者 head1 を登録", "", -1);
	ks_told_good(sample, "利用者 head9（所属長 A）を登録しました。",
		     "{'do':'user.add','user':'head9','role':'所属長','unit':'A'}");
	assert_int_equal(strlen(secret_of(answer)), 22);
	assert_int_equal(ks_user_check(sample->store, "head1", secret_of(answer), &user), KS_OK);
	assert_string_equal(user.unit, "総務課");
	json_decref(answer);

	answer = ks_told_with(sample, -1, true, "head1 のパスワードを変えました。",
			      "{'do':'user.password','user':'head1','password':'correct-horse'}");
	assert_null(json_object_get(answer, "secret"));
	json_decref(answer);
	ks_told_access(sample, "kenshu user", "利用者 head1 を新しいパスワードに変更", "", -1);
	assert_int_equal(ks_user_check(sample->store, "head1", "correct-horse", &user), KS_OK);
	ks_told_unsaved(sample, "{'do':'user.password','user':'head1'}");
}

static void what_no_user_can_be_is_told_and_gets_no_secret(void **state)
{
	static const struct {
		const char *request, *words;
	} cases[] = {
		{"{'do':'user.add','user':'a-name-of-more-than-thirty-two-letters','role':'人事'}",
		 "利用者の名前か所属が長すぎます。"},
		{"{'do':'user.add','user':'hr1','role':'人事'}", "hr1 は登録済みか、"},
		{"{'do':'user.add','user':'hr2','role':'部長'}", "役割"},
		{"{'do':'user.password','user':'hr9'}", "hr9 はいません。"},
		{"{'do':'user.password','user':'hr1','password':'abc'}", "パスワード"},
		{"{'do':'user.totp','user':'hr9'}", "hr9 はいません。"},
		{"{'do':'user.remove','user':'hr9'}", "hr9 はいません。"},
	};
	struct ks_sample_centre *sample = *state;
	char *unit = ks_format("{'do':'user.add','user':'head1','role':'所属長','unit':'%0256d'}", 0);

	ks_told_good(sample, "利用者 hr1（人事）を登録しました。",
		     "{'do':'user.add','user':'hr1','role':'人事','password':'correct-horse'}");
	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		json_t *answer = ks_told_with(sample, -1, false, cases[i].words, cases[i].request);

		assert_null(json_object_get(answer, "secret"));
		json_decref(answer);
	}
	ks_told_refused(sample, "長すぎます", unit);
	ks_told_unsaved(sample, "{'do':'user.add','user':'hr3','role':'人事'}");
	ks_told_unsaved(sample, "{'do':'user.totp','user':'hr1'}");
	ks_told_unsaved(sample, "{'do':'user.remove','user':'hr1'}");
	free(unit);
}

static void an_authenticator_is_asked_for_until_it_is_taken_off(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_user user;
	json_t *answer;

	ks_told_good(sample, NULL,
		     "{'do':'user.add','user':'hr1','role':'人事','password':'correct-horse'}");
	answer = ks_told_with(sample, -1, true, "パスワードと認証アプリの番号で入ります。",
			      "{'do':'user.totp','user':'hr1'}");
	assert_true(strlen(secret_of(answer)) >= 26);
	json_decref(answer);
	ks_told_access(sample, "kenshu user", "利用者 hr1 を認証アプリありに変更", "", -1);
	assert_int_equal(ks_user_find(sample->store, "hr1", &user), KS_OK);
	assert_true(user.has_totp);
	answer = ks_told_with(sample, -1, true, "hr1 は、パスワードだけで入ります。",
			      "{'do':'user.totp','user':'hr1','off':'1'}");
	assert_null(json_object_get(answer, "secret"));
	json_decref(answer);
	ks_told_access(sample, "kenshu user", "利用者 hr1 を認証アプリなしに変更", "", -1);
	assert_int_equal(ks_user_find(sample->store, "hr1", &user), KS_OK);
	assert_false(user.has_totp);
	ks_told_good(sample, "hr1 を消しました。この名前は、もう使えません。",
		     "{'do':'user.remove','user':'hr1'}");
	ks_told_access(sample, "kenshu user", "利用者 hr1 を削除", "", -1);
	assert_int_equal(ks_user_find(sample->store, "hr1", &user), KS_NOT_FOUND);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(a_forgotten_pin_is_made_anew_and_told_once),
		TEST(at_a_kiosk_it_is_noted_before_it_is_made),
		TEST(slips_are_for_who_has_no_pin_and_with_all_for_everybody),
		TEST(a_card_is_somebodys_or_nobodys),
		TEST(a_users_own_number_is_one_of_the_list),
		TEST(a_users_number_of_one_letter_is_a_number),
		TEST(a_user_has_the_password_that_was_told_or_one_that_is_made),
		TEST(what_no_user_can_be_is_told_and_gets_no_secret),
		TEST(an_authenticator_is_asked_for_until_it_is_taken_off),
	};

	return ks_test_run(tests);
}
