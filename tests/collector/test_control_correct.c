/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/control.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "lrs/centre.h"
#include "lrs/correction.h"
#include "lrs/user.h"
#include "report/correction.h"
#include "support/centre_sample.h"
#include "support/test.h"

/* Corrections, and who may do which, as `kenshu correct` asks a running collector for them. */

static void expect(const struct ks_sample_centre *sample, const char *request, const char *words)
{
	char *answer, *why;

	assert_int_equal(ks_control_ask(sample->folder, request, -1, &answer, &why), KS_OK);
	if (!strstr(answer, words))
		fail_msg("%s: %s", request, answer);
	free(answer);
}

static struct ks_correction_rules rules_of(const struct ks_sample_centre *sample)
{
	struct ks_correction_rules rules;

	assert_int_equal(ks_correction_rules_load(sample->store, &rules), KS_OK);
	return rules;
}

static void who_may_do_which_is_set_role_by_role_and_a_wrong_word_changes_nothing(void **state)
{
	const struct ks_sample_centre *sample = *state;
	struct ks_correction_rules rules;
	struct ks_control *control;

	assert_int_equal(ks_control_start(sample->centre, &control), KS_OK);
	expect(sample,
	       "{\"do\":\"correct.rules\",\"propose\":\"研修担当\",\"approve\":\"人事,研修担当\",\"alone\":\"yes\"}",
	       "\"ok\":true");
	rules = rules_of(sample);
	assert_false(rules.may_propose[KS_USER_HR]);
	assert_true(rules.may_propose[KS_USER_TRAINER]);
	assert_true(rules.may_approve[KS_USER_HR] && rules.may_approve[KS_USER_TRAINER]);
	assert_true(rules.is_alone);

	expect(sample, "{\"do\":\"correct.rules\",\"propose\":\"人事,部長\"}",
	       "何も変わっていません");
	expect(sample, "{\"do\":\"correct.rules\",\"approve\":\"人事,,研修担当\"}",
	       "何も変わっていません");
	rules = rules_of(sample);
	assert_false(rules.may_propose[KS_USER_HR]);
	assert_true(rules.may_approve[KS_USER_TRAINER]);

	expect(sample, "{\"do\":\"correct.rules\",\"propose\":\"x\"}", "何も変わっていません");
	expect(sample, "{\"do\":\"correct.rules\",\"approve\":\"x\"}", "何も変わっていません");
	expect(sample, "{\"do\":\"correct.rules\",\"alone\":\"n\"}", "\"ok\":true");
	rules = rules_of(sample);
	assert_false(rules.is_alone);
	assert_true(rules.may_propose[KS_USER_TRAINER]); /* what was not named stays */
	ks_control_stop(control);
}

static void what_cannot_be_proposed_or_decided_says_why_and_changes_nothing(void **state)
{
	const struct ks_sample_centre *sample = *state;
	struct ks_control *control;

	assert_int_equal(ks_control_start(sample->centre, &control), KS_OK);
	expect(sample, "{\"do\":\"correct.propose\",\"kind\":\"none\"}", "訂正の種類が分かりません");
	expect(sample, "{\"do\":\"correct.propose\",\"kind\":\"present\",\"at\":\"9\"}",
	       "10:05 の形で");
	expect(sample, "{\"do\":\"correct.propose\",\"kind\":\"present\",\"at\":\"25:00\"}",
	       "10:05 の形で");
	expect(sample,
	       "{\"do\":\"correct.propose\",\"kind\":\"present\",\"at\":\"10:05\",\"number\":\"204101\"}",
	       "何も変わっていません");
	expect(sample, "{\"do\":\"correct.decide\",\"id\":\"0\",\"by\":\"hr1\",\"approved\":\"yes\"}",
	       "何も変わっていません");
	ks_control_stop(control);
}

static void add_user(const struct ks_sample_centre *sample, const char *name, enum ks_user_role role)
{
	struct ks_user user = {.role = role};
	const char *why;

	snprintf(user.name, sizeof(user.name), "%s", name);
	assert_int_equal(ks_user_add(sample->store, &user, "long enough", &why), KS_OK);
}

static void is_me(const struct ks_sample_centre *sample, const char *name, const char *number)
{
	char *request = ks_format("{\"do\":\"user.number\",\"user\":\"%s\",\"number\":\"%s\"}",
				  name, number);

	expect(sample, request, "\"ok\":true");
	free(request);
}

#define ABOUT_THEMSELVES "自分についてのこと"
#define UNDONE(by)                                                                                  \
	"{\"do\":\"correct.propose\",\"kind\":\"undone\",\"number\":\"000001\",\"nendo\":\"2026\"," \
	"\"course\":\"annual\",\"lesson\":\"m1\",\"reason\":\"番号\",\"by\":\"" by "\"}"

/* hr1 is 000001, whose completion it is: neither proposed, decided, taken back nor approved by hr1; the others may. */
static void nobody_proposes_decides_or_takes_back_what_is_about_themselves(void **state)
{
	struct ks_sample_centre *sample = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	static const char *const words[][2] = {{"hr1", "hr2"}, {"hr2", "hr1"}};
	struct ks_control *control;
	struct ks_correction_list list;
	char *own;

	ks_sample_import(
		sample->store,
		"職員番号,氏名,氏名カナ,所属,所属区分,施設,任用区分,任用開始,任用終了,"
		"在籍状態,役割,初期暗証番号\r\n"
		"000001,見本 一,ミホン イチ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n"
		"7,見本 七,ミホン ナナ,総務課,事務局,本庁,01,2010-04-01,,在職,端末利用,\r\n");
	ks_sample_ingest(sample, &kiosk, "000001", "passed", "course/annual/m1");
	add_user(sample, "hr1", KS_USER_HR);
	add_user(sample, "hr2", KS_USER_HR);
	add_user(sample, "trainer", KS_USER_TRAINER);
	add_user(sample, "seven", KS_USER_HR);
	assert_int_equal(ks_control_start(sample->centre, &control), KS_OK);
	is_me(sample, "hr1", "000001");
	is_me(sample, "seven", "7");
	for (size_t i = 0; i < KS_COUNT(words); i++) {
		char *request = ks_format("{\"do\":\"statement.void\",\"id\":\"%s\",\"reason\":\"x\","
					  "\"by\":\"%s\",\"approver\":\"%s\"}",
					  kiosk.last_id, words[i][0], words[i][1]);

		expect(sample, request, ABOUT_THEMSELVES);
		free(request);
	}
	ks_sample_ingest(sample, &kiosk, "7", "passed", "course/annual/m1");
	own = ks_format("{\"do\":\"statement.void\",\"id\":\"%s\",\"reason\":\"x\","
			"\"by\":\"seven\",\"approver\":\"hr2\"}",
			kiosk.last_id);
	expect(sample, own, ABOUT_THEMSELVES);
	free(own);
	expect(sample, UNDONE("hr1"), ABOUT_THEMSELVES);
	expect(sample, UNDONE("trainer"), "\"ok\":true");
	assert_int_equal(ks_report_corrections(sample->store, 2026, &list), KS_OK);
	assert_int_equal(list.n_rows, 1);
	for (size_t i = 0; i < 3; i++) {
		static const char *const asks[][3] = {{"hr1", "yes", ABOUT_THEMSELVES},
						      {"hr1", "no", ABOUT_THEMSELVES},
						      {"hr2", "yes", "\"ok\":true"}};
		char *request = ks_format("{\"do\":\"correct.decide\",\"id\":\"%s\",\"by\":\"%s\","
					  "\"approved\":\"%s\",\"reason\":\"x\"}",
					  list.rows[0].id, asks[i][0], asks[i][1]);

		expect(sample, request, asks[i][2]);
		free(request);
	}
	ks_correction_list_finish(&list);
	ks_control_stop(control);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(who_may_do_which_is_set_role_by_role_and_a_wrong_word_changes_nothing),
		TEST(nobody_proposes_decides_or_takes_back_what_is_about_themselves),
		TEST(what_cannot_be_proposed_or_decided_says_why_and_changes_nothing),
	};

	return ks_test_run(tests);
}
