// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "sync/fixture.h"
#include "sync/sync_private.h"

/* What is known of an endpoint from earlier: another one is offered everything, and quarantine has a door. */

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS (60 * MINUTE_MS)

static const struct ks_fake_answer bad = {400, "application/json", "{}", NULL, 0};
static const struct ks_fake_answer good = {204, "", NULL, NULL, 0};

static void assert_tally(struct ks_fixture *f, int n_pending, int n_quarantined)
{
	assert_int_equal(ks_fixture_status(f).n_pending, n_pending);
	assert_int_equal(ks_fixture_status(f).n_quarantined, n_quarantined);
}

/* One statement that was refused, and the endpoint takes everything from now on. */
static void set_one_aside(struct ks_fixture *f)
{
	ks_fixture_record(f, 1);
	ks_fixture_answer(f, KS_FAKE_POST, bad);
	f->scripts[KS_FAKE_POST].otherwise = good;
	ks_fixture_run(f, MINUTE_MS);
	assert_tally(f, 0, 1);
	assert_int_equal(ks_fixture_status(f).tally, KS_SYNC_TALLY_QUARANTINED);
}

static void what_is_set_aside_is_tried_again_after_a_day(void **state)
{
	struct ks_fixture *f = *state;

	set_one_aside(f);
	ks_fixture_run(f, 22 * HOUR_MS);
	assert_tally(f, 0, 1);
	ks_fixture_run(f, 4 * HOUR_MS);
	assert_tally(f, 0, 0);
	assert_int_equal(ks_fixture_status(f).tally, KS_SYNC_TALLY_CONFIRMED);
}

static void what_is_refused_again_waits_another_day(void **state)
{
	struct ks_fixture *f = *state;

	f->scripts[KS_FAKE_POST].otherwise = bad;
	ks_fixture_record(f, 1);
	ks_fixture_run(f, 5 * 24 * HOUR_MS);
	assert_tally(f, 0, 1);
	assert_in_range(ks_fixture_count(f, KS_FAKE_POST), 4, 6);
}

static void what_is_set_aside_is_tried_again_on_another_version_of_the_endpoint(void **state)
{
	struct ks_fixture *f = *state;

	f->scripts[KS_FAKE_ABOUT].otherwise = (struct ks_fake_answer){
		200, "application/json", "{\"version\":[\"1.0.2\"]}", NULL, 0};
	set_one_aside(f);
	ks_fixture_open(f); /* a restart is none */
	ks_fixture_run(f, MINUTE_MS);
	ks_fixture_run(f, 7 * HOUR_MS);
	assert_tally(f, 0, 1);
	f->scripts[KS_FAKE_ABOUT].otherwise = (struct ks_fake_answer){
		200, "application/json", "{\"version\":[\"1.0.2\",\"1.0.3\"]}", NULL, 0};
	ks_fixture_run(f, 7 * HOUR_MS);
	assert_tally(f, 0, 0);
}

static void what_is_released_by_hand_is_sent_at_the_next_start(void **state)
{
	struct ks_fixture *f = *state;

	set_one_aside(f);
	assert_int_equal(ks_ledger_release_quarantine(f->ledger, 0), KS_OK);
	ks_fixture_open(f);
	ks_fixture_run(f, MINUTE_MS);
	assert_tally(f, 0, 0);
}

static void the_collectors_wish_to_see_them_again_is_carried_out_once(void **state)
{
	struct ks_fixture *f = *state;

	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){304, "", NULL, NULL, 0};
	f->scripts[KS_FAKE_POST].otherwise = bad;
	ks_fixture_record(f, 1);
	ks_fixture_run(f, MINUTE_MS);
	assert_tally(f, 0, 1);
	for (int i = 0; i < 2; i++) {
		f->resend = i == 0 ? "1" : "2";
		ks_fixture_run(f, 30 * MINUTE_MS);
		ks_fixture_open(f);
		ks_fixture_run(f, 30 * MINUTE_MS);
		assert_tally(f, 0, 1);
		assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 2 + i);
	}
}

/* While others wait the ledger is not counted anew: the numbers are right all the same. */
static void what_is_released_is_counted_with_what_waits(void **state)
{
	struct ks_fixture *f = *state;

	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){304, "", NULL, NULL, 0};
	set_one_aside(f);
	f->scripts[KS_FAKE_POST].otherwise = (struct ks_fake_answer){503, "", NULL, NULL, 0};
	ks_fixture_record(f, 1);
	ks_fixture_run(f, 0);
	assert_tally(f, 1, 1);
	f->resend = "1";
	ks_fixture_run(f, 5 * MINUTE_MS);
	assert_tally(f, 2, 0);
	f->scripts[KS_FAKE_POST].otherwise = good;
	ks_fixture_run(f, 20 * MINUTE_MS);
	assert_tally(f, 0, 0);
}

/* What comes back is older than those among which the bad one was looked for: the looking begins anew. */
static void what_is_released_ends_a_suspicion(void **state)
{
	struct ks_fixture *f = *state;
	size_t n;

	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){304, "", NULL, NULL, 0};
	set_one_aside(f);
	ks_fixture_record(f, 8);
	ks_fixture_answer(f, KS_FAKE_POST, bad);
	f->scripts[KS_FAKE_POST].otherwise = (struct ks_fake_answer){503, "", NULL, NULL, 600};
	ks_fixture_run(f, 0);
	n = ks_fixture_count(f, KS_FAKE_POST);
	assert_int_equal(ks_fixture_statements(ks_fixture_nth(f, KS_FAKE_POST, n - 2)), 8);
	assert_int_equal(ks_fixture_statements(ks_fixture_nth(f, KS_FAKE_POST, n - 1)), 4);
	f->resend = "1";
	f->scripts[KS_FAKE_POST].otherwise = good;
	ks_fixture_run(f, 5 * MINUTE_MS);
	assert_int_equal(ks_fixture_statements(ks_fixture_nth(f, KS_FAKE_POST, n)), 9);
	assert_tally(f, 0, 0);
}

static void restarts_behind_an_endpoint_that_calls_everything_bad_set_no_more_aside(void **state)
{
	struct ks_fixture *f = *state;

	for (int i = 0; i < 4; i++)
		ks_fixture_record(f, KS_SYNC_BAD_RUN_MAX);
	f->scripts[KS_FAKE_POST].otherwise = bad;
	for (int i = 0; i < 3; i++) {
		ks_fixture_open(f);
		ks_fixture_run(f, MINUTE_MS);
		assert_tally(f, 3 * KS_SYNC_BAD_RUN_MAX, KS_SYNC_BAD_RUN_MAX);
	}
	f->scripts[KS_FAKE_POST].otherwise = good;
	ks_fixture_run(f, 25 * HOUR_MS);
	assert_tally(f, 0, 0);
}

/* An LRS that names no version in its answers: its arrays of ids show that it is one, and then its 400 counts too. */
static struct ks_fake_answer reject_second(struct ks_fixture *f, const struct ks_fake_request *request)
{
	(void)f;
	if (request->path != KS_FAKE_POST)
		return (struct ks_fake_answer){404, "", NULL, NULL, 0};
	if (strstr(request->body, "\"seq\":2,"))
		return (struct ks_fake_answer){400, "application/json", "{}", NULL, 0};
	return (struct ks_fake_answer){200, "application/json",
				       "[\"0190a2b4-0000-7000-8000-000000000001\"]", NULL, 0};
}

static void an_lrs_that_names_no_version_is_known_by_its_ids(void **state)
{
	struct ks_fixture *f = *state;

	f->is_gateway[KS_FAKE_POST] = true;
	f->decide = reject_second;
	ks_fixture_record(f, 1);
	ks_fixture_run(f, MINUTE_MS);
	assert_tally(f, 0, 0);
	ks_fixture_record(f, 3);
	ks_fixture_open(f); /* remembered */
	ks_fixture_run(f, MINUTE_MS);
	assert_tally(f, 0, 1);
}

/* Whose /about is one is no LRS without a name for that a gateway between answered once. */
static void one_that_names_its_version_in_its_about_stays_one_that_does(void **state)
{
	struct ks_fixture *f = *state;

	f->scripts[KS_FAKE_ABOUT].otherwise = (struct ks_fake_answer){
		200, "application/json", "{\"version\":[\"1.0.3\"]}", NULL, 0};
	f->is_gateway[KS_FAKE_POST] = true;
	f->scripts[KS_FAKE_POST].otherwise = good;
	ks_fixture_record(f, 1);
	ks_fixture_run(f, MINUTE_MS);
	assert_tally(f, 0, 0);
	f->scripts[KS_FAKE_POST].otherwise = bad;
	ks_fixture_record(f, 1);
	ks_fixture_run(f, MINUTE_MS);
	assert_tally(f, 1, 0); /* a gateway's 400 */
}

static void an_lrs_that_names_no_version_is_known_by_its_about(void **state)
{
	struct ks_fixture *f = *state;

	f->is_gateway[KS_FAKE_POST] = f->is_gateway[KS_FAKE_ABOUT] = true;
	f->scripts[KS_FAKE_ABOUT].otherwise = (struct ks_fake_answer){
		200, "application/json", "{\"version\":[\"1.0.3\"]}", NULL, 0};
	set_one_aside(f);
}

static void another_endpoint_is_offered_all_with_the_same_bytes(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_record(f, 5);
	ks_fixture_run(f, MINUTE_MS);
	assert_tally(f, 0, 0);
	f->options.endpoint = "http://other.example/xAPI";
	ks_fixture_open(f);
	assert_int_not_equal(ks_fixture_status(f).tally, KS_SYNC_TALLY_CONFIRMED);
	ks_fixture_run(f, MINUTE_MS);
	assert_tally(f, 0, 0);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 2);
	assert_string_equal(ks_fixture_nth(f, KS_FAKE_POST, 1)->url,
			    "http://other.example/xAPI/statements");
	assert_string_equal(ks_fixture_nth(f, KS_FAKE_POST, 0)->body,
			    ks_fixture_nth(f, KS_FAKE_POST, 1)->body);
}

static void the_same_endpoint_is_offered_nothing_again_and_another_only_once(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_record(f, 5);
	ks_fixture_run(f, MINUTE_MS);
	f->options.endpoint = "http://lrs.example/xAPI/"; /* the same */
	ks_fixture_open(f);
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 1);
	f->options.endpoint = "http://other.example/xAPI";
	for (int i = 0; i < 3; i++) {
		ks_fixture_open(f);
		ks_fixture_run(f, MINUTE_MS);
	}
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 2);
}

static void what_one_endpoint_refused_is_offered_to_another(void **state)
{
	struct ks_fixture *f = *state;

	set_one_aside(f);
	f->options.endpoint = "http://other.example/xAPI";
	ks_fixture_open(f);
	ks_fixture_run(f, MINUTE_MS);
	assert_tally(f, 0, 0);
}

static void a_kiosk_that_was_stand_alone_is_no_change_of_endpoint(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_record(f, 5);
	ks_fixture_run(f, MINUTE_MS);
	f->options.endpoint = "";
	ks_fixture_open(f);
	ks_fixture_run(f, MINUTE_MS);
	f->options.endpoint = "http://lrs.example/xAPI";
	ks_fixture_open(f);
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 1);
}

#define RULE(name) cmocka_unit_test_setup_teardown(name, ks_fixture_setup, ks_fixture_teardown)
static const struct CMUnitTest tests[] = {
	RULE(what_is_set_aside_is_tried_again_after_a_day),
	RULE(what_is_refused_again_waits_another_day),
	RULE(what_is_set_aside_is_tried_again_on_another_version_of_the_endpoint),
	RULE(what_is_released_by_hand_is_sent_at_the_next_start),
	RULE(the_collectors_wish_to_see_them_again_is_carried_out_once),
	RULE(what_is_released_is_counted_with_what_waits),
	RULE(what_is_released_ends_a_suspicion),
	RULE(restarts_behind_an_endpoint_that_calls_everything_bad_set_no_more_aside),
	RULE(an_lrs_that_names_no_version_is_known_by_its_ids),
	RULE(one_that_names_its_version_in_its_about_stays_one_that_does),
	RULE(an_lrs_that_names_no_version_is_known_by_its_about),
	RULE(another_endpoint_is_offered_all_with_the_same_bytes),
	RULE(the_same_endpoint_is_offered_nothing_again_and_another_only_once),
	RULE(what_one_endpoint_refused_is_offered_to_another),
	RULE(a_kiosk_that_was_stand_alone_is_no_change_of_endpoint),
};

int main(void)
{
	return ks_test_run(tests);
}
