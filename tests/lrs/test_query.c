/* SPDX-License-Identifier: Apache-2.0 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ask.h"
#include "base/mem.h"
#include "record/db.h"
#include "support/test.h"

/* GET statements: which ones, in which order, page by page. */

#define STATEMENTS "/xAPI/statements"
#define ID "0190f5a0-0000-7000-8000-0000000000"
#define A "{\"mbox\":\"mailto:a@x.example\"}"
#define B "{\"mbox\":\"mailto:b@x.example\"}"

/* @n: the last two digits of the id; @rest: further members, with their comma. */
static void say(struct ks_ask *ask, const char *n, const char *actor, const char *verb,
		const char *object, const char *rest)
{
	char *text = ks_format("{\"id\":\"" ID "%s\",\"actor\":%s,\"verb\":{\"id\":\"%s\"},"
			       "\"object\":%s%s}",
			       n, actor, verb, object, rest);

	if (ks_ask(ask, "POST " STATEMENTS, NULL, text) != 200)
		fail_msg("%s: %s", text, ks_ask_text(ask));
	free(text);
}

static char *activity(const char *n)
{
	return ks_format("{\"id\":\"https://a.example/%s\"}", n);
}

static void say_plain(struct ks_ask *ask, const char *n, const char *actor, const char *object)
{
	char *thing = activity(object);

	say(ask, n, actor, "http://v.example/did", thing, "");
	free(thing);
}

#define REF(n) "{\"objectType\":\"StatementRef\",\"id\":\"" ID n "\"}"

/* The last two digits of the ids of an answer's statements, in its order: "01 02". */
static char *ids_of(struct ks_ask *ask)
{
	json_t *root = json_loads(ks_ask_text(ask), JSON_REJECT_DUPLICATES, NULL);
	json_t *list = json_object_get(root, "statements");
	struct ks_buf out = {0};

	assert_non_null(list);
	for (size_t i = 0; i < json_array_size(list); i++)
		ks_buf_printf(&out, "%s%s", i ? " " : "",
			      json_string_value(json_object_get(json_array_get(list, i), "id")) + 34);
	json_decref(root);
	return ks_buf_take(&out);
}

static void expect(struct ks_ask *ask, const char *const *params, const char *ids)
{
	char *found;

	if (ks_ask(ask, "GET " STATEMENTS, params, NULL) != 200)
		fail_msg("%s", ks_ask_text(ask));
	found = ids_of(ask);
	assert_string_equal(found, ids);
	free(found);
}

#define GROUP "{\"objectType\":\"Group\",\"member\":[" B "]}"
#define INSIDE(actor, object, context)                      \
	"{\"objectType\":\"SubStatement\",\"actor\":" actor \
	",\"verb\":{\"id\":\"http://v.example/did\"},\"object\":" object context "}"

/* Whoever and whatever is somewhere in it, and not only at its head. */
static void related_ones_are_found_wherever_they_stand(void **state)
{
	static const struct {
		const char *n, *object, *rest;
	} people[] = {
		{"01", "{\"id\":\"a:x\"}", ",\"context\":{\"instructor\":" B "}"},
		{"02", "{\"id\":\"a:x\"}", ",\"context\":{\"team\":" GROUP "}"},
		{"03", "{\"id\":\"a:x\"}",
		 ",\"context\":{\"contextAgents\":[{\"objectType\":\"contextAgent\",\"agent\":" B
		 "}]}"},
		{"04", "{\"id\":\"a:x\"}",
		 ",\"context\":{\"contextGroups\":[{\"objectType\":\"contextGroup\",\"group\":" GROUP
		 "}]}"},
		{"05", INSIDE(B, "{\"id\":\"a:x\"}", ""), ""},
		{"06", INSIDE(A, "{\"objectType\":\"Agent\",\"mbox\":\"mailto:b@x.example\"}", ""),
		 ""},
		{"07", INSIDE(A, "{\"id\":\"a:x\"}", ",\"context\":{\"instructor\":" B "}"), ""},
	};
	static const struct {
		const char *n, *object, *rest;
	} things[] = {
		{"11", INSIDE(A, "{\"id\":\"https://a.example/y\"}", ""), ""},
		{"12",
		 INSIDE(A, "{\"id\":\"a:x\"}",
			",\"context\":{\"contextActivities\":{\"parent\":[{\"id\":"
			"\"https://a.example/y\"}]}}"),
		 ""},
		{"13", "{\"id\":\"a:x\"}",
		 ",\"context\":{\"contextActivities\":{\"grouping\":{\"id\":\"https://a.example/y\"}}}"},
		{"14", "{\"id\":\"a:x\"}",
		 ",\"context\":{\"contextActivities\":{\"other\":[{\"id\":\"a:o\"},{\"id\":"
		 "\"https://a.example/y\"}]}}"},
		{"15", "{\"id\":\"a:x\"}",
		 ",\"context\":{\"contextActivities\":{\"category\":[{\"id\":\"https://a.example/y\"}]}}"},
	};
	struct ks_ask *ask = *state;

	ask->version = "2.0.0";
	for (size_t i = 0; i < KS_COUNT(people); i++)
		say(ask, people[i].n, A, "http://v.example/did", people[i].object, people[i].rest);
	expect(ask, KS_PARAMS("agent", B), "");
	expect(ask, KS_PARAMS("agent", B, "related_agents", "true"), "07 06 05 04 03 02 01");
	for (size_t i = 0; i < KS_COUNT(things); i++)
		say(ask, things[i].n, A, "http://v.example/did", things[i].object, things[i].rest);
	expect(ask, KS_PARAMS("activity", "https://a.example/y"), "");
	expect(ask, KS_PARAMS("activity", "https://a.example/y", "related_activities", "true"),
	       "15 14 13 12 11");
}

static void every_filter_narrows_the_list(void **state)
{
	struct ks_ask *ask = *state;
	const char *registration = "0190F5A0-0000-7000-8000-0000000000AA";

	say_plain(ask, "01", A, "x");
	say_plain(ask, "02", B, "x");
	say(ask, "03", A, "http://v.example/saw", "{\"id\":\"https://a.example/y\"}", "");
	say(ask, "04", B, "http://v.example/saw", "{\"id\":\"https://a.example/z\"}",
	    ",\"context\":{\"registration\":\"0190f5a0-0000-7000-8000-0000000000aa\","
	    "\"instructor\":" A ",\"contextActivities\":{\"parent\":[{\"id\":"
	    "\"https://a.example/y\"}]}}");
	say(ask, "05", B, "http://v.example/saw",
	    "{\"objectType\":\"Agent\",\"mbox\":\"mailto:a@x.example\"}", "");
	expect(ask, NULL, "05 04 03 02 01");
	expect(ask, KS_PARAMS("ascending", "true"), "01 02 03 04 05");
	expect(ask, KS_PARAMS("agent", A), "05 03 01");
	expect(ask, KS_PARAMS("agent", A, "related_agents", "true"), "05 04 03 01");
	expect(ask, KS_PARAMS("verb", "http://v.example/saw"), "05 04 03");
	expect(ask, KS_PARAMS("activity", "https://a.example/y"), "03");
	expect(ask, KS_PARAMS("activity", "https://a.example/y", "related_activities", "true"),
	       "04 03");
	expect(ask, KS_PARAMS("registration", registration), "04");
	expect(ask, KS_PARAMS("agent", A, "verb", "http://v.example/saw"), "05 03");
	expect(ask, KS_PARAMS("agent", "{\"mbox\":\"mailto:nobody@x.example\"}"), "");
	expect(ask, KS_PARAMS("limit", "2"), "05 04");
	expect(ask, KS_PARAMS("limit", "0"), "05 04 03 02 01");
}

static void since_is_behind_and_until_is_up_to_an_instant_of_storing(void **state)
{
	struct ks_ask *ask = *state;

	say_plain(ask, "01", A, "x");
	ks_clock_advance(&ask->sample.clock, 1000);
	say_plain(ask, "02", A, "x");
	ks_clock_advance(&ask->sample.clock, 1000);
	say_plain(ask, "03", A, "x");
	expect(ask, KS_PARAMS("since", "2026-05-18T00:30:21Z"), "03");
	expect(ask, KS_PARAMS("until", "2026-05-18T00:30:21Z"), "02 01");
	expect(ask, KS_PARAMS("since", "2026-05-18T00:30:20Z", "until", "2026-05-18T00:30:21Z"),
	       "02");
	expect(ask, KS_PARAMS("since", "2027-01-01T00:00:00Z"), "");
	expect(ask, KS_PARAMS("until", "2025-01-01T00:00:00Z"), "");
}

static void two_requests_never_share_an_instant(void **state)
{
	struct ks_ask *ask = *state;

	say_plain(ask, "01", A, "x"); /* the clock stands still */
	say_plain(ask, "02", A, "x");
	expect(ask, KS_PARAMS("since", "2026-05-18T00:30:20.000Z"), "02");
}

/* Everything once, whatever comes in between the pages. */
static void walk_pages(struct ks_ask *ask, const char *ascending, const char *agent)
{
	struct ks_buf all = {0};
	char *more = NULL;
	int n_pages = 0;

	do {
		const char *const *params =
			more ? KS_PARAMS("more", more)
			     : KS_PARAMS("limit", "3", "ascending", ascending, "agent", agent);
		json_t *root;
		const char *link;
		char *ids, n[16];

		assert_int_equal(ks_ask(ask, "GET " STATEMENTS, params, NULL), 200);
		ids = ids_of(ask);
		ks_buf_printf(&all, "%s%s", n_pages ? " " : "", ids);
		free(ids);
		root = json_loads(ks_ask_text(ask), 0, NULL);
		link = json_string_value(json_object_get(root, "more"));
		free(more);
		more = *link ? ks_strdup(strstr(link, "more=") + 5) : NULL;
		json_decref(root);
		(void)snprintf(n, sizeof(n), "c%d", n_pages++ % 10);
		if (*ascending == 'f')
			say_plain(ask, n, A, "x");
	} while (more && n_pages < 10);
	assert_string_equal(ks_buf_text(&all),
			    *ascending == 't' ? "01 03 05 07 09 11 13" : "13 11 09 07 05 03 01");
	ks_buf_finish(&all);
}

static void pages_follow_each_other_without_a_gap_or_a_repeat(void **state)
{
	struct ks_ask *ask = *state;

	for (int i = 1; i <= 13; i++) {
		char n[16];

		(void)snprintf(n, sizeof(n), "%02d", i % 100);
		say_plain(ask, n, i % 2 ? A : B, "x");
	}
	walk_pages(ask, "true", A);
	walk_pages(ask, "false", A);
}

static void a_void_hides_its_target_whichever_came_first(void **state)
{
#define VOIDED "http://adlnet.gov/expapi/verbs/voided"
	struct ks_ask *ask = *state;

	say_plain(ask, "01", A, "x");
	say(ask, "02", B, VOIDED, REF("01"), "");
	say(ask, "03", B, VOIDED, REF("04"), "");
	say_plain(ask, "04", A, "x");
	say(ask, "05", B, VOIDED, REF("02"), ""); /* a void cannot be voided */
	expect(ask, NULL, "05 03 02");
	assert_int_equal(ks_ask(ask, "GET " STATEMENTS, KS_PARAMS("statementId", ID "01"), NULL),
			 404);
	assert_int_equal(
		ks_ask(ask, "GET " STATEMENTS, KS_PARAMS("voidedStatementId", ID "01"), NULL), 200);
	assert_int_equal(
		ks_ask(ask, "GET " STATEMENTS, KS_PARAMS("voidedStatementId", ID "02"), NULL), 404);
	assert_int_equal(ks_ask(ask, "GET " STATEMENTS, KS_PARAMS("statementId", ID "02"), NULL),
			 200);
}

static void a_kiosk_voids_nothing_and_lists_nothing(void **state)
{
	struct ks_ask *ask = *state;

	say_plain(ask, "01", A, "x");
	ask->kiosk = "k-01";
	say(ask, "02", B, VOIDED, REF("01"), "");
	assert_int_equal(ks_ask(ask, "GET " STATEMENTS, NULL, NULL), 403);
	assert_int_equal(ks_ask(ask, "GET " STATEMENTS, KS_PARAMS("statementId", ID "01"), NULL),
			 404);
	assert_int_equal(ks_ask(ask, "GET " STATEMENTS, KS_PARAMS("statementId", ID "02"), NULL),
			 200);
	ask->kiosk = NULL;
	assert_int_equal(ks_ask(ask, "GET " STATEMENTS, KS_PARAMS("statementId", ID "01"), NULL),
			 200);
}

static void what_points_at_a_statement_is_found_by_what_that_is_about(void **state)
{
	struct ks_ask *ask = *state;

	say_plain(ask, "01", A, "x");
	say(ask, "02", B, "http://v.example/commented", REF("01"), "");
	say(ask, "03", B, "http://v.example/commented", REF("02"), "");
	say(ask, "05", B, "http://v.example/commented", REF("06"), "");
	expect(ask, KS_PARAMS("agent", A), "03 02 01");
	say(ask, "06", B, "http://v.example/commented", REF("07"), "");
	say_plain(ask, "07", A, "z");
	expect(ask, KS_PARAMS("activity", "https://a.example/x"), "03 02 01");
	expect(ask, KS_PARAMS("activity", "https://a.example/z"), "07 06 05");
}

static void a_parameter_that_breaks_a_rule_is_400(void **state)
{
	static const char *const cases[][4] = {
		{"limit", "-1"},
		{"limit", "ten"},
		{"ascending", "yes"},
		{"verb", "did"},
		{"activity", "x y"},
		{"agent", "a@x.example"},
		{"agent", "{\"objectType\":\"Group\",\"member\":[]}"},
		{"registration", "1"},
		{"since", "yesterday"},
		{"format", "pretty"},
		{"StatementId", ID "01"},
		{"statementId", "1"},
		{"statementId", ID "01", "limit", "1"},
		{"statementId", ID "01", "voidedStatementId", ID "01"},
		{"more", "AAAA"},
		{"more", "e30_"},
		{"_after", "5"},
	};
	struct ks_ask *ask = *state;

	for (size_t i = 0; i < KS_COUNT(cases); i++) {
		const char *params[5] = {cases[i][0], cases[i][1], cases[i][2], cases[i][3], NULL};

		if (ks_ask(ask, "GET " STATEMENTS, params, NULL) != 400)
			fail_msg("%s=%s: %d", params[0], params[1], ask->reply.status);
	}
}

/* Kiosks are taken in without an index; it is made when somebody asks. */
static void the_index_is_made_behind_the_statements_and_only_once(void **state)
{
	struct ks_ask *ask = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	int64_t n = 0, n_again = 0;

	for (int i = 0; i < 600; i++)
		ks_sample_ingest(&ask->sample, &kiosk, "000123", "experienced", "course/annual/m1");
	assert_int_equal(ks_db_number(ask->sample.store, &n, "SELECT count(*) FROM tag", ""), KS_OK);
	assert_int_equal(n, 0);
	assert_int_equal(ks_ask(ask, "GET " STATEMENTS,
				KS_PARAMS("verb", "http://verbs.example/experienced", "limit", "1"),
				NULL),
			 200);
	assert_int_equal(ks_db_number(ask->sample.store, &n, "SELECT count(*) FROM tag", ""), KS_OK);
	assert_int_equal(n, 600 * 6);
	assert_int_equal(ks_ask(ask, "GET " STATEMENTS, NULL, NULL), 200);
	assert_int_equal(ks_db_number(ask->sample.store, &n_again, "SELECT count(*) FROM tag", ""),
			 KS_OK);
	assert_int_equal(n_again, n);
}

static void an_idle_centre_carries_the_index_on(void **state)
{
	struct ks_ask *ask = *state;
	struct ks_sample_kiosk kiosk = ks_sample_kiosk("k-01");
	int64_t n = 0;

	for (int i = 0; i < 1200; i++)
		ks_sample_ingest(&ask->sample, &kiosk, "000123", "experienced", "course/annual/m1");
	ks_centre_tend(ask->sample.centre); /* something has just come in */
	assert_int_equal(ks_db_number(ask->sample.store, &n, "SELECT count(*) FROM tag", ""), KS_OK);
	assert_int_equal(n, 500 * 6);
	ks_centre_tend(ask->sample.centre);
	assert_int_equal(ks_db_number(ask->sample.store, &n, "SELECT count(*) FROM tag", ""), KS_OK);
	assert_int_equal(n, 1200 * 6);
}

static void what_a_group_did_each_of_its_members_did(void **state)
{
	struct ks_ask *ask = *state;

	say_plain(ask, "01", "{\"objectType\":\"Group\",\"member\":[" A "," B "]}", "x");
	say_plain(ask, "02", B, "x");
	expect(ask, KS_PARAMS("agent", A), "01");
	expect(ask, KS_PARAMS("agent", B), "02 01");
	expect(ask, KS_PARAMS("agent", A, "related_agents", "true"), "01");
	expect(ask, KS_PARAMS("agent", "{\"mbox\":\"mailto:c@x.example\"}"), "");
}

#define with_centre(test) cmocka_unit_test_setup_teardown(test, ks_ask_setup, ks_ask_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		with_centre(related_ones_are_found_wherever_they_stand),
		with_centre(every_filter_narrows_the_list),
		with_centre(what_a_group_did_each_of_its_members_did),
		with_centre(since_is_behind_and_until_is_up_to_an_instant_of_storing),
		with_centre(two_requests_never_share_an_instant),
		with_centre(pages_follow_each_other_without_a_gap_or_a_repeat),
		with_centre(a_void_hides_its_target_whichever_came_first),
		with_centre(a_kiosk_voids_nothing_and_lists_nothing),
		with_centre(what_points_at_a_statement_is_found_by_what_that_is_about),
		with_centre(a_parameter_that_breaks_a_rule_is_400),
		with_centre(an_idle_centre_carries_the_index_on),
		with_centre(the_index_is_made_behind_the_statements_and_only_once),
	};

	return ks_test_run(tests);
}
