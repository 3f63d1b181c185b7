// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/epoch.h"
#include "record/roster.h"
#include "sync/fixture.h"
#include "sync/sync_private.h"

#define MINUTE_MS INT64_C(60000)

static size_t count_people(struct ks_fixture *f)
{
	size_t n = 0;

	assert_int_equal(ks_roster_count(f->store, &n), KS_OK);
	return n;
}

static void the_roster_is_fetched_at_start_and_stored(void **state)
{
	struct ks_fixture *f = *state;
	char *json = ks_fixture_roster();

	ks_fixture_answer(f, KS_FAKE_ROSTER,
			  (struct ks_fake_answer){200, "application/json", json, "\"r1\"", 0});
	ks_fixture_open(f);
	assert_false(ks_fixture_status(f).has_roster);
	ks_fixture_run(f, 0);
	assert_string_equal(ks_fixture_nth(f, KS_FAKE_ROSTER, 0)->url,
			    "http://lrs.example/kiosk/v1/roster");
	assert_null(strstr(ks_fixture_nth(f, KS_FAKE_ROSTER, 0)->headers, "If-None-Match"));
	assert_int_equal(count_people(f), 1);
	assert_true(ks_fixture_status(f).has_roster);
	assert_true(ks_fixture_status(f).is_roster_fresh);
	free(json);
}

static void an_unchanged_roster_is_not_sent_again(void **state)
{
	struct ks_fixture *f = *state;
	char *json = ks_fixture_roster();

	ks_fixture_answer(f, KS_FAKE_ROSTER,
			  (struct ks_fake_answer){200, "application/json", json, "\"r1\"", 0});
	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){304, "", NULL, NULL, 0};
	ks_fixture_run(f, 6 * MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_ROSTER), 2);
	assert_int_equal(ks_fixture_nth(f, KS_FAKE_ROSTER, 1)->at_ms -
				 ks_fixture_nth(f, KS_FAKE_ROSTER, 0)->at_ms,
			 KS_SYNC_ROSTER_EVERY_MS);
	assert_non_null(
		strstr(ks_fixture_nth(f, KS_FAKE_ROSTER, 1)->headers, "If-None-Match: \"r1\"\n"));
	ks_fixture_open(f); /* also after a restart */
	assert_true(ks_fixture_status(f).has_roster);
	assert_false(ks_fixture_status(f).is_roster_fresh);
	ks_fixture_run(f, 0);
	assert_non_null(
		strstr(ks_fixture_nth(f, KS_FAKE_ROSTER, 2)->headers, "If-None-Match: \"r1\"\n"));
	assert_true(ks_fixture_status(f).is_roster_fresh);
	free(json);
}

static void another_collector_is_asked_without_the_old_tag(void **state)
{
	struct ks_fixture *f = *state;
	char *json = ks_fixture_roster();

	ks_fixture_answer(f, KS_FAKE_ROSTER,
			  (struct ks_fake_answer){200, "application/json", json, "\"r1\"", 0});
	ks_fixture_run(f, 0);
	f->options.endpoint = "http://other.example/xAPI";
	ks_fixture_open(f);
	ks_fixture_run(f, 0);
	assert_null(strstr(ks_fixture_nth(f, KS_FAKE_ROSTER, 1)->headers, "If-None-Match"));
	free(json);
}

static void a_damaged_roster_leaves_the_old_one(void **state)
{
	struct ks_fixture *f = *state;
	char *json = ks_fixture_roster();

	ks_fixture_answer(f, KS_FAKE_ROSTER,
			  (struct ks_fake_answer){200, "application/json", json, "\"r1\"", 0});
	f->scripts[KS_FAKE_ROSTER].otherwise =
		(struct ks_fake_answer){200, "application/json", "{\"people\":", "\"r2\"", 0};
	ks_fixture_run(f, 11 * MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_ROSTER), 3);
	assert_int_equal(count_people(f), 1);
	assert_non_null(
		strstr(ks_fixture_nth(f, KS_FAKE_ROSTER, 2)->headers, "If-None-Match: \"r1\"\n"));
	free(json);
}

static void a_portal_page_is_no_roster(void **state)
{
	struct ks_fixture *f = *state;

	f->scripts[KS_FAKE_ROSTER].otherwise =
		(struct ks_fake_answer){200, "text/html", "<html>", NULL, 0};
	ks_fixture_run(f, MINUTE_MS);
	assert_false(ks_fixture_status(f).is_roster_fresh);
	assert_int_equal(ks_fixture_status(f).state, KS_SYNC_WAITING);
	assert_true(ks_fixture_count(f, KS_FAKE_ROSTER) > 1);
}

static void a_foreign_lrs_is_asked_for_a_roster_once_an_hour(void **state)
{
	struct ks_fixture *f = *state;

	f->options.plan_json = "{}";
	ks_fixture_run(f, 119 * MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_ROSTER), 2);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_PLAN), 0);
	assert_int_equal(ks_fixture_status(f).state, KS_SYNC_IDLE);
}

static void another_endpoint_is_asked_at_the_root_of_its_server(void **state)
{
	static const struct {
		const char *endpoint, *url;
	} cases[] = {
		{"http://a.example/xAPI", "http://a.example/kiosk/v1/roster"},
		{"http://a.example/xAPI/", "http://a.example/kiosk/v1/roster"},
		{"https://a.example:8443/kenshu/xAPI",
		 "https://a.example:8443/kenshu/kiosk/v1/roster"},
		{"http://a.example/data/lrs", "http://a.example/kiosk/v1/roster"},
		{"http://a.example", "http://a.example/kiosk/v1/roster"},
	};
	struct ks_fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		f->options.endpoint = cases[i].endpoint;
		ks_fixture_open(f);
		ks_fixture_run(f, 0);
		assert_string_equal(ks_fixture_nth(f, KS_FAKE_ROSTER, i)->url, cases[i].url);
	}
}

static void a_roster_that_always_fails_does_not_stop_delivery(void **state)
{
	static const struct ks_fake_answer failures[] = {{0, NULL, NULL, NULL, 0},
							 {500, "", NULL, NULL, 0},
							 {403, "", NULL, NULL, 0},
							 {200, "text/html", "<html>", NULL, 0}};
	struct ks_fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(failures); i++) {
		f->scripts[KS_FAKE_ROSTER].otherwise = failures[i];
		ks_fixture_record(f, 60);
		ks_fixture_open(f);
		ks_fixture_run(f, MINUTE_MS);
		assert_int_equal(ks_fixture_status(f).n_pending, 0);
	}
}

static void a_refused_roster_shows_before_anything_is_recorded(void **state)
{
	struct ks_fixture *f = *state;

	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){401, "", NULL, NULL, 0};
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_status(f).state, KS_SYNC_REFUSED);
	ks_fixture_record(f, 1); /* an LRS may protect paths it does not know */
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_status(f).state, KS_SYNC_IDLE);
	assert_int_equal(ks_fixture_status(f).n_pending, 0);
}

static void who_asks_for_the_roster_shows_its_key_and_how_far_its_record_goes(void **state)
{
	struct ks_fixture *f = *state;
	struct ks_head head;
	char *header;

	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){304, "", NULL, NULL, 0};
	ks_fixture_record(f, 2);
	assert_int_equal(ks_ledger_quarantine(f->ledger, 1, "test"), KS_OK);
	assert_int_equal(ks_ledger_head(f->ledger, &head), KS_OK);
	header = ks_format("X-Kenshu-Head: 2 %s %s %s\n", head.hash, head.public_key, head.signature);
	ks_fixture_run(f, 0);
	assert_non_null(strstr(ks_fixture_nth(f, KS_FAKE_ROSTER, 0)->headers, header));
	assert_non_null(
		strstr(ks_fixture_nth(f, KS_FAKE_ROSTER, 0)->headers, "X-Kenshu-Quarantined: 1\n"));
	ks_head_finish(&head);
	free(header);
}

static void credentials_of_another_kiosk_show_before_anything_is_recorded(void **state)
{
	struct ks_fixture *f = *state;

	f->scripts[KS_FAKE_ROSTER].otherwise =
		(struct ks_fake_answer){409, "application/json", "{}", NULL, 0};
	ks_fixture_run(f, MINUTE_MS);
	assert_true(ks_fixture_status(f).is_key_refused);
	assert_int_equal(ks_fixture_status(f).state, KS_SYNC_REFUSED);
	assert_false(ks_fixture_status(f).has_roster);
	f->is_gateway[KS_FAKE_ROSTER] = true; /* but it takes the collector to say so */
	ks_fixture_open(f);
	ks_fixture_run(f, MINUTE_MS);
	assert_false(ks_fixture_status(f).is_key_refused);
}

static void a_twin_that_the_collector_saw_is_told_until_it_is_gone(void **state)
{
	struct ks_fixture *f = *state;

	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){304, "", NULL, NULL, 0};
	f->is_twin = true;
	ks_fixture_run(f, MINUTE_MS);
	assert_true(ks_fixture_status(f).is_twin);
	f->is_twin = false;
	ks_fixture_run(f, 5 * MINUTE_MS);
	assert_false(ks_fixture_status(f).is_twin);
}

static void a_difference_is_taken_to_what_is_here_and_else_the_whole_is_fetched(void **state)
{
	static const char unfit[] = "{\"format\":\"kenshu-roster-delta-1\",\"base\":\"\\\"r0\\\"\","
				    "\"people\":[],\"completed\":[]}";
	static const char fit[] =
		"{\"format\":\"kenshu-roster-delta-1\",\"base\":\"\\\"r1\\\"\","
		"\"people\":[],\"completed\":[],\"gone\":[{\"number\":\"000012\"}]}";
	struct ks_fixture *f = *state;
	char *json = ks_fixture_roster();

	ks_fixture_answer(f, KS_FAKE_ROSTER,
			  (struct ks_fake_answer){200, "application/json", json, "\"r1\"", 0});
	ks_fixture_answer(f, KS_FAKE_ROSTER,
			  (struct ks_fake_answer){200, "application/json", unfit, "\"r2\"", 0});
	ks_fixture_answer(f, KS_FAKE_ROSTER,
			  (struct ks_fake_answer){200, "application/json", json, "\"r1\"", 0});
	ks_fixture_answer(f, KS_FAKE_ROSTER,
			  (struct ks_fake_answer){200, "application/json", fit, "\"r2\"", 0});
	ks_fixture_open(f);
	ks_fixture_run(f, 6 * MINUTE_MS);
	assert_null(strstr(ks_fixture_nth(f, KS_FAKE_ROSTER, 0)->headers, "X-Kenshu-Delta"));
	assert_non_null(strstr(ks_fixture_nth(f, KS_FAKE_ROSTER, 1)->headers, "X-Kenshu-Delta: 1"));
	assert_null(strstr(ks_fixture_nth(f, KS_FAKE_ROSTER, 2)->headers, "If-None-Match"));
	assert_int_equal(ks_fixture_nth(f, KS_FAKE_ROSTER, 2)->at_ms,
			 ks_fixture_nth(f, KS_FAKE_ROSTER, 1)->at_ms); /* at once */
	assert_int_equal(count_people(f), 1);
	ks_fixture_run(f, 5 * MINUTE_MS);
	assert_int_equal(count_people(f), 0);
	ks_fixture_run(f, 5 * MINUTE_MS);
	assert_non_null(strstr(ks_fixture_nth(f, KS_FAKE_ROSTER, 4)->headers, "\"r2\""));
	free(json);
}

/* A copy, or an older state put back: it goes on beside what the collector has, and loses nothing. */
static void a_kiosk_whose_end_is_not_the_collectors_goes_on_in_a_new_epoch(void **state)
{
	struct ks_fixture *f = *state;
	const struct ks_fake_request *last;

	ks_fixture_record(f, 2);
	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){304, "", NULL, NULL, 0};
	f->epoch = 3;
	ks_fixture_run(f, MINUTE_MS);
	ks_fixture_record(f, 1);
	assert_int_equal(ks_ledger_last_seq(f->ledger), 2 * KS_EPOCH_SPAN + 1);
	f->epoch = 2; /* an earlier one changes nothing */
	ks_fixture_run(f, 6 * MINUTE_MS);
	ks_fixture_record(f, 1);
	assert_int_equal(ks_ledger_last_seq(f->ledger), 2 * KS_EPOCH_SPAN + 2);
	ks_fixture_run(f, MINUTE_MS);
	ks_fixture_assert_delivered(f);
	last = ks_fixture_nth(f, KS_FAKE_POST, ks_fixture_count(f, KS_FAKE_POST) - 1);
	assert_non_null(strstr(last->body, "\"seq\":2000000002"));
}

static void after_a_refused_delivery_no_roster_is_asked_for(void **state)
{
	struct ks_fixture *f = *state;

	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){304, "", NULL, NULL, 0};
	f->scripts[KS_FAKE_POST].otherwise = (struct ks_fake_answer){403, "", NULL, NULL, 0};
	ks_fixture_record(f, 1);
	ks_fixture_run(f, 120 * MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_ROSTER), 1);
	assert_int_equal(ks_fixture_status(f).state, KS_SYNC_REFUSED);
}

static void the_plan_is_told_once_per_start(void **state)
{
	struct ks_fixture *f = *state;

	f->options.plan_json = "{\"id\":\"annual\"}";
	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){304, "", NULL, NULL, 0};
	ks_fixture_answer(f, KS_FAKE_PLAN, (struct ks_fake_answer){0});
	ks_fixture_answer(f, KS_FAKE_PLAN, (struct ks_fake_answer){204, "", NULL, NULL, 0});
	ks_fixture_run(f, 60 * MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_PLAN), 2);
	assert_int_equal(f->core->jobs[KS_SYNC_JOB_PLAN].n_failures, 0);
	assert_string_equal(ks_fixture_nth(f, KS_FAKE_PLAN, 1)->method, "PUT");
	assert_string_equal(ks_fixture_nth(f, KS_FAKE_PLAN, 1)->url,
			    "http://lrs.example/kiosk/v1/plan");
	assert_string_equal(ks_fixture_nth(f, KS_FAKE_PLAN, 1)->body, "{\"id\":\"annual\"}");
	ks_fixture_open(f);
	ks_fixture_run(f, 0);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_PLAN), 3);
}

static void a_new_plan_is_told_without_a_restart(void **state)
{
	struct ks_fixture *f = *state;

	f->options.plan_json = "{\"nendo\":2026}";
	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){304, "", NULL, NULL, 0};
	f->scripts[KS_FAKE_PLAN].otherwise = (struct ks_fake_answer){204, "", NULL, NULL, 0};
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_PLAN), 1);
	ks_sync_core_set_plan(f->core, "{\"nendo\":2027}", 0);
	ks_fixture_run(f, 0);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_PLAN), 2);
	assert_string_equal(ks_fixture_nth(f, KS_FAKE_PLAN, 1)->body, "{\"nendo\":2027}");
	ks_sync_core_set_plan(f->core, NULL, 0);
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_PLAN), 2);
}

static void a_foreign_lrs_is_told_no_new_plan(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_run(f, MINUTE_MS);
	ks_sync_core_set_plan(f->core, "{\"nendo\":2027}", 0);
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_PLAN), 0);
}

static void without_an_endpoint_nothing_is_asked(void **state)
{
	struct ks_fixture *f = *state;

	f->options.endpoint = "";
	ks_fixture_record(f, 3);
	ks_fixture_run(f, 24 * 60 * MINUTE_MS);
	assert_int_equal(f->n_requests, 0);
	assert_int_equal(ks_fixture_status(f).state, KS_SYNC_OFF);
	assert_int_equal(ks_fixture_status(f).n_pending, 3);
}

static void an_idle_day_makes_few_requests(void **state)
{
	struct ks_fixture *f = *state;

	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){304, "", NULL, NULL, 0};
	ks_fixture_run(f, 24 * 60 * MINUTE_MS);
	assert_int_equal(f->n_requests, 1 + 1 + 24 * 12); /* about; the roster, every five minutes */
}

static void say_unchanged(struct ks_fixture *f, int64_t have)
{
	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){304, "", NULL, NULL, 0};
	f->have = have;
}

/* The collector was restored from a backup of when it had 40. */
static void what_a_restored_collector_lost_is_sent_again(void **state)
{
	struct ks_fixture *f = *state;

	say_unchanged(f, 0);
	ks_fixture_record(f, 70);
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 2);
	f->have = 40;
	ks_fixture_run(f, 5 * MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 3);
	assert_int_equal(ks_fixture_statements(ks_fixture_nth(f, KS_FAKE_POST, 2)), 30);
	assert_int_equal(ks_fixture_status(f).n_pending, 0);
	f->have = 70;
	ks_fixture_run(f, 30 * MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 3);
}

/* It always says that it has nothing, or each time one less: a few rounds, and an end. */
static void a_collector_that_always_lost_something_is_believed_a_few_times(void **state)
{
	struct ks_fixture *f = *state;

	say_unchanged(f, 0);
	ks_fixture_record(f, 20);
	ks_fixture_run(f, 60 * MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 2);
	for (f->have = 19; f->have > 0; f->have--)
		ks_fixture_run(f, 6 * MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 1 + KS_SYNC_FORGET_MAX);
	ks_fixture_open(f); /* a restart believes it anew */
	f->have = 5;
	ks_fixture_run(f, 0);
	assert_int_equal(
		ks_fixture_statements(ks_fixture_nth(f, KS_FAKE_POST, 1 + KS_SYNC_FORGET_MAX)), 15);
}

static void who_tells_nothing_or_all_or_more_is_sent_nothing_again(void **state)
{
	static const int64_t haves[] = {-1, 20, 9000};
	struct ks_fixture *f = *state;

	say_unchanged(f, -1);
	ks_fixture_record(f, 20);
	ks_fixture_run(f, MINUTE_MS);
	for (size_t i = 0; i < KS_COUNT(haves); i++) {
		f->have = haves[i];
		ks_fixture_run(f, 6 * MINUTE_MS);
	}
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 1);
}

#define RULE(name) cmocka_unit_test_setup_teardown(name, ks_fixture_setup, ks_fixture_teardown)
static const struct CMUnitTest tests[] = {
	RULE(what_a_restored_collector_lost_is_sent_again),
	RULE(a_collector_that_always_lost_something_is_believed_a_few_times),
	RULE(who_tells_nothing_or_all_or_more_is_sent_nothing_again),
	RULE(the_roster_is_fetched_at_start_and_stored),
	RULE(an_unchanged_roster_is_not_sent_again),
	RULE(another_collector_is_asked_without_the_old_tag),
	RULE(a_damaged_roster_leaves_the_old_one),
	RULE(a_portal_page_is_no_roster),
	RULE(a_foreign_lrs_is_asked_for_a_roster_once_an_hour),
	RULE(another_endpoint_is_asked_at_the_root_of_its_server),
	RULE(a_roster_that_always_fails_does_not_stop_delivery),
	RULE(a_refused_roster_shows_before_anything_is_recorded),
	RULE(who_asks_for_the_roster_shows_its_key_and_how_far_its_record_goes),
	RULE(credentials_of_another_kiosk_show_before_anything_is_recorded),
	RULE(a_difference_is_taken_to_what_is_here_and_else_the_whole_is_fetched),
	RULE(a_kiosk_whose_end_is_not_the_collectors_goes_on_in_a_new_epoch),
	RULE(a_twin_that_the_collector_saw_is_told_until_it_is_gone),
	RULE(after_a_refused_delivery_no_roster_is_asked_for),
	RULE(the_plan_is_told_once_per_start),
	RULE(a_new_plan_is_told_without_a_restart),
	RULE(a_foreign_lrs_is_told_no_new_plan),
	RULE(without_an_endpoint_nothing_is_asked),
	RULE(an_idle_day_makes_few_requests),
};

int main(void)
{
	return ks_test_run(tests);
}
