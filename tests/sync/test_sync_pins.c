// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/pin_news.h"
#include "sync/fixture.h"
#include "sync/sync_private.h"

#define MINUTE_MS INT64_C(60000)

/* What was chosen is told until the centre has it, and where there is no place for it, it stays. */

static bool waits(struct ks_fixture *f)
{
	return ks_pin_news_is_any(f->store);
}

static void it_is_told_sealed_and_once(void **state)
{
	struct ks_fixture *f = *state;
	const struct ks_fake_request *told;

	ks_fixture_choose_pin(f);
	ks_fixture_answer(f, KS_FAKE_PINS,
			  (struct ks_fake_answer){200, "application/json", "{\"refused\":0}", NULL,
						  0});
	ks_fixture_run(f, 6 * MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_PINS), 1);
	told = ks_fixture_nth(f, KS_FAKE_PINS, 0);
	assert_string_equal(told->method, "PUT");
	assert_null(strstr(told->body, KS_FIXTURE_WHO));
	assert_null(strstr(told->body, "argon2"));
	assert_true(told->at_ms <= ks_fixture_nth(f, KS_FAKE_ROSTER, 0)->at_ms);
	assert_false(waits(f));
}

static void it_is_kept_while_the_centre_is_away_or_has_no_place_for_it(void **state)
{
	static const struct ks_fake_answer answers[] = {
		{0},
		{503, NULL, NULL, NULL, 0},
		{404, NULL, NULL, NULL, 0},
		{403, "application/json", "{}", NULL, 0},
		{400, "application/json", "{}", NULL, 0},
		{200, "text/html", "<p>who are you?", NULL, 0}, /* a portal */
	};
	struct ks_fixture *f = *state;

	ks_fixture_choose_pin(f);
	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){304, NULL, NULL, NULL, 0};
	for (size_t i = 0; i < KS_COUNT(answers); i++)
		ks_fixture_answer(f, KS_FAKE_PINS, answers[i]);
	ks_fixture_answer(f, KS_FAKE_PINS,
			  (struct ks_fake_answer){200, "application/json", "{\"refused\":0}", NULL,
						  0});
	while (ks_fixture_count(f, KS_FAKE_PINS) < KS_COUNT(answers)) {
		assert_true(waits(f));
		ks_fixture_run(f, MINUTE_MS);
	}
	ks_fixture_run(f, 60 * MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_PINS), KS_COUNT(answers) + 1);
	assert_false(waits(f));
}

static void what_does_not_hold_is_fetched_anew(void **state)
{
	struct ks_fixture *f = *state;
	char *json = ks_fixture_roster();

	ks_fixture_answer(f, KS_FAKE_ROSTER,
			  (struct ks_fake_answer){200, "application/json", json, "\"r1\"", 0});
	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){304, NULL, NULL, NULL, 0};
	ks_fixture_run(f, 0);
	ks_fixture_choose_pin(f);
	ks_fixture_answer(f, KS_FAKE_PINS,
			  (struct ks_fake_answer){200, "application/json", "{\"refused\":1}", NULL,
						  0});
	ks_fixture_run(f, 0);
	assert_false(waits(f));
	assert_int_equal(ks_fixture_count(f, KS_FAKE_ROSTER), 2);
	assert_null(strstr(ks_fixture_nth(f, KS_FAKE_ROSTER, 1)->headers, "If-None-Match"));
	free(json);
}

static void another_lrs_hears_nothing(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_choose_pin(f); /* its answer to the list is 404 */
	f->scripts[KS_FAKE_PINS].otherwise = (struct ks_fake_answer){404, NULL, NULL, NULL, 0};
	ks_fixture_run(f, 300 * MINUTE_MS);
	assert_in_range(ks_fixture_count(f, KS_FAKE_PINS), 0, 1);
	assert_true(waits(f));
	ks_fixture_assert_delivered(f);
}

#define RULE(name) cmocka_unit_test_setup_teardown(name, ks_fixture_setup, ks_fixture_teardown)
static const struct CMUnitTest tests[] = {
	RULE(it_is_told_sealed_and_once),
	RULE(it_is_kept_while_the_centre_is_away_or_has_no_place_for_it),
	RULE(what_does_not_hold_is_fetched_anew),
	RULE(another_lrs_hears_nothing),
};

int main(void)
{
	return ks_test_run(tests);
}
