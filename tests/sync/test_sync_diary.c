/* SPDX-License-Identifier: Apache-2.0 */
#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/mem.h"
#include "sync/diary.h"
#include "sync/sync_private.h"

/* Whole histories of a kiosk and its centre: tests/data/golden/sync. Times are milliseconds since it began. */

#define MINUTE_MS INT64_C(60000)
#define HOUR_MS (60 * MINUTE_MS)
#define JSON "application/json"

static const struct ks_fake_answer unchanged = {304, "", NULL, NULL, 0},
				   good = {204, "", NULL, NULL, 0},
				   bad = {400, JSON, "{}", NULL, 0}, none = {0};

static void say(struct ks_diary *diary, const char *what)
{
	ks_buf_printf(&diary->text, "-- %s\n", what);
}

static void with_its_collector(struct ks_fixture *f)
{
	static char plan[] = "[{\"revision\":\"2026.1\"},{\"revision\":\"2025.4\"}]";

	f->options.plan_json = plan;
	f->options.content_version = 7;
	f->scripts[KS_FAKE_ROSTER].otherwise = unchanged;
	f->scripts[KS_FAKE_PLAN].otherwise = f->scripts[KS_FAKE_CONDITION].otherwise = good;
	f->scripts[KS_FAKE_POST].otherwise = good;
	f->scripts[KS_FAKE_ABOUT].otherwise =
		(struct ks_fake_answer){200, JSON, "{\"version\":[\"1.0.3\"]}", NULL, 0};
}

static void a_day_with_its_collector(void **state)
{
	struct ks_fixture *f = *state;
	struct ks_diary diary = {.f = f, .has_headers = true};
	char *json = ks_fixture_roster();

	with_its_collector(f);
	ks_log_set(KS_LOG_DEBUG);
	f->date_ms = KS_TEST_WALL_MS - 5000;
	f->certificate_end_ms = 77;
	f->is_twin = true;
	ks_fixture_answer(f, KS_FAKE_ROSTER, (struct ks_fake_answer){200, JSON, json, "\"r1\"", 0});
	ks_fixture_answer(f, KS_FAKE_PINS,
			  (struct ks_fake_answer){200, JSON, "{\"refused\":1}", NULL, 0});
	ks_fixture_choose_pin(f);
	ks_fixture_record(f, 60);
	ks_fixture_open(f);
	ks_sync_core_set_condition(f->core, "[1]");
	ks_diary_live(&diary, 0);
	say(&diary,
	    "the same condition, another plan; nothing of a certificate, of the time, of a twin");
	f->certificate_end_ms = f->date_ms = 0;
	f->is_twin = false;
	ks_sync_core_set_condition(f->core, "[1]");
	ks_sync_core_set_plan(f->core, "{\"revision\":\"2026.2 of May\"}", 0);
	ks_diary_live(&diary, 0);
	diary.has_headers = false;
	ks_diary_live(&diary, 5 * MINUTE_MS);
	say(&diary, "the collector was put back to 52");
	f->have = 52;
	ks_fixture_record(f, 1);
	ks_diary_live(&diary, 5 * MINUTE_MS);
	say(&diary, "and goes on in another epoch, with another key");
	f->have = -1;
	f->epoch = 2;
	ks_diary_live(&diary, 5 * MINUTE_MS);
	ks_fixture_record(f, 1);
	ks_diary_live(&diary, 0);
	f->scripts[KS_FAKE_ROSTER].otherwise = (struct ks_fake_answer){409, JSON, "{}", NULL, 0};
	ks_diary_live(&diary, 10 * MINUTE_MS);
	f->scripts[KS_FAKE_ROSTER].otherwise = unchanged;
	ks_diary_live(&diary, 15 * MINUTE_MS);
	ks_log_set(KS_LOG_WARN);
	ks_diary_finish(&diary, "day.txt");
	free(json);
}

static void what_is_set_aside_has_a_way_back(void **state)
{
	struct ks_fixture *f = *state;
	struct ks_diary diary = {.f = f};

	with_its_collector(f);
	f->options.plan_json = NULL;
	ks_fixture_answer(f, KS_FAKE_POST, bad);
	ks_fixture_answer(f, KS_FAKE_POST, bad);
	ks_fixture_answer(f, KS_FAKE_POST, bad);
	ks_fixture_record(f, 4);
	ks_diary_live(&diary, 0);
	say(&diary, "HR wishes it");
	f->resend = "1";
	ks_fixture_answer(f, KS_FAKE_POST, bad);
	ks_diary_live(&diary, 12 * MINUTE_MS);
	say(&diary, "again");
	f->resend = "2";
	ks_diary_live(&diary, 5 * MINUTE_MS);
	say(&diary, "and after a day");
	f->resend = NULL;
	ks_fixture_answer(f, KS_FAKE_POST, bad);
	ks_fixture_record(f, 1);
	ks_fixture_run(f, 0);
	ks_fixture_run(f, 24 * HOUR_MS - MINUTE_MS);
	diary.n_told = f->n_requests;
	ks_diary_live(&diary, HOUR_MS);
	ks_diary_finish(&diary, "set-aside.txt");
}

/* The line is cut, for hours; then it is back. */
static void patience(void **state)
{
	struct ks_fixture *f = *state;
	struct ks_diary diary = {.f = f};

	with_its_collector(f);
	ks_fixture_open(f);
	ks_fixture_run(f, MINUTE_MS);
	diary.n_told = f->n_requests;
	f->fault = KS_HTTP_FAULT_PROXY;
	for (int i = 0; i < KS_FAKE_PATH_COUNT; i++)
		f->scripts[i].otherwise = none;
	ks_fixture_record(f, 2);
	ks_sync_core_set_condition(f->core, "[2]");
	ks_diary_live(&diary, 40 * MINUTE_MS);
	say(&diary, "back");
	with_its_collector(f);
	ks_diary_live(&diary, 6 * MINUTE_MS);
	ks_diary_finish(&diary, "patience.txt");
}

static void another_endpoint(void **state)
{
	struct ks_fixture *f = *state;
	struct ks_diary diary = {.f = f};

	with_its_collector(f);
	ks_fixture_record(f, 2);
	ks_diary_live(&diary, MINUTE_MS);
	assert_int_equal(ks_ledger_quarantine(f->ledger, 2, "test"), KS_OK);
	ks_fixture_record(f, 1);
	f->options.endpoint = "http://lrs2.example/data/xAPI";
	ks_fixture_open(f);
	ks_diary_live(&diary, MINUTE_MS);
	say(&diary, "started again");
	ks_fixture_open(f);
	ks_diary_live(&diary, MINUTE_MS);
	ks_diary_finish(&diary, "another-endpoint.txt");
}

static void halving(void **state)
{
	struct ks_fixture *f = *state;
	struct ks_diary diary = {.f = f};

	with_its_collector(f);
	for (int i = 0; i < 3; i++)
		ks_fixture_answer(f, KS_FAKE_POST, bad);
	ks_fixture_answer(f, KS_FAKE_POST, good);
	ks_fixture_answer(f, KS_FAKE_POST, bad);
	ks_fixture_answer(f, KS_FAKE_POST, bad);
	ks_fixture_answer(f, KS_FAKE_POST, good);
	ks_fixture_answer(f, KS_FAKE_POST, (struct ks_fake_answer){409, JSON, "[]", NULL, 0});
	ks_fixture_answer(f, KS_FAKE_POST, (struct ks_fake_answer){413, "", NULL, NULL, 0});
	ks_fixture_record(f, 31);
	ks_diary_live(&diary, 0);
	say(&diary, "it stays small");
	ks_fixture_record(f, 9);
	ks_diary_live(&diary, 0);
	ks_diary_finish(&diary, "halving.txt");
}

/* Its credentials are refused for a while: nothing but one slow try, whatever else there is to tell. */
static void refused_for_a_while(void **state)
{
	struct ks_fixture *f = *state;
	struct ks_diary diary = {.f = f};

	with_its_collector(f);
	f->offer = "3 1 6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";
	f->options.shelf = f->folder;
	f->scripts[KS_FAKE_PINS].otherwise = (struct ks_fake_answer){200, JSON, "{}", NULL, 0};
	f->scripts[KS_FAKE_POST].otherwise = (struct ks_fake_answer){403, JSON, "{}", NULL, 0};
	ks_fixture_record(f, 1);
	ks_diary_live(&diary, MINUTE_MS);
	say(&diary, "another plan, a condition, a PIN");
	ks_sync_core_set_plan(f->core, "{\"nendo\":2027}", 0);
	ks_sync_core_set_condition(f->core, "[3]");
	ks_fixture_choose_pin(f);
	ks_diary_live(&diary, 15 * MINUTE_MS);
	say(&diary, "they are right again");
	f->scripts[KS_FAKE_POST].otherwise = good;
	ks_diary_live(&diary, 16 * MINUTE_MS);
	ks_diary_finish(&diary, "refused.txt");
}

/* What the collector, or who stands before it, gives for the list, time after time; then something else fails beside it. */
static void lists(void **state)
{
	static const char unfit[] = "{\"format\":\"kenshu-roster-delta-1\",\"base\":\"\\\"r0\\\"\","
				    "\"people\":[],\"completed\":[]}",
			  torn[] = "{\"format\":\"kenshu-roster-delta-1\",\"base\":";
	struct ks_fixture *f = *state;
	struct ks_diary diary = {.f = f};
	char *json = ks_fixture_roster();
	const struct ks_fake_answer answers[] = {
		{200, JSON, json, "\"r1\"", 0},  {200, JSON, "{}", "\"r2\"", 0},
		{200, JSON, unfit, "\"r3\"", 0}, {200, JSON, json, "\"r4\"", 0},
		{200, JSON, torn, "\"r5\"", 0},  {200, JSON, json, "\"r6\"", 0},
		{401, JSON, "{}", NULL, 0},      {200, "text/html", json, "\"r7\"", 0},
		{404, JSON, "{}", NULL, 0},
	};

	with_its_collector(f);
	for (size_t i = 0; i < KS_COUNT(answers); i++)
		ks_fixture_answer(f, KS_FAKE_ROSTER, answers[i]);
	ks_fixture_record(f, 1);
	diary.has_headers = true;
	ks_diary_live(&diary, 56 * MINUTE_MS);
	ks_sync_core_set_plan(f->core, "{\"nendo\":2027}", 0); /* to a foreign LRS: not */
	ks_diary_live(&diary, MINUTE_MS);
	ks_diary_finish(&diary, "lists.txt");
	free(json);
}

/* One that answers on its way is asked in its own order: a new plan and a new condition do not wait out the trouble of the old. */
static void what_is_new_does_not_wait_for_what_was(void **state)
{
	struct ks_fixture *f = *state;
	struct ks_diary diary = {.f = f};

	with_its_collector(f);
	f->scripts[KS_FAKE_PLAN].otherwise = f->scripts[KS_FAKE_CONDITION].otherwise =
		(struct ks_fake_answer){503, "", NULL, NULL, 600};
	ks_fixture_open(f);
	ks_sync_core_set_condition(f->core, "[1]");
	ks_diary_live(&diary, MINUTE_MS);
	ks_sync_core_set_plan(f->core, "{\"nendo\":2027}", 0);
	ks_sync_core_set_condition(f->core, "[2]");
	ks_diary_live(&diary, MINUTE_MS);
	ks_diary_finish(&diary, "news.txt");
}

#define RULE(name) cmocka_unit_test_setup_teardown(name, ks_fixture_setup, ks_fixture_teardown)
static const struct CMUnitTest tests[] = {
	RULE(a_day_with_its_collector),
	RULE(what_is_set_aside_has_a_way_back),
	RULE(patience),
	RULE(another_endpoint),
	RULE(halving),
	RULE(refused_for_a_while),
	RULE(lists),
	RULE(what_is_new_does_not_wait_for_what_was),
};

int main(void)
{
	return ks_test_run(tests);
}
