// SPDX-License-Identifier: Apache-2.0
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "record/roster.h"
#include "sync/fixture.h"
#include "sync/sync_private.h"

#define MINUTE_MS INT64_C(60000)

static int setup(void **state)
{
	struct ks_fixture *f = ks_alloc_zero(1, sizeof(*f));

	ks_fixture_begin(f);
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	ks_fixture_finish(*state);
	free(*state);
	return 0;
}

/* A roster as a collector gives it out: made by the record floor itself, in a store of its own. */
static char *make_roster(void)
{
	static const char csv[] = "職員番号,氏名,氏名カナ,所属,任用区分,任用開始,任用終了,在籍状態\n"
				  "000012,見本 一郎,ミホン イチロウ,総務課,01,2026-04-01,,在職\n";
	char *folder = ks_test_folder(), *why = NULL, *json = NULL;
	struct ks_store *store;
	struct ks_roster roster = {0};
	struct ks_roster_change change;
	struct ks_diags diags = {0};

	assert_int_equal(ks_store_open(folder, KS_ROLE_COLLECTOR, KS_ACCESS_WRITE, &store, &why),
			 KS_OK);
	if (ks_roster_parse("roster.csv", csv, strlen(csv), &roster, &diags) != KS_OK) {
		ks_diags_print(&diags, stdout);
		fail_msg("the sample roster is refused");
	}
	assert_int_equal(ks_roster_store(store, &roster, &change), KS_OK);
	assert_int_equal(ks_roster_to_json(store, NULL, &json), KS_OK);
	ks_roster_finish(&roster);
	ks_diags_finish(&diags);
	ks_store_close(store);
	ks_test_folder_finish(folder);
	return json;
}

static size_t count_people(struct ks_fixture *f)
{
	size_t n = 0;

	assert_int_equal(ks_roster_count(f->store, &n), KS_OK);
	return n;
}

static void the_roster_is_fetched_at_start_and_stored(void **state)
{
	struct ks_fixture *f = *state;
	char *json = make_roster();

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
	char *json = make_roster();

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
	char *json = make_roster();

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
	char *json = make_roster();

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
	ks_sync_core_set_plan(f->core, "{\"nendo\":2027}");
	ks_fixture_run(f, 0);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_PLAN), 2);
	assert_string_equal(ks_fixture_nth(f, KS_FAKE_PLAN, 1)->body, "{\"nendo\":2027}");
	ks_sync_core_set_plan(f->core, NULL);
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_PLAN), 2);
}

static void a_foreign_lrs_is_told_no_new_plan(void **state)
{
	struct ks_fixture *f = *state;

	ks_fixture_run(f, MINUTE_MS);
	ks_sync_core_set_plan(f->core, "{\"nendo\":2027}");
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_PLAN), 0);
}

/* What /about answers, and the version statements are sent with. */
static void only_an_endpoint_that_lists_2_alone_is_spoken_to_in_2(void **state)
{
	static const struct {
		struct ks_fake_answer answer;
		const char *version;
	} cases[] = {
		{{200, "application/json", "{\"version\":[\"2.0.0\"]}", NULL, 0}, "2.0.0"},
		{{200, "application/json", "{\"version\":[\"2.0.0\",\"1.0.3\"]}", NULL, 0}, "1.0.3"},
		{{200, "application/json", "{\"version\":[\"1.0.3\"]}", NULL, 0}, "1.0.3"},
		{{200, "application/json", "{\"version\":[]}", NULL, 0}, "1.0.3"},
		{{200, "application/json", "{\"version\":[2.0,null]}", NULL, 0}, "1.0.3"},
		{{200, "application/json", "garbage", NULL, 0}, "1.0.3"},
		{{404, "", NULL, NULL, 0}, "1.0.3"},
		{{401, "", NULL, NULL, 0}, "1.0.3"},
	};
	struct ks_fixture *f = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		char *header = ks_format("X-Experience-API-Version: %s\n", cases[i].version);

		f->scripts[KS_FAKE_ABOUT].otherwise = cases[i].answer;
		ks_fixture_record(f, 1);
		ks_fixture_open(f);
		ks_fixture_run(f, 0);
		assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), i + 1);
		assert_non_null(strstr(ks_fixture_nth(f, KS_FAKE_POST, i)->headers, header));
		free(header);
	}
}

static void nothing_is_sent_before_the_version_is_known(void **state)
{
	static const struct ks_fake_answer unclear[] = {
		{0, NULL, NULL, NULL, 0},
		{200, "text/html", "<html>", NULL, 0},
		{302, "", NULL, NULL, 0},
		{200, "application/json", "{\"error\":\"blocked by policy\"}", NULL, 0},
		{404, "text/html", "<html>", NULL, 0},
	};
	struct ks_fixture *f = *state;

	f->is_gateway[KS_FAKE_ABOUT] = true; /* an LRS may leave the header out of its about */
	for (size_t i = 0; i < KS_COUNT(unclear); i++)
		ks_fixture_answer(f, KS_FAKE_ABOUT, unclear[i]);
	f->scripts[KS_FAKE_ABOUT].otherwise = (struct ks_fake_answer){
		200, "application/json", "{\"version\":[\"2.0.0\"]}", NULL, 0};
	ks_fixture_record(f, 1);
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_ABOUT), 1 + KS_COUNT(unclear));
	assert_int_equal(ks_fixture_count(f, KS_FAKE_POST), 1);
	assert_non_null(strstr(ks_fixture_nth(f, KS_FAKE_POST, 0)->headers, ": 2.0.0\n"));
}

static void a_broken_about_does_not_stop_delivery_for_good(void **state)
{
	struct ks_fixture *f = *state;

	f->scripts[KS_FAKE_ABOUT].otherwise = (struct ks_fake_answer){500, "", NULL, NULL, 0};
	ks_fixture_record(f, 1);
	ks_fixture_run(f, MINUTE_MS);
	assert_int_equal(ks_fixture_count(f, KS_FAKE_ABOUT), KS_SYNC_ABOUT_TRIES_MAX);
	assert_int_equal(ks_fixture_status(f).n_pending, 0);
}

static void the_centres_time_comes_from_an_lrss_own_answer_alone(void **state)
{
	struct ks_fixture *f = *state;
	struct ks_sync_status status;

	f->date_ms = KS_TEST_WALL_MS + 3600 * INT64_C(1000);
	for (int i = 0; i < KS_FAKE_PATH_COUNT; i++)
		f->is_gateway[i] = true;
	ks_fixture_record(f, 1);
	ks_fixture_run(f, MINUTE_MS);
	assert_false(ks_fixture_status(f).is_centre_time_known);
	f->is_gateway[KS_FAKE_POST] = false;
	ks_fixture_run(f, 15 * MINUTE_MS);
	status = ks_fixture_status(f);
	assert_true(status.is_centre_time_known);
	/* heard within these minutes, while the fake clock stood still */
	assert_in_range(status.centre_offset_ms, 3600500 - 16 * MINUTE_MS, 3600500);
	assert_true(status.centre_mono_offset_ms + f->requests[f->n_requests - 1].at_ms ==
		    f->date_ms + 500);
}

static void the_centres_time_is_learned_at_the_start_with_nothing_to_send(void **state)
{
	struct ks_fixture *f = *state;

	f->date_ms = KS_TEST_WALL_MS;
	ks_fixture_run(f, 0);
	assert_true(ks_fixture_status(f).is_centre_time_known);
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

#define RULE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
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
	RULE(after_a_refused_delivery_no_roster_is_asked_for),
	RULE(the_plan_is_told_once_per_start),
	RULE(a_new_plan_is_told_without_a_restart),
	RULE(a_foreign_lrs_is_told_no_new_plan),
	RULE(only_an_endpoint_that_lists_2_alone_is_spoken_to_in_2),
	RULE(nothing_is_sent_before_the_version_is_known),
	RULE(a_broken_about_does_not_stop_delivery_for_good),
	RULE(the_centres_time_comes_from_an_lrss_own_answer_alone),
	RULE(the_centres_time_is_learned_at_the_start_with_nothing_to_send),
	RULE(without_an_endpoint_nothing_is_asked),
	RULE(an_idle_day_makes_few_requests),
};

int main(void)
{
	return ks_test_run(tests);
}
