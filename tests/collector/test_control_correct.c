/* SPDX-License-Identifier: Apache-2.0 */
#include "collector/control.h"

#include <stdlib.h>
#include <string.h>

#include "lrs/centre.h"
#include "lrs/correction.h"
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

	expect(sample, "{\"do\":\"correct.rules\",\"alone\":\"no\"}", "\"ok\":true");
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
	expect(sample, "{\"do\":\"correct.propose\",\"kind\":\"present\",\"at\":\"25:00\"}",
	       "10:05 の形で");
	expect(sample,
	       "{\"do\":\"correct.propose\",\"kind\":\"present\",\"at\":\"10:05\",\"number\":\"204101\"}",
	       "何も変わっていません");
	expect(sample, "{\"do\":\"correct.decide\",\"id\":\"0\",\"by\":\"hr1\",\"approved\":\"yes\"}",
	       "何も変わっていません");
	ks_control_stop(control);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, ks_sample_setup, ks_sample_teardown)
	const struct CMUnitTest tests[] = {
		TEST(who_may_do_which_is_set_role_by_role_and_a_wrong_word_changes_nothing),
		TEST(what_cannot_be_proposed_or_decided_says_why_and_changes_nothing),
	};

	return ks_test_run(tests);
}
